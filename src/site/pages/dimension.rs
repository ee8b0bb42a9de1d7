//! A dimension of a fiscal year, its promises under their missions.

use serde::Serialize;

use crate::address::{AgencyPage, ChartKind, ChartRef, Lang};
use crate::model::{Agency, Year};
use crate::site::figure::{self, FigureView};
use crate::site::ground::{AgencySite, Artifact};
use crate::site::item_table::ItemTable;
use crate::site::names::dimension_name;
use crate::site::origin::Behind;
use crate::site::page::{LinkView, Page};
use crate::site::pages::beside;
use crate::site::pages::shared::{TallyView, tally_view, when, year_crumb};
use crate::site::pages::year::table;
use crate::site::say;
use crate::site::shell::PageAbout;
use crate::standards::Field;
use crate::thai::FiscalYear;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct DimensionPage {
    heading: String,
    when: String,
    tally: TallyView,
    figure: Option<FigureView>,
    missions: Vec<MissionGroup>,
    others: Vec<LinkView>,
}

#[derive(Serialize)]
struct MissionGroup {
    /// `mission-2.2.3`; the promises without a mission have none.
    anchor: Option<String>,
    title: Option<String>,
    table: ItemTable,
}

pub fn render(page: &Page<'_>, site: &AgencySite, year: FiscalYear, dimension: u8) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let Some(known) = agency.year(year) else { return super::plain::render_not_found(page) };
    let tally = known.tally_of(agency, Some(dimension));
    let behind = Behind::year(page, agency, known, |promise| promise.dimension == Some(dimension));
    let reported = known.latest(agency).is_some();
    let heading = dimension_name(page, agency, year, dimension);
    let view = DimensionPage {
        heading: heading.clone(),
        when: when(page, agency, known),
        tally: {
            let mut view = tally_view(page, &tally, &behind, reported);
            beside::add_year(page, agency, known, Some(dimension), &tally, &mut view);
            view
        },
        figure: figure::of(page, agency, &ChartRef { year: Some(year), kind: ChartKind::Dimension(dimension) }),
        missions: missions(page, agency, known, dimension),
        others: known
            .dimensions()
            .into_iter()
            .filter(|other| *other != dimension)
            .map(|other| LinkView {
                title: dimension_name(page, agency, year, other),
                href: page.to(&agency.at(&AgencyPage::Dimension(year, other))),
            })
            .collect(),
    };
    let mut trail = page.trail(Some(agency));
    trail.push(year_crumb(page, agency, year));
    let description = format!("{}: {}", agency.name(), say::text(&say::result(&page.show, &tally, reported)));
    let about = PageAbout { title: &heading, description: &description, trail, agency: Some(agency) };
    page.render("dimension.html", about, &view)
}

/// Promises by mission in the order of the codes; those without one come last.
fn missions(page: &Page<'_>, agency: &Agency, year: &Year, dimension: u8) -> Vec<MissionGroup> {
    let mut groups: Vec<(Option<String>, Vec<usize>)> = Vec::new();
    for (at, promise) in year.promises.iter().enumerate() {
        if promise.dimension != Some(dimension) {
            continue;
        }
        let mission = mission_of(agency, year, promise);
        match groups.iter_mut().find(|(known, _)| *known == mission) {
            Some((_, places)) => places.push(at),
            None => groups.push((mission, vec![at])),
        }
    }
    groups.sort_by_key(|(mission, _)| (mission.is_none(), mission.as_deref().map(parts)));
    let alone = groups.len() == 1;
    groups
        .into_iter()
        .enumerate()
        .map(|(number, (mission, places))| {
            let title = match &mission {
                Some(code) => Some(mission_name(page, year, code)),
                None if alone => None,
                None => Some(page.word("mission_not_stated").to_owned()),
            };
            let caption = title.as_deref().unwrap_or_else(|| page.word("promises_of_dimension"));
            let name = (format!("items-{}", number + 1), caption);
            MissionGroup {
                table: table(page, agency, year, (&name.0, name.1), Some(&places)),
                anchor: mission.map(|code| format!("mission-{code}")),
                title,
            }
        })
        .collect()
}

/// Missions compare by number, not by letter: 2.10 after 2.9.
fn parts(code: &str) -> Vec<u32> {
    code.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}

/// The mission as the newest row states it, else as the code says.
pub fn mission_of(agency: &Agency, year: &Year, promise: &crate::model::Promise) -> Option<String> {
    let stated = year.view(agency, promise).first(|entry| entry.said(Field::Mission));
    let stated = stated.map(|text| crate::thai::to_arabic(text).trim().to_owned());
    let is_code = |text: &String| {
        !text.is_empty()
            && text.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    stated.filter(is_code).or_else(|| promise.code.mission().map(str::to_owned)).filter(is_code)
}

pub fn mission_name(page: &Page<'_>, year: &Year, code: &str) -> String {
    let framework = page.site.standards.framework(year.framework);
    let name = framework.and_then(|framework| framework.mission(code)).map(|mission| match page.lang {
        Lang::Th => mission.name.as_str(),
        Lang::En => mission.name_en.as_str(),
    });
    let label = page.show.text(&format!("{} {code}", page.word("mission")));
    name.map_or_else(|| label.clone(), |name| format!("{label} {name}"))
}
