//! What rows of a table give to each other: words that go on, merged cells, the dimension and mission of the sections above.
//! Sorts nothing.

use super::head::FoundHead;
use super::sort::{Places, RowFacts, Standing};
use super::words;
use super::{DataRow, DataTable, Grid, RowSort};
use crate::finding::code;
use crate::finding::{Finding, Findings};
use crate::span::Spanned;
use crate::standards::Field;
use crate::thai::says_nothing;

/// The words of a row that goes on are added to the item above it.
pub(super) fn go_on(table: &mut DataTable, item: usize, at: usize) {
    let more: Vec<(usize, String)> = table.rows[at]
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !says_nothing(&cell.value))
        .map(|(column, cell)| (column, cell.value.trim().to_owned()))
        .collect();
    for (column, text) in more {
        let is_list = table.columns[column].column.is_some_and(|column| column.field == Field::Methods);
        let cell = &mut table.rows[item].cells[column];
        if cell.value.trim() == text {
            // Filled down from a merged cell: the same words.
        } else if says_nothing(&cell.value) {
            cell.value = text;
        } else {
            cell.value.push(if is_list { '\n' } else { ' ' });
            cell.value.push_str(&text);
        }
    }
}

/// `๑) โครงการ…`: the number is not part of the name.
pub(super) fn take_number_off(row: &mut DataRow, places: &Places) {
    let Some(cell) = places.name.and_then(|at| row.cells.get_mut(at)) else { return };
    if words::begins_with_dash(&cell.value) {
        let letters = cell.value.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '“');
        cell.value = letters.to_owned();
    }
    if let Some((_, at)) = words::leading_number(&cell.value) {
        cell.value = cell.value[at..].to_owned();
    }
}

/// Dimension, mission and year of the sections above; a blank cell below a filled one repeats it.
pub(super) fn inherit(table: &mut DataTable, at: usize, standing: &Standing, places: &Places) {
    let coded =
        places.code.and_then(|code| table.rows[at].cells.get(code)).is_some_and(|cell| !says_nothing(&cell.value));
    if !coded {
        for column in places.once.iter().copied() {
            let is_blank = table.rows[at].cells.get(column).is_some_and(|cell| cell.value.trim().is_empty());
            let above = table.rows[..at].iter().rev().find(|row| row.is_item() || row.sort == RowSort::Section);
            let above = above.filter(|row| row.is_item()).and_then(|row| row.cells.get(column)).cloned();
            if let Some(above) = above.filter(|above| is_blank && !says_nothing(&above.value)) {
                // The same dimension goes on; its place is where it is written.
                table.rows[at].cells[column] = above;
            }
        }
    }
    let row = &mut table.rows[at];
    row.dimension = standing.dimension;
    row.mission = standing.mission.clone();
    row.year = standing.year;
    row.owner = standing.owner.as_ref().map(|owner| owner.name.clone());
    if row.mission.is_none()
        && let Some(mission) = &table.mission
    {
        row.mission = Some(Spanned::new(mission.clone(), row.span));
    }
}

/// The columns of dimension and mission that say a thing once, for the rows below as well. Where the same is written again
/// and again, a blank is a gap.
pub(super) fn said_once(table: &DataTable, columns: [Option<usize>; 2]) -> Vec<usize> {
    let says_again = |column: usize| {
        table.rows.windows(2).any(|pair| {
            let [above, below] = [0, 1].map(|at| pair[at].cells.get(column).map_or("", |cell| cell.value.trim()));
            !says_nothing(above) && above == below
        })
    };
    columns.into_iter().flatten().filter(|column| !says_again(*column)).collect()
}

/// A tall merged cell speaks for each of its rows, but money cannot be shared out.
pub(super) fn fill_merges(
    table: &mut DataTable,
    grid: &Grid,
    found: &FoundHead,
    places: &Places,
    findings: &mut Findings,
) {
    for merge in grid.merges.iter().filter(|merge| merge.is_tall()) {
        let (Some(top), Some(_)) = (grid.place_of(merge.first_row), grid.rows.get(found.body)) else { continue };
        let Some(top) = top.checked_sub(found.body).filter(|top| *top < table.rows.len()) else { continue };
        let column = merge.first_column as usize;
        let Some(cell) = table.rows[top].cells.get(column).cloned().filter(|cell| !says_nothing(&cell.value)) else {
            continue;
        };
        let below: Vec<usize> =
            (top + 1..table.rows.len()).take_while(|at| grid.rows[found.body + at].number <= merge.last_row).collect();
        let is_key = [places.code, places.seq, places.name].contains(&Some(column));
        if is_key {
            continue;
        }
        if places.money.contains(&column) {
            // Rows of one item may share it; rows of several may not.
            let several = below.iter().any(|at| {
                let facts = RowFacts::of(&table.rows[*at], places);
                facts.code || facts.seq || (places.code.is_none() && places.seq.is_none() && !facts.name.is_empty())
            });
            if several {
                findings.push(
                    Finding::of(
                        code::S058,
                        cell.span,
                        format!("จำนวนเงิน `{}` อยู่ในช่องที่ผสานหลายแถว จึงไม่รู้ว่าแต่ละเรื่องใช้เท่าไร", cell.value),
                    )
                    .english("one amount is merged over several items")
                    .help("ยกเลิกการผสานเซลล์ (Unmerge) แล้วใส่จำนวนเงินของแต่ละแถว แถวที่ไม่มีให้ใส่ -"),
                );
            }
            continue;
        }
        for at in below {
            if let Some(below) = table.rows[at].cells.get_mut(column)
                && below.value.trim().is_empty()
            {
                *below = cell.clone();
            }
        }
    }
}
