//! Which pages are shown in chat programs, each with which card. What stands on a card is `pages::card`'s.

use crate::address::{AgencyPage, CardOf};
use crate::model::Agency;
use crate::site::ground::{Site, is_published};
use crate::site::page::PageCard;
use crate::source::meta::CardsWish;

/// Every card of an agency. Chat programs ask for whole addresses: a site that has none has no cards.
pub fn all(site: &Site, agency: &Agency) -> Vec<CardOf> {
    if !has_cards(site) {
        return Vec::new();
    }
    let years = agency.years.iter().map(|year| CardOf::Year(year.year));
    let reports = agency.reports.iter().map(|report| report.document);
    let reports = reports.filter(|id| is_published(agency.document(*id), site)).map(CardOf::Report);
    let items = agency.years.iter().filter(|_| site.settings.cards == CardsWish::All);
    let items =
        items.flat_map(|year| year.promises.iter().map(|promise| CardOf::Item(year.year, promise.code.clone())));
    std::iter::once(CardOf::Agency).chain(years).chain(reports).chain(items).collect()
}

fn has_cards(site: &Site) -> bool {
    site.settings.base_url.is_some() && site.settings.cards != CardsWish::Off
}

/// The card of a page: its own, its year's, or the agency's.
pub fn of_page(site: &Site, agency: &Agency, page: &AgencyPage) -> Option<PageCard> {
    if !has_cards(site) || !page.is_page() {
        return None;
    }
    let (card, is_own) = match page {
        AgencyPage::Home => (CardOf::Agency, true),
        AgencyPage::Year(year) => (CardOf::Year(*year), true),
        AgencyPage::Item(year, code) if site.settings.cards == CardsWish::All => {
            (CardOf::Item(*year, code.clone()), true)
        }
        AgencyPage::Dimension(year, _) | AgencyPage::Item(year, _) => (CardOf::Year(*year), false),
        AgencyPage::Document(id) if agency.reports.iter().any(|report| report.document == *id) => {
            (CardOf::Report(*id), true)
        }
        _ => (CardOf::Agency, false),
    };
    Some(PageCard { url: agency.at(&AgencyPage::Card(card)), is_own })
}
