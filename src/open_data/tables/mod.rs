//! The tables of the site: one file for each family. Model in, typed rows out; the very functions that pages show feed
//! them, so that every number of a page has its row.

pub mod figures;
pub mod findings;
mod money_columns;
pub mod papers;
pub mod portal;
pub mod promises;

pub use crate::address::agency_name;
use crate::check::Located;
use crate::model::{Agency, DocumentId, Year};
use crate::thai::{FiscalYear, Round};

use super::table::{Shape, Table};
use super::value::Value;

pub fn agency_key(id: impl Into<String>) -> Value {
    Value::text(id.into())
}

/// What tables are made from: one agency as the pages see it.
pub struct TableSource<'a> {
    pub agency: &'a Agency,
    pub findings: &'a [Located],
    /// Root-relative address → the address to print.
    pub address: &'a (dyn Fn(&str) -> String + Sync),
    pub published: &'a (dyn Fn(DocumentId) -> bool + Sync),
}

/// A table of a fiscal year. A report has some of them of its own, as it was printed.
struct OfYear {
    shape: fn() -> &'static Shape,
    /// Of one round's report alone when asked.
    make: fn(&TableSource<'_>, &Year, Option<Round>) -> Table,
    /// Whether it has rows, known from the model without making one.
    exists: fn(&Agency, &Year, Option<Round>) -> bool,
    /// Stands before the rows of documents among the files of a year.
    ahead: bool,
    of_report: bool,
}

/// A table that belongs to no year.
struct OfAgency {
    shape: fn() -> &'static Shape,
    make: fn(&TableSource<'_>) -> Table,
}

static OF_YEAR: [OfYear; 7] = [
    OfYear {
        shape: || promises::ITEMS.shape(),
        make: |source, year, _| promises::items(source, year),
        exists: |_, year, _| !year.promises.is_empty(),
        ahead: true,
        of_report: false,
    },
    OfYear {
        shape: || promises::ENTRIES.shape(),
        make: promises::entries,
        exists: |agency, year, only| {
            only.is_none() && promises::plan_rows(agency, year).is_some()
                || year.reports(agency, only).any(|(_, report)| !report.entries.is_empty())
        },
        ahead: false,
        of_report: true,
    },
    OfYear {
        shape: || promises::EPLAN.shape(),
        make: promises::eplan,
        exists: |agency, year, only| year.reports(agency, only).any(|(_, report)| !report.eplan.is_empty()),
        ahead: false,
        of_report: true,
    },
    OfYear {
        shape: || promises::MEASURES.shape(),
        make: |source, year, _| promises::measures(source, year),
        exists: |agency, year, _| {
            year.measures.and_then(|book| agency.measures.get(book)).is_some_and(|book| !book.entries.is_empty())
        },
        ahead: false,
        of_report: false,
    },
    OfYear {
        shape: || figures::TALLY.shape(),
        make: figures::tally,
        exists: |agency, year, only| match only {
            None => !year.promises.is_empty(),
            Some(_) => year.reports(agency, only).any(|(_, report)| !report.official().is_empty()),
        },
        ahead: true,
        of_report: true,
    },
    OfYear {
        shape: || figures::DECLARED.shape(),
        make: figures::declared,
        exists: |agency, year, only| {
            only.is_none() && year.own_plan(agency).is_some_and(|plan| !plan.declared.is_empty())
                || year.reports(agency, only).any(|(_, report)| !report.declared.is_empty())
        },
        ahead: false,
        of_report: true,
    },
    OfYear {
        shape: || figures::TARGETS.shape(),
        make: |source, year, _| figures::targets(source, year),
        exists: |agency, year, _| figures::targets_of(agency, year).next().is_some(),
        ahead: false,
        of_report: false,
    },
];

static OF_AGENCY: [OfAgency; 3] = [
    OfAgency { shape: || papers::PAPERS.shape(), make: papers::papers },
    OfAgency { shape: || papers::COMMITTEES.shape(), make: papers::committees },
    OfAgency { shape: || findings::FINDINGS.shape(), make: findings::findings },
];

/// Every shape there is, for the schemas and the page that explains them.
pub fn shapes() -> Vec<&'static Shape> {
    let of_year = OF_YEAR.iter().map(|table| (table.shape)());
    let of_agency = OF_AGENCY.iter().map(|table| (table.shape)());
    let obligations = std::iter::once(crate::open_data::obligations::OBLIGATIONS.shape());
    of_year.chain(of_agency).chain(obligations).chain(portal::shapes()).collect()
}

fn in_order_of_a_year() -> impl Iterator<Item = &'static OfYear> {
    let part = |ahead: bool| OF_YEAR.iter().filter(move |table| table.ahead == ahead);
    part(true).chain(part(false))
}

/// The tables of a year, or of its report of one round; known from the model without making a row.
pub fn shapes_of_year(agency: &Agency, year: &Year, only: Option<Round>) -> Vec<&'static Shape> {
    let exists = |table: &&OfYear| (table.exists)(agency, year, only);
    match only {
        None => in_order_of_a_year().filter(exists).map(|table| (table.shape)()).collect(),
        Some(_) => OF_YEAR.iter().filter(|table| table.of_report).filter(exists).map(|table| (table.shape)()).collect(),
    }
}

/// Those of all years together, whether they have rows or not, so that their addresses are always there.
pub fn shapes_of_agency() -> Vec<&'static Shape> {
    in_order_of_a_year().map(|table| (table.shape)()).chain(OF_AGENCY.iter().map(|table| (table.shape)())).collect()
}

/// The tables of one fiscal year; empty ones are left out.
pub fn of_year(source: &TableSource<'_>, year: &Year) -> Vec<Table> {
    without_empty(in_order_of_a_year().map(|table| (table.make)(source, year, None)))
}

/// The tables of one report as it was printed.
pub fn of_report(source: &TableSource<'_>, year: &Year, round: Round) -> Vec<Table> {
    let own = OF_YEAR.iter().filter(|table| table.of_report);
    without_empty(own.map(|table| (table.make)(source, year, Some(round))))
}

/// All years together, and what belongs to no year. Empty tables stay.
pub fn of_agency(source: &TableSource<'_>, years: &[(FiscalYear, Vec<Table>)]) -> Vec<Table> {
    let mut tables: Vec<Table> = in_order_of_a_year().map(|table| Table::new((table.shape)())).collect();
    for part in years.iter().flat_map(|(_, parts)| parts) {
        if let Some(whole) = tables.iter_mut().find(|table| table.shape.name == part.shape.name) {
            whole.extend(part);
        }
    }
    tables.extend(OF_AGENCY.iter().map(|table| (table.make)(source)));
    tables
}

fn without_empty(tables: impl Iterator<Item = Table>) -> Vec<Table> {
    tables.filter(|table| !table.rows.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::{PORTAL_TABLES, TABLES};

    /// Addresses are spelt on a floor below: a table without its name there would have none.
    #[test]
    fn every_table_has_its_address_and_every_address_its_table() {
        let made: Vec<&str> = shapes().iter().map(|shape| shape.name).collect();
        let addressed: Vec<&str> = TABLES.into_iter().chain(PORTAL_TABLES).collect();
        assert_eq!(made, addressed);
    }
}
