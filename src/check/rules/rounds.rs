//! Six against twelve months, and year against year: `T210` a status that fell back, `T211` an item lost, `T212` an
//! item new, `T213` less disbursed than before, `T223` an item of a plan of several years lost from one year's report
//! to the next, `T217` done at six months though its work lasts the whole year.
//! Why: what was done stays done, and money that was paid stays paid.

use crate::check::rules::pairs::pairs;
use crate::check::rules::same_name::OwnNames;
use crate::check::rules::spending::shortened;
use crate::check::{Context, Rule};
use crate::finding::{Bilingual, FigurePair, Finding, Findings, PairUnit, code};
use crate::model::{Agency, Entry, Report};
use crate::span::Span;
use crate::standards::{Field, Status};
use crate::thai::Round;

pub const ROUNDS: Rule = Rule { codes: &[code::T210, code::T211, code::T212, code::T213, code::T217, code::T223], run };

fn run(agency: &Agency, _: &Context<'_>, findings: &mut Findings) {
    let own = OwnNames::of(agency);
    for report in &agency.reports {
        if report.round == Round::SixMonths {
            done_too_soon(report, findings);
            if let Some(later) = agency.report(report.year, Round::TwelveMonths) {
                rounds(agency, report, later, &own, findings);
            }
        }
    }
    years(agency, &own, findings);
}

fn head_of(agency: &Agency, report: &Report) -> Span {
    let document = agency.document(report.document);
    let table = report.official().first().and_then(|row| document.tables.get(row.table));
    table.and_then(|table| table.columns.first()).map_or_else(|| document.whole(), |column| column.head.span)
}

fn rank(status: Status) -> u8 {
    match status {
        Status::Awaiting | Status::NotDone => 0,
        Status::InProgress => 1,
        Status::Done => 2,
    }
}

fn rounds(agency: &Agency, six: &Report, twelve: &Report, own: &OwnNames, findings: &mut Findings) {
    let pairs = pairs(six.official(), twelve.official(), own);
    for (before, after) in pairs.both.iter().chain(&pairs.moved) {
        fell_back(before, after, findings);
        let (Some(paid), Some(now)) = (before.budget.disbursed.value.amount(), after.budget.disbursed.value.amount())
        else {
            continue;
        };
        if now < paid {
            findings.push(
                Finding::of(
                    code::T213,
                    after.budget.disbursed.span,
                    format!(
                        "{} {}: เบิกจ่ายสะสม 12 เดือน {} บาท น้อยกว่ารอบ 6 เดือน {} บาท",
                        after.code,
                        shortened(&after.name.value),
                        now.baht_text(),
                        paid.baht_text()
                    ),
                )
                .english("less is disbursed after twelve months than after six")
                .label(format!("รอบ 6 เดือน {}", paid.baht_text()))
                .pair({
                    let named = format!("{} {}", after.code, shortened(&after.name.value));
                    let of = Bilingual::new(format!("เบิกจ่ายสะสม {named}"), format!("Disbursed so far, {named}"));
                    FigurePair::printed(PairUnit::Money, of, paid.satang())
                        .first_called(Bilingual::new("รอบ 6 เดือน", "After 6 months"))
                        .beside(Bilingual::new("รอบ 12 เดือน", "After 12 months"), now.satang())
                })
                .also(before.budget.disbursed.span, "รอบ 6 เดือน")
                .help("ผล 12 เดือนเป็นยอดสะสมทั้งปี ตรวจทั้งสองช่อง")
                .or_answer()
                .item(after.code.as_str()),
            );
        }
    }
    // Against a plan every row is already told.
    if agency.plan_for(twelve.year).is_some_and(|plan| !plan.entries.is_empty()) {
        return;
    }
    let head = head_of(agency, twelve);
    for lost in &pairs.only_first {
        findings.push(
            Finding::of(
                code::T211,
                head,
                format!("{} {} มีในรอบ 6 เดือน แต่หายไปในรอบ 12 เดือน", lost.code, shortened(&lost.name.value)),
            )
            .english("an item of the six-month report is missing after twelve months")
            .label("ไม่มีแถวนี้")
            .also(lost.name.span, "รอบ 6 เดือน")
            .help("เติมแถวของเรื่องนี้ แม้จะไม่ได้ทำ")
            .or_answer()
            .item(lost.code.as_str()),
        );
    }
    for new in &pairs.only_second {
        findings.push(
            Finding::of(
                code::T212,
                new.name.span,
                format!("{} {} เพิ่งปรากฏในรอบ 12 เดือน", new.code, shortened(&new.name.value)),
            )
            .english("an item that the six-month report did not have")
            .label("ไม่มีในรอบ 6 เดือน")
            .help("บอกว่าเพิ่มเมื่อใดและเพราะอะไร")
            .or_answer()
            .item(new.code.as_str()),
        );
    }
}

fn fell_back(before: &Entry, after: &Entry, findings: &mut Findings) {
    let (Some(then), Some(now)) = (&before.status, &after.status) else { return };
    // Work in progress may end undone; nothing else goes backwards.
    let ended_undone = then.value == Status::InProgress && now.value == Status::NotDone;
    if rank(now.value) >= rank(then.value) || ended_undone {
        return;
    }
    findings.push(
        Finding::of(
            code::T210,
            now.span,
            format!(
                "{} {}: รอบ 6 เดือน `{}` แต่รอบ 12 เดือนกลับเป็น `{}`",
                after.code,
                shortened(&after.name.value),
                then.value.name_th(),
                now.value.name_th()
            ),
        )
        .english(format!("{} after six months, {} after twelve", then.value.name_en(), now.value.name_en()))
        .label(now.value.name_th())
        .also(then.span, then.value.name_th())
        .help("แก้สถานะของรอบที่ผิด")
        .or_answer()
        .item(after.code.as_str()),
    );
}

fn done_too_soon(report: &Report, findings: &mut Findings) {
    for entry in report.entries.iter().chain(&report.eplan) {
        let Some(status) = entry.status.as_ref().filter(|status| status.value == Status::Done) else { continue };
        let says = [Field::Note, Field::Period].into_iter().filter_map(|field| entry.text(field));
        let Some(words) = says.into_iter().find(|words| {
            let text = &words.value;
            text.contains("ทั้งปี") || text.contains("ตลอดปี")
        }) else {
            continue;
        };
        findings.push(
            Finding::of(
                code::T217,
                status.span,
                format!(
                    "{} {}: แล้วเสร็จในรอบ 6 เดือน ทั้งที่ระบุว่า `{}`",
                    entry.code,
                    shortened(&entry.name.value),
                    words.value
                ),
            )
            .english("done at six months, though its work lasts the whole year")
            .label("แล้วเสร็จเมื่อครึ่งปี")
            .also(words.span, "ทำทั้งปี")
            .help("งานที่ทำทั้งปีควรเป็น `อยู่ระหว่างดำเนินการ` จนสิ้นปี")
            .or_answer()
            .item(entry.code.as_str()),
        );
    }
}

/// Reports of following years under one plan that is not itself in the files.
fn years(agency: &Agency, own: &OwnNames, findings: &mut Findings) {
    let mut latest: Vec<&Report> = Vec::new();
    for year in &agency.years {
        latest.extend(year.latest(agency));
    }
    for pair in latest.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        let (Some(plan), Some(same)) = (agency.plan_for(before.year), agency.plan_for(after.year)) else { continue };
        if plan.document != same.document || !plan.entries.is_empty() || before.year.next() != Some(after.year) {
            continue;
        }
        let pairs = pairs(before.official(), after.official(), own);
        for lost in &pairs.only_first {
            findings.push(
                Finding::of(
                    code::T223,
                    head_of(agency, after),
                    format!(
                        "{} {} มีในรายงานปี {} แต่ไม่มีในปี {} ของแผนเดียวกัน",
                        lost.code,
                        shortened(&lost.name.value),
                        before.year,
                        after.year
                    ),
                )
                .english("an item of last year's report is missing from this year's, under one plan")
                .label("ไม่มีแถวนี้")
                .also(lost.name.span, format!("ปี {}", before.year))
                .help("เติมแถวของเรื่องนี้ หรือบอกว่าเสร็จสิ้นในปีก่อน")
                .or_answer()
                .item(lost.code.as_str()),
            );
        }
    }
}
