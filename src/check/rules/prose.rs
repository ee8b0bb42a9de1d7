//! What sentences state in figures, read once for each paragraph: numbers with their units, and of what they speak.
//! `T108`, `T109` a share and its percentage (`prose/shares`). `T116`, `T120`, `T121` counts and money against the rows
//! (`prose/counts`). `T122` a percentage above 100 and `T123` complaints that do not add up (`prose/alone`), in every
//! document. `T315` one paper under two dates (`prose/orders`).
//! Why: the sentence above the table is what most people read.

mod alone;
mod counts;
mod orders;
mod shares;

use crate::check::rules::figures::records;
use crate::check::{AgencyHead, Context, DocumentRule, LinedDocument, Rule};
use crate::finding::{Findings, code};
use crate::model::Agency;
use crate::source::Document;
use crate::span::Span;
use crate::standards::ItemKind;
use crate::thai::{self, Decimal, Money, StatedMoney};

pub const CLAIMS: Rule = Rule { codes: &[code::T108, code::T109, code::T116, code::T120, code::T121, code::T315], run };

pub const FIGURES_ALONE: DocumentRule = DocumentRule { codes: &[code::T122, code::T123], run: run_alone };

fn run(agency: &Agency, context: &Context<'_>, findings: &mut Findings) {
    let words = &context.standards.sentences;
    for record in records(agency, context.standards) {
        for paragraph in paragraphs(record.document) {
            shares::read(&record, &paragraph, words, findings);
            counts::read(&record, &paragraph, words, findings);
        }
    }
    orders::read(agency, findings);
}

fn run_alone(documents: &[LinedDocument<'_>], _: AgencyHead<'_>, context: &Context<'_>, findings: &mut Findings) {
    for document in documents {
        for paragraph in paragraphs(document) {
            alone::read(&paragraph, &context.standards.sentences, findings);
        }
        alone::tables(document, &context.standards.sentences, findings);
    }
}

/// A paragraph as the author's file has it, with its numbers in order.
struct StatedParagraph<'d> {
    text: &'d str,
    span: Span,
    numbers: Vec<Number>,
}

/// A number in running text.
struct Number {
    value: Decimal,
    start: usize,
    end: usize,
    unit: StatedUnit,
    /// Where its unit ends; its own end where it has none.
    unit_end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum StatedUnit {
    Kind(ItemKind),
    Items,
    Baht,
    Percent,
    /// A year, a number of a paper, a place in a list.
    Name,
    Other,
}

impl Number {
    fn count(&self) -> Option<i64> {
        (self.value.scale() == 0).then(|| self.value.digits())
    }

    fn money(&self, text: &str) -> Option<Money> {
        match StatedMoney::parse(&text[self.start..self.end]).ok()? {
            StatedMoney::Amount(money) => Some(money),
            _ => None,
        }
    }
}

fn paragraphs(document: &Document) -> impl Iterator<Item = StatedParagraph<'_>> {
    let prose = document.body.prose.iter().map(|paragraph| paragraph.span);
    let spans = prose.chain(document.common.summary.as_ref().map(|summary| summary.span));
    spans.filter(|span| span.file == document.file).filter_map(|span| {
        let text = document.text.get(span.start as usize..span.end as usize)?;
        let numbers = numbers(text);
        (!numbers.is_empty()).then_some(StatedParagraph { text, span, numbers })
    })
}

const UNITS: [(&str, StatedUnit); 14] = [
    ("โครงการ/กิจกรรม/มาตรการ", StatedUnit::Items),
    ("โครงการ/กิจกรรม", StatedUnit::Items),
    ("โครงการ", StatedUnit::Kind(ItemKind::Project)),
    ("กิจกรรม", StatedUnit::Kind(ItemKind::Activity)),
    ("มาตรการ", StatedUnit::Kind(ItemKind::Measure)),
    ("เรื่อง", StatedUnit::Items),
    ("รายการ", StatedUnit::Items),
    ("บาท", StatedUnit::Baht),
    ("%", StatedUnit::Percent),
    ("％", StatedUnit::Percent),
    ("เปอร์เซ็นต์", StatedUnit::Percent),
    ("เปอร์เซนต์", StatedUnit::Percent),
    ("แนวปฏิบัติ", StatedUnit::Kind(ItemKind::Practice)),
    ("งาน", StatedUnit::Items),
];

/// Words that may follow a unit without a space and leave it what it is; others make another word of it
/// ("โครงการนำร่อง").
const GO_ON: [&str; 30] = [
    "คิด",
    "ที่",
    "ดำเนิน",
    "แล้ว",
    "และ",
    "ได้",
    "ประกอบ",
    "ซึ่ง",
    "โดย",
    "ใน",
    "ของ",
    "ตาม",
    "จาก",
    "รวม",
    "เป็น",
    "มี",
    "อยู่",
    "ยัง",
    "ไม่",
    "เท่า",
    "ทั้ง",
    "แบ่ง",
    "จำแนก",
    "แยก",
    "เสร็จ",
    "งบ",
    "ร้อยละ",
    "ต่อ",
    "กับ",
    "อีก",
];

/// A paragraph of more numbers is no sentence, whatever it is; each takes more memory than its letters.
const MOST_NUMBERS: usize = 20_000;

fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < MOST_NUMBERS {
        let start = thai::digits::next_digit(text, at);
        if start == text.len() {
            break;
        }
        let is_part = |letter: char| thai::digits::is_digit(letter) || matches!(letter, ',' | '.');
        let end = text[start..].find(|letter: char| !is_part(letter)).map_or(text.len(), |width| start + width);
        let printed = text[start..end].trim_end_matches(['.', ',']);
        at = end.max(start + 1);
        let Ok(value) = Decimal::parse(printed) else { continue };
        let end = start + printed.len();
        let (unit, unit_end) = unit_of(text, start, end);
        found.push(Number { value, start, end, unit, unit_end });
    }
    found
}

fn unit_of(text: &str, start: usize, end: usize) -> (StatedUnit, usize) {
    let before = text[..start].trim_end_matches([' ', '\u{a0}']);
    let rest = text[end..].trim_start_matches([' ', '\u{a0}']);
    let names = [
        "พ.ศ.",
        "ค.ศ.",
        "ที่",
        "มาตรา",
        "ข้อ",
        "ปี",
        "งบประมาณ",
        "เลข",
        "หมวด",
        "หมู่",
        "โทร.",
        "รอบ",
        "ไตรมาส",
        "/",
        "-",
        "–",
    ];
    if text[end..].starts_with(['/', '-']) || before.ends_with(['/']) {
        return (StatedUnit::Name, end);
    }
    if before.ends_with("ร้อยละ") {
        return (StatedUnit::Percent, end);
    }
    // Thai letters differ in their third byte: looked at first, it saves nearly every comparison.
    let letter = |text: &str| text.as_bytes().get(if text.starts_with('%') { 0 } else { 2 }).copied();
    let first = letter(rest);
    for (word, unit) in UNITS.into_iter().filter(|(word, _)| letter(word) == first) {
        let Some(after) = rest.strip_prefix(word) else { continue };
        let stands = !after.starts_with(is_letter) || GO_ON.iter().any(|word| after.starts_with(word));
        if stands {
            return (unit, text.len() - after.len());
        }
    }
    let last = before.as_bytes().last();
    if names.iter().any(|word| word.as_bytes().last() == last && before.ends_with(word)) {
        return (StatedUnit::Name, end);
    }
    (StatedUnit::Other, end)
}

fn is_letter(letter: char) -> bool {
    // Most letters, without a look into the tables of Unicode.
    ('ก'..='ฮ').contains(&letter) || letter.is_alphabetic()
}

/// At most so many letters before a place.
fn before(text: &str, at: usize, letters: usize) -> &str {
    let start = text[..at].char_indices().rev().take(letters).last().map_or(at, |(start, _)| start);
    &text[start..at]
}

/// At most so many letters after a place.
fn after(text: &str, at: usize, letters: usize) -> &str {
    let end = text[at..].char_indices().nth(letters).map_or(text.len(), |(width, _)| at + width);
    &text[at..end]
}
