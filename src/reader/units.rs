//! Money in thousands: "(หน่วย : พันบาท)" above a table or "งบประมาณ (ล้านบาท)" in a head. Amounts are given on in baht,
//! with one note; who reads the cells need not know.

use super::{DataTable, Grid, RowSort};
use crate::finding::{Finding, Findings, code};
use crate::thai;

const UNITS: [(&str, u32); 5] =
    [("ล้านบาท", 1_000_000), ("แสนบาท", 100_000), ("หมื่นบาท", 10_000), ("พันบาท", 1_000), ("บาท", 1)];

/// Where a text says in which unit the money below it is.
#[derive(Clone, Debug, Default)]
pub struct Units {
    said: Vec<(usize, u32)>,
}

impl Units {
    pub fn of(text: &str) -> Self {
        let said = text.match_indices("หน่วย").filter_map(|(at, word)| {
            let rest = text[at + word.len()..].trim_start_matches([' ', ':', '=', '：', '-', '\u{a0}']);
            let rest = ["นับเป็น", "เป็น", "นับ"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
            Some((at, unit_at(rest.trim_start_matches([' ', ':']))?))
        });
        Self { said: said.collect() }
    }

    /// What was said last before this place; else the one thing that is said anywhere.
    pub fn before(&self, position: usize) -> Option<u32> {
        let at = self.said.partition_point(|(said, _)| *said < position);
        let one = self.said.first().filter(|(_, unit)| self.said.iter().all(|(_, other)| other == unit));
        self.said[..at].last().or(one).map(|(_, unit)| *unit)
    }
}

fn unit_at(text: &str) -> Option<u32> {
    UNITS.iter().find(|(word, _)| text.starts_with(word)).map(|(_, unit)| *unit)
}

/// "งบประมาณ (พันบาท)", "งบประมาณ : ล้านบาท".
fn unit_of_head(head: &str) -> Option<u32> {
    let end = head.trim_end_matches([')', ']', ' ', '.']);
    UNITS.iter().find(|(word, _)| end.ends_with(word)).map(|(_, unit)| *unit)
}

/// The head without the unit of thousands in it: "งบประมาณ (ล้านบาท)" is งบประมาณ.
pub fn without_unit(head: &str) -> String {
    let Some((word, _)) = UNITS[..4].iter().find(|(word, _)| head.contains(word)) else { return head.to_owned() };
    let Some(at) = head.find(word) else { return head.to_owned() };
    let (before, after) = (&head[..at], &head[at + word.len()..]);
    match (before.rfind('('), after.find(')')) {
        (Some(open), Some(close)) => format!("{}{}", &before[..open], &after[close + 1..]),
        _ => format!("{before}{after}"),
    }
}

/// In whose unit a head over several columns speaks: any line of it.
fn unit_within(head: &str) -> Option<u32> {
    UNITS[..4].iter().find(|(word, _)| head.contains(word)).map(|(_, unit)| *unit)
}

pub(super) fn settle(table: &mut DataTable, grid: &Grid, head_at: usize, findings: &mut Findings) {
    let above = grid.rows[..head_at].iter().rev().take(super::columns::MOST_TITLES).find_map(|row| {
        let words = row.words();
        Units::of(&words).before(words.len())
    });
    // "หมายเหตุ: หน่วยเป็นพันบาท" below the rows.
    let below = || {
        table
            .rows
            .iter()
            .filter(|row| row.sort == RowSort::Note)
            .flat_map(|row| &row.cells)
            .find_map(|cell| Units::of(&cell.value).before(cell.value.len()))
    };
    let of_all = above.or(grid.unit).or_else(below).unwrap_or(1);
    let mut told = None;
    for at in 0..table.columns.len() {
        let column = &table.columns[at];
        if !column.column.is_some_and(|known| known.field.is_money()) {
            continue;
        }
        let head = column.head.value.as_str();
        let unit = unit_of_head(head).or_else(|| unit_within(head)).unwrap_or(of_all);
        if unit == 1 {
            continue;
        }
        for row in table.rows.iter_mut().filter(|row| matches!(row.sort, RowSort::Item | RowSort::Total)) {
            let Some(cell) = row.cells.get_mut(at) else { continue };
            if let Some(baht) = in_baht(&cell.value, unit) {
                if told.is_none() && baht != "0" {
                    told = Some((cell.span, cell.value.clone(), baht.clone(), unit));
                }
                cell.value = baht;
            }
        }
    }
    if let Some((span, before, baht, unit)) = told {
        let word = UNITS.iter().find(|(_, known)| *known == unit).map_or("", |(word, _)| word);
        findings.push(
            Finding::of(code::S066, span, format!("จำนวนเงินในตารางนี้เป็น{word} จึงอ่านเป็นบาท: `{before}` คือ {baht} บาท"))
                .english(format!("amounts of {unit} baht were read as baht"))
                .help("ถ้าไม่ใช่ ให้แก้หน่วยที่เขียนไว้เหนือตารางหรือในหัวตาราง เช่น `(หน่วย : บาท)`"),
        );
    }
}

/// The same amount in baht, exactly; `None` for what is no amount.
fn in_baht(text: &str, unit: u32) -> Option<String> {
    let plain = thai::to_arabic(text.trim()).replace([',', ' ', '\u{a0}'], "");
    let (whole, part) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > 8 || !digits(whole) || !digits(part) {
        return None;
    }
    // In hundred-millionths, so that no digit is lost.
    let scale = 10_i128.pow(8 - u32::try_from(part.len()).ok()?);
    let part = if part.is_empty() { 0 } else { part.parse::<i128>().ok()? * scale };
    let all = (whole.parse::<i128>().ok()? * 100_000_000 + part) * i128::from(unit);
    let (baht, rest) = (all / 100_000_000, all % 100_000_000);
    if rest % 1_000_000 != 0 {
        return None;
    }
    let satang = rest / 1_000_000;
    Some(if satang == 0 { baht.to_string() } else { format!("{baht}.{satang:02}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_said_in_words() {
        assert_eq!(Units::of("ตาราง (หน่วย : พันบาท)").before(99), Some(1_000));
        assert_eq!(Units::of("หน่วยนับเป็นล้านบาท").before(99), Some(1_000_000));
        assert_eq!(Units::of("หน่วย: บาท").before(99), Some(1));
        assert_eq!(Units::of("หน่วยงานใช้เงิน 2 ล้านบาท").before(99), None);
        assert_eq!(unit_of_head("งบประมาณ (พันบาท)"), Some(1_000));
        assert_eq!(unit_of_head("งบประมาณ (บาท)"), Some(1));
        assert_eq!(unit_of_head("งบประมาณ"), None);
        assert_eq!(
            without_unit("งบประมาณ (หน่วย : พันบาท) ตามแผน").split_whitespace().collect::<String>(),
            "งบประมาณตามแผน"
        );
    }

    #[test]
    fn thousands_become_baht_exactly() {
        assert_eq!(in_baht("๑๒.๕", 1_000).as_deref(), Some("12500"));
        assert_eq!(in_baht("0.171", 1_000_000).as_deref(), Some("171000"));
        assert_eq!(in_baht("1,250.125", 1_000).as_deref(), Some("1250125"));
        assert_eq!(in_baht("0.00001", 1_000).as_deref(), Some("0.01"));
        assert_eq!(in_baht("0.000001", 1_000), None);
        assert_eq!(in_baht("ไม่ใช้งบประมาณ", 1_000), None);
    }
}
