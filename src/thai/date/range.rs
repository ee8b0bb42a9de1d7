//! Reads a period: "๑ ตุลาคม ๒๕๖๓ – ๓๑ มีนาคม ๒๕๖๔", "ตุลาคม 2563 - มีนาคม 2564", "1-31 มีนาคม 2564".

use super::error::DateError;
use super::reading::{DateParts, make, not_a_date, on_year, parse_parts};
use super::{Date, days_in_month};
use crate::thai::spelling::repair;

/// A longer text is not a period, and trying every dash in it would cost more than it is worth.
const LONGEST: usize = 400;

/// The first and the last day of a period. One date alone is a period of a day, one month alone is its days.
pub fn parse_range(text: &str) -> Result<(Date, Date), DateError> {
    if text.len() > LONGEST {
        return Err(not_a_date(text));
    }
    let text = repair(text);
    let text = text.as_ref();
    // A whole date first: the dashes of "1-10-63" are no range.
    let mut complaint = match parse_parts(text) {
        Ok(parts) if parts.month.is_some() && parts.year.is_some() => return both(parts, parts, text),
        Ok(_) => None,
        Err(error) => Some(error),
    };
    for (left, right) in splits(text) {
        match parse_parts(left).and_then(|left| Ok((left, parse_parts(right)?))) {
            Ok((first, last)) => match both(completed(first, last), last, text) {
                Ok(period) => return Ok(period),
                Err(error) => complaint = Some(more_telling(complaint, error)),
            },
            Err(error) => complaint = Some(more_telling(complaint, error)),
        }
    }
    Err(match complaint {
        Some(error) if !matches!(error, DateError::NotADate { .. }) => error,
        _ => not_a_date(text),
    })
}

/// A first date usually leaves out what the last one says.
fn completed(first: DateParts, last: DateParts) -> DateParts {
    DateParts { day: first.day, month: first.month.or(last.month), year: first.year.or(last.year) }
}

fn both(first: DateParts, last: DateParts, text: &str) -> Result<(Date, Date), DateError> {
    let from = edge(first, text, |_, _| 1)?;
    let until = edge(last, text, days_in_month)?;
    if until < from { Err(DateError::Backwards { from, until }) } else { Ok((from, until)) }
}

/// The date of these parts; a month without a day stands for its first or last one.
fn edge(parts: DateParts, text: &str, day_of: impl Fn(i16, u8) -> u8) -> Result<Date, DateError> {
    let (Some(month), Some(year)) = (parts.month, parts.year) else { return Err(not_a_date(text)) };
    on_year(year, text, |year_ce| {
        let edge_of_month = || u32::from(day_of(year_ce, u8::try_from(month).unwrap_or(0)));
        make(year_ce, month, parts.day.unwrap_or_else(edge_of_month))
    })
}

fn more_telling(known: Option<DateError>, new: DateError) -> DateError {
    let rank = |error: &DateError| match error {
        DateError::NotADate { .. } => 0,
        DateError::UnknownMonth { nearest: None, .. } => 1,
        DateError::UnknownMonth { .. } => 2,
        _ => 3,
    };
    match known {
        Some(known) if rank(&known) >= rank(&new) => known,
        _ => new,
    }
}

/// Every way to cut the text in two at a separator, the plainest separators first.
fn splits(text: &str) -> Vec<(&str, &str)> {
    let separators = ["จนถึง", "ถึง", "–", "—", " to ", " until ", "~", " - ", "-", "−", "/"];
    let mut cuts = Vec::new();
    for separator in separators {
        for (at, found) in text.match_indices(separator) {
            cuts.push((&text[..at], &text[at + found.len()..]));
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match parse_range(text) {
            Ok((from, until)) => format!("{from}..{until}"),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn reads_periods() {
        for text in [
            "๑ ตุลาคม ๒๕๖๓ – ๓๑ มีนาคม ๒๕๖๔",
            "1 ต.ค. 63 - 31 มี.ค. 64",
            "1 ต.ค.63-31 มี.ค.64",
            "ระหว่างวันที่ 1 ตุลาคม 2563 ถึงวันที่ 31 มีนาคม 2564",
            "ตั้งแต่วันที่ ๑ เดือน ตุลาคม พ.ศ. ๒๕๖๓ จนถึง ๓๑ มีนาคม ๒๕๖๔",
            "ตุลาคม 2563 - มีนาคม 2564",
            "เดือนตุลาคม ๒๕๖๓ ถึงเดือนมีนาคม ๒๕๖๔",
            "(เดือนตุลาคม ๒๕๖๓ – เดือนมีนาคม ๒๕๖๔)",
            "ระหว่างเดือน ตุลาคม พ.ศ. ๒๕๖๓ - มีนาคม พ.ศ. ๒๕๖๔",
            "ต.ค. 63-มี.ค. 64",
            "01/10/2563 - 31/03/2564",
            "1-10-63 - 31-3-64",
            "1-10-63-31-3-64",
            "2020-10-01/2021-03-31",
            "2020-10-01 – 2021-03-31",
            "1 October 2020 to 31 March 2021",
        ] {
            assert_eq!(shown(text), "2020-10-01..2021-03-31", "{text}");
        }
        assert_eq!(shown("1-31 มีนาคม 2564"), "2021-03-01..2021-03-31");
        assert_eq!(shown("๑ – ๓๑ มีนาคม ๒๕๖๔"), "2021-03-01..2021-03-31");
        assert_eq!(shown("1 มกราคม - 31 มีนาคม 2564"), "2021-01-01..2021-03-31");
        assert_eq!(shown("มกราคม - มีนาคม 2564"), "2021-01-01..2021-03-31");
        assert_eq!(shown("กุมภาพันธ์ 2563"), "2020-02-01..2020-02-29");
        assert_eq!(shown("1-10-63"), "2020-10-01..2020-10-01");
    }

    #[test]
    fn refuses_with_the_most_telling_reason() {
        assert!(matches!(
            parse_range("1 ตุลาคม 2563 – 31 กันยายน 2564"),
            Err(DateError::Impossible { day: 31, month: 9, .. })
        ));
        assert!(matches!(parse_range("31 มีนาคม 2564 - 1 ตุลาคม 2563"), Err(DateError::Backwards { .. })));
        assert!(matches!(parse_range("ตุลาคน 2563 - มีนาคม 2564"), Err(DateError::NotADate { .. })));
        assert!(matches!(parse_range(""), Err(DateError::NotADate { .. })));
        assert!(matches!(parse_range(&"-".repeat(100_000)), Err(DateError::NotADate { .. })));
    }
}
