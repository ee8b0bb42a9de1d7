//! Tags of a finished page, for the passes that go over it. Pages of this site are well-formed: this is no parser of HTML.

/// Elements that hold nothing and are never closed.
const VOID: [&str; 9] = ["meta", "link", "br", "hr", "img", "input", "source", "col", "wbr"];

/// Where the tag or comment at the start of `text` ends, quotes respected.
pub fn end(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The name in `tag`, which begins behind `<` or `</`.
pub fn name(tag: &str) -> &str {
    tag.split(|letter: char| letter.is_whitespace() || matches!(letter, '>' | '/')).next().unwrap_or("")
}

/// Whether nothing can stand in the element that `tag` begins.
pub fn holds_nothing(tag: &str, name: &str) -> bool {
    tag.ends_with("/>") || VOID.contains(&name)
}
