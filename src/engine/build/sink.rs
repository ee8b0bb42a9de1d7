//! Where the files of a build go: into the output folder, or past the files of another build, to be compared with them.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::engine::Failure;
use crate::output::{self, FileRecord, Hash, Manifest};

pub type FileRecords = Vec<(String, FileRecord)>;

/// The file of this path among some that are sorted by path.
pub fn record_of(files: &FileRecords, path: &str) -> Option<FileRecord> {
    let at = files.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
    files.get(at).map(|(_, record)| *record)
}

pub trait Sink: Sync {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<FileRecord, Failure>;

    /// Takes over files that were put before, all or none of them. `false`: they are not there any more as they were.
    fn keep(&self, files: &FileRecords) -> Result<bool, Failure>;

    /// The bytes of a file that was put before, if they are still these.
    fn read(&self, path: &str, record: FileRecord) -> Option<Vec<u8>>;
}

impl Sink for output::OutputStage<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<FileRecord, Failure> {
        Ok(Self::put(self, path, bytes)?)
    }

    fn keep(&self, files: &FileRecords) -> Result<bool, Failure> {
        Ok(Self::keep(self, files)?)
    }

    fn read(&self, path: &str, record: FileRecord) -> Option<Vec<u8>> {
        self.read_known(path, record)
    }
}

/// Compares what is put with a site that stands already.
pub struct Comparison<'m> {
    known: &'m Manifest,
    seen: Mutex<BTreeSet<String>>,
    differ: Mutex<Vec<String>>,
}

impl<'m> Comparison<'m> {
    pub fn with(known: &'m Manifest) -> Self {
        Self { known, seen: Mutex::default(), differ: Mutex::default() }
    }

    /// Files that differ, are missing or were never put.
    pub fn differences(self) -> Vec<String> {
        let seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut differ = self.differ.into_inner().unwrap_or_else(PoisonError::into_inner);
        differ.extend(self.known.entries.keys().filter(|path| !seen.contains(*path)).cloned());
        differ.sort();
        differ
    }
}

impl Sink for Comparison<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<FileRecord, Failure> {
        let record = FileRecord { hash: Hash::of(bytes), size: bytes.len() as u64 };
        if self.known.entries.get(path) != Some(&record) {
            self.differ.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        }
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        Ok(record)
    }

    fn keep(&self, _: &FileRecords) -> Result<bool, Failure> {
        Ok(false)
    }

    fn read(&self, _: &str, _: FileRecord) -> Option<Vec<u8>> {
        None
    }
}

/// Puts files, and remembers which.
pub struct Recorder<'s> {
    sink: &'s dyn Sink,
    files: Mutex<FileRecords>,
}

impl<'s> Recorder<'s> {
    pub fn over(sink: &'s dyn Sink) -> Self {
        Self { sink, files: Mutex::default() }
    }

    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let record = self.sink.put(path, bytes)?;
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push((path.to_owned(), record));
        Ok(())
    }

    /// Takes over files that were put before; see [`Sink::keep`].
    pub fn keep(&self, files: FileRecords) -> Result<bool, Failure> {
        let is_kept = self.sink.keep(&files)?;
        if is_kept {
            self.files.lock().unwrap_or_else(PoisonError::into_inner).extend(files);
        }
        Ok(is_kept)
    }

    /// All so far, sorted by path; they leave with this call.
    pub fn files(&self) -> FileRecords {
        let mut files = std::mem::take(&mut *self.files.lock().unwrap_or_else(PoisonError::into_inner));
        files.sort_by(|a, b| a.0.cmp(&b.0));
        files
    }
}
