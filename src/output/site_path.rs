//! Which paths a site may have: the same file must be reachable on Linux, Windows, macOS, a USB stick and a web host.
//! Pure; touches no disk.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::error::OutputError;

/// The folder inside the output that belongs to the program itself.
pub const OWN_FOLDER: &str = ".prongsai";

const LONGEST_PART: usize = 255;
const UNSAFE_CHARACTERS: &[char] = &['\\', '<', '>', ':', '"', '|', '?', '*'];

/// Refuses what could leave the output folder or could not be stored everywhere.
pub fn check(path: &str) -> Result<(), OutputError> {
    let bad = |why: String| Err(OutputError::BadPath { path: path.to_owned(), why });
    if path.is_empty() {
        return bad("ชื่อว่าง".to_owned());
    }
    if path.starts_with('/') {
        return bad("ขึ้นต้นด้วย / จึงชี้ออกนอกโฟลเดอร์เว็บ".to_owned());
    }
    if let Some(character) = path.chars().find(|c| c.is_control() || UNSAFE_CHARACTERS.contains(c)) {
        return bad(format!("มีอักขระ {character:?} ที่บางระบบเก็บเป็นชื่อไฟล์ไม่ได้"));
    }
    for (depth, part) in path.split('/').enumerate() {
        if part.is_empty() {
            return bad("มี / ซ้อนกันหรืออยู่ท้ายชื่อ".to_owned());
        }
        if part == "." || part == ".." {
            return bad(format!("มีส่วน \"{part}\" ที่พาออกนอกโฟลเดอร์ได้"));
        }
        if part.ends_with(['.', ' ']) || part.starts_with(' ') {
            return bad(format!("ส่วน \"{part}\" ขึ้นต้นด้วยช่องว่าง หรือลงท้ายด้วยจุดหรือช่องว่าง"));
        }
        if part.len() > LONGEST_PART {
            let letters = part.chars().count();
            return bad(format!(
                "ส่วนหนึ่งยาว {} ไบต์ ({letters} อักขระ) เกิน {LONGEST_PART} ไบต์ (อักษรไทยตัวละ 3 ไบต์)",
                part.len()
            ));
        }
        if is_reserved_on_windows(part) {
            return bad(format!("\"{part}\" เป็นชื่อสงวนของ Windows"));
        }
        if depth == 0 && part.eq_ignore_ascii_case(OWN_FOLDER) {
            return bad(format!("โฟลเดอร์ {OWN_FOLDER} เป็นของโปรแกรมเอง"));
        }
    }
    Ok(())
}

fn is_reserved_on_windows(part: &str) -> bool {
    // Hardly any part begins like one.
    if !part.starts_with(['c', 'C', 'p', 'P', 'a', 'A', 'n', 'N', 'l', 'L']) {
        return false;
    }
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
    match stem.as_str() {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" => true,
        _ => {
            let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
            numbered.is_some_and(|rest| {
                let mut characters = rest.chars();
                matches!(characters.next(), Some('0'..='9' | '¹' | '²' | '³')) && characters.next().is_none()
            })
        }
    }
}

/// The form under which a file system that ignores case and Unicode form sees a path.
pub fn folded(path: &str) -> String {
    if path.is_ascii() {
        path.to_ascii_lowercase()
    } else if is_nfc(path) {
        path.to_lowercase()
    } else {
        path.nfc().collect::<String>().to_lowercase()
    }
}

/// The same; mostly it is the path itself.
pub fn folded_or_same(path: &str) -> Cow<'_, str> {
    let is_same = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_same { Cow::Borrowed(path) } else { Cow::Owned(folded(path)) }
}

/// The folders that hold a path, deepest first: `a/b` and `a` for `a/b/c.html`.
pub fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(position, _)| &path[..position])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_thai_paths_pass() {
        for path in ["index.html", "na-kok/2564/3-04/index.html", "ไฟล์/ประกาศ ๑ (แก้ไข).pdf", "common.css", "com.html"]
        {
            assert!(check(path).is_ok(), "{path}");
        }
    }

    #[test]
    fn hostile_paths_are_refused() {
        let long = "ก".repeat(86);
        for path in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a/./b",
            "a//b",
            "a/",
            "a\\b",
            "a\0b",
            "a\nb",
            "c:/x",
            "con",
            "a/AUX.html",
            "nul.tar.gz",
            "com1",
            "LPT9.txt",
            "com¹",
            "a./b",
            "a /b",
            " a",
            "x.",
            ".prongsai/manifest.json",
            ".PRONGSAI/x",
            "a?b",
            long.as_str(),
        ] {
            assert!(check(path).is_err(), "{path:?}");
        }
        assert!(check(&"ก".repeat(85)).is_ok());
    }
}
