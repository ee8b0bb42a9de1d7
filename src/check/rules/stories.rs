//! The story of an item against its row: `T218` the story says it was not done and the row says otherwise, `T219` the
//! story states other money, `T226` one law under two years; names by `same_name`.
//! Why: the table and the pages behind it are read by different people.

use crate::check::rules::same_name::{Likeness, NamedIn, OwnNames, compare, likeness};
use crate::check::rules::spending::shortened;
use crate::check::{Context, Rule};
use crate::finding::{Finding, Findings, code};
use crate::model::{Agency, Entry, ItemCode};
use crate::source::Document;
use crate::span::{Span, Spanned};
use crate::standards::{Field, Status};
use crate::thai::{Money, StatedMoney};

pub const STORIES: Rule = Rule { codes: &[code::T203, code::T204, code::T218, code::T219, code::T226], run };

fn run(agency: &Agency, _: &Context<'_>, findings: &mut Findings) {
    let own = OwnNames::of(agency);
    let plans = agency.plans.iter().map(|plan| (plan.document, &plan.entries, !plan.stories.is_empty()));
    let reports = agency.reports.iter().map(|report| (report.document, &report.entries, !report.stories.is_empty()));
    for (document, entries, told) in plans.chain(reports) {
        if told {
            stories(agency.document(document), entries, &own, findings);
        }
    }
}

fn stories(document: &Document, entries: &[Entry], own: &OwnNames, findings: &mut Findings) {
    let by_code: std::collections::BTreeMap<&ItemCode, &Entry> =
        entries.iter().map(|entry| (&entry.code, entry)).collect();
    let prose = &document.body.prose;
    let sections = &document.body.sections;
    for (at, section) in sections.iter().enumerate() {
        let Some((code, name)) = ItemCode::leading(&section.title.value) else { continue };
        let Some(entry) = by_code.get(&code) else { continue };
        let start = section.title.span.end;
        let end = sections.get(at + 1).map_or(u32::MAX, |next| next.title.span.start);
        let first = prose.partition_point(|paragraph| paragraph.span.start < start);
        let last = prose.partition_point(|paragraph| paragraph.span.start < end);
        let told = StoryPart { entry, paragraphs: prose.get(first..last).unwrap_or_default() };
        if !name.is_empty() {
            let from = section.title.value.len() - name.len();
            let span = if document.text.get(section.title.span.start as usize..start as usize)
                == Some(section.title.value.as_str())
            {
                section.title.span.part(from, section.title.value.len())
            } else {
                section.title.span
            };
            findings.extend(named(own, entry, &Spanned::new(name.to_owned(), span)));
        }
        told.not_done(findings);
        told.money(findings);
        law_years(document, entry, start as usize, end as usize, findings);
        for paragraph in told.paragraphs {
            // The source's other part prints another name.
            if let Some(name) = paragraph.value.strip_prefix("ชื่อในส่วนรายละเอียด")
            {
                findings.extend(named(own, entry, &Spanned::new(name.trim().to_owned(), paragraph.span)));
            }
        }
    }
}

fn named(own: &OwnNames, entry: &Entry, name: &Spanned<String>) -> Option<Finding> {
    let later = NamedIn { name, place: "ส่วนรายละเอียด" };
    let earlier = NamedIn { name: &entry.name, place: "ตาราง" };
    let mut finding = compare(own, entry.code.as_str(), &later, &earlier)?;
    // Under the item's own heading it is the same promise, however it is called.
    if likeness(&own.key(&name.value), &own.key(&entry.name.value)) == Likeness::Other {
        finding.code = code::T203;
        finding.message = format!(
            "{} เรื่องเดียวมีสองชื่อ: ส่วนรายละเอียดพิมพ์ `{}` ตารางพิมพ์ `{}`",
            entry.code,
            shortened(&name.value),
            shortened(&entry.name.value)
        );
        finding.message_en = "one promise under two names".to_owned();
        finding = finding.help("ใช้ชื่อเดียวกันทั้งสองส่วน").or_answer();
    }
    Some(finding)
}

struct StoryPart<'a> {
    entry: &'a Entry,
    paragraphs: &'a [Spanned<String>],
}

const NOT_DONE: [&str; 3] = ["ไม่ได้ดำเนินการ", "ยังไม่ได้ดำเนินการ", "ไม่ได้จัดทำ"];

impl StoryPart<'_> {
    fn not_done(&self, findings: &mut Findings) {
        let says_so = |paragraph: &&Spanned<String>| {
            let text = paragraph.value.trim().trim_end_matches('.');
            // A label and nothing else: a sentence may speak of something else that was not done.
            let last = text.rsplit(char::is_whitespace).next().unwrap_or("");
            NOT_DONE.contains(&last) && text.chars().count() <= 50
        };
        let Some(paragraph) = self.paragraphs.iter().find(says_so) else { return };
        let (words, span) = match (&self.entry.status, self.entry.text(Field::Result)) {
            (Some(status), _) if matches!(status.value, Status::Done | Status::InProgress) => {
                (status.value.name_th().to_owned(), status.span)
            }
            (None, Some(result)) if !NOT_DONE.iter().any(|words| result.value.contains(words)) => {
                (shortened(&result.value), result.span)
            }
            _ => return,
        };
        findings.push(
            Finding::of(
                code::T218,
                paragraph.span,
                format!(
                    "{} {}: ส่วนรายละเอียดบอกว่าไม่ได้ดำเนินการ แต่ตารางรายงานผลว่า `{words}`",
                    self.entry.code,
                    shortened(&self.entry.name.value)
                ),
            )
            .english("the story says it was not done, the table says otherwise")
            .label("ไม่ได้ดำเนินการ")
            .also(span, "ผลในตาราง")
            .help("แก้ผลในตารางหรือในส่วนรายละเอียดให้ตรงกัน")
            .or_answer()
            .item(self.entry.code.as_str()),
        );
    }

    fn money(&self, findings: &mut Findings) {
        for paragraph in self.paragraphs.iter().filter(|paragraph| paragraph.value.starts_with("งบประมาณ"))
        {
            let planned = self.entry.budget.planned();
            let spent = self.entry.budget.disbursed.value;
            for (word, stated, what) in [("ตั้งไว้", planned, "งบ"), ("เบิกจ่าย", spent, "เบิกจ่าย")]
            {
                let Some(told) = amount_after(&paragraph.value, word) else { continue };
                let in_table = stated.or_zero();
                if told == in_table {
                    continue;
                }
                let shown = match stated {
                    StatedMoney::Amount(money) => format!("{} บาท", money.baht_text()),
                    _ => "`-`".to_owned(),
                };
                findings.push(
                    Finding::of(
                        code::T219,
                        paragraph.span,
                        format!(
                            "{} {}: ส่วนรายละเอียดบอก{word} {} บาท แต่ตารางเป็น {shown}",
                            self.entry.code,
                            shortened(&self.entry.name.value),
                            told.baht_text()
                        ),
                    )
                    .english("the story states other money than the table")
                    .label(format!("{what}ในตาราง {shown}"))
                    .help("แก้ให้ตรงกันทั้งสองส่วน")
                    .or_answer()
                    .item(self.entry.code.as_str()),
                );
            }
        }
    }
}

/// "ตั้งไว้ ๒๐,๐๐๐ บาท".
fn amount_after(text: &str, word: &str) -> Option<Money> {
    let at = text.find(word)? + word.len();
    let rest = text[at..].trim_start_matches([' ', ':', '\u{a0}']);
    let end = rest.find(|letter: char| !(crate::thai::digits::is_digit(letter) || matches!(letter, ',' | '.')));
    let digits = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',']);
    if digits.is_empty() {
        return None;
    }
    StatedMoney::parse(digits).ok()?.amount()
}

/// A law or rule with its year, as the row and the story of one item print it.
struct Law<'t> {
    /// The last letters before "พ.ศ.".
    tail: String,
    year: i64,
    printed: &'t str,
    span: Span,
}

fn law_years(document: &Document, entry: &Entry, start: usize, end: usize, findings: &mut Findings) {
    let text: &str = &document.text;
    let row = laws(document, entry.span.start as usize, entry.span.end as usize);
    let story = laws(document, start, end.min(text.len()));
    for (at, law) in story.iter().enumerate() {
        let other = row.iter().chain(&story[..at]).find(|known| known.tail == law.tail);
        let Some(other) = other.filter(|other| other.year != law.year) else { continue };
        if story[..at].iter().any(|told| told.tail == law.tail && told.year == law.year) {
            continue;
        }
        findings.push(
            Finding::of(
                code::T226,
                law.span,
                format!(
                    "{} {}: `…{} พ.ศ. {}` แต่อีกแห่งของเรื่องเดียวกันพิมพ์ พ.ศ. {}",
                    entry.code,
                    shortened(&entry.name.value),
                    law.tail,
                    law.printed,
                    other.printed
                ),
            )
            .english("one law or rule is printed with two years")
            .label(format!("หรือ {}", other.printed))
            .also(other.span, "อีกแห่ง")
            .help("ตรวจปีของกฎหมายหรือระเบียบ แล้วใช้ปีเดียวกัน")
            .or_answer()
            .item(entry.code.as_str()),
        );
    }
}

fn laws(document: &Document, start: usize, end: usize) -> Vec<Law<'_>> {
    const TAIL: usize = 14;
    let text: &str = &document.text;
    let Some(part) = text.get(start..end) else { return Vec::new() };
    let mut laws = Vec::new();
    for (at, word) in part.match_indices("พ.ศ.") {
        let rest = part[at + word.len()..].trim_start_matches([' ', '\u{a0}']);
        let year_at = part.len() - rest.len();
        let Some((year, year_end)) = super::dates::four_digits(part, year_at) else { continue };
        let letters: Vec<char> = part[..at].chars().rev().filter(|letter| !letter.is_whitespace()).take(TAIL).collect();
        let tail: String = letters.into_iter().rev().collect();
        // A date or a bare number before the year is no name of a law.
        let is_name = tail.chars().count() == TAIL
            && !tail
                .contains(|letter: char| crate::thai::digits::is_digit(letter) || matches!(letter, '|' | '\n' | '('))
            && !tail.ends_with("คม")
            && !tail.ends_with("ยน")
            && !tail.ends_with("พันธ์");
        if is_name {
            let span = Span::new(document.file, start + year_at, start + year_end);
            laws.push(Law { tail, year, printed: &part[year_at..year_end], span });
        }
    }
    laws
}
