//! Addresses that were published must not vanish: brings together the record beside the content and what the site has.
//! The record itself, and what is said of it, is `record`'s.

use std::sync::Arc;

use crate::check::{Located, locate};
use crate::finding::Findings;
use crate::model::{self, Agency, Sources};
use crate::record::ledger::LEDGER_PATH;
use crate::record::redirect_list::REDIRECTS_PATH;
use crate::record::{Presence, Record};
use crate::site::promises::{promised_by_agency, promised_by_portal, redirects_of_agency};
use crate::site::{self, AgencyRoute, AgencySite, AgencySummary, PortalRoute, Site};
use crate::source::Files;
use crate::source::files::LARGEST_TEXT;

/// What the addresses and changes of an agency with a thousand promises take, a line each.
const RECORD_OF_AN_AGENCY: u64 = 1024 * 1024;

/// What the content folder remembers; lines that cannot be read are findings.
pub fn load(files: &dyn Files, sources: &Sources, base_url: Option<&str>, findings: &mut Findings) -> Record {
    // A line for each address: as long as the site is large, and no longer.
    let largest = LARGEST_TEXT + RECORD_OF_AN_AGENCY * u64::try_from(sources.agencies.len()).unwrap_or(0);
    let text = |path: &str, findings: &mut Findings| {
        let entry = sources.portal.iter().find(|entry| entry.path == path);
        let bytes = entry.and_then(|entry| model::read_text_up_to(largest, files, entry, findings)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Record::read(text, base_url, findings)
}

/// The addresses that an agency is known by. Without a ledger there is nothing to compare, and nothing is kept in memory.
pub fn addresses_of_agency(site: &Site, agency: &AgencySite, routes: &[AgencyRoute]) -> Vec<String> {
    if site.record.ledger.addresses.is_empty() && site.record.redirects.is_empty() {
        return Vec::new();
    }
    promised_by_agency(&agency.agency, routes)
}

/// For `check`, which shows nothing: where the agency's pages stand, and what its old addresses lead to.
pub fn presence_of(site: &Site, agency: Arc<Agency>) -> (AgencySummary, Vec<String>) {
    let slug = agency.slug.clone();
    if site.record.ledger.addresses.is_empty() && site.record.redirects.is_empty() {
        return (AgencySummary { slug, ..AgencySummary::default() }, Vec::new());
    }
    let agency = AgencySite::new(agency, Vec::new);
    let routes = site::agency_routes(site, &agency.agency);
    let redirects = redirects_of_agency(site, &agency.agency, &routes).into_iter().collect();
    (AgencySummary { slug, redirects, ..AgencySummary::default() }, addresses_of_agency(site, &agency, &routes))
}

/// What of the ledger has vanished, once every agency's addresses are in `presence`.
pub fn vanished(
    site: &Site,
    mut presence: Presence,
    summaries: &[AgencySummary],
    routes: &[PortalRoute],
) -> Vec<Located> {
    if site.record.ledger.addresses.is_empty() && site.record.redirects.is_empty() {
        return Vec::new();
    }
    presence.add(promised_by_portal(site, routes));
    presence.lead_on(site::data_pages::redirects::all(site, summaries));
    let (findings, text) = presence.vanished(&site.record.ledger);
    let known: (Arc<str>, Arc<str>) = (LEDGER_PATH.into(), text.into());
    let mut located = locate(findings.iter(), &|_| Some(known.clone()));
    let rules = presence.lead_nowhere(&site.record);
    let known: (Arc<str>, Arc<str>) = (REDIRECTS_PATH.into(), site.record.redirects_text.as_str().into());
    located.extend(locate(rules.iter(), &|_| Some(known.clone())));
    located
}
