//! `T407`: titles and words of another kind of authority, such as "นายกเทศมนตรี" in a document of an อบต.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::SHOWN;
use super::own::Own;
use crate::check::passages::Passage;
use crate::finding::{Finding, Findings, code};
use crate::source::meta::AgencyType;
use crate::span::Span;
use crate::thai::Glance;

struct Title {
    word: &'static str,
    of: AgencyType,
    /// What an อบต., a municipality and an อบจ. say.
    own: [&'static str; 3],
}

const MAYOR: [&str; 3] = ["นายกองค์การบริหารส่วนตำบล", "นายกเทศมนตรี", "นายกองค์การบริหารส่วนจังหวัด"];
const CLERK: [&str; 3] = ["ปลัดองค์การบริหารส่วนตำบล", "ปลัดเทศบาล", "ปลัดองค์การบริหารส่วนจังหวัด"];
const COUNCIL: [&str; 3] = ["สภาองค์การบริหารส่วนตำบล", "สภาเทศบาล", "สภาองค์การบริหารส่วนจังหวัด"];
const STAFF: [&str; 3] = ["พนักงานส่วนตำบล", "พนักงานเทศบาล", "ข้าราชการองค์การบริหารส่วนจังหวัด"];
const LAW: [&str; 3] = ["ข้อบัญญัติ", "เทศบัญญัติ", "ข้อบัญญัติ"];

const TITLES: &[Title] = &[
    Title { word: "นายกเทศมนตรี", of: AgencyType::Municipality, own: MAYOR },
    Title { word: "ปลัดเทศบาล", of: AgencyType::Municipality, own: CLERK },
    Title { word: "สภาเทศบาล", of: AgencyType::Municipality, own: COUNCIL },
    Title { word: "พนักงานเทศบาล", of: AgencyType::Municipality, own: STAFF },
    Title { word: "เทศบัญญัติ", of: AgencyType::Municipality, own: LAW },
    Title {
        word: "นายกองค์การบริหารส่วนตำบล", of: AgencyType::Sao, own: MAYOR
    },
    Title { word: "นายก อบต.", of: AgencyType::Sao, own: MAYOR },
    Title {
        word: "ปลัดองค์การบริหารส่วนตำบล", of: AgencyType::Sao, own: CLERK
    },
    Title { word: "ปลัด อบต.", of: AgencyType::Sao, own: CLERK },
    Title {
        word: "สภาองค์การบริหารส่วนตำบล", of: AgencyType::Sao, own: COUNCIL
    },
    Title { word: "พนักงานส่วนตำบล", of: AgencyType::Sao, own: STAFF },
    Title {
        word: "นายกองค์การบริหารส่วนจังหวัด", of: AgencyType::Pao, own: MAYOR
    },
    Title {
        word: "ปลัดองค์การบริหารส่วนจังหวัด", of: AgencyType::Pao, own: CLERK
    },
    Title {
        word: "สภาองค์การบริหารส่วนจังหวัด", of: AgencyType::Pao, own: COUNCIL
    },
];

pub fn check(passages: &[Passage<'_>], own: &Own, findings: &mut Findings) {
    let place = match own.kind {
        AgencyType::Sao => 0,
        AgencyType::Municipality => 1,
        AgencyType::Pao => 2,
        AgencyType::Other => return,
    };
    static WORDS: LazyLock<Glance> = LazyLock::new(|| Glance::of(TITLES.iter().map(|title| title.word)));
    let mut found: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    let mut order: Vec<usize> = Vec::new();
    for passage in passages {
        let text = passage.text;
        if !WORDS.may_see(text) {
            continue;
        }
        for (number, title) in TITLES.iter().enumerate().filter(|(_, title)| title.of != own.kind) {
            for (at, word) in text.match_indices(title.word) {
                let end = at + word.len();
                // "ข้อบัญญัติ/เทศบัญญัติ": the form names both, and the reader takes the one that fits.
                let either = text[..at].trim_end().ends_with('/') || text[end..].trim_start().starts_with('/');
                if either {
                    continue;
                }
                let spans = found.entry(number).or_default();
                if spans.is_empty() {
                    order.push(number);
                }
                spans.push(passage.span(at, end));
            }
        }
    }
    of_another_kind(passages, own, findings);
    for number in order {
        let (Some(title), Some(spans)) = (TITLES.get(number), found.get(&number)) else { continue };
        let (Some(first), Some(right)) = (spans.first(), title.own.get(place)) else { continue };
        let times = if spans.len() > 1 { format!(" {} แห่ง", spans.len()) } else { String::new() };
        let finding = Finding::of(
            code::T407,
            *first,
            format!("พบ `{}`{times} ซึ่งเป็นคำของ{} แต่หน่วยงานนี้เป็น{}", title.word, title.of.name_th(), own.kind.name_th()),
        )
        .english("words of another kind of authority")
        .label(format!("ที่นี่ใช้ `{right}`"))
        .help(format!("เปลี่ยนเป็น `{right}`"))
        .or_answer();
        let finding = spans.iter().skip(1).take(SHOWN).fold(finding, |finding, span| finding.also(*span, "อีกแห่ง"));
        findings.push(finding);
    }
}

/// "องค์การบริหารส่วนตำบลทุ่งสว่าง" where เทศบาลตำบลทุ่งสว่าง speaks of itself; what it was before is another thing.
fn of_another_kind(passages: &[Passage<'_>], own: &Own, findings: &mut Findings) {
    const KINDS: [(&str, AgencyType); 5] = [
        ("องค์การบริหารส่วนตำบล", AgencyType::Sao),
        ("อบต.", AgencyType::Sao),
        ("เทศบาลตำบล", AgencyType::Municipality),
        ("เทศบาลเมือง", AgencyType::Municipality),
        ("องค์การบริหารส่วนจังหวัด", AgencyType::Pao),
    ];
    const BEFORE: [&str; 5] = ["เดิม", "ยกฐานะ", "จาก", "อดีต", "เป็น"];
    if own.base.chars().count() < 4 {
        return;
    }
    let mut spans: Vec<Span> = Vec::new();
    let mut shown = String::new();
    for passage in passages.iter().filter(|passage| own.may_stand_in(passage.text)) {
        let text = passage.text;
        for (word, _) in KINDS.iter().filter(|(_, of)| *of != own.kind) {
            let whole = format!("{word}{}", own.base);
            for (at, found) in text.match_indices(whole.as_str()) {
                let from = text[..at].char_indices().rev().take(20).last().map_or(at, |(start, _)| start);
                // A longer name is another place's, and another authority may bear the name elsewhere.
                let rest = &text[at + found.len()..];
                let goes_on = rest.starts_with(crate::thai::is_mark) || rest.trim_start().starts_with("อำเภอ");
                if goes_on || BEFORE.iter().any(|word| text[from..at].contains(word)) {
                    continue;
                }
                if spans.is_empty() {
                    shown = found.to_owned();
                }
                spans.push(passage.span(at, at + found.len()));
            }
        }
    }
    let Some(first) = spans.first() else { return };
    let finding = Finding::of(code::T407, *first, format!("พบ `{shown}` แต่หน่วยงานนี้คือ `{}`", own.name))
        .english("the own name with another kind of authority before it")
        .label(own.name.clone())
        .help(format!("เปลี่ยนเป็น `{}`", own.name))
        .or_answer();
    findings.push(spans.iter().skip(1).take(SHOWN).fold(finding, |finding, span| finding.also(*span, "อีกแห่ง")));
}
