//! Every address of the site. A page that is not in this table does not exist.

use crate::address::{AgencyPage, Grouping, Lang, PortalChart, PortalPage};
use crate::finding::registry;
use crate::image;
use crate::model::{Agency, AgencySummary};
use crate::site::ground::{AgencyRoute, PortalRoute, Site, is_published};
use crate::site::{cards, charts, data_pages, feeds};

fn languages(site: &Site) -> &'static [Lang] {
    if site.settings.english { &[Lang::Th, Lang::En] } else { &[Lang::Th] }
}

/// All routes of one agency, in a fixed order.
pub fn agency_routes(site: &Site, agency: &Agency) -> Vec<AgencyRoute> {
    let mut routes = Vec::new();
    let route = |lang: Lang, page: AgencyPage| AgencyRoute { url: in_tree(lang, agency.at(&page)), lang, page };
    for &lang in languages(site) {
        let mut add = |page| routes.push(route(lang, page));
        add(AgencyPage::Home);
        for year in &agency.years {
            add(AgencyPage::Year(year.year));
            for dimension in year.dimensions() {
                add(AgencyPage::Dimension(year.year, dimension));
            }
            for promise in &year.promises {
                add(AgencyPage::Item(year.year, promise.code.clone()));
            }
        }
        for (id, document) in agency.documents.iter().enumerate() {
            if id != agency.home && is_published(document, site) {
                add(AgencyPage::Document(id));
            }
        }
        for by in Grouping::ALL.into_iter().filter(|by| by.applies(agency)) {
            add(AgencyPage::Papers(by));
        }
        if agency.contact_document().is_none() {
            add(AgencyPage::Contact);
        }
        AgencyPage::OF_EVERY_AGENCY.into_iter().for_each(&mut add);
        for page in data_pages::agency_pages(site) {
            add(AgencyPage::Data(page));
        }
        let pictures =
            agency.years.iter().flat_map(|year| charts::of_year(agency, year)).chain(charts::of_agency(agency));
        for picture in pictures {
            add(AgencyPage::ChartSvg(picture));
            if image::ENABLED {
                add(AgencyPage::ChartPng(picture));
            }
            // Figures and names of a data file are the same in every language.
            if lang == Lang::Th {
                add(AgencyPage::ChartCsv(picture));
            }
        }
    }
    let mut once = |page| routes.push(route(Lang::Th, page));
    // A map for search engines lists whole addresses; a site that has none writes none.
    let has_address = site.settings.base_url.is_some();
    if has_address {
        once(AgencyPage::SitemapXml);
    }
    if crate::site::agency_style::has_style(agency) {
        once(AgencyPage::Style);
    }
    for card in cards::all(site, agency) {
        once(AgencyPage::Card(card));
    }
    for feed in feeds::of_agency(site, agency) {
        once(AgencyPage::Feed(feed));
    }
    for file in data_pages::agency_files(site, agency) {
        once(AgencyPage::Data(file));
    }
    let pages = routes.iter().filter(|route| route.page.is_page()).count();
    let parts = if has_address { sitemap_parts(pages) } else { 0 };
    routes.extend((1..parts).map(|part| route(Lang::Th, AgencyPage::SitemapPart(part))));
    let redirects = data_pages::agency_redirects(site, agency, &routes);
    routes.extend(redirects.into_iter().map(|page| route(Lang::Th, AgencyPage::Data(page))));
    routes
}

fn in_tree(lang: Lang, url: String) -> String {
    match lang.prefix() {
        "" => url,
        prefix => format!("{prefix}{url}"),
    }
}

/// The portal's own routes; `summaries` are sorted by slug.
pub fn portal_routes(site: &Site, summaries: &[AgencySummary]) -> Vec<PortalRoute> {
    let mut routes = Vec::new();
    let route = |lang: Lang, page: PortalPage| PortalRoute { url: in_tree(lang, site.portal.at(&page)), lang, page };
    // A single agency's own pages stand where a portal's would; then only what both need is left.
    let is_portal = !site.portal.one_agency;
    let written: Vec<String> =
        (0..site.portal.pages.len()).map(|at| site.portal.at(&PortalPage::Document(at))).collect();
    for &lang in languages(site) {
        let mut add = |page| routes.push(route(lang, page));
        if is_portal {
            add(PortalPage::Home);
        }
        for (index, document) in site.portal.pages.iter().enumerate() {
            if is_published(document, site) {
                add(PortalPage::Document(index));
            }
        }
        // The author's own page at such an address takes its place.
        for page in PortalPage::ABOUT.into_iter().filter(|page| !written.contains(&page.address())) {
            add(page);
        }
        add(PortalPage::Codes);
        for letter in registry::letters() {
            add(PortalPage::CodesOf(letter));
        }
        if is_portal {
            add(PortalPage::Search);
            add(PortalPage::SiteMap);
            add(PortalPage::Compare);
            if !site.members.is_empty() {
                add(PortalPage::Members);
            }
            for chart in PortalChart::all(summaries) {
                if image::ENABLED {
                    add(PortalPage::ChartPng(chart.clone()));
                }
                add(PortalPage::ChartSvg(chart));
            }
            for province in super::places::provinces(summaries) {
                add(PortalPage::Place(province.to_owned()));
                super::places::parts(summaries, province).iter().for_each(|part| add(part.page(province)));
            }
        }
        for page in data_pages::portal_pages(site) {
            add(PortalPage::Data(page));
        }
    }
    let mut once = |page| routes.push(route(Lang::Th, page));
    once(PortalPage::NotFound);
    once(PortalPage::Robots);
    // A single agency's own map stands at this address.
    if is_portal {
        for feed in feeds::of_portal(summaries) {
            once(PortalPage::Feed(feed));
        }
        if site.settings.base_url.is_some() {
            once(PortalPage::SitemapXml);
            once(PortalPage::OwnSitemapXml);
        }
        for chart in PortalChart::all(summaries) {
            once(PortalPage::ChartCsv(chart));
        }
    }
    for file in data_pages::portal_files(site, summaries) {
        once(PortalPage::Data(file));
    }
    for file in data_pages::portal_redirects(site, summaries, &routes) {
        routes.push(route(Lang::Th, PortalPage::Data(file)));
    }
    routes.extend(site.theme.assets.keys().map(|asset| route(Lang::Th, PortalPage::Asset(asset.clone()))));
    routes
}

/// The most addresses that one map may list, by the protocol.
pub const MOST_IN_SITEMAP: usize = 50_000;

/// How many maps so many pages need.
pub fn sitemap_parts(pages: usize) -> usize {
    pages.div_ceil(MOST_IN_SITEMAP).max(1)
}
