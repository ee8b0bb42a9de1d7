//! Redirects from old addresses to new ones, in the languages of the common hosts. Pure: a list of pairs to text.
//! Addresses are the site's own (`/นากอก/2564/`, not percent-encoded) or, as a target, a full `https://` one.
//! `base` is the path under which the site is served: empty, or `/transparency`.

use std::fmt::Write as _;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redirect {
    pub from: String,
    pub to: String,
}

/// What the page that stands at an old address on a host without redirect rules has to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectPage {
    /// Path of the file inside the output: `นากอก/2564/index.html`.
    pub path: String,
    /// For `href` and `<meta http-equiv="refresh">`: relative to the page, percent-encoded. HTML-escaping is the template's.
    pub target: String,
    /// For the canonical link: from the root of the site, percent-encoded, or a full address.
    pub canonical: String,
    /// For the eye.
    pub shown: String,
}

/// Lines for `.htaccess` (mod_alias; nothing else is needed on shared hosting).
pub fn apache(redirects: &[Redirect], base: &str) -> String {
    let mut text = String::new();
    for Redirect { from, to } in sorted(redirects) {
        if !is_written_whole(&from) {
            continue;
        }
        // mod_alias compares the decoded path, so the pattern is plain Thai; `$` keeps `/a/` from matching `/a/b/`.
        let pattern = quoted(&format!("^{}$", escaped_pattern(&format!("{base}{from}"))));
        // It percent-encodes the target's path by itself, a second time if we did, but neither query nor anchor.
        let target = based(&to, base);
        let (path, rest) = target.split_at(target.find(['?', '#']).unwrap_or(target.len()));
        let target = format!("{}{}", decode(path), encode(rest)).replace('\\', "\\\\").replace('$', "\\$");
        // Apache puts its own environment in the place of `${NAME}`, whatever stands before it.
        if target.contains("${") || pattern.contains("${") {
            continue;
        }
        let _ = writeln!(text, "RedirectMatch 301 {pattern} {}", quoted(&target));
    }
    text
}

/// A `location` for each address, for the `server` block; exact matches are looked up in a table, so thousands are cheap.
pub fn nginx(redirects: &[Redirect], base: &str) -> String {
    let mut text = String::new();
    for Redirect { from, to } in sorted(redirects) {
        // Two that are written alike would keep the server from starting.
        if !is_written_whole(&from) {
            continue;
        }
        // nginx compares the decoded path; `$` would start a variable in the target.
        let target = encode(&based(&to, base)).replace('$', "%24");
        let _ = writeln!(text, "location = {} {{ return 301 {}; }}", quoted(&format!("{base}{from}")), quoted(&target));
    }
    text
}

/// The `_redirects` file of Netlify and Cloudflare Pages. Both want the source percent-encoded.
pub fn netlify(redirects: &[Redirect], base: &str) -> String {
    let mut text = String::new();
    for Redirect { from, to } in sorted(redirects) {
        // `*` and `:name` are patterns there; a `?` or `#` in an address from its root is part of a file's name.
        let mut source = encode(&format!("{base}{from}"));
        for (sign, escaped) in [('*', "%2A"), (':', "%3A"), ('?', "%3F"), ('#', "%23")] {
            source = source.replace(sign, escaped);
        }
        let _ = writeln!(text, "{source} {} 301", encode(&based(&to, base)));
    }
    text
}

/// The data of a page at each old address. An address with a suffix (`/a.pdf`) gets none: a page cannot stand there.
pub fn pages(redirects: &[Redirect]) -> Vec<RedirectPage> {
    let mut pages = Vec::new();
    for Redirect { from, to } in sorted(redirects) {
        let Some(path) = page_path(&from) else { continue };
        let (target, canonical) = match to.strip_prefix('/') {
            Some(rest) => {
                let climb = "../".repeat(path.matches('/').count());
                let target = format!("{climb}{}", encode(rest));
                (if target.is_empty() { "./".to_owned() } else { target }, encode(&to))
            }
            None => (encode(&to), encode(&to)),
        };
        pages.push(RedirectPage { path, target, canonical, shown: to });
    }
    pages
}

fn page_path(address: &str) -> Option<String> {
    let path = address.strip_prefix('/')?;
    if path.is_empty() || path.ends_with('/') {
        Some(format!("{path}index.html"))
    } else if path.ends_with(".html") {
        Some(path.to_owned())
    } else if path.rsplit('/').next().is_some_and(|last| last.contains('.')) {
        None
    } else {
        Some(format!("{path}/index.html"))
    }
}

/// Sorted by old address, each once (the first given wins), so that the text depends on the set alone.
/// An old address copied from a browser, percent-encoded, counts as its plain form.
fn sorted(redirects: &[Redirect]) -> Vec<Redirect> {
    let plain = redirects.iter().map(|Redirect { from, to }| Redirect { from: decode(from), to: to.clone() });
    let mut sorted: Vec<Redirect> = plain.filter(|redirect| redirect.from.starts_with('/')).collect();
    sorted.sort_by(|a, b| a.from.cmp(&b.from));
    sorted.dedup_by(|later, first| later.from == first.from);
    sorted
}

fn based(to: &str, base: &str) -> String {
    if to.starts_with('/') { format!("{base}{to}") } else { to.to_owned() }
}

/// Percent-encodes what may not stand in a URL. Delimiters and an existing `%E0` stay, so encoding twice does nothing.
pub fn encode(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut encoded = String::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        let is_escape = *byte == b'%'
            && bytes.get(at + 1).is_some_and(u8::is_ascii_hexdigit)
            && bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit);
        if byte.is_ascii_alphanumeric() || is_escape || b"-._~!$&'()*+,;=:@/?#".contains(byte) {
            encoded.push(char::from(*byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Undoes the encoding of Thai and of spaces; what is encoded because it would mean something else stays.
fn decode(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = address.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if byte >= 0x80 || byte == b' ' => {
                decoded.push(byte);
                at += 3;
            }
            _ => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| address.to_owned())
}

/// Signs without a letter cannot be written in the settings of Apache and nginx.
fn is_written_whole(from: &str) -> bool {
    !from.chars().any(char::is_control)
}

fn escaped_pattern(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        if r".+*?()[]{}|^$\".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// In the quotes that Apache and nginx share. Line breaks cannot be written there and are dropped.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars().filter(|character| !character.is_control()) {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(pairs: &[(&str, &str)]) -> Vec<Redirect> {
        pairs.iter().map(|(from, to)| Redirect { from: (*from).to_owned(), to: (*to).to_owned() }).collect()
    }

    #[test]
    fn thai_is_encoded_once() {
        assert_eq!(encode("/แผน/ก ข/"), "/%E0%B9%81%E0%B8%9C%E0%B8%99/%E0%B8%81%20%E0%B8%82/");
        assert_eq!(encode(&encode("/แผน/#มิติ-๒")), encode("/แผน/#มิติ-๒"));
        assert_eq!(encode("/100%/"), "/100%25/");
    }

    #[test]
    fn every_host_gets_its_own_form() {
        let redirects = list(&[("/ข/", "/b/"), ("/a/1.0/", "https://example.go.th/ก"), ("/a/1.0/", "/second/")]);
        let (first, second) = (r#""^/t/a/1\\.0/$" "https://example.go.th/ก""#, r#""^/t/ข/$" "/t/b/""#);
        assert_eq!(apache(&redirects, "/t"), format!("RedirectMatch 301 {first}\nRedirectMatch 301 {second}\n"));
        assert_eq!(
            nginx(&redirects, ""),
            "location = \"/a/1.0/\" { return 301 \"https://example.go.th/%E0%B8%81\"; }\nlocation = \"/ข/\" { return 301 \"/b/\"; }\n"
        );
        assert_eq!(netlify(&redirects, ""), "/a/1.0/ https://example.go.th/%E0%B8%81 301\n/%E0%B8%82/ /b/ 301\n");
    }

    #[test]
    fn the_order_given_does_not_matter() {
        let (one, other) = (list(&[("/a/", "/x/"), ("/b/", "/y/")]), list(&[("/b/", "/y/"), ("/a/", "/x/")]));
        assert_eq!(apache(&one, ""), apache(&other, ""));
        assert_eq!(pages(&one), pages(&other));
    }

    #[test]
    fn a_rule_cannot_be_broken_out_of() {
        let evil = list(&[("/a\" /etc/", "/$1/\"x\n")]);
        for text in [apache(&evil, ""), nginx(&evil, ""), netlify(&evil, "")] {
            assert_eq!(text.lines().count(), 1, "{text}");
        }
        assert_eq!(apache(&evil, ""), r#"RedirectMatch 301 "^/a\" /etc/$" "/\\$1/\"x""#.to_owned() + "\n");
    }

    #[test]
    fn an_address_copied_from_a_browser_is_the_same() {
        let copied = [Redirect { from: encode("/แผน ก/"), to: encode("/ใหม่/?ก#ข") }];
        let plain = list(&[("/แผน ก/", "/ใหม่/?ก#ข")]);
        for rules in [apache, nginx, netlify] {
            assert_eq!(rules(&copied, ""), rules(&plain, ""));
        }
        assert_eq!(apache(&plain, ""), "RedirectMatch 301 \"^/แผน ก/$\" \"/ใหม่/?%E0%B8%81#%E0%B8%82\"\n");
        assert_eq!(decode("/%2F%3f%2/%"), "/%2F%3f%2/%");
    }

    #[test]
    fn pages_link_relatively() {
        let pages = pages(&list(&[("/นากอก/เก่า/", "/นากอก/ใหม่/"), ("/x", "/"), ("/f.pdf", "/g.pdf"), ("/", "/th/")]));
        let short: Vec<(&str, &str)> = pages.iter().map(|page| (&*page.path, &*page.target)).collect();
        let thai = format!("../../{}", encode("นากอก/ใหม่/"));
        assert_eq!(short, [("index.html", "th/"), ("x/index.html", "../"), ("นากอก/เก่า/index.html", thai.as_str())]);
        assert_eq!(pages[2].canonical, encode("/นากอก/ใหม่/"));
    }

    #[test]
    fn no_address_is_written_twice() {
        let from = ["/java\tscript.txt", "/javascript.txt", "/java\u{1}script.txt", "/a\"b", "/a\\\"b"];
        let redirects = from.map(|from| Redirect { from: from.to_owned(), to: "/b".to_owned() });
        for text in [nginx(&redirects, ""), apache(&redirects, "")] {
            let mut rules: Vec<&str> = text.lines().collect();
            assert_eq!(rules.len(), 3, "{text}");
            rules.dedup();
            assert_eq!(rules.len(), 3, "{text}");
        }
    }
}
