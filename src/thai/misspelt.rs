//! Words spelt wrong: what stands in a text is read as words, and where a slip of the pen explains it far better than
//! the words themselves do, the word that was meant is told. Knows letters and words alone, no document and no names.
//! `lexicon` holds the words and how frequent they are, `slips` what is written for what, `reading` weighs the two;
//! `scattered` gathers signs that reading a printed page back put elsewhere.

mod lexicon;
mod reading;
mod scattered;
mod scattered_walk;
mod slips;

use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

pub use scattered::{GatheredText, Scattering, gather, impossible, may_be_late};

/// A word written wrong, with the word that was most likely meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misspelling {
    pub range: Range<usize>,
    pub right: String,
    /// By how much the slip explains the text better than its own words: a warning's worth, or a remark's.
    pub certain: bool,
    /// A form that is known to be wrong, and what it is wrong for.
    pub known: bool,
}

/// Words after which a name follows, that no dictionary knows.
const NAMES_FOLLOW: &[&str] = &[
    "บ้าน",
    "หมู่บ้าน",
    "ตำบล",
    "อำเภอ",
    "จังหวัด",
    "วัด",
    "ถนน",
    "ซอย",
    "คลอง",
    "ห้วย",
    "หนอง",
    "แม่น้ำ",
    "ลำห้วย",
    "ลุ่มน้ำ",
    "โรงเรียน",
    "ชุมชน",
    "บริษัท",
    "ร้าน",
    "ดอย",
    "เกาะ",
    "สะพาน",
    "เทศบาลตำบล",
    "เทศบาลเมือง",
    "เทศบาลนคร",
    "องค์การบริหารส่วนตำบล",
    "ทุ่ง",
    "บึง",
    "อ่างเก็บน้ำ",
    "ดอน",
    "โคก",
    "โนน",
    "โพน",
    "นิคม",
    "ห้างหุ้นส่วนจำกัด",
    "ตระกูล",
    "นามสกุล",
    "สกุล",
    "ยี่ห้อ",
    "เมือง",
    "พระ",
    "หลวงพ่อ",
    "หลวงปู่",
    "อาจารย์",
    "หมู่",
];

/// Titles, after which a first and a last name follow.
const TITLES: &[&str] = &[
    "นาย",
    "นาง",
    "นางสาว",
    "น.ส.",
    "เด็กชาย",
    "เด็กหญิง",
    "ด.ช.",
    "ด.ญ.",
    "คุณ",
    "ดร.",
    "ว่าที่ร้อยตรี",
    "สิบเอก",
    "จ่าเอก",
    "จ.อ.",
    "ส.อ.",
    "ร.ต.",
    "พันจ่าเอก",
    "ร้อยตรี",
];

/// Every word of the text that is surely or probably written wrong, in order.
pub fn misspellings(text: &str) -> Vec<Misspelling> {
    let mut found = Vec::new();
    for run in runs(text) {
        if !is_clean(&text[run.clone()]) {
            let before = found.len();
            reading::read(&text[run.clone()], run.start, &mut found);
            if found.len() == before {
                remember(&text[run]);
            }
        }
    }
    found.retain(|word: &Misspelling| word.known || !is_in_a_name(&text[..word.range.start]));
    found
}

/// How far from its title a last name may begin, in letters.
const NAME: usize = 26;

fn is_in_a_name(before: &str) -> bool {
    let from = before.char_indices().rev().take(NAME).last().map_or(0, |(at, _)| at);
    let near = &before[from..];
    let begins = |at: usize| !near[..at].ends_with(is_letter);
    TITLES.iter().any(|title| near.match_indices(title).any(|(at, _)| begins(at)))
}

/// As many runs are remembered, so that what is printed a hundred times is read once.
const REMEMBERED: usize = 1 << 17;

thread_local! {
    /// Runs without a fault, by their hash: nothing but time is lost or won by it.
    static CLEAN: RefCell<HashSet<u64, BuildHasherDefault<KeyHasher>>> = RefCell::default();
}

/// Keys are hashes already.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Eight bytes at a time, each mixed into the whole product of what is there already.
fn key(run: &str) -> u64 {
    let mixed = |key: u64, word: u64| {
        let product = u128::from(key ^ word) * u128::from(0x9e37_79b9_7f4a_7c15_u64);
        product as u64 ^ (product >> 64) as u64
    };
    let (words, rest) = run.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
    let words = words.iter().chain([&last]).map(|word| u64::from_le_bytes(*word));
    words.fold(run.len() as u64 ^ 0x2545_f491_4f6c_dd1d, mixed)
}

fn is_clean(run: &str) -> bool {
    CLEAN.with_borrow(|clean| clean.contains(&key(run)))
}

fn remember(run: &str) {
    CLEAN.with_borrow_mut(|clean| {
        if clean.len() >= REMEMBERED {
            clean.clear();
        }
        clean.insert(key(run));
    });
}

/// Runs of Thai letters. A letter that begins no word (the rest of an abbreviation) goes with what is before it.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(is_letter)?;
            let end = end_of_letters(text, start);
            at = end;
            // Fewer than four letters tell nothing, and one that touches another script is not whole.
            let touches = text[..start].ends_with(|letter: char| letter.is_ascii_alphabetic())
                || text[end..].starts_with(|letter: char| letter.is_ascii_alphabetic());
            if end - start >= 4 * 3 && !touches {
                return Some(start..end);
            }
        }
    })
}

/// Where letters end that go on from a place between two letters. By bytes, of which each Thai letter has three.
fn end_of_letters(text: &str, start: usize) -> usize {
    let (letters, _) = text.as_bytes().get(start..).unwrap_or_default().as_chunks::<3>();
    let is_letter = |letter: &&[u8; 3]| match letter {
        [0xE0, 0xB8, third] => matches!(third, 0x81..=0xBA) && *third != 0xAF,
        [0xE0, 0xB9, third] => matches!(third, 0x80..=0x8D) && *third != 0x86,
        _ => false,
    };
    start + 3 * letters.iter().take_while(is_letter).count()
}

fn is_letter(letter: char) -> bool {
    ('ก'..='ฺ').contains(&letter) && letter != 'ฯ' || ('เ'..='ํ').contains(&letter) && letter != 'ๆ'
}
