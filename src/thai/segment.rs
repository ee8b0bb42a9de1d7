//! Where Thai may be broken: lines, words, and clusters (a letter with its marks), which nothing ever cuts.
//! Words come from `segment/glue.txt` first and from ICU's dictionary between them; `segment/dictionary` mends what
//! the dictionary's greedy reading gets wrong.

mod dictionary;
mod glue;

use std::ops::Range;
use std::sync::OnceLock;

use icu_segmenter::options::{LineBreakOptions, WordBreakInvariantOptions};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed, WordSegmenter, WordSegmenterBorrowed};
use unicode_normalization::char::is_combining_mark;

fn line_segmenter() -> LineSegmenterBorrowed<'static> {
    static SEGMENTER: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    *SEGMENTER.get_or_init(|| LineSegmenter::new_dictionary(LineBreakOptions::default()))
}

fn word_segmenter() -> WordSegmenterBorrowed<'static> {
    static SEGMENTER: OnceLock<WordSegmenterBorrowed<'static>> = OnceLock::new();
    *SEGMENTER.get_or_init(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()))
}

/// Whether the character sits on or attaches to the one before it: a combining mark, or ำ.
pub fn is_mark(letter: char) -> bool {
    match letter {
        'ำ' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' => true,
        // Of Thai these are all.
        ..'\u{300}' | '\u{e00}'..='\u{e7f}' => false,
        other => is_combining_mark(other),
    }
}

/// Whether no Thai word can begin with the character.
fn only_follows(letter: char) -> bool {
    is_mark(letter) || matches!(letter, 'ะ' | 'า' | 'ๅ' | 'ๆ' | 'ฯ')
}

/// เ แ โ ใ ไ: written before the consonant that they belong to.
fn leads(letter: char) -> bool {
    ('เ'..='ไ').contains(&letter)
}

fn is_thai_letter(letter: char) -> bool {
    ('ก'..='\u{e3a}').contains(&letter) || ('เ'..='\u{e4e}').contains(&letter)
}

/// Whether the text may be parted here without harm to a syllable's spelling.
fn may_part(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    if rest.starts_with("ฯลฯ") || (rest.starts_with("ลฯ") && text[..at].ends_with('ฯ')) {
        return rest.starts_with('ฯ');
    }
    let after = rest.chars().next();
    let before = text[..at].chars().next_back();
    let leads_it = before.is_some_and(leads) && after.is_some_and(is_thai_letter);
    !after.is_some_and(only_follows) && !leads_it
}

/// Whether a word may begin or end here: no mark follows that belongs to the letter before, and no vowel leads it.
pub fn may_part_at(text: &str, at: usize) -> bool {
    text.is_char_boundary(at) && may_part(text, at)
}

/// Whether a line may be parted here: also "ต่าง ๆ" stays together over its space.
fn may_break_line(text: &str, at: usize) -> bool {
    may_part(text, at) && !text[at..].starts_with(['\u{200d}', '\u{fe0f}'])
}

/// The bytes at which a line may be broken, in order, without the two ends of the text.
pub fn break_opportunities(text: &str) -> Vec<usize> {
    let mut kept: Vec<usize> = with_thai_parted(text, line_segmenter().segment_str(text))
        .into_iter()
        .filter(|&at| may_break_line(text, at))
        .collect();
    for name in names(text) {
        kept.retain(|&at| at <= name.start || name.end <= at);
    }
    kept
}

/// What stands before the name of a place: no dictionary knows every tambon.
const BEFORE_NAME: [&str; 9] = ["อบต.", "ทต.", "ทม.", "ทน.", "อบจ.", "ส่วนตำบล", "เทศบาลตำบล", "อำเภอ", "จังหวัด"];
/// A longer run of letters goes on behind the name.
const LONGEST_NAME: usize = 18;

/// Names of places, with what stands before them where that is an abbreviation.
fn names(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for before in BEFORE_NAME {
        for (at, _) in text.match_indices(before) {
            let start = at + before.len();
            let run = &text[start..];
            let end = run.find(|letter| !is_thai_letter(letter)).unwrap_or(run.len());
            if end > 0 && run[..end].chars().count() <= LONGEST_NAME {
                found.push(if before.ends_with('.') { at..start + end } else { start..start + end });
            }
        }
    }
    found
}

/// As `break_opportunities`, but never inside one of these names: no dictionary knows every place.
pub fn break_opportunities_around(text: &str, names: &[&str]) -> Vec<usize> {
    let mut kept = break_opportunities(text);
    for name in names.iter().filter(|name| !name.is_empty()) {
        for (start, found) in text.match_indices(name) {
            let from = kept.partition_point(|&at| at <= start);
            let until = kept.partition_point(|&at| at < start + found.len());
            kept.drain(from..until.max(from));
        }
    }
    kept
}

/// The words that a browser's own dictionary would cut, which have to be held together.
pub fn fragile_words(text: &str) -> Vec<Range<usize>> {
    let ours = break_opportunities(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in line_segmenter().segment_str(text).filter(|&at| 0 < at && at < text.len()) {
        let after = ours.partition_point(|&known| known < at);
        if ours.get(after) == Some(&at) || found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let start = after.checked_sub(1).and_then(|before| ours.get(before)).copied().unwrap_or(0);
        found.push(start..ours.get(after).copied().unwrap_or(text.len()));
    }
    found
}

/// The words of the text: runs of letters or digits, without blanks and punctuation.
pub fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let ends = with_thai_parted(text, word_segmenter().segment_str(text));
    let parted = ends.into_iter().filter(|&at| !text[at..].starts_with(is_mark) && may_part(text, at));
    for end in parted.chain((!text.is_empty()).then_some(text.len())) {
        if text[start..end].starts_with(char::is_alphanumeric) {
            found.push(start..end);
        }
        start = end;
    }
    found
}

/// A few bare consonants before a point: "อบต.", "สตง.".
fn is_abbreviation(run: &str) -> bool {
    run.chars().all(|letter| ('ก'..='ฮ').contains(&letter)) && run.chars().count() <= 5
}

/// The breaks between scripts and at punctuation as ICU has them, those inside Thai as `dictionary` finds them.
fn with_thai_parted(text: &str, breaks: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut parted = Vec::new();
    let mut breaks = breaks.filter(|&at| 0 < at && at < text.len()).peekable();
    let mut from = 0;
    while let Some(offset) = text[from..].find(is_thai_letter) {
        let start = from + offset;
        let end = text[start..].find(|letter| !is_thai_letter(letter)).map_or(text.len(), |width| start + width);
        while let Some(at) = breaks.next_if(|&at| at <= start) {
            parted.push(at);
        }
        while breaks.next_if(|&at| at < end).is_some() {}
        let run = &text[start..end];
        if !(text[end..].starts_with('.') && is_abbreviation(run)) {
            parted.extend(glue::word_ends(run).into_iter().map(|at| start + at));
        }
        from = end;
    }
    parted.extend(breaks);
    parted
}

/// The clusters of the text, which together are all of it: each a character with the marks that follow it.
pub fn clusters(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        match found.last_mut() {
            Some(last) if is_mark(letter) => last.end = end,
            _ => found.push(at..end),
        }
    }
    found
}

/// The beginning of the text, at most so many clusters long, cut between words where that loses little.
pub fn beginning(text: &str, most_clusters: usize) -> &str {
    let Some(limit) = clusters(text).get(most_clusters).map(|cluster| cluster.start) else { return text };
    // The segmenter need not read a whole book for its first line; a little beyond the limit tells whether it falls between words.
    let ahead = text[limit..].char_indices().nth(30).map_or(text.len(), |(width, _)| limit + width);
    let between_words = break_opportunities(&text[..ahead]).into_iter().rfind(|&at| at <= limit);
    let end = match between_words {
        Some(at) if at * 2 >= limit => at,
        _ => (0..=limit).rev().find(|&at| text.is_char_boundary(at) && may_part(text, at)).unwrap_or(0),
    };
    text[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str) -> String {
        let mut shown = String::new();
        let mut start = 0;
        for at in break_opportunities(text) {
            shown += &text[start..at];
            shown.push('|');
            start = at;
        }
        shown + &text[start..]
    }

    #[test]
    fn parts_between_words() {
        let cases = [
            "ผล|การ|ดำเนิน|งาน",
            "รายงาน|ผล|การ|ปฏิบัติ|ราชการ",
            "ผู้|บริหาร|ท้องถิ่น|รับ|เรื่อง|ร้องเรียน",
            "ประจำ|ปี|งบประมาณ |พ.ศ. |๒๕๖๔",
            "เศรษฐกิจ|พอเพียง",
            "แผน|บูรณาการ|จัดซื้อ|จัดจ้าง",
            "หลัก|ธรรมาภิบาล",
            "ต่าง ๆ |และ|ต่างๆ |ฯลฯ",
            "(ITA) |๘,๕๐๐.๐๐ |บาท",
            "อบต. |และ |ป.ป.ช.",
        ];
        for case in cases {
            assert_eq!(parted(&case.replace('|', "")), case);
        }
    }

    #[test]
    fn keeps_names_whole() {
        let text = "ตำบลนากอก";
        assert_eq!(break_opportunities_around(text, &["นากอก"]), ["ตำบล".len()]);
        assert_eq!(break_opportunities_around(text, &["", "ตำบลนากอก"]), [0; 0]);
    }

    #[test]
    fn finds_words_to_hold_together() {
        let text = "จึงเผยแพร่แล้วปราบปรามต่อ";
        let found: Vec<&str> = fragile_words(text).into_iter().map(|word| &text[word]).collect();
        assert_eq!(found, ["เผยแพร่", "ปราบปราม"]);
        assert_eq!(fragile_words("").len(), 0);
        assert_eq!(fragile_words("ITA 2569").len(), 0);
    }

    #[test]
    fn a_name_is_never_parted() {
        for text in ["อบต.หนองสาหร่าย ปี ๒๕๖๔", "องค์การบริหารส่วนตำบลท่าเสม็ด", "อำเภอนิคมคำสร้อย"]
        {
            let name = names(text).pop().unwrap_or_default();
            assert!(!name.is_empty(), "{text}");
            assert!(!break_opportunities(text).iter().any(|at| name.start < *at && *at < name.end), "{text}");
        }
    }

    #[test]
    fn finds_words() {
        let text = "งบประมาณ 1,500 บาท (ITA) ดีๆ";
        let found: Vec<&str> = words(text).into_iter().map(|word| &text[word]).collect();
        assert_eq!(found, ["งบประมาณ", "1,500", "บาท", "ITA", "ดีๆ"]);
    }

    #[test]
    fn clusters_keep_marks_on_their_letter() {
        let text = "ที่น้ำเก่า";
        let shown: Vec<&str> = clusters(text).into_iter().map(|cluster| &text[cluster]).collect();
        assert_eq!(shown, ["ที่", "น้ำ", "เ", "ก่", "า"]);
    }

    #[test]
    fn begins_without_cutting_words() {
        assert_eq!(beginning("รายงานผลการดำเนินงาน", 100), "รายงานผลการดำเนินงาน");
        assert_eq!(beginning("รายงานผลการดำเนินงาน", 12), "รายงานผลการ");
        assert_eq!(beginning("โครงการ", 1), "");
        assert_eq!(beginning("ก", 0), "");
    }
}
