//! What does not add up, with the authority's answers.

use crate::finding::Severity;
use crate::open_data::table::{Kind, Shape, Table, column, date, text};
use crate::open_data::tables::{Source, agency_key};
use crate::open_data::value::Value;

const SEVERITIES: &[&str] = &["error", "warning", "note"];

pub static FINDINGS: Shape = Shape {
    name: "findings",
    title: "ข้อที่ยังไม่ตรงกัน",
    title_en: "What does not add up",
    about: "หนึ่งแถวต่อหนึ่งจุดที่ตัวเลขหรือข้อความในเอกสารไม่ตรงกัน พร้อมคำชี้แจงของหน่วยงาน",
    about_en: "One row for each place where figures or words of the documents disagree, with the authority's answer",
    columns: &[
        column("agency", "หน่วยงาน (รหัสที่อยู่)", Kind::Text, "Folder of the agency in this site's addresses"),
        column("row", "ลำดับ", Kind::Integer, "Place in the list, from 1"),
        column("code", "รหัสข้อค้นพบ", Kind::Text, "Code of the rule"),
        column("severity", "ระดับ", Kind::Choice(SEVERITIES), "How heavy it weighs"),
        column("message", "ข้อความ", Kind::Text, "What is wrong, in Thai"),
        column("message_en", "ข้อความ (อังกฤษ)", Kind::Text, "What is wrong, in English"),
        column("file", "ไฟล์", Kind::Text, "The author's file"),
        column("line", "บรรทัด", Kind::Integer, "Line of the file"),
        column("item", "รหัสรายการ", Kind::Text, "The item it speaks of"),
        column("answer", "คำชี้แจงของหน่วยงาน", Kind::Text, "The authority's public answer"),
        column("answered_by", "ผู้ชี้แจง", Kind::Text, "Who answered"),
        column("answer_until", "คำชี้แจงใช้ถึง", Kind::Date, "Until when the answer holds"),
    ],
    key: &["agency", "row"],
};

pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

pub fn findings(source: &Source<'_>) -> Table {
    let mut table = Table::new(&FINDINGS);
    for (at, finding) in source.findings.iter().enumerate() {
        let answer = finding.answer.as_ref();
        table.rows.push(vec![
            agency_key(&source.agency.slug),
            Value::Integer(at as i64 + 1),
            Value::text(finding.code),
            Value::text(severity_word(finding.severity)),
            text(Some(&finding.message)),
            text(Some(&finding.message_en)),
            text(Some(&finding.primary.path)),
            Value::Integer(i64::from(finding.primary.line)),
            text(finding.item.as_deref()),
            text(answer.map(|answer| answer.reason.as_str())),
            text(answer.and_then(|answer| answer.by.as_deref())),
            date(answer.and_then(|answer| answer.until)),
        ]);
    }
    table
}
