//! The registry of all codes: what each finding means, why it matters, and how to answer it. Data in `codes/*.toml`.
//! A new rule is one file under `rules/` and one entry here.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::finding::Severity;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    pub code: String,
    #[serde(deserialize_with = "read_severity")]
    pub severity: Severity,
    pub title: String,
    pub title_en: String,
    /// Why the rule exists, in plain Thai.
    pub why: String,
    pub bad: String,
    pub good: String,
    /// How to answer when the figure has to stay as printed.
    pub answer: String,
}

impl Code {
    /// The family that the first letter names.
    pub fn family(&self) -> &'static str {
        family(&self.code)
    }
}

pub fn family(code: &str) -> &'static str {
    match code.chars().next() {
        Some('S') => "ไฟล์และรูปแบบการเขียน",
        Some('M') => "เอกสารและการเชื่อมโยง",
        Some('T') => "ข้อเท็จจริงที่ไม่ตรงกัน",
        Some('D') => "ข้อมูลส่วนบุคคล",
        Some('O') => "สิ่งที่ต้องเผยแพร่",
        Some('L') => "ลิงก์และเอกสารแนบ",
        Some('A') => "การเข้าถึงสำหรับทุกคน",
        _ => "อื่น ๆ",
    }
}

const FILES: &[(&str, &str)] = &[
    ("source", include_str!("codes/source.toml")),
    ("model", include_str!("codes/model.toml")),
    ("papers", include_str!("codes/papers.toml")),
    ("sums", include_str!("codes/sums.toml")),
    ("documents", include_str!("codes/documents.toml")),
    ("dates", include_str!("codes/dates.toml")),
    ("names", include_str!("codes/names.toml")),
    ("wording", include_str!("codes/wording.toml")),
    ("completeness", include_str!("codes/completeness.toml")),
    ("personal", include_str!("codes/personal.toml")),
    ("accessibility", include_str!("codes/accessibility.toml")),
    ("permanence", include_str!("codes/permanence.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeFile {
    code: Vec<Code>,
}

/// Every known code, in order.
pub fn all() -> impl Iterator<Item = &'static Code> {
    table().values()
}

pub fn get(code: &str) -> Option<&'static Code> {
    table().get(&code.trim().to_ascii_uppercase())
}

fn table() -> &'static BTreeMap<String, Code> {
    static TABLE: OnceLock<BTreeMap<String, Code>> = OnceLock::new();
    // The embedded files are tested to parse; one that would not is left out rather than crash a check.
    TABLE.get_or_init(|| {
        let codes =
            FILES.iter().filter_map(|(_, text)| toml::from_str::<CodeFile>(text).ok()).flat_map(|file| file.code);
        codes.map(|code| (code.code.clone(), code)).collect()
    })
}

/// "error", "คำเตือน" …: as a site writes a severity.
pub fn severity_named(word: &str) -> Option<Severity> {
    Some(match word.trim().to_lowercase().as_str() {
        "error" | "ผิดพลาด" | "ข้อผิดพลาด" => Severity::Error,
        "warning" | "คำเตือน" | "เตือน" => Severity::Warning,
        "note" | "ข้อสังเกต" | "สังเกต" => Severity::Note,
        _ => return None,
    })
}

pub fn severity_th(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ผิดพลาด",
        Severity::Warning => "คำเตือน",
        Severity::Note => "ข้อสังเกต",
    }
}

fn read_severity<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
    let word = String::deserialize(deserializer)?;
    severity_named(&word).ok_or_else(|| serde::de::Error::custom(format!("`{word}` is no severity")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_parses_and_no_code_is_told_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for (name, text) in FILES {
            let file: CodeFile = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            for code in file.code {
                assert!(seen.insert(code.code.clone()), "{} twice", code.code);
                for text in [&code.title, &code.title_en, &code.why, &code.bad, &code.good, &code.answer] {
                    assert!(!text.trim().is_empty(), "{} has an empty part", code.code);
                }
            }
        }
        assert_eq!(seen.len(), all().count());
    }
}
