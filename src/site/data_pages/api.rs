//! The static JSON API under `/api/v1/`, the page that explains it by examples, and the plain index for language models.

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::address::{AgencyPage, DataFile, DataForm, DataPage, PortalData, PortalPage, Scope};
use crate::model::AgencySummary;
use crate::open_data::json::{lined, object, records, schema as json_schema, string};
use crate::open_data::table::Table;
use crate::open_data::{bundle, json as data_json, tables};
use crate::site::data_pages::made::{address, licence, made, schema_url};
use crate::site::ground::{AgencySite, Artifact, Site};
use crate::site::page::{LinkView, Page};
use crate::site::places;
use crate::site::shell::PageAbout;
use crate::thai::{FiscalYear, to_arabic};
use crate::theme::ThemeError;

fn of(data: PortalData) -> String {
    PortalPage::Data(data).address()
}

pub fn table_json(site: &Site, table: &Table, title: &str) -> Vec<u8> {
    let schema = address(site, &schema_url(table.shape));
    data_json::table(table, &schema, &format!("{} {title}", table.shape.title), licence(site).shown()).into_bytes()
}

pub fn schema(site: &Site, name: &str) -> Vec<u8> {
    let shape = tables::shapes().into_iter().find(|shape| shape.name == name);
    shape.map(|shape| lined(&json_schema(shape, &address(site, &schema_url(shape))))).unwrap_or_default()
}

fn schemas(site: &Site) -> Json {
    let pairs =
        tables::shapes().into_iter().map(|shape| (shape.name.to_owned(), json!(address(site, &schema_url(shape)))));
    Json::Object(pairs.collect())
}

pub fn index(site: &Site, summaries: &[AgencySummary]) -> Vec<u8> {
    let mut index = json!({
        "version": "v1",
        "title": site.settings.title,
        "operator": site.settings.operator,
        "licence": licence(site).shown(),
        "built_on": site.settings.date.iso(),
        "agencies": address(site, &of(PortalData::ApiAgencies)),
        "agency_count": summaries.len(),
        "schemas": schemas(site),
        "documentation": address(site, &of(PortalData::Api))
    });
    if let Some(index) = index.as_object_mut().filter(|_| !site.portal.one_agency) {
        index.insert("datapackage".to_owned(), json!(address(site, &of(PortalData::Package))));
        index.insert("catalog".to_owned(), json!(address(site, &of(PortalData::Catalog))));
    }
    lined(&index)
}

pub fn agencies(site: &Site, summaries: &[AgencySummary]) -> Vec<u8> {
    let rows: Vec<Json> = summaries
        .iter()
        .map(|agency| {
            let at = |page: AgencyPage| address(site, &agency.at(&page));
            json!({
                "agency": agency.id(),
                "name": agency.name,
                "short_name": agency.short_name,
                "type": agency.agency_type,
                "tambon": agency.tambon,
                "amphoe": agency.amphoe,
                "province": agency.province,
                "years": agency.years.iter().rev().map(|year| year.year).collect::<Vec<_>>(),
                "api": at(AgencyPage::Data(DataPage::ApiAgency)),
                "page": at(AgencyPage::Home),
                "data": at(AgencyPage::Data(DataPage::Home))
            })
        })
        .collect();
    lined(&json!({ "licence": licence(site).shown(), "count": rows.len(), "agencies": rows }))
}

pub fn agency(page: &Page<'_>, site: &AgencySite) -> Vec<u8> {
    let agency = &site.agency;
    let at = |wanted: AgencyPage| address(page.site, &agency.at(&wanted));
    let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
    let years: Vec<Json> = agency
        .years
        .iter()
        .map(|year| {
            let package = DataFile { scope: Scope::Year(year.year), table: "", form: DataForm::Package };
            json!({
                "fiscal_year": year.year.be(),
                "items": year.promises.len(),
                "api": at(AgencyPage::Data(DataPage::ApiYear(year.year))),
                "page": at(AgencyPage::Year(year.year)),
                "datapackage": at(AgencyPage::Data(DataPage::File(package)))
            })
        })
        .collect();
    let files: Vec<String> = bundle::files(agency)
        .into_iter()
        .filter(|file| file.scope == Scope::Agency)
        .map(|file| at(AgencyPage::Data(DataPage::File(file))))
        .collect();
    lined(&json!({
        "agency": agency.id(),
        "name": agency.name(),
        "short_name": agency.short_name(),
        "type": agency.meta.agency_type.key(),
        "tambon": text(&agency.meta.tambon),
        "amphoe": text(&agency.meta.amphoe),
        "province": text(&agency.meta.province),
        // Machines read Arabic digits only.
        "postcode": text(&agency.meta.postcode).map(|code| to_arabic(&code).into_owned()),
        "website": text(&agency.meta.contact.website),
        "email": text(&agency.meta.contact.email),
        "licence": licence(page.site).shown(),
        "page": at(AgencyPage::Home),
        "years": years,
        "findings": at(AgencyPage::Data(DataPage::ApiFindings)),
        "catalog": at(AgencyPage::Data(DataPage::Catalog)),
        "files": files
    }))
}

pub fn year(page: &Page<'_>, site: &AgencySite, year: FiscalYear) -> Vec<u8> {
    let agency = &site.agency;
    let made = made(page.site, site);
    let tables = made.tables.iter().find(|(scope, _)| *scope == Scope::Year(year)).map(|(_, tables)| tables);
    let rows = |name: &str| {
        let table = tables.and_then(|tables| tables.iter().find(|table| table.shape.name == name));
        table.map_or_else(|| "[]".to_owned(), records)
    };
    let at = |wanted: AgencyPage| address(page.site, &agency.at(&wanted));
    let item_links: Vec<Json> = agency
        .year(year)
        .into_iter()
        .flat_map(|known| &known.promises)
        .map(|promise| json!(at(AgencyPage::Data(DataPage::ApiItem(year, promise.code.clone())))))
        .collect();
    object(&[
        ("agency", string(&agency.id())),
        ("agency_name", string(agency.name())),
        ("fiscal_year", year.be().to_string()),
        ("licence", string(licence(page.site).shown())),
        ("page", string(&at(AgencyPage::Year(year)))),
        ("tally", rows("tally")),
        ("items", rows("items")),
        ("declared", rows("declared")),
        ("measures", rows("measures")),
        ("targets", rows("targets")),
        ("item_files", Json::Array(item_links).to_string()),
    ])
    .into_bytes()
}

pub fn findings(page: &Page<'_>, site: &AgencySite) -> Vec<u8> {
    let made = made(page.site, site);
    let table = made
        .tables
        .iter()
        .filter(|(scope, _)| *scope == Scope::Agency)
        .flat_map(|(_, tables)| tables)
        .find(|table| table.shape.name == "findings");
    table.map(|table| table_json(page.site, table, site.agency.short_name())).unwrap_or_default()
}

#[derive(Serialize)]
struct ApiPage {
    title: String,
    base: String,
    licence: String,
    routes: Vec<RouteView>,
    example_curl: String,
    example_fetch: String,
    example_table: String,
    index: LinkView,
}

#[derive(Serialize)]
struct RouteView {
    pattern: &'static str,
    what: String,
    example: Option<LinkView>,
}

pub fn render(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let site = page.site;
    // The agency with the newest figures makes the liveliest example.
    let example = summaries
        .iter()
        .filter(|agency| agency.years.iter().any(|year| year.tally.items > 0))
        .max_by_key(|agency| agency.years.iter().filter(|year| year.tally.items > 0).map(|year| year.year).max());
    let example = example.or(summaries.first());
    let link = |url: String| Some(LinkView { title: format!("/{url}"), href: page.to_file(&url) });
    let at = |data: DataPage| Some(example?.at(&AgencyPage::Data(data)));
    let year = example.and_then(AgencySummary::newest_year).and_then(|year| FiscalYear::new(year.year));
    let route = |pattern, key, example| RouteView { pattern, what: page.word(key).to_owned(), example };
    let routes = vec![
        route("/api/v1/index.json", "api_route_index", link(of(PortalData::ApiIndex))),
        route("/api/v1/agencies.json", "api_route_agencies", link(of(PortalData::ApiAgencies))),
        route("/api/v1/agencies/{agency}.json", "api_route_agency", at(DataPage::ApiAgency).and_then(link)),
        route(
            "/api/v1/agencies/{agency}/{year}.json",
            "api_route_year",
            year.and_then(|year| at(DataPage::ApiYear(year))).and_then(link),
        ),
        route("/api/v1/agencies/{agency}/{year}/{code}.json", "api_route_item", None),
        route(
            "/api/v1/agencies/{agency}/findings.json",
            "api_route_findings",
            at(DataPage::ApiFindings).and_then(link),
        ),
        route("/api/v1/schema/{table}.json", "api_route_schema", link(of(PortalData::Schema("items")))),
    ];
    let base = site.settings.base_url.clone().unwrap_or_else(|| "https://ที่อยู่ของเว็บนี้/".to_owned());
    let base = base.trim_end_matches('/').to_owned();
    let sample = year.and_then(|year| at(DataPage::ApiYear(year))).unwrap_or_else(|| of(PortalData::ApiAgencies));
    let items = |year| DataPage::File(DataFile { scope: Scope::Year(year), table: "items", form: DataForm::Csv });
    let csv = year.and_then(|year| at(items(year))).unwrap_or_else(|| of(PortalData::Csv("agencies")));
    let view = ApiPage {
        title: page.word("api_title").to_owned(),
        example_curl: format!("curl -s {base}/{sample} | jq '.items[] | select(.status == \"not_done\") | .name'"),
        example_fetch: format!(
            "const answer = await fetch('{base}/{sample}');\nconst year = await answer.json();\n\
             console.log(year.items.length, year.tally[0].done);"
        ),
        example_table: format!(
            "import pandas as pd\nitems = pd.read_csv('{base}/{csv}')\nprint(items.groupby('status').size())"
        ),
        base,
        licence: licence(site).shown().to_owned(),
        routes,
        index: LinkView { title: "index.json".to_owned(), href: page.to_file(&of(PortalData::ApiIndex)) },
    };
    let mut trail = page.trail(None);
    trail.push(page.crumb(page.word("nav_data"), &of(PortalData::Home)));
    let about = PageAbout { title: page.word("api_title"), description: page.word("api_words"), trail, agency: None };
    page.render("api.html", about, &view)
}

/// A plain index of the site: what there is and where, in a few lines.
pub fn llms(site: &Site, summaries: &[AgencySummary]) -> Vec<u8> {
    let mut out = format!("# {}\n\n", site.settings.title);
    out.push_str("> แผนป้องกันการทุจริต รายงานผล มาตรการ และประกาศของหน่วยงานท้องถิ่น พร้อมข้อมูลเปิด\n\n");
    out.push_str(&format!("สัญญาอนุญาต: {}\n\n## ข้อมูล\n\n", licence(site).shown()));
    for (name, page) in
        [("API", PortalData::ApiIndex), ("วิธีใช้ API", PortalData::Api), ("คำอธิบายคอลัมน์", PortalData::Columns)]
    {
        out.push_str(&format!("- [{name}]({})\n", address(site, &of(page))));
    }
    out.push_str("\n## หน่วยงาน\n\n");
    if summaries.len() <= places::MOST_LISTED {
        list(&mut out, site, summaries.iter());
        return out.into_bytes();
    }
    for province in places::provinces(summaries) {
        let count = places::in_province(summaries, province).count();
        let name = if province.is_empty() { "ไม่ได้บอกจังหวัด" } else { province };
        let place = address(site, &of(PortalData::LlmsOf(province.to_owned())));
        out.push_str(&format!("- [{name}]({place}): {count} หน่วยงาน\n"));
    }
    out.into_bytes()
}

/// The same of one province.
pub fn llms_of(site: &Site, summaries: &[AgencySummary], province: &str) -> Vec<u8> {
    let mut out = format!("# {} {province}\n\n", site.settings.title);
    list(&mut out, site, places::in_province(summaries, province));
    out.into_bytes()
}

fn list<'s>(out: &mut String, site: &Site, summaries: impl Iterator<Item = &'s AgencySummary>) {
    for agency in summaries {
        let years: Vec<String> = agency.years.iter().map(|year| year.year.to_string()).collect();
        out.push_str(&format!(
            "- [{}]({}): ปีงบประมาณ {}; [ข้อมูลเปิด]({})\n",
            agency.name,
            address(site, &agency.at(&AgencyPage::Home)),
            if years.is_empty() { "-".to_owned() } else { years.join(", ") },
            address(site, &agency.at(&AgencyPage::Data(DataPage::Home)))
        ));
    }
}
