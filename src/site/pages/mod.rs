//! One file per kind of page; this one leads a route to its file and knows what several kinds share.

mod about;
mod agency_home;
mod beside;
mod by_status;
mod card;
mod codes;
pub mod compare;
mod completeness;
mod declared;
mod dimension;
mod document;
mod findings;
mod item;
mod item_story;
mod measures;
mod members;
mod method;
pub(in crate::site) mod paper;
mod paper_committee;
pub(in crate::site) mod paper_state;
pub mod papers;
mod place;
pub(in crate::site) mod plain;
mod plan;
mod portal_home;
mod portal_story;
pub(in crate::site) mod public_document;
mod report;
mod search;
mod shared;
mod tiles;
pub mod year;

use crate::address::{AgencyPage, PortalPage};
use crate::model::AgencySummary;
use crate::site::ground::{AgencyRoute, AgencySite, Artifact, PortalRoute, Site};
use crate::site::page::Page;
use crate::site::{cards, data_pages, feeds, figure};
use crate::source::meta::Meta;
use crate::theme::ThemeError;

pub use about::words_of;
pub use card::WrittenCard;
pub use codes::title as codes_title;
pub use plain::media_type;
pub use public_document::kind_name;

pub fn render_agency(site: &Site, agency: &AgencySite, route: &AgencyRoute) -> Result<Artifact, ThemeError> {
    let document = match &route.page {
        AgencyPage::Document(id) => Some(*id),
        _ => None,
    };
    let mut page = Page::of(site, &agency.agency, route.lang, &route.url, document);
    page.route = Some(&route.page);
    page.card = cards::of_page(site, &agency.agency, &route.page);
    match &route.page {
        AgencyPage::Home => agency_home::render(&page, agency),
        AgencyPage::Year(year) => year::render(&page, agency, *year),
        AgencyPage::Dimension(year, dimension) => dimension::render(&page, agency, *year, *dimension),
        AgencyPage::Item(year, code) => item::render(&page, agency, *year, code),
        AgencyPage::Document(id) => match agency.agency.document(*id).meta {
            Meta::Paper(_) => paper::render(&page, agency, *id),
            Meta::Committee(_) => paper_committee::render(&page, agency, *id),
            Meta::Document(_) => public_document::render(&page, agency, *id),
            _ => document::render(&page, agency, *id),
        },
        AgencyPage::Papers(by) => papers::render(&page, agency, *by),
        AgencyPage::Contact => public_document::render_contact(&page, agency),
        AgencyPage::Feed(feed) => Ok(feeds::render_agency(&page, &agency.agency, *feed)),
        AgencyPage::Findings => findings::render(&page, agency),
        AgencyPage::Completeness => completeness::render(&page, agency),
        AgencyPage::Search => search::render_agency(&page, &agency.agency),
        AgencyPage::SiteMap => plain::render_agency_sitemap(&page, &agency.agency),
        AgencyPage::SitemapXml => Ok(plain::agency_sitemap_xml(&page, &agency.agency, 0)),
        AgencyPage::SitemapPart(part) => Ok(plain::agency_sitemap_xml(&page, &agency.agency, *part)),
        AgencyPage::Data(data) => data_pages::render_agency(&page, agency, data),
        AgencyPage::ChartSvg(chart) => {
            figure::svg_file(&page, &agency.agency, chart).map_or_else(|| plain::render_not_found(&page), Ok)
        }
        AgencyPage::ChartPng(chart) => {
            figure::png_file(&page, &agency.agency, chart).map_or_else(|| plain::render_not_found(&page), Ok)
        }
        AgencyPage::Card(card) => Ok(WrittenCard::of(&page, &agency.agency, card).draw()),
        AgencyPage::ChartCsv(chart) => {
            figure::csv_file(&page, &agency.agency, chart).map_or_else(|| plain::render_not_found(&page), Ok)
        }
        AgencyPage::Style => Ok(Artifact {
            url: route.url.clone(),
            bytes: crate::site::agency_style::css(&agency.agency).into_bytes(),
            media_type: plain::media_type("agency.css"),
        }),
    }
}

/// The card at this route, not drawn yet. `None`: the route is no card.
pub fn written_card(site: &Site, agency: &AgencySite, route: &AgencyRoute) -> Option<WrittenCard> {
    let AgencyPage::Card(card) = &route.page else { return None };
    let page = Page::of(site, &agency.agency, route.lang, &route.url, None);
    Some(WrittenCard::of(&page, &agency.agency, card))
}

pub fn render_portal(site: &Site, summaries: &[AgencySummary], route: &PortalRoute) -> Result<Artifact, ThemeError> {
    let page = Page::new(site, route.lang, &route.url);
    match &route.page {
        PortalPage::Home => portal_home::render(&page, summaries),
        PortalPage::Document(index) => plain::render_portal_document(&page, *index),
        PortalPage::Place(province) => place::render(&page, summaries, province),
        PortalPage::Amphoe { province, amphoe, part } => {
            place::render_amphoe(&page, summaries, province, amphoe, *part)
        }
        PortalPage::Compare => compare::render(&page, summaries),
        PortalPage::Members => members::render(&page),
        PortalPage::ChartSvg(chart) => Ok(chart.svg(&page, summaries)),
        PortalPage::ChartPng(chart) => Ok(chart.png(&page, summaries)),
        PortalPage::ChartCsv(chart) => Ok(chart.csv(&page, summaries)),
        PortalPage::Method => method::render(&page, summaries),
        PortalPage::AboutData => about::render_data(&page, summaries),
        PortalPage::Accessibility => about::render_words(&page, "accessibility"),
        PortalPage::Privacy => about::render_words(&page, "privacy"),
        PortalPage::Glossary => about::render_glossary(&page),
        PortalPage::Codes => codes::render(&page),
        PortalPage::CodesOf(letter) => codes::render_letter(&page, *letter),
        PortalPage::Search => search::render_portal(&page, summaries),
        PortalPage::SiteMap => plain::render_sitemap(&page, summaries),
        PortalPage::NotFound => plain::render_not_found(&page),
        PortalPage::OwnSitemapXml => Ok(plain::portal_sitemap_xml(&page, summaries)),
        PortalPage::SitemapXml => Ok(plain::sitemap_xml(&page, summaries)),
        PortalPage::Feed(feed) => Ok(feeds::render_portal(&page, summaries, *feed)),
        PortalPage::Robots => Ok(plain::robots(&page, summaries)),
        PortalPage::Asset(name) => Ok(plain::asset(&page, name)),
        PortalPage::Data(data) => data_pages::render_portal(&page, summaries, data),
    }
}
