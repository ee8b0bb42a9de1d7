//! What each kind of host needs to serve a site as it should be: headers, types, caching, compression, redirects, the
//! page for what is missing. Pure: facts in, files out. `live::judge` says whether it works.

use std::fmt::Write as _;

use crate::record::redirects::{self, Redirect};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostKind {
    Nginx,
    Apache,
    Caddy,
    Iis,
    Netlify,
    Cloudflare,
    Github,
}

/// What the files depend on.
#[derive(Clone, Debug, Default)]
pub struct HostFacts {
    pub redirects: Vec<Redirect>,
    /// The folder in which the site lies: empty, or `/transparency`.
    pub base: String,
    /// The name of the site, for the kinds that configure a whole server.
    pub name: String,
}

/// One file, and whether it lies in the site's root or belongs to the server's keeper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostFile {
    pub path: &'static str,
    pub text: String,
    pub in_site: bool,
}

/// As strict as the pages' own, and who may frame them besides.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; \
                      connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
/// Charts are made to be shown on others' pages.
const EMBED_POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; \
                            form-action 'none'; frame-ancestors *";
/// A year, as Mozilla's rules would have it.
const HSTS: &str = "max-age=31536000";
const REFERRER: &str = "strict-origin-when-cross-origin";
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
const PAGES: &str = "public, max-age=300, must-revalidate";
const HASHED: &str = "public, max-age=31536000, immutable";

/// Types that servers' own tables lack or leave without a character set.
const TYPES: [(&str, &str); 9] = [
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("html", "text/html"),
    ("ics", "text/calendar"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("txt", "text/plain"),
    ("webmanifest", "application/manifest+json"),
];

pub fn files(kind: HostKind, facts: &HostFacts) -> Vec<HostFile> {
    let file = |path, text, in_site| HostFile { path, text, in_site };
    match kind {
        HostKind::Nginx => vec![file("prongsai-nginx.conf", nginx(facts), false)],
        HostKind::Apache => vec![file(".htaccess", apache(facts), true)],
        HostKind::Caddy => vec![file("Caddyfile", caddy(facts), false)],
        HostKind::Iis => vec![file("web.config", iis(facts), true)],
        // The site brings its own `_redirects`.
        HostKind::Netlify | HostKind::Cloudflare => vec![file("_headers", headers_file(facts), true)],
        HostKind::Github => vec![file(".nojekyll", String::new(), true)],
    }
}

fn common() -> [(&'static str, &'static str); 5] {
    [
        ("Strict-Transport-Security", HSTS),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", REFERRER),
        ("Permissions-Policy", PERMISSIONS),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ]
}

fn nginx(facts: &HostFacts) -> String {
    let mut text = String::from("# include ไฟล์นี้ในบล็อก server { } ของเว็บ ซึ่งมี root และ listen ... ssl แล้ว\n");
    text.push_str("index index.html;\nabsolute_redirect off;\ncharset utf-8;\ncharset_types text/html text/css text/csv text/calendar text/javascript text/plain text/xml application/json;\n");
    text.push_str("etag on;\ngzip on;\ngzip_static on;\ngzip_vary on;\ngzip_min_length 860;\ngzip_types text/css text/csv text/calendar text/javascript text/plain application/json application/ld+json application/xml application/atom+xml application/manifest+json image/svg+xml;\n");
    let _ = writeln!(text, "error_page 404 {}/404.html;\n", facts.base);
    for (name, value) in common() {
        let _ = writeln!(text, "add_header {name} \"{value}\" always;");
    }
    // A location with a header of its own inherits none, so these differ by a variable and not by a location.
    let _ = writeln!(text, "set $prongsai_policy \"{POLICY}\";\nset $prongsai_cache \"{PAGES}\";");
    let _ = writeln!(text, "if ($uri ~ \"/embed/\") {{ set $prongsai_policy \"{EMBED_POLICY}\"; }}");
    let _ = writeln!(text, "if ($args ~ \"^v=\") {{ set $prongsai_cache \"{HASHED}\"; }}");
    let _ = writeln!(text, "if ($uri ~ \"\\.woff2$\") {{ set $prongsai_cache \"{HASHED}\"; }}");
    text.push_str(
        "add_header Content-Security-Policy $prongsai_policy always;\nadd_header Cache-Control $prongsai_cache;\n\n",
    );
    text.push_str("types {\n    text/html html;\n    text/css css;\n    text/csv csv;\n    text/calendar ics;\n    text/javascript js;\n    text/plain txt;\n    application/json json;\n    application/ld+json jsonld;\n    application/xml xml;\n    application/atom+xml atom;\n    application/manifest+json webmanifest;\n    application/pdf pdf;\n    application/zip zip;\n    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx;\n    application/vnd.openxmlformats-officedocument.wordprocessingml.document docx;\n    image/svg+xml svg;\n    image/png png;\n    image/jpeg jpg jpeg;\n    image/webp webp;\n    image/gif gif;\n    image/x-icon ico;\n    font/woff2 woff2;\n}\n\n");
    text.push_str(&redirects::nginx(&facts.redirects, &facts.base));
    text
}

fn apache(facts: &HostFacts) -> String {
    let mut text = String::from(
        "# prongsai: ต้องมี AllowOverride All (โฮสต์ทั่วไปเปิดไว้แล้ว)\nOptions -Indexes\nDirectoryIndex index.html\nAddDefaultCharset utf-8\n",
    );
    let _ = writeln!(text, "ErrorDocument 404 {}/404.html\nFileETag MTime Size\n", facts.base);
    text.push_str("<IfModule mod_mime.c>\n");
    for (suffix, kind) in TYPES {
        let _ = writeln!(text, "AddType {kind} .{suffix}");
    }
    text.push_str("AddType image/svg+xml .svg\nAddType font/woff2 .woff2\nAddType application/vnd.openxmlformats-officedocument.spreadsheetml.sheet .xlsx\nAddCharset utf-8 .html .css .js .csv .ics .txt .json .jsonld .xml\n</IfModule>\n\n");
    text.push_str("<IfModule mod_headers.c>\n");
    for (name, value) in common() {
        let _ = writeln!(text, "Header always set {name} \"{value}\"");
    }
    let _ = writeln!(
        text,
        "Header always set Content-Security-Policy \"{POLICY}\" \"expr=%{{REQUEST_URI}} !~ m#/embed/#\""
    );
    let _ = writeln!(
        text,
        "Header always set Content-Security-Policy \"{EMBED_POLICY}\" \"expr=%{{REQUEST_URI}} =~ m#/embed/#\""
    );
    let _ = writeln!(text, "Header set Cache-Control \"{PAGES}\"");
    let _ = writeln!(
        text,
        "Header set Cache-Control \"{HASHED}\" \"expr=%{{QUERY_STRING}} =~ /^v=/ || %{{REQUEST_URI}} =~ /\\.woff2$/\""
    );
    text.push_str("</IfModule>\n\n<IfModule mod_deflate.c>\nAddOutputFilterByType DEFLATE text/html text/css text/csv text/calendar text/javascript text/plain text/xml application/json application/ld+json application/xml application/atom+xml application/manifest+json image/svg+xml\n</IfModule>\n\n");
    text.push_str(&redirects::apache(&facts.redirects, &facts.base));
    text
}

fn caddy(facts: &HostFacts) -> String {
    let name = if facts.name.is_empty() { "www.example.go.th" } else { &facts.name };
    let mut text = format!(
        "# แก้ชื่อเว็บและโฟลเดอร์ แล้ววางใน Caddyfile ใบรับรองขอให้เอง\n{name} {{\n\troot * /srv/www/site\n\tencode zstd gzip\n\tfile_server {{\n\t\tprecompressed br gzip\n\t}}\n"
    );
    text.push_str("\theader {\n");
    for (header, value) in common() {
        let _ = writeln!(text, "\t\t{header} \"{value}\"");
    }
    let _ = writeln!(
        text,
        "\t}}\n\t@embed path */embed/*\n\t@page not path */embed/*\n\theader @page Content-Security-Policy \"{POLICY}\"\n\theader @embed Content-Security-Policy \"{EMBED_POLICY}\""
    );
    let _ = writeln!(
        text,
        "\t@hashed query v=*\n\t@fresh not query v=*\n\theader @hashed Cache-Control \"{HASHED}\"\n\theader @fresh Cache-Control \"{PAGES}\""
    );
    text.push_str("\thandle_errors {\n\t\t@missing expression {err.status_code} == 404\n\t\trewrite @missing /404.html\n\t\tfile_server\n\t}\n");
    for Redirect { from, to } in &facts.redirects {
        let target = if to.starts_with('/') { format!("{}{to}", facts.base) } else { to.clone() };
        let quoted = |text: &str| text.replace(['"', '\\', '\n', '\r', '{', '}'], "");
        let _ = writeln!(
            text,
            "\tredir \"{}{}\" \"{}\" permanent",
            facts.base,
            quoted(from),
            quoted(&redirects::encode(&target))
        );
    }
    text.push_str("}\n");
    text
}

fn iis(facts: &HostFacts) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<configuration>\n  <system.webServer>\n    <defaultDocument><files><clear /><add value=\"index.html\" /></files></defaultDocument>\n    <directoryBrowse enabled=\"false\" />\n    <urlCompression doStaticCompression=\"true\" />\n",
    );
    // IIS knows none of these, and answers 404 for a file whose type it does not know.
    text.push_str("    <staticContent>\n");
    for (suffix, kind) in TYPES.into_iter().chain([
        ("svg", "image/svg+xml"),
        ("woff2", "font/woff2"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ]) {
        let charset = if kind.starts_with("text/") { "; charset=utf-8" } else { "" };
        let _ = writeln!(
            text,
            "      <remove fileExtension=\".{suffix}\" /><mimeMap fileExtension=\".{suffix}\" mimeType=\"{kind}{charset}\" />"
        );
    }
    text.push_str("      <clientCache cacheControlMode=\"UseMaxAge\" cacheControlMaxAge=\"00:05:00\" />\n    </staticContent>\n    <httpProtocol><customHeaders>\n      <remove name=\"X-Powered-By\" />\n");
    for (name, value) in common().into_iter().chain([("Content-Security-Policy", POLICY)]) {
        let _ = writeln!(text, "      <add name=\"{name}\" value=\"{}\" />", xml(value));
    }
    text.push_str("    </customHeaders></httpProtocol>\n");
    let _ = writeln!(
        text,
        "    <httpErrors errorMode=\"Custom\"><remove statusCode=\"404\" /><error statusCode=\"404\" path=\"{}/404.html\" responseMode=\"ExecuteURL\" /></httpErrors>",
        xml(&facts.base)
    );
    // The folder of the program's own begins with a dot, and is asked for by `verify`.
    text.push_str("  </system.webServer>\n");
    for Redirect { from, to } in &facts.redirects {
        let target = if to.starts_with('/') { format!("{}{to}", facts.base) } else { to.clone() };
        let path = from.trim_matches('/');
        if path.is_empty() || path.contains(['*', '?', ':', '<', '>', '|', '"', '%']) {
            continue; // no name of a file there
        }
        let _ = writeln!(
            text,
            "  <location path=\"{}\"><system.webServer><httpRedirect enabled=\"true\" destination=\"{}\" exactDestination=\"true\" httpResponseStatus=\"Permanent\" /></system.webServer></location>",
            xml(path),
            xml(&redirects::encode(&target))
        );
    }
    text.push_str("</configuration>\n");
    text
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").chars().filter(|c| !c.is_control()).collect()
}

/// Netlify and Cloudflare Pages. A header stated twice is joined there, so the rules do not overlap.
fn headers_file(facts: &HostFacts) -> String {
    let base = &facts.base;
    let mut text = format!("{base}/*\n");
    for (name, value) in common() {
        let _ = writeln!(text, "  {name}: {value}");
    }
    let _ = writeln!(text, "  Content-Security-Policy: {POLICY}");
    let _ = writeln!(text, "{base}/assets/fonts/*\n  Cache-Control: {HASHED}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> HostFacts {
        let redirect = |from: &str, to: &str| Redirect { from: from.to_owned(), to: to.to_owned() };
        HostFacts {
            redirects: vec![redirect("/เก่า/", "/ใหม่/"), redirect("/a\"<\n/", "/b/")],
            base: String::new(),
            name: "www.example.go.th".to_owned(),
        }
    }

    #[test]
    fn every_kind_states_the_headers_and_the_redirects() {
        for kind in
            [HostKind::Nginx, HostKind::Apache, HostKind::Caddy, HostKind::Iis, HostKind::Netlify, HostKind::Cloudflare]
        {
            let all: String = files(kind, &facts()).into_iter().map(|file| file.text).collect();
            for word in [
                "Content-Security-Policy",
                "frame-ancestors",
                "nosniff",
                "Strict-Transport-Security",
                "Referrer-Policy",
                "Permissions-Policy",
            ] {
                assert!(all.contains(word), "{kind:?} has no {word}");
            }
            let brings_its_own = matches!(kind, HostKind::Netlify | HostKind::Cloudflare);
            assert!(
                brings_its_own || all.contains("เก่า") || all.contains(&redirects::encode("เก่า")),
                "{kind:?} has no redirect"
            );
        }
        assert_eq!(files(HostKind::Github, &facts())[0].path, ".nojekyll");
    }

    #[test]
    fn what_an_author_writes_cannot_leave_its_place() {
        let iis = iis(&facts());
        assert!(!iis.contains("a\"<"), "{iis}");
        assert!(caddy(&facts()).lines().filter(|line| line.contains("redir ")).count() == 2);
    }
}
