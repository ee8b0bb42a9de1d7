//! A folder that is held: opened once, and everything below it is read, made, renamed and removed by its handle, so that a link
//! put in its place, or in the place of a folder below it, while a command runs is never followed. Owns how files are opened
//! to be written anywhere in the program; knows nothing of sites and authors.
//! Where the system has no such handles (Windows) names stand for them, and the checks of those who use this room.

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod held;
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
use held::HeldHandle as Handle;
// Tried by the tests on every system.
#[cfg(any(test, not(any(target_os = "linux", target_os = "android", target_vendor = "apple"))))]
#[cfg_attr(not(windows), allow(dead_code, reason = "the tests of other systems need not all of it"))]
mod named;
mod private;
#[cfg(test)]
mod tests;
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
use named::NamedHandle as Handle;

pub use private::PrivateRoom;

use std::ffi::{OsStr, OsString};
use std::fs::{File, Permissions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// What lies at a place of the disk; a link is a link, wherever it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskKind {
    File,
    Folder,
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// What the disk says of a file without its being read.
#[derive(Clone, Debug)]
pub struct DiskFacts {
    pub kind: DiskKind,
    pub size: u64,
    /// When it was changed last: on Unix by the time that no program can set, which also new names and rights move on.
    pub changed: Option<SystemTime>,
    /// Which disk, and which file on it, where the system says.
    pub number: Option<(u64, u64)>,
    /// How many names it has, where the system says.
    pub names: Option<u64>,
    /// User and group, where the system has them.
    pub owner: Option<(u32, u32)>,
    pub permissions: Permissions,
    /// Where the system keeps that instead of a number.
    pub created: Option<SystemTime>,
}

impl DiskFacts {
    pub fn is_file(&self) -> bool {
        self.kind == DiskKind::File
    }

    pub fn is_folder(&self) -> bool {
        self.kind == DiskKind::Folder
    }

    pub fn is_link(&self) -> bool {
        self.kind == DiskKind::Link
    }

    /// Two names of one file or folder. `false` where the system does not say.
    pub fn is_same(&self, other: &Self) -> bool {
        self.number.is_some() && self.number == other.number
    }
}

/// Cheap to copy: all copies share one handle. Paths are relative to it and lead through no link and not upwards.
#[derive(Clone)]
pub struct Folder {
    handle: Arc<Handle>,
    /// For words to people, and for what is not done by the handle.
    path: PathBuf,
}

impl Folder {
    /// The folder that a person named. Where that is a link, its owner chose it.
    pub fn hold(path: &Path) -> io::Result<Self> {
        let here = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self { handle: Arc::new(Handle::hold(here)?), path: path.to_owned() })
    }

    /// As it was named when it was first held; by now something else may lie there.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn at(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.path.join(relative)
    }

    pub fn folder(&self, relative: impl AsRef<Path>) -> io::Result<Self> {
        let relative = relative.as_ref();
        Ok(Self { handle: Arc::new(self.handle.folder(relative)?), path: self.path.join(relative) })
    }

    /// The folder of this name; made where nothing lies there.
    pub fn make_folder(&self, relative: impl AsRef<Path>) -> io::Result<Self> {
        match self.folder(&relative) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            there => return there,
        }
        match self.handle.create_folder(relative.as_ref()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made?,
        }
        self.folder(relative)
    }

    /// The folder of this name, which can also be listed without being opened again.
    pub fn listed(&self, relative: impl AsRef<Path>) -> io::Result<Self> {
        let relative = relative.as_ref();
        Ok(Self { handle: Arc::new(self.handle.listed_folder(relative)?), path: self.path.join(relative) })
    }

    /// A new folder, held. Fails where something lies there.
    pub fn create_held(&self, relative: impl AsRef<Path>) -> io::Result<Self> {
        let relative = relative.as_ref();
        Ok(Self { handle: Arc::new(self.handle.create_held_folder(relative)?), path: self.path.join(relative) })
    }

    /// A new folder that only its owner may enter.
    pub fn create_private(&self, relative: impl AsRef<Path>) -> io::Result<Self> {
        self.handle.create_private_folder(relative.as_ref())?;
        self.folder(relative)
    }

    /// With all folders on the way to it.
    pub fn make_folders(&self, relative: impl AsRef<Path>) -> io::Result<()> {
        let relative = relative.as_ref();
        if relative.as_os_str().is_empty() || self.about(relative).is_ok_and(|about| about.is_folder()) {
            return Ok(());
        }
        let mut way = PathBuf::new();
        for part in relative.components() {
            way.push(part);
            if self.about(&way).is_ok_and(|about| about.is_folder()) {
                continue;
            }
            match self.handle.create_folder(&way) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => made?,
            }
        }
        self.folder(relative).map(|_| ())
    }

    /// Fails where something lies there.
    pub fn create_folder(&self, relative: impl AsRef<Path>) -> io::Result<()> {
        self.handle.create_folder(relative.as_ref())
    }

    /// Opens a regular file for reading.
    pub fn open(&self, relative: impl AsRef<Path>) -> io::Result<File> {
        regular(self.handle.open(relative.as_ref())?)
    }

    /// The bytes of a file, no more than `most`, through links that stay below this folder.
    pub fn read_within(&self, relative: &Path, most: u64) -> io::Result<Vec<u8>> {
        if !is_plain(relative) {
            return Err(leads_outside());
        }
        bytes_of(self.handle.open_within(relative, &self.path)?, most)
    }

    /// Opens a file that is there for writing, as it is.
    pub fn open_to_write(&self, relative: impl AsRef<Path>) -> io::Result<File> {
        regular(self.handle.open_to_write(relative.as_ref())?)
    }

    pub fn open_to_append(&self, relative: impl AsRef<Path>) -> io::Result<File> {
        regular(self.handle.open_to_append(relative.as_ref())?)
    }

    /// For a lock: made where it is missing, else as it is.
    pub fn open_or_create(&self, relative: impl AsRef<Path>) -> io::Result<File> {
        regular(self.handle.open_or_create(relative.as_ref())?)
    }

    pub fn create_new(&self, relative: impl AsRef<Path>) -> io::Result<File> {
        self.handle.create_new(relative.as_ref())
    }

    pub fn read(&self, relative: impl AsRef<Path>) -> io::Result<Vec<u8>> {
        bytes_of(self.handle.open(relative.as_ref())?, u64::MAX)
    }

    pub fn read_to_string(&self, relative: impl AsRef<Path>) -> io::Result<String> {
        String::from_utf8(self.read(relative)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// What the disk says, for a judgement. A deed that follows goes its own way: what lies there by then may be another.
    pub fn about(&self, relative: impl AsRef<Path>) -> io::Result<DiskFacts> {
        self.handle.about(relative.as_ref())
    }

    /// Of this folder itself, wherever it lies by now.
    pub fn itself(&self) -> io::Result<DiskFacts> {
        self.handle.itself()
    }

    pub fn is_link(&self, relative: impl AsRef<Path>) -> bool {
        self.about(relative).is_ok_and(|about| about.is_link())
    }

    pub fn has(&self, relative: impl AsRef<Path>) -> bool {
        self.about(relative).is_ok()
    }

    /// Whether this very folder lies under a name there. Where the system cannot say, it does.
    pub fn lies_at(&self, around: &Self, name: impl AsRef<Path>) -> bool {
        match (self.itself(), around.about(name)) {
            (Ok(own), Ok(there)) => own.number.is_none() || own.is_same(&there),
            _ => false,
        }
    }

    /// The names in this folder itself, which `listed` opened, in no order.
    pub fn each_name(&self, found: impl FnMut(&OsStr, DiskKind)) -> io::Result<()> {
        self.handle.each_name(found)
    }

    /// The names in a folder below this one, in no order.
    pub fn list(&self, relative: impl AsRef<Path>) -> io::Result<Vec<(OsString, DiskKind)>> {
        self.handle.list(relative.as_ref())
    }

    pub fn rename(&self, from: impl AsRef<Path>, other: &Self, to: impl AsRef<Path>) -> io::Result<()> {
        self.handle.rename(from.as_ref(), &other.handle, to.as_ref())
    }

    /// Each takes the other's place, in one step where the system has one; else `Unsupported` or `InvalidInput`.
    pub fn exchange(&self, one: impl AsRef<Path>, other: &Self, two: impl AsRef<Path>) -> io::Result<()> {
        self.handle.exchange(one.as_ref(), &other.handle, two.as_ref())
    }

    /// A second name for a file of another folder.
    pub fn link_from(&self, other: &Self, from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
        self.handle.link_from(&other.handle, from.as_ref(), to.as_ref())
    }

    pub fn copy_from(&self, other: &Self, from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
        let mut source = other.open(from)?;
        let mut target = self.create_new(to)?;
        io::copy(&mut source, &mut target)?;
        target.set_permissions(source.metadata()?.permissions())
    }

    /// The link itself, not what it leads to.
    pub fn copy_link_from(&self, other: &Self, from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
        let target = other.handle.read_link(from.as_ref())?;
        self.handle.create_link(&target, to.as_ref())
    }

    pub fn remove_file(&self, relative: impl AsRef<Path>) -> io::Result<()> {
        self.handle.remove_file(relative.as_ref())
    }

    /// Only an empty one.
    pub fn remove_folder(&self, relative: impl AsRef<Path>) -> io::Result<()> {
        self.handle.remove_folder(relative.as_ref())
    }

    /// A folder with all that lies in it. Of links the links, never what they lead to.
    pub fn remove_all(&self, relative: impl AsRef<Path>) -> io::Result<()> {
        self.handle.remove_all(relative.as_ref())
    }

    pub fn set_permissions(&self, relative: impl AsRef<Path>, permissions: Permissions) -> io::Result<()> {
        self.handle.set_permissions(relative.as_ref(), permissions)
    }

    /// A new file beside another, under a name that nobody could have prepared.
    pub fn create_beside(&self, target: impl AsRef<Path>) -> io::Result<(PathBuf, File)> {
        let mut tries = 0;
        loop {
            let part = target.as_ref().with_file_name(format!(".prongsai-{}.part", random_name()));
            match self.create_new(&part) {
                Ok(file) => return Ok((part, file)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries < 8 => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// New bytes in the place of a file, whole or not at all: beside first, on the disk, and then into its place.
    pub fn put_whole(&self, relative: impl AsRef<Path>, bytes: &[u8]) -> io::Result<()> {
        self.put_whole_with(relative.as_ref(), bytes, |file| file.sync_all())
    }

    /// As `put_whole`, with a last touch before the file is put in place.
    pub fn put_whole_with(
        &self,
        relative: &Path,
        bytes: &[u8],
        last: impl FnOnce(&File) -> io::Result<()>,
    ) -> io::Result<()> {
        let (part, mut file) = self.create_beside(relative)?;
        let done = file.write_all(bytes).and_then(|()| last(&file)).and_then(|()| self.rename(&part, self, relative));
        if done.is_err() {
            let _ = self.remove_file(&part);
        }
        done
    }

    /// Waits until all of the disk on which this folder lies is written down, where the system can.
    pub fn flush_disk(&self) -> io::Result<()> {
        self.handle.flush_disk()
    }
}

/// A pipe would be waited for without end and a device read without end.
fn regular(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::from(io::ErrorKind::InvalidInput)) }
}

/// The bytes of a regular file, if they are no more than `most`. What was opened is asked, once.
pub fn bytes_of(file: File, most: u64) -> io::Result<Vec<u8>> {
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len().min(most)).unwrap_or(0));
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(io::Error::from(io::ErrorKind::FileTooLarge)) } else { Ok(bytes) }
}

/// As `bytes_of`, of a file without a root of its own, of exactly this name without any link on the way to it.
pub fn read_exactly(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    bytes_of(Handle::open_exactly(path)?, most)
}

pub fn leads_outside() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "the path leads out of its folder")
}

pub fn is_plain(relative: &Path) -> bool {
    relative.components().all(|part| matches!(part, Component::Normal(_)))
}

/// What nobody can have prepared: the keys of the standard library's hasher come from the system's randomness.
pub fn random_name() -> String {
    format!("{:016x}", RandomState::new().hash_one(std::process::id()))
}
