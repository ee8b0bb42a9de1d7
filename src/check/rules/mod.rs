//! All rules, one file per family; each a pure pass over the model. The header of a rule's file is its manual page.

mod claims;
mod dates;
mod declared;
mod dimensions;
mod figures;
mod headers;
mod pairs;
mod periods;
mod plan_and_report;
mod rounds;
mod same_name;
mod signing;
mod spending;
mod stories;
mod targets;
mod twins;
mod two_lists;

use crate::check::{PortalRule, Rule};

pub const RULES: &[Rule] = &[
    declared::DECLARED,
    claims::CLAIMS,
    spending::SPENDING,
    two_lists::TWO_LISTS,
    plan_and_report::PLAN_AND_REPORT,
    rounds::ROUNDS,
    stories::STORIES,
    targets::TARGETS,
    twins::TWINS,
    dimensions::DIMENSIONS,
    dates::DATES,
    periods::PERIODS,
    headers::HEADERS,
    signing::SIGNING,
];

pub const PORTAL_RULES: &[PortalRule] = &[dates::PORTAL_DATES];
