//! `prongsai schema`: JSON Schema of the front matter, so that editors complete and check while typing.
//! Written from `keys`, which is tested to list exactly what the reader reads.

mod keys;

use serde_json::{Map, Value, json};

use crate::command::arguments::SchemaArguments;
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::thai;

use keys::{COMMON, KINDS, Key, KeyShape};

pub fn run(arguments: &SchemaArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let schema = match &arguments.kind {
        Some(kind) => of_kind(kind).ok_or_else(|| {
            let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
            let near = thai::nearest(kind, names.iter().copied());
            let hint = near.map_or(String::new(), |near| format!(" หมายถึง `{near}` หรือไม่"));
            Failure(format!("ไม่รู้จักชนิดเอกสาร `{kind}`{hint} ใช้ {}", thai::OneOf(&names)))
        })?,
        None => of_all(),
    };
    let text = serde_json::to_string_pretty(&schema).map_err(|error| Failure(error.to_string()))?;
    terminal.result(&text);
    Ok(Outcome::Fine)
}

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of one kind of document.
pub fn of_kind(kind: &str) -> Option<Value> {
    let (name, own) = KINDS.iter().find(|(name, _)| *name == kind)?;
    let mut schema = object(&[COMMON, own].concat(), Some(name));
    schema.insert("$schema".to_owned(), json!(DIALECT));
    schema.insert("title".to_owned(), json!(format!("prongsai: kind: {name}")));
    Some(Value::Object(schema))
}

/// One schema for any document: the kind decides which part counts.
pub fn of_all() -> Value {
    let kinds: Vec<Value> = KINDS
        .iter()
        .map(|(name, own)| {
            json!({
                "if": { "properties": { "kind": { "const": name } }, "required": ["kind"] },
                "then": object(&[COMMON, own].concat(), Some(name)),
            })
        })
        .collect();
    let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
    json!({
        "$schema": DIALECT,
        "title": "prongsai",
        "type": "object",
        "properties": { "kind": { "enum": names, "description": "ชนิดเอกสาร" } },
        "allOf": kinds,
    })
}

fn object(keys: &[Key], kind: Option<&str>) -> Map<String, Value> {
    let mut properties = Map::new();
    if let Some(kind) = kind {
        properties.insert("kind".to_owned(), json!({ "const": kind, "description": "ชนิดเอกสาร" }));
    }
    for key in keys {
        let mut shape = shape(key.shape);
        shape.insert("description".to_owned(), json!(key.about));
        properties.insert(key.name.to_owned(), Value::Object(shape));
    }
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
    schema
}

/// Numbers may be typed as they are printed, `๘๐.๙๕`, so that every number may also be text.
fn shape(shape: KeyShape) -> Map<String, Value> {
    let scalar = json!(["string", "number", "boolean"]);
    let number = json!(["string", "number"]);
    let value = match shape {
        KeyShape::Text => json!({ "type": scalar }),
        KeyShape::Texts => json!({ "anyOf": [{ "type": scalar }, { "type": "array", "items": { "type": scalar } }] }),
        KeyShape::Date => json!({ "type": "string", "examples": ["1 ตุลาคม 2564", "2564-10-01"] }),
        KeyShape::Years => json!({ "type": number, "examples": [2564, "2566-2570"] }),
        KeyShape::Number => json!({ "type": number }),
        KeyShape::Money => json!({ "type": number, "examples": ["410,000", "๔๑๐,๐๐๐.๐๐", "-"] }),
        KeyShape::Flag => json!({ "enum": [true, false, "true", "false", "ใช่", "ไม่"] }),
        KeyShape::Choice(choices) => {
            let mut all: Vec<Value> = Vec::new();
            for choice in choices {
                all.push(json!(choice));
                if let Ok(number) = choice.parse::<u32>() {
                    all.push(json!(number));
                }
            }
            json!({ "enum": all })
        }
        KeyShape::Map(keys) => Value::Object(object(keys, None)),
        KeyShape::Maps(keys) => {
            let item = Value::Object(object(keys, None));
            json!({ "anyOf": [{ "type": "array", "items": item }, item] })
        }
        KeyShape::Open => json!({ "type": "object", "additionalProperties": { "type": scalar } }),
        KeyShape::OpenMaps(keys) => {
            json!({ "type": "object", "additionalProperties": Value::Object(object(keys, None)) })
        }
        KeyShape::Rows => json!({ "type": "array", "items": { "type": "object" } }),
    };
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::finding::Findings;
    use crate::source::document;
    use crate::standards::Standards;

    const NONSENSE: &str = "qqqqzzzzqqqqzzzz";

    /// The keys that the reader knows, by the help it gives to a key that it does not.
    fn known_to_the_reader(front: &str, stem: &str) -> BTreeSet<String> {
        let mut findings = Findings::default();
        let text = format!("---\n{front}---\n");
        document::read(&format!("a/{stem}.md"), text.as_bytes(), Standards::embedded(), &mut findings);
        let unknown: Vec<_> = findings.iter().filter(|found| found.code == "S010").collect();
        assert_eq!(unknown.len(), 1, "{front}: {findings:?}");
        let list = unknown[0].help.split("เช่น ").nth(1).unwrap();
        list.split(", ").map(str::to_owned).collect()
    }

    fn names(keys: &[Key]) -> BTreeSet<String> {
        keys.iter().map(|key| key.name.to_owned()).collect()
    }

    /// Front matter of a kind with a nonsense key at the end of a path of keys.
    fn nonsense_at(kind: &str, path: &[(&str, bool)]) -> String {
        let mut text = format!("kind: {kind}\n");
        let mut indent = String::new();
        for (name, list) in path {
            text.push_str(&format!("{indent}{name}:\n"));
            indent.push_str("  ");
            if *list {
                text.push_str(&format!("{indent}- order_of_test: 1\n"));
                indent.push_str("  ");
            }
        }
        text = text.replace("order_of_test: 1", &format!("{NONSENSE}: 1"));
        if !path.last().is_some_and(|(_, list)| *list) {
            text.push_str(&format!("{indent}{NONSENSE}: 1\n"));
        }
        text
    }

    fn compare(kind: &str, keys: &[Key], path: &mut Vec<(&'static str, bool)>, seen: &mut usize) {
        for key in keys {
            let (inner, list) = match key.shape {
                KeyShape::Map(inner) => (inner, false),
                KeyShape::Maps(inner) => (inner, true),
                KeyShape::OpenMaps(inner) => {
                    path.push((key.name, false));
                    path.push(("1", false));
                    check(kind, inner, path, seen);
                    path.truncate(path.len() - 2);
                    continue;
                }
                _ => continue,
            };
            path.push((key.name, list));
            check(kind, inner, path, seen);
            path.pop();
        }
    }

    fn check(kind: &str, keys: &[Key], path: &mut Vec<(&'static str, bool)>, seen: &mut usize) {
        assert_eq!(known_to_the_reader(&nonsense_at(kind, path), "file-6m"), names(keys), "{kind}: {path:?}");
        *seen += 1;
        if !path.iter().any(|(_, list)| *list) {
            compare(kind, keys, path, seen);
        }
    }

    #[test]
    fn the_schema_lists_exactly_the_keys_that_are_read() {
        let mut seen = 0;
        for (kind, own) in KINDS {
            let mut expected = names(&[COMMON, own].concat());
            expected.insert("kind".to_owned());
            assert_eq!(known_to_the_reader(&format!("kind: {kind}\n{NONSENSE}: 1\n"), "file-6m"), expected, "{kind}");
            compare(kind, &[COMMON, own].concat(), &mut Vec::new(), &mut seen);
        }
        assert!(seen > 25, "{seen}");
    }

    #[test]
    fn every_kind_has_a_schema_and_choices_are_the_readers() {
        for (kind, own) in KINDS {
            let schema = of_kind(kind).unwrap();
            assert_eq!(schema["properties"]["kind"]["const"], *kind);
            for key in own.iter() {
                let KeyShape::Choice(choices) = key.shape else { continue };
                for choice in choices {
                    let front = format!("---\nkind: {kind}\nname: ก\nfiscal_year: 2564\n{}: {choice}\n---\n", key.name);
                    let mut findings = Findings::default();
                    document::read("a/f.md", front.as_bytes(), Standards::embedded(), &mut findings);
                    assert!(findings.iter().all(|found| found.code != "S014"), "{front}: {findings:?}");
                }
            }
        }
        assert!(of_kind("raport").is_none());
        assert_eq!(of_all()["allOf"].as_array().unwrap().len(), KINDS.len());
    }
}
