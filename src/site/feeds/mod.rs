//! What changes, for programs that follow it: Atom and JSON feeds of papers, a calendar of dates.
//! Ids are permanent addresses and do not change with a title; `updated` comes from dates of the content, never from
//! a clock. A paper without any date is in no feed: a feed is about when.

mod atom;
mod calendar;
mod entries;
mod json;

use crate::address::{AgencyPage, Feed, FeedFormat, Grouping, Lang, PaperKind, PortalPage};
use crate::model::{Agency, AgencySummary, DateSummary, PaperSummary};
use crate::site::ground::{Artifact, Site};
use crate::site::linker::{absolute, nameless_id};
use crate::site::page::Page;

pub use entries::{date_summaries, paper_summaries};

impl FeedFormat {
    /// For `<link rel="alternate" type=…>`.
    pub fn media_type_in_links(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
            Self::Calendar => "text/calendar",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
            Self::Calendar => "text/calendar; charset=utf-8",
        }
    }
}

/// The feeds that pages point to, with the word for each.
pub const ADVERTISED: [(Feed, &str); 3] = [
    (Feed { format: FeedFormat::Atom, kind: None }, "feed_all"),
    (Feed { format: FeedFormat::Json, kind: None }, "feed_all"),
    (Feed::CALENDAR, "feed_calendar"),
];

/// All papers together, then by kind.
pub fn kinds() -> impl Iterator<Item = Option<PaperKind>> {
    std::iter::once(None).chain(PaperKind::ALL.map(Some))
}

/// Whether a feed of that kind would have anything in it.
pub fn has_entries(site: &Site, agency: &Agency, kind: Option<PaperKind>) -> bool {
    agency
        .papers
        .iter()
        .filter(|paper| kind.is_none_or(|kind| paper.kind == kind))
        .any(|paper| entries::is_dated(site, agency, paper))
}

/// All feeds of an agency, in a fixed order.
pub fn of_agency(site: &Site, agency: &Agency) -> Vec<Feed> {
    listed(|kind| has_entries(site, agency, kind))
}

/// All feeds of the portal; that of all papers is there before the first paper is, since every page names it.
pub fn of_portal(summaries: &[AgencySummary]) -> Vec<Feed> {
    listed(|kind| {
        kind.is_none() || summaries.iter().any(|summary| summary.papers.iter().any(|paper| is_in(paper, kind)))
    })
}

fn listed(has: impl Fn(Option<PaperKind>) -> bool) -> Vec<Feed> {
    let mut feeds = Vec::new();
    for kind in kinds().filter(|kind| has(*kind)) {
        feeds.push(Feed { format: FeedFormat::Atom, kind });
        feeds.push(Feed { format: FeedFormat::Json, kind });
    }
    feeds.push(Feed::CALENDAR);
    feeds
}

fn is_in(paper: &PaperSummary, kind: Option<PaperKind>) -> bool {
    paper.updated.is_some() && kind.is_none_or(|kind| paper.kind == kind.key())
}

/// A feed holds this many of the newest papers.
pub const LONGEST: usize = 50;

/// The portal's calendar holds this many dates.
const MOST_DATES: usize = 1_000;

pub fn render_agency(page: &Page<'_>, agency: &Agency, feed: Feed) -> Artifact {
    if feed.format == FeedFormat::Calendar {
        let dates = date_summaries(page.site, agency);
        return artifact(page, feed, calendar::write(page.site, agency.name(), &dates));
    }
    let papers = paper_summaries(page.site, agency, LONGEST);
    let about = Channel::new(page, agency.name(), Some(agency), feed);
    artifact(page, feed, write(&about, papers.iter().filter(|paper| is_in(paper, feed.kind)).collect()))
}

pub fn render_portal(page: &Page<'_>, summaries: &[AgencySummary], feed: Feed) -> Artifact {
    let title = page.site.settings.title.as_str();
    if feed.format == FeedFormat::Calendar {
        let mut dates: Vec<DateSummary> = summaries.iter().flat_map(|summary| summary.dates.iter().cloned()).collect();
        nearest(&mut dates, &page.site.settings.date.iso());
        return artifact(page, feed, calendar::write(page.site, title, &dates));
    }
    let papers = summaries.iter().flat_map(|summary| &summary.papers).filter(|paper| is_in(paper, feed.kind)).collect();
    artifact(page, feed, write(&Channel::new(page, title, None, feed), papers))
}

/// Of more dates than a calendar can take those that are to come, then those that have just been; each agency's own
/// calendar has all of its dates.
fn nearest(dates: &mut Vec<DateSummary>, today: &str) {
    dates.sort();
    let first_to_come = dates.partition_point(|date| date.date.as_str() < today);
    let to_come = (dates.len() - first_to_come).min(MOST_DATES);
    dates.truncate(first_to_come + to_come);
    dates.drain(..dates.len().saturating_sub(MOST_DATES));
}

fn artifact(page: &Page<'_>, feed: Feed, text: String) -> Artifact {
    Artifact { url: page.url.to_owned(), bytes: text.into_bytes(), media_type: feed.format.media_type() }
}

fn write(channel: &Channel<'_>, mut papers: Vec<&PaperSummary>) -> String {
    papers.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| b.date.cmp(&a.date)).then_with(|| a.url.cmp(&b.url)));
    papers.truncate(LONGEST);
    match channel.feed.format {
        FeedFormat::Json => json::write(channel, &papers),
        _ => atom::write(channel, &papers),
    }
}

/// What a feed says of itself.
struct Channel<'a> {
    site: &'a Site,
    feed: Feed,
    title: String,
    /// Root-relative address of the feed itself and of the page that it belongs to.
    url: &'a str,
    home: String,
    author: String,
}

impl<'a> Channel<'a> {
    fn new(page: &'a Page<'a>, name: &str, agency: Option<&Agency>, feed: Feed) -> Self {
        let kind = match feed.kind {
            Some(kind) => kind.name_th(),
            None => page.site.theme.word(Lang::Th.code(), "feed_all"),
        };
        let papers = AgencyPage::Papers(Grouping::Year);
        let home = agency.map_or_else(|| PortalPage::Home.address(), |agency| agency.at(&papers));
        Self { site: page.site, feed, title: format!("{kind} · {name}"), url: page.url, home, author: name.to_owned() }
    }

    fn absolute(&self, url: &str) -> String {
        address(self.site, url)
    }

    fn id(&self, url: &str) -> String {
        permanent_id(self.site, url)
    }
}

/// The full address where the site has one, else the one from its root.
fn address(site: &Site, url: &str) -> String {
    match &site.settings.base_url {
        Some(base) => absolute(base, url),
        None => absolute("", url),
    }
}

/// The permanent address; where the site has none of its own yet, an id of its maker's and of the address inside it.
fn permanent_id(site: &Site, url: &str) -> String {
    match &site.settings.base_url {
        Some(base) => absolute(base, url),
        None => nameless_id(&site.settings.maker, url),
    }
}

/// Midnight in Thailand.
fn timestamp(day: &str) -> String {
    format!("{day}T00:00:00+07:00")
}

/// The newest of the entries' own days.
fn newest<'p>(papers: &[&'p PaperSummary]) -> &'p str {
    papers.iter().filter_map(|paper| paper.updated.as_deref()).max().unwrap_or("2020-10-01")
}
