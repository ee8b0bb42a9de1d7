//! `T410` a word that is surely written wrong, `T417` one that probably is: by a dictionary and what is written for what.
//! Why: what is misspelt cannot be found again, and a letter may change what is promised.
//! One finding speaks for all places of one slip in a document; names of authorities are nobody's slips.

use std::collections::BTreeMap;

use crate::check::rules::passages::Passage;
use crate::check::{AgencyHead, Context};
use crate::finding::{Finding, Findings, Fix, code};
use crate::span::Span;
use crate::thai::misspelt::{Misspelling, misspellings};

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
    for passage in passages {
        for Misspelling { range, right, certain, known } in misspellings(passage.text) {
            let span = passage.span(range.start, range.end);
            let is_told =
                told.iter().any(|told| told.file == span.file && told.start < span.end && span.start < told.end);
            if is_told || (!known && is_a_name(passage.text, range.start, range.end, agency, context)) {
                continue;
            }
            let wrong = passage.text[range].to_owned();
            let slip = slips.entry(wrong).or_insert_with(|| Slip { right, spans: Vec::new(), certain, known });
            slip.spans.push(span);
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
            let edits = slip.spans.iter().map(|span| (*span, right.clone())).collect();
            finding.fix = Some(Fix { title: format!("เปลี่ยน `{wrong}` เป็น `{right}`"), edits });
        }
        let others = slip.spans.iter().skip(1).take(SHOWN);
        findings.push(others.fold(finding, |finding, span| finding.also(*span, "อีกแห่ง")));
    }
}

/// Whether the place is part of an authority's own name or of where it lies.
fn is_a_name(text: &str, start: usize, end: usize, agency: AgencyHead<'_>, context: &Context<'_>) -> bool {
    let meta = agency.meta;
    let own = [Some(&meta.name), meta.short_name.as_ref(), meta.tambon.as_ref(), meta.amphoe.as_ref()];
    let own = own.into_iter().flatten().map(|name| name.value.as_str());
    let others = context.agencies.as_slice().iter().map(|name| name.name.as_str());
    own.chain(others).map(crate::check::agency_names::bare).filter(|name| !name.is_empty()).any(|name| {
        text.match_indices(name).any(|(at, _)| at < end && start < at + name.len())
    })
}
