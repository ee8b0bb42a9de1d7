//! The search: inputs that were answered in a new way are changed further. Keeps no more than a few thousand.

use std::collections::HashSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::mutate::{Random, mutated};

/// So many changed inputs where nobody asks for more.
const TRIES: usize = 400;
/// An input of a few kilobytes that takes longer costs out of all proportion, on a slow machine and without optimisation too.
const PATIENCE: Duration = Duration::from_secs(20);
const MOST_KEPT: usize = 4_000;
const LARGEST: usize = 64 * 1024;
const MOST_IN_CORPUS: usize = 12;
const LARGEST_IN_CORPUS: usize = 2_048;

/// `parse` answers with what tells one behaviour from another, and panics where a promise is broken.
pub fn search(name: &str, parse: fn(&[u8]) -> String, seeds: Vec<Vec<u8>>) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let mut kept: Vec<Vec<u8>> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let mut stored = 0;
    for path in files_of(&corpus) {
        let bytes = fs::read(&path).unwrap();
        stored += 1;
        seen.insert(told(name, parse, &bytes));
        kept.push(bytes);
    }
    for seed in seeds {
        seen.insert(told(name, parse, &seed));
        kept.push(seed);
    }
    let number = |key: &str| std::env::var(key).ok().and_then(|text| text.parse::<u64>().ok());
    let mut random = Random::new(number("FUZZ_SEED").unwrap_or(1) ^ name.len() as u64);
    let until = number("FUZZ_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let grows = std::env::var_os("FUZZ_GROW").is_some();
    let mut tries = 0;
    while until.map_or(tries < TRIES, |until| Instant::now() < until) {
        tries += 1;
        // Young inputs more often: they lead further.
        let newest = kept.len() / 4 + 1;
        let at = if random.one_in(2) { kept.len() - 1 - random.below(newest) } else { random.below(kept.len()) };
        let input = mutated(&kept[at], &kept[random.below(kept.len())], &mut random);
        if input.len() > LARGEST || !seen.insert(told(name, parse, &input)) {
            continue;
        }
        if grows && stored < MOST_IN_CORPUS && input.len() <= LARGEST_IN_CORPUS {
            fs::create_dir_all(&corpus).unwrap();
            fs::write(corpus.join(format!("{:016x}", hash(&input))), &input).unwrap();
            stored += 1;
        }
        if kept.len() < MOST_KEPT {
            kept.push(input);
        }
    }
    println!("{name}: {tries} inputs, {} kept, {} ways to answer", kept.len(), seen.len());
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn told(name: &str, parse: fn(&[u8]) -> String, input: &[u8]) -> String {
    let started = Instant::now();
    let answer = catch_unwind(AssertUnwindSafe(|| parse(input)));
    let took = started.elapsed();
    if let Ok(answer) = answer
        && took < PATIENCE
    {
        return answer;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}-{:016x}", hash(input)));
    fs::write(&path, input).unwrap();
    panic!("{name}: an input of {} bytes breaks it ({took:?}): {}", input.len(), path.display());
}

fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
