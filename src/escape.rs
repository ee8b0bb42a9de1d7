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

/// Whether a letter that is written otherwise may begin with the byte: most texts have none.
const fn may_differ(byte: u8) -> bool {
    matches!(byte, 0..b' ' | b'"' | b'&' | b'\'' | b'<' | b'>' | 0x7f | 0xc2 | 0xef)
}

fn write(out: &mut String, text: &str, entity: impl Fn(char) -> Option<&'static str>) {
    if !text.bytes().any(may_differ) {
        return out.push_str(text);
    }
    let mut from = 0;
    for (at, letter) in text.char_indices() {
        let instead = match entity(letter) {
            Some(entity) => entity,
            None if is_forbidden(letter) => "",
            None => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(instead);
        from = at + letter.len_utf8();
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_dropped_and_the_rest_stays() {
        assert_eq!(xml("ก\u{0}\u{B}&<\"'\u{FFFF}>\n\tข\u{85}"), "ก&amp;&lt;&quot;'&gt;\n\tข");
        assert_eq!(html("'\u{1F}<"), "&#39;&lt;");
    }
}
