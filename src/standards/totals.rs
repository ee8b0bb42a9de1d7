//! Rows that add up others: which names say so, as `words/totals.toml` lists them. The only place that knows.
//! Answers for a name; which cell of a row is its name is for those who hold the table.

use serde::Deserialize;

use super::{Standards, heads, reading};

/// What a row of a total adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// Of this dimension alone: "รวมมิติที่ ๑".
    pub dimension: Option<u8>,
}

/// The words, folded as heads are; the longest first, so that the first that fits is the right one.
#[derive(Clone, Debug, Default)]
pub struct TotalWords {
    begins: Vec<String>,
    goes_on: Vec<String>,
    parts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TotalFile {
    begins: Vec<String>,
    goes_on: Vec<String>,
    parts: Vec<String>,
}

impl TotalWords {
    pub(super) fn from_toml(path: &str, text: &str) -> Result<Self, reading::StandardsProblem> {
        let file: TotalFile = reading::read(path, text)?;
        let folded = |words: Vec<String>| {
            let mut words: Vec<String> =
                words.iter().map(|word| heads::fold(word)).filter(|it| !it.is_empty()).collect();
            words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            words
        };
        Ok(Self { begins: folded(file.begins), goes_on: folded(file.goes_on), parts: folded(file.parts) })
    }
}

impl Standards {
    /// Whether a row of this name adds up other rows instead of being one.
    pub fn is_total(&self, name: &str) -> bool {
        self.total(name).is_some()
    }

    /// The same, with what it adds up.
    pub fn total(&self, name: &str) -> Option<Total> {
        let folded = heads::fold(name);
        let rest = without_any(&self.totals.begins, &folded)?;
        if self.offices.is_known(rest) {
            return Some(Total { dimension: None });
        }
        let mut rest = rest;
        while !rest.is_empty() {
            if without_any(&self.totals.parts, rest).is_some_and(begins_with_digit) {
                return Some(Total { dimension: heads::leading_dimension(rest).map(|(dimension, _)| dimension) });
            }
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            rest = if digits > 0 { &rest[digits..] } else { without_any(&self.totals.goes_on, rest)? };
        }
        Some(Total { dimension: None })
    }
}

fn without_any<'t>(words: &[String], text: &'t str) -> Option<&'t str> {
    words.iter().find_map(|word| text.strip_prefix(word.as_str()))
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}
