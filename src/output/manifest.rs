//! The manifest: every file of a site with its hash and size, kept inside the output as `.prongsai/manifest.json`.
//! Its bytes depend on the site alone. It is also what `publish` compares.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

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
        let manifest = match Self::read_own_form(text) {
            Some(manifest) => manifest,
            None => {
                let header: Header = serde_json::from_str(text).map_err(broken)?;
                if header.version > VERSION {
                    return Err(OutputError::NewerManifest { version: header.version });
                }
                serde_json::from_str(text).map_err(broken)?
            }
        };
        for path in manifest.entries.keys() {
            site_path::check(path).map_err(|error| OutputError::BrokenManifest { why: error.to_string() })?;
        }
        Ok(manifest)
    }

    /// What `to_text` wrote, letter by letter: a tenth of what reading it as any JSON costs, and every build of a large
    /// site begins with it. `None`: written otherwise, or of another version.
    fn read_own_form(text: &str) -> Option<Self> {
        let quoted = |line: &str, name: &str| -> Option<String> {
            serde_json::from_str(line.strip_prefix(name)?.strip_suffix(',')?).ok()
        };
        let mut lines = text.strip_suffix("\n}\n}\n")?.split('\n');
        (lines.next()? == "{").then_some(())?;
        (lines.next()?.strip_prefix("\"version\": ")?.strip_suffix(',')? == VERSION.to_string()).then_some(())?;
        let mut manifest = Self::new(&quoted(lines.next()?, "\"generator\": ")?, &quoted(lines.next()?, "\"date\": ")?);
        (lines.next()? == "\"entries\": {").then_some(())?;
        let mut entries = Vec::with_capacity(text.len() / 100);
        let mut lines = lines.peekable();
        while let Some(line) = lines.next() {
            let line = if lines.peek().is_some() { line.strip_suffix(',')? } else { line };
            let (rest, size) = line.strip_suffix('}')?.rsplit_once("\",\"size\":")?;
            let (rest, hash) = rest.rsplit_once("\": {\"hash\":\"")?;
            let path = rest.strip_prefix('"').filter(|path| !path.contains(['"', '\\']))?;
            let record = FileRecord { hash: Hash::parse(hash)?, size: plain_number(size)? };
            entries.push((path.to_owned(), record));
        }
        manifest.entries = entries.into_iter().collect();
        Some(manifest)
    }

    /// JSON with one file a line, sorted by path.
    pub fn to_text(&self) -> String {
        Self::text_of(&self.generator, &self.date, self.entries.iter())
    }

    pub fn text_of<'e>(
        generator: &str,
        date: &str,
        entries: impl ExactSizeIterator<Item = (&'e String, &'e FileRecord)>,
    ) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut text = String::with_capacity(200 + entries.len() * 130);
        let _ = write!(
            text,
            "{{\n\"version\": {VERSION},\n\"generator\": {},\n\"date\": {},\n\"entries\": {{",
            quoted(generator),
            quoted(date)
        );
        for (index, (path, record)) in entries.enumerate() {
            text.push_str(if index == 0 { "\n" } else { ",\n" });
            if path.bytes().any(|byte| matches!(byte, b'"' | b'\\' | ..=0x1f)) {
                text.push_str(&quoted(path));
            } else {
                text.extend(["\"", path, "\""]);
            }
            text.push_str(": {\"hash\":\"");
            record.hash.write_hex(&mut text);
            let _ = write!(text, "\",\"size\":{}}}", record.size);
        }
        text.push_str("\n}\n}\n");
        text
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

/// As JSON spells it, and no other way.
fn plain_number(digits: &str) -> Option<u64> {
    let is_plain = digits.bytes().all(|digit| digit.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    if is_plain { digits.parse().ok() } else { None }
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
        // The short way and the long way read the same.
        assert_eq!(Manifest::read_own_form(&sample().to_text()), Some(sample()));
        assert_eq!(serde_json::from_str::<Manifest>(&sample().to_text()).unwrap(), sample());
        assert_eq!(Manifest::read_own_form(&empty.to_text()), Some(empty));
        let respelt = sample().to_text().replace(": 1,", ":1 ,");
        assert_eq!((Manifest::read_own_form(&respelt), Manifest::read(&respelt).unwrap()), (None, sample()));
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
