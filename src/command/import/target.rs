//! The content folder that an import writes into: what is there already, what would change, and writing it whole or not at
//! all. Paths never leave the folder; what the import wrote last time is kept in `.import/`, to know the author's edits.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::command::Failure;
use crate::engine;
use crate::finding::Findings;
use crate::folder::{Folder, is_plain};
use crate::import::merge::{self, Conflict};
use crate::import::patch::{self, SheetOrigin};
use crate::import::{ImportOptions, Imported, KnownItem};
use crate::model::{self, Sources};
use crate::source::attachment::safe_name;
use crate::source::{Disk, Files, door};
use crate::standards::{Field, Standards};

/// What the import wrote last time, beside the content; no listing shows a folder that begins with a dot.
const LAST: &str = ".import";
const HEADS: &str = "heads.txt";
/// Kinds of which the original is worth having beside the page.
const KEPT: [&str; 10] = ["docx", "doc", "xlsx", "xls", "ods", "odt", "rtf", "pdf", "xlsm", "pptx"];

pub struct ImportTarget {
    /// As it lay when the import began; none where there was nothing yet.
    root: OnceLock<Folder>,
    path: PathBuf,
    /// Of the agency, below the root; empty for a site of one.
    folder: String,
    has_agency: bool,
    known: Vec<KnownItem>,
    /// Of this site: a wording of its own is heard here as when it is built.
    pub standards: Standards,
}

/// One file as it would be.
pub struct FileChange {
    pub path: String,
    pub before: Option<String>,
    pub after: String,
    /// What the import alone would write.
    pub offered: String,
    pub conflicts: Vec<Conflict>,
    /// There without a record of an import: it stays as it is.
    pub is_kept: bool,
    /// Cells of a filled sheet: no record of an import.
    pub is_patch: bool,
}

pub struct FileChanges(pub Vec<FileChange>);

impl FileChanges {
    pub fn kept(&self) -> usize {
        self.0.iter().filter(|change| change.is_kept).count()
            + self.0.iter().map(|change| change.conflicts.len()).sum::<usize>()
    }

    pub fn diff(&self) -> String {
        self.0
            .iter()
            .map(|change| {
                let after = if change.is_kept { &change.offered } else { &change.after };
                merge::diff(&change.path, change.before.as_deref().unwrap_or(""), after)
            })
            .collect()
    }
}

impl ImportTarget {
    pub fn find(root: &Path, agency: Option<&str>) -> Result<Self, Failure> {
        if let Some(slug) = agency {
            let fits = !slug.is_empty()
                && slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            if !fits {
                return Err(Failure(format!("--agency `{slug}` ใช้ได้แค่ a-z 0-9 และ - เช่น na-kok")));
            }
        }
        let held = match Folder::hold(root) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => OnceLock::new(),
            held => {
                OnceLock::from(held.map_err(|error| Failure(format!("เปิดโฟลเดอร์ `{}` ไม่ได้: {error}", root.display())))?)
            }
        };
        let files = Disk::at(root.to_owned());
        let mut ignored = Findings::default();
        let sources = if root.is_dir() {
            Sources::share_out(
                files
                    .list(&mut ignored)
                    .map_err(|error| Failure(format!("เปิดโฟลเดอร์ `{}` ไม่ได้: {error}", root.display())))?,
            )
        } else {
            Sources::share_out(Vec::new())
        };
        let mut faults = Findings::default();
        let standards = engine::standards_of(&files, &sources, &mut faults);
        if let Some(fault) = faults.iter().next() {
            return Err(Failure(format!(
                "กติกาใน `_standards/` ของเว็บนี้อ่านไม่ได้ จึงยังไม่นำเข้า: {} ลองสั่ง `prongsai check`",
                fault.message
            )));
        }
        let folder = match agency {
            Some(slug) => slug.to_owned(),
            None if root.join("portal.md").is_file() => match sources.agencies.as_slice() {
                [only] => only.slug.clone(),
                _ => {
                    return Err(Failure(
                        "เว็บนี้มีหลายหน่วยงาน บอกว่าของหน่วยงานไหนด้วย --agency เช่น `--agency na-kok`".to_owned(),
                    ));
                }
            },
            None => String::new(),
        };
        let path = root.to_owned();
        let mut target = Self { root: held, path, folder, has_agency: false, known: Vec::new(), standards };
        if let Some(entries) = sources.agencies.iter().find(|entries| entries.slug == target.folder) {
            target.has_agency = true;
            if let Some(agency) = model::load_agency(&files, entries, &target.standards, &mut ignored) {
                for plan in &agency.plans {
                    for entry in plan.entries.iter().filter(|entry| entry.code_stated) {
                        for year in plan.years.0.through(plan.years.1) {
                            target.known.push(KnownItem {
                                year: year.be(),
                                code: entry.code.to_string(),
                                name: entry.name.value.clone(),
                                dimension: entry.dimension,
                            });
                        }
                    }
                }
            }
        }
        Ok(target)
    }

    /// What heads mean by the author's own word, of this time and of earlier times.
    pub fn options(&self, name: &str, maps: &[(String, Field)], repair: bool) -> ImportOptions {
        let extension = name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase());
        let original = KEPT.contains(&extension.as_str()).then(|| format!("../files/{}", safe_name(name)));
        let mut all = self.remembered();
        all.retain(|(head, _)| !maps.iter().any(|(other, _)| other == head));
        all.extend(maps.iter().cloned());
        ImportOptions {
            maps: all,
            folder: self.folder.clone(),
            original,
            // A plan that an import made is read again from its paper, not from itself.
            known_items: self.known.clone(),
            repair,
            has_agency: self.has_agency,
        }
    }

    fn remembered(&self) -> Vec<(String, Field)> {
        let text = self.last(HEADS).unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.rsplit_once('='));
        lines.filter_map(|(head, field)| Some((head.to_owned(), Field::from_name(field)?))).collect()
    }

    /// Heads and what they mean, for the next file.
    pub fn remember(&self, maps: &[(String, Field)]) -> Result<(), Failure> {
        if maps.is_empty() {
            return Ok(());
        }
        let mut all = self.remembered();
        all.retain(|(head, _)| !maps.iter().any(|(other, _)| other == head));
        all.extend(maps.iter().cloned());
        let lines: String = all.iter().map(|(head, field)| format!("{head}={field}\n")).collect();
        self.put(&format!("{LAST}/{HEADS}"), lines.as_bytes())
    }

    /// The agencies of a portal; none of a site of one.
    pub fn agencies(root: &Path) -> Vec<String> {
        if !root.join("portal.md").is_file() {
            return Vec::new();
        }
        let files = Disk::at(root.to_owned());
        let listed = files.list(&mut Findings::default()).unwrap_or_default();
        Sources::share_out(listed).agencies.into_iter().map(|agency| agency.slug).collect()
    }

    pub fn merge(&self, imported: &Imported) -> Result<FileChanges, Failure> {
        let mut changes = Vec::new();
        for (path, offered) in &imported.files {
            self.refuse_outside(path)?;
            let before = match self.read(path) {
                Ok(bytes) => {
                    Some(String::from_utf8(bytes).map_err(|_| Failure(format!("`{path}` ไม่ใช่ UTF-8 จึงไม่แตะ")))?)
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
                Err(error) => return Err(Failure(format!("อ่าน `{path}` ไม่ได้: {error}"))),
            };
            let last = self.last(path);
            let mut change = FileChange {
                path: path.clone(),
                after: offered.clone(),
                offered: offered.clone(),
                conflicts: Vec::new(),
                is_kept: false,
                is_patch: false,
                before: before.clone(),
            };
            if let Some(current) = before.filter(|current| current != offered) {
                match last {
                    Some(last) => {
                        let merged = merge::merge(&last, &current, offered);
                        change.after = merged.text;
                        change.conflicts = merged.conflicts;
                    }
                    None => {
                        change.is_kept = true;
                        change.after = current;
                    }
                }
            }
            changes.push(change);
        }
        Ok(FileChanges(changes))
    }

    /// A filled sheet of ours: the cells that were filled change the document, and nothing else of it.
    pub fn patch(&self, origin: &SheetOrigin) -> Result<Option<FileChanges>, Failure> {
        if origin.path.is_empty() {
            return Ok(None);
        }
        self.refuse_outside(&origin.path)?;
        let Ok(bytes) = self.read(&origin.path) else { return Ok(None) };
        let mut ignored = Findings::default();
        let Some(document) = crate::source::document::read(&origin.path, &bytes, &self.standards, &mut ignored) else {
            return Err(Failure(format!("อ่าน `{}` ไม่ได้ จึงไม่เติมค่าจากแบบกรอก ลองสั่ง `prongsai check`", origin.path)));
        };
        let patched = patch::patch(&document, origin, &self.standards);
        Ok(Some(FileChanges(vec![FileChange {
            path: origin.path.clone(),
            before: Some(document.text.to_string()),
            offered: patched.text.clone(),
            after: patched.text,
            conflicts: patched.conflicts,
            is_kept: false,
            is_patch: true,
        }])))
    }

    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        self.root.get().ok_or_else(|| std::io::Error::from(std::io::ErrorKind::NotFound))?.read(path)
    }

    /// What the import wrote there last time.
    fn last(&self, path: &str) -> Option<String> {
        self.root.get()?.read_to_string(Path::new(LAST).join(path)).ok()
    }

    /// Nothing of ours lies outside the content folder, whatever its folders point to.
    fn refuse_outside(&self, path: &str) -> Result<(), Failure> {
        let relative = Path::new(path);
        if !is_plain(relative) {
            return Err(Failure(format!("ที่อยู่ไฟล์ `{path}` ไม่อยู่ในโฟลเดอร์เนื้อหา")));
        }
        let Some(root) = self.root.get() else { return Ok(()) };
        let mut at = PathBuf::new();
        for part in relative.components() {
            at.push(part);
            if root.is_link(&at) {
                return Err(Failure(format!("`{}` เป็นลิงก์ไปที่อื่น จึงไม่เขียน", root.at(&at).display())));
            }
        }
        Ok(())
    }

    pub fn write(&self, changes: &FileChanges, original: Option<(&str, &[u8])>) -> Result<(), Failure> {
        for change in &changes.0 {
            if !change.is_kept && change.before.as_deref() != Some(change.after.as_str()) {
                self.write_unchanged(&change.path, change.before.as_deref(), change.after.as_bytes())?;
            }
            if !change.is_kept && !change.is_patch {
                self.put(&format!("{LAST}/{}", change.path), change.offered.as_bytes())?;
            }
        }
        if let Some((name, bytes)) = original {
            let folder = if self.folder.is_empty() { String::new() } else { format!("{}/", self.folder) };
            self.put(&format!("{folder}files/{}", safe_name(name)), bytes)?;
        }
        Ok(())
    }

    /// Refused when the file is no longer what was merged.
    fn write_unchanged(&self, path: &str, before: Option<&str>, after: &[u8]) -> Result<(), Failure> {
        self.refuse_outside(path)?;
        let now = self.read(path).ok();
        if now.as_deref() != before.map(str::as_bytes) {
            return Err(Failure(format!("`{path}` เปลี่ยนไประหว่างนำเข้า จึงไม่เขียน ลองสั่งใหม่อีกครั้ง")));
        }
        self.put(path, after)
    }

    /// Written aside under a new name, then renamed.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.refuse_outside(path)?;
        let failed =
            |error: std::io::Error| Failure(format!("เขียน `{}` ไม่ได้: {error}", self.path.join(path).display()));
        if self.read(path).is_ok_and(|now| now == bytes) {
            return Ok(());
        }
        let root = match self.root.get() {
            Some(root) => root,
            None => {
                std::fs::create_dir_all(&self.path).map_err(failed)?;
                let made = Folder::hold(&self.path).map_err(failed)?;
                self.root.get_or_init(|| made)
            }
        };
        let folders = root.make_folders(Path::new(path).parent().unwrap_or(Path::new("")));
        folders.and_then(|()| door::replace(root, &root.at(path), bytes)).map_err(failed)
    }
}
