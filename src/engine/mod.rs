//! The pipeline that every command and the preview drive: open a site, load an agency, judge it.
//! Holds what is shared (standards, theme, portal) and applies what holds everywhere: personal data is left out, vanished
//! addresses are told. Knows no arguments and prints nothing; what to do with pages is the caller's choice.

pub mod clock;
mod failure;
mod judgement;
mod keeper;
mod library;
pub mod permanence;
mod same;
mod snapshot;
mod template_links;
mod timings;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use crate::check::located::Known;
use crate::check::{self, AgencyName, AgencyNames, Located, locate};
use crate::finding::{Finding, Findings, Severity};
use crate::model::{self, Agency, AgencyFiles, Sources};
use crate::site::{AgencySite, Settings, Site};
use crate::source::files::LARGEST_TEXT;
use crate::source::meta::Meta;
use crate::source::{Disk, Document, Entry, Files, document, sheets};
use crate::span::FileId;
use crate::standards::Standards;
use crate::thai::Date;
use crate::theme;

pub use failure::Failure;
pub use keeper::{KeeperOptions, SiteKeeper};
pub use snapshot::SiteSnapshot;
pub use timings::{Stage, Timings};

pub struct EngineOptions {
    pub content: PathBuf,
    pub themes: Option<PathBuf>,
    pub date: Date,
    pub portable: bool,
    pub preview: bool,
}

pub struct Engine {
    pub files: Box<dyn Files>,
    pub sources: Sources,
    pub site: Site,
    /// Of the portal's own level: listing, standards, root documents.
    pub findings: Vec<Located>,
    /// Names of all agencies, so that one's name in another's document can be told.
    names: AgencyNames,
}

/// An agency with its findings as the rules gave them: what fixes are made from.
pub struct CheckedAgency {
    pub agency: Agency,
    pub findings: Vec<Finding>,
}

impl Engine {
    pub fn open(options: &EngineOptions, timings: &Timings) -> Result<Self, Failure> {
        if !options.content.is_dir() {
            return Err(Failure(format!(
                "ไม่พบโฟลเดอร์เนื้อหา `{}` ให้สั่งในโฟลเดอร์ที่มี content/ หรือเริ่มใหม่ด้วย `prongsai new เว็บของเรา`",
                options.content.display()
            )));
        }
        Self::with_files(Box::new(Disk { root: options.content.clone() }), options, timings)
    }

    /// The same over any files, so that tests drive the whole pipeline without a disk.
    pub fn with_files(files: Box<dyn Files>, options: &EngineOptions, timings: &Timings) -> Result<Self, Failure> {
        let mut findings = Findings::default();
        let entries = timings
            .time(Stage::List, || files.list(&mut findings))
            .map_err(|error| Failure(format!("เปิดโฟลเดอร์ `{}` ไม่ได้: {error}", options.content.display())))?;
        let addresses = addresses_of(&entries);
        let sources = Sources::share_out(entries);
        if sources.agencies.is_empty() && sources.portal.is_empty() {
            return Err(Failure(format!(
                "โฟลเดอร์ `{}` ยังไม่มีเนื้อหา ต้องมี agency.md หรือ portal.md อย่างน้อยหนึ่งไฟล์",
                options.content.display()
            )));
        }
        let standards = load_standards(&*files, &sources, &mut findings);
        let portal = model::load_portal(&*files, &sources, &standards, &mut findings);
        let settings = Settings::new(&portal, options.date, options.portable, options.preview);
        let theme_name = portal.meta.theme.as_ref().map_or(theme::DEFAULT, |name| &name.value).to_owned();
        let themes = options.themes.clone().or_else(|| Some(options.content.parent()?.join("themes")));
        let theme = timings.time(Stage::Theme, || theme::load(&theme_name, themes.as_deref()))?;
        let names = agency_names(&*files, &sources, &standards);
        let record = permanence::load(&*files, &sources, settings.base_url.as_deref(), &mut findings);
        let site = Site {
            portal,
            settings,
            standards: Arc::new(standards),
            theme: Arc::new(theme),
            addresses: Arc::new(addresses),
            record: Arc::new(record),
        };
        let mut engine = Self { files, sources, site, findings: Vec::new(), names };
        let checked = check::check_portal(&engine.site.portal, findings, &engine.context());
        let documents = engine.site.portal.home.iter().chain(&engine.site.portal.pages);
        engine.findings = locate(checked.iter(), &|file| {
            known_of(documents.clone(), file).or_else(|| {
                let of_agencies = engine.sources.agencies.iter().flat_map(|agency| &agency.entries);
                let listed = engine.sources.portal.iter().chain(&engine.sources.standards).chain(of_agencies);
                engine.reread(listed, file)
            })
        });
        engine.findings.extend(template_links::findings(&engine.site));
        let private = paths_with_personal_data(&engine.findings);
        if !private.is_empty() {
            engine.site.portal.leave_out(&private);
        }
        Ok(engine)
    }

    pub fn context(&self) -> check::Context<'_> {
        context_of(&self.site, &self.names)
    }

    /// Loads, links and checks one agency.
    pub fn check(&self, files: &AgencyFiles, timings: &Timings) -> Result<CheckedAgency, Vec<Located>> {
        let mut findings = Findings::default();
        let loaded =
            timings.time(Stage::Load, || model::load_agency(&*self.files, files, &self.site.standards, &mut findings));
        match loaded {
            Some(agency) => {
                let findings =
                    timings.time(Stage::Check, || check::check_agency(&agency, findings, &self.context()).into_vec());
                Ok(CheckedAgency { agency, findings })
            }
            None => Err(locate(findings.iter(), &|file| self.reread(files.entries.iter(), file))),
        }
    }

    /// The same with the findings located, ready to be shown. `Err`: what is wrong when there is no agency to show.
    ///
    /// A file with personal data in it is left out of the site, whatever else the build puts up with.
    pub fn agency(&self, files: &AgencyFiles, timings: &Timings) -> Result<AgencySite, Vec<Located>> {
        let CheckedAgency { agency, findings } = self.check(files, timings)?;
        let findings = timings.time(Stage::Check, || self.locate(&agency, files, &findings));
        let private = paths_with_personal_data(&findings);
        if private.is_empty() {
            return Ok(AgencySite::new(Arc::new(agency), || findings));
        }
        let mut public = files.clone();
        public.entries.retain(|entry| !private.contains(entry.path.as_str()));
        match self.check(&public, timings) {
            Ok(checked) => Ok(AgencySite::new(Arc::new(checked.agency), || findings)),
            Err(_) => Err(findings),
        }
    }

    pub fn locate(&self, agency: &Agency, files: &AgencyFiles, findings: &[Finding]) -> Vec<Located> {
        let known = self.known(agency, files);
        locate(findings, &known)
    }

    /// The path and text behind each finding of this agency.
    pub fn known(&self, agency: &Agency, files: &AgencyFiles) -> impl Fn(FileId) -> Option<Known> {
        let documents: HashMap<FileId, &Arc<Document>> =
            agency.texts().map(|document| (document.file, document)).collect();
        move |file| match documents.get(&file) {
            Some(document) => Some((Arc::clone(&document.path), Arc::clone(&document.text))),
            None => self.reread(files.entries.iter(), file),
        }
    }

    /// A file that made no document is read again, only to show the line that is wrong.
    fn reread<'e>(&self, mut entries: impl Iterator<Item = &'e Entry>, file: FileId) -> Option<Known> {
        let Some(entry) = entries.find(|entry| FileId::of(&entry.path) == file) else {
            return self.files.name_of(file).map(|path| (path.into(), "".into()));
        };
        Some(known_entry(&*self.files, entry))
    }
}

/// What rules compare with, where this is the site.
pub fn context_of<'c>(site: &'c Site, agencies: &'c AgencyNames) -> check::Context<'c> {
    let Site { standards, settings, portal, .. } = site;
    check::Context { standards, today: settings.date, portal: &portal.meta, agencies }
}

/// The path of a file that made no document, and its text as far as it has one.
pub fn known_entry(files: &dyn Files, entry: &Entry) -> Known {
    let text = if entry.size > LARGEST_TEXT { None } else { files.read(entry).ok() };
    let text = match text {
        Some(bytes) => sheets::text_of(entry, &bytes),
        None => String::new(),
    };
    (entry.path.as_str().into(), text.into())
}

/// Files in which a rule of personal data found an error that nobody has answered.
fn paths_with_personal_data(findings: &[Located]) -> BTreeSet<String> {
    findings
        .iter()
        .filter(|found| found.code.starts_with('D') && found.severity == Severity::Error && found.answer.is_none())
        .map(|found| found.primary.path.to_string())
        .collect()
}

fn known_of<'d>(mut documents: impl Iterator<Item = &'d Arc<Document>>, file: FileId) -> Option<Known> {
    let document = documents.find(|document| document.file == file)?;
    Some((Arc::clone(&document.path), Arc::clone(&document.text)))
}

/// The front matter of every `agency.md`, before any agency is loaded as a whole.
pub fn agency_names(files: &dyn Files, sources: &Sources, standards: &Standards) -> AgencyNames {
    use rayon::prelude::*;
    let names: Vec<AgencyName> = sources
        .agencies
        .par_iter()
        .filter_map(|agency| {
            let path = document_path(&agency.slug);
            let entry = agency.entries.iter().find(|entry| entry.path == path)?;
            let mut ignored = Findings::default();
            let bytes = model::read_text(files, entry, &mut ignored)?;
            let document = document::read(&entry.path, &bytes, standards, &mut ignored)?;
            let Meta::Agency(meta) = &document.meta else { return None };
            Some(AgencyName::of(&agency.slug, meta))
        })
        .collect();
    names.into_iter().collect()
}

/// Content file → root-relative address of its page.
pub fn addresses_of(entries: &[Entry]) -> BTreeMap<String, String> {
    entries
        .iter()
        .filter(|entry| is_document(entry) && !entry.path.starts_with('_'))
        .map(|entry| {
            let shown = document::thai_path(&entry.path);
            (entry.path.clone(), model::document_url(shown.as_deref().unwrap_or(&entry.path)))
        })
        .collect()
}

pub fn is_document(entry: &Entry) -> bool {
    entry.extension().eq_ignore_ascii_case("md")
}

pub fn document_path(slug: &str) -> String {
    if slug.is_empty() { "agency.md".to_owned() } else { format!("{slug}/agency.md") }
}

pub fn load_standards(files: &dyn Files, sources: &Sources, findings: &mut Findings) -> Standards {
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
                let file = crate::span::FileId::of(&format!("_standards/{}", problem.path));
                let span = crate::span::Span::new(file, problem.bytes.start, problem.bytes.end);
                findings.push(
                    Finding::error("S050", span, problem.message)
                        .english("a file of rules cannot be read")
                        .help("แก้ไฟล์นี้ หรือลบออกเพื่อใช้กติกาที่มากับโปรแกรม"),
                );
            }
            Standards::embedded().clone()
        }
    }
}
