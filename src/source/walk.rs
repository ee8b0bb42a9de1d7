//! Lists what lies below a folder that somebody else may have arranged: no link is followed out of it, no folder is entered
//! twice on one way, and whatever is left out is told.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::finding::{Finding, Findings, code};
use crate::folder::{DiskKind, Folder};
use crate::source::document;
use crate::source::door;
use crate::source::files::{FileEntry, LARGEST_TEXT, is_ignored, portable};
use crate::source::node::NodeValue;
use crate::span::{FileId, Span};

/// Folders inside one another, as people have them; what lies deeper is told.
const DEEPEST_FOLDER: usize = 12;
/// What a site keeps of itself in its output folder.
const MANIFEST: &str = ".prongsai/manifest.json";

struct WalkedFolder {
    /// As the addresses say it.
    relative: PathBuf,
    /// As the disk spells it, without links below the root.
    on_disk: PathBuf,
    depth: usize,
    /// Reached through a link: links to further folders are not followed from here, or a few of them would cost without end.
    linked: bool,
}

struct Walk<'f> {
    root: &'f Folder,
    real_root: PathBuf,
    entries: Vec<FileEntry>,
    /// Files whose size is asked for once all folders are listed, side by side.
    unsized_files: Vec<(PathBuf, PathBuf)>,
    findings: &'f mut Findings,
    waiting: Vec<WalkedFolder>,
    /// Links that the site's own front matter lets lead outside; read when the first one is met.
    allowed: Option<BTreeSet<String>>,
}

/// Every regular file below `root`, in no order.
pub fn list(root: &Folder, findings: &mut Findings) -> io::Result<Vec<FileEntry>> {
    // The root itself must be readable; below it, one bad folder does not stop the rest.
    root.list("")?;
    let on_disk = root.path().to_owned();
    let mut walk = Walk {
        root,
        real_root: fs::canonicalize(if on_disk.as_os_str().is_empty() { Path::new(".") } else { &on_disk })?,
        entries: Vec::new(),
        unsized_files: Vec::new(),
        findings,
        waiting: vec![WalkedFolder { relative: PathBuf::new(), on_disk, depth: 0, linked: false }],
        allowed: None,
    };
    while let Some(folder) = walk.waiting.pop() {
        walk.enter(&folder);
    }
    walk.ask_sizes();
    Ok(walk.entries)
}

/// The path of a file that a finding of the listing speaks of.
pub fn name_of(root: &Path, file: FileId) -> Option<String> {
    let walk = walkdir::WalkDir::new(root).max_depth(DEEPEST_FOLDER + 1).into_iter();
    walk.filter_map(|entry| {
        let path = match &entry {
            Ok(entry) => entry.path(),
            Err(error) => error.path()?,
        };
        Some(portable(path.strip_prefix(root).ok()?))
    })
    .find(|path| FileId::of(path) == file)
}

impl Walk<'_> {
    fn enter(&mut self, folder: &WalkedFolder) {
        let listed = match self.list(&folder.on_disk) {
            Ok(listed) => listed,
            Err(error) => return self.unreadable(&folder.relative, &error),
        };
        let mut names = Vec::new();
        let mut has_own_folder = false;
        for (name, kind) in listed {
            if is_ignored(&name.to_string_lossy()) {
                has_own_folder |= name == ".prongsai" && kind == DiskKind::Folder;
            } else {
                names.push((name, kind));
            }
        }
        if folder.depth > 0 && has_own_folder && folder.on_disk.join(MANIFEST).is_file() {
            return self.leave_site(folder, &names);
        }
        if folder.depth == DEEPEST_FOLDER {
            if !names.is_empty() {
                self.too_deep(&folder.relative);
            }
            return;
        }
        for (name, kind) in names {
            let (relative, on_disk) = (folder.relative.join(&name), folder.on_disk.join(&name));
            match kind {
                DiskKind::Link => self.follow(folder, relative, &on_disk),
                DiskKind::Folder => {
                    self.waiting.push(WalkedFolder {
                        relative,
                        on_disk,
                        depth: folder.depth + 1,
                        linked: folder.linked,
                    });
                }
                DiskKind::File => self.unsized_files.push((relative, on_disk)),
                DiskKind::Other => {}
            }
        }
    }

    /// Below the root by its handle; a folder outside, which the site lets a link lead to, without a further link.
    fn list(&self, on_disk: &Path) -> io::Result<Vec<(OsString, DiskKind)>> {
        match on_disk.strip_prefix(self.root.path()) {
            Ok(below) => self.root.list(below),
            Err(_) => Folder::hold(on_disk)?.list(""),
        }
    }

    fn ask_sizes(&mut self) {
        let files = std::mem::take(&mut self.unsized_files);
        let root = self.root;
        let size = |(_, on_disk): &(PathBuf, PathBuf)| match on_disk.strip_prefix(root.path()) {
            Ok(below) => Ok(root.about(below)?.size),
            Err(_) => Ok(fs::symlink_metadata(on_disk)?.len()),
        };
        let sizes: Vec<io::Result<u64>> = files.par_iter().map(size).collect();
        for ((relative, on_disk), size) in files.into_iter().zip(sizes) {
            match size {
                Ok(size) => self.add(&relative, on_disk, size),
                Err(error) => self.unreadable(&relative, &error),
            }
        }
    }

    fn add(&mut self, relative: &Path, on_disk: PathBuf, size: u64) {
        self.entries.push(FileEntry { path: portable(relative), on_disk, size });
    }

    fn follow(&mut self, folder: &WalkedFolder, relative: PathBuf, on_disk: &Path) {
        let real = match fs::canonicalize(on_disk) {
            Ok(real) => real,
            Err(_) if circles(on_disk) => return self.loops(&relative),
            Err(error) => return self.unreadable(&relative, &error),
        };
        let here = match real.strip_prefix(&self.real_root) {
            Ok(below) if below.components().any(|part| is_ignored(&part.as_os_str().to_string_lossy())) => None,
            Ok(below) => Some(self.root.at(below)),
            Err(_) => None,
        };
        let target = match here {
            Some(here) => here,
            None if self.is_allowed(&relative) => real.clone(),
            None => return self.leads_outside(&relative),
        };
        let about = match fs::metadata(&real) {
            Ok(about) => about,
            Err(error) => return self.unreadable(&relative, &error),
        };
        if about.is_file() {
            self.add(&relative, target, about.len());
        } else if about.is_dir() {
            let above = fs::canonicalize(&folder.on_disk).unwrap_or_default();
            if folder.linked || above.starts_with(&real) {
                return self.loops(&relative);
            }
            self.waiting.push(WalkedFolder { relative, on_disk: target, depth: folder.depth + 1, linked: true });
        }
    }

    /// `outside_links:` of the site's own first document; the folder of one authority among many cannot grant it.
    fn is_allowed(&mut self, relative: &Path) -> bool {
        let root = self.root;
        self.allowed.get_or_insert_with(|| allowed_links(root)).contains(&portable(relative))
    }

    fn unreadable(&mut self, relative: &Path, error: &io::Error) {
        let path = portable(relative);
        self.findings.push(
            Finding::of(code::S004, Span::whole_file(FileId::of(&path)), format!("เปิด `{path}` ไม่ได้ จึงข้ามไป"))
                .english(format!("cannot be opened: {error}"))
                .help("ตรวจสิทธิ์ของไฟล์หรือโฟลเดอร์ ให้ผู้ใช้คนนี้อ่านได้"),
        );
    }

    fn loops(&mut self, relative: &Path) {
        let path = portable(relative);
        let span = Span::whole_file(FileId::of(&path));
        self.findings.push(
            Finding::of(code::S042, span, format!("ทางลัด (symlink) `{path}` วนกลับมาที่โฟลเดอร์เดิม จึงข้ามไป"))
                .english("symlink loop, skipped")
                .help("ลบทางลัดนี้ แล้วคัดลอกไฟล์จริงมาไว้แทน"),
        );
    }

    fn leads_outside(&mut self, relative: &Path) {
        let path = portable(relative);
        let span = Span::whole_file(FileId::of(&path));
        self.findings.push(
            Finding::of(code::S060, span, format!("ทางลัด (symlink) `{path}` ชี้ออกนอกโฟลเดอร์เนื้อหา จึงไม่เผยแพร่"))
                .english("a link that leads out of the content folder is not followed")
                .help(format!(
                    "คัดลอกไฟล์จริงมาไว้แทนทางลัด หรือถ้าตั้งใจ ให้ผู้ดูแลเว็บเติมในส่วนหัวของ portal.md \
                     (เว็บหน่วยงานเดียว: agency.md): `outside_links: [{path}]`"
                )),
        );
    }

    fn too_deep(&mut self, relative: &Path) {
        let path = portable(relative);
        let span = Span::whole_file(FileId::of(&path));
        self.findings.push(
            Finding::of(code::S061, span, format!("โฟลเดอร์ `{path}` ซ้อนลึกเกิน {DEEPEST_FOLDER} ชั้น จึงไม่อ่านสิ่งที่อยู่ข้างใน"))
                .english(format!("folders more than {DEEPEST_FOLDER} deep are not read"))
                .help("ย้ายเอกสารขึ้นมาให้ตื้นลง เช่น na-kok/2564/files/ประกาศ.pdf"),
        );
    }

    /// The output of an earlier build, or a copy of one. Only a folder that also holds an author's document is told of.
    fn leave_site(&mut self, folder: &WalkedFolder, names: &[(OsString, DiskKind)]) {
        if !names.iter().any(|(name, _)| name.to_string_lossy().ends_with(".md")) {
            return;
        }
        let path = portable(&folder.relative);
        let span = Span::whole_file(FileId::of(&path));
        self.findings.push(
            Finding::of(code::S062, span, format!("โฟลเดอร์ `{path}` เป็นเว็บที่สร้างไว้แล้ว (มี {MANIFEST}) จึงไม่อ่านเป็นเนื้อหา"))
                .english("a folder that holds a built site is not read as content")
                .help("ถ้าเป็นเนื้อหาจริง ให้ลบโฟลเดอร์ .prongsai ข้างในออก ถ้าเป็นเว็บที่สร้างไว้ ให้ย้ายไปไว้นอกโฟลเดอร์เนื้อหา"),
        );
    }
}

/// A link that leads to itself by other links.
fn circles(link: &Path) -> bool {
    let mut at = link.to_owned();
    for _ in 0..40 {
        match fs::read_link(&at) {
            Ok(next) => at = at.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return false,
        }
    }
    true
}

fn allowed_links(root: &Folder) -> BTreeSet<String> {
    let mut allowed = BTreeSet::new();
    for name in ["portal.md", "agency.md"] {
        let Ok(bytes) = door::read_in(root, &root.at(name), LARGEST_TEXT) else { continue };
        let Some(NodeValue::Map(pairs)) = document::front_matter(name, &bytes) else { continue };
        let values = pairs.into_iter().filter(|(key, _)| key.value == "outside_links").map(|(_, node)| node.value);
        for value in values {
            let list = match value {
                NodeValue::List(list) => list.into_iter().map(|node| node.value).collect(),
                one => vec![one],
            };
            allowed.extend(list.into_iter().filter_map(|value| match value {
                NodeValue::Scalar(path) => Some(path.trim().trim_matches('/').to_owned()),
                _ => None,
            }));
        }
        break;
    }
    allowed
}
