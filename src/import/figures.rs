//! The figures that a report states of itself, from its summary tables and its closing list: each as printed, from the
//! table that says most. For the `declared` key; never computed.

use std::collections::BTreeMap;

use super::facts::PaperLine;
use super::rows::Understood;
use super::shape::subject_column;
use super::write::{Front, scalar};
use crate::standards::{Field, ItemKind, Role, Standards};
use crate::thai::{digits, to_arabic};

/// Key of `declared` → the figure as printed.
type StatedFigures = BTreeMap<&'static str, String>;

#[derive(Clone, Debug, Default)]
pub struct Stated {
    pub whole: StatedFigures,
    pub dimensions: BTreeMap<u8, StatedFigures>,
}

const COUNTS: [&str; 10] = [
    "items",
    "projects",
    "activities",
    "measures",
    "awaiting",
    "in_progress",
    "done",
    "not_done",
    "in_ordinance",
    "completion",
];
const BUDGET: [&str; 4] = ["plan", "ordinance", "disbursed", "spent_percent"];

fn key_of(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Items | Field::Total => "items",
        Field::Projects => "projects",
        Field::Activities => "activities",
        Field::Measures => "measures",
        Field::StatusAwaiting => "awaiting",
        Field::StatusInProgress => "in_progress",
        Field::StatusDone => "done",
        Field::StatusNotDone => "not_done",
        Field::InOrdinance => "in_ordinance",
        Field::Completion => "completion",
        Field::Score => "score",
        Field::Level => "level",
        Field::BudgetPlan => "plan",
        Field::BudgetOrdinance => "ordinance",
        Field::BudgetDisbursed => "disbursed",
        Field::SpentPercent => "spent_percent",
        _ => return None,
    })
}

impl Stated {
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.dimensions.is_empty()
    }

    /// From tables of which each row is a dimension or the whole; the one with most columns of money first.
    pub fn take_tables(&mut self, tables: &[Understood], standards: &Standards) {
        let mut summaries: Vec<&Understood> = tables.iter().filter(|table| table.role == Role::Declared).collect();
        let money = |table: &Understood| {
            table
                .columns
                .iter()
                .filter(|column| column.column.is_some_and(|it| it.dimension.is_none() && it.field.is_money()))
                .count()
        };
        summaries.sort_by_key(|table| std::cmp::Reverse(money(table)));
        for table in summaries {
            if table.columns.iter().any(|column| column.column.is_some_and(|it| it.dimension.is_some())) {
                continue;
            }
            let subject = subject_column(table);
            for row in &table.rows {
                let named = subject.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.text.trim());
                let is_whole = named.is_empty() || standards.is_total(named);
                let dimension = dimension_of(named);
                // A table of kinds within one dimension says less than one of all dimensions.
                if dimension.is_none() && (!is_whole || table.has(Field::Kind) || is_by_kind(table, subject)) {
                    continue;
                }
                for (at, column) in table.columns.iter().enumerate() {
                    let Some(key) = column.column.and_then(|it| key_of(it.field)) else { continue };
                    let Some(cell) = row.cells.get(at).filter(|_| Some(at) != subject) else { continue };
                    let text = cell.text.trim();
                    if text.is_empty() || super::marks::is_dash(text) {
                        continue;
                    }
                    let figures = match dimension {
                        Some(number) => self.dimensions.entry(number).or_default(),
                        None => &mut self.whole,
                    };
                    figures.entry(key).or_insert_with(|| text.to_owned());
                }
            }
        }
    }

    /// Sums beneath the items of each dimension: what was set aside and what was spent.
    pub fn take_totals(&mut self, table: &Understood) {
        for row in &table.totals {
            let Some(dimension) = row.context.dimension else { continue };
            let figure = |field: Field| {
                let at = table.position(field)?;
                row.cells.get(at).map(|cell| cell.text.trim().to_owned()).filter(|text| !text.is_empty())
            };
            let stated = |text: &String| !super::marks::is_dash(text);
            let own = figure(Field::BudgetPlan);
            let (agency, integrated) = (figure(Field::BudgetAgency), figure(Field::BudgetIntegrated));
            // Two sources that both state money would have to be added; that is not ours to state.
            let plan = own.or(match (agency, integrated) {
                (Some(agency), Some(integrated)) if stated(&agency) && stated(&integrated) => None,
                (Some(agency), Some(integrated)) => Some(if stated(&integrated) { integrated } else { agency }),
                (agency, integrated) => agency.or(integrated),
            });
            let figures = self.dimensions.entry(dimension).or_default();
            if let Some(plan) = plan {
                figures.entry("plan").or_insert(plan);
            }
            if let Some(spent) = figure(Field::BudgetDisbursed) {
                figures.entry("disbursed").or_insert(spent);
            }
        }
    }

    /// The closing list of e-PlanNACC and sentences such as "จำนวน ๑๔ โครงการ ๒๗ กิจกรรม ๒๒ มาตรการ".
    pub fn take_lines(&mut self, lines: &[PaperLine]) {
        for line in lines {
            let text = line.text.trim_start_matches(['✔', '✓', '-', '•', ' ', '\u{f0fc}']);
            let mut put = |key: &'static str, value: Option<String>| {
                if let Some(value) = value {
                    self.whole.insert(key, value);
                }
            };
            if text.chars().count() < 140 {
                if text.contains("มีโครงการ/กิจกรรม/มาตรการ") {
                    put("items", figure_after(text, "จำนวน"));
                } else if text.starts_with("รอการรายงาน") {
                    put("awaiting", figure_after(text, "รอการรายงาน"));
                } else if text.starts_with("อยู่ระหว่างดำเนินการ") && text.contains("โครงการ")
                {
                    put("in_progress", figure_after(text, "อยู่ระหว่างดำเนินการ"));
                } else if text.starts_with("ดำเนินการแล้วเสร็จ") && text.contains("โครงการ")
                {
                    put("done", figure_after(text, "ดำเนินการแล้วเสร็จ"));
                } else if text.starts_with("ไม่สามารถดำเนินการได้") && text.contains("โครงการ")
                {
                    put("not_done", figure_after(text, "ไม่สามารถดำเนินการได้"));
                } else if text.starts_with("เบิกจ่ายงบประมาณ") {
                    put("disbursed", figure_after(text, "เบิกจ่ายงบประมาณ"));
                    put("spent_percent", figure_after(text, "ร้อยละ"));
                } else if text.starts_with("มีการนำแผน") {
                    put("score", figure_after(text, "ร้อยละ"));
                    let level = text.find("ระดับ").map(|at| text[at + "ระดับ".len()..].trim_start_matches([' ', '(']));
                    put(
                        "level",
                        level.map(|rest| rest.chars().take_while(|letter| !matches!(letter, ')' | ' ')).collect()),
                    );
                }
            }
            self.take_kinds(&line.text);
        }
    }

    fn take_kinds(&mut self, text: &str) {
        if self.whole.contains_key("projects") || !text.contains("จำนวน") {
            return;
        }
        let Some(at) = text.find("จำนวน") else { return };
        let rest = &text[at..];
        let before = |word: &str| {
            let at = rest.find(word)?;
            let words = rest[..at].trim_end();
            let digits: String = words.chars().rev().take_while(|letter| digits::is_digit(*letter)).collect();
            (!digits.is_empty()).then(|| digits.chars().rev().collect::<String>())
        };
        let (projects, activities, measures) = (before("โครงการ"), before("กิจกรรม"), before("มาตรการ"));
        if let (Some(projects), Some(activities), Some(measures)) = (projects, activities, measures) {
            self.whole.insert("projects", projects);
            self.whole.insert("activities", activities);
            self.whole.insert("measures", measures);
        }
    }

    pub fn write(&self, front: &mut Front) {
        if self.is_empty() {
            return;
        }
        front.raw("declared:");
        write_figures(front, &self.whole, "  ");
        if self.dimensions.is_empty() {
            return;
        }
        front.raw("  dimensions:");
        for (number, figures) in &self.dimensions {
            front.raw(&format!("    {number}:"));
            write_figures(front, figures, "      ");
        }
    }

    /// What the plan itself states: how many of each kind, and its money.
    pub fn of_plan(&self) -> Self {
        let keys = ["projects", "activities", "measures", "plan", "ordinance"];
        let whole =
            self.whole.iter().filter(|(key, _)| keys.contains(key)).map(|(key, value)| (*key, value.clone())).collect();
        Self { whole, dimensions: BTreeMap::new() }
    }
}

fn is_by_kind(table: &Understood, subject: Option<usize>) -> bool {
    let Some(at) = subject else { return false };
    table.rows.iter().any(|row| {
        row.cells.get(at).is_some_and(|cell| ItemKind::ALL.iter().any(|kind| kind.name_th() == cell.text.trim()))
    })
}

fn write_figures(front: &mut Front, figures: &StatedFigures, indent: &str) {
    for key in COUNTS {
        if let Some(value) = figures.get(key) {
            front.raw(&format!("{indent}{key}: {}", scalar(value)));
        }
    }
    for key in ["score", "level"] {
        if let Some(value) = figures.get(key) {
            front.raw(&format!("{indent}{key}: {}", scalar(value)));
        }
    }
    if BUDGET.iter().any(|key| figures.contains_key(key)) {
        front.raw(&format!("{indent}budget:"));
        for key in BUDGET {
            if let Some(value) = figures.get(key) {
                front.raw(&format!("{indent}  {key}: {}", scalar(value)));
            }
        }
    }
}

fn dimension_of(text: &str) -> Option<u8> {
    let bare = to_arabic(text).into_owned();
    match bare.trim().parse::<u8>() {
        Ok(number) => Some(number).filter(|number| (1..=9).contains(number)),
        Err(_) => super::numbering::dimension_title(&format!("{bare} ")).map(|(number, _)| number),
    }
}

/// The first figure behind a word, with its commas and decimals.
fn figure_after(text: &str, word: &str) -> Option<String> {
    let rest = &text[text.find(word)? + word.len()..];
    let start = rest.find(digits::is_digit)?;
    if rest[..start].chars().count() > 24 {
        return None;
    }
    let figure: String =
        rest[start..].chars().take_while(|letter| digits::is_digit(*letter) || matches!(letter, ',' | '.')).collect();
    let figure = figure.trim_end_matches([',', '.']).to_owned();
    Some(figure).filter(|figure| !figure.is_empty())
}
