//! Addresses that were published must not vanish: reads the record beside the content, and compares it with what the
//! site has now. `build` and `check` tell what is gone; `ledger` writes the record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::{Located, locate};
use crate::finding::{Finding, Findings};
use crate::model::{self, Agency, Sources};
use crate::output::changes::{CHANGES_PATH, Changes};
use crate::output::ledger::{LEDGER_PATH, Ledger};
use crate::output::redirect_list::{REDIRECTS_PATH, RedirectList};
use crate::site::record::{Record, promised_by_agency, promised_by_portal, redirects_of_agency};
use crate::site::{AgencyRoute, AgencySite, AgencySummary, PortalRoute, Site};
use crate::source::{Entry, Files};
use crate::span::{FileId, Span};

fn text(files: &dyn Files, sources: &Sources, path: &str, findings: &mut Findings) -> String {
    let entry: Option<&Entry> = sources.portal.iter().find(|entry| entry.path == path);
    let bytes = entry.and_then(|entry| model::read_text(files, entry, findings)).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Line `number`, counted from 1, of a file beside the content.
fn line(path: &str, text: &str, number: usize) -> Span {
    let start: usize = text.split_inclusive('\n').take(number - 1).map(str::len).sum();
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    Span::new(FileId::of(path), start, end)
}

/// What the content folder remembers; lines that cannot be read are findings.
pub fn load(files: &dyn Files, sources: &Sources, base_url: Option<&str>, findings: &mut Findings) -> Record {
    let ledger_text = text(files, sources, LEDGER_PATH, findings);
    let (ledger, bad) = Ledger::read(&ledger_text);
    let mut unreadable = |path: &str, text: &str, numbers: Vec<usize>, example: &str| {
        for number in numbers {
            findings.push(
                Finding::error("L022", line(path, text, number), format!("บรรทัดที่ {number} ของ `{path}` อ่านไม่ได้"))
                    .english("a line of the publishing record cannot be read")
                    .help(format!("ตัวอย่างที่ถูก: `{example}`")),
            );
        }
    };
    let numbers = bad.into_iter().map(|bad| bad.line).collect();
    unreadable(LEDGER_PATH, &ledger_text, numbers, "/na-kok/2564/⇥2026-11-21⇥2026-11-21⇥ชื่อเรื่อง (⇥ คือแท็บ)");
    let changes_text = text(files, sources, CHANGES_PATH, &mut Findings::default());
    let (changes, numbers) = Changes::read(&changes_text);
    unreadable(CHANGES_PATH, &changes_text, numbers, "2026-11-21⇥published⇥/na-kok/⇥0123abcd⇥ชื่อเรื่อง⇥เหตุผล (⇥ คือแท็บ)");
    let list_text = text(files, sources, REDIRECTS_PATH, &mut Findings::default());
    let list = RedirectList::read(&list_text, base_url);
    unreadable(REDIRECTS_PATH, &list_text, list.bad.clone(), "/ที่อยู่เดิม/ /ที่อยู่ใหม่/");
    let redirects = list.expanded(&ledger);
    Record { ledger, changes, redirects }
}

/// Gathers what the site has, agency by agency, to be compared at the end.
#[derive(Debug, Default)]
pub struct Presence {
    current: BTreeSet<String>,
    redirects: BTreeMap<String, String>,
}

/// What one agency adds: its addresses and its redirects.
#[derive(Debug, Default)]
pub struct AgencyPresence {
    addresses: Vec<String>,
}

impl AgencyPresence {
    /// Without a ledger there is nothing to compare, and nothing is kept in memory.
    pub fn of(site: &Site, agency: &AgencySite, routes: &[AgencyRoute]) -> Self {
        if site.record.ledger.addresses.is_empty() {
            return Self::default();
        }
        Self { addresses: promised_by_agency(&agency.agency, routes) }
    }
}

/// For `check`, which shows nothing: where the agency's pages stand, and what its old addresses lead to.
pub fn presence_of(site: &Site, agency: Agency) -> (AgencySummary, AgencyPresence) {
    let slug = agency.slug.clone();
    if site.record.ledger.addresses.is_empty() {
        return (AgencySummary { slug, ..AgencySummary::default() }, AgencyPresence::default());
    }
    let agency = AgencySite::new(Arc::new(agency), Vec::new);
    let routes = crate::site::agency_routes(site, &agency.agency);
    let redirects = redirects_of_agency(site, &agency.agency, &routes).into_iter().collect();
    (AgencySummary { slug, redirects, ..AgencySummary::default() }, AgencyPresence::of(site, &agency, &routes))
}

impl Presence {
    pub fn add(&mut self, agency: AgencyPresence) {
        self.current.extend(agency.addresses);
    }

    pub fn add_portal(&mut self, site: &Site, summaries: &[AgencySummary], routes: &[PortalRoute]) {
        self.current.extend(promised_by_portal(site, routes));
        self.redirects = crate::site::data_pages::redirects::all(site, summaries);
    }

    /// Published addresses that are gone, and redirects that stand in the way of a page.
    pub fn findings(&self, site: &Site) -> Vec<Located> {
        let ledger = &site.record.ledger;
        let current: BTreeSet<&str> = self.current.iter().map(String::as_str).collect();
        let vanished = ledger.vanished(&current, &self.redirects);
        if vanished.is_empty() {
            return Vec::new();
        }
        let ledger_text = ledger.to_text();
        let file = FileId::of(LEDGER_PATH);
        let mut places: BTreeMap<&str, Span> = BTreeMap::new();
        let mut at = 0;
        for row in ledger_text.split_inclusive('\n') {
            if let Some((address, _)) = row.split_once('\t').filter(|(address, _)| address.starts_with('/')) {
                places.insert(address, Span::new(file, at, at + address.len()));
            }
            at += row.len();
        }
        let findings: Vec<Finding> = vanished
            .iter()
            .map(|gone| {
                let span = places.get(gone.address).copied().unwrap_or(Span::whole_file(file));
                let title =
                    if gone.entry.title.is_empty() { String::new() } else { format!(" ({})", gone.entry.title) };
                let message = match &gone.redirected_to {
                    Some(to) => format!("ที่อยู่ `{}`{title} เปลี่ยนทางไปที่ `{to}` ซึ่งไม่มีในเว็บ", gone.address),
                    None => format!("ที่อยู่ `{}`{title} เคยเผยแพร่แล้ว แต่ไม่มีในเว็บอีก", gone.address),
                };
                Finding::error("L020", span, message)
                    .english(format!("the published address `{}` has vanished", gone.address))
                    .help(format!(
                        "ถ้าย้ายไปแล้ว เติม `redirect_from: [{0}]` ในส่วนหัวของเอกสารใหม่ \
                         หรือเพิ่มบรรทัด `{0} /ที่อยู่ใหม่/` ใน content/{REDIRECTS_PATH}",
                        gone.address
                    ))
            })
            .collect();
        // The record is shown as it would be written, so that lines are found whatever a merge left in the file.
        let known: (Arc<str>, Arc<str>) = (LEDGER_PATH.into(), ledger_text.into());
        locate(findings.iter(), &|_| Some(known.clone()))
    }
}
