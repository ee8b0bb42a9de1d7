//! The folder where digests are kept, `.prongsai/cache/<content>/` beside the content folder. Safe to delete at any time.
//! Whatever goes wrong here costs time, never a result: a digest that cannot be written is made again next time.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Sealed, sealed, sealed_hashed};
use crate::folder::Folder;
use crate::output::{Hash, OwnKey};

const NOTE: &str = "# ที่เก็บผลของ prongsai เพื่อให้สร้างเว็บครั้งถัดไปเร็วขึ้น ลบทิ้งได้ทุกเมื่อ\n*\n";

pub struct Store {
    folder: Folder,
}

impl Store {
    /// `None` where nothing can be kept: a disk that cannot be written, a folder that leads elsewhere.
    pub fn beside(content: &Path) -> Option<Self> {
        Self::made(content, "cache")
    }

    /// Where the last good copies of the members' digests are kept.
    pub fn of_members(content: &Path) -> Option<Self> {
        Self::made(content, "members")
    }

    /// Where the first pages of the last preview are kept.
    pub fn of_preview(content: &Path) -> Option<Self> {
        Self::made(content, "preview")
    }

    /// What a build has kept, for those who only look: where nothing is, nothing is made.
    pub fn left_beside(content: &Path) -> Option<Self> {
        Self::left(content, "cache")
    }

    pub fn left_of_preview(content: &Path) -> Option<Self> {
        Self::left(content, "preview")
    }

    fn left(content: &Path, kind: &str) -> Option<Self> {
        let (around, [.., folder]) = Self::place(content, kind)?;
        around.join(folder).is_dir().then(|| Self::made(content, kind))?
    }

    /// The program's own folder beside the content, that of a kind of things in it, and that of this content's.
    fn place(content: &Path, kind: &str) -> Option<(PathBuf, [PathBuf; 3])> {
        let content = fs::canonicalize(content).ok()?;
        let own = PathBuf::from(".prongsai");
        let of_kind = own.join(kind);
        let folder = of_kind.join(content.file_name()?);
        Some((content.parent()?.to_owned(), [own, of_kind, folder]))
    }

    fn made(content: &Path, kind: &str) -> Option<Self> {
        let (around, [own, of_kind, folder]) = Self::place(content, kind)?;
        let around = Folder::hold(&around).ok()?;
        // Somebody's link is no place of ours.
        let own = around.make_folder(own).ok()?;
        around.make_folder(of_kind).ok()?;
        let folder = around.make_folder(folder).ok()?;
        // A note that is there already, whatever it is, stays as it is.
        match own.create_new(".gitignore") {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            made => made.and_then(|mut note| note.write_all(NOTE.as_bytes())).ok()?,
        }
        Some(Self { folder })
    }

    /// The file name under which the digest of this thing is kept.
    fn name_of(key: &str) -> String {
        Hash::of(key.as_bytes()).short()
    }

    pub fn get(&self, key: &str) -> Option<Sealed> {
        Sealed::read(self.folder.open(Self::name_of(key)).ok()?, Some(OwnKey::of_user()))
    }

    /// Beside first and then into its place, so that nobody reads half of one.
    pub fn put(&self, key: &str, sections: &[&[u8]]) {
        self.put_bytes(key, &sealed(sections, Some(OwnKey::of_user())));
    }

    /// As `put`, of one section whose hash is known.
    pub fn put_one(&self, key: &str, section: &[u8], hash: Hash) {
        self.put_bytes(key, &sealed_hashed(&[(section, hash)], Some(OwnKey::of_user())));
    }

    fn put_bytes(&self, key: &str, bytes: &[u8]) {
        let _ = self.folder.put_whole_with(Self::name_of(key).as_ref(), bytes, |_| Ok(()));
    }

    /// Digests of what is no more are taken away.
    pub fn sweep(&self, keys: impl Iterator<Item = impl AsRef<str>>) {
        let kept: BTreeSet<String> = keys.map(|key| Self::name_of(key.as_ref())).collect();
        for (name, _) in self.folder.list("").unwrap_or_default() {
            if !kept.contains(&*name.to_string_lossy()) {
                let _ = self.folder.remove_file(name);
            }
        }
    }
}
