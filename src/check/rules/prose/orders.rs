//! `T315` one order, announcement or letter under two dates, or under a year that is not its date's: "คำสั่งที่ ๑๑๒/๒๕๖๕
//! ลงวันที่ …", wherever it is named in the authority's documents.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::finding::{Finding, Findings, Severity, code};
use crate::model::Agency;
use crate::source::Document;
use crate::source::meta::Meta;
use crate::span::Span;
use crate::thai::{self, Date, WordSpotter, find_dates};

struct DatedPaper {
    /// Whose it is and its number, in one spelling.
    key: String,
    number: String,
    year: i64,
    date: Date,
    span: Span,
}

pub(super) fn read(agency: &Agency, findings: &mut Findings) {
    let mut known: BTreeMap<String, (Date, Span)> = BTreeMap::new();
    let own = [agency.name(), agency.short_name()].map(squeezed);
    for paper in &agency.papers {
        let document = agency.document(paper.document);
        let (Some(number), Some(date), Meta::Paper(meta)) = (&paper.number, paper.date, &document.meta) else {
            continue;
        };
        let span = meta.date.as_ref().map_or(document.whole(), |date| date.span);
        let kind = match paper.kind {
            crate::source::meta::PaperKind::Order => "คำสั่ง",
            _ => "ประกาศ",
        };
        known.entry(format!("{kind}:{}", thai::to_arabic(number.trim()))).or_insert((date, span));
    }
    let all = agency.documents.iter().flat_map(|document| named(document, &own));
    let mut found: Vec<DatedPaper> = all.collect();
    found.sort_by_key(|named| (named.span.file, named.span.start));
    for named in found {
        let year_differs = i64::from(named.date.year_be()) != named.year;
        match known.get(&named.key) {
            Some((date, span)) if *date != named.date => findings.push(
                Finding::of(
                    code::T315,
                    named.span,
                    format!("{} ลงวันที่ {} แต่อีกแห่งลงวันที่ {}", named.number, named.date.long(), date.long()),
                )
                .english("one paper under two dates")
                .label(format!("หรือ {}", date.long()))
                .also(*span, "อีกแห่ง")
                .help("ตรวจวันที่ของคำสั่งหรือประกาศฉบับจริง แล้วใช้วันเดียวกันทุกแห่ง")
                .or_answer(),
            ),
            Some(_) => {}
            None if year_differs => findings.push(
                Finding::of(
                    code::T315,
                    named.span,
                    format!("{} เป็นเลขของปี {} แต่ลงวันที่ {}", named.number, named.year, named.date.long()),
                )
                .with_severity(Severity::Note)
                .english("the number's year is not the date's")
                .label(format!("ปี {}", named.date.year_be()))
                .help("ตรวจเลขที่และวันที่ของฉบับจริง")
                .or_answer(),
            ),
            None => {
                known.insert(named.key, (named.date, named.span));
            }
        }
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Letters between the word for the paper and its number: whose it is.
const OWNER: usize = 60;

fn named(document: &Document, own: &[String; 2]) -> Vec<DatedPaper> {
    static DATED: LazyLock<WordSpotter> = LazyLock::new(|| WordSpotter::of(["ลงวันที่"]));
    let text: &str = &document.text;
    let mut found = Vec::new();
    for (_, at) in DATED.find_iter(text) {
        let (at, word) = (at.start, &text[at]);
        let behind = &text[..at];
        let behind = behind.trim_end();
        // The number stands right before: "ที่ ๑๑๒/๒๕๖๕".
        let start = behind
            .rfind(|letter: char| !(thai::digits::is_digit(letter) || matches!(letter, '/' | ' ')))
            .map_or(0, |place| place + behind[place..].chars().next().map_or(1, char::len_utf8));
        let number = thai::to_arabic(behind[start..].trim()).replace(' ', "");
        let Some((serial, year)) = number.split_once('/') else { continue };
        let (Ok(_), Some(year)) =
            (serial.parse::<u32>(), year.parse::<i64>().ok().filter(|year| (2400..2700).contains(year)))
        else {
            continue;
        };
        let Some(head) = behind[..start].trim_end().strip_suffix("ที่") else { continue };
        let head = super::before(head, head.len(), OWNER);
        let head = head.rsplit(['\n', '|']).next().unwrap_or(head);
        let Some((place, kind)) = ["คำสั่ง", "ประกาศ"]
            .iter()
            .filter_map(|kind| Some((head.rfind(kind)?, *kind)))
            .max_by_key(|(place, _)| *place)
        else {
            continue;
        };
        let whose = squeezed(&head[place + kind.len()..]);
        let whose = whose.trim_end_matches("เลข");
        let whose = if own.iter().any(|own| own == whose) { "" } else { whose };
        let rest = super::after(text, at + word.len(), 40);
        let Some((range, Ok(date))) = find_dates(rest).into_iter().next() else { continue };
        if !rest[..range.start].trim().is_empty() {
            continue;
        }
        let date_start = at + word.len() + range.start;
        found.push(DatedPaper {
            key: format!("{kind}{whose}:{number}"),
            number: format!("{kind}ที่ {number}"),
            year,
            date,
            span: Span::new(document.file, date_start, date_start + range.len()),
        });
    }
    found
}
