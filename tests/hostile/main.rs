//! A content folder made by somebody else: whatever links, names and leftovers lie in it, nothing outside is deleted, written
//! or published, and the site holds what the program wrote and nothing more.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod caches;
mod links;
mod outputs;
mod proof;
mod room;
mod shapes;
mod slips;
mod trees;
mod writing;
