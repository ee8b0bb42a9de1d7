//! The author's own files of a theme: which is older than the file that it was copied from, what a browser will not do under
//! the site's policy, which template nobody shows and which word nobody says. Reads texts alone; renders nothing.

use std::sync::Arc;

use crate::check::{Located, locate};
use crate::finding::{Finding, code};
use crate::site::Site;
use crate::span::{FileId, Span};
use crate::thai::nearest;
use crate::theme::{DEFAULT, OwnFile, embedded};

/// What the policy of every page forbids, and what to write instead.
const FORBIDDEN: [(&str, &str); 7] = [
    (" style=\"", "ใส่คลาส แล้วเขียนสไตล์ใน assets/css/"),
    ("<style", "เขียนสไตล์ใน assets/css/"),
    ("<script>", "เขียนสคริปต์ใน assets/js/site-own.js"),
    (" onclick=", "เขียนสคริปต์ใน assets/js/site-own.js"),
    (" onload=", "เขียนสคริปต์ใน assets/js/site-own.js"),
    ("src=\"http", "คัดลอกไฟล์มาไว้ใน assets/ แล้วใช้ {{ shell.root }}assets/…"),
    ("<iframe src=\"http", "ใส่เป็นลิงก์แทน"),
];

/// Of every file in the author's own theme folder.
pub fn findings(site: &Site) -> Vec<Located> {
    let theme = &site.theme;
    if theme.own.is_empty() {
        return Vec::new();
    }
    let originals = embedded(&theme.name);
    let mut all = Vec::new();
    for (path, file) in &theme.own {
        let shown_path = format!("../themes/{}/{path}", theme.name);
        let id = FileId::of(&shown_path);
        let at = |start: usize, len: usize| Span::new(id, start, start + len);
        let mut findings = Vec::new();
        findings.extend(older(path, file, originals.get(path).map(Vec::as_slice), at(0, 0)));
        if path.starts_with("templates/") {
            for (sign, instead) in FORBIDDEN {
                findings.extend(
                    file.text
                        .match_indices(sign)
                        .map(|(start, found)| forbidden(found, instead, at(start, found.len()))),
                );
            }
            findings.extend(unused(site, path, at(0, 0)));
        }
        if path.starts_with("i18n/") {
            findings.extend(unknown_words(site, file, at));
        }
        let shown: (Arc<str>, Arc<str>) = (shown_path.as_str().into(), file.text.as_str().into());
        all.extend(locate(findings.iter(), &|_| Some(shown.clone())));
    }
    all
}

fn older(path: &str, file: &OwnFile, original: Option<&[u8]>, span: Span) -> Option<Finding> {
    let (origin, original) = (file.origin.as_ref()?, original?);
    origin.is_older_than(original).then(|| {
        Finding::of(code::L061, span, format!("`{path}` คัดลอกมาจากรุ่น {} และต้นฉบับในโปรแกรมเปลี่ยนไปแล้ว", origin.version))
            .english("the original of this file has changed since it was copied out")
            .help("ดูว่าต่างกันที่ใดด้วย `prongsai theme --diff` แล้วแก้ไฟล์นี้ตาม หรือคัดลอกใหม่ด้วย `--eject … --force`")
    })
}

fn forbidden(found: &str, instead: &str, span: Span) -> Finding {
    Finding::of(code::L062, span, format!("`{}` ในแม่แบบ: เบราว์เซอร์จะไม่ทำตาม เพราะเว็บห้ามไว้เพื่อความปลอดภัย", found.trim()))
        .english("the site's content security policy forbids this")
        .label("ไม่มีผล")
        .help(instead)
}

fn unused(site: &Site, path: &str, span: Span) -> Option<Finding> {
    let name = path.strip_prefix("templates/")?;
    let known = embedded(&site.theme.name);
    if known.contains_key(path) {
        return None;
    }
    let named = |text: &str| text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'"));
    let in_known = known.iter().filter(|(path, _)| path.starts_with("templates/"));
    let is_used = in_known
        .map(|(path, bytes)| (path, String::from_utf8_lossy(bytes)))
        .any(|(path, text)| !site.theme.own.contains_key(path) && named(&text))
        || site.theme.own.iter().any(|(other, file)| other != path && named(&file.text));
    let near = nearest(name, known.keys().filter_map(|path| path.strip_prefix("templates/")));
    (!is_used).then(|| {
        let help = match near {
            Some(near) => format!("ถ้าจะแทนที่แม่แบบของโปรแกรม ให้ใช้ชื่อเดียวกัน เช่น `{near}` หรือเรียกด้วย `include`"),
            None => "ใช้ชื่อเดียวกับแม่แบบของโปรแกรม หรือเรียกด้วย `include`".to_owned(),
        };
        Finding::of(code::L063, span, format!("ไม่มีหน้าใดใช้แม่แบบ `{name}`"))
            .english("no page uses this template")
            .help(help)
    })
}

/// Keys that no template and no view asks for.
fn unknown_words(site: &Site, file: &OwnFile, at: impl Fn(usize, usize) -> Span) -> Vec<Finding> {
    let known = site.theme.known_words();
    let mut start = 0;
    let mut findings = Vec::new();
    for line in file.text.split_inclusive('\n') {
        let key = line.split('=').next().unwrap_or_default().trim().trim_matches('"');
        let is_key =
            line.contains('=') && !key.is_empty() && !key.starts_with('#') && !key.contains(char::is_whitespace);
        // What the author's own templates say is their own.
        let of_own = || site.theme.own.values().any(|own| own.text.contains(&format!("w.{key}")));
        if is_key && !known.contains(key) && !of_own() {
            let near = nearest(key, known.iter().copied());
            let help = near.map_or_else(
                || format!("ดูคำที่มีด้วย `prongsai theme --name {DEFAULT}`"),
                |near| format!("หมายถึง `{near}` หรือไม่"),
            );
            findings.push(
                Finding::of(code::L063, at(start, key.len()), format!("ไม่มีหน้าใดใช้คำ `{key}`"))
                    .english("no page uses this word")
                    .help(help),
            );
        }
        start += line.len();
    }
    findings
}
