//! `prongsai new`: a first site that builds and is checked without a warning.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::{Room, Run, html_files};

const PLACE: [&str; 8] = ["--tambon", "นากอก", "--amphoe", "นิคมคำสร้อย", "--province", "มุกดาหาร", "--year", "2569"];

/// In the year of the new site, before anything of it is due.
const DAY: &str = "2569-02-01";

fn new_site(room: &Room, more: &[&str]) -> Run {
    room.run(&[&["new", "site"][..], &PLACE[..], more].concat())
}

#[test]
fn a_new_site_builds_and_checks_without_a_warning() {
    for more in [&[][..], &["--portal"], &["--name", "อบต.: \"นากอก\" #1"]] {
        let room = Room::empty();
        new_site(&room, more).ends(0);
        let run = room.run(&["check", "site/content", "--date", DAY, "--format", "json"]).ends(0);
        let findings: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
        let list = findings.get("findings").unwrap_or(&findings);
        let loud: Vec<_> = list.as_array().unwrap().iter().filter(|finding| finding["severity"] != "note").collect();
        assert!(loud.is_empty(), "{more:?}: {loud:#?}");
        let run = room.run(&["build", "site/content", "--out", "site/output", "--date", DAY]).ends(0);
        assert_eq!(run.err(), "", "{more:?}");
        assert!(html_files(&room.path.join("site/output")).len() > 8);
        assert!(room.read("site/README.txt").contains("prongsai build"));
    }
}

#[test]
fn a_new_site_is_refused_where_something_is_or_a_place_is_not() {
    let room = Room::empty();
    room.write("site/ของฉัน.txt", "สำคัญ");
    let run = new_site(&room, &[]).ends(2);
    assert!(run.err().contains("site"), "{}", run.err());
    assert_eq!(fs::read_dir(room.path.join("site")).unwrap().count(), 1);

    let room = Room::empty();
    let run = room.run(&["new", "site", "--tambon", "นากอด", "--amphoe", "นิคมคำสร้อย", "--province", "มุกดาหาร"]).ends(1);
    assert!(run.err().contains("M009") && run.err().contains("นากอก"), "{}", run.err());
    assert!(!room.path.join("site").exists());
    let run = room.run(&["new", "site", "--province", "มุกดาหาร"]).ends(2);
    assert!(run.err().contains("--amphoe"), "{}", run.err());
    room.run(&["new", "site", "--kind", "กระทรวง"]).ends(2);
}

/// At a terminal, which `script` plays: the program alone in a folder asks, writes, and shows.
#[test]
#[cfg(target_os = "linux")]
fn without_a_command_an_empty_folder_asks_and_then_shows() {
    let room = Room::empty();
    let program = room.path.join("prongsai");
    fs::copy(env!("CARGO_BIN_EXE_prongsai"), &program).unwrap();
    let mut child = Command::new("script")
        // `--foreground`: a program of the background may not read from its terminal, and would be stopped. A shell that
        // is not named in the environment of the test makes one of it, or not, as it likes.
        .args(["-qec", "exec timeout --foreground -s INT 60 ./prongsai", "/dev/null"])
        .current_dir(&room.path)
        .env("BROWSER", "true")
        .env("SHELL", "/bin/sh")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut typed = child.stdin.take().unwrap();
    // A kind, a place with one slip, the name and the year as proposed, no address.
    for answer in ["อบต.", "มุกดาหาร", "นิคมคำสร้อย", "นากอด", "นากอก", "", "2569", ""]
    {
        typed.write_all(format!("{answer}\n").as_bytes()).unwrap();
    }
    let mut said = String::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        said.push_str(&line);
        said.push('\n');
        if line.contains("http://127.0.0.1") || line.contains("http://localhost") {
            break;
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    assert!(said.contains("http://"), "{said}");
    assert!(room.read("content/agency.md").contains("องค์การบริหารส่วนตำบลนากอก"), "{said}");
}

#[test]
fn without_a_command_or_a_terminal_an_empty_folder_is_left_alone() {
    let room = Room::empty();
    let run = room.run(&[]).ends(2);
    assert!(run.err().contains("prongsai new"), "{}", run.err());
    assert_eq!(fs::read_dir(&room.path).unwrap().count(), 0);
}

/// What is published twice is not a change: no address may be noted as two things in turn.
#[test]
fn a_new_site_that_did_not_change_is_not_published_again() {
    for more in [&[][..], &["--portal"]] {
        let room = Room::empty();
        new_site(&room, more).ends(0);
        let publish = ["publish", "./host", "--content", "site/content", "--date", DAY, "--format", "json"];
        let told: Vec<serde_json::Value> = (0..3)
            .map(|_| serde_json::from_str(room.run(&publish).ends(0).out().lines().last().unwrap()).unwrap())
            .collect();
        assert_eq!(told[0]["nothing"], false, "{more:?}");
        assert_eq!(told[1]["nothing"], true, "{more:?}: {}", told[1]);
        assert_eq!(told[2]["nothing"], true, "{more:?}: {}", told[2]);
    }
}
