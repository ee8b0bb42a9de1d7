//! Foreign papers → content files: Word, spreadsheets, HTML, PDF and text become paragraphs and tables (`paper`), these
//! become rows that the forms know (`grid`, `rows`), and these content files (`documents`, `write`). Pure: bytes in, text
//! out; the disk is the command's. Nothing is invented, and what has no place in the result is told.

pub mod account;
mod body;
mod codes;
pub mod documents;
pub mod facts;
pub mod figures;
pub mod grid;
pub mod html;
pub mod lists;
pub mod marks;
pub mod numbering;
pub mod paper;
pub mod papers;
pub mod rows;
pub mod shape;
pub mod similar;
pub mod tables;
pub mod text;
pub mod write;

use crate::standards::{Field, Standards};
use paper::Paper;

/// One file as it came.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

#[derive(Clone, Debug, Default)]
pub struct Options {
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
    pub account: account::Account,
}

pub fn import(incoming: Incoming<'_>, options: &Options, standards: &Standards) -> Result<Imported, Refusal> {
    let paper = read(incoming)?;
    Ok(documents::assemble(&paper, incoming.name, options, standards))
}

/// The paper that a file holds, by its content and name.
pub fn read(incoming: Incoming<'_>) -> Result<Paper, Refusal> {
    let text = String::from_utf8_lossy(incoming.bytes);
    Ok(text::read(&text))
}
