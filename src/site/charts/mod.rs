//! What the model says, as input for charts: which pictures a year or an agency has, and the data of each.
//! Draws nothing itself; `chart` draws, `figure` puts the picture on a page. `parts` is what several inputs share.

mod parts;
mod river;
pub mod view;

use crate::address::{AgencyPage, ChartKind, ChartRef};
use crate::chart::{self, Chart, ChartLook, StatusCounts, Subject};
use crate::model::{Agency, Entry, Tally, Year};
use crate::site::names::dimension_name;
use crate::site::page::Page;
use crate::site::show::chart_status;
use crate::standards::Field;
use crate::thai::{Digits, FiscalYear, Round, StatedMoney};

use parts::{about, amount, from, hundredths, listed, name_of, quarters_of, ratio, standing, stated_level};
pub use parts::{counts, group_of, owners_of, targets_of};

/// The pictures of a year that have something to show, in the order of its page.
pub fn of_year(agency: &Agency, year: &Year) -> Vec<ChartRef> {
    let mut kinds = Vec::new();
    if !year.promises.is_empty() {
        kinds.extend([ChartKind::Progress, ChartKind::Promises]);
        kinds.extend(year.dimensions().into_iter().map(ChartKind::Dimension));
        if year.six_months.is_some() && year.twelve_months.is_some() {
            kinds.push(ChartKind::Flow);
        }
        let tally = year.tally(agency);
        if [tally.plan, tally.ordinance, tally.disbursed].iter().any(|money| money.amount().is_some()) {
            kinds.extend([ChartKind::Money, ChartKind::Budget]);
        }
        if tally.states_status() {
            kinds.push(ChartKind::Score);
        }
        let views = || year.promises.iter().map(|promise| year.view(agency, promise));
        if views().any(|view| view.first(Entry::owner).is_some()) {
            kinds.push(ChartKind::Owners);
        }
        if views().any(|view| view.row().is_some_and(|row| !row.quarters.is_empty())) {
            kinds.push(ChartKind::Quarters);
        }
    }
    if let Some(book) = year.measures.and_then(|book| agency.measures.get(book))
        && book.entries.iter().any(|entry| !entry.quarters.is_empty())
    {
        kinds.push(ChartKind::Measures);
    }
    if let Some(plan) = year.plan.and_then(|plan| agency.plans.get(plan)).filter(|plan| plan.home_year == year.year) {
        kinds.extend((0..targets_of(agency, plan).len()).map(ChartKind::Target));
    }
    kinds.into_iter().map(|kind| ChartRef { year: Some(year.year), kind }).collect()
}

/// The pictures of an agency over all its years.
pub fn of_agency(agency: &Agency) -> Vec<ChartRef> {
    let reported = agency.years.iter().filter(|year| year.tally(agency).states_status()).count();
    let mut kinds = Vec::new();
    if river::years(agency).count() > 1 {
        kinds.push(ChartKind::River);
    }
    if reported > 1 {
        kinds.push(ChartKind::Trend);
    }
    if agency.years.iter().any(|year| !year.promises.is_empty()) {
        kinds.push(ChartKind::Completeness);
    }
    kinds.into_iter().map(|kind| ChartRef { year: None, kind }).collect()
}

pub fn look(page: &Page<'_>, width: u32) -> ChartLook {
    ChartLook {
        language: match page.lang {
            crate::address::Lang::Th => chart::Language::Thai,
            crate::address::Lang::En => chart::Language::English,
        },
        digits: match page.show.digits {
            Digits::Thai => chart::Digits::Thai,
            Digits::Arabic => chart::Digits::Arabic,
        },
        width,
    }
}

/// Draws `wanted`; `None` when the agency has no such picture.
pub fn draw(page: &Page<'_>, agency: &Agency, wanted: &ChartRef, id: &str, look: ChartLook) -> Option<Chart> {
    let Some(year) = wanted.year else { return draw_agency(page, agency, wanted.kind, id, look) };
    let year = agency.year(year)?;
    let about = about(page, agency, year);
    Some(match wanted.kind {
        ChartKind::Progress => chart::progress::chart(id, &(&promises(page, agency, year, about, None)).into(), look),
        ChartKind::Promises | ChartKind::Dimension(_) => {
            chart::promises::or_progress(id, &marks(page, agency, year, about, wanted.kind), look)
        }
        ChartKind::Flow => chart::flow::chart(id, &flow(agency, year, about), look),
        ChartKind::Money => chart::areas::chart(id, &areas(page, agency, year, about), look),
        ChartKind::Budget => chart::budget::chart(id, &budget(page, agency, year, about), look),
        ChartKind::Score => chart::score::chart(id, &score(agency, year, about), look),
        ChartKind::Owners => chart::owners::chart(id, &owners(agency, year, about), look),
        ChartKind::Quarters | ChartKind::Measures => {
            chart::timeline::chart(id, &work(page, agency, year, about, wanted.kind)?, look)
        }
        ChartKind::Target(at) => {
            let plan = agency.plans.get(year.plan?)?;
            chart::targets::chart(id, &target(page, targets_of(agency, plan).get(at)?), look)
        }
        ChartKind::Trend | ChartKind::River | ChartKind::Completeness => return None,
    })
}

/// `wanted` as marks that flow, one drawing for every width of a page; `None` for other pictures, and where the marks are
/// too many to count.
pub fn flowing(page: &Page<'_>, agency: &Agency, wanted: &ChartRef, id: &str, look: ChartLook) -> Option<Chart> {
    let year = agency.year(wanted.year?)?;
    let about = || about(page, agency, year);
    match wanted.kind {
        ChartKind::Promises | ChartKind::Dimension(_) => {
            chart::promises::flowing(id, &marks(page, agency, year, about(), wanted.kind), look)
        }
        ChartKind::Quarters | ChartKind::Measures => {
            chart::timeline::flowing(id, &work(page, agency, year, about(), wanted.kind)?, look)
        }
        ChartKind::Budget => Some(chart::budget::flowing(id, &budget(page, agency, year, about()), look)),
        _ => None,
    }
}

/// Whether the narrow drawing is as good on a wide screen: nothing of it stands elsewhere there.
pub fn is_of_one_size(kind: ChartKind) -> bool {
    matches!(kind, ChartKind::Flow | ChartKind::Money | ChartKind::Score)
}

fn draw_agency(page: &Page<'_>, agency: &Agency, kind: ChartKind, id: &str, look: ChartLook) -> Option<Chart> {
    let about = agency.short_name().to_owned();
    match kind {
        ChartKind::Trend => Some(chart::trend::chart(id, &trend(page, agency, about), look)),
        ChartKind::River => Some(chart::river::chart(id, &river::river(page, agency, about), look)),
        ChartKind::Completeness => Some(chart::completeness::chart(id, &completeness(page, agency, about), look)),
        _ => None,
    }
}

/// Where the figures of a picture come from, for readers who ask.
pub fn counted_how(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Progress => "นับแถวตามมิติและสถานะ",
        ChartKind::Promises => "แต่ละแถวเป็นหนึ่งเรื่อง แยกตามมิติและสถานะ",
        ChartKind::Dimension(_) => "แถวของมิตินี้ แยกตามสถานะ",
        ChartKind::Flow => "นับรหัสตามสถานะในรอบ 6 เดือนและรอบ 12 เดือน",
        ChartKind::Money => "รวมงบตามแผน งบตามข้อบัญญัติ และงบที่เบิกจ่าย ของทุกแถวที่ระบุ",
        ChartKind::Budget => "รวมช่องงบตามแผน งบตามข้อบัญญัติ และงบที่เบิกจ่าย",
        ChartKind::Score => "(แล้วเสร็จ × 1 + อยู่ระหว่าง × 0.5) ÷ ทั้งหมด × 100",
        ChartKind::Owners => "นับแถวตามผู้รับผิดชอบและสถานะ",
        ChartKind::Quarters => "นับแถวตามไตรมาสที่กำหนด",
        ChartKind::Measures => "นับมาตรการตามไตรมาสที่กำหนด",
        ChartKind::Target(_) => "เป้าหมายและผลตามที่เขียนใน targets",
        ChartKind::Trend => "คะแนนของแต่ละรอบ จากแถวของรายงานแต่ละฉบับ",
        ChartKind::River => "นับรหัสของแต่ละปีตามสถานะในรอบ 6 เดือนและรอบ 12 เดือน",
        ChartKind::Completeness => "นับช่องที่กรอกแล้วในแถวของแผนและรายงาน",
    }
}

/// Of a year, or of one dimension of it.
fn marks(page: &Page<'_>, agency: &Agency, year: &Year, about: String, kind: ChartKind) -> chart::promises::Promises {
    let ChartKind::Dimension(dimension) = kind else { return promises(page, agency, year, about, None) };
    let about = format!("{} {about}", page.show.text(&format!("{} {dimension}", page.word("dimension"))));
    promises(page, agency, year, about, Some(dimension))
}

/// By quarter: promises, or measures of integrity.
fn work(
    page: &Page<'_>,
    agency: &Agency,
    year: &Year,
    about: String,
    kind: ChartKind,
) -> Option<chart::timeline::Timeline> {
    if kind == ChartKind::Quarters {
        return Some(quarters(page, agency, year, about));
    }
    Some(measures(page, agency, agency.measures.get(year.measures?)?, about))
}

fn promises(
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

fn flow(agency: &Agency, year: &Year, about: String) -> chart::flow::Flow {
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

fn budget(page: &Page<'_>, agency: &Agency, year: &Year, about: String) -> chart::budget::BudgetChart {
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
fn areas(page: &Page<'_>, agency: &Agency, year: &Year, about: String) -> chart::areas::MoneyAreas {
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

fn score(agency: &Agency, year: &Year, about: String) -> chart::score::Score {
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

fn owners(agency: &Agency, year: &Year, about: String) -> chart::owners::Owners {
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

fn quarters(page: &Page<'_>, agency: &Agency, year: &Year, about: String) -> chart::timeline::Timeline {
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
    chart::timeline::Timeline { about, of_measures: false, items }
}

fn measures(
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
    chart::timeline::Timeline { about, of_measures: true, items }
}

fn target(page: &Page<'_>, target: &crate::source::meta::TargetMeta) -> chart::targets::TargetsChart {
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

fn trend(page: &Page<'_>, agency: &Agency, about: String) -> chart::trend::Trend {
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
fn completeness(page: &Page<'_>, agency: &Agency, about: String) -> chart::completeness::Completeness {
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
