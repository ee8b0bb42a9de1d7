//! A value of a downloadable table, typed so that CSV and XLSX write it each in its own way. A leaf.

/// What a cell of open data holds. Amounts are exact integers: no binary fractions on the way out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Not stated; differs from zero.
    Empty,
    Text(String),
    Integer(i64),
    /// `Decimal(8095, 2)` is 80.95.
    Decimal(i64, u8),
    /// In satang.
    Money(i64),
    /// In hundredths of a percent: `Percent(8095)` is 80.95 %.
    Percent(i64),
    /// Common era.
    Date {
        year: u16,
        month: u8,
        day: u8,
    },
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Plain digits such as `-12` or `80.95`; `None`: not a number.
    pub fn number(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = is_digits(whole.strip_prefix('-').unwrap_or(whole)) && (part.is_empty() || is_digits(part));
        if !is_number || text.ends_with('.') {
            return None;
        }
        let units = format!("{whole}{part}").parse().ok()?;
        Some(if part.is_empty() { Self::Integer(units) } else { Self::Decimal(units, u8::try_from(part.len()).ok()?) })
    }

    /// As plain digits that any program reads: `370000.00`, `80.95`, `2021-10-01`.
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Decimal(units, places) => shifted(*units, *places),
            Self::Money(satang) => shifted(*satang, 2),
            Self::Percent(hundredths) => shifted(*hundredths, 2),
            Self::Date { year, month, day } => format!("{year:04}-{month:02}-{day:02}"),
        }
    }
}

/// `units` with the decimal point moved: `shifted(8095, 2)` is `80.95`.
pub(super) fn shifted(units: i64, places: u8) -> String {
    let digits = units.unsigned_abs().to_string();
    let places = usize::from(places);
    let sign = if units < 0 { "-" } else { "" };
    if places == 0 {
        return format!("{sign}{digits}");
    }
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, part) = padded.split_at(padded.len() - places);
    format!("{sign}{whole}.{part}")
}
