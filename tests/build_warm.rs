//! Builds that take over what did not change: after each random edit, the site on the disk equals one that is made from
//! nothing, file by file, and says the same. 40 edits by themselves; `WARM_EDITS=500` for the long run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod edits;

use std::fs;
use std::path::{Path, PathBuf};

use prongsai::digest::Store;
use prongsai::engine::build::recall::Recall;
use prongsai::engine::build::{self, BuildOptions, Built, Task};
use prongsai::engine::lists::OfficerLists;
use prongsai::engine::{Engine, EngineOptions, Timings, permanence};
use prongsai::output::{Hash, Output, OutputOptions};
use prongsai::thai::Date;

use edits::{Sequence, edit, start, write};

fn engine(root: &Path, day: u8) -> Engine {
    let options = EngineOptions {
        content: root.join("content"),
        themes: Some(root.join("themes")),
        date: Date::new(2026, 11, day).unwrap(),
        portable: false,
        preview: false,
    };
    Engine::open(&options, &Timings::default()).unwrap()
}

/// Builds into `output`, and compares what lies there with a build from nothing.
fn warm(root: &Path, day: u8) -> Built {
    warm_timed(root, day, &Timings::default())
}

fn warm_timed(root: &Path, day: u8, timings: &Timings) -> Built {
    let engine_of = || engine(root, day);
    let store = Store::beside(&root.join("content")).expect("a place for results");
    let options = OutputOptions { date: format!("2026-11-{day}"), durable: false, ..OutputOptions::default() };
    let mut output = Output::open(&root.join("output"), &options).unwrap();
    let stage = output.begin().unwrap();
    let plan = BuildOptions { task: Task::Whole, keep_going: true, store: Some(&store), members: None, step: &|| () };
    let built = build::build(&engine_of(), &stage, &plan, timings).unwrap();
    stage.commit().unwrap();
    let (fresh, differ) = build::differences(&engine_of(), &output.manifest().unwrap(), true).unwrap();
    assert!(differ.is_empty(), "{differ:?}");
    assert!(built.says_the_same(&fresh), "{built:?}\n{fresh:?}");
    for (path, record) in &output.manifest().unwrap().entries {
        let bytes = fs::read(root.join("output").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(Hash::of(&bytes), record.hash, "{path} is not what the list of files says");
    }
    built
}

/// What is recalled of agencies, as `check` does, is what judging them anew says; tells how many there were.
fn recalled(root: &Path, day: u8) -> usize {
    let engine = engine(root, day);
    let Some(recall) = Recall::of(&engine, &root.join("content")) else { return 0 };
    let mut count = 0;
    for files in &engine.sources.agencies {
        let Some(known) = recall.agency(files) else { continue };
        let checked = engine.check(files, &Timings::default()).unwrap_or_else(|_| panic!("{} is none", files.slug));
        let fresh = engine.locate(&checked.agency, files, &checked.findings);
        for (at, (old, new)) in known.findings.iter().zip(&fresh).enumerate() {
            assert_eq!(old, new, "{} {at}", files.slug);
        }
        assert_eq!(known.findings.len(), fresh.len(), "{}", files.slug);
        let (summary, addresses) = permanence::presence_of(&engine.site, checked.agency);
        assert_eq!((&known.summary, &known.addresses), (&summary, &addresses));
        let (lists, _) = recall.lists(files).expect("what findings are recalled of has its lists");
        let shown = engine.agency(files, &Timings::default()).unwrap_or_else(|_| panic!("{} is none", files.slug));
        assert_eq!(lists, OfficerLists::of(&engine.site, &shown.agency), "{}", files.slug);
        count += 1;
    }
    count
}

fn kept(root: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(root.join(".prongsai/cache/content")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn after_each_edit_what_is_kept_equals_a_site_made_from_nothing() {
    let edits: usize = std::env::var("WARM_EDITS").ok().and_then(|number| number.parse().ok()).unwrap_or(40);
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let mut sequence = Sequence(2565);
    start(root, &mut sequence);
    fs::create_dir_all(root.join("themes")).unwrap();
    warm(root, 21);
    let (mut reused, mut told, mut day) = (0, 0, 21);
    for step in 0..edits {
        // What a build keeps, and what it made, may be spoiled by anybody; and days pass.
        match sequence.below(12) {
            0 => day = 21 + (day - 20) % 5,
            1 => {
                let files = kept(root);
                let path = &files[sequence.below(files.len())];
                let mut bytes = fs::read(path).unwrap();
                let at = sequence.below(bytes.len());
                bytes[at] ^= 1 << sequence.below(8);
                fs::write(path, bytes).unwrap();
            }
            2 => fs::remove_file(&kept(root)[0]).unwrap(),
            3 => {
                let files = kept(root);
                fs::copy(&files[0], &files[files.len() - 1]).unwrap();
            }
            4 => fs::write(root.join("output/index.html"), "by hand").unwrap(),
            5 => drop(fs::remove_dir_all(root.join(".prongsai"))),
            _ => {
                edit(root, &mut sequence, step);
            }
        }
        eprintln!("step {step}");
        told += recalled(root, day);
        reused += warm(root, day).reused;
    }
    assert!(told > edits / 2, "only {told} results were recalled in {edits} checks");
    assert!(reused > edits / 2, "only {reused} results were taken over in {edits} builds");
}

/// How long a stage took, by its name.
fn took(timings: &Timings, stage: &str) -> String {
    let lines = timings.lines();
    let line = lines.iter().find(|line| line.starts_with(stage)).unwrap();
    line.trim_start_matches(stage).trim().to_owned()
}

#[test]
fn a_changed_theme_is_shown_without_judging_and_its_words_alone_make_the_index_again() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    start(root, &mut Sequence(11));
    let after = |path: &str, text: &str| {
        fs::create_dir_all(root.join("themes/prongsai").join(path).parent().unwrap()).unwrap();
        write(&root.join("themes/prongsai").join(path), text);
        let timings = Timings::default();
        assert_eq!(warm_timed(root, 21, &timings).reused, 0);
        assert_eq!(took(&timings, "วาดภาพคู่ลิงก์"), "0.000 ms", "no card says anything else");
        ["ตรวจ", "ทำดัชนีค้นหา", "อ่านและเชื่อมเอกสาร"].map(|stage| took(&timings, stage) == "0.000 ms")
    };
    fs::create_dir_all(root.join("themes")).unwrap();
    warm(root, 21);
    assert_eq!(after("assets/css/90-own.css", "body { --step: 1 }\n"), [true, true, false]);
    assert_eq!(after("i18n/th.toml", "contact = \"ติดต่อเราที่นี่\"\n"), [true, false, false]);
    write(&root.join("content/na-kok/page-9.md"), "# หน้า ก\n");
    assert!(!after("assets/css/90-own.css", "body { --step: 2 }\n")[0]);
}

#[test]
fn a_card_is_drawn_again_only_when_it_says_something_else() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    start(root, &mut Sequence(3));
    warm(root, 21);
    let drawn = |path: &str, text: &str| {
        write(&root.join("content").join(path), text);
        let timings = Timings::default();
        warm_timed(root, 21, &timings);
        took(&timings, "วาดภาพคู่ลิงก์") != "0.000 ms"
    };
    assert!(!drawn("na-kok/page-9.md", "# หน้า ก\n"));
    assert!(drawn("na-kok/2564/report-12m.md", &edits::report(&mut Sequence(4), 12)));
    assert!(!drawn("na-kok/page-9.md", "# หน้า ข\n"));
    // One that is gone from the disk is drawn again.
    fs::remove_file(root.join("output/na-kok/2564/card.png")).unwrap();
    assert!(drawn("na-kok/page-9.md", "# หน้า ค\n"));
    assert!(root.join("output/na-kok/2564/card.png").exists());
}

#[test]
fn an_unchanged_site_is_taken_over_and_one_edit_makes_one_agency_again() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let mut sequence = Sequence(7);
    start(root, &mut sequence);
    assert_eq!(warm(root, 21).reused, 0);
    assert_eq!(warm(root, 21).reused, 2);
    write(&root.join("content/na-kok/2564/plan.md"), "---\nkind: plan\nfiscal_year: 2564\n---\nใหม่\n");
    assert_eq!(warm(root, 21).reused, 1);
    assert_eq!(warm(root, 22).reused, 0, "every page says its day");
    // The same size and the same time, but not the same words.
    let page = root.join("content/na-kok/page-9.md");
    write(&page, "# หน้า ก\n");
    warm(root, 22);
    let time = fs::metadata(&page).unwrap().modified().unwrap();
    write(&page, "# หน้า ข\n");
    fs::File::options().write(true).open(&page).unwrap().set_modified(time).unwrap();
    assert_eq!(warm(root, 22).reused, 1);
    // A touch alone changes nothing.
    fs::write(&page, fs::read(&page).unwrap()).unwrap();
    assert_eq!(warm(root, 22).reused, 2);
}
