//! Figures: what we count from the rows, and beside it what each document says of itself. Never mixed.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::address::round_word;
use crate::model::lists::Lists;
use crate::model::{Agency, Entry, Plan, Tally, Year};
use crate::open_data::layout::{Layout, Rows};
use crate::open_data::table::{
    AGENCY, Column, MONEY_STATES, Table, ValueKind, YEAR, column, money, percent, spanned, text, year as year_value,
};
use crate::open_data::tables::money_columns::{DISBURSED_STATE, ORDINANCE_STATE};
use crate::open_data::tables::{TableSource, agency_key};
use crate::open_data::value::Value;
use crate::source::meta::{DeclaredFigure, DeclaredValue, Meta, Quantity, TargetMeta};
use crate::span::Spanned;
use crate::standards::Status;
use crate::thai::{FiscalYear, Round, StatedMoney};

const BASES: &[&str] = &["year", "report_6m", "report_12m", "report_6m_table", "report_12m_table"];
const DOCUMENTS: &[&str] = &["plan", "report_6m", "report_12m"];
const UNITS: &[&str] = &["items", "baht", "percent", "word"];
const STATES: &[&str] = &["stated", "none_used", "not_stated"];

/// The six counts of a tally, in data files.
pub fn counts<R: Rows>(layout: Layout<R>, tally: for<'a, 'r> fn(&'a R::Row<'r>) -> &'a Tally) -> Layout<R> {
    let count = |name, title, about, status: Option<Status>| {
        (column(name, title, ValueKind::Integer, about), move |tally: &Tally| Value::Integer(tally.count(status)))
    };
    let mut layout = layout
        .column(column("items", "ทั้งหมด", ValueKind::Integer, "All items"), move |row| {
            Value::Integer(tally(row).items)
        });
    for (column, get) in [
        count("done", "ดำเนินการแล้วเสร็จ", "Items done", Some(Status::Done)),
        count("in_progress", "อยู่ระหว่างดำเนินการ", "Items in progress", Some(Status::InProgress)),
        count("not_done", "ไม่ได้ดำเนินการ", "Items not done", Some(Status::NotDone)),
        count("awaiting", "รอรายงาน", "Items awaiting a report", Some(Status::Awaiting)),
        count("not_stated", "ไม่ระบุสถานะ", "Items whose status nobody states", None),
    ] {
        layout = layout.column(column, move |row| get(tally(row)));
    }
    layout
}

/// Which lists a figure of a year was taken from.
pub const fn from(name: &'static str, title: &'static str) -> Column {
    column(
        name,
        title,
        ValueKind::Text,
        "Lists that the figure was taken from, separated by spaces: plan, report_6m_table, report_6m_eplan, \
         report_12m_table, report_12m_eplan; empty: nothing is stated, or basis names the list",
    )
}

pub fn lists(lists: Lists) -> Value {
    if lists.is_empty() { Value::Empty } else { Value::Text(lists.keys()) }
}

pub struct TallyRow<'r> {
    agency: &'r Agency,
    year: FiscalYear,
    basis: String,
    dimension: String,
    tally: Tally,
}

pub struct Tallies;

impl Rows for Tallies {
    type Row<'r> = TallyRow<'r>;
}

pub static TALLY: LazyLock<Layout<Tallies>> = LazyLock::new(|| {
    let layout = Layout::<Tallies>::new(
        "tally",
        ["ยอดที่นับจากรายการ", "Figures counted from the items"],
        [
            "จำนวน งบ และร้อยละ ของทั้งปีและแต่ละมิติ นับจากรายการ ไม่ใช่ตัวเลขที่เอกสารระบุ",
            "Counts, budgets and percentages of the year and of each dimension, counted from the items themselves",
        ],
    )
    .key(&["agency", "fiscal_year", "basis", "dimension"])
    .column(AGENCY, |row| agency_key(row.agency.id()))
    .column(YEAR, |row| year_value(row.year.be()))
    .column(
        column(
            "basis",
            "นับจาก",
            ValueKind::Choice(BASES),
            "year: every item of the year by its newest status; report_6m, report_12m: the official list of that report; \
             report_6m_table, report_12m_table: its item table, where the official list is another",
        ),
        |row| Value::text(&row.basis),
    )
    .column(
        column("dimension", "มิติที่", ValueKind::Text, "all: every item; 1-4: of that dimension; not_stated: without one"),
        |row| Value::text(&row.dimension),
    );
    counts(layout, |row| &row.tally)
        .money(
            [
                column("plan_baht", "งบตามแผน (บาท)", ValueKind::Baht, "Sum of the stated planned budgets"),
                column(
                    "plan_state",
                    "งบตามแผน: สถานะข้อมูล",
                    ValueKind::Choice(MONEY_STATES),
                    "amount, none_used or not_stated",
                ),
            ],
            |row| row.tally.plan,
        )
        .column(from("plan_from", "งบตามแผน: มาจาก"), |row| lists(row.tally.lists.plan))
        .money(
            [
                column(
                    "ordinance_baht",
                    "งบตามข้อบัญญัติ (บาท)",
                    ValueKind::Baht,
                    "Sum of the stated budgets in the ordinance",
                ),
                ORDINANCE_STATE,
            ],
            |row| row.tally.ordinance,
        )
        .column(from("ordinance_from", "งบตามข้อบัญญัติ: มาจาก"), |row| {
            lists(row.tally.lists.ordinance)
        })
        .money(
            [
                column("disbursed_baht", "เบิกจ่าย (บาท)", ValueKind::Baht, "Sum of what is stated as disbursed"),
                DISBURSED_STATE,
            ],
            |row| row.tally.disbursed,
        )
        .column(from("disbursed_from", "เบิกจ่าย: มาจาก"), |row| {
            lists(row.tally.lists.disbursed)
        })
        .column(from("status_from", "สถานะมาจาก"), |row| lists(row.tally.lists.status))
        .column(
            column(
                "score_percent",
                "คะแนนการนำแผนไปปฏิบัติ (ร้อยละ)",
                ValueKind::Percent,
                "(done + in progress / 2) / items, the official formula; empty when no status is stated",
            ),
            |row| percent(row.tally.score()),
        )
        .column(
            column(
                "completion_percent",
                "แล้วเสร็จ (ร้อยละ)",
                ValueKind::Percent,
                "done / items; empty when no status is stated",
            ),
            |row| percent(row.tally.completion()),
        )
        .column(
            column("spent_percent", "เบิกจ่ายเทียบแผน (ร้อยละ)", ValueKind::Percent, "disbursed / plan"),
            |row| percent(row.tally.spent()),
        )
});

pub struct DeclaredRecord<'r> {
    agency: &'r Agency,
    year: FiscalYear,
    document: &'static str,
    at: usize,
    figure: &'r DeclaredFigure,
}

pub struct Declared;

impl Rows for Declared {
    type Row<'r> = DeclaredRecord<'r>;
}

impl DeclaredRecord<'_> {
    fn unit(&self) -> &'static str {
        match self.figure.quantity {
            Quantity::Completion | Quantity::Score | Quantity::SpentPercent => "percent",
            Quantity::Level => "word",
            Quantity::BudgetPlan | Quantity::BudgetOrdinance | Quantity::BudgetDisbursed | Quantity::BudgetLeft => {
                "baht"
            }
            _ => "items",
        }
    }

    fn value(&self) -> Value {
        match &self.figure.value {
            DeclaredValue::Count(count) => Value::Integer(*count),
            DeclaredValue::Money(money_value) => money(*money_value).0,
            DeclaredValue::Percent(decimal) => Value::Decimal(decimal.digits(), decimal.scale()),
            DeclaredValue::Word(_) | DeclaredValue::NotStated => Value::Empty,
        }
    }

    fn state(&self) -> &'static str {
        match &self.figure.value {
            DeclaredValue::Money(StatedMoney::NoneUsed) => "none_used",
            DeclaredValue::Money(StatedMoney::NotStated) | DeclaredValue::NotStated => "not_stated",
            _ => "stated",
        }
    }
}

pub static DECLARED: LazyLock<Layout<Declared>> = LazyLock::new(|| {
    Layout::<Declared>::new(
        "declared",
        ["ตัวเลขที่เอกสารระบุ", "Figures as the documents state them"],
        [
            "หนึ่งแถวต่อหนึ่งตัวเลขที่แผนหรือรายงานพิมพ์ไว้ ไม่แก้และไม่ปัดเศษ",
            "One row for each figure that a plan or report prints of itself; never corrected, never rounded",
        ],
    )
    .key(&["agency", "fiscal_year", "document", "row"])
    .column(AGENCY, |row| agency_key(row.agency.id()))
    .column(YEAR, |row| year_value(row.year.be()))
    .column(
        column("document", "เอกสาร", ValueKind::Choice(DOCUMENTS), "The document that prints the figure"),
        |row| Value::text(row.document),
    )
    .column(column("row", "ลำดับ", ValueKind::Integer, "Place of the figure in its document, from 1"), |row| {
        Value::Integer(row.at as i64 + 1)
    })
    .column(
        column("printed_in", "ตำแหน่งในเอกสาร", ValueKind::Text, "summary, or the number of the printed table from 1"),
        |row| Value::Text(row.figure.table.map_or_else(|| "summary".to_owned(), |table| (table + 1).to_string())),
    )
    .column(
        column("dimension", "มิติที่", ValueKind::Integer, "Dimension the figure speaks of; empty: all"),
        |row| row.figure.scope.dimension.map_or(Value::Empty, |number| Value::Integer(i64::from(number))),
    )
    .column(
        column("kind", "ประเภท", ValueKind::Text, "Kind of item the figure speaks of; empty: all"),
        |row| row.figure.scope.kind.map_or(Value::Empty, |kind| Value::text(kind.as_str())),
    )
    .column(
        column("owner", "ผู้รับผิดชอบ", ValueKind::Text, "Office the figure speaks of; empty: all"),
        |row| text(row.figure.scope.owner.as_deref()),
    )
    .column(
        column("quantity", "รายการตัวเลข (รหัส)", ValueKind::Text, "What is counted"),
        |row| Value::Text(quantity_key(row.figure.quantity)),
    )
    .column(
        column("quantity_name", "รายการตัวเลข", ValueKind::Text, "What is counted, in Thai"),
        |row| Value::text(row.figure.quantity.name_th()),
    )
    .column(column("unit", "หน่วย", ValueKind::Choice(UNITS), "Unit of the value"), |row| {
        Value::text(row.unit())
    })
    .column(
        column("value", "ค่า", ValueKind::Number, "The figure; empty where it is a word or not stated"),
        |row| row.value(),
    )
    .column(
        column("value_text", "ค่าที่เป็นคำ", ValueKind::Text, "The word, such as a level"),
        |row| match &row.figure.value {
            DeclaredValue::Word(word) => text(Some(word)),
            _ => Value::Empty,
        },
    )
    .column(
        column("state", "สถานะข้อมูล", ValueKind::Choice(STATES), "stated, none_used or not_stated"),
        |row| Value::text(row.state()),
    )
});

pub struct TargetRecord<'r> {
    agency: &'r Agency,
    plan: &'r Plan,
    at: usize,
    target: &'r TargetMeta,
    year: FiscalYear,
}

pub struct Targets;

impl Rows for Targets {
    type Row<'r> = TargetRecord<'r>;
}

pub static TARGETS: LazyLock<Layout<Targets>> = LazyLock::new(|| {
    Layout::<Targets>::new(
        "targets",
        ["ค่าเป้าหมายรายปี", "Yearly targets"],
        ["หนึ่งแถวต่อหนึ่งตัวชี้วัดของแผนในหนึ่งปี ตามที่พิมพ์ไว้", "One row for each indicator of a plan in a year, as printed"],
    )
    .key(&["agency", "plan_from", "indicator_number", "fiscal_year"])
    .column(AGENCY, |row| agency_key(row.agency.id()))
    .column(
        column("plan_from", "แผนเริ่มปี (พ.ศ.)", ValueKind::Year, "First fiscal year of the plan"),
        |row| year_value(row.plan.years.0.be()),
    )
    .column(
        column("indicator_number", "ตัวชี้วัดที่", ValueKind::Integer, "Place of the indicator in the plan, from 1"),
        |row| Value::Integer(row.at as i64 + 1),
    )
    .column(column("indicator", "ตัวชี้วัด", ValueKind::Text, "Indicator as printed"), |row| {
        Value::text(&row.target.indicator.value)
    })
    .column(column("baseline", "ฐาน", ValueKind::Text, "Baseline as printed"), |row| {
        spanned(&row.target.baseline)
    })
    .column(column("unit", "หน่วยนับ", ValueKind::Text, "Unit as printed"), |row| {
        spanned(&row.target.unit)
    })
    .column(
        column("fiscal_year", "ปีงบประมาณ (พ.ศ.)", ValueKind::Year, "The year of this target"),
        |row| year_value(row.year.be()),
    )
    .column(column("target", "ค่าเป้าหมาย", ValueKind::Text, "Target as printed"), |row| {
        of_year(&row.target.values, row.year)
    })
    .column(
        column("result", "ผลที่วัดได้", ValueKind::Text, "Measured result, where the author states one"),
        |row| of_year(&row.target.results, row.year),
    )
});

fn of_year(values: &[(FiscalYear, Spanned<String>)], year: FiscalYear) -> Value {
    text(values.iter().find(|(known, _)| *known == year).map(|(_, value)| value.value.as_str()))
}

fn dimension_word(dimension: Option<u8>) -> String {
    dimension.map_or_else(|| "not_stated".to_owned(), |number| number.to_string())
}

fn distinct(mut dimensions: Vec<Option<u8>>) -> Vec<Option<u8>> {
    dimensions.sort_by_key(|dimension| dimension.unwrap_or(u8::MAX));
    dimensions.dedup();
    dimensions
}

/// The whole and each dimension of what was counted.
fn tally_rows<'r>(
    agency: &'r Agency,
    year: FiscalYear,
    basis: &str,
    dimensions: Vec<Option<u8>>,
    tally: impl Fn(Option<Option<u8>>) -> Tally,
) -> Vec<TallyRow<'r>> {
    let row = |dimension: String, tally: Tally| TallyRow { agency, year, basis: basis.to_owned(), dimension, tally };
    let mut rows = vec![row("all".to_owned(), tally(None))];
    rows.extend(
        distinct(dimensions).into_iter().map(|dimension| row(dimension_word(dimension), tally(Some(dimension)))),
    );
    rows
}

/// Of the year and of both its reports; of one report alone when asked.
pub fn tally(source: &TableSource<'_>, year: &Year, only: Option<Round>) -> Table {
    let agency = source.agency;
    let mut rows = Vec::new();
    if only.is_none() && !year.promises.is_empty() {
        let dimensions = year.promises.iter().map(|promise| promise.dimension).collect();
        rows.extend(tally_rows(agency, year.year, "year", dimensions, |wanted| match wanted {
            None => year.tally(agency),
            Some(dimension) => year.tally_of(agency, dimension),
        }));
    }
    for (round, report) in year.reports(agency, only).filter(|(_, report)| !report.official().is_empty()) {
        let mut count = |basis: &str, entries: &[Entry]| {
            let dimensions = entries.iter().map(|entry| entry.dimension).collect();
            rows.extend(tally_rows(agency, year.year, basis, dimensions, |wanted| {
                Tally::of(entries.iter().filter(|entry| wanted.is_none_or(|wanted| entry.dimension == wanted)))
            }));
        };
        count(round_word(round), report.official());
        // A report that keeps two lists shows the figures of both.
        if !report.entries.is_empty() && !report.eplan.is_empty() {
            count(&format!("{}_table", round_word(round)), &report.entries);
        }
    }
    TALLY.table(rows)
}

fn quantity_key(quantity: Quantity) -> String {
    serde_json::to_value(quantity).ok().and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default()
}

pub fn declared(source: &TableSource<'_>, year: &Year, only: Option<Round>) -> Table {
    let agency = source.agency;
    let plan = year.own_plan(agency).filter(|_| only.is_none());
    let lists = plan.map(|plan| ("plan", &plan.declared)).into_iter();
    let lists = lists.chain(year.reports(agency, only).map(|(round, report)| (round_word(round), &report.declared)));
    DECLARED.table(lists.flat_map(|(document, figures)| {
        let row = move |(at, figure)| DeclaredRecord { agency, year: year.year, document, at, figure };
        figures.iter().enumerate().map(row)
    }))
}

/// Each target of the year's own plan in each year of which it says something.
pub fn targets_of<'r>(agency: &'r Agency, year: &Year) -> impl Iterator<Item = TargetRecord<'r>> {
    let plan = year.own_plan(agency);
    let targets = plan.into_iter().flat_map(move |plan| match &agency.document(plan.document).meta {
        Meta::Plan(meta) => meta.targets.iter().enumerate().map(|(at, target)| (plan, at, target)).collect(),
        _ => Vec::new(),
    });
    targets.flat_map(move |(plan, at, target)| {
        let stated = target.values.iter().chain(&target.results).map(|(year, _)| *year);
        let years: BTreeSet<FiscalYear> = stated.collect();
        years.into_iter().map(move |year| TargetRecord { agency, plan, at, target, year })
    })
}

pub fn targets(source: &TableSource<'_>, year: &Year) -> Table {
    TARGETS.table(targets_of(source.agency, year))
}
