//! What a paper says it belongs to: a document, a promise, a file; and from a document back to its papers.

use std::collections::BTreeMap;

use crate::finding::{Finding, Findings, code};
use crate::model::agency::{Agency, DocumentId};
use crate::model::item::ItemCode;
use crate::model::link_check::names_a_file;
use crate::model::links::{self, LinkTarget};
use crate::thai::FiscalYear;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Related {
    Document(DocumentId),
    Item(FiscalYear, ItemCode),
    /// Another file of the content folder: of this agency, or beyond it.
    File(String),
    External(String),
}

/// `../2564/report-6m.md`, `../2564/report-6m.md#3-04`, `../2564/3-04/`, `files/plan.pdf`, `https://…`.
pub fn related(agency: &Agency, folder: &str, name: &str) -> Option<Related> {
    let (path, anchor) = match links::target(folder, name) {
        LinkTarget::External(link) => return Some(Related::External(link)),
        LinkTarget::Anchor(_) | LinkTarget::Outside | LinkTarget::Script => return None,
        LinkTarget::File { path, anchor } => (path, anchor),
    };
    let document = agency.documents.binary_search_by(|known| (*known.path).cmp(&path)).ok();
    if let Some(id) = document {
        let item = anchor.and_then(|anchor| item(agency, year_of(agency, id)?, &anchor));
        return Some(item.unwrap_or(Related::Document(id)));
    }
    let inside = path.strip_prefix(&agency.base());
    if let Some((year, code)) = inside.and_then(|path| path.split_once('/'))
        && let Ok(year) = FiscalYear::parse(year)
        && let Some(item) = item(agency, year, code)
    {
        return Some(item);
    }
    let is_file = agency.files.binary_search_by(|file| file.path.as_str().cmp(&path)).is_ok();
    if inside.is_none() || is_file {
        return Some(Related::File(path));
    }
    None
}

fn item(agency: &Agency, year: FiscalYear, code: &str) -> Option<Related> {
    let (code, _) = ItemCode::leading(code)?;
    agency.year(year)?.promise(&code)?;
    Some(Related::Item(year, code))
}

fn year_of(agency: &Agency, id: DocumentId) -> Option<FiscalYear> {
    let of_report = agency.reports.iter().find(|report| report.document == id).map(|report| report.year);
    of_report.or_else(|| agency.plans.iter().find(|plan| plan.document == id).map(|plan| plan.home_year))
}

/// Remembers which papers name which documents; what is named and not there is a finding.
pub(super) fn link(agency: &mut Agency, findings: &mut Findings) {
    let mut about: BTreeMap<DocumentId, Vec<usize>> = BTreeMap::new();
    for (at, paper) in agency.papers.iter().enumerate() {
        let folder = agency.document(paper.document).folder();
        let Some(meta) = agency.paper_meta(paper) else { continue };
        for name in &meta.related {
            match related(agency, folder, &name.value) {
                Some(Related::Document(id)) => about.entry(id).or_default().push(at),
                Some(_) => {}
                // Of files the checker of links speaks.
                None if names_a_file(&name.value) && !name.value.contains('#') => {}
                None => findings.push(
                    Finding::of(code::M037, name.span, format!("ไม่พบเรื่องที่เกี่ยวข้อง `{}`", name.value))
                        .english(format!("the related document is not found: `{}`", name.value))
                        .help("เขียนทางไปยังไฟล์จากเอกสารนี้ เช่น `../2564/report-6m.md` หรือถึงรายการ เช่น `../2564/report-6m.md#3-04`"),
                ),
            }
        }
    }
    agency.papers_about = about;
}
