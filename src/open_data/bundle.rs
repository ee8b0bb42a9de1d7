//! Which data files an agency has, and their bytes: made once while the agency is in memory, let go with it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::address::{AgencyPage, agency_name, round_word};
pub use crate::address::{DataFile, DataForm, Scope};
use crate::model::Agency;
use crate::open_data::licence::Licence;
use crate::open_data::table::{Shape, Table};
use crate::open_data::tables::{self, TableSource};
use crate::open_data::xlsx::Workbook;
use crate::open_data::{item, json, package};
use crate::thai::{FiscalYear, Round};

impl DataFile {
    /// The name under which a reader saves it: says whose and of when.
    pub fn save_as(&self, agency: &Agency) -> String {
        match self.form {
            DataForm::Workbook => format!("{}.xlsx", package_name(agency, self.scope)),
            _ => format!("{}-{}", package_name(agency, self.scope), self.name()),
        }
    }

    pub fn media_type(&self) -> &'static str {
        match self.form {
            DataForm::Csv => "text/csv; charset=utf-8",
            DataForm::Json | DataForm::Package => "application/json; charset=utf-8",
            DataForm::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Lower case, no spaces: `na-kok-2564-report-12m`.
pub fn package_name(agency: &Agency, scope: Scope) -> String {
    let agency = agency_name(&agency.slug).replace('/', "-");
    match scope {
        Scope::Agency => agency,
        Scope::Year(year) => format!("{agency}-{}", year.be()),
        Scope::Report(year, round) => {
            format!("{agency}-{}-{}", year.be(), round_word(round).replace('_', "-"))
        }
    }
}

pub fn scopes(agency: &Agency) -> Vec<Scope> {
    let mut scopes = vec![Scope::Agency];
    for year in agency.years.iter().rev() {
        scopes.push(Scope::Year(year.year));
        let rounds = Round::ALL.into_iter().filter(|round| year.report(agency, *round).is_some());
        scopes.extend(rounds.map(|round| Scope::Report(year.year, round)));
    }
    scopes
}

/// What stays the same for all files of an agency.
pub struct BundleSettings<'a> {
    pub licence: &'a Licence,
    /// Site address of a shape's JSON schema.
    pub schema: &'a (dyn Fn(&Shape) -> String + Sync),
}

/// The tables of every scope, and the files made of them.
#[derive(Debug, Default)]
pub struct Bundle(OnceLock<Made>);

#[derive(Debug, Default)]
pub struct Made {
    /// In the order of `scopes`.
    pub tables: Vec<(Scope, Vec<Table>)>,
    pub files: BTreeMap<DataFile, Vec<u8>>,
    /// Everything about one item of one year, as the API gives it.
    pub items: BTreeMap<(FiscalYear, String), Vec<u8>>,
}

impl Bundle {
    pub fn get(&self, source: &TableSource<'_>, settings: &BundleSettings<'_>) -> &Made {
        self.0.get_or_init(|| make(source, settings))
    }
}

/// The files of an agency, without making them.
pub fn files(agency: &Agency) -> Vec<DataFile> {
    let mut files = Vec::new();
    for scope in scopes(agency) {
        for table in shapes(agency, scope) {
            files.push(DataFile { scope, table: table.name, form: DataForm::Csv });
            files.push(DataFile { scope, table: table.name, form: DataForm::Json });
        }
        files.push(DataFile { scope, table: "", form: DataForm::Workbook });
        files.push(DataFile { scope, table: "", form: DataForm::Package });
    }
    files
}

/// The tables that a scope has, known from the model without building a row.
pub fn shapes(agency: &Agency, scope: Scope) -> Vec<&'static Shape> {
    let of = |year, only| agency.year(year).map(|year| tables::shapes_of_year(agency, year, only)).unwrap_or_default();
    match scope {
        Scope::Agency => tables::shapes_of_agency(),
        Scope::Year(year) => of(year, None),
        Scope::Report(year, round) => of(year, Some(round)),
    }
}

/// "อบต.นากอก ปีงบประมาณ 2564 รายงานรอบ 12 เดือน".
pub fn title(agency: &Agency, scope: Scope) -> String {
    match scope {
        Scope::Agency => agency.short_name().to_owned(),
        Scope::Year(year) => format!("{} ปีงบประมาณ {}", agency.short_name(), year.be()),
        Scope::Report(year, round) => {
            format!("{} ปีงบประมาณ {} รายงาน{}", agency.short_name(), year.be(), round.name_th())
        }
    }
}

fn make(source: &TableSource<'_>, settings: &BundleSettings<'_>) -> Made {
    let agency = source.agency;
    let by_year: Vec<(FiscalYear, Vec<Table>)> =
        agency.years.iter().map(|year| (year.year, tables::of_year(source, year))).collect();
    let mut made = Made::default();
    let findings = tables::findings::findings(source);
    for (year, tables) in &by_year {
        for (code, json) in item::of_year(source, *year, tables, &findings, settings.licence) {
            made.items.insert((*year, code), json);
        }
    }
    for scope in scopes(agency) {
        let tables = match scope {
            Scope::Agency => tables::of_agency(source, &by_year),
            Scope::Year(year) => {
                by_year.iter().find(|(known, _)| *known == year).map(|(_, tables)| tables.clone()).unwrap_or_default()
            }
            Scope::Report(year, round) => {
                agency.year(year).map(|year| tables::of_report(source, year, round)).unwrap_or_default()
            }
        };
        write(source, settings, scope, &tables, &mut made.files);
        made.tables.push((scope, tables));
    }
    made
}

fn write(
    source: &TableSource<'_>,
    settings: &BundleSettings<'_>,
    scope: Scope,
    tables: &[Table],
    files: &mut BTreeMap<DataFile, Vec<u8>>,
) {
    let agency = source.agency;
    let about = title(agency, scope);
    for table in tables {
        let name = table.shape.name;
        files.insert(DataFile { scope, table: name, form: DataForm::Csv }, table.csv());
        let title = format!("{} {about}", table.shape.title);
        let json = json::table(table, &(settings.schema)(table.shape), &title, settings.licence.shown());
        files.insert(DataFile { scope, table: name, form: DataForm::Json }, json.into_bytes());
    }
    files.insert(DataFile { scope, table: "", form: DataForm::Workbook }, workbook(&about, tables));
    let homepage = (source.address)(&agency.at(&AgencyPage::Home));
    let package = package::package(
        &package::PackageAbout {
            name: &package_name(agency, scope),
            title: &about,
            description: &format!("แผน ผลงาน และตัวเลขด้านการป้องกันการทุจริตของ{}", agency.name()),
            homepage: homepage.contains("://").then_some(homepage.as_str()),
            publisher: agency.name(),
            licence: settings.licence,
        },
        tables,
    );
    files.insert(DataFile { scope, table: "", form: DataForm::Package }, json::lined(&package));
}

/// All tables as sheets with Thai heads.
pub fn workbook(title: &str, tables: &[Table]) -> Vec<u8> {
    let mut book = Workbook::new().title(title);
    for table in tables.iter().filter(|table| !table.rows.is_empty()) {
        book = book.sheet_over(table.shape.title, &table.thai_heads(), &table.rows);
    }
    // Writing into memory fails only beyond the limits of the format; then there is no workbook, but every CSV.
    book.bytes().unwrap_or_default()
}
