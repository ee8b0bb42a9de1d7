//! A paper's life in the reader's words: its state, its history, the list entry.

use serde::Serialize;

use crate::address::Lang;
use crate::model::life::{self, EventKind, Life, LifeState};
use crate::model::{Agency, DocumentId, Paper};
use crate::site::ground::is_published;
use crate::site::page::{LinkView, Page};
use crate::source::meta::PaperKind;
use crate::thai::Date;

#[derive(Clone, Debug, Serialize)]
pub struct StateView {
    /// `in_force`, `replaced` …: for class names and filters.
    pub key: &'static str,
    pub word: String,
    /// "มีผลใช้บังคับ ตั้งแต่ ๘ เมษายน ๒๕๖๔"
    pub sentence: String,
    pub is_over: bool,
}

fn word_key(state: LifeState) -> &'static str {
    match state {
        LifeState::Draft => "state_draft",
        LifeState::NotYetPublished => "state_not_yet_published",
        LifeState::Upcoming => "state_upcoming",
        LifeState::InForce => "state_in_force",
        LifeState::Unstated => "state_effect_not_stated",
        LifeState::Amended => "state_amended",
        LifeState::Replaced => "state_replaced",
        LifeState::Cancelled => "state_cancelled",
        LifeState::Expired => "state_expired",
    }
}

pub fn state_word(page: &Page<'_>, state: LifeState) -> String {
    page.site.theme.word(page.lang.code(), word_key(state)).to_owned()
}

pub fn state(page: &Page<'_>, agency: &Agency, at: usize) -> StateView {
    let life = life::life(agency, at, page.site.settings.date);
    StateView {
        key: life.state.key(),
        word: state_word(page, life.state),
        sentence: sentence(page, agency.papers.get(at), life),
        is_over: life.state.is_over(),
    }
}

fn sentence(page: &Page<'_>, paper: Option<&Paper>, life: Life) -> String {
    let word = state_word(page, life.state);
    let dated = |key: &'static str, date: Date| format!("{} {}", page.word(key), page.show.date(date));
    let mut parts = vec![word];
    match (life.state, life.since) {
        (LifeState::Draft, _) => {}
        (LifeState::Unstated, Some(date)) => parts.push(dated("dated_on", date)),
        (LifeState::Unstated, None) => parts.push(format!("({})", page.word("date_not_stated"))),
        (LifeState::NotYetPublished, Some(date)) => parts.push(dated("on_day", date)),
        (LifeState::Expired, Some(date)) => parts.push(dated("after_day", date)),
        (_, Some(date)) => parts.push(dated("since_day", date)),
        (LifeState::Amended, None) => parts.push(format!("({})", page.word("date_not_stated"))),
        (_, None) => {}
    }
    if matches!(life.state, LifeState::InForce | LifeState::Upcoming)
        && let Some(until) = paper.and_then(|paper| paper.effective_until)
    {
        parts.push(dated("until_day", until));
    }
    parts.join(" ")
}

pub fn kind_word(page: &Page<'_>, kind: PaperKind) -> &'static str {
    match page.lang {
        Lang::Th => kind.name_th(),
        Lang::En => kind.name_en(),
    }
}

/// "คำสั่งที่ ๗๕/๒๕๖๐", or the title where there is no number.
pub fn name(page: &Page<'_>, paper: &Paper) -> String {
    match &paper.number {
        Some(number) => {
            format!("{}{}{} {}", kind_word(page, paper.kind), gap(page), page.word("number"), page.show.text(number))
        }
        None => paper.title.clone(),
    }
}

fn gap(page: &Page<'_>) -> &'static str {
    match page.lang {
        Lang::Th => "",
        Lang::En => " ",
    }
}

/// A link to another paper by its number and subject, or its bare name where readers may not see it yet.
pub fn link(page: &Page<'_>, agency: &Agency, at: usize) -> Option<LinkView> {
    let paper = agency.papers.get(at)?;
    let shown = is_published(agency.document(paper.document), page.site);
    let name = name(page, paper);
    let title = if paper.number.is_some() && name != paper.title { format!("{name} {}", paper.title) } else { name };
    shown.then(|| LinkView { title: page.show.words(&title), href: page.to(&agency.url_of(paper.document)) })
}

/// The papers that publish or concern a document.
pub fn papers_about(page: &Page<'_>, agency: &Agency, id: DocumentId) -> Vec<LinkView> {
    let papers = agency.papers_about.get(&id).map(Vec::as_slice).unwrap_or_default();
    papers.iter().filter_map(|at| link(page, agency, *at)).collect()
}

#[derive(Clone, Debug, Serialize)]
pub struct EventRow {
    pub date: String,
    /// ISO, for `<time>`.
    pub iso: Option<String>,
    pub words: String,
    pub by: Option<LinkView>,
    pub is_to_come: bool,
}

pub fn history(page: &Page<'_>, agency: &Agency, at: usize) -> Vec<EventRow> {
    let today = page.site.settings.date;
    life::history(agency, at, today)
        .into_iter()
        .map(|event| EventRow {
            date: event.date.map_or_else(|| page.word("date_not_stated").to_owned(), |date| page.show.date(date)),
            iso: event.date.map(Date::iso),
            words: page.word(event_word(event.kind)).to_owned(),
            by: event.by.and_then(|by| link(page, agency, by)),
            is_to_come: event.date.is_some_and(|date| date > today),
        })
        .collect()
}

pub fn event_word(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Signed => "event_signed",
        EventKind::Published => "event_published",
        EventKind::TakesEffect => "event_takes_effect",
        EventKind::PostingStarts => "event_posting_starts",
        EventKind::PostingEnds => "event_posting_ends",
        EventKind::Amended => "event_amended",
        EventKind::Replaced => "event_replaced",
        EventKind::Cancelled => "event_cancelled",
        EventKind::LastDay => "event_last_day",
    }
}
