//! What kinds of rows and cells there are: a figure or words, rows of items. A leaf of this room.

use crate::standards::Role;
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
