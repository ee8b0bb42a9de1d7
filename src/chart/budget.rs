//! Money: plan, ordinance and disbursed, for all, per dimension and per item, on one scale.
//! "No budget used" and "not stated" are two things and look like two; nothing is summed here.

use super::canvas::{Paint, TextLook, px};
use super::element::{DrawnBox, GroupRole};
use super::flow_bars::FlowBars;
use super::saying::{self, StatusPhrase};
use super::sheet::{
    ChartKey, ChartSheet, Frame, KeyEntry, KeySign, LABEL, LabelColumns, NOTE, STRONG, WrappedText, at_end, draw,
    put_on,
};
use super::text::tenths;
use super::wording::{ChartLook, ChartWording};
use super::{Chart, ChartCell, ChartHead, Subject};

/// More items than this are told in words; the table has them all.
const MOST_ITEMS: usize = 10;

#[derive(Clone, Debug)]
pub struct BudgetChart {
    pub about: String,
    pub total: BudgetRow,
    pub dimensions: Vec<BudgetRow>,
    pub items: Vec<BudgetRow>,
}

#[derive(Clone, Debug)]
pub struct BudgetRow {
    pub name: String,
    pub href: Option<String>,
    pub plan: Amount,
    pub ordinance: Amount,
    pub disbursed: Amount,
    /// Which lists the amounts were taken from: in words, and in data files.
    pub from: (String, String),
    pub of: Option<Subject>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Amount {
    /// Satang.
    Stated(i64),
    /// The item needs no money: "ไม่ใช้งบประมาณ".
    NotUsed,
    #[default]
    NotStated,
}

impl Amount {
    fn satang(self) -> i64 {
        match self {
            Self::Stated(satang) => satang.max(0),
            Self::NotUsed | Self::NotStated => 0,
        }
    }

    fn shown(self, wording: ChartWording) -> String {
        match self {
            Self::Stated(satang) => match wording.is_thai() {
                true => format!("{} บาท", wording.baht(satang)),
                false => format!("THB {}", wording.baht(satang)),
            },
            Self::NotUsed => wording.pick("ไม่ใช้งบประมาณ", "no budget used").to_owned(),
            Self::NotStated => wording.pick("ไม่ระบุ", "not stated").to_owned(),
        }
    }

    pub(super) fn cell(self, wording: ChartWording) -> ChartCell {
        let raw = match self {
            Self::Stated(satang) if satang % 100 == 0 => (satang / 100).to_string(),
            Self::Stated(satang) => {
                format!("{}{}.{:02}", if satang < 0 { "-" } else { "" }, satang.abs() / 100, satang.abs() % 100)
            }
            Self::NotUsed => "not_used".to_owned(),
            Self::NotStated => String::new(),
        };
        let shown = match self {
            Self::Stated(satang) => wording.baht(satang),
            other => other.shown(wording),
        };
        ChartCell { shown, raw, href: None, of: None }
    }
}

impl BudgetRow {
    fn amounts(&self) -> [Amount; 3] {
        [self.plan, self.ordinance, self.disbursed]
    }

    fn largest(&self) -> i64 {
        self.amounts().into_iter().map(Amount::satang).max().unwrap_or(0)
    }

    fn all_are(&self, amount: Amount) -> bool {
        self.amounts().into_iter().all(|own| own == amount)
    }
}

const LINE: i32 = px(21);
/// Outlined, tinted, solid: the three stages tell themselves apart without colour.
const CLASSES: [&str; 3] = ["fill-paper line-accent", "fill-accent tint", "fill-accent"];

fn stages(wording: ChartWording) -> [&'static str; 3] {
    match wording.is_thai() {
        true => ["แผน", "ข้อบัญญัติ", "เบิกจ่าย"],
        false => ["Plan", "Ordinance", "Disbursed"],
    }
}

struct PlacedBudget<'a> {
    row: &'a BudgetRow,
    label: WrappedText,
    top: i32,
    body: i32,
}

/// Bars that flow, for a page: one drawing for every width.
pub fn flowing(id: &str, budget: &BudgetChart, look: ChartLook) -> Chart {
    let wording = look.wording();
    let (title, said) = told(budget, look);
    let (rows, more) = rows(budget);
    let stages = stages(wording);
    let told = told_stages(&rows);
    let most = rows.iter().map(|row| row.largest()).max().unwrap_or(0);
    let mut bars = FlowBars::new((id, "budget"), &title);
    bars.key(told.iter().map(|stage| (CLASSES[*stage], stages[*stage])));
    for row in &rows {
        bars.name(&row.name, row.href.as_deref());
        if one_line(row) {
            bars.note(&without_bars(row, wording));
            continue;
        }
        for &stage in &told {
            let amount = row.amounts()[stage];
            let shown = amount.shown(wording);
            match amount {
                Amount::Stated(satang) => bars.bar(stages[stage], CLASSES[stage], (satang, most), &shown),
                Amount::NotUsed | Amount::NotStated => bars.no_bar(stages[stage], &shown),
            }
        }
    }
    bars.note(&rest(budget, more, wording));
    saying::chart(id, title, said, bars.finish(), table(budget, wording))
}

fn told(budget: &BudgetChart, look: ChartLook) -> (String, StatusPhrase) {
    let found = |wording: ChartWording| {
        let share = spent_of_plan(&budget.total)?;
        Some(match wording.is_thai() {
            true => format!("เบิกจ่าย{} ของแผน", wording.spoken_percent(share)),
            false => format!("{} of the plan disbursed", wording.spoken_percent(share)),
        })
    };
    let topic = ("เงินตามแผน ตามข้อบัญญัติ และที่เบิกจ่าย", "Planned, in the ordinance and disbursed");
    let title = saying::found_title(look, found, topic, &budget.about);
    (title, StatusPhrase::new(look, |wording| sentence(budget, wording)))
}

/// All, the dimensions, the items with most; and how many items are left out.
fn rows(budget: &BudgetChart) -> (Vec<&BudgetRow>, usize) {
    let mut items: Vec<&BudgetRow> = budget.items.iter().filter(|row| row.largest() > 0).collect();
    items.sort_by_key(|row| std::cmp::Reverse(row.largest()));
    let more = items.len().saturating_sub(MOST_ITEMS);
    items.truncate(MOST_ITEMS);
    (std::iter::once(&budget.total).chain(&budget.dimensions).chain(items).collect(), more)
}

/// A stage of which no row says anything is told once, in the sentence, instead of in every row.
fn told_stages(rows: &[&BudgetRow]) -> Vec<usize> {
    (0..3).filter(|stage| rows.iter().any(|row| row.amounts()[*stage] != Amount::NotStated)).collect()
}

pub fn chart(id: &str, budget: &BudgetChart, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let (title, said) = told(budget, look);
    let (rows, more) = rows(budget);
    let rest = rest(budget, more, wording);

    let width = px(look.width as i32);
    let columns = LabelColumns::of(look);
    let told = told_stages(&rows);
    let key = ChartKey::set(
        told.iter()
            .map(|stage| KeyEntry { sign: KeySign::Block(CLASSES[*stage]), text: stages(wording)[*stage].to_owned() })
            .collect(),
        width,
    );
    let mut y = key.height() + px(10);
    let mut placed = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let label = WrappedText::set(&row.name, columns.label, if at == 0 { STRONG } else { LABEL }, 3);
        let body = if columns.beside { y } else { y + label.height() };
        let lines = if one_line(row) { 1 } else { told.len() as i32 };
        let bottom = (body + lines * LINE).max(y + label.height());
        placed.push(PlacedBudget { row, label, top: y, body });
        y = bottom + px(13);
    }
    let rest_top = y;
    let rest_lines = WrappedText::set(&rest, width, NOTE, 4);
    let height = y + if rest.is_empty() { -px(8) } else { rest_lines.height() + px(6) };

    let has_links = rows.iter().any(|row| row.href.is_some());
    let frame = Frame { id, kind: "budget", title: &title, sentence: said.own(look), look, has_links, height };
    let values = rows
        .iter()
        .flat_map(|row| row.amounts())
        .map(|amount| tenths(&amount.shown(wording), LABEL.size, LABEL.weight));
    let values = values.max().unwrap_or(0).min(columns.body_width / 2);
    let names = stages(wording).into_iter().map(|name| tenths(name, NOTE.size, NOTE.weight)).max().unwrap_or(0);
    let most = rows.iter().map(|row| row.largest()).max().unwrap_or(0);
    let bars = (columns.body + names + px(8), columns.body + columns.body_width - values - px(10));

    let svg = draw(&frame, |sheet| {
        sheet.key((0, 0), &key);
        let draw_rows = || {
            for placed in &placed {
                sheet.entry(has_links, || draw_row(sheet, placed, &told, columns, bars, most));
            }
        };
        if has_links {
            sheet.group(GroupRole::List { label: &title }, draw_rows)
        } else {
            draw_rows()
        }
        sheet.lines((0, rest_top), &rest_lines);
    });
    saying::chart(id, title, said, svg, table(budget, wording))
}

/// What is said of a row where there is no bar to draw.
fn without_bars(row: &BudgetRow, wording: ChartWording) -> String {
    if row.all_are(Amount::NotStated) {
        return wording.pick("ไม่ระบุงบประมาณ", "budget not stated").to_owned();
    }
    let stated = row.amounts().into_iter().find(|amount| *amount != Amount::NotStated);
    stated.unwrap_or(row.plan).shown(wording)
}

/// Without any money three empty bars would say the same thing three times.
fn one_line(row: &BudgetRow) -> bool {
    row.largest() == 0
}

fn draw_row(
    sheet: &ChartSheet<'_>,
    placed: &PlacedBudget<'_>,
    told: &[usize],
    columns: LabelColumns,
    bars: (i32, i32),
    most: i64,
) {
    let wording = sheet.wording;
    let PlacedBudget { row, label, top, body } = placed;
    sheet.label((0, *top), label, &row.name, row.href.as_ref(), || ());
    if one_line(row) {
        if row.all_are(Amount::NotStated) {
            let dash = [(columns.body, body + px(10)), (columns.body + px(12), body + px(10))];
            sheet.line(&dash, "line-wait", " stroke-width=\"2.5\"");
            sheet.text_on((columns.body + px(21), body + px(10)), &without_bars(row, wording), NOTE);
        } else {
            sheet.text_on((columns.body, body + px(10)), &without_bars(row, wording), NOTE);
        }
        return;
    }
    for (at, &line) in told.iter().enumerate() {
        let amount = row.amounts()[line];
        let middle = body + at as i32 * LINE + LINE / 2;
        sheet.text_on((columns.body, middle), stages(wording)[line], NOTE);
        let scale = sheet.scale((bars.0, middle - px(5)), (bars.1, middle + px(5)), most, 1);
        let end = (columns.body + columns.body_width, middle);
        match amount {
            Amount::Stated(satang) => {
                // The least that can be seen, where something was spent at all.
                let visible = most / i64::from(((bars.1 - bars.0) / px(2)).max(1));
                let until = if satang > 0 { satang.max(visible) } else { 0 };
                if until > 0 {
                    let bar = DrawnBox {
                        corners: [(0, 0), (until, 1)],
                        class: CLASSES[line],
                        more: " rx=\"2\"",
                        // Stage and amount are written beside it.
                        title: "",
                    };
                    put_on(&scale, &bar);
                } else {
                    sheet.line(
                        &[(bars.0, middle - px(5)), (bars.0, middle + px(5))],
                        "line-accent",
                        " stroke-width=\"2\"",
                    );
                }
                sheet.text_on(end, &amount.shown(wording), at_end(LABEL));
            }
            Amount::NotUsed => sheet.text_on(end, &amount.shown(wording), at_end(NOTE)),
            Amount::NotStated => {
                sheet.line(&[(bars.0, middle), (bars.0 + px(12), middle)], "line-wait", " stroke-width=\"2.5\"");
                let look = TextLook { paint: Paint::Soft, ..at_end(NOTE) };
                sheet.text_on(end, &amount.shown(wording), look);
            }
        }
    }
}

/// What the bars leave out, in words.
fn rest(budget: &BudgetChart, more: usize, wording: ChartWording) -> String {
    let unused = budget.items.iter().filter(|row| row.all_are(Amount::NotUsed)).count() as u64;
    let unstated = budget.items.iter().filter(|row| row.all_are(Amount::NotStated)).count() as u64;
    let mut parts = Vec::new();
    for (count, thai, english) in [
        (more as u64, "มีงบน้อยกว่านี้ (ดูในตาราง)", "with less (see the table)"),
        (unused, "ไม่ใช้งบประมาณ", "use no budget"),
        (unstated, "ไม่ระบุงบประมาณ", "state no budget"),
    ] {
        if count > 0 {
            parts.push(match wording.is_thai() {
                true => format!("อีก {} {thai}", wording.items(count)),
                false => format!("{} more {english}", wording.items(count)),
            });
        }
    }
    parts.join(" · ")
}

/// What was disbursed of what was planned, where both are stated.
fn spent_of_plan(total: &BudgetRow) -> Option<super::Ratio> {
    match (total.plan, total.disbursed) {
        (Amount::Stated(plan), Amount::Stated(spent)) if plan > 0 && spent >= 0 => {
            Some(super::Ratio::new(spent as u64, plan as u64))
        }
        _ => None,
    }
}

fn sentence(budget: &BudgetChart, wording: ChartWording) -> String {
    let total = &budget.total;
    if total.all_are(Amount::NotUsed) {
        return wording.pick("ทุกเรื่องระบุว่าไม่ใช้งบประมาณ", "All items use no budget.").to_owned();
    }
    if total.all_are(Amount::NotStated) {
        return wording.pick("ไม่ระบุงบประมาณ", "The budget is not stated.").to_owned();
    }
    let rest = rest(budget, 0, wording);
    let share = spent_of_plan(total).map(|share| wording.spoken_percent(share));
    let share = match (share, wording.is_thai()) {
        (None, _) => String::new(),
        (Some(share), true) => format!(" คิดเป็น{share} ของแผน"),
        (Some(share), false) => format!(" ({share} of the plan)"),
    };
    let [plan, ordinance, spent] = total.amounts().map(|amount| amount.shown(wording));
    match wording.is_thai() {
        true => {
            let rest = if rest.is_empty() { rest } else { format!(" {rest}") };
            format!("งบตามแผน {plan} งบตามข้อบัญญัติ {ordinance} เบิกจ่าย {spent}{share}{rest}")
        }
        false => {
            let rest = if rest.is_empty() { rest } else { format!(" {rest}.") };
            format!("Planned {plan}; in the ordinance {ordinance}; disbursed {spent}{share}.{rest}")
        }
    }
}

fn table(budget: &BudgetChart, wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        ChartHead::word("รายการ", "Row", "name"),
        ChartHead::word("ระดับ", "Level", "level"),
        ChartHead::figure("แผน (บาท)", "Plan (THB)", "plan"),
        ChartHead::figure("ข้อบัญญัติ (บาท)", "Ordinance (THB)", "ordinance"),
        ChartHead::figure("เบิกจ่าย (บาท)", "Disbursed (THB)", "disbursed"),
        ChartHead::word("มาจาก", "From", "from"),
    ];
    let levels = [
        ("รวม", "Total", "total", std::slice::from_ref(&budget.total)),
        ("มิติ", "Dimension", "dimension", &budget.dimensions),
        ("เรื่อง", "Item", "item", &budget.items),
    ];
    let mut rows = Vec::new();
    for (thai, english, raw, level) in levels {
        for row in level {
            let level =
                ChartCell { shown: wording.pick(thai, english).to_owned(), raw: raw.to_owned(), href: None, of: None };
            let mut cells = vec![ChartCell::link(&row.name, row.href.as_ref()).of(row.of), level];
            cells.extend(row.amounts().map(|amount| amount.cell(wording)));
            let (shown, raw) = row.from.clone();
            cells.push(ChartCell { shown, raw, href: None, of: None });
            rows.push(cells);
        }
    }
    (heads, rows)
}
