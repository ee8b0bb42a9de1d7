//! "๔๙ โครงการ จากโครงการทั้งหมด ๖๓ โครงการ คิดเป็นร้อยละ ๘๐.๙๕": `T108` a percentage that is not the share, `T109` one
//! that is the official score.

use super::{Number, StatedParagraph, StatedUnit, before};
use crate::check::rules::figures::{FiguredDocument, scope_words};
use crate::finding::{Finding, Findings, code};
use crate::source::meta::DeclaredScope;
use crate::standards::SentenceWords;
use crate::thai::Fraction;

/// A percentage this many letters away is of something else.
const NEAR: usize = 110;

pub(super) fn read(
    record: &FiguredDocument<'_>,
    paragraph: &StatedParagraph<'_>,
    words: &SentenceWords,
    findings: &mut Findings,
) {
    let text = paragraph.text;
    let percents = paragraph.numbers.iter().enumerate().filter(|(_, number)| number.unit == StatedUnit::Percent);
    let mut from = 0;
    for (at, percent) in percents {
        let counted: Vec<&Number> = paragraph.numbers[from..at].iter().filter(|number| is_counted(number)).collect();
        let told = match counted.as_slice() {
            [.., first, second] => share(text, first, second, percent, words),
            _ => None,
        };
        // "ร้อยละ ๘๐.๙๕ (๔๙ จาก ๖๓ โครงการ)"
        let told = told.or_else(|| {
            let [first, second] = paragraph.numbers.get(at + 1..at + 3)? else { return None };
            let between = text[percent.unit_end..first.start].trim();
            let brackets = between == "(" || between == "หรือ" || between == "หรือคิดเป็น";
            let joined = text[first.end..second.start].contains("จาก");
            (brackets && joined && is_counted(first) && is_counted(second)).then_some((first, second))
        });
        from = at + 1;
        if let Some((part, whole)) = told {
            compare(record, paragraph, part, whole, percent, findings);
        }
    }
}

fn is_counted(number: &Number) -> bool {
    !matches!(number.unit, StatedUnit::Percent | StatedUnit::Name)
}

/// Which of two numbers before a percentage is the part, and which the whole.
fn share<'n>(
    text: &str,
    first: &'n Number,
    second: &'n Number,
    percent: &Number,
    words: &SentenceWords,
) -> Option<(&'n Number, &'n Number)> {
    let between = &text[first.end..second.start];
    let gap = &text[second.end..percent.start];
    let is_far = between.chars().count() > NEAR || gap.chars().count() > NEAR;
    // What ends a sentence parts them; so does another word for what is measured.
    let ends = |part: &str| {
        part.contains("\n\n") || part.contains("พึงพอใจ") || part.contains("เป้าหมาย") || part.contains("เพิ่มขึ้น")
    };
    let is_money = |number: &Number| number.unit == StatedUnit::Baht;
    if is_far || ends(between) || ends(gap) || (is_money(first) != is_money(second) && !one_without_unit(first, second))
    {
        return None;
    }
    if between.contains("จาก") {
        return Some((first, second));
    }
    // "จากทั้งหมด ๖๓ โครงการ แล้วเสร็จ ๔๙ โครงการ"
    let ahead = before(text, first.start, 40);
    let told_whole = ahead.contains("จาก") || words.ends_with_whole(ahead);
    let told_done = words.status(between).is_some() || words.says_spent(between) || between.contains("ดำเนินการ");
    (told_whole && told_done).then_some((second, first))
}

fn one_without_unit(first: &Number, second: &Number) -> bool {
    first.unit == StatedUnit::Other || second.unit == StatedUnit::Other
}

fn whole_number(number: &Number, text: &str) -> Option<i64> {
    if number.unit == StatedUnit::Baht { Some(number.money(text)?.satang()) } else { number.count() }
}

fn compare(
    record: &FiguredDocument<'_>,
    paragraph: &StatedParagraph<'_>,
    part: &Number,
    whole: &Number,
    percent: &Number,
    findings: &mut Findings,
) {
    let text = paragraph.text;
    let money = part.unit == StatedUnit::Baht || whole.unit == StatedUnit::Baht;
    let read = |number: &Number| {
        if money { number.money(text).map(|money| money.satang()) } else { whole_number(number, text) }
    };
    let (Some(part_value), Some(whole_value)) = (read(part), read(whole)) else { return };
    let fits = part_value <= whole_value && whole_value > 1;
    let Some(fraction) = Fraction::new(part_value, whole_value).filter(|_| fits) else { return };
    if percent.value.matches(fraction) {
        return;
    }
    let (part, whole) = (&text[part.start..part.end], &text[whole.start..whole.end]);
    let (part, whole) = (crate::thai::to_arabic(part), crate::thai::to_arabic(whole));
    let scope = DeclaredScope::default();
    let scored = record
        .lists
        .iter()
        .filter(|_| !money)
        .find(|list| list.score(&scope).is_some_and(|score| percent.value.matches(score)));
    let right = fraction.percent_text(percent.value.scale().max(2));
    let place = paragraph.span.part(percent.start, percent.end);
    let printed = crate::thai::to_arabic(&text[percent.start..percent.end]);
    let finding = match scored {
        Some(list) => Finding::of(
            code::T109,
            place,
            format!(
                "{part} จาก {whole} คือร้อยละ {right} ส่วน {printed} เป็นคะแนนตามสูตร (รวมครึ่งหนึ่งของงานที่กำลังทำ) จาก{}",
                list.name
            ),
        )
        .english("the sentence gives the official score as a share of finished work")
        .help(format!("เขียนแยกกัน: แล้วเสร็จร้อยละ {right} คะแนนตามสูตร {printed}"))
        .or_answer(),
        None => Finding::of(code::T108, place, format!("{part} จาก {whole} คือร้อยละ {right} ไม่ใช่ {printed}"))
            .english(format!("{part} of {whole} is {right} %"))
            .help(format!("แก้ร้อยละเป็น {right} หรือแก้จำนวน ({})", scope_words(&scope)))
            .or_answer(),
    };
    findings.push(finding.label(format!("{part} ÷ {whole} = {right}")));
}
