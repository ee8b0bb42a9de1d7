//! One build on its way to disk: files are put from many threads into the spare tree, and `commit` swaps it in.
//! Dropping a stage without commit leaves the site as it was.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::error::{OutputError, While};
use super::hash::{Hash, HashingWriter};
use super::inventory::FileTable;
use super::journal::{self, Steps};
use super::manifest::{self, FileRecord, MANIFEST_PATH, SIGNATURE_PATH};
use super::order::turn_of;
use super::site_path::{self, OWN_FOLDER, folders_of};
use super::staged::{StagedFiles, StagedId, StagedState};
use super::tree::{Foreign, Tree, slashed};
use super::workshop::{Phase, SPARE};
use super::{CommitReport, Output, OutputOptions};
use crate::folder::{DiskKind, Folder};

pub struct OutputStage<'output> {
    output: &'output mut Output,
    gathered: Mutex<StagedFiles>,
    /// Whether the spare tree has been touched.
    started: Mutex<bool>,
    /// Whether there was none before this build: then all that is in it was put there by this one.
    spare_is_new: AtomicBool,
}

impl<'output> OutputStage<'output> {
    pub(super) fn new(output: &'output mut Output) -> Self {
        if output.workshop.in_place.is_some() {
            output.spare = output.workshop.no_tree(); // made anew by each stage
        }
        Self { output, gathered: Mutex::default(), started: Mutex::new(false), spare_is_new: AtomicBool::new(false) }
    }

    /// Takes one file of the new site; `path` is relative, with `/` between parts. Safe from many threads at once.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<FileRecord, OutputError> {
        site_path::check(path)?;
        let id = self.gathered().claim(path)?;
        let record = FileRecord { hash: Hash::of(bytes), size: bytes.len() as u64 };
        let live = &self.output.live;
        let unchanged = match live.inventory.files.get(path) {
            Some(known) => *known == record && live.holds_bytes(path, bytes),
            None => live.adopts(path, bytes)?,
        };
        if !unchanged {
            self.start()?;
            self.output.spare.write(path, bytes)?;
        }
        let state = if unchanged { StagedState::Kept } else { StagedState::Changed };
        self.gathered().set(id, record, state);
        Ok(record)
    }

    /// Takes over files of the old site as they are, all or none. `false`: one of them is not what it was, and they must
    /// be put. What size and time leave in doubt is read.
    pub fn keep(&self, files: &[(String, FileRecord)]) -> Result<bool, OutputError> {
        let live = &self.output.live;
        if !files.par_iter().all(|(path, record)| live.holds(path, *record) || live.holds_hash(path, *record)) {
            return Ok(false);
        }
        let mut gathered = self.gathered();
        for (path, record) in files {
            let id = gathered.claim(path)?;
            gathered.set(id, *record, StagedState::Kept);
        }
        Ok(true)
    }

    /// The bytes of a file of the old site, if they are these.
    pub fn read_known(&self, path: &str, record: FileRecord) -> Option<Vec<u8>> {
        let live = &self.output.live;
        (live.inventory.files.get(path) == Some(&record)).then_some(())?;
        live.read(path).ok().filter(|bytes| Hash::of(bytes) == record.hash)
    }

    /// Every file put so far that is at least so large and of a kind, and whether it changed.
    pub(super) fn packable(&self, least: u64, is_kind: fn(&str) -> bool) -> Vec<(String, bool)> {
        let gathered = self.gathered();
        let fits = |id| {
            let (record, state) = gathered.of(id)?;
            let path = gathered.path(id);
            let fits = record.size >= least && is_kind(path);
            fits.then(|| (path.to_owned(), state == StagedState::Changed))
        };
        gathered.sorted().into_iter().filter_map(fits).collect()
    }

    /// The bytes of a file that was put.
    pub(super) fn bytes_of(&self, path: &str, changed: bool) -> Result<Vec<u8>, OutputError> {
        let tree = if changed { &self.output.spare } else { &self.output.live };
        tree.read(path).doing("อ่าน", &tree.at(path))
    }

    /// What the old site had under a path.
    pub(super) fn known(&self, path: &str) -> Option<&FileRecord> {
        self.output.live.inventory.files.get(path)
    }

    /// Makes the new site the visible one. Does nothing at all when it equals the old one.
    pub fn commit(mut self) -> Result<CommitReport, OutputError> {
        let gathered = std::mem::take(&mut *self.gathered());
        let ids = gathered.sorted();
        match self.swap_in(&gathered, &ids) {
            Ok(report) => {
                if std::mem::take(self.started.get_mut().unwrap_or_else(PoisonError::into_inner)) {
                    self.output.forget();
                }
                Ok(report)
            }
            Err(error) => {
                *self.gathered() = gathered; // it still has to give the disk space back
                Err(error)
            }
        }
    }

    fn swap_in(&self, gathered: &StagedFiles, ids: &[StagedId]) -> Result<CommitReport, OutputError> {
        let files = || ids.iter().filter_map(|id| Some((gathered.path(*id), gathered.of(*id)?)));
        let records = || files().map(|(path, (record, _))| (path, record));
        let OutputOptions { generator, date, .. } = &self.output.options;
        let text = |out: &mut dyn io::Write| manifest::write_text(out, manifest::VERSION, generator, date, records());
        let live = &self.output.live;
        let stale = not_among(live.inventory.files.paths(), gathered, ids);
        let changed: Vec<u64> = files()
            .filter(|(_, (_, state))| *state == StagedState::Changed)
            .map(|(_, (record, _))| record.size)
            .collect();
        let mut report = CommitReport {
            written: changed.len(),
            unchanged: ids.len() - changed.len(),
            removed: stale.len(),
            bytes: changed.iter().sum(),
            in_place: None,
            digest: None,
        };
        if report.written == 0 && live.inventory.is(generator, date, records()) {
            if !live.root().is_ok_and(|root| self.output.workshop.seal().knows_live(root)) {
                self.output.workshop.put_seal(); // every file has just been read and found the same
            }
            let mut hash = HashingWriter::default();
            let _ = text(&mut hash); // into memory nothing fails
            report.digest = Some(hash.hash());
            return Ok(report);
        }

        self.start()?;
        let workshop = &self.output.workshop;
        report.in_place = workshop.in_place;
        let complete = || match report.in_place {
            Some(_) => live.foreign(),
            None => self.complete_spare(gathered, ids),
        };
        let (foreign, digest) = rayon::join(complete, || self.write_manifest(text));
        let foreign = foreign?;
        report.digest = Some(digest?);
        for found in &foreign {
            refuse_conflict(found, gathered)?;
        }
        if report.in_place.is_none() {
            for found in &foreign {
                self.output.spare.carry_over(found, live)?;
            }
        }
        // The signature of another manifest proves nothing of this one.
        self.output.spare.remove(SIGNATURE_PATH)?;
        self.output.spare.rename(MANIFEST_PART, MANIFEST_PATH)?;
        if self.output.options.durable {
            workshop.flush()?;
        }
        let (old, new) = (live.root().doing("เปิด", &live.at(""))?, self.output.spare.root());
        let new = new.doing("เปิด", &self.output.spare.at(""))?;
        workshop.refuse_if_moved(old, new)?;
        if report.in_place.is_none() {
            match workshop.exchange() {
                Ok(()) => {
                    workshop.refuse_if_not_exchanged(new)?;
                    self.tidy(&foreign);
                }
                Err(_) => report.in_place = Some("ระบบไฟล์สลับทั้งโฟลเดอร์ไม่ได้"),
            }
        }
        if report.in_place.is_some() {
            steps(gathered, ids, &stale, &live.inventory.files).save(&workshop.folder)?;
            journal::apply(&workshop.folder, old)?;
            let _ = workshop.folder.remove_all(SPARE); // only empty folders are left of it
            workshop.refuse_if_not_exchanged(old)?;
        }
        workshop.put_seal();
        Ok(report)
    }

    fn gathered(&self) -> MutexGuard<'_, StagedFiles> {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves the mark of a build under way before the spare tree is touched.
    fn start(&self) -> Result<(), OutputError> {
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        if *started {
            return Ok(());
        }
        let workshop = &self.output.workshop;
        workshop.enter(Phase::Building)?;
        let path = workshop.folder.at(SPARE);
        if workshop.in_place.is_some() && workshop.folder.has(SPARE) {
            workshop.folder.remove_all(SPARE).doing("ลบ", &path)?;
        }
        self.spare_is_new.store(!workshop.folder.has(SPARE), Ordering::Relaxed);
        let spare = workshop.folder.make_folder(SPARE).doing("สร้างโฟลเดอร์", &path)?;
        if let Ok(about) = self.output.live.root().and_then(Folder::itself) {
            let _ = spare.set_permissions("", about.permissions); // a web server may read through the group
        }
        if !self.output.spare.begin_in(spare) {
            return Err(OutputError::Moved { path });
        }
        *started = true;
        Ok(())
    }

    /// Beside its place: it is put there last, so that the disk's time of it is later than that of every other file.
    fn write_manifest(&self, text: impl Fn(&mut dyn io::Write) -> io::Result<()>) -> Result<Hash, OutputError> {
        let mut hash = HashingWriter::default();
        self.output.spare.write_new(MANIFEST_PART, |file| text(&mut HashedCopy { hash: &mut hash, file }))?;
        Ok(hash.hash())
    }

    /// Gives the spare tree all that did not change, and takes away what the new site does not have; tells what others put
    /// into the old one.
    fn complete_spare(&self, gathered: &StagedFiles, ids: &[StagedId]) -> Result<Vec<Foreign>, OutputError> {
        let (live, spare) = (&self.output.live, &self.output.spare);
        if self.output.spare_is_known {
            for path in not_among(spare.inventory.files.paths(), gathered, ids) {
                remove_unless_same_name(spare, path, gathered)?;
            }
        } else if !self.spare_is_new.load(Ordering::Relaxed) {
            self.sweep_spare(gathered)?;
        }
        let is_kept = |id: &&StagedId| matches!(gathered.of(**id), Some((_, StagedState::Kept)));
        let kept = ids.iter().filter(is_kept).copied().collect();
        spare.take_over(live, gathered, kept, self.output.spare_is_known)
    }

    /// After a killed build nobody knows what the spare tree holds: all that the new site lacks goes.
    fn sweep_spare(&self, gathered: &StagedFiles) -> Result<(), OutputError> {
        let spare = &self.output.spare;
        for found in spare.everything()?.iter().rev() {
            let Some(path) = slashed(&found.path) else { continue };
            if found.kind == DiskKind::Folder {
                if !gathered.has_folder(&path) && path != OWN_FOLDER {
                    spare.remove_folder(&path);
                }
            } else if path != MANIFEST_PATH && path != MANIFEST_PART && !gathered.contains(&path) {
                remove_unless_same_name(spare, &path, gathered)?;
            }
        }
        Ok(())
    }

    /// After the exchange: the spare tree, the old site, keeps nothing of what others put there. What cannot be
    /// removed, or came there at the last moment, stays and is in the output again after the next exchange.
    fn tidy(&self, foreign: &[Foreign]) {
        let workshop = &self.output.workshop;
        let (Ok(Some(old)), Ok(new)) = (workshop.spare(), workshop.live()) else { return };
        for found in foreign.iter().rev() {
            let path = &found.path;
            let _ = match found.kind {
                DiskKind::Folder => old.remove_folder(path),
                DiskKind::File | DiskKind::Link => new.about(path).and_then(|_| old.remove_file(path)),
                DiskKind::Other => old.rename(path, &new, path), // a socket or pipe has no second name
            };
        }
        let _ = workshop.leave();
    }
}

/// The manifest on its way.
const MANIFEST_PART: &str = ".prongsai/manifest.json.part";

/// Hashes what is written to a file.
struct HashedCopy<'b, W> {
    hash: &'b mut HashingWriter,
    file: &'b mut W,
}

impl<W: io::Write> io::Write for HashedCopy<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.write_all(bytes.get(..written).unwrap_or(bytes))?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Of sorted paths those that are no file of the new site, whose names are sorted too.
fn not_among<'p>(paths: impl Iterator<Item = &'p str>, gathered: &StagedFiles, ids: &[StagedId]) -> Vec<&'p str> {
    let mut names = ids.iter().map(|id| gathered.path(*id)).peekable();
    paths
        .filter(|path| {
            while names.next_if(|name| name < path).is_some() {}
            names.next_if_eq(path).is_none()
        })
        .collect()
}

impl Drop for OutputStage<'_> {
    /// An abandoned build gives its disk space back; on a full disk that matters.
    fn drop(&mut self) {
        let started = *self.started.get_mut().unwrap_or_else(PoisonError::into_inner);
        if started && !journal::is_pending(&self.output.workshop.folder) {
            let gathered = self.gathered();
            let changed = |id: &StagedId| gathered.of(*id).is_some_and(|(_, state)| state == StagedState::Changed);
            for id in gathered.ids().filter(changed) {
                let _ = self.output.spare.remove(gathered.path(id));
            }
            drop(gathered);
            self.output.spare_is_known = false;
        }
    }
}

fn steps(gathered: &StagedFiles, ids: &[StagedId], stale: &[&str], known: &FileTable) -> Steps {
    // A file that becomes a folder, or the reverse, must go first; all else goes last, when nothing links to it any more.
    let (first, last): (Vec<&str>, Vec<&str>) = stale
        .iter()
        .partition(|path| gathered.has_below(path) || folders_of(path).any(|folder| gathered.contains(folder)));
    let mut steps = Steps::default();
    first.iter().for_each(|path| steps.remove(path));
    // Until the last step readers see a mixture: what is linked to comes before what links to it.
    let is_changed = |id: &&StagedId| gathered.of(**id).is_some_and(|(_, state)| state == StagedState::Changed);
    let mut changed: Vec<&str> = ids.iter().filter(is_changed).map(|id| gathered.path(*id)).collect();
    changed.sort_by_cached_key(|path| turn_of(path, !known.contains(path)));
    changed.iter().for_each(|path| steps.put(path));
    last.iter().filter(|path| !is_one_file_here(path, gathered)).for_each(|path| steps.remove(path));
    steps.remove(SIGNATURE_PATH);
    steps.put(MANIFEST_PATH);
    steps
}

/// On a disk that ignores case the old name is the new file.
fn is_one_file_here(path: &str, names: &StagedFiles) -> bool {
    cfg!(any(windows, target_vendor = "apple")) && names.twin_of(path).is_some()
}

fn remove_unless_same_name(spare: &Tree, path: &str, names: &StagedFiles) -> Result<(), OutputError> {
    match names.twin_of(path) {
        Some(twin) if is_one_file_here(path, names) => {
            spare.respell(path, twin);
            Ok(())
        }
        _ => spare.remove(path),
    }
}

/// Somebody's file must not lie where the new site has a file or needs a folder, unless it has the same bytes.
fn refuse_conflict(found: &Foreign, gathered: &StagedFiles) -> Result<(), OutputError> {
    let Some(path) = slashed(&found.path) else { return Ok(()) };
    if gathered.get(&path).is_some_and(|(_, state)| state == StagedState::Kept) {
        return Ok(());
    }
    let conflict = gathered.has_file(&path)
        || (found.kind != DiskKind::Folder && gathered.has_folder(&path))
        || folders_of(&path).any(|folder| gathered.has_file(folder));
    if conflict { Err(OutputError::Foreign { path }) } else { Ok(()) }
}
