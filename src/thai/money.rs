//! Money in whole satang, and the three things a budget cell can say: an amount, nothing, or "no budget is used".
//! No floating point; sums saturate instead of wrapping.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use serde::{Deserialize, Serialize};

use super::digits::{grouped, is_well_grouped, to_arabic};
use super::spelling::repair;
use super::wording::{is_dash, quoted};

/// An amount in satang.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Money(i64);

impl Money {
    pub const ZERO: Self = Self(0);

    pub fn from_baht(baht: i64) -> Self {
        Self(baht.saturating_mul(100))
    }

    pub fn from_satang(satang: i64) -> Self {
        Self(satang)
    }

    pub fn satang(self) -> i64 {
        self.0
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// "410,000", or "410,000.50" when there are satang.
    pub fn baht_text(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let baht = grouped(i64::try_from(self.0.unsigned_abs() / 100).unwrap_or(i64::MAX));
        match self.0.unsigned_abs() % 100 {
            0 => format!("{sign}{baht}"),
            satang => format!("{sign}{baht}.{satang:02}"),
        }
    }

    /// For data files: "410000.00", no separators.
    pub fn plain_text(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Money> for Money {
    fn sum<I: Iterator<Item = &'a Money>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

/// What a budget cell says. "-" (not stated) and "no budget used" and ๐ are three different facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatedMoney {
    Amount(Money),
    #[default]
    NotStated,
    NoneUsed,
}

impl StatedMoney {
    /// "๓๗๐,๐๐๐.๐๐ บาท", "8500.-", "-", "", "ไม่ใช้งบประมาณ".
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let clean = repair(text);
        let compact: String = clean.split_whitespace().collect();
        if is_blank(&compact) {
            return Ok(Self::NotStated);
        }
        if says_none_used(&compact) {
            return Ok(Self::NoneUsed);
        }
        parse_amount(&clean).map(Self::Amount)
    }

    pub fn amount(self) -> Option<Money> {
        match self {
            Self::Amount(money) => Some(money),
            Self::NotStated | Self::NoneUsed => None,
        }
    }

    /// The amount, where nothing stated counts as nothing.
    pub fn or_zero(self) -> Money {
        self.amount().unwrap_or(Money::ZERO)
    }

    /// "410,000 บาท", or the dash that stands for no amount.
    pub fn told(self) -> String {
        self.amount().map_or_else(|| "`-`".to_owned(), |money| format!("{} บาท", money.baht_text()))
    }

    pub fn is_stated(self) -> bool {
        self != Self::NotStated
    }
}

fn is_blank(compact: &str) -> bool {
    let is_filling = |letter| is_dash(letter) || ['ー', '.', '_'].contains(&letter);
    compact.chars().all(is_filling) || matches!(compact, "ไม่ระบุ" | "n/a" | "N/A")
}

fn says_none_used(compact: &str) -> bool {
    let bare = compact.trim_matches(['(', ')', '-', '.']);
    let bare = bare.strip_suffix("ดำเนินการ").or_else(|| bare.strip_suffix("ดำเนินงาน")).unwrap_or(bare);
    let bare = bare.strip_suffix("ในการ").unwrap_or(bare);
    // "ไม่ใช่งบประมาณ" is the usual misspelling of "ไม่ใช้งบประมาณ".
    let denials = ["ไม่ใช้", "ไม่ได้ใช้", "ไม่มีการใช้", "ไม่ใช่", "ไม่มี", "ไม่ต้องใช้"];
    let after_denial = denials.iter().find_map(|denial| bare.strip_prefix(denial));
    bare == "ไม่ใช้" || matches!(after_denial, Some("งบประมาณ" | "งบ" | "เงินงบประมาณ" | "จ่ายงบประมาณ"))
}

fn parse_amount(text: &str) -> Result<Money, MoneyError> {
    let arabic = to_arabic(text.trim());
    let quoted = || quoted(text);
    let mut number = arabic.as_ref();
    for word in ["เป็นเงิน", "จำนวน", "งบประมาณ", "฿"] {
        number = number.strip_prefix(word).unwrap_or(number).trim_start();
    }
    number = number.trim_end_matches('.').trim_end();
    for word in ["ถ้วน", "บาท", "บ"] {
        number = number.strip_suffix(word).unwrap_or(number).trim_end();
    }
    for tail in ["-", "–", "."] {
        // "8500.-" as on a cheque.
        number = number.strip_suffix(tail).unwrap_or(number).trim_end();
    }
    if number.starts_with(['-', '−', '–']) && number.contains(|letter: char| letter.is_ascii_digit()) {
        return Err(MoneyError::Negative { text: quoted() });
    }
    let (baht, satang) = number.split_once('.').unwrap_or((number, ""));
    let decimals_fit = satang.len() <= 2 && satang.bytes().all(|byte| byte.is_ascii_digit());
    if !is_well_grouped(baht) || !decimals_fit {
        return Err(match likely_reading(number) {
            Some(nearest) => MoneyError::BadGrouping { text: quoted(), nearest },
            None => MoneyError::NotMoney { text: quoted() },
        });
    }
    let too_large = || MoneyError::TooLarge { text: quoted() };
    let baht = whole(baht).ok_or_else(too_large)?;
    let satang = match satang.len() {
        1 => whole(satang).unwrap_or(0) * 10,
        _ => whole(satang).unwrap_or(0),
    };
    let total = baht.checked_mul(100).and_then(|total| total.checked_add(satang)).ok_or_else(too_large)?;
    Ok(Money(total))
}

fn whole(digits: &str) -> Option<i64> {
    digits
        .bytes()
        .filter(u8::is_ascii_digit)
        .try_fold(0_i64, |total, digit| total.checked_mul(10)?.checked_add(i64::from(digit - b'0')))
}

/// The amount that misplaced separators probably mean: the same digits, decimals only after a last point.
fn likely_reading(number: &str) -> Option<Money> {
    let only_number = number.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '.' | ' '));
    if !only_number || !number.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let compact: String = number.split_whitespace().collect();
    match compact.rsplit_once('.') {
        Some((baht, satang)) if satang.len() <= 2 => {
            let satang = whole(satang)? * if satang.len() == 1 { 10 } else { 1 };
            Some(Money(whole(baht)?.checked_mul(100)?.checked_add(satang)?))
        }
        // "8.500": a point used as the thousands separator.
        _ => Some(Money(whole(&compact)?.checked_mul(100)?)),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoneyError {
    NotMoney { text: String },
    BadGrouping { text: String, nearest: Money },
    Negative { text: String },
    TooLarge { text: String },
}

impl MoneyError {
    pub fn english(&self) -> String {
        match self {
            Self::NotMoney { text } => format!("`{text}` is not an amount of money; write it like 8,500 or 8,500.50"),
            Self::BadGrouping { text, nearest } => {
                format!("the separators of `{text}` are misplaced; it reads like {}", nearest.baht_text())
            }
            Self::Negative { text } => format!("`{text}` is negative; a budget is zero or more"),
            Self::TooLarge { text } => format!("`{text}` is too large for an amount of money"),
        }
    }

    pub fn suggestion(&self) -> Option<String> {
        match self {
            Self::BadGrouping { nearest, .. } => Some(nearest.baht_text()),
            Self::Negative { text } => Some(text.trim_start_matches(['-', '−', '–', ' ']).to_owned()),
            Self::NotMoney { .. } | Self::TooLarge { .. } => None,
        }
    }
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotMoney { text } => write!(
                f,
                "`{text}` ไม่ใช่จำนวนเงิน: เขียนเป็นบาท เช่น `8,500` หรือ `8,500.50`; ถ้าไม่ระบุใช้ `-`; ถ้าไม่ใช้เงินเขียน `ไม่ใช้งบประมาณ`"
            ),
            Self::BadGrouping { text, nearest } => {
                write!(f, "`{text}` วางเครื่องหมายคั่นหลักผิดที่: น่าจะเป็น `{}` โปรดตรวจกับต้นฉบับ", nearest.baht_text())
            }
            Self::Negative { text } => write!(f, "`{text}` ติดลบ: งบประมาณต้องเป็นศูนย์หรือมากกว่า เช่น `8,500`"),
            Self::TooLarge { text } => write!(f, "`{text}` มากเกินกว่าจะเป็นจำนวนเงินจริง: เขียนเป็นบาท เช่น `8,500`"),
        }
    }
}

impl std::error::Error for MoneyError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<StatedMoney, MoneyError> {
        StatedMoney::parse(text)
    }

    #[test]
    fn reads_amounts_as_offices_write_them() {
        let cases = [
            ("๓๗๐,๐๐๐.๐๐ บาท", 37_000_000),
            ("๘,๕๐๐", 850_000),
            ("8500.-", 850_000),
            ("๑๐,๐๐๐.-บาท", 1_000_000),
            ("จำนวน 20,000 บาทถ้วน", 2_000_000),
            ("฿1,234.5", 123_450),
            ("๐", 0),
            ("0.05", 5),
            ("410,000 บ.", 41_000_000),
            ("\u{feff}5000\u{a0}บาท", 500_000),
        ];
        for (text, satang) in cases {
            assert_eq!(read(text), Ok(StatedMoney::Amount(Money(satang))), "{text}");
        }
    }

    #[test]
    fn tells_silence_from_none() {
        for text in ["", " ", "-", "–", "—", "- -", "..."] {
            assert_eq!(read(text), Ok(StatedMoney::NotStated), "{text:?}");
        }
        for text in [
            "ไม่ใช้งบประมาณ",
            "ไม่ได้ใช้ งบประมาณ",
            "ไม่ใช้\nงบประมาณ",
            "(ไม่ใช้งบประมาณ)",
            "ไม่ใช่งบประมาณ",
            "ไม่มีงบประมาณ",
            "ไม่ได้ใช้งบประมาณดำเนินการ",
            "ไม่ใช้งบประมาณในการดำเนินงาน",
        ] {
            assert_eq!(read(text), Ok(StatedMoney::NoneUsed), "{text:?}");
        }
    }

    #[test]
    fn proposes_the_nearest_reading() {
        let cases = [
            ("1,5000", "15,000"),
            ("๓๗๐, ๐๐๐", "370,000"),
            ("8.500", "8,500"),
            ("1,00.50", "100.50"),
            ("1 000", "1,000"),
        ];
        for (text, nearest) in cases {
            assert_eq!(read(text).unwrap_err().suggestion().as_deref(), Some(nearest), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for text in ["ตามจริง", "20,000/10,000", "1e5", "99999999999999999999", "-500", "บาท", "๕ หมื่น"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sums_saturate() {
        assert_eq!(Money(i64::MAX) + Money(1), Money(i64::MAX));
        assert_eq!(-Money(i64::MIN), Money(i64::MAX));
        assert_eq!([Money(1), Money(2)].iter().sum::<Money>(), Money(3));
        assert_eq!(Money(i64::MIN).baht_text(), "-92,233,720,368,547,758.08");
    }
}
