//! Heads of figures that stand beside money and statuses and are neither, as `words/beside.toml` lists them.
//! Answers for a head; knows no table.

use serde::Deserialize;

use super::{Standards, reading};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BesideWords {
    holds: Vec<String>,
    counts: Vec<String>,
}

impl BesideWords {
    pub(super) fn from_toml(path: &str, text: &str) -> Result<Self, reading::StandardsProblem> {
        reading::read(path, text)
    }
}

impl Standards {
    /// "ร้อยละการเบิกจ่าย", "งบประมาณคงเหลือ": neither money of a kind that we know nor a status.
    pub fn is_beside(&self, head: &str) -> bool {
        let head = head.to_lowercase();
        self.beside.holds.iter().any(|word| head.contains(word.as_str()))
    }

    /// "ผู้เข้าร่วม (คน)": a count of something.
    pub fn is_count(&self, head: &str) -> bool {
        self.beside.counts.iter().any(|word| head.contains(word.as_str()))
    }
}
