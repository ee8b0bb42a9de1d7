//! The folder `.<output>.prongsai` beside the output where the next site is put together, with the lock,
//! and what is needed to finish or undo after a build was killed.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::error::{OutputError, While};
use super::journal;
use super::manifest::MANIFEST_PATH;
use super::seal::{self, Seal};
use super::site_path::OWN_FOLDER;
use super::tree::list;
use super::{OutputOptions, Swap};

/// Read by people who find the folder, and by git, which then ignores it.
const NOTE: &str = "# ที่พักงานของ prongsai: ลบทิ้งได้เมื่อไม่มีการสร้างเว็บอยู่ การสร้างครั้งถัดไปจะช้าลงหนึ่งครั้ง\n*\n";

/// What a build was doing when its trace was left.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The spare tree was being changed.
    Building,
    /// The spare tree was complete and taking the output's place by two renames.
    Renaming,
}

pub struct Workshop {
    pub live: PathBuf,
    pub folder: PathBuf,
    pub swap: Swap,
    /// Why the site cannot be exchanged as a whole, if so.
    pub in_place: Option<&'static str>,
    lock: File,
}

impl Workshop {
    /// Refuses a folder that is not ours before leaving any trace; then locks, and finishes what was interrupted.
    pub fn open(output: &Path, options: &OutputOptions) -> Result<Self, OutputError> {
        let live = resolve(output)?;
        let inside = live.join(OWN_FOLDER).join("work");
        let beside = beside(&live);
        // Whoever prepared the folder may have put links where ours belong; what lies behind them is not ours.
        for own in [Some(&live.join(OWN_FOLDER)), Some(&inside), beside.as_ref()].into_iter().flatten() {
            refuse_link(own)?;
        }
        let interrupted = journal::is_pending(&inside) || beside.as_deref().is_some_and(journal::is_pending);
        if !interrupted {
            refuse_if_not_ours(&live)?;
        }

        // On a disk of its own the new site is put together there: what does not fit is met before the first file moves.
        let other_disk = beside.as_deref().is_some_and(|beside| is_on_other_disk(&live, beside));
        let made = beside.filter(|_| !other_disk).map(|folder| make(&folder).map(|lock| (folder, lock)));
        let (folder, lock, no_parent) = match made {
            Some(Ok((folder, lock))) => (folder, lock, None),
            Some(Err(error)) if !is_forbidden(&error) => return Err(error).doing("สร้างที่พักงานข้าง", &live),
            None if other_disk => {
                fs::create_dir_all(&inside).doing("สร้างโฟลเดอร์", &inside)?;
                let lock = make(&inside).doing("สร้างที่พักงานใน", &live)?;
                (inside.clone(), lock, Some(OTHER_DISK))
            }
            _ => {
                fs::create_dir_all(&inside).doing("สร้างโฟลเดอร์", &inside)?;
                let lock = make(&inside).doing("สร้างที่พักงานใน", &live)?;
                (inside.clone(), lock, Some("เขียนในโฟลเดอร์แม่ไม่ได้"))
            }
        };
        lock_alone(&lock, &live)?;
        for name in ["tree", "old", "phase", "journal", seal::NAME] {
            refuse_link(&folder.join(name))?;
        }

        let mut workshop = Self { live, folder, swap: options.swap, in_place: no_parent, lock };
        workshop.recover(&inside)?;
        match fs::create_dir(&workshop.live) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made.doing("สร้างโฟลเดอร์", &workshop.live)?,
        }
        if workshop.in_place.is_none() {
            workshop.in_place = match options.swap {
                Swap::InPlace => Some("ตามที่สั่งไว้"),
                Swap::Exchange | Swap::Rename => workshop.why_not_whole(),
            };
        }
        Ok(workshop)
    }

    pub fn spare(&self) -> PathBuf {
        self.folder.join("tree")
    }

    fn retired(&self) -> PathBuf {
        self.folder.join("old")
    }

    pub fn phase(&self) -> Option<Phase> {
        let phase = fs::read_to_string(self.folder.join("phase")).ok()?;
        Some(if phase == "renaming" { Phase::Renaming } else { Phase::Building })
    }

    pub fn enter(&self, phase: Phase) -> Result<(), OutputError> {
        let path = self.folder.join("phase");
        let word = match phase {
            Phase::Building => "building",
            Phase::Renaming => "renaming",
        };
        write_whole(&path, word.as_bytes()).doing("เขียนไฟล์", &path)
    }

    pub fn leave(&self) -> io::Result<()> {
        fs::remove_file(self.folder.join("phase"))
    }

    /// What the last build left, as far as nobody has exchanged it since.
    pub fn seal(&self) -> Seal {
        Seal::read(&self.folder)
    }

    /// Remembers the two trees as they are now, so that the next build knows them for its own.
    pub fn put_seal(&self) {
        Seal::of(&self.live, &self.spare()).write(&self.folder);
    }

    fn recover(&self, inside: &Path) -> Result<(), OutputError> {
        if self.phase() == Some(Phase::Renaming) {
            // The spare tree was complete before the first rename.
            if fs::symlink_metadata(&self.live).is_err() {
                fs::rename(self.spare(), &self.live).doing("ย้ายเว็บใหม่เข้าที่", &self.live)?;
            }
            if self.retired().exists() && !self.spare().exists() {
                fs::rename(self.retired(), self.spare()).doing("เก็บ", &self.retired())?;
            }
            self.enter(Phase::Building)?;
        }
        for folder in [self.folder.as_path(), inside] {
            if journal::is_pending(folder) {
                journal::apply(folder, &self.live)?;
            }
        }
        if self.folder != inside && inside.exists() {
            fs::remove_dir_all(inside).doing("ลบ", inside)?; // no link: that was refused
        }
        Ok(())
    }

    /// Puts the complete spare tree in the output's place, and the old output in the spare's.
    pub fn exchange(&self) -> io::Result<()> {
        if self.swap == Swap::Exchange {
            match exchange_folders(&self.spare(), &self.live) {
                Err(error) if may_rename_instead(&error) => {}
                done => return done,
            }
        }
        let failed = |error: OutputError| io::Error::other(error.to_string());
        self.enter(Phase::Renaming).map_err(failed)?;
        fs::rename(&self.live, self.retired())?;
        if let Err(error) = fs::rename(self.spare(), &self.live) {
            fs::rename(self.retired(), &self.live)?;
            self.enter(Phase::Building).map_err(failed)?;
            return Err(error);
        }
        fs::rename(self.retired(), self.spare())?;
        self.enter(Phase::Building).map_err(failed)
    }

    fn why_not_whole(&self) -> Option<&'static str> {
        if let (Ok(here), Ok(live)) = (std::env::current_dir(), fs::canonicalize(&self.live))
            && here.starts_with(live)
        {
            return Some("โฟลเดอร์เว็บเป็นโฟลเดอร์ที่กำลังทำงานอยู่"); // a shell standing there would see the old site
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let (Ok(live), Ok(own)) = (fs::metadata(&self.live), fs::metadata(&self.folder)) else { return None };
            if live.dev() != own.dev() {
                return Some(OTHER_DISK);
            }
            if (live.uid(), live.gid()) != (own.uid(), own.gid()) {
                return Some("โฟลเดอร์เว็บเป็นของผู้ใช้อื่น");
            }
        }
        None
    }

    /// Makes sure that all bytes are on the disk before they are put in place, so that a power cut leaves no empty file.
    pub fn flush(&self) -> Result<(), OutputError> {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        {
            let folder = File::open(&self.folder).doing("เปิด", &self.folder)?;
            rustix::fs::syncfs(folder).map_err(io::Error::from).doing("บันทึกลงดิสก์", &self.folder)?;
        }
        Ok(())
    }
}

const OTHER_DISK: &str = "โฟลเดอร์เว็บเป็นดิสก์อีกลูกหนึ่ง (mount)";

impl Drop for Workshop {
    /// Closing alone would not do while a process that another thread is just starting has a copy of the handle.
    fn drop(&mut self) {
        let _ = self.lock.unlock();
    }
}

/// The folder itself: symbolic links are followed, so that the real folder is exchanged and the link stays.
fn resolve(output: &Path) -> Result<PathBuf, OutputError> {
    let live = match fs::symlink_metadata(output) {
        Ok(about) if about.is_symlink() || output.file_name().is_none() => {
            fs::canonicalize(output).doing("เปิด", output)?
        }
        Ok(_) => output.to_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(parent) = output.parent().filter(|parent| !parent.as_os_str().is_empty()) {
                fs::create_dir_all(parent).doing("สร้างโฟลเดอร์", parent)?;
            }
            return Ok(output.to_owned());
        }
        Err(error) => return Err(error).doing("เปิด", output),
    };
    if live.is_dir() { Ok(live) } else { Err(OutputError::NotAFolder { path: output.to_owned() }) }
}

fn beside(live: &Path) -> Option<PathBuf> {
    let name = live.file_name()?;
    let mut own = std::ffi::OsString::from(".");
    own.push(name);
    own.push(".prongsai");
    Some(live.with_file_name(own))
}

/// Hidden files, and the few names that hosts and desktops put into an otherwise empty folder, do not make it another's.
fn refuse_if_not_ours(live: &Path) -> Result<(), OutputError> {
    if live.join(MANIFEST_PATH).exists() {
        return Ok(());
    }
    let mut strangers: Vec<String> = list(live)?
        .into_iter()
        .map(|(name, _)| name.to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .filter(|name| !["CNAME", "lost+found", "Thumbs.db", "desktop.ini"].contains(&name.as_str()))
        .collect();
    strangers.sort();
    match strangers.into_iter().next() {
        None => Ok(()),
        Some(example) => Err(OutputError::NotOurs { folder: live.to_owned(), example }),
    }
}

fn make(folder: &Path) -> io::Result<File> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => made?,
    }
    // A note that is there already, whatever it is, stays as it is.
    match File::create_new(folder.join(".gitignore")) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => made?.write_all(NOTE.as_bytes())?,
    }
    let lock = folder.join("lock");
    if fs::symlink_metadata(&lock).is_ok_and(|about| !about.is_file() || is_shared(&about)) {
        fs::remove_file(&lock)?; // planted: its bytes may be those of a file elsewhere
    }
    File::options().create(true).truncate(false).read(true).write(true).open(lock)
}

#[cfg(unix)]
fn is_shared(about: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(about) > 1
}

#[cfg(not(unix))]
fn is_shared(_: &fs::Metadata) -> bool {
    false
}

fn refuse_link(path: &Path) -> Result<(), OutputError> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => Err(OutputError::Planted { path: path.to_owned() }),
        _ => Ok(()),
    }
}

/// Writes a file of the workshop: under a new name first, so that a reader never finds half of it.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_file_name(format!("{}.part", crate::source::door::random_name()));
    let write = || -> io::Result<()> {
        let mut file = File::create_new(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)
    };
    let done = write();
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done
}

#[cfg(unix)]
fn is_on_other_disk(live: &Path, beside: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let around = beside.parent().filter(|around| !around.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (fs::metadata(live), fs::metadata(around)) {
        (Ok(live), Ok(around)) => live.dev() != around.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_on_other_disk(_: &Path, _: &Path) -> bool {
    false
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// The system drops the lock with the process, so a dead build never blocks the next.
fn lock_alone(mut lock: &File, live: &Path) -> Result<(), OutputError> {
    match lock.try_lock() {
        Ok(()) => {
            let process = std::process::id().to_string();
            let _ = lock.set_len(0).and_then(|()| lock.write_all(process.as_bytes())); // only for the message below
            Ok(())
        }
        Err(TryLockError::WouldBlock) => {
            let mut process = String::new();
            let known = lock.read_to_string(&mut process).is_ok() && !process.is_empty();
            Err(OutputError::Busy { folder: live.to_owned(), process: known.then_some(process) })
        }
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(()), // some network disks
        Err(TryLockError::Error(error)) => Err(error).doing("จอง", live),
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange_folders(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange_folders(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// The kernel or the file system knows no exchange.
fn may_rename_instead(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}
