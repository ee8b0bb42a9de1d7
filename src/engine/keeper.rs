//! Makes a snapshot of each state of the author's files, reusing every agency whose inputs did not change.
//! No dependency tracker: an agency is its files, the site is its settings; with `verify` each reuse is proved.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::AgencyNames;
use crate::engine::judgement::{Broken, Case, FindingTexts, Judged};
use crate::engine::library::{Library, Shelf};
use crate::engine::same::Same;
use crate::engine::shelves::Shelves;
use crate::engine::snapshot::{AgencyCell, SiteSnapshot, SnapshotParts};
use crate::engine::{Engine, EngineOptions, Failure, Public, Timings};
use crate::finding::{Finding, Findings};
use crate::model::AgencyFiles;
use crate::preview::{DiskChanges, Keeper, Snapshot};
use crate::site::{AgencySite, Site};
use crate::source::Document;
use crate::source::meta::Meta;
use crate::span::FileId;
use crate::standards::Standards;
use crate::thai::Date;

#[derive(Clone, Debug)]
pub struct KeeperOptions {
    pub content: PathBuf,
    pub themes: Option<PathBuf>,
    pub date: Date,
    /// Others than the author look at it: what a build leaves out because of personal data is left out here too.
    pub public: bool,
    /// Compare each snapshot with one made from nothing; told are the addresses that differ.
    pub prove: Option<fn(&[String])>,
}

pub struct SiteKeeper {
    options: KeeperOptions,
    engine: Engine,
    cells: BTreeMap<String, KeyedCell>,
    /// Nothing is judged yet: the first pages of a large site do not wait for that.
    unjudged: bool,
}

/// From how many files on the first page comes before anything is judged; below, nobody would notice.
pub const LARGE: usize = 500;

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
        let engine = EngineOptions {
            content: options.content.clone(),
            themes: options.themes.clone(),
            date: options.date,
            portable: false,
            preview: true,
        };
        let engine = Engine::follow(&engine, options.public)?;
        Ok(Self { options, engine, cells: BTreeMap::new(), unjudged: false })
    }

    pub fn editor(&self) -> String {
        let home = self.engine.site.portal.home.as_ref();
        let stated = home.and_then(|home| match &home.meta {
            Meta::Portal(portal) => portal.editor.as_ref().map(|editor| editor.value.clone()),
            _ => None,
        });
        stated.unwrap_or_else(|| "vscode://file/{path}:{line}:{column}".to_owned())
    }

    /// The snapshot of the files as they are now.
    pub fn snapshot(&mut self, changes: &DiskChanges) -> Arc<SiteSnapshot> {
        self.engine.refresh(changes);
        let texts = self.texts();
        self.build_cells(&texts);
        let cells =
            self.cells.iter().filter_map(|(slug, keyed)| Some((slug.clone(), Arc::clone(keyed.cell.as_ref()?))));
        Arc::new(SiteSnapshot::new(SnapshotParts {
            cells: cells.collect(),
            orphans: self.cells.values().flat_map(|keyed| keyed.orphans.iter().cloned()).collect(),
            site: Arc::clone(&self.engine.site),
            names: Arc::clone(&self.engine.opening.names),
            loaded: self.loaded(),
            texts,
            theme_error: self.engine.opening.theme_error.clone(),
            unjudged: self.unjudged,
            public: self.options.public,
        }))
    }

    /// What reading the portal's own files found, with why those are broken that are.
    fn loaded(&self) -> Vec<Finding> {
        let mut loaded = self.engine.loaded.clone();
        let shelves = self.engine.sources.portal.iter().filter_map(|entry| self.library()?.shelf(&entry.path));
        loaded.extend(shelves.filter(|shelf| shelf.broken).flat_map(|shelf| shelf.findings.iter().cloned()));
        loaded
    }

    fn library(&self) -> Option<&Library> {
        self.engine.opening.shelves.kept()
    }

    fn texts(&self) -> FindingTexts {
        let broken = |shelf: &Shelf| Broken {
            path: shelf.entry.path.as_str().into(),
            text: shelf.broken_text.clone().unwrap_or_default(),
            findings: Arc::clone(&shelf.findings),
        };
        let all = self.library().into_iter().flat_map(Library::shelves).filter(|shelf| shelf.broken);
        FindingTexts {
            root: self.options.content.clone(),
            listed: Arc::clone(&self.engine.opening.listed),
            broken: Arc::new(all.map(|shelf| (FileId::of(&shelf.entry.path), broken(shelf))).collect()),
        }
    }

    fn build_cells(&mut self, texts: &FindingTexts) {
        let old = std::mem::take(&mut self.cells);
        let this = &*self;
        let site = &self.engine.site;
        self.cells = self
            .engine
            .sources
            .agencies
            .par_iter()
            .map(|files| {
                let key = this.agency_key(files);
                let keyed = match old.get(&files.slug) {
                    Some(known) if known.key == key => known.shown_in(site),
                    known => this.build_cell(files, texts, key, known),
                };
                (files.slug.clone(), keyed)
            })
            .collect();
    }

    fn agency_key(&self, files: &AgencyFiles) -> AgencyKey {
        let opening = &self.engine.opening;
        let shelves = self.library().into_iter().flat_map(|library| library.below(&files.slug));
        AgencyKey {
            files: shelves.map(|shelf| shelf.reading).collect(),
            addresses: Same(Arc::clone(&opening.addresses)),
            names: Same(Arc::clone(&opening.names)),
            standards: Same(Arc::clone(&opening.standards)),
            portal: self.engine.site.portal.home.clone().map(Same),
        }
    }

    fn build_cell(
        &self,
        files: &AgencyFiles,
        texts: &FindingTexts,
        key: AgencyKey,
        before: Option<&KeyedCell>,
    ) -> KeyedCell {
        let judged = before.map(|before| Arc::clone(&before.judged)).unwrap_or_default();
        let mut findings = Findings::default();
        let Some(agency) = self.engine.load(files, true, &mut findings).map(Arc::new) else {
            findings.extend(texts.broken_below(&files.slug));
            return KeyedCell { key, cell: None, orphans: Arc::new(findings.into_vec()), judged };
        };
        let case = Case {
            site: Arc::clone(&self.engine.site),
            names: Arc::clone(&self.engine.opening.names),
            agency: Arc::clone(&agency),
            loaded: findings,
            known: files.known.clone(),
            texts: texts.clone(),
            judged: Arc::clone(&judged),
        };
        let agency = if self.engine.opening.leaves_out {
            // Others look at this preview: nothing is shown before it is judged.
            let findings = case.judge();
            match self.engine.public(files, &findings, &Timings::default()) {
                Public::AsItIs => Some(AgencySite::new(agency, || findings)),
                Public::Without(agency) => Some(AgencySite::new(agency, || findings)),
                Public::Nothing => None,
            }
        } else if self.unjudged {
            Some(AgencySite::new(agency, Vec::new))
        } else {
            Some(AgencySite::new(agency, move || case.judge()))
        };
        let cell = agency.map(|agency| Arc::new(AgencyCell::new(Arc::clone(&self.engine.site), Arc::new(agency))));
        KeyedCell { key, cell, orphans: Arc::default(), judged }
    }
}

impl KeyedCell {
    /// The same agency, shown anew: only the theme or the portal's words have changed.
    fn shown_in(&self, site: &Arc<Site>) -> Self {
        let cell = self.cell.as_ref().map(|cell| cell.shown_in(site));
        Self { key: self.key.clone(), cell, orphans: Arc::clone(&self.orphans), judged: Arc::clone(&self.judged) }
    }
}

impl Keeper for SiteKeeper {
    fn refresh(&mut self, changed: &DiskChanges) -> Arc<dyn Snapshot> {
        self.refreshed(changed)
    }

    fn first(&mut self) -> (Arc<dyn Snapshot>, bool) {
        let files = self.library().map_or(0, |library| library.shelves().count());
        self.unjudged = files > LARGE && !self.options.public;
        let first = self.snapshot(&DiskChanges::everything());
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
        paths.extend(self.engine.opening.options.themes.clone());
        paths
    }
}

impl SiteKeeper {
    pub fn refreshed(&mut self, changed: &DiskChanges) -> Arc<SiteSnapshot> {
        let snapshot = self.snapshot(changed);
        if changed.is_empty() {
            snapshot.judge_all(); // while the pages of the first one are being read
        }
        if self.options.prove.is_some() {
            self.prove(&snapshot);
        }
        snapshot
    }

    /// Every artifact of the snapshot against one made from nothing, byte for byte. `Err`: the addresses that differ.
    pub fn difference(&self, snapshot: &SiteSnapshot) -> Vec<String> {
        let fresh = Self::open(KeeperOptions { prove: None, ..self.options.clone() });
        let Ok(mut fresh) = fresh else { return Vec::new() };
        // What is broken now was good before: the fresh keeper is given the same last good documents.
        if let (Shelves::Kept(own), Some(known)) = (&mut fresh.engine.opening.shelves, self.library()) {
            own.adopt_broken(known);
        }
        let fresh = fresh.snapshot(&DiskChanges::default());
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
