//! One pass over the folders of the old site: what others put there is noticed, and what did not change gets a second name
//! in the new one. Each folder is opened once in either tree, and nothing is looked for by its whole path.

use std::iter::Peekable;
use std::path::Path;

use rayon::prelude::*;

use super::error::{OutputError, While};
use super::manifest::FileRecord;
use super::site_path::{OWN_FOLDER, folders_of};
use super::staged::{StagedFiles, StagedId};
use super::tree::{Foreign, Tree, is_missing, link_or_copy};
use crate::folder::{DiskKind, Folder};

fn folder_of(path: &str) -> &str {
    folders_of(path).next().unwrap_or("")
}

impl Tree {
    /// Takes over files of the old site, by hard link or by copying where the disk has none; gives everything in it that is
    /// neither in its manifest nor one of its folders, a folder before its contents. `is_known`: a file that is here already
    /// stays when it is what it was.
    pub fn take_over(
        &self,
        old: &Self,
        files: &StagedFiles,
        mut kept: Vec<StagedId>,
        is_known: bool,
    ) -> Result<Vec<Foreign>, OutputError> {
        let around = |id: &StagedId| folder_of(files.path(*id));
        kept.par_sort_by(|one, other| around(one).cmp(around(other)));
        let mut folders = old.inventory.files.folders();
        folders.push("");
        folders
            .extend(kept.chunk_by(|one, other| around(one) == around(other)).filter_map(|ids| ids.first().map(around)));
        folders.par_sort_unstable();
        folders.dedup();
        let take = |folder: &&str| {
            let start = kept.partition_point(|id| around(id) < *folder);
            let ids = kept.get(start..).unwrap_or_default();
            let ids = ids.iter().take_while(|id| around(id) == *folder);
            let kept = ids.filter_map(|id| Some((files.path(*id), files.of(*id)?.0)));
            self.take_over_folder(old, folder, kept.peekable(), is_known)
        };
        let found: Vec<Vec<Foreign>> = folders.par_iter().map(take).collect::<Result<_, OutputError>>()?;
        let mut found: Vec<Foreign> = found.into_iter().flatten().collect();
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    fn take_over_folder<'f>(
        &self,
        old: &Self,
        folder: &str,
        mut files: Peekable<impl Iterator<Item = (&'f str, FileRecord)>>,
        is_known: bool,
    ) -> Result<Vec<Foreign>, OutputError> {
        let from = match old.root().and_then(|root| root.listed(folder)) {
            Err(error) if is_missing(&error) && files.peek().is_none() => return Ok(Vec::new()),
            opened => opened.doing("อ่านโฟลเดอร์", &old.at(folder))?,
        };
        let found = old.strangers_in(folder, &from)?;
        if files.peek().is_none() {
            return Ok(found);
        }
        let (is_new, to) = self.folder_for(folder, is_known)?;
        for (path, record) in files {
            let name = Path::new(path.rsplit('/').next().unwrap_or(path));
            if is_new || !self.has_already(&from, &to, (path, record), name, is_known) {
                link_or_copy(&from, &to, name).doing("เขียนไฟล์", &self.at(path))?;
            }
        }
        Ok(found)
    }

    /// What lies in a folder of this tree, held, that is nothing of the site's, with all below it.
    fn strangers_in(&self, folder: &str, held: &Folder) -> Result<Vec<Foreign>, OutputError> {
        let files = &self.inventory.files;
        let places = files.below(folder);
        let mut path = String::new();
        let mut strangers = Vec::new();
        let listed = held.each_name(|name, kind| {
            let is_ours = name.to_str().is_some_and(|name| {
                path.clear();
                path.push_str(folder);
                if !folder.is_empty() {
                    path.push('/');
                }
                path.push_str(name);
                match kind {
                    DiskKind::File => files.has_among(&places, &path),
                    DiskKind::Folder => path == OWN_FOLDER || files.has_below_among(&places, &mut path),
                    DiskKind::Link | DiskKind::Other => false,
                }
            });
            if !is_ours {
                strangers.push((Path::new(folder).join(name), kind));
            }
        });
        listed.doing("อ่านโฟลเดอร์", &self.at(folder))?;
        let mut found = Vec::new();
        strangers.into_iter().try_for_each(|(path, kind)| self.collect(path, kind, &mut found))?;
        Ok(found)
    }

    /// A folder of this tree, held; `true`: nothing lay there, and nothing lies in it.
    fn folder_for(&self, folder: &str, is_known: bool) -> Result<(bool, Folder), OutputError> {
        let full = self.at(folder);
        let root = self.root().doing("เขียนไฟล์", &full)?;
        if folder.is_empty() {
            return Ok((false, root.clone()));
        }
        // Mostly it is there where the tree is known, and not where it is new.
        if is_known && let Ok(there) = root.folder(folder) {
            return Ok((false, there));
        }
        if let Ok(made) = root.create_held(folder) {
            return Ok((true, made));
        }
        let is_new = self.make_folder(folder)?;
        Ok((is_new, root.folder(folder).doing("เขียนไฟล์", &full)?))
    }

    /// The same file under both names, or in a tree that is known one that is what it was.
    fn has_already(&self, from: &Folder, to: &Folder, file: (&str, FileRecord), name: &Path, is_known: bool) -> bool {
        let Ok(about) = to.about(name) else { return false };
        let (path, record) = file;
        (is_known && self.is_untouched(&about, record.size) && self.inventory.files.get(path) == Some(&record))
            || (about.is_file() && from.about(name).is_ok_and(|old| about.is_same(&old)))
    }

    /// Everything below the root that is neither in the manifest nor one of its folders; a folder before its contents.
    pub fn foreign(&self) -> Result<Vec<Foreign>, OutputError> {
        let mut folders = self.inventory.files.folders();
        folders.push("");
        let strangers = |folder: &&str| match self.root().and_then(|root| root.listed(folder)) {
            Err(error) if is_missing(&error) => Ok(Vec::new()),
            opened => self.strangers_in(folder, &opened.doing("อ่านโฟลเดอร์", &self.at(folder))?),
        };
        let found: Vec<Vec<Foreign>> = folders.par_iter().map(strangers).collect::<Result<_, OutputError>>()?;
        let mut found: Vec<Foreign> = found.into_iter().flatten().collect();
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }
}
