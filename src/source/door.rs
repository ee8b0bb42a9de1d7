//! The door of the disk: opens for reading only regular files that lie inside a folder, and puts a new file in the place of
//! an author's. Trusts no name that somebody else may have prepared: no link is followed outwards, no device is opened, and
//! what is written first lies under a name that nobody could know.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

/// The path without links, if what it names lies inside `root`. `root` itself may be a link: its owner chose it.
pub fn inside(root: &Path, path: &Path) -> io::Result<PathBuf> {
    let real_root = fs::canonicalize(root)?;
    let real = fs::canonicalize(path)?;
    if real.starts_with(&real_root) { Ok(real) } else { Err(leads_outside()) }
}

pub fn leads_outside() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "the path leads out of its folder")
}

/// Opens a regular file below `root`; on Linux in one step, so that nothing can be exchanged between asking and opening.
pub fn open(root: &Path, path: &Path) -> io::Result<File> {
    match path.strip_prefix(root) {
        Ok(relative) if is_plain(relative) => regular(open_below(root, relative, path)?),
        Ok(_) => Err(leads_outside()),
        // A link that the site lets lead outside, resolved when it was listed.
        Err(_) => regular(open_itself(path)?),
    }
}

/// The bytes of a regular file below `root`, no more than `most`.
pub fn read(root: &Path, path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open(root, path)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(most)).unwrap_or(0));
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(io::Error::from(io::ErrorKind::FileTooLarge)) } else { Ok(bytes) }
}

fn is_plain(relative: &Path) -> bool {
    relative.components().all(|part| matches!(part, Component::Normal(_)))
}

/// A pipe would be waited for without end and a device read without end.
fn regular(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::from(io::ErrorKind::InvalidInput)) }
}

#[cfg(target_os = "linux")]
fn open_below(root: &Path, relative: &Path, path: &Path) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat, openat2};
    let root_flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let here = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let folder = openat(CWD, here, root_flags, Mode::empty())?;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    match openat2(&folder, relative, flags, Mode::empty(), ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS) {
        Ok(file) => Ok(File::from(file)),
        // An old kernel, or a sandbox that does not know the call.
        Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => open_checked(root, path),
        Err(rustix::io::Errno::XDEV) => Err(leads_outside()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn open_below(root: &Path, _: &Path, path: &Path) -> io::Result<File> {
    open_checked(root, path)
}

fn open_checked(root: &Path, path: &Path) -> io::Result<File> {
    open_itself(&inside(root, path)?)
}

/// The file of exactly this name: a link in its place is refused.
fn open_itself(path: &Path) -> io::Result<File> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, Mode, OFlags, openat};
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOFOLLOW;
        Ok(File::from(openat(CWD, path, flags, Mode::empty())?))
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        if fs::symlink_metadata(path)?.is_symlink() {
            return Err(leads_outside());
        }
        File::open(path)
    }
}

/// Puts new bytes in the place of `path` below `root`, whole or not at all. The file keeps its mode and, where the system
/// allows, its owner; a link inside the folder stays a link, and one that leads outside is refused.
pub fn replace(root: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = match fs::symlink_metadata(path) {
        Ok(_) => inside(root, path)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            inside(root, folder)?.join(name)
        }
        Err(error) => return Err(error),
    };
    let before = fs::symlink_metadata(&target).ok();
    if before.as_ref().is_some_and(|before| !before.is_file()) {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    let (part, mut file) = create_beside(&target)?;
    let done = file.write_all(bytes).and_then(|()| {
        if let Some(before) = &before {
            keep_rights(&file, before)?;
        }
        file.sync_all()?;
        fs::rename(&part, &target)
    });
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done
}

/// Puts a new file below `root`; what is there already stays.
pub fn create(root: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists));
    }
    replace(root, path, bytes)
}

/// A new file beside the target, under a name that did not exist.
pub fn create_beside(target: &Path) -> io::Result<(PathBuf, File)> {
    let mut tries = 0;
    loop {
        let part = target.with_file_name(format!(".prongsai-{}.part", random_name()));
        match OpenOptions::new().write(true).create_new(true).open(&part) {
            Ok(file) => return Ok((part, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries < 8 => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

/// What nobody can have prepared: the keys of the standard library's hasher come from the system's randomness.
pub fn random_name() -> String {
    format!("{:016x}", RandomState::new().hash_one(std::process::id()))
}

fn keep_rights(file: &File, before: &fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let own = file.metadata()?;
        if (own.uid(), own.gid()) != (before.uid(), before.gid()) {
            // Only the administrator may; for everybody else the file becomes theirs.
            let _ = std::os::unix::fs::fchown(file, Some(before.uid()), Some(before.gid()));
        }
    }
    file.set_permissions(before.permissions())
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
