//! The folders and files under watch: set up with the system's watcher, noticed when they vanish, taken up again
//! when they are back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::Signal;

/// What tells a re-created folder from the one that was watched.
type Identity = (u64, u64);

#[derive(Debug)]
struct Root {
    identity: Option<Identity>,
    is_file: bool,
    /// What the system was asked to watch: for a file its folder, because a save by rename makes another file.
    watched: Option<PathBuf>,
    /// The name under which some systems report this root.
    real: Option<PathBuf>,
}

#[derive(Default)]
pub struct Roots {
    roots: BTreeMap<PathBuf, Root>,
    watcher: Option<RecommendedWatcher>,
    failure: Option<String>,
}

impl Roots {
    pub fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.roots.keys()
    }

    pub fn any_missing(&self) -> bool {
        self.roots.values().any(|root| root.identity.is_none())
    }

    /// Why the system's watcher cannot do its work.
    pub fn take_failure(&mut self) -> Option<String> {
        self.failure.take()
    }

    pub fn drop_watcher(&mut self) {
        self.watcher = None;
    }

    /// With a sender, changes are reported there; without, somebody else compares.
    pub fn set(&mut self, paths: BTreeSet<PathBuf>, sender: Option<&Sender<Signal>>) {
        let gone: Vec<PathBuf> = self.roots.keys().filter(|path| !paths.contains(*path)).cloned().collect();
        for path in gone {
            if let Some(Root { watched: Some(watched), .. }) = self.roots.remove(&path)
                && !self.roots.values().any(|root| root.watched.as_ref() == Some(&watched))
                && let Some(watcher) = &mut self.watcher
            {
                // Fails only for what the system dropped by itself.
                let _ = watcher.unwatch(&watched);
            }
        }
        for path in paths {
            if !self.roots.contains_key(&path) {
                let root = self.take_up(&path, sender);
                self.roots.insert(path, root);
            }
        }
    }

    fn take_up(&mut self, path: &Path, sender: Option<&Sender<Signal>>) -> Root {
        let is_file = path.is_file();
        let watched = sender.and_then(|sender| {
            let (target, mode) = match path.parent() {
                Some(parent) if is_file => (parent, RecursiveMode::NonRecursive),
                _ => (path, RecursiveMode::Recursive),
            };
            self.watch(target, mode, sender).then(|| target.to_path_buf())
        });
        // Taken after the watch began: a replacement in between shows as a difference at the next look.
        let identity = if sender.is_none() || watched.is_some() { identity(path) } else { None };
        let real = path.canonicalize().ok().filter(|real| real != path);
        Root { identity, is_file, watched, real }
    }

    fn watch(&mut self, target: &Path, mode: RecursiveMode, sender: &Sender<Signal>) -> bool {
        if !target.exists() {
            return false;
        }
        // A folder watched for one file must not take the place of the same folder watched with all below it.
        let covered = mode == RecursiveMode::NonRecursive
            && self
                .roots
                .values()
                .any(|root| root.watched.as_deref().is_some_and(|watched| target.starts_with(watched)));
        if covered {
            return true;
        }
        let Some(watcher) = self.watcher(sender) else { return false };
        match watcher.watch(target, mode) {
            Ok(()) => true,
            Err(error) => {
                let vanished = matches!(error.kind, notify::ErrorKind::PathNotFound) || !target.exists();
                if !vanished {
                    self.failure = Some(error.to_string());
                }
                false
            }
        }
    }

    fn watcher(&mut self, sender: &Sender<Signal>) -> Option<&mut RecommendedWatcher> {
        if self.watcher.is_none() {
            let sender = sender.clone();
            let made = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                if event.as_ref().is_ok_and(|event| is_read(event.kind)) {
                    return;
                }
                // A closed channel means that the watch has ended.
                let _ = sender.send(Signal::Event(event));
            });
            match made {
                Ok(watcher) => self.watcher = Some(watcher),
                Err(error) => self.failure = Some(error.to_string()),
            }
        }
        self.watcher.as_mut()
    }

    /// Whether a root vanished, came back or was replaced since the last look.
    pub fn look(&mut self, sender: Option<&Sender<Signal>>) -> bool {
        let changed: Vec<PathBuf> = self
            .roots
            .iter()
            .filter(|(path, root)| {
                let now = identity(path);
                // A file's identity changes with each save by rename, which its folder reports.
                if root.is_file && root.identity.is_some() { now.is_none() } else { now != root.identity }
            })
            .map(|(path, _)| path.clone())
            .collect();
        for path in &changed {
            if let Some(Root { watched: Some(watched), is_file: false, .. }) = self.roots.get(path)
                && let Some(watcher) = &mut self.watcher
            {
                // The old folder may live on elsewhere, or be gone; either way it is no longer ours.
                let _ = watcher.unwatch(watched);
            }
            self.roots.remove(path);
            let root = self.take_up(path, sender);
            self.roots.insert(path.clone(), root);
        }
        !changed.is_empty()
    }

    /// The path as our own list spells it: some systems report the real path behind links.
    pub fn as_given(&self, path: &Path) -> PathBuf {
        for (given, root) in &self.roots {
            if let Some(real) = &root.real
                && !path.starts_with(given)
                && let Ok(rest) = path.strip_prefix(real)
            {
                return if rest.as_os_str().is_empty() { given.clone() } else { given.join(rest) };
            }
        }
        path.to_path_buf()
    }

    pub fn covers(&self, path: &Path) -> bool {
        self.roots.iter().any(|(root, kind)| if kind.is_file { path == root } else { path.starts_with(root) })
    }
}

/// Left out before they fill the channel: each refresh reads thousands of files.
fn is_read(kind: EventKind) -> bool {
    matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let meta = std::fs::metadata(path).ok()?;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    let meta = std::fs::metadata(path).ok()?;
    let born = meta.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((born.as_secs(), u64::from(born.subsec_nanos())))
}
