//! `T410` a word that is surely written wrong, `T417` one that probably is: by a dictionary and what is written for what.
//! Why: what is misspelt cannot be found again, and a letter may change what is promised.
//! One finding speaks for all places of one slip in a document; names of authorities are nobody's slips.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::passages::Passage;
use crate::check::{AgencyHead, Context};
use crate::finding::{Finding, Findings, Fix, MOST_ALIKE, code};
use crate::span::{FileId, Span};
use crate::thai::misspelt::{Misspelling, misspellings};
use crate::thai::segment::is_mark;
use crate::thai::spelling::{self, Fault};

const SHOWN: usize = 4;

struct Slip {
    right: String,
    spans: Vec<Span>,
    certain: bool,
    known: bool,
}

/// `told`: places that another list has told already.
pub(super) fn misspelt(
    passages: &[Passage<'_>],
    told: &[Span],
    agency: AgencyHead<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    let mut slips: BTreeMap<String, Slip> = BTreeMap::new();
    let mut covered = Covered::default();
    told.iter().for_each(|span| covered.add(*span));
    for passage in passages {
        for (range, right) in doubled_marks(passage.text) {
            let span = passage.span(range.start, range.end);
            let wrong = passage.text[range].to_owned();
            let slip = Slip { right, spans: Vec::new(), certain: true, known: true };
            slips.entry(wrong).or_insert(slip).spans.push(span);
            covered.add(span);
        }
        for Misspelling { range, right, certain, known } in misspellings(passage.text) {
            let span = passage.span(range.start, range.end);
            if covered.touches(span) || (!known && is_a_name(passage.text, range.start, range.end, agency, context)) {
                continue;
            }
            let wrong = passage.text[range].to_owned();
            let slip = slips.entry(wrong).or_insert_with(|| Slip { right, spans: Vec::new(), certain, known });
            slip.spans.push(span);
            covered.add(span);
        }
    }
    for (wrong, slip) in slips {
        let Some(first) = slip.spans.first() else { continue };
        let right = &slip.right;
        let times = if slip.spans.len() > 1 { format!(" {} แห่ง", slip.spans.len()) } else { String::new() };
        let code = if slip.certain { code::T410 } else { code::T417 };
        let mut finding = Finding::of(code, *first, format!("`{wrong}`{times} น่าจะเป็น `{right}`"))
            .english("a word is written wrong")
            .label(format!("น่าจะเป็น `{right}`"))
            .help(format!("เปลี่ยนเป็น `{right}`"))
            .or_answer();
        if slip.known {
            let edits = slip.spans.iter().take(MOST_ALIKE).map(|span| (*span, right.clone())).collect();
            finding.fix = Some(Fix { title: format!("เปลี่ยน `{wrong}` เป็น `{right}`"), edits });
        }
        let others = slip.spans.iter().skip(1).take(SHOWN);
        findings.push(others.fold(finding, |finding, span| finding.also(*span, "อีกแห่ง")));
    }
}

/// Which places are told, where the last one that begins before a place tells whether any reaches into it.
#[derive(Default)]
struct Covered(BTreeMap<(FileId, u32), u32>);

impl Covered {
    fn touches(&self, span: Span) -> bool {
        let before = self.0.range(..(span.file, span.end)).next_back();
        before.is_some_and(|((file, _), end)| *file == span.file && *end > span.start)
    }

    fn add(&mut self, span: Span) {
        let (mut start, mut end) = (span.start, span.end);
        while let Some((&(file, from), &to)) = self.0.range(..=(span.file, end)).next_back()
            && file == span.file
            && to >= start
        {
            self.0.remove(&(file, from));
            (start, end) = (start.min(from), end.max(to));
        }
        self.0.insert((span.file, start), end);
    }
}

/// "ทีี่": a mark typed twice on one letter, with the word around it. The site shows it once, a search finds neither.
fn doubled_marks(text: &str) -> Vec<(Range<usize>, String)> {
    let faults = spelling::faults(text).into_iter().filter(|(_, fault)| *fault == Fault::DoubledMark);
    let is_thai = |letter: char| ('ก'..='ฺ').contains(&letter) || ('เ'..='๎').contains(&letter);
    let words = faults.map(|(range, _)| {
        let before = text[..range.start].char_indices().rev();
        let start = before.take_while(|(_, letter)| is_thai(*letter)).take(6).last().map_or(range.start, |(at, _)| at);
        let after = text[range.end..].char_indices();
        let end = after
            .take_while(|(_, letter)| is_mark(*letter))
            .last()
            .map_or(range.end, |(at, letter)| range.end + at + letter.len_utf8());
        // A word's letters begin with one that can stand first.
        let skipped: usize = text[start..].chars().take_while(|letter| is_mark(*letter)).map(char::len_utf8).sum();
        let word = (start + skipped).min(range.start)..end;
        let right = spelling::repair(&text[word.clone()]).into_owned();
        (word, right)
    });
    words.filter(|(word, right)| text[word.clone()] != **right).collect()
}

/// Whether the place is part of an authority's own name or of where it lies.
fn is_a_name(text: &str, start: usize, end: usize, agency: AgencyHead<'_>, context: &Context<'_>) -> bool {
    let meta = agency.meta;
    let own = [Some(&meta.name), meta.short_name.as_ref(), meta.tambon.as_ref(), meta.amphoe.as_ref()];
    let own = own.into_iter().flatten().map(|name| name.value.as_str());
    let others = context.agencies.as_slice().iter().map(|name| name.name.as_str());
    own.chain(others)
        .map(crate::check::agency_names::bare)
        .filter(|name| !name.is_empty())
        .any(|name| text.match_indices(name).any(|(at, _)| at < end && start < at + name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_touches_what_reaches_into_it() {
        let at = |start, end| Span::new(FileId::of("a.md"), start, end);
        let mut covered = Covered::default();
        for (start, end) in [(10, 20), (40, 50), (15, 30), (0, 100), (200, 203)] {
            covered.add(at(start, end));
        }
        for (span, touches) in [
            (at(99, 101), true),
            (at(100, 101), false),
            (at(190, 200), false),
            (at(190, 201), true),
            (at(202, 300), true),
            (at(203, 300), false),
            (Span::new(FileId::of("b.md"), 10, 20), false),
        ] {
            assert_eq!(covered.touches(span), touches, "{span:?}");
        }
    }
}
