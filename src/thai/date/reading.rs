//! Reads one date as people write it, in small steps over the text.
//! Only reads: what a found date means for a document is not decided here.

use super::error::{DateError, Era};
use super::{Date, days_in_month, months};
use crate::thai::digits::value;
use crate::thai::nearest::nearest;
use crate::thai::spelling::repair;
use crate::thai::wording::quoted;

/// What was written of a date; a range may state only a part of it on each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DateParts {
    pub day: Option<u32>,
    pub month: Option<u32>,
    pub year: Option<StatedYear>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StatedYear {
    pub value: u32,
    pub digits: usize,
    pub era: Option<Era>,
    /// Beside an English month name, where two digits do not imply the Buddhist Era.
    pub in_english: bool,
}

pub(super) fn parse(text: &str) -> Result<Date, DateError> {
    let text = repair(text);
    parse_parts(&text)?.resolve(&text)
}

pub(super) fn not_a_date(text: &str) -> DateError {
    DateError::NotADate { text: quoted(text) }
}

impl DateParts {
    pub(super) fn resolve(self, text: &str) -> Result<Date, DateError> {
        let (Some(day), Some(month), Some(year)) = (self.day, self.month, self.year) else {
            return Err(not_a_date(text));
        };
        on_year(year, text, |year_ce| make(year_ce, month, day))
    }
}

/// Settles the era of a year, then makes the date of it.
pub(super) fn on_year(
    year: StatedYear,
    text: &str,
    make: impl Fn(i16) -> Result<Date, DateError>,
) -> Result<Date, DateError> {
    let number = i16::try_from(year.value).map_err(|_| DateError::YearOutOfRange { year: year.value })?;
    if year.digits <= 2 {
        let (buddhist, common) = (2500 + number - 543, 2000 + number);
        return match year.era {
            Some(Era::Common) => make(common),
            None if year.in_english => Err(DateError::AmbiguousEra {
                text: quoted(text),
                if_buddhist: make(buddhist)?,
                if_common: make(common)?,
            }),
            Some(Era::Buddhist) | None => make(buddhist),
        };
    }
    let (era, year_ce) = match number {
        2400..=2699 => (Era::Buddhist, number - 543),
        1857..=2156 => (Era::Common, number),
        _ => return Err(DateError::YearOutOfRange { year: year.value }),
    };
    match year.era {
        Some(stated) if stated != era => {
            Err(DateError::EraMixed { stated, year: year.value, proposed: make(year_ce)? })
        }
        _ => make(year_ce),
    }
}

pub(super) fn make(year_ce: i16, month: u32, day: u32) -> Result<Date, DateError> {
    let exact = |month: u32, day: u32| Date::new(year_ce, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    if let Some(date) = exact(month, day) {
        return Ok(date);
    }
    // 10/31/2563: day and month the American way round.
    let swapped = if month > 12 { exact(day, month) } else { None };
    let nearest = swapped.unwrap_or_else(|| {
        let month = u8::try_from(month).unwrap_or(12).clamp(1, 12);
        let last = days_in_month(year_ce, month);
        Date::known(year_ce, month, u8::try_from(day).unwrap_or(last).clamp(1, last))
    });
    Err(DateError::Impossible { day, month, year_be: year_ce + 543, nearest })
}

pub(super) fn parse_parts(text: &str) -> Result<DateParts, DateError> {
    let mut cursor = Cursor::new(text);
    cursor.lead();
    let parts = if cursor.peek_digit() {
        match cursor.attempt(Cursor::numeric_date) {
            Some(parts) => parts,
            None => cursor.day_first(text)?,
        }
    } else {
        cursor.month_first(text)?
    };
    cursor.spaces();
    // Spreadsheets and TOML write a day as its midnight.
    cursor.eat_any(&["เป็นต้นไป", "T00:00:00Z", "T00:00:00", "00:00:00"]);
    cursor.spaces();
    cursor.eat(")");
    if cursor.rest().trim().is_empty() { Ok(parts) } else { Err(not_a_date(text)) }
}

/// A place in the text and the small steps that may be taken from it. No step looks back.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    pub at: usize,
}

/// Beyond this many blanks in a row two things do not belong together; it also keeps every step bounded.
const MOST_BLANKS: usize = 12;

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        Self::at(text, 0)
    }

    pub fn at(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub fn attempt<T>(&mut self, step: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let found = step(&mut ahead)?;
        *self = ahead;
        Some(found)
    }

    pub fn spaces(&mut self) {
        let blank = |letter: char| letter.is_whitespace() || matches!(letter, '\u{200b}'..='\u{200d}' | '\u{feff}');
        let width: usize =
            self.rest().chars().take(MOST_BLANKS).take_while(|&letter| blank(letter)).map(char::len_utf8).sum();
        self.at += width;
    }

    pub fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    fn eat_english(&mut self, word: &str) -> bool {
        let head = self.rest().get(..word.len()).unwrap_or("");
        let ends = !self.rest()[head.len()..].starts_with(|letter: char| letter.is_ascii_alphabetic());
        let found = head.eq_ignore_ascii_case(word) && ends;
        if found {
            self.at += word.len();
        }
        found
    }

    pub fn peek_digit(&self) -> bool {
        self.rest().starts_with(crate::thai::digits::is_digit)
    }

    /// One to four digits of either script; `None` for a longer run.
    pub fn number(&mut self) -> Option<(u32, usize)> {
        let mut number = 0;
        let mut digits = 0;
        let mut width = 0;
        for letter in self.rest().chars() {
            let Some(digit) = value(letter) else { break };
            digits += 1;
            if digits > 4 {
                return None;
            }
            number = number * 10 + digit;
            width += letter.len_utf8();
        }
        if digits == 0 {
            return None;
        }
        self.at += width;
        Some((number, digits))
    }

    /// What may stand before a date: "ณ วันที่", "วันพฤหัสบดีที่", "เมื่อ" …
    pub fn lead(&mut self) {
        loop {
            let before = self.at;
            self.spaces();
            self.eat("(");
            self.eat_any(&["ณ", "เมื่อ", "ตั้งแต่", "ระหว่าง", "ประกาศ", "สั่ง", "ประจำ", "ลง"]);
            self.spaces();
            self.eat_any(&["วันที่"]);
            self.attempt(|ahead| {
                let weekdays = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "พฤหัส", "ศุกร์", "เสาร์", "อาทิตย์"];
                ahead.eat("วัน");
                let named = ahead.eat_any(&weekdays);
                ahead.spaces();
                (named && ahead.eat("ที่")).then_some(())
            });
            if self.at == before {
                return;
            }
        }
    }

    /// "01/10/2563", "1-10-63", "1.10.2563", "2020-10-01": two equal separators, nothing named.
    pub fn numeric_date(&mut self) -> Option<DateParts> {
        let (first, first_digits) = self.number()?;
        let separator = self.separator()?;
        let (second, second_digits) = self.number()?;
        if self.separator()? != separator {
            return None;
        }
        let (third, third_digits) = self.number()?;
        if second_digits > 2 {
            return None;
        }
        let year = |value, digits| Some(StatedYear { value, digits, era: None, in_english: false });
        match (first_digits, third_digits) {
            (4, 1 | 2) => Some(DateParts { day: Some(third), month: Some(second), year: year(first, 4) }),
            // A day past 31 means that the year came first with two digits: too little to go by.
            (1 | 2, 2 | 4) if first <= 31 || third_digits == 4 => {
                Some(DateParts { day: Some(first), month: Some(second), year: year(third, third_digits) })
            }
            _ => None,
        }
    }

    fn separator(&mut self) -> Option<char> {
        self.spaces();
        let found = self.rest().chars().next().filter(|letter| matches!(letter, '/' | '-' | '.' | '–' | '‑' | '−'))?;
        self.at += found.len_utf8();
        self.spaces();
        Some(if matches!(found, '–' | '‑' | '−') { '-' } else { found })
    }

    fn day_first(&mut self, text: &str) -> Result<DateParts, DateError> {
        let Some((day, digits)) = self.number() else { return Err(not_a_date(text)) };
        if digits > 2 {
            return Err(not_a_date(text));
        }
        self.ordinal();
        self.spaces();
        if self.rest().is_empty() {
            return Ok(DateParts { day: Some(day), ..DateParts::default() });
        }
        let Some(month) = self.month() else { return Err(self.unknown_month(text)) };
        let year = self.year(month.in_english);
        Ok(DateParts { day: Some(day), month: Some(month.number), year })
    }

    fn ordinal(&mut self) {
        let _ = ["st", "nd", "rd", "th"].iter().any(|ending| self.eat_english(ending));
    }

    fn month_first(&mut self, text: &str) -> Result<DateParts, DateError> {
        let Some(month) = self.month() else { return Err(not_a_date(text)) };
        if month.in_english {
            let day = self.attempt(|ahead| {
                ahead.spaces();
                let (day, digits) = ahead.number()?;
                ahead.ordinal();
                (digits <= 2).then_some(day)
            });
            if day.is_some() {
                self.spaces();
                self.eat(",");
            }
            return Ok(DateParts { day, month: Some(month.number), year: self.year(true) });
        }
        Ok(DateParts { day: None, month: Some(month.number), year: self.year(false) })
    }

    /// A month's name, with "เดือน" before it or not.
    pub fn month(&mut self) -> Option<months::NamedMonth> {
        self.attempt(|ahead| {
            ahead.spaces();
            ahead.eat("เดือน");
            ahead.spaces();
            let named = months::at_start(ahead.rest())?;
            ahead.at += named.width;
            Some(named)
        })
    }

    /// A year of two or four digits, with its era or "ปี" before it or not.
    pub fn year(&mut self, in_english: bool) -> Option<StatedYear> {
        self.attempt(|ahead| {
            ahead.spaces();
            ahead.eat(",");
            ahead.spaces();
            ahead.eat_any(&["ปี", "ของปี"]);
            ahead.spaces();
            let before = ahead.era();
            ahead.spaces();
            let (value, digits) = ahead.number()?;
            let after = if before.is_none() && in_english {
                ahead.attempt(|beyond| {
                    beyond.spaces();
                    beyond.era()
                })
            } else {
                None
            };
            matches!(digits, 2 | 4).then_some(StatedYear { value, digits, era: before.or(after), in_english })
        })
    }

    fn era(&mut self) -> Option<Era> {
        const BUDDHIST: [&str; 5] = ["พุทธศักราช", "พ.ศ.", "พ.ศ", "พศ.", "พศ"];
        const COMMON: [&str; 5] = ["คริสต์ศักราช", "ค.ศ.", "ค.ศ", "คศ.", "คศ"];
        if self.eat_any(&BUDDHIST) || self.eat("B.E.") || self.eat_english("BE") {
            return Some(Era::Buddhist);
        }
        let common = self.eat_any(&COMMON) || self.eat("A.D.") || self.eat("C.E.");
        (common || self.eat_english("AD") || self.eat_english("CE")).then_some(Era::Common)
    }

    /// The word in the month's place, if it is a word at all.
    fn unknown_month(&self, text: &str) -> DateError {
        let rest = self.rest();
        let rest = rest.strip_prefix("เดือน").unwrap_or(rest).trim_start();
        let in_word = |letter: char| !letter.is_whitespace() && value(letter).is_none();
        let word: String = rest.chars().take_while(|&letter| in_word(letter)).take(30).collect();
        if !word.starts_with(char::is_alphabetic) {
            return not_a_date(text);
        }
        let names = months::LONG.iter().chain(&months::SHORT).chain(&months::ENGLISH).copied();
        let nearest = nearest(&word, names);
        DateError::UnknownMonth { word, nearest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> String {
        match Date::parse(text) {
            Ok(date) => date.iso(),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn reads_what_people_write() {
        for text in [
            "๑ ตุลาคม ๒๕๖๓",
            "1 ตุลาคม 2563",
            "1ตุลาคม2563",
            "1 ต.ค. 63",
            "1 ต.ค.63",
            "1 ต.ค 2563",
            "1 ตค 2563",
            "1 ต. ค. 2563",
            "วันที่ ๑ เดือน ตุลาคม พ.ศ. ๒๕๖๓",
            "วันที่ ๑ เดือนตุลาคม พ.ศ.๒๕๖๓",
            "ณ วันที่ 1 ตุลาคม พุทธศักราช 2563",
            "ลงวันที่ ๑ ตุลาคม ๒๕๖๓",
            "วันพฤหัสบดีที่ 1 ตุลาคม 2563",
            "1 ตุลาคม ค.ศ. 2020",
            "1 ตุลาคม 2020",
            "01/10/2563",
            "๐๑/๑๐/๒๕๖๓",
            "1/10/63",
            "1-10-63",
            "1.10.2563",
            "1 / 10 / 2563",
            "2020-10-01",
            "2563-10-01",
            "2020/10/01",
            "1 October 2020",
            "1 Oct 2020",
            "1st oct. 2020",
            "October 1, 2020",
            "1 October 2563",
            "1 October 2563 B.E.",
            "1 October AD 20",
            "\u{3000}๑\u{3000}ตุลาคม\u{3000}๒๕๖๓\u{3000}",
            "  1   ตุลาคม \t 2563\n",
            "1\u{a0}ตุลาคม\u{a0}2563",
            "\u{feff}1 ตุลาคม 2563",
            "1 ตุลา\u{200b}คม 2563",
            "ตั้งแต่วันที่ 1 ตุลาคม 2563 เป็นต้นไป",
            "(1 ตุลาคม 2563)",
            "2020-10-01T00:00:00",
            "2020-10-01 00:00:00",
        ] {
            assert_eq!(iso(text), "2020-10-01", "{text:?}");
        }
        assert_eq!(iso("๑๕ พฤษจิกายน ๒๕๖๓"), "2020-11-15");
        assert_eq!(iso("29 กุมภาพันธ 2563"), "2020-02-29");
    }

    #[test]
    fn refuses_impossible_days_with_the_nearest() {
        let nearest = |text: &str| Date::parse(text).unwrap_err().suggestion().unwrap();
        assert_eq!(nearest("31 กันยายน 2564"), "30 กันยายน 2564");
        assert_eq!(nearest("29 ก.พ. 2564"), "28 กุมภาพันธ์ 2564");
        assert_eq!(nearest("0 ตุลาคม 2563"), "1 ตุลาคม 2563");
        assert_eq!(nearest("10/31/2563"), "31 ตุลาคม 2563");
        assert_eq!(nearest("45/99/2563"), "31 ธันวาคม 2563");
        assert_eq!(
            Date::parse("31 กันยายน 2564").unwrap_err().to_string(),
            "ไม่มีวันที่ 31 กันยายน 2564: กันยายน 2564 มี 30 วัน วันที่ใกล้ที่สุดคือ 30 กันยายน 2564"
        );
    }

    #[test]
    fn says_what_is_wrong() {
        use DateError::*;
        assert!(matches!(Date::parse("1 ตุลาคม พ.ศ. 2020"), Err(EraMixed { stated: Era::Buddhist, year: 2020, .. })));
        assert!(matches!(Date::parse("1 October 20"), Err(AmbiguousEra { .. })));
        assert!(matches!(Date::parse("1 ตุลาคม 3020"), Err(YearOutOfRange { year: 3020 })));
        assert!(matches!(Date::parse("1 ตุลาคน 2563"), Err(UnknownMonth { nearest: Some("ตุลาคม"), .. })));
        for text in
            ["", "-", "ตุลาคม 2563", "2563", "1 ตุลาคม", "32", "1 ตุลาคม 563", "1 ตุลาคม 25633", "1/2/3/4", "1/10-63"]
        {
            assert!(matches!(Date::parse(text), Err(NotADate { .. })), "{text}: {}", iso(text));
        }
    }
}
