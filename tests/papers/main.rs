//! Papers on their site: every state of life, links both ways, faults, attachments, feeds.
//! A case is a file under `cases/`, in the format of `tests/cases/README.md`: its sections `on DAY` say the days to build for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attachments;
#[path = "../case_file/mod.rs"]
mod case_file;
mod cases;
mod feeds;
mod site;
