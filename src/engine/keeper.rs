//! Makes a snapshot of each state of the author's files, reusing every agency whose inputs did not change.
//! No dependency tracker: an agency is its files, the site is its settings; with `verify` each reuse is proved.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::{AgencyName, AgencyNames};
use crate::engine::judgement::{Broken, Case, Judged, Texts};
use crate::engine::library::{Library, Shelf, Touched};
use crate::engine::permanence;
use crate::engine::same::Same;
use crate::engine::snapshot::{AgencyCell, Parts, SiteSnapshot};
use crate::engine::{Failure, addresses_of, document_path, load_standards};
use crate::finding::{Finding, Findings};
use crate::model::{AgencyFiles, Portal, Sources, agency_of, portal_of};
use crate::preview::{Changes, Keeper, Snapshot};
use crate::site::{AgencySite, Settings, Site};
use crate::source::meta::Meta;
use crate::source::{Disk, Document, Entry};
use crate::span::FileId;
use crate::standards::Standards;
use crate::thai::Date;
use crate::theme::{self, Theme};

#[derive(Clone, Debug)]
pub struct KeeperOptions {
    pub content: PathBuf,
    pub themes: Option<PathBuf>,
    pub date: Date,
    /// Compare each snapshot with one made from nothing; told are the addresses that differ.
    pub prove: Option<fn(&[String])>,
}

pub struct SiteKeeper {
    options: KeeperOptions,
    library: Library,
    standards: Arc<Standards>,
    standards_findings: Vec<Finding>,
    theme: Option<(String, Arc<Theme>)>,
    /// Why the theme as it is now cannot be used; the last good one is.
    theme_error: Option<String>,
    /// Every file, shared out; of what changes in a file, only its size stands here.
    sources: Sources,
    listed: Arc<HashMap<FileId, Entry>>,
    addresses: Arc<BTreeMap<String, String>>,
    site: Option<(SiteKey, Arc<Site>)>,
    /// What could not be read of the publishing record, for the site as it is.
    record_findings: Arc<Vec<Finding>>,
    names: Arc<AgencyNames>,
    cells: BTreeMap<String, KeyedCell>,
    /// Nothing is judged yet: the first pages of a large site do not wait for that.
    unjudged: bool,
}

/// From how many files on the first page comes before anything is judged; below, nobody would notice.
const LARGE: usize = 500;

/// What the shared part of the site is made of: equal keys, equal site.
#[derive(Clone, PartialEq, Eq)]
struct SiteKey {
    portal: Vec<(String, u64)>,
    theme: String,
    addresses: Same<BTreeMap<String, String>>,
    standards: Same<Standards>,
}

/// What an agency is made of, however it is shown: its files, and what those are compared with.
#[derive(Clone, PartialEq, Eq)]
struct AgencyKey {
    /// Each file's reading.
    files: Vec<u64>,
    /// Renewed when any file of the site comes or goes: links are checked against them.
    addresses: Same<BTreeMap<String, String>>,
    names: Same<AgencyNames>,
    standards: Same<Standards>,
    portal: Option<Same<Document>>,
}

struct KeyedCell {
    key: AgencyKey,
    /// `None`: nothing in the folder makes an agency; why, the case tells.
    cell: Option<Arc<AgencyCell>>,
    orphans: Arc<Vec<Finding>>,
    judged: Arc<Judged>,
}

impl SiteKeeper {
    pub fn open(options: KeeperOptions) -> Result<Self, Failure> {
        if !options.content.is_dir() {
            return Err(Failure(format!("ไม่พบโฟลเดอร์เนื้อหา `{}`", options.content.display())));
        }
        let mut keeper = Self {
            library: Library::new(options.content.clone()),
            options,
            standards: Arc::new(Standards::embedded().clone()),
            standards_findings: Vec::new(),
            theme: None,
            theme_error: None,
            sources: Sources::default(),
            listed: Arc::default(),
            addresses: Arc::default(),
            site: None,
            record_findings: Arc::default(),
            names: Arc::default(),
            cells: BTreeMap::new(),
            unjudged: false,
        };
        // A theme that cannot be read at the start leaves nothing to fall back on.
        let touched = keeper.library.refresh(&Changes::everything(), &keeper.standards);
        if touched.paths.iter().any(|path| is_standard(path)) {
            keeper.read_standards();
        }
        keeper.read_theme(theme::DEFAULT)?;
        Ok(keeper)
    }

    pub fn editor(&self) -> String {
        let stated = self.library.shelf("portal.md").and_then(|shelf| match &shelf.document.as_ref()?.meta {
            Meta::Portal(portal) => portal.editor.as_ref().map(|editor| editor.value.clone()),
            _ => None,
        });
        stated.unwrap_or_else(|| "vscode://file/{path}:{line}:{column}".to_owned())
    }

    fn read_theme(&mut self, name: &str) -> Result<(), Failure> {
        let before = self.theme.as_ref().map(|(_, theme)| &**theme);
        let theme = theme::load_over(name, self.options.themes.as_deref(), before)?;
        self.theme = Some((name.to_owned(), Arc::new(theme)));
        Ok(())
    }

    fn touches_theme(&self, changes: &Changes) -> bool {
        let Some(themes) = &self.options.themes else { return false };
        let absolute = std::path::absolute(themes).unwrap_or_else(|_| themes.clone());
        changes.rescan || changes.paths.iter().any(|path| path.starts_with(&absolute) || path.starts_with(themes))
    }

    /// The snapshot of the files as they are now.
    pub fn snapshot(&mut self, changes: &Changes) -> Arc<SiteSnapshot> {
        let mut touched = self.library.refresh(changes, &self.standards);
        if touched.paths.iter().any(|path| is_standard(path)) {
            let names_changed = touched.names_changed;
            touched = self.read_standards();
            touched.names_changed |= names_changed;
        }
        // Taken out while the rest of the keeper works with it.
        let mut sources = std::mem::take(&mut self.sources);
        let first = self.addresses.is_empty();
        if touched.names_changed || first {
            let entries = self.library.entries();
            self.addresses = Arc::new(addresses_of(&entries));
            self.listed = Arc::new(entries.iter().map(|entry| (FileId::of(&entry.path), entry.clone())).collect());
            sources = Sources::share_out(entries);
        } else {
            for shelf in touched.paths.iter().filter_map(|path| self.library.shelf(path)) {
                sources.resize(&shelf.entry.path, shelf.entry.size);
            }
        }
        let (portal, portal_findings) = self.portal(&sources);
        let wanted = portal.meta.theme.as_ref().map_or(theme::DEFAULT, |name| &name.value).to_owned();
        let same_theme = self.theme.as_ref().is_some_and(|(name, _)| *name == wanted);
        if !same_theme || self.touches_theme(changes) {
            self.theme_error = match self.read_theme(&wanted) {
                Ok(()) => None,
                Err(failure) => Some(failure.to_string()),
            };
        }
        let site = self.site(portal, &sources);
        if first || touched.names_changed || touched.paths.iter().any(|path| path.ends_with("agency.md")) {
            self.name_agencies(&sources);
        }
        let texts = self.texts();
        self.build_cells(&sources, &site, &texts);
        self.sources = sources;
        let cells =
            self.cells.iter().filter_map(|(slug, keyed)| Some((slug.clone(), Arc::clone(keyed.cell.as_ref()?))));
        let mut loaded = portal_findings;
        loaded.extend(self.record_findings.iter().cloned());
        Arc::new(SiteSnapshot::new(Parts {
            cells: cells.collect(),
            orphans: self.cells.values().flat_map(|keyed| keyed.orphans.iter().cloned()).collect(),
            site,
            names: Arc::clone(&self.names),
            loaded,
            texts,
            theme_error: self.theme_error.clone(),
            unjudged: self.unjudged,
        }))
    }

    fn texts(&self) -> Texts {
        let broken = |shelf: &Shelf| Broken {
            path: shelf.entry.path.as_str().into(),
            text: shelf.broken_text.clone().unwrap_or_default(),
            findings: Arc::clone(&shelf.findings),
        };
        let all = self.library.shelves().filter(|shelf| shelf.broken);
        Texts {
            root: self.library.root().to_owned(),
            listed: Arc::clone(&self.listed),
            broken: Arc::new(all.map(|shelf| (FileId::of(&shelf.entry.path), broken(shelf))).collect()),
        }
    }

    fn read_standards(&mut self) -> Touched {
        let mut findings = Findings::default();
        let files = Disk { root: self.options.content.clone() };
        let sources = Sources::share_out(self.library.entries());
        self.standards = Arc::new(load_standards(&files, &sources, &mut findings));
        self.standards_findings = findings.into_vec();
        // Every document was read with the old rules.
        self.library.forget();
        self.library.refresh(&Changes::everything(), &self.standards)
    }

    fn portal(&self, sources: &Sources) -> (Portal, Vec<Finding>) {
        let mut findings = Findings::default();
        findings.extend(self.library.listing.iter().cloned());
        findings.extend(self.standards_findings.iter().cloned());
        let (documents, others) = self.documents(&sources.portal, &mut findings);
        let look = |entry: &Entry, found: &mut Findings| self.library.inspection(entry, found);
        let portal = portal_of(documents, others, look, sources, &mut findings);
        (portal, findings.into_vec())
    }

    /// The documents and other files among `entries`, with what reading them found.
    fn documents(
        &self,
        entries: &[crate::source::Entry],
        findings: &mut Findings,
    ) -> (Vec<Arc<Document>>, Vec<crate::source::Entry>) {
        let mut documents = Vec::new();
        let mut others = Vec::new();
        for entry in entries {
            let Some(shelf) = self.library.shelf(&entry.path) else { continue };
            // Why a file is broken is told apart from what is said of its last good version.
            if !shelf.broken {
                findings.extend(shelf.findings.iter().cloned());
            }
            match &shelf.document {
                Some(document) => documents.push(Arc::clone(document)),
                None if crate::engine::is_document(entry) => {}
                None => others.push(entry.clone()),
            }
        }
        (documents, others)
    }

    fn site(&mut self, portal: Portal, sources: &Sources) -> Arc<Site> {
        let theme = self.theme.as_ref().map(|(_, theme)| Arc::clone(theme));
        let Some(theme) = theme.or_else(|| theme::load(theme::DEFAULT, None).ok().map(Arc::new)) else {
            // The embedded theme is tested to load; `open` has refused to start without one.
            return self.site.as_ref().map(|(_, site)| Arc::clone(site)).unwrap_or_else(|| unreachable!());
        };
        let reading = |path: &String| self.library.shelf(path).map_or(0, |shelf: &Shelf| shelf.reading);
        let key = SiteKey {
            portal: sources.portal.iter().map(|entry| (entry.path.clone(), reading(&entry.path))).collect(),
            theme: theme.stamp.clone(),
            addresses: Same(Arc::clone(&self.addresses)),
            standards: Same(Arc::clone(&self.standards)),
        };
        if let Some((known, site)) = &self.site
            && *known == key
        {
            return Arc::clone(site);
        }
        let settings = Settings::new(&portal, self.options.date, false, true);
        let disk = Disk { root: self.options.content.clone() };
        let mut findings = Findings::default();
        let record = permanence::load(&disk, sources, settings.base_url.as_deref(), &mut findings);
        self.record_findings = Arc::new(findings.into_vec());
        let site = Arc::new(Site {
            portal,
            settings,
            standards: Arc::clone(&self.standards),
            theme,
            addresses: Arc::clone(&self.addresses),
            record: Arc::new(record),
        });
        self.site = Some((key, Arc::clone(&site)));
        site
    }

    fn name_agencies(&mut self, sources: &Sources) {
        let names: Vec<AgencyName> = sources
            .agencies
            .iter()
            .filter_map(|agency| {
                let shelf = self.library.shelf(&document_path(&agency.slug))?;
                match &shelf.document.as_ref()?.meta {
                    Meta::Agency(meta) => Some(AgencyName::of(&agency.slug, meta)),
                    _ => None,
                }
            })
            .collect();
        if self.names.as_slice() != names {
            self.names = Arc::new(names.into_iter().collect());
        }
    }

    fn build_cells(&mut self, sources: &Sources, site: &Arc<Site>, texts: &Texts) {
        let old = std::mem::take(&mut self.cells);
        let this = &*self;
        self.cells = sources
            .agencies
            .par_iter()
            .map(|files| {
                let key = this.agency_key(files, site);
                let keyed = match old.get(&files.slug) {
                    Some(known) if known.key == key => known.shown_in(site),
                    known => this.build_cell(files, site, texts, key, known),
                };
                (files.slug.clone(), keyed)
            })
            .collect();
    }

    fn agency_key(&self, files: &AgencyFiles, site: &Arc<Site>) -> AgencyKey {
        AgencyKey {
            files: self.library.below(&files.slug).map(|shelf| shelf.reading).collect(),
            addresses: Same(Arc::clone(&self.addresses)),
            names: Same(Arc::clone(&self.names)),
            standards: Same(Arc::clone(&self.standards)),
            portal: site.portal.home.clone().map(Same),
        }
    }

    fn build_cell(
        &self,
        files: &AgencyFiles,
        site: &Arc<Site>,
        texts: &Texts,
        key: AgencyKey,
        before: Option<&KeyedCell>,
    ) -> KeyedCell {
        let judged = before.map(|before| Arc::clone(&before.judged)).unwrap_or_default();
        let mut findings = Findings::default();
        let (documents, others) = self.documents(&files.entries, &mut findings);
        let look = |entry: &Entry, found: &mut Findings| self.library.inspection(entry, found);
        let disk = Disk { root: self.library.root().to_owned() };
        let agency = agency_of(&disk, look, files, documents, others, &self.standards, &mut findings);
        let Some(agency) = agency.map(Arc::new) else {
            findings.extend(texts.broken_below(&files.slug));
            return KeyedCell { key, cell: None, orphans: Arc::new(findings.into_vec()), judged };
        };
        let case = Case {
            site: Arc::clone(site),
            names: Arc::clone(&self.names),
            agency: Arc::clone(&agency),
            loaded: findings,
            known: files.known.clone(),
            texts: texts.clone(),
            judged: Arc::clone(&judged),
        };
        let agency = match self.unjudged {
            true => AgencySite::new(agency, Vec::new),
            false => AgencySite::new(agency, move || case.judge()),
        };
        let cell = AgencyCell::new(Arc::clone(site), Arc::new(agency));
        KeyedCell { key, cell: Some(Arc::new(cell)), orphans: Arc::default(), judged }
    }
}

impl KeyedCell {
    /// The same agency; where only the theme or the portal's words changed, in another dress.
    fn shown_in(&self, site: &Arc<Site>) -> Self {
        let cell = self.cell.as_ref().map(|cell| cell.shown_in(site));
        Self { key: self.key.clone(), cell, orphans: Arc::clone(&self.orphans), judged: Arc::clone(&self.judged) }
    }
}

fn is_standard(path: &str) -> bool {
    path.starts_with("_standards/")
}

impl Keeper for SiteKeeper {
    fn refresh(&mut self, changed: &Changes) -> Arc<dyn Snapshot> {
        let snapshot = self.snapshot(changed);
        if changed.is_empty() {
            snapshot.judge_all(); // while the pages of the first one are being read
        }
        if self.options.prove.is_some() {
            self.prove(&snapshot);
        }
        snapshot
    }

    fn first(&mut self) -> (Arc<dyn Snapshot>, bool) {
        self.unjudged = self.library.shelves().count() > LARGE;
        let first = self.snapshot(&Changes::everything());
        let leaves_open = std::mem::take(&mut self.unjudged);
        if leaves_open {
            // Made anew, and judged, by the refresh that follows.
            self.cells.clear();
        }
        (first, leaves_open)
    }

    fn watched(&self) -> Vec<PathBuf> {
        let mut paths = vec![self.options.content.clone()];
        // Named even while it is missing: a theme folder may be made later.
        paths.extend(self.options.themes.clone());
        paths
    }
}

impl SiteKeeper {
    /// Every artifact of the snapshot against one made from nothing, byte for byte. `Err`: the addresses that differ.
    pub fn difference(&self, snapshot: &SiteSnapshot) -> Vec<String> {
        let fresh = Self::open(KeeperOptions { prove: None, ..self.options.clone() });
        let Ok(mut fresh) = fresh else { return Vec::new() };
        // What is broken now was good before: the fresh keeper is given the same last good documents.
        fresh.library.adopt_broken(&self.library);
        let fresh = fresh.snapshot(&Changes::default());
        let ours = snapshot.all();
        let theirs = fresh.all();
        let mut differ: Vec<String> = Vec::new();
        for (url, bytes) in &ours {
            if theirs.get(url) != Some(bytes) {
                differ.push(url.clone());
            }
        }
        differ.extend(theirs.keys().filter(|url| !ours.contains_key(*url)).cloned());
        differ
    }

    fn prove(&self, snapshot: &SiteSnapshot) {
        let differ = self.difference(snapshot);
        if let Some(tell) = self.options.prove
            && !differ.is_empty()
        {
            tell(&differ);
        }
    }
}
