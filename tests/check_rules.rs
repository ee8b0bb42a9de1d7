//! Cases of the rules: every file below `tests/check/<code>/` holds documents and the findings expected of them.
//! A new case needs no Rust. `BLESS=1` writes what is found into the files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod case_file;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use case_file::{Case, Outcome, Section};
use prongsai::check::{self, AgencyName, AgencyNames, Context, Located, locate};
use prongsai::finding::{Code, Finding, Findings, Severity, code};
use prongsai::model::{Agency, Sources, load_agency, load_portal};
use prongsai::source::{Disk, Files, Memory};
use prongsai::span::FileId;
use prongsai::standards::Standards;
use prongsai::thai::Date;

const AGENCY: &str = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลดอนงาม\nshort_name: อบต.ดอนงาม\ntype: sao\ncontact: { phone: 042-620976 }\n---\n";

struct Checked {
    findings: Vec<Finding>,
    located: Vec<Located>,
    texts: BTreeMap<FileId, (Arc<str>, Arc<str>)>,
}

fn check_files(files: &dyn Files, today: Date) -> Checked {
    let standards = Standards::embedded();
    let mut listing = Findings::default();
    let sources = Sources::share_out(files.list(&mut listing).unwrap());
    let portal = load_portal(files, &sources, standards, &mut listing);
    let mut loaded: Vec<(Agency, Findings)> = Vec::new();
    for folder in &sources.agencies {
        let mut findings = Findings::default();
        match load_agency(files, folder, standards, &mut findings) {
            Some(agency) => loaded.push((agency, findings)),
            None => listing.extend(findings),
        }
    }
    let names: AgencyNames = loaded.iter().map(|(agency, _)| AgencyName::of(&agency.slug, &agency.meta)).collect();
    let context = Context { standards, today, portal: &portal.meta, agencies: &names };
    // A file that cannot be read as a document still has lines to show.
    let mut texts = BTreeMap::new();
    for entry in files.list(&mut Findings::default()).unwrap() {
        let text = String::from_utf8(files.read(&entry).unwrap()).unwrap_or_default();
        texts.insert(FileId::of(&entry.path), (Arc::from(entry.path.as_str()), Arc::from(text)));
    }
    let mut findings = check::check_portal(&portal, listing, &context).into_vec();
    for (agency, loaded) in loaded {
        findings.extend(check::check_agency(&agency, loaded, &context));
    }
    let located = locate(&findings, &|file| texts.get(&file).cloned());
    Checked { findings, located, texts }
}

fn shown(located: &[Located]) -> Vec<String> {
    located
        .iter()
        .map(|found| format!("{}:{} {} {}", found.primary.path, found.primary.line, found.code, found.message))
        .collect()
}

fn files_of(case: &Case) -> Memory {
    let mut files = Memory(case.inputs.iter().map(|input| (input.path.clone(), input.bytes.clone())).collect());
    if !files.0.contains_key("portal.md") {
        files.0.entry("agency.md".to_owned()).or_insert_with(|| AGENCY.as_bytes().to_vec());
    }
    files
}

/// What a small case leaves unsaid is told only in the cases about that.
fn concerns(name: &str, found: &str) -> bool {
    let code = found.split(' ').nth(1).unwrap_or_default();
    let unsaid = code.starts_with("O1") || code == "M042";
    !unsaid || (name.starts_with(&code[..2]) && code != "M042")
}

#[test]
fn cases() {
    case_file::every_case("check", |case, name| {
        let today = case.today.as_deref().map_or(Date::from_be(2570, 1, 15), |day| Date::parse(day).ok()).unwrap();
        let mut found = shown(&check_files(&files_of(case), today).located);
        found.retain(|line| concerns(name, line));
        Outcome { shown: vec![(Section::Rules, found.join("\n"))], problems: Vec::new() }
    });
}

/// Every code of a rule has a case that shows it, and one beside it that stays silent.
#[test]
fn every_rule_has_a_true_and_a_false_case() {
    let mut fires: BTreeSet<String> = BTreeSet::new();
    let mut silent: BTreeSet<String> = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    for folder in fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let is_case = entry.extension().is_some_and(|ending| ending == "case");
            assert!(is_case, "{} is no `.case` file: see tests/cases/README.md", entry.display());
        }
    }
    for path in case_file::find_cases(&root) {
        let code = path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        let case = Case::read(&path);
        let expected: Vec<&str> = case.expected().flat_map(|(_, text)| text.lines()).collect();
        if expected.iter().any(|line| line.split(' ').nth(1) == Some(&code)) {
            fires.insert(code);
        } else {
            silent.insert(code);
        }
    }
    let codes = check::rules::RULES
        .iter()
        .flat_map(|rule| rule.codes)
        .chain(check::rules::DOCUMENT_RULES.iter().flat_map(|rule| rule.codes))
        .chain(check::rules::PORTAL_RULES.iter().flat_map(|rule| rule.codes));
    let mut missing = Vec::new();
    for code in codes {
        if !fires.contains(code.as_str()) {
            missing.push(format!("{code} has no case in which it is found"));
        }
        if !silent.contains(code.as_str()) {
            missing.push(format!("{code} has no case in which it stays silent"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// An answer lowers the finding it speaks of, by item code or by the words at the place, and no other.
#[test]
fn answers_reach_their_findings_and_no_others() {
    let rows = "| รหัส | โครงการ/กิจกรรม/มาตรการ | ข้อบัญญัติ | เบิกจ่าย |\n|---|---|---:|---:|\n\
                | 1-01 | โครงการอบรมคุณธรรม | 1,000 | 2,000 |\n| 1-02 | โครงการปลูกป่าชุมชน | 1,000 | ๓,๐๐๐ |\n\
                | 1-03 | โครงการลานกีฬา | 1,000 | 4,000 |\n";
    let report = format!(
        "---\nkind: report\nfiscal_year: 2564\nround: 12\naccept:\n  - {{ code: T112, at: 1-01, reason: โอนงบเพิ่ม, by: ปลัด อบต., until: 31 ธันวาคม 2570 }}\n  - code: t112\n    at: 3,000\n    reason: ต้นฉบับพิมพ์ไว้\n---\n{rows}"
    );
    let files = Memory::default().with("agency.md", AGENCY).with("2564/report-12m.md", &report);
    let checked = check_files(&files, Date::from_be(2570, 1, 15).unwrap());
    let answers: Vec<_> = checked
        .located
        .iter()
        .filter(|found| !found.code.as_str().starts_with("O1"))
        .map(|found| {
            (
                found.code.as_str(),
                found.item.as_deref(),
                found.answer.as_ref().map(|answer| answer.reason.as_str()),
                found.severity,
            )
        })
        .collect();
    assert_eq!(
        answers,
        [
            ("T112", Some("1-01"), Some("โอนงบเพิ่ม"), Severity::Note),
            ("T112", Some("1-02"), Some("ต้นฉบับพิมพ์ไว้"), Severity::Note),
            ("T112", Some("1-03"), None, Severity::Warning),
        ]
    );
    let later = check_files(&files, Date::from_be(2571, 1, 1).unwrap());
    let told = later.located.iter().filter(|found| !found.code.as_str().starts_with("O1"));
    let codes: Vec<_> = told.map(|found| (found.code.as_str(), found.answer.is_some())).collect();
    assert_eq!(codes, [("M021", false), ("T112", false), ("T112", true), ("T112", false)]);
}

/// A site may change how grave a code is, for all its agencies.
#[test]
fn the_site_sets_severities() {
    let files = Memory::default()
        .with("portal.md", "---\nkind: portal\ntitle: ก\nseverities: { T301: error, t304: ข้อสังเกต }\n---\nพ.ศ. 2021\n")
        .with("about.md", "ประชุม 31 กันยายน 2564\n")
        .with("a/agency.md", AGENCY)
        .with("a/about.md", "ประชุม 31 มิถุนายน 2564\n");
    let found = check_files(&files, Date::from_be(2570, 1, 15).unwrap()).located;
    let found: Vec<_> = found.iter().map(|found| (&*found.primary.path, found.code.as_str(), found.severity)).collect();
    assert_eq!(
        found,
        [
            ("a/about.md", "T301", Severity::Error),
            ("about.md", "T301", Severity::Error),
            ("portal.md", "T304", Severity::Note),
        ]
    );
}

/// What is found in the sample portal, one line each: the list that is read critically before it is blessed.
#[test]
fn sample_portal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = Disk::at(root.join("content"));
    let checked = check_files(&files, Date::from_be(2569, 12, 1).unwrap());
    let found: String = shown(&checked.located).iter().map(|line| format!("{line}\n")).collect();
    let list = root.join("tests/check/sample-portal.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&list, &found).unwrap();
    }
    let known = fs::read_to_string(&list).unwrap_or_default();
    let known: BTreeSet<&str> = known.lines().collect();
    let found: BTreeSet<&str> = found.lines().collect();
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(new.is_empty() && gone.is_empty(), "new: {new:#?}\ngone: {gone:#?}");
    for finding in &checked.findings {
        assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{finding:?} lacks words");
    }
    assert!(!checked.texts.is_empty());
}

/// Each finding of the sample portal is traced to its source, row for row.
#[test]
fn every_finding_of_the_sample_portal_has_its_place_in_the_source() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (list, places) = (read("sample-portal.txt"), read("sample-portal-seeds.md"));
    let found: Vec<String> = list.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    let rows = places.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let traced: Vec<&str> = rows.filter_map(|row| row.split(" | ").next()?.strip_prefix("| ")).collect();
    assert_eq!(traced, found, "tests/check/sample-portal-seeds.md is to follow the list");
    assert!(places.lines().skip(12).all(|row| row.contains("seed 00")));
}

fn rust_sources() -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                // Tests may name codes that do not exist.
                files.push((path, text.split("#[cfg(test)]").next().unwrap().to_owned()));
            }
        }
    }
    files.sort();
    files
}

/// A code is a constant, so one that is not registered does not compile; one that nobody tells is dead.
#[test]
fn every_registered_code_is_told_somewhere() {
    let mut used: BTreeSet<Code> = BTreeSet::new();
    for (_, text) in rust_sources() {
        let named = text.split("code::").skip(1).filter_map(|rest| Code::named(rest.get(..4)?));
        used.extend(named);
    }
    let unused: Vec<Code> = code::ALL.into_iter().filter(|code| !used.contains(code)).collect();
    assert!(unused.is_empty(), "never told: {unused:?}");
}
