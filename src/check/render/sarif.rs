//! Findings as SARIF 2.1.0, which code hosts and editors show beside the lines.

use serde_json::{Value, json};

use crate::check::located::{LabelAt, Located};
use crate::finding::{Code, Severity, registry};

/// `prefix` leads from the root of the repository to the content folder: `content/`.
pub fn sarif(findings: &[Located], prefix: &str) -> String {
    let mut used: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
    used.sort_unstable();
    used.dedup();
    let rules: Vec<Value> = used.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| result(finding, used.binary_search(&finding.code).unwrap_or(0), prefix))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "prongsai", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn rule(id: Code) -> Value {
    match registry::get(id) {
        Some(code) => json!({
            "id": id,
            "shortDescription": { "text": code.title_en },
            "fullDescription": { "text": code.title },
            "help": { "text": format!("{}\n\n{}", code.why, code.answer) },
            "defaultConfiguration": { "level": level(code.severity) },
        }),
        None => json!({ "id": id }),
    }
}

fn result(finding: &Located, rule_index: usize, prefix: &str) -> Value {
    let message = if finding.help.is_empty() {
        finding.message.clone()
    } else {
        format!("{}\n{}", finding.message, finding.help)
    };
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": level(finding.severity),
        "message": { "text": message },
        "locations": [location(&finding.primary, prefix)],
    });
    let Some(fields) = result.as_object_mut() else { return result };
    if !finding.secondary.is_empty() {
        let related = finding.secondary.iter().enumerate().map(|(id, place)| {
            let mut related = location(place, prefix);
            related["id"] = json!(id);
            related["message"] = json!({ "text": place.text });
            related
        });
        fields.insert("relatedLocations".to_owned(), related.collect());
    }
    if let Some(fix) = &finding.fix {
        let changes: Vec<Value> = fix
            .edits
            .iter()
            .map(|edit| {
                json!({
                    "artifactLocation": { "uri": uri(&edit.place.path, prefix) },
                    "replacements": [{
                        "deletedRegion": region(&edit.place),
                        "insertedContent": { "text": edit.replacement },
                    }],
                })
            })
            .collect();
        fields
            .insert("fixes".to_owned(), json!([{ "description": { "text": fix.title }, "artifactChanges": changes }]));
    }
    if let Some(answer) = &finding.answer {
        fields.insert("suppressions".to_owned(), json!([{ "kind": "inSource", "justification": answer.reason }]));
    }
    result
}

fn location(place: &LabelAt, prefix: &str) -> Value {
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&place.path, prefix) }, "region": region(place) } })
}

fn region(place: &LabelAt) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

fn uri(path: &str, prefix: &str) -> String {
    let mut uri = String::with_capacity(path.len() + prefix.len());
    for byte in prefix.bytes().chain(path.bytes()) {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
