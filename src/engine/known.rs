//! Small questions that every part of the pipeline asks of a site and of a file.

use crate::check::located::FileText;
use crate::check::{self, AgencyNames};
use crate::site::Site;
use crate::source::files::LARGEST_TEXT;
use crate::source::{FileEntry, Files, sheets};

/// What rules compare with, where this is the site.
pub(super) fn context_of<'c>(site: &'c Site, agencies: &'c AgencyNames) -> check::Context<'c> {
    let Site { standards, settings, portal, .. } = site;
    check::Context { standards, today: settings.date, portal: &portal.meta, agencies }
}

/// The path of a file that made no document, and its text as far as it has one.
pub(super) fn known_entry(files: &dyn Files, entry: &FileEntry) -> FileText {
    let text = if entry.size > LARGEST_TEXT { None } else { files.read(entry).ok() };
    // The bytes of a Word file or a picture show nobody anything.
    let text = text.filter(|bytes| is_words(entry) || !bytes.contains(&0));
    let text = match text {
        Some(bytes) => sheets::text_of(entry, &bytes),
        None => String::new(),
    };
    (entry.path.as_str().into(), text.into())
}

pub(super) fn is_document(entry: &FileEntry) -> bool {
    entry.extension().eq_ignore_ascii_case("md")
}

/// Documents, lists and settings: files whose words the portal's own level is made from.
pub(super) fn is_words(entry: &FileEntry) -> bool {
    ["md", "tsv", "txt", "toml", "csv", "xlsx"].iter().any(|known| entry.extension().eq_ignore_ascii_case(known))
}
