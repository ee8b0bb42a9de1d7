//! Foreign papers → content files: Word, spreadsheets, HTML, PDF and text become paragraphs and tables (`paper`), these
//! become rows that the forms know (`grid`, `rows`), and these content files (`documents`, `write`). Pure: bytes in, text
//! out; the disk is the command's. Nothing is invented, and what has no place in the result is told.

pub mod account;
mod body;
mod codes;
pub mod documents;
pub mod docx;
mod docx_numbering;
pub mod encoding;
pub mod facts;
pub mod figures;
mod fitting;
pub mod form_sheet;
pub mod glyphs;
pub mod grid;
pub mod html;
pub mod lists;
pub mod marks;
pub mod merge;
pub mod numbering;
pub mod paper;
pub mod papers;
pub mod patch;
pub mod pdf;
pub mod rows;
pub mod shape;
pub mod similar;
pub mod tables;
pub mod text;
pub mod workbook;
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
    /// A sheet of ours that came back, with what was filled in.
    pub origin: Option<patch::Origin>,
}

pub fn import(incoming: Incoming<'_>, options: &Options, standards: &Standards) -> Result<Imported, Refusal> {
    let paper = read(incoming)?;
    Ok(documents::assemble(&paper, incoming.name, options, standards))
}

/// What only another program can open: the command asks LibreOffice to turn it into this.
pub fn needs_converting(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        // Workbooks name their stream so, in letters of two bytes.
        let is_workbook = find(bytes, b"W\0o\0r\0k\0b\0o\0o\0k\0").is_some() || find(bytes, b"B\0o\0o\0k\0").is_some();
        return Some(if is_workbook { "xlsx" } else { "docx" });
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some("docx");
    }
    if bytes.starts_with(b"PK") && find(&bytes[..bytes.len().min(200)], b"opendocument.text").is_some() {
        return Some("docx");
    }
    None
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// The paper that a file holds, by its content; its name only tells kinds of text apart.
pub fn read(incoming: Incoming<'_>) -> Result<Paper, Refusal> {
    let Incoming { name, bytes } = incoming;
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return read_archive(bytes);
    }
    let head = &bytes[..bytes.len().min(1024)];
    if find(head, b"%PDF-").is_some() {
        return pdf::read(bytes);
    }
    if needs_converting(bytes).is_some() {
        return Err(Refusal::new(
            "ไฟล์ชนิดนี้ (.doc .xls .rtf .odt) ต้องใช้ LibreOffice ช่วยเปิด แต่เครื่องนี้ไม่มี หรือเปิดไม่สำเร็จ",
            "ติดตั้ง LibreOffice หรือเปิดใน Word/Excel แล้วบันทึกเป็น .docx หรือ .xlsx",
        ));
    }
    let mut notes = Vec::new();
    let text = encoding::decode(bytes, &mut notes)?;
    let text = glyphs::mend(&text);
    let lower = name.to_lowercase();
    let start = text.trim_start().get(..64).unwrap_or(text.trim_start()).to_lowercase();
    let is_html = lower.ends_with(".html")
        || lower.ends_with(".htm")
        || start.starts_with("<!doctype html")
        || start.starts_with("<html");
    let mut paper = if is_html {
        html::read(&text)
    } else if lower.ends_with(".csv") || lower.ends_with(".tsv") {
        workbook::read_csv(&text)
    } else {
        text::read(&text)
    };
    notes.append(&mut paper.notes);
    paper.notes = notes;
    Ok(paper)
}

fn read_archive(bytes: &[u8]) -> Result<Paper, Refusal> {
    let archive = crate::source::attachment::Archive::open(bytes).map_err(docx::refusal)?;
    let has = |start: &str| archive.names().any(|name| name.starts_with(start));
    if has("word/document") {
        return docx::read(bytes);
    }
    if has("xl/") {
        return workbook::read_xlsx(bytes);
    }
    if archive.has("content.xml") {
        return workbook::read_ods(bytes);
    }
    Err(Refusal::new("ไฟล์บีบอัดนี้ไม่ใช่ Word, Excel หรือ OpenDocument", "แตกไฟล์ก่อน แล้วนำเข้าเอกสารข้างในทีละไฟล์"))
}
