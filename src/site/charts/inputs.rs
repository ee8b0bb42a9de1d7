//! The model's figures as the plain input of each chart. Decides nothing about which charts there are.

use crate::address::AgencyPage;
use crate::chart::{self, Ratio, Status, StatusCounts, Subject};
use crate::model::lists::Lists;
use crate::model::{Agency, Entry, Promise, Report, Tally, Year};
use crate::site::names::{self, dimension_name};
use crate::site::page::Page;
use crate::site::show::chart_status;
use crate::standards::Field;
use crate::thai::{self, FiscalYear, Fraction, Round, StatedMoney};

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

fn standing(agency: &Agency, year: &Year, stated: Option<crate::standards::Status>) -> Status {
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

pub(super) fn promises(
    page: &Page<'_>,
    agency: &Agency,
    year: &Year,
    about: String,
    only: Option<u8>,
) -> chart::promises::Promises {
    let mut dimensions: Vec<Option<u8>> = year.promises.iter().map(|promise| promise.dimension).collect();
    if only.is_none() {
        // Dimensions of the framework without any item are shown as empty.
        let framework = page.site.standards.framework(year.framework);
        dimensions.extend(framework.into_iter().flat_map(|known| known.dimensions.iter()).map(|one| Some(one.number)));
    }
    dimensions.retain(|dimension| only.is_none() || *dimension == only);
    dimensions.sort_by_key(|dimension| dimension.unwrap_or(u8::MAX));
    dimensions.dedup();
    let known = |dimension: u8| year.promises.iter().any(|promise| promise.dimension == Some(dimension));
    let dimensions = dimensions
        .into_iter()
        .map(|dimension| chart::promises::DimensionPromises {
            name: match dimension {
                Some(dimension) => dimension_name(page, agency, year.year, dimension),
                None => page.word("dimension_not_stated").to_owned(),
            },
            href: dimension
                .filter(|dimension| known(*dimension) && only.is_none())
                .map(|dimension| page.to(&agency.at(&AgencyPage::Dimension(year.year, dimension)))),
            outside: dimension.is_none(),
            of: Some(group_of(dimension)),
            promises: year
                .promises
                .iter()
                .filter(|promise| promise.dimension == dimension)
                .map(|promise| chart::promises::ChartPromise {
                    name: name_of(page, agency, year, promise),
                    href: Some(page.to(&agency.at(&AgencyPage::Item(year.year, promise.code.clone())))),
                    status: standing(agency, year, year.view(agency, promise).status),
                })
                .collect(),
        })
        .collect();
    chart::promises::Promises { about, dimensions }
}

pub(super) fn flow(agency: &Agency, year: &Year, about: String) -> chart::flow::Flow {
    let items = year
        .promises
        .iter()
        .map(|promise| {
            let view = year.view(agency, promise);
            chart::flow::FlowStep {
                six_months: chart_status(view.six_months.status()),
                // What is done after six months is not reported again.
                twelve_months: chart_status(view.status),
            }
        })
        .collect();
    chart::flow::Flow { about, items }
}

pub(super) fn amount(money: StatedMoney) -> chart::budget::Amount {
    match money {
        StatedMoney::Amount(money) => chart::budget::Amount::Stated(money.satang()),
        StatedMoney::NoneUsed => chart::budget::Amount::NotUsed,
        StatedMoney::NotStated => chart::budget::Amount::NotStated,
    }
}

/// Some lists in words, and by the names of data files.
fn listed(page: &Page<'_>, lists: Lists) -> (String, String) {
    let names: Vec<String> = lists.iter().map(|list| names::of_list(page, list)).collect();
    (names.join(", "), lists.keys())
}

/// "แผน: รายการ e-PlanNACC รอบ ๑๒ เดือน", and the same by the names of data files.
fn from(page: &Page<'_>, [plan, ordinance, disbursed]: [Lists; 3]) -> (String, String) {
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

pub(super) fn budget(page: &Page<'_>, agency: &Agency, year: &Year, about: String) -> chart::budget::BudgetChart {
    let row = |name: String, href: Option<String>, tally: &Tally, of: Subject| chart::budget::BudgetRow {
        name,
        href,
        from: from(page, [tally.lists.plan, tally.lists.ordinance, tally.lists.disbursed]),
        plan: amount(tally.plan),
        ordinance: amount(tally.ordinance),
        disbursed: amount(tally.disbursed),
        of: Some(of),
    };
    let items = year.promises.iter().enumerate().filter_map(|(at, promise)| {
        let view = year.view(agency, promise);
        let money = &view.budget;
        let parts = [money.planned(), money.ordinance.value, money.disbursed.value];
        parts.iter().any(|part| part.amount().is_some_and(|money| !money.is_zero())).then(|| chart::budget::BudgetRow {
            name: name_of(page, agency, year, promise),
            href: Some(page.to(&agency.at(&AgencyPage::Item(year.year, promise.code.clone())))),
            plan: amount(parts[0]),
            ordinance: amount(parts[1]),
            disbursed: amount(parts[2]),
            from: from(page, [view.from.plan.into(), view.from.ordinance.into(), view.from.disbursed.into()]),
            of: Some(Subject::One(at)),
        })
    });
    chart::budget::BudgetChart {
        about,
        total: row(page.word("all_items").to_owned(), None, &year.tally(agency), Subject::Whole),
        dimensions: year
            .dimensions()
            .into_iter()
            .map(|dimension| {
                let href = page.to(&agency.at(&AgencyPage::Dimension(year.year, dimension)));
                let name = dimension_name(page, agency, year.year, dimension);
                row(name, Some(href), &year.tally_of(agency, Some(dimension)), group_of(Some(dimension)))
            })
            .collect(),
        items: items.collect(),
    }
}

/// The totals of a year; where its newest report prints another total than rows add up to, that one too.
pub(super) fn areas(page: &Page<'_>, agency: &Agency, year: &Year, about: String) -> chart::areas::MoneyAreas {
    use crate::source::meta::Quantity;
    let tally = year.tally(agency);
    let report = year.latest(agency);
    let lists: Vec<Tally> = report.map_or_else(Vec::new, |report| {
        [&report.entries, &report.eplan]
            .into_iter()
            .filter(|list| !list.is_empty())
            .map(|list| Tally::of(list.iter()))
            .collect()
    });
    let part = |quantity: Quantity, of: fn(&Tally) -> StatedMoney| {
        let sums: Vec<_> = lists.iter().chain([&tally]).filter_map(|tally| of(tally).amount()).collect();
        let printed = report.into_iter().flat_map(|report| &report.declared).find_map(|figure| match figure.value {
            crate::source::meta::DeclaredValue::Money(money) => {
                let whole = figure.quantity == quantity && figure.scope == Default::default();
                money.amount().filter(|money| whole && !sums.is_empty() && !sums.contains(money))
            }
            _ => None,
        });
        chart::areas::MoneyPart { amount: amount(of(&tally)), printed: printed.map(|money| money.satang()) }
    };
    chart::areas::MoneyAreas {
        about,
        reported: report.is_some(),
        plan: part(Quantity::BudgetPlan, |tally| tally.plan),
        ordinance: part(Quantity::BudgetOrdinance, |tally| tally.ordinance),
        disbursed: part(Quantity::BudgetDisbursed, |tally| tally.disbursed),
        from: [tally.lists.plan, tally.lists.ordinance, tally.lists.disbursed].map(|lists| listed(page, lists)),
    }
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

pub(super) fn score(agency: &Agency, year: &Year, about: String) -> chart::score::Score {
    let rounds = Round::ALL
        .into_iter()
        .filter_map(|round| year.report(agency, round))
        .map(|report| chart::score::RoundScore {
            round: match report.round {
                Round::SixMonths => chart::score::ScoreRound::SixMonths,
                Round::TwelveMonths => chart::score::ScoreRound::TwelveMonths,
            },
            score: ratio(year.tally_at(agency, report.round).score()),
            stated_level: stated_level(report),
        })
        .collect();
    chart::score::Score { about, rounds }
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

pub(super) fn owners(agency: &Agency, year: &Year, about: String) -> chart::owners::Owners {
    let known = owners_of(agency, year);
    let mut owners: Vec<chart::owners::Owner> = known
        .iter()
        .enumerate()
        .map(|(at, name)| chart::owners::Owner {
            name: name.map(str::to_owned),
            href: None,
            counts: StatusCounts::default(),
            of: Some(Subject::Group(at)),
        })
        .collect();
    for promise in &year.promises {
        let view = year.view(agency, promise);
        let name = view.first(Entry::owner);
        if let Some(at) = known.iter().position(|known| *known == name) {
            owners[at].counts += StatusCounts::of([standing(agency, year, view.status)]);
        }
    }
    chart::owners::Owners { about, owners }
}

pub(super) fn quarters_of(stated: &[u8]) -> [bool; 4] {
    [1, 2, 3, 4].map(|quarter| stated.contains(&quarter))
}

pub(super) fn quarters(page: &Page<'_>, agency: &Agency, year: &Year, about: String) -> chart::timeline::Timeline {
    let items = year
        .promises
        .iter()
        .map(|promise| {
            let view = year.view(agency, promise);
            chart::timeline::TimelineItem {
                name: name_of(page, agency, year, promise),
                href: Some(page.to(&agency.at(&AgencyPage::Item(year.year, promise.code.clone())))),
                status: standing(agency, year, view.status),
                quarters: quarters_of(view.row().map_or(&[], |row| &row.quarters)),
            }
        })
        .collect();
    chart::timeline::Timeline { about, items }
}

pub(super) fn measures(
    page: &Page<'_>,
    agency: &Agency,
    book: &crate::model::MeasuresBook,
    about: String,
) -> chart::timeline::Timeline {
    let items = book
        .entries
        .iter()
        .map(|entry| chart::timeline::TimelineItem {
            name: entry.name.value.clone(),
            href: Some(page.to(&format!("{}#{}", agency.url_of(book.document), entry.code))),
            status: chart_status(entry.status.as_ref().map(|status| status.value)),
            quarters: quarters_of(&entry.quarters),
        })
        .collect();
    chart::timeline::Timeline { about, items }
}

/// The targets of a plan that are figures of years.
pub fn targets_of<'a>(agency: &'a Agency, plan: &crate::model::Plan) -> &'a [crate::source::meta::TargetMeta] {
    match &agency.document(plan.document).meta {
        crate::source::meta::Meta::Plan(meta) => &meta.targets,
        _ => &[],
    }
}

pub(super) fn target(page: &Page<'_>, target: &crate::source::meta::TargetMeta) -> chart::targets::TargetsChart {
    let mut years: Vec<u16> = target.values.iter().chain(&target.results).map(|(year, _)| year.be()).collect();
    years.sort_unstable();
    years.dedup();
    let find = |list: &[(FiscalYear, crate::span::Spanned<String>)], year: u16| {
        list.iter().find(|(known, _)| known.be() == year).and_then(|(_, text)| hundredths(&text.value))
    };
    chart::targets::TargetsChart {
        about: page.show.text(&target.indicator.value),
        unit: target.unit.as_ref().map(|unit| unit.value.clone()).unwrap_or_default(),
        years: years
            .into_iter()
            .map(|year| chart::targets::YearTarget {
                year,
                target: find(&target.values, year),
                result: find(&target.results, year),
            })
            .collect(),
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

pub(super) fn trend(page: &Page<'_>, agency: &Agency, about: String) -> chart::trend::Trend {
    let score =
        |year: &Year, round| ratio(year.report(agency, round).and_then(|_| year.tally_at(agency, round).score()));
    chart::trend::Trend {
        about,
        years: agency
            .years
            .iter()
            .map(|year| chart::trend::YearScore {
                year: year.year.be(),
                six_months: score(year, Round::SixMonths),
                twelve_months: score(year, Round::TwelveMonths),
            })
            .collect(),
        framework_starts: page.site.standards.frameworks.iter().skip(1).map(|known| known.first_year).collect(),
    }
}

/// How much of what could be stated is stated, over the newest year with promises.
pub(super) fn completeness(page: &Page<'_>, agency: &Agency, about: String) -> chart::completeness::Completeness {
    let year = agency.newest_year();
    let views: Vec<_> =
        year.map(|year| year.promises.iter().map(|promise| year.view(agency, promise)).collect()).unwrap_or_default();
    let expected = views.len() as u64;
    let field = |key: &'static str, filled: usize| chart::completeness::Field {
        name: page.site.theme.word(page.lang.code(), key).to_owned(),
        filled: filled as u64,
        expected,
    };
    let count = |keep: &dyn Fn(&crate::model::PromiseView<'_>) -> bool| views.iter().filter(|view| keep(view)).count();
    let stated = |money: StatedMoney| money != StatedMoney::NotStated;
    let fields = vec![
        field("status", count(&|view| view.status.is_some())),
        field("owner", count(&|view| view.first(Entry::owner).is_some())),
        field("budget_plan", count(&|view| stated(view.budget.planned()))),
        field("budget_disbursed", count(&|view| stated(view.budget.disbursed.value))),
        field("indicator", count(&|view| view.first(|entry| entry.text(Field::Indicator)).is_some())),
        field("target", count(&|view| view.first(|entry| entry.text(Field::Target)).is_some())),
        field("evidence", count(&|view| view.first(|entry| entry.text(Field::Evidence)).is_some())),
    ];
    chart::completeness::Completeness { about, fields }
}
