//! The tables of a paper in their order: heads found, the same table over several pages made one, rows sorted. What no form
//! knows stays a plain table. Context comes from the paragraphs above.

use super::grid::{self, GridHead, Maps, PaperGrid};
use super::numbering;
use super::paper::{Block, Note, SourcePaper, Unit};
use super::rows::{RowContext, Sorter, Understood};
use crate::standards::{Role, Standards};
use crate::thai::nearest;

#[derive(Clone, Debug, Default)]
pub struct Tables {
    pub understood: Vec<Understood>,
    /// For each block of the paper: what became of it.
    pub fates: Vec<Fate>,
    pub notes: Vec<Note>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    #[default]
    Text,
    /// The first block of an understood table.
    Begins(usize),
    /// More of it.
    Goes(usize),
    /// A table that no form knows.
    Unknown,
}

pub fn understand(paper: &SourcePaper, maps: &Maps, standards: &Standards) -> Tables {
    let mut tables = Tables::default();
    let mut context = RowContext::default();
    let mut last: Option<usize> = None;
    let mut words_between = 0;
    let mut above = String::new();
    for block in &paper.blocks {
        match block {
            Block::Text(paragraph) => {
                tables.fates.push(Fate::Text);
                let text = grid::one_line(&paragraph.text);
                take_context(&text, &mut context);
                words_between += text.chars().count();
                if text.chars().count() < 200 {
                    above = text;
                }
            }
            Block::Table(table) => {
                let grid = grid::expand(table);
                if grid.is_cut {
                    tables.notes.push(Note::new(table.place, "ตารางใหญ่เกินไป อ่านเท่าที่อ่านได้", ""));
                }
                let caption = caption_of(table.caption.as_deref(), &above, &grid);
                let mut fate = Fate::Unknown;
                for (number, part) in grid.parts(maps, standards).into_iter().enumerate() {
                    let (part, head) = part;
                    let caption = if number == 0 { caption.clone() } else { String::new() };
                    let one = match head {
                        Some(head) => {
                            for row in &part.rows[..head.titles] {
                                let words: Vec<&str> =
                                    row.cells.iter().map(|cell| cell.own()).filter(|text| !text.is_empty()).collect();
                                take_context(&grid::one_line(&words.join(" ")), &mut context);
                            }
                            known(&mut tables, &part, head, &context, last, caption, table.place, standards)
                        }
                        None => headless(&mut tables, &part, &context, last, words_between, standards),
                    };
                    if let Fate::Begins(at) | Fate::Goes(at) = one {
                        last = Some(at);
                    }
                    // The block is told of where its first table stands.
                    if number == 0
                        || fate == Fate::Unknown
                        || matches!(one, Fate::Begins(_)) && matches!(fate, Fate::Goes(_))
                    {
                        fate = one;
                    }
                }
                if fate == Fate::Unknown {
                    tell_unknown(&mut tables, &grid, table.place, standards);
                }
                if let Fate::Begins(at) | Fate::Goes(at) = fate {
                    last = Some(at);
                    if let Some(row) = tables.understood[at].rows.last().filter(|_| tables.understood[at].is_of_items())
                    {
                        if row.context.dimension.is_some() {
                            context.dimension = row.context.dimension;
                        }
                        if row.context.mission.is_some()
                            && tables.understood[at].rows.iter().any(|row| row.numbered.is_some())
                        {
                            context.mission.clone_from(&row.context.mission);
                        }
                    }
                }
                tables.fates.push(fate);
                words_between = 0;
                above.clear();
            }
        }
    }
    tables
}

/// Titles of dimensions and missions hold for the tables below them.
fn take_context(text: &str, context: &mut RowContext) {
    if text.chars().count() > 220 {
        return;
    }
    if let Some((number, _)) = numbering::dimension_title(text) {
        if context.dimension != Some(number) {
            context.mission = None;
        }
        context.dimension = Some(number);
    } else if numbering::says_mission(text)
        && let Some((mission, _)) = numbering::mission_title(text)
    {
        context.dimension = mission.split('.').next().and_then(|number| number.parse().ok());
        context.mission = Some(mission);
    }
}

fn caption_of(stated: Option<&str>, above: &str, grid: &PaperGrid) -> String {
    if let Some(stated) = stated.filter(|stated| !stated.trim().is_empty()) {
        return stated.trim().to_owned();
    }
    let title = grid.rows.first().filter(|row| row.filled() == 1 && grid.width > 2);
    match title.and_then(|row| row.cells.iter().map(|cell| cell.own()).find(|text| !text.is_empty())) {
        Some(title) => grid::one_line(title),
        None => above.to_owned(),
    }
}

#[expect(clippy::too_many_arguments, reason = "one step of one loop")]
fn known(
    tables: &mut Tables,
    grid: &PaperGrid,
    head: GridHead,
    context: &RowContext,
    last: Option<usize>,
    caption: String,
    place: super::paper::SourcePlace,
    standards: &Standards,
) -> Fate {
    let is_of_items = matches!(head.role, Role::Items | Role::Eplan | Role::Measures | Role::Committee);
    let same = |at: usize| {
        let table = &tables.understood[at];
        // Two sheets of a workbook are two tables.
        let apart = place.unit == Unit::Row && table.place.part != place.part;
        is_of_items && table.role == head.role && !apart && table.has_status() == has_status(&head)
    };
    let joined = last.filter(|at| same(*at)).or_else(|| (0..tables.understood.len()).rev().find(|at| same(*at)));
    let titles: Vec<String> = grid.rows[..head.titles]
        .iter()
        .flat_map(|row| row.cells.iter().map(|cell| grid::one_line(cell.own())))
        .filter(|text| !text.is_empty())
        .collect();
    for column in head.columns.iter().filter(|column| column.column.is_none() && !column.joined.is_empty()) {
        let known = standards.forms.iter().flat_map(|form| &form.columns).flat_map(|column| &column.heads);
        let near = nearest(&column.joined, known.map(String::as_str));
        let more = near.map_or_else(String::new, |near| format!(" (ใกล้ `{near}`)"));
        let why = format!("ไม่รู้จักหัวตาราง `{}`{more} เก็บเป็นคอลัมน์ของหน่วยงาน บอกความหมายได้ด้วย --map", column.joined);
        if !tables.notes.iter().any(|note| note.why == why) {
            tables.notes.push(Note::new(place, why, ""));
        }
    }
    for column in &head.columns {
        if let Some(near) = &column.near {
            let why = format!("หัวตาราง `{}` อ่านเป็น `{near}`", column.joined);
            if !tables.notes.iter().any(|note| note.why == why) {
                tables.notes.push(Note::new(place, why, ""));
            }
        }
    }
    let (at, continues) = match joined {
        Some(at) => (at, true),
        None => {
            let columns = head
                .columns
                .iter()
                .filter(|column| column.column.is_some() || !column.joined.is_empty())
                .cloned()
                .collect();
            tables.understood.push(Understood {
                role: head.role,
                form: head.form.clone(),
                columns,
                rows: Vec::new(),
                totals: Vec::new(),
                place,
                caption: if titles.is_empty() { caption } else { titles.join(" ") },
                context: context.clone(),
            });
            (tables.understood.len() - 1, false)
        }
    };
    let mut sorter = Sorter { standards, notes: &mut tables.notes };
    let table = &mut tables.understood[at];
    table.context = context.clone();
    sorter.sort(table, grid, &head.columns, head.body, continues);
    if continues { Fate::Goes(at) } else { Fate::Begins(at) }
}

fn has_status(head: &GridHead) -> bool {
    use crate::standards::Field;
    head.columns.iter().filter_map(|column| column.column).any(|column| {
        matches!(
            column.field,
            Field::Status | Field::StatusDone | Field::StatusInProgress | Field::StatusNotDone | Field::StatusAwaiting
        )
    })
}

/// A table without heads below one of the same width: what a page break left of it.
fn headless(
    tables: &mut Tables,
    grid: &PaperGrid,
    context: &RowContext,
    last: Option<usize>,
    words_between: usize,
    standards: &Standards,
) -> Fate {
    let Some(at) = last else { return Fate::Unknown };
    let table = &tables.understood[at];
    if !table.is_of_items() || words_between > 400 || grid.width > table.columns.len() {
        return Fate::Unknown;
    }
    let columns = table.columns.clone();
    let fits = grid
        .rows
        .iter()
        .filter(|row| row.filled() > 1)
        .all(|row| super::fitting::is_plausible(row, &columns, standards));
    let narrow = grid.width + 1 < columns.len() && grid.rows.iter().any(|row| row.written + 1 < columns.len());
    if !fits || narrow {
        return Fate::Unknown;
    }
    let mut sorter = Sorter { standards, notes: &mut tables.notes };
    let table = &mut tables.understood[at];
    table.context = context.clone();
    sorter.sort(table, grid, &columns, 0, true);
    Fate::Goes(at)
}

fn tell_unknown(tables: &mut Tables, grid: &PaperGrid, place: super::paper::SourcePlace, standards: &Standards) {
    let Some(row) = grid.rows.iter().find(|row| row.filled() >= 2) else { return };
    let heads: Vec<String> =
        row.cells.iter().map(|cell| grid::one_line(cell.own())).filter(|head| !head.is_empty()).take(12).collect();
    let known =
        || standards.forms.iter().flat_map(|form| &form.columns).flat_map(|column| &column.heads).map(String::as_str);
    let near = heads
        .iter()
        .find_map(|head| nearest(head, known()).map(|near| format!(" หัว `{head}` ใกล้ `{near}`")))
        .unwrap_or_default();
    tables.notes.push(Note::new(place, format!("ไม่รู้จักหัวตาราง คงไว้เป็นตารางธรรมดา{near}"), heads.join(" | ")));
}
