//! What the inputs of several charts are made of: whose and when, counts, amounts, groups, names.
//! Decides nothing about which charts there are.

use crate::chart::{self, Ratio, Status, StatusCounts, Subject};
use crate::model::lists::Lists;
use crate::model::{Agency, Entry, Promise, Report, Tally, Year};
use crate::site::names;
use crate::site::page::Page;
use crate::site::show::chart_status;
use crate::thai::{self, Fraction, StatedMoney};

/// Whose and of when, for titles that stand alone.
pub(super) fn about(page: &Page<'_>, agency: &Agency, year: &Year) -> String {
    let round = year.latest(agency).map(|report| page.show.round(report.round)).unwrap_or_default();
    let text = format!("{} {} {} {round}", agency.short_name(), page.word("fiscal_year"), page.show.year(year.year));
    let text = text.trim_end();
    // Of a report that keeps two lists, a picture says which it counts.
    let is_of_two = |report: &&Report| !report.entries.is_empty() && !report.eplan.is_empty();
    match year.latest(agency).filter(is_of_two) {
        Some(_) => {
            let lists = year.tally(agency).lists.status;
            let lists: Vec<String> = lists.iter().map(|list| names::of_list(page, list)).collect();
            if lists.is_empty() { text.to_owned() } else { format!("{text} ({})", lists.join(", ")) }
        }
        None => text.to_owned(),
    }
}

/// How many promises stand where, for pictures.
pub fn counts(tally: &Tally) -> StatusCounts {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    StatusCounts {
        done: count(tally.done),
        in_progress: count(tally.in_progress),
        not_done: count(tally.not_done),
        awaiting: count(tally.awaiting),
        not_stated: count(tally.not_stated),
    }
}

pub(super) fn standing(agency: &Agency, year: &Year, stated: Option<crate::standards::Status>) -> Status {
    chart_status(year.standing(agency, stated))
}

pub(super) fn ratio(fraction: Option<Fraction>) -> Option<Ratio> {
    let fraction = fraction?;
    Some(Ratio::new(u64::try_from(fraction.numerator()).ok()?, u64::try_from(fraction.denominator()).ok()?))
}

pub(super) fn name_of(page: &Page<'_>, agency: &Agency, year: &Year, promise: &Promise) -> String {
    match year.view(agency, promise).name() {
        "" => page.word("name_not_stated").to_owned(),
        name => name.to_owned(),
    }
}

pub(super) fn amount(money: StatedMoney) -> chart::budget::Amount {
    match money {
        StatedMoney::Amount(money) => chart::budget::Amount::Stated(money.satang()),
        StatedMoney::NoneUsed => chart::budget::Amount::NotUsed,
        StatedMoney::NotStated => chart::budget::Amount::NotStated,
    }
}

/// Some lists in words, and by the names of data files.
pub(super) fn listed(page: &Page<'_>, lists: Lists) -> (String, String) {
    let names: Vec<String> = lists.iter().map(|list| names::of_list(page, list)).collect();
    (names.join(", "), lists.keys())
}

/// "แผน: รายการ e-PlanNACC รอบ ๑๒ เดือน", and the same by the names of data files.
pub(super) fn from(page: &Page<'_>, [plan, ordinance, disbursed]: [Lists; 3]) -> (String, String) {
    let stages = [("plan", plan), ("ordinance", ordinance), ("disbursed", disbursed)];
    let stated = || stages.iter().filter(|(_, lists)| !lists.is_empty());
    let shown = stated().map(|(stage, lists)| {
        let word = match *stage {
            "plan" => "budget_plan",
            "ordinance" => "budget_ordinance",
            _ => "budget_disbursed",
        };
        let lists: Vec<String> = lists.iter().map(|list| names::of_list(page, list)).collect();
        format!("{}: {}", page.word(word), lists.join(", "))
    });
    let raw = stated().map(|(stage, lists)| format!("{stage}: {}", lists.keys()));
    (shown.collect::<Vec<_>>().join("; "), raw.collect::<Vec<_>>().join("; "))
}

pub(super) fn stated_level(report: &Report) -> Option<String> {
    use crate::source::meta::{DeclaredValue, Quantity};
    report.declared.iter().find_map(|figure| match &figure.value {
        DeclaredValue::Word(word) if figure.quantity == Quantity::Level && figure.scope == Default::default() => {
            Some(word.clone())
        }
        _ => None,
    })
}

/// The group of a dimension's promises in a picture; 0 is "of no dimension".
pub fn group_of(dimension: Option<u8>) -> Subject {
    Subject::Group(usize::from(dimension.unwrap_or(0)))
}

/// Who answers for the promises of a year, in the order in which they are first named; `None`: nobody is.
pub fn owners_of<'a>(agency: &'a Agency, year: &Year) -> Vec<Option<&'a str>> {
    let mut owners = Vec::new();
    for promise in &year.promises {
        let owner = year.view(agency, promise).first(Entry::owner);
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    owners
}

pub(super) fn quarters_of(stated: &[u8]) -> [bool; 4] {
    [1, 2, 3, 4].map(|quarter| stated.contains(&quarter))
}

/// The targets of a plan that are figures of years.
pub fn targets_of<'a>(agency: &'a Agency, plan: &crate::model::Plan) -> &'a [crate::source::meta::TargetMeta] {
    match &agency.document(plan.document).meta {
        crate::source::meta::Meta::Plan(meta) => &meta.targets,
        _ => &[],
    }
}

/// The figure in "ร้อยละ 10" or "65 คะแนน", in hundredths.
pub(super) fn hundredths(text: &str) -> Option<i64> {
    let text = thai::to_arabic(text);
    let start = text.find(|letter: char| letter.is_ascii_digit())?;
    let rest = &text[start..];
    let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
    let number = thai::Decimal::parse(rest[..end].trim_end_matches('.')).ok()?;
    let scale = i64::from(number.scale());
    if scale <= 2 {
        number.digits().checked_mul(10_i64.pow(u32::try_from(2 - scale).ok()?))
    } else {
        Some(number.digits() / 10_i64.pow(u32::try_from(scale - 2).ok()?))
    }
}
