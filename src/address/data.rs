//! What an agency gives away: data files, the API, what OIT asks, the record of publishing.

use super::chart::ChartRef;
use super::code::ItemCode;
use crate::thai::{FiscalYear, Round};

/// The tables that data files are called after; `open_data` says what is in them.
pub const TABLES: [&str; 11] = [
    "items",
    "entries",
    "eplan",
    "measures",
    "tally",
    "declared",
    "targets",
    "papers",
    "committees",
    "findings",
    "obligations",
];

/// The tables of a portal over all its agencies.
pub const PORTAL_TABLES: [&str; 3] = ["agencies", "years", "dimensions"];

pub(super) fn known<'t>(tables: impl IntoIterator<Item = &'t str>, name: &str) -> Option<&'t str> {
    tables.into_iter().find(|table| *table == name)
}

/// What part of an agency a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    Agency,
    Year(FiscalYear),
    Report(FiscalYear, Round),
}

impl Scope {
    /// Where its files stand: `na-kok/2564/data/`.
    pub fn folder(self, slug: &str) -> String {
        format!("{}{}", super::folder_of(slug), self.below())
    }

    pub(super) fn below(self) -> String {
        match self {
            Self::Agency => "data/".to_owned(),
            Self::Year(year) => format!("{}/data/", year.be()),
            Self::Report(year, round) => format!("{}/data/{}/", year.be(), round_word(round)),
        }
    }
}

pub fn round_word(round: Round) -> &'static str {
    match round {
        Round::SixMonths => "report_6m",
        Round::TwelveMonths => "report_12m",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataForm {
    Csv,
    Json,
    /// All tables of the scope as sheets of one workbook.
    Workbook,
    Package,
}

/// `table` is the name of a shape; empty for forms that hold all tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DataFile {
    pub scope: Scope,
    pub table: &'static str,
    pub form: DataForm,
}

impl DataFile {
    pub fn name(&self) -> String {
        match self.form {
            DataForm::Csv => format!("{}.csv", self.table),
            DataForm::Json => format!("{}.json", self.table),
            DataForm::Workbook => "workbook.xlsx".to_owned(),
            DataForm::Package => "datapackage.json".to_owned(),
        }
    }

    pub(super) fn parse(scope: Scope, name: &str) -> Option<Self> {
        let of = |table, form| Some(Self { scope, table, form });
        let whole = [DataForm::Workbook, DataForm::Package]
            .into_iter()
            .find_map(|form| of("", form).filter(|file| file.name() == name));
        whole.or_else(|| match name.rsplit_once('.')? {
            (stem, "csv") => of(known(TABLES, stem)?, DataForm::Csv),
            (stem, "json") => of(known(TABLES, stem)?, DataForm::Json),
            _ => None,
        })
    }
}

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
    /// Stands at an old address and leads on.
    Redirect {
        at: String,
        to: String,
    },
    Changes,
    ChangesFeed,
    /// The lines to paste for every chart.
    Embeds,
    Embed(ChartRef),
    EmbedJson(ChartRef),
}

/// The folder of the API's first version, which keeps its shape as long as it is there.
pub(super) const API: &str = "api/v1/";

/// What a portal above this site is to read first: which agencies there are, and the hash of each one's digest.
pub const DIGEST_INDEX: &str = "api/v1/digest/index.json";

/// The digest of an agency, for a portal above this site; `name` is a hash of its folder.
pub fn digest_file(name: &str) -> String {
    format!("{API}digest/{name}.bin")
}

impl DataPage {
    pub(super) const PLAIN: [Self; 8] = [
        Self::Home,
        Self::Metadata,
        Self::MetadataJson,
        Self::Catalog,
        Self::Obligations,
        Self::Changes,
        Self::ChangesFeed,
        Self::Embeds,
    ];

    /// Where it stands below the agency's folder.
    pub(super) fn below(&self) -> Option<String> {
        let plain = match self {
            Self::Home => "data/",
            Self::Metadata => "data/metadata/",
            Self::MetadataJson => "data/metadata.json",
            Self::Catalog => "data/catalog.jsonld",
            Self::Obligations => "obligations/",
            Self::Changes => "changes/",
            Self::ChangesFeed => "changes.xml",
            Self::Embeds => "embed/",
            Self::File(file) => return Some(format!("{}{}", file.scope.below(), file.name())),
            Self::ObligationYear(year) => return Some(format!("obligations/{year}/")),
            Self::ObligationSheet(year) => return Some(format!("obligations/{year}/oit-{year}.xlsx")),
            Self::ObligationCsv(year) => return Some(format!("obligations/{year}/oit-{year}.csv")),
            Self::Embed(chart) => return Some(chart.frame_below()),
            Self::EmbedJson(chart) => return Some(format!("{}oembed.json", chart.frame_below())),
            Self::ApiAgency | Self::ApiYear(_) | Self::ApiItem(..) | Self::ApiFindings | Self::Redirect { .. } => {
                return None;
            }
        };
        Some(plain.to_owned())
    }

    /// The API keeps all agencies in one folder of the site.
    pub(super) fn in_api(&self, agency: &str) -> Option<String> {
        let api = format!("{API}agencies/{agency}");
        match self {
            Self::ApiAgency => Some(format!("{api}.json")),
            Self::ApiFindings => Some(format!("{api}/findings.json")),
            Self::ApiYear(year) => Some(format!("{api}/{}.json", year.be())),
            Self::ApiItem(year, code) => Some(format!("{api}/{}/{code}.json", year.be())),
            _ => None,
        }
    }

    /// Whether it is a page to read; the rest are files.
    pub fn is_page(&self) -> bool {
        matches!(
            self,
            Self::Home | Self::Metadata | Self::Obligations | Self::ObligationYear(_) | Self::Changes | Self::Embeds
        )
    }

    /// The word that is its title; that of a year is followed by the year.
    pub fn title_word(&self) -> &'static str {
        match self {
            Self::ObligationYear(_) => "oit_title",
            Self::Obligations => "oit_matrix",
            Self::Changes => "changes_title",
            Self::Embeds => "embed_title",
            Self::Metadata => "metadata_title",
            Self::Catalog => "data_catalog",
            Self::ApiAgency => "api_this_agency",
            _ => "nav_data",
        }
    }
}
