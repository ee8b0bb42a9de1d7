//! An agency's papers and dates as feeds tell them: small, serialisable, in Thai and the site's digits.

use crate::address::{AgencyPage, Lang};
use crate::model::life::{self, CalendarKind, EventKind, LifeState};
use crate::model::{Agency, DateSummary, Paper, PaperSummary};
use crate::site::ground::{Site, is_published};
use crate::site::names;
use crate::site::page::Page;
use crate::site::pages::paper_state;
use crate::thai::{Date, FiscalYear};

pub(super) fn is_dated(site: &Site, agency: &Agency, paper: &Paper) -> bool {
    is_published(agency.document(paper.document), site) && published(agency, paper).is_some()
}

fn published(agency: &Agency, paper: &Paper) -> Option<Date> {
    let common = &agency.document(paper.document).common;
    let stated = [paper.publish_from, paper.date].into_iter().flatten().max();
    stated.or_else(|| common.updated.as_ref().map(|date| date.value))
}

/// The newest papers, at most `most` of each kind.
pub fn paper_summaries(site: &Site, agency: &Agency, most: usize) -> Vec<PaperSummary> {
    let page = Page::new(site, Lang::Th, "");
    let mut of_kind = std::collections::BTreeMap::new();
    let mut summaries = Vec::new();
    for (at, paper) in agency.papers.iter().enumerate() {
        if !is_published(agency.document(paper.document), site) {
            continue;
        }
        let count = of_kind.entry(paper.kind).or_insert(0_usize);
        *count += 1;
        if *count <= most
            && let Some(summary) = summary(&page, agency, at, paper)
        {
            summaries.push(summary);
        }
    }
    summaries
}

fn summary(page: &Page<'_>, agency: &Agency, at: usize, known: &Paper) -> Option<PaperSummary> {
    let document = agency.document(known.document);
    let meta = agency.paper_meta(known)?;
    let today = page.site.settings.date;
    let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|text| text.value.clone());
    let what = meta
        .about
        .as_ref()
        .and_then(|about| text(&about.what))
        .or_else(|| text(&document.common.summary))
        .unwrap_or_else(|| names::in_short(page, agency, known, meta));
    let state = paper_state::state(page, agency, at);
    let published = published(agency, known);
    let changed = life::history(agency, at, today).into_iter().filter_map(|event| match event.kind {
        // Its page says so from the day after.
        EventKind::LastDay => event.date.and_then(|date| date.add_days(1)),
        EventKind::PostingStarts | EventKind::PostingEnds => None,
        _ => event.date,
    });
    let stated = document.common.updated.as_ref().map(|date| date.value);
    let updated = changed.filter(|date| *date <= today).chain(stated).chain(published).max();
    Some(PaperSummary {
        url: agency.url_of(known.document),
        title: known.title.clone(),
        kind: known.kind.key().to_owned(),
        date: known.date.map(Date::iso),
        number: known.number.as_ref().map(|number| page.show.text(number)),
        office: meta.office.as_ref().map_or(agency.name(), |office| &office.value).to_owned(),
        // A paper that stands as it was made needs no word of its state.
        summary: match [LifeState::InForce, LifeState::Unstated].iter().any(|known| known.key() == state.key) {
            true => what,
            false => format!("{} · {what}", state.sentence),
        },
        state: state.key.to_owned(),
        published: published.map(Date::iso),
        updated: updated.map(Date::iso),
    })
}

/// The dates of this fiscal year and later: what is over stays until the year ends, so that the file is calm.
pub fn date_summaries(site: &Site, agency: &Agency) -> Vec<DateSummary> {
    let page = Page::new(site, Lang::Th, "");
    let today = site.settings.date;
    let from = FiscalYear::of(today).map_or(today, FiscalYear::first_day);
    life::dates(agency, today, from)
        .into_iter()
        .filter_map(|date| match date.what {
            CalendarKind::Paper(kind, at) => {
                let known = agency.papers.get(at)?;
                let words = site.theme.word(Lang::Th.code(), paper_state::event_word(kind));
                let name = paper_state::name(&page, known);
                Some(DateSummary {
                    date: date.date.iso(),
                    key: kind.key().to_owned(),
                    title: format!("{words}: {name}"),
                    words: format!("{} · {}", known.title, agency.name()),
                    url: agency.url_of(known.document),
                    stamp: published(agency, known).or(known.effective_from).unwrap_or(from).iso(),
                })
            }
            CalendarKind::ReportDue(year, round) => Some(DateSummary {
                date: date.date.iso(),
                key: format!("report_due-{}-{}", year.be(), round.months()),
                title: format!(
                    "{} {} {}",
                    site.theme.word(Lang::Th.code(), "report_due"),
                    page.show.round(round),
                    page.show.year(year)
                ),
                words: agency.name().to_owned(),
                url: agency.at(&AgencyPage::Home),
                stamp: year.first_day().iso(),
            }),
        })
        .collect()
}
