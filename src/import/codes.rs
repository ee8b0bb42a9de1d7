//! Codes, made once: from the number that a form prints, else in the order of its rows; those of a plan that is there are
//! kept, and lists of the same document get the codes of the table, matched by name. A doubtful match is marked.

use std::collections::{BTreeMap, BTreeSet};

use super::ImportOptions;
use super::import_source::ImportSource;
use super::marks;
use super::paper::Note;
use super::rows::{ReadRow, Understood};
use super::shape;
use super::similar::{self, Name};
use crate::standards::{Field, Role};

/// Writes codes into the rows of tables; gives those of the plan's list by the number of the item.
pub(super) fn give(
    source: &mut ImportSource<'_>,
    options: &ImportOptions,
    year: Option<u16>,
    guesses: &mut Vec<Note>,
) -> BTreeMap<usize, String> {
    let own = own_names(source);
    let plan_years = source.facts.plan_years;
    let known: Vec<(String, Name)> = options
        .known_items
        .iter()
        .filter(|item| {
            year.is_none_or(|year| {
                item.year == year || plan_years.is_some_and(|(first, last)| (first..=last).contains(&item.year))
            })
        })
        .map(|item| (item.code.clone(), Name::new(&item.name, item.dimension, &own)))
        .collect();
    let main = main_table(&source.tables.understood);
    let mut reference = known;
    if let Some(at) = main {
        code_rows(&mut source.tables.understood[at], &reference, &own, guesses);
        let table = &source.tables.understood[at];
        reference =
            table.rows.iter().map(|row| (row.code.clone().unwrap_or_default(), name_of(table, row, &own))).collect();
    }
    for at in 0..source.tables.understood.len() {
        if Some(at) != main && source.tables.understood[at].is_of_items() {
            code_rows(&mut source.tables.understood[at], &reference, &own, guesses);
        }
    }
    code_list(source, &reference, &own, guesses)
}

/// The table that gives the codes: that of items with most rows, else of measures, else of the system's list.
fn main_table(tables: &[Understood]) -> Option<usize> {
    let most = |role: Role| {
        let of = tables.iter().enumerate().filter(|(_, table)| table.role == role && !table.rows.is_empty());
        of.max_by_key(|(at, table)| (table.rows.len(), usize::MAX - at)).map(|(at, _)| at)
    };
    most(Role::Items).or_else(|| most(Role::Measures)).or_else(|| most(Role::Eplan))
}

fn own_names(source: &ImportSource<'_>) -> Vec<String> {
    let mut own = Vec::new();
    if let Some(agency) = &source.facts.agency {
        own.push(agency.name.clone());
        own.extend(agency.also_written.iter().filter(|name| name.chars().count() > 12).cloned());
        if let Some(tambon) = &agency.tambon {
            own.push(format!("องค์การบริหารส่วนตำบล{tambon}"));
        }
    }
    own.push("องค์การบริหารส่วนตำบล".to_owned());
    own
}

fn name_of(table: &Understood, row: &ReadRow, own: &[String]) -> Name {
    Name::new(table.text(row, Field::Name), shape::dimension_of(table, row), own)
}

fn code_rows(table: &mut Understood, reference: &[(String, Name)], own: &[String], guesses: &mut Vec<Note>) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut codes: Vec<Option<String>> = vec![None; table.rows.len()];
    // What the source itself calls a code stays one.
    if let Some(at) = table.position(Field::Code) {
        for (number, row) in table.rows.iter().enumerate() {
            if let Some(code) = row.cells.get(at).and_then(|cell| crate::model::ItemCode::parse(&cell.text))
                && taken.insert(code.as_str().to_owned())
            {
                codes[number] = Some(code.as_str().to_owned());
            }
        }
        table.columns.remove(at);
        for row in table.rows.iter_mut().chain(&mut table.totals) {
            if at < row.cells.len() {
                row.cells.remove(at);
            }
        }
    }
    let mut doubts: Vec<Option<String>> = vec![None; table.rows.len()];
    if !reference.is_empty() {
        let names: Vec<Name> = table.rows.iter().map(|row| name_of(table, row, own)).collect();
        let others: Vec<Name> = reference.iter().map(|(_, name)| name.clone()).collect();
        for (number, found) in similar::pair(&names, &others).into_iter().enumerate() {
            let Some(found) = found.filter(|_| codes[number].is_none()) else { continue };
            let code = reference[found.to].0.clone();
            if code.is_empty() || !taken.insert(code.clone()) {
                continue;
            }
            if !found.is_sure {
                let why = format!("จับคู่กับรหัส {code} จากชื่อที่คล้ายกัน ({:.0}%)", found.likeness * 100.0);
                guesses.push(Note::new(
                    table.rows[number].place,
                    why.clone(),
                    table.text(&table.rows[number], Field::Name),
                ));
                doubts[number] = Some(why);
            }
            codes[number] = Some(code);
        }
    }
    taken.extend(reference.iter().map(|(code, _)| code.clone()));
    let width = if table.rows.len() > 99 { 3 } else { 2 };
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    for (row, slot) in table.rows.iter().zip(&mut codes) {
        if slot.is_some() {
            continue;
        }
        let group = shape::code_of(table, row, 0, 1);
        let group = group.rsplit_once('-').map_or(group.clone(), |(group, _)| group.to_owned());
        let printed = shape::printed_number(row)
            .map(|number| shape::code_of(table, row, number, width))
            .filter(|code| !taken.contains(code));
        let code = printed.unwrap_or_else(|| {
            loop {
                let counter = next.entry(group.clone()).or_insert(0);
                *counter += 1;
                let code = shape::code_of(table, row, *counter, width);
                if !taken.contains(&code) {
                    return code;
                }
            }
        });
        taken.insert(code.clone());
        *slot = Some(code);
    }
    for ((row, code), doubt) in table.rows.iter_mut().zip(codes).zip(doubts) {
        row.code = code.map(|code| match doubt {
            Some(why) => format!("{code} {}", marks::mark(&why)),
            None => code,
        });
    }
}

fn code_list(
    source: &ImportSource<'_>,
    reference: &[(String, Name)],
    own: &[String],
    guesses: &mut Vec<Note>,
) -> BTreeMap<usize, String> {
    let items: Vec<(&str, u8, &str, super::paper::SourcePlace)> = source
        .plan_list
        .missions
        .iter()
        .flat_map(|mission| {
            mission
                .items
                .iter()
                .map(|item| (item.name.as_str(), mission.dimension, mission.number.as_str(), item.place))
        })
        .collect();
    let names: Vec<Name> = items.iter().map(|(name, dimension, ..)| Name::new(name, Some(*dimension), own)).collect();
    let others: Vec<Name> = reference.iter().map(|(_, name)| name.clone()).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut codes = BTreeMap::new();
    for (number, found) in similar::pair(&names, &others).into_iter().enumerate() {
        let Some(found) = found else { continue };
        let code = reference[found.to].0.split(' ').next().unwrap_or("").to_owned();
        taken.insert(code.clone());
        let shown = if found.is_sure {
            code
        } else {
            let why = format!("จับคู่กับรหัส {code} จากชื่อที่คล้ายกัน ({:.0}%)", found.likeness * 100.0);
            guesses.push(Note::new(items[number].3, why.clone(), items[number].0));
            format!("{code} {}", marks::mark(&why))
        };
        codes.insert(number, shown);
    }
    taken.extend(reference.iter().map(|(code, _)| code.split(' ').next().unwrap_or("").to_owned()));
    let mut next: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, (_, _, mission, _)) in items.iter().enumerate() {
        if codes.contains_key(&number) {
            continue;
        }
        loop {
            let counter = next.entry(mission).or_insert(0);
            *counter += 1;
            let code = format!("{mission}-{counter}");
            if taken.insert(code.clone()) {
                codes.insert(number, code);
                break;
            }
        }
    }
    codes
}

/// The plan's money as the report's own table prints it.
pub(super) fn budgets_by_code(source: &ImportSource<'_>) -> BTreeMap<String, String> {
    let table = source.tables.understood.iter().find(|table| table.role == Role::Items && table.has(Field::BudgetPlan));
    let Some(table) = table else { return BTreeMap::new() };
    table
        .rows
        .iter()
        .filter_map(|row| {
            let code = row.code.as_deref()?.split(' ').next()?.to_owned();
            Some((code, table.text(row, Field::BudgetPlan).to_owned()))
        })
        .collect()
}
