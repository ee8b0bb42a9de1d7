//! `O101` items without a status, `O102` an owner, `O103` money, `O104` evidence, `O105` a reason. `O106` rounds overdue.
//! `O107` no way to reach the authority. `O108` a report without the day of its figures.
//! Why: what is not said cannot be checked. One note for each report, not one for each row; what to do item by item is
//! `check::todo`'s to list.

use crate::check::{Context, Rule};
use crate::finding::{Code, Finding, Findings, code};
use crate::model::{Agency, Entry, Report};
use crate::source::Document;
use crate::source::meta::Meta;
use crate::span::Span;
use crate::standards::Status;
use crate::thai::{FiscalYear, Round, StatedMoney};

pub const COMPLETENESS: Rule = Rule {
    codes: &[code::O101, code::O102, code::O103, code::O104, code::O105, code::O106, code::O107, code::O108],
    run,
};

/// Codes that a summary names before it only counts.
const NAMED: usize = 6;

fn run(agency: &Agency, context: &Context<'_>, findings: &mut Findings) {
    contact(agency, findings);
    for report in &agency.reports {
        report_says(agency, report, findings);
    }
    for book in agency.measures.iter().filter(|book| !book.entries.is_empty()) {
        let all: Vec<&Entry> = book.entries.iter().collect();
        missing(code::O102, "ผู้รับผิดชอบ", "an owner", "สำนักปลัด", &all, |entry| entry.owner().is_none(), findings);
    }
    overdue(agency, context, findings);
}

fn report_says(agency: &Agency, report: &Report, findings: &mut Findings) {
    let document = agency.document(report.document);
    undated(document, findings);
    let rows: Vec<Both<'_>> = both_lists(report);
    if rows.is_empty() {
        return;
    }
    let first: Vec<&Entry> = rows.iter().map(|row| row.0).collect();
    let lacks = |test: &dyn Fn(&Both<'_>) -> bool| -> Vec<&Entry> {
        rows.iter().filter(|row| test(row)).map(|row| row.0).collect()
    };
    let any = |row: &Both<'_>, test: &dyn Fn(&Entry) -> bool| test(row.0) || row.1.is_some_and(test);
    let no_status = lacks(&|row| !any(row, &|entry| entry.status.is_some()));
    let no_owner = lacks(&|row| !any(row, &|entry| entry.owner().is_some()));
    let no_money = lacks(&|row| !any(row, &says_money));
    let done = |row: &Both<'_>| status_of(row) == Some(Status::Done);
    let no_evidence = lacks(&|row| {
        let story = report.stories.get(&row.0.code);
        done(row) && story.is_none() && !any(row, &Entry::proves)
    });
    let no_reason = lacks(&|row| {
        status_of(row) == Some(Status::NotDone)
            && !report.stories.contains_key(&row.0.code)
            && !any(row, &Entry::explains)
    });
    tell(code::O101, "สถานะ", "a status", "ดำเนินการแล้วเสร็จ", &no_status, first.len(), findings);
    tell(code::O102, "ผู้รับผิดชอบ", "an owner", "สำนักปลัด", &no_owner, first.len(), findings);
    tell(code::O103, "งบประมาณหรือการเบิกจ่าย", "money", "ไม่ใช้งบประมาณ", &no_money, first.len(), findings);
    let finished = rows.iter().filter(|row| done(row)).count();
    tell(
        code::O104,
        "หลักฐานหรือผล ทั้งที่แล้วเสร็จ",
        "evidence",
        "[ภาพกิจกรรม](../files/3-04.pdf)",
        &no_evidence,
        finished,
        findings,
    );
    let undone = rows.iter().filter(|row| status_of(row) == Some(Status::NotDone)).count();
    tell(code::O105, "เหตุผล ทั้งที่ไม่ได้ดำเนินการ", "a reason", "สถานการณ์โควิด 19 เลื่อนไปปีถัดไป", &no_reason, undone, findings);
}

/// A row of the report's own table and of the e-PlanNACC list, where both speak of one item.
type Both<'a> = (&'a Entry, Option<&'a Entry>);

fn both_lists(report: &Report) -> Vec<Both<'_>> {
    let by_code: std::collections::BTreeMap<_, &Entry> =
        report.eplan.iter().map(|entry| (&entry.code, entry)).collect();
    if report.entries.is_empty() {
        return report.eplan.iter().map(|entry| (entry, None)).collect();
    }
    report.entries.iter().map(|entry| (entry, by_code.get(&entry.code).copied())).collect()
}

fn status_of(row: &Both<'_>) -> Option<Status> {
    let of = |entry: &Entry| entry.status.as_ref().map(|status| status.value);
    row.1.and_then(of).or_else(|| of(row.0))
}

fn says_money(entry: &Entry) -> bool {
    let budget = &entry.budget;
    !entry.budget.by_year.is_empty()
        || [&budget.plan, &budget.ordinance, &budget.disbursed, &budget.integrated, &budget.agency]
            .iter()
            .any(|money| money.value != StatedMoney::NotStated || money.span.end > money.span.start)
}

fn missing(
    code: Code,
    what: &str,
    what_en: &str,
    example: &str,
    entries: &[&Entry],
    lacks: impl Fn(&Entry) -> bool,
    findings: &mut Findings,
) {
    let without: Vec<&Entry> = entries.iter().copied().filter(|entry| lacks(entry)).collect();
    tell(code, what, what_en, example, &without, entries.len(), findings);
}

fn tell(code: Code, what: &str, what_en: &str, example: &str, without: &[&Entry], all: usize, findings: &mut Findings) {
    let Some(first) = without.first() else { return };
    let which = if without.len() == all && all > 1 {
        format!("ทั้ง {all} รายการ")
    } else {
        let named: Vec<&str> = without.iter().take(NAMED).map(|entry| entry.code.as_str()).collect();
        let more = if without.len() > NAMED { " …" } else { "" };
        format!("{} จาก {all} รายการ ({}{more})", without.len(), named.join(", "))
    };
    let span = if first.name.span.is_nowhere() { first.span } else { first.name.span };
    findings.push(
        Finding::of(code, span, format!("{which} ไม่มี{what}"))
            .english(format!("{} of {all} items lack {what_en}", without.len()))
            .label("เริ่มที่รายการนี้")
            .help(format!("เติมเมื่อมีข้อมูล เช่น `{example}` ดูรายการทั้งหมดด้วย `prongsai todo`")),
    );
}

fn undated(document: &Document, findings: &mut Findings) {
    let Meta::Report(meta) = &document.meta else { return };
    if meta.as_of.is_some() || meta.submitted.is_some() {
        return;
    }
    let span = meta.fiscal_year.as_ref().map_or(document.whole(), |year| year.span);
    findings.push(
        Finding::of(code::O108, span, "รายงานนี้ไม่บอกว่าเป็นข้อมูลของวันใด")
            .english("the report does not tell the day of its figures")
            .label("ไม่มี `as_of`")
            .help("เพิ่มในส่วนหัว เช่น `as_of: 30 กันยายน 2564`"),
    );
}

fn contact(agency: &Agency, findings: &mut Findings) {
    let contact = &agency.meta.contact;
    let reachable = !contact.phone.is_empty()
        || contact.email.is_some()
        || contact.address.is_some()
        || contact.facebook.is_some()
        || contact.line.is_some()
        || contact.website.is_some()
        || !agency.meta.complaints.is_empty();
    if reachable {
        return;
    }
    let span = agency.meta.name.span;
    findings.push(
        Finding::of(code::O107, span, format!("{}ยังไม่มีช่องทางให้ประชาชนติดต่อหรือร้องเรียน", agency.name()))
            .english("no way to reach the authority")
            .label("ไม่มี `contact`")
            .help("เพิ่มใน agency.md เช่น\ncontact:\n  phone: [042-620976]\n  address: ที่ทำการ …"),
    );
}

/// A round that should have been reported by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Overdue {
    pub year: FiscalYear,
    pub round: Round,
    pub due: crate::thai::Date,
    /// Index of the plan whose year it is.
    pub plan: usize,
}

/// Rounds of planned years whose day has passed without a report, oldest first.
pub fn overdue_rounds(agency: &Agency, today: crate::thai::Date) -> Vec<Overdue> {
    let mut rounds = Vec::new();
    for (number, plan) in agency.plans.iter().enumerate() {
        let mut year = Some(plan.years.0);
        while let Some(at) = year.filter(|at| *at <= plan.years.1) {
            for round in [Round::SixMonths, Round::TwelveMonths] {
                let due = round.report_due(at);
                if due < today && agency.report(at, round).is_none() {
                    rounds.push(Overdue { year: at, round, due, plan: number });
                }
            }
            year = FiscalYear::new(at.be() + 1);
        }
    }
    rounds.sort_by_key(|round| (round.due, round.plan));
    rounds.dedup_by_key(|round| (round.year, round.round.months()));
    rounds
}

fn overdue(agency: &Agency, context: &Context<'_>, findings: &mut Findings) {
    let rounds = overdue_rounds(agency, context.today);
    let Some(first) = rounds.first() else { return };
    let span = plan_years(agency, first.plan);
    let named = spoken(&rounds);
    let more = if named.len() > NAMED { " …" } else { "" };
    findings.push(
        Finding::of(
            code::O106,
            span,
            format!(
                "เว็บนี้ยังไม่มีรายงานที่เลยกำหนดแล้ว {} รอบ: {}{more}",
                rounds.len(),
                named[..named.len().min(NAMED)].join(", ")
            ),
        )
        .english(match rounds.len() {
            1 => "One round that is due is not on this site yet".to_owned(),
            many => format!("{many} rounds that are due are not on this site yet"),
        })
        .label("ปีของแผน")
        .help(format!(
            "เพิ่มไฟล์รายงาน เช่น `{}/report-{}m.md` ถ้าไม่มีรายงานรอบนั้นจริง ตอบไว้ด้วย `accept: [{{ code: O106, reason: … }}]`",
            first.year.be(),
            first.round.months()
        )),
    );
}

/// "ปี 2561–2563 ทั้งสองรอบ", "รอบ 6 เดือน ปี 2564 (กำหนด 30 เม.ย. 2564)": years of which both rounds are due together.
fn spoken(rounds: &[Overdue]) -> Vec<String> {
    let mut years: Vec<(u16, u16)> = Vec::new();
    let mut named = Vec::new();
    let both = |year: FiscalYear| rounds.iter().filter(|round| round.year == year).count() == 2;
    for round in rounds {
        let year = round.year.be();
        if !both(round.year) {
            named.push(format!("{} ปี {year} (กำหนด {})", round.round.name_th(), round.due.short()));
        } else if let Some(last) = years.last_mut().filter(|last| last.1 + 1 >= year) {
            last.1 = year;
        } else {
            years.push((year, year));
        }
    }
    let spans = years.into_iter().map(|(first, last)| match first == last {
        true => format!("ปี {first} ทั้งสองรอบ"),
        false => format!("ปี {first}–{last} ทั้งสองรอบ"),
    });
    spans.chain(named).collect()
}

fn plan_years(agency: &Agency, plan: usize) -> Span {
    let Some(plan) = agency.plans.get(plan) else { return Span::default() };
    let document = agency.document(plan.document);
    match &document.meta {
        Meta::Plan(meta) => meta.years.as_ref().map_or(document.whole(), |years| years.span),
        _ => document.whole(),
    }
}
