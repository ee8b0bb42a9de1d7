//! What a table that was not read looks like: its heads, and the known ones they are nearest to.

use super::Grid;
use crate::standards::Standards;

/// The first row that has the look of heads, each with the known wording it is nearest to.
pub fn heads_of<'s>(grid: &Grid, standards: &'s Standards) -> Vec<(String, Option<&'s str>)> {
    let most = grid.rows.iter().take(40).map(super::GridRow::filled).max().unwrap_or(0);
    let row = grid.rows.iter().take(40).find(|row| row.filled() >= 2 && row.filled() * 2 >= most);
    let Some(row) = row else { return Vec::new() };
    row.cells
        .iter()
        .map(|cell| cell.value.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
        .map(|text| {
            let known = standards.forms.knows_head(&text);
            let near = if known { None } else { nearest(&text, standards) };
            (text, near)
        })
        .collect()
}

fn nearest<'s>(text: &str, standards: &'s Standards) -> Option<&'s str> {
    let heads = || standards.forms.iter().flat_map(|form| form.columns.iter().flat_map(|column| &column.heads));
    crate::thai::nearest(text, heads().map(String::as_str))
}
