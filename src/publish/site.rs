//! A site that is complete on this disk: a built folder, or what was published before, out of the diary's store.

use std::path::{Path, PathBuf};

use super::diary::blob;
use super::trouble::{Trouble, Why};
use crate::output::{FileRecord, Hash, Manifest};

/// A site that is complete on this disk.
pub struct BuiltSite {
    pub manifest: Manifest,
    /// The manifest as it was written, byte for byte.
    pub manifest_text: String,
    files: SiteFiles,
    /// Where files are laid out for a program that carries them, on the same disk if there is one.
    bench: PathBuf,
}

enum SiteFiles {
    /// A built folder.
    Folder(PathBuf),
    /// The diary's store, by hash.
    Store(PathBuf),
}

impl BuiltSite {
    pub fn built(folder: PathBuf) -> Result<Self, Trouble> {
        let path = folder.join(crate::output::MANIFEST_PATH);
        let text = std::fs::read_to_string(&path).map_err(|error| {
            Trouble::new(Why::NotBuilt, format!("อ่าน `{}` ไม่ได้: {error} สั่ง `prongsai build` ก่อน", path.display()))
        })?;
        let manifest = Manifest::read(&text).map_err(|error| Trouble::new(Why::NotBuilt, error.to_string()))?;
        Ok(Self { manifest, manifest_text: text, files: SiteFiles::Folder(folder), bench: std::env::temp_dir() })
    }

    /// What tells this site from every other: the hash of its manifest.
    pub fn content(&self) -> Hash {
        Hash::of(self.manifest_text.as_bytes())
    }

    /// With a folder of this disk, in which a second name of a file costs no copy.
    pub fn with_bench(self, bench: PathBuf) -> Self {
        Self { bench, ..self }
    }

    pub fn bench(&self) -> &Path {
        &self.bench
    }

    pub fn stored(store: PathBuf, text: String) -> Result<Self, Trouble> {
        let manifest = Manifest::read(&text).map_err(|error| Trouble::new(Why::NotBuilt, error.to_string()))?;
        Ok(Self { manifest, manifest_text: text, files: SiteFiles::Store(store), bench: std::env::temp_dir() })
    }

    /// Where the bytes of a file of this site lie.
    pub fn path_of(&self, path: &str, record: FileRecord) -> PathBuf {
        match &self.files {
            SiteFiles::Folder(root) => root.join(path),
            SiteFiles::Store(store) => blob(store, record.hash),
        }
    }

    /// The bytes, proven to be those that the manifest promises.
    pub fn read(&self, path: &str, record: FileRecord) -> Result<Vec<u8>, Trouble> {
        self.proven(path, record, &self.path_of(path, record))
    }

    /// The bytes that lie `at`, if they are the file's.
    pub fn proven(&self, path: &str, record: FileRecord, at: &Path) -> Result<Vec<u8>, Trouble> {
        let bytes = std::fs::read(at)
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
