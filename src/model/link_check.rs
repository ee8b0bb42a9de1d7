//! Links between content files: does the file exist, does the heading exist, does the link stay inside the folder.
//! Pure: knows documents and the names of all content files; how a link becomes an address is the site's work.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::{Finding, Findings, code};
use crate::model::agency::Agency;
use crate::model::links::{self, LinkTarget};
use crate::source::meta::Meta;
use crate::source::rich::{Slot, SlotContent};
use crate::source::{Document, FileEntry, RichText};
use crate::span::{FileId, Span, Spanned};
use crate::thai;

/// The names of all content files, by the hash that spans use: eight bytes each, shared by all workers.
#[derive(Clone, Debug, Default)]
pub struct KnownFiles(Arc<[FileId]>);

impl KnownFiles {
    pub fn of(entries: &[FileEntry]) -> Self {
        let mut ids: Vec<FileId> = entries.iter().map(|entry| FileId::of(&entry.path)).collect();
        ids.sort_unstable();
        Self(ids.into())
    }

    pub fn has(&self, path: &str) -> bool {
        self.0.binary_search(&FileId::of(path)).is_ok()
    }
}

/// Reports every link of an agency's documents that leads nowhere.
pub fn check_agency(agency: &Agency, known: &KnownFiles, findings: &mut Findings) {
    let checker = Checker::new(&agency.documents, &agency.files, known);
    for document in &agency.documents {
        checker.document(document, findings);
        checker.keys(document, findings);
        if let Some(english) = &document.english {
            checker.document(english, findings);
        }
    }
}

/// The same for the portal's own pages.
pub fn check_pages(documents: &[Arc<Document>], files: &[FileEntry], known: &KnownFiles, findings: &mut Findings) {
    let checker = Checker::new(documents, files, known);
    for document in documents {
        for text in std::iter::once(document).chain(&document.english) {
            checker.document(text, findings);
        }
    }
}

/// Looking for a near name costs as much as there are names; a folder full of broken links gets this many proposals.
const PROPOSALS: usize = 100;
const MOST_COMPARED: usize = 2_000;

struct Checker<'a> {
    documents: BTreeMap<&'a str, &'a Document>,
    files: &'a [FileEntry],
    known: &'a KnownFiles,
    /// Anchors of the documents that some link asked about.
    anchors: RefCell<BTreeMap<&'a str, BTreeSet<&'a str>>>,
    proposals: Cell<usize>,
}

/// What is wrong with one link, before words are found for it.
enum LinkFault {
    File(String),
    Folder,
    Anchor { file: Option<String>, anchor: String, nearest: Option<String> },
    Outside,
    OwnComputer,
    Script,
}

impl<'a> Checker<'a> {
    fn new(documents: &'a [Arc<Document>], files: &'a [FileEntry], known: &'a KnownFiles) -> Self {
        Self {
            documents: documents.iter().map(|document| (&*document.path, &**document)).collect(),
            files,
            known,
            anchors: RefCell::default(),
            proposals: Cell::new(PROPOSALS),
        }
    }

    fn document(&self, document: &Document, findings: &mut Findings) {
        let body = &document.body;
        let texts: Vec<&RichText> = std::iter::once(&body.intro)
            .chain(body.sections.iter().map(|section| &section.body))
            .chain(body.grids.iter().map(|grid| &grid.html))
            .chain(std::iter::once(&body.footnotes))
            .collect();
        let mut found: Vec<Finding> = Vec::new();
        for slot in texts.into_iter().flat_map(RichText::slots) {
            let Some((target, what)) = target_of(slot) else { continue };
            if let Some(broken) = self.follow(document, target) {
                found.push(self.finding(document, target, what, narrowed(document, slot.span, target), broken));
            }
        }
        found.sort_by_key(|finding| finding.primary.span);
        findings.extend(found);
    }

    /// Files that the front matter names.
    fn keys(&self, document: &Document, findings: &mut Findings) {
        let mut named: Vec<(&Spanned<String>, &str)> = Vec::new();
        match &document.meta {
            Meta::Agency(meta) => {
                named.extend(meta.emblem.iter().map(|file| (file, "ตราหน่วยงาน")));
                named.extend(meta.banner.iter().map(|file| (file, "ภาพหัวเว็บ")));
            }
            Meta::Paper(meta) => {
                // What it replaces and what hangs on it are looked after by `life` and `attachments`.
                let paths = meta.related.iter().filter(|name| names_a_file(&name.value) && !name.value.contains('#'));
                named.extend(paths.map(|name| (name, "เอกสาร")));
            }
            _ => {}
        }
        if let Meta::Agency(meta) = &document.meta {
            let contact = &meta.contact;
            let pages = [&contact.website, &contact.facebook, &contact.line].into_iter().flatten();
            for url in meta.complaints.iter().filter_map(|channel| channel.url.as_ref()).chain(pages) {
                if let LinkTarget::Script = links::target("", &url.value) {
                    findings.push(self.finding(document, &url.value, "ที่อยู่", url.span, LinkFault::Script));
                }
            }
        }
        for (name, what) in named {
            if let Some(broken) = self.follow(document, &name.value) {
                findings.push(self.finding(document, &name.value, what, name.span, broken));
            }
        }
    }

    fn follow(&self, document: &Document, target: &str) -> Option<LinkFault> {
        match links::target(document.folder(), target) {
            LinkTarget::External(link) => leads_to_own_computer(&link).then_some(LinkFault::OwnComputer),
            LinkTarget::Outside => Some(LinkFault::Outside),
            LinkTarget::Script => Some(LinkFault::Script),
            LinkTarget::Anchor(anchor) => self.missing_anchor(&document.path, anchor, false),
            LinkTarget::File { path, anchor } => {
                if self.documents.contains_key(path.as_str()) {
                    return self.missing_anchor(&path, anchor?, true);
                }
                if self.known.has(&path) {
                    return None;
                }
                Some(if self.is_folder(&path) { LinkFault::Folder } else { LinkFault::File(path) })
            }
        }
    }

    fn missing_anchor(&self, path: &str, anchor: String, elsewhere: bool) -> Option<LinkFault> {
        let (&path, &document) = self.documents.get_key_value(path)?;
        // `#` alone and `#main` stand on every page.
        if anchor.is_empty() || anchor == "main" || is_footnote(document, &anchor) {
            return None;
        }
        let mut asked = self.anchors.borrow_mut();
        let anchors = asked
            .entry(path)
            .or_insert_with(|| document.body.sections.iter().map(|section| section.anchor.as_str()).collect());
        if anchors.contains(anchor.as_str()) {
            return None;
        }
        let nearest = self.may_propose().then(|| {
            let mut known = anchors.iter().copied().take(MOST_COMPARED);
            anchors
                .iter()
                .copied()
                .find(|known| thai::slug::same_anchor(known, &anchor) || known.starts_with(anchor.as_str()))
                .or_else(|| thai::nearest(&anchor, &mut known))
        });
        let file = elsewhere.then(|| path.to_owned());
        Some(LinkFault::Anchor { file, nearest: nearest.flatten().map(str::to_owned), anchor })
    }

    fn is_folder(&self, path: &str) -> bool {
        let below = |known: &str| known.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        let from = format!("{path}/");
        let first = self.documents.range(from.as_str()..).next();
        first.is_some_and(|(known, _)| below(known)) || self.files.iter().any(|entry| below(&entry.path))
    }

    fn may_propose(&self) -> bool {
        let left = self.proposals.get();
        self.proposals.set(left.saturating_sub(1));
        left > 0
    }

    fn finding(&self, document: &Document, target: &str, what: &str, span: Span, broken: LinkFault) -> Finding {
        match broken {
            LinkFault::File(path) => {
                let finding = Finding::of(code::L002, span, format!("ไม่พบไฟล์ของ{what} `{target}`"))
                    .english(format!("the file `{path}` does not exist"));
                match self.nearest_file(document, &path) {
                    Some(nearest) => finding
                        .label(format!("หมายถึง `{nearest}` หรือไม่"))
                        .help(format!("เปลี่ยนเป็น `{nearest}` หรือวางไฟล์ไว้ที่ content/{path}"))
                        .fix(format!("เปลี่ยนเป็น `{nearest}`"), span, nearest),
                    None => finding.help(format!(
                        "วางไฟล์ไว้ที่ content/{path} หรือแก้ทางไปยังไฟล์ให้ตรง โดยนับจากโฟลเดอร์ของเอกสารนี้ เช่น `../agency.md`"
                    )),
                }
            }
            LinkFault::Folder => Finding::of(code::L002, span, format!("{what} `{target}` ชี้ไปที่โฟลเดอร์ ไม่ใช่ไฟล์"))
                .english("the link leads to a folder, not to a file")
                .help("ชี้ไปที่ไฟล์ในโฟลเดอร์นั้น เช่น `2564/plan.md`"),
            LinkFault::Anchor { file, anchor, nearest } => {
                let place = file.as_deref().map_or_else(|| "ในหน้านี้".to_owned(), |file| format!("ใน `{file}`"));
                let finding = Finding::of(code::L003, span, format!("ไม่พบหัวข้อ `#{anchor}` {place}"))
                    .english(format!("no heading has the anchor `{anchor}`"));
                match nearest {
                    Some(nearest) => {
                        let whole = format!("{}#{nearest}", target.split('#').next().unwrap_or(""));
                        finding.label(format!("หมายถึง `#{nearest}` หรือไม่")).help(format!("เปลี่ยนเป็น `{whole}`")).fix(
                            format!("เปลี่ยนเป็น `{whole}`"),
                            span,
                            whole,
                        )
                    }
                    None => finding.help("ชื่อหลัง # คือหัวข้อที่เว้นวรรคเป็นขีด เช่น หัวข้อ `## มิติ ๒` ใช้ `#มิติ-๒` หรือลบตั้งแต่ # ออก"),
                }
            }
            LinkFault::Outside => Finding::of(code::L004, span, format!("{what} `{target}` ชี้ออกนอกโฟลเดอร์เนื้อหา"))
                .english("the link leads out of the content folder")
                .help("คัดลอกไฟล์มาไว้ในโฟลเดอร์ files/ ของหน่วยงาน แล้วชี้เป็น `../files/report.pdf`"),
            LinkFault::Script => Finding::of(code::L004, span, format!("{what} `{target}` เรียกสคริปต์ จึงไม่ขึ้นเว็บ"))
                .english("the link runs a script or carries its own data")
                .help("ชี้ไปที่ไฟล์หรือเว็บ เช่น `../files/report.pdf` หรือ `https://www.nakok.org/`"),
            LinkFault::OwnComputer => {
                Finding::of(code::L004, span, format!("{what} `{target}` ชี้ไปที่ไฟล์ในเครื่องของผู้เขียน ผู้อื่นเปิดไม่ได้"))
                    .english("the link leads to a file on the author's own computer")
                    .help("คัดลอกไฟล์มาไว้ในโฟลเดอร์ files/ ของหน่วยงาน แล้วชี้เป็น `../files/report.pdf`")
            }
        }
    }

    /// A file of this agency whose name is near, written as this document would link it.
    fn nearest_file(&self, document: &Document, path: &str) -> Option<String> {
        if !self.may_propose() {
            return None;
        }
        let paths = || self.documents.keys().copied().chain(self.files.iter().map(|entry| entry.path.as_str()));
        let name = path.rsplit('/').next();
        thai::nearest(path, paths().take(MOST_COMPARED))
            .or_else(|| paths().find(|known| known.rsplit('/').next() == name))
            .map(|found| relative(document.folder(), found))
    }
}

fn target_of(slot: &Slot) -> Option<(&str, &'static str)> {
    match &slot.content {
        SlotContent::Link { target } => Some((target, "ลิงก์")),
        SlotContent::Image { target, .. } => Some((target, "รูป")),
        SlotContent::Chart { .. } | SlotContent::Table { .. } => None,
    }
}

pub(in crate::model) fn names_a_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        !extension.is_empty() && extension.len() <= 5 && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// `file:///C:/…` and `D:\…`: a drive letter looks like a scheme.
fn leads_to_own_computer(link: &str) -> bool {
    let scheme = link.split(':').next().unwrap_or("");
    scheme.eq_ignore_ascii_case("file") || (scheme.len() == 1 && !link.starts_with("//"))
}

fn is_footnote(document: &Document, anchor: &str) -> bool {
    !document.body.footnotes.is_empty() && (anchor.starts_with("fn-") || anchor.starts_with("fnref-"))
}

/// The address alone inside `[words](address)`, where it is written as it reads.
fn narrowed(document: &Document, span: Span, target: &str) -> Span {
    let shown = document.text.get(span.start as usize..span.end as usize).unwrap_or("");
    match shown.rfind(target) {
        Some(at) if !target.is_empty() => span.part(at, at + target.len()),
        _ => span,
    }
}

/// `na-kok/agency.md` as seen from the folder `na-kok/2564`: `../agency.md`.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(left, right)| left == right).count();
    let mut link = "../".repeat(from.len() - shared);
    link.push_str(&to[shared..].join("/"));
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_seen_from_a_folder() {
        assert_eq!(relative("na-kok/2564", "na-kok/agency.md"), "../agency.md");
        assert_eq!(relative("na-kok", "na-kok/2564/plan.md"), "2564/plan.md");
        assert_eq!(relative("", "about.md"), "about.md");
        assert_eq!(relative("a/b", "c/d.md"), "../../c/d.md");
    }

    #[test]
    fn drive_letters_are_not_schemes() {
        assert!(leads_to_own_computer("C:\\งาน\\แผน.docx"));
        assert!(leads_to_own_computer("file:///C:/a.pdf"));
        assert!(!leads_to_own_computer("https://x.go.th/"));
        assert!(!leads_to_own_computer("//x.go.th/"));
    }
}
