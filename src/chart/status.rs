//! What can be said of a promise, and the mark that says it: shape, word and colour, everywhere the same.
//! Owns the marks; knows nothing of the model's own statuses, which the site translates into these.

use std::ops::AddAssign;

use super::wording::Language;

/// Where a promise stands. `NotStated` is the absence of a statement, not a kind of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    Done,
    InProgress,
    NotDone,
    Awaiting,
    NotStated,
}

impl Status {
    /// The order in which every chart shows them.
    pub const ALL: [Self; 5] = [Self::Done, Self::InProgress, Self::NotDone, Self::Awaiting, Self::NotStated];

    /// The name in data tables and open data.
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::InProgress => "in_progress",
            Self::NotDone => "not_done",
            Self::Awaiting => "awaiting",
            Self::NotStated => "not_stated",
        }
    }

    /// The stem of its CSS classes and of its colour token.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::InProgress => "going",
            Self::NotDone => "not",
            Self::Awaiting => "wait",
            Self::NotStated => "none",
        }
    }

    pub fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Done, Language::Thai) => "แล้วเสร็จ",
            (Self::InProgress, Language::Thai) => "อยู่ระหว่างดำเนินการ",
            (Self::NotDone, Language::Thai) => "ไม่ได้ดำเนินการ",
            (Self::Awaiting, Language::Thai) => "รอรายงาน",
            (Self::NotStated, Language::Thai) => "ไม่ระบุสถานะ",
            (Self::Done, Language::English) => "Done",
            (Self::InProgress, Language::English) => "In progress",
            (Self::NotDone, Language::English) => "Not done",
            (Self::Awaiting, Language::English) => "Awaiting report",
            (Self::NotStated, Language::English) => "Status not stated",
        }
    }

    /// The shapes of its mark, in a box of 24 × 24.
    pub fn shapes(self) -> &'static str {
        match self {
            Self::Done => r#"<rect class="fill-done" x="2" y="2" width="20" height="20" rx="3"/>"#,
            // Half full, and the full half hatched: tells itself apart in black and white too.
            Self::InProgress => concat!(
                r#"<rect class="fill-paper line-going" x="3" y="3" width="18" height="18" rx="3" stroke-width="2"/>"#,
                r#"<path class="fill-going" d="M4 12H20V18a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2z"/>"#,
                r#"<path class="line-paper" d="M5 19l6-6M11 19l6-6M17 19l3-3" stroke-width="1.5"/>"#,
            ),
            Self::NotDone => concat!(
                r#"<rect class="fill-paper line-not" x="3" y="3" width="18" height="18" rx="3" stroke-width="2"/>"#,
                r#"<path class="line-not" d="M8 8l8 8M16 8l-8 8" stroke-width="2.5" stroke-linecap="round"/>"#,
            ),
            Self::Awaiting => concat!(
                r#"<rect class="fill-paper line-wait" x="3" y="3" width="18" height="18" rx="3" stroke-width="2" "#,
                r#"stroke-dasharray="0 4.2" stroke-linecap="round"/>"#,
            ),
            // A dash in a faint box: a row of bare dashes reads as a torn line.
            Self::NotStated => concat!(
                r#"<rect class="fill-paper line-rule" x="3" y="3" width="18" height="18" rx="3" stroke-width="2"/>"#,
                r#"<path class="line-wait" d="M8 12h8" stroke-width="2.5" stroke-linecap="round"/>"#,
            ),
        }
    }

    /// The mark as a picture for HTML, silent beside its word.
    pub fn mark(self) -> String {
        format!(
            r#"<svg class="mark" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">{}</svg>"#,
            self.shapes()
        )
    }
}

/// All marks as symbols `mark-done` …, for a page that shows many: write this once, then `<use href="#mark-done"/>`.
pub fn symbols() -> String {
    let mut out = String::from(SYMBOLS);
    for status in Status::ALL {
        symbol(&mut out, "mark", status);
    }
    out.push_str("</svg>");
    out
}

/// The page with only those of its `symbols` that it shows; `None`: it has none.
pub fn with_used_symbols(page: &str, symbols: &str) -> Option<String> {
    let at = memchr::memmem::find(page.as_bytes(), symbols.as_bytes())?;
    let (before, after) = (page.get(..at)?, page.get(at + symbols.len()..)?);
    // Most pages show none, which is told by one look.
    let shown = memchr::memmem::find(after.as_bytes(), b"#mark-").and_then(|first| after.get(first..)).unwrap_or("");
    let is_used = |status: &Status| shown.contains(&format!("#mark-{}\"", status.class()));
    let mut out = String::with_capacity(page.len());
    out.push_str(before);
    let mut used = Status::ALL.into_iter().filter(is_used).peekable();
    if used.peek().is_some() {
        out.push_str(SYMBOLS);
        used.for_each(|status| symbol(&mut out, "mark", status));
        out.push_str("</svg>");
    }
    out.push_str(after);
    Some(out)
}

const SYMBOLS: &str = r#"<svg class="marks" width="0" height="0" aria-hidden="true">"#;

pub(super) fn symbol(out: &mut String, prefix: &str, status: Status) {
    for part in
        ["<symbol id=\"", prefix, "-", status.class(), "\" viewBox=\"0 0 24 24\">", status.shapes(), "</symbol>"]
    {
        out.push_str(part);
    }
}

/// How many promises stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusCounts {
    pub done: u64,
    pub in_progress: u64,
    pub not_done: u64,
    pub awaiting: u64,
    pub not_stated: u64,
}

impl StatusCounts {
    pub fn of(statuses: impl IntoIterator<Item = Status>) -> Self {
        let mut counts = Self::default();
        for status in statuses {
            *counts.get_mut(status) += 1;
        }
        counts
    }

    pub fn get(&self, status: Status) -> u64 {
        match status {
            Status::Done => self.done,
            Status::InProgress => self.in_progress,
            Status::NotDone => self.not_done,
            Status::Awaiting => self.awaiting,
            Status::NotStated => self.not_stated,
        }
    }

    fn get_mut(&mut self, status: Status) -> &mut u64 {
        match status {
            Status::Done => &mut self.done,
            Status::InProgress => &mut self.in_progress,
            Status::NotDone => &mut self.not_done,
            Status::Awaiting => &mut self.awaiting,
            Status::NotStated => &mut self.not_stated,
        }
    }

    pub fn all(&self) -> u64 {
        Status::ALL.into_iter().map(|status| self.get(status)).sum()
    }

    /// Done out of all; `None` where no item says how it went: not stated is not nothing done.
    pub fn completion(&self) -> Option<super::Ratio> {
        (self.done + self.in_progress + self.not_done > 0).then(|| super::Ratio::new(self.done, self.all()))
    }

    /// The statuses that occur, in order.
    pub fn present(&self) -> impl Iterator<Item = (Status, u64)> {
        let counts = *self;
        Status::ALL.into_iter().map(move |status| (status, counts.get(status))).filter(|(_, count)| *count > 0)
    }
}

impl AddAssign for StatusCounts {
    fn add_assign(&mut self, other: Self) {
        for status in Status::ALL {
            *self.get_mut(status) += other.get(status);
        }
    }
}
