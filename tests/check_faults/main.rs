//! Single faults and harmless variations in a clean municipality, as people who never saw the rules would write them:
//! `faults.txt` and `variations.txt` beside `clean/`. Prints how many faults are found at their line, and how many
//! variations raise anything. The format is told at the top of each file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use prongsai::check::{self, AgencyName, AgencyNames, Context, Located, locate};
use prongsai::finding::Findings;
use prongsai::model::{Sources, load_agency, load_portal};
use prongsai::source::{Files, Memory};
use prongsai::span::FileId;
use prongsai::standards::Standards;
use prongsai::thai::Date;

type Texts = BTreeMap<String, String>;

fn clean() -> Texts {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check_faults/clean");
    let mut texts = Texts::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                texts.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    texts
}

fn check(texts: &Texts) -> Vec<Located> {
    let files = Memory(texts.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect());
    let standards = Standards::embedded();
    let mut listing = Findings::default();
    let sources = Sources::share_out(files.list(&mut listing).unwrap());
    let portal = load_portal(&files, &sources, standards, &mut listing);
    let mut loaded = Findings::default();
    let agency = load_agency(&files, &sources.agencies[0], standards, &mut loaded).unwrap();
    let names = AgencyNames::from_iter([AgencyName::of(&agency.slug, &agency.meta)]);
    let today = Date::from_be(2567, 11, 21).unwrap();
    let context = Context { standards, today, portal: &portal.meta, agencies: &names };
    let known: BTreeMap<FileId, (Arc<str>, Arc<str>)> = texts
        .iter()
        .map(|(path, text)| (FileId::of(path), (Arc::from(path.as_str()), Arc::from(text.as_str()))))
        .collect();
    let mut findings = check::check_portal(&portal, listing, &context).into_vec();
    findings.extend(check::check_agency(&agency, loaded, &context));
    locate(&findings, &|file| known.get(&file).cloned())
}

/// What is changed: in one file, one place.
struct Change {
    name: String,
    file: String,
    old: String,
    new: String,
}

fn changes(name: &str) -> Vec<Change> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check_faults").join(name);
    let text = fs::read_to_string(path).unwrap();
    let text = text.lines().filter(|line| !line.starts_with("//")).collect::<Vec<_>>().join("\n");
    text.split("\n== ")
        .map(|part| part.trim_start_matches("== "))
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            let mut lines = part.lines();
            let name = lines.next().unwrap().trim().to_owned();
            let mut change = Change { name, file: String::new(), old: String::new(), new: String::new() };
            for line in lines {
                match line.get(..2) {
                    Some("@ ") => change.file = line[2..].to_owned(),
                    Some("- ") => change.old = line[2..].replace("⏎", "\n"),
                    Some("+ ") => change.new = line[2..].replace("⏎", "\n"),
                    _ => assert!(line.trim().is_empty(), "{}: {line}", change.name),
                }
            }
            change
        })
        .collect()
}

/// The texts with the change made, and the line where it stands.
fn changed(clean: &Texts, change: &Change) -> (Texts, std::ops::RangeInclusive<u32>) {
    let mut texts = clean.clone();
    let text = texts.get_mut(&change.file).unwrap_or_else(|| panic!("{}: no file {}", change.name, change.file));
    let at = text.find(&change.old).unwrap_or_else(|| panic!("{}: `{}` is not there", change.name, change.old));
    // Where the two begin to differ.
    let same: usize =
        change.old.chars().zip(change.new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let line = |at: usize, text: &str| u32::try_from(text[..at].matches('\n').count() + 1).unwrap();
    *text = format!("{}{}{}", &text[..at], change.new, &text[at + change.old.len()..]);
    let lines = line(at + same.min(change.new.len()), text)..=line(at + change.new.len(), text);
    (texts, lines)
}

fn told(found: &Located) -> (String, String, String) {
    (found.code.to_string(), found.primary.path.to_string(), found.message.clone())
}

#[test]
fn the_clean_municipality_has_no_finding() {
    let found = check(&clean());
    let shown: Vec<String> = found
        .iter()
        .map(|found| format!("{}:{} {} {}", found.primary.path, found.primary.line, found.code, found.message))
        .collect();
    assert!(found.is_empty(), "{}", shown.join("\n"));
}

#[test]
fn nearly_every_fault_is_found_at_its_line() {
    let clean = clean();
    let faults = changes("faults.txt");
    assert!(faults.len() >= 70, "{} faults", faults.len());
    let mut missed = Vec::new();
    for fault in &faults {
        let (texts, lines) = changed(&clean, fault);
        let found = check(&texts);
        let at_line = |found: &&Located| {
            let places = std::iter::once(&found.primary).chain(&found.secondary);
            places.into_iter().any(|place| *place.path == *fault.file && lines.contains(&place.line))
        };
        match found.iter().find(at_line) {
            Some(found) => println!("found  {}: {} {}", fault.name, found.code, found.message),
            None => {
                let others: Vec<String> = found.iter().map(|found| format!("{:?}", told(found))).collect();
                missed.push(format!("{} {}", fault.name, others.join(" ")));
            }
        }
    }
    println!("{} of {} faults found at their line", faults.len() - missed.len(), faults.len());
    missed.iter().for_each(|name| println!("missed {name}"));
    assert!(missed.len() * 20 <= faults.len(), "{} missed", missed.len());
}

#[test]
fn no_harmless_variation_raises_anything() {
    let clean = clean();
    let variations = changes("variations.txt");
    assert!(variations.len() >= 60, "{} variations", variations.len());
    let mut alarms = Vec::new();
    for variation in &variations {
        let (texts, _) = changed(&clean, variation);
        let found: Vec<String> = check(&texts).iter().map(|found| format!("{:?}", told(found))).collect();
        if !found.is_empty() {
            alarms.push(format!("{}: {}", variation.name, found.join(" ")));
        }
    }
    println!("{} of {} variations raise something", alarms.len(), variations.len());
    alarms.iter().for_each(|alarm| println!("alarm  {alarm}"));
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}
