//! Where a figure on a page comes from: file, line and formula, shown by the preview to whoever hovers over it.
//! Views mark their figures with `Page::told`; the finished page carries the places. In a build nothing is marked at all.

mod behind;
mod marks;
pub mod noted;
mod pictures;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Agency, DocumentId};
use crate::site::ground::Site;
use crate::site::page::Page;
use crate::source::{Document, SheetLines};
use crate::span::{FileId, LineStarts, Span, Spanned};
use crate::thai::{Money, StatedMoney};

use noted::At;

pub(in crate::site) use marks::is_mark;

pub use behind::{Behind, Part, formula, planned};
pub use noted::{Origin, Place};
pub use pictures::{tell, tell_agency};

/// Of a row of this agency, as far as its documents tell; nothing in a build.
pub fn place_of_row(site: &Site, agency: &Agency, document: DocumentId, row: Option<Span>) -> Option<Place> {
    let (true, Some(row)) = (site.settings.preview, row) else { return None };
    let mut files = BTreeMap::new();
    collect(&agency.documents[document], |file| file == row.file, &mut files);
    NamedFiles(files).place(row)
}

impl Page<'_> {
    /// The same text; in the preview it says where it comes from. Only for texts that a template shows: never for what
    /// is measured, compared, sorted or made into an address.
    pub fn told(&self, shown: String, origin: impl FnOnce() -> Origin) -> String {
        let Some(origins) = &self.origins.0 else { return shown };
        if shown.is_empty() || shown == "–" {
            return shown;
        }
        let mut origins = origins.borrow_mut();
        origins.push(origin());
        marks::mark(&shown, origins.len() - 1)
    }

    /// A number that was counted from more than a line can name.
    pub fn told_count(&self, count: usize, what: &str) -> String {
        let shown = self.show.number(i64::try_from(count).unwrap_or(i64::MAX));
        self.told(shown, || Origin::known(Place::default(), format!("{what} = {count}")))
    }

    /// Words or figures as the author wrote them.
    pub fn told_cell(&self, shown: String, span: Span) -> String {
        if span.is_nowhere() {
            return shown;
        }
        self.told(shown, || Origin::cell(span))
    }

    /// An amount in running text.
    pub fn told_baht(&self, money: Money, span: Span) -> String {
        self.told_cell(self.show.baht(money), span)
    }

    pub fn told_money(&self, money: &Spanned<StatedMoney>) -> String {
        match money.value {
            StatedMoney::NotStated => self.show.money(money.value),
            _ => self.told_cell(self.show.money(money.value), money.span),
        }
    }

    /// The finished page with the places of its figures.
    pub(in crate::site) fn with_places(&self, html: String, agency: Option<&Agency>) -> String {
        let Some(origins) = &self.origins.0 else { return html };
        let origins = origins.borrow();
        if origins.is_empty() {
            return html;
        }
        let lines = NamedFiles::of(self, agency, &origins);
        let told: Vec<marks::Told> = origins.iter().map(|origin| lines.told(origin)).collect();
        marks::place(&html, &told)
    }
}

/// The files that the figures of a page name, each with its lines counted once.
struct NamedFiles<'a>(BTreeMap<FileId, LinesOf<'a>>);

enum LinesOf<'a> {
    Text { path: &'a str, text: &'a str, starts: LineStarts },
    Sheet(&'a SheetLines),
}

impl<'a> NamedFiles<'a> {
    fn of(page: &Page<'a>, agency: Option<&'a Agency>, origins: &[Origin]) -> Self {
        let spans = origins.iter().flat_map(|origin| {
            let at = match &origin.at {
                At::Span(span) => Some(span),
                At::Known(_) => None,
            };
            at.into_iter().chain(&origin.rows)
        });
        let wanted: BTreeSet<FileId> = spans.map(|span| span.file).collect();
        let portal = &page.site.portal;
        let own = agency.into_iter().flat_map(Agency::texts);
        let mut files = BTreeMap::new();
        for document in own.chain(&portal.home).chain(&portal.pages) {
            collect(document, |file| wanted.contains(&file), &mut files);
        }
        Self(files)
    }

    fn told(&self, origin: &Origin) -> marks::Told {
        let place = match &origin.at {
            At::Known(place) => Some(place.clone()),
            At::Span(span) => self.place(*span),
        };
        let source = place.filter(|place| !place.path.is_empty()).map(|place| match place.column {
            0 => format!("{}:{}", place.path, place.line.max(1)),
            column => format!("{}:{}:{column}", place.path, place.line.max(1)),
        });
        let mut formula = origin.formula.clone();
        let counted = self.counted(&origin.rows);
        if !counted.is_empty() {
            if !formula.is_empty() {
                formula.push_str(" · ");
            }
            formula.push_str(&counted);
        }
        marks::Told { source, formula: Some(formula).filter(|formula| !formula.is_empty()) }
    }

    fn place(&self, span: Span) -> Option<Place> {
        Some(match self.0.get(&span.file)? {
            LinesOf::Text { path, text, starts } => {
                let start = (span.start as usize).min(text.len());
                let (line, line_start) = starts.line_of(start);
                let before = text.get(line_start..start).unwrap_or("");
                Place { path: (*path).to_owned(), line: line + 1, column: before.chars().count() + 1 }
            }
            LinesOf::Sheet(sheet) => Place { path: sheet.path.to_string(), line: sheet.line_of(span.start), column: 0 },
        })
    }

    /// "แถวที่บรรทัด 12, 14–20": those of the first row's file; a plan may fill in what a report leaves open.
    fn counted(&self, rows: &[Span]) -> String {
        const MOST: usize = 12;
        let Some(first) = rows.first().filter(|_| rows.len() > 1) else { return String::new() };
        let here = rows.iter().filter(|row| row.file == first.file);
        let mut lines: Vec<usize> = here.clone().filter_map(|row| Some(self.place(*row)?.line)).collect();
        let elsewhere = rows.len() - here.count();
        lines.sort_unstable();
        lines.dedup();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for line in lines {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == line => *last = line,
                _ => runs.push((line, line)),
            }
        }
        if runs.is_empty() {
            return String::new();
        }
        let shown: Vec<String> = runs
            .iter()
            .take(MOST)
            .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}–{to}") })
            .collect();
        let mut text = format!("แถวที่บรรทัด {}", shown.join(", "));
        if runs.len() > MOST {
            text.push_str(" …");
        }
        if elsewhere > 0 {
            text.push_str(&format!(" และอีก {elsewhere} แถวในไฟล์อื่น"));
        }
        text
    }
}

/// The document itself, and the sheets beside it: their rows are tables of the document.
fn collect<'a>(document: &'a Document, wanted: impl Fn(FileId) -> bool, files: &mut BTreeMap<FileId, LinesOf<'a>>) {
    if wanted(document.file) {
        files.insert(document.file, LinesOf::of(document));
    }
    for sheet in document.tables.iter().filter_map(|table| table.sheet.as_deref()) {
        if wanted(sheet.file) {
            files.insert(sheet.file, LinesOf::Sheet(sheet));
        }
    }
}

impl<'a> LinesOf<'a> {
    fn of(document: &'a Document) -> Self {
        let text: &str = &document.text;
        Self::Text { path: &document.path, text, starts: LineStarts::of(text) }
    }
}
