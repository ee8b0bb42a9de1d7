//! Names in the place of handles, for systems without them. What is refused is refused as it is opened; what somebody
//! exchanges in the instant after is not seen.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::{DiskFacts, DiskKind, leads_outside};

pub struct NamedHandle {
    folder: PathBuf,
}

impl NamedHandle {
    pub fn hold(path: &Path) -> io::Result<Self> {
        match fs::metadata(path)?.is_dir() {
            true => Ok(Self { folder: path.to_owned() }),
            false => Err(io::Error::from(io::ErrorKind::NotADirectory)),
        }
    }

    pub fn folder(&self, relative: &Path) -> io::Result<Self> {
        Self::hold(&self.place(relative)?)
    }

    pub fn listed_folder(&self, relative: &Path) -> io::Result<Self> {
        self.folder(relative)
    }

    pub fn create_held_folder(&self, relative: &Path) -> io::Result<Self> {
        self.create_folder(relative)?;
        self.folder(relative)
    }

    pub fn each_name(&self, mut found: impl FnMut(&OsStr, DiskKind)) -> io::Result<()> {
        self.list(Path::new(""))?.iter().for_each(|(name, kind)| found(name, *kind));
        Ok(())
    }

    pub fn create_folder(&self, relative: &Path) -> io::Result<()> {
        fs::create_dir(self.way(relative)?)
    }

    pub fn create_private_folder(&self, relative: &Path) -> io::Result<()> {
        self.create_folder(relative)
    }

    pub fn open(&self, relative: &Path) -> io::Result<File> {
        File::open(self.place(relative)?)
    }

    pub fn open_to_write(&self, relative: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).open(self.place(relative)?)
    }

    pub fn open_to_append(&self, relative: &Path) -> io::Result<File> {
        OpenOptions::new().append(true).open(self.place(relative)?)
    }

    pub fn open_or_create(&self, relative: &Path) -> io::Result<File> {
        OpenOptions::new().create(true).truncate(false).read(true).write(true).open(self.place(relative)?)
    }

    pub fn create_new(&self, relative: &Path) -> io::Result<File> {
        File::create_new(self.way(relative)?)
    }

    pub fn open_within(&self, relative: &Path, _: &Path) -> io::Result<File> {
        let real = fs::canonicalize(self.folder.join(relative))?;
        if !real.starts_with(fs::canonicalize(&self.folder)?) {
            return Err(leads_outside());
        }
        Self::open_exactly(&real)
    }

    pub fn open_exactly(path: &Path) -> io::Result<File> {
        refuse_link(path)?;
        File::open(path)
    }

    pub fn about(&self, relative: &Path) -> io::Result<DiskFacts> {
        Ok(facts_of(&fs::symlink_metadata(self.folder.join(relative))?))
    }

    pub fn itself(&self) -> io::Result<DiskFacts> {
        Ok(facts_of(&fs::metadata(&self.folder)?))
    }

    pub fn list(&self, relative: &Path) -> io::Result<Vec<(OsString, DiskKind)>> {
        let listed = fs::read_dir(self.place(relative)?)?;
        listed.map(|entry| entry.and_then(|entry| Ok((entry.file_name(), kind_of(entry.file_type()?))))).collect()
    }

    pub fn rename(&self, from: &Path, other: &Self, to: &Path) -> io::Result<()> {
        fs::rename(self.way(from)?, other.way(to)?)
    }

    pub fn exchange(&self, _: &Path, _: &Self, _: &Path) -> io::Result<()> {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }

    pub fn link_from(&self, other: &Self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(other.place(from)?, self.way(to)?)
    }

    pub fn read_link(&self, relative: &Path) -> io::Result<PathBuf> {
        fs::read_link(self.way(relative)?)
    }

    pub fn create_link(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }

    pub fn remove_file(&self, relative: &Path) -> io::Result<()> {
        fs::remove_file(self.way(relative)?)
    }

    pub fn remove_folder(&self, relative: &Path) -> io::Result<()> {
        fs::remove_dir(self.way(relative)?)
    }

    pub fn remove_all(&self, relative: &Path) -> io::Result<()> {
        fs::remove_dir_all(self.place(relative)?)
    }

    pub fn set_permissions(&self, relative: &Path, permissions: fs::Permissions) -> io::Result<()> {
        fs::set_permissions(self.place(relative)?, permissions)
    }

    pub fn flush_disk(&self) -> io::Result<()> {
        Ok(())
    }

    /// Where a name lies, if the folders on the way to it are no links.
    fn way(&self, relative: &Path) -> io::Result<PathBuf> {
        if !super::is_plain(relative) {
            return Err(leads_outside());
        }
        let mut way = self.folder.clone();
        for part in relative.parent().into_iter().flat_map(Path::components) {
            way.push(part);
            refuse_link(&way)?;
        }
        Ok(self.folder.join(relative))
    }

    /// As `way`, and is no link itself.
    fn place(&self, relative: &Path) -> io::Result<PathBuf> {
        let place = self.way(relative)?;
        if !relative.as_os_str().is_empty() {
            refuse_link(&place)?;
        }
        Ok(place)
    }
}

fn refuse_link(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink()) { Err(leads_outside()) } else { Ok(()) }
}

fn kind_of(kind: FileType) -> DiskKind {
    if kind.is_file() {
        DiskKind::File
    } else if kind.is_dir() {
        DiskKind::Folder
    } else if kind.is_symlink() {
        DiskKind::Link
    } else {
        DiskKind::Other
    }
}

fn facts_of(about: &Metadata) -> DiskFacts {
    DiskFacts {
        kind: kind_of(about.file_type()),
        size: about.len(),
        changed: about.modified().ok(),
        number: None,
        names: None,
        owner: None,
        permissions: about.permissions(),
        created: about.created().ok(),
    }
}
