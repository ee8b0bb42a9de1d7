//! A plan: what is promised, for which years, with which targets, and what it is to cost.

use serde::Serialize;

use crate::address::{AgencyPage, ChartKind, ChartRef, Lang};
use crate::model::{Agency, Plan, Tally, Year};
use crate::site::figure::{self, FigureView};
use crate::site::ground::{AgencySite, Artifact};
use crate::site::item_table::{self, ItemTable};
use crate::site::names::year_range;
use crate::site::origin::{Behind, Part};
use crate::site::page::{LinkView, Page};
use crate::site::pages::beside;
use crate::site::pages::declared::{self, DeclaredView};
use crate::site::pages::document::{self, DocumentHead, PrintedBody};
use crate::site::pages::shared::{self, FindingView, TallyView, findings_of, tally_view, year_crumb};
use crate::site::say::{self, Phrase};
use crate::site::shell::PageAbout;
use crate::site::{charts, names};
use crate::source::meta::{PlanMeta, TargetMeta};
use crate::thai::{FiscalYear, Round};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct PlanPage {
    head: DocumentHead,
    /// Announcements that publish it.
    papers: Vec<LinkView>,
    years: String,
    framework: Option<String>,
    approved: Option<String>,
    tally: TallyView,
    /// What became of it, in the words of the year's own page; `None` before the first report.
    outcome: Option<TargetOutcome>,
    targets: Option<TargetsView>,
    target_figures: Vec<FigureView>,
    figures: Vec<FigureView>,
    table: Option<ItemTable>,
    declared: Option<DeclaredView>,
    printed: PrintedBody,
    findings: Vec<FindingView>,
    reports: Vec<LinkView>,
}

#[derive(Serialize)]
struct TargetOutcome {
    say: Vec<Phrase>,
    year: LinkView,
}

#[derive(Serialize)]
struct TargetsView {
    years: Vec<String>,
    rows: Vec<TargetRow>,
}

#[derive(Serialize)]
struct TargetRow {
    indicator: String,
    baseline: Option<String>,
    unit: Option<String>,
    cells: Vec<TargetCell>,
}

#[derive(Serialize)]
struct TargetCell {
    target: Option<String>,
    result: Option<String>,
}

pub fn render(page: &Page<'_>, site: &AgencySite, plan: &Plan, meta: &PlanMeta) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let document = agency.document(plan.document);
    let head = document::head(page, agency, plan.document);
    let framework = page.site.standards.framework(plan.framework);
    let year = plan.home_year;
    let known = agency.year(year);
    let pictures = known.map(|known| charts::of_year(agency, known)).unwrap_or_default();
    let picture = |picture: &ChartRef| figure::of(page, agency, picture);
    // The year's own page shows results; here stand the pictures of what is promised.
    // Of a plan of several years they are of the first alone: then they stand on the years' own pages.
    let nothing_reported = known.is_some_and(|known| {
        !known.tally(agency).states_status()
            && known.promises.len() == plan.entries.len()
            && plan.years.0 == plan.years.1
    });
    let wanted = |picture: &&ChartRef| match picture.kind {
        ChartKind::Promises | ChartKind::Owners | ChartKind::Quarters => nothing_reported,
        ChartKind::Budget => nothing_reported,
        _ => false,
    };
    let view = PlanPage {
        papers: super::paper_state::papers_about(page, agency, plan.document),
        years: year_range(page, plan.years),
        framework: framework.map(|framework| match page.lang {
            Lang::Th => page.show.text(&framework.name),
            Lang::En => framework.name_en.clone(),
        }),
        approved: meta.approved.as_ref().map(|date| page.show.date(date.value)),
        tally: promise_view(page, plan),
        outcome: known.and_then(|known| outcome(page, agency, known)),
        targets: targets(page, plan, &meta.targets),
        target_figures: pictures
            .iter()
            .filter(|picture| matches!(picture.kind, ChartKind::Target(_)))
            .filter_map(picture)
            .collect(),
        figures: pictures.iter().filter(wanted).filter_map(picture).collect(),
        table: (!plan.entries.is_empty()).then(|| {
            let caption = page.word("promises_of_plan");
            item_table::of_entries(page, agency, Some(year), "items", caption, plan.entries.iter())
        }),
        declared: declared::view(page, document, &plan.declared, &[(page.word("list_plan"), plan.entries.as_slice())]),
        printed: document::printed(page, agency, document),
        findings: findings_of(page, site, plan.document),
        reports: Round::ALL
            .into_iter()
            .filter_map(|round| agency.report(year, round))
            .map(|report| LinkView {
                title: names::of_document(page, agency, report.document),
                href: page.to(&agency.url_of(report.document)),
            })
            .collect(),
        head,
    };
    let mut trail = page.trail(Some(agency));
    trail.push(year_crumb(page, agency, year));
    let title = view.head.title.clone();
    let description = view.head.summary.clone().unwrap_or_else(|| agency.name().to_owned());
    let about = PageAbout { title: &title, description: &description, trail, agency: Some(agency) };
    page.render("plan.html", about, &view)
}

/// A plan's own sentence: statuses are not a plan's to state.
fn promise_view(page: &Page<'_>, plan: &Plan) -> TallyView {
    let tally = Tally::of(plan.entries.iter());
    let behind = Behind::entries(page, plan.entries.iter());
    let told = |part: Part, shown: String| behind.told(page, &tally, part, shown);
    let say = say::told_promise(&page.show, &tally, &told);
    let mut view = TallyView { say, ..tally_view(page, &tally, &behind, false) };
    beside::add_plan(page, plan, &tally, &mut view);
    // An ordinance and spending are not a plan's to state either: that they are absent says nothing.
    if let Some(money) = &mut view.money {
        let stated = money.rows.iter().skip(1).rposition(|row| !row.stated.is_empty());
        money.rows.truncate(stated.map_or(1, |last| last + 2));
    }
    view
}

fn outcome(page: &Page<'_>, agency: &Agency, year: &Year) -> Option<TargetOutcome> {
    year.latest(agency)?;
    let tally = year.tally(agency);
    let behind = Behind::year(page, agency, year, |_| true);
    let told = |part: Part, shown: String| behind.told(page, &tally, part, shown);
    Some(TargetOutcome {
        say: say::told_result(&page.show, &tally, true, &told),
        year: LinkView {
            title: shared::when(page, agency, year),
            href: page.to(&agency.at(&AgencyPage::Year(year.year))),
        },
    })
}

fn targets(page: &Page<'_>, plan: &Plan, targets: &[TargetMeta]) -> Option<TargetsView> {
    if targets.is_empty() {
        return None;
    }
    let years: Vec<FiscalYear> = plan.years.0.through(plan.years.1).collect();
    let cell = |list: &[(FiscalYear, crate::span::Spanned<String>)], year: FiscalYear| {
        list.iter()
            .find(|(known, _)| *known == year)
            .map(|(_, text)| page.told_cell(page.show.text(&text.value), text.span))
    };
    Some(TargetsView {
        years: years.iter().map(|year| page.show.year(*year)).collect(),
        rows: targets
            .iter()
            .map(|target| TargetRow {
                indicator: page.show.text(&target.indicator.value),
                baseline: target.baseline.as_ref().map(|text| page.told_cell(page.show.text(&text.value), text.span)),
                unit: target.unit.as_ref().map(|text| text.value.clone()),
                cells: years
                    .iter()
                    .map(|year| TargetCell {
                        target: cell(&target.values, *year),
                        result: cell(&target.results, *year),
                    })
                    .collect(),
            })
            .collect(),
    })
}
