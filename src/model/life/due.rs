//! The days to come: when a page changes by itself, when a paper takes effect or ends, when a report is due.

use crate::model::agency::{Agency, DocumentId};
use crate::model::life::{Act, EventKind};
use crate::thai::{Date, FiscalYear, Round};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum DueKind {
    /// A page kept back appears.
    Publishes,
    TakesEffect,
    /// The first day after its last one.
    Expires,
    /// Another paper does this to it.
    Fate(Act),
    /// The author's answer to a finding no longer counts.
    AnswerExpires,
}

impl DueKind {
    pub fn key(self) -> &'static str {
        match self {
            Self::Publishes => "publishes",
            Self::TakesEffect => "takes_effect",
            Self::Expires => "expires",
            Self::Fate(Act::Amends) => "is_amended",
            Self::Fate(Act::Replaces) => "is_replaced",
            Self::Fate(Act::Cancels) => "is_cancelled",
            Self::AnswerExpires => "answer_expires",
        }
    }

    /// What happens to the page, in words.
    pub fn name_th(self) -> &'static str {
        match self {
            Self::Publishes => "หน้านี้เริ่มเผยแพร่",
            Self::TakesEffect => "เริ่มมีผลใช้บังคับ",
            Self::Expires => "สิ้นผลใช้บังคับ",
            Self::Fate(Act::Amends) => "ถูกแก้ไขโดยฉบับใหม่",
            Self::Fate(Act::Replaces) => "ถูกแทนที่โดยฉบับใหม่",
            Self::Fate(Act::Cancels) => "ถูกยกเลิกโดยฉบับใหม่",
            Self::AnswerExpires => "คำชี้แจงของหน่วยงานหมดอายุ",
        }
    }
}

/// A day on which a page of the site becomes another without anybody touching its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    pub date: Date,
    pub kind: DueKind,
    pub document: DocumentId,
    /// The other paper of a fate.
    pub by: Option<DocumentId>,
}

/// All such days after `today`, in order.
pub fn dues(agency: &Agency, today: Date) -> Vec<Due> {
    let mut dues = Vec::new();
    let mut add = |date: Option<Date>, kind, document, by| {
        if let Some(date) = date.filter(|date| *date > today) {
            dues.push(Due { date, kind, document, by });
        }
    };
    for (id, document) in agency.documents.iter().enumerate() {
        let common = &document.common;
        for answer in &common.accept {
            let after = answer.until.as_ref().and_then(|until| until.value.add_days(1));
            add(after, DueKind::AnswerExpires, id, None);
        }
        // What is taken away has no day.
        if !common.draft {
            add(common.publish_from.as_ref().map(|from| from.value), DueKind::Publishes, id, None);
        }
    }
    for paper in agency.papers.iter().filter(|paper| !paper.draft) {
        let id = paper.document;
        // A page that appears on that day or later appears with the effect already there.
        let hidden_until = paper.publish_from.unwrap_or(Date::EARLIEST);
        let seen = |date: &Date| *date > hidden_until;
        add(paper.starts().filter(seen), DueKind::TakesEffect, id, None);
        add(paper.effective_until.and_then(|until| until.add_days(1)).filter(seen), DueKind::Expires, id, None);
        for link in &paper.fates {
            let Some(newer) = agency.papers.get(link.paper).filter(|newer| !newer.draft) else { continue };
            add(Some(newer.acts_from()).filter(seen), DueKind::Fate(link.act), id, Some(newer.document));
        }
    }
    dues.sort_unstable();
    dues.dedup();
    dues
}

/// The next day on which anything of the agency changes by itself.
pub fn next_change(agency: &Agency, today: Date) -> Option<Date> {
    let later = agency.withheld.values().flatten().copied().filter(|day| *day > today);
    dues(agency, today).first().map(|due| due.date).into_iter().chain(later).min()
}

/// An entry of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CalendarDate {
    pub date: Date,
    pub what: CalendarKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalendarKind {
    /// An index into `Agency::papers`.
    Paper(EventKind, usize),
    ReportDue(FiscalYear, Round),
}

/// What belongs into a calendar from `from` on: effects, last days, board postings, reports that are still owed.
/// Only papers that a reader may know on `today`.
pub fn dates(agency: &Agency, today: Date, from: Date) -> Vec<CalendarDate> {
    let mut dates = Vec::new();
    for (at, _) in agency.papers.iter().enumerate().filter(|(_, paper)| paper.is_public(today)) {
        for event in super::history(agency, at, today) {
            let wanted = match event.kind {
                EventKind::TakesEffect | EventKind::LastDay | EventKind::PostingStarts | EventKind::PostingEnds => true,
                // Told where the newer paper takes effect.
                _ => false,
            };
            if let Some(date) = event.date.filter(|date| wanted && *date >= from) {
                dates.push(CalendarDate { date, what: CalendarKind::Paper(event.kind, at) });
            }
        }
    }
    let first = FiscalYear::of(from).map_or(0..=0, |year| year.be() - 1..=year.be() + 1);
    // The last year's second report is due within the first month of this one.
    for year in first.filter_map(FiscalYear::new) {
        if agency.plan_for(year).is_none() {
            continue;
        }
        for round in Round::ALL {
            let date = round.report_due(year);
            if date >= from && agency.report(year, round).is_none() {
                dates.push(CalendarDate { date, what: CalendarKind::ReportDue(year, round) });
            }
        }
    }
    dates.sort_unstable();
    dates.dedup();
    dates
}
