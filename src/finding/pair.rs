//! Two figures that ought to be one, beside each other: what a document prints, and what its rows or another place give.
//! Owns the figures as they were read and what each is called; how they are drawn is the site's.

use serde::{Deserialize, Serialize};

/// Of a finding: what is spoken of, and the figures that differ. The first is the printed one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FigurePair {
    pub of: Bilingual,
    pub unit: PairUnit,
    pub sides: Vec<PairSide>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PairSide {
    /// "เอกสารพิมพ์", "ตารางรายการ รวมได้"
    pub label: Bilingual,
    /// In satang, things, or hundredths of a per cent.
    pub value: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PairUnit {
    Money,
    Count,
    Percent,
}

/// In Thai and in English.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bilingual {
    pub th: String,
    pub en: String,
}

impl Bilingual {
    pub fn new(th: impl Into<String>, en: impl Into<String>) -> Self {
        Self { th: th.into(), en: en.into() }
    }
}

impl FigurePair {
    /// `printed`: what the document itself says.
    pub fn printed(unit: PairUnit, of: Bilingual, printed: i64) -> Self {
        let label = Bilingual::new("เอกสารพิมพ์", "As printed");
        Self { of, unit, sides: vec![PairSide { label, value: printed }] }
    }

    pub fn beside(mut self, label: Bilingual, value: i64) -> Self {
        self.sides.push(PairSide { label, value });
        self
    }

    /// The first figure under a name of its own.
    pub fn first_called(mut self, label: Bilingual) -> Self {
        if let Some(first) = self.sides.first_mut() {
            first.label = label;
        }
        self
    }

    /// By how much each of the others differs from the first, without repetition.
    pub fn gaps(&self) -> Vec<i64> {
        let Some((first, others)) = self.sides.split_first() else { return Vec::new() };
        let mut gaps: Vec<i64> =
            others.iter().map(|side| first.value.saturating_sub(side.value).saturating_abs()).collect();
        gaps.sort_unstable_by_key(|gap| std::cmp::Reverse(*gap));
        gaps.dedup();
        gaps.retain(|gap| *gap > 0);
        gaps
    }
}
