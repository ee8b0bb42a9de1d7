//! The parts of a fiscal year that are reported on: two rounds, which both begin on 1 October, and four quarters.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{FiscalYear, split_in_two};
use crate::thai::date::Date;
use crate::thai::digits::to_arabic;
use crate::thai::spelling::repair;
use crate::thai::wording::quoted;

/// A report round of a fiscal year; each counts from 1 October.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Round {
    SixMonths,
    TwelveMonths,
}

impl Round {
    pub const ALL: [Self; 2] = [Self::SixMonths, Self::TwelveMonths];

    /// "6", "๖ เดือน", "รอบ ๑๒ เดือน", "six_months".
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let unknown = || PeriodError::UnknownRound { text: quoted(text) };
        let clean = repair(text);
        let compact: String = to_arabic(&clean).to_lowercase().split_whitespace().collect();
        let mut rest = compact.as_str();
        for word in ["รายงาน", "ผล", "รอบ", "ระยะ", "ที่"] {
            rest = rest.strip_prefix(word).unwrap_or(rest);
        }
        match rest.trim_end_matches("แรก").trim_end_matches("เดือน").trim_end_matches('m') {
            "6" | "หก" | "six_months" | "six-months" | "sixmonths" | "six" | "6-month" | "6months" => {
                Ok(Self::SixMonths)
            }
            "12" | "สิบสอง" | "twelve_months" | "twelve-months" | "twelvemonths" | "twelve" | "12-month"
            | "12months" => Ok(Self::TwelveMonths),
            _ => Err(unknown()),
        }
    }

    pub fn months(self) -> u8 {
        match self {
            Self::SixMonths => 6,
            Self::TwelveMonths => 12,
        }
    }

    pub fn first_day(self, year: FiscalYear) -> Date {
        year.first_day()
    }

    pub fn last_day(self, year: FiscalYear) -> Date {
        match self {
            Self::SixMonths => Date::known(year.year_ce(), 3, 31),
            Self::TwelveMonths => year.last_day(),
        }
    }

    /// The day by which the report is to be sent in: 30 April or 31 October.
    pub fn report_due(self, year: FiscalYear) -> Date {
        match self {
            Self::SixMonths => Date::known(year.year_ce(), 4, 30),
            Self::TwelveMonths => Date::known(year.year_ce(), 10, 31),
        }
    }

    pub fn name_th(self) -> &'static str {
        match self {
            Self::SixMonths => "รอบ 6 เดือน",
            Self::TwelveMonths => "รอบ 12 เดือน",
        }
    }

    pub fn name_en(self) -> &'static str {
        match self {
            Self::SixMonths => "six months",
            Self::TwelveMonths => "twelve months",
        }
    }

    /// The word in data files: `six_months`.
    pub fn key(self) -> &'static str {
        match self {
            Self::SixMonths => "six_months",
            Self::TwelveMonths => "twelve_months",
        }
    }
}

/// A quarter of the fiscal year: the first is October to December.
///
/// Invariant: 1..=4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Quarter(u8);

impl Quarter {
    pub const ALL: [Self; 4] = [Self(1), Self(2), Self(3), Self(4)];

    pub fn new(number: u8) -> Option<Self> {
        (1..=4).contains(&number).then_some(Self(number))
    }

    pub fn of(date: Date) -> Self {
        Self((date.month() + 2) % 12 / 3 + 1)
    }

    pub fn number(self) -> u8 {
        self.0
    }

    /// "ไตรมาสที่ ๔", "4", "Q4".
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let unknown = || PeriodError::UnknownQuarter { text: quoted(text) };
        let clean = repair(text);
        let number = to_arabic(without_quarter_words(&clean)).into_owned();
        number.parse().ok().and_then(Self::new).ok_or_else(unknown)
    }

    pub fn first_day(self, year: FiscalYear) -> Date {
        let (year_ce, month) = self.first_month(year);
        Date::known(year_ce, month, 1)
    }

    pub fn last_day(self, year: FiscalYear) -> Date {
        let (year_ce, month) = self.first_month(year);
        Date::last_of_month(year_ce, month + 2)
    }

    fn first_month(self, year: FiscalYear) -> (i16, u8) {
        if self.0 == 1 { (year.year_ce() - 1, 10) } else { (year.year_ce(), (self.0 - 2) * 3 + 1) }
    }

    pub fn name_th(self) -> &'static str {
        ["ไตรมาสที่ 1", "ไตรมาสที่ 2", "ไตรมาสที่ 3", "ไตรมาสที่ 4"][usize::from(self.0 - 1)]
    }

    pub fn name_en(self) -> &'static str {
        ["Q1", "Q2", "Q3", "Q4"][usize::from(self.0 - 1)]
    }
}

fn without_quarter_words(text: &str) -> &str {
    let mut rest = text.trim();
    for word in ["ใน", "ไตรมาส", "ที่", "Q", "q"] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    rest.trim_end()
}

/// "ไตรมาส 1-4", "ไตรมาสที่ ๑ และ ๒", "Q1, Q3", "ตลอดปี": in the order of the year, each once.
pub fn parse_quarters(text: &str) -> Result<Vec<Quarter>, PeriodError> {
    let clean = repair(text);
    if matches!(clean.trim(), "ตลอดปี" | "ตลอดปีงบประมาณ" | "ทั้งปี" | "ทุกไตรมาส")
    {
        return Ok(Quarter::ALL.to_vec());
    }
    let mut quarters = Vec::new();
    for part in clean.split([',', '/', '+', '&']).flat_map(|part| part.split("และ")) {
        match split_in_two(part) {
            Some((first, last)) => {
                let (from, until) = (Quarter::parse(first)?, Quarter::parse(last)?);
                if until < from {
                    return Err(PeriodError::BackwardQuarters { from, until });
                }
                quarters.extend((from.0..=until.0).map(Quarter));
            }
            None => quarters.push(Quarter::parse(part)?),
        }
    }
    quarters.sort_unstable();
    quarters.dedup();
    Ok(quarters)
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeriodError {
    UnknownRound { text: String },
    UnknownQuarter { text: String },
    BackwardQuarters { from: Quarter, until: Quarter },
}

impl PeriodError {
    pub fn english(&self) -> String {
        match self {
            Self::UnknownRound { text } => format!("`{text}` is not a report round; write 6 or 12"),
            Self::UnknownQuarter { text } => format!("`{text}` is not a quarter; write 1, 2, 3 or 4"),
            Self::BackwardQuarters { from, until } => {
                format!("the quarters run backwards: {} is after {}", from.0, until.0)
            }
        }
    }

    pub fn suggestion(&self) -> Option<String> {
        match self {
            Self::BackwardQuarters { from, until } => Some(format!("ไตรมาส {}-{}", until.0, from.0)),
            Self::UnknownRound { .. } | Self::UnknownQuarter { .. } => None,
        }
    }
}

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownRound { text } => {
                write!(f, "`{text}` ไม่ใช่รอบรายงาน: ต้องเป็น `6` หรือ `12` เช่น รอบ 6 เดือน")
            }
            Self::UnknownQuarter { text } => {
                write!(f, "`{text}` ไม่ใช่ไตรมาส: ต้องเป็น 1 ถึง 4 เช่น ไตรมาสที่ 4")
            }
            Self::BackwardQuarters { from, until } => {
                write!(f, "ช่วงไตรมาสย้อนกลับ: {} มาหลัง {} ควรเป็น ไตรมาส {}-{}", from.0, until.0, until.0, from.0)
            }
        }
    }
}

impl std::error::Error for PeriodError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year_be: u16) -> FiscalYear {
        FiscalYear::new(year_be).unwrap()
    }

    #[test]
    fn knows_rounds() {
        for text in ["6", "๖ เดือน", "รอบ 6 เดือน", "รายงานผลรอบ ๖ เดือน", "six_months", "6m", "รอบ ๖ เดือนแรก"]
        {
            assert_eq!(Round::parse(text), Ok(Round::SixMonths), "{text}");
        }
        for text in ["12", "รอบ ๑๒ เดือน", "twelve_months", "12 months", "12m"] {
            assert_eq!(Round::parse(text), Ok(Round::TwelveMonths), "{text}");
        }
        for wrong in ["", "9", "เดือน", "รอบ", "รอบ 6 เดือนหลัง", "66"] {
            assert!(Round::parse(wrong).is_err(), "{wrong}");
        }
        let year = year(2564);
        assert_eq!(Round::SixMonths.last_day(year).iso(), "2021-03-31");
        assert_eq!(Round::SixMonths.report_due(year).iso(), "2021-04-30");
        assert_eq!(Round::TwelveMonths.last_day(year).iso(), "2021-09-30");
        assert_eq!(Round::TwelveMonths.report_due(year).iso(), "2021-10-31");
    }

    #[test]
    fn knows_quarters() {
        for text in ["ไตรมาสที่ ๔", "ไตรมาส 4", "4", "Q4", "ไตรมาสที่๔"]
        {
            assert_eq!(Quarter::parse(text).map(Quarter::number), Ok(4), "{text}");
        }
        for wrong in ["", "0", "5", "Q", "ไตรมาส"] {
            assert!(Quarter::parse(wrong).is_err(), "{wrong}");
        }
        let days = |quarter: Quarter| (quarter.first_day(year(2564)).iso(), quarter.last_day(year(2564)).iso());
        assert_eq!(
            Quarter::ALL.map(days).map(|(from, until)| format!("{from}..{until}")),
            ["2020-10-01..2020-12-31", "2021-01-01..2021-03-31", "2021-04-01..2021-06-30", "2021-07-01..2021-09-30",]
        );
        for month in 1..=12 {
            let day = Date::known(2021, month, 15);
            let year = FiscalYear::of(day).unwrap();
            let quarter = Quarter::of(day);
            assert!(quarter.first_day(year) <= day && day <= quarter.last_day(year), "{day}");
        }
        let numbers = |text: &str| parse_quarters(text).map(|all| all.iter().map(|q| q.0).collect::<Vec<_>>());
        assert_eq!(numbers("ไตรมาส 1-4"), Ok(vec![1, 2, 3, 4]));
        assert_eq!(numbers("ไตรมาสที่ ๑ และไตรมาสที่ ๒"), Ok(vec![1, 2]));
        assert_eq!(numbers("Q3, Q1"), Ok(vec![1, 3]));
        assert_eq!(numbers("ตลอดปีงบประมาณ"), Ok(vec![1, 2, 3, 4]));
        assert!(matches!(numbers("ไตรมาส 4-1"), Err(PeriodError::BackwardQuarters { .. })));
        assert!(numbers("").is_err());
    }
}
