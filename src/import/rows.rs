//! The rows of a table whose heads are known: sorted into items, sections, sums and repeated heads; rows cut in two are
//! joined, short ones set under the heads that fit them, and whatever was decided is told or marked.

use super::fitting::{align, is_fitting};
use super::grid::{HeadColumn, PaperGrid, PaperGridCell, PaperGridRow, is_figure, one_line};
use super::numbering::{self, Numbered};
use super::paper::{Note, SourcePlace};
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

pub struct Sorter<'s> {
    pub standards: &'s Standards,
    pub notes: &'s mut Vec<Note>,
}

impl Sorter<'_> {
    /// Everything below `head` in `grid`, added to `table`. `continues`: the table goes on from the page before.
    pub fn sort(
        &mut self,
        table: &mut Understood,
        grid: &PaperGrid,
        head: &[HeadColumn],
        body: usize,
        continues: bool,
    ) {
        let mut context = match table.rows.last() {
            Some(last) if continues && table.context == RowContext::default() => last.context.clone(),
            _ => table.context.clone(),
        };
        let positions: Vec<Option<usize>> = head.iter().map(|column| place_column(table, column)).collect();
        let mut is_first = continues;
        for row in grid.rows.iter().skip(body) {
            if row.filled() == 0 {
                continue;
            }
            if is_repeated_head(row, head) {
                continue;
            }
            if table.is_of_items() && self.section(row, head, &mut context, table) {
                is_first = false;
                continue;
            }
            let cells = self.cells(row, head, &positions, table);
            let mut sorted = ReadRow { cells, context: context.clone(), place: row.place, ..ReadRow::default() };
            if table.is_of_items() && is_total(&sorted, self.standards) {
                table.totals.push(sorted);
                is_first = false;
                continue;
            }
            if table.is_of_items() && self.continues_row(table, &sorted, is_first) {
                self.join(table, sorted);
                self.number_last(table);
                is_first = false;
                continue;
            }
            is_first = false;
            if table.is_of_items() {
                self.take_number(table, &mut sorted);
            }
            table.rows.push(sorted);
        }
    }

    fn cells(
        &mut self,
        row: &PaperGridRow,
        head: &[HeadColumn],
        positions: &[Option<usize>],
        table: &Understood,
    ) -> Vec<RowCell> {
        let mut cells = vec![RowCell::default(); table.columns.len()];
        let written = row.written.min(row.cells.len());
        let last = row.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |at| at + 1);
        // Of sheets the blank cells at the end of a row are not given: such a row is not short.
        let is_sheet = row.place.unit == super::paper::Unit::Row;
        let is_short =
            !is_sheet && row.written < head.len() && last > 0 && table.is_of_items() && written.max(last) < head.len();
        let mut order: Vec<usize> = (0..row.cells.len()).collect();
        let mut moved = false;
        if is_short
            && written >= 2
            && !is_fitting(row, head, &order, self.standards)
            && let Some(better) = align(&row.cells[..written], head, self.standards)
        {
            order = better;
            moved = true;
        }
        for (from, cell) in row.cells.iter().enumerate() {
            let Some(to) = order.get(from).and_then(|at| positions.get(*at)).copied().flatten() else {
                if !cell.own().is_empty() {
                    self.notes.push(Note::new(row.place.column(from + 1), "ช่องที่ไม่มีหัวตาราง", cell.text.clone()));
                }
                continue;
            };
            let field = table.columns.get(to).and_then(|column| column.column).map(|column| column.field);
            let text = match cell.cover {
                super::grid::Cover::Own => cell.text.trim(),
                // What a merged cell says holds for every row that it spans; a name or money stands once.
                super::grid::Cover::Above if field.is_some_and(fills_down) => cell.text.trim(),
                _ => "",
            };
            let Some(target) = cells.get_mut(to) else { continue };
            target.text = text.to_owned();
            target.doubt = cell.doubt.clone();
            if moved && !text.is_empty() && target.doubt.is_none() {
                target.doubt = Some("แถวนี้มีช่องไม่ครบ จัดเข้าหัวที่เหมาะที่สุด".to_owned());
            }
        }
        cells
    }

    /// A row that only names a dimension or a mission; it holds for those after it.
    fn section(
        &mut self,
        row: &PaperGridRow,
        head: &[HeadColumn],
        context: &mut RowContext,
        table: &Understood,
    ) -> bool {
        let mut words: Vec<&str> = row.cells.iter().map(PaperGridCell::own).filter(|text| !text.is_empty()).collect();
        words.dedup();
        let [only] = words.as_slice() else { return false };
        let only = one_line(only);
        if let Some((number, _)) = numbering::dimension_title(&only) {
            *context = RowContext { dimension: Some(number), mission: None };
            return true;
        }
        if let Some((mission, rest)) = numbering::mission_title(&only) {
            let is_item = !numbering::says_mission(&only)
                && self.standards.kind_of_name(&rest).is_some()
                && !table.has(Field::Indicator);
            if !is_item {
                context.dimension = mission.split('.').next().and_then(|number| number.parse().ok());
                context.mission = Some(mission);
                return true;
            }
        }
        let at_name = row.cells.iter().position(|cell| !cell.own().is_empty());
        let is_name =
            at_name.and_then(|at| head.get(at)).and_then(|head| head.column).is_some_and(|it| it.field == Field::Name);
        let is_label = only.ends_with(':')
            || ["ภารกิจ", "หมวด", "ด้าน", "แผนงาน", "ยุทธศาสตร์ที่"].iter().any(|word| only.starts_with(word));
        if is_label && (!is_name || self.standards.kind_of_name(&only).is_none()) {
            self.notes.push(Note::new(row.place, "แถวหัวข้อที่ไม่ใช่มิติหรือภารกิจ", only));
            return true;
        }
        false
    }

    /// Whether a row is the rest of the one above.
    fn continues_row(&self, table: &Understood, row: &ReadRow, is_first: bool) -> bool {
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
        if is_first
            && last.numbered.is_none()
            && table.text(last, Field::Name).chars().all(|it| it.is_numeric() || "().) ".contains(it))
        {
            return true;
        }
        // Counted at the beginning of a page only: a page is many rows.
        let numbered = if is_first { table.rows.iter().filter(|row| row.numbered.is_some()).count() } else { 0 };
        if is_first
            && numbered * 10 >= table.rows.len() * 8
            && numbered >= 2
            && numbering::leading(&one_line(name)).is_none()
        {
            return true;
        }
        if !is_first || !seq.is_empty() || name.is_empty() {
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
                field if is_money(field) => is_amount(&above.text) && is_amount(&below.text),
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
            if field.is_some_and(is_money) && is_amount(&above.text) && is_amount(&below.text) {
                above.doubt = Some(format!("สองแถวที่ต่อกันมีจำนวนเงินทั้งคู่: {} และ {}", above.text, below.text));
                continue;
            }
            if field.is_some_and(is_tick) {
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

fn is_repeated_head(row: &PaperGridRow, head: &[HeadColumn]) -> bool {
    let fold = crate::standards::heads::fold;
    let filled: Vec<(usize, String)> = row
        .cells
        .iter()
        .enumerate()
        .map(|(at, cell)| (at, fold(&cell.text)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    filled.len() >= 2
        && filled.iter().all(|(at, text)| {
            head.get(*at).is_some_and(|column| {
                let (own, joined) = (fold(&column.own), fold(&column.joined));
                own == *text || joined.starts_with(text.as_str()) || joined.ends_with(text.as_str())
            })
        })
}

fn is_total(row: &ReadRow, standards: &Standards) -> bool {
    let first = row.cells.iter().map(|cell| cell.text.trim()).find(|text| !text.is_empty() && !is_figure(text));
    first.is_some_and(|first| standards.is_total(first))
}

fn fills_down(field: Field) -> bool {
    matches!(field, Field::Dimension | Field::Mission | Field::Owner | Field::Period | Field::Kind | Field::Quarter)
}

pub fn is_money(field: Field) -> bool {
    matches!(
        field,
        Field::BudgetPlan
            | Field::BudgetOrdinance
            | Field::BudgetDisbursed
            | Field::BudgetIntegrated
            | Field::BudgetAgency
    )
}

pub fn is_tick(field: Field) -> bool {
    matches!(
        field,
        Field::StatusDone
            | Field::StatusInProgress
            | Field::StatusNotDone
            | Field::StatusAwaiting
            | Field::StrategyAwareness
            | Field::StrategyMechanism
            | Field::StrategyEfficiency
    )
}

pub(super) fn is_amount(text: &str) -> bool {
    matches!(StatedMoney::parse(&one_line(text)), Ok(money) if money != StatedMoney::NotStated)
}
