//! The fiscal year of Thai government: October to September, named by the Buddhist year in which it ends.
//! Its rounds and quarters are in `period`.

mod period;

use std::fmt;

use serde::Serialize;

use super::date::Date;
use super::digits::{parse_integer, to_arabic};
use super::spelling::repair;
use super::wording::quoted;

pub use period::{PeriodError, Quarter, Round, parse_quarters};

/// A fiscal year, Buddhist Era: 2564 runs from 1 October 2563 to 30 September 2564.
///
/// Invariant: 2500..=2699.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct FiscalYear(u16);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FiscalYearError {
    NotAYear {
        text: String,
    },
    /// Written in the Common Era; the proposal is the same year in the Buddhist Era.
    CommonEra {
        year_ce: u16,
        proposed: FiscalYear,
    },
    OutOfRange {
        text: String,
    },
    Backwards {
        from: FiscalYear,
        until: FiscalYear,
    },
}

impl FiscalYear {
    pub const EARLIEST: u16 = 2500;
    pub const LATEST: u16 = 2699;

    pub fn new(year_be: u16) -> Option<Self> {
        (Self::EARLIEST..=Self::LATEST).contains(&year_be).then_some(Self(year_be))
    }

    /// The fiscal year in which the date lies; `None` outside the years that this type covers.
    pub fn of(date: Date) -> Option<Self> {
        let year_be = date.year_be() + i16::from(date.month() >= 10);
        Self::new(u16::try_from(year_be).ok()?)
    }

    pub fn be(self) -> u16 {
        self.0
    }

    pub fn ce(self) -> u16 {
        self.0 - 543
    }

    pub fn first_day(self) -> Date {
        Date::known(self.year_ce() - 1, 10, 1)
    }

    pub fn last_day(self) -> Date {
        Date::known(self.year_ce(), 9, 30)
    }

    pub fn contains(self, date: Date) -> bool {
        self.first_day() <= date && date <= self.last_day()
    }

    pub fn previous(self) -> Option<Self> {
        Self::new(self.0 - 1)
    }

    pub fn next(self) -> Option<Self> {
        Self::new(self.0 + 1)
    }

    /// This year to `last`, both included; empty when `last` is earlier.
    pub fn through(self, last: Self) -> impl DoubleEndedIterator<Item = Self> + Clone {
        (self.0..=last.0).map(Self)
    }

    fn year_ce(self) -> i16 {
        i16::try_from(self.ce()).unwrap_or(i16::MAX)
    }

    /// "2564", "๒๕๖๔", "พ.ศ. ๒๕๖๔", "ปีงบประมาณ 2564", "64".
    pub fn parse(text: &str) -> Result<Self, FiscalYearError> {
        let clean = repair(text.trim());
        let bare = without_year_words(&clean);
        let not_a_year = || FiscalYearError::NotAYear { text: quoted(&clean) };
        let digits = to_arabic(bare);
        if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(not_a_year());
        }
        let year = parse_integer(&digits).and_then(|year| u16::try_from(year).ok()).ok_or_else(not_a_year)?;
        let year = if digits.len() == 2 { 2500 + year } else { year };
        match Self::new(year) {
            Some(known) => Ok(known),
            None => match Self::new(year.saturating_add(543)) {
                // 2157 and later would be a Buddhist year that nobody plans for yet.
                Some(proposed) => Err(FiscalYearError::CommonEra { year_ce: year, proposed }),
                None => Err(FiscalYearError::OutOfRange { text: quoted(&clean) }),
            },
        }
    }

    /// "2566-2570", "พ.ศ. ๒๕๖๑ – ๒๕๖๔", "2566 ถึง 2570", or one year alone.
    pub fn parse_range(text: &str) -> Result<(Self, Self), FiscalYearError> {
        let clean = repair(text.trim());
        let Some((first, last)) = split_in_two(&clean) else {
            return Self::parse(&clean).map(|year| (year, year));
        };
        let from = Self::parse(first)?;
        let last_digits = to_arabic(without_year_words(last.trim()));
        let until = match last_digits.as_ref() {
            // "2566-70": the century of the first year.
            short if short.len() == 2 => Self::parse(&format!("{}{short}", from.be() / 100))?,
            _ => Self::parse(last)?,
        };
        if until < from { Err(FiscalYearError::Backwards { from, until }) } else { Ok((from, until)) }
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

fn without_year_words(text: &str) -> &str {
    let mut rest = text.trim().trim_matches(['(', ')']);
    // Words may follow one another in any usual order: "ประจำปีงบประมาณ พ.ศ. 2564".
    loop {
        let before = rest;
        for word in ["ประจำ", "ปี", "งบประมาณ", "งบฯ", "งบ", "พุทธศักราช", "พ.ศ.", "พ.ศ", "พศ.", "พศ", "FY", "fy"]
        {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
        }
        if rest.len() == before.len() {
            return rest.trim_end();
        }
    }
}

fn split_in_two(text: &str) -> Option<(&str, &str)> {
    ["ถึง", "–", "—", "-", "−", "~"].iter().find_map(|separator| text.split_once(separator))
}

impl FiscalYearError {
    pub fn english(&self) -> String {
        match self {
            Self::NotAYear { text } => format!("`{text}` is not a fiscal year; write a Buddhist year such as 2564"),
            Self::CommonEra { year_ce, proposed } => {
                format!("{year_ce} is a Common Era year; fiscal years are Buddhist Era: {proposed}")
            }
            Self::OutOfRange { text } => {
                format!("the year `{text}` is outside {}–{}", FiscalYear::EARLIEST, FiscalYear::LATEST)
            }
            Self::Backwards { from, until } => format!("the years run backwards: {from} is after {until}"),
        }
    }

    /// The text that should probably stand there.
    pub fn suggestion(&self) -> Option<String> {
        match self {
            Self::CommonEra { proposed, .. } => Some(proposed.to_string()),
            Self::Backwards { from, until } => Some(format!("{until}-{from}")),
            Self::NotAYear { .. } | Self::OutOfRange { .. } => None,
        }
    }
}

impl fmt::Display for FiscalYearError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAYear { text } if text.is_empty() => write!(f, "ต้องระบุปีงบประมาณเป็น พ.ศ. เช่น 2564"),
            Self::NotAYear { text } => write!(f, "`{text}` ไม่ใช่ปีงบประมาณ: ต้องเป็นปี พ.ศ. สี่หลัก เช่น 2564"),
            Self::CommonEra { year_ce, proposed } => {
                write!(f, "`{year_ce}` เป็นปี ค.ศ.: ปีงบประมาณต้องเป็น พ.ศ. คือ {proposed}")
            }
            Self::OutOfRange { text } => write!(
                f,
                "ปี `{text}` อยู่นอกช่วงที่เป็นไปได้: ต้องอยู่ระหว่าง {} ถึง {} เช่น 2564",
                FiscalYear::EARLIEST,
                FiscalYear::LATEST
            ),
            Self::Backwards { from, until } => {
                write!(f, "ช่วงปีย้อนกลับ: {from} มาหลัง {until} ควรเป็น {until}-{from}")
            }
        }
    }
}

impl std::error::Error for FiscalYearError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year_be: u16) -> FiscalYear {
        FiscalYear::new(year_be).unwrap()
    }

    #[test]
    fn runs_from_october_to_september() {
        let year = year(2564);
        assert_eq!((year.first_day().iso(), year.last_day().iso()), ("2020-10-01".into(), "2021-09-30".into()));
        assert!(year.contains(year.first_day()) && year.contains(year.last_day()));
        assert!(!year.contains(year.first_day().add_days(-1).unwrap()));
        assert_eq!(FiscalYear::of(year.first_day()), Some(year));
        assert_eq!(FiscalYear::of(Date::LATEST), None);
        assert_eq!(FiscalYear::new(2500).unwrap().previous(), None);
        assert_eq!(year.through(FiscalYear(2566)).map(FiscalYear::be).collect::<Vec<_>>(), [2564, 2565, 2566]);
    }

    #[test]
    fn reads_years_as_written() {
        for text in [
            "2564",
            "๒๕๖๔",
            "พ.ศ. ๒๕๖๔",
            "พ.ศ.2564",
            "ปีงบประมาณ 2564",
            "ปีงบประมาณ พ.ศ. ๒๕๖๔",
            "ประจำปี ๒๕๖๔",
            "64",
            "(พ.ศ. 2564)",
            "ปีงบฯ 64",
        ] {
            assert_eq!(FiscalYear::parse(text), Ok(year(2564)), "{text}");
        }
        assert_eq!(FiscalYear::parse("2021"), Err(FiscalYearError::CommonEra { year_ce: 2021, proposed: year(2564) }));
        assert_eq!(FiscalYear::parse("2021").unwrap_err().suggestion().as_deref(), Some("2564"));
        for wrong in ["", "ปี", "256", "2400", "25644", "2,564", "มกราคม", "-64", "2564.0"] {
            assert!(FiscalYear::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn reads_spans_of_years() {
        for text in ["2566-2570", "พ.ศ. ๒๕๖๖ – ๒๕๗๐", "2566 ถึง 2570", "2566-70", "(พ.ศ. ๒๕๖๖ - พ.ศ. ๒๕๗๐)"]
        {
            assert_eq!(FiscalYear::parse_range(text), Ok((year(2566), year(2570))), "{text}");
        }
        assert_eq!(FiscalYear::parse_range("๒๕๖๖"), Ok((year(2566), year(2566))));
        let backwards = FiscalYear::parse_range("2570-2566").unwrap_err();
        assert_eq!(backwards.suggestion().as_deref(), Some("2566-2570"));
        assert!(FiscalYear::parse_range("2566-").is_err());
        assert!(FiscalYear::parse_range("2566-2570-2571").is_err());
    }
}
