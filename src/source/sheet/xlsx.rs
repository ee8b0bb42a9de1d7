//! XLSX workbooks → their sheets, or all their words. Formulas give their last computed value.
//! Knows no CSV and no heads; the parts are found by `workbook`.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{SheetProblem, SheetProblemKind};
use super::serial::NumberFormat;
use super::workbook::{MAX_CELL_TEXT, WorkbookError, WorkbookReader, tidy};
use super::{CELL, Cell, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEET_BYTES, MAX_TEXT, Sheet, SheetRow};
use crate::reader::{Merge, ticks};
use crate::source::attachment::{ArchiveError, XmlNode, attribute, walk};

const MAX_SHEETS: usize = 200;
/// How much of a workbook is taken: as data of a document, whose every row becomes a page, or as words that are looked
/// through and let go.
#[derive(Clone, Copy)]
struct Taken {
    rows: usize,
    cells: usize,
    /// What a cell costs beside its text.
    cell: usize,
}

const AS_DATA: Taken = Taken { rows: MAX_ROWS, cells: MAX_CELLS, cell: CELL };
const AS_WORDS: Taken = Taken { rows: 100_000, cells: 2_000_000, cell: 1 };
const MAX_MERGES: usize = 20_000;
const MAX_FILLS: usize = 100_000;

/// All the words of a workbook, hidden sheets included.
#[derive(Debug, Default)]
pub(in crate::source) struct WorkbookWords {
    pub words: String,
    /// There are more.
    pub is_cut: bool,
    pub error: Option<WorkbookError>,
}

/// Every sheet of the workbook; a workbook that cannot be opened is one sheet with a problem.
pub fn read_xlsx(bytes: &[u8]) -> Vec<Sheet> {
    let refuse = |problem| vec![Sheet { problems: vec![problem], ..Sheet::default() }];
    if bytes.len() > MAX_SHEET_BYTES {
        return refuse(SheetProblem::too_large("ไฟล์เกิน ๖๔ เมกะไบต์"));
    }
    let mut workbook = match WorkbookReader::open(bytes) {
        Ok(workbook) => workbook,
        Err(error) => return refuse(refusal(error)),
    };
    let parts = workbook.sheets.clone();
    let mut sheets = Vec::new();
    let mut room = MAX_TEXT;
    for part in parts.into_iter().take(MAX_SHEETS) {
        let mut sheet = Sheet { name: Some(part.name), is_hidden: part.is_hidden, ..Sheet::default() };
        match Read::of(&mut workbook, &part.part, room, AS_DATA) {
            Ok(read) => {
                room = room.saturating_sub(read.size);
                sheet.problems = read.problems;
                sheet.merges = read.merges;
                sheet.uncomputed = read.uncomputed;
                sheet.struck = read.struck;
                sheet.fills = read.fills;
                sheet.hidden_rows = read.hidden_rows;
                sheet.hidden_columns = read.hidden_columns;
                sheet.rows = dense_rows(read.cells);
            }
            Err(error) => sheet.problems.push(refusal(error)),
        }
        sheets.push(sheet);
    }
    let is_empty = sheets.iter().all(|sheet| sheet.rows.is_empty() && sheet.problems.is_empty());
    if is_empty {
        return refuse(SheetProblem::empty());
    }
    sheets
}

/// At most about `limit` bytes of words, sheet after sheet, a tab between cells.
pub(in crate::source) fn xlsx_words(bytes: &[u8], limit: usize) -> WorkbookWords {
    let mut words = WorkbookWords::default();
    let mut workbook = match WorkbookReader::open(bytes) {
        Ok(workbook) => workbook,
        Err(error) => return WorkbookWords { error: Some(error), ..words },
    };
    let sheets = workbook.sheets.clone();
    words.is_cut = sheets.len() > MAX_SHEETS;
    for part in sheets.iter().take(MAX_SHEETS) {
        words.words.push_str(&part.name);
        words.words.push('\n');
        let room = limit.saturating_sub(words.words.len());
        let read = match Read::of(&mut workbook, &part.part, room, AS_WORDS) {
            Ok(read) => read,
            Err(error) => {
                words.error = Some(error);
                continue;
            }
        };
        if read.problems.iter().any(|it| it.kind == SheetProblemKind::Damaged) {
            words.error = Some(WorkbookError::Damaged);
        }
        words.is_cut |= read.problems.iter().any(|it| it.kind == SheetProblemKind::TooLarge);
        for row in read.cells.values() {
            for text in row.values() {
                words.words.push_str(text);
                words.words.push('\t');
            }
            words.words.push('\n');
        }
    }
    words
}

pub(super) fn refusal(error: WorkbookError) -> SheetProblem {
    match error {
        WorkbookError::Archive(ArchiveError::Encrypted) => SheetProblem::new(
            SheetProblemKind::Encrypted,
            "ไฟล์ Excel นี้ตั้งรหัสผ่านไว้",
            "the workbook needs a password",
            "บันทึกใหม่โดยไม่ตั้งรหัสผ่าน",
        ),
        WorkbookError::Archive(ArchiveError::Bomb) => SheetProblem::new(
            SheetProblemKind::Bomb,
            "ไฟล์ Excel นี้ขยายตัวผิดปกติเมื่อเปิด จึงไม่อ่าน",
            "the workbook unpacks to far more than its size",
            "คัดลอกข้อมูลไปไว้ในไฟล์ใหม่ แล้วบันทึกอีกครั้ง",
        ),
        WorkbookError::Archive(ArchiveError::Damaged) | WorkbookError::Damaged => SheetProblem::new(
            SheetProblemKind::Damaged,
            "เปิดไฟล์ Excel นี้ไม่ได้ ไฟล์เสียหายหรือไม่ใช่ .xlsx",
            "the workbook is damaged or not XLSX",
            "เปิดใน Excel แล้วบันทึกใหม่เป็น .xlsx",
        ),
    }
}

/// The filled cells of one sheet by row and column, from 0.
pub(super) type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

#[derive(Default)]
struct Read {
    cells: Cells,
    merges: Vec<Merge>,
    uncomputed: Vec<(u32, u32)>,
    struck: BTreeSet<(u32, u32)>,
    fills: BTreeMap<(u32, u32), String>,
    hidden_rows: BTreeSet<u32>,
    hidden_columns: BTreeSet<u32>,
    problems: Vec<SheetProblem>,
    size: usize,
}

/// The cell that is being read.
#[derive(Default)]
struct XlsxCell {
    row: u32,
    column: u32,
    kind: String,
    style: usize,
    value: String,
    has_formula: bool,
    has_value: bool,
}

impl Read {
    fn of(workbook: &mut WorkbookReader<'_>, part: &str, room: usize, most: Taken) -> Result<Self, WorkbookError> {
        let bytes = workbook.part(part)?;
        let mut sheet = Self::default();
        let (mut next_row, mut next_column) = (0_u32, 0_u32);
        let mut open: Option<XlsxCell> = None;
        let (mut is_value, mut is_reading_aid) = (false, false);
        let (mut count, mut size) = (0_usize, 0_usize);
        let (mut is_cut, mut is_wide) = (false, false);
        let whole = walk(&bytes, |node| match node {
            XmlNode::Open("row", tag) => {
                let stated = attribute(tag, "r").and_then(|it| it.parse::<u32>().ok()).and_then(|it| it.checked_sub(1));
                next_row = stated.unwrap_or(next_row);
                if is_hidden(tag) && sheet.hidden_rows.len() < MAX_ROWS {
                    sheet.hidden_rows.insert(next_row);
                }
                next_column = 0;
            }
            XmlNode::Open("col", tag) if is_hidden(tag) => {
                let end = |name: &str| attribute(tag, name).and_then(|it| it.parse::<u32>().ok());
                if let (Some(first), Some(last)) = (end("min"), end("max")) {
                    let most = u32::try_from(MAX_COLUMNS).unwrap_or(u32::MAX);
                    sheet.hidden_columns.extend((first.max(1)..=last.min(most)).map(|column| column - 1));
                }
            }
            XmlNode::Close("row") => next_row = next_row.saturating_add(1),
            XmlNode::Open("c", tag) => {
                let (row, column) = attribute(tag, "r").and_then(|it| place(&it)).unwrap_or((next_row, next_column));
                next_column = column.saturating_add(1);
                let style = attribute(tag, "s").and_then(|it| it.parse().ok()).unwrap_or(0);
                let kind = attribute(tag, "t").unwrap_or_default();
                open = Some(XlsxCell { row, column, kind, style, ..XlsxCell::default() });
            }
            XmlNode::Open("rPh", _) => is_reading_aid = true,
            XmlNode::Close("rPh") => is_reading_aid = false,
            XmlNode::Open("f", _) => {
                if let Some(cell) = &mut open {
                    cell.has_formula = true;
                }
            }
            XmlNode::Open("v" | "t", _) => {
                is_value = !is_reading_aid;
                if let Some(cell) = &mut open {
                    cell.has_value = true;
                }
            }
            XmlNode::Close("v" | "t") => is_value = false,
            XmlNode::Letters(letters) if is_value => {
                if let Some(cell) = open.as_mut().filter(|cell| cell.value.len() < MAX_CELL_TEXT) {
                    cell.value.push_str(letters);
                }
            }
            XmlNode::Close("c") => {
                let Some(cell) = open.take() else {
                    return;
                };
                if is_cut {
                    return;
                }
                let text = workbook.cell_text(&cell);
                let place = (cell.row, cell.column);
                let look = workbook.looks.get(cell.style);
                if let Some(fill) = look.and_then(|look| look.fill.as_ref()).filter(|_| sheet.fills.len() < MAX_FILLS) {
                    sheet.fills.insert(place, fill.clone());
                }
                let in_part =
                    || cell.kind == "s" && cell.value.trim().parse().is_ok_and(|at| workbook.struck.contains(&at));
                if !text.is_empty() && (look.is_some_and(|look| look.is_struck) || in_part()) {
                    sheet.struck.insert(place);
                }
                if text.is_empty() {
                    let is_lost = cell.has_formula && (!cell.has_value || cell.kind.is_empty() || cell.kind == "n");
                    if is_lost && sheet.uncomputed.len() < MAX_MERGES {
                        sheet.uncomputed.push((cell.row, cell.column));
                    }
                    return;
                }
                if cell.column as usize >= MAX_COLUMNS {
                    is_wide = true;
                    return;
                }
                let row = sheet.cells.entry(cell.row).or_default();
                let before = row.keys().next_back().map_or(0, |last| *last as usize + 1);
                // Blank cells before a filled one count: the rows are given without gaps.
                let taken = 1 + (cell.column as usize).saturating_sub(before);
                count += taken;
                size += text.len() + taken * most.cell;
                if count > most.cells || size > room || sheet.cells.len() > most.rows {
                    is_cut = true;
                    return;
                }
                if cell.kind == "e" {
                    sheet.problems.push(error_in(&cell, &text));
                }
                if let Some(row) = sheet.cells.get_mut(&cell.row) {
                    row.insert(cell.column, text);
                }
            }
            XmlNode::Open("mergeCell", tag) if sheet.merges.len() < MAX_MERGES => {
                sheet.merges.extend(attribute(tag, "ref").and_then(|it| merge(&it)));
            }
            _ => {}
        });
        if !whole && sheet.cells.is_empty() {
            return Err(WorkbookError::Damaged);
        }
        if !whole {
            sheet.problems.push(refusal(WorkbookError::Damaged));
        }
        if is_cut || is_wide {
            sheet.problems.push(SheetProblem::too_large("เกินจำนวนที่อ่านได้"));
        }
        sheet.cells.retain(|_, row| !row.is_empty());
        sheet.size = size;
        Ok(sheet)
    }
}

fn is_hidden(tag: &quick_xml::events::BytesStart<'_>) -> bool {
    attribute(tag, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true")
}

fn error_in(cell: &XlsxCell, text: &str) -> SheetProblem {
    let place = Cell { text: text.to_owned(), row: cell.row, column: cell.column, ..Cell::default() };
    let problem = SheetProblem::new(
        SheetProblemKind::CellError,
        format!("ช่องนี้แสดงข้อผิดพลาด {text}"),
        format!("the cell shows {text}"),
        "แก้สูตรในช่องนี้ แล้วบันทึกไฟล์อีกครั้ง",
    );
    problem.at(&place)
}

impl WorkbookReader<'_> {
    fn cell_text(&self, cell: &XlsxCell) -> String {
        let text = self.letters_of(cell);
        let font = self.looks.get(cell.style).map_or("", |look| look.font.as_str());
        ticks::by_font(font, &text).map_or(text, str::to_owned)
    }

    fn letters_of(&self, cell: &XlsxCell) -> String {
        let value = cell.value.trim();
        match cell.kind.as_str() {
            "s" => value.parse::<usize>().ok().and_then(|at| self.strings.get(at)).cloned().unwrap_or_default(),
            // Tick boxes of spreadsheet programs; in a form they mean a tick and none.
            "b" => (if matches!(value, "1" | "true") { "✓" } else { "-" }).to_owned(),
            "d" => value.strip_suffix("T00:00:00").unwrap_or(value).to_owned(),
            "str" | "inlineStr" | "e" => tidy(&cell.value),
            _ => match value.parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    let format = self.formats.get(cell.style).copied().unwrap_or(NumberFormat::Number);
                    format.show(number, self.from_1904)
                }
                _ => tidy(value),
            },
        }
    }
}

/// `B7` → row 6, column 1; nothing beyond the largest sheet there is.
fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let digits = name.find(|it: char| it.is_ascii_digit())?;
    let (letters, row) = name.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || row.len() > 7 || !letters.bytes().all(|it| it.is_ascii_alphabetic()) {
        return None;
    }
    let column = letters.bytes().fold(0, |column, it| column * 26 + u32::from(it.to_ascii_uppercase() - b'A') + 1);
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

fn merge(reference: &str) -> Option<Merge> {
    let (first, last) = reference.split_once(':')?;
    let ((first_row, first_column), (last_row, last_column)) = (place(first)?, place(last)?);
    Some(Merge { first_row, last_row, first_column, last_column })
}

pub(super) fn dense_rows(found: Cells) -> Vec<SheetRow> {
    found.into_iter().map(|(row, sparse)| dense(row, sparse)).collect()
}

fn dense(row: u32, mut cells: BTreeMap<u32, String>) -> SheetRow {
    let last = cells.keys().next_back().copied().unwrap_or(0);
    let cells = (0..=last)
        .map(|column| Cell { text: cells.remove(&column).unwrap_or_default(), row, column, ..Cell::default() })
        .collect();
    SheetRow { cells, line: row as usize + 1 }
}
