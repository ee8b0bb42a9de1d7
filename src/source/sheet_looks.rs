//! What the cells of a workbook say by their look alone: struck out, coloured, hidden. No reader of texts sees it, so it is
//! told. Reads no value.

use std::collections::BTreeMap;

use crate::finding::{Finding, Findings, code};
use crate::reader::{self, DataTable};
use crate::source::sheet::{SheetRow, column_name};
use crate::source::sheets::OpenedCells;
use crate::span::{FileId, Span};
use crate::standards::{Field, Role};

const STATUSES: [Field; 5] =
    [Field::Status, Field::StatusDone, Field::StatusInProgress, Field::StatusNotDone, Field::StatusAwaiting];

impl OpenedCells {
    /// What is hidden of the table, in words.
    pub(super) fn tell_looks(
        &self,
        file: FileId,
        at: usize,
        table: &DataTable,
        findings: &mut Findings,
    ) -> Option<String> {
        if !matches!(table.role, Role::Items | Role::Eplan | Role::Measures) {
            return None;
        }
        let sheet = &self.sheets[at];
        let of_span: BTreeMap<u32, &SheetRow> =
            sheet.rows.iter().filter_map(|row| Some((self.place(file, at, row.cells.first()?).start, row))).collect();
        let number_of = |row: &&SheetRow| row.cells.first().map(|cell| cell.row);
        let numbered: Vec<(&reader::DataRow, u32)> =
            table.items().filter_map(|row| Some((row, of_span.get(&row.span.start).and_then(number_of)?))).collect();
        let columns: Vec<u32> = (0..table.columns.len())
            .filter(|at| table.columns[*at].column.is_some())
            .filter_map(|at| u32::try_from(at).ok())
            .collect();
        self.tell_struck(at, &numbered, &columns, findings);
        self.tell_colours(at, table, &numbered, findings);
        self.tell_hidden(at, table, &numbered, &columns, findings)
    }

    fn tell_struck(&self, at: usize, rows: &[(&reader::DataRow, u32)], columns: &[u32], findings: &mut Findings) {
        let struck = |number: u32| {
            columns.iter().copied().find(|at_column| self.sheets[at].struck.contains(&(number, *at_column)))
        };
        let found: Vec<Span> = rows
            .iter()
            .filter_map(|(row, number)| {
                let cell = row.cells.get(struck(*number)? as usize);
                Some(cell.map_or(row.span, |cell| cell.span))
            })
            .collect();
        findings.extend(reader::struck_out(&found));
    }

    /// Blank cells of the status in another colour than the row they stand in.
    fn tell_colours(&self, at: usize, table: &DataTable, rows: &[(&reader::DataRow, u32)], findings: &mut Findings) {
        let statuses: Vec<usize> =
            STATUSES.iter().flat_map(|field| table.positions(*field).map(|(at, _)| at)).collect();
        let Some(name) = table.position(Field::Name).and_then(|at| u32::try_from(at).ok()) else { return };
        let fill = |number: u32, column: u32| self.sheets[at].fills.get(&(number, column));
        for (row, number) in rows {
            let is_blank = statuses.iter().all(|at| row.cells.get(*at).is_none_or(|cell| cell.value.is_empty()));
            let is_coloured = statuses
                .iter()
                .filter_map(|at| u32::try_from(*at).ok())
                .any(|column| fill(*number, column).is_some_and(|colour| Some(colour) != fill(*number, name)));
            if is_blank && is_coloured {
                findings.push(reader::by_colour(row.span));
                return;
            }
        }
    }

    fn tell_hidden(
        &self,
        at: usize,
        table: &DataTable,
        rows: &[(&reader::DataRow, u32)],
        columns: &[u32],
        findings: &mut Findings,
    ) -> Option<String> {
        let sheet = &self.sheets[at];
        let hidden: Vec<&(&reader::DataRow, u32)> =
            rows.iter().filter(|(_, number)| sheet.hidden_rows.contains(number)).collect();
        let hidden_columns: Vec<String> = columns
            .iter()
            .filter(|column| sheet.hidden_columns.contains(column))
            .map(|column| {
                let head = table.columns.get(*column as usize).map_or("", |column| column.head.value.as_str());
                format!("{} ({head})", column_name(*column as usize))
            })
            .collect();
        let numbers: Vec<String> =
            hidden.iter().take(10).map(|(_, number)| (u64::from(*number) + 1).to_string()).collect();
        let more = if hidden.len() > 10 {
            format!(" และอีก {} แถว", hidden.len() - 10)
        } else {
            String::new()
        };
        let words: Vec<String> = [
            (!hidden.is_empty()).then(|| format!("แถว {}{more}", numbers.join(", "))),
            (!hidden_columns.is_empty()).then(|| format!("คอลัมน์ {}", hidden_columns.join(", "))),
        ]
        .into_iter()
        .flatten()
        .collect();
        if words.is_empty() {
            return None;
        }
        let words = words.join(" และ");
        let head = table.columns.first().map_or(table.span, |column| column.head.span);
        let span = hidden.first().map_or(head, |(row, _)| row.span);
        findings.push(
            Finding::of(code::S072, span, format!("อ่าน{words}ที่ซ่อนอยู่ในชีตด้วย"))
                .english("hidden rows or columns of the sheet were read")
                .help("ถ้าตั้งใจไม่ให้เผยแพร่ ให้ลบออกจากไฟล์ การซ่อนไม่ได้ลบข้อมูล; ถ้าตั้งใจให้อ่าน ให้เลิกซ่อนหรือล้างตัวกรอง"),
        );
        Some(words)
    }
}
