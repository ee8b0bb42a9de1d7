//! `T307` signed, sent or announced before what it tells of had happened. `T308` sent after its deadline.
//! `T311` posted before it was signed. `T313` a date that is yet to come. `T314` a plan approved after its
//! first day.
//! Why: a paper can only tell of what has happened by its date.

use crate::check::rules::dates::four_digits;
use crate::check::rules::headers::round_in;
use crate::check::{AgencyHead, Context, DocumentRule, LinedDocument};
use crate::finding::{Finding, Findings, code};
use crate::source::Document;
use crate::source::meta::{Meta, PaperMeta, PlanMeta, ReportMeta};
use crate::span::Span;
use crate::thai::{Date, FiscalYear};

pub const SIGNING: DocumentRule =
    DocumentRule { codes: &[code::T307, code::T308, code::T311, code::T313, code::T314], run };

fn run(documents: &[LinedDocument<'_>], _: AgencyHead<'_>, context: &Context<'_>, findings: &mut Findings) {
    for document in documents {
        match &document.meta {
            Meta::Report(meta) => report(meta, context.today, findings),
            Meta::Plan(meta) => plan(meta, context.today, findings),
            Meta::Paper(meta) => paper(document, meta, context.today, findings),
            _ => {}
        }
    }
}

fn report(meta: &ReportMeta, today: Date, findings: &mut Findings) {
    let (Some(year), Some(round)) = (&meta.fiscal_year, &meta.round) else { return };
    let last = round.value.last_day(year.value);
    if let Some(as_of) = &meta.as_of
        && let Ok(date) = as_of.value.date
    {
        future(date, as_of.span, "ข้อมูล ณ วันที่", today, findings);
    }
    let Some(submitted) = &meta.submitted else { return };
    future(submitted.value, submitted.span, "วันส่งรายงาน", today, findings);
    let what = format!("{} ปีงบประมาณ {}", round.value.name_th(), year.value);
    if submitted.value < last {
        findings.push(too_early(submitted.span, &format!("ส่งรายงาน{what}"), submitted.value, last));
    }
    if let Some(as_of) = &meta.as_of
        && let Ok(date) = as_of.value.date
        && date > submitted.value
    {
        findings.push(
            Finding::of(
                code::T307,
                submitted.span,
                format!("ส่งรายงานวันที่ {} แต่ข้อมูลเป็นของวันที่ {} ซึ่งมาทีหลัง", submitted.value.long(), date.long()),
            )
            .english("sent before the day of its figures")
            .label("ส่งก่อนวันของข้อมูล")
            .also(as_of.span, "วันของข้อมูล")
            .help("ตรวจวันส่งและ `as_of`")
            .or_answer(),
        );
    }
    let due = round.value.report_due(year.value);
    if submitted.value > due {
        findings.push(
            Finding::of(
                code::T308,
                submitted.span,
                format!(
                    "ส่งรายงาน{what} วันที่ {} ช้ากว่ากำหนด {} อยู่ {} วัน",
                    submitted.value.long(),
                    due.long(),
                    submitted.value.days_since(due)
                ),
            )
            .english("sent after its deadline")
            .label(format!("กำหนด {}", due.short()))
            .help("ถ้ามีเหตุให้ส่งช้า บอกเหตุผลไว้")
            .or_answer(),
        );
    }
}

fn plan(meta: &PlanMeta, today: Date, findings: &mut Findings) {
    let (Some(years), Some(approved)) = (&meta.years, &meta.approved) else { return };
    future(approved.value, approved.span, "วันอนุมัติแผน", today, findings);
    let (first, last) = (years.value.0.first_day(), years.value.1.last_day());
    if approved.value > last {
        findings.push(
            Finding::of(
                code::T307,
                approved.span,
                format!("อนุมัติแผนวันที่ {} หลังแผนสิ้นสุดแล้ว ({})", approved.value.long(), last.long()),
            )
            .english("the plan was approved after it had ended")
            .label("หลังแผนสิ้นสุด")
            .also(years.span, "ปีของแผน")
            .help("ตรวจปีของวันอนุมัติและ `fiscal_years`")
            .or_answer(),
        );
    } else if approved.value > first {
        findings.push(
            Finding::of(
                code::T314,
                approved.span,
                format!(
                    "อนุมัติแผนวันที่ {} หลังวันแรกของแผน ({}) อยู่ {} วัน",
                    approved.value.long(),
                    first.long(),
                    approved.value.days_since(first)
                ),
            )
            .english("the plan was approved after its first day")
            .label("หลังวันแรกของแผน")
            .also(years.span, "ปีของแผน")
            .help("ตรวจปีของวันอนุมัติ")
            .or_answer(),
        );
    }
}

fn paper(document: &Document, meta: &PaperMeta, today: Date, findings: &mut Findings) {
    let Some(signed) = &meta.date else { return };
    future(signed.value, signed.span, "วันที่ของเอกสาร", today, findings);
    let posted = meta.posted.as_ref().and_then(|posted| posted.from.as_ref());
    if let Some(posted) = posted.filter(|posted| posted.value < signed.value) {
        findings.push(
            Finding::of(
                code::T311,
                posted.span,
                format!("ปิดประกาศวันที่ {} ก่อนวันลงนาม {}", posted.value.long(), signed.value.long()),
            )
            .english("posted before it was signed")
            .label("ก่อนลงนาม")
            .also(signed.span, "วันลงนาม")
            .help("ตรวจปีของทั้งสองวัน")
            .or_answer(),
        );
    }
    if let Some((year, what, last)) = reported_round(document)
        && signed.value < last
    {
        let what = format!("ประกาศ{what} ปีงบประมาณ {year}");
        findings.push(too_early(signed.span, &what, signed.value, last));
    }
}

/// The round whose results a paper announces, by its title.
fn reported_round(document: &Document) -> Option<(FiscalYear, &'static str, Date)> {
    let title = document.title();
    if !title.contains("รายงานผล") && !title.contains("ผลการดำเนิน") {
        return None;
    }
    let round = round_in(title)?;
    let at = title.find("ปีงบประมาณ")? + "ปีงบประมาณ".len();
    let rest = title[at..].trim_start().trim_start_matches("พ.ศ.").trim_start();
    let (year, _) = four_digits(title, title.len() - rest.len())?;
    let year = FiscalYear::new(u16::try_from(year).ok()?)?;
    Some((year, round.name_th(), round.last_day(year)))
}

fn too_early(span: Span, what: &str, date: Date, last: Date) -> Finding {
    Finding::of(code::T307, span, format!("{what} วันที่ {} ก่อนสิ้นรอบวันที่ {}", date.long(), last.long()))
        .english("dated before what it tells of was over")
        .label("ก่อนสิ้นรอบ")
        .help("ตรวจปีและเดือนของวันที่")
        .or_answer()
}

fn future(date: Date, span: Span, what: &str, today: Date, findings: &mut Findings) {
    if date > today {
        findings.push(
            Finding::of(code::T313, span, format!("{what} {} ยังมาไม่ถึง (วันนี้ {})", date.long(), today.long()))
                .english("a date that is yet to come")
                .label("ยังมาไม่ถึง")
                .help("ตรวจปี ถ้าตั้งใจเผยแพร่ล่วงหน้าใช้ `publish_from`")
                .or_answer(),
        );
    }
}
