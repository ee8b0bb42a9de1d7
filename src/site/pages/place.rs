//! A province with its agencies by amphoe, a line for each.

use serde::Serialize;

use crate::address::{PortalChart, PortalPage};
use crate::chart::ChartLook;
use crate::model::AgencySummary;
use crate::site::figure::FigureView;
use crate::site::ground::Artifact;
use crate::site::origin::{Behind, Part};
use crate::site::page::Page;
use crate::site::pages::compare;
use crate::site::pages::{
    portal_home,
    portal_story::{self, AgencyLine},
};
use crate::site::places::AmphoePart;
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
    /// One line an authority, on a phone too.
    is_large: bool,
    /// Its amphoes as lines, where all agencies would not fit the page; then they have pages of their own.
    amphoes: Vec<AgencyLine>,
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

fn amphoe_name(page: &Page<'_>, amphoe: &str, agencies: &[&AgencySummary]) -> String {
    match amphoe {
        "" => page.word("amphoe_not_stated").to_owned(),
        amphoe => names::of_amphoe(page, amphoe, agencies.iter().any(|summary| summary.amphoe_unknown)),
    }
}

fn group(page: &Page<'_>, amphoe: &str, agencies: &[&AgencySummary]) -> AmphoeGroup {
    AmphoeGroup {
        name: amphoe_name(page, amphoe, agencies),
        anchor: format!("amphoe-{}", crate::thai::slug::slug(amphoe)),
        agencies: agencies.iter().map(|summary| portal_story::line(page, summary)).collect(),
    }
}

/// Which of its parts an amphoe's page is, where it has several.
fn with_part(name: String, part: &AmphoePart<'_>, all: &[AmphoePart<'_>], page: &Page<'_>) -> String {
    match all.iter().filter(|other| other.amphoe == part.amphoe).count() {
        1 => name,
        _ => format!("{name} ({})", page.show.number(i64::try_from(part.part).unwrap_or(i64::MAX))),
    }
}

pub fn render(page: &Page<'_>, summaries: &[AgencySummary], province: &str) -> Result<Artifact, ThemeError> {
    let groups = places::amphoes(summaries, province);
    let here: Vec<&AgencySummary> = groups.iter().flat_map(|(_, agencies)| agencies.iter().copied()).collect();
    let heading = places::name_of(page, province).into_owned();
    let chart = PortalChart::Place(province.to_owned());
    let parts = places::parts(summaries, province);
    let line = |part: &AmphoePart<'_>| {
        let name = with_part(amphoe_name(page, part.amphoe, &part.agencies), part, &parts, page);
        portal_story::place_line(page, name, page.to(&part.page(province).address()), &part.agencies)
    };
    let tiles = PortalChart::Tiles(province.to_owned());
    let view = PlacePage {
        tiles: tiles.exists(summaries).then(|| tiles.figure(page, summaries)).flatten(),
        is_large: here.len() > portal_home::FEW_AGENCIES,
        count: page
            .word("agencies_count")
            .replace("{}", &page.told_count(here.len(), &format!("นับหน่วยงานที่ province ใน agency.md คือ {province}"))),
        figure: (compare::rows(&here) > 1).then(|| chart.figure(page, summaries)).flatten(),
        amphoes: parts.iter().map(line).collect(),
        groups: if parts.is_empty() {
            groups.into_iter().map(|(amphoe, agencies)| group(page, amphoe, &agencies)).collect()
        } else {
            Vec::new()
        },
        heading: heading.clone(),
    };
    let about = PageAbout { title: &heading, description: &heading, trail: page.trail(None), agency: None };
    page.render("place.html", about, &view)
}

pub fn render_amphoe(
    page: &Page<'_>,
    summaries: &[AgencySummary],
    province: &str,
    amphoe: &str,
    part: usize,
) -> Result<Artifact, ThemeError> {
    let parts = places::parts(summaries, province);
    let Some(here) = parts.iter().find(|known| known.amphoe == amphoe && known.part == part) else {
        return super::plain::render_not_found(page);
    };
    let above = places::name_of(page, province);
    let heading = with_part(amphoe_name(page, amphoe, &here.agencies), here, &parts, page);
    let title = format!("{heading} {above}");
    let counted = page.told_count(here.agencies.len(), "นับหน่วยงานในหน้านี้");
    let view = PlacePage {
        count: page.word("agencies_count").replace("{}", &counted),
        is_large: here.agencies.len() > portal_home::FEW_AGENCIES,
        figure: None,
        tiles: None,
        amphoes: Vec::new(),
        groups: vec![group(page, amphoe, &here.agencies)],
        heading: title.clone(),
    };
    let mut trail = page.trail(None);
    trail.push(page.crumb(above, &PortalPage::Place(province.to_owned()).address()));
    let about = PageAbout { title: &title, description: &title, trail, agency: None };
    page.render("place.html", about, &view)
}
