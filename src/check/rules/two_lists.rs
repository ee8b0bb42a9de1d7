//! The item table and the e-PlanNACC list of one report: `T201` another status, `T202` another amount, `T205` an item
//! in only one of them, `T224` one item under two codes, `T225` "-" in one where the other prints zero.
//! Why: both lists are of the same day and the same work, so every difference is a mistake in one of them.

use crate::check::rules::pairs::pairs;
use crate::check::rules::same_name::{NamedIn, OwnNames, compare};
use crate::check::rules::spending::shortened;
use crate::check::{Context, Rule};
use crate::finding::{Bilingual, FigurePair, Finding, Findings, PairUnit, code};
use crate::model::{Agency, Entry, Report};
use crate::source::Document;
use crate::span::Span;
use crate::standards::{Field, Role};
use crate::thai::{Money, StatedMoney};

pub const TWO_LISTS: Rule = Rule {
    codes: &[code::T201, code::T202, code::T203, code::T204, code::T205, code::T222, code::T224, code::T225],
    run,
};

const TABLE: &str = "ตารางรายการ";
const LIST: &str = "e-PlanNACC";

fn run(agency: &Agency, _: &Context<'_>, findings: &mut Findings) {
    let own = OwnNames::of(agency);
    for report in agency.reports.iter().filter(|report| !report.entries.is_empty() && !report.eplan.is_empty()) {
        lists(report, agency.document(report.document), &own, findings);
    }
}

fn lists(report: &Report, document: &Document, own: &OwnNames, findings: &mut Findings) {
    let pairs = pairs(&report.entries, &report.eplan, own);
    let has = |role: Role, field: Field| {
        document.tables.iter().any(|table| table.role == role && table.position(field).is_some())
    };
    let both_have = |field: Field| has(Role::Items, field) && has(Role::Eplan, field);
    let (plan, spent) = (both_have(Field::BudgetPlan), both_have(Field::BudgetDisbursed));
    let mut dashes: Vec<Span> = Vec::new();
    for (entry, listed) in pairs.both.iter().copied().chain(pairs.moved.iter().copied()) {
        status(entry, listed, findings);
        if plan {
            let (left, right) = (entry.budget.plan.value, listed.budget.plan.value);
            amount(
                entry,
                listed,
                "งบตามแผน",
                [left, right],
                [entry.budget.plan.span, listed.budget.plan.span],
                findings,
            );
            note_dash(left, right, entry.budget.plan.span, &mut dashes);
        }
        if spent {
            let (left, right) = (entry.budget.disbursed.value, listed.budget.disbursed.value);
            let spans = [entry.budget.disbursed.span, listed.budget.disbursed.span];
            amount(entry, listed, "เบิกจ่าย", [left, right], spans, findings);
            note_dash(left, right, spans[0], &mut dashes);
        }
        let named = |entry| NamedIn { name: entry, place: LIST };
        let earlier = NamedIn { name: &entry.name, place: TABLE };
        findings.extend(compare(own, entry.code.as_str(), &named(&listed.name), &earlier));
    }
    for (entry, listed) in &pairs.moved {
        findings.push(two_codes(listed, LIST, entry, TABLE));
    }
    for (entries, other) in [(&pairs.only_first, LIST), (&pairs.only_second, TABLE)] {
        for entry in entries.iter() {
            findings.push(missing(entry, other));
        }
    }
    if let Some(first) = dashes.first() {
        findings.push(
            Finding::of(
                code::T225,
                *first,
                format!("{} ช่องเป็น `-` (ไม่ระบุ) ใน{TABLE} แต่ {LIST} พิมพ์ 0.00 (ศูนย์บาท)", dashes.len()),
            )
            .english("not stated in one list, zero in the other")
            .label("ไม่ระบุ หรือ 0 บาท")
            .help("ใช้ `๐` เมื่อไม่ได้ใช้เงิน และ `-` เมื่อไม่ทราบ ให้เหมือนกันทั้งสองบัญชี")
            .or_answer(),
        );
    }
}

fn status(entry: &Entry, listed: &Entry, findings: &mut Findings) {
    let (Some(left), Some(right)) = (&entry.status, &listed.status) else { return };
    if left.value == right.value {
        return;
    }
    findings.push(
        Finding::of(
            code::T201,
            right.span,
            format!(
                "{} {}: {LIST} บันทึก `{}` แต่{TABLE}เป็น `{}`",
                entry.code,
                shortened(&entry.name.value),
                right.value.name_th(),
                left.value.name_th()
            ),
        )
        .english(format!("e-PlanNACC says {}, the item table says {}", right.value.name_en(), left.value.name_en()))
        .label(right.value.name_th())
        .also(left.span, left.value.name_th())
        .help("แก้ให้ตรงกันทั้งสองบัญชี")
        .or_answer()
        .item(entry.code.as_str()),
    );
}

fn amount(
    entry: &Entry,
    listed: &Entry,
    what: &str,
    [left, right]: [StatedMoney; 2],
    [first, second]: [Span; 2],
    findings: &mut Findings,
) {
    // A dash is no amount; beside an amount it differs.
    if left.or_zero() == right.or_zero() {
        return;
    }
    findings.push(
        Finding::of(
            code::T202,
            if second.is_nowhere() { listed.span } else { second },
            format!(
                "{} {}: {what}ใน {LIST} {} แต่{TABLE} {}",
                entry.code,
                shortened(&entry.name.value),
                right.told(),
                left.told()
            ),
        )
        .english("the two lists state different amounts")
        .paired(left.amount().zip(right.amount()).map(|(left, right)| {
            let named = format!("{} {}", entry.code, shortened(&entry.name.value));
            FigurePair::printed(
                PairUnit::Money,
                Bilingual::new(format!("{what} {named}"), format!("Money of {named}")),
                left.satang(),
            )
            .first_called(Bilingual::new(TABLE, "Item table"))
            .beside(Bilingual::new(LIST, "e-PlanNACC list"), right.satang())
        }))
        .label(right.told())
        .also(if first.is_nowhere() { entry.span } else { first }, left.told())
        .help("แก้ให้ตรงกันทั้งสองบัญชี")
        .or_answer()
        .item(entry.code.as_str()),
    );
}

fn note_dash(left: StatedMoney, right: StatedMoney, span: Span, dashes: &mut Vec<Span>) {
    if left == StatedMoney::NotStated && right.amount().is_some_and(Money::is_zero) && !span.is_nowhere() {
        dashes.push(span);
    }
}

fn missing(entry: &Entry, other: &str) -> Finding {
    Finding::of(
        code::T205,
        entry.name.span,
        format!("{} {} ไม่มีใน{}{other}", entry.code, shortened(&entry.name.value), if other == LIST { " " } else { "" }),
    )
    .english("the other list of the same report lacks this item")
    .label(format!("ไม่มีใน {other}"))
    .help("เติมแถวที่ขาด หรือลบแถวที่เกิน")
    .or_answer()
    .item(entry.code.as_str())
}

/// The same name under another code: an address would lead to two promises.
pub fn two_codes(later: &Entry, later_place: &str, earlier: &Entry, earlier_place: &str) -> Finding {
    Finding::of(
        code::T224,
        later.name.span,
        format!(
            "`{}` ใช้รหัส {} ใน {later_place} แต่ใช้รหัส {} ใน {earlier_place}",
            shortened(&later.name.value),
            later.code,
            earlier.code
        ),
    )
    .english("one promise stands under two codes")
    .label(later.code.as_str())
    .also(earlier.name.span, earlier.code.as_str())
    .help(format!("ใช้รหัสเดิม {} เพราะรหัสเป็นที่อยู่ถาวรของเรื่อง", earlier.code))
    .or_answer()
    .item(later.code.as_str())
}
