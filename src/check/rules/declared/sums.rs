//! `T106` a row whose parts do not make its total. `T107` a column that does not add up to its row "รวม".
//! Why: whoever reads only the last row takes it for the sum of what stands above it.

use crate::check::rules::figures::{FigureRow, FiguredDocument, count_of, figure_named, scope_words};
use crate::finding::{Bilingual, FigurePair, Finding, Findings, PairUnit, code};
use crate::model::rows::total_of;
use crate::source::meta::{DeclaredFigure, Quantity};
use crate::source::{DataTable, RowSort};
use crate::span::Spanned;
use crate::standards::{Field, Role, Standards};
use crate::thai::{self, Money, StatedMoney, says_nothing};

use super::AlreadyTold;

pub fn check(record: &FiguredDocument<'_>, standards: &Standards, told: &AlreadyTold, findings: &mut Findings) {
    for row in &record.rows {
        parts_of(row, told, findings);
    }
    for table in record
        .document
        .tables
        .iter()
        .filter(|table| matches!(table.role, Role::Declared | Role::Items | Role::Eplan | Role::Measures))
    {
        ColumnChecks { table, standards, told }.check(findings);
    }
}

struct SumParts {
    needed: &'static [Quantity],
    extra: &'static [Quantity],
    what: &'static str,
}

const PARTS: [SumParts; 3] = [
    SumParts {
        needed: &[Quantity::Projects, Quantity::Activities, Quantity::Measures],
        extra: &[Quantity::Practices],
        what: "ทุกประเภทงาน",
    },
    SumParts {
        needed: &[Quantity::Done, Quantity::InProgress, Quantity::NotDone],
        extra: &[Quantity::Awaiting],
        what: "ทุกสถานะ",
    },
    SumParts {
        needed: &[Quantity::UsesBudget, Quantity::NoBudget], extra: &[], what: "ใช้และไม่ใช้งบประมาณ"
    },
];

fn parts_of(row: &FigureRow<'_>, told: &AlreadyTold, findings: &mut Findings) {
    for parts in &PARTS {
        let figures: Option<Vec<&DeclaredFigure>> = parts.needed.iter().map(|quantity| row.first(*quantity)).collect();
        let Some(mut figures) = figures else { continue };
        figures.extend(parts.extra.iter().filter_map(|quantity| row.first(*quantity)));
        let Some(counts) = figures.iter().map(|figure| count_of(figure)).collect::<Option<Vec<i64>>>() else {
            continue;
        };
        let sum: i64 = counts.iter().sum();
        for total in row.all(Quantity::Items) {
            let Some(items) = count_of(total) else { continue };
            if items == sum || told.any(figures.iter().copied().chain([total])) {
                continue;
            }
            let words: Vec<String> = figures
                .iter()
                .zip(&counts)
                .map(|(figure, count)| format!("{} {count}", figure.quantity.name_th()))
                .collect();
            let mut finding = Finding::of(
                code::T106,
                total.span,
                format!("{}: {} = {sum} แต่จำนวนทั้งหมดพิมพ์ {items}", scope_words(&row.scope), words.join(" + ")),
            )
            .english(format!("the parts make {sum}, the total says {items}"))
            .label(format!("{}รวมได้ {sum}", parts.what))
            .pair(
                FigurePair::printed(PairUnit::Count, figure_named(Quantity::Items, &row.scope), items)
                    .first_called(Bilingual::new("ช่องจำนวนทั้งหมดพิมพ์", "The total is printed as"))
                    .beside(Bilingual::new(format!("{}รวมได้", parts.what), "The parts make"), sum),
            )
            .help("ตัวเลขในแถวเดียวกันต้องบวกได้เท่ากับจำนวนทั้งหมด")
            .or_answer();
            for (figure, count) in figures.iter().zip(&counts) {
                finding = finding.also(figure.span, format!("{} {count}", figure.quantity.name_th()));
            }
            findings.push(finding);
            break;
        }
    }
}

fn is_summed(field: Field) -> bool {
    field.is_count() || field.is_tick() || field.is_money()
}

struct ColumnChecks<'c> {
    table: &'c DataTable,
    standards: &'c Standards,
    told: &'c AlreadyTold,
}

#[derive(Default)]
struct ColumnSums {
    /// Since the last total row, over everything, and of the total rows so far.
    part: i64,
    whole: i64,
    totals: i64,
    rows: usize,
    since: usize,
}

impl ColumnChecks<'_> {
    fn check(&self, findings: &mut Findings) {
        let totals: Vec<bool> =
            self.table.rows.iter().map(|row| total_of(self.table, row, self.standards).is_some()).collect();
        if !totals.iter().any(|is_total| *is_total) {
            return;
        }
        for (at, column) in self.table.columns.iter().enumerate() {
            if let Some(known) = column.column.filter(|known| is_summed(known.field)) {
                self.adds_up(&totals, at, known.field, findings);
            }
        }
    }

    fn adds_up(&self, totals: &[bool], column: usize, field: Field, findings: &mut Findings) {
        let mut sums = ColumnSums::default();
        let mut members: Vec<&Spanned<String>> = Vec::new();
        for (row, is_total) in self.table.rows.iter().zip(totals) {
            // A heading may show the sum of its rows.
            let Some(cell) = row.cells.get(column).filter(|_| row.sort != RowSort::Section) else { continue };
            let Some(value) = self.value_of(cell, field) else { return };
            if !is_total {
                sums.part += value.unwrap_or(0);
                sums.whole += value.unwrap_or(0);
                sums.rows += 1;
                sums.since += 1;
                members.push(cell);
                continue;
            }
            // A total of ticks or an empty cell claims nothing.
            if let Some(total) = value.filter(|_| sums.rows > 1 && !self.is_tick(cell)) {
                let fits = if sums.since > 0 {
                    total == sums.part || total == sums.whole
                } else {
                    total == sums.whole || total == sums.totals
                };
                let told = |cell: &Spanned<String>| self.told.0.contains(&cell.span);
                if !fits && !told(cell) && !members.iter().any(|member| told(member)) {
                    let head = &self.table.columns[column].head.value;
                    findings.push(does_not_add_up(cell, field, head, total, sums.whole, &members));
                }
                sums.totals += total;
            }
            sums.part = 0;
            sums.since = 0;
        }
    }

    fn is_tick(&self, cell: &Spanned<String>) -> bool {
        self.standards.statuses.read_tick(&cell.value) == Some(true)
    }

    /// `None`: the cell cannot be added; `Some(None)`: it says nothing.
    fn value_of(&self, cell: &Spanned<String>, field: Field) -> Option<Option<i64>> {
        let text = cell.value.trim();
        if says_nothing(text) {
            return Some(None);
        }
        if field.is_money() {
            return match StatedMoney::parse(text).ok()? {
                StatedMoney::Amount(money) => Some(Some(money.satang())),
                StatedMoney::NoneUsed | StatedMoney::NotStated => Some(None),
            };
        }
        match thai::parse_integer(text) {
            Some(count) => Some(Some(count)),
            None => self.standards.statuses.read_tick(text).map(|ticked| ticked.then_some(1)),
        }
    }
}

fn does_not_add_up(
    cell: &Spanned<String>,
    field: Field,
    head: &str,
    total: i64,
    sum: i64,
    members: &[&Spanned<String>],
) -> Finding {
    let shown = |value: i64| if field.is_money() { Money::from_satang(value).baht_text() } else { value.to_string() };
    let unit = if field.is_money() { " บาท" } else { "" };
    let mut finding = Finding::of(
        code::T107,
        cell.span,
        format!("คอลัมน์ `{head}` บวกได้ {}{unit} แต่แถวรวมพิมพ์ {}{unit}", shown(sum), shown(total)),
    )
    .english(format!("the column adds up to {}, the total row says {}", shown(sum), shown(total)))
    .label(format!("บวกได้ {}", shown(sum)))
    .pair(
        FigurePair::printed(
            if field.is_money() { PairUnit::Money } else { PairUnit::Count },
            Bilingual::new(format!("คอลัมน์ {head}"), format!("Column {head}")),
            total,
        )
        .first_called(Bilingual::new("แถวรวมพิมพ์", "The total row says"))
        .beside(Bilingual::new("แถวในตารางบวกได้", "The rows add up to"), sum),
    )
    .help("บวกทุกแถวเหนือแถวรวมใหม่ แล้วแก้แถวรวมหรือแถวที่ตก")
    .or_answer();
    for member in members.iter().filter(|member| !says_nothing(&member.value)).take(4) {
        finding = finding.also(member.span, "");
    }
    finding
}
