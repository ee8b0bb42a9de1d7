//! What a text in Markdown comes to: rich text by sections, and its tables as written.

use crate::source::rich::RichText;
use crate::span::{Span, Spanned};

/// The text of a document: what stands before the first heading, then its sections in order.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub intro: RichText,
    pub sections: Vec<Section>,
    pub grids: Vec<MarkdownTable>,
    pub footnotes: RichText,
    /// Plain text for search and for the checks of wording.
    pub prose: Vec<Spanned<String>>,
}

#[derive(Clone, Debug)]
pub struct Section {
    /// 2 to 6 after the page's own `h1`.
    pub level: u8,
    pub title: Spanned<String>,
    pub title_html: String,
    pub anchor: String,
    pub classes: Vec<String>,
    pub body: RichText,
}

/// A table as written, before anybody decides whether it is data.
#[derive(Clone, Debug)]
pub struct MarkdownTable {
    pub heads: Vec<Spanned<String>>,
    pub rows: Vec<MarkdownRow>,
    pub numeric: Vec<bool>,
    pub span: Span,
    /// The section it stands in; `None` before the first heading.
    pub section: Option<usize>,
    pub html: RichText,
}

#[derive(Clone, Debug)]
pub struct MarkdownRow {
    /// As many as the table has heads: Markdown pads and cuts.
    pub cells: Vec<Spanned<String>>,
    /// As many as the author wrote.
    pub written: usize,
    pub span: Span,
}
