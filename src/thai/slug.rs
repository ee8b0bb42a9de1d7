//! Anchors of headings and slugs of addresses that keep every Thai vowel and tone mark.
//! `char::is_alphanumeric` alone is false for ็ ่ ้ ๊ ๋ ์ ํ and would mangle most words.

use std::collections::HashMap;

use unicode_normalization::char::is_combining_mark;

use super::digits::to_arabic;
use super::spelling::repair;

/// The anchor of a heading, Thai digits as typed: "มิติ ๒: ตรวจสอบ" is `มิติ-๒-ตรวจสอบ`. Empty for text without letters.
pub fn anchor(text: &str) -> String {
    let repaired = repair(text);
    let mut anchor = String::with_capacity(repaired.len());
    let mut gap = false;
    for letter in repaired.chars() {
        // A mark on nothing would attach itself to the dash before it.
        let kept = is_kept(letter);
        let begins = kept && !((gap || anchor.is_empty()) && is_combining_mark(letter));
        if !begins {
            gap = gap || !kept;
            continue;
        }
        if gap && !anchor.is_empty() {
            anchor.push('-');
        }
        gap = false;
        match letter {
            // No script of one case has to be looked up.
            'ก'..='\u{e5b}' => anchor.push(letter),
            _ => anchor.extend(letter.to_lowercase()),
        }
    }
    // Lower-casing may leave composed letters apart (İ).
    repair(&anchor).into_owned()
}

/// An anchor with Arabic digits, for addresses that are typed and read out.
pub fn slug(text: &str) -> String {
    to_arabic(&anchor(text)).into_owned()
}

/// Whether two anchors mean the same place: `มิติ-๒` and `มิติ-2`.
pub fn same_anchor(left: &str, right: &str) -> bool {
    to_arabic(left) == to_arabic(right)
}

fn is_kept(letter: char) -> bool {
    matches!(letter, 'ก'..='\u{e3a}')
        || letter.is_alphanumeric()
        || is_combining_mark(letter)
        || matches!(letter, 'ฯ' | 'ๆ')
}

/// The anchors that a page has given out, and how often each was asked for.
#[derive(Clone, Debug, Default)]
pub struct Anchors(HashMap<String, usize>);

/// The base itself the first time, then `base-2`, `base-3`; an empty base becomes `ส่วน`.
pub fn unique(seen: &mut Anchors, base: &str) -> String {
    let base = if base.is_empty() { "ส่วน" } else { base };
    if !seen.0.contains_key(base) {
        seen.0.insert(base.to_owned(), 1);
        return base.to_owned();
    }
    loop {
        let count = seen.0.entry(base.to_owned()).or_insert(1);
        *count += 1;
        let candidate = format!("{base}-{count}");
        if !seen.0.contains_key(&candidate) {
            seen.0.insert(candidate.clone(), 1);
            return candidate;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_vowels_and_tone_marks() {
        assert_eq!(anchor("มิติ ๒: การป้องกันที่ดี (ปี 2564)"), "มิติ-๒-การป้องกันที่ดี-ปี-2564");
        assert_eq!(anchor("เเผนนํ้า"), "แผนน้ำ");
        assert_eq!(anchor("ITA & OIT ฯลฯ ต่างๆ"), "ita-oit-ฯลฯ-ต่างๆ");
        assert_eq!(anchor("1.1.1 กิจกรรม"), "1-1-1-กิจกรรม");
        assert_eq!(anchor(" -?- "), "");
        assert_eq!(anchor("ก. ่ข"), "ก-ข");
        assert_eq!(slug("มิติ ๒"), "มิติ-2");
        assert!(same_anchor("มิติ-๒", "มิติ-2"));
    }

    #[test]
    fn gives_each_heading_its_own_anchor() {
        let mut seen = Anchors::default();
        let given: Vec<String> = ["ผล", "ผล", "ผล-2", "ผล", ""].iter().map(|base| unique(&mut seen, base)).collect();
        assert_eq!(given, ["ผล", "ผล-2", "ผล-2-2", "ผล-3", "ส่วน"]);
    }
}
