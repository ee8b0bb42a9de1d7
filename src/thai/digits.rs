//! Thai and Arabic digits: read alike, shown as the site wishes.
//! Changes digits only; every other character passes through untouched.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Which digits a site shows. What authors write is read in either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Digits {
    Thai,
    #[default]
    Arabic,
}

impl Digits {
    /// "thai", "arabic", "ไทย", "อารบิก", or a sample such as "๑๒๓".
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "thai" | "th" | "ไทย" | "เลขไทย" | "๑๒๓" => Some(Self::Thai),
            "arabic" | "ar" | "อารบิก" | "อาราบิก" | "เลขอารบิก" | "123" => {
                Some(Self::Arabic)
            }
            _ => None,
        }
    }

    pub fn show(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Thai => to_thai(text),
            Self::Arabic => to_arabic(text),
        }
    }

    /// Grouped by thousands: `๖๕,๐๐๐`.
    pub fn number(self, number: i64) -> String {
        let plain = grouped(number);
        match self {
            Self::Thai => to_thai(&plain).into_owned(),
            Self::Arabic => plain,
        }
    }
}

pub fn is_thai_digit(letter: char) -> bool {
    ('๐'..='๙').contains(&letter)
}

/// The value of a digit of either script.
pub fn value(letter: char) -> Option<u32> {
    if is_thai_digit(letter) { Some(u32::from(letter) - u32::from('๐')) } else { letter.to_digit(10) }
}

pub fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || is_thai_digit(letter)
}

/// Where the first digit of either script stands at or behind a place between two letters; the text's end where there is
/// none. Sixteen places at once: texts are mostly letters.
pub fn next_digit(text: &str, from: usize) -> usize {
    next_of(text, from, |byte| byte.is_ascii_digit(), |_| false)
}

/// The same of full-width digits too.
pub fn next_digit_of_any_width(text: &str, from: usize) -> usize {
    let is_wide = |rest: &[u8]| matches!(rest, [0xEF, 0xBC, 0x90..=0x99, ..]);
    next_of(text, from, |byte| byte.is_ascii_digit() | (byte == 0xEF), is_wide)
}

/// Halts where a byte may begin a digit, or where the two last bytes of a Thai one stand: letters share each of them, but
/// hardly ever both.
fn next_of(text: &str, from: usize, may_begin: impl Fn(u8) -> bool, is_wide: impl Fn(&[u8]) -> bool) -> usize {
    const PIECE: usize = 16;
    let bytes = text.as_bytes();
    let ends_thai = |byte: u8, next: u8| (byte == 0xB9) & (0x90..=0x99).contains(&next);
    let mut at = from;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((piece, next)) =
            rest.first_chunk::<PIECE>().zip(rest.get(1..).and_then(<[u8]>::first_chunk::<PIECE>))
        {
            let pairs = piece.iter().zip(next);
            if !pairs.fold(false, |any, (byte, next)| any | may_begin(*byte) | ends_thai(*byte, *next)) {
                at += PIECE;
                continue;
            }
        }
        for (place, byte) in (at..).zip(rest.iter().take(PIECE)) {
            let behind = bytes.get(place..).unwrap_or_default();
            if byte.is_ascii_digit() || is_wide(behind) {
                return place;
            }
            let next = behind.get(1).copied().unwrap_or(0);
            if ends_thai(*byte, next)
                && let Some(first) = place.checked_sub(1).filter(|first| bytes.get(*first) == Some(&0xE0))
            {
                return first;
            }
        }
        at += PIECE;
    }
    text.len()
}

/// Where digits of either script stand one after another, as many as there are.
pub fn runs_of_digits(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = next_digit(text, 0);
    while at < text.len() {
        let end = text[at..].find(|letter| !is_digit(letter)).map_or(text.len(), |width| at + width);
        runs.push(at..end);
        at = next_digit(text, end);
    }
    runs
}

pub fn to_arabic(text: &str) -> Cow<'_, str> {
    if !text.contains(is_thai_digit) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(arabic).collect())
}

pub fn to_thai(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(thai).collect())
}

fn arabic(letter: char) -> char {
    match value(letter) {
        Some(digit) => char::from_digit(digit, 10).unwrap_or(letter),
        None => letter,
    }
}

fn thai(letter: char) -> char {
    match letter.to_digit(10) {
        Some(digit) => char::from_u32(u32::from('๐') + digit).unwrap_or(letter),
        None => letter,
    }
}

/// A whole number in either script, with or without thousands separators in the right places.
/// `None` for anything else, also for `1,5000`: a misplaced separator may hide a lost digit.
pub fn parse_integer(text: &str) -> Option<i64> {
    let text = to_arabic(text.trim());
    let (negative, unsigned) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.as_ref()),
    };
    if !is_well_grouped(unsigned) {
        return None;
    }
    let mut total: i64 = 0;
    for digit in unsigned.chars().filter_map(value) {
        let digit = i64::from(digit);
        // Built on the negative side when negative, so that the smallest integer can be read back too.
        total = total.checked_mul(10)?.checked_add(if negative { -digit } else { digit })?;
    }
    Some(total)
}

/// `1234` or `1,234` or `12,345,678` in Arabic digits; not `1,5000`, `,5` or an empty text.
pub(super) fn is_well_grouped(text: &str) -> bool {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = text.split(',');
    let Some(first) = groups.next() else { return false };
    if !all_digits(first) {
        return false;
    }
    let mut separated = false;
    for group in groups {
        separated = true;
        if group.len() != 3 || !all_digits(group) {
            return false;
        }
    }
    !separated || first.len() <= 3
}

/// A whole number in Arabic digits with thousands separators.
pub fn grouped(number: i64) -> String {
    let plain = number.unsigned_abs().to_string();
    let mut shown = String::with_capacity(plain.len() + plain.len() / 3 + 1);
    if number < 0 {
        shown.push('-');
    }
    for (place, digit) in plain.chars().enumerate() {
        if place > 0 && (plain.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_both_ways_and_borrows_when_nothing_changes() {
        assert_eq!(to_arabic("ปี ๒๕๖๔ มี 3 งาน"), "ปี 2564 มี 3 งาน");
        assert_eq!(to_thai("ปี 2564 มี ๓ งาน"), "ปี ๒๕๖๔ มี ๓ งาน");
        assert!(matches!(to_arabic("2564"), Cow::Borrowed(_)));
        assert!(matches!(to_thai("๒๕๖๔"), Cow::Borrowed(_)));
    }

    #[test]
    fn runs_of_digits_are_those_that_letters_part() {
        for text in ["", "ก", "๒๕๖๔", "ปี ๒๕๖4 มี 3", "1", "๏๐๚", "a1ก๒", "é9\u{e4f}8", "x\u{10ff00}12"]
        {
            let by_letters: Vec<&str> = text.split(|letter| !is_digit(letter)).filter(|run| !run.is_empty()).collect();
            let runs: Vec<&str> = runs_of_digits(text).into_iter().map(|run| &text[run]).collect();
            assert_eq!(runs, by_letters, "{text}");
        }
    }

    #[test]
    fn a_digit_is_met_wherever_it_stands() {
        // Letters that share bytes with digits, and digits of other scripts.
        for letter in
            ['ก', 'ฐ', '๎', 'ṹ', '\u{1E50}', '๏', '\u{FF0F}', '\u{FF1A}', '\u{FEFF}', 'x', '\u{E57}', '๑', '7', '３']
        {
            for before in 0..40 {
                for between in ["", "ก", "ab"] {
                    let text = format!("{}{between}{letter}{}", "ต".repeat(before), "ท".repeat(40 - before));
                    let expected = text.find(is_digit).unwrap_or(text.len());
                    assert_eq!(next_digit(&text, 0), expected, "{text}");
                    let wide = |letter: char| is_digit(letter) || ('０'..='９').contains(&letter);
                    assert_eq!(next_digit_of_any_width(&text, 0), text.find(wide).unwrap_or(text.len()), "{text}");
                    let from = text.find(wide).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
                    assert_eq!(next_digit(&text, from), text[from..].find(is_digit).map_or(text.len(), |at| from + at));
                }
            }
        }
    }

    #[test]
    fn reads_whole_numbers_of_both_scripts() {
        assert_eq!(parse_integer("๔๑๐,๐๐๐"), Some(410_000));
        assert_eq!(parse_integer(" 63 "), Some(63));
        assert_eq!(parse_integer("-9,223,372,036,854,775,808"), Some(i64::MIN));
        assert_eq!(parse_integer("9223372036854775808"), None);
        for wrong in ["", "-", "1,5000", ",5", "1,,000", "๑๒๓๔,๕๖๗", "12a", "1.5"] {
            assert_eq!(parse_integer(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn shows_grouped_numbers() {
        assert_eq!(Digits::Thai.number(65_000), "๖๕,๐๐๐");
        assert_eq!(Digits::Arabic.number(-1_234_567), "-1,234,567");
        assert_eq!(Digits::Arabic.number(999), "999");
    }
}
