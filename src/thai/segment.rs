//! Where Thai may be broken: lines, words, and clusters (a letter with its marks), which nothing ever cuts.
//! Uses the dictionary of ICU, which agrees with what browsers do; `glue.txt` lists compounds that it splits wrongly.

use std::ops::Range;
use std::sync::OnceLock;

use icu_segmenter::options::{LineBreakOptions, WordBreakInvariantOptions};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed, WordSegmenter, WordSegmenterBorrowed};
use unicode_normalization::char::is_combining_mark;

/// Whether the character sits on or attaches to the one before it: a combining mark, or ำ.
pub fn is_mark(letter: char) -> bool {
    matches!(letter, 'ำ' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}') || is_combining_mark(letter)
}

fn line_segmenter() -> LineSegmenterBorrowed<'static> {
    static SEGMENTER: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    *SEGMENTER.get_or_init(|| LineSegmenter::new_dictionary(LineBreakOptions::default()))
}

fn word_segmenter() -> WordSegmenterBorrowed<'static> {
    static SEGMENTER: OnceLock<WordSegmenterBorrowed<'static>> = OnceLock::new();
    *SEGMENTER.get_or_init(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()))
}

/// The bytes at which a line may be broken, in order, without the two ends of the text.
pub fn break_opportunities(text: &str) -> Vec<usize> {
    line_segmenter().segment_str(text).filter(|&at| 0 < at && at < text.len()).collect()
}

/// The words of the text: runs of letters or digits, without blanks and punctuation.
pub fn words(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    let segments = word_segmenter();
    for end in segments.segment_str(text) {
        if text[start..end].starts_with(char::is_alphanumeric) {
            found.push(start..end);
        }
        start = end;
    }
    found
}

/// The clusters of the text, which together are all of it: each a character with the marks that follow it.
pub fn clusters(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        match found.last_mut() {
            Some(last) if is_mark(letter) => last.end = end,
            _ => found.push(at..end),
        }
    }
    found
}
