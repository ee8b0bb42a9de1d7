//! What an authority must disclose in each ITA year (OIT lists), as `oit/*.toml` states it.
//! Data only: which page answers an obligation is worked out by the site.

use serde::Deserialize;

use super::{Certainty, Standards, frameworks, reading};

/// The list of one ITA year; the numbering changes every year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationList {
    /// ITA year, Buddhist era.
    pub year: u16,
    pub source: String,
    pub groups: Vec<ObligationGroup>,
    /// In the order of the list.
    pub items: Vec<Obligation>,
}

/// A sub-indicator such as 9.1.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationGroup {
    pub id: String,
    pub title: String,
    pub title_en: String,
    pub certainty: Certainty,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// `o24`; unique within its year.
    pub id: String,
    pub title: String,
    pub title_en: String,
    /// The id of its group.
    pub group: String,
    pub certainty: Certainty,
    /// Kinds of document that answer it, best first: `plan`, `report_12m`, `complaints_statistics` …
    pub answers: Vec<String>,
    /// 0: the document of the ITA year; -1: of the year before.
    #[serde(default)]
    pub year_offset: i8,
    /// What the page must show, as short phrases to tick off.
    #[serde(default)]
    pub needs: Vec<String>,
    #[serde(default = "unverified")]
    pub needs_certainty: Certainty,
    /// After how many months without an update the page counts as stale.
    pub freshness_months: u16,
}

fn unverified() -> Certainty {
    frameworks::Certainty::Memory
}

impl Obligation {
    /// The fiscal year that the answering document must be of.
    pub fn document_year(&self, ita_year: u16) -> u16 {
        ita_year.saturating_add_signed(i16::from(self.year_offset))
    }

    pub fn is_answered_by(&self, document_kind: &str) -> bool {
        self.answers.iter().any(|kind| kind == document_kind)
    }
}

impl ObligationList {
    /// `o24` or `O24`.
    pub fn item(&self, id: &str) -> Option<&Obligation> {
        self.items.iter().find(|item| item.id.eq_ignore_ascii_case(id))
    }

    pub fn group(&self, id: &str) -> Option<&ObligationGroup> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The obligations that a kind of document answers, in the order of the list.
    pub fn answered_by<'a>(&'a self, document_kind: &'a str) -> impl Iterator<Item = &'a Obligation> {
        self.items.iter().filter(move |item| item.is_answered_by(document_kind))
    }

    pub(super) fn fault(&self) -> Option<String> {
        for (place, item) in self.items.iter().enumerate() {
            if self.items[..place].iter().any(|other| other.id.eq_ignore_ascii_case(&item.id)) {
                return Some(format!("รหัส {} ซ้ำกัน", item.id));
            }
            if self.group(&item.group).is_none() {
                return Some(format!("{} อยู่ในกลุ่ม “{}” ซึ่งไม่มีใน groups", item.id, item.group));
            }
        }
        None
    }
}

/// The embedded list of an ITA year.
pub fn year(year: u16) -> Option<&'static ObligationList> {
    Standards::embedded().obligations(year)
}

pub(super) fn read(path: &str, text: &str) -> Result<ObligationList, reading::StandardsProblem> {
    reading::checked(path, reading::read(path, text)?, ObligationList::fault)
}
