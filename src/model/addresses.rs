//! No two documents may share an address, nor take one that the site gives to a page of its own making.
//! Pure; leaves out what cannot be published, with a finding, so that everything else can.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::address::{self, Address, AgencyPage, ItemCode, PortalPage};
use crate::finding::{Finding, Findings, code};
use crate::model::agency::{Agency, document_url};
use crate::model::attachments::{is_shown, safe_path};
use crate::source::meta::Meta;
use crate::source::{Document, FileEntry};
use crate::span::{FileId, Span};

const UNSAFE_CHARACTERS: &[char] = &['\\', '<', '>', ':', '"', '|', '?', '*'];
/// A name that leaves room for `index.html` and what a packer adds.
const LONGEST_PART: usize = 240;

/// The documents whose addresses are their own. `slugs` are the agencies' folders, for the portal's own pages.
pub fn keep_distinct(
    agency: Option<&str>,
    documents: Vec<Arc<Document>>,
    slugs: &[&str],
    findings: &mut Findings,
) -> Vec<Arc<Document>> {
    let mut taken: BTreeMap<String, Arc<Document>> = BTreeMap::new();
    documents
        .into_iter()
        .filter(|document| {
            if let Some(problem) = unfit_name(&document.path) {
                findings.push(problem);
                return false;
            }
            if agency.is_some() && matches!(document.meta, Meta::Portal(_)) {
                findings.push(
                    Finding::of(code::M003, document.whole(), "`kind: portal` ต้องอยู่ที่โฟลเดอร์บนสุดเท่านั้น")
                        .english("a portal document inside an agency folder")
                        .help("ย้ายไฟล์ไปที่ content/portal.md หรือเปลี่ยนเป็น `kind: page`"),
                );
                return false;
            }
            let url = document_url(&document.path);
            if let Some(what) = taken_by(agency, document, &url, slugs) {
                findings.push(collision(document.whole(), &document.path, &what));
                return false;
            }
            // What a disk that ignores letter case would take for the same name.
            match taken.entry(url.to_lowercase()) {
                std::collections::btree_map::Entry::Occupied(first) => {
                    let first = first.get();
                    findings.push(
                        Finding::of(
                            code::M007,
                            document.whole(),
                            format!("`{}` และ `{}` ได้ที่อยู่เดียวกันบนเว็บ", first.path, document.path),
                        )
                        .english("two documents have the same address")
                        .also(first.whole(), "ไฟล์แรก ซึ่งใช้ไฟล์นี้")
                        .help("เปลี่ยนชื่อไฟล์หนึ่ง ชื่อที่ต่างกันเพียงตัวเล็กตัวใหญ่ เช่น `About.md` กับ `about.md` ใช้ด้วยกันไม่ได้"),
                    );
                    false
                }
                std::collections::btree_map::Entry::Vacant(free) => {
                    free.insert(Arc::clone(document));
                    true
                }
            }
        })
        .collect()
}

/// Files of the portal whose names every disk and host can store, at addresses that are their own; an agency's are given
/// safe names instead.
pub fn keep_storable(files: Vec<FileEntry>, findings: &mut Findings) -> Vec<FileEntry> {
    let is_kept = |entry: &FileEntry, findings: &mut Findings| {
        if is_private(&entry.path) {
            return true;
        }
        let own = || address::portals_own(&entry.path).filter(|_| is_shown(&entry.path));
        let problem = unfit_name(&entry.path).or_else(|| {
            let span = Span::whole_file(FileId::of(&entry.path));
            own().map(|own| collision(span, &entry.path, &AddressOwner::of(own)))
        });
        let fits = problem.is_none();
        problem.into_iter().for_each(|problem| findings.push(problem));
        fits
    };
    files.into_iter().filter(|entry| is_kept(entry, findings)).collect()
}

/// Files of an agency whose addresses are their own. What is not shown has none.
pub fn keep_free(slug: &str, files: Vec<FileEntry>, findings: &mut Findings) -> Vec<FileEntry> {
    let own = |url: &str| address::agencys_own(slug, url);
    let is_kept = |entry: &FileEntry, findings: &mut Findings| {
        let known = || own(&safe_path(&entry.path)).or_else(|| own(&entry.path));
        let Some(known) = known().filter(|_| is_shown(&entry.path)) else { return true };
        let span = Span::whole_file(FileId::of(&entry.path));
        findings.push(collision(span, &entry.path, &AddressOwner::of(known)));
        false
    };
    files.into_iter().filter(|entry| is_kept(entry, findings)).collect()
}

/// Documents that stand where an item of theirs has its page; only the assembled agency knows its codes.
pub fn beside_items(agency: &Agency, findings: &mut Findings) -> Vec<Arc<str>> {
    let mut paths = Vec::new();
    for (id, document) in agency.documents.iter().enumerate() {
        if id == agency.home {
            continue;
        }
        if let Some(AgencyPage::Item(year, code)) = AgencyPage::parse(&agency.url_of(id), &agency.slug)
            && agency.year(year).is_some_and(|year| year.promise(&code).is_some())
        {
            findings.push(collision(document.whole(), &document.path, &AddressOwner::Item));
            paths.push(Arc::clone(&document.path));
        }
    }
    paths
}

/// Whose an address is already.
enum AddressOwner {
    Site,
    Year,
    Item,
    Dimension,
    Agency,
    /// The folder of an agency stands where the site has pages.
    Folder(String),
}

impl AddressOwner {
    fn of(address: Address) -> Self {
        match address {
            Address::Agency(AgencyPage::Year(_)) => Self::Year,
            Address::Agency(AgencyPage::Item(..)) => Self::Item,
            Address::Agency(AgencyPage::Dimension(..)) => Self::Dimension,
            Address::Agency(_) | Address::Portal(_) | Address::Folder(_) => Self::Site,
        }
    }
}

fn collision(span: Span, path: &str, owner: &AddressOwner) -> Finding {
    let what = match owner {
        AddressOwner::Site | AddressOwner::Folder(_) => "หน้าที่โปรแกรมสร้าง",
        AddressOwner::Year => "หน้าของปีงบประมาณ",
        AddressOwner::Item => "หน้าของรายการ",
        AddressOwner::Dimension => "หน้าของมิติ",
        AddressOwner::Agency => "หน่วยงานหนึ่ง",
    };
    if let AddressOwner::Folder(slug) = owner {
        return Finding::of(code::M007, span, format!("ชื่อโฟลเดอร์ `{slug}` ตรงกับที่อยู่ของ{what}"))
            .english("the address of this agency belongs to pages of the site")
            .help("เปลี่ยนชื่อโฟลเดอร์เป็นชื่อของหน่วยงาน เช่น `na-kok` แล้วแก้ลิงก์ที่ชี้มา");
    }
    Finding::of(code::M007, span, format!("ชื่อไฟล์ `{path}` ตรงกับที่อยู่ของ{what}"))
        .english("the address of this document belongs to another page")
        .help("เปลี่ยนชื่อไฟล์ เช่น `about.md` แล้วแก้ลิงก์ที่ชี้มา")
}

fn is_private(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('_'))
}

fn taken_by(agency: Option<&str>, document: &Document, url: &str, slugs: &[&str]) -> Option<AddressOwner> {
    let Some(slug) = agency else {
        let own = address::portals_own(url).filter(|own| match own {
            Address::Portal(PortalPage::Home) => !matches!(document.meta, Meta::Portal(_)),
            Address::Portal(page) => !page.yields(),
            _ => true,
        });
        // The settings of a site of one agency have no page beside the agency's.
        let has_page = !matches!(document.meta, Meta::Portal(_));
        let is_agency = has_page && slugs.contains(&url.trim_end_matches('/'));
        return own.map(AddressOwner::of).or(is_agency.then_some(AddressOwner::Agency));
    };
    if url == address::folder_of(slug) {
        let first = slug.split('/').next().unwrap_or(slug);
        let is_portals = address::is_portals_folder(first).then(|| AddressOwner::Folder(slug.to_owned()));
        return is_portals.or((!matches!(document.meta, Meta::Agency(_))).then_some(AddressOwner::Agency));
    }
    let own = address::agencys_own(slug, url).filter(|own| match own {
        Address::Agency(AgencyPage::Item(_, code)) => is_usual(code),
        Address::Agency(page) => !page.yields(),
        _ => true,
    });
    own.map(AddressOwner::of)
}

/// `3-04`, `2.2.3-1`, `m-01`; not `plan-2`, which a code could be and seldom is.
fn is_usual(code: &ItemCode) -> bool {
    let head = code.as_str().split('-').next().unwrap_or("");
    head.len() == 1 || head.starts_with(|letter: char| letter.is_ascii_digit())
}

/// What some disk, host or archive could not store.
fn unfit_name(path: &str) -> Option<Finding> {
    let span = Span::whole_file(FileId::of(path));
    let part = path.split('/').find(|part| {
        part.chars().any(|letter| letter.is_control() || UNSAFE_CHARACTERS.contains(&letter))
            || part.len() > LONGEST_PART
            || part.ends_with(['.', ' '])
            || part.starts_with(' ')
            || is_reserved_on_windows(part)
    })?;
    let why = match part.chars().find(|letter| letter.is_control() || UNSAFE_CHARACTERS.contains(letter)) {
        Some(letter) => format!("มีอักขระ {letter:?} ที่บางระบบใช้เป็นชื่อไฟล์ไม่ได้"),
        None if part.len() > LONGEST_PART => format!("ยาวเกินไป ({} อักขระ)", part.chars().count()),
        None => "ขึ้นต้นหรือลงท้ายด้วยช่องว่างหรือจุด หรือเป็นชื่อสงวนของ Windows".to_owned(),
    };
    Some(
        Finding::of(code::S044, span, format!("ชื่อ `{path}` {why}"))
            .english("the name cannot be stored everywhere")
            .help("เปลี่ยนชื่อให้มีแต่ตัวอักษร ตัวเลข ขีด และจุดก่อนนามสกุล เช่น `qa-2564.md`"),
    )
}

fn is_reserved_on_windows(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_must_be_storable_everywhere() {
        assert!(unfit_name("na-kok/ถาม?.md").is_some());
        assert!(unfit_name("na-kok/nul.md").is_some());
        assert!(unfit_name("na-kok/ประกาศ.md").is_none());
    }
}
