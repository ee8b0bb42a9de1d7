//! CSV as spreadsheet programs really write it (RFC 4180 and its neighbours): bytes → cells with their byte ranges.
//! Knows no workbook and no heads.

use std::borrow::Cow;

use super::problem::{SheetProblem, SheetProblemKind};
use super::{Cell, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Sheet, SheetRow};
use crate::source::attachment::{is_thai_8bit, thai_8bit_letter};

/// As much as any other text of an author's may have.
const MAX_CSV_BYTES: usize = 8 << 20;
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Reads the table of a CSV file. What is wrong stands in `problems`; what is good is read all the same.
pub fn read_csv(bytes: &[u8]) -> Sheet {
    let refuse = |problem| Sheet { problems: vec![problem], ..Sheet::default() };
    if bytes.len() > MAX_CSV_BYTES {
        return refuse(SheetProblem::too_large("ไฟล์เกิน ๘ เมกะไบต์"));
    }
    let from = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    if bytes.iter().take(4096).any(|it| *it == 0) {
        return refuse(wrong_encoding("ที่ไม่ใช่ข้อความ", "no text").at_bytes(0, bytes.len().min(2)));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return refuse(SheetProblem::new(
            SheetProblemKind::Damaged,
            "ไฟล์นี้เป็น Excel (.xlsx) ที่ตั้งชื่อเป็น .csv",
            "an XLSX file under the name of a CSV file",
            "เปลี่ยนนามสกุลเป็น .xlsx หรือบันทึกจาก Excel เป็น CSV UTF-8",
        ));
    }
    let mut problems = Vec::new();
    if let Err(error) = std::str::from_utf8(&bytes[from..]) {
        let at = from + error.valid_up_to();
        problems.push(wrong_encoding("แบบอื่นที่อ่านไม่ได้ตั้งแต่ตรงนี้", "some other encoding from here on").at_bytes(at, at + 1));
    }
    let mut reader = CsvReader { bytes, at: from, separator: b',', quotes: true, problems };
    reader.separator = reader.stated_separator().unwrap_or_else(|| detect_separator(&bytes[from..]));
    // `sep=` is a line of its own to a text editor, and no row to a spreadsheet program.
    let mut line = if reader.at > from { 2 } else { 1 };
    let mut row = 0_u32;
    let mut rows = Vec::new();
    let mut cells = 0;
    while reader.at < bytes.len() {
        let before = reader.at;
        let read = reader.row(row, line);
        line += count_lines(&bytes[before..reader.at]);
        row = row.saturating_add(1);
        if read.filled() > 0 {
            // Rows of separators alone, which Excel leaves behind, cost nothing.
            cells += read.cells.len();
            if rows.len() >= MAX_ROWS || cells > MAX_CELLS {
                reader.problems.push(SheetProblem::too_large("เกิน ๑๐,๐๐๐ แถว หรือ ๒๐๐,๐๐๐ ช่อง"));
                break;
            }
            rows.push(read);
        }
    }
    if rows.is_empty() && reader.problems.is_empty() {
        reader.problems.push(SheetProblem::empty());
    }
    Sheet { rows, problems: reader.problems, ..Sheet::default() }
}

/// The bytes as UTF-8, with the name of the old encoding that they were saved in; `None` where they are UTF-8 already
/// or of no encoding that is known.
pub fn decoded(bytes: &[u8]) -> Option<(String, &'static str)> {
    let utf_16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let text = char::decode_utf16(units).collect::<Result<String, _>>().ok()?;
        // Half a letter at the end, or signs that no text holds: something else that happens to begin alike.
        let is_text =
            bytes.len().is_multiple_of(2) && !text.contains(|c: char| c.is_control() && !"\t\r\n\u{c}".contains(c));
        is_text.then_some(text)
    };
    let text: Option<(Cow<'_, str>, &str)> = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf_16(rest, u16::from_le_bytes).map(|text| (text.into(), "UTF-16")),
        [0xFE, 0xFF, rest @ ..] => utf_16(rest, u16::from_be_bytes).map(|text| (text.into(), "UTF-16")),
        _ if bytes.contains(&0) || simdutf8::basic::from_utf8(bytes).is_ok() => None,
        _ if is_thai_8bit(bytes) => {
            Some((bytes.iter().map(|&byte| thai_8bit_letter(byte)).collect::<String>().into(), "Windows-874"))
        }
        _ => None,
    };
    text.map(|(text, name)| (text.into_owned(), name))
}

fn wrong_encoding(thai: &str, english: &str) -> SheetProblem {
    SheetProblem::new(
        SheetProblemKind::Encoding,
        format!("ไฟล์นี้บันทึกด้วยรหัสตัวอักษร {thai} ไม่ใช่ UTF-8"),
        format!("the file is not UTF-8 but {english}"),
        "เปิดใน Excel แล้วเลือก บันทึกเป็น → “CSV UTF-8 (Comma delimited)”",
    )
}

fn count_lines(bytes: &[u8]) -> usize {
    let mut lines = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let is_lone_return = *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        lines += usize::from(*byte == b'\n' || is_lone_return);
    }
    lines
}

/// The separator that divides the first rows most evenly.
fn detect_separator(bytes: &[u8]) -> u8 {
    const CANDIDATES: [u8; 3] = *b",;\t";
    let mut counts: Vec<[usize; 3]> = Vec::new();
    let mut current = [0; 3];
    let mut in_quotes = false;
    for &byte in bytes.iter().take(64 * 1024) {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b'\n' | b'\r' if !in_quotes => {
                if current != [0; 3] {
                    counts.push(current);
                }
                current = [0; 3];
                if counts.len() >= 25 {
                    break;
                }
            }
            _ if !in_quotes => {
                for (count, candidate) in current.iter_mut().zip(CANDIDATES) {
                    *count += usize::from(byte == candidate);
                }
            }
            _ => {}
        }
    }
    if current != [0; 3] {
        counts.push(current);
    }
    let evenness = |candidate: usize| {
        let mut each: Vec<usize> = counts.iter().map(|it| it[candidate]).filter(|count| *count > 0).collect();
        each.sort_unstable();
        let median = each.get(each.len() / 2).copied().unwrap_or(0);
        let alike = each.iter().filter(|count| **count == median).count();
        (alike, median)
    };
    let mut best = (0, (0, 0));
    for candidate in 0..CANDIDATES.len() {
        if evenness(candidate) > best.1 {
            best = (candidate, evenness(candidate));
        }
    }
    CANDIDATES[best.0]
}

struct CsvReader<'a> {
    bytes: &'a [u8],
    at: usize,
    separator: u8,
    /// False once a quotation mark was never closed: the rest of the file is read without them.
    quotes: bool,
    problems: Vec<SheetProblem>,
}

impl CsvReader<'_> {
    /// Excel's own first line: `sep=;`.
    fn stated_separator(&mut self) -> Option<u8> {
        let rest = &self.bytes[self.at..];
        let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
        let stated = rest.get(..4).filter(|it| it.eq_ignore_ascii_case(b"sep=")).and(rest.get(4).copied())?;
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
        (end <= 6 && matches!(stated, b',' | b';' | b'\t' | b'|')).then_some(())?;
        self.at = self.bytes.len() - rest.len() + end;
        self.skip_line_end();
        Some(stated)
    }

    fn skip_line_end(&mut self) {
        if self.bytes.get(self.at) == Some(&b'\r') {
            self.at += 1;
        }
        if self.bytes.get(self.at) == Some(&b'\n') {
            self.at += 1;
        }
    }

    /// One row, its line end included.
    fn row(&mut self, row: u32, line: usize) -> SheetRow {
        let mut cells = Vec::new();
        loop {
            let column = u32::try_from(cells.len()).unwrap_or(u32::MAX);
            let cell = self.cell(row, column);
            if cells.len() < MAX_COLUMNS {
                cells.push(cell);
            } else if cells.len() == MAX_COLUMNS
                && !self.problems.iter().any(|it| it.kind == SheetProblemKind::TooLarge)
            {
                self.problems.push(SheetProblem::too_large("เกิน ๕๐๐ คอลัมน์").at(&cell));
            }
            match self.bytes.get(self.at) {
                Some(&byte) if byte == self.separator => self.at += 1,
                _ => {
                    self.skip_line_end();
                    return SheetRow { cells, line };
                }
            }
        }
    }

    fn ends_cell(&self, byte: u8) -> bool {
        byte == self.separator || byte == b'\n' || byte == b'\r'
    }

    fn cell(&mut self, row: u32, column: u32) -> Cell {
        let mut start = self.at;
        // Some programs write a space before the quotation mark.
        while self.separator != b' ' && self.bytes.get(start) == Some(&b' ') {
            start += 1;
        }
        if self.quotes && self.bytes.get(start) == Some(&b'"') {
            return self.quoted(start, row, column);
        }
        start = self.at;
        while self.at < self.bytes.len() && !self.ends_cell(self.bytes[self.at]) {
            self.at += 1;
        }
        self.finish(start, self.at, row, column, false)
    }

    fn quoted(&mut self, open: usize, row: u32, column: u32) -> Cell {
        let start = open + 1;
        let mut at = start;
        let close = loop {
            match self.bytes.get(at) {
                Some(b'"') if self.bytes.get(at + 1) == Some(&b'"') => at += 2,
                Some(b'"') => break at,
                Some(_) => at += 1,
                None => {
                    // Never closed: the mark is a letter, and so is every one after it.
                    self.quotes = false;
                    let cell = self.cell(row, column);
                    self.problems.push(SheetProblem::stray_quote(&cell.text).at(&cell));
                    return cell;
                }
            }
        };
        self.at = close + 1;
        let mut cell = self.finish(start, close, row, column, true);
        let rest = self.at;
        while self.at < self.bytes.len() && !self.ends_cell(self.bytes[self.at]) {
            self.at += 1;
        }
        if self.bytes[rest..self.at].iter().any(|byte| *byte != b' ') {
            // `"ป้าย" ใหญ่`: what follows belongs to the cell.
            cell.text.push_str(self.decode(&self.bytes[rest..self.at]).trim_end());
            cell.end = self.at;
            self.problems.push(SheetProblem::stray_quote(&cell.text).at(&cell));
        }
        cell
    }

    fn finish(&self, start: usize, end: usize, row: u32, column: u32, is_quoted: bool) -> Cell {
        let raw = &self.bytes[start..end];
        let front = raw.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let back = raw[front..].iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        let (start, end) = (start + front, end - back);
        let mut text = self.decode(&self.bytes[start..end]);
        if is_quoted && text.contains("\"\"") {
            text = text.replace("\"\"", "\"");
        }
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        Cell { text, start, end, row, column }
    }

    fn decode(&self, raw: &[u8]) -> String {
        String::from_utf8_lossy(raw).into_owned()
    }
}
