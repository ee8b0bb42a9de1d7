//! Promises of one list that read alike: `T220` the same name under two codes, `T221` names that differ in a little.
//! Why: a promise counted twice makes a plan look fuller than it is.

use crate::check::rules::same_name::{OwnNames, difference, is_same_or_near};
use crate::check::rules::spending::shortened;
use crate::check::{Context, Rule};
use crate::finding::{Finding, Findings, code};
use crate::model::{Agency, Entry};

pub const TWINS: Rule = Rule { codes: &[code::T220, code::T221], run };

fn run(agency: &Agency, _: &Context<'_>, findings: &mut Findings) {
    let own = OwnNames::of(agency);
    for plan in &agency.plans {
        list(&plan.entries, &own, findings);
    }
    for report in &agency.reports {
        // What the plan already doubles is told there.
        if agency.plan_for(report.year).is_none_or(|plan| plan.entries.is_empty()) {
            list(&report.entries, &own, findings);
        }
    }
    for book in &agency.measures {
        list(&book.entries, &own, findings);
    }
}

/// Alike names stand side by side when sorted, by their beginning or by their end.
fn list(entries: &[Entry], own: &OwnNames, findings: &mut Findings) {
    let keys: Vec<String> = entries.iter().map(|entry| own.key(&entry.name.value)).collect();
    let mut by_beginning: Vec<usize> = (0..entries.len()).filter(|at| keys[*at].chars().count() >= 8).collect();
    let mut by_end = by_beginning.clone();
    by_beginning.sort_by(|a, b| keys[*a].cmp(&keys[*b]).then(a.cmp(b)));
    by_end.sort_by(|a, b| keys[*a].chars().rev().cmp(keys[*b].chars().rev()).then(a.cmp(b)));
    let mut twins: Vec<(usize, usize)> = Vec::new();
    for order in [&by_beginning, &by_end] {
        for pair in order.windows(2) {
            let (first, second) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            if is_same_or_near(&keys[first], &keys[second]) {
                twins.push((first, second));
            }
        }
    }
    twins.sort_unstable();
    twins.dedup();
    for (first, second) in twins {
        findings.push(twin(&entries[first], &entries[second], &keys[first], &keys[second]));
    }
}

fn twin(first: &Entry, second: &Entry, left: &str, right: &str) -> Finding {
    if left == right {
        return Finding::of(
            code::T220,
            second.name.span,
            format!("{} กับ {} เป็นชื่อเดียวกัน: `{}`", first.code, second.code, shortened(&first.name.value)),
        )
        .english("two codes with the same name")
        .label(format!("เหมือน {}", first.code))
        .also(first.name.span, first.code.as_str())
        .help("ถ้าเป็นเรื่องเดียวกันให้เหลือรหัสเดียว ถ้าคนละเรื่องให้ชื่อต่างกัน")
        .or_answer()
        .item(second.code.as_str());
    }
    let words: Vec<String> =
        difference(left, right).into_iter().map(|(left, right)| format!("`{left}` / `{right}`")).collect();
    Finding::of(
        code::T221,
        second.name.span,
        format!("{} กับ {} ชื่อเกือบเหมือนกัน ต่างที่ {}", first.code, second.code, words.join(", ")),
    )
    .english("two codes with nearly the same name")
    .label(format!("คล้าย {}", first.code))
    .also(first.name.span, first.code.as_str())
    .help("ตรวจว่าไม่ใช่เรื่องเดียวกันที่นับสองครั้ง")
    .or_answer()
    .item(second.code.as_str())
}
