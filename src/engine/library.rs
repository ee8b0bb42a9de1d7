//! Every file of the content folder as last read: what changed is read again, everything else is handed out as it was.
//! A file that breaks keeps its last good document, and says what is wrong.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::engine::known::is_document;
use crate::finding::{Finding, Findings};
use crate::model::{self, attachments};
use crate::preview::DiskChanges;
use crate::source::attachment::Inspection;
use crate::source::files::AtPath;
use crate::source::{Disk, Document, FileEntry, Files, document, files};
use crate::standards::Standards;

#[derive(Clone, Debug)]
pub struct Shelf {
    pub entry: FileEntry,
    /// Seconds and nanoseconds of the last change, to tell a rewritten file of the same size.
    modified: Option<std::time::SystemTime>,
    /// Of the bytes as they are now.
    pub hash: [u8; 32],
    /// Of this reading: no other has the same.
    pub reading: u64,
    /// The last good reading.
    pub document: Option<Arc<Document>>,
    /// What reading the bytes as they are now found.
    pub findings: Arc<Vec<Finding>>,
    /// The bytes as they are now make no document; `document` is an older one.
    pub broken: bool,
    /// The bytes as they are now, where they make no document.
    pub broken_text: Option<Arc<str>>,
    /// What the file is when it is an attachment: looked into once for each state of its bytes.
    inspected: OnceLock<(Arc<Inspection>, Vec<Finding>)>,
}

/// Stands for the hash of bytes that nobody was let read.
const UNREAD: [u8; 32] = [0; 32];

pub struct Library {
    disk: Disk,
    /// By path as links say it.
    shelves: BTreeMap<String, Shelf>,
    readings: u64,
    /// What listing the folder found.
    pub listing: Vec<Finding>,
}

/// What a refresh touched.
#[derive(Debug, Default)]
pub struct Touched {
    pub paths: Vec<String>,
    /// Files came or went: addresses may differ.
    pub names_changed: bool,
}

impl Library {
    pub fn new(root: PathBuf) -> Self {
        Self { disk: Disk::at(root), shelves: BTreeMap::new(), readings: 0, listing: Vec::new() }
    }

    /// Everything is to be read again.
    pub fn forget(&mut self) {
        for shelf in self.shelves.values_mut() {
            shelf.modified = None;
            shelf.hash = [0xff; 32];
        }
    }

    pub fn files(&self) -> &dyn Files {
        &self.disk
    }

    pub fn shelves(&self) -> impl Iterator<Item = &Shelf> {
        self.shelves.values()
    }

    pub fn shelf(&self, path: &str) -> Option<&Shelf> {
        self.shelves.get(path)
    }

    /// What an attached file is, with what reading it found.
    pub fn inspection(&self, entry: &FileEntry, findings: &mut Findings) -> Arc<Inspection> {
        let look = || {
            let mut findings = Findings::default();
            let inspection = attachments::look(&self.disk, entry, &mut findings);
            (Arc::new(inspection), findings.into_vec())
        };
        let fresh;
        let (inspection, found) = match self.shelves.get(&entry.path) {
            Some(shelf) => shelf.inspected.get_or_init(look),
            None => {
                fresh = look();
                &fresh
            }
        };
        findings.extend(found.iter().cloned());
        Arc::clone(inspection)
    }

    /// Everything in a folder, by path; all there is for an empty name.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = &Shelf> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let from = self.shelves.range(prefix.clone()..);
        from.take_while(move |(path, _)| path.starts_with(&prefix)).map(|(_, shelf)| shelf)
    }

    pub fn entries(&self) -> Vec<FileEntry> {
        self.shelves.values().map(|shelf| shelf.entry.clone()).collect()
    }

    pub fn refresh(&mut self, changes: &DiskChanges, standards: &Standards) -> Touched {
        if changes.rescan || self.shelves.is_empty() {
            self.rescan(standards)
        } else {
            self.look_at(changes, standards)
        }
    }

    /// Everything is compared by size and time; what differs is read.
    fn rescan(&mut self, standards: &Standards) -> Touched {
        let mut findings = Findings::default();
        // A folder that is gone for a moment is not a site that was deleted.
        let Ok(entries) = self.disk.list(&mut findings) else { return Touched::default() };
        self.listing = findings.into_vec();
        let mut touched = Touched::default();
        let listed: std::collections::BTreeSet<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
        let gone: Vec<String> = self.shelves.keys().filter(|path| !listed.contains(path.as_str())).cloned().collect();
        for path in gone {
            self.shelves.remove(&path);
            touched.paths.push(path);
            touched.names_changed = true;
        }
        let stale: Vec<FileEntry> = entries.into_iter().filter(|entry| !self.is_current(entry)).collect();
        self.read(stale, standards, &mut touched);
        touched
    }

    fn is_current(&self, entry: &FileEntry) -> bool {
        let modified = std::fs::metadata(&entry.on_disk).and_then(|metadata| metadata.modified()).ok();
        // Leave to read may come without a new size or time.
        self.shelves.get(&entry.path).is_some_and(|shelf| {
            shelf.hash != UNREAD && shelf.entry.size == entry.size && shelf.modified == modified && modified.is_some()
        })
    }

    /// Only the paths that are said to have changed.
    fn look_at(&mut self, changes: &DiskChanges, standards: &Standards) -> Touched {
        let mut touched = Touched::default();
        let mut stale = Vec::new();
        let root = std::path::absolute(&self.disk.root).unwrap_or_else(|_| self.disk.root.clone());
        for path in &changes.paths {
            let Some(relative) = path.strip_prefix(&root).ok().or_else(|| path.strip_prefix(&self.disk.root).ok())
            else {
                continue;
            };
            let name = files::portable(relative);
            if name.split('/').any(files::is_ignored) {
                continue;
            }
            match self.disk.look(relative) {
                AtPath::File(entry) => stale.push(entry),
                // A folder that came, or a link: compare everything once.
                AtPath::Else => return self.rescan(standards),
                AtPath::Gone => self.remove_below(&name, &mut touched),
            }
        }
        self.read(stale, standards, &mut touched);
        touched
    }

    fn remove_below(&mut self, name: &str, touched: &mut Touched) {
        let prefix = format!("{name}/");
        let gone: Vec<String> = self
            .shelves
            .range(name.to_owned()..)
            .map(|(path, _)| path)
            .take_while(|path| path.starts_with(name))
            .filter(|path| *path == name || path.starts_with(&prefix))
            .cloned()
            .collect();
        for path in gone {
            self.shelves.remove(&path);
            touched.paths.push(path);
            touched.names_changed = true;
        }
    }

    fn read(&mut self, stale: Vec<FileEntry>, standards: &Standards, touched: &mut Touched) {
        let disk = &self.disk;
        let shelves = &self.shelves;
        let read: Vec<Option<Shelf>> =
            stale.into_par_iter().map(|entry| read_one(disk, shelves, entry, standards)).collect();
        for mut shelf in read.into_iter().flatten() {
            self.readings += 1;
            shelf.reading = self.readings;
            touched.paths.push(shelf.entry.path.clone());
            if self.shelves.insert(shelf.entry.path.clone(), shelf).is_none() {
                touched.names_changed = true;
            }
        }
        touched.paths.sort();
    }
}

/// `None`: the bytes are the same as before.
fn read_one(disk: &Disk, shelves: &BTreeMap<String, Shelf>, entry: FileEntry, standards: &Standards) -> Option<Shelf> {
    let modified = std::fs::metadata(&entry.on_disk).and_then(|metadata| metadata.modified()).ok();
    let before = shelves.get(&entry.path);
    let mut findings = Findings::default();
    if !is_document(&entry) {
        // Attachments are opened when asked for; their size and time stand for their bytes.
        let stamp = format!("{}\u{0}{modified:?}", entry.size);
        return Some(Shelf {
            hash: document::hash(stamp.as_bytes()),
            entry,
            reading: 0,
            modified,
            document: None,
            findings: Arc::default(),
            broken: false,
            broken_text: None,
            inspected: OnceLock::new(),
        });
    }
    let bytes = model::read_text(disk, &entry, &mut findings);
    let hash = bytes.as_deref().map_or(UNREAD, document::hash);
    if let Some(before) = before
        && before.hash == hash
        && bytes.is_some()
        && before.entry.size == entry.size
    {
        return None;
    }
    let made = bytes.as_deref().and_then(|bytes| document::read(&entry.path, bytes, standards, &mut findings));
    let document = made.map(Arc::new);
    let broken = document.is_none();
    let broken_text =
        broken.then(|| bytes.map_or_else(Default::default, |bytes| String::from_utf8_lossy(&bytes).into()));
    let document = document.or_else(|| before.and_then(|shelf| shelf.document.clone()));
    Some(Shelf {
        entry,
        modified,
        hash,
        reading: 0,
        document,
        findings: Arc::new(findings.into_vec()),
        broken,
        broken_text,
        inspected: OnceLock::new(),
    })
}

impl Library {
    /// Takes over the last good documents of files that are broken now: for comparing, not for showing.
    pub fn adopt_broken(&mut self, other: &Library) {
        for (path, shelf) in &other.shelves {
            if let Some(own) = self.shelves.get_mut(path)
                && shelf.broken
                && own.broken
                && own.document.is_none()
            {
                own.document.clone_from(&shelf.document);
            }
        }
    }
}
