//! What can be wrong with a sheet, in Thai and English, with its place. Knows no finding codes.

use super::Cell;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetProblemKind {
    Empty,
    TooLarge,
    /// Not UTF-8.
    Encoding,
    /// A quotation mark that opens or closes nothing.
    StrayQuote,
    /// More or fewer cells than heads.
    UnevenRow,
    /// Two columns with one head, or cells under no head.
    Heads,
    /// An XLSX cell that shows an error such as `#REF!`.
    CellError,
    Damaged,
    Bomb,
    Encrypted,
}

/// `start..end` as in [`Cell`]; `cell` is its name, where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetProblem {
    pub kind: SheetProblemKind,
    pub start: usize,
    pub end: usize,
    pub cell: Option<String>,
    pub message: String,
    pub message_en: String,
    /// Thai: what to do about it.
    pub help: String,
}

impl SheetProblem {
    pub(in crate::source) fn new(
        kind: SheetProblemKind,
        message: impl Into<String>,
        english: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let (message, message_en, help) = (message.into(), english.into(), help.into());
        Self { kind, start: 0, end: 0, cell: None, message, message_en, help }
    }

    pub(in crate::source) fn at(mut self, cell: &Cell) -> Self {
        (self.start, self.end, self.cell) = (cell.start, cell.end, Some(cell.name()));
        self
    }

    pub(in crate::source) fn at_bytes(mut self, start: usize, end: usize) -> Self {
        (self.start, self.end) = (start, end);
        self
    }

    pub(in crate::source) fn empty() -> Self {
        Self::new(
            SheetProblemKind::Empty,
            "ไม่พบข้อมูลในตาราง",
            "the sheet holds no data",
            "แถวแรกต้องเป็นหัวตาราง แถวถัดไปเป็นข้อมูล แถวละหนึ่งรายการ",
        )
    }

    pub(in crate::source) fn too_large(what: &str) -> Self {
        Self::new(
            SheetProblemKind::TooLarge,
            format!("ตารางใหญ่เกินไป ({what}) จึงอ่านเพียงส่วนแรก"),
            "the sheet is too large and was read only in part",
            "แบ่งเป็นหลายไฟล์ หรือลบแถวและคอลัมน์ว่างที่เกินมา",
        )
    }

    pub(in crate::source) fn stray_quote(text: &str) -> Self {
        Self::new(
            SheetProblemKind::StrayQuote,
            format!("เครื่องหมาย \" ไม่ครบคู่ในช่อง “{}”", shorten(text)),
            "a quotation mark in this cell opens or closes nothing",
            "ถ้าต้องการ \" ในข้อความ ให้เขียนสองตัวติดกันและครอบทั้งช่อง เช่น \"ป้าย \"\"ห้ามรับของขวัญ\"\"\"",
        )
    }

    pub(in crate::source) fn too_many(cells: usize, heads: usize, may_be_money: bool) -> Self {
        let help = if may_be_money {
            "จำนวนเงินที่มีจุลภาคต้องครอบด้วยเครื่องหมายคำพูด เช่น \"410,000\" หรือเขียน 410000"
        } else {
            "ข้อความที่มีตัวคั่นต้องครอบด้วยเครื่องหมายคำพูด เช่น \"อบรม, ศึกษาดูงาน\""
        };
        Self::new(
            SheetProblemKind::UnevenRow,
            format!("แถวนี้มี {cells} ช่อง แต่หัวตารางมี {heads} ช่อง เริ่มเกินที่ช่องนี้"),
            format!("this row has {cells} cells, the table has {heads} heads"),
            help,
        )
    }

    pub(in crate::source) fn too_few(cells: usize, heads: usize) -> Self {
        Self::new(
            SheetProblemKind::UnevenRow,
            format!("แถวนี้มี {cells} ช่อง แต่หัวตารางมี {heads} ช่อง ช่องที่ขาดถือว่าว่าง"),
            format!("this row has {cells} cells, the table has {heads} heads"),
            "เติมตัวคั่นให้ครบทุกช่อง แม้ช่องนั้นจะว่าง",
        )
    }
}

pub(in crate::source) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
