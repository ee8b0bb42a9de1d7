//! A site that is complete on this disk: a built folder, or what was published before, out of the diary's store.

use std::path::{Path, PathBuf};

use super::diary::blob;
use super::trouble::{Trouble, Why};
use crate::folder::Folder;
use crate::output::{FileRecord, Hash, MANIFEST_PATH, Manifest};

/// A site that is complete on this disk.
pub struct BuiltSite {
    pub manifest: Manifest,
    /// The manifest as it was written, byte for byte.
    pub manifest_text: String,
    files: SiteFiles,
    /// Where files are laid out for a program that carries them, on the same disk if there is one.
    bench: Option<Folder>,
}

enum SiteFiles {
    /// A built folder.
    Built(Folder),
    /// The diary's store, by hash.
    Stored(Folder),
}

impl BuiltSite {
    pub fn built(folder: PathBuf) -> Result<Self, Trouble> {
        let failed = |error: std::io::Error| {
            let path = folder.join(MANIFEST_PATH);
            Trouble::new(Why::NotBuilt, format!("อ่าน `{}` ไม่ได้: {error} สั่ง `prongsai build` ก่อน", path.display()))
        };
        let site = Folder::hold(&folder).map_err(failed)?;
        let text = site.read_to_string(MANIFEST_PATH).map_err(failed)?;
        let manifest = Manifest::read(&text).map_err(|error| Trouble::new(Why::NotBuilt, error.to_string()))?;
        Ok(Self { manifest, manifest_text: text, files: SiteFiles::Built(site), bench: None })
    }

    /// What tells this site from every other: the hash of its manifest.
    pub fn content(&self) -> Hash {
        Hash::of(self.manifest_text.as_bytes())
    }

    /// With a folder of this disk, in which a second name of a file costs no copy.
    pub fn with_bench(self, bench: Folder) -> Self {
        Self { bench: Some(bench), ..self }
    }

    pub fn bench(&self) -> Option<&Folder> {
        self.bench.as_ref()
    }

    pub fn stored(store: Folder, text: String) -> Result<Self, Trouble> {
        let manifest = Manifest::read(&text).map_err(|error| Trouble::new(Why::NotBuilt, error.to_string()))?;
        Ok(Self { manifest, manifest_text: text, files: SiteFiles::Stored(store), bench: None })
    }

    /// Where the bytes of a file of this site lie.
    pub fn place_of(&self, path: &str, record: FileRecord) -> (&Folder, PathBuf) {
        match &self.files {
            SiteFiles::Built(root) => (root, path.into()),
            SiteFiles::Stored(store) => (store, blob(record.hash)),
        }
    }

    /// The bytes, proven to be those that the manifest promises.
    pub fn read(&self, path: &str, record: FileRecord) -> Result<Vec<u8>, Trouble> {
        let (folder, at) = self.place_of(path, record);
        self.proven(path, record, folder, &at)
    }

    /// The bytes that lie `at` in a folder, if they are the file's.
    pub fn proven(&self, path: &str, record: FileRecord, folder: &Folder, at: &Path) -> Result<Vec<u8>, Trouble> {
        let bytes = folder
            .read(at)
            .map_err(|error| Trouble::new(Why::NotBuilt, format!("อ่าน `{}` ไม่ได้: {error}", folder.at(at).display())))?;
        match Hash::of(&bytes) == record.hash {
            true => Ok(bytes),
            false => Err(Trouble::new(
                Why::NotBuilt,
                format!("`{path}` เปลี่ยนไปหลังจากสร้างเว็บ จึงไม่ส่ง สั่ง `prongsai build` แล้วเผยแพร่ใหม่"),
            )),
        }
    }
}
