//! One mark per promise, by dimension: 63 promises are seen as 63, each a link to its page, sorted by status.
//! Above `TOO_MANY` marks the eye no longer counts; `or_progress` then answers with bars.

use super::canvas::px;
use super::element::GroupRole;
use super::flow_marks::{self, FlowMark, MarkGroup};
use super::saying::{self, StatusPhrase};
use super::sheet::{ChartKey, Frame, LABEL, LabelColumns, NOTE, WrappedText, at_end, draw, is_wide};
use super::status::{Status, StatusCounts};
use super::wording::{ChartLook, ChartWording};
use super::{Chart, ChartCell, ChartHead, Subject, progress};

/// More promises than this are shown as bars.
pub const TOO_MANY: usize = 120;

const MARK: i32 = px(22);
/// Marks are as far apart as a finger needs.
const PITCH: i32 = px(26);

#[derive(Clone, Debug)]
pub struct Promises {
    /// Whose and of when: "อบต.นากอก ปี ๒๕๖๔ รอบ ๑๒ เดือน". May be empty.
    pub about: String,
    pub dimensions: Vec<DimensionPromises>,
}

#[derive(Clone, Debug)]
pub struct DimensionPromises {
    pub name: String,
    pub href: Option<String>,
    pub promises: Vec<ChartPromise>,
    /// What belongs to no dimension.
    pub outside: bool,
    pub of: Option<Subject>,
}

#[derive(Clone, Debug)]
pub struct ChartPromise {
    pub name: String,
    pub href: Option<String>,
    pub status: Status,
}

impl DimensionPromises {
    pub fn counts(&self) -> StatusCounts {
        StatusCounts::of(self.promises.iter().map(|promise| promise.status))
    }

    fn marks(&self, wording: ChartWording) -> MarkGroup<'_> {
        let note = match self.promises.is_empty() {
            true => none_in_dimension(wording).to_owned(),
            false => done_of(&self.counts(), wording),
        };
        let marks = self.sorted().into_iter().map(|promise| FlowMark {
            name: &promise.name,
            href: promise.href.as_deref(),
            status: Some(promise.status),
        });
        MarkGroup { name: &self.name, href: self.href.as_deref(), notes: vec![note], marks: marks.collect() }
    }

    /// By status, and within a status as the plan has them.
    fn sorted(&self) -> Vec<&ChartPromise> {
        let mut sorted: Vec<&ChartPromise> = self.promises.iter().collect();
        sorted.sort_by_key(|promise| promise.status);
        sorted
    }
}

impl From<&Promises> for progress::ProgressChart {
    fn from(promises: &Promises) -> Self {
        let row = |dimension: &DimensionPromises| progress::ProgressRow {
            name: dimension.name.clone(),
            href: dimension.href.clone(),
            counts: dimension.counts(),
            outside: dimension.outside,
            of: dimension.of,
        };
        Self { about: promises.about.clone(), rows: promises.dimensions.iter().map(row).collect() }
    }
}

/// Marks while they can be counted, bars above that.
pub fn or_progress(id: &str, promises: &Promises, look: ChartLook) -> Chart {
    let all: usize = promises.dimensions.iter().map(|dimension| dimension.promises.len()).sum();
    if all > TOO_MANY { progress::chart(id, &promises.into(), look) } else { chart(id, promises, look) }
}

struct PromiseLine {
    label: WrappedText,
    top: i32,
    marks_top: i32,
    per_line: i32,
}

/// Marks that flow, for a page, which lists the promises itself: its table counts them. `None` above `TOO_MANY`.
pub fn flowing(id: &str, promises: &Promises, look: ChartLook) -> Option<Chart> {
    let wording = look.wording();
    let (all, title, said) = told(promises, look);
    if all.all() > TOO_MANY as u64 {
        return None;
    }
    let groups: Vec<MarkGroup<'_>> = promises.dimensions.iter().map(|one| one.marks(wording)).collect();
    let html = flow_marks::html((id, "promises"), &title, &all, &groups, wording);
    Some(saying::chart(id, title, said, html, progress::counted(&promises.into(), wording)))
}

/// Its counts, title and sentence.
fn told(promises: &Promises, look: ChartLook) -> (StatusCounts, String, StatusPhrase) {
    let mut all = StatusCounts::default();
    promises.dimensions.iter().for_each(|dimension| all += dimension.counts());
    let within = || promises.dimensions.iter().filter(|one| !one.outside).map(DimensionPromises::counts);
    let found = |wording| saying::spread(within(), wording);
    let topic = ("คำมั่นทุกเรื่อง เรื่องละหนึ่งช่อง", "Every promise, one mark each");
    let title = saying::found_title(look, found, topic, &promises.about);
    let said = StatusPhrase::new(look, |wording| {
        let filled = promises.dimensions.iter().filter(|one| !one.outside && !one.promises.is_empty());
        let place = match filled.count() as u64 {
            0 | 1 => String::new(),
            many if wording.is_thai() => format!("ใน {} มิติ", wording.count(many)),
            many => format!("in {many} dimensions"),
        };
        saying::standing(&all, &place, wording)
    });
    (all, title, said)
}

pub fn chart(id: &str, promises: &Promises, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let (all, title, said) = told(promises, look);

    let columns = LabelColumns::of(look);
    let width = px(look.width as i32);
    let note = if columns.beside { px(96) } else { 0 };
    let per_line = ((columns.body_width - note + PITCH - MARK) / PITCH).max(1);
    let key = ChartKey::of_counts(&all, wording, width);
    let mut y = key.height() + px(12);
    let mut rows = Vec::with_capacity(promises.dimensions.len());
    for dimension in &promises.dimensions {
        let label = WrappedText::set(&dimension.name, columns.label, LABEL, 3);
        let marks_top = if columns.beside { y } else { y + label.height() + px(2) };
        let lines = (dimension.promises.len() as i32 + per_line - 1) / per_line;
        let marks = if lines == 0 { px(22) } else { lines * PITCH };
        let note_below = if columns.beside || lines == 0 { 0 } else { px(22) };
        let bottom = (marks_top + marks + note_below).max(y + label.height());
        rows.push(PromiseLine { label, top: y, marks_top, per_line });
        y = bottom + px(14);
    }
    let height = if rows.is_empty() { px(30) } else { y - px(12) };

    let frame = Frame {
        id,
        kind: "promises",
        title: &title,
        sentence: said.own(look),
        look,
        has_links: true,
        height: height.max(px(30)),
    };
    let svg = draw(&frame, |sheet| {
        sheet.key((0, 0), &key);
        if rows.is_empty() {
            sheet.text((0, px(4)), wording.pick("ยังไม่มีเรื่องในแผน", "No items in the plan yet"), NOTE);
        }
        for (row, dimension) in rows.iter().zip(&promises.dimensions) {
            sheet.label((0, row.top), &row.label, &dimension.name, dimension.href.as_ref(), || ());
            let done = done_of(&dimension.counts(), wording);
            if dimension.promises.is_empty() {
                sheet.text((columns.body, row.marks_top + px(2)), none_in_dimension(wording), NOTE);
                continue;
            }
            sheet.group(GroupRole::List { label: &dimension.name }, || {
                for (at, promise) in dimension.sorted().into_iter().enumerate() {
                    let (line, place) = (at as i32 / row.per_line, at as i32 % row.per_line);
                    let corner = (columns.body + place * PITCH, row.marks_top + line * PITCH);
                    let name = format!("{} — {}", promise.name, promise.status.word(wording.language));
                    sheet.group(GroupRole::Entry, || {
                        sheet.link(promise.href.as_deref(), &name, || sheet.mark(corner, MARK, promise.status));
                    });
                }
            });
            if is_wide(look) {
                sheet.text((width, row.top + px(2)), &done, at_end(NOTE));
            } else {
                let lines = (dimension.promises.len() as i32 + row.per_line - 1) / row.per_line;
                sheet.text((0, row.marks_top + lines * PITCH), &done, NOTE);
            }
        }
    });
    saying::chart(id, title, said, svg, table(promises, wording))
}

fn none_in_dimension(wording: ChartWording) -> &'static str {
    wording.pick("ไม่มีเรื่องในมิตินี้", "No items in this dimension")
}

fn done_of(counts: &StatusCounts, wording: ChartWording) -> String {
    // Where no row says how far it is, "none done" would be a claim that nobody made.
    if counts.done + counts.in_progress + counts.not_done == 0 {
        return wording.items(counts.all());
    }
    match wording.is_thai() {
        true => format!("เสร็จ {} จาก {}", wording.count(counts.done), wording.count(counts.all())),
        false => format!("{} of {} done", wording.count(counts.done), wording.count(counts.all())),
    }
}

fn table(promises: &Promises, wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        ChartHead::word("มิติ", "Dimension", "dimension"),
        ChartHead::word("เรื่อง", "Item", "item"),
        ChartHead::word("สถานะ", "Status", "status"),
    ];
    let mut rows = Vec::new();
    for dimension in &promises.dimensions {
        for promise in dimension.sorted() {
            rows.push(vec![
                ChartCell::link(&dimension.name, dimension.href.as_ref()),
                ChartCell::link(&promise.name, promise.href.as_ref()),
                ChartCell::status(promise.status, wording),
            ]);
        }
    }
    (heads, rows)
}
