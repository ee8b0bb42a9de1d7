//! No two documents may share an address, nor take one that the site gives to a page of its own making.
//! Pure; leaves out what cannot be published, with a finding, so that everything else can.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Finding, Findings};
use crate::model::agency::document_url;
use crate::model::item::ItemCode;
use crate::source::meta::Meta;
use crate::source::{Document, Entry};
use crate::span::{FileId, Span};
use crate::thai::FiscalYear;

/// Pages that every agency has beside its documents.
const OF_AGENCY: &[&str] = &["announcements", "completeness", "feeds", "findings", "sitemap", "data", "search"];
/// Folders of the whole site.
const OF_SITE: &[&str] = &["assets", "codes", "feeds", "search", "data", "sitemap", "en"];
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
                    Finding::error("M003", document.whole(), "`kind: portal` ต้องอยู่ที่โฟลเดอร์บนสุดเท่านั้น")
                        .english("a portal document inside an agency folder")
                        .help("ย้ายไฟล์ไปที่ content/portal.md หรือเปลี่ยนเป็น `kind: page`"),
                );
                return false;
            }
            let url = document_url(&document.path);
            if let Some(what) = reserved(agency, &url, slugs) {
                findings.push(
                    Finding::error("M007", document.whole(), format!("ชื่อไฟล์ `{}` ตรงกับที่อยู่ของ{what}", document.path))
                        .english("the address of this document belongs to another page")
                        .help("เปลี่ยนชื่อไฟล์ เช่น `about.md` แล้วแก้ลิงก์ที่ชี้มา"),
                );
                return false;
            }
            // What a disk that ignores letter case would take for the same name.
            match taken.entry(url.to_lowercase()) {
                std::collections::btree_map::Entry::Occupied(first) => {
                    let first = first.get();
                    findings.push(
                        Finding::error(
                            "M007",
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

/// Files of the portal whose names every disk and host can store; an agency's are given safe names instead.
pub fn keep_storable(files: Vec<Entry>, findings: &mut Findings) -> Vec<Entry> {
    files
        .into_iter()
        .filter(|entry| match unfit_name(&entry.path) {
            Some(problem) if !is_private(&entry.path) => {
                findings.push(problem);
                false
            }
            _ => true,
        })
        .collect()
}

fn is_private(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('_'))
}

fn reserved(agency: Option<&str>, url: &str, slugs: &[&str]) -> Option<&'static str> {
    let parts: Vec<&str> = url.split('/').filter(|part| !part.is_empty()).collect();
    let Some(slug) = agency else {
        return match parts.as_slice() {
            [name] if OF_SITE.contains(name) => Some("หน้าที่โปรแกรมสร้าง"),
            [name] if slugs.contains(name) => Some("หน่วยงานหนึ่ง"),
            _ => None,
        };
    };
    let own = if slug.is_empty() { &parts[..] } else { parts.get(slug.split('/').count()..)? };
    let is_year = |name: &str| FiscalYear::parse(name).is_ok();
    match own {
        [] if OF_SITE.contains(&slug) => Some("หน้าที่โปรแกรมสร้าง"),
        [name] if OF_AGENCY.contains(name) || (slug.is_empty() && OF_SITE.contains(name)) => Some("หน้าที่โปรแกรมสร้าง"),
        [year] if is_year(year) => Some("หน้าของปีงบประมาณ"),
        [year, name] if is_year(year) && is_item_code(name) => Some("หน้าของรายการ"),
        [year, name] if is_year(year) && name.starts_with("dimension-") => Some("หน้าของมิติ"),
        _ => None,
    }
}

/// `3-04`, `2.2.3-1`, `m-01`; not `plan-2`, which a code could be and never is.
fn is_item_code(name: &str) -> bool {
    let head = name.split('-').next().unwrap_or("");
    ItemCode::parse(name).is_some() && (head.len() == 1 || head.starts_with(|letter: char| letter.is_ascii_digit()))
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
        Finding::error("S044", span, format!("ชื่อ `{path}` {why}"))
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
    fn addresses_of_made_pages_are_reserved() {
        assert!(reserved(Some("na-kok"), "na-kok/2564/1-01/", &[]).is_some());
        assert!(reserved(Some("na-kok"), "na-kok/2564/", &[]).is_some());
        assert!(reserved(Some(""), "findings/", &[]).is_some());
        assert!(reserved(Some("na-kok"), "na-kok/2564/plan/", &[]).is_none());
        assert!(reserved(Some("na-kok"), "na-kok/2564/plan-2/", &[]).is_none());
        assert!(reserved(None, "na-kok/", &["na-kok"]).is_some());
        assert!(reserved(None, "about/", &["na-kok"]).is_none());
    }

    #[test]
    fn names_must_be_storable_everywhere() {
        assert!(unfit_name("na-kok/ถาม?.md").is_some());
        assert!(unfit_name("na-kok/nul.md").is_some());
        assert!(unfit_name("na-kok/ประกาศ.md").is_none());
    }
}
