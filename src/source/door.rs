//! The door of the disk: opens for reading only regular files that lie inside a folder, and puts a new file in the place of
//! an author's. Trusts no name that somebody else may have prepared: no link is followed outwards, no device is opened, and
//! what is written first lies under a name that nobody could know.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::folder::{DiskFacts, Folder, is_plain, leads_outside, read_exactly};

/// The path without links, if what it names lies inside `root`. `root` itself may be a link: its owner chose it.
pub fn inside(root: &Path, path: &Path) -> io::Result<PathBuf> {
    let real_root = fs::canonicalize(root)?;
    let real = fs::canonicalize(path)?;
    if real.starts_with(&real_root) { Ok(real) } else { Err(leads_outside()) }
}

/// The bytes of a regular file below `root`, no more than `most`.
pub fn read(root: &Path, path: &Path, most: u64) -> io::Result<Vec<u8>> {
    read_in(&Folder::hold(root)?, path, most)
}

/// As `read`, in a folder that is held; `path` is spelt from where the folder's own path is. Opened first and then judged,
/// so that nothing can be exchanged between asking and opening.
pub fn read_in(root: &Folder, path: &Path, most: u64) -> io::Result<Vec<u8>> {
    match path.strip_prefix(root.path()) {
        Ok(relative) => root.read_within(relative, most),
        // A link that the site lets lead outside, resolved when it was listed.
        Err(_) => read_exactly(path, most),
    }
}

/// Puts new bytes in the place of `path` below `root`, whole or not at all. The file keeps its mode and, where the system
/// allows, its owner; a link inside the folder stays a link, and one that leads outside is refused.
pub fn replace(root: &Folder, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let relative = path.strip_prefix(root.path()).map_err(|_| leads_outside())?;
    if !is_plain(relative) {
        return Err(leads_outside());
    }
    // Asked by names, where a link of the author's leads; what is written there then passes no link at all.
    let target = match fs::symlink_metadata(path) {
        Ok(_) => real_below(root, path)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = relative.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
            match relative.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                Some(folder) => real_below(root, &root.at(folder))?.join(name),
                None => PathBuf::from(name),
            }
        }
        Err(error) => return Err(error),
    };
    let before = root.about(&target).ok();
    if before.as_ref().is_some_and(|before| !before.is_file()) {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    root.put_whole_with(&target, bytes, |file| {
        if let Some(before) = &before {
            keep_rights(file, before)?;
        }
        file.sync_all()
    })
}

/// From the root, by no link.
fn real_below(root: &Folder, path: &Path) -> io::Result<PathBuf> {
    let real = fs::canonicalize(path)?;
    let here = if root.path().as_os_str().is_empty() { Path::new(".") } else { root.path() };
    real.strip_prefix(fs::canonicalize(here)?).map(Path::to_owned).map_err(|_| leads_outside())
}

/// Puts a new file below `root`; what is there already stays.
pub fn create(root: &Folder, path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists));
    }
    replace(root, path, bytes)
}

fn keep_rights(file: &File, before: &DiskFacts) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let own = file.metadata()?;
        if let Some((user, group)) = before.owner.filter(|owner| *owner != (own.uid(), own.gid())) {
            // Only the administrator may; for everybody else the file becomes theirs.
            let _ = std::os::unix::fs::fchown(file, Some(user), Some(group));
        }
    }
    file.set_permissions(before.permissions.clone())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn room() -> (tempfile::TempDir, PathBuf) {
        let keep = tempfile::tempdir().unwrap();
        let root = keep.path().join("content");
        fs::create_dir_all(root.join("na")).unwrap();
        fs::write(root.join("na/a.md"), "a").unwrap();
        fs::create_dir(keep.path().join("outside")).unwrap();
        fs::write(keep.path().join("outside/secret"), "secret").unwrap();
        (keep, root)
    }

    #[test]
    fn only_regular_files_inside_are_opened() {
        let (keep, root) = room();
        symlink("../../outside/secret", root.join("na/out")).unwrap();
        symlink(keep.path().join("outside"), root.join("na/folder")).unwrap();
        symlink("a.md", root.join("na/in")).unwrap();
        symlink("/dev/zero", root.join("na/zero")).unwrap();
        assert_eq!(read(&root, &root.join("na/a.md"), 9).unwrap(), b"a");
        assert_eq!(read(&root, &root.join("na/in"), 9).unwrap(), b"a");
        for path in ["na/out", "na/folder/secret", "na/zero", "na", "na/../../outside/secret"] {
            assert!(read(&root, &root.join(path), 9).is_err(), "{path}");
        }
        assert!(read(&root, &root.join("na/a.md"), 0).is_err());
    }

    fn replace(root: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
        super::replace(&Folder::hold(root)?, path, bytes)
    }

    #[test]
    fn what_is_replaced_keeps_its_mode_and_never_lies_outside() {
        let (keep, root) = room();
        let secret = keep.path().join("outside/secret");
        let file = root.join("na/a.md");
        for mode in [0o600, 0o640, 0o444] {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
            replace(&root, &file, b"b").unwrap();
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, mode);
        }
        symlink(&secret, root.join("na/out.md")).unwrap();
        symlink(keep.path().join("outside"), root.join("na/folder")).unwrap();
        symlink(keep.path().join("outside/new"), root.join("na/dangling")).unwrap();
        for path in ["na/out.md", "na/folder/secret", "na/folder/new", "na/dangling", "na", "../outside/secret"] {
            assert!(replace(&root, &root.join(path), b"evil").is_err(), "{path}");
        }
        assert_eq!(fs::read(&secret).unwrap(), b"secret");
        assert_eq!(fs::read_dir(keep.path().join("outside")).unwrap().count(), 1);
        replace(&root, &root.join("na/new.md"), b"n").unwrap();
        symlink("a.md", root.join("na/in.md")).unwrap();
        replace(&root, &root.join("na/in.md"), b"c").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"c");
        assert!(fs::symlink_metadata(root.join("na/in.md")).unwrap().is_symlink());
        assert!(
            fs::read_dir(root.join("na")).unwrap().all(|it| !it
                .unwrap()
                .file_name()
                .to_string_lossy()
                .contains("part"))
        );
    }
}
