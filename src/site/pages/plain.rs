//! The portal's plain pages and the files that every site has: site maps, robots, 404, assets.

use serde::Serialize;

use std::collections::BTreeMap;

use crate::address::{self, AgencyPage, DataPage, Grouping, Lang, PortalChart, PortalData, PortalPage};
use crate::model::{Agency, AgencySummary};
use crate::site::feeds;
use crate::site::ground::{AgencyRoute, Artifact, Site, TEXT, XML, is_published};
use crate::site::linker::absolute;
use crate::site::page::{LinkView, Page};
use crate::site::routes::{MOST_IN_SITEMAP, agency_routes, portal_routes};
use crate::site::shell::PageAbout;
use crate::site::{charts, names, places, prose};
use crate::source::attachment::FileKind;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct PlainPage {
    title: String,
    body: String,
    groups: Vec<LinkSection>,
}

#[derive(Serialize)]
struct LinkSection {
    title: String,
    links: Vec<LinkView>,
}

fn plain(page: &Page<'_>, title: &str, body: String, groups: Vec<LinkSection>) -> Result<Artifact, ThemeError> {
    let about = PageAbout { title, description: title, trail: page.trail(None), agency: None };
    page.render("plain.html", about, &PlainPage { title: title.to_owned(), body, groups })
}

pub fn render_portal_document(page: &Page<'_>, index: usize) -> Result<Artifact, ThemeError> {
    let Some(document) = page.site.portal.pages.get(index) else { return render_not_found(page) };
    plain(page, &prose::title(page, document), prose::whole(page, document, |_| true), Vec::new())
}

pub fn render_not_found(page: &Page<'_>) -> Result<Artifact, ThemeError> {
    let body = format!("<p>{}</p>", page.word("not_found_words"));
    // Without a home of its own on the web the site cannot know from where this page is shown; its addresses then start
    // at the folder in which the page itself stands.
    let ways = [PortalPage::Home, PortalPage::Search, PortalPage::SiteMap];
    let link =
        |way: PortalPage| LinkView { title: page.word(way.title_word()).to_owned(), href: page.to(&way.address()) };
    let links = ways.into_iter().map(link).collect();
    plain(
        page,
        page.word("not_found"),
        body,
        vec![LinkSection { title: page.word("not_found_ways").to_owned(), links }],
    )
}

/// The portal's human site map leads to the agencies'; a single agency lists its own pages at once.
pub fn render_sitemap(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    // Too many to be listed are found by their places.
    let listed = if summaries.len() > places::MOST_LISTED { &[] } else { summaries };
    let agencies: Vec<LinkView> = listed
        .iter()
        .map(|summary| LinkView { title: summary.name.clone(), href: page.to(&summary.at(&AgencyPage::SiteMap)) })
        .collect();
    let own = page
        .site
        .portal
        .pages
        .iter()
        .enumerate()
        .filter(|(_, document)| is_published(document, page.site))
        .map(|(at, document)| LinkView {
            title: prose::title(page, document),
            href: page.to(&page.site.portal.at(&PortalPage::Document(at))),
        })
        .collect();
    let mut own: Vec<LinkView> = own;
    for made in [PortalPage::Compare].into_iter().chain(PortalPage::ABOUT) {
        own.push(LinkView { title: page.word(made.title_word()).to_owned(), href: page.to(&made.address()) });
    }
    let mut groups = vec![
        LinkSection { title: page.site.settings.title.clone(), links: own },
        LinkSection { title: page.word("by_place").to_owned(), links: places::links(page, summaries) },
    ];
    if listed.len() == summaries.len() {
        groups.push(LinkSection { title: page.word("agencies").to_owned(), links: agencies });
    }
    let mut files = vec![address::search_list("")];
    files.extend(portal_files(page, summaries));
    plain(page, page.word("nav_sitemap"), String::new(), with_files(page, groups, files))
}

/// What no page leads to because scripts, styles and other programs know where it is: for programs that make a copy of
/// the site by following links.
fn with_files(page: &Page<'_>, mut groups: Vec<LinkSection>, files: Vec<String>) -> Vec<LinkSection> {
    let links = files.into_iter().map(|url| LinkView { href: page.to_file(&url), title: url }).collect();
    groups.push(LinkSection { title: page.word("site_files").to_owned(), links });
    groups
}

/// Of them, those that belong to the site as a whole.
fn portal_files(page: &Page<'_>, summaries: &[AgencySummary]) -> Vec<String> {
    let is_one = |page: &PortalPage| {
        use PortalPage::{Asset, Data, Feed, OwnSitemapXml, SitemapXml};
        matches!(page, Asset(_) | Feed(_) | SitemapXml | OwnSitemapXml | Data(PortalData::Llms))
    };
    let routes = portal_routes(page.site, summaries).into_iter();
    routes.filter(|route| is_one(&route.page)).map(|route| route.url).collect()
}

pub fn render_agency_sitemap(page: &Page<'_>, agency: &Agency) -> Result<Artifact, ThemeError> {
    let mut groups: Vec<LinkSection> = Vec::new();
    let routes = agency_routes(page.site, agency);
    for route in routes.iter().filter(|route| route.lang == page.lang && route.page.is_page()) {
        let section = match &route.page {
            AgencyPage::Year(year) | AgencyPage::Dimension(year, _) | AgencyPage::Item(year, _) => {
                format!("{} {}", page.word("fiscal_year"), page.show.year(*year))
            }
            _ => page.word("documents").to_owned(),
        };
        let (title, _) = names::title_of(page.site, agency, route);
        let link = LinkView { title, href: page.to_file(&route.url) };
        // Routes come year by year, so the group is among the last few.
        match groups.iter_mut().rev().find(|group| group.title == section) {
            Some(group) => group.links.push(link),
            None => groups.push(LinkSection { title: section, links: vec![link] }),
        }
    }
    let about = PageAbout {
        title: page.word("nav_sitemap"),
        description: agency.name(),
        trail: page.trail(Some(agency)),
        agency: Some(agency),
    };
    let is_one = |page: &AgencyPage| {
        use AgencyPage::{Data, Feed, SitemapPart, SitemapXml};
        matches!(page, Feed(_) | SitemapXml | SitemapPart(_) | Data(DataPage::ApiFindings))
    };
    let own = routes.into_iter().filter(|route| is_one(&route.page)).map(|route| route.url);
    let mut files = vec![address::search_list(&agency.slug)];
    files.extend(own);
    if page.site.portal.one_agency {
        files.extend(portal_files(page, &[]));
    }
    let groups = with_files(page, groups, files);
    let view = PlainPage { title: page.word("nav_sitemap").to_owned(), body: String::new(), groups };
    page.render("plain.html", about, &view)
}

const URLSET: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">\n";

/// `pictures` are those that stand on the page, at addresses of their own.
fn sitemap_entry(out: &mut String, base: &str, url: &str, updated: Option<&str>, pictures: &[String]) {
    out.push_str("<url><loc>");
    out.push_str(&absolute(base, url));
    out.push_str("</loc>");
    if let Some(day) = updated {
        out.push_str("<lastmod>");
        out.push_str(day);
        out.push_str("</lastmod>");
    }
    for picture in pictures {
        out.push_str("<image:image><image:loc>");
        out.push_str(&absolute(base, picture));
        out.push_str("</image:loc></image:image>");
    }
    out.push_str("</url>\n");
}

/// What stands in one of several maps; `part` counts from 0.
fn of_part<T>(all: impl Iterator<Item = T>, part: usize, most: usize) -> impl Iterator<Item = T> {
    all.skip(part * most).take(most)
}

/// `part` counts from 0; all but the first stand at addresses of their own.
pub fn agency_sitemap_xml(page: &Page<'_>, agency: &Agency, part: usize) -> Artifact {
    let mut out = String::from(URLSET);
    // Without an address of its own the site has no absolute ones to list.
    if let Some(base) = &page.site.settings.base_url {
        let routes = agency_routes(page.site, agency);
        let pages = routes.iter().filter(|route| route.page.is_page());
        let days = ChangeDays::of(page.site, agency);
        for route in of_part(pages, part, MOST_IN_SITEMAP) {
            let (_, stated) = names::title_of(page.site, agency, route);
            let (_, address) = Lang::of(&route.url);
            let known = [stated, updated_of(agency, &route.page), days.at(address)];
            let updated = known.into_iter().flatten().max();
            sitemap_entry(&mut out, base, &route.url, updated.as_deref(), &pictures_of(agency, route));
        }
    }
    out.push_str("</urlset>\n");
    Artifact { url: page.url.to_owned(), bytes: out.into_bytes(), media_type: XML }
}

/// The charts of a page. They are drawn once, in Thai: an English page has the same, and they are listed with the Thai one.
fn pictures_of(agency: &Agency, route: &AgencyRoute) -> Vec<String> {
    let charts = match &route.page {
        _ if route.lang == Lang::En => return Vec::new(),
        AgencyPage::Year(year) => agency.year(*year).map(|year| charts::of_year(agency, year)).unwrap_or_default(),
        AgencyPage::Home => charts::of_agency(agency),
        _ => return Vec::new(),
    };
    charts.into_iter().map(|chart| agency.at(&AgencyPage::ChartSvg(chart))).collect()
}

/// The days on which pages changed, as the record and the papers themselves tell: the newest of each address.
struct ChangeDays(BTreeMap<String, String>);

impl ChangeDays {
    fn of(site: &Site, agency: &Agency) -> Self {
        let mut days: BTreeMap<String, String> = BTreeMap::new();
        let mut note = |address: &str, day: &str| {
            let known = days.entry(address.to_owned()).or_default();
            if known.as_str() < day {
                day.clone_into(known);
            }
        };
        let base = agency.base();
        for change in &site.record.changes.all {
            let address = change.address.trim_start_matches('/');
            if address.starts_with(&base) {
                note(address, &change.date);
            }
        }
        let home = agency.at(&AgencyPage::Home);
        let lists = Grouping::ALL.map(|by| agency.at(&AgencyPage::Papers(by)));
        for paper in feeds::paper_summaries(site, agency, feeds::LONGEST) {
            if let Some(day) = &paper.updated {
                let told = lists.iter().chain([&home, &paper.url]);
                told.for_each(|address| note(address, day));
            }
        }
        Self(days)
    }

    fn at(&self, address: &str) -> Option<String> {
        self.0.get(address).cloned()
    }
}

/// The last day on which a document behind a page was changed, where its authors say so.
fn updated_of(agency: &Agency, page: &AgencyPage) -> Option<String> {
    let (AgencyPage::Year(year) | AgencyPage::Dimension(year, _) | AgencyPage::Item(year, _)) = page else {
        return None;
    };
    let year = agency.year(*year)?;
    let plan = year.plan.and_then(|plan| agency.plans.get(plan)).map(|plan| plan.document);
    let reports = [year.six_months, year.twelve_months].into_iter().flatten();
    let reports = reports.filter_map(|report| agency.reports.get(report)).map(|report| report.document);
    let days = plan.into_iter().chain(reports).filter_map(|id| agency.document(id).common.updated.as_ref());
    days.map(|day| day.value.iso()).max()
}

/// An index of the agencies' maps, beside a map of the portal's own pages.
pub fn sitemap_xml(page: &Page<'_>, summaries: &[AgencySummary]) -> Artifact {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    if let Some(base) = &page.site.settings.base_url {
        let own = std::iter::once(PortalPage::OwnSitemapXml.address());
        for url in own.chain(summaries.iter().filter(|summary| summary.is_here()).flat_map(sitemaps_of)) {
            out.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", absolute(base, &url)));
        }
    }
    out.push_str("</sitemapindex>\n");
    Artifact { url: page.url.to_owned(), bytes: out.into_bytes(), media_type: XML }
}

pub fn portal_sitemap_xml(page: &Page<'_>, summaries: &[AgencySummary]) -> Artifact {
    let mut out = String::from(URLSET);
    if let Some(base) = &page.site.settings.base_url {
        for route in portal_routes(page.site, summaries) {
            let updated = match &route.page {
                PortalPage::Document(index) => {
                    let document = page.site.portal.pages.get(*index);
                    document.and_then(|document| document.common.updated.as_ref()).map(|date| date.value.iso())
                }
                // It tells the newest papers of all.
                PortalPage::Home => {
                    summaries.iter().flat_map(|agency| &agency.papers).filter_map(|paper| paper.updated.clone()).max()
                }
                page if page.is_page() => None,
                _ => continue,
            };
            let pictures = match &route.page {
                PortalPage::Compare if route.lang == Lang::Th => vec![PortalChart::HeatMap, PortalChart::Multiples],
                PortalPage::Home if route.lang == Lang::Th => vec![PortalChart::Field],
                _ => Vec::new(),
            };
            let pictures = pictures.into_iter().filter(|chart| chart.exists(summaries));
            let pictures: Vec<String> = pictures.map(|chart| PortalPage::ChartSvg(chart).address()).collect();
            sitemap_entry(&mut out, base, &route.url, updated.as_deref(), &pictures);
        }
    }
    out.push_str("</urlset>\n");
    Artifact { url: page.url.to_owned(), bytes: out.into_bytes(), media_type: XML }
}

fn sitemaps_of(summary: &AgencySummary) -> impl Iterator<Item = String> {
    (0..summary.sitemaps.max(1))
        .map(move |part| summary.at(&if part == 0 { AgencyPage::SitemapXml } else { AgencyPage::SitemapPart(part) }))
}

pub fn robots(page: &Page<'_>, summaries: &[AgencySummary]) -> Artifact {
    let mut out = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = &page.site.settings.base_url {
        // A single agency has no index over its maps.
        let maps: Vec<String> = match summaries {
            [only] if page.site.portal.one_agency => sitemaps_of(only).collect(),
            _ => vec![PortalPage::SitemapXml.address()],
        };
        for map in maps {
            out.push_str(&format!("Sitemap: {}\n", absolute(base, &map)));
        }
    }
    Artifact { url: page.url.to_owned(), bytes: out.into_bytes(), media_type: TEXT }
}

pub fn asset(page: &Page<'_>, name: &str) -> Artifact {
    let bytes = page.site.theme.assets.get(name).cloned().unwrap_or_default();
    Artifact { url: page.url.to_owned(), bytes, media_type: media_type(name) }
}

pub fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("png") => "image/png",
        Some("txt") => TEXT,
        Some("xml") => XML,
        Some("ics") => "text/calendar; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        _ => FileKind::of_extension(name).media_type(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_lists_at_most_fifty_thousand() {
        assert_eq!([0, 1, 50_000, 50_001, 100_001].map(crate::site::routes::sitemap_parts), [1, 1, 1, 2, 3]);
        let summary = AgencySummary { slug: "ก".into(), sitemaps: 3, ..AgencySummary::default() };
        let maps: Vec<String> = sitemaps_of(&summary).collect();
        assert_eq!(maps, ["ก/sitemap.xml", "ก/sitemap-2.xml", "ก/sitemap-3.xml"]);
        let pages: Vec<usize> = (0..100_001).collect();
        let parts: Vec<Vec<usize>> =
            (0..3).map(|part| of_part(pages.iter().copied(), part, MOST_IN_SITEMAP).collect()).collect();
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [50_000, 50_000, 1]);
        assert_eq!(parts.concat(), pages, "each page once, in order");
    }
}
