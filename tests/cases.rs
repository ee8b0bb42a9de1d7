//! Walks `tests/cases/`: each file or folder there is input and what must come out of it. See `tests/cases/README.md`.
//! `BLESS=1` (or `tests/run --bless`) writes what came out as what is expected. A new case needs no Rust.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod case_file;
#[path = "cases/running.rs"]
mod running;

use std::path::Path;

#[test]
fn every_case_comes_out_as_expected() {
    case_file::every_case("cases", |case, name| running::run(case, name.starts_with("broken")));
}

/// Malformed input is what officers' computers are full of: the cases of it may not dwindle.
#[test]
fn there_are_enough_malformed_inputs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/broken");
    let count = case_file::find_cases(&folder).len();
    assert!(count >= 60, "{count} malformed inputs");
}
