//! Exact fractions that become percentages only when shown, and decimals kept exactly as a source prints them.
//! No floating point: 77.775 must round the same way on every machine.

use std::cmp::Ordering;
use std::fmt;

use serde::{Serialize, Serializer};

use super::digits::{is_well_grouped, to_arabic};
use super::spelling::repair;
use super::wording::quoted;

/// An exact fraction.
///
/// Invariant: the denominator is positive, so "no items at all" is no fraction rather than a division by zero.
#[derive(Clone, Copy, Debug)]
pub struct Fraction {
    numerator: i64,
    denominator: i64,
}

impl Fraction {
    pub fn new(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator > 0).then_some(Self { numerator, denominator })
    }

    pub fn numerator(self) -> i64 {
        self.numerator
    }

    pub fn denominator(self) -> i64 {
        self.denominator
    }

    /// As a percentage, rounded half away from zero: 49/63 with two decimals is "77.78".
    pub fn percent_text(self, decimals: u8) -> String {
        self.percent(decimals).to_string()
    }

    /// As a percentage with so many decimals (at most `Decimal::MOST_DECIMALS`), rounded half away from zero.
    pub fn percent(self, decimals: u8) -> Decimal {
        let scale = decimals.min(Decimal::MOST_DECIMALS);
        let scaled = i128::from(self.numerator) * 100 * i128::from(power_of_ten(scale));
        let denominator = i128::from(self.denominator);
        let half_up = (2 * scaled.abs() + denominator) / (2 * denominator);
        let rounded = half_up * scaled.signum();
        Decimal { digits: i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX }), scale }
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.numerator) * i128::from(other.denominator);
        left.cmp(&(i128::from(other.numerator) * i128::from(self.denominator)))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

/// A decimal number with the decimals that were printed: 80 and 80.00 are two claims of different precision.
///
/// Invariant: `scale <= MOST_DECIMALS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: i64,
    scale: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecimalError {
    pub text: String,
}

impl Decimal {
    pub const MOST_DECIMALS: u8 = 6;

    pub fn new(digits: i64, scale: u8) -> Option<Self> {
        (scale <= Self::MOST_DECIMALS).then_some(Self { digits, scale })
    }

    /// The number without its decimal point: 8095 for 80.95.
    pub fn digits(self) -> i64 {
        self.digits
    }

    /// How many decimals are printed.
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// "80.95", "๗๗.๗๘", "ร้อยละ ๘๐", "80 %".
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let wrong = || DecimalError { text: quoted(text) };
        let clean = repair(text);
        let clean = to_arabic(&clean);
        let mut rest = clean.trim();
        for word in ["คิดเป็น", "ร้อยละ"] {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
        }
        for word in ["%", "％", "เปอร์เซ็นต์", "เปอร์เซนต์"] {
            rest = rest.strip_suffix(word).unwrap_or(rest).trim_end();
        }
        let (negative, unsigned) = match rest.strip_prefix(['-', '\u{2212}']) {
            Some(unsigned) => (true, unsigned),
            None => (false, rest),
        };
        let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let unfinished = unsigned.ends_with('.');
        if !is_well_grouped(whole) || unfinished || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let scale = u8::try_from(decimals.len()).map_err(|_| wrong())?;
        let mut digits: i64 = 0;
        for digit in whole.bytes().chain(decimals.bytes()).filter(u8::is_ascii_digit) {
            let digit = i64::from(digit - b'0');
            let next = digits.checked_mul(10).and_then(|d| d.checked_add(if negative { -digit } else { digit }));
            digits = next.ok_or_else(wrong)?;
        }
        Self::new(digits, scale).ok_or_else(wrong)
    }

    /// This percentage against the fraction rounded to as many decimals as are printed here.
    pub fn compare(self, fraction: Fraction) -> Ordering {
        self.digits.cmp(&fraction.percent(self.scale).digits)
    }

    /// Whether the fraction, rounded to as many decimals as are printed here, is this percentage.
    pub fn matches(self, fraction: Fraction) -> bool {
        self.compare(fraction) == Ordering::Equal
    }

    /// Equal in value, whatever the printed decimals: 80 and 80.00.
    pub fn same_value(self, other: Self) -> bool {
        let left = i128::from(self.digits) * i128::from(power_of_ten(other.scale));
        left == i128::from(other.digits) * i128::from(power_of_ten(self.scale))
    }
}

fn power_of_ten(scale: u8) -> i64 {
    10_i64.pow(u32::from(scale.min(Decimal::MOST_DECIMALS)))
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = power_of_ten(self.scale).unsigned_abs();
        let sign = if self.digits < 0 { "-" } else { "" };
        write!(f, "{sign}{}", self.digits.unsigned_abs() / unit)?;
        if self.scale > 0 {
            write!(f, ".{:0width$}", self.digits.unsigned_abs() % unit, width = usize::from(self.scale))?;
        }
        Ok(())
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl DecimalError {
    pub fn english(&self) -> String {
        format!("`{}` is not a number; write it like 80.95", self.text)
    }
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ไม่ใช่ตัวเลข: เขียนเช่น `80.95` หรือ `ร้อยละ 80`", self.text)
    }
}

impl std::error::Error for DecimalError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(numerator: i64, denominator: i64, decimals: u8) -> String {
        Fraction::new(numerator, denominator).unwrap().percent_text(decimals)
    }

    #[test]
    fn rounds_half_up() {
        assert_eq!(percent(49, 63, 2), "77.78");
        assert_eq!(percent(102, 126, 2), "80.95");
        assert_eq!(percent(1, 8, 0), "13");
        assert_eq!(percent(1, 8, 1), "12.5");
        assert_eq!(percent(1, 3, 2), "33.33");
        assert_eq!(percent(1, 20_000, 2), "0.01");
        assert_eq!(percent(-1, 8, 0), "-13");
        assert_eq!(percent(-1, 100_000, 2), "0.00");
        assert_eq!(percent(0, 5, 2), "0.00");
        assert_eq!(Fraction::new(1, 0), None);
    }

    #[test]
    fn keeps_the_printed_decimals() {
        let cases =
            [("๗๗.๗๘", "77.78"), ("ร้อยละ ๘๐", "80"), ("80.00 %", "80.00"), ("1,234.5", "1234.5"), ("-0.5", "-0.5")];
        for (text, shown) in cases {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), shown);
        }
        for wrong in ["", "มาก", "1,5000", "80.", ".5", "8 0", "1.2.3", "99999999999999999999", "1.1234567"] {
            assert!(Decimal::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn compares_at_the_printed_precision() {
        let done = Fraction::new(49, 63).unwrap();
        for right in ["77.78", "77.8", "78", "77.777778"] {
            assert!(Decimal::parse(right).unwrap().matches(done), "{right}");
        }
        assert_eq!(Decimal::parse("77.77").unwrap().compare(done), Ordering::Less);
        assert!(Decimal::parse("80").unwrap().same_value(Decimal::parse("80.00").unwrap()));
    }
}
