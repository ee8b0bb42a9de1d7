//! The page of one document: leads plans, reports, measures and the rest to their files, and names every document.

use serde::Serialize;

use crate::model::{Agency, DocumentId};
use crate::site::shell::{About, LinkView, Page};
use crate::site::{AgencySite, Artifact, prose};
use crate::source::Document;
use crate::source::meta::Meta;
use crate::thai::FiscalYear;
use crate::theme::ThemeError;

pub fn title(page: &Page<'_>, agency: &Agency, id: DocumentId) -> String {
    let document = agency.document(id);
    let english = prose::in_language(page, document);
    if let Some(title) = english.common.title.as_ref().or(document.common.title.as_ref()) {
        return title.value.clone();
    }
    match &document.meta {
        Meta::Plan(meta) => match &meta.years {
            Some(years) => format!("{} {}", page.word("plan"), year_range(page, years.value)),
            None => page.word("plan").to_owned(),
        },
        Meta::Report(meta) => {
            let round = meta.round.as_ref().map(|round| page.show.round(round.value)).unwrap_or_default();
            let year = meta.fiscal_year.as_ref().map(|year| page.show.year(year.value)).unwrap_or_default();
            format!("{} {round} {} {year}", page.word("report"), page.word("fiscal_year"))
        }
        Meta::Measures(meta) => {
            let year = meta.fiscal_year.as_ref().map(|year| page.show.year(year.value)).unwrap_or_default();
            format!("{} {year}", page.word("measures"))
        }
        Meta::Agency(_) => agency.name().to_owned(),
        _ => document.title().to_owned(),
    }
}

pub fn year_range(page: &Page<'_>, years: (FiscalYear, FiscalYear)) -> String {
    if years.0 == years.1 {
        page.show.year(years.0)
    } else {
        format!("{}–{}", page.show.year(years.0), page.show.year(years.1))
    }
}

/// What every document's page shows of its front matter.
#[derive(Serialize)]
pub struct Head {
    pub title: String,
    pub summary: Option<String>,
    pub source: Option<String>,
    pub updated: Option<String>,
}

pub fn head(page: &Page<'_>, agency: &Agency, id: DocumentId) -> Head {
    let common = &agency.document(id).common;
    Head {
        title: title(page, agency, id),
        summary: prose::summary(page, agency.document(id)).map(|text| page.show.text(text)),
        source: common.source.as_ref().map(|text| page.show.text(&text.value)),
        updated: common.updated.as_ref().map(|date| page.show.date(date.value)),
    }
}

#[derive(Serialize)]
struct DocumentPage {
    head: Head,
    body: String,
    /// Announcements that publish it.
    papers: Vec<LinkView>,
}

pub fn render(page: &Page<'_>, site: &AgencySite, id: DocumentId) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let document = agency.document(id);
    match &document.meta {
        Meta::Plan(meta) => {
            if let Some(plan) = agency.plans.iter().find(|plan| plan.document == id) {
                return super::plan::render(page, site, plan, meta);
            }
        }
        Meta::Report(meta) => {
            if let Some(report) = agency.reports.iter().find(|report| report.document == id) {
                return super::report::render(page, site, report, meta);
            }
        }
        Meta::Measures(_) => {
            if let Some(book) = agency.measures.iter().find(|book| book.document == id) {
                return super::measures::render(page, site, book);
            }
        }
        _ => {}
    }
    let head = head(page, agency, id);
    let view = DocumentPage {
        papers: super::paper_state::papers_about(page, agency, id),
        body: body(page, agency, document),
        head,
    };
    let description = view.head.summary.clone().unwrap_or_else(|| agency.name().to_owned());
    let title = view.head.title.clone();
    let about =
        About { title: &title, description: &description, trail: page.trail(Some(agency)), agency: Some(agency) };
    page.render("document.html", about, &view)
}

/// The prose. Stories of items stand on the items' pages.
pub fn body(page: &Page<'_>, agency: &Agency, document: &Document) -> String {
    let has_entries = matches!(document.meta, Meta::Plan(_) | Meta::Report(_));
    let document = prose::in_language(page, document);
    prose::of_agency(page, agency, document, |index| {
        !has_entries || crate::model::ItemCode::leading(&document.body.sections[index].title.value).is_none()
    })
}
