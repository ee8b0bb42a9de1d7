//! What kinds of rows, cells and columns there are: a figure or words, rows of items, years of nothing. A leaf of this room.

use super::DataTable;
use crate::standards::{Field, Role};
use crate::thai;

/// Titles above a head are few.
pub(super) const MOST_TITLES: usize = 12;

pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.chars().all(|letter| {
            letter.is_ascii_digit()
                || thai::digits::is_thai_digit(letter)
                || matches!(letter, '.' | ',' | '-' | '–' | '%' | ' ' | '/' | '√' | '✓' | '✔' | '(' | ')')
        })
}

pub(super) fn is_rows(role: Role) -> bool {
    matches!(role, Role::Items | Role::Eplan | Role::Measures)
}

/// "๒๕๖๙ | ๒๕๗๐" alone: of what, nobody can tell. Of rows they are the author's own columns.
pub(super) fn leave_bare_years(table: &mut DataTable) {
    if is_rows(table.role) {
        for column in &mut table.columns {
            column.column = column.column.filter(|known| known.field != Field::Value);
        }
    }
}
