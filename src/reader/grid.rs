//! The input of the reader: rows of cells with their places in a file, what is merged, what stands above.
//! Made by whoever reads a format; knows none.

use crate::span::{Span, Spanned};

#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// In order; blank rows may be left out.
    pub rows: Vec<GridRow>,
    /// In the numbers of rows and columns that the cells bear.
    pub merges: Vec<Merge>,
    /// Headings over the table, the outermost first: they may name its dimension, mission, year or round.
    pub above: Vec<Spanned<String>>,
    /// How many baht the words above it say that one unit of its money is: "(หน่วย : พันบาท)".
    pub unit: Option<u32>,
    /// The first row is a head, as in Markdown; else it is looked for.
    pub begins_with_head: bool,
    /// The name of its sheet.
    pub name: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct GridRow {
    /// From 0, as merges count them.
    pub number: u32,
    /// By column, from 0, without gaps.
    pub cells: Vec<GridCell>,
    /// As many cells as the author wrote.
    pub written: usize,
    pub span: Span,
}

/// The text as a reader of the form sees it; a tick that a font makes arrives as "✓" (see [`super::ticks::by_font`]).
pub type GridCell = Spanned<String>;

/// Cells that one merged cell covers, from 0, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

impl Merge {
    pub fn covers(&self, row: u32, column: usize) -> bool {
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        self.first_row <= row && row <= self.last_row && self.first_column <= column && column <= self.last_column
    }

    pub fn is_wide(&self) -> bool {
        self.last_column > self.first_column
    }

    pub fn is_tall(&self) -> bool {
        self.last_row > self.first_row
    }
}

impl GridRow {
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.value.trim())
    }

    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.value.trim().is_empty()).count()
    }

    /// All its words in one line.
    pub fn words(&self) -> String {
        let filled = self.cells.iter().map(|cell| cell.value.trim()).filter(|text| !text.is_empty());
        filled.collect::<Vec<_>>().join(" ")
    }
}

impl Grid {
    pub fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }

    /// The merged cell that covers this place, if any.
    pub fn merge_at(&self, row: u32, column: usize) -> Option<&Merge> {
        self.merges.iter().find(|merge| merge.covers(row, column))
    }

    /// The place of the row of this number.
    pub fn place_of(&self, number: u32) -> Option<usize> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok()
    }
}
