//! The change log of the site: what was published, changed or withdrawn, when and why; as a page and as an Atom feed.
//! Shows what `prongsai ledger` noted and nothing else.

use std::fmt::Write as _;

use serde::Serialize;

use crate::address::{AgencyPage, DataPage, Lang, PortalData, PortalPage};
use crate::escape::xml;
use crate::model::Agency;
use crate::record::changes::{Change, Event};
use crate::site::data_pages::made::address;
use crate::site::ground::{Artifact, Site};
use crate::site::page::Page;
use crate::site::shell::PageAbout;
use crate::thai::Date;
use crate::theme::ThemeError;

pub const ATOM: &str = "application/atom+xml; charset=utf-8";
/// A page shows the newest ones; the file in the content folder keeps all.
const MOST: usize = 400;
const MOST_IN_FEED: usize = 60;

/// Newest first; of one agency, or of everything.
fn newest<'a>(site: &'a Site, agency: Option<&'a Agency>, most: usize) -> Vec<&'a Change> {
    let base = format!("/{}", agency.map(Agency::base).unwrap_or_default());
    let mut changes: Vec<&Change> =
        site.record.changes.all.iter().filter(|change| change.address.starts_with(&base)).collect();
    // Stable: within a day, in the order of the record.
    changes.sort_by(|a, b| b.date.cmp(&a.date));
    changes.truncate(most);
    changes
}

/// Without anything recorded there is nothing to feed.
pub fn has_any(site: &Site, agency: Option<&Agency>) -> bool {
    !newest(site, agency, 1).is_empty()
}

#[derive(Serialize)]
struct ChangesPage {
    title: String,
    words: String,
    days: Vec<DayView>,
    feed: Option<String>,
    verify: String,
}

#[derive(Serialize)]
struct DayView {
    date: String,
    changes: Vec<ChangeView>,
}

/// One event, for this page and for the history of an item.
#[derive(Debug, Serialize)]
pub struct ChangeView {
    pub date: String,
    pub class: &'static str,
    pub word: String,
    pub title: String,
    /// `None` once withdrawn.
    pub href: Option<String>,
    pub reason: Option<String>,
    pub hash: Option<String>,
}

/// Where the log of an agency or of everything stands, or the feed of it.
fn of_log(agency: Option<&Agency>, is_feed: bool) -> String {
    match agency {
        Some(agency) => agency.at(&AgencyPage::Data(if is_feed { DataPage::ChangesFeed } else { DataPage::Changes })),
        None => PortalPage::Data(if is_feed { PortalData::ChangesFeed } else { PortalData::Changes }).address(),
    }
}

fn shown_date(page: &Page<'_>, iso: &str) -> String {
    Date::parse(iso).map_or_else(|_| iso.to_owned(), |date| page.show.date(date))
}

fn event_word(page: &Page<'_>, event: Event) -> String {
    page.word(match event {
        Event::Published => "change_published",
        Event::Changed => "change_changed",
        Event::Withdrawn => "change_withdrawn",
        Event::Sealed => "change_sealed",
    })
    .to_owned()
}

fn view(page: &Page<'_>, change: &Change) -> ChangeView {
    let url = change.address.trim_start_matches('/');
    let is_page = url.is_empty() || url.ends_with('/');
    ChangeView {
        date: shown_date(page, &change.date),
        class: change.event.key(),
        word: event_word(page, change.event),
        title: match change.event {
            Event::Sealed => shown_date(page, &change.title),
            _ if change.title.is_empty() => change.address.clone(),
            _ => change.title.clone(),
        },
        href: is_there(change).then(|| if is_page { page.to(url) } else { page.to_file(url) }),
        reason: (!change.reason.is_empty()).then(|| change.reason.clone()),
        hash: (change.event != Event::Withdrawn).then(|| change.hash.clone()),
    }
}

/// Whether the event speaks of something that can be opened today.
fn is_there(change: &Change) -> bool {
    !matches!(change.event, Event::Withdrawn | Event::Sealed)
}

/// Everything that happened at one address, oldest first: the history of an item or a document.
pub fn history(page: &Page<'_>, url: &str) -> Vec<ChangeView> {
    let address = format!("/{url}");
    page.site.record.changes.of(&address).map(|change| view(page, change)).collect()
}

pub fn render(page: &Page<'_>, agency: Option<&Agency>) -> Result<Artifact, ThemeError> {
    let mut days: Vec<DayView> = Vec::new();
    for change in newest(page.site, agency, MOST) {
        let shown = view(page, change);
        match days.last_mut().filter(|day| day.date == shown.date) {
            Some(day) => day.changes.push(shown),
            None => days.push(DayView { date: shown.date.clone(), changes: vec![shown] }),
        }
    }
    let title = page.word("changes_title");
    let view = ChangesPage {
        title: title.to_owned(),
        words: page.word("changes_words").to_owned(),
        days,
        feed: has_any(page.site, agency).then(|| page.to_file(&of_log(agency, true))),
        verify: page.word("changes_verify").to_owned(),
    };
    let about = PageAbout { title, description: page.word("changes_words"), trail: page.trail(agency), agency };
    page.render("changes.html", about, &view)
}

pub fn feed(page: &Page<'_>, agency: Option<&Agency>) -> Vec<u8> {
    let site = page.site;
    let changes = newest(site, agency, MOST_IN_FEED);
    let name = agency.map_or(site.settings.title.as_str(), Agency::name);
    let newest_day = changes.first().map_or_else(|| site.settings.date.iso(), |change| change.date.clone());
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"th\">\n",
    );
    let thai = Page::new(site, Lang::Th, page.url);
    let _ = writeln!(out, "<title>{} {}</title>", xml(thai.word("changes_title")), xml(name));
    let _ = writeln!(out, "<id>{}</id>", xml(&id(site, page.url, "")));
    // The hour of midnight in Thailand: the record knows days only.
    let _ = writeln!(out, "<updated>{newest_day}T00:00:00+07:00</updated>");
    let _ = writeln!(out, "<author><name>{}</name></author>", xml(name));
    let _ = writeln!(out, "<link rel=\"self\" href=\"{}\"/>", xml(&address(site, page.url)));
    let _ = writeln!(out, "<link rel=\"alternate\" href=\"{}\"/>", xml(&address(site, &of_log(agency, false))));
    for change in changes {
        let url = change.address.trim_start_matches('/');
        let view = view(&thai, change);
        let _ = writeln!(out, "<entry>\n<title>{}: {}</title>", xml(&view.word), xml(&view.title));
        let is_seal = change.event == Event::Sealed;
        // Two sites may have been published on one day.
        let event = if is_seal { change.hash.as_str() } else { change.event.key() };
        let _ = writeln!(out, "<id>{}</id>", xml(&id(site, url, &format!("{}-{event}", change.date))));
        let _ = writeln!(out, "<updated>{}T00:00:00+07:00</updated>", xml(&change.date));
        let log = of_log(agency, false);
        let _ = writeln!(
            out,
            "<link rel=\"alternate\" href=\"{}\"/>",
            xml(&address(site, if is_seal { &log } else { url }))
        );
        let _ = writeln!(out, "<category term=\"{}\"/>", change.event.key());
        let summary = match (is_seal, change.reason.as_str()) {
            (true, _) => format!("SHA-256 {}", change.hash),
            (false, "") => thai.word("change_no_reason").to_owned(),
            (false, reason) => reason.to_owned(),
        };
        let _ = writeln!(out, "<summary>{}</summary>\n</entry>", xml(&summary));
    }
    out.push_str("</feed>\n");
    out.into_bytes()
}

/// An id must be absolute even where the site knows no address of its own.
fn id(site: &Site, url: &str, event: &str) -> String {
    let place = match &site.settings.base_url {
        Some(_) => address(site, url),
        None => crate::site::linker::nameless_id(&site.settings.maker, url),
    };
    if event.is_empty() { place } else { format!("{place}#{event}") }
}
