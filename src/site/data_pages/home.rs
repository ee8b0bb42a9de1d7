//! "ข้อมูลเปิด": every file that an agency or the portal gives away, with its kind and size, and every column explained.

use serde::Serialize;

use crate::address::{AgencyPage, DataFile, DataForm, DataPage, Lang, PortalData, PortalPage, Scope};
use crate::model::{Agency, AgencySummary};
use crate::open_data::bundle::{self, Made};
use crate::open_data::table::{Shape, Table, ValueKind};
use crate::open_data::tables;
use crate::site::data_pages::made::{address, licence, made, schema_url};
use crate::site::data_pages::{api, catalog};
use crate::site::ground::{AgencySite, Artifact};
use crate::site::page::{LinkView, Page};
use crate::site::places;
use crate::site::shell::PageAbout;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct DataHome {
    title: String,
    words: String,
    licence: String,
    licence_href: Option<String>,
    scopes: Vec<ScopeView>,
    more: Vec<LinkView>,
    agencies: Vec<LinkView>,
    /// schema.org Dataset as JSON-LD, safe inside a script element.
    structured: String,
}

#[derive(Serialize)]
struct ScopeView {
    title: String,
    id: String,
    files: Vec<FileView>,
    tables: Vec<TableView>,
}

#[derive(Serialize)]
struct TableView {
    title: String,
    about: String,
    rows: String,
    columns_href: String,
    files: Vec<FileView>,
}

#[derive(Serialize)]
struct FileView {
    form: &'static str,
    href: String,
    save_as: String,
    size: String,
}

/// Bytes as people read them: "12 กิโลไบต์".
fn size(page: &Page<'_>, bytes: usize) -> String {
    let (number, key) = match bytes {
        0..=1023 => (bytes.to_string(), "bytes"),
        1024..=1_048_575 => (bytes.div_ceil(1024).to_string(), "kilobytes"),
        _ => (format!("{}.{}", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576), "megabytes"),
    };
    format!("{} {}", page.show.text(&number), page.word(key))
}

fn shape_title(page: &Page<'_>, shape: &'static Shape) -> (&'static str, &'static str) {
    match page.lang {
        Lang::Th => (shape.title, shape.about),
        Lang::En => (shape.title_en, shape.about_en),
    }
}

fn form_name(form: DataForm) -> &'static str {
    match form {
        DataForm::Csv => "CSV",
        DataForm::Json => "JSON",
        DataForm::Workbook => "Excel (XLSX)",
        DataForm::Package => "Data Package",
    }
}

fn scope_title(page: &Page<'_>, scope: Scope) -> String {
    match scope {
        Scope::Agency => page.word("data_all_years").to_owned(),
        Scope::Year(year) => format!("{} {}", page.word("fiscal_year"), page.show.year(year)),
        Scope::Report(year, round) => {
            format!("{} {} {}", page.word("data_report"), page.show.round(round), page.show.year(year))
        }
    }
}

fn file(page: &Page<'_>, agency: &Agency, made: &Made, file: DataFile) -> FileView {
    FileView {
        form: form_name(file.form),
        href: page.to_file(&agency.at(&AgencyPage::Data(DataPage::File(file)))),
        save_as: file.save_as(agency),
        size: size(page, made.files.get(&file).map_or(0, Vec::len)),
    }
}

fn table_view(page: &Page<'_>, table: &Table, files: Vec<FileView>) -> TableView {
    let (title, about) = shape_title(page, table.shape);
    TableView {
        title: title.to_owned(),
        about: about.to_owned(),
        rows: page.told_count(table.rows.len(), "นับแถวของชุดข้อมูลนี้"),
        columns_href: page.to(&format!("{}#{}", PortalPage::Data(PortalData::Columns).address(), table.shape.name)),
        files,
    }
}

pub fn render_agency(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let made = made(page.site, site);
    let scopes = made
        .tables
        .iter()
        .map(|(scope, tables)| {
            let of = |table, form| file(page, agency, made, DataFile { scope: *scope, table, form });
            ScopeView {
                title: scope_title(page, *scope),
                id: bundle::package_name(agency, *scope),
                files: vec![of("", DataForm::Workbook), of("", DataForm::Package)],
                tables: tables
                    .iter()
                    .map(|table| {
                        let name = table.shape.name;
                        table_view(page, table, vec![of(name, DataForm::Csv), of(name, DataForm::Json)])
                    })
                    .collect(),
            }
        })
        .collect();
    let link = |key, href: String| LinkView { title: page.word(key).to_owned(), href };
    let own = |data: DataPage| {
        let url = agency.at(&AgencyPage::Data(data.clone()));
        link(data.title_word(), if data.is_page() { page.to(&url) } else { page.to_file(&url) })
    };
    let licence = licence(page.site);
    let view = DataHome {
        title: page.word("nav_data").to_owned(),
        words: page.word("data_words").replace("{}", agency.short_name()),
        licence: licence.shown().to_owned(),
        licence_href: licence.address().map(str::to_owned),
        scopes,
        more: vec![
            own(DataPage::Obligations),
            own(DataPage::Changes),
            own(DataPage::Embeds),
            portals(page, PortalData::Columns),
            own(DataPage::Metadata),
            own(DataPage::Catalog),
            portals(page, PortalData::Api),
            own(DataPage::ApiAgency),
        ],
        agencies: Vec::new(),
        structured: catalog::dataset_of_agency(page, site),
    };
    let about = PageAbout {
        title: page.word("nav_data"),
        description: &view.words,
        trail: page.trail(Some(agency)),
        agency: Some(agency),
    };
    page.render("data.html", about, &view)
}

fn portals(page: &Page<'_>, data: PortalData) -> LinkView {
    let is_page = data.is_page();
    let data = PortalPage::Data(data);
    let (title, url) = (page.site.theme.word(page.lang.code(), data.title_word()), data.address());
    LinkView { title: title.to_owned(), href: if is_page { page.to(&url) } else { page.to_file(&url) } }
}

pub fn render_portal(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let tables = tables::portal::of_portal(summaries, &|url| address(page.site, url));
    let of = |form, file: PortalData, bytes: usize| {
        let url = PortalPage::Data(file).address();
        FileView {
            form: form_name(form),
            href: page.to_file(&url),
            save_as: url.rsplit('/').next().unwrap_or(&url).to_owned(),
            size: size(page, bytes),
        }
    };
    let table_views = tables
        .iter()
        .map(|table| {
            let json = api::table_json(page.site, table, &page.site.settings.title);
            let files = vec![
                of(DataForm::Csv, PortalData::Csv(table.shape.name), table.csv().len()),
                of(DataForm::Json, PortalData::Json(table.shape.name), json.len()),
            ];
            table_view(page, table, files)
        })
        .collect();
    let workbook = bundle::workbook(&page.site.settings.title, &tables).len();
    let package = catalog::portal_package(page.site, &tables).len();
    let licence = licence(page.site);
    let view = DataHome {
        title: page.word("nav_data").to_owned(),
        words: page.word("data_portal_words").to_owned(),
        licence: licence.shown().to_owned(),
        licence_href: licence.address().map(str::to_owned),
        scopes: vec![ScopeView {
            title: page.word("data_all_agencies").to_owned(),
            id: "portal".to_owned(),
            files: vec![
                of(DataForm::Workbook, PortalData::Workbook, workbook),
                of(DataForm::Package, PortalData::Package, package),
            ],
            tables: table_views,
        }],
        more: vec![
            portals(page, PortalData::Changes),
            portals(page, PortalData::Columns),
            portals(page, PortalData::Metadata),
            portals(page, PortalData::Catalog),
            portals(page, PortalData::Api),
            portals(page, PortalData::ApiIndex),
        ],
        agencies: match summaries.len() {
            0..=places::MOST_LISTED => summaries
                .iter()
                .map(|agency| LinkView {
                    title: agency.name.clone(),
                    href: page.to(&agency.at(&AgencyPage::Data(DataPage::Home))),
                })
                .collect(),
            _ => places::links(page, summaries),
        },
        structured: catalog::dataset_of_portal(page, &tables),
    };
    let about =
        PageAbout { title: page.word("nav_data"), description: &view.words, trail: page.trail(None), agency: None };
    page.render("data.html", about, &view)
}

#[derive(Serialize)]
struct ColumnsPage {
    title: String,
    shapes: Vec<ShapeView>,
}

#[derive(Serialize)]
struct ShapeView {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    key: String,
    schema: String,
    columns: Vec<ColumnView>,
}

#[derive(Serialize)]
struct ColumnView {
    name: &'static str,
    title: &'static str,
    kind: &'static str,
    words: String,
    about: &'static str,
}

pub fn render_columns(page: &Page<'_>) -> Result<Artifact, ThemeError> {
    let shapes = tables::shapes()
        .into_iter()
        .filter(|shape| {
            !page.site.portal.one_agency || !tables::portal::shapes().iter().any(|own| own.name == shape.name)
        })
        .map(|shape| {
            let (title, about) = shape_title(page, shape);
            ShapeView {
                name: shape.name,
                title,
                about,
                key: shape.key.join(", "),
                schema: page.to_file(&schema_url(shape)),
                columns: shape
                    .columns
                    .iter()
                    .map(|column| ColumnView {
                        name: column.name,
                        title: column.title,
                        kind: kind_key(column.kind),
                        words: match column.kind {
                            ValueKind::Choice(words) => words.join(", "),
                            _ => String::new(),
                        },
                        about: column.about,
                    })
                    .collect(),
            }
        })
        .collect();
    let title = page.word("data_columns");
    let mut trail = page.trail(None);
    trail.push(page.crumb(page.word("nav_data"), &PortalPage::Data(PortalData::Home).address()));
    let about = PageAbout { title, description: title, trail, agency: None };
    page.render("data-columns.html", about, &ColumnsPage { title: title.to_owned(), shapes })
}

fn kind_key(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "text",
        ValueKind::Choice(_) => "choice",
        ValueKind::Integer => "integer",
        ValueKind::Year => "year (B.E.)",
        ValueKind::Baht => "baht",
        ValueKind::Percent => "percent",
        ValueKind::Number => "number",
        ValueKind::Date => "date",
        ValueKind::Url => "address",
    }
}
