//! The one door to the author's disk: listing and reading, bounded and in a fixed order. Everything after it is pure.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::finding::{Finding, Findings};
use crate::span::{FileId, Span};

/// A text larger than this is not something an officer wrote.
pub const LARGEST_TEXT: u64 = 8 * 1024 * 1024;
/// An attachment larger than this is listed and reported, not opened.
pub const LARGEST_ATTACHMENT: u64 = 200 * 1024 * 1024;
const DEEPEST_FOLDER: usize = 12;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Relative to the root, `/` between parts, NFC: what links and addresses say.
    pub path: String,
    /// As the disk spells it.
    pub on_disk: PathBuf,
    pub size: u64,
}

impl Entry {
    pub fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

/// All input comes through here.
pub trait Files: Send + Sync {
    /// Every regular file, sorted by `path`; what cannot be listed is a finding.
    fn list(&self, findings: &mut Findings) -> io::Result<Vec<Entry>>;
    fn read(&self, entry: &Entry) -> io::Result<Vec<u8>>;
    /// The path behind a finding about something that could not be listed.
    fn name_of(&self, _: FileId) -> Option<String> {
        None
    }
}

pub struct Disk {
    pub root: PathBuf,
}

impl Files for Disk {
    fn list(&self, findings: &mut Findings) -> io::Result<Vec<Entry>> {
        // The root itself must be readable; below it, one bad folder does not stop the rest.
        std::fs::read_dir(&self.root)?;
        let mut entries = Vec::new();
        let walk = walkdir::WalkDir::new(&self.root)
            .follow_links(true)
            .max_depth(DEEPEST_FOLDER)
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_ignored(&entry.file_name().to_string_lossy()));
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    findings.push(unlistable(&self.root, &error));
                    continue;
                }
            };
            if !entry.file_type().is_file() {
                continue;
            }
            let Ok(relative) = entry.path().strip_prefix(&self.root) else { continue };
            let size = entry.metadata().map_or(0, |metadata| metadata.len());
            entries.push(Entry { path: portable(relative), on_disk: entry.path().to_owned(), size });
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        for pair in entries.windows(2) {
            if pair[0].path == pair[1].path {
                findings.push(
                    Finding::error(
                        "S045",
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

    fn read(&self, entry: &Entry) -> io::Result<Vec<u8>> {
        std::fs::read(&entry.on_disk)
    }

    fn name_of(&self, file: FileId) -> Option<String> {
        let walk = walkdir::WalkDir::new(&self.root).max_depth(DEEPEST_FOLDER).into_iter();
        walk.filter_map(|entry| {
            let path = match &entry {
                Ok(entry) => entry.path(),
                Err(error) => error.path()?,
            };
            Some(portable(path.strip_prefix(&self.root).ok()?))
        })
        .find(|path| FileId::of(path) == file)
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

fn unlistable(root: &Path, error: &walkdir::Error) -> Finding {
    let path = error.path().and_then(|path| path.strip_prefix(root).ok()).map(portable).unwrap_or_default();
    let span = Span::whole_file(FileId::of(&path));
    if error.loop_ancestor().is_some() {
        Finding::error("S042", span, format!("ทางลัด (symlink) `{path}` วนกลับมาที่โฟลเดอร์เดิม จึงข้ามไป"))
            .english("symlink loop, skipped")
            .help("ลบทางลัดนี้ แล้วคัดลอกไฟล์จริงมาไว้แทน")
    } else {
        Finding::error("S004", span, format!("เปิด `{path}` ไม่ได้ จึงข้ามไป"))
            .english(format!("cannot be opened: {error}"))
            .help("ตรวจสิทธิ์ของไฟล์หรือโฟลเดอร์ ให้ผู้ใช้คนนี้อ่านได้")
    }
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
    fn list(&self, _: &mut Findings) -> io::Result<Vec<Entry>> {
        Ok(self
            .0
            .iter()
            .filter(|(path, _)| !path.split('/').any(is_ignored))
            .map(|(path, bytes)| Entry { path: path.clone(), on_disk: path.into(), size: bytes.len() as u64 })
            .collect())
    }

    fn read(&self, entry: &Entry) -> io::Result<Vec<u8>> {
        self.0.get(&entry.path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}
