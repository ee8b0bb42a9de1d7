//! Styles as they are sent: without the comments, the line breaks and the spaces that only their readers need.
//! Knows where texts, comments and addresses begin and end, and nothing else of the language.

/// Takes comments out and spaces where no sign of the language can need them: at both sides of `{`, `}`, `;` and `,`.
/// Elsewhere a run of them becomes one, because `a :is(b)` is not `a:is(b)`. A comment that opens with `/*!` stays.
pub fn tighten(style: Vec<u8>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&style) else { return style };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let taken = if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
            if rest.starts_with("/*!") {
                out.push_str(&rest[..end]);
            }
            end
        } else if matches!(first, '"' | '\'') || rest.starts_with("url(") {
            let end = verbatim_end(rest, first);
            out.push_str(&rest[..end]);
            end
        } else if first.is_ascii_whitespace() {
            if !out.is_empty() && !out.ends_with(['{', '}', ';', ',', ' ']) {
                out.push(' ');
            }
            1
        } else {
            if matches!(first, '{' | '}' | ';' | ',') && out.ends_with(' ') {
                out.pop();
            }
            // The last declaration of a rule needs no sign behind it.
            if first == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(first);
            first.len_utf8()
        };
        rest = &rest[taken..];
    }
    out.truncate(out.trim_end().len());
    out.into_bytes()
}

/// Where a text in quotation marks or an address `url(…)` ends: its bytes are sent as they were written.
fn verbatim_end(rest: &str, first: char) -> usize {
    let (close, begin) = if first == 'u' { (')', "url(".len()) } else { (first, first.len_utf8()) };
    let mut escaped = false;
    let mut quoted = None;
    for (at, sign) in rest.char_indices().skip_while(|(at, _)| *at < begin) {
        match quoted {
            _ if escaped => escaped = false,
            _ if sign == '\\' => escaped = true,
            Some(open) if sign == open => quoted = None,
            Some(_) => {}
            None if sign == close => return at + sign.len_utf8(),
            None if first == 'u' && matches!(sign, '"' | '\'') => quoted = Some(sign),
            None => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tightened(style: &str) -> String {
        String::from_utf8(tighten(style.as_bytes().to_vec())).unwrap_or_default()
    }

    #[test]
    fn what_only_readers_need_goes() {
        for (written, sent) in [
            (
                "/* Head. */\n.a,\n.b > c {\n  color: red;\n  margin: 0 auto;\n}\n",
                ".a,.b > c{color: red;margin: 0 auto}",
            ),
            (
                "@media (min-width: 1rem) {\n  .a :is(b) {\n    top: 0;\n  }\n}\n",
                "@media (min-width: 1rem){.a :is(b){top: 0}}",
            ),
            (".a { width: calc(1rem + 2px); }", ".a{width: calc(1rem + 2px)}"),
            ("/*! licence */\na { b: c }", "/*! licence */ a{b: c}"),
        ] {
            assert_eq!(tightened(written), sent);
        }
    }

    #[test]
    fn texts_and_addresses_are_sent_as_written() {
        for style in [
            r#".a::before{content: "a  /* b */ ; }"}"#,
            r#".a::before{content: "\"  ;"}"#,
            ".a{background: url(data:x;/*,{ }  )}",
            ".a{background: url(\"a  )b\")}",
        ] {
            assert_eq!(tightened(style), style);
        }
    }

    #[test]
    fn what_never_ends_is_no_reason_to_stop() {
        for style in ["/*", "\"", "url(", "a {", "\\"] {
            let _ = tightened(style);
        }
    }
}
