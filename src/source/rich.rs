//! Rendered prose with holes: links, images, charts and tables are filled in when a page is made,
//! because their addresses depend on the page. Knows no addresses itself.

use crate::escape;
use crate::span::Span;

#[derive(Clone, Debug, Default)]
pub struct RichText {
    html: String,
    slots: Vec<Slot>,
}

#[derive(Clone, Debug)]
pub struct Slot {
    at: usize,
    pub content: SlotContent,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum SlotContent {
    /// The value of `href`.
    Link { target: String },
    /// A whole `<img>`.
    Image { target: String, alt: String, title: String },
    /// A chart asked for by name.
    Chart { name: String },
    /// The data table with this number in the document.
    Table { index: usize },
}

impl RichText {
    pub fn push_str(&mut self, html: &str) {
        self.html.push_str(html);
    }

    pub fn push_text(&mut self, text: &str) {
        escape::html_into(&mut self.html, text);
    }

    pub fn push_slot(&mut self, content: SlotContent, span: Span) {
        self.slots.push(Slot { at: self.html.len(), content, span });
    }

    pub fn is_empty(&self) -> bool {
        self.html.trim().is_empty() && self.slots.is_empty()
    }

    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    pub fn append(&mut self, other: RichText) {
        let shift = self.html.len();
        self.html.push_str(&other.html);
        self.slots.extend(other.slots.into_iter().map(|slot| Slot { at: slot.at + shift, ..slot }));
    }

    /// The HTML with nothing in its holes.
    pub fn without_slots(&self) -> &str {
        &self.html
    }

    pub fn into_html_without_slots(self) -> String {
        self.html
    }

    /// The finished HTML; `fill` writes what belongs into each hole.
    pub fn fill(&self, mut fill: impl FnMut(&Slot, &mut String)) -> String {
        let mut out = String::with_capacity(self.html.len() + self.slots.len() * 48);
        let mut from = 0;
        for slot in &self.slots {
            out.push_str(&self.html[from..slot.at]);
            fill(slot, &mut out);
            from = slot.at;
        }
        out.push_str(&self.html[from..]);
        out
    }
}
