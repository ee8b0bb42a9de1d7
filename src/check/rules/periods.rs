//! `T302` a round that begins or ends on a wrong day. `T303` a date or year outside the years of its document.
//! `T309` figures taken before the round was over. `T310` years of a plan for which nothing is promised.
//! `T312` a period that runs backwards.
//! Why: a round counts from 1 October to 31 March or 30 September; figures of other days are not the round's.

use std::collections::BTreeSet;

use crate::check::rules::dates::wrong_end;
use crate::check::rules::figures::in_digits_of;
use crate::check::{Context, Rule};
use crate::finding::{Finding, Findings, code};
use crate::model::{Agency, Entry, Plan, Report};
use crate::source::fields::PrintedDate;
use crate::source::meta::Meta;
use crate::span::{Span, Spanned};
use crate::standards::Field;
use crate::thai::{self, Date, FiscalYear};

pub const PERIODS: Rule = Rule { codes: &[code::T302, code::T303, code::T309, code::T310, code::T312], run };

fn run(agency: &Agency, _: &Context<'_>, findings: &mut Findings) {
    for report in &agency.reports {
        report_period(agency, report, findings);
        for entry in report.entries.iter().chain(&report.eplan) {
            entry_period(entry, (report.year, report.year), findings);
        }
    }
    for plan in &agency.plans {
        plan_periods(plan, findings);
    }
    for official in &agency.meta.officials {
        backwards(official.from.as_ref(), official.until.as_ref(), "ดำรงตำแหน่ง", findings);
    }
}

fn backwards(from: Option<&Spanned<Date>>, until: Option<&Spanned<Date>>, what: &str, findings: &mut Findings) {
    if let (Some(from), Some(until)) = (from, until)
        && until.value < from.value
    {
        findings.push(runs_backwards(until.span, from.span, from.value, until.value, what));
    }
}

fn runs_backwards(span: Span, first: Span, from: Date, until: Date, what: &str) -> Finding {
    Finding::of(code::T312, span, format!("ช่วง{what}ย้อนกลับ: เริ่ม {} แต่สิ้นสุด {}", from.long(), until.long()))
        .english("the period ends before it begins")
        .label("มาก่อนวันเริ่ม")
        .also(first, "วันเริ่ม")
        .help("สลับวันเริ่มกับวันสิ้นสุด หรือแก้ปีให้ถูก")
        .or_answer()
}

fn report_period(agency: &Agency, report: &Report, findings: &mut Findings) {
    let Meta::Report(meta) = &agency.document(report.document).meta else { return };
    let (year, round) = (report.year, report.round);
    let read = |date: &Option<Spanned<PrintedDate>>| -> Option<(Date, Span, String)> {
        let date = date.as_ref()?;
        Some((date.value.date.clone().ok()?, date.span, date.value.text.clone()))
    };
    let from = read(&meta.period_from);
    let until = read(&meta.period_until);
    if let (Some((from, first, _)), Some((until, span, _))) = (&from, &until)
        && until < from
    {
        findings.push(runs_backwards(*span, *first, *from, *until, "รายงาน"));
        return;
    }
    if let Some((date, span, printed)) = from
        && date != round.first_day(year)
    {
        if year.contains(date) {
            let right = round.first_day(year).long();
            findings.push(
                Finding::of(code::T302, span, format!("{}เริ่มวันที่ {right} แต่พิมพ์ `{printed}`", round.name_th()))
                    .english("the round begins on a wrong day")
                    .label("ควรเป็น 1 ตุลาคม")
                    .help(format!("แก้เป็น `{}`", in_digits_of(&printed, &right)))
                    .or_answer(),
            );
        } else {
            findings.push(outside(span, &printed, (year, year)));
        }
    }
    if let Some((date, span, printed)) = until {
        let right = round.last_day(year);
        if !year.contains(date) {
            findings.push(outside(span, &printed, (year, year)));
        } else if (date.year_ce(), date.month()) == (right.year_ce(), right.month()) && date != right {
            findings.push(wrong_end(span, &printed, date, right.day()));
        } else if date != right {
            findings.push(
                Finding::of(code::T302, span, format!("{}สิ้นสุด {} แต่พิมพ์ `{printed}`", round.name_th(), right.long()))
                    .english("the round ends on a wrong day")
                    .label(format!("ควรเป็น {}", right.long()))
                    .help(format!("แก้เป็น `{}` หรือแก้ `round`", in_digits_of(&printed, &right.long())))
                    .or_answer(),
            );
        }
    }
    if let Some((date, span, printed)) = read(&meta.as_of) {
        let last = round.last_day(year);
        if date < round.first_day(year) {
            findings.push(outside(span, &printed, (year, year)));
        } else if date < last {
            findings.push(
                Finding::of(
                    code::T309,
                    span,
                    format!(
                        "ข้อมูล ณ วันที่ {} เก็บก่อนสิ้น{} ({}) อยู่ {} วัน",
                        date.long(),
                        round.name_th(),
                        last.long(),
                        last.days_since(date)
                    ),
                )
                .english("the figures were taken before the round was over")
                .label("ก่อนสิ้นรอบ")
                .help("ใช้ข้อมูล ณ วันสิ้นรอบหรือหลังจากนั้น")
                .or_answer(),
            );
        }
    }
}

fn outside(span: Span, printed: &str, years: (FiscalYear, FiscalYear)) -> Finding {
    let named = if years.0 == years.1 {
        format!("ปีงบประมาณ {}", years.0)
    } else {
        format!("ปีงบประมาณ {}–{}", years.0, years.1)
    };
    Finding::of(
        code::T303,
        span,
        format!("`{printed}` อยู่นอก{named} ({} – {})", years.0.first_day().long(), years.1.last_day().long()),
    )
    .english("outside the fiscal years of the document")
    .label(format!("นอก{named}"))
    .help(format!("ตรวจปี: ปีงบประมาณ {} เริ่ม {}", years.0, years.0.first_day().long()))
    .or_answer()
}

/// The days that a period cell speaks of, when it names years or dates.
fn period_of(text: &str) -> Option<(Date, Date)> {
    let one_line = text.replace('\n', " ");
    if let Ok((from, until)) = FiscalYear::parse_range(&one_line) {
        return Some((from.first_day(), until.last_day()));
    }
    thai::parse_range(&one_line).ok()
}

fn entry_period(entry: &Entry, years: (FiscalYear, FiscalYear), findings: &mut Findings) {
    let Some(period) = entry.text(Field::Period) else { return };
    let Some((from, until)) = period_of(&period.value) else { return };
    if from < years.0.first_day() || until > years.1.last_day() {
        findings.push(outside(period.span, &period.value, years).item(entry.code.as_str()));
    }
}

fn plan_periods(plan: &Plan, findings: &mut Findings) {
    let mut worked: BTreeSet<FiscalYear> = BTreeSet::new();
    let mut all_say = !plan.entries.is_empty();
    let mut told: BTreeSet<FiscalYear> = BTreeSet::new();
    for entry in &plan.entries {
        entry_period(entry, plan.years, findings);
        match entry.text(Field::Period).and_then(|period| period_of(&period.value)) {
            Some((from, until)) => {
                if let (Some(first), Some(last)) = (FiscalYear::of(from), FiscalYear::of(until)) {
                    worked.extend(first.through(last).take(20));
                }
            }
            None => all_say = false,
        }
        for (year, money) in &entry.budget.by_year {
            let inside = plan.years.0 <= *year && *year <= plan.years.1;
            if !inside && told.insert(*year) {
                findings.push(outside(money.span, &year.to_string(), plan.years).item(entry.code.as_str()));
            }
        }
    }
    let idle: Vec<String> =
        plan.years.0.through(plan.years.1).filter(|year| !worked.contains(year)).map(|year| year.to_string()).collect();
    if !all_say || idle.is_empty() || plan.years.0 == plan.years.1 {
        return;
    }
    let Some(period) = plan.entries.first().and_then(|entry| entry.text(Field::Period)) else { return };
    let busy: Vec<String> = worked.iter().map(ToString::to_string).collect();
    findings.push(
        Finding::of(
            code::T310,
            period.span,
            format!(
                "แผนปี {}–{} แต่ระยะเวลาของทั้ง {} รายการอยู่ในปี {} เท่านั้น ปี {} ไม่มีงานเลย",
                plan.years.0,
                plan.years.1,
                plan.entries.len(),
                busy.join(", "),
                idle.join(", ")
            ),
        )
        .english("years of the plan for which nothing is promised")
        .label("ไม่ครบปีของแผน")
        .help("เติมระยะเวลาให้ครบปีของแผน หรือแก้ `fiscal_years` ให้ตรงกับงาน")
        .or_answer(),
    );
}
