//! Yearly targets of a plan: `T215` a measured result below its target, `T216` a promise that aims at another figure
//! than the plan's own target of those years.
//! Why: a target is a promise with a number; two numbers for one year leave nobody bound by either.

use crate::check::rules::spending::shortened;
use crate::check::{Context, Rule};
use crate::finding::{Finding, Findings, code};
use crate::model::{Agency, Entry, Plan};
use crate::source::meta::{Meta, TargetMeta};
use crate::span::Spanned;
use crate::standards::Field;
use crate::thai::{self, Decimal, FiscalYear};

pub const TARGETS: Rule = Rule { codes: &[code::T215, code::T216], run };

fn run(agency: &Agency, _: &Context<'_>, findings: &mut Findings) {
    for plan in &agency.plans {
        let Meta::Plan(meta) = &agency.document(plan.document).meta else { continue };
        for target in &meta.targets {
            results(target, findings);
            if let Some(subject) = TargetSubject::of(target) {
                promises(plan, target, &subject, findings);
            }
        }
    }
}

/// The only number of a text: "ร้อยละ 10", "65 คะแนน".
fn number_in(text: &str) -> Option<Decimal> {
    let folded = thai::to_arabic(text);
    let start = folded.find(|letter: char| letter.is_ascii_digit())?;
    let rest = &folded[start..];
    let end = rest.find(|letter: char| !(letter.is_ascii_digit() || letter == '.')).unwrap_or(rest.len());
    if rest[end..].contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    Decimal::parse(rest[..end].trim_end_matches('.')).ok()
}

fn is_less(left: Decimal, right: Decimal) -> bool {
    let scaled = |number: Decimal, other: Decimal| i128::from(number.digits()) * 10_i128.pow(u32::from(other.scale()));
    scaled(left, right) < scaled(right, left)
}

fn results(target: &TargetMeta, findings: &mut Findings) {
    for (year, result) in &target.results {
        let Some((_, wanted)) = target.values.iter().find(|(known, _)| known == year) else { continue };
        let (Some(measured), Some(aim)) = (number_in(&result.value), number_in(&wanted.value)) else { continue };
        // "ไม่เกิน …": less is better, and nothing is missed.
        if wanted.value.contains("ไม่เกิน") || wanted.value.contains("น้อยกว่า") && !wanted.value.contains("ไม่น้อยกว่า")
        {
            continue;
        }
        if is_less(measured, aim) {
            findings.push(
                Finding::of(
                    code::T215,
                    result.span,
                    format!("ปี {year} {}: ทำได้ {} ต่ำกว่าเป้าหมาย {}", target.indicator.value, result.value, wanted.value),
                )
                .english("the measured result is below the target")
                .label("ต่ำกว่าเป้าหมาย")
                .also(wanted.span, "เป้าหมาย")
                .help("ตรวจตัวเลข ถ้าถูกแล้วบอกสาเหตุและสิ่งที่จะทำ")
                .or_answer(),
            );
        }
    }
}

/// What a target is about, as words that a promise about the same would have.
struct TargetSubject {
    /// Words that must all be there.
    words: Vec<&'static str>,
    /// The figure follows this word, or stands before "คะแนน".
    before_figure: Option<&'static str>,
}

impl TargetSubject {
    fn of(target: &TargetMeta) -> Option<Self> {
        let text = &target.indicator.value;
        if text.contains("ITA") {
            return Some(Self { words: vec!["ITA"], before_figure: None });
        }
        if text.contains("ทุจริต") && text.contains("ลดลง") {
            return Some(Self {
                words: vec!["ทุจริต", "ลดลง"], before_figure: Some("ลดลงร้อยละ")
            });
        }
        None
    }

    /// The figure that a line of a promise states for this subject.
    fn figure_in(&self, line: &str) -> Option<Decimal> {
        if !self.words.iter().all(|word| line.contains(word)) {
            return None;
        }
        let folded = thai::to_arabic(line);
        let digits = match self.before_figure {
            Some(word) => {
                let rest = folded.split_once(word)?.1.trim_start();
                let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
                rest[..end].to_owned()
            }
            None => {
                let before = folded.split_once("คะแนน")?.0.trim_end();
                let start = before
                    .rfind(|letter: char| !letter.is_ascii_digit())
                    .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
                before[start..].to_owned()
            }
        };
        Decimal::parse(&digits).ok()
    }
}

fn promises(plan: &Plan, target: &TargetMeta, subject: &TargetSubject, findings: &mut Findings) {
    let stated = plan.entries.iter().flat_map(Entry::each_year);
    for (year, entry) in stated {
        let years = year.map_or_else(|| years_of(entry, plan), |year| (year, year));
        let wanted: Vec<&(FiscalYear, Spanned<String>)> =
            target.values.iter().filter(|(year, _)| years.0 <= *year && *year <= years.1).collect();
        if wanted.is_empty() {
            continue;
        }
        for cell in [Field::Target, Field::Output, Field::Outcome, Field::Indicator]
            .into_iter()
            .filter_map(|field| entry.text(field))
        {
            let Some(figure) = cell.value.lines().find_map(|line| subject.figure_in(line)) else { continue };
            let agrees =
                wanted.iter().any(|(_, value)| number_in(&value.value).is_some_and(|aim| aim.same_value(figure)));
            if agrees {
                continue;
            }
            let told: Vec<String> = wanted.iter().map(|(year, value)| format!("ปี {year} {}", value.value)).collect();
            let mut finding = Finding::of(
                code::T216,
                cell.span,
                format!(
                    "{} {}: {} ตั้งไว้ {figure} แต่เป้าหมายของแผนคือ {}",
                    entry.code,
                    shortened(&entry.name.value),
                    target.indicator.value,
                    told.join(", ")
                ),
            )
            .english("the promise aims at another figure than the plan's target of those years")
            .label(format!("แผน: {}", told.join(", ")))
            .help("ใช้ค่าเป้าหมายเดียวกับตารางเป้าหมายรายปีของแผน")
            .or_answer()
            .item(entry.code.as_str());
            for (_, value) in wanted.iter().take(2) {
                finding = finding.also(value.span, "เป้าหมายของแผน");
            }
            findings.push(finding);
        }
    }
}

fn years_of(entry: &Entry, plan: &Plan) -> (FiscalYear, FiscalYear) {
    let period = entry.text(Field::Period).map(|period| period.value.replace('\n', " "));
    period.and_then(|period| FiscalYear::parse_range(&period).ok()).unwrap_or(plan.years)
}
