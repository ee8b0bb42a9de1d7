//! The site at one moment: pages rendered when asked for, findings worked out when shown. Never changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde_json::json;

use crate::check::render::{self, Look};
use crate::check::{self, AgencyName, Counts, Located, locate};
use crate::finding::{Finding, Findings};
use crate::model::{Agency, document_url};
use crate::preview::{Page, Snapshot};
use crate::search::AgencyIndex;
use crate::site::search_records;
use crate::site::{self, AgencyPage, AgencyRoute, AgencySite, AgencySummary, Artifact, PortalPage, PortalRoute, Site};
use crate::source::meta::Meta;
use crate::span::FileId;

/// One agency of a snapshot, shared by all snapshots in which nothing of it changed.
pub struct AgencyCell {
    site: Arc<Site>,
    pub agency: AgencySite,
    /// Held so that the keeper can tell by address whether the names are the same.
    _names: Arc<Vec<AgencyName>>,
    routes: OnceLock<BTreeMap<String, AgencyRoute>>,
    summary: OnceLock<AgencySummary>,
    search: OnceLock<(AgencyIndex, Artifacts)>,
}

type Artifacts = BTreeMap<String, Artifact>;

impl AgencyCell {
    pub fn new(
        site: Arc<Site>,
        names: Arc<Vec<AgencyName>>,
        agency: Arc<Agency>,
        loaded: Findings,
        root: PathBuf,
    ) -> Self {
        let find = {
            let (site, names, agency) = (Arc::clone(&site), Arc::clone(&names), Arc::clone(&agency));
            move || find_all(&site, &names, &agency, loaded, &root)
        };
        Self {
            site,
            agency: AgencySite::new(agency, find),
            _names: names,
            routes: OnceLock::new(),
            summary: OnceLock::new(),
            search: OnceLock::new(),
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

    fn summary(&self) -> &AgencySummary {
        self.summary.get_or_init(|| {
            let routes: Vec<AgencyRoute> = self.routes().values().cloned().collect();
            AgencySummary::of(&self.site, &self.agency, &routes)
        })
    }
}

fn find_all(site: &Site, names: &[AgencyName], agency: &Agency, loaded: Findings, root: &Path) -> Vec<Located> {
    let context = check::Context {
        standards: &site.standards,
        today: site.settings.date,
        portal: &site.portal.meta,
        agencies: names,
    };
    let findings = check::check_agency(agency, loaded, &context).into_vec();
    locate(findings.iter(), &|file| {
        let document = agency.texts().find(|document| document.file == file)?;
        // A file that is broken now is shown as it is now, not as it was when it was good.
        let text =
            std::fs::read_to_string(root.join(&*document.path)).map_or_else(|_| document.text.clone(), Into::into);
        Some((Arc::clone(&document.path), text))
    })
}

pub struct SiteSnapshot {
    site: Arc<Site>,
    cells: BTreeMap<String, Arc<AgencyCell>>,
    portal_routes: OnceLock<BTreeMap<String, PortalRoute>>,
    summaries: OnceLock<Vec<AgencySummary>>,
    search: OnceLock<Artifacts>,
    portal_findings: Vec<Finding>,
    /// Files that make no document as they are now, with what is wrong.
    broken: BTreeMap<String, Arc<Vec<Finding>>>,
    theme_error: Option<String>,
    root: PathBuf,
}

impl SiteSnapshot {
    pub fn new(
        site: Arc<Site>,
        cells: BTreeMap<String, Arc<AgencyCell>>,
        portal_findings: Vec<Finding>,
        broken: BTreeMap<String, Arc<Vec<Finding>>>,
        theme_error: Option<String>,
        root: PathBuf,
    ) -> Self {
        Self {
            site,
            cells,
            portal_routes: OnceLock::new(),
            summaries: OnceLock::new(),
            search: OnceLock::new(),
            portal_findings,
            broken,
            theme_error,
            root,
        }
    }

    fn summaries(&self) -> &[AgencySummary] {
        self.summaries.get_or_init(|| self.cells.values().map(|cell| cell.summary().clone()).collect())
    }

    fn portal_routes(&self) -> &BTreeMap<String, PortalRoute> {
        self.portal_routes.get_or_init(|| {
            site::portal_routes(&self.site, self.summaries())
                .into_iter()
                .map(|route| (route.url.clone(), route))
                .collect()
        })
    }

    fn search(&self) -> &Artifacts {
        self.search.get_or_init(|| {
            if self.site.portal.one_agency {
                return Artifacts::new();
            }
            let parts = self.cells.values().map(|cell| &cell.search().0);
            let files = crate::search::merge("", parts).into_iter().map(search_records::artifact);
            files.map(|file| (file.url.clone(), file)).collect()
        })
    }

    fn search_file(&self, url: &str) -> Option<Artifact> {
        if !url.ends_with(".js") || !(url.starts_with("search/") || url.contains("/search/")) {
            return None;
        }
        let own = self.cell_of(url).and_then(|cell| cell.search().1.get(url));
        own.or_else(|| self.search().get(url)).cloned()
    }

    /// The agency under whose address `url` stands.
    fn cell_of(&self, url: &str) -> Option<&AgencyCell> {
        let url = url.strip_prefix("en/").unwrap_or(url);
        if let Some(only) = self.cells.get("") {
            return Some(only);
        }
        let mut parts = url.match_indices('/').map(|(at, _)| &url[..at]);
        parts.find_map(|slug| self.cells.get(slug)).map(AsRef::as_ref)
    }

    /// The artifact at a root-relative address; the error is the theme's.
    fn artifact(&self, url: &str) -> Option<Result<Artifact, String>> {
        if let Some(cell) = self.cell_of(url)
            && let Some(route) = cell.routes().get(url)
        {
            return Some(site::render_agency(&cell.site, &cell.agency, route).map_err(|error| error.message));
        }
        if let Some(file) = self.search_file(url) {
            return Some(Ok(file));
        }
        // Assets need nothing of the agencies.
        if self.site.theme.assets.contains_key(url) {
            let route =
                PortalRoute { url: url.to_owned(), lang: site::Lang::Th, page: PortalPage::Asset(url.to_owned()) };
            return Some(site::render_portal(&self.site, &[], &route).map_err(|error| error.message));
        }
        let route = self.portal_routes().get(url)?;
        Some(site::render_portal(&self.site, self.summaries(), route).map_err(|error| error.message))
    }

    /// Every artifact there is: for the proof that reuse changed nothing.
    pub fn all(&self) -> BTreeMap<String, Vec<u8>> {
        let mut all = BTreeMap::new();
        let agency_urls = self.cells.values().flat_map(|cell| cell.routes().keys());
        let search = self.cells.values().flat_map(|cell| cell.search().1.keys()).chain(self.search().keys());
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
    fn file(&self, url: &str) -> Option<Page> {
        let entry = match self.cell_of(url) {
            Some(cell) => cell.agency.agency.attachments.entry_at(url),
            None => self.site.portal.files.iter().find(|entry| entry.path == url),
        }?;
        let bytes = std::fs::read(&entry.on_disk).ok()?;
        Some(Page::new(&bytes, site::media_type(url)))
    }

    fn located_portal(&self) -> Vec<Located> {
        let documents: Vec<_> = self.site.portal.home.iter().chain(&self.site.portal.pages).collect();
        locate(&self.portal_findings, &|file| {
            if let Some(document) = documents.iter().find(|document| document.file == file) {
                return Some((Arc::clone(&document.path), Arc::clone(&document.text)));
            }
            self.text_now(file)
        })
    }

    fn text_now(&self, file: FileId) -> Option<(Arc<str>, Arc<str>)> {
        let path = self.broken.keys().find(|path| FileId::of(path) == file)?;
        let bytes = std::fs::read(self.root.join(path)).ok()?;
        Some((path.as_str().into(), String::from_utf8_lossy(&bytes).into_owned().into()))
    }

    /// What is wrong with the file behind a page, when an older version of the page is shown.
    fn page_errors(&self, source: Option<&str>) -> Vec<Located> {
        let Some(findings) = source.and_then(|source| self.broken.get(source)) else { return Vec::new() };
        locate(findings.iter(), &|file| self.text_now(file))
    }

    fn findings_of(&self, source: Option<&str>) -> Vec<Located> {
        let mut all = self.located_portal();
        for cell in self.cells.values() {
            all.extend(cell.agency.findings.iter().cloned());
        }
        if let Some(source) = source {
            all.retain(|finding| &*finding.primary.path == source);
        }
        all
    }

    fn url_of_source(&self, source: &str) -> Option<String> {
        self.site.addresses.get(source).map(|url| format!("/{url}"))
    }

    fn json_of(&self, finding: &Located) -> serde_json::Value {
        let line = finding.primary.line;
        json!({
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "help": finding.help,
            "file": &*finding.primary.path,
            "line": line,
            "column": finding.primary.column,
            "lines": [{ "number": line, "text": &*finding.primary.shown }],
            "text": render::text(std::slice::from_ref(finding), Look::default()),
            "path": self.url_of_source(&finding.primary.path),
        })
    }

    fn marks(&self, source: Option<&str>) -> Vec<serde_json::Value> {
        let Some(source) = source else { return Vec::new() };
        let mut documents = self.cells.values().flat_map(|cell| cell.agency.agency.documents.iter());
        let Some(document) = documents.find(|document| &*document.path == source) else { return Vec::new() };
        let mut marks = Vec::new();
        if document.common.draft {
            marks.push(json!({ "kind": "draft", "text": "ฉบับร่าง ยังไม่เผยแพร่" }));
        }
        let from = document.common.publish_from.as_ref().map(|date| date.value);
        let effective = match &document.meta {
            Meta::Paper(paper) => paper.effective_from.as_ref().map(|date| date.value),
            _ => None,
        };
        for (day, words) in [(from, "เผยแพร่"), (effective, "มีผล")] {
            if let Some(day) = day.filter(|day| *day > self.site.settings.date) {
                marks.push(json!({ "kind": "future", "text": format!("{words} {}", day.long()) }));
            }
        }
        marks
    }
}

/// `/na-kok/2564/` → `na-kok/2564/`; an explicit `index.html` is its folder.
fn url_of(path: &str) -> String {
    let url = path.trim_start_matches('/');
    url.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(url).to_owned()
}

impl Snapshot for SiteSnapshot {
    fn route(&self, path: &str) -> Option<Page> {
        let url = url_of(path);
        match self.artifact(&url) {
            Some(Ok(artifact)) => Some(Page::new(&artifact.bytes, artifact.media_type)),
            Some(Err(message)) => Some(error_page(&message)),
            None => self.file(&url),
        }
    }

    fn not_found(&self) -> Page {
        match self.artifact("404.html") {
            Some(Ok(artifact)) => Page::new(&artifact.bytes, artifact.media_type),
            _ => error_page("ไม่พบหน้านี้"),
        }
    }

    fn findings_json(&self, path: Option<&str>) -> String {
        let source = path.and_then(|path| self.source_of(path));
        if path.is_some() && source.is_none() {
            return json!({ "page_errors": [], "findings": [], "counts": Counts::default(), "marks": [] }).to_string();
        }
        let findings = self.findings_of(source.as_deref());
        let mut page_errors: Vec<serde_json::Value> =
            self.page_errors(source.as_deref()).iter().map(|finding| self.json_of(finding)).collect();
        if let Some(error) = &self.theme_error {
            page_errors.push(json!({
                "code": "S051", "severity": "error", "message": error, "help": "", "file": "", "line": 0, "column": 0,
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

    fn source_of(&self, path: &str) -> Option<String> {
        let url = url_of(path);
        let bare = url.strip_prefix("en/").unwrap_or(&url);
        if let Some(cell) = self.cell_of(&url) {
            let agency = &cell.agency.agency;
            let id = match &cell.routes().get(&url)?.page {
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
        self.site.addresses.iter().find(|(_, known)| known.as_str() == bare).map(|(path, _)| path.clone())
    }

    fn page_of(&self, source: &Path) -> Option<String> {
        let root = std::path::absolute(&self.root).unwrap_or_else(|_| self.root.clone());
        let relative = source.strip_prefix(&root).or_else(|_| source.strip_prefix(&self.root)).ok()?;
        let path = crate::source::files::portable(relative);
        path.ends_with(".md").then(|| format!("/{}", document_url(&path)))
    }
}

fn error_page(message: &str) -> Page {
    let mut words = String::new();
    crate::source::rich::escape_into(&mut words, message);
    let html = format!(
        "<!doctype html><html lang=\"th\"><head><meta charset=\"utf-8\"><title>ข้อผิดพลาด</title></head><body><main><h1>สร้างหน้านี้ไม่ได้</h1><pre>{words}</pre></main></body></html>"
    );
    Page::new(html.as_bytes(), site::HTML)
}
