//! Every address of the site. A page that is not in this table does not exist.

use crate::image;
use crate::model::{Agency, DocumentId, ItemCode};
use crate::site::cards::{self, CardOf};
use crate::site::charts::{self, ChartRef};
use crate::site::data_pages::{self, DataPage, PortalData};
use crate::site::feeds::{self, Feed};
use crate::site::pages::compare::PortalChart;
use crate::site::pages::papers::Grouping;
use crate::site::pages::plain::sitemap_parts;
use crate::site::{AgencySummary, Site};
use crate::thai::FiscalYear;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    Th,
    En,
}

impl Lang {
    pub fn code(self) -> &'static str {
        match self {
            Lang::Th => "th",
            Lang::En => "en",
        }
    }

    /// Where the tree of this language begins.
    pub fn prefix(self) -> &'static str {
        match self {
            Lang::Th => "",
            Lang::En => "en/",
        }
    }
}

/// `url` is root-relative and includes the language's prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyRoute {
    pub url: String,
    pub lang: Lang,
    pub page: AgencyPage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgencyPage {
    Home,
    Year(FiscalYear),
    Dimension(FiscalYear, u8),
    Item(FiscalYear, ItemCode),
    /// A plan, report, measures book, committee, paper or plain page.
    Document(DocumentId),
    Papers(Grouping),
    Contact,
    Feed(Feed),
    Findings,
    /// What is still to be done, and by whom.
    Completeness,
    Search,
    SiteMap,
    SitemapXml,
    Data(DataPage),
    ChartSvg(ChartRef),
    ChartPng(ChartRef),
    ChartCsv(ChartRef),
    /// The picture that chat programs show beside a link.
    Card(CardOf),
    /// The agency's own colours.
    Style,
}

impl AgencyPage {
    /// Whether it is a page to read; the rest are files.
    pub fn is_page(&self) -> bool {
        match self {
            Self::Data(data) => data.is_page(),
            Self::SitemapXml
            | Self::Feed(_)
            | Self::ChartSvg(_)
            | Self::ChartPng(_)
            | Self::ChartCsv(_)
            | Self::Card(_)
            | Self::Style => false,
            _ => true,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalRoute {
    pub url: String,
    pub lang: Lang,
    pub page: PortalPage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortalPage {
    Home,
    /// Index into `Portal::pages`.
    Document(usize),
    /// A province with its agencies.
    Place(String),
    Compare,
    ChartSvg(PortalChart),
    ChartPng(PortalChart),
    ChartCsv(PortalChart),
    /// How the figures are worked out.
    Method,
    AboutData,
    Accessibility,
    Privacy,
    Glossary,
    /// What each code of a finding means.
    Codes,
    Search,
    SiteMap,
    NotFound,
    SitemapXml,
    /// The portal's own pages, beside the index.
    OwnSitemapXml,
    Feed(Feed),
    Robots,
    Asset(String),
    Data(PortalData),
}

impl PortalPage {
    /// Whether it is a page for search engines to list; the rest are files and the page of errors.
    pub fn is_page(&self) -> bool {
        !matches!(
            self,
            Self::NotFound
                | Self::SitemapXml
                | Self::OwnSitemapXml
                | Self::Robots
                | Self::Feed(_)
                | Self::Asset(_)
                | Self::ChartSvg(_)
                | Self::ChartPng(_)
                | Self::ChartCsv(_)
        ) && !matches!(self, Self::Data(data) if !data.is_page())
    }
}

fn languages(site: &Site) -> &'static [Lang] {
    if site.settings.english { &[Lang::Th, Lang::En] } else { &[Lang::Th] }
}

/// Whether a document is part of the site on its date: drafts and later ones only in the preview.
pub fn is_published(document: &crate::source::Document, site: &Site) -> bool {
    site.settings.preview
        || (!document.common.draft
            && document.common.publish_from.as_ref().is_none_or(|from| from.value <= site.settings.date))
}

/// All routes of one agency, in a fixed order.
pub fn agency_routes(site: &Site, agency: &Agency) -> Vec<AgencyRoute> {
    let mut routes = Vec::new();
    for &lang in languages(site) {
        let mut add =
            |url: String, page| routes.push(AgencyRoute { url: format!("{}{url}", lang.prefix()), lang, page });
        let base = agency.base();
        add(base.clone(), AgencyPage::Home);
        for year in &agency.years {
            let year_url = format!("{base}{}/", year.year.be());
            add(year_url.clone(), AgencyPage::Year(year.year));
            let dimensions = year.dimensions();
            for dimension in dimensions {
                add(format!("{year_url}dimension-{dimension}/"), AgencyPage::Dimension(year.year, dimension));
            }
            for promise in &year.promises {
                add(format!("{year_url}{}/", promise.code), AgencyPage::Item(year.year, promise.code.clone()));
            }
        }
        for (id, document) in agency.documents.iter().enumerate() {
            if id != agency.home && is_published(document, site) {
                add(agency.url_of(id), AgencyPage::Document(id));
            }
        }
        for by in Grouping::ALL.into_iter().filter(|by| by.applies(agency)) {
            add(format!("{base}announcements/{}", by.folder()), AgencyPage::Papers(by));
        }
        if let Some(url) = agency.contact_url() {
            add(url, AgencyPage::Contact);
        }
        add(format!("{base}findings/"), AgencyPage::Findings);
        add(format!("{base}completeness/"), AgencyPage::Completeness);
        add(format!("{base}search/"), AgencyPage::Search);
        add(format!("{base}sitemap/"), AgencyPage::SiteMap);
        for (url, page) in data_pages::agency_pages(site, agency) {
            add(url, AgencyPage::Data(page));
        }
        let pictures =
            agency.years.iter().flat_map(|year| charts::of_year(agency, year)).chain(charts::of_agency(agency));
        for picture in pictures {
            let url = picture.url(agency);
            add(format!("{url}.svg"), AgencyPage::ChartSvg(picture));
            if image::ENABLED {
                add(format!("{url}.png"), AgencyPage::ChartPng(picture));
            }
            // Figures and names of a data file are the same in every language.
            if lang == Lang::Th {
                add(format!("{url}.csv"), AgencyPage::ChartCsv(picture));
            }
        }
    }
    let mut once = |name: &str, page| {
        routes.push(AgencyRoute { url: format!("{}{name}", agency.base()), lang: Lang::Th, page });
    };
    once("sitemap.xml", AgencyPage::SitemapXml);
    if crate::site::agency_style::has_style(agency) {
        once("agency.css", AgencyPage::Style);
    }
    for card in cards::all(site, agency) {
        routes.push(AgencyRoute { url: card.url(agency), lang: Lang::Th, page: AgencyPage::Card(card) });
    }
    for feed in feeds::of_agency(site, agency) {
        let url = format!("{}{}", agency.base(), feeds::url(feed.format, feed.kind));
        routes.push(AgencyRoute { url, lang: Lang::Th, page: AgencyPage::Feed(feed) });
    }
    for (url, page) in data_pages::agency_files(site, agency) {
        routes.push(AgencyRoute { url, lang: Lang::Th, page: AgencyPage::Data(page) });
    }
    let pages = routes.iter().filter(|route| route.page.is_page()).count();
    for part in 1..sitemap_parts(pages) {
        let url = format!("{}sitemap-{}.xml", agency.base(), part + 1);
        routes.push(AgencyRoute { url, lang: Lang::Th, page: AgencyPage::Data(DataPage::SitemapPart(part)) });
    }
    let redirects = data_pages::agency_redirects(site, agency, &routes);
    routes.extend(redirects);
    routes
}

/// The portal's own routes; `summaries` are sorted by slug.
pub fn portal_routes(site: &Site, summaries: &[AgencySummary]) -> Vec<PortalRoute> {
    let mut routes = Vec::new();
    let written: Vec<String> =
        site.portal.pages.iter().map(|document| crate::model::document_url(&document.path)).collect();
    for &lang in languages(site) {
        let mut add =
            |url: String, page| routes.push(PortalRoute { url: format!("{}{url}", lang.prefix()), lang, page });
        if !site.portal.one_agency {
            add(String::new(), PortalPage::Home);
        }
        for (index, document) in site.portal.pages.iter().enumerate() {
            if is_published(document, site) {
                add(crate::model::document_url(&document.path), PortalPage::Document(index));
            }
        }
        // The author's own page at such an address takes its place.
        for (url, page) in [
            ("method/", PortalPage::Method),
            ("about-data/", PortalPage::AboutData),
            ("accessibility/", PortalPage::Accessibility),
            ("privacy/", PortalPage::Privacy),
            ("glossary/", PortalPage::Glossary),
            ("codes/", PortalPage::Codes),
        ] {
            if !written.iter().any(|own| own == url) {
                add(url.to_owned(), page);
            }
        }
        if !site.portal.one_agency {
            add("search/".to_owned(), PortalPage::Search);
            add("sitemap/".to_owned(), PortalPage::SiteMap);
            add("compare/".to_owned(), PortalPage::Compare);
            for chart in PortalChart::all(summaries) {
                let url = chart.url();
                if image::ENABLED {
                    add(format!("{url}.png"), PortalPage::ChartPng(chart.clone()));
                }
                add(format!("{url}.svg"), PortalPage::ChartSvg(chart));
            }
            for province in super::places::provinces(summaries) {
                add(super::places::url(province), PortalPage::Place(province.to_owned()));
            }
        }
        for (url, page) in data_pages::portal_pages(site) {
            add(url, PortalPage::Data(page));
        }
    }
    let mut plain = |url: &str, page| routes.push(PortalRoute { url: url.to_owned(), lang: Lang::Th, page });
    plain("404.html", PortalPage::NotFound);
    plain("robots.txt", PortalPage::Robots);
    // A single agency's own map stands at this address.
    if !site.portal.one_agency {
        for feed in feeds::of_portal(summaries) {
            plain(&feeds::url(feed.format, feed.kind), PortalPage::Feed(feed));
        }
        plain("sitemap.xml", PortalPage::SitemapXml);
        plain("sitemap-portal.xml", PortalPage::OwnSitemapXml);
        for chart in PortalChart::all(summaries) {
            plain(&format!("{}.csv", chart.url()), PortalPage::ChartCsv(chart));
        }
    }
    for (url, page) in data_pages::portal_files(site) {
        plain(&url, PortalPage::Data(page));
    }
    for (url, page) in data_pages::portal_redirects(site, summaries) {
        plain(&url, PortalPage::Data(page));
    }
    for asset in site.theme.assets.keys() {
        routes.push(PortalRoute { url: asset.clone(), lang: Lang::Th, page: PortalPage::Asset(asset.clone()) });
    }
    routes
}
