//! Which column tells the status where no head says so, and statuses that stand in columns nobody reads: a report whose
//! statuses were lost would blame the authority for saying nothing.

use super::columns::is_figure;
use super::{Ask, DataTable, Grid, RowSort, words};
use crate::finding::{Finding, Findings, code};
use crate::span::Span;
use crate::standards::{ColumnMeaning, Field, Role, Standards, heads};

/// Fewer cells than these are no proof.
const LEAST: usize = 2;

/// Before rows are sorted: a column of nothing but status words is the status, whatever its head.
pub(super) fn find(table: &mut DataTable, standards: &Standards, findings: &mut Findings) {
    if table.columns.iter().any(|column| column.column.is_some_and(|known| known.field.is_status())) {
        return;
    }
    let mut found: Vec<usize> = Vec::new();
    let mut mixed: Vec<(usize, usize)> = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        if !column.column.is_none_or(|known| matches!(known.field, Field::Result | Field::Outcome)) {
            continue;
        }
        let head = heads::fold(&column.head.value);
        let cells: Vec<&str> = table
            .rows
            .iter()
            .filter_map(|row| row.cells.get(at))
            .map(|cell| cell.value.trim())
            .filter(|text| !standards.statuses.is_not_stated(text) && !is_figure(text))
            .filter(|text| !head.ends_with(&heads::fold(text)))
            .collect();
        let statuses = cells.iter().filter(|text| standards.status_of(text).is_some()).count();
        if statuses < LEAST {
            continue;
        }
        if statuses == cells.len() || (column.column.is_none() && statuses * 5 >= cells.len() * 4) {
            found.push(at);
        } else if statuses * 2 > cells.len() {
            mixed.push((at, statuses));
        }
    }
    match (found.as_slice(), mixed.as_slice()) {
        ([at], _) => {
            let column = &mut table.columns[*at];
            column.column =
                Some(ColumnMeaning { field: Field::Status, ..column.column.unwrap_or(Field::Status.into()) });
        }
        ([], []) => tell_begun(table, standards, findings),
        ([], [(at, count), ..]) => {
            let head = &table.columns[*at].head;
            findings.push(lost(head.span, &head.value, *count, "คำบอกสถานะปนกับข้อความอื่น"));
        }
        ([first, second, ..], _) => {
            let (first, second) = (&table.columns[*first].head, &table.columns[*second].head);
            findings.push(
                lost(second.span, &second.value, LEAST, "คำบอกสถานะเหมือนอีกคอลัมน์หนึ่ง").also(first.span, "อีกคอลัมน์หนึ่ง"),
            );
        }
    }
}

/// "ดำเนินการแล้วเมื่อวันที่ 5 …": a result that begins as a status and goes on.
fn tell_begun(table: &DataTable, standards: &Standards, findings: &mut Findings) {
    let Some(at) = table.position(Field::Result).filter(|_| table.role == Role::Items) else { return };
    let cells = || table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.value.trim());
    let filled = cells().filter(|text| !standards.statuses.is_not_stated(text)).count();
    let begun = cells().filter(|text| standards.statuses.begins(text)).count();
    if begun >= LEAST && begun * 2 > filled {
        let head = &table.columns[at].head;
        findings.push(lost(head.span, &head.value, begun, "คำบอกสถานะที่มีข้อความต่อท้าย"));
    }
}

/// Where no row states a status: shares of progress, or colours that the form explains, are statuses that were lost.
pub(super) fn tell_other_ways(
    table: &DataTable,
    grid: &Grid,
    head_at: usize,
    ask: &Ask,
    standards: &Standards,
    findings: &mut Findings,
) {
    let known: Vec<usize> = (0..table.columns.len())
        .filter(|at| table.columns[*at].column.is_some_and(|column| column.field.is_status()))
        .collect();
    let says = |row: &super::DataRow| {
        known.iter().any(|at| row.cells.get(*at).is_some_and(|cell| !standards.statuses.is_not_stated(&cell.value)))
    };
    if table.role != Role::Items || table.items().next().is_none() || table.items().any(says) {
        return;
    }
    let above = grid.rows[..head_at].iter().map(|row| (row.words(), row.span));
    let below = table.rows.iter().filter(|row| !row.is_item()).flat_map(|row| {
        row.cells.iter().filter(|cell| !cell.value.is_empty()).map(|cell| (cell.value.clone(), cell.span))
    });
    if let Some((_, span)) = above.chain(below).find(|(text, _)| words::explains_colours(text, standards)) {
        findings.push(by_colour(span));
        return;
    }
    if ask.round.is_none() {
        return;
    }
    for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| column.column.is_none()) {
        let folded = heads::fold(&column.head.value);
        if !["ก้าวหน้า", "คืบหน้า", "ความสำเร็จ", "ผลสำเร็จ"].iter().any(|word| folded.contains(word))
        {
            continue;
        }
        let shares = table.items().filter(|row| row.cells.get(at).is_some_and(|cell| is_share(&cell.value))).count();
        if shares >= LEAST {
            findings.push(lost(column.head.span, &column.head.value, shares, "ร้อยละของความก้าวหน้า"));
            return;
        }
    }
}

/// A status that only a colour tells.
pub fn by_colour(span: Span) -> Finding {
    Finding::of(code::S065, span, "สถานะบอกด้วยสี ซึ่งอ่านไม่ได้ จึงไม่รู้ว่าแต่ละเรื่องทำถึงไหน")
        .english("statuses are told by colours alone")
        .help("เติมคอลัมน์ `สถานะ` แล้วเขียนเป็นคำ เช่น `ดำเนินการแล้ว`, `อยู่ระหว่างดำเนินการ`, `ไม่ได้ดำเนินการ`")
}

fn is_share(text: &str) -> bool {
    let plain = crate::thai::to_arabic(text.trim()).into_owned();
    plain.trim_end_matches(['%', ' ']).parse::<f64>().is_ok_and(|share| (0.0..=100.0).contains(&share))
}

/// After rows are sorted: ticks in a column of which nobody knows what they say.
pub(super) fn tell_unread(table: &DataTable, standards: &Standards, findings: &mut Findings) {
    let known: Vec<usize> = (0..table.columns.len())
        .filter(|at| table.columns[*at].column.is_some_and(|column| column.field.is_status()))
        .collect();
    let says = |at: &usize, row: &super::DataRow| {
        row.cells.get(*at).is_some_and(|cell| !standards.statuses.is_not_stated(&cell.value))
    };
    let ticked = |at: usize, row: &super::DataRow| {
        row.cells.get(at).is_some_and(|cell| standards.statuses.read_tick(&cell.value) == Some(true))
    };
    // Of another round: told where columns of other rounds are.
    let other_round = |head: &str| heads::round_of(&heads::fold(head)).is_some() || words::names_time(head);
    let mut lost_in: Vec<(usize, usize)> = Vec::new();
    for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| column.column.is_none()) {
        let rows = || table.rows.iter().filter(|row| row.sort == RowSort::Item);
        let count = rows().filter(|row| ticked(at, row) && !known.iter().any(|known| says(known, row))).count();
        if count > 0 && !other_round(&column.head.value) {
            lost_in.push((at, count));
        }
    }
    let Some((at, count)) = lost_in.first() else { return };
    // One column of ticks alone may say anything.
    if known.is_empty() && lost_in.len() < 2 {
        return;
    }
    let head = &table.columns[*at].head;
    let mut finding = lost(head.span, &head.value, *count, "เครื่องหมายถูก");
    for (more, _) in &lost_in[1..] {
        finding = finding.also(table.columns[*more].head.span, "คอลัมน์นี้ด้วย");
    }
    findings.push(finding);
}

fn lost(span: Span, head: &str, count: usize, what: &str) -> Finding {
    Finding::of(code::S065, span, format!("คอลัมน์ `{head}` มี{what} แต่ไม่รู้ว่าบอกสถานะอะไร จึงไม่ได้อ่าน"))
        .english("statuses stand in a column whose head no form knows")
        .label(format!("{count} แถว"))
        .help("ตั้งหัวคอลัมน์เป็น `สถานะ` ถ้าเขียนเป็นคำ หรือ `ดำเนินการแล้ว`, `อยู่ระหว่างดำเนินการ`, `ไม่ได้ดำเนินการ` ถ้าขีดถูก")
}
