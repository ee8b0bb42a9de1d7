//! The author's files as the rest of the program sees them: listed in a fixed order, read within bounds. Everything after
//! it is pure. `walk` lists, `door` opens.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use unicode_normalization::UnicodeNormalization;

use crate::finding::{Finding, Findings, code};
use crate::folder::Folder;
use crate::source::{door, walk};
use crate::span::{FileId, Span};

/// A text larger than this is not something an officer wrote.
pub const LARGEST_TEXT: u64 = 4 * 1024 * 1024;
/// An attachment larger than this is listed and reported, not opened.
pub const LARGEST_ATTACHMENT: u64 = 200 * 1024 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Relative to the root, `/` between parts, NFC: what links and addresses say.
    pub path: String,
    /// As the disk spells it.
    pub on_disk: PathBuf,
    pub size: u64,
}

impl FileEntry {
    pub fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

/// All input comes through here.
pub trait Files: Send + Sync {
    /// Every regular file, sorted by `path`; what cannot be listed is a finding.
    fn list(&self, findings: &mut Findings) -> io::Result<Vec<FileEntry>>;
    fn read(&self, entry: &FileEntry) -> io::Result<Vec<u8>>;
    /// The path behind a finding about something that could not be listed.
    fn name_of(&self, _: FileId) -> Option<String> {
        None
    }
}

pub struct Disk {
    pub root: PathBuf,
    /// Since the last listing: what is read lies where it was listed, whatever lies at the root's path by now.
    held: Mutex<Option<Folder>>,
}

impl Disk {
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), held: Mutex::default() }
    }

    fn held(&self) -> io::Result<Folder> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        match &*held {
            Some(folder) => Ok(folder.clone()),
            None => Ok(held.insert(Folder::hold(&self.root)?).clone()),
        }
    }
}

impl Files for Disk {
    fn list(&self, findings: &mut Findings) -> io::Result<Vec<FileEntry>> {
        let root = Folder::hold(&self.root)?;
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(root.clone());
        let mut entries = walk::list(&root, findings)?;
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        for pair in entries.windows(2) {
            if pair[0].path == pair[1].path {
                findings.push(
                    Finding::of(
                        code::S045,
                        Span::whole_file(FileId::of(&pair[0].path)),
                        format!("มีไฟล์สองไฟล์ที่ชื่ออ่านเหมือนกัน `{}` (ต่างกันเพียงรูปแบบรหัสอักขระ)", pair[0].path),
                    )
                    .english("two files whose names differ only in Unicode form")
                    .help("ลบหรือเปลี่ยนชื่อไฟล์หนึ่ง"),
                );
            }
        }
        entries.dedup_by(|b, a| a.path == b.path);
        Ok(entries)
    }

    fn read(&self, entry: &FileEntry) -> io::Result<Vec<u8>> {
        door::read_in(&self.held()?, &entry.on_disk, LARGEST_ATTACHMENT)
    }

    fn name_of(&self, file: FileId) -> Option<String> {
        walk::name_of(&self.root, file)
    }
}

/// What lies at one place below the root, for whoever was told that it changed.
pub enum AtPath {
    File(FileEntry),
    /// A folder, a link, or a way that leads through one: only a listing can tell.
    Else,
    Gone,
}

impl Disk {
    pub fn look(&self, relative: &Path) -> AtPath {
        // Whoever looks again is told what lies there now, and reads that.
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let on_disk = self.root.join(relative);
        let Ok(about) = std::fs::symlink_metadata(&on_disk) else { return AtPath::Gone };
        let straight = match (std::fs::canonicalize(&self.root), std::fs::canonicalize(&on_disk)) {
            (Ok(root), Ok(real)) => real == root.join(relative),
            _ => false,
        };
        if about.is_file() && straight {
            AtPath::File(FileEntry { path: portable(relative), on_disk, size: about.len() })
        } else {
            AtPath::Else
        }
    }
}

/// Editors' swap and backup files, version control, the system's own droppings.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini" | "__MACOSX" | "node_modules")
        || [".swp", ".swx", ".tmp", ".part", ".bak", ".crdownload"].iter().any(|end| name.ends_with(end))
}

pub fn portable(path: &Path) -> String {
    let mut out = String::new();
    for part in path.components() {
        if !out.is_empty() {
            out.push('/');
        }
        let part = part.as_os_str().to_string_lossy();
        if part.is_ascii() { out.push_str(&part) } else { out.extend(part.nfc()) }
    }
    out
}

/// Files in memory, for tests and for the preview's own checks.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub BTreeMap<String, Vec<u8>>);

impl Memory {
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.to_owned(), text.as_bytes().to_vec());
        self
    }
}

impl Files for Memory {
    fn list(&self, _: &mut Findings) -> io::Result<Vec<FileEntry>> {
        Ok(self
            .0
            .iter()
            .filter(|(path, _)| !path.split('/').any(is_ignored))
            .map(|(path, bytes)| FileEntry { path: path.clone(), on_disk: path.into(), size: bytes.len() as u64 })
            .collect())
    }

    fn read(&self, entry: &FileEntry) -> io::Result<Vec<u8>> {
        self.0.get(&entry.path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}
