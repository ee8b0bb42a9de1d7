//! What a row says of its own end: `T124` a result below the target beside it, `T125` an indicator that copies the
//! target, `T126` an expected outcome where a result is asked for, `T317` a result of a day outside the fiscal year.
//! `T312` a period cell that ends before it begins.
//! Why: a reader compares the cells of one row; each must say its own thing, and they must agree.

use crate::check::rules::spending::shortened;
use crate::check::{Context, Rule};
use crate::finding::{Finding, Findings, code};
use crate::model::{Agency, Entry, Report};
use crate::span::Spanned;
use crate::standards::{Field, Status, heads};
use crate::thai::{self, DateError, Decimal, find_dates};

pub const RESULTS_OF_ROWS: Rule = Rule { codes: &[code::T124, code::T125, code::T126, code::T312, code::T317], run };

fn run(agency: &Agency, _: &Context<'_>, findings: &mut Findings) {
    for report in &agency.reports {
        for entry in report.entries.iter().chain(&report.eplan) {
            below_target(entry, findings);
            copied(entry, findings);
            expected(entry, findings);
            outside_year(report, entry, findings);
            backwards(entry, findings);
        }
    }
    for entry in agency.plans.iter().flat_map(|plan| &plan.entries) {
        copied(entry, findings);
        backwards(entry, findings);
    }
    for entry in agency.measures.iter().flat_map(|book| &book.entries) {
        copied(entry, findings);
        expected(entry, findings);
    }
}

fn results(entry: &Entry) -> impl Iterator<Item = &Spanned<String>> {
    [Field::Result, Field::Output, Field::Outcome].into_iter().filter_map(|field| entry.text(field))
}

/// A number with what it counts: "ร้อยละ ๘๐", "๕๐ คน".
fn measured(text: &str) -> Option<(Decimal, String)> {
    let folded = thai::to_arabic(text);
    let mut found: Vec<(Decimal, String)> = Vec::new();
    let mut at = 0;
    while let Some(offset) = folded[at..].find(|letter: char| letter.is_ascii_digit()) {
        let start = at + offset;
        let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
        let end = folded[start..].find(|letter: char| !is_part(letter)).map_or(folded.len(), |width| start + width);
        let printed = folded[start..end].trim_end_matches(['.', ',']);
        at = end;
        let value = Decimal::parse(printed).ok()?;
        let before = folded[..start].trim_end();
        let rest = folded[end..].trim_start();
        let unit = if before.ends_with("ร้อยละ") || rest.starts_with('%') {
            "ร้อยละ".to_owned()
        } else {
            const UNITS: [&str; 9] = ["คน", "ครั้ง", "ราย", "คะแนน", "หมู่บ้าน", "แห่ง", "ครัวเรือน", "รุ่น", "ฉบับ"];
            UNITS.iter().find(|unit| rest.starts_with(**unit)).map(|unit| (*unit).to_owned())?
        };
        found.push((value, unit));
    }
    match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn is_less(left: Decimal, right: Decimal) -> bool {
    let scaled = |number: Decimal, other: Decimal| i128::from(number.digits()) * 10_i128.pow(u32::from(other.scale()));
    scaled(left, right) < scaled(right, left)
}

fn below_target(entry: &Entry, findings: &mut Findings) {
    if entry.status.as_ref().is_some_and(|status| status.value != Status::Done) {
        return;
    }
    let targets = [Field::Target, Field::Indicator].into_iter().filter_map(|field| entry.text(field));
    for target in targets {
        // "ไม่เกิน …": less is better.
        if target.value.contains("ไม่เกิน") || target.value.contains("ลดลง") {
            continue;
        }
        let Some((aim, unit)) = measured(&target.value) else { continue };
        for result in results(entry) {
            let Some((value, of)) = measured(&result.value) else { continue };
            if of != unit || !is_less(value, aim) {
                continue;
            }
            findings.push(
                Finding::of(
                    code::T124,
                    result.span,
                    format!(
                        "{} {}: ผล `{}` ต่ำกว่าเป้าหมาย `{}` ในแถวเดียวกัน",
                        entry.code,
                        shortened(&entry.name.value),
                        shortened(&result.value),
                        shortened(&target.value)
                    ),
                )
                .english("the result is below the target of its own row")
                .label("ต่ำกว่าเป้าหมาย")
                .also(target.span, "เป้าหมาย")
                .help("ตรวจตัวเลข ถ้าถูกแล้วบอกในผลว่าไม่ถึงเป้าหมายเพราะเหตุใด")
                .or_answer()
                .item(entry.code.as_str()),
            );
            return;
        }
    }
}

/// A cell shorter than this may well say the same as another.
const LONG_CELL: usize = 12;

fn copied(entry: &Entry, findings: &mut Findings) {
    let (Some(indicator), Some(target)) = (entry.text(Field::Indicator), entry.text(Field::Target)) else { return };
    if indicator.span == target.span || indicator.value.chars().count() < LONG_CELL {
        return;
    }
    if heads::fold(&indicator.value) == heads::fold(&target.value) {
        findings.push(
            Finding::of(
                code::T125,
                indicator.span,
                format!("{} {}: ตัวชี้วัดคัดลอกเป้าหมายทุกตัวอักษร", entry.code, shortened(&entry.name.value)),
            )
            .english("the indicator copies the target")
            .label("เหมือนเป้าหมาย")
            .also(target.span, "เป้าหมาย")
            .help("ตัวชี้วัดบอกว่าวัดด้วยอะไร เป้าหมายบอกว่าต้องได้เท่าใด เช่น `ร้อยละของผู้ผ่านการอบรม` กับ `ร้อยละ 80`")
            .or_answer()
            .item(entry.code.as_str()),
        );
    }
}

const EXPECTED: [&str; 7] = ["คาดว่า", "คาดหวัง", "ผลที่จะได้รับ", "ประโยชน์ที่จะได้รับ", "จะทำให้", "จะช่วยให้", "จะได้รับ"];

fn expected(entry: &Entry, findings: &mut Findings) {
    if entry.status.as_ref().is_none_or(|status| status.value != Status::Done) {
        return;
    }
    let Some(result) = entry.text(Field::Result).or_else(|| entry.text(Field::Output)) else { return };
    let Some(word) = EXPECTED.iter().find(|word| result.value.contains(**word)) else { return };
    findings.push(
        Finding::of(
            code::T126,
            result.span,
            format!("{} {}: ช่องผลเขียนสิ่งที่คาดหวัง (`{word}`) ไม่ใช่ผลที่เกิดขึ้น", entry.code, shortened(&entry.name.value)),
        )
        .english("an expected outcome where a result is asked for")
        .label("ยังไม่ใช่ผล")
        .help("เขียนสิ่งที่เกิดขึ้นแล้ว เช่น `จัดอบรม 1 ครั้ง ผู้เข้าร่วม 45 คน` ถ้ายังไม่มีผลให้แก้สถานะ")
        .or_answer()
        .item(entry.code.as_str()),
    );
}

/// What a result refers to may be older than its year.
const REFERS: [&str; 12] =
    ["ลงวันที่", "คำสั่ง", "ประกาศ", "หนังสือ", "ระเบียบ", "พระราชบัญญัติ", "ตั้งแต่", "ตามมติ", "พ.ร.บ.", "อนุมัติ", "แผน", "ถึง"];

fn outside_year(report: &Report, entry: &Entry, findings: &mut Findings) {
    for result in results(entry) {
        for (range, date) in find_dates(&result.value) {
            let Ok(date) = date else { continue };
            let before = &result.value[..range.start];
            let from = before.char_indices().rev().take(30).last().map_or(0, |(at, _)| at);
            let refers = REFERS.iter().any(|word| before[from..].contains(word));
            if refers || report.year.contains(date) {
                continue;
            }
            findings.push(
                Finding::of(
                    code::T317,
                    result.span,
                    format!(
                        "{} {}: ผลเกิดวันที่ {} อยู่นอกปีงบประมาณ {}",
                        entry.code,
                        shortened(&entry.name.value),
                        date.long(),
                        report.year
                    ),
                )
                .english("a result of a day outside the fiscal year")
                .label(format!("นอกปีงบประมาณ {}", report.year))
                .help(format!(
                    "ปีงบประมาณ {} คือ {} ถึง {}",
                    report.year,
                    report.year.first_day().long(),
                    report.year.last_day().long()
                ))
                .or_answer()
                .item(entry.code.as_str()),
            );
        }
    }
}

fn backwards(entry: &Entry, findings: &mut Findings) {
    let Some(period) = entry.text(Field::Period) else { return };
    let Err(DateError::Backwards { from, until }) = thai::parse_range(&period.value.replace('\n', " ")) else { return };
    findings.push(
        Finding::of(
            code::T312,
            period.span,
            format!("{}: ระยะเวลาย้อนกลับ เริ่ม {} แต่สิ้นสุด {}", entry.code, from.long(), until.long()),
        )
        .english("the period ends before it begins")
        .label("สิ้นสุดก่อนเริ่ม")
        .help("สลับวันเริ่มกับวันสิ้นสุด หรือแก้ปีให้ถูก")
        .or_answer()
        .item(entry.code.as_str()),
    );
}
