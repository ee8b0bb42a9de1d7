//! What the portal has found, in a headline, a line per authority and three sentences; each true by itself and each a link
//! to the page that shows it. Authorities that are invented are shown in the list and counted in nothing.

use serde::Serialize;

use crate::address::{AgencyPage, Lang};
use crate::chart::StatusCounts;
use crate::model::{AgencySummary, Tally, YearSummary};
use crate::site::charts;
use crate::site::headline::shortened;
use crate::site::origin::{Behind, Origin, Part};
use crate::site::page::Page;
use crate::site::pages::place::{BarPart, bar};
use crate::site::say::{self, Phrase};
use crate::thai::{FiscalYear, Fraction, StatedMoney};

/// An authority, or a place with all of its authorities, in one line.
#[derive(Serialize)]
pub struct AgencyLine {
    pub name: String,
    pub href: String,
    /// "๑๒ เดือน ๒๕๖๔"
    pub when: String,
    pub invented: bool,
    pub bar: Vec<BarPart>,
    /// "๔๙/๖๓", or what there is instead.
    pub done: String,
    /// The same as a sentence, for those who hear it.
    pub said: Vec<Phrase>,
    /// "๒%"; a dash where the paper does not say.
    pub spent: String,
}

#[derive(Serialize)]
pub struct Headline {
    pub href: String,
    pub text: String,
    /// Of which year and round.
    pub when: String,
}

/// The newest years of real authorities.
fn counted(summaries: &[AgencySummary]) -> impl Iterator<Item = (&AgencySummary, &YearSummary)> {
    let real = summaries.iter().filter(|summary| !summary.invented);
    real.filter_map(|summary| Some((summary, summary.newest_year()?)))
}

/// As pictures show it: what nobody has reported yet awaits its report.
fn standing(year: &YearSummary) -> Tally {
    let mut tally = year.tally.clone();
    if year.round_months == 0 {
        tally.awaiting += std::mem::take(&mut tally.not_stated);
    }
    tally
}

/// All promises of the real authorities' newest years.
pub fn counts(summaries: &[AgencySummary]) -> StatusCounts {
    let mut all = StatusCounts::default();
    counted(summaries).for_each(|(_, year)| all += charts::counts(&standing(year)));
    all
}

/// "๔ หน่วยงานสัญญาไว้ ๑๗๕ เรื่อง" "ทำเสร็จแล้ว ๖๒ เรื่อง": a line may end between them. None where nobody has promised
/// anything yet.
pub fn headline(page: &Page<'_>, summaries: &[AgencySummary]) -> Vec<String> {
    let counts = counts(summaries);
    let (all, agencies) = (counts.all(), counted(summaries).count());
    if all == 0 {
        return Vec::new();
    }
    let stated = counts.done + counts.in_progress + counts.not_done;
    let told = |count: u64, what: &str| page.told_count(usize::try_from(count).unwrap_or(usize::MAX), what);
    let items = told(all, "นับเรื่องในปีล่าสุดของทุกหน่วยงานที่มีแผน");
    let done = told(counts.done, "นับเรื่องที่แล้วเสร็จในปีล่าสุดของทุกหน่วยงาน");
    let who = match (agencies, counted(summaries).next(), page.lang) {
        (1, Some((only, _)), _) => shortened(&only.short_name),
        (_, _, Lang::Th) => format!("{}\u{a0}หน่วยงาน", page.told_count(agencies, "นับหน่วยงานที่มีแผน")),
        (_, _, Lang::En) => format!("{} authorities", page.told_count(agencies, "นับหน่วยงานที่มีแผน")),
    };
    let promised = match page.lang {
        Lang::Th => format!("{who}สัญญาไว้\u{a0}{items}\u{a0}เรื่อง"),
        Lang::En => format!("{who}: {items} promises,"),
    };
    let rest = match (page.lang, stated, counts.awaiting == all) {
        (Lang::Th, 0, true) => "ยังไม่มีรายงานผล".to_owned(),
        (Lang::Th, 0, false) => "ยังไม่มีรายงานที่บอกผล".to_owned(),
        (Lang::Th, _, _) => format!("ทำเสร็จแล้ว\u{a0}{done}\u{a0}เรื่อง"),
        (Lang::En, 0, true) => "no report yet".to_owned(),
        (Lang::En, 0, false) => "no report says how far they are".to_owned(),
        (Lang::En, _, _) => format!("{done} done"),
    };
    vec![promised, rest]
}

/// Of which years the headline speaks.
pub fn scope(page: &Page<'_>, summaries: &[AgencySummary]) -> Option<String> {
    let years = counted(summaries).filter_map(|(_, year)| FiscalYear::new(year.year));
    let (first, last) = years.fold(None, |range: Option<(FiscalYear, FiscalYear)>, year| {
        Some(range.map_or((year, year), |(first, last)| (first.min(year), last.max(year))))
    })?;
    let (first, last) = (page.show.year(first), page.show.year(last));
    let years = if first == last { last } else { format!("{first}–{last}") };
    Some(match page.lang {
        Lang::Th => format!("ตามแผนและรายงานล่าสุด ปี\u{a0}{years}"),
        Lang::En => format!("By the newest plans and reports, {years}"),
    })
}

/// Whom the headline leaves out.
pub fn left_out(page: &Page<'_>, summaries: &[AgencySummary]) -> Option<String> {
    let invented = summaries.iter().filter(|summary| summary.invented).count();
    (invented > 0).then(|| {
        let count = page.told_count(invented, "นับหน่วยงานที่ invented: true");
        match page.lang {
            Lang::Th => format!("ไม่นับหน่วยงานสมมติ {count}\u{a0}แห่ง"),
            Lang::En => format!("Invented authorities left out: {count}"),
        }
    })
}

pub fn line(page: &Page<'_>, summary: &AgencySummary) -> AgencyLine {
    let year = summary.newest_year();
    let measures = summary.years.iter().find(|year| year.measures > 0);
    let (done, said) = match (year, measures) {
        (Some(year), _) => {
            let behind = Behind::summary(year);
            let tell = |part: Part, shown: String| behind.told(page, &year.tally, part, shown);
            (done(page, year), say::told_result(&page.show, &year.tally, year.round_months > 0, &tell))
        }
        (None, Some(year)) => {
            let counts = (year.measures, year.measures_told);
            let told = |count: i64, what: &str| {
                let place = year.place.clone().unwrap_or_default();
                page.told(page.show.number(count), || Origin::known(place, format!("{what} = {count}")))
            };
            let shown = (told(counts.0, "นับทุกมาตรการ"), told(counts.1, "นับมาตรการที่มีผลการดำเนินการ"));
            let only = page.word("only_measures_count").replace("{}", &told(counts.0, "นับทุกมาตรการ"));
            (only, say::measures(page.lang, counts, shown))
        }
        (None, None) => ("–".to_owned(), Vec::new()),
    };
    AgencyLine {
        name: shortened(&summary.short_name),
        href: page.to(&summary.at(&AgencyPage::Home)),
        when: year.or(measures).map(|year| when(page, year)).unwrap_or_default(),
        invented: summary.invented,
        bar: year.map(|year| bar(page, year)).unwrap_or_default(),
        done,
        said,
        spent: year.map_or_else(|| "–".to_owned(), |year| spent(page, &year.tally, &Behind::summary(year))),
    }
}

/// All authorities of a place: sums of what their newest years state.
pub fn place_line(page: &Page<'_>, name: String, href: String, here: &[&AgencySummary]) -> AgencyLine {
    let real: Vec<&YearSummary> =
        here.iter().filter(|summary| !summary.invented).filter_map(|summary| summary.newest_year()).collect();
    let mut sum = YearSummary { round_months: 12, ..YearSummary::default() };
    for year in &real {
        let tally = standing(year);
        for (part, own) in [
            (&mut sum.tally.items, tally.items),
            (&mut sum.tally.done, tally.done),
            (&mut sum.tally.in_progress, tally.in_progress),
            (&mut sum.tally.not_done, tally.not_done),
            (&mut sum.tally.awaiting, tally.awaiting),
            (&mut sum.tally.not_stated, tally.not_stated),
        ] {
            *part += own;
        }
    }
    let count = page.told_count(here.len(), &format!("นับหน่วยงานของ{name}"));
    AgencyLine {
        when: page.word("agencies_count").replace("{}", &count),
        href,
        invented: false,
        bar: if sum.tally.items > 0 { bar(page, &sum) } else { Vec::new() },
        done: if sum.tally.items > 0 { done(page, &sum) } else { "–".to_owned() },
        said: Vec::new(),
        // Plans of several years and authorities are not one budget.
        spent: "–".to_owned(),
        name,
    }
}

fn done(page: &Page<'_>, year: &YearSummary) -> String {
    let (tally, behind) = (&year.tally, Behind::summary(year));
    if tally.states_status() {
        let part = crate::standards::Status::Done;
        let done = behind.told(page, tally, Part::Status(Some(part)), page.show.number(tally.done));
        let items = behind.told(page, tally, Part::Items, page.show.number(tally.items));
        return format!("{done}/{items}");
    }
    page.word(if year.round_months > 0 { "says_no_result" } else { "no_report_yet" }).to_owned()
}

fn spent(page: &Page<'_>, tally: &Tally, behind: &Behind) -> String {
    let share = match (tally.plan.amount(), tally.disbursed.amount()) {
        (Some(plan), Some(disbursed)) => Fraction::new(disbursed.satang(), plan.satang()),
        _ => None,
    };
    match share {
        Some(share) => behind.told(page, tally, Part::Spent, page.show.whole_percent(share)),
        None => "–".to_owned(),
    }
}

/// "๑๒ เดือน ๒๕๖๔"
fn when(page: &Page<'_>, year: &YearSummary) -> String {
    let shown = FiscalYear::new(year.year).map(|year| page.show.year(year)).unwrap_or_default();
    // "๑๒ เดือน ๒๕๖๔": the word "round" has no room in a line.
    let round = |round| page.show.round(round).trim_start_matches("รอบ ").to_owned();
    let round = match year.round_months {
        6 => round(crate::thai::Round::SixMonths),
        12 => round(crate::thai::Round::TwelveMonths),
        _ if year.tally.items == 0 => page.word("measures_short").to_owned(),
        _ => page.word("plan_short").to_owned(),
    };
    format!("{} {shown}", round.replace(' ', "\u{a0}"))
}

/// How much a year is of a kind; none where it is not.
type YearWeight<'k> = dyn Fn(&YearSummary) -> Option<i64> + 'k;
/// What is said of an authority's year.
type SayOfYear = fn(&Page<'_>, &str, &YearSummary) -> String;

/// Three at most, of three authorities: unspent money, reports that say nothing, plans without a report, what was not done.
pub fn headlines(page: &Page<'_>, summaries: &[AgencySummary]) -> Vec<Headline> {
    let all: Vec<_> = counted(summaries).collect();
    let unspent = |year: &YearSummary| match (year.tally.plan, year.tally.disbursed) {
        (StatedMoney::Amount(plan), StatedMoney::Amount(spent)) if year.round_months == 12 => {
            Some(plan.satang() - spent.satang()).filter(|left| *left * 2 > plan.satang())
        }
        _ => None,
    };
    let of = |key: &YearWeight<'_>| {
        let mut found: Vec<_> = all.iter().filter_map(|(who, year)| Some((key(year)?, *who, *year))).collect();
        // Among equals the first by its folder.
        found.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.slug.cmp(&other.1.slug)));
        found
    };
    let silent =
        |year: &YearSummary| (year.round_months > 0 && !year.tally.states_status()).then_some(year.tally.items);
    let waiting = |year: &YearSummary| (year.round_months == 0).then_some(year.tally.items);
    let undone = |year: &YearSummary| Some(year.tally.not_done).filter(|count| *count > 0);
    let full =
        |year: &YearSummary| (year.tally.items > 0 && year.tally.done == year.tally.items).then_some(year.tally.items);
    let kinds: [(&YearWeight<'_>, SayOfYear); 5] = [
        (&unspent, say_unspent),
        (&silent, say_silent),
        (&waiting, say_waiting),
        (&undone, say_undone),
        (&full, say_full),
    ];
    let mut told: Vec<([&str; 2], Headline)> = Vec::new();
    for (key, say) in kinds {
        let next =
            of(key).into_iter().find(|(_, who, _)| !told.iter().any(|(known, _)| *known == [&who.host, &who.slug]));
        if let Some((_, who, year)) = next.filter(|_| told.len() < 3) {
            let href = page.to(&who.at_year(year));
            let text = say(page, &shortened(&who.short_name), year);
            told.push(([&who.host, &who.slug], Headline { href, text, when: when(page, year) }));
        }
    }
    told.into_iter().map(|(_, headline)| headline).collect()
}

fn told(page: &Page<'_>, year: &YearSummary, part: Part, shown: String) -> String {
    Behind::summary(year).told(page, &year.tally, part, shown)
}

fn items(page: &Page<'_>, year: &YearSummary) -> String {
    told(page, year, Part::Items, page.show.number(year.tally.items))
}

fn say_unspent(page: &Page<'_>, who: &str, year: &YearSummary) -> String {
    let amount = |part: Part, money: StatedMoney| {
        money.amount().map(|money| told(page, year, part, page.show.baht(money))).unwrap_or_default()
    };
    let (plan, spent) = (amount(Part::Plan, year.tally.plan), amount(Part::Disbursed, year.tally.disbursed));
    match page.lang {
        Lang::Th => format!("{who}ตั้งงบ\u{a0}{plan} ใช้\u{a0}{spent}"),
        Lang::En => format!("{who}: {plan} planned, {spent} spent"),
    }
}

fn say_silent(page: &Page<'_>, who: &str, year: &YearSummary) -> String {
    let items = items(page, year);
    match page.lang {
        Lang::Th => format!("{who}ส่งรายงาน แต่ไม่บอกว่า {items}\u{a0}เรื่องทำถึงไหน"),
        Lang::En => format!("{who} reported, without saying how far {items} promises are"),
    }
}

fn say_waiting(page: &Page<'_>, who: &str, year: &YearSummary) -> String {
    let items = items(page, year);
    match page.lang {
        Lang::Th => format!("{who}สัญญาไว้ {items}\u{a0}เรื่อง เว็บนี้ยังไม่มีรายงาน"),
        Lang::En => format!("{who}: {items} promises, no report on this site yet"),
    }
}

fn say_undone(page: &Page<'_>, who: &str, year: &YearSummary) -> String {
    let part = Part::Status(Some(crate::standards::Status::NotDone));
    let (count, items) = (told(page, year, part, page.show.number(year.tally.not_done)), items(page, year));
    match page.lang {
        Lang::Th => format!("{who}ไม่ได้ทำ {count} จาก {items}\u{a0}เรื่อง"),
        Lang::En => format!("{who}: {count} of {items} promises not done"),
    }
}

fn say_full(page: &Page<'_>, who: &str, year: &YearSummary) -> String {
    let items = items(page, year);
    match page.lang {
        Lang::Th => format!("{who}ทำเสร็จครบทั้ง {items}\u{a0}เรื่อง"),
        Lang::En => format!("{who}: all {items} promises done"),
    }
}
