//! The five seeds, raw, against the hand-made sample content: at least 99 % of cells, all numbers. The raw texts are not
//! part of the repository: `SEEDS` names their folder, else `../shared/seeds` is looked for; without them nothing is tested.

use std::path::{Path, PathBuf};

use prongsai::import::{self, ImportOptions, Incoming};
use prongsai::source::Disk;
use prongsai::standards::Standards;

use crate::compare::{self, Comparison, Model, REWRITTEN};

pub const SEEDS: [(&str, &str); 5] =
    [("000_", "na-kok"), ("001_", "phipun"), ("002_", "na-liang"), ("003_", "mueang-noi"), ("004_", "tha-samet")];

pub fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("SEEDS").map(PathBuf::from);
    let places = named.into_iter().chain(["../shared/seeds", "../../shared/seeds"].map(|place| root.join(place)));
    places.into_iter().find(|place| place.is_dir())
}

pub fn seed(folder: &Path, start: &str) -> (String, Vec<u8>) {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let path = files
        .into_iter()
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start)))
        .unwrap();
    (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())
}

#[test]
fn the_five_seeds_agree_with_the_sample_content() {
    let Some(folder) = folder() else {
        println!("no raw seeds here: nothing compared");
        return;
    };
    let content = Disk::at(Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let mut failed = Vec::new();
    for (start, slug) in SEEDS {
        let (name, bytes) = seed(&folder, start);
        let imported =
            import::import(Incoming { name: &name, bytes: &bytes }, &ImportOptions::default(), Standards::embedded())
                .unwrap();
        let expected = Model::of(&compare::load_from(&content, slug).unwrap());
        let found = Model::of(&compare::load(&imported.files).expect("what was imported loads"));
        // The sample tells these in its own words, or from papers outside the seed.
        let leave_out = |key: &str| {
            let last = key.rsplit('/').next().unwrap_or("");
            (REWRITTEN.contains(&last) && slug != "phipun") || (slug == "phipun" && ["methods"].contains(&last))
        };
        let comparison = Comparison::of(&expected, &found, &leave_out);
        println!(
            "{slug:<12} words {:>4} of {:<4} numbers {:>4} of {:<4} cells {:.2} %",
            comparison.words.0,
            comparison.words.1,
            comparison.numbers.0,
            comparison.numbers.1,
            comparison.cells()
        );
        for line in comparison.differing.iter().take(60) {
            println!("    {line}");
        }
        if comparison.cells() < 99.0 || comparison.numbers.0 < comparison.numbers.1 {
            failed.push(slug);
        }
    }
    assert!(failed.is_empty(), "below the line: {failed:?}");
}
