//! Handles of folders where the system opens relative to one. On Linux a path is walked by the kernel in one call that refuses
//! every link (`openat2`); where that is missing, an old kernel or another system, part by part.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Permissions};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, RenameFlags, Stat};
use rustix::io::Errno;

use super::{DiskFacts, DiskKind, leads_outside};

/// A folder on the way to something: nothing of it is read.
#[cfg(any(target_os = "linux", target_os = "android"))]
const WAY: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const WAY: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC);
const LISTED: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC);
/// A pipe is not waited for.
const READ: OFlags = OFlags::CLOEXEC.union(OFlags::NONBLOCK).union(OFlags::NOCTTY);
const FOR_ALL: Mode = Mode::from_raw_mode(0o666);

/// So many folders on the way are kept open: files come folder by folder.
const MOST_WAYS: usize = 16;

pub struct HeldHandle {
    folder: OwnedFd,
    ways: Mutex<Vec<(PathBuf, Arc<OwnedFd>)>>,
}

impl HeldHandle {
    pub fn hold(path: &Path) -> io::Result<Self> {
        Ok(Self::of(rustix::fs::openat(CWD, path, WAY, Mode::empty())?))
    }

    fn of(folder: OwnedFd) -> Self {
        Self { folder, ways: Mutex::default() }
    }

    pub fn folder(&self, relative: &Path) -> io::Result<Self> {
        through(self.folder.as_fd(), relative, WAY, Mode::empty()).map(Self::of)
    }

    pub fn listed_folder(&self, relative: &Path) -> io::Result<Self> {
        through(self.folder.as_fd(), relative, LISTED, Mode::empty()).map(Self::of)
    }

    pub fn create_held_folder(&self, relative: &Path) -> io::Result<Self> {
        let made = self.within(relative, |folder, name| {
            rustix::fs::mkdirat(folder, name, Mode::from_raw_mode(0o777))?;
            rustix::fs::openat(folder, name, WAY | OFlags::NOFOLLOW, Mode::empty())
        });
        made.map(Self::of)
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub fn each_name(&self, mut found: impl FnMut(&OsStr, DiskKind)) -> io::Result<()> {
        let mut room = [const { std::mem::MaybeUninit::uninit() }; 16 * 1024];
        let mut names = rustix::fs::RawDir::new(&self.folder, &mut room);
        while let Some(entry) = names.next() {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if let Some(kind) = kind_in(self.folder.as_fd(), name, entry.file_type())? {
                found(name, kind);
            }
        }
        Ok(())
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub fn each_name(&self, mut found: impl FnMut(&OsStr, DiskKind)) -> io::Result<()> {
        self.list(Path::new(""))?.iter().for_each(|(name, kind)| found(name, *kind));
        Ok(())
    }

    pub fn create_folder(&self, relative: &Path) -> io::Result<()> {
        self.within(relative, |folder, name| rustix::fs::mkdirat(folder, name, Mode::from_raw_mode(0o777)))
    }

    pub fn create_private_folder(&self, relative: &Path) -> io::Result<()> {
        self.within(relative, |folder, name| rustix::fs::mkdirat(folder, name, Mode::from_raw_mode(0o700)))
    }

    pub fn open(&self, relative: &Path) -> io::Result<File> {
        self.file(relative, READ, Mode::empty())
    }

    pub fn open_to_write(&self, relative: &Path) -> io::Result<File> {
        self.file(relative, READ | OFlags::WRONLY, Mode::empty())
    }

    pub fn open_to_append(&self, relative: &Path) -> io::Result<File> {
        self.file(relative, READ | OFlags::WRONLY | OFlags::APPEND, Mode::empty())
    }

    pub fn open_or_create(&self, relative: &Path) -> io::Result<File> {
        self.file(relative, READ | OFlags::RDWR | OFlags::CREATE, FOR_ALL)
    }

    pub fn create_new(&self, relative: &Path) -> io::Result<File> {
        self.file(relative, OFlags::CLOEXEC | OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL, FOR_ALL)
    }

    fn file(&self, relative: &Path, flags: OFlags, mode: Mode) -> io::Result<File> {
        through(self.folder.as_fd(), relative, flags, mode).map(File::from)
    }

    /// Through links that stay inside.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub fn open_within(&self, relative: &Path, root: &Path) -> io::Result<File> {
        use rustix::fs::{ResolveFlags, openat2};
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        match openat2(&self.folder, relative, READ, Mode::empty(), resolve) {
            Ok(file) => Ok(File::from(file)),
            Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN) => self.open_resolved(relative, root),
            Err(Errno::XDEV) => Err(leads_outside()),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub fn open_within(&self, relative: &Path, root: &Path) -> io::Result<File> {
        self.open_resolved(relative, root)
    }

    /// Where the names lead is asked first; what is opened then lies there without any link, or is not opened.
    fn open_resolved(&self, relative: &Path, root: &Path) -> io::Result<File> {
        let real = std::fs::canonicalize(root.join(relative))?;
        let below = real.strip_prefix(std::fs::canonicalize(root)?).map_err(|_| leads_outside())?;
        self.open(below)
    }

    pub fn open_exactly(path: &Path) -> io::Result<File> {
        match path.strip_prefix("/") {
            Ok(below) => Self::hold(Path::new("/"))?.open(below),
            Err(_) => Self::hold(Path::new("."))?.open(path),
        }
    }

    pub fn about(&self, relative: &Path) -> io::Result<DiskFacts> {
        Ok(facts_of(&rustix::fs::statat(&self.folder, here(relative), AtFlags::SYMLINK_NOFOLLOW)?))
    }

    pub fn itself(&self) -> io::Result<DiskFacts> {
        Ok(facts_of(&rustix::fs::fstat(&self.folder)?))
    }

    pub fn list(&self, relative: &Path) -> io::Result<Vec<(OsString, DiskKind)>> {
        listed(&mut Dir::new(through(self.folder.as_fd(), relative, LISTED, Mode::empty())?)?)
    }

    pub fn rename(&self, from: &Path, other: &Self, to: &Path) -> io::Result<()> {
        let done = self.within(from, |old, name| {
            // What fails inside is told as it is: the two folders are asked one after the other.
            Ok(other.within(to, |new, new_name| rustix::fs::renameat(old, name, new, new_name)))
        });
        self.forget(from);
        other.forget(to);
        done?
    }

    pub fn exchange(&self, one: &Path, other: &Self, two: &Path) -> io::Result<()> {
        let exchange = RenameFlags::EXCHANGE;
        let done = self.within(one, |old, name| {
            Ok(other.within(two, |new, new_name| rustix::fs::renameat_with(old, name, new, new_name, exchange)))
        });
        self.forget(one);
        other.forget(two);
        done?
    }

    pub fn link_from(&self, other: &Self, from: &Path, to: &Path) -> io::Result<()> {
        other.within(from, |old, name| {
            Ok(self.within(to, |new, new_name| rustix::fs::linkat(old, name, new, new_name, AtFlags::empty())))
        })?
    }

    pub fn read_link(&self, relative: &Path) -> io::Result<PathBuf> {
        let target = self.within(relative, |folder, name| rustix::fs::readlinkat(folder, name, Vec::new()))?;
        Ok(PathBuf::from(OsStr::from_bytes(target.as_bytes())))
    }

    pub fn create_link(&self, target: &Path, relative: &Path) -> io::Result<()> {
        self.within(relative, |folder, name| rustix::fs::symlinkat(target, folder, name))
    }

    pub fn remove_file(&self, relative: &Path) -> io::Result<()> {
        self.within(relative, |folder, name| rustix::fs::unlinkat(folder, name, AtFlags::empty()))
    }

    pub fn remove_folder(&self, relative: &Path) -> io::Result<()> {
        let done = self.within(relative, |folder, name| rustix::fs::unlinkat(folder, name, AtFlags::REMOVEDIR));
        self.forget(relative);
        done
    }

    pub fn remove_all(&self, relative: &Path) -> io::Result<()> {
        self.forget(relative);
        empty(through(self.folder.as_fd(), relative, LISTED, Mode::empty())?)?;
        self.remove_folder(relative)
    }

    pub fn set_permissions(&self, relative: &Path, permissions: Permissions) -> io::Result<()> {
        self.open(relative)?.set_permissions(permissions)
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub fn flush_disk(&self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(rustix::fs::openat(&self.folder, ".", LISTED, Mode::empty())?)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub fn flush_disk(&self) -> io::Result<()> {
        Ok(())
    }

    /// Does something to a name in its folder, whichever folder lies there by no link.
    fn within<T>(
        &self,
        relative: &Path,
        deed: impl Fn(BorrowedFd<'_>, &OsStr) -> rustix::io::Result<T>,
    ) -> io::Result<T> {
        let name = relative.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let Some(way) = relative.parent().filter(|way| !way.as_os_str().is_empty()) else {
            return Ok(deed(self.folder.as_fd(), name)?);
        };
        let known = self.ways().iter().find(|(known, _)| known == way).map(|(_, folder)| folder.clone());
        if let Some(folder) = known {
            match deed(folder.as_fd(), name) {
                Err(Errno::NOENT) => self.forget(way), // perhaps removed and made again since
                done => return Ok(done?),
            }
        }
        let folder = Arc::new(through(self.folder.as_fd(), way, WAY, Mode::empty())?);
        let done = deed(folder.as_fd(), name);
        let mut ways = self.ways();
        if ways.len() >= MOST_WAYS {
            ways.remove(0);
        }
        ways.push((way.to_owned(), folder));
        Ok(done?)
    }

    /// A folder that lies there no more, with all below it.
    fn forget(&self, relative: &Path) {
        self.ways().retain(|(way, _)| !way.starts_with(relative));
    }

    fn ways(&self) -> MutexGuard<'_, Vec<(PathBuf, Arc<OwnedFd>)>> {
        self.ways.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn here(relative: &Path) -> &Path {
    if relative.as_os_str().is_empty() { Path::new(".") } else { relative }
}

/// Opens what lies below a folder, through no link.
fn through(root: BorrowedFd<'_>, relative: &Path, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use std::sync::atomic::{AtomicBool, Ordering};

        use rustix::fs::{ResolveFlags, openat2};
        static IS_MISSING: AtomicBool = AtomicBool::new(false);
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        if !IS_MISSING.load(Ordering::Relaxed) {
            match openat2(root, here(relative), flags | OFlags::NOFOLLOW, mode, resolve) {
                Ok(opened) => return Ok(opened),
                Err(Errno::NOSYS) => IS_MISSING.store(true, Ordering::Relaxed),
                // A sandbox that does not know the call; something was renamed on the way just then.
                Err(Errno::PERM | Errno::AGAIN) => {}
                Err(Errno::LOOP | Errno::XDEV) => return Err(leads_outside()),
                Err(error) => return Err(error.into()),
            }
        }
    }
    by_parts(root, relative, flags, mode)
}

/// As `through`, one folder after the other.
pub(super) fn by_parts(root: BorrowedFd<'_>, relative: &Path, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
    let mut parts = Vec::new();
    for part in relative.components() {
        match part {
            Component::Normal(name) => parts.push(name),
            Component::CurDir => {}
            _ => return Err(leads_outside()),
        }
    }
    let last = parts.pop().unwrap_or(OsStr::new("."));
    let mut way: Option<OwnedFd> = None;
    for name in parts {
        way = Some(exactly(way.as_ref().map_or(root, OwnedFd::as_fd), name, WAY, Mode::empty())?);
    }
    exactly(way.as_ref().map_or(root, OwnedFd::as_fd), last, flags, mode)
}

fn exactly(folder: BorrowedFd<'_>, name: &OsStr, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
    rustix::fs::openat(folder, name, flags | OFlags::NOFOLLOW | OFlags::CLOEXEC, mode).map_err(|error| {
        let is_link = || {
            rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)
                .is_ok_and(|about| FileType::from_raw_mode(about.st_mode) == FileType::Symlink)
        };
        if matches!(error, Errno::LOOP | Errno::NOTDIR | Errno::MLINK) && is_link() {
            leads_outside()
        } else {
            error.into()
        }
    })
}

fn listed(folder: &mut Dir) -> io::Result<Vec<(OsString, DiskKind)>> {
    let mut found = Vec::new();
    while let Some(entry) = folder.read() {
        let entry = entry?;
        let name = OsStr::from_bytes(entry.file_name().to_bytes());
        if let Some(kind) = kind_in(folder.fd()?, name, entry.file_type())? {
            found.push((name.to_owned(), kind));
        }
    }
    Ok(found)
}

/// What an entry of a folder is; nothing of the folder itself, and of what is gone since.
fn kind_in(folder: BorrowedFd<'_>, name: &OsStr, told: FileType) -> io::Result<Option<DiskKind>> {
    if name == "." || name == ".." {
        return Ok(None);
    }
    // Some disks keep no kinds in their lists.
    let kind = match told {
        FileType::Unknown => match rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
            Err(Errno::NOENT) => return Ok(None),
            about => FileType::from_raw_mode(about?.st_mode),
        },
        known => known,
    };
    Ok(Some(kind_of(kind)))
}

fn empty(folder: OwnedFd) -> io::Result<()> {
    let mut folder = Dir::new(folder)?;
    for (name, kind) in listed(&mut folder)? {
        let flags = if kind == DiskKind::Folder {
            empty(exactly(folder.fd()?, &name, LISTED, Mode::empty())?)?;
            AtFlags::REMOVEDIR
        } else {
            AtFlags::empty()
        };
        rustix::fs::unlinkat(folder.fd()?, &name, flags)?;
    }
    Ok(())
}

fn kind_of(kind: FileType) -> DiskKind {
    match kind {
        FileType::RegularFile => DiskKind::File,
        FileType::Directory => DiskKind::Folder,
        FileType::Symlink => DiskKind::Link,
        _ => DiskKind::Other,
    }
}

fn facts_of(about: &Stat) -> DiskFacts {
    let changed = Duration::from_secs(wide(about.st_ctime)) + Duration::from_nanos(wide(about.st_ctime_nsec));
    DiskFacts {
        kind: kind_of(FileType::from_raw_mode(about.st_mode)),
        size: wide(about.st_size),
        changed: SystemTime::UNIX_EPOCH.checked_add(changed),
        number: Some((wide(about.st_dev), wide(about.st_ino))),
        names: Some(wide(about.st_nlink)),
        owner: Some((about.st_uid, about.st_gid)),
        permissions: Permissions::from_mode(u32::try_from(wide(about.st_mode) & 0o7777).unwrap_or(0o600)),
        created: None,
    }
}

/// Systems keep these numbers in different widths.
fn wide(number: impl TryInto<u64>) -> u64 {
    number.try_into().unwrap_or(0)
}
