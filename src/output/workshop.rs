//! The folder `.<output>.prongsai` beside the output where the next site is put together, with the lock,
//! and what is needed to finish or undo after a build was killed.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{OutputError, While};
use super::journal;
use super::manifest::MANIFEST_PATH;
use super::seal::{self, Seal};
use super::site_path::OWN_FOLDER;
use super::tree::{ManifestGlance, Tree, is_missing, list};
use super::{OutputOptions, Swap};
use crate::folder::{DiskFacts, Folder};

/// Where the next site is put together, in the workshop.
pub const SPARE: &str = "tree";
const RETIRED: &str = "old";
/// The workshop inside the output itself, where there can be none beside it.
const INSIDE: &str = "work";

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

/// An output folder that was asked for, held from then on: whatever is put in its place later is not it.
#[derive(Clone)]
pub struct OutputPlace {
    named: PathBuf,
    held: Option<HeldPlace>,
    glance: Option<Arc<ManifestGlance>>,
}

/// The folder itself, behind any link that its owner named.
#[derive(Clone)]
struct HeldPlace {
    live: PathBuf,
    /// The folder in which it lies, and its name there; none of the root of a disk.
    around: Option<(Folder, OsString)>,
}

impl OutputPlace {
    /// Makes nothing: a place that is not there yet is looked for again when it is opened.
    pub fn hold(output: &Path) -> Self {
        let is_there = fs::symlink_metadata(output).is_ok() || parent_of(output).is_dir();
        let held = if is_there { HeldPlace::find(output).ok() } else { None };
        Self { named: output.to_owned(), held, glance: None }
    }

    /// Reads already what the site there holds, so that nobody has to wait for it later.
    pub fn glance(&mut self) {
        let folder = self.held.as_ref().and_then(|held| held.folder().ok()).flatten();
        self.glance = folder.and_then(|folder| ManifestGlance::at(&folder)).map(Arc::new);
    }

    /// Takes along what was read of it.
    pub fn take_glance(&mut self) -> Option<ManifestGlance> {
        self.glance.take().and_then(Arc::into_inner)
    }

    /// As it was named.
    pub fn path(&self) -> &Path {
        &self.named
    }

    /// A file of the site that lies there; none where there is no folder.
    pub fn read_to_string(&self, path: &str) -> io::Result<String> {
        let folder = self.held.as_ref().map(HeldPlace::folder).transpose().map_err(|error| match error {
            OutputError::Io { error, .. } => error,
            other => io::Error::other(other.to_string()),
        })?;
        folder.flatten().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?.read_to_string(path)
    }

    fn open(self) -> Result<HeldPlace, OutputError> {
        self.held.map_or_else(|| HeldPlace::find(&self.named), Ok)
    }
}

impl HeldPlace {
    fn find(output: &Path) -> Result<Self, OutputError> {
        let live = resolve(output)?;
        let around = match live.file_name() {
            Some(name) => Folder::hold(parent_of(&live)).ok().map(|around| (around, name.to_owned())),
            None => None,
        };
        Ok(Self { live, around })
    }

    /// The folder, if it is there. A link that came since is refused.
    fn folder(&self) -> Result<Option<Folder>, OutputError> {
        let held = match &self.around {
            Some((around, name)) => {
                if around.is_link(name) {
                    return Err(OutputError::Planted { path: self.live.clone() });
                }
                around.folder(name)
            }
            None => Folder::hold(&self.live),
        };
        match held {
            Ok(folder) => Ok(Some(folder)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                Err(OutputError::NotAFolder { path: self.live.clone() })
            }
            Err(error) => Err(error).doing("เปิด", &self.live),
        }
    }

    fn made(&self) -> Result<Folder, OutputError> {
        if let Some(folder) = self.folder()? {
            return Ok(folder);
        }
        let made = match &self.around {
            Some((around, name)) => around.make_folder(name),
            None => fs::create_dir_all(&self.live).and_then(|()| Folder::hold(&self.live)),
        };
        made.doing("สร้างโฟลเดอร์", &self.live)
    }
}

fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

pub struct Workshop {
    place: HeldPlace,
    pub folder: Folder,
    pub swap: Swap,
    /// Why the site cannot be exchanged as a whole, if so.
    pub in_place: Option<&'static str>,
    lock: File,
}

impl Workshop {
    /// In the place of a tree of which nothing is known.
    pub fn no_tree(&self) -> Tree {
        Tree::nowhere(self.folder.at(SPARE))
    }

    /// Refuses a folder that is not ours before leaving any trace; then locks, and finishes what was interrupted.
    pub fn open(place: OutputPlace, options: &OutputOptions) -> Result<Self, OutputError> {
        let place = place.open()?;
        let live = place.folder()?;
        let beside = place.around.as_ref().map(|(around, name)| (around, beside(name)));
        // Whoever prepared the folder may have put links where ours belong; what lies behind them is not ours.
        let inside = Path::new(OWN_FOLDER).join(INSIDE);
        if let Some(live) = &live {
            refuse_link(live, OWN_FOLDER.as_ref())?;
            refuse_link(live, &inside)?;
        }
        if let Some((around, name)) = &beside {
            refuse_link(around, name.as_ref())?;
        }
        let is_interrupted =
            |around: &Folder, name: &Path| around.folder(name).is_ok_and(|it| journal::is_pending(&it));
        if let Some(live) = &live
            && !is_interrupted(live, &inside)
            && !beside.as_ref().is_some_and(|(around, name)| is_interrupted(around, name.as_ref()))
        {
            refuse_if_not_ours(live, &place.live)?;
        }

        // On a disk of its own the new site is put together there: what does not fit is met before the first file moves.
        let other_disk = match (&live, &place.around) {
            (Some(live), Some((around, _))) => is_on_other_disk(live, around),
            _ => false,
        };
        let made = beside.filter(|_| !other_disk).map(|(around, name)| {
            let folder = around.make_folder(&name)?;
            let lock = make(&folder)?;
            Ok((folder, lock))
        });
        let (folder, lock, no_parent) = match made {
            Some(Ok((folder, lock))) => (folder, lock, None),
            Some(Err(error)) if !is_forbidden(&error) => {
                return Err(error).doing("สร้างที่พักงานข้าง", &place.live);
            }
            made => {
                let own = place.live.join(&inside);
                let folder = place.made()?.make_folder(OWN_FOLDER).and_then(|own| own.make_folder(INSIDE));
                let folder = folder.doing("สร้างโฟลเดอร์", &own)?;
                let lock = make(&folder).doing("สร้างที่พักงานใน", &place.live)?;
                let why = if made.is_none() && other_disk {
                    OTHER_DISK
                } else {
                    "เขียนในโฟลเดอร์แม่ไม่ได้"
                };
                (folder, lock, Some(why))
            }
        };
        lock_alone(&lock, &place.live)?;
        for name in [SPARE, RETIRED, "phase", "journal", seal::NAME] {
            refuse_link(&folder, name.as_ref())?;
        }

        let mut workshop = Self { place, folder, swap: options.swap, in_place: no_parent, lock };
        workshop.recover(&inside)?;
        let live = workshop.place.made()?;
        if workshop.in_place.is_none() {
            workshop.in_place = match options.swap {
                Swap::InPlace => Some("ตามที่สั่งไว้"),
                Swap::Exchange | Swap::Rename => workshop.why_not_whole(&live),
            };
        }
        Ok(workshop)
    }

    /// The output as it lies there now, by no link.
    pub fn live(&self) -> Result<Folder, OutputError> {
        let gone = || io::Error::from(io::ErrorKind::NotFound);
        self.place.folder()?.ok_or_else(gone).doing("เปิด", &self.place.live)
    }

    /// The spare tree as it lies there now, by no link.
    pub fn spare(&self) -> Result<Option<Folder>, OutputError> {
        match self.folder.folder(SPARE) {
            Ok(spare) => Ok(Some(spare)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error).doing("เปิด", &self.folder.at(SPARE)),
        }
    }

    pub fn phase(&self) -> Option<Phase> {
        let phase = self.folder.read_to_string("phase").ok()?;
        Some(if phase == "renaming" { Phase::Renaming } else { Phase::Building })
    }

    pub fn enter(&self, phase: Phase) -> Result<(), OutputError> {
        let word = match phase {
            Phase::Building => "building",
            Phase::Renaming => "renaming",
        };
        self.folder.put_whole("phase", word.as_bytes()).doing("เขียนไฟล์", &self.folder.at("phase"))
    }

    pub fn leave(&self) -> io::Result<()> {
        self.folder.remove_file("phase")
    }

    /// What the last build left, as far as nobody has exchanged it since.
    pub fn seal(&self) -> Seal {
        Seal::read(&self.folder)
    }

    /// Remembers the two trees as they are now, so that the next build knows them for its own.
    pub fn put_seal(&self) {
        let (live, spare) = (self.live().ok(), self.spare().ok().flatten());
        Seal::of(live.as_ref(), spare.as_ref()).write(&self.folder);
    }

    fn recover(&self, inside: &Path) -> Result<(), OutputError> {
        let live = &self.place.live;
        if self.phase() == Some(Phase::Renaming)
            && let Some((around, name)) = &self.place.around
        {
            // The spare tree was complete before the first rename.
            if !around.has(name) {
                self.folder.rename(SPARE, around, name).doing("ย้ายเว็บใหม่เข้าที่", live)?;
            }
            if self.folder.has(RETIRED) && !self.folder.has(SPARE) {
                self.folder.rename(RETIRED, &self.folder, SPARE).doing("เก็บ", &self.folder.at(RETIRED))?;
            }
            self.enter(Phase::Building)?;
        }
        let is_inside = self.folder.path() == live.join(inside);
        let there = self.place.folder()?;
        let other = there.as_ref().filter(|_| !is_inside).and_then(|live| live.folder(inside).ok());
        for folder in [Some(&self.folder), other.as_ref()].into_iter().flatten() {
            if journal::is_pending(folder) {
                journal::apply(folder, &self.place.made()?)?;
            }
        }
        if let (Some(_), Some(there)) = (other, there) {
            there.remove_all(inside).doing("ลบ", &live.join(inside))?; // no link: that was refused
        }
        Ok(())
    }

    /// Puts the complete spare tree in the output's place, and the old output in the spare's.
    pub fn exchange(&self) -> io::Result<()> {
        let unsupported = || io::Error::from(io::ErrorKind::Unsupported);
        let (around, name) = self.place.around.as_ref().ok_or_else(unsupported)?;
        if self.swap == Swap::Exchange {
            match self.folder.exchange(SPARE, around, name) {
                Err(error) if may_rename_instead(&error) => {}
                done => return done,
            }
        }
        let failed = |error: OutputError| io::Error::other(error.to_string());
        self.enter(Phase::Renaming).map_err(failed)?;
        around.rename(name, &self.folder, RETIRED)?;
        if let Err(error) = self.folder.rename(SPARE, around, name) {
            self.folder.rename(RETIRED, around, name)?;
            self.enter(Phase::Building).map_err(failed)?;
            return Err(error);
        }
        self.folder.rename(RETIRED, &self.folder, SPARE)?;
        self.enter(Phase::Building).map_err(failed)
    }

    /// Before the site is put in place: the folders that were held since the beginning lie where they lay.
    pub fn refuse_if_moved(&self, live: &Folder, spare: &Folder) -> Result<(), OutputError> {
        self.refuse_if_not_exchanged(live)?;
        if spare.lies_at(&self.folder, SPARE) {
            return Ok(());
        }
        Err(OutputError::Moved { path: self.folder.at(SPARE) })
    }

    /// Afterwards: this folder, and nothing that came in its place at the last moment, is the output.
    pub fn refuse_if_not_exchanged(&self, new: &Folder) -> Result<(), OutputError> {
        match &self.place.around {
            // By names alone nothing can be said: what was renamed bears the other's name.
            Some((around, name)) if !new.lies_at(around, name) => {
                Err(OutputError::Moved { path: self.place.live.clone() })
            }
            _ => Ok(()),
        }
    }

    fn why_not_whole(&self, live: &Folder) -> Option<&'static str> {
        if let (Ok(here), Ok(live)) = (std::env::current_dir(), fs::canonicalize(&self.place.live))
            && here.starts_with(live)
        {
            return Some("โฟลเดอร์เว็บเป็นโฟลเดอร์ที่กำลังทำงานอยู่"); // a shell standing there would see the old site
        }
        let (Ok(site), Ok(own)) = (live.itself(), self.folder.itself()) else { return None };
        if disk_of(&site) != disk_of(&own) {
            return Some(OTHER_DISK);
        }
        (site.owner != own.owner).then_some("โฟลเดอร์เว็บเป็นของผู้ใช้อื่น")
    }

    /// Makes sure that all bytes are on the disk before they are put in place, so that a power cut leaves no empty file.
    pub fn flush(&self) -> Result<(), OutputError> {
        self.folder.flush_disk().doing("บันทึกลงดิสก์", self.folder.path())
    }
}

fn disk_of(about: &DiskFacts) -> Option<u64> {
    about.number.map(|(disk, _)| disk)
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

fn beside(name: &OsStr) -> OsString {
    let mut own = OsString::from(".");
    own.push(name);
    own.push(".prongsai");
    own
}

/// Hidden files, and the few names that hosts and desktops put into an otherwise empty folder, do not make it another's.
fn refuse_if_not_ours(live: &Folder, path: &Path) -> Result<(), OutputError> {
    if live.has(MANIFEST_PATH) {
        return Ok(());
    }
    let mut strangers: Vec<String> = list(live, Path::new(""))?
        .into_iter()
        .map(|(name, _)| name.to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .filter(|name| !["CNAME", "lost+found", "Thumbs.db", "desktop.ini"].contains(&name.as_str()))
        .collect();
    strangers.sort();
    match strangers.into_iter().next() {
        None => Ok(()),
        Some(example) => Err(OutputError::NotOurs { folder: path.to_owned(), example }),
    }
}

fn make(folder: &Folder) -> io::Result<File> {
    // A note that is there already, whatever it is, stays as it is.
    match folder.create_new(".gitignore") {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => made?.write_all(NOTE.as_bytes())?,
    }
    if folder.about("lock").is_ok_and(|about| !about.is_file() || about.names.is_some_and(|names| names > 1)) {
        folder.remove_file("lock")?; // planted: its bytes may be those of a file elsewhere
    }
    folder.open_or_create("lock")
}

fn refuse_link(folder: &Folder, name: &Path) -> Result<(), OutputError> {
    if folder.is_link(name) { Err(OutputError::Planted { path: folder.at(name) }) } else { Ok(()) }
}

fn is_on_other_disk(live: &Folder, around: &Folder) -> bool {
    match (live.itself(), around.itself()) {
        (Ok(live), Ok(around)) => disk_of(&live) != disk_of(&around),
        _ => false,
    }
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

/// The kernel or the file system knows no exchange.
fn may_rename_instead(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}
