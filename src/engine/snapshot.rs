//! The site at one moment: pages rendered when asked for, findings worked out when shown. Never changes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde_json::json;

use crate::address::{self, AgencyPage, Lang, PortalPage, of_file, rooted};
use crate::check::render::{self, Look};
use crate::check::{AgencyNames, Counts, Located};
use crate::engine::judgement::FindingTexts;
use crate::engine::keeper::LARGE;
use crate::engine::open::judge_portal;
use crate::engine::permanence;
use crate::engine::privacy;
use crate::engine::table_reads::{TableRead, tables_of};
use crate::finding::{Finding, Findings, code};
use crate::model::document_url;
use crate::preview::{ServedPage, Snapshot};
use crate::record::Presence;
use crate::search::AgencyIndex;
use crate::site::search_records;
use crate::site::{self, AgencyRoute, AgencySite, AgencySummary, Artifact, PortalRoute, Site};
use crate::source::meta::Meta;
use crate::source::{Disk, Files};
use crate::span::FileId;

/// One agency of a snapshot, shared by all snapshots in which nothing of it changed.
pub struct AgencyCell {
    site: Arc<Site>,
    pub agency: Arc<AgencySite>,
    routes: OnceLock<BTreeMap<String, AgencyRoute>>,
    summary: OnceLock<AgencySummary>,
    search: OnceLock<(AgencyIndex, Artifacts)>,
}

type Artifacts = BTreeMap<String, Artifact>;

impl AgencyCell {
    pub fn new(site: Arc<Site>, agency: Arc<AgencySite>) -> Self {
        Self { site, agency, routes: OnceLock::new(), summary: OnceLock::new(), search: OnceLock::new() }
    }

    /// The same agency on another state of the site around it.
    pub fn shown_in(self: &Arc<Self>, site: &Arc<Site>) -> Arc<Self> {
        match Arc::ptr_eq(&self.site, site) {
            true => Arc::clone(self),
            false => Arc::new(Self::new(Arc::clone(site), Arc::clone(&self.agency))),
        }
    }

    /// Built when somebody first searches: no key stroke of the author's pays for it.
    fn search(&self) -> &(AgencyIndex, Artifacts) {
        self.search.get_or_init(|| {
            let (index, files) = search_records::index(&self.site, &self.agency.agency);
            (index, files.into_iter().map(|file| (file.url.clone(), file)).collect())
        })
    }

    fn routes(&self) -> &BTreeMap<String, AgencyRoute> {
        self.routes.get_or_init(|| {
            site::agency_routes(&self.site, &self.agency.agency)
                .into_iter()
                .map(|route| (route.url.clone(), route))
                .collect()
        })
    }

    /// The route at a root-relative address. Pages of documents are found without the table of all of them, which takes
    /// as long to make as the agency is large.
    fn route(&self, url: &str) -> Option<AgencyRoute> {
        match self.routes.get() {
            Some(routes) => routes.get(url).cloned(),
            None => self.plain_route(url).or_else(|| self.routes().get(url).cloned()),
        }
    }

    fn plain_route(&self, url: &str) -> Option<AgencyRoute> {
        let agency = &self.agency.agency;
        let (lang, bare) = match Lang::of(url) {
            english @ (Lang::En, _) if self.site.settings.english => english,
            _ => (Lang::Th, url),
        };
        let route = |page| Some(AgencyRoute { url: url.to_owned(), lang, page });
        if bare == agency.at(&AgencyPage::Home) {
            return route(AgencyPage::Home);
        }
        let path = format!("{}.md", bare.strip_suffix('/')?);
        let id = agency.documents.binary_search_by(|document| (*document.path).cmp(&path)).ok()?;
        let document = agency.document(id);
        let is_its_address = id != agency.home && agency.url_of(id) == bare;
        (is_its_address && site::is_published(document, &self.site)).then(|| route(AgencyPage::Document(id)))?
    }

    fn summary(&self) -> &AgencySummary {
        self.summary.get_or_init(|| {
            let routes: Vec<AgencyRoute> = self.routes().values().cloned().collect();
            AgencySummary::of(&self.site, &self.agency, &routes)
        })
    }
}

/// What a snapshot is put together from.
pub struct SnapshotParts {
    pub site: Arc<Site>,
    pub cells: BTreeMap<String, Arc<AgencyCell>>,
    pub names: Arc<AgencyNames>,
    /// What reading the portal's own documents, the standards and the publishing record found.
    pub loaded: Vec<Finding>,
    /// Of folders in which nothing makes an agency.
    pub orphans: Vec<Finding>,
    pub texts: FindingTexts,
    pub theme_error: Option<String>,
    /// Nothing is judged yet; the next snapshot is.
    pub unjudged: bool,
    /// Others than the author look at it: what stands in the files is not quoted to them.
    pub public: bool,
}

/// Told on every page until the whole site is judged.
pub const JUDGED_SOON: &str = "กำลังตรวจทั้งเว็บ ข้อที่ยังไม่ตรงกันจะขึ้นเอง";

pub struct SiteSnapshot {
    parts: SnapshotParts,
    portal_routes: OnceLock<BTreeMap<String, PortalRoute>>,
    summaries: OnceLock<Vec<AgencySummary>>,
    search: OnceLock<Artifacts>,
    /// Of the portal's own level.
    portal_findings: OnceLock<Vec<Located>>,
}

impl SiteSnapshot {
    pub fn new(parts: SnapshotParts) -> Self {
        Self {
            parts,
            portal_routes: OnceLock::new(),
            summaries: OnceLock::new(),
            search: OnceLock::new(),
            portal_findings: OnceLock::new(),
        }
    }

    fn site(&self) -> &Site {
        &self.parts.site
    }

    /// Whether reading it takes so long that its first pages are worth keeping.
    pub fn is_large(&self) -> bool {
        self.parts.texts.listed.len() > LARGE
    }

    pub fn assets(&self) -> impl Iterator<Item = (&String, &Vec<u8>)> {
        self.site().theme.assets.iter()
    }

    fn summaries(&self) -> &[AgencySummary] {
        self.summaries.get_or_init(|| self.parts.cells.values().map(|cell| cell.summary().clone()).collect())
    }

    fn portal_routes(&self) -> &BTreeMap<String, PortalRoute> {
        self.portal_routes.get_or_init(|| {
            site::portal_routes(self.site(), self.summaries())
                .into_iter()
                .map(|route| (route.url.clone(), route))
                .collect()
        })
    }

    fn search(&self) -> &Artifacts {
        self.search.get_or_init(|| {
            if self.site().portal.one_agency {
                return Artifacts::new();
            }
            let (own, texts) = search_records::portal_index(self.site(), self.summaries());
            let parts = self.parts.cells.values().map(|cell| &cell.search().0).chain([&own]);
            let files = crate::search::merge("", parts).into_iter().map(search_records::artifact).chain(texts);
            files.map(|file| (file.url.clone(), file)).collect()
        })
    }

    fn search_file(&self, url: &str) -> Option<Artifact> {
        if !address::is_search_file(url) {
            return None;
        }
        let own = self.cell_of(url).and_then(|cell| cell.search().1.get(url));
        own.or_else(|| self.search().get(url)).cloned()
    }

    /// The documents whose tables make a page; `None`: all of the agency's.
    fn documents_behind(&self, cell: &AgencyCell, url: &str) -> Option<Vec<String>> {
        let agency = &cell.agency.agency;
        let ids: Vec<usize> = match &cell.route(url)?.page {
            AgencyPage::Document(id) if *id != agency.home => vec![*id],
            AgencyPage::Year(year) | AgencyPage::Dimension(year, _) | AgencyPage::Item(year, _) => {
                let known = agency.year(*year)?;
                let plan = known.plan.and_then(|plan| agency.plans.get(plan)).map(|plan| plan.document);
                let reports = agency.reports.iter().filter(|report| report.year == *year).map(|report| report.document);
                plan.into_iter().chain(reports).collect()
            }
            _ => return None,
        };
        Some(ids.into_iter().map(|id| agency.document(id).path.to_string()).collect())
    }

    /// The agency under whose address `url` stands.
    fn cell_of(&self, url: &str) -> Option<&AgencyCell> {
        let (_, url) = Lang::of(url);
        if let Some(only) = self.parts.cells.get("") {
            return Some(only);
        }
        let mut parts = url.match_indices('/').map(|(at, _)| &url[..at]);
        parts.find_map(|slug| self.parts.cells.get(slug)).map(AsRef::as_ref)
    }

    /// The artifact at a root-relative address; the error is the theme's.
    fn artifact(&self, url: &str) -> Option<Result<Artifact, String>> {
        // Assets need nothing of the agencies, and no agency may have an address among them.
        if self.site().theme.assets.contains_key(url) {
            let route =
                PortalRoute { url: url.to_owned(), lang: site::Lang::Th, page: PortalPage::Asset(url.to_owned()) };
            return Some(site::render_portal(self.site(), &[], &route).map_err(|error| error.message));
        }
        if let Some(cell) = self.cell_of(url)
            && let Some(route) = cell.route(url)
        {
            return Some(site::render_agency(&cell.site, &cell.agency, &route).map_err(|error| error.message));
        }
        if let Some(file) = self.search_file(url) {
            return Some(Ok(file));
        }
        let route = self.portal_routes().get(url)?;
        Some(site::render_portal(self.site(), self.summaries(), route).map_err(|error| error.message))
    }

    /// Works out the findings of every agency.
    pub fn judge_all(&self) {
        self.parts.cells.par_iter().for_each(|(_, cell)| {
            let _ = cell.agency.findings.len();
        });
    }

    /// Every artifact there is: for the proof that reuse changed nothing.
    pub fn all(&self) -> BTreeMap<String, Vec<u8>> {
        let mut all = BTreeMap::new();
        let agency_urls = self.parts.cells.values().flat_map(|cell| cell.routes().keys());
        let search = self.parts.cells.values().flat_map(|cell| cell.search().1.keys()).chain(self.search().keys());
        for url in agency_urls.chain(self.portal_routes().keys()).chain(search) {
            let bytes = match self.artifact(url) {
                Some(Ok(artifact)) => artifact.bytes,
                Some(Err(message)) => message.into_bytes(),
                None => Vec::new(),
            };
            all.insert(url.clone(), bytes);
        }
        all
    }

    /// A file of the author's beside the documents: images and attachments.
    fn file(&self, url: &str) -> Option<ServedPage> {
        let entry = match self.cell_of(url) {
            Some(cell) => cell.agency.agency.attachments.entry_at(url),
            None => self.site().portal.files.iter().find(|entry| entry.path == url),
        }?;
        let bytes = Disk::at(self.parts.texts.root.clone()).read(entry).ok()?;
        Some(ServedPage::new(&bytes, site::media_type(url)))
    }

    /// What is said of the portal's own documents, and of what was published and is gone: as `check` says it.
    fn portal_findings(&self) -> &[Located] {
        self.portal_findings.get_or_init(|| {
            let SnapshotParts { site, names, loaded, orphans, texts, .. } = &self.parts;
            let mut read = Findings::default();
            read.extend(loaded.iter().cloned());
            let documents = site.portal.home.iter().chain(&site.portal.pages);
            let documents = documents.map(|document| (document.file, document)).collect();
            let mut located = judge_portal(site, names, read, &|file| texts.text_of(file, &documents));
            located.extend(texts.locate(orphans, std::iter::empty()));
            located.extend(self.vanished());
            located
        })
    }

    /// Addresses that were published and that no page has any more.
    fn vanished(&self) -> Vec<Located> {
        if self.site().record.ledger.addresses.is_empty() {
            return Vec::new();
        }
        let mut presence = Presence::default();
        for cell in self.parts.cells.values() {
            let routes: Vec<AgencyRoute> = cell.routes().values().cloned().collect();
            presence.add(permanence::addresses_of_agency(&cell.site, &cell.agency, &routes));
        }
        let routes: Vec<PortalRoute> = self.portal_routes().values().cloned().collect();
        permanence::vanished(self.site(), presence, self.summaries(), &routes)
    }

    /// What is wrong with the file behind a page, when an older version of the page is shown.
    fn page_errors(&self, source: Option<&str>) -> Vec<Located> {
        let broken = source.and_then(|source| self.parts.texts.broken.get(&FileId::of(source)));
        let Some(broken) = broken else { return Vec::new() };
        self.parts.texts.locate(&broken.findings, std::iter::empty())
    }

    /// Everything that `check` would say of the files as they are now.
    pub fn findings(&self) -> Vec<Located> {
        let mut all = self.portal_findings().to_vec();
        for cell in self.parts.cells.values() {
            all.extend(cell.agency.findings.iter().cloned());
        }
        all
    }

    fn findings_of(&self, source: Option<&str>) -> Vec<Located> {
        let Some(source) = source else { return self.findings() };
        // Of one file only its agency and the portal's own level can speak.
        let own = self.cell_of(source).map_or(&[][..], |cell| cell.agency.findings.as_slice());
        let all = self.portal_findings().iter().chain(own);
        all.filter(|finding| &*finding.primary.path == source).cloned().collect()
    }

    fn url_of_source(&self, source: &str) -> Option<String> {
        self.site().addresses.get(source).map(|url| rooted(url))
    }

    fn json_of(&self, finding: &Located) -> serde_json::Value {
        let line = finding.primary.line;
        // A line of a file that is left out may say what must not be shown.
        let is_public = self.parts.public;
        let lines = if is_public { json!([]) } else { json!([{ "number": line, "text": &*finding.primary.shown }]) };
        let text = match is_public {
            true => finding.message.clone(),
            false => render::text(std::slice::from_ref(finding), Look::default()),
        };
        json!({
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "help": finding.help,
            "file": &*finding.primary.path,
            "line": line,
            "column": finding.primary.column,
            "lines": lines,
            "text": text,
            "path": self.url_of_source(&finding.primary.path),
        })
    }

    fn marks(&self, source: Option<&str>) -> Vec<serde_json::Value> {
        let mut marks = Vec::new();
        if self.parts.unjudged {
            marks.push(json!({ "kind": "future", "text": JUDGED_SOON }));
        }
        let Some(source) = source else { return marks };
        let portal = &self.site().portal;
        let own = self.cell_of(source).map_or(&[][..], |cell| cell.agency.agency.documents.as_slice());
        let mut documents = own.iter().chain(&portal.home).chain(&portal.pages);
        let Some(document) = documents.find(|document| &*document.path == source) else { return marks };
        if self.findings_of(Some(source)).iter().any(privacy::is_private) {
            let text = "มีข้อมูลส่วนบุคคล: ไฟล์นี้จะไม่อยู่ในเว็บที่สร้าง จนกว่าจะแก้หรือยืนยันในช่อง accept";
            marks.push(json!({ "kind": "private", "text": text }));
        }
        if document.common.draft {
            marks.push(json!({ "kind": "draft", "text": "ฉบับร่าง ยังไม่เผยแพร่" }));
        }
        let from = document.common.publish_from.as_ref().map(|date| date.value);
        let effective = match &document.meta {
            Meta::Paper(paper) => paper.effective_from.as_ref().map(|date| date.value),
            _ => None,
        };
        for (day, words) in [(from, "เผยแพร่"), (effective, "มีผล")] {
            if let Some(day) = day.filter(|day| *day > self.site().settings.date) {
                marks.push(json!({ "kind": "future", "text": format!("{words} {}", day.long()) }));
            }
        }
        marks
    }
}

/// `/na-kok/2564/` → `na-kok/2564/`; an explicit `index.html` is its folder.
fn url_of(path: &str) -> String {
    of_file(path.trim_start_matches('/')).to_owned()
}

impl Snapshot for SiteSnapshot {
    fn route(&self, path: &str) -> Option<ServedPage> {
        let url = url_of(path);
        match self.artifact(&url) {
            Some(Ok(artifact)) => Some(ServedPage::new(&artifact.bytes, artifact.media_type)),
            Some(Err(message)) => Some(error_page(&message)),
            None => self.file(&url),
        }
    }

    fn not_found(&self) -> ServedPage {
        match self.artifact("404.html") {
            Some(Ok(artifact)) => ServedPage::new(&artifact.bytes, artifact.media_type),
            _ => error_page("ไม่พบหน้านี้"),
        }
    }

    fn findings_json(&self, path: Option<&str>) -> String {
        let source = path.and_then(|path| self.source_of(path));
        if path.is_some() && source.is_none() {
            return json!({ "page_errors": [], "findings": [], "counts": Counts::default(), "marks": self.marks(None) })
                .to_string();
        }
        let findings = self.findings_of(source.as_deref());
        let mut page_errors: Vec<serde_json::Value> =
            self.page_errors(source.as_deref()).iter().map(|finding| self.json_of(finding)).collect();
        if let Some(error) = &self.parts.theme_error {
            page_errors.push(json!({
                "code": code::S051, "severity": "error", "message": error, "help": "", "file": "", "line": 0, "column": 0,
                "lines": [], "text": error, "path": null,
            }));
        }
        json!({
            "page_errors": page_errors,
            "findings": findings.iter().map(|finding| self.json_of(finding)).collect::<Vec<_>>(),
            "counts": Counts::of(&findings),
            "marks": self.marks(source.as_deref()),
        })
        .to_string()
    }

    fn tables_json(&self, path: Option<&str>) -> String {
        let url = path.map(url_of);
        let cells: Vec<&AgencyCell> = match &url {
            Some(url) => self.cell_of(url).into_iter().collect(),
            None => self.parts.cells.values().map(|cell| &**cell).collect(),
        };
        let tables = cells.into_iter().flat_map(|cell| {
            let wanted = url.as_ref().and_then(|url| self.documents_behind(cell, url));
            let of_page =
                move |table: &TableRead| wanted.as_ref().is_none_or(|wanted| wanted.contains(&table.document));
            tables_of(&cell.agency.agency, &self.site().standards.forms).filter(of_page)
        });
        serde_json::to_string(&tables.collect::<Vec<TableRead>>()).unwrap_or_else(|_| "[]".to_owned())
    }

    fn source_of(&self, path: &str) -> Option<String> {
        let url = url_of(path);
        let (_, bare) = Lang::of(&url);
        if let Some(cell) = self.cell_of(&url) {
            let agency = &cell.agency.agency;
            let id = match &cell.route(&url)?.page {
                AgencyPage::Document(id) => *id,
                AgencyPage::Year(year) | AgencyPage::Dimension(year, _) | AgencyPage::Item(year, _) => {
                    let known = agency.year(*year)?;
                    let report = known.latest(agency).map(|report| report.document);
                    report.or_else(|| Some(agency.plans.get(known.plan?)?.document))?
                }
                _ => agency.home,
            };
            return Some(agency.document(id).path.to_string());
        }
        self.site().addresses.iter().find(|(_, known)| known.as_str() == bare).map(|(path, _)| path.clone())
    }

    fn page_of(&self, source: &Path) -> Option<String> {
        let root = std::path::absolute(&self.parts.texts.root).unwrap_or_else(|_| self.parts.texts.root.clone());
        let relative = source.strip_prefix(&root).or_else(|_| source.strip_prefix(&self.parts.texts.root)).ok()?;
        let path = crate::source::files::portable(relative);
        path.ends_with(".md").then(|| rooted(&document_url(&path)))
    }
}

fn error_page(message: &str) -> ServedPage {
    let mut words = String::new();
    crate::escape::html_into(&mut words, message);
    let html = format!(
        "<!doctype html><html lang=\"th\"><head><meta charset=\"utf-8\"><title>ข้อผิดพลาด</title></head><body><main><h1>สร้างหน้านี้ไม่ได้</h1><pre>{words}</pre></main></body></html>"
    );
    ServedPage::new(html.as_bytes(), site::HTML)
}
