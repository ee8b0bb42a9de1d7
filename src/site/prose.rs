//! The author's prose on a page: links led to site addresses, images sized, tables and headings in place.

use std::fmt::Write as _;

use crate::model::links::{self, Target};
use crate::site::shell::Page;
use crate::source::rich::{Slot, SlotContent, escape_into};
use crate::source::{Document, RichText};

/// The HTML of `text` as seen from `page`.
pub fn html(page: &Page<'_>, document: &Document, text: &RichText) -> String {
    text.fill(|slot, out| fill(page, document, slot, out))
}

/// The whole body: introduction, sections under their headings, footnotes. `keep` decides which sections belong.
pub fn whole(page: &Page<'_>, document: &Document, keep: impl Fn(usize) -> bool) -> String {
    let mut out = html(page, document, &document.body.intro);
    for (index, section) in document.body.sections.iter().enumerate() {
        if !keep(index) {
            continue;
        }
        let level = section.level;
        out.push_str(&format!("<h{level} id=\""));
        escape_into(&mut out, &section.anchor);
        out.push_str("\">");
        out.push_str(&section.title_html);
        let _ = writeln!(out, "</h{level}>");
        out.push_str(&html(page, document, &section.body));
    }
    if !document.body.footnotes.is_empty() {
        let _ = write!(out, "<section class=\"footnotes\" aria-label=\"{}\"><ol>", page.word("footnotes"));
        out.push_str(&html(page, document, &document.body.footnotes));
        out.push_str("</ol></section>\n");
    }
    out
}

fn fill(page: &Page<'_>, document: &Document, slot: &Slot, out: &mut String) {
    match &slot.content {
        SlotContent::Link { target } => escape_into(out, &href(page, document, target)),
        SlotContent::Image { target, alt, title } => {
            out.push_str("<img src=\"");
            escape_into(out, &href(page, document, target));
            out.push_str("\" alt=\"");
            escape_into(out, alt);
            if !title.is_empty() {
                out.push_str("\" title=\"");
                escape_into(out, title);
            }
            out.push_str("\" loading=\"lazy\">");
        }
        // A data table is shown by its page, in its own form.
        SlotContent::Table { index } => {
            if let Some(grid) = document.body.grids.get(*index)
                && !document.tables.iter().any(|table| table.grid == Some(*index) && is_shown_by_page(table.role))
            {
                out.push_str(&html(page, document, &grid.html));
            }
        }
        SlotContent::Chart { .. } => {}
    }
}

fn is_shown_by_page(role: crate::standards::Role) -> bool {
    use crate::standards::Role;
    matches!(role, Role::Items | Role::Eplan | Role::Measures | Role::Committee)
}

/// The address a link of the author's leads to, from this page.
pub fn href(page: &Page<'_>, document: &Document, link: &str) -> String {
    match links::target(document.folder(), link) {
        Target::External(link) => link,
        Target::Anchor(anchor) => format!("#{anchor}"),
        // Reported by the checker; on the page it leads nowhere else.
        Target::Outside => "#".to_owned(),
        Target::File { path, anchor } => {
            let mut url = match page.site.addresses.get(&path) {
                Some(url) => page.to(url),
                None => {
                    let file = page.files.and_then(|files| files.get(&path)).map(|file| file.url.as_str());
                    page.to_file(file.unwrap_or(&path))
                }
            };
            if let Some(anchor) = anchor {
                url.push('#');
                url.push_str(&anchor);
            }
            url
        }
    }
}
