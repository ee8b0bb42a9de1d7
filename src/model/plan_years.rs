//! A plan of several years that tells its years apart: which promise is of which year, and which years an agency has.
//! A promise is never of a year that its own table does not name; reads no cell itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::agency::Agency;
use crate::model::item::{Entry, ItemCode};
use crate::model::year::Year;
use crate::source::Document;
use crate::standards::Field;
use crate::thai::FiscalYear;

/// Where a promise's table names the years of its money, the plan's other years are not its own.
pub fn told_apart((first, last): (FiscalYear, FiscalYear), mut entries: Vec<Entry>) -> Vec<Entry> {
    for budget in entries.iter_mut().map(|entry| &mut entry.budget).filter(|budget| !budget.by_year.is_empty()) {
        let silent: Vec<FiscalYear> = first
            .through(last)
            .filter(|year| budget.by_year.iter().all(|(known, _)| known != year))
            .filter(|year| !budget.silent_years.contains(year))
            .collect();
        budget.silent_years.extend(silent);
    }
    entries
}

/// In a plan of several years a promise may stand once in the table of each year: it is one promise with several years.
pub fn one_for_all_years(document: &Document, entries: Vec<Entry>) -> Vec<Entry> {
    let year_of = |entry: &Entry| {
        let table = document.tables.get(entry.table)?;
        table.rows.get(entry.row).and_then(|row| row.year).or(table.year).and_then(FiscalYear::new)
    };
    let all: BTreeSet<FiscalYear> = entries.iter().filter_map(year_of).collect();
    if all.len() < 2 {
        return entries;
    }
    let mut merged: Vec<(Entry, BTreeSet<FiscalYear>)> = Vec::new();
    let mut at_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for entry in entries {
        let year = year_of(&entry);
        let key = if entry.code_stated {
            entry.code.to_string()
        } else {
            let mission = entry.text(Field::Mission).map_or("", |mission| mission.value.as_str());
            format!("{:?}/{mission}/{}", entry.dimension, crate::model::join::key(&entry.name.value))
        };
        let places = at_key.entry(key).or_default();
        let twin = places.iter().copied().find(|at| year.is_some_and(|year| !merged[*at].1.contains(&year)));
        match (twin, year) {
            (Some(at), Some(year)) => {
                let (known, years) = &mut merged[at];
                known.budget.take_in(&entry.budget);
                known.of_years.extend(stated_for(year, entry));
                years.insert(year);
            }
            _ => {
                places.push(merged.len());
                let mut first = entry;
                if let Some(year) = year {
                    first.of_years = stated_for(year, first.clone());
                }
                merged.push((first, year.into_iter().collect()));
            }
        }
    }
    merged
        .into_iter()
        .map(|(mut entry, years)| {
            if !years.is_empty() {
                entry.budget.silent_years = all.difference(&years).copied().collect();
            }
            entry
        })
        .collect()
}

/// What the table of one year says of its promise: the row itself, unless its columns tell years apart as well.
fn stated_for(year: FiscalYear, mut entry: Entry) -> Vec<(FiscalYear, Entry)> {
    let of_columns = std::mem::take(&mut entry.of_years);
    if of_columns.is_empty() { vec![(year, entry)] } else { of_columns }
}

/// Codes are settled where plan and reports are joined; what a promise says of each year goes by the same.
pub fn settle_codes(agency: &mut Agency) {
    for entry in agency.plans.iter_mut().flat_map(|plan| &mut plan.entries) {
        for (_, own) in &mut entry.of_years {
            own.code.clone_from(&entry.code);
        }
    }
}

/// The years of which an agency has a document, and those that a plan's table names.
pub fn build_years(agency: &mut Agency) {
    let mut years: BTreeMap<FiscalYear, u16> = BTreeMap::new();
    for plan in &agency.plans {
        years.entry(plan.home_year).or_insert(plan.framework);
    }
    for report in &agency.reports {
        years.insert(report.year, agency.plan_for(report.year).map_or(report.framework, |plan| plan.framework));
    }
    for book in &agency.measures {
        years.entry(book.year).or_insert(0);
    }
    for plan in &agency.plans {
        let of_money = plan.entries.iter().flat_map(|entry| entry.budget.by_year.iter().map(|(year, _)| *year));
        let of_texts = plan.entries.iter().flat_map(|entry| entry.of_years.iter().map(|(year, _)| *year));
        for year in of_money.chain(of_texts) {
            years.entry(year).or_insert(plan.framework);
        }
        // A promise that states no money in the table of its year: of the first year that its table leaves it.
        let (first, last) = plan.years;
        for entry in plan.entries.iter().filter(|entry| entry.budget.by_year.is_empty()) {
            let has_none = !first.through(last).any(|year| years.contains_key(&year) && entry.is_due_in(year));
            let own = first.through(last).find(|year| entry.is_due_in(*year));
            if let Some(year) = own.filter(|_| has_none) {
                years.entry(year).or_insert(plan.framework);
            }
        }
    }
    let built: Vec<Year> = years.into_iter().map(|(year, framework)| Year::build(agency, year, framework)).collect();
    agency.years = built;
}

/// The year whose page a row of a plan leads to: the plan's own, else the first in which it is due.
pub fn year_of_row(agency: &Agency, home: FiscalYear, code: &ItemCode) -> Option<FiscalYear> {
    let has = |year: &&Year| year.promise(code).is_some_and(|promise| promise.plan.is_some());
    let own = agency.year(home).filter(|year| year.promise(code).is_some());
    own.or_else(|| agency.years.iter().find(|year| year.year > home && has(year))).map(|year| year.year)
}
