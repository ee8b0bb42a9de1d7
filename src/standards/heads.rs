//! Folds the head of a table column to the letters that tell it apart, and compares folded heads.
//! Knows nothing of forms; used for every wording that is recognised forgivingly.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::thai::is_mark;

/// Remarks in brackets that never change what a column holds.
const REMARKS: [&str; 4] = ["บาท", "ถ้ามี", "หน่วยบาท", "หน่วยเป็นบาท"];

/// What is left of a head: digits, small Latin letters, Thai letters with their marks.
/// `"เเผน ป้องกันฯ (บาท)"` and `"แผนป้องกัน"` are the same head.
pub fn fold(text: &str) -> String {
    let plain = without_tags(text);
    let mut out = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while let Some(open) = rest.find('(') {
        let (before, bracket) = rest.split_at(open);
        out.push_str(before);
        match bracket.find(')') {
            Some(close) => {
                let inside = letters(&bracket[1..close]);
                if !REMARKS.contains(&inside.as_str()) {
                    out.push_str(&bracket[..=close]);
                }
                rest = &bracket[close + 1..];
            }
            None => {
                out.push_str(bracket);
                rest = "";
            }
        }
    }
    out.push_str(rest);
    letters(&out)
}

/// Cells that come from converted documents carry `<br>` and `<p>`.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        out.push_str(before);
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match tag.find('>') {
            Some(close) if is_tag => rest = &tag[close + 1..],
            _ => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn letters(text: &str) -> String {
    // Nearly every head is composed already, and asking costs less than composing.
    if is_nfc(text) { letters_of(text.chars(), text.len()) } else { letters_of(text.nfc(), text.len()) }
}

fn letters_of(text: impl Iterator<Item = char>, room: usize) -> String {
    let mut out = String::with_capacity(room);
    for c in text {
        let c = match c {
            '๐'..='๙' => char::from_u32(c as u32 - '๐' as u32 + '0' as u32).unwrap_or(c),
            _ => c,
        };
        let kept = match c {
            'ฯ' | 'ๆ' => false,
            // `is_alphanumeric` is false for tone marks and some vowels.
            '\u{0E01}'..='\u{0E3A}' | '\u{0E40}'..='\u{0E4E}' => true,
            _ => c.is_alphanumeric(),
        };
        if kept {
            push_repaired(&mut out, c);
        }
    }
    out
}

fn push_repaired(out: &mut String, c: char) {
    let last = out.chars().next_back();
    match c {
        // Two short strokes typed for one แ.
        'เ' if last == Some('เ') => {
            out.pop();
            out.push('แ');
        }
        // Nikhahit and sara aa typed apart, with or without a tone mark between them.
        'า' if last == Some('\u{0E4D}') => {
            out.pop();
            out.push('ำ');
        }
        'า' if last.is_some_and(is_tone) => {
            out.pop();
            if out.ends_with('\u{0E4D}') {
                out.pop();
                out.extend(last);
                out.push('ำ');
            } else {
                out.extend(last);
                out.push('า');
            }
        }
        _ if is_mark(c) && last == Some(c) => {}
        // Thai has no small letters.
        '\u{0E00}'..='\u{0E7F}' => out.push(c),
        _ => out.extend(c.to_lowercase()),
    }
}

fn is_tone(c: char) -> bool {
    ('\u{0E48}'..='\u{0E4B}').contains(&c)
}

/// How many characters differ, or `None` when it is more than `most`.
pub fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    char_distance(&a, &b, most)
}

fn char_distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        let mut best = row[0];
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
            best = best.min(row[j + 1]);
        }
        if best > most {
            return None;
        }
    }
    row.last().copied().filter(|found| *found <= most)
}

/// A folded word made ready for comparing it with many others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownWord {
    pub folded: String,
    chars: Vec<char>,
    negations: usize,
}

impl KnownWord {
    pub fn new(word: &str) -> Self {
        Self::from_folded(fold(word))
    }

    pub fn from_folded(folded: String) -> Self {
        let chars = folded.chars().collect();
        // One letter turns "can be done" into "cannot be done"; a guess may never do that.
        let negations = folded.matches("ไม่").count() + folded.matches("ยัง").count();
        Self { folded, chars, negations }
    }

    /// How far another word may be from this one before it is a word of its own: short words may not differ at all.
    fn tolerance(&self) -> usize {
        match self.chars.len() {
            0..=4 => 0,
            5..=9 => 1,
            10..=17 => 2,
            _ => 3,
        }
    }

    /// The place of the nearest of the known words, the first of equals, if one is near enough and says neither more
    /// nor less "not" than this one.
    pub fn nearest<'a>(&self, known: impl Iterator<Item = &'a Self>) -> Option<usize> {
        let most = self.tolerance();
        if most == 0 {
            return None;
        }
        let mut found: Option<(usize, usize)> = None;
        for (place, word) in known.enumerate() {
            let most = found.map_or(most, |(_, best)| best - 1);
            if word.negations == self.negations
                && let Some(distance) = char_distance(&self.chars, &word.chars, most)
            {
                found = Some((place, distance));
                if distance <= 1 {
                    break;
                }
            }
        }
        found.map(|(place, _)| place)
    }
}

/// Known wordings by their folded letters.
#[derive(Clone, Debug, Default)]
pub struct WordIndex {
    exact: BTreeMap<String, usize>,
    words: Vec<KnownWord>,
}

/// Where a word was found in a [`WordIndex`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundWord {
    Exact(usize),
    Near(usize),
}

impl WordIndex {
    /// The first of wordings that fold alike is the one found.
    pub fn new<'a>(wordings: impl Iterator<Item = &'a str>) -> Self {
        let words: Vec<KnownWord> = wordings.map(KnownWord::new).collect();
        let mut exact = BTreeMap::new();
        for (place, word) in words.iter().enumerate() {
            exact.entry(word.folded.clone()).or_insert(place);
        }
        Self { exact, words }
    }

    pub fn find(&self, word: &str) -> Option<FoundWord> {
        let word = KnownWord::new(word);
        match self.exact.get(&word.folded) {
            Some(place) => Some(FoundWord::Exact(*place)),
            None => word.nearest(self.words.iter()).map(FoundWord::Near),
        }
    }
}

/// A folded head taken apart: `"งบประมาณ ปี ๒๕๖๘"` is the word งบประมาณ for the year 2568.
#[derive(Debug, PartialEq, Eq)]
pub struct HeadParts {
    pub word: String,
    /// Buddhist era.
    pub year: Option<u16>,
}

/// Words that introduce a year, longest first.
const BEFORE_YEAR: [&str; 9] =
    ["ประจำปีงบประมาณพศ", "ประจำปีงบประมาณ", "ปีงบประมาณพศ", "ปีงบประมาณ", "ประจำปีพศ", "ประจำปี", "ปีพศ", "พศ", "ปี"];

pub fn take_apart(folded: &str) -> HeadParts {
    let bytes = folded.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 4
            && let Some(year) = folded.get(at..at + 4).and_then(buddhist_year)
        {
            let before = &folded[..at];
            let before = BEFORE_YEAR.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
            return HeadParts { word: format!("{before}{}", &folded[at + 4..]), year: Some(year) };
        }
        // "งบประมาณ ปี 68".
        if digits == 2
            && let Some(short) = folded.get(at..at + 2).and_then(|year| year.parse::<u16>().ok())
            && (60..=89).contains(&short)
            && let Some(before) = BEFORE_YEAR.iter().find_map(|word| folded[..at].strip_suffix(word))
        {
            return HeadParts { word: format!("{before}{}", &folded[at + 2..]), year: Some(2500 + short) };
        }
        at += digits.max(1);
    }
    HeadParts { word: folded.to_owned(), year: None }
}

fn buddhist_year(digits: &str) -> Option<u16> {
    match digits.parse::<u16>().ok()? {
        year @ 2500..=2699 => Some(year),
        year @ 1957..=2156 => Some(year + 543),
        _ => None,
    }
}

/// A dimension in front of a word: `"มิติที่ ๑ โครงการ"` is โครงการ of dimension 1.
pub fn leading_dimension(word: &str) -> Option<(u8, &str)> {
    let rest = ["มิติที่", "มิติ", "มติที่", "มติ"].iter().find_map(|name| word.strip_prefix(name))?;
    let number = rest.bytes().next().filter(|byte| (b'1'..=b'4').contains(byte))? - b'0';
    let rest = &rest[1..];
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((number, rest))
}

/// Months of the round that folded words name: 6 for "รอบ ๖ เดือน"; `None` where they name both or none.
pub fn round_of(folded: &str) -> Option<u8> {
    const SIX: [&str; 5] = ["6เดือน", "หกเดือน", "6months", "6m", "ครึ่งปีแรก"];
    const TWELVE: [&str; 4] = ["12เดือน", "สิบสองเดือน", "12months", "12m"];
    let names = |words: &[&str]| {
        words.iter().any(|word| {
            folded.match_indices(word).any(|(at, _)| !folded[..at].ends_with(|letter: char| letter.is_ascii_digit()))
        })
    };
    match (names(&SIX), names(&TWELVE)) {
        (true, false) => Some(6),
        (false, true) => Some(12),
        _ => None,
    }
}

/// "โครงการ/มาตรการ", "ชื่อโครงการ (ตามแผน)", folded: heads of names and nothing else. `names` are those that forms know,
/// the longest first.
pub fn is_of_names(folded: &str, names: &[String]) -> bool {
    let mut rest = folded;
    for lead in ["รายชื่อ", "ชื่อ", "รายละเอียด", "รายการ"] {
        rest = rest.strip_prefix(lead).unwrap_or(rest);
    }
    for tail in ["ตามแผนปฏิบัติการ", "ตามแผน", "ที่ดำเนินการ"]
    {
        rest = rest.strip_suffix(tail).unwrap_or(rest);
    }
    let mut known = 0;
    while !rest.is_empty() {
        let name = names.iter().map(String::as_str).chain(["และ", "หรือ"]).find_map(|name| rest.strip_prefix(name));
        let Some(left) = name else { return false };
        (rest, known) = (left, known + 1);
    }
    known > 0
}

/// What is left of a folded head without the words of its round; `None` where it names none.
pub fn without_round(folded: &str) -> Option<String> {
    const ROUNDS: [&str; 6] = ["รอบรายงาน6เดือน", "รอบรายงาน12เดือน", "รอบ6เดือน", "รอบ12เดือน", "12เดือน", "6เดือน"];
    let word = ROUNDS.iter().find(|word| folded.contains(*word))?;
    let bare = folded.replace(word, "");
    (!bare.is_empty()).then_some(bare)
}
