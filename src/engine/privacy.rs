//! What a site must not show: files in which a rule of personal data found an error that nobody has answered.
//! The one place that decides it; a build and a preview that others can see leave those files out, whatever else they put
//! up with, and the author's own preview says which they are.

use std::collections::BTreeSet;

use crate::check::Located;
use crate::check::codes::{self, Family};
use crate::finding::Severity;
use crate::model::AgencyFiles;

pub fn is_private(found: &Located) -> bool {
    codes::family(found.code) == Some(Family::Personal) && found.severity == Severity::Error && found.answer.is_none()
}

/// The files that are left out.
pub fn private_paths(findings: &[Located]) -> BTreeSet<String> {
    findings.iter().filter(|found| is_private(found)).map(|found| found.primary.path.to_string()).collect()
}

/// The agency's files without those.
pub fn without(files: &AgencyFiles, private: &BTreeSet<String>) -> AgencyFiles {
    let mut public = files.clone();
    public.entries.retain(|entry| !private.contains(entry.path.as_str()));
    public
}
