//! The first pages of a preview, before anything is read: what the last one showed of a large site, kept beside the content
//! and shown only where every file is, by what the disk says, what it was. All else waits for the site itself, which is
//! read meanwhile and takes the place of this.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::check::Counts;
use crate::digest::Store;
use crate::engine::build::inputs::{HashedWords, PROGRAM};
use crate::engine::stamps::FileState;
use crate::engine::{Failure, KeeperOptions, SiteKeeper, SiteSnapshot, open};
use crate::finding::Findings;
use crate::output::Hash;
use crate::preview::{DiskChanges, Keeper, ServedPage, Snapshot};
use crate::site;
use crate::source::{Disk, FileEntry, Files};

/// Pages are kept once nobody has saved for so long: longer than a disk may give two states of a file the same time.
const REST: Duration = Duration::from_secs(4);

/// A style, script or font of a theme is smaller.
const LARGEST_ASSET: usize = 512 * 1024;

const HOME: &str = "/";

/// What was shown, and of which files.
#[derive(Serialize, Deserialize)]
struct EarlyPages {
    /// Of the program, the day, and what the preview was asked for.
    asked: Hash,
    files: Vec<(String, FileState)>,
    editor: String,
    /// The file behind the home page.
    source: Option<String>,
    /// By the path that a browser asks for.
    pages: BTreeMap<String, Vec<u8>>,
}

/// A keeper that shows what was kept, where it still stands, and is the site's keeper from then on.
pub struct EarlyKeeper {
    options: KeeperOptions,
    themes: Option<PathBuf>,
    early: Option<(Arc<EarlySnapshot>, String)>,
    site: Option<SiteKeeper>,
    /// Grows with each refresh: what was shown before another is not kept.
    turn: Arc<AtomicU64>,
}

impl EarlyKeeper {
    pub fn open(options: KeeperOptions) -> Result<Self, Failure> {
        let themes = match &options.themes {
            Some(themes) => Some(themes.clone()),
            None => open::themes_beside(&options.content)?,
        };
        let early = kept(&options, themes.as_deref()).map(|kept| {
            let EarlyPages { editor, source, pages, .. } = kept;
            (Arc::new(EarlySnapshot { source, pages, rest: Rest::default() }), editor)
        });
        let site = if early.is_some() { None } else { Some(SiteKeeper::open(options.clone())?) };
        Ok(Self { options, themes, early, site, turn: Arc::default() })
    }

    pub fn editor(&self) -> String {
        match (&self.site, &self.early) {
            (Some(site), _) => site.editor(),
            (None, Some((_, editor))) => editor.clone(),
            (None, None) => String::new(),
        }
    }

    /// Keeps the first pages of this snapshot, once the author rests.
    fn keep_later(&self, snapshot: &Arc<SiteSnapshot>, began: SystemTime) {
        let turn = self.turn.load(Ordering::Relaxed);
        if !may_keep(&self.options) || !snapshot.is_large() {
            return;
        }
        let (options, themes, editor) = (self.options.clone(), self.themes.clone(), self.editor());
        let (turns, snapshot) = (Arc::clone(&self.turn), Arc::clone(snapshot));
        let keep = move || {
            std::thread::sleep(REST);
            let is_newest = || turns.load(Ordering::Relaxed) == turn;
            if !is_newest() {
                return;
            }
            let Some(files) = states(&options.content, themes.as_deref()) else { return };
            // What was changed since the snapshot was made is not what it shows.
            if !files.iter().all(|(_, state)| state.is_older(began + FileState::DOUBT)) {
                return;
            }
            let Some(pages) = first_pages(&snapshot) else { return };
            let source = snapshot.source_of(HOME);
            let kept = EarlyPages { asked: asked(&options), files, editor, source, pages };
            if let Some(store) = Store::of_preview(&options.content)
                && let Ok(bytes) = postcard::to_allocvec(&kept)
                && is_newest()
            {
                store.put(HOME, &[&bytes]);
            }
        };
        // Without the thread the next preview starts as slowly as this one.
        let _ = std::thread::Builder::new().name("preview-keep".into()).spawn(keep);
    }
}

impl Keeper for EarlyKeeper {
    fn refresh(&mut self, changed: &DiskChanges) -> Arc<dyn Snapshot> {
        let began = SystemTime::now();
        self.turn.fetch_add(1, Ordering::Relaxed);
        let early = self.early.take();
        // Whoever waits is let go, whatever becomes of the site.
        let waiting = early.as_ref().map(|(early, _)| LetGo(early));
        if self.site.is_none() {
            self.site = SiteKeeper::open(self.options.clone()).ok();
        }
        let Some(site) = &mut self.site else {
            // The folder is gone for a moment: what is shown stays, and the next look tries again.
            drop(waiting);
            let left = early.unwrap_or_else(|| (Arc::default(), String::new()));
            self.early = Some(left.clone());
            return left.0;
        };
        let snapshot = site.refreshed(changed);
        if let Some((early, _)) = &early {
            early.rest.set(Some(Arc::clone(&snapshot)));
        }
        drop(waiting);
        self.keep_later(&snapshot, began);
        snapshot
    }

    fn first(&mut self) -> (Arc<dyn Snapshot>, bool) {
        match (&self.early, &mut self.site) {
            (Some((early, _)), _) => (Arc::clone(early) as _, true),
            (None, Some(site)) => site.first(),
            (None, None) => (self.refresh(&DiskChanges::everything()), false),
        }
    }

    fn watched(&self) -> Vec<PathBuf> {
        std::iter::once(self.options.content.clone()).chain(self.themes.clone()).collect()
    }
}

/// Others see no more than a build would show, which only judging tells; and a proof is about what is made, not kept.
fn may_keep(options: &KeeperOptions) -> bool {
    !options.public && options.prove.is_none()
}

fn asked(options: &KeeperOptions) -> Hash {
    let mut words = HashedWords::default();
    words.add(PROGRAM).add(options.date.iso()).add(if cfg!(feature = "images") { "images" } else { "" });
    words.hash()
}

fn kept(options: &KeeperOptions, themes: Option<&Path>) -> Option<EarlyPages> {
    if !may_keep(options) || !options.content.is_dir() {
        return None;
    }
    let sealed = Store::left_of_preview(&options.content)?.get(HOME)?;
    let kept: EarlyPages = postcard::from_bytes(&sealed.section(0)?).ok()?;
    let written = sealed.written?;
    let stands = kept.asked == asked(options)
        && kept.files.iter().all(|(_, state)| state.is_older(written))
        && states(&options.content, themes)? == kept.files;
    stands.then_some(kept)
}

/// What the disk says of every file of the site and of its themes. `None`: of one of them it says nothing.
fn states(content: &Path, themes: Option<&Path>) -> Option<Vec<(String, FileState)>> {
    let mut all = Vec::new();
    for (folder, name) in [(Some(content), "content"), (themes.filter(|themes| themes.is_dir()), "themes")] {
        let Some(folder) = folder else { continue };
        let mut found = Findings::default();
        let entries = Disk::at(folder.to_owned()).list(&mut found).ok()?;
        let state = |entry: &FileEntry| Some((format!("{name}/{}", entry.path), FileState::at(&entry.on_disk)?));
        let states: Option<Vec<_>> = entries.par_iter().map(state).collect();
        all.extend(states?);
    }
    Some(all)
}

/// The home page, and what of the theme it is shown with.
fn first_pages(snapshot: &SiteSnapshot) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut pages: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let assets = snapshot.assets().filter(|(_, bytes)| bytes.len() <= LARGEST_ASSET);
    pages.extend(assets.map(|(url, bytes)| (format!("/{url}"), bytes.clone())));
    pages.insert(HOME.to_owned(), snapshot.route(HOME)?.bytes.to_vec());
    Some(pages)
}

/// What was kept, and behind it the site as soon as it is read.
#[derive(Default)]
struct EarlySnapshot {
    source: Option<String>,
    pages: BTreeMap<String, Vec<u8>>,
    rest: Rest,
}

struct LetGo<'e>(&'e EarlySnapshot);

impl Drop for LetGo<'_> {
    fn drop(&mut self) {
        self.0.rest.set(None);
    }
}

/// The site, once it is read; or that it cannot be.
#[derive(Default)]
struct Rest {
    site: Mutex<(bool, Option<Arc<SiteSnapshot>>)>,
    news: Condvar,
}

impl Rest {
    fn set(&self, site: Option<Arc<SiteSnapshot>>) {
        let mut held = self.site.lock().unwrap_or_else(PoisonError::into_inner);
        held.0 = true;
        held.1 = held.1.take().or(site);
        self.news.notify_all();
    }

    fn now(&self) -> Option<Arc<SiteSnapshot>> {
        self.site.lock().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    fn wait(&self) -> Option<Arc<SiteSnapshot>> {
        let held = self.site.lock().unwrap_or_else(PoisonError::into_inner);
        let held = self.news.wait_while(held, |(is_over, _)| !*is_over);
        held.unwrap_or_else(PoisonError::into_inner).1.clone()
    }
}

impl Snapshot for EarlySnapshot {
    fn route(&self, path: &str) -> Option<ServedPage> {
        let Some(bytes) = self.pages.get(path) else { return self.rest.wait()?.route(path) };
        let media_type = if path == HOME { site::HTML } else { site::media_type(path) };
        Some(ServedPage::new(bytes, media_type))
    }

    fn not_found(&self) -> ServedPage {
        match self.rest.wait() {
            Some(site) => site.not_found(),
            None => ServedPage::new("<!doctype html><title>โปร่งใส</title><p>เปิดเว็บไม่ได้".as_bytes(), site::HTML),
        }
    }

    fn findings_json(&self, path: Option<&str>) -> String {
        match self.rest.now() {
            Some(site) => site.findings_json(path),
            None => {
                let marks = json!([{ "kind": "future", "text": super::snapshot::JUDGED_SOON }]);
                json!({ "page_errors": [], "findings": [], "counts": Counts::default(), "marks": marks }).to_string()
            }
        }
    }

    fn tables_json(&self, path: Option<&str>) -> String {
        self.rest.now().map_or_else(|| "[]".to_owned(), |site| site.tables_json(path))
    }

    fn source_of(&self, path: &str) -> Option<String> {
        match self.rest.now() {
            Some(site) => site.source_of(path),
            None => self.source.clone().filter(|_| path == HOME),
        }
    }

    fn page_of(&self, source: &Path) -> Option<String> {
        self.rest.now()?.page_of(source)
    }
}
