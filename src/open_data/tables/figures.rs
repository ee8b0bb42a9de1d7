//! Figures: what we count from the rows, and beside it what each document says of itself. Never mixed.

use crate::address::round_word;
use crate::model::{Entry, Tally, Year};
use crate::open_data::table::{Kind, MONEY_STATES, Shape, Table, column, money, percent, text, year as year_value};
use crate::open_data::tables::{Source, agency_key};
use crate::open_data::value::Value;
use crate::source::meta::{DeclaredFigure, DeclaredValue, Meta};
use crate::thai::{Round, StatedMoney};

const BASES: &[&str] = &["year", "report_6m", "report_12m", "report_6m_table", "report_12m_table"];
const DOCUMENTS: &[&str] = &["plan", "report_6m", "report_12m"];
const UNITS: &[&str] = &["items", "baht", "percent", "word"];
const STATES: &[&str] = &["stated", "none_used", "not_stated"];

pub static TALLY: Shape = Shape {
    name: "tally",
    title: "ยอดที่นับจากรายการ",
    title_en: "Figures counted from the items",
    about: "จำนวน งบ และร้อยละ ของทั้งปีและแต่ละมิติ นับจากรายการ ไม่ใช่ตัวเลขที่เอกสารระบุ",
    about_en: "Counts, budgets and percentages of the year and of each dimension, counted from the items themselves",
    columns: &[
        column("agency", "หน่วยงาน (รหัสที่อยู่)", Kind::Text, "Folder of the agency in this site's addresses"),
        column("fiscal_year", "ปีงบประมาณ (พ.ศ.)", Kind::Year, "Fiscal year, Buddhist era"),
        column(
            "basis",
            "นับจาก",
            Kind::Choice(BASES),
            "year: every item of the year by its newest status; report_6m, report_12m: the official list of that report; \
             report_6m_table, report_12m_table: its item table, where the official list is another",
        ),
        column("dimension", "มิติที่", Kind::Text, "all: every item; 1-4: of that dimension; not_stated: without one"),
        column("items", "ทั้งหมด", Kind::Integer, "All items"),
        column("done", "ดำเนินการแล้วเสร็จ", Kind::Integer, "Items done"),
        column("in_progress", "อยู่ระหว่างดำเนินการ", Kind::Integer, "Items in progress"),
        column("not_done", "ไม่ได้ดำเนินการ", Kind::Integer, "Items not done"),
        column("awaiting", "รอรายงาน", Kind::Integer, "Items awaiting a report"),
        column("not_stated", "ไม่ระบุสถานะ", Kind::Integer, "Items whose status nobody states"),
        column("plan_baht", "งบตามแผน (บาท)", Kind::Baht, "Sum of the stated planned budgets"),
        column("plan_state", "งบตามแผน: สถานะข้อมูล", Kind::Choice(MONEY_STATES), "amount, none_used or not_stated"),
        column("ordinance_baht", "งบตามข้อบัญญัติ (บาท)", Kind::Baht, "Sum of the stated budgets in the ordinance"),
        column("ordinance_state", "งบตามข้อบัญญัติ: สถานะข้อมูล", Kind::Choice(MONEY_STATES), "As plan_state"),
        column("disbursed_baht", "เบิกจ่าย (บาท)", Kind::Baht, "Sum of what is stated as disbursed"),
        column("disbursed_state", "เบิกจ่าย: สถานะข้อมูล", Kind::Choice(MONEY_STATES), "As plan_state"),
        column(
            "score_percent",
            "คะแนนการนำแผนไปปฏิบัติ (ร้อยละ)",
            Kind::Percent,
            "(done + in progress / 2) / items, the official formula; empty when no status is stated",
        ),
        column("completion_percent", "แล้วเสร็จ (ร้อยละ)", Kind::Percent, "done / items"),
        column("spent_percent", "เบิกจ่ายเทียบแผน (ร้อยละ)", Kind::Percent, "disbursed / plan"),
    ],
    key: &["agency", "fiscal_year", "basis", "dimension"],
};

pub static DECLARED: Shape = Shape {
    name: "declared",
    title: "ตัวเลขที่เอกสารระบุ",
    title_en: "Figures as the documents state them",
    about: "หนึ่งแถวต่อหนึ่งตัวเลขที่แผนหรือรายงานพิมพ์ไว้ ไม่แก้และไม่ปัดเศษ",
    about_en: "One row for each figure that a plan or report prints of itself; never corrected, never rounded",
    columns: &[
        column("agency", "หน่วยงาน (รหัสที่อยู่)", Kind::Text, "Folder of the agency in this site's addresses"),
        column("fiscal_year", "ปีงบประมาณ (พ.ศ.)", Kind::Year, "Fiscal year, Buddhist era"),
        column("document", "เอกสาร", Kind::Choice(DOCUMENTS), "The document that prints the figure"),
        column("row", "ลำดับ", Kind::Integer, "Place of the figure in its document, from 1"),
        column("printed_in", "ตำแหน่งในเอกสาร", Kind::Text, "summary, or the number of the printed table from 1"),
        column("dimension", "มิติที่", Kind::Integer, "Dimension the figure speaks of; empty: all"),
        column("kind", "ประเภท", Kind::Text, "Kind of item the figure speaks of; empty: all"),
        column("owner", "ผู้รับผิดชอบ", Kind::Text, "Office the figure speaks of; empty: all"),
        column("quantity", "รายการตัวเลข (รหัส)", Kind::Text, "What is counted"),
        column("quantity_name", "รายการตัวเลข", Kind::Text, "What is counted, in Thai"),
        column("unit", "หน่วย", Kind::Choice(UNITS), "Unit of the value"),
        column("value", "ค่า", Kind::Number, "The figure; empty where it is a word or not stated"),
        column("value_text", "ค่าที่เป็นคำ", Kind::Text, "The word, such as a level"),
        column("state", "สถานะข้อมูล", Kind::Choice(STATES), "stated, none_used or not_stated"),
    ],
    key: &["agency", "fiscal_year", "document", "row"],
};

pub static TARGETS: Shape = Shape {
    name: "targets",
    title: "ค่าเป้าหมายรายปี",
    title_en: "Yearly targets",
    about: "หนึ่งแถวต่อหนึ่งตัวชี้วัดของแผนในหนึ่งปี ตามที่พิมพ์ไว้",
    about_en: "One row for each indicator of a plan in a year, as printed",
    columns: &[
        column("agency", "หน่วยงาน (รหัสที่อยู่)", Kind::Text, "Folder of the agency in this site's addresses"),
        column("plan_from", "แผนเริ่มปี (พ.ศ.)", Kind::Year, "First fiscal year of the plan"),
        column("indicator_number", "ตัวชี้วัดที่", Kind::Integer, "Place of the indicator in the plan, from 1"),
        column("indicator", "ตัวชี้วัด", Kind::Text, "Indicator as printed"),
        column("baseline", "ฐาน", Kind::Text, "Baseline as printed"),
        column("unit", "หน่วยนับ", Kind::Text, "Unit as printed"),
        column("fiscal_year", "ปีงบประมาณ (พ.ศ.)", Kind::Year, "The year of this target"),
        column("target", "ค่าเป้าหมาย", Kind::Text, "Target as printed"),
        column("result", "ผลที่วัดได้", Kind::Text, "Measured result, where the author states one"),
    ],
    key: &["agency", "plan_from", "indicator_number", "fiscal_year"],
};

fn tally_row(source: &Source<'_>, year: &Year, basis: &str, dimension: &str, tally: &Tally) -> Vec<Value> {
    let mut row = vec![
        agency_key(&source.agency.slug),
        year_value(year.year.be()),
        Value::text(basis),
        Value::text(dimension),
        Value::Integer(tally.items),
        Value::Integer(tally.done),
        Value::Integer(tally.in_progress),
        Value::Integer(tally.not_done),
        Value::Integer(tally.awaiting),
        Value::Integer(tally.not_stated),
    ];
    row.extend(money(tally.plan));
    row.extend(money(tally.ordinance));
    row.extend(money(tally.disbursed));
    row.extend([percent(tally.score()), percent(tally.completion()), percent(tally.spent())]);
    row
}

fn dimension_word(dimension: Option<u8>) -> String {
    dimension.map_or_else(|| "not_stated".to_owned(), |number| number.to_string())
}

fn distinct(mut dimensions: Vec<Option<u8>>) -> Vec<Option<u8>> {
    dimensions.sort_by_key(|dimension| dimension.unwrap_or(u8::MAX));
    dimensions.dedup();
    dimensions
}

pub fn tally(source: &Source<'_>, year: &Year) -> Table {
    let agency = source.agency;
    let mut table = Table::new(&TALLY);
    if !year.promises.is_empty() {
        table.rows.push(tally_row(source, year, "year", "all", &year.tally(agency)));
        for dimension in distinct(year.promises.iter().map(|promise| promise.dimension).collect()) {
            let tally = year.tally_of(agency, dimension);
            table.rows.push(tally_row(source, year, "year", &dimension_word(dimension), &tally));
        }
    }
    for round in Round::ALL {
        table.extend(&tally_of_report(source, year, round));
    }
    table
}

pub fn tally_of_report(source: &Source<'_>, year: &Year, round: Round) -> Table {
    let mut table = Table::new(&TALLY);
    let Some(report) = year.report(source.agency, round).filter(|report| !report.official().is_empty()) else {
        return table;
    };
    let mut count = |basis: &str, entries: &[Entry]| {
        table.rows.push(tally_row(source, year, basis, "all", &Tally::of(entries.iter())));
        for dimension in distinct(entries.iter().map(|entry| entry.dimension).collect()) {
            let tally = Tally::of(entries.iter().filter(|entry| entry.dimension == dimension));
            table.rows.push(tally_row(source, year, basis, &dimension_word(dimension), &tally));
        }
    };
    count(round_word(round), report.official());
    // A report that keeps two lists shows the figures of both.
    if !report.entries.is_empty() && !report.eplan.is_empty() {
        count(&format!("{}_table", round_word(round)), &report.entries);
    }
    table
}

fn declared_row(source: &Source<'_>, year: &Year, document: &str, at: usize, figure: &DeclaredFigure) -> Vec<Value> {
    use crate::source::meta::Quantity;
    let nothing = || Value::Empty;
    let unit = match figure.quantity {
        Quantity::Completion | Quantity::Score | Quantity::SpentPercent => "percent",
        Quantity::Level => "word",
        Quantity::BudgetPlan | Quantity::BudgetOrdinance | Quantity::BudgetDisbursed | Quantity::BudgetLeft => "baht",
        _ => "items",
    };
    let (value, word, state) = match &figure.value {
        DeclaredValue::Count(count) => (Value::Integer(*count), nothing(), "stated"),
        DeclaredValue::Money(StatedMoney::Amount(money)) => (Value::Money(money.satang()), nothing(), "stated"),
        DeclaredValue::Money(StatedMoney::NoneUsed) => (nothing(), nothing(), "none_used"),
        DeclaredValue::Money(StatedMoney::NotStated) | DeclaredValue::NotStated => (nothing(), nothing(), "not_stated"),
        DeclaredValue::Percent(decimal) => (Value::Decimal(decimal.digits(), decimal.scale()), nothing(), "stated"),
        DeclaredValue::Word(word) => (nothing(), text(Some(word)), "stated"),
    };
    vec![
        agency_key(&source.agency.slug),
        year_value(year.year.be()),
        Value::text(document),
        Value::Integer(at as i64 + 1),
        Value::Text(figure.table.map_or_else(|| "summary".to_owned(), |table| (table + 1).to_string())),
        figure.scope.dimension.map_or(Value::Empty, |number| Value::Integer(i64::from(number))),
        figure.scope.kind.map_or(Value::Empty, |kind| Value::text(kind.as_str())),
        text(figure.scope.owner.as_deref()),
        Value::Text(quantity_key(figure.quantity)),
        Value::text(figure.quantity.name_th()),
        Value::text(unit),
        value,
        word,
        Value::text(state),
    ]
}

fn quantity_key(quantity: crate::source::meta::Quantity) -> String {
    serde_json::to_value(quantity).ok().and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default()
}

pub fn declared(source: &Source<'_>, year: &Year, only: Option<Round>) -> Table {
    let agency = source.agency;
    let mut table = Table::new(&DECLARED);
    let mut add = |document: &str, figures: &[DeclaredFigure]| {
        let rows = figures.iter().enumerate();
        table.rows.extend(rows.map(|(at, figure)| declared_row(source, year, document, at, figure)));
    };
    if only.is_none()
        && let Some(plan) = year.plan.and_then(|plan| agency.plans.get(plan)).filter(|plan| plan.home_year == year.year)
    {
        add("plan", &plan.declared);
    }
    for round in Round::ALL.into_iter().filter(|round| only.is_none_or(|only| only == *round)) {
        if let Some(report) = year.report(agency, round) {
            add(round_word(round), &report.declared);
        }
    }
    table
}

pub fn targets(source: &Source<'_>, year: &Year) -> Table {
    let agency = source.agency;
    let mut table = Table::new(&TARGETS);
    let plan = year.plan.and_then(|plan| agency.plans.get(plan)).filter(|plan| plan.home_year == year.year);
    let Some(plan) = plan else { return table };
    let Meta::Plan(meta) = &agency.document(plan.document).meta else { return table };
    for (at, target) in meta.targets.iter().enumerate() {
        let mut years: Vec<_> = target.values.iter().chain(&target.results).map(|(year, _)| *year).collect();
        years.sort_unstable();
        years.dedup();
        let of = |values: &[(crate::thai::FiscalYear, crate::span::Spanned<String>)], year| {
            text(values.iter().find(|(known, _)| *known == year).map(|(_, value)| value.value.as_str()))
        };
        for target_year in years {
            table.rows.push(vec![
                agency_key(&agency.slug),
                year_value(plan.years.0.be()),
                Value::Integer(at as i64 + 1),
                Value::text(&target.indicator.value),
                text(target.baseline.as_ref().map(|text| text.value.as_str())),
                text(target.unit.as_ref().map(|text| text.value.as_str())),
                year_value(target_year.be()),
                of(&target.values, target_year),
                of(&target.results, target_year),
            ]);
        }
    }
    table
}
