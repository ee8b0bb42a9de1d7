//! What is asked of an import and what comes of it: the file as it came, the wishes of who imports, the result.

use super::account::Account;
use super::patch::SheetOrigin;
use crate::standards::Field;

/// One file as it came.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Heads of the author's own and what they mean.
    pub maps: Vec<(String, Field)>,
    /// Where in the content folder the authority's files go; empty for a site of one authority.
    pub folder: String,
    /// Name of the original file beside the content, to be linked; `None`: it is not kept.
    pub original: Option<String>,
    /// The items that a plan of that year already has: fiscal year, code, name, dimension.
    pub known_items: Vec<KnownItem>,
    /// Safe repairs of spelling are applied.
    pub repair: bool,
    pub has_agency: bool,
}

#[derive(Clone, Debug)]
pub struct KnownItem {
    pub year: u16,
    pub code: String,
    pub name: String,
    pub dimension: Option<u8>,
}

/// Why a file cannot be imported, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub message: String,
    pub help: String,
}

impl Refusal {
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// What was made of one file.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Path below the content folder → text.
    pub files: Vec<(String, String)>,
    pub account: Account,
    /// A sheet of ours that came back, with what was filled in.
    pub origin: Option<SheetOrigin>,
}
