//! The nouns of the design: portal, agency, plan, report, promise, paper; typed, linked, each value with its place.
//! Knows documents and standards; touches no disk, no clock, and nothing of how things are shown.

mod addresses;
mod agency;
pub mod assemble;
pub mod attachments;
pub mod declared;
mod followers;
mod item;
pub mod join;
pub mod life;
pub mod link_check;
pub mod links;
pub mod lists;
pub mod plan_years;
mod portal;
pub mod rows;
mod spellings;
pub mod strays;
mod summary;
mod translations;
mod twice;
mod year;

pub use agency::{Agency, Committee, DocumentId, MeasuresBook, Paper, Plan, Report, document_url};
pub use attachments::{Attachment, Attachments};
pub use item::{Budget, Entry, ItemCode, Story, Tally, Texts, sum};
pub use portal::{
    AgencyFiles, Portal, Sources, agency_of, load_agency, load_portal, portal_of, read_documents, read_text,
    read_text_up_to,
};
pub use summary::{AgencySummary, DateSummary, DimensionSummary, FindingCounts, PaperSummary, Place, YearSummary};
pub use year::{Promise, PromiseView, RoundRows, RoundView, Year};
