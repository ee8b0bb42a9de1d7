//! Marks around figures while a page is being made, and the elements that replace them when it is finished.
//! Marks are private-use characters that nobody writes; where no element may stand they vanish.

use crate::escape;
use crate::site::tags;

const OPEN: char = '\u{10ff00}';
const TEXT: char = '\u{10ff01}';
const CLOSE: char = '\u{10ff02}';
/// The digits 0 to 9 of a figure's number, which must not look like a figure to anybody on the way.
const ZERO: u32 = 0x10_ff10;
/// How every mark begins in UTF-8.
const LEAD: [u8; 3] = [0xf4, 0x8f, 0xbc];

/// A name of its own: no style and no script of the site speaks of it.
const ELEMENT: &str = "prongsai-source";

/// What the element says.
#[derive(Debug, Default)]
pub struct Told {
    pub source: Option<String>,
    pub formula: Option<String>,
}

pub fn mark(shown: &str, number: usize) -> String {
    let mut out = String::with_capacity(shown.len() + 24);
    out.push(OPEN);
    out.extend(number.to_string().bytes().filter_map(|digit| char::from_u32(ZERO + u32::from(digit - b'0'))));
    out.push(TEXT);
    out.push_str(shown);
    out.push(CLOSE);
    out
}

/// A mark's letter.
pub fn is_mark(letter: char) -> bool {
    matches!(u32::from(letter), 0x10_ff00..=0x10_ff3f)
}

fn without_marks(out: &mut String, text: &str) {
    out.extend(text.chars().filter(|letter| !is_mark(*letter)));
}

/// Elements in which no other may stand, and pictures, whose texts have been measured.
const CLOSED: [&str; 8] = ["head", "svg", "script", "style", "title", "textarea", "select", "option"];

/// The page with an element around each marked text, and without marks. `html` is a page of this site: well-formed.
pub fn place(html: &str, told: &[Told]) -> String {
    if !html.as_bytes().windows(LEAD.len()).any(|bytes| bytes == LEAD) {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len() + told.len() * 120);
    // The closed element around, and how many of its name are open.
    let mut closed: Option<(&str, usize)> = None;
    // Per open mark: whether it became an element.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = html;
    while let Some(at) = next(rest) {
        let (text, from) = rest.split_at(at);
        out.push_str(text);
        if from.starts_with('<') {
            let (tag, after) = from.split_at(tags::end(from));
            without_marks(&mut out, tag);
            rest = after;
            closed = inside(closed, tag);
            continue;
        }
        let letter = from.chars().next().unwrap_or(CLOSE);
        let after = &from[letter.len_utf8()..];
        rest = after;
        match letter {
            OPEN => {
                let digits = after.find(TEXT).unwrap_or(0);
                let number = number(&after[..digits]);
                rest = after[digits..].strip_prefix(TEXT).unwrap_or(after);
                let said = number.and_then(|number| told.get(number)).filter(|_| closed.is_none() && is_whole(rest));
                open.push(said.is_some());
                if let Some(said) = said {
                    begin(&mut out, said);
                }
            }
            CLOSE if open.pop() == Some(true) => {
                out.push_str("</");
                out.push_str(ELEMENT);
                out.push('>');
            }
            _ => {}
        }
    }
    out.push_str(rest);
    out
}

fn begin(out: &mut String, told: &Told) {
    out.push('<');
    out.push_str(ELEMENT);
    for (name, value) in [("data-source", &told.source), ("data-formula", &told.formula)] {
        if let Some(value) = value {
            out.push_str(&format!(" {name}=\"{}\"", escape::html(value)));
        }
    }
    out.push('>');
}

fn number(digits: &str) -> Option<usize> {
    let digit = |letter: char| u32::from(letter).checked_sub(ZERO).filter(|digit| *digit < 10);
    digits
        .chars()
        .try_fold(0_usize, |number, letter| number.checked_mul(10)?.checked_add(usize::try_from(digit(letter)?).ok()?))
}

/// Where the next tag or mark begins.
fn next(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'<' || *byte == LEAD[0])?;
        if bytes[at] == b'<' || bytes[at..].starts_with(&LEAD) {
            return Some(at);
        }
        at += 1;
    }
}

/// Name of a tag, and whether it opens (`1`), closes (`-1`) or neither.
fn kind_of(tag: &str) -> (&str, isize) {
    let (bare, step) = match tag.strip_prefix("</") {
        Some(bare) => (bare, -1),
        None => (tag.get(1..).unwrap_or(""), 1),
    };
    let name = tags::name(bare);
    let neither = name.is_empty() || name.starts_with('!') || tags::holds_nothing(tag, name);
    (name, if neither { 0 } else { step })
}

fn inside<'t>(around: Option<(&'t str, usize)>, tag: &'t str) -> Option<(&'t str, usize)> {
    let (name, step) = kind_of(tag);
    match around {
        None => (step == 1 && CLOSED.contains(&name)).then_some((name, 1)),
        Some((known, depth)) if known == name => {
            depth.checked_add_signed(step).filter(|depth| *depth > 0).map(|depth| (known, depth))
        }
        around => around,
    }
}

/// Whether the text up to the mark's end holds whole elements only.
fn is_whole(text: &str) -> bool {
    let (mut marks, mut depth) = (1, 0);
    let mut rest = text;
    while let Some(at) = next(rest) {
        rest = &rest[at..];
        if rest.starts_with('<') {
            let end = tags::end(rest);
            depth += kind_of(&rest[..end]).1;
            if depth < 0 {
                return false;
            }
            rest = &rest[end..];
            continue;
        }
        let letter = rest.chars().next().unwrap_or(CLOSE);
        marks += match letter {
            OPEN => 1,
            CLOSE => -1,
            _ => 0,
        };
        if marks == 0 {
            return depth == 0;
        }
        rest = &rest[letter.len_utf8()..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> Vec<Told> {
        let told = |source: &str, formula: &str| Told {
            source: Some(source.to_owned()),
            formula: Some(formula.to_owned()).filter(|formula| !formula.is_empty()),
        };
        vec![told("ก/plan.md:12:3", "1 < \"2\""), told("b.md:1", "")]
    }

    #[test]
    fn text_of_the_body_is_told() {
        let html = format!("<body><p>ทำ {} จาก {}</p></body>", mark("๔๙", 0), mark("๖๓", 1));
        assert_eq!(
            place(&html, &told()),
            "<body><p>ทำ <prongsai-source data-source=\"ก/plan.md:12:3\" data-formula=\"1 &lt; &quot;2&quot;\">๔๙\
             </prongsai-source> จาก <prongsai-source data-source=\"b.md:1\">๖๓</prongsai-source></p></body>"
        );
    }

    #[test]
    fn where_no_element_may_stand_the_mark_vanishes() {
        let one = mark("๑", 0);
        for frame in [
            "<head><title>{}</title></head>",
            "<meta content=\"{}\">",
            "<p aria-label='{} > ก'>ข</p>",
            "<svg><g><svg></svg><text>{}</text></g></svg>",
            "<script type=\"application/json\">[\"{}\"]</script>",
            "<option>{}</option>",
            "<!-- {} -->",
        ] {
            assert_eq!(place(&frame.replace("{}", &one), &told()), frame.replace("{}", "๑"), "{frame}");
        }
    }

    #[test]
    fn only_whole_elements_are_taken_in() {
        let whole = format!("<p>{}</p>", mark("<b>๑<br></b><svg><path/></svg>", 1));
        assert!(place(&whole, &told()).starts_with("<p><prongsai-source data-source=\"b.md:1\"><b>"));
        let torn = format!("<p>{}", mark("<b>๑</b></p><p>", 1));
        assert_eq!(place(&torn, &told()), "<p><b>๑</b></p><p>");
        let inner = mark(&format!("ก {}", mark("๑", 0)), 1);
        assert!(place(&inner, &told()).ends_with("๑</prongsai-source></prongsai-source>"));
    }

    #[test]
    fn what_is_unknown_or_unmarked_stays_as_it_is() {
        assert_eq!(place("<p>๑ \u{10ffff} \u{e000}</p>", &told()), "<p>๑ \u{10ffff} \u{e000}</p>");
        assert_eq!(place(&format!("<p>{}</p>", mark("๑", 9)), &told()), "<p>๑</p>");
        assert_eq!(place(&format!("<p>{CLOSE}{OPEN}๑"), &told()), "<p>๑");
        assert_eq!(place("<p title=\"", &told()), "<p title=\"");
    }
}
