//! The author's prose on a page: links led to site addresses, images sized, tables and headings in place.

use std::fmt::Write as _;

use crate::escape::html_into;
use crate::model::Agency;
use crate::model::links::{self, LinkTarget};
use crate::site::ground::is_published;
use crate::site::names::in_language;
use crate::site::page::Page;
use crate::site::{charts, figure};
use crate::source::rich::{Slot, SlotContent};
use crate::source::{Document, RichText};

/// The HTML of `text` as seen from `page`.
pub fn html(page: &Page<'_>, document: &Document, text: &RichText) -> String {
    filled(page, None, document, text)
}

/// The whole body: introduction, sections under their headings, footnotes. `keep` decides which sections of the document
/// that is shown belong; see [`in_language`].
pub fn whole(page: &Page<'_>, document: &Document, keep: impl Fn(usize) -> bool) -> String {
    body(page, None, document, keep)
}

/// The same for a document of an agency, whose charts it may place.
pub fn of_agency(page: &Page<'_>, agency: &Agency, document: &Document, keep: impl Fn(usize) -> bool) -> String {
    body(page, Some(agency), document, keep)
}

/// Its title in that language, else as the author gives it.
pub fn title(page: &Page<'_>, document: &Document) -> String {
    let own = in_language(page, document).common.title.as_ref();
    page.show.words(own.map_or_else(|| document.title(), |title| title.value.as_str()))
}

/// Its summary in that language, else in Thai.
pub fn summary(page: &Page<'_>, document: &Document) -> Option<String> {
    let own = in_language(page, document).common.summary.as_ref().or(document.common.summary.as_ref());
    own.map(|summary| page.show.words(&summary.value))
}

fn filled(page: &Page<'_>, agency: Option<&Agency>, document: &Document, text: &RichText) -> String {
    text.fill(|slot, out| fill(page, agency, document, slot, out))
}

fn body(page: &Page<'_>, agency: Option<&Agency>, document: &Document, keep: impl Fn(usize) -> bool) -> String {
    let document = in_language(page, document);
    let mut out = filled(page, agency, document, &document.body.intro);
    let titled = opens_with_title(document);
    // Where only the title stood above them, the headings below it move up into its place.
    let raised = titled && document.body.sections.iter().skip(1).all(|section| section.level > 2);
    for (index, section) in document.body.sections.iter().enumerate() {
        if !keep(index) {
            continue;
        }
        if index == 0 && titled {
            out.push_str("<div id=\"");
            html_into(&mut out, &section.anchor);
            out.push_str("\">");
            out.push_str(&filled(page, agency, document, &section.body));
            out.push_str("</div>\n");
            continue;
        }
        let level = section.level - u8::from(raised);
        out.push_str(&format!("<h{level} id=\""));
        html_into(&mut out, &section.anchor);
        out.push_str("\">");
        out.push_str(&section.title_html);
        let _ = writeln!(out, "</h{level}>");
        out.push_str(&filled(page, agency, document, &section.body));
    }
    if !document.body.footnotes.is_empty() {
        let _ = write!(out, "<section class=\"footnotes\" aria-label=\"{}\"><ol>", page.word("footnotes"));
        out.push_str(&filled(page, agency, document, &document.body.footnotes));
        out.push_str("</ol></section>\n");
    }
    out
}

/// Whether the text begins with a heading that the page shows already as its own.
fn opens_with_title(document: &Document) -> bool {
    use crate::source::meta::Meta;
    let Some(first) = document.body.sections.first() else { return false };
    let shown = match (&document.common.title, &document.meta) {
        (Some(title), _) => title.value == first.title.value,
        // These are titled by what they are, of which year.
        (None, Meta::Plan(_) | Meta::Report(_) | Meta::Measures(_) | Meta::Agency(_) | Meta::Portal(_)) => false,
        (None, _) => true,
    };
    shown && document.body.intro.is_empty()
}

fn fill(page: &Page<'_>, agency: Option<&Agency>, document: &Document, slot: &Slot, out: &mut String) {
    match &slot.content {
        SlotContent::Link { target } if leads_to_withheld(page, document, target) => out.push('#'),
        SlotContent::Link { target } => html_into(out, &href(page, document, target)),
        SlotContent::Image { target, alt, title } => {
            out.push_str("<img src=\"");
            html_into(out, &href(page, document, target));
            out.push_str("\" alt=\"");
            html_into(out, alt);
            if !title.is_empty() {
                out.push_str("\" title=\"");
                html_into(out, title);
            }
            out.push('"');
            // With its size known beforehand the page does not jump when the image arrives.
            if let Some((width, height)) = size_of(page, document, target) {
                let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
            }
            out.push_str(" loading=\"lazy\">");
        }
        // A data table is shown by its page, in its own form.
        SlotContent::Table { index } => {
            if let Some(grid) = document.body.grids.get(*index)
                && !document.tables.iter().any(|table| table.grid == Some(*index) && is_shown_by_page(table.role))
            {
                out.push_str(&filled(page, agency, document, &grid.html));
            }
        }
        SlotContent::Chart { name } => {
            if let Some(figure) = agency.and_then(|agency| chart(page, agency, document, name)) {
                let mut context = tera::Context::new();
                context.insert_value("w", page.site.theme.words(page.lang.code()));
                context.insert("figure", &figure);
                // A fault of this template shows itself on every page that has a chart.
                if let Ok(html) = page.site.theme.render("figure.html", &context) {
                    out.push_str(&String::from_utf8_lossy(&html));
                }
            }
        }
    }
}

/// A page that is no part of the site yet has no address either.
fn leads_to_withheld(page: &Page<'_>, document: &Document, target: &str) -> bool {
    let Some(agency) = page.agency else { return false };
    let links::LinkTarget::File { path, .. } = links::target(document.folder(), target) else { return false };
    let is_later = |other: &Document| *other.path == *path && !is_published(other, page.site);
    agency.withheld.contains_key(&path) || agency.documents.iter().any(|other| is_later(other))
}

/// The chart of this name for the document's own year, else the newest that has one.
fn chart(page: &Page<'_>, agency: &Agency, document: &Document, name: &str) -> Option<figure::FigureView> {
    use crate::source::meta::Meta;
    let own = match &document.meta {
        Meta::Plan(meta) => meta.years.as_ref().map(|years| years.value.0),
        Meta::Report(meta) => meta.fiscal_year.as_ref().map(|year| year.value),
        Meta::Measures(meta) => meta.fiscal_year.as_ref().map(|year| year.value),
        _ => None,
    };
    let years = agency.years.iter().rev().filter(|year| own.is_none_or(|own| own == year.year));
    let mut wanted = years.flat_map(|year| charts::of_year(agency, year)).chain(charts::of_agency(agency));
    let mut figure = figure::of(page, agency, &wanted.find(|chart| chart.kind.name() == name.trim())?)?;
    // The page may show the same chart by itself.
    figure.rename(&format!("{}-here", figure.id));
    Some(figure)
}

fn is_shown_by_page(role: crate::standards::Role) -> bool {
    use crate::standards::Role;
    matches!(role, Role::Items | Role::Eplan | Role::Measures | Role::Committee)
}

/// The address a link of the author's leads to, from this page.
pub fn href(page: &Page<'_>, document: &Document, link: &str) -> String {
    match links::target(document.folder(), link) {
        LinkTarget::External(link) => link,
        LinkTarget::Anchor(anchor) => format!("#{anchor}"),
        // Reported by the checker; on the page it leads nowhere else.
        LinkTarget::Outside | LinkTarget::Script => "#".to_owned(),
        LinkTarget::File { path, anchor } => {
            let mut url = match page.site.addresses.get(&path) {
                Some(url) => page.to(url),
                None => {
                    match page.files.and_then(|files| files.get(&path)) {
                        // Told where the file is looked at; nothing stands at its address.
                        Some(file) if !file.is_served => return "#".to_owned(),
                        Some(file) => page.to_file(&file.url),
                        None => page.to_file(&path),
                    }
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

fn size_of(page: &Page<'_>, document: &Document, target: &str) -> Option<(u32, u32)> {
    let LinkTarget::File { path, .. } = links::target(document.folder(), target) else { return None };
    let inspection = &page.files?.get(&path)?.inspection;
    inspection.width.zip(inspection.height)
}
