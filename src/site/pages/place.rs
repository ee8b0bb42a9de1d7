//! A province with its agencies by amphoe, and the row that an agency has in every list of agencies.

use serde::Serialize;

use crate::address::{AgencyPage, PortalChart};
use crate::chart::ChartLook;
use crate::model::AgencySummary;
use crate::site::figure::FigureView;
use crate::site::ground::Artifact;
use crate::site::origin::{Behind, Origin, Part};
use crate::site::page::Page;
use crate::site::pages::compare;
use crate::site::pages::portal_home::round_title;
use crate::site::shell::PageAbout;
use crate::site::{charts, places, say, show};
use crate::thai::Date;
use crate::theme::ThemeError;

/// An agency in a list: place, year, result, freshness.
#[derive(Serialize)]
pub struct AgencyRow {
    name: String,
    href: String,
    place: String,
    round: Option<String>,
    as_of: Option<String>,
    say: Vec<say::Phrase>,
    bar: Vec<BarPart>,
}

/// A part of a stacked bar: shares of 1,000.
#[derive(Serialize)]
struct BarPart {
    mark: &'static str,
    word: &'static str,
    count: String,
    x: i64,
    width: i64,
}

pub fn agency_row(page: &Page<'_>, summary: &AgencySummary) -> AgencyRow {
    let place = [("amphoe", &summary.amphoe), ("province", &summary.province)]
        .iter()
        .filter_map(|(key, name)| {
            name.as_ref().map(|name| format!("{}{name}", page.site.theme.word(page.lang.code(), key)))
        })
        .collect::<Vec<_>>()
        .join(" ");
    let year = summary.newest_year();
    AgencyRow {
        name: summary.name.clone(),
        href: page.to(&summary.at(&AgencyPage::Home)),
        place,
        round: year.or(summary.years.first()).map(|year| round_title(page, year)),
        as_of: year
            .and_then(|year| Date::parse(year.as_of.as_ref()?).ok())
            .map(|date| format!("{} {}", page.word("as_of"), page.show.date(date))),
        say: match (year, summary.years.iter().find(|year| year.measures > 0)) {
            (Some(year), _) => {
                let (tally, behind) = (year.tally.clone(), Behind::summary(year));
                let tell = |part: Part, shown: String| behind.told(page, &tally, part, shown);
                say::told_result(&page.show, &tally, year.round_months > 0, &tell)
            }
            (None, Some(year)) => {
                let counts = (year.measures, year.measures_told);
                let told = |count: i64, what: &str| {
                    let place = year.place.clone().unwrap_or_default();
                    page.told(page.show.number(count), || Origin::known(place, format!("{what} = {count}")))
                };
                let shown = (told(counts.0, "นับทุกมาตรการ"), told(counts.1, "นับมาตรการที่มีผลการดำเนินการ"));
                say::measures(page.lang, counts, shown)
            }
            (None, None) => Vec::new(),
        },
        bar: year.map(|year| bar(page, year)).unwrap_or_default(),
    }
}

fn bar(page: &Page<'_>, year: &crate::model::YearSummary) -> Vec<BarPart> {
    let mut tally = year.tally.clone();
    if year.round_months == 0 {
        // As on the agency's own pages: without a report everything awaits one.
        tally.awaiting += std::mem::take(&mut tally.not_stated);
    }
    let behind = Behind::summary(year);
    let mut x = 0;
    let mut seen = 0;
    super::shared::STATUSES
        .iter()
        .filter(|status| tally.count(**status) > 0)
        .map(|status| {
            seen += tally.count(*status);
            let end = seen * 1000 / tally.items.max(1);
            let view = page.show.status(*status);
            let part = BarPart {
                mark: view.mark,
                word: show::chart_status(*status).word(charts::look(page, ChartLook::NARROW).language),
                count: behind.told(page, &tally, Part::Status(*status), page.show.number(tally.count(*status))),
                x,
                width: (end - x).max(1),
            };
            x = end;
            part
        })
        .collect()
}

#[derive(Serialize)]
struct PlacePage {
    heading: String,
    count: String,
    groups: Vec<AmphoeGroup>,
    figure: Option<FigureView>,
}

#[derive(Serialize)]
struct AmphoeGroup {
    name: String,
    anchor: String,
    agencies: Vec<AgencyRow>,
}

pub fn render(page: &Page<'_>, summaries: &[AgencySummary], province: &str) -> Result<Artifact, ThemeError> {
    let groups = places::amphoes(summaries, province);
    let here: Vec<&AgencySummary> = groups.iter().flat_map(|(_, agencies)| agencies.iter().copied()).collect();
    let heading = format!("{}{province}", page.word("province"));
    let chart = PortalChart::Place(province.to_owned());
    let view = PlacePage {
        count: page
            .word("agencies_count")
            .replace("{}", &page.told_count(here.len(), &format!("นับหน่วยงานที่ province ใน agency.md คือ {province}"))),
        figure: (compare::rows(&here) > 1).then(|| chart.figure(page, summaries)).flatten(),
        groups: groups
            .into_iter()
            .map(|(amphoe, agencies)| AmphoeGroup {
                name: match amphoe {
                    "" => page.word("amphoe_not_stated").to_owned(),
                    amphoe => format!("{}{amphoe}", page.word("amphoe")),
                },
                anchor: format!("amphoe-{}", crate::thai::slug::slug(amphoe)),
                agencies: agencies.into_iter().map(|summary| agency_row(page, summary)).collect(),
            })
            .collect(),
        heading: heading.clone(),
    };
    let about = PageAbout { title: &heading, description: &heading, trail: page.trail(None), agency: None };
    page.render("place.html", about, &view)
}
