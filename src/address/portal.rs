//! Everything that stands beside the agencies: the portal's pages, its data, and the files that every site has.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::data::{API, PORTAL_TABLES, TABLES, known};
use super::first_part;
use super::paper::Feed;
use crate::thai::slug::slug;

/// A document is named by its place among the portal's pages; it stands where its file does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortalPage {
    Home,
    Document(usize),
    /// A province with its agencies; of an empty name: those that state none.
    Place(String),
    /// The agencies of an amphoe, where the province has too many for one page; `part` counts from 1.
    Amphoe {
        province: String,
        amphoe: String,
        part: usize,
    },
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
    /// All codes of findings.
    Codes,
    /// What each code that begins with this letter means.
    CodesOf(char),
    Search,
    SiteMap,
    /// The sites of others that stand under this portal.
    Members,
    NotFound,
    SitemapXml,
    /// The portal's own pages, beside the index.
    OwnSitemapXml,
    Feed(Feed),
    Robots,
    Asset(String),
    Data(PortalData),
}

/// A picture over several agencies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortalChart {
    /// All promises as one field.
    Field,
    HeatMap,
    Multiples,
    /// The heat map of a province.
    Place(String),
    /// The tambons of a province as tiles.
    Tiles(String),
}

/// What the portal gives away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortalData {
    Home,
    /// Every column of every table, explained.
    Columns,
    Csv(&'static str),
    Json(&'static str),
    Workbook,
    Package,
    Metadata,
    MetadataJson,
    Catalog,
    /// The page that explains the API.
    Api,
    ApiIndex,
    ApiAgencies,
    Schema(&'static str),
    Llms,
    /// The plain index of a province's agencies, where there are too many for one.
    LlmsOf(String),
    /// Stands at an old address and leads on.
    Redirect {
        at: String,
        to: String,
    },
    /// Rules for a host, from every redirect of the site.
    RedirectRules(HostConfig),
    Changes,
    ChangesFeed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostConfig {
    Apache,
    Nginx,
    Netlify,
    /// Netlify and Cloudflare Pages look for their rules at the root.
    NetlifyAtRoot,
}

impl HostConfig {
    pub const ALL: [Self; 4] = [Self::Apache, Self::Nginx, Self::Netlify, Self::NetlifyAtRoot];

    fn url(self) -> &'static str {
        match self {
            Self::Apache => "redirects/htaccess.txt",
            Self::Nginx => "redirects/nginx.conf",
            Self::Netlify => "redirects/_redirects",
            Self::NetlifyAtRoot => "_redirects",
        }
    }
}

impl PortalChart {
    /// Without the ending.
    fn url(&self) -> String {
        match self {
            Self::Field => "charts/promises".to_owned(),
            Self::HeatMap => "charts/compare".to_owned(),
            Self::Multiples => "charts/agencies".to_owned(),
            Self::Place(province) => format!("{}charts/compare", PortalPage::Place(province.clone()).address()),
            Self::Tiles(province) => format!("{}charts/tiles", PortalPage::Place(province.clone()).address()),
        }
    }

    fn parse(url: &str) -> Option<Self> {
        let place = || {
            let (folder, name) = url.strip_prefix(PLACES)?.rsplit_once("/charts/")?;
            match name {
                "compare" => Some(Self::Place(folder.to_owned())),
                "tiles" => Some(Self::Tiles(folder.to_owned())),
                _ => None,
            }
        };
        [Self::Field, Self::HeatMap, Self::Multiples].into_iter().find(|chart| chart.url() == url).or_else(place)
    }
}

const PLACES: &str = "places/";
const MEMBERS: &str = "members/";
const LLMS: &str = "llms/";
const CODES: &str = "codes/";
/// Stands for what has no name.
const NAMELESS: &str = "other";

/// The place that an address spells.
fn read_place(spelt: &str) -> String {
    if spelt == NAMELESS { String::new() } else { spelt.to_owned() }
}

/// A place as addresses spell it.
fn place(name: &str) -> String {
    let spelt = slug(name);
    if spelt.is_empty() { NAMELESS.to_owned() } else { spelt }
}

/// The folder of a member's agency in the portal above it: only what search needs of it stands there.
pub fn member_folder(member: &str, slug: &str) -> String {
    format!("{MEMBERS}{member}{}{slug}", if slug.is_empty() { "" } else { "/" })
}

impl PortalData {
    fn plain() -> impl Iterator<Item = Self> {
        let one = [
            Self::Home,
            Self::Columns,
            Self::Workbook,
            Self::Package,
            Self::Metadata,
            Self::MetadataJson,
            Self::Catalog,
            Self::Api,
            Self::ApiIndex,
            Self::ApiAgencies,
            Self::Llms,
            Self::Changes,
            Self::ChangesFeed,
        ];
        let tables = PORTAL_TABLES.into_iter().flat_map(|table| [Self::Csv(table), Self::Json(table)]);
        one.into_iter().chain(tables).chain(HostConfig::ALL.map(Self::RedirectRules))
    }

    fn url(&self) -> String {
        let plain = match self {
            Self::Home => "data/",
            Self::Columns => "data/columns/",
            Self::Workbook => "data/workbook.xlsx",
            Self::Package => "data/datapackage.json",
            Self::Metadata => "data/metadata/",
            Self::MetadataJson => "data/metadata.json",
            Self::Catalog => "data/catalog.jsonld",
            Self::Api => "api/",
            Self::Llms => "llms.txt",
            Self::Changes => "changes/",
            Self::ChangesFeed => "changes.xml",
            Self::RedirectRules(host) => host.url(),
            Self::Redirect { at, .. } => at,
            Self::Csv(table) => return format!("data/{table}.csv"),
            Self::Json(table) => return format!("data/{table}.json"),
            Self::ApiIndex => return format!("{API}index.json"),
            Self::ApiAgencies => return format!("{API}agencies.json"),
            Self::Schema(table) => return format!("{API}schema/{table}.json"),
            Self::LlmsOf(province) => return format!("{LLMS}{}.txt", place(province)),
        };
        plain.to_owned()
    }

    pub fn is_page(&self) -> bool {
        matches!(self, Self::Home | Self::Columns | Self::Metadata | Self::Api | Self::Changes)
    }

    fn is_of_every_site(&self) -> bool {
        matches!(
            self,
            Self::Columns
                | Self::Api
                | Self::ApiIndex
                | Self::ApiAgencies
                | Self::Schema(_)
                | Self::Llms
                | Self::Redirect { .. }
                | Self::RedirectRules(_)
        )
    }

    fn title_word(&self) -> &'static str {
        match self {
            Self::Columns => "data_columns",
            Self::Metadata => "metadata_title",
            Self::Catalog => "data_catalog",
            Self::Api => "api_title",
            Self::ApiIndex => "api_index",
            Self::Changes => "changes_title",
            _ => "nav_data",
        }
    }
}

static PLAIN: LazyLock<BTreeMap<String, PortalPage>> = LazyLock::new(|| {
    use PortalPage::{
        Codes, Compare, Data, Feed, Home, Members, NotFound, OwnSitemapXml, Robots, Search, SiteMap, SitemapXml,
    };
    let plain = [Home, Compare, Codes, Search, SiteMap, Members, NotFound, SitemapXml, OwnSitemapXml, Robots];
    let all = plain.into_iter().chain(PortalPage::ABOUT).chain(super::Feed::every().map(Feed));
    all.chain(PortalData::plain().map(Data)).map(|page| (page.address(), page)).collect()
});

/// First parts of addresses that stand there only where the portal has what they show.
const OPEN: [&str; 3] = ["charts", "llms", "places"];

impl PortalPage {
    /// The pages that every site has about itself; an author's own page at such an address takes its place.
    pub const ABOUT: [Self; 5] = [Self::Method, Self::AboutData, Self::Accessibility, Self::Privacy, Self::Glossary];

    /// Root-relative, in the Thai tree; `document` says where a document stands.
    pub fn url(&self, document: impl Fn(usize) -> String) -> String {
        let plain = match self {
            Self::Home => "",
            Self::Compare => "compare/",
            Self::Method => "method/",
            Self::AboutData => "about-data/",
            Self::Accessibility => "accessibility/",
            Self::Privacy => "privacy/",
            Self::Glossary => "glossary/",
            Self::Codes => CODES,
            Self::CodesOf(letter) => return format!("{CODES}{}/", letter.to_ascii_lowercase()),
            Self::Search => super::SEARCH,
            Self::SiteMap => "sitemap/",
            Self::Members => MEMBERS,
            Self::NotFound => "404.html",
            Self::SitemapXml => "sitemap.xml",
            Self::OwnSitemapXml => "sitemap-portal.xml",
            Self::Robots => "robots.txt",
            Self::Asset(name) => name,
            Self::Document(at) => return document(*at),
            Self::Place(province) => return format!("{PLACES}{}/", place(province)),
            Self::Amphoe { province, amphoe, part } => {
                let part = if *part > 1 { format!("{part}/") } else { String::new() };
                return format!("{PLACES}{}/{}/{part}", place(province), place(amphoe));
            }
            Self::ChartSvg(chart) => return format!("{}.svg", chart.url()),
            Self::ChartPng(chart) => return format!("{}.png", chart.url()),
            Self::ChartCsv(chart) => return format!("{}.csv", chart.url()),
            Self::Feed(feed) => return feed.below(),
            Self::Data(data) => return data.url(),
        };
        plain.to_owned()
    }

    /// The address of what is no document's.
    pub fn address(&self) -> String {
        self.url(|_| String::new())
    }

    /// What the program may put at an address of the Thai tree; `None` where only an author or an agency can. A
    /// province is read as its address spells it.
    pub fn parse(url: &str) -> Option<Self> {
        if let Some(page) = PLAIN.get(url) {
            return Some(page.clone());
        }
        let schema = || {
            let table = url.strip_prefix(API)?.strip_prefix("schema/")?.strip_suffix(".json")?;
            Some(Self::Data(PortalData::Schema(known(TABLES.into_iter().chain(PORTAL_TABLES), table)?)))
        };
        let place = || {
            let parts: Vec<&str> = url.strip_prefix(PLACES)?.strip_suffix('/')?.split('/').collect();
            let (province, amphoe, part) = match *parts.as_slice() {
                [province] => return (!province.is_empty()).then(|| Self::Place(read_place(province))),
                [province, amphoe] => (province, amphoe, 1),
                [province, amphoe, part] => (province, amphoe, part.parse().ok().filter(|part| *part > 1)?),
                _ => return None,
            };
            Some(Self::Amphoe { province: read_place(province), amphoe: read_place(amphoe), part })
        };
        let chart = || {
            let (bare, ending) = url.rsplit_once('.')?;
            let chart = PortalChart::parse(bare)?;
            match ending {
                "svg" => Some(Self::ChartSvg(chart)),
                "png" => Some(Self::ChartPng(chart)),
                "csv" => Some(Self::ChartCsv(chart)),
                _ => None,
            }
        };
        let codes = || {
            let letter = url.strip_prefix(CODES)?.strip_suffix('/')?;
            letter
                .parse()
                .ok()
                .filter(char::is_ascii_lowercase)
                .map(|letter| Self::CodesOf(letter.to_ascii_uppercase()))
        };
        let index = || {
            let province = url.strip_prefix(LLMS)?.strip_suffix(".txt")?;
            (!province.contains('/')).then(|| Self::Data(PortalData::LlmsOf(read_place(province))))
        };
        schema().or_else(place).or_else(codes).or_else(index).or_else(chart).filter(|page| page.address() == url)
    }

    /// Whether it is a page for search engines to list; the rest are files and the page of errors.
    pub fn is_page(&self) -> bool {
        match self {
            Self::Data(data) => data.is_page(),
            Self::NotFound
            | Self::SitemapXml
            | Self::OwnSitemapXml
            | Self::Robots
            | Self::Feed(_)
            | Self::Asset(_)
            | Self::ChartSvg(_)
            | Self::ChartPng(_)
            | Self::ChartCsv(_) => false,
            _ => true,
        }
    }

    /// The word that is its title.
    pub fn title_word(&self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Compare => "nav_compare",
            Self::Method => "method",
            Self::AboutData => "about_data",
            Self::Accessibility => "accessibility",
            Self::Privacy => "privacy",
            Self::Glossary => "glossary",
            Self::Codes | Self::CodesOf(_) => "codes_title",
            Self::Search => "search",
            Self::Members => "members_title",
            Self::NotFound => "not_found",
            Self::Data(data) => data.title_word(),
            _ => "nav_sitemap",
        }
    }

    /// Whether a site of a single agency has it too. The agency's own pages stand there in place of the others.
    pub fn is_of_every_site(&self) -> bool {
        match self {
            Self::Data(data) => data.is_of_every_site(),
            Self::NotFound | Self::Robots | Self::Codes | Self::CodesOf(_) | Self::Asset(_) | Self::Document(_) => true,
            page => Self::ABOUT.contains(page),
        }
    }

    /// Whether the author's own page may stand there instead.
    pub fn yields(&self) -> bool {
        Self::ABOUT.contains(self)
    }

    pub(super) fn first_parts_of_every_site() -> impl Iterator<Item = &'static str> {
        PLAIN.iter().filter(|(_, page)| page.is_of_every_site()).map(|(url, _)| first_part(url))
    }

    pub(super) fn first_parts() -> impl Iterator<Item = &'static str> {
        PLAIN.keys().map(|url| first_part(url)).chain(OPEN)
    }
}
