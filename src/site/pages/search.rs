//! The search page: a form that scripts bring to life, over a plain list of every title that works without them.

use serde::Serialize;

use crate::address::{AgencyPage, Lang};
use crate::model::{Agency, AgencySummary, Tally};
use crate::site::ground::Artifact;
use crate::site::page::{LinkView, Page};
use crate::site::routes::agency_routes;
use crate::site::shell::PageAbout;
use crate::site::show::{Show, StatusView};
use crate::site::{names, places};
use crate::standards::Status;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct SearchPage<'a> {
    root: &'a str,
    scope: &'a str,
    links: Vec<LinkView>,
    /// What a list too long for a phone is folded under: "ดูทั้งหมด ๖๔ หน้า".
    all: Option<String>,
    /// Questions that this site answers, for an empty field.
    hints: Vec<LinkView>,
    /// The marks that stand beside promises among the results.
    states: Vec<StatusView>,
}

/// A year that has promises, and how they stand: what the questions to begin with are made of.
struct Newest {
    year: u16,
    tally: Tally,
}

/// A list of more links is folded away under a question field.
const MOST_OPEN: usize = 12;
const STATUSES: [Status; 4] = [Status::NotDone, Status::InProgress, Status::Awaiting, Status::Done];

impl<'a> SearchPage<'a> {
    fn new(page: &'a Page<'_>, scope: &'a str, links: Vec<LinkView>, newest: Option<Newest>) -> Self {
        // The index holds Thai words, whatever the language of the page.
        let thai = Show { lang: Lang::Th, ..page.show };
        let states: Vec<StatusView> = STATUSES.iter().map(|status| thai.status(Some(*status))).collect();
        let mut questions: Vec<String> = Vec::new();
        if let Some(Newest { year, tally }) = newest {
            questions.push(format!("{} {year}", page.word("search_hint_plan")));
            let counts = [tally.not_done, tally.in_progress, tally.awaiting, tally.done];
            let occurring = states.iter().zip(counts).filter(|(_, count)| *count > 0);
            questions.extend(occurring.take(2).map(|(state, _)| state.word.to_owned()));
        }
        questions.push(page.word("search_hint_contact").to_owned());
        let hint = |question: String| LinkView {
            href: format!("?q={}", question.replace(" ", "+")),
            title: page.show.text(&question),
        };
        let count = page.show.number(i64::try_from(links.len()).unwrap_or(i64::MAX));
        let all = (links.len() > MOST_OPEN).then(|| page.word("search_all").replace("{}", &count));
        Self { root: page.linker.root(), scope, links, all, hints: questions.into_iter().map(hint).collect(), states }
    }
}

pub fn render_agency(page: &Page<'_>, agency: &Agency) -> Result<Artifact, ThemeError> {
    let links = agency_routes(page.site, agency)
        .iter()
        .filter(|route| route.lang == page.lang)
        .filter(|route| matches!(route.page, AgencyPage::Home | AgencyPage::Item(..) | AgencyPage::Document(_)))
        .map(|route| LinkView { title: names::title_of(page.site, agency, route).0, href: page.to_file(&route.url) })
        .collect();
    let newest = agency.years.iter().filter(|year| !year.promises.is_empty()).max_by_key(|year| year.year);
    let newest = newest.map(|year| Newest { year: year.year.be(), tally: year.tally(agency) });
    let view = SearchPage::new(page, &agency.slug, links, newest);
    let title = page.word("search");
    let about = PageAbout { title, description: agency.name(), trail: page.trail(Some(agency)), agency: Some(agency) };
    page.render("search.html", about, &view)
}

/// The portal's list leads to the agencies' own lists, so that it stays small however many there are.
pub fn render_portal(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let own = |summary: &AgencySummary| LinkView {
        title: summary.name.clone(),
        href: page.to(&summary.at(&AgencyPage::Search)),
    };
    let links = match summaries.len() {
        0..=places::MOST_LISTED => summaries.iter().map(own).collect(),
        _ => places::links(page, summaries),
    };
    let newest = summaries.iter().filter_map(AgencySummary::newest_year).max_by_key(|year| year.year);
    let newest = newest.map(|year| Newest { year: year.year, tally: year.tally.clone() });
    let view = SearchPage::new(page, "", links, newest);
    let title = page.word("search");
    let about = PageAbout { title, description: title, trail: page.trail(None), agency: None };
    page.render("search.html", about, &view)
}
