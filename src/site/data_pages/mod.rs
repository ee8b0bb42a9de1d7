//! The pages and files that give data away: open data, API, obligations, changes. Leads a route to its file here.
//! Numbers come from `open_data`; this module only decides addresses and what the templates see.

mod api;
mod catalog;
pub mod changes;
mod dcat;
mod embed;
mod home;
mod made;
pub mod obligations;
pub mod redirects;

use std::collections::BTreeSet;

pub use made::{item_words, made};

use crate::address::{DataPage, HostConfig, PortalData, PortalPage, file_of, folder_of, rooted};
use crate::model::attachments::is_shown;
use crate::model::{Agency, AgencySummary};
use crate::open_data::{bundle, tables};
use crate::site::data_pages::made::address;
use crate::site::ground::{AgencyRoute, AgencySite, Artifact, PortalRoute, Site};
use crate::site::page::Page;
use crate::site::places;
use crate::site::promises;
use crate::theme::ThemeError;

pub const JSON: &str = "application/json; charset=utf-8";
pub const JSON_LD: &str = "application/ld+json; charset=utf-8";

/// Pages that exist in every language.
pub fn agency_pages(site: &Site) -> Vec<DataPage> {
    let pages = [DataPage::Home, DataPage::Metadata, DataPage::Obligations, DataPage::Changes, DataPage::Embeds];
    pages.into_iter().chain(obligations::lists(site).map(|list| DataPage::ObligationYear(list.year))).collect()
}

/// Files that exist once.
pub fn agency_files(site: &Site, agency: &Agency) -> Vec<DataPage> {
    let mut files: Vec<DataPage> = bundle::files(agency).into_iter().map(DataPage::File).collect();
    files.extend([DataPage::MetadataJson, DataPage::Catalog]);
    for year in obligations::lists(site).map(|list| list.year) {
        files.extend([DataPage::ObligationSheet(year), DataPage::ObligationCsv(year)]);
    }
    for chart in embed::all(agency) {
        files.push(DataPage::Embed(chart));
        // It is for others' pages, which have to know where this one is.
        files.extend(site.settings.base_url.as_ref().map(|_| DataPage::EmbedJson(chart)));
    }
    if changes::has_any(site, Some(agency)) {
        files.push(DataPage::ChangesFeed);
    }
    files.extend([DataPage::ApiAgency, DataPage::ApiFindings]);
    for year in &agency.years {
        files.push(DataPage::ApiYear(year.year));
        files.extend(year.promises.iter().map(|promise| DataPage::ApiItem(year.year, promise.code.clone())));
    }
    files
}

/// A single agency's own pages stand where a portal's would; then only what both need is left.
pub fn portal_pages(site: &Site) -> Vec<PortalData> {
    let mut pages = vec![PortalData::Columns, PortalData::Api];
    if !site.portal.one_agency {
        pages.extend([PortalData::Home, PortalData::Changes, PortalData::Metadata]);
    }
    pages
}

pub fn portal_files(site: &Site, summaries: &[AgencySummary]) -> Vec<PortalData> {
    let mut files = vec![PortalData::ApiIndex, PortalData::ApiAgencies, PortalData::Llms];
    files.extend(tables::shapes().into_iter().map(|shape| PortalData::Schema(shape.name)));
    if summaries.len() > places::MOST_LISTED {
        let provinces = places::provinces(summaries).into_iter();
        files.extend(provinces.map(|province| PortalData::LlmsOf(province.to_owned())));
    }
    if !site.portal.one_agency {
        for shape in tables::portal::shapes() {
            files.extend([PortalData::Csv(shape.name), PortalData::Json(shape.name)]);
        }
        if changes::has_any(site, None) {
            files.push(PortalData::ChangesFeed);
        }
        files.extend([PortalData::Workbook, PortalData::Package, PortalData::MetadataJson, PortalData::Catalog]);
    }
    files
}

/// Redirects in an agency's own folder, as pages: whatever has a page of its own is left alone.
pub fn agency_redirects(site: &Site, agency: &Agency, routes: &[AgencyRoute]) -> Vec<DataPage> {
    let mut own = promises::redirects_of_agency(site, agency, routes);
    let base = rooted(&agency.base());
    own.retain(|from, _| from.starts_with(&base));
    if agency.slug.is_empty() {
        own.retain(|from, _| crate::address::portals_own(from.trim_start_matches('/')).is_none());
    }
    if own.is_empty() {
        return Vec::new();
    }
    let mut claims = redirects::Claims::default();
    for url in routes.iter().map(|route| route.url.as_str()).chain(agency.attachments.served().map(|(url, _)| url)) {
        claims.claim(&file_of(url));
    }
    let pages = redirects::pages(site, &own, &mut claims);
    pages.into_iter().map(|(at, to)| DataPage::Redirect { at, to }).collect()
}

/// Redirects of `_redirects.txt` and of agencies that moved, and the rules for hosts where there is anything to redirect.
/// What stands in the folder of an agency is that agency's.
pub fn portal_redirects(site: &Site, summaries: &[AgencySummary], routes: &[PortalRoute]) -> Vec<PortalData> {
    let mut all = redirects::all(site, summaries);
    if all.is_empty() {
        return Vec::new();
    }
    let mut files: Vec<PortalData> = HostConfig::ALL.map(PortalData::RedirectRules).into();
    let here = summaries.iter().filter(|agency| agency.is_here());
    let slugs: BTreeSet<&str> = here.map(|agency| agency.slug.as_str()).collect();
    if slugs.contains("") {
        return files;
    }
    all.retain(|from, _| redirects::owner_of(from, &slugs).is_none());
    let mut claims = redirects::Claims::default();
    let own = routes.iter().map(|route| file_of(&route.url));
    let rules = files.iter().map(|file| PortalPage::Data(file.clone()).address());
    let agencies = slugs.iter().map(|slug| file_of(&folder_of(slug)));
    let shown = site.portal.files.iter().filter(|entry| is_shown(&entry.path)).map(|entry| entry.path.clone());
    let assets = site.theme.assets.keys().cloned();
    for file in own.chain(rules).chain(agencies).chain(shown).chain(assets) {
        claims.claim(&file);
    }
    let pages = redirects::pages(site, &all, &mut claims);
    files.extend(pages.into_iter().map(|(at, to)| PortalData::Redirect { at, to }));
    files
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
        DataPage::Catalog => artifact(page, dcat::of_agency(page, site), JSON_LD),
        DataPage::ApiAgency => artifact(page, api::agency(page, site), JSON),
        DataPage::ApiYear(year) => artifact(page, api::year(page, site, *year), JSON),
        DataPage::ApiItem(year, code) => {
            let item = made().items.get(&(*year, code.as_str().to_owned())).cloned().unwrap_or_default();
            artifact(page, item, JSON)
        }
        DataPage::ApiFindings => artifact(page, api::findings(page, site), JSON),
        DataPage::Embeds => return embed::render_list(page, &site.agency),
        DataPage::Embed(chart) => return embed::render(page, &site.agency, chart),
        DataPage::EmbedJson(chart) => artifact(page, embed::oembed(page, &site.agency, chart), JSON),
        DataPage::Changes => return changes::render(page, Some(&site.agency)),
        DataPage::ChangesFeed => artifact(page, changes::feed(page, Some(&site.agency)), changes::ATOM),
        DataPage::Redirect { to, .. } => return redirects::render(page, to),
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
        PortalData::Catalog => artifact(page, dcat::of_portal(page, summaries), JSON_LD),
        PortalData::Api => return api::render(page, summaries),
        PortalData::ApiIndex => artifact(page, api::index(site, summaries), JSON),
        PortalData::ApiAgencies => artifact(page, api::agencies(site, summaries), JSON),
        PortalData::Schema(name) => artifact(page, api::schema(site, name), "application/schema+json; charset=utf-8"),
        PortalData::Changes => return changes::render(page, None),
        PortalData::ChangesFeed => artifact(page, changes::feed(page, None), changes::ATOM),
        PortalData::Redirect { to, .. } => return redirects::render(page, to),
        PortalData::RedirectRules(host) => {
            artifact(page, redirects::rules(site, summaries, *host), crate::site::ground::TEXT)
        }
        PortalData::Llms => artifact(page, api::llms(site, summaries), crate::site::ground::TEXT),
        PortalData::LlmsOf(province) => {
            artifact(page, api::llms_of(site, summaries, province), crate::site::ground::TEXT)
        }
    })
}
