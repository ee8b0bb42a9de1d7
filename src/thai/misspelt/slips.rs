//! What is written for what: pairs that are known (`pairs.txt`), and what a slip of a single letter costs.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::lexicon::code;

/// A wrong form that is known, with the right one.
pub(super) struct Pair {
    pub wrong: Vec<u8>,
    pub right: String,
}

/// The pairs by the first two letters of the wrong form.
pub(super) fn pairs_at(first: u8, second: u8) -> &'static [Pair] {
    static PAIRS: OnceLock<HashMap<(u8, u8), Vec<Pair>>> = OnceLock::new();
    let pairs = PAIRS.get_or_init(|| {
        let mut pairs: HashMap<(u8, u8), Vec<Pair>> = HashMap::new();
        for line in include_str!("pairs.txt").lines().filter(|line| !line.starts_with('#')) {
            let Some((wrong, right)) = line.split_once(' ') else { continue };
            let wrong: Vec<u8> = wrong.chars().map(code).collect();
            let [first, second, ..] = wrong.as_slice() else { continue };
            pairs.entry((*first, *second)).or_default().push(Pair { right: right.to_owned(), wrong });
        }
        pairs
    });
    pairs.get(&(first, second)).map_or(&[], Vec::as_slice)
}

/// What costs are counted in: a sixth of what halves, as in `words.bin` (6 to the natural logarithm).
pub(super) const KNOWN: u32 = 6;

/// Letters that sound or look alike.
const ALIKE: &[&str] = &[
    "ศษสซ",
    "ณนญ",
    "ฎฏ",
    "ดฎ",
    "ตฏ",
    "ฐถ",
    "ฑทธฒ",
    "ญย",
    "ภพผ",
    "พฟผฝ",
    "ขคฆ",
    "ขช",
    "ซช",
    "คด",
    "ดต",
    "คต",
    "จช",
    "ชฌ",
    "รลฬ",
    "บป",
    "ไใ",
    "เแ",
    "ิีึื",
    "ุู",
    "นม",
    "ทฑ",
    "กถภ",
    "ลส",
    "อฮ",
    "บษ",
    "หท",
    "จฉ",
    "รธ",
];

const TONES: &str = "่้๊๋็์ํ";
const MARKS: &str = "ัิีึืฺุู่้๊๋็์ํ";
/// Letters that are left out, with what each costs.
const LEFT_OUT: &[(&str, u32)] = &[(TONES, 18), ("ัิีึืฺุูะ", 24), ("ราวนอกมงยสบทดตลคพหจปชขถผเแโไใ", 32)];

/// What is done to letters, looked up by their codes.
struct SlipTable {
    /// What may have been meant by a written letter, with what it costs.
    instead: Vec<Vec<(u8, u32)>>,
    left_out: Vec<(u8, u32)>,
    tones: Vec<u8>,
    marks: Vec<u8>,
}

fn table() -> &'static SlipTable {
    static TABLE: OnceLock<SlipTable> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut instead: Vec<Vec<(u8, u32)>> = vec![Vec::new(); 96];
        let groups = ALIKE.iter().map(|group| (*group, 20)).chain([(TONES, 18), (MARKS, 30)]);
        for (group, cost) in groups {
            for (written, meant) in group.chars().flat_map(|written| group.chars().map(move |meant| (written, meant))) {
                let known = &mut instead[usize::from(code(written))];
                if written != meant && !known.iter().any(|(letter, _)| *letter == code(meant)) {
                    known.push((code(meant), cost));
                }
            }
        }
        let left_out = LEFT_OUT.iter().flat_map(|(letters, cost)| letters.chars().map(|letter| (code(letter), *cost)));
        SlipTable {
            instead,
            left_out: left_out.collect(),
            tones: TONES.chars().map(code).collect(),
            marks: MARKS.chars().chain(['ะ']).map(code).collect(),
        }
    })
}

/// What may have been meant by a letter.
pub(super) fn instead(written: u8) -> &'static [(u8, u32)] {
    table().instead.get(usize::from(written)).map_or(&[], Vec::as_slice)
}

/// What may have been left out.
pub(super) fn left_out() -> &'static [(u8, u32)] {
    &table().left_out
}

/// A letter that is written and was not meant, beside those around it.
pub(super) fn of_insertion(written: u8, before: Option<u8>, after: Option<u8>) -> u32 {
    let table = table();
    if before == Some(written) || after == Some(written) {
        16
    } else if table.tones.contains(&written) {
        20
    } else if table.marks.contains(&written) {
        24
    } else {
        40
    }
}

pub(super) const TRANSPOSED: u32 = 24;
