//! One item of one year as JSON: what is known of it, every row that speaks of it, what does not add up, other years.

use std::collections::BTreeMap;

use super::json::{object, record, string};
use super::licence::Licence;
use super::table::Table;
use super::tables::TableSource;
use super::value::Value;
use crate::thai::FiscalYear;

/// Rows by the text of one column, in their order.
fn by_column<'t>(table: Option<&'t Table>, name: &str) -> BTreeMap<&'t str, Vec<&'t Vec<Value>>> {
    let mut rows: BTreeMap<&str, Vec<&Vec<Value>>> = BTreeMap::new();
    let Some(table) = table else { return rows };
    let Some(at) = table.shape.columns.iter().position(|column| column.name == name) else { return rows };
    for row in &table.rows {
        if let Some(Value::Text(text)) = row.get(at) {
            rows.entry(text.as_str()).or_default().push(row);
        }
    }
    rows
}

fn array(table: Option<&Table>, rows: Option<&Vec<&Vec<Value>>>) -> String {
    let (Some(table), Some(rows)) = (table, rows) else { return "[]".to_owned() };
    let rows: Vec<String> = rows.iter().map(|row| record(&table.shape.columns, row)).collect();
    format!("[\n{}\n]", rows.join(",\n"))
}

/// The file of every item of a year, by code.
pub fn of_year(
    source: &TableSource<'_>,
    year: FiscalYear,
    tables: &[Table],
    findings: &Table,
    licence: &Licence,
) -> Vec<(String, Vec<u8>)> {
    let table = |name: &str| tables.iter().find(|table| table.shape.name == name);
    let (items, entries, eplan) = (table("items"), table("entries"), table("eplan"));
    let (item_rows, entry_rows, eplan_rows) =
        (by_column(items, "code"), by_column(entries, "code"), by_column(eplan, "code"));
    let finding_rows = by_column(Some(findings), "item");
    let mut years: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for known in source.agency.years.iter().filter(|known| known.year != year) {
        for promise in &known.promises {
            years.entry(promise.code.as_str()).or_default().push(known.year.be().to_string());
        }
    }
    let other_years = |code: &str| format!("[{}]", years.get(code).map(|years| years.join(", ")).unwrap_or_default());
    let mut files = Vec::with_capacity(item_rows.len());
    for (code, rows) in &item_rows {
        let (Some(items), Some(row)) = (items, rows.first()) else { continue };
        let json = object(&[
            ("agency", string(&source.agency.id())),
            ("agency_name", string(source.agency.name())),
            ("fiscal_year", year.be().to_string()),
            ("licence", string(licence.shown())),
            ("item", record(&items.shape.columns, row)),
            ("entries", array(entries, entry_rows.get(code))),
            ("eplan", array(eplan, eplan_rows.get(code))),
            ("findings", array(Some(findings), finding_rows.get(code))),
            ("other_years", other_years(code)),
        ]);
        files.push(((*code).to_owned(), json.into_bytes()));
    }
    files
}
