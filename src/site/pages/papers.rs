//! The list of announcements, orders and pledges.

use serde::Serialize;

use crate::model::Agency;
use crate::site::pages::agency_home::PaperRow;
use crate::site::shell::{About, Page};
use crate::site::{AgencySite, Artifact, Lang};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct PapersPage {
    rows: Vec<PaperRow>,
}

pub fn rows(page: &Page<'_>, agency: &Agency) -> Vec<PaperRow> {
    agency
        .papers
        .iter()
        .filter(|paper| crate::site::routes::is_published(agency.document(paper.document), page.site))
        .map(|paper| PaperRow {
            title: paper.title.clone(),
            href: page.to(&agency.url_of(paper.document)),
            kind: match page.lang {
                Lang::Th => paper.kind.name_th(),
                Lang::En => paper.kind.name_en(),
            },
            date: paper.date.map(|date| page.show.date(date)),
            number: paper.number.as_ref().map(|number| page.show.text(number)),
        })
        .collect()
}

pub fn render(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let about = About {
        title: page.word("nav_announcements"),
        description: agency.name(),
        trail: page.trail(Some(agency)),
        agency: Some(agency),
    };
    page.render("papers.html", about, &PapersPage { rows: rows(page, agency) })
}
