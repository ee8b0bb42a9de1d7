//! `T214` a dimension or mission that does not fit the item's code.
//! Why: the code is the item's address and begins with its dimension; a slip moves the item to another part of the plan.

use crate::check::rules::figures::in_digits_of;
use crate::check::rules::spending::shortened;
use crate::check::{Context, Rule};
use crate::finding::{Finding, Findings, code};
use crate::model::{Agency, Entry};
use crate::standards::Field;
use crate::thai;

pub const DIMENSIONS: Rule = Rule { codes: &[code::T214], run };

fn run(agency: &Agency, _: &Context<'_>, findings: &mut Findings) {
    let plans = agency.plans.iter().flat_map(|plan| &plan.entries);
    let reports = agency.reports.iter().flat_map(|report| report.entries.iter().chain(&report.eplan));
    for entry in plans.chain(reports).filter(|entry| entry.code_stated) {
        fits(entry, findings);
    }
}

fn fits(entry: &Entry, findings: &mut Findings) {
    let Some(of_code) = entry.code.dimension() else { return };
    if let (Some(printed), Some(dimension)) = (&entry.dimension_printed, entry.dimension)
        && dimension != of_code
    {
        findings.push(
            wrong(entry, printed.span, &format!("พิมพ์ `{}`", printed.value))
                .help(format!("แก้เป็น `{}` หรือแก้รหัส", in_digits_of(&printed.value, &of_code.to_string())))
                .or_answer(),
        );
        return;
    }
    let Some(mission) = entry.text(Field::Mission) else { return };
    let code_mission = entry.code.mission();
    let other_mission =
        code_mission.is_some_and(|code| code != mission.value && !code.starts_with(&format!("{}.", mission.value)));
    let first = thai::to_arabic(&mission.value).chars().next().and_then(|digit| digit.to_digit(10));
    let other_dimension = first.is_some_and(|first| first != u32::from(of_code));
    if other_mission || other_dimension {
        findings.push(
            wrong(entry, mission.span, &format!("อยู่ในภารกิจ `{}`", mission.value))
                .help("แก้ภารกิจหรือรหัสให้ตรงกัน เช่น รหัส 2.1-3 อยู่ในภารกิจ 2.1")
                .or_answer(),
        );
    }
}

fn wrong(entry: &Entry, span: crate::span::Span, printed: &str) -> Finding {
    Finding::of(
        code::T214,
        span,
        format!("{} {}: ไม่ตรงกับรหัส {} ที่{printed}", entry.code, shortened(&entry.name.value), entry.code),
    )
    .english("the dimension or mission does not fit the code")
    .label(format!("รหัส {}", entry.code))
    .item(entry.code.as_str())
}
