//! What can be wrong with an attached file, in Thai and English. Knows nothing of places: the caller has the span.

use super::kind::FileKind;
use super::name::size_words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// 0 bytes.
    Empty,
    /// Not read because of its size.
    TooLarge,
    /// The content is of another kind than the name says.
    WrongName,
    /// Cannot be read, or only in part.
    Damaged,
    /// Unpacks to far more than any honest file.
    Bomb,
    /// Needs a password.
    Encrypted,
    /// Pictures of paper: screen readers read nothing.
    Scan,
    /// Runs a program when opened.
    Script,
    /// Would run in a browser or on the server, under the name of the site.
    Active,
    /// Not UTF-8.
    Encoding,
    /// The text was read only up to a limit.
    PartlyRead,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub kind: ProblemKind,
    pub message: String,
    pub message_en: String,
    /// Thai: what to do about it.
    pub help: String,
}

impl Problem {
    fn new(kind: ProblemKind, message: impl Into<String>, english: impl Into<String>, help: impl Into<String>) -> Self {
        Self { kind, message: message.into(), message_en: english.into(), help: help.into() }
    }

    pub(super) fn empty() -> Self {
        Self::new(
            ProblemKind::Empty,
            "ไฟล์นี้ว่างเปล่า (๐ ไบต์)",
            "the file is empty (0 bytes)",
            "วางไฟล์ตัวจริงแทน หรือลบไฟล์นี้พร้อมลิงก์ที่ชี้มา",
        )
    }

    pub(super) fn too_large(size: u64) -> Self {
        let (number, unit) = size_words(size);
        Self::new(
            ProblemKind::TooLarge,
            format!("ไฟล์นี้ใหญ่ {number} {unit} เกินกว่าจะตรวจเนื้อหาได้ และประชาชนดาวน์โหลดทางโทรศัพท์ได้ยาก"),
            format!("the file has {size} bytes, too many to look into"),
            "บีบอัดไฟล์ ลดความละเอียดภาพ หรือแบ่งเป็นหลายไฟล์ (แนะนำไม่เกิน ๒๐ เมกะไบต์)",
        )
    }

    pub(super) fn wrong_name(extension: &str, kind: FileKind, right: &str) -> Self {
        let (thai, english) = (kind.thai(), kind.english());
        let help = if right.is_empty() {
            "เปิดดูว่าเป็นไฟล์ที่ตั้งใจแนบจริงหรือไม่ แล้วแทนด้วยไฟล์ที่ถูกต้อง".to_owned()
        } else {
            format!("เปลี่ยนนามสกุลไฟล์เป็น .{right} หรือแทนด้วยไฟล์ที่ถูกต้อง")
        };
        if extension.is_empty() {
            return Self::new(
                ProblemKind::WrongName,
                format!("ชื่อไฟล์ไม่มีนามสกุล แต่เนื้อหาเป็น{thai}"),
                format!("the file name has no extension, the content is {english}"),
                help,
            );
        }
        Self::new(
            ProblemKind::WrongName,
            format!("ชื่อไฟล์ลงท้าย .{extension} แต่เนื้อหาเป็น{thai}"),
            format!("the name ends in .{extension}, the content is {english}"),
            help,
        )
    }

    pub(super) fn program() -> Self {
        Self::new(
            ProblemKind::Script,
            "ไฟล์นี้เป็นโปรแกรมที่รันได้ ไม่ใช่เอกสาร",
            "the file is an executable program",
            "อย่าเผยแพร่ไฟล์นี้ ให้แทนด้วยเอกสาร PDF",
        )
    }

    pub(super) fn damaged(what: &str, english: &str) -> Self {
        Self::new(
            ProblemKind::Damaged,
            format!("ไฟล์เสียหายหรือไม่ครบ: {what}"),
            format!("damaged file: {english}"),
            "เปิดไฟล์ต้นฉบับแล้วบันทึกใหม่ จากนั้นแนบอีกครั้ง",
        )
    }

    pub(super) fn bomb(what: &str, english: &str) -> Self {
        Self::new(
            ProblemKind::Bomb,
            format!("ไฟล์นี้ขยายตัวผิดปกติเมื่อเปิด ({what}) จึงหยุดตรวจ"),
            format!("decompression bomb: {english}"),
            "อย่าเผยแพร่ไฟล์นี้ ให้บันทึกจากต้นฉบับใหม่",
        )
    }

    pub(super) fn encrypted(readable: bool) -> Self {
        if readable {
            return Self::new(
                ProblemKind::Encrypted,
                "ไฟล์นี้ตั้งสิทธิ์จำกัดไว้ (เปิดอ่านได้ แต่บางโปรแกรมคัดลอกหรืออ่านออกเสียงไม่ได้)",
                "the file is encrypted with an empty password and restricts its use",
                "บันทึกใหม่โดยไม่ตั้งค่าความปลอดภัย",
            );
        }
        Self::new(
            ProblemKind::Encrypted,
            "ไฟล์นี้ตั้งรหัสผ่านไว้ ประชาชนเปิดอ่านไม่ได้",
            "the file needs a password",
            "บันทึกใหม่โดยไม่ตั้งรหัสผ่าน",
        )
    }

    pub(super) fn scan(scanned: u32, pages: u32) -> Self {
        let message = if scanned >= pages {
            "ไฟล์นี้เป็นภาพสแกน เครื่องอ่านหน้าจออ่านไม่ได้ และค้นหาข้อความไม่ได้".to_owned()
        } else {
            format!("ไฟล์นี้เป็นภาพสแกน {scanned} จาก {pages} หน้า เครื่องอ่านหน้าจออ่านหน้าเหล่านั้นไม่ได้")
        };
        Self::new(
            ProblemKind::Scan,
            message,
            format!("{scanned} of {pages} pages are scanned pictures without text"),
            "แนบไฟล์ที่บันทึกเป็น PDF จากโปรแกรมพิมพ์เอกสารโดยตรง หรือทำ OCR ก่อนแนบ",
        )
    }

    pub(super) fn script(what: &str, english: &str) -> Self {
        Self::new(
            ProblemKind::Script,
            format!("ไฟล์นี้มีคำสั่งที่ทำงานเองเมื่อเปิด ({what})"),
            format!("the file holds active content: {english}"),
            "บันทึกใหม่โดยไม่มีสคริปต์หรือแมโคร",
        )
    }

    pub(super) fn active(what: &str) -> Self {
        Self::new(
            ProblemKind::Active,
            format!("ไฟล์ชนิดนี้ทำงานเป็นโปรแกรมในนามของเว็บหน่วยงานได้ ({what}) จึงไม่เผยแพร่"),
            format!("the file would run under the site's own name: {what}"),
            "แนบเป็น PDF แทน หรือบีบอัดเป็น .zip ให้ผู้อ่านดาวน์โหลด ภาพ SVG ให้บันทึกใหม่โดยไม่มีสคริปต์",
        )
    }

    pub(super) fn encoding(what: &str, english: &str) -> Self {
        Self::new(
            ProblemKind::Encoding,
            format!("ตัวอักษรในไฟล์ไม่ใช่ UTF-8: {what}"),
            format!("not UTF-8: {english}"),
            "เปิดด้วย Excel หรือ Notepad แล้วบันทึกใหม่เป็น UTF-8",
        )
    }

    pub(super) fn partly_read() -> Self {
        Self::new(
            ProblemKind::PartlyRead,
            "ไฟล์นี้ยาวหรือซับซ้อนมาก จึงตรวจข้อความได้เพียงส่วนแรก ข้อมูลส่วนบุคคลในส่วนที่เหลือยังตรวจไม่หมด",
            "only the first part of the text was read: personal data may stand in the rest",
            "แบ่งเป็นหลายไฟล์หากต้องการให้ตรวจครบทุกหน้า",
        )
    }

    /// The text of this file was let go, because all attached files of an authority hold more than is kept.
    pub fn not_looked_through(limit_in_megabytes: usize) -> Self {
        Self::new(
            ProblemKind::PartlyRead,
            format!(
                "ตรวจไม่หมด: ข้อความในไฟล์แนบของหน่วยงานรวมกันเกิน {limit_in_megabytes} เมกะไบต์ \
                 ไฟล์นี้จึงยังไม่ได้ตรวจข้อมูลส่วนบุคคล และค้นหาคำในไฟล์ไม่พบ"
            ),
            format!("not looked through: the attached files hold more than {limit_in_megabytes} MB of text in all"),
            "ตรวจไฟล์นี้ด้วยตาก่อนเผยแพร่ หรือย้ายเอกสารเก่าไปไว้อีกแฟ้มหนึ่ง",
        )
    }
}
