//! A finding with its places worked out: path, line, column and the lines to show, so that it outlives the texts.
//! Everything that shows findings works from here; nothing here decides what is wrong.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::check::rules::personal::{hidden, without_figures};
use crate::finding::registry::{self, Family};
use crate::finding::{Answer, Code, FigurePair, Finding, Label, Severity};
use crate::span::{FileId, LineStarts, Span};
use crate::thai::segment::is_mark;

/// A label at its place. Lines and columns count from 1; columns count characters, the way editors do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LabelAt {
    /// Relative to the content folder; empty when nobody knows the file.
    pub path: Arc<str>,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
    /// Bytes of the file.
    pub start: u32,
    pub end: u32,
    /// The words beside the mark.
    pub text: String,
    /// The first line of the place, whole; of a line longer than anybody reads, what is near the place.
    #[serde(skip)]
    pub shown: Arc<str>,
    /// The part of `shown` that is meant, in bytes.
    #[serde(skip)]
    pub mark: (usize, usize),
}

impl LabelAt {
    /// The text that is meant, as far as its first line goes.
    pub fn marked(&self) -> &str {
        self.shown.get(self.mark.0..self.mark.1).unwrap_or("")
    }

    /// Cells of a terminal before the mark: Thai vowels and tones above and below take none.
    pub fn cells_before(&self) -> usize {
        cells(self.shown.get(..self.mark.0).unwrap_or(""))
    }
}

pub fn cells(text: &str) -> usize {
    text.chars().filter(|letter| !is_mark(*letter) || *letter == 'ำ').count()
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LocatedEdit {
    #[serde(flatten)]
    pub place: LabelAt,
    pub replacement: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LocatedFix {
    pub title: String,
    pub edits: Vec<LocatedEdit>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Located {
    pub code: Code,
    pub severity: Severity,
    /// Thai.
    pub message: String,
    pub message_en: String,
    #[serde(flatten)]
    pub primary: LabelAt,
    pub secondary: Vec<LabelAt>,
    pub help: String,
    pub fix: Option<LocatedFix>,
    pub item: Option<String>,
    pub answer: Option<Answer>,
    /// The figures that differ, where they are figures.
    #[serde(skip)]
    pub pair: Option<FigurePair>,
}

/// A file's path and text.
pub type FileText = (Arc<str>, Arc<str>);

/// Sorted by path, line and code; what is said twice of one place is kept once.
pub fn locate<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
    lookup: &dyn Fn(FileId) -> Option<FileText>,
) -> Vec<Located> {
    let mut finder = Finder { lookup, files: BTreeMap::new() };
    let mut located: Vec<Located> = findings.into_iter().map(|finding| finder.locate(finding)).collect();
    located.sort_by(|a, b| {
        let place = |found: &Located| (found.primary.path.clone(), found.primary.line);
        (place(a), a.code, a.primary.start, &a.message).cmp(&(place(b), b.code, b.primary.start, &b.message))
    });
    located.dedup_by(|b, a| {
        a.code == b.code
            && a.message == b.message
            && a.primary.path == b.primary.path
            && a.primary.start == b.primary.start
    });
    located
}

struct Finder<'l> {
    lookup: &'l dyn Fn(FileId) -> Option<FileText>,
    files: BTreeMap<FileId, Option<Lines>>,
}

struct Lines {
    path: Arc<str>,
    text: Arc<str>,
    starts: LineStarts,
    /// Letters before every `STEP` bytes of a long line, so that a thousand findings on one line count them once.
    counted: BTreeMap<usize, Vec<usize>>,
    /// Lines and parts of lines that findings show, by where they begin.
    shown: BTreeMap<usize, Arc<str>>,
}

const STEP: usize = 1024;
/// A finding keeps no more of its line than this, in bytes: a line may be as long as a file.
const MOST_SHOWN: usize = 4096;
const SHOWN_BEFORE: usize = 1024;

impl Finder<'_> {
    fn locate(&mut self, finding: &Finding) -> Located {
        let mut located = self.as_written(finding);
        // What is personal is shown nowhere, in whatever finding the line is shown.
        let own = registry::family(finding.code) == Some(Family::Personal);
        for place in std::iter::once(&mut located.primary).chain(&mut located.secondary) {
            if let Cow::Owned(hidden) = hidden(&place.shown, own) {
                place.shown = Arc::from(hidden);
            }
            // A number that is parted over cells is told by its place alone.
            let (from, to) = place.mark;
            if own && let Some(marked) = place.shown.get(from..to) {
                let all: String = marked.chars().map(without_figures).collect();
                place.shown = Arc::from(format!("{}{all}{}", &place.shown[..from], &place.shown[to..]));
            }
        }
        located
    }

    fn as_written(&mut self, finding: &Finding) -> Located {
        Located {
            code: finding.code,
            severity: finding.severity,
            message: told(&finding.message, finding.more, |more| format!(" (และอีก {more} แห่งในไฟล์นี้)")),
            message_en: told(&finding.message_en, finding.more, |more| format!(" (and {more} more in this file)")),
            primary: self.place(&finding.primary),
            secondary: finding.secondary.iter().map(|label| self.place(label)).collect(),
            help: finding.help.clone(),
            fix: finding.fix.as_ref().map(|fix| LocatedFix {
                title: fix.title.clone(),
                edits: fix
                    .edits
                    .iter()
                    .map(|(span, replacement)| {
                        let mut place = self.place(&Label { span: *span, text: String::new() });
                        // Nobody looks at its line, and there may be as many as words.
                        place.shown = Arc::from(place.marked());
                        place.mark = (0, place.shown.len());
                        LocatedEdit { place, replacement: replacement.clone() }
                    })
                    .collect(),
            }),
            item: finding.item.clone(),
            answer: finding.answer.clone(),
            pair: finding.pair.clone(),
        }
    }

    fn place(&mut self, label: &Label) -> LabelAt {
        let lookup = self.lookup;
        let lines = self.files.entry(label.span.file).or_insert_with(|| lookup(label.span.file).map(Lines::new));
        match lines {
            Some(lines) => lines.place(label),
            None => LabelAt {
                path: Arc::from(""),
                line: 1,
                column: 1,
                end_line: 1,
                end_column: 1,
                start: label.span.start,
                end: label.span.end,
                text: label.text.clone(),
                shown: Arc::from(""),
                mark: (0, 0),
            },
        }
    }
}

/// The message, and how many more there are of its kind.
fn told(message: &str, more: u32, words: impl Fn(u32) -> String) -> String {
    if more == 0 { message.to_owned() } else { message.to_owned() + &words(more) }
}

impl Lines {
    fn new((path, text): FileText) -> Self {
        let starts = LineStarts::of(&text);
        Self { path, text, starts, counted: BTreeMap::new(), shown: BTreeMap::new() }
    }

    /// Letters from the beginning of a line to a place in it, counted from 1.
    fn column(&mut self, line_start: usize, at: usize) -> u32 {
        let bytes = self.text.as_bytes();
        let letters = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        if at - line_start < 8 * STEP {
            return small(letters(&bytes[line_start..at]) + 1);
        }
        let counted = self.counted.entry(line_start).or_insert_with(|| {
            let end =
                bytes[line_start..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| line_start + at);
            let mut sum = 0;
            let steps = bytes[line_start..end].chunks(STEP);
            steps
                .map(|step| {
                    let before = sum;
                    sum += letters(step);
                    before
                })
                .collect()
        });
        let step = ((at - line_start) / STEP).min(counted.len().saturating_sub(1));
        let before = counted.get(step).copied().unwrap_or(0);
        small(before + letters(&bytes[line_start + step * STEP..at]) + 1)
    }

    fn place(&mut self, label: &Label) -> LabelAt {
        let Span { start, end, .. } = label.span;
        let start = self.on_boundary(start as usize);
        let end = self.on_boundary(end as usize).max(start);
        let (line, line_start) = self.starts.line_of(start);
        let (end_line, end_line_start) = self.starts.line_of(end);
        let (column, end_column) = (self.column(line_start, start), self.column(end_line_start, end));
        // Of a line without an end only the neighbourhood is even looked for.
        let near_end = self.on_boundary(start.saturating_add(MOST_SHOWN));
        let line_end = self.text[start..near_end].find('\n').map(|at| start + at);
        let (from, to) = match line_end.or((near_end == self.text.len()).then_some(near_end)) {
            Some(line_end) if line_end - line_start <= MOST_SHOWN => (line_start, line_end),
            // Findings that stand close together show the same part, and share it.
            _ => {
                let part = (start - line_start).saturating_sub(SHOWN_BEFORE) / STEP * STEP;
                let from = self.on_boundary(line_start + part);
                (from, self.on_boundary(from + MOST_SHOWN))
            }
        };
        let text = &self.text;
        let shown = self.shown.entry(from).or_insert_with(|| {
            let part = text[from..to].split('\n').next().unwrap_or("");
            Arc::from(part.trim_end_matches('\r'))
        });
        let shown = Arc::clone(shown);
        let from = from - line_start;
        let mark_start = (start - line_start).saturating_sub(from).min(shown.len());
        let mark_end = (end - line_start).saturating_sub(from).min(shown.len()).max(mark_start);
        LabelAt {
            path: Arc::clone(&self.path),
            line: small(line + 1),
            column,
            end_line: small(end_line + 1),
            end_column,
            start: small(start),
            end: small(end),
            text: label.text.clone(),
            shown,
            mark: (mark_start, mark_end),
        }
    }

    /// The nearest place at or before that does not split a letter.
    fn on_boundary(&self, position: usize) -> usize {
        let mut position = position.min(self.text.len());
        while !self.text.is_char_boundary(position) {
            position -= 1;
        }
        position
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// How many of each severity; answered ones are counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    pub answered: usize,
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
        self.answered += other.answered;
    }

    pub fn of(findings: &[Located]) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match (&finding.answer, finding.severity) {
                (Some(_), _) => counts.answered += 1,
                (None, Severity::Error) => counts.errors += 1,
                (None, Severity::Warning) => counts.warnings += 1,
                (None, Severity::Note) => counts.notes += 1,
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::code;

    #[test]
    fn counts_characters_and_cells() {
        let file = FileId::of("a.md");
        let text = "ก\nที่นี่ป้อง ๓๑ กันยายน\n";
        let at = text.find("๓๑").unwrap();
        let finding = Finding::of(code::T301, Span::new(file, at, at + 6), "x");
        let found = locate([&finding, &finding], &|_| Some(("a.md".into(), text.into())));
        assert_eq!(found.len(), 1);
        let place = &found[0].primary;
        assert_eq!((place.line, place.column, place.end_column), (2, 12, 14));
        assert_eq!((place.cells_before(), place.marked()), (6, "๓๑"));
    }

    #[test]
    fn a_long_line_is_shown_near_the_place_and_counted_right() {
        let file = FileId::of("a.md");
        let text = format!("ก\n{}คำ{}\nข\n", "ย่อหน้า ".repeat(5_000), "ต่อ".repeat(9_000));
        let at = text.find("คำ").unwrap();
        let finding = Finding::of(code::T301, Span::new(file, at, at + "คำ".len()), "x");
        let found = locate([&finding], &|_| Some(("a.md".into(), text.as_str().into())));
        let place = &found[0].primary;
        assert_eq!(place.column as usize, text[4..at].chars().count() + 1);
        assert_eq!(place.marked(), "คำ");
        assert!(place.shown.len() <= MOST_SHOWN + SHOWN_BEFORE && place.shown.contains("คำต่อต่อ"));
    }

    #[test]
    fn a_place_outside_the_text_is_still_a_place() {
        let finding = Finding::of(code::T301, Span::new(FileId::of("a.md"), 7000, 8000), "x");
        let found = locate([&finding], &|_| Some(("a.md".into(), "กข".into())));
        assert_eq!((found[0].primary.line, found[0].primary.column), (1, 3));
        assert_eq!(locate([&finding], &|_| None)[0].primary.line, 1);
    }
}
