//! What can be wrong with a written date, with the data that a finding needs to offer the right one.

use std::fmt;

use super::{Date, days_in_month, months};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Era {
    /// พ.ศ.
    Buddhist,
    /// ค.ศ.
    Common,
}

impl Era {
    pub fn name_th(self) -> &'static str {
        match self {
            Self::Buddhist => "พ.ศ.",
            Self::Common => "ค.ศ.",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Nothing that looks like a date, or only a part of one.
    NotADate {
        text: String,
    },
    /// The day does not exist; `nearest` does.
    Impossible {
        day: u32,
        month: u32,
        year_be: i16,
        nearest: Date,
    },
    /// A two-digit year that may be of either era.
    AmbiguousEra {
        text: String,
        if_buddhist: Date,
        if_common: Date,
    },
    /// The stated era and the number contradict each other: "พ.ศ. 2020".
    EraMixed {
        stated: Era,
        year: u32,
        proposed: Date,
    },
    UnknownMonth {
        word: String,
        nearest: Option<&'static str>,
    },
    YearOutOfRange {
        year: u32,
    },
    Backwards {
        from: Date,
        until: Date,
    },
}

impl DateError {
    /// The text that should probably stand there.
    pub fn suggestion(&self) -> Option<String> {
        match self {
            Self::Impossible { nearest: date, .. } | Self::EraMixed { proposed: date, .. } => Some(date.long()),
            Self::AmbiguousEra { if_buddhist, .. } => Some(if_buddhist.long()),
            Self::UnknownMonth { nearest, .. } => nearest.map(str::to_owned),
            Self::Backwards { from, until } => Some(format!("{} – {}", until.long(), from.long())),
            Self::NotADate { .. } | Self::YearOutOfRange { .. } => None,
        }
    }

    pub fn english(&self) -> String {
        match self {
            Self::NotADate { text } => format!("`{text}` is not a date; write it like 1 ตุลาคม 2563 or 2020-10-01"),
            Self::Impossible { day, month, year_be, nearest } => {
                format!("there is no day {day} of month {month} in {year_be}; nearest is {}", nearest.english())
            }
            Self::AmbiguousEra { text, if_buddhist, if_common } => {
                format!("the era of `{text}` is unclear: {} or {}", if_buddhist.english(), if_common.english())
            }
            Self::EraMixed { stated, year, proposed } => {
                let era = if *stated == Era::Buddhist { "Buddhist" } else { "Common" };
                format!("{year} is not a year of the {era} Era; did you mean {}", proposed.english())
            }
            Self::UnknownMonth { word, nearest: Some(nearest) } => {
                format!("`{word}` is not a month; did you mean `{nearest}`")
            }
            Self::UnknownMonth { word, nearest: None } => format!("`{word}` is not a month"),
            Self::YearOutOfRange { year } => {
                format!("the year {year} is neither a Buddhist (2400–2699) nor a Common Era (1857–2156) year")
            }
            Self::Backwards { from, until } => {
                format!("the period runs backwards: {} is after {}", from.english(), until.english())
            }
        }
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const EXAMPLE: &str = "เขียนเช่น `1 ตุลาคม 2563`, `01/10/2563` หรือ `2020-10-01`";
        match self {
            Self::NotADate { text } if text.is_empty() => write!(f, "ต้องระบุวันที่: {EXAMPLE}"),
            Self::NotADate { text } => write!(f, "`{text}` ไม่ใช่วันที่: {EXAMPLE}"),
            Self::Impossible { day, month, year_be, nearest } => match u8::try_from(*month) {
                Ok(known @ 1..=12) => write!(
                    f,
                    "ไม่มีวันที่ {day} {name} {year_be}: {name} {year_be} มี {} วัน วันที่ใกล้ที่สุดคือ {}",
                    days_in_month(year_be.saturating_sub(543), known),
                    nearest.long(),
                    name = months::long(known),
                ),
                _ => write!(f, "ไม่มีเดือนที่ {month}: ปีหนึ่งมี 12 เดือน วันที่ใกล้ที่สุดคือ {}", nearest.long()),
            },
            Self::AmbiguousEra { text, if_buddhist, if_common } => write!(
                f,
                "ปีสองหลักใน `{text}` เป็นได้ทั้ง {} และ {}: โปรดเขียนปีสี่หลัก เช่น 2563",
                if_buddhist.long(),
                if_common.long()
            ),
            Self::EraMixed { stated, year, proposed } => write!(
                f,
                "ปี {year} เป็น {} ไม่ได้: หมายถึง {} (ค.ศ. {}) หรือไม่",
                stated.name_th(),
                proposed.long(),
                proposed.year_ce()
            ),
            Self::UnknownMonth { word, nearest: Some(nearest) } => {
                write!(f, "`{word}` ไม่ใช่ชื่อเดือน: หมายถึง `{nearest}` หรือไม่")
            }
            Self::UnknownMonth { word, nearest: None } => write!(f, "`{word}` ไม่ใช่ชื่อเดือน: {EXAMPLE}"),
            Self::YearOutOfRange { year } => {
                write!(f, "ปี {year} ไม่น่าเป็นปีจริง: ต้องเป็น พ.ศ. 2400–2699 หรือ ค.ศ. 1857–2156 เช่น 2563")
            }
            Self::Backwards { from, until } => {
                write!(f, "ช่วงวันที่ย้อนกลับ: {} มาหลัง {}", from.long(), until.long())
            }
        }
    }
}

impl std::error::Error for DateError {}
