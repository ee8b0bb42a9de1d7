//! How many common misspellings are found, and what clean official prose raises: `common.txt` holds wrong and right, each
//! put into one sentence; the clean prose is that of the sample portal and of the clean municipality, word for word as it
//! is printed. `compare` measures other programs on the same texts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};

use prongsai::thai::misspelt::misspellings;
use prongsai::thai::segment;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn nine_of_ten_common_misspellings_are_found_and_told_right() {
    let text = fs::read_to_string(root().join("tests/spelling/common.txt")).unwrap();
    let pairs: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once(' ')).collect();
    assert!(pairs.len() >= 300);
    let mut missed = Vec::new();
    let mut right = 0;
    for (wrong, meant) in &pairs {
        let sentence = format!("หน่วยงานได้จัดให้มี{wrong}ตามที่กำหนดไว้");
        let place = "หน่วยงานได้จัดให้มี".len();
        let told: Vec<_> = misspellings(&sentence)
            .into_iter()
            .filter(|found| found.certain && found.range.start < place + wrong.len() && place < found.range.end)
            .collect();
        if told.is_empty() {
            missed.push(*wrong);
        }
        right += usize::from(told.iter().any(|found| meant.contains(&found.right) || found.right.contains(meant)));
    }
    println!(
        "{} of {} found, {right} with the right word; missed: {missed:?}",
        pairs.len() - missed.len(),
        pairs.len()
    );
    assert!(missed.len() * 10 <= pairs.len(), "{} missed", missed.len());
    assert!(right * 100 >= pairs.len() * 85, "{right} told right");
}

fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            documents(&path, found);
        } else if path.extension().is_some_and(|name| name == "md") {
            found.push(path);
        }
    }
}

/// What is really misspelt in the sources that the sample portal copies.
const SLIPS_OF_THE_SOURCES: [&str; 7] =
    ["สาธารณะประโยชน์", "รักษ", "สาธารณะชน", "ทำให้อ", "ประมวลง", "ประชาสัมพันธ์ร", "ฝ้าระวัง"];

#[test]
fn clean_official_prose_raises_nearly_nothing() {
    let mut paths = Vec::new();
    for folder in ["content", "tests/check_faults/clean", "tests/check_precision"] {
        documents(&root().join(folder), &mut paths);
    }
    paths.sort();
    let mut words = 0;
    let mut alarms = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines() {
            words += segment::words(line).len();
            let told = misspellings(line).into_iter().filter(|found| found.certain);
            let false_ones = told.map(|found| line[found.range].to_owned());
            alarms.extend(false_ones.filter(|word| !SLIPS_OF_THE_SOURCES.contains(&word.as_str())));
        }
    }
    println!("{} alarms in {words} words: {alarms:?}", alarms.len());
    assert!(words > 20_000, "{words} words");
    assert!(alarms.len() * 20_000 <= words, "{} alarms in {words} words: {alarms:?}", alarms.len());
}
