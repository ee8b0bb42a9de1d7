//! Files that no page names: told once with their place, never published, and made a page of when that is offered.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join("content").join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn run(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_prongsai")).args(arguments).current_dir(root).output().unwrap()
}

/// `CODE path` of every finding of these codes.
fn told(root: &Path, codes: &[&str]) -> Vec<String> {
    let out = run(root, &["check", "content", "--format", "json", "--date", "2569-11-21"]).stdout;
    let all: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let list = all.get("findings").unwrap_or(&all).as_array().unwrap();
    let told = list.iter().filter(|finding| codes.contains(&finding["code"].as_str().unwrap()));
    let path = |finding: &serde_json::Value| {
        finding["path"].as_str().or(finding["primary"]["path"].as_str()).unwrap().to_owned()
    };
    told.map(|finding| format!("{} {}", finding["code"].as_str().unwrap(), path(finding))).collect()
}

const STRAYS: [&str; 5] = ["L033", "L034", "L035", "S067", "S068"];

#[test]
fn every_stray_is_told_once_and_becomes_a_page_when_asked() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write(root, "agency.md", "---\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\n---\nดู[เอกสาร](files/open.txt)\n");
    write(root, "files/open.txt", "เปิดเผย\n");
    write(root, "files/qqhome-1.txt", "สำรองหนึ่ง\n");
    write(root, "files/qqhome-2.txt", "สำรองสอง\n");
    write(
        root,
        "announcements/nogift.md.txt",
        "---\nkind: announcement\ntitle: ประกาศงดรับของขวัญ\ndate: 1 มกราคม 2569\n---\nข้อความ\n",
    );
    write(root, "announcements/picture.jpg", "\u{ff}ไม่ใช่ภาพจริง");
    write(root, "announcements/plain.md", "ประกาศรับสมัคร\n\nข้อความ\n");
    write(root, "announcements/old.md", "");
    fs::write(root.join("content/announcements/thai.md"), b"---\nkind: announcement\ntitle: \xbb\xc3\xd0\xa1\xd2\xc8\ndate: 2 \xc1\xa1\xc3\xd2\xa4\xc1 2569\n---\n\xa2\xe9\xcd\xa4\xc7\xd2\xc1\n").unwrap();
    assert_eq!(
        told(root, &STRAYS),
        [
            "L034 announcements/nogift.md.txt",
            "S067 announcements/old.md",
            "L035 announcements/picture.jpg",
            "S068 announcements/plain.md",
            "L033 files/qqhome-1.txt",
        ]
    );
    run(root, &["build", "content", "--out", "site", "--date", "2569-11-21", "--keep-going"]);
    let site = root.join("site");
    assert!(site.join("files/open.txt").exists());
    for path in ["files/qqhome-1.txt", "files/qqhome-2.txt", "announcements/nogift.md.txt", "announcements/picture.jpg"]
    {
        assert!(!site.join(path).exists(), "{path} is published");
    }
    // Not even the names are told to readers.
    for entry in
        walkdir::WalkDir::new(&site).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let text = fs::read(entry.path()).unwrap();
        assert!(!String::from_utf8_lossy(&text).contains("qqhome-"), "{}", entry.path().display());
    }
    run(root, &["check", "content", "--fix", "--date", "2569-11-21"]);
    assert_eq!(told(root, &STRAYS), ["S067 announcements/old.md", "L033 files/qqhome-1.txt"]);
    let read = |path: &str| fs::read_to_string(root.join("content").join(path)).unwrap();
    assert!(read("announcements/nogift.md").contains("งดรับของขวัญ"));
    assert!(!root.join("content/announcements/nogift.md.txt").exists());
    assert!(read("announcements/picture.md").contains("- file: \"picture.jpg\""));
    assert!(read("announcements/plain.md").starts_with("---\nkind: announcement\ntitle: \"ประกาศรับสมัคร\"\n---\n"));
    assert!(read("announcements/thai.md").contains("ข้อความ"), "Windows-874 is UTF-8 now");
}

#[test]
fn documents_are_made_in_their_places() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write(root, "agency.md", "---\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\n---\n");
    for arguments in [
        &["new", "announcement", "ประกาศ: นโยบายไม่รับของขวัญ"][..],
        &["new", "report", "--year", "2569", "--round", "6"],
        &["new", "plan", "--year", "2569"],
        &["new", "measures", "--year", "2569"],
    ] {
        let done = run(root, arguments);
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        assert!(!run(root, arguments).status.success(), "nothing is written over");
    }
    for path in ["announcements/ประกาศ-นโยบายไม่รับของขวัญ.md", "2569/report-6m.md", "2569/plan.md", "2569/measures.md"]
    {
        assert!(root.join("content").join(path).exists(), "{path}");
    }
    assert!(!run(root, &["new", "announcement"]).status.success(), "a paper has a title");
    assert!(!run(root, &["new", "agency", "--province", "มุกดาหาร"]).status.success(), "the site is of one authority");
}
