//! The portal's own tables, from the summaries alone: no agency is in memory when they are made.

use crate::address::AgencyPage;
use crate::model::{AgencySummary, YearSummary};
use crate::open_data::table::{Kind, Shape, Table, column, percent, text, year as year_value};
use crate::open_data::tables::agency_key;
use crate::open_data::value::Value;
use crate::thai::Fraction;

/// The tables of a portal.
pub const SHAPES: &[&Shape] = &[&AGENCIES, &YEARS, &DIMENSIONS];

pub static AGENCIES: Shape = Shape {
    name: "agencies",
    title: "หน่วยงาน",
    title_en: "Agencies",
    about: "หนึ่งแถวต่อหนึ่งหน่วยงาน",
    about_en: "One row for each agency",
    columns: &[
        column("agency", "หน่วยงาน (รหัสที่อยู่)", Kind::Text, "Folder of the agency in this site's addresses"),
        column("name", "ชื่อหน่วยงาน", Kind::Text, "Full Thai name"),
        column("short_name", "ชื่อย่อ", Kind::Text, "Short Thai name"),
        column("type", "ประเภท", Kind::Text, "sao, municipality, pao or other"),
        column("tambon", "ตำบล", Kind::Text, "Subdistrict"),
        column("amphoe", "อำเภอ", Kind::Text, "District"),
        column("province", "จังหวัด", Kind::Text, "Province"),
        column("years", "จำนวนปีที่มีข้อมูล", Kind::Integer, "Fiscal years with documents"),
        column("latest_year", "ปีล่าสุด (พ.ศ.)", Kind::Year, "Newest fiscal year, Buddhist era"),
        column("errors", "ข้อผิดพลาด", Kind::Integer, "Findings of severity error"),
        column("warnings", "คำเตือน", Kind::Integer, "Findings of severity warning"),
        column("notes", "ข้อสังเกต", Kind::Integer, "Findings of severity note"),
        column("pages", "จำนวนหน้าและไฟล์", Kind::Integer, "Pages and files that this site publishes of the agency"),
        column("url", "ที่อยู่หน้าเว็บ", Kind::Url, "Home page of the agency"),
    ],
    key: &["agency"],
};

pub static YEARS: Shape = Shape {
    name: "years",
    title: "ผลรายปีของทุกหน่วยงาน",
    title_en: "Results by agency and year",
    about: "หนึ่งแถวต่อหนึ่งหน่วยงานในหนึ่งปีงบประมาณ นับตามรายงานรอบล่าสุด",
    about_en: "One row for each agency and fiscal year, counted by the newest round",
    columns: &[
        column("agency", "หน่วยงาน (รหัสที่อยู่)", Kind::Text, "Folder of the agency in this site's addresses"),
        column("agency_name", "ชื่อหน่วยงาน", Kind::Text, "Full Thai name"),
        column("province", "จังหวัด", Kind::Text, "Province"),
        column("fiscal_year", "ปีงบประมาณ (พ.ศ.)", Kind::Year, "Fiscal year, Buddhist era"),
        column("round_months", "รอบล่าสุด (เดือน)", Kind::Integer, "6 or 12; 0: only a plan"),
        column("as_of", "ข้อมูล ณ", Kind::Text, "The day of the figures, ISO, where stated"),
        column("framework", "กรอบ", Kind::Text, "Framework of dimensions: 2561 or 2566"),
        column("items", "ทั้งหมด", Kind::Integer, "All items"),
        column("done", "ดำเนินการแล้วเสร็จ", Kind::Integer, "Items done"),
        column("in_progress", "อยู่ระหว่างดำเนินการ", Kind::Integer, "Items in progress"),
        column("not_done", "ไม่ได้ดำเนินการ", Kind::Integer, "Items not done"),
        column("awaiting", "รอรายงาน", Kind::Integer, "Items awaiting a report"),
        column("not_stated", "ไม่ระบุสถานะ", Kind::Integer, "Items whose status nobody states"),
        column("plan_baht", "งบตามแผน (บาท)", Kind::Baht, "Sum of planned budgets; empty: none stated"),
        column("ordinance_baht", "งบตามข้อบัญญัติ (บาท)", Kind::Baht, "Sum of budgets in the ordinance"),
        column("disbursed_baht", "เบิกจ่าย (บาท)", Kind::Baht, "Sum disbursed"),
        column(
            "score_percent",
            "คะแนนการนำแผนไปปฏิบัติ (ร้อยละ)",
            Kind::Percent,
            "(done + in progress / 2) / items; empty when no status is stated",
        ),
        column("completion_percent", "แล้วเสร็จ (ร้อยละ)", Kind::Percent, "done / items"),
        column("url", "ที่อยู่หน้าเว็บ", Kind::Url, "Page of the year"),
    ],
    key: &["agency", "fiscal_year"],
};

pub static DIMENSIONS: Shape = Shape {
    name: "dimensions",
    title: "ผลรายมิติของทุกหน่วยงาน",
    title_en: "Results by agency, year and dimension",
    about: "หนึ่งแถวต่อหนึ่งมิติของหน่วยงานในหนึ่งปี",
    about_en: "One row for each dimension of an agency's fiscal year",
    columns: &[
        column("agency", "หน่วยงาน (รหัสที่อยู่)", Kind::Text, "Folder of the agency in this site's addresses"),
        column("fiscal_year", "ปีงบประมาณ (พ.ศ.)", Kind::Year, "Fiscal year, Buddhist era"),
        column("dimension", "มิติที่", Kind::Integer, "Dimension of the framework"),
        column("items", "ทั้งหมด", Kind::Integer, "All items"),
        column("done", "ดำเนินการแล้วเสร็จ", Kind::Integer, "Items done"),
        column("in_progress", "อยู่ระหว่างดำเนินการ", Kind::Integer, "Items in progress"),
        column("not_done", "ไม่ได้ดำเนินการ", Kind::Integer, "Items not done"),
        column("awaiting", "รอรายงาน", Kind::Integer, "Items awaiting a report"),
        column("not_stated", "ไม่ระบุสถานะ", Kind::Integer, "Items whose status nobody states"),
    ],
    key: &["agency", "fiscal_year", "dimension"],
};

pub fn of_portal(summaries: &[AgencySummary], address: &dyn Fn(&str) -> String) -> Vec<Table> {
    let mut agencies = Table::new(&AGENCIES);
    let mut years = Table::new(&YEARS);
    let mut dimensions = Table::new(&DIMENSIONS);
    for agency in summaries {
        let count = |number: usize| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        agencies.rows.push(vec![
            agency_key(&agency.slug),
            Value::text(&agency.name),
            Value::text(&agency.short_name),
            Value::text(&agency.agency_type),
            text(agency.tambon.as_deref()),
            text(agency.amphoe.as_deref()),
            text(agency.province.as_deref()),
            count(agency.years.len()),
            agency.years.first().map_or(Value::Empty, |year| year_value(year.year)),
            count(agency.errors),
            count(agency.warnings),
            count(agency.notes),
            count(agency.pages),
            Value::Text(address(&agency.at(&AgencyPage::Home))),
        ]);
        for year in agency.years.iter().rev() {
            years.rows.push(year_row(agency, year, address(&agency.at_year(year))));
            dimensions.rows.extend(year.dimensions.iter().map(|dimension| {
                vec![
                    agency_key(&agency.slug),
                    year_value(year.year),
                    Value::Integer(i64::from(dimension.number)),
                    Value::Integer(dimension.items),
                    Value::Integer(dimension.done),
                    Value::Integer(dimension.in_progress),
                    Value::Integer(dimension.not_done),
                    Value::Integer(dimension.awaiting),
                    Value::Integer(dimension.not_stated),
                ]
            }));
        }
    }
    vec![agencies, years, dimensions]
}

fn year_row(agency: &AgencySummary, year: &YearSummary, url: String) -> Vec<Value> {
    let states_status = year.items > year.not_stated;
    let share = |part: i64, whole: i64| percent(if states_status { Fraction::new(part, whole) } else { None });
    let baht = |satang: Option<i64>| satang.map_or(Value::Empty, Value::Money);
    vec![
        agency_key(&agency.slug),
        Value::text(&agency.name),
        text(agency.province.as_deref()),
        year_value(year.year),
        Value::Integer(i64::from(year.round_months)),
        text(year.as_of.as_deref()),
        if year.framework == 0 { Value::Empty } else { Value::Text(year.framework.to_string()) },
        Value::Integer(year.items),
        Value::Integer(year.done),
        Value::Integer(year.in_progress),
        Value::Integer(year.not_done),
        Value::Integer(year.awaiting),
        Value::Integer(year.not_stated),
        baht(year.plan),
        baht(year.ordinance),
        baht(year.disbursed),
        share(year.done * 2 + year.in_progress, year.items * 2),
        share(year.done, year.items),
        Value::Text(url),
    ]
}
