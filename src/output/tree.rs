//! A folder that holds a site, and the careful file operations on it: write, link, remove, list.
//! Follows no symbolic link inside the tree, and never writes into a file that another tree shares by hard link.

use std::collections::HashSet;
use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;

use super::error::{OutputError, While};
use super::hash::Hash;
use super::manifest::{FileRecord, MANIFEST_PATH, Manifest};
use super::seal::changed_at;
use super::site_path::{OWN_FOLDER, folders_of};

/// Up to this size a file that only this tree holds is overwritten where it lies, ten times faster on ext4 than
/// making a new one. Larger files may still be on their way to a slow reader of the site before last.
const OVERWRITE_LIMIT: u64 = 64 * 1024;

pub struct Tree {
    pub root: PathBuf,
    pub manifest: Manifest,
    /// When the manifest was written, always last: a file changed later was changed by somebody else. `None`: nothing here
    /// is believed without being read.
    sealed: Option<SystemTime>,
    /// Nothing lay here when it was loaded: no need to ask the disk about each file.
    was_bare: bool,
    real_folders: Mutex<HashSet<String>>,
}

/// Something in the output folder that this program did not write.
pub struct Foreign {
    pub path: PathBuf,
    pub kind: FileType,
}

impl Tree {
    pub fn empty(root: PathBuf) -> Self {
        Self { root, manifest: Manifest::new("", ""), sealed: None, was_bare: false, real_folders: Mutex::default() }
    }

    /// A folder without a manifest counts as an empty site.
    pub fn load(root: PathBuf) -> Result<Self, OutputError> {
        let path = root.join(MANIFEST_PATH);
        let text = match fs::read_to_string(&path) {
            Err(error) if is_missing(&error) => {
                let was_bare = list(&root)?.is_empty();
                return Ok(Self { was_bare, ..Self::empty(root) });
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(OutputError::BrokenManifest { why: "ไม่ใช่ UTF-8".to_owned() });
            }
            read => read.doing("อ่าน", &path)?,
        };
        let manifest = Manifest::read(&text)?;
        let about = fs::symlink_metadata(&path).doing("อ่าน", &path)?;
        let sealed = changed_at(&about).filter(|_| about.is_file());
        Ok(Self { root, manifest, sealed, was_bare: false, real_folders: Mutex::default() })
    }

    /// From here on size and time prove nothing: every file is read and compared.
    pub fn doubt(&mut self) {
        self.sealed = None;
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub fn about(&self, path: &str) -> Option<Metadata> {
        fs::symlink_metadata(self.at(path)).ok()
    }

    /// Whether the file still is what the manifest says, judged by size and time. `false` when in doubt.
    pub fn holds(&self, path: &str, record: FileRecord) -> bool {
        self.manifest.entries.get(path) == Some(&record)
            && self.about(path).is_some_and(|about| self.is_untouched(&about, record.size))
    }

    /// As `holds`, for a file of which no bytes are at hand.
    pub fn holds_hash(&self, path: &str, record: FileRecord) -> bool {
        self.manifest.entries.get(path) == Some(&record)
            && self.about(path).is_some_and(|about| about.is_file() && about.len() == record.size)
            && fs::read(self.at(path)).is_ok_and(|found| Hash::of(&found) == record.hash)
    }

    /// As `holds`, but settles a doubt by reading.
    pub fn holds_bytes(&self, path: &str, bytes: &[u8]) -> bool {
        let size = bytes.len() as u64;
        self.about(path).is_some_and(|about| {
            self.is_untouched(&about, size)
                || (about.is_file() && about.len() == size && fs::read(self.at(path)).is_ok_and(|found| found == bytes))
        })
    }

    fn is_untouched(&self, about: &Metadata, size: u64) -> bool {
        about.is_file()
            && about.len() == size
            && self.sealed.is_some_and(|sealed| changed_at(about).is_some_and(|changed| changed < sealed))
    }

    /// For a path that the manifest does not have: does somebody else's file with these very bytes lie there?
    pub fn adopts(&self, path: &str, bytes: &[u8]) -> Result<bool, OutputError> {
        if self.was_bare {
            return Ok(false); // a file that came since is met when all that is foreign is listed, before the swap
        }
        let entries = &self.manifest.entries;
        match fs::symlink_metadata(self.at(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                if folders_of(path).any(|folder| entries.contains_key(folder)) {
                    return Ok(false); // our own file becomes a folder
                }
                Err(OutputError::Foreign { path: path.to_owned() })
            }
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(error).doing("อ่าน", &self.at(path)),
            Ok(about) if about.is_dir() => {
                let inside = format!("{path}/");
                if entries.range(inside.clone()..).next().is_some_and(|(first, _)| first.starts_with(&inside)) {
                    return Ok(false); // our own folder becomes a file
                }
                Err(OutputError::Foreign { path: path.to_owned() })
            }
            Ok(_) if self.holds_bytes(path, bytes) => Ok(true),
            Ok(_) => Err(OutputError::Foreign { path: path.to_owned() }),
        }
    }

    /// Everything below the root that is neither in the manifest nor one of its folders; a folder before its contents.
    pub fn foreign(&self) -> Result<Vec<Foreign>, OutputError> {
        let folders = self.manifest.folders();
        let mut known: Vec<&str> = folders.iter().copied().collect();
        known.push("");
        let found: Vec<Vec<Foreign>> = known
            .par_iter()
            .map(|folder| {
                let mut found = Vec::new();
                for (name, kind) in list(&self.root.join(folder))? {
                    let path = Path::new(folder).join(&name);
                    let ours = slashed(&path).is_some_and(|path| {
                        (kind.is_file() && self.manifest.entries.contains_key(&path))
                            || (kind.is_dir() && (folders.contains(path.as_str()) || path == OWN_FOLDER))
                    });
                    if !ours {
                        self.collect(path, kind, &mut found)?;
                    }
                }
                Ok(found)
            })
            .collect::<Result<_, OutputError>>()?;
        let mut found: Vec<Foreign> = found.into_iter().flatten().collect();
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    fn collect(&self, path: PathBuf, kind: FileType, found: &mut Vec<Foreign>) -> Result<(), OutputError> {
        let mut waiting = vec![(path, kind)];
        while let Some((path, kind)) = waiting.pop() {
            if kind.is_dir() {
                for (name, kind) in list(&self.root.join(&path))? {
                    waiting.push((path.join(name), kind));
                }
            }
            found.push(Foreign { path, kind });
        }
        Ok(())
    }

    /// All that lies below the root, whoever wrote it; a folder before its contents.
    pub fn everything(&self) -> Result<Vec<Foreign>, OutputError> {
        let mut found = Vec::new();
        for (name, kind) in list(&self.root)? {
            self.collect(PathBuf::from(name), kind, &mut found)?;
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    /// Whether a file or link lies where the path needs a folder.
    pub fn is_blocked(&self, path: &str) -> bool {
        folders_of(path).any(|folder| self.about(folder).is_some_and(|about| !about.is_dir()))
    }

    /// Makes the folder that holds `path`; a link or file in the way is removed, so that nothing is written elsewhere.
    pub fn make_folder_of(&self, path: &str) -> Result<(), OutputError> {
        let Some(folder) = folders_of(path).next() else { return Ok(()) };
        let is_known = |folder: &str| self.real_folders.lock().unwrap_or_else(PoisonError::into_inner).contains(folder);
        if is_known(folder) {
            return Ok(());
        }
        let mut lineage: Vec<&str> = folders_of(path).take_while(|folder| !is_known(folder)).collect();
        lineage.reverse();
        for folder in lineage {
            let full = self.root.join(folder);
            make_real_folder(&full).doing("สร้างโฟลเดอร์", &full)?;
            self.real_folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        }
        Ok(())
    }

    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.make_folder_of(path)?;
        let full = self.at(path);
        write_file(&full, bytes).doing("เขียนไฟล์", &full)
    }

    /// Takes a file over from another tree: by hard link, or by copying where the disk has none.
    pub fn link_from(&self, source: &Path, path: &str) -> Result<(), OutputError> {
        self.make_folder_of(path)?;
        let full = self.at(path);
        link_or_copy(source, &full).doing("เขียนไฟล์", &full)
    }

    /// Removes a file and the folders that it leaves empty. A path that leads through a link is left alone.
    pub fn remove(&self, path: &str) -> Result<(), OutputError> {
        if self.is_blocked(path) {
            return Ok(());
        }
        let full = self.at(path);
        match fs::symlink_metadata(&full) {
            Ok(about) if about.is_dir() => return Ok(()),
            Ok(_) => match fs::remove_file(&full) {
                Err(error) if is_missing(&error) => {}
                removed => removed.doing("ลบ", &full)?,
            },
            // A run that was killed may have removed the file and not yet its folders.
            Err(_) => {}
        }
        for folder in folders_of(path) {
            match fs::remove_dir(self.root.join(folder)) {
                Err(error) if !is_missing(&error) => break, // not empty
                _ => {}
            }
            self.real_folders.lock().unwrap_or_else(PoisonError::into_inner).remove(folder);
        }
        Ok(())
    }
}

pub fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The path with `/` between parts, if it is Unicode.
pub fn slashed(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    Some(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}

/// The names in a folder; none when it is gone.
pub fn list(folder: &Path) -> Result<Vec<(std::ffi::OsString, FileType)>, OutputError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if is_missing(&error) => return Ok(Vec::new()),
        entries => entries.doing("อ่านโฟลเดอร์", folder)?,
    };
    entries
        .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))).doing("อ่านโฟลเดอร์", folder))
        .collect()
}

pub fn link_or_copy(source: &Path, target: &Path) -> io::Result<()> {
    clear(target)?;
    if fs::hard_link(source, target).is_ok() {
        return Ok(());
    }
    fs::copy(source, target).map(|_| ())
}

/// Most folders are new: the disk is asked what lies there only when something does.
fn make_real_folder(folder: &Path) -> io::Result<()> {
    let exists = |error: &io::Error| error.kind() == io::ErrorKind::AlreadyExists;
    match fs::create_dir(folder) {
        Err(error) if exists(&error) => {}
        made => return made,
    }
    if fs::symlink_metadata(folder).is_ok_and(|about| about.is_dir()) {
        return Ok(());
    }
    let _ = fs::remove_file(folder); // if it stays, the write that follows tells
    match fs::create_dir(folder) {
        Err(error) if exists(&error) => Ok(()), // another thread was faster
        made => made,
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => return made?.write_all(bytes),
    }
    if let Ok(about) = fs::symlink_metadata(path) {
        if about.is_file() && about.len() <= OVERWRITE_LIMIT && is_held_once(&about) {
            // Without truncating first, which would make ext4 flush every file as it is closed.
            let mut file = OpenOptions::new().write(true).open(path)?;
            file.write_all(bytes)?;
            return file.set_len(bytes.len() as u64);
        }
        clear(path)?;
    }
    File::create_new(path)?.write_all(bytes)
}

/// Removes whatever lies at a place inside a tree of our own.
fn clear(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if is_missing(&error) => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn is_held_once(about: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(about) == 1
}

#[cfg(not(unix))]
fn is_held_once(_: &Metadata) -> bool {
    false
}

#[cfg(unix)]
pub fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    one.is_file() && one.dev() == other.dev() && one.ino() == other.ino()
}

#[cfg(not(unix))]
pub fn is_same_file(_: &Metadata, _: &Metadata) -> bool {
    false
}

#[cfg(unix)]
pub fn copy_link(source: &Path, target: &Path) -> io::Result<()> {
    clear(target)?;
    std::os::unix::fs::symlink(fs::read_link(source)?, target)
}

#[cfg(not(unix))]
pub fn copy_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}
