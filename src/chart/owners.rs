//! Items by owner and status: bars as long as an owner has items, the busiest first.
//! Owns the order of owners; the bars are those of `progress`.

use super::progress::{ProgressRow, Stack, table};
use super::saying::{self, StatusPhrase};
use super::sheet::{Frame, draw};
use super::status::StatusCounts;
use super::wording::{ChartLook, ChartWording};
use super::{Chart, ChartHead, Subject};

#[derive(Clone, Debug)]
pub struct Owners {
    pub about: String,
    pub owners: Vec<Owner>,
}

#[derive(Clone, Debug)]
pub struct Owner {
    /// An office; `None` where the plan names nobody.
    pub name: Option<String>,
    pub href: Option<String>,
    pub counts: StatusCounts,
    pub of: Option<Subject>,
}

pub fn chart(id: &str, owners: &Owners, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let mut rows: Vec<ProgressRow> = owners
        .owners
        .iter()
        .map(|owner| ProgressRow {
            name: owner.name.clone().unwrap_or_else(|| wording.pick("ไม่ระบุผู้รับผิดชอบ", "Owner not stated").to_owned()),
            href: owner.href.clone(),
            counts: owner.counts,
            outside: false,
            of: owner.of,
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.counts.all()));
    let rows: Vec<&ProgressRow> = rows.iter().collect();

    let mut all = StatusCounts::default();
    rows.iter().for_each(|row| all += row.counts);
    let found = |wording: ChartWording| {
        let busiest =
            owners.owners.iter().rev().max_by_key(|owner| owner.counts.all()).filter(|_| owners.owners.len() > 1)?;
        let (name, own, whole) = (busiest.name.as_ref()?, busiest.counts.all(), wording.count(all.all()));
        Some(match wording.is_thai() {
            true => format!("{name}รับผิดชอบ {} จาก {whole} เรื่อง", wording.count(own)),
            false => format!("{name}: {own} of {whole} items"),
        })
    };
    let title = saying::found_title(look, found, ("ใครรับผิดชอบเรื่องใด", "Items by owner"), &owners.about);
    let said = StatusPhrase::new(look, |wording| {
        let offices = owners.owners.iter().filter(|owner| owner.name.is_some()).count() as u64;
        let unstated: u64 = owners.owners.iter().filter(|owner| owner.name.is_none()).map(|o| o.counts.all()).sum();
        let place = match (offices, wording.is_thai()) {
            (0, _) => String::new(),
            (1, true) => "ของหน่วยเดียว".to_owned(),
            (1, false) => "of one office".to_owned(),
            (many, true) => format!("ของ {} หน่วย", wording.count(many)),
            (many, false) => format!("of {many} offices"),
        };
        let standing = saying::standing(&all, &place, wording);
        match (unstated, wording.is_thai()) {
            (0, _) => standing,
            (_, true) => format!("{standing} โดย {} ไม่ระบุผู้รับผิดชอบ", wording.items(unstated)),
            (1, false) => format!("{standing} One item names no owner."),
            (_, false) => format!("{standing} {} name no owner.", wording.items(unstated)),
        }
    });
    let longest = rows.first().map_or(1, |row| row.counts.all().max(1));
    let stack = Stack::set(&rows, look, false, Some(longest));
    let frame = Frame {
        id,
        kind: "owners",
        title: &title,
        sentence: said.own(look),
        look,
        has_links: rows.iter().any(|row| row.href.is_some()),
        height: stack.height,
    };
    let svg = draw(&frame, |sheet| stack.draw(sheet, &title));
    saying::chart(id, title, said, svg, table(&rows, ChartHead::word("ผู้รับผิดชอบ", "Owner", "owner"), wording))
}
