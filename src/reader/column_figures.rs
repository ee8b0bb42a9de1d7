//! A column of amounts that no form knows is told: money is never dropped without a word.

use super::{Ask, DataTable};
use crate::finding::{Finding, Findings, Severity, code};
use crate::standards::{Field, Role, Standards, heads};
use crate::thai::{self, StatedMoney};

/// Words of heads that speak of money.
const MONEY: [&str; 9] = ["งบ", "จ่าย", "เงิน", "บาท", "ตั้งไว้", "ใช้ไป", "อนุมัติ", "จัดสรร", "บัญญัติ"];
/// From here on a number under a head that says nothing of it is an amount.
const LARGE: usize = 4;

pub(super) fn tell_unread(table: &DataTable, ask: &Ask, standards: &Standards, findings: &mut Findings) {
    if !matches!(table.role, Role::Items | Role::Eplan) {
        return;
    }
    let has = |field: Field| table.position(field).is_some();
    let complete = has(Field::BudgetPlan) && has(Field::BudgetOrdinance) && has(Field::BudgetDisbursed);
    let mut unread: Vec<(usize, usize)> = Vec::new();
    for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| column.column.is_none()) {
        let folded = heads::fold(&column.head.value);
        if folded.is_empty() || standards.is_beside(&column.head.value) {
            continue;
        }
        // Of another round or year, and told as such.
        let round = heads::round_of(&folded).filter(|round| ask.round.is_some_and(|asked| asked != *round));
        // A bare year says nothing of what its amounts are.
        let parts = heads::take_apart(&folded);
        let other = round.is_some() || (parts.year.is_some() && !parts.word.is_empty());
        let told = findings.iter().any(|told| told.code == code::S055 && told.primary.span == column.head.span);
        if other || told {
            continue;
        }
        let of_years = || {
            let year = |head: &str| heads::take_apart(&heads::fold(head)).year;
            table.columns.iter().any(|column| year(&column.head.value).is_some())
        };
        if folded.contains("รวม") && of_years() {
            continue;
        }
        let says_money = MONEY.iter().any(|word| folded.contains(word));
        let cells = || table.items().filter_map(|row| row.cells.get(at)).map(|cell| cell.value.trim());
        let amounts = cells().filter(|text| is_amount(text) || (says_money && holds_amount(text))).count();
        let large = cells().filter(|text| is_amount(text) && is_large(text)).count();
        let stated = cells().filter(|text| !text.is_empty() && *text != "-").count();
        let looks_like_money = large * 2 > stated && large > 1 && !standards.is_count(&column.head.value);
        if amounts > 0 && (says_money || (looks_like_money && !complete)) {
            unread.push((at, amounts));
        }
    }
    let quarters: Vec<usize> = (0..table.columns.len())
        .filter(|at| table.columns[*at].column.is_none())
        .filter(|at| super::words::names_time(last_word(&table.columns[*at].head.value)))
        .collect();
    if are_parts(table, &quarters) {
        unread.retain(|(at, _)| !quarters.contains(at));
    }
    if are_parts(table, &unread.iter().map(|(at, _)| *at).collect::<Vec<_>>()) {
        return;
    }
    let Some((first, amounts)) = unread.first().copied() else { return };
    let names: Vec<String> = unread.iter().map(|(at, _)| format!("`{}`", table.columns[*at].head.value)).collect();
    let mut finding = Finding::of(
        code::S057,
        table.columns[first].head.span,
        format!("คอลัมน์ {} มีจำนวนเงิน แต่ไม่รู้ว่าเป็นเงินอะไร จึงไม่ได้อ่าน", names.join(", ")),
    );
    if complete {
        finding = finding.with_severity(Severity::Warning);
    }
    for (at, _) in &unread[1..] {
        finding = finding.also(table.columns[*at].head.span, "คอลัมน์นี้ด้วย");
    }
    findings.push(
        finding
            .english("a column of amounts whose head no form knows")
            .label(format!("{amounts} แถวมีจำนวนเงิน"))
            .help("ตั้งหัวคอลัมน์ให้บอกว่าเป็นเงินอะไร เช่น `งบตามแผน`, `ข้อบัญญัติ`, `เบิกจ่าย`"),
    );
}

fn is_amount(text: &str) -> bool {
    matches!(StatedMoney::parse(text), Ok(StatedMoney::Amount(money)) if !money.is_zero())
}

/// "20,000 รายได้": an amount with words that nobody reads; a year is none.
fn holds_amount(text: &str) -> bool {
    let plain = thai::to_arabic(text);
    plain.split(|letter: char| !(letter.is_ascii_digit() || matches!(letter, ',' | '.'))).any(|word| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let is_year = word.len() == 4 && word.starts_with("25");
        !is_year && (word.contains(',') || digits >= LARGE) && is_amount(word.trim_end_matches('.'))
    })
}

/// Whether these columns are parts of the plan's money, as quarters and sources are: every row adds up.
fn are_parts(table: &DataTable, parts: &[usize]) -> bool {
    let Some(plan) = table.position(Field::BudgetPlan).filter(|_| parts.len() > 1) else { return false };
    let amount = |cell: Option<&crate::span::Spanned<String>>| match StatedMoney::parse(cell.map_or("", |it| &it.value))
    {
        Ok(money) => Some(money.or_zero().satang()),
        Err(_) => None,
    };
    table.items().all(|row| {
        let sum: Option<i64> = parts.iter().map(|part| amount(row.cells.get(*part))).sum();
        sum.is_some() && sum == amount(row.cells.get(plan))
    })
}

/// "งบประมาณ ไตรมาส 1" → "ไตรมาส 1".
fn last_word(head: &str) -> &str {
    head.find("ไตรมาส").or_else(|| head.rfind(' ').map(|at| at + 1)).map_or(head, |at| &head[at..])
}

fn is_large(text: &str) -> bool {
    let plain = thai::to_arabic(text);
    plain.contains(',') || plain.split('.').next().unwrap_or("").bytes().filter(u8::is_ascii_digit).count() >= LARGE
}
