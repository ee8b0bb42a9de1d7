//! The index of one agency, built by one worker from its records. Knows nothing of other agencies; numbers its
//! records from 0 in the order given, which is also the order in which results of equal worth are shown.

use crate::address::search_folder;
use crate::escape::{may_be_blank, run_before};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::fold::{fold, fold_into, is_tone};
use super::gram::{FIELD_END, Gram, each_gram, is_longest};
use super::postings::{Gathering, GramLists, Postings, mixed};
use super::script::{OpenScript, quoted, stamp};
use super::{RecordKind, SearchFile, SearchRecord};

/// A file of texts is closed at this size, or at so many records of a middling length: small enough that showing ten
/// results costs little, large enough that the files are far fewer than the pages.
const TEXT_FILE: usize = 3_000;
const TEXTS_A_FILE: usize = 3;

/// Records are indexed side by side in parts of this many: fixed, so that the files are alike on any number of cores.
const PART: usize = 1_024;

/// One facet: each record's value as a place in `labels`. The first label is empty: not stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FacetColumn {
    pub labels: Vec<String>,
    pub values: Vec<u32>,
}

impl FacetColumn {
    pub fn new() -> Self {
        Self { labels: vec![String::new()], values: Vec::new() }
    }

    pub fn push(&mut self, label: &str) {
        let at = match self.labels.iter().position(|known| known == label) {
            Some(at) => at,
            None => {
                self.labels.push(label.to_owned());
                self.labels.len() - 1
            }
        };
        self.values.push(u32::try_from(at).unwrap_or(0));
    }
}

/// Kind, fiscal year, dimension, status; the agency itself comes with the merge.
pub(super) const COLUMNS: usize = 4;

/// What one agency gives to search: its text files, and the lists that a merge joins with those of other agencies.
/// Can be stored (`serde`) between the runs that index agencies and the one that merges them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyIndex {
    pub(super) outline: IndexOutline,
    pub(super) lists: IndexLists,
    #[serde(skip)]
    files: Vec<SearchFile>,
}

/// An index without its lists, which are nearly all of it: enough of an agency whose lists are joined already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexOutline {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) records: u32,
    pub(super) columns: [FacetColumn; COLUMNS],
    /// What the authority is called, folded, and the record of its home.
    pub(super) names: Vec<(String, u32)>,
    /// How many records each text file holds.
    pub(super) text_files: Vec<u32>,
    pub(super) stamp: String,
}

impl IndexOutline {
    pub fn slug(&self) -> &str {
        &self.slug
    }
}

/// The lists of an agency's grams, part by part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexLists(pub(super) Vec<IndexPart>);

/// The lists of some records in a row, numbered from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IndexPart {
    pub records: u32,
    pub texts: GramLists,
    pub titles: GramLists,
    /// Only what leaving out tone marks brings together; the rest stands in `texts`.
    pub toneless: GramLists,
    pub codes: BTreeMap<String, Postings>,
}

impl IndexPart {
    fn of(records: &[SearchRecord]) -> Self {
        BUILDER.with_borrow_mut(|builder| {
            for (number, record) in records.iter().enumerate() {
                builder.add(u32::try_from(number).unwrap_or(u32::MAX), record);
            }
            builder.seen.clear();
            Self {
                records: u32::try_from(records.len()).unwrap_or(u32::MAX),
                texts: builder.texts.finish(),
                titles: builder.titles.finish(),
                toneless: builder.toneless.finish(),
                codes: std::mem::take(&mut builder.codes),
            }
        })
    }
}

impl AgencyIndex {
    /// The files of texts, `<agency>/search/t0.js` …, which the agency's own index and the portal's both point to.
    /// They leave with this call, so that what waits for the merge is small.
    pub fn take_texts(&mut self) -> Vec<SearchFile> {
        std::mem::take(&mut self.files)
    }

    pub fn records(&self) -> u32 {
        self.outline.records
    }

    pub fn parted(self) -> (IndexOutline, IndexLists) {
        (self.outline, self.lists)
    }

    /// Put together again, without texts.
    pub fn whole(outline: IndexOutline, lists: IndexLists) -> Self {
        Self { outline, lists, files: Vec::new() }
    }
}

/// Indexes the records of the agency with this slug.
pub fn build_agency(records: &[SearchRecord], slug: &str) -> AgencyIndex {
    let (parts, texts) =
        rayon::join(|| records.par_chunks(PART).map(IndexPart::of).collect(), || TextFiles::write(records, slug));
    let outline = IndexOutline {
        slug: slug.to_owned(),
        name: records.first().map_or(slug, |record| &record.agency_name).to_owned(),
        records: u32::try_from(records.len()).unwrap_or(u32::MAX),
        columns: columns(records),
        names: names(records),
        text_files: texts.counts,
        stamp: stamp(texts.files.iter().map(|file| file.bytes.as_slice())),
    };
    AgencyIndex { outline, lists: IndexLists(parts), files: texts.files }
}

fn names(records: &[SearchRecord]) -> Vec<(String, u32)> {
    let mut names = Vec::new();
    for (number, record) in (0..).zip(records).filter(|(_, record)| record.kind == RecordKind::Agency) {
        let called = std::iter::once(&record.title).chain(&record.heads).map(|name| fold(name));
        names.extend(called.filter(|name| !name.is_empty()).map(|name| (name, number)));
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn columns(records: &[SearchRecord]) -> [FacetColumn; COLUMNS] {
    let mut columns = [(); COLUMNS].map(|()| FacetColumn::new());
    for record in records {
        let SearchRecord { kind, year, dimension, status, .. } = record;
        columns[0].push(RecordKind::label(*kind));
        columns[1].push(&year.map(|year| year.to_string()).unwrap_or_default());
        columns[2].push(&dimension.map(|number| format!("มิติ {number}")).unwrap_or_default());
        columns[3].push(status.as_deref().unwrap_or_default());
    }
    columns
}

thread_local! {
    /// The room of the part before, to be filled again.
    static BUILDER: RefCell<IndexBuilder> = RefCell::default();
}

#[derive(Default)]
struct IndexBuilder {
    texts: Gathering,
    titles: Gathering,
    toneless: Gathering,
    codes: BTreeMap<String, Postings>,
    field: Vec<u16>,
    units: Vec<u16>,
    stripped: Vec<u16>,
    /// Neighbourhoods of tone marks seen lately, four units in one number, each with the number after its record's: most
    /// come again and again in one text.
    seen: Vec<(Gram, u32)>,
}

/// A power of two that stays in a core's own cache.
const SEEN: usize = 1_024;

impl IndexBuilder {
    fn add(&mut self, number: u32, record: &SearchRecord) {
        self.units.clear();
        let year = record.year.map(|year| year.to_string()).unwrap_or_default();
        let code = record.code.as_deref().unwrap_or_default();
        for (place, text) in [&record.title, code, &record.agency_name, &year, &record.text].into_iter().enumerate() {
            fold_into(text, &mut self.field);
            if place == 0 {
                each_gram(&self.field, |gram| self.titles.push(gram, number));
            } else {
                self.units.push(FIELD_END);
            }
            self.units.extend_from_slice(&self.field);
        }
        for head in &record.heads {
            fold_into(head, &mut self.field);
            each_gram(&self.field, |gram| self.titles.push(gram, number));
        }
        for line in record.more().split('\n') {
            self.units.push(FIELD_END);
            self.units.extend(line.encode_utf16());
        }
        each_gram(&self.units, |gram| self.texts.push(gram, number));
        if !code.is_empty() {
            self.codes.entry(format!("={}", fold(code))).or_default().push(number);
        }
        self.add_toneless(number);
    }

    /// Only the neighbourhoods of tone marks differ from the exact form; elsewhere `texts` says it already.
    fn add_toneless(&mut self, number: u32) {
        let mut at = 0;
        while let Some(mark) = self.units[at..].iter().position(|&unit| is_tone(unit)).map(|found| at + found) {
            // Two characters to the left and right of the mark, other marks not counted.
            self.stripped.clear();
            let before = self.units[..mark].iter().rev().filter(|&&unit| !is_tone(unit)).take(2);
            self.stripped.extend(before);
            self.stripped.reverse();
            let after = self.units[mark..].iter().filter(|&&unit| !is_tone(unit)).take(2);
            self.stripped.extend(after);
            at = mark + 1;
            if self.was_seen(number) {
                continue;
            }
            each_gram(&self.stripped, |gram| {
                if gram > 0xffff && !is_longest(gram) && !self.texts.ends_with(gram, number) {
                    self.toneless.push(gram, number);
                }
                true
            });
        }
    }

    /// Whether the same four units were looked at for this record a moment ago.
    fn was_seen(&mut self, number: u32) -> bool {
        if self.seen.is_empty() {
            self.seen.resize(SEEN, (0, 0));
        }
        let key = self.stripped.iter().fold(0, |key, &unit| key << 16 | Gram::from(unit));
        let Some(seen) = self.seen.get_mut((mixed(key) >> 54) as usize % SEEN) else { return false };
        std::mem::replace(seen, (key, number + 1)) == (key, number + 1)
    }
}

/// What results show and what candidates are confirmed against, a few records a file.
struct TextFiles {
    counts: Vec<u32>,
    files: Vec<SearchFile>,
}

impl TextFiles {
    fn write(records: &[SearchRecord], slug: &str) -> Self {
        let mut texts = Self { counts: Vec::new(), files: Vec::new() };
        let all: usize = records.iter().map(|record| record.text.len()).sum();
        let full = TEXT_FILE.max(TEXTS_A_FILE * all / records.len().max(1));
        // A single agency stands at the site's root.
        let base = search_folder(slug);
        let mut open: Option<(OpenScript, u32, usize)> = None;
        for (place, record) in records.iter().enumerate() {
            let begin = || OpenScript::begin(&format!("{base}/t{}", texts.files.len()), full + full / 2);
            let (mut script, count, mut size) = open.take().unwrap_or_else(|| (begin(), 0, 0));
            let out = &mut script.data;
            out.push_str(if count == 0 { "[" } else { ",\n" });
            let before = out.len();
            out.push('[');
            out.push_str(&quoted(&record.url));
            out.push(',');
            spaced_quoted_into(out, &record.title);
            out.push(',');
            out.push_str(&quoted(record.code.as_deref().unwrap_or_default()));
            out.push(',');
            spaced_quoted_into(out, &record.text);
            out.push(',');
            out.push_str(&quoted(&record.more()));
            out.push(']');
            size += out.len() - before;
            if size >= full || place + 1 == records.len() {
                out.push(']');
                texts.files.push(script.end());
                texts.counts.push(count + 1);
            } else {
                open = Some((script, count + 1, size));
            }
        }
        texts
    }
}

/// Runs of blanks as one, behind what is there already: nothing is lost that an excerpt shows.
pub fn spaced_into(out: &mut String, text: &str) {
    write_spaced(out, text, may_be_blank, |out, letter| out.push(letter));
}

/// As a literal in JavaScript.
fn spaced_quoted_into(out: &mut String, text: &str) {
    let halts = |byte| may_be_blank(byte) | (byte == b'"') | (byte == b'\\');
    out.push('"');
    write_spaced(out, text, halts, |out, letter| match letter {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        // Of control characters the blanks are blanks by now.
        '\u{8}' => out.push_str("\\b"),
        letter if letter < ' ' => {
            let _ = write!(out, "\\u{:04x}", u32::from(letter));
        }
        letter => out.push(letter),
    });
    out.push('"');
}

/// Takes `text` over in long pieces. Where a byte `halts`, its letter is a blank, which is written between words alone, or
/// `put`.
fn write_spaced(out: &mut String, text: &str, halts: impl Fn(u8) -> bool, put: impl Fn(&mut String, char)) {
    let mut at = 0;
    let (mut has_words, mut is_apart) = (false, false);
    while at < text.len() {
        let end = at + run_before(&text.as_bytes()[at..], &halts);
        let letter = text[end..].chars().next();
        let is_blank = letter.is_none_or(char::is_whitespace);
        if end > at || !is_blank {
            if has_words && is_apart {
                out.push(' ');
            }
            (has_words, is_apart) = (true, false);
            out.push_str(&text[at..end]);
        }
        match letter {
            Some(letter) if !is_blank => put(out, letter),
            _ => is_apart = true,
        }
        at = end + letter.map_or(0, char::len_utf8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_blank_parts_words_and_no_letter_does() {
        for point in 0..=0xffff_u32 {
            let Some(letter) = char::from_u32(point) else { continue };
            let text = format!("ก{letter}{letter}ข ");
            let parted = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let (mut words, mut literal) = (String::new(), String::new());
            spaced_into(&mut words, &text);
            assert_eq!(words, parted, "{point:x}");
            spaced_quoted_into(&mut literal, &text);
            assert_eq!(literal, quoted(&parted), "{point:x}");
        }
    }
}
