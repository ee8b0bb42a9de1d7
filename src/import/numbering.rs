//! The numbers that people print before a name: `๑.๑.๑ (๑)`, `๒.๙`, `๑)`, `มิติที่ ๓`, `ภารกิจตามมิติ 1.1`.
//! Pure; knows no table.

use crate::thai;

/// A number before a name, and what stands after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbered {
    /// As printed, without the space after it.
    pub printed: String,
    /// `[1, 1, 1]` of `๑.๑.๑`.
    pub parts: Vec<u16>,
    /// The number in brackets: 1 of `(๑)`, of `๑)` too.
    pub bracket: Option<u16>,
    pub rest: String,
}

/// `None` when no number stands there, or nothing after it.
pub fn leading(text: &str) -> Option<Numbered> {
    let text = text.trim_start();
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    let mut parts = Vec::new();
    let mut bracket = None;
    let letter = |at: usize| letters.get(at).map(|(_, letter)| *letter);
    let number = |at: &mut usize| -> Option<u16> {
        let mut value: Option<u16> = None;
        while let Some(digit) = letter(*at).and_then(digit) {
            value = Some(value.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            *at += 1;
        }
        value.filter(|value| *value < 1000)
    };
    if let Some(first) = number(&mut at) {
        parts.push(first);
        while letter(at) == Some('.') {
            let mut next = at + 1;
            match number(&mut next) {
                Some(part) => {
                    parts.push(part);
                    at = next;
                }
                None => {
                    at += 1;
                    break;
                }
            }
        }
        if letter(at) == Some(')') && parts.len() == 1 {
            bracket = parts.pop();
            at += 1;
            // `๑.)` and `๑).`
            if letter(at) == Some('.') {
                at += 1;
            }
        }
    }
    let mut next = at;
    while letter(next) == Some(' ') {
        next += 1;
    }
    if bracket.is_none() && letter(next) == Some('(') {
        let mut inside = next + 1;
        if let Some(value) = number(&mut inside)
            && letter(inside) == Some(')')
        {
            bracket = Some(value);
            at = inside + 1;
        }
    }
    if parts.is_empty() && bracket.is_none() {
        return None;
    }
    let end = letters.get(at).map_or(text.len(), |(byte, _)| *byte);
    let (printed, rest) = text.split_at(end);
    let is_end = printed.ends_with(['.', ')']) || parts.len() > 1 || rest.starts_with(char::is_whitespace);
    let rest = rest.trim_start();
    // `๒๕๖๔ …` is a year, `๕,๐๐๐ บาท` money, `5 ช่องทาง` a count.
    if !is_end || rest.is_empty() || rest.starts_with([',', '%', '/']) {
        return None;
    }
    Some(Numbered { printed: printed.trim_end().to_owned(), parts, bracket, rest: rest.to_owned() })
}

fn digit(letter: char) -> Option<u16> {
    match letter {
        '0'..='9' => u16::try_from(letter as u32 - '0' as u32).ok(),
        '๐'..='๙' => u16::try_from(letter as u32 - '๐' as u32).ok(),
        _ => None,
    }
}

/// `1.1.2` of `[1, 1, 2]`.
pub fn dotted(parts: &[u16]) -> String {
    parts.iter().map(u16::to_string).collect::<Vec<_>>().join(".")
}

/// The dimension that a line is the title of: `มิติที่ ๑ การสร้าง…`, `มติ ๒.การบริหาร…`; the number and the rest.
pub fn dimension_title(text: &str) -> Option<(u8, String)> {
    let text = text.trim().trim_start_matches(['-', '*', '•', '·', ' ']);
    let rest = ["มิติที่", "มติที่", "มิติ", "มติ"].iter().find_map(|word| text.strip_prefix(word))?;
    let rest = thai::to_arabic(rest.trim_start()).into_owned();
    let number = rest.bytes().next().filter(|byte| (b'1'..=b'9').contains(byte))? - b'0';
    let rest = &rest[1..];
    if rest.starts_with(|letter: char| letter.is_ascii_digit() || letter == '/' || letter == ',') {
        return None;
    }
    Some((number, rest.trim_start_matches(['.', ':', ' ', '-', '–']).trim().to_owned()))
}

/// The mission that a line is the title of: `ภารกิจตามมิติ ๒.๑ …`, `ภารกิจที่ 1.1 …`, or the bare `๑.๑ …`.
pub fn mission_title(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let words = ["ภารกิจตามมิติที่", "ภารกิจตามมติที่", "ภารกิจตามมิติ", "ภารกิจตามมติ", "การกิจตามมติ", "ภารกิจที่", "ภารกิจ"];
    let bare = words.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let numbered = leading(bare)?;
    let fits =
        (2..=4).contains(&numbered.parts.len()) && (1..=9).contains(&numbered.parts[0]) && numbered.bracket.is_none();
    fits.then(|| (dotted(&numbered.parts), numbered.rest))
}

/// Whether a line names a mission in so many words, not only by its number.
pub fn says_mission(text: &str) -> bool {
    ["ภารกิจ", "การกิจตามม"].iter().any(|word| text.trim().starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_names() {
        let read = |text: &str| leading(text).map(|it| (it.parts, it.bracket, it.rest));
        assert_eq!(read("๑.๑.๑ (๒) โครงการ"), Some((vec![1, 1, 1], Some(2), "โครงการ".into())));
        assert_eq!(read("๑.๑.๑(๒)โครงการ"), Some((vec![1, 1, 1], Some(2), "โครงการ".into())));
        assert_eq!(read("๒) โครงการ"), Some((vec![], Some(2), "โครงการ".into())));
        assert_eq!(read("๒.ออกคำสั่ง"), Some((vec![2], None, "ออกคำสั่ง".into())));
        assert_eq!(read("๒.๙ มาตรการ"), Some((vec![2, 9], None, "มาตรการ".into())));
        assert_eq!(read("๕,๐๐๐ บาท"), None);
        assert_eq!(read("๒๕๖๔"), None);
        assert_eq!(dimension_title("มติ ๒.การบริหาร"), Some((2, "การบริหาร".into())));
        assert_eq!(mission_title("ภารกิจตามมิติ ๒.๑ การเปิดเผย"), Some(("2.1".into(), "การเปิดเผย".into())));
    }
}
