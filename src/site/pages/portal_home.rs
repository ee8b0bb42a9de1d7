//! The portal's first screen: what this is and for whom, the agencies by place, and what changed lately.

use serde::Serialize;

use crate::address::{Lang, PortalChart, PortalPage};
use crate::model::AgencySummary;
use crate::site::figure::FigureView;
use crate::site::ground::Artifact;
use crate::site::page::Page;
use crate::site::pages::portal_story::{self, AgencyLine, Headline};
use crate::site::shell::PageAbout;
use crate::site::{places, prose};
use crate::thai::{Date, FiscalYear};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct PortalHome {
    title: String,
    /// What all authorities promised and did, in one sentence: the heading, where anything is promised yet.
    headline: Vec<String>,
    /// Of which years it speaks.
    counted: Option<String>,
    left_out: Option<String>,
    /// More authorities than fit beside other lists: those are folded away.
    is_large: bool,
    summary: Option<String>,
    /// "๕ หน่วยงาน ๔ จังหวัด"
    scope: String,
    search: String,
    field: Option<FigureView>,
    /// All of them while they fit a page; else readers go by province.
    agencies: Vec<AgencyLine>,
    provinces: Vec<AgencyLine>,
    headlines: Vec<Headline>,
    recent: Vec<RecentRow>,
    compare: String,
    words: String,
}

#[derive(Serialize)]
struct RecentRow {
    title: String,
    href: String,
    agency: String,
    kind: String,
    date: String,
    iso: String,
}

const MOST_RECENT: usize = 5;
pub const FEW_AGENCIES: usize = 12;

pub fn render(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let portal = &page.site.portal;
    let mut sorted: Vec<&AgencySummary> = summaries.iter().collect();
    crate::thai::collate::sort_by_name(&mut sorted, |summary| summary.name.as_str());
    // What is invented stands below what is real.
    sorted.sort_by_key(|summary| summary.invented);
    if sorted.len() > places::MOST_LISTED {
        sorted.clear();
    }
    let provinces = places::provinces(summaries);
    let summary = portal.home.as_ref().and_then(|home| home.common.summary.as_ref());
    let agencies = page.told_count(summaries.len(), "นับโฟลเดอร์ที่มี agency.md");
    let count = page.told_count(provinces.len(), "นับจังหวัดตาม province ใน agency.md ของทุกหน่วยงาน");
    let view = PortalHome {
        title: page.site.settings.title.clone(),
        headline: portal_story::headline(page, summaries),
        is_large: summaries.len() > FEW_AGENCIES,
        counted: portal_story::scope(page, summaries),
        left_out: portal_story::left_out(page, summaries),
        summary: summary.map(|summary| page.show.text(&summary.value)),
        scope: match page.lang {
            Lang::Th => format!("{agencies} หน่วยงาน {count} จังหวัด"),
            Lang::En => format!("Authorities: {agencies} · Provinces: {count}"),
        },
        search: page.to(&PortalPage::Search.address()),
        field: if portal_story::counts(summaries).all() > 0 {
            PortalChart::Field.figure(page, summaries)
        } else {
            None
        },
        words: portal.home.as_ref().map(|home| prose::whole(page, home, |_| true)).unwrap_or_default(),
        agencies: sorted.into_iter().map(|summary| portal_story::line(page, summary)).collect(),
        provinces: provinces.into_iter().map(|province| province_line(page, summaries, province)).collect(),
        headlines: portal_story::headlines(page, summaries),
        recent: recent(page, summaries),
        compare: page.to(&PortalPage::Compare.address()),
    };
    let title = &page.site.settings.title;
    let description = view.summary.clone().unwrap_or_else(|| title.clone());
    let about = PageAbout { title, description: &description, trail: Vec::new(), agency: None };
    page.render("portal.html", about, &view)
}

fn province_line(page: &Page<'_>, summaries: &[AgencySummary], province: &str) -> AgencyLine {
    let here: Vec<&AgencySummary> =
        places::amphoes(summaries, province).into_iter().flat_map(|(_, agencies)| agencies).collect();
    let href = page.to(&PortalPage::Place(province.to_owned()).address());
    portal_story::place_line(page, places::name_of(page, province).into_owned(), href, &here)
}

/// The newest papers and rounds of all agencies, by the date that they state.
fn recent(page: &Page<'_>, summaries: &[AgencySummary]) -> Vec<RecentRow> {
    let mut all: Vec<(String, &AgencySummary, RecentOf<'_>)> = Vec::new();
    for summary in summaries {
        for paper in &summary.papers {
            if let Some(date) = &paper.date {
                all.push((date.clone(), summary, RecentOf::Paper(paper)));
            }
        }
        for year in &summary.years {
            if let Some(date) = &year.as_of {
                all.push((date.clone(), summary, RecentOf::Round(year)));
            }
        }
    }
    all.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.slug.cmp(&other.1.slug)));
    all.truncate(MOST_RECENT);
    all.into_iter()
        .map(|(iso, summary, what)| {
            let (title, href, kind) = match what {
                RecentOf::Paper(paper) => (paper.title.clone(), page.to(&paper.url), paper_kind(page, &paper.kind)),
                RecentOf::Round(year) => {
                    (round_title(page, year), page.to(&summary.at_year(year)), page.word("report_short").to_owned())
                }
            };
            let date = Date::parse(&iso).map_or_else(|_| iso.clone(), |date| page.show.date(date));
            RecentRow { title, href, agency: crate::site::headline::shortened(&summary.short_name), kind, date, iso }
        })
        .collect()
}

enum RecentOf<'s> {
    Paper(&'s crate::model::PaperSummary),
    Round(&'s crate::model::YearSummary),
}

fn paper_kind(page: &Page<'_>, key: &str) -> String {
    use crate::source::meta::PaperKind;
    let kind =
        [PaperKind::Announcement, PaperKind::Order, PaperKind::Pledge].into_iter().find(|kind| kind.key() == key);
    match (kind, page.lang) {
        (Some(kind), Lang::Th) => kind.name_th().to_owned(),
        (Some(kind), Lang::En) => kind.name_en().to_owned(),
        (None, _) => String::new(),
    }
}

pub fn round_title(page: &Page<'_>, year: &crate::model::YearSummary) -> String {
    let shown = FiscalYear::new(year.year).map(|year| page.show.year(year)).unwrap_or_default();
    let round = match year.round_months {
        6 => page.show.round(crate::thai::Round::SixMonths),
        12 => page.show.round(crate::thai::Round::TwelveMonths),
        _ if year.tally.items == 0 => page.word("only_measures").to_owned(),
        _ => page.word("only_plan").to_owned(),
    };
    format!("{} {shown} {round}", page.word("fiscal_year"))
}
