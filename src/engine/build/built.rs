//! What came of a build: how much was made, what was found, and when it changes by itself.

use super::gathered::errors_of;
use crate::check::{Counts, Located};
use crate::thai::Date;

/// What came of a build.
#[derive(Debug, Default)]
pub struct Built {
    pub pages: usize,
    pub counts: Counts,
    pub errors: Vec<Located>,
    /// The next day on which a page appears or changes without anybody touching its file.
    pub next_change: Option<Date>,
    /// Agencies that were taken as they were.
    pub reused: usize,
    /// There are errors, so that not all pages were made: this is no site.
    pub stopped: bool,
}

impl Built {
    /// Whether both say the same, however they came to it.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |built: &Self| (built.pages, built.counts, built.next_change, built.stopped);
        said(self) == said(other) && self.errors == other.errors
    }

    pub(super) fn note(&mut self, findings: &[Located]) {
        self.counts.add(&Counts::of(findings));
        self.errors.extend(errors_of(findings));
    }
}
