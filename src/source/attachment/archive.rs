//! Zip files read with a hard limit on what they may unpack to, whatever sizes they declare. Knows no format inside.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::bytes::find;

/// What every archive may unpack to, and on top of it as many times its own size.
const FREE_BYTES: u64 = 128 << 20;
const TIMES_ITS_SIZE: u64 = 4;
/// Real office files hold some hundreds of parts.
const MAX_MEMBERS: usize = 20_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveError {
    Damaged,
    Encrypted,
    /// Unpacks to more than an honest file would.
    Bomb,
}

pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Of the members in the archive's order; a name that cannot be read is left out.
    names: Vec<String>,
    index: BTreeMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, ArchiveError> {
        if !counts_are_sane(bytes) {
            return Err(ArchiveError::Bomb);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(reason)?;
        if zip.len() > MAX_MEMBERS {
            return Err(ArchiveError::Bomb);
        }
        let left = FREE_BYTES + bytes.len() as u64 * TIMES_ITS_SIZE;
        if zip.decompressed_size().is_some_and(|declared| declared > u128::from(left)) {
            return Err(ArchiveError::Bomb);
        }
        let (mut names, mut index) = (Vec::new(), BTreeMap::new());
        for at in 0..zip.len() {
            if let Some(Ok(name)) = zip.name_for_index(at) {
                let name = name.replace('\\', "/");
                index.entry(name.clone()).or_insert(at);
                names.push(name);
            }
        }
        Ok(Self { zip, names, index, left })
    }

    /// Names in the archive's order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.index.contains_key(name)
    }

    /// The unpacked bytes of a member; `None` when there is no such member.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ArchiveError> {
        let Some(&index) = self.index.get(name) else {
            return Ok(None);
        };
        let mut unpacked = Vec::new();
        self.unpack(index, |chunk| unpacked.extend_from_slice(chunk))?;
        Ok(Some(unpacked))
    }

    /// Unpacks every member into nothing, to know what it really comes to before another reader opens the file.
    pub fn measure(&mut self) -> Result<u64, ArchiveError> {
        let mut total = 0;
        for index in 0..self.zip.len() {
            self.unpack(index, |chunk| total += chunk.len() as u64)?;
        }
        Ok(total)
    }

    fn unpack(&mut self, index: usize, mut take: impl FnMut(&[u8])) -> Result<(), ArchiveError> {
        let left = self.left;
        let mut used = 0_u64;
        let mut member = self.zip.by_index(index).map_err(reason)?;
        let mut chunk = [0_u8; 16 * 1024];
        let outcome = loop {
            match member.read(&mut chunk) {
                Ok(0) => break Ok(()),
                Ok(count) => {
                    used += count as u64;
                    if used > left {
                        break Err(ArchiveError::Bomb);
                    }
                    take(&chunk[..count]);
                }
                Err(_) => break Err(ArchiveError::Damaged),
            }
        };
        drop(member);
        self.left = left.saturating_sub(used);
        outcome
    }
}

/// A zip64 directory may claim any number of members, and its reader makes room for them before it looks.
fn counts_are_sane(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = find(rest, b"PK\x06\x06") {
        let record = &rest[at..];
        for field in [24, 32] {
            let claimed = record.get(field..field + 8).and_then(|it| it.try_into().ok()).map_or(0, u64::from_le_bytes);
            if claimed > MAX_MEMBERS as u64 {
                return false;
            }
        }
        rest = &record[4..];
    }
    true
}

fn reason(error: ZipError) -> ArchiveError {
    match error {
        ZipError::UnsupportedArchive(words) if words == ZipError::PASSWORD_REQUIRED => ArchiveError::Encrypted,
        ZipError::InvalidPassword => ArchiveError::Encrypted,
        _ => ArchiveError::Damaged,
    }
}
