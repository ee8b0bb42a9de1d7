//! The lists of announcements, orders and pledges: by year, kind, state and subject, and the dates to come.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::address::{AgencyPage, Feed, FeedFormat, Grouping, Lang, PaperKind};
use crate::model::life::{self, CalendarKind, LifeState};
use crate::model::{Agency, Paper};
use crate::site::feeds;
use crate::site::ground::{AgencySite, Artifact, is_published};
use crate::site::page::{LinkView, Page};
use crate::site::pages::paper_state::{self, StateView};
use crate::site::shell::PageAbout;
use crate::thai::Date;
use crate::theme::ThemeError;

impl Grouping {
    /// Whether it has anything to part.
    pub fn applies(self, agency: &Agency) -> bool {
        match self {
            Self::Year => true,
            Self::Kind | Self::State => !agency.papers.is_empty(),
            Self::Subject => {
                agency.papers.iter().any(|paper| agency.paper_meta(paper).is_some_and(|meta| !meta.subjects.is_empty()))
            }
        }
    }
}

#[derive(Clone, Serialize)]
pub struct PaperRow {
    pub title: String,
    pub href: String,
    pub kind: &'static str,
    pub kind_key: &'static str,
    pub date: Option<String>,
    pub number: Option<String>,
    pub state: StateView,
}

#[derive(Serialize)]
struct PapersPage {
    /// The ways to part the list; the current one has no address.
    tabs: Vec<Tab>,
    groups: Vec<PaperGroup>,
    rows: Vec<PaperRow>,
    to_come: Vec<DateRow>,
    feeds: Vec<LinkView>,
}

#[derive(Serialize)]
struct Tab {
    title: String,
    href: String,
    is_current: bool,
}

#[derive(Serialize)]
struct PaperGroup {
    title: String,
    anchor: String,
    rows: Vec<PaperRow>,
}

#[derive(Serialize)]
struct DateRow {
    date: String,
    iso: String,
    words: String,
    link: Option<LinkView>,
}

fn published<'a>(page: &'a Page<'_>, agency: &'a Agency) -> impl Iterator<Item = (usize, &'a Paper)> + 'a {
    let shown = |paper: &Paper| is_published(agency.document(paper.document), page.site);
    agency.papers.iter().enumerate().filter(move |(_, paper)| shown(paper))
}

fn row(page: &Page<'_>, agency: &Agency, at: usize, paper: &Paper) -> PaperRow {
    PaperRow {
        title: page.show.words(&paper.title),
        href: page.to(&agency.url_of(paper.document)),
        kind: paper_state::kind_word(page, paper.kind),
        kind_key: paper.kind.key(),
        date: paper.date.map(|date| page.show.date(date)),
        number: paper.number.as_ref().map(|number| page.show.text(number)),
        state: paper_state::state(page, agency, at),
    }
}

/// All published papers, newest first.
pub fn rows(page: &Page<'_>, agency: &Agency) -> Vec<PaperRow> {
    published(page, agency).map(|(at, paper)| row(page, agency, at, paper)).collect()
}

/// The address of a group on its page.
pub fn anchor(name: &str) -> String {
    crate::thai::slug::slug(name)
}

fn groups(page: &Page<'_>, agency: &Agency, by: Grouping) -> Vec<PaperGroup> {
    let mut groups: Vec<PaperGroup> = match by {
        Grouping::Year | Grouping::Subject => Vec::new(),
        Grouping::Kind => [PaperKind::Announcement, PaperKind::Order, PaperKind::Pledge]
            .map(|kind| PaperGroup {
                title: paper_state::kind_word(page, kind).to_owned(),
                anchor: kind.key().to_owned(),
                rows: Vec::new(),
            })
            .into(),
        Grouping::State => LifeState::ALL
            .map(|state| PaperGroup {
                title: paper_state::state_word(page, state),
                anchor: state.key().to_owned(),
                rows: Vec::new(),
            })
            .into(),
    };
    let mut at_anchor: BTreeMap<String, usize> =
        groups.iter().enumerate().map(|(at, group)| (group.anchor.clone(), at)).collect();
    let mut place = |title: String, anchor: String, row: PaperRow| {
        let at = *at_anchor.entry(anchor.clone()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.rows.push(row),
            None => groups.push(PaperGroup { title, anchor, rows: vec![row] }),
        }
    };
    for (at, paper) in published(page, agency) {
        let row = row(page, agency, at, paper);
        match by {
            Grouping::Year => match paper.date {
                // Newest first, so the years come in order; those without a date come last by themselves.
                Some(date) => place(year_title(page, date), format!("y{}", date.year_be()), row),
                None => place(page.word("date_not_stated").to_owned(), "undated".to_owned(), row),
            },
            Grouping::Kind => place(String::new(), paper.kind.key().to_owned(), row),
            Grouping::State => place(String::new(), row.state.key.to_owned(), row),
            Grouping::Subject => {
                let subjects = agency.paper_meta(paper).map(|meta| meta.subjects.as_slice()).unwrap_or_default();
                for subject in subjects {
                    place(subject.value.clone(), anchor(&subject.value), row.clone());
                }
                if subjects.is_empty() {
                    place(page.word("subject_not_stated").to_owned(), "none".to_owned(), row);
                }
            }
        }
    }
    groups.retain(|group| !group.rows.is_empty());
    if by == Grouping::Subject {
        crate::thai::collate::sort_by_name(&mut groups, |group| group.title.as_str());
        // What has no subject is looked for last.
        groups.sort_by_key(|group| group.anchor == "none");
    }
    groups
}

fn year_title(page: &Page<'_>, date: Date) -> String {
    match page.lang {
        Lang::Th => format!("พ.ศ. {}", page.show.text(&date.year_be().to_string())),
        Lang::En => date.year_ce().to_string(),
    }
}

/// What is to come, for readers: from tomorrow on.
fn to_come(page: &Page<'_>, agency: &Agency) -> Vec<DateRow> {
    let today = page.site.settings.date;
    let from = today.add_days(1).unwrap_or(today);
    life::dates(agency, today, from)
        .into_iter()
        .map(|date| DateRow {
            date: page.show.date(date.date),
            iso: date.date.iso(),
            words: match date.what {
                CalendarKind::Paper(kind, _) => page.word(paper_state::event_word(kind)).to_owned(),
                CalendarKind::ReportDue(year, round) => format!(
                    "{} {} {} {}",
                    page.word("report_due"),
                    page.show.round(round),
                    page.word("fiscal_year"),
                    page.show.year(year)
                ),
            },
            link: match date.what {
                CalendarKind::Paper(_, at) => paper_state::link(page, agency, at),
                CalendarKind::ReportDue(..) => None,
            },
        })
        .collect()
}

fn feed_links(page: &Page<'_>, agency: &Agency) -> Vec<LinkView> {
    let href = |feed| page.to_file(&agency.at(&AgencyPage::Feed(feed)));
    let mut links = Vec::new();
    for kind in feeds::kinds() {
        if feeds::has_entries(page.site, agency, kind) {
            let name = kind.map_or(page.word("feed_all"), |kind| paper_state::kind_word(page, kind));
            for (format, word) in [(FeedFormat::Atom, "Atom"), (FeedFormat::Json, "JSON Feed")] {
                links.push(LinkView { title: format!("{name} ({word})"), href: href(Feed { format, kind }) });
            }
        }
    }
    links.push(LinkView { title: page.word("feed_calendar").to_owned(), href: href(Feed::CALENDAR) });
    links
}

pub fn render(page: &Page<'_>, site: &AgencySite, by: Grouping) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let view = PapersPage {
        tabs: Grouping::ALL
            .into_iter()
            .filter(|grouping| grouping.applies(agency))
            .map(|grouping| Tab {
                title: page.word(grouping.word()).to_owned(),
                href: page.to(&agency.at(&AgencyPage::Papers(grouping))),
                is_current: grouping == by,
            })
            .collect(),
        groups: groups(page, agency, by),
        rows: rows(page, agency),
        to_come: to_come(page, agency),
        feeds: feed_links(page, agency),
    };
    let mut trail = page.trail(Some(agency));
    let title = page.word(by.title_word());
    if by != Grouping::Year {
        trail.push(page.crumb(page.word("nav_announcements"), &agency.at(&AgencyPage::Papers(Grouping::Year))));
    }
    let about = PageAbout { title, description: agency.name(), trail, agency: Some(agency) };
    page.render("papers.html", about, &view)
}
