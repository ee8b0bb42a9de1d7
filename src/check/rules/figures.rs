//! What the rows of a document say for a declared figure: counts and sums for every scope, made in one pass.
//! A base for the rules about figures; gives no findings itself.

use std::collections::BTreeMap;

use crate::check::rules::declared::english;
use crate::finding::Bilingual;
use crate::model::declared::{SummarySubject, subject_of};
use crate::model::{Agency, Entry, ItemCode, Tally};
use crate::source::meta::{DeclaredFigure, DeclaredScope, DeclaredValue, Quantity};
use crate::source::{DataTable, Document};
use crate::span::Span;
use crate::standards::{Field, ItemKind, Role, Standards, Status};
use crate::thai::{self, Fraction, Money, StatedMoney};

/// A plan or a report: its lists of items and the figures it prints about them.
pub struct FiguredDocument<'a> {
    pub document: &'a Document,
    pub lists: Vec<List<'a>>,
    pub rows: Vec<FigureRow<'a>>,
}

/// One list of items and its totals.
pub struct List<'a> {
    /// "ตารางรายการ"
    pub name: &'static str,
    pub entries: &'a [Entry],
    kinds: BTreeMap<&'a ItemCode, ItemKind>,
    totals: BTreeMap<FigureScope, Totals>,
    has_plan: bool,
    has_ordinance: bool,
    has_disbursed: bool,
}

type FigureScope = (Option<u8>, Option<ItemKind>, Option<String>);

#[derive(Clone, Debug, Default)]
struct Totals {
    tally: Tally,
    kinds: BTreeMap<ItemKind, i64>,
    unknown_kind: i64,
    /// Items with money in each sense of "uses a budget": planned, in the ordinance, spent, any of them.
    with_plan: i64,
    with_ordinance: i64,
    with_disbursed: i64,
    with_any: i64,
}

/// Figures printed side by side: a row of a summary table, or one scope of `declared`.
pub struct FigureRow<'a> {
    pub table: Option<usize>,
    pub scope: DeclaredScope,
    pub figures: Vec<&'a DeclaredFigure>,
}

impl<'a> FigureRow<'a> {
    pub fn all(&self, quantity: Quantity) -> impl Iterator<Item = &'a DeclaredFigure> + '_ {
        self.figures.iter().copied().filter(move |figure| figure.quantity == quantity)
    }

    pub fn first(&self, quantity: Quantity) -> Option<&'a DeclaredFigure> {
        self.all(quantity).next()
    }

    pub fn count(&self, quantity: Quantity) -> Option<i64> {
        count_of(self.first(quantity)?)
    }

    pub fn money(&self, quantity: Quantity) -> Option<Money> {
        money_of(self.first(quantity)?)
    }
}

/// A dash in a column of counts is a zero.
pub fn count_of(figure: &DeclaredFigure) -> Option<i64> {
    match figure.value {
        DeclaredValue::Count(count) => Some(count),
        DeclaredValue::NotStated if figure.table.is_some() => Some(0),
        _ => None,
    }
}

pub fn money_of(figure: &DeclaredFigure) -> Option<Money> {
    match figure.value {
        DeclaredValue::Money(StatedMoney::Amount(money)) => Some(money),
        DeclaredValue::Money(StatedMoney::NoneUsed) => Some(Money::ZERO),
        _ => None,
    }
}

/// Every plan and report of the agency.
pub fn records<'a>(agency: &'a Agency, standards: &Standards) -> Vec<FiguredDocument<'a>> {
    let mut records = Vec::new();
    for plan in &agency.plans {
        let document = agency.document(plan.document);
        let lists = vec![List::new("ตารางของแผน", &plan.entries, document, Role::Items, &[])];
        records.push(FiguredDocument::new(document, lists, &plan.declared, standards));
    }
    for report in &agency.reports {
        let document = agency.document(report.document);
        let planned = agency.plan_for(report.year).map_or(&[][..], |plan| &plan.entries);
        let lists = vec![
            List::new("ตารางรายการ", &report.entries, document, Role::Items, &[planned]),
            List::new("รายการ e-PlanNACC", &report.eplan, document, Role::Eplan, &[&report.entries, planned]),
        ];
        records.push(FiguredDocument::new(document, lists, &report.declared, standards));
    }
    records
}

impl<'a> FiguredDocument<'a> {
    fn new(
        document: &'a Document,
        lists: Vec<List<'a>>,
        declared: &'a [DeclaredFigure],
        standards: &Standards,
    ) -> Self {
        let lists = lists.into_iter().filter(|list| !list.entries.is_empty()).collect();
        Self { document, lists, rows: figure_rows(document, declared, standards) }
    }

    pub fn figures(&self) -> impl Iterator<Item = &'a DeclaredFigure> + '_ {
        self.rows.iter().flat_map(|row| row.figures.iter().copied())
    }

    pub fn printed(&self, span: Span) -> &'a str {
        self.document.text.get(span.start as usize..span.end as usize).unwrap_or("").trim()
    }
}

fn figure_rows<'a>(
    document: &'a Document,
    declared: &'a [DeclaredFigure],
    standards: &Standards,
) -> Vec<FigureRow<'a>> {
    let mut rows: Vec<FigureRow<'a>> = Vec::new();
    let mut heads: BTreeMap<&DeclaredScope, usize> = BTreeMap::new();
    // Places of the table rows, so that a figure finds its own without a search over all.
    let mut at: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for (index, table) in document.tables.iter().enumerate().filter(|(_, table)| table.role == Role::Declared) {
        for (row_index, row) in table.rows.iter().enumerate() {
            at.insert(row.span.start, (index, row_index));
        }
    }
    let mut rows_of: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for figure in declared {
        if figure.table.is_none() {
            let place = *heads.entry(&figure.scope).or_insert_with(|| {
                rows.push(FigureRow { table: None, scope: figure.scope.clone(), figures: Vec::new() });
                rows.len() - 1
            });
            rows[place].figures.push(figure);
            continue;
        }
        let Some((_, &(table, row))) = at.range(..=figure.span.start).next_back() else { continue };
        if !is_known(&document.tables[table], row, standards) {
            continue;
        }
        // A column may name its own dimension: such a table has several scopes in one row.
        let place = *rows_of.entry((table, row)).or_insert_with(|| {
            rows.push(FigureRow { table: Some(table), scope: figure.scope.clone(), figures: Vec::new() });
            rows.len() - 1
        });
        if rows[place].scope == figure.scope {
            rows[place].figures.push(figure);
        } else {
            rows.push(FigureRow { table: Some(table), scope: figure.scope.clone(), figures: vec![figure] });
        }
    }
    rows
}

/// Whether the figures of a row are those of a whole or of a part that the program knows; else they are nobody's.
fn is_known(table: &DataTable, row: usize, standards: &Standards) -> bool {
    match subject_of(table, &table.rows[row], standards) {
        SummarySubject::Whole | SummarySubject::Kind(_) | SummarySubject::Owner(_) => true,
        // A bare number above the dimensions counts the rows.
        SummarySubject::Dimension(dimension) => (1..=4).contains(&dimension),
        SummarySubject::Other => {
            // A table of one row that begins with a figure speaks of the whole.
            let begins_with_figure = table.columns.first().is_some_and(|column| {
                column
                    .column
                    .is_some_and(|column| !matches!(column.field, Field::Subject | Field::Dimension | Field::Name))
            });
            let is_empty = table.rows[row].cells.first().is_none_or(|cell| cell.value.trim().is_empty());
            table.rows.len() == 1 && (begins_with_figure || is_empty)
        }
    }
}

impl<'a> List<'a> {
    fn new(
        name: &'static str,
        entries: &'a [Entry],
        document: &Document,
        role: Role,
        kinds_from: &[&'a [Entry]],
    ) -> Self {
        let has =
            |field: Field| document.tables.iter().any(|table| table.role == role && table.position(field).is_some());
        let mut kinds = BTreeMap::new();
        for entry in kinds_from.iter().flat_map(|entries| entries.iter()).chain(entries) {
            if let Some(kind) = entry.kind {
                kinds.entry(&entry.code).or_insert(kind);
            }
        }
        let mut list = Self {
            name,
            entries,
            kinds,
            totals: BTreeMap::new(),
            has_plan: has(Field::BudgetPlan) || has(Field::BudgetIntegrated) || has(Field::BudgetAgency),
            has_ordinance: has(Field::BudgetOrdinance),
            has_disbursed: has(Field::BudgetDisbursed),
        };
        for entry in entries {
            list.add(entry);
        }
        list
    }

    pub fn kind(&self, entry: &Entry) -> Option<ItemKind> {
        self.kinds.get(&entry.code).copied()
    }

    fn add(&mut self, entry: &Entry) {
        let kind = self.kind(entry);
        let dimension = entry.dimension;
        let mut scopes: Vec<FigureScope> = vec![(None, None, None)];
        if dimension.is_some() {
            scopes.push((dimension, None, None));
        }
        if kind.is_some() {
            scopes.push((None, kind, None));
        }
        if dimension.is_some() && kind.is_some() {
            scopes.push((dimension, kind, None));
        }
        if let Some(owner) = entry.owner() {
            scopes.push((None, None, Some(owner_key(owner))));
            scopes.push((dimension, None, Some(owner_key(owner))));
        }
        scopes.dedup();
        for scope in scopes {
            self.totals.entry(scope).or_default().add(entry, kind);
        }
    }

    fn totals(&self, scope: &DeclaredScope) -> Option<Totals> {
        let key = (scope.dimension, scope.kind, scope.owner.as_deref().map(owner_key));
        match self.totals.get(&key) {
            Some(totals) => Some(totals.clone()),
            // An office that no row names may be written otherwise there.
            None if scope.owner.is_some() => None,
            None => Some(Totals::default()),
        }
    }

    /// How many rows of a scope have no known kind: they may belong to it.
    fn unknown_kinds(&self, scope: &DeclaredScope) -> i64 {
        let key = (scope.dimension, None, scope.owner.as_deref().map(owner_key));
        self.totals.get(&key).map_or(0, |totals| totals.unknown_kind)
    }

    fn states_status(&self) -> bool {
        self.totals.get(&(None, None, None)).is_some_and(|totals| totals.tally.items > totals.tally.not_stated)
    }

    /// What this list gives for a count; several values where the word can be meant in several ways.
    pub fn count(&self, quantity: Quantity, scope: &DeclaredScope) -> Option<Counted> {
        let totals = self.totals(scope)?;
        let of_kind = |kind: ItemKind| Counted {
            values: vec![totals.kinds.get(&kind).copied().unwrap_or(0)],
            slack: totals.unknown_kind,
        };
        let of_status = |status: Status| {
            self.states_status()
                .then(|| Counted { values: vec![totals.tally.count(Some(status))], slack: totals.tally.not_stated })
        };
        let counted = match quantity {
            Quantity::Items => Counted {
                values: vec![totals.tally.items],
                slack: if scope.kind.is_some() { self.unknown_kinds(scope) } else { 0 },
            },
            Quantity::Projects => of_kind(ItemKind::Project),
            Quantity::Activities => of_kind(ItemKind::Activity),
            Quantity::Measures => of_kind(ItemKind::Measure),
            Quantity::Practices => of_kind(ItemKind::Practice),
            Quantity::Awaiting => of_status(Status::Awaiting)?,
            Quantity::InProgress => of_status(Status::InProgress)?,
            Quantity::Done => of_status(Status::Done)?,
            Quantity::NotDone => of_status(Status::NotDone)?,
            Quantity::InOrdinance if self.has_ordinance => Counted { values: vec![totals.with_ordinance], slack: 0 },
            Quantity::UsesBudget if self.has_money() => Counted { values: self.uses(&totals), slack: 0 },
            Quantity::NoBudget if self.has_money() => {
                let values = self.uses(&totals).into_iter().map(|uses| totals.tally.items - uses).collect();
                Counted { values, slack: 0 }
            }
            _ => return None,
        };
        Some(counted)
    }

    /// Whether the form has a place for money set aside.
    pub fn states_money(&self) -> bool {
        self.has_plan || self.has_ordinance
    }

    pub fn states_spending(&self) -> bool {
        self.has_disbursed
    }

    fn has_money(&self) -> bool {
        self.has_plan || self.has_ordinance || self.has_disbursed
    }

    fn uses(&self, totals: &Totals) -> Vec<i64> {
        let mut values = vec![totals.with_any];
        for (has, value) in [
            (self.has_plan, totals.with_plan),
            (self.has_ordinance, totals.with_ordinance),
            (self.has_disbursed, totals.with_disbursed),
        ] {
            if has && !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }

    pub fn money(&self, quantity: Quantity, scope: &DeclaredScope) -> Option<Money> {
        let totals = self.totals(scope)?;
        if scope.kind.is_some() && self.unknown_kinds(scope) > 0 {
            return None;
        }
        match quantity {
            Quantity::BudgetPlan if self.has_plan => Some(totals.tally.plan.or_zero()),
            Quantity::BudgetOrdinance if self.has_ordinance => Some(totals.tally.ordinance.or_zero()),
            Quantity::BudgetDisbursed if self.has_disbursed => Some(totals.tally.disbursed.or_zero()),
            _ => None,
        }
    }

    pub fn completion(&self, scope: &DeclaredScope) -> Option<Fraction> {
        let totals = self.totals(scope).filter(|_| self.states_status())?;
        Fraction::new(totals.tally.done, totals.tally.items)
    }

    pub fn score(&self, scope: &DeclaredScope) -> Option<Fraction> {
        let totals = self.totals(scope).filter(|_| self.states_status())?;
        let tally = totals.tally;
        Fraction::new(tally.done * 2 + tally.in_progress, tally.items * 2)
    }

    /// The rows that a count counts, for telling them when they are few.
    pub fn counted(&self, quantity: Quantity, scope: &DeclaredScope) -> Vec<&'a Entry> {
        let of_status =
            |entry: &Entry, status: Status| entry.status.as_ref().is_some_and(|stated| stated.value == status);
        let above_zero = |money: StatedMoney| money.amount().is_some_and(|money| money > Money::ZERO);
        self.entries
            .iter()
            .filter(|entry| {
                scope.dimension.is_none_or(|dimension| entry.dimension == Some(dimension))
                    && scope.kind.is_none_or(|kind| self.kind(entry) == Some(kind))
            })
            .filter(|entry| match quantity {
                Quantity::Awaiting => of_status(entry, Status::Awaiting),
                Quantity::InProgress => of_status(entry, Status::InProgress),
                Quantity::Done => of_status(entry, Status::Done),
                Quantity::NotDone => of_status(entry, Status::NotDone),
                Quantity::InOrdinance | Quantity::BudgetOrdinance => above_zero(entry.budget.ordinance.value),
                Quantity::BudgetDisbursed => above_zero(entry.budget.disbursed.value),
                Quantity::BudgetPlan => above_zero(entry.budget.planned()),
                _ => false,
            })
            .collect()
    }
}

/// What a list gives for a count. A declared value fits when it is one of `values`, or above it by at most `slack`
/// rows that do not say.
pub struct Counted {
    pub values: Vec<i64>,
    pub slack: i64,
}

impl Counted {
    pub fn fits(&self, declared: i64) -> bool {
        self.values.iter().any(|value| (*value..=*value + self.slack).contains(&declared))
    }
}

impl Totals {
    fn add(&mut self, entry: &Entry, kind: Option<ItemKind>) {
        self.tally.add(entry.status.as_ref().map(|status| status.value), &entry.budget);
        match kind {
            Some(kind) => *self.kinds.entry(kind).or_default() += 1,
            None => self.unknown_kind += 1,
        }
        let plan = entry.budget.planned().or_zero();
        let ordinance = entry.budget.ordinance.value.or_zero();
        let disbursed = entry.budget.disbursed.value.or_zero();
        self.with_plan += i64::from(plan > Money::ZERO);
        self.with_ordinance += i64::from(ordinance > Money::ZERO);
        self.with_disbursed += i64::from(disbursed > Money::ZERO);
        self.with_any += i64::from(plan > Money::ZERO || ordinance > Money::ZERO || disbursed > Money::ZERO);
    }
}

/// Offices are told apart by their letters, not by spaces.
pub fn owner_key(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// "มิติที่ 2 กิจกรรม", or nothing for the whole.
pub fn scope_words(scope: &DeclaredScope) -> String {
    let mut words = Vec::new();
    if let Some(dimension) = scope.dimension {
        words.push(format!("มิติที่ {dimension}"));
    }
    if let Some(kind) = scope.kind {
        words.push(format!("ประเภท{}", kind.name_th()));
    }
    if let Some(owner) = &scope.owner {
        words.push(owner.clone());
    }
    if words.is_empty() { "ทั้งหมด".to_owned() } else { words.join(" ") }
}

/// The same in English.
pub fn scope_words_en(scope: &DeclaredScope) -> String {
    let mut words = Vec::new();
    if let Some(dimension) = scope.dimension {
        words.push(format!("dimension {dimension}"));
    }
    if let Some(kind) = scope.kind {
        words.push(kind.name_en().to_lowercase());
    }
    if let Some(owner) = &scope.owner {
        words.push(owner.clone());
    }
    words.join(", ")
}

/// Whose figure it is, as a pair calls it: "งบตามข้อบัญญัติ มิติที่ 1".
pub fn figure_named(quantity: Quantity, scope: &DeclaredScope) -> Bilingual {
    let name = english(quantity).trim_start_matches("the ");
    if *scope == DeclaredScope::default() {
        return Bilingual::new(quantity.name_th(), name);
    }
    Bilingual::new(
        format!("{} {}", quantity.name_th(), scope_words(scope)),
        format!("{name}, {}", scope_words_en(scope)),
    )
}

/// "ตารางรายการ รวมได้"
pub fn list_gives(name: &str, verb: &str) -> Bilingual {
    let english = match name {
        "ตารางของแผน" => "The plan's table gives",
        "รายการ e-PlanNACC" => "The e-PlanNACC list gives",
        _ => "The item table gives",
    };
    Bilingual::new(format!("{name} {verb}"), english)
}

/// The number in the digits that the author used beside it.
pub fn in_digits_of(printed: &str, number: &str) -> String {
    let thai_digits = printed.contains(thai::digits::is_thai_digit);
    if thai_digits { thai::to_thai(number).into_owned() } else { number.to_owned() }
}
