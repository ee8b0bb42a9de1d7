//! Words that stand around a figure in running text and tell what it counts: `words/sentences.toml`. Finds them in a
//! text and says nothing of what is right.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{StandardsProblem, Status, reading};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentenceWords {
    whole: Vec<String>,
    spent: Vec<String>,
    ordinance: Vec<String>,
    planned: Vec<String>,
    others: Vec<String>,
    may_grow: Vec<String>,
    pub empty_boxes: Vec<String>,
    pub ticked_boxes: Vec<String>,
    statuses: BTreeMap<Status, Vec<String>>,
    fates: Vec<FateWords>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FateWords {
    fate: ComplaintFate,
    words: Vec<String>,
}

/// What became of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintFate {
    Done,
    Pending,
    Refused,
    Sent,
}

fn any(words: &[String], text: &str) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

impl SentenceWords {
    pub(super) fn from_toml(path: &str, text: &str) -> Result<Self, StandardsProblem> {
        reading::read(path, text)
    }

    pub fn says_whole(&self, text: &str) -> bool {
        any(&self.whole, text)
    }

    pub fn ends_with_whole(&self, text: &str) -> bool {
        self.whole.iter().any(|word| text.trim_end().ends_with(word.as_str()))
    }

    pub fn says_spent(&self, text: &str) -> bool {
        any(&self.spent, text)
    }

    pub fn says_ordinance(&self, text: &str) -> bool {
        any(&self.ordinance, text)
    }

    pub fn says_planned(&self, text: &str) -> bool {
        any(&self.planned, text)
    }

    /// Whether a figure beside these words is of something else than the rows.
    pub fn speaks_of_others(&self, text: &str) -> bool {
        any(&self.others, text)
    }

    pub fn may_grow(&self, text: &str) -> bool {
        any(&self.may_grow, text)
    }

    /// The status that is named last, by the longest word there.
    pub fn status(&self, text: &str) -> Option<Status> {
        let named = self.statuses.iter().flat_map(|(status, words)| words.iter().map(move |word| (*status, word)));
        let places =
            named.filter_map(|(status, word)| Some((text.rfind(word.as_str())? + word.len(), word.len(), status)));
        places.max_by_key(|(end, length, _)| (*end, *length)).map(|(_, _, status)| status)
    }

    /// What became of the complaints that a text counts.
    pub fn fate(&self, text: &str) -> Option<ComplaintFate> {
        self.fates.iter().find(|fate| any(&fate.words, text)).map(|fate| fate.fate)
    }
}
