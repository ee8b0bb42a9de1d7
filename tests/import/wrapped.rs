//! The same contents in other wrappings give the same model: files made by `wrap.py`, whose folder `WRAPPED` names.
//! Words are compared without their spaces; for PDF a wrong number counts only where no mark says to look.

use std::collections::BTreeMap;
use std::path::Path;

use prongsai::import::{self, ImportOptions, Incoming};
use prongsai::source::Disk;
use prongsai::standards::Standards;

use crate::compare::{self, Comparison, Model};
use crate::seeds::SEEDS;

/// Least share of cells by kind of file.
const LINES: [(&str, f64); 8] = [
    ("docx", 99.0),
    ("whole.docx", 99.0),
    ("xlsx", 99.0),
    ("ods", 99.0),
    ("csv", 99.0),
    ("html", 99.0),
    ("libreoffice.pdf", 97.0),
    ("chromium.pdf", 97.0),
];

/// Only what the wrapped form holds: the rows of one report, plan or book.
pub fn is_elsewhere(slug: &str, key: &str) -> bool {
    let own = match slug {
        "na-kok" => "report/2564/12/",
        "phipun" => "report/2564/6/",
        "na-liang" => "measures/2568/",
        "mueang-noi" => "plan/2566/",
        _ => "report/2563/6/",
    };
    let Some(rest) = key.strip_prefix(own) else { return true };
    let outside = [
        "eplan",
        "declared",
        "stated",
        "as_of",
        "period_from",
        "period_until",
        "submitted",
        "reporter",
        "target/",
        "approved",
        "years",
    ];
    outside.iter().any(|start| rest.starts_with(start)) || rest.contains("/own")
}

#[test]
fn other_wrappings_give_the_same_model() {
    let Some(folder) = std::env::var_os("WRAPPED") else {
        println!("WRAPPED names no folder of wrapped files: nothing compared");
        return;
    };
    let folder = Path::new(&folder);
    let content = Disk::at(Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let mut failed = Vec::new();
    let mut sums: BTreeMap<&str, (usize, usize, usize, usize)> = BTreeMap::new();
    for (kind, least) in LINES {
        for (_, slug) in SEEDS {
            let name = format!("{slug}.{kind}");
            let Ok(bytes) = std::fs::read(folder.join(&name)) else {
                println!("{name:<28} is not there");
                continue;
            };
            let imported = match import::import(
                Incoming { name: &name, bytes: &bytes },
                &ImportOptions::default(),
                Standards::embedded(),
            ) {
                Ok(imported) => imported,
                Err(refusal) => {
                    println!("{name:<28} refused: {}", refusal.message);
                    failed.push(name);
                    continue;
                }
            };
            if let Some(keep) = std::env::var_os("KEEP") {
                for (path, text) in &imported.files {
                    let target = Path::new(&keep).join(&name).join(path);
                    std::fs::create_dir_all(target.parent().unwrap()).unwrap();
                    std::fs::write(target, text).unwrap();
                }
            }
            let expected = Model::of(&compare::load_from(&content, slug).unwrap());
            let found = compare::load(&imported.files).map(|agency| Model::of(&agency)).unwrap_or_default();
            let comparison = Comparison::of(&expected, &found, &|key| is_elsewhere(slug, key));
            let sum = sums.entry(kind).or_default();
            sum.0 += comparison.words.0;
            sum.1 += comparison.words.1;
            sum.2 += comparison.numbers.0;
            sum.3 += comparison.numbers.1;
            println!(
                "{name:<28} words {:>4} of {:<4} numbers {:>4} of {:<4} cells {:.2} % marks {}",
                comparison.words.0,
                comparison.words.1,
                comparison.numbers.0,
                comparison.numbers.1,
                comparison.cells(),
                imported.account.marks
            );
            for line in comparison.differing.iter().take(12) {
                println!("    {}", line.chars().take(260).collect::<String>());
            }
            if comparison.cells() < least
                || (comparison.numbers.0 < comparison.numbers.1 && imported.account.marks == 0)
            {
                failed.push(name);
            }
        }
    }
    for (kind, sum) in &sums {
        let cells = 100.0 * (sum.0 + sum.2) as f64 / (sum.1 + sum.3).max(1) as f64;
        println!("{kind:<18} words {} of {}, numbers {} of {}, cells {cells:.2} %", sum.0, sum.1, sum.2, sum.3);
    }
    assert!(failed.is_empty(), "below the line: {failed:?}");
}
