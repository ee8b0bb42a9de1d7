//! One file of the author's → one `Document`: bytes to text, front matter to `Meta`, body to sections and tables.
//! Pure; a broken part is a finding and the good parts are kept.

use std::borrow::Cow;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::finding::{Finding, Findings, code};
use crate::source::headless;
use crate::source::markdown::{self, Body};
use crate::source::meta::{self, Common, Meta};
use crate::source::node::{self, BlockAt};
use crate::source::pasted;
use crate::source::sheet;
use crate::source::tables::{self, DataTable, Unread};
use crate::span::{FileId, Span};
use crate::standards::Standards;

#[derive(Clone, Debug)]
pub struct Document {
    pub file: FileId,
    /// Relative to the content folder.
    pub path: Arc<str>,
    pub text: Arc<str>,
    /// SHA-256 of the bytes read: what the preview compares and the manifest records.
    pub hash: [u8; 32],
    pub common: Common,
    pub meta: Meta,
    pub body: Body,
    pub tables: Vec<DataTable>,
    /// Tables of a document of data that nobody could read.
    pub unread: Vec<Unread>,
    /// The same document's words in English, from the `.en.md` beside it.
    pub english: Option<Arc<Document>>,
}

impl Document {
    pub fn stem(&self) -> &str {
        stem(&self.path)
    }

    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    pub fn whole(&self) -> Span {
        Span::whole_file(self.file)
    }

    /// The title as the author gives it: the key, else the first heading, else the file's name.
    pub fn title(&self) -> &str {
        match &self.common.title {
            Some(title) => &title.value,
            None => self.body.sections.first().map_or(self.stem(), |section| &section.title.value),
        }
    }
}

pub fn stem(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// `plan.md` of `plan.en.md`; `None` for whatever is no translation.
pub fn thai_path(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".en.md").filter(|stem| !stem.is_empty() && !stem.ends_with('/'))?;
    Some(format!("{stem}.md"))
}

pub fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// `None` when nothing of the file can be used.
pub fn read(path: &str, bytes: &[u8], standards: &Standards, findings: &mut Findings) -> Option<Document> {
    let file = FileId::of(path);
    let (text, skipped) = decode(file, bytes, findings)?;
    let text = &*text;
    let (front, body_at) = split(file, text, skipped, findings)?;
    if markdown::is_all_marks(&text[body_at..]) {
        findings.push(
            Finding::of(
                code::S005,
                Span::new(file, body_at, body_at),
                "เนื้อความมีเครื่องหมายและบรรทัดมากกว่าเอกสารใด จึงไม่อ่านเป็นข้อความ",
            )
            .english(format!("more than {} marks and line ends in one text", markdown::MOST_MARKS))
            .help("แบ่งเป็นหลายไฟล์ ตารางที่มีหลายหมื่นแถวให้เก็บเป็น .csv หรือ .xlsx ชื่อเดียวกันวางข้างเอกสาร"),
        );
        return None;
    }
    let node = match front {
        FrontBlock::Yaml(block) => node::parse_yaml(block, findings)?,
        FrontBlock::Toml(block) => node::parse_toml(block, findings)?,
        FrontBlock::None => {
            let block = BlockAt { file, text: "", offset: skipped, line: 1 };
            node::parse_yaml(block, findings)?
        }
    };
    let is_headless = body_at == skipped && thai_path(path).is_none();
    let (common, meta) = match thai_path(path) {
        Some(_) => (meta::read_translation(node, findings), Meta::Page),
        None => meta::read_meta(node, stem(path), findings)?,
    };
    if is_headless && matches!(meta, Meta::Page) {
        headless::tell(file, path, text, skipped, findings);
    }
    let (shown, pasted) = if tables::takes_data(&meta) {
        pasted::take(file, &text[body_at..], body_at, &tables::ask_of(&meta), standards, findings)
    } else {
        (Cow::Borrowed(&text[body_at..]), Vec::new())
    };
    let body = markdown::parse(file, &shown, body_at, findings);
    let (tables, unread) = tables::recognise(&body, text, pasted, &meta, standards, findings);
    let (text, hash) = (text.into(), hash(bytes));
    Some(Document { file, path: path.into(), text, hash, common, meta, body, tables, unread, english: None })
}

/// The front matter alone, for whoever must know a key before anything else is read; complaints come later.
pub fn front_matter(path: &str, bytes: &[u8]) -> Option<node::NodeValue> {
    let file = FileId::of(path);
    let mut unheard = Findings::default();
    let (text, skipped) = decode(file, bytes, &mut unheard)?;
    let (front, _) = split(file, &text, skipped, &mut unheard)?;
    match front {
        FrontBlock::Yaml(block) => Some(node::parse_yaml(block, &mut unheard)?.value),
        FrontBlock::Toml(block) => Some(node::parse_toml(block, &mut unheard)?.value),
        FrontBlock::None => None,
    }
}

/// How files begin that people rename to `.md`.
const OTHER_FORMATS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "ไฟล์ Word, Excel หรือ zip"),
    (b"\xD0\xCF\x11\xE0", "ไฟล์ Word หรือ Excel รุ่นเก่า"),
    (b"%PDF", "ไฟล์ PDF"),
    (b"\x89PNG", "ไฟล์รูป"),
    (b"\xFF\xD8\xFF", "ไฟล์รูป"),
    (b"{\\rtf", "ไฟล์ RTF"),
];

/// The text and how many bytes of a byte-order mark stand before its first character.
pub fn decode<'a>(file: FileId, bytes: &'a [u8], findings: &mut Findings) -> Option<(Cow<'a, str>, usize)> {
    let start = Span::whole_file(file);
    if let Some((_, kind)) = OTHER_FORMATS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        findings.push(
            Finding::of(code::S003, start, format!("ไฟล์นี้เป็น{kind} ไม่ใช่ข้อความ แม้นามสกุลจะเป็น .md"))
                .english("another kind of file under the name of a text")
                .help("เปลี่ยนนามสกุลกลับแล้ววางไว้ใน files/ หรือสั่ง `prongsai import` ให้แปลงเป็นข้อความ"),
        );
        return None;
    }
    if let Some((text, name)) = sheet::decoded(bytes).filter(|(text, _)| !text.contains('\0')) {
        findings.push(
            Finding::of(
                code::S082,
                Span::new(file, 0, 0),
                format!("ไฟล์นี้บันทึกด้วยรหัสตัวอักษร {name} จึงอ่านโดยแปลงเป็น UTF-8"),
            )
            .english(format!("the file is {name} and was read as such"))
            .help("สั่ง `prongsai check --fix` ให้แปลงไฟล์เป็น UTF-8 หรือเปิดใน Notepad แล้วเลือก บันทึกเป็น… → การเข้ารหัส: UTF-8")
            .fix("แปลงเป็น UTF-8", Span::new(file, 0, 0), "\u{feff}"),
        );
        return Some((text.into(), 0));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let units = bytes.chunks_exact(2).skip(1).take(40).map(|pair| match bytes[0] {
            0xFF => u16::from_le_bytes([pair[0], pair[1]]),
            _ => u16::from_be_bytes([pair[0], pair[1]]),
        });
        let shown: String = char::decode_utf16(units).map(|letter| letter.unwrap_or('?')).collect();
        let shown = shown.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
        findings.push(
            Finding::of(
                code::S002,
                start,
                format!("ไฟล์นี้บันทึกแบบ UTF-16 (\"Unicode\" ของ Notepad รุ่นเก่า) จึงอ่านไม่ได้ ขึ้นต้นว่า `{shown}`"),
            )
            .english("the file is UTF-16")
            .help("เปิดใน Notepad แล้วเลือก บันทึกเป็น… → การเข้ารหัส: UTF-8"),
        );
        return None;
    }
    let skipped = if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
    match checked(bytes) {
        Ok(text) if text.contains('\0') => {
            let at = text.find('\0').unwrap_or(0);
            findings.push(
                Finding::of(code::S003, Span::new(file, at, at + 1), "ไฟล์นี้ไม่ใช่ข้อความ (มีไบต์ศูนย์อยู่ข้างใน)")
                    .english("binary data in a text file")
                    .help("ตรวจว่าไม่ได้เปลี่ยนนามสกุลไฟล์ Word หรือ PDF เป็น .md"),
            );
            None
        }
        Ok(text) if text.contains('\r') && !text.contains('\n') => {
            let first = text.split('\r').next().unwrap_or("");
            findings.push(
                Finding::of(
                    code::S009,
                    Span::new(file, skipped, first.len().max(skipped + 1)),
                    format!(
                        "ไฟล์นี้ขึ้นบรรทัดแบบ Mac รุ่นเก่า (CR) จึงอ่านเป็นบรรทัดเดียว ขึ้นต้นว่า `{}`",
                        first.trim_start_matches('\u{feff}')
                    ),
                )
                .english("line ends of the old Macintosh")
                .help("เปิดในโปรแกรมแก้ไขข้อความแล้วบันทึกใหม่ เลือกการขึ้นบรรทัดแบบ LF หรือ CRLF"),
            );
            None
        }
        Ok(text) => Some((text.into(), skipped)),
        Err(error) => {
            let at = error.valid_up_to();
            let rest = &bytes[at..];
            // TIS-620 and Windows-874 put the Thai letters at A1…FB.
            let thai = rest.iter().take(400).filter(|byte| (0xA1..=0xFB).contains(*byte)).count();
            let high = rest.iter().take(400).filter(|byte| **byte >= 0x80).count();
            let guess = if high > 0 && thai * 10 >= high * 9 {
                "น่าจะเป็น TIS-620 / Windows-874"
            } else {
                "อาจเสียหายระหว่างคัดลอก"
            };
            findings.push(
                Finding::of(
                    code::S001,
                    Span::new(file, at, at + 1),
                    format!(
                        "ไฟล์นี้ไม่ได้บันทึกแบบ UTF-8 (พบไบต์ 0x{:02X} ที่ตำแหน่ง {at}; {guess})",
                        rest.first().copied().unwrap_or(0)
                    ),
                )
                .english(format!("not UTF-8 at byte {at}"))
                .help("เปิดใน Notepad แล้วเลือก บันทึกเป็น… → การเข้ารหัส: UTF-8 (ถ้าเป็น CSV จาก Excel เลือกชนิด \"CSV UTF-8\")"),
            );
            None
        }
    }
}

/// Nearly every file is what it should be, which is told many bytes at a time; where one is not, the place of it is wanted.
fn checked(bytes: &[u8]) -> Result<&str, std::str::Utf8Error> {
    simdutf8::basic::from_utf8(bytes).or_else(|_| std::str::from_utf8(bytes))
}

enum FrontBlock<'a> {
    Yaml(BlockAt<'a>),
    Toml(BlockAt<'a>),
    None,
}

/// The front matter and where the body begins.
fn split<'a>(file: FileId, text: &'a str, skipped: usize, findings: &mut Findings) -> Option<(FrontBlock<'a>, usize)> {
    let rest = &text[skipped..];
    let lead = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let begin = skipped + lead;
    let fence = match text[begin..].lines().next().map(str::trim_end) {
        Some("---") => "---",
        Some("+++") => "+++",
        _ => return Some((FrontBlock::None, skipped)),
    };
    let inside = begin + text[begin..].find('\n').map_or(text.len() - begin, |at| at + 1);
    let mut at = inside;
    for line in text[inside..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            let first = text[..inside].matches('\n').count() + 1;
            let block = BlockAt { file, text: &text[inside..at], offset: inside, line: first };
            let front = if fence == "---" { FrontBlock::Yaml(block) } else { FrontBlock::Toml(block) };
            return Some((front, at + line.len()));
        }
        at += line.len();
    }
    findings.push(
        Finding::of(code::S008, Span::new(file, begin, begin + 3), format!("ส่วนหัวเปิดด้วย `{fence}` แต่ไม่มีบรรทัดปิด"))
            .english("front matter is not closed")
            .help(format!("พิมพ์ `{fence}` ในบรรทัดของตัวเองหลังคีย์สุดท้าย ก่อนเริ่มเนื้อความ")),
    );
    None
}
