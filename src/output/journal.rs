//! Putting a site in place file by file, for a folder that cannot be exchanged as a whole (a mount point, a parent
//! without write permission). The list of steps is on disk before the first one; the next start finishes a broken run.

use std::fmt::Write as _;
use std::io;

use super::error::{OutputError, While};
use super::site_path;
use super::tree::{Tree, is_missing};
use crate::folder::{DiskFacts, Folder};

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

    pub fn save(&self, workshop: &Folder) -> Result<(), OutputError> {
        let text = format!("{}\n{}", owner_of(workshop), self.text);
        workshop.put_whole(NAME, text.as_bytes()).doing("เขียนไฟล์", &workshop.at(NAME))
    }
}

/// Only a journal that was written in this very folder counts: one that came with a clone or an archive, or was put there by
/// hand, is nobody's work in progress.
pub fn is_pending(workshop: &Folder) -> bool {
    workshop.about(NAME).is_ok_and(|about| about.is_file())
        && workshop.read_to_string(NAME).is_ok_and(|text| text.lines().next() == Some(owner_of(workshop).as_str()))
}

/// The number of the workshop's folder on its disk, which nobody who prepares a journal can know.
fn owner_of(workshop: &Folder) -> String {
    match workshop.itself().ok().and_then(|about: DiskFacts| about.number) {
        Some((disk, number)) => format!("folder\t{disk}:{number}"),
        None => "folder".to_owned(),
    }
}

/// May be repeated: a step already done finds nothing to do. What stops it leaves the site mixed, and says so.
pub fn apply(workshop: &Folder, live: &Folder) -> Result<(), OutputError> {
    finish(workshop, live).map_err(OutputError::mixed)
}

fn finish(workshop: &Folder, live: &Folder) -> Result<(), OutputError> {
    let text = workshop.read_to_string(NAME).doing("อ่าน", &workshop.at(NAME))?;
    let staged = match workshop.folder("tree") {
        Err(error) if is_missing(&error) => None, // all of it is in place
        staged => Some(staged.doing("เปิด", &workshop.at("tree"))?),
    };
    let tree = Tree::of(live.clone());
    for line in text.lines().skip(1) {
        let Some((step, path)) = line.split_once('\t') else { continue };
        if ![super::MANIFEST_PATH, super::SIGNATURE_PATH].contains(&path) {
            site_path::check(path)?;
        }
        if step == "put" {
            if let Some(staged) = staged.as_ref().filter(|staged| staged.has(path)) {
                if tree.is_blocked(path) {
                    return Err(OutputError::Foreign { path: path.to_owned() });
                }
                tree.make_folder_of(path)?;
                move_file(staged, live, path).doing("เขียนไฟล์", &live.at(path))?;
            }
        } else {
            tree.remove(path)?;
        }
    }
    match workshop.remove_file(NAME) {
        Err(error) if is_missing(&error) => Ok(()),
        removed => removed.doing("ลบ", &workshop.at(NAME)),
    }
}

/// A rename, or across disks a copy under a temporary name and then a rename: the target is always whole.
fn move_file(staged: &Folder, live: &Folder, path: &str) -> io::Result<()> {
    if staged.rename(path, live, path).is_ok() {
        return Ok(());
    }
    let mut source = staged.open(path)?;
    let (part, mut new) = live.create_beside(path)?;
    if let Err(error) = io::copy(&mut source, &mut new).and_then(|_| live.rename(&part, live, path)) {
        let _ = live.remove_file(&part);
        return Err(error);
    }
    staged.remove_file(path)
}
