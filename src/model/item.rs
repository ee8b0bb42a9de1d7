//! The promise: one row about it in a plan or a report. Its permanent code is part of its address.
//! Reading rows is `rows`'; what several rows say together is `year`'s.

use serde::{Deserialize, Serialize};

use crate::source::RichText;
use crate::span::{Span, Spanned};
use crate::standards::{Field, ITEM_TEXTS, ItemKind, ItemText, Status};
use crate::thai::{self, FiscalYear, Money, StatedMoney};

use super::lists::{FigureLists, StandsIn};

pub use crate::address::ItemCode;

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

    /// Whether the planned amount is not the plan's own column, but was added up from where the money comes from.
    pub fn is_of_sources(&self) -> bool {
        let is_stated = |money: &Spanned<StatedMoney>| money.value != StatedMoney::NotStated;
        !is_stated(&self.plan) && (is_stated(&self.integrated) || is_stated(&self.agency))
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

    /// Takes in what the table of another year states of the same promise: amounts of a year stay its own, all others
    /// are of the years together.
    pub fn take_in(&mut self, other: &Self) {
        self.by_year.extend(other.by_year.iter().cloned());
        for (have, more) in [
            (&mut self.ordinance, &other.ordinance),
            (&mut self.disbursed, &other.disbursed),
            (&mut self.integrated, &other.integrated),
            (&mut self.agency, &other.agency),
        ] {
            *have = match have.value {
                StatedMoney::NotStated => more.clone(),
                stated => Spanned::new(sum([stated, more.value].into_iter()), have.span),
            };
        }
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

/// What rows say of money together. Amounts add up; that no money is used is true of all rows or of none that is shown:
/// one row that states nothing leaves the whole unstated.
fn of_both(one: StatedMoney, other: StatedMoney) -> StatedMoney {
    match (one, other) {
        (StatedMoney::Amount(_), _) | (_, StatedMoney::Amount(_)) => sum([one, other].into_iter()),
        (StatedMoney::NoneUsed, StatedMoney::NoneUsed) => StatedMoney::NoneUsed,
        _ => StatedMoney::NotStated,
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
    pub name: Spanned<String>,
    pub kind: Option<ItemKind>,
    /// As printed in the row; else from the code.
    pub dimension: Option<u8>,
    pub dimension_printed: Option<Spanned<String>>,
    /// Cells of words; which there are is `standards::ITEM_TEXTS`'.
    pub texts: Texts,
    pub quarters: Vec<u8>,
    pub methods: Vec<String>,
    pub budget: Budget,
    /// `None`: the form does not say.
    pub status: Option<Spanned<Status>>,
    /// สร้างจิตสำนึก, สร้างกลไก, สร้างประสิทธิภาพ.
    pub strategies: [bool; 3],
    /// The author's own columns.
    pub own: Vec<(String, Spanned<String>)>,
    /// The same promise as its plan states it for each year that it tells apart: other targets, another office. Empty
    /// where one row is true of all years; then only its money may be of several.
    pub of_years: Vec<(FiscalYear, Entry)>,
}

impl Entry {
    /// What is promised for one fiscal year.
    pub fn in_year(&self, year: FiscalYear) -> &Self {
        self.of_years.iter().find(|(known, _)| *known == year).map_or(self, |(_, own)| own)
    }

    /// Whether a promise of several years is one of this year.
    pub fn is_due_in(&self, year: FiscalYear) -> bool {
        match self.of_years.as_slice() {
            [] => !self.budget.silent_years.contains(&year),
            named => named.iter().any(|(known, _)| *known == year),
        }
    }

    /// The promise as it is stated year by year; once, where one row is true of all.
    pub fn each_year(&self) -> impl Iterator<Item = (Option<FiscalYear>, &Self)> {
        let one = self.of_years.is_empty().then_some((None, self));
        one.into_iter().chain(self.of_years.iter().map(|(year, own)| (Some(*year), own)))
    }

    /// What the cell of a field of words says; a cell that says nothing is no text.
    pub fn text(&self, field: Field) -> Option<&Spanned<String>> {
        self.texts.get(field)
    }

    /// The words of that cell.
    pub fn said(&self, field: Field) -> Option<&str> {
        self.text(field).map(|text| text.value.as_str())
    }

    /// Whom the promise answers to, as printed.
    pub fn owner(&self) -> Option<&str> {
        self.said(Field::Owner)
    }

    /// Whether a cell shows that something was done.
    pub fn proves(&self) -> bool {
        self.says_any(|text| text.proves)
    }

    /// Whether a cell says why something was not done.
    pub fn explains(&self) -> bool {
        self.says_any(|text| text.explains)
    }

    fn says_any(&self, wanted: impl Fn(&ItemText) -> bool) -> bool {
        ITEM_TEXTS.iter().any(|text| wanted(text) && self.text(text.field).is_some())
    }
}

/// The texts of a row by field. A row has few: a list is the smallest and quickest map of them.
#[derive(Clone, Debug, Default)]
pub struct Texts(Vec<(Field, Spanned<String>)>);

impl Texts {
    pub fn get(&self, field: Field) -> Option<&Spanned<String>> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, text)| text)
    }

    pub fn set(&mut self, field: Field, text: Spanned<String>) {
        match self.0.iter_mut().find(|(known, _)| *known == field) {
            Some((_, known)) => *known = text,
            None => self.0.push((field, text)),
        }
    }

    pub fn remove(&mut self, field: Field) {
        self.0.retain(|(known, _)| *known != field);
    }
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// How many planned amounts were added up from their sources: integrated budget, and the agency's own.
    pub of_sources: i64,
    /// How many items say something of the planned, the granted and the spent money.
    pub stated: [i64; 3],
    /// Of promises, which lists they stand in; of the rows of one list alone, nothing.
    pub lists: FigureLists,
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
        let parts = [budget.planned(), budget.ordinance.value, budget.disbursed.value];
        let sums = [&mut self.plan, &mut self.ordinance, &mut self.disbursed];
        for ((sum, stated), part) in sums.into_iter().zip(&mut self.stated).zip(parts) {
            *sum = if self.items == 0 { part } else { of_both(*sum, part) };
            *stated += i64::from(part != StatedMoney::NotStated);
        }
        self.of_sources += i64::from(budget.is_of_sources());
        self.items += 1;
        match status {
            Some(Status::Done) => self.done += 1,
            Some(Status::InProgress) => self.in_progress += 1,
            Some(Status::NotDone) => self.not_done += 1,
            Some(Status::Awaiting) => self.awaiting += 1,
            None => self.not_stated += 1,
        }
    }

    /// A promise of a year, with the lists in which its figures stand.
    pub fn add_promise(&mut self, status: Option<Status>, budget: &Budget, from: &StandsIn) {
        self.add(status, budget);
        self.lists.add(from);
    }

    /// What is left when these rows are taken away. Sums of money are not undone: what is left has none.
    pub fn without(&self, part: &Self) -> Self {
        Self {
            items: self.items - part.items,
            done: self.done - part.done,
            in_progress: self.in_progress - part.in_progress,
            not_done: self.not_done - part.not_done,
            awaiting: self.awaiting - part.awaiting,
            not_stated: self.not_stated - part.not_stated,
            ..Self::default()
        }
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

    /// Whether any row says how it went; without one there is no score and no share to speak of. That a row awaits its
    /// report says nothing of how it went.
    pub fn states_status(&self) -> bool {
        self.done + self.in_progress + self.not_done > 0
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
