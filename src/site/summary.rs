//! What the portal's own pages need to know of an agency once it has been let go.
//! Small: thousands of them are in memory at once.

use crate::address::AgencyPage;
use crate::model::{Agency, Tally};
use crate::site::feeds::{self, DateSummary, PaperSummary};
use crate::site::origin::Place;
use crate::site::{AgencyRoute, AgencySite, Site};
use crate::standards::Field;
use crate::thai::FiscalYear;

#[derive(Clone, Debug, Default, PartialEq)]
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
    pub redirects: Vec<(String, String)>,
    /// How many XML site maps it has.
    pub sitemaps: usize,
    /// How many pages it has.
    pub pages: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    pub next_change: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct YearSummary {
    pub year: u16,
    /// 0: only a plan.
    pub round_months: u8,
    pub as_of: Option<String>,
    pub tally: Tally,
    pub framework: u16,
    /// Measures of the year, and those with a result.
    pub measures: i64,
    pub measures_told: i64,
    pub dimensions: Vec<DimensionSummary>,
    /// The first row behind the figures, for the preview.
    pub place: Option<Place>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DimensionSummary {
    pub number: u8,
    pub tally: Tally,
}

impl AgencySummary {
    /// The newest year that has promises.
    pub fn newest_year(&self) -> Option<&YearSummary> {
        self.years.iter().find(|year| year.tally.items > 0)
    }

    /// Where a page or file of the agency stands, in the Thai tree; documents are not remembered.
    pub fn at(&self, page: &AgencyPage) -> String {
        page.under(&self.slug)
    }

    pub fn at_year(&self, year: &YearSummary) -> String {
        FiscalYear::new(year.year).map(|year| self.at(&AgencyPage::Year(year))).unwrap_or_default()
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
    let latest = year.latest(agency);
    let measures = year.measures.and_then(|at| agency.measures.get(at));
    YearSummary {
        year: year.year.be(),
        round_months: latest.map_or(0, |report| report.round.months()),
        as_of: latest.and_then(|report| crate::site::pages::as_of(agency, report)).map(crate::thai::Date::iso),
        tally: year.tally(agency),
        framework: year.framework,
        measures: measures.map_or(0, |book| book.entries.len() as i64),
        measures_told: measures
            .map_or(0, |book| book.entries.iter().filter(|entry| entry.text(Field::Result).is_some()).count() as i64),
        place: place_of(site, agency, year),
        dimensions: year
            .dimensions()
            .into_iter()
            .map(|number| DimensionSummary { number, tally: year.tally_of(agency, Some(number)) })
            .collect(),
    }
}
