//! The kinds of file that can be attached: what each is called, and the endings that promise it. Looks into no bytes.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    Odt,
    Ods,
    Doc,
    Xls,
    Ppt,
    Png,
    Jpeg,
    Gif,
    Webp,
    Svg,
    Zip,
    Csv,
    Text,
    Unknown,
}

/// Kind, media type, Thai, English, extensions (the first is the one to suggest).
type KindFacts = (FileKind, &'static str, &'static str, &'static str, &'static [&'static str]);

const KINDS: [KindFacts; 18] = [
    (FileKind::Pdf, "application/pdf", "เอกสาร PDF", "a PDF", &["pdf"]),
    (
        FileKind::Docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "เอกสาร Word",
        "a Word document",
        &["docx", "docm", "dotx"],
    ),
    (
        FileKind::Xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ตารางคำนวณ Excel",
        "an Excel workbook",
        &["xlsx", "xlsm", "xltx"],
    ),
    (
        FileKind::Pptx,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "งานนำเสนอ PowerPoint",
        "a PowerPoint presentation",
        &["pptx", "pptm", "ppsx"],
    ),
    (FileKind::Odt, "application/vnd.oasis.opendocument.text", "เอกสาร OpenDocument", "an OpenDocument text", &["odt"]),
    (
        FileKind::Ods,
        "application/vnd.oasis.opendocument.spreadsheet",
        "ตารางคำนวณ OpenDocument",
        "an OpenDocument spreadsheet",
        &["ods"],
    ),
    (FileKind::Doc, "application/msword", "เอกสาร Word รุ่นเก่า", "an old Word document", &["doc", "dot"]),
    (FileKind::Xls, "application/vnd.ms-excel", "ตารางคำนวณ Excel รุ่นเก่า", "an old Excel workbook", &["xls", "xlt"]),
    (
        FileKind::Ppt,
        "application/vnd.ms-powerpoint",
        "งานนำเสนอ PowerPoint รุ่นเก่า",
        "an old PowerPoint presentation",
        &["ppt", "pps"],
    ),
    (FileKind::Png, "image/png", "ภาพ PNG", "a PNG picture", &["png"]),
    (FileKind::Jpeg, "image/jpeg", "ภาพ JPEG", "a JPEG picture", &["jpg", "jpeg", "jpe", "jfif"]),
    (FileKind::Gif, "image/gif", "ภาพ GIF", "a GIF picture", &["gif"]),
    (FileKind::Webp, "image/webp", "ภาพ WebP", "a WebP picture", &["webp"]),
    (FileKind::Svg, "image/svg+xml", "ภาพเวกเตอร์ SVG", "an SVG picture", &["svg"]),
    (FileKind::Zip, "application/zip", "ไฟล์บีบอัด ZIP", "a ZIP archive", &["zip"]),
    (FileKind::Csv, "text/csv; charset=utf-8", "ตาราง CSV", "a CSV table", &["csv", "tsv"]),
    (FileKind::Text, "text/plain; charset=utf-8", "ข้อความ", "plain text", &["txt", "text", "md", "json", "log"]),
    (FileKind::Unknown, "application/octet-stream", "ไฟล์ที่ไม่รู้จักชนิด", "of an unknown kind", &[]),
];

impl FileKind {
    fn row(self) -> &'static KindFacts {
        KINDS.iter().find(|row| row.0 == self).unwrap_or(&KINDS[KINDS.len() - 1])
    }

    pub fn media_type(self) -> &'static str {
        self.row().1
    }

    /// As readers see it beside the link.
    pub fn thai(self) -> &'static str {
        self.row().2
    }

    pub fn english(self) -> &'static str {
        self.row().3
    }

    /// Without the dot; empty for an unknown kind.
    pub fn extension(self) -> &'static str {
        self.row().4.first().copied().unwrap_or_default()
    }

    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Gif | Self::Webp | Self::Svg)
    }

    /// What the name promises.
    pub fn of_extension(path: &str) -> Self {
        let extension = extension(path);
        KINDS.iter().find(|row| row.4.contains(&extension.as_str())).map_or(Self::Unknown, |row| row.0)
    }
}

/// In lower case, without the dot.
pub(super) fn extension(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}
