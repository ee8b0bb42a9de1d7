//! What does not add up, with the authority's answers.

use std::sync::LazyLock;

use crate::check::Located;
use crate::finding::Severity;
use crate::finding::registry;
use crate::open_data::layout::{Layout, Rows};
use crate::open_data::table::{AGENCY, Table, ValueKind, column, date, text};
use crate::open_data::tables::{TableSource, agency_key};
use crate::open_data::value::Value;

const NATURES: &[&str] = &["contradiction", "slip", "gap"];
const SEVERITIES: &[&str] = &["error", "warning", "note"];

pub struct FindingRow<'r> {
    id: &'r str,
    at: usize,
    finding: &'r Located,
}

pub struct Found;

impl Rows for Found {
    type Row<'r> = FindingRow<'r>;
}

pub static FINDINGS: LazyLock<Layout<Found>> = LazyLock::new(|| {
    Layout::<Found>::new(
        "findings",
        ["ข้อที่ควรตรวจในเอกสาร", "Points to check in the documents"],
        [
            "หนึ่งแถวต่อหนึ่งจุดที่ขัดกัน น่าจะพิมพ์ผิด หรือยังไม่มีในเว็บนี้ พร้อมคำชี้แจงของหน่วยงาน",
            "One row for each contradiction, probable misprint or gap in the documents, with the authority's answer",
        ],
    )
    .key(&["agency", "row"])
    .column(AGENCY, |row| agency_key(row.id))
    .column(column("row", "ลำดับ", ValueKind::Integer, "Place in the list, from 1"), |row| {
        Value::Integer(row.at as i64 + 1)
    })
    .column(column("code", "รหัสข้อค้นพบ", ValueKind::Text, "Code of the rule"), |row| {
        Value::text(row.finding.code.as_str())
    })
    .column(column("severity", "ระดับ", ValueKind::Choice(SEVERITIES), "How heavy it weighs"), |row| {
        Value::text(severity_word(row.finding.severity))
    })
    .column(
        column(
            "nature",
            "เป็นข้อใด",
            ValueKind::Choice(NATURES),
            "contradiction: two statements that cannot both be true; slip: probably misprinted; gap: not on this site, or not said",
        ),
        |row| Value::text(registry::nature(row.finding.code).key()),
    )
    .column(column("message", "ข้อความ", ValueKind::Text, "What is wrong, in Thai"), |row| {
        text(Some(&row.finding.message))
    })
    .column(
        column("message_en", "ข้อความ (อังกฤษ)", ValueKind::Text, "What is wrong, in English"),
        |row| text(Some(&row.finding.message_en)),
    )
    .column(column("file", "ไฟล์", ValueKind::Text, "The author's file"), |row| {
        text(Some(&row.finding.primary.path))
    })
    .column(column("line", "บรรทัด", ValueKind::Integer, "Line of the file"), |row| {
        Value::Integer(i64::from(row.finding.primary.line))
    })
    .column(column("item", "รหัสรายการ", ValueKind::Text, "The item it speaks of"), |row| {
        text(row.finding.item.as_deref())
    })
    .column(
        column("answer", "คำชี้แจงของหน่วยงาน", ValueKind::Text, "The authority's public answer"),
        |row| text(row.finding.answer.as_ref().map(|answer| answer.reason.as_str())),
    )
    .column(column("answered_by", "ผู้ชี้แจง", ValueKind::Text, "Who answered"), |row| {
        text(row.finding.answer.as_ref().and_then(|answer| answer.by.as_deref()))
    })
    .column(
        column("answer_until", "คำชี้แจงใช้ถึง", ValueKind::Date, "Until when the answer holds"),
        |row| date(row.finding.answer.as_ref().and_then(|answer| answer.until)),
    )
});

pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

pub fn findings(source: &TableSource<'_>) -> Table {
    let findings = source.findings.iter().enumerate();
    let id = source.agency.id();
    FINDINGS.table(findings.map(|(at, finding)| FindingRow { id: &id, at, finding }))
}
