//! The law tried on trees that break it: a law that nothing can break holds nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::laws;
use crate::tree::Tree;

const MAP: &str = "\
//! | room | may use | touches | owns |
//! |---|---|---|---|
//! | `ground` | | | nouns |
//! | `door` | ground | disk | the way in |
//! | `roof` | door ground | | pages |
";

/// A house of three rooms that keeps every law, and what is done to it.
fn house(changes: &[(&str, &str)]) -> Tree {
    let sound = [
        ("lib.rs", MAP),
        ("ground.rs", "//! Nouns.\npub struct Plan;\n"),
        (
            "door.rs",
            "//! The way in.\nuse crate::ground::Plan;\npub fn read() -> Plan { std::fs::read(\"x\"); Plan }\n",
        ),
        ("roof/mod.rs", "//! Pages.\nmod home;\npub fn all() { home::render() }\n"),
        ("roof/home.rs", "//! The first page.\nuse crate::ground::Plan;\npub fn render() { let _ = Plan; }\n"),
    ];
    let mut files: BTreeMap<String, String> =
        sound.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    for (path, more) in changes {
        files.entry((*path).to_owned()).or_default().push_str(more);
    }
    Tree { files }
}

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn a_sound_house_breaks_no_law() {
    let house = house(&[]);
    for found in [
        laws::off_the_map(&house),
        laws::map_against_itself(&house),
        laws::arrows_against_the_map(&house),
        laws::touches(&house),
        laws::circles_above(&house, 1),
        laws::names_of_several_types(&house),
        laws::second_lists(&house),
    ] {
        assert_eq!(found, set(&[]));
    }
}

#[test]
fn a_file_that_writes_by_a_path_is_seen() {
    let written = house(&[("door.rs", "fn put() { std::fs::write(\"x\", \"\"); File::create_new(\"y\"); }\n")]);
    assert_eq!(laws::writes_by_path(&written), set(&["door.rs: File::create_new", "door.rs: fs::write"]));
    let held = house(&[
        ("folder.rs", "//! Held.\nfn put() { std::fs::rename(\"x\", \"y\") }\n"),
        ("door.rs", "\n#[cfg(test)]\nmod tests { fn put() { std::fs::write(\"x\", \"\") } }\n"),
    ]);
    assert_eq!(laws::writes_by_path(&held), set(&[]));
}

#[test]
fn an_arrow_that_runs_up_is_seen() {
    let up = house(&[("ground.rs", "use crate::roof::all;\n")]);
    assert_eq!(laws::arrows_against_the_map(&up), set(&["ground → roof"]));
    // Without a `use`, in a list of several, and over several lines.
    let up = house(&[("ground.rs", "fn up() { crate::roof::all() }\n")]);
    assert_eq!(laws::arrows_against_the_map(&up), set(&["ground → roof"]));
    let up = house(&[("ground.rs", "use crate::{\n    door::read,\n    roof::{self, all},\n};\n")]);
    assert_eq!(laws::arrows_against_the_map(&up), set(&["ground → door", "ground → roof"]));
}

#[test]
fn a_map_that_allows_an_arrow_up_is_seen() {
    let bent = house(&[("lib.rs", "//! | `cellar` | roof attic | | more |\n"), ("cellar.rs", "//! Cellar.\n")]);
    assert_eq!(laws::map_against_itself(&bent), set(&["cellar → attic"]));
    let twice = house(&[("lib.rs", "//! | `ground` | | disk | nouns |\n")]);
    assert_eq!(laws::map_against_itself(&twice), set(&["ground twice"]));
}

#[test]
fn a_room_without_a_row_is_seen() {
    let shed = house(&[("shed/tools.rs", "//! Tools.\n")]);
    assert_eq!(laws::off_the_map(&shed), set(&["shed"]));
}

#[test]
fn disk_clock_environment_and_network_are_seen_where_they_may_not_be() {
    let disk = house(&[("roof/home.rs", "fn now() { std::fs::read_to_string(\"content/agency.md\"); }\n")]);
    assert_eq!(laws::touches(&disk), set(&["roof/home.rs: disk"]));
    let clock = house(&[("door.rs", "fn now() { std::time::SystemTime::now(); std::env::var(\"TZ\"); }\n")]);
    assert_eq!(laws::touches(&clock), set(&["door.rs: clock", "door.rs: env"]));
    let net = house(&[("ground.rs", "fn ask() { std::net::TcpStream::connect(\"host:80\"); }\n")]);
    assert_eq!(laws::touches(&net), set(&["ground.rs: net"]));
    // A comment and an inline test touch nothing.
    let quiet = house(&[("ground.rs", "// std::fs::read\n#[cfg(test)]\nmod tests { use std::fs; }\n")]);
    assert_eq!(laws::touches(&quiet), set(&[]));
}

#[test]
fn a_second_list_of_totals_is_seen() {
    let second = house(&[(
        "roof/home.rs",
        "fn is_total(name: &str) -> bool { [\"รวม\", \"ยอดรวม\", \"sum of all\"].iter().any(|word| name.starts_with(word)) }\n",
    )]);
    assert_eq!(laws::second_lists(&second), set(&["roof/home.rs: totals"]));
    let kinds = house(&[("ground.rs", "const KINDS: [(&str, u8); 2] =\n    [(\"โครงการ\", 1), (\"กิจกรรม\", 2)];\n")]);
    assert_eq!(laws::second_lists(&kinds), set(&["ground.rs: kinds"]));
    // One word, as the word of a unit or of a row, is no list.
    let one = house(&[("ground.rs", "fn of() -> [&str; 2] { [\"รวม\", \"ทุกมิติ\"] }\n")]);
    assert_eq!(laws::second_lists(&one), set(&[]));
}

#[test]
fn a_circle_is_seen_through_what_is_handed_on() {
    let ring = house(&[
        ("roof/mod.rs", "mod a;\nmod b;\nmod c;\npub use a::One;\n"),
        ("roof/a.rs", "//! A.\nuse super::b::Two;\npub struct One;\n"),
        ("roof/b.rs", "//! B.\nuse crate::roof::c;\npub struct Two;\nfn three() { c::three() }\n"),
        ("roof/c.rs", "//! C.\nuse crate::roof::One;\npub fn three() {}\n"),
    ]);
    let circle = set(&[r#"{"roof/a.rs", "roof/b.rs", "roof/c.rs"}"#]);
    assert_eq!(laws::circles_above(&ring, 2), circle);
    assert_eq!(laws::circles_above(&ring, 3), set(&[]));
}

#[test]
fn a_name_of_two_types_is_seen() {
    let twins = house(&[("roof/home.rs", "pub(super) struct Plan {\n}\n")]);
    assert_eq!(laws::names_of_several_types(&twins), set(&["Plan: ground.rs roof/home.rs"]));
}
