//! XLSX workbooks by calamine, after a check that they unpack to an honest size and claim honest counts.
//! Formulas give their last computed value. Knows no CSV; the heads are found by `heads`.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::heads::{Merge, tabulate};
use super::number::number_text;
use super::problem::{SheetProblem, SheetProblemKind};
use super::{Cell, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEET_BYTES, Row, SheetTable};
use crate::source::attachment::{Archive, ArchiveError};

const MAX_SHEETS: usize = 200;
const MAX_TEXT: usize = 64 << 20;
/// Sheets of these names are read before the first one.
const DATA_SHEETS: [&str; 3] = ["ข้อมูล", "data", "items"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkbookError {
    Archive(ArchiveError),
    Damaged,
}

/// All the words of a workbook, hidden sheets included.
#[derive(Debug, Default)]
pub(in crate::source) struct WorkbookWords {
    pub words: String,
    /// There are more.
    pub is_cut: bool,
    pub error: Option<WorkbookError>,
}

/// Reads the sheet named "ข้อมูล" or "data", else the first.
pub fn read_xlsx(bytes: &[u8]) -> SheetTable {
    let refuse = |problem| SheetTable { problems: vec![problem], ..SheetTable::default() };
    if bytes.len() > MAX_SHEET_BYTES {
        return refuse(SheetProblem::too_large("ไฟล์เกิน ๖๔ เมกะไบต์"));
    }
    let mut workbook = match open(bytes) {
        Ok(workbook) => workbook,
        Err(error) => return refuse(refusal(error)),
    };
    let names = workbook.sheet_names();
    let wanted = names.iter().find(|name| DATA_SHEETS.contains(&name.trim().to_lowercase().as_str()));
    let Some(name) = wanted.or(names.first()).cloned() else {
        return refuse(SheetProblem::empty());
    };
    let merges = merges(&mut workbook, &name);
    let mut problems = Vec::new();
    let rows = match rows(&mut workbook, &name, MAX_TEXT, &mut problems) {
        Ok(rows) => rows,
        Err(_) => return refuse(refusal(WorkbookError::Damaged)),
    };
    let mut table = tabulate(rows, &merges, false);
    problems.append(&mut table.problems);
    table.problems = problems;
    table.sheet = Some(name);
    table
}

/// At most `limit` bytes of words, sheet after sheet, a tab between cells.
pub(in crate::source) fn xlsx_words(bytes: &[u8], limit: usize) -> WorkbookWords {
    let mut read = WorkbookWords::default();
    let mut workbook = match open(bytes) {
        Ok(workbook) => workbook,
        Err(error) => return WorkbookWords { error: Some(error), ..read },
    };
    let names = workbook.sheet_names();
    read.is_cut = names.len() > MAX_SHEETS;
    for name in names.iter().take(MAX_SHEETS) {
        read.words.push_str(name);
        read.words.push('\n');
        let room = limit.saturating_sub(read.words.len());
        let mut problems = Vec::new();
        let Ok(rows) = rows(&mut workbook, name, room, &mut problems) else {
            read.error = Some(WorkbookError::Damaged);
            continue;
        };
        read.is_cut |= problems.iter().any(|it| it.kind == SheetProblemKind::TooLarge);
        for row in rows {
            for cell in row.cells.iter().filter(|cell| !cell.is_blank()) {
                read.words.push_str(&cell.text);
                read.words.push('\t');
            }
            read.words.push('\n');
        }
    }
    read
}

fn refusal(error: WorkbookError) -> SheetProblem {
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

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

fn open(bytes: &[u8]) -> Result<Workbook<'_>, WorkbookError> {
    let mut archive = Archive::open(bytes).map_err(WorkbookError::Archive)?;
    // calamine unpacks without a limit and makes room for as many strings as the file claims to have.
    archive.measure().map_err(WorkbookError::Archive)?;
    let strings: Vec<String> = archive
        .names()
        .filter(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"))
        .map(str::to_owned)
        .collect();
    for name in strings {
        let part = Archive::open(bytes).and_then(|mut archive| archive.read(&name)).map_err(WorkbookError::Archive)?;
        if part.is_some_and(|part| claims_too_many(&part)) {
            return Err(WorkbookError::Damaged);
        }
    }
    Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => WorkbookError::Archive(ArchiveError::Encrypted),
        _ => WorkbookError::Damaged,
    })
}

/// Each string takes at least `<si/>`.
fn claims_too_many(part: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&part[..part.len().min(64 * 1024)]).into_owned();
    head.match_indices("uniqueCount").any(|(at, _)| {
        let digits: String = head[at..]
            .chars()
            .skip(11)
            .skip_while(|it| !it.is_ascii_digit() && *it != '>')
            .take_while(char::is_ascii_digit)
            .collect();
        !digits.is_empty() && digits.parse::<usize>().map_or(true, |count| count > part.len() / 5 + 1000)
    })
}

fn merges(workbook: &mut Workbook<'_>, name: &str) -> Vec<Merge> {
    let found = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    found
        .iter()
        .take(100_000)
        .map(|it| Merge { first_row: it.start.0, last_row: it.end.0, first_column: it.start.1, last_column: it.end.1 })
        .collect()
}

/// The rows that are not blank, each from its first column on.
fn rows(
    workbook: &mut Workbook<'_>,
    name: &str,
    room: usize,
    problems: &mut Vec<SheetProblem>,
) -> Result<Vec<Row>, XlsxError> {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // A sheet that is only a chart.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    let (mut cells, mut bytes) = (0_usize, 0_usize);
    // Cells between the first column and the last filled one count as well: the rows are given without gaps.
    let mut is_cut = false;
    loop {
        let (cell, style) = match reader.next_cell_with_style_id() {
            Ok(Some(next)) => next,
            Ok(None) => break,
            Err(error) if found.is_empty() => return Err(error),
            Err(_) => {
                problems.push(refusal(WorkbookError::Damaged));
                break;
            }
        };
        let (row, column) = cell.get_position();
        let format =
            reader.styles().get(style).and_then(|it| it.number_format.as_ref()).map(|it| it.format_code.as_str());
        let text = cell_text(cell.get_value(), format);
        if text.is_empty() {
            continue;
        }
        (cells, bytes) = (cells + 1, bytes + text.len());
        if column as usize >= MAX_COLUMNS || cells > MAX_CELLS || bytes > room {
            is_cut = true;
            if column as usize >= MAX_COLUMNS {
                continue;
            }
            break;
        }
        if let DataRef::Error(_) = cell.get_value() {
            let place = Cell { text: text.clone(), row, column, ..Cell::default() };
            let problem = SheetProblem::new(
                SheetProblemKind::CellError,
                format!("ช่องนี้แสดงข้อผิดพลาด {text}"),
                format!("the cell shows {text}"),
                "แก้สูตรในช่องนี้ แล้วบันทึกไฟล์อีกครั้ง",
            );
            problems.push(problem.at(&place));
        }
        let in_row = found.entry(row).or_default();
        let before = in_row.keys().next_back().map_or(0, |last| *last as usize + 1);
        cells += (column as usize).saturating_sub(before);
        in_row.insert(column, text);
        if found.len() > MAX_ROWS {
            is_cut = true;
            break;
        }
    }
    if is_cut {
        problems.push(SheetProblem::too_large("เกินจำนวนที่อ่านได้"));
    }
    Ok(dense_rows(found))
}

fn dense_rows(found: BTreeMap<u32, BTreeMap<u32, String>>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut cells = 0;
    for (row, sparse) in found {
        let read = dense(row, sparse);
        cells += read.cells.len();
        if cells > MAX_CELLS {
            break;
        }
        rows.push(read);
    }
    rows
}

fn dense(row: u32, mut cells: BTreeMap<u32, String>) -> Row {
    let last = cells.keys().next_back().copied().unwrap_or(0);
    let cells = (0..=last)
        .map(|column| Cell { text: cells.remove(&column).unwrap_or_default(), row, column, ..Cell::default() })
        .collect();
    Row { cells, line: row as usize + 1 }
}

fn cell_text(value: &DataRef<'_>, format: Option<&str>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if format.is_some_and(is_percent) => format!("{}%", number_text(number * 100.0)),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) => tidy(text),
        DataRef::SharedString(text) => tidy(text),
        // Tick boxes of spreadsheet programs; in a form they mean a tick and none.
        DataRef::Bool(true) => "✓".to_owned(),
        DataRef::Bool(false) => "-".to_owned(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            if date.as_f64() < 1.0 {
                format!("{hour:02}:{minute:02}")
            } else if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
            }
        }
        DataRef::DateTime(duration) => number_text(duration.as_f64()),
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Outside quoted words and after no backslash.
fn is_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for letter in format.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

fn tidy(text: &str) -> String {
    // Excel writes a carriage return inside a cell as `_x000D_`.
    text.replace("_x000D_", "").replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}
