//! Saves, moves and losses of files, as editors, git and people cause them, through the running preview.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod preview;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use preview::{Site, write};
use prongsai::preview::ServeOptions;
use prongsai::preview::watch::{DiskChanges, Stopper, Watch, WatchOptions};

/// A watch on its own thread; what it reports can be awaited.
struct Watched {
    folder: tempfile::TempDir,
    changes: Receiver<DiskChanges>,
    stopper: Stopper,
}

const BOTH: [Option<Duration>; 2] = [None, Some(Duration::from_millis(30))];

impl Watched {
    fn start(poll: Option<Duration>) -> Self {
        let folder = tempfile::Builder::new().prefix("watch").tempdir().unwrap();
        let root = folder.path().join("content");
        write(&root, "plan.md", "ก");
        write(&root, "2564/report.md", "ข");
        let options = WatchOptions { poll, ignored: vec![root.join("output")] };
        let mut watch = Watch::start(&[root], options);
        let stopper = watch.stopper();
        let (sender, changes) = mpsc::channel();
        thread::spawn(move || {
            while let Some(change) = watch.next_changes() {
                if sender.send(change).is_err() {
                    break;
                }
            }
        });
        Self { folder, changes, stopper }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        write(&self.root(), name, text);
    }

    /// The next report, as names below the root.
    #[track_caller]
    fn next(&self) -> (BTreeSet<String>, bool) {
        let DiskChanges { paths, rescan } = self.changes.recv_timeout(Duration::from_secs(5)).expect("a change");
        let name = |path: &PathBuf| path.strip_prefix(self.root()).unwrap_or(path).to_string_lossy().into_owned();
        (paths.iter().map(name).collect(), rescan)
    }

    #[track_caller]
    fn expect(&self, names: &[&str]) {
        let (found, rescan) = self.next();
        assert_eq!((found, rescan), (names.iter().map(|name| (*name).to_owned()).collect(), false));
    }

    #[track_caller]
    fn expect_rescan(&self) {
        let until = Instant::now() + Duration::from_secs(5);
        while Instant::now() < until {
            if self.next().1 {
                return;
            }
        }
        panic!("no rescan");
    }

    #[track_caller]
    fn expect_silence(&self) {
        let heard = self.changes.recv_timeout(Duration::from_millis(450));
        assert!(heard.is_err(), "{heard:?}");
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.stopper.stop();
    }
}

#[test]
fn a_save_is_reported_once_whatever_the_editor_does() {
    for poll in BOTH {
        let watched = Watched::start(poll);
        let root = watched.root();
        watched.write("plan.md", "ในที่เดิม");
        watched.expect(&["plan.md"]);
        // vim: a test file, a backup, the new file, the backup's removal.
        watched.write("4913", "");
        fs::remove_file(root.join("4913")).unwrap();
        fs::rename(root.join("plan.md"), root.join("plan.md~")).unwrap();
        watched.write("plan.md", "vim เขียน");
        fs::remove_file(root.join("plan.md~")).unwrap();
        watched.expect(&["plan.md"]);
        // Others: a temporary file moved over the old one, under a name that gives nothing away.
        watched.write("sedQ7xk2", "เปลี่ยนชื่อมาแทน");
        fs::rename(root.join("sedQ7xk2"), root.join("plan.md")).unwrap();
        watched.expect(&["plan.md"]);
        watched.expect_silence();
    }
}

#[test]
fn noise_reads_and_our_own_output_are_not_reported() {
    for poll in BOTH {
        let watched = Watched::start(poll);
        for name in [".plan.md.swp", "plan.md~", "#plan.md#", "~$plan.xlsx", ".git/index.lock", "plan.md.tmp.88"] {
            watched.write(name, "x");
        }
        fs::read(watched.root().join("plan.md")).unwrap();
        fs::read_dir(watched.root()).unwrap().for_each(drop);
        // Opened for writing, closed without a word.
        drop(fs::OpenOptions::new().append(true).open(watched.root().join("plan.md")).unwrap());
        watched.expect_silence();
        fs::create_dir(watched.root().join("output")).unwrap();
        thread::sleep(Duration::from_millis(50));
        watched.write("output/index.html", "<p>");
        watched.expect_silence();
    }
}

#[test]
fn truncate_and_write_is_one_whole_change() {
    for poll in BOTH {
        let watched = Watched::start(poll);
        let path = watched.root().join("plan.md");
        let mut file = fs::File::create(&path).unwrap();
        thread::sleep(Duration::from_millis(60));
        file.write_all("หลังจากว่างอยู่ครู่หนึ่ง".as_bytes()).unwrap();
        drop(file);
        watched.expect(&["plan.md"]);
        // Emptied and closed, then opened again and written.
        fs::write(&path, "").unwrap();
        thread::sleep(Duration::from_millis(40));
        fs::write(&path, "เต็ม").unwrap();
        watched.expect(&["plan.md"]);
        assert_eq!(fs::read_to_string(&path).unwrap(), "เต็ม");
        watched.expect_silence();
        // A file that is meant to be empty is reported as well.
        fs::write(&path, "").unwrap();
        watched.expect(&["plan.md"]);
    }
}

#[test]
fn a_growing_file_waits_while_others_do_not() {
    let watched = Watched::start(None);
    let path = watched.root().join("scan.pdf");
    let writer = thread::spawn(move || {
        let mut file = fs::File::create(path).unwrap();
        for _ in 0..60 {
            file.write_all(&[b'x'; 1000]).unwrap();
            thread::sleep(Duration::from_millis(10));
        }
    });
    thread::sleep(Duration::from_millis(150));
    let start = Instant::now();
    watched.write("plan.md", "เร็ว");
    watched.expect(&["plan.md"]);
    assert!(start.elapsed() < Duration::from_millis(400), "{:?}", start.elapsed());
    watched.expect(&["scan.pdf"]);
    writer.join().unwrap();
    assert_eq!(fs::metadata(watched.root().join("scan.pdf")).unwrap().len(), 60_000);
}

#[test]
fn a_stream_of_saves_is_reported_on_the_way() {
    let watched = Watched::start(None);
    let root = watched.root();
    let writer = thread::spawn(move || {
        for number in 0..500 {
            write(&root, &format!("many/{}.md", number % 50), format!("{number}"));
            thread::sleep(Duration::from_millis(2));
        }
    });
    let mut reports = 0;
    while !writer.is_finished() {
        reports += usize::from(watched.changes.recv_timeout(Duration::from_millis(100)).is_ok());
    }
    assert!(reports >= 3, "{reports}");
    writer.join().unwrap();
}

#[test]
fn folders_that_come_and_go_call_for_a_rescan() {
    for poll in BOTH {
        let watched = Watched::start(poll);
        let (inside, outside) = (watched.root().join("2564"), watched.folder.path().join("elsewhere"));
        fs::rename(&inside, &outside).unwrap();
        watched.expect_rescan();
        thread::sleep(Duration::from_millis(100));
        fs::rename(&outside, &inside).unwrap();
        watched.expect_rescan();
        while watched.changes.recv_timeout(Duration::from_millis(400)).is_ok() {}
        // Its files are still watched, under their old name.
        watched.write("2564/report.md", "ใหม่");
        watched.expect(&["2564/report.md"]);
    }
}

#[test]
fn files_that_slip_into_a_new_folder_are_found() {
    let site = Site::with(&[("index.md", "ก")]);
    for round in 0..20 {
        site.write(&format!("ปี{round}/a/b/c.md"), "ลึก");
        site.wait_for(&format!("/%E0%B8%9B%E0%B8%B5{round}/a/b/c/"), "ลึก");
    }
}

#[test]
fn two_thousand_files_at_once() {
    for poll in [None, Some(Duration::from_millis(50))] {
        let site = Site::with_options(&[("index.md", "ก")], ServeOptions { port: 0, poll, ..ServeOptions::default() });
        for number in 0..2000 {
            site.write(&format!("{}/{number}.md", number % 40), "หนึ่ง");
        }
        for number in [0, 1, 999, 1999] {
            site.wait_for(&format!("/{}/{number}/", number % 40), "หนึ่ง");
        }
        for number in 0..2000 {
            site.write(&format!("{}/{number}.md", number % 40), "สอง");
        }
        for number in 0..2000 {
            site.wait_for(&format!("/{}/{number}/", number % 40), "สอง");
        }
        // Refreshed in a few steps, not two thousand.
        assert!(site.running.snapshot_number() < 200, "{}", site.running.snapshot_number());
    }
}

#[test]
fn the_watched_folder_is_deleted_and_made_again() {
    for poll in BOTH {
        let site = Site::with_options(&[("index.md", "ก")], ServeOptions { port: 0, poll, ..ServeOptions::default() });
        for round in 0..3 {
            fs::remove_dir_all(site.root()).unwrap();
            site.wait_until("/", |reply| reply.status == 404);
            site.write("index.md", format!("กลับมา{round}"));
            site.wait_for("/", &format!("กลับมา{round}"));
            site.write("index.md", format!("และยังดูอยู่{round}"));
            site.wait_for("/", &format!("และยังดูอยู่{round}"));
        }
        // Replaced by another folder of the same name, which sends no event at all.
        let other = site.folder.path().join("other");
        write(&other, "index.md", "อีกโฟลเดอร์");
        fs::rename(site.root(), site.folder.path().join("old")).unwrap();
        fs::rename(&other, site.root()).unwrap();
        site.wait_for("/", "อีกโฟลเดอร์");
        site.write("index.md", "ก็ยังดูอยู่");
        site.wait_for("/", "ก็ยังดูอยู่");
    }
}

#[test]
fn a_parent_that_is_renamed_is_noticed() {
    let folder = tempfile::Builder::new().prefix("watch").tempdir().unwrap();
    let root = folder.path().join("a/b/content");
    write(&root, "x.md", "ก");
    let mut watch = Watch::start(std::slice::from_ref(&root), WatchOptions::default());
    fs::rename(folder.path().join("a"), folder.path().join("z")).unwrap();
    assert!(watch.next_changes().unwrap().rescan);
    fs::rename(folder.path().join("z"), folder.path().join("a")).unwrap();
    assert!(watch.next_changes().unwrap().rescan);
    write(&root, "x.md", "ข");
    assert_eq!(watch.next_changes().unwrap().paths, BTreeSet::from([root.join("x.md")]));
}

#[test]
fn a_single_file_is_watched_through_saves_by_rename() {
    let folder = tempfile::Builder::new().prefix("watch").tempdir().unwrap();
    let (file, other) = (folder.path().join("site.toml"), folder.path().join("other.toml"));
    fs::write(&file, "a = 1").unwrap();
    let mut watch = Watch::start(std::slice::from_ref(&file), WatchOptions::default());
    for number in 0..3 {
        fs::write(&other, "x").unwrap();
        fs::rename(&other, &file).unwrap();
        let changes = watch.next_changes().unwrap();
        assert_eq!(changes.paths, BTreeSet::from([file.clone()]), "{number}");
    }
    let stopper = watch.stopper();
    fs::write(&other, "x").unwrap();
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        stopper.stop();
    });
    assert_eq!(watch.next_changes(), None, "its neighbours do not matter");
}

#[cfg(unix)]
#[test]
fn rubbish_and_unreadable_files_keep_the_last_good_page_and_say_why() {
    let site = Site::with(&[("index.md", "ดี"), ("other.md", "อื่น")]);
    let errors = || -> usize {
        let answer: serde_json::Value = serde_json::from_slice(&site.get("/_prongsai/findings?path=/").body).unwrap();
        answer["findings"]["page_errors"].as_array().unwrap().len()
    };
    let wait = |count| {
        let until = Instant::now() + Duration::from_secs(5);
        while errors() != count {
            assert!(Instant::now() < until, "{count} errors expected");
            thread::sleep(Duration::from_millis(5));
        }
    };
    site.write("index.md", [0xff, 0xfe, 0x00, 0x9f]);
    wait(1);
    assert!(site.get("/").text().contains("ดี"));
    site.write("other.md", "อื่นที่แก้แล้ว");
    site.wait_for("/other/", "แก้แล้ว");
    site.write("index.md", "ดีขึ้น");
    wait(0);
    assert!(site.get("/").text().contains("ดีขึ้น"));
    become_unreadable(&site.root().join("index.md"));
    wait(1);
    assert!(site.get("/").text().contains("ดีขึ้น"));
}

/// A link that leads back to itself cannot be read, not even by the administrator.
#[cfg(unix)]
fn become_unreadable(path: &std::path::Path) {
    fs::remove_file(path).unwrap();
    std::os::unix::fs::symlink("loop.md", path).unwrap();
    std::os::unix::fs::symlink("index.md", path.with_file_name("loop.md")).unwrap();
}

#[test]
fn follow_names_the_page_of_the_saved_file() {
    let options = ServeOptions { port: 0, follow: true, ..ServeOptions::default() };
    let site = Site::with_options(&[("index.md", "ก"), ("na-kok/plan.md", "ข")], options);
    let mut listening = site.listen();
    site.write("na-kok/plan.md", "ค");
    let heard = preview::read_until(&mut listening, "data: /na-kok/plan/\n");
    assert!(heard.contains("event: snapshot\n") && heard.contains("event: follow\n"), "{heard}");
}

/// From the return of the editor's `write` to the changed bytes in a client's hands; prints, and asserts only that
/// each save arrived.
#[test]
fn latency_from_save_to_page() {
    let site = Site::with(&[("index.md", "ก")]);
    for way in ["in place", "by rename"] {
        let mut times = Vec::new();
        for number in 0..60 {
            let mut listening = site.listen();
            let text = format!("ครั้งที่ {number} {way}");
            if way == "in place" {
                site.write("index.md", &text);
            } else {
                site.write(".new", &text);
                fs::rename(site.root().join(".new"), site.root().join("index.md")).unwrap();
            }
            let start = Instant::now();
            preview::read_until(&mut listening, "event: snapshot\n");
            assert!(site.get("/").text().contains(&text));
            times.push(start.elapsed());
        }
        times.sort();
        println!("{way}: median {:?}, worst {:?}", times[times.len() / 2], times[times.len() - 1]);
    }
}
