//! Open data as JSON: records with the columns' names, numbers as exact decimals. Written by hand because amounts must
//! not pass through binary fractions.

use super::table::{Column, Shape, Table, ValueKind};
use super::value::Value;

pub fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_string(&mut out, text);
    out
}

fn write_string(out: &mut String, text: &str) {
    if text.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
        out.push_str(&serde_json::Value::from(text).to_string());
    } else {
        out.extend(["\"", text, "\""]);
    }
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Empty => out.push_str("null"),
        Value::Text(text) => write_string(out, text),
        Value::Date { .. } => write_string(out, &value.plain()),
        number => number.plain_into(out),
    }
}

/// One row as an object, columns in their order.
pub fn record(columns: &[Column], row: &[Value]) -> String {
    let mut out = String::new();
    write_record(&mut out, columns, row);
    out
}

fn write_record(out: &mut String, columns: &[Column], row: &[Value]) {
    for (at, (column, cell)) in columns.iter().zip(row).enumerate() {
        out.push(if at == 0 { '{' } else { ',' });
        write_string(out, column.name);
        out.push(':');
        write_value(out, cell);
    }
    out.push_str(if columns.is_empty() || row.is_empty() { "{}" } else { "}" });
}

/// Rows as an array, one a line.
pub fn records(table: &Table) -> String {
    if table.rows.is_empty() {
        return "[]".to_owned();
    }
    let mut out = String::new();
    for (at, row) in table.rows.iter().enumerate() {
        out.push_str(if at == 0 { "[\n" } else { ",\n" });
        write_record(&mut out, &table.shape.columns, row);
    }
    out.push_str("\n]");
    out
}

/// Pairs of a name and JSON text as an object, one a line.
pub fn object(pairs: &[(&str, String)]) -> String {
    let lines: Vec<String> = pairs.iter().map(|(name, json)| format!("{}: {json}", string(name))).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// The file of one table: what it is, by which schema, under which licence, and its rows.
pub fn table(table: &Table, schema: &str, title: &str, licence: &str) -> String {
    object(&[
        ("$schema", string(schema)),
        ("table", string(table.shape.name)),
        ("title", string(title)),
        ("licence", string(licence)),
        ("count", table.rows.len().to_string()),
        ("rows", records(table)),
    ])
}

/// JSON Schema (2020-12) of the file that `table` writes.
pub fn schema(shape: &Shape, id: &str) -> serde_json::Value {
    use serde_json::{Map, Value as Json, json};
    let mut properties = Map::new();
    for column in &shape.columns {
        let mut described = match column.kind {
            ValueKind::Text | ValueKind::Url => json!({ "type": ["string", "null"] }),
            ValueKind::Choice(words) => {
                let mut allowed: Vec<Json> = words.iter().map(|word| json!(word)).collect();
                allowed.push(Json::Null);
                json!({ "enum": allowed })
            }
            ValueKind::Integer | ValueKind::Year => json!({ "type": ["integer", "null"] }),
            ValueKind::Baht | ValueKind::Percent | ValueKind::Number => json!({ "type": ["number", "null"] }),
            ValueKind::Date => json!({ "type": ["string", "null"], "format": "date" }),
        };
        if shape.key.contains(&column.name)
            && let Some(kinds) = described.get_mut("type").and_then(Json::as_array_mut)
        {
            kinds.retain(|kind| kind != "null");
        }
        if let Some(object) = described.as_object_mut() {
            object.insert("title".to_owned(), json!(column.title));
            object.insert("description".to_owned(), json!(column.about));
        }
        properties.insert(column.name.to_owned(), described);
    }
    let names: Vec<&str> = shape.columns.iter().map(|column| column.name).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id,
        "title": shape.title,
        "description": shape.about_en,
        "type": "object",
        "required": ["table", "title", "licence", "count", "rows"],
        "properties": {
            "$schema": { "type": "string" },
            "table": { "const": shape.name },
            "title": { "type": "string" },
            "licence": { "type": "string" },
            "count": { "type": "integer", "minimum": 0 },
            "rows": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": names,
                    "properties": properties
                }
            }
        }
    })
}

/// One entry of a list a line, and no blanks that mean nothing; with a line break at the end.
pub fn lined(json: &serde_json::Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Into memory nothing fails.
    let _ = serde::Serialize::serialize(json, &mut serde_json::Serializer::with_formatter(&mut bytes, LinedJson));
    bytes.push(b'\n');
    bytes
}

struct LinedJson;

impl serde_json::ser::Formatter for LinedJson {
    fn begin_array_value<W: std::io::Write + ?Sized>(&mut self, out: &mut W, first: bool) -> std::io::Result<()> {
        out.write_all(if first { b"\n" } else { b",\n" })
    }
}
