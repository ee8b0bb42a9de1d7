//! Paths between content files: `../plan.md#มิติ-๒` from a document leads to a file of the portal.
//! Only names are worked out here; whether an anchor exists is asked of the document itself.

use crate::thai;

/// What a link in a document points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// `https:`, `mailto:`, `tel:` and the like: left as it is.
    External(String),
    /// A place on the same page.
    Anchor(String),
    /// A file of the content folder, with an anchor.
    File { path: String, anchor: Option<String> },
    /// Leads out of the content folder.
    Outside,
    /// `javascript:` and the like: never written on a page.
    Script,
}

pub fn target(folder: &str, link: &str) -> LinkTarget {
    let link = link.trim();
    if let Some(anchor) = link.strip_prefix('#') {
        return LinkTarget::Anchor(decode(anchor));
    }
    if runs_script(link) {
        return LinkTarget::Script;
    }
    if is_external(link) {
        return LinkTarget::External(link.to_owned());
    }
    let (path, anchor) = match link.split_once('#') {
        Some((path, anchor)) => (path, Some(decode(anchor))),
        None => (link, None),
    };
    let path = path.split('?').next().unwrap_or(path);
    match join(folder, &decode(path)) {
        Some(path) => LinkTarget::File { path, anchor },
        None => LinkTarget::Outside,
    }
}

/// An address of the front matter that may stand in a link: of the web, of mail or of the telephone, and nothing that a
/// browser would run. `www.nakok.go.th` is what people write for `https://www.nakok.go.th`.
pub fn web_address(written: &str) -> Option<String> {
    let written = written.trim();
    if written.chars().any(char::is_control) {
        return None;
    }
    let lower = written.to_ascii_lowercase();
    let schemes = ["https://", "http://", "mailto:", "tel:", "line:", "sms:"];
    if schemes.iter().any(|scheme| lower.len() > scheme.len() && lower.starts_with(scheme)) {
        return Some(written.to_owned());
    }
    lower.starts_with("www.").then(|| format!("https://{written}"))
}

/// Browsers skip control characters and white space inside a scheme.
fn runs_script(link: &str) -> bool {
    let mut scheme = String::new();
    for letter in link.chars().filter(|letter| *letter > ' ').take(20) {
        if letter == ':' {
            return matches!(
                scheme.as_str(),
                "javascript" | "vbscript" | "data" | "blob" | "filesystem" | "view-source" | "jar"
            );
        }
        scheme.push(letter.to_ascii_lowercase());
    }
    false
}

fn is_external(link: &str) -> bool {
    if link.starts_with("//") {
        return true;
    }
    link.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

/// `na-kok/2564` + `../agency.md` → `na-kok/agency.md`; `None` when it climbs out of the content folder.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    let relative = relative.replace('\\', "/");
    let mut parts: Vec<&str> = if relative.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    parts.retain(|part| !part.is_empty());
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(thai::repair(&parts.join("/")).into_owned())
}

/// Percent-decoding; what is not valid UTF-8 stays as typed.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let source = text.as_bytes();
    let mut at = 0;
    while at < source.len() {
        let hex = source.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match (source[at], hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                at += 3;
            }
            (byte, _) => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_files() {
        assert_eq!(
            target("na-kok/2564", "../agency.md#ติดต่อ"),
            LinkTarget::File { path: "na-kok/agency.md".into(), anchor: Some("ติดต่อ".into()) }
        );
        assert_eq!(target("a", "#ก"), LinkTarget::Anchor("ก".into()));
        assert_eq!(target("a", "https://x.go.th/"), LinkTarget::External("https://x.go.th/".into()));
        assert_eq!(target("a", "../../etc/passwd"), LinkTarget::Outside);
        assert_eq!(target("a", " JavaScript:alert(1)"), LinkTarget::Script);
        assert_eq!(target("a", "java\tscript:alert(1)"), LinkTarget::Script);
        assert_eq!(target("a", "data.md"), LinkTarget::File { path: "a/data.md".into(), anchor: None });
        assert_eq!(target("a", "%E0%B8%81.md"), LinkTarget::File { path: "a/ก.md".into(), anchor: None });
    }
}
