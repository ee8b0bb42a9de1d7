//! What charts over fiscal years have in common: years without data stay in their places and say so, names stand where
//! they have room. Draws the columns of years, never what stands in them.

use super::canvas::px;
use super::sheet::{ChartSheet, KeyEntry, KeySign, NOTE, ScaleGrid, WrappedText, YEAR, at_middle};
use super::text::tenths;
use super::wording::ChartWording;
use super::{ChartCell, ChartHead};

/// More years than this are cut off at the oldest: no plan runs longer, and a typing fault may.
const MOST: usize = 20;

/// All years from the first to the last; `missing` makes those that `known` leaves out.
pub(super) fn every<Y: Copy>(known: &[Y], of: impl Fn(&Y) -> u16, missing: impl Fn(u16) -> Y) -> Vec<Y> {
    let (Some(first), Some(last)) = (known.iter().map(&of).min(), known.iter().map(&of).max()) else {
        return Vec::new();
    };
    let first = first.max(last.saturating_sub(MOST as u16 - 1));
    let find = |year| known.iter().find(|own| of(own) == year).copied();
    (first..=last).map(|year| find(year).unwrap_or_else(|| missing(year))).collect()
}

pub(super) fn key_of_missing(wording: ChartWording) -> KeyEntry {
    KeyEntry {
        sign: KeySign::Block("line-wait dotted"), text: wording.pick("ไม่มีข้อมูล", "No data").to_owned()
    }
}

/// The columns of a grid, one for each year.
pub(super) struct YearColumns<'g> {
    pub(super) grid: &'g ScaleGrid,
    pub(super) count: usize,
}

impl YearColumns<'_> {
    pub(super) fn slot(&self) -> i32 {
        self.grid.column(0, self.count).1
    }

    pub(super) fn middle(&self, at: usize) -> i32 {
        let (left, width) = self.grid.column(at, self.count);
        left + width / 2
    }

    /// Half of what is drawn in a column.
    pub(super) fn half(&self, at: usize) -> i32 {
        (self.grid.column(at, self.count).1 * 28 / 100).min(px(26))
    }

    /// Years that stand too close are named every second or third time, the last one always.
    pub(super) fn name(&self, sheet: &ChartSheet<'_>, at: usize, year: u16) {
        let slot = self.slot().max(1);
        let own = tenths(&sheet.wording.short_year(2566), YEAR.size, YEAR.weight) + px(6);
        let step = (own + slot - 1) / slot;
        if (self.count - 1 - at) as i32 % step == 0 {
            self.grid.name_column(sheet, self.middle(at), &sheet.wording.short_year(year));
        }
    }

    /// A dotted frame with what is missing, where there is room for words.
    pub(super) fn missing(&self, sheet: &ChartSheet<'_>, at: usize, words: &str) {
        let (middle, half, grid) = (self.middle(at), self.half(at), self.grid);
        let corners = [(middle - half, grid.top + px(4)), (middle + half, grid.bottom - 5)];
        sheet.block(corners[0], corners[1], "line-wait dotted", " rx=\"2\"", "");
        if half * 2 > px(46) {
            let lines = WrappedText::set(words, half * 2 - px(4), at_middle(NOTE), 2);
            sheet.lines((middle, grid.bottom - px(12) - lines.height()), &lines);
        }
    }
}

pub(super) fn head() -> ChartHead {
    ChartHead::word("ปีงบประมาณ", "Fiscal year", "fiscal_year")
}

pub(super) fn cell(year: u16, wording: ChartWording) -> ChartCell {
    ChartCell { shown: wording.year(year), raw: year.to_string(), href: None, of: None }
}
