//! A site made in parts: each part holds the pages of some agencies and their digests, and joining all parts makes the very
//! site that one build would. Who runs the parts, where and in which order is nobody's business here.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::digest::Sealed;
use crate::engine::Failure;
use crate::engine::build::kept::KeptHead;
use crate::output::{FileRecord, Hash};

/// One of so many parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 0.
    index: usize,
    of: usize,
}

impl Shard {
    /// `number` counts from 1.
    pub fn new(number: usize, of: usize) -> Option<Self> {
        (1..=of).contains(&number).then(|| Self { index: number - 1, of })
    }

    /// Every so many-th agency: neighbours in the list, often of one kind and size, are spread over the parts.
    pub fn holds(self, at: usize) -> bool {
        at % self.of == self.index
    }
}

/// What a part says of itself.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLabel {
    pub part: usize,
    pub of: usize,
    /// The day that its pages are made for.
    pub date: String,
    pub portable: bool,
}

const LABEL: &str = "part.json";

impl PartLabel {
    pub fn of(shard: Shard, date: String, portable: bool) -> Self {
        Self { part: shard.index + 1, of: shard.of, date, portable }
    }

    pub fn file(&self) -> (&'static str, Vec<u8>) {
        (LABEL, serde_json::to_vec(self).unwrap_or_default())
    }

    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let bytes = std::fs::read(folder.join(LABEL)).unwrap_or_default();
        serde_json::from_slice(&bytes)
            .map_err(|_| Failure(format!("`{}` ไม่ใช่ส่วนของเว็บที่สร้างด้วย `prongsai build --shard`", folder.display())))
    }
}

/// Where the digest of an agency stands in a part.
pub fn digest_path(slug: &str) -> String {
    format!("digests/{}", Hash::of(slug.as_bytes()).short())
}

/// The part that holds this agency, with its digest.
pub fn find<'p>(parts: &'p [PathBuf], slug: &str) -> Option<(&'p Path, Sealed, KeptHead)> {
    parts.iter().find_map(|folder| {
        let sealed = Sealed::open(&folder.join(digest_path(slug)), None)?;
        let head = KeptHead::read(&sealed, slug)?;
        Some((folder.as_path(), sealed, head))
    })
}

/// The bytes of a file of a part, if they are those that were made.
pub fn read(folder: &Path, path: &str, record: FileRecord) -> Result<Vec<u8>, Failure> {
    let broken = || Failure(format!("ไฟล์ `{path}` ของส่วน `{}` หายหรือไม่ตรงกับที่สร้างไว้ ให้สร้างส่วนนี้ใหม่", folder.display()));
    crate::output::check_path(path)?;
    let bytes = std::fs::read(folder.join(path)).map_err(|_| broken())?;
    if bytes.len() as u64 != record.size || Hash::of(&bytes) != record.hash {
        return Err(broken());
    }
    Ok(bytes)
}
