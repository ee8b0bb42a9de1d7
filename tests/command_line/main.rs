//! The real binary as a person or a script meets it: exit codes, where words go, what is refused, what is written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod lists;
mod new;
mod themes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const BINARY: &str = env!("CARGO_BIN_EXE_prongsai");

/// A folder with a small site: `content/`.
struct Room {
    _keep: tempfile::TempDir,
    path: PathBuf,
}

impl Room {
    fn empty() -> Self {
        let keep = tempfile::tempdir().unwrap();
        // A folder with a name as people have them.
        let path = keep.path().join("เว็บ ของเรา");
        fs::create_dir(&path).unwrap();
        Self { _keep: keep, path }
    }

    fn with_site() -> Self {
        let room = Self::empty();
        room.write(
            "content/agency.md",
            "---\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\nสวัสดี [แผน](2564/plan.md) [ประกาศ](files/ประกาศ.txt)\n",
        );
        room.write(
            "content/2564/plan.md",
            "---\nfiscal_years: 2564\n---\n\n| รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | แผนฯ |\n|---|---|---|---:|\n| 1-01 | โครงการ ก | ๑ | ๑๐,๐๐๐ |\n| 2-01 | มาตรการ ข | ๒ | - |\n",
        );
        room.write("content/files/ประกาศ.txt", "ประกาศ\n");
        room
    }

    fn with_error() -> Self {
        let room = Self::with_site();
        room.write("content/page.md", "---\nkind: pge\n---\nหน้า\n");
        room
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path.join(path)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(BINARY)
            .args(arguments)
            .current_dir(&self.path)
            .env_clear()
            .env("HOME", &self.path)
            .output()
            .unwrap();
        Run(output)
    }
}

struct Run(Output);

impl Run {
    fn code(&self) -> i32 {
        self.0.status.code().unwrap_or(-1)
    }

    fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code(), code, "stdout:\n{}\nstderr:\n{}", self.out(), self.err());
        self
    }
}

fn has_thai(text: &str) -> bool {
    text.chars().any(|letter| ('ก'..='๛').contains(&letter))
}

fn html_files(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "html")).collect()
}

#[test]
fn a_good_site_builds_and_a_second_run_writes_nothing() {
    let room = Room::with_site();
    let first = room.run(&["build", "--date", "2569-11-21"]).ends(0);
    assert!(first.out().contains("เขียน") && has_thai(&first.out()), "{}", first.out());
    assert!(room.path.join("output/index.html").is_file());
    assert!(room.path.join("output/2564/1-01/index.html").is_file());
    assert!(room.path.join("output/files/ประกาศ.txt").is_file());
    let second = room.run(&["build", "--date", "2569-11-21"]).ends(0);
    assert!(second.out().contains("เขียน 0 ไฟล์"), "{}", second.out());
}

#[test]
fn an_error_in_the_content_ends_with_1_and_keeps_the_old_site() {
    let room = Room::with_site();
    room.run(&["build"]).ends(0);
    let before = room.read("output/index.html");
    room.write("content/page.md", "---\nkind: pge\n---\nหน้า\n");
    room.write("content/agency.md", "---\nname: ชื่อใหม่\n---\n");
    let run = room.run(&["build"]).ends(1);
    assert!(run.err().contains("S014") && run.err().contains("page.md"), "{}", run.err());
    assert_eq!(room.read("output/index.html"), before);
    let run = room.run(&["build", "--keep-going"]).ends(1);
    assert!(run.err().contains("S014"), "{}", run.err());
    assert!(room.read("output/index.html").contains("ชื่อใหม่"));
    assert!(!room.path.join("output/page/index.html").exists());
}

#[test]
fn check_tells_and_writes_nothing() {
    let room = Room::with_error();
    let run = room.run(&["check"]).ends(1);
    assert!(run.out().contains("S014") && run.out().contains("page.md:2"), "{}", run.out());
    assert!(!room.path.join("output").exists());
    Room::with_site().run(&["check"]).ends(0);
}

#[test]
fn findings_as_json_are_json_and_nothing_else() {
    let room = Room::with_error();
    let run = room.run(&["check", "--format", "json"]).ends(1);
    let found: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
    let text = found.to_string();
    assert!(text.contains("\"S014\"") && text.contains("page.md"), "{text}");
    let run = room.run(&["build", "--format", "json"]).ends(1);
    for value in serde_json::Deserializer::from_str(&run.out()).into_iter::<serde_json::Value>() {
        value.unwrap_or_else(|error| panic!("{error}: {}", run.out()));
    }
    let missing = room.run(&["build", "nowhere", "--format", "json"]).ends(2);
    assert!(serde_json::from_str::<serde_json::Value>(&missing.out()).is_ok(), "{}", missing.out());
}

/// What a forge shows beside a line must name the file as the repository does.
#[test]
fn annotations_name_the_file_from_where_the_command_was_given() {
    let room = Room::with_error();
    for (content, path) in [("content", "content/page.md"), ("./content", "content/page.md")] {
        let run = room.run(&["check", content, "--format", "github"]).ends(1);
        assert!(run.out().contains(&format!("file={path},line=2")), "{}", run.out());
        let run = room.run(&["check", content, "--format", "sarif"]).ends(1);
        let sarif: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        let place = |result: &serde_json::Value| {
            let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            place.as_str().map(str::to_owned)
        };
        assert!(results.iter().any(|result| place(result).as_deref() == Some(path)), "{sarif}");
    }
}

#[test]
fn a_fix_is_shown_first_and_made_when_asked() {
    let room = Room::with_site();
    room.write("content/page.md", "---\nkind: page\ntitle: นโยบาย\n---\nแก้กฏหมายแล้ว\n");
    let before = room.read("content/page.md");
    let shown = room.run(&["check", "--diff"]).ends(0).out();
    assert!(shown.contains("-แก้กฏหมายแล้ว") && shown.contains("+แก้กฎหมายแล้ว"), "{shown}");
    assert_eq!(room.read("content/page.md"), before, "showing writes nothing");
    room.run(&["check", "--fix"]).ends(0);
    assert_eq!(room.read("content/page.md"), before.replace("กฏหมาย", "กฎหมาย"));
    assert!(!room.run(&["check"]).ends(0).out().contains("T410"));
}

#[test]
fn watching_checks_again_after_each_save() {
    use std::io::{BufRead, BufReader};
    let room = Room::with_site();
    let mut watching = Command::new(BINARY)
        .args(["check", "--watch", "--format", "json"])
        .current_dir(&room.path)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let (told, heard) = std::sync::mpsc::channel();
    let out = watching.stdout.take().unwrap();
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if line.contains("\"errors\"") && told.send(line).is_err() {
                return;
            }
        }
    });
    let wait = std::time::Duration::from_secs(60);
    let first = heard.recv_timeout(wait).expect("a first check");
    assert!(first.contains('0'), "{first}");
    room.write("content/page.md", "---\nkind: pge\n---\nหน้า\n");
    let second = heard.recv_timeout(wait);
    watching.kill().unwrap();
    watching.wait().unwrap();
    let second = second.expect("another check after the save");
    assert!(second.contains('1'), "{second}");
}

#[test]
fn quiet_says_nothing_when_all_is_well() {
    let room = Room::with_site();
    let run = room.run(&["build", "--quiet"]).ends(0);
    assert_eq!((run.out().as_str(), run.err().as_str()), ("", ""));
    let run = Room::with_error().run(&["build", "--quiet"]).ends(1);
    assert!(run.err().contains("S014"), "errors are told even when quiet: {}", run.err());
}

#[test]
fn colour_only_where_it_is_asked_for() {
    let room = Room::with_error();
    let escape = '\u{1b}';
    assert!(!room.run(&["check"]).out().contains(escape));
    assert!(!room.run(&["check", "--color", "never"]).out().contains(escape));
    assert!(room.run(&["check", "--color", "always"]).out().contains(escape));
    room.run(&["check", "--color", "สีแดง"]).ends(2);
}

#[test]
fn wrong_use_ends_with_2() {
    let room = Room::with_site();
    for arguments in [
        &["build", "--nonsense"][..],
        &["bild"],
        &["build", "--date", "31 กันยายน 2564"],
        &["build", "--threads", "สอง"],
        &["build", "--format", "xml"],
        &["new"],
        &["explain", "X999"],
    ] {
        let run = room.run(arguments).ends(2);
        assert!(!run.err().is_empty(), "{arguments:?} says nothing");
    }
    assert!(!room.path.join("output").exists());
}

#[test]
fn help_and_version_are_not_failures() {
    let room = Room::empty();
    for command in ["build", "check", "explain", "new", "codes", "serve"] {
        let run = room.run(&[command, "--help"]).ends(0);
        assert!(has_thai(&run.out()), "{command}: {}", run.out());
    }
    assert!(has_thai(&room.run(&["--help"]).ends(0).out()));
    assert!(room.run(&["--version"]).ends(0).out().contains(env!("CARGO_PKG_VERSION")));
    let run = room.run(&["explain", "M004"]).ends(0);
    assert!(run.out().contains("M004") && has_thai(&run.out()), "{}", run.out());
}

#[test]
fn missing_or_empty_content_ends_with_2_and_says_what_to_do() {
    let room = Room::empty();
    let run = room.run(&["build"]).ends(2);
    assert!(run.err().contains("prongsai new"), "{}", run.err());
    fs::create_dir(room.path.join("content")).unwrap();
    let run = room.run(&["build"]).ends(2);
    assert!(run.err().contains("agency.md"), "{}", run.err());
    let run = room.run(&["check", "nowhere"]).ends(2);
    assert!(run.err().contains("nowhere"), "{}", run.err());
}

#[test]
fn a_folder_of_somebody_else_is_refused_untouched() {
    let room = Room::with_site();
    room.write("public/ของฉัน.txt", "สำคัญ");
    let run = room.run(&["build", "--out", "public"]).ends(2);
    assert!(has_thai(&run.err()) && run.err().contains("public"), "{}", run.err());
    assert_eq!(room.read("public/ของฉัน.txt"), "สำคัญ");
    assert!(!room.path.join("public/index.html").exists());
}

#[test]
fn a_vanished_page_goes_and_a_foreign_file_stays() {
    let room = Room::with_site();
    room.write("content/page.md", "หน้า\n");
    room.run(&["build"]).ends(0);
    assert!(room.path.join("output/page/index.html").is_file());
    room.write("output/google123.html", "verification");
    fs::remove_file(room.path.join("content/page.md")).unwrap();
    room.run(&["build"]).ends(0);
    assert!(!room.path.join("output/page").exists());
    assert_eq!(room.read("output/google123.html"), "verification");
}

/// Every `href` and `src` of a page that stays on the site.
fn links_of(html: &str) -> Vec<String> {
    let mut links = Vec::new();
    for attribute in [" href=\"", " src=\""] {
        for (at, _) in html.match_indices(attribute) {
            let rest = &html[at + attribute.len()..];
            let link = &rest[..rest.find('"').unwrap()];
            if !link.contains(':') && !link.starts_with("//") {
                links.push(link.replace("&amp;", "&").replace("&#x2F;", "/"));
            }
        }
    }
    links
}

fn percent_decoded(link: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = link.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = (first == b'%').then(|| tail.get(..2)).flatten().and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn broken_links(output: &Path, portable: bool) -> Vec<String> {
    let mut broken = Vec::new();
    let mut seen = 0;
    for page in html_files(output) {
        // Shown in place of pages of any depth, so it speaks from the root of the host.
        let is_404 = page.file_name().is_some_and(|name| name == "404.html");
        let html = fs::read_to_string(&page).unwrap();
        for link in links_of(&html) {
            let path = link.split(['#', '?']).next().unwrap();
            if path.is_empty() {
                continue;
            }
            seen += 1;
            let folder = if is_404 { output } else { page.parent().unwrap() };
            let from_root = if is_404 { path.trim_start_matches('/') } else { path };
            let target = folder.join(percent_decoded(from_root));
            let found = if portable && !is_404 {
                target.is_file()
            } else {
                target.is_file() || target.join("index.html").is_file()
            };
            if !found || from_root.starts_with('/') {
                broken.push(format!("{}: {link}", page.strip_prefix(output).unwrap().display()));
            }
        }
    }
    assert!(seen > 50, "only {seen} links");
    broken.sort();
    broken.dedup();
    broken
}

#[test]
fn every_link_of_the_sample_portal_leads_to_a_file() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let content = content.to_str().unwrap();
    let room = Room::empty();
    room.run(&["build", content, "--out", "plain", "--date", "2569-11-21", "--keep-going"]);
    let broken = broken_links(&room.path.join("plain"), false);
    assert!(broken.is_empty(), "{} broken:\n{}", broken.len(), broken[..broken.len().min(20)].join("\n"));
    room.run(&["build", content, "--out", "usb", "--portable", "--date", "2569-11-21", "--keep-going"]);
    let broken = broken_links(&room.path.join("usb"), true);
    assert!(broken.is_empty(), "{} broken:\n{}", broken.len(), broken[..broken.len().min(20)].join("\n"));
}

const UNCODED: &str = "---\nfiscal_years: 2564\n---\n\nก่อน\n\n| โครงการ/กิจกรรม/มาตรการ | มิติ |\n|---|---|\n| โครงการ ก | ๑ |\n| รวม | |\n| โครงการ ข | ๒ |\n\nหลัง  \n";

#[test]
fn codes_are_written_once_and_everything_else_stays() {
    let room = Room::with_site();
    room.write("content/2564/plan.md", UNCODED);
    room.write("content/2565/plan.md", "---\nfiscal_years: 2565\nitems:\n  - name: โครงการ ก\n    dimension: 1\n  - { name: มาตรการ ข, dimension: 2 }\n---\n");
    room.write("content/2564/report-6m.md", "---\nfiscal_year: 2564\nround: 6\n---\n");
    room.write("content/2564/report-6m.csv", "\u{feff}ชื่อโครงการ;มิติ;สถานะ\r\n\"โครงการ ก; ข\";๑;-\r\nโครงการ ค;๒;-\r\n");
    assert!(room.run(&["check"]).out().contains("M006"));

    let shown = room.run(&["codes", "--diff"]).ends(0);
    assert!(shown.out().contains("+| 1-01 | โครงการ ก | ๑ |"), "{}", shown.out());
    assert_eq!(room.read("content/2564/plan.md"), UNCODED, "--diff writes nothing");

    room.run(&["codes"]).ends(0);
    let expected = UNCODED
        .replace("| โครงการ/กิจกรรม", "| รหัส | โครงการ/กิจกรรม")
        .replace("|---|---|", "|---|---|---|")
        .replace("| โครงการ ก", "| 1-01 | โครงการ ก")
        .replace("| รวม", "| | รวม")
        .replace("| โครงการ ข", "| 2-01 | โครงการ ข");
    assert_eq!(room.read("content/2564/plan.md"), expected);
    assert_eq!(
        room.read("content/2565/plan.md"),
        "---\nfiscal_years: 2565\nitems:\n  - code: 1-01\n    name: โครงการ ก\n    dimension: 1\n  - { code: 2-01, name: มาตรการ ข, dimension: 2 }\n---\n"
    );
    assert_eq!(
        room.read("content/2564/report-6m.csv"),
        "\u{feff}รหัส;ชื่อโครงการ;มิติ;สถานะ\r\n1-01;\"โครงการ ก; ข\";๑;-\r\n2-01;โครงการ ค;๒;-\r\n"
    );
    let after = room.run(&["check"]);
    assert!(!after.out().contains("M006"), "{}", after.out());
    room.run(&["codes"]).ends(0);
    assert_eq!(room.read("content/2564/plan.md"), expected, "a second run changes nothing");
}
