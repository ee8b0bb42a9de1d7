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
        let mut out = String::new();
        self.plain_into(&mut out);
        out
    }

    /// The same at the end of a text.
    pub fn plain_into(&self, out: &mut String) {
        match self {
            Self::Empty => {}
            Self::Text(text) => out.push_str(text),
            Self::Integer(number) => shifted_into(out, *number, 0),
            Self::Decimal(units, places) => shifted_into(out, *units, *places),
            Self::Money(satang) => shifted_into(out, *satang, 2),
            Self::Percent(hundredths) => shifted_into(out, *hundredths, 2),
            Self::Date { year, month, day } => {
                digits_into(out, u64::from(*year), 4);
                out.push('-');
                digits_into(out, u64::from(*month), 2);
                out.push('-');
                digits_into(out, u64::from(*day), 2);
            }
        }
    }
}

/// `units` with the decimal point moved: `shifted_into(out, 8095, 2)` writes `80.95`.
pub(super) fn shifted_into(out: &mut String, units: i64, places: u8) {
    if units < 0 {
        out.push('-');
    }
    let start = out.len();
    digits_into(out, units.unsigned_abs(), usize::from(places) + 1);
    if places > 0 {
        let point = out.len().saturating_sub(usize::from(places)).max(start);
        out.insert(point, '.');
    }
}

/// At least so many digits, with zeros before them.
fn digits_into(out: &mut String, mut number: u64, least: usize) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    while number > 0 {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    let known = digits.len() - at;
    out.extend(std::iter::repeat_n('0', least.saturating_sub(known)));
    out.extend(digits.iter().skip(at).map(|digit| char::from(*digit)));
}
