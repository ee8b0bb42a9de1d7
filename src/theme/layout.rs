//! Templates may be laid out as airily as any source: a line break whose line is indented is left out of the page where
//! nobody could see it, at the edge of a block. Knows HTML's blocks and the signs of Tera, and no view.

/// What stands around a block's edge. Everything else is part of a line of text, where a line break shows as a space.
const BLOCKS: &[&str] = &[
    "!doctype",
    "html",
    "head",
    "body",
    "meta",
    "link",
    "title",
    "header",
    "footer",
    "main",
    "nav",
    "section",
    "article",
    "aside",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "colgroup",
    "col",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "form",
    "fieldset",
    "legend",
    "figure",
    "figcaption",
    "details",
    "summary",
    "blockquote",
    "address",
    "hr",
    "br",
    "option",
    "optgroup",
    "g",
    "path",
    "rect",
    "circle",
    "line",
    "use",
    "defs",
    "pattern",
    "symbol",
];
/// Inside of these every space counts.
const VERBATIM: &[&str] = &["pre", "textarea", "script", "style"];

/// Whether a space at this point would show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The edge of a block, or a space that is there already.
    Nothing,
    /// Text, or a thing within text.
    Words,
}

enum TemplatePiece<'t> {
    Space(&'t str),
    Tag(&'t str),
    /// `{% … %}`.
    Statement(&'t str),
    /// `{# … #}`.
    Comment(&'t str),
    /// Text or `{{ … }}`.
    Words(&'t str),
}

/// The template without the line breaks that would not show. Each becomes a comment over two lines, so that what the
/// template engine says of a line and column is true of the author's file.
pub fn fold(template: &str) -> String {
    let mut out = String::with_capacity(template.len() + template.len() / 8);
    let mut before = Before::Nothing;
    // Of each open statement: what stood before it, and whether a branch of it has ended within words.
    let mut open: Vec<(Before, bool)> = Vec::new();
    let mut rest = template;
    let mut trims = false;
    while let Some((piece, after)) = next(rest) {
        rest = after;
        match piece {
            TemplatePiece::Space(space) => {
                let trimmed = trims || ["{%-", "{{-", "{#-"].iter().any(|sign| rest.starts_with(sign));
                let hidden = before == Before::Nothing || is_block(rest);
                match space.rsplit_once('\n') {
                    Some((lines, indentation)) if hidden && !indentation.is_empty() && !trimmed => {
                        out.push_str("{#");
                        out.push_str(lines);
                        out.push('\n');
                        out.push_str(indentation.get(2..).unwrap_or_default());
                        out.push_str("#}");
                    }
                    _ => {
                        out.push_str(space);
                        if !trimmed {
                            before = Before::Nothing;
                        }
                    }
                }
                continue;
            }
            TemplatePiece::Tag(tag) => {
                out.push_str(tag);
                before = if is_block(tag) { Before::Nothing } else { Before::Words };
                if let Some(end) = verbatim(tag).and_then(|name| rest.find(&format!("</{name}"))) {
                    out.push_str(&rest[..end]);
                    rest = &rest[end..];
                }
            }
            TemplatePiece::Words(words) => {
                out.push_str(words);
                before = Before::Words;
            }
            TemplatePiece::Comment(comment) => out.push_str(comment),
            TemplatePiece::Statement(statement) => {
                out.push_str(statement);
                let word = statement.trim_start_matches(['{', '%', '-']).split_whitespace().next().unwrap_or_default();
                match word {
                    "if" | "block" | "filter" => open.push((before, word == "if" && before == Before::Words)),
                    // Its body follows its body.
                    "for" => {
                        before = Before::Words;
                        open.push((before, true));
                    }
                    "else" | "elif" => {
                        if let Some((entered, words)) = open.last_mut() {
                            *words |= before == Before::Words;
                            before = *entered;
                        }
                    }
                    "include" => before = Before::Words,
                    _ if word.starts_with("end") && open.pop().is_some_and(|(_, words)| words) => {
                        before = Before::Words
                    }
                    _ => {}
                }
            }
        }
        trims = ["-%}", "-}}", "-#}"].iter().any(|sign| out.ends_with(sign));
    }
    out
}

/// A message about a folded template, with its lines as the author wrote them.
pub fn as_written(message: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in message.lines() {
        let line = line.strip_suffix("{#").unwrap_or(line);
        let indented = line.split_once("#}").filter(|(before, _)| before.trim_end_matches(' ').ends_with(['|', ' ']));
        lines.push(indented.map_or_else(|| line.to_owned(), |(before, after)| format!("{before}  {after}")));
    }
    lines.join("\n")
}

fn next(rest: &str) -> Option<(TemplatePiece<'_>, &str)> {
    let first = rest.chars().next()?;
    if first.is_ascii_whitespace() {
        let (space, after) = rest.split_at(rest.len() - rest.trim_ascii_start().len());
        return Some((TemplatePiece::Space(space), after));
    }
    for (open, close) in [("{%", "%}"), ("{{", "}}"), ("{#", "#}")] {
        if rest.starts_with(open) {
            let (whole, after) = rest.split_at(rest.find(close).map_or(rest.len(), |at| at + close.len()));
            let piece = match open {
                "{%" => TemplatePiece::Statement(whole),
                "{#" => TemplatePiece::Comment(whole),
                _ => TemplatePiece::Words(whole),
            };
            return Some((piece, after));
        }
    }
    if is_tag(rest) {
        let (tag, after) = rest.split_at(tag_end(rest));
        return Some((TemplatePiece::Tag(tag), after));
    }
    let end = rest.char_indices().skip(1).find(|&(at, sign)| {
        sign.is_ascii_whitespace()
            || ["{%", "{{", "{#"].iter().any(|open| rest[at..].starts_with(open))
            || is_tag(&rest[at..])
    });
    let (words, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
    Some((TemplatePiece::Words(words), after))
}

fn is_tag(rest: &str) -> bool {
    rest.strip_prefix('<')
        .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_alphabetic() || "/!".contains(sign)))
}

fn name(tag: &str) -> &str {
    let name = tag.trim_start_matches('<').trim_start_matches('/');
    &name[..name.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '!').unwrap_or(name.len())]
}

fn is_block(tag: &str) -> bool {
    is_tag(tag) && BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name(tag)))
}

fn verbatim(tag: &str) -> Option<&'static str> {
    VERBATIM.iter().copied().find(|name_of| !tag.starts_with("</") && name_of.eq_ignore_ascii_case(name(tag)))
}

/// Where a tag ends: not at a `>` within quotation marks or within a statement.
fn tag_end(tag: &str) -> usize {
    let mut quoted = None;
    let mut at = 0;
    while let Some(sign) = tag[at..].chars().next() {
        let inner = [("{%", "%}"), ("{{", "}}"), ("{#", "#}")].iter().find(|(open, _)| tag[at..].starts_with(open));
        if let Some((_, close)) = inner {
            at = tag[at..].find(close).map_or(tag.len(), |end| at + end + close.len());
            continue;
        }
        at += sign.len_utf8();
        match quoted {
            Some(open) if open == sign => quoted = None,
            None if sign == '>' => return at,
            None if matches!(sign, '"' | '\'') => quoted = Some(sign),
            _ => {}
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the template engine shows it: comments are nothing.
    fn shown(template: &str) -> String {
        let mut out = String::new();
        let folded = fold(template);
        let mut rest = folded.as_str();
        while let Some((before, comment)) = rest.split_once("{#") {
            out.push_str(before);
            rest = comment.split_once("#}").map_or("", |(_, after)| after);
        }
        out + rest
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        for (written, page) in [
            ("<ul>\n  <li>\n    a\n  </li>\n</ul>", "<ul><li>a</li>\n</ul>"),
            ("<p>\n  {% if a %}\n    <b>x</b>\n  {%- endif %}\n  </p>", "<p>{% if a %}<b>x</b>\n  {%- endif %}</p>"),
            ("<p>a</p>\n<p>b</p>", "<p>a</p>\n<p>b</p>"),
            ("<tr>\n\t<td>1</td>\n\n    <td>2</td></tr>", "<tr><td>1</td><td>2</td></tr>"),
        ] {
            assert_eq!(shown(written), page, "{written}");
        }
    }

    #[test]
    fn a_space_between_words_stays() {
        for template in [
            "<p><a>x</a>\n  <a>y</a></p>",
            "<p>{{ x }}\n  {{ y }}</p>",
            "<p>a\n  b</p>",
            "<p>{% for x in y %}\n  <a>x</a>{% endfor %}</p>",
            "<p>a{% if x %}\n  <i>b</i>\n  {% else %}\n  <b>c</b>{% endif %}\n  <a>d</a></p>",
            "<pre>\n  <b>\n  </b></pre>",
            "{% include \"a.html\" %}\n  <b>c</b>",
        ] {
            let visible = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(visible(&shown(template)), visible(template), "{template}");
        }
    }

    #[test]
    fn a_message_shows_the_line_as_it_was_written() {
        let told = "error: no field\n   |\n41 |         #}{{ item.name }}{#\n   |    ^^^";
        assert_eq!(as_written(told), "error: no field\n   |\n41 |           {{ item.name }}\n   |    ^^^");
    }

    #[test]
    fn lines_and_columns_stay_true() {
        let template = "<ul>\n    <li>{{ a }}</li>\n</ul>";
        let folded = fold(template);
        let place = |text: &str| {
            let at = text.find("{{").unwrap_or_default();
            (text[..at].matches('\n').count(), at - text[..at].rfind('\n').unwrap_or_default())
        };
        assert_eq!(place(&folded), place(template));
    }
}
