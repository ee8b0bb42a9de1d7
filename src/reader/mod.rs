//! The reader of forms: a grid of cells, from wherever it comes → tables whose columns are known and whose rows are
//! sorted. Markdown, CSV, XLSX, ODS and what is imported are read alike; nothing is guessed without being told.
//! Knows `thai`, `standards`, `span`, `finding`; no file format, no document, no model.

mod ask;
mod column_figures;
mod columns;
mod dates;
mod fill;
pub mod grid;
mod head;
mod parts;
pub mod sheet_choice;
mod sort;
mod statuses;
mod sums;
mod table;
pub mod ticks;
mod told;
mod units;
mod wordings;
mod words;

pub use ask::Ask;
pub use grid::{Grid, GridCell, GridRow, Merge};
pub use head::FormHead;
pub use parts::struck_out;
pub use statuses::by_colour;
pub use table::{DataColumn, DataRow, DataTable, RowSort, SheetLines};
pub use ticks::raised;
pub use told::heads_of;
pub use units::{Units, without_unit};
pub use words::{Named, begins_with_kind, is_page_mark, leading_number};

use crate::finding::{Finding, Findings, code};
use crate::standards::Standards;

/// The most rows of one table: each becomes a page with its data, and all of them are held at once.
const MOST_ROWS: usize = 5_000;

/// Every table of the grid whose heads are known, its rows sorted, its cells filled as the author's merges say.
/// Empty when nobody knows such heads: what stood there instead is [`heads_of`]'s to say.
pub fn read(grid: &Grid, ask: &Ask, standards: &Standards, findings: &mut Findings) -> Vec<DataTable> {
    let mut tables = Vec::new();
    let mut from = 0;
    while let Some(found) = head::find(grid, from, ask, standards) {
        let next = found.next_head(grid, ask, standards);
        let end = next.as_ref().map_or(grid.rows.len(), |next| next.start);
        if let Some(table) = table_of(grid, &found, end, ask, standards, findings) {
            tables.push(table);
        }
        from = end;
        if next.is_none() {
            break;
        }
    }
    tables
}

/// The first head of the grid: for whoever must set cells under their heads before the rows can be read.
pub fn head_of(grid: &Grid, ask: &Ask, standards: &Standards) -> Option<FormHead> {
    head::find(grid, 0, ask, standards).map(head::FoundHead::seen)
}

fn table_of(
    grid: &Grid,
    found: &head::FoundHead,
    end: usize,
    ask: &Ask,
    standards: &Standards,
    findings: &mut Findings,
) -> Option<DataTable> {
    let mut table = found.table(grid, end, findings);
    // What stands above sets what the rows do not say themselves.
    let titles = grid.rows[..found.start].iter().rev().take(columns::MOST_TITLES);
    let mut above: Vec<String> = titles.take_while(|row| row.filled() <= 2).map(|row| row.words()).collect();
    above.reverse();
    let named =
        Named::of_all(grid.above.iter().map(|title| title.value.as_str()).chain(above.iter().map(String::as_str)));
    table.dimension = named.dimension;
    table.mission = named.mission.clone();
    table.year = named.year;
    table.round = named.round;
    found.keep_to(ask, &mut table, findings);
    columns::leave_bare_years(&mut table);
    if columns::is_rows(table.role) && table.names_are_figures() {
        // "มิติ | โครงการ | งบประมาณ" with numbers of projects: a summary, whose rows are no promises.
        for row in &mut table.rows {
            row.sort = RowSort::Note;
        }
    } else if columns::is_rows(table.role) {
        if let Some(beyond) = table.rows.get(MOST_ROWS) {
            let place = beyond.cells.first().map_or_else(Default::default, |cell| cell.span);
            findings.push(
                Finding::of(code::S005, place, format!("ตารางมี {} แถว เกิน {MOST_ROWS} แถวที่อ่านได้", table.rows.len()))
                    .english(format!("a table of {} rows: no more than {MOST_ROWS} are read", table.rows.len()))
                    .help("แบ่งเป็นหลายเอกสาร ปีละฉบับ เช่น `2569/plan.md` กับ `2570/plan.md`"),
            );
            table.rows.truncate(MOST_ROWS);
        }
        dates::read_back(&mut table, findings);
        statuses::find(&mut table, standards, findings);
        sort::sort(&mut table, grid, found, standards, findings);
        ticks::settle(&mut table, standards);
        statuses::tell_unread(&table, standards, findings);
        statuses::tell_other_ways(&table, grid, found.start, ask, standards, findings);
        units::settle(&mut table, grid, found.start, findings);
        column_figures::tell_unread(&table, ask, standards, findings);
    } else {
        sort::leave_blanks_out(&mut table);
    }
    Some(table)
}
