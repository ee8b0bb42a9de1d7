//! Papers on their site: every state of life, links both ways, faults, attachments, feeds.
//! A case is a folder under `cases/`: `content/` and `expected.txt`, whose first line lists the days to build for.
//! `BLESS=1 cargo test --test papers` rewrites what is expected; read the difference before keeping it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attachments;
mod cases;
mod feeds;
mod site;
