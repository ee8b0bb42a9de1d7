//! The registry of all codes: what each finding means, why it matters, and how to answer it. Data in `codes/*.toml`.
//! `build.rs` makes the constants of `code` from the same files.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::{Code, Severity};

/// What the registry says of a code.
#[derive(Clone, Debug)]
pub struct Known {
    pub code: Code,
    /// Of its file, unless it says another.
    pub family: Family,
    pub nature: Nature,
    pub severity: Severity,
    pub title: String,
    pub title_en: String,
    /// Nothing that readers are told: of files that stay at home even the name does.
    pub authors_only: bool,
    /// Why the rule exists, in plain Thai.
    pub why: String,
    pub bad: String,
    pub good: String,
    /// How to answer when the figure has to stay as printed.
    pub answer: String,
}

/// What a code is about; several families may share a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// How files are written.
    Source,
    /// Documents, their order and their places.
    Model,
    /// Counts, sums and percentages against the rows.
    Sums,
    /// One list or document against another.
    BetweenDocuments,
    Dates,
    /// Names of places and people, and words that a template left.
    Names,
    /// Statuses, offices and wordings of the framework.
    Wording,
    Personal,
    /// What is not said, though it is to be published.
    Completeness,
    Links,
    Accessibility,
}

impl Family {
    pub fn title(self) -> &'static str {
        match self {
            Family::Source => "ไฟล์และรูปแบบการเขียน",
            Family::Model => "เอกสารและการเชื่อมโยง",
            Family::Sums | Family::BetweenDocuments | Family::Dates | Family::Names | Family::Wording => {
                "ข้อเท็จจริงที่ไม่ตรงกัน"
            }
            Family::Personal => "ข้อมูลส่วนบุคคล",
            Family::Completeness => "สิ่งที่ต้องเผยแพร่",
            Family::Links => "ลิงก์และเอกสารแนบ",
            Family::Accessibility => "การเข้าถึงสำหรับทุกคน",
        }
    }
}

/// What a finding is to a reader. Only the first is a matter of two statements that cannot both be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    Contradiction,
    /// Of the pen, of a scan, of a template: names and words.
    Slip,
    /// Something is not on this site, or not said.
    Gap,
}

impl Nature {
    pub const ALL: [Self; 3] = [Self::Contradiction, Self::Slip, Self::Gap];

    pub fn key(self) -> &'static str {
        match self {
            Self::Contradiction => "contradiction",
            Self::Slip => "slip",
            Self::Gap => "gap",
        }
    }
}

impl Family {
    fn nature(self) -> Nature {
        match self {
            Self::Sums | Self::BetweenDocuments | Self::Dates => Nature::Contradiction,
            Self::Completeness | Self::Links => Nature::Gap,
            Self::Source | Self::Model | Self::Names | Self::Wording | Self::Personal | Self::Accessibility => {
                Nature::Slip
            }
        }
    }
}

/// As its entry says, else as its family is.
pub fn nature(code: Code) -> Nature {
    get(code).map_or(Nature::Slip, |known| known.nature)
}

/// The family of a registered code.
pub fn family(code: Code) -> Option<Family> {
    get(code).map(|known| known.family)
}

/// How grave a finding of this code is, unless its site or its place says otherwise.
pub(super) fn severity(code: Code) -> Severity {
    get(code).map_or(Severity::Error, |known| known.severity)
}

/// "ถ้าต้นฉบับพิมพ์ไว้เช่นนั้น …"
pub fn or_answer(code: Code) -> String {
    format!("ถ้าต้นฉบับพิมพ์ไว้เช่นนั้นจริง ตอบไว้ในส่วนหัวด้วย `accept: [{{ code: {code}, reason: … }}]`")
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
    family: Family,
    code: Vec<CodeEntry>,
}

/// A code as a file tells it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeEntry {
    code: String,
    family: Option<Family>,
    nature: Option<Nature>,
    #[serde(deserialize_with = "read_severity")]
    severity: Severity,
    title: String,
    title_en: String,
    #[serde(default)]
    authors_only: bool,
    why: String,
    bad: String,
    good: String,
    answer: String,
}

impl CodeFile {
    fn codes(self) -> impl Iterator<Item = Known> {
        let family = self.family;
        self.code.into_iter().filter_map(move |entry| {
            Some(Known {
                code: Code::named(&entry.code)?,
                family: entry.family.unwrap_or(family),
                nature: entry.nature.unwrap_or_else(|| entry.family.unwrap_or(family).nature()),
                severity: entry.severity,
                title: entry.title,
                title_en: entry.title_en,
                authors_only: entry.authors_only,
                why: entry.why,
                bad: entry.bad,
                good: entry.good,
                answer: entry.answer,
            })
        })
    }
}

/// Every known code, in order.
pub fn all() -> impl Iterator<Item = &'static Known> {
    table().values()
}

/// With which codes begin, each letter once.
pub fn letters() -> Vec<char> {
    let mut letters: Vec<char> = all().map(|known| known.code.letter()).collect();
    letters.dedup();
    letters
}

pub fn get(code: Code) -> Option<&'static Known> {
    table().get(&code)
}

fn table() -> &'static BTreeMap<Code, Known> {
    static TABLE: OnceLock<BTreeMap<Code, Known>> = OnceLock::new();
    // The embedded files are tested to parse; one that would not is left out rather than crash a check.
    TABLE.get_or_init(|| {
        let files = FILES.iter().filter_map(|(_, text)| toml::from_str::<CodeFile>(text).ok());
        let codes = files.flat_map(CodeFile::codes);
        codes.map(|known| (known.code, known)).collect()
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
        assert_eq!(all().map(|known| known.code).collect::<Vec<_>>(), super::super::code::ALL);
    }
}
