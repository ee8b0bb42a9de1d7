//! The route table, and one file per kind of page: model → the view that its template sees → an artifact.
//! `render` reads the snapshot and nothing else: no clock, no disk, no network, no order of threads.

mod agency_style;
pub mod attachments;
mod cards;
pub mod charts;
pub mod data_pages;
pub mod feeds;
mod figure;
mod item_table;
mod language;
pub mod linker;
mod origin;
mod pages;
mod places;
pub mod promises;
mod prose;
mod routes;
mod say;
pub mod search_records;
mod settings;
mod shell;
mod show;
mod structured;
mod summary;
mod tags;
pub mod typeset;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::check::Located;
use crate::model::{Agency, Portal};
use crate::standards::Standards;
use crate::theme::{Theme, ThemeError};

pub use crate::address::{AgencyPage, Lang, PortalPage};
pub use feeds::{DateSummary, PaperSummary};
pub use pages::{media_type, title_of};
pub use routes::{AgencyRoute, PortalRoute, agency_routes, is_published, portal_routes};
pub use settings::Settings;
pub use shell::Page;
pub use summary::{AgencySummary, DimensionSummary, YearSummary};

/// Everything that all pages of a site share; immutable, used by all workers at once.
#[derive(Clone, Debug)]
pub struct Site {
    pub portal: Portal,
    pub settings: Settings,
    pub standards: Arc<Standards>,
    pub theme: Arc<Theme>,
    /// Content file → root-relative address of its page, for every document of the portal.
    pub addresses: Arc<BTreeMap<String, String>>,
    /// What was published before.
    pub record: Arc<crate::record::Record>,
}

/// One thing that a browser can fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Root-relative: `na-kok/2564/`, `assets/site.css`.
    pub url: String,
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
}

/// An agency ready to be shown: the model, and what `check` found in it.
pub struct AgencySite {
    pub agency: Arc<Agency>,
    /// Located, sorted by file and line. Worked out when a page first asks: in the preview most pages never do.
    pub findings: LazyFindings,
    /// Its data files, made when the first of them is asked for.
    pub data: crate::open_data::bundle::Bundle,
}

pub type LazyFindings = LazyLock<Vec<Located>, Box<dyn FnOnce() -> Vec<Located> + Send + Sync>>;

impl AgencySite {
    pub fn new(agency: Arc<Agency>, find: impl FnOnce() -> Vec<Located> + Send + Sync + 'static) -> Self {
        Self { agency, findings: LazyLock::new(Box::new(find)), data: Default::default() }
    }

    /// The findings whose place is in this file.
    pub fn findings_in(&self, path: &str) -> &[Located] {
        let first = self.findings.partition_point(|finding| *finding.primary.path < *path);
        let rest = self.findings.get(first..).unwrap_or_default();
        &rest[..rest.partition_point(|finding| *finding.primary.path == *path)]
    }
}

pub fn render_agency(site: &Site, agency: &AgencySite, route: &AgencyRoute) -> Result<Artifact, ThemeError> {
    pages::render_agency(site, agency, route)
}

pub fn render_portal(site: &Site, summaries: &[AgencySummary], route: &PortalRoute) -> Result<Artifact, ThemeError> {
    pages::render_portal(site, summaries, route)
}

pub const HTML: &str = "text/html; charset=utf-8";
pub const XML: &str = "application/xml; charset=utf-8";
pub const TEXT: &str = "text/plain; charset=utf-8";
