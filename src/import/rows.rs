//! The rows of a table as the reader of forms sorted them, in the words of the paper: rows cut in two by a page are joined,
//! numbers in front of names taken off, and whatever was decided is told or marked.

use super::grid::{Cover, HeadColumn, PaperGridCell, one_line};
use super::numbering::{self, Numbered};
use super::paper::{Note, SourcePlace};
use super::reading::{self, GluedTable};
use crate::finding::{Findings, code};
use crate::reader::{self, DataRow, DataTable, Named, RowSort};
use crate::standards::{ColumnMeaning, Field, Role, Standards};
use crate::thai::StatedMoney;

/// A table whose heads a form knows, its rows sorted.
#[derive(Clone, Debug)]
pub struct Understood {
    pub role: Role,
    pub form: String,
    pub columns: Vec<HeadColumn>,
    pub rows: Vec<ReadRow>,
    pub totals: Vec<ReadRow>,
    pub place: SourcePlace,
    /// Words above the table: its caption and title rows.
    pub caption: String,
    pub context: RowContext,
    /// Its money stood in thousands or millions, and is given on in baht.
    pub in_baht: bool,
}

/// What headings, paragraphs and section rows say of the rows beneath them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowContext {
    pub dimension: Option<u8>,
    pub mission: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct ReadRow {
    pub cells: Vec<RowCell>,
    pub context: RowContext,
    pub numbered: Option<Numbered>,
    pub code: Option<String>,
    pub place: SourcePlace,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowCell {
    pub text: String,
    pub doubt: Option<String>,
}

impl Understood {
    pub fn position(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.column.is_some_and(|column| column.field == field))
    }

    pub fn text<'r>(&self, row: &'r ReadRow, field: Field) -> &'r str {
        self.position(field).and_then(|at| row.cells.get(at)).map_or("", |cell| cell.text.as_str())
    }

    pub fn has(&self, field: Field) -> bool {
        self.position(field).is_some()
    }

    pub fn has_status(&self) -> bool {
        [Field::Status, Field::StatusDone, Field::StatusInProgress, Field::StatusNotDone, Field::StatusAwaiting]
            .iter()
            .any(|field| self.has(*field))
    }

    pub fn is_of_items(&self) -> bool {
        matches!(self.role, Role::Items | Role::Eplan | Role::Measures)
    }
}

/// What the reader of forms made of one table, on its way into the paper's.
pub(super) struct Taker<'s> {
    pub standards: &'s Standards,
    pub notes: &'s mut Vec<Note>,
    pub sheet: &'s GluedTable,
    pub findings: &'s Findings,
    pub read: &'s DataTable,
    pub head: &'s [HeadColumn],
}

impl Taker<'_> {
    /// All its rows, added to `table`. `continues`: there are rows of other pages in it.
    pub fn take(&mut self, table: &mut Understood, continues: bool) {
        let positions: Vec<Option<usize>> = self.head.iter().map(|column| place_column(table, column)).collect();
        self.tell_findings();
        let mut begins_page = continues;
        for row in &self.read.rows {
            let Some(at) = GluedTable::row_of(row.span) else { continue };
            begins_page |= self.sheet.pages.contains(&at);
            if !table.is_of_items() {
                if row.sort != RowSort::Blank {
                    let read = self.row(row, at, &positions, table);
                    table.rows.push(read);
                }
                continue;
            }
            match row.sort {
                RowSort::Blank => continue,
                RowSort::Head => {
                    // Heads over again begin a page of a sheet.
                    begins_page |= !table.rows.is_empty();
                    continue;
                }
                RowSort::Section => {
                    let named = row.cells.iter().any(|cell| Named::of(&cell.value) != Named::default());
                    if !named {
                        self.leave_out(at, "แถวหัวข้อที่ไม่ใช่มิติหรือภารกิจ");
                    }
                }
                RowSort::Note => {
                    begins_page |= row.cells.iter().any(|cell| reader::is_page_mark(&cell.value));
                    self.leave_out(at, "หมายเหตุ ลายมือชื่อ หรือเลขหน้าในตาราง");
                    continue;
                }
                RowSort::Total => {
                    let read = self.row(row, at, &positions, table);
                    table.totals.push(read);
                }
                RowSort::Continuation => {
                    let read = self.row(row, at, &positions, table);
                    self.join(table, read);
                    self.number_last(table);
                }
                RowSort::Item | RowSort::Unsorted => {
                    let mut read = self.row(row, at, &positions, table);
                    if begins_page && self.continues_row(table, &read) {
                        self.join(table, read);
                        self.number_last(table);
                    } else {
                        if row.sort == RowSort::Unsorted {
                            doubt_first(&mut read, "ไม่แน่ใจว่าแถวนี้เป็นรายการ หัวข้อ หรือยอดรวม");
                        }
                        self.take_number(table, &mut read);
                        table.rows.push(read);
                    }
                }
            }
            begins_page = false;
        }
    }

    fn row(&mut self, row: &DataRow, at: usize, positions: &[Option<usize>], table: &Understood) -> ReadRow {
        let mut cells = vec![RowCell::default(); table.columns.len()];
        let Some(paper) = self.sheet.rows.get(at) else { return ReadRow::default() };
        for (column, cell) in paper.cells.iter().enumerate() {
            let Some(to) = positions.get(column).copied().flatten() else {
                if !cell.own().is_empty() {
                    self.notes.push(Note::new(paper.place.column(column + 1), "ช่องที่ไม่มีหัวตาราง", cell.text.clone()));
                }
                continue;
            };
            let Some(target) = cells.get_mut(to) else { continue };
            let field = self.read.columns.get(column).and_then(|known| known.column).map(|known| known.field);
            let read = row.cells.get(column).map_or("", |cell| cell.value.trim());
            target.text = as_written(cell, read, field, row.sort).to_owned();
            target.doubt = cell.doubt.clone().or_else(|| self.doubt_at(at, column));
        }
        let context = RowContext {
            dimension: row.dimension.or(self.read.dimension),
            mission: row.mission.as_ref().map(|mission| mission.value.clone()).or_else(|| self.read.mission.clone()),
        };
        ReadRow { cells, context, place: paper.place, ..ReadRow::default() }
    }

    fn doubt_at(&self, row: usize, column: usize) -> Option<String> {
        let mut here = self.findings.iter().filter(|finding| {
            reading::is_doubt(finding) && GluedTable::column_of(finding.primary.span) == Some((row, column))
        });
        here.next().map(|finding| finding.message.clone())
    }

    /// What the reader had to say of the whole table, once.
    fn tell_findings(&mut self) {
        for finding in self.findings.iter().filter(|finding| finding.code != code::S032) {
            let note = Note::new(self.sheet.place(finding.primary.span), finding.message.clone(), "");
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }

    fn leave_out(&mut self, at: usize, why: &str) {
        if let Some(row) = self.sheet.rows.get(at) {
            for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.own().is_empty()) {
                self.notes.push(Note::new(row.place.column(column + 1), why, cell.own()));
            }
        }
    }

    /// Whether the first row of a page is the rest of the last row of the page before.
    fn continues_row(&self, table: &Understood, row: &ReadRow) -> bool {
        let Some(last) = table.rows.last() else { return false };
        let name = table.text(row, Field::Name);
        let seq = table.text(row, Field::Seq);
        if self.says_again(table, last, row) {
            return false;
        }
        if name.is_empty() && seq.is_empty() {
            return true;
        }
        // All that the page above had room for was the number.
        if last.numbered.is_none()
            && table.text(last, Field::Name).chars().all(|it| it.is_numeric() || "().) ".contains(it))
        {
            return true;
        }
        let numbered = table.rows.iter().filter(|row| row.numbered.is_some()).count();
        if numbered * 10 >= table.rows.len() * 8 && numbered >= 2 && numbering::leading(&one_line(name)).is_none() {
            return true;
        }
        if !seq.is_empty() || name.is_empty() {
            return false;
        }
        // The first row of a page: does its name begin like a name?
        if table.has(Field::Seq)
            && table.rows.iter().filter(|row| !table.text(row, Field::Seq).is_empty()).count() * 2 > table.rows.len()
        {
            return true;
        }
        let begins = |row: &ReadRow, text: &str| {
            row.numbered.is_some() || numbering::leading(text).is_some() || self.standards.kind_of_name(text).is_some()
        };
        let all_begin = table.rows.iter().all(|row| begins(row, table.text(row, Field::Name)));
        all_begin && !begins(row, name) && !begins(last, "") || all_begin && !begins(row, name) && table.rows.len() >= 2
    }

    /// Two statuses or two amounts are two promises, never one that was cut.
    fn says_again(&self, table: &Understood, above: &ReadRow, below: &ReadRow) -> bool {
        table.columns.iter().zip(above.cells.iter().zip(&below.cells)).any(|(column, (above, below))| {
            let Some(field) = column.column.map(|column| column.field) else { return false };
            match field {
                Field::Status => {
                    let known = |text: &str| self.standards.status_of(text).is_some();
                    // "ดำเนินการแล้ว" and "เสร็จ" are one, cut in two.
                    known(&above.text) && known(&below.text) && !known(&format!("{}{}", above.text, below.text))
                }
                field if field.is_money() => is_amount(&above.text) && is_amount(&below.text),
                _ => false,
            }
        })
    }

    fn join(&mut self, table: &mut Understood, row: ReadRow) {
        let columns: Vec<Option<ColumnMeaning>> = table.columns.iter().map(|column| column.column).collect();
        let Some(last) = table.rows.last_mut() else { return };
        self.notes.push(Note::new(row.place, "แถวนี้ต่อจากแถวบน (ถูกตัดเมื่อขึ้นหน้าใหม่) จึงรวมเป็นแถวเดียว", String::new()));
        for (at, (above, below)) in last.cells.iter_mut().zip(row.cells).enumerate() {
            if below.text.is_empty() {
                continue;
            }
            let field = columns.get(at).copied().flatten().map(|column| column.field);
            if above.text.is_empty() || above.text == below.text && field.is_some_and(fills_down) {
                above.text = below.text;
                continue;
            }
            if field.is_some_and(Field::is_money) && is_amount(&above.text) && is_amount(&below.text) {
                above.doubt = Some(format!("สองแถวที่ต่อกันมีจำนวนเงินทั้งคู่: {} และ {}", above.text, below.text));
                continue;
            }
            if field.is_some_and(Field::is_tick) {
                if super::marks::is_dash(&above.text) {
                    above.text = below.text;
                }
                continue;
            }
            let is_list = numbering::leading(&below.text).is_some() || below.text.starts_with('-');
            // The lines of a PDF break inside words; other sources break where a person did.
            let is_drawn = row.place.unit == super::paper::Unit::Line && row.place.part > 0;
            let is_thai =
                |letter: Option<char>| letter.is_some_and(|letter| ('\u{0E00}'..='\u{0E7F}').contains(&letter));
            if is_list {
                above.text.push('\n');
            } else if !(is_drawn && is_thai(above.text.chars().next_back()) && is_thai(below.text.chars().next())) {
                above.text.push(' ');
            }
            above.text.push_str(&below.text);
        }
    }

    /// A name whose number stood alone on the page above.
    fn number_last(&self, table: &mut Understood) {
        let Some(mut last) = table.rows.pop() else { return };
        if last.numbered.is_none() {
            self.take_number(table, &mut last);
        }
        table.rows.push(last);
    }

    fn take_number(&self, table: &Understood, row: &mut ReadRow) {
        let Some(at) = table.position(Field::Name) else { return };
        let Some(cell) = row.cells.get_mut(at) else { return };
        let Some(numbered) = numbering::leading(&one_line(&cell.text)) else { return };
        // "5 ส เพื่อ…", "60 ปี…": a bare number is part of the name unless a kind of promise follows.
        let is_bare = !numbered.printed.contains(['.', '(', ')']);
        if is_bare && !reader::begins_with_kind(&numbered.rest) {
            return;
        }
        // The wording of the cell is kept; only the number goes.
        let rest = strip_printed(&cell.text, &numbered.printed);
        let printed_mission = numbered.parts.len() >= 2 && table.role != Role::Measures;
        if printed_mission {
            let mission = numbering::dotted(&numbered.parts);
            row.context.dimension =
                row.context.dimension.or(u8::try_from(numbered.parts[0]).ok().filter(|it| (1..=9).contains(it)));
            row.context.mission = Some(mission);
        }
        cell.text = rest;
        row.numbered = Some(numbered);
    }
}

/// The text after a number that was read from its first line.
fn strip_printed(text: &str, printed: &str) -> String {
    let mut left = printed.chars().filter(|letter| !letter.is_whitespace()).count();
    let mut end = text.len();
    for (at, letter) in text.char_indices() {
        if left == 0 {
            end = at;
            break;
        }
        if !letter.is_whitespace() {
            left -= 1;
        }
    }
    text[end..].trim_start().to_owned()
}

/// The column of `table` that takes what stands under `head`, made when there is none yet.
fn place_column(table: &mut Understood, head: &HeadColumn) -> Option<usize> {
    let same = |own: &HeadColumn| match (own.column, head.column) {
        (Some(own), Some(head)) => key(own) == key(head),
        (None, None) => crate::standards::heads::fold(&own.joined) == crate::standards::heads::fold(&head.joined),
        _ => false,
    };
    if let Some(at) = table.columns.iter().position(same) {
        return Some(at);
    }
    if head.joined.is_empty() && head.column.is_none() {
        return None;
    }
    for row in table.rows.iter_mut().chain(&mut table.totals) {
        row.cells.push(RowCell::default());
    }
    // Money of another year stands beside that of the first.
    table.columns.push(head.clone());
    Some(table.columns.len() - 1)
}

/// Years tell columns of money and of values apart; a target "of 2568" is the target.
fn key(column: ColumnMeaning) -> (Field, Option<u16>, Option<u8>) {
    let by_year = matches!(column.field, Field::BudgetPlan | Field::Value);
    (column.field, column.year.filter(|_| by_year), column.dimension)
}

/// The words of the paper where they stand; what the reader made of them where it had to: units, ticks, dates, merges.
fn as_written<'t>(cell: &'t PaperGridCell, read: &'t str, field: Option<Field>, sort: RowSort) -> &'t str {
    let own = cell.own();
    let is_figure = field.is_some_and(|field| field.is_money() || field.is_tick() || field == Field::Code);
    if sort == RowSort::Continuation {
        return own;
    }
    if own.is_empty() {
        // A merged cell speaks for its rows, a dimension for those below it; what went on below is joined by itself.
        let is_filled = cell.cover == Cover::Above || matches!(field, Some(Field::Dimension | Field::Mission));
        return if is_filled { read } else { "" };
    }
    let is_plain = read == own || (read.starts_with(own) && !own.ends_with(|letter: char| letter.is_numeric()));
    if is_figure && !is_plain && !read.is_empty() { read } else { own }
}

fn doubt_first(row: &mut ReadRow, why: &str) {
    if let Some(cell) = row.cells.iter_mut().find(|cell| !cell.text.is_empty()) {
        cell.doubt.get_or_insert_with(|| why.to_owned());
    }
}

fn fills_down(field: Field) -> bool {
    matches!(field, Field::Dimension | Field::Mission | Field::Owner | Field::Period | Field::Kind | Field::Quarter)
}

pub(super) fn is_amount(text: &str) -> bool {
    matches!(StatedMoney::parse(&one_line(text)), Ok(money) if money != StatedMoney::NotStated)
}
