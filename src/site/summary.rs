//! What the portal's own pages need to know of an agency once it has been let go.
//! Small and serialisable: shards write summaries, `merge` reads them.

use serde::{Deserialize, Serialize};

use crate::model::Agency;
use crate::site::feeds::{self, DateSummary, PaperSummary};
use crate::site::origin::Place;
use crate::site::{AgencyRoute, AgencySite, Site};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AgencySummary {
    pub slug: String,
    pub name: String,
    pub short_name: String,
    pub agency_type: String,
    pub tambon: Option<String>,
    pub amphoe: Option<String>,
    pub province: Option<String>,
    /// Newest first.
    pub years: Vec<YearSummary>,
    /// Newest first, at most ten of each kind.
    pub papers: Vec<PaperSummary>,
    /// Dates for the portal's calendar.
    pub dates: Vec<DateSummary>,
    /// Old addresses of its documents, and where they lead.
    #[serde(default)]
    pub redirects: Vec<(String, String)>,
    /// How many XML site maps it has.
    #[serde(default)]
    pub sitemaps: usize,
    /// How many pages it has.
    pub pages: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    pub next_change: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct YearSummary {
    pub year: u16,
    /// 0: only a plan.
    pub round_months: u8,
    pub as_of: Option<String>,
    pub items: i64,
    pub done: i64,
    pub in_progress: i64,
    pub not_done: i64,
    pub awaiting: i64,
    pub not_stated: i64,
    /// Satang.
    pub plan: Option<i64>,
    pub ordinance: Option<i64>,
    pub disbursed: Option<i64>,
    pub framework: u16,
    /// Measures of the year, and those with a result.
    #[serde(default)]
    pub measures: i64,
    #[serde(default)]
    pub measures_told: i64,
    pub dimensions: Vec<DimensionSummary>,
    /// The first row behind the figures, for the preview; no shard writes it.
    #[serde(skip)]
    pub place: Option<Place>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DimensionSummary {
    pub number: u8,
    pub items: i64,
    pub done: i64,
    pub in_progress: i64,
    pub not_done: i64,
    pub awaiting: i64,
    pub not_stated: i64,
}

impl AgencySummary {
    /// The newest year that has promises.
    pub fn newest_year(&self) -> Option<&YearSummary> {
        self.years.iter().find(|year| year.items > 0)
    }

    pub fn of(site: &Site, agency_site: &AgencySite, routes: &[AgencyRoute]) -> Self {
        use crate::finding::Severity;
        let agency = &agency_site.agency;
        let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
        let count = |severity| agency_site.findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            slug: agency.slug.clone(),
            name: agency.name().to_owned(),
            short_name: agency.short_name().to_owned(),
            agency_type: agency.meta.agency_type.key().to_owned(),
            tambon: text(&agency.meta.tambon),
            amphoe: text(&agency.meta.amphoe),
            province: text(&agency.meta.province),
            years: agency.years.iter().rev().map(|year| year_summary(site, agency, year)).collect(),
            papers: feeds::paper_summaries(site, agency, 10),
            dates: feeds::date_summaries(site, agency),
            redirects: crate::site::promises::redirects_of_agency(site, agency, routes).into_iter().collect(),
            sitemaps: crate::site::pages::plain::sitemap_parts(
                routes.iter().filter(|route| route.page.is_page()).count(),
            ),
            pages: routes.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            next_change: crate::model::life::next_change(agency, site.settings.date).map(crate::thai::Date::iso),
        }
    }
}

/// Where the rows begin that a year's figures are counted from: the newest report's, else the plan's, else the measures'.
fn place_of(site: &Site, agency: &Agency, year: &crate::model::Year) -> Option<Place> {
    let report = year.latest(agency).map(|report| (report.document, report.official().first()));
    let plan = || year.plan.and_then(|at| agency.plans.get(at)).map(|plan| (plan.document, plan.entries.first()));
    let measures =
        || year.measures.and_then(|at| agency.measures.get(at)).map(|book| (book.document, book.entries.first()));
    let (document, row) = report.or_else(plan).or_else(measures)?;
    Place::of_row(site, agency, document, row.map(|entry| entry.span))
}

fn year_summary(site: &Site, agency: &Agency, year: &crate::model::Year) -> YearSummary {
    let tally = year.tally(agency);
    let latest = year.latest(agency);
    let measures = year.measures.and_then(|at| agency.measures.get(at));
    let satang = |money: crate::thai::StatedMoney| money.amount().map(crate::thai::Money::satang);
    let mut dimensions: Vec<u8> = year.promises.iter().filter_map(|promise| promise.dimension).collect();
    dimensions.sort_unstable();
    dimensions.dedup();
    YearSummary {
        year: year.year.be(),
        round_months: latest.map_or(0, |report| report.round.months()),
        as_of: latest.and_then(|report| crate::site::pages::as_of(agency, report)).map(crate::thai::Date::iso),
        items: tally.items,
        done: tally.done,
        in_progress: tally.in_progress,
        not_done: tally.not_done,
        awaiting: tally.awaiting,
        not_stated: tally.not_stated,
        plan: satang(tally.plan),
        ordinance: satang(tally.ordinance),
        disbursed: satang(tally.disbursed),
        framework: year.framework,
        measures: measures.map_or(0, |book| book.entries.len() as i64),
        measures_told: measures
            .map_or(0, |book| book.entries.iter().filter(|entry| entry.result.is_some()).count() as i64),
        place: place_of(site, agency, year),
        dimensions: dimensions
            .into_iter()
            .map(|dimension| {
                let tally = year.tally_of(agency, Some(dimension));
                DimensionSummary {
                    number: dimension,
                    items: tally.items,
                    done: tally.done,
                    in_progress: tally.in_progress,
                    not_done: tally.not_done,
                    awaiting: tally.awaiting,
                    not_stated: tally.not_stated,
                }
            })
            .collect(),
    }
}
