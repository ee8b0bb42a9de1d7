//! The files of a site on its way to disk, and all its names, to find two that are one name on some disk: in so little
//! memory that a country's two million files are no burden. Touches no disk.

use std::hash::{BuildHasher, RandomState};

use rayon::prelude::*;

use super::error::OutputError;
use super::hash::Hash;
use super::manifest::FileRecord;
use super::site_path::{folded_or_same, folders_of};

/// A file or folder among all names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StagedId(u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StagedState {
    /// Its name is taken; it is on its way.
    Claimed,
    Kept,
    Changed,
}

struct StagedName {
    /// Where its letters end, which begin where those of the name before end.
    end: u32,
    /// Its place among the files, or `FOLDER`.
    file: u32,
}

const FOLDER: u32 = u32::MAX;

#[derive(Default)]
pub struct StagedFiles {
    /// All names as they are spelt, one behind the other.
    letters: String,
    names: Vec<StagedName>,
    /// By the hash of the form that a disk may take a name for: its place in `names` and one; 0 is free. As many as a
    /// power of two, at most three quarters of them taken.
    slots: Vec<u32>,
    hasher: RandomState,
    records: Vec<FileRecord>,
    states: Vec<StagedState>,
}

impl StagedFiles {
    /// Takes a name for a file. Fails where it, or a folder of it, is another's on some disk.
    pub fn claim(&mut self, path: &str) -> Result<StagedId, OutputError> {
        let file = u32::try_from(self.records.len()).unwrap_or(FOLDER);
        let (id, _) = self.name(path, file)?;
        self.records.push(FileRecord { hash: Hash::of(b""), size: 0 });
        self.states.push(StagedState::Claimed);
        for folder in folders_of(path) {
            if !self.name(folder, FOLDER)?.1 {
                break; // whoever claimed it first has claimed its parents too
            }
        }
        Ok(id)
    }

    pub fn set(&mut self, id: StagedId, record: FileRecord, state: StagedState) {
        let file = self.names.get(id.0 as usize).map_or(FOLDER, |name| name.file) as usize;
        if let (Some(known), Some(was)) = (self.records.get_mut(file), self.states.get_mut(file)) {
            (*known, *was) = (record, state);
        }
    }

    /// Its place, and whether the name is new. A folder may be claimed again by its exact name, nothing else may.
    fn name(&mut self, path: &str, file: u32) -> Result<(StagedId, bool), OutputError> {
        if (self.names.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let form = folded_or_same(path);
        let slot = match self.slot_of(path, &form) {
            Ok(known) => {
                let (spelt, is_folder) = (self.path(known), self.is_folder(known));
                if file == FOLDER && is_folder && spelt == path {
                    return Ok((known, false));
                }
                let (first, second) = if spelt <= path { (spelt, path) } else { (path, spelt) };
                return Err(OutputError::SameName { first: first.to_owned(), second: second.to_owned() });
            }
            Err(free) => free,
        };
        let too_many = || OutputError::BadPath {
            path: path.to_owned(), why: "ชื่อไฟล์ทั้งเว็บยาวรวมกันเกิน 4 GB".to_owned()
        };
        let end = u32::try_from(self.letters.len() + path.len()).map_err(|_| too_many())?;
        let id = u32::try_from(self.names.len()).map_err(|_| too_many())?;
        self.letters.push_str(path);
        self.names.push(StagedName { end, file });
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = id + 1;
        }
        Ok((StagedId(id), true))
    }

    /// Where the name with this form stands, or the free slot in which it would.
    fn slot_of(&self, path: &str, form: &str) -> Result<StagedId, usize> {
        let most = self.slots.len().wrapping_sub(1);
        let mut slot = self.hasher.hash_one(form) as usize & most;
        loop {
            let Some(known) = self.slots.get(slot).and_then(|known| known.checked_sub(1)).map(StagedId) else {
                return Err(slot);
            };
            let spelt = self.path(known);
            if spelt == path || folded_or_same(spelt) == form {
                return Ok(known);
            }
            slot = (slot + 1) & most;
        }
    }

    fn grow(&mut self) {
        let count = (self.slots.len() * 2).max(1 << 10);
        let mut slots = vec![0_u32; count];
        for at in 0..u32::try_from(self.names.len()).unwrap_or(u32::MAX) {
            let mut slot = self.hasher.hash_one(folded_or_same(self.path(StagedId(at)))) as usize & (count - 1);
            while slots.get(slot).is_some_and(|known| *known != 0) {
                slot = (slot + 1) & (count - 1);
            }
            if let Some(slot) = slots.get_mut(slot) {
                *slot = at + 1;
            }
        }
        self.slots = slots;
    }

    pub fn path(&self, id: StagedId) -> &str {
        let at = id.0 as usize;
        let start = at.checked_sub(1).and_then(|before| self.names.get(before)).map_or(0, |name| name.end as usize);
        let end = self.names.get(at).map_or(start, |name| name.end as usize);
        self.letters.get(start..end).unwrap_or_default()
    }

    fn is_folder(&self, id: StagedId) -> bool {
        self.names.get(id.0 as usize).is_some_and(|name| name.file == FOLDER)
    }

    fn find(&self, path: &str) -> Option<StagedId> {
        if self.slots.is_empty() { None } else { self.slot_of(path, &folded_or_same(path)).ok() }
    }

    /// A file that was put or kept.
    pub fn of(&self, id: StagedId) -> Option<(FileRecord, StagedState)> {
        let file = self.names.get(id.0 as usize)?.file as usize;
        let state = self.states.get(file).copied().filter(|state| *state != StagedState::Claimed)?;
        Some((*self.records.get(file)?, state))
    }

    /// The file of exactly this path.
    pub fn get(&self, path: &str) -> Option<(FileRecord, StagedState)> {
        self.find(path).filter(|id| self.path(*id) == path).and_then(|id| self.of(id))
    }

    pub fn contains(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    /// Whether a file lies in the folder of exactly this name.
    pub fn has_below(&self, folder: &str) -> bool {
        self.find(folder).is_some_and(|id| self.is_folder(id) && self.path(id) == folder)
    }

    /// All files that were put or kept, as they came.
    pub fn ids(&self) -> impl Iterator<Item = StagedId> {
        (0..u32::try_from(self.names.len()).unwrap_or(u32::MAX)).map(StagedId).filter(|id| self.of(*id).is_some())
    }

    /// The same, sorted by path.
    pub fn sorted(&self) -> Vec<StagedId> {
        let mut ids: Vec<StagedId> = self.ids().collect();
        ids.par_sort_unstable_by(|one, other| self.path(*one).cmp(self.path(*other)));
        ids
    }

    pub fn has_file(&self, path: &str) -> bool {
        self.find(path).is_some_and(|id| !self.is_folder(id))
    }

    pub fn has_folder(&self, path: &str) -> bool {
        self.find(path).is_some_and(|id| self.is_folder(id))
    }

    /// The name in this site that a case-insensitive disk would take for `path`.
    pub fn twin_of(&self, path: &str) -> Option<&str> {
        self.find(path).map(|id| self.path(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_meet_on_some_disk_are_named_together() {
        let mut names = StagedFiles::default();
        names.claim("a/Index.html").unwrap();
        names.claim("a/other.html").unwrap();
        let clash = |names: &mut StagedFiles, path: &str| match names.claim(path) {
            Err(OutputError::SameName { first, second }) => (first, second),
            other => panic!("{path}: {other:?}"),
        };
        assert_eq!(clash(&mut names, "a/index.html"), ("a/Index.html".to_owned(), "a/index.html".to_owned()));
        assert_eq!(clash(&mut names, "a/other.html").1, "a/other.html");
        assert_eq!(clash(&mut names, "A/third.html"), ("A".to_owned(), "a".to_owned()));
        assert_eq!(clash(&mut names, "a/other.html/x"), ("a/other.html".to_owned(), "a/other.html".to_owned()));
        names.claim("é.html").unwrap();
        assert_eq!(clash(&mut names, "e\u{301}.html").1, "é.html");
    }

    #[test]
    fn thousands_of_files_are_found_again_in_order() {
        let mut files = StagedFiles::default();
        let record = |at: u64| FileRecord { hash: Hash::of(&at.to_le_bytes()), size: at };
        let path = |at: u64| format!("a{}/ปี/{at}.html", at % 37);
        for at in 0..5_000 {
            let id = files.claim(&path(at)).unwrap();
            let state = if at % 3 == 0 { StagedState::Kept } else { StagedState::Changed };
            files.set(id, record(at), state);
        }
        files.claim("on/its/way").unwrap();
        for at in 0..5_000 {
            let state = if at % 3 == 0 { StagedState::Kept } else { StagedState::Changed };
            assert_eq!(files.get(&path(at)), Some((record(at), state)));
        }
        let sorted: Vec<&str> = files.sorted().into_iter().map(|id| files.path(id)).collect();
        let mut expected: Vec<String> = (0..5_000).map(path).collect();
        expected.sort();
        assert_eq!(sorted, expected);
        assert!(!files.contains("on/its/way") && files.has_file("on/its/way") && files.has_folder("on/its"));
        assert!(files.has_below("a3/ปี") && !files.has_below("A3/ปี") && files.has_folder("A3/ปี"));
        assert!(files.has_file("A3/ปี/3.HTML") && !files.contains("A3/ปี/3.HTML") && !files.has_file("a3"));
        assert_eq!(files.twin_of("ON/its"), Some("on/its"));
        assert_eq!(StagedFiles::default().twin_of("x"), None);
    }
}
