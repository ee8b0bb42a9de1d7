//! The tables of a paper in their order: pages of one table glued, read by the reader of forms, and taken apart or together
//! as the paper means them. What no form knows stays a plain table. Context comes from the paragraphs above.

use super::fitting;
use super::grid::{self, HeadColumn, PaperGrid, PaperGridRow};
use super::numbering;
use super::paper::{Block, Note, PaperTable, SourcePaper, SourcePlace, Unit};
use super::reading::{self, GluedTable};
use super::rows::{RowContext, Taker, Understood};
use crate::finding::{Findings, code};
use crate::reader::{self, Ask, DataTable, FormHead};
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

/// `of_measures`: the paper says that it is of measures, whose rows look like any other promise.
pub fn understand(paper: &SourcePaper, ask: &Ask, of_measures: bool, standards: &Standards) -> Tables {
    let mut walk = TableWalk {
        tables: Tables { fates: vec![Fate::Text; paper.blocks.len()], ..Tables::default() },
        ask,
        of_measures,
        standards,
        context: RowContext::default(),
        open: None,
        words_between: 0,
        above: String::new(),
        unit: None,
    };
    for (at, block) in paper.blocks.iter().enumerate() {
        match block {
            Block::Text(paragraph) => walk.text(&grid::one_line(&paragraph.text)),
            Block::Table(table) => walk.table(at, table),
        }
    }
    walk.close();
    walk.tables
}

/// A table that may go on over the next page.
struct OpenTable {
    sheet: GluedTable,
    /// The heads of its last page.
    heads: Vec<HeadColumn>,
    role: Role,
    blocks: Vec<usize>,
    caption: String,
    place: SourcePlace,
    /// What stood above it, and what paragraphs have said since.
    context: RowContext,
    since: RowContext,
}

struct TableWalk<'w> {
    tables: Tables,
    ask: &'w Ask,
    of_measures: bool,
    standards: &'w Standards,
    context: RowContext,
    open: Option<OpenTable>,
    words_between: usize,
    above: String,
    unit: Option<u32>,
}

impl TableWalk<'_> {
    fn text(&mut self, text: &str) {
        take_context(text, &mut self.context);
        if let Some(open) = &mut self.open {
            take_context(text, &mut open.since);
        }
        self.unit = reading::unit_of(text).or(self.unit);
        self.words_between += text.chars().count();
        if text.chars().count() < 200 {
            text.clone_into(&mut self.above);
        }
    }

    fn table(&mut self, at: usize, table: &PaperTable) {
        let grid = grid::expand(table);
        if grid.is_cut {
            self.tables.notes.push(Note::new(table.place, "ตารางใหญ่เกินไป อ่านเท่าที่อ่านได้", ""));
        }
        let caption = caption_of(table.caption.as_deref(), &self.above, &grid);
        let mut sheet = GluedTable::of(grid, Vec::new(), None);
        match sheet.head(self.ask, self.standards) {
            Some(head) => {
                let columns = reading::head_columns(&head.columns, &sheet, &Findings::default());
                let titles: Vec<String> = sheet.rows[..head.start].iter().map(PaperGridRow::words).collect();
                if is_of_items(head.role) {
                    fitting::set_short_rows(&mut sheet.rows[head.body..], &columns, self.standards);
                }
                let goes_on = self.open.as_ref().is_some_and(|open| open.takes(&head, &columns, &sheet, table.place));
                if goes_on {
                    let rows = sheet.rows.split_off(head.body);
                    self.glue(at, &titles, &rows);
                } else {
                    self.close();
                    sheet.above = said(&self.context);
                    sheet.unit = self.unit;
                    for title in &titles {
                        take_context(title, &mut self.context);
                    }
                    self.open = Some(OpenTable {
                        role: head.role,
                        context: self.context.clone(),
                        since: RowContext::default(),
                        heads: columns,
                        blocks: vec![at],
                        caption,
                        place: table.place,
                        sheet,
                    });
                }
            }
            None => {
                let fits = self.words_between <= 400
                    && self.open.as_ref().is_some_and(|open| open.takes_headless(&sheet, self.standards));
                if fits {
                    let heads = self.open.as_ref().map(|open| open.heads.clone()).unwrap_or_default();
                    fitting::set_short_rows(&mut sheet.rows, &heads, self.standards);
                    let rows = std::mem::take(&mut sheet.rows);
                    self.glue(at, &[], &rows);
                } else {
                    self.tables.fates[at] = Fate::Unknown;
                    tell_unknown(&mut self.tables, &sheet.rows, table.place, self.standards);
                }
            }
        }
        self.words_between = 0;
        self.above.clear();
    }

    /// More rows of the open table; what was said between the pages stands between the rows.
    fn glue(&mut self, at: usize, titles: &[String], rows: &[PaperGridRow]) {
        let Some(open) = &mut self.open else { return };
        for title in titles {
            take_context(title, &mut open.since);
            take_context(title, &mut self.context);
        }
        let between = std::mem::take(&mut open.since);
        let between = if between == open.context { Vec::new() } else { said(&between) };
        open.sheet.glue(&between, rows);
        open.blocks.push(at);
    }

    /// The open table is whole: it is read.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let mut findings = Findings::default();
        let read = open.sheet.read(self.ask, self.standards, &mut findings);
        let mut fates: Vec<Fate> = Vec::new();
        let mut from = 0;
        for table in &read {
            let titles = open.sheet.titles(from, table);
            let fate = self.known(&open, table, &titles, &findings, from == 0);
            from = open.sheet.end_of(table);
            fates.push(fate);
        }
        let first = fates.iter().copied().find(|fate| matches!(fate, Fate::Begins(_))).or(fates.first().copied());
        let Some(first) = first else {
            for at in &open.blocks {
                self.tables.fates[*at] = Fate::Unknown;
            }
            return;
        };
        let (Fate::Begins(number) | Fate::Goes(number)) = first else { return };
        for (place, at) in open.blocks.iter().enumerate() {
            self.tables.fates[*at] = if place == 0 { first } else { Fate::Goes(number) };
        }
        // What its last rows stood under holds for what follows, until a paragraph says otherwise.
        if let Some(last) = read.last().filter(|table| is_of_items(table.role)).and_then(|table| table.rows.last())
            && open.since == RowContext::default()
        {
            let numbered = self.tables.understood[number].rows.iter().any(|row| row.numbered.is_some());
            if last.dimension.is_some() {
                self.context.dimension = last.dimension;
            }
            if let Some(mission) = last.mission.as_ref().filter(|_| numbered) {
                self.context.mission = Some(mission.value.clone());
            }
        }
    }

    /// One table that was read, as one of its own or as more of one that is there.
    fn known(
        &mut self,
        open: &OpenTable,
        read: &DataTable,
        titles: &[String],
        findings: &Findings,
        is_first: bool,
    ) -> Fate {
        let mut columns = open.sheet.columns(read, findings);
        let in_baht = findings.iter().any(|finding| finding.code == code::S066);
        if in_baht {
            // A head that still spoke of thousands would have them counted again.
            for column in &mut columns {
                column.own = grid::one_line(&reader::without_unit(&column.own));
                column.joined = grid::one_line(&reader::without_unit(&column.joined));
            }
        }
        let states = has_status(&columns);
        let is_measures = self.of_measures && read.role == Role::Items && !states && !has_money(&columns);
        let (role, form) = match self.standards.forms.iter().find(|form| form.role == Role::Measures) {
            Some(form) if is_measures => (form.role, form.id.clone()),
            _ => (read.role, read.form.clone()),
        };
        let same = |table: &Understood| {
            // Two sheets of a workbook are two tables.
            let apart = open.place.unit == Unit::Row && table.place.part != open.place.part;
            (is_of_items(role) || role == Role::Committee)
                && table.role == role
                && !apart
                && table.has_status() == states
        };
        let joined = self.tables.understood.iter().rposition(same);
        self.tell_columns(&columns, open.place);
        let at = joined.unwrap_or_else(|| {
            let kept = columns.iter().filter(|column| column.column.is_some() || !column.joined.is_empty());
            let title = if titles.is_empty() && is_first { open.caption.clone() } else { titles.join(" ") };
            self.tables.understood.push(Understood {
                role,
                form: form.clone(),
                columns: kept.cloned().collect(),
                rows: Vec::new(),
                totals: Vec::new(),
                place: open.place,
                caption: title,
                in_baht,
                context: RowContext {
                    dimension: read.dimension.or(open.context.dimension),
                    mission: read.mission.clone().or_else(|| open.context.mission.clone()),
                },
            });
            self.tables.understood.len() - 1
        });
        let mut taker = Taker {
            standards: self.standards,
            notes: &mut self.tables.notes,
            sheet: &open.sheet,
            findings,
            read,
            head: &columns,
        };
        taker.take(&mut self.tables.understood[at], joined.is_some());
        if joined.is_some() { Fate::Goes(at) } else { Fate::Begins(at) }
    }

    fn tell_columns(&mut self, columns: &[HeadColumn], place: SourcePlace) {
        let mut tell = |why: String| {
            if !self.tables.notes.iter().any(|note| note.why == why) {
                self.tables.notes.push(Note::new(place, why, ""));
            }
        };
        for column in columns {
            if let Some(near) = &column.near {
                tell(format!("หัวตาราง `{}` อ่านเป็น `{near}`", column.joined));
            } else if column.column.is_none() && !column.joined.is_empty() {
                let near = nearest(&column.joined, known_heads(self.standards));
                let more = near.map_or_else(String::new, |near| format!(" (ใกล้ `{near}`)"));
                tell(format!("ไม่รู้จักหัวตาราง `{}`{more} เก็บเป็นคอลัมน์ของหน่วยงาน บอกความหมายได้ด้วย --map", column.joined));
            }
        }
    }
}

impl OpenTable {
    /// Whether a page under these heads goes on with this table: the same columns in the same order.
    fn takes(&self, head: &FormHead, columns: &[HeadColumn], sheet: &GluedTable, place: SourcePlace) -> bool {
        let apart = place.unit == Unit::Row && self.place.part != place.part;
        let meanings = |columns: &[HeadColumn]| -> Vec<_> { columns.iter().map(|column| column.column).collect() };
        (is_of_items(head.role) || head.role == Role::Committee)
            && self.role == head.role
            && !apart
            && meanings(columns) == meanings(&self.heads)
            && sheet.width <= self.sheet.width
    }

    /// A table without heads below one of the same width: what a page break left of it.
    fn takes_headless(&self, sheet: &GluedTable, standards: &Standards) -> bool {
        let wide = self.heads.len();
        is_of_items(self.role)
            && sheet.width <= wide
            && sheet
                .rows
                .iter()
                .filter(|row| row.filled() > 1)
                .all(|row| fitting::is_plausible(row, &self.heads, standards))
            && !(sheet.width + 1 < wide && sheet.rows.iter().any(|row| row.written + 1 < wide))
    }
}

/// A context as titles over a table say it.
fn said(context: &RowContext) -> Vec<String> {
    let dimension = context.dimension.map(|number| format!("มิติที่ {number}"));
    let mission = context.mission.as_ref().map(|mission| format!("ภารกิจที่ {mission}"));
    dimension.into_iter().chain(mission).collect()
}

fn is_of_items(role: Role) -> bool {
    matches!(role, Role::Items | Role::Eplan | Role::Measures)
}

fn known_heads(standards: &Standards) -> impl Iterator<Item = &str> {
    standards.forms.iter().flat_map(|form| &form.columns).flat_map(|column| &column.heads).map(String::as_str)
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

fn has_status(columns: &[HeadColumn]) -> bool {
    columns.iter().filter_map(|column| column.column).any(|column| column.field.is_status())
}

fn has_money(columns: &[HeadColumn]) -> bool {
    columns.iter().filter_map(|column| column.column).any(|column| column.field.is_money())
}

fn tell_unknown(tables: &mut Tables, rows: &[PaperGridRow], place: SourcePlace, standards: &Standards) {
    let Some(row) = rows.iter().find(|row| row.filled() >= 2) else { return };
    let heads: Vec<String> =
        row.cells.iter().map(|cell| grid::one_line(cell.own())).filter(|head| !head.is_empty()).take(12).collect();
    let near = heads
        .iter()
        .find_map(|head| nearest(head, known_heads(standards)).map(|near| format!(" หัว `{head}` ใกล้ `{near}`")))
        .unwrap_or_default();
    tables.notes.push(Note::new(place, format!("ไม่รู้จักหัวตาราง คงไว้เป็นตารางธรรมดา{near}"), heads.join(" | ")));
}
