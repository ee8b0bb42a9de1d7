//! From one page of the site to another: relative addresses only, so that the site works from any folder and from a disk.

use sha2::{Digest, Sha256};

use crate::address::PAGE_FILE;

/// Knows where a page stands. `url` is root-relative without a leading slash: `na-kok/2564/`.
#[derive(Clone, Debug)]
pub struct Linker {
    root: String,
    /// The folder in which the page stands; empty for links from the host's root.
    folder: String,
    portable: bool,
}

impl Linker {
    pub fn new(url: &str, portable: bool) -> Self {
        let folder = url.rfind('/').map_or("", |end| &url[..=end]).to_owned();
        Self { root: "../".repeat(url.matches('/').count()), folder, portable }
    }

    /// Links from the root of the host: `/` or the folder in which `base_url` puts the site.
    pub fn from_host(base_url: &str) -> Self {
        Self { root: format!("{}/", base_path(base_url)), folder: String::new(), portable: false }
    }

    /// The way to the site's root: `../../`, or `./` at the root itself.
    pub fn root(&self) -> &str {
        if self.root.is_empty() { "./" } else { &self.root }
    }

    /// The address of `url` as seen from this page. Non-ASCII stays as it is: browsers and hosts encode it alike.
    pub fn to(&self, url: &str) -> String {
        if is_elsewhere(url) {
            return url.to_owned();
        }
        let (path, anchor) = match url.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (url, None),
        };
        let mut link = String::with_capacity(self.root.len() + url.len() + 12);
        // Up only as far as both paths part: an agency has a hundred links within its own folder on a page.
        let shared = self.shared_with(path);
        link.push_str(self.root.get(shared.matches('/').count() * "../".len()..).unwrap_or_default());
        let path = &path[shared.len()..];
        // A percent sign of a name would be read as the beginning of an escape.
        match path.contains('%') {
            true => link.push_str(&path.replace('%', "%25")),
            false => link.push_str(path),
        }
        // A colon in the first part would be read as a scheme.
        if link.split('/').next().is_some_and(|first| first.contains(':')) {
            link.insert_str(0, "./");
        }
        if self.portable && (link.is_empty() || link.ends_with('/')) {
            link.push_str(PAGE_FILE);
        } else if link.is_empty() {
            link.push_str("./");
        }
        if let Some(anchor) = anchor {
            link.push('#');
            link.push_str(anchor);
        }
        link
    }

    /// The folders that an address begins with and in which the page stands too.
    fn shared_with<'u>(&self, url: &'u str) -> &'u str {
        let same = self.folder.bytes().zip(url.bytes()).take_while(|(own, other)| own == other).count();
        let end = url.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
        &url[..end]
    }
}

/// Whether an address is whole: that of a page on another site.
pub fn is_elsewhere(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// An id for what stands at this address of a site that has no address of its own yet: the same at every build, and
/// another one for another maker (a UUID of version 8, RFC 9562).
pub fn nameless_id(maker: &str, url: &str) -> String {
    let hash = Sha256::digest(format!("prongsai\n{maker}\n{url}"));
    let mut hex: String = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    hex.replace_range(12..13, "8");
    hex.replace_range(16..17, "a");
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// The folder of its host in which `base_url` puts the site: empty, or `/transparency`.
pub fn base_path(base_url: &str) -> String {
    let after_scheme = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let path = after_scheme.split_once('/').map_or("", |(_, path)| path).trim_matches('/');
    if path.is_empty() { String::new() } else { format!("/{path}") }
}

/// Percent-encoded for places that take ASCII only: sitemaps, feeds, canonical links.
pub fn absolute(base_url: &str, url: &str) -> String {
    let mut out = String::with_capacity(base_url.len() + url.len() * 2);
    let url = match url.split_once("://").filter(|_| is_elsewhere(url)) {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            out.extend([scheme, "://", host]);
            path
        }
        None => {
            out.push_str(base_url.trim_end_matches('/'));
            url
        }
    };
    out.push('/');
    for byte in url.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'#' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Whole, and in its own letters: for people, who read and type it. Browsers encode what they are given.
pub fn readable(base_url: &str, url: &str) -> String {
    format!("{}/{url}", base_url.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative() {
        let from_item = Linker::new("na-kok/2564/3-04/", false);
        assert_eq!(from_item.to("na-kok/"), "../../");
        assert_eq!(from_item.to("phipun/2564/"), "../../../phipun/2564/");
        assert_eq!(from_item.to("#a"), "../../../#a");
        assert_eq!(from_item.to("na-kok/2564/"), "../");
        assert_eq!(from_item.to("na-kok/2564/3-05/"), "../3-05/");
        assert_eq!(from_item.to("na-kok/2564/3-04/"), "./");
        assert_eq!(from_item.to("na-kok/2564/3-04/a:b.pdf"), "./a:b.pdf");
        assert_eq!(from_item.to("na-kok/2564/3-0/#ก"), "../3-0/#ก");
        assert_eq!(from_item.to("na-kok"), "../../../na-kok");
        let home = Linker::new("", false);
        assert_eq!(home.to(""), "./");
        assert_eq!(home.to("na-kok/"), "na-kok/");
        assert_eq!(home.to("a%41b/"), "a%2541b/");
        let portable = Linker::new("na-kok/", true);
        assert_eq!(portable.to("na-kok/2564/"), "2564/index.html");
        assert_eq!(portable.to("assets/site.css"), "../assets/site.css");
        assert_eq!(Linker::new("404.html", false).to("na-kok/"), "na-kok/");
        assert_eq!(Linker::from_host("https://a.go.th/prongsai/").to("na-kok/"), "/prongsai/na-kok/");
        assert_eq!(Linker::from_host("https://a.go.th").to(""), "/");
        assert_eq!(from_item.to("https://b.go.th/ก/"), "https://b.go.th/ก/");
        assert_eq!(absolute("https://a.go.th/x/", "ก/"), "https://a.go.th/x/%E0%B8%81/");
        assert_eq!(absolute("https://a.go.th/x/", "https://b.go.th:8443/ก/"), "https://b.go.th:8443/%E0%B8%81/");
    }
}
