//! What this machine remembers of a target: which files of an unfinished publishing arrived, what was published when,
//! and the bytes of past releases, so that any of them can be put back. Lies beside the content; never at the host.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::plan::{PublishPlan, PublishStep, StepKind};
use super::trouble::{Trouble, Why, of_disk};
use super::{BuiltSite, News};
use crate::folder::Folder;
use crate::output::{FileRecord, Hash, Manifest};

/// One publishing that was finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// When, in seconds since 1970.
    pub at: u64,
    /// Of the manifest: what was published.
    pub content: Hash,
    /// The day that the site was built for.
    pub date: String,
    pub new: usize,
    pub changed: usize,
    pub gone: usize,
    pub bytes: u64,
    /// An override's reason, or which release was gone back to.
    pub note: String,
}

/// How a path of an unfinished publishing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// Was being sent when it ended: nobody knows.
    Perhaps,
    Whole(FileRecord),
    Removed,
}

pub struct Diary {
    folder: Folder,
    /// Held as long as this publishing runs on this machine.
    _lock: File,
    journal: Mutex<Option<File>>,
}

const STORE: &str = "store";
const BENCH: &str = "bench";
const JOURNAL: &str = "journal.tsv";
const NOTE: &str = "# ความจำของ prongsai publish: สิ่งที่เผยแพร่แล้ว เก็บไว้เพื่อย้อนกลับ ไม่ต้องเก็บใน git\n*\n";

impl Diary {
    /// `root` is the folder beside the content in which all targets are remembered.
    pub fn open(root: &Path, target: &str) -> Result<Self, Trouble> {
        let name: String = target.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect();
        // Two names that become one would share a memory.
        let name = if name == target { name } else { format!("{name}-{}", Hash::of(target.as_bytes()).short()) };
        let memory = rooms(root)?;
        let folder = step_into(&memory, name.as_ref())?;
        for own in [STORE, "manifests", "lock"] {
            refuse_link(&folder, own.as_ref())?;
        }
        let (ignore, path) = (memory.at(".gitignore"), folder.at("lock"));
        // A note that is there already, whatever it is, stays as it is.
        match memory.create_new(".gitignore") {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            made => made
                .and_then(|mut note| note.write_all(NOTE.as_bytes()))
                .map_err(|error| of_disk("เขียน", &ignore, &error))?,
        }
        let lock = folder.open_or_create("lock").map_err(|error| of_disk("เปิด", &path, &error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(Trouble::new(Why::Locked, "เครื่องนี้กำลังเผยแพร่ไปที่เดียวกันอยู่แล้ว โปรดรอให้เสร็จ"));
            }
            Err(fs::TryLockError::Error(_)) => {} // a network disk without locks: the note at the host is left
        }
        Ok(Self { folder, _lock: lock, journal: Mutex::new(None) })
    }

    /// Where files are laid out to be carried: what an earlier run left there is nobody's.
    pub fn bench(&self) -> Result<Folder, Trouble> {
        let _ = self.folder.remove_all(BENCH);
        step_into(&self.folder, BENCH.as_ref())
    }

    /// Of the last publishing that was not finished: its mark, and how its paths stand.
    pub fn unfinished(&self) -> Option<(String, BTreeMap<String, Arrived>)> {
        let text = self.folder.read_to_string(JOURNAL).ok()?;
        let (mark, rest) = text.split_once('\n')?;
        let mut paths = BTreeMap::new();
        // The last line may be torn; only whole ones count.
        for line in rest.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
            let Some((word, path)) = line.split_once('\t') else { continue };
            let arrived = match word {
                "-" => Arrived::Removed,
                "?" => Arrived::Perhaps,
                record => match read_record(record) {
                    Some(record) => Arrived::Whole(record),
                    None => continue,
                },
            };
            paths.insert(path.to_owned(), arrived);
        }
        Some((mark.to_owned(), paths))
    }

    /// Begins to write down what arrives, on top of what arrived before under the marks given.
    pub fn begin(&self, mark: &str, before: &BTreeMap<String, Arrived>) -> Result<(), Trouble> {
        let mut text = format!("{mark}\n");
        for (path, arrived) in before {
            let _ = match arrived {
                Arrived::Perhaps => writeln!(text, "?\t{path}"),
                Arrived::Removed => writeln!(text, "-\t{path}"),
                Arrived::Whole(record) => writeln!(text, "{} {}\t{path}", record.hash, record.size),
            };
        }
        self.write_whole(JOURNAL, text.as_bytes())?;
        let failed = |error: std::io::Error| of_disk("เปิด", &self.folder.at(JOURNAL), &error);
        let file = self.folder.open_to_append(JOURNAL).map_err(failed)?;
        *self.journal.lock().unwrap_or_else(PoisonError::into_inner) = Some(file);
        Ok(())
    }

    /// Writes down one step. What cannot be written down is only sent once more after a cut.
    pub fn note(&self, news: News<'_>) {
        let line = match news {
            News::Stage(_) => return,
            News::Begun(PublishStep { path, what: StepKind::Put(_) | StepKind::Remove }) => format!("?\t{path}\n"),
            News::Done(PublishStep { path, what: StepKind::Put(record) }) => {
                format!("{} {}\t{path}\n", record.hash, record.size)
            }
            News::Done(PublishStep { path, what: StepKind::Remove }) => format!("-\t{path}\n"),
            News::Begun(_) | News::Done(_) => return,
        };
        if let Some(journal) = &mut *self.journal.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = journal.write_all(line.as_bytes());
        }
    }

    pub fn finish(&self) {
        *self.journal.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let _ = self.folder.remove_file(JOURNAL);
    }

    /// Beside and into place, so that a broken run leaves the old file.
    fn write_whole(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), Trouble> {
        let path = path.as_ref();
        let folders = self.folder.make_folders(path.parent().unwrap_or(Path::new("")));
        let done = folders.and_then(|()| self.folder.put_whole_with(path, bytes, |_| Ok(())));
        done.map_err(|error| of_disk("เขียน", &self.folder.at(path), &error))
    }

    /// Keeps what was published, so that it can be put back; forgets what is older than `keep` releases.
    pub fn keep(&self, site: &BuiltSite, plan: &PublishPlan, at: u64, note: &str, keep: usize) -> Result<(), Trouble> {
        let before: BTreeMap<String, Hash> =
            match self.history().last().and_then(|last| self.manifest(last.content).ok()) {
                Some((manifest, _)) => manifest.entries.into_iter().map(|(path, record)| (path, record.hash)).collect(),
                None => BTreeMap::new(),
            };
        for (path, record) in &site.manifest.entries {
            if before.get(path) == Some(&record.hash) {
                continue;
            }
            let blob = Path::new(STORE).join(blob(record.hash));
            if self.folder.has(&blob) {
                continue;
            }
            let shelf = blob.parent().unwrap_or(Path::new(STORE));
            refuse_link(&self.folder, shelf)?;
            let failed = |error: std::io::Error| of_disk("สร้างโฟลเดอร์", &self.folder.at(shelf), &error);
            self.folder.make_folders(shelf).map_err(failed)?;
            let (folder, from) = site.place_of(path, *record);
            // A second name costs no room. The build never writes into a file that has one.
            if cfg!(windows) || self.folder.link_from(folder, &from, &blob).is_err() {
                self.write_whole(&blob, &site.read(path, *record)?)?;
            }
        }
        let content = site.content();
        self.write_whole(manifest_path(content), site.manifest_text.as_bytes())?;
        let mut history = self.history();
        history.push(Release {
            at,
            content,
            date: site.manifest.date.clone(),
            new: plan.new.len(),
            changed: plan.changed.len(),
            gone: plan.gone.len(),
            bytes: plan.bytes(),
            note: note.split_whitespace().collect::<Vec<_>>().join(" "),
        });
        let dropped = history.len().saturating_sub(keep);
        let gone: Vec<Release> = history.drain(..dropped).collect();
        let mut text = "# เมื่อ (วินาที)\tเนื้อหา\tวันที่ของเว็บ\tใหม่\tเปลี่ยน\tลบ\tไบต์\tหมายเหตุ\n".to_owned();
        for release in &history {
            let Release { at, content, date, new, changed, gone, bytes, note } = release;
            let _ = writeln!(text, "{at}\t{content}\t{date}\t{new}\t{changed}\t{gone}\t{bytes}\t{note}");
        }
        self.write_whole("history.tsv", text.as_bytes())?;
        if !gone.is_empty() {
            self.forget(&gone, &history);
        }
        Ok(())
    }

    /// Bytes that no kept release has. What cannot be removed only takes room.
    fn forget(&self, gone: &[Release], kept: &[Release]) {
        let hashes = |releases: &[Release]| -> std::collections::BTreeSet<Hash> {
            let manifests = releases.iter().filter_map(|release| self.manifest(release.content).ok());
            manifests.flat_map(|(manifest, _)| manifest.entries.into_values().map(|record| record.hash)).collect()
        };
        let needed = hashes(kept);
        for hash in hashes(gone).difference(&needed) {
            let _ = self.folder.remove_file(Path::new(STORE).join(blob(*hash)));
        }
        for release in gone {
            if !kept.iter().any(|other| other.content == release.content) {
                let _ = self.folder.remove_file(manifest_path(release.content));
            }
        }
    }

    /// Whether this very site was published last.
    pub fn ends_with(&self, site: &BuiltSite) -> bool {
        self.history().last().is_some_and(|last| last.content == site.content())
    }

    /// What was published, oldest first.
    pub fn history(&self) -> Vec<Release> {
        let text = self.folder.read_to_string("history.tsv").unwrap_or_default();
        text.lines().filter(|line| !line.starts_with('#')).filter_map(read_release).collect()
    }

    fn manifest(&self, content: Hash) -> Result<(Manifest, String), Trouble> {
        let path = manifest_path(content);
        let failed = |error: std::io::Error| of_disk("อ่าน", &self.folder.at(&path), &error);
        let text = self.folder.read_to_string(&path).map_err(failed)?;
        let manifest = Manifest::read(&text).map_err(|error| Trouble::new(Why::History, error.to_string()))?;
        Ok((manifest, text))
    }

    /// The site of a past release, complete and proven.
    pub fn site_of(&self, release: &Release) -> Result<BuiltSite, Trouble> {
        let (_, text) = self.manifest(release.content)?;
        let failed = |error: std::io::Error| of_disk("เปิด", &self.folder.at(STORE), &error);
        let site = BuiltSite::stored(self.folder.folder(STORE).map_err(failed)?, text)?;
        for (path, record) in &site.manifest.entries {
            site.read(path, *record).map_err(|_| {
                Trouble::new(Why::History, format!("ย้อนกลับไม่ได้: `{path}` ของครั้งนั้นไม่อยู่ในเครื่องนี้แล้ว หรือถูกแก้ไป"))
            })?;
        }
        Ok(site)
    }
}

fn read_record(text: &str) -> Option<FileRecord> {
    let (hash, size) = text.split_once(' ')?;
    Some(FileRecord { hash: Hash::parse(hash)?, size: size.parse().ok()? })
}

fn read_release(line: &str) -> Option<Release> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    Some(Release {
        at: next()?.parse().ok()?,
        content: Hash::parse(next()?)?,
        date: next()?.to_owned(),
        new: next()?.parse().ok()?,
        changed: next()?.parse().ok()?,
        gone: next()?.parse().ok()?,
        bytes: next()?.parse().ok()?,
        note: next().unwrap_or_default().to_owned(),
    })
}

fn manifest_path(content: Hash) -> PathBuf {
    Path::new("manifests").join(format!("{content}.json"))
}

/// Where the bytes with this hash are kept, in the store.
pub fn blob(hash: Hash) -> PathBuf {
    let name = hash.to_string();
    Path::new(name.get(..2).unwrap_or("00")).join(&name)
}

/// The folder in which all targets are remembered; made with the program's own folder around it.
fn rooms(root: &Path) -> Result<Folder, Trouble> {
    let own = root.parent().filter(|own| !own.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Some(own_name), Some(name)) = (own.file_name(), root.file_name()) else {
        return Folder::hold(root).map_err(|error| of_disk("เปิด", root, &error));
    };
    let around = own.parent().filter(|around| !around.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let held = match Folder::hold(around) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            fs::create_dir_all(around).and_then(|()| Folder::hold(around))
        }
        held => held,
    };
    let around = held.map_err(|error| of_disk("เปิด", around, &error))?;
    step_into(&step_into(&around, own_name.as_ref())?, name.as_ref())
}

/// A folder of our own; made where it is missing.
fn step_into(around: &Folder, name: &Path) -> Result<Folder, Trouble> {
    refuse_link(around, name)?;
    around.make_folder(name).map_err(|error| of_disk("สร้างโฟลเดอร์", &around.at(name), &error))
}

/// Whoever prepared the folder may have put links where the memory belongs; what lies behind them is not ours.
fn refuse_link(folder: &Folder, name: &Path) -> Result<(), Trouble> {
    if !folder.is_link(name) {
        return Ok(());
    }
    let path = folder.at(name);
    Err(Trouble::new(
        Why::Refused,
        format!("`{}` เป็นลิงก์ ไม่ใช่ของที่ prongsai สร้าง จึงไม่เขียนตามไป ลบลิงก์นั้นแล้วสั่งเผยแพร่อีกครั้ง", path.display()),
    ))
}
