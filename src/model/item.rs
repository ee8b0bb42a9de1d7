//! The promise: its permanent code, and one row about it in a plan or a report.
//! Reading rows is `rows`'; what several rows say together is `year`'s.

use serde::Serialize;

use crate::source::RichText;
use crate::span::{Span, Spanned};
use crate::standards::{ItemKind, Status};
use crate::thai::{self, FiscalYear, Money, StatedMoney};

/// The permanent name of a promise inside its plan: `3-04`, `2.2.3-1`.
///
/// Invariant: lower-case ASCII letters, digits and dots, a dash, then digits; fit for an address as it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ItemCode(String);

impl ItemCode {
    pub fn parse(text: &str) -> Option<Self> {
        let text = thai::to_arabic(text.trim()).replace(['–', '—', '‑'], "-");
        let (head, number) = text.rsplit_once('-')?;
        let head_fits = !head.is_empty()
            && head.len() <= 12
            && head.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let number_fits = !number.is_empty() && number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        (head_fits && number_fits).then(|| Self(text.to_ascii_lowercase()))
    }

    /// The code that the scheme gives to the `number`th item of a dimension; 0 is "dimension unknown".
    pub fn made(dimension: Option<u8>, number: usize) -> Self {
        Self(format!("{}-{number:02}", dimension.unwrap_or(0)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn dimension(&self) -> Option<u8> {
        let first = self.0.split(['.', '-']).next()?;
        first.parse().ok().filter(|dimension| (1..=9).contains(dimension))
    }

    /// `2.2.3` of `2.2.3-1`.
    pub fn mission(&self) -> Option<&str> {
        let (head, _) = self.0.rsplit_once('-')?;
        head.contains('.').then_some(head)
    }

    /// A heading such as "3-04 โครงการ…" speaks of this code; gives the code and the rest.
    pub fn leading(title: &str) -> Option<(Self, &str)> {
        let title = title.trim_start();
        let end = title.find(char::is_whitespace).unwrap_or(title.len());
        Some((Self::parse(title[..end].trim_end_matches([':', '.']))?, title[end..].trim_start()))
    }
}

impl std::fmt::Display for ItemCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Budget {
    pub plan: Spanned<StatedMoney>,
    pub ordinance: Spanned<StatedMoney>,
    pub disbursed: Spanned<StatedMoney>,
    /// งบบูรณาการ and งบหน่วยงาน: where the planned money comes from.
    pub integrated: Spanned<StatedMoney>,
    pub agency: Spanned<StatedMoney>,
    /// Planned money of a single year, in a plan of several.
    pub by_year: Vec<(FiscalYear, Spanned<StatedMoney>)>,
    /// Years of which the same plan speaks, and not of this promise.
    pub silent_years: Vec<FiscalYear>,
}

impl Budget {
    /// What the plan sets aside: the plan column, else the sum of its stated sources, else of its years.
    pub fn planned(&self) -> StatedMoney {
        if self.plan.value != StatedMoney::NotStated {
            return self.plan.value;
        }
        let sources = sum([self.integrated.value, self.agency.value].into_iter());
        if sources != StatedMoney::NotStated {
            return sources;
        }
        sum(self.by_year.iter().map(|(_, money)| money.value))
    }

    /// What is set aside for one fiscal year: never the sum of several, where the plan tells them apart.
    pub fn planned_in(&self, year: FiscalYear) -> StatedMoney {
        match self.by_year.iter().find(|(known, _)| *known == year) {
            Some((_, money)) => money.value,
            None if self.silent_years.contains(&year) => StatedMoney::NotStated,
            None => self.planned(),
        }
    }

    /// What is left when one fiscal year is looked at: its own money where the plan tells the years apart.
    pub fn keep_to(&mut self, year: FiscalYear) {
        let tells = self.silent_years.contains(&year) || self.by_year.iter().any(|(known, _)| *known == year);
        if tells && self.plan.value == StatedMoney::NotStated {
            let own = self.by_year.iter().find(|(known, _)| *known == year).map(|(_, money)| money.clone());
            self.plan = own.unwrap_or_default();
            self.by_year.clear();
        }
    }

    /// Whether a promise of several years is one of this year.
    pub fn is_due_in(&self, year: FiscalYear) -> bool {
        !self.silent_years.contains(&year)
    }
}

/// Adds what is stated; nothing stated stays nothing stated.
pub fn sum(parts: impl Iterator<Item = StatedMoney>) -> StatedMoney {
    let mut total: Option<Money> = None;
    let mut none_used = false;
    for part in parts {
        match part {
            StatedMoney::Amount(money) => total = Some(total.unwrap_or(Money::ZERO) + money),
            StatedMoney::NoneUsed => none_used = true,
            StatedMoney::NotStated => {}
        }
    }
    match total {
        Some(money) => StatedMoney::Amount(money),
        None if none_used => StatedMoney::NoneUsed,
        None => StatedMoney::NotStated,
    }
}

/// One row about a promise, as a plan, a report or the e-PlanNACC list prints it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub code: ItemCode,
    /// Whether the author wrote the code, or the scheme made it.
    pub code_stated: bool,
    pub span: Span,
    /// Index of the data table in the document, and of the row in the table.
    pub table: usize,
    pub row: usize,
    pub seq: Option<Spanned<String>>,
    pub name: Spanned<String>,
    pub kind: Option<ItemKind>,
    /// As printed in the row; else from the code.
    pub dimension: Option<u8>,
    pub dimension_printed: Option<Spanned<String>>,
    pub mission: Option<Spanned<String>>,
    pub indicator: Option<Spanned<String>>,
    pub target: Option<Spanned<String>>,
    pub result: Option<Spanned<String>>,
    pub output: Option<Spanned<String>>,
    pub outcome: Option<Spanned<String>>,
    pub owner: Option<Spanned<String>>,
    pub period: Option<Spanned<String>>,
    pub quarters: Vec<u8>,
    pub methods: Vec<String>,
    pub obstacles: Option<Spanned<String>>,
    pub recommendations: Option<Spanned<String>>,
    pub evidence: Option<Spanned<String>>,
    pub note: Option<Spanned<String>>,
    pub reason: Option<Spanned<String>>,
    pub budget: Budget,
    /// `None`: the form does not say.
    pub status: Option<Spanned<Status>>,
    /// สร้างจิตสำนึก, สร้างกลไก, สร้างประสิทธิภาพ.
    pub strategies: [bool; 3],
    /// The author's own columns.
    pub own: Vec<(String, Spanned<String>)>,
}

/// What a heading that starts with the item's code tells.
#[derive(Clone, Debug)]
pub struct Story {
    pub code: ItemCode,
    pub title: Spanned<String>,
    pub anchor: String,
    pub body: RichText,
}

/// What all rows of one kind say together. Counts are exact; shares are fractions until they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub items: i64,
    pub done: i64,
    pub in_progress: i64,
    pub not_done: i64,
    pub awaiting: i64,
    pub not_stated: i64,
    pub plan: StatedMoney,
    pub ordinance: StatedMoney,
    pub disbursed: StatedMoney,
}

impl Tally {
    pub fn of<'e>(entries: impl Iterator<Item = &'e Entry>) -> Self {
        let mut tally = Self::default();
        for entry in entries {
            tally.add(entry.status.as_ref().map(|status| status.value), &entry.budget);
        }
        tally
    }

    pub fn add(&mut self, status: Option<Status>, budget: &Budget) {
        self.items += 1;
        match status {
            Some(Status::Done) => self.done += 1,
            Some(Status::InProgress) => self.in_progress += 1,
            Some(Status::NotDone) => self.not_done += 1,
            Some(Status::Awaiting) => self.awaiting += 1,
            None => self.not_stated += 1,
        }
        self.plan = sum([self.plan, budget.planned()].into_iter());
        self.ordinance = sum([self.ordinance, budget.ordinance.value].into_iter());
        self.disbursed = sum([self.disbursed, budget.disbursed.value].into_iter());
    }

    pub fn count(&self, status: Option<Status>) -> i64 {
        match status {
            Some(Status::Done) => self.done,
            Some(Status::InProgress) => self.in_progress,
            Some(Status::NotDone) => self.not_done,
            Some(Status::Awaiting) => self.awaiting,
            None => self.not_stated,
        }
    }

    /// Whether any row says how it went; without one there is no score to speak of.
    pub fn states_status(&self) -> bool {
        self.items > self.not_stated
    }

    /// The official formula: (done × 1 + in progress × 0.5) ÷ all.
    pub fn score(&self) -> Option<thai::Fraction> {
        if self.states_status() { thai::Fraction::new(self.done * 2 + self.in_progress, self.items * 2) } else { None }
    }

    /// Done ÷ all.
    pub fn completion(&self) -> Option<thai::Fraction> {
        if self.states_status() { thai::Fraction::new(self.done, self.items) } else { None }
    }

    /// Disbursed ÷ plan, where both are amounts and the plan is not zero.
    pub fn spent(&self) -> Option<thai::Fraction> {
        let plan = self.plan.amount()?.satang();
        let disbursed = self.disbursed.amount()?.satang();
        thai::Fraction::new(disbursed, plan)
    }
}
