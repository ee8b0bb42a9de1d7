//! The preview tells what `check` tells, word for word: on the sample portal, on a broken one, and of addresses that
//! were published and are gone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use prongsai::engine::{KeeperOptions, SiteKeeper};
use prongsai::preview::DiskChanges;
use prongsai::thai::Date;

const DAY: &str = "2026-11-21";

/// Code, file, line and message of each.
type Told = BTreeSet<(String, String, u64, String)>;

fn told_by_check(content: &Path) -> Told {
    let output = Command::new(env!("CARGO_BIN_EXE_prongsai"))
        .args(["check", content.to_str().unwrap(), "--date", DAY, "--format", "json"])
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("check speaks JSON");
    let findings = json.get("findings").unwrap_or(&json).as_array().expect("a list of findings");
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    findings
        .iter()
        .map(|found| {
            (text(found, "code"), text(found, "path"), found["line"].as_u64().unwrap_or(0), text(found, "message"))
        })
        .collect()
}

fn told_by_preview(content: &Path) -> Told {
    let mut keeper = SiteKeeper::open(KeeperOptions {
        content: content.to_owned(),
        themes: None,
        date: Date::new(2026, 11, 21).unwrap(),
        public: false,
        prove: None,
    })
    .unwrap();
    let snapshot = keeper.snapshot(&DiskChanges::everything());
    let place = |found: &prongsai::check::Located| {
        (found.code.to_string(), found.primary.path.to_string(), u64::from(found.primary.line), found.message.clone())
    };
    snapshot.findings().iter().map(place).collect()
}

#[track_caller]
fn same(content: &Path) -> Told {
    let (check, preview) = (told_by_check(content), told_by_preview(content));
    let only_check: Vec<_> = check.difference(&preview).collect();
    let only_preview: Vec<_> = preview.difference(&check).collect();
    assert!(
        only_check.is_empty() && only_preview.is_empty(),
        "only check: {only_check:#?}\nonly the preview: {only_preview:#?}"
    );
    check
}

#[test]
fn on_the_sample_portal() {
    let told = same(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    assert!(told.len() > 20, "the sample has much to tell of");
}

#[test]
fn on_a_broken_portal() {
    let root = tempfile::tempdir().unwrap();
    let content = root.path().join("content");
    let write = |path: &str, bytes: &[u8]| {
        let path = content.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    write("portal.md", "---\nkind: portal\ntitle: ทดสอบ\n---\n# ก\n\nวันที่ 31 เมษายน 2564 ![](x.png)\n".as_bytes());
    write("bad.md", "---\ntitle: [\n---\n".as_bytes());
    write("na-kok/agency.md", "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\n".as_bytes());
    write("na-kok/rubbish.md", &[0xff, 0xfe, 0x00, 0x80]);
    write("na-kok/page.md", "---\ntitle: [\n---\nโทร 0812345678\n".as_bytes());
    write("na-kok/good.md", "# ดี\n[หาย](nowhere.md) วันที่ 31 เมษายน 2564\n".as_bytes());
    write("na-kok/files/empty.pdf", b"");
    write("phipun/agency.md", &[0xff, 0xfe, 0x00, 0x80]);
    write("_ledger.tsv", "/na-kok/gone/\t2026-01-01\t2026-01-01\tหายไป\nเสีย\n".as_bytes());
    let told = same(&content);
    let codes: BTreeSet<&str> = told.iter().map(|(code, ..)| code.as_str()).collect();
    for code in ["S006", "T301"] {
        assert!(codes.contains(code), "{code} is not among {codes:?}");
    }
}

/// The first page of a large site does not wait for the judgement; what follows at once tells everything.
#[test]
fn a_large_site_is_shown_before_it_is_judged_and_says_so() {
    use prongsai::preview::{Keeper, Snapshot};
    let root = tempfile::tempdir().unwrap();
    let content = root.path().join("content");
    fs::create_dir_all(content.join("pages")).unwrap();
    let agency = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\n";
    fs::write(content.join("agency.md"), agency).unwrap();
    for number in 0..600 {
        let day = if number == 300 { 31 } else { 30 };
        let text = format!("---\ntitle: หน้า {number}\n---\nวันที่ {day} เมษายน 2564\n");
        fs::write(content.join(format!("pages/{number}.md")), text).unwrap();
    }
    let open = || {
        let options = KeeperOptions {
            content: content.clone(),
            themes: None,
            date: Date::new(2026, 11, 21).unwrap(),
            public: false,
            prove: None,
        };
        SiteKeeper::open(options).unwrap()
    };
    let waits = |json: &str| json.contains("กำลังตรวจทั้งเว็บ");
    let mut keeper = open();
    let (first, leaves_open) = keeper.first();
    assert!(leaves_open && waits(&first.findings_json(Some("/"))));
    assert!(!first.findings_json(None).contains("31 เมษายน"), "not judged yet");
    assert!(first.route("/").is_some(), "the first page is there");
    let rest = keeper.snapshot(&DiskChanges::default());
    let whole = open().snapshot(&DiskChanges::everything());
    assert!(!waits(&rest.findings_json(Some("/"))));
    let april = rest.findings().iter().filter(|found| found.message.contains("31 เมษายน")).count();
    assert_eq!(april, 1, "{:?}", rest.findings().iter().map(|found| &found.message).collect::<Vec<_>>());
    assert_eq!(rest.all(), whole.all());
}

/// A theme that breaks while it is edited: the last good one stays, every page says why, and mending it ends that.
#[test]
fn a_theme_that_cannot_be_read_keeps_the_last_good_one_and_says_so() {
    use prongsai::preview::Snapshot;
    let root = tempfile::tempdir().unwrap();
    let (content, themes) = (root.path().join("content"), root.path().join("themes"));
    fs::create_dir_all(&content).unwrap();
    let template = themes.join("prongsai/templates/search.html");
    fs::create_dir_all(template.parent().unwrap()).unwrap();
    fs::write(content.join("agency.md"), "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\n").unwrap();
    let options = KeeperOptions {
        content,
        themes: Some(themes),
        date: Date::new(2026, 11, 21).unwrap(),
        public: false,
        prove: None,
    };
    let mut keeper = SiteKeeper::open(options).unwrap();
    let says_so = |json: &str| json.contains("\"code\":\"S051\"") && json.contains("search.html");
    let good = keeper.snapshot(&DiskChanges::everything());
    assert!(!says_so(&good.findings_json(Some("/"))));
    fs::write(&template, "{% block main %}").unwrap();
    let broken = keeper.snapshot(&DiskChanges::everything());
    assert!(says_so(&broken.findings_json(Some("/"))), "{}", broken.findings_json(Some("/")));
    assert_eq!(broken.route("/").unwrap().bytes, good.route("/").unwrap().bytes);
    fs::remove_file(&template).unwrap();
    let mended = keeper.snapshot(&DiskChanges::everything());
    assert!(!says_so(&mended.findings_json(Some("/"))));
}
