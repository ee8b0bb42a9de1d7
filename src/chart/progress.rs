//! Progress: one bar per dimension, stacked by status, with counts and shares in words; all of them first.
//! The rows serve other charts too (owners, quarters with many items).

use super::canvas::px;
use super::element::GroupRole;
use super::saying::{self, StatusPhrase};
use super::sheet::{ChartKey, ChartSheet, Frame, LABEL, LabelColumns, NOTE, STRONG, WrappedText, draw};
use super::status::StatusCounts;
use super::wording::{ChartLook, ChartWording};
use super::{Chart, ChartCell, ChartHead, Subject};

const BAR: i32 = px(20);

#[derive(Clone, Debug)]
pub struct ProgressChart {
    pub about: String,
    pub rows: Vec<ProgressRow>,
}

#[derive(Clone, Debug)]
pub struct ProgressRow {
    pub name: String,
    pub href: Option<String>,
    pub counts: StatusCounts,
    /// Items whose dimension is not stated: they get a row, but do not count as a dimension.
    pub outside: bool,
    pub of: Option<Subject>,
}

pub fn chart(id: &str, progress: &ProgressChart, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let mut all = StatusCounts::default();
    progress.rows.iter().for_each(|row| all += row.counts);
    let within = || progress.rows.iter().filter(|row| !row.outside).map(|row| row.counts);
    let found = |wording| saying::spread(within(), wording);
    let title = saying::found_title(look, found, ("ความก้าวหน้าตามมิติ", "Progress by dimension"), &progress.about);
    let said = StatusPhrase::new(look, |wording| {
        // Those without any item are told apart: nothing is in them.
        let filled = progress.rows.iter().filter(|row| !row.outside && row.counts.all() > 0);
        let place = match filled.count() as u64 {
            0 | 1 => String::new(),
            many if wording.is_thai() => format!("ใน {} มิติ", wording.count(many)),
            many => format!("in {many} dimensions"),
        };
        saying::standing(&all, &place, wording) + &empty_dimensions(progress, wording)
    });
    let total = total(all, wording);
    let rows: Vec<&ProgressRow> = std::iter::once(&total).chain(&progress.rows).collect();
    // Where nothing is reported a row of full bars would say nothing: then bars are as long as what they count.
    let unreported = all.done + all.in_progress + all.not_done == 0;
    let stack = Stack::set(&rows, look, true, unreported.then(|| all.all()));
    let frame = Frame {
        id,
        kind: "progress",
        title: &title,
        sentence: said.own(look),
        look,
        has_links: progress.rows.iter().any(|row| row.href.is_some()),
        height: stack.height,
    };
    let svg = draw(&frame, |sheet| stack.draw(sheet, &title));
    saying::chart(id, title, said, svg, table(&rows, ChartHead::word("มิติ", "Dimension", "dimension"), wording))
}

fn empty_dimensions(progress: &ProgressChart, wording: ChartWording) -> String {
    let empty = progress.rows.iter().filter(|row| row.counts.all() == 0).count() as u64;
    match (empty, wording.is_thai()) {
        (0, _) => String::new(),
        (_, _) if empty as usize == progress.rows.len() => String::new(),
        (_, true) => format!(" ส่วนอีก {} มิติไม่มีเรื่อง", wording.count(empty)),
        (1, false) => " One dimension has no items.".to_owned(),
        (_, false) => format!(" {empty} dimensions have no items."),
    }
}

fn total(all: StatusCounts, wording: ChartWording) -> ProgressRow {
    let name = wording.pick("ทั้งหมด", "All").to_owned();
    ProgressRow { name, href: None, counts: all, outside: false, of: Some(Subject::Whole) }
}

/// The table alone; one row is no total of others.
pub(super) fn counted(progress: &ProgressChart, wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let mut all = StatusCounts::default();
    progress.rows.iter().for_each(|row| all += row.counts);
    let total = (progress.rows.len() != 1).then(|| total(all, wording));
    let rows: Vec<&ProgressRow> = total.iter().chain(&progress.rows).collect();
    table(&rows, ChartHead::word("มิติ", "Dimension", "dimension"), wording)
}

pub(super) fn table(
    rows: &[&ProgressRow],
    first: ChartHead,
    wording: ChartWording,
) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let mut heads = vec![first];
    heads.extend(ChartHead::of_counts());
    let rows = rows
        .iter()
        .map(|row| {
            let mut cells = vec![ChartCell::link(&row.name, row.href.as_ref()).of(row.of)];
            cells.extend(ChartCell::of_counts(&row.counts, wording));
            cells
        })
        .collect();
    (heads, rows)
}

/// Rows of stacked bars, laid out.
pub(super) struct Stack<'a> {
    rows: Vec<PlacedProgress<'a>>,
    columns: LabelColumns,
    key: ChartKey,
    /// Bars as long as their counts, this being the longest; otherwise every bar is a whole.
    longest: Option<u64>,
    pub(super) height: i32,
}

struct PlacedProgress<'a> {
    row: &'a ProgressRow,
    label: WrappedText,
    key: ChartKey,
    top: i32,
    bar_top: i32,
}

impl<'a> Stack<'a> {
    pub(super) fn set(rows: &[&'a ProgressRow], look: ChartLook, first_is_all: bool, longest: Option<u64>) -> Self {
        let wording = look.wording();
        let columns = LabelColumns::of(look);
        let mut all = StatusCounts::default();
        rows.iter().skip(usize::from(first_is_all)).for_each(|row| all += row.counts);
        let key = ChartKey::of_counts(&all, wording, px(look.width as i32));
        let mut y = key.height() + px(12);
        let mut placed = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let strong = first_is_all && at == 0;
            let label = WrappedText::set(&row.name, columns.label, if strong { STRONG } else { LABEL }, 3);
            let key = match row.counts.done + row.counts.in_progress + row.counts.not_done {
                0 if first_is_all => ChartKey::of_items(&row.counts, wording, columns.body_width),
                _ => ChartKey::of_shares(&row.counts, wording, columns.body_width),
            };
            let bar_top = if columns.beside { y } else { y + label.height() + px(2) };
            let body = BAR + px(4) + key.height().max(px(20));
            let bottom = if columns.beside { (bar_top + body).max(y + label.height()) } else { bar_top + body };
            placed.push(PlacedProgress { row, label, key, top: y, bar_top });
            y = bottom + px(12);
        }
        Self { rows: placed, columns, key, longest, height: (y - px(10)).max(px(30)) }
    }

    pub(super) fn draw(&self, sheet: &ChartSheet<'_>, list: &str) {
        let wording = sheet.wording;
        sheet.key((0, 0), &self.key);
        if self.rows.is_empty() {
            sheet.text((0, px(4)), wording.pick("ยังไม่มีข้อมูล", "No data yet"), NOTE);
            return;
        }
        let links = self.rows.iter().any(|placed| placed.row.href.is_some());
        let rows = || {
            for placed in &self.rows {
                let PlacedProgress { row, label, key, top, bar_top } = placed;
                sheet.entry(links, || {
                    let at = (self.columns.body, *bar_top);
                    let below = (at.0, at.1 + BAR + px(4));
                    sheet.label((0, *top), label, &row.name, row.href.as_ref(), || self.bar(sheet, row, at));
                    if row.counts.all() == 0 {
                        sheet.text(below, wording.pick("ไม่มีเรื่อง", "No items"), NOTE);
                    } else {
                        sheet.key(below, key);
                    }
                });
            }
        };
        if links { sheet.group(GroupRole::List { label: list }, rows) } else { rows() }
    }

    fn bar(&self, sheet: &ChartSheet<'_>, row: &ProgressRow, at: (i32, i32)) {
        let whole = self.columns.body_width;
        if row.counts.all() == 0 {
            sheet.empty_bar(at, whole, BAR);
            return;
        }
        let own = |longest: u64| (i64::from(whole) * row.counts.all() as i64 / longest.max(1) as i64) as i32;
        let least = px(10) * row.counts.present().count() as i32;
        sheet.stacked(at, self.longest.map_or(whole, own).max(least), BAR, &row.counts);
    }
}
