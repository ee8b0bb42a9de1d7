//! `T413` a dimension or mission named with another's words. `T502` and `T503` names of dimensions and missions that
//! differ from the framework of the year. `T504` an unknown office. `T505` one office in several spellings.
//! Why: names of the framework are what readers compare authorities by; an office is whom they ask.
//! Spaces, punctuation and the kind of digits make no difference.

use std::collections::BTreeMap;

use crate::check::passages::{Passage, PassagePlace, cells, passages};
use crate::check::{Context, Rule};
use crate::finding::{Finding, Findings, code};
use crate::model::{Agency, Entry};
use crate::span::{Span, Spanned};
use crate::standards::{Certainty, Field, Framework, Reading, heads};
use crate::thai;

pub const WORDING: Rule = Rule { codes: &[code::T413, code::T502, code::T503, code::T504, code::T505], run };

fn run(agency: &Agency, context: &Context<'_>, findings: &mut Findings) {
    let records = agency
        .plans
        .iter()
        .map(|plan| (plan.document, plan.framework))
        .chain(agency.reports.iter().map(|report| (report.document, report.framework)));
    let mut names: BTreeMap<u16, FrameworkNames> = BTreeMap::new();
    for (document, framework) in records {
        let Some(framework) = context.standards.framework(framework) else { continue };
        let names = names.entry(framework.id).or_insert_with(|| FrameworkNames::of(framework));
        for passage in passages(agency.document(document)) {
            named(&passage, names, findings);
        }
    }
    offices(agency, context, findings);
}

/// A name of the framework, folded for comparing.
struct FrameworkName {
    number: String,
    name: String,
    wordings: Vec<Vec<char>>,
}

struct FrameworkNames {
    dimensions: Vec<FrameworkName>,
    missions: Vec<FrameworkName>,
}

impl FrameworkNames {
    fn of(framework: &Framework) -> Self {
        let fold = |name: &str, also: &[String]| {
            std::iter::once(name).chain(also.iter().map(String::as_str)).map(folded).collect()
        };
        let dimensions = framework.dimensions.iter().map(|it| FrameworkName {
            number: it.number.to_string(),
            name: it.name.clone(),
            wordings: fold(&it.name, &it.also),
        });
        // What nobody has verified is no measure for others' words.
        let missions = framework.missions.iter().filter(|it| it.certainty != Certainty::Memory).map(|it| {
            FrameworkName { number: it.code.clone(), name: it.name.clone(), wordings: fold(&it.name, &it.also) }
        });
        Self { dimensions: dimensions.collect(), missions: missions.collect() }
    }
}

/// "การสร้าง…" and "สร้าง…" are one name.
fn folded(name: &str) -> Vec<char> {
    let folded = heads::fold(name);
    folded.strip_prefix("การ").unwrap_or(&folded).chars().collect()
}

fn named(passage: &Passage<'_>, names: &FrameworkNames, findings: &mut Findings) {
    let text = passage.text;
    if !text.contains("มิติ") && !text.contains("มติ") && !text.contains("ภารกิจ") {
        return;
    }
    let parts: Vec<(usize, &str)> =
        if passage.place == PassagePlace::Row { cells(text).collect() } else { vec![(0, text)] };
    for (start, part) in parts {
        for word in ["มิติ", "มติ"] {
            for (at, _) in part.match_indices(word) {
                let rest = &part[at + word.len()..];
                let rest = rest.strip_prefix("ที่").unwrap_or(rest);
                compare(passage, start, part, at, rest, false, &names.dimensions, findings);
            }
        }
        for (at, word) in part.match_indices("ภารกิจ") {
            let rest = &part[at + word.len()..];
            let rest = rest.strip_prefix("ที่").unwrap_or(rest);
            compare(passage, start, part, at, rest, true, &names.missions, findings);
        }
    }
}

/// `" ๑.๒ การสร้าง…"` → the number and how long it is with what stands around it.
fn number_of(text: &str, dotted: bool) -> Option<(String, usize)> {
    let lead = text.len() - text.trim_start_matches(' ').len();
    let is_part = |letter: char| letter.is_ascii_digit() || ('๐'..='๙').contains(&letter) || (dotted && letter == '.');
    let rest = &text[lead..];
    let end = rest.find(|letter: char| !is_part(letter)).unwrap_or(rest.len());
    let number = thai::to_arabic(&rest[..end]).trim_matches('.').to_owned();
    let fits = if dotted {
        number.contains('.') && number.len() <= 6
    } else {
        number.len() == 1 && ("1"..="4").contains(&number.as_str())
    };
    fits.then_some((number, lead + end))
}

#[allow(clippy::too_many_arguments)]
fn compare(
    passage: &Passage<'_>,
    start: usize,
    part: &str,
    at: usize,
    rest: &str,
    mission: bool,
    known: &[FrameworkName],
    findings: &mut Findings,
) {
    let Some((number, length)) = number_of(rest, mission) else { return };
    let name_at = part.len() - rest.len() + length;
    // A class behind a heading (`{.d1}`) and a second sentence are no part of the name.
    let name = part[name_at..].split(" {").next().unwrap_or("");
    let name = name
        .split(['|', '"', '”', '\n'])
        .next()
        .unwrap_or("")
        .trim_start_matches([' ', '.', ':', '-', '–', ')', '"', '“']);
    let lead =
        part[name_at..].len() - part[name_at..].trim_start_matches([' ', '.', ':', '-', '–', ')', '"', '“']).len();
    let printed = folded(name);
    if printed.len() < 10 {
        return;
    }
    let whole = passage.place == PassagePlace::Heading;
    let near_to = |named: &FrameworkName, loosely: usize| {
        named.wordings.iter().filter_map(|wording| nearness(&printed, wording, whole, wording.len() / loosely)).min()
    };
    // Under its own number a heading may stray further and still be meant; nearly all are exact, and need no comparing.
    let own = known.iter().find(|named| named.number == number);
    if own.is_some_and(|own| own.wordings.iter().any(|wording| is_exact(&printed, wording, whole))) {
        return;
    }
    let best = known
        .iter()
        .filter_map(|named| Some((near_to(named, 6)?, named)))
        .min_by_key(|(near, named)| (*near, named.number != number));
    let loosely = || own.filter(|_| whole).and_then(|own| Some((near_to(own, 2)?, own)));
    let Some((near, found)) = best.or_else(loosely) else { return };
    let name_span = passage.span(start + name_at + lead, start + name_at + lead + name.trim_end().len());
    let what = if mission { "ภารกิจ" } else { "มิติ" };
    if found.number != number {
        // Only words that are surely another's; close wordings of two missions are no evidence.
        if near > 2 || own.is_some_and(|own| near_to(own, 6).is_some()) {
            return;
        }
        let expected = own.map_or(String::new(), |own| format!("{what}ที่ {number} คือ `{}` ", own.name));
        findings.push(
            Finding::of(
                code::T413,
                passage.span(start + at, start + name_at + lead + name.trim_end().len()),
                format!("{what}ที่ {number} ใช้ชื่อของ{what}ที่ {}", found.number),
            )
            .english("named with another's words")
            .label(format!("ชื่อนี้เป็นของ{what}ที่ {}", found.number))
            .help(expected.trim_end())
            .or_answer(),
        );
    } else if near > 0 {
        let code = if mission { code::T503 } else { code::T502 };
        let difference = difference(name.trim_end(), &found.name);
        findings.push(
            Finding::of(code, name_span, format!("ชื่อ{what}ที่ {number} ต่างจากกรอบ: {difference}"))
                .english("the name differs from the framework")
                .label("ต่างจากกรอบ")
                .help(format!("กรอบของปีนี้ใช้ `{}`", found.name))
                .or_answer(),
        );
    }
}

fn is_exact(printed: &[char], wording: &[char], whole: bool) -> bool {
    printed.starts_with(wording) && (!whole || printed.len() == wording.len())
}

/// How many letters differ; `None` when it is another name altogether. A name cut short counts as one.
fn nearness(printed: &[char], wording: &[char], whole: bool, most: usize) -> Option<usize> {
    if is_exact(printed, wording, whole) {
        return Some(0);
    }
    if wording.starts_with(printed) && printed.len() >= 14 {
        return Some(1);
    }
    let compared: String = if whole { printed.iter().collect() } else { printed.iter().take(wording.len()).collect() };
    heads::distance(&compared, &wording.iter().collect::<String>(), most)
}

/// Where two wordings part: `…ตรวจตรา…` against `…ตรวจสอบ…`.
fn difference(printed: &str, expected: &str) -> String {
    let squeeze = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<Vec<char>>();
    let (printed, expected) = (squeeze(printed), squeeze(expected));
    let ahead = printed.iter().zip(&expected).take_while(|(a, b)| a == b).count();
    let most = printed.len().min(expected.len()) - ahead;
    let behind = printed.iter().rev().zip(expected.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let show = |text: &[char]| {
        let from = ahead.saturating_sub(6);
        let until = (text.len() - behind + 4).min(text.len());
        let shown: String = text[from..until].iter().take(60).collect();
        format!("{}{shown}{}", if from > 0 { "…" } else { "" }, if until < text.len() { "…" } else { "" })
    };
    format!("พิมพ์ `{}` กรอบใช้ `{}`", show(&printed), show(&expected))
}

fn offices(agency: &Agency, context: &Context<'_>, findings: &mut Findings) {
    // By the office: each printed spelling, folded, with its first wording, first place and count.
    let mut spellings: BTreeMap<String, BTreeMap<String, (String, Span, usize)>> = BTreeMap::new();
    let mut unknown: BTreeMap<(crate::span::FileId, String), (Span, usize, Option<String>)> = BTreeMap::new();
    let lists = agency.plans.iter().map(|plan| plan.entries.as_slice());
    let lists =
        lists.chain(agency.reports.iter().flat_map(|report| [report.entries.as_slice(), report.eplan.as_slice()]));
    let lists = lists.chain(agency.measures.iter().map(|book| book.entries.as_slice()));
    // A few offices own everything: each wording is read once.
    let mut read: BTreeMap<&str, Vec<(String, Reading<'_, String>)>> = BTreeMap::new();
    for owner in lists.flatten().filter_map(|entry: &Entry| entry.text(Field::Owner)) {
        let parts = read.entry(owner.value.as_str()).or_insert_with(|| {
            let read = |part: String| {
                let reading = context.standards.offices.read(&part);
                (part, reading)
            };
            parts_of(owner, context).into_iter().map(read).collect()
        });
        for (part, reading) in parts.iter().map(|(part, reading)| (part.clone(), reading)) {
            match reading {
                Reading::Is(office) => {
                    let known = spellings.entry(office.clone()).or_default();
                    known.entry(heads::fold(own_office(&part))).or_insert_with(|| (part.clone(), owner.span, 0)).2 += 1;
                }
                Reading::Near(_, wording) => {
                    let near = (*wording).to_owned();
                    unknown.entry((owner.span.file, part)).or_insert((owner.span, 0, Some(near))).1 += 1;
                }
                Reading::Unknown if !context.standards.offices.is_office(&part) => {
                    unknown.entry((owner.span.file, part)).or_insert((owner.span, 0, None)).1 += 1;
                }
                Reading::Unknown | Reading::NotStated => {}
            }
        }
    }
    for ((_, part), (span, count, near)) in unknown {
        let times = if count > 1 { format!(" ({count} แห่ง)") } else { String::new() };
        let mut finding = Finding::of(code::T504, span, format!("ไม่รู้จักส่วนราชการ `{part}`{times}"))
            .english(format!("unknown office `{part}`"));
        finding = match near {
            Some(near) => {
                finding.label(format!("หมายถึง `{near}` หรือไม่")).help(format!("ตัวอย่างที่ถูก `{near}`")).or_answer()
            }
            None => finding.help("ใส่ชื่อส่วนราชการ ไม่ใช่ชื่อบุคคล เช่น `สำนักปลัด`").or_answer(),
        };
        findings.push(finding);
    }
    for known in spellings.into_values().filter(|known| known.len() > 1) {
        let mut all: Vec<(String, Span, usize)> = known.into_values().collect();
        all.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
        let [(usual, usual_at, usual_count), rest @ ..] = all.as_slice() else { continue };
        let Some((_, span, _)) = rest.first() else { continue };
        let shown: Vec<String> = rest.iter().map(|(name, _, count)| format!("`{name}` {count} แห่ง")).collect();
        findings.push(
            Finding::of(
                code::T505,
                *span,
                format!("ส่วนราชการเดียวกันพิมพ์ว่า `{usual}` {usual_count} แห่ง และ {}", shown.join(" และ ")),
            )
            .english("one office in several spellings")
            .label(format!("ที่อื่นพิมพ์ `{usual}`"))
            .also(*usual_at, "แบบที่ใช้บ่อยกว่า")
            .help(format!("ใช้ชื่อเดียวกันทุกแห่ง เช่น `{usual}`"))
            .or_answer(),
        );
    }
}

/// "สำนักปลัด อบต." and "กองการศึกษาฯ" are สำนักปลัด and กองการศึกษา in full and in short.
fn own_office(office: &str) -> &str {
    const KINDS: [&str; 5] = ["องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนจังหวัด", "เทศบาล", "อบต.", "อบจ."];
    let office = office.trim().trim_end_matches('ฯ').trim_end();
    let bare = KINDS.iter().find_map(|kind| office.strip_suffix(kind)).map_or(office, str::trim_end);
    if bare.chars().count() < 4 { office } else { bare }
}

/// The offices of a cell that names several.
fn parts_of(owner: &Spanned<String>, context: &Context<'_>) -> Vec<String> {
    let is_known = |text: &str| context.standards.offices.is_known(text);
    let text = owner.value.trim();
    if is_known(text) {
        return vec![text.to_owned()];
    }
    let mut parts = Vec::new();
    for part in text.split([',', '\n', '/', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once("และ") {
            Some((first, second)) if !is_known(part) && is_known(first) => {
                parts.extend([first.trim().to_owned(), second.trim().to_owned()]);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    parts
}
