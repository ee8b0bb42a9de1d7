//! What catalogues read beside DCAT: schema.org Dataset, and the 14 metadata fields of data.go.th.

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::address::{AgencyPage, DataFile, DataForm, DataPage, PortalData, PortalPage, Scope};
use crate::model::AgencySummary;
use crate::open_data::json::lined;
use crate::open_data::table::Table;
use crate::open_data::{bundle, package};
use crate::site::data_pages::made::{address, licence, made};
use crate::site::ground::{AgencySite, Artifact, Site};
use crate::site::page::Page;
use crate::site::shell::PageAbout;
use crate::site::structured::in_script;
use crate::source::meta::AgencyType;
use crate::theme::ThemeError;

pub(super) const KEYWORDS: [&str; 4] = ["ป้องกันการทุจริต", "ความโปร่งใส", "ITA", "OIT"];

pub(super) struct Distribution {
    pub title: String,
    pub url: String,
    pub form: DataForm,
    pub media_type: &'static str,
    pub bytes: usize,
}

/// The whole address; on a site that does not know its own, the way there from this page or file.
pub(super) fn at(page: &Page<'_>, url: &str) -> String {
    match page.site.settings.base_url {
        Some(_) => address(page.site, url),
        None => page.to_file(url),
    }
}

pub(super) fn short_media_type(media_type: &'static str) -> &'static str {
    media_type.split(';').next().unwrap_or(media_type)
}

pub(super) fn form_word(form: DataForm) -> &'static str {
    match form {
        DataForm::Csv => "CSV",
        DataForm::Json => "JSON",
        DataForm::Workbook => "XLSX",
        DataForm::Package => "Data Package",
    }
}

pub(super) fn distributions(page: &Page<'_>, site: &AgencySite, scope: Scope) -> Vec<Distribution> {
    let agency = &site.agency;
    let made = made(page.site, site);
    let files = made.files.iter().filter(|(file, _)| file.scope == scope);
    files
        .map(|(file, bytes)| Distribution {
            title: title_of(made, file),
            url: at(page, &agency.at(&AgencyPage::Data(DataPage::File(*file)))),
            form: file.form,
            media_type: short_media_type(file.media_type()),
            bytes: bytes.len(),
        })
        .collect()
}

fn title_of(made: &bundle::Made, file: &DataFile) -> String {
    let tables = made.tables.iter().filter(|(scope, _)| *scope == file.scope).flat_map(|(_, tables)| tables);
    let table = tables.into_iter().find(|table| table.shape.name == file.table);
    table.map_or_else(|| form_word(file.form).to_owned(), |table| table.shape.title.to_owned())
}

pub(super) fn dataset_title(of: &str) -> String {
    format!("แผนและผลการป้องกันการทุจริต {of}")
}

pub(super) fn description(name: &str) -> String {
    format!("รายการตามแผนป้องกันการทุจริต สถานะ งบประมาณ ตัวเลขที่เอกสารระบุ ประกาศ และข้อที่ยังไม่ตรงกัน ของ{name}")
}

pub(super) fn place(site: &AgencySite) -> String {
    let meta = &site.agency.meta;
    [("ตำบล", &meta.tambon), ("อำเภอ", &meta.amphoe), ("จังหวัด", &meta.province)]
        .into_iter()
        .filter_map(|(word, name)| name.as_ref().map(|name| format!("{word}{}", name.value)))
        .collect::<Vec<_>>()
        .join(" ")
}

pub fn portal_package(site: &Site, tables: &[Table]) -> Vec<u8> {
    let licence = licence(site);
    let home = address(site, &PortalPage::Home.address());
    lined(&package::package(
        &package::PackageAbout {
            name: "portal",
            title: &site.settings.title,
            description: "ผลรายหน่วยงาน รายปี และรายมิติ ของทุกหน่วยงานในเว็บรวม",
            homepage: home.contains("://").then_some(home.as_str()),
            publisher: site.settings.operator.as_deref().unwrap_or(&site.settings.title),
            licence: &licence,
        },
        tables,
    ))
}

fn schema_dataset(page: &Page<'_>, title: &str, words: &str, publisher: &str, files: Vec<Json>) -> String {
    let licence = licence(page.site);
    let mut dataset = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": words,
        "url": at(page, page.url),
        "inLanguage": "th",
        "isAccessibleForFree": true,
        "keywords": KEYWORDS,
        "creator": { "@type": "GovernmentOrganization", "name": publisher },
        "distribution": files
    });
    if let Some(object) = dataset.as_object_mut() {
        let stated = licence.address().or(if licence.is_stated() { Some(licence.words.as_str()) } else { None });
        if let Some(words) = stated {
            object.insert("license".to_owned(), json!(words));
        }
    }
    in_script(&dataset)
}

pub fn dataset_of_agency(page: &Page<'_>, site: &AgencySite) -> String {
    let files = distributions(page, site, Scope::Agency)
        .iter()
        .map(|one| {
            json!({
                "@type": "DataDownload", "name": one.title, "contentUrl": one.url, "encodingFormat": one.media_type
            })
        })
        .collect();
    let agency = &site.agency;
    schema_dataset(page, &dataset_title(agency.name()), &description(agency.name()), agency.name(), files)
}

pub fn dataset_of_portal(page: &Page<'_>, tables: &[Table]) -> String {
    let files = tables
        .iter()
        .map(|table| {
            json!({
                "@type": "DataDownload", "name": table.shape.title, "encodingFormat": "text/csv",
                "contentUrl": at(page, &PortalPage::Data(PortalData::Csv(table.shape.name)).address())
            })
        })
        .collect();
    let settings = &page.site.settings;
    let publisher = settings.operator.as_deref().unwrap_or(&settings.title);
    schema_dataset(page, &dataset_title(&settings.title), &description("ทุกหน่วยงานในเว็บรวม"), publisher, files)
}

/// One of the 14 fields: number, key of the catalogue software, Thai name in its form, value.
#[derive(Debug, Serialize)]
pub struct MetadataField {
    pub number: u8,
    pub key: &'static str,
    pub name: &'static str,
    pub value: String,
    /// Whether somebody has to fill it in by hand.
    pub missing: bool,
}

struct Described<'a> {
    title: String,
    owner: &'a str,
    maintainer: &'a str,
    email: Option<&'a str>,
    place: String,
    words: String,
    coverage: &'static str,
}

fn fields(site: &Site, of: &Described<'_>) -> Vec<MetadataField> {
    let tags: Vec<&str> = KEYWORDS.into_iter().chain(of.place.split(' ').filter(|part| !part.is_empty())).collect();
    let values: [(&'static str, &'static str, String); 14] = [
        ("data_type", "ประเภทชุดข้อมูล", "ข้อมูลระเบียน".to_owned()),
        ("title", "ชื่อชุดข้อมูล", of.title.clone()),
        ("owner_org", "องค์กร", of.owner.to_owned()),
        ("maintainer", "ชื่อผู้ติดต่อ", of.maintainer.to_owned()),
        ("maintainer_email", "อีเมลผู้ติดต่อ", of.email.unwrap_or_default().to_owned()),
        ("tag_string", "คำสำคัญ", tags.join(",")),
        ("notes", "รายละเอียด", of.words.clone()),
        ("objective", "วัตถุประสงค์", "พันธกิจหน่วยงาน".to_owned()),
        ("update_frequency_unit", "ความถี่ในการปรับปรุงข้อมูล", "ครึ่งปี".to_owned()),
        ("geo_coverage", "ขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่", of.coverage.to_owned()),
        ("data_source", "แหล่งที่มา", format!("แผนและรายงานผลการป้องกันการทุจริตของ{}", of.owner)),
        ("data_format", "รูปแบบการเก็บข้อมูล", "CSV,XLSX,JSON".to_owned()),
        ("data_category", "หมวดหมู่ข้อมูลตามธรรมาภิบาลข้อมูลภาครัฐ", "ข้อมูลสาธารณะ".to_owned()),
        ("license_id", "สัญญาอนุญาตให้ใช้ข้อมูล", licence(site).catalogue().to_owned()),
    ];
    (1..)
        .zip(values)
        .map(|(number, (key, name, value))| MetadataField {
            number,
            key,
            name,
            missing: value.is_empty() || value == "License not specified",
            value,
        })
        .collect()
}

fn agency_fields(page: &Page<'_>, site: &AgencySite) -> Vec<MetadataField> {
    let agency = &site.agency;
    let contact = agency.meta.contact.email.as_ref().or(page.site.portal.meta.contact_email.as_ref());
    fields(
        page.site,
        &Described {
            title: dataset_title(agency.name()),
            owner: agency.name(),
            maintainer: agency.name(),
            email: contact.map(|email| email.value.as_str()),
            place: place(site),
            words: description(agency.name()),
            coverage: match agency.meta.agency_type {
                AgencyType::Sao | AgencyType::Municipality => "เทศบาล/อบต.",
                AgencyType::Pao => "จังหวัด",
                AgencyType::Other => "อื่นๆ",
            },
        },
    )
}

fn portal_fields(page: &Page<'_>, summaries: &[AgencySummary]) -> Vec<MetadataField> {
    let settings = &page.site.settings;
    let owner = settings.operator.as_deref().unwrap_or(&settings.title);
    let mut provinces: Vec<&str> = summaries.iter().filter_map(|agency| agency.province.as_deref()).collect();
    provinces.sort_unstable();
    provinces.dedup();
    let place = if provinces.len() == 1 { format!("จังหวัด{}", provinces[0]) } else { String::new() };
    fields(
        page.site,
        &Described {
            title: dataset_title(&settings.title),
            owner,
            maintainer: owner,
            email: page.site.portal.meta.contact_email.as_ref().map(|email| email.value.as_str()),
            place,
            words: description("ทุกหน่วยงานในเว็บรวม"),
            coverage: "เทศบาล/อบต.",
        },
    )
}

fn metadata_json(page: &Page<'_>, fields: &[MetadataField], data: &str) -> Vec<u8> {
    let mut object = serde_json::Map::new();
    for field in fields {
        object.insert(field.key.to_owned(), json!(field.value));
        if field.key == "update_frequency_unit" {
            object.insert("update_frequency_interval".to_owned(), json!("1"));
        }
    }
    object.insert("data_language".to_owned(), json!("ไทย"));
    object.insert("url".to_owned(), json!(address(page.site, data)));
    lined(&Json::Object(object))
}

pub fn agency_metadata_json(page: &Page<'_>, site: &AgencySite) -> Vec<u8> {
    metadata_json(page, &agency_fields(page, site), &site.agency.at(&AgencyPage::Data(DataPage::Home)))
}

pub fn portal_metadata_json(page: &Page<'_>, summaries: &[AgencySummary]) -> Vec<u8> {
    metadata_json(page, &portal_fields(page, summaries), &PortalPage::Data(PortalData::Home).address())
}

#[derive(Serialize)]
struct MetadataPage {
    title: String,
    fields: Vec<MetadataField>,
    json: String,
}

fn render_metadata(
    page: &Page<'_>,
    site: Option<&AgencySite>,
    fields: Vec<MetadataField>,
    [home, json]: [String; 2],
) -> Result<Artifact, ThemeError> {
    let title = page.word("metadata_title");
    let mut trail = page.trail(site.map(|site| &*site.agency));
    trail.push(page.crumb(page.word("nav_data"), &home));
    let about =
        PageAbout { title, description: page.word("metadata_words"), trail, agency: site.map(|site| &*site.agency) };
    let json = page.to_file(&json);
    page.render("data-metadata.html", about, &MetadataPage { title: title.to_owned(), fields, json })
}

pub fn render_agency_metadata(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let at = [DataPage::Home, DataPage::MetadataJson].map(|data| site.agency.at(&AgencyPage::Data(data)));
    render_metadata(page, Some(site), agency_fields(page, site), at)
}

pub fn render_portal_metadata(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let at = [PortalData::Home, PortalData::MetadataJson].map(|data| PortalPage::Data(data).address());
    render_metadata(page, None, portal_fields(page, summaries), at)
}
