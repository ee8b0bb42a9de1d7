//! Foreign papers → content files: Word, spreadsheets, HTML, PDF and text become paragraphs and tables (`paper`), these
//! become rows that the forms know (`grid`, `rows`), and these content files (`documents`, `write`). Pure: bytes in, text
//! out; the disk is the command's. Nothing is invented, and what has no place in the result is told.

pub mod account;
mod accounting;
pub mod agency_facts;
mod body;
mod codes;
pub mod documents;
pub mod docx;
mod docx_numbering;
mod docx_styles;
mod docx_table;
pub mod encoding;
pub mod facts;
pub mod figures;
mod fitting;
pub mod form_sheet;
pub mod glyphs;
pub mod grid;
pub mod html;
mod import_source;
pub mod lists;
mod main_document;
pub mod marks;
pub mod merge;
pub mod numbering;
pub mod paper;
pub mod papers;
pub mod patch;
pub mod pdf;
mod reading;
pub mod rows;
pub mod shape;
pub mod similar;
mod spelling;
pub mod tables;
mod task;
pub mod text;
pub mod workbook;
pub mod write;

use crate::standards::Standards;
use paper::SourcePaper;
pub use task::{ImportOptions, Imported, Incoming, KnownItem, Refusal};

pub fn import(incoming: Incoming<'_>, options: &ImportOptions, standards: &Standards) -> Result<Imported, Refusal> {
    let mut paper = read(incoming)?;
    if options.repair {
        paper.mend_spelling();
    }
    let mut made = documents::assemble(&paper, incoming.name, options, standards);
    // A text of content holds no signs that are none; a damaged paper may.
    for (_, text) in &mut made.files {
        if text.contains(is_no_sign) {
            text.retain(|letter| !is_no_sign(letter));
        }
    }
    Ok(made)
}

/// What only another program can open: the command asks LibreOffice to turn it into this.
pub fn needs_converting(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        // Nobody but who knows the word opens it.
        if is_locked(bytes) {
            return None;
        }
        // What the file holds is named so, in letters of two bytes; a text may speak of books as well.
        let holds = |stream: &[u8]| find(bytes, stream).is_some();
        let is_text = holds(b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0");
        let is_workbook = !is_text && (holds(b"W\0o\0r\0k\0b\0o\0o\0k\0") || holds(b"B\0o\0o\0k\0\0\0"));
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

/// Word and Excel of today wrap what a password guards in the old format of files.
fn is_locked(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0") && find(bytes, b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0").is_some()
}

fn is_no_sign(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\t' | '\r')
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// The paper that a file holds, by its content; its name only tells kinds of text apart. How its Thai was typed is mended
/// where nothing of what it says changes, and told.
pub fn read(incoming: Incoming<'_>) -> Result<SourcePaper, Refusal> {
    let mut paper = read_as_typed(incoming)?;
    paper.mend_typing();
    paper.mend_scattered();
    Ok(paper)
}

fn read_as_typed(incoming: Incoming<'_>) -> Result<SourcePaper, Refusal> {
    let Incoming { name, bytes } = incoming;
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return read_archive(bytes);
    }
    let head = &bytes[..bytes.len().min(1024)];
    if find(head, b"%PDF-").is_some() {
        return pdf::read(bytes);
    }
    if is_locked(bytes) {
        return Err(Refusal::new("ไฟล์นี้ตั้งรหัสผ่านไว้", "เปิดด้วยรหัสผ่าน แล้วบันทึกใหม่โดยไม่ใช้รหัสผ่าน"));
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

fn read_archive(bytes: &[u8]) -> Result<SourcePaper, Refusal> {
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
