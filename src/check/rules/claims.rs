//! Figures that a sentence states: `T116` "๑๔ โครงการ ๒๗ กิจกรรม ๒๒ มาตรการ" against the rows, `T109` "๔๙ จาก ๖๓ … ร้อยละ
//! ๘๐.๙๕" whose percentage follows another formula than the words, `T108` one that follows none.
//! Why: the sentence above the table is what most people read.

use crate::check::rules::figures::{List, Record, records, scope_words};
use crate::check::{Context, Rule};
use crate::finding::{Finding, Findings, code};
use crate::model::{Agency, Entry};
use crate::source::Document;
use crate::source::meta::DeclaredScope;
use crate::span::Span;
use crate::standards::ItemKind;
use crate::thai::{self, Decimal, Fraction};

pub const CLAIMS: Rule = Rule { codes: &[code::T108, code::T109, code::T116], run };

fn run(agency: &Agency, context: &Context<'_>, findings: &mut Findings) {
    for record in records(agency, context.standards) {
        let document = record.document;
        let paragraphs = document.body.prose.iter().map(|paragraph| paragraph.span);
        for span in paragraphs.chain(document.common.summary.as_ref().map(|summary| summary.span)) {
            let Some(text) = document.text.get(span.start as usize..span.end as usize) else { continue };
            kinds(&record, text, span, findings);
            shares(&record, text, span, findings);
        }
    }
}

const KINDS: [(&str, ItemKind); 3] =
    [("โครงการ", ItemKind::Project), ("กิจกรรม", ItemKind::Activity), ("มาตรการ", ItemKind::Measure)];

struct KindClaim {
    kind: ItemKind,
    count: i64,
    start: usize,
    end: usize,
}

/// Runs of "N โครงการ M กิจกรรม K มาตรการ" with nothing but commas and "และ" between.
fn kind_claims(text: &str) -> Vec<Vec<KindClaim>> {
    let mut runs: Vec<Vec<KindClaim>> = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(thai::digits::is_digit) {
        let start = at + offset;
        let digits = text[start..].find(|letter: char| !(thai::digits::is_digit(letter) || letter == ','));
        let end = digits.map_or(text.len(), |width| start + width);
        at = end.max(start + 1);
        let rest = text[end..].trim_start();
        let Some((word, kind)) = KINDS.iter().find(|(word, _)| rest.starts_with(word)) else { continue };
        let after = text.len() - rest.len() + word.len();
        // "๑๔ โครงการนำร่อง" speaks of something else.
        let next = text[after..].chars().next();
        if next.is_some_and(|letter| letter.is_alphabetic() && !text[after..].starts_with("และ")) {
            continue;
        }
        let Some(count) = thai::parse_integer(text[start..end].trim_end_matches(',')) else { continue };
        let claim = KindClaim { kind: *kind, count, start, end: after };
        let joins = runs.last().and_then(|run| run.last()).is_some_and(|last| {
            let between = text[last.end..start].replace("และ", "");
            between.chars().all(|letter| letter.is_whitespace() || letter == ',')
        });
        match runs.last_mut().filter(|_| joins) {
            Some(run) => run.push(claim),
            None => runs.push(vec![claim]),
        }
        at = after;
    }
    runs
}

/// The rows of the section in which the paragraph stands, when it stands above a table of its own.
fn rows_below<'a>(document: &Document, list: &List<'a>, span: Span) -> Vec<&'a Entry> {
    let sections = &document.body.sections;
    let next = sections.partition_point(|section| section.title.span.start <= span.start);
    let end = sections.get(next).map_or(u32::MAX, |section| section.title.span.start);
    list.entries.iter().filter(|entry| span.start < entry.span.start && entry.span.start < end).collect()
}

fn kinds(record: &Record<'_>, text: &str, span: Span, findings: &mut Findings) {
    if record.lists.is_empty() {
        return;
    }
    for run in kind_claims(text) {
        let below = rows_below(record.document, &record.lists[0], span);
        let stands_above = text.trim_start().starts_with("จำนวน") && !below.is_empty();
        if run.len() < 2 && !stands_above {
            continue;
        }
        for claim in &run {
            let counted: Vec<(&str, i64, i64)> = record
                .lists
                .iter()
                .take(if stands_above { 1 } else { usize::MAX })
                .map(|list| {
                    let rows: Vec<&Entry> = if stands_above { below.clone() } else { list.entries.iter().collect() };
                    let of_kind = rows.iter().filter(|entry| list.kind(entry) == Some(claim.kind)).count();
                    let unknown = rows.iter().filter(|entry| list.kind(entry).is_none()).count();
                    (list.name, i64::try_from(of_kind).unwrap_or(i64::MAX), i64::try_from(unknown).unwrap_or(0))
                })
                .collect();
            if counted.iter().any(|(_, known, unknown)| (*known..=known + unknown).contains(&claim.count)) {
                continue;
            }
            let (name, known, _) = counted[0];
            let place = if stands_above { "ตารางข้างล่าง" } else { name };
            findings.push(
                Finding::of(
                    code::T116,
                    span.part(claim.start, claim.end),
                    format!("ข้อความบอก {} {} แต่{place}นับได้ {known}", claim.count, claim.kind.name_th()),
                )
                .english("a sentence states another count than the rows")
                .label(format!("นับได้ {known}"))
                .help("แก้ตัวเลขในข้อความหรือแถวที่ตกหรือเกิน")
                .or_answer(),
            );
        }
    }
}

/// "๔๙ จาก ๖๓ … ร้อยละ ๘๐.๙๕".
fn shares(record: &Record<'_>, text: &str, span: Span, findings: &mut Findings) {
    const NEAR: usize = 90;
    for (at, word) in text.match_indices("จาก") {
        let Some(part) = number_before(&text[..at]) else { continue };
        let Some((whole, after)) = number_after(text, at + word.len()) else { continue };
        let Some(fraction) = Fraction::new(part, whole).filter(|_| part <= whole && whole > 1) else { continue };
        let rest = &text[after..];
        let Some(offset) = rest.find("ร้อยละ").filter(|offset| rest[..*offset].chars().count() <= NEAR)
        else {
            continue;
        };
        // Another share in between has its own percentage.
        if rest[..offset].contains("จาก") {
            continue;
        }
        let start = after + offset + "ร้อยละ".len();
        let Some((percent, from, until)) = decimal_after(text, start) else { continue };
        if percent.matches(fraction) {
            continue;
        }
        let scope = DeclaredScope::default();
        let scored = record.lists.iter().find(|list| list.score(&scope).is_some_and(|score| percent.matches(score)));
        let right = fraction.percent_text(percent.scale().max(2));
        let place = span.part(from, until);
        let finding = match scored {
            Some(list) => Finding::of(
                code::T109,
                place,
                format!(
                    "{part} จาก {whole} คือร้อยละ {right} ส่วน {percent} เป็นคะแนนตามสูตร (รวมครึ่งหนึ่งของงานที่กำลังทำ) จาก{}",
                    list.name
                ),
            )
            .english("the sentence gives the official score as a share of finished work")
            .help(format!("เขียนแยกกัน: แล้วเสร็จร้อยละ {right} คะแนนตามสูตร {percent}"))
            .or_answer(),
            None => Finding::of(code::T108, place, format!("{part} จาก {whole} คือร้อยละ {right} ไม่ใช่ {percent}"))
                .english(format!("{part} of {whole} is {right} %"))
                .help(format!("แก้ร้อยละเป็น {right} หรือแก้จำนวน ({})", scope_words(&scope)))
                .or_answer(),
        };
        findings.push(finding.label(format!("{part} ÷ {whole} = {right}")));
    }
}

fn number_before(text: &str) -> Option<i64> {
    let text = text.trim_end();
    let start = text
        .rfind(|letter: char| !thai::digits::is_digit(letter))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    // The last part of a decimal or of a grouped number is no count of its own.
    if text[..start].ends_with(['.', ',', '/', '-']) {
        return None;
    }
    thai::parse_integer(&text[start..])
}

fn number_after(text: &str, at: usize) -> Option<(i64, usize)> {
    let rest = text[at..].trim_start();
    let start = text.len() - rest.len();
    let end = rest.find(|letter: char| !thai::digits::is_digit(letter)).map_or(text.len(), |width| start + width);
    if text[end..].starts_with(['.', ',', '/']) && text[end + 1..].starts_with(thai::digits::is_digit) {
        return None;
    }
    Some((thai::parse_integer(&text[start..end])?, end))
}

fn decimal_after(text: &str, at: usize) -> Option<(Decimal, usize, usize)> {
    let rest = text[at..].trim_start();
    let start = text.len() - rest.len();
    let width = rest.find(|letter: char| !(thai::digits::is_digit(letter) || letter == '.')).unwrap_or(rest.len());
    let printed = rest[..width].trim_end_matches('.');
    Some((Decimal::parse(printed).ok()?, start, start + printed.len()))
}
