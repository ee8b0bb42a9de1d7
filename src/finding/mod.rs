//! A complaint about the author's files, as every stage makes it and every output shows it.
//! Owns the registry of all codes too (what each means, how grave it is, how to answer). A leaf: rules and rendering
//! live in `check`.

pub mod code;
pub mod pair;
pub mod registry;

use std::collections::HashMap;

use serde::Serialize;

pub use code::Code;
pub use pair::{Bilingual, FigurePair, PairUnit};

use crate::span::{FileId, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Informs.
    Note,
    /// Is shown, and stops nothing.
    Warning,
    /// Stops `publish`, and makes `build` and `check` end with code 1.
    Error,
}

/// A place and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// A safe change of the author's file: replace each span by the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fix {
    pub title: String,
    pub edits: Vec<(Span, String)>,
}

/// The author's public answer to a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Answer {
    pub reason: String,
    pub by: Option<String>,
    pub until: Option<crate::thai::Date>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    pub primary: Label,
    pub code: Code,
    pub severity: Severity,
    /// Thai: what is wrong, with the offending text.
    pub message: String,
    pub message_en: String,
    pub secondary: Vec<Label>,
    /// Thai: what was expected and an example of the right value.
    pub help: String,
    pub fix: Option<Fix>,
    /// The item the finding speaks of, for lists by item and for `accept: {at: …}`.
    pub item: Option<String>,
    pub answer: Option<Answer>,
    /// So many more of the same file and code, which nobody would read one by one.
    pub more: u32,
    /// The figures that differ, where they are figures.
    #[serde(skip)]
    pub pair: Option<FigurePair>,
}

impl Finding {
    pub fn new(code: Code, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self {
            primary: Label { span, text: String::new() },
            code,
            severity,
            message: message.into(),
            message_en: String::new(),
            secondary: Vec::new(),
            help: String::new(),
            fix: None,
            item: None,
            answer: None,
            more: 0,
            pair: None,
        }
    }

    /// As grave as the registry says.
    pub fn of(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, registry::severity(code), span, message)
    }

    /// Where this place makes it more or less grave than the registry says.
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub fn english(mut self, message: impl Into<String>) -> Self {
        self.message_en = message.into();
        self
    }

    /// The words under the primary place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = text.into();
        self
    }

    /// Adds to the help how to answer when the paper really says so.
    pub fn or_answer(mut self) -> Self {
        if !self.help.is_empty() {
            self.help.push(' ');
        }
        self.help.push_str(&registry::or_answer(self.code));
        self
    }

    pub fn pair(self, pair: FigurePair) -> Self {
        self.paired(Some(pair))
    }

    pub fn paired(mut self, pair: Option<FigurePair>) -> Self {
        self.pair = pair;
        self
    }

    pub fn item(mut self, code: impl Into<String>) -> Self {
        self.item = Some(code.into());
        self
    }

    pub fn fix(mut self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits: vec![(span, replacement.into())] });
        self
    }
}

/// Of one file and code no more findings are kept than this; the last of them says how many more there are. A file may be
/// made of nothing else, and each costs more than the words that it complains of. A fix of one finding that speaks for many
/// places mends as many of them at a time.
pub const MOST_ALIKE: usize = 2_000;

/// Collects findings while a stage goes on with what is good.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    /// By file and code: how many are kept, and which was the last.
    alike: HashMap<(FileId, Code), (usize, usize)>,
}

impl Findings {
    pub fn push(&mut self, finding: Finding) {
        let (count, last) = self.alike.entry((finding.primary.span.file, finding.code)).or_default();
        if *count >= MOST_ALIKE
            && let Some(last) = self.kept.get_mut(*last)
        {
            last.more = last.more.saturating_add(1).saturating_add(finding.more);
            return;
        }
        *count += 1;
        *last = self.kept.len();
        self.kept.push(finding);
    }

    pub fn extend(&mut self, more: impl IntoIterator<Item = Finding>) {
        more.into_iter().for_each(|finding| self.push(finding));
    }

    pub fn retain(&mut self, mut keep: impl FnMut(&Finding) -> bool) {
        let before = std::mem::take(self);
        self.extend(before.kept.into_iter().filter(|finding| keep(finding)));
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.kept.iter()
    }

    pub fn len(&self) -> usize {
        self.kept.len()
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    pub fn into_vec(self) -> Vec<Finding> {
        self.kept
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.kept.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_too_often_is_counted() {
        let at = |name: &str, byte: usize| Span::new(FileId::of(name), byte, byte + 1);
        let mut findings = Findings::default();
        for byte in 0..MOST_ALIKE + 7 {
            findings.push(Finding::of(code::L001, at("a.md", byte), "x"));
            findings.push(Finding::of(code::L004, at("a.md", byte / 9), byte.to_string()));
        }
        findings.push(Finding::of(code::L001, at("b.md", 0), "x"));
        let more = |findings: &Findings| findings.iter().map(|finding| finding.more).sum::<u32>();
        assert_eq!((findings.len(), more(&findings)), (2 * MOST_ALIKE + 1, 14));
        // Gathered once more, none is forgotten.
        let mut all = findings.clone();
        all.extend(findings);
        let told =
            all.iter().filter(|finding| finding.code == code::L001 && finding.primary.span.file == FileId::of("a.md"));
        assert_eq!(told.map(|finding| 1 + finding.more as usize).sum::<usize>(), 2 * (MOST_ALIKE + 7));
        all.retain(|finding| finding.code == code::L004);
        assert_eq!(all.len(), MOST_ALIKE);
    }
}
