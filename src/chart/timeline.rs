//! Timeline by quarter of the fiscal year: a column of marks per quarter, one per item that works in it.
//! An item in two quarters is in both columns; one without a quarter has a column of its own that says so.

use super::canvas::{SMALL, px};
use super::element::GroupRole;
use super::flow_marks::{self, FlowMark, MarkGroup};
use super::progress::{self, Stack};
use super::promises::TOO_MANY;
use super::saying::{self, StatusPhrase};
use super::sheet::{ChartKey, ChartSheet, Frame, NOTE, STRONG, at_middle, draw};
use super::status::{Status, StatusCounts};
use super::wording::{ChartLook, ChartWording};
use super::{Chart, ChartCell, ChartHead};

#[derive(Clone, Debug)]
pub struct Timeline {
    pub about: String,
    /// Measures of integrity, which stand beside the items of the plan on the page of a year.
    pub of_measures: bool,
    pub items: Vec<TimelineItem>,
}

#[derive(Clone, Debug)]
pub struct TimelineItem {
    pub name: String,
    pub href: Option<String>,
    pub status: Status,
    /// October–December first; none set means that no quarter is stated.
    pub quarters: [bool; 4],
}

const PITCH: i32 = px(26);
const MARK: i32 = px(22);

struct QuarterColumn<'a> {
    /// 1 to 4; 0 is "not stated".
    quarter: u64,
    items: Vec<&'a TimelineItem>,
}

impl QuarterColumn<'_> {
    fn name(&self, wording: ChartWording) -> String {
        match (self.quarter, wording.is_thai()) {
            (0, _) => wording.pick("ไม่ระบุ", "Not stated").to_owned(),
            (quarter, true) => format!("ไตรมาส {}", wording.count(quarter)),
            (quarter, false) => format!("Quarter {quarter}"),
        }
    }

    /// What fits under a column.
    fn short_name(&self, wording: ChartWording) -> String {
        match (self.quarter, wording.is_thai()) {
            (0, false) => "No".to_owned(),
            (quarter, false) => format!("Q{quarter}"),
            _ => self.name(wording),
        }
    }

    fn months(&self, wording: ChartWording) -> &'static str {
        let [thai, english] = [
            ["ไตรมาส", "quarter"],
            ["ต.ค.–ธ.ค.", "Oct–Dec"],
            ["ม.ค.–มี.ค.", "Jan–Mar"],
            ["เม.ย.–มิ.ย.", "Apr–Jun"],
            ["ก.ค.–ก.ย.", "Jul–Sep"],
        ][self.quarter.min(4) as usize];
        wording.pick(thai, english)
    }

    fn counts(&self) -> StatusCounts {
        StatusCounts::of(self.items.iter().map(|item| item.status))
    }
}

fn sorted(mut items: Vec<&TimelineItem>) -> Vec<&TimelineItem> {
    items.sort_by_key(|item| item.status);
    items
}

fn columns(timeline: &Timeline) -> Vec<QuarterColumn<'_>> {
    let mut columns: Vec<QuarterColumn<'_>> = Vec::new();
    for quarter in 0..4 {
        let items = timeline.items.iter().filter(|item| item.quarters[quarter]).collect();
        columns.push(QuarterColumn { quarter: quarter as u64 + 1, items: sorted(items) });
    }
    let unstated: Vec<&TimelineItem> = timeline.items.iter().filter(|item| item.quarters == [false; 4]).collect();
    if !unstated.is_empty() {
        columns.push(QuarterColumn { quarter: 0, items: sorted(unstated) });
    }
    columns
}

/// Marks that flow, for a page, which lists the items itself: its table counts them. `None` above `TOO_MANY`.
pub fn flowing(id: &str, timeline: &Timeline, look: ChartLook) -> Option<Chart> {
    let wording = look.wording();
    let columns = columns(timeline);
    if marks_of(&columns) > TOO_MANY {
        return None;
    }
    let (title, said) = told(timeline, &columns, look);
    let counts = StatusCounts::of(timeline.items.iter().map(|item| item.status));
    let plain = is_plain(&counts);
    let names: Vec<String> = columns.iter().map(|column| column.name(wording)).collect();
    let named = columns.iter().zip(&names);
    let groups: Vec<MarkGroup<'_>> = named.map(|(column, name)| column_marks(column, name, plain, wording)).collect();
    let key = if plain { StatusCounts::default() } else { counts };
    let html = flow_marks::html((id, "timeline"), &title, &key, &groups, wording);
    // Of what states no status nothing can be counted but how many there are.
    let table = if plain { table(&columns, wording) } else { counted(&columns, wording) };
    Some(saying::chart(id, title, said, html, table))
}

fn counted(columns: &[QuarterColumn<'_>], wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let rows = rows(columns, wording);
    let rows: Vec<&progress::ProgressRow> = rows.iter().collect();
    let (mut heads, mut cells) = progress::table(&rows, ChartHead::word("ไตรมาส", "Quarter", "quarter"), wording);
    // A quarter's share of what is done is no figure of the year's: the same work may stand in several.
    heads.pop();
    cells.iter_mut().for_each(|row| drop(row.pop()));
    (heads, cells)
}

fn column_marks<'c>(column: &'c QuarterColumn<'_>, name: &'c str, plain: bool, wording: ChartWording) -> MarkGroup<'c> {
    let marks = column.items.iter().map(|item| FlowMark {
        name: &item.name,
        href: item.href.as_deref(),
        status: (!plain).then_some(item.status),
    });
    let notes = vec![column.months(wording).to_owned(), wording.items(column.items.len() as u64)];
    MarkGroup { name, href: None, notes, marks: marks.collect() }
}

fn marks_of(columns: &[QuarterColumn<'_>]) -> usize {
    columns.iter().map(|column| column.items.len()).sum()
}

/// Measures state results, not statuses: their marks then only count, and no key is needed.
fn is_plain(counts: &StatusCounts) -> bool {
    counts.not_stated == counts.all()
}

fn told(timeline: &Timeline, columns: &[QuarterColumn<'_>], look: ChartLook) -> (String, StatusPhrase) {
    let (thai, english) = match timeline.of_measures {
        true => ("มาตรการตามไตรมาส", "Measures by quarter"),
        false => ("งานตามไตรมาส", "Work by quarter"),
    };
    let title = saying::found_title(look, |wording| found(columns, wording), (thai, english), &timeline.about);
    (title, StatusPhrase::new(look, |wording| sentence(timeline, columns, wording)))
}

pub fn chart(id: &str, timeline: &Timeline, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let columns = columns(timeline);
    let (title, said) = told(timeline, &columns, look);
    let svg = if marks_of(&columns) > TOO_MANY {
        bars(id, &title, &said, look, &columns)
    } else {
        let counts = StatusCounts::of(timeline.items.iter().map(|item| item.status));
        let plain = is_plain(&counts);
        let key = if plain {
            ChartKey::set(Vec::new(), 0)
        } else {
            ChartKey::of_counts(&counts, wording, px(look.width as i32))
        };
        let slot = px(look.width as i32) / columns.len().max(1) as i32;
        let across = ((slot - px(6)) / PITCH).max(1);
        let lines = |column: &QuarterColumn<'_>| (column.items.len() as i32 + across - 1) / across;
        let tallest = columns.iter().map(lines).max().unwrap_or(0).max(1);
        let floor = key.height() + px(10) + tallest * PITCH;
        let frame = Frame {
            id,
            kind: "timeline",
            title: &title,
            sentence: said.own(look),
            look,
            has_links: true,
            height: floor + px(72),
        };
        draw(&frame, |sheet| {
            sheet.key((0, 0), &key);
            for (at, column) in columns.iter().enumerate() {
                draw_column(sheet, column, (at as i32 * slot, slot, floor), across, plain);
            }
        })
    };
    saying::chart(id, title, said, svg, table(&columns, wording))
}

fn draw_column(
    sheet: &ChartSheet<'_>,
    column: &QuarterColumn<'_>,
    (left, slot, floor): (i32, i32, i32),
    across: i32,
    plain: bool,
) {
    let wording = sheet.wording;
    let middle = left + slot / 2;
    let start = middle - across.min(column.items.len().max(1) as i32) * PITCH / 2 + (PITCH - MARK) / 2;
    let name = column.name(wording);
    if !column.items.is_empty() {
        sheet.group(GroupRole::List { label: &name }, || {
            for (at, item) in column.items.iter().enumerate() {
                let (line, place) = (at as i32 / across, at as i32 % across);
                let corner = (start + place * PITCH, floor - (line + 1) * PITCH);
                let name = match plain {
                    true => item.name.clone(),
                    false => format!("{} — {}", item.name, item.status.word(wording.language)),
                };
                sheet.group(GroupRole::Entry, || {
                    sheet.link(item.href.as_deref(), &name, || match plain {
                        true => {
                            let end = (corner.0 + MARK - px(2), corner.1 + MARK - px(2));
                            sheet.block((corner.0 + px(2), corner.1 + px(2)), end, "fill-accent", " rx=\"3\"", "");
                        }
                        false => sheet.mark(corner, MARK, item.status),
                    });
                });
            }
        });
    }
    let class = if column.quarter == 0 { "line-wait dotted" } else { "line-ink" };
    sheet.line(&[(left + px(3), floor + px(2)), (left + slot - px(3), floor + px(2))], class, " stroke-width=\"1.5\"");
    sheet.text((middle, floor + px(5)), &column.short_name(wording), at_middle(STRONG));
    sheet.text((middle, floor + px(27)), column.months(wording), at_middle(NOTE));
    let count = wording.items(column.items.len() as u64);
    sheet.text((middle, floor + px(27) + SMALL * 3 / 2), &count, at_middle(NOTE));
}

/// Too many marks to count: one bar per quarter.
fn bars(id: &str, title: &str, said: &StatusPhrase, look: ChartLook, columns: &[QuarterColumn<'_>]) -> String {
    let rows = rows(columns, look.wording());
    let longest = rows.iter().map(|row| row.counts.all()).max();
    let rows: Vec<&progress::ProgressRow> = rows.iter().collect();
    let stack = Stack::set(&rows, look, false, longest);
    let frame =
        Frame { id, kind: "timeline", title, sentence: said.own(look), look, has_links: false, height: stack.height };
    draw(&frame, |sheet| stack.draw(sheet, title))
}

/// A row a quarter.
fn rows(columns: &[QuarterColumn<'_>], wording: ChartWording) -> Vec<progress::ProgressRow> {
    columns
        .iter()
        .map(|column| progress::ProgressRow {
            name: if column.quarter == 0 {
                format!("{}{}", column.name(wording), column.months(wording))
            } else {
                format!("{} ({})", column.name(wording), column.months(wording))
            },
            href: None,
            counts: column.counts(),
            outside: false,
            of: None,
        })
        .collect()
}

/// When most is done.
fn found(columns: &[QuarterColumn<'_>], wording: ChartWording) -> Option<String> {
    let stated = || columns.iter().filter(|column| column.quarter > 0);
    let most = stated().map(|column| column.items.len()).max().filter(|most| *most > 0)?;
    let busiest: Vec<String> =
        stated().filter(|column| column.items.len() == most).map(|column| column.name(wording)).collect();
    let items = wording.items(most as u64);
    Some(match (busiest.len(), wording.is_thai()) {
        (4, true) => format!("ทุกไตรมาสเท่ากัน ไตรมาสละ {items}"),
        (4, false) => format!("Every quarter the same: {items}"),
        (_, true) => format!("{}มากที่สุด {items}", wording.list(&busiest)),
        (1, false) => format!("Most in {}: {items}", wording.list(&busiest).to_lowercase()),
        (_, false) => format!("Most in {}: {items} each", wording.list(&busiest).to_lowercase()),
    })
}

fn sentence(timeline: &Timeline, columns: &[QuarterColumn<'_>], wording: ChartWording) -> String {
    let all = timeline.items.len() as u64;
    if all == 0 {
        return wording.pick("ยังไม่มีเรื่องที่จะแสดง", "There is no item to show yet.").to_owned();
    }
    let busiest =
        columns.iter().filter(|column| column.quarter > 0).map(|column| column.items.len()).max().unwrap_or(0);
    let names: Vec<String> = columns
        .iter()
        .filter(|column| column.quarter > 0 && column.items.len() == busiest && busiest > 0)
        .map(|column| column.name(wording))
        .collect();
    let unstated = columns.iter().find(|column| column.quarter == 0).map_or(0, |column| column.items.len() as u64);
    let unstated = match (unstated, wording.is_thai()) {
        (0, _) => String::new(),
        (_, true) => format!(" ไม่ระบุไตรมาส {}", wording.items(unstated)),
        (1, false) => " One item states no quarter.".to_owned(),
        (_, false) => format!(" {} state no quarter.", wording.items(unstated)),
    };
    let work = match (names.len(), wording.is_thai()) {
        (0, _) => String::new(),
        (4, true) => format!(" ทำทุกไตรมาสเท่ากัน ไตรมาสละ {}", wording.items(busiest as u64)),
        (4, false) => format!("; every quarter has the same, {}", wording.items(busiest as u64)),
        (_, true) => format!(" มากที่สุดใน{} คือ {}", wording.list(&names), wording.items(busiest as u64)),
        (_, false) => format!("; most in {}, {}", wording.list(&names).to_lowercase(), wording.items(busiest as u64)),
    };
    match wording.is_thai() {
        true => format!("งานทั้งหมด {}{work}{unstated}", wording.items(all)),
        false => format!("{} in all{work}.{unstated}", wording.items(all)),
    }
}

fn table(columns: &[QuarterColumn<'_>], wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        ChartHead::word("ไตรมาส", "Quarter", "quarter"),
        ChartHead::word("เรื่อง", "Item", "item"),
        ChartHead::word("สถานะ", "Status", "status"),
    ];
    let mut rows = Vec::new();
    for column in columns {
        let raw = if column.quarter == 0 { String::new() } else { column.quarter.to_string() };
        for item in &column.items {
            rows.push(vec![
                ChartCell { shown: column.name(wording), raw: raw.clone(), href: None, of: None },
                ChartCell::link(&item.name, item.href.as_ref()),
                ChartCell::status(item.status, wording),
            ]);
        }
    }
    (heads, rows)
}
