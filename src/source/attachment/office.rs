//! Words, titles and page counts of office files, new (zip of XML) and old (OLE), and of plain archives.
//! Spreadsheets are read by `sheet`; here they are only one kind among others.

use super::archive::{Archive, ArchiveError};
use super::contents::{Contents, TextLayer};
use super::detect::{archive_problem, detect};
use super::kind::{FileKind, extension};
use super::problem::{Problem, ProblemKind};
use super::text;
use super::xml::{XmlNode, attribute, first_text, walk};
use crate::source::sheet;

/// Members of a plain archive whose words are looked at, each up to this size.
const MAX_MEMBER_BYTES: usize = 1 << 20;

pub(super) fn read(kind: FileKind, bytes: &[u8], is_inside: bool) -> Contents {
    let mut contents = Contents::default();
    let outcome = Archive::open(bytes).and_then(|mut archive| match kind {
        FileKind::Docx => word(&mut archive, &mut contents),
        FileKind::Pptx => slides(&mut archive, &mut contents),
        FileKind::Xlsx => workbook(bytes, &mut archive, &mut contents),
        FileKind::Odt | FileKind::Ods => open_document(&mut archive, &mut contents),
        _ => members(&mut archive, &mut contents, is_inside),
    });
    if let Err(error) = outcome {
        contents.problems.insert(0, archive_problem(error));
    }
    let is_prose = matches!(kind, FileKind::Docx | FileKind::Pptx | FileKind::Odt);
    if is_prose && contents.problems.is_empty() {
        let is_empty = contents.text.trim().is_empty();
        contents.text_layer = Some(if is_empty { TextLayer::Unknown } else { TextLayer::HasText });
    }
    contents
}

/// Adds words; when they no longer fit, says so once.
fn add(contents: &mut Contents, words: &str) {
    let fits = text::add(&mut contents.text, words);
    partly(contents, !fits);
}

fn broken(contents: &mut Contents, part: &str) {
    contents
        .problems
        .push(Problem::damaged(&format!("อ่านส่วน {part} ได้ไม่ครบ"), &format!("part {part} is not well-formed")));
}

/// Names that begin and end so, in the order of the numbers in them: slide2 before slide10.
fn parts(archive: &Archive<'_>, start: &str, end: &str) -> Vec<String> {
    let mut names: Vec<String> = archive
        .names()
        .filter(|name| name.starts_with(start) && name.ends_with(end) && !name[start.len()..].contains('/'))
        .map(str::to_owned)
        .collect();
    names.sort_by_key(|name| (name.len(), name.clone()));
    names
}

fn word(archive: &mut Archive<'_>, contents: &mut Contents) -> Result<(), ArchiveError> {
    let mut names = parts(archive, "word/document", ".xml");
    for start in ["word/header", "word/footer", "word/footnotes", "word/endnotes", "word/comments"] {
        names.extend(parts(archive, start, ".xml"));
    }
    words_of(archive, names.iter(), contents)?;
    properties(archive, contents)?;
    macros(archive, contents);
    Ok(())
}

/// What is written in these parts; one that cannot be read is told, and the others are.
fn words_of<'n>(
    archive: &mut Archive<'_>,
    names: impl Iterator<Item = &'n String>,
    contents: &mut Contents,
) -> Result<(), ArchiveError> {
    for name in names {
        if let Some(part) = archive.read(name)? {
            let mut words = String::new();
            if !drawing_words(&part, &mut words) {
                broken(contents, name);
            }
            add(contents, &words);
        }
    }
    Ok(())
}

fn slides(archive: &mut Archive<'_>, contents: &mut Contents) -> Result<(), ArchiveError> {
    let slides = parts(archive, "ppt/slides/slide", ".xml");
    let notes = parts(archive, "ppt/notesSlides/notesSlide", ".xml");
    let count = u32::try_from(slides.len()).ok();
    words_of(archive, slides.iter().chain(&notes), contents)?;
    properties(archive, contents)?;
    contents.pages = count;
    macros(archive, contents);
    Ok(())
}

/// Words of WordprocessingML and DrawingML: `t` holds letters, `p` ends a line, `tc` ends a cell.
/// Deleted text of tracked changes counts: it is still in the file for everybody to read.
fn drawing_words(part: &[u8], words: &mut String) -> bool {
    let mut letters_count = false;
    walk(part, |node| match node {
        XmlNode::Open("t" | "delText", _) => letters_count = true,
        XmlNode::Open("tab", _) => words.push('\t'),
        XmlNode::Open("br" | "cr", _) => words.push('\n'),
        XmlNode::Open("noBreakHyphen", _) => words.push('-'),
        XmlNode::Letters(letters) if letters_count => words.push_str(letters),
        XmlNode::Close("t" | "delText") => letters_count = false,
        XmlNode::Close("p") => words.push('\n'),
        XmlNode::Close("tc") => words.push('\t'),
        _ => {}
    })
}

fn workbook(bytes: &[u8], archive: &mut Archive<'_>, contents: &mut Contents) -> Result<(), ArchiveError> {
    let read = sheet::xlsx_words(bytes, super::MAX_TEXT_BYTES);
    contents.text = read.words;
    if read.is_cut {
        contents.problems.push(Problem::partly_read());
    }
    if let Some(error) = read.error {
        match error {
            sheet::WorkbookError::Archive(error) => return Err(error),
            sheet::WorkbookError::Damaged => broken(contents, "xl/workbook.xml"),
        }
    }
    for start in ["xl/comments", "xl/drawings/drawing", "xl/threadedComments/threadedComment"] {
        for name in parts(archive, start, ".xml") {
            if let Some(part) = archive.read(&name)? {
                let mut words = String::new();
                drawing_words(&part, &mut words);
                add(contents, &words);
            }
        }
    }
    properties(archive, contents)?;
    contents.pages = None;
    macros(archive, contents);
    Ok(())
}

fn properties(archive: &mut Archive<'_>, contents: &mut Contents) -> Result<(), ArchiveError> {
    if let Some(core) = archive.read("docProps/core.xml")? {
        contents.title = first_text(&core, "title");
        contents.language = first_text(&core, "language");
    }
    if let Some(app) = archive.read("docProps/app.xml")? {
        contents.pages = first_text(&app, "Pages").and_then(|number| number.parse().ok()).filter(|&pages| pages > 0);
    }
    Ok(())
}

fn macros(archive: &Archive<'_>, contents: &mut Contents) {
    if archive.names().any(|name| name.ends_with("vbaProject.bin")) {
        contents.problems.push(Problem::script("แมโคร", "macros"));
    }
}

fn open_document_words(part: &[u8], room: &str, words: &mut String) -> bool {
    let (mut in_room, mut in_script) = (false, false);
    walk(part, |node| match node {
        XmlNode::Open(name, _) if name == room => in_room = true,
        XmlNode::Close(name) if name == room => in_room = false,
        XmlNode::Open("script" | "binary-data", _) => in_script = true,
        XmlNode::Close("script" | "binary-data") => in_script = false,
        XmlNode::Open("s", tag) => {
            let count = attribute(tag, "c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
            words.extend(std::iter::repeat_n(' ', count.min(100)));
        }
        XmlNode::Open("tab", _) => words.push('\t'),
        XmlNode::Open("line-break", _) => words.push('\n'),
        XmlNode::Letters(letters) if in_room && !in_script => words.push_str(letters),
        XmlNode::Close("p" | "h") => words.push('\n'),
        XmlNode::Close("table-cell") => words.push('\t'),
        _ => {}
    })
}

fn open_document(archive: &mut Archive<'_>, contents: &mut Contents) -> Result<(), ArchiveError> {
    // The lines above and below every page stand in the styles.
    for (name, room) in [("content.xml", "body"), ("styles.xml", "master-styles")] {
        match archive.read(name)? {
            Some(part) => {
                let mut words = String::new();
                if !open_document_words(&part, room, &mut words) {
                    broken(contents, name);
                }
                add(contents, &words);
            }
            None if room == "body" => broken(contents, name),
            None => {}
        }
    }
    if let Some(meta) = archive.read("meta.xml")? {
        contents.title = first_text(&meta, "title");
        contents.language = first_text(&meta, "language");
        walk(&meta, |node| {
            if let XmlNode::Open("document-statistic", tag) = node {
                contents.pages = attribute(tag, "page-count").and_then(|count| count.parse().ok());
            }
        });
    }
    if archive.names().any(|name| name.starts_with("Basic/") && name.ends_with(".xml") && !name.ends_with("-lc.xml")) {
        contents.problems.push(Problem::script("แมโคร", "macros"));
    }
    Ok(())
}

/// Whether a member of an archive is of a kind that holds words, or may hold such members.
fn holds_words(name: &str) -> bool {
    let kind = FileKind::of_extension(name);
    kind != FileKind::Unknown && !matches!(kind, FileKind::Png | FileKind::Jpeg | FileKind::Gif | FileKind::Webp)
}

fn partly(contents: &mut Contents, is_partly: bool) {
    if is_partly && !contents.problems.iter().any(|it| it.kind == ProblemKind::PartlyRead) {
        contents.problems.push(Problem::partly_read());
    }
}

/// A plain archive: the names of its members, and the words of the documents in it.
fn members(archive: &mut Archive<'_>, contents: &mut Contents, is_inside: bool) -> Result<(), ArchiveError> {
    let names: Vec<String> = archive.names().map(str::to_owned).collect();
    archive.measure()?;
    for name in &names {
        add(contents, name);
        add(contents, "\n");
    }
    for name in &names {
        if matches!(extension(name).as_str(), "exe" | "bat" | "cmd" | "js" | "vbs" | "scr" | "com" | "ps1") {
            contents.problems.push(Problem::script(name, name));
        }
        if matches!(extension(name).as_str(), "csv" | "txt" | "md")
            && let Ok(Some(part)) = archive.read(name)
        {
            let read = text::read(&part[..part.len().min(MAX_MEMBER_BYTES)]);
            add(contents, &read.text);
            add(contents, "\n");
            partly(contents, part.len() > MAX_MEMBER_BYTES);
        } else if holds_words(name) && !is_inside {
            // A document in the archive is published as well as one beside it; archives in archives are not opened.
            let Some(part) = archive.read(name)? else { continue };
            let inner = super::contents_of(detect(name, &part).kind, &part, true);
            add(contents, &inner.text);
            add(contents, "\n");
            let unread = [ProblemKind::PartlyRead, ProblemKind::Encrypted, ProblemKind::Damaged, ProblemKind::Bomb];
            partly(contents, inner.problems.iter().any(|it| unread.contains(&it.kind)));
        } else if holds_words(name) {
            partly(contents, true);
        }
    }
    Ok(())
}

/// Old binary files: runs of readable letters, in both widths that such files use. Enough for the personal-data rules.
pub(super) fn read_old(bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    let mut run = String::new();
    let flush = |run: &mut String, contents: &mut Contents, least: usize| {
        if run.chars().count() >= least {
            run.push('\n');
            add(contents, run);
        }
        run.clear();
    };
    // Letters of two bytes, at either parity.
    for start in [0, 1] {
        for pair in bytes.get(start..).unwrap_or_default().chunks_exact(2) {
            match char::from_u32(u32::from(u16::from_le_bytes([pair[0], pair[1]]))) {
                // Numbers are parted by dashes and spaces of several kinds.
                Some(letter @ (' '..='~' | '\u{A0}' | '\u{0E01}'..='\u{0E5B}' | '\u{2010}'..='\u{2015}')) => {
                    run.push(letter)
                }
                _ => flush(&mut run, &mut contents, 4),
            }
        }
        flush(&mut run, &mut contents, 4);
    }
    for &byte in bytes {
        match byte {
            b' '..=b'~' | 0x96 | 0x97 | 0xA0..=0xDA | 0xDF..=0xFB => run.push(text::thai_8bit_letter(byte)),
            _ => flush(&mut run, &mut contents, 8),
        }
    }
    flush(&mut run, &mut contents, 8);
    contents
}
