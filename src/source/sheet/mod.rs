//! Spreadsheets as authors keep them: CSV and XLSX → one table of heads and rows, every cell with its place.
//! A near-leaf: knows no recognised column, no model, no disk. Bounded in time and memory on any bytes.

mod csv;
mod heads;
mod number;
mod problem;
mod serial;
mod workbook;
mod xlsx;

pub use csv::read_csv;
pub use number::number_text;
pub use problem::{SheetProblem, SheetProblemKind};
pub use workbook::WorkbookError;
pub use xlsx::read_xlsx;
pub(in crate::source) use xlsx::xlsx_words;

/// Above this a sheet is not read at all.
pub const MAX_SHEET_BYTES: usize = 64 << 20;
const MAX_ROWS: usize = 100_000;
const MAX_COLUMNS: usize = 500;
const MAX_CELLS: usize = 2_000_000;

/// One cell. In a CSV file `start..end` are the bytes of its text in the file, without the quotes around it;
/// in an XLSX file they are 0 and [`Cell::name`] tells the place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// As a reader of the sheet sees it, with surrounding white space taken away.
    pub text: String,
    pub start: usize,
    pub end: usize,
    /// From 0, as a spreadsheet program counts them.
    pub row: u32,
    pub column: u32,
}

impl Cell {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// As a spreadsheet program names it: `B7`.
    pub fn name(&self) -> String {
        format!("{}{}", column_name(self.column as usize), u64::from(self.row) + 1)
    }
}

/// `B` of the second column.
pub fn column_name(at: usize) -> String {
    let (mut name, mut rest) = (String::new(), at as u64 + 1);
    while rest > 0 {
        rest -= 1;
        name.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    name
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As many as the table has heads.
    pub cells: Vec<Cell>,
    /// From 1: the line of a CSV file on which the row begins, the row of an XLSX sheet.
    pub line: usize,
}

impl Row {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_blank()).count()
    }
}

/// A table, and what was wrong with the file. Blank rows are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetTable {
    /// Rows above the heads: the title of the form.
    pub preamble: Vec<Row>,
    /// Two lines of heads are joined: "งบประมาณ เบิกจ่าย".
    pub heads: Vec<Cell>,
    pub rows: Vec<Row>,
    /// The name of the sheet in its workbook.
    pub sheet: Option<String>,
    pub problems: Vec<SheetProblem>,
}
