//! prongsai (โปร่งใส): a folder of an authority's plans and reports becomes a public website.
//!
//! **A site is a map from URL to a pure function of a snapshot.**
//!
//! ```text
//! files ──source──▶ Documents ──model──▶ Portal ──site──▶ routes: URL ─▶ render ─▶ Artifact
//!                                           └─check─▶ Findings
//! ```
//!
//! Data flows one way; a later stage may use an earlier one, never the reverse. `thai`, `span` and `escape` are leaves
//! that know nobody; `reader` makes tables of cells for `source`, whatever file they come from. Only `source`, `output`,
//! `preview` and `command` touch the disk; `render` sees no clock either.

pub mod address;
pub mod chart;
pub mod check;
pub mod command;
pub mod engine;
pub mod escape;
pub mod finding;
pub mod image;
pub mod model;
pub mod open_data;
pub mod output;
pub mod preview;
pub mod reader;
pub mod record;
pub mod search;
pub mod site;
pub mod source;
pub mod span;
pub mod standards;
pub mod thai;
pub mod theme;
