//! Mends how Thai was typed, never what it says: composed forms, the order of marks, doubled marks, invisible characters.
//! Clean text, which is nearly all of it, is recognised in one pass and returned as it is.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

use super::segment::clusters;

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
    if is_surely_clean(text.as_bytes()) || is_clean(text) {
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

/// A joiner after a symbol holds an emoji together (👨‍👩‍👧); anywhere else it is an accident of copying.
fn is_stray(letter: char, previous: char) -> bool {
    is_zero_width(letter) && !(letter == '\u{200d}' && previous >= '\u{2190}')
}

/// True for most texts of which `is_clean` is, told by the bytes of neighbouring letters, many at once: letters beyond ASCII
/// are Thai, which have three bytes, and no two of them stand beside each other that do not belong so. Told apart by their
/// second and third bytes: the third of one letter and the first of the next are no such pair.
fn is_surely_clean(bytes: &[u8]) -> bool {
    let behind = |from: usize| bytes.get(from..).unwrap_or_default();
    let has_others = bytes.iter().zip(behind(1)).fold(false, |any, (byte, next)| {
        any | ((*byte >= 0xC2) & !((*byte == 0xE0) & ((*next == 0xB8) | (*next == 0xB9))))
    });
    if has_others {
        return false;
    }
    let letters = bytes.iter().zip(behind(1)).zip(behind(3)).zip(behind(4));
    !letters.fold(false, |any, (((one, first), two), then)| {
        let (low, high) = (*one == 0xB8, *one == 0xB9);
        let (low_next, high_next) = (*two == 0xB8, *two == 0xB9);
        let is_vowel = (low & ((*first == 0xB1) | (first.wrapping_sub(0xB4) <= 5))) | (high & (*first == 0x87));
        let is_mark = (low & (*first == 0xBA)) | (high & (first.wrapping_sub(0x88) <= 6));
        let is_nikhahit = high & (*first == 0x8D);
        let is_a = low & ((*first == 0xB2) | (*first == 0xB3));
        // เเ and ำำ.
        let is_doubled = (*one == *two) & (*first == *then) & ((low & (*first == 0xB3)) | (high & (*first == 0x80)));
        let tone_follows = high_next & (then.wrapping_sub(0x88) <= 6);
        let vowel_follows =
            (low_next & ((*then == 0xB1) | (then.wrapping_sub(0xB4) <= 6))) | (high_next & (*then == 0x87));
        let is_amiss = ((is_mark | is_a) & (tone_follows | vowel_follows)) | (is_vowel & vowel_follows);
        any | is_nikhahit | is_doubled | is_amiss
    })
}

/// False at the first thing that may need mending; true only for text that surely needs none.
fn is_clean(text: &str) -> bool {
    let mut previous = '\0';
    let mut after_nikhahit = false;
    let mut beyond_thai = false;
    for letter in text.chars() {
        if letter.is_ascii() {
            previous = letter;
            after_nikhahit = false;
            continue;
        }
        // Most letters, of which none can be suspect.
        if matches!(letter, 'ก'..='ฮ') {
            previous = letter;
            after_nikhahit = false;
            continue;
        }
        let place = place(letter);
        let suspect = match letter {
            'เ' => previous == 'เ',
            SARA_A => after_nikhahit,
            SARA_AM => after_nikhahit || previous == SARA_AM,
            _ => match (place, self::place(previous)) {
                (Some(new), Some(old)) => new <= old,
                (Some(_), None) => matches!(previous, SARA_A | SARA_AM),
                (None, _) => is_stray(letter, previous) || is_no_break_space(letter),
            },
        };
        if suspect {
            return false;
        }
        after_nikhahit = letter == NIKHAHIT || (after_nikhahit && place.is_some());
        beyond_thai |= letter >= '\u{300}' && !('\u{e00}'..='\u{e7f}').contains(&letter);
        previous = letter;
    }
    !beyond_thai || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

fn mend(text: &str) -> String {
    let mut previous = '\0';
    let visible = text.chars().filter(|&letter| {
        let kept = !is_stray(letter, previous);
        if kept {
            previous = letter;
        }
        kept
    });
    let spaced = visible.map(|letter| if is_no_break_space(letter) { ' ' } else { letter });
    let mut mended = String::with_capacity(text.len());
    let mut marks: Vec<char> = Vec::new();
    for letter in spaced.nfc() {
        if place(letter).is_some() {
            marks.push(letter);
            continue;
        }
        let split_am = matches!(letter, SARA_A | SARA_AM) && marks.contains(&NIKHAHIT);
        if split_am {
            marks.retain(|&mark| mark != NIKHAHIT);
        }
        settle(&mut mended, &mut marks);
        match letter {
            _ if split_am => mended.push(SARA_AM),
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
    marks.sort_by_key(|&mark| place(mark));
    marks.dedup();
    // One tone typed after า or ำ belongs to the consonant before it, unless that has another already.
    if let ([tone @ '\u{e48}'..='\u{e4b}'], Some(vowel @ (SARA_A | SARA_AM))) =
        (marks.as_slice(), mended.chars().next_back())
    {
        let before = mended[..mended.len() - vowel.len_utf8()].chars().next_back();
        let can_take_it = before.is_some_and(|letter| {
            ('ก'..='ฮ').contains(&letter) || letter == *tone || place(letter).is_some_and(|old| old < 3)
        });
        if can_take_it {
            mended.pop();
            if before != Some(*tone) {
                mended.push(*tone);
            }
            mended.push(vowel);
            marks.clear();
            return;
        }
    }
    mended.extend(marks.drain(..));
}

/// Every fault that `repair` mends, with its bytes; none exactly when the text needs no repair.
pub fn faults(text: &str) -> Vec<(Range<usize>, Fault)> {
    let mended = match repair(text) {
        Cow::Borrowed(_) => return Vec::new(),
        Cow::Owned(mended) => mended,
    };
    let mut found: Vec<(Range<usize>, Fault)> = Vec::new();
    let mut previous: Option<(usize, char)> = None;
    let mut nikhahit: Option<usize> = None;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        if is_stray(letter, previous.map_or('\0', |(_, before)| before)) {
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
        if let (SARA_A | SARA_AM, Some(start)) = (letter, nikhahit) {
            // "น้ํา": the tone before ํ is part of the same slip, not a second one.
            let same_slip = found.pop_if(|(range, fault)| *fault == Fault::MarkOrder && range.end > start);
            found.push((same_slip.map_or(start, |(range, _)| range.start)..end, Fault::SplitAm));
        }
        nikhahit = match letter {
            NIKHAHIT => Some(at),
            _ if place(letter).is_some() => nikhahit,
            _ => None,
        };
        previous = Some((at, letter));
    }
    if !is_nfc(text) {
        let foreign = |part: &str| part.chars().any(|letter| is_combining_mark(letter) && place(letter).is_none());
        let decomposed = |range: &Range<usize>| foreign(&text[range.clone()]) && !is_nfc(&text[range.clone()]);
        found.extend(clusters(text).into_iter().filter(decomposed).map(|range| (range, Fault::Decomposed)));
        found.sort_by_key(|(range, fault)| (range.start, range.end, *fault));
        found.dedup();
    }
    if found.is_empty() {
        // A rare mixture of scripts: point at the first character that changes.
        let same = text.chars().zip(mended.chars()).take_while(|(old, new)| old == new);
        let start: usize = same.map(|(old, _)| old.len_utf8()).sum();
        let width = text[start..].chars().next().map_or(0, char::len_utf8);
        found.push((start..start + width, Fault::Decomposed));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Fault> {
        faults(text).into_iter().map(|(_, fault)| fault).collect()
    }

    #[test]
    fn mends_how_thai_was_typed() {
        let cases = [
            ("กําหนด", "กำหนด", Fault::SplitAm),
            ("นํ้า", "น้ำ", Fault::SplitAm),
            ("น้ํา", "น้ำ", Fault::SplitAm),
            ("เเผน", "แผน", Fault::DoubledE),
            ("ที่่", "ที่", Fault::DoubledMark),
            ("ดีี", "ดี", Fault::DoubledMark),
            ("ดำำ", "ดำ", Fault::DoubledMark),
            ("ท่ี", "ที่", Fault::MarkOrder),
            ("ผู้", "ผู้", Fault::MarkOrder),
            ("สิทธ์ิ", "สิทธิ์", Fault::MarkOrder),
            ("นำ้", "น้ำ", Fault::MarkOrder),
            ("นา่", "น่า", Fault::MarkOrder),
            ("แผน\u{200b}งาน", "แผนงาน", Fault::ZeroWidth),
            ("\u{feff}แผน", "แผน", Fault::ZeroWidth),
            ("พ.ศ.\u{a0}๒๕๖๔", "พ.ศ. ๒๕๖๔", Fault::NoBreakSpace),
            ("cafe\u{301}", "café", Fault::Decomposed),
        ];
        for (typed, meant, fault) in cases {
            assert_eq!(repair(typed), meant, "{typed:?}");
            assert_eq!(kinds(typed).first(), Some(&fault), "{typed:?}: {:?}", faults(typed));
        }
    }

    #[test]
    fn what_is_surely_clean_is_clean() {
        let letters: Vec<char> = ('\u{e00}'..='\u{e7f}').chain("a \u{a0}\u{200b}\u{e81}“\n".chars()).collect();
        let is_kept = |text: &str| !is_surely_clean(text.as_bytes()) || is_clean(text);
        let mut sure = 0;
        for one in &letters {
            for two in &letters {
                for around in ["", "ก", "กุ", "x"] {
                    let text = format!("{around}{one}{two}{around}");
                    assert!(is_kept(&text), "{text:?}");
                    sure += usize::from(is_surely_clean(text.as_bytes()));
                }
                for three in "กเาำิ่์ํๅ".chars() {
                    assert!(is_kept(&format!("{one}{two}{three}")), "{one}{two}{three}");
                }
            }
        }
        assert!(sure > 30_000, "{sure}");
        assert!(is_surely_clean("เพื่อป้องกันการทุจริต ผู้ที่ ๑๒ บาท สิทธิ์ น้ำ เปิด แผน ABC".as_bytes()));
    }

    #[test]
    fn leaves_clean_text_alone() {
        for text in [
            "",
            "plain",
            "การป้องกันและปราบปรามการทุจริตเพื่อยกระดับคุณธรรม ๒๕๖๔",
            "ก่า ก้าว น้ำ ผู้ สิทธิ์ พันธุ์ เท่า เพชร ก็ กระทำ",
            "คำว่า “โปร่งใส” – café — 日本 ✓",
            "👨\u{200d}👩\u{200d}👧",
            "จ้าาา",
        ] {
            assert!(matches!(repair(text), Cow::Borrowed(_)), "{text:?}");
            assert_eq!(faults(text), [], "{text:?}");
        }
    }

    #[test]
    fn points_at_the_bytes() {
        assert_eq!(faults("ดีเเผน"), [("ดี".len().."ดีเเ".len(), Fault::DoubledE)]);
        assert_eq!(faults("นํ้า"), [("น".len().."นํ้า".len(), Fault::SplitAm)]);
        assert_eq!(kinds("เเก\u{200b}e\u{301}"), [Fault::DoubledE, Fault::ZeroWidth, Fault::Decomposed]);
    }

    #[test]
    fn keeps_two_different_tones_as_typed() {
        assert_eq!(repair("ก่้"), "ก่้");
        assert_eq!(repair("ก่า้"), "ก่า้");
    }
}
