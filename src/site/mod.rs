//! The route table, and one file per kind of page: model → the view that its template sees → an artifact.
//! `render` reads the snapshot and nothing else: no clock, no disk, no network, no order of threads.

mod agency_style;
pub mod attachments;
mod cards;
pub mod charts;
pub mod data_pages;
pub mod feeds;
mod figure;
mod ground;
mod headline;
mod item_table;
mod language;
mod lines;
pub mod linker;
mod names;
mod origin;
mod page;
mod pages;
mod places;
pub mod promises;
mod prose;
mod qr;
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

use crate::theme::ThemeError;

pub use crate::address::{AgencyPage, Lang, PortalPage};
pub use crate::model::AgencySummary;
pub use ground::{
    AgencyRoute, AgencySite, Artifact, HTML, LazyFindings, MemberNote, MemberState, PortalRoute, Site, TEXT, XML,
    is_published,
};
pub use names::title_of;
pub use page::Page;
pub use pages::{WrittenCard, media_type, written_card};
pub use routes::{agency_routes, portal_routes};
pub use settings::Settings;

pub fn render_agency(site: &Site, agency: &AgencySite, route: &AgencyRoute) -> Result<Artifact, ThemeError> {
    pages::render_agency(site, agency, route)
}

pub fn render_portal(site: &Site, summaries: &[AgencySummary], route: &PortalRoute) -> Result<Artifact, ThemeError> {
    pages::render_portal(site, summaries, route)
}
