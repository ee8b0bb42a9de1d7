//! Mends how Thai was typed, never what it says: composed forms, the order of marks, doubled marks, invisible characters.
//! Clean text, which is nearly all of it, is recognised in one pass and returned as it is.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

const SARA_A: char = 'า';
const SARA_AM: char = 'ำ';
const NIKHAHIT: char = '\u{e4d}';

/// One kind of typing fault that `repair` mends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// An invisible character of no width.
    ZeroWidth,
    /// A space that does not break.
    NoBreakSpace,
    /// เเ typed for แ.
    DoubledE,
    /// ํ and า typed for ำ.
    SplitAm,
    /// The same mark twice on a letter.
    DoubledMark,
    /// A tone mark before its vowel.
    MarkOrder,
    /// Not in the composed normal form (NFC).
    Decomposed,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroWidth => "มีอักขระที่มองไม่เห็น (ความกว้างศูนย์)",
            Self::NoBreakSpace => "เว้นวรรคเป็นชนิดที่ไม่ยอมให้ตัดบรรทัด",
            Self::DoubledE => "พิมพ์ เ สองตัวแทน แ",
            Self::SplitAm => "พิมพ์ ํ กับ า แยกกันแทน ำ",
            Self::DoubledMark => "พิมพ์สระหรือวรรณยุกต์ซ้ำ",
            Self::MarkOrder => "พิมพ์วรรณยุกต์ก่อนสระ",
            Self::Decomposed => "อักขระแยกส่วน ไม่ได้อยู่ในรูปมาตรฐาน (NFC)",
        })
    }
}

impl Fault {
    pub fn english(self) -> &'static str {
        match self {
            Self::ZeroWidth => "an invisible zero-width character",
            Self::NoBreakSpace => "a no-break space",
            Self::DoubledE => "two เ typed for แ",
            Self::SplitAm => "ํ and า typed for ำ",
            Self::DoubledMark => "a doubled vowel or tone mark",
            Self::MarkOrder => "a tone mark before its vowel",
            Self::Decomposed => "not in normal form C",
        }
    }
}

pub fn repair(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut mended = mend(text);
    // Once is enough for Thai; marks of several scripts on one letter may need another round to settle.
    for _ in 0..4 {
        let again = mend(&mended);
        if again == mended {
            break;
        }
        mended = again;
    }
    if mended == text { Cow::Borrowed(text) } else { Cow::Owned(mended) }
}

fn is_zero_width(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn is_no_break_space(letter: char) -> bool {
    matches!(letter, '\u{a0}' | '\u{202f}')
}

fn is_tone(letter: char) -> bool {
    ('\u{e48}'..='\u{e4b}').contains(&letter)
}

/// The place of a Thai mark on its letter: dot below, vowel, nikhahit, tone, silencer. `None` for what is no mark.
fn place(letter: char) -> Option<u8> {
    match letter {
        '\u{e3a}' => Some(0),
        '\u{e31}' | '\u{e34}'..='\u{e39}' | '\u{e47}' => Some(1),
        NIKHAHIT => Some(2),
        '\u{e48}'..='\u{e4b}' => Some(3),
        '\u{e4c}' | '\u{e4e}' => Some(4),
        _ => None,
    }
}

/// False at the first thing that may need mending; true only for text that surely needs none.
fn is_clean(text: &str) -> bool {
    let mut previous = '\0';
    let mut needs_table = false;
    for letter in text.chars() {
        if letter.is_ascii() {
            previous = letter;
            continue;
        }
        let suspect = match letter {
            'เ' => previous == 'เ',
            SARA_A => previous == NIKHAHIT || is_tone(previous),
            SARA_AM => previous == SARA_AM || previous == NIKHAHIT,
            _ => match (place(letter), place(previous)) {
                (Some(new), Some(old)) => new <= old,
                (Some(_), None) => matches!(previous, SARA_A | SARA_AM),
                _ => is_zero_width(letter) || is_no_break_space(letter),
            },
        };
        // "ก่า" is fine, "กํ่า" is not; only the longer look can tell.
        if suspect && !(letter == SARA_A && is_tone(previous) && !text.contains(NIKHAHIT)) {
            return false;
        }
        needs_table |= letter >= '\u{300}' && !('\u{e00}'..='\u{e7f}').contains(&letter);
        previous = letter;
    }
    !needs_table || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

fn mend(text: &str) -> String {
    let visible = text.chars().filter(|&letter| !is_zero_width(letter));
    let spaced = visible.map(|letter| if is_no_break_space(letter) { ' ' } else { letter });
    let mut mended = String::with_capacity(text.len());
    let mut marks: Vec<char> = Vec::new();
    for letter in spaced.nfc() {
        if place(letter).is_some() {
            marks.push(letter);
            continue;
        }
        if matches!(letter, SARA_A | SARA_AM) {
            if let Some(at) = marks.iter().position(|&mark| mark == NIKHAHIT) {
                marks.remove(at);
                settle(&mut mended, &mut marks);
                mended.push(SARA_AM);
                continue;
            }
        }
        settle(&mut mended, &mut marks);
        match letter {
            'เ' if mended.ends_with('เ') => {
                mended.pop();
                mended.push('แ');
            }
            SARA_AM if mended.ends_with(SARA_AM) => {}
            _ => mended.push(letter),
        }
    }
    settle(&mut mended, &mut marks);
    mended
}

/// Puts the gathered marks of one letter down in order, each once.
fn settle(mended: &mut String, marks: &mut Vec<char>) {
    if marks.is_empty() {
        return;
    }
    marks.sort_by_key(|&mark| place(mark));
    marks.dedup();
    // A tone typed after า or ำ belongs to the letter before it.
    let after = mended.chars().next_back().filter(|last| matches!(*last, SARA_A | SARA_AM));
    if after.is_some() && marks.iter().all(|&mark| is_tone(mark)) {
        mended.pop();
        if !mended.ends_with(|last: char| place(last).is_some_and(|old| old >= 3)) {
            mended.extend(marks.iter());
        }
        mended.extend(after);
    } else {
        mended.extend(marks.iter());
    }
    marks.clear();
}

/// Every fault that `repair` mends, with its bytes; none exactly when the text needs no repair.
pub fn faults(text: &str) -> Vec<(Range<usize>, Fault)> {
    let mended = match repair(text) {
        Cow::Borrowed(_) => return Vec::new(),
        Cow::Owned(mended) => mended,
    };
    let mut found = Vec::new();
    let mut previous: Option<(usize, char)> = None;
    let mut nikhahit: Option<usize> = None;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        if is_zero_width(letter) {
            found.push((at..end, Fault::ZeroWidth));
            continue;
        }
        if is_no_break_space(letter) {
            found.push((at..end, Fault::NoBreakSpace));
        }
        if let Some((start, before)) = previous {
            let fault = match letter {
                'เ' if before == 'เ' => Some(Fault::DoubledE),
                SARA_AM if before == SARA_AM => Some(Fault::DoubledMark),
                _ => match (place(letter), place(before)) {
                    (Some(_), Some(_)) if letter == before => Some(Fault::DoubledMark),
                    (Some(new), Some(old)) if new < old => Some(Fault::MarkOrder),
                    (Some(_), None) if is_tone(letter) && matches!(before, SARA_A | SARA_AM) => Some(Fault::MarkOrder),
                    _ => None,
                },
            };
            found.extend(fault.map(|fault| (start..end, fault)));
        }
        if matches!(letter, SARA_A | SARA_AM) {
            found.extend(nikhahit.map(|start| (start..end, Fault::SplitAm)));
        }
        nikhahit = match letter {
            NIKHAHIT => Some(at),
            _ if place(letter).is_some() => nikhahit,
            _ => None,
        };
        previous = Some((at, letter));
    }
    if found.is_empty() || !is_nfc(text) {
        let start: usize =
            text.chars().zip(mended.chars()).take_while(|(old, new)| old == new).map(|(old, _)| old.len_utf8()).sum();
        let width = text[start..].chars().next().map_or(0, char::len_utf8);
        if found.is_empty() {
            found.push((start..start + width, Fault::Decomposed));
        }
    }
    found
}
