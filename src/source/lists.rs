//! `๑. หนึ่ง` at a line's start becomes an ordered list for the Markdown parser, without losing the author's positions.
//! Owns the rewritten text and the way back to the original offsets.

use std::borrow::Cow;

use crate::thai;

/// Markdown as the parser sees it, and how its positions lead back to the author's file.
pub struct Mapped<'a> {
    pub text: Cow<'a, str>,
    /// (position after a change in the new text, bytes to add to come back); sorted.
    shifts: Vec<(usize, usize)>,
    /// Where a Thai-numbered list item begins, in the new text; sorted.
    thai_items: Vec<usize>,
    base: usize,
}

impl<'a> Mapped<'a> {
    /// `base` is where `text` begins in the file.
    pub fn new(text: &'a str, base: usize) -> Self {
        let mut mapped = Self { text: Cow::Borrowed(text), shifts: Vec::new(), thai_items: Vec::new(), base };
        // Thai digits are E0 B9 90…99: without the two first bytes there is nothing to do.
        if !text.contains(['๐', '๑', '๒', '๓', '๔', '๕', '๖', '๗', '๘', '๙']) {
            return mapped;
        }
        let mut out = String::new();
        let mut copied = 0;
        let mut removed = 0;
        let mut fenced = false;
        let mut line_start = 0;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim_start_matches(' ');
            if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
                fenced = !fenced;
            } else if !fenced && let Some(digits) = thai_marker(trimmed) {
                let start = line_start + (line.len() - trimmed.len());
                out.push_str(&text[copied..start]);
                mapped.thai_items.push(out.len());
                let number = thai::to_arabic(&text[start..start + digits]);
                out.push_str(&number);
                removed += digits - number.len();
                mapped.shifts.push((out.len(), removed));
                copied = start + digits;
            }
            line_start += line.len();
        }
        if copied > 0 {
            out.push_str(&text[copied..]);
            mapped.text = Cow::Owned(out);
        }
        mapped
    }

    /// The position in the author's file.
    pub fn original(&self, position: usize) -> usize {
        let after = self.shifts.partition_point(|(at, _)| *at <= position);
        let shift = if after == 0 { 0 } else { self.shifts[after - 1].1 };
        self.base + position + shift
    }

    /// Whether the list item that begins here was numbered in Thai.
    pub fn is_thai_item(&self, position: usize) -> bool {
        self.thai_items.binary_search(&position).is_ok()
    }
}

/// The length of the Thai digits if `line` begins with an ordered-list marker such as `๑. ` or `๑๒) `.
fn thai_marker(line: &str) -> Option<usize> {
    let digits = line.find(|c: char| !thai::digits::is_thai_digit(c))?;
    if digits == 0 || digits > 4 * 3 {
        return None;
    }
    let rest = &line[digits..];
    let rest = rest.strip_prefix('.').or_else(|| rest.strip_prefix(')'))?;
    rest.starts_with([' ', '\t']).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thai_numbers_become_list_markers_and_positions_come_back() {
        let text = "ก\n๑. หนึ่ง\n๑๐. สิบ\n";
        let mapped = Mapped::new(text, 7);
        assert_eq!(mapped.text, "ก\n1. หนึ่ง\n10. สิบ\n");
        let new = mapped.text.find("สิบ").unwrap();
        assert_eq!(mapped.original(new), 7 + text.find("สิบ").unwrap());
        assert!(mapped.is_thai_item(mapped.text.find("10.").unwrap()));
    }

    #[test]
    fn sub_numbers_and_code_stay() {
        let text = "๑.๑ โครงการ\n```\n๑. x\n```\n";
        assert_eq!(Mapped::new(text, 0).text, text);
    }
}
