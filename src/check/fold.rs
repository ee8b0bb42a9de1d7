//! One cause, one finding: what was found again and again in the rows of one file is told once, with its places.
//! Changes no severity and drops no fix; what the author has answered stands by itself.

use std::collections::BTreeMap;

use crate::finding::{Code, Finding, Findings, Fix, code};
use crate::span::FileId;

/// Codes that speak of a row, a cell or a head: twenty of them in one file are one slip.
const OF_ROWS: [Code; 22] = [
    code::M004,
    code::M006,
    code::S023,
    code::S024,
    code::S027,
    code::S032,
    code::S033,
    code::S034,
    code::S035,
    code::S036,
    code::S037,
    code::S038,
    code::S039,
    code::S046,
    code::S055,
    code::S056,
    code::S057,
    code::S059,
    code::S065,
    code::S066,
    code::T401,
    code::T501,
];
/// Fewer are told one by one.
const LEAST: usize = 3;
/// So many places are shown.
const SHOWN: usize = 8;

pub fn fold(findings: Findings) -> Findings {
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut groups: BTreeMap<(Code, FileId), Vec<usize>> = BTreeMap::new();
    for finding in findings {
        if finding.answer.is_none() && OF_ROWS.contains(&finding.code) {
            groups.entry((finding.code, finding.primary.span.file)).or_default().push(kept.len());
        }
        kept.push(finding);
    }
    let mut gone = vec![false; kept.len()];
    for places in groups.into_values().filter(|places| places.len() >= LEAST) {
        let more: Vec<Finding> = places[1..].iter().map(|at| kept[*at].clone()).collect();
        for at in &places[1..] {
            gone[*at] = true;
        }
        gather(&mut kept[places[0]], more);
    }
    let mut all = Findings::default();
    all.extend(kept.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(finding, _)| finding));
    all
}

fn gather(first: &mut Finding, more: Vec<Finding>) {
    first.message.push_str(&format!(" (และอีก {} แห่งในไฟล์นี้)", more.len()));
    first.message_en.push_str(&format!(" (and {} more in this file)", more.len()));
    first.severity = more.iter().map(|finding| finding.severity).fold(first.severity, Ord::max);
    let mut titles = 1;
    for finding in more {
        if let Some(fix) = finding.fix {
            match &mut first.fix {
                Some(all) => {
                    titles += usize::from(all.title != fix.title);
                    all.edits.extend(fix.edits);
                }
                None => first.fix = Some(fix),
            }
        }
        if first.item != finding.item {
            first.item = None;
        }
        if first.secondary.len() < SHOWN {
            let text = if finding.primary.text.is_empty() {
                "แห่งนี้ด้วย".to_owned()
            } else {
                finding.primary.text
            };
            first.secondary.push(crate::finding::Label { span: finding.primary.span, text });
        }
    }
    if let Some(Fix { title, edits }) = &mut first.fix {
        edits.sort();
        edits.dedup();
        if titles > 1 {
            *title = format!("แก้ทั้ง {} แห่ง", edits.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn of(code: Code, at: usize) -> Finding {
        let place = Span::new(FileId::of("a.md"), at, at + 1);
        Finding::of(code, place, format!("แห่งที่ {at}")).fix("แก้", place, "x")
    }

    #[test]
    fn many_of_one_sort_are_one_with_all_places_and_fixes() {
        let mut findings = Findings::default();
        findings.extend((0..26).map(|at| of(code::S038, at)));
        findings.push(of(code::S001, 99));
        let folded = fold(findings).into_vec();
        assert_eq!(folded.len(), 2);
        assert!(folded[0].message.contains("และอีก 25 แห่ง") || folded[1].message.contains("และอีก 25 แห่ง"));
        let fixes: usize = folded.iter().filter_map(|finding| finding.fix.as_ref()).map(|fix| fix.edits.len()).sum();
        assert_eq!(fixes, 27);
    }

    #[test]
    fn two_are_told_one_by_one() {
        let mut findings = Findings::default();
        findings.extend((0..2).map(|at| of(code::S038, at)));
        assert_eq!(fold(findings).len(), 2);
    }
}
