//! The laws that are read off a tree, each as the list of what breaks it: so they judge the program and invented trees alike.

use std::collections::{BTreeMap, BTreeSet};

use crate::paths::{Paths, circles};
use crate::tree::{Tree, files};

/// What shows that a line touches the world outside.
const SIGNS: &[(&str, &[&str])] = &[
    ("disk", &["std::fs", "fs::", "walkdir::", "File::open", "File::create"]),
    ("clock", &["SystemTime::now", "Instant::now"]),
    ("env", &["std::env", "env::var", "env::args"]),
    ("net", &["std::net", "TcpStream", "TcpListener", "UdpSocket"]),
];

/// Rooms that the map does not show, and rows of the map that no room answers.
pub fn off_the_map(tree: &Tree) -> BTreeSet<String> {
    let drawn: BTreeSet<String> = tree.map().into_iter().map(|(name, _)| name).collect();
    let there = tree.sources().into_iter().map(|source| source.room);
    let there: BTreeSet<String> = there.filter(|room| !["lib", "main"].contains(&room.as_str())).collect();
    there.symmetric_difference(&drawn).cloned().collect()
}

/// Rows of the map that let a room use what stands above it, and rooms that stand on it twice.
pub fn map_against_itself(tree: &Tree) -> BTreeSet<String> {
    let mut below = BTreeSet::new();
    let mut against = BTreeSet::new();
    for (name, room) in tree.map() {
        against.extend(room.uses.iter().filter(|used| !below.contains(*used)).map(|used| format!("{name} → {used}")));
        if !below.insert(name.clone()) {
            against.insert(format!("{name} twice"));
        }
    }
    against
}

/// Arrows between rooms that the map does not allow.
pub fn arrows_against_the_map(tree: &Tree) -> BTreeSet<String> {
    let map: BTreeMap<String, _> = tree.map().into_iter().collect();
    let mut against = BTreeSet::new();
    for (from, used) in Paths::of(&tree.sources()).rooms() {
        let Some(room) = map.get(&from) else { continue };
        let up = used.into_iter().filter(|to| *to != from && map.contains_key(to) && !room.uses.contains(to));
        against.extend(up.map(|to| format!("{from} → {to}")));
    }
    against
}

/// Files that touch disk, clock, environment or network where the map does not say so.
pub fn touches(tree: &Tree) -> BTreeSet<String> {
    let map: BTreeMap<String, _> = tree.map().into_iter().collect();
    let mut against = BTreeSet::new();
    for source in tree.sources() {
        let Some(room) = map.get(&source.room) else { continue };
        for (world, signs) in SIGNS {
            if !room.touches.contains(*world) && signs.iter().any(|sign| source.text.contains(sign)) {
                against.insert(format!("{}: {world}", source.path));
            }
        }
    }
    against
}

/// Rings of files of which each needs all others. A parent that calls its children and is used by them counts as well.
pub fn circles_above(tree: &Tree, most: usize) -> BTreeSet<String> {
    let circles = circles(&Paths::of(&tree.sources()).arrows());
    circles.into_iter().filter(|circle| circle.len() > most).map(|circle| format!("{circle:?}")).collect()
}

/// Types of one name in several files.
pub fn names_of_several_types(tree: &Tree) -> BTreeSet<String> {
    let mut declared: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in tree.sources() {
        for line in source.text.lines() {
            let words = line.split(|sign: char| !sign.is_alphanumeric() && sign != '_').filter(|word| !word.is_empty());
            let mut words = words.skip_while(|word| ["pub", "crate", "super", "in", "site"].contains(word));
            let is_top = !line.starts_with(char::is_whitespace);
            if is_top && words.next().is_some_and(|word| ["struct", "enum", "trait", "type", "union"].contains(&word)) {
                let name = words.next().unwrap_or_default().to_owned();
                declared.entry(name).or_default().insert(source.path.clone());
            }
        }
    }
    let several = declared.into_iter().filter(|(_, files)| files.len() > 1);
    several.map(|(name, files)| format!("{name}: {}", files.into_iter().collect::<Vec<_>>().join(" "))).collect()
}

/// Lists in the code of words that a list of `standards/words/` holds: a site may change that list, and nobody would
/// think of the other. Two words of one list in one pair of brackets are a second list.
pub fn second_lists(tree: &Tree) -> BTreeSet<String> {
    let known = word_lists();
    let mut found = BTreeSet::new();
    for source in tree.sources() {
        for list in source.text.split('[').skip(1) {
            let list = list.split(']').next().unwrap_or_default();
            let literals: BTreeSet<&str> = list.split('"').skip(1).step_by(2).collect();
            // Where something is called with each word, the words are labels of a form of their own.
            let calls =
                list.split('"').step_by(2).flat_map(|code| code.match_indices('(').map(move |(at, _)| &code[..at]));
            if calls.clone().any(|before| before.ends_with(|sign: char| sign.is_alphanumeric())) {
                continue;
            }
            for (name, words) in &known {
                let shared = literals.iter().filter(|word| words.contains(**word)).count();
                if shared >= 2 {
                    found.insert(format!("{}: {name}", source.path));
                }
            }
        }
    }
    found
}

/// The lists whose words decide what a row is, by the name of their file.
fn word_lists() -> BTreeMap<String, BTreeSet<String>> {
    let mut lists = BTreeMap::new();
    for (path, text) in files("src/standards/words", &["toml"]) {
        let name = path.rsplit('/').next().unwrap().trim_end_matches(".toml").to_owned();
        let keys: &[&str] = match name.as_str() {
            "totals" => &["begins"],
            "kinds" | "statuses" | "acting" | "committee_roles" => &["title", "also", "ticks", "empty_boxes"],
            _ => continue,
        };
        let mut words = BTreeSet::new();
        gather(&toml::from_str(&text).unwrap(), keys, false, &mut words);
        lists.insert(name, words);
    }
    lists
}

fn gather(value: &toml::Value, keys: &[&str], is_wanted: bool, words: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(word) if is_wanted => {
            words.insert(word.clone());
        }
        toml::Value::Array(all) => all.iter().for_each(|one| gather(one, keys, is_wanted, words)),
        toml::Value::Table(table) => {
            for (key, one) in table {
                gather(one, keys, is_wanted || keys.contains(&key.as_str()), words);
            }
        }
        _ => {}
    }
}

/// What shows that a line writes to the disk by a path that is walked anew, through whatever lies on it by then.
const WRITING: &[&str] = &[
    "fs::write(",
    "fs::rename(",
    "fs::copy(",
    "fs::hard_link(",
    "fs::remove_file(",
    "fs::remove_dir(",
    "fs::remove_dir_all(",
    "fs::set_permissions(",
    "fs::create_dir(",
    "fs::create_dir_all(",
    "unix::fs::symlink(",
    "File::create(",
    "File::create_new(",
    "File::options(",
    "OpenOptions::",
    "DirBuilder::",
];

/// Files that write by paths, and with what: only a folder that is held follows no link put in its place meanwhile. Tests
/// within a file are their own masters, and so is the room of held folders.
pub fn writes_by_path(tree: &Tree) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in tree.sources().into_iter().filter(|source| source.room != "folder") {
        let text = source.text.split("\n#[cfg(test)]").next().unwrap_or_default();
        let signs = WRITING.iter().filter(|sign| text.contains(*sign));
        found.extend(signs.map(|sign| format!("{}: {}", source.path, sign.trim_end_matches(['(', ':']))));
    }
    found
}
