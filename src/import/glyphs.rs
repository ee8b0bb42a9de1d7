//! Letters of Thai fonts that are no letters of Unicode: glyphs of the private use area become the marks that they show,
//! ำ typed in two halves becomes one. Only what has one meaning; spelling is left to the author.

use std::borrow::Cow;

/// U+F700 to U+F71A: shifted marks and letters without their foot, as old fonts of Windows and PDF writers have them.
const SHIFTED: [char; 27] = [
    '\u{0E10}', '\u{0E34}', '\u{0E35}', '\u{0E36}', '\u{0E37}', '\u{0E48}', '\u{0E49}', '\u{0E4A}', '\u{0E4B}',
    '\u{0E4C}', '\u{0E48}', '\u{0E49}', '\u{0E4A}', '\u{0E4B}', '\u{0E4C}', '\u{0E0D}', '\u{0E31}', '\u{0E4D}',
    '\u{0E47}', '\u{0E48}', '\u{0E49}', '\u{0E4A}', '\u{0E4B}', '\u{0E4C}', '\u{0E38}', '\u{0E39}', '\u{0E3A}',
];

pub fn mend(text: &str) -> String {
    let has_shifted = text.chars().any(|letter| ('\u{F700}'..='\u{F71A}').contains(&letter));
    let text: Cow<'_, str> = if has_shifted {
        text.chars()
            .map(|letter| SHIFTED.get((letter as usize).wrapping_sub(0xF700)).copied().unwrap_or(letter))
            .collect::<String>()
            .into()
    } else {
        text.into()
    };
    if !text.contains('\u{0E4D}') && !text.contains('\u{AD}') && !text.contains('\u{A0}') && !text.contains('\u{200B}')
    {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'า' if out.trim_end_matches(' ').ends_with('\u{0E4D}') => {
                while out.ends_with(' ') {
                    out.pop();
                }
                out.pop();
                out.push('ำ');
            }
            // Nikhahit, tone, sara aa.
            'า' if out.chars().next_back().is_some_and(is_tone) && out.chars().rev().nth(1) == Some('\u{0E4D}') => {
                let tone = out.pop();
                out.pop();
                out.extend(tone);
                out.push('ำ');
            }
            '\u{AD}' | '\u{200B}' => {}
            '\u{A0}' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}

pub fn is_tone(letter: char) -> bool {
    ('\u{0E48}'..='\u{0E4B}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_glyphs_and_halves() {
        assert_eq!(mend("ท\u{F70A}"), "ท่");
        assert_eq!(mend("น\u{0E4D}\u{0E49}า"), "น้ำ");
        assert_eq!(mend("กํา"), "กำ");
        assert_eq!(mend("กํ าหนด"), "กำหนด");
    }
}
