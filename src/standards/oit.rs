//! What an authority must disclose in each ITA year (OIT lists), as `oit/*.toml` states it, each item with its provenance.
//! Data only: which page answers an obligation is worked out by the site. A site replaces a whole list by a file of its own.

use serde::Deserialize;

use super::{Certainty, Standards, frameworks, reading};

/// The list of one ITA year; the numbering changes every year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationList {
    /// ITA year, Buddhist era.
    pub year: u16,
    pub source: String,
    /// The month in which somebody last compared the list with its sources, `2569-11`.
    #[serde(default)]
    pub checked: Option<String>,
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
    #[serde(default)]
    pub found_in: Vec<BodyKind>,
    #[serde(default)]
    pub sources: u8,
}

/// The kind of body in whose papers or pages an item was read. Others may be asked in other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// A local authority: the only kind whose list is surely an authority's own.
    Lao,
    Province,
    PublicOrganisation,
    Ministry,
    University,
    School,
    Police,
    /// A maker of websites for local authorities.
    Vendor,
}

impl BodyKind {
    pub fn name_th(self) -> &'static str {
        match self {
            Self::Lao => "อปท.",
            Self::Province => "จังหวัด",
            Self::PublicOrganisation => "องค์การมหาชน",
            Self::Ministry => "กระทรวง",
            Self::University => "มหาวิทยาลัย",
            Self::School => "สถานศึกษา",
            Self::Police => "สถานีตำรวจ",
            Self::Vendor => "ผู้รับจ้างทำเว็บ อปท.",
        }
    }

    /// As the lists and data files write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Lao => "lao",
            Self::Province => "province",
            Self::PublicOrganisation => "public_organisation",
            Self::Ministry => "ministry",
            Self::University => "university",
            Self::School => "school",
            Self::Police => "police",
            Self::Vendor => "vendor",
        }
    }

    pub fn name_en(self) -> &'static str {
        match self {
            Self::Lao => "a local authority",
            Self::Province => "a province",
            Self::PublicOrganisation => "a public organisation",
            Self::Ministry => "a ministry",
            Self::University => "a university",
            Self::School => "a school",
            Self::Police => "a police station",
            Self::Vendor => "a maker of authorities' websites",
        }
    }
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
    #[serde(default)]
    pub found_in: Vec<BodyKind>,
    /// In how many independent sources it was read.
    #[serde(default)]
    pub sources: u8,
    /// What an officer should know of this wording.
    #[serde(default)]
    pub note: Option<String>,
    /// Kinds of document that answer it, best first: `plan`, `report_12m`, `complaints_statistics` …
    pub answers: Vec<String>,
    /// 0: the document of the ITA year; -1: of the year before.
    #[serde(default)]
    pub year_offset: i8,
    /// Where the sources leave open which year is meant: a document of this year answers as well.
    #[serde(default)]
    pub other_year_offset: Option<i8>,
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

    /// The kinds of body that it was found in, in Thai.
    pub fn bodies_th(&self) -> String {
        self.found_in.iter().map(|body| body.name_th()).collect::<Vec<_>>().join(", ")
    }

    /// The other year that the sources leave open, where they do.
    pub fn other_document_year(&self, ita_year: u16) -> Option<u16> {
        Some(ita_year.saturating_add_signed(i16::from(self.other_year_offset?)))
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
            if (item.certainty == Certainty::Found) != (item.sources > 0 && !item.found_in.is_empty()) {
                return Some(format!(
                    "{} ต้องบอกที่มาให้ครบ: certainty = \"found\" คู่กับ found_in และ sources ที่มากกว่า 0 ถ้ายังไม่พบที่มาใช้ certainty = \"memory\" อย่างเดียว",
                    item.id
                ));
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
