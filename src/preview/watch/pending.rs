//! Changes that have not come to rest: a save is passed on once it is whole, and nothing waits for ever.
//! Looks at sizes and at whether a path is a folder; reads no contents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use walkdir::WalkDir;

use super::DiskChanges;

/// What an event says about one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathEvent {
    Created,
    Writing,
    /// The writer let go of the file.
    Closed,
    /// Came into place by a rename: complete by nature.
    Whole,
    Attributes,
    Gone,
    GoneFolder,
}

/// A whole file waits only for its companions of the same save.
const QUIET_WHOLE: Duration = Duration::from_millis(4);
/// The writer may have more to say: systems that do not report the closing of a file need this.
const QUIET_WRITING: Duration = Duration::from_millis(25);
/// Editors that save by rename let the name vanish for a moment.
const QUIET_GONE: Duration = Duration::from_millis(25);
/// Truncate-and-write: an empty file is believed only after this.
const EMPTY_PATIENCE: Duration = Duration::from_millis(120);
/// A stream of changes without a pause still shows up this often.
const BATCH_BOUND: Duration = Duration::from_millis(250);
/// A file that grows without end is passed on after this, and again when it rests.
const GROWING_BOUND: Duration = Duration::from_secs(2);
/// Beyond this many paths nobody is served by their list.
const MOST_PATHS: usize = 1000;
/// Files may slip into a new folder before the system watches it.
const FOLDER_RECHECK: Duration = Duration::from_millis(250);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PendingState {
    Writing,
    Whole,
    Gone { folder: bool },
}

#[derive(Debug)]
struct PendingFile {
    state: PendingState,
    /// Did not exist before this batch: if it goes again, nothing has happened.
    born: bool,
    since: Instant,
    ripe_at: Instant,
    size: Option<u64>,
    /// Empty or growing: others do not wait for it.
    held: bool,
}

#[derive(Debug)]
struct NewFolder {
    path: PathBuf,
    look_at: Instant,
    contents: u64,
}

#[derive(Debug, Default)]
pub struct Pending {
    entries: BTreeMap<PathBuf, PendingFile>,
    /// When a rescan was called for, and when its cause was last heard of.
    rescan: Option<(Instant, Instant)>,
    new_folders: Vec<NewFolder>,
}

impl Pending {
    pub fn rescan(&mut self, now: Instant) {
        let since = self.rescan.map_or(now, |(since, _)| since);
        self.rescan = Some((since, now));
    }

    pub fn note(&mut self, path: PathBuf, what: PathEvent, now: Instant) {
        if let Some((_, last)) = &mut self.rescan {
            *last = now;
        }
        if self.entries.len() >= MOST_PATHS {
            self.entries.clear();
            self.rescan(now);
        }
        let known = self.entries.get(&path).map(|entry| (entry.state, entry.born, entry.since));
        let before = known.map(|(state, ..)| state);
        let state = match what {
            // Opened for writing and closed without a word: no change.
            PathEvent::Closed if before != Some(PendingState::Writing) => return,
            PathEvent::Closed | PathEvent::Whole => PendingState::Whole,
            PathEvent::Created | PathEvent::Writing => PendingState::Writing,
            PathEvent::Attributes => before.unwrap_or(PendingState::Whole),
            PathEvent::Gone => PendingState::Gone { folder: path.extension().is_none() },
            PathEvent::GoneFolder => PendingState::Gone { folder: true },
        };
        let born = known.map_or(what == PathEvent::Created, |(_, born, _)| born);
        if matches!(state, PendingState::Gone { .. }) && born {
            self.entries.remove(&path);
            return;
        }
        let quiet = match state {
            PendingState::Writing => QUIET_WRITING,
            PendingState::Whole => QUIET_WHOLE,
            PendingState::Gone { .. } => QUIET_GONE,
        };
        let size = if state == PendingState::Writing { size_of(&path) } else { None };
        let since = known.map_or(now, |(.., since)| since);
        self.entries.insert(path, PendingFile { state, born, since, ripe_at: now + quiet, size, held: false });
    }

    /// How long until [`Pending::ready`] may have something new to say.
    pub fn due(&self, now: Instant) -> Option<Duration> {
        let awaited = self.entries.values().filter(|entry| !entry.held).map(|entry| entry.ripe_at).max();
        let awaited = awaited.max(self.rescan.map(|(_, last)| last + QUIET_WRITING));
        let bound = self.oldest().map(|since| since + BATCH_BOUND);
        let held = self.entries.values().filter(|entry| entry.held).map(|entry| entry.ripe_at).min();
        let folder = self.new_folders.iter().map(|folder| folder.look_at).min();
        let batch = awaited.map(|at| bound.map_or(at, |bound| at.min(bound)));
        let next = [batch, held, folder].into_iter().flatten().min()?;
        // A bound that passed while a file is still written is looked at again soon, not at once.
        Some(next.saturating_duration_since(now).max(Duration::from_millis(1)))
    }

    fn oldest(&self) -> Option<Instant> {
        let oldest = self.entries.values().filter(|entry| !entry.held).map(|entry| entry.since).min();
        match (oldest, self.rescan) {
            (Some(entry), Some((rescan, _))) => Some(entry.min(rescan)),
            (entry, rescan) => entry.or(rescan.map(|(since, _)| since)),
        }
    }

    /// What has come to rest, if that is everything or the wait has been long enough.
    pub fn ready(&mut self, now: Instant) -> Option<DiskChanges> {
        self.look_into_new_folders(now);
        self.judge(now);
        let overdue = self.oldest().is_some_and(|since| now >= since + BATCH_BOUND);
        let rescan_rests = self.rescan.is_none_or(|(_, last)| now >= last + QUIET_WRITING);
        let all_rest = self.entries.values().all(|entry| entry.held || now >= entry.ripe_at);
        if !(overdue || (all_rest && rescan_rests)) {
            return None;
        }
        let mut changes = DiskChanges { rescan: self.rescan.take().is_some(), ..DiskChanges::default() };
        let new_folders = &mut self.new_folders;
        self.entries.retain(|path, entry| {
            if entry.held || now < entry.ripe_at {
                return true;
            }
            let (folder, gone) = match entry.state {
                PendingState::Gone { folder } => (folder, true),
                PendingState::Writing | PendingState::Whole => (path.is_dir(), false),
            };
            changes.rescan |= folder;
            if folder && !gone {
                let contents = fingerprint(path);
                new_folders.push(NewFolder { path: path.clone(), look_at: now + FOLDER_RECHECK, contents });
            }
            changes.paths.insert(path.clone());
            false
        });
        (!changes.is_empty()).then_some(changes)
    }

    /// Holds back files that are empty or still grow, and lets go of those that have rested.
    fn judge(&mut self, now: Instant) {
        for (path, entry) in &mut self.entries {
            if now < entry.ripe_at || matches!(entry.state, PendingState::Gone { .. }) {
                continue;
            }
            let age = now.saturating_duration_since(entry.since);
            let size = size_of(path);
            let grows = entry.state == PendingState::Writing && size != entry.size && age < GROWING_BOUND;
            let empty = size == Some(0) && age < EMPTY_PATIENCE;
            entry.held = grows || empty;
            entry.size = size;
            if entry.held {
                entry.ripe_at = now + if grows { QUIET_WRITING } else { EMPTY_PATIENCE - age };
            }
        }
    }

    fn look_into_new_folders(&mut self, now: Instant) {
        let mut late = false;
        self.new_folders.retain(|folder| {
            let due = now >= folder.look_at;
            late |= due && fingerprint(&folder.path) != folder.contents;
            !due
        });
        if late {
            self.rescan(now);
        }
    }
}

/// `None` for what is not a file or cannot be seen.
fn size_of(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|meta| meta.len())
}

/// Changes when a file below `folder` comes, goes or changes its size or time.
fn fingerprint(folder: &Path) -> u64 {
    let mut sum = 0_u64;
    for entry in WalkDir::new(folder).into_iter().filter_map(Result::ok) {
        let Ok(meta) = entry.metadata() else { continue };
        let time = meta.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        let stamp =
            if meta.is_file() { time.unwrap_or_default().as_nanos() as u64 ^ meta.len().rotate_left(40) } else { 1 };
        sum = sum.wrapping_add(stamp.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    }
    sum
}
