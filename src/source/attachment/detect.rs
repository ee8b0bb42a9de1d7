//! Which kind of file it is, by its first bytes and, for zip and OLE containers, by what they hold.
//! Compared with the name's extension. Knows no format deeper than that.

use super::archive::{Archive, ArchiveError};
use super::bytes::find;
use super::kind::{FileKind, extension};
use super::problem::Problem;
use super::{svg, text};

pub(super) struct Detected {
    pub kind: FileKind,
    pub problems: Vec<Problem>,
    /// A web page under another name is text of a kind of its own.
    is_web_page: bool,
}

impl Detected {
    fn of(kind: FileKind) -> Self {
        Self { kind, problems: Vec::new(), is_web_page: false }
    }

    fn with(kind: FileKind, problem: Problem) -> Self {
        Self { problems: vec![problem], ..Self::of(kind) }
    }

    pub fn mismatch(&self, path: &str) -> Option<Problem> {
        let promised = FileKind::of_extension(path);
        let extension = extension(path);
        let unknown = self.kind == FileKind::Unknown;
        if promised == self.kind && !self.is_web_page {
            return None;
        }
        // Nobody can say more of it: another kind of file, under a name that we do not know either.
        if promised == FileKind::Unknown && (unknown || !extension.is_empty()) && self.kind != FileKind::Pdf {
            return None;
        }
        // The container is broken or locked, so its kind is a guess from its first bytes: that is the complaint then.
        if !self.problems.is_empty() {
            return None;
        }
        let right = if self.is_web_page { "html" } else { self.kind.extension() };
        Some(Problem::wrong_name(&extension, self.kind, right))
    }
}

pub(super) fn detect(path: &str, bytes: &[u8]) -> Detected {
    let promised = FileKind::of_extension(path);
    // Some programs put a few bytes before the header; readers take up to 1,024.
    if find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        return Detected::of(FileKind::Pdf);
    }
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"\x89PNG\r\n\x1a\n") {
        Detected::of(FileKind::Png)
    } else if starts(b"\xFF\xD8\xFF") {
        Detected::of(FileKind::Jpeg)
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        Detected::of(FileKind::Gif)
    } else if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Detected::of(FileKind::Webp)
    } else if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        in_zip(promised, bytes)
    } else if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        in_ole(bytes)
    } else if starts(b"MZ") && bytes.get(2..64).is_some_and(|head| head.contains(&0)) || starts(b"\x7FELF") {
        Detected::with(FileKind::Unknown, Problem::program())
    } else if svg::looks_like(bytes) {
        Detected::of(FileKind::Svg)
    } else if text::looks_like(bytes) {
        let kind = if promised == FileKind::Csv { FileKind::Csv } else { FileKind::Text };
        let is_web_page = text::is_web_page(bytes) && promised != FileKind::Text && promised != FileKind::Unknown;
        Detected { is_web_page, ..Detected::of(kind) }
    } else {
        Detected::of(FileKind::Unknown)
    }
}

fn in_zip(promised: FileKind, bytes: &[u8]) -> Detected {
    let mut archive = match Archive::open(bytes) {
        Ok(archive) => archive,
        Err(error) => {
            let is_container =
                matches!(promised, FileKind::Docx | FileKind::Xlsx | FileKind::Pptx | FileKind::Odt | FileKind::Ods);
            let kind = if is_container { promised } else { FileKind::Zip };
            return Detected::with(kind, archive_problem(error));
        }
    };
    let kind = if archive.has("mimetype") && !archive.has("[Content_Types].xml") {
        match archive.read("mimetype") {
            Ok(Some(stated)) if stated.starts_with(FileKind::Odt.media_type().as_bytes()) => FileKind::Odt,
            Ok(Some(stated)) if stated.starts_with(FileKind::Ods.media_type().as_bytes()) => FileKind::Ods,
            _ => FileKind::Zip,
        }
    } else if archive.names().any(|name| name.starts_with("word/document")) {
        FileKind::Docx
    } else if archive.names().any(|name| name.starts_with("xl/workbook")) {
        FileKind::Xlsx
    } else if archive.names().any(|name| name.starts_with("ppt/presentation")) {
        FileKind::Pptx
    } else {
        FileKind::Zip
    };
    Detected::of(kind)
}

pub(super) fn archive_problem(error: ArchiveError) -> Problem {
    match error {
        ArchiveError::Damaged => Problem::damaged("เปิดไฟล์บีบอัดข้างในไม่ได้", "the zip container cannot be read"),
        ArchiveError::Encrypted => Problem::encrypted(false),
        ArchiveError::Bomb => Problem::bomb("ไฟล์บีบอัด", "the zip unpacks to far more than its size"),
    }
}

/// Word, Excel and PowerPoint before 2007, and files that newer ones lock with a password.
fn in_ole(bytes: &[u8]) -> Detected {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(bytes, &wide).is_some()
    };
    if holds("EncryptedPackage") {
        return Detected::with(FileKind::Unknown, Problem::encrypted(false));
    }
    let kind = if holds("WordDocument") {
        FileKind::Doc
    } else if holds("Workbook") || holds("Book") {
        FileKind::Xls
    } else if holds("PowerPoint Document") {
        FileKind::Ppt
    } else {
        return Detected::of(FileKind::Unknown);
    };
    let has_macros = holds("_VBA_PROJECT") || holds("Macros");
    if has_macros { Detected::with(kind, Problem::script("แมโคร", "macros")) } else { Detected::of(kind) }
}
