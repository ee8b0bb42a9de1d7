//! The sample portal against `figures.toml`, whose figures were counted from the source texts and never from `content/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use prongsai::finding::{Finding, Findings, Severity};
use prongsai::model::{self, Agency, Entry, Report, Sources, Tally};
use prongsai::source::meta::{DeclaredFigure, DeclaredValue, Meta, Quantity};
use prongsai::source::{Disk, Files};
use prongsai::standards::{Field, ItemKind, Standards, Status};
use prongsai::thai::{Decimal, FiscalYear, Fraction, Round, StatedMoney};

struct Sample {
    agencies: BTreeMap<String, Arc<Agency>>,
    findings: Vec<Finding>,
}

fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let files = Disk::at(Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
        let mut findings = Findings::default();
        let sources = Sources::share_out(files.list(&mut findings).unwrap());
        let standards = Standards::embedded();
        model::load_portal(&files, &sources, standards, &mut findings);
        let agencies = sources
            .agencies
            .iter()
            .map(|entries| {
                let agency = model::load_agency(&files, entries, standards, &mut findings).unwrap();
                (entries.slug.clone(), Arc::new(agency))
            })
            .collect();
        Sample { agencies, findings: findings.into_vec() }
    })
}

fn agency(slug: &str) -> &'static Agency {
    &sample().agencies[slug]
}

fn figures() -> &'static toml::Table {
    static FIGURES: OnceLock<toml::Table> = OnceLock::new();
    FIGURES.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/figures.toml");
        std::fs::read_to_string(path).unwrap().parse().unwrap()
    })
}

/// `na-kok.items.dimension.1`; keys with dots inside are not among them.
fn at(path: &str) -> &'static toml::Value {
    let mut parts = path.split('/');
    let first = figures().get(parts.next().unwrap()).unwrap_or_else(|| panic!("no {path}"));
    parts.fold(first, |value, part| value.get(part).unwrap_or_else(|| panic!("figures.toml has no {path}")))
}

fn number(path: &str) -> i64 {
    at(path).as_integer().unwrap_or_else(|| panic!("{path} is no number"))
}

fn counts(path: &str) -> BTreeMap<String, i64> {
    let table = at(path).as_table().unwrap_or_else(|| panic!("{path} is no table"));
    table.iter().map(|(key, value)| (key.clone(), value.as_integer().unwrap())).collect()
}

fn counted<T: Into<String>>(keys: impl Iterator<Item = T>) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key.into()).or_insert(0) += 1;
    }
    counts
}

fn kind_of(entry: &Entry) -> &'static str {
    match entry.kind {
        Some(ItemKind::Project) => "project",
        Some(ItemKind::Activity) => "activity",
        Some(ItemKind::Measure) => "measure",
        Some(ItemKind::Practice) => "practice",
        None => "not_stated",
    }
}

fn dimension_of(entry: &Entry) -> String {
    entry.dimension.map_or_else(|| "unknown".to_owned(), |dimension| dimension.to_string())
}

fn status_counts(entries: &[&Entry], keys: &BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    let tally = Tally::of(entries.iter().copied());
    let of = |key: &str| match key {
        "done" => tally.count(Some(Status::Done)),
        "in_progress" => tally.count(Some(Status::InProgress)),
        "not_done" => tally.count(Some(Status::NotDone)),
        "awaiting" => tally.count(Some(Status::Awaiting)),
        key => panic!("unknown status {key}"),
    };
    let shown: BTreeMap<String, i64> = keys.keys().map(|key| (key.clone(), of(key))).collect();
    assert_eq!(shown.values().sum::<i64>(), tally.items, "every row has one of the statuses {keys:?}");
    shown
}

fn only_kinds(expected: BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    expected.into_iter().filter(|(_, count)| *count != 0).collect()
}

fn check_kinds(path: &str, entries: &[&Entry]) {
    assert_eq!(counted(entries.iter().map(|entry| kind_of(entry))), only_kinds(counts(path)), "{path}");
}

fn check_dimensions(path: &str, entries: &[&Entry]) {
    assert_eq!(counted(entries.iter().map(|entry| dimension_of(entry))), counts(path), "{path}");
}

fn check_status(path: &str, entries: &[&Entry]) {
    let expected = counts(path);
    assert_eq!(status_counts(entries, &expected), expected, "{path}");
}

fn of_dimension<'e>(entries: &[&'e Entry], dimension: &str) -> Vec<&'e Entry> {
    entries.iter().copied().filter(|entry| dimension_of(entry) == dimension).collect()
}

fn all(entries: &[Entry]) -> Vec<&Entry> {
    entries.iter().collect()
}

fn baht(money: StatedMoney) -> Option<i64> {
    money.amount().map(|amount| {
        assert_eq!(amount.satang() % 100, 0, "whole baht");
        amount.satang() / 100
    })
}

fn total(entries: &[&Entry], money: impl Fn(&Entry) -> StatedMoney) -> Option<i64> {
    baht(model::sum(entries.iter().map(|entry| money(entry))))
}

fn fraction(path: &str) -> Fraction {
    let (above, below) = at(path).as_str().unwrap().split_once('/').unwrap();
    Fraction::new(above.parse().unwrap(), below.parse().unwrap()).unwrap()
}

fn report(slug: &str, year: u16, round: Round) -> &'static Report {
    agency(slug).report(FiscalYear::new(year).unwrap(), round).unwrap()
}

/// Optional keys of one `…/dimension/N` table against its rows.
fn check_dimension(path: &str, rows: &[&Entry]) {
    let table = at(path).as_table().unwrap();
    let mut known = 0;
    for key in table.keys() {
        let place = format!("{path}/{key}");
        known += 1;
        match key.as_str() {
            "total" => assert_eq!(rows.len() as i64, number(&place), "{place}"),
            "kinds" => check_kinds(&place, rows),
            "status" => check_status(&place, rows),
            "budget_plan" | "budget" => {
                assert_eq!(total(rows, |row| row.budget.planned()).unwrap_or(0), number(&place), "{place}");
            }
            "budget_ordinance" => {
                assert_eq!(total(rows, |row| row.budget.ordinance.value), Some(number(&place)), "{place}");
            }
            "budget_disbursed" => {
                assert_eq!(total(rows, |row| row.budget.disbursed.value), Some(number(&place)), "{place}");
            }
            "disbursed" => {
                assert_eq!(total(rows, |row| row.budget.disbursed.value).unwrap_or(0), number(&place), "{place}");
            }
            "budget_agency" => {
                assert_eq!(total(rows, |row| row.budget.agency.value), Some(number(&place)), "{place}");
            }
            "strategy" => {
                let ticks = |at: usize| rows.iter().filter(|row| row.strategies[at]).count() as i64;
                let expected = counts(&place);
                let names = ["awareness", "mechanism", "efficiency"];
                let found = names.iter().enumerate().map(|(at, name)| ((*name).to_owned(), ticks(at))).collect();
                assert_eq!(expected, found, "{place}");
            }
            _ => panic!("{place} is compared with nothing"),
        }
    }
    // What the table leaves out, the source leaves out too.
    for (key, found) in [
        ("budget_ordinance", total(rows, |row| row.budget.ordinance.value)),
        ("budget_disbursed", total(rows, |row| row.budget.disbursed.value)),
    ] {
        if !table.contains_key(key) && !table.contains_key("disbursed") {
            assert_eq!(found, None, "{path} has no {key}");
        }
    }
    assert!(known > 0, "{path} says nothing");
}

#[test]
fn the_sample_portal_has_six_agencies_and_no_error() {
    let slugs: Vec<&str> = sample().agencies.keys().map(String::as_str).collect();
    assert_eq!(slugs, ["mueang-noi", "na-kok", "na-liang", "phipun", "sommut", "tha-samet"]);
    let errors: Vec<_> = sample().findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn na_kok_items() {
    let report = report("na-kok", 2564, Round::TwelveMonths);
    let entries = all(&report.entries);
    assert_eq!(entries.len() as i64, number("na-kok/items/total"));
    check_kinds("na-kok/items/kinds", &entries);
    check_dimensions("na-kok/items/dimensions", &entries);
    check_status("na-kok/items/status", &entries);
    let owners = counted(entries.iter().filter_map(|entry| entry.owner()).map(str::to_owned));
    assert_eq!(owners, counts("na-kok/items/owners"));
    let tally = Tally::of(entries.iter().copied());
    assert_eq!(tally.score(), Some(fraction("na-kok/items/score")));
    assert_eq!(tally.completion(), Some(fraction("na-kok/items/completion")));
    for dimension in ["1", "2", "3", "4"] {
        check_dimension(&format!("na-kok/items/dimension/{dimension}"), &of_dimension(&entries, dimension));
    }
    assert_eq!(total(&entries, |row| row.budget.planned()), Some(number("na-kok/items/budget/plan")));
    assert_eq!(total(&entries, |row| row.budget.ordinance.value), Some(number("na-kok/items/budget/ordinance")));
    assert_eq!(total(&entries, |row| row.budget.disbursed.value), Some(number("na-kok/items/budget/disbursed")));
}

#[test]
fn na_kok_eplan_list() {
    let report = report("na-kok", 2564, Round::TwelveMonths);
    let entries = all(&report.eplan);
    assert_eq!(entries.len() as i64, number("na-kok/eplan/total"));
    check_dimensions("na-kok/eplan/dimensions", &entries);
    check_status("na-kok/eplan/status", &entries);
    assert_eq!(total(&entries, |row| row.budget.planned()), Some(number("na-kok/eplan/budget")));
    assert_eq!(total(&entries, |row| row.budget.disbursed.value), Some(number("na-kok/eplan/disbursed")));
    // The official list is the one that counts.
    assert_eq!(report.tally().score(), Some(fraction("na-kok/eplan/score")));
    assert_eq!(report.tally().completion(), Some(fraction("na-kok/eplan/completion")));
    for dimension in ["1", "2", "3", "4"] {
        check_dimension(&format!("na-kok/eplan/dimension/{dimension}"), &of_dimension(&entries, dimension));
    }
    // Each row of the list is a promise of the item table.
    for entry in entries {
        assert!(report.entries.iter().any(|known| known.code == entry.code), "{} is in the list alone", entry.code);
    }
}

fn declared(report: &Report, quantity: Quantity, dimension: Option<u8>) -> Vec<&DeclaredFigure> {
    let of = |figure: &&DeclaredFigure| {
        let scope = &figure.scope;
        figure.quantity == quantity && scope.dimension == dimension && scope.kind.is_none() && scope.owner.is_none()
    };
    report.declared.iter().filter(of).collect()
}

/// At least one figure as printed, and none of the front matter that says otherwise.
fn check_declared(report: &Report, quantity: Quantity, dimension: Option<u8>, expected: &DeclaredValue) {
    let figures = declared(report, quantity, dimension);
    let zero = |value: &DeclaredValue| match value {
        DeclaredValue::NotStated => true,
        DeclaredValue::Count(count) => *count == 0,
        DeclaredValue::Money(money) => baht(*money).is_none_or(|amount| amount == 0),
        _ => false,
    };
    let same = |figure: &&DeclaredFigure| figure.value == *expected || (zero(&figure.value) && zero(expected));
    assert!(figures.iter().any(same), "{quantity:?} of {dimension:?} is declared nowhere as {expected:?}: {figures:?}");
    let stated_at_the_head: Vec<_> = figures.iter().filter(|figure| figure.table.is_none()).collect();
    assert!(stated_at_the_head.iter().all(|figure| same(figure)), "{quantity:?}: {stated_at_the_head:?}");
}

#[test]
fn na_kok_figures_as_printed() {
    let report = report("na-kok", 2564, Round::TwelveMonths);
    let count = |path: &str| DeclaredValue::Count(number(path));
    let money = |path: &str| DeclaredValue::Money(StatedMoney::parse(&number(path).to_string()).unwrap());
    let percent = |path: &str| DeclaredValue::Percent(Decimal::parse(at(path).as_str().unwrap()).unwrap());
    check_declared(report, Quantity::Items, None, &count("na-kok/printed/items"));
    for (key, quantity) in [
        ("awaiting", Quantity::Awaiting),
        ("in_ordinance", Quantity::InOrdinance),
        ("in_progress", Quantity::InProgress),
        ("done", Quantity::Done),
        ("not_done", Quantity::NotDone),
    ] {
        check_declared(report, quantity, None, &count(&format!("na-kok/printed/status/{key}")));
    }
    for (key, quantity) in [
        ("plan", Quantity::BudgetPlan),
        ("ordinance", Quantity::BudgetOrdinance),
        ("disbursed", Quantity::BudgetDisbursed),
    ] {
        check_declared(report, quantity, None, &money(&format!("na-kok/printed/budget/{key}")));
        for dimension in 1..=4u8 {
            let expected = money(&format!("na-kok/printed/dimension_{key}/{dimension}"));
            check_declared(report, quantity, Some(dimension), &expected);
        }
    }
    for dimension in 1..=4u8 {
        let expected = count(&format!("na-kok/printed/dimension_done/{dimension}"));
        check_declared(report, Quantity::Done, Some(dimension), &expected);
    }
    check_declared(report, Quantity::Completion, None, &percent("na-kok/printed/completion"));
    check_declared(report, Quantity::Score, None, &percent("na-kok/printed/score"));
    check_declared(report, Quantity::SpentPercent, None, &percent("na-kok/printed/spent_percent"));
    let level = at("na-kok/printed/level").as_str().unwrap().to_owned();
    check_declared(report, Quantity::Level, None, &DeclaredValue::Word(level));
    // Computed beside declared: the score of the list is the printed one, the ordinance is not.
    assert_eq!(report.tally().score().unwrap().percent_text(2), at("na-kok/printed/score").as_str().unwrap());
    assert_ne!(number("na-kok/items/budget/ordinance"), number("na-kok/printed/budget/ordinance"));
}

#[test]
fn phipun_items() {
    let agency = agency("phipun");
    let report = report("phipun", 2564, Round::SixMonths);
    let entries = all(&report.entries);
    assert_eq!(entries.len() as i64, number("phipun/items/total"));
    check_kinds("phipun/items/kinds", &entries);
    check_dimensions("phipun/items/dimensions", &entries);
    assert!(entries.iter().all(|entry| entry.status.is_none()), "the form states no status, so none may be known");
    assert_eq!(report.tally().score(), None);
    assert_eq!(total(&entries, |row| row.budget.agency.value), Some(number("phipun/items/budget")));
    assert_eq!(total(&entries, |row| row.budget.integrated.value), None);
    assert_eq!(total(&entries, |row| row.budget.disbursed.value), Some(number("phipun/items/disbursed")));
    for (at, name) in ["awareness", "mechanism", "efficiency"].iter().enumerate() {
        let ticked = entries.iter().filter(|entry| entry.strategies[at]).count() as i64;
        assert_eq!(ticked, number(&format!("phipun/items/strategy_{name}")), "{name}");
    }
    for dimension in ["1", "2", "3", "4"] {
        check_dimension(&format!("phipun/items/dimension/{dimension}"), &of_dimension(&entries, dimension));
    }
    for entry in &entries {
        let says =
            [Field::Indicator, Field::Target, Field::Result].into_iter().any(|field| entry.text(field).is_some());
        assert!(says, "{}", entry.code);
    }
    assert!(!report.stories.is_empty() && agency.papers.len() == 1, "stories and the announcement");
}

#[test]
fn na_liang_measures() {
    let [book] = agency("na-liang").measures.as_slice() else { panic!("one book of measures") };
    let entries = all(&book.entries);
    assert_eq!((entries.len() as i64, book.year.be()), (number("na-liang/measures/total"), 2568));
    let of = |field: fn(&Entry) -> Option<&str>| counted(entries.iter().filter_map(|entry| field(entry)));
    let owners = of(Entry::owner);
    assert_eq!(owners, counts("na-liang/measures/owners"));
    let periods = of(|entry| entry.said(Field::Period));
    assert_eq!(periods, counts("na-liang/measures/periods"));
    for entry in &entries {
        let says = |field| entry.text(field).is_some();
        assert!(!entry.methods.is_empty() && says(Field::Result) && says(Field::Outcome), "{}", entry.code);
        assert!(!entry.quarters.is_empty(), "{} has a quarter", entry.code);
    }
}

#[test]
fn mueang_noi_plan() {
    let [plan] = agency("mueang-noi").plans.as_slice() else { panic!("one plan") };
    assert_eq!((plan.years.0.be(), plan.years.1.be(), plan.framework), (2566, 2570, 2566));
    let entries = all(&plan.entries);
    assert_eq!(entries.len() as i64, number("mueang-noi/items/total"));
    check_dimensions("mueang-noi/items/dimensions", &entries);
    check_kinds("mueang-noi/items/kinds", &entries);
    let missions = counted(entries.iter().filter_map(|entry| entry.said(Field::Mission)).map(str::to_owned));
    assert_eq!(missions, counts("mueang-noi/items/missions"));
    assert_eq!(total(&entries, |row| row.budget.planned()), Some(number("mueang-noi/items/budget")));
    let unpaid = entries.iter().filter(|entry| entry.budget.planned() == StatedMoney::NoneUsed).count() as i64;
    assert_eq!(unpaid, number("mueang-noi/items/no_budget"));

    let document = agency("mueang-noi").document(plan.document);
    let Meta::Plan(meta) = &document.meta else { panic!("a plan") };
    for (key, word) in [("cases", "คดี"), ("ita", "ITA")] {
        let target = meta.targets.iter().find(|target| target.indicator.value.contains(word)).unwrap();
        let found: BTreeMap<String, i64> = target
            .values
            .iter()
            .map(|(year, value)| {
                let value = prongsai::thai::to_arabic(&value.value).into_owned();
                let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                (year.be().to_string(), digits.parse().unwrap())
            })
            .collect();
        assert_eq!(found, counts(&format!("mueang-noi/targets/{key}")), "{key}");
    }
}

#[test]
fn tha_samet_items() {
    let agency = agency("tha-samet");
    let report = report("tha-samet", 2563, Round::SixMonths);
    let entries = all(&report.entries);
    assert_eq!(entries.len() as i64, number("tha-samet/items/total"));
    check_dimensions("tha-samet/items/dimensions", &entries);
    check_status("tha-samet/items/status", &entries);
    check_kinds("tha-samet/items/kinds", &entries);
    assert_eq!(report.tally().score(), Some(fraction("tha-samet/items/score")));
    let all_year =
        entries.iter().filter(|entry| entry.said(Field::Note).is_some_and(|note| note.contains("ทั้งปีงบประมาณ"))).count()
            as i64;
    assert_eq!(all_year, number("tha-samet/items/notes_all_year"));
    for dimension in ["1", "2", "3", "4", "unknown"] {
        check_dimension(&format!("tha-samet/items/dimension/{dimension}"), &of_dimension(&entries, dimension));
    }
    // The seventh row is only its tail, in the place where it stands in the source.
    let seventh = entries[6];
    assert!(
        seventh.dimension.is_none() && seventh.text(Field::Seq).is_none() && seventh.name.value.starts_with("ท่าเสม็ด")
    );

    let [committee] = agency.committees.as_slice() else { panic!("one committee") };
    assert_eq!(committee.members.len() as i64, number("tha-samet/committee/members"));
    assert!(committee.by_order.is_some(), "the order that appoints it is on the site");
    assert_eq!(agency.papers.len(), 2);
}

/// A figure of the file that nothing compares is a figure that nobody keeps.
#[test]
fn every_section_of_the_figures_is_compared() {
    let sections: Vec<String> = figures()
        .iter()
        .flat_map(|(agency, table)| table.as_table().unwrap().keys().map(move |key| format!("{agency}/{key}")))
        .collect();
    let mut sections = sections;
    sections.sort();
    let compared = [
        "mueang-noi/items",
        "mueang-noi/targets",
        "na-kok/eplan",
        "na-kok/items",
        "na-kok/printed",
        "na-liang/measures",
        "phipun/items",
        "tha-samet/committee",
        "tha-samet/items",
    ];
    assert_eq!(sections, compared);
}
