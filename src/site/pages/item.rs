//! A promise followed from plan to result: what was promised, what each round says of it, what it cost, what proves it.

use serde::Serialize;

use crate::address::AgencyPage;
use crate::model::lists::SourceList;
use crate::model::{Agency, Entry, ItemCode, PromiseView, RoundView, Year};
use crate::site::ground::{AgencySite, Artifact, is_published};
use crate::site::linker::absolute;
use crate::site::names::{dimension_label, dimension_name};
use crate::site::origin::{Origin, Part, is_mark, planned};
use crate::site::page::{LinkView, Page};
use crate::site::pages::agency_home::{ContactLine, contact};
use crate::site::pages::beside;
use crate::site::pages::dimension::{mission_name, mission_of};
use crate::site::pages::item_story::{self, AmongOthers, WhyNot};
use crate::site::pages::shared::{
    FindingView, MoneyView, feedback, finding_view, money_view, speaks_to_readers, year_crumb,
};
use crate::site::pages::year::figures_from;
use crate::site::qr::{QrView, qr};
use crate::site::say::Phrase;
use crate::site::shell::PageAbout;
use crate::site::show::StatusView;
use crate::site::{names, prose};
use crate::span::Spanned;
use crate::standards::{Field, ItemText};
use crate::thai::{FiscalYear, Round};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct ItemPage {
    name: String,
    code: String,
    kind: &'static str,
    agency: LinkView,
    year: String,
    /// In full; its number alone leads to the page.
    dimension: Option<LinkView>,
    mission: Option<LinkView>,
    status: StatusView,
    /// Its money in a sentence; empty where no document states any.
    say: Vec<Phrase>,
    /// Of which list its status and each of its amounts are.
    sources: Vec<String>,
    why: Option<WhyNot>,
    steps: Vec<StepView>,
    /// An amount is too long for a third of a phone: the rounds stand one below the other.
    steps_are_long: bool,
    among: Option<AmongOthers>,
    phone: Option<ContactLine>,
    money: Option<MoneyView>,
    owner: Option<String>,
    facts: Vec<FactView>,
    methods: Vec<String>,
    stories: Vec<String>,
    evidence: Vec<Evidence>,
    evidence_said: Option<String>,
    findings: Vec<FindingView>,
    /// The same promise in other years.
    history: Vec<HistoryRow>,
    /// What was published and changed at this address.
    changes: Vec<crate::site::data_pages::changes::ChangeView>,
    previous: Option<LinkView>,
    next: Option<LinkView>,
    /// Permanent, where the site knows its own address: without one nothing is.
    address: Option<String>,
    qr: Option<QrView>,
    feedback: LinkView,
}

#[derive(Serialize)]
pub(super) struct StepView {
    pub title: String,
    /// Stem of the mark: of the plan `plan`, else of the status.
    pub mark: &'static str,
    /// Of the status, in parts between which a line may end.
    word: Vec<String>,
    note: Option<String>,
    href: Option<String>,
    as_of: Option<String>,
}

#[derive(Serialize)]
struct FactView {
    label: String,
    value: String,
    more: Vec<String>,
}

/// Where a document speaks of this promise.
#[derive(Serialize)]
struct Evidence {
    title: String,
    href: String,
    detail: Option<String>,
}

#[derive(Serialize)]
struct HistoryRow {
    year: String,
    status: StatusView,
    href: String,
}

pub fn render(page: &Page<'_>, site: &AgencySite, year: FiscalYear, code: &ItemCode) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let Some(known) = agency.year(year) else { return super::plain::render_not_found(page) };
    let Some(at) = known.promises.iter().position(|other| other.code == *code) else {
        return super::plain::render_not_found(page);
    };
    let promise = &known.promises[at];
    let view = known.view(agency, promise);
    let name = name_of(page, &view);
    let neighbour = |index: Option<usize>| {
        let other = known.promises.get(index?)?;
        Some(LinkView {
            title: name_of(page, &known.view(agency, other)),
            href: page.to(&agency.at(&AgencyPage::Item(year, other.code.clone()))),
        })
    };
    let url = agency.at(&AgencyPage::Item(year, code.clone()));
    let base_url = page.site.settings.base_url.as_deref();
    let steps = steps(page, agency, known, &view);
    let item = ItemPage {
        code: page.show.text(code.as_str()),
        kind: page.show.kind(promise.kind),
        agency: LinkView { title: agency.name().to_owned(), href: page.to(&agency.at(&AgencyPage::Home)) },
        year: page.show.year(year),
        dimension: promise.dimension.map(|dimension| LinkView {
            title: dimension_name(page, agency, year, dimension),
            href: page.to(&agency.at(&AgencyPage::Dimension(year, dimension))),
        }),
        mission: promise.dimension.zip(mission_of(agency, known, promise)).map(|(dimension, code)| LinkView {
            title: mission_name(page, known, &code),
            href: page.to(&format!("{}#mission-{code}", agency.at(&AgencyPage::Dimension(year, dimension)))),
        }),
        status: page.show.status(known.standing(agency, view.status)),
        say: item_story::money(page, &view),
        sources: figures_from(page, &view),
        why: item_story::why(page, agency, known, &view),
        steps_are_long: steps.iter().any(is_long),
        steps,
        among: item_story::among(page, agency, known, promise),
        phone: contact(page, site)
            .into_iter()
            .find(|line| line.href.as_deref().is_some_and(|href| href.starts_with("tel:"))),
        money: money(page, &view),
        owner: view.first(Entry::owner).map(str::to_owned),
        facts: facts(page, &view),
        methods: view.first(|entry| (!entry.methods.is_empty()).then(|| entry.methods.clone())).unwrap_or_default(),
        stories: stories(page, agency, known, code),
        evidence: evidence(page, agency, known, &view),
        evidence_said: view
            .first(|entry| entry.text(Field::Evidence))
            .map(|evidence| page.told_cell(page.show.text(&evidence.value), evidence.span)),
        findings: findings(page, site, known, code),
        history: history(page, agency, known, code),
        changes: crate::site::data_pages::changes::history(page, &agency.at(&AgencyPage::Item(year, code.clone()))),
        previous: neighbour(at.checked_sub(1)),
        next: neighbour(Some(at + 1)),
        address: base_url.map(|base| absolute(base, &url)),
        qr: base_url.and_then(|base| qr(&absolute(base, &url))),
        feedback: feedback(page, agency),
        name: name.clone(),
    };
    let mut trail = page.trail(Some(agency));
    trail.push(year_crumb(page, agency, year));
    if let Some(dimension) = promise.dimension {
        let url = agency.at(&AgencyPage::Dimension(year, dimension));
        trail.push(page.crumb(dimension_label(page, dimension), &url));
    }
    let description =
        format!("{} · {}: {} · {} {}", item.code, agency.name(), item.status.word, page.word("fiscal_year"), item.year);
    let about = PageAbout { title: &name, description: &description, trail, agency: Some(agency) };
    page.render("item.html", about, &item)
}

/// What was set aside, granted and spent, each at the cell that counts.
fn money(page: &Page<'_>, promise: &PromiseView<'_>) -> Option<MoneyView> {
    let budget = &promise.budget;
    let (plan, ordinance, disbursed) = (planned(budget), &budget.ordinance, &budget.disbursed);
    let tell = |part: Part, shown: String| match part {
        Part::Plan => page.told_cell(shown, plan.span),
        Part::Ordinance => page.told_cell(shown, ordinance.span),
        Part::Spent => {
            let amount = |money: crate::thai::StatedMoney| money.amount().map(crate::thai::Money::baht_text);
            let formula = || {
                let (spent, set_aside) = (amount(disbursed.value), amount(plan.value));
                format!("{} ÷ {} × 100", spent.unwrap_or_default(), set_aside.unwrap_or_default())
            };
            page.told(shown, || Origin::computed(disbursed.span, formula()))
        }
        _ => page.told_cell(shown, disbursed.span),
    };
    // One amount is said in the sentence; only several want to be compared.
    let mut amounts: Vec<i64> = [plan.value, ordinance.value, disbursed.value]
        .iter()
        .filter_map(|part| part.amount())
        .map(|money| money.satang())
        .collect();
    amounts.sort_unstable();
    amounts.dedup();
    if amounts.len() < 2 {
        return None;
    }
    let mut view = money_view(page, [plan.value, ordinance.value, disbursed.value], &tell)?.named(
        page,
        i64::from(budget.is_of_sources()),
        1,
    );
    let from = [promise.from.plan, promise.from.ordinance, promise.from.disbursed];
    for (row, list) in view.rows.iter_mut().zip(from) {
        row.from = beside::from(page, list.into());
    }
    Some(view)
}

pub(super) fn name_of(page: &Page<'_>, view: &PromiseView<'_>) -> String {
    match view.name() {
        "" => page.word("name_not_stated").to_owned(),
        name => page.show.words(name),
    }
}

pub(super) fn steps(page: &Page<'_>, agency: &Agency, year: &Year, view: &PromiseView<'_>) -> Vec<StepView> {
    let plan = year.plan.and_then(|plan| agency.plans.get(plan));
    let mut steps = vec![StepView {
        title: page.word("plan_short").to_owned(),
        mark: if view.plan.is_some() { "plan" } else { "none" },
        word: Vec::new(),
        note: Some(match (view.plan, plan) {
            (Some(entry), _) => match entry.budget.planned_in(year.year).amount() {
                Some(money) => {
                    let at = planned(&entry.budget).span;
                    format!("{} {}", page.word("set_aside"), page.told_baht(money, at))
                }
                None if entry.budget.planned_in(year.year) == crate::thai::StatedMoney::NotStated => {
                    page.word("budget_not_stated").to_owned()
                }
                None => page.show.money(entry.budget.planned_in(year.year)),
            },
            (None, Some(_)) => page.word("not_in_plan").to_owned(),
            (None, None) => page.word("no_plan").to_owned(),
        }),
        href: plan.map(|plan| page.to(&agency.url_of(plan.document))),
        as_of: plan
            .and_then(|plan| plan.approved(agency))
            .map(|date| format!("{} {}", page.word("approved"), page.show.short_date(date))),
    }];
    for (round, rows) in [(Round::SixMonths, view.six_months), (Round::TwelveMonths, view.twelve_months)] {
        let report = year.report(agency, round);
        let status = rows.row().map(|_| page.show.status(rows.status()));
        steps.push(StepView {
            title: page.show.round(round),
            // Nothing is known where nothing is reported: the dotted mark.
            mark: status.as_ref().map_or("wait", |status| status.mark),
            word: status.map(|status| halves(status.word)).unwrap_or_default(),
            note: note_of(page, rows, report.is_some(), round),
            href: report.map(|report| page.to(&agency.url_of(report.document))),
            as_of: report
                .and_then(|report| report.as_of(agency))
                .map(|date| format!("{} {}", page.word("as_of_short"), page.show.short_date(date))),
        });
    }
    steps
}

/// A status where a line may end in it: before or behind what is done.
fn halves(word: &str) -> Vec<String> {
    const DOING: &str = "ดำเนินการ";
    let at = word.find(DOING).map(|at| if at == 0 { DOING.len() } else { at });
    let (first, second) = word.split_at(at.unwrap_or(word.len()));
    [first, second].into_iter().filter(|half| !half.is_empty()).map(str::to_owned).collect()
}

/// Whether a figure with what it counts is wider than a third of a phone.
fn is_long(step: &StepView) -> bool {
    const WIDEST: usize = 10;
    let figures = step.note.iter().flat_map(|note| note.split(' ')).filter(|part| part.chars().any(char::is_numeric));
    figures.map(|part| part.chars().filter(|c| !is_mark(*c)).count()).any(|length| length > WIDEST)
}

/// What the lists of a report say beyond the status: of two, each figure names its own. Whose the status is stands in the
/// fold of sources.
fn note_of(page: &Page<'_>, rows: RoundView<'_>, reported: bool, round: Round) -> Option<String> {
    match rows.row() {
        Some(entry) => {
            let two = rows.entry.is_some() && rows.eplan.is_some();
            let status =
                |entry: Option<&Entry>| entry.and_then(|entry| entry.status.as_ref()).map(|status| status.value);
            let named = |list: SourceList| format!(" ({})", names::of_list_in_short(page, list));
            let (own, official) = (status(rows.entry), status(rows.eplan));
            // The word above is the official list's; the other is told where it says another.
            let other = own.filter(|_| two && official.is_some() && own != official);
            let other = other
                .map(|status| format!("{}{}", page.show.status(Some(status)).word, named(SourceList::Table(round))));
            let disbursed = &entry.budget.disbursed;
            let spent = disbursed.value.amount().map(|money| {
                let list = if rows.entry.is_some() { SourceList::Table(round) } else { SourceList::Eplan(round) };
                let list = if two { named(list) } else { String::new() };
                format!("{} {}{list}", page.word("budget_disbursed"), page.told_baht(money, disbursed.span))
            });
            let parts: Vec<String> = other.into_iter().chain(spent).collect();
            (!parts.is_empty()).then(|| parts.join(" · "))
        }
        None if reported => Some(page.word("not_in_report").to_owned()),
        None => Some(page.word("no_report").to_owned()),
    }
}

fn facts(page: &Page<'_>, view: &PromiseView<'_>) -> Vec<FactView> {
    // What the page shows by itself elsewhere.
    const ELSEWHERE: [Field; 4] = [Field::Seq, Field::Mission, Field::Owner, Field::Evidence];
    let fact = |label: &str, stated: &Spanned<String>| {
        let value = page.show.text(&stated.value);
        let lines = value.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut lines = lines.map(|line| page.told_cell(line.to_owned(), stated.span));
        FactView { label: label.to_owned(), value: lines.next().unwrap_or_default(), more: lines.collect() }
    };
    let mut facts: Vec<FactView> = ItemText::in_page_order()
        .map(|text| text.field)
        .filter(|field| !ELSEWHERE.contains(field))
        .filter_map(|field| Some(fact(page.word(field.as_str()), view.first(|entry| entry.text(field))?)))
        .collect();
    if let Some(entry) = view.row() {
        let own = entry.own.iter().filter(|(_, cell)| !cell.value.trim().is_empty());
        facts.extend(own.map(|(head, cell)| fact(head, cell)));
    }
    facts
}

fn stories(page: &Page<'_>, agency: &Agency, year: &Year, code: &ItemCode) -> Vec<String> {
    let plan = year.plan.and_then(|plan| agency.plans.get(plan)).map(|plan| (plan.document, &plan.stories));
    let reports = [year.six_months, year.twelve_months]
        .into_iter()
        .flatten()
        .filter_map(|report| agency.reports.get(report))
        .map(|report| (report.document, &report.stories));
    plan.into_iter()
        .chain(reports)
        .filter_map(|(document, stories)| {
            let document = agency.document(document);
            let shown = names::in_language(page, document);
            // The English file need not tell every story; the rest are told in their own words.
            let english = shown.body.sections.iter().find(|section| {
                !std::ptr::eq(shown, document)
                    && ItemCode::leading(&section.title.value).is_some_and(|(known, _)| known == *code)
            });
            match english {
                Some(section) => Some(prose::html(page, shown, &section.body)),
                None => Some(prose::html(page, document, &stories.get(code)?.body)),
            }
        })
        .collect()
}

/// Each document that has a row of this promise, and which row it is.
fn evidence(page: &Page<'_>, agency: &Agency, year: &Year, view: &PromiseView<'_>) -> Vec<Evidence> {
    let row = |id: usize, short: String, rows: [(&str, Option<&Entry>); 2]| {
        let details: Vec<String> = rows
            .into_iter()
            .filter_map(|(key, entry)| {
                let seq = entry?.said(Field::Seq)?;
                Some(format!("{} {}", page.site.theme.word(page.lang.code(), key), page.show.text(seq)))
            })
            .collect();
        let stated = rows.iter().any(|(_, entry)| entry.is_some());
        (stated && is_published(agency.document(id), page.site)).then(|| Evidence {
            title: short,
            href: page.to(&agency.url_of(id)),
            detail: (!details.is_empty()).then(|| details.join(" · ")),
        })
    };
    let plan = year.plan.and_then(|plan| agency.plans.get(plan));
    let mut all: Vec<Evidence> = plan
        .and_then(|plan| {
            let short = format!("{} {}", page.word("plan_short"), page.show.year(year.year));
            row(plan.document, short, [("row_of_plan", view.plan), ("", None)])
        })
        .into_iter()
        .collect();
    for (round, rows) in [(Round::SixMonths, view.six_months), (Round::TwelveMonths, view.twelve_months)] {
        let report = year.report(agency, round);
        all.extend(report.and_then(|report| {
            let short = format!("{} {}", page.word("report_short"), page.show.round(round));
            row(report.document, short, [("row_of_report", rows.entry), ("row_of_eplan", rows.eplan)])
        }));
    }
    all
}

fn findings(page: &Page<'_>, site: &AgencySite, year: &Year, code: &ItemCode) -> Vec<FindingView> {
    let agency = &site.agency;
    let plan = year.plan.and_then(|plan| agency.plans.get(plan)).map(|plan| plan.document);
    let reports = [year.six_months, year.twelve_months].into_iter().flatten();
    let mut documents: Vec<_> = plan
        .into_iter()
        .chain(reports.filter_map(|report| agency.reports.get(report)).map(|report| report.document))
        .collect();
    documents.sort_unstable();
    documents.dedup();
    documents
        .into_iter()
        .flat_map(|id| site.findings_in(&agency.document(id).path))
        .filter(|finding| finding.item.as_deref() == Some(code.as_str()) && speaks_to_readers(finding))
        .map(|finding| finding_view(page, agency, finding))
        .collect()
}

/// The same code over the years of one framework; across frameworks a code means something else.
fn history(page: &Page<'_>, agency: &Agency, year: &Year, code: &ItemCode) -> Vec<HistoryRow> {
    agency
        .years
        .iter()
        .filter(|other| other.framework == year.framework && other.year != year.year)
        .filter_map(|other| {
            let promise = other.promise(code)?;
            Some(HistoryRow {
                year: page.show.year(other.year),
                status: page.show.status(other.standing(agency, other.view(agency, promise).status)),
                href: page.to(&agency.at(&AgencyPage::Item(other.year, code.clone()))),
            })
        })
        .collect()
}
