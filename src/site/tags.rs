//! Tags of a finished page, for the passes that go over it. Pages of this site are well-formed: this is no parser of HTML.

/// Elements that hold nothing and are never closed.
const VOID: [&str; 9] = ["meta", "link", "br", "hr", "img", "input", "source", "col", "wbr"];

/// Where the tag or comment at the start of `text` ends, quotes respected.
pub fn end(text: &str) -> usize {
    end_and_values(text, |_, _| ())
}

/// The same, telling of each value in quotes what stands before it, the quote too, and what follows.
pub fn end_and_values(text: &str, mut value: impl FnMut(&str, &str)) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'>' => return at,
            b'"' | b'\'' => {
                let (before, after) = text.split_at(at);
                value(before, after);
                let Some(length) = after.bytes().position(|other| other == *byte) else { return text.len() };
                at += length + 1;
            }
            _ => {}
        }
    }
    text.len()
}

/// The name in `tag`, which begins behind `<` or `</`.
pub fn name(tag: &str) -> &str {
    let end = tag.bytes().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    end.and_then(|end| tag.get(..end)).unwrap_or(tag)
}

/// Whether nothing can stand in the element that `tag` begins.
pub fn holds_nothing(tag: &str, name: &str) -> bool {
    tag.ends_with("/>") || VOID.contains(&name)
}
