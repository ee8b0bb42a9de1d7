//! The input of the river: which years have water, what state each promise reached, and where each state is listed.
//! A year is drawn with the rounds that are reported, and with no others.

use crate::address::AgencyPage;
use crate::chart::river::{River, RiverYear};
use crate::chart::{Status, Subject};
use crate::model::{Agency, Year};
use crate::site::page::Page;
use crate::site::show::chart_status;
use crate::thai::Round;

/// Years with promises, the oldest first.
pub(super) fn years(agency: &Agency) -> impl Iterator<Item = &Year> {
    // What no report speaks of is drawn too, but a year that nothing at all is published of is no year of the river.
    agency.years.iter().filter(|year| !year.promises.is_empty() && year.latest(agency).is_some())
}

pub(super) fn river(page: &Page<'_>, agency: &Agency, about: String) -> River {
    let mut before = None;
    let years = years(agency)
        .enumerate()
        .map(|(at, year)| {
            let breaks = before.replace(year.framework).is_some_and(|before| before != year.framework);
            one_year(page, agency, year, at, breaks)
        })
        .collect();
    River { about, years }
}

fn one_year(page: &Page<'_>, agency: &Agency, year: &Year, at: usize, breaks: bool) -> RiverYear {
    let has = |round| year.report(agency, round).is_some();
    let (six, twelve) = (has(Round::SixMonths), has(Round::TwelveMonths));
    let items = year
        .promises
        .iter()
        .map(|promise| {
            let view = year.view(agency, promise);
            // What is done after six months is not reported again.
            [six.then(|| chart_status(view.six_months.status())), twelve.then(|| chart_status(view.status))]
        })
        .collect();
    let home = agency.at(&AgencyPage::Year(year.year));
    let of_round = |round: Round, is_newest: bool| {
        let address = match year.report(agency, round) {
            Some(report) if !is_newest => agency.url_of(report.document),
            _ => home.clone(),
        };
        Status::ALL.map(|status| Some(page.to(&format!("{address}#is-{}", status.key()))))
    };
    RiverYear {
        year: year.year.be(),
        href: Some(page.to(&home)),
        breaks,
        items,
        lists: [of_round(Round::SixMonths, !twelve), of_round(Round::TwelveMonths, true)],
        of: Some(Subject::Group(at)),
    }
}
