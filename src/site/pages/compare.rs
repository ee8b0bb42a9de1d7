//! Agencies compared: the page, its pictures and their files; bounded however many agencies there are.

use serde::Serialize;

use crate::address::{AgencyPage, PortalChart, PortalPage};
use crate::chart::{self, Chart, ChartLook, StatusCounts, Subject};
use crate::model::AgencySummary;
use crate::site::figure::{self, FigureView};
use crate::site::ground::Artifact;
use crate::site::origin::{self, Origin, Place};
use crate::site::page::{LinkView, Page};
use crate::site::pages::{portal_story, tiles};
use crate::site::shell::PageAbout;
use crate::site::{charts, places};
use crate::standards::Framework;
use crate::thai::Round;
use crate::theme::ThemeError;

/// A heat map of more agencies than this would be a wall.
const MOST_COMPARED: usize = 80;
/// More rows than this are looked at in a file of their own: drawn for two widths they would be most of the page.
const MOST_DRAWN: usize = 12;
/// Tiles are small and say at one look who is silent, which half of a picture on a phone does not.
const MOST_TILES: usize = 40;
/// The figures of more rows than this stand in the file of figures alone.
const MOST_TOLD: usize = 24;
/// A table of more lines than this is a file.
const MOST_LINES: usize = 150;
/// Small charts of more agencies than this are not small together.
const MOST_MULTIPLES: usize = 24;

impl PortalChart {
    /// All that have files of their own.
    pub fn all(summaries: &[AgencySummary]) -> Vec<Self> {
        let places = places::provinces(summaries)
            .into_iter()
            .flat_map(|province| [Self::Place(province.to_owned()), Self::Tiles(province.to_owned())]);
        [Self::Field, Self::HeatMap, Self::Multiples]
            .into_iter()
            .chain(places)
            .filter(|chart| chart.exists(summaries))
            .collect()
    }

    pub fn exists(&self, summaries: &[AgencySummary]) -> bool {
        match self {
            Self::Field => portal_story::counts(summaries).all() > 0,
            Self::HeatMap => true,
            Self::Multiples => (1..=MOST_MULTIPLES).contains(&rows_of_portal(summaries)),
            Self::Place(province) => rows(&in_province(summaries, province)) > 1,
            Self::Tiles(province) => tiles::exists(summaries, province),
        }
    }

    fn comparison(&self, page: &Page<'_>, summaries: &[AgencySummary]) -> chart::compare::ComparisonChart {
        match self {
            Self::Field | Self::HeatMap | Self::Multiples if summaries.len() > MOST_COMPARED => {
                by_province(page, summaries)
            }
            Self::Field | Self::HeatMap | Self::Multiples => {
                comparison(page, &self.here(summaries), page.site.settings.title.as_str())
            }
            Self::Place(province) | Self::Tiles(province) => {
                let about = places::name_of(page, province);
                comparison(page, &self.here(summaries), &about)
            }
        }
    }

    /// The agencies that are compared, in the order of the picture.
    fn here<'s>(&self, summaries: &'s [AgencySummary]) -> Vec<&'s AgencySummary> {
        match self {
            Self::Field | Self::HeatMap | Self::Multiples => {
                let mut all: Vec<&AgencySummary> = summaries.iter().collect();
                crate::thai::collate::sort_by_name(&mut all, |summary| summary.name.as_str());
                all
            }
            Self::Place(province) | Self::Tiles(province) => in_province(summaries, province),
        }
    }

    fn draw(&self, page: &Page<'_>, summaries: &[AgencySummary], id: &str, width: u32) -> Chart {
        let look = charts::look(page, width);
        match self {
            Self::Field => {
                let about = page.site.settings.title.clone();
                let field = chart::field::PromiseField { about, counts: portal_story::counts(summaries) };
                chart::field::chart(id, &field, look)
            }
            Self::Tiles(province) => chart::tiles::chart(id, &tiles::map(page, &self.here(summaries), province), look),
            Self::HeatMap | Self::Place(_) => chart::compare::heat_map(id, &self.comparison(page, summaries), look),
            Self::Multiples => chart::compare::multiples(id, &self.comparison(page, summaries), look),
        }
    }

    /// What its ids begin with.
    fn id(&self) -> &'static str {
        match self {
            Self::Field => "promises",
            Self::HeatMap | Self::Place(_) => "compare",
            Self::Tiles(_) => "tiles",
            Self::Multiples => "agencies",
        }
    }

    fn drawn_wide(&self, page: &Page<'_>, summaries: &[AgencySummary]) -> Chart {
        self.draw(page, summaries, if *self == Self::Multiples { "compare" } else { self.id() }, ChartLook::WIDE)
    }

    pub fn figure(&self, page: &Page<'_>, summaries: &[AgencySummary]) -> Option<FigureView> {
        let downloads = figure::downloads(
            page.to_file(&PortalPage::ChartCsv(self.clone()).address()),
            page.to(&PortalPage::ChartSvg(self.clone()).address()),
            page.to(&PortalPage::ChartPng(self.clone()).address()),
        );
        let draw = |id: &str, width: u32| Some(self.draw(page, summaries, id, width));
        let mut view = figure::view(page, self.id(), downloads, draw)?;
        let drawn = match self {
            Self::Field => 0,
            // Each authority's tile is a link with its words.
            Self::Tiles(province) => in_province(summaries, province).len(),
            Self::HeatMap | Self::Multiples => rows_of_portal(summaries),
            Self::Place(province) => rows(&in_province(summaries, province)),
        };
        if drawn > MOST_TOLD || view.table.rows.len() > MOST_LINES {
            view.table.rows.clear();
        }
        let most = if matches!(self, Self::Tiles(_)) { MOST_TILES } else { MOST_DRAWN };
        if drawn > most {
            (view.narrow, view.wide) = (String::new(), String::new());
            view.picture = Some(page.to(&PortalPage::ChartSvg(self.clone()).address()));
        }
        tell(page, &self.here(summaries), &mut view);
        Some(view)
    }

    pub fn svg(&self, page: &Page<'_>, summaries: &[AgencySummary]) -> Artifact {
        let bytes = chart::standalone(&self.drawn_wide(page, summaries)).into_bytes();
        Artifact { url: page.url.to_owned(), bytes, media_type: "image/svg+xml; charset=utf-8" }
    }

    pub fn png(&self, page: &Page<'_>, summaries: &[AgencySummary]) -> Artifact {
        let none = || Artifact { url: page.url.to_owned(), bytes: Vec::new(), media_type: "image/png" };
        figure::png(page, &self.drawn_wide(page, summaries)).unwrap_or_else(none)
    }

    pub fn csv(&self, page: &Page<'_>, summaries: &[AgencySummary]) -> Artifact {
        let bytes = figure::csv(&self.drawn_wide(page, summaries)).into_bytes();
        Artifact { url: page.url.to_owned(), bytes, media_type: "text/csv; charset=utf-8" }
    }
}

#[derive(Serialize)]
struct ComparePage {
    figures: Vec<FigureView>,
    /// Agencies whose newest year has no result to compare.
    without: Vec<LinkView>,
    provinces: Vec<LinkView>,
    /// Whether years of both frameworks stand side by side.
    across_frameworks: bool,
    method: String,
}

pub fn render(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let frameworks: std::collections::BTreeSet<u16> = summaries
        .iter()
        .filter(|summary| states_result(summary))
        .filter_map(AgencySummary::newest_year)
        .map(|year| year.framework)
        .collect();
    let charts = [PortalChart::HeatMap, PortalChart::Multiples];
    let has_rows = rows_of_portal(summaries) > 0;
    let figures = charts
        .into_iter()
        .filter(|chart| has_rows && chart.exists(summaries))
        .filter_map(|chart| chart.figure(page, summaries))
        .collect();
    let view = ComparePage {
        figures,
        without: if summaries.len() <= MOST_COMPARED {
            summaries
                .iter()
                .filter(|summary| !states_result(summary))
                .map(|summary| LinkView { title: summary.name.clone(), href: page.to(&summary.at(&AgencyPage::Home)) })
                .collect()
        } else {
            Vec::new()
        },
        provinces: places::provinces(summaries)
            .into_iter()
            .map(|province| LinkView {
                title: if province.is_empty() { places::name_of(page, province) } else { province.into() }.into_owned(),
                href: page.to(&PortalPage::Place(province.to_owned()).address()),
            })
            .collect(),
        across_frameworks: frameworks.len() > 1,
        method: page.to(&PortalPage::Method.address()),
    };
    let about = PageAbout {
        title: page.word("nav_compare"),
        description: page.word("compare_words"),
        trail: page.trail(None),
        agency: None,
    };
    page.render("compare.html", about, &view)
}

/// The figures of a comparison, each from its agency's newest rows.
fn tell(page: &Page<'_>, here: &[&AgencySummary], view: &mut FigureView) {
    if !page.origins.are_told() {
        return;
    }
    let newest = |summary: &&AgencySummary| summary.newest_year()?.place.clone();
    let whole = || Origin::known(Place::default(), "นับแถวของรอบล่าสุดของแต่ละหน่วยงาน ตามมิติและสถานะ");
    origin::tell(page, view, whole, |cell| {
        let Subject::One(at) = cell.of? else { return None };
        let place = newest(here.get(at)?)?;
        Some(Origin::known(place, format!("นับแถวของ {} · {} = {}", cell.words, cell.head, cell.shown)))
    });
}

fn name_compared(page: &Page<'_>, summary: &AgencySummary, across: bool) -> String {
    let year = summary.newest_year();
    let when = year.and_then(|year| crate::thai::FiscalYear::new(year.year)).map(|year| page.show.year(year));
    let round = round_within(page, summary, across);
    format!("{} {} {round}", summary.short_name, when.unwrap_or_default()).trim_end().to_owned()
}

/// The round that its newest figures are of: six and twelve months are never one figure.
fn round_of(page: &Page<'_>, summary: &AgencySummary) -> String {
    match summary.newest_year().map(|year| year.round_months) {
        Some(6) => page.show.round(Round::SixMonths),
        Some(12) => page.show.round(Round::TwelveMonths),
        _ => String::new(),
    }
}

/// Where agencies are of both frameworks, the round says which: their dimensions are not the same.
fn round_within(page: &Page<'_>, summary: &AgencySummary, across: bool) -> String {
    let round = round_of(page, summary);
    match summary.newest_year().filter(|_| across) {
        Some(year) => {
            let framework = page.show.text(&year.framework.to_string());
            format!("{round} {} {framework}", page.word("framework")).trim_start().to_owned()
        }
        None => round,
    }
}

/// "อำเภอนิคมคำสร้อย จังหวัดมุกดาหาร"; on the page of a province its amphoe alone.
fn place_of(page: &Page<'_>, summary: &AgencySummary, with_province: bool) -> String {
    let amphoe = summary.amphoe.as_deref().map(|name| format!("{}{name}", page.word("amphoe")));
    let province = Some(places::province_of(summary)).filter(|name| with_province && !name.is_empty());
    let province = province.map(|name| places::name_of(page, name).into_owned());
    [amphoe, province].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn framework_of(summary: &AgencySummary) -> u16 {
    summary.newest_year().map_or(0, |year| year.framework)
}

/// Whether those with a result stand on both sides of the frameworks' break.
fn is_across(agencies: &[&AgencySummary]) -> bool {
    let mut known = agencies.iter().filter(|summary| states_result(summary)).map(|summary| framework_of(summary));
    let first = known.next();
    known.any(|framework| Some(framework) != first)
}

/// How much later a round is than others, the latest framework and twelve months first.
type Later = std::cmp::Reverse<(u16, u8)>;

/// The agencies of a group by the round of their newest figures, the later round first.
fn by_round<'s>(
    page: &Page<'_>,
    agencies: &[&'s AgencySummary],
    across: bool,
) -> Vec<(Later, String, Vec<&'s AgencySummary>)> {
    let mut rounds: std::collections::BTreeMap<Later, Vec<&AgencySummary>> = Default::default();
    for summary in agencies.iter().filter(|summary| states_result(summary)) {
        let months = summary.newest_year().map_or(0, |year| year.round_months);
        let framework = if across { framework_of(summary) } else { 0 };
        rounds.entry(std::cmp::Reverse((framework, months))).or_default().push(summary);
    }
    if rounds.is_empty() {
        return vec![(std::cmp::Reverse((0, 0)), String::new(), agencies.to_vec())];
    }
    rounds
        .into_iter()
        .map(|(later, here)| {
            let round = here.first().map_or_else(String::new, |first| round_within(page, first, across));
            (later, round, here)
        })
        .collect()
}

fn states_result(summary: &AgencySummary) -> bool {
    summary.newest_year().is_some_and(|year| year.tally.states_status())
}

fn in_province<'s>(summaries: &'s [AgencySummary], province: &str) -> Vec<&'s AgencySummary> {
    let groups = places::amphoes(summaries, province);
    groups.into_iter().flat_map(|(_, agencies)| agencies).collect()
}

/// How many rows the comparison of a place has.
pub fn rows(here: &[&AgencySummary]) -> usize {
    if here.len() <= MOST_COMPARED {
        return here.iter().filter(|summary| states_result(summary)).count();
    }
    here.iter().map(|summary| summary.amphoe.as_deref()).collect::<std::collections::BTreeSet<_>>().len()
}

fn rows_of_portal(summaries: &[AgencySummary]) -> usize {
    if summaries.len() <= MOST_COMPARED {
        return summaries.iter().filter(|summary| states_result(summary)).count();
    }
    places::provinces(summaries).len()
}

/// Provinces, where agencies would not fit one picture.
fn by_province(page: &Page<'_>, summaries: &[AgencySummary]) -> chart::compare::ComparisonChart {
    let across = is_across(&summaries.iter().collect::<Vec<_>>());
    let groups = places::provinces(summaries).into_iter().map(|province| {
        let here: Vec<&AgencySummary> = places::in_province(summaries, province).collect();
        let name = if province.is_empty() { places::name_of(page, province) } else { province.into() };
        let href = Some(page.to(&PortalPage::Place(province.to_owned()).address()));
        ComparedGroup { name: name.into_owned(), href, subject: None, place: String::new(), here }
    });
    joined(page, groups, page.site.settings.title.as_str(), across)
}

/// Agencies of one place while they fit one picture, else its amphoes.
fn comparison(page: &Page<'_>, here: &[&AgencySummary], about: &str) -> chart::compare::ComparisonChart {
    let across = is_across(here);
    if here.len() <= MOST_COMPARED {
        let first = here.first().map(|summary| places::province_of(summary));
        let with_province = here.iter().any(|summary| Some(places::province_of(summary)) != first);
        let groups = here.iter().enumerate().filter(|(_, summary)| states_result(summary));
        let groups = groups.map(|(at, summary)| ComparedGroup {
            name: name_compared(page, summary, across),
            href: Some(page.to(&summary.at(&AgencyPage::Home))),
            subject: Some(Subject::One(at)),
            place: place_of(page, summary, with_province),
            here: vec![*summary],
        });
        return joined(page, groups, about, across);
    }
    let mut amphoes: std::collections::BTreeMap<&str, Vec<&AgencySummary>> = std::collections::BTreeMap::new();
    for summary in here {
        amphoes.entry(summary.amphoe.as_deref().unwrap_or("")).or_default().push(summary);
    }
    let mut amphoes: Vec<(&str, Vec<&AgencySummary>)> = amphoes.into_iter().collect();
    crate::thai::collate::sort_by_name(&mut amphoes, |(name, _)| name);
    let groups = amphoes.into_iter().map(|(name, here)| {
        let name = if name.is_empty() { page.word("amphoe_not_stated").to_owned() } else { name.to_owned() };
        ComparedGroup { name, href: None, subject: None, place: String::new(), here }
    });
    joined(page, groups, about, across)
}

/// One agency, or those of a place together.
struct ComparedGroup<'s> {
    name: String,
    href: Option<String>,
    subject: Option<Subject>,
    place: String,
    here: Vec<&'s AgencySummary>,
}

fn joined<'s>(
    page: &Page<'_>,
    groups: impl Iterator<Item = ComparedGroup<'s>>,
    about: &str,
    across: bool,
) -> chart::compare::ComparisonChart {
    let numbers: Vec<u8> = page
        .site
        .standards
        .frameworks
        .first()
        .map(|framework: &Framework| framework.dimensions.iter().map(|dimension| dimension.number).collect())
        .unwrap_or_default();
    let mut rows: Vec<(Later, chart::compare::ComparedAgency)> = Vec::new();
    for group in groups {
        for (later, round, agencies) in by_round(page, &group.here, across) {
            // One agency's name says its round already.
            let name = match group.subject {
                Some(_) => group.name.clone(),
                None => format!("{} {round}", group.name).trim_end().to_owned(),
            };
            let row = chart::compare::ComparedAgency {
                name,
                href: group.href.clone(),
                subject: group.subject,
                place: group.place.clone(),
                outside: outside_of(&agencies, &numbers),
                dimensions: numbers.iter().map(|number| counts_of(&agencies, *number)).collect(),
                round,
            };
            rows.push((later, row));
        }
    }
    // Rounds apart from each other, in each of them place by place; else in the order that they came in.
    let mut places: Vec<String> = rows.iter().map(|(_, row)| row.place.clone()).collect();
    crate::thai::collate::sort_by_name(&mut places, String::as_str);
    places.dedup();
    rows.sort_by_cached_key(|(later, row)| (*later, places.iter().position(|place| *place == row.place)));
    chart::compare::ComparisonChart {
        about: about.to_owned(),
        dimensions: numbers
            .iter()
            .map(|number| page.show.text(&format!("{} {number}", page.word("dimension"))))
            .collect(),
        agencies: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

fn counts_of(agencies: &[&AgencySummary], dimension: u8) -> Option<StatusCounts> {
    let mut all = StatusCounts::default();
    for summary in agencies.iter().filter(|summary| states_result(summary)) {
        let year = summary.newest_year()?;
        let Some(known) = year.dimensions.iter().find(|known| known.number == dimension) else { continue };
        all += charts::counts(&known.tally);
    }
    (all.all() > 0).then_some(all)
}

/// Items of no dimension, or of one that the pictures have no column for: the whole must equal the agency's own page.
fn outside_of(agencies: &[&AgencySummary], numbers: &[u8]) -> StatusCounts {
    let mut outside = StatusCounts::default();
    for summary in agencies.iter().filter(|summary| states_result(summary)) {
        let Some(year) = summary.newest_year() else { continue };
        let inside = year.dimensions.iter().filter(|known| numbers.contains(&known.number));
        outside += charts::counts(&inside.fold(year.tally.clone(), |left, known| left.without(&known.tally)));
    }
    outside
}
