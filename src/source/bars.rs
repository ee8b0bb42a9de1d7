//! The bars of a Markdown table row as its author typed them: the parser pads and cuts rows without a word.
//! Knows one line of text and nothing else.

use crate::finding::{Finding, code};
use crate::span::Span;

/// Where the bars of a row stand, an outer bar added where the author left it out; `\|` is a letter of its cell.
pub fn bars(row: &str) -> Vec<usize> {
    let trimmed = row.trim_end();
    let begin = trimmed.len() - trimmed.trim_start().len();
    let mut bars: Vec<usize> = Vec::new();
    let mut escaped = false;
    for (at, byte) in trimmed.bytes().enumerate().skip(begin) {
        if byte == b'|' && !escaped {
            bars.push(at);
        }
        escaped = byte == b'\\' && !escaped;
    }
    if bars.first() != Some(&begin) {
        bars.insert(0, begin);
    }
    if bars.last().is_none_or(|last| *last + 1 != trimmed.len()) {
        bars.push(trimmed.len());
    }
    bars
}

/// Markdown drops what stands beyond the last head; nobody would miss it on the page.
pub fn lost_cells(span: Span, written: usize, heads: usize) -> Finding {
    Finding::of(code::S033, span, format!("แถวนี้มี {written} ช่อง แต่หัวตารางมี {heads} ช่อง ส่วนที่เกินจะไม่ขึ้นเว็บ"))
        .english("row has more cells than the head")
        .label("ส่วนที่เกิน")
        .help("ลบเครื่องหมาย | ที่เกินมา หรือเพิ่มหัวคอลัมน์ ถ้า | เป็นส่วนของข้อความให้เขียน `\\|`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outer_bars_are_added_and_escaped_ones_are_letters() {
        assert_eq!(bars("| a | b |\n").len(), 3);
        assert_eq!(bars("a | b").len(), 3);
        assert_eq!(bars("| a \\| b | c |").len(), 3);
        assert_eq!(bars("| a | b | c").len(), 4);
    }
}
