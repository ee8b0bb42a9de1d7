//! Runs every case under `cases/`.

use std::fmt::Write as _;

use crate::case_file::{self, Case, Outcome, Section};
use crate::site::{Built, build, copy};

/// What a reader is told first, by the class of the element that says it.
const TOLD: [(&str, &str, &str); 4] = [
    ("alert", "alert", "</div>"),
    ("state", "life", "</p>"),
    ("relation", "relation", "</p>"),
    ("says", "say", "</p>"),
];

#[test]
fn cases() {
    case_file::every_case("papers/cases", |case, _| run(case));
}

fn run(case: &Case) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    for input in &case.inputs {
        let path = folder.path().join(&input.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &input.bytes).unwrap();
    }
    let content = copy(folder.path());
    let mut outcome = Outcome { shown: Vec::new(), problems: Vec::new() };
    for (section, _) in case.expected() {
        let Section::On(day) = section else { continue };
        let built = build(&content.path().join("content"), day);
        if outcome.shown.is_empty() {
            // What other rules say of the same files is theirs to test.
            let found: Vec<_> = built.findings.iter().filter(|finding| is_of_papers(finding)).cloned().collect();
            outcome.shown.push((Section::Papers, found.join("\n")));
        }
        let mut told = String::new();
        tell(&built, &mut told);
        outcome.shown.push((section.clone(), told));
    }
    outcome
}

fn is_of_papers(finding: &str) -> bool {
    finding.split(' ').nth(1).is_some_and(|code| code.starts_with(['M', 'L']))
}

fn tell(built: &Built, told: &mut String) {
    for (url, text) in &built.pages {
        let is_list = url.starts_with("announcements/") && (url.matches('/').count() == 1 || url.contains("/by-"));
        if !url.ends_with('/') || is_list {
            continue;
        }
        for (word, class, end) in TOLD {
            for said in elements(text, class, end) {
                let _ = writeln!(told, "{url} {word}: {said}");
            }
        }
    }
    for due in &built.dues {
        let _ = writeln!(told, "due {due}");
    }
}

/// The texts of the elements of a class, without their tags; a link shows where it leads.
fn elements(page: &str, class: &str, end: &str) -> Vec<String> {
    let main = page.split_once("<main").map_or(page, |(_, main)| main);
    let mut found = Vec::new();
    let mut rest = main;
    while let Some(at) = rest.find("class=\"") {
        rest = &rest[at + 7..];
        let Some((classes, after)) = rest.split_once('"') else { break };
        if classes.split(' ').next() != Some(class) {
            continue;
        }
        let inner = after.split_once('>').map_or("", |(_, inner)| inner);
        let inner = inner.split_once(end).map_or(inner, |(inner, _)| inner);
        found.push(text(inner));
    }
    found
}

fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = rest[at..].split_once('>').map_or("", |(tag, _)| tag);
        if let Some(href) = tag.strip_prefix("<a href=\"") {
            let _ = write!(out, "[{}]", href.trim_end_matches('"'));
        } else if tag == "</p" {
            out.push(' ');
        }
        rest = &rest[(at + tag.len() + 1).min(rest.len())..];
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
