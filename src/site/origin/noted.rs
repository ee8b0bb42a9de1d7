//! What a figure rests on, as views note it down; shown by `marks`. Knows no page.

use std::cell::RefCell;

pub use crate::model::Place;
use crate::span::Span;

#[derive(Clone, Debug)]
pub(super) enum At {
    Span(Span),
    Known(Place),
}

/// What a figure rests on.
#[derive(Clone, Debug)]
pub struct Origin {
    pub(super) at: At,
    pub(super) formula: String,
    /// The rows that were counted or added up.
    pub(super) rows: Vec<Span>,
}

impl Origin {
    /// A figure that stands in the file as it is shown.
    pub fn cell(span: Span) -> Self {
        Self::computed(span, String::new())
    }

    pub fn computed(span: Span, formula: impl Into<String>) -> Self {
        Self { at: At::Span(span), formula: formula.into(), rows: Vec::new() }
    }

    pub fn known(place: Place, formula: impl Into<String>) -> Self {
        Self { at: At::Known(place), formula: formula.into(), rows: Vec::new() }
    }

    /// The uppermost row is the place; the lines of all are named.
    pub fn rows(rows: Vec<Span>, otherwise: Span, formula: impl Into<String>) -> Self {
        let first = rows.first().map(|row| row.file);
        let at = rows.iter().filter(|row| Some(row.file) == first).min().copied().unwrap_or(otherwise);
        Self { at: At::Span(at), formula: formula.into(), rows }
    }
}

/// What the figures of one page rest on, in the order in which they were made. `None` in a build.
#[derive(Debug)]
pub struct Origins(pub(super) Option<RefCell<Vec<Origin>>>);

impl Origins {
    pub fn new(preview: bool) -> Self {
        Self(preview.then(RefCell::default))
    }

    pub fn are_told(&self) -> bool {
        self.0.is_some()
    }
}
