//! The tables of the site: one file for each family. Model in, typed rows out; the very functions that pages show feed
//! them, so that every number of a page has its row.

pub mod figures;
pub mod findings;
pub mod papers;
pub mod portal;
pub mod promises;

pub use crate::address::agency_name;
use crate::check::Located;
use crate::model::{Agency, DocumentId, Year};
use crate::thai::{FiscalYear, Round};

use super::table::{Shape, Table};
use super::value::Value;

pub fn agency_key(slug: &str) -> Value {
    Value::text(agency_name(slug))
}

/// What tables are made from: one agency as the pages see it.
pub struct Source<'a> {
    pub agency: &'a Agency,
    pub findings: &'a [Located],
    /// Root-relative address → the address to print.
    pub address: &'a (dyn Fn(&str) -> String + Sync),
    pub published: &'a (dyn Fn(DocumentId) -> bool + Sync),
}

/// Every shape there is, for the schemas and the page that explains them.
pub const SHAPES: &[&Shape] = &[
    &promises::ITEMS,
    &promises::ENTRIES,
    &promises::EPLAN,
    &promises::MEASURES,
    &figures::TALLY,
    &figures::DECLARED,
    &figures::TARGETS,
    &papers::PAPERS,
    &papers::COMMITTEES,
    &findings::FINDINGS,
    &crate::open_data::obligations::OBLIGATIONS,
    &portal::AGENCIES,
    &portal::YEARS,
    &portal::DIMENSIONS,
];

/// The tables of one fiscal year; empty ones are left out.
pub fn of_year(source: &Source<'_>, year: &Year) -> Vec<Table> {
    let tables = vec![
        promises::items(source, year),
        figures::tally(source, year),
        promises::entries(source, year, None),
        promises::eplan(source, year, None),
        promises::measures(source, year),
        figures::declared(source, year, None),
        figures::targets(source, year),
    ];
    without_empty(tables)
}

/// The tables of one report as it was printed.
pub fn of_report(source: &Source<'_>, year: &Year, round: Round) -> Vec<Table> {
    let tables = vec![
        promises::entries(source, year, Some(round)),
        promises::eplan(source, year, Some(round)),
        figures::tally_of_report(source, year, round),
        figures::declared(source, year, Some(round)),
    ];
    without_empty(tables)
}

/// All years together, and what belongs to no year. Empty tables stay, so that their addresses are always there.
pub fn of_agency(source: &Source<'_>, years: &[(FiscalYear, Vec<Table>)]) -> Vec<Table> {
    let by_year: [&'static Shape; 7] = [
        &promises::ITEMS,
        &figures::TALLY,
        &promises::ENTRIES,
        &promises::EPLAN,
        &promises::MEASURES,
        &figures::DECLARED,
        &figures::TARGETS,
    ];
    let mut tables: Vec<Table> = by_year.into_iter().map(Table::new).collect();
    for part in years.iter().flat_map(|(_, parts)| parts) {
        if let Some(whole) = tables.iter_mut().find(|table| table.shape.name == part.shape.name) {
            whole.extend(part);
        }
    }
    tables.push(papers::papers(source));
    tables.push(papers::committees(source));
    tables.push(findings::findings(source));
    tables
}

fn without_empty(tables: Vec<Table>) -> Vec<Table> {
    tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
}
