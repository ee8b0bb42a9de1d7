//! The portal's own documents, the list of agencies, and loading one agency at a time.
//! The agency is the unit of work: nothing here holds two agencies.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::address::PortalPage;
use crate::finding::{Finding, Findings, code};
use crate::model::addresses;
use crate::model::agency::{Agency, document_url};
use crate::model::assemble::assemble;
use crate::model::attachments::{self, Attachments};
use crate::model::followers;
use crate::model::link_check::{self, KnownFiles};
use crate::model::translations;
use crate::source::attachment::Inspection;
use crate::source::files::LARGEST_TEXT;
use crate::source::meta::{Meta, PortalMeta};
use crate::source::{Document, FileEntry, Files};
use crate::source::{document, sheets, tables};
use crate::span::{FileId, Span};
use crate::standards::Standards;

/// Every file of the content folder, shared out: the portal's own, and each agency's.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Sorted by path.
    pub portal: Vec<FileEntry>,
    /// Sorted by slug.
    pub agencies: Vec<AgencyFiles>,
    /// Overriding rules of the field: `content/_standards/`.
    pub standards: Vec<FileEntry>,
    pub known: KnownFiles,
}

#[derive(Clone, Debug)]
pub struct AgencyFiles {
    /// Folder of the agency; empty when the content folder is the agency.
    pub slug: String,
    pub entries: Vec<FileEntry>,
    /// Every file of the content folder, for links from one agency to another.
    pub known: KnownFiles,
}

impl Sources {
    /// An agency is a folder that holds `agency.md`.
    pub fn share_out(entries: Vec<FileEntry>) -> Self {
        let known = KnownFiles::of(&entries);
        let mut slugs: Vec<String> = entries
            .iter()
            .filter_map(
                |entry| {
                    if entry.path == "agency.md" { Some("") } else { entry.path.strip_suffix("/agency.md") }
                },
            )
            .map(str::to_owned)
            .collect();
        slugs.sort();
        // An agency inside another's folder belongs to the outer one.
        let mut kept: Vec<String> = Vec::new();
        for slug in slugs {
            let inside = kept.last().is_some_and(|outer| {
                outer.is_empty() || slug.strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('/'))
            });
            if !inside {
                kept.push(slug);
            }
        }
        // With the slash, so that `a/x` is found under `a` and not beside `a-b`.
        kept.sort_by_key(|slug| format!("{slug}/"));
        let mut sources = Self {
            agencies: kept
                .into_iter()
                .map(|slug| AgencyFiles { slug, entries: Vec::new(), known: known.clone() })
                .collect(),
            known,
            ..Self::default()
        };
        for entry in entries {
            if entry.path.starts_with("_standards/") {
                sources.standards.push(entry);
                continue;
            }
            let owner = sources.owner_of(&entry.path);
            match owner {
                Some(at) if !entry.path.starts_with('_') && entry.path != "portal.md" => {
                    sources.agencies[at].entries.push(entry);
                }
                _ => sources.portal.push(entry),
            }
        }
        sources.agencies.sort_by(|a, b| a.slug.cmp(&b.slug));
        sources
    }

    /// A file has another size now.
    pub fn resize(&mut self, path: &str, size: u64) {
        let lists = [&mut self.portal, &mut self.standards].into_iter();
        for entries in lists.chain(self.agencies.iter_mut().map(|agency| &mut agency.entries)) {
            if let Ok(at) = entries.binary_search_by(|entry| entry.path.as_str().cmp(path)) {
                entries[at].size = size;
                return;
            }
        }
    }

    /// While agencies are sorted by `slug/`.
    fn owner_of(&self, path: &str) -> Option<usize> {
        if self.agencies.first().is_some_and(|agency| agency.slug.is_empty()) {
            return Some(0);
        }
        let after = self.agencies.partition_point(|agency| {
            agency.slug.bytes().chain(std::iter::once(b'/')).cmp(path.bytes()) != std::cmp::Ordering::Greater
        });
        let at = after.checked_sub(1)?;
        path.strip_prefix(self.agencies[at].slug.as_str())?.starts_with('/').then_some(at)
    }
}

/// What stands at the portal's own level.
#[derive(Clone, Debug)]
pub struct Portal {
    pub meta: PortalMeta,
    /// `portal.md`, if there is one.
    pub home: Option<Arc<Document>>,
    /// Plain pages beside it.
    pub pages: Vec<Arc<Document>>,
    pub files: Vec<FileEntry>,
    /// What the files that are shown are, by path: their words are looked through for personal data.
    pub inspected: Vec<(String, Arc<Inspection>)>,
    /// Whether the content folder is a single agency.
    pub one_agency: bool,
    /// That agency's name and place: what tells this site from all others while it has no address.
    pub own_name: String,
}

impl Portal {
    /// Where a page or file of the portal stands, in the Thai tree.
    pub fn at(&self, page: &PortalPage) -> String {
        page.url(|index| self.pages.get(index).map(|page| document_url(&page.path)).unwrap_or_default())
    }

    /// What must not be shown is taken out, whatever else the site puts up with.
    pub fn leave_out(&mut self, paths: &BTreeSet<String>) {
        self.home = self.home.take().filter(|home| !paths.contains(&*home.path));
        self.pages.retain(|page| !paths.contains(&*page.path));
        self.files.retain(|file| !paths.contains(&file.path));
        for page in self.home.iter_mut().chain(&mut self.pages) {
            if page.english.as_ref().is_some_and(|english| paths.contains(&*english.path)) {
                Arc::make_mut(page).english = None;
            }
        }
    }
}

/// Reads the documents among `entries`; everything else is returned as files. `reuse` may hand back an earlier reading.
pub fn read_documents(
    files: &dyn Files,
    entries: &[FileEntry],
    standards: &Standards,
    findings: &mut Findings,
) -> (Vec<Arc<Document>>, Vec<FileEntry>) {
    let is_text = |entry: &&FileEntry| entry.extension().eq_ignore_ascii_case("md");
    let others = entries.iter().filter(|entry| !is_text(entry)).cloned().collect();
    // Side by side, gathered in the order of the paths: findings come out alike on any number of cores.
    let read: Vec<(Option<Arc<Document>>, Findings)> = entries
        .par_iter()
        .filter(is_text)
        .map(|entry| {
            let mut findings = Findings::default();
            let document = read_text(files, entry, &mut findings)
                .and_then(|bytes| document::read(&entry.path, &bytes, standards, &mut findings));
            (document.map(Arc::new), findings)
        })
        .collect();
    let mut documents = Vec::with_capacity(read.len());
    for (document, more) in read {
        documents.extend(document);
        findings.extend(more);
    }
    (documents, others)
}

pub fn read_text(files: &dyn Files, entry: &FileEntry, findings: &mut Findings) -> Option<Vec<u8>> {
    read_text_up_to(LARGEST_TEXT, files, entry, findings)
}

/// For what the program wrote itself, which grows with the site.
pub fn read_text_up_to(largest: u64, files: &dyn Files, entry: &FileEntry, findings: &mut Findings) -> Option<Vec<u8>> {
    let span = Span::whole_file(FileId::of(&entry.path));
    if entry.size > largest {
        findings.push(
            Finding::of(
                code::S005,
                span,
                format!("ไฟล์ `{}` ใหญ่ {} เมกะไบต์ เกินกว่าที่อ่านเป็นข้อความ", entry.path, entry.size / 1_048_576),
            )
            .english("the file is too large to be text")
            .help(format!("แบ่งเป็นหลายไฟล์ หรือแนบเป็นไฟล์ PDF แทน (ไฟล์ข้อความไม่เกิน {} เมกะไบต์)", largest / 1_048_576)),
        );
        return None;
    }
    match files.read(entry) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            findings.push(
                Finding::of(code::S004, span, format!("เปิดไฟล์ `{}` ไม่ได้", entry.path))
                    .english(format!("cannot be read: {error}"))
                    .help("ตรวจสิทธิ์ของไฟล์ ให้ผู้ใช้คนนี้อ่านได้ และปิดโปรแกรมที่เปิดไฟล์ค้างอยู่"),
            );
            None
        }
    }
}

pub fn load_portal(files: &dyn Files, sources: &Sources, standards: &Standards, findings: &mut Findings) -> Portal {
    let (documents, others) = read_documents(files, &sources.portal, standards, findings);
    let look = |entry: &FileEntry, findings: &mut Findings| Arc::new(attachments::look(files, entry, findings));
    portal_of(documents, others, look, sources, findings)
}

/// The portal made of documents that are read already; `look` says what each of its other files is.
pub fn portal_of(
    documents: Vec<Arc<Document>>,
    others: Vec<FileEntry>,
    mut look: impl FnMut(&FileEntry, &mut Findings) -> Arc<Inspection>,
    sources: &Sources,
    findings: &mut Findings,
) -> Portal {
    let slugs: Vec<&str> = sources.agencies.iter().map(|agency| agency.slug.as_str()).collect();
    let documents = translations::attach(documents, None, findings);
    let documents = addresses::keep_distinct(None, documents, &slugs, findings);
    let others = addresses::keep_storable(others, findings);
    link_check::check_pages(&documents, &others, &sources.known, findings);
    let shown = others.iter().filter(|entry| attachments::is_shown(&entry.path));
    let mut inspected: Vec<(String, Arc<Inspection>)> =
        shown.map(|entry| (entry.path.clone(), look(entry, findings))).collect();
    let refused = attachments::refuse_active(&mut inspected, findings);
    let others: Vec<FileEntry> = others.into_iter().filter(|entry| !refused.contains(&entry.path)).collect();
    let mut portal = Portal {
        meta: PortalMeta::default(),
        home: None,
        pages: Vec::new(),
        files: others,
        inspected,
        own_name: String::new(),
        one_agency: sources.agencies.len() == 1 && sources.agencies[0].slug.is_empty(),
    };
    for document in documents {
        match &document.meta {
            Meta::Portal(meta) if portal.home.is_none() => {
                portal.meta = (**meta).clone();
                portal.home = Some(document);
            }
            Meta::Page | Meta::Document(_) => portal.pages.push(document),
            _ => findings.push(
                Finding::of(code::M001, document.whole(), format!("`{}` ไม่อยู่ในโฟลเดอร์ของหน่วยงานใด", document.path))
                    .english("the document is outside every agency's folder")
                    .help("ย้ายไปไว้ในโฟลเดอร์ที่มี agency.md เช่น content/na-kok/2564/ หรือสร้าง agency.md ในโฟลเดอร์นี้"),
            ),
        }
    }
    portal
}

pub fn load_agency(
    files: &dyn Files,
    agency: &AgencyFiles,
    standards: &Standards,
    findings: &mut Findings,
) -> Option<Agency> {
    let (documents, others) = read_documents(files, &agency.entries, standards, findings);
    let look = |entry: &FileEntry, findings: &mut Findings| Arc::new(attachments::look(files, entry, findings));
    let loaded = agency_of(files, look, agency, documents, others, standards, findings)?;
    link_check::check_agency(&loaded, &agency.known, findings);
    Some(loaded)
}

/// Each document with the tables of the sheets beside it.
fn with_sheets(
    files: &dyn Files,
    mut documents: Vec<Arc<Document>>,
    others: &[FileEntry],
    standards: &Standards,
    findings: &mut Findings,
) -> Vec<Arc<Document>> {
    for entry in others {
        let stem = entry.path.rsplit_once('.').map_or("", |(stem, _)| stem);
        // Sorted by path, so that a folder full of sheets costs no more than itself.
        let at = documents.partition_point(|document| *document.path < *stem);
        let owner = documents[at..].iter_mut().take_while(|document| document.path.starts_with(stem));
        let owner = owner
            .into_iter()
            .find(|document| sheets::belongs_to(entry, &document.path) && tables::takes_data(&document.meta));
        let Some(document) = owner else { continue };
        let Some(bytes) = read_text(files, entry, findings) else { continue };
        let tables = sheets::read(entry, &bytes, document, standards, findings);
        if !tables.is_empty() {
            Arc::make_mut(document).tables.extend(tables);
        }
    }
    documents
}

/// The agency made of documents that are read already; `files` is asked for sheets, `look` what each attached file is.
/// Where its links lead is not looked at: that takes as long as there are documents.
pub fn agency_of(
    files: &dyn Files,
    look: impl FnMut(&FileEntry, &mut Findings) -> Arc<Inspection>,
    agency: &AgencyFiles,
    documents: Vec<Arc<Document>>,
    others: Vec<FileEntry>,
    standards: &Standards,
    findings: &mut Findings,
) -> Option<Agency> {
    let documents = translations::attach(documents, Some(standards), findings);
    let documents = addresses::keep_distinct(Some(&agency.slug), documents, &[], findings);
    let documents = with_sheets(files, documents, &others, standards, findings);
    let others = addresses::keep_free(&agency.slug, others, findings);
    let mut assembled = assemble_apart(&agency.slug, documents, others, standards, findings)?;
    assembled.attachments = Attachments::gather(&assembled, look, findings);
    followers::silence(&assembled, findings);
    Some(assembled)
}

/// Without the documents that stand where an item has its page.
fn assemble_apart(
    slug: &str,
    mut documents: Vec<Arc<Document>>,
    others: Vec<FileEntry>,
    standards: &Standards,
    findings: &mut Findings,
) -> Option<Agency> {
    let mut found = Findings::default();
    let assembled = assemble(slug, documents.clone(), others, standards, &mut found)?;
    let beside = addresses::beside_items(&assembled, findings);
    if beside.is_empty() {
        findings.extend(found);
        return Some(assembled);
    }
    documents.retain(|document| !beside.contains(&document.path));
    assemble(slug, documents, assembled.files, standards, findings)
}
