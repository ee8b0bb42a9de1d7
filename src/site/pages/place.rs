//! A province with its agencies by amphoe, a line for each.

use serde::Serialize;

use crate::address::PortalChart;
use crate::chart::ChartLook;
use crate::model::AgencySummary;
use crate::site::figure::FigureView;
use crate::site::ground::Artifact;
use crate::site::origin::{Behind, Part};
use crate::site::page::Page;
use crate::site::pages::compare;
use crate::site::pages::portal_story::{self, AgencyLine};
use crate::site::shell::PageAbout;
use crate::site::{charts, names, places, show};
use crate::theme::ThemeError;

/// A part of a stacked bar: shares of 1,000.
#[derive(Serialize)]
pub struct BarPart {
    mark: &'static str,
    word: &'static str,
    count: String,
    x: i64,
    width: i64,
}

pub fn bar(page: &Page<'_>, year: &crate::model::YearSummary) -> Vec<BarPart> {
    let tally = &year.tally;
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
                count: behind.told(page, tally, Part::Status(*status), page.show.number(tally.count(*status))),
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
    /// Every tambon, and who says nothing.
    tiles: Option<FigureView>,
}

#[derive(Serialize)]
struct AmphoeGroup {
    name: String,
    anchor: String,
    agencies: Vec<AgencyLine>,
}

pub fn render(page: &Page<'_>, summaries: &[AgencySummary], province: &str) -> Result<Artifact, ThemeError> {
    let groups = places::amphoes(summaries, province);
    let here: Vec<&AgencySummary> = groups.iter().flat_map(|(_, agencies)| agencies.iter().copied()).collect();
    let heading = format!("{}{province}", page.word("province"));
    let chart = PortalChart::Place(province.to_owned());
    let tiles = PortalChart::Tiles(province.to_owned());
    let view = PlacePage {
        tiles: tiles.exists(summaries).then(|| tiles.figure(page, summaries)).flatten(),
        count: page
            .word("agencies_count")
            .replace("{}", &page.told_count(here.len(), &format!("นับหน่วยงานที่ province ใน agency.md คือ {province}"))),
        figure: (compare::rows(&here) > 1).then(|| chart.figure(page, summaries)).flatten(),
        groups: groups
            .into_iter()
            .map(|(amphoe, agencies)| AmphoeGroup {
                name: match amphoe {
                    "" => page.word("amphoe_not_stated").to_owned(),
                    amphoe => names::of_amphoe(page, amphoe, agencies.iter().any(|summary| summary.amphoe_unknown)),
                },
                anchor: format!("amphoe-{}", crate::thai::slug::slug(amphoe)),
                agencies: agencies.into_iter().map(|summary| portal_story::line(page, summary)).collect(),
            })
            .collect(),
        heading: heading.clone(),
    };
    let about = PageAbout { title: &heading, description: &heading, trail: page.trail(None), agency: None };
    page.render("place.html", about, &view)
}
