//! The search page: a form that scripts bring to life, over a plain list of every title that works without them.

use serde::Serialize;

use crate::address::AgencyPage;
use crate::model::{Agency, AgencySummary};
use crate::site::ground::Artifact;
use crate::site::names;
use crate::site::page::{LinkView, Page};
use crate::site::routes::agency_routes;
use crate::site::shell::PageAbout;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct SearchPage<'a> {
    root: &'a str,
    scope: &'a str,
    links: Vec<LinkView>,
}

pub fn render_agency(page: &Page<'_>, agency: &Agency) -> Result<Artifact, ThemeError> {
    let links = agency_routes(page.site, agency)
        .iter()
        .filter(|route| route.lang == page.lang)
        .filter(|route| matches!(route.page, AgencyPage::Home | AgencyPage::Item(..) | AgencyPage::Document(_)))
        .map(|route| LinkView { title: names::title_of(page.site, agency, route).0, href: page.to_file(&route.url) })
        .collect();
    let view = SearchPage { root: page.linker.root(), scope: &agency.slug, links };
    let title = page.word("search");
    let about = PageAbout { title, description: agency.name(), trail: page.trail(Some(agency)), agency: Some(agency) };
    page.render("search.html", about, &view)
}

/// The portal's list leads to the agencies' own lists, so that it stays small however many there are.
pub fn render_portal(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let links = summaries
        .iter()
        .map(|summary| LinkView { title: summary.name.clone(), href: page.to(&summary.at(&AgencyPage::Search)) })
        .collect();
    let view = SearchPage { root: page.linker.root(), scope: "", links };
    let title = page.word("search");
    let about = PageAbout { title, description: title, trail: page.trail(None), agency: None };
    page.render("search.html", about, &view)
}
