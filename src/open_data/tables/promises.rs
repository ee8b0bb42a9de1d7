//! Promises: as they are followed from plan to result, and row by row as each document prints them.

use crate::model::{Entry, RoundView, Year};
use crate::open_data::table::{
    Column, Kind, MONEY_STATES, Shape, Table, column, money, spanned, text, year as year_value,
};
use crate::open_data::tables::{Source, agency_key};
use crate::open_data::value::Value;
use crate::standards::{ItemKind, Status};
use crate::thai::Round;

const STATUSES: &[&str] = &["done", "in_progress", "not_done", "awaiting", "not_stated"];
const ROUND_STATUSES: &[&str] =
    &["done", "in_progress", "not_done", "awaiting", "not_stated", "not_in_report", "no_report"];
const PLANS: &[&str] = &["in_plan", "not_in_plan", "no_plan"];
const KINDS: &[&str] = &["project", "activity", "measure", "practice"];
const ROUNDS: &[&str] = &["plan", "report_6m", "report_12m"];

const AGENCY: Column =
    column("agency", "หน่วยงาน (รหัสที่อยู่)", Kind::Text, "Folder of the agency in this site's addresses");
const AGENCY_NAME: Column = column("agency_name", "ชื่อหน่วยงาน", Kind::Text, "Full Thai name of the agency");
const YEAR: Column = column(
    "fiscal_year",
    "ปีงบประมาณ (พ.ศ.)",
    Kind::Year,
    "Fiscal year, Buddhist era: 2564 runs from 1 October 2020 to 30 September 2021",
);
const CODE: Column = column("code", "รหัส", Kind::Text, "Permanent code of the item inside its plan");
const NAME: Column = column("name", "โครงการ/กิจกรรม/มาตรการ", Kind::Text, "Name as printed");
const KIND: Column = column("kind", "ประเภท", Kind::Choice(KINDS), "Kind of item; empty: not stated");
const DIMENSION: Column =
    column("dimension", "มิติที่", Kind::Integer, "Dimension of the framework, 1-4; empty: not stated");
const MISSION: Column = column("mission", "ภารกิจ", Kind::Text, "Mission number inside the dimension");
const OWNER: Column = column("owner", "ผู้รับผิดชอบ", Kind::Text, "Office that answers for the item, as printed");
const PLAN_BAHT: Column =
    column("plan_baht", "งบตามแผน (บาท)", Kind::Baht, "Planned budget in baht; empty unless an amount is stated");
const PLAN_STATE: Column = column(
    "plan_state",
    "งบตามแผน: สถานะข้อมูล",
    Kind::Choice(MONEY_STATES),
    "amount, none_used (the source says no budget is used) or not_stated",
);
const ORDINANCE_BAHT: Column =
    column("ordinance_baht", "งบตามข้อบัญญัติ (บาท)", Kind::Baht, "Budget in the ordinance, baht");
const ORDINANCE_STATE: Column =
    column("ordinance_state", "งบตามข้อบัญญัติ: สถานะข้อมูล", Kind::Choice(MONEY_STATES), "As plan_state");
const DISBURSED_BAHT: Column = column("disbursed_baht", "เบิกจ่าย (บาท)", Kind::Baht, "Disbursed, baht");
const DISBURSED_STATE: Column =
    column("disbursed_state", "เบิกจ่าย: สถานะข้อมูล", Kind::Choice(MONEY_STATES), "As plan_state");
const INDICATOR: Column = column("indicator", "ตัวชี้วัด", Kind::Text, "Indicator as printed");
const TARGET: Column = column("target", "เป้าหมาย", Kind::Text, "Target as printed");
const RESULT: Column = column("result", "ผลการดำเนินงาน", Kind::Text, "Result as printed");
const OUTPUT: Column = column("output", "ผลผลิต", Kind::Text, "Output as printed");
const OUTCOME: Column = column("outcome", "ผลลัพธ์", Kind::Text, "Outcome as printed");
const PERIOD: Column = column("period", "ระยะเวลา", Kind::Text, "Period as printed");
const QUARTERS: Column =
    column("quarters", "ไตรมาส", Kind::Text, "Quarters of the fiscal year, separated by spaces: 1 2");
const REASON: Column = column("reason", "เหตุผล", Kind::Text, "Reason as printed");
const OBSTACLES: Column = column("obstacles", "ปัญหา อุปสรรค", Kind::Text, "Obstacles as printed");
const RECOMMENDATIONS: Column = column("recommendations", "ข้อเสนอแนะ", Kind::Text, "Recommendations as printed");
const NOTE: Column = column("note", "หมายเหตุ", Kind::Text, "Note as printed");
const URL: Column = column("url", "ที่อยู่หน้าเว็บ", Kind::Url, "Page of this row");

pub static ITEMS: Shape = Shape {
    name: "items",
    title: "รายการตามแผน ติดตามถึงผล",
    title_en: "Items followed from plan to result",
    about: "หนึ่งแถวต่อหนึ่งรายการในหนึ่งปีงบประมาณ พร้อมสถานะทุกรอบและงบประมาณล่าสุด",
    about_en: "One row for each item of a fiscal year: its status in every round, and the newest word on its budget",
    columns: &[
        AGENCY,
        AGENCY_NAME,
        YEAR,
        CODE,
        NAME,
        KIND,
        DIMENSION,
        MISSION,
        OWNER,
        column("plan", "อยู่ในแผน", Kind::Choice(PLANS), "Whether the plan of the year lists the item"),
        column("status_6m", "สถานะ รอบ 6 เดือน", Kind::Choice(ROUND_STATUSES), "Status in the six-month report"),
        column("status_12m", "สถานะ รอบ 12 เดือน", Kind::Choice(ROUND_STATUSES), "Status in the twelve-month report"),
        column(
            "status",
            "สถานะล่าสุด",
            Kind::Choice(STATUSES),
            "The newest word: what pages show and counts are made from",
        ),
        PLAN_BAHT,
        PLAN_STATE,
        ORDINANCE_BAHT,
        ORDINANCE_STATE,
        DISBURSED_BAHT,
        DISBURSED_STATE,
        INDICATOR,
        TARGET,
        RESULT,
        OUTPUT,
        OUTCOME,
        PERIOD,
        QUARTERS,
        REASON,
        OBSTACLES,
        RECOMMENDATIONS,
        NOTE,
        URL,
    ],
    key: &["agency", "fiscal_year", "code"],
};

const ENTRY_COLUMNS: &[Column] = &[
    AGENCY,
    YEAR,
    column("document", "เอกสาร", Kind::Choice(ROUNDS), "The document that prints the row"),
    column("row", "แถวที่", Kind::Integer, "Place of the row in its list, from 1"),
    column("seq", "ลำดับตามเอกสาร", Kind::Text, "Number as printed"),
    CODE,
    NAME,
    KIND,
    DIMENSION,
    MISSION,
    OWNER,
    column("status", "สถานะ", Kind::Choice(STATUSES), "Status in this row"),
    PLAN_BAHT,
    PLAN_STATE,
    ORDINANCE_BAHT,
    ORDINANCE_STATE,
    DISBURSED_BAHT,
    DISBURSED_STATE,
    INDICATOR,
    TARGET,
    RESULT,
    OUTPUT,
    OUTCOME,
    PERIOD,
    QUARTERS,
    REASON,
    OBSTACLES,
    RECOMMENDATIONS,
    NOTE,
    URL,
];

pub static ENTRIES: Shape = Shape {
    name: "entries",
    title: "แถวตามเอกสาร",
    title_en: "Rows as printed",
    about: "ทุกแถวของแผนและรายงานแต่ละฉบับ ตามลำดับในเอกสาร",
    about_en: "Every row of each plan and report, in the order of the document",
    columns: ENTRY_COLUMNS,
    key: &["agency", "fiscal_year", "document", "row"],
};

pub static EPLAN: Shape = Shape {
    name: "eplan",
    title: "รายการในระบบ e-PlanNACC",
    title_en: "The e-PlanNACC list",
    about: "รายการที่รายงานคัดมาจากระบบ e-PlanNACC ซึ่งใช้คิดคะแนนทางการ",
    about_en: "The list that a report copies from e-PlanNACC: the one that the official score counts",
    columns: ENTRY_COLUMNS,
    key: &["agency", "fiscal_year", "document", "row"],
};

pub static MEASURES: Shape = Shape {
    name: "measures",
    title: "มาตรการส่งเสริมคุณธรรมและความโปร่งใส",
    title_en: "Measures that promote integrity and transparency",
    about: "หนึ่งแถวต่อหนึ่งมาตรการ พร้อมวิธีดำเนินการ ผล และผลลัพธ์",
    about_en: "One row for each measure: methods, result, outcome",
    columns: &[
        AGENCY,
        YEAR,
        column("row", "แถวที่", Kind::Integer, "Place of the row in its list, from 1"),
        CODE,
        NAME,
        column("methods", "วิธีดำเนินการ", Kind::Text, "Methods, one a line"),
        OWNER,
        PERIOD,
        QUARTERS,
        column("status", "สถานะ", Kind::Choice(STATUSES), "Status, where the table has one"),
        RESULT,
        OUTCOME,
        NOTE,
        URL,
    ],
    key: &["agency", "fiscal_year", "row"],
};

pub fn status_word(status: Option<Status>) -> &'static str {
    status.map_or("not_stated", Status::as_str)
}

pub fn round_word(round: Round) -> &'static str {
    match round {
        Round::SixMonths => "report_6m",
        Round::TwelveMonths => "report_12m",
    }
}

/// What the report of a round says of an item, or that it says nothing, or that there is none.
pub fn round_status(report_exists: bool, view: RoundView<'_>) -> &'static str {
    match (report_exists, view.row()) {
        (false, _) => "no_report",
        (true, None) => "not_in_report",
        (true, Some(_)) => status_word(view.status()),
    }
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

pub fn items(source: &Source<'_>, year: &Year) -> Table {
    let agency = source.agency;
    let mut table = Table::new(&ITEMS);
    for promise in &year.promises {
        let view = year.view(agency, promise);
        let first = |field: fn(&Entry) -> &Option<crate::span::Spanned<String>>| {
            text(view.first(|entry| field(entry).as_ref().map(|value| value.value.as_str())))
        };
        let listed = match (year.plan, promise.plan) {
            (None, _) => "no_plan",
            (Some(_), Some(_)) => "in_plan",
            (Some(_), None) => "not_in_plan",
        };
        let mut row = vec![
            agency_key(&agency.slug),
            Value::text(agency.name()),
            year_value(year.year.be()),
            Value::text(promise.code.as_str()),
            text(Some(view.name())),
            kind(promise.kind),
            dimension(promise.dimension),
            first(|entry| &entry.mission),
            first(|entry| &entry.owner),
            Value::text(listed),
            Value::text(round_status(year.six_months.is_some(), view.six_months)),
            Value::text(round_status(year.twelve_months.is_some(), view.twelve_months)),
            Value::text(status_word(view.status)),
        ];
        row.extend(money(view.budget.planned()));
        row.extend(money(view.budget.ordinance.value));
        row.extend(money(view.budget.disbursed.value));
        row.extend([
            first(|entry| &entry.indicator),
            first(|entry| &entry.target),
            first(|entry| &entry.result),
            first(|entry| &entry.output),
            first(|entry| &entry.outcome),
            first(|entry| &entry.period),
            quarters(view.first(|entry| (!entry.quarters.is_empty()).then_some(&entry.quarters[..])).unwrap_or(&[])),
            first(|entry| &entry.reason),
            first(|entry| &entry.obstacles),
            first(|entry| &entry.recommendations),
            first(|entry| &entry.note),
            Value::Text((source.address)(&format!("{}{}/{}/", agency.base(), year.year.be(), promise.code))),
        ]);
        table.rows.push(row);
    }
    table
}

fn entry_row(source: &Source<'_>, year: &Year, document: &str, at: usize, entry: &Entry) -> Vec<Value> {
    let agency = source.agency;
    let mut row = vec![
        agency_key(&agency.slug),
        year_value(year.year.be()),
        Value::text(document),
        Value::Integer(at as i64 + 1),
        spanned(&entry.seq),
        Value::text(entry.code.as_str()),
        text(Some(&entry.name.value)),
        kind(entry.kind),
        dimension(entry.dimension),
        spanned(&entry.mission),
        spanned(&entry.owner),
        Value::text(status_word(entry.status.as_ref().map(|status| status.value))),
    ];
    row.extend(money(entry.budget.planned_in(year.year)));
    row.extend(money(entry.budget.ordinance.value));
    row.extend(money(entry.budget.disbursed.value));
    row.extend([
        spanned(&entry.indicator),
        spanned(&entry.target),
        spanned(&entry.result),
        spanned(&entry.output),
        spanned(&entry.outcome),
        spanned(&entry.period),
        quarters(&entry.quarters),
        spanned(&entry.reason),
        spanned(&entry.obstacles),
        spanned(&entry.recommendations),
        spanned(&entry.note),
        Value::Text((source.address)(&format!("{}{}/{}/", agency.base(), year.year.be(), entry.code))),
    ]);
    row
}

/// Rows of the plan that stands under this year and of both reports; of one round's report alone when asked.
pub fn entries(source: &Source<'_>, year: &Year, only: Option<Round>) -> Table {
    let agency = source.agency;
    let mut table = Table::new(&ENTRIES);
    let mut add = |document: &str, entries: &[Entry]| {
        table.rows.extend(entries.iter().enumerate().map(|(at, entry)| entry_row(source, year, document, at, entry)));
    };
    if only.is_none()
        && let Some(plan) = year.plan.and_then(|plan| agency.plans.get(plan)).filter(|plan| plan.home_year == year.year)
    {
        add("plan", &plan.entries);
    }
    for round in Round::ALL.into_iter().filter(|round| only.is_none_or(|only| only == *round)) {
        if let Some(report) = year.report(agency, round) {
            add(round_word(round), &report.entries);
        }
    }
    table
}

pub fn eplan(source: &Source<'_>, year: &Year, only: Option<Round>) -> Table {
    let mut table = Table::new(&EPLAN);
    for round in Round::ALL.into_iter().filter(|round| only.is_none_or(|only| only == *round)) {
        let Some(report) = year.report(source.agency, round) else { continue };
        let rows = report.eplan.iter().enumerate();
        table.rows.extend(rows.map(|(at, entry)| entry_row(source, year, round_word(round), at, entry)));
    }
    table
}

pub fn measures(source: &Source<'_>, year: &Year) -> Table {
    let agency = source.agency;
    let mut table = Table::new(&MEASURES);
    let Some(book) = year.measures.and_then(|book| agency.measures.get(book)) else { return table };
    let url = agency.url_of(book.document);
    for (at, entry) in book.entries.iter().enumerate() {
        table.rows.push(vec![
            agency_key(&agency.slug),
            year_value(year.year.be()),
            Value::Integer(at as i64 + 1),
            Value::text(entry.code.as_str()),
            text(Some(&entry.name.value)),
            text(Some(&entry.methods.join("\n"))),
            spanned(&entry.owner),
            spanned(&entry.period),
            quarters(&entry.quarters),
            Value::text(status_word(entry.status.as_ref().map(|status| status.value))),
            spanned(&entry.result),
            spanned(&entry.outcome),
            spanned(&entry.note),
            Value::Text((source.address)(&format!("{url}#{}", entry.code))),
        ]);
    }
    table
}
