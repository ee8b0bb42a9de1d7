//! The compounds of `glue.txt`, found before any dictionary is asked. Knows Thai runs only, no spaces or digits.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{dictionary, leads, only_follows};

struct Compound {
    text: String,
    /// Bytes at which even the compound may be parted.
    parts: Vec<usize>,
}

/// By the first letter; of one letter the longest first.
fn compounds() -> &'static HashMap<char, Vec<Compound>> {
    static COMPOUNDS: OnceLock<HashMap<char, Vec<Compound>>> = OnceLock::new();
    COMPOUNDS.get_or_init(|| {
        let mut compounds: HashMap<char, Vec<Compound>> = HashMap::new();
        for line in include_str!("glue.txt").lines().filter(|line| !line.starts_with('#')) {
            let Some(first) = line.chars().next() else { continue };
            let mut text = String::with_capacity(line.len());
            let mut parts = Vec::new();
            for part in line.trim().split('|') {
                if !text.is_empty() {
                    parts.push(text.len());
                }
                text.push_str(part);
            }
            let known = compounds.entry(first).or_default();
            known.push(Compound { text, parts });
            known.sort_by_key(|compound| std::cmp::Reverse(compound.text.len()));
        }
        compounds
    })
}

fn compound_at(run: &str, at: usize) -> Option<&'static Compound> {
    let rest = &run[at..];
    let first = rest.chars().next()?;
    if run[..at].ends_with(leads) {
        return None;
    }
    compounds().get(&first)?.iter().find(|compound| {
        rest.strip_prefix(compound.text.as_str()).is_some_and(|after| {
            // "งบประมาณ" must not be read out of a longer word that goes on with a vowel or a silenced letter.
            let mut letters = after.chars();
            !letters.next().is_some_and(only_follows) && letters.next() != Some('\u{e4c}')
        })
    })
}

/// The ends of the words inside a run of Thai letters, without the run's own ends.
pub(super) fn word_ends(run: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut gap = 0;
    let mut at = 0;
    while let Some(letter) = run[at..].chars().next() {
        let Some(compound) = compound_at(run, at) else {
            at += letter.len_utf8();
            continue;
        };
        if gap < at {
            dictionary::word_ends(&run[gap..at], gap, &mut ends);
            ends.push(at);
        }
        ends.extend(compound.parts.iter().map(|part| at + part));
        at += compound.text.len();
        gap = at;
        ends.push(at);
    }
    if gap < run.len() {
        dictionary::word_ends(&run[gap..], gap, &mut ends);
    }
    ends.retain(|&end| 0 < end && end < run.len());
    ends
}

#[cfg(test)]
mod tests {

    #[test]
    fn the_list_is_clean() {
        let lines: Vec<&str> = include_str!("glue.txt").lines().filter(|line| !line.starts_with('#')).collect();
        let mut sorted = lines.clone();
        sorted.sort_by_key(|line| line.replace('|', ""));
        sorted.dedup_by_key(|line| line.replace('|', ""));
        assert_eq!(lines, sorted, "glue.txt is kept in the order of code points, each compound once");
        for line in lines {
            assert_eq!(crate::thai::repair(line), line);
            assert!(line.split('|').all(|part| part.chars().count() >= 2), "{line}");
            assert!(line.chars().all(|letter| letter == '|' || super::super::is_thai_letter(letter)), "{line}");
        }
    }
}
