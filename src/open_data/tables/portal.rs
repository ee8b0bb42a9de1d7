//! The portal's own tables, from the summaries alone: no agency is in memory when they are made.

use std::sync::LazyLock;

use crate::address::AgencyPage;
use crate::model::{AgencySummary, DimensionSummary, YearSummary};
use crate::open_data::layout::{Layout, Rows};
use crate::open_data::table::{
    AGENCY, Column, Shape, Table, ValueKind, YEAR, column, money, percent, text, year as year_value,
};
use crate::open_data::tables::agency_key;
use crate::open_data::tables::figures::{counts, from, lists};
use crate::open_data::value::Value;

/// The tables of a portal.
pub fn shapes() -> [&'static Shape; 3] {
    [AGENCIES.shape(), YEARS.shape(), DIMENSIONS.shape()]
}

const PROVINCE: Column = column("province", "จังหวัด", ValueKind::Text, "Province");
const NAME: &str = "Full Thai name";

pub struct AgencyRecord<'r> {
    agency: &'r AgencySummary,
    url: String,
}

pub struct Agencies;

impl Rows for Agencies {
    type Row<'r> = AgencyRecord<'r>;
}

pub static AGENCIES: LazyLock<Layout<Agencies>> = LazyLock::new(|| {
    Layout::<Agencies>::new("agencies", ["หน่วยงาน", "Agencies"], ["หนึ่งแถวต่อหนึ่งหน่วยงาน", "One row for each agency"])
        .key(&["agency"])
        .column(AGENCY, |row| agency_key(row.agency.id()))
        .column(column("name", "ชื่อหน่วยงาน", ValueKind::Text, NAME), |row| {
            Value::text(&row.agency.name)
        })
        .column(column("short_name", "ชื่อย่อ", ValueKind::Text, "Short Thai name"), |row| {
            Value::text(&row.agency.short_name)
        })
        .column(column("type", "ประเภท", ValueKind::Text, "sao, municipality, pao or other"), |row| {
            Value::text(&row.agency.agency_type)
        })
        .column(column("tambon", "ตำบล", ValueKind::Text, "Subdistrict"), |row| {
            text(row.agency.tambon.as_deref())
        })
        .column(column("amphoe", "อำเภอ", ValueKind::Text, "District"), |row| {
            text(row.agency.amphoe.as_deref())
        })
        .column(PROVINCE, |row| text(row.agency.province.as_deref()))
        .column(
            column(
                "amphoe_state",
                "อำเภอ: สถานะข้อมูล",
                ValueKind::Choice(&["stated", "not_in_gazetteer", "not_stated"]),
                "not_in_gazetteer: the gazetteer has no such district in the province",
            ),
            |row| {
                Value::text(match (&row.agency.amphoe, row.agency.amphoe_unknown) {
                    (None, _) => "not_stated",
                    (Some(_), true) => "not_in_gazetteer",
                    (Some(_), false) => "stated",
                })
            },
        )
        .column(
            column("years", "จำนวนปีที่มีข้อมูล", ValueKind::Integer, "Fiscal years with documents"),
            |row| count(row.agency.years.len()),
        )
        .column(
            column("latest_year", "ปีล่าสุด (พ.ศ.)", ValueKind::Year, "Newest fiscal year, Buddhist era"),
            |row| row.agency.years.first().map_or(Value::Empty, |year| year_value(year.year)),
        )
        .column(
            column("errors", "ข้อผิดพลาด", ValueKind::Integer, "Findings of severity error"),
            |row| count(row.agency.errors),
        )
        .column(column("warnings", "คำเตือน", ValueKind::Integer, "Findings of severity warning"), |row| {
            count(row.agency.warnings)
        })
        .column(column("notes", "ข้อสังเกต", ValueKind::Integer, "Findings of severity note"), |row| {
            count(row.agency.notes)
        })
        .column(
            column(
                "contradictions",
                "ขัดกัน",
                ValueKind::Integer,
                "Errors and warnings without an answer: statements that contradict",
            ),
            |row| count(row.agency.told.contradictions),
        )
        .column(
            column(
                "slips",
                "น่าจะพิมพ์ผิด",
                ValueKind::Integer,
                "Errors and warnings without an answer: probable misprints",
            ),
            |row| count(row.agency.told.slips),
        )
        .column(
            column(
                "gaps",
                "ยังไม่มีในเว็บนี้",
                ValueKind::Integer,
                "Errors and warnings without an answer: what is not on this site",
            ),
            |row| count(row.agency.told.gaps),
        )
        .column(
            column("answered", "ชี้แจงแล้ว", ValueKind::Integer, "Errors and warnings that the authority has answered"),
            |row| count(row.agency.told.answered),
        )
        .column(
            column(
                "pages",
                "จำนวนหน้าและไฟล์",
                ValueKind::Integer,
                "Pages and files that this site publishes of the agency",
            ),
            |row| count(row.agency.pages),
        )
        .column(column("url", "ที่อยู่หน้าเว็บ", ValueKind::Url, "Home page of the agency"), |row| Value::text(&row.url))
});

fn count(number: usize) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

pub struct YearRow<'r> {
    agency: &'r AgencySummary,
    year: &'r YearSummary,
    url: String,
}

pub struct Years;

impl Rows for Years {
    type Row<'r> = YearRow<'r>;
}

pub static YEARS: LazyLock<Layout<Years>> = LazyLock::new(|| {
    let layout = Layout::<Years>::new(
        "years",
        ["ผลรายปีของทุกหน่วยงาน", "Results by agency and year"],
        [
            "หนึ่งแถวต่อหนึ่งหน่วยงานในหนึ่งปีงบประมาณ นับตามรายงานรอบล่าสุด",
            "One row for each agency and fiscal year, counted by the newest round",
        ],
    )
    .key(&["agency", "fiscal_year"])
    .column(AGENCY, |row| agency_key(row.agency.id()))
    .column(column("agency_name", "ชื่อหน่วยงาน", ValueKind::Text, NAME), |row| {
        Value::text(&row.agency.name)
    })
    .column(PROVINCE, |row| text(row.agency.province.as_deref()))
    .column(YEAR, |row| year_value(row.year.year))
    .column(
        column("round_months", "รอบล่าสุด (เดือน)", ValueKind::Integer, "6 or 12; 0: only a plan"),
        |row| Value::Integer(i64::from(row.year.round_months)),
    )
    .column(
        column("as_of", "ข้อมูล ณ", ValueKind::Text, "The day of the figures, ISO, where stated"),
        |row| text(row.year.as_of.as_deref()),
    )
    .column(column("framework", "กรอบ", ValueKind::Text, "Framework of dimensions: 2561 or 2566"), |row| {
        if row.year.framework == 0 { Value::Empty } else { Value::Text(row.year.framework.to_string()) }
    });
    counts(layout, |row| &row.year.tally)
        .column(
            column("plan_baht", "งบตามแผน (บาท)", ValueKind::Baht, "Sum of planned budgets; empty: none stated"),
            |row| money(row.year.tally.plan).0,
        )
        .column(from("plan_from", "งบตามแผน: มาจาก"), |row| lists(row.year.tally.lists.plan))
        .column(
            column("ordinance_baht", "งบตามข้อบัญญัติ (บาท)", ValueKind::Baht, "Sum of budgets in the ordinance"),
            |row| money(row.year.tally.ordinance).0,
        )
        .column(from("ordinance_from", "งบตามข้อบัญญัติ: มาจาก"), |row| {
            lists(row.year.tally.lists.ordinance)
        })
        .column(
            column("disbursed_baht", "เบิกจ่าย (บาท)", ValueKind::Baht, "Sum disbursed"),
            |row| money(row.year.tally.disbursed).0,
        )
        .column(from("disbursed_from", "เบิกจ่าย: มาจาก"), |row| {
            lists(row.year.tally.lists.disbursed)
        })
        .column(from("status_from", "สถานะมาจาก"), |row| lists(row.year.tally.lists.status))
        .column(
            column(
                "score_percent",
                "คะแนนการนำแผนไปปฏิบัติ (ร้อยละ)",
                ValueKind::Percent,
                "(done + in progress / 2) / items; empty when no status is stated",
            ),
            |row| percent(row.year.tally.score()),
        )
        .column(
            column("completion_percent", "แล้วเสร็จ (ร้อยละ)", ValueKind::Percent, "done / items"),
            |row| percent(row.year.tally.completion()),
        )
        .column(column("url", "ที่อยู่หน้าเว็บ", ValueKind::Url, "Page of the year"), |row| Value::text(&row.url))
});

pub struct DimensionRow<'r> {
    agency: &'r AgencySummary,
    year: &'r YearSummary,
    dimension: &'r DimensionSummary,
}

pub struct Dimensions;

impl Rows for Dimensions {
    type Row<'r> = DimensionRow<'r>;
}

pub static DIMENSIONS: LazyLock<Layout<Dimensions>> = LazyLock::new(|| {
    let layout = Layout::<Dimensions>::new(
        "dimensions",
        ["ผลรายมิติของทุกหน่วยงาน", "Results by agency, year and dimension"],
        ["หนึ่งแถวต่อหนึ่งมิติของหน่วยงานในหนึ่งปี", "One row for each dimension of an agency's fiscal year"],
    )
    .key(&["agency", "fiscal_year", "dimension"])
    .column(AGENCY, |row| agency_key(row.agency.id()))
    .column(YEAR, |row| year_value(row.year.year))
    .column(column("dimension", "มิติที่", ValueKind::Integer, "Dimension of the framework"), |row| {
        Value::Integer(i64::from(row.dimension.number))
    });
    counts(layout, |row| &row.dimension.tally)
});

pub fn of_portal(summaries: &[AgencySummary], address: &dyn Fn(&str) -> String) -> Vec<Table> {
    let years = || summaries.iter().flat_map(|agency| agency.years.iter().rev().map(move |year| (agency, year)));
    vec![
        AGENCIES
            .table(summaries.iter().map(|agency| AgencyRecord { agency, url: address(&agency.at(&AgencyPage::Home)) })),
        YEARS.table(years().map(|(agency, year)| YearRow { agency, year, url: address(&agency.at_year(year)) })),
        DIMENSIONS.table(years().flat_map(|(agency, year)| {
            year.dimensions.iter().map(move |dimension| DimensionRow { agency, year, dimension })
        })),
    ]
}
