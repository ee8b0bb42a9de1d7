//! What a rule is, and what it may know beside the document or agency that it judges. Knows no rule.

use crate::check::agency_names::AgencyNames;
use crate::check::lined::LinedDocument;
use crate::finding::{Code, Findings};
use crate::model::{Agency, Portal};
use crate::source::meta::{AgencyMeta, PortalMeta};
use crate::standards::Standards;
use crate::thai::Date;

/// What rules may know beside the agency at hand.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    pub standards: &'c Standards,
    /// The day of the check: an input, so that a build can be repeated.
    pub today: Date,
    /// The portal's own settings, with the severities that the site has changed.
    pub portal: &'c PortalMeta,
    /// Every agency of the portal, so that one's name in another's document can be told.
    pub agencies: &'c AgencyNames,
}

/// What a rule of single documents may know of their agency: what `agency.md` says.
#[derive(Clone, Copy)]
pub struct AgencyHead<'a> {
    pub slug: &'a str,
    pub meta: &'a AgencyMeta,
}

impl<'a> AgencyHead<'a> {
    pub fn of(agency: &'a Agency) -> Self {
        Self { slug: &agency.slug, meta: &agency.meta }
    }
}

/// A rule that judges each document by itself, so that its judgement of a document that did not change still stands.
pub struct DocumentRule {
    pub codes: &'static [Code],
    pub run: fn(&[LinedDocument<'_>], AgencyHead<'_>, &Context<'_>, &mut Findings),
}

/// One rule: the codes it may give, and one pass over an agency.
pub struct Rule {
    pub codes: &'static [Code],
    pub run: fn(&Agency, &Context<'_>, &mut Findings),
}

/// A rule over the portal's own documents.
pub struct PortalRule {
    pub codes: &'static [Code],
    pub run: fn(&Portal, &Context<'_>, &mut Findings),
}
