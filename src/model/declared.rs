//! Printed summary tables → declared figures, cell by cell, with the scope that row and heading name.
//! Keeps what is printed; comparing it with anything is the checker's work.

use crate::finding::{Finding, Findings};
use crate::source::meta::{DeclaredFigure, DeclaredScope, DeclaredValue, Quantity};
use crate::source::tables::{DataRow, DataTable};
use crate::span::Spanned;
use crate::standards::{Field, Standards};
use crate::thai::{self, Decimal, StatedMoney};

use super::rows::says_nothing;

enum Reading {
    Count,
    Money,
    Percent,
    Word,
}

fn quantity_of(field: Field) -> Option<(Quantity, Reading)> {
    Some(match field {
        Field::Items | Field::Total => (Quantity::Items, Reading::Count),
        Field::Projects => (Quantity::Projects, Reading::Count),
        Field::Activities => (Quantity::Activities, Reading::Count),
        Field::Measures => (Quantity::Measures, Reading::Count),
        Field::Practices => (Quantity::Practices, Reading::Count),
        Field::StatusAwaiting => (Quantity::Awaiting, Reading::Count),
        Field::StatusInProgress => (Quantity::InProgress, Reading::Count),
        Field::StatusDone => (Quantity::Done, Reading::Count),
        Field::StatusNotDone => (Quantity::NotDone, Reading::Count),
        Field::InOrdinance => (Quantity::InOrdinance, Reading::Count),
        Field::WithBudget => (Quantity::UsesBudget, Reading::Count),
        Field::WithoutBudget => (Quantity::NoBudget, Reading::Count),
        Field::Completion => (Quantity::Completion, Reading::Percent),
        Field::Score => (Quantity::Score, Reading::Percent),
        Field::SpentPercent => (Quantity::SpentPercent, Reading::Percent),
        Field::Level => (Quantity::Level, Reading::Word),
        Field::BudgetPlan => (Quantity::BudgetPlan, Reading::Money),
        Field::BudgetOrdinance => (Quantity::BudgetOrdinance, Reading::Money),
        Field::BudgetDisbursed => (Quantity::BudgetDisbursed, Reading::Money),
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

fn scope_of(table: &DataTable, row: &DataRow, standards: &Standards) -> DeclaredScope {
    let mut scope = DeclaredScope { dimension: table.dimension, ..DeclaredScope::default() };
    let Some(subject) = table.cell(row, Field::Subject).or_else(|| row.cells.first()) else { return scope };
    let text = subject.value.trim();
    if text.starts_with("รวม") {
        return scope;
    }
    if let Some(kind) = standards.kind_of_name(text) {
        scope.kind = Some(kind);
    } else if let Some(dimension) = dimension_of(text) {
        scope.dimension = Some(dimension);
    } else if text.starts_with("สำนัก") || text.starts_with("กอง") {
        scope.owner = Some(text.to_owned());
    }
    scope
}

/// "มิติที่ ๑", "มติที่ ๑" (as scans print it) or the bare number.
fn dimension_of(text: &str) -> Option<u8> {
    let folded = thai::to_arabic(text);
    let rest = ["มิติที่", "มติที่", "มิติ", "มติ"].iter().find_map(|word| folded.strip_prefix(word)).unwrap_or(&folded);
    rest.trim().parse().ok().filter(|number| (1..=9).contains(number))
}

fn read_cell(cell: &Spanned<String>, reading: &Reading, findings: &mut Findings) -> Option<DeclaredValue> {
    let text = cell.value.trim();
    if text.is_empty() {
        return None;
    }
    if says_nothing(text) {
        return Some(DeclaredValue::NotStated);
    }
    let value = match reading {
        Reading::Count => thai::parse_integer(text).map(DeclaredValue::Count),
        Reading::Money => StatedMoney::parse(text).ok().map(DeclaredValue::Money),
        Reading::Percent => Decimal::parse(text).ok().map(DeclaredValue::Percent),
        Reading::Word => Some(DeclaredValue::Word(text.to_owned())),
    };
    if value.is_none() {
        findings.push(
            Finding::error("S024", cell.span, format!("ตัวเลขอ่านไม่ได้: `{text}`"))
                .english(format!("cannot read the figure `{text}`"))
                .help("ตัวอย่างที่ถูก: `๑๖`, `๓๗๐,๐๐๐.๐๐`, `๗๗.๗๘`, `-`"),
        );
    }
    value
}
