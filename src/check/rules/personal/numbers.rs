//! Numbers that belong to a person: national number, mobile, bank account. Digits of any script, parted as people part them.
//! Pure; what the office has declared is not known here.

use super::{Hit, HitKind};
use crate::thai::digits::next_digit_of_any_width;

/// A run of digits, and what parts it from the one before.
struct DigitGroup {
    start: usize,
    end: usize,
    /// How many digits.
    count: usize,
    /// Between the group before and this one, white space reduced to one space; `None`: something else stands there.
    gap: Option<Gap>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Gap {
    Space,
    Dash,
    Dot,
    Cell,
}

impl DigitGroup {
    fn digits<'t>(&self, text: &'t str) -> impl Iterator<Item = u8> + use<'t> {
        text[self.start..self.end].chars().filter_map(digit)
    }
}

/// The digits of several groups, as one number.
fn digits_of(text: &str, groups: &[DigitGroup]) -> Vec<u8> {
    groups.iter().flat_map(|group| group.digits(text)).collect()
}

fn digit(letter: char) -> Option<u8> {
    let value = match letter {
        '0'..='9' => letter as u32 - '0' as u32,
        '๐'..='๙' => letter as u32 - '๐' as u32,
        '０'..='９' => letter as u32 - '０' as u32,
        _ => return None,
    };
    u8::try_from(value).ok()
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}')
}

fn is_ignored(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn groups(text: &str) -> Vec<DigitGroup> {
    let mut groups: Vec<DigitGroup> = Vec::new();
    let mut at = next_digit_of_any_width(text, 0);
    while at < text.len() {
        let gap = groups.last().and_then(|last: &DigitGroup| gap(&text[last.end..at]));
        let mut group = DigitGroup { start: at, end: at, count: 0, gap };
        let mut letters = text[at..].char_indices();
        let stop = letters.find(|(offset, letter)| {
            if digit(*letter).is_some() {
                group.count += 1;
                group.end = at + offset + letter.len_utf8();
                return false;
            }
            !is_ignored(*letter)
        });
        groups.push(group);
        at = next_digit_of_any_width(text, stop.map_or(text.len(), |(offset, _)| at + offset));
    }
    groups
}

/// What a short stretch between digits amounts to; `None` when it parts two numbers.
fn gap(between: &str) -> Option<Gap> {
    if between.len() > 24 {
        return None;
    }
    let mut kind = Gap::Space;
    let mut marks = 0;
    let mut rest = between;
    while let Some(letter) = rest.chars().next() {
        let broken = ["<br>", "<br/>", "<br />"].iter().find(|mark| rest.starts_with(**mark));
        if let Some(mark) = broken {
            rest = &rest[mark.len()..];
            continue;
        }
        if is_dash(letter) || letter == '.' || letter == '|' {
            kind = if letter == '|' {
                Gap::Cell
            } else if letter == '.' {
                Gap::Dot
            } else {
                Gap::Dash
            };
            marks += 1;
        } else if letter == '\t' {
            // Between the cells of a sheet.
            kind = Gap::Cell;
        } else if !letter.is_whitespace() && !is_ignored(letter) {
            return None;
        }
        rest = &rest[letter.len_utf8()..];
    }
    (marks <= 1).then_some(kind)
}

/// The thirteenth digit follows from the twelve before it.
fn check_digit_fits(digits: &[u8]) -> bool {
    let [head @ .., last] = digits else { return false };
    let sum: u32 =
        head.iter().enumerate().map(|(at, digit)| (13 - u32::try_from(at).unwrap_or(0)) * u32::from(*digit)).sum();
    (11 - sum % 11) % 10 == u32::from(*last)
}

pub fn scan(head: &str, text: &str, hits: &mut Vec<Hit>) {
    let groups = groups(text);
    national(text, &groups, near(head, NATIONAL_WORDS), hits);
    telephone_and_account(head, text, &groups, hits);
}

pub fn national_numbers(text: &str, hits: &mut Vec<Hit>) {
    national(text, &groups(text), false, hits);
}

const NATIONAL_WORDS: &[&str] = &[
    "เลขประชาชน",
    "บัตรประชาชน",
    "ตัวประชาชน",
    "เลขประจำตัว",
    "เลขบัตร",
    "บัตรประจำตัว",
    "บัตร ปชช",
    "ID",
    "หมายเลขบัตร",
    "เลขที่บัตร",
];
const BANK_WORDS: &[&str] = &[
    "บัญชี",
    "ธนาคาร",
    "ออมทรัพย์",
    "กระแสรายวัน",
    "ธ.ก.ส",
    "ธกส",
    "ออมสิน",
    "กรุงไทย",
    "กสิกร",
    "ไทยพาณิชย์",
    "กรุงเทพ",
    "พร้อมเพย์",
    "โอนเงิน",
    "ฝากเงิน",
    "account",
];
const PHONE_WORDS: &[&str] = &["โทร", "มือถือ", "เบอร์", "ไลน์", "LINE", "Line", "phone", "mobile", "tel", "Tel"];

/// Whether a column of this name holds such numbers.
pub fn tells(head: &str) -> bool {
    near(head, NATIONAL_WORDS) || near(head, BANK_WORDS) || near(head, PHONE_WORDS)
}

fn near(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// What stands before a number, at most this many letters of it.
const BEFORE: usize = 60;

fn before(text: &str, at: usize) -> &str {
    let begin = text[..at].char_indices().rev().take(BEFORE).last().map_or(at, |(start, _)| start);
    let line = text[begin..at].rfind('\n').map_or(begin, |break_at| begin + break_at + 1);
    &text[line..at]
}

/// Digits or a decimal part that go on before or after make another number of it.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let mut behind = text[..start].chars().rev();
    let ends_free = match behind.next() {
        Some(letter) if digit(letter).is_some() => false,
        Some('.' | ',' | '/') | Some('-') => behind.next().and_then(digit).is_none(),
        Some(letter) => !letter.is_ascii_alphanumeric(),
        None => true,
    };
    let mut ahead = text[end..].chars();
    let begins_free = match ahead.next() {
        Some(letter) if digit(letter).is_some() => false,
        Some('.' | ',' | '/') | Some('-') => ahead.next().and_then(digit).is_none(),
        Some(letter) => !letter.is_ascii_alphanumeric(),
        None => true,
    };
    ends_free && begins_free
}

const OFFICIAL_PARTS: [usize; 5] = [1, 4, 5, 2, 1];

fn national(text: &str, groups: &[DigitGroup], said: bool, hits: &mut Vec<Hit>) {
    let mut first = 0;
    while first < groups.len() {
        let mut total = 0;
        let mut found = None;
        for (at, group) in groups.iter().enumerate().skip(first).take(13) {
            if at > first && group.gap.is_none() {
                break;
            }
            total += group.count;
            if total >= 13 {
                found = (total == 13).then_some(at);
                break;
            }
        }
        if let Some(last) = found
            && let (Some(from), Some(to)) = (groups.get(first), groups.get(last))
        {
            let run = &groups[first..=last];
            let digits = digits_of(text, run);
            let lengths: Vec<usize> = run.iter().map(|group| group.count).collect();
            let gaps: Vec<Gap> = run.iter().skip(1).filter_map(|group| group.gap).collect();
            let told = said || near(before(text, from.start), NATIONAL_WORDS);
            if matches!(digits.first(), Some(1..=8))
                && check_digit_fits(&digits)
                && parted_as_one(&lengths, &gaps, told)
                && stands_alone(text, from.start, to.end)
            {
                let shown = |at: usize| digits.get(at).map_or('x', |digit| char::from(b'0' + digit));
                // Four digits are enough to find the place again.
                let masked = format!("x-xxxx-xxxx{}-{}{}-{}", shown(9), shown(10), shown(11), shown(12));
                hits.push(Hit { range: from.start..to.end, kind: HitKind::NationalId, masked });
                first = last + 1;
                continue;
            }
        }
        first += 1;
    }
}

/// Whether digits parted like this are one number, or several that stand side by side.
fn parted_as_one(lengths: &[usize], gaps: &[Gap], told: bool) -> bool {
    if gaps.is_empty() || lengths.iter().all(|length| *length == 1) {
        return true;
    }
    if is_merged(lengths, &OFFICIAL_PARTS) {
        // 1 2345 67890 12 3 however it is parted; two or three long figures side by side may be anything.
        return lengths.len() >= 4 || told || gaps.iter().all(|gap| matches!(gap, Gap::Dash | Gap::Dot));
    }
    let one_kind = gaps.windows(2).all(|pair| pair[0] == pair[1]);
    match gaps.first() {
        Some(Gap::Dash | Gap::Dot) => one_kind,
        Some(Gap::Space) => told && one_kind,
        _ => false,
    }
}

/// Whether the lengths are the official parts, some of them written together.
fn is_merged(lengths: &[usize], parts: &[usize]) -> bool {
    let mut parts = parts.iter();
    lengths.iter().all(|length| {
        let mut sum = 0;
        while sum < *length {
            match parts.next() {
                Some(part) => sum += part,
                None => return false,
            }
        }
        sum == *length
    })
}

const MOBILE_PARTS: &[&[usize]] = &[
    &[10],
    &[3, 7],
    &[3, 3, 4],
    &[3, 4, 3],
    &[2, 8],
    &[2, 4, 4],
    &[1, 4, 5],
    &[1, 4, 4, 1],
    &[1, 9],
    &[4, 6],
    &[4, 3, 3],
    &[2, 3, 5],
    &[3, 2, 5],
    &[3, 5, 2],
    &[3, 3, 2, 2],
];
/// A telephone at home has nine digits: 0 2xxx xxxx, 042 620976.
const LANDLINE_PARTS: &[&[usize]] =
    &[&[9], &[3, 6], &[2, 7], &[3, 3, 3], &[2, 3, 4], &[1, 4, 4], &[1, 8], &[2, 4, 3], &[4, 5], &[5, 4]];
const ABROAD_PARTS: &[&[usize]] =
    &[&[2, 9], &[2, 1, 8], &[2, 2, 7], &[2, 2, 3, 4], &[2, 1, 4, 4], &[11], &[2, 2, 4, 3]];
const ACCOUNT_PARTS: &[&[usize]] = &[
    &[10],
    &[12],
    &[3, 1, 5, 1],
    &[3, 1, 6],
    &[3, 7],
    &[3, 6, 1],
    &[4, 6],
    &[3, 3, 4],
    &[3, 2, 5, 2],
    &[2, 4, 5, 1],
    &[1, 3, 5, 1],
    &[3, 1, 8],
    &[3, 2, 7],
    &[4, 8],
    &[4, 4, 4],
    &[6, 6],
    &[2, 3, 5],
];

fn telephone_and_account(head: &str, text: &str, groups: &[DigitGroup], hits: &mut Vec<Hit>) {
    let mut first = 0;
    while first < groups.len() {
        let mut taken = None;
        let mut lengths: [usize; 4] = [0; 4];
        for (parts, (at, group)) in (1..).zip(groups.iter().enumerate().skip(first).take(4)) {
            if at > first && !matches!(group.gap, Some(Gap::Space | Gap::Dash | Gap::Dot)) {
                break;
            }
            lengths[parts - 1] = group.count;
            if lengths.iter().sum::<usize>() > 12 {
                break;
            }
            let run = &groups[first..=at];
            if let Some(kind) = kind_of(head, text, run, &lengths[..parts]) {
                taken = Some((kind, at));
            }
        }
        match taken {
            Some((kind, last)) => {
                let run = &groups[first..=last];
                let digits = digits_of(text, run);
                let tail: String = digits.iter().rev().take(2).rev().map(|digit| char::from(b'0' + digit)).collect();
                let masked = match kind {
                    HitKind::Mobile => {
                        format!("{}x-xxx-xx{tail}", if digits.first() == Some(&0) { "0" } else { "+66-" })
                    }
                    HitKind::Landline => format!("0xx-xxxx{tail}"),
                    _ => format!("xxx-x-xxx{tail}"),
                };
                let mut start = groups[first].start;
                if digits.first() == Some(&6) && text[..start].ends_with('+') {
                    start -= 1;
                }
                hits.push(Hit { range: start..groups[last].end, kind, masked });
                first = last + 1;
            }
            None => first += 1,
        }
    }
}

fn kind_of(head: &str, text: &str, run: &[DigitGroup], lengths: &[usize]) -> Option<HitKind> {
    let (from, to) = (run.first()?, run.last()?);
    let fits = |parts: &[&[usize]]| parts.contains(&lengths);
    // Most figures have no such shape; what stands around the others is read.
    if !fits(MOBILE_PARTS) && !fits(ACCOUNT_PARTS) && !fits(ABROAD_PARTS) && !fits(LANDLINE_PARTS) {
        return None;
    }
    if !stands_alone(text, from.start, to.end) {
        return None;
    }
    let digits = digits_of(text, run);
    let is_account = fits(ACCOUNT_PARTS) && matches!(digits.len(), 10 | 12);
    let is_mobile = matches!(digits.as_slice(), [0, 6 | 8 | 9, ..]) && fits(MOBILE_PARTS);
    let is_landline = matches!(digits.as_slice(), [0, 2..=5 | 7, ..]) && digits.len() == 9 && fits(LANDLINE_PARTS);
    let is_abroad = matches!(digits.as_slice(), [6, 6, 6 | 8 | 9, ..]) && digits.len() == 11 && fits(ABROAD_PARTS);
    if !(is_account || is_mobile || is_landline || is_abroad) {
        return None;
    }
    let context = before(text, from.start);
    let last_of = |words: &[&str]| {
        let inside = words.iter().filter_map(|word| context.rfind(word).map(|at| at + 1)).max().unwrap_or(0);
        if inside == 0 && near(head, words) { 1 } else { inside }
    };
    let (phone, bank) = (last_of(PHONE_WORDS), last_of(BANK_WORDS));
    if bank > phone && is_account && !speaks_of_paper(context, bank) {
        return Some(HitKind::BankAccount);
    }
    let spaced = run.iter().skip(1).all(|group| group.gap == Some(Gap::Space));
    let has_year = run.iter().any(|group| group.count == 4 && group.digits(text).take(2).eq([2, 5]));
    if is_mobile {
        let scattered = run.len() > 1 && spaced && phone == 0 && (has_year || lengths == [1, 9] || lengths == [2, 8]);
        return (!scattered).then_some(HitKind::Mobile);
    }
    // Whether it is a person's is told by what stands around it.
    if is_landline {
        let parted = phone > 0 || run.len() == 1 || run.iter().skip(1).any(|group| group.gap == Some(Gap::Dash));
        let is_home = parted && super::people::is_at_home(text, from.start, to.end);
        return is_home.then_some(HitKind::Landline);
    }
    (is_abroad && (text[..from.start].ends_with('+') || phone > 0)).then_some(HitKind::Mobile)
}

/// "บัญชี" is also a list: of names, of prices, of an order. The word nearest to the number decides.
fn speaks_of_paper(context: &str, bank: usize) -> bool {
    let after = context.get(bank.saturating_sub(1)..).unwrap_or("");
    ["คำสั่ง", "หนังสือ", "เลขที่โครงการ", "เลขคุม", "ครุภัณฑ์", "รายชื่อ", "e-GP", "EGP", "สัญญา", "ฎีกา", "ประกาศ"]
        .iter()
        .any(|word| after.contains(word))
}

#[cfg(test)]
mod tests {
    use super::super::{HitKind, scan};
    use super::*;

    fn kinds(text: &str) -> Vec<HitKind> {
        scan(text).into_iter().map(|hit| hit.kind).collect()
    }

    #[test]
    fn national_numbers_in_every_dress() {
        for text in [
            "1101700207030",
            "1-1017-00207-03-0",
            "๑ ๑๐๑๗ ๐๐๒๐๗ ๐๓ ๐",
            "1.1017.00207.03.0",
            "๑-๑๐๑๗-๐๐๒๐๗-๐๓-๐",
            "| 1 | 1017 | 00207 | 03 | 0 |",
            "| 1 | 1 | 0 | 1 | 7 | 0 | 0 | 2 | 0 | 7 | 0 | 3 | 0 |",
            "1101-70020-7030",
            "เลขบัตรประชาชน 110 170 020 7030",
            "1-1017-00207-<br>03-0",
            "1–1017–00207–03–0",
        ] {
            assert!(check_digit_fits(&digits_of(text, &groups(text))), "{text}");
            assert_eq!(kinds(text), [HitKind::NationalId], "{text}");
        }
        for text in [
            "1101700207031",
            "0994000158378",
            "11017002070300",
            "1,101,700,207,030",
            "110170 0207030",
            "1101700207030.50",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn mobiles_and_accounts() {
        for text in
            ["081-234-5678", "โทร. ๐๘ ๑๒๓๔ ๕๖๗๘", "0812345678", "+66 81 234 5678", "09-1234-5678", "061.234.5678"]
        {
            assert_eq!(kinds(text), [HitKind::Mobile], "{text}");
        }
        assert_eq!(kinds("บัญชีเลขที่ 123-4-56789-0 ธนาคารกรุงไทย"), [HitKind::BankAccount]);
        assert_eq!(kinds("ธ.ก.ส. 020012345678"), [HitKind::BankAccount]);
        for text in [
            "042-620976",
            "๐-๗๕๕๖-๖๓๔๘",
            "มท 0808.2/ว 3612",
            "08.30 - 16.30 น.",
            "06-08-2564",
            "บัญชีรายชื่อ 2564",
            "0 2590 0000 ต่อ 1",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn the_number_is_never_told() {
        let hit = &scan("1-1017-00207-03-0")[0];
        assert_eq!(hit.masked, "x-xxxx-xxxx7-03-0");
        assert!(!scan("081-234-5678")[0].masked.contains("234"));
    }
}
