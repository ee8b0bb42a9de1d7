//! Figures that are wrong by themselves, whatever the rows say: `T122` a percentage above 100 of what cannot be more
//! than all, `T123` complaints whose parts are not their whole.

use super::{Number, StatedParagraph, StatedUnit, before};
use crate::finding::{Finding, Findings, code};
use crate::source::Document;
use crate::span::{Span, Spanned};
use crate::standards::{ComplaintFate, SentenceWords};
use crate::thai::{self, Decimal};

pub(super) fn read(paragraph: &StatedParagraph<'_>, words: &SentenceWords, findings: &mut Findings) {
    for number in paragraph.numbers.iter().filter(|number| number.unit == StatedUnit::Percent) {
        above_all(paragraph, number, words, findings);
    }
    complaints(paragraph, words, findings);
}

fn is_above_100(value: Decimal) -> bool {
    value.digits() > 100 * 10_i64.saturating_pow(u32::from(value.scale()))
}

fn above_all(paragraph: &StatedParagraph<'_>, number: &Number, words: &SentenceWords, findings: &mut Findings) {
    let ahead = before(paragraph.text, number.start, 60);
    let behind = super::after(paragraph.text, number.unit_end, 24);
    if !is_above_100(number.value) || words.may_grow(ahead) || words.may_grow(behind) {
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
fn complaints(paragraph: &StatedParagraph<'_>, words: &SentenceWords, findings: &mut Findings) {
    if !paragraph.numbers.iter().any(|number| number.unit == StatedUnit::Items) {
        return;
    }
    let text = paragraph.text;
    let Some(begins) = text.find("ร้องเรียน").or_else(|| text.find("ร้องทุกข์"))
    else {
        return;
    };
    let counted: Vec<&Number> = paragraph
        .numbers
        .iter()
        .filter(|number| number.start > begins && matches!(number.unit, StatedUnit::Items) && number.count().is_some())
        .collect();
    let [whole, parts @ ..] = counted.as_slice() else { return };
    // The whole is named as one; every part by its own fate, and the parts are all that follows.
    let named = before(text, whole.start, 40);
    let is_whole = says_whole(named, words);
    let mut last = whole.unit_end;
    let mut fates = Vec::new();
    for part in parts {
        let Some(fate) = words.fate(&text[last..part.start]) else { return };
        if fates.contains(&fate) || text[last..part.start].contains("\n\n") {
            return;
        }
        fates.push(fate);
        last = part.unit_end;
    }
    if !is_whole || parts.len() < 2 || !fates.contains(&ComplaintFate::Done) {
        return;
    }
    let sum: i64 = parts.iter().filter_map(|part| part.count()).sum();
    let Some(stated) = whole.count().filter(|stated| *stated != sum) else { return };
    findings.push(
        does_not_add(paragraph.span.part(whole.start, whole.unit_end), stated, sum)
            .label(format!("ส่วนย่อยรวมกันได้ {sum}")),
    );
}

/// The whole of the complaints, not what became of some.
fn says_whole(text: &str, words: &SentenceWords) -> bool {
    let counted = ["จำนวน", "รับเรื่อง", "รับแจ้ง"].iter().any(|word| text.contains(word));
    (words.says_whole(text) || counted) && words.fate(text).is_none()
}

fn does_not_add(span: Span, stated: i64, sum: i64) -> Finding {
    Finding::of(code::T123, span, format!("เรื่องร้องเรียนทั้งหมด {stated} แต่แต่ละส่วนรวมกันได้ {sum}"))
        .english("the complaints' parts are not their whole")
        .help("ตรวจจำนวนทั้งหมดและจำนวนแต่ละส่วน ให้ทุกเรื่องอยู่ในส่วนใดส่วนหนึ่ง")
        .or_answer()
}

/// Cells of words: results and outcomes.
fn in_words<'c>(rows: impl Iterator<Item = &'c [Spanned<String>]>, words: &SentenceWords, findings: &mut Findings) {
    for cell in rows.flatten().filter(|cell| cell.value.contains("ร้อยละ") || cell.value.contains('%')) {
        let text = cell.value.as_str();
        let grows = words.may_grow(text);
        let wrong = super::numbers(text)
            .into_iter()
            .find(|number| number.unit == StatedUnit::Percent && is_above_100(number.value) && !grows);
        if let Some(number) = wrong {
            findings.push(told(cell.span, &text[number.start..number.end]));
        }
    }
}

pub(super) fn tables(document: &Document, words: &SentenceWords, findings: &mut Findings) {
    for grid in &document.body.grids {
        let rows = || grid.rows.iter().map(|row| row.cells.as_slice());
        percentages(&grid.heads, rows(), words, findings);
        complaint_table(&grid.heads, rows(), words, findings);
        in_words(rows(), words, findings);
    }
    for table in document.tables.iter().filter(|table| table.grid.is_none()) {
        let heads: Vec<Spanned<String>> = table.columns.iter().map(|column| column.head.clone()).collect();
        let rows = || table.rows.iter().map(|row| row.cells.as_slice());
        percentages(&heads, rows(), words, findings);
        complaint_table(&heads, rows(), words, findings);
        in_words(rows(), words, findings);
    }
}

fn percentages<'c>(
    heads: &[Spanned<String>],
    rows: impl Iterator<Item = &'c [Spanned<String>]>,
    words: &SentenceWords,
    findings: &mut Findings,
) {
    let of_all: Vec<bool> = heads
        .iter()
        .map(|head| {
            let head = head.value.as_str();
            (head.contains("ร้อยละ") || head.contains('%')) && !words.may_grow(head)
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
    words: &SentenceWords,
    findings: &mut Findings,
) {
    let about = heads.iter().any(|head| head.value.contains("ร้องเรียน") || head.value.contains("ร้องทุกข์"));
    if !about {
        return;
    }
    let is_whole = |head: &str| says_whole(head, words);
    let wholes: Vec<usize> = (0..heads.len()).filter(|at| is_whole(&heads[*at].value)).collect();
    let parts: Vec<usize> = (0..heads.len()).filter(|at| words.fate(&heads[*at].value).is_some()).collect();
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
