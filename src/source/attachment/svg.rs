//! SVG pictures: width and height, the words in them, and whether they run anything. Knows XML, not drawing.

use super::contents::{Contents, PixelSize};
use super::problem::Problem;
use super::text;
use super::xml::{XmlNode, attribute, plain_value, walk};

pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let start = head.trim_start_matches('\u{feff}').trim_start();
    // A web page may hold an <svg> as well; an SVG file opens with it after the prologue.
    start.starts_with('<') && !start.starts_with("<!doctype html") && {
        let root = after_prologue(start);
        root.starts_with("<svg") || root.starts_with("<svg:svg")
    }
}

fn after_prologue(mut rest: &str) -> &str {
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|at| at + 2)
        } else if rest.starts_with("<!doctype") {
            // An internal subset ends with "]>".
            let plain = rest.find('>');
            match (rest.find('['), plain) {
                (Some(subset), Some(close)) if subset < close => rest.find("]>").map(|at| at + 2),
                _ => plain.map(|at| at + 1),
            }
        } else {
            return rest;
        };
        match end {
            Some(end) => rest = &rest[end..],
            None => return "",
        }
    }
}

pub(super) fn read(bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    let (mut active, mut in_style, mut seen_root) = (None, false, false);
    let mut title_at = None;
    let whole = walk(bytes, |node| match node {
        XmlNode::Open(name, tag) => {
            if !seen_root {
                seen_root = true;
                contents.dimensions = size_of(tag);
                contents.language = attribute(tag, "lang");
            }
            match name.to_ascii_lowercase().as_str() {
                "script" => active = Some("<script>"),
                "foreignobject" | "iframe" | "embed" | "object" => active = active.or(Some("<foreignObject>")),
                "style" => in_style = true,
                "title" if contents.title.is_none() => title_at = Some(contents.text.len()),
                _ => {}
            }
            if active.is_none() {
                active = active_attribute(tag);
            }
        }
        XmlNode::Letters(letters) if !in_style => {
            text::add(&mut contents.text, letters);
        }
        XmlNode::Letters(_) => {}
        XmlNode::Close(name) => match name {
            "style" => in_style = false,
            "title" => {
                if let Some(from) = title_at.take() {
                    contents.title = Some(contents.text[from..].to_owned());
                }
                text::add(&mut contents.text, "\n");
            }
            "text" | "tspan" | "desc" => {
                text::add(&mut contents.text, "\n");
            }
            _ => {}
        },
    });
    if !whole {
        contents.problems.push(Problem::damaged("โครงสร้าง SVG ไม่สมบูรณ์", "not well-formed XML"));
        // A browser may still run what a strict reader does not reach.
        let rest = String::from_utf8_lossy(bytes).to_ascii_lowercase();
        if rest.contains("<script") || rest.contains("javascript:") || rest.contains("onload") {
            active = active.or(Some("<script>"));
        }
    }
    if let Some(what) = active {
        contents.problems.push(Problem::script(what, what));
    }
    contents.dimensions = contents.dimensions.filter(|it| it.width > 0 && it.height > 0);
    contents
}

fn active_attribute(tag: &quick_xml::events::BytesStart<'_>) -> Option<&'static str> {
    let mut attributes = tag.attributes();
    for it in attributes.with_checks(false).flatten() {
        let name = it.key.local_name();
        let name: &str = name.as_ref();
        if name.len() > 2 && name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) {
            return Some("on…=");
        }
        let value = plain_value(&it.value);
        // Browsers skip white space and control characters inside the scheme.
        let plain: String = value
            .chars()
            .filter(|letter| !letter.is_whitespace() && !letter.is_control())
            .take(40)
            .collect::<String>()
            .to_ascii_lowercase();
        if plain.starts_with("javascript:") || plain.starts_with("data:text/html") {
            return Some("javascript:");
        }
    }
    None
}

fn size_of(tag: &quick_xml::events::BytesStart<'_>) -> Option<PixelSize> {
    let own = |name| attribute(tag, name).and_then(|value| pixels(&value));
    let view: Option<(f64, f64)> = attribute(tag, "viewBox").and_then(|value| {
        let numbers: Vec<f64> = value
            .split(|letter: char| letter == ',' || letter.is_whitespace())
            .filter(|part| !part.is_empty())
            .filter_map(|part| part.parse().ok())
            .collect();
        match numbers.as_slice() {
            [_, _, width, height] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
            _ => None,
        }
    });
    let (width, height) = match (own("width"), own("height"), view) {
        (Some(width), Some(height), _) => (width, height),
        // One side stated: the other follows the picture's proportions.
        (Some(width), None, Some(view)) => (width, width * view.1 / view.0),
        (None, Some(height), Some(view)) => (height * view.0 / view.1, height),
        (_, _, Some(view)) => view,
        _ => return None,
    };
    let whole = |side: f64| if (0.5..=65_535.0).contains(&side) { side.round() as u32 } else { 0 };
    Some(PixelSize { width: whole(width), height: whole(height) })
}

/// CSS lengths at 96 dots per inch; a percentage says nothing of the picture itself.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let end = length.find(|letter: char| !matches!(letter, '0'..='9' | '.' | '+' | '-')).unwrap_or(length.len());
    let number: f64 = length[..end].parse().ok()?;
    let dots = match length[end..].trim() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        "em" | "rem" => 16.0,
        _ => return None,
    };
    Some(number * dots)
}
