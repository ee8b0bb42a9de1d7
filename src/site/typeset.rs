//! Thai prose set as an office would set it: words that a browser would cut are held together, numbers stay with what
//! they count, digits follow the site. Works on finished HTML and touches text alone, never tags or entities.

use std::borrow::Cow;

use crate::thai::segment::fragile_words;
use crate::thai::{Digits, digits};

/// Before a number: "ข้อ ๓", "ที่ ๗๕/๒๕๖๐".
const BEFORE_NUMBER: &[&str] =
    &["พ.ศ.", "ค.ศ.", "ที่", "ข้อ", "รอบ", "มาตรา", "ปี", "ปีงบประมาณ", "หมู่", "เลขที่", "วันที่", "เดือน"];
/// After a number: "๔ ปี".
const AFTER_NUMBER: &[&str] =
    &["ปี", "เดือน", "วัน", "บาท", "ข้อ", "คน", "เรื่อง", "รายการ", "แห่ง", "ฉบับ", "ครั้ง", "โครงการ", "กิจกรรม", "มิติ", "น."];

/// The HTML of an official paper.
pub fn official(html: &str, digits: Digits) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let mut rest = html;
    // Inside `<code>` and `<pre>` every sign is meant as it stands.
    let mut literal = 0_usize;
    while let Some(at) = rest.find(['<', '&']) {
        set(&mut out, &rest[..at], digits, literal > 0);
        let end = if rest[at..].starts_with('<') {
            rest[at..].find('>')
        } else {
            rest[at..].find(';').filter(|width| *width <= 10)
        };
        let end = end.map_or(at + 1, |width| at + width + 1);
        let tag = &rest[at..end];
        if tag.starts_with("<code") || tag.starts_with("<pre") {
            literal += 1;
        } else if tag.starts_with("</code") || tag.starts_with("</pre") {
            literal = literal.saturating_sub(1);
        }
        out.push_str(tag);
        rest = &rest[end..];
    }
    set(&mut out, rest, digits, literal > 0);
    out
}

/// Plain text, escaped on the way.
pub fn official_text(text: &str, digits: Digits) -> String {
    official(&crate::escape::html(text), digits)
}

fn set(out: &mut String, text: &str, digits: Digits, literal: bool) {
    if literal || text.trim().is_empty() {
        out.push_str(text);
        return;
    }
    let text = with_digits(text, digits);
    let text = with_firm_spaces_around(&text, |_| false);
    let mut from = 0;
    for word in fragile_words(&text) {
        out.push_str(&text[from..word.start]);
        // The space after a word is where the line may end.
        let body = text[word.clone()].trim_end_matches(' ');
        out.push_str("<span class=\"nobr\">");
        out.push_str(body);
        out.push_str("</span>");
        from = word.start + body.len();
    }
    out.push_str(&text[from..]);
}

/// Digits of a token with Latin letters belong to a name: COVID-19, 2569/o24, an address.
pub fn with_digits(text: &str, shown: Digits) -> String {
    let mut out = String::with_capacity(text.len());
    for token in text.split_inclusive(char::is_whitespace) {
        let is_name = token.contains(|letter: char| letter.is_ascii_alphabetic() || letter == '@');
        if is_name { out.push_str(token) } else { out.push_str(&shown.show(token)) }
    }
    out
}

/// Spaces at which a line must not end become firm.
pub fn with_firm_spaces(text: &str) -> String {
    with_firm_spaces_around(text, |_| false).into_owned()
}

/// The same in a text with letters that nobody sees.
pub fn with_firm_spaces_around(text: &str, unseen: impl Fn(char) -> bool + Copy) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b' ', bytes).filter(|at| may_be_firm(bytes, *at)) {
        let (before, after) = (text[..at].trim_end_matches(unseen), text[at + 1..].trim_start_matches(unseen));
        // "๑๒ เดือน" is whole: what is counted next begins anew.
        let is_counted = |rest: &str| rest.trim_end_matches([' ', '\u{a0}']).ends_with(digits::is_digit);
        let leads_number = |word: &&str| {
            before.strip_suffix(*word).is_some_and(|rest| !(AFTER_NUMBER.contains(word) && is_counted(rest)))
        };
        let number_follows = after.starts_with(digits::is_digit);
        let dash_follows = after.starts_with(['-', '–', '—']);
        let is_firm = (number_follows && BEFORE_NUMBER.iter().any(leads_number))
            || (dash_follows && !before.is_empty())
            || (before.ends_with(digits::is_digit) && AFTER_NUMBER.iter().any(|word| after.starts_with(word)));
        if is_firm {
            out.push_str(&text[copied..at]);
            out.push('\u{a0}');
            copied = at + 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Whether a digit, a dash or a letter that nobody sees stands beside a space: told by bytes, because most have none.
fn may_be_firm(bytes: &[u8], at: usize) -> bool {
    let (before, after) = (bytes.get(..at).unwrap_or_default(), bytes.get(at + 1..).unwrap_or_default());
    let ahead = matches!(after, [b'0'..=b'9' | b'-' | 0xe2 | 0xf4, ..] | [0xe0, 0xb9, 0x90..=0x99, ..]);
    ahead || matches!(before, [.., b'0'..=b'9'] | [.., 0xb9, 0x90..=0x99] | [.., 0xf4, _, _, _])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_held_together_and_tags_left_alone() {
        let html = "<p>จึงเผยแพร่ <a href=\"เผยแพร่-2564\">ผล 2 เรื่อง</a> &#39;เผยแพร่&#39;</p>";
        assert_eq!(
            official(html, Digits::Thai),
            "<p>จึง<span class=\"nobr\">เผยแพร่</span> <a href=\"เผยแพร่-2564\">ผล ๒\u{a0}เรื่อง</a> \
             &#39;<span class=\"nobr\">เผยแพร่</span>&#39;</p>"
        );
    }

    #[test]
    fn a_figure_and_the_next_are_two() {
        let text = "๒๕๖๗ รอบ ๖ เดือน ๒๒,๕๐๐ บาท วันที่ ๔ ปี ๒๕๖๗";
        let firm = "๒๕๖๗ รอบ\u{a0}๖\u{a0}เดือน ๒๒,๕๐๐\u{a0}บาท วันที่\u{a0}๔\u{a0}ปี ๒๕๖๗";
        assert_eq!(with_firm_spaces(text), firm);
    }

    #[test]
    fn spaces_are_firm_among_letters_that_nobody_sees() {
        let unseen = |letter: char| letter == '\u{10ff00}';
        let set = |text: &str| with_firm_spaces_around(text, unseen).into_owned();
        assert_eq!(set("ข้อ\u{10ff00} \u{10ff00}๓"), "ข้อ\u{10ff00}\u{a0}\u{10ff00}๓");
        assert_eq!(set("๔\u{10ff00} วัน – 3 คน ก ข"), "๔\u{10ff00}\u{a0}วัน\u{a0}– 3\u{a0}คน ก ข");
    }

    #[test]
    fn digits_of_names_stay() {
        assert_eq!(
            official("ปี 2564 COVID-19 e-PlanNACC <code>75/2560</code>", Digits::Thai),
            "ปี\u{a0}๒๕๖๔ COVID-19 e-PlanNACC <code>75/2560</code>"
        );
        assert_eq!(official("๒๕๖๑ - ๒๕๖๔", Digits::Thai), "๒๕๖๑\u{a0}- ๒๕๖๔");
        assert_eq!(official("a < b & c", Digits::Arabic), "a < b & c");
    }
}
