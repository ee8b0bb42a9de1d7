//! Opening a site: list the files, read standards, portal, theme, names and record, and put the shared part together.
//! Each step is made again only when what it is made from has changed; with empty shelves all are made once.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::located::FileText;
use crate::check::{self, AgencyName, AgencyNames, Located, locate};
use crate::engine::known::{context_of, is_document, known_entry};
use crate::engine::same::Same;
use crate::engine::shared_files::WhereNamed;
use crate::engine::shelves::Shelves;
use crate::engine::stamps::{self, FileState};
use crate::engine::{
    EngineOptions, Failure, Stage, Timings, permanence, privacy, shared_files, template_links, theme_files,
};
use crate::finding::{Finding, Findings, code};
use crate::model::{self, AgencyFiles, Portal, Sources};
use crate::preview::DiskChanges;
use crate::site::{Settings, Site};
use crate::source::meta::Meta;
use crate::source::{Document, FileEntry, Files, document, door};
use crate::span::{FileId, Span};
use crate::standards::Standards;
use crate::theme::{self, Theme};

/// What the shared part of the site is made of: equal keys, equal site.
#[derive(Clone, PartialEq, Eq)]
struct SiteKey {
    portal: Vec<(String, u64)>,
    theme: String,
    addresses: Same<BTreeMap<String, String>>,
    standards: Same<Standards>,
    names: Same<AgencyNames>,
    /// The portal's own files that pages name.
    shared: Vec<String>,
}

/// A content folder and what was made of it, step by step.
pub struct Opening {
    pub options: EngineOptions,
    pub shelves: Shelves,
    /// Files with personal data in them are left out; else only the author sees the site, and is told.
    pub leaves_out: bool,
    pub standards: Arc<Standards>,
    standards_findings: Vec<Finding>,
    theme: Option<(String, Arc<Theme>)>,
    /// Why the theme as it is now cannot be used; the last good one is.
    pub theme_error: Option<String>,
    /// Content file → root-relative address of its page.
    pub addresses: Arc<BTreeMap<String, String>>,
    pub listed: Arc<HashMap<FileId, FileEntry>>,
    pub names: Arc<AgencyNames>,
    site: Option<(SiteKey, Arc<Site>)>,
    /// What could not be read of the publishing record, for the site as it is.
    record_findings: Vec<Finding>,
    /// Of the portal's own level, judged, where files are left out.
    judged: Vec<Located>,
}

/// What the disk says of the portal's own files, one by one.
pub type Notes = Vec<Option<FileState>>;

pub fn notes(sources: &Sources) -> Notes {
    let mut notes = stamps::notes(&sources.portal);
    notes.extend(stamps::notes(&sources.standards));
    notes
}

/// A site as it is now.
pub struct Opened {
    /// Every file, shared out; of what changes in a file, only its size stands here.
    pub sources: Sources,
    pub notes: Notes,
    pub site: Arc<Site>,
    /// What reading the portal's own files found.
    pub loaded: Vec<Finding>,
    /// What is said at the portal's own level, where files are left out; else it is judged when somebody asks.
    pub findings: Vec<Located>,
}

impl Opening {
    pub fn over(shelves: Shelves, options: &EngineOptions, leaves_out: bool) -> Result<Self, Failure> {
        let mut options = options.clone();
        if options.themes.is_none() {
            options.themes = themes_beside(&options.content)?;
        }
        Ok(Self {
            options,
            shelves,
            leaves_out,
            standards: Arc::new(Standards::embedded().clone()),
            standards_findings: Vec::new(),
            theme: None,
            theme_error: None,
            addresses: Arc::default(),
            listed: Arc::default(),
            names: Arc::default(),
            site: None,
            record_findings: Vec::new(),
            judged: Vec::new(),
        })
    }

    /// The site of the files as they are now; `before` are the files as they were.
    pub fn refresh(
        &mut self,
        changes: &DiskChanges,
        before: Option<Sources>,
        timings: &Timings,
    ) -> Result<Opened, Failure> {
        let mut findings = Findings::default();
        let failed = |error| Failure(format!("เปิดโฟลเดอร์ `{}` ไม่ได้: {error}", self.options.content.display()));
        let touched = timings.time(Stage::List, || self.shelves.refresh(changes, &self.standards)).map_err(failed)?;
        let mut sources = match before {
            Some(sources) if !touched.names_changed => sources,
            _ => self.share_out(),
        };
        for shelf in touched.paths.iter().filter_map(|path| self.shelves.kept()?.shelf(path)) {
            sources.resize(&shelf.entry.path, shelf.entry.size);
        }
        let notes = notes(&sources);
        findings.extend(self.shelves.listing());
        let new_standards = touched.paths.iter().any(|path| path.starts_with("_standards/"));
        if new_standards {
            self.read_standards(&sources);
        }
        findings.extend(self.standards_findings.iter().cloned());
        let mut portal = self.portal(&sources, &mut findings);
        let theme = self.theme(&portal, changes, timings)?;
        let by = WhereNamed {
            shelves: &self.shelves,
            sources: &sources,
            standards: &self.standards,
            theme: &theme,
            options: &self.options,
        };
        shared_files::keep_to_named(&mut portal, &by, &mut findings);
        if touched.names_changed || new_standards || touched.paths.iter().any(|path| path.ends_with("agency.md")) {
            let names = names_of(&self.shelves, &sources, &self.standards);
            if self.names.as_slice() != names {
                self.names = Arc::new(names.into_iter().collect());
            }
        }
        let mut loaded = findings.into_vec();
        let site = self.site(portal, theme, &sources, &loaded);
        loaded.extend(self.record_findings.iter().cloned());
        Ok(Opened { sources, notes, site, loaded, findings: self.judged.clone() })
    }

    fn share_out(&mut self) -> Sources {
        let entries = self.shelves.entries();
        self.addresses = Arc::new(addresses_of(&entries));
        if self.shelves.kept().is_some() {
            self.listed = Arc::new(entries.iter().map(|entry| (FileId::of(&entry.path), entry.clone())).collect());
        }
        Sources::share_out(entries)
    }

    fn read_standards(&mut self, sources: &Sources) {
        let mut findings = Findings::default();
        self.standards = Arc::new(standards_of(self.shelves.files(), sources, &mut findings));
        self.standards_findings = findings.into_vec();
        self.shelves.forget(&self.standards);
    }

    fn portal(&self, sources: &Sources, findings: &mut Findings) -> Portal {
        let (documents, others) = self.shelves.documents(&sources.portal, &self.standards, findings);
        let look = |entry: &FileEntry, found: &mut Findings| self.shelves.inspection(entry, found);
        let mut portal = model::portal_of(documents, others, look, sources, findings);
        if let Some(Meta::Agency(own)) = self.own_document(sources).map(|document| document.meta.clone()) {
            portal.meta.or_of(&own.site);
            let names = [Some(&own.name), own.amphoe.as_ref(), own.province.as_ref()];
            portal.own_name = names.into_iter().flatten().map(|name| name.value.as_str()).collect::<Vec<_>>().join(" ");
        }
        portal
    }

    /// The `agency.md` of a site of a single agency.
    fn own_document(&self, sources: &Sources) -> Option<Arc<Document>> {
        self.shelves.document(own_entry(sources)?, &self.standards)
    }

    /// A theme that cannot be read stops a site that has none yet; else the last good one stays.
    fn theme(&mut self, portal: &Portal, changes: &DiskChanges, timings: &Timings) -> Result<Arc<Theme>, Failure> {
        let wanted = portal.meta.theme.as_ref().map_or(theme::DEFAULT, |name| &name.value).to_owned();
        let known = self.theme.clone();
        let same = known.as_ref().filter(|(name, _)| *name == wanted && !self.touches_theme(changes));
        if let Some((_, theme)) = same {
            return Ok(Arc::clone(theme));
        }
        match timings.time(Stage::Theme, || self.read_theme(&wanted)) {
            Ok(theme) => {
                self.theme_error = None;
                Ok(theme)
            }
            Err(failure) => {
                let (_, last) = known.ok_or_else(|| Failure(failure.to_string()))?;
                self.theme_error = Some(failure.to_string());
                Ok(last)
            }
        }
    }

    pub fn read_theme(&mut self, name: &str) -> Result<Arc<Theme>, Failure> {
        let before = self.theme.as_ref().map(|(_, theme)| &**theme);
        let theme = Arc::new(theme::load_over(name, self.options.themes.as_deref(), before)?);
        self.theme = Some((name.to_owned(), Arc::clone(&theme)));
        Ok(theme)
    }

    fn touches_theme(&self, changes: &DiskChanges) -> bool {
        let Some(themes) = &self.options.themes else { return false };
        let absolute = std::path::absolute(themes).unwrap_or_else(|_| themes.clone());
        changes.rescan || changes.paths.iter().any(|path| path.starts_with(&absolute) || path.starts_with(themes))
    }

    fn site(&mut self, portal: Portal, theme: Arc<Theme>, sources: &Sources, loaded: &[Finding]) -> Arc<Site> {
        let reading = |entry: &FileEntry| (entry.path.clone(), self.shelves.reading(&entry.path));
        let key = SiteKey {
            portal: sources.portal.iter().chain(own_entry(sources)).map(reading).collect(),
            theme: theme.stamp.clone(),
            addresses: Same(Arc::clone(&self.addresses)),
            standards: Same(Arc::clone(&self.standards)),
            names: Same(Arc::clone(&self.names)),
            shared: portal.files.iter().map(|entry| entry.path.clone()).collect(),
        };
        if let Some((known, site)) = &self.site
            && *known == key
        {
            return Arc::clone(site);
        }
        let EngineOptions { date, portable, preview, .. } = self.options;
        let settings = Settings::new(&portal, date, portable, preview);
        let mut findings = Findings::default();
        let base_url = settings.base_url.as_deref();
        let record = permanence::load(self.shelves.files(), sources, base_url, &mut findings);
        self.record_findings = findings.into_vec();
        let mut site = Site {
            portal,
            settings,
            standards: Arc::clone(&self.standards),
            theme,
            addresses: Arc::clone(&self.addresses),
            record: Arc::new(record),
            members: Arc::default(),
        };
        if self.leaves_out {
            let mut read = Findings::default();
            read.extend(loaded.iter().chain(&self.record_findings).cloned());
            let known = |file| known_of(&site.portal, file).or_else(|| self.text_of(sources, file));
            self.judged = judge_portal(&site, &self.names, read, &known);
            let private = privacy::private_paths(&self.judged);
            site.portal.leave_out(&private);
        }
        let site = Arc::new(site);
        self.site = Some((key, Arc::clone(&site)));
        site
    }

    /// A file that made no document of the portal's is read again, only to show the line that is wrong.
    fn text_of(&self, sources: &Sources, file: FileId) -> Option<FileText> {
        let of_agencies = sources.agencies.iter().flat_map(|agency| &agency.entries);
        let mut listed = sources.portal.iter().chain(&sources.standards).chain(of_agencies);
        match listed.find(|entry| FileId::of(&entry.path) == file) {
            Some(entry) => Some(known_entry(self.shelves.files(), entry)),
            None => self.shelves.files().name_of(file).map(|path| (path.into(), "".into())),
        }
    }
}

/// The author's own themes, if the folder really lies beside the content: a link elsewhere is nobody's theme.
pub fn themes_beside(content: &Path) -> Result<Option<PathBuf>, Failure> {
    let Some(beside) = content.parent() else { return Ok(None) };
    let around = if beside.as_os_str().is_empty() { Path::new(".") } else { beside };
    let themes = beside.join("themes");
    match door::inside(around, &themes) {
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied && themes.is_dir() => {
            Err(Failure("โฟลเดอร์ themes เป็นทางลัดที่ชี้ออกไปนอกโฟลเดอร์ของเว็บ จึงไม่ใช้ ถ้าตั้งใจให้สั่งด้วย --themes".to_owned()))
        }
        _ => Ok(Some(themes)),
    }
}

/// What there is to say at the portal's own level. `known` gives the path and text of every file of the site.
pub fn judge_portal(
    site: &Site,
    names: &AgencyNames,
    loaded: Findings,
    known: &dyn Fn(FileId) -> Option<FileText>,
) -> Vec<Located> {
    let checked = check::check_portal(&site.portal, loaded, &context_of(site, names));
    let mut findings = locate(checked.iter(), known);
    findings.extend(template_links::findings(site));
    findings.extend(theme_files::findings(site));
    findings
}

fn known_of(portal: &Portal, file: FileId) -> Option<FileText> {
    let mut documents = portal.home.iter().chain(&portal.pages);
    let document = documents.find(|document| document.file == file)?;
    Some((Arc::clone(&document.path), Arc::clone(&document.text)))
}

/// The front matter of every `agency.md`, before any agency is loaded as a whole.
fn own_entry(sources: &Sources) -> Option<&FileEntry> {
    let own = sources.agencies.iter().find(|agency| agency.slug.is_empty())?;
    own.entries.iter().find(|entry| entry.path == "agency.md")
}

fn names_of(shelves: &Shelves, sources: &Sources, standards: &Standards) -> Vec<AgencyName> {
    let name = |agency: &AgencyFiles| {
        let path = document_path(&agency.slug);
        let entry = agency.entries.iter().find(|entry| entry.path == path)?;
        let document = shelves.document(entry, standards)?;
        let Meta::Agency(meta) = &document.meta else { return None };
        Some(AgencyName::of(&agency.slug, meta))
    };
    sources.agencies.par_iter().filter_map(name).collect()
}

fn document_path(slug: &str) -> String {
    if slug.is_empty() { "agency.md".to_owned() } else { format!("{slug}/agency.md") }
}

/// Content file → root-relative address of its page.
fn addresses_of(entries: &[FileEntry]) -> BTreeMap<String, String> {
    entries
        .iter()
        .filter(|entry| is_document(entry) && !entry.path.starts_with('_'))
        .map(|entry| {
            let shown = document::thai_path(&entry.path);
            (entry.path.clone(), model::document_url(shown.as_deref().unwrap_or(&entry.path)))
        })
        .collect()
}

/// The standards of a site: those of the program, with what the site says otherwise in `_standards/`.
pub fn standards_of(files: &dyn Files, sources: &Sources, findings: &mut Findings) -> Standards {
    if sources.standards.is_empty() {
        return Standards::embedded().clone();
    }
    let mut overrides = Vec::new();
    for entry in sources.standards.iter().filter(|entry| entry.extension() == "toml") {
        if let Some(bytes) = model::read_text(files, entry, findings)
            && let Ok(text) = String::from_utf8(bytes)
        {
            overrides.push((entry.path.trim_start_matches("_standards/").to_owned(), text));
        }
    }
    match Standards::with_overrides(&overrides) {
        Ok(standards) => standards,
        Err(problems) => {
            for problem in problems {
                let file = FileId::of(&format!("_standards/{}", problem.path));
                let span = Span::new(file, problem.bytes.start, problem.bytes.end);
                findings.push(
                    Finding::of(code::S050, span, problem.message)
                        .english("a file of rules cannot be read")
                        .help("แก้ไฟล์นี้ หรือลบออกเพื่อใช้กติกาที่มากับโปรแกรม"),
                );
            }
            Standards::embedded().clone()
        }
    }
}
