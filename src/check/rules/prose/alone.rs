//! Figures that are wrong by themselves, whatever the rows say: `T122` a percentage above 100 of what cannot be more
//! than all, `T123` complaints whose parts are not their whole.

use super::{Number, Paragraph, Unit, before};
use crate::finding::{Finding, Findings, code};
use crate::source::Document;
use crate::span::{Span, Spanned};
use crate::thai::{self, Decimal};

pub(super) fn read(paragraph: &Paragraph<'_>, findings: &mut Findings) {
    for number in paragraph.numbers.iter().filter(|number| number.unit == Unit::Percent) {
        above_all(paragraph, number, findings);
    }
    complaints(paragraph, findings);
}

fn is_above_100(value: Decimal) -> bool {
    value.digits() > 100 * 10_i64.saturating_pow(u32::from(value.scale()))
}

/// Of what may be more than all.
const MAY_GROW: [&str; 16] = [
    "เพิ่ม",
    "เติบโต",
    "ขยายตัว",
    "สูงขึ้น",
    "มากกว่า",
    "เกินกว่า",
    "เกินเป้า",
    "สูงกว่า",
    "เมื่อเทียบ",
    "เทียบกับ",
    "กำไร",
    "อัตรา",
    "เป้าหมาย",
    "ของปี",
    "จัดเก็บ",
    "รายได้",
];

fn above_all(paragraph: &Paragraph<'_>, number: &Number, findings: &mut Findings) {
    let ahead = before(paragraph.text, number.start, 60);
    let behind = super::after(paragraph.text, number.unit_end, 24);
    if !is_above_100(number.value) || MAY_GROW.iter().any(|word| ahead.contains(word) || behind.contains(word)) {
        return;
    }
    findings.push(told(paragraph.span.part(number.start, number.unit_end), &paragraph.text[number.start..number.end]));
}

fn told(span: Span, printed: &str) -> Finding {
    Finding::of(code::T122, span, format!("ร้อยละ {printed} เกินร้อยละ 100"))
        .english("a percentage above 100 of what cannot be more than all")
        .label("เกิน 100")
        .help("ตรวจจุดทศนิยมและตัวตั้งตัวหาร เช่น `ร้อยละ 80.95`")
        .or_answer()
}

/// "เรื่องร้องเรียนทั้งหมด ๑๒ เรื่อง แล้วเสร็จ ๘ เรื่อง อยู่ระหว่าง ๓ เรื่อง".
fn complaints(paragraph: &Paragraph<'_>, findings: &mut Findings) {
    let text = paragraph.text;
    let Some(begins) = text.find("ร้องเรียน").or_else(|| text.find("ร้องทุกข์"))
    else {
        return;
    };
    let counted: Vec<&Number> = paragraph
        .numbers
        .iter()
        .filter(|number| number.start > begins && matches!(number.unit, Unit::Items) && number.count().is_some())
        .collect();
    let [whole, parts @ ..] = counted.as_slice() else { return };
    // The whole is named as one; every part by its own fate, and the parts are all that follows.
    let named = before(text, whole.start, 40);
    let is_whole =
        ["ทั้งหมด", "ทั้งสิ้น", "จำนวน", "รวม", "รับเรื่อง"].iter().any(|word| named.contains(word)) && fate(named).is_none();
    let mut last = whole.unit_end;
    let mut fates = Vec::new();
    for part in parts {
        let Some(fate) = fate(&text[last..part.start]) else { return };
        if fates.contains(&fate) || text[last..part.start].contains("\n\n") {
            return;
        }
        fates.push(fate);
        last = part.unit_end;
    }
    if !is_whole || parts.len() < 2 || !fates.contains(&Fate::Done) {
        return;
    }
    let sum: i64 = parts.iter().filter_map(|part| part.count()).sum();
    let Some(stated) = whole.count().filter(|stated| *stated != sum) else { return };
    findings.push(
        does_not_add(paragraph.span.part(whole.start, whole.unit_end), stated, sum)
            .label(format!("ส่วนย่อยรวมกันได้ {sum}")),
    );
}

fn does_not_add(span: Span, stated: i64, sum: i64) -> Finding {
    Finding::of(code::T123, span, format!("เรื่องร้องเรียนทั้งหมด {stated} แต่แต่ละส่วนรวมกันได้ {sum}"))
        .english("the complaints' parts are not their whole")
        .help("ตรวจจำนวนทั้งหมดและจำนวนแต่ละส่วน ให้ทุกเรื่องอยู่ในส่วนใดส่วนหนึ่ง")
        .or_answer()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Done,
    Pending,
    Refused,
    Sent,
}

fn fate(text: &str) -> Option<Fate> {
    const FATES: [(&str, Fate); 13] = [
        ("ไม่แล้วเสร็จ", Fate::Pending),
        ("อยู่ระหว่าง", Fate::Pending),
        ("คงค้าง", Fate::Pending),
        ("คงเหลือ", Fate::Pending),
        ("รอดำเนินการ", Fate::Pending),
        ("ยังไม่", Fate::Pending),
        ("ไม่รับ", Fate::Refused),
        ("ยกเลิก", Fate::Refused),
        ("ส่งต่อ", Fate::Sent),
        ("แล้วเสร็จ", Fate::Done),
        ("ยุติ", Fate::Done),
        ("เสร็จสิ้น", Fate::Done),
        ("ได้ข้อยุติ", Fate::Done),
    ];
    FATES.iter().find(|(word, _)| text.contains(word)).map(|(_, fate)| *fate)
}

/// Cells of words: results and outcomes.
fn in_words<'c>(rows: impl Iterator<Item = &'c [Spanned<String>]>, findings: &mut Findings) {
    for cell in rows.flatten().filter(|cell| cell.value.contains("ร้อยละ") || cell.value.contains('%')) {
        let text = cell.value.as_str();
        let grows = MAY_GROW.iter().any(|word| text.contains(word));
        let wrong = super::numbers(text)
            .into_iter()
            .find(|number| number.unit == Unit::Percent && is_above_100(number.value) && !grows);
        if let Some(number) = wrong {
            findings.push(told(cell.span, &text[number.start..number.end]));
        }
    }
}

pub(super) fn tables(document: &Document, findings: &mut Findings) {
    for grid in &document.body.grids {
        let rows = || grid.rows.iter().map(|row| row.cells.as_slice());
        percentages(&grid.heads, rows(), findings);
        complaint_table(&grid.heads, rows(), findings);
        in_words(rows(), findings);
    }
    for table in document.tables.iter().filter(|table| table.grid.is_none()) {
        let heads: Vec<Spanned<String>> = table.columns.iter().map(|column| column.head.clone()).collect();
        let rows = || table.rows.iter().map(|row| row.cells.as_slice());
        percentages(&heads, rows(), findings);
        complaint_table(&heads, rows(), findings);
        in_words(rows(), findings);
    }
}

fn percentages<'c>(
    heads: &[Spanned<String>],
    rows: impl Iterator<Item = &'c [Spanned<String>]>,
    findings: &mut Findings,
) {
    let of_all: Vec<bool> = heads
        .iter()
        .map(|head| {
            let head = head.value.as_str();
            (head.contains("ร้อยละ") || head.contains('%')) && !MAY_GROW.iter().any(|word| head.contains(word))
        })
        .collect();
    if !of_all.contains(&true) {
        return;
    }
    for cell in rows.flat_map(|row| row.iter().zip(&of_all).filter(|(_, of_all)| **of_all).map(|(cell, _)| cell)) {
        if Decimal::parse(&cell.value).is_ok_and(is_above_100) {
            findings.push(told(cell.span, cell.value.trim()));
        }
    }
}

fn complaint_table<'c>(
    heads: &[Spanned<String>],
    rows: impl Iterator<Item = &'c [Spanned<String>]>,
    findings: &mut Findings,
) {
    let about = heads.iter().any(|head| head.value.contains("ร้องเรียน") || head.value.contains("ร้องทุกข์"));
    if !about {
        return;
    }
    let is_whole = |head: &str| {
        ["ทั้งหมด", "ทั้งสิ้น", "จำนวน", "รวม", "รับเรื่อง", "รับแจ้ง"].iter().any(|word| head.contains(word))
            && fate(head).is_none()
    };
    let wholes: Vec<usize> = (0..heads.len()).filter(|at| is_whole(&heads[*at].value)).collect();
    let parts: Vec<usize> = (0..heads.len()).filter(|at| fate(&heads[*at].value).is_some()).collect();
    let ([whole], true) = (wholes.as_slice(), parts.len() >= 2) else { return };
    let number = |cell: Option<&Spanned<String>>| -> Option<i64> {
        let text = cell?.value.trim();
        if matches!(text, "-" | "–") { Some(0) } else { thai::parse_integer(text) }
    };
    for row in rows {
        let Some(stated) = number(row.get(*whole)) else { continue };
        let counted: Option<Vec<i64>> = parts.iter().map(|at| number(row.get(*at))).collect();
        let Some(sum) = counted.map(|counted| counted.iter().sum::<i64>()).filter(|sum| *sum != stated) else {
            continue;
        };
        if let Some(cell) = row.get(*whole) {
            findings.push(does_not_add(cell.span, stated, sum).label(format!("ส่วนย่อยรวมกันได้ {sum}")));
        }
    }
}
