//! Finds the heads of a table among the rows of a sheet, joins two lines of heads into one, evens out the rows.
//! Shared by CSV and XLSX; knows no file format.

use std::collections::BTreeMap;

use super::problem::{SheetProblem, SheetProblemKind};
use super::{Cell, Row, SheetTable};

/// Titles above a table are few.
const MAX_PREAMBLE: usize = 30;
/// Beyond these, one more says nothing new.
const MAX_PROBLEMS: usize = 200;

/// Cells that one merged cell covers, from 0, ends included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merge {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

/// `rows` are not blank and in order. `strict` asks for a complaint about rows of another length than the heads.
pub(super) fn tabulate(mut rows: Vec<Row>, merges: &[Merge], strict: bool) -> SheetTable {
    let mut table = SheetTable::default();
    let Some(head_at) = head_row(&rows) else {
        table.problems.push(SheetProblem::empty());
        return table;
    };
    let mut body = rows.split_off(head_at);
    table.preamble = rows;
    let mut head = body.remove(0);
    let stated = head.cells.len();
    while head.cells.last().is_some_and(Cell::is_blank) {
        head.cells.pop();
    }
    let spans = spans(&head, body.first(), merges);
    let mut width = stated;
    if let Some(children) = body.first().filter(|children| are_children(&head, children, &spans)) {
        width = width.max(children.cells.len());
        table.heads = join(&head, children, &spans);
        body.remove(0);
    } else {
        table.heads = head.cells;
    }
    for cell in &mut table.heads {
        cell.text = words(&cell.text);
    }
    complain_about_heads(&mut table);
    table.rows = body;
    even_out(&mut table, width, strict);
    table
}

/// The first row with two filled cells, unless no row has them.
fn head_row(rows: &[Row]) -> Option<usize> {
    let first = rows.iter().position(|row| row.filled() > 0)?;
    Some(rows.iter().take(MAX_PREAMBLE + first).position(|row| row.filled() >= 2).unwrap_or(first))
}

/// For each column of the head: the column of the cell above it that stands for a group, if any.
fn spans(head: &Row, children: Option<&Row>, merges: &[Merge]) -> BTreeMap<usize, usize> {
    let mut spans = BTreeMap::new();
    let row = head.cells.first().map_or(0, |cell| cell.row);
    for merge in merges.iter().filter(|it| it.first_row == row && it.last_row == row) {
        let (first, last) = (merge.first_column as usize, merge.last_column as usize);
        if last > first && last - first < super::MAX_COLUMNS {
            spans.extend((first..=last).map(|column| (column, first)));
        }
    }
    if !spans.is_empty() {
        return spans;
    }
    // Without merged cells (CSV): a filled head followed by blank ones under which something stands.
    let width = head.cells.len().max(children.map_or(0, |row| row.cells.len()));
    let is_blank = |cells: &[Cell], column: usize| cells.get(column).is_none_or(Cell::is_blank);
    let mut group = None;
    for column in 0..width {
        if !is_blank(&head.cells, column) {
            group = Some(column);
        } else if let (Some(group), Some(children)) = (group, children)
            && !is_blank(&children.cells, column)
        {
            spans.insert(column, group);
            spans.insert(group, group);
        }
    }
    spans
}

/// The second line of a head names the columns of each group, and nothing stands under a head of its own.
fn are_children(head: &Row, children: &Row, spans: &BTreeMap<usize, usize>) -> bool {
    let mut named = 0;
    for (column, cell) in children.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
        let under_own_head = !spans.contains_key(&column) && head.cells.get(column).is_some_and(|it| !it.is_blank());
        if under_own_head || is_figure(&cell.text) {
            return false;
        }
        named += 1;
    }
    // Each group has at least two names under it, so a half-filled first row of data is none.
    let groups: BTreeMap<usize, usize> = spans.values().fold(BTreeMap::new(), |mut groups, group| {
        *groups.entry(*group).or_default() += 1;
        groups
    });
    named >= 2 && !groups.is_empty()
}

fn is_figure(text: &str) -> bool {
    text.chars().all(|letter| {
        letter.is_ascii_digit()
            || matches!(letter, '\u{0E50}'..='\u{0E59}' | '.' | ',' | '-' | '–' | '%' | ' ' | '/' | '√' | '✓' | '✔')
    })
}

fn join(head: &Row, children: &Row, spans: &BTreeMap<usize, usize>) -> Vec<Cell> {
    let width = head.cells.len().max(children.cells.len());
    (0..width)
        .map(|column| {
            let parent = head.cells.get(*spans.get(&column).unwrap_or(&column)).filter(|cell| !cell.is_blank());
            let child = children.cells.get(column).filter(|cell| !cell.is_blank());
            match (parent, child) {
                (Some(parent), Some(child)) => {
                    Cell { text: format!("{} {}", parent.text, child.text), ..child.clone() }
                }
                (Some(cell), None) | (None, Some(cell)) => cell.clone(),
                (None, None) => children.cells.get(column).or(head.cells.get(column)).cloned().unwrap_or_default(),
            }
        })
        .collect()
}

/// One line, single spaces.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn complain_about_heads(table: &mut SheetTable) {
    let mut seen: BTreeMap<&str, &Cell> = BTreeMap::new();
    let mut problems = Vec::new();
    for cell in table.heads.iter().filter(|cell| !cell.is_blank()) {
        if let Some(first) = seen.insert(&cell.text, cell) {
            let problem = SheetProblem::new(
                SheetProblemKind::Heads,
                format!("หัวตาราง “{}” ซ้ำกับช่อง {}", cell.text, first.name()),
                format!("the head is the same as that of {}", first.name()),
                "ตั้งชื่อหัวตารางแต่ละคอลัมน์ให้ต่างกัน",
            );
            problems.push(problem.at(cell));
        }
    }
    table.problems.extend(problems);
}

fn even_out(table: &mut SheetTable, stated_width: usize, strict: bool) {
    let width = table.heads.len();
    let most = super::MAX_CELLS / width.max(1);
    if table.rows.len() > most {
        table.rows.truncate(most);
        table.problems.push(SheetProblem::too_large("มีช่องมากเกินไป"));
    }
    for row in &mut table.rows {
        let may_complain = table.problems.len() < MAX_PROBLEMS;
        let count = row.cells.len();
        let extra = row.cells.iter().enumerate().skip(width).find(|(_, cell)| !cell.is_blank());
        if let (Some((_, cell)), true) = (extra, may_complain) {
            let problem = if strict && count > stated_width {
                SheetProblem::too_many(count, width, may_be_split_money(&row.cells))
            } else {
                SheetProblem::new(
                    SheetProblemKind::Heads,
                    format!("ช่องนี้มีข้อความ “{}” แต่คอลัมน์นี้ไม่มีหัวตาราง", super::problem::shorten(&cell.text)),
                    "this cell stands under no head",
                    "เขียนหัวตารางให้คอลัมน์นี้ หรือลบข้อความในช่องนี้",
                )
            };
            table.problems.push(problem.at(cell));
        } else if extra.is_none()
            && strict
            && may_complain
            && count < width
            && let Some(last) = row.cells.last()
        {
            table.problems.push(SheetProblem::too_few(count, width).at(last));
        }
        row.cells.truncate(width);
        let (line, end) = row.cells.last().map_or((0, 0), |cell| (cell.row, cell.end));
        while row.cells.len() < width {
            let column = u32::try_from(row.cells.len()).unwrap_or(u32::MAX);
            row.cells.push(Cell { text: String::new(), start: end, end, row: line, column });
        }
    }
}

/// `410,000` without quotes becomes 410 and 000.
fn may_be_split_money(cells: &[Cell]) -> bool {
    let is_digits = |text: &str| {
        !text.is_empty() && text.chars().all(|it| it.is_ascii_digit() || matches!(it, '\u{0E50}'..='\u{0E59}'))
    };
    cells.windows(2).any(|pair| {
        let rest = pair[1].text.split('.').next().unwrap_or_default();
        is_digits(&pair[0].text) && pair[0].text.chars().count() <= 3 && is_digits(rest) && rest.chars().count() == 3
    })
}
