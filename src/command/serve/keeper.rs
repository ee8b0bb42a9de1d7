//! Makes a snapshot of each state of the author's files, reusing every agency whose inputs did not change.
//! No dependency tracker: an agency is its files, the site is its settings; with `verify` each reuse is proved.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::AgencyName;
use crate::command::Failure;
use crate::command::engine::{addresses_of, document_path, load_standards};
use crate::command::permanence;
use crate::command::serve::library::{Library, Shelf};
use crate::command::serve::snapshot::{AgencyCell, SiteSnapshot};
use crate::finding::{Finding, Findings};
use crate::model::{AgencyFiles, Portal, Sources, agency_of, portal_of};
use crate::preview::{Changes, Keeper, Snapshot};
use crate::site::{Settings, Site};
use crate::source::meta::Meta;
use crate::source::{Disk, Document, Entry};
use crate::standards::Standards;
use crate::thai::Date;
use crate::theme::{self, Theme};

#[derive(Clone, Debug)]
pub struct KeeperOptions {
    pub content: PathBuf,
    pub themes: Option<PathBuf>,
    pub date: Date,
    /// Compare each snapshot with one made from nothing.
    pub verify: bool,
}

pub struct SiteKeeper {
    options: KeeperOptions,
    library: Library,
    standards: Arc<Standards>,
    standards_findings: Vec<Finding>,
    theme: Option<(String, Arc<Theme>)>,
    /// Why the theme as it is now cannot be used; the last good one is.
    theme_error: Option<String>,
    addresses: Arc<BTreeMap<String, String>>,
    site: Option<(SiteKey, Arc<Site>)>,
    names: Arc<Vec<AgencyName>>,
    cells: BTreeMap<String, KeyedCell>,
}

/// What the shared part of the site is made of: equal keys, equal site.
#[derive(Clone, PartialEq, Eq)]
struct SiteKey {
    portal: Vec<(String, [u8; 32])>,
    theme: String,
    addresses: usize,
    standards: usize,
}

/// What an agency is made of: its files, and the site around it.
#[derive(Clone, PartialEq, Eq)]
struct CellKey {
    files: Vec<(String, [u8; 32], bool)>,
    site: usize,
    names: usize,
}

type KeyedCell = (CellKey, Arc<AgencyCell>);

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
            addresses: Arc::default(),
            site: None,
            names: Arc::default(),
            cells: BTreeMap::new(),
        };
        // A theme that cannot be read at the start leaves nothing to fall back on.
        keeper.library.refresh(&Changes::everything(), &keeper.standards);
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
        let theme = theme::load(name, self.options.themes.as_deref())?;
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
        let touched = self.library.refresh(changes, &self.standards);
        if touched.paths.iter().any(|path| path.starts_with("_standards/")) {
            self.read_standards();
        }
        if touched.names_changed || self.addresses.is_empty() {
            self.addresses = Arc::new(addresses_of(&self.library.entries()));
        }
        let sources = Sources::share_out(self.library.entries());
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
        self.name_agencies(&sources);
        self.build_cells(&sources, &site);
        let cells: BTreeMap<String, Arc<AgencyCell>> =
            self.cells.iter().map(|(slug, (_, cell))| (slug.clone(), Arc::clone(cell))).collect();
        let broken: BTreeMap<String, Arc<Vec<Finding>>> = self
            .library
            .shelves()
            .filter(|shelf| shelf.broken)
            .map(|shelf| (shelf.entry.path.clone(), Arc::clone(&shelf.findings)))
            .collect();
        Arc::new(SiteSnapshot::new(
            site,
            cells,
            portal_findings,
            broken,
            self.theme_error.clone(),
            self.library.root().to_owned(),
        ))
    }

    fn read_standards(&mut self) {
        let mut findings = Findings::default();
        let files = Disk { root: self.options.content.clone() };
        let sources = Sources::share_out(self.library.entries());
        self.standards = Arc::new(load_standards(&files, &sources, &mut findings));
        self.standards_findings = findings.into_vec();
        // Every document was read with the old rules.
        self.library = Library::new(self.options.content.clone());
        self.library.refresh(&Changes::everything(), &self.standards);
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
            findings.extend(shelf.findings.iter().cloned());
            match &shelf.document {
                Some(document) => documents.push(Arc::clone(document)),
                None if crate::command::engine::is_document(entry) => {}
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
        let stamp = |path: &String| self.library.shelf(path).map_or([0; 32], |shelf: &Shelf| shelf.hash);
        let key = SiteKey {
            portal: sources.portal.iter().map(|entry| (entry.path.clone(), stamp(&entry.path))).collect(),
            theme: theme.stamp.clone(),
            addresses: Arc::as_ptr(&self.addresses) as usize,
            standards: Arc::as_ptr(&self.standards) as usize,
        };
        if let Some((known, site)) = &self.site
            && *known == key
        {
            return Arc::clone(site);
        }
        let settings = Settings::new(&portal, self.options.date, false, true);
        let disk = Disk { root: self.options.content.clone() };
        // What cannot be read there is told by `check` and `build`, where it matters.
        let record = permanence::load(&disk, sources, settings.base_url.as_deref(), &mut Findings::default());
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
        if *self.names != names {
            self.names = Arc::new(names);
        }
    }

    fn build_cells(&mut self, sources: &Sources, site: &Arc<Site>) {
        let old = std::mem::take(&mut self.cells);
        let this = &*self;
        let built: Vec<Option<(String, KeyedCell)>> = sources
            .agencies
            .par_iter()
            .map(|files| {
                let key = this.cell_key(files, site);
                if let Some((known, cell)) = old.get(&files.slug)
                    && *known == key
                {
                    return Some((files.slug.clone(), (key, Arc::clone(cell))));
                }
                let cell = this.build_cell(files, site)?;
                Some((files.slug.clone(), (key, Arc::new(cell))))
            })
            .collect();
        self.cells = built.into_iter().flatten().collect();
    }

    fn cell_key(&self, files: &AgencyFiles, site: &Arc<Site>) -> CellKey {
        CellKey {
            files: files
                .entries
                .iter()
                .filter_map(|entry| self.library.shelf(&entry.path))
                .map(|shelf| (shelf.entry.path.clone(), shelf.hash, shelf.broken))
                .collect(),
            site: Arc::as_ptr(site) as usize,
            names: Arc::as_ptr(&self.names) as usize,
        }
    }

    fn build_cell(&self, files: &AgencyFiles, site: &Arc<Site>) -> Option<AgencyCell> {
        let mut findings = Findings::default();
        let (documents, others) = self.documents(&files.entries, &mut findings);
        let look = |entry: &Entry, found: &mut Findings| self.library.inspection(entry, found);
        let disk = Disk { root: self.library.root().to_owned() };
        let agency = agency_of(&disk, look, files, documents, others, &self.standards, &mut findings)?;
        Some(AgencyCell::new(
            Arc::clone(site),
            Arc::clone(&self.names),
            Arc::new(agency),
            findings,
            self.library.root().to_owned(),
        ))
    }
}

impl Keeper for SiteKeeper {
    fn refresh(&mut self, changed: &Changes) -> Arc<dyn Snapshot> {
        let snapshot = self.snapshot(changed);
        if self.options.verify {
            self.prove(&snapshot);
        }
        snapshot
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
        let fresh = Self::open(KeeperOptions { verify: false, ..self.options.clone() });
        let Ok(mut fresh) = fresh else { return Vec::new() };
        // What is broken now was good before: the fresh keeper is given the same last good documents.
        fresh.library.adopt_broken(&self.library);
        let fresh = fresh.snapshot(&Changes { paths: Default::default(), rescan: false });
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
        if !differ.is_empty() {
            crate::command::terminal::line(&format!(
                "--verify: {} หน้าที่ใช้ซ้ำไม่ตรงกับการสร้างใหม่: {}",
                differ.len(),
                differ.iter().take(5).cloned().collect::<Vec<_>>().join(", ")
            ));
        }
    }
}
