//! A sheet beside a document is its data: `report-12m.csv` or `.xlsx` holds the rows of `report-12m.md`.
//! Turns a read sheet into a data table; what the cells mean is the model's work.

use std::sync::Arc;

use crate::finding::{Finding, Findings};
use crate::source::document::Document;
use crate::source::files::Entry;
use crate::source::sheet::{self, Cell, SheetProblem, SheetProblemKind, SheetTable};
use crate::source::tables::{self, DataRow, DataTable};
use crate::span::{FileId, Span, Spanned};
use crate::standards::Standards;

/// Whether this file holds the rows of the document at `document_path`.
pub fn belongs_to(entry: &Entry, document_path: &str) -> bool {
    let kind = entry.extension();
    let is_sheet = kind.eq_ignore_ascii_case("csv") || kind.eq_ignore_ascii_case("xlsx");
    is_sheet && without_extension(&entry.path) == without_extension(document_path)
}

fn without_extension(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// The table of a sheet that belongs to `document`, if its heads are known.
pub fn read(
    entry: &Entry,
    bytes: &[u8],
    document: &Document,
    standards: &Standards,
    findings: &mut Findings,
) -> Option<DataTable> {
    let file = FileId::of(&entry.path);
    let is_csv = entry.extension().eq_ignore_ascii_case("csv");
    let table = if is_csv { sheet::read_csv(bytes) } else { sheet::read_xlsx(bytes) };
    let text = if is_csv { None } else { Some(Shown::of(&table)) };
    let place = |cell: &Cell| match &text {
        None => Span::new(file, cell.start, cell.end),
        Some(shown) => shown.span(file, cell),
    };
    for problem in &table.problems {
        findings.push(finding_of(problem, file, &table, &place));
    }
    let spanned = |cell: &Cell| Spanned::new(cell.text.clone(), place(cell));
    let heads: Vec<Spanned<String>> = table.heads.iter().map(&spanned).collect();
    let rows: Vec<DataRow> = table
        .rows
        .iter()
        .filter_map(|row| {
            let cells: Vec<Spanned<String>> = row.cells.iter().map(&spanned).collect();
            let span = cells.first()?.span.to(cells.last()?.span);
            // Rows of another length have been reported by the reader of the sheet.
            Some(DataRow { written: heads.len(), cells, span })
        })
        .collect();
    let span = heads.first()?.span;
    let span = span.to(heads.last()?.span);
    let mut found = tables::of_cells(&heads, rows, None, span, standards, findings);
    if let Some(found) = &mut found {
        let lines = text.as_ref().map_or(bytes, |shown| shown.text.as_bytes());
        found.sheet = Some(Arc::new(SheetLines::of(file, &entry.path, lines)));
    }
    if found.is_none() {
        findings.push(
            Finding::warning("S030", span, format!("ไม่รู้จักหัวตารางของ `{}` ซึ่งชื่อเดียวกับ `{}`", entry.path, document.path))
                .english("the heads of the sheet beside this document are not recognised")
                .help("ตรวจหัวตารางให้ตรงกับแบบ เช่น รหัส, โครงการ/กิจกรรม/มาตรการ, มิติ, สถานะ หรือเปลี่ยนชื่อไฟล์ถ้าไม่ใช่ข้อมูลของเอกสารนี้"),
        );
    }
    found
}

/// Where the lines of a sheet begin: of a workbook, its rows.
#[derive(Clone, Debug)]
pub struct SheetLines {
    pub file: FileId,
    pub path: Arc<str>,
    starts: Vec<u32>,
}

impl SheetLines {
    fn of(file: FileId, path: &str, text: &[u8]) -> Self {
        let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(ends).map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        Self { file, path: path.into(), starts }
    }

    /// Counted from 1.
    pub fn line_of(&self, position: u32) -> usize {
        self.starts.partition_point(|start| *start <= position)
    }
}

/// What stands for a workbook where a finding quotes a line: one line for each of its rows, every cell under its name.
pub fn workbook_lines(bytes: &[u8]) -> String {
    Shown::of(&sheet::read_xlsx(bytes)).text
}

fn finding_of(problem: &SheetProblem, file: FileId, table: &SheetTable, place: &dyn Fn(&Cell) -> Span) -> Finding {
    let code = match problem.kind {
        SheetProblemKind::Encoding => "S001",
        SheetProblemKind::TooLarge | SheetProblemKind::Bomb => "S005",
        SheetProblemKind::UnevenRow => "S033",
        SheetProblemKind::Heads => "S031",
        SheetProblemKind::Damaged | SheetProblemKind::Encrypted => "S004",
        SheetProblemKind::Empty | SheetProblemKind::StrayQuote | SheetProblemKind::CellError => "S046",
    };
    let cells = || table.heads.iter().chain(table.rows.iter().flat_map(|row| &row.cells));
    let span = match &problem.cell {
        _ if problem.end > problem.start => Span::new(file, problem.start, problem.end),
        Some(name) => cells().find(|cell| cell.name() == *name).map_or(Span::whole_file(file), place),
        None => Span::whole_file(file),
    };
    let message = match &problem.cell {
        Some(name) => format!("ช่อง {name}: {}", problem.message),
        None => problem.message.clone(),
    };
    Finding::error(code, span, message).english(problem.message_en.clone()).help(problem.help.clone())
}

/// The rows of a workbook as lines of text, and where each cell stands in them.
struct Shown {
    text: String,
    /// (row, column) → bytes of the cell's text.
    places: std::collections::BTreeMap<(u32, u32), (usize, usize)>,
}

impl Shown {
    fn of(table: &SheetTable) -> Self {
        let mut shown = Self { text: String::new(), places: std::collections::BTreeMap::new() };
        let mut line = 0;
        let head_row = table.heads.first().map(|cell| cell.row);
        let heads = head_row.map(|_| &table.heads[..]);
        let rows = table.preamble.iter().map(|row| &row.cells[..]);
        for cells in rows.chain(heads).chain(table.rows.iter().map(|row| &row.cells[..])) {
            let Some(row) = cells.first().map(|cell| cell.row) else { continue };
            while line < row {
                shown.text.push('\n');
                line += 1;
            }
            for (at, cell) in cells.iter().enumerate() {
                if at > 0 {
                    shown.text.push_str(" | ");
                }
                shown.text.push_str(&cell.name());
                shown.text.push_str(": ");
                let start = shown.text.len();
                shown.text.push_str(&cell.text.replace('\n', " "));
                shown.places.insert((cell.row, cell.column), (start, shown.text.len()));
            }
        }
        shown
    }

    fn span(&self, file: FileId, cell: &Cell) -> Span {
        match self.places.get(&(cell.row, cell.column)) {
            Some((start, end)) => Span::new(file, *start, *end),
            None => Span::whole_file(file),
        }
    }
}
