//! Spreadsheets as authors keep them: CSV, XLSX and ODS → rows of cells, every cell with its place, and what is merged.
//! A near-leaf: knows no head, no recognised column, no model, no disk. Bounded in time and memory on any bytes.

mod csv;
mod number;
mod ods;
mod problem;
mod serial;
mod workbook;
mod xlsx;

pub use csv::{decoded, read_csv};
pub use number::number_text;
pub use ods::read_ods;
pub(in crate::source) use problem::shorten;
pub use problem::{SheetProblem, SheetProblemKind};
pub use workbook::WorkbookError;
pub use xlsx::read_xlsx;
pub(in crate::source) use xlsx::xlsx_words;

use std::collections::{BTreeMap, BTreeSet};

use crate::reader::Merge;

/// Above this a sheet is not read at all.
pub const MAX_SHEET_BYTES: usize = 64 << 20;
/// What one file holds once it is read: an authority's largest real sheet has some hundred rows, and a build holds each
/// of them many times over.
const MAX_ROWS: usize = 10_000;
const MAX_COLUMNS: usize = 500;
const MAX_CELLS: usize = 200_000;
/// Of all sheets of a workbook together, each cell counted with what it costs beside its text.
const MAX_TEXT: usize = 24 << 20;
const CELL: usize = 64;

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
pub struct SheetRow {
    /// Without gaps, up to the last filled one.
    pub cells: Vec<Cell>,
    /// From 1: the line of a CSV file on which the row begins, the row of an XLSX sheet.
    pub line: usize,
}

impl SheetRow {
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_blank()).count()
    }
}

/// One sheet, and what was wrong with it. Blank rows are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name in its workbook.
    pub name: Option<String>,
    pub rows: Vec<SheetRow>,
    pub merges: Vec<Merge>,
    pub is_hidden: bool,
    /// Cells with a formula whose value no program has stored: (row, column), in order.
    pub uncomputed: Vec<(u32, u32)>,
    /// Cells whose text, or a part of it, is struck out: (row, column).
    pub struck: BTreeSet<(u32, u32)>,
    /// The colour of cells that have one, blank ones among them, by (row, column).
    pub fills: BTreeMap<(u32, u32), String>,
    /// Rows and columns that a spreadsheet program does not show: by a person's hand or a filter.
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u32>,
    pub problems: Vec<SheetProblem>,
}
