//! Open data as CSV: UTF-8, CRLF, RFC 4180 quotes; with a byte-order mark where people open it in Excel, which needs it
//! for Thai, and without where programs read it by its package. Pure text.
//!
//! Spreadsheet programs run a cell that begins with `=`, `+`, `-`, `@`, a tab or a return as a formula. Such a cell gets
//! an apostrophe in front when it is text, so a name copied from a hostile source runs nothing. Numbers, dates and a
//! dash that stands alone ("not stated") are left as they are.

use super::value::Value;

const BOM: &str = "\u{FEFF}";

/// The same for people who open it in Excel.
pub fn marked<'a>(heads: &[&str], rows: impl IntoIterator<Item = &'a [Value]>) -> String {
    format!("{BOM}{}", csv(heads, rows))
}

/// The whole file: a line of heads, then the rows.
pub fn csv<'a>(heads: &[&str], rows: impl IntoIterator<Item = &'a [Value]>) -> String {
    let mut text = String::new();
    line(&mut text, heads.iter().map(|head| guarded(head)));
    for row in rows {
        let cells = row.iter().map(|value| match value {
            Value::Text(text) => guarded(text),
            other => other.plain(),
        });
        line(&mut text, cells);
    }
    text
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    let start = text.len();
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        quote(text, &cell);
    }
    // One empty cell would read as a blank line, which readers skip.
    if text.len() == start {
        text.push_str("\"\"");
    }
    text.push_str("\r\n");
}

fn quote(text: &mut String, cell: &str) {
    // A space at either end is lost in some readers without quotes.
    let is_edged = cell.starts_with(char::is_whitespace) || cell.ends_with(char::is_whitespace);
    if is_edged || cell.contains([',', '"', '\n', '\r', ';', '\t']) {
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

fn guarded(text: &str) -> String {
    let is_risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_risky && text.trim() != "-" { format!("'{text}") } else { text.to_owned() }
}
