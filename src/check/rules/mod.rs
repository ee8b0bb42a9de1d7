//! All rules, one file per family; each a pure pass over the model. The header of a rule's file is its manual page.

mod dates;
mod declared;
mod figures;
mod headers;
mod passages;
mod periods;
pub mod personal;
mod signing;
mod spending;

use crate::check::{PortalRule, Rule};

pub const RULES: &[Rule] =
    &[declared::DECLARED, spending::SPENDING, dates::DATES, periods::PERIODS, headers::HEADERS, signing::SIGNING, personal::PERSONAL];

pub const PORTAL_RULES: &[PortalRule] = &[dates::PORTAL_DATES];
