//! Calendar dates, valid by construction: kept in the Common Era, shown in the Buddhist Era.
//! Reading what people write is in `reading`, finding dates in prose in `found`, the month tables in `months`.

mod error;
mod found;
pub mod months;
mod range;
mod reading;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use error::DateError;
pub use found::{find_dates, find_dates_among};
pub use range::parse_range;

/// A day of the (Gregorian) calendar.
///
/// Invariant: a day that exists, in the years 1857–2156 (2400–2699 in the Buddhist Era): within them no year number
/// can be mistaken for one of the other era, so every shown form reads back as the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year_ce: i16,
    month: u8,
    day: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// "จันทร์", without "วัน".
    pub fn name_th(self) -> &'static str {
        ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"][self as usize]
    }

    pub fn name_en(self) -> &'static str {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][self as usize]
    }
}

impl Date {
    pub const EARLIEST: Self = Self { year_ce: 1857, month: 1, day: 1 };
    pub const LATEST: Self = Self { year_ce: 2156, month: 12, day: 31 };

    pub fn new(year_ce: i16, month: u8, day: u8) -> Option<Self> {
        let known_year = (Self::EARLIEST.year_ce..=Self::LATEST.year_ce).contains(&year_ce);
        let exists = (1..=12).contains(&month) && (1..=days_in_month(year_ce, month)).contains(&day);
        (known_year && exists).then_some(Self { year_ce, month, day })
    }

    pub fn from_be(year_be: i16, month: u8, day: u8) -> Option<Self> {
        Self::new(year_be.checked_sub(543)?, month, day)
    }

    /// A day that the caller knows to exist; the invariant is kept even if it errs.
    pub(super) fn known(year_ce: i16, month: u8, day: u8) -> Self {
        let year_ce = year_ce.clamp(Self::EARLIEST.year_ce, Self::LATEST.year_ce);
        let month = month.clamp(1, 12);
        Self { year_ce, month, day: day.clamp(1, days_in_month(year_ce, month)) }
    }

    pub(super) fn last_of_month(year_ce: i16, month: u8) -> Self {
        Self::known(year_ce, month, 31)
    }

    pub fn year_ce(self) -> i16 {
        self.year_ce
    }

    pub fn year_be(self) -> i16 {
        self.year_ce + 543
    }

    pub fn month(self) -> u8 {
        self.month
    }

    pub fn day(self) -> u8 {
        self.day
    }

    /// "2021-04-08"
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year_ce, self.month, self.day)
    }

    /// "8 เมษายน 2564"; the caller chooses the digits.
    pub fn long(self) -> String {
        format!("{} {} {}", self.day, months::long(self.month), self.year_be())
    }

    /// "8 เม.ย. 2564"
    pub fn short(self) -> String {
        format!("{} {} {}", self.day, months::short(self.month), self.year_be())
    }

    /// "8 เดือน เมษายน พ.ศ. 2564", as announcements are dated.
    pub fn official(self) -> String {
        format!("{} เดือน {} พ.ศ. {}", self.day, months::long(self.month), self.year_be())
    }

    /// "8 April 2021"
    pub fn english(self) -> String {
        format!("{} {} {}", self.day, months::english(self.month), self.year_ce)
    }

    /// "เมษายน 2564"
    pub fn month_and_year(self) -> String {
        format!("{} {}", months::long(self.month), self.year_be())
    }

    /// Days since 1 January of the year 1, which is day 1.
    pub fn days_from_ce(self) -> i32 {
        let year = i32::from(self.year_ce) - 1;
        let before_this_year = year * 365 + year / 4 - year / 100 + year / 400;
        let before_this_month: i32 = (1..self.month).map(|month| i32::from(days_in_month(self.year_ce, month))).sum();
        before_this_year + before_this_month + i32::from(self.day)
    }

    pub fn from_days(days_from_ce: i32) -> Option<Self> {
        if !(Self::EARLIEST.days_from_ce()..=Self::LATEST.days_from_ce()).contains(&days_from_ce) {
            return None;
        }
        // A year is at most 366 days long, so this guess is never past the right year and only a few short of it.
        let mut year_ce = i16::try_from((days_from_ce - 1) / 366 + 1).ok()?;
        while year_ce < Self::LATEST.year_ce && first_of_year(year_ce + 1) <= days_from_ce {
            year_ce += 1;
        }
        let mut left = days_from_ce - first_of_year(year_ce);
        for month in 1..=12 {
            let length = i32::from(days_in_month(year_ce, month));
            if left < length {
                return Self::new(year_ce, month, u8::try_from(left + 1).ok()?);
            }
            left -= length;
        }
        None
    }

    /// `None` when the day lies outside the years that this type covers.
    pub fn add_days(self, days: i32) -> Option<Self> {
        Self::from_days(self.days_from_ce().checked_add(days)?)
    }

    /// Days from `earlier` to this day.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.days_from_ce() - earlier.days_from_ce()
    }

    pub fn weekday(self) -> Weekday {
        // 1 January of the year 1 was a Monday.
        Weekday::ALL[usize::try_from((self.days_from_ce() - 1).rem_euclid(7)).unwrap_or(0)]
    }

    /// Whatever people write: "๑ ตุลาคม ๒๕๖๓", "1 ต.ค. 63", "วันที่ ๘ เดือน เมษายน พ.ศ. ๒๕๖๔", "01/10/2563",
    /// "1-10-63", "2020-10-01", "2563-10-01", "1 October 2020".
    pub fn parse(text: &str) -> Result<Self, DateError> {
        reading::parse(text)
    }
}

/// ISO, like the data files.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year_ce, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|_| de::Error::custom("no date"))
    }
}

fn first_of_year(year_ce: i16) -> i32 {
    Date { year_ce, month: 1, day: 1 }.days_from_ce()
}

pub fn is_leap_year(year_ce: i16) -> bool {
    (year_ce % 4 == 0 && year_ce % 100 != 0) || year_ce % 400 == 0
}

/// 0 for a month that does not exist.
pub fn days_in_month(year_ce: i16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year(year_ce) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year_ce: i16, month: u8, day: u8) -> Date {
        Date::new(year_ce, month, day).unwrap()
    }

    #[test]
    fn exists_or_is_refused() {
        assert!(Date::new(2021, 2, 29).is_none());
        assert!(Date::new(2020, 2, 29).is_some());
        assert!(Date::new(1900, 2, 29).is_none());
        assert!(Date::new(2021, 9, 31).is_none());
        assert!(Date::new(2021, 13, 1).is_none());
        assert!(Date::new(2021, 1, 0).is_none());
        assert!(Date::new(1856, 12, 31).is_none());
        assert!(Date::from_be(i16::MIN, 1, 1).is_none());
        assert_eq!(Date::from_be(2564, 4, 8), Date::new(2021, 4, 8));
    }

    #[test]
    fn shows_every_form() {
        let day = date(2021, 4, 8);
        assert_eq!(day.iso(), "2021-04-08");
        assert_eq!(day.long(), "8 เมษายน 2564");
        assert_eq!(day.short(), "8 เม.ย. 2564");
        assert_eq!(day.official(), "8 เดือน เมษายน พ.ศ. 2564");
        assert_eq!(day.english(), "8 April 2021");
        assert_eq!(day.month_and_year(), "เมษายน 2564");
    }

    #[test]
    fn counts_days() {
        assert_eq!(date(1970, 1, 1).days_from_ce(), 719_163);
        assert_eq!(date(2020, 2, 28).add_days(2), Some(date(2020, 3, 1)));
        assert_eq!(date(2020, 10, 1).add_days(-1), Some(date(2020, 9, 30)));
        assert_eq!(date(2021, 4, 30).days_since(date(2021, 4, 8)), 22);
        assert_eq!(Date::LATEST.add_days(1), None);
        assert_eq!(Date::EARLIEST.add_days(i32::MIN), None);
        assert_eq!(date(2021, 4, 8).weekday(), Weekday::Thursday);
        assert_eq!(date(2000, 1, 1).weekday().name_th(), "เสาร์");
    }
}
