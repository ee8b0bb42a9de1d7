//! The columns of a promise's money: amounts, what a cell says when it is none, which list it stands in, where it comes
//! from. Knows no row.

use crate::open_data::table::{Column, MONEY_STATES, ValueKind, column};

pub const PLAN_BAHT: Column =
    column("plan_baht", "งบตามแผน (บาท)", ValueKind::Baht, "Planned budget in baht; empty unless an amount is stated");
pub const PLAN_STATE: Column = column(
    "plan_state",
    "งบตามแผน: สถานะข้อมูล",
    ValueKind::Choice(MONEY_STATES),
    "amount, none_used (the source says no budget is used) or not_stated",
);
pub const ORDINANCE_BAHT: Column =
    column("ordinance_baht", "งบตามข้อบัญญัติ (บาท)", ValueKind::Baht, "Budget in the ordinance, baht");
pub const ORDINANCE_STATE: Column =
    column("ordinance_state", "งบตามข้อบัญญัติ: สถานะข้อมูล", ValueKind::Choice(MONEY_STATES), "As plan_state");
pub const DISBURSED_BAHT: Column = column("disbursed_baht", "เบิกจ่าย (บาท)", ValueKind::Baht, "Disbursed, baht");
pub const DISBURSED_STATE: Column =
    column("disbursed_state", "เบิกจ่าย: สถานะข้อมูล", ValueKind::Choice(MONEY_STATES), "As plan_state");
pub const LISTS: &[&str] = &["plan", "report_6m_table", "report_6m_eplan", "report_12m_table", "report_12m_eplan"];
pub const PLAN_FROM: Column = column(
    "plan_from",
    "งบตามแผน: มาจาก",
    ValueKind::Choice(LISTS),
    "The list that states plan_baht; empty: none does",
);
pub const ORDINANCE_FROM: Column = column(
    "ordinance_from",
    "งบตามข้อบัญญัติ: มาจาก",
    ValueKind::Choice(LISTS),
    "The list that states ordinance_baht; empty: none does",
);
pub const DISBURSED_FROM: Column = column(
    "disbursed_from",
    "เบิกจ่าย: มาจาก",
    ValueKind::Choice(LISTS),
    "The list that states disbursed_baht; empty: none does",
);
pub const SOURCES: [Column; 2] = [
    column(
        "integrated_baht",
        "งบบูรณาการ (บาท)",
        ValueKind::Baht,
        "Of the planned money, the integrated budget, where stated",
    ),
    column(
        "agency_baht",
        "งบหน่วยงาน (บาท)",
        ValueKind::Baht,
        "Of the planned money, the agency's own budget, where stated",
    ),
];
pub const PLAN_BASIS: Column = column(
    "plan_basis",
    "งบตามแผน: คิดจาก",
    ValueKind::Choice(&["plan", "sources"]),
    "plan: the plan column; sources: the sum of integrated_baht and agency_baht; empty: not stated",
);
pub const STRATEGIES: [Column; 3] = [
    column(
        "strategy_awareness",
        "สร้างจิตสำนึก",
        ValueKind::Choice(TICKS),
        "Ticked in the strategy column; empty: no tick",
    ),
    column("strategy_mechanism", "สร้างกลไก", ValueKind::Choice(TICKS), "Ticked in the strategy column; empty: no tick"),
    column(
        "strategy_efficiency",
        "สร้างประสิทธิภาพ",
        ValueKind::Choice(TICKS),
        "Ticked in the strategy column; empty: no tick",
    ),
];
pub const TICKS: &[&str] = &["yes"];
