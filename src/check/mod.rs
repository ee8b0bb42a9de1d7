//! The compiler for promises: rules over the model, their findings answered, located, shown and mended.
//! Reads the snapshot and the date it is given; touches no disk and no clock.

pub mod accept;
mod agency_names;
pub mod explain;
pub mod fix;
mod fold;
mod lined;
pub mod located;
mod passages;
pub mod render;
mod rule;
pub mod rules;
pub mod todo;

use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::{Finding, Findings};
use crate::model::{Agency, Portal};
use crate::source::Document;

pub use agency_names::{AgencyName, AgencyNames};
pub use lined::LinedDocument;
pub use located::{Counts, LabelAt, Located, locate};
pub use rule::{AgencyHead, Context, DocumentRule, PortalRule, Rule};
pub use todo::{TodoList, todo};

/// Everything there is to say about an agency. `loaded` is what reading its files found, so that the author's answers
/// reach those findings too.
pub fn check_agency(agency: &Agency, loaded: Findings, context: &Context<'_>) -> Findings {
    let alone = check_documents(&agency.documents, AgencyHead::of(agency), context);
    check_linked(agency, loaded, alone.into_iter().flatten(), context)
}

/// A rule prepares what it compares with once for so many documents; a few are shared out one by one.
const DOCUMENTS_AT_A_TIME: usize = 32;

/// What can be said of each document by itself, in their order.
pub fn check_documents(
    documents: &[Arc<Document>],
    agency: AgencyHead<'_>,
    context: &Context<'_>,
) -> Vec<Vec<Finding>> {
    documents
        .par_chunks(documents.len().div_ceil(8).clamp(1, DOCUMENTS_AT_A_TIME))
        .flat_map_iter(|documents| {
            let mut findings = Findings::default();
            let lined: Vec<LinedDocument<'_>> = documents.iter().map(LinedDocument::of).collect();
            for rule in rules::DOCUMENT_RULES {
                (rule.run)(&lined, agency, context, &mut findings);
            }
            let mut of: Vec<Vec<Finding>> = documents.iter().map(|_| Vec::new()).collect();
            for finding in findings {
                let file = finding.primary.span.file;
                // Of the document, of its English words, or of a sheet that was read with it.
                let is_of = |document: &Arc<Document>| {
                    document.file == file
                        || document.english.as_ref().is_some_and(|english| english.file == file)
                        || document.tables.iter().any(|table| table.span.file == file)
                };
                if let Some(place) = documents.iter().position(is_of).and_then(|at| of.get_mut(at)) {
                    place.push(finding);
                }
            }
            of
        })
        .collect()
}

/// Everything, where what can be said of single documents is known.
pub fn check_linked(
    agency: &Agency,
    loaded: Findings,
    alone: impl IntoIterator<Item = Finding>,
    context: &Context<'_>,
) -> Findings {
    let mut findings = loaded;
    findings.extend(alone);
    // Side by side, gathered in the order of the rules: findings come out alike on any number of cores.
    let found: Vec<Findings> = rules::RULES
        .par_iter()
        .map(|rule| {
            let mut found = Findings::default();
            (rule.run)(agency, context, &mut found);
            found
        })
        .collect();
    for found in found {
        findings.extend(found);
    }
    fold::fold(accept::settle(agency.documents.iter().map(AsRef::as_ref), findings, context))
}

pub fn check_portal(portal: &Portal, loaded: Findings, context: &Context<'_>) -> Findings {
    let mut findings = loaded;
    for rule in rules::PORTAL_RULES {
        (rule.run)(portal, context, &mut findings);
    }
    accept::report_severities(portal, &mut findings);
    accept::settle(portal.home.iter().chain(&portal.pages).map(AsRef::as_ref), findings, context)
}
