//! Brings a built site to where the public reads it: only what changed, safe to cut at any byte, reversible.
//! Owns targets (one file each), the plan, the order of steps, the lock, and the memory of what was published. Reads the
//! built folder; never renders, never decides what may be published (that is the command's gate), never prints.
//!
//! ```text
//! built folder ─manifest─▶ Plan ◀─manifest at the host
//!                            └─▶ things pages need ▶ new pages ▶ changed pages ▶ lists ▶ manifest ▶ deletions
//! ```
//!
//! Before the first step a note at the host says who publishes and which paths are touched: it is the lock, and what a
//! later run needs to know after a cut. A diary on this machine says which of them arrived.

mod archive;
mod diary;
mod folder;
mod ftp;
mod git;
pub mod host_files;
pub mod live;
mod place;
mod plan;
mod program;
mod rclone;
mod rsync;
mod run;
mod sftp;
pub mod tls;
mod trouble;

use std::path::PathBuf;

pub use diary::{Diary, Release};
pub use place::{Kind, Place, Secret, Wishes};
pub use plan::{Plan, Step, What};
pub use program::ASKED;
pub use run::{Options, Report, publish};
pub use trouble::{Trouble, Why};

use crate::output::{FileRecord, Hash, Manifest};

/// Where the program keeps its own files at a host, and where else if the host refuses names that begin with a dot.
pub const OWN_FOLDERS: [&str; 2] = [".prongsai", "_prongsai"];

/// A site that is complete on this disk.
pub struct Site {
    pub manifest: Manifest,
    /// The manifest as it was written, byte for byte.
    pub manifest_text: String,
    files: Files,
}

enum Files {
    /// A built folder.
    Folder(PathBuf),
    /// The diary's store, by hash.
    Store(PathBuf),
}

impl Site {
    pub fn built(folder: PathBuf) -> Result<Self, Trouble> {
        let path = folder.join(crate::output::MANIFEST_PATH);
        let text = std::fs::read_to_string(&path).map_err(|error| {
            Trouble::new(Why::NotBuilt, format!("อ่าน `{}` ไม่ได้: {error} สั่ง `prongsai build` ก่อน", path.display()))
        })?;
        let manifest = Manifest::read(&text).map_err(|error| Trouble::new(Why::NotBuilt, error.to_string()))?;
        Ok(Self { manifest, manifest_text: text, files: Files::Folder(folder) })
    }

    pub fn stored(store: PathBuf, text: String) -> Result<Self, Trouble> {
        let manifest = Manifest::read(&text).map_err(|error| Trouble::new(Why::NotBuilt, error.to_string()))?;
        Ok(Self { manifest, manifest_text: text, files: Files::Store(store) })
    }

    /// Where the bytes of a file of this site lie.
    pub fn path_of(&self, path: &str, record: FileRecord) -> PathBuf {
        match &self.files {
            Files::Folder(root) => root.join(path),
            Files::Store(store) => diary::blob(store, record.hash),
        }
    }

    /// The bytes, proven to be those that the manifest promises.
    pub fn read(&self, path: &str, record: FileRecord) -> Result<Vec<u8>, Trouble> {
        let at = self.path_of(path, record);
        let bytes = std::fs::read(&at)
            .map_err(|error| Trouble::new(Why::NotBuilt, format!("อ่าน `{}` ไม่ได้: {error}", at.display())))?;
        match Hash::of(&bytes) == record.hash {
            true => Ok(bytes),
            false => Err(Trouble::new(
                Why::NotBuilt,
                format!("`{path}` เปลี่ยนไปหลังจากสร้างเว็บ จึงไม่ส่ง สั่ง `prongsai build` แล้วเผยแพร่ใหม่"),
            )),
        }
    }
}

/// Something that lies in a folder of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub name: String,
    pub is_folder: bool,
}

/// What happens while a site is carried, for a progress bar and for the diary. Told from several threads.
#[derive(Clone, Copy, Debug)]
pub enum News<'a> {
    /// The stage that begins, in Thai.
    Stage(&'static str),
    Begun(&'a Step),
    Done(&'a Step),
}

pub type Told<'a> = &'a (dyn Fn(News<'_>) + Sync);

/// A host that takes files one by one. Paths are relative to the site's root there, with `/` between parts.
pub trait Host {
    /// The bytes of each path, `None` where nothing lies.
    fn fetch(&mut self, paths: &[String]) -> Result<Vec<Option<Vec<u8>>>, Trouble>;

    /// What lies in a folder (`""`: the root); `None` where there is no such folder.
    fn list(&mut self, folder: &str) -> Result<Option<Vec<Item>>, Trouble>;

    /// Does the steps, in any order and several at a time. A file that is put is whole or is not there; removing what
    /// is gone already is done. Folders are made as needed; `own` is where unfinished files may lie.
    fn carry(&mut self, steps: &[Step], site: &Site, own: &str, told: Told<'_>) -> Result<(), Trouble>;

    /// Takes away folders that have become empty, deepest first. What is not empty stays.
    fn remove_folders(&mut self, folders: &[String]);
}

/// A target that takes the whole site in one motion: nobody ever sees a mixture.
pub trait Whole {
    fn published(&mut self) -> Result<Option<Manifest>, Trouble>;

    fn replace(&mut self, site: &Site, plan: &Plan, told: Told<'_>) -> Result<(), Trouble>;
}

pub enum Target {
    Host(Box<dyn Host>),
    Whole(Box<dyn Whole>),
}

impl Target {
    /// Opens the way to a place; nothing is written yet.
    pub fn open(place: &Place) -> Result<Self, Trouble> {
        match &place.kind {
            Kind::Folder(path) => folder::open(path),
            Kind::Zip(path) => Ok(Self::Whole(Box::new(archive::Archive::new(path.clone())))),
            Kind::Ftp(server) => Ok(Self::Host(Box::new(ftp::Ftp::open(server, place)?))),
            Kind::Sftp(server) => Ok(Self::Host(Box::new(sftp::Sftp::new(server, place)))),
            Kind::Rsync { address } => Ok(Self::Host(Box::new(rsync::Rsync::new(address, place)))),
            Kind::Rclone { address } => Ok(Self::Host(Box::new(rclone::Rclone::new(address, place)))),
            Kind::Git { address, branch } => {
                Ok(Self::Whole(Box::new(git::Git::new(address, branch, Secret::of(place))?)))
            }
        }
    }
}
