//! What a tree holds, as its manifest says, in the least memory: a site of two million files is known beside another one.
//! Knows the text of a manifest; touches no disk.

use std::io::{self, BufRead};
use std::ops::Range;

use super::error::OutputError;
use super::hash::Hash;
use super::manifest::{self, FileRecord, Manifest};
use super::site_path::{self, folders_of};

/// Files by path, sorted, in three allocations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTable {
    paths: String,
    /// Where each path ends.
    ends: Vec<u32>,
    records: Vec<FileRecord>,
}

impl FileTable {
    /// Takes a file that comes behind all that are here.
    fn push(&mut self, path: &str, record: FileRecord) -> Option<()> {
        let is_next = self.ends.len().checked_sub(1).is_none_or(|last| self.path(last) < path);
        let end = u32::try_from(self.paths.len() + path.len()).ok().filter(|_| is_next)?;
        self.paths.push_str(path);
        self.ends.push(end);
        self.records.push(record);
        Some(())
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    fn path(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        let end = self.ends.get(at).map_or(start, |end| *end as usize);
        self.paths.get(start..end).unwrap_or_default()
    }

    /// The place of the first file whose path is not before this one.
    fn place_of(&self, path: &str) -> usize {
        self.place_among(&(0..self.len()), path)
    }

    fn place_among(&self, places: &Range<usize>, path: &str) -> usize {
        let (mut from, mut to) = (places.start, places.end);
        while from < to {
            let middle = from + (to - from) / 2;
            if self.path(middle) < path { from = middle + 1 } else { to = middle }
        }
        from
    }

    pub fn get(&self, path: &str) -> Option<&FileRecord> {
        let at = self.place_of(path);
        self.records.get(at).filter(|_| self.path(at) == path)
    }

    pub fn contains(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    /// The places of all files below this folder.
    pub fn below(&self, folder: &str) -> Range<usize> {
        if folder.is_empty() {
            return 0..self.len();
        }
        // What comes behind `/` begins the first path that is not below it any more.
        self.place_of(&format!("{folder}/"))..self.place_of(&format!("{folder}0"))
    }

    /// Whether there is such a file among those with these places.
    pub fn has_among(&self, places: &Range<usize>, path: &str) -> bool {
        let at = self.place_among(places, path);
        places.contains(&at) && self.path(at) == path
    }

    /// Whether any file lies in this folder or below, among those with these places.
    pub fn has_below_among(&self, places: &Range<usize>, folder: &mut String) -> bool {
        folder.push('/');
        let at = self.place_among(places, folder);
        let has = places.contains(&at) && self.path(at).starts_with(folder.as_str());
        folder.pop();
        has
    }

    /// Whether any file lies in this folder or below.
    pub fn has_below(&self, folder: &str) -> bool {
        let inside = format!("{folder}/");
        let at = self.place_of(&inside);
        at < self.len() && self.path(at).starts_with(&inside)
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.path(at))
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, FileRecord)> {
        self.paths().zip(self.records.iter().copied())
    }

    /// Every folder that holds a file, without the root itself; sorted.
    pub fn folders(&self) -> Vec<&str> {
        let mut folders = Vec::new();
        let mut before = "";
        for path in self.paths() {
            // Those in which the file before lies too are known.
            folders.extend(folders_of(path).take_while(|folder| !is_below(before, folder)));
            before = path;
        }
        folders.sort_unstable();
        folders.dedup();
        folders
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// A manifest in the least memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    version: u32,
    generator: String,
    date: String,
    pub files: FileTable,
}

impl Inventory {
    /// Line by line, as `Manifest::to_text` writes it. `None`: it is written otherwise, or something in it is wrong.
    pub fn read_lines(mut text: impl BufRead) -> Option<Self> {
        let mut line = String::new();
        let mut next = |line: &mut String| {
            line.clear();
            (text.read_line(line).ok()? > 0).then_some(())
        };
        let mut inventory = Self { version: manifest::VERSION, ..Self::default() };
        next(&mut line).filter(|()| line == "{\n")?;
        next(&mut line).filter(|()| line.strip_prefix("\"version\": ").and_then(number_in) == Some(1))?;
        next(&mut line)?;
        inventory.generator = words_in(line.strip_prefix("\"generator\": ")?)?;
        next(&mut line)?;
        inventory.date = words_in(line.strip_prefix("\"date\": ")?)?;
        next(&mut line).filter(|()| line == "\"entries\": {\n")?;
        let mut is_last = false;
        loop {
            next(&mut line)?;
            if line == "}\n" {
                break;
            }
            let entry = line.strip_suffix('\n').filter(|_| !is_last)?;
            let (entry, ends) = entry.strip_suffix(',').map_or((entry, true), |entry| (entry, false));
            is_last = ends;
            let (path, record) = entry.strip_prefix('"')?.split_once("\": {\"hash\":\"")?;
            let (hash, size) = record.strip_suffix('}')?.split_once("\",\"size\":")?;
            // An escape is another spelling of the same path.
            site_path::check(path).ok().filter(|()| !path.contains('\\'))?;
            inventory.files.push(path, FileRecord { hash: Hash::parse(hash)?, size: plain_number(size)? })?;
        }
        let ends = is_last || inventory.files.len() == 0;
        next(&mut line).filter(|()| ends && line == "}\n")?;
        next(&mut line).is_none().then_some(inventory)
    }

    /// Whether these are the very files, of this generator and date.
    pub fn is<'f>(&self, generator: &str, date: &str, mut files: impl Iterator<Item = (&'f str, FileRecord)>) -> bool {
        let mut own = self.files.iter();
        let is_next = |(path, record)| own.next().is_some_and(|known| known == (path, record));
        let is_made_alike = self.version == manifest::VERSION && self.generator == generator && self.date == date;
        is_made_alike && files.all(is_next) && own.next().is_none()
    }

    pub fn to_manifest(&self) -> Manifest {
        let mut manifest = Manifest::new(&self.generator, &self.date);
        manifest.version = self.version;
        manifest.entries = self.files.iter().map(|(path, record)| (path.to_owned(), record)).collect();
        manifest
    }
}

impl TryFrom<Manifest> for Inventory {
    type Error = OutputError;

    fn try_from(manifest: Manifest) -> Result<Self, OutputError> {
        let mut files = FileTable::default();
        for (path, record) in &manifest.entries {
            let too_many = || OutputError::BrokenManifest {
                why: "ชื่อไฟล์ยาวรวมกันเกิน 4 GB".to_owned()
            };
            files.push(path, *record).ok_or_else(too_many)?;
        }
        let Manifest { version, generator, date, .. } = manifest;
        Ok(Self { version, generator, date, files })
    }
}

fn words_in(line: &str) -> Option<String> {
    serde_json::from_str(line.strip_suffix(",\n")?).ok()
}

fn number_in(line: &str) -> Option<u64> {
    plain_number(line.strip_suffix(",\n")?)
}

/// A number as it is written here: no sign, and no zero before it.
fn plain_number(text: &str) -> Option<u64> {
    let is_plain = text == "0" || !text.starts_with(['0', '+']);
    text.parse().ok().filter(|_| is_plain)
}

/// What was read, or what is wrong with it.
pub fn read(text: impl BufRead, whole: impl FnOnce() -> io::Result<String>) -> Result<Inventory, ReadTrouble> {
    match Inventory::read_lines(text) {
        Some(inventory) => Ok(inventory),
        None => {
            let text = whole().map_err(ReadTrouble::Disk)?;
            Manifest::read(&text).and_then(Inventory::try_from).map_err(ReadTrouble::Text)
        }
    }
}

pub enum ReadTrouble {
    Disk(io::Error),
    Text(OutputError),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let mut manifest = Manifest::new("prongsai 0.1.0", "2564-10-01");
        for path in ["a-b/x", "a/b/c", "a/b/d", "a/e", "index.html", "ไฟล์/ก.pdf"] {
            manifest.entries.insert(path.to_owned(), FileRecord { hash: Hash::of(path.as_bytes()), size: 70 });
        }
        manifest
    }

    fn lines(text: &str) -> Option<Inventory> {
        Inventory::read_lines(text.as_bytes())
    }

    #[test]
    fn says_what_the_manifest_says() {
        for manifest in [sample(), Manifest::new("a \"b\"", "")] {
            let inventory = lines(&manifest.to_text()).unwrap();
            assert_eq!(inventory, Inventory::try_from(manifest.clone()).unwrap());
            assert_eq!(inventory.to_manifest(), manifest);
            let folders: Vec<&str> = manifest.folders().into_iter().collect();
            assert_eq!(inventory.files.folders(), folders);
            for (path, record) in &manifest.entries {
                assert_eq!(inventory.files.get(path), Some(record));
            }
        }
        let files = lines(&sample().to_text()).unwrap().files;
        assert!(files.has_below("a") && files.has_below("a/b") && !files.has_below("a/b/c") && !files.has_below("i"));
        assert!(!files.contains("a") && !files.contains("") && !files.contains("ๆ"));
    }

    /// What is not as it is written here is left to the reader of JSON, which knows what is wrong with it.
    #[test]
    fn any_change_of_a_line_is_noticed() {
        let text = sample().to_text();
        for (from, to) in [
            ("\"version\": 1", "\"version\": 2"),
            ("\"version\": 1", "\"version\": 01"),
            ("index.html", "../index.html"),
            ("index.html", "a/a"),
            ("index.html", "a/e"),
            ("index.html", "index\\u002ehtml"),
            ("\"size\":70},", "\"size\":070},"),
            ("\"size\":70},", "\"size\":-70},"),
            ("\"size\":70},", "\"size\":70}"),
            ("\n}\n}\n", "\n}\n}\n}\n"),
            ("\n}\n}\n", "\n}\n"),
            ("\n}\n}\n", ",\n}\n}\n"),
            ("{\n\"version\"", "{ \"version\""),
        ] {
            let changed = text.replace(from, to);
            assert!(changed != text && lines(&changed).is_none(), "{from} → {to}");
        }
        let hash = Hash::of(b"a/e").to_string();
        assert!(lines(&text.replace(&hash, &hash.to_uppercase())).is_none());
    }
}
