//! A sheet of ours that was filled in and comes back: only the cells that were filled change the document, each in its place;
//! a cell that the document has changed since stays, and is told. Pure.

use super::form_sheet::HIDDEN;
use super::merge::Conflict;
use super::write;
use crate::source::{DataRow, DataTable, Document};
use crate::standards::{Field, Standards, Status};

/// What the hidden sheet of a workbook of ours says.
#[derive(Clone, Debug, Default)]
pub struct SheetOrigin {
    pub path: String,
    pub fields: Vec<Option<Field>>,
    /// As they stood when the sheet was written.
    pub rows: Vec<Vec<String>>,
    /// As they stand now, under the same fields; a code first.
    pub filled: Vec<Vec<String>>,
}

impl SheetOrigin {
    /// From the rows of the hidden sheet.
    pub fn of(rows: Vec<Vec<String>>) -> Option<Self> {
        let mut rows = rows.into_iter();
        let first = rows.next()?;
        if first.first().map(String::as_str) != Some(HIDDEN) {
            return None;
        }
        let fields = rows.next()?.iter().map(|name| Field::from_name(name.trim())).collect();
        Some(Self { path: first.get(1).cloned().unwrap_or_default(), fields, rows: rows.collect(), filled: Vec::new() })
    }
}

#[derive(Clone, Debug, Default)]
pub struct Patched {
    pub text: String,
    pub changed: usize,
    pub conflicts: Vec<Conflict>,
}

pub fn patch(document: &Document, origin: &SheetOrigin, standards: &Standards) -> Patched {
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    let mut patched = Patched::default();
    let code_at = origin.fields.iter().position(|field| *field == Some(Field::Code));
    for now in &origin.filled {
        let Some(code) = code_at.and_then(|at| now.get(at)).map(|code| code.trim()) else { continue };
        let before =
            origin.rows.iter().find(|row| code_at.and_then(|at| row.get(at)).is_some_and(|it| it.trim() == code));
        let Some(before) = before else { continue };
        let Some((table, row)) = find(document, code) else {
            patched.conflicts.push(Conflict {
                line: 0,
                kept: String::new(),
                offered: format!("ไม่พบรหัส {code} ในเอกสารแล้ว"),
            });
            continue;
        };
        for (at, field) in origin.fields.iter().enumerate() {
            let Some(field) = field.filter(|field| *field != Field::Code) else { continue };
            let text = |row: &[String]| row.get(at).cloned().unwrap_or_default();
            let (old, new) = (text(before), text(now));
            if same(&old, &new) {
                continue;
            }
            let line = document.text[..row.span.start as usize].matches('\n').count() + 1;
            if field == Field::Status && table.position(Field::Status).is_none() {
                if ticks(table, row, &old, &new, standards, &mut edits) {
                    patched.changed += 1;
                } else {
                    patched.conflicts.push(Conflict {
                        line,
                        kept: String::new(),
                        offered: format!("{code} {field}: {new}"),
                    });
                }
                continue;
            }
            let Some(cell) = table.cell(row, field) else {
                patched.conflicts.push(Conflict {
                    line,
                    kept: String::new(),
                    offered: format!("{code} {field}: {new} (ตารางไม่มีคอลัมน์นี้)"),
                });
                continue;
            };
            let is_same_as_then = same(&cell.value, &old)
                || field == Field::Status && standards.status_of(&cell.value) == standards.status_of(&old);
            if !is_same_as_then && !same(&cell.value, &new) {
                patched.conflicts.push(Conflict { line, kept: cell.value.clone(), offered: new });
                continue;
            }
            edits.push((
                cell.span.start as usize,
                cell.span.end as usize,
                padded(document, cell.span.start as usize, cell.span.end as usize, &new),
            ));
            patched.changed += 1;
        }
    }
    edits.sort();
    let mut from = 0;
    for (start, end, text) in edits {
        if start < from {
            continue;
        }
        patched.text.push_str(&document.text[from..start]);
        patched.text.push_str(&text);
        from = end;
    }
    patched.text.push_str(&document.text[from..]);
    patched
}

fn find<'d>(document: &'d Document, code: &str) -> Option<(&'d DataTable, &'d DataRow)> {
    document.tables.iter().filter(|table| table.grid.is_some()).find_map(|table| {
        let row =
            table.rows.iter().find(|row| table.cell(row, Field::Code).is_some_and(|cell| cell.value.trim() == code))?;
        Some((table, row))
    })
}

/// Blank cells of Markdown may have no room around them.
fn padded(document: &Document, start: usize, end: usize, text: &str) -> String {
    let words = write::cell(text);
    if end > start {
        return if words.is_empty() { " ".to_owned() } else { words };
    }
    let before = document.text[..start].ends_with('|');
    let after = document.text[end..].starts_with('|');
    format!("{}{words}{}", if before { " " } else { "" }, if after { " " } else { "" })
}

/// A form with one column for each status: the tick moves.
fn ticks(
    table: &DataTable,
    row: &DataRow,
    old: &str,
    new: &str,
    standards: &Standards,
    edits: &mut Vec<(usize, usize, String)>,
) -> bool {
    let column = |status: Status| match status {
        Status::Done => Field::StatusDone,
        Status::InProgress => Field::StatusInProgress,
        Status::NotDone => Field::StatusNotDone,
        Status::Awaiting => Field::StatusAwaiting,
    };
    let Some(to) = standards.status_of(new).and_then(|status| table.cell(row, column(status))) else { return false };
    let is_ticked = |text: &str| standards.statuses.read_tick(text) == Some(true);
    if let Some(from) = standards.status_of(old).and_then(|status| table.cell(row, column(status))) {
        if !is_ticked(&from.value) {
            return false;
        }
        edits.push((from.span.start as usize, from.span.end as usize, "-".to_owned()));
    }
    edits.push((to.span.start as usize, to.span.end as usize, "√".to_owned()));
    true
}

/// The same money in other digits is the same.
fn same(left: &str, right: &str) -> bool {
    let plain = |text: &str| {
        let text = crate::thai::to_arabic(text.trim()).replace(['\n', '\r'], " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let bare = text.replace(',', "");
        match crate::thai::StatedMoney::parse(&text) {
            Ok(crate::thai::StatedMoney::Amount(money))
                if bare.chars().all(|letter| letter.is_ascii_digit() || letter == '.') =>
            {
                money.plain_text()
            }
            _ if super::marks::is_dash(&text) => String::new(),
            _ => text,
        }
    };
    plain(left) == plain(right)
}
