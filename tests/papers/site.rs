//! A small site built in memory from a folder of content, for one day.

use std::collections::BTreeMap;
use std::path::Path;

use prongsai::engine::{Engine, EngineOptions, Timings};
use prongsai::model::life;
use prongsai::site::{self, AgencySummary};
use prongsai::thai::Date;

pub struct Built {
    /// Root-relative address → text.
    pub pages: BTreeMap<String, String>,
    /// `error M030 announcements/b.md: message`
    pub findings: Vec<String>,
    /// `2025-10-01 is_replaced announcements/old.md`
    pub dues: Vec<String>,
}

const AGENCY: &str = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลตัวอย่าง\nshort_name: อบต.ตัวอย่าง\ntype: sao\n---\n";

/// A copy of `content`, with an agency where it has none, so that a case holds only what it is about.
pub fn copy(content: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("content");
    for entry in walk(content) {
        let target = root.join(entry.strip_prefix(content).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(&entry, target).unwrap();
    }
    std::fs::create_dir_all(&root).unwrap();
    if !root.join("agency.md").exists() && !root.join("portal.md").exists() {
        std::fs::write(root.join("agency.md"), AGENCY).unwrap();
    }
    folder
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files
}

pub fn build(content: &Path, day: &str) -> Built {
    build_for(content, day, false)
}

pub fn build_for(content: &Path, day: &str, preview: bool) -> Built {
    let timings = Timings::default();
    let date = Date::parse(day).unwrap();
    let options = EngineOptions { content: content.to_owned(), themes: None, date, portable: false, preview };
    let engine = Engine::open(&options, &timings).map_err(|failure| failure.to_string()).unwrap();
    let mut built = Built { pages: BTreeMap::new(), findings: Vec::new(), dues: Vec::new() };
    let mut summaries = Vec::new();
    for files in &engine.sources.agencies {
        let agency = engine.agency(files, &timings).map_err(|_| "no agency").unwrap();
        let routes = site::agency_routes(&engine.site, &agency.agency);
        for route in &routes {
            let artifact = site::render_agency(&engine.site, &agency, route).map_err(|e| e.message).unwrap();
            // Sheets and other open data are no pages.
            if let Ok(text) = String::from_utf8(artifact.bytes) {
                built.pages.insert(artifact.url, text);
            }
        }
        for finding in agency.findings.iter() {
            let severity = format!("{:?}", finding.severity).to_lowercase();
            built.findings.push(format!("{severity} {} {}: {}", finding.code, finding.primary.path, finding.message));
        }
        for due in life::dues(&agency.agency, date) {
            built.dues.push(format!(
                "{} {} {}",
                due.date.iso(),
                due.kind.key(),
                agency.agency.document(due.document).path
            ));
        }
        summaries.push(AgencySummary::of(&engine.site, &agency, &routes));
    }
    for route in site::portal_routes(&engine.site, &summaries) {
        let artifact = site::render_portal(&engine.site, &summaries, &route).map_err(|e| e.message).unwrap();
        if let Ok(text) = String::from_utf8(artifact.bytes) {
            built.pages.insert(artifact.url, text);
        }
    }
    built
}
