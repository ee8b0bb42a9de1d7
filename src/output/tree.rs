//! A folder that holds a site, and the careful file operations on it: write, link, remove, list.
//! Follows no symbolic link inside the tree, and never writes into a file that another tree shares by hard link.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use super::error::{OutputError, While};
use super::hash::Hash;
use super::inventory::{self, Inventory, ReadTrouble};
use super::manifest::{FileRecord, MANIFEST_PATH};
use super::site_path::folders_of;
use crate::folder::{DiskFacts, DiskKind, Folder};

/// Up to this size a file that only this tree holds is overwritten where it lies, ten times faster on ext4 than
/// making a new one. Larger files may still be on their way to a slow reader of the site before last.
const OVERWRITE_LIMIT: u64 = 64 * 1024;

/// So many folders are remembered to be there: those of the authorities that are being made.
const FOLDERS_KNOWN: usize = 16_384;

pub struct Tree {
    /// Held once it is there: a spare tree is made when the first file needs it.
    root: OnceLock<Folder>,
    /// For words.
    path: PathBuf,
    /// What its manifest says.
    pub inventory: Inventory,
    /// When the manifest was written, always last: a file changed later was changed by somebody else. `None`: nothing here
    /// is believed without being read.
    sealed: Option<SystemTime>,
    /// Nothing lay here when it was loaded: no need to ask the disk about each file.
    was_bare: bool,
    real_folders: Mutex<HashSet<String>>,
}

/// A manifest that was read before its tree is opened.
pub struct ManifestGlance {
    mark: Mark,
    inventory: Inventory,
}

/// Which file a manifest is, and when it was changed last.
#[derive(PartialEq, Eq)]
struct Mark {
    number: (u64, u64),
    size: u64,
    changed: SystemTime,
}

impl Mark {
    fn of(root: &Folder) -> Option<Self> {
        let about = root.about(MANIFEST_PATH).ok().filter(DiskFacts::is_file)?;
        Some(Self { number: about.number?, size: about.size, changed: about.changed? })
    }
}

impl ManifestGlance {
    /// `None`: there is none, or one that is read with care when its turn comes.
    pub fn at(root: &Folder) -> Option<Self> {
        let mark = Mark::of(root)?;
        let inventory = Inventory::read_lines(BufReader::new(root.open(MANIFEST_PATH).ok()?))?;
        (Mark::of(root)? == mark).then_some(Self { mark, inventory })
    }
}

/// Something in the output folder that this program did not write.
pub struct Foreign {
    pub path: PathBuf,
    pub kind: DiskKind,
}

impl Tree {
    pub fn of(root: Folder) -> Self {
        let path = root.path().to_owned();
        Self { root: OnceLock::from(root), ..Self::nowhere(path) }
    }

    /// A tree that is not there yet.
    pub fn nowhere(path: PathBuf) -> Self {
        let (root, real_folders) = (OnceLock::new(), Mutex::default());
        Self { root, path, inventory: Inventory::default(), sealed: None, was_bare: false, real_folders }
    }

    /// A tree of which it is known what its manifest says.
    pub fn with(root: Folder, inventory: Inventory) -> Self {
        let sealed = root.about(MANIFEST_PATH).ok().filter(DiskFacts::is_file).and_then(|about| about.changed);
        Self { inventory, sealed, ..Self::of(root) }
    }

    /// As `load`, where the manifest may have been read before, if it still is the same file.
    pub fn load_with(root: Folder, glance: Option<ManifestGlance>) -> Result<Self, OutputError> {
        match glance {
            Some(glance) if Mark::of(&root).is_some_and(|mark| mark == glance.mark) => {
                Ok(Self::with(root, glance.inventory))
            }
            _ => Self::load(root),
        }
    }

    /// A folder without a manifest counts as an empty site.
    pub fn load(root: Folder) -> Result<Self, OutputError> {
        let path = root.at(MANIFEST_PATH);
        let text = match root.open(MANIFEST_PATH) {
            Err(error) if is_missing(&error) => {
                let was_bare = list(&root, Path::new(""))?.is_empty();
                return Ok(Self { was_bare, ..Self::of(root) });
            }
            opened => BufReader::new(opened.doing("อ่าน", &path)?),
        };
        let inventory = match inventory::read(text, || root.read_to_string(MANIFEST_PATH)) {
            Ok(inventory) => inventory,
            Err(ReadTrouble::Text(error)) => return Err(error),
            Err(ReadTrouble::Disk(error)) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(OutputError::BrokenManifest { why: "ไม่ใช่ UTF-8".to_owned() });
            }
            Err(ReadTrouble::Disk(error)) => return Err(error).doing("อ่าน", &path),
        };
        let about = root.about(MANIFEST_PATH).doing("อ่าน", &path)?;
        let sealed = about.changed.filter(|_| about.is_file());
        Ok(Self { inventory, sealed, ..Self::of(root) })
    }

    /// The folder, now that it is there. `false`: another one was held before.
    pub fn begin_in(&self, root: Folder) -> bool {
        let known = self.root.get_or_init(|| root.clone());
        matches!((known.itself(), root.itself()), (Ok(known), Ok(root)) if known.number == root.number)
    }

    pub fn root(&self) -> io::Result<&Folder> {
        self.root.get().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    /// From here on size and time prove nothing: every file is read and compared.
    pub fn doubt(&mut self) {
        self.sealed = None;
    }

    /// For words.
    pub fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.path.join(path)
    }

    pub fn about(&self, path: &str) -> Option<DiskFacts> {
        self.root().ok()?.about(path).ok()
    }

    pub fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.root()?.read(path)
    }

    /// Whether the file still is what the manifest says, judged by size and time. `false` when in doubt.
    pub fn holds(&self, path: &str, record: FileRecord) -> bool {
        self.inventory.files.get(path) == Some(&record)
            && self.about(path).is_some_and(|about| self.is_untouched(&about, record.size))
    }

    /// As `holds`, for a file of which no bytes are at hand.
    pub fn holds_hash(&self, path: &str, record: FileRecord) -> bool {
        self.inventory.files.get(path) == Some(&record)
            && self.about(path).is_some_and(|about| about.is_file() && about.size == record.size)
            && self.read(path).is_ok_and(|found| Hash::of(&found) == record.hash)
    }

    /// As `holds`, but settles a doubt by reading.
    pub fn holds_bytes(&self, path: &str, bytes: &[u8]) -> bool {
        let size = bytes.len() as u64;
        self.about(path).is_some_and(|about| {
            self.is_untouched(&about, size)
                || (about.is_file() && about.size == size && self.read(path).is_ok_and(|found| found == bytes))
        })
    }

    pub fn is_untouched(&self, about: &DiskFacts, size: u64) -> bool {
        about.is_file()
            && about.size == size
            && self.sealed.is_some_and(|sealed| about.changed.is_some_and(|changed| changed < sealed))
    }

    /// For a path that the manifest does not have: does somebody else's file with these very bytes lie there?
    pub fn adopts(&self, path: &str, bytes: &[u8]) -> Result<bool, OutputError> {
        if self.was_bare {
            return Ok(false); // a file that came since is met when all that is foreign is listed, before the swap
        }
        let files = &self.inventory.files;
        match self.root().and_then(|root| root.about(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                if folders_of(path).any(|folder| files.contains(folder)) {
                    return Ok(false); // our own file becomes a folder
                }
                Err(OutputError::Foreign { path: path.to_owned() })
            }
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(error).doing("อ่าน", &self.at(path)),
            Ok(about) if about.is_folder() => {
                if files.has_below(path) {
                    return Ok(false); // our own folder becomes a file
                }
                Err(OutputError::Foreign { path: path.to_owned() })
            }
            Ok(_) if self.holds_bytes(path, bytes) => Ok(true),
            Ok(_) => Err(OutputError::Foreign { path: path.to_owned() }),
        }
    }

    /// With all below it.
    pub fn collect(&self, path: PathBuf, kind: DiskKind, found: &mut Vec<Foreign>) -> Result<(), OutputError> {
        let mut waiting = vec![(path, kind)];
        while let Some((path, kind)) = waiting.pop() {
            if kind == DiskKind::Folder {
                for (name, kind) in self.listed(&path)? {
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
        for (name, kind) in self.listed(Path::new(""))? {
            self.collect(PathBuf::from(name), kind, &mut found)?;
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    fn listed(&self, folder: &Path) -> Result<Vec<(std::ffi::OsString, DiskKind)>, OutputError> {
        self.root.get().map_or(Ok(Vec::new()), |root| list(root, folder))
    }

    /// Whether a file or link lies where the path needs a folder.
    pub fn is_blocked(&self, path: &str) -> bool {
        folders_of(path).any(|folder| self.about(folder).is_some_and(|about| !about.is_folder()))
    }

    /// Makes the folder that holds `path`; a link or file in the way is removed, so that nothing is written elsewhere.
    pub fn make_folder_of(&self, path: &str) -> Result<(), OutputError> {
        folders_of(path).next().map_or(Ok(()), |folder| self.make_folder(folder).map(|_| ()))
    }

    /// `true`: nothing lay there, and nothing lies in it.
    pub fn make_folder(&self, folder: &str) -> Result<bool, OutputError> {
        let is_known = |folder: &str| self.real_folders.lock().unwrap_or_else(PoisonError::into_inner).contains(folder);
        if folder.is_empty() || is_known(folder) {
            return Ok(false);
        }
        let around = folders_of(folder).take_while(|folder| !is_known(folder));
        let mut lineage: Vec<&str> = std::iter::once(folder).chain(around).collect();
        lineage.reverse();
        let mut is_new = false;
        for folder in lineage {
            let made = self.root().and_then(|root| make_real_folder(root, folder));
            is_new = made.doing("สร้างโฟลเดอร์", &self.at(folder))?;
            let mut known = self.real_folders.lock().unwrap_or_else(PoisonError::into_inner);
            if known.len() >= FOLDERS_KNOWN {
                known.clear(); // the disk knows them
            }
            known.insert(folder.to_owned());
        }
        Ok(is_new)
    }

    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.make_folder_of(path)?;
        self.root().and_then(|root| write_file(root, path, bytes)).doing("เขียนไฟล์", &self.at(path))
    }

    /// A new file of whatever size, as it is made.
    pub fn write_new(
        &self,
        path: &str,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<(), OutputError> {
        self.make_folder_of(path)?;
        let made = self.root().and_then(|root| {
            clear(root, Path::new(path))?;
            let mut file = BufWriter::new(root.create_new(path)?);
            write(&mut file)?;
            file.flush()
        });
        made.doing("เขียนไฟล์", &self.at(path))
    }

    /// Puts a file of this tree in the place of whatever lies there.
    pub fn rename(&self, from: &str, to: &str) -> Result<(), OutputError> {
        let moved = self.root().and_then(|root| clear(root, Path::new(to)).and_then(|()| root.rename(from, root, to)));
        moved.doing("เขียนไฟล์", &self.at(to))
    }

    /// Takes over what somebody else put into another tree, as it is.
    pub fn carry_over(&self, found: &Foreign, other: &Self) -> Result<(), OutputError> {
        let full = self.at(&found.path);
        let (from, to) = (other.root().doing("เปิด", &full)?, self.root().doing("เปิด", &full)?);
        if let Some(parent) = found.path.parent() {
            to.make_folders(parent).doing("สร้างโฟลเดอร์", &self.at(parent))?;
        }
        match found.kind {
            DiskKind::Folder => {
                to.make_folders(&found.path).doing("สร้างโฟลเดอร์", &full)?;
                if let Ok(about) = from.about(&found.path) {
                    let _ = to.set_permissions(&found.path, about.permissions);
                }
                Ok(())
            }
            DiskKind::Link => {
                let copy = clear(to, &found.path).and_then(|()| to.copy_link_from(from, &found.path, &found.path));
                copy.doing("เขียนไฟล์", &full)
            }
            DiskKind::File => {
                if let (Ok(old), Ok(new)) = (from.about(&found.path), to.about(&found.path))
                    && old.is_same(&new)
                {
                    return Ok(());
                }
                link_or_copy(from, to, &found.path).doing("เขียนไฟล์", &full)
            }
            DiskKind::Other => Ok(()), // moved after the exchange
        }
    }

    /// Only the spelling of a name changes, on a disk where both are one.
    pub fn respell(&self, path: &str, twin: &str) {
        let _ = self.root().and_then(|root| root.rename(path, root, twin));
    }

    /// A folder stays if it is not empty.
    pub fn remove_folder(&self, path: &str) {
        let _ = self.root().and_then(|root| root.remove_folder(path));
    }

    /// Removes a file and the folders that it leaves empty. A path that leads through a link is left alone.
    pub fn remove(&self, path: &str) -> Result<(), OutputError> {
        let Some(root) = self.root.get().filter(|_| !self.is_blocked(path)) else { return Ok(()) };
        match root.about(path) {
            Ok(about) if about.is_folder() => return Ok(()),
            Ok(_) => match root.remove_file(path) {
                Err(error) if is_missing(&error) => {}
                removed => removed.doing("ลบ", &self.at(path))?,
            },
            // A run that was killed may have removed the file and not yet its folders.
            Err(_) => {}
        }
        for folder in folders_of(path) {
            match root.remove_folder(folder) {
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
pub fn list(root: &Folder, folder: &Path) -> Result<Vec<(std::ffi::OsString, DiskKind)>, OutputError> {
    match root.list(folder) {
        Err(error) if is_missing(&error) => Ok(Vec::new()),
        listed => listed.doing("อ่านโฟลเดอร์", &root.at(folder)),
    }
}

/// Mostly nothing lies there yet: room is made only when something does.
pub fn link_or_copy(from: &Folder, to: &Folder, path: &Path) -> io::Result<()> {
    let linked = match to.link_from(from, path, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            clear(to, path)?;
            to.link_from(from, path, path)
        }
        linked => linked,
    };
    if linked.is_ok() {
        return Ok(());
    }
    clear(to, path)?;
    to.copy_from(from, path, path)
}

/// Most folders are new: the disk is asked what lies there only when something does. Tells whether it made it.
fn make_real_folder(root: &Folder, folder: &str) -> io::Result<bool> {
    let exists = |error: &io::Error| error.kind() == io::ErrorKind::AlreadyExists;
    match root.create_folder(folder) {
        Err(error) if exists(&error) => {}
        made => return made.map(|()| true),
    }
    if root.about(folder).is_ok_and(|about| about.is_folder()) {
        return Ok(false);
    }
    let _ = root.remove_file(folder); // if it stays, the write that follows tells
    match root.create_folder(folder) {
        Err(error) if exists(&error) => Ok(false), // another thread was faster
        made => made.map(|()| true),
    }
}

fn write_file(root: &Folder, path: &str, bytes: &[u8]) -> io::Result<()> {
    match root.create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => return made?.write_all(bytes),
    }
    if let Ok(about) = root.about(path) {
        if about.is_file() && about.size <= OVERWRITE_LIMIT && about.names == Some(1) {
            // Without truncating first, which would make ext4 flush every file as it is closed.
            let mut file = root.open_to_write(path)?;
            file.write_all(bytes)?;
            return file.set_len(bytes.len() as u64);
        }
        clear(root, Path::new(path))?;
    }
    root.create_new(path)?.write_all(bytes)
}

/// Removes whatever lies at a place inside a tree of our own.
fn clear(root: &Folder, path: &Path) -> io::Result<()> {
    match root.about(path) {
        Ok(about) if about.is_folder() => root.remove_all(path),
        Ok(_) => root.remove_file(path),
        Err(error) if is_missing(&error) => Ok(()),
        Err(error) => Err(error),
    }
}
