//! A promise followed from plan to result: what was promised, what each round says of it, what it cost.

use serde::Serialize;

use crate::model::{Agency, Entry, ItemCode, PromiseView, RoundView, Year};
use crate::site::pages::year::{dimension_name, item_url};
use crate::site::shell::{About, LinkView, Page};
use crate::site::show::StatusView;
use crate::site::{AgencySite, Artifact, prose};
use crate::thai::{FiscalYear, Round};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct ItemPage {
    name: String,
    code: String,
    kind: &'static str,
    dimension: Option<LinkView>,
    mission: Option<String>,
    status: StatusView,
    steps: Vec<Step>,
    plan: String,
    ordinance: String,
    disbursed: String,
    facts: Vec<Fact>,
    methods: Vec<String>,
    stories: Vec<String>,
    evidence: Vec<LinkView>,
    history: Vec<HistoryRow>,
    previous: Option<LinkView>,
    next: Option<LinkView>,
    short_url: String,
}

#[derive(Serialize)]
struct Step {
    title: String,
    status: Option<StatusView>,
    note: Option<String>,
    href: Option<String>,
    as_of: Option<String>,
}

#[derive(Serialize)]
struct Fact {
    label: String,
    value: String,
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
    let Some(promise) = known.promise(code) else { return super::plain::render_not_found(page) };
    let view = known.view(agency, promise);
    let name = match view.name() {
        "" => page.word("name_not_stated").to_owned(),
        name => name.to_owned(),
    };
    let at = known.promises.iter().position(|other| other.code == *code).unwrap_or(0);
    let neighbour = |index: Option<usize>| {
        let other = known.promises.get(index?)?;
        Some(LinkView {
            title: known.view(agency, other).name().to_owned(),
            href: page.to(&item_url(agency, year, other.code.as_str())),
        })
    };
    let item = ItemPage {
        code: page.show.text(code.as_str()),
        kind: page.show.kind(promise.kind),
        dimension: promise.dimension.map(|dimension| LinkView {
            title: dimension_name(page, agency, year, dimension),
            href: page.to(&format!("{}{}/dimension-{dimension}/", agency.base(), year.be())),
        }),
        mission: mission(page, known, &view),
        status: page.show.status(view.status),
        steps: steps(page, agency, known, &view),
        plan: page.show.money(view.budget.planned()),
        ordinance: page.show.money(view.budget.ordinance.value),
        disbursed: page.show.money(view.budget.disbursed.value),
        facts: facts(page, &view),
        methods: view.first(|entry| (!entry.methods.is_empty()).then(|| entry.methods.clone())).unwrap_or_default(),
        stories: stories(page, agency, known, code),
        evidence: super::year::documents_of(page, agency, known),
        history: history(page, agency, known, code),
        previous: neighbour(at.checked_sub(1)),
        next: neighbour(Some(at + 1)),
        short_url: item_url(agency, year, code.as_str()),
        name: name.clone(),
    };
    let mut trail = page.trail(Some(agency));
    trail.push(page.crumb(page.show.year(year), &format!("{}{}/", agency.base(), year.be())));
    let about = About { title: &name, description: agency.name(), trail, agency: Some(agency) };
    page.render("item.html", about, &item)
}

fn mission(page: &Page<'_>, year: &Year, view: &PromiseView<'_>) -> Option<String> {
    let code = view.first(|entry| entry.mission.as_ref().map(|mission| mission.value.clone()))?;
    let framework = page.site.standards.framework(year.framework);
    let name = framework.and_then(|framework| framework.mission(&code)).map(|mission| match page.lang {
        crate::site::Lang::Th => mission.name.clone(),
        crate::site::Lang::En => mission.name_en.clone(),
    });
    Some(page.show.text(&format!("{code} {}", name.unwrap_or_default())).trim_end().to_owned())
}

fn steps(page: &Page<'_>, agency: &Agency, year: &Year, view: &PromiseView<'_>) -> Vec<Step> {
    let plan = year.plan.and_then(|plan| agency.plans.get(plan));
    let mut steps = vec![Step {
        title: page.word("plan").to_owned(),
        status: None,
        note: view.plan.map(|entry| page.show.money(entry.budget.planned())),
        href: plan.map(|plan| page.to(&agency.url_of(plan.document))),
        as_of: None,
    }];
    for (round, rows) in [(Round::SixMonths, view.six_months), (Round::TwelveMonths, view.twelve_months)] {
        let report = year.report(agency, round);
        steps.push(Step {
            title: page.show.round(round),
            status: rows.row().map(|_| page.show.status(rows.status())),
            note: note_of(page, rows, report.is_some()),
            href: report.map(|report| page.to(&agency.url_of(report.document))),
            as_of: report.and_then(|report| super::as_of(agency, report)).map(|date| page.show.date(date)),
        });
    }
    steps
}

fn note_of(page: &Page<'_>, rows: RoundView<'_>, reported: bool) -> Option<String> {
    match rows.row() {
        Some(entry) => entry.result.as_ref().or(entry.note.as_ref()).map(|text| text.value.clone()),
        None if reported => Some(page.word("not_in_report").to_owned()),
        None => Some(page.word("no_report").to_owned()),
    }
}

fn facts(page: &Page<'_>, view: &PromiseView<'_>) -> Vec<Fact> {
    type Field = fn(&Entry) -> Option<&str>;
    const FIELDS: [(&str, Field); 11] = [
        ("owner", |entry| entry.owner.as_ref().map(|text| text.value.as_str())),
        ("indicator", |entry| entry.indicator.as_ref().map(|text| text.value.as_str())),
        ("target", |entry| entry.target.as_ref().map(|text| text.value.as_str())),
        ("result", |entry| entry.result.as_ref().map(|text| text.value.as_str())),
        ("output", |entry| entry.output.as_ref().map(|text| text.value.as_str())),
        ("outcome", |entry| entry.outcome.as_ref().map(|text| text.value.as_str())),
        ("period", |entry| entry.period.as_ref().map(|text| text.value.as_str())),
        ("reason", |entry| entry.reason.as_ref().map(|text| text.value.as_str())),
        ("obstacles", |entry| entry.obstacles.as_ref().map(|text| text.value.as_str())),
        ("recommendations", |entry| entry.recommendations.as_ref().map(|text| text.value.as_str())),
        ("note", |entry| entry.note.as_ref().map(|text| text.value.as_str())),
    ];
    let mut facts: Vec<Fact> = FIELDS
        .iter()
        .filter_map(|(key, field)| {
            Some(Fact { label: page.word(key).to_owned(), value: view.first(|entry| field(entry))?.to_owned() })
        })
        .collect();
    if let Some(entry) = view.row() {
        facts.extend(entry.own.iter().map(|(head, cell)| Fact { label: head.clone(), value: cell.value.clone() }));
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
        .filter_map(|(document, stories)| Some(prose::html(page, agency.document(document), &stories.get(code)?.body)))
        .collect()
}

/// The same code in other years of the same framework.
fn history(page: &Page<'_>, agency: &Agency, year: &Year, code: &ItemCode) -> Vec<HistoryRow> {
    agency
        .years
        .iter()
        .filter(|other| other.framework == year.framework && other.year != year.year)
        .filter_map(|other| {
            let promise = other.promise(code)?;
            Some(HistoryRow {
                year: page.show.year(other.year),
                status: page.show.status(other.view(agency, promise).status),
                href: page.to(&item_url(agency, other.year, code.as_str())),
            })
        })
        .collect()
}
