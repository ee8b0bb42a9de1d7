//! What an attached file is, by its content: kind, size, hash, pages, pictures' width and height, text, and what is wrong.
//! A near-leaf: knows no model, no site, no disk; the caller passes bytes. Bounded in time and memory on any bytes.

mod active;
mod archive;
mod bytes;
mod contents;
mod detect;
mod image;
mod kind;
mod name;
mod office;
mod pdf;
mod problem;
mod svg;
mod text;
mod xml;

pub(crate) use archive::Archive;
pub use archive::ArchiveError;
use bytes::hexadecimal;
use contents::Contents;
pub use contents::{MAX_TEXT_BYTES, PixelSize, TextLayer};
pub use kind::FileKind;
pub use name::{SafeNames, safe_name, size_words};
pub(crate) use pdf::{DrawnRule, LayoutError, Letter, PageLayout, layout};
pub use problem::{Problem, ProblemKind};
pub(crate) use text::{is_thai_8bit, thai_8bit_letter};
pub(crate) use xml::{XmlNode, attribute, walk};

use sha2::{Digest, Sha256};

/// Files above this are shown with size and hash alone; the caller need not read them at all.
pub const MAX_INSPECTED_BYTES: u64 = 128 << 20;

/// All that is known of one attached file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    pub kind: FileKind,
    pub media_type: &'static str,
    pub size: u64,
    /// SHA-256 in lower-case hexadecimal; empty when the bytes were not read.
    pub hash: String,
    pub pages: Option<u32>,
    /// Pages that are only a picture; 0 where it does not apply.
    pub scanned_pages: u32,
    pub text_layer: Option<TextLayer>,
    /// As shown: a photograph's turn (EXIF) is taken into account.
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// Plain text for search and for the personal-data rules, at most [`MAX_TEXT_BYTES`].
    pub text: Option<String>,
    pub title: Option<String>,
    /// BCP 47: by its letters, `th` or `en`, and in the file's own word for it where that agrees (`th-TH`).
    pub language: Option<String>,
    pub problems: Vec<Problem>,
}

impl Inspection {
    fn new(kind: FileKind, size: u64, hash: String) -> Self {
        Self {
            kind,
            media_type: kind.media_type(),
            size,
            hash,
            pages: None,
            scanned_pages: 0,
            text_layer: None,
            width: None,
            height: None,
            text: None,
            title: None,
            language: None,
            problems: Vec::new(),
        }
    }

    pub fn has(&self, kind: ProblemKind) -> bool {
        self.problems.iter().any(|problem| problem.kind == kind)
    }

    pub fn report(&mut self, problem: Problem) {
        if !self.has(problem.kind) {
            self.problems.push(problem);
        }
    }
}

/// Looks into a file. `path` serves only for its extension.
pub fn inspect(path: &str, bytes: &[u8]) -> Inspection {
    let size = bytes.len() as u64;
    let hash = hexadecimal(&Sha256::digest(bytes));
    if bytes.is_empty() {
        let mut inspection = Inspection::new(FileKind::of_extension(path), 0, hash);
        inspection.report(Problem::empty());
        return inspection;
    }
    if size > MAX_INSPECTED_BYTES {
        let mut inspection = inspect_too_large(path, size);
        inspection.hash = hash;
        return inspection;
    }
    let found = detect::detect(path, bytes);
    let mut inspection = Inspection::new(found.kind, size, hash);
    if let Some(problem) = found.mismatch(path) {
        inspection.report(problem);
    }
    for problem in found.problems {
        inspection.report(problem);
    }
    inspection.fill(contents_of(found.kind, bytes, false));
    let drawn = found.kind == FileKind::Svg && inspection.has(ProblemKind::Script);
    if let Some(what) = active::runs(path, found.kind, bytes).or(drawn.then_some("SVG")) {
        inspection.report(Problem::active(what));
    }
    inspection
}

/// `is_inside` another archive.
fn contents_of(kind: FileKind, bytes: &[u8], is_inside: bool) -> Contents {
    match kind {
        FileKind::Pdf => pdf::read(bytes),
        FileKind::Docx | FileKind::Xlsx | FileKind::Pptx | FileKind::Odt | FileKind::Ods | FileKind::Zip => {
            office::read(kind, bytes, is_inside)
        }
        FileKind::Doc | FileKind::Xls | FileKind::Ppt => office::read_old(bytes),
        FileKind::Png | FileKind::Jpeg | FileKind::Gif | FileKind::Webp => image::read(kind, bytes),
        FileKind::Svg => svg::read(bytes),
        FileKind::Csv | FileKind::Text => text::read(bytes),
        FileKind::Unknown => Contents::default(),
    }
}

/// The answer for a file that is too large to read: the caller passes the size that the disk states.
pub fn inspect_too_large(path: &str, size: u64) -> Inspection {
    let mut inspection = Inspection::new(FileKind::of_extension(path), size, String::new());
    inspection.report(Problem::too_large(size));
    if let Some(what) = active::runs(path, inspection.kind, &[]) {
        inspection.report(Problem::active(what));
    }
    inspection
}

impl Inspection {
    fn fill(&mut self, contents: Contents) {
        let Contents { pages, scanned_pages, text_layer, dimensions, text, title, language, problems } = contents;
        self.pages = pages;
        self.scanned_pages = scanned_pages;
        self.text_layer = text_layer;
        self.width = dimensions.map(|it| it.width);
        self.height = dimensions.map(|it| it.height);
        self.title = title.map(|it| text::one_line(&it)).filter(|it| !it.is_empty());
        // Programs state the language they were installed in; the letters know better.
        let by_letters = text::guess_language(&text);
        self.language = language
            .map(|it| it.trim().to_owned())
            .filter(|it| text::is_language_tag(it) && by_letters.is_none_or(|guess| it.starts_with(guess)))
            .or_else(|| by_letters.map(str::to_owned));
        if !text.trim().is_empty() {
            self.text = Some(text);
        }
        for problem in problems {
            self.report(problem);
        }
    }
}
