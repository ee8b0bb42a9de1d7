//! A table while it is read: its cells as the events bring them, then its HTML and the grid.

use pulldown_cmark::Alignment;

use super::nodes::{MarkdownRow, MarkdownTable};
use crate::source::rich::RichText;
use crate::span::{Span, Spanned};

pub(super) struct TableBeingRead {
    pub(super) alignments: Vec<Alignment>,
    pub(super) heads: Vec<Spanned<String>>,
    pub(super) head_html: Vec<RichText>,
    pub(super) rows: Vec<MarkdownRow>,
    pub(super) row_html: Vec<Vec<RichText>>,
    pub(super) cells: Vec<Spanned<String>>,
    pub(super) cell_html: Vec<RichText>,
    pub(super) in_head: bool,
    pub(super) span: Span,
}

impl TableBeingRead {
    pub(super) fn new(alignments: Vec<Alignment>, span: Span) -> Self {
        Self {
            alignments,
            heads: Vec::new(),
            head_html: Vec::new(),
            rows: Vec::new(),
            row_html: Vec::new(),
            cells: Vec::new(),
            cell_html: Vec::new(),
            in_head: false,
            span,
        }
    }

    pub(super) fn finish(self, section: Option<usize>) -> MarkdownTable {
        let numeric: Vec<bool> = self.alignments.iter().map(|side| *side == Alignment::Right).collect();
        let class = |column: usize| match self.alignments.get(column) {
            Some(Alignment::Right) => " class=\"num\"",
            Some(Alignment::Center) => " class=\"mid\"",
            _ => "",
        };
        let mut html = RichText::default();
        html.push_str("<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
        for (column, cell) in self.head_html.into_iter().enumerate() {
            html.push_str("<th scope=\"col\"");
            html.push_str(class(column));
            html.push_str(">");
            html.append(cell);
            html.push_str("</th>");
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for row in self.row_html {
            html.push_str("<tr>");
            for (column, cell) in row.into_iter().enumerate() {
                html.push_str("<td");
                html.push_str(class(column));
                html.push_str(">");
                html.append(cell);
                html.push_str("</td>");
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody></table></div>\n");
        MarkdownTable { heads: self.heads, rows: self.rows, numeric, span: self.span, section, html }
    }
}
