//! Edits through the preview's keeper: after each, everything it reused equals a site made from nothing, byte for byte.
//! 120 by themselves; `PREVIEW_EDITS=500 cargo test --release --test preview_equality` for the long run.
//! Edits of every sort: text, status, titles, new and vanished files and folders, rubbish, theme and settings.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod edits;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use prongsai::engine::{KeeperOptions, SiteKeeper};
use prongsai::preview::DiskChanges;
use prongsai::thai::Date;

use edits::{Sequence, edit, start};

#[test]
fn what_is_reused_equals_a_site_made_from_nothing() {
    let edits: usize = std::env::var("PREVIEW_EDITS").ok().and_then(|number| number.parse().ok()).unwrap_or(120);
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let mut sequence = Sequence(2564);
    start(root, &mut sequence);
    fs::create_dir_all(root.join("themes")).unwrap();
    let mut keeper = SiteKeeper::open(KeeperOptions {
        content: root.join("content"),
        themes: Some(root.join("themes")),
        date: Date::new(2026, 11, 21).unwrap(),
        public: false,
        prove: None,
    })
    .unwrap();
    keeper.snapshot(&DiskChanges::everything());
    let mut pages = 0;
    for step in 0..edits {
        let paths: BTreeSet<PathBuf> = edit(root, &mut sequence, step).into_iter().collect();
        let snapshot = keeper.snapshot(&DiskChanges { paths: paths.clone(), rescan: false });
        let differ = keeper.difference(&snapshot);
        assert!(differ.is_empty(), "step {step}, after {paths:?}: {differ:?}");
        pages += snapshot.all().len();
    }
    // A keeper that shows nothing would always agree with itself.
    assert!(pages > edits * 20, "only {pages} pages were compared over {edits} edits");
}
