//! Sheets in and out: CSV and XLSX as authors keep them, and as the site gives them away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

#[path = "sheets/csv.rs"]
mod csv;
#[path = "sheets/written.rs"]
mod written;
#[path = "sheets/xlsx.rs"]
mod xlsx;

use prongsai::source::sheet::SheetTable;

fn heads(table: &SheetTable) -> Vec<&str> {
    table.heads.iter().map(|cell| cell.text.as_str()).collect()
}

fn rows(table: &SheetTable) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
}
