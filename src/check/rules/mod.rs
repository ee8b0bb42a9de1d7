//! All rules, one file per family; each a pure pass over the model. The header of a rule's file is its manual page.

use crate::check::{PortalRule, Rule};

pub const RULES: &[Rule] = &[];

pub const PORTAL_RULES: &[PortalRule] = &[];
