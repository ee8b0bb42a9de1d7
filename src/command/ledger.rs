//! `prongsai ledger`: writes what is published today into the content folder, so that later builds can tell what vanished
//! and readers can see what changed.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::address::{AgencyPage, ItemCode, rooted};
use crate::check::Located;
use crate::command::arguments::{LedgerArguments, SiteArguments};
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::permanence;
use crate::engine::{Engine, Timings};
use crate::finding::code;
use crate::folder::Folder;
use crate::output::Hash;
use crate::record::Presence;
use crate::record::changes::{CHANGES_PATH, RecordSubject};
use crate::record::ledger::LEDGER_PATH;
use crate::site::promises::{promised_by_agency, promised_by_portal};
use crate::site::{self, AgencySite, AgencySummary, Site};

struct Noted {
    summary: AgencySummary,
    presence: Vec<String>,
    /// Address and title.
    addresses: Vec<(String, String)>,
    subjects: Vec<RecordSubject>,
}

pub fn run(arguments: &LedgerArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let reason = arguments.reason.as_deref().unwrap_or("");
    let recorded = record(&arguments.site, reason, None, &[])?;
    terminal.say(&format!("บันทึก {} ที่อยู่ และการเปลี่ยนแปลงใหม่ {} เรื่อง", recorded.addresses, recorded.added));
    terminal.findings(&recorded.vanished);
    Ok(if recorded.vanished.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

pub struct Recorded {
    pub addresses: usize,
    pub added: usize,
    pub vanished: Vec<Located>,
    /// The files of the record are not what they were, so pages that show them are not either.
    pub changed: bool,
}

/// The site that was published before: the hash of its manifest, and its day.
pub struct PublishedBefore {
    pub digest: String,
    pub date: String,
}

/// Brings ledger and change log up to date. `overridden`: so many errors were passed over, for the reason given.
/// `sealed`: the sites before this one, noted if anything else is: else noting them would make a new site each time.
pub fn record(
    arguments: &SiteArguments,
    reason: &str,
    overridden: Option<usize>,
    sealed: &[PublishedBefore],
) -> Result<Recorded, Failure> {
    let timings = Timings::default();
    let content = Folder::hold(&arguments.content);
    let engine = Engine::open(&arguments.options()?, &timings)?;
    let content = content.map_err(|error| super::unreadable(&arguments.content, &error))?;
    let date = engine.site.settings.date;
    let noted: Vec<Option<Noted>> = engine
        .sources
        .agencies
        .par_iter()
        .map(|files| engine.agency(files, &timings).ok().filter(is_read_whole).map(|agency| note(&engine, &agency)))
        .collect();
    // What could not be opened is not gone: noting it as withdrawn, or a record that was not read as a new one, would be
    // wrong for ever.
    if noted.iter().any(Option::is_none) || engine.findings.iter().any(|finding| finding.code == code::S004) {
        return Err(Failure("มีไฟล์หรือหน่วยงานที่อ่านไม่ได้ จึงยังไม่บันทึก สั่ง `prongsai check` เพื่อดูว่าต้องแก้อะไร".to_owned()));
    }
    let site = &engine.site;
    let mut presence = Presence::default();
    let (mut summaries, mut addresses, mut subjects) = (Vec::new(), Vec::new(), Vec::new());
    for agency in noted.into_iter().flatten() {
        summaries.push(agency.summary);
        presence.add(agency.presence);
        addresses.extend(agency.addresses);
        subjects.extend(agency.subjects);
    }
    let routes = site::portal_routes(site, &summaries);
    addresses.extend(promised_by_portal(site, &routes).into_iter().map(|address| (address, String::new())));
    // Where the one authority is at home in the root, its page is what stands there, whatever portal.md says.
    let taken: BTreeSet<String> = subjects.iter().map(|subject: &RecordSubject| subject.address.clone()).collect();
    subjects.extend(portal_subjects(site).into_iter().filter(|subject| !taken.contains(&subject.address)));

    let vanished = permanence::vanished(site, presence, &summaries, &routes);
    let mut ledger = site.record.ledger.clone();
    ledger.merge(addresses.iter().map(|(address, title)| (address.as_str(), title.as_str())), &date.iso());
    let mut changes = site.record.changes.clone();
    let mut added = changes.note(&subjects, &date.iso(), reason);
    if let Some(errors) = overridden {
        added += usize::from(changes.note_override(errors, &date.iso(), reason));
    }
    if added > 0 {
        for PublishedBefore { digest, date: published } in sealed {
            added += usize::from(changes.note_seal(digest, published, &date.iso()));
        }
    }
    let wrote_ledger = write(&content, LEDGER_PATH, &ledger.to_text())?;
    let wrote_changes = write(&content, CHANGES_PATH, &changes.to_text())?;
    Ok(Recorded { addresses: ledger.addresses.len(), added, vanished, changed: wrote_ledger || wrote_changes })
}

fn is_read_whole(agency: &AgencySite) -> bool {
    !agency.findings.iter().any(|finding| finding.code == code::S004)
}

/// Written beside and moved into place, so that a broken run leaves the old record. `false`: it said so already.
fn write(content: &Folder, name: &str, text: &str) -> Result<bool, Failure> {
    let path = content.at(name);
    if crate::source::door::read_in(content, &path, u64::MAX).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    crate::source::door::replace(content, &path, text.as_bytes())
        .map_err(|error| Failure(format!("เขียน `{}` ไม่ได้: {error}", path.display())))?;
    Ok(true)
}

fn note(engine: &Engine, agency: &AgencySite) -> Noted {
    let site = &engine.site;
    let routes = site::agency_routes(site, &agency.agency);
    let titles = routes.iter().filter(|route| route.lang == site::Lang::Th);
    let titles: std::collections::BTreeMap<String, String> =
        titles.map(|route| (rooted(&route.url), site::title_of(site, &agency.agency, route).0)).collect();
    let addresses = promised_by_agency(&agency.agency, &routes)
        .into_iter()
        .map(|address| {
            let title = titles.get(&address).cloned().unwrap_or_default();
            (address, title)
        })
        .collect();
    Noted {
        summary: AgencySummary::of(site, agency, &routes),
        presence: permanence::addresses_of_agency(site, agency, &routes),
        addresses,
        subjects: subjects(engine, agency, &titles),
    }
}

/// What an author changes by hand: documents, items and attached files. Lists and sums only follow them.
fn subjects(
    engine: &Engine,
    agency: &AgencySite,
    titles: &std::collections::BTreeMap<String, String>,
) -> Vec<RecordSubject> {
    let model = &agency.agency;
    let mut subjects = Vec::new();
    let mut add = |address: String, hash: String, reason: Option<&str>| {
        let title = titles.get(&address).cloned().unwrap_or_default();
        subjects.push(RecordSubject { address, hash, title, reason: reason.unwrap_or_default().to_owned() });
    };
    let reason = |id: usize| model.document(id).common.change_reason.as_ref().map(|reason| reason.value.as_str());
    for (id, document) in model.documents.iter().enumerate() {
        if id == model.home || site::is_published(document, &engine.site) {
            add(rooted(&model.url_of(id)), short(&document.hash), reason(id));
        }
    }
    for year in &model.years {
        let newest = year.latest(model).map(|report| report.document);
        for (code, words) in site::data_pages::item_words(&engine.site, agency, year.year) {
            let Some(code) = ItemCode::parse(&code) else { continue };
            let page = AgencyPage::Item(year.year, code);
            add(rooted(&model.at(&page)), Hash::of(words.as_bytes()).short(), newest.and_then(reason));
        }
    }
    for (url, entry) in model.attachments.served() {
        if let Ok(bytes) = engine.files().read(entry) {
            add(rooted(url), Hash::of(&bytes).short(), None);
        }
    }
    subjects
}

fn portal_subjects(site: &Site) -> Vec<RecordSubject> {
    site.portal
        .home
        .iter()
        .chain(&site.portal.pages)
        .filter(|document| site::is_published(document, site))
        .map(|document| RecordSubject {
            address: rooted(&crate::model::document_url(&document.path)),
            hash: short(&document.hash),
            title: document.title().to_owned(),
            reason: document.common.change_reason.as_ref().map(|reason| reason.value.clone()).unwrap_or_default(),
        })
        .collect()
}

fn short(hash: &[u8; 32]) -> String {
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}
