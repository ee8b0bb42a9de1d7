//! Hundreds of seeded variants (`shuffled.py`; `SHUFFLED` names their folder) against the content that they were made of:
//! at least 98 % of cells, and no wrong number without a mark in its row.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use prongsai::import::{self, ImportOptions, Incoming};
use prongsai::source::Disk;
use prongsai::standards::Standards;

use crate::compare::{self, Comparison, Model};
use crate::wrapped::is_elsewhere;

const MARK: &str = "<!-- import:";

#[test]
fn shuffled_variants_are_read_or_marked() {
    let Some(folder) = std::env::var_os("SHUFFLED") else {
        println!("SHUFFLED names no folder of variants: nothing compared");
        return;
    };
    let only = std::env::var("ONLY").unwrap_or_default();
    let content = Disk::at(Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| is_variant(path)).collect();
    files.sort();
    let mut expected: BTreeMap<String, Model> = BTreeMap::new();
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    let mut wrong_unmarked = 0;
    for path in &files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with(&only) {
            continue;
        }
        let parts: Vec<&str> = name.split('.').collect();
        let (slug, kind) = (parts[1].to_owned(), parts[2].to_owned());
        let bytes = std::fs::read(path).unwrap();
        let imported =
            import::import(Incoming { name: &name, bytes: &bytes }, &ImportOptions::default(), Standards::embedded())
                .unwrap_or_else(|refusal| panic!("{name}: {}", refusal.message));
        let expected = expected
            .entry(slug.clone())
            .or_insert_with(|| Model::of(&compare::load_from(&content, &slug).unwrap()).repaired());
        let found = compare::load(&imported.files).map(|agency| Model::of(&agency).repaired()).unwrap_or_default();
        let comparison = Comparison::of(expected, &found, &|key| is_elsewhere(&slug, key));
        let unmarked: Vec<&String> = comparison
            .differing
            .iter()
            .filter(|line| line.starts_with("number") && !is_marked(line, &imported.files))
            .collect();
        wrong_unmarked += unmarked.len();
        let sum = sums.entry(kind).or_default();
        sum.files += 1;
        sum.right += comparison.words.0 + comparison.numbers.0;
        sum.all += comparison.words.1 + comparison.numbers.1;
        sum.numbers.0 += comparison.numbers.0;
        sum.numbers.1 += comparison.numbers.1;
        sum.unmarked += unmarked.len();
        if comparison.cells() < 98.0 || !unmarked.is_empty() {
            println!(
                "{name:<28} cells {:.2} %, numbers {} of {}, of the wrong ones {} without a mark",
                comparison.cells(),
                comparison.numbers.0,
                comparison.numbers.1,
                unmarked.len()
            );
            for line in comparison.differing.iter().take(6) {
                println!("    {}", line.chars().take(220).collect::<String>());
            }
        }
    }
    let mut all = Sum::default();
    for (kind, sum) in &sums {
        println!("{kind:<6} {sum}");
        all.files += sum.files;
        all.right += sum.right;
        all.all += sum.all;
        all.numbers.0 += sum.numbers.0;
        all.numbers.1 += sum.numbers.1;
        all.unmarked += sum.unmarked;
    }
    println!("all    {all}");
    assert!(all.right * 100 >= all.all * 98, "below 98 % of cells");
    assert_eq!(wrong_unmarked, 0, "wrong numbers without a mark");
}

#[derive(Default)]
struct Sum {
    files: usize,
    right: usize,
    all: usize,
    numbers: (usize, usize),
    unmarked: usize,
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} files, cells {} of {} ({:.2} %), numbers {} of {}, wrong without a mark {}",
            self.files,
            self.right,
            self.all,
            100.0 * self.right as f64 / self.all.max(1) as f64,
            self.numbers.0,
            self.numbers.1,
            self.unmarked
        )
    }
}

fn is_variant(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().split('.').count() == 3)
}

/// Whether the row that a difference speaks of bears a mark, or another mark says that the whole is not to be trusted.
fn is_marked(line: &str, files: &[(String, String)]) -> bool {
    // `number report/2564/12/1-01/budget/plan: …`
    let key = line.split(' ').nth(1).unwrap_or("").trim_end_matches(':');
    let code = key.split('/').find(|part| part.contains('-')).unwrap_or("");
    let begins = format!("| {code} ");
    let marks = |text: &str| text.lines().any(|line| line.starts_with(&begins) && line.contains(MARK));
    !code.is_empty() && files.iter().any(|(_, text)| marks(text))
}
