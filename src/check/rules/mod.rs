//! All rules, one file per family; each a pure pass over the model. The header of a rule's file is its manual page.

mod accessibility;
pub(crate) mod completeness;
mod dates;
mod declared;
mod dimensions;
mod figures;
mod headers;
mod import_marks;
mod layout;
mod leftovers;
mod names;
mod pairs;
mod periods;
pub mod personal;
mod plan_and_report;
mod prose;
mod repeats;
mod results;
mod rounds;
mod same_name;
mod signing;
mod spelling;
mod spending;
mod stories;
mod targets;
mod twins;
mod two_lists;
mod wording;

use crate::check::{DocumentRule, PortalRule, Rule};

pub const RULES: &[Rule] = &[
    declared::DECLARED,
    prose::CLAIMS,
    spending::SPENDING,
    two_lists::TWO_LISTS,
    plan_and_report::PLAN_AND_REPORT,
    rounds::ROUNDS,
    stories::STORIES,
    targets::TARGETS,
    twins::TWINS,
    dimensions::DIMENSIONS,
    periods::PERIODS,
    personal::PERSONAL_ATTACHED,
    names::PLACE,
    repeats::RESULTS,
    results::RESULTS_OF_ROWS,
    wording::WORDING,
    completeness::COMPLETENESS,
];

pub const DOCUMENT_RULES: &[DocumentRule] = &[
    dates::DATES,
    headers::HEADERS,
    signing::SIGNING,
    personal::PERSONAL,
    names::NAMES,
    leftovers::LEFTOVERS,
    repeats::REPEATS,
    layout::LAYOUT,
    prose::FIGURES_ALONE,
    accessibility::ACCESSIBILITY,
    import_marks::IMPORT_MARKS,
];

pub const PORTAL_RULES: &[PortalRule] =
    &[dates::PORTAL_DATES, personal::PORTAL_PERSONAL, accessibility::PORTAL_ACCESSIBILITY];
