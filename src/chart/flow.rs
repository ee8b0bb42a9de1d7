//! Plan → 6 months → 12 months for the same items: how many moved, how many stayed.
//! Owns the ribbons; an item missing from a round counts as not stated there.

use super::canvas::{Paint, TextLook, px};
use super::element::{Ribbon, Segment};
use super::saying::{self, StatusPhrase};
use super::sheet::{ChartSheet, Frame, LABEL, NOTE, STRONG, draw};
use super::status::{Status, StatusCounts};
use super::text::{Weight, tenths};
use super::wording::{ChartLook, ChartWording};
use super::{Chart, ChartCell, ChartHead};

#[derive(Clone, Debug)]
pub struct Flow {
    pub about: String,
    /// One entry per item of the plan.
    pub items: Vec<FlowStep>,
}

#[derive(Clone, Copy, Debug)]
pub struct FlowStep {
    pub six_months: Status,
    pub twelve_months: Status,
}

const NODE: i32 = px(12);
const SLOT: i32 = px(22);
const BETWEEN: i32 = px(8);
const TALL: i32 = px(230);
const HEAD: i32 = px(34);

/// A status at a round: where its node stands.
struct FlowNode {
    status: Status,
    count: u64,
    top: i32,
    bottom: i32,
}

/// Nodes from above to below, and where the last ends.
fn column(counts: &StatusCounts, all: u64) -> (Vec<FlowNode>, i32) {
    let mut y = HEAD;
    let mut nodes = Vec::new();
    for (status, count) in counts.present() {
        let bottom = y + thick(count, all).max(px(3));
        nodes.push(FlowNode { status, count, top: y, bottom });
        y = bottom.max(y + SLOT) + BETWEEN;
    }
    (nodes, y - BETWEEN)
}

fn thick(count: u64, all: u64) -> i32 {
    (i64::from(TALL) * count as i64 / all.max(1) as i64) as i32
}

pub fn chart(id: &str, flow: &Flow, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let all = flow.items.len() as u64;
    let six = StatusCounts::of(flow.items.iter().map(|step| step.six_months));
    let twelve = StatusCounts::of(flow.items.iter().map(|step| step.twelve_months));
    let mut moves = [[0u64; 5]; 5];
    flow.items.iter().for_each(|step| moves[step.six_months as usize][step.twelve_months as usize] += 1);

    let later: u64 = (0..5).filter(|&from| from != Status::Done as usize).map(|from| moves[from][0]).sum();
    let found = |wording: ChartWording| {
        Some(match (later, wording.is_thai()) {
            _ if all == 0 => return None,
            (0, true) => format!("ไม่มีเรื่องที่เสร็จเพิ่มหลังรอบ {} เดือน", wording.count(6)),
            (0, false) => "Nothing was finished after six months".to_owned(),
            (_, true) => format!("เสร็จเพิ่มหลังรอบ {} เดือน {}", wording.count(6), wording.items(later)),
            (_, false) => format!("{} finished after six months", wording.items(later)),
        })
    };
    let title = saying::found_title(look, found, ("จากแผนสู่ผล", "From plan to result"), &flow.about);
    let said = StatusPhrase::new(look, |wording| sentence(all, &six, &twelve, &moves, wording));
    let (middle, middle_end) = column(&six, all);
    let (last, last_end) = column(&twelve, all);
    let height = if all == 0 { px(30) } else { middle_end.max(last_end).max(HEAD + TALL) + px(6) };
    let frame = Frame { id, kind: "flow", title: &title, sentence: said.own(look), look, has_links: false, height };
    let svg = draw(&frame, |sheet| {
        if all == 0 {
            sheet.text((0, px(4)), wording.pick("ยังไม่มีเรื่องในแผน", "No items in the plan yet"), NOTE);
            return;
        }
        // Room at the right for the longest status word.
        let words =
            last.iter().map(|node| tenths(&label(node, wording), LABEL.size, Weight::Regular)).max().unwrap_or(0);
        let words = words.max(tenths(heads(wording)[2], STRONG.size, Weight::SemiBold) - NODE);
        let right = (px(look.width as i32) - words - NODE - px(8)).max(px(150));
        draw_flow(sheet, [0, right / 2, right], all, &middle, &last, &moves);
    });
    saying::chart(id, title, said, svg, table(&moves, wording))
}

fn heads(wording: ChartWording) -> [&'static str; 3] {
    match wording.is_thai() {
        true if wording.digits == super::Digits::Thai => ["แผน", "รอบ ๖ เดือน", "รอบ ๑๒ เดือน"],
        true => ["แผน", "รอบ 6 เดือน", "รอบ 12 เดือน"],
        false => ["Plan", "6 months", "12 months"],
    }
}

fn label(node: &FlowNode, wording: ChartWording) -> String {
    format!("{} {}", node.status.word(wording.language), wording.count(node.count))
}

fn draw_flow(
    sheet: &ChartSheet<'_>,
    x: [i32; 3],
    all: u64,
    middle: &[FlowNode],
    last: &[FlowNode],
    moves: &[[u64; 5]; 5],
) {
    let wording = sheet.wording;
    for (at, head) in x.into_iter().zip(heads(wording)) {
        sheet.text((at, px(2)), head, STRONG);
    }
    let ribbon = |from: (i32, i32, i32), to: (i32, i32, i32), status: Status, title: &str| {
        let class = format!("fill-{} ribbon", Paint::of_status(status).class());
        let corners = [(from.0, from.1), (from.0, from.2), (to.0, to.1), (to.0, to.2)];
        sheet.put(&Ribbon { corners, class: &class, title });
    };
    let plan_bottom = HEAD + TALL;
    let mut from = HEAD;
    for node in middle {
        let to = (from + thick(node.count, all)).min(plan_bottom);
        let title = format!("{} → {}", heads(wording)[0], label(node, wording));
        ribbon((x[0] + NODE, from, to), (x[1], node.top, node.bottom), node.status, &title);
        from = to;
    }
    let mut arrived = [0; 5];
    for node in middle {
        let mut left = node.top;
        for target in last {
            let count = moves[node.status as usize][target.status as usize];
            if count == 0 {
                continue;
            }
            let size = thick(count, all).max(px(2));
            let start = (left, (left + size).min(node.bottom.max(left + px(1))));
            let end = target.top + arrived[target.status as usize];
            let title = format!(
                "{} → {}: {}",
                node.status.word(wording.language),
                target.status.word(wording.language),
                wording.items(count)
            );
            let stop = (end + size).min(target.bottom.max(end + px(1)));
            ribbon((x[1] + NODE, start.0, start.1), (x[2], end, stop), target.status, &title);
            left = start.1;
            arrived[target.status as usize] = stop - target.top;
        }
    }
    sheet.block((x[0], HEAD), (x[0] + NODE, plan_bottom), "fill-accent", " rx=\"2\"", "");
    let look = TextLook { weight: Weight::SemiBold, ..LABEL };
    sheet.text_on((x[0] + NODE + px(6), HEAD + TALL / 2), &wording.items(all), look);
    for node in middle {
        sheet.put(&Segment { corners: [(x[1], node.top), (x[1] + NODE, node.bottom)], status: node.status, title: "" });
        let y = node.top + (node.bottom - node.top).max(SLOT) / 2;
        sheet.mark((x[1] + NODE + px(5), y - px(7)), px(14), node.status);
        sheet.text_on((x[1] + NODE + px(23), y), &wording.count(node.count), LABEL);
    }
    for node in last {
        sheet.put(&Segment { corners: [(x[2], node.top), (x[2] + NODE, node.bottom)], status: node.status, title: "" });
        let y = node.top + (node.bottom - node.top).max(SLOT) / 2;
        sheet.text_on((x[2] + NODE + px(7), y), &label(node, wording), LABEL);
    }
}

fn sentence(
    all: u64,
    six: &StatusCounts,
    twelve: &StatusCounts,
    moves: &[[u64; 5]; 5],
    wording: ChartWording,
) -> String {
    if all == 0 {
        return wording.pick("ยังไม่มีเรื่องที่จะแสดง", "There is no item to show yet.").to_owned();
    }
    let finished_later: u64 = (0..5).filter(|&from| from != Status::Done as usize).map(|from| moves[from][0]).sum();
    if wording.is_thai() {
        let later = match finished_later {
            0 => String::new(),
            more => format!(" โดยเสร็จเพิ่มหลังรอบ {} เดือน {}", wording.count(6), wording.items(more)),
        };
        format!(
            "จากทั้งหมด {} รอบ {} เดือน {} รอบ {} เดือน {}{later}",
            wording.items(all),
            wording.count(6),
            saying::counts(six, wording),
            wording.count(12),
            saying::counts(twelve, wording),
        )
    } else {
        let later = match finished_later {
            0 => String::new(),
            more => format!("; {} finished after the first half", wording.items(more)),
        };
        format!(
            "Of {}, at 6 months: {}; at 12 months: {}{later}.",
            wording.items(all),
            saying::counts(six, wording),
            saying::counts(twelve, wording),
        )
    }
}

fn table(moves: &[[u64; 5]; 5], wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        ChartHead::word("รอบ ๖ เดือน", "At 6 months", "six_months"),
        ChartHead::word("รอบ ๑๒ เดือน", "At 12 months", "twelve_months"),
        ChartHead::figure("จำนวนเรื่อง", "Items", "items"),
    ];
    let mut rows = Vec::new();
    for from in Status::ALL {
        for to in Status::ALL {
            let count = moves[from as usize][to as usize];
            if count > 0 {
                rows.push(vec![
                    ChartCell::status(from, wording),
                    ChartCell::status(to, wording),
                    ChartCell::count(count, wording),
                ]);
            }
        }
    }
    (heads, rows)
}
