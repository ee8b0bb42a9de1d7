//! The output of the reader: a table with known columns and sorted rows, every cell with its place.
//! Cells stay text; reading them as money, status or code is the model's work.

use std::sync::Arc;

use crate::span::{FileId, Span, Spanned};
use crate::standards::{ColumnMeaning, Field, Role};

#[derive(Clone, Debug)]
pub struct DataTable {
    pub role: Role,
    /// Id of the form whose wording it follows.
    pub form: String,
    pub columns: Vec<DataColumn>,
    /// All of them, in order; what is no item says so.
    pub rows: Vec<DataRow>,
    /// What the headings and titles above it name.
    pub dimension: Option<u8>,
    pub mission: Option<String>,
    /// Buddhist era.
    pub year: Option<u16>,
    /// Months: 6 or 12.
    pub round: Option<u8>,
    /// Title and anchor of the section it stands in.
    pub section: Option<(String, String)>,
    /// Number of the grid in the body; `None` for a sheet or a list in the front matter.
    pub grid: Option<usize>,
    /// The lines of the sheet that it was read from.
    pub sheet: Option<Arc<SheetLines>>,
    /// The name of its sheet in a workbook.
    pub sheet_name: Option<String>,
    /// What a spreadsheet program does not show of it and was read: "แถว 3, 4".
    pub hidden: Option<String>,
    pub span: Span,
}

impl DataTable {
    /// A table of which nothing is known yet but itself.
    pub fn alone(role: Role, form: String, columns: Vec<DataColumn>, rows: Vec<DataRow>, span: Span) -> Self {
        Self {
            role,
            form,
            columns,
            rows,
            dimension: None,
            mission: None,
            year: None,
            round: None,
            section: None,
            grid: None,
            sheet: None,
            sheet_name: None,
            hidden: None,
            span,
        }
    }
}

#[derive(Clone, Debug)]
pub struct DataColumn {
    /// `None`: a column of the author's own, kept and shown.
    pub column: Option<ColumnMeaning>,
    pub head: Spanned<String>,
}

/// What a row of a table is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowSort {
    #[default]
    Item,
    /// Goes on with the row above; its words have been added there.
    Continuation,
    /// Names the dimension, mission or year of the rows below.
    Section,
    Total,
    /// A head over again, or a row of column numbers.
    Head,
    /// A signature, a note, whatever stands below the table.
    Note,
    Blank,
    /// Not understood, and told.
    Unsorted,
}

impl RowSort {
    pub fn name_th(self) -> &'static str {
        match self {
            Self::Item => "รายการ",
            Self::Continuation => "ต่อจากแถวบน",
            Self::Section => "หัวข้อ",
            Self::Total => "รวม",
            Self::Head => "หัวตารางซ้ำ",
            Self::Note => "หมายเหตุ",
            Self::Blank => "ว่าง",
            Self::Unsorted => "ไม่เข้าใจ",
        }
    }
}

#[derive(Clone, Debug)]
pub struct DataRow {
    pub cells: Vec<Spanned<String>>,
    /// As many as the author wrote; `cells` are padded and cut to the heads.
    pub written: usize,
    pub span: Span,
    pub sort: RowSort,
    /// From the section rows above it, of a section row its own; else the table's.
    pub dimension: Option<u8>,
    pub mission: Option<Spanned<String>>,
    /// Buddhist era: the year of the section that it stands in.
    pub year: Option<u16>,
    /// The office whose section it stands in.
    pub owner: Option<Spanned<String>>,
    /// Its code was a date in the file, and is believed only where the name agrees.
    pub is_code_read_back: bool,
}

impl DataRow {
    pub fn new(cells: Vec<Spanned<String>>, written: usize, span: Span) -> Self {
        Self {
            cells,
            written,
            span,
            sort: RowSort::Item,
            dimension: None,
            mission: None,
            year: None,
            owner: None,
            is_code_read_back: false,
        }
    }

    pub fn is_item(&self) -> bool {
        self.sort == RowSort::Item
    }
}

impl DataTable {
    pub fn position(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.column.is_some_and(|column| column.field == field))
    }

    pub fn positions(&self, field: Field) -> impl Iterator<Item = (usize, ColumnMeaning)> + '_ {
        self.columns.iter().enumerate().filter_map(move |(at, column)| match column.column {
            Some(column) if column.field == field => Some((at, column)),
            _ => None,
        })
    }

    pub fn cell<'t>(&self, row: &'t DataRow, field: Field) -> Option<&'t Spanned<String>> {
        row.cells.get(self.position(field)?)
    }

    /// The cells of the author's own columns: head and text.
    pub fn own_cells<'t>(&'t self, row: &'t DataRow) -> impl Iterator<Item = (&'t str, &'t Spanned<String>)> + 't {
        self.columns
            .iter()
            .zip(&row.cells)
            .filter(|(column, cell)| column.column.is_none() && !cell.value.is_empty())
            .map(|(column, cell)| (column.head.value.as_str(), cell))
    }

    /// Whether numbers stand where names would: counts of projects.
    pub(super) fn names_are_figures(&self) -> bool {
        let Some(at) = self.position(Field::Name) else { return false };
        let names = || {
            let cells = self.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.value.trim());
            cells.filter(|text| !crate::thai::says_nothing(text))
        };
        names().next().is_some() && names().all(super::columns::is_figure)
    }

    pub fn items(&self) -> impl Iterator<Item = &DataRow> {
        self.rows.iter().filter(|row| row.is_item())
    }
}

/// Where the lines of a sheet begin: of a workbook, its rows.
#[derive(Clone, Debug)]
pub struct SheetLines {
    pub file: FileId,
    pub path: Arc<str>,
    starts: Vec<u32>,
}

impl SheetLines {
    pub fn of(file: FileId, path: &str, text: &[u8]) -> Self {
        let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(ends).map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        Self { file, path: path.into(), starts }
    }

    /// Counted from 1.
    pub fn line_of(&self, position: u32) -> usize {
        self.starts.partition_point(|start| *start <= position)
    }
}
