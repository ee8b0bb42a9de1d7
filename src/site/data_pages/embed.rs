//! Charts for other websites: a small frame page at a stable address, its oEmbed answer, and the line to paste.

use serde::Serialize;
use serde_json::json;
use tera::Context;

use crate::address::{AgencyPage, ChartRef, DataPage, Lang};
use crate::chart::{Chart, ChartLook};
use crate::escape;
use crate::model::Agency;
use crate::open_data::json::lined;
use crate::site::charts;
use crate::site::data_pages::made::address;
use crate::site::figure::{self, FigureView};
use crate::site::ground::{Artifact, HTML};
use crate::site::page::{LinkView, Page};
use crate::site::shell::{PageAbout, page_text};
use crate::theme::ThemeError;

const WIDTH: u32 = 720;
/// Room for title, sentence, the folded table and source around the picture.
const AROUND: u32 = 220;

/// Every picture of an agency, newest year first.
pub fn all(agency: &Agency) -> Vec<ChartRef> {
    let years = agency.years.iter().rev().flat_map(|year| charts::of_year(agency, year));
    charts::of_agency(agency).into_iter().chain(years).collect()
}

fn draw(page: &Page<'_>, agency: &Agency, chart: &ChartRef) -> Option<Chart> {
    charts::draw(page, agency, chart, &chart.kind.name(), charts::look(page, ChartLook::WIDE))
}

/// How high a frame of `WIDTH` must be to show the whole picture.
fn height(chart: &Chart) -> u32 {
    let numbers = chart.svg.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"'));
    let numbers: Vec<f64> = numbers
        .map(|(box_, _)| box_.split_whitespace().filter_map(|number| number.parse().ok()).collect())
        .unwrap_or_default();
    match numbers.as_slice() {
        [_, _, width, height] if *width > 0.0 => {
            // A picture is a few hundred units; anything else is cut to a sensible frame.
            let scaled = (height * f64::from(WIDTH) / width).ceil().clamp(80.0, 4000.0);
            scaled as u32 + AROUND
        }
        _ => 520,
    }
}

/// The line that shows the chart on another website.
fn snippet(page: &Page<'_>, agency: &Agency, chart: &ChartRef, drawn: &Chart) -> String {
    format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{}\" style=\"border:0;max-width:{WIDTH}px\" loading=\"lazy\"></iframe>",
        escape::html(&address(page.site, &agency.at(&AgencyPage::Data(DataPage::Embed(*chart))))),
        escape::html(&drawn.title),
        height(drawn)
    )
}

#[derive(Serialize)]
struct EmbedView {
    title: String,
    sentence: String,
    /// Both widths, escaped already: inline, so that a phone gets the narrow one and the dark mode its colours.
    figure: FigureView,
    source: LinkView,
    /// For programs of others' pages; none while the site does not know its own address.
    oembed: Option<String>,
    style: String,
    icon: String,
}

/// Where the chart is at home.
fn home(agency: &Agency, chart: &ChartRef) -> String {
    agency.at(&chart.year.map_or(AgencyPage::Home, AgencyPage::Year))
}

pub fn render(page: &Page<'_>, agency: &Agency, chart: &ChartRef) -> Result<Artifact, ThemeError> {
    let Some(drawn) = figure::of(page, agency, chart) else {
        return Ok(Artifact { url: page.url.to_owned(), bytes: Vec::new(), media_type: HTML });
    };
    let view = EmbedView {
        sentence: drawn.sentence.clone(),
        title: drawn.title.clone(),
        figure: drawn,
        source: LinkView {
            title: format!("{} · {}", agency.name(), page.site.settings.title),
            href: page.to(&home(agency, chart)),
        },
        oembed: page
            .site
            .settings
            .base_url
            .as_ref()
            .map(|_| address(page.site, &agency.at(&AgencyPage::Data(DataPage::EmbedJson(*chart))))),
        style: page.to_file(&format!("assets/site.css?v={}", page.site.theme.stamp)),
        icon: page.to_file("assets/icon.svg"),
    };
    let mut context = Context::new();
    context.insert("page", &view);
    context.insert_value("w", page.site.theme.words(page.lang.code()));
    let html = page.held(&page_text(&page.site.theme.render("embed.html", &context)?), Some(agency));
    let html = page.with_places(html, Some(agency));
    Ok(Artifact { url: page.url.to_owned(), bytes: html.into_bytes(), media_type: HTML })
}

/// oEmbed 1.0, type `rich`.
pub fn oembed(page: &Page<'_>, agency: &Agency, chart: &ChartRef) -> Vec<u8> {
    let Some(drawn) = draw(page, agency, chart) else { return Vec::new() };
    lined(&json!({
        "version": "1.0",
        "type": "rich",
        "title": drawn.title,
        "author_name": agency.name(),
        "author_url": address(page.site, &agency.at(&AgencyPage::Home)),
        "provider_name": page.site.settings.title,
        "provider_url": address(page.site, ""),
        "width": WIDTH,
        "height": height(&drawn),
        "html": snippet(page, agency, chart, &drawn)
    }))
}

#[derive(Serialize)]
struct EmbedsPage {
    title: String,
    words: String,
    charts: Vec<EmbedRow>,
}

#[derive(Serialize)]
struct EmbedRow {
    title: String,
    /// A line for others' pages needs the address of this one.
    snippet: Option<String>,
    frame: String,
    svg: String,
}

pub fn render_list(page: &Page<'_>, agency: &Agency) -> Result<Artifact, ThemeError> {
    // Frames are Thai, whatever the language of the page that offers them.
    let thai = Page::new(page.site, Lang::Th, page.url);
    let charts = all(agency)
        .iter()
        .filter_map(|chart| {
            let drawn = draw(&thai, agency, chart)?;
            Some(EmbedRow {
                snippet: page.site.settings.base_url.as_ref().map(|_| snippet(page, agency, chart, &drawn)),
                frame: page.to_file(&agency.at(&AgencyPage::Data(DataPage::Embed(*chart)))),
                svg: page.to_file(&agency.at(&AgencyPage::ChartSvg(*chart))),
                title: drawn.title,
            })
        })
        .collect();
    let title = page.word("embed_title");
    let mut trail = page.trail(Some(agency));
    trail.push(page.crumb(page.word("nav_data"), &agency.at(&AgencyPage::Data(DataPage::Home))));
    let view = EmbedsPage { title: title.to_owned(), words: page.word("embed_words").to_owned(), charts };
    let about = PageAbout { title, description: page.word("embed_words"), trail, agency: Some(agency) };
    page.render("data-embed.html", about, &view)
}
