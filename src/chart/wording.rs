//! Numbers and phrases as a reader sees them: digits, thousands, shares, baht, in Thai or in English.
//! Owns the formatting of every figure in a chart; exact integers in, text out, no floating point.

use crate::thai::digits::grouped;

pub use crate::thai::Digits;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Thai,
    English,
}

/// How a chart is to look: its words and its width in CSS pixels at natural size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartLook {
    pub language: Language,
    pub digits: Digits,
    pub width: u32,
}

impl ChartLook {
    /// Width for the narrowest phone, where small words are still 12 px and marks 24 px apart; CSS lets it grow a little.
    pub const NARROW: u32 = 320;
    /// Width for a page, a print or a download.
    pub const WIDE: u32 = 760;

    /// Narrower than this no Thai word fits beside a bar.
    pub(super) fn clamped(self) -> Self {
        Self { width: self.width.clamp(320, 1600), ..self }
    }

    pub fn wording(self) -> ChartWording {
        ChartWording { language: self.language, digits: self.digits }
    }

    /// The words of the Thai sentence, whatever the language of the picture.
    pub(super) fn thai(self) -> ChartWording {
        ChartWording { language: Language::Thai, digits: self.digits }
    }

    pub(super) fn english(self) -> ChartWording {
        ChartWording { language: Language::English, digits: Digits::Arabic }
    }
}

/// An exact share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    pub part: u64,
    pub whole: u64,
}

impl Ratio {
    pub fn new(part: u64, whole: u64) -> Self {
        Self { part, whole }
    }

    /// Hundredths of a percent, rounded half up; nothing of nothing has no share.
    pub fn hundredths(self) -> Option<u64> {
        let whole = u128::from(self.whole);
        (whole > 0).then(|| ((u128::from(self.part) * 20_000 + whole) / (2 * whole)) as u64)
    }
}

/// A share that is not nothing is never shown as 0, one that is not all never as 100.
#[derive(Clone, Copy)]
enum Sign {
    Exactly,
    Below,
    Above,
}

impl Sign {
    fn symbol(self) -> &'static str {
        match self {
            Self::Exactly => "",
            Self::Below => "<",
            Self::Above => ">",
        }
    }
}

impl Ratio {
    /// Whole percents as they may be shown, rounded half up.
    fn shown(self) -> Option<(Sign, u64)> {
        let whole = u128::from(self.whole);
        if whole == 0 {
            return None;
        }
        let value = ((u128::from(self.part) * 200 + whole) / (2 * whole)) as u64;
        Some(match value {
            0 if self.part > 0 => (Sign::Below, 1),
            100 if self.part < self.whole => (Sign::Above, 99),
            _ => (Sign::Exactly, value),
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartWording {
    pub language: Language,
    pub digits: Digits,
}

impl ChartWording {
    pub fn pick<'a>(self, thai: &'a str, english: &'a str) -> &'a str {
        match self.language {
            Language::Thai => thai,
            Language::English => english,
        }
    }

    pub fn is_thai(self) -> bool {
        self.language == Language::Thai
    }

    /// The digits of a text that came with Arabic ones; English wording always keeps those.
    pub fn digits(self, text: &str) -> String {
        match self.language {
            Language::Thai => self.digits.show(text).into_owned(),
            Language::English => text.to_owned(),
        }
    }

    /// 1,234
    pub fn count(self, number: u64) -> String {
        self.digits(&grouped(as_signed(number)))
    }

    /// 2564: a year or a code is not grouped.
    pub fn year(self, year: u16) -> String {
        match self.language {
            Language::Thai => self.digits(&year.to_string()),
            Language::English => format!("{year} ({})", i32::from(year) - 543),
        }
    }

    /// A year where there is no room for two.
    pub fn short_year(self, year: u16) -> String {
        self.digits(&year.to_string())
    }

    /// Hundredths as a plain decimal, without idle zeros: 8095 → 80.95, 5000 → 50.
    pub fn decimal(self, hundredths: i64) -> String {
        let sign = if hundredths < 0 { "-" } else { "" };
        let size = hundredths.unsigned_abs();
        let whole = grouped(as_signed(size / 100));
        let text = match size % 100 {
            0 => format!("{sign}{whole}"),
            rest if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
            rest => format!("{sign}{whole}.{rest:02}"),
        };
        self.digits(&text)
    }

    /// "78%"; a dash where there is nothing to share. Two decimals of 63 things would say more than anybody knows.
    pub fn percent(self, share: Ratio) -> String {
        match share.shown() {
            None => "–".to_owned(),
            Some((sign, value)) => format!("{}{}%", sign.symbol(), self.count(value)),
        }
    }

    /// "ร้อยละ ๗๘", as sentences say it.
    pub fn spoken_percent(self, share: Ratio) -> String {
        match (share.shown(), self.language) {
            (None, Language::Thai) => "ไม่มีร้อยละ".to_owned(),
            (None, Language::English) => "no percentage".to_owned(),
            (Some((sign, value)), Language::Thai) => {
                let sign = match sign {
                    Sign::Exactly => "",
                    Sign::Below => "ไม่ถึง",
                    Sign::Above => "เกิน",
                };
                format!("{sign}ร้อยละ\u{a0}{}", self.count(value))
            }
            (Some((sign, value)), Language::English) => {
                let sign = match sign {
                    Sign::Exactly => "",
                    Sign::Below => "less than ",
                    Sign::Above => "more than ",
                };
                format!("{sign}{}%", self.count(value))
            }
        }
    }

    /// "ร้อยละ ๘๐.๙๕": the official score, which is compared with thresholds and printed with two decimals.
    pub fn spoken_score(self, score: Ratio) -> String {
        let Some(value) = score.hundredths().and_then(|value| i64::try_from(value).ok()) else {
            return self.spoken_percent(score);
        };
        match self.language {
            Language::Thai => format!("ร้อยละ\u{a0}{}", self.decimal(value)),
            Language::English => format!("{}%", self.decimal(value)),
        }
    }

    /// "2561–2564, 2566 and 2567": runs of three and more are told by their ends.
    pub fn years(self, years: &[u16]) -> String {
        let mut parts: Vec<String> = Vec::new();
        for run in years.chunk_by(|a, b| a.checked_add(1) == Some(*b)) {
            match run {
                [first, .., last] if run.len() > 2 => parts.push(format!("{}–{}", self.year(*first), self.year(*last))),
                _ => parts.extend(run.iter().map(|year| self.year(*year))),
            }
        }
        self.list(&parts)
    }

    /// Satang as baht: 41000000 → "410,000", 50 → "0.50".
    pub fn baht(self, satang: i64) -> String {
        let sign = if satang < 0 { "-" } else { "" };
        let size = satang.unsigned_abs();
        let text = match size % 100 {
            0 => format!("{sign}{}", grouped(as_signed(size / 100))),
            rest => format!("{sign}{}.{rest:02}", grouped(as_signed(size / 100))),
        };
        self.digits(&text)
    }

    /// "๖๓ เรื่อง", "1 item", "2 items".
    pub fn items(self, number: u64) -> String {
        match self.language {
            Language::Thai => format!("{} เรื่อง", self.count(number)),
            Language::English if number == 1 => "1 item".to_owned(),
            Language::English => format!("{} items", self.count(number)),
        }
    }

    /// "ก, ข และ ค"
    pub fn list(self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [rest @ .., last] => {
                let (comma, and) = match self.is_thai() {
                    true if last.starts_with(char::is_numeric) => (" ", " และ "),
                    true => (" ", " และ"),
                    false => (", ", " and "),
                };
                format!("{}{and}{last}", rest.join(comma))
            }
        }
    }
}

fn as_signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
