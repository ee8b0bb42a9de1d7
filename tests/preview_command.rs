//! `prongsai serve` as people start, use and stop it: a double click, a port that is taken, Ctrl-C, another machine's view,
//! `--verify`, git's checkouts, drafts, and the author's own editor.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "preview/program.rs"]
mod program;

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use program::{Server, site};

fn prongsai() -> Command {
    Command::new(env!("CARGO_BIN_EXE_prongsai"))
}

fn page(root: &Path, name: &str, text: &str) {
    fs::write(root.join("content/na-kok").join(name), text).unwrap();
}

/// What a double click does: no arguments, in the folder of a site. A stand-in for the desktop notes what it is told to open.
#[cfg(target_os = "linux")]
#[test]
fn without_arguments_it_previews_the_site_around_and_opens_the_browser() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let desktop = tempfile::tempdir().unwrap();
    let (opener, opened) = (desktop.path().join("xdg-open"), desktop.path().join("opened"));
    fs::write(&opener, format!("#!/bin/sh\necho \"$1\" > '{}'\n", opened.display())).unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    // From the site's folder, and from the content folder itself.
    for folder in [root.path().to_owned(), root.path().join("content")] {
        let _ = fs::remove_file(&opened);
        let mut command = prongsai();
        command.env("PATH", format!("{}:{}", desktop.path().display(), std::env::var("PATH").unwrap()));
        let mut server = Server::spawn(command, &folder, 4564);
        let said = server.until_said("ดูเว็บได้ที่ ");
        let url = said.split("ดูเว็บได้ที่ ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        server.address = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        server.until("/na-kok/", "นากอก");
        let start = Instant::now();
        while fs::read_to_string(&opened).map_or(true, |told| told.trim() != url) {
            assert!(start.elapsed() < Duration::from_secs(10), "{url} was not opened");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let output = prongsai().current_dir(elsewhere.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("prongsai new"), "{output:?}");
}

#[test]
fn a_taken_port_is_said_and_the_next_is_used() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let mut command = prongsai();
    command.args(["serve", "content", "--port", &port.to_string()]);
    let mut server = Server::spawn(command, root.path(), port);
    let said = server.until_said("(กด Ctrl-C เพื่อหยุด)");
    assert!(said.contains(&format!("พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ จึงใช้พอร์ต ")), "{said}");
    let other = said.split("http://").nth(1).unwrap().split('/').next().unwrap();
    server.address = other.to_owned();
    server.until("/na-kok/", "นากอก");
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_ends_it_at_once_with_pages_open_and_frees_the_port() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let before = walkdir::WalkDir::new(root.path()).into_iter().count();
    // A job in the background (`tests/run &`) hands down SIGINT as ignored, which nobody at a terminal does.
    let mut program = Command::new("env");
    program.args(["--default-signal=INT", env!("CARGO_BIN_EXE_prongsai")]);
    let mut server = Server::start_as(program, root.path(), &[]);
    let mut open = std::net::TcpStream::connect(&server.address).unwrap();
    let ask = format!("GET /_prongsai/events HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    std::io::Write::write_all(&mut open, ask.as_bytes()).unwrap();
    let start = Instant::now();
    let asked = Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    while server.child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < Duration::from_secs(5), "still there after {:?}", start.elapsed());
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    drop(TcpListener::bind(&server.address).expect("the port is free"));
    assert!(!server.said().contains("panicked"), "{}", server.said());
    let after: Vec<_> =
        walkdir::WalkDir::new(root.path()).into_iter().map(|entry| entry.unwrap().into_path()).collect();
    assert_eq!(before, after.len(), "a preview leaves nothing on the disk: {after:?}");
}

#[test]
fn whoever_opens_it_to_the_network_is_warned() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let server = Server::start_as(prongsai(), root.path(), &["--host", "0.0.0.0"]);
    assert!(server.said().contains("คำเตือน: เปิดให้เครื่องอื่นในเครือข่ายดูได้ที่ 0.0.0.0"), "{}", server.said());
    let local = Server::start(root.path());
    assert!(!local.said().contains("คำเตือน"), "{}", local.said());
}

#[test]
fn with_verify_every_change_is_proved_and_nothing_differs() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let server = Server::start_as(prongsai(), root.path(), &["--verify"]);
    assert!(server.said().contains("ตรวจทุกครั้งว่าสิ่งที่ใช้ซ้ำตรงกับการสร้างใหม่ทั้งหมด"), "{}", server.said());
    for number in 0..3 {
        page(root.path(), "page.md", &format!("---\ntitle: หน้า {number}\n---\nข้อความที่{number}\n"));
        server.until("/na-kok/page/", &format!("<p>ข้อความที่{number}"));
    }
    assert!(!server.said().contains("ไม่ตรง"), "{}", server.said());
}

/// A thousand pages change at once, come and go, as when a branch is changed.
#[test]
fn a_checkout_of_another_branch_is_shown_whole() {
    const PAGES: usize = 700;
    const HALF: usize = PAGES / 2;
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let git = |arguments: &[&str]| {
        let own = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").args(own).args(arguments).current_dir(root.path()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    let write = |words: &str, from: usize| {
        for number in from..from + PAGES {
            page(root.path(), &format!("p{number}.md"), &format!("---\ntitle: หน้า\n---\n{words}\n"));
        }
    };
    git(&["init", "-q", "-b", "first"]);
    write("สาขาแรก", 0);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "first"]);
    git(&["checkout", "-qb", "second"]);
    for number in 0..HALF {
        fs::remove_file(root.path().join(format!("content/na-kok/p{number}.md"))).unwrap();
    }
    write("สาขาที่สอง", HALF);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "second"]);
    let server = Server::start(root.path());
    for branch in ["first", "second", "first"] {
        git(&["checkout", "-q", branch]);
        let (words, here, gone) = match branch {
            "first" => ("สาขาแรก", [0, HALF - 1, HALF, PAGES - 1], [PAGES, PAGES + HALF - 1]),
            _ => ("สาขาที่สอง", [HALF, PAGES - 1, PAGES, PAGES + HALF - 1], [0, HALF - 1]),
        };
        for number in here {
            server.until(&format!("/na-kok/p{number}/"), words);
        }
        for number in gone {
            server.until(&format!("/na-kok/p{number}/"), "HTTP/1.1 404");
        }
    }
}

#[test]
fn drafts_and_what_is_to_come_are_shown_and_marked_and_the_editor_is_the_authors() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    let portal = "---\nkind: portal\ntitle: ทดสอบ\neditor: \"code://{path}#{line}\"\n---\n";
    fs::write(root.path().join("content/portal.md"), portal).unwrap();
    page(root.path(), "draft.md", "---\ntitle: ร่าง\ndraft: true\n---\nยังเขียนอยู่\n");
    page(root.path(), "later.md", "---\ntitle: ภายหลัง\npublish_from: 1 ธันวาคม 2569\n---\nอีกไม่นาน\n");
    let server = Server::start(root.path());
    server.until("/na-kok/draft/", "ยังเขียนอยู่");
    server.until("/na-kok/later/", "อีกไม่นาน");
    let marks = |path: &str| server.get(&server.panel(path)).unwrap();
    assert!(marks("/na-kok/draft/").contains("\"kind\":\"draft\""), "{}", marks("/na-kok/draft/"));
    assert!(marks("/na-kok/later/").contains("เผยแพร่ 1 ธันวาคม"), "{}", marks("/na-kok/later/"));
    assert!(!marks("/na-kok/page/").contains("\"kind\""), "{}", marks("/na-kok/page/"));
    assert!(server.get("/_prongsai/settings").unwrap().contains("code://{path}#{line}"));
    // What a reader gets has neither.
    let built = prongsai()
        .args(["build", "content", "--out", "out", "--quiet", "--date", "2026-11-21"])
        .current_dir(root.path())
        .status()
        .unwrap();
    assert!(built.success());
    assert!(root.path().join("out/na-kok/page/index.html").is_file());
    assert!(!root.path().join("out/na-kok/draft").exists() && !root.path().join("out/na-kok/later").exists());
}
