//! Findings that only follow from another one are silent: whoever mends the cause mends them too.
//! Judges nothing itself; runs once, over all that loading an agency has found.

use std::collections::BTreeSet;

use crate::finding::{Code, Findings, Severity, code};
use crate::model::Agency;
use crate::source::sheets;
use crate::span::FileId;

/// Causes for which a document has no rows.
const UNREADABLE: [Code; 10] = [
    code::S001,
    code::S002,
    code::S003,
    code::S004,
    code::S005,
    code::S006,
    code::S030,
    code::S046,
    code::S059,
    code::S063,
];

pub fn silence(agency: &Agency, findings: &mut Findings) {
    let broken: BTreeSet<FileId> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error && UNREADABLE.contains(&finding.code))
        .map(|finding| finding.primary.span.file)
        .collect();
    if broken.is_empty() || findings.iter().all(|finding| finding.code != code::M042) {
        return;
    }
    let told: BTreeSet<FileId> = agency
        .documents
        .iter()
        .filter(|document| {
            let sheets = agency.files.iter().filter(|file| sheets::belongs_to(file, &document.path));
            broken.contains(&document.file) || sheets.into_iter().any(|file| broken.contains(&FileId::of(&file.path)))
        })
        .map(|document| document.file)
        .collect();
    findings.retain(|finding| finding.code != code::M042 || !told.contains(&finding.primary.span.file));
}
