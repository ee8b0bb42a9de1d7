//! The pages and files that give data away: open data, API, obligations, changes. Leads a route to its file here.
//! Numbers come from `open_data`; this module only decides addresses and what the templates see.

pub use redirects::Host;

mod api;
mod catalog;
pub mod changes;
mod embed;
mod home;
pub mod obligations;
pub mod redirects;

use std::collections::BTreeSet;

use crate::model::{Agency, ItemCode};
use crate::open_data::bundle::{self, DataFile, Made};
use crate::open_data::licence::Licence;
use crate::open_data::table::Shape;
use crate::open_data::tables::{self, Source};
use crate::open_data::value::Value;
use crate::site::charts::ChartRef;
use crate::site::linker::absolute;
use crate::site::routes::is_published;
use crate::site::shell::Page;
use crate::site::{AgencyPage, AgencyRoute, AgencySite, AgencySummary, Artifact, Lang, Site, promises};
use crate::thai::FiscalYear;
use crate::theme::ThemeError;

pub const JSON: &str = "application/json; charset=utf-8";
pub const JSON_LD: &str = "application/ld+json; charset=utf-8";

/// What an agency gives away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataPage {
    Home,
    File(DataFile),
    /// The 14 fields of data.go.th, as a page and as a file.
    Metadata,
    MetadataJson,
    Catalog,
    ApiAgency,
    ApiYear(FiscalYear),
    ApiItem(FiscalYear, ItemCode),
    ApiFindings,
    /// The matrix of all ITA years.
    Obligations,
    ObligationYear(u16),
    ObligationSheet(u16),
    ObligationCsv(u16),
    /// Stands at an old address and leads here.
    Redirect(String),
    Changes,
    ChangesFeed,
    /// The lines to paste for every chart.
    Embeds,
    Embed(ChartRef),
    EmbedJson(ChartRef),
    /// The second and later maps of a very large agency, counted from 0.
    SitemapPart(usize),
}

impl DataPage {
    /// Whether it is a page to read; the rest are files.
    pub fn is_page(&self) -> bool {
        matches!(
            self,
            Self::Home | Self::Metadata | Self::Obligations | Self::ObligationYear(_) | Self::Changes | Self::Embeds
        )
    }
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
    Redirect(String),
    /// Rules for a host, from every redirect of the site.
    RedirectRules(Host),
    Changes,
    ChangesFeed,
}

impl PortalData {
    pub fn is_redirect(&self) -> bool {
        matches!(self, Self::Redirect(_))
    }

    pub fn is_page(&self) -> bool {
        matches!(self, Self::Home | Self::Columns | Self::Metadata | Self::Api | Self::Changes)
    }
}

/// Pages that exist in every language.
pub fn agency_pages(site: &Site, agency: &Agency) -> Vec<(String, DataPage)> {
    let base = agency.base();
    let oit = obligations::folder(agency);
    let mut pages = vec![
        (format!("{base}data/"), DataPage::Home),
        (format!("{base}data/metadata/"), DataPage::Metadata),
        (oit.clone(), DataPage::Obligations),
        (format!("{base}changes/"), DataPage::Changes),
        (format!("{base}embed/"), DataPage::Embeds),
    ];
    pages.extend(
        obligations::lists(site).map(|list| (format!("{oit}{}/", list.year), DataPage::ObligationYear(list.year))),
    );
    pages
}

/// Files that exist once.
pub fn agency_files(site: &Site, agency: &Agency) -> Vec<(String, DataPage)> {
    let base = agency.base();
    let mut files: Vec<(String, DataPage)> =
        bundle::files(agency).into_iter().map(|file| (file.url(agency), DataPage::File(file))).collect();
    files.push((format!("{base}data/metadata.json"), DataPage::MetadataJson));
    files.push((format!("{base}data/catalog.jsonld"), DataPage::Catalog));
    let oit = obligations::folder(agency);
    for year in obligations::lists(site).map(|list| list.year) {
        files.push((format!("{oit}{year}/oit-{year}.xlsx"), DataPage::ObligationSheet(year)));
        files.push((format!("{oit}{year}/oit-{year}.csv"), DataPage::ObligationCsv(year)));
    }
    for chart in embed::all(agency) {
        let url = embed::url(agency, &chart);
        files.push((format!("{url}oembed.json"), DataPage::EmbedJson(chart)));
        files.push((url, DataPage::Embed(chart)));
    }
    if changes::has_any(site, Some(agency)) {
        files.push((format!("{base}changes.xml"), DataPage::ChangesFeed));
    }
    let api = api::agency_url(&agency.slug);
    files.push((format!("{api}.json"), DataPage::ApiAgency));
    files.push((format!("{api}/findings.json"), DataPage::ApiFindings));
    for year in &agency.years {
        files.push((format!("{api}/{}.json", year.year.be()), DataPage::ApiYear(year.year)));
        for promise in &year.promises {
            let url = format!("{api}/{}/{}.json", year.year.be(), promise.code);
            files.push((url, DataPage::ApiItem(year.year, promise.code.clone())));
        }
    }
    files
}

/// A single agency's own pages stand where a portal's would; then only what both need is left.
pub fn portal_pages(site: &Site) -> Vec<(String, PortalData)> {
    let mut pages = vec![("data/columns/".to_owned(), PortalData::Columns), ("api/".to_owned(), PortalData::Api)];
    if !site.portal.one_agency {
        pages.push(("data/".to_owned(), PortalData::Home));
        pages.push(("changes/".to_owned(), PortalData::Changes));
        pages.push(("data/metadata/".to_owned(), PortalData::Metadata));
    }
    pages
}

pub fn portal_files(site: &Site) -> Vec<(String, PortalData)> {
    let mut files = vec![
        ("api/v1/index.json".to_owned(), PortalData::ApiIndex),
        ("api/v1/agencies.json".to_owned(), PortalData::ApiAgencies),
        ("llms.txt".to_owned(), PortalData::Llms),
    ];
    for shape in tables::SHAPES {
        files.push((schema_url(shape), PortalData::Schema(shape.name)));
    }
    if !site.portal.one_agency {
        for shape in tables::portal::SHAPES {
            files.push((format!("data/{}.csv", shape.name), PortalData::Csv(shape.name)));
            files.push((format!("data/{}.json", shape.name), PortalData::Json(shape.name)));
        }
        if changes::has_any(site, None) {
            files.push(("changes.xml".to_owned(), PortalData::ChangesFeed));
        }
        files.push(("data/workbook.xlsx".to_owned(), PortalData::Workbook));
        files.push(("data/datapackage.json".to_owned(), PortalData::Package));
        files.push(("data/metadata.json".to_owned(), PortalData::MetadataJson));
        files.push(("data/catalog.jsonld".to_owned(), PortalData::Catalog));
    }
    files
}

/// Items of a year by code, each with the words that make it: what the change log watches.
pub fn item_words(site: &Site, agency: &AgencySite, year: FiscalYear) -> Vec<(String, String)> {
    let made = made(site, agency);
    let tables = made.tables.iter().filter(|(scope, _)| *scope == bundle::Scope::Year(year));
    let items = tables.flat_map(|(_, tables)| tables).find(|table| table.shape.name == "items");
    let Some(items) = items else { return Vec::new() };
    let code = items.shape.columns.iter().position(|column| column.name == "code").unwrap_or(0);
    let row_words = |row: &Vec<Value>| {
        let cells = items.shape.columns.iter().zip(row).filter(|(column, _)| column.name != "url");
        cells.map(|(_, cell)| cell.plain()).collect::<Vec<_>>().join("\u{1f}")
    };
    items.rows.iter().map(|row| (row[code].plain(), row_words(row))).collect()
}

/// Redirects of an agency's own documents, as routes: whatever has a page of its own is left alone.
pub fn agency_redirects(site: &Site, agency: &Agency, routes: &[AgencyRoute]) -> Vec<AgencyRoute> {
    let own = promises::redirects_of_agency(site, agency, routes);
    let taken: BTreeSet<&str> = routes.iter().map(|route| route.url.as_str()).collect();
    let pages = redirects::pages(site, &own).into_iter().filter(|(url, _)| !taken.contains(url.as_str()));
    pages.map(|(url, to)| AgencyRoute { url, lang: Lang::Th, page: AgencyPage::Data(DataPage::Redirect(to)) }).collect()
}

/// Redirects of `_redirects.txt`, and the rules for hosts where there is anything to redirect.
pub fn portal_redirects(site: &Site, summaries: &[AgencySummary]) -> Vec<(String, PortalData)> {
    let pages =
        redirects::pages(site, &site.record.redirects_beside(summaries.iter().map(|agency| agency.slug.as_str())));
    let mut routes: Vec<(String, PortalData)> =
        pages.into_iter().map(|(url, to)| (url, PortalData::Redirect(to))).collect();
    if !redirects::all(site, summaries).is_empty() {
        routes.extend(redirects::RULES.map(|(url, host)| (url.to_owned(), PortalData::RedirectRules(host))));
    }
    routes
}

pub fn schema_url(shape: &Shape) -> String {
    format!("api/v1/schema/{}.json", shape.name)
}

/// The address to print in data: absolute where the site knows its own.
pub fn address(site: &Site, url: &str) -> String {
    match &site.settings.base_url {
        Some(base) => absolute(base, url),
        None => url.to_owned(),
    }
}

pub fn licence(site: &Site) -> Licence {
    Licence::read(site.settings.licence.as_deref())
}

/// The agency's tables and files; made on first use.
pub fn made<'a>(site: &Site, agency: &'a AgencySite) -> &'a Made {
    let address = |url: &str| address(site, url);
    let published = |id| is_published(agency.agency.document(id), site);
    let source =
        Source { agency: &agency.agency, findings: &agency.findings, address: &address, published: &published };
    let licence = licence(site);
    let schema = |shape: &Shape| address(&schema_url(shape));
    agency.data.get(&source, &bundle::Settings { licence: &licence, schema: &schema })
}

fn artifact(page: &Page<'_>, bytes: Vec<u8>, media_type: &'static str) -> Artifact {
    Artifact { url: page.url.to_owned(), bytes, media_type }
}

pub fn render_agency(page: &Page<'_>, site: &AgencySite, data: &DataPage) -> Result<Artifact, ThemeError> {
    let made = || made(page.site, site);
    Ok(match data {
        DataPage::Home => return home::render_agency(page, site),
        DataPage::File(file) => artifact(page, made().files.get(file).cloned().unwrap_or_default(), file.media_type()),
        DataPage::Metadata => return catalog::render_agency_metadata(page, site),
        DataPage::MetadataJson => artifact(page, catalog::agency_metadata_json(page, site), JSON),
        DataPage::Catalog => artifact(page, catalog::agency_catalog(page, site), JSON_LD),
        DataPage::ApiAgency => artifact(page, api::agency(page, site), JSON),
        DataPage::ApiYear(year) => artifact(page, api::year(page, site, *year), JSON),
        DataPage::ApiItem(year, code) => {
            let item = made().items.get(&(*year, code.as_str().to_owned())).cloned().unwrap_or_default();
            artifact(page, item, JSON)
        }
        DataPage::ApiFindings => artifact(page, api::findings(page, site), JSON),
        // Written beside the first map, by the pages.
        DataPage::SitemapPart(_) => artifact(page, Vec::new(), crate::site::XML),
        DataPage::Embeds => return embed::render_list(page, &site.agency),
        DataPage::Embed(chart) => return embed::render(page, &site.agency, chart),
        DataPage::EmbedJson(chart) => artifact(page, embed::oembed(page, &site.agency, chart), JSON),
        DataPage::Changes => return changes::render(page, Some(&site.agency)),
        DataPage::ChangesFeed => artifact(page, changes::feed(page, Some(&site.agency)), changes::ATOM),
        DataPage::Redirect(to) => return redirects::render(page, to),
        DataPage::Obligations => return obligations::render_matrix(page, site),
        DataPage::ObligationYear(year) => return obligations::render_year(page, site, *year),
        DataPage::ObligationSheet(year) => artifact(page, obligations::sheet(page, site, *year), obligations::SHEET),
        DataPage::ObligationCsv(year) => artifact(page, obligations::csv(page, site, *year), "text/csv; charset=utf-8"),
    })
}

pub fn render_portal(page: &Page<'_>, summaries: &[AgencySummary], data: &PortalData) -> Result<Artifact, ThemeError> {
    let site = page.site;
    let tables = || tables::portal::of_portal(summaries, &|url| address(site, url));
    let table = |name: &str| tables().into_iter().find(|table| table.shape.name == name);
    Ok(match data {
        PortalData::Home => return home::render_portal(page, summaries),
        PortalData::Columns => return home::render_columns(page),
        PortalData::Csv(name) => {
            artifact(page, table(name).map(|table| table.csv()).unwrap_or_default(), "text/csv; charset=utf-8")
        }
        PortalData::Json(name) => {
            let json = table(name).map(|table| api::table_json(site, &table, &site.settings.title));
            artifact(page, json.unwrap_or_default(), JSON)
        }
        PortalData::Workbook => artifact(
            page,
            bundle::workbook(&site.settings.title, &tables()),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        PortalData::Package => artifact(page, catalog::portal_package(site, &tables()), JSON),
        PortalData::Metadata => return catalog::render_portal_metadata(page, summaries),
        PortalData::MetadataJson => artifact(page, catalog::portal_metadata_json(page, summaries), JSON),
        PortalData::Catalog => artifact(page, catalog::portal_catalog(page, summaries), JSON_LD),
        PortalData::Api => return api::render(page, summaries),
        PortalData::ApiIndex => artifact(page, api::index(site, summaries), JSON),
        PortalData::ApiAgencies => artifact(page, api::agencies(site, summaries), JSON),
        PortalData::Schema(name) => artifact(page, api::schema(site, name), "application/schema+json; charset=utf-8"),
        PortalData::Changes => return changes::render(page, None),
        PortalData::ChangesFeed => artifact(page, changes::feed(page, None), changes::ATOM),
        PortalData::Redirect(to) => return redirects::render(page, to),
        PortalData::RedirectRules(host) => artifact(page, redirects::rules(site, summaries, *host), crate::site::TEXT),
        PortalData::Llms => artifact(page, api::llms(site, summaries), crate::site::TEXT),
    })
}

/// The title for site maps and the click path.
pub fn title(page: &Page<'_>, data: &DataPage) -> String {
    let key = match data {
        DataPage::ObligationYear(year) => {
            return format!("{} {}", page.word("oit_title"), page.show.text(&year.to_string()));
        }
        DataPage::Obligations => "oit_matrix",
        DataPage::Changes => "changes_title",
        DataPage::Embeds => "embed_title",
        DataPage::Metadata => "metadata_title",
        _ => "nav_data",
    };
    page.word(key).to_owned()
}
