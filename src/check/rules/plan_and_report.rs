//! A plan and the reports of its years: `T206` a promise that the report does not mention, `T207` a row that was never
//! promised, `T208` another budget, `T209` another office; names by `same_name`.
//! Why: a report is an answer to a plan, promise by promise.

use crate::check::rules::figures::owner_key;
use crate::check::rules::pairs::pairs;
use crate::check::rules::same_name::{NamedIn, OwnNames, compare};
use crate::check::rules::spending::shortened;
use crate::check::rules::two_lists::two_codes;
use crate::check::{Context, Rule};
use crate::finding::{Bilingual, FigurePair, Finding, Findings, PairUnit, code};
use crate::model::{Agency, Entry, Plan, Report};
use crate::span::Span;
use crate::standards::{Field, Role};
use crate::thai::FiscalYear;

pub const PLAN_AND_REPORT: Rule = Rule {
    codes: &[code::T203, code::T204, code::T206, code::T207, code::T208, code::T209, code::T222, code::T224],
    run,
};

const PLAN: &str = "แผน";
const REPORT: &str = "รายงาน";
/// More than so many differences of one sort are told as one.
const MANY: usize = 10;

fn run(agency: &Agency, _: &Context<'_>, findings: &mut Findings) {
    let own = OwnNames::of(agency);
    for report in &agency.reports {
        let Some(plan) = agency.plan_for(report.year).filter(|plan| !plan.entries.is_empty()) else { continue };
        let rows = if report.entries.is_empty() { &report.eplan } else { &report.entries };
        if !rows.is_empty() {
            answers(agency, plan, report, rows, &own, findings);
        }
    }
}

fn answers(agency: &Agency, plan: &Plan, report: &Report, rows: &[Entry], own: &OwnNames, findings: &mut Findings) {
    let pairs = pairs(rows, &plan.entries, own);
    let states_plan = |document: usize| {
        let tables = &agency.document(document).tables;
        tables.iter().any(|table| {
            matches!(table.role, Role::Items | Role::Eplan)
                && [Field::BudgetPlan, Field::BudgetAgency, Field::BudgetIntegrated]
                    .iter()
                    .any(|field| table.position(*field).is_some())
        })
    };
    let compare_money = states_plan(plan.document) && states_plan(report.document);
    for (row, promise) in pairs.both.iter().copied().chain(pairs.moved.iter().copied()) {
        let promise = promise.in_year(report.year);
        let later = NamedIn { name: &row.name, place: REPORT };
        let earlier = NamedIn { name: &promise.name, place: PLAN };
        findings.extend(compare(own, row.code.as_str(), &later, &earlier));
        if compare_money {
            budget(row, promise, report.year, findings);
        }
        owner(row, promise, findings);
    }
    for (row, promise) in &pairs.moved {
        findings.push(two_codes(row, REPORT, promise, PLAN));
    }
    lost(agency, report, rows, &pairs.only_second, findings);
    if pairs.only_first.len() > MANY {
        let first = pairs.only_first[0];
        findings.push(never_promised(first, &format!("{} รายการ เช่น {}", pairs.only_first.len(), first.code)));
    } else {
        for row in &pairs.only_first {
            findings.push(never_promised(row, &format!("{} {}", row.code, shortened(&row.name.value))));
        }
    }
}

/// Where a report that lacks a row is to be shown: the head of its table.
fn head_of(agency: &Agency, report: &Report, rows: &[Entry]) -> Span {
    let document = agency.document(report.document);
    let table = rows.first().and_then(|row| document.tables.get(row.table));
    let head = table.and_then(|table| table.columns.first()).map(|column| column.head.span);
    head.unwrap_or_else(|| document.whole())
}

/// Whether a promise of several years is due in this one.
fn is_due(promise: &Entry, year: FiscalYear) -> bool {
    if !promise.is_due_in(year) {
        return false;
    }
    let Some(period) = promise.in_year(year).text(Field::Period) else { return true };
    match FiscalYear::parse_range(&period.value.replace('\n', " ")) {
        Ok((from, until)) => from <= year && year <= until,
        Err(_) => true,
    }
}

fn lost(agency: &Agency, report: &Report, rows: &[Entry], only_plan: &[&Entry], findings: &mut Findings) {
    let lost: Vec<&&Entry> = only_plan.iter().filter(|promise| is_due(promise, report.year)).collect();
    let Some(first) = lost.first() else { return };
    let head = head_of(agency, report, rows);
    let round = report.round.name_th();
    let one = |message: String, promise: &Entry| {
        Finding::of(code::T206, head, message)
            .english("the report does not mention what the plan promises")
            .label("ไม่มีแถวนี้")
            .also(promise.name.span, "สัญญาไว้ในแผน")
            .help("เติมแถวของเรื่องนี้พร้อมสถานะ แม้จะไม่ได้ทำ")
            .or_answer()
            .item(promise.code.as_str())
    };
    if lost.len() > MANY {
        let codes: Vec<&str> = lost.iter().take(MANY).map(|promise| promise.code.as_str()).collect();
        let message = format!("รายงาน{round}ขาด {} รายการที่แผนสัญญาไว้ เช่น {}", lost.len(), codes.join(", "));
        findings.push(one(message, first));
        return;
    }
    for promise in lost {
        let name = shortened(&promise.name.value);
        findings.push(one(format!("รายงาน{round}ไม่มี {} {name} ที่แผนสัญญาไว้", promise.code), promise));
    }
}

fn never_promised(row: &Entry, what: &str) -> Finding {
    Finding::of(code::T207, row.name.span, format!("{what} อยู่ในรายงาน แต่ไม่มีในแผน"))
        .english("the report has a row that the plan does not promise")
        .label("ไม่มีในแผน")
        .help("เติมในแผน (ฉบับเปลี่ยนแปลง) หรือแก้รหัสให้ตรงกับแผน")
        .or_answer()
        .item(row.code.as_str())
}

fn budget(row: &Entry, promise: &Entry, year: FiscalYear, findings: &mut Findings) {
    let (planned, planned_span) = match promise.budget.by_year.iter().find(|(known, _)| *known == year) {
        Some((_, money)) => (money.value, money.span),
        None if !promise.budget.by_year.is_empty() => return,
        None => (promise.budget.planned(), span_of(promise)),
    };
    let reported = row.budget.planned();
    if planned.or_zero() == reported.or_zero() {
        return;
    }
    findings.push(
        Finding::of(
            code::T208,
            span_of(row),
            format!(
                "{} {}: แผนตั้งงบ {} แต่รายงานว่างบตามแผน {}",
                row.code,
                shortened(&row.name.value),
                planned.told(),
                reported.told()
            ),
        )
        .english("plan and report state different budgets")
        .label(format!("แผน {}", planned.told()))
        .paired(planned.amount().zip(reported.amount()).map(|(planned, reported)| {
            let named = format!("{} {}", row.code, shortened(&row.name.value));
            let of = Bilingual::new(format!("งบตามแผน {named}"), format!("Planned budget of {named}"));
            FigurePair::printed(PairUnit::Money, of, planned.satang())
                .first_called(Bilingual::new("แผนตั้งไว้", "The plan says"))
                .beside(Bilingual::new("รายงานพิมพ์", "The report says"), reported.satang())
        }))
        .also(planned_span, "งบในแผน")
        .help("ใช้งบตามแผนที่อนุมัติ ถ้าแก้แผนแล้วให้แก้ไฟล์แผนด้วย")
        .or_answer()
        .item(row.code.as_str()),
    );
}

fn span_of(entry: &Entry) -> Span {
    let cells = [&entry.budget.plan, &entry.budget.agency, &entry.budget.integrated];
    let stated = cells.iter().find(|cell| cell.value.is_stated());
    let known = stated.or_else(|| cells.iter().find(|cell| !cell.span.is_nowhere()));
    known.map_or(entry.span, |cell| cell.span)
}

/// Offices that mean the same, however they are separated and shortened.
fn offices(text: &str) -> Vec<String> {
    let mut offices: Vec<String> = text
        .split(['/', ',', '\n'])
        .map(|part| owner_key(part).replace("สำนักงานปลัด", "สำนักปลัด").replace("อบต.", "").replace('ฯ', ""))
        .filter(|part| !part.is_empty())
        .collect();
    offices.sort_unstable();
    offices
}

fn owner(row: &Entry, promise: &Entry, findings: &mut Findings) {
    let (Some(left), Some(right)) = (row.text(Field::Owner), promise.text(Field::Owner)) else { return };
    let (reported, planned) = (offices(&left.value), offices(&right.value));
    let alike = reported.len() == planned.len()
        && reported
            .iter()
            .zip(&planned)
            .all(|(left, right)| left.starts_with(right.as_str()) || right.starts_with(left.as_str()));
    if alike {
        return;
    }
    findings.push(
        Finding::of(
            code::T209,
            left.span,
            format!(
                "{} {}: แผนให้ `{}` รับผิดชอบ แต่รายงานเป็น `{}`",
                row.code,
                shortened(&row.name.value),
                right.value,
                left.value
            ),
        )
        .english("plan and report name different offices")
        .label(format!("แผน: {}", right.value))
        .also(right.span, "ผู้รับผิดชอบในแผน")
        .help("ตรวจชื่อส่วนราชการ ถ้าโอนงานให้เขียนไว้ในหมายเหตุ")
        .or_answer()
        .item(row.code.as_str()),
    );
}
