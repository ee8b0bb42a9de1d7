//! Slips that careful readers find in official papers: template leftovers and words confused by scanning.
//! Data from `words/leftovers.toml` and `words/confusions.toml` and what its context rules mean; findings are `check`'s.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, Input};
use serde::Deserialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LeftoverMatch {
    Text,
    Run,
}

/// Words of a template that nobody replaced.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leftover {
    #[serde(rename = "match")]
    pub how: LeftoverMatch,
    pub text: String,
    /// How long a run must be.
    #[serde(default)]
    pub at_least: usize,
    /// What to do about it, in Thai.
    pub means: String,
    /// After these words it is an ordinary expression.
    #[serde(default)]
    pub except_after: Vec<String>,
}

impl Leftover {
    /// Byte ranges of `text` where it stands.
    pub fn find_in(&self, text: &str) -> Vec<Range<usize>> {
        match self.how {
            LeftoverMatch::Text => self.find_text(text),
            LeftoverMatch::Run => self.find_runs(text),
        }
    }

    /// No text without one of these holds it: its words, or the first two letters of such a run.
    fn beginnings(&self) -> Vec<String> {
        if self.how == LeftoverMatch::Text {
            return vec![self.text.clone()];
        }
        let letters: Vec<char> = self.text.chars().flat_map(|letter| [letter, letter.to_ascii_uppercase()]).collect();
        let longest = letters.iter().map(|letter| length_of(*letter)).max().unwrap_or(1);
        if self.at_least <= longest {
            return letters.iter().map(char::to_string).collect();
        }
        let pairs = |first: char| letters.iter().map(move |second| String::from_iter([first, *second]));
        letters.iter().flat_map(|first| pairs(*first)).collect()
    }

    fn find_text(&self, text: &str) -> Vec<Range<usize>> {
        let places = text.match_indices(self.text.as_str());
        places
            .filter(|(at, _)| {
                let before = &text[..*at];
                !self.except_after.iter().any(|word| before.ends_with(word.as_str()))
            })
            .map(|(at, found)| at..at + found.len())
            .collect()
    }

    fn find_runs(&self, text: &str) -> Vec<Range<usize>> {
        let is_asked = |c: char| self.text.contains(c) || (c.is_ascii() && self.text.contains(c.to_ascii_lowercase()));
        // Most lines hold none of its letters, and of those beyond ASCII hardly any run is made.
        let ascii: u128 = (0..128).filter(|byte| is_asked(char::from(*byte))).fold(0, |all, byte| all | 1 << byte);
        let beyond = !self.text.is_ascii();
        let first_bytes = self.text.chars().filter(|letter| !letter.is_ascii());
        let first_bytes: Vec<u8> = first_bytes.map(|letter| letter.encode_utf8(&mut [0; 4]).as_bytes()[0]).collect();
        let may_begin = |byte: u8| match byte {
            0..128 => ascii >> byte & 1 == 1,
            _ => first_bytes.contains(&byte),
        };
        if !text.bytes().any(may_begin) {
            return Vec::new();
        }
        let belongs = |c: char| match u8::try_from(c) {
            Ok(byte) if byte < 128 => ascii >> byte & 1 == 1,
            _ => beyond && is_asked(c),
        };
        let mut found = Vec::new();
        let mut run: Option<(usize, usize)> = None;
        for (at, c) in text.char_indices().chain(std::iter::once((text.len(), '\0'))) {
            if belongs(c) {
                let length = length_of(c);
                run = Some(run.map_or((at, length), |(start, so_far)| (start, so_far + length)));
            } else if let Some((start, length)) = run.take()
                && length >= self.at_least
                && self.stands_alone(text, start, at)
            {
                found.push(start..at);
            }
        }
        found
    }

    /// Letters repeated inside a word, a masked number or an address mean something else.
    fn stands_alone(&self, text: &str, start: usize, end: usize) -> bool {
        let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '@' | '/');
        let letters = self.text.chars().all(|c| c.is_ascii_alphanumeric());
        let before = text[..start].chars().next_back().is_some_and(|c| joins(c) || c == '.');
        let after = text[end..].chars().next().is_some_and(joins);
        !(letters && (before || after))
    }
}

/// "…" is as long as three dots.
fn length_of(letter: char) -> usize {
    if letter == '…' { 3 } else { 1 }
}

/// Tells in one pass over a document which slips can occur in it at all: nearly all of the lists' do not.
#[derive(Clone, Debug, Default)]
pub struct SlipIndex(OnceLock<Needles>);

#[derive(Clone, Debug)]
struct Needles {
    /// None when the lists are beyond what one automaton holds: then every slip is looked for.
    automaton: Option<DFA>,
    /// Of each needle, its slip: leftovers first, then confusions.
    slips: Vec<usize>,
}

/// Which slips a document may hold.
#[derive(Clone, Debug)]
pub struct Suspects {
    seen: Vec<bool>,
    leftovers: usize,
}

impl Suspects {
    pub fn leftover(&self, at: usize) -> bool {
        self.seen.get(at).copied().unwrap_or(true)
    }

    pub fn confusion(&self, at: usize) -> bool {
        self.seen.get(self.leftovers + at).copied().unwrap_or(true)
    }
}

impl SlipIndex {
    pub fn suspects<'t>(
        &self,
        leftovers: &[Leftover],
        confusions: &[Confusion],
        texts: impl Iterator<Item = &'t str>,
    ) -> Suspects {
        let needles = self.0.get_or_init(|| Needles::of(leftovers, confusions));
        let count = leftovers.len() + confusions.len();
        let Some(automaton) = &needles.automaton else {
            return Suspects { seen: vec![true; count], leftovers: leftovers.len() };
        };
        let mut seen = vec![false; count];
        // Most texts hold nothing of all this, which is told in a fraction of the time.
        for text in texts.filter(|text| sees_any(automaton, text.as_bytes())) {
            for found in automaton.try_find_overlapping_iter(Input::new(text)).into_iter().flatten() {
                seen[needles.slips[found.pattern().as_usize()]] = true;
            }
        }
        Suspects { seen, leftovers: leftovers.len() }
    }
}

impl Needles {
    fn of(leftovers: &[Leftover], confusions: &[Confusion]) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut slips = Vec::new();
        let wrong = confusions.iter().map(|confusion| vec![confusion.wrong.clone()]);
        for (slip, needles) in leftovers.iter().map(Leftover::beginnings).chain(wrong).enumerate() {
            slips.resize(slips.len() + needles.len(), slip);
            words.extend(needles);
        }
        // The lists are short: the larger and quicker of the automata. Nearly every letter begins one of the words.
        let automaton = DFA::builder().prefilter(false).build(&words);
        Self { automaton: automaton.ok(), slips }
    }
}

/// In so many places of a text its words are looked for at once: each step waits for the one before, and a processor has
/// time for others meanwhile.
const LANES: usize = 4;

/// Whether the text holds any of the automaton's words.
fn sees_any(automaton: &DFA, text: &[u8]) -> bool {
    let Ok(start) = automaton.start_state(Anchored::No) else { return true };
    let lane = text.len() / LANES;
    let mut states = [start; LANES];
    let next = |state, byte: &u8| automaton.next_state(Anchored::No, state, *byte);
    let (first, rest) = text.split_at(lane);
    let (second, rest) = rest.split_at(lane);
    let (third, rest) = rest.split_at(lane);
    let (fourth, rest) = rest.split_at(lane);
    for (((one, two), three), four) in first.iter().zip(second).zip(third).zip(fourth) {
        let [a, b, c, d] = states;
        states = [next(a, one), next(b, two), next(c, three), next(d, four)];
        if states.iter().fold(false, |any, state| any | automaton.is_special(*state))
            && states.iter().any(|state| automaton.is_match(*state))
        {
            return true;
        }
    }
    // A word may reach from one lane into the next; every lane goes on until nothing begun in it is left.
    let behind = [lane, 2 * lane, 3 * lane].map(|at| text.get(at..).unwrap_or_default());
    let mut walks = states.into_iter().zip(behind.into_iter().chain([rest]));
    walks.any(|(mut state, bytes)| {
        bytes.iter().take(automaton.max_pattern_len()).any(|byte| {
            state = next(state, byte);
            automaton.is_match(state)
        })
    })
}

/// Letters that scanning turns into others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confusion {
    pub wrong: String,
    pub right: String,
    #[serde(default)]
    pub before: Vec<String>,
    #[serde(default)]
    pub after: Vec<String>,
    #[serde(default)]
    pub not_before: Vec<String>,
    #[serde(default)]
    pub not_after: Vec<String>,
    #[serde(default)]
    pub before_dimension_number: bool,
    /// Safe to correct without asking.
    #[serde(default)]
    pub fix: bool,
}

/// More than the longest context of any rule; keeps a look around cheap in long texts.
const CONTEXT_CHARS: usize = 40;

impl Confusion {
    /// Byte ranges of `text` where the wrong letters stand in a context that makes them wrong.
    pub fn find_in(&self, text: &str) -> Vec<Range<usize>> {
        let places = text.match_indices(self.wrong.as_str());
        places
            .map(|(at, wrong)| at..at + wrong.len())
            .filter(|place| self.is_wrong_between(&text[..place.start], &text[place.end..]))
            .collect()
    }

    fn is_wrong_between(&self, before: &str, after: &str) -> bool {
        let ahead = squeeze(after.chars().take(CONTEXT_CHARS));
        let mut behind: Vec<char> = before.chars().rev().take(CONTEXT_CHARS).collect();
        behind.reverse();
        let behind = squeeze(behind.into_iter());
        let starts = |words: &[String]| words.iter().any(|word| ahead.starts_with(&squeeze(word.chars())));
        let ends = |words: &[String]| words.iter().any(|word| behind.ends_with(&squeeze(word.chars())));
        if starts(&self.not_before) || ends(&self.not_after) {
            return false;
        }
        let free = self.before.is_empty() && self.after.is_empty() && !self.before_dimension_number;
        let numbered = self.before_dimension_number && begins_with_dimension_number(&ahead);
        free || numbered || starts(&self.before) || ends(&self.after)
    }
}

fn squeeze(text: impl Iterator<Item = char>) -> String {
    text.filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '๐'..='๙' => char::from_u32(c as u32 - '๐' as u32 + '0' as u32).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// "ที่ 3" and a bare "3" before a dimension's name or at an end: "มติ 2 ข้อ" and "มติที่ 3/2564" are a council's.
fn begins_with_dimension_number(ahead: &str) -> bool {
    const NAMES: [&str; 7] = ["การ", "สร้าง", "บริหาร", "ส่งเสริม", "เสริมสร้าง", "ยกระดับ", "|"];
    const NOT_AFTER: [&str; 6] = ["ข้อ", "เรื่อง", "ประการ", "ของ", "ให้", "เห็น"];
    let numbered = ahead.strip_prefix("ที่");
    let mut rest = numbered.unwrap_or(ahead).chars();
    if !rest.next().is_some_and(|c| ('1'..='4').contains(&c)) {
        return false;
    }
    let rest = rest.as_str();
    if rest.starts_with(|c: char| c.is_ascii_digit() || c == '/') {
        return false;
    }
    let rest = rest.trim_start_matches(['.', ':', ')', '-', '–', '"', '“']);
    match numbered {
        Some(_) => !NOT_AFTER.iter().any(|word| rest.starts_with(word)),
        None => rest.is_empty() || NAMES.iter().any(|word| rest.starts_with(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_seen_wherever_it_stands_among_the_lanes() {
        let words = ["ติตตาม", "__", "x"];
        let automaton = DFA::builder().prefilter(false).build(words).unwrap();
        for length in [0, 1, 2, 3, 7, 40] {
            let plain = "กา".repeat(length);
            assert!(!sees_any(&automaton, plain.as_bytes()));
            for word in words {
                for at in plain.char_indices().map(|(at, _)| at).chain([plain.len()]) {
                    let text = [&plain[..at], word, &plain[at..]].concat();
                    assert!(sees_any(&automaton, text.as_bytes()), "{text}");
                }
            }
        }
    }
}
