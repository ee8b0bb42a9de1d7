//! The rows behind a tally: which of them make up each of its figures, and the formula with the numbers in it.
//! Computes nothing that is shown; the tally has done so.

use crate::model::{Agency, Budget, Entry, Promise, PromiseView, Tally, Year, YearSummary};
use crate::site::origin::{Origin, Place};
use crate::site::page::Page;
use crate::span::{Span, Spanned};
use crate::standards::Status;
use crate::thai::StatedMoney;

/// A figure of a tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Items,
    Status(Option<Status>),
    Score,
    Completion,
    Plan,
    Ordinance,
    Disbursed,
    /// Disbursed ÷ plan.
    Spent,
}

/// What a tally was made of. Empty in a build.
#[derive(Debug, Default)]
pub struct Behind {
    rows: Vec<RowBehind>,
    /// Where no row can be named: of another agency, only the first is known.
    known: Option<Place>,
}

#[derive(Debug)]
struct RowBehind {
    at: Span,
    status: Option<Status>,
    plan: Option<Span>,
    ordinance: Option<Span>,
    disbursed: Option<Span>,
}

impl RowBehind {
    fn new(at: Span, status: Option<Status>, budget: &Budget) -> Self {
        let stated = |money: &Spanned<StatedMoney>| (money.value != StatedMoney::NotStated).then_some(money.span);
        Self {
            at,
            status,
            plan: stated(&planned(budget)),
            ordinance: stated(&budget.ordinance),
            disbursed: stated(&budget.disbursed),
        }
    }
}

/// What the plan sets aside, at the first figure that makes it up.
pub fn planned(budget: &Budget) -> Spanned<StatedMoney> {
    let all = [&budget.plan, &budget.integrated, &budget.agency];
    let mut stated = all.into_iter().chain(budget.by_year.iter().map(|(_, money)| money));
    let first = stated.find(|money| money.value != StatedMoney::NotStated);
    Spanned::new(budget.planned(), first.map(|money| money.span).unwrap_or_default())
}

impl Behind {
    pub fn entries<'e>(page: &Page<'_>, entries: impl Iterator<Item = &'e Entry>) -> Self {
        if !page.origins.are_told() {
            return Self::default();
        }
        let row = |entry: &Entry| {
            let status = entry.status.as_ref().map(|status| status.value);
            RowBehind::new(entry.span, status, &entry.budget)
        };
        Self { rows: entries.map(row).collect(), known: None }
    }

    pub fn year(page: &Page<'_>, agency: &Agency, year: &Year, keep: impl Fn(&Promise) -> bool) -> Self {
        if !page.origins.are_told() {
            return Self::default();
        }
        let mut behind = Self::default();
        for promise in year.promises.iter().filter(|promise| keep(promise)) {
            let view = year.view(agency, promise);
            behind.add(&view, year.standing(agency, view.status));
        }
        behind
    }

    /// A promise, at the cell of its status: that is what most figures count.
    pub fn add(&mut self, view: &PromiseView<'_>, status: Option<Status>) {
        let newest = view.newest();
        let stated = [newest.eplan, newest.entry].into_iter().flatten().find_map(|entry| entry.status.as_ref());
        let at = stated.map(|status| status.span).or(view.row().map(|entry| entry.span)).unwrap_or_default();
        self.rows.push(RowBehind::new(at, status, &view.budget));
    }

    pub fn summary(year: &YearSummary) -> Self {
        Self { rows: Vec::new(), known: year.place.clone() }
    }

    fn first(&self) -> Option<Span> {
        self.rows.first().map(|row| row.at)
    }

    /// `shown`, which is the figure `part` of `tally`.
    pub fn told(&self, page: &Page<'_>, tally: &Tally, part: Part, shown: String) -> String {
        let stated = match part {
            Part::Plan => tally.plan,
            Part::Ordinance => tally.ordinance,
            Part::Disbursed => tally.disbursed,
            _ => StatedMoney::NoneUsed,
        };
        if stated == StatedMoney::NotStated {
            return shown;
        }
        page.told(shown, || self.origin(tally, part))
    }

    pub fn places(&self) -> Vec<Span> {
        self.rows.iter().map(|row| row.at).collect()
    }

    pub fn origin(&self, tally: &Tally, part: Part) -> Origin {
        let rows: Vec<Span> = self.rows.iter().filter_map(|row| row.of(part)).collect();
        let formula = formula(tally, part, rows.len());
        match &self.known {
            Some(place) => Origin::known(place.clone(), formula),
            None => Origin::rows(rows, self.first().unwrap_or_default(), formula),
        }
    }
}

impl RowBehind {
    /// Where this row adds to the figure.
    fn of(&self, part: Part) -> Option<Span> {
        match part {
            Part::Items | Part::Score | Part::Completion => Some(self.at),
            Part::Status(status) => (self.status == status).then_some(self.at),
            Part::Plan => self.plan,
            Part::Ordinance => self.ordinance,
            Part::Disbursed | Part::Spent => self.disbursed,
        }
    }
}

/// In words and numbers; `rows`: how many state the figure.
pub fn formula(tally: &Tally, part: Part, rows: usize) -> String {
    let sum = |column: &str, money: StatedMoney| match money {
        StatedMoney::Amount(total) if rows > 0 => {
            format!("รวม{column}ของ {rows} แถวที่ระบุ = {} บาท", total.baht_text())
        }
        StatedMoney::Amount(total) => format!("รวม{column}ของทุกแถวที่ระบุ = {} บาท", total.baht_text()),
        _ => format!("ทุกแถวที่ระบุ{column}เขียนว่าไม่ใช้งบประมาณ"),
    };
    let percent = |share: Option<crate::thai::Fraction>| share.map(|share| share.percent_text(2)).unwrap_or_default();
    match part {
        Part::Items => format!("นับทุกแถว = {}", tally.items),
        Part::Status(Some(status)) => format!("นับแถวที่สถานะ{} = {}", status.name_th(), tally.count(Some(status))),
        Part::Status(None) => format!("นับแถวที่ไม่ระบุสถานะ = {}", tally.count(None)),
        Part::Score => format!(
            "({} × 1 + {} × 0.5) ÷ {} × 100 = {}",
            tally.done,
            tally.in_progress,
            tally.items,
            percent(tally.score())
        ),
        Part::Completion => format!("{} ÷ {} × 100 = {}", tally.done, tally.items, percent(tally.completion())),
        Part::Plan => sum("งบตามแผน", tally.plan),
        Part::Ordinance => sum("งบตามข้อบัญญัติ", tally.ordinance),
        Part::Disbursed => sum("งบที่เบิกจ่าย", tally.disbursed),
        Part::Spent => {
            let baht = |money: StatedMoney| money.amount().map(|money| money.baht_text()).unwrap_or_default();
            format!("{} ÷ {} × 100 = {}", baht(tally.disbursed), baht(tally.plan), percent(tally.spent()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thai::Money;

    #[test]
    fn formulas_carry_their_numbers() {
        let tally = Tally {
            items: 63,
            done: 49,
            in_progress: 4,
            not_done: 10,
            plan: StatedMoney::Amount(Money::from_baht(410_000)),
            disbursed: StatedMoney::Amount(Money::from_baht(8_000)),
            ..Tally::default()
        };
        let said = |part| formula(&tally, part, 12);
        assert_eq!(said(Part::Items), "นับทุกแถว = 63");
        assert_eq!(said(Part::Status(Some(Status::Done))), "นับแถวที่สถานะดำเนินการแล้วเสร็จ = 49");
        assert_eq!(said(Part::Score), "(49 × 1 + 4 × 0.5) ÷ 63 × 100 = 80.95");
        assert_eq!(said(Part::Completion), "49 ÷ 63 × 100 = 77.78");
        assert_eq!(said(Part::Plan), "รวมงบตามแผนของ 12 แถวที่ระบุ = 410,000 บาท");
        assert_eq!(said(Part::Spent), "8,000 ÷ 410,000 × 100 = 1.95");
    }
}
