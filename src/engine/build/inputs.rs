//! What a result was made from, as one hash. Whatever is not covered exactly is covered as a whole: too much makes a result
//! again that could have stayed, too little would show an old page.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::engine::Engine;
use crate::output::Hash;
use crate::source::{Entry, Files};

/// The program that made it: its version, the sources and data that it was built from, and what it was built with.
const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("PRONGSAI_SOURCES"));

/// A file written this shortly before the digest may have been written again without another time on it.
const DOUBT: Duration = Duration::from_secs(2);

/// A file as it was when the result was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    path: String,
    about: About,
    hash: [u8; 32],
}

/// What the disk says of a file without its being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    size: u64,
    /// Nanoseconds since 1970.
    modified: Option<i128>,
    /// Of the file's state, which nobody can choose; and which file it is.
    changed: Option<(i64, i64, u64)>,
}

impl About {
    fn of(about: &Metadata) -> Self {
        let since = |time: SystemTime| match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_nanos()).ok(),
            Err(before) => i128::try_from(before.duration().as_nanos()).ok().map(|nanos| -nanos),
        };
        Self { size: about.len(), modified: about.modified().ok().and_then(since), changed: changed(about) }
    }

    /// Whether it surely was written before the digest was.
    fn is_older(&self, written: SystemTime) -> bool {
        let Some(limit) =
            written.checked_sub(DOUBT).and_then(|limit| limit.duration_since(SystemTime::UNIX_EPOCH).ok())
        else {
            return false;
        };
        let limit = i128::try_from(limit.as_nanos()).unwrap_or_default();
        let changed =
            self.changed.map_or(0, |(seconds, nanos, _)| i128::from(seconds) * 1_000_000_000 + i128::from(nanos));
        self.modified.is_some_and(|modified| modified < limit) && changed < limit
    }
}

#[cfg(unix)]
fn changed(about: &Metadata) -> Option<(i64, i64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((about.ctime(), about.ctime_nsec(), about.ino()))
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<(i64, i64, u64)> {
    None
}

/// Stamps of these files as they are now. A file is read only where what the disk says of it differs from `known`, or is
/// too young to be believed. `None`: a file cannot be read, so nothing is said of any.
pub fn stamps(
    files: &dyn Files,
    entries: &[Entry],
    known: &[Stamp],
    written: Option<SystemTime>,
) -> Option<Vec<Stamp>> {
    let stamp = |entry: &Entry| {
        let about = About::of(&std::fs::metadata(&entry.on_disk).ok()?);
        let at = known.binary_search_by(|stamp| stamp.path.as_str().cmp(&entry.path)).ok();
        let same = at.and_then(|at| known.get(at)).filter(|stamp| stamp.about == about);
        if let Some(same) = same.filter(|_| written.is_some_and(|written| about.is_older(written))) {
            return Some(same.clone());
        }
        let bytes = files.read(entry).ok()?;
        Some(Stamp { path: entry.path.clone(), about, hash: *Hash::of(&bytes).as_bytes() })
    };
    entries.par_iter().map(stamp).collect()
}

/// Whether the disk still says the same of them all.
pub fn still_so(entries: &[Entry], stamps: &[Stamp]) -> bool {
    entries.len() == stamps.len()
        && entries.par_iter().zip(stamps).all(|(entry, stamp)| {
            let about = std::fs::metadata(&entry.on_disk).ok();
            entry.path == stamp.path && about.is_some_and(|about| About::of(&about) == stamp.about)
        })
}

/// A list of words and bytes of which no two that differ run together.
#[derive(Default)]
pub struct Words(Vec<u8>);

impl Words {
    pub fn add(&mut self, word: impl AsRef<[u8]>) -> &mut Self {
        let word = word.as_ref();
        self.0.extend((word.len() as u64).to_le_bytes());
        self.0.extend_from_slice(word);
        self
    }

    pub fn hash(&self) -> Hash {
        Hash::of(&self.0)
    }
}

/// Everything that all agencies share: the program, the day, the theme, the rules, the portal's own documents, the names of
/// all agencies, and where every document of the portal stands. `None`: something of it cannot be read.
pub fn grounds(engine: &Engine) -> Option<Hash> {
    let Engine { site, sources, .. } = engine;
    let settings = &site.settings;
    let mut words = Words::default();
    words.add(PROGRAM).add(if cfg!(feature = "images") { "images" } else { "" });
    words.add(settings.date.iso()).add([u8::from(settings.portable), u8::from(settings.preview)]);
    words.add(&site.theme.name).add(&site.theme.stamp);
    words.add(format!("{:?}", engine.context().agencies.as_slice()));
    for entry in &sources.standards {
        words.add(&entry.path).add(engine.files().read(entry).ok()?);
    }
    for entry in &sources.portal {
        words.add(&entry.path).add(entry.size.to_le_bytes());
        // Documents, and what was published before; of other files agencies see no more than that they are there.
        if super::is_words(entry) {
            words.add(engine.files().read(entry).ok()?);
        }
    }
    for agency in &sources.agencies {
        words.add(&agency.slug);
        agency.entries.iter().for_each(|entry| {
            words.add(&entry.path);
        });
    }
    engine.is_as_opened().then(|| words.hash())
}

/// What the disk says of these files. `None` for a file of no disk: of that nothing is known.
pub fn notes(entries: &[Entry]) -> Vec<Option<About>> {
    entries.par_iter().map(|entry| Some(About::of(&std::fs::metadata(&entry.on_disk).ok()?))).collect()
}

/// Of one agency, or of the portal's own files.
pub fn input(grounds: Hash, key: &str, stamps: &[Stamp]) -> Hash {
    let mut words = Words::default();
    words.add(grounds.as_bytes()).add(key);
    for stamp in stamps {
        words.add(&stamp.path).add(stamp.hash);
    }
    words.hash()
}
