//! Writes what the browser test of search compares a built site's answers with:
//! `cargo run --release --example search_records -- CONTENT SITE`.
#![allow(clippy::print_stdout, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use prongsai::engine::{Engine, EngineOptions, Timings};
use prongsai::search::{SearchRecord, fold_js};
use prongsai::site::search_records::{portal_records, records};
use prongsai::site::{AgencySummary, agency_routes};
use prongsai::thai::Date;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let content = PathBuf::from(arguments.next().expect("a content folder"));
    let site = arguments.next().expect("the folder of the built site");
    let date = Date::new(2026, 11, 21).expect("a date");
    let options = EngineOptions { content, themes: None, date, portable: false, preview: false };
    let engine = Engine::open(&options, &Timings::default()).expect("the content can be read");
    let mut rows = Vec::new();
    let mut add = |record: SearchRecord| {
        rows.push(serde_json::json!({
            "url": record.url, "title": record.title, "code": record.code, "agency": record.agency,
            "agency_name": record.agency_name, "year": record.year, "dimension": record.dimension,
            "status": record.status, "kind": record.kind.label(), "text": record.text, "folded": record.folded(),
        }));
    };
    let mut summaries = Vec::new();
    for sources in &engine.sources.agencies {
        let agency = engine.agency(sources, &Timings::default()).unwrap_or_else(|_| panic!("an agency that loads"));
        records(&engine.site, &agency.agency).into_iter().for_each(&mut add);
        let routes = agency_routes(&engine.site, &agency.agency);
        summaries.push(AgencySummary::of(&engine.site, &agency, &routes));
    }
    if !engine.site.portal.one_agency {
        portal_records(&engine.site, &summaries).into_iter().for_each(&mut add);
    }
    println!("{} records", rows.len());
    let site = Path::new(&site);
    fs::write(site.join("records.json"), serde_json::Value::from(rows).to_string()).expect("it can be written");
    fs::write(site.join("search-fold.js"), fold_js()).expect("it can be written");
}
