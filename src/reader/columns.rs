//! What kinds of columns and cells there are: of money, of ticks, of a status; a figure or words. A leaf of this room.

use crate::standards::{Field, Role};
use crate::thai;

/// Titles above a head are few.
pub(super) const MOST_TITLES: usize = 12;

pub(super) fn is_money(field: Field) -> bool {
    matches!(
        field,
        Field::BudgetPlan
            | Field::BudgetOrdinance
            | Field::BudgetDisbursed
            | Field::BudgetIntegrated
            | Field::BudgetAgency
    )
}

pub(super) fn is_tick(field: Field) -> bool {
    matches!(field, Field::StatusDone | Field::StatusInProgress | Field::StatusNotDone | Field::StatusAwaiting)
}

pub(super) fn is_status(field: Field) -> bool {
    field == Field::Status || is_tick(field)
}

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
