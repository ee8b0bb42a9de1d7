//! Watching by comparing times and sizes, for drives whose changes the system does not report.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use walkdir::WalkDir;

use super::noise::Noise;
use super::pending::PathEvent;
use super::roots::Roots;

#[derive(Clone, Copy, PartialEq, Eq)]
struct PollStamp {
    modified: Option<SystemTime>,
    size: u64,
    is_folder: bool,
    /// So that a file that becomes unreadable, or readable again, is seen.
    mode: u32,
}

pub struct Poll {
    wanted: Duration,
    /// A look at a slow drive must not keep it busy all the time.
    took: Duration,
    seen: BTreeMap<PathBuf, PollStamp>,
}

impl Poll {
    pub fn new(interval: Duration) -> Self {
        Self { wanted: interval, took: Duration::ZERO, seen: BTreeMap::new() }
    }

    pub fn interval(&self) -> Duration {
        self.wanted.max(self.took * 3)
    }

    /// Takes what is there now as known.
    pub fn adopt(&mut self, roots: &Roots, noise: &Noise) {
        self.seen = scan(roots, noise);
    }

    /// What differs from the last look.
    pub fn compare(&mut self, roots: &Roots, noise: &Noise) -> Vec<(PathBuf, PathEvent)> {
        let start = Instant::now();
        let now = scan(roots, noise);
        self.took = start.elapsed();
        let mut changed = Vec::new();
        for (path, stamp) in &now {
            match self.seen.get(path) {
                Some(before) if before == stamp => {}
                // A folder's time changes with every file in it, which is listed by itself.
                Some(before) if before.is_folder && stamp.is_folder && before.mode == stamp.mode => {}
                _ => changed.push((path.clone(), PathEvent::Writing)),
            }
        }
        for (path, before) in &self.seen {
            if !now.contains_key(path) {
                changed.push((path.clone(), if before.is_folder { PathEvent::GoneFolder } else { PathEvent::Gone }));
            }
        }
        self.seen = now;
        changed
    }
}

fn scan(roots: &Roots, noise: &Noise) -> BTreeMap<PathBuf, PollStamp> {
    let mut found = BTreeMap::new();
    for root in roots.paths() {
        let walk = WalkDir::new(root).follow_links(true).into_iter();
        // What cannot be listed is left out, and so reported as gone; the keeper says why when it reads.
        for entry in walk.filter_entry(|entry| !noise.hides(entry.path())).filter_map(Result::ok) {
            let Ok(meta) = entry.metadata() else { continue };
            let is_folder = meta.is_dir();
            let size = if is_folder { 0 } else { meta.len() };
            let stamp = PollStamp { modified: meta.modified().ok(), size, is_folder, mode: mode_of(&meta) };
            found.insert(entry.into_path(), stamp);
        }
    }
    found
}

#[cfg(unix)]
fn mode_of(meta: &std::fs::Metadata) -> u32 {
    use std::os::unix::fs::MetadataExt;
    meta.mode()
}

#[cfg(not(unix))]
fn mode_of(meta: &std::fs::Metadata) -> u32 {
    u32::from(meta.permissions().readonly())
}
