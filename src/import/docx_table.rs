//! A table of a Word file while it is read, and what it comes to with its merged cells.

use std::collections::BTreeMap;

use super::paper::{PaperCell, PaperTable, SourcePlace, TableRow};

#[derive(Default)]
pub(super) struct DocxTable {
    pub(super) rows: Vec<OpenRow>,
    pub(super) cell: Option<OpenCell>,
    pub(super) header_rows: usize,
    /// A table of data stood in it: it lays out the page, and its own words are paragraphs.
    pub(super) is_layout: bool,
}

impl DocxTable {
    pub(super) fn may_lay_out(&self) -> bool {
        self.rows.iter().all(|row| row.cells.len() <= 2)
    }

    /// Its words so far.
    pub(super) fn take_words(&mut self) -> Vec<String> {
        let open = self.cell.iter_mut();
        let cells = self.rows.iter_mut().flat_map(|row| row.cells.iter_mut()).chain(open);
        cells.flat_map(|cell| std::mem::take(&mut cell.lines)).collect()
    }
}

#[derive(Default)]
pub(super) struct OpenRow {
    pub(super) cells: Vec<OpenCell>,
    pub(super) before: u16,
    pub(super) is_deleted: bool,
    pub(super) is_head: bool,
    pub(super) place: SourcePlace,
}

#[derive(Default)]
pub(super) struct OpenCell {
    pub(super) lines: Vec<String>,
    pub(super) columns: u16,
    /// Goes on the cell above.
    pub(super) continues: bool,
    pub(super) is_bold: bool,
    pub(super) has_words: bool,
}

/// Cells that go on the ones above become their rows.
pub(super) fn table_of(open: DocxTable) -> PaperTable {
    let place = open.rows.first().map(|row| row.place).unwrap_or_default();
    let mut table = PaperTable { place, states_merges: true, stated_heads: open.header_rows, ..PaperTable::default() };
    // By the first column that a cell covers: where it stands in the table.
    let mut roots: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for open_row in open.rows {
        let mut row = TableRow { cells: Vec::new(), place: open_row.place };
        let mut column = 0;
        if open_row.before > 0 {
            row.cells.push(PaperCell { columns: open_row.before, ..PaperCell::default() });
            column += usize::from(open_row.before);
        }
        for cell in open_row.cells {
            let width = usize::from(cell.columns.max(1));
            if cell.continues
                && let Some((at_row, at_cell)) = roots.get(&column).copied()
                && let Some(root) = table.rows.get_mut(at_row).and_then(|row: &mut TableRow| row.cells.get_mut(at_cell))
                && usize::from(root.columns) == width
            {
                root.rows = root.rows.saturating_add(1);
                let more = cell.lines.join("\n");
                if !more.trim().is_empty() && !root.text.contains(more.trim()) {
                    root.text = format!("{}\n{}", root.text, more.trim());
                }
                column += width;
                continue;
            }
            let lines: Vec<&str> = cell
                .lines
                .iter()
                .flat_map(|line| line.lines())
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect();
            roots.insert(column, (table.rows.len(), row.cells.len()));
            row.cells.push(PaperCell {
                text: lines.join("\n"),
                columns: cell.columns.max(1),
                rows: 1,
                is_bold: cell.is_bold && cell.has_words,
                doubt: None,
            });
            column += width;
        }
        table.rows.push(row);
    }
    table
}
