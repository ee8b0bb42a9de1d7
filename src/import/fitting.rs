//! How well cells fit under heads: for rows with too few cells, and for tables whose heads a page break took. Pure.

use super::grid::{HeadColumn, PaperGridCell, PaperGridRow, is_figure, one_line};
use super::numbering;
use super::rows::is_amount;
use crate::standards::{Field, Standards};

/// How well a cell's words fit a field: 2 certainly, 1 perhaps, 0 no.
fn fit(text: &str, field: Option<Field>, standards: &Standards) -> u32 {
    let text = one_line(text);
    if text.is_empty() {
        return 1;
    }
    let Some(field) = field else { return 1 };
    let is_dash = super::marks::is_dash(&text);
    match field {
        Field::Code => u32::from(crate::model::ItemCode::parse(&text).is_some()) * 2,
        Field::Seq => u32::from(text.chars().all(|letter| letter.is_numeric() || letter == '.')) * 2,
        Field::Dimension => {
            u32::from(
                numbering::dimension_title(&format!("{text} ")).is_some()
                    || text.chars().count() == 1 && text.chars().all(char::is_numeric),
            ) * 2
        }
        Field::Status => u32::from(standards.status_of(&text).is_some()) * 3,
        field if field.is_money() => u32::from(is_dash || is_amount(&text)) * 2,
        field if field.is_tick() => u32::from(is_dash || standards.statuses.read_tick(&text).is_some()) * 2,
        Field::Name => {
            let is_words = !is_figure(&text) && standards.status_of(&text).is_none();
            u32::from(is_words)
                + u32::from(is_words && (standards.kind_of_name(&text).is_some() || text.chars().count() > 8)) * 2
        }
        _ => u32::from(!is_figure(&text) || is_dash),
    }
}

fn is_fitting(row: &PaperGridRow, head: &[HeadColumn], order: &[usize], standards: &Standards) -> bool {
    row.cells.iter().zip(order).all(|(cell, at)| {
        let field = head.get(*at).and_then(|head| head.column).map(|column| column.field);
        cell.own().is_empty() || fit(&cell.text, field, standards) > 0
    })
}

/// Where each of too few cells belongs, in order; the places that fit best.
fn align(cells: &[PaperGridCell], head: &[HeadColumn], standards: &Standards) -> Option<Vec<usize>> {
    // Blank cells say nothing of where they belong.
    let filled: Vec<usize> = (0..cells.len()).filter(|at| !cells[*at].own().is_empty()).collect();
    let (rows, columns) = (filled.len(), head.len());
    if rows > columns || columns > 64 {
        return None;
    }
    // best[i][j]: the score of cells i.. put under heads j..
    let mut best = vec![vec![None::<i64>; columns + 1]; rows + 1];
    best[rows].fill(Some(0));
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            let field = head[j].column.map(|column| column.field);
            let fits = fit(&cells[filled[i]].text, field, standards);
            let own = if fits == 0 { -5 } else { i64::from(fits) };
            let here = best[i + 1][j + 1].map(|rest| rest + own);
            best[i][j] = here.max(best[i][j + 1]);
        }
    }
    best[0][0]?;
    let (mut order, mut j) = (vec![usize::MAX; cells.len()], 0);
    for (i, from) in filled.iter().enumerate() {
        while j < columns && best[i][j] == best[i][j + 1] && best[i][j + 1].is_some() && columns - j > rows - i {
            j += 1;
        }
        order[*from] = j;
        j += 1;
    }
    Some(order)
}

/// Rows of too few cells are set under the heads that fit them best, each marked.
pub(super) fn set_short_rows(rows: &mut [PaperGridRow], head: &[HeadColumn], standards: &Standards) {
    let stays: Vec<usize> = (0..head.len()).collect();
    for row in rows {
        // Of sheets the blank cells at the end of a row are not given: such a row is not short.
        if row.place.unit == super::paper::Unit::Row {
            continue;
        }
        let written = row.written.min(row.cells.len());
        let last = row.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |at| at + 1);
        let is_short = last > 0 && written >= 2 && written.max(last) < head.len();
        if !is_short || is_fitting(row, head, &stays, standards) {
            continue;
        }
        let Some(order) = align(&row.cells[..written], head, standards) else { continue };
        let mut cells = vec![PaperGridCell::default(); head.len().max(row.cells.len())];
        for (cell, to) in row.cells.iter().zip(order).filter(|(cell, _)| !cell.own().is_empty()) {
            if let Some(target) = cells.get_mut(to) {
                *target = cell.clone();
                if target.doubt.is_none() {
                    target.doubt = Some("แถวนี้มีช่องไม่ครบ จัดเข้าหัวที่เหมาะที่สุด".to_owned());
                }
            }
        }
        row.cells = cells;
    }
}

/// Whether a row may stand under these heads at all.
pub fn is_plausible(row: &PaperGridRow, head: &[HeadColumn], standards: &Standards) -> bool {
    let (mut wrong, mut told) = (0, 0);
    for (cell, head) in row.cells.iter().zip(head) {
        if cell.own().is_empty() {
            continue;
        }
        told += 1;
        wrong += usize::from(fit(&cell.text, head.column.map(|column| column.field), standards) == 0);
    }
    wrong * 3 <= told
}
