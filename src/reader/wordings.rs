//! What the heads of a grid say: the lines of each from top to bottom, and the wordings in which a form may know them.
//! Decides nothing: which of them is right is for the forms.

use std::collections::BTreeSet;

use super::{Grid, words};
use crate::span::Span;
use crate::standards::{ColumnMeaning, Field, Role, Standards, heads};

/// The texts of a head from top to bottom, each cell once.
pub(super) fn lines_of(grid: &Grid, start: usize, depth: usize, column: usize) -> Vec<(String, Span)> {
    let mut lines: Vec<(String, Span)> = Vec::new();
    let mut seen: BTreeSet<(u32, u32)> = BTreeSet::new();
    for level in 0..depth {
        let row = &grid.rows[start + level];
        let (place, column) = match grid.merge_at(row.number, column) {
            Some(merge) => (grid.place_of(merge.first_row), merge.first_column as usize),
            None if row.text(column).is_empty() && level + 1 < depth => {
                (Some(start + level), group_of(grid, start, level, column))
            }
            None => (Some(start + level), column),
        };
        let Some(from) = place.and_then(|place| grid.rows.get(place)) else { continue };
        let text = in_one_line(from.text(column));
        if !text.is_empty() && seen.insert((from.number, u32::try_from(column).unwrap_or(0))) {
            let span = from.cells.get(column).map_or(from.span, |cell| cell.span);
            lines.push((text, span));
        }
    }
    lines
}

/// The column whose head reaches over this blank one: something must stand below both.
fn group_of(grid: &Grid, start: usize, level: usize, column: usize) -> usize {
    let row = &grid.rows[start + level];
    let below = &grid.rows[start + level + 1];
    if below.text(column).is_empty() {
        return column;
    }
    let Some(left) = (0..column).rev().find(|at| !row.text(*at).is_empty()) else { return column };
    let has_child = !below.text(left).is_empty() && grid.merge_at(row.number, left).is_none();
    // A blank one between without anything below it ends the group.
    let unbroken = (left + 1..column).all(|at| !below.text(at).is_empty());
    if has_child && unbroken { left } else { column }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All its lines, then fewer: the lower alone before the upper alone.
fn wordings(lines: &[(String, Span)]) -> Vec<String> {
    let text: Vec<&str> = lines.iter().map(|(text, _)| text.as_str()).collect();
    match text.as_slice() {
        [] => vec![String::new()],
        [only] => vec![(*only).to_owned()],
        [upper, lower] => vec![format!("{upper} {lower}"), (*lower).to_owned(), (*upper).to_owned()],
        [upper, middle, lower, ..] => vec![
            format!("{upper} {middle} {lower}"),
            format!("{middle} {lower}"),
            format!("{upper} {lower}"),
            (*lower).to_owned(),
            format!("{upper} {middle}"),
            (*middle).to_owned(),
            (*upper).to_owned(),
        ],
    }
}

/// The wordings of one head. Of several columns under one head of figures, each is what its own line says: the head
/// over them speaks of all.
pub(super) fn wordings_under(
    lines: &[Vec<(String, Span)>],
    column: usize,
    role: Option<Role>,
    standards: &Standards,
) -> Vec<String> {
    // "(บาท)" and "(✓)" below a head say how it is filled in.
    let said = lines[column].iter().rposition(|(text, _)| !heads::fold(text).is_empty()).map_or(1, |at| at + 1);
    let own = &lines[column][..said.min(lines[column].len())];
    let mut all = wordings(own);
    let [(_, upper), .., (last, _)] = own else { return all };
    if words::names_time(last) {
        // "ไตรมาส 1" under the budget is a part of it, and no quarter.
        all.truncate(1);
    }
    let is_remark = matches!(heads::fold(last).as_str(), "จำนวน" | "หน่วย");
    let neighbours = [column.checked_sub(1), Some(column + 1)].into_iter().flatten();
    let shares = |at: usize| lines.get(at).is_some_and(|other| other.len() > 1 && other[0].1 == *upper);
    if !is_remark && neighbours.into_iter().any(shares) {
        all.retain(|wording| {
            wording.ends_with(last.as_str())
                || !alone(std::slice::from_ref(wording), role, standards)
                    .is_some_and(|column| column.field.is_money() || column.field.is_status())
        });
    }
    all
}

/// What a head means by itself: of a small table of a name and this head alone.
pub(super) fn alone(wordings: &[String], role: Option<Role>, standards: &Standards) -> Option<ColumnMeaning> {
    let table = [vec!["โครงการ/กิจกรรม/มาตรการ".to_owned()], wordings.to_vec()];
    let meaning = standards.forms.recognise_wordings(&table, role.or(Some(Role::Items)))?;
    meaning.columns.get(1).copied().flatten().filter(|_| meaning.near.is_empty())
}

/// "รายการ" heads anything. Of rows that are numbered and have an office or a status, it is the name.
pub(super) fn name_the_entries(heads: &mut [Vec<String>], standards: &Standards) {
    let is = |wordings: &Vec<String>, wanted: &dyn Fn(Field) -> bool| {
        alone(wordings, None, standards).is_some_and(|column| wanted(column.field))
    };
    let Some(at) = heads.iter().position(|wordings| heads::fold(&wordings[0]) == "รายการ") else { return };
    let numbered = heads.iter().any(|wordings| is(wordings, &|field| matches!(field, Field::Seq | Field::Code)));
    let answered = heads.iter().any(|wordings| is(wordings, &|field| field == Field::Owner || field.is_status()));
    let named = heads.iter().any(|wordings| is(wordings, &|field| field == Field::Name));
    if numbered && answered && !named {
        heads[at] = vec!["โครงการ/กิจกรรม/มาตรการ".to_owned()];
    }
}
