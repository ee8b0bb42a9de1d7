//! `T305` a year in the title or the folder unlike the document's. `T306` a round in the title or the name of the file
//! unlike the document's.
//! Why: a title copied from last year's document is what readers and search engines see first.

use std::ops::RangeInclusive;

use crate::check::rules::dates::{body_start, four_digits};
use crate::check::{AgencyHead, Context, DocumentRule, LinedDocument};
use crate::finding::{Finding, Findings, code};
use crate::source::Document;
use crate::source::meta::Meta;
use crate::span::{Span, Spanned};
use crate::thai::{self, FiscalYear, Round};

pub const HEADERS: DocumentRule = DocumentRule { codes: &[code::T305, code::T306], run };

fn run(documents: &[LinedDocument<'_>], _: AgencyHead<'_>, _: &Context<'_>, findings: &mut Findings) {
    for document in documents {
        let (years, stated) = match &document.meta {
            Meta::Plan(meta) => match &meta.years {
                Some(years) => (years.value.0..=years.value.1, years.span),
                None => continue,
            },
            Meta::Report(meta) => match &meta.fiscal_year {
                Some(year) => (year.value..=year.value, year.span),
                None => continue,
            },
            Meta::Measures(meta) => match &meta.fiscal_year {
                Some(year) => (year.value..=year.value, year.span),
                None => continue,
            },
            _ => continue,
        };
        title_year(document, &years, stated, findings);
        folder_year(document, &years, stated, findings);
        if let Meta::Report(meta) = &document.meta
            && let Some(round) = &meta.round
        {
            rounds(document, round, findings);
        }
        if matches!(document.meta, Meta::Plan(_)) {
            plan_named_in_text(document, &years, findings);
        }
    }
}

fn shown(years: &RangeInclusive<FiscalYear>) -> String {
    if years.start() == years.end() {
        years.start().to_string()
    } else {
        format!("{}–{}", years.start(), years.end())
    }
}

/// A year or a span of years, and where it stands in the text.
struct NamedYears {
    years: RangeInclusive<i64>,
    start: usize,
    end: usize,
}

/// The year that follows at `at`, maybe with "พ.ศ." before it and a last year after it.
fn year_at(text: &str, at: usize) -> Option<NamedYears> {
    const WORDS: [&str; 8] = ["ประจำ", "ปี", "งบประมาณ", "พุทธศักราช", "พ.ศ.", "พ.ศ", "(", " "];
    let mut start = at;
    while let Some(word) = WORDS.iter().find(|word| text[start..].starts_with(**word)) {
        start += word.len();
    }
    let (first, end) = four_digits(text, start)?;
    // Any number of four digits is meant as a year here: "3564" is a slip, not another thing.
    if first < 1000 {
        return None;
    }
    let rest = text[end..].trim_start();
    let joined = ["-", "–", "—", "ถึง"].iter().find_map(|join| rest.strip_prefix(join));
    if let Some(rest) = joined {
        let rest = rest.trim_start().trim_start_matches("พ.ศ.").trim_start();
        let last_at = text.len() - rest.len();
        if let Some((last, last_end)) = four_digits(text, last_at).filter(|(last, _)| *last >= first) {
            return Some(NamedYears { years: first..=last, start, end: last_end });
        }
    }
    Some(NamedYears { years: first..=first, start, end })
}

fn fits(named: &NamedYears, years: &RangeInclusive<FiscalYear>) -> bool {
    let (first, last) = (i64::from(years.start().be()), i64::from(years.end().be()));
    if first == last {
        named.years.contains(&first)
    } else {
        first <= *named.years.start() && *named.years.end() <= last
    }
}

fn title_year(document: &Document, years: &RangeInclusive<FiscalYear>, stated: Span, findings: &mut Findings) {
    let Some(title) = &document.common.title else { return };
    let text = title.value.as_str();
    // "ปีงบประมาณ" before any other mention of a year: a strategy's years stand in many titles.
    let words: &[&str] = if text.contains("ปีงบประมาณ") {
        &["ปีงบประมาณ"]
    } else {
        &["ประจำปี", "พ.ศ."]
    };
    for word in words {
        let wrong = text
            .match_indices(word)
            .filter_map(|(at, _)| year_at(text, at + word.len()))
            .find(|named| !fits(named, years));
        let Some(named) = wrong else { continue };
        let printed = &text[named.start..named.end];
        let span = part_of(document, title, printed).unwrap_or(title.span);
        findings.push(
            Finding::of(code::T305, span, format!("ชื่อเอกสารบอกปี {printed} แต่ส่วนหัวบอกปีงบประมาณ {}", shown(years)))
                .english("the year in the title is not the document's")
                .label(format!("ส่วนหัวบอก {}", shown(years)))
                .also(stated, "ปีของเอกสาร")
                .help("แก้ปีในชื่อหรือในส่วนหัวให้ตรงกัน")
                .or_answer(),
        );
        return;
    }
}

/// Where `printed` stands inside a front matter value: its text may be quoted or mended.
fn part_of(document: &Document, value: &Spanned<String>, printed: &str) -> Option<Span> {
    let (start, end) = (value.span.start as usize, value.span.end as usize);
    let at = document.text.get(start..end)?.find(printed)?;
    Some(value.span.part(at, at + printed.len()))
}

fn folder_year(document: &Document, years: &RangeInclusive<FiscalYear>, stated: Span, findings: &mut Findings) {
    let folder = document.folder().rsplit('/').next().unwrap_or("");
    if folder.len() != 4 || !folder.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    let Ok(year) = FiscalYear::parse(folder) else { return };
    if years.contains(&year) {
        return;
    }
    findings.push(
        Finding::of(code::T305, stated, format!("ไฟล์อยู่ในโฟลเดอร์ `{folder}` แต่ส่วนหัวบอกปีงบประมาณ {}", shown(years)))
            .english("the folder's year is not the document's")
            .label(format!("โฟลเดอร์ {folder}"))
            .help(format!("ย้ายไฟล์ไปโฟลเดอร์ `{}` หรือแก้ปีในส่วนหัว", years.start()))
            .or_answer(),
    );
}

/// "รอบ ๖ เดือน" in a text.
pub fn round_in(text: &str) -> Option<Round> {
    let folded = thai::to_arabic(text);
    let mut found = folded.match_indices("รอบ").filter_map(|(at, word)| {
        let rest = folded[at + word.len()..].trim_start();
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        if !rest[digits..].trim_start().starts_with("เดือน") {
            return None;
        }
        Round::parse(&rest[..digits]).ok()
    });
    let first = found.next()?;
    // A form that names both rounds says neither.
    found.all(|round| round == first).then_some(first)
}

fn rounds(document: &Document, round: &Spanned<Round>, findings: &mut Findings) {
    if let Some(title) = &document.common.title
        && let Some(named) = round_in(&title.value)
        && named != round.value
    {
        findings.push(
            Finding::of(
                code::T306,
                title.span,
                format!("ชื่อเอกสารบอก{} แต่ส่วนหัวบอก{}", named.name_th(), round.value.name_th()),
            )
            .english("the round in the title is not the document's")
            .label(named.name_th())
            .also(round.span, round.value.name_th())
            .help("แก้ชื่อหรือ `round` ให้ตรงกัน")
            .or_answer(),
        );
    }
    let stem = document.stem();
    let named = match stem.split(['-', '_']).find_map(|part| part.strip_suffix('m')) {
        Some("6") => Round::SixMonths,
        Some("12") => Round::TwelveMonths,
        _ => return,
    };
    if named != round.value {
        findings.push(
            Finding::of(code::T306, round.span, format!("ไฟล์ชื่อ `{stem}` แต่ส่วนหัวบอก{}", round.value.name_th()))
                .english("the round in the file's name is not the document's")
                .label(round.value.name_th())
                .help(format!("เปลี่ยนชื่อไฟล์เป็น `report-{}m.md` หรือแก้ `round`", round.value.months()))
                .or_answer(),
        );
    }
}

/// A plan whose own words call it a plan of another year.
fn plan_named_in_text(document: &Document, years: &RangeInclusive<FiscalYear>, findings: &mut Findings) {
    const NAMES: [&str; 2] = ["แผนปฏิบัติการป้องกันการทุจริต", "แผนปฏิบัติการป้องกันและปราบปรามการทุจริต"];
    let text: &str = &document.text;
    let body = body_start(text);
    for name in NAMES {
        for (at, _) in text[body..].match_indices(name) {
            let Some(named) = year_at(text, body + at + name.len()) else { continue };
            if fits(&named, years) {
                continue;
            }
            let printed = &text[named.start..named.end];
            findings.push(
                Finding::of(
                    code::T305,
                    Span::new(document.file, named.start, named.end),
                    format!("ข้อความเรียกแผนนี้ว่าแผนปี {printed} แต่แผนเป็นของปี {}", shown(years)),
                )
                .english("the text calls the plan one of another year")
                .label(format!("แผนปี {}", shown(years)))
                .help("แก้ปีในข้อความ ถ้าหมายถึงแผนฉบับอื่นให้เขียนให้ชัด")
                .or_answer(),
            );
        }
    }
}
