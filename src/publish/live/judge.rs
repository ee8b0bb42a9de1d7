//! How a host should serve a site: types and character sets, the headers that keep readers safe, caching, compression,
//! the page for what is missing. Each fault says what to do; `prongsai host` writes settings without any.

use std::collections::BTreeMap;

use super::http::{HostAddress, HttpConnection, HttpReply};
use crate::output::Manifest;
use crate::publish::trouble::Trouble;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// A short name that does not change: for scripts.
    pub code: &'static str,
    pub message: String,
}

/// What each kind of file is. The first of several is what our own settings say.
const TYPES: &[(&str, &[&str], bool)] = &[
    ("html", &["text/html"], true),
    ("css", &["text/css"], true),
    ("js", &["text/javascript", "application/javascript"], true),
    ("svg", &["image/svg+xml"], false),
    ("json", &["application/json", "application/feed+json"], false),
    ("jsonld", &["application/ld+json"], false),
    ("csv", &["text/csv"], true),
    ("ics", &["text/calendar"], true),
    ("xml", &["application/xml", "text/xml", "application/atom+xml", "application/rss+xml"], false),
    ("txt", &["text/plain"], true),
    ("webmanifest", &["application/manifest+json"], false),
    ("pdf", &["application/pdf"], false),
    ("png", &["image/png"], false),
    ("woff2", &["font/woff2"], false),
    ("xlsx", &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"], false),
    ("zip", &["application/zip"], false),
];

/// Half a year, which Mozilla's rules ask for at least.
const LEAST_HSTS: u64 = 15_768_000;
/// A page that is kept longer hides a correction.
const LONGEST_PAGE: u64 = 86_400;

pub fn judge(
    address: &HostAddress,
    connection: &mut HttpConnection,
    manifest: &Manifest,
    samples: &BTreeMap<String, (String, HttpReply)>,
) -> Result<Vec<Remark>, Trouble> {
    let mut remarks = Vec::new();
    let mut say = |code: &'static str, message: String| remarks.push(Remark { code, message });
    types(samples, &mut say);
    if let Some((_, home)) = samples.get("html") {
        headers(address, home, &mut say);
    }
    if !address.secure && !is_here(&address.host) {
        say("no-tls", "เว็บเปิดด้วย http:// ผู้อ่านถูกดักแก้หน้าได้ ขอใบรับรองฟรีจาก Let's Encrypt แล้วใช้ https://".to_owned());
    }
    let style = samples.get("css").map(|(path, _)| path);
    if let Some((path, answer)) = samples.get("html") {
        caching(path, answer, &mut say);
    }
    for kind in ["html", "css", "js"] {
        let largest = manifest
            .entries
            .iter()
            .filter(|(path, _)| path.ends_with(&format!(".{kind}")))
            .max_by_key(|(_, record)| record.size);
        if let Some((path, record)) = largest.filter(|(_, record)| record.size > 4096) {
            let answer = connection.get(&address.target(path), "gzip, br")?;
            if answer.status == 200 && answer.header("content-encoding").is_none() {
                say(
                    "no-compression",
                    format!("`{path}` ({} ไบต์) ไม่ได้บีบอัด เปิด gzip ที่โฮสต์ หน้าเว็บจะเบาลงราวสี่เท่า", record.size),
                );
            } else if !answer.header("vary").is_some_and(|vary| vary.to_ascii_lowercase().contains("accept-encoding")) {
                say("no-vary", format!("`{path}` บีบอัดแต่ไม่มี Vary: Accept-Encoding ตัวกลางอาจส่งฉบับที่ผู้อ่านเปิดไม่ได้"));
            }
        }
    }
    if let Some(path) = style {
        let answer = connection.get(&format!("{}?v=0", address.target(path)), "identity")?;
        if max_age(&answer).is_none_or(|age| age < 86_400) {
            say("short-cache", format!("`{path}` ไม่มี Cache-Control ที่นานพอ ผู้อ่านต้องโหลดซ้ำทุกหน้า ไฟล์ที่มี ?v= เก็บได้เป็นปี"));
        }
    }
    let nowhere = connection.get(&address.target("prongsai-ไม่มีหน้านี้/"), "identity")?;
    if nowhere.status != 404 {
        say("no-404", format!("ที่อยู่ที่ไม่มีตอบ {} แทน 404 ผู้ค้นจะพบหน้าที่ไม่มีจริง", nowhere.status));
    } else if let Some(record) = manifest.entries.get("404.html")
        && crate::output::Hash::of(&nowhere.body) != record.hash
    {
        say("other-404", "หน้าที่ไม่มีแสดงหน้าของโฮสต์ ตั้ง 404.html ของเว็บเป็นหน้า 404".to_owned());
    }
    let listing = connection.get(&address.target("assets/"), "identity")?;
    if listing.status == 200 && String::from_utf8_lossy(&listing.body).contains("Index of") {
        say("listing", "โฮสต์แสดงรายชื่อไฟล์ในโฟลเดอร์ ปิดด้วย Options -Indexes หรือ autoindex off".to_owned());
    }
    for own in crate::publish::OWN_FOLDERS {
        if connection.get(&address.target(&format!("{own}/publishing.json")), "identity")?.status == 200 {
            say("unfinished", "มีการเผยแพร่ที่ยังไม่เสร็จ สั่ง `prongsai publish` อีกครั้งเพื่อทำต่อ".to_owned());
        }
    }
    Ok(remarks)
}

fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn types(samples: &BTreeMap<String, (String, HttpReply)>, say: &mut impl FnMut(&'static str, String)) {
    for (kind, right, is_text) in TYPES {
        let Some((path, answer)) = samples.get(*kind) else { continue };
        let stated = answer.header("content-type").unwrap_or("").to_ascii_lowercase();
        let essence = stated.split(';').next().unwrap_or("").trim();
        if !right.contains(&essence) {
            let shown = if essence.is_empty() { "ไม่บอกชนิด" } else { essence };
            say("type", format!("`{path}` ตอบชนิด {shown} ที่ถูกคือ {}", right[0]));
        } else if *is_text && !stated.replace(['"', ' '], "").contains("charset=utf-8") {
            say("charset", format!("`{path}` ไม่บอก charset=utf-8 อักษรไทยอาจอ่านไม่ออก"));
        }
    }
}

fn headers(address: &HostAddress, home: &HttpReply, say: &mut impl FnMut(&'static str, String)) {
    let policy = home.header("content-security-policy").unwrap_or("").to_ascii_lowercase();
    if policy.is_empty() {
        say("no-csp", "ไม่มีส่วนหัว Content-Security-Policy หน้ามีของตัวเองแล้ว แต่ส่วนหัวกันการฝังหน้าในเว็บอื่นได้ด้วย".to_owned());
    } else {
        if !policy.contains("frame-ancestors") {
            say("csp-frames", "Content-Security-Policy ไม่มี frame-ancestors เว็บอื่นฝังหน้านี้หลอกผู้อ่านได้".to_owned());
        }
        if policy.contains("unsafe-inline") || policy.contains("unsafe-eval") {
            say(
                "csp-unsafe",
                "Content-Security-Policy ยอมให้มีสคริปต์ในหน้า (unsafe-inline/unsafe-eval) เว็บนี้ไม่ต้องใช้".to_owned(),
            );
        }
    }
    let nosniff = home.header("x-content-type-options").is_some_and(|value| value.eq_ignore_ascii_case("nosniff"));
    if !nosniff {
        say("no-nosniff", "ไม่มี X-Content-Type-Options: nosniff".to_owned());
    }
    if home.header("referrer-policy").is_none() {
        say("no-referrer-policy", "ไม่มี Referrer-Policy เว็บที่ลิงก์ออกไปจะรู้ว่าผู้อ่านมาจากหน้าไหน".to_owned());
    }
    if home.header("permissions-policy").is_none() {
        say("no-permissions-policy", "ไม่มี Permissions-Policy เว็บนี้ไม่ใช้กล้อง ไมโครโฟน หรือตำแหน่ง ปิดไว้ได้".to_owned());
    }
    if address.secure {
        let age = home.header("strict-transport-security").and_then(|value| number_after(value, "max-age="));
        if age.is_none_or(|age| age < LEAST_HSTS) {
            say("no-hsts", "ไม่มี Strict-Transport-Security ที่นานพอ (อย่างน้อยครึ่งปี) ผู้อ่านอาจถูกพากลับไป http://".to_owned());
        }
    }
}

fn caching(path: &str, answer: &HttpReply, say: &mut impl FnMut(&'static str, String)) {
    let control = answer.header("cache-control").unwrap_or("").to_ascii_lowercase();
    if max_age(answer).is_some_and(|age| age > LONGEST_PAGE) && !control.contains("no-cache") {
        say("long-page-cache", format!("`{path}` ให้เก็บไว้นานกว่าหนึ่งวัน การแก้ไขจะไม่ถึงผู้อ่าน"));
    }
    if control.is_empty() && answer.header("etag").is_none() && answer.header("last-modified").is_none() {
        say("no-validator", format!("`{path}` ไม่มี ETag หรือ Last-Modified ผู้อ่านโหลดใหม่ทั้งหน้าทุกครั้ง"));
    }
}

fn max_age(answer: &HttpReply) -> Option<u64> {
    number_after(answer.header("cache-control")?, "max-age=")
}

fn number_after(text: &str, word: &str) -> Option<u64> {
    let text = text.to_ascii_lowercase().replace('"', "");
    let digits: String = text.split_once(word)?.1.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
