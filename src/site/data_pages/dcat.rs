//! The catalogues in DCAT, as JSON-LD: an agency's of its data sets, the portal's over them. Everything that has an id
//! has one of its own, and each of them is an address that answers; what is worded elsewhere in the world (licences,
//! formats, languages, frequencies) is named by the address that everybody uses for it.

use serde_json::{Value as Json, json};

use crate::address::{AgencyPage, DataForm, DataPage, PortalData, PortalPage, Scope};
use crate::model::AgencySummary;
use crate::open_data::json::lined;
use crate::open_data::licence::Licence;
use crate::open_data::table::Table;
use crate::open_data::{bundle, tables};
use crate::site::data_pages::api;
use crate::site::data_pages::catalog::{self, Distribution, KEYWORDS, at, dataset_title, description};
use crate::site::data_pages::made::licence;
use crate::site::ground::AgencySite;
use crate::site::page::Page;
use crate::thai::FiscalYear;

/// The word lists of the Publications Office, which DCAT-AP prescribes.
const WORDS: &str = "http://publications.europa.eu/resource/authority/";
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";
const PACKAGE_RULES: &str = "https://specs.frictionlessdata.io/data-package/";

fn context() -> Json {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#"
    })
}

fn thai(words: &str) -> Json {
    json!({ "@value": words, "@language": "th" })
}

fn word(list: &str, name: &str) -> Json {
    json!({ "@id": format!("{WORDS}{list}/{name}") })
}

fn keywords() -> Vec<Json> {
    KEYWORDS.into_iter().map(thai).collect()
}

fn file_type(form: DataForm) -> &'static str {
    match form {
        DataForm::Csv => "CSV",
        DataForm::Json | DataForm::Package => "JSON",
        DataForm::Workbook => "XLSX",
    }
}

/// `page` is the data page on which the file is offered, `dataset` the id of what it is a form of.
fn distribution(file: &Distribution, dataset: &str, licence: &Licence) -> Json {
    let mut told = json!({
        "@type": "dcat:Distribution",
        "@id": file.url,
        "dct:title": thai(&file.title),
        "dcat:accessURL": { "@id": dataset },
        "dcat:downloadURL": { "@id": file.url },
        "dcat:mediaType": { "@id": format!("{MEDIA_TYPES}{}", file.media_type) },
        "dct:format": word("file-type", file_type(file.form)),
        "dcat:byteSize": { "@value": file.bytes.to_string(), "@type": "xsd:nonNegativeInteger" },
        "dct:license": licence_node(licence)
    });
    if file.form == DataForm::Package {
        told["dct:conformsTo"] = json!({ "@id": PACKAGE_RULES });
    }
    told
}

/// A licence that the world knows by its address, or the author's own words.
fn licence_node(licence: &Licence) -> Json {
    match licence.address() {
        Some(address) => json!({ "@id": address }),
        None => json!({ "@type": "dct:LicenseDocument", "dct:title": thai(licence.shown()) }),
    }
}

fn publisher(name: &str, homepage: &str) -> Json {
    json!({
        "@type": ["foaf:Agent", "foaf:Organization"],
        "@id": homepage,
        "foaf:name": thai(name),
        "foaf:homepage": { "@id": homepage }
    })
}

/// From the first of October before to the thirtieth of September.
fn period(year: FiscalYear) -> Json {
    let day = |iso: String| json!({ "@value": iso, "@type": "xsd:date" });
    json!({
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": day(year.first_day().iso()),
        "dcat:endDate": day(year.last_day().iso())
    })
}

pub fn of_agency(page: &Page<'_>, site: &AgencySite) -> Vec<u8> {
    let agency = &site.agency;
    let licence = licence(page.site);
    let home = at(page, &agency.at(&AgencyPage::Home));
    let data = at(page, &agency.at(&AgencyPage::Data(DataPage::Home)));
    let email = agency.meta.contact.email.as_ref().or(page.site.portal.meta.contact_email.as_ref());
    let datasets: Vec<Json> = bundle::scopes(agency)
        .into_iter()
        .map(|scope| {
            let name = bundle::package_name(agency, scope);
            // The part of the data page that offers these files.
            let id = format!("{data}#{name}");
            let distributions: Vec<Json> = catalog::distributions(page, site, scope)
                .iter()
                .map(|file| distribution(file, &id, &licence))
                .collect();
            let title = bundle::title(agency, scope);
            let mut dataset = json!({
                "@type": "dcat:Dataset",
                "@id": id,
                "dct:identifier": name,
                "dct:title": thai(&dataset_title(&title)),
                "dct:description": thai(&description(&title)),
                "dct:publisher": publisher(agency.name(), &home),
                "dct:language": word("language", "THA"),
                "dct:spatial": [
                    word("country", "THA"),
                    { "@type": "dct:Location", "skos:prefLabel": thai(&catalog::place(site)) }
                ],
                "dct:accrualPeriodicity": word("frequency", "ANNUAL_2"),
                "dcat:theme": word("data-theme", "GOVE"),
                "dcat:keyword": keywords(),
                "dcat:landingPage": { "@id": data },
                "dct:license": licence_node(&licence),
                "dcat:distribution": distributions
            });
            if let Scope::Year(year) | Scope::Report(year, _) = scope {
                dataset["dct:temporal"] = period(year);
            }
            if let Some(email) = email {
                dataset["dcat:contactPoint"] = json!({
                    "@type": "vcard:Organization",
                    "vcard:fn": thai(agency.name()),
                    "vcard:hasEmail": { "@id": format!("mailto:{}", email.value) }
                });
            }
            dataset
        })
        .collect();
    let mut catalog = catalog_node(page, &agency.at(&AgencyPage::Data(DataPage::Catalog)), agency.name(), &home);
    catalog["@context"] = context();
    catalog["foaf:homepage"] = json!({ "@id": home });
    catalog["dct:license"] = licence_node(&licence);
    catalog["dcat:dataset"] = Json::Array(datasets);
    lined(&catalog)
}

/// What a catalogue says of itself, in its own file and in the portal's.
fn catalog_node(page: &Page<'_>, file: &str, name: &str, home: &str) -> Json {
    json!({
        "@type": "dcat:Catalog",
        "@id": at(page, file),
        "dct:title": thai(&dataset_title(name)),
        "dct:description": thai(&description(name)),
        "dct:publisher": publisher(name, home),
        "dct:language": word("language", "THA")
    })
}

/// The portal's catalogue holds its own tables and is joined with each agency's by that one's id, which is its address.
pub fn of_portal(page: &Page<'_>, summaries: &[AgencySummary]) -> Vec<u8> {
    let site = page.site;
    let licence = licence(site);
    let own = |file: PortalData| at(page, &PortalPage::Data(file).address());
    let tables = tables::portal::of_portal(summaries, &|url| super::made::address(site, url));
    let data = own(PortalData::Home);
    let id = format!("{data}#portal");
    let publisher_name = site.settings.operator.as_deref().unwrap_or(&site.settings.title);
    let home = at(page, &PortalPage::Home.address());
    let files: Vec<Json> = portal_files(page, &tables).iter().map(|file| distribution(file, &id, &licence)).collect();
    let agencies: Vec<Json> = summaries
        .iter()
        .map(|agency| {
            let file = agency.at(&AgencyPage::Data(DataPage::Catalog));
            catalog_node(page, &file, &agency.name, &at(page, &agency.at(&AgencyPage::Home)))
        })
        .collect();
    lined(&json!({
        "@context": context(),
        "@type": "dcat:Catalog",
        "@id": own(PortalData::Catalog),
        "foaf:homepage": { "@id": home },
        "dct:title": thai(&site.settings.title),
        "dct:description": thai(&description("ทุกหน่วยงานในเว็บรวม")),
        "dct:publisher": publisher(publisher_name, &home),
        "dct:language": word("language", "THA"),
        "dct:license": licence_node(&licence),
        "dcat:dataset": [{
            "@type": "dcat:Dataset",
            "@id": id,
            "dct:identifier": "portal",
            "dct:title": thai("ผลรายหน่วยงานและรายปี"),
            "dct:description": thai("ผลรายหน่วยงาน รายปี และรายมิติ ของทุกหน่วยงานในเว็บรวม"),
            "dct:publisher": publisher(publisher_name, &home),
            "dct:language": word("language", "THA"),
            "dct:spatial": [word("country", "THA")],
            "dct:accrualPeriodicity": word("frequency", "ANNUAL_2"),
            "dcat:theme": word("data-theme", "GOVE"),
            "dct:license": licence_node(&licence),
            "dcat:keyword": keywords(),
            "dcat:landingPage": { "@id": data },
            "dcat:distribution": files
        }],
        "dcat:catalog": agencies
    }))
}

fn portal_files(page: &Page<'_>, tables: &[Table]) -> Vec<Distribution> {
    let of = |file: PortalData, title: &str, form, media_type, bytes| Distribution {
        title: title.to_owned(),
        url: at(page, &PortalPage::Data(file).address()),
        form,
        media_type,
        bytes,
    };
    let title = &page.site.settings.title;
    let book = bundle::workbook(title, tables).len();
    let package = catalog::portal_package(page.site, tables).len();
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let json = "application/json";
    let whole = [
        of(PortalData::Workbook, "XLSX", DataForm::Workbook, sheet, book),
        of(PortalData::Package, "Data Package", DataForm::Package, json, package),
    ];
    let single = tables.iter().flat_map(|table| {
        let (name, words) = (table.shape.name, table.shape.title);
        let records = api::table_json(page.site, table, title).len();
        [
            of(PortalData::Csv(name), words, DataForm::Csv, "text/csv", table.csv().len()),
            of(PortalData::Json(name), words, DataForm::Json, json, records),
        ]
    });
    whole.into_iter().chain(single).collect()
}
