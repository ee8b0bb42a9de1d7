//! A paper with all that was read of it, and which kind of document it mainly is. Knows nothing of files.

use super::facts::{PaperFacts, PaperLine};
use super::figures::Stated;
use super::lists::PlanList;
use super::paper::SourcePaper;
use super::tables::Tables;
use crate::standards::{Field, Role, Standards};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Main {
    Report,
    Plan,
    Measures,
    Page,
}

pub(super) struct ImportSource<'p> {
    pub paper: &'p SourcePaper,
    pub lines: Vec<PaperLine>,
    pub facts: PaperFacts,
    pub tables: Tables,
    pub plan_list: PlanList,
    pub stated: Stated,
    pub standards: &'p Standards,
}

pub(super) fn main_of(source: &ImportSource<'_>) -> Main {
    let of = |role: Role| source.tables.understood.iter().any(|table| table.role == role && !table.rows.is_empty());
    let items = source.tables.understood.iter().filter(|table| table.role == Role::Items && !table.rows.is_empty());
    let reports =
        items.clone().any(|table| table.has_status() || table.has(Field::BudgetDisbursed) || table.has(Field::Result));
    if of(Role::Measures) && items.clone().count() == 0 {
        Main::Measures
    } else if of(Role::Eplan) || reports || (source.facts.is_report && items.clone().count() > 0) {
        Main::Report
    } else if items.count() > 0 || source.plan_list.count() > 0 || of(Role::Targets) {
        Main::Plan
    } else if source.facts.is_report && of(Role::Declared) {
        Main::Report
    } else {
        Main::Page
    }
}
