//! Whether two names mean one promise: letters are compared without spaces, quotes, the word of the kind and the
//! authority's own name, and the words that differ are shown. A base for the rules between documents.
//!
//! `T203` a name that differs in words. `T204` one that differs in a few letters. `T222` one code over two promises.

use std::ops::Range;

use crate::finding::{Finding, code};
use crate::model::Agency;
use crate::source::meta::AgencyType;
use crate::span::Spanned;
use crate::standards::ItemKind;
use crate::thai;

/// Spellings of the authority's own name, folded, the longest first.
pub struct OwnNames {
    forms: Vec<String>,
    /// What every form begins with: a name without any of these holds no form.
    kinds: &'static [&'static str],
}

impl OwnNames {
    pub fn of(agency: &Agency) -> Self {
        let meta = &agency.meta;
        let mut places: Vec<&str> = meta.also_written.iter().map(|name| name.value.as_str()).collect();
        places.extend(meta.tambon.iter().map(|name| name.value.as_str()));
        places.push(&meta.name.value);
        places.extend(meta.short_name.iter().map(|name| name.value.as_str()));
        let kinds: &'static [&'static str] = match meta.agency_type {
            AgencyType::Sao => &["องค์การบริหารส่วนตำบล", "อบต"],
            AgencyType::Municipality => &["เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร", "เทศบาล"],
            AgencyType::Pao => &["องค์การบริหารส่วนจังหวัด", "อบจ"],
            AgencyType::Other => &["องค์การบริหารส่วนตำบล", "อบต", "เทศบาลตำบล"],
        };
        let mut forms: Vec<String> = Vec::new();
        for place in places.iter().map(|place| folded(place)) {
            let bare = kinds.iter().find_map(|kind| place.strip_prefix(kind)).unwrap_or(&place);
            forms.extend(kinds.iter().map(|kind| format!("{kind}{bare}")));
            forms.push(place);
        }
        forms.extend(kinds.iter().map(|kind| (*kind).to_owned()));
        // A place alone is left in: "ตำบลนากอก" may be part of what is promised.
        forms.retain(|form| kinds.iter().any(|kind| form.starts_with(kind)));
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.dedup();
        Self { forms, kinds }
    }

    /// What is compared of a name.
    pub fn key(&self, name: &str) -> String {
        let mut key = folded(name);
        let may_hold = self.kinds.iter().any(|kind| key.contains(kind));
        for form in self.forms.iter().filter(|_| may_hold) {
            if key.contains(form.as_str()) {
                key = key.replace(&format!("ของ{form}"), "").replace(form.as_str(), "");
            }
        }
        let key = ItemKind::without_word(&key, 1);
        match key.strip_prefix("การ").filter(|rest| rest.chars().count() > 3) {
            Some(rest) => rest.to_owned(),
            None => key.to_owned(),
        }
    }
}

/// Letters and digits alone.
fn folded(text: &str) -> String {
    let mended = thai::repair(text);
    let mut letters = String::with_capacity(mended.len());
    for letter in mended.chars() {
        match letter {
            // Nearly every letter is one of these; tables of all scripts are asked for the others alone.
            'ก'..='ฺ' | 'เ'..='๎' => letters.push(letter),
            '\0'..='\x7f' if !letter.is_ascii_alphanumeric() => {}
            '\0'..='\x7f' => letters.push(letter.to_ascii_lowercase()),
            '๐'..='๙' => letters.extend(thai::to_arabic(letter.encode_utf8(&mut [0; 4])).chars()),
            letter if letter.is_alphanumeric() => letters.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    if letters.contains("องค์กรบริหาร") {
        letters.replace("องค์กรบริหาร", "องค์การบริหาร")
    } else {
        letters
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    Same,
    /// A slip of the pen, or a little word.
    Near,
    Differs,
    /// Nothing tells that it is the same promise.
    Other,
}

pub fn likeness(left: &str, right: &str) -> Likeness {
    if left == right {
        return Likeness::Same;
    }
    let same_numbers = same_numbers(left, right);
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let longer = left.len().max(right.len());
    match edits(&left, &right, longer * 55 / 100) {
        Some(distance) if same_numbers && is_slip(distance, longer) => Likeness::Near,
        Some(_) => Likeness::Differs,
        // One name inside the other is shortened, not another promise.
        None => {
            let (long, short) = if left.len() > right.len() { (left, right) } else { (right, left) };
            let inside = short.len() >= 8 && long.windows(short.len()).any(|window| *window == short[..]);
            if inside { Likeness::Differs } else { Likeness::Other }
        }
    }
}

/// Whether the names are the same but for a slip: what `likeness` calls `Same` or `Near`, at a part of its cost.
pub fn is_same_or_near(left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    // A letter takes at most four bytes: names that differ this much in length need not be taken apart.
    let longer = left.len().max(right.len());
    if left.len().abs_diff(right.len()) > 4 * furthest_slip(longer) || !same_numbers(left, right) {
        return false;
    }
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let longer = left.len().max(right.len());
    edits(&left, &right, furthest_slip(longer)).is_some_and(|distance| is_slip(distance, longer))
}

/// Another year or number is never a slip of spelling.
fn same_numbers(left: &str, right: &str) -> bool {
    let digits = |text: &'_ str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    let has = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    (!has(left) && !has(right)) || digits(left) == digits(right)
}

fn is_slip(distance: usize, longer: usize) -> bool {
    (distance <= 4 && distance * 5 <= longer) || distance * 100 <= longer * 8
}

/// No distance past this is a slip.
fn furthest_slip(longer: usize) -> usize {
    4.max(longer * 8 / 100)
}

/// Names past this length are cut for comparing: the work grows with the square of it.
const LONGEST: usize = 260;

/// Letters to change, put in or leave out; `None` when they are more than `most`.
fn edits(left: &[char], right: &[char], most: usize) -> Option<usize> {
    let (left, right) = (&left[..left.len().min(LONGEST)], &right[..right.len().min(LONGEST)]);
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    // What both begin and end with is nothing to be changed.
    let ahead = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[ahead..], &right[ahead..]);
    let behind = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[..left.len() - behind], &right[..right.len() - behind]);
    // Only what lies within `most` of the diagonal can come to no more than that.
    let far = most + 1;
    let mut last: Vec<usize> = (0..=right.len()).map(|column| column.min(far)).collect();
    for (row, letter) in left.iter().enumerate() {
        let from = (row + 1).saturating_sub(most).max(1);
        let until = (row + 1 + most).min(right.len());
        let mut diagonal = last[from - 1];
        last[from - 1] = if from == 1 { (row + 1).min(far) } else { far };
        let mut least = last[from - 1];
        for column in from..=until {
            let replaced = diagonal + usize::from(*letter != right[column - 1]);
            // What stands right of the row before was never reckoned, and is too far.
            diagonal = if column == row + 1 + most { far } else { last[column] };
            last[column] = replaced.min(diagonal + 1).min(last[column - 1] + 1).min(far);
            least = least.min(last[column]);
        }
        if least > most {
            return None;
        }
    }
    last.last().copied().filter(|distance| *distance <= most)
}

/// The words in which two names differ, each with a word of what stands around it.
pub fn difference(left: &str, right: &str) -> Vec<(String, String)> {
    let left = words(left);
    let right = words(right);
    let mut common = vec![vec![0_u16; right.len() + 1]; left.len() + 1];
    for row in (0..left.len()).rev() {
        for column in (0..right.len()).rev() {
            common[row][column] = if left[row] == right[column] {
                common[row + 1][column + 1] + 1
            } else {
                common[row + 1][column].max(common[row][column + 1])
            };
        }
    }
    let mut gaps: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let (mut row, mut column) = (0, 0);
    while row < left.len() || column < right.len() {
        if row < left.len() && column < right.len() && left[row] == right[column] {
            row += 1;
            column += 1;
            continue;
        }
        let (from_row, from_column) = (row, column);
        while row < left.len() || column < right.len() {
            if row < left.len() && column < right.len() && left[row] == right[column] {
                break;
            }
            let skip_left =
                row < left.len() && (column == right.len() || common[row + 1][column] >= common[row][column + 1]);
            if skip_left {
                row += 1;
            } else {
                column += 1;
            }
        }
        gaps.push((from_row..row, from_column..column));
    }
    // Differences that share the word between them read better as one.
    let mut joined: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for gap in gaps {
        match joined.last_mut() {
            Some(last) if gap.0.start - last.0.end <= 1 => {
                last.0.end = gap.0.end;
                last.1.end = gap.1.end;
            }
            _ => joined.push(gap),
        }
    }
    let around = |words: &[&str], gap: &Range<usize>| {
        let from = gap.start.saturating_sub(1);
        let until = (gap.end + 1).min(words.len());
        words[from..until].concat()
    };
    joined.iter().take(3).map(|(row, column)| (around(&left, row), around(&right, column))).collect()
}

fn words(text: &str) -> Vec<&str> {
    const MOST: usize = 120;
    thai::segment::words(text).into_iter().take(MOST).map(|range| &text[range]).collect()
}

/// A name and which document prints it.
pub struct NamedIn<'a> {
    pub name: &'a Spanned<String>,
    /// "ตารางรายการ", "แผน".
    pub place: &'static str,
}

/// What is to be said of two names under one code; the first is the later document's.
pub fn compare(own: &OwnNames, code: &str, later: &NamedIn<'_>, earlier: &NamedIn<'_>) -> Option<Finding> {
    if later.name.value == earlier.name.value {
        return None;
    }
    let (left, right) = (own.key(&later.name.value), own.key(&earlier.name.value));
    let likeness = likeness(&left, &right);
    if likeness == Likeness::Same {
        return None;
    }
    let told = || {
        let shown =
            |words: String| if words.is_empty() { "(ไม่มี)".to_owned() } else { format!("`{words}`") };
        let told: Vec<String> = difference(&left, &right)
            .into_iter()
            // Between quotation marks stands what is printed, letter by letter.
            .map(|(left, right)| {
                (as_printed(own, &later.name.value, left), as_printed(own, &earlier.name.value, right))
            })
            .map(|(left, right)| {
                format!("{}พิมพ์ {} {}พิมพ์ {}", spaced(later.place), shown(left), spaced(earlier.place), shown(right))
            })
            .collect();
        told.join("; ")
    };
    let span = later.name.span;
    let finding = match likeness {
        Likeness::Same => return None,
        Likeness::Near => Finding::of(code::T204, span, format!("{code} ชื่อสะกดต่างกันเล็กน้อย: {}", told()))
            .english("the names differ in a few letters")
            .help("ใช้ชื่อให้ตรงกันทุกเอกสาร")
            .or_answer(),
        Likeness::Differs => Finding::of(code::T203, span, format!("{code} ชื่อไม่ตรงกัน: {}", told()))
            .english("the names differ in words")
            .help("ตรวจว่าหมายถึงเรื่องเดียวกัน แล้วใช้ชื่อเดียวกันทุกเอกสาร")
            .or_answer(),
        Likeness::Other => Finding::of(
            code::T222,
            span,
            format!(
                "รหัส {code} เป็นสองเรื่อง: {}คือ `{}` แต่{}คือ `{}`",
                spaced(later.place),
                super::spending::shortened(&later.name.value),
                spaced(earlier.place),
                super::spending::shortened(&earlier.name.value)
            ),
        )
        .english("one code stands for two promises")
        .help("รหัสหนึ่งเป็นของเรื่องเดียวตลอดไป แก้รหัสหรือชื่อให้ตรงกัน")
        .or_answer(),
    };
    Some(finding.label(later.place).also(earlier.name.span, earlier.place).item(code))
}

/// The place in a name whose letters, folded, are `part`; the whole name where there is none.
fn as_printed(own: &OwnNames, name: &str, part: String) -> String {
    /// Blanks, marks and the authority's own name may stand between the letters that are compared.
    const MOST_BETWEEN: usize = 80;
    if part.is_empty() || name.contains(&part) {
        return part;
    }
    let ends: Vec<usize> = name.char_indices().map(|(at, _)| at).chain([name.len()]).collect();
    let letters = part.chars().count();
    for (first, start) in ends.iter().enumerate() {
        // A place begins with a letter that is compared.
        if name[*start..].chars().next().is_none_or(|letter| folded(letter.encode_utf8(&mut [0; 4])).is_empty()) {
            continue;
        }
        let least = (first + letters).min(ends.len());
        // A letter that was taken apart from its mark may make the place a letter shorter.
        for end in &ends[least.saturating_sub(1).max(first + 1).min(ends.len())..ends.len().min(least + MOST_BETWEEN)] {
            let place = name[*start..*end].trim();
            if folded(place) == part || own.key(place) == part {
                return place.to_owned();
            }
        }
    }
    name.to_owned()
}

/// A Latin ending wants a space before Thai.
fn spaced(place: &str) -> String {
    if place.ends_with(|letter: char| letter.is_ascii()) { format!("{place} ") } else { place.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> OwnNames {
        let mut forms = vec!["องค์การบริหารส่วนตำบลนาออก".to_owned(), "องค์การบริหารส่วนตำบล".to_owned()];
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        OwnNames { forms, kinds: &["องค์การบริหารส่วนตำบล"] }
    }

    #[test]
    fn what_does_not_matter_is_left_out() {
        let own = own();
        assert_eq!(
            own.key("มาตรการ “ปรับปรุงศูนย์ข้อมูลข่าวสารขององค์การบริหารส่วนตำบลนาออก”"),
            own.key("การปรับปรุงศูนย์ข้อมูล ข่าวสาร องค์การบริหารส่วนตำบล")
        );
    }

    #[test]
    fn degrees_of_likeness() {
        let like = |left: &str, right: &str| likeness(&own().key(left), &own().key(right));
        assert_eq!(like("โครงการเล่านิทาน", "เล่านิทาน"), Likeness::Same);
        assert_eq!(like("กิจกรรมการเล่านิทานคุณธรรมสอนใจ", "เล่นิทานคุณธรรมสอนใจ"), Likeness::Near);
        assert_eq!(
            like(
                "มาตรการออกคำสั่งมอบหมายของนายกเทศมนตรี ปลัดเทศบาล และหัวหน้าส่วนราชการ",
                "ออกคำสั่งมอบหมายของนายก ปลัด และหัวหน้าส่วนราชการ"
            ),
            Likeness::Differs
        );
        assert_eq!(like("โครงการปลูกป่า/หญ้าแฝก", "โครงการจัดทำเว็บไซต์"), Likeness::Other);
    }

    /// The plain table, as long as it takes.
    fn plainly(left: &[char], right: &[char]) -> usize {
        let mut last: Vec<usize> = (0..=right.len()).collect();
        for (row, letter) in left.iter().enumerate() {
            let mut current = vec![row + 1];
            for (column, other) in right.iter().enumerate() {
                let replaced = last[column] + usize::from(letter != other);
                current.push(replaced.min(last[column + 1] + 1).min(current[column] + 1));
            }
            last = current;
        }
        last[right.len()]
    }

    #[test]
    fn the_short_way_to_count_edits_comes_to_the_same() {
        let mut dice = 7_u64;
        let mut throw = |most: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) % most
        };
        for _ in 0..4_000 {
            let lengths = [throw(13), throw(10)];
            let [left, right] = lengths.map(|length| -> Vec<char> {
                (0..length).map(|_| ['ก', 'ข', 'ค', 'า'][usize::try_from(throw(4)).unwrap()]).collect()
            });
            let (left, right) = (&left[..], &right[..]);
            let distance = plainly(left, right);
            for most in 0..14 {
                let expected = (distance <= most).then_some(distance);
                assert_eq!(edits(left, right, most), expected, "{left:?} {right:?} within {most}");
            }
        }
    }

    #[test]
    fn a_slip_is_the_same_by_both_ways() {
        let names =
            ["เล่านิทานคุณธรรมสอนใจ", "เล่นิทานคุณธรรมสอนใจ", "เล่านิทานคุณธรรม 2564", "เล่านิทานคุณธรรม 2565", "จัดทำเว็บไซต์"];
        for left in names {
            for right in names {
                let near = matches!(likeness(left, right), Likeness::Same | Likeness::Near);
                assert_eq!(is_same_or_near(left, right), near, "{left} {right}");
            }
        }
    }

    #[test]
    fn what_is_quoted_stands_there_letter_by_letter() {
        let place = |name: &str, part: &str| as_printed(&own(), name, part.to_owned());
        assert_eq!(place("๑.๒.๑ โครงการ “รักษ์น้ำ รักษาป่า”", "121โครงการรักษ์น้ำรักษาป่า"), "๑.๒.๑ โครงการ “รักษ์น้ำ รักษาป่า");
        assert_eq!(place("ตาม พ.ร.บ. พ.ศ. ๒๕๔๐", "พศ2540"), "พ.ศ. ๒๕๔๐");
        assert_eq!(place("เล่านิทาน", "นิทาน"), "นิทาน");
        assert_eq!(place("เล่านิทาน", "ไม่มีในชื่อ"), "เล่านิทาน");
    }

    #[test]
    fn the_words_that_differ_are_shown() {
        assert_eq!(
            difference("ยกย่องบุคคลที่ประพฤติตนให้เป็นที่ประจักษ์", "ยกย่องบุคคลที่ประพฤติตนให้เป็นที่ยอมรับ"),
            [("ที่ประจักษ์".to_owned(), "ที่ยอมรับ".to_owned())]
        );
        assert!(difference("ก", "").len() == 1);
    }
}
