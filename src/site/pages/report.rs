//! A report of a round: what the authority states beside what its rows add up to, kinds, obstacles, and its lists.

use serde::Serialize;

use crate::address::{AgencyPage, ChartKind, PortalPage};
use crate::model::{Agency, Entry, ItemCode, Report, Tally};
use crate::site::figure::{self, FigureView};
use crate::site::ground::{AgencySite, Artifact};
use crate::site::item_table::{self, ItemTable};
use crate::site::origin::{Behind, Origin};
use crate::site::page::{LinkView, Page};
use crate::site::pages::beside;
use crate::site::pages::by_status::{self, StatusGroup};
use crate::site::pages::declared::{self, DeclaredView};
use crate::site::pages::document::{self, DocumentHead, PrintedBody};
use crate::site::pages::shared::{self, FindingView, TallyView, findings_of, tally_view, year_crumb};
use crate::site::pages::year::{OPEN, anchor, figure_links};
use crate::site::shell::PageAbout;
use crate::site::show::StatusView;
use crate::site::summary::finding_counts;
use crate::site::{charts, names};
use crate::source::meta::ReportMeta;
use crate::standards::{Field, ItemKind};
use crate::thai::StatedMoney;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct ReportPage {
    head: DocumentHead,
    /// Announcements that publish it.
    papers: Vec<LinkView>,
    round: String,
    year: String,
    as_of: Option<String>,
    period: Option<String>,
    reporter: Option<String>,
    tally: TallyView,
    contents: Vec<LinkView>,
    groups: Vec<StatusGroup>,
    declared: Option<DeclaredView>,
    kinds: Vec<KindRow>,
    figures: Vec<FigureView>,
    obstacles: Vec<SaidInRow>,
    recommendations: Vec<SaidInRow>,
    findings: Vec<FindingView>,
    findings_count: String,
    beside: Option<SideBySide>,
    table: Option<ItemTable>,
    eplan: Option<ItemTable>,
    printed: PrintedBody,
    plan: Option<LinkView>,
    method: String,
}

#[derive(Serialize)]
struct KindRow {
    kind: &'static str,
    items: String,
    done: String,
}

/// An obstacle or a recommendation that stands in a row.
#[derive(Serialize)]
struct SaidInRow {
    text: String,
    item: LinkView,
}

/// The report's own table and its e-PlanNACC list, promise by promise.
#[derive(Serialize)]
struct SideBySide {
    rows: Vec<BesideRow>,
    differences: String,
    same: String,
}

#[derive(Serialize)]
struct BesideRow {
    code: String,
    name: String,
    href: String,
    report: Option<StatusView>,
    eplan: Option<StatusView>,
    report_money: String,
    eplan_money: String,
}

pub fn render(page: &Page<'_>, site: &AgencySite, report: &Report, meta: &ReportMeta) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let head = document::head(page, agency, report.document);
    let year = report.year;
    let newest = agency.year(year).and_then(|known| known.latest(agency)).map(|newest| newest.document);
    let figures = match agency.year(year) {
        // The year's pictures speak of its newest round; and of all promises, so only where the report lists them all.
        Some(known) if newest == Some(report.document) => {
            let (of_year, own) = (known.tally(agency), report.tally());
            charts::of_year(agency, known)
                .iter()
                .filter(|picture| fits(picture.kind, &of_year, &own))
                .filter_map(|picture| figure::of(page, agency, picture))
                .collect()
        }
        _ => Vec::new(),
    };
    let mut lists: Vec<(&str, &[Entry])> = Vec::new();
    for (name, entries) in [("list_report", &report.entries), ("list_eplan", &report.eplan)] {
        if !entries.is_empty() {
            lists.push((page.site.theme.word(page.lang.code(), name), entries));
        }
    }
    let table = |id, caption, entries: &[Entry]| {
        (!entries.is_empty()).then(|| item_table::of_entries(page, agency, Some(year), id, caption, entries.iter()))
    };
    let (own, eplan) =
        (table("items", page.word("items"), &report.entries), table("eplan", page.word("eplan"), &report.eplan));
    let groups = by_status::of_report(page, agency, report, OPEN);
    let document = agency.document(report.document);
    let findings = findings_of(page, site, report.document);
    let declared = declared::view(page, agency.document(report.document), &report.declared, &lists);
    let kinds = kinds(page, report.official());
    let mut contents = by_status::contents(&groups);
    contents.extend(figure_links(page, &figures));
    let parts = [
        (declared.is_some(), "declared_title", "declared"),
        (!findings.is_empty(), "findings_title", "findings"),
        (own.is_some(), "items", "t-items"),
        (eplan.is_some(), "eplan", "t-eplan"),
    ];
    let parts = parts.into_iter().filter(|(is_there, _, _)| *is_there);
    contents.extend(parts.map(|(_, word, id)| anchor(page.site.theme.word(page.lang.code(), word), id)));
    let view = ReportPage {
        papers: super::paper_state::papers_about(page, agency, report.document),
        round: page.show.round(report.round),
        year: page.show.year(year),
        as_of: report.as_of(agency).map(|date| page.show.date(date)),
        period: match (&meta.period_from, &meta.period_until) {
            (Some(from), Some(until)) => Some(page.show.text(&format!("{} – {}", from.value.text, until.value.text))),
            _ => None,
        },
        reporter: meta.reporter.as_ref().map(|reporter| match &reporter.position {
            Some(position) => format!("{} {}", reporter.name.value, position.value),
            None => reporter.name.value.clone(),
        }),
        tally: {
            let tally = report.tally();
            let mut view = tally_view(page, &tally, &Behind::entries(page, report.official().iter()), true);
            beside::add_report(page, report, &tally, &mut view);
            view
        },
        contents,
        groups,
        declared,
        kinds,
        figures,
        obstacles: said(page, agency, report, Field::Obstacles),
        recommendations: said(page, agency, report, Field::Recommendations),
        findings_count: shared::counts_said(page, &finding_counts(site.findings_in(&document.path))),
        findings,
        beside: beside(page, agency, report),
        table: own,
        eplan,
        printed: document::printed(page, agency, agency.document(report.document)),
        plan: agency.plan_for(year).map(|plan| LinkView {
            title: names::of_document(page, agency, plan.document),
            href: page.to(&agency.url_of(plan.document)),
        }),
        method: page.to(&PortalPage::Method.address()),
        head,
    };
    let mut trail = page.trail(Some(agency));
    trail.push(year_crumb(page, agency, year));
    let title = view.head.title.clone();
    let description = view.head.summary.clone().unwrap_or_else(|| agency.name().to_owned());
    let about = PageAbout { title: &title, description: &description, trail, agency: Some(agency) };
    page.render("report.html", about, &view)
}

/// Whether a picture of the year says of a report what its own rows say.
fn fits(kind: ChartKind, year: &Tally, report: &Tally) -> bool {
    let counts = |tally: &Tally| shared::STATUSES.map(|status| tally.count(status));
    let money = |tally: &Tally| [tally.plan, tally.ordinance, tally.disbursed];
    match kind {
        ChartKind::Progress | ChartKind::Score => counts(year) == counts(report),
        // What the official list leaves open its other list may state.
        ChartKind::Money => {
            let pairs = money(year).into_iter().zip(money(report));
            pairs.into_iter().all(|(year, own)| own == StatedMoney::NotStated || own == year)
        }
        _ => false,
    }
}

fn kinds(page: &Page<'_>, entries: &[Entry]) -> Vec<KindRow> {
    if entries.iter().all(|entry| entry.kind.is_none()) {
        return Vec::new();
    }
    let kinds = ItemKind::ALL.iter().copied().map(Some).chain(std::iter::once(None));
    kinds
        .filter_map(|kind| {
            let of_kind = || entries.iter().filter(|entry| entry.kind == kind);
            let done = of_kind()
                .filter(|entry| entry.status.as_ref().is_some_and(|s| s.value == crate::standards::Status::Done))
                .count();
            let items = of_kind().count();
            let told = |count: usize, what: &str, done_only: bool| {
                page.told(page.show.number(count as i64), || {
                    let is_done = |entry: &&Entry| {
                        !done_only || entry.status.as_ref().is_some_and(|s| s.value == crate::standards::Status::Done)
                    };
                    let rows: Vec<_> = of_kind().filter(is_done).map(|entry| entry.span).collect();
                    let otherwise = of_kind().next().map(|entry| entry.span).unwrap_or_default();
                    Origin::rows(rows, otherwise, format!("{what} = {count}"))
                })
            };
            (items > 0).then(|| KindRow {
                kind: page.show.kind(kind),
                items: told(items, "นับแถวของประเภทนี้", false),
                done: told(done, "นับแถวของประเภทนี้ที่ดำเนินการแล้วเสร็จ", true),
            })
        })
        .collect()
}

fn first_of(entries: &[Entry]) -> crate::span::Span {
    entries.first().map(|entry| entry.span).unwrap_or_default()
}

/// Each wording once, at the first item that has it.
fn said(page: &Page<'_>, agency: &Agency, report: &Report, field: Field) -> Vec<SaidInRow> {
    let mut known = std::collections::BTreeSet::new();
    let mut all = Vec::new();
    for entry in report.entries.iter().chain(&report.eplan) {
        if let Some(text) = entry.text(field)
            && known.insert(text.value.as_str())
        {
            all.push(SaidInRow {
                text: page.show.text(&text.value),
                item: LinkView {
                    title: entry.name.value.clone(),
                    href: page.to(&agency.at(&AgencyPage::Item(report.year, entry.code.clone()))),
                },
            });
        }
    }
    all
}

fn by_code(entries: &[Entry]) -> std::collections::BTreeMap<&ItemCode, usize> {
    entries.iter().enumerate().map(|(at, entry)| (&entry.code, at)).collect()
}

fn beside(page: &Page<'_>, agency: &Agency, report: &Report) -> Option<SideBySide> {
    if report.entries.is_empty() || report.eplan.is_empty() {
        return None;
    }
    let (own, eplan) = (by_code(&report.entries), by_code(&report.eplan));
    let mut codes: Vec<&ItemCode> = own.keys().chain(eplan.keys()).copied().collect();
    codes.sort();
    codes.dedup();
    let all = codes.len();
    let told = |count: usize, what: &str| {
        let formula = || format!("{what} = {count}");
        page.told(page.show.number(count as i64), || Origin::computed(first_of(&report.entries), formula()))
    };
    let rows: Vec<BesideRow> = codes
        .into_iter()
        .filter_map(|code| {
            let one = own.get(code).and_then(|at| report.entries.get(*at));
            let other = eplan.get(code).and_then(|at| report.eplan.get(*at));
            let status = |entry: Option<&Entry>| entry.map(|entry| entry.status.as_ref().map(|status| status.value));
            let spent = |entry: Option<&Entry>| entry.map(|entry| entry.budget.disbursed.value).unwrap_or_default();
            let cell = |entry: Option<&Entry>| {
                let at = entry.map(|entry| entry.budget.disbursed.span).unwrap_or_default();
                page.told_cell(page.show.money_cell(spent(entry)), at)
            };
            let baht = |entry: Option<&Entry>| spent(entry).amount().map_or(0, |money| money.satang());
            if status(one) == status(other) && baht(one) == baht(other) {
                return None;
            }
            let name = one.or(other).map(|entry| entry.name.value.clone()).unwrap_or_default();
            Some(BesideRow {
                code: page.show.text(code.as_str()),
                name,
                href: page.to(&agency.at(&AgencyPage::Item(report.year, code.clone()))),
                report: status(one).map(|status| page.show.status(status)),
                eplan: status(other).map(|status| page.show.status(status)),
                report_money: cell(one),
                eplan_money: cell(other),
            })
        })
        .collect();
    Some(SideBySide {
        differences: told(rows.len(), "นับรหัสที่สถานะหรือเงินที่เบิกจ่ายของสองตารางไม่ตรงกัน"),
        same: told(all - rows.len(), "นับรหัสที่สองตารางตรงกัน"),
        rows,
    })
}
