//! A complaint about the author's files, as every stage makes it and every output shows it.
//! Owns the registry of all codes too (what each means, how grave it is, how to answer). A leaf: rules and rendering
//! live in `check`.

pub mod code;
pub mod registry;

use serde::Serialize;

pub use code::Code;

use crate::span::Span;

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

    pub fn item(mut self, code: impl Into<String>) -> Self {
        self.item = Some(code.into());
        self
    }

    pub fn fix(mut self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits: vec![(span, replacement.into())] });
        self
    }
}

/// Collects findings while a stage goes on with what is good.
#[derive(Clone, Debug, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    pub fn extend(&mut self, more: impl IntoIterator<Item = Finding>) {
        self.0.extend(more);
    }

    pub fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.0.retain(keep);
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
