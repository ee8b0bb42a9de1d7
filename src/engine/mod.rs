//! The pipeline that every command and the preview drive: open a site, load an agency, judge it.
//! Holds what is shared (standards, theme, portal) and applies what holds everywhere: personal data is left out, vanished
//! addresses are told. Knows no arguments and prints nothing; what to do with pages is the caller's choice.

pub mod build;
pub mod clock;
pub mod custody;
mod early;
mod failure;
mod judgement;
mod keeper;
mod known;
mod library;
pub mod lists;
mod open;
mod options;
pub mod permanence;
mod privacy;
mod same;
mod shared_files;
mod shelves;
mod snapshot;
mod stamps;
pub mod table_reads;
mod template_links;
mod theme_files;
mod timings;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::check::located::FileText;
use crate::check::{self, Located, locate};
use crate::finding::{Finding, Findings};
use crate::model::{self, Agency, AgencyFiles, Sources, strays};
use crate::preview::DiskChanges;
use crate::site::{AgencySite, Site};
use crate::source::{Disk, Document, FileEntry, Files};
use crate::span::FileId;
use crate::standards::StandardsProblem;
use crate::theme;

pub use early::EarlyKeeper;
pub use failure::Failure;
pub use keeper::{KeeperOptions, SiteKeeper};
pub use open::standards_of;
pub use options::EngineOptions;
pub use privacy::is_private;
pub use snapshot::SiteSnapshot;
pub use timings::{Stage, Timings};

use judgement::Judged;
use known::{context_of, known_entry};
use library::Library;
use open::{Notes, Opened, Opening};
use shelves::Shelves;

/// A site and its sources as they are now. With empty shelves it is opened once; with kept ones it follows the files.
pub struct Engine {
    opening: Opening,
    pub sources: Sources,
    pub site: Arc<Site>,
    /// What the disk said of the portal's own files before they were read.
    notes: Notes,
    /// What reading the portal's own files found.
    loaded: Vec<Finding>,
    /// Of the portal's own level, judged: where files are left out. Else the snapshot judges when somebody asks.
    pub findings: Vec<Located>,
}

/// An agency with its findings as the rules gave them: what fixes are made from.
pub struct CheckedAgency {
    pub agency: Arc<Agency>,
    pub findings: Vec<Finding>,
}

impl Engine {
    /// The site of a folder, read once.
    pub fn open(options: &EngineOptions, timings: &Timings) -> Result<Self, Failure> {
        if !options.content.is_dir() {
            return Err(Failure(format!(
                "ไม่พบโฟลเดอร์เนื้อหา `{}` ให้สั่งในโฟลเดอร์ที่มี content/ หรือเริ่มใหม่ด้วย `prongsai new เว็บของเรา`",
                options.content.display()
            )));
        }
        Self::with_files(Box::new(Disk::at(options.content.clone())), options, timings)
    }

    /// The same over any files, so that tests drive the whole pipeline without a disk.
    pub fn with_files(files: Box<dyn Files>, options: &EngineOptions, timings: &Timings) -> Result<Self, Failure> {
        let engine = Self::of(Opening::over(Shelves::empty(files), options, true)?, timings)?;
        if engine.sources.agencies.is_empty() && engine.sources.portal.is_empty() {
            return Err(Failure(format!(
                "โฟลเดอร์ `{}` ยังไม่มีเนื้อหา ต้องมี agency.md หรือ portal.md อย่างน้อยหนึ่งไฟล์",
                options.content.display()
            )));
        }
        Ok(engine)
    }

    /// The site of a folder, to be followed.
    pub fn follow(options: &EngineOptions, leaves_out: bool) -> Result<Self, Failure> {
        if !options.content.is_dir() {
            return Err(Failure(format!("ไม่พบโฟลเดอร์เนื้อหา `{}`", options.content.display())));
        }
        let shelves = Shelves::Kept(Library::new(options.content.clone()));
        let mut opening = Opening::over(shelves, options, leaves_out)?;
        // To fall back on, where the theme that the portal names cannot be read.
        opening.read_theme(theme::DEFAULT)?;
        Self::of(opening, &Timings::default())
    }

    fn of(mut opening: Opening, timings: &Timings) -> Result<Self, Failure> {
        let Opened { sources, notes, site, loaded, findings } =
            opening.refresh(&DiskChanges::everything(), None, timings)?;
        Ok(Self { opening, sources, site, notes, loaded, findings })
    }

    /// The files as they are now. What is kept can always be refreshed: only a first opening fails.
    fn refresh(&mut self, changes: &DiskChanges) {
        let before = std::mem::take(&mut self.sources);
        let opened = self.opening.refresh(changes, Some(before), &Timings::default());
        if let Ok(Opened { sources, notes, site, loaded, findings }) = opened {
            (self.sources, self.notes, self.site) = (sources, notes, site);
            (self.loaded, self.findings) = (loaded, findings);
        }
    }

    /// A list of obligations takes the place of the one of its year, for as long as this engine runs.
    pub fn replace_obligations(&mut self, text: &str) -> Result<u16, StandardsProblem> {
        let standards = &mut self.opening.standards;
        let year = Arc::make_mut(standards).replace_obligations(text)?;
        Arc::make_mut(&mut self.site).standards = Arc::clone(standards);
        Ok(year)
    }

    /// Sites of others stand under this portal from now on.
    pub fn join(&mut self, members: &custody::MemberSites) {
        Arc::make_mut(&mut self.site).members = members.notes().into();
    }

    /// Whether the portal's own files are, by what the disk says of them, those that the site was opened with.
    fn is_as_opened(&self) -> bool {
        let now = open::notes(&self.sources);
        self.notes == now && now.iter().all(Option::is_some)
    }

    pub fn files(&self) -> &dyn Files {
        self.opening.shelves.files()
    }

    pub fn context(&self) -> check::Context<'_> {
        context_of(&self.site, &self.opening.names)
    }

    /// The agency that these files make; where its links lead is not looked at. Of the published one, plans, reports and
    /// measures that are drafts or of a later day are no part: no figure of them is counted.
    fn load(&self, files: &AgencyFiles, only_published: bool, findings: &mut Findings) -> Option<Agency> {
        let (mut documents, mut others) =
            self.opening.shelves.documents(&files.entries, &self.opening.standards, findings);
        let mut withheld = BTreeMap::new();
        if only_published {
            withheld = privacy::keep_published(&mut documents, &mut others, &self.site, findings)?;
        }
        let look = |entry: &FileEntry, found: &mut Findings| self.opening.shelves.inspection(entry, found);
        let mut agency =
            model::agency_of(self.files(), look, files, documents, others, &self.opening.standards, findings)?;
        agency.withheld = withheld;
        privacy::keep_to_named(&mut agency, &self.site);
        strays::tell(&agency, findings);
        Some(agency)
    }

    /// Loads, links and checks one agency.
    pub fn check(&self, files: &AgencyFiles, timings: &Timings) -> Result<CheckedAgency, Vec<Located>> {
        self.judged(files, false, timings)
    }

    fn judged(
        &self,
        files: &AgencyFiles,
        only_published: bool,
        timings: &Timings,
    ) -> Result<CheckedAgency, Vec<Located>> {
        let mut loaded = Findings::default();
        match timings.time(Stage::Load, || self.load(files, only_published, &mut loaded)) {
            Some(agency) => {
                let agency = Arc::new(agency);
                let judge = || {
                    let (site, names) = (&self.site, &self.opening.names);
                    judgement::judge(&agency, loaded, &files.known, site, names, &Judged::default()).into_vec()
                };
                let findings = timings.time(Stage::Check, judge);
                Ok(CheckedAgency { agency, findings })
            }
            None => Err(locate(loaded.iter(), &|file| self.reread(files.entries.iter(), file))),
        }
    }

    /// The same as it may be shown, with the findings located. `Err`: what is wrong when there is no agency to show.
    pub fn agency(&self, files: &AgencyFiles, timings: &Timings) -> Result<AgencySite, Vec<Located>> {
        let CheckedAgency { agency, findings } = self.judged(files, true, timings)?;
        let findings = timings.time(Stage::Check, || self.locate(&agency, files, &findings));
        self.as_public(files, agency, findings, timings)
    }

    /// The same where what was found is known: nothing is judged.
    pub fn agency_judged_before(
        &self,
        files: &AgencyFiles,
        findings: Vec<Located>,
        timings: &Timings,
    ) -> Result<AgencySite, Vec<Located>> {
        match timings.time(Stage::Load, || self.load(files, true, &mut Findings::default())) {
            Some(agency) => self.as_public(files, Arc::new(agency), findings, timings),
            None => Err(findings),
        }
    }

    fn as_public(
        &self,
        files: &AgencyFiles,
        agency: Arc<Agency>,
        findings: Vec<Located>,
        timings: &Timings,
    ) -> Result<AgencySite, Vec<Located>> {
        match self.public(files, &findings, timings) {
            Public::AsItIs => Ok(AgencySite::new(agency, || findings)),
            Public::Without(agency) => Ok(AgencySite::new(agency, || findings)),
            Public::Nothing => Err(findings),
        }
    }

    /// What of an agency may be shown, by what was found in it and by the day of the site.
    fn public(&self, files: &AgencyFiles, findings: &[Located], timings: &Timings) -> Public {
        let private = privacy::private_paths(findings);
        if private.is_empty() {
            return Public::AsItIs;
        }
        let public = privacy::without(files, &private);
        let loaded = timings.time(Stage::Load, || self.load(&public, true, &mut Findings::default()));
        loaded.map_or(Public::Nothing, |agency| Public::Without(Arc::new(agency)))
    }

    pub fn locate(&self, agency: &Agency, files: &AgencyFiles, findings: &[Finding]) -> Vec<Located> {
        let known = self.known(agency, files);
        locate(findings, &known)
    }

    /// The path and text behind each finding of this agency.
    pub fn known(&self, agency: &Agency, files: &AgencyFiles) -> impl Fn(FileId) -> Option<FileText> {
        let documents: HashMap<FileId, &Arc<Document>> =
            agency.texts().map(|document| (document.file, document)).collect();
        move |file| match documents.get(&file) {
            Some(document) => Some((Arc::clone(&document.path), Arc::clone(&document.text))),
            None => self.reread(files.entries.iter(), file),
        }
    }

    /// A file that made no document is read again, only to show the line that is wrong.
    fn reread<'e>(&self, mut entries: impl Iterator<Item = &'e FileEntry>, file: FileId) -> Option<FileText> {
        let Some(entry) = entries.find(|entry| FileId::of(&entry.path) == file) else {
            return self.files().name_of(file).map(|path| (path.into(), "".into()));
        };
        Some(known_entry(self.files(), entry))
    }
}

/// What of an agency may be shown.
enum Public {
    AsItIs,
    Without(Arc<Agency>),
    Nothing,
}
