//! The folder where digests are kept, `.prongsai/cache/<content>/` beside the content folder. Safe to delete at any time.
//! Whatever goes wrong here costs time, never a result: a digest that cannot be written is made again next time.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Sealed, sealed};
use crate::output::{Hash, OwnKey, create_beside};

const NOTE: &str = "# ที่เก็บผลของ prongsai เพื่อให้สร้างเว็บครั้งถัดไปเร็วขึ้น ลบทิ้งได้ทุกเมื่อ\n*\n";

pub struct Store {
    folder: PathBuf,
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
        let [.., folder] = Self::place(content, kind)?;
        folder.is_dir().then(|| Self::made(content, kind))?
    }

    /// The program's own folder beside the content, that of a kind of things in it, and that of this content's.
    fn place(content: &Path, kind: &str) -> Option<[PathBuf; 3]> {
        let content = fs::canonicalize(content).ok()?;
        let own = content.parent()?.join(".prongsai");
        let of_kind = own.join(kind);
        let folder = of_kind.join(content.file_name()?);
        Some([own, of_kind, folder])
    }

    fn made(content: &Path, kind: &str) -> Option<Self> {
        let [own, of_kind, folder] = Self::place(content, kind)?;
        for folder in [&own, &of_kind, &folder] {
            match fs::create_dir(folder) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                made => made.ok()?,
            }
            // Somebody's link is no place of ours.
            fs::symlink_metadata(folder).ok().filter(|about| about.is_dir())?;
        }
        // A note that is there already, whatever it is, stays as it is.
        match fs::File::create_new(own.join(".gitignore")) {
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
        Sealed::open(&self.folder.join(Self::name_of(key)), Some(OwnKey::of_user()))
    }

    /// Beside first and then into its place, so that nobody reads half of one.
    pub fn put(&self, key: &str, sections: &[&[u8]]) {
        let path = self.folder.join(Self::name_of(key));
        let bytes = sealed(sections, Some(OwnKey::of_user()));
        let Ok((part, mut file)) = create_beside(&path) else { return };
        if file.write_all(&bytes).and_then(|()| fs::rename(&part, &path)).is_err() {
            let _ = fs::remove_file(&part);
        }
    }

    /// Digests of what is no more are taken away.
    pub fn sweep<'k>(&self, keys: impl Iterator<Item = &'k str>) {
        let kept: BTreeSet<String> = keys.map(Self::name_of).collect();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if !kept.contains(&*entry.file_name().to_string_lossy()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}
