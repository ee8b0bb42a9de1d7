//! The life of an announcement, order or pledge: what it does to others, what others do to it, and what state it is in
//! on a given day. Pure; the day is always an argument. Finding the other papers is in `life::resolve`, what is wrong
//! with them in `life::faults`, the days on which anything changes in `life::due`.

mod due;
mod faults;
mod related;
mod resolve;

use crate::model::agency::{Agency, Paper};
use crate::span::Span;
use crate::thai::Date;

pub use due::{CalendarDate, CalendarKind, Due, DueKind, dates, dues, next_change};
pub use faults::is_date_line;
pub use related::{Related, related};
pub use resolve::{PaperIndex, is_same_number, number_key};

/// What one paper does to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Amends,
    Replaces,
    Cancels,
}

impl Act {
    pub fn key(self) -> &'static str {
        match self {
            Act::Amends => "amends",
            Act::Replaces => "replaces",
            Act::Cancels => "cancels",
        }
    }

    pub fn name_th(self) -> &'static str {
        match self {
            Act::Amends => "แก้ไข",
            Act::Replaces => "แทนที่",
            Act::Cancels => "ยกเลิก",
        }
    }
}

/// One end of an act: the other paper, as an index into `Agency::papers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperLink {
    pub act: Act,
    pub paper: usize,
    /// Where the author says so, in the newer paper.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeState {
    /// Taken away by the author until it is ready.
    Draft,
    /// Complete, and kept back until its day.
    NotYetPublished,
    /// Published, and takes effect later.
    Upcoming,
    InForce,
    /// Published, and nobody states from when or until when it has effect.
    Unstated,
    /// As another paper has changed it.
    Amended,
    Replaced,
    Cancelled,
    /// Its own last day has passed.
    Expired,
}

impl LifeState {
    /// In the order of lists.
    pub const ALL: [Self; 9] = [
        Self::Upcoming,
        Self::InForce,
        Self::Unstated,
        Self::Amended,
        Self::Replaced,
        Self::Cancelled,
        Self::Expired,
        Self::NotYetPublished,
        Self::Draft,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::NotYetPublished => "not_yet_published",
            Self::Upcoming => "upcoming",
            Self::InForce => "in_force",
            Self::Unstated => "effect_not_stated",
            Self::Amended => "amended",
            Self::Replaced => "replaced",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// Whether it did once and does no more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Replaced | Self::Cancelled | Self::Expired)
    }
}

/// A paper's state on a day, and what brought it about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    pub state: LifeState,
    /// The day on which the state began; `None` where the papers do not say.
    pub since: Option<Date>,
    /// The paper that replaced, cancelled or last amended it.
    pub by: Option<usize>,
}

impl Paper {
    /// The first day of its effect: as stated, else the day it was signed.
    pub fn starts(&self) -> Option<Date> {
        self.effective_from.or(self.date)
    }

    /// Whether the paper says when it has effect. The day on which it was signed is not that.
    pub fn states_effect(&self) -> bool {
        self.effective_from.is_some() || self.effective_until.is_some()
    }

    /// Whether a reader of the site can know it on that day.
    pub fn is_public(&self, today: Date) -> bool {
        !self.draft && self.publish_from.is_none_or(|from| from <= today)
    }

    /// The day from which it acts on other papers of the site.
    fn acts_from(&self) -> Date {
        let start = self.starts().unwrap_or(Date::EARLIEST);
        self.publish_from.map_or(start, |from| from.max(start))
    }
}

/// What `paper` (an index into `Agency::papers`) is on that day.
pub fn life(agency: &Agency, paper: usize, today: Date) -> Life {
    let Some(known) = agency.papers.get(paper) else {
        return Life { state: LifeState::Draft, since: None, by: None };
    };
    if known.draft {
        return Life { state: LifeState::Draft, since: None, by: None };
    }
    if let Some(from) = known.publish_from.filter(|from| *from > today) {
        return Life { state: LifeState::NotYetPublished, since: Some(from), by: None };
    }
    if let Some(life) = ending(agency, known, today) {
        return life;
    }
    if let Some(from) = known.effective_from.filter(|from| *from > today) {
        return Life { state: LifeState::Upcoming, since: Some(from), by: None };
    }
    let amended = active(agency, known, today)
        .filter(|(link, _)| link.act == Act::Amends)
        .max_by_key(|(link, newer)| (newer.acts_from(), std::cmp::Reverse(link.paper)));
    match amended {
        Some((link, newer)) => Life { state: LifeState::Amended, since: newer.starts(), by: Some(link.paper) },
        None if known.states_effect() => Life { state: LifeState::InForce, since: known.effective_from, by: None },
        None => Life { state: LifeState::Unstated, since: known.date, by: None },
    }
}

/// The first thing that ended it, if anything has.
fn ending(agency: &Agency, paper: &Paper, today: Date) -> Option<Life> {
    let by_others = active(agency, paper, today).filter_map(|(link, newer)| {
        let state = match link.act {
            Act::Cancels => LifeState::Cancelled,
            Act::Replaces => LifeState::Replaced,
            Act::Amends => return None,
        };
        Some((newer.acts_from(), Life { state, since: newer.starts(), by: Some(link.paper) }))
    });
    let by_itself = paper.effective_until.filter(|until| *until < today).map(|until| {
        (until.add_days(1).unwrap_or(until), Life { state: LifeState::Expired, since: Some(until), by: None })
    });
    // On one day a paper that says what follows tells the reader more than a mere end.
    let rank = |life: &Life| match life.state {
        LifeState::Replaced => 0,
        LifeState::Cancelled => 1,
        _ => 2,
    };
    by_others.chain(by_itself).min_by_key(|(day, life)| (*day, rank(life), life.by)).map(|(_, life)| life)
}

/// What others have done to it by that day.
fn active<'a>(
    agency: &'a Agency,
    paper: &'a Paper,
    today: Date,
) -> impl Iterator<Item = (&'a PaperLink, &'a Paper)> + 'a {
    let named = paper.fates.iter().filter_map(|link| Some((link, agency.papers.get(link.paper)?)));
    named.filter(move |(link, _)| is_active(agency, link, today))
}

/// Whether a fate has come over a paper by that day.
pub fn is_active(agency: &Agency, fate: &PaperLink, today: Date) -> bool {
    agency.papers.get(fate.paper).is_some_and(|newer| newer.is_public(today) && newer.acts_from() <= today)
}

/// The paper that stands in a replaced one's place today: the end of the chain of replacements.
pub fn successor(agency: &Agency, paper: usize, today: Date) -> Option<usize> {
    let mut at = paper;
    // Cycles are cut when papers are linked; the count holds even if one were not.
    for _ in 0..agency.papers.len() {
        match life(agency, at, today) {
            Life { state: LifeState::Replaced, by: Some(by), .. } => at = by,
            _ => break,
        }
    }
    (at != paper).then_some(at)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Signed,
    Published,
    TakesEffect,
    PostingStarts,
    PostingEnds,
    Amended,
    Replaced,
    Cancelled,
    /// The last day of its effect.
    LastDay,
}

impl EventKind {
    pub fn key(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Published => "published",
            Self::TakesEffect => "takes_effect",
            Self::PostingStarts => "posting_starts",
            Self::PostingEnds => "posting_ends",
            Self::Amended => "amended",
            Self::Replaced => "replaced",
            Self::Cancelled => "cancelled",
            Self::LastDay => "last_day",
        }
    }
}

/// Something that happens to a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperEvent {
    pub date: Option<Date>,
    pub kind: EventKind,
    /// The paper that does it.
    pub by: Option<usize>,
}

/// Everything that happened and will happen to it, as far as the site may know on that day, in order.
pub fn history(agency: &Agency, paper: usize, today: Date) -> Vec<PaperEvent> {
    let Some(known) = agency.papers.get(paper) else { return Vec::new() };
    let mut events = Vec::new();
    let mut add = |date: Option<Date>, kind, by: Option<usize>| {
        // What another paper does is told even where it bears no date.
        if date.is_some() || by.is_some() {
            events.push(PaperEvent { date, kind, by });
        }
    };
    add(known.date, EventKind::Signed, None);
    add(known.publish_from, EventKind::Published, None);
    add(known.effective_from, EventKind::TakesEffect, None);
    add(known.effective_until, EventKind::LastDay, None);
    if let Some(posted) = agency.paper_meta(known).and_then(|meta| meta.posted.as_ref()) {
        add(posted.from.as_ref().map(|date| date.value), EventKind::PostingStarts, None);
        add(posted.until.as_ref().map(|date| date.value), EventKind::PostingEnds, None);
    }
    for link in &known.fates {
        let Some(newer) = agency.papers.get(link.paper).filter(|newer| newer.is_public(today)) else { continue };
        let kind = match link.act {
            Act::Amends => EventKind::Amended,
            Act::Replaces => EventKind::Replaced,
            Act::Cancels => EventKind::Cancelled,
        };
        add(newer.starts(), kind, Some(link.paper));
    }
    // Undated ones last: nobody knows when.
    events.sort_by_key(|event| (event.date.unwrap_or(Date::LATEST), event.kind, event.by));
    events
}

/// Links all papers and committees of an agency; `Agency::papers` must have its final order.
pub fn link(agency: &mut Agency, findings: &mut crate::finding::Findings) {
    let index = PaperIndex::new(agency);
    resolve::link_papers(agency, &index, findings);
    resolve::link_committees(agency, &index, findings);
    faults::find(agency, findings);
    related::link(agency, findings);
}
