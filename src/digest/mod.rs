//! Results that can be kept: sections of bytes in a file that says its version and the hash of all that is in it.
//! Owns the format and the folders of `.prongsai/` beside the content; knows nothing of agencies, pages or findings.
//! A file of another version, or one that is cut, changed, missing or kept by somebody else, is as good as none: its result is
//! made again.

mod store;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::time::SystemTime;

use crate::output::{Hash, OwnKey};

pub use store::Store;

const MAGIC: &[u8; 16] = b"PRONGSAI-DIGEST\n";
/// Raised with every change of what the sections of digests that are given away hold.
pub const VERSION: u32 = 7;
/// More than any result has: what claims more is no digest of ours.
const MOST_SECTIONS: usize = 16;
const LARGEST_SECTION: u64 = 1 << 31;
const ENTRY: usize = 8 + 32;

/// The bytes of a file that holds these sections. With a key only its holder is believed: what is handed to others has none.
pub fn sealed(sections: &[&[u8]], key: Option<&OwnKey>) -> Vec<u8> {
    let hashed: Vec<(&[u8], Hash)> = sections.iter().map(|section| (*section, Hash::of(section))).collect();
    sealed_hashed(&hashed, key)
}

/// As `sealed`, of sections whose hashes are known.
fn sealed_hashed(sections: &[(&[u8], Hash)], key: Option<&OwnKey>) -> Vec<u8> {
    let room = MAGIC.len() + 8 + 32 + sections.iter().map(|(section, _)| ENTRY + section.len()).sum::<usize>();
    let mut bytes = Vec::with_capacity(room);
    bytes.extend_from_slice(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(u32::try_from(sections.len()).unwrap_or(u32::MAX).to_le_bytes());
    for (section, hash) in sections {
        bytes.extend((section.len() as u64).to_le_bytes());
        bytes.extend(hash.as_bytes());
    }
    let seal = seal_of(&bytes, key);
    bytes.extend(seal.as_bytes());
    sections.iter().for_each(|(section, _)| bytes.extend_from_slice(section));
    bytes
}

fn seal_of(head: &[u8], key: Option<&OwnKey>) -> Hash {
    key.map_or_else(|| Hash::of(head), |key| key.seal(head))
}

/// The section of a file that has just one, where all of it is whole.
pub fn only_section(bytes: &[u8]) -> Option<&[u8]> {
    let section = bytes.get(MAGIC.len() + 8 + ENTRY + 32..)?;
    (sealed(&[section], None) == bytes).then_some(section)
}

/// A file whose first part was found whole; each section is read, and compared with its hash, when it is asked for.
pub struct Sealed {
    file: File,
    /// Where each section begins, how long it is, and its hash.
    sections: Vec<(u64, u64, [u8; 32])>,
    /// Of everything in it: what is opened again with the same one is the same.
    pub seal: [u8; 32],
    /// When the file was written, as its disk says.
    pub written: Option<SystemTime>,
}

impl Sealed {
    pub fn open(path: &Path, key: Option<&OwnKey>) -> Option<Self> {
        Self::read(File::open(path).ok()?, key)
    }

    fn read(mut file: File, key: Option<&OwnKey>) -> Option<Self> {
        let written = file.metadata().ok()?.modified().ok();
        let mut head = vec![0; MAGIC.len() + 8];
        file.read_exact(&mut head).ok()?;
        let number = |at: usize| Some(u32::from_le_bytes(head.get(at..at + 4)?.try_into().ok()?));
        let count = usize::try_from(number(MAGIC.len() + 4)?).ok()?;
        if !head.starts_with(MAGIC) || number(MAGIC.len())? != VERSION || count > MOST_SECTIONS {
            return None;
        }
        let mut table = vec![0; count * ENTRY];
        let mut seal = [0; 32];
        file.read_exact(&mut table).ok()?;
        file.read_exact(&mut seal).ok()?;
        head.extend_from_slice(&table);
        if *seal_of(&head, key).as_bytes() != seal {
            return None;
        }
        let mut at = (head.len() + seal.len()) as u64;
        let mut sections = Vec::with_capacity(count);
        for entry in table.chunks_exact(ENTRY) {
            let (length, hash) = entry.split_at(8);
            let length = u64::from_le_bytes(length.try_into().ok()?);
            if length > LARGEST_SECTION {
                return None;
            }
            sections.push((at, length, hash.try_into().ok()?));
            at += length;
        }
        Some(Self { file, sections, seal, written })
    }

    pub fn hash_of(&self, number: usize) -> Option<&[u8; 32]> {
        self.sections.get(number).map(|(_, _, hash)| hash)
    }

    pub fn section(&self, number: usize) -> Option<Vec<u8>> {
        let (at, length, hash) = self.sections.get(number)?;
        let mut file = &self.file;
        file.seek(SeekFrom::Start(*at)).ok()?;
        let mut bytes = Vec::new();
        file.take(*length).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 == *length && Hash::of(&bytes).as_bytes() == hash).then_some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_whole_is_read_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one");
        let bytes = sealed(&[b"first", b"", "ที่สาม".as_bytes()], None);
        std::fs::write(&path, &bytes).unwrap();
        let whole = Sealed::open(&path, None).unwrap();
        assert_eq!(whole.section(2).as_deref(), Some("ที่สาม".as_bytes()));
        assert_eq!(whole.section(0).as_deref(), Some(&b"first"[..]));
        assert_eq!(whole.section(1).as_deref(), Some(&b""[..]));
        assert_eq!(whole.section(3), None);
        // Any byte changed anywhere, any end cut off: never a wrong answer.
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= 1;
            std::fs::write(&path, &broken).unwrap();
            let read =
                Sealed::open(&path, None).map(|read| (0..3).map(|number| read.section(number)).collect::<Vec<_>>());
            assert!(read.is_none_or(|sections| sections.iter().any(Option::is_none)), "byte {at}");
            std::fs::write(&path, &bytes[..at]).unwrap();
            let read =
                Sealed::open(&path, None).map(|read| (0..3).map(|number| read.section(number)).collect::<Vec<_>>());
            assert!(read.is_none_or(|sections| sections.iter().any(Option::is_none)), "cut at {at}");
        }
    }

    #[test]
    fn what_another_sealed_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one");
        let own = Some(OwnKey::of_user());
        for (written, read, believed) in [(own, own, true), (None, None, true), (None, own, false), (own, None, false)]
        {
            std::fs::write(&path, sealed(&[b"first"], written)).unwrap();
            assert_eq!(Sealed::open(&path, read).is_some(), believed);
        }
    }
}
