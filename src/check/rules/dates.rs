//! `T301` a printed date that does not exist. `T304` a year of one era under the name of the other.
//! `T302`, in running text, a half-year or year that begins on 1 October and ends on a wrong day.
//! Why: an impossible date stays impossible when a court or an auditor asks for it.

use std::ops::Range;

use crate::check::rules::figures::in_digits_of;
use crate::check::{AgencyHead, Context, DocumentRule, LinedDocument, PortalRule};
use crate::finding::{Finding, Findings, code};
use crate::model::Portal;
use crate::source::Document;
use crate::span::Span;
use crate::thai::date::days_in_month;
use crate::thai::digits::runs_of_digits;
use crate::thai::{self, Date, DateError, FiscalYear, find_dates_among};

pub const DATES: DocumentRule = DocumentRule { codes: &[code::T301, code::T302, code::T304], run };
pub const PORTAL_DATES: PortalRule = PortalRule { codes: &[code::T301, code::T304], run: run_portal };

fn run(documents: &[LinedDocument<'_>], _: AgencyHead<'_>, _: &Context<'_>, findings: &mut Findings) {
    for document in documents {
        read(document, &document.figures, findings);
    }
}

fn run_portal(portal: &Portal, _: &Context<'_>, findings: &mut Findings) {
    for document in portal.home.iter().chain(&portal.pages) {
        read(document, &runs_of_digits(&document.text), findings);
    }
}

/// Keys whose dates are read when the file is: what is wrong with them is said there.
const READ_KEYS: [&str; 10] = [
    "date",
    "submitted",
    "approved",
    "publish_from",
    "updated",
    "effective_from",
    "effective_until",
    "from",
    "until",
    "file",
];

fn read(document: &Document, figures: &[Range<usize>], findings: &mut Findings) {
    let text: &str = &document.text;
    let body = body_start(text);
    let mut before: Option<(Range<usize>, Date)> = None;
    let mut covered: Vec<Range<usize>> = Vec::new();
    for (range, date) in find_dates_among(text, figures) {
        let span = Span::new(document.file, range.start, range.end);
        covered.push(range.clone());
        if range.start < body && is_read_key(text, range.start) {
            before = None;
            continue;
        }
        match date {
            Ok(date) => {
                if let Some((first, from)) = &before {
                    period_in_text(text, first, *from, &range, date, span, findings);
                }
                before = Some((range, date));
            }
            Err(error) => {
                before = None;
                findings.extend(wrong_date(&text[range], &error, span));
            }
        }
    }
    eras(document, figures, &covered, findings);
}

fn wrong_date(printed: &str, error: &DateError, span: Span) -> Option<Finding> {
    let right = error.suggestion().map(|right| in_digits_of(printed, &right)).unwrap_or_default();
    match error {
        DateError::Impossible { .. } => Some(
            Finding::of(code::T301, span, format!("`{printed}`: {error}"))
                .english(error.english())
                .label("ไม่มีวันนี้")
                .help(format!("แก้เป็น `{right}`"))
                .or_answer(),
        ),
        DateError::EraMixed { .. } => Some(
            Finding::of(code::T304, span, format!("`{printed}`: {error}"))
                .english(error.english())
                .label("พ.ศ. กับ ค.ศ. ปนกัน")
                .help(format!("แก้เป็น `{right}`"))
                .or_answer(),
        ),
        _ => None,
    }
}

/// "๑ ตุลาคม ๒๕๖๓ – ๓๐ มีนาคม ๒๕๖๔": a period from the first day of a fiscal year.
fn period_in_text(
    text: &str,
    first: &Range<usize>,
    from: Date,
    last: &Range<usize>,
    until: Date,
    span: Span,
    findings: &mut Findings,
) {
    let between = text.get(first.end..last.start).unwrap_or("").trim();
    let joins = matches!(
        between,
        "-" | "–"
            | "—"
            | "ถึง"
            | "ถึงวันที่"
            | "จนถึง"
            | "จนถึงวันที่"
            | "- วันที่"
            | "– วันที่"
    );
    let begins = (from.month(), from.day()) == (10, 1);
    let ends_half = matches!(until.month(), 3 | 9) && FiscalYear::of(from) == FiscalYear::of(until);
    let right = days_in_month(until.year_ce(), until.month());
    if !joins || !begins || !ends_half || until.day() == right {
        return;
    }
    let printed = text.get(last.clone()).unwrap_or("");
    findings.push(wrong_end(span, printed, until, right));
}

/// Also used for the `period_until` of a report.
pub fn wrong_end(span: Span, printed: &str, until: Date, right: u8) -> Finding {
    let month = thai::date::months::long(until.month());
    let expected = format!("{right} {month} {}", until.year_be());
    Finding::of(code::T302, span, format!("รอบรายงานสิ้นสุด `{printed}` แต่{month}มี {right} วัน รอบจึงสิ้นสุดวันที่ {expected}"))
        .english(format!("the round ends on {}, it should end on day {right}", until.english()))
        .label(format!("ควรเป็นวันที่ {right}"))
        .help(format!("แก้เป็น `{}`", in_digits_of(printed, &expected)))
        .or_answer()
}

/// Where the text after the front matter begins.
pub fn body_start(text: &str) -> usize {
    let trimmed = text.trim_start_matches(['\u{feff}', '\r', '\n']);
    let lead = text.len() - trimmed.len();
    let fence = match trimmed.lines().next().map(str::trim_end) {
        Some("---") => "---",
        Some("+++") => "+++",
        _ => return 0,
    };
    let mut at = lead;
    for (number, line) in trimmed.split_inclusive('\n').enumerate() {
        at += line.len();
        if number > 0 && line.trim_end() == fence {
            return at;
        }
    }
    text.len()
}

fn is_read_key(text: &str, at: usize) -> bool {
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line_start..at];
    let key = before.rsplit(['{', ',']).next().unwrap_or(before);
    let key = key.trim_start_matches([' ', '-']).split([':', '=']).next().unwrap_or("").trim();
    READ_KEYS.contains(&key)
}

/// "พ.ศ. 2021", "ค.ศ. 2564", "ปีงบประมาณ 2021" outside of whole dates.
fn eras(document: &Document, figures: &[Range<usize>], covered: &[Range<usize>], findings: &mut Findings) {
    const WORDS: [(&str, bool); 4] = [("พ.ศ.", true), ("พ.ศ ", true), ("ค.ศ.", false), ("ปีงบประมาณ", true)];
    let text: &str = &document.text;
    let mut found: [Vec<Finding>; WORDS.len()] = Default::default();
    for start in figures.iter().map(|figure| figure.start) {
        let before = text[..start].trim_end_matches([' ', '\u{a0}']);
        // A blank may be part of the word.
        let names = |word: &str| {
            let bare = word.trim_end();
            before.ends_with(bare) && text[before.len()..].starts_with(&word[bare.len()..])
        };
        let Some(place) = WORDS.iter().position(|(word, _)| names(word)) else { continue };
        let (word, buddhist) = WORDS[place];
        let after = before.len() + word.len() - word.trim_end().len();
        if start - after > 3 {
            continue;
        }
        let Some((year, end)) = four_digits(text, start) else { continue };
        let wrong = if buddhist { (1900..=2200).contains(&year) } else { (2400..=2699).contains(&year) };
        let inside = covered.partition_point(|range| range.end <= start);
        if !wrong || covered.get(inside).is_some_and(|range| range.start <= start) {
            continue;
        }
        let (right, era) = if buddhist { (year + 543, "พ.ศ.") } else { (year - 543, "ค.ศ.") };
        let printed = &text[start..end];
        found[place].push(
            Finding::of(
                code::T304,
                Span::new(document.file, start, end),
                format!("`{}{}{printed}` เป็นปี {era} ไม่ได้", word.trim(), if start > after { " " } else { "" }),
            )
            .english(format!("the year {year} is of the other era"))
            .label(format!("{era} คือ {right}"))
            .help(format!("แก้เป็น `{}`", in_digits_of(printed, &right.to_string())))
            .or_answer(),
        );
    }
    findings.extend(found.into_iter().flatten());
}

/// A number of exactly four digits, and where it ends.
pub fn four_digits(text: &str, start: usize) -> Option<(i64, usize)> {
    let rest = text.get(start..)?;
    let end = rest.find(|letter| !thai::digits::is_digit(letter)).unwrap_or(rest.len());
    let digits = &rest[..end];
    (digits.chars().count() == 4).then(|| Some((thai::parse_integer(digits)?, start + end))).flatten()
}
