//! A province with its agencies by amphoe, and the comparison of agencies; bounded however many there are.

use serde::Serialize;

use crate::chart::{self, Chart, Counts, Look};
use crate::site::figure::{self, Download, FigureView};
use crate::site::origin::{self, Behind, Origin, Part, Place};
use crate::site::pages::portal_home::round_title;
use crate::site::shell::{About, LinkView, Page};
use crate::site::{AgencySummary, Artifact, charts, places, say};
use crate::standards::Framework;
use crate::thai::{Date, StatedMoney};
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
    let year = summary.years.iter().find(|year| year.items > 0);
    AgencyRow {
        name: summary.name.clone(),
        href: page.to(&format!("{}/", summary.slug)),
        place,
        round: year.or(summary.years.first()).map(|year| round_title(page, year)),
        as_of: year
            .and_then(|year| Date::parse(year.as_of.as_ref()?).ok())
            .map(|date| format!("{} {}", page.word("as_of"), page.show.date(date))),
        say: match (year, summary.years.iter().find(|year| year.measures > 0)) {
            (Some(year), _) => {
                let (tally, behind) = (tally_of(year), Behind::summary(year));
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

pub fn tally_of(year: &crate::site::YearSummary) -> crate::model::Tally {
    let money = |satang: Option<i64>| {
        satang.map_or(StatedMoney::NotStated, |satang| StatedMoney::Amount(crate::thai::Money::from_satang(satang)))
    };
    crate::model::Tally {
        items: year.items,
        done: year.done,
        in_progress: year.in_progress,
        not_done: year.not_done,
        awaiting: year.awaiting,
        not_stated: year.not_stated,
        plan: money(year.plan),
        ordinance: money(year.ordinance),
        disbursed: money(year.disbursed),
    }
}

fn bar(page: &Page<'_>, year: &crate::site::YearSummary) -> Vec<BarPart> {
    let mut tally = tally_of(year);
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
                word: charts::status(*status).word(charts::look(page, Look::NARROW).language),
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

/// A heat map of more agencies than this would be a wall.
const MOST_COMPARED: usize = 80;

pub fn render(page: &Page<'_>, summaries: &[AgencySummary], province: &str) -> Result<Artifact, ThemeError> {
    let groups = places::amphoes(summaries, province);
    let here: Vec<&AgencySummary> = groups.iter().flat_map(|(_, agencies)| agencies.iter().copied()).collect();
    let heading = format!("{}{province}", page.word("province"));
    let compared = comparison(page, &here, &heading);
    let view = PlacePage {
        count: page
            .word("agencies_count")
            .replace("{}", &page.told_count(here.len(), &format!("นับหน่วยงานที่ province ใน agency.md คือ {province}"))),
        figure: (compared.agencies.len() > 1).then(|| heat_map(page, &here, &compared, Vec::new())).flatten(),
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
    let about = About { title: &heading, description: &heading, trail: page.trail(None), agency: None };
    page.render("place.html", about, &view)
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

pub fn render_compare(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let compared = comparison_of_portal(page, summaries);
    let frameworks: std::collections::BTreeSet<u16> = summaries
        .iter()
        .filter(|summary| states_result(summary))
        .filter_map(|summary| summary.years.iter().find(|year| year.items > 0))
        .map(|year| year.framework)
        .collect();
    let downloads = figure::downloads(page, "charts/compare");
    let all: Vec<&AgencySummary> = summaries.iter().collect();
    let mut figures: Vec<FigureView> = heat_map(page, &all, &compared, downloads).into_iter().collect();
    if compared.agencies.len() <= 24 {
        figures.extend(figure::view(page, "agencies", Vec::new(), |id, width| {
            Some(chart::compare::multiples(id, &compared, charts::look(page, width)))
        }));
        for figure in &mut figures[1..] {
            tell(page, &all, figure);
        }
    }
    let view = ComparePage {
        figures,
        without: if summaries.len() <= MOST_COMPARED {
            summaries
                .iter()
                .filter(|summary| !states_result(summary))
                .map(|summary| LinkView { title: summary.name.clone(), href: page.to(&format!("{}/", summary.slug)) })
                .collect()
        } else {
            Vec::new()
        },
        provinces: places::provinces(summaries)
            .into_iter()
            .map(|province| LinkView { title: province.to_owned(), href: page.to(&places::url(province)) })
            .collect(),
        across_frameworks: frameworks.len() > 1,
        method: page.to("method/"),
    };
    let about = About {
        title: page.word("nav_compare"),
        description: page.word("compare_words"),
        trail: page.trail(None),
        agency: None,
    };
    page.render("compare.html", about, &view)
}

fn heat_map(
    page: &Page<'_>,
    here: &[&AgencySummary],
    compared: &chart::compare::Comparison,
    downloads: Vec<Download>,
) -> Option<FigureView> {
    if compared.agencies.is_empty() {
        return None;
    }
    let mut view = figure::view(page, "compare", downloads, |id, width| {
        Some(chart::compare::heat_map(id, compared, charts::look(page, width)))
    })?;
    tell(page, here, &mut view);
    Some(view)
}

/// The figures of a comparison, each from its agency's newest rows.
fn tell(page: &Page<'_>, here: &[&AgencySummary], view: &mut FigureView) {
    if !page.origins.are_told() {
        return;
    }
    let newest = |summary: &&AgencySummary| summary.years.iter().find(|year| year.items > 0)?.place.clone();
    let places: std::collections::BTreeMap<String, Place> =
        here.iter().filter_map(|summary| Some((name_compared(page, summary), newest(summary)?))).collect();
    let whole = || Origin::known(Place::default(), "นับแถวของรอบล่าสุดของแต่ละหน่วยงาน ตามมิติและสถานะ");
    origin::tell(page, view, whole, |cell| {
        let place = places.get(cell.row)?.clone();
        Some(Origin::known(place, format!("นับแถวของ {} · {} = {}", cell.words, cell.head, cell.shown)))
    });
}

fn name_compared(page: &Page<'_>, summary: &AgencySummary) -> String {
    let year = summary.years.iter().find(|year| year.items > 0);
    let when = year.and_then(|year| crate::thai::FiscalYear::new(year.year)).map(|year| page.show.year(year));
    format!("{} {}", summary.short_name, when.unwrap_or_default())
}

fn portal_chart(page: &Page<'_>, summaries: &[AgencySummary]) -> Chart {
    chart::compare::heat_map("compare", &comparison_of_portal(page, summaries), charts::look(page, Look::WIDE))
}

pub fn chart_svg(page: &Page<'_>, summaries: &[AgencySummary]) -> Artifact {
    let bytes = chart::standalone(&portal_chart(page, summaries)).into_bytes();
    Artifact { url: page.url.to_owned(), bytes, media_type: "image/svg+xml; charset=utf-8" }
}

pub fn chart_png(page: &Page<'_>, summaries: &[AgencySummary]) -> Artifact {
    let none = || Artifact { url: page.url.to_owned(), bytes: Vec::new(), media_type: "image/png" };
    figure::png(page, &portal_chart(page, summaries)).unwrap_or_else(none)
}

pub fn chart_csv(page: &Page<'_>, summaries: &[AgencySummary]) -> Artifact {
    let bytes = figure::csv(&portal_chart(page, summaries)).into_bytes();
    Artifact { url: page.url.to_owned(), bytes, media_type: "text/csv; charset=utf-8" }
}

fn states_result(summary: &AgencySummary) -> bool {
    summary.years.iter().find(|year| year.items > 0).is_some_and(|year| year.items > year.not_stated)
}

/// Agencies while they fit one picture, else provinces.
fn comparison_of_portal(page: &Page<'_>, summaries: &[AgencySummary]) -> chart::compare::Comparison {
    let title = page.site.settings.title.as_str();
    if summaries.len() <= MOST_COMPARED {
        let mut all: Vec<&AgencySummary> = summaries.iter().collect();
        crate::thai::collate::sort_by_name(&mut all, |summary| summary.name.as_str());
        return comparison(page, &all, title);
    }
    let groups = places::provinces(summaries).into_iter().map(|province| {
        let here: Vec<&AgencySummary> =
            summaries.iter().filter(|summary| places::province_of(summary) == province).collect();
        (province.to_owned(), Some(page.to(&places::url(province))), here)
    });
    joined(page, groups, title)
}

/// Agencies of one place while they fit one picture, else its amphoes.
fn comparison(page: &Page<'_>, here: &[&AgencySummary], about: &str) -> chart::compare::Comparison {
    if here.len() <= MOST_COMPARED {
        let groups = here.iter().filter(|summary| states_result(summary)).map(|summary| {
            (name_compared(page, summary), Some(page.to(&format!("{}/", summary.slug))), vec![*summary])
        });
        return joined(page, groups, about);
    }
    let mut amphoes: std::collections::BTreeMap<&str, Vec<&AgencySummary>> = std::collections::BTreeMap::new();
    for summary in here {
        amphoes.entry(summary.amphoe.as_deref().unwrap_or("")).or_default().push(summary);
    }
    let mut amphoes: Vec<(&str, Vec<&AgencySummary>)> = amphoes.into_iter().collect();
    crate::thai::collate::sort_by_name(&mut amphoes, |(name, _)| name);
    let groups = amphoes.into_iter().map(|(name, here)| {
        let name = if name.is_empty() { page.word("amphoe_not_stated").to_owned() } else { name.to_owned() };
        (name, None, here)
    });
    joined(page, groups, about)
}

fn joined<'s>(
    page: &Page<'_>,
    groups: impl Iterator<Item = (String, Option<String>, Vec<&'s AgencySummary>)>,
    about: &str,
) -> chart::compare::Comparison {
    let numbers: Vec<u8> = page
        .site
        .standards
        .frameworks
        .first()
        .map(|framework: &Framework| framework.dimensions.iter().map(|dimension| dimension.number).collect())
        .unwrap_or_default();
    chart::compare::Comparison {
        about: about.to_owned(),
        dimensions: numbers
            .iter()
            .map(|number| page.show.text(&format!("{} {number}", page.word("dimension"))))
            .collect(),
        agencies: groups
            .map(|(name, href, agencies)| chart::compare::Agency {
                name,
                href,
                outside: outside_of(&agencies, &numbers),
                dimensions: numbers.iter().map(|number| counts_of(&agencies, *number)).collect(),
            })
            .collect(),
    }
}

fn counts_of(agencies: &[&AgencySummary], dimension: u8) -> Option<Counts> {
    let mut all = Counts::default();
    for summary in agencies.iter().filter(|summary| states_result(summary)) {
        let year = summary.years.iter().find(|year| year.items > 0)?;
        let Some(known) = year.dimensions.iter().find(|known| known.number == dimension) else { continue };
        let parts = [known.done, known.in_progress, known.not_done, known.awaiting, known.not_stated];
        all += counts(parts);
    }
    (all.all() > 0).then_some(all)
}

/// Items of no dimension, or of one that the pictures have no column for: the whole must equal the agency's own page.
fn outside_of(agencies: &[&AgencySummary], numbers: &[u8]) -> Counts {
    let mut outside = Counts::default();
    for summary in agencies.iter().filter(|summary| states_result(summary)) {
        let Some(year) = summary.years.iter().find(|year| year.items > 0) else { continue };
        let mut parts = [year.done, year.in_progress, year.not_done, year.awaiting, year.not_stated];
        for known in year.dimensions.iter().filter(|known| numbers.contains(&known.number)) {
            let inside = [known.done, known.in_progress, known.not_done, known.awaiting, known.not_stated];
            parts.iter_mut().zip(inside).for_each(|(part, inside)| *part -= inside);
        }
        outside += counts(parts);
    }
    outside
}

fn counts(parts: [i64; 5]) -> Counts {
    let [done, in_progress, not_done, awaiting, not_stated] =
        parts.map(|number| u64::try_from(number).unwrap_or_default());
    Counts { done, in_progress, not_done, awaiting, not_stated }
}
