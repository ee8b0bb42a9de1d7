//! Putting a site in place file by file, for a folder that cannot be exchanged as a whole (a mount point, a parent
//! without write permission). The list of steps is on disk before the first one; the next start finishes a broken run.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use super::error::{OutputError, While};
use super::site_path;
use super::tree::{Tree, is_missing};

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
        let part = workshop.join("journal.part");
        let full = workshop.join(NAME);
        let write = || -> io::Result<()> {
            let mut file = fs::File::create(&part)?;
            io::Write::write_all(&mut file, self.text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&part, &full)
        };
        write().doing("เขียนไฟล์", &full)
    }
}

pub fn is_pending(workshop: &Path) -> bool {
    workshop.join(NAME).exists()
}

/// May be repeated: a step already done finds nothing to do.
pub fn apply(workshop: &Path, live: &Path) -> Result<(), OutputError> {
    let journal = workshop.join(NAME);
    let text = fs::read_to_string(&journal).doing("อ่าน", &journal)?;
    let staged = workshop.join("tree");
    let tree = Tree::empty(live.to_owned());
    for line in text.lines() {
        let Some((step, path)) = line.split_once('\t') else { continue };
        if path != super::MANIFEST_PATH {
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
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = target.with_file_name(name);
    fs::copy(source, &part)?;
    fs::rename(&part, target)?;
    fs::remove_file(source)
}
