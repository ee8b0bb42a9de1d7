//! The rows of a paper as the reader of forms takes them: pages of one table glued, merges and places told, and what it
//! read traced back to the cells that it came from. Reads nothing itself.

use super::grid::{Cover, HeadColumn, PaperGrid, PaperGridCell, PaperGridRow};
use super::paper::SourcePlace;
use crate::finding::{Finding, Findings, Severity, code};
use crate::reader::{self, Ask, DataTable, FormHead, Grid, GridRow, Merge, Units};
use crate::span::{FileId, Span, Spanned};
use crate::standards::Standards;

/// Places of cells are told as `row * STRIDE + column`.
const STRIDE: usize = 1024;

/// One table over all its pages.
#[derive(Clone, Debug, Default)]
pub struct GluedTable {
    pub rows: Vec<PaperGridRow>,
    pub width: usize,
    /// Rows that begin a page after the first.
    pub pages: Vec<usize>,
    /// What headings over it say, the outermost first.
    pub above: Vec<String>,
    /// Of the words above it.
    pub unit: Option<u32>,
}

impl GluedTable {
    pub fn of(grid: PaperGrid, above: Vec<String>, unit: Option<u32>) -> Self {
        Self { rows: grid.rows, width: grid.width, pages: Vec::new(), above, unit }
    }

    /// More of the same table, from the next page.
    pub fn glue(&mut self, titles: &[String], rows: &[PaperGridRow]) {
        for title in titles {
            let mut cells = vec![PaperGridCell::default(); self.width];
            if let Some(first) = cells.first_mut() {
                first.text.clone_from(title);
            }
            self.rows.push(PaperGridRow { cells, written: self.width, place: SourcePlace::default() });
        }
        self.pages.push(self.rows.len());
        self.rows.extend(rows.iter().map(|row| {
            let mut row = row.clone();
            row.cells.resize(self.width, PaperGridCell::default());
            row
        }));
    }

    pub fn head(&self, ask: &Ask, standards: &Standards) -> Option<FormHead> {
        reader::head_of(&self.grid(), ask, standards)
    }

    pub fn read(&self, ask: &Ask, standards: &Standards, findings: &mut Findings) -> Vec<DataTable> {
        reader::read(&self.grid(), ask, standards, findings)
    }

    fn grid(&self) -> Grid {
        let rows = self
            .rows
            .iter()
            .enumerate()
            .map(|(number, row)| GridRow {
                number: u32::try_from(number).unwrap_or(u32::MAX),
                cells: row
                    .cells
                    .iter()
                    .enumerate()
                    .map(|(column, cell)| Spanned::new(cell.own().to_owned(), span_of(number, column)))
                    .collect(),
                written: row.written,
                span: span_of(number, 0),
            })
            .collect();
        let above = self.above.iter().map(|title| Spanned::new(title.clone(), Span::default())).collect();
        Grid { rows, merges: self.merges(), above, unit: self.unit, ..Grid::default() }
    }

    fn merges(&self) -> Vec<Merge> {
        let mut merges = Vec::new();
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let cover = |row: usize, column: usize| self.rows.get(row)?.cells.get(column).map(|cell| cell.cover);
        for (at, row) in self.rows.iter().enumerate() {
            for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| cell.cover == Cover::Own) {
                let is_wide = cover(at, column + 1) == Some(Cover::Left);
                let is_tall = cover(at + 1, column) == Some(Cover::Above);
                if cell.is_blank() || !(is_wide || is_tall) {
                    continue;
                }
                let right = (column + 1..row.cells.len()).take_while(|to| cover(at, *to) == Some(Cover::Left)).count();
                let down = (at + 1..self.rows.len()).take_while(|to| cover(*to, column) == Some(Cover::Above)).count();
                merges.push(Merge {
                    first_row: number(at),
                    last_row: number(at + down),
                    first_column: number(column),
                    last_column: number(column + right),
                });
            }
        }
        merges
    }

    /// The cell that stands at a place which the reader tells.
    pub fn cell(&self, span: Span) -> Option<&PaperGridCell> {
        let (row, column) = place_of(span)?;
        self.rows.get(row)?.cells.get(column)
    }

    pub fn row_of(span: Span) -> Option<usize> {
        place_of(span).map(|(row, _)| row)
    }

    pub fn column_of(span: Span) -> Option<(usize, usize)> {
        place_of(span)
    }

    /// The place in the paper.
    pub fn place(&self, span: Span) -> SourcePlace {
        let Some((row, column)) = place_of(span) else { return SourcePlace::default() };
        self.rows.get(row).map_or_else(SourcePlace::default, |row| row.place.column(column + 1))
    }

    /// The titles between a table and the one above it.
    pub fn titles(&self, from: usize, table: &DataTable) -> Vec<String> {
        let head = table.columns.iter().filter_map(|column| Self::row_of(column.head.span)).min().unwrap_or(from);
        let rows = self.rows.get(from..head.max(from)).unwrap_or_default();
        rows.iter().take_while(|row| row.filled() <= 2).map(PaperGridRow::words).filter(|it| !it.is_empty()).collect()
    }

    /// The first row below a table.
    pub fn end_of(&self, table: &DataTable) -> usize {
        table.rows.last().and_then(|row| Self::row_of(row.span)).map_or(0, |row| row + 1)
    }

    pub fn columns(&self, table: &DataTable, findings: &Findings) -> Vec<HeadColumn> {
        head_columns(&table.columns, self, findings)
    }
}

pub fn head_columns(columns: &[reader::DataColumn], sheet: &GluedTable, findings: &Findings) -> Vec<HeadColumn> {
    let near = |span: Span| {
        let found = findings.iter().find(|finding| finding.code == code::S032 && finding.primary.span == span)?;
        found.fix.as_ref()?.edits.first().map(|(_, word)| word.clone())
    };
    columns
        .iter()
        .map(|column| HeadColumn {
            joined: super::grid::one_line(&column.head.value),
            own: sheet.cell(column.head.span).map_or_else(String::new, |cell| super::grid::one_line(cell.own())),
            column: column.column,
            near: near(column.head.span),
        })
        .collect()
}

/// What has to be looked at before a cell's figure may be believed.
pub fn is_doubt(finding: &Finding) -> bool {
    finding.severity == Severity::Error && ![code::S059, code::S055, code::S056, code::S057].contains(&finding.code)
}

/// What the words above a table say of the unit of its money.
pub fn unit_of(text: &str) -> Option<u32> {
    Units::of(text).before(usize::MAX)
}

fn span_of(row: usize, column: usize) -> Span {
    let at = row.saturating_mul(STRIDE).saturating_add(column.min(STRIDE - 2));
    Span::new(FileId::of("paper"), at, at + 1)
}

fn place_of(span: Span) -> Option<(usize, usize)> {
    let at = span.start as usize;
    (!span.is_nowhere()).then_some((at / STRIDE, at % STRIDE))
}
