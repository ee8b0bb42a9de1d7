//! What the model says, as input for charts: which pictures a year or an agency has, and the data of each.
//! Draws nothing itself; `chart` draws, `figure` puts the picture on a page. `inputs` fills each chart's input.

mod inputs;
pub mod view;

use crate::address::{ChartKind, ChartRef};
use crate::chart::{self, Chart, ChartLook};
use crate::model::{Agency, Entry, Year};
use crate::site::page::Page;
use crate::thai::Digits;

use inputs::{about, areas, budget, completeness, flow, measures, owners, promises, quarters, score, target, trend};
pub use inputs::{counts, group_of, owners_of, targets_of};

/// The pictures of a year that have something to show, in the order of its page.
pub fn of_year(agency: &Agency, year: &Year) -> Vec<ChartRef> {
    let mut kinds = Vec::new();
    if !year.promises.is_empty() {
        kinds.extend([ChartKind::Progress, ChartKind::Promises]);
        kinds.extend(year.dimensions().into_iter().map(ChartKind::Dimension));
        if year.six_months.is_some() && year.twelve_months.is_some() {
            kinds.push(ChartKind::Flow);
        }
        let tally = year.tally(agency);
        if [tally.plan, tally.ordinance, tally.disbursed].iter().any(|money| money.amount().is_some()) {
            kinds.extend([ChartKind::Money, ChartKind::Budget]);
        }
        if tally.states_status() {
            kinds.push(ChartKind::Score);
        }
        let views = || year.promises.iter().map(|promise| year.view(agency, promise));
        if views().any(|view| view.first(Entry::owner).is_some()) {
            kinds.push(ChartKind::Owners);
        }
        if views().any(|view| view.row().is_some_and(|row| !row.quarters.is_empty())) {
            kinds.push(ChartKind::Quarters);
        }
    }
    if let Some(book) = year.measures.and_then(|book| agency.measures.get(book))
        && book.entries.iter().any(|entry| !entry.quarters.is_empty())
    {
        kinds.push(ChartKind::Measures);
    }
    if let Some(plan) = year.plan.and_then(|plan| agency.plans.get(plan)).filter(|plan| plan.home_year == year.year) {
        kinds.extend((0..targets_of(agency, plan).len()).map(ChartKind::Target));
    }
    kinds.into_iter().map(|kind| ChartRef { year: Some(year.year), kind }).collect()
}

/// The pictures of an agency over all its years.
pub fn of_agency(agency: &Agency) -> Vec<ChartRef> {
    let reported = agency.years.iter().filter(|year| year.tally(agency).states_status()).count();
    let mut kinds = Vec::new();
    if reported > 1 {
        kinds.push(ChartKind::Trend);
    }
    if agency.years.iter().any(|year| !year.promises.is_empty()) {
        kinds.push(ChartKind::Completeness);
    }
    kinds.into_iter().map(|kind| ChartRef { year: None, kind }).collect()
}

pub fn look(page: &Page<'_>, width: u32) -> ChartLook {
    ChartLook {
        language: match page.lang {
            crate::address::Lang::Th => chart::Language::Thai,
            crate::address::Lang::En => chart::Language::English,
        },
        digits: match page.show.digits {
            Digits::Thai => chart::Digits::Thai,
            Digits::Arabic => chart::Digits::Arabic,
        },
        width,
    }
}

/// Draws `wanted`; `None` when the agency has no such picture.
pub fn draw(page: &Page<'_>, agency: &Agency, wanted: &ChartRef, id: &str, look: ChartLook) -> Option<Chart> {
    let Some(year) = wanted.year else { return draw_agency(page, agency, wanted.kind, id, look) };
    let year = agency.year(year)?;
    let about = about(page, agency, year);
    Some(match wanted.kind {
        ChartKind::Progress => chart::progress::chart(id, &(&promises(page, agency, year, about, None)).into(), look),
        ChartKind::Promises => chart::promises::or_progress(id, &promises(page, agency, year, about, None), look),
        ChartKind::Dimension(dimension) => {
            let about = format!("{} {about}", page.show.text(&format!("{} {dimension}", page.word("dimension"))));
            chart::promises::or_progress(id, &promises(page, agency, year, about, Some(dimension)), look)
        }
        ChartKind::Flow => chart::flow::chart(id, &flow(agency, year, about), look),
        ChartKind::Money => chart::areas::chart(id, &areas(page, agency, year, about), look),
        ChartKind::Budget => chart::budget::chart(id, &budget(page, agency, year, about), look),
        ChartKind::Score => chart::score::chart(id, &score(agency, year, about), look),
        ChartKind::Owners => chart::owners::chart(id, &owners(agency, year, about), look),
        ChartKind::Quarters => chart::timeline::chart(id, &quarters(page, agency, year, about), look),
        ChartKind::Measures => {
            let book = agency.measures.get(year.measures?)?;
            chart::timeline::chart(id, &measures(page, agency, book, about), look)
        }
        ChartKind::Target(at) => {
            let plan = agency.plans.get(year.plan?)?;
            chart::targets::chart(id, &target(page, targets_of(agency, plan).get(at)?), look)
        }
        ChartKind::Trend | ChartKind::Completeness => return None,
    })
}

fn draw_agency(page: &Page<'_>, agency: &Agency, kind: ChartKind, id: &str, look: ChartLook) -> Option<Chart> {
    let about = agency.short_name().to_owned();
    match kind {
        ChartKind::Trend => Some(chart::trend::chart(id, &trend(page, agency, about), look)),
        ChartKind::Completeness => Some(chart::completeness::chart(id, &completeness(page, agency, about), look)),
        _ => None,
    }
}
