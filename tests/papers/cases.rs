//! Runs every folder under `cases/`.

use std::fmt::Write as _;
use std::path::Path;

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
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/cases");
    let mut folders: Vec<_> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 17, "cases are missing");
    let failed: Vec<String> = folders.iter().filter_map(|folder| run(folder).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn run(folder: &Path) -> Result<(), String> {
    let file = folder.join("expected.txt");
    let expected = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let first = expected.lines().next().unwrap_or_default();
    let days: Vec<&str> =
        first.strip_prefix("dates:").ok_or("the first line lists the dates")?.split_whitespace().collect();
    let content = copy(&folder.join("content"));
    let mut told = format!("{first}\n");
    for (at, day) in days.iter().enumerate() {
        let built = build(&content.path().join("content"), day);
        if at == 0 {
            // What other rules say of the same files is theirs to test.
            for finding in built.findings.iter().filter(|finding| is_of_papers(finding)) {
                let _ = writeln!(told, "{finding}");
            }
        }
        let _ = writeln!(told, "\n# {day}");
        tell(&built, &mut told);
    }
    if std::env::var_os("BLESS").is_some() {
        return std::fs::write(&file, told).map_err(|error| error.to_string());
    }
    if told == expected {
        return Ok(());
    }
    Err(format!("{}\n--- expected\n{expected}\n--- found\n{told}", folder.display()))
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
