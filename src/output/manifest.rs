//! The manifest: every file of a site with its hash and size, kept inside the output as `.prongsai/manifest.json`.
//! Its bytes depend on the site alone. It is also what `publish` compares.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};

use super::error::OutputError;
use super::hash::Hash;
use super::site_path;

/// Where the manifest lies, relative to the output folder.
pub const MANIFEST_PATH: &str = ".prongsai/manifest.json";
/// The signature of the manifest, where the site is signed.
pub const SIGNATURE_PATH: &str = ".prongsai/manifest.json.sig";
pub(super) const VERSION: u32 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    pub hash: Hash,
    pub size: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    pub version: u32,
    /// The program and its version.
    pub generator: String,
    /// The date that the content states, never the clock's.
    pub date: String,
    /// By path relative to the output folder, with `/` between parts.
    pub entries: BTreeMap<String, FileRecord>,
}

impl Manifest {
    pub fn new(generator: &str, date: &str) -> Self {
        Self { version: VERSION, generator: generator.to_owned(), date: date.to_owned(), entries: BTreeMap::new() }
    }

    /// Paths are checked again: a manifest edited by hand must not make us delete something outside.
    pub fn read(text: &str) -> Result<Self, OutputError> {
        #[derive(Deserialize)]
        struct Header {
            version: u32,
        }
        let broken = |error: serde_json::Error| OutputError::BrokenManifest { why: error.to_string() };
        let header: Header = serde_json::from_str(text).map_err(broken)?;
        if header.version > VERSION {
            return Err(OutputError::NewerManifest { version: header.version });
        }
        let manifest: Self = serde_json::from_str(text).map_err(broken)?;
        for path in manifest.entries.keys() {
            site_path::check(path).map_err(|error| OutputError::BrokenManifest { why: error.to_string() })?;
        }
        Ok(manifest)
    }

    /// JSON with one file a line, sorted by path.
    pub fn to_text(&self) -> String {
        let mut text = Vec::with_capacity(200 + self.entries.len() * 130);
        let entries = self.entries.iter().map(|(path, record)| (path.as_str(), *record));
        match write_text(&mut text, self.version, &self.generator, &self.date, entries) {
            Ok(()) => String::from_utf8(text).unwrap_or_default(),
            Err(_) => String::new(), // into memory nothing fails
        }
    }

    /// Every folder that holds a file of this site, without the output folder itself.
    pub fn folders(&self) -> BTreeSet<&str> {
        let mut folders = BTreeSet::new();
        for path in self.entries.keys() {
            for folder in site_path::folders_of(path) {
                if !folders.insert(folder) {
                    break;
                }
            }
        }
        folders
    }
}

/// Of a site's files, sorted by path, the text of its manifest.
pub(super) fn write_text<'f>(
    out: &mut (impl io::Write + ?Sized),
    version: u32,
    generator: &str,
    date: &str,
    entries: impl Iterator<Item = (&'f str, FileRecord)>,
) -> io::Result<()> {
    let (generator, date) = (quoted(generator), quoted(date));
    write!(out, "{{\n\"version\": {version},\n\"generator\": {generator},\n\"date\": {date},\n\"entries\": {{")?;
    for (index, (path, record)) in entries.enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        if path.bytes().any(|byte| matches!(byte, b'"' | b'\\' | ..=0x1f)) {
            out.write_all(quoted(path).as_bytes())?;
        } else {
            out.write_all(b"\"")?;
            out.write_all(path.as_bytes())?;
            out.write_all(b"\"")?;
        }
        out.write_all(b": {\"hash\":\"")?;
        out.write_all(&record.hash.digits())?;
        write!(out, "\",\"size\":{}}}", record.size)?;
    }
    out.write_all(b"\n}\n}\n")
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let mut manifest = Manifest::new("prongsai 0.1.0", "2564-10-01");
        for path in ["na-kok/index.html", "index.html", "ไฟล์/ก.pdf"] {
            manifest.entries.insert(path.to_owned(), FileRecord { hash: Hash::of(path.as_bytes()), size: 7 });
        }
        manifest
    }

    #[test]
    fn text_round_trips() {
        let empty = Manifest::new("a \"b\"", "");
        assert_eq!(Manifest::read(&empty.to_text()).unwrap(), empty);
        assert_eq!(Manifest::read(&sample().to_text()).unwrap(), sample());
        assert_eq!(sample().folders().into_iter().collect::<Vec<_>>(), ["na-kok", "ไฟล์"]);
    }

    #[test]
    fn a_forged_or_newer_manifest_is_refused() {
        let forged = sample().to_text().replace("na-kok/index.html", "../../etc/passwd");
        assert!(matches!(Manifest::read(&forged), Err(OutputError::BrokenManifest { .. })));
        let newer = sample().to_text().replace("\"version\": 1", "\"version\": 9");
        assert!(matches!(Manifest::read(&newer), Err(OutputError::NewerManifest { version: 9 })));
        assert!(matches!(Manifest::read("<<<<<<< HEAD"), Err(OutputError::BrokenManifest { .. })));
    }
}
