//! Open data as CSV: UTF-8, CRLF, RFC 4180 quotes; with a byte-order mark where people open it in Excel, which needs it
//! for Thai, and without where programs read it by its package. Pure text.
//!
//! Spreadsheet programs run a cell that begins with `=`, `+`, `-`, `@`, a tab or a return as a formula. Such a cell gets
//! an apostrophe in front when it is text, so a name copied from a hostile source runs nothing. Numbers, dates and a
//! dash that stands alone ("not stated") are left as they are.

use std::borrow::Cow;

use super::value::Value;

const BOM: &str = "\u{FEFF}";

/// The same for people who open it in Excel.
pub fn marked<'a>(heads: &[&str], rows: impl IntoIterator<Item = &'a [Value]>) -> String {
    format!("{BOM}{}", csv(heads, rows))
}

/// The whole file: a line of heads, then the rows.
pub fn csv<'a>(heads: &[&str], rows: impl IntoIterator<Item = &'a [Value]>) -> String {
    let mut text = String::new();
    line(&mut text, heads, |text, head| quote(text, &guarded(head)));
    for row in rows {
        line(&mut text, row, |text, value| match value {
            Value::Text(cell) => quote(text, &guarded(cell)),
            other => other.plain_into(text),
        });
    }
    text
}

fn line<C>(text: &mut String, cells: &[C], write: impl Fn(&mut String, &C)) {
    let start = text.len();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        write(text, cell);
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
    if is_edged || cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r' | b';' | b'\t')) {
        text.push('"');
        for (at, part) in cell.split('"').enumerate() {
            text.extend([if at > 0 { "\"\"" } else { "" }, part]);
        }
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

fn guarded(text: &str) -> Cow<'_, str> {
    let is_risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_risky && text.trim() != "-" { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}
