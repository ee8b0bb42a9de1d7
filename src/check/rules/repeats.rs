//! `T414` a number missing or doubled in a sequence. `T415` a paragraph written twice. `T416` one result for several items.
//! Why: a gap in the numbers is most often a row that was lost; the same words twice, a copy that nobody changed.

use std::collections::BTreeMap;

use crate::check::{AgencyHead, Context, DocumentRule, LinedDocument, Rule};
use crate::finding::{Finding, Findings, code};
use crate::model::{Agency, Entry};
use crate::source::Document;
use crate::source::tables::DataTable;
use crate::span::{Span, Spanned};
use crate::standards::{Field, Role, heads};
use crate::thai;

pub const REPEATS: DocumentRule = DocumentRule { codes: &[code::T414, code::T415], run };
pub const RESULTS: Rule = Rule { codes: &[code::T416], run: run_results };

const SHOWN: usize = 4;

fn run(documents: &[LinedDocument<'_>], _: AgencyHead<'_>, _: &Context<'_>, findings: &mut Findings) {
    for document in documents {
        for table in &document.tables {
            if matches!(table.role, Role::Items | Role::Eplan | Role::Measures) {
                sequence(table, findings);
            }
        }
        paragraphs(document, findings);
    }
}

fn run_results(agency: &Agency, _: &Context<'_>, findings: &mut Findings) {
    for report in &agency.reports {
        results(&report.entries, findings);
    }
    for plan in &agency.plans {
        results(&plan.entries, findings);
    }
    for book in &agency.measures {
        results(&book.entries, findings);
    }
}

/// `๓.๒` → ("3.", 2); the number that grows, and what stands before it.
fn numbered(text: &str) -> Option<(String, u32)> {
    let text = thai::to_arabic(text.trim());
    let text = text.trim_matches(|letter: char| matches!(letter, '(' | ')' | '.' | ' '));
    let digits = text.len() - text.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    if digits == 0 || digits > 4 {
        return None;
    }
    let (before, number) = text.split_at(text.len() - digits);
    let fits = before.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | '(' | ' ' | '/'));
    Some((before.to_owned(), number.parse().ok()?)).filter(|_| fits)
}

fn sequence(table: &DataTable, findings: &mut Findings) {
    let Some(column) = table.position(Field::Seq) else { return };
    let mut last: Option<(String, u32, Span)> = None;
    let mut blank: Option<Span> = None;
    for row in &table.rows {
        let Some(cell) = row.cells.get(column) else { continue };
        let Some((before, number)) = numbered(&cell.value) else {
            if cell.value.trim().is_empty() && row.cells.iter().any(|cell| !cell.value.is_empty()) {
                blank = Some(row.span);
            }
            continue;
        };
        if let Some((last_before, last_number, last_span)) = &last
            && *last_before == before
        {
            match (number.checked_sub(*last_number), blank) {
                (Some(1), _) => {}
                (Some(2), Some(blank)) => findings.push(
                    Finding::of(code::T414, blank, format!("แถวนี้ไม่มีลำดับ ทั้งที่อยู่ระหว่าง {last_number} กับ {number}"))
                        .english("a row without its number")
                        .label(format!("น่าจะเป็นลำดับ {}", number - 1))
                        .help(format!("เติมลำดับ เช่น `{before}{}`", number - 1))
                        .or_answer(),
                ),
                (Some(0), _) => findings.push(
                    Finding::of(code::T414, cell.span, format!("ลำดับ `{}` ซ้ำกับแถวก่อน", cell.value))
                        .english("a number is doubled in the sequence")
                        .label("ซ้ำ")
                        .also(*last_span, "ลำดับเดียวกัน")
                        .help(format!("ตัวอย่างที่ถูก `{before}{}`", number + 1))
                        .or_answer(),
                ),
                // 1 begins a new part.
                _ if number == 1 => {}
                _ => findings.push(
                    Finding::of(code::T414, cell.span, format!("ลำดับข้ามจาก {before}{last_number} ไป {before}{number}"))
                        .english("the sequence jumps")
                        .label(format!("ต่อจาก {before}{last_number} ควรเป็น {before}{}", last_number + 1))
                        .also(*last_span, "ลำดับก่อนหน้า")
                        .help("ตรวจว่ามีแถวตกหายหรือไม่")
                        .or_answer(),
                ),
            }
        }
        blank = None;
        last = Some((before, number, cell.span));
    }
}

/// A paragraph shorter than this may well stand twice.
const LONG_PARAGRAPH: usize = 60;

fn paragraphs(document: &Document, findings: &mut Findings) {
    let mut first: BTreeMap<u64, Vec<&Spanned<String>>> = BTreeMap::new();
    for paragraph in &document.body.prose {
        let text = paragraph.value.trim();
        // A letter has at most four bytes: most short ones need not be counted.
        if text.len() < LONG_PARAGRAPH || text.chars().count() < LONG_PARAGRAPH {
            continue;
        }
        let alike = first.entry(hash_of_bare(text)).or_default();
        let same = alike.iter().find(|other| bare(other.value.trim()).eq(bare(text)));
        match same.map(|same| &same.span) {
            None => alike.push(paragraph),
            // A list item and the paragraph inside it are one text.
            Some(span) if span.start <= paragraph.span.end && paragraph.span.start <= span.end => {}
            Some(span) => {
                let shown: String = text.chars().take(40).collect();
                let span = *span;
                findings.push(
                    Finding::of(code::T415, paragraph.span, format!("ย่อหน้า `{shown}…` ซ้ำกับย่อหน้าก่อนทุกตัวอักษร"))
                        .english("a paragraph is written twice")
                        .label("ซ้ำ")
                        .also(span, "ย่อหน้าแรก")
                        .help("ลบย่อหน้าหนึ่ง หรือแก้ให้เป็นเรื่องของตัวเอง")
                        .or_answer(),
                );
            }
        }
    }
}

/// Letters and digits alone: what is left when line breaks, marks of Markdown and kinds of digits are no difference.
fn bare(text: &str) -> impl Iterator<Item = char> {
    let kept = |letter: &char| match letter {
        'ก'..='๛' => true,
        letter => letter.is_ascii_alphanumeric() || (!letter.is_ascii() && !letter.is_whitespace()),
    };
    text.chars().filter(kept).map(|letter| match letter {
        '๐'..='๙' => char::from_u32(letter as u32 - '๐' as u32 + '0' as u32).unwrap_or(letter),
        _ => letter,
    })
}

/// By which texts are found that may be alike; those that are, are compared.
fn hash_of_bare(text: &str) -> u64 {
    bare(text).fold(0xcbf2_9ce4_8422_2325, |hash, letter| {
        (hash ^ u64::from(letter)).wrapping_mul(0x100_0000_01b3).rotate_left(5)
    })
}

/// A result shorter than this may well be the same for two items.
const LONG_RESULT: usize = 40;

fn results(entries: &[Entry], findings: &mut Findings) {
    let mut groups: BTreeMap<String, Vec<(&Entry, &Spanned<String>)>> = BTreeMap::new();
    for entry in entries {
        for field in [Field::Result, Field::Output, Field::Outcome].into_iter().filter_map(|field| entry.text(field)) {
            if field.value.chars().count() >= LONG_RESULT {
                groups.entry(heads::fold(&field.value)).or_default().push((entry, field));
            }
        }
    }
    let mut found: Vec<&Vec<(&Entry, &Spanned<String>)>> =
        groups.values().filter(|group| group.windows(2).any(|pair| pair[0].0.code != pair[1].0.code)).collect();
    found.sort_by_key(|group| group.first().map(|(_, field)| field.span));
    let copies: Vec<(&Entry, &Entry, Span)> = found
        .iter()
        .filter_map(|group| {
            let ((first, _), (second, field)) = (group.first()?, group.get(1)?);
            Some((*first, *second, field.span))
        })
        .collect();
    let Some((first, second, span)) = copies.first() else { return };
    let shown = found.first().and_then(|group| group.get(1)).map_or("", |(_, field)| field.value.as_str());
    let shown: String = shown.replace('\n', " ").chars().take(50).collect();
    let more =
        if copies.len() > 1 { format!(" และอีก {} คู่", copies.len() - 1) } else { String::new() };
    let finding = Finding::of(
        code::T416,
        *span,
        format!("{} กับ {} มีผลเดียวกันทุกตัวอักษร: `{shown}…`{more}", first.code, second.code),
    )
    .english("the same result word for word in several items")
    .label(format!("เหมือนของ {}", first.code))
    .help("เขียนผลของแต่ละเรื่องตามที่เกิดจริง")
    .or_answer()
    .item(second.code.as_str());
    findings.push(copies.iter().skip(1).take(2 * SHOWN).fold(finding, |finding, (first, second, span)| {
        finding.also(*span, format!("{} เหมือน {}", second.code, first.code))
    }));
}
