//! Open data as JSON: records with the columns' names, numbers as exact decimals. Written by hand because amounts must
//! not pass through binary fractions.

use super::table::{Column, Shape, Table, ValueKind};
use super::value::Value;

pub fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

pub fn value(value: &Value) -> String {
    match value {
        Value::Empty => "null".to_owned(),
        Value::Text(text) => string(text),
        Value::Date { .. } => string(&value.plain()),
        number => number.plain(),
    }
}

/// One row as an object, columns in their order.
pub fn record(columns: &[Column], row: &[Value]) -> String {
    let pairs: Vec<String> =
        columns.iter().zip(row).map(|(column, cell)| format!("{}:{}", string(column.name), value(cell))).collect();
    format!("{{{}}}", pairs.join(","))
}

/// Rows as an array, one a line.
pub fn records(table: &Table) -> String {
    let rows: Vec<String> = table.rows.iter().map(|row| record(&table.shape.columns, row)).collect();
    if rows.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", rows.join(",\n")) }
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

/// Indented, with a line break at the end.
pub fn pretty(json: &serde_json::Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(json).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
