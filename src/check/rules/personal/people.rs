//! Words that belong to a person: private e-mail, and beside a name a home address, a birth date and a LINE ID.
//! Pure; what the office has declared is not known here.

use std::sync::LazyLock;

use super::{Hit, HitKind};
use crate::thai::{self, WordSpotter};

const PRIVATE_MAIL: &[&str] = &[
    "gmail.com",
    "hotmail.com",
    "hotmail.co.th",
    "outlook.com",
    "outlook.co.th",
    "yahoo.com",
    "yahoo.co.th",
    "ymail.com",
    "live.com",
    "windowslive.com",
    "msn.com",
    "icloud.com",
    "me.com",
    "proton.me",
    "protonmail.com",
    "aol.com",
    "thaimail.com",
    "chaiyo.com",
    "sanook.com",
    "rocketmail.com",
];

pub fn scan(head: &str, text: &str, hits: &mut Vec<Hit>) {
    let signs = Signs::of(text);
    if signs.mail {
        mail(text, hits);
    }
    if signs.house {
        home(head, text, hits);
    }
    if signs.roads != 0 {
        house_and_village(head, text, signs.roads, hits);
    }
    if signs.born || tells(head) {
        birth(head, text, hits);
    }
    if signs.line {
        line(text, hits);
    }
}

/// What of all that is looked for a text may hold: told in one pass, so that most texts are done with.
struct Signs {
    mail: bool,
    house: bool,
    born: bool,
    line: bool,
    /// A bit for each of `ROADS`.
    roads: u8,
}

const LINE: [&str; 4] = ["ไลน์", "LINE", "Line", "line"];

impl Signs {
    fn of(text: &str) -> Self {
        // None of these words ends as another begins: one after the other they are all found.
        static WORDS: LazyLock<WordSpotter> =
            LazyLock::new(|| WordSpotter::of([HOUSE, BORN].into_iter().chain(LINE).chain(ROADS)));
        let mail = memchr::memchr(b'@', text.as_bytes()).is_some();
        let mut signs = Self { mail, house: false, born: false, line: false, roads: 0 };
        for (word, _) in WORDS.find_iter(text) {
            match word {
                0 => signs.house = true,
                1 => signs.born = true,
                at if at < 2 + LINE.len() => signs.line = true,
                at => signs.roads |= 1 << (at - 2 - LINE.len()),
            }
        }
        signs
    }
}

/// Whether a column of this name holds such words.
pub fn tells(head: &str) -> bool {
    BIRTH_WORDS.iter().any(|word| head.contains(word)) || head.contains("ที่อยู่")
}

fn mail(text: &str, hits: &mut Vec<Hit>) {
    for (at, _) in text.match_indices('@') {
        let local = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-' | '+');
        let start = text[..at]
            .rfind(|letter| !local(letter))
            .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
        let rest = &text[at + 1..];
        let end = rest
            .find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-')))
            .unwrap_or(rest.len());
        let host = rest[..end].trim_end_matches(['.', '-']);
        if start == at || !PRIVATE_MAIL.contains(&host.to_ascii_lowercase().as_str()) {
            continue;
        }
        let first = text[start..].chars().next().unwrap_or('x');
        hits.push(Hit {
            range: start..at + 1 + host.len(),
            kind: HitKind::Email,
            masked: format!("{first}…@{}", host.to_ascii_lowercase()),
        });
    }
}

/// Titles before a person's name.
const TITLES: &[&str] = &["นางสาว", "นาง", "นาย", "น.ส.", "ด.ช.", "ด.ญ.", "เด็กชาย", "เด็กหญิง", "คุณ"];
/// Words that begin like a title and name no person.
const NO_TITLES: &[&str] = &[
    "นายก",
    "นายอำเภอ",
    "นายทะเบียน",
    "นายช่าง",
    "นายจ้าง",
    "นายทุน",
    "นายแพทย์",
    "นายตรวจ",
    "นายสัตวแพทย์",
    "คุณธรรม",
    "คุณภาพ",
    "คุณสมบัติ",
    "คุณค่า",
    "คุณลักษณะ",
    "คุณวุฒิ",
    "คุณูปการ",
    "คุณประโยชน์",
    "คุณงาม",
    "นางรอง",
];
/// How far a name may stand from what belongs to it, in letters.
const BESIDE: usize = 100;

/// The stretch around a place, cut at letters.
fn around(text: &str, start: usize, end: usize) -> &str {
    let from = text[..start].char_indices().rev().take(BESIDE).last().map_or(start, |(at, _)| at);
    let until = text[end..].char_indices().nth(BESIDE).map_or(text.len(), |(at, _)| end + at);
    let from = text[from..start].rfind("\n\n").map_or(from, |gap| from + gap);
    let until = text[end..until].find("\n\n").map_or(until, |gap| end + gap);
    &text[from..until]
}

fn names_somebody(text: &str) -> bool {
    TITLES.iter().any(|title| {
        text.match_indices(title).any(|(at, _)| {
            let rest = &text[at..];
            let name = rest[title.len()..].trim_start();
            let begins_word = text[..at].chars().next_back().is_none_or(|letter| !is_thai(letter));
            begins_word
                && !NO_TITLES.iter().any(|word| rest.starts_with(word))
                && name.chars().take_while(|letter| is_thai(*letter)).count() >= 2
        })
    })
}

/// Words of an office: who stands beside them is reached there, and not at home.
const OFFICE: &[&str] = &[
    "นายก",
    "ปลัด",
    "ผู้อำนวยการ",
    "ผอ.",
    "หัวหน้า",
    "เจ้าพนักงาน",
    "นักวิชาการ",
    "นักวิเคราะห์",
    "นักทรัพยากร",
    "นักพัฒนา",
    "นักจัดการ",
    "นิติกร",
    "วิศวกร",
    "นายช่าง",
    "ประธานสภา",
    "สมาชิกสภา",
    "ส.อบต",
    "กำนัน",
    "ผู้ใหญ่บ้าน",
    "สำนักงาน",
    "ที่ทำการ",
    "กอง",
    "อบต.",
    "เทศบาล",
    "องค์การบริหาร",
    "ศูนย์",
    "โรงเรียน",
    "โรงพยาบาล",
    "ผู้ประสานงาน",
    "ตั้งอยู่",
    "บริษัท",
    "ร้าน",
    "หจก",
];
/// How far an office may stand from what is its own, in letters.
const NEAR_OFFICE: usize = 60;
const AT_HOME: &[&str] = &["โทรศัพท์บ้าน", "เบอร์บ้าน", "โทรบ้าน", "โทร.บ้าน", "โทร. บ้าน", "โทร (บ้าน)", "โทรศัพท์ (บ้าน)"];

/// Whether a place stands beside a person who is not named with an office.
pub fn is_private(text: &str, start: usize, end: usize) -> bool {
    let line = line_around(text, start, end);
    names_somebody(line) && !OFFICE.iter().any(|word| line.contains(word))
}

/// Whether a telephone number is said to be one at home, or stands beside a private person.
pub fn is_at_home(text: &str, start: usize, end: usize) -> bool {
    let from = text[..start].char_indices().rev().take(24).last().map_or(start, |(at, _)| at);
    AT_HOME.iter().any(|word| text[from..start].contains(word)) || is_private(text, start, end)
}

/// What stands around a place on its own line.
fn line_around(text: &str, start: usize, end: usize) -> &str {
    let from = text[..start].char_indices().rev().take(NEAR_OFFICE).last().map_or(start, |(at, _)| at);
    let until = text[end..].char_indices().nth(NEAR_OFFICE).map_or(text.len(), |(at, _)| end + at);
    let from = text[from..start].rfind('\n').map_or(from, |gap| from + gap + 1);
    let until = text[end..until].find('\n').map_or(until, |gap| end + gap);
    &text[from..until]
}

const ROADS: [&str; 6] = ["หมู่", "ม.", "ซอย", "ซ.", "ถนน", "ถ."];

/// "๙๙/๑ หมู่ ๔ ตำบล…" beside a person, without the word for a house.
fn house_and_village(head: &str, text: &str, there: u8, hits: &mut Vec<Hit>) {
    let says_address = head.contains("ที่อยู่");
    let words = ROADS.iter().enumerate().filter(|(number, _)| there >> number & 1 == 1);
    for (at, word) in words.flat_map(|(_, word)| text.match_indices(word)) {
        let after = text[at + word.len()..].trim_start();
        let of_village = word.starts_with('ห') || word == "ม.";
        let numbered = after.strip_prefix("ที่").unwrap_or(after).trim_start().starts_with(is_digit);
        // "๒๐๐ ม." is a length, "๓ หมู่บ้าน" are villages.
        if after.starts_with("บ้าน") || (of_village && !numbered) {
            continue;
        }
        let before = text[..at].trim_end();
        let start = before
            .rfind(|letter: char| !(is_digit(letter) || letter == '/'))
            .map_or(0, |place| place + before[place..].chars().next().map_or(1, char::len_utf8));
        let number = &before[start..];
        if number.is_empty() || number.starts_with('/') || number.ends_with('/') || number.chars().count() > 8 {
            continue;
        }
        let ahead = before[..start].trim_end().trim_end_matches([':', '|']).trim_end();
        let told = ["ที่อยู่", "อยู่", "เลขที่", "บ้าน"].iter().any(|word| ahead.ends_with(word)) || says_address;
        let of_paper =
            ["หนังสือเลขที่", "คำสั่งเลขที่", "สัญญาเลขที่", "โฉนดเลขที่", "คำสั่งที่"].iter().any(|word| ahead.ends_with(word));
        if of_paper || !(told || (number.contains('/') && of_village)) || !is_private(text, start, at) {
            continue;
        }
        let hidden: String = number.chars().map(|letter| if letter == '/' { '/' } else { 'x' }).collect();
        hits.push(Hit {
            range: start..before.len(), kind: HitKind::HomeAddress, masked: format!("{hidden} {word}…")
        });
    }
}

/// "ไอดีไลน์ somchai99" beside a person; a name with `@` before it is an office's account.
fn line(text: &str, hits: &mut Vec<Hit>) {
    const WORDS: [&str; 10] =
        ["ไอดีไลน์", "ไลน์ไอดี", "ID LINE", "ID Line", "LINE ID", "Line ID", "Line id", "line id", "ไลน์", "LINE"];
    const NO_NAMES: [&str; 8] = ["official", "group", "notify", "open", "application", "today", "oa", "id"];
    for (number, word) in WORDS.iter().enumerate() {
        for (at, _) in text.match_indices(word) {
            let from = at + word.len();
            let rest = text[from..].trim_start_matches([' ', ':', '=', '：', '(']);
            let start = text.len() - rest.len();
            let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-');
            let end = rest.find(|letter: char| !is_part(letter)).map_or(text.len(), |width| start + width);
            let name = text[start..end].trim_end_matches(['.', '-']);
            let plain = name.to_ascii_lowercase();
            let says_id = number < 8;
            let looks_like_one = name.contains(|letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '_'));
            if name.chars().count() < 4
                || !name.contains(|letter: char| letter.is_ascii_alphabetic())
                || NO_NAMES.contains(&plain.as_str())
                || !(says_id || looks_like_one || text[from..start].contains(':'))
                || !is_private(text, start, start + name.len())
            {
                continue;
            }
            let first = name.chars().next().unwrap_or('x');
            hits.push(Hit { range: start..start + name.len(), kind: HitKind::LineId, masked: format!("{first}…") });
        }
    }
}

fn is_thai(letter: char) -> bool {
    ('ก'..='๎').contains(&letter) && !letter.is_numeric() && letter != '฿'
}

const HOUSE: &str = "เลขที่";

fn home(head: &str, text: &str, hits: &mut Vec<Hit>) {
    let says_address = head.contains("ที่อยู่");
    for (at, word) in text.match_indices(HOUSE) {
        let numbered = after_number(&text[at + word.len()..]);
        let Some((digits, end)) = numbered else { continue };
        let end = at + word.len() + end;
        let before = text[..at].trim_end();
        let is_house = ["บ้าน", "อยู่บ้าน", "อยู่", "ที่อยู่", "ที่ตั้งบ้าน"].iter().any(|word| before.ends_with(word));
        let rest: String = text[end..].chars().take(24).collect();
        let goes_on = ["หมู่", "ม.", "ซอย", "ซ.", "ถนน", "ถ."].iter().any(|word| rest.trim_start().starts_with(word));
        if !(is_house || (goes_on && says_address)) {
            continue;
        }
        if !names_somebody(around(text, at, end)) {
            continue;
        }
        let start = if before.ends_with("บ้าน") { before.len() - "บ้าน".len() } else { at };
        let shown = digits.chars().filter(|letter| !letter.is_whitespace());
        let hidden: String = shown.map(|letter| if letter == '/' { '/' } else { 'x' }).collect();
        hits.push(Hit {
            range: start..end,
            kind: HitKind::HomeAddress,
            masked: format!("{}เลขที่ {hidden}", if start < at { "บ้าน" } else { "" }),
        });
    }
}

/// `" 12/3"` → the digits and where they end.
fn after_number(text: &str) -> Option<(&str, usize)> {
    let lead = text.len() - text.trim_start().len();
    let rest = &text[lead..];
    let part = |text: &str| text.find(|letter| !is_digit(letter)).unwrap_or(text.len());
    let mut end = part(rest);
    // A PDF may set a space after the stroke.
    while let Some(after) =
        rest[end..].strip_prefix('/').map(str::trim_start).filter(|after| after.starts_with(is_digit))
    {
        end = rest.len() - after.len() + part(after);
    }
    let digits = rest[..end].trim_end_matches('/');
    (!digits.is_empty() && digits.chars().filter(|letter| !letter.is_whitespace()).count() <= 9)
        .then_some((digits, lead + digits.len()))
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || ('๐'..='๙').contains(&letter)
}

const BORN: &str = "เกิด";
const BIRTH_WORDS: &[&str] = &[
    "วันเกิด",
    "วัน เดือน ปีเกิด",
    "วันเดือนปีเกิด",
    "ว/ด/ป เกิด",
    "ว.ด.ป.เกิด",
    "ว.ด.ป. เกิด",
    "เกิดวันที่",
    "เกิดเมื่อ",
    "ปีเกิด",
    "วดป.เกิด",
    "วดป เกิด",
    "เกิด วันที่",
];

fn birth(head: &str, text: &str, hits: &mut Vec<Hit>) {
    let told_by_head = BIRTH_WORDS.iter().any(|word| head.contains(word));
    if told_by_head {
        if let Some((start, end)) = date_in(text) {
            hits.push(born(start, end));
        }
        return;
    }
    // Every one of these words holds this one: the text is walked through once.
    for (born_at, word) in text.match_indices(BORN) {
        let ends = BIRTH_WORDS.iter().filter_map(|whole| {
            let (ahead, behind) = whole.split_once(BORN)?;
            let after = born_at + word.len();
            let fits = text[..born_at].ends_with(ahead) && text[after..].starts_with(behind);
            fits.then(|| (born_at - ahead.len(), after + behind.len()))
        });
        for (at, from) in ends {
            let until = text[from..].char_indices().nth(40).map_or(text.len(), |(end, _)| from + end);
            let until = text[from..until].find("\n\n").map_or(until, |end| from + end);
            if let Some((start, end)) = date_in(&text[from..until]).or_else(|| year_in(&text[from..until]))
                && names_somebody(around(text, at, from + end))
            {
                hits.push(born(from + start, from + end));
            }
        }
        // "เกิด ๑๒ มีนาคม ๒๕๐๐", "เกิด พ.ศ. ๒๕๐๐"
        let after = born_at + word.len();
        let until = text[after..].char_indices().nth(30).map_or(text.len(), |(end, _)| after + end);
        let rest = text[after..until].split('\n').next().unwrap_or("");
        let told = rest.trim_start();
        if !(told.starts_with(is_digit) || told.starts_with("พ.ศ.") || told.starts_with("ปี")) {
            continue;
        }
        if let Some((start, end)) = date_in(rest).or_else(|| year_in(rest))
            && is_private(text, born_at, after + end)
        {
            hits.push(born(after + start, after + end));
        }
    }
}

/// A bare year of birth.
fn year_in(text: &str) -> Option<(usize, usize)> {
    let start = text.find(is_digit)?;
    let rest = &text[start..];
    let end = rest.find(|letter| !is_digit(letter)).unwrap_or(rest.len());
    let year = thai::parse_integer(&rest[..end])?;
    ((2440..=2565).contains(&year) && end == rest[..end].len()).then_some((start, start + end))
}

fn born(start: usize, end: usize) -> Hit {
    Hit { range: start..end, kind: HitKind::BirthDate, masked: "xx/xx/xxxx".to_owned() }
}

/// The first date, written out or in numbers.
fn date_in(text: &str) -> Option<(usize, usize)> {
    let written = thai::find_dates(text).first().map(|(range, _)| (range.start, range.end));
    written.or_else(|| numeric_date(text))
}

fn numeric_date(text: &str) -> Option<(usize, usize)> {
    let arabic = |letter: char| letter.is_ascii_digit() || ('๐'..='๙').contains(&letter);
    let start = text.find(arabic)?;
    let rest = &text[start..];
    let end = rest.find(|letter: char| !(arabic(letter) || matches!(letter, '/' | '-' | '.'))).unwrap_or(rest.len());
    let shown = rest[..end].trim_end_matches(['/', '-', '.']);
    let parts: Vec<usize> = shown.split(['/', '-', '.']).map(|part| part.chars().count()).collect();
    matches!(parts.as_slice(), [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2]).then_some((start, start + shown.len()))
}

#[cfg(test)]
mod tests {
    use super::super::{HitKind, scan as whole, scan_after};

    fn kinds(text: &str) -> Vec<HitKind> {
        whole(text).into_iter().map(|hit| hit.kind).collect()
    }

    #[test]
    fn people_and_offices() {
        assert_eq!(kinds("นายสมชาย ใจดี อยู่บ้านเลขที่ ๑๒/๓ หมู่ที่ ๔ ตำบลตัวอย่าง"), [HitKind::HomeAddress]);
        assert_eq!(kinds("| นางสมศรี ดีงาม | บ้านเลขที่ 99 หมู่ 2 |"), [HitKind::HomeAddress]);
        assert_eq!(kinds("ติดต่อ somchai.jaidee@gmail.com"), [HitKind::Email]);
        assert_eq!(kinds("นายสมชาย ใจดี เกิดวันที่ 12 มีนาคม 2500"), [HitKind::BirthDate]);
        assert_eq!(kinds("นางสมศรี ดีงาม วันเกิด ๑๒/๐๓/๒๕๐๐"), [HitKind::BirthDate]);
        assert_eq!(scan_after("วัน เดือน ปีเกิด", "12 มีนาคม 2500").len(), 1);
        for text in [
            "ที่ทำการ เลขที่ 99 หมู่ที่ 1 ตำบลตัวอย่าง",
            "หนังสือเลขที่ 12/2564",
            "saraban@abt.go.th",
            "นายก อบต. คำสั่งเลขที่ 75/2560",
            "สายบ้านนายสมชาย หมู่ 4",
            "วันเกิดเหตุ 12 มีนาคม 2564",
            "คุณธรรม บ้านเลขที่ 5",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
