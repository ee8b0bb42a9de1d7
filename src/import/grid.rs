//! A table with merged cells → a rectangle of cells, and where its heads end. Which heads are known is asked of the forms.
//! Knows no document; rows below the heads are sorted by `rows`.

use super::paper::{PaperCell, PaperTable, SourcePlace};
use crate::standards::{ColumnMeaning, Field, Role, Standards};

/// Titles above the heads are few.
const MAX_TITLES: usize = 6;
const MAX_HEAD_ROWS: usize = 4;
/// No head of a form is longer.
const MAX_HEAD_LETTERS: usize = 160;
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

impl PaperGrid {
    /// A sheet may hold one table under another: cut before each row that begins heads again, titles and all.
    pub fn parts(&self, maps: &Maps, standards: &Standards) -> Vec<(Self, Option<GridHead>)> {
        let mut parts = Vec::new();
        let mut from = 0;
        loop {
            let rest = self.slice(from, self.rows.len());
            let Some(head) = find_head(&rest, maps, standards) else {
                parts.push((rest, None));
                return parts;
            };
            let first: Vec<String> =
                rest.rows[head.titles].cells.iter().map(|cell| crate::standards::heads::fold(cell.own())).collect();
            let again = (head.body..rest.rows.len()).find(|at| {
                let row = &rest.rows[*at];
                row.filled() >= 2
                    && row.cells.iter().zip(&first).all(|(cell, first)| crate::standards::heads::fold(cell.own()) == *first)
                    // Of one row it is the same head on the next page.
                    && head.body - head.titles > 1
            });
            let Some(mut end) = again else {
                parts.push((rest, Some(head)));
                return parts;
            };
            while end > head.body && rest.rows[end - 1].filled() == 1 && is_title(&rest.rows[end - 1], standards) {
                end -= 1;
            }
            parts.push((self.slice(from, from + end), Some(head)));
            from += end;
        }
    }

    fn slice(&self, from: usize, to: usize) -> Self {
        Self {
            rows: self.rows[from..to].to_vec(),
            width: self.width,
            states_merges: self.states_merges,
            is_cut: self.is_cut,
        }
    }
}

/// A row of one cell that says what the next table is of.
fn is_title(row: &PaperGridRow, standards: &Standards) -> bool {
    let text = row.cells.iter().map(PaperGridCell::own).find(|text| !text.is_empty()).unwrap_or("");
    !standards.is_total(text)
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

/// What the top of a table says.
#[derive(Clone, Debug)]
pub struct GridHead {
    /// Rows above the heads: titles.
    pub titles: usize,
    /// The first row of data.
    pub body: usize,
    pub role: Role,
    pub form: String,
    pub columns: Vec<HeadColumn>,
}

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

/// Heads of the author's own, said to mean a field: `--map "หัวเดิม=owner"`.
pub type Maps = [(String, Field)];

/// The best reading of the top rows; `None` when no form knows them.
pub fn find_head(grid: &PaperGrid, maps: &Maps, standards: &Standards) -> Option<GridHead> {
    let mut best: Option<(usize, GridHead)> = None;
    for titles in 0..grid.rows.len().min(MAX_TITLES) {
        if titles > 0 && grid.rows[titles - 1].filled() > 2 && best.is_some() {
            break;
        }
        for height in 1..=MAX_HEAD_ROWS.min(grid.rows.len() - titles) {
            let rows = &grid.rows[titles..titles + height];
            if !rows.last().is_some_and(may_be_head) {
                break;
            }
            let Some(head) = read_head(grid, titles, height, maps, standards) else { continue };
            let known = head.columns.iter().filter(|column| column.column.is_some()).count();
            let near = head.columns.iter().filter(|column| column.near.is_some()).count();
            let score = known * 20 - near * 6 - titles * 2 - height;
            if best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, head));
            }
        }
    }
    best.map(|(_, head)| head)
}

fn may_be_head(row: &PaperGridRow) -> bool {
    row.filled() > 0
        && row.cells.iter().all(|cell| {
            let text = cell.text.trim();
            text.chars().count() <= MAX_HEAD_LETTERS && (!is_figure(text) || is_year(text))
        })
}

/// Money, a count, a dash or a tick: never a head.
pub fn is_figure(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|letter| {
            letter.is_numeric()
                || matches!(letter, '.' | ',' | '-' | '–' | '%' | ' ' | '√' | '✓' | '✔' | '☑' | '☐' | '/')
        })
}

fn is_year(text: &str) -> bool {
    let digits = crate::thai::to_arabic(text);
    digits.len() == 4 && digits.parse::<u16>().is_ok_and(|year| (2500..=2699).contains(&year))
}

fn read_head(grid: &PaperGrid, titles: usize, height: usize, maps: &Maps, standards: &Standards) -> Option<GridHead> {
    let rows = &grid.rows[titles..titles + height];
    let parts: Vec<Vec<String>> = (0..grid.width).map(|column| parts_of(grid, rows, column)).collect();
    let joined: Vec<String> = parts.iter().map(|parts| parts.join(" ")).collect();
    let mapped = |at: usize| {
        maps.iter().find(|(head, _)| {
            let head = crate::standards::heads::fold(head);
            head == crate::standards::heads::fold(&joined[at])
                || parts[at].last().is_some_and(|own| head == crate::standards::heads::fold(own))
        })
    };
    let words: Vec<String> = (0..grid.width)
        .map(|at| mapped(at).map_or_else(|| joined[at].clone(), |(_, field)| field.as_str().to_owned()))
        .collect();
    // A blank head means nothing; some wordings of numbers fold to nothing too.
    let words: Vec<String> =
        words.into_iter().map(|word| if word.is_empty() { "(ไม่มีหัว)".to_owned() } else { word }).collect();
    // "มิติที่ ๑ โครงการ | มิติที่ ๑ งบประมาณ | …": a summary laid out by dimension, its last group the sum of all.
    let by_dimension = words.iter().filter(|word| super::numbering::dimension_title(word).is_some()).count() >= 2;
    let words: Vec<&str> = words
        .iter()
        .map(|word| {
            if by_dimension {
                word.strip_prefix("รวม")
                    .and_then(|rest| rest.split_once("มิติ"))
                    .map_or(word.as_str(), |(_, rest)| rest.trim())
            } else {
                word
            }
        })
        .collect();
    let found = standards.forms.recognise(&words, by_dimension.then_some(Role::Declared))?;
    let columns = (0..grid.width)
        .map(|at| HeadColumn {
            joined: joined[at].clone(),
            own: parts[at].last().cloned().unwrap_or_default(),
            column: found.columns.get(at).copied().flatten(),
            near: found.near.iter().find(|near| near.column == at).map(|near| near.head.to_owned()),
        })
        .collect();
    Some(GridHead { titles, body: titles + height, role: found.role, form: found.form.id.clone(), columns })
}

/// The words above a column, from the top: those of groups that span it, then its own.
fn parts_of(grid: &PaperGrid, rows: &[PaperGridRow], column: usize) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(cell) = row.cells.get(column) else { continue };
        let words = one_line(&cell.text);
        let words = if !words.is_empty() || grid.states_merges { words } else { group_of(rows, at, column) };
        if !words.is_empty() && parts.last() != Some(&words) {
            parts.push(words);
        }
    }
    parts
}

/// Without stated merges: the nearest filled head to the left spans this one when both have something beneath.
fn group_of(rows: &[PaperGridRow], at: usize, column: usize) -> String {
    let beneath =
        |column: usize| rows[at + 1..].iter().any(|row| row.cells.get(column).is_some_and(|cell| !cell.is_blank()));
    if !beneath(column) {
        return String::new();
    }
    let row = &rows[at];
    for left in (0..column).rev() {
        // A head of its own higher up ends every group below it.
        if rows[..at].iter().any(|above| above.cells.get(left + 1).is_some_and(|cell| !cell.is_blank())) {
            return String::new();
        }
        if row.cells.get(left).is_some_and(|cell| !cell.is_blank()) {
            return if beneath(left) { one_line(&row.cells[left].text) } else { String::new() };
        }
    }
    String::new()
}

pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
