//! The law of the house. The map in `src/lib.rs` says which room may use which and what of the world outside it touches;
//! this holds the code to it. Every list of exceptions below may only get shorter: one that is no longer needed fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Arrows that run against the map, `from → to`.
const ARROWS: &[&str] = &[];

/// Files that touch what their room may not.
const TOUCHES: &[&str] = &[];

/// Being built: on the map and named in words, and not there yet.
const COMING: &[&str] = &["merge"];

/// Codes that no case shows: of files that only other programs make, and of the preview's own failures.
const UNSHOWN: &[&str] = &["L017", "L018", "S046", "S051"];

/// Files of more than 500 lines.
const LONG: &[&str] = &[
    "import/documents.rs",
    "import/docx.rs",
    "import/facts.rs",
    "source/attachment/pdf/words.rs",
    "source/markdown.rs",
];
const MOST_LINES: usize = 500;

/// What shows that a line touches the world outside.
const SIGNS: &[(&str, &[&str])] = &[
    ("disk", &["std::fs", "fs::", "walkdir::", "File::open", "File::create"]),
    ("clock", &["SystemTime::now", "Instant::now"]),
    ("env", &["std::env", "env::var", "env::args"]),
    ("net", &["std::net", "TcpStream", "TcpListener", "UdpSocket"]),
];

struct Room {
    uses: BTreeSet<String>,
    touches: BTreeSet<String>,
}

struct Source {
    /// Below `src/`: `site/pages/item.rs`.
    path: String,
    room: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below `folder` with one of the endings, by path from the repository's folder.
fn files(folder: &str, endings: &[&str]) -> BTreeMap<String, String> {
    walkdir::WalkDir::new(root().join(folder))
        .into_iter()
        .filter_entry(|entry| {
            ![".tools", "node_modules", "target", "shots"].iter().any(|name| entry.file_name() == *name)
        })
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)))
        .filter_map(|path| {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            Some((name, fs::read_to_string(path).ok()?))
        })
        .collect()
}

/// The program's own files, without their inline tests and without whole-line comments.
fn sources() -> Vec<Source> {
    files("src", &["rs"])
        .into_iter()
        .map(|(name, text)| {
            let path = name.trim_start_matches("src/").to_owned();
            let room = path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap();
            let text = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            Source { path, room, text }
        })
        .collect()
}

/// The rows `| room | may use | touches | owns |` of the map.
fn map() -> BTreeMap<String, Room> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let words = |cell: &str| cell.split_whitespace().map(str::to_owned).collect();
    lib.lines()
        .skip_while(|line| *line != "//! | room | may use | touches | owns |")
        .skip(2)
        .map_while(|line| line.strip_prefix("//! | "))
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            (cells[0].trim_matches('`').to_owned(), Room { uses: words(cells[1]), touches: words(cells[2]) })
        })
        .collect()
}

/// `crate::room` and the first names inside `crate::{…}`.
fn rooms_named(text: &str) -> BTreeSet<String> {
    let name = |rest: &str| rest.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect::<String>();
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.insert(name(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (at, sign) in list.char_indices() {
            match sign {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                sign if start && sign.is_alphabetic() => {
                    found.insert(name(&list[at..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    found
}

/// Fails on what is found beyond the exceptions, and on exceptions that nothing needs any more.
#[track_caller]
fn hold(found: &BTreeSet<String>, exceptions: &[&str], law: &str) {
    let known: BTreeSet<String> = exceptions.iter().map(|&one| one.to_owned()).collect();
    let broken: Vec<_> = found.difference(&known).collect();
    assert!(broken.is_empty(), "{law}: {broken:#?}");
    let idle: Vec<_> = known.difference(found).collect();
    assert!(idle.is_empty(), "no longer an exception, take it off the list in tests/tidy.rs: {idle:?}");
}

#[test]
fn every_room_is_on_the_map_and_its_arrows_run_down() {
    let map = map();
    let sources = sources();
    let rooms: BTreeSet<&str> =
        sources.iter().map(|source| source.room.as_str()).filter(|room| !["lib", "main"].contains(room)).collect();
    let there = |room: &&str| rooms.contains(room) || !COMING.contains(room);
    let drawn: BTreeSet<&str> = map.keys().map(String::as_str).filter(there).collect();
    assert_eq!(rooms, drawn, "the rooms of src/, and those on the map of src/lib.rs");

    let mut below: BTreeSet<&str> = BTreeSet::new();
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for line in lib.lines().filter_map(|line| line.strip_prefix("//! | `")) {
        let Some((room, drawn)) = line.split_once('`').and_then(|(name, _)| Some((name, map.get(name)?))) else {
            continue;
        };
        let up: Vec<_> = drawn.uses.iter().filter(|used| !below.contains(used.as_str())).collect();
        assert!(up.is_empty(), "the map itself lets `{room}` use what stands above it: {up:?}");
        below.insert(room);
    }

    let mut against = BTreeSet::new();
    for source in &sources {
        let Some(room) = map.get(&source.room) else { continue };
        for used in rooms_named(&source.text) {
            if map.contains_key(&used) && used != source.room && !room.uses.contains(&used) {
                against.insert(format!("{} → {used}", source.room));
            }
        }
    }
    hold(&against, ARROWS, "a room uses what the map in src/lib.rs does not allow it");
}

#[test]
fn only_some_rooms_touch_disk_clock_environment_and_network() {
    let map = map();
    let mut against = BTreeSet::new();
    for source in sources() {
        let Some(room) = map.get(&source.room) else { continue };
        for (world, signs) in SIGNS {
            if !room.touches.contains(*world) && signs.iter().any(|sign| source.text.contains(sign)) {
                against.insert(format!("{}: {world}", source.path));
            }
        }
    }
    hold(&against, TOUCHES, "the map in src/lib.rs does not let this room touch the world outside");
}

#[test]
fn files_are_short_and_say_what_they_own() {
    let mut long = BTreeSet::new();
    for (path, text) in files("src", &["rs"]) {
        assert!(text.starts_with("//!"), "{path} opens with no `//!` that says what it owns and may not touch");
        if text.lines().count() > MOST_LINES {
            long.insert(path.trim_start_matches("src/").to_owned());
        }
    }
    hold(&long, LONG, "longer than 500 lines: two ideas in one file");
}

/// Help, pages, comments and documents send people only to commands that the program has.
#[test]
fn every_command_that_is_named_exists() {
    let help = Command::new(env!("CARGO_BIN_EXE_prongsai")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let list = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let commands: BTreeSet<&str> = list
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.contains("build"), "{commands:?}");
    let mut unknown = BTreeSet::new();
    for (path, text) in ["src", "docs", "themes", "content", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .iter()
        .flat_map(|folder| files(folder, &["rs", "toml", "md", "html", "js"]))
    {
        for (at, _) in text.match_indices("prongsai ") {
            // Only where it is written as a command: in quotation marks, in a block of code, or after Thai words.
            let before = text[..at].chars().next_back().unwrap_or('\n');
            let quoted = "`\"'«\n".contains(before) || text[..at].trim_end().ends_with(|sign: char| !sign.is_ascii());
            let rest = &text[at + "prongsai ".len()..];
            let word: String = rest.chars().take_while(|sign| sign.is_ascii_lowercase()).collect();
            let sentence = ["turns", "and", "is"].contains(&word.as_str());
            if quoted
                && !word.is_empty()
                && !sentence
                && !commands.contains(word.as_str())
                && !COMING.contains(&word.as_str())
            {
                unknown.insert(format!("{path}: prongsai {word}"));
            }
        }
    }
    hold(&unknown, &[], "a command that does not exist is named");
}

/// Where this was written is nobody's business, and true on no other machine.
#[test]
fn no_file_names_a_path_of_a_machine() {
    let here = root().to_string_lossy().into_owned();
    let mut found = BTreeSet::new();
    for folder in ["src", "docs", "themes", "tests", "benches", "examples", "content", "README.md", "CONTRIBUTING.md"] {
        for (path, text) in files(folder, &["rs", "toml", "md", "html", "js", "mjs", "css", "py", "sh", "case", "txt"])
        {
            if text.contains(&format!("{here}/"))
                || text.contains(concat!("/roo", "t/")) && !path.starts_with("tests/hostile")
            {
                found.insert(path);
            }
        }
    }
    hold(&found, &[], "a path of this machine");
}

/// A code of the registry that no case shows is a promise that nobody has tried.
#[test]
fn every_code_of_the_registry_is_shown_by_a_case() {
    let mut shown = files("tests", &["case", "txt", "rs"]);
    shown.remove("tests/tidy.rs");
    let shown: String = shown.into_values().collect();
    let silent: BTreeSet<String> = prongsai::finding::registry::all()
        .map(|code| code.code.to_string())
        .filter(|code| !shown.contains(code.as_str()))
        .collect();
    hold(&silent, UNSHOWN, "no case shows the code");
}
