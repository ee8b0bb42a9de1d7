//! The same content gives the same bytes: on every run, on any number of threads, on any day; and a build killed at any
//! moment leaves the old site or the new one.
//!
//! What a date may change: the manifest (`.prongsai/`) and the few pages that state it in words; and what the site itself
//! does on a date (papers that come into force, `publish_from`), of which the sample portal has nothing. A date on every
//! page would make every day's build write every page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_prongsai");

/// Builds that are timed must not share the machine with the other tests of this file.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

type Site = BTreeMap<String, Vec<u8>>;

fn sample() -> &'static Path {
    static SAMPLE: std::sync::OnceLock<std::path::PathBuf> = std::sync::OnceLock::new();
    SAMPLE.get_or_init(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("content"))
}

fn command(content: &Path, output: &Path, date: &str, threads: &str) -> Command {
    let mut command = Command::new(BINARY);
    command.arg("build").arg(content).arg("--out").arg(output);
    command.args(["--date", date, "--threads", threads, "--keep-going", "--quiet"]);
    command.env_clear().stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn build(content: &Path, output: &Path, date: &str, threads: &str) {
    let status = command(content, output, date, threads).status().unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "{status:?}");
}

/// Every file of a folder, the program's own among them.
fn contents(folder: &Path) -> Site {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn pages(folder: &Path) -> Site {
    contents(folder).into_iter().filter(|(path, _)| !path.starts_with(".prongsai/")).collect()
}

fn differing<'s>(one: &'s Site, other: &'s Site) -> Vec<&'s str> {
    let names: std::collections::BTreeSet<&str> = one.keys().chain(other.keys()).map(String::as_str).collect();
    names.into_iter().filter(|name| one.get(*name) != other.get(*name)).collect()
}

#[test]
fn one_thread_and_eight_give_the_same_bytes() {
    let _alone = alone();
    let room = tempfile::tempdir().unwrap();
    let (one, eight) = (room.path().join("one"), room.path().join("eight"));
    build(sample(), &one, "2569-11-21", "1");
    build(sample(), &eight, "2569-11-21", "8");
    let (one, eight) = (contents(&one), contents(&eight));
    assert!(one.len() > 300, "{} files", one.len());
    assert_eq!(differing(&one, &eight), Vec::<&str>::new());
}

/// The day of a build as a page may write it.
fn without_the_day(bytes: &[u8], words: [&str; 4]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    words.iter().fold(text.to_owned(), |text, word| text.replace(word, "(day)")).into_bytes()
}

#[test]
fn another_day_changes_only_what_states_the_day() {
    let _alone = alone();
    let room = tempfile::tempdir().unwrap();
    let (today, later) = (room.path().join("today"), room.path().join("later"));
    build(sample(), &today, "2569-11-21", "2");
    build(sample(), &later, "2569-12-24", "2");
    let (one, other) = (pages(&today), pages(&later));
    let differing_pages = differing(&one, &other);
    // Only pages whose very subject is time: what is late, what an obligation still lacks, about the data.
    let most = one.len() / 20;
    assert!(
        differing_pages.len() <= most,
        "{} pages state the day of the build: {differing_pages:?}",
        differing_pages.len()
    );
    for page in differing_pages {
        let one =
            without_the_day(&one[page], ["๒๑ พฤศจิกายน ๒๕๖๙", "21 พฤศจิกายน 2569", "21 November 2026", "2026-11-21"]);
        let other =
            without_the_day(&other[page], ["๒๔ ธันวาคม ๒๕๖๙", "24 ธันวาคม 2569", "24 December 2026", "2026-12-24"]);
        assert!(one == other, "{page} differs in more than the day it states");
    }
    // The date given by the environment is the same as the date given by name.
    let epoch = room.path().join("epoch");
    let status = Command::new(BINARY)
        .args(["build", "--keep-going", "--quiet", "--out"])
        .arg(&epoch)
        .arg(sample())
        .env_clear()
        .env("SOURCE_DATE_EPOCH", "1795219200") // 2026-11-21
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(matches!(status.code(), Some(0 | 1)));
    assert_eq!(differing(&contents(&today), &contents(&epoch)), Vec::<&str>::new());
}

#[test]
fn the_folder_of_the_content_leaves_no_trace() {
    let _alone = alone();
    let room = tempfile::tempdir().unwrap();
    let copied = room.path().join("สำเนา ที่อื่น").join("content");
    copy(sample(), &copied);
    let (here, there) = (room.path().join("here"), room.path().join("there"));
    build(sample(), &here, "2569-11-21", "2");
    build(&copied, &there, "2569-11-21", "2");
    assert_eq!(differing(&contents(&here), &contents(&there)), Vec::<&str>::new());
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A small generator of moments: the same on every run, so that a failure can be looked at again.
struct Moments(u64);

impl Moments {
    fn next(&mut self, below: u128) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u64::try_from(u128::from(self.0) % below.max(1)).unwrap()
    }
}

/// Two authorities of the sample portal: every kind of page, and a build short enough to be killed a hundred times.
#[test]
fn a_build_killed_at_a_hundred_moments_leaves_a_whole_site() {
    let _alone = alone();
    let room = tempfile::tempdir().unwrap();
    let content = room.path().join("content");
    for part in ["na-liang", "tha-samet"] {
        copy(&sample().join(part), &content.join(part));
    }
    fs::copy(sample().join("portal.md"), content.join("portal.md")).unwrap();
    let portal = fs::read_to_string(content.join("portal.md")).unwrap();
    let other = portal.replace("title: โปร่งใส", "title: โปร่งใสรุ่นสอง");
    assert_ne!(portal, other);

    // What the two sites look like when nobody is killed.
    let whole = |text: &str, name: &str| {
        fs::write(content.join("portal.md"), text).unwrap();
        let output = room.path().join(name);
        build(&content, &output, "2569-11-21", "2");
        pages(&output)
    };
    let (old, new) = (whole(&portal, "old"), whole(&other, "new"));
    assert!(!differing(&old, &new).is_empty());

    let output = room.path().join("output");
    fs::write(content.join("portal.md"), &portal).unwrap();
    build(&content, &output, "2569-11-21", "2");
    // The slowest of four, so that the last moments of a build are among those it is killed at.
    let timed = |text: &String| {
        fs::write(content.join("portal.md"), text).unwrap();
        let start = Instant::now();
        build(&content, &output, "2569-11-21", "2");
        start.elapsed()
    };
    let usual = [&other, &portal, &other, &portal].map(timed).into_iter().max().unwrap();

    let mut moments = Moments(0x9E37_79B9_7F4A_7C15);
    let mut killed = 0;
    let mut seen_new = 0;
    for round in 0..100 {
        // Back to the old site, then on to the new one until the kill.
        let text = if round % 2 == 0 { &portal } else { &other };
        fs::write(content.join("portal.md"), text).unwrap();
        let mut child = command(&content, &output, "2569-11-21", "2").spawn().unwrap();
        let pause = moments.next(usual.as_micros() * 5 / 4);
        std::thread::sleep(Duration::from_micros(pause));
        if child.try_wait().unwrap().is_none() {
            killed += 1;
        }
        let _ = child.kill();
        child.wait().unwrap();
        let found = pages(&output);
        let is_new = found == new;
        assert!(
            is_new || found == old,
            "round {round}, killed after {pause} µs: neither site; differs from the old in {:?} and from the new in {:?}",
            differing(&found, &old).len(),
            differing(&found, &new).len()
        );
        seen_new += usize::from(is_new);
    }
    eprintln!("killed {killed} of 100 builds; a build takes {usual:?}; the new site stood {seen_new} times");
    assert!(killed >= 25, "only {killed} of 100 were still running");
    assert!(seen_new > 0, "no kill came after the new site stood");
    // Whatever was left behind, the next build ends well.
    fs::write(content.join("portal.md"), &other).unwrap();
    build(&content, &output, "2569-11-21", "2");
    assert_eq!(differing(&pages(&output), &new), Vec::<&str>::new());
}
