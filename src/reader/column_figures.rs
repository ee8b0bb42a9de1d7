//! A column of amounts that no form knows is told: money is never dropped without a word.

use super::DataTable;
use crate::finding::{Finding, Findings, Severity, code};
use crate::standards::{Field, Role, heads};
use crate::thai::StatedMoney;

/// Words of heads that speak of money.
const MONEY: [&str; 5] = ["งบ", "จ่าย", "เงิน", "บาท", "วงเงิน"];

pub(super) fn tell_unread(table: &DataTable, findings: &mut Findings) {
    if !matches!(table.role, Role::Items | Role::Eplan) {
        return;
    }
    let has = |field: Field| table.position(field).is_some();
    let complete = has(Field::BudgetPlan) && has(Field::BudgetDisbursed);
    for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| column.column.is_none()) {
        let folded = heads::fold(&column.head.value);
        if folded.is_empty() || !MONEY.iter().any(|word| folded.contains(word)) {
            continue;
        }
        // Of another round or year, and told as such.
        let other = heads::round_of(&folded).is_some() || heads::take_apart(&folded).year.is_some();
        let amounts = table
            .items()
            .filter_map(|row| row.cells.get(at))
            .filter(
                |cell| matches!(StatedMoney::parse(&cell.value), Ok(StatedMoney::Amount(money)) if !money.is_zero()),
            )
            .count();
        let told = findings.iter().any(|told| told.code == code::S055 && told.primary.span == column.head.span);
        if amounts == 0 || other || told {
            continue;
        }
        let finding = Finding::of(code::S057, column.head.span, message(&column.head.value));
        let severity = if complete { Severity::Warning } else { finding.severity };
        findings.push(
            finding
                .with_severity(severity)
                .english("a column of amounts whose head no form knows")
                .label(format!("{amounts} แถวมีจำนวนเงิน"))
                .help("ตั้งหัวคอลัมน์ให้บอกว่าเป็นเงินอะไร เช่น `งบตามแผน`, `ข้อบัญญัติ`, `เบิกจ่าย`"),
        );
    }
}

fn message(head: &str) -> String {
    format!("คอลัมน์ `{head}` มีจำนวนเงิน แต่ไม่รู้ว่าเป็นเงินอะไร จึงไม่ได้อ่าน")
}
