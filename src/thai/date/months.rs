//! The names of the months: long, short, English, and the misspellings that people commonly type.
//! Tables only; what surrounds a month is read elsewhere.

use std::sync::OnceLock;

pub const LONG: [&str; 12] = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
];

pub const SHORT: [&str; 12] =
    ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."];

pub const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Typed often enough to be read without asking.
const MISSPELT: [(&str, u8); 17] = [
    ("มกรคม", 1),
    ("มกรากคม", 1),
    ("กุมภาพันธุ์", 2),
    ("กุมภาพันธ", 2),
    ("กุมภาพัน", 2),
    ("กุมพาพันธ์", 2),
    ("กุมภาพันร์", 2),
    ("มินาคม", 3),
    ("เมษยน", 4),
    ("เมษษายน", 4),
    ("เมศายน", 4),
    ("พฤกษภาคม", 5),
    ("พฤศภาคม", 5),
    ("กรกฏาคม", 7),
    ("กรกฎคม", 7),
    ("พฤษจิกายน", 11),
    ("พฤศิจกายน", 11),
];

/// A month's name found at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedMonth {
    pub number: u32,
    /// Bytes that the name takes.
    pub width: usize,
    pub abbreviated: bool,
    pub in_english: bool,
}

struct Spelling {
    text: String,
    month: u8,
    abbreviated: bool,
    in_english: bool,
}

/// Every accepted spelling, the longest first, so that "ม.ค." wins over "ม.ค".
fn spellings() -> &'static [Spelling] {
    static SPELLINGS: OnceLock<Vec<Spelling>> = OnceLock::new();
    SPELLINGS.get_or_init(|| {
        let mut all = Vec::new();
        let mut add = |text: String, month: u8, abbreviated: bool, in_english: bool| {
            all.push(Spelling { text, month, abbreviated, in_english });
        };
        for month in 1..=12 {
            add(long(month).to_owned(), month, false, false);
            let dotted = short(month);
            add(dotted.to_owned(), month, true, false);
            add(dotted.trim_end_matches('.').to_owned(), month, true, false);
            add(dotted.replacen('.', ". ", 1), month, true, false);
            add(dotted.replace('.', ""), month, true, false);
            add(format!("{}.", dotted.replace('.', "")), month, true, false);
            let name = english(month);
            add(name.to_owned(), month, false, true);
            let first_three: String = name.chars().take(3).collect();
            add(format!("{first_three}."), month, true, true);
            add(first_three, month, true, true);
        }
        add("Sept.".to_owned(), 9, true, true);
        add("Sept".to_owned(), 9, true, true);
        for (text, month) in MISSPELT {
            add(text.to_owned(), month, false, false);
        }
        all.sort_by_key(|spelling| std::cmp::Reverse(spelling.text.len()));
        all
    })
}

/// Tells the first letters of texts apart: a Thai letter by its third byte, a Latin one whatever its case.
fn first_letter(text: &str) -> Option<usize> {
    match text.as_bytes() {
        [0xE0, _, third, ..] => Some(usize::from(*third)),
        [letter, ..] if letter.is_ascii_alphabetic() => Some(usize::from(letter.to_ascii_lowercase())),
        _ => None,
    }
}

/// Whether any spelling begins with such a letter.
fn may_begin(text: &str) -> bool {
    static FIRST: OnceLock<[bool; 256]> = OnceLock::new();
    let known = FIRST.get_or_init(|| {
        let mut known = [false; 256];
        spellings().iter().filter_map(|spelling| first_letter(&spelling.text)).for_each(|first| known[first] = true);
        known
    });
    first_letter(text).and_then(|first| known.get(first)) == Some(&true)
}

/// The month whose name begins the text, in any accepted spelling.
pub fn at_start(text: &str) -> Option<NamedMonth> {
    if !may_begin(text) || !text.starts_with(char::is_alphabetic) {
        return None;
    }
    spellings().iter().find_map(|spelling| {
        let width = spelling.text.len();
        let head = text.get(..width)?;
        let after = text.get(width..)?.chars().next();
        let found = if spelling.in_english {
            head.eq_ignore_ascii_case(&spelling.text) && !after.is_some_and(|letter| letter.is_ascii_alphabetic())
        } else {
            // A mark after the name belongs to its last letter: another word.
            head == spelling.text && !after.is_some_and(crate::thai::segment::is_mark)
        };
        found.then_some(NamedMonth {
            number: u32::from(spelling.month),
            width,
            abbreviated: spelling.abbreviated,
            in_english: spelling.in_english,
        })
    })
}

pub fn long(month: u8) -> &'static str {
    name(&LONG, month)
}

pub fn short(month: u8) -> &'static str {
    name(&SHORT, month)
}

pub fn english(month: u8) -> &'static str {
    name(&ENGLISH, month)
}

fn name(table: &'static [&'static str; 12], month: u8) -> &'static str {
    table.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("")
}
