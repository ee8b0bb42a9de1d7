//! The pages of the sample portal, as a reader gets them: figures, languages, the contract of themes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod html;
mod languages;
mod nation;
mod numbers;
mod pictures;
mod tables;
mod themes;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use prongsai::engine::{Engine, EngineOptions, Timings};
use prongsai::site::{self, AgencySummary};
use prongsai::thai::Date;

/// Address → HTML of every page that `themes` and `content` make.
pub type Pages = BTreeMap<String, String>;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn build(content: &Path, themes: Option<PathBuf>) -> Result<Pages, String> {
    let timings = Timings::default();
    let options = EngineOptions {
        content: content.to_owned(),
        themes,
        date: Date::new(2026, 11, 21).unwrap(),
        portable: false,
        preview: false,
    };
    let engine = Engine::open(&options, &timings).map_err(|failure| failure.0)?;
    let mut pages = Pages::new();
    let mut summaries = Vec::new();
    for files in &engine.sources.agencies {
        let agency = engine.agency(files, &timings).expect("the sample agencies load");
        let routes = site::agency_routes(&engine.site, &agency.agency);
        for route in routes.iter().filter(|route| route.page.is_page()) {
            let artifact = site::render_agency(&engine.site, &agency, route).map_err(|error| error.message)?;
            pages.insert(artifact.url, String::from_utf8(artifact.bytes).unwrap());
        }
        summaries.push(AgencySummary::of(&engine.site, &agency, &routes));
    }
    for route in site::portal_routes(&engine.site, &summaries).iter().filter(|route| route.page.is_page()) {
        let artifact = site::render_portal(&engine.site, &summaries, route).map_err(|error| error.message)?;
        pages.insert(artifact.url, String::from_utf8(artifact.bytes).unwrap());
    }
    Ok(pages)
}

/// The sample portal, built once for all tests.
pub fn sample() -> &'static Pages {
    static PAGES: OnceLock<Pages> = OnceLock::new();
    PAGES.get_or_init(|| build(&root().join("content"), None).expect("the sample portal builds"))
}
