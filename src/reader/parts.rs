//! Rows that stand under another row or over others without saying so: parts 1.1 and 1.2 of a project 1, parts with
//! dashes, groups with the sum of their rows. Counting both would double the money; which of them is the promise is for
//! the author to say. Sorts these rows and no other.

use std::collections::BTreeSet;

use super::sort::{Places, RowFacts, is_number};
use super::words;
use super::{DataRow, DataTable, RowSort};
use crate::finding::{Finding, Findings, code};
use crate::span::Span;
use crate::thai::{self, StatedMoney};

/// The number that a row bears: in its own column, or in front of its name.
fn number_of(row: &DataRow, places: &Places) -> Option<String> {
    let facts = RowFacts::of(row, places);
    if facts.code {
        return None;
    }
    let text = places.seq.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.value.trim());
    if is_number(text) {
        let plain = thai::to_arabic(text).into_owned();
        return Some(plain.trim_matches(['(', ')', '.', ' ']).to_owned());
    }
    words::leading_number(facts.name).map(|(number, _)| number)
}

/// Rows of a number whose next numbered row is its first part: 1, then 1.1.
pub(super) fn parents(table: &DataTable, places: &Places) -> BTreeSet<usize> {
    let numbers: Vec<(usize, String)> = (0..table.rows.len())
        .filter_map(|at| Some((at, number_of(&table.rows[at], places)?)))
        .filter(|(_, number)| !number.is_empty())
        .collect();
    let is_part_of = |part: &str, whole: &str| {
        part.strip_prefix(whole).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| rest == "1" || rest == "01")
    };
    numbers.windows(2).filter(|pair| is_part_of(&pair[1].1, &pair[0].1)).map(|pair| pair[0].0).collect()
}

/// What cannot be told apart, collected for one finding each.
#[derive(Default)]
pub(super) struct Doubtful {
    /// Wholes and parts that both state something.
    parts: Vec<Span>,
    /// Several promises in one row.
    several: Vec<Span>,
    struck: Vec<Span>,
    in_dashes: bool,
    dashes_are_items: bool,
}

impl Doubtful {
    /// Of a row that looks like an item; `goes_on`: an item stands right above it.
    pub fn sort(&mut self, row: &DataRow, places: &Places, is_parent: bool, goes_on: bool) -> RowSort {
        let facts = RowFacts::of(row, places);
        if words::names_several(facts.name) {
            self.several.push(row.span);
        }
        if let Some(cell) = row.cells.iter().find(|cell| cell.value.matches("~~").count() >= 2) {
            self.struck.push(cell.span);
        }
        let has_key = facts.code || facts.seq;
        if !has_key && words::begins_with_dash(facts.name) {
            self.dashes_are_items |= !goes_on && !self.in_dashes;
            if !self.dashes_are_items {
                self.in_dashes = true;
                self.parts.push(row.span);
                return RowSort::Unsorted;
            }
            return RowSort::Item;
        }
        (self.in_dashes, self.dashes_are_items) = (false, false);
        if is_parent {
            // A number and words alone head what stands below.
            let is_bare = facts.figures == 0 && !facts.status && facts.said.len() <= 2;
            if is_bare {
                return RowSort::Section;
            }
            self.parts.push(row.span);
        }
        RowSort::Item
    }

    pub fn report(&self, findings: &mut Findings) {
        findings.extend(struck_out(&self.struck));
        if let Some((first, more)) = self.parts.split_first() {
            let finding = Finding::of(
                code::S069,
                *first,
                "มีโครงการใหญ่และข้อย่อยอยู่คนละแถว จึงไม่รู้ว่าให้นับแถวใดเป็นรายการ และเงินอาจถูกนับซ้ำ",
            )
            .english("a whole and its parts stand in rows of their own")
            .label("แถวนี้")
            .help("ถ้าข้อย่อยแต่ละข้อเป็นรายการ ให้ลบเงินและสถานะออกจากแถวใหญ่ เหลือแต่เลขกับชื่อ; ถ้าโครงการใหญ่เป็นรายการเดียว ให้ย้ายข้อย่อยไปไว้ในคอลัมน์ `วิธีดำเนินการ` ของแถวนั้น");
            findings.push(with_places(finding, more));
        }
        if let Some((first, more)) = self.several.split_first() {
            let finding =
                Finding::of(code::S073, *first, "ช่องชื่อของแถวนี้มีหลายเรื่องรวมกัน จำนวนรายการและเงินของแต่ละเรื่องจึงไม่รู้")
                    .english("one row names several promises")
                    .help("แยกเป็นแถวละหนึ่งเรื่อง พร้อมเงินและสถานะของเรื่องนั้น");
            findings.push(with_places(finding, more));
        }
    }
}

/// Rows of which something is struck out.
pub fn struck_out(rows: &[Span]) -> Option<Finding> {
    let (first, more) = rows.split_first()?;
    let message = format!("{} แถวมีข้อความที่ขีดฆ่าไว้ จึงไม่รู้ว่ายังเป็นรายการอยู่หรือยกเลิกแล้ว", rows.len());
    let finding = Finding::of(code::S071, *first, message)
        .english("rows with text that is struck out")
        .help("ถ้ายกเลิกแล้ว ให้ลบแถวหรือเขียนสถานะว่า `ยกเลิก`; ถ้าแก้ตัวเลข ให้เหลือแต่ตัวเลขที่ใช้ แล้วเอาเส้นขีดฆ่าออก");
    Some(with_places(finding, more))
}

fn with_places(mut finding: Finding, more: &[Span]) -> Finding {
    for span in more.iter().take(5) {
        finding = finding.also(*span, "แถวนี้ด้วย");
    }
    finding
}

/// Rows of a table without numbers that state money alone, as much as the rows right below them or all above: groups and
/// totals, not promises.
pub(super) fn untold_sums(table: &mut DataTable, places: &Places, keyed: bool) -> Vec<Span> {
    let items: Vec<usize> = (0..table.rows.len()).filter(|at| table.rows[*at].is_item()).collect();
    let is_poor: Vec<bool> = items
        .iter()
        .map(|at| {
            let facts = RowFacts::of(&table.rows[*at], places);
            let more = facts.said.iter().any(|(at, _)| Some(*at) != places.name && !places.money.contains(at));
            !more && facts.figures > 0 && !words::begins_with_kind(facts.name)
        })
        .collect();
    let poor = is_poor.iter().filter(|is_poor| **is_poor).count();
    if keyed || poor == 0 || poor * 2 > items.len() {
        return Vec::new();
    }
    let amount = |at: usize, column: usize| {
        let text = table.rows[at].cells.get(column).map_or("", |cell| cell.value.as_str());
        StatedMoney::parse(&text.replace('\n', " ")).map_or(0, |money| money.or_zero().satang())
    };
    let mut found = Vec::new();
    let mut above = vec![0_i64; places.money.len()];
    for (place, at) in items.iter().enumerate() {
        let own: Vec<i64> = places.money.iter().map(|column| amount(*at, *column)).collect();
        if place > 1 && is_poor[place] && own == above && own.iter().any(|sum| *sum != 0) {
            found.push(*at);
            continue;
        }
        for (sum, own) in above.iter_mut().zip(own) {
            *sum = sum.saturating_add(own);
        }
    }
    for (place, at) in items.iter().enumerate().filter(|(place, _)| is_poor[*place]) {
        let below = (place + 1..items.len()).take_while(|next| !is_poor[*next]);
        let mut sums = vec![0_i64; places.money.len()];
        for next in below {
            for (sum, column) in sums.iter_mut().zip(&places.money) {
                *sum = sum.saturating_add(amount(items[next], *column));
            }
            let fits = sums.iter().zip(&places.money).all(|(sum, column)| amount(*at, *column) == *sum);
            if fits && sums.iter().any(|sum| *sum != 0) {
                found.push(*at);
                break;
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    for at in &found {
        table.rows[*at].sort = RowSort::Unsorted;
    }
    found.iter().map(|at| table.rows[*at].span).collect()
}
