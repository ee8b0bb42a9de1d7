//! What a site must not show: files in which a rule of personal data found an error that nobody has answered, and files
//! that only a draft or a paper of a later day names.
//! The one place that decides it; a build and a preview that others can see leave those files out, whatever else they put
//! up with, and the author's own preview says which they are.

use std::collections::BTreeSet;

use crate::check::Located;
use crate::finding::Severity;
use crate::finding::registry::{self, Family};
use crate::model::{Agency, AgencyFiles, attachments};
use crate::site::{self, Site};

pub fn is_private(found: &Located) -> bool {
    registry::family(found.code) == Some(Family::Personal)
        && found.severity == Severity::Error
        && found.answer.is_none()
}

/// The files that are left out.
pub fn private_paths(findings: &[Located]) -> BTreeSet<String> {
    findings.iter().filter(|found| is_private(found)).map(|found| found.primary.path.to_string()).collect()
}

/// Files that only documents name which are not published on the day of the site: an attachment is no earlier than its
/// paper. What nobody names is the author's to judge.
pub fn withheld(agency: &Agency, site: &Site) -> BTreeSet<String> {
    let (mut hidden, mut shown) = (BTreeSet::new(), BTreeSet::new());
    for document in &agency.documents {
        let names = if site::is_published(document, site) { &mut shown } else { &mut hidden };
        names.extend(attachments::named_by(agency, document));
    }
    if hidden.is_empty() {
        return hidden;
    }
    for page in site.portal.home.iter().chain(&site.portal.pages).filter(|page| site::is_published(page, site)) {
        shown.extend(attachments::linked_from(page));
    }
    hidden.retain(|path| !shown.contains(path) && agency.attachments.get(path).is_some());
    hidden
}

/// The agency's files without those.
pub fn without(files: &AgencyFiles, private: &BTreeSet<String>) -> AgencyFiles {
    let mut public = files.clone();
    public.entries.retain(|entry| !private.contains(entry.path.as_str()));
    public
}
