//! `T401` another authority's name. `T402` another place's name. `T403` the own name misspelt. `T404` the own name in a
//! second, declared spelling. `T405` a place that its amphoe or province does not have. `T406` a postcode of elsewhere.
//! `T407` titles of another kind of authority.
//! Why: copied documents carry the names of those they were copied from. Which spelling of the own name is right, the
//! gazetteer tells: the tambon that the amphoe really has. One finding speaks for all places of a name in a document.

mod mention;
mod own;
mod place;
mod titles;

use std::collections::BTreeMap;

use crate::check::passages::Passage;
use crate::check::{AgencyHead, Context, DocumentRule, LinedDocument, Rule};
use crate::finding::{Code, Finding, Findings, MOST_ALIKE, code};
use crate::span::Span;

use mention::{Mention, Sort};
use own::Own;

pub const NAMES: DocumentRule =
    DocumentRule { codes: &[code::T401, code::T402, code::T403, code::T404, code::T405, code::T406, code::T407], run };
pub const PLACE: Rule =
    Rule { codes: &[code::T405, code::T406], run: |agency, _, findings| place::check(agency, findings) };

/// How many further places a summary marks.
pub(super) const SHOWN: usize = 4;

fn run(documents: &[LinedDocument<'_>], agency: AgencyHead<'_>, context: &Context<'_>, findings: &mut Findings) {
    if agency.meta.name.value.trim().is_empty() {
        // Told where the name is missing; every other name would be another's.
        return;
    }
    let own = Own::of(agency.slug, agency.meta);
    for document in documents {
        let passages = &document.passages;
        let mut mentions: BTreeMap<(Sort, String), Vec<Span>> = BTreeMap::new();
        let mut told: Vec<((Sort, String), Mention)> = Vec::new();
        let mut written_right = 0;
        for passage in passages {
            mention::read(passage, &own, context.agencies, &mut |found, span| match found.sort {
                Sort::Own => written_right += 1,
                _ => {
                    let key = (found.sort, found.shown.clone());
                    let spans = mentions.entry(key.clone()).or_default();
                    if spans.is_empty() {
                        told.push((key, found));
                    }
                    spans.push(span);
                }
            });
        }
        for (key, mention) in told {
            if let Some(spans) = mentions.get(&key) {
                findings.extend(report(&mention, spans, &own, written_right));
            }
        }
        titles::check(passages, &own, findings);
    }
}

fn report(mention: &Mention, spans: &[Span], own: &Own, written_right: usize) -> Option<Finding> {
    let first = *spans.first()?;
    let shown = &mention.shown;
    let times = if spans.len() > 1 { format!(" ({} แห่ง)", spans.len()) } else { String::new() };
    let finding = match mention.sort {
        Sort::Own => return None,
        Sort::OtherAuthority => {
            let whose = match &mention.known_as {
                Some(place) => format!("ซึ่งเป็นชื่อของหน่วยงานอื่น ({place})"),
                None => "ซึ่งไม่ใช่ชื่อของหน่วยงานนี้ และไม่พบในทะเบียนตำบล".to_owned(),
            };
            Finding::of(code::T401, first, format!("พบชื่อ `{shown}`{times} {whose}"))
                .english(format!("another authority's name in a document of {}", own.name))
                .label("ชื่อของหน่วยงานอื่น")
                .help(format!(
                    "ชื่อของหน่วยงานนี้คือ `{}` ถ้าตั้งใจกล่าวถึงหน่วยงานอื่นหรือยกมาเป็นหลักฐาน {}",
                    own.name,
                    answer(code::T401)
                ))
        }
        Sort::OtherPlace => Finding::of(code::T402, first, format!("พบ `{shown}`{times} ซึ่งไม่ใช่ที่ตั้งของ{}", own.name))
            .english("a place that is not the authority's")
            .label("ที่อื่น")
            .help(format!("ที่ตั้งของหน่วยงานนี้คือ {} ถ้าตั้งใจกล่าวถึงที่อื่น {}", own.place(), answer(code::T402))),
        Sort::Misspelt => {
            let right = mention.known_as.as_deref().unwrap_or(&own.base);
            let mut finding = Finding::of(code::T403, first, format!("ชื่อ `{shown}`{times} ต่างจาก `{right}` ที่เป็นชื่อจริง"))
                .english("the own name is misspelt")
                .label(format!("น่าจะเป็น `{right}`"))
                .help(format!("{} ถ้าต้นฉบับพิมพ์อย่างนี้ ใส่คำนี้ใน `also_written` ของ agency.md", own.how_known()));
            if let Some((from, to)) = mention.wrong_part {
                finding = finding.fix(format!("เปลี่ยนเป็น `{right}`"), first.part(from, to), right);
                if let Some(fix) = &mut finding.fix {
                    let places = spans.iter().take(MOST_ALIKE);
                    fix.edits = places.map(|span| (span.part(from, to), right.to_owned())).collect();
                }
            }
            finding
        }
        Sort::SecondSpelling => Finding::of(
            code::T404,
            first,
            format!("ในไฟล์นี้มีคำว่า `{shown}` {} แห่ง และ `{}` {written_right} แห่ง", spans.len(), own.base),
        )
        .english("the own name in a second spelling")
        .label(format!("ชื่อจริงคือ `{}`", own.base))
        .help(format!("{} ใช้ชื่อเดียวกันทั้งฉบับในเอกสารฉบับต่อไป", own.how_known())),
    };
    Some(spans.iter().skip(1).take(SHOWN).fold(finding, |finding, span| finding.also(*span, "อีกแห่ง")))
}

fn answer(code: Code) -> String {
    format!("ตอบไว้ในส่วนหัวด้วย `accept: [{{ code: {code}, reason: … }}]`")
}

/// One passage of a document, for the readers of this folder.
type Line<'p, 'd> = &'p Passage<'d>;
