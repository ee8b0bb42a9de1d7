//! Promises: as they are followed from plan to result, and row by row as each document prints them.

use std::sync::LazyLock;

use crate::address::{AgencyPage, round_word};
use crate::model::lists::SourceList;
use crate::model::{Agency, Budget, Entry, ItemCode, Plan, Promise, PromiseView, RoundView, Year};
use crate::open_data::layout::{Layout, Rows};
use crate::open_data::table::{AGENCY, Column, Table, ValueKind, column, money, text, year as year_value};
use crate::open_data::tables::money_columns::{
    DISBURSED_BAHT, DISBURSED_FROM, DISBURSED_STATE, LISTS, ORDINANCE_BAHT, ORDINANCE_FROM, ORDINANCE_STATE, PLAN_BAHT,
    PLAN_BASIS, PLAN_FROM, PLAN_STATE, SOURCES, STRATEGIES,
};
use crate::open_data::tables::{TableSource, agency_key};
use crate::open_data::value::Value;
use crate::standards::{Field, ITEM_TEXTS, ItemKind, ItemText, Status};
use crate::thai::{FiscalYear, Round, StatedMoney};

const STATUSES: &[&str] = &["done", "in_progress", "not_done", "awaiting", "not_stated"];
const ROUND_STATUSES: &[&str] =
    &["done", "in_progress", "not_done", "awaiting", "not_stated", "not_in_report", "no_report"];
const PLANS: &[&str] = &["in_plan", "not_in_plan", "no_plan"];
const KINDS: &[&str] = &["project", "activity", "measure", "practice"];
const ROUNDS: &[&str] = &["plan", "report_6m", "report_12m"];

const AGENCY_NAME: Column = column("agency_name", "ชื่อหน่วยงาน", ValueKind::Text, "Full Thai name of the agency");
const YEAR: Column = column(
    "fiscal_year",
    "ปีงบประมาณ (พ.ศ.)",
    ValueKind::Year,
    "Fiscal year, Buddhist era: 2564 runs from 1 October 2020 to 30 September 2021",
);
const CODE: Column = column("code", "รหัส", ValueKind::Text, "Permanent code of the item inside its plan");
const NAME: Column = column("name", "โครงการ/กิจกรรม/มาตรการ", ValueKind::Text, "Name as printed");
const KIND: Column = column("kind", "ประเภท", ValueKind::Choice(KINDS), "Kind of item; empty: not stated");
const DIMENSION: Column =
    column("dimension", "มิติที่", ValueKind::Integer, "Dimension of the framework, 1-4; empty: not stated");
const QUARTERS: Column =
    column("quarters", "ไตรมาส", ValueKind::Text, "Quarters of the fiscal year, separated by spaces: 1 2");
const ROW: Column = column("row", "แถวที่", ValueKind::Integer, "Place of the row in its list, from 1");
const URL: Column = column("url", "ที่อยู่หน้าเว็บ", ValueKind::Url, "Page of this row");

/// A promise of a year.
pub struct ItemRow<'r> {
    agency: &'r Agency,
    year: &'r Year,
    promise: &'r Promise,
    view: PromiseView<'r>,
    url: String,
}

pub struct Items;

impl Rows for Items {
    type Row<'r> = ItemRow<'r>;
}

impl ItemRow<'_> {
    fn first(&self, field: Field) -> Value {
        text(self.view.first(|entry| entry.said(field)))
    }
}

/// A row as a document prints it.
pub struct EntryRow<'r> {
    agency: &'r Agency,
    year: &'r Year,
    document: &'static str,
    at: usize,
    entry: &'r Entry,
    url: String,
}

pub struct Entries;

impl Rows for Entries {
    type Row<'r> = EntryRow<'r>;
}

/// Texts that stand among what names an item; all others stand after the money.
const BEFORE_MONEY: [Field; 3] = [Field::Seq, Field::Mission, Field::Owner];

fn text_column(text: &ItemText) -> Column {
    column(text.field.as_str(), text.title, ValueKind::Text, text.about)
}

/// What the table does with one text of an item.
pub trait TextCells: Rows {
    fn text_of(row: &Self::Row<'_>, field: Field) -> Value;
    fn quarters_of<'a>(row: &'a Self::Row<'_>) -> &'a [u8];
    fn budget_of<'a>(row: &'a Self::Row<'_>) -> &'a Budget;
    fn strategies_of(row: &Self::Row<'_>) -> [bool; 3];
}

fn basis(budget: &Budget) -> Value {
    match budget.planned() {
        StatedMoney::NotStated => Value::Empty,
        _ if budget.is_of_sources() => Value::text("sources"),
        _ => Value::text("plan"),
    }
}

impl TextCells for Items {
    fn text_of(row: &ItemRow<'_>, field: Field) -> Value {
        row.first(field)
    }

    fn quarters_of<'a>(row: &'a ItemRow<'_>) -> &'a [u8] {
        row.view.first(|entry| (!entry.quarters.is_empty()).then_some(&entry.quarters[..])).unwrap_or(&[])
    }

    fn budget_of<'a>(row: &'a ItemRow<'_>) -> &'a Budget {
        &row.view.budget
    }

    fn strategies_of(row: &ItemRow<'_>) -> [bool; 3] {
        row.view.first(|entry| entry.strategies.contains(&true).then_some(entry.strategies)).unwrap_or_default()
    }
}

impl TextCells for Entries {
    fn text_of(row: &EntryRow<'_>, field: Field) -> Value {
        text(row.entry.said(field))
    }

    fn quarters_of<'a>(row: &'a EntryRow<'_>) -> &'a [u8] {
        &row.entry.quarters
    }

    fn budget_of<'a>(row: &'a EntryRow<'_>) -> &'a Budget {
        &row.entry.budget
    }

    fn strategies_of(row: &EntryRow<'_>) -> [bool; 3] {
        row.entry.strategies
    }
}

impl<R: TextCells> Layout<R> {
    fn text(self, field: Field) -> Self {
        match field.item_text() {
            Some(known) => self.column(text_column(known), move |row| R::text_of(row, field)),
            None => self,
        }
    }

    fn quarters(self) -> Self {
        self.column(QUARTERS, |row| quarters(R::quarters_of(row)))
    }

    /// Where the planned money comes from, and which strategies are ticked.
    fn sources(mut self) -> Self {
        self = self.column(PLAN_BASIS, |row| basis(R::budget_of(row)));
        for (column, integrated) in SOURCES.into_iter().zip([true, false]) {
            self = self.column(column, move |row| {
                let budget = R::budget_of(row);
                money(if integrated { budget.integrated.value } else { budget.agency.value }).0
            });
        }
        for (at, column) in STRATEGIES.into_iter().enumerate() {
            self = self.column(column, move |row| match R::strategies_of(row).get(at) {
                Some(true) => Value::text("yes"),
                _ => Value::Empty,
            });
        }
        self
    }

    /// Every exported text that has no place before the money, in the order of `ITEM_TEXTS`.
    fn texts(mut self) -> Self {
        let exported = ITEM_TEXTS.iter().filter(|text| text.exported).map(|text| text.field);
        for field in exported.filter(|field| !BEFORE_MONEY.contains(field)) {
            self = self.text(field);
            if field == Field::Period {
                self = self.quarters();
            }
        }
        self
    }
}

pub static ITEMS: LazyLock<Layout<Items>> = LazyLock::new(|| {
    Layout::<Items>::new(
        "items",
        ["รายการตามแผน ติดตามถึงผล", "Items followed from plan to result"],
        [
            "หนึ่งแถวต่อหนึ่งรายการในหนึ่งปีงบประมาณ พร้อมสถานะทุกรอบและงบประมาณล่าสุด",
            "One row for each item of a fiscal year: its status in every round, and the newest word on its budget",
        ],
    )
    .key(&["agency", "fiscal_year", "code"])
    .column(AGENCY, |row| agency_key(row.agency.id()))
    .column(AGENCY_NAME, |row| Value::text(row.agency.name()))
    .column(YEAR, |row| year_value(row.year.year.be()))
    .column(CODE, |row| Value::text(row.promise.code.as_str()))
    .column(NAME, |row| text(Some(row.view.name())))
    .column(KIND, |row| kind(row.promise.kind))
    .column(DIMENSION, |row| dimension(row.promise.dimension))
    .text(Field::Mission)
    .text(Field::Owner)
    .column(
        column("plan", "อยู่ในแผน", ValueKind::Choice(PLANS), "Whether the plan of the year lists the item"),
        |row| {
            Value::text(match (row.year.plan, row.promise.plan) {
                (None, _) => "no_plan",
                (Some(_), Some(_)) => "in_plan",
                (Some(_), None) => "not_in_plan",
            })
        },
    )
    .column(
        column("status_6m", "สถานะ รอบ 6 เดือน", ValueKind::Choice(ROUND_STATUSES), "Status in the six-month report"),
        |row| Value::text(round_status(row.year.six_months.is_some(), row.view.six_months)),
    )
    .column(
        column(
            "status_12m",
            "สถานะ รอบ 12 เดือน",
            ValueKind::Choice(ROUND_STATUSES),
            "Status in the twelve-month report",
        ),
        |row| Value::text(round_status(row.year.twelve_months.is_some(), row.view.twelve_months)),
    )
    .column(
        column(
            "status",
            "สถานะล่าสุด",
            ValueKind::Choice(STATUSES),
            "The newest round's word: what pages show and counts are made from; awaiting: no report of the year is on this site",
        ),
        |row| Value::text(status_word(row.year.standing(row.agency, row.view.status))),
    )
    .column(
        column(
            "status_from",
            "สถานะมาจาก",
            ValueKind::Choice(LISTS),
            "The list that states the newest status: the report's own table, or the e-PlanNACC list that it copies; \
             empty: no list states one",
        ),
        |row| list(row.view.from.status),
    )
    .money([PLAN_BAHT, PLAN_STATE], |row| row.view.budget.planned())
    .column(PLAN_FROM, |row| list(row.view.from.plan))
    .money([ORDINANCE_BAHT, ORDINANCE_STATE], |row| row.view.budget.ordinance.value)
    .column(ORDINANCE_FROM, |row| list(row.view.from.ordinance))
    .money([DISBURSED_BAHT, DISBURSED_STATE], |row| row.view.budget.disbursed.value)
    .column(DISBURSED_FROM, |row| list(row.view.from.disbursed))
    .sources()
    .texts()
    .column(URL, |row| Value::text(&row.url))
});

fn entry_layout(name: &'static str, title: [&'static str; 2], about: [&'static str; 2]) -> Layout<Entries> {
    Layout::<Entries>::new(name, title, about)
        .key(&["agency", "fiscal_year", "document", "row"])
        .column(AGENCY, |row| agency_key(row.agency.id()))
        .column(YEAR, |row| year_value(row.year.year.be()))
        .column(
            column("document", "เอกสาร", ValueKind::Choice(ROUNDS), "The document that prints the row"),
            |row| Value::text(row.document),
        )
        .column(ROW, |row| Value::Integer(row.at as i64 + 1))
        .column(
            column("seq", "ลำดับตามเอกสาร", ValueKind::Text, "Number as printed"),
            |row| text(row.entry.said(Field::Seq)),
        )
        .column(CODE, |row| Value::text(row.entry.code.as_str()))
        .column(NAME, |row| text(Some(&row.entry.name.value)))
        .column(KIND, |row| kind(row.entry.kind))
        .column(DIMENSION, |row| dimension(row.entry.dimension))
        .text(Field::Mission)
        .text(Field::Owner)
        .column(column("status", "สถานะ", ValueKind::Choice(STATUSES), "Status in this row"), |row| {
            Value::text(status_word(row.entry.status.as_ref().map(|status| status.value)))
        })
        .money([PLAN_BAHT, PLAN_STATE], |row| row.entry.budget.planned_in(row.year.year))
        .money([ORDINANCE_BAHT, ORDINANCE_STATE], |row| row.entry.budget.ordinance.value)
        .money([DISBURSED_BAHT, DISBURSED_STATE], |row| row.entry.budget.disbursed.value)
        .sources()
        .texts()
        .column(URL, |row| Value::text(&row.url))
}

pub static ENTRIES: LazyLock<Layout<Entries>> = LazyLock::new(|| {
    entry_layout(
        "entries",
        ["แถวตามเอกสาร", "Rows as printed"],
        [
            "ทุกแถวของแผนและรายงานแต่ละฉบับ ตามลำดับในเอกสาร",
            "Every row of each plan and report, in the order of the document",
        ],
    )
});

pub static EPLAN: LazyLock<Layout<Entries>> = LazyLock::new(|| {
    entry_layout(
        "eplan",
        ["รายการในระบบ e-PlanNACC", "The e-PlanNACC list"],
        [
            "รายการที่รายงานคัดมาจากระบบ e-PlanNACC ซึ่งใช้คิดคะแนนทางการ",
            "The list that a report copies from e-PlanNACC: the one that the official score counts",
        ],
    )
});

pub static MEASURES: LazyLock<Layout<Entries>> = LazyLock::new(|| {
    Layout::<Entries>::new(
        "measures",
        ["มาตรการส่งเสริมคุณธรรมและความโปร่งใส", "Measures that promote integrity and transparency"],
        ["หนึ่งแถวต่อหนึ่งมาตรการ พร้อมวิธีดำเนินการ ผล และผลลัพธ์", "One row for each measure: methods, result, outcome"],
    )
    .key(&["agency", "fiscal_year", "row"])
    .column(AGENCY, |row| agency_key(row.agency.id()))
    .column(YEAR, |row| year_value(row.year.year.be()))
    .column(ROW, |row| Value::Integer(row.at as i64 + 1))
    .column(CODE, |row| Value::text(row.entry.code.as_str()))
    .column(NAME, |row| text(Some(&row.entry.name.value)))
    .column(
        column("methods", "วิธีดำเนินการ", ValueKind::Text, "Methods, one a line"),
        |row| text(Some(&row.entry.methods.join("\n"))),
    )
    .text(Field::Owner)
    .text(Field::Period)
    .quarters()
    .column(column("status", "สถานะ", ValueKind::Choice(STATUSES), "Status, where the table has one"), |row| {
        Value::text(status_word(row.entry.status.as_ref().map(|status| status.value)))
    })
    .text(Field::Result)
    .text(Field::Outcome)
    .text(Field::Note)
    .column(URL, |row| Value::text(&row.url))
});

pub fn status_word(status: Option<Status>) -> &'static str {
    status.map_or("not_stated", Status::as_str)
}

/// What the report of a round says of an item, or that it says nothing, or that there is none.
pub fn round_status(report_exists: bool, view: RoundView<'_>) -> &'static str {
    match (report_exists, view.row()) {
        (false, _) => "no_report",
        (true, None) => "not_in_report",
        (true, Some(_)) => status_word(view.status()),
    }
}

fn list(list: Option<SourceList>) -> Value {
    list.map_or(Value::Empty, |list| Value::text(list.key()))
}

fn kind(kind: Option<ItemKind>) -> Value {
    kind.map_or(Value::Empty, |kind| Value::text(kind.as_str()))
}

fn dimension(dimension: Option<u8>) -> Value {
    dimension.map_or(Value::Empty, |number| Value::Integer(i64::from(number)))
}

fn quarters(quarters: &[u8]) -> Value {
    if quarters.is_empty() {
        return Value::Empty;
    }
    Value::Text(quarters.iter().map(u8::to_string).collect::<Vec<_>>().join(" "))
}

/// The page of an item.
fn item_address(source: &TableSource<'_>, year: &Year, code: &ItemCode) -> String {
    (source.address)(&source.agency.at(&AgencyPage::Item(year.year, code.clone())))
}

pub fn items(source: &TableSource<'_>, year: &Year) -> Table {
    ITEMS.table(year.promises.iter().map(|promise| ItemRow {
        agency: source.agency,
        year,
        promise,
        view: year.view(source.agency, promise),
        url: item_address(source, year, &promise.code),
    }))
}

fn rows<'r>(
    source: &TableSource<'r>,
    year: &'r Year,
    document: &'static str,
    entries: &'r [Entry],
) -> impl Iterator<Item = EntryRow<'r>> {
    entries.iter().enumerate().map(move |(at, entry)| EntryRow {
        agency: source.agency,
        year,
        document,
        at,
        entry: entry.in_year(year.year),
        url: item_address(source, year, &entry.code),
    })
}

/// The plan with rows under this year: its own, or one of several years that names this year for some of them.
pub fn plan_rows<'a>(agency: &'a Agency, year: &Year) -> Option<&'a Plan> {
    let plan = year.plan.and_then(|at| agency.plans.get(at))?;
    plan.entries.iter().any(|entry| stands_in(plan, year, entry)).then_some(plan)
}

/// A row stands under each year that its table names, else under the plan's own.
fn stands_in(plan: &Plan, year: &Year, entry: &Entry) -> bool {
    let named = |own: FiscalYear| own == year.year;
    if !entry.of_years.is_empty() {
        return entry.of_years.iter().any(|(own, _)| named(*own));
    }
    match entry.budget.by_year.as_slice() {
        [] => named(plan.home_year),
        by_year => by_year.iter().any(|(own, _)| named(*own)),
    }
}

/// Rows of the plan that stands under this year and of both reports; of one round's report alone when asked.
pub fn entries(source: &TableSource<'_>, year: &Year, only: Option<Round>) -> Table {
    let plan = plan_rows(source.agency, year).filter(|_| only.is_none());
    let reports = year.reports(source.agency, only);
    ENTRIES.table(
        plan.into_iter()
            .flat_map(|plan| {
                let stands = |at: usize| plan.entries.get(at).is_some_and(|entry| stands_in(plan, year, entry));
                rows(source, year, "plan", &plan.entries).filter(move |row| stands(row.at))
            })
            .chain(reports.flat_map(|(round, report)| rows(source, year, round_word(round), &report.entries))),
    )
}

pub fn eplan(source: &TableSource<'_>, year: &Year, only: Option<Round>) -> Table {
    let reports = year.reports(source.agency, only);
    EPLAN.table(reports.flat_map(|(round, report)| rows(source, year, round_word(round), &report.eplan)))
}

pub fn measures(source: &TableSource<'_>, year: &Year) -> Table {
    let agency = source.agency;
    let book = year.measures.and_then(|book| agency.measures.get(book));
    let rows = book.into_iter().flat_map(|book| {
        let url = agency.url_of(book.document);
        rows(source, year, "measures", &book.entries)
            .map(move |row| EntryRow { url: (source.address)(&format!("{url}#{}", row.entry.code)), ..row })
    });
    MEASURES.table(rows)
}
