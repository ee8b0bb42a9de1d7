//! Plain text: whether bytes are text at all, in which encoding, in which language. A leaf beside `problem`.

use super::contents::{Contents, MAX_TEXT_BYTES};
use super::problem::Problem;

pub(super) fn looks_like(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return true;
    }
    let head = &bytes[..bytes.len().min(64 * 1024)];
    let control = head.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C)).count();
    // Text holds no NUL and next to no control characters.
    !head.contains(&0) && control * 200 <= head.len() && (is_utf8(head) || is_thai_8bit(head))
}

/// Cut at the end of the sample, a letter may lack its last bytes.
fn is_utf8(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

/// TIS-620 and Windows-874: most high bytes are Thai letters, and letters of other kinds are rare.
pub(crate) fn is_thai_8bit(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    let thai = bytes.iter().filter(|byte| matches!(**byte, 0xA1..=0xDA | 0xDF..=0xFB)).count();
    high > 0 && thai * 100 >= high * 97
}

/// One byte of TIS-620 or Windows-874.
pub(crate) fn thai_8bit_letter(byte: u8) -> char {
    match byte {
        0xA1..=0xDA | 0xDF..=0xFB => char::from_u32(0x0E00 + u32::from(byte) - 0xA0).unwrap_or('\u{FFFD}'),
        0xA0 => '\u{A0}',
        0x80 => '€',
        0x85 => '…',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x95 => '•',
        0x96 => '–',
        0x97 => '—',
        0x00..=0x7F => char::from(byte),
        _ => '\u{FFFD}',
    }
}

pub(super) fn read(bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    let head = &bytes[..bytes.len().min(MAX_TEXT_BYTES)];
    if head.len() < bytes.len() {
        contents.problems.push(Problem::partly_read());
    }
    contents.text = if let Some(rest) = head.strip_prefix(b"\xFF\xFE") {
        contents.problems.push(Problem::encoding("เป็น UTF-16", "UTF-16"));
        wide(rest, u16::from_le_bytes)
    } else if let Some(rest) = head.strip_prefix(b"\xFE\xFF") {
        contents.problems.push(Problem::encoding("เป็น UTF-16", "UTF-16"));
        wide(rest, u16::from_be_bytes)
    } else {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        match std::str::from_utf8(head) {
            Ok(text) => text.to_owned(),
            Err(error) if error.error_len().is_none() && head.len() < bytes.len() => {
                String::from_utf8_lossy(&head[..error.valid_up_to()]).into_owned()
            }
            Err(_) if is_thai_8bit(head) => {
                contents.problems.push(Problem::encoding("เป็น TIS-620 / Windows-874 แบบเก่า", "TIS-620 or Windows-874"));
                head.iter().map(|&byte| thai_8bit_letter(byte)).collect()
            }
            Err(error) => {
                let at = error.valid_up_to();
                contents
                    .problems
                    .push(Problem::encoding(&format!("อ่านไม่ได้ตั้งแต่ไบต์ที่ {at}"), &format!("bad byte at {at}")));
                String::from_utf8_lossy(head).into_owned()
            }
        }
    };
    contents
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{FFFD}')).collect()
}

pub(super) fn is_web_page(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes
        .iter()
        .take(512)
        .skip_while(|byte| byte.is_ascii_whitespace() || **byte >= 0x80)
        .map(u8::to_ascii_lowercase)
        .collect();
    head.starts_with(b"<!doctype html") || head.starts_with(b"<html") || head.starts_with(b"<table")
}

pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").chars().take(300).collect()
}

pub(super) fn is_language_tag(tag: &str) -> bool {
    let plain = tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let primary = tag.split('-').next().unwrap_or_default();
    plain && tag.len() <= 20 && (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic())
}

/// By its letters; too few of them tell nothing.
pub(super) fn guess_language(text: &str) -> Option<&'static str> {
    let (mut thai, mut latin) = (0_usize, 0_usize);
    for letter in text.chars().take(100_000) {
        match letter {
            '\u{0E01}'..='\u{0E4E}' => thai += 1,
            'a'..='z' | 'A'..='Z' => latin += 1,
            _ => {}
        }
    }
    match (thai, latin) {
        _ if thai + latin < 20 => None,
        _ if thai * 5 >= latin => Some("th"),
        _ => Some("en"),
    }
}

/// Adds to `text` up to the limit; false when something had to be left out.
pub(super) fn add(text: &mut String, more: &str) -> bool {
    let room = MAX_TEXT_BYTES.saturating_sub(text.len());
    if more.len() <= room {
        text.push_str(more);
        return true;
    }
    let cut = (0..=room).rev().find(|&at| more.is_char_boundary(at)).unwrap_or(0);
    text.push_str(&more[..cut]);
    false
}
