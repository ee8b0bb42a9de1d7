//! Finds the head of a table in a grid: one to three rows, merged both ways, with titles above it.
//! The way of reading that knows most heads wins; a value of a data row is never taken for a head.

use std::collections::BTreeSet;

use super::columns::{is_figure, is_rows};
use super::units;
use super::wordings::{alone, lines_of, name_the_entries, wordings_under};
use super::{Ask, DataColumn, DataRow, DataTable, Grid, GridRow, Named};
use crate::finding::{Finding, Findings, code};
use crate::span::{Span, Spanned};
use crate::standards::{ColumnMeaning, Field, Role, Standards, heads};
use crate::thai;

/// A head stands among the first rows that say anything.
const FARTHEST: usize = 40;
const DEEPEST: usize = 3;

pub(super) struct FoundHead {
    /// Places in the rows of the grid; the head is `start..body`.
    pub start: usize,
    pub body: usize,
    pub role: Role,
    form: String,
    columns: Vec<DataColumn>,
    /// Every line of each head, folded: what a repeated head is known by.
    pub lines: Vec<Vec<String>>,
    near: Vec<(usize, String)>,
    /// Columns that mean what another column means already.
    doubled: Vec<(usize, usize)>,
    score: usize,
}

/// What the top of a table says.
#[derive(Clone, Debug)]
pub struct FormHead {
    /// The first row of the head, and the first below it.
    pub start: usize,
    pub body: usize,
    pub role: Role,
    pub columns: Vec<DataColumn>,
}

/// From the row `from` on; `None` when no form knows such heads.
pub(super) fn find(grid: &Grid, from: usize, ask: &Ask, standards: &Standards) -> Option<FoundHead> {
    let first = (from..grid.rows.len()).find(|at| grid.rows[*at].filled() > 0)?;
    if grid.begins_with_head
        && from == 0
        && let Some(found) = best_at(grid, first, ask, standards)
    {
        return Some(found);
    }
    let last = grid.rows.len().min(first + FARTHEST);
    // The first that is known, or the better one that begins inside it: rows of a table are never taken for titles.
    let mut best = (first..last).find_map(|start| best_at(grid, start, ask, standards))?;
    for start in best.start + 1..last.min(best.start + DEEPEST) {
        if let Some(found) = best_at(grid, start, ask, standards)
            && found.score > best.score
        {
            best = found;
        }
    }
    Some(best)
}

fn best_at(grid: &Grid, start: usize, ask: &Ask, standards: &Standards) -> Option<FoundHead> {
    if grid.rows[start].filled() < 2 || holds_data(&grid.rows[start]) {
        return None;
    }
    let mut best: Option<FoundHead> = None;
    let merged = merged_depth(grid, start);
    for depth in 1..=DEEPEST.min(grid.rows.len() - start) {
        let is_within = depth <= merged && depth > 1;
        if depth > 1
            && !is_within
            && !is_lower_head(grid, start, depth - 1)
            && !is_row_of_heads(grid, start + depth - 1, standards)
        {
            break;
        }
        if depth < merged {
            continue;
        }
        let is_more = depth > 1 && is_row_of_heads(grid, start + depth - 1, standards);
        if let Some(found) = read_at(grid, start, depth, ask, standards)
            && best.as_ref().is_none_or(|best| found.score > best.score || (is_more && found.score == best.score))
        {
            best = Some(found);
        }
    }
    best
}

/// How deep the head is, where a head of its first row reaches down beside one that spans columns below it.
fn merged_depth(grid: &Grid, start: usize) -> usize {
    let row = &grid.rows[start];
    let of = |column: usize| grid.merge_at(row.number, column).filter(|merge| merge.first_row == row.number);
    let filled = || (0..row.cells.len()).filter(|column| !row.text(*column).is_empty());
    let over_several = filled().any(|column| of(column).is_some_and(|merge| merge.is_wide() && !merge.is_tall()));
    let tall = filled().filter_map(of).filter(|merge| merge.is_tall()).map(|merge| merge.last_row).max();
    match tall.and_then(|last| grid.place_of(last)) {
        Some(last) if over_several && filled().count() >= 3 && last - start < DEEPEST => last - start + 1,
        _ => 1,
    }
}

/// Numbers, dashes and ticks among the words: a row of data, whatever its words sound like.
fn holds_data(row: &GridRow) -> bool {
    let filled = row.cells.iter().map(|cell| cell.value.trim()).filter(|text| !text.is_empty());
    let data = filled.filter(|text| is_figure(text) && !is_year(text) && *text != "%").count();
    data >= 2 && data * 3 >= row.filled()
}

/// Whether the row `level` below `start` names parts of the heads above it, and nothing else.
fn is_lower_head(grid: &Grid, start: usize, level: usize) -> bool {
    let row = &grid.rows[start + level];
    let mut named = 0;
    for (column, cell) in row.cells.iter().enumerate() {
        let text = cell.value.trim();
        if text.is_empty() {
            continue;
        }
        // "(✓)" and "(บาท)" say how a column is filled in.
        let is_remark = text.starts_with('(') && text.ends_with(')') && !text.chars().any(char::is_numeric);
        if (is_figure(text) && !is_remark && !is_year(text)) || text.chars().count() > 80 {
            return false;
        }
        // Covered by the head above: the same cell.
        if grid.merge_at(row.number, column).is_some_and(|merge| merge.is_tall() && merge.first_row < row.number) {
            continue;
        }
        if !stands_in_group(grid, start, level, column) {
            return false;
        }
        named += 1;
    }
    named >= 1
}

/// Below heads without merges, a row of nothing but known heads: "งบประมาณ (บาท)" under each year.
fn is_row_of_heads(grid: &Grid, at: usize, standards: &Standards) -> bool {
    let row = &grid.rows[at];
    let filled: Vec<&str> =
        (0..row.cells.len()).map(|column| row.text(column)).filter(|text| !text.is_empty()).collect();
    grid.merges.is_empty()
        && filled.len() >= 2
        && filled.iter().all(|text| !is_figure(text) && standards.forms.knows_head(text))
}

/// Whether the head above this place spans several columns, or there is none above it.
fn stands_in_group(grid: &Grid, start: usize, level: usize, column: usize) -> bool {
    let above = &grid.rows[start + level - 1];
    if let Some(merge) = grid.merge_at(above.number, column) {
        return merge.is_wide() && merge.last_row <= above.number;
    }
    if above.text(column).is_empty() {
        return true;
    }
    // Without merges (CSV, Markdown): a filled head followed by a blank one under which something stands.
    let row = &grid.rows[start + level];
    let next = column + 1;
    let has_merges = grid.merges.iter().any(|merge| merge.covers(above.number, merge.first_column as usize));
    // A year over two columns has its own parts one row further down.
    let below = grid.rows.get(start + level + 1).filter(|_| is_year(row.text(column)));
    let has_part = |row: &GridRow| !row.text(next).is_empty();
    !has_merges && above.text(next).is_empty() && (has_part(row) || below.is_some_and(has_part))
}

/// "๒๕๖๗": the year of the columns below it.
fn is_year(text: &str) -> bool {
    let plain = thai::to_arabic(text.trim());
    plain.len() == 4 && plain.parse::<u16>().is_ok_and(|year| (2500..=2699).contains(&year))
}

fn read_at(grid: &Grid, start: usize, depth: usize, ask: &Ask, standards: &Standards) -> Option<FoundHead> {
    let width = grid.rows[start..start + depth].iter().map(|row| last_filled(row) + 1).max()?;
    let lines: Vec<Vec<(String, Span)>> = (0..width).map(|column| lines_of(grid, start, depth, column)).collect();
    let all: Vec<Vec<String>> = (0..width).map(|column| wordings_under(&lines, column, ask.role, standards)).collect();
    let mut plain: Vec<Vec<String>> =
        all.iter().map(|wordings| wordings.iter().map(|wording| units::without_unit(wording)).collect()).collect();
    name_the_entries(&mut plain, standards);
    let by_dimension = by_dimension(&all).filter(|_| ask.role.is_none_or(|role| role == Role::Declared));
    // Only amounts of rows are given on in baht: other tables are read as they stand.
    let named_by_dimension = by_dimension.is_some();
    let summary = by_dimension.and_then(|heads| standards.forms.recognise_wordings(&heads, Some(Role::Declared)));
    let mut found = match summary.or_else(|| standards.forms.recognise_wordings(&plain, ask.role)) {
        Some(found) if is_rows(found.role) || found.role == Role::Declared && named_by_dimension => found,
        _ => standards.forms.recognise_wordings(&all, ask.role)?,
    };
    // What stands beside money or a status is neither, however much its head sounds like it.
    let is_beside = |at: usize| standards.is_beside(&all[at][0]);
    let figures =
        |column: &Option<ColumnMeaning>| column.is_some_and(|known| known.field.is_money() || known.field.is_status());
    if is_rows(found.role) && (0..width).any(|at| figures(&found.columns[at]) && is_beside(at)) {
        let without: Vec<Vec<String>> = plain
            .iter()
            .enumerate()
            .map(
                |(at, wordings)| {
                    if figures(&found.columns[at]) && is_beside(at) { vec![String::new()] } else { wordings.clone() }
                },
            )
            .collect();
        found = standards.forms.recognise_wordings(&without, ask.role)?;
    }
    let mut doubled = doubled(&found.columns, &all, ask, standards);
    if is_rows(found.role) {
        doubled.extend(side_by_side(&found.columns, &lines));
    }
    let row_span = grid.rows[start].span;
    let columns: Vec<DataColumn> = found
        .columns
        .iter()
        .zip(&lines)
        .zip(&all)
        .map(|((column, lines), wordings)| {
            let span = lines.last().map_or(row_span, |(_, span)| *span);
            DataColumn { column: *column, head: Spanned::new(wordings[0].clone(), span) }
        })
        .collect();
    let folded = |lines: &Vec<(String, Span)>| -> Vec<String> {
        let fold = |text: &str| heads::fold(&units::without_unit(text));
        let mut folded: Vec<String> = lines.iter().map(|(text, _)| fold(text)).collect();
        folded.push(fold(&lines.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" ")));
        folded
    };
    Some(FoundHead {
        start,
        body: start + depth,
        role: found.role,
        form: found.form.id.clone(),
        columns,
        lines: lines.iter().map(folded).collect(),
        near: found.near.iter().map(|near| (near.column, near.head.to_owned())).collect(),
        doubled,
        score: found.score,
    })
}

/// "มิติที่ ๑ โครงการ | มิติที่ ๑ งบประมาณ | … | รวม ๔ มิติ โครงการ": a summary laid out by dimension, its last group the sum.
fn by_dimension(all: &[Vec<String>]) -> Option<Vec<Vec<String>>> {
    let names = |wording: &str| wording.starts_with("มิติ") && Named::of(wording).dimension.is_some();
    let named = all.iter().filter(|wordings| wordings.first().is_some_and(|full| names(full))).count();
    let without_sum = |wording: &String| match wording.strip_prefix("รวม").and_then(|rest| rest.split_once("มิติ"))
    {
        Some((_, rest)) => rest.trim().to_owned(),
        None => wording.clone(),
    };
    let heads = || all.iter().map(|wordings| wordings.iter().take(1).map(without_sum).collect()).collect();
    (named >= 2).then(heads)
}

fn last_filled(row: &GridRow) -> usize {
    row.cells.iter().rposition(|cell| !cell.value.trim().is_empty()).unwrap_or(0)
}

/// Columns left over that mean money or a status which another column means already: which of them is it?
fn doubled(
    columns: &[Option<ColumnMeaning>],
    all: &[Vec<String>],
    ask: &Ask,
    standards: &Standards,
) -> Vec<(usize, usize)> {
    let mut doubled = Vec::new();
    for (at, wordings) in all.iter().enumerate().filter(|(at, _)| columns[*at].is_none()) {
        if wordings[0].is_empty() || standards.is_beside(&wordings[0]) {
            continue;
        }
        let Some(column) = alone(wordings, ask.role, standards) else { continue };
        if !(column.field.is_money() || column.field.is_status()) {
            continue;
        }
        if let Some(first) = columns.iter().position(|known| known.is_some_and(|known| known == column)) {
            doubled.push((at, first));
        }
    }
    doubled
}

/// A second column of names under the same words: another table beside this one, or of another dimension.
fn side_by_side(columns: &[Option<ColumnMeaning>], lines: &[Vec<(String, Span)>]) -> Option<(usize, usize)> {
    let first = columns.iter().position(|column| column.is_some_and(|column| column.field == Field::Name))?;
    let own = |at: usize| lines.get(at).and_then(|lines| lines.last()).map(|(text, _)| heads::fold(text));
    let second = (first + 1..columns.len())
        .find(|at| own(*at).is_some_and(|text| !text.is_empty()) && own(*at) == own(first))?;
    Some((second, first))
}

impl FoundHead {
    pub fn seen(self) -> FormHead {
        FormHead { start: self.start, body: self.body, role: self.role, columns: self.columns }
    }

    /// The next head of the grid that is not this one over again.
    pub fn next_head(&self, grid: &Grid, ask: &Ask, standards: &Standards) -> Option<Self> {
        for at in self.body..grid.rows.len() {
            let row = &grid.rows[at];
            if self.is_repeated(row) {
                match best_at(grid, at, ask, standards) {
                    Some(found) if self.is_replaced_by(&found) => return Some(found),
                    _ => continue,
                }
            }
            if !looks_like_head(row, standards) {
                continue;
            }
            if let Some(found) = best_at(grid, at, ask, standards)
                && found.lines != self.lines
            {
                return Some(found);
            }
        }
        None
    }

    /// Much the same heads, but for a year or other words among them: whole, and not one line of them over again.
    fn is_replaced_by(&self, other: &Self) -> bool {
        let known = |found: &Self| found.columns.iter().filter(|column| column.column.is_some()).count();
        other.lines != self.lines && known(other) >= known(self)
    }

    /// The head over again, whole or one of its lines.
    pub fn is_repeated(&self, row: &GridRow) -> bool {
        let (mut same, mut other) = (0, 0);
        for (column, cell) in row.cells.iter().enumerate() {
            let text = cell.value.trim();
            if text.is_empty() {
                continue;
            }
            let folded = heads::fold(&units::without_unit(text));
            let is_head = !folded.is_empty() && self.lines.get(column).is_some_and(|lines| lines.contains(&folded))
                || (!folded.is_empty()
                    && self.lines.iter().flatten().any(|line| *line == folded)
                    && text.chars().count() > 8);
            if is_head { same += 1 } else { other += 1 }
        }
        same >= 2 && same > other * 2
    }

    /// "(1) (2) (3)" below the heads.
    pub fn is_numbering(&self, row: &GridRow) -> bool {
        let filled: Vec<(usize, &str)> =
            (0..row.cells.len()).map(|at| (at, row.text(at))).filter(|(_, text)| !text.is_empty()).collect();
        filled.len() >= 3
            && filled.iter().enumerate().all(|(place, (column, text))| {
                let plain = thai::to_arabic(text);
                let number = plain.trim_matches(['(', ')', '[', ']', ' ', '.']).parse::<usize>().ok();
                number.is_some_and(|number| number == place + 1 || number == column + 1)
            })
    }

    /// The table with all its rows, none of them sorted yet.
    pub fn table(&self, grid: &Grid, end: usize, findings: &mut Findings) -> DataTable {
        for (column, wording) in &self.near {
            let head = &self.columns[*column].head;
            findings.push(
                Finding::of(code::S032, head.span, format!("หัวคอลัมน์ `{}` น่าจะหมายถึง `{wording}`", head.value))
                    .english("column head taken for a misspelling")
                    .label(format!("อ่านเป็น `{wording}`"))
                    .help(format!("พิมพ์หัวคอลัมน์เป็น `{wording}`"))
                    .fix(format!("เปลี่ยนเป็น `{wording}`"), head.span, wording.as_str()),
            );
        }
        self.report_same_heads(findings);
        let width = self.columns.len();
        let rows: Vec<DataRow> = grid.rows[self.body..end]
            .iter()
            .map(|row| {
                let mut cells: Vec<Spanned<String>> = row.cells.iter().take(width).cloned().collect();
                let at = cells.last().map_or(row.span, |cell| Span { start: cell.span.end, ..cell.span });
                cells.resize_with(width, || Spanned::new(String::new(), at));
                DataRow::new(cells, row.written, row.span)
            })
            .collect();
        let first = self.columns.first().map_or(Span::default(), |column| column.head.span);
        let span = rows.last().map_or(first, |row| first.to(row.span));
        DataTable {
            sheet_name: grid.name.clone(),
            ..DataTable::alone(self.role, self.form.clone(), self.columns.clone(), rows, span)
        }
    }

    fn report_same_heads(&self, findings: &mut Findings) {
        let mut told = BTreeSet::new();
        for (at, column) in self.columns.iter().enumerate() {
            let twin = self.columns[..at].iter().find(|other| {
                !column.head.value.is_empty() && thai::repair(&other.head.value) == thai::repair(&column.head.value)
            });
            if let Some(twin) = twin {
                told.insert(at);
                findings.push(
                    Finding::of(code::S031, column.head.span, format!("มีคอลัมน์ชื่อ `{}` สองคอลัมน์", column.head.value))
                        .english("two columns with the same head")
                        .also(twin.head.span, "คอลัมน์แรก")
                        .help("เปลี่ยนชื่อหรือลบคอลัมน์หนึ่ง"),
                );
            }
        }
        for (at, first) in self.doubled.iter().filter(|(at, _)| !told.contains(at)) {
            let (head, first) = (&self.columns[*at].head, &self.columns[*first].head);
            findings.push(
                Finding::of(
                    code::S055,
                    head.span,
                    format!("คอลัมน์ `{}` กับ `{}` อ่านเป็นเรื่องเดียวกัน จึงไม่รู้ว่าให้ใช้คอลัมน์ใด", first.value, head.value),
                )
                .english("two columns mean the same, and only one can be read")
                .label("ไม่ได้อ่าน")
                .also(first.span, "อ่านคอลัมน์นี้")
                .help("ตั้งหัวคอลัมน์ให้ต่างกันตามความหมาย เช่น งบตามแผน, ข้อบัญญัติ, เบิกจ่าย หรือลบคอลัมน์ที่ไม่ใช้"),
            );
        }
    }

    /// Columns of another round or year than the document's are not its figures.
    pub fn keep_to(&self, ask: &Ask, table: &mut DataTable, findings: &mut Findings) {
        let is_other = |column: &ColumnMeaning| {
            let round = column.round.zip(ask.round).is_some_and(|(round, asked)| round != asked);
            let is_text = column.field.item_text().is_some();
            let year = ask.is_of_one_year()
                && (column.field.is_money() || column.field.is_status() || is_text)
                && column.year.is_some_and(|year| !ask.has_year(year));
            round || year
        };
        // Beside columns of years, "รวม" is all of them together.
        if table.positions(Field::BudgetPlan).any(|(_, column)| column.year.is_some()) {
            for column in &mut table.columns {
                let is_sum = heads::fold(&column.head.value).contains("รวม");
                let is_plan = |known: &ColumnMeaning| known.field == Field::BudgetPlan && known.year.is_none();
                column.column = column.column.filter(|known| !(is_sum && is_plan(known)));
            }
        }
        let mut lost: Vec<(Field, usize)> = Vec::new();
        for (at, column) in table.columns.iter_mut().enumerate() {
            if let Some(known) = column.column.filter(is_other) {
                // Words of another year stay as the author's own column: no figure is lost by it.
                if known.field.item_text().is_none() || known.round.is_some() {
                    lost.push((known.field, at));
                }
                column.column = None;
            }
        }
        let Some((_, at)) = lost.iter().find(|(field, _)| table.position(*field).is_none()) else { return };
        let head = &table.columns[*at].head;
        findings.push(
            Finding::of(code::S056, head.span, format!("คอลัมน์ `{}` เป็นของรอบหรือปีอื่น และไม่มีคอลัมน์ของเอกสารนี้", head.value))
                .english("the column is of another round or year than the document")
                .help("ตรวจ `round` และ `fiscal_year` ในส่วนหัวของเอกสาร หรือเติมคอลัมน์ของรอบนี้"),
        );
    }
}

/// A row of which most cells are heads that some form knows.
fn looks_like_head(row: &GridRow, standards: &Standards) -> bool {
    let filled: Vec<&str> = row.cells.iter().map(|cell| cell.value.trim()).filter(|text| !text.is_empty()).collect();
    if filled.len() < 3 || filled.iter().any(|text| text.chars().count() > 80) {
        return false;
    }
    let known = filled.iter().filter(|text| !is_figure(text) && standards.forms.knows_head(text)).count();
    known >= 3 && known * 3 >= filled.len() * 2
}

/// Whether this row belongs to the head after all.
pub(super) fn is_of_head(found: &FoundHead, row: &GridRow, is_first: bool) -> bool {
    found.is_repeated(row) || (is_first && found.is_numbering(row))
}
