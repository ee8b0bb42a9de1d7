//! The page of one document: leads plans, reports, measures and the rest to their files, and names every document.

use serde::Serialize;

use crate::model::{Agency, DocumentId};
use crate::site::ground::{AgencySite, Artifact};
use crate::site::page::{LinkView, Page};
use crate::site::shell::PageAbout;
use crate::site::{names, prose};
use crate::source::Document;
use crate::source::meta::Meta;
use crate::theme::ThemeError;

/// What every document's page shows of its front matter.
#[derive(Serialize)]
pub struct DocumentHead {
    pub title: String,
    pub summary: Option<String>,
    pub source: Option<String>,
    pub updated: Option<String>,
}

pub fn head(page: &Page<'_>, agency: &Agency, id: DocumentId) -> DocumentHead {
    let common = &agency.document(id).common;
    DocumentHead {
        title: names::of_document(page, agency, id),
        summary: prose::summary(page, agency.document(id)),
        source: common.source.as_ref().map(|text| page.show.text(&text.value)),
        updated: common.updated.as_ref().map(|date| page.show.date(date.value)),
    }
}

#[derive(Serialize)]
struct DocumentPage {
    head: DocumentHead,
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
        PageAbout { title: &title, description: &description, trail: page.trail(Some(agency)), agency: Some(agency) };
    page.render("document.html", about, &view)
}

/// The words and tables as they are printed, below what the page makes of them.
#[derive(Serialize)]
pub struct PrintedBody {
    pub body: String,
    /// Folded away under its count.
    pub is_long: bool,
    /// "๑๐ ตาราง"; none where there are no tables.
    pub count: Option<String>,
}

/// Bytes of HTML that a page bears beside its own contents.
const LONG: usize = 6000;

pub fn printed(page: &Page<'_>, agency: &Agency, document: &Document) -> PrintedBody {
    let body = body(page, agency, document);
    let tables = body.matches("<table").count();
    PrintedBody {
        is_long: body.len() > LONG,
        count: (tables > 0).then(|| page.word("tables_count").replace("{}", &page.show.number(tables as i64))),
        body,
    }
}

/// The prose. Stories of items stand on the items' pages.
pub fn body(page: &Page<'_>, agency: &Agency, document: &Document) -> String {
    let has_entries = matches!(document.meta, Meta::Plan(_) | Meta::Report(_));
    let document = names::in_language(page, document);
    prose::of_agency(page, agency, document, |index| {
        !has_entries || crate::model::ItemCode::leading(&document.body.sections[index].title.value).is_none()
    })
}
