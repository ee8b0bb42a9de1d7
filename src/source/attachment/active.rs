//! Files that a browser or a web server would run under the site's own name: pages, scripts and programs of servers. Told by
//! their names, every part of them, and where no name says what they are, by their first bytes.

use super::kind::FileKind;
use super::text;

/// Parts of a name that make a server or a browser run what it finds. Servers look at each part: `a.php.th`, `a.html.gz`.
const PARTS: &[(&str, &[&str])] = &[
    ("HTML", &["html", "htm", "xhtml", "xht", "shtml", "shtm", "stm", "phtml", "mht", "mhtml", "hta", "htc", "svgz"]),
    ("XML", &["xml", "xsl", "xslt", "rdf", "atom", "rss", "xul", "mathml", "mml", "xsd", "wsdl", "xbl", "kml", "gpx"]),
    ("JavaScript", &["js", "mjs", "cjs", "jsm", "vbs", "wasm", "swf", "jar", "jnlp", "appcache", "webmanifest"]),
    (
        "โปรแกรมของเซิร์ฟเวอร์",
        &[
            "php", "php3", "php4", "php5", "php7", "php8", "phps", "phar", "asp", "aspx", "ashx", "asmx", "jsp",
            "jspx", "cgi", "fcgi", "pl", "cfm", "htaccess", "htpasswd", "lua",
        ],
    ),
];

/// What it would run as, if it would.
pub(super) fn runs(path: &str, kind: FileKind, bytes: &[u8]) -> Option<&'static str> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let mut parts = name.split('.');
    parts.next();
    let by_name = parts
        .clone()
        .find_map(|part| PARTS.iter().find(|(_, known)| known.contains(&part.trim())).map(|(what, _)| *what));
    if name == "web.config" {
        return Some("โปรแกรมของเซิร์ฟเวอร์");
    }
    if by_name.is_some() {
        return by_name;
    }
    // Without a name that says what it is, servers name no kind, and browsers look at the first bytes. Many know no CSV.
    let unnamed = matches!(FileKind::of_extension(path), FileKind::Unknown | FileKind::Csv);
    (unnamed && (text::is_web_page(bytes) || has_tag(bytes) || kind == FileKind::Svg)).then_some("HTML")
}

/// As browsers sniff: a tag among the first bytes.
fn has_tag(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1445)]).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with('<')
        && head[1..].starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '!' || letter == '?')
}
