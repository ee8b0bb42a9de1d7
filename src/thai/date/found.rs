//! Finds dates in prose, for the checker: a day, a month's name and a year, or "dd/mm/yyyy".
//! One pass: each run of digits is tried once, and a try looks only a bounded distance ahead.

use std::ops::Range;

use super::Date;
use super::error::DateError;
use super::reading::{Cursor, DateParts};
use crate::thai::digits::{is_digit, runs_of_digits};

/// Where dates stand in the text, in bytes, and what each says. Numbers that only might be dates are left alone.
pub fn find_dates(text: &str) -> Vec<(Range<usize>, Result<Date, DateError>)> {
    find_dates_among(text, &runs_of_digits(text))
}

/// The same, where all the text's runs of digits are known.
pub fn find_dates_among(text: &str, runs: &[Range<usize>]) -> Vec<(Range<usize>, Result<Date, DateError>)> {
    let mut found = Vec::new();
    let mut from = 0;
    for run in runs {
        // A date ends behind its last digit, or inside a run that is no part of it.
        let start = run.start.max(from);
        if start >= run.end {
            continue;
        }
        if let Some((end, parts)) = date_at(text, start) {
            found.push((start..end, parts.resolve(&text[start..end])));
            from = end;
        }
    }
    found
}

fn date_at(text: &str, start: usize) -> Option<(usize, DateParts)> {
    let mut cursor = Cursor::at(text, start);
    let parts = cursor.attempt(named).or_else(|| cursor.attempt(|ahead| slashed(ahead, text, start)))?;
    // "๑ ตุลาคม ๒๕๖๓๔": a longer number, not a year.
    (!cursor.peek_digit()).then_some((cursor.at, parts))
}

fn named(cursor: &mut Cursor<'_>) -> Option<DateParts> {
    let (day, digits) = cursor.number()?;
    if digits > 2 {
        return None;
    }
    let month = cursor.month()?;
    let year = cursor.year(month.in_english)?;
    // Two digits after a full name are more often a count: "วันที่ 1 ตุลาคม 25 คน".
    let is_year = year.digits == 4 || year.era.is_some() || (month.abbreviated && !month.in_english);
    is_year.then_some(DateParts { day: Some(day), month: Some(month.number), year: Some(year) })
}

fn slashed(cursor: &mut Cursor<'_>, text: &str, start: usize) -> Option<DateParts> {
    // Part of something longer: an address, a number of an order, a fraction of fractions.
    let joins = |letter: char| matches!(letter, '/' | '-' | '.' | ',' | '_') || letter.is_ascii_alphabetic();
    if text[..start].ends_with(joins) {
        return None;
    }
    let parts = cursor.numeric_date()?;
    let written = &text[start..cursor.at];
    let year = parts.year?;
    let plausible = year.digits == 4
        && matches!(year.value, 1957..=2156 | 2500..=2699)
        && matches!(parts.month, Some(1..=12))
        && matches!(parts.day, Some(1..=31));
    let plainly_slashed = !written.contains(|letter: char| !is_digit(letter) && letter != '/');
    let day_came_first = written.split('/').next().is_none_or(|first| first.chars().count() <= 2);
    (plausible && plainly_slashed && day_came_first && !cursor.rest().starts_with(joins_on)).then_some(parts)
}

fn joins_on(letter: char) -> bool {
    matches!(letter, '/' | '-' | '_') || letter.is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |(range, date): (Range<usize>, Result<Date, DateError>)| match date {
            Ok(date) => format!("{} = {date}", &text[range]),
            Err(error) => format!("{} ! {}", &text[range], error.suggestion().unwrap_or_default()),
        };
        find_dates(text).into_iter().map(show).collect()
    }

    #[test]
    fn finds_dates_in_prose() {
        assert_eq!(
            shown("ตั้งแต่วันที่ ๑ ตุลาคม ๒๕๖๓ ถึง๓๑มีนาคม๒๕๖๔จำนวน ๑๔ โครงการ ประกาศเมื่อ 8 เม.ย. 64 และ 15/06/2564."),
            [
                "๑ ตุลาคม ๒๕๖๓ = 2020-10-01",
                "๓๑มีนาคม๒๕๖๔ = 2021-03-31",
                "8 เม.ย. 64 = 2021-04-08",
                "15/06/2564 = 2021-06-15"
            ]
        );
        assert_eq!(shown("สิ้นสุด 31 กันยายน 2564"), ["31 กันยายน 2564 ! 30 กันยายน 2564"]);
        assert_eq!(shown("on 1 October 2020 and on"), ["1 October 2020 = 2020-10-01"]);
    }

    #[test]
    fn leaves_other_numbers_alone() {
        for text in [
            "",
            "ประกาศที่ 75/2560",
            "โทร 0-7555-1234",
            "วันที่ 1 ตุลาคม 25 คน",
            "หนังสือที่ ที่ นศ 12/34/5678",
            "ข้อ 1/2/3/2564",
            "2564/04/08",
            "13/13/2564",
            "123 ตุลาคม 2563",
            "1 ตุลาคม 25634",
            "๑๒๓๔๕๖๗๘๙๐",
        ] {
            assert_eq!(shown(text), [""; 0], "{text}");
        }
    }
}
