//! A secret of this user on this machine, by which the program knows its own work again. What lies beside a folder that
//! somebody else delivered may look like the program's; without the secret nobody can seal it.
//! Owns the file `prongsai/key` where the user's programs keep their state; where none can be kept, a secret lives as long as
//! the process: everything is then made and looked at anew, which is slower and as right.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::hash::Hash;

pub struct OwnKey(Hash);

impl OwnKey {
    pub fn of_user() -> &'static Self {
        static KEY: OnceLock<OwnKey> = OnceLock::new();
        KEY.get_or_init(|| folder().and_then(|folder| kept(&folder)).unwrap_or_else(made))
    }

    /// What only a holder of the secret can say of these bytes.
    pub fn seal(&self, bytes: &[u8]) -> Hash {
        let around = |bytes: &[u8]| Hash::of(&[self.0.as_bytes(), bytes].concat());
        around(around(bytes).as_bytes())
    }
}

/// Secret: the standard library's own keys, 128 bits of the system's randomness.
fn made() -> OwnKey {
    let state = RandomState::new();
    let words: Vec<u8> = (0_u64..4).flat_map(|at| state.hash_one(at).to_le_bytes()).collect();
    OwnKey(Hash::of(&words))
}

fn folder() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = if cfg!(windows) { named("LOCALAPPDATA") } else { named("XDG_STATE_HOME") };
    // A user of a service may have a home that is nowhere.
    let home = || std::env::home_dir().filter(|home| home.is_absolute() && home.is_dir());
    let usual = if cfg!(windows) { "AppData/Local" } else { ".local/state" };
    Some(state.or_else(|| Some(home()?.join(usual)))?.join("prongsai"))
}

/// The secret of this folder; made where there is none.
fn kept(folder: &Path) -> Option<OwnKey> {
    let path = folder.join("key");
    let read = || {
        let about = fs::symlink_metadata(&path).ok()?;
        let text = about.is_file().then(|| fs::read_to_string(&path).ok())??;
        Some(OwnKey(Hash::parse(text.trim())?))
    };
    if let Some(key) = read() {
        return Some(key);
    }
    fs::create_dir_all(folder).ok()?;
    let part = folder.join(format!("{}.part", crate::folder::random_name()));
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = |key: OwnKey| {
        let mut file = options.open(&part)?;
        writeln!(file, "{}", key.0)?;
        file.sync_all()?;
        // One of two that begin together is kept: a link is never put over another; what is no key of ours gives way.
        match fs::hard_link(&part, &path) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && read().is_some() => Ok(()),
            Ok(()) => Ok(()),
            Err(_) => fs::rename(&part, &path),
        }
    };
    let _ = write(made());
    let _ = fs::remove_file(&part);
    read()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_once_and_only_it_says_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state/prongsai");
        let sealed = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| kept(&state).unwrap().seal(b"x"))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        assert!(sealed.iter().all(|seal| *seal == sealed[0]));
        assert_eq!(fs::read_dir(&state).unwrap().count(), 1);
        assert_ne!(kept(&folder.path().join("other")).unwrap().seal(b"x"), sealed[0]);
        assert_ne!(kept(&state).unwrap().seal(b"y"), sealed[0]);
        assert_ne!(made().seal(b"x"), made().seal(b"x"));
        // What is no secret is replaced, and what cannot be kept is none.
        fs::write(state.join("key"), "").unwrap();
        assert_ne!(kept(&state).unwrap().seal(b"x"), sealed[0]);
        assert!(kept(&state.join("key/in a file")).is_none());
    }
}
