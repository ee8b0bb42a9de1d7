//! A fiscal year: every promise in its place, and what they say together.

use serde::Serialize;

use crate::address::{AgencyPage, ChartKind, ChartRef, PortalPage};
use crate::model::lists::SourceList;
use crate::model::{Agency, Entry, PromiseView, Year};
use crate::site::figure::{self, FigureView};
use crate::site::ground::{AgencySite, Artifact, is_published};
use crate::site::item_table::{ItemTable, TableCell, TableColumn, TableLine};
use crate::site::names::dimension_name;
use crate::site::origin::{Behind, planned};
use crate::site::page::{LinkView, Page};
use crate::site::pages::beside;
use crate::site::pages::by_status::{self, OpenRows, StatusGroup};
use crate::site::pages::shared::{TallyView, tally_view, when};
use crate::site::shell::PageAbout;
use crate::site::{charts, names, say};
use crate::span::Spanned;
use crate::thai::{FiscalYear, StatedMoney};
use crate::theme::ThemeError;

/// A year's page leads with what was not done and what is under way; the rest is a touch away.
pub const OPEN: OpenRows = OpenRows { not_done: 12, others: 8, spared: 1 };

#[derive(Serialize)]
struct YearPage {
    heading: String,
    agency: String,
    /// Round and day of the figures.
    when: String,
    tally: TallyView,
    /// What the page holds, for a page that is long.
    contents: Vec<LinkView>,
    groups: Vec<StatusGroup>,
    figures: Vec<FigureView>,
    /// Long pictures, a touch away.
    more: Vec<FigureView>,
    table: Option<ItemTable>,
    dimensions: Vec<LinkView>,
    documents: Vec<LinkView>,
    previous: Option<LinkView>,
    next: Option<LinkView>,
    method: String,
}

pub fn render(page: &Page<'_>, site: &AgencySite, year: FiscalYear) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let Some(known) = agency.year(year) else { return super::plain::render_not_found(page) };
    let heading = format!("{} {}", page.word("fiscal_year"), page.show.year(year));
    let at = agency.years.iter().position(|other| other.year == year).unwrap_or(0);
    let neighbour = |index: Option<usize>| {
        let other = agency.years.get(index?)?;
        Some(LinkView {
            title: format!("{} {}", page.word("fiscal_year"), page.show.year(other.year)),
            href: page.to(&agency.at(&AgencyPage::Year(other.year))),
        })
    };
    let wanted = charts::of_year(agency, known);
    let on_page = |picture: &&ChartRef| {
        !matches!(picture.kind, ChartKind::Progress | ChartKind::Dimension(_) | ChartKind::Target(_))
    };
    let tally = known.tally(agency);
    let reported = known.latest(agency).is_some();
    let groups = by_status::of_year(page, agency, known, None, OPEN);
    let mut figures: Vec<FigureView> =
        wanted.iter().filter(on_page).filter_map(|picture| figure::of(page, agency, picture)).collect();
    // Their money stands in the table of the page.
    figures.iter_mut().for_each(FigureView::leave_out_single_rows);
    let table = (!known.promises.is_empty())
        .then(|| table(page, agency, known, ("items", page.word("promises_of_year")), None));
    let documents = documents_of(page, agency, known);
    let (more, figures): (Vec<FigureView>, Vec<FigureView>) =
        figures.into_iter().partition(|figure| figure.id == ChartKind::Budget.name());
    let mut contents = by_status::contents(&groups);
    contents.extend(figure_links(page, &figures));
    contents.extend(table.iter().map(|_| anchor(page.word("promises_of_year"), "t-items")));
    let view = YearPage {
        contents,
        heading: heading.clone(),
        agency: agency.name().to_owned(),
        when: when(page, agency, known).strip_prefix(&heading).unwrap_or_default().trim_start().to_owned(),
        tally: {
            let mut view = tally_view(page, &tally, &Behind::year(page, agency, known, |_| true), reported);
            beside::add_year(page, agency, known, None, &tally, &mut view);
            view
        },
        groups,
        figures,
        more,
        table,
        dimensions: known
            .dimensions()
            .into_iter()
            .map(|dimension| LinkView {
                title: dimension_name(page, agency, year, dimension),
                href: page.to(&agency.at(&AgencyPage::Dimension(year, dimension))),
            })
            .collect(),
        documents,
        previous: neighbour(at.checked_sub(1)),
        next: neighbour(Some(at + 1)),
        method: page.to(&PortalPage::Method.address()),
    };
    let description = format!("{}: {}", agency.name(), say::text(&say::result(&page.show, &tally, reported)));
    let about =
        PageAbout { title: &heading, description: &description, trail: page.trail(Some(agency)), agency: Some(agency) };
    page.render("year.html", about, &view)
}

/// A place further down the page.
pub fn anchor(title: &str, id: &str) -> LinkView {
    LinkView { title: title.to_owned(), href: format!("#{id}") }
}

/// The pictures that readers ask for by name, as places further down the page.
pub fn figure_links(page: &Page<'_>, figures: &[FigureView]) -> Vec<LinkView> {
    let words =
        [(ChartKind::Promises, "by_dimension"), (ChartKind::Progress, "by_dimension"), (ChartKind::Money, "money")];
    let there = words.into_iter().map(|(kind, word)| (kind.name(), word));
    there
        .filter(|(name, _)| figures.iter().any(|figure| figure.id == *name))
        .map(|(name, word)| anchor(page.site.theme.word(page.lang.code(), word), &format!("s-{name}")))
        .collect()
}

type AmountOf = fn(&PromiseView<'_>) -> Spanned<StatedMoney>;

/// All promises of a year, or those that `keep` names, as one table that can be filtered and sorted.
pub fn table(
    page: &Page<'_>,
    agency: &Agency,
    year: &Year,
    (id, caption): (&str, &str),
    keep: Option<&[usize]>,
) -> ItemTable {
    let all: Vec<usize> = (0..year.promises.len()).collect();
    let promises: Vec<_> = keep
        .unwrap_or(&all)
        .iter()
        .filter_map(|at| year.promises.get(*at))
        .map(|promise| (promise, year.view(agency, promise)))
        .collect();
    let states = promises.iter().any(|(_, view)| view.status.is_some());
    let money: [(&str, AmountOf); 3] = [
        ("budget_plan_baht", |view| planned(&view.budget)),
        ("budget_ordinance_baht", |view| view.budget.ordinance.clone()),
        ("budget_disbursed_baht", |view| view.budget.disbursed.clone()),
    ];
    let money: Vec<_> = money
        .into_iter()
        .filter(|(_, amount)| promises.iter().any(|(_, view)| amount(view).value != StatedMoney::NotStated))
        .collect();
    let owners = promises.iter().any(|(_, view)| view.first(Entry::owner).is_some());
    let column = |key, class| TableColumn { label: page.word(key).to_owned(), class };
    let mut columns = vec![column("code", "code"), column("item", "name")];
    if states {
        columns.push(column("status", "status"));
    }
    let of_sources = promises.iter().filter(|(_, view)| view.budget.is_of_sources()).count();
    let planned_of = promises.iter().filter(|(_, view)| view.budget.planned() != StatedMoney::NotStated).count();
    columns.extend(money.iter().map(|(key, _)| {
        let mut column = column(key, "num");
        if *key == "budget_plan_baht" && of_sources > 0 {
            let sources = page.word("budget_of_sources");
            column.label =
                if of_sources == planned_of { sources.to_owned() } else { format!("{} / {sources}", column.label) };
        }
        column
    }));
    // Where a report keeps two lists, each row says which its figures are of.
    let two_lists =
        year.reports(agency, None).any(|(_, report)| !report.entries.is_empty() && !report.eplan.is_empty());
    if two_lists {
        columns.push(TableColumn { label: page.word("figures_from").to_owned(), class: "text" });
    }
    if owners {
        columns.push(column("owner", "text"));
    }
    let rows = promises
        .iter()
        .map(|(promise, view)| {
            let name = match view.name() {
                "" => page.word("name_not_stated"),
                name => &page.show.words(name),
            };
            let href = page.to(&agency.at(&AgencyPage::Item(year.year, promise.code.clone())));
            let mut cells =
                vec![TableCell::text(page.show.text(promise.code.as_str())), TableCell::link(name, Some(href))];
            if states {
                cells.push(TableCell::status(page, year.standing(agency, view.status)));
            }
            cells.extend(money.iter().map(|(_, amount)| TableCell::money(page, &amount(view))));
            if two_lists {
                cells.push(TableCell::lines(&figures_from(page, view).join("\n")));
            }
            if owners {
                cells.push(TableCell::text(view.first(Entry::owner).unwrap_or_default()));
            }
            TableLine { cells }
        })
        .collect::<Vec<_>>();
    ItemTable::new(page, id, caption, columns, rows)
}

/// "สถานะ จากรายการ e-PlanNACC รอบ ๑๒ เดือน", one line for each list.
pub fn figures_from(page: &Page<'_>, view: &PromiseView<'_>) -> Vec<String> {
    let figures = [
        ("status", view.from.status),
        ("budget_plan", view.from.plan),
        ("budget_ordinance", view.from.ordinance),
        ("budget_disbursed", view.from.disbursed),
    ];
    let of = |list: SourceList| {
        let here = figures.iter().filter(|(_, from)| *from == Some(list));
        here.map(|(key, _)| page.word(key)).collect::<Vec<_>>()
    };
    let lists = SourceList::ALL.into_iter().map(|list| (list, of(list))).filter(|(_, figures)| !figures.is_empty());
    lists.map(|(list, figures)| format!("{}: {}", names::of_list(page, list), figures.join(" "))).collect()
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
        .filter(|id| is_published(agency.document(*id), page.site))
        .map(|id| LinkView { title: names::of_document(page, agency, id), href: page.to(&agency.url_of(id)) })
        .collect()
}
