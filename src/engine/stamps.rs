//! What the disk says of files, and their hashes: whether something is still what it was. Reads a file only where the disk's
//! word cannot be believed.

use std::collections::HashMap;
use std::fs::Metadata;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::output::Hash;
use crate::source::{Document, FileEntry, Files};

/// A file as it was when the result was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    path: String,
    about: FileState,
    hash: [u8; 32],
}

impl Stamp {
    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn hash(&self) -> &[u8; 32] {
        &self.hash
    }
}

/// What the disk says of a file without its being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    size: u64,
    /// Nanoseconds since 1970.
    modified: Option<i128>,
    /// Of the file's state, which nobody can choose; and which file it is.
    changed: Option<(i64, i64, u64)>,
}

impl FileState {
    /// A file written this shortly before the digest may have been written again without another time on it.
    pub const DOUBT: Duration = Duration::from_secs(2);

    /// `None`: the disk says nothing of it.
    pub fn at(path: &std::path::Path) -> Option<Self> {
        Some(Self::of(&std::fs::metadata(path).ok()?))
    }

    fn of(about: &Metadata) -> Self {
        let since = |time: SystemTime| match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_nanos()).ok(),
            Err(before) => i128::try_from(before.duration().as_nanos()).ok().map(|nanos| -nanos),
        };
        Self { size: about.len(), modified: about.modified().ok().and_then(since), changed: changed(about) }
    }

    /// Whether it surely was written before the digest was.
    pub fn is_older(&self, written: SystemTime) -> bool {
        let Some(limit) =
            written.checked_sub(Self::DOUBT).and_then(|limit| limit.duration_since(SystemTime::UNIX_EPOCH).ok())
        else {
            return false;
        };
        let limit = i128::try_from(limit.as_nanos()).unwrap_or_default();
        let changed =
            self.changed.map_or(0, |(seconds, nanos, _)| i128::from(seconds) * 1_000_000_000 + i128::from(nanos));
        self.modified.is_some_and(|modified| modified < limit) && changed < limit
    }
}

#[cfg(unix)]
fn changed(about: &Metadata) -> Option<(i64, i64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((about.ctime(), about.ctime_nsec(), about.ino()))
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<(i64, i64, u64)> {
    None
}

/// Stamps of these files as they are now. A file is read only where what the disk says of it differs from `known`, or is
/// too young to be believed. `None`: a file cannot be read, so nothing is said of any.
pub fn stamps(
    files: &dyn Files,
    entries: &[FileEntry],
    known: &[Stamp],
    written: Option<SystemTime>,
) -> Option<Vec<Stamp>> {
    let stamp = |entry: &FileEntry| {
        let about = FileState::of(&std::fs::metadata(&entry.on_disk).ok()?);
        let at = known.binary_search_by(|stamp| stamp.path.as_str().cmp(&entry.path)).ok();
        let same = at.and_then(|at| known.get(at)).filter(|stamp| stamp.about == about);
        if let Some(same) = same.filter(|_| written.is_some_and(|written| about.is_older(written))) {
            return Some(same.clone());
        }
        let bytes = files.read(entry).ok()?;
        Some(Stamp { path: entry.path.clone(), about, hash: *Hash::of(&bytes).as_bytes() })
    };
    entries.par_iter().map(stamp).collect()
}

/// The same where nothing is known and the files have just been read for another purpose: `states` is what the disk said of
/// them before, `read` what was read of them. What nobody has read is read now.
pub fn stamps_of_read<'d>(
    files: &dyn Files,
    entries: &[FileEntry],
    states: &[Option<FileState>],
    read: impl Iterator<Item = &'d Arc<Document>>,
) -> Option<Vec<Stamp>> {
    let hashes: HashMap<&str, &[u8; 32]> = read.map(|document| (&*document.path, &document.hash)).collect();
    let stamp = |(entry, about): (&FileEntry, &Option<FileState>)| {
        let hash = match hashes.get(entry.path.as_str()) {
            Some(hash) => **hash,
            None => *Hash::of(&files.read(entry).ok()?).as_bytes(),
        };
        Some(Stamp { path: entry.path.clone(), about: (*about)?, hash })
    };
    entries.par_iter().zip(states).map(stamp).collect()
}

/// Whether the disk still says the same of them all.
pub fn still_so(entries: &[FileEntry], stamps: &[Stamp]) -> bool {
    entries.len() == stamps.len()
        && entries.par_iter().zip(stamps).all(|(entry, stamp)| {
            let about = std::fs::metadata(&entry.on_disk).ok();
            entry.path == stamp.path && about.is_some_and(|about| FileState::of(&about) == stamp.about)
        })
}

/// What the disk says of these files. `None` for a file of no disk: of that nothing is known.
pub fn notes(entries: &[FileEntry]) -> Vec<Option<FileState>> {
    entries.par_iter().map(|entry| Some(FileState::of(&std::fs::metadata(&entry.on_disk).ok()?))).collect()
}
