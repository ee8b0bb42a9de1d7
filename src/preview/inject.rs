//! What the preview adds to a page on its way to the browser: its own script, and leave for it in the page's policy.
//! Built pages never come through here.

/// Used for pages that bring no policy of their own: as strict as the published site's.
const DEFAULT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                              font-src 'self'; media-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'";

pub struct Injected {
    pub bytes: Vec<u8>,
    /// The value of the `Content-Security-Policy` header.
    pub policy: String,
}

/// `hash` is that of the page as the site made it; the script compares it with the newest.
pub fn inject(html: &[u8], hash: &str) -> Injected {
    let script = format!("<script src=\"/_prongsai/client.js\" data-hash=\"{hash}\"></script>");
    let end = rfind(html, b"</body").or_else(|| rfind(html, b"</html")).unwrap_or(html.len());
    let (policy, taken) = match own_policy(html) {
        Some((policy, start, end)) => (policy, start..end),
        None => (DEFAULT_POLICY.to_owned(), 0..0),
    };
    // A policy in the page cannot be widened by a header, so it moves into the header.
    let mut bytes = Vec::with_capacity(html.len() + script.len());
    let end = end.max(taken.end);
    bytes.extend_from_slice(html.get(..taken.start).unwrap_or_default());
    bytes.extend_from_slice(html.get(taken.end..end).unwrap_or_default());
    bytes.extend_from_slice(script.as_bytes());
    bytes.extend_from_slice(html.get(end..).unwrap_or_default());
    Injected { bytes, policy: widened(&policy) }
}

/// The page's policy, and where its `<meta>` stands.
fn own_policy(html: &[u8]) -> Option<(String, usize, usize)> {
    let head = find(html, b"</head", 0).unwrap_or(html.len());
    let mut from = 0;
    while let Some(start) = find(html, b"<meta", from).filter(|start| *start < head) {
        let end = start + html.get(start..)?.iter().position(|byte| *byte == b'>')? + 1;
        let tag = std::str::from_utf8(html.get(start..end)?).unwrap_or("");
        if tag.to_ascii_lowercase().contains("content-security-policy")
            && let Some(content) = attribute(tag, "content=")
        {
            let policy =
                content.replace("&#39;", "'").replace("&#x27;", "'").replace("&apos;", "'").replace("&amp;", "&");
            return Some((policy, start, end));
        }
        from = end;
    }
    None
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.to_ascii_lowercase().find(&format!(" {name}"))? + 1 + name.len();
    let rest = tag.get(at..)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split(quote).next()
}

/// The same policy with what the preview itself needs, and without what only a published site can keep.
fn widened(policy: &str) -> String {
    let mut directives: Vec<(String, Vec<String>)> = Vec::new();
    for directive in policy.split(';') {
        let mut words = directive.split_whitespace().map(str::to_owned);
        let Some(name) = words.next().map(|name| name.to_ascii_lowercase()) else { continue };
        let dropped = ["upgrade-insecure-requests", "sandbox", "report-uri", "report-to", "frame-ancestors"];
        if !dropped.contains(&name.as_str()) && !directives.iter().any(|(known, _)| *known == name) {
            directives.push((name, words.collect()));
        }
    }
    let default = directives.iter().find(|(name, _)| name == "default-src").map(|(_, sources)| sources.clone());
    for needed in ["script-src", "style-src", "connect-src", "frame-src"] {
        if !directives.iter().any(|(name, _)| name == needed) {
            let Some(default) = &default else { continue };
            directives.push((needed.to_owned(), default.clone()));
        }
        for (_, sources) in directives.iter_mut().filter(|(name, _)| name == needed) {
            sources.retain(|source| source != "'none'");
            if !sources.iter().any(|source| source == "'self'") {
                sources.push("'self'".to_owned());
            }
        }
    }
    directives.push(("frame-ancestors".to_owned(), vec!["'self'".to_owned()]));
    let texts: Vec<String> =
        directives.into_iter().map(|(name, sources)| [vec![name], sources].concat().join(" ")).collect();
    texts.join("; ")
}

/// Where `word`, given in lower case, begins at or after `from`.
fn find(text: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.windows(word.len()).position(|part| part.eq_ignore_ascii_case(word)).map(|at| from + at)
}

fn rfind(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).rposition(|part| part.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn injected(html: &str) -> (String, String) {
        let Injected { bytes, policy } = inject(html.as_bytes(), "7");
        (String::from_utf8(bytes).unwrap(), policy)
    }

    const SCRIPT: &str = "<script src=\"/_prongsai/client.js\" data-hash=\"7\"></script>";

    #[test]
    fn the_script_stands_at_the_end_of_the_body_however_it_is_written() {
        assert_eq!(injected("<p>ก</p></BODY></html>").0, format!("<p>ก</p>{SCRIPT}</BODY></html>"));
        assert_eq!(injected("<p>ก</p></html>").0, format!("<p>ก</p>{SCRIPT}</html>"));
        assert_eq!(injected("<p>ก").0, format!("<p>ก{SCRIPT}"));
        assert_eq!(injected("").0, SCRIPT);
    }

    #[test]
    fn the_policy_of_the_page_moves_into_the_header_and_lets_the_preview_in() {
        let page = "<head><META http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'; \
                    upgrade-insecure-requests\"><title>ก</title></head><body></body>";
        let (html, policy) = injected(page);
        assert_eq!(html, format!("<head><title>ก</title></head><body>{SCRIPT}</body>"));
        let expected = "default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                        frame-src 'self'; frame-ancestors 'self'";
        assert_eq!(policy, expected);
    }

    #[test]
    fn words_about_the_policy_in_the_text_are_no_policy() {
        let page = "<head></head><body><meta http-equiv=content-security-policy content=\"default-src *\"></body>";
        assert!(injected(page).1.starts_with("default-src 'none'; script-src 'self'"));
    }

    #[test]
    fn bytes_that_are_not_text_pass_unchanged() {
        let Injected { bytes, .. } = inject(b"\xff\xfe<meta \xff content-security-policy content=\"x\">", "7");
        assert!(bytes.starts_with(b"\xff\xfe<meta \xff"));
    }
}
