//! Two tables of one document that list the same promises: each would count twice. A report's table that is its plan over
//! again is told by its columns and joins the plan wholly; all else is for the author to say. Compares codes and names.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Findings, code};
use crate::model::agency::{Agency, DocumentId};
use crate::model::item::Entry;
use crate::model::join::key;
use crate::source::Document;
use crate::source::tables::DataTable;
use crate::standards::Field;
use crate::thai::{FiscalYear, StatedMoney};

/// Fewer rows in common are a chance.
const LEAST: usize = 2;

/// What is to be told, and the later of the two tables.
pub fn lists_twice(document: &Document, entries: &[Entry]) -> Option<(Finding, usize)> {
    let mut tables: BTreeMap<usize, Vec<(&Entry, String)>> = BTreeMap::new();
    for entry in entries {
        let key = key(&entry.name.value);
        if !key.is_empty() {
            tables.entry(entry.table).or_default().push((entry, key));
        }
    }
    let year_of = |entry: &Entry| {
        let table = document.tables.get(entry.table)?;
        table.rows.get(entry.row).and_then(|row| row.year).or(table.year)
    };
    let differ = |one: Option<u16>, two: Option<u16>| one.zip(two).is_some_and(|(one, two)| one != two);
    let is_same = |(one, name): &(&Entry, String), (two, other): &(&Entry, String)| {
        let coded = one.code_stated && two.code_stated;
        let apart = one.dimension.zip(two.dimension).is_some_and(|(one, two)| one != two);
        name == other && !coded && !apart && !differ(year_of(one), year_of(two))
    };
    let lists: Vec<&Vec<(&Entry, String)>> = tables.values().collect();
    for (at, first) in lists.iter().enumerate() {
        for second in &lists[at + 1..] {
            let pairs: Vec<(&Entry, &Entry)> = second
                .iter()
                .filter_map(|row| first.iter().find(|known| is_same(known, row)).map(|known| (row.0, known.0)))
                .collect();
            if pairs.len() < LEAST || pairs.len() * 2 <= first.len().min(second.len()) {
                continue;
            }
            let again = pairs[0].0.table;
            return Some((listed_twice(&pairs), again));
        }
    }
    None
}

/// Rows of a report's table that looks like its plan over again: no promises until they have been held to the plan.
pub struct PlanAgain {
    pub document: DocumentId,
    pub entries: Vec<Entry>,
}

/// What only a plan states: of each column of such a table.
const OF_PLAN: [Field; 19] = [
    Field::Code,
    Field::Seq,
    Field::Name,
    Field::Kind,
    Field::Dimension,
    Field::Mission,
    Field::Indicator,
    Field::Target,
    Field::BudgetPlan,
    Field::BudgetIntegrated,
    Field::BudgetAgency,
    Field::StrategyAwareness,
    Field::StrategyMechanism,
    Field::StrategyEfficiency,
    Field::Owner,
    Field::Period,
    Field::Quarter,
    Field::Methods,
    Field::Note,
];

/// Takes them out of a report's rows: of tables with a plan's columns alone whose rows most stand in a table with answers.
pub fn take_plan_again(document: &Document, id: DocumentId, entries: &mut Vec<Entry>) -> Option<PlanAgain> {
    let field = |column: &crate::source::tables::DataColumn| column.column.map(|known| known.field);
    let is_of_plan = |table: &DataTable| {
        let plans = |field: Field| matches!(field, Field::BudgetPlan | Field::BudgetIntegrated | Field::Target);
        table.columns.iter().all(|column| field(column).is_some_and(|field| OF_PLAN.contains(&field)))
            && table.columns.iter().any(|column| field(column).is_some_and(plans))
    };
    let answers = |table: &DataTable| {
        let says = |field: Field| field.is_status() || matches!(field, Field::BudgetDisbursed | Field::Result);
        table.columns.iter().any(|column| field(column).is_some_and(says))
    };
    let with = |wanted: &dyn Fn(&DataTable) -> bool| -> BTreeSet<usize> {
        let tables = entries.iter().map(|entry| entry.table);
        tables.filter(|at| document.tables.get(*at).is_some_and(wanted)).collect()
    };
    let (planned, answered) = (with(&is_of_plan), with(&answers));
    let stands_in_answers = |row: &Entry| {
        let others = entries.iter().filter(|entry| answered.contains(&entry.table));
        others.into_iter().any(|other| is_one(row, other))
    };
    let again: BTreeSet<usize> = planned
        .into_iter()
        .filter(|at| {
            let rows = || entries.iter().filter(|entry| entry.table == *at);
            let known = rows().filter(|row| stands_in_answers(row)).count();
            known >= LEAST && known * 2 > rows().count()
        })
        .collect();
    if again.is_empty() {
        return None;
    }
    let (taken, left) = std::mem::take(entries).into_iter().partition(|entry| again.contains(&entry.table));
    *entries = left;
    Some(PlanAgain { document: id, entries: taken })
}

/// The same promise: by code where both state one, else by name within the dimension.
fn is_one(one: &Entry, other: &Entry) -> bool {
    let apart = one.dimension.zip(other.dimension).is_some_and(|(one, other)| one != other);
    let name = key(&one.name.value) == key(&other.name.value);
    if one.code_stated && other.code_stated { one.code == other.code && name } else { name && !apart }
}

/// Where every row is one of the plan's, the table is the plan over again: what it says of money is the report's word on
/// the plan, and no row counts twice. Else nobody can tell.
pub fn hold_to_plan(agency: &mut Agency, again: Vec<PlanAgain>, findings: &mut Findings) {
    for PlanAgain { document, entries } in again {
        let Some(at) = agency.reports.iter().position(|report| report.document == document) else { continue };
        let joined = joined(agency, agency.reports[at].year, &entries);
        let Some(codes) = joined else {
            findings.extend(two_tables(&entries, &agency.reports[at].entries));
            continue;
        };
        for (row, code) in entries.iter().zip(codes) {
            let of_code = |entry: &&mut Entry| entry.code == code;
            let Some(entry) = agency.reports[at].entries.iter_mut().find(of_code) else { continue };
            if entry.budget.planned() == StatedMoney::NotStated {
                entry.budget.plan = row.budget.plan.clone();
                entry.budget.integrated = row.budget.integrated.clone();
                entry.budget.agency = row.budget.agency.clone();
            }
        }
    }
}

/// The plan's codes of all rows, each its own; `None` where one row is none of the plan's.
fn joined(agency: &Agency, year: FiscalYear, rows: &[Entry]) -> Option<Vec<crate::model::item::ItemCode>> {
    let plan = agency.plan_for(year)?;
    let due: Vec<&Entry> = plan.entries.iter().filter(|entry| entry.is_due_in(year)).collect();
    let mut taken = BTreeSet::new();
    let code_of = |row: &Entry| {
        let mut same = due.iter().filter(|entry| is_one(row, entry));
        match (same.next(), same.next()) {
            (Some(only), None) => Some(only.code.clone()),
            _ => None,
        }
    };
    let mut codes = Vec::new();
    for row in rows {
        let code = code_of(row)?;
        if !taken.insert(code.clone()) {
            return None;
        }
        codes.push(code);
    }
    Some(codes)
}

fn two_tables(rows: &[Entry], others: &[Entry]) -> Option<Finding> {
    let pairs: Vec<(&Entry, &Entry)> = rows
        .iter()
        .filter_map(|row| others.iter().find(|other| is_one(row, other)).map(|other| (other, row)))
        .collect();
    (!pairs.is_empty()).then(|| listed_twice(&pairs))
}

fn listed_twice(pairs: &[(&Entry, &Entry)]) -> Finding {
    let names: Vec<&str> = pairs.iter().take(3).map(|(entry, _)| entry.name.value.as_str()).collect();
    let mut finding = Finding::of(
        code::M045,
        pairs[0].0.span,
        format!("สองตารางในเอกสารนี้มี {} รายการชื่อเดียวกัน จะถูกนับซ้ำ: {}", pairs.len(), names.join("; ")),
    )
    .english(format!("two tables of this document list {} promises of the same names", pairs.len()))
    .help("รวมเป็นตารางเดียว ลบตารางที่ซ้ำ หรือเติม `{.prose}` หลังหัวข้อของตารางที่ไม่ใช่ข้อมูล");
    for (_, known) in pairs.iter().take(3) {
        finding = finding.also(known.span, "ตารางแรก");
    }
    finding
}
