//! Marks Thai words on English pages with `lang="th"`, down to the phrase, so that screen readers and search engines know.
//! A pass over the finished page: no template and no view has to think of it, and none can forget it.

use crate::site::tags;

const TH: &str = " lang=\"th\"";

/// `html` is a page of this site: well-formed, and its scripts and styles stand in files of their own; a block of data holds no `<`.
pub fn mark_thai(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    // Per open element that may hold text: its name, and whether it or one around it is Thai already.
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag_on) = rest.split_at(start);
        let inside_thai = open.last().is_some_and(|(_, thai)| *thai);
        let element = open.last().map_or("", |(name, _)| *name);
        push_text(&mut out, text, inside_thai, element);
        let (tag, after) = tag_on.split_at(tags::end(tag_on));
        rest = after;
        if let Some(name) = tag.strip_prefix("</") {
            let name = name.trim_end_matches('>').trim();
            if let Some(at) = open.iter().rposition(|(known, _)| *known == name) {
                open.truncate(at);
            }
            out.push_str(tag);
            continue;
        }
        let name = tags::name(&tag[1..]);
        if tag.starts_with("<!") || name.is_empty() {
            out.push_str(tag);
            continue;
        }
        let closed = tags::holds_nothing(tag, name);
        let stated = language_of(tag);
        let mut thai = stated.map_or(inside_thai, |language| language == "th");
        let mut mark = false;
        if !thai && stated.is_none() {
            // An element that holds nothing but Thai words is marked itself; some cannot hold a span at all, and are
            // marked where most of what they say is Thai.
            let text_end = rest.find('<').unwrap_or(rest.len());
            let held = if closed { "" } else { &rest[..text_end] };
            let sole = !closed && rest[text_end..].starts_with("</") && has_thai(held);
            // What an attribute says is of the language of its element: that of one which holds more cannot be marked
            // without calling the rest Thai.
            let alone = closed || (rest[text_end..].starts_with("</") && (is_all_thai(held) || mostly_thai(held)));
            mark = (sole && (is_all_thai(held) || (TEXT_ONLY.contains(&name) && mostly_thai(held))))
                || (alone && name != "meta" && spoken_attribute_is_thai(tag));
        }
        if mark {
            let at = tag.len() - if tag.ends_with("/>") { 2 } else { 1 };
            out.push_str(&tag[..at]);
            out.push_str(TH);
            out.push_str(&tag[at..]);
            thai = true;
        } else {
            out.push_str(tag);
        }
        if !closed {
            open.push((name, thai));
        }
    }
    out.push_str(rest);
    out
}

/// Elements in which no other may stand.
const TEXT_ONLY: [&str; 5] = ["title", "desc", "option", "textarea", "script"];

fn language_of(tag: &str) -> Option<&str> {
    let (_, value) = tag.split_once(" lang=\"")?;
    value.split('"').next()
}

fn spoken_attribute_is_thai(tag: &str) -> bool {
    [" aria-label=\"", " alt=\"", " title=\""]
        .iter()
        .any(|name| tag.split_once(name).and_then(|(_, value)| value.split('"').next()).is_some_and(mostly_thai))
}

fn mostly_thai(text: &str) -> bool {
    let thai = text.chars().filter(|letter| is_thai(*letter)).count();
    thai > text.chars().filter(char::is_ascii_alphabetic).count()
}

fn is_thai(letter: char) -> bool {
    matches!(letter, '\u{0e01}'..='\u{0e5b}')
}

fn has_thai(text: &str) -> bool {
    text.contains(is_thai)
}

fn is_all_thai(text: &str) -> bool {
    !text.contains(|letter: char| letter.is_ascii_alphabetic())
}

fn push_text(out: &mut String, text: &str, inside_thai: bool, element: &str) {
    if inside_thai || TEXT_ONLY.contains(&element) || !has_thai(text) {
        out.push_str(text);
        return;
    }
    let wrapper = if matches!(element, "text" | "tspan") { "tspan" } else { "span" };
    let mut rest = text;
    while let Some(start) = rest.find(is_thai) {
        out.push_str(&rest[..start]);
        let run = thai_run(&rest[start..]);
        out.push_str(&format!("<{wrapper}{TH}>{run}</{wrapper}>"));
        rest = &rest[start + run.len()..];
    }
    out.push_str(rest);
}

/// From a Thai letter to the last one before Latin letters begin: spaces, figures and points between belong to it.
fn thai_run(text: &str) -> &str {
    let mut end = 0;
    for (at, letter) in text.char_indices() {
        if letter.is_ascii_alphabetic() || matches!(letter, '&' | '·' | '–' | '(' | ':') {
            break;
        }
        if is_thai(letter) {
            end = at + letter.len_utf8();
        }
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_marked() {
        assert_eq!(mark_thai("<p>นากอก</p>"), "<p lang=\"th\">นากอก</p>");
        assert_eq!(mark_thai("<p>Amphoe นิคมคำสร้อย 1</p>"), "<p>Amphoe <span lang=\"th\">นิคมคำสร้อย</span> 1</p>");
        assert_eq!(mark_thai("<p lang=\"th\">ก <b>ข</b></p>"), "<p lang=\"th\">ก <b>ข</b></p>");
        assert_eq!(
            mark_thai("<svg><text>a <tspan>ก</tspan></text><title>Done: ก</title></svg>"),
            "<svg><text>a <tspan lang=\"th\">ก</tspan></text><title>Done: ก</title></svg>"
        );
        assert_eq!(mark_thai("<title>Done: นากอกและพิปูน</title>"), "<title lang=\"th\">Done: นากอกและพิปูน</title>");
        // What a table is called does not make its words Thai.
        assert_eq!(
            mark_thai("<table aria-label=\"นากอก\"><tr><th>Money</th><td>นากอก</td></tr></table>"),
            "<table aria-label=\"นากอก\"><tr><th>Money</th><td lang=\"th\">นากอก</td></tr></table>"
        );
        assert_eq!(mark_thai("<img src=\"a\" alt=\"ก > ข\"><br>x"), "<img src=\"a\" alt=\"ก > ข\" lang=\"th\"><br>x");
        assert_eq!(mark_thai("<p>English</p> tail"), "<p>English</p> tail");
    }
}
