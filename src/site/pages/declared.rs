//! Figures as a document prints them, beside what its rows add up to; where they differ, the difference is marked.
//! Corrects nothing and decides nothing: both figures stand next to each other.

use serde::Serialize;

use crate::address::Lang;
use crate::model::{Entry, Tally};
use crate::site::origin::{Origin, Part, formula};
use crate::site::page::Page;
use crate::source::Document;
use crate::source::meta::{DeclaredFigure, DeclaredScope, DeclaredValue, Quantity};
use crate::standards::ItemKind;
use crate::thai::{Fraction, StatedMoney};

#[derive(Debug, Serialize)]
pub struct DeclaredView {
    /// Names of the lists that were added up.
    pub lists: Vec<String>,
    /// The whole document.
    pub whole: Option<DeclaredGroup>,
    /// By dimension, kind or office.
    pub parts: Vec<DeclaredGroup>,
    pub parts_title: String,
    pub differences: String,
    pub any_difference: bool,
}

#[derive(Debug, Serialize)]
pub struct DeclaredGroup {
    pub title: String,
    pub rows: Vec<DeclaredRow>,
}

#[derive(Debug, Serialize)]
pub struct DeclaredRow {
    pub label: String,
    /// The heading over the printed table that states it; `None` for the front matter.
    pub origin: Option<String>,
    pub stated: String,
    pub computed: Vec<ComputedCell>,
    pub differs: bool,
}

#[derive(Debug, Serialize)]
pub struct ComputedCell {
    pub text: String,
    pub differs: bool,
    /// Whether the rows say anything of it.
    pub is_counted: bool,
}

/// What a list of rows says of a quantity.
enum Computed {
    Count(i64),
    Money(StatedMoney),
    Share(Fraction),
    /// Cannot be worked out from rows.
    Unknown,
}

pub fn view(
    page: &Page<'_>,
    document: &Document,
    figures: &[DeclaredFigure],
    lists: &[(&str, &[Entry])],
) -> Option<DeclaredView> {
    let mut scopes: Vec<&DeclaredScope> = Vec::new();
    let mut seen: Vec<&DeclaredFigure> = Vec::new();
    for figure in figures {
        let again = seen.iter().any(|known| {
            known.quantity == figure.quantity && known.scope == figure.scope && known.value == figure.value
        });
        if again || figure.value == DeclaredValue::NotStated {
            continue;
        }
        seen.push(figure);
        if !scopes.contains(&&figure.scope) {
            scopes.push(&figure.scope);
        }
    }
    if seen.is_empty() {
        return None;
    }
    scopes.sort();
    let (mut differences, mut in_parts, mut compared) = (0, 0, 0);
    let mut groups: Vec<DeclaredGroup> = scopes
        .into_iter()
        .map(|scope| DeclaredGroup {
            title: scope_title(page, scope),
            rows: seen
                .iter()
                .filter(|figure| figure.scope == *scope)
                .map(|figure| {
                    let row = row(page, document, figure, lists);
                    differences += i64::from(row.differs);
                    compared += i64::from(row.computed.iter().any(|cell| cell.is_counted));
                    in_parts += i64::from(row.differs && figure.scope != DeclaredScope::default());
                    row
                })
                .collect(),
        })
        .collect();
    let whole = seen.iter().any(|figure| figure.scope == DeclaredScope::default()).then(|| groups.remove(0));
    Some(DeclaredView {
        lists: lists.iter().map(|(name, _)| (*name).to_owned()).collect(),
        whole,
        parts: groups,
        parts_title: match page.lang {
            Lang::Th => format!("แยกตามมิติและประเภท (ไม่ตรงกัน {} แห่ง)", page.show.number(in_parts)),
            Lang::En => format!("By dimension and kind (differences: {})", page.show.number(in_parts)),
        },
        differences: match (page.lang, differences) {
            (Lang::Th, 0) if compared == 0 => "ไม่มีตัวเลขใดที่นับจากรายการได้".to_owned(),
            (Lang::En, 0) if compared == 0 => "None of the figures can be counted from the rows.".to_owned(),
            (Lang::Th, 0) => "ทุกตัวเลขที่นับจากรายการได้ ตรงกับที่เอกสารระบุ".to_owned(),
            (Lang::Th, count) => format!("ไม่ตรงกัน {} แห่ง", page.show.number(count)),
            (Lang::En, 0) => "Every figure that can be counted equals the stated one.".to_owned(),
            (Lang::En, 1) => "One figure does not agree.".to_owned(),
            (Lang::En, count) => format!("{} figures do not agree.", page.show.number(count)),
        },
        any_difference: differences > 0,
    })
}

fn scope_title(page: &Page<'_>, scope: &DeclaredScope) -> String {
    let mut parts = Vec::new();
    if let Some(dimension) = scope.dimension {
        parts.push(page.show.text(&format!("{} {dimension}", page.word("dimension"))));
    }
    if scope.kind.is_some() {
        parts.push(page.show.kind(scope.kind).to_owned());
    }
    parts.extend(scope.owner.clone());
    if parts.is_empty() { page.word("whole").to_owned() } else { parts.join(" · ") }
}

fn row(page: &Page<'_>, document: &Document, figure: &DeclaredFigure, lists: &[(&str, &[Entry])]) -> DeclaredRow {
    let computed: Vec<ComputedCell> = lists
        .iter()
        .map(|(_, entries)| {
            let computed = compute(figure.quantity, &figure.scope, entries);
            let text = page.told(shown(page, &computed), || origin_of(figure, &computed, entries));
            let is_counted = !matches!(computed, Computed::Unknown | Computed::Money(StatedMoney::NotStated));
            ComputedCell { text, differs: differs(&figure.value, &computed), is_counted }
        })
        .collect();
    DeclaredRow {
        label: quantity_name(page, figure.quantity).to_owned(),
        origin: figure.table.and_then(|table| origin(document, table)),
        stated: page.told_cell(stated(page, &figure.value), figure.span),
        differs: computed.iter().any(|cell| cell.differs),
        computed,
    }
}

fn stated(page: &Page<'_>, value: &DeclaredValue) -> String {
    match value {
        DeclaredValue::Count(count) => page.show.number(*count),
        DeclaredValue::Money(money) => amount(page, *money),
        DeclaredValue::Percent(percent) => page.show.text(&percent.to_string()),
        DeclaredValue::Word(word) => word.clone(),
        DeclaredValue::NotStated => "–".to_owned(),
    }
}

/// The rows in scope, and what was made of them.
fn origin_of(figure: &DeclaredFigure, computed: &Computed, entries: &[Entry]) -> Origin {
    let rows: Vec<_> = in_scope(&figure.scope, entries).map(|entry| entry.span).collect();
    let tally = Tally::of(in_scope(&figure.scope, entries));
    let words = match (figure.quantity, computed) {
        (Quantity::Completion, _) => formula(&tally, Part::Completion, rows.len()),
        (Quantity::Score, _) => formula(&tally, Part::Score, rows.len()),
        (Quantity::SpentPercent, _) => formula(&tally, Part::Spent, rows.len()),
        (quantity, Computed::Money(StatedMoney::Amount(money))) => {
            format!("รวม{}ของ {} แถว = {} บาท", quantity.name_th(), rows.len(), money.baht_text())
        }
        (quantity, Computed::Count(count)) => format!("นับ{}จาก {} แถว = {count}", quantity.name_th(), rows.len()),
        (quantity, _) => format!("{}จาก {} แถว", quantity.name_th(), rows.len()),
    };
    let otherwise = entries.first().map(|entry| entry.span).unwrap_or_default();
    Origin::rows(rows, otherwise, words)
}

fn origin(document: &Document, table: u32) -> Option<String> {
    let grid = document.tables.get(usize::try_from(table).ok()?)?.grid?;
    let section = document.body.grids.get(grid)?.section?;
    Some(document.body.sections.get(section)?.title.value.clone())
}

fn in_scope<'e>(scope: &DeclaredScope, entries: &'e [Entry]) -> impl Iterator<Item = &'e Entry> {
    entries.iter().filter(move |entry| {
        scope.dimension.is_none_or(|dimension| entry.dimension == Some(dimension))
            && scope.kind.is_none_or(|kind| entry.kind == Some(kind))
            && scope.owner.as_ref().is_none_or(|owner| entry.owner() == Some(owner))
    })
}

fn compute(quantity: Quantity, scope: &DeclaredScope, entries: &[Entry]) -> Computed {
    let rows = || in_scope(scope, entries);
    let tally = Tally::of(rows());
    let kind = |kind| Computed::Count(rows().filter(|entry| entry.kind == Some(kind)).count() as i64);
    let with = |money: fn(&Entry) -> StatedMoney| {
        rows().filter(|entry| money(entry).amount().is_some_and(|money| !money.is_zero())).count() as i64
    };
    let share = |share: Option<Fraction>| share.map_or(Computed::Unknown, Computed::Share);
    let states_kinds = entries.iter().any(|entry| entry.kind.is_some());
    if scope.kind.is_some() && !states_kinds
        || scope.owner.is_some() && entries.iter().all(|entry| entry.owner().is_none())
    {
        return Computed::Unknown;
    }
    // A list without the column says nothing of it, which is not a sum of nothing.
    let column: Option<fn(&Entry) -> StatedMoney> = match quantity {
        Quantity::InOrdinance | Quantity::BudgetOrdinance => Some(|entry| entry.budget.ordinance.value),
        Quantity::BudgetPlan | Quantity::UsesBudget | Quantity::NoBudget => Some(|entry| entry.budget.planned()),
        Quantity::BudgetDisbursed => Some(|entry| entry.budget.disbursed.value),
        _ => None,
    };
    if column.is_some_and(|money| entries.iter().all(|entry| money(entry) == StatedMoney::NotStated)) {
        return Computed::Unknown;
    }
    match quantity {
        Quantity::Items => Computed::Count(tally.items),
        Quantity::Projects | Quantity::Activities | Quantity::Measures | Quantity::Practices if !states_kinds => {
            Computed::Unknown
        }
        Quantity::Projects => kind(ItemKind::Project),
        Quantity::Activities => kind(ItemKind::Activity),
        Quantity::Measures => kind(ItemKind::Measure),
        Quantity::Practices => kind(ItemKind::Practice),
        Quantity::Awaiting | Quantity::InProgress | Quantity::Done | Quantity::NotDone if !tally.states_status() => {
            Computed::Unknown
        }
        Quantity::Awaiting => Computed::Count(tally.awaiting),
        Quantity::InProgress => Computed::Count(tally.in_progress),
        Quantity::Done => Computed::Count(tally.done),
        Quantity::NotDone => Computed::Count(tally.not_done),
        Quantity::InOrdinance => Computed::Count(with(|entry| entry.budget.ordinance.value)),
        Quantity::UsesBudget => Computed::Count(with(|entry| entry.budget.planned())),
        Quantity::NoBudget => Computed::Count(tally.items - with(|entry| entry.budget.planned())),
        Quantity::Completion => share(tally.completion()),
        Quantity::Score => share(tally.score()),
        Quantity::BudgetPlan => Computed::Money(tally.plan),
        Quantity::BudgetOrdinance => Computed::Money(tally.ordinance),
        Quantity::BudgetDisbursed => Computed::Money(tally.disbursed),
        Quantity::SpentPercent => share(tally.spent()),
        // Of the plan or of the ordinance: the source does not say which.
        Quantity::BudgetLeft | Quantity::Level => Computed::Unknown,
    }
}

fn shown(page: &Page<'_>, computed: &Computed) -> String {
    match computed {
        Computed::Count(count) => page.show.number(*count),
        Computed::Money(money) => amount(page, *money),
        Computed::Share(share) => page.show.percent(*share, 2),
        Computed::Unknown => "–".to_owned(),
    }
}

/// On a phone three columns share the width of a thumb: the amount may part from its unit, but the unit not in itself.
fn amount(page: &Page<'_>, money: StatedMoney) -> String {
    page.show.money(money).replace('\u{a0}', " ")
}

fn differs(stated: &DeclaredValue, computed: &Computed) -> bool {
    match (stated, computed) {
        (DeclaredValue::Count(stated), Computed::Count(computed)) => stated != computed,
        (DeclaredValue::Money(stated), Computed::Money(computed)) => {
            let baht = |money: StatedMoney| money.amount().map_or(0, |money| money.satang());
            // A printed 0 and rows that state nothing do not contradict each other.
            baht(*stated) != baht(*computed)
        }
        (DeclaredValue::Percent(stated), Computed::Share(computed)) => !stated.matches(*computed),
        _ => false,
    }
}

fn quantity_name(page: &Page<'_>, quantity: Quantity) -> &'static str {
    match (page.lang, quantity) {
        (Lang::Th, quantity) => quantity.name_th(),
        (Lang::En, Quantity::Items) => "All items",
        (Lang::En, Quantity::Projects) => "Projects",
        (Lang::En, Quantity::Activities) => "Activities",
        (Lang::En, Quantity::Measures) => "Measures",
        (Lang::En, Quantity::Practices) => "Practices",
        (Lang::En, Quantity::Awaiting) => "Awaiting report",
        (Lang::En, Quantity::InProgress) => "In progress",
        (Lang::En, Quantity::Done) => "Done",
        (Lang::En, Quantity::NotDone) => "Not done",
        (Lang::En, Quantity::InOrdinance) => "In the budget ordinance",
        (Lang::En, Quantity::UsesBudget) => "With a budget",
        (Lang::En, Quantity::NoBudget) => "Without a budget",
        (Lang::En, Quantity::Completion) => "Completion, percent",
        (Lang::En, Quantity::Score) => "Implementation score, percent",
        (Lang::En, Quantity::Level) => "Implementation level",
        (Lang::En, Quantity::BudgetPlan) => "Planned budget",
        (Lang::En, Quantity::BudgetOrdinance) => "Budget in the ordinance",
        (Lang::En, Quantity::BudgetDisbursed) => "Disbursed",
        (Lang::En, Quantity::BudgetLeft) => "Left",
        (Lang::En, Quantity::SpentPercent) => "Budget spent, percent",
    }
}
