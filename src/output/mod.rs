//! Writing a site to disk so that a reader, a crash or a kill at any moment finds the old site or the new one, never half.
//! Owns the output folder and the workshop `.<output>.prongsai` beside it; touches nothing that it did not write.
//!
//! How: two trees, exchanged. The next site is put together in a spare tree beside the output; unchanged files are hard
//! links. When it is complete and on the disk, one `renameat2(RENAME_EXCHANGE)` makes it the output, and the old output
//! becomes the spare tree of the next build, which then costs only what changed. Nothing is exchanged when nothing
//! changed. Measured on ext4 with 10,000 pages in 10,000 folders (two threads): new tree 0.26 s; overwriting the spare
//! tree's own files 0.06 s; temporary file and rename 0.84 s; removing a tree 1.9 s, which is why none ever is.
//!
//! Where it cannot be: without exchange (Windows) two renames, finished by the next start if killed between them;
//! at a mount point, in a folder of another user, in the folder where the shell stands or below a parent without write
//! permission, file by file from a journal, and `CommitReport::in_place` says why. A disk without hard links gets copies.
//! A server that holds the folder itself rather than its name (a container's bind mount) needs `Swap::InPlace`.
//!
//! A file counts as unchanged when the manifest has its hash and the file on disk has its size and was changed before the
//! manifest, which is written last; if later, it is read and compared. So pages edited by hand are rewritten, whatever
//! their time says. All this only in trees that bear the workshop's seal: in others every file is read.

mod error;
mod hash;
mod inventory;
mod journal;
mod manifest;
pub mod order;
mod own_key;
mod packed;
mod passage;
mod seal;
mod site_path;
mod stage;
mod staged;
mod tree;
mod workshop;

use std::fmt;
use std::path::Path;

use crate::folder::Folder;
pub use error::OutputError;
pub use hash::Hash;
pub use manifest::{FileRecord, MANIFEST_PATH, Manifest, SIGNATURE_PATH};
pub use own_key::OwnKey;
pub use packed::original_of;
pub use site_path::{check as check_path, folded as folded_path};
pub use stage::OutputStage;
pub use workshop::OutputPlace;

use tree::{ManifestGlance, Tree};
use workshop::Workshop;

/// How a finished site takes the old one's place. Each falls back on the next where the system refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Swap {
    /// One atomic exchange of two folders.
    #[default]
    Exchange,
    /// Two renames; for an instant there is no output folder.
    Rename,
    /// File by file. Each file is whole, the site as a whole is mixed for a moment.
    InPlace,
}

#[derive(Clone, Debug)]
pub struct OutputOptions {
    /// The program and its version, for the manifest.
    pub generator: String,
    /// A date that the content states, for the manifest; never the clock's, or builds would differ.
    pub date: String,
    pub swap: Swap,
    /// Believe no file by its size and time: read and compare all of them.
    pub audit: bool,
    /// Wait until the disk has the bytes before they become visible, so that a power cut is as harmless as a kill.
    pub durable: bool,
}

impl Default for OutputOptions {
    fn default() -> Self {
        let generator = concat!("prongsai ", env!("CARGO_PKG_VERSION")).to_owned();
        Self { generator, date: String::new(), swap: Swap::default(), audit: false, durable: true }
    }
}

/// What a commit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommitReport {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// Bytes written.
    pub bytes: u64,
    /// Why the site was replaced file by file instead of as a whole, if it was.
    pub in_place: Option<&'static str>,
    /// Of the manifest, by which a copy of the whole site can be proved: it names every file and its hash.
    pub digest: Option<Hash>,
}

impl fmt::Display for CommitReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "เขียน {} ไฟล์ เหมือนเดิม {} ไฟล์ ลบ {} ไฟล์", self.written, self.unchanged, self.removed)?;
        match self.in_place {
            Some(why) => write!(f, " (แทนที่ทีละไฟล์ เพราะ{why})"),
            None => Ok(()),
        }
    }
}

/// An output folder, locked against a second build.
pub struct Output {
    workshop: Workshop,
    options: OutputOptions,
    live: Tree,
    spare: Tree,
    /// False after a broken build: then every file of the spare tree is looked at.
    spare_is_known: bool,
    /// False once the trees have been exchanged: what lies there now is read when somebody asks, and a program that ends
    /// with its build never does.
    is_read: bool,
}

impl Output {
    /// Creates the folder if it is missing; refuses one that holds somebody else's files; locks it; and finishes or
    /// forgets what a killed build left.
    pub fn open(folder: &Path, options: &OutputOptions) -> Result<Self, OutputError> {
        Self::open_at(OutputPlace::hold(folder), options)
    }

    /// As `open`, where the folder has been held for a while.
    pub fn open_at(mut place: OutputPlace, options: &OutputOptions) -> Result<Self, OutputError> {
        let glance = place.take_glance();
        let workshop = Workshop::open(place, options)?;
        let (live, spare) = (workshop.no_tree(), workshop.no_tree());
        let mut output =
            Self { workshop, options: options.clone(), live, spare, spare_is_known: false, is_read: false };
        output.read(glance)?;
        Ok(output)
    }

    pub fn begin(&mut self) -> Result<OutputStage<'_>, OutputError> {
        self.read(None)?;
        Ok(OutputStage::new(self))
    }

    /// The site as it was put in place.
    pub fn folder(&self) -> Result<Folder, OutputError> {
        self.workshop.live()
    }

    /// What the output folder holds now.
    pub fn manifest(&mut self) -> Result<Manifest, OutputError> {
        self.read(None)?;
        Ok(self.live.inventory.to_manifest())
    }

    /// What was known of both trees is so no more, and let go.
    fn forget(&mut self) {
        (self.live, self.spare) = (self.workshop.no_tree(), self.workshop.no_tree());
        (self.spare_is_known, self.is_read) = (false, false);
    }

    /// The two trees as they lie there now, but for a manifest that was read at a `glance`.
    fn read(&mut self, glance: Option<ManifestGlance>) -> Result<(), OutputError> {
        if self.is_read {
            return Ok(());
        }
        let seal = self.workshop.seal();
        let live = self.workshop.live()?;
        let knows_live = seal.knows_live(&live);
        // Where files go in place one by one, the spare tree is made anew.
        let spare = if self.workshop.in_place.is_some() { None } else { self.workshop.spare()? };
        // It may hold a broken manifest, or be somebody else's; its files are then looked at one by one.
        let is_known =
            |spare: &Folder| self.workshop.phase().is_none() && !self.options.audit && seal.knows_spare(spare);
        let known = spare.clone().filter(is_known);
        let load_spare = || known.and_then(|spare| Tree::load_with(spare, None).ok());
        let (live, known) = rayon::join(|| Tree::load_with(live, glance), load_spare);
        self.live = live?;
        if self.options.audit || !knows_live {
            self.live.doubt();
        }
        self.spare_is_known = known.is_some();
        self.spare = known.unwrap_or_else(|| spare.map_or_else(|| self.workshop.no_tree(), Tree::of));
        self.is_read = true;
        Ok(())
    }
}
