//! Open data, obligations and permanence over the sample portal and small ones made in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod machines;
mod obligations;
mod others;
mod permanence;
mod tables;

use std::path::PathBuf;

use prongsai::engine::{Engine, EngineOptions, Timings};
use prongsai::site::AgencySite;
use prongsai::source::Disk;
use prongsai::source::files::{Files, Memory};
use prongsai::thai::Date;

/// The day on which the tests build: 21 November 2569.
pub fn today() -> Date {
    Date::new(2026, 11, 21).unwrap()
}

fn engine(files: Box<dyn Files>, date: Date) -> Engine {
    let options =
        EngineOptions { content: PathBuf::from("content"), themes: None, date, portable: false, preview: false };
    Engine::with_files(files, &options, &Timings::default()).unwrap_or_else(|failure| panic!("{failure}"))
}

pub fn sample() -> Engine {
    engine(Box::new(Disk::at(PathBuf::from("content"))), today())
}

pub fn memory(files: &[(&str, &str)]) -> Engine {
    let memory = files.iter().fold(Memory::default(), |memory, (path, text)| memory.with(path, text));
    engine(Box::new(memory), today())
}

pub fn agency(engine: &Engine, slug: &str) -> AgencySite {
    let files = engine.sources.agencies.iter().find(|files| files.slug == slug).expect("an agency of this name");
    engine.agency(files, &Timings::default()).unwrap_or_else(|_| panic!("{slug} does not load"))
}
