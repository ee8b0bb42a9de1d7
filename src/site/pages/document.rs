//! The page of one document: plan, report, measures book, paper, committee or plain page.

use serde::Serialize;

use crate::model::{Agency, DocumentId, Entry, Report};
use crate::site::pages::year::{TallyView, tally_view};
use crate::site::shell::{About, LinkView, Page};
use crate::site::show::StatusView;
use crate::site::{AgencySite, Artifact, prose};
use crate::source::Document;
use crate::source::meta::{DeclaredValue, Meta};
use crate::thai::FiscalYear;
use crate::theme::ThemeError;

pub fn title(page: &Page<'_>, agency: &Agency, id: DocumentId) -> String {
    let document = agency.document(id);
    if let Some(title) = &document.common.title {
        return title.value.clone();
    }
    match &document.meta {
        Meta::Plan(meta) => match &meta.years {
            Some(years) => format!("{} {}", page.word("plan"), year_range(page, years.value)),
            None => page.word("plan").to_owned(),
        },
        Meta::Report(meta) => {
            let round = meta.round.as_ref().map(|round| page.show.round(round.value)).unwrap_or_default();
            let year = meta.fiscal_year.as_ref().map(|year| page.show.year(year.value)).unwrap_or_default();
            format!("{} {round} {} {year}", page.word("report"), page.word("fiscal_year"))
        }
        Meta::Measures(meta) => {
            let year = meta.fiscal_year.as_ref().map(|year| page.show.year(year.value)).unwrap_or_default();
            format!("{} {year}", page.word("measures"))
        }
        _ => document.title().to_owned(),
    }
}

fn year_range(page: &Page<'_>, years: (FiscalYear, FiscalYear)) -> String {
    if years.0 == years.1 {
        page.show.year(years.0)
    } else {
        format!("{}–{}", page.show.year(years.0), page.show.year(years.1))
    }
}

#[derive(Serialize)]
struct DocumentPage {
    title: String,
    kind: &'static str,
    summary: Option<String>,
    source: Option<String>,
    body: String,
    tally: Option<TallyView>,
    rows: Vec<EntryRow>,
    eplan: Vec<EntryRow>,
    declared: Vec<DeclaredRow>,
    targets: Vec<TargetRow>,
    target_years: Vec<String>,
    /// Announcements that publish it.
    papers: Vec<LinkView>,
}

#[derive(Serialize)]
struct EntryRow {
    code: String,
    seq: Option<String>,
    name: String,
    href: Option<String>,
    status: StatusView,
    plan: String,
    ordinance: String,
    disbursed: String,
    owner: Option<String>,
    result: Option<String>,
    outcome: Option<String>,
    period: Option<String>,
    methods: Vec<String>,
}

#[derive(Serialize)]
struct DeclaredRow {
    label: String,
    value: String,
}

#[derive(Serialize)]
struct TargetRow {
    indicator: String,
    values: Vec<Option<String>>,
}

pub fn render(page: &Page<'_>, site: &AgencySite, id: DocumentId) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let document = agency.document(id);
    let heading = title(page, agency, id);
    let mut view = DocumentPage {
        title: heading.clone(),
        kind: document.meta.kind(),
        summary: document.common.summary.as_ref().map(|text| text.value.clone()),
        source: document.common.source.as_ref().map(|text| text.value.clone()),
        body: body(page, document),
        tally: None,
        rows: Vec::new(),
        eplan: Vec::new(),
        declared: Vec::new(),
        targets: Vec::new(),
        target_years: Vec::new(),
        papers: super::paper_state::papers_about(page, agency, id),
    };
    let mut trail = page.trail(Some(agency));
    let mut in_year = |year: FiscalYear| {
        trail.push(page.crumb(page.show.year(year), &format!("{}{}/", agency.base(), year.be())));
    };
    match &document.meta {
        Meta::Plan(meta) => {
            if let Some(plan) = agency.plans.iter().find(|plan| plan.document == id) {
                in_year(plan.home_year);
                view.rows = rows(page, agency, Some(plan.home_year), &plan.entries);
            }
            if let Some(years) = &meta.years {
                let all: Vec<FiscalYear> = years.value.0.through(years.value.1).collect();
                view.target_years = all.iter().map(|year| page.show.year(*year)).collect();
                view.targets = meta
                    .targets
                    .iter()
                    .map(|target| TargetRow {
                        indicator: target.indicator.value.clone(),
                        values: all
                            .iter()
                            .map(|year| {
                                target
                                    .values
                                    .iter()
                                    .find(|(known, _)| known == year)
                                    .map(|(_, text)| page.show.text(&text.value))
                            })
                            .collect(),
                    })
                    .collect();
            }
        }
        Meta::Report(_) => {
            if let Some(report) = agency.reports.iter().find(|report| report.document == id) {
                in_year(report.year);
                view.tally = Some(tally_view(page, &report.tally()));
                view.rows = rows(page, agency, Some(report.year), &report.entries);
                view.eplan = rows(page, agency, Some(report.year), &report.eplan);
                view.declared = declared(page, report);
            }
        }
        Meta::Measures(_) => {
            if let Some(book) = agency.measures.iter().find(|book| book.document == id) {
                in_year(book.year);
                view.rows = rows(page, agency, None, &book.entries);
            }
        }
        _ => {}
    }
    let about = About { title: &heading, description: agency.name(), trail, agency: Some(agency) };
    page.render("document.html", about, &view)
}

/// Stories stand on the pages of their items.
fn body(page: &Page<'_>, document: &Document) -> String {
    let has_entries = matches!(document.meta, Meta::Plan(_) | Meta::Report(_));
    prose::whole(page, document, |index| {
        !has_entries || crate::model::ItemCode::leading(&document.body.sections[index].title.value).is_none()
    })
}

fn rows(page: &Page<'_>, agency: &Agency, year: Option<FiscalYear>, entries: &[Entry]) -> Vec<EntryRow> {
    let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
    entries
        .iter()
        .map(|entry| EntryRow {
            code: page.show.text(entry.code.as_str()),
            seq: text(&entry.seq),
            name: entry.name.value.clone(),
            href: year.map(|year| page.to(&super::year::item_url(agency, year, entry.code.as_str()))),
            status: page.show.status(entry.status.as_ref().map(|status| status.value)),
            plan: page.show.money_cell(entry.budget.planned()),
            ordinance: page.show.money_cell(entry.budget.ordinance.value),
            disbursed: page.show.money_cell(entry.budget.disbursed.value),
            owner: text(&entry.owner),
            result: text(&entry.result),
            outcome: text(&entry.outcome),
            period: text(&entry.period),
            methods: entry.methods.clone(),
        })
        .collect()
}

fn declared(page: &Page<'_>, report: &Report) -> Vec<DeclaredRow> {
    report
        .declared
        .iter()
        .filter(|figure| figure.table.is_none() && figure.scope == Default::default())
        .map(|figure| DeclaredRow {
            label: figure.quantity.name_th().to_owned(),
            value: match &figure.value {
                DeclaredValue::Count(count) => page.show.number(*count),
                DeclaredValue::Money(money) => page.show.money(*money),
                DeclaredValue::Percent(percent) => page.show.text(&percent.to_string()),
                DeclaredValue::Word(word) => word.clone(),
                DeclaredValue::NotStated => "–".to_owned(),
            },
        })
        .collect()
}
