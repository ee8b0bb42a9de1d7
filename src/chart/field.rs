//! All promises of many authorities as one field of marks, each kind of state under its own name and number.
//! No mark is a link: the authorities below the field are. Above `MOST` marks one mark stands for ten, a hundred …

use super::canvas::{Paint, TextLook, px};
use super::saying::{self, StatusPhrase};
use super::sheet::{Frame, NOTE, STRONG, draw};
use super::status::{Status, StatusCounts};
use super::text::{Weight, tenths};
use super::wording::{ChartLook, ChartWording, Ratio};
use super::{Chart, ChartCell, ChartHead};

#[derive(Clone, Debug)]
pub struct PromiseField {
    /// Whose. May be empty.
    pub about: String,
    pub counts: StatusCounts,
}

/// More marks than this are no longer seen as single ones.
const MOST: u64 = 300;
const MARK: i32 = px(13);
const PITCH: i32 = px(16);
const NAME: i32 = px(22);
/// Between a name and marks that have room beside it.
const BESIDE: i32 = px(10);
const BETWEEN: i32 = px(7);

/// In the order in which a reader asks.
const ORDER: [Status; 5] = [Status::Done, Status::InProgress, Status::NotDone, Status::NotStated, Status::Awaiting];

fn word(status: Status, wording: ChartWording) -> &'static str {
    match status {
        Status::Done => wording.pick("ทำเสร็จ", "Done"),
        Status::InProgress => wording.pick("กำลังทำ", "In progress"),
        Status::NotDone => wording.pick("ไม่ได้ทำ", "Not done"),
        Status::NotStated => wording.pick("รายงานไม่บอกผล", "The report does not say"),
        Status::Awaiting => wording.pick("รอรายงาน", "Awaiting a report"),
    }
}

/// How many promises a mark stands for: the smallest power of ten that keeps the field countable.
fn unit(all: u64) -> u64 {
    let mut unit: u64 = 1;
    while all / unit > MOST {
        unit = unit.saturating_mul(10);
    }
    unit
}

/// Where the marks of a state stand below its name or beside it.
struct MarkRows {
    left: i32,
    top: i32,
    per_line: i32,
    marks: i32,
    height: i32,
}

pub fn chart(id: &str, field: &PromiseField, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let found = |wording: ChartWording| {
        let (done, all) = (field.counts.done, field.counts.all());
        Some(match (field.counts.completion().is_some() && all > 0, wording.is_thai()) {
            (false, _) => return None,
            (_, true) => format!("ทำเสร็จแล้ว {} จาก {}", wording.count(done), wording.items(all)),
            (_, false) => format!("{} of {} done", wording.count(done), wording.items(all)),
        })
    };
    let title = saying::found_title(look, found, ("คำมั่นทุกเรื่อง", "Every promise"), &field.about);
    let said = StatusPhrase::new(look, |wording| saying::standing(&field.counts, "", wording));
    let unit = unit(field.counts.all());
    let groups: Vec<(Status, u64)> =
        ORDER.into_iter().map(|status| (status, field.counts.get(status))).filter(|(_, count)| *count > 0).collect();
    let named = |status: Status, count: u64| {
        let look = TextLook { paint: Paint::of_status(status), size: px(14), ..STRONG };
        (format!("{} {}", word(status, wording), wording.count(count)), look)
    };
    // A few marks stand beside their name, more of them below it.
    let across = px(look.width as i32) + PITCH - MARK;
    let rows = |status: Status, count: u64| {
        let marks = i32::try_from(count.div_ceil(unit)).unwrap_or(i32::MAX / PITCH);
        let (name, look) = named(status, count);
        let beside = tenths(&name, look.size, Weight::SemiBold) + BESIDE;
        let has_room = beside + marks.saturating_mul(PITCH) <= across;
        let (left, top) = if has_room { (beside, px(5)) } else { (0, NAME) };
        let per_line = ((across - left) / PITCH).max(1);
        MarkRows { left, top, per_line, marks, height: top + (marks + per_line - 1) / per_line * PITCH }
    };
    let note = if unit > 1 { px(20) } else { 0 };
    let height: i32 = groups.iter().map(|(status, count)| rows(*status, *count).height + BETWEEN).sum::<i32>() + note;
    let frame = Frame {
        id,
        kind: "field",
        title: &title,
        sentence: said.own(look),
        look,
        has_links: false,
        height: height.max(px(30)),
    };
    let svg = draw(&frame, |sheet| {
        let mut y = 0;
        if groups.is_empty() {
            sheet.text((0, px(4)), wording.pick("ยังไม่มีเรื่องในแผน", "No items in a plan yet"), NOTE);
        }
        for (status, count) in &groups {
            let (name, look) = named(*status, *count);
            sheet.text((0, y), &name, look);
            let MarkRows { left, top, per_line, marks, height } = rows(*status, *count);
            for at in 0..marks {
                sheet.mark((left + (at % per_line) * PITCH, y + top + (at / per_line) * PITCH), MARK, *status);
            }
            y += height + BETWEEN;
        }
        if unit > 1 {
            let text = match wording.is_thai() {
                true => format!("หนึ่งช่องคือไม่เกิน {}", wording.items(unit)),
                false => format!("A mark is up to {}", wording.items(unit)),
            };
            sheet.text((0, y), &text, NOTE);
        }
    });
    saying::chart(id, title, said, svg, table(field, wording))
}

fn table(field: &PromiseField, wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        ChartHead::word("สถานะ", "Status", "status"),
        ChartHead::figure("จำนวน (เรื่อง)", "Items", "items"),
        ChartHead::figure("ร้อยละ", "Percent", "percent"),
    ];
    let all = field.counts.all();
    let rows = ORDER.into_iter().filter(|status| field.counts.get(*status) > 0).map(|status| {
        let count = field.counts.get(status);
        vec![
            ChartCell::status(status, wording),
            ChartCell::count(count, wording),
            ChartCell::ratio(Some(Ratio::new(count, all)), wording),
        ]
    });
    (heads, rows.collect())
}
