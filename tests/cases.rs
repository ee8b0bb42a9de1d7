//! Walks `tests/cases/`: each file or folder there is input and what must come out of it. See `tests/cases/README.md`.
//! `BLESS=1` (or `tests/run --bless`) writes what came out as what is expected. A new case needs no Rust.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

#[path = "cases/reading.rs"]
mod reading;
#[path = "cases/running.rs"]
mod running;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use reading::{Case, find_cases};

/// In a debug build on a busy machine; what takes longer than this grows faster than its input.
const LONGEST: Duration = Duration::from_secs(60);

#[test]
fn every_case_comes_out_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let only = std::env::var("CASE").unwrap_or_default();
    let paths: Vec<_> = find_cases(&folder).into_iter().filter(|path| path.to_string_lossy().contains(&only)).collect();
    assert!(!paths.is_empty(), "no case matches `{only}`");
    let bless = std::env::var_os("BLESS").is_some();
    let failures: Vec<String> = paths.par_iter().filter_map(|path| failure_of(&folder, path, bless)).collect();
    let passed = paths.len() - failures.len();
    for failure in &failures {
        eprintln!("{failure}\n");
    }
    eprintln!("cases: {passed} passed, {} failed", failures.len());
    assert!(failures.is_empty(), "{} of {} cases differ", failures.len(), paths.len());
}

/// The finish line asks for this many malformed inputs.
#[test]
fn there_are_enough_malformed_inputs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/broken");
    let count = find_cases(&folder).len();
    assert!(count >= 60, "{count} malformed inputs");
}

fn failure_of(folder: &Path, path: &Path, bless: bool) -> Option<String> {
    let name = path.strip_prefix(folder).unwrap().display().to_string();
    let start = Instant::now();
    let case = Case::read(path);
    let broken = name.starts_with("broken");
    let outcome = std::panic::catch_unwind(|| running::run(&case, broken));
    let Ok(outcome) = outcome else { return Some(format!("== {name}: panicked")) };
    let mut problems = outcome.problems;
    if start.elapsed() > LONGEST {
        problems.push(format!("took {:?}", start.elapsed()));
    }
    if bless {
        let text = case.blessed(&outcome.shown);
        if text != fs::read_to_string(case.expectations()).unwrap_or_default() {
            fs::write(case.expectations(), text).unwrap();
        }
    } else {
        for (section, expected) in case.expected() {
            let got = outcome.shown.iter().find(|(head, _)| head == section).map_or("", |(_, text)| text);
            problems.extend(section.differences(expected, got));
        }
    }
    (!problems.is_empty()).then(|| format!("== {name}\n{}", problems.join("\n")))
}
