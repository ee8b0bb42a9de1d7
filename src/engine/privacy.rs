//! What a site must not show: files in which a rule of personal data found an error that nobody has answered, and files
//! that only a draft or a paper of a later day names.
//! The one place that decides it; a build and a preview that others can see leave those files out, whatever else they put
//! up with, and the author's own preview says which they are.

use std::collections::BTreeSet;

use crate::check::Located;
use crate::finding::Severity;
use crate::finding::registry::{self, Family};
use crate::model::attachments::{self, Naming};
use crate::model::{Agency, AgencyFiles};
use crate::site::{self, Site};
use crate::source::sheets;

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

/// The agency's files without those.
pub fn without(files: &AgencyFiles, private: &BTreeSet<String>) -> AgencyFiles {
    let mut public = files.clone();
    public.entries.retain(|entry| !private.contains(entry.path.as_str()));
    public
}
