//! Which page is shown in chat programs with which card, and what stands on it. Draws nothing: `chart::card` and `image` do.

use crate::address::{AgencyPage, CardOf};
use crate::chart;
use crate::chart::card::Card;
use crate::image;
use crate::model::{Agency, Tally, Year};
use crate::site::ground::{Artifact, Site, is_published};
use crate::site::names;
use crate::site::page::Page;
use crate::source::meta::Meta;

const PNG: &str = "image/png";

/// Every card of an agency; none where the program draws none.
pub fn all(site: &Site, agency: &Agency) -> Vec<CardOf> {
    if !image::ENABLED {
        return Vec::new();
    }
    let years = agency.years.iter().map(|year| CardOf::Year(year.year));
    let reports = agency.reports.iter().map(|report| report.document);
    let reports = reports.filter(|id| is_published(agency.document(*id), site)).map(CardOf::Report);
    std::iter::once(CardOf::Agency).chain(years).chain(reports).collect()
}

/// The card of a page: its own, its year's, or the agency's.
pub fn of_page(site: &Site, agency: &Agency, page: &AgencyPage) -> Option<String> {
    let card = match page {
        AgencyPage::Year(year) | AgencyPage::Dimension(year, _) | AgencyPage::Item(year, _) => CardOf::Year(*year),
        AgencyPage::Document(id) if matches!(agency.document(*id).meta, Meta::Report(_)) => CardOf::Report(*id),
        _ => CardOf::Agency,
    };
    let made = all(site, agency);
    made.contains(&card)
        .then_some(card)
        .or_else(|| made.first().copied())
        .map(|card| agency.at(&AgencyPage::Card(card)))
}

pub fn render(page: &Page<'_>, agency: &Agency, wanted: CardOf) -> Artifact {
    let look = crate::site::charts::look(page, chart::ChartLook::WIDE);
    let svg = chart::card::card(&content(page, agency, wanted), look);
    Artifact { url: page.url.to_owned(), bytes: image::png(&svg, 1).unwrap_or_default(), media_type: PNG }
}

/// The words and figures of a card, as its page says them.
fn content(page: &Page<'_>, agency: &Agency, wanted: CardOf) -> Card {
    let site = page.site.settings.title.clone();
    match wanted {
        CardOf::Agency => {
            let latest = agency.newest_year();
            let (amphoe, province) = (&agency.meta.amphoe, &agency.meta.province);
            let unknown = agency.amphoe_is_unknown();
            let amphoe = amphoe.as_ref().map(|name| names::of_amphoe(page, &name.value, unknown));
            let province = province.as_ref().map(|name| format!("{}{}", page.word("province"), name.value));
            let place: Vec<String> = amphoe.into_iter().chain(province).collect();
            let when = latest.map(|year| page_when(page, agency, year)).unwrap_or_default();
            let tally = latest.map(|year| year.tally(agency));
            let mut card = result(page, tally.as_ref());
            card.authority =
                [place.join(" "), when].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            Card { site, title: agency.name().to_owned(), ..card }
        }
        CardOf::Year(year) => {
            let year = agency.year(year);
            let tally = year.map(|year| year.tally(agency));
            let title = year.map(|year| page_when(page, agency, year)).unwrap_or_default();
            Card { site, authority: agency.name().to_owned(), title, ..result(page, tally.as_ref()) }
        }
        CardOf::Report(id) => {
            let tally = agency.reports.iter().find(|report| report.document == id).map(|report| report.tally());
            let title = names::of_document(page, agency, id);
            Card { site, authority: agency.name().to_owned(), title, ..result(page, tally.as_ref()) }
        }
    }
}

/// "ปีงบประมาณ ๒๕๖๔ รอบ ๑๒ เดือน"
fn page_when(page: &Page<'_>, agency: &Agency, year: &Year) -> String {
    let round = year.latest(agency).map(|report| format!(" {}", page.show.round(report.round))).unwrap_or_default();
    format!("{} {}{round}", page.word("fiscal_year"), page.show.year(year.year))
}

fn result(page: &Page<'_>, tally: Option<&Tally>) -> Card {
    let Some(tally) = tally else { return Card::default() };
    let counts = crate::site::charts::counts(tally);
    let (done, items) = (page.show.number(tally.done), page.show.number(tally.items));
    let said = if tally.states_status() {
        page.word("card_done").replacen("{}", &done, 1).replacen("{}", &items, 1)
    } else {
        page.word("card_planned").replacen("{}", &items, 1)
    };
    let score = tally.score().filter(|_| tally.states_status());
    let score = score.map(|score| (page.word("card_score").to_owned(), page.show.percent(score, 2)));
    Card { said, score, counts, ..Card::default() }
}
