//! Which sheet of a workbook a document means: by what its name and titles say of round, year and dimension.
//! Where two fit it is for the author to say; the first one is never taken just for being the first.

use super::{Ask, DataTable, Grid, Named};
use crate::standards::{Role, heads};

/// Sheets of these names are meant before all others.
const DATA_SHEETS: [&str; 3] = ["ข้อมูล", "data", "items"];

/// A sheet in which tables were found.
pub struct SheetCandidate<'c> {
    pub grid: &'c Grid,
    pub tables: Vec<DataTable>,
    pub is_hidden: bool,
}

pub enum Choice {
    /// Places in the list of candidates; several where each is of its own dimension.
    Read(Vec<usize>),
    /// More than one fits.
    Doubt(Vec<usize>),
    /// There are tables, but of other rounds or years.
    Other,
    None,
}

/// What the name and the titles of a sheet say.
pub fn said_of(grid: &Grid) -> Named {
    let name = grid.name.as_deref().unwrap_or("");
    let titles = grid.rows.iter().take(12).take_while(|row| row.filled() <= 2).map(super::GridRow::words);
    let titles: Vec<String> = titles.collect();
    let of_titles = Named::of_all(titles.iter().map(String::as_str));
    let of_name = Named::of(name);
    Named {
        dimension: of_name.dimension.or(of_titles.dimension),
        mission: None,
        year: of_name.year.or(year_of_name(name)).or(of_titles.year),
        round: of_name.round.or(of_titles.round),
    }
}

/// A sheet called "2569" or "69" alone, or "แผน 2569": the one year in its name.
fn year_of_name(name: &str) -> Option<u16> {
    let folded = heads::fold(name);
    let mut years = folded
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse::<u16>().ok())
        .filter(|year| (2500..=2699).contains(year));
    if let (Some(year), None) = (years.next(), years.next()) {
        return Some(year);
    }
    match folded.parse::<u16>().ok()? {
        year @ 2500..=2699 => Some(year),
        short @ 50..=99 => Some(2500 + short),
        _ => None,
    }
}

pub fn choose(candidates: &[SheetCandidate<'_>], ask: &Ask, is_plan: bool) -> Choice {
    let holds_rows = |candidate: &SheetCandidate<'_>| {
        candidate.tables.iter().any(|table| {
            matches!(table.role, Role::Items | Role::Eplan | Role::Measures) && table.items().next().is_some()
        })
    };
    let all: Vec<usize> = (0..candidates.len()).filter(|at| holds_rows(&candidates[*at])).collect();
    let visible: Vec<usize> = all.iter().copied().filter(|at| !candidates[*at].is_hidden).collect();
    let pool = if visible.is_empty() { all } else { visible };
    if pool.is_empty() {
        return Choice::None;
    }
    let named = |at: &usize| {
        let name = candidates[*at].grid.name.as_deref().unwrap_or("").trim().to_lowercase();
        DATA_SHEETS.contains(&name.as_str())
    };
    if let Some(data) = pool.iter().copied().find(named) {
        return Choice::Read(vec![data]);
    }
    let said: Vec<(usize, Named)> = pool.iter().map(|at| (*at, said_of(candidates[*at].grid))).collect();
    let fits = |said: &Named, at: usize| {
        let round = said.round.zip(ask.round).is_none_or(|(said, asked)| said == asked);
        let year = said.year.is_none_or(|year| ask.has_year(year));
        let kind = if is_plan {
            said.round.is_none()
        } else {
            let name = heads::fold(candidates[at].grid.name.as_deref().unwrap_or(""));
            pool.len() == 1 || said.round.is_some() || !name.starts_with("แผน") || name.contains("ผล")
        };
        round && year && kind
    };
    let fitting: Vec<&(usize, Named)> = said.iter().filter(|(at, said)| fits(said, *at)).collect();
    match fitting.as_slice() {
        [] => Choice::Other,
        [(only, _)] => Choice::Read(vec![*only]),
        several => {
            let dimensions: Vec<u8> = several.iter().filter_map(|(_, said)| said.dimension).collect();
            let mut distinct = dimensions.clone();
            distinct.sort_unstable();
            distinct.dedup();
            let places = || several.iter().map(|(at, _)| *at).collect::<Vec<_>>();
            if dimensions.len() == several.len() && distinct.len() == several.len() {
                return Choice::Read(places());
            }
            let mut years: Vec<u16> = several.iter().filter_map(|(_, said)| said.year).collect();
            years.sort_unstable();
            years.dedup();
            if is_plan && !ask.is_of_one_year() && years.len() == several.len() {
                return Choice::Read(places());
            }
            // One says outright what is asked for, and the others say nothing.
            let exact: Vec<usize> = several
                .iter()
                .filter(|(_, said)| {
                    let round = ask.round.is_some() && said.round == ask.round;
                    let year = said.year.is_some() && ask.is_of_one_year();
                    if ask.round.is_some() { round } else { year }
                })
                .map(|(at, _)| *at)
                .collect();
            match exact.as_slice() {
                [only] => Choice::Read(vec![*only]),
                _ => Choice::Doubt(places()),
            }
        }
    }
}
