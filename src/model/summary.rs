//! What the portal's own pages need to know of an agency once it has been let go: small, and nothing of a document.
//! `site::summary` makes one of an agency; builds keep them from one to the next.

use serde::{Deserialize, Serialize};

use crate::address::AgencyPage;
use crate::model::item::Tally;
use crate::thai::FiscalYear;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AgencySummary {
    /// The site on which its pages stand, without a slash at the end; empty: this one.
    pub host: String,
    pub slug: String,
    pub name: String,
    pub short_name: String,
    pub agency_type: String,
    /// Whether there is no such authority: it is shown, and counted in no sum.
    pub invented: bool,
    pub tambon: Option<String>,
    pub amphoe: Option<String>,
    /// The gazetteer has no such amphoe: said wherever its name is shown.
    pub amphoe_unknown: bool,
    pub province: Option<String>,
    /// Newest first.
    pub years: Vec<YearSummary>,
    /// Newest first, at most ten of each kind.
    pub papers: Vec<PaperSummary>,
    /// Dates for the portal's calendar.
    pub dates: Vec<DateSummary>,
    /// Old addresses of its documents, and where they lead.
    pub redirects: Vec<(String, String)>,
    /// How many XML site maps it has.
    pub sitemaps: usize,
    /// How many pages it has.
    pub pages: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    /// What readers are told, by its nature.
    pub told: FindingCounts,
    pub next_change: Option<String>,
}

/// Three counts with three names, of what nobody has answered; and what was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingCounts {
    pub contradictions: usize,
    pub slips: usize,
    pub gaps: usize,
    pub answered: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct YearSummary {
    pub year: u16,
    /// Whether a document of this very year is here, as `Year::has_document` says.
    pub has_document: bool,
    /// 0: only a plan.
    pub round_months: u8,
    pub as_of: Option<String>,
    pub tally: Tally,
    pub framework: u16,
    /// Measures of the year, and those with a result.
    pub measures: i64,
    pub measures_told: i64,
    pub dimensions: Vec<DimensionSummary>,
    /// The first row behind the figures, for the preview; of no use to a build, which keeps summaries.
    #[serde(skip)]
    pub place: Option<Place>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DimensionSummary {
    pub number: u8,
    pub tally: Tally,
}

impl AgencySummary {
    /// What it is called in open data.
    pub fn id(&self) -> String {
        let own = crate::address::agency_id(&self.slug, &self.name, [self.amphoe.as_deref(), self.province.as_deref()]);
        match self.host.split_once("://") {
            // Two members may well have a folder of the same name.
            Some((_, host)) => format!("{host}/{own}"),
            None => own,
        }
    }

    /// Whether its pages are part of this site.
    pub fn is_here(&self) -> bool {
        self.host.is_empty()
    }

    /// The newest year that has promises.
    pub fn newest_year(&self) -> Option<&YearSummary> {
        let with_promises = || self.years.iter().filter(|year| year.tally.items > 0);
        with_promises().find(|year| year.has_document).or_else(|| with_promises().next())
    }

    /// Where a page or file of the agency stands, in the Thai tree, or whole on another site; documents are not remembered.
    pub fn at(&self, page: &AgencyPage) -> String {
        match self.is_here() {
            true => page.under(&self.slug),
            false => format!("{}/{}", self.host, page.under(&self.slug)),
        }
    }

    pub fn at_year(&self, year: &YearSummary) -> String {
        FiscalYear::new(year.year).map(|year| self.at(&AgencyPage::Year(year))).unwrap_or_default()
    }
}

/// One date of an agency's calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DateSummary {
    pub date: String,
    pub url: String,
    /// With `url`, what tells this date from every other, also when it is moved: `takes_effect`.
    pub key: String,
    pub title: String,
    pub words: String,
    /// The day on which the content was stated.
    pub stamp: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperSummary {
    pub url: String,
    pub title: String,
    pub kind: String,
    pub date: Option<String>,
    pub number: Option<String>,
    /// The issuing office.
    pub office: String,
    /// In plain words: its state, then what it is.
    pub summary: String,
    /// The key of its state on the build's day.
    pub state: String,
    /// The first day on which a reader could know it.
    pub published: Option<String>,
    /// The last day, up to the build's, on which anything about it changed.
    pub updated: Option<String>,
}

/// A place as it is shown: lines and columns count from 1, as in editors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub path: String,
    pub line: usize,
    pub column: usize,
}
