//! A document as the rules of single documents see it: with its lines and its figures, found once for all of them.

use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::check::passages::{Passage, passages};
use crate::source::Document;
use crate::thai::digits::runs_of_digits;

pub struct LinedDocument<'d> {
    document: &'d Arc<Document>,
    pub passages: Vec<Passage<'d>>,
    /// Every run of digits of the text, of either script.
    pub figures: Vec<Range<usize>>,
}

impl<'d> LinedDocument<'d> {
    pub fn of(document: &'d Arc<Document>) -> Self {
        Self { document, passages: passages(document), figures: runs_of_digits(&document.text) }
    }
}

impl<'d> Deref for LinedDocument<'d> {
    type Target = Arc<Document>;

    fn deref(&self) -> &Arc<Document> {
        self.document
    }
}
