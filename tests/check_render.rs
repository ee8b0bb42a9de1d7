//! What findings look like in each output: the exact text, since marks must stand under the right Thai cells.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;

use prongsai::check::located::{Located, locate};
use prongsai::check::render::{self, Look};
use prongsai::check::{explain, fix};
use prongsai::finding::{Answer, Finding, code};
use prongsai::span::{FileId, Span};

const PATH: &str = "นาก/2564/report-12m.md";
const TEXT: &str = "---\nkind: report\nperiod_until: ๓๑ กันยายน ๒๕๖๔\n---\n\
| รหัส | โครงการ | แผน | ข้อบัญญัติ |\n|---|---|---|---|\n\
| 2-19 | กิจกรรม “ให้ความร่วมมือกับหน่วยตรวจสอบที่ได้ดำเนินการตามอำนาจหน้าที่เพื่อการตรวจสอบ ควบคุมดูแล การปฏิบัติราชการขององค์การบริหารส่วนตำบลนาออก” | ๘,๐๐๐ | ๑๐,๐๐๐ |\n";

fn span(words: &str) -> Span {
    let at = TEXT.find(words).unwrap();
    Span::new(FileId::of(PATH), at, at + words.len())
}

fn findings() -> Vec<Finding> {
    let mut answered = Finding::of(code::T113, span("๑๐,๐๐๐"), "ข้อบัญญัติ 10,000 บาท มากกว่าแผน 8,000 บาท")
        .label("มากกว่าแผน")
        .also(span("๘,๐๐๐"), "แผน")
        .help("ตรวจว่าสลับช่องหรือไม่")
        .item("2-19");
    answered.answer = Some(Answer {
        reason: "โอนงบเพิ่ม".into(), by: Some("ปลัด อบต.".into()), until: None
    });
    vec![
        answered,
        Finding::of(code::T301, span("๓๑ กันยายน ๒๕๖๔"), "ไม่มีวันที่ 31 กันยายน 2564: กันยายน มี 30 วัน")
            .english("there is no 31 September")
            .label("ไม่มีวันนี้")
            .help("แก้เป็น `๓๐ กันยายน ๒๕๖๔`")
            .fix("เปลี่ยนเป็น `๓๐ กันยายน ๒๕๖๔`", span("๓๑ กันยายน ๒๕๖๔"), "๓๐ กันยายน ๒๕๖๔"),
    ]
}

fn known(_: FileId) -> Option<(Arc<str>, Arc<str>)> {
    Some((PATH.into(), TEXT.into()))
}

fn located() -> Vec<Located> {
    locate(&findings(), &known)
}

#[track_caller]
fn same(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check_render").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, expected, "{name}; BLESS=1 rewrites it");
}

#[test]
fn plain_text() {
    same("text.txt", &render::text(&located(), Look { colour: false, unicode: false, width: 80 }));
}

#[test]
fn coloured_text_says_the_same_words_in_the_same_columns() {
    let coloured = render::text(&located(), Look { colour: true, unicode: false, width: 80 });
    let mut plain = String::new();
    let mut inside = false;
    for letter in coloured.chars() {
        match letter {
            '\u{1b}' => inside = true,
            'm' if inside => inside = false,
            _ if inside => {}
            letter => plain.push(letter),
        }
    }
    assert!(coloured.contains("\u{1b}["));
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&plain), trimmed(&render::text(&located(), Look { colour: false, unicode: false, width: 80 })));
}

#[test]
fn marks_stand_under_the_thai_cells() {
    let text = render::text(&located(), Look { colour: false, unicode: false, width: 80 });
    let lines: Vec<&str> = text.lines().collect();
    for words in ["๓๑ กันยายน ๒๕๖๔", "๑๐,๐๐๐ |"] {
        let at = lines.iter().position(|line| line.contains(words) && line.contains(" | ")).unwrap();
        let line = lines[at];
        let start = prongsai::check::located::cells(&line[..line.find(words).unwrap()]);
        let marks = lines[at + 1];
        assert_eq!(marks.chars().position(|letter| letter == '^'), Some(start), "{line}\n{marks}");
    }
}

#[test]
fn json_follows_its_schema() {
    let text = render::json(&located());
    same("findings.json", &text);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let schema: serde_json::Value = serde_json::from_str(
        &std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.schema.json")).unwrap(),
    )
    .unwrap();
    obeys(&value, &schema, &schema, "$");
}

/// The part of JSON Schema that the file uses: every field is described, and of the said type.
fn obeys(value: &serde_json::Value, schema: &serde_json::Value, root: &serde_json::Value, at: &str) {
    let schema = match schema["$ref"].as_str() {
        Some(name) => root.pointer(name.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    let types: Vec<&str> = match &schema["type"] {
        serde_json::Value::String(one) => vec![one],
        serde_json::Value::Array(several) => several.iter().filter_map(|one| one.as_str()).collect(),
        _ => panic!("{at}: the schema has no type"),
    };
    let is = match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "boolean",
        serde_json::Value::Number(_) => "integer",
        serde_json::Value::String(_) => "string",
        serde_json::Value::Array(_) => "array",
        serde_json::Value::Object(_) => "object",
    };
    assert!(types.contains(&is), "{at}: {is} is none of {types:?}");
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{at}: {value} is none of {words:?}");
    }
    for (place, one) in value.as_array().into_iter().flatten().enumerate() {
        obeys(one, &schema["items"], root, &format!("{at}[{place}]"));
    }
    if let Some(fields) = value.as_object() {
        for required in schema["required"].as_array().into_iter().flatten() {
            assert!(fields.contains_key(required.as_str().unwrap()), "{at}: {required} is missing");
        }
        for (name, field) in fields {
            let known = &schema["properties"][name];
            assert!(!known.is_null(), "{at}.{name} is not described");
            obeys(field, known, root, &format!("{at}.{name}"));
        }
    }
}

#[test]
fn sarif() {
    let text = render::sarif(&located(), "content/");
    same("findings.sarif", &text);
    let log: serde_json::Value = serde_json::from_str(&text).unwrap();
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
}

#[test]
fn github() {
    same("github.txt", &render::github(&located(), "content/"));
}

#[test]
fn fixes_are_shown_as_a_diff() {
    let fixes = fix::apply(&findings(), &known);
    assert_eq!(fixes.len(), 1);
    same("fix.diff", &fix::unified_diff(&fixes[0]));
    assert!(fixes[0].after.contains("period_until: ๓๐ กันยายน ๒๕๖๔\n"));
}

/// `docs/codes.md` is what the registry says; BLESS=1 writes it anew.
#[test]
fn the_page_of_all_codes_is_up_to_date() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, explain::markdown()).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap_or_default() == explain::markdown(), "run with BLESS=1");
}

#[test]
fn explanations() {
    let page = explain::explain("m004").unwrap();
    assert!(page.contains("ทำไมจึงสำคัญ") && page.starts_with("M004 "), "{page}");
    assert!(explain::explain("M0O4").unwrap_err().contains("M004"));
    for view in explain::views() {
        assert!(explain::markdown().contains(&format!("### {} {}", view.code, view.title)));
        assert!(explain::list().contains(view.code.as_str()));
    }
}
