//! The law of the house. The map in `src/lib.rs` says which room may use which and what of the world outside it touches;
//! this holds the code to it. Every list of exceptions below may only get shorter: one that is no longer needed fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod laws;
mod paths;
mod seeded;
mod tree;

use std::collections::BTreeSet;
use std::process::Command;

use tree::{Tree, files, root};

/// Arrows that run against the map, `from → to`.
const ARROWS: &[&str] = &[];

/// Files that touch what their room may not.
const TOUCHES: &[&str] = &[];

/// Files that write by a path, and why they may: the first folder of a way that a person named is made, before anything is
/// held; the user's own secret lies in no folder that somebody else has.
const WRITES_BY_PATH: &[&str] = &[
    "command/host.rs: fs::create_dir_all",
    "command/import/target.rs: fs::create_dir_all",
    "command/new/mod.rs: fs::create_dir_all",
    "command/theme.rs: fs::create_dir_all",
    "output/own_key.rs: File::options",
    "output/own_key.rs: fs::create_dir_all",
    "output/own_key.rs: fs::hard_link",
    "output/own_key.rs: fs::remove_file",
    "output/own_key.rs: fs::rename",
    "output/workshop.rs: fs::create_dir_all",
    "publish/diary.rs: fs::create_dir_all",
];

/// Codes that no case shows.
const UNSHOWN: &[&str] = &[];

/// Files of more than 500 lines.
const LONG: &[&str] = &[];
const MOST_LINES: usize = 500;
const WIDEST_LINE: usize = 160;

/// A ring of files that all need each other is one file in pieces; a parent with its children is about as many.
const LARGEST_CIRCLE: usize = 8;

/// Names of several types.
const TWINS: &[&str] = &[];

/// Lists of words of the field that stand in the code. In `typeset` they are nouns that a number stays with, of any field;
/// in `stories` words of a sentence, not of a column.
const SECOND_LISTS: &[&str] = &[
    "check/rules/stories.rs: statuses",
    "reader/words.rs: kinds",
    "reader/words.rs: totals",
    "site/typeset.rs: kinds",
];

/// Fails on what is found beyond the exceptions, and on exceptions that nothing needs any more.
#[track_caller]
fn hold(found: &BTreeSet<String>, exceptions: &[&str], law: &str) {
    let known: BTreeSet<String> = exceptions.iter().map(|&one| one.to_owned()).collect();
    let broken: Vec<_> = found.difference(&known).collect();
    assert!(broken.is_empty(), "{law}: {broken:#?}");
    let idle: Vec<_> = known.difference(found).collect();
    assert!(idle.is_empty(), "no longer an exception, take it off the list in tests/tidy/main.rs: {idle:?}");
}

#[test]
fn every_room_is_on_the_map_and_its_arrows_run_down() {
    let tree = Tree::of_the_program();
    hold(&laws::off_the_map(&tree), &[], "a room without a row on the map of src/lib.rs, or a row without its room");
    hold(&laws::map_against_itself(&tree), &[], "the map lets a room use what stands above it, or shows it twice");
    hold(&laws::arrows_against_the_map(&tree), ARROWS, "a room uses what the map in src/lib.rs does not allow it");
}

#[test]
fn only_some_rooms_touch_disk_clock_environment_and_network() {
    let law = "the map in src/lib.rs does not let this room touch the world outside";
    hold(&laws::touches(&Tree::of_the_program()), TOUCHES, law);
}

#[test]
fn what_is_written_is_written_in_a_folder_that_is_held() {
    let law = "writes by a path that somebody may put a link into meanwhile: hold the folder (`crate::folder`)";
    hold(&laws::writes_by_path(&Tree::of_the_program()), WRITES_BY_PATH, law);
}

#[test]
fn no_circle_of_files_is_larger_than_a_parent_with_its_children() {
    let law = "files that all need each other: move what they share to a file below them";
    hold(&laws::circles_above(&Tree::of_the_program(), LARGEST_CIRCLE), &[], law);
}

#[test]
fn a_name_is_of_one_type() {
    let law = "two types of one name: say in the name what each is";
    hold(&laws::names_of_several_types(&Tree::of_the_program()), TWINS, law);
}

#[test]
fn words_of_the_field_are_listed_once() {
    let law = "words that a list of src/standards/words/ holds stand in the code a second time";
    hold(&laws::second_lists(&Tree::of_the_program()), SECOND_LISTS, law);
}

#[test]
fn files_are_short_and_say_what_they_own() {
    let mut long = BTreeSet::new();
    for (path, text) in files("src", &["rs"]) {
        assert!(text.starts_with("//!"), "{path} opens with no `//!` that says what it owns and may not touch");
    }
    for (path, text) in ["src", "tests", "benches", "examples"].iter().flat_map(|folder| files(folder, &["rs"])) {
        if text.lines().count() > MOST_LINES {
            long.insert(path);
        }
    }
    hold(&long, LONG, "longer than 500 lines: two ideas in one file");
}

/// What an authority's web person opens first is laid out as airily as the code. One value of one attribute may be longer.
#[test]
fn templates_and_styles_are_airy() {
    let mut long = BTreeSet::new();
    for (path, text) in files("themes", &["html", "css"]) {
        for (at, line) in text.lines().enumerate() {
            if line.chars().count() > WIDEST_LINE && !line.contains("http-equiv=\"Content-Security-Policy\"") {
                long.insert(format!("{path}:{}", at + 1));
            }
        }
    }
    hold(&long, &[], "a line of a template or style that nobody reads at a glance");
}

/// Help, pages, comments and documents send people only to commands that the program has.
/// Browsers drop a rule for two page names, so the sheet of an official paper is written for each.
#[test]
fn both_kinds_of_page_numbers_stand_on_the_same_sheet() {
    let style = std::fs::read_to_string("themes/prongsai/assets/css/50-papers.css").unwrap();
    let sheet = |name: &str| -> Vec<String> {
        let (_, rule) = style.split_once(&format!("\n@page {name} {{")).unwrap();
        let (own, _) = rule.split_once("@top-center").unwrap();
        own.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    assert!(sheet("paper").iter().any(|line| line.starts_with("margin:")));
    assert_eq!(sheet("paper"), sheet("paper-thai"));
}

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
            if quoted && !word.is_empty() && !sentence && !commands.contains(word.as_str()) {
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
    let mut shown = files("tests", &["case", "txt", "rs", "form"]);
    shown.retain(|path, _| !path.starts_with("tests/tidy/"));
    let shown: String = shown.into_values().collect();
    let silent: BTreeSet<String> = prongsai::finding::registry::all()
        .map(|code| code.code.to_string())
        .filter(|code| !shown.contains(code.as_str()))
        .collect();
    hold(&silent, UNSHOWN, "no case shows the code");
}

/// Words of somebody who tells an author to write what no original says.
const INVENTING: [&str; 17] = [
    "ตัวเลขใดก็ได้",
    "จำนวนใดก็ได้",
    "ชื่อใดก็ได้",
    "วันใดก็ได้",
    "อะไรก็ได้",
    "เท่าไรก็ได้",
    "ตั้งชื่อเอง",
    "คิดชื่อ",
    "แต่งชื่อ",
    "สมมติ",
    "คาดเดา",
    "เดาเอา",
    "ใส่ไปก่อน",
    "กรอกไปก่อน",
    "ใส่ 0 แทน",
    "ใส่ตัวเลขเอง",
    "ประมาณเอา",
];

fn invents(text: &str) -> Option<&'static str> {
    // "อย่าเดา" and "ไม่ต้องคาดเดา" advise against it.
    let denies = |before: &str| ["อย่า", "ไม่ต้อง", "ห้าม", "ไม่"].iter().any(|word| before.ends_with(word));
    INVENTING.into_iter().find(|words| text.match_indices(*words).any(|(at, _)| !denies(&text[..at])))
}

/// What is not known is left out or said to be unreadable: no help and no answer tells an author to make it up.
#[test]
fn no_help_advises_to_invent() {
    assert_eq!(invents("ถ้าไม่ทราบ ใส่ตัวเลขใดก็ได้"), Some("ตัวเลขใดก็ได้"));
    assert_eq!(invents("ถ้าไม่มีชื่อ ให้ตั้งชื่อเอง"), Some("ตั้งชื่อเอง"));
    assert_eq!(invents("ตรวจกับต้นฉบับ อย่าคาดเดา"), None);
    let mut found = BTreeSet::new();
    for code in prongsai::finding::registry::all() {
        for text in [&code.why, &code.answer] {
            if let Some(words) = invents(text) {
                found.insert(format!("{}: {words}", code.code));
            }
        }
    }
    for (path, text) in files("src", &["rs"]) {
        for help in text.split(".help(").skip(1) {
            let end = help.find("\n            .").or_else(|| help.find(");")).unwrap_or(help.len());
            if let Some(words) = help.get(..end).and_then(invents) {
                found.insert(format!("{path}: {words}"));
            }
        }
    }
    hold(&found, &[], "a help advises to invent data");
}
