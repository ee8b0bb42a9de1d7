//! What a site must not show: files in which a rule of personal data found an error that nobody has answered, and files
//! that only a draft or a paper of a later day names.
//! The one place that decides it; a build and a preview that others can see leave those files out, whatever else they put
//! up with, and the author's own preview says which they are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::Located;
use crate::finding::registry::{self, Family};
use crate::finding::{Findings, Severity};
use crate::model::attachments::{self, Naming};
use crate::model::{Agency, AgencyFiles};
use crate::site::{self, Site};
use crate::source::meta::Meta;
use crate::source::{Document, FileEntry, sheets};
use crate::span::FileId;
use crate::thai::Date;

pub fn is_private(found: &Located) -> bool {
    registry::family(found.code) == Some(Family::Personal)
        && found.severity == Severity::Error
        && found.answer.is_none()
}

/// The files that are left out.
pub fn private_paths(findings: &[Located]) -> BTreeSet<String> {
    findings.iter().filter(|found| is_private(found)).map(|found| found.primary.path.to_string()).collect()
}

/// Only what a published page names is published: an attachment is no earlier than its paper, and what nobody names
/// stays at home.
pub fn keep_to_named(agency: &mut Agency, site: &Site) {
    let (mut hidden, mut shown) = (BTreeSet::new(), BTreeSet::new());
    let mut sheets: BTreeSet<String> = BTreeSet::new();
    for document in &agency.documents {
        let names = if site::is_published(document, site) { &mut shown } else { &mut hidden };
        names.extend(attachments::named_by(agency, document));
        let own = agency.files.iter().filter(|file| sheets::belongs_to(file, &document.path));
        sheets.extend(own.map(|file| file.path.clone()));
    }
    for page in site.portal.home.iter().chain(&site.portal.pages).filter(|page| site::is_published(page, site)) {
        shown.extend(attachments::linked_from(page));
    }
    agency.attachments.keep_to_named(|path| {
        if shown.contains(path) {
            Naming::Shown
        } else if hidden.contains(path) {
            Naming::Hidden
        } else if sheets.contains(path) {
            Naming::Sheet
        } else {
            Naming::Nobody
        }
    });
}

/// Documents whose rows are counted on pages of others are no part of the site before their day: they are taken out with
/// their sheets and translations, and nothing is said of them. Which they are; `None`: the agency itself is not published.
pub fn keep_published(
    documents: &mut Vec<Arc<Document>>,
    others: &mut Vec<FileEntry>,
    site: &Site,
    findings: &mut Findings,
) -> Option<BTreeMap<String, Option<Date>>> {
    let counts = |meta: &Meta| matches!(meta, Meta::Plan(_) | Meta::Report(_) | Meta::Measures(_));
    let is_own = |document: &Document| matches!(document.meta, Meta::Agency(_));
    if documents.iter().any(|document| is_own(document) && !site::is_published(document, site)) {
        findings.retain(|_| false);
        return None;
    }
    let is_left = |document: &Document| counts(&document.meta) && !site::is_published(document, site);
    let left: Vec<Arc<Document>> = documents.iter().filter(|document| is_left(document)).cloned().collect();
    if left.is_empty() {
        return Some(BTreeMap::new());
    }
    let stem = |path: &str| path.strip_suffix(".md").unwrap_or(path).to_owned();
    let translations: BTreeSet<String> =
        left.iter().map(|document| format!("{}.en.md", stem(&document.path))).collect();
    let is_gone = |path: &str| translations.contains(path) || left.iter().any(|document| *document.path == *path);
    let mut files: BTreeSet<FileId> = documents.iter().filter(|it| is_gone(&it.path)).map(|it| it.file).collect();
    documents.retain(|document| !is_gone(&document.path));
    others.retain(|entry| {
        let belongs = left.iter().any(|document| sheets::belongs_to(entry, &document.path));
        if belongs {
            files.insert(FileId::of(&entry.path));
        }
        !belongs
    });
    findings.retain(|finding| !files.contains(&finding.primary.span.file));
    let day = |document: &Document| {
        document.common.publish_from.as_ref().filter(|_| !document.common.draft).map(|from| from.value)
    };
    Some(left.iter().map(|document| (document.path.to_string(), day(document))).collect())
}

/// The agency's files without those.
pub fn without(files: &AgencyFiles, private: &BTreeSet<String>) -> AgencyFiles {
    let mut public = files.clone();
    public.entries.retain(|entry| !private.contains(entry.path.as_str()));
    public
}
