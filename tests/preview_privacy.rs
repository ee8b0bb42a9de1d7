//! Personal data in the preview: the author sees the page and is told that a build leaves it out; others who are let look
//! (`serve --host`) see what a build would show, and no line of the files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use prongsai::engine::{KeeperOptions, SiteKeeper, SiteSnapshot};
use prongsai::preview::{DiskChanges, Snapshot};
use prongsai::thai::Date;

/// The thirteenth digit agrees with the other twelve, as in every real one.
const NUMBER: &str = "1-1017-00207-03-0";

fn content(root: &Path) -> std::path::PathBuf {
    let content = root.join("content");
    let write = |path: &str, text: String| {
        let path = content.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("portal.md", "---\nkind: portal\ntitle: ทดสอบ\n---\n".to_owned());
    write("help.md", format!("---\ntitle: ติดต่อ\n---\nเลขประจำตัวประชาชน {NUMBER}\n"));
    write("na-kok/agency.md", "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\n".to_owned());
    write("na-kok/people.md", format!("---\ntitle: รายชื่อ\n---\nเลขประจำตัวประชาชน {NUMBER}\n"));
    write("na-kok/news.md", "---\ntitle: ข่าว\n---\nเปิดทำการทุกวัน\n".to_owned());
    content
}

fn snapshot(content: &Path, public: bool) -> (SiteKeeper, Arc<SiteSnapshot>) {
    let options = KeeperOptions {
        content: content.to_owned(),
        themes: None,
        date: Date::new(2026, 11, 21).unwrap(),
        public,
        prove: None,
    };
    let mut keeper = SiteKeeper::open(options).unwrap();
    let snapshot = keeper.snapshot(&DiskChanges::everything());
    (keeper, snapshot)
}

const PAGES: [&str; 2] = ["/help/", "/na-kok/people/"];

#[test]
fn the_author_sees_the_page_and_is_told_that_a_build_leaves_it_out() {
    let root = tempfile::tempdir().unwrap();
    let (_keeper, shown) = snapshot(&content(root.path()), false);
    for page in PAGES {
        assert!(shown.route(page).is_some(), "{page}");
        let json: serde_json::Value = serde_json::from_str(&shown.findings_json(Some(page))).unwrap();
        let marks = json["marks"].as_array().unwrap();
        assert!(marks.iter().any(|mark| mark["kind"] == "private"), "{page}: {marks:?}");
    }
    let json = shown.findings_json(Some("/na-kok/news/"));
    assert!(!json.contains("\"private\""), "{json}");
}

#[test]
fn others_see_what_a_build_shows() {
    let root = tempfile::tempdir().unwrap();
    let content = content(root.path());
    let (mut keeper, shown) = snapshot(&content, true);
    for page in PAGES {
        assert!(shown.route(page).is_none(), "{page}");
    }
    assert!(shown.route("/na-kok/news/").is_some());
    let digits = NUMBER.replace('-', "");
    let says_it = |text: &str| text.contains(NUMBER) || text.contains(&digits);
    for (url, bytes) in shown.all() {
        assert!(!says_it(&String::from_utf8_lossy(&bytes)), "{url}");
    }
    for path in [None, Some("/"), Some("/na-kok/"), Some("/help/"), Some("/na-kok/people/")] {
        assert!(!says_it(&shown.findings_json(path)), "{path:?}");
    }
    // Written while others look on: it is judged before it is shown.
    let news = content.join("na-kok/news.md");
    fs::write(&news, format!("---\ntitle: ข่าว\n---\nเลขประจำตัวประชาชน {NUMBER}\n")).unwrap();
    let changes = DiskChanges { paths: [news].into(), rescan: false };
    assert!(keeper.snapshot(&changes).route("/na-kok/news/").is_none());

    let built = root.path().join("output");
    let done = Command::new(env!("CARGO_BIN_EXE_prongsai"))
        .args(["build", content.to_str().unwrap(), "--date", "2026-11-21", "--keep-going", "--out"])
        .arg(&built)
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(1), "{}", String::from_utf8_lossy(&done.stderr));
    for page in PAGES {
        assert!(!built.join(page.trim_start_matches('/')).exists(), "{page}");
    }
}
