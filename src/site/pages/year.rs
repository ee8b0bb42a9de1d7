//! A fiscal year and its dimensions: every promise in its place, and what they say together.

use serde::Serialize;

use crate::model::{Agency, Promise, Tally, Year};
use crate::site::shell::{About, LinkView, Page};
use crate::site::show::StatusView;
use crate::site::{AgencySite, Artifact};
use crate::standards::Status;
use crate::thai::FiscalYear;
use crate::theme::ThemeError;

/// One promise in a list.
#[derive(Debug, Serialize)]
pub struct PromiseRow {
    pub code: String,
    pub name: String,
    pub href: String,
    pub kind: &'static str,
    pub status: StatusView,
    pub owner: Option<String>,
    pub plan: String,
    pub ordinance: String,
    pub disbursed: String,
    pub reason: Option<String>,
}

/// What a group of promises says together.
#[derive(Debug, Serialize)]
pub struct TallyView {
    pub items: String,
    pub counts: Vec<StatusCount>,
    pub states_status: bool,
    pub plan: String,
    pub ordinance: String,
    pub disbursed: String,
    pub score: Option<String>,
    pub completion: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct StatusCount {
    pub status: StatusView,
    pub count: String,
    pub number: i64,
}

#[derive(Debug, Serialize)]
pub struct DimensionGroup {
    pub number: Option<u8>,
    pub name: String,
    pub href: Option<String>,
    pub tally: TallyView,
    pub rows: Vec<PromiseRow>,
}

pub const STATUSES: [Option<Status>; 5] =
    [Some(Status::Done), Some(Status::InProgress), Some(Status::NotDone), Some(Status::Awaiting), None];

pub fn tally_view(page: &Page<'_>, tally: &Tally) -> TallyView {
    TallyView {
        items: page.show.number(tally.items),
        counts: STATUSES
            .iter()
            .map(|status| StatusCount {
                status: page.show.status(*status),
                count: page.show.number(tally.count(*status)),
                number: tally.count(*status),
            })
            .collect(),
        states_status: tally.states_status(),
        plan: page.show.money(tally.plan),
        ordinance: page.show.money(tally.ordinance),
        disbursed: page.show.money(tally.disbursed),
        score: tally.score().map(|score| page.show.percent(score, 2)),
        completion: tally.completion().map(|share| page.show.percent(share, 2)),
    }
}

pub fn item_url(agency: &Agency, year: FiscalYear, code: &str) -> String {
    format!("{}{}/{code}/", agency.base(), year.be())
}

pub fn promise_row(page: &Page<'_>, agency: &Agency, year: &Year, promise: &Promise) -> PromiseRow {
    let view = year.view(agency, promise);
    PromiseRow {
        code: promise.code.to_string(),
        name: match view.name() {
            "" => page.word("name_not_stated").to_owned(),
            name => name.to_owned(),
        },
        href: page.to(&item_url(agency, year.year, promise.code.as_str())),
        kind: page.show.kind(promise.kind),
        status: page.show.status(view.status),
        owner: view.first(super::owner_of).map(str::to_owned),
        plan: page.show.money_cell(view.budget.planned()),
        ordinance: page.show.money_cell(view.budget.ordinance.value),
        disbursed: page.show.money_cell(view.budget.disbursed.value),
        reason: view.first(|entry| entry.reason.as_ref().map(|reason| reason.value.clone())),
    }
}

/// The name of a dimension in the year's framework: "มิติที่ ๓ การส่งเสริม…".
pub fn dimension_name(page: &Page<'_>, agency: &Agency, year: FiscalYear, dimension: u8) -> String {
    let framework = agency.year(year).and_then(|year| page.site.standards.framework(year.framework));
    let label = page.show.text(&format!("{} {dimension}", page.word("dimension")));
    match (framework.and_then(|framework| framework.dimension(dimension)), page.lang) {
        (Some(known), crate::site::Lang::Th) => format!("{label} {}", known.name),
        (Some(known), crate::site::Lang::En) => format!("{label}: {}", known.name_en),
        (None, _) => label,
    }
}

/// Promises by dimension; those whose dimension nobody states come last.
pub fn groups(page: &Page<'_>, agency: &Agency, year: &Year) -> Vec<DimensionGroup> {
    let mut dimensions: Vec<Option<u8>> = year.promises.iter().map(|promise| promise.dimension).collect();
    dimensions.sort_by_key(|dimension| dimension.unwrap_or(u8::MAX));
    dimensions.dedup();
    dimensions
        .into_iter()
        .map(|dimension| DimensionGroup {
            number: dimension,
            name: match dimension {
                Some(dimension) => dimension_name(page, agency, year.year, dimension),
                None => page.word("dimension_not_stated").to_owned(),
            },
            href: dimension
                .map(|dimension| page.to(&format!("{}{}/dimension-{dimension}/", agency.base(), year.year.be()))),
            tally: tally_view(page, &year.tally_of(agency, dimension)),
            rows: year
                .promises
                .iter()
                .filter(|promise| promise.dimension == dimension)
                .map(|promise| promise_row(page, agency, year, promise))
                .collect(),
        })
        .collect()
}

#[derive(Serialize)]
struct YearPage {
    heading: String,
    tally: TallyView,
    groups: Vec<DimensionGroup>,
    documents: Vec<LinkView>,
}

pub fn render_year(page: &Page<'_>, site: &AgencySite, year: FiscalYear) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let Some(known) = agency.year(year) else { return super::plain::render_not_found(page) };
    let heading = format!("{} {}", page.word("fiscal_year"), page.show.year(year));
    let view = YearPage {
        heading: heading.clone(),
        tally: tally_view(page, &known.tally(agency)),
        groups: groups(page, agency, known),
        documents: documents_of(page, agency, known),
    };
    let about =
        About { title: &heading, description: agency.name(), trail: page.trail(Some(agency)), agency: Some(agency) };
    page.render("year.html", about, &view)
}

pub fn documents_of(page: &Page<'_>, agency: &Agency, year: &Year) -> Vec<LinkView> {
    let plan = year.plan.and_then(|plan| agency.plans.get(plan)).map(|plan| plan.document);
    let reports = [year.six_months, year.twelve_months]
        .into_iter()
        .flatten()
        .filter_map(|report| agency.reports.get(report))
        .map(|report| report.document);
    let measures = year.measures.and_then(|book| agency.measures.get(book)).map(|book| book.document);
    plan.into_iter()
        .chain(reports)
        .chain(measures)
        .filter(|id| crate::site::routes::is_published(agency.document(*id), page.site))
        .map(|id| LinkView { title: super::document::title(page, agency, id), href: page.to(&agency.url_of(id)) })
        .collect()
}

#[derive(Serialize)]
struct DimensionPage {
    heading: String,
    tally: TallyView,
    group: DimensionGroup,
}

pub fn render_dimension(
    page: &Page<'_>,
    site: &AgencySite,
    year: FiscalYear,
    dimension: u8,
) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let Some(known) = agency.year(year) else { return super::plain::render_not_found(page) };
    let heading = dimension_name(page, agency, year, dimension);
    let Some(group) = groups(page, agency, known).into_iter().find(|group| group.number == Some(dimension)) else {
        return super::plain::render_not_found(page);
    };
    let view = DimensionPage {
        heading: heading.clone(),
        tally: tally_view(page, &known.tally_of(agency, Some(dimension))),
        group,
    };
    let mut trail = page.trail(Some(agency));
    trail.push(page.crumb(page.show.year(year), &format!("{}{}/", agency.base(), year.be())));
    let about = About { title: &heading, description: agency.name(), trail, agency: Some(agency) };
    page.render("dimension.html", about, &view)
}
