//! The manual for authors is true: its examples read without an error, it names every chart and every key of the portal,
//! and `docs/keys.md` is what the program itself says of the front matter. `BLESS=1` writes that file anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn docs(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

fn prongsai(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_prongsai")).args(arguments).current_dir(folder).output().unwrap()
}

fn schema() -> Value {
    serde_json::from_slice(&prongsai(&docs(""), &["schema"]).stdout).unwrap()
}

/// Kind of document → its object schema.
fn kinds(schema: &Value) -> Vec<(String, &Value)> {
    let rules = schema["allOf"].as_array().unwrap().iter();
    rules.map(|rule| (rule["if"]["properties"]["kind"]["const"].as_str().unwrap().to_owned(), &rule["then"])).collect()
}

/// What the fenced blocks of a language say, in order.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let fence = format!("\n```{language}\n");
    text.match_indices(&fence).map(|(at, _)| text[at + fence.len()..].split("\n```").next().unwrap()).collect()
}

#[test]
fn the_examples_of_the_manual_read_without_an_error() {
    let manual = fs::read_to_string(docs("manual.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    let mut written = 0;
    for example in blocks(&manual, "markdown") {
        let Some(kind) = example.strip_prefix("---\nkind: ").and_then(|rest| rest.lines().next()) else { continue };
        let path = match kind {
            "portal" => "portal.md",
            "agency" => "tua-yang/agency.md",
            "plan" => "tua-yang/2566/plan.md",
            "report" => "tua-yang/2564/report-12m.md",
            _ => "tua-yang/announcements/one.md",
        };
        let text = example.replace("../2564/report-6m.md", "../2564/report-12m.md");
        let path = content.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("{text}\n")).unwrap();
        written += 1;
    }
    assert_eq!(written, 5, "examples of a whole document");
    let checked = prongsai(folder.path(), &["check", "--format", "json", "--date", "2569-11-21"]);
    let findings: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let errors: Vec<&Value> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        // The attachments and pictures that it names are not there.
        .filter(|finding| finding["severity"] == "error" && !finding["code"].as_str().unwrap().starts_with('L'))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let read: Vec<&str> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        // That its places are made up is what the examples are for.
        .filter(|code| code.starts_with(['S', 'T', 'M']) && !["T405", "T408"].contains(code))
        .collect();
    assert!(read.is_empty(), "the manual's own examples are told of: {read:?}\n{findings:#}");
}

#[test]
fn every_key_of_the_portal_and_every_chart_is_told() {
    let manual = fs::read_to_string(docs("manual.md")).unwrap();
    let schema = schema();
    let portal = kinds(&schema).into_iter().find(|(kind, _)| kind == "portal").unwrap().1;
    let page = kinds(&schema).into_iter().find(|(kind, _)| kind == "page").unwrap().1;
    for key in portal["properties"].as_object().unwrap().keys() {
        let common = page["properties"].get(key).is_some();
        assert!(common || manual.contains(&format!("| `{key}` |")), "portal.md: `{key}` is not in the manual");
    }
    use prongsai::address::ChartKind;
    for name in blocks_of_charts(&manual) {
        assert!(ChartKind::parse(&name).is_some(), "no chart is called `{name}`");
    }
}

/// The first column of the table of charts.
fn blocks_of_charts(manual: &str) -> Vec<String> {
    let table = manual.split("| ชื่อ | กราฟ |\n|---|---|\n").nth(1).unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let names: Vec<String> =
        rows.flat_map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2).map(str::to_owned)).collect();
    assert!(names.len() > 10, "{names:?}");
    names
}

#[test]
fn the_list_of_keys_is_what_the_program_says() {
    let schema = schema();
    let kinds = kinds(&schema);
    let common = kinds.iter().find(|(kind, _)| kind == "page").unwrap().1["properties"].as_object().unwrap();
    let mut text = String::from(
        "# ช่องทั้งหมดของส่วนหัว\n\nไฟล์นี้สร้างจาก `prongsai schema` อย่าแก้ด้วยมือ (`tests/run --bless` เขียนใหม่)\n\n## ทุกชนิดเอกสาร\n\n| ช่อง | คือ |\n|---|---|\n",
    );
    let row = |text: &mut String, name: &str, value: &Value| {
        let about = value["description"].as_str().unwrap_or_default();
        let choices: Vec<String> = value["enum"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|choice| format!("`{choice}`"))
            .collect();
        let choices = if choices.is_empty() { String::new() } else { format!(": {}", choices.join(", ")) };
        writeln!(text, "| `{name}` | {about}{choices} |").unwrap();
    };
    for (name, value) in common {
        row(&mut text, name, value);
    }
    for (kind, value) in &kinds {
        let own: Vec<_> =
            value["properties"].as_object().unwrap().iter().filter(|(name, _)| !common.contains_key(*name)).collect();
        if own.is_empty() {
            continue;
        }
        write!(text, "\n## `{kind}`\n\n| ช่อง | คือ |\n|---|---|\n").unwrap();
        for (name, value) in own {
            row(&mut text, name, value);
            for (inner, value) in inside(value) {
                row(&mut text, &format!("{name}.{inner}"), value);
            }
        }
    }
    let path = docs("keys.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap_or_default() == text, "docs/keys.md is stale; BLESS=1 writes it anew");
}

/// The keys of the maps under a key.
fn inside(value: &Value) -> Vec<(&String, &Value)> {
    let maps = std::iter::once(value)
        .chain(std::iter::once(&value["items"]))
        .chain(value["anyOf"].as_array().into_iter().flatten());
    let maps = maps.flat_map(|map| [map, &map["items"]]);
    let found: Vec<_> = maps.filter_map(|map| map["properties"].as_object()).flatten().collect();
    let mut seen = std::collections::BTreeSet::new();
    found.into_iter().filter(|(name, _)| seen.insert(name.as_str())).collect()
}

/// Rows `| a / b | ก / ข | … |` of a table of `docs/format.md`, as the words of their first two cells.
fn rows_under<'t>(text: &'t str, head: &str) -> Vec<(Vec<&'t str>, Vec<&'t str>)> {
    let table = text.split(head).nth(1).expect(head);
    let words = |cell: &'t str| cell.split(" / ").map(|word| word.trim().trim_matches('`')).collect();
    table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            (words(cells[0]), words(cells[1]))
        })
        .collect()
}

/// The columns that contributors read of are those of the plain form, under heads that it knows, and every text of an item.
#[test]
fn the_columns_of_the_format_are_those_of_the_plain_form() {
    use prongsai::standards::{ITEM_TEXTS, Role, Standards};
    let format = fs::read_to_string(docs("format.md")).unwrap();
    let plain = Standards::embedded().forms.by_id("plain").unwrap();
    assert_eq!(plain.role, Role::Items);
    let mut told = std::collections::BTreeSet::new();
    for (fields, heads) in rows_under(&format, "| field | plain head | meaning |") {
        assert_eq!(fields.len(), heads.len(), "{fields:?} {heads:?}");
        for (field, head) in fields.iter().zip(&heads) {
            let known = plain.columns.iter().find(|column| column.field.to_string() == *field);
            let known = known.unwrap_or_else(|| panic!("`{field}` is no column of the plain form"));
            assert!(known.heads.iter().any(|one| one == head), "the plain form knows no `{head}` for `{field}`");
            told.insert((*field).to_owned());
        }
    }
    // A column without a head of its own is met under a year.
    let columns = plain.columns.iter().filter(|column| !column.heads.is_empty()).map(|column| column.field);
    let columns = columns.chain(ITEM_TEXTS.iter().map(|text| text.field));
    let silent: Vec<String> = columns.map(|field| field.to_string()).filter(|field| !told.contains(field)).collect();
    assert!(silent.is_empty(), "docs/format.md has no row for {silent:?}");
}

/// And its keys are those that every document takes.
#[test]
fn the_keys_of_the_format_are_those_of_the_schema() {
    let format = fs::read_to_string(docs("format.md")).unwrap();
    let schema = schema();
    let kinds = kinds(&schema);
    let of = |name: &str| {
        let (_, object) = kinds.iter().find(|(kind, _)| kind == name).unwrap();
        object["properties"].as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<String>>()
    };
    let common = of("page");
    let rows = rows_under(&format, "## Keys of every document\n\n| key | value |");
    let told: std::collections::BTreeSet<String> =
        rows.iter().flat_map(|(keys, _)| keys).map(|key| (*key).to_owned()).collect();
    assert_eq!(told, common, "docs/format.md, keys of every document");
    for kind in ["agency", "plan", "report", "measures", "announcement", "committee"] {
        let head =
            if kind == "announcement" { "## announcement, order, pledge".to_owned() } else { format!("## {kind}") };
        let part = format.split(&format!("\n{head}\n")).nth(1).unwrap_or_else(|| panic!("{head}"));
        let part = part.split("\n## ").next().unwrap();
        let silent: Vec<String> =
            of(kind).difference(&common).filter(|key| !part.contains(key.as_str())).cloned().collect();
        assert!(silent.is_empty(), "docs/format.md, {kind}: {silent:?}");
    }
}
