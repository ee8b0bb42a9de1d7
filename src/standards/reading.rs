//! Reads one standards file into its type and words what is wrong with it in Thai.
//! Does not know which files exist.

use std::ops::Range;

use serde::de::DeserializeOwned;

/// What is wrong with an overriding file: where (byte range of its text) and what, in Thai.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardsProblem {
    pub path: String,
    pub message: String,
    pub bytes: Range<usize>,
}

pub fn read<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, StandardsProblem> {
    let text_without_bom = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let skipped = text.len() - text_without_bom.len();
    toml::from_str(text_without_bom).map_err(|error| {
        let bytes = error.span().unwrap_or(0..0);
        StandardsProblem {
            path: path.to_owned(),
            message: in_thai(error.message()),
            bytes: bytes.start + skipped..bytes.end + skipped,
        }
    })
}

/// The file as a whole is at fault, not one place of it.
pub fn whole_file(path: &str, message: String) -> StandardsProblem {
    StandardsProblem { path: path.to_owned(), message, bytes: 0..0 }
}

pub fn checked<T>(path: &str, value: T, fault: impl Fn(&T) -> Option<String>) -> Result<T, StandardsProblem> {
    match fault(&value) {
        None => Ok(value),
        Some(message) => Err(whole_file(path, message)),
    }
}

/// The parser speaks English; the original words follow in brackets because they name the expected alternatives.
fn in_thai(message: &str) -> String {
    let message = message.trim();
    let first = message.split('`').nth(1).unwrap_or_default();
    let thai = if message.starts_with("unknown field") {
        format!("ไม่รู้จักคำว่า “{first}” ในไฟล์นี้ ตรวจตัวสะกด")
    } else if message.starts_with("missing field") {
        format!("ขาด “{first}” ซึ่งต้องมี")
    } else if message.starts_with("unknown variant") {
        format!("ค่า “{first}” ไม่อยู่ในค่าที่ใช้ได้")
    } else if message.starts_with("invalid type") || message.starts_with("invalid value") {
        "ชนิดของค่าไม่ถูกต้อง".to_owned()
    } else if message.contains("duplicate key") {
        "มีคำนี้ซ้ำกันในส่วนเดียวกัน".to_owned()
    } else {
        "เขียนรูปแบบ TOML ไม่ถูกต้อง".to_owned()
    };
    format!("{thai} ({message})")
}
