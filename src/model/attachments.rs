//! An agency's files that are not documents: what each is, at which address it is served, what is wrong with it.
//! Reads one file at a time, bounded in size. A file has the address of its own name, whatever other files hold; what no
//! published page names has none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::{Code, Finding, Findings, Severity, code};
use crate::model::agency::Agency;
use crate::model::links;
use crate::source::attachment::{self, Inspection, Problem, ProblemKind, SafeNames};
use crate::source::files::LARGEST_ATTACHMENT;
use crate::source::meta::{AttachmentMeta, Meta};
use crate::source::{Document, FileEntry, Files, RichText, SlotContent};
use crate::span::{FileId, Span, Spanned};

/// Words of an agency's attached files kept for search and for the personal-data rules, in megabytes. Beyond this they
/// are let go, and it is told of which file nobody has looked through the words.
const MEGABYTES_KEPT: usize = 24;

#[derive(Clone, Debug)]
pub struct Attachment {
    pub entry: FileEntry,
    /// Root-relative address at which its content is served.
    pub url: String,
    /// The author's own name, where the address had to differ and that name can be stored too.
    pub old_url: Option<String>,
    /// Whether it is part of the site: a file beyond all measure is not, nor one that no published page names.
    pub is_served: bool,
    pub naming: Naming,
    pub inspection: Arc<Inspection>,
}

/// Who speaks of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// A page that is published.
    #[default]
    Shown,
    /// Only what is a draft or is published later: a file is no earlier than its paper.
    Hidden,
    /// It is the sheet of a document: its rows are published, not the file.
    Sheet,
    Nobody,
}

#[derive(Clone, Debug, Default)]
pub struct Attachments {
    by_path: BTreeMap<String, Attachment>,
}

/// A folder or file whose name begins with `_` stays at home.
pub fn is_shown(path: &str) -> bool {
    !path.split('/').any(|part| part.starts_with('_'))
}

/// What a document says it is accompanied by.
pub fn attached(meta: &Meta) -> &[AttachmentMeta] {
    match meta {
        Meta::Paper(meta) => &meta.attachments,
        Meta::Document(meta) => &meta.attachments,
        _ => &[],
    }
}

/// Every file that a document names: what it is accompanied by, its links and pictures, the pictures of an authority.
pub fn named_by(agency: &Agency, document: &Document) -> BTreeSet<String> {
    let mut named = linked_from(document);
    let keys = attached(&document.meta).iter().map(|meta| &meta.file);
    let pictures = match &document.meta {
        Meta::Agency(meta) => [meta.emblem.as_ref(), meta.banner.as_ref()],
        _ => [None, None],
    };
    let related = match &document.meta {
        Meta::Paper(meta) => meta.related.as_slice(),
        _ => &[],
    };
    for name in keys.chain(pictures.into_iter().flatten()).chain(related) {
        let found = agency.attachments.find(agency, document.folder(), &name.value);
        named.extend(found.map(|found| found.entry.path.clone()));
    }
    named
}

/// Every file that the words of a document lead to or show, in either language.
pub fn linked_from(document: &Document) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for text in std::iter::once(document).chain(document.english.as_deref()) {
        let body = &text.body;
        let texts = std::iter::once(&body.intro)
            .chain(body.sections.iter().map(|section| &section.body))
            .chain(body.grids.iter().map(|grid| &grid.html))
            .chain(std::iter::once(&body.footnotes));
        for slot in texts.flat_map(RichText::slots) {
            let (SlotContent::Link { target } | SlotContent::Image { target, .. }) = &slot.content else { continue };
            if let links::LinkTarget::File { path, .. } = links::target(text.folder(), target) {
                named.insert(path);
            }
        }
    }
    named
}

impl Attachments {
    /// `look` says what each file is; who calls it may remember what it saw.
    pub fn gather(
        agency: &Agency,
        mut look: impl FnMut(&FileEntry, &mut Findings) -> Arc<Inspection>,
        findings: &mut Findings,
    ) -> Self {
        let mut all = Self::default();
        let mut names: BTreeMap<String, SafeNames> = BTreeMap::new();
        // A name that is safe as it is keeps its address, whatever comes beside it.
        for (folder, name) in agency.files.iter().filter(|entry| is_shown(&entry.path)).map(|entry| split(&entry.path))
        {
            if attachment::safe_name(name) == name {
                names.entry(folder.to_owned()).or_default().name(name);
            }
        }
        let mut text_left = MEGABYTES_KEPT << 20;
        for entry in agency.files.iter().filter(|entry| is_shown(&entry.path)) {
            let mut inspection = look(entry, findings);
            match text_left.checked_sub(inspection.text.as_ref().map_or(0, String::len)) {
                Some(left) => text_left = left,
                None => {
                    let inspection = Arc::make_mut(&mut inspection);
                    inspection.text = None;
                    inspection.report(Problem::not_looked_through(MEGABYTES_KEPT));
                }
            }
            let (folder, name) = split(&entry.path);
            let safe = names.entry(folder.to_owned()).or_default().name(name);
            let own = join(&safe_folder(folder), &safe);
            let is_refused = [ProblemKind::Empty, ProblemKind::Active].iter().any(|kind| inspection.has(*kind));
            let is_served = entry.size <= LARGEST_ATTACHMENT && !is_refused;
            all.by_path.insert(
                entry.path.clone(),
                Attachment {
                    entry: entry.clone(),
                    old_url: None,
                    url: own,
                    is_served,
                    naming: Naming::Shown,
                    inspection,
                },
            );
        }
        all.keep_old_names();
        all.report(agency, findings);
        all
    }

    /// A file whose address had to differ is also served under its own name, where every host can store that name.
    fn keep_old_names(&mut self) {
        let mut taken: BTreeSet<String> =
            self.iter().filter(|known| known.is_served).map(|known| known.url.to_lowercase()).collect();
        for attachment in self.by_path.values_mut() {
            let path = &attachment.entry.path;
            let renamed = attachment.is_served && attachment.url != *path;
            if renamed && is_storable(path) && taken.insert(path.to_lowercase()) {
                attachment.old_url = Some(path.clone());
            }
        }
    }

    /// What no published page names is not part of the site.
    pub fn keep_to_named(&mut self, naming: impl Fn(&str) -> Naming) {
        for attachment in self.by_path.values_mut() {
            attachment.naming = naming(&attachment.entry.path);
            attachment.is_served &= attachment.naming == Naming::Shown;
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Attachment> {
        self.by_path.values()
    }

    /// By its path in the content folder.
    pub fn get(&self, path: &str) -> Option<&Attachment> {
        self.by_path.get(path)
    }

    /// As a document in `folder` names it: from there, else from the agency's own folder.
    pub fn find(&self, agency: &Agency, folder: &str, name: &str) -> Option<&Attachment> {
        [folder, &agency.slug].into_iter().find_map(|folder| self.get(&links::join(folder, name)?))
    }

    /// Every address at which content is served, with the file it comes from.
    pub fn served(&self) -> impl Iterator<Item = (&str, &FileEntry)> {
        self.iter().filter(|attachment| attachment.is_served).flat_map(|attachment| {
            let old = attachment.old_url.as_deref();
            std::iter::once(attachment.url.as_str()).chain(old).map(|url| (url, &attachment.entry))
        })
    }

    /// The file behind an address: for the preview.
    pub fn entry_at(&self, url: &str) -> Option<&FileEntry> {
        let named = self.get(url).filter(|attachment| attachment.is_served).map(|attachment| &attachment.entry);
        named.or_else(|| self.served().find(|(known, _)| *known == url).map(|(_, entry)| entry))
    }

    /// From the author's own addresses to those at which the same content is served.
    pub fn redirects(&self) -> Vec<(String, String)> {
        self.iter()
            .filter(|attachment| attachment.is_served && attachment.url != attachment.entry.path)
            .map(|attachment| (attachment.entry.path.clone(), attachment.url.clone()))
            .collect()
    }

    fn report(&self, agency: &Agency, findings: &mut Findings) {
        let mut named: BTreeMap<&str, Span> = BTreeMap::new();
        for document in &agency.documents {
            for meta in attached(&document.meta) {
                match self.find(agency, document.folder(), &meta.file.value) {
                    Some(found) => {
                        named.entry(&found.entry.path).or_insert(meta.file.span);
                    }
                    None => findings.push(self.missing(&meta.file)),
                }
            }
        }
        for name in [&agency.meta.emblem, &agency.meta.banner].into_iter().flatten() {
            // Whether they are there at all is told with the links.
            if let Some(found) = self.find(agency, &agency.slug, &name.value) {
                named.entry(&found.entry.path).or_insert(name.span);
            }
        }
        for attachment in self.iter() {
            let path = attachment.entry.path.as_str();
            let span = named.get(path).copied().unwrap_or(Span::whole_file(FileId::of(path)));
            let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
            for problem in &attachment.inspection.problems {
                let Some((code, severity)) = code_of(problem.kind, attachment.is_served) else { continue };
                findings.push(
                    Finding::new(code, severity, span, format!("`{name}`: {}", problem.message))
                        .english(format!("`{name}`: {}", problem.message_en))
                        .help(problem.help.clone()),
                );
            }
        }
    }

    fn missing(&self, name: &Spanned<String>) -> Finding {
        let finding = Finding::of(code::L010, name.span, format!("ไม่พบไฟล์แนบ `{}`", name.value))
            .english(format!("the attached file `{}` does not exist", name.value));
        match crate::thai::nearest(&name.value, self.by_path.keys().map(String::as_str)) {
            Some(near) => finding.label(format!("หมายถึง `{near}` หรือไม่")),
            None => finding,
        }
        .help("วางไฟล์ไว้ในโฟลเดอร์ของหน่วยงาน เช่น files/ แล้วเขียนทางไปยังไฟล์จากเอกสารนี้ เช่น `../files/report.pdf`")
    }
}

/// Of the portal's own files those that would run under the site's name: they are told, and left out.
pub fn refuse_active(inspected: &mut Vec<(String, Arc<Inspection>)>, findings: &mut Findings) -> BTreeSet<String> {
    let mut refused = BTreeSet::new();
    inspected.retain(|(path, inspection)| {
        let Some(problem) = inspection.problems.iter().find(|problem| problem.kind == ProblemKind::Active) else {
            return true;
        };
        let span = Span::whole_file(FileId::of(path));
        findings.push(
            Finding::of(code::L032, span, format!("`{path}`: {}", problem.message))
                .english(format!("`{path}`: {}", problem.message_en))
                .help(problem.help.clone()),
        );
        refused.insert(path.clone());
        false
    });
    refused
}

/// What one file is, read within bounds.
pub fn look(files: &dyn Files, entry: &FileEntry, findings: &mut Findings) -> Inspection {
    if entry.size > attachment::MAX_INSPECTED_BYTES {
        return attachment::inspect_too_large(&entry.path, entry.size);
    }
    match files.read(entry) {
        Ok(bytes) => attachment::inspect(&entry.path, &bytes),
        Err(error) => {
            let span = Span::whole_file(FileId::of(&entry.path));
            findings.push(
                Finding::of(code::S004, span, format!("เปิดไฟล์ `{}` ไม่ได้", entry.path))
                    .english(format!("cannot be read: {error}"))
                    .help("ตรวจสิทธิ์ของไฟล์ ให้ผู้ใช้คนนี้อ่านได้ และปิดโปรแกรมที่เปิดไฟล์ค้างอยู่"),
            );
            attachment::inspect(&entry.path, &[])
        }
    }
}

fn code_of(kind: ProblemKind, is_served: bool) -> Option<(Code, Severity)> {
    Some(match kind {
        ProblemKind::Empty => (code::L011, Severity::Error),
        ProblemKind::TooLarge => (code::L012, if is_served { Severity::Warning } else { Severity::Error }),
        ProblemKind::WrongName => (code::L013, Severity::Error),
        ProblemKind::Scan => (code::L014, Severity::Warning),
        ProblemKind::Damaged => (code::L015, Severity::Error),
        ProblemKind::Bomb => (code::L016, Severity::Error),
        ProblemKind::Encrypted => (code::L017, Severity::Warning),
        ProblemKind::Script => (code::L018, Severity::Warning),
        ProblemKind::Active => (code::L032, Severity::Error),
        ProblemKind::PartlyRead => (code::L019, Severity::Warning),
        // Sheets speak of their encoding where they are read as data.
        ProblemKind::Encoding => return None,
    })
}

/// Whether Windows, a USB stick and a web host would all take the name as it is.
fn is_storable(path: &str) -> bool {
    let refused = |letter: char| letter.is_control() || "\\<>:\"|?*".contains(letter);
    !path.contains(refused)
        && path
            .split('/')
            .all(|part| part.len() <= 200 && !part.starts_with(' ') && !part.ends_with([' ', '.']) && !is_device(part))
}

fn is_device(part: &str) -> bool {
    // The safe name of a device's name is another.
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
    attachment::safe_name(&stem) == format!("{stem}-file")
}

/// Where a file would stand if no other file of its folder were called alike.
pub fn safe_path(path: &str) -> String {
    let (folder, name) = split(path);
    join(&safe_folder(folder), &attachment::safe_name(name))
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn safe_folder(folder: &str) -> String {
    let parts: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(attachment::safe_name).collect();
    parts.join("/")
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
