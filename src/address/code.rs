//! The permanent name of a promise, fit for an address as it stands.

use serde::Serialize;

use crate::thai;

/// The permanent name of a promise inside its plan: `3-04`, `2.2.3-1`.
///
/// Invariant: lower-case ASCII letters, digits and dots, a dash, then digits; fit for an address as it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ItemCode(String);

impl ItemCode {
    pub fn parse(text: &str) -> Option<Self> {
        let text = thai::to_arabic(text.trim()).replace(['–', '—', '‑', '−'], "-");
        let text = text.split('-').map(str::trim).collect::<Vec<_>>().join("-");
        let (head, number) = text.rsplit_once('-')?;
        let head_fits = !head.is_empty()
            && head.len() <= 12
            && head.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let number_fits = !number.is_empty() && number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        (head_fits && number_fits).then(|| Self(text.to_ascii_lowercase()))
    }

    /// The code that the scheme gives to the `number`th item of a dimension; 0 is "dimension unknown".
    pub fn made(dimension: Option<u8>, number: usize) -> Self {
        Self(format!("{}-{number:02}", dimension.unwrap_or(0)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn dimension(&self) -> Option<u8> {
        let first = self.0.split(['.', '-']).next()?;
        first.parse().ok().filter(|dimension| (1..=9).contains(dimension))
    }

    /// `2.2.3` of `2.2.3-1`.
    pub fn mission(&self) -> Option<&str> {
        let (head, _) = self.0.rsplit_once('-')?;
        head.contains('.').then_some(head)
    }

    /// A heading such as "3-04 โครงการ…" speaks of this code; gives the code and the rest.
    pub fn leading(title: &str) -> Option<(Self, &str)> {
        let title = title.trim_start();
        let end = title.find(char::is_whitespace).unwrap_or(title.len());
        Some((Self::parse(title[..end].trim_end_matches([':', '.']))?, title[end..].trim_start()))
    }
}

impl std::fmt::Display for ItemCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
