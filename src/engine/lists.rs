//! What `todo`, `due` and `obligations` tell of one agency beside its findings: made of the agency, or kept by a build.
//! How it is printed is the commands'.

use serde::{Deserialize, Serialize};

use crate::address::Lang;
use crate::check::todo::{self, OpenWork};
use crate::model::Agency;
use crate::model::life::{self, DueKind};
use crate::open_data::obligations::{KeptAnswers, current_list};
use crate::site::data_pages::obligations as pages;
use crate::site::{Page, Site};
use crate::standards::ObligationList;
use crate::thai::Date;

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerLists {
    pub work: OpenWork,
    pub dues: Vec<DueDay>,
    /// Of the list in force on the day.
    pub obligations: Option<AgencyAnswers>,
}

/// A day on which a page becomes another, told without the agency.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDay {
    pub date: Date,
    pub kind: DueKind,
    pub page: String,
    pub title: String,
    /// The file to look at.
    pub file: String,
    /// The page of the paper that does it.
    pub by: Option<String>,
}

/// What answers a list of obligations, and what the agency is called beside it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyAnswers {
    pub name: String,
    /// In open data.
    pub id: String,
    pub answers: KeptAnswers,
}

impl OfficerLists {
    pub fn of(site: &Site, agency: &Agency) -> Self {
        let today = site.settings.date;
        let current = current_list(&site.standards, today);
        Self {
            work: todo::open_work(agency, today),
            dues: dues(agency, today),
            obligations: current.map(|current| AgencyAnswers::of(site, agency, current.list)),
        }
    }
}

impl AgencyAnswers {
    pub fn of(site: &Site, agency: &Agency, list: &ObligationList) -> Self {
        let page = Page::new(site, Lang::Th, "");
        let words = pages::SiteWords { page: &page, agency };
        let answers = KeptAnswers::of(list, &pages::answered(site, agency, list), &words);
        Self { name: agency.name().to_owned(), id: agency.id(), answers }
    }
}

pub fn dues(agency: &Agency, today: Date) -> Vec<DueDay> {
    let day = |due: life::Due| {
        let document = agency.document(due.document);
        DueDay {
            date: due.date,
            kind: due.kind,
            page: agency.url_of(due.document),
            title: document.title().to_owned(),
            file: document.path.to_string(),
            by: due.by.map(|by| agency.url_of(by)),
        }
    };
    life::dues(agency, today).into_iter().map(day).collect()
}
