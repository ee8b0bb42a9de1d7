//! The static JSON API under `/api/v1/`, the page that explains it by examples, and the plain index for language models.

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::open_data::json::{object, pretty, records, schema as json_schema, string};
use crate::open_data::table::Table;
use crate::open_data::tables::{self, agency_name};
use crate::open_data::{bundle, json as data_json};
use crate::site::data_pages::{address, licence, made, schema_url};
use crate::site::shell::{About, LinkView, Page};
use crate::site::{AgencySite, AgencySummary, Artifact, Site};
use crate::thai::FiscalYear;
use crate::theme::ThemeError;

/// `api/v1/agencies/na-kok`, without an ending.
pub fn agency_url(slug: &str) -> String {
    format!("api/v1/agencies/{}", agency_name(slug))
}

fn base_of(slug: &str) -> String {
    if slug.is_empty() { String::new() } else { format!("{slug}/") }
}

pub fn table_json(site: &Site, table: &Table, title: &str) -> Vec<u8> {
    let schema = address(site, &schema_url(table.shape));
    data_json::table(table, &schema, &format!("{} {title}", table.shape.title), licence(site).shown()).into_bytes()
}

pub fn schema(site: &Site, name: &str) -> Vec<u8> {
    let shape = tables::shapes().into_iter().find(|shape| shape.name == name);
    shape.map(|shape| pretty(&json_schema(shape, &address(site, &schema_url(shape))))).unwrap_or_default()
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
        "agencies": address(site, "api/v1/agencies.json"),
        "agency_count": summaries.len(),
        "schemas": schemas(site),
        "documentation": address(site, "api/")
    });
    if let Some(index) = index.as_object_mut().filter(|_| !site.portal.one_agency) {
        index.insert("datapackage".to_owned(), json!(address(site, "data/datapackage.json")));
        index.insert("catalog".to_owned(), json!(address(site, "data/catalog.jsonld")));
    }
    pretty(&index)
}

pub fn agencies(site: &Site, summaries: &[AgencySummary]) -> Vec<u8> {
    let rows: Vec<Json> = summaries
        .iter()
        .map(|agency| {
            let base = base_of(&agency.slug);
            json!({
                "agency": agency_name(&agency.slug),
                "name": agency.name,
                "short_name": agency.short_name,
                "type": agency.agency_type,
                "tambon": agency.tambon,
                "amphoe": agency.amphoe,
                "province": agency.province,
                "years": agency.years.iter().rev().map(|year| year.year).collect::<Vec<_>>(),
                "api": address(site, &format!("{}.json", agency_url(&agency.slug))),
                "page": address(site, &base),
                "data": address(site, &format!("{base}data/"))
            })
        })
        .collect();
    pretty(&json!({ "licence": licence(site).shown(), "count": rows.len(), "agencies": rows }))
}

pub fn agency(page: &Page<'_>, site: &AgencySite) -> Vec<u8> {
    let agency = &site.agency;
    let (base, api) = (agency.base(), agency_url(&agency.slug));
    let at = |url: &str| address(page.site, url);
    let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
    let years: Vec<Json> = agency
        .years
        .iter()
        .map(|year| {
            let be = year.year.be();
            json!({
                "fiscal_year": be,
                "items": year.promises.len(),
                "api": at(&format!("{api}/{be}.json")),
                "page": at(&format!("{base}{be}/")),
                "datapackage": at(&format!("{base}{be}/data/datapackage.json"))
            })
        })
        .collect();
    let files: Vec<String> = bundle::files(agency)
        .iter()
        .filter(|file| file.scope == bundle::Scope::Agency)
        .map(|file| at(&file.url(agency)))
        .collect();
    pretty(&json!({
        "agency": agency_name(&agency.slug),
        "name": agency.name(),
        "short_name": agency.short_name(),
        "type": agency.meta.agency_type.key(),
        "tambon": text(&agency.meta.tambon),
        "amphoe": text(&agency.meta.amphoe),
        "province": text(&agency.meta.province),
        "postcode": text(&agency.meta.postcode),
        "website": text(&agency.meta.contact.website),
        "email": text(&agency.meta.contact.email),
        "licence": licence(page.site).shown(),
        "page": at(&base),
        "years": years,
        "findings": at(&format!("{api}/findings.json")),
        "catalog": at(&format!("{base}data/catalog.jsonld")),
        "files": files
    }))
}

pub fn year(page: &Page<'_>, site: &AgencySite, year: FiscalYear) -> Vec<u8> {
    let agency = &site.agency;
    let made = made(page.site, site);
    let tables = made.tables.iter().find(|(scope, _)| *scope == bundle::Scope::Year(year)).map(|(_, tables)| tables);
    let rows = |name: &str| {
        let table = tables.and_then(|tables| tables.iter().find(|table| table.shape.name == name));
        table.map_or_else(|| "[]".to_owned(), records)
    };
    let api = agency_url(&agency.slug);
    let item_links: Vec<Json> = agency
        .year(year)
        .into_iter()
        .flat_map(|known| &known.promises)
        .map(|promise| json!(address(page.site, &format!("{api}/{}/{}.json", year.be(), promise.code))))
        .collect();
    object(&[
        ("agency", string(agency_name(&agency.slug))),
        ("agency_name", string(agency.name())),
        ("fiscal_year", year.be().to_string()),
        ("licence", string(licence(page.site).shown())),
        ("page", string(&address(page.site, &format!("{}{}/", agency.base(), year.be())))),
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
        .filter(|(scope, _)| *scope == bundle::Scope::Agency)
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
    let agency = example.map(|agency| agency_url(&agency.slug));
    let year = example.and_then(|agency| Some((agency, agency.newest_year()?.year)));
    let route = |pattern, key, example| RouteView { pattern, what: page.word(key).to_owned(), example };
    let routes = vec![
        route("/api/v1/index.json", "api_route_index", link("api/v1/index.json".to_owned())),
        route("/api/v1/agencies.json", "api_route_agencies", link("api/v1/agencies.json".to_owned())),
        route(
            "/api/v1/agencies/{agency}.json",
            "api_route_agency",
            agency.as_ref().and_then(|agency| link(format!("{agency}.json"))),
        ),
        route(
            "/api/v1/agencies/{agency}/{year}.json",
            "api_route_year",
            year.and_then(|(agency, year)| link(format!("{}/{year}.json", agency_url(&agency.slug)))),
        ),
        route("/api/v1/agencies/{agency}/{year}/{code}.json", "api_route_item", None),
        route(
            "/api/v1/agencies/{agency}/findings.json",
            "api_route_findings",
            agency.as_ref().and_then(|agency| link(format!("{agency}/findings.json"))),
        ),
        route("/api/v1/schema/{table}.json", "api_route_schema", link("api/v1/schema/items.json".to_owned())),
    ];
    let base = site.settings.base_url.clone().unwrap_or_else(|| "https://ที่อยู่ของเว็บนี้/".to_owned());
    let base = base.trim_end_matches('/').to_owned();
    let sample = year.map_or_else(
        || "api/v1/agencies.json".to_owned(),
        |(agency, year)| format!("{}/{year}.json", agency_url(&agency.slug)),
    );
    let csv = year.map_or_else(
        || "data/agencies.csv".to_owned(),
        |(agency, year)| format!("{}{year}/data/items.csv", base_of(&agency.slug)),
    );
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
        index: LinkView { title: "index.json".to_owned(), href: page.to_file("api/v1/index.json") },
    };
    let mut trail = page.trail(None);
    trail.push(page.crumb(page.word("nav_data"), "data/"));
    let about = About { title: page.word("api_title"), description: page.word("api_words"), trail, agency: None };
    page.render("api.html", about, &view)
}

/// A plain index of the site: what there is and where, in a few lines.
pub fn llms(site: &Site, summaries: &[AgencySummary]) -> Vec<u8> {
    let mut out = format!("# {}\n\n", site.settings.title);
    out.push_str("> แผนป้องกันการทุจริต รายงานผล มาตรการ และประกาศของหน่วยงานท้องถิ่น พร้อมข้อมูลเปิด\n\n");
    out.push_str(&format!("สัญญาอนุญาต: {}\n\n## ข้อมูล\n\n", licence(site).shown()));
    for (name, url) in [("API", "api/v1/index.json"), ("วิธีใช้ API", "api/"), ("คำอธิบายคอลัมน์", "data/columns/")]
    {
        out.push_str(&format!("- [{name}]({})\n", address(site, url)));
    }
    out.push_str("\n## หน่วยงาน\n\n");
    for agency in summaries {
        let base = base_of(&agency.slug);
        let years: Vec<String> = agency.years.iter().map(|year| year.year.to_string()).collect();
        out.push_str(&format!(
            "- [{}]({}): ปีงบประมาณ {}; [ข้อมูลเปิด]({})\n",
            agency.name,
            address(site, &base),
            if years.is_empty() { "-".to_owned() } else { years.join(", ") },
            address(site, &format!("{base}data/"))
        ));
    }
    out.into_bytes()
}
