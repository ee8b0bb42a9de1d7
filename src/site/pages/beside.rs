//! Beside a counted figure: which list it was counted from, what the other list of the same report gives, and what the
//! document itself states. Decides nothing between them: whatever differs stands next to each other.

use crate::address::Lang;
use crate::model::lists::{Lists, SourceList};
use crate::model::{Agency, Entry, Plan, Report, Tally, Year};
use crate::site::names;
use crate::site::page::Page;
use crate::site::pages::shared::{MoneyRow, MoneyView, TallyView, money_view};
use crate::site::say::beside as phrase;
use crate::site::typeset::with_firm_spaces;
use crate::source::meta::{DeclaredFigure, DeclaredScope, DeclaredValue, Quantity};
use crate::standards::Status;
use crate::thai::{Fraction, Round, StatedMoney};

const MONEY: [Quantity; 3] = [Quantity::BudgetPlan, Quantity::BudgetOrdinance, Quantity::BudgetDisbursed];
const COUNTS: [(Quantity, Option<Status>); 4] = [
    (Quantity::Done, Some(Status::Done)),
    (Quantity::InProgress, Some(Status::InProgress)),
    (Quantity::NotDone, Some(Status::NotDone)),
    (Quantity::Awaiting, Some(Status::Awaiting)),
];

/// "จากแผน และรายการ e-PlanNACC รอบ ๑๒ เดือน"
pub fn from(page: &Page<'_>, lists: Lists) -> Option<String> {
    let names: Vec<String> = lists.iter().map(|list| names::of_list(page, list)).collect();
    (!names.is_empty()).then(|| match page.lang {
        Lang::Th => with_firm_spaces(&format!("จาก{}", names.join(" และ "))),
        Lang::En => format!("from {}", names.join(" and ")),
    })
}

/// What stands beside the figures of a year, or of one dimension of it.
pub fn add_year(
    page: &Page<'_>,
    agency: &Agency,
    year: &Year,
    dimension: Option<u8>,
    tally: &Tally,
    view: &mut TallyView,
) {
    add_lists(page, tally, view);
    let Some(report) = year.latest(agency) else {
        // What a plan states of several years is no figure of one of them.
        let plan = year.plan.and_then(|at| agency.plans.get(at)).filter(|plan| plan.years.0 == plan.years.1);
        if let Some(plan) = plan {
            add_declared(page, ("แผนระบุ", "the plan states"), &plan.declared, dimension, tally, view);
        }
        return;
    };
    add_counted_from(page, agency, year, dimension, view);
    add_other_list(page, report, dimension, tally, view);
    add_earlier(page, agency, year, dimension, view);
    add_declared(page, ("รายงานระบุ", "the report states"), &report.declared, dimension, tally, view);
}

/// Promises that the newest round does not list are counted by the round before: said, as the heading names the newest.
fn add_earlier(page: &Page<'_>, agency: &Agency, year: &Year, dimension: Option<u8>, view: &mut TallyView) {
    if year.twelve_months.is_none() || year.six_months.is_none() {
        return;
    }
    let here = year.promises.iter().filter(|promise| dimension.is_none() || promise.dimension == dimension);
    let earlier = here.map(|promise| year.view(agency, promise));
    let earlier = earlier.filter(|view| view.newest == Round::SixMonths && view.status.is_some()).count();
    if earlier > 0 {
        let count = page.show.number(i64::try_from(earlier).unwrap_or(i64::MAX));
        view.say.push(phrase(match page.lang {
            Lang::Th => page.show.text(&format!(" ในนี้ {count} เรื่องไม่มีในรายงานรอบ 12 เดือน จึงนับตามรายงานรอบ 6 เดือน")),
            Lang::En => {
                format!(" Of these, {count} are not in the 12-month report and are counted by the 6-month report.")
            }
        }));
    }
}

/// What stands beside the figures of a report's official list.
pub fn add_report(page: &Page<'_>, report: &Report, tally: &Tally, view: &mut TallyView) {
    if !report.entries.is_empty() && !report.eplan.is_empty() {
        view.say.push(phrase(match page.lang {
            Lang::Th => " นับจากรายการ e-PlanNACC".to_owned(),
            Lang::En => " Counted from the e-PlanNACC list.".to_owned(),
        }));
    }
    add_other_list(page, report, None, tally, view);
    add_declared(page, ("รายงานระบุ", "the report states"), &report.declared, None, tally, view);
}

/// What stands beside the figures of a plan's rows; of spending a plan says nothing.
pub fn add_plan(page: &Page<'_>, plan: &Plan, tally: &Tally, view: &mut TallyView) {
    add_declared(page, ("แผนระบุ", "the plan states"), &plan.declared, None, tally, view);
}

fn add_lists(page: &Page<'_>, tally: &Tally, view: &mut TallyView) {
    let Some(money) = &mut view.money else { return };
    let lists = [tally.lists.plan, tally.lists.ordinance, tally.lists.disbursed];
    let sums = [tally.plan, tally.ordinance, tally.disbursed];
    for (((row, lists), stated), sum) in money.rows.iter_mut().zip(lists).zip(tally.stated).zip(sums) {
        let mut words: Vec<String> = from(page, lists).into_iter().collect();
        if stated > 0 && stated < tally.items {
            let (stated, items) = (page.show.number(stated), page.show.number(tally.items));
            // Without an amount, what is stated is that none is used: true of some, and so not of the whole.
            words.push(match (page.lang, sum == StatedMoney::NotStated) {
                (Lang::Th, false) => format!("ระบุไว้ {stated} จาก {items} เรื่อง"),
                (Lang::En, false) => format!("stated for {stated} of {items} items"),
                (Lang::Th, true) => format!("ระบุว่าไม่ใช้งบประมาณ {stated} จาก {items} เรื่อง"),
                (Lang::En, true) => format!("{stated} of {items} items are stated to use none"),
            });
        }
        row.from = (!words.is_empty()).then(|| words.join(" · "));
    }
}

fn in_dimension(entry: &&Entry, dimension: Option<u8>) -> bool {
    dimension.is_none_or(|dimension| entry.dimension == Some(dimension))
}

/// Of a report that keeps two lists: how many statuses each of them gave.
fn add_counted_from(page: &Page<'_>, agency: &Agency, year: &Year, dimension: Option<u8>, view: &mut TallyView) {
    let keeps_two = |report: &Report| !report.entries.is_empty() && !report.eplan.is_empty();
    if !year.reports(agency, None).any(|(_, report)| keeps_two(report)) {
        return;
    }
    let here = year.promises.iter().filter(|promise| dimension.is_none() || promise.dimension == dimension);
    let from: Vec<SourceList> = here.filter_map(|promise| year.view(agency, promise).from.status).collect();
    let said: Vec<String> = SourceList::ALL
        .into_iter()
        .map(|list| (list, from.iter().filter(|known| **known == list).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(list, count)| {
            let count = page.show.number(i64::try_from(count).unwrap_or(i64::MAX));
            match page.lang {
                Lang::Th => format!("{} {count} เรื่อง", names::of_list(page, list)),
                Lang::En => format!("{}: {count}", names::of_list(page, list)),
            }
        })
        .collect();
    if !said.is_empty() {
        view.say.push(phrase(match page.lang {
            Lang::Th => format!(" สถานะมาจาก{}", said.join(" ")),
            Lang::En => format!(" Statuses come from {}.", said.join("; ")),
        }));
    }
}

/// A report that keeps two lists is counted by the official one; where the other differs, it says so.
fn add_other_list(page: &Page<'_>, report: &Report, dimension: Option<u8>, tally: &Tally, view: &mut TallyView) {
    if report.entries.is_empty() || report.eplan.is_empty() || !tally.states_status() {
        return;
    }
    let other = Tally::of(report.entries.iter().filter(|entry| in_dimension(entry, dimension)));
    let statuses = COUNTS.map(|(_, status)| status).into_iter().chain([None]);
    let counts: Vec<String> = statuses
        .filter(|status| other.states_status() && other.count(*status) != tally.count(*status))
        .map(|status| count_words(page, status, other.count(status)))
        .collect();
    if !counts.is_empty() {
        view.say.push(phrase(match page.lang {
            Lang::Th => format!(" ตารางรายการในรายงานเดียวกันนับได้ {}", counts.join(" ")),
            Lang::En => format!(" The item table of the same report gives: {}.", counts.join(", ")),
        }));
    }
}

fn count_words(page: &Page<'_>, status: Option<Status>, count: i64) -> String {
    let (word, count) = (page.show.status(status).word, page.show.number(count));
    match page.lang {
        Lang::Th => format!("{word} {count} เรื่อง"),
        Lang::En => format!("{word} {count}"),
    }
}

/// The figures that the document states of the same things, where they are not what was counted.
fn add_declared(
    page: &Page<'_>,
    (th, en): (&str, &str),
    declared: &[DeclaredFigure],
    dimension: Option<u8>,
    tally: &Tally,
    view: &mut TallyView,
) {
    let scope = DeclaredScope { dimension, ..DeclaredScope::default() };
    let of = |quantity: Quantity| {
        let mut values: Vec<&DeclaredFigure> = Vec::new();
        for figure in declared.iter().filter(|figure| figure.scope == scope && figure.quantity == quantity) {
            if !values.iter().any(|known| known.value == figure.value) {
                values.push(figure);
            }
        }
        values
    };
    let mut said = Vec::new();
    let counts = std::iter::once((Quantity::Items, None)).chain(COUNTS);
    for (quantity, status) in counts {
        let counted = match quantity {
            Quantity::Items => Some(tally.items),
            _ if tally.states_status() => Some(tally.count(status)),
            _ => None,
        };
        for figure in of(quantity) {
            if let DeclaredValue::Count(stated) = figure.value
                && counted.is_none_or(|counted| counted != stated)
            {
                let shown = page.told_cell(page.show.number(stated), figure.span);
                said.push(match (quantity, page.lang) {
                    (Quantity::Items, Lang::Th) => format!("ทั้งหมด {shown} เรื่อง"),
                    (Quantity::Items, Lang::En) => format!("{shown} items in all"),
                    (_, Lang::Th) => format!("{} {shown} เรื่อง", page.show.status(status).word),
                    (_, Lang::En) => format!("{} {shown}", page.show.status(status).word),
                });
            }
        }
    }
    let shares: [(Quantity, Option<Fraction>, [&str; 2]); 2] = [
        (Quantity::Completion, tally.completion(), ["แล้วเสร็จร้อยละ", "completion"]),
        (Quantity::Score, tally.score(), ["คะแนนร้อยละ", "score"]),
    ];
    for (quantity, counted, [thai, english]) in shares {
        for figure in of(quantity) {
            if let DeclaredValue::Percent(stated) = &figure.value
                && counted.is_none_or(|counted| !stated.matches(counted))
            {
                let shown = page.told_cell(page.show.text(&stated.to_string()), figure.span);
                said.push(match page.lang {
                    Lang::Th => format!("{thai} {shown}"),
                    Lang::En => format!("{english} {shown}%"),
                });
            }
        }
    }
    let amounts = [tally.plan, tally.ordinance, tally.disbursed];
    for (at, (quantity, counted)) in MONEY.into_iter().zip(amounts).enumerate() {
        for figure in of(quantity) {
            let DeclaredValue::Money(stated) = figure.value else { continue };
            if !differs(stated, counted) {
                continue;
            }
            let shown = page.told_cell(page.show.money(stated), figure.span);
            if view.money.is_none() {
                view.money = empty_rows(page);
            }
            let row = view.money.as_mut().and_then(|money| money.rows.get_mut(at));
            if let Some(row) = row {
                row.stated.push(match page.lang {
                    Lang::Th => format!("{th} {shown}"),
                    Lang::En => format!("{en} {shown}"),
                });
            }
            let label = page.word(["budget_plan", "budget_ordinance", "budget_disbursed"][at]);
            said.push(format!("{label} {shown}"));
        }
    }
    if !said.is_empty() {
        view.say.push(phrase(match page.lang {
            Lang::Th => format!(" {th} {}", said.join(" ")),
            Lang::En => format!(" {}: {}.", capital(en), said.join(", ")),
        }));
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Three rows that state nothing, for what a document states of them in a sum alone.
fn empty_rows(page: &Page<'_>) -> Option<MoneyView> {
    let mut view = money_view(page, [StatedMoney::NoneUsed; 3], &|_, shown| shown)?;
    let not_stated = page.show.money(StatedMoney::NotStated);
    view.rows = view.rows.into_iter().map(|row| MoneyRow { text: not_stated.clone(), width: None, ..row }).collect();
    Some(view)
}

/// A printed 0 and rows that state nothing do not contradict each other.
fn differs(stated: StatedMoney, counted: StatedMoney) -> bool {
    let satang = |money: StatedMoney| money.amount().map_or(0, |money| money.satang());
    stated != StatedMoney::NotStated && satang(stated) != satang(counted)
}
