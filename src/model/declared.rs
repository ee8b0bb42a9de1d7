//! Printed summary tables → declared figures, cell by cell, with the scope that row and heading name.
//! Keeps what is printed; comparing it with anything is the checker's work.

use crate::finding::{Finding, Findings, code};
use crate::source::meta::{DeclaredFigure, DeclaredScope, DeclaredValue, Quantity};
use crate::source::tables::{DataRow, DataTable};
use crate::span::Spanned;
use crate::standards::{Field, ItemKind, Standards, heads};
use crate::thai::{self, Decimal, StatedMoney, says_nothing};

enum ReadAs {
    Count,
    Money,
    Percent,
    Word,
}

fn quantity_of(field: Field) -> Option<(Quantity, ReadAs)> {
    Some(match field {
        Field::Items | Field::Total => (Quantity::Items, ReadAs::Count),
        Field::Projects => (Quantity::Projects, ReadAs::Count),
        Field::Activities => (Quantity::Activities, ReadAs::Count),
        Field::Measures => (Quantity::Measures, ReadAs::Count),
        Field::Practices => (Quantity::Practices, ReadAs::Count),
        Field::StatusAwaiting => (Quantity::Awaiting, ReadAs::Count),
        Field::StatusInProgress => (Quantity::InProgress, ReadAs::Count),
        Field::StatusDone => (Quantity::Done, ReadAs::Count),
        Field::StatusNotDone => (Quantity::NotDone, ReadAs::Count),
        Field::InOrdinance => (Quantity::InOrdinance, ReadAs::Count),
        Field::WithBudget => (Quantity::UsesBudget, ReadAs::Count),
        Field::WithoutBudget => (Quantity::NoBudget, ReadAs::Count),
        Field::Completion => (Quantity::Completion, ReadAs::Percent),
        Field::Score => (Quantity::Score, ReadAs::Percent),
        Field::SpentPercent => (Quantity::SpentPercent, ReadAs::Percent),
        Field::Level => (Quantity::Level, ReadAs::Word),
        Field::BudgetPlan => (Quantity::BudgetPlan, ReadAs::Money),
        Field::BudgetOrdinance => (Quantity::BudgetOrdinance, ReadAs::Money),
        Field::BudgetDisbursed => (Quantity::BudgetDisbursed, ReadAs::Money),
        _ => return None,
    })
}

pub fn read_declared_table(
    table: &DataTable,
    index: usize,
    standards: &Standards,
    findings: &mut Findings,
) -> Vec<DeclaredFigure> {
    let mut figures = Vec::new();
    for row in &table.rows {
        let scope = scope_of(table, row, standards);
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            let Some(known) = column.column else { continue };
            let Some((quantity, reading)) = quantity_of(known.field) else { continue };
            let mut scope = scope.clone();
            if known.dimension.is_some() {
                scope.dimension = known.dimension;
            }
            if let Some(value) = read_cell(cell, &reading, findings) {
                figures.push(DeclaredFigure {
                    quantity,
                    scope,
                    value,
                    span: cell.span,
                    table: u32::try_from(index).ok(),
                });
            }
        }
    }
    figures
}

/// What the rows of a summary speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SummarySubject {
    /// Everything: a row of totals, or a table without names of rows.
    Whole,
    Dimension(u8),
    Kind(ItemKind),
    Owner(String),
    /// Something that the program does not know.
    Other,
}

pub fn subject_of(table: &DataTable, row: &DataRow, standards: &Standards) -> SummarySubject {
    let Some(subject) = table.cell(row, Field::Subject).or_else(|| row.cells.first()) else {
        return SummarySubject::Whole;
    };
    let text = subject.value.trim();
    if let Some(total) = standards.total(text) {
        return total.dimension.map_or(SummarySubject::Whole, SummarySubject::Dimension);
    }
    if let Some(kind) = standards.kind_of_name(text) {
        return SummarySubject::Kind(kind);
    }
    if let Some(dimension) = dimension_of(text) {
        return SummarySubject::Dimension(dimension);
    }
    if standards.offices.is_office(text) { SummarySubject::Owner(text.to_owned()) } else { SummarySubject::Other }
}

fn scope_of(table: &DataTable, row: &DataRow, standards: &Standards) -> DeclaredScope {
    let mut scope = DeclaredScope { dimension: table.dimension, ..DeclaredScope::default() };
    match subject_of(table, row, standards) {
        SummarySubject::Dimension(dimension) => scope.dimension = Some(dimension),
        SummarySubject::Kind(kind) => scope.kind = Some(kind),
        SummarySubject::Owner(owner) => scope.owner = Some(owner),
        SummarySubject::Whole | SummarySubject::Other => {}
    }
    scope
}

/// "มิติที่ ๑", "มติที่ ๑" (as scans print it), "มิติที่ ๑ การสร้างสังคม…" or the bare number.
fn dimension_of(text: &str) -> Option<u8> {
    let folded = heads::fold(text);
    match heads::leading_dimension(&folded) {
        Some((dimension, _)) => Some(dimension),
        None => folded.parse().ok().filter(|number| (1..=9).contains(number)),
    }
}

fn read_cell(cell: &Spanned<String>, reading: &ReadAs, findings: &mut Findings) -> Option<DeclaredValue> {
    let text = cell.value.trim();
    if text.is_empty() {
        return None;
    }
    if says_nothing(text) {
        return Some(DeclaredValue::NotStated);
    }
    let value = match reading {
        ReadAs::Count => thai::parse_integer(text).map(DeclaredValue::Count),
        ReadAs::Money => StatedMoney::parse(text).ok().map(DeclaredValue::Money),
        ReadAs::Percent => Decimal::parse(text).ok().map(DeclaredValue::Percent),
        ReadAs::Word => Some(DeclaredValue::Word(text.to_owned())),
    };
    if value.is_none() {
        findings.push(
            Finding::of(code::S024, cell.span, format!("ตัวเลขอ่านไม่ได้: `{text}`"))
                .english(format!("cannot read the figure `{text}`"))
                .help("ตัวอย่างที่ถูก: `๑๖`, `๓๗๐,๐๐๐.๐๐`, `๗๗.๗๘`, `-`"),
        );
    }
    value
}
