//! Ticks as fonts and habits make them: Wingdings letters, a bare `v` or `1`. Everything that means a tick becomes "✓".
//! What may mean a tick or a cross stays as it is, and is told where the row is read.

use std::collections::BTreeSet;

use super::{DataTable, RowSort};
use crate::standards::Standards;
use crate::thai::says_nothing;

/// A digit above the line marks a footnote and is no digit of the amount in front of it.
pub fn raised(letter: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    letter.to_digit(10).and_then(|digit| RAISED.get(digit as usize)).copied().unwrap_or(letter)
}

pub const TICK: &str = "✓";
pub const EMPTY_BOX: &str = "☐";

/// What a cell of a symbol font shows, where it is a tick or an empty box; `None` for letters of any other font.
pub fn by_font(font: &str, text: &str) -> Option<&'static str> {
    let font = font.to_lowercase().replace(' ', "");
    let mut letters = text.trim().chars();
    let (letter, None) = (letters.next()?, letters.next()) else { return None };
    // Symbol fonts keep their letters at U+F000 as well.
    let code = match u32::from(letter) {
        code @ 0xF020..=0xF0FF => code - 0xF000,
        code => code,
    };
    match font.as_str() {
        "wingdings" => match code {
            0xFC | 0xFE => Some(TICK),
            0xFD => Some(TICK),
            0xA8 | 0x6F | 0x71 => Some(EMPTY_BOX),
            _ => None,
        },
        "wingdings2" => match code {
            0x50 | 0x52 | 0x53 | 0x54 => Some(TICK),
            0xA3 | 0x2A => Some(EMPTY_BOX),
            _ => None,
        },
        "webdings" => match code {
            0x61 => Some(TICK),
            0x63 => Some(EMPTY_BOX),
            _ => None,
        },
        "symbol" => (code == 0xD6).then_some(TICK),
        _ => None,
    }
}

/// Marks that only a symbol font makes: no other reading of them is left.
const ONLY_TICKS: [&str; 4] = ["\u{F0FC}", "\u{F0FE}", "\u{F050}", "\u{F052}"];
/// Marks that mean a tick where nothing else is used in the table.
const HABITS: [&str; 9] = ["ü", "P", "v", "V", "1", "๑", "x", "X", "þ"];

/// Marks of the tick columns that are no known tick, where the table leaves no doubt.
pub(super) fn settle(table: &mut DataTable, standards: &Standards) {
    let columns: Vec<usize> = (0..table.columns.len())
        .filter(|at| table.columns[*at].column.is_some_and(|column| column.field.is_tick()))
        .collect();
    if columns.is_empty() {
        return;
    }
    let mut marks: BTreeSet<String> = BTreeSet::new();
    let (mut marked, mut twice) = (0, false);
    for row in table.rows.iter_mut().filter(|row| row.sort == RowSort::Item) {
        let mut in_row = 0;
        for at in &columns {
            let Some(cell) = row.cells.get_mut(*at) else { continue };
            if ONLY_TICKS.contains(&cell.value.trim()) {
                cell.value = TICK.to_owned();
            }
            let text = cell.value.trim();
            if !says_nothing(text) && standards.statuses.read_tick(text) != Some(false) {
                marks.insert(text.to_owned());
                in_row += 1;
            }
        }
        marked += usize::from(in_row > 0);
        twice |= in_row > 1;
    }
    let [mark] = marks.iter().collect::<Vec<_>>()[..] else { return };
    // A single mark in a whole table, at most one in a row: it can only mean "this one".
    if twice || marked < 3 || !HABITS.contains(&mark.as_str()) {
        return;
    }
    let mark = mark.clone();
    for row in table.rows.iter_mut().filter(|row| row.sort == RowSort::Item) {
        for at in &columns {
            if let Some(cell) = row.cells.get_mut(*at).filter(|cell| cell.value.trim() == mark) {
                cell.value = TICK.to_owned();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_make_ticks() {
        assert_eq!(by_font("Wingdings", "ü"), Some(TICK));
        assert_eq!(by_font("Wingdings", "\u{F0FC}"), Some(TICK));
        assert_eq!(by_font("Wingdings 2", "P"), Some(TICK));
        assert_eq!(by_font("Wingdings", "o"), Some(EMPTY_BOX));
        assert_eq!(by_font("TH SarabunPSK", "P"), None);
        assert_eq!(by_font("Wingdings", "Pass"), None);
    }
}
