//! Codes that a spreadsheet program has taken for dates: `1-01` became 1 January. Read back where the column leaves no
//! doubt which number is which, with one note; else one error.

use std::collections::BTreeSet;

use super::DataTable;
use crate::finding::{Finding, Findings, code};
use crate::standards::Field;
use crate::thai::{self, says_nothing};

/// A date's numbers as a code could have been typed: `first-second`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct DayMonth {
    day: u32,
    month: u32,
    /// Only month and year are shown (`Jan-13`), or the day is the first of another year: the year is the number.
    year: Option<u32>,
    /// The month has a Thai name.
    is_thai: bool,
}

const MONTHS: [(&str, &str); 12] = [
    ("ม.ค.", "jan"),
    ("ก.พ.", "feb"),
    ("มี.ค.", "mar"),
    ("เม.ย.", "apr"),
    ("พ.ค.", "may"),
    ("มิ.ย.", "jun"),
    ("ก.ค.", "jul"),
    ("ส.ค.", "aug"),
    ("ก.ย.", "sep"),
    ("ต.ค.", "oct"),
    ("พ.ย.", "nov"),
    ("ธ.ค.", "dec"),
];

const MONTH_NAMES: [(&str, &str); 12] = [
    ("มกราคม", "january"),
    ("กุมภาพันธ์", "february"),
    ("มีนาคม", "march"),
    ("เมษายน", "april"),
    ("พฤษภาคม", "may"),
    ("มิถุนายน", "june"),
    ("กรกฎาคม", "july"),
    ("สิงหาคม", "august"),
    ("กันยายน", "september"),
    ("ตุลาคม", "october"),
    ("พฤศจิกายน", "november"),
    ("ธันวาคม", "december"),
];

fn month_of(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let bare = text.replace('.', "");
    let is = |(thai, english): &(&str, &str)| bare == thai.replace('.', "") || bare == *english;
    let at = MONTHS.iter().position(is).or_else(|| MONTH_NAMES.iter().position(is))?;
    u32::try_from(at + 1).ok()
}

/// Days as spreadsheet programs count them, where a date has lost its format: "46023". Of this century's first half.
fn serial_of(text: &str) -> Option<DayMonth> {
    let days = text.strip_suffix(".0").unwrap_or(text);
    let days: i32 = days.parse().ok().filter(|_| days.len() == 5)?;
    let date = thai::Date::new(1899, 12, 30)?.add_days(days).filter(|date| (2010..2060).contains(&date.year_ce()))?;
    let year = u32::try_from(date.year_ce()).ok()?;
    Some(DayMonth { day: u32::from(date.day()), month: u32::from(date.month()), year: Some(year), is_thai: false })
}

fn date_of(text: &str) -> Option<DayMonth> {
    let text = thai::to_arabic(text.trim()).into_owned();
    let text = text.strip_suffix(" 00:00:00").or(text.strip_suffix(" 00:00")).unwrap_or(&text).trim();
    let parts: Vec<&str> = text.split(['-', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let number = |text: &str| text.parse::<u32>().ok();
    match parts.as_slice() {
        // 2026-01-03
        [year, month, day] if year.len() == 4 && text.contains('-') => {
            let (year, month, day) = (number(year)?, number(month)?, number(day)?);
            fits(day, month).then_some(DayMonth { day, month, year: Some(year), is_thai: false })
        }
        // 3-ม.ค., 3-Jan; 3-Jan-26
        [day, month] | [day, month, _] if month_of(month).is_some() => {
            let is_thai = !month.is_ascii();
            let (day, month) = (number(day)?, month_of(month)?);
            fits(day, month).then_some(DayMonth { day, month, year: None, is_thai })
        }
        // Jan-13: month and year
        [month, year] if month_of(month).is_some() => {
            Some(DayMonth { day: 1, month: month_of(month)?, year: Some(number(year)?), is_thai: !month.is_ascii() })
        }
        [serial] => serial_of(serial),
        // 1/3/2026, 1/3/69
        [day, month, year] if matches!(year.len(), 2 | 4) && text.contains('/') => {
            let (day, month) = (number(day)?, number(month)?);
            number(year)?;
            fits(day, month).then_some(DayMonth { day, month, year: None, is_thai: false })
        }
        _ => None,
    }
}

fn fits(day: u32, month: u32) -> bool {
    (1..=31).contains(&day) && (1..=12).contains(&month)
}

pub(super) fn read_back(table: &mut DataTable, findings: &mut Findings) {
    let Some(column) = table.position(Field::Code) else { return };
    let dates: Vec<(usize, DayMonth)> = table
        .rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, date_of(&row.cells.get(column)?.value)?)))
        .collect();
    let Some((first, _)) = dates.first().copied() else { return };
    let place = table.rows[first].cells[column].clone();
    let plain: Vec<String> = table
        .rows
        .iter()
        .filter_map(|row| row.cells.get(column))
        .map(|cell| cell.value.trim().to_owned())
        .filter(|text| !says_nothing(text) && date_of(text).is_none())
        .collect();
    // The year in which most were typed; another one is a number that was taken for a year.
    let typed_in = most_common(dates.iter().filter_map(|(_, date)| date.year.filter(|year| *year > 1000)));
    let codes = |day_first: bool| -> Vec<String> {
        dates.iter().map(|(_, date)| code_of(*date, day_first, typed_in)).collect()
    };
    let (day_first, month_first) = (codes(true), codes(false));
    let dimension_of = |at: usize| -> Option<u32> {
        let cell = table.cell(&table.rows[at], Field::Dimension)?;
        let digits: String = thai::to_arabic(&cell.value).chars().filter(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    let may_be = |codes: &[String]| {
        let mut seen: BTreeSet<&str> = plain.iter().map(String::as_str).collect();
        codes.iter().zip(&dates).all(|(code, (at, _))| {
            let dimension = code.split('-').next().and_then(|text| text.parse::<u32>().ok());
            let fits = dimension.is_some_and(|dimension| (1..=4).contains(&dimension));
            let agrees = dimension_of(*at).is_none_or(|stated| dimension == Some(stated));
            fits && agrees && seen.insert(code)
        })
    };
    let chosen = match (may_be(&day_first), may_be(&month_first)) {
        (true, true) if day_first == month_first => Some(day_first),
        // Where months have Thai names, the day is typed first.
        (true, true) if dates.iter().all(|(_, date)| date.is_thai) => Some(day_first),
        // Numbers of each dimension count from 1 without gaps in one reading only.
        (true, true) => match (counts_up(&day_first, &plain), counts_up(&month_first, &plain)) {
            (true, false) => Some(day_first),
            (false, true) => Some(month_first),
            _ => None,
        },
        (true, false) => Some(day_first),
        (false, true) => Some(month_first),
        (false, false) => None,
    };
    let count = dates.len();
    let Some(codes) = chosen else {
        findings.push(
            Finding::of(
                code::S080,
                place.span,
                format!("Excel เปลี่ยนรหัส {count} ช่องเป็นวันที่ เช่น `{}` และบอกไม่ได้ว่าเดิมคือรหัสอะไร", place.value),
            )
            .english("codes were turned into dates, and cannot be told back")
            .help("เลือกทั้งคอลัมน์ รหัส ตั้งรูปแบบเซลล์เป็น ข้อความ (Text) แล้วพิมพ์รหัสใหม่ เช่น `1-01`"),
        );
        for (at, _) in &dates {
            table.rows[*at].cells[column].value.clear();
        }
        return;
    };
    for ((at, _), code) in dates.iter().zip(&codes) {
        table.rows[*at].cells[column].value.clone_from(code);
        table.rows[*at].is_code_read_back = true;
    }
    findings.push(
        Finding::of(
            code::S081,
            place.span,
            format!("Excel เปลี่ยนรหัส {count} ช่องเป็นวันที่ อ่านกลับเป็นรหัสแล้ว เช่น `{}` คือ `{}`", place.value, codes[0]),
        )
        .english("codes that a spreadsheet program took for dates were read back")
        .help("ตั้งรูปแบบคอลัมน์ รหัส เป็น ข้อความ (Text) แล้วพิมพ์รหัสใหม่ ครั้งต่อไป Excel จะไม่เปลี่ยน"),
    );
}

fn code_of(date: DayMonth, day_first: bool, typed_in: Option<u32>) -> String {
    let is_year = |year: &u32| *year < 100 || (date.day == 1 && typed_in.is_some_and(|typed| typed != *year));
    if let Some(year) = date.year.filter(is_year) {
        return format!("{}-{:02}", date.month, year % 100);
    }
    if day_first { format!("{}-{:02}", date.day, date.month) } else { format!("{}-{:02}", date.month, date.day) }
}

fn most_common(years: impl Iterator<Item = u32>) -> Option<u32> {
    let mut counts: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    for year in years {
        *counts.entry(year).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(year, _)| year)
}

/// Within each dimension the numbers are 1, 2, 3 …, whatever their order.
fn counts_up(codes: &[String], plain: &[String]) -> bool {
    let mut numbers: std::collections::BTreeMap<&str, BTreeSet<u32>> = std::collections::BTreeMap::new();
    for code in codes.iter().chain(plain) {
        if let Some((dimension, number)) = code.split_once('-')
            && let Ok(number) = number.parse()
        {
            numbers.entry(dimension).or_default().insert(number);
        }
    }
    numbers.values().all(|numbers| numbers.iter().copied().eq(1..=u32::try_from(numbers.len()).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_spreadsheets_write_them() {
        let date = |day, month, year| Some(DayMonth { day, month, year, is_thai: false });
        assert_eq!(date_of("2026-01-03"), date(3, 1, Some(2026)));
        assert_eq!(date_of("3-ม.ค.").map(|date| (date.day, date.month, date.is_thai)), Some((3, 1, true)));
        assert_eq!(date_of("4-Mar"), date(4, 3, None));
        assert_eq!(date_of("Jan-13"), date(1, 1, Some(13)));
        assert_eq!(date_of("46023"), date(1, 1, Some(2026)));
        assert_eq!(date_of("1/3/69"), date(1, 3, None));
        assert_eq!(date_of("3 มกราคม 2569").map(|date| (date.day, date.month)), Some((3, 1)));
        assert_eq!(date_of("12"), None);
        assert_eq!(date_of("99999"), None);
        assert_eq!(date_of("1-01"), None);
        assert_eq!(date_of("2.2.3-1"), None);
    }
}
