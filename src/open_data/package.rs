//! `datapackage.json`: a Frictionless data package over the CSV files of one place, with a schema for each table.

use serde_json::{Value as Json, json};

use super::licence::Licence;
use super::table::{Shape, Table, ValueKind};

/// What a set of tables is about.
pub struct PackageAbout<'a> {
    /// Lower case, no spaces: `na-kok-2564`.
    pub name: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    pub homepage: Option<&'a str>,
    pub publisher: &'a str,
    pub licence: &'a Licence,
}

pub fn package(about: &PackageAbout<'_>, tables: &[Table]) -> Json {
    // A file without rows cannot be told apart from a broken one by some validators; its address still exists.
    let resources: Vec<Json> =
        tables.iter().filter(|table| !table.rows.is_empty()).map(|table| resource(table.shape)).collect();
    let mut package = json!({
        "profile": "tabular-data-package",
        "name": about.name,
        "title": about.title,
        "description": about.description,
        "contributors": [{ "title": about.publisher, "role": "publisher" }],
        "licenses": [about.licence.frictionless()],
        "resources": resources
    });
    if let (Some(homepage), Some(object)) = (about.homepage, package.as_object_mut()) {
        object.insert("homepage".to_owned(), json!(homepage));
    }
    package
}

fn resource(shape: &Shape) -> Json {
    json!({
        "profile": "tabular-data-resource",
        "name": shape.name,
        "title": shape.title,
        "description": shape.about,
        "path": format!("{}.csv", shape.name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema(shape)
    })
}

/// The Frictionless table schema of a shape.
pub fn schema(shape: &Shape) -> Json {
    let fields: Vec<Json> = shape
        .columns
        .iter()
        .map(|column| {
            let mut field = json!({ "name": column.name, "title": column.title, "description": column.about });
            let (kind, limits) = match column.kind {
                ValueKind::Text => ("string", None),
                ValueKind::Url => ("string", None),
                ValueKind::Choice(words) => ("string", Some(json!({ "enum": words }))),
                ValueKind::Integer => ("integer", None),
                ValueKind::Year => ("integer", Some(json!({ "minimum": 2400, "maximum": 2800 }))),
                ValueKind::Baht | ValueKind::Percent | ValueKind::Number => ("number", None),
                ValueKind::Date => ("date", None),
            };
            if let Some(object) = field.as_object_mut() {
                object.insert("type".to_owned(), json!(kind));
                let mut limits = limits.unwrap_or_else(|| json!({}));
                if shape.key.contains(&column.name)
                    && let Some(limits) = limits.as_object_mut()
                {
                    limits.insert("required".to_owned(), json!(true));
                }
                if limits.as_object().is_some_and(|limits| !limits.is_empty()) {
                    object.insert("constraints".to_owned(), limits);
                }
            }
            field
        })
        .collect();
    json!({ "fields": fields, "missingValues": [""], "primaryKey": shape.key })
}
