//! A preview of a large site shows the home page that the last one kept, before it reads anything; where a file has
//! changed meanwhile, it reads first.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use prongsai::engine::{EarlyKeeper, KeeperOptions};
use prongsai::preview::{DiskChanges, Keeper};
use prongsai::thai::Date;

fn keeper(content: &Path) -> EarlyKeeper {
    let date = Date::new(2026, 11, 21).unwrap();
    let options = KeeperOptions { content: content.to_owned(), themes: None, date, public: false, prove: None };
    EarlyKeeper::open(options).unwrap()
}

#[test]
fn the_home_page_is_there_before_the_site_is_read() {
    let root = tempfile::tempdir().unwrap();
    let content = root.path().join("content");
    fs::create_dir(&content).unwrap();
    let head = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\n";
    fs::write(content.join("agency.md"), head).unwrap();
    (0..520).for_each(|number| fs::write(content.join(format!("p{number}.md")), "# หน้า\n").unwrap());

    let mut first = keeper(&content);
    assert!(first.first().1, "nothing is judged yet");
    let whole = first.refresh(&DiskChanges::default()).route("/").unwrap();
    let kept = root.path().join(".prongsai/preview/content");
    let began = Instant::now();
    // The folder comes with the first thing that is kept, and a file is whole once it has its own name.
    let is_whole = |entry: fs::DirEntry| entry.path().extension().is_none();
    while !fs::read_dir(&kept).is_ok_and(|mut files| files.any(|entry| is_whole(entry.unwrap()))) {
        assert!(began.elapsed() < Duration::from_secs(120), "nothing was kept");
        std::thread::sleep(Duration::from_millis(100));
    }

    let mut second = keeper(&content);
    let (early, leaves_open) = second.first();
    assert!(leaves_open);
    assert_eq!(early.route("/").unwrap().bytes, whole.bytes);
    assert!(early.findings_json(Some("/")).contains("กำลังตรวจ"), "it says that it has not looked yet");
    // What was not kept waits for the site.
    let waiting = std::thread::spawn(move || early.route("/p7/").is_some());
    let site = second.refresh(&DiskChanges::default());
    assert!(waiting.join().unwrap());
    assert_eq!(site.route("/").unwrap().bytes, whole.bytes);

    fs::write(content.join("agency.md"), head.replace("นากอก", "นาขาม")).unwrap();
    let page = keeper(&content).first().0.route("/").unwrap();
    assert!(String::from_utf8_lossy(&page.bytes).contains("นาขาม"));
}
