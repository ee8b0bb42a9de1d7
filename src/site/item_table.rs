//! The table of a document's rows: only the columns that some row fills, the author's own among them.
//! Figures and statuses come ready; a template lays them out as a table, and on a phone as cards.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::address::AgencyPage;
use crate::model::plan_years;
use crate::model::{Agency, Entry};
use crate::site::page::Page;
use crate::site::show;
use crate::site::show::StatusView;
use crate::span::Spanned;
use crate::standards::{Field, ITEM_TEXTS, ShownAt};
use crate::thai::{FiscalYear, StatedMoney};

#[derive(Debug, Serialize)]
pub struct ItemTable {
    /// Unique on its page.
    pub id: String,
    pub caption: String,
    /// "๖๓ แถว"
    pub count: String,
    /// Folded away under its count.
    pub is_long: bool,
    pub columns: Vec<TableColumn>,
    pub rows: Vec<TableLine>,
    /// Words of the filter that JavaScript adds; `None` for tables too short to filter.
    pub filter: Option<String>,
}

impl ItemTable {
    pub fn new(page: &Page<'_>, id: &str, caption: &str, columns: Vec<TableColumn>, rows: Vec<TableLine>) -> Self {
        Self {
            id: id.to_owned(),
            caption: caption.to_owned(),
            count: page.word("rows_count").replace("{}", &page.told_count(rows.len(), "นับทุกแถว")),
            is_long: rows.len() >= FILTER_FROM,
            filter: (rows.len() >= FILTER_FROM).then(|| page.word("filter_rows").to_owned()),
            columns,
            rows,
        }
    }
}

#[derive(Debug, Serialize)]
pub struct TableColumn {
    pub label: String,
    /// `code`, `name`, `text`, `status` or `num`.
    pub class: &'static str,
}

#[derive(Debug, Serialize)]
pub struct TableLine {
    pub cells: Vec<TableCell>,
}

#[derive(Debug, Default, Serialize)]
pub struct TableCell {
    pub text: String,
    /// More lines after the first.
    pub more: Vec<String>,
    pub href: Option<String>,
    pub status: Option<StatusView>,
    /// What sorting compares, where it is not the text.
    pub sort: Option<String>,
    /// An amount of zero, or none stated: shown fainter.
    pub is_nothing: bool,
}

impl TableCell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn link(text: impl Into<String>, href: Option<String>) -> Self {
        Self { text: text.into(), href, ..Self::default() }
    }

    pub fn lines(text: &str) -> Self {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        Self { text: lines.next().unwrap_or_default(), more: lines.collect(), ..Self::default() }
    }

    pub fn money(page: &Page<'_>, money: &Spanned<StatedMoney>) -> Self {
        let text = page.show.money_cell(money.value);
        Self {
            is_nothing: matches!(text.as_str(), "–" | "๐" | "0"),
            text: page.told_cell(text, money.span),
            ..Self::default()
        }
    }

    /// Where the words of a cell hold a figure, they say where it stands.
    fn told(mut self, page: &Page<'_>, cell: &Spanned<String>) -> Self {
        for line in std::iter::once(&mut self.text).chain(&mut self.more) {
            if line.contains(crate::thai::digits::is_digit) {
                *line = page.told_cell(std::mem::take(line), cell.span);
            }
        }
        self
    }

    pub fn status(page: &Page<'_>, status: Option<crate::standards::Status>) -> Self {
        let view = page.show.status(status);
        let order = show::chart_status(status) as u8;
        Self { text: view.word.to_owned(), status: Some(view), sort: Some(order.to_string()), ..Self::default() }
    }
}

/// Rows more than this get a filter.
const FILTER_FROM: usize = 12;

type AmountField = fn(&Entry) -> Spanned<StatedMoney>;

const MONIES: [(&str, AmountField); 5] = [
    ("budget_plan_baht", |entry| entry.budget.plan.clone()),
    ("budget_integrated", |entry| entry.budget.integrated.clone()),
    ("budget_agency", |entry| entry.budget.agency.clone()),
    ("budget_ordinance_baht", |entry| entry.budget.ordinance.clone()),
    ("budget_disbursed_baht", |entry| entry.budget.disbursed.clone()),
];
const STRATEGIES: [&str; 3] = ["strategy_awareness", "strategy_mechanism", "strategy_efficiency"];

/// `year`: whose item pages the names lead to.
pub fn of_entries<'a>(
    page: &Page<'_>,
    agency: &Agency,
    year: Option<FiscalYear>,
    id: &str,
    caption: &str,
    entries: impl Iterator<Item = &'a Entry> + Clone,
) -> ItemTable {
    let mut table = TableBuilder { page, columns: Vec::new(), rows: entries.clone().map(|_| Vec::new()).collect() };
    let entries: Vec<&Entry> = entries.collect();
    table.add(page.word("code"), "code", &entries, |entry| TableCell::text(page.show.text(entry.code.as_str())));
    if entries.iter().any(|entry| entry.text(Field::Seq).is_some()) {
        table.add(page.word("seq"), "code", &entries, |entry| {
            // Whole numbers sort by their text, whatever their digits.
            TableCell::text(page.show.text(entry.said(Field::Seq).unwrap_or_default()))
        });
    }
    table.add(page.word("item"), "name", &entries, |entry| {
        let year = year.and_then(|year| plan_years::year_of_row(agency, year, &entry.code));
        let href = year.map(|year| page.to(&agency.at(&AgencyPage::Item(year, entry.code.clone()))));
        let name = if entry.name.value.is_empty() { page.word("name_not_stated") } else { entry.name.value.as_str() };
        TableCell::link(name, href)
    });
    table.texts(ShownAt::Mission, &entries);
    if entries.iter().any(|entry| entry.status.is_some()) {
        table.add(page.word("status"), "status", &entries, |entry| {
            TableCell::status(page, entry.status.as_ref().map(|status| status.value))
        });
    }
    table.texts(ShownAt::Promise, &entries);
    for (key, money) in MONIES {
        if entries.iter().any(|entry| money(entry).value != StatedMoney::NotStated) {
            table.add(page.word(key), "num", &entries, |entry| TableCell::money(page, &money(entry)));
        }
    }
    table.years(&entries);
    for (at, key) in STRATEGIES.into_iter().enumerate() {
        if entries.iter().any(|entry| entry.strategies[at]) {
            table.add(page.word(key), "text", &entries, |entry| {
                TableCell::text(if entry.strategies[at] { page.word("yes") } else { "" })
            });
        }
    }
    if entries.iter().any(|entry| !entry.methods.is_empty()) {
        table.add(page.word("methods"), "text", &entries, |entry| TableCell::lines(&entry.methods.join("\n")));
    }
    table.texts(ShownAt::Work, &entries);
    table.texts(ShownAt::Outcome, &entries);
    table.own(&entries);
    table.finish(id, caption)
}

/// The years side by side, where a plan of several years does not say the same of all of them.
fn years_of_text(field: Field, place: ShownAt, entries: &[&Entry]) -> Vec<FiscalYear> {
    let named = || entries.iter().flat_map(|entry| entry.of_years.iter().map(|(year, _)| *year));
    let years: BTreeSet<FiscalYear> = named().collect();
    let differs = entries.iter().filter(|entry| !entry.of_years.is_empty()).any(|entry| {
        let mut said = entry.of_years.iter().map(|(_, own)| own.said(field));
        let first = said.next().flatten();
        // What is promised is promised for its years; what else is said once is said of all.
        said.any(|other| other != first)
            || (place == ShownAt::Promise && first.is_some() && entry.of_years.len() < years.len())
    });
    if differs { years.into_iter().collect() } else { Vec::new() }
}

struct TableBuilder<'p, 'a> {
    page: &'p Page<'a>,
    columns: Vec<TableColumn>,
    rows: Vec<Vec<TableCell>>,
}

impl TableBuilder<'_, '_> {
    fn add(&mut self, label: &str, class: &'static str, entries: &[&Entry], cell: impl Fn(&Entry) -> TableCell) {
        self.columns.push(TableColumn { label: label.to_owned(), class });
        for (row, entry) in self.rows.iter_mut().zip(entries) {
            row.push(cell(entry));
        }
    }

    /// The texts that stand at this place, as far as some row has them.
    fn texts(&mut self, place: ShownAt, entries: &[&Entry]) {
        for field in ITEM_TEXTS.iter().filter(|text| text.place == place).map(|text| text.field) {
            if !entries.iter().any(|entry| entry.text(field).is_some()) {
                continue;
            }
            let (page, show) = (self.page, self.page.show);
            let cell = |text: Option<&Spanned<String>>| match text {
                Some(text) => TableCell::lines(&show.text(&text.value)).told(page, text),
                None => TableCell::default(),
            };
            let years = years_of_text(field, place, entries);
            if years.is_empty() {
                self.add(page.word(field.as_str()), "text", entries, |entry| cell(entry.text(field)));
            }
            for year in years {
                let label = format!("{} {}", page.word(field.as_str()), show.year(year));
                self.add(&label, "text", entries, |entry| {
                    let own = entry.is_due_in(year).then(|| entry.in_year(year));
                    cell(own.and_then(|own| own.text(field)))
                });
            }
        }
    }

    /// Planned money by year, in plans of several years.
    fn years(&mut self, entries: &[&Entry]) {
        let mut years: Vec<FiscalYear> =
            entries.iter().flat_map(|entry| entry.budget.by_year.iter().map(|(year, _)| *year)).collect();
        years.sort_unstable();
        years.dedup();
        for year in years {
            let label = format!("{} {}", self.page.word("budget_of_year"), self.page.show.year(year));
            let page = self.page;
            self.add(&label, "num", entries, |entry| {
                let found = entry.budget.by_year.iter().find(|(known, _)| *known == year);
                TableCell::money(page, &found.map(|(_, money)| money.clone()).unwrap_or_default())
            });
        }
    }

    /// The author's own columns, in the order in which they first appear.
    fn own(&mut self, entries: &[&Entry]) {
        let mut heads: Vec<&str> = Vec::new();
        for (head, cell) in entries.iter().flat_map(|entry| &entry.own) {
            if !cell.value.trim().is_empty() && !heads.contains(&head.as_str()) {
                heads.push(head);
            }
        }
        for head in heads {
            let (page, show) = (self.page, self.page.show);
            self.add(head, "text", entries, |entry| {
                let found = entry.own.iter().find(|(known, _)| known == head);
                found.map_or_else(TableCell::default, |(_, cell)| {
                    TableCell::lines(&show.text(&cell.value)).told(page, cell)
                })
            });
        }
    }

    fn finish(self, id: &str, caption: &str) -> ItemTable {
        let rows = self.rows.into_iter().map(|cells| TableLine { cells }).collect();
        ItemTable::new(self.page, id, caption, self.columns, rows)
    }
}
