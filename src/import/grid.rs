//! A table with merged cells → a rectangle of cells. Knows no form: heads and rows are read by the reader of forms
//! (`reading`).

use super::paper::{PaperCell, PaperTable, SourcePlace};
use crate::standards::ColumnMeaning;

/// No form is as wide.
const MAX_COLUMNS: usize = 300;
/// Beyond these a table is no form; the rest is left out and told.
pub const MAX_CELLS: usize = 2_000_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cover {
    #[default]
    Own,
    /// Part of the cell to its left.
    Left,
    /// Part of the cell above.
    Above,
}

#[derive(Clone, Debug, Default)]
pub struct PaperGridCell {
    pub text: String,
    pub is_bold: bool,
    pub cover: Cover,
    pub doubt: Option<String>,
}

impl PaperGridCell {
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Words of its own, not those of a merged neighbour.
    pub fn own(&self) -> &str {
        if self.cover == Cover::Own { self.text.trim() } else { "" }
    }
}

#[derive(Clone, Debug, Default)]
pub struct PaperGridRow {
    pub cells: Vec<PaperGridCell>,
    /// How many cells the source has in this row, merged ones counted as they cover.
    pub written: usize,
    pub place: SourcePlace,
}

impl PaperGridRow {
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.own().is_empty()).count()
    }

    /// All its words in one line.
    pub fn words(&self) -> String {
        let words: Vec<&str> = self.cells.iter().map(PaperGridCell::own).filter(|text| !text.is_empty()).collect();
        one_line(&words.join(" "))
    }
}

#[derive(Clone, Debug, Default)]
pub struct PaperGrid {
    pub rows: Vec<PaperGridRow>,
    pub width: usize,
    pub states_merges: bool,
    pub is_cut: bool,
}

pub fn expand(table: &PaperTable) -> PaperGrid {
    let mut grid = PaperGrid { states_merges: table.states_merges, ..PaperGrid::default() };
    // What still hangs down from cells above: rows left, and the cell.
    let mut hanging: Vec<(u16, PaperGridCell)> = Vec::new();
    let mut count = 0;
    for row in &table.rows {
        let mut cells: Vec<PaperGridCell> = Vec::with_capacity(row.cells.len());
        let mut source = row.cells.iter();
        loop {
            let at = cells.len();
            if let Some((left, above)) = hanging.get_mut(at)
                && *left > 0
            {
                *left -= 1;
                cells.push(PaperGridCell { cover: Cover::Above, ..above.clone() });
                continue;
            }
            let Some(cell) = source.next() else { break };
            push_cell(&mut cells, &mut hanging, cell);
            if cells.len() > MAX_COLUMNS {
                grid.is_cut = true;
                break;
            }
        }
        // Cells that hang behind the last one written.
        while let Some((left, above)) = hanging.get_mut(cells.len()).filter(|(left, _)| *left > 0) {
            *left -= 1;
            cells.push(PaperGridCell { cover: Cover::Above, ..above.clone() });
        }
        count += cells.len();
        if count > MAX_CELLS {
            grid.is_cut = true;
            break;
        }
        grid.width = grid.width.max(cells.len());
        grid.rows.push(PaperGridRow { written: cells.len(), cells, place: row.place });
    }
    grid.width = grid.rows.iter().map(last_filled).max().unwrap_or(0).max(1);
    for row in &mut grid.rows {
        row.cells.resize(grid.width, PaperGridCell::default());
    }
    grid
}

/// How wide a row is without the blank cells at its end.
fn last_filled(row: &PaperGridRow) -> usize {
    row.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |at| at + 1)
}

fn push_cell(cells: &mut Vec<PaperGridCell>, hanging: &mut Vec<(u16, PaperGridCell)>, cell: &PaperCell) {
    let own =
        PaperGridCell { text: cell.text.clone(), is_bold: cell.is_bold, cover: Cover::Own, doubt: cell.doubt.clone() };
    for step in 0..cell.columns.max(1) {
        let at = cells.len();
        if hanging.len() <= at {
            hanging.resize(at + 1, (0, PaperGridCell::default()));
        }
        hanging[at] = (cell.rows.saturating_sub(1), own.clone());
        let cover = if step == 0 { Cover::Own } else { Cover::Left };
        cells.push(PaperGridCell { cover, ..own.clone() });
    }
}

/// A column of a table whose heads are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadColumn {
    /// As printed, all its rows joined.
    pub joined: String,
    /// The words of its lowest row.
    pub own: String,
    pub column: Option<ColumnMeaning>,
    /// Taken for a misspelling of this.
    pub near: Option<String>,
}

/// Money, a count, a dash or a tick: never a head.
pub fn is_figure(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|letter| {
            letter.is_numeric()
                || matches!(letter, '.' | ',' | '-' | '–' | '%' | ' ' | '√' | '✓' | '✔' | '☑' | '☐' | '/')
        })
}

pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
