//! The portal's own files: only what a published page names is served, its own or an agency's, or a template of the
//! theme; what nobody names is told once and stays at home. The same for agencies is `privacy`'s.

use std::collections::BTreeSet;

use crate::engine::EngineOptions;
use crate::engine::shelves::Shelves;
use crate::finding::Findings;
use crate::model::attachments::{attached, is_shown, linked_from};
use crate::model::links::{self, LinkTarget};
use crate::model::{Portal, Sources, strays};
use crate::source::{Document, FileEntry};
use crate::standards::Standards;
use crate::theme::Theme;

/// What names the files of a portal.
pub struct WhereNamed<'n> {
    pub shelves: &'n Shelves,
    pub sources: &'n Sources,
    pub standards: &'n Standards,
    pub theme: &'n Theme,
    pub options: &'n EngineOptions,
}

pub fn keep_to_named(portal: &mut Portal, by: &WhereNamed<'_>, findings: &mut Findings) {
    let mut names = NamesInUse::default();
    portal.home.iter().chain(&portal.pages).for_each(|page| names.take(page, by.options));
    let in_theme = |path: &str| by.theme.own.values().any(|own| own.text.contains(path));
    let left = |names: &NamesInUse| -> Vec<String> {
        let paths = portal.files.iter().map(|entry| &entry.path);
        paths.filter(|path| is_shown(path) && !names.shown.contains(*path) && !in_theme(path)).cloned().collect()
    };
    // The pages of agencies are looked through only where it matters.
    let open = left(&names);
    if !open.is_empty() {
        for entry in by.sources.agencies.iter().flat_map(|agency| &agency.entries) {
            if may_name(by.shelves, entry, &open)
                && let Some(document) = by.shelves.document(entry, by.standards)
            {
                names.take(&document, by.options);
            }
        }
    }
    let left = left(&names);
    let unnamed: Vec<&str> = left.iter().map(String::as_str).filter(|path| !names.hidden.contains(*path)).collect();
    findings.extend(strays::unnamed(&unnamed));
    portal.files.retain(|entry| !left.contains(&entry.path));
}

/// What published pages name, and what others do.
#[derive(Default)]
struct NamesInUse {
    shown: BTreeSet<String>,
    hidden: BTreeSet<String>,
}

impl NamesInUse {
    fn take(&mut self, document: &Document, options: &EngineOptions) {
        let names = if is_published(document, options) { &mut self.shown } else { &mut self.hidden };
        names.extend(linked_from(document));
        for file in attached(&document.meta).iter().map(|meta| &meta.file.value) {
            if let LinkTarget::File { path, .. } = links::target(document.folder(), file) {
                names.insert(path);
            }
        }
    }
}

/// Whether the words of a document of an agency may lead to one of these files.
fn may_name(shelves: &Shelves, entry: &FileEntry, files: &[String]) -> bool {
    if !entry.extension().eq_ignore_ascii_case("md") {
        return false;
    }
    let Ok(bytes) = shelves.files().read(entry) else { return false };
    let text = String::from_utf8_lossy(&bytes);
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    text.contains('%') || files.iter().any(|path| text.contains(&name(path)))
}

fn is_published(document: &Document, options: &EngineOptions) -> bool {
    let from = document.common.publish_from.as_ref();
    options.preview || (!document.common.draft && from.is_none_or(|from| from.value <= options.date))
}
