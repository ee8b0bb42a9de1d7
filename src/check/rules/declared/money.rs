//! `T104` a printed sum of money that the rows do not add up to. `T105` a column whose head says one budget and whose
//! cells print another. `T115` a budget left that does not follow from what was set aside and spent.
//! Why: the same words over two different sums make a reader believe either.

use std::collections::BTreeMap;

use crate::check::rules::figures::{FiguredDocument, figure_named, in_digits_of, list_gives, money_of, scope_words};
use crate::finding::{Bilingual, FigurePair, Finding, Findings, PairUnit, code};
use crate::source::meta::{DeclaredFigure, DeclaredScope, Quantity};
use crate::thai::Money;

use super::counts::english;
use super::{AlreadyTold, claims};

const SUMS: [Quantity; 3] = [Quantity::BudgetPlan, Quantity::BudgetOrdinance, Quantity::BudgetDisbursed];

/// What each place, by its table, prints for a quantity and scope.
type Printed<'a> = BTreeMap<(Quantity, &'a DeclaredScope), Vec<(Option<u32>, Money)>>;
type MoneyColumns<'a> = BTreeMap<(usize, u32), Vec<&'a DeclaredFigure>>;

pub fn check(record: &FiguredDocument<'_>, told: &mut AlreadyTold, findings: &mut Findings) {
    mistaken_columns(record, told, findings);
    for ((quantity, scope), values) in claims(record, money_of) {
        if !SUMS.contains(&quantity) {
            continue;
        }
        for (value, mut places) in values {
            places.retain(|place| !told.0.contains(&place.span));
            let Some(first) = places.first() else { continue };
            let sums: Vec<(&str, Money)> =
                record.lists.iter().filter_map(|list| Some((list.name, list.money(quantity, scope)?))).collect();
            let differing: Vec<&(&str, Money)> = sums.iter().filter(|(_, sum)| *sum != value).collect();
            if differing.is_empty() {
                continue;
            }
            let finding = if differing.len() < sums.len() {
                one_list_only(first, quantity, scope, value, &sums)
            } else {
                told.wrong(&places);
                wrong(record, first, quantity, scope, value, &sums)
            };
            findings
                .push(places.iter().skip(1).fold(finding, |finding, place| finding.also(place.span, "พิมพ์ค่าเดียวกัน")));
        }
    }
    left(record, findings);
}

fn wrong(
    record: &FiguredDocument<'_>,
    figure: &DeclaredFigure,
    quantity: Quantity,
    scope: &DeclaredScope,
    value: Money,
    sums: &[(&str, Money)],
) -> Finding {
    let told: Vec<String> = sums.iter().map(|(name, sum)| format!("{name} รวมได้ {} บาท", sum.baht_text())).collect();
    let sum = sums.first().map_or(Money::ZERO, |(_, sum)| *sum);
    let (gap, word) = if value > sum { (value - sum, "เกิน") } else { (sum - value, "ขาด") };
    let mut message = format!(
        "ระบุ{} ({}) ไว้ {} บาท แต่{} ({word}ไป {} บาท)",
        quantity.name_th(),
        scope_words(scope),
        value.baht_text(),
        told.join(" และ"),
        gap.baht_text()
    );
    let mut finding_rows = Vec::new();
    if let Some(list) = record.lists.iter().find(|list| list.money(quantity, scope).is_some()) {
        let rows = list.counted(quantity, scope);
        if (1..=6).contains(&rows.len()) {
            let codes: Vec<&str> = rows.iter().map(|entry| entry.code.as_str()).collect();
            message.push_str(&format!(" แถวที่มีเงินคือ {}", codes.join(", ")));
            finding_rows = rows;
        }
    }
    let printed = record.printed(figure.span);
    let pair = FigurePair::printed(PairUnit::Money, figure_named(quantity, scope), value.satang());
    let pair = sums.iter().fold(pair, |pair, (name, sum)| pair.beside(list_gives(name, "รวมได้"), sum.satang()));
    let mut finding = Finding::of(code::T104, figure.span, message)
        .pair(pair)
        .english(format!("{} is printed as {} but the rows add up otherwise", english(quantity), value.baht_text()))
        .label(format!("รวมแถวได้ {}", sum.baht_text()))
        .help(format!("ถ้าแถวถูก แก้เป็น `{}` ถ้ายอดถูก มีแถวที่ขาดหรือเกิน", in_digits_of(printed, &sum.baht_text())))
        .or_answer();
    for entry in finding_rows.iter().take(3) {
        let cell = match quantity {
            Quantity::BudgetOrdinance => &entry.budget.ordinance,
            Quantity::BudgetDisbursed => &entry.budget.disbursed,
            _ => &entry.budget.plan,
        };
        if !cell.span.is_nowhere() {
            finding = finding.also(cell.span, format!("{} {}", entry.code, quantity.name_th()));
        }
    }
    finding
}

fn one_list_only(
    figure: &DeclaredFigure,
    quantity: Quantity,
    scope: &DeclaredScope,
    value: Money,
    sums: &[(&str, Money)],
) -> Finding {
    let fits = sums.iter().find(|(_, sum)| *sum == value).map_or("", |(name, _)| name);
    let (differs, other) = sums.iter().find(|(_, sum)| *sum != value).map_or(("", Money::ZERO), |found| *found);
    Finding::of(
        code::T102,
        figure.span,
        format!(
            "{} ({}) ที่ระบุ {} บาท ตรงกับ{fits} แต่{differs} รวมได้ {} บาท",
            quantity.name_th(),
            scope_words(scope),
            value.baht_text(),
            other.baht_text()
        ),
    )
    .english(format!("{} fits only one of the two lists", english(quantity)))
    .label(format!("{differs}: {}", other.baht_text()))
    .help("สองบัญชีในเล่มเดียวกันควรรวมได้เท่ากัน ดูข้อค้นพบ T202 ว่าต่างกันที่เรื่องใด")
    .or_answer()
}

/// Every cell of a column prints what the document elsewhere calls another budget.
fn mistaken_columns(record: &FiguredDocument<'_>, told: &mut AlreadyTold, findings: &mut Findings) {
    let mut columns: MoneyColumns<'_> = BTreeMap::new();
    for row in record.rows.iter().filter(|row| row.table.is_some()) {
        let table = row.table.unwrap_or_default();
        for figure in row.figures.iter().filter(|figure| SUMS.contains(&figure.quantity)) {
            // A table holds each quantity in one column of a dimension-per-row summary.
            columns.entry((table, figure.quantity as u32)).or_default().push(figure);
        }
    }
    // What the other places of the document print for each budget.
    let mut elsewhere: Printed<'_> = BTreeMap::new();
    for figure in record.figures() {
        if let Some(money) = money_of(figure) {
            elsewhere.entry((figure.quantity, &figure.scope)).or_default().push((figure.table, money));
        }
    }
    for cells in columns.values().filter(|cells| cells.len() > 1) {
        let Some(quantity) = cells.first().map(|cell| cell.quantity) else { continue };
        let prints = |cell: &DeclaredFigure, other: Quantity| {
            let Some(money) = money_of(cell) else { return true };
            let known = elsewhere.get(&(other, &cell.scope)).map_or(&[][..], Vec::as_slice);
            known.iter().any(|(table, there)| (*table != cell.table || other != cell.quantity) && *there == money)
        };
        // Wrong by the rows, and said otherwise by other places of the same document.
        let alone = |cell: &DeclaredFigure| {
            let same = elsewhere.get(&(cell.quantity, &cell.scope)).map_or(&[][..], Vec::as_slice);
            let mut others = same.iter().filter(|(table, _)| *table != cell.table).peekable();
            others.peek().is_some() && others.all(|(_, there)| Some(*there) != money_of(cell))
        };
        let wrong: Vec<&DeclaredFigure> =
            cells.iter().copied().filter(|cell| is_wrong(record, cell) && alone(cell)).collect();
        if wrong.len() < 2 {
            continue;
        }
        let Some(other) =
            SUMS.into_iter().find(|other| *other != quantity && cells.iter().all(|cell| prints(cell, *other)))
        else {
            continue;
        };
        told.wrong(&wrong);
        let first = wrong[0];
        let expected = record.lists.iter().find_map(|list| list.money(quantity, &first.scope)).unwrap_or(Money::ZERO);
        let mut finding = Finding::of(
            code::T105,
            first.span,
            format!(
                "หัวคอลัมน์บอกว่าเป็น{} แต่ตัวเลขทั้งคอลัมน์เป็น{}: {} พิมพ์ {} ส่วน{}คือ {}",
                quantity.name_th(),
                other.name_th(),
                scope_words(&first.scope),
                record.printed(first.span),
                quantity.name_th(),
                expected.baht_text()
            ),
        )
        .english(format!("the column is headed {} but holds {}", english(quantity), english(other)))
        .label(format!("เป็น{}", other.name_th()))
        .paired(money_of(first).map(|money| {
            let rows = Bilingual::new("รายการรวมกันได้", "The rows add up to");
            FigurePair::printed(PairUnit::Money, figure_named(quantity, &first.scope), money.satang())
                .beside(rows, expected.satang())
        }))
        .help(format!("เปลี่ยนหัวคอลัมน์เป็น `{}` หรือใส่ตัวเลขของ{}", other.name_th(), quantity.name_th()))
        .or_answer();
        for cell in &wrong[1..] {
            finding = finding.also(cell.span, format!("เป็น{}", other.name_th()));
        }
        findings.push(finding);
    }
}

fn is_wrong(record: &FiguredDocument<'_>, cell: &DeclaredFigure) -> bool {
    let Some(money) = money_of(cell) else { return false };
    let mut sums = record.lists.iter().filter_map(|list| list.money(cell.quantity, &cell.scope)).peekable();
    sums.peek().is_some() && sums.all(|sum| sum != money)
}

fn left(record: &FiguredDocument<'_>, findings: &mut Findings) {
    for row in &record.rows {
        let Some(figure) = row.first(Quantity::BudgetLeft) else { continue };
        let Some(left) = money_of(figure) else { continue };
        let Some(spent) = row.money(Quantity::BudgetDisbursed) else { continue };
        let bases: Vec<(Quantity, Money)> = [Quantity::BudgetPlan, Quantity::BudgetOrdinance]
            .into_iter()
            .filter_map(|quantity| Some((quantity, row.money(quantity)?)))
            .collect();
        if bases.is_empty() || bases.iter().any(|(_, base)| *base - spent == left) {
            continue;
        }
        let sums: Vec<String> = bases
            .iter()
            .map(|(quantity, base)| {
                let rest = *base - spent;
                format!("{} {} − {} = {}", quantity.name_th(), base.baht_text(), spent.baht_text(), rest.baht_text())
            })
            .collect();
        findings.push(
            Finding::of(
                code::T115,
                figure.span,
                format!("ระบุงบคงเหลือ {} บาท แต่ {}", left.baht_text(), sums.join(" และ ")),
            )
            .english("the budget left does not follow from what was set aside and spent")
            .label("ไม่เท่ากับผลต่าง")
            .pair(bases.iter().fold(
                FigurePair::printed(PairUnit::Money, figure_named(Quantity::BudgetLeft, &figure.scope), left.satang()),
                |pair, (quantity, base)| {
                    let label = Bilingual::new(
                        format!("{} ลบเงินที่เบิกจ่าย", quantity.name_th()),
                        format!("{} less the money disbursed", english(*quantity)),
                    );
                    pair.beside(label, (*base - spent).satang())
                },
            ))
            .help("งบคงเหลือคือวงเงินลบเงินที่เบิกจ่าย")
            .or_answer(),
        );
    }
}
