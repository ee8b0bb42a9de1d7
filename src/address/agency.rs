//! Everything that stands below an agency's folder, and its part of the API.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::chart::ChartRef;
use super::code::ItemCode;
use super::data::{API, DataFile, DataPage, Scope, round_word};
use super::paper::{Feed, Grouping};
use super::{agency_name, first_part, folder_of};
use crate::thai::{FiscalYear, Round};

/// A document is named by its place in the agency; it stands where its file does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgencyPage {
    Home,
    Year(FiscalYear),
    Dimension(FiscalYear, u8),
    Item(FiscalYear, ItemCode),
    /// A plan, report, measures book, committee, paper or plain page.
    Document(usize),
    Papers(Grouping),
    Contact,
    Feed(Feed),
    Findings,
    /// What is still to be done, and by whom.
    Completeness,
    Search,
    SiteMap,
    SitemapXml,
    /// The second and later maps of a very large agency, counted from 1.
    SitemapPart(usize),
    Data(DataPage),
    ChartSvg(ChartRef),
    ChartPng(ChartRef),
    ChartCsv(ChartRef),
    /// The picture that chat programs show beside a link.
    Card(CardOf),
    /// The agency's own colours.
    Style,
}

/// What a card is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardOf {
    Agency,
    Year(FiscalYear),
    Item(FiscalYear, ItemCode),
    /// A report, by its place among the documents.
    Report(usize),
}

const CARD: &str = "card.png";

/// All that stands at one address whatever the agency holds, by that address.
static PLAIN: LazyLock<BTreeMap<String, AgencyPage>> = LazyLock::new(|| {
    use AgencyPage::{Card, Contact, Data, Feed, Home, Papers, SitemapXml, Style};
    let plain = [Home, Contact, SitemapXml, Style, Card(CardOf::Agency)];
    let lists = Grouping::ALL.map(Papers).into_iter().chain(super::Feed::every().map(Feed));
    let pages = plain.into_iter().chain(AgencyPage::OF_EVERY_AGENCY).chain(lists).chain(DataPage::PLAIN.map(Data));
    pages.filter_map(|page| Some((page.below()?, page))).collect()
});

/// First parts of addresses that stand there only where the agency has what they show.
const OPEN: [&str; 3] = ["obligations", "charts", "embed"];

impl AgencyPage {
    /// Pages of the program that every agency has, in every language, in the order of its routes.
    pub const OF_EVERY_AGENCY: [Self; 4] = [Self::Findings, Self::Completeness, Self::Search, Self::SiteMap];

    /// Root-relative, in the Thai tree; `document` says where a document stands.
    pub fn url(&self, slug: &str, document: impl Fn(usize) -> String) -> String {
        match self {
            Self::Document(id) => document(*id),
            Self::Card(CardOf::Report(id)) => format!("{}{CARD}", document(*id)),
            Self::Data(DataPage::Redirect { at, .. }) => at.clone(),
            Self::Data(data) => match data.in_api(agency_name(slug)) {
                Some(url) => url,
                None => format!("{}{}", folder_of(slug), data.below().unwrap_or_default()),
            },
            page => format!("{}{}", folder_of(slug), page.below().unwrap_or_default()),
        }
    }

    /// The address of what is no document's.
    pub fn under(&self, slug: &str) -> String {
        self.url(slug, |_| String::new())
    }

    /// Below the agency's folder; `None` for what stands elsewhere.
    fn below(&self) -> Option<String> {
        let plain = match self {
            Self::Home => "",
            Self::Papers(by) => by.below(),
            Self::Contact => "contact/",
            Self::Findings => "findings/",
            Self::Completeness => "completeness/",
            Self::Search => super::SEARCH,
            Self::SiteMap => "sitemap/",
            Self::SitemapXml => "sitemap.xml",
            Self::Style => "agency.css",
            Self::Card(CardOf::Agency) => CARD,
            Self::Card(CardOf::Year(year)) => return Some(format!("{}/{CARD}", year.be())),
            Self::Card(CardOf::Item(year, code)) => return Some(format!("{}/{code}/{CARD}", year.be())),
            Self::SitemapPart(part) => return Some(format!("sitemap-{}.xml", part + 1)),
            Self::Year(year) => return Some(format!("{}/", year.be())),
            Self::Dimension(year, dimension) => return Some(format!("{}/dimension-{dimension}/", year.be())),
            Self::Item(year, code) => return Some(format!("{}/{code}/", year.be())),
            Self::Feed(feed) => return Some(feed.below()),
            Self::Data(data) => return data.below(),
            Self::ChartSvg(chart) => return Some(format!("{}.svg", chart.below())),
            Self::ChartPng(chart) => return Some(format!("{}.png", chart.below())),
            Self::ChartCsv(chart) => return Some(format!("{}.csv", chart.below())),
            Self::Document(_) | Self::Card(CardOf::Report(_)) => return None,
        };
        Some(plain.to_owned())
    }

    /// What the program may put at an address of the Thai tree; `None` where only an author can.
    pub fn parse(url: &str, slug: &str) -> Option<Self> {
        match url.strip_prefix(folder_of(slug).as_str()) {
            Some(below) => Self::parse_below(below).or_else(|| parse_api(url, slug)),
            None => parse_api(url, slug),
        }
    }

    fn parse_below(below: &str) -> Option<Self> {
        if let Some(page) = PLAIN.get(below) {
            return Some(page.clone());
        }
        let parts: Vec<&str> = below.split('/').collect();
        match parts.as_slice() {
            ["obligations", year, rest] => of_obligations(year, rest),
            [file] => {
                let number = file.strip_prefix("sitemap-")?.strip_suffix(".xml")?;
                Some(Self::SitemapPart(number.parse::<usize>().ok()?.checked_sub(1).filter(|part| *part > 0)?))
            }
            [year, below @ ..] if is_year(year) => of_year(FiscalYear::parse(year).ok()?, below),
            below => of_folder(None, below),
        }
        .filter(|page| page.below().as_deref() == Some(below))
    }

    /// Whether it is a page to read; the rest are files.
    pub fn is_page(&self) -> bool {
        match self {
            Self::Data(data) => data.is_page(),
            Self::SitemapXml
            | Self::SitemapPart(_)
            | Self::Feed(_)
            | Self::ChartSvg(_)
            | Self::ChartPng(_)
            | Self::ChartCsv(_)
            | Self::Card(_)
            | Self::Style => false,
            _ => true,
        }
    }

    /// The word that is its title; years, items and documents have names of their own.
    pub fn title_word(&self) -> &'static str {
        match self {
            Self::Year(_) => "fiscal_year",
            Self::Dimension(..) => "dimension",
            Self::Item(..) => "code",
            Self::Papers(by) => by.title_word(),
            Self::Contact => "contact",
            Self::Feed(_) => "feed_all",
            Self::Findings => "findings_title",
            Self::Completeness => "board_title",
            Self::Data(data) => data.title_word(),
            Self::Search => "search",
            _ => "nav_sitemap",
        }
    }

    /// Whether the author's own page may stand there instead.
    pub fn yields(&self) -> bool {
        *self == Self::Contact
    }

    pub(super) fn first_parts() -> impl Iterator<Item = &'static str> {
        PLAIN.keys().map(|url| first_part(url)).chain(OPEN)
    }
}

/// As addresses write years: neither Thai digits nor blanks.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn of_year(year: FiscalYear, below: &[&str]) -> Option<AgencyPage> {
    match below {
        [""] => Some(AgencyPage::Year(year)),
        [CARD] => Some(AgencyPage::Card(CardOf::Year(year))),
        [name, ""] => {
            let dimension = name.strip_prefix("dimension-").and_then(|number| number.parse().ok());
            let item = || ItemCode::parse(name).map(|code| AgencyPage::Item(year, code));
            dimension.map(|dimension| AgencyPage::Dimension(year, dimension)).or_else(item)
        }
        [name, CARD] => Some(AgencyPage::Card(CardOf::Item(year, ItemCode::parse(name)?))),
        ["data", round, file] => {
            let round = Round::ALL.into_iter().find(|known| round_word(*known) == *round)?;
            Some(AgencyPage::Data(DataPage::File(DataFile::parse(Scope::Report(year, round), file)?)))
        }
        below => of_folder(Some(year), below),
    }
}

/// What stands in folders that both an agency and a year have.
fn of_folder(year: Option<FiscalYear>, below: &[&str]) -> Option<AgencyPage> {
    match below {
        ["charts", file] => {
            let (name, ending) = file.rsplit_once('.')?;
            let chart = ChartRef::parse(year, name)?;
            match ending {
                "svg" => Some(AgencyPage::ChartSvg(chart)),
                "png" => Some(AgencyPage::ChartPng(chart)),
                "csv" => Some(AgencyPage::ChartCsv(chart)),
                _ => None,
            }
        }
        ["embed", name, ""] => Some(AgencyPage::Data(DataPage::Embed(ChartRef::parse(year, name)?))),
        ["embed", name, "oembed.json"] => Some(AgencyPage::Data(DataPage::EmbedJson(ChartRef::parse(year, name)?))),
        ["data", file] => {
            let scope = year.map_or(Scope::Agency, Scope::Year);
            Some(AgencyPage::Data(DataPage::File(DataFile::parse(scope, file)?)))
        }
        _ => None,
    }
}

fn of_obligations(year: &str, rest: &str) -> Option<AgencyPage> {
    let year = year.parse().ok()?;
    let pages = [DataPage::ObligationYear(year), DataPage::ObligationSheet(year), DataPage::ObligationCsv(year)];
    pages
        .into_iter()
        .map(AgencyPage::Data)
        .find(|page| page.below().is_some_and(|below| below.ends_with(&format!("/{rest}"))))
}

fn parse_api(url: &str, slug: &str) -> Option<AgencyPage> {
    let of_agency = url.strip_prefix(API)?.strip_prefix("agencies/")?.strip_prefix(agency_name(slug))?;
    let parts: Vec<&str> = of_agency.strip_suffix(".json")?.split('/').collect();
    let year = |text: &str| FiscalYear::parse(text).ok().filter(|_| is_year(text));
    let data = match parts.as_slice() {
        [""] => DataPage::ApiAgency,
        ["", "findings"] => DataPage::ApiFindings,
        ["", be] => DataPage::ApiYear(year(be)?),
        ["", be, code] => DataPage::ApiItem(year(be)?, ItemCode::parse(code)?),
        _ => return None,
    };
    (data.in_api(agency_name(slug)).as_deref() == Some(url)).then_some(AgencyPage::Data(data))
}
