//! Word's own numbers: they stand in no text, only in the lists' definitions. Thai digits, Thai letters and Thai words are
//! written as Word shows them. Knows no paragraph.

use std::collections::BTreeMap;

use crate::source::attachment::{XmlNode, attribute, walk};
use crate::thai::to_thai;

/// The list and level that a paragraph names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListLevel {
    pub list: u32,
    pub level: u8,
}

#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    /// `%1.%2)`.
    text: String,
    start: u32,
}

#[derive(Clone, Debug, Default)]
pub struct Numbering {
    levels: BTreeMap<(u32, u8), Level>,
    /// List → its definition.
    lists: BTreeMap<u32, u32>,
    starts: BTreeMap<(u32, u8), u32>,
    /// By definition, so that lists of one definition count on; by list where it starts anew.
    counters: BTreeMap<(u32, bool), BTreeMap<u8, u32>>,
}

impl Numbering {
    pub fn read(part: &[u8]) -> Self {
        let mut numbering = Self::default();
        let (mut definition, mut list, mut level) = (None::<u32>, None::<u32>, 0_u8);
        let number = |value: Option<String>| value.and_then(|it| it.parse::<u32>().ok());
        walk(part, |node| match node {
            XmlNode::Open("abstractNum", tag) => (definition, list) = (number(attribute(tag, "abstractNumId")), None),
            XmlNode::Open("num", tag) => (list, definition) = (number(attribute(tag, "numId")), None),
            XmlNode::Open("abstractNumId", tag) => {
                if let (Some(list), Some(of)) = (list, number(attribute(tag, "val"))) {
                    numbering.lists.insert(list, of);
                }
            }
            XmlNode::Open("lvl" | "lvlOverride", tag) => {
                level = attribute(tag, "ilvl").and_then(|it| it.parse().ok()).unwrap_or(0);
            }
            XmlNode::Open("startOverride", tag) => {
                if let (Some(list), Some(start)) = (list, number(attribute(tag, "val"))) {
                    numbering.starts.insert((list, level), start);
                }
            }
            XmlNode::Open("start", tag) => {
                if let Some(definition) = definition {
                    numbering.levels.entry((definition, level)).or_default().start =
                        number(attribute(tag, "val")).unwrap_or(1);
                }
            }
            XmlNode::Open("numFmt", tag) => {
                if let Some(definition) = definition {
                    numbering.levels.entry((definition, level)).or_default().format =
                        attribute(tag, "val").unwrap_or_default();
                }
            }
            XmlNode::Open("lvlText", tag) => {
                if let Some(definition) = definition {
                    numbering.levels.entry((definition, level)).or_default().text =
                        attribute(tag, "val").unwrap_or_default();
                }
            }
            _ => {}
        });
        numbering
    }

    /// The number of the next paragraph of that list and level; `-` for a bullet.
    pub fn next(&mut self, place: ListLevel) -> Option<String> {
        let definition = *self.lists.get(&place.list)?;
        let level = self.levels.get(&(definition, place.level))?.clone();
        let restarts = (0..9).any(|level| self.starts.contains_key(&(place.list, level)));
        let key = if restarts { (place.list, true) } else { (definition, false) };
        let start_of = |level: u8| {
            let stated = self.starts.get(&(place.list, level)).copied();
            stated.or_else(|| self.levels.get(&(definition, level)).map(|it| it.start)).unwrap_or(1)
        };
        let starts: Vec<u32> = (0..9).map(start_of).collect();
        let counters = self.counters.entry(key).or_default();
        let start = starts.get(usize::from(place.level)).copied().unwrap_or(1);
        let now = counters.get(&place.level).map_or(start, |last| last.saturating_add(1));
        counters.insert(place.level, now);
        counters.retain(|level, _| *level <= place.level);
        if level.format == "bullet" {
            return Some("-".to_owned());
        }
        if level.format == "none" {
            return None;
        }
        let mut label = level.text.clone();
        for depth in 0..9_u8 {
            let mark = format!("%{}", depth + 1);
            if label.contains(&mark) {
                let value = counters
                    .get(&depth)
                    .copied()
                    .unwrap_or_else(|| starts.get(usize::from(depth)).copied().unwrap_or(1));
                let format = self.levels.get(&(definition, depth)).map_or("decimal", |it| it.format.as_str());
                label = label.replace(&mark, &shown(value, format));
            }
        }
        Some(label).filter(|label| !label.trim().is_empty())
    }
}

fn shown(value: u32, format: &str) -> String {
    match format {
        "thaiNumbers" => to_thai(&value.to_string()).into_owned(),
        "thaiLetters" => letter(value, &THAI_LETTERS),
        "thaiCounting" => words(value),
        "lowerLetter" => letter(value, &LATIN),
        "upperLetter" => letter(value, &LATIN).to_uppercase(),
        "lowerRoman" => roman(value).to_lowercase(),
        "upperRoman" => roman(value),
        "decimalZero" => format!("{value:02}"),
        _ => value.to_string(),
    }
}

/// Without ฃ and ฅ, as Word counts.
const THAI_LETTERS: [char; 42] = [
    'ก', 'ข', 'ค', 'ฆ', 'ง', 'จ', 'ฉ', 'ช', 'ซ', 'ฌ', 'ญ', 'ฎ', 'ฏ', 'ฐ', 'ฑ', 'ฒ', 'ณ', 'ด', 'ต', 'ถ', 'ท', 'ธ', 'น',
    'บ', 'ป', 'ผ', 'ฝ', 'พ', 'ฟ', 'ภ', 'ม', 'ย', 'ร', 'ล', 'ว', 'ศ', 'ษ', 'ส', 'ห', 'ฬ', 'อ', 'ฮ',
];
const LATIN: [char; 26] = [
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
    'x', 'y', 'z',
];

/// After the last letter come the letters doubled.
fn letter(value: u32, letters: &[char]) -> String {
    let value = value.max(1) as usize - 1;
    let times = (value / letters.len()).min(8) + 1;
    std::iter::repeat_n(letters[value % letters.len()], times).collect()
}

fn roman(value: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = value.min(4999);
    let mut out = String::new();
    for (worth, sign) in PARTS {
        while left >= worth {
            out.push_str(sign);
            left -= worth;
        }
    }
    out
}

/// Up to ninety-nine; larger ones as digits.
fn words(value: u32) -> String {
    const ONES: [&str; 10] = ["", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"];
    if value == 0 || value > 99 {
        return to_thai(&value.to_string()).into_owned();
    }
    let (tens, ones) = ((value / 10) as usize, (value % 10) as usize);
    let tens_word = match tens {
        0 => String::new(),
        1 => "สิบ".to_owned(),
        2 => "ยี่สิบ".to_owned(),
        _ => format!("{}สิบ", ONES[tens]),
    };
    let ones_word = if ones == 1 && tens > 0 { "เอ็ด" } else { ONES[ones] };
    format!("{tens_word}{ones_word}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_word_shows_them() {
        assert_eq!(shown(12, "thaiNumbers"), "๑๒");
        assert_eq!(shown(1, "thaiLetters"), "ก");
        assert_eq!(shown(21, "thaiCounting"), "ยี่สิบเอ็ด");
        assert_eq!(shown(4, "lowerRoman"), "iv");
    }
}
