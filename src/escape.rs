//! Text as it must be written inside XML and HTML, and what may stand in neither. The only place that knows.
//! A leaf: knows no markup beyond these few letters.

/// Letters that XML 1.0 has no way to write, or that a browser calls an error: control characters but for tab and line
/// ends, and the two that are no characters at all.
fn is_forbidden(letter: char) -> bool {
    (letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')) || matches!(letter, '\u{FFFE}' | '\u{FFFF}')
}

/// Between tags, or inside double quotes.
pub fn xml_into(out: &mut String, text: &str) {
    write(out, text, |letter| match letter {
        '\'' => None,
        other => entity(other),
    });
}

pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    xml_into(&mut out, text);
    out
}

/// Between tags, or inside quotes of either kind.
pub fn html_into(out: &mut String, text: &str) {
    write(out, text, entity);
}

pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    html_into(&mut out, text);
    out
}

fn entity(letter: char) -> Option<&'static str> {
    Some(match letter {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => return None,
    })
}

/// The first byte of whatever may not stand as it is.
fn is_suspect(byte: u8) -> bool {
    let is_mark = (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'');
    is_mark | (byte < b' ') | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xef)
}

fn write(out: &mut String, text: &str, entity: impl Fn(char) -> Option<&'static str>) {
    let (mut from, mut at) = (0, 0);
    loop {
        at += run_before(&text.as_bytes()[at..], is_suspect);
        let Some(letter) = text[at..].chars().next() else { break };
        let next = at + letter.len_utf8();
        let instead = entity(letter).or_else(|| is_forbidden(letter).then_some(""));
        if let Some(instead) = instead {
            out.push_str(&text[from..at]);
            out.push_str(instead);
            from = next;
        }
        at = next;
    }
    out.push_str(&text[from..]);
}

/// How many bytes come before the first that halts: a piece at a time, whose bytes processors compare at once where
/// `halts` asks all that it asks of each of them (`|`, not `||`).
pub fn run_before(bytes: &[u8], halts: impl Fn(u8) -> bool) -> usize {
    let (pieces, _) = bytes.as_chunks::<16>();
    let is_free = |piece: &&[u8; 16]| !piece.iter().fold(false, |any, byte| any | halts(*byte));
    let whole = pieces.iter().take_while(is_free).count() * 16;
    let rest = bytes.get(whole..).unwrap_or_default();
    whole + rest.iter().position(|byte| halts(*byte)).unwrap_or(rest.len())
}

/// Whether a blank may begin with this byte: those beyond ASCII begin with one of these, Thai letters with another.
pub fn may_be_blank(byte: u8) -> bool {
    (byte <= b' ') | (byte == 0xc2) | (byte.wrapping_sub(0xe1) <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_dropped_and_the_rest_stays() {
        assert_eq!(xml("ก\u{0}\u{B}&<\"'\u{FFFF}>\n\tข\u{85}"), "ก&amp;&lt;&quot;'&gt;\n\tข");
        assert_eq!(html("'\u{1F}<"), "&#39;&lt;");
    }

    #[test]
    fn every_letter_is_written_wherever_it_stands() {
        for letter in (0..=0x2_0000).filter_map(char::from_u32) {
            let instead = entity(letter).map(str::to_owned);
            let expected = instead.unwrap_or_else(|| if is_forbidden(letter) { String::new() } else { letter.into() });
            let before = "กข".repeat(u32::from(letter) as usize % 9);
            assert_eq!(html(&format!("{before}{letter}{before}")), format!("{before}{expected}{before}"));
        }
    }
}
