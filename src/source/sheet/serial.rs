//! What a number format of a spreadsheet makes of a number: a date, a time, a percentage, or the number itself. A leaf.

use super::number::number_text;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum NumberFormat {
    #[default]
    Number,
    Percent,
    Date,
    /// A length of time, such as `[h]:mm`.
    Duration,
}

impl NumberFormat {
    /// Of a format that every workbook has by its number, without stating its code.
    pub fn built_in(id: u32) -> Self {
        match id {
            9 | 10 | 67 | 68 => Self::Percent,
            // 27 to 36 and 50 to 58 are East Asian dates, 71 to 81 Thai ones.
            14..=22 | 27..=36 | 45 | 47 | 50..=58 | 71..=78 | 81 => Self::Date,
            46 | 79 | 80 => Self::Duration,
            _ => Self::Number,
        }
    }

    pub fn of_code(code: &str) -> Self {
        let mut letters = code.chars();
        let mut is_date = false;
        while let Some(letter) = letters.next() {
            match letter {
                '\\' | '_' | '*' => {
                    letters.next();
                }
                '"' => {
                    letters.by_ref().find(|it| *it == '"');
                }
                '[' => {
                    let inside: String = letters.by_ref().take_while(|it| *it != ']').collect();
                    let inside = inside.to_ascii_lowercase();
                    if !inside.is_empty() && inside.chars().all(|it| matches!(it, 'h' | 'm' | 's')) {
                        return Self::Duration;
                    }
                }
                '%' => return Self::Percent,
                // `b` is the Buddhist year.
                'y' | 'Y' | 'b' | 'B' | 'd' | 'D' | 'm' | 'M' | 'h' | 'H' | 's' | 'S' => is_date = true,
                // "General" is a word of its own, and holds no date.
                'G' | 'g' if letters.as_str().to_ascii_lowercase().starts_with("eneral") => {
                    letters.nth("eneral".len() - 1);
                }
                ';' if !is_date => {}
                ';' => break,
                _ => {}
            }
        }
        if is_date { Self::Date } else { Self::Number }
    }

    /// `from_1904` counts days from the other beginning that old Macintosh workbooks use.
    pub fn show(self, number: f64, from_1904: bool) -> String {
        match self {
            Self::Percent => format!("{}%", number_text(number * 100.0)),
            Self::Date => date_text(number, from_1904).unwrap_or_else(|| number_text(number)),
            Self::Number | Self::Duration => number_text(number),
        }
    }
}

/// ISO: `2021-10-01`, `2021-10-01 13:30`, `13:30`. `None` outside the years that spreadsheets know.
fn date_text(serial: f64, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let (mut days, mut seconds) = (serial.floor() as i64, (serial.fract() * 86_400.0).round() as i64);
    if seconds >= 86_400 {
        (days, seconds) = (days + 1, 0);
    }
    let time = format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    if days == 0 && !from_1904 {
        return Some(time);
    }
    let since_1970 = match days {
        _ if from_1904 => days - 24_107,
        // Excel believes in 29 February 1900.
        60 => return Some("1900-02-29".to_owned()),
        ..60 => days - 25_568,
        _ => days - 25_569,
    };
    let (year, month, day) = civil(since_1970);
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(if seconds == 0 { date } else { format!("{date} {time}") })
}

/// Year, month and day of a number of days since 1 January 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    // Counted from 1 March of year 0, so that the leap day is the last of its year.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
