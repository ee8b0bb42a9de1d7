//! Publishing over a host that breaks at any step: what is there afterwards, what is sent again, and whether a reader
//! ever meets a link to nothing. The host is a map in memory; the procedure is the real one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

use prongsai::output::{FileRecord, Hash, MANIFEST_PATH, Manifest};
use prongsai::publish::{
    BuiltSite, Diary, Host, HostItem, News, PublishOptions, PublishStep, PublishTarget, StepKind, Teller, Trouble, Why,
    publish,
};

/// A small generator of numbers, so that a failing case can be repeated from its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

type Files = BTreeMap<String, Vec<u8>>;

#[derive(Default)]
struct State {
    files: Files,
    /// Steps until the connection breaks.
    left: Option<usize>,
    /// The step at which it breaks is done all the same; only the answer is lost.
    done_at_cut: bool,
    sent: Vec<String>,
    /// Links to nothing that a reader could have met.
    broken: BTreeSet<String>,
    watched: bool,
    dots_refused: bool,
    thai_lost: bool,
}

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<State>>);

fn links(page: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(page).lines().filter_map(|line| line.strip_prefix("link ")).map(str::to_owned).collect()
}

fn broken_links(files: &Files) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut waiting = vec!["index.html".to_owned()];
    let mut broken = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        match files.get(&path) {
            Some(bytes) if path.ends_with(".html") || path.ends_with(".xml") => waiting.extend(links(bytes)),
            Some(_) => {}
            None => {
                broken.insert(path);
            }
        }
    }
    broken
}

impl Host for Memory {
    fn fetch(&mut self, paths: &[String]) -> Result<Vec<Option<Vec<u8>>>, Trouble> {
        let state = self.0.lock().unwrap();
        Ok(paths.iter().map(|path| state.files.get(path).cloned()).collect())
    }

    fn list(&mut self, folder: &str) -> Result<Option<Vec<HostItem>>, Trouble> {
        let state = self.0.lock().unwrap();
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut items = BTreeMap::new();
        for rest in state.files.keys().filter_map(|path| path.strip_prefix(&prefix)) {
            match rest.split_once('/') {
                Some((name, _)) => items.insert(name.to_owned(), true),
                None => items.insert(
                    if state.thai_lost { rest.replace(|c: char| !c.is_ascii(), "?") } else { rest.to_owned() },
                    false,
                ),
            };
        }
        Ok(Some(items.into_iter().map(|(name, is_folder)| HostItem { name, is_folder }).collect()))
    }

    fn carry(&mut self, steps: &[PublishStep], site: &BuiltSite, _: &str, told: Teller<'_>) -> Result<(), Trouble> {
        for step in steps {
            told(News::Begun(step));
            let mut state = self.0.lock().unwrap();
            if state.dots_refused && step.path.starts_with('.') {
                return Err(Trouble::new(Why::Refused, "no dots"));
            }
            let cut = state.left == Some(0);
            if !cut || state.done_at_cut {
                match &step.what {
                    StepKind::Put(record) => {
                        let bytes = site.read(&step.path, *record)?;
                        state.sent.push(step.path.clone());
                        state.files.insert(step.path.clone(), bytes);
                    }
                    StepKind::Write(bytes) => {
                        state.files.insert(step.path.clone(), bytes.clone());
                    }
                    StepKind::Remove => {
                        state.files.remove(&step.path);
                    }
                }
            }
            if state.watched {
                let broken = broken_links(&state.files);
                state.broken.extend(broken);
            }
            if cut {
                return Err(Trouble::new(Why::Cut, "cut"));
            }
            state.left = state.left.map(|left| left - 1);
            drop(state);
            told(News::Done(step));
        }
        Ok(())
    }

    fn remove_folders(&mut self, _: &[String]) {}
}

/// Pages that link only to what their own version has.
fn version(dice: &mut Dice, number: usize) -> Files {
    let mut names: Vec<String> = vec!["index.html".to_owned(), "sitemap.xml".to_owned()];
    for page in 0..12 {
        if dice.roll(3) > 0 {
            names.push(format!("หน้า/{page}.html"));
        }
    }
    for asset in 0..6 {
        if dice.roll(3) > 0 {
            names.push(format!("assets/{asset}.css"));
        }
    }
    let mut files = Files::new();
    for name in &names {
        let mut text = format!("{name} {}\n", if dice.roll(2) == 0 { 0 } else { number });
        if !name.ends_with(".css") {
            for _ in 0..4 {
                text.push_str(&format!("link {}\n", names[dice.roll(names.len())]));
            }
        }
        files.insert(name.clone(), text.into_bytes());
    }
    files
}

fn built(folder: &Path, files: &Files) -> BuiltSite {
    let mut manifest = Manifest::new("test", "2569-11-21");
    for (path, bytes) in files {
        let at = folder.join(path);
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        // Never into a file that the store may share.
        let _ = std::fs::remove_file(&at);
        std::fs::write(&at, bytes).unwrap();
        manifest.entries.insert(path.clone(), FileRecord { hash: Hash::of(bytes), size: bytes.len() as u64 });
    }
    let at = folder.join(MANIFEST_PATH);
    std::fs::create_dir_all(at.parent().unwrap()).unwrap();
    std::fs::write(at, manifest.to_text()).unwrap();
    BuiltSite::built(folder.to_owned()).unwrap()
}

fn options(who: &str) -> PublishOptions {
    PublishOptions { who: who.to_owned(), now: 1_000_000, keep: 5, ..PublishOptions::default() }
}

fn go(
    site: &BuiltSite,
    host: &Memory,
    diary: &Diary,
    options: &PublishOptions,
) -> Result<prongsai::publish::PublishReport, Trouble> {
    publish(site, &mut PublishTarget::Host(Box::new(host.clone())), diary, options, &|_| {})
}

/// The site's files at the host, without the program's own.
fn public(host: &Memory) -> Files {
    let state = host.0.lock().unwrap();
    let own = |path: &String| path.starts_with(".prongsai/") || path.starts_with("_prongsai/");
    state.files.iter().filter(|(path, _)| !own(path)).map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

#[test]
fn a_cut_at_any_step_is_resumed_and_no_reader_meets_a_missing_page() {
    let cuts = std::env::var("PUBLISH_CUTS").ok().and_then(|text| text.parse().ok()).unwrap_or(15);
    for seed in 1..=cuts {
        let mut dice = Dice(seed * 7919 + 1);
        let home = tempfile::tempdir().unwrap();
        let host = Memory::default();
        let diary = Diary::open(&home.path().join("memory"), "main").unwrap();
        let first = version(&mut dice, 1);
        go(&built(&home.path().join("1"), &first), &host, &diary, &options("ก")).unwrap();
        assert_eq!(public(&host), first, "seed {seed}");
        host.0.lock().unwrap().watched = true;
        let mut number = 1;
        for _ in 0..3 {
            number += 1;
            let mut files = version(&mut dice, number);
            let mut site = built(&home.path().join(number.to_string()), &files);
            let mut cut = false;
            // Cut again and again; sometimes the author changes the site in between, or goes back to what it was.
            for _ in 0..dice.roll(4) {
                {
                    let mut state = host.0.lock().unwrap();
                    state.left = Some(dice.roll(12));
                    state.done_at_cut = dice.roll(2) == 0;
                    state.sent.clear();
                }
                cut |= go(&site, &host, &diary, &options("ก")).is_err();
                match dice.roll(4) {
                    0 => {
                        number += 1;
                        files = version(&mut dice, number);
                        site = built(&home.path().join(number.to_string()), &files);
                    }
                    1 => {
                        files = first.clone();
                        site = built(&home.path().join("again"), &files);
                    }
                    _ => {}
                }
            }
            host.0.lock().unwrap().left = None;
            let report = go(&site, &host, &diary, &options("ก")).unwrap();
            assert!(public(&host) == files, "seed {seed}: identical after a resume (cut: {cut})");
            let _ = report;
            let state = host.0.lock().unwrap();
            assert_eq!(state.broken, BTreeSet::new(), "seed {seed}");
            assert!(!state.files.contains_key(".prongsai/publishing.json"), "seed {seed}: the lock is given back");
            drop(state);
            let again = go(&site, &host, &diary, &options("ก")).unwrap();
            assert!(again.nothing, "seed {seed}: nothing is left to do");
        }
    }
}

#[test]
fn what_arrived_whole_is_not_sent_twice() {
    let home = tempfile::tempdir().unwrap();
    let host = Memory::default();
    let diary = Diary::open(home.path(), "main").unwrap();
    let files: Files = (0..40).map(|n| (format!("{n}.html"), format!("page {n}").into_bytes())).collect();
    let site = built(&home.path().join("site"), &files);
    host.0.lock().unwrap().left = Some(21);
    assert_eq!(go(&site, &host, &diary, &options("ก")).unwrap_err().why, Why::Cut);
    host.0.lock().unwrap().left = None;
    let report = go(&site, &host, &diary, &options("ก")).unwrap();
    assert!(report.resumed);
    let sent = host.0.lock().unwrap().sent.clone();
    let distinct: BTreeSet<&String> = sent.iter().collect();
    assert_eq!((sent.len(), distinct.len()), (40, 40));
}

#[test]
fn another_machine_finishes_what_was_cut_only_when_told_to_and_trusts_nothing() {
    let home = tempfile::tempdir().unwrap();
    let host = Memory::default();
    let one = Diary::open(&home.path().join("one"), "main").unwrap();
    let other = Diary::open(&home.path().join("other"), "main").unwrap();
    let old: Files = [("index.html", "old"), ("a.html", "old a"), ("gone.html", "x")]
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .into();
    let new: Files = [("index.html", "new"), ("a.html", "new a"), ("b.html", "b")]
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .into();
    let (old_site, new_site) = (built(&home.path().join("o"), &old), built(&home.path().join("n"), &new));
    go(&old_site, &host, &one, &options("สมศรี@กองคลัง")).unwrap();
    host.0.lock().unwrap().left = Some(3);
    go(&new_site, &host, &one, &options("สมศรี@กองคลัง")).unwrap_err();
    host.0.lock().unwrap().left = None;
    let hour_later = PublishOptions { now: 1_003_600, ..options("ข") };
    let locked = go(&old_site, &host, &other, &hour_later).unwrap_err();
    assert_eq!(locked.why, Why::Locked);
    assert!(locked.message.contains("สมศรี@กองคลัง") && locked.message.contains("60 นาที"), "{locked}");
    // The other publishes what stood there before: what the cut left of the new site must not survive.
    go(&old_site, &host, &other, &PublishOptions { break_lock: true, ..hour_later }).unwrap();
    assert_eq!(public(&host), old);
    // The first comes back with its diary; the lock is gone, and its memory of the cut must not mislead it.
    go(&new_site, &host, &one, &options("สมศรี@กองคลัง")).unwrap();
    assert_eq!(public(&host), new);
}

#[test]
fn what_others_put_at_the_host_is_neither_touched_nor_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let diary = Diary::open(&home.path().join("memory"), "main").unwrap();
    let page = |text: &str| -> Files { [("index.html".to_owned(), text.as_bytes().to_vec())].into() };
    let host = Memory::default();
    host.0.lock().unwrap().files = page("somebody else's");
    let site = built(&home.path().join("1"), &page("ours"));
    let refused = go(&site, &host, &diary, &options("ก")).unwrap_err();
    assert_eq!(refused.why, Why::Foreign);
    assert_eq!(public(&host), page("somebody else's"));

    let root = Memory::default();
    root.0.lock().unwrap().files = [("public_html/x.php".to_owned(), vec![1]), ("mail/a".to_owned(), vec![1])].into();
    let refused = go(&site, &root, &diary, &options("ก")).unwrap_err();
    assert!(refused.message.contains("public_html"), "{refused}");

    // Beside ours, a stranger's file stays through publishing, changing and deleting.
    let host = Memory::default();
    go(&site, &host, &diary, &options("ก")).unwrap();
    host.0.lock().unwrap().files.insert("แบบฟอร์ม.pdf".to_owned(), vec![7]);
    host.0.lock().unwrap().files.insert("new.html".to_owned(), vec![7]);
    let mut more = page("changed");
    more.insert("new.html".to_owned(), b"ours".to_vec());
    let refused = go(&built(&home.path().join("2"), &more), &host, &diary, &options("ก")).unwrap_err();
    assert_eq!(refused.why, Why::Foreign);
    assert!(refused.message.contains("new.html"));
    assert_eq!(public(&host)["index.html"], b"ours", "nothing was sent");
    // The very same bytes count as arrived.
    host.0.lock().unwrap().files.insert("new.html".to_owned(), b"ours".to_vec());
    host.0.lock().unwrap().sent.clear();
    go(&built(&home.path().join("3"), &more), &host, &diary, &options("ก")).unwrap();
    assert_eq!(host.0.lock().unwrap().sent, ["index.html"]);
    assert_eq!(public(&host)["แบบฟอร์ม.pdf"], [7]);
}

#[test]
fn an_audit_sends_again_what_was_changed_or_deleted_at_the_host() {
    let home = tempfile::tempdir().unwrap();
    let diary = Diary::open(&home.path().join("memory"), "main").unwrap();
    let host = Memory::default();
    let files: Files = (0..300).map(|n| (format!("{n}.html"), format!("page {n}").into_bytes())).collect();
    let site = built(&home.path().join("1"), &files);
    go(&site, &host, &diary, &options("ก")).unwrap();
    {
        let mut state = host.0.lock().unwrap();
        state.files.insert("7.html".to_owned(), b"defaced".to_vec());
        state.files.remove("250.html");
        state.sent.clear();
    }
    assert!(go(&site, &host, &diary, &options("ก")).unwrap().nothing, "without an audit nobody looks");
    let report = go(&site, &host, &diary, &PublishOptions { audit: true, ..options("ก") }).unwrap();
    assert_eq!(report.repaired, ["250.html", "7.html"]);
    assert_eq!(public(&host), files);
    assert_eq!(host.0.lock().unwrap().sent.len(), 2);
}

#[test]
fn a_host_that_refuses_dots_gets_another_folder_and_one_that_loses_thai_gets_nothing() {
    let home = tempfile::tempdir().unwrap();
    let diary = Diary::open(&home.path().join("memory"), "main").unwrap();
    let thai: Files = [("ไทย/index.html".to_owned(), b"1".to_vec())].into();
    let site = built(&home.path().join("1"), &thai);
    let host = Memory::default();
    host.0.lock().unwrap().dots_refused = true;
    go(&site, &host, &diary, &options("ก")).unwrap();
    assert!(host.0.lock().unwrap().files.contains_key("_prongsai/manifest.json"));
    assert!(go(&site, &host, &diary, &options("ก")).unwrap().nothing);

    let host = Memory::default();
    host.0.lock().unwrap().thai_lost = true;
    let refused = go(&site, &host, &diary, &options("ก")).unwrap_err();
    assert_eq!(refused.why, Why::Names);
    assert_eq!(public(&host), Files::new());
    assert!(host.0.lock().unwrap().files.is_empty(), "neither lock nor probe is left");
}

#[test]
fn every_release_can_be_put_back_to_the_byte() {
    let home = tempfile::tempdir().unwrap();
    let diary = Diary::open(&home.path().join("memory"), "main").unwrap();
    let host = Memory::default();
    let mut dice = Dice(99);
    let versions: Vec<Files> = (0..4).map(|number| version(&mut dice, number)).collect();
    for (at, files) in versions.iter().enumerate() {
        // The same folder each time, as a build leaves it.
        let folder = home.path().join("output");
        let _ = std::fs::remove_dir_all(&folder);
        let options = PublishOptions { now: 1_000_000 + at as u64, ..options("ก") };
        go(&built(&folder, files), &host, &diary, &options).unwrap();
    }
    let history = diary.history();
    assert_eq!(history.len(), 4);
    for (release, files) in history.iter().zip(&versions) {
        let site = diary.site_of(release).unwrap();
        go(&site, &host, &diary, &options("ก")).unwrap();
        assert_eq!(public(&host), *files);
    }
    assert_eq!(diary.history().len(), 5, "only as many as are kept");
    // A store that was damaged is noticed before anything is sent.
    let last = diary.history().last().unwrap().clone();
    for entry in walk(&home.path().join("memory")) {
        if entry.parent().is_some_and(|parent| parent.parent().is_some_and(|store| store.ends_with("store"))) {
            std::fs::remove_file(&entry).unwrap();
            std::fs::write(&entry, "x").unwrap();
        }
    }
    assert!(matches!(diary.site_of(&last), Err(trouble) if trouble.why == Why::History));
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn a_dry_run_writes_nothing_at_all() {
    let home = tempfile::tempdir().unwrap();
    let diary = Diary::open(&home.path().join("memory"), "main").unwrap();
    let host = Memory::default();
    let site = built(&home.path().join("1"), &version(&mut Dice(5), 1));
    let report = go(&site, &host, &diary, &PublishOptions { dry_run: true, ..options("ก") }).unwrap();
    assert_eq!(report.plan.new.len(), site.manifest.entries.len());
    assert!(host.0.lock().unwrap().files.is_empty());
    assert!(diary.history().is_empty());
}

#[test]
fn two_on_one_machine_do_not_publish_at_once() {
    let home = tempfile::tempdir().unwrap();
    let _first = Diary::open(home.path(), "main").unwrap();
    assert!(matches!(Diary::open(home.path(), "main"), Err(trouble) if trouble.why == Why::Locked));
    assert!(Diary::open(home.path(), "other").is_ok());
}
