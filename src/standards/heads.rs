//! Folds the head of a table column to the letters that tell it apart, and compares folded heads.
//! Knows nothing of forms; used for every wording that is recognised forgivingly.

use unicode_normalization::UnicodeNormalization;

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
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
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
        _ => out.extend(c.to_lowercase()),
    }
}

fn is_tone(c: char) -> bool {
    ('\u{0E48}'..='\u{0E4B}').contains(&c)
}

fn is_mark(c: char) -> bool {
    c == '\u{0E31}' || ('\u{0E34}'..='\u{0E3A}').contains(&c) || ('\u{0E47}'..='\u{0E4E}').contains(&c)
}

/// How many characters differ, or `None` when it is more than `most`.
pub fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
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

/// How far a folded head may be from a known one before it is another word: short words may not differ at all.
pub fn tolerance(folded: &str) -> usize {
    match folded.chars().count() {
        0..=4 => 0,
        5..=9 => 1,
        10..=17 => 2,
        _ => 3,
    }
}

/// The index of the single nearest candidate, if it is near enough and says neither more nor less "not" than `folded`.
pub fn nearest<'a>(folded: &str, candidates: impl Iterator<Item = &'a str>) -> Option<(usize, usize)> {
    let most = tolerance(folded);
    if most == 0 {
        return None;
    }
    let mut found: Option<(usize, usize)> = None;
    for (index, candidate) in candidates.enumerate() {
        if negations(candidate) != negations(folded) {
            continue;
        }
        if let Some(distance) = distance(folded, candidate, most)
            && found.is_none_or(|(_, best)| distance < best)
        {
            found = Some((index, distance));
        }
    }
    found
}

/// One letter turns "can be done" into "cannot be done"; a guess may never do that.
fn negations(folded: &str) -> usize {
    folded.matches("ไม่").count() + folded.matches("ยัง").count()
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
