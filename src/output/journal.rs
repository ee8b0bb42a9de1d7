//! Putting a site in place file by file, for a folder that cannot be exchanged as a whole (a mount point, a parent
//! without write permission). The list of steps is on disk before the first one; the next start finishes a broken run.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use super::error::{OutputError, While};
use super::site_path;
use super::tree::{Tree, is_missing};
use super::workshop::write_whole;
use crate::source::door::random_name;

const NAME: &str = "journal";

#[derive(Default)]
pub struct Steps {
    text: String,
}

impl Steps {
    pub fn remove(&mut self, path: &str) {
        let _ = writeln!(self.text, "remove\t{path}");
    }

    pub fn put(&mut self, path: &str) {
        let _ = writeln!(self.text, "put\t{path}");
    }

    pub fn save(&self, workshop: &Path) -> Result<(), OutputError> {
        let full = workshop.join(NAME);
        let text = format!("{}\n{}", owner_of(workshop), self.text);
        write_whole(&full, text.as_bytes()).doing("เขียนไฟล์", &full)
    }
}

/// Only a journal that was written in this very folder counts: one that came with a clone or an archive, or was put there by
/// hand, is nobody's work in progress.
pub fn is_pending(workshop: &Path) -> bool {
    let journal = workshop.join(NAME);
    fs::symlink_metadata(&journal).is_ok_and(|about| about.is_file())
        && fs::read_to_string(&journal).is_ok_and(|text| text.lines().next() == Some(owner_of(workshop).as_str()))
}

/// The number of the workshop's folder on its disk, which nobody who prepares a journal can know.
fn owner_of(workshop: &Path) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::symlink_metadata(workshop)
            .map_or_else(|_| "folder".to_owned(), |about| format!("folder\t{}:{}", about.dev(), about.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = workshop;
        "folder".to_owned()
    }
}

/// May be repeated: a step already done finds nothing to do. What stops it leaves the site mixed, and says so.
pub fn apply(workshop: &Path, live: &Path) -> Result<(), OutputError> {
    finish(workshop, live).map_err(OutputError::mixed)
}

fn finish(workshop: &Path, live: &Path) -> Result<(), OutputError> {
    let journal = workshop.join(NAME);
    let text = fs::read_to_string(&journal).doing("อ่าน", &journal)?;
    let staged = workshop.join("tree");
    let tree = Tree::empty(live.to_owned());
    for line in text.lines().skip(1) {
        let Some((step, path)) = line.split_once('\t') else { continue };
        if ![super::MANIFEST_PATH, super::SIGNATURE_PATH].contains(&path) {
            site_path::check(path)?;
        }
        if step == "put" {
            let source = staged.join(path);
            if fs::symlink_metadata(&source).is_ok() {
                if tree.is_blocked(path) {
                    return Err(OutputError::Foreign { path: path.to_owned() });
                }
                tree.make_folder_of(path)?;
                let target = tree.at(path);
                move_file(&source, &target).doing("เขียนไฟล์", &target)?;
            }
        } else {
            tree.remove(path)?;
        }
    }
    match fs::remove_file(&journal) {
        Err(error) if is_missing(&error) => Ok(()),
        removed => removed.doing("ลบ", &journal),
    }
}

/// A rename, or across disks a copy under a temporary name and then a rename: the target is always whole.
fn move_file(source: &Path, target: &Path) -> io::Result<()> {
    if fs::rename(source, target).is_ok() {
        return Ok(());
    }
    let part = target.with_file_name(format!(".{}.part", random_name()));
    let copy = || -> io::Result<()> {
        let mut new = fs::File::create_new(&part)?;
        io::copy(&mut fs::File::open(source)?, &mut new)?;
        fs::rename(&part, target)
    };
    if let Err(error) = copy() {
        let _ = fs::remove_file(&part);
        return Err(error);
    }
    fs::remove_file(source)
}
