//! One authority with all its documents, assembled and linked: the unit of work of every later stage.
//! Built by `assemble`; immutable afterwards.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::address::{self, AgencyPage};
use crate::model::attachments::Attachments;
use crate::model::item::{Entry, ItemCode, Story, Tally};
use crate::model::life::PaperLink;
use crate::model::year::Year;
use crate::source::meta::{AgencyMeta, DeclaredFigure, Member, Meta, PaperKind, PaperMeta};
use crate::source::{Document, FileEntry};
use crate::standards::gazetteer;
use crate::thai::{Date, FiscalYear, Round};

/// Index of a document in `Agency::documents`.
pub type DocumentId = usize;

#[derive(Clone, Debug)]
pub struct Agency {
    /// Name of its folder and of its address; empty for a one-agency site.
    pub slug: String,
    pub meta: AgencyMeta,
    /// The `agency.md` document.
    pub home: DocumentId,
    /// Sorted by path.
    pub documents: Vec<Arc<Document>>,
    pub plans: Vec<Plan>,
    pub reports: Vec<Report>,
    pub measures: Vec<MeasuresBook>,
    pub papers: Vec<Paper>,
    /// Which papers name a document as related, newest first: indices into `papers`.
    pub papers_about: BTreeMap<DocumentId, Vec<usize>>,
    pub committees: Vec<Committee>,
    /// Plain pages and other documents.
    pub pages: Vec<DocumentId>,
    /// Ascending.
    pub years: Vec<Year>,
    /// Everything in its folder that is not a document: attachments and images.
    pub files: Vec<FileEntry>,
    /// What those files are and where they stand on the site.
    pub attachments: Attachments,
    /// Documents that are no part of the site yet, and the day on which each will be one; a draft has none.
    pub withheld: BTreeMap<String, Option<Date>>,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub document: DocumentId,
    pub years: (FiscalYear, FiscalYear),
    /// The year under whose address the plan stands.
    pub home_year: FiscalYear,
    pub framework: u16,
    pub entries: Vec<Entry>,
    pub stories: BTreeMap<ItemCode, Story>,
    pub declared: Vec<DeclaredFigure>,
}

#[derive(Clone, Debug)]
pub struct Report {
    pub document: DocumentId,
    pub year: FiscalYear,
    pub round: Round,
    pub framework: u16,
    /// The report's own item table.
    pub entries: Vec<Entry>,
    /// The e-PlanNACC list of the same report, kept apart.
    pub eplan: Vec<Entry>,
    pub stories: BTreeMap<ItemCode, Story>,
    /// From the front matter and from printed summary tables.
    pub declared: Vec<DeclaredFigure>,
}

impl Plan {
    /// The day on which it was approved, where the document states it.
    pub fn approved(&self, agency: &Agency) -> Option<Date> {
        match &agency.document(self.document).meta {
            Meta::Plan(meta) => meta.approved.as_ref().map(|date| date.value),
            _ => None,
        }
    }
}

impl Report {
    /// The rows that count: the e-PlanNACC list where there is one, since the official score is taken from it.
    pub fn official(&self) -> &[Entry] {
        if self.eplan.is_empty() { &self.entries } else { &self.eplan }
    }

    /// The day that its figures speak of, where it can be read.
    pub fn as_of(&self, agency: &Agency) -> Option<Date> {
        match &agency.document(self.document).meta {
            Meta::Report(meta) => meta.as_of.as_ref()?.value.date.as_ref().ok().copied(),
            _ => None,
        }
    }

    pub fn tally(&self) -> Tally {
        Tally::of(self.official().iter())
    }

    pub fn tally_of(&self, dimension: Option<u8>) -> Tally {
        Tally::of(self.official().iter().filter(|entry| entry.dimension == dimension))
    }
}

/// มาตรการส่งเสริมคุณธรรมและความโปร่งใส and their results.
#[derive(Clone, Debug)]
pub struct MeasuresBook {
    pub document: DocumentId,
    pub year: FiscalYear,
    pub entries: Vec<Entry>,
}

/// An announcement, order or pledge. Its life is worked out by `life`.
#[derive(Clone, Debug)]
pub struct Paper {
    pub document: DocumentId,
    pub kind: PaperKind,
    pub title: String,
    pub date: Option<Date>,
    pub number: Option<String>,
    pub effective_from: Option<Date>,
    pub effective_until: Option<Date>,
    pub publish_from: Option<Date>,
    pub draft: bool,
    /// What it does to others, and what others do to it.
    pub acts: Vec<PaperLink>,
    pub fates: Vec<PaperLink>,
}

#[derive(Clone, Debug)]
pub struct Committee {
    pub document: DocumentId,
    pub title: String,
    pub members: Vec<Member>,
    /// The order that appoints it, as an index into `Agency::papers`.
    pub by_order: Option<usize>,
}

impl Agency {
    /// What it is called in open data.
    pub fn id(&self) -> String {
        let place = [&self.meta.amphoe, &self.meta.province].map(|part| part.as_ref().map(|part| part.value.as_str()));
        address::agency_id(&self.slug, &self.meta.name.value, place)
    }

    pub fn name(&self) -> &str {
        &self.meta.name.value
    }

    pub fn short_name(&self) -> &str {
        self.meta.short_name.as_ref().map_or(self.name(), |name| &name.value)
    }

    /// The front matter of a paper.
    pub fn paper_meta(&self, paper: &Paper) -> Option<&PaperMeta> {
        match &self.documents.get(paper.document)?.meta {
            Meta::Paper(meta) => Some(meta),
            _ => None,
        }
    }

    /// The document of this file.
    pub fn document_at(&self, path: &str) -> Option<DocumentId> {
        self.documents.binary_search_by(|document| (*document.path).cmp(path)).ok()
    }

    /// Every file that was read: the documents, and what stands beside them in English.
    pub fn texts(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.documents.iter().flat_map(|document| std::iter::once(document).chain(&document.english))
    }

    pub fn document(&self, id: DocumentId) -> &Document {
        &self.documents[id]
    }

    /// The root-relative address of a document's page: `na-kok/2564/plan/`.
    pub fn url_of(&self, id: DocumentId) -> String {
        document_url(&self.documents[id].path)
    }

    /// The author's own page at `contact/`.
    pub fn contact_document(&self) -> Option<DocumentId> {
        let path = format!("{}contact.md", self.base());
        self.documents.binary_search_by(|document| (*document.path).cmp(&path)).ok()
    }

    /// Where the site itself shows whom to turn to, unless the author has written a page there.
    pub fn contact_url(&self) -> Option<String> {
        self.contact_document().is_none().then(|| self.at(&AgencyPage::Contact))
    }

    pub fn year(&self, year: FiscalYear) -> Option<&Year> {
        self.years.iter().find(|known| known.year == year)
    }

    /// The plan that covers a year, the most particular one first.
    /// The newest year with promises: of its own documents, before one that a plan of several years only names.
    pub fn newest_year(&self) -> Option<&Year> {
        let with_promises = || self.years.iter().rev().filter(|year| !year.promises.is_empty());
        with_promises().find(|year| year.has_document(self)).or_else(|| with_promises().next())
    }

    /// Whether the gazetteer has no such amphoe in its province; of an invented place it is not asked.
    pub fn amphoe_is_unknown(&self) -> bool {
        let (Some(province), Some(amphoe)) = (&self.meta.province, &self.meta.amphoe) else { return false };
        let known = gazetteer::province(&province.value).and_then(|province| province.amphoe(&amphoe.value));
        !self.meta.invented && known.is_none()
    }

    pub fn plan_for(&self, year: FiscalYear) -> Option<&Plan> {
        self.plans
            .iter()
            .filter(|plan| plan.years.0 <= year && year <= plan.years.1)
            .min_by_key(|plan| (plan.years.1.be() - plan.years.0.be(), plan.document))
    }

    pub fn report(&self, year: FiscalYear, round: Round) -> Option<&Report> {
        self.reports.iter().find(|report| report.year == year && report.round == round)
    }

    /// Address prefix of everything of this agency: `na-kok/`, or nothing for a one-agency site.
    pub fn base(&self) -> String {
        address::folder_of(&self.slug)
    }

    /// Where a page or file of this agency stands, in the Thai tree.
    pub fn at(&self, page: &AgencyPage) -> String {
        page.url(&self.slug, |id| self.url_of(id))
    }
}

/// `na-kok/2564/plan.md` → `na-kok/2564/plan/`; `agency.md` and `portal.md` stand for their folder.
pub fn document_url(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    address::of_document(folder, crate::source::document::stem(name))
}
