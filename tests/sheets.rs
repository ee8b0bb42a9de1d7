//! Sheets in and out: CSV and XLSX as authors keep them, and as the site gives them away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

#[path = "sheets/csv.rs"]
mod csv;
#[path = "sheets/written.rs"]
mod written;
#[path = "sheets/xlsx.rs"]
mod xlsx;

use prongsai::source::sheet::{self, Cell, Sheet, SheetProblem, SheetRow};

/// A sheet cut at its first row with two filled cells, the rows below it as long as that one.
struct Table {
    heads: Vec<Cell>,
    preamble: Vec<SheetRow>,
    rows: Vec<SheetRow>,
    sheet: Option<String>,
    problems: Vec<SheetProblem>,
}

impl Table {
    fn of(sheet: Sheet) -> Self {
        let mut rows = sheet.rows;
        let at = rows.iter().position(|row| row.filled() >= 2).unwrap_or(0);
        let mut preamble = std::mem::take(&mut rows);
        let mut rows = preamble.split_off(at.min(preamble.len()));
        let heads = if rows.is_empty() { Vec::new() } else { rows.remove(0).cells };
        for row in &mut rows {
            row.cells.resize_with(heads.len(), Cell::default);
        }
        Self { heads, preamble, rows, sheet: sheet.name, problems: sheet.problems }
    }
}

fn read_csv(bytes: &[u8]) -> Table {
    Table::of(sheet::read_csv(bytes))
}

fn read_xlsx(bytes: &[u8]) -> Table {
    let mut sheets = sheet::read_xlsx(bytes);
    let at = sheets.iter().position(|sheet| sheet.name.as_deref() == Some("ข้อมูล")).unwrap_or(0);
    Table::of(sheets.swap_remove(at))
}

fn heads(table: &Table) -> Vec<&str> {
    table.heads.iter().map(|cell| cell.text.as_str()).collect()
}

fn rows(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
}
