//! What is remembered of an agency once it has been let go, gathered while it is at hand.

use crate::check::Located;
use crate::finding::registry::{self, Nature};
use crate::model::{Agency, AgencySummary, DimensionSummary, FindingCounts, Place, YearSummary};
use crate::site::ground::{AgencyRoute, AgencySite, Site};
use crate::site::routes::sitemap_parts;
use crate::site::{feeds, origin};
use crate::standards::Field;

impl AgencySummary {
    pub fn of(site: &Site, agency_site: &AgencySite, routes: &[AgencyRoute]) -> Self {
        use crate::finding::Severity;
        let agency = &agency_site.agency;
        let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
        let count = |severity| agency_site.told(site).iter().filter(|finding| finding.severity == severity).count();
        Self {
            host: String::new(),
            slug: agency.slug.clone(),
            name: agency.name().to_owned(),
            short_name: agency.short_name().to_owned(),
            agency_type: agency.meta.agency_type.key().to_owned(),
            invented: agency.meta.invented,
            tambon: text(&agency.meta.tambon),
            amphoe: text(&agency.meta.amphoe),
            amphoe_unknown: agency.amphoe_is_unknown(),
            province: text(&agency.meta.province),
            years: agency.years.iter().rev().map(|year| year_summary(site, agency, year)).collect(),
            papers: feeds::paper_summaries(site, agency, 10),
            dates: feeds::date_summaries(site, agency),
            redirects: crate::site::promises::redirects_of_agency(site, agency, routes).into_iter().collect(),
            sitemaps: sitemap_parts(routes.iter().filter(|route| route.page.is_page()).count()),
            pages: routes.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            told: finding_counts(agency_site.findings.iter()),
            next_change: crate::model::life::next_change(agency, site.settings.date).map(crate::thai::Date::iso),
        }
    }
}

/// By nature, as every page counts them. Notes inform the author and count for nobody.
pub fn finding_counts<'f>(findings: impl IntoIterator<Item = &'f Located>) -> FindingCounts {
    let mut counts = FindingCounts::default();
    for finding in findings.into_iter().filter(|finding| finding.severity != crate::finding::Severity::Note) {
        let count = match (finding.answer.is_some(), registry::nature(finding.code)) {
            (true, _) => &mut counts.answered,
            (false, Nature::Contradiction) => &mut counts.contradictions,
            (false, Nature::Slip) => &mut counts.slips,
            (false, Nature::Gap) => &mut counts.gaps,
        };
        *count += 1;
    }
    counts
}

/// Where the rows begin that a year's figures are counted from: the newest report's, else the plan's, else the measures'.
fn place_of(site: &Site, agency: &Agency, year: &crate::model::Year) -> Option<Place> {
    let report = year.latest(agency).map(|report| (report.document, report.official().first()));
    let plan = || year.plan.and_then(|at| agency.plans.get(at)).map(|plan| (plan.document, plan.entries.first()));
    let measures =
        || year.measures.and_then(|at| agency.measures.get(at)).map(|book| (book.document, book.entries.first()));
    let (document, row) = report.or_else(plan).or_else(measures)?;
    origin::place_of_row(site, agency, document, row.map(|entry| entry.span))
}

fn year_summary(site: &Site, agency: &Agency, year: &crate::model::Year) -> YearSummary {
    let latest = year.latest(agency);
    let measures = year.measures.and_then(|at| agency.measures.get(at));
    YearSummary {
        year: year.year.be(),
        has_document: year.has_document(agency),
        round_months: latest.map_or(0, |report| report.round.months()),
        as_of: latest.and_then(|report| report.as_of(agency)).map(crate::thai::Date::iso),
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
