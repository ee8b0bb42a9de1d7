//! Findings as JSON, described by `docs/findings.schema.json`.

use serde_json::{Value, json as object};

use crate::check::located::{Counts, Located};
use crate::finding::registry;

/// The number of the schema: raised when a field changes its meaning or goes away.
pub const VERSION: u32 = 1;

pub fn json(findings: &[Located]) -> String {
    let list: Vec<Value> = findings.iter().map(one).collect();
    let document = object!({
        "version": VERSION,
        "generator": { "name": "prongsai", "version": env!("CARGO_PKG_VERSION") },
        "counts": Counts::of(findings),
        "findings": list,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn one(finding: &Located) -> Value {
    let mut value = serde_json::to_value(finding).unwrap_or_default();
    if let (Some(fields), Some(code)) = (value.as_object_mut(), registry::get(finding.code)) {
        fields.insert("title".to_owned(), Value::from(code.title.as_str()));
        fields.insert("title_en".to_owned(), Value::from(code.title_en.as_str()));
    }
    value
}
