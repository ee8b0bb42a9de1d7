//! All rules, one file per family; each a pure pass over the model. The header of a rule's file is its manual page.

mod accessibility;
pub(crate) mod completeness;
mod dates;
mod declared;
mod figures;
mod headers;
mod leftovers;
mod names;
mod passages;
mod periods;
pub mod personal;
mod repeats;
mod signing;
mod spending;
mod wording;

use crate::check::{PortalRule, Rule};

pub const RULES: &[Rule] =
    &[declared::DECLARED, spending::SPENDING, dates::DATES, periods::PERIODS, headers::HEADERS, signing::SIGNING, personal::PERSONAL,
    names::NAMES,
    leftovers::LEFTOVERS,
    repeats::REPEATS,
    wording::WORDING,
    completeness::COMPLETENESS,
    accessibility::ACCESSIBILITY,
];

pub const PORTAL_RULES: &[PortalRule] = &[dates::PORTAL_DATES, accessibility::PORTAL_ACCESSIBILITY];
