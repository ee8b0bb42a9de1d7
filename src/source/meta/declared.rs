//! Figures exactly as a source prints them, each with what it counts and where it stands.
//! From the `declared` key and, through `tables`, from printed summary tables. Never corrected, never mixed with computed ones.

use crate::finding::code;
use crate::source::fields::Fields;
use crate::source::node::NodeValue;
use crate::span::{Span, Spanned};
use crate::thai::{self, Decimal, StatedMoney};

/// What a declared figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    Items,
    Projects,
    Activities,
    Measures,
    Practices,
    Awaiting,
    InProgress,
    Done,
    NotDone,
    InOrdinance,
    UsesBudget,
    NoBudget,
    Completion,
    Score,
    Level,
    BudgetPlan,
    BudgetOrdinance,
    BudgetDisbursed,
    BudgetLeft,
    SpentPercent,
}

impl Quantity {
    pub fn name_th(self) -> &'static str {
        match self {
            Quantity::Items => "จำนวนทั้งหมด",
            Quantity::Projects => "โครงการ",
            Quantity::Activities => "กิจกรรม",
            Quantity::Measures => "มาตรการ",
            Quantity::Practices => "แนวปฏิบัติ",
            Quantity::Awaiting => "รอรายงาน",
            Quantity::InProgress => "อยู่ระหว่างดำเนินการ",
            Quantity::Done => "ดำเนินการแล้วเสร็จ",
            Quantity::NotDone => "ไม่ได้ดำเนินการ",
            Quantity::InOrdinance => "บรรจุในข้อบัญญัติ",
            Quantity::UsesBudget => "ใช้งบประมาณ",
            Quantity::NoBudget => "ไม่ใช้งบประมาณ",
            Quantity::Completion => "ร้อยละที่แล้วเสร็จ",
            Quantity::Score => "คะแนนการนำแผนไปปฏิบัติ",
            Quantity::Level => "ระดับการนำแผนไปปฏิบัติ",
            Quantity::BudgetPlan => "งบตามแผน",
            Quantity::BudgetOrdinance => "งบตามข้อบัญญัติ",
            Quantity::BudgetDisbursed => "งบที่เบิกจ่าย",
            Quantity::BudgetLeft => "งบคงเหลือ",
            Quantity::SpentPercent => "ร้อยละการใช้งบ",
        }
    }
}

/// What part of the plan a figure speaks of; all `None` is the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct DeclaredScope {
    pub dimension: Option<u8>,
    pub kind: Option<crate::standards::ItemKind>,
    pub owner: Option<String>,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclaredValue {
    Count(i64),
    Money(StatedMoney),
    Percent(Decimal),
    Word(String),
    /// "-" where a figure could stand.
    NotStated,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DeclaredFigure {
    pub quantity: Quantity,
    pub scope: DeclaredScope,
    pub value: DeclaredValue,
    pub span: Span,
    /// Index of the printed table it stands in; `None` for the front matter.
    pub table: Option<u32>,
}

const COUNTS: &[(&str, Quantity)] = &[
    ("items", Quantity::Items),
    ("projects", Quantity::Projects),
    ("activities", Quantity::Activities),
    ("measures", Quantity::Measures),
    ("practices", Quantity::Practices),
    ("awaiting", Quantity::Awaiting),
    ("in_progress", Quantity::InProgress),
    ("done", Quantity::Done),
    ("not_done", Quantity::NotDone),
    ("in_ordinance", Quantity::InOrdinance),
    ("uses_budget", Quantity::UsesBudget),
    ("no_budget", Quantity::NoBudget),
];
const PERCENTS: &[(&str, Quantity)] = &[("completion", Quantity::Completion), ("score", Quantity::Score)];
const MONIES: &[(&str, Quantity)] = &[
    ("plan", Quantity::BudgetPlan),
    ("ordinance", Quantity::BudgetOrdinance),
    ("disbursed", Quantity::BudgetDisbursed),
    ("left", Quantity::BudgetLeft),
];

pub fn read_declared(parent: &mut Fields<'_>) -> Vec<DeclaredFigure> {
    let mut figures = Vec::new();
    if let Some(fields) = parent.map("declared") {
        read_scope(fields, &DeclaredScope::default(), &mut figures);
    }
    figures
}

fn read_scope(mut fields: Fields<'_>, scope: &DeclaredScope, figures: &mut Vec<DeclaredFigure>) {
    let mut keep = |quantity, value, span| {
        figures.push(DeclaredFigure { quantity, scope: scope.clone(), value, span, table: None });
    };
    for &(key, quantity) in COUNTS {
        if let Some(count) = fields.count(key) {
            keep(quantity, DeclaredValue::Count(count.value), count.span);
        }
    }
    for &(key, quantity) in PERCENTS {
        if let Some(percent) = fields.decimal(key) {
            keep(quantity, DeclaredValue::Percent(percent.value), percent.span);
        }
    }
    if let Some(Spanned { value, span }) = fields.text("level") {
        keep(Quantity::Level, DeclaredValue::Word(value), span);
    }
    if let Some(mut budget) = fields.map("budget") {
        for &(key, quantity) in MONIES {
            if let Some(money) = budget.money(key) {
                keep(quantity, DeclaredValue::Money(money.value), money.span);
            }
        }
        if let Some(percent) = budget.decimal("spent_percent") {
            keep(Quantity::SpentPercent, DeclaredValue::Percent(percent.value), percent.span);
        }
        budget.finish();
    }
    if scope.dimension.is_none() {
        for (key, node) in fields.open_map("dimensions") {
            let number = thai::parse_integer(&key.value).and_then(|number| u8::try_from(number).ok());
            match number {
                Some(dimension @ 1..=9) if matches!(node.value, NodeValue::Map(_)) => {
                    read_scope(
                        fields.sub(node),
                        &DeclaredScope { dimension: Some(dimension), ..scope.clone() },
                        figures,
                    );
                }
                _ => fields.report(
                    crate::finding::Finding::of(code::S025, key.span, format!("`{}` ไม่ใช่หมายเลขมิติ", key.value))
                        .english("not a dimension number")
                        .help("ใช้ 1 ถึง 4 เช่น `1: { items: 16, done: 12 }`"),
                ),
            }
        }
    }
    fields.finish();
}
