//! Tells which of the author's files changed, once each save is whole: neither early (half a file) nor late.
//! Owns the operating system's watcher, the polling that replaces it, and the waiting; reads no file's contents.

mod noise;
mod pending;
mod poll;
mod roots;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind, RemoveKind, RenameMode};
use notify::{Event, EventKind};

use self::noise::Noise;
use self::pending::{PathEvent, Pending};
use self::poll::Poll;
use self::roots::Roots;

/// What a save, a checkout or a move did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiskChanges {
    /// Files that were written, created or removed; a folder only when it came or went as a whole.
    pub paths: BTreeSet<PathBuf>,
    /// More changed than `paths` says: compare every file anew.
    pub rescan: bool,
}

impl DiskChanges {
    /// Everything may have changed.
    pub fn everything() -> Self {
        Self { paths: BTreeSet::new(), rescan: true }
    }

    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.rescan
    }
}

#[derive(Clone, Debug, Default)]
pub struct WatchOptions {
    /// Compare times and sizes this often instead of asking the system: for network drives and WSL.
    pub poll: Option<Duration>,
    /// Folders whose changes are our own doing, such as the output.
    pub ignored: Vec<PathBuf>,
}

pub(super) enum Signal {
    Event(notify::Result<Event>),
    Stop,
}

/// Ends a [`Watch::next`] from another thread.
#[derive(Clone)]
pub struct Stopper(Sender<Signal>);

impl Stopper {
    pub fn stop(&self) {
        // A closed channel means that the watch has ended already.
        let _ = self.0.send(Signal::Stop);
    }
}

/// A watch over folders and single files; any of them may vanish and come back.
pub struct Watch {
    signals: Receiver<Signal>,
    sender: Sender<Signal>,
    noise: Noise,
    roots: Roots,
    poll: Option<Poll>,
    pending: Pending,
    fell_back: Option<String>,
    last_look: Instant,
}

/// How often the roots themselves are looked at: a root whose parent is renamed sends no event.
const ROOT_LOOK: Duration = Duration::from_millis(500);
/// The same while a root is missing.
const MISSING_LOOK: Duration = Duration::from_millis(50);
/// When the system's watcher fails, its replacement compares this often.
const FALLBACK_POLL: Duration = Duration::from_millis(300);

impl Watch {
    pub fn start(paths: &[PathBuf], options: WatchOptions) -> Self {
        let (sender, signals) = mpsc::channel();
        let mut watch = Self {
            signals,
            sender,
            noise: Noise::new(options.ignored),
            roots: Roots::default(),
            poll: options.poll.map(Poll::new),
            pending: Pending::default(),
            fell_back: None,
            last_look: Instant::now(),
        };
        watch.set_roots(paths);
        watch
    }

    pub fn stopper(&self) -> Stopper {
        Stopper(self.sender.clone())
    }

    /// Watches exactly these from now on. Ones that are watched already are left alone.
    pub fn set_roots(&mut self, paths: &[PathBuf]) {
        let paths: BTreeSet<PathBuf> = paths.iter().map(|path| absolute(path)).collect();
        if self.roots.paths().eq(paths.iter()) {
            return;
        }
        self.noise.set_roots(&paths);
        match &mut self.poll {
            Some(poll) => {
                self.roots.set(paths, None);
                poll.adopt(&self.roots, &self.noise);
            }
            None => {
                self.roots.set(paths, Some(&self.sender));
                self.give_up_on_failure();
            }
        }
    }

    /// Why the system's watcher was given up for polling, if it was.
    pub fn fell_back(&self) -> Option<&str> {
        self.fell_back.as_deref()
    }

    /// Blocks until something changed and has come to rest. `None` when stopped.
    pub fn next_changes(&mut self) -> Option<DiskChanges> {
        loop {
            let now = Instant::now();
            if let Some(changes) = self.pending.ready(now) {
                return Some(changes);
            }
            let wait = self.pending.due(now).unwrap_or(ROOT_LOOK).min(self.look_in(now));
            match self.signals.recv_timeout(wait) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
                Ok(Signal::Event(event)) => self.take(event),
                Err(RecvTimeoutError::Timeout) => {}
            }
            // A burst is taken in whole before it is judged.
            while let Ok(signal) = self.signals.try_recv() {
                match signal {
                    Signal::Event(event) => self.take(event),
                    Signal::Stop => return None,
                }
            }
            if self.look_in(Instant::now()).is_zero() {
                self.look();
            }
        }
    }

    fn look_in(&self, now: Instant) -> Duration {
        let every = match &self.poll {
            Some(poll) => poll.interval(),
            None if self.roots.any_missing() => MISSING_LOOK,
            None => ROOT_LOOK,
        };
        (self.last_look + every).saturating_duration_since(now)
    }

    /// Compares what the system does not report: roots gone and back, and everything when polling.
    fn look(&mut self) {
        let now = Instant::now();
        let sender = self.poll.is_none().then_some(&self.sender);
        if self.roots.look(sender) {
            self.pending.rescan(now);
        }
        self.give_up_on_failure();
        if let Some(poll) = &mut self.poll {
            for (path, what) in poll.compare(&self.roots, &self.noise) {
                self.pending.note(path, what, now);
            }
        }
        self.last_look = Instant::now();
    }

    fn give_up_on_failure(&mut self) {
        if let Some(reason) = self.roots.take_failure() {
            self.fall_back(reason);
        }
    }

    fn fall_back(&mut self, reason: String) {
        if self.poll.is_some() {
            return;
        }
        self.fell_back = Some(reason);
        self.roots.drop_watcher();
        let mut poll = Poll::new(FALLBACK_POLL);
        poll.adopt(&self.roots, &self.noise);
        self.poll = Some(poll);
        // What changed between the failure and the first look is unknown.
        self.pending.rescan(Instant::now());
    }

    fn take(&mut self, event: notify::Result<Event>) {
        let now = Instant::now();
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) {
                    self.fall_back(error.to_string());
                } else {
                    self.pending.rescan(now);
                }
                return;
            }
        };
        if event.need_rescan() {
            self.pending.rescan(now);
            return;
        }
        let Some(kind) = meaning(event.kind) else { return };
        for path in &event.paths {
            self.note(path, kind, now);
        }
        if kind == PathEvent::GoneFolder {
            // The root itself may be what went.
            self.look();
        }
    }

    fn note(&mut self, path: &Path, what: PathEvent, now: Instant) {
        let path = self.roots.as_given(path);
        if self.roots.covers(&path) && !self.noise.hides(&path) {
            self.pending.note(path, what, now);
        }
    }
}

/// `None`: says nothing about a change. Reads are never among them, or a refresh would call for the next one.
fn meaning(kind: EventKind) -> Option<PathEvent> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(PathEvent::Closed),
        EventKind::Access(_) | EventKind::Other => None,
        // Repeats what the two halves of the rename have said.
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => None,
        EventKind::Remove(RemoveKind::Folder) => Some(PathEvent::GoneFolder),
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => Some(PathEvent::Gone),
        EventKind::Modify(ModifyKind::Name(_)) => Some(PathEvent::Whole),
        EventKind::Modify(ModifyKind::Metadata(_)) => Some(PathEvent::Attributes),
        EventKind::Create(_) => Some(PathEvent::Created),
        EventKind::Modify(_) | EventKind::Any => Some(PathEvent::Writing),
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}
