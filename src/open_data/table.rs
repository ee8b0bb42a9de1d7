//! A downloadable table: named, described columns and typed rows. CSV, XLSX, JSON and every schema are made from it,
//! so that no two of them can disagree. Knows no model.

use super::value::Value;

/// What a column holds, for readers and for the schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    Integer,
    /// A year of the Buddhist era.
    Year,
    /// Baht with two decimals.
    Baht,
    /// A percentage with two decimals: 77.78 means 77.78 %.
    Percent,
    /// Any number: the column beside it says of what.
    Number,
    /// ISO, Common era.
    Date,
    /// An address of this site: absolute where the site knows its own, else from its root.
    Url,
}

#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// English, lower case, no spaces: the name in CSV and JSON.
    pub name: &'static str,
    /// Thai: the head in XLSX and on pages.
    pub title: &'static str,
    pub kind: ValueKind,
    /// In English, for programmers.
    pub about: &'static str,
}

pub const fn column(name: &'static str, title: &'static str, kind: ValueKind, about: &'static str) -> Column {
    Column { name, title, kind, about }
}

/// Columns that most tables begin with.
pub const AGENCY: Column =
    column("agency", "หน่วยงาน (รหัสที่อยู่)", ValueKind::Text, "Folder of the agency in this site's addresses");
pub const YEAR: Column = column("fiscal_year", "ปีงบประมาณ (พ.ศ.)", ValueKind::Year, "Fiscal year, Buddhist era");

/// A kind of table: its columns never depend on the data.
#[derive(Debug)]
pub struct Shape {
    /// Also the name of its files.
    pub name: &'static str,
    pub title: &'static str,
    pub title_en: &'static str,
    /// What one row is, in Thai.
    pub about: &'static str,
    pub about_en: &'static str,
    pub columns: Vec<Column>,
    /// The columns that name a row.
    pub key: &'static [&'static str],
}

#[derive(Clone, Debug)]
pub struct Table {
    pub shape: &'static Shape,
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    pub fn new(shape: &'static Shape) -> Self {
        Self { shape, rows: Vec::new() }
    }

    pub fn extend(&mut self, more: &Table) {
        self.rows.extend(more.rows.iter().cloned());
    }

    pub fn csv(&self) -> Vec<u8> {
        let heads: Vec<&str> = self.shape.columns.iter().map(|column| column.name).collect();
        super::csv::csv(&heads, self.rows.iter().map(Vec::as_slice)).into_bytes()
    }

    /// For people, who open it in Excel.
    pub fn csv_for_excel(&self) -> Vec<u8> {
        let heads: Vec<&str> = self.shape.columns.iter().map(|column| column.name).collect();
        super::csv::marked(&heads, self.rows.iter().map(Vec::as_slice)).into_bytes()
    }

    pub fn thai_heads(&self) -> Vec<&'static str> {
        self.shape.columns.iter().map(|column| column.title).collect()
    }
}

/// Text, or nothing stated.
pub fn text(value: Option<&str>) -> Value {
    match value {
        Some(text) if !text.trim().is_empty() => Value::text(text),
        _ => Value::Empty,
    }
}

pub fn spanned(value: &Option<crate::span::Spanned<String>>) -> Value {
    text(value.as_ref().map(|value| value.value.as_str()))
}

/// A year without thousands separators in a spreadsheet.
pub fn year(year: u16) -> Value {
    Value::Decimal(i64::from(year), 0)
}

pub fn date(date: Option<crate::thai::Date>) -> Value {
    match date.and_then(|date| Some((u16::try_from(date.year_ce()).ok()?, date.month(), date.day()))) {
        Some((year, month, day)) => Value::Date { year, month, day },
        None => Value::Empty,
    }
}

pub const MONEY_STATES: &[&str] = &["amount", "none_used", "not_stated"];

/// The amount, and what the cell says when it is none.
pub fn money(money: crate::thai::StatedMoney) -> (Value, Value) {
    use crate::thai::StatedMoney;
    match money {
        StatedMoney::Amount(money) => (Value::Money(money.satang()), Value::text("amount")),
        StatedMoney::NoneUsed => (Value::Empty, Value::text("none_used")),
        StatedMoney::NotStated => (Value::Empty, Value::text("not_stated")),
    }
}

pub fn percent(fraction: Option<crate::thai::Fraction>) -> Value {
    fraction.map_or(Value::Empty, |fraction| Value::Percent(fraction.percent(2).digits()))
}
