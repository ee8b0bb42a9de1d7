//! A chart on a page: picture for phones and for wide screens, sentence, data table and downloads, ready for a template.

use serde::Serialize;

use crate::address::{AgencyPage, ChartRef, Lang};
use crate::chart::{Cell, Chart, Head, Look, Subject};
use crate::image;
use crate::model::Agency;
use crate::open_data::{self, value::Value};
use crate::site::Artifact;
use crate::site::charts;
use crate::site::origin;
use crate::site::shell::Page;

#[derive(Debug, Serialize)]
pub struct FigureView {
    pub id: String,
    /// With whose and of when, for a picture that stands alone.
    pub title: String,
    /// Without, for a page that says so itself.
    pub heading: String,
    pub sentence: String,
    /// SVG, escaped already.
    pub narrow: String,
    pub wide: String,
    pub table: ChartTableView,
    pub downloads: Vec<Download>,
}

#[derive(Debug, Serialize)]
pub struct ChartTableView {
    pub caption: String,
    pub heads: Vec<HeadView>,
    pub rows: Vec<Vec<CellView>>,
}

#[derive(Debug, Serialize)]
pub struct HeadView {
    pub text: &'static str,
    #[serde(skip)]
    pub text_th: &'static str,
    #[serde(skip)]
    pub column: &'static str,
    pub numeric: bool,
}

#[derive(Debug, Serialize)]
pub struct CellView {
    pub text: String,
    pub href: Option<String>,
    #[serde(skip)]
    pub of: Option<Subject>,
}

#[derive(Debug, Serialize)]
pub struct Download {
    pub title: &'static str,
    pub href: String,
}

impl FigureView {
    /// Gives every id of the figure another beginning.
    pub fn rename(&mut self, id: &str) {
        for (svg, size) in [(&mut self.narrow, "narrow"), (&mut self.wide, "wide")] {
            let (old, new) = (format!("{}-{size}", self.id), format!("{id}-{size}"));
            *svg =
                svg.replace(&format!("\"{old}"), &format!("\"{new}")).replace(&format!("#{old}"), &format!("#{new}"));
            *svg = svg.replace(&format!(" {old}-"), &format!(" {new}-"));
        }
        id.clone_into(&mut self.id);
    }
}

/// The picture of `wanted`, with its files to download.
pub fn of(page: &Page<'_>, agency: &Agency, wanted: &ChartRef) -> Option<FigureView> {
    let id = wanted.kind.name();
    let downloads = downloads(
        page.to_file(&agency.at(&AgencyPage::ChartCsv(*wanted))),
        page.to(&agency.at(&AgencyPage::ChartSvg(*wanted))),
        page.to(&agency.at(&AgencyPage::ChartPng(*wanted))),
    );
    let draw = |id: &str, width| charts::draw(page, agency, wanted, id, charts::look(page, width));
    let mut view = view(page, &id, downloads, draw)?;
    origin::tell_agency(page, agency, wanted, &mut view);
    Some(view)
}

/// The files of a picture: figures, drawing, and pixels where the program makes them.
pub fn downloads(csv: String, svg: String, png: String) -> Vec<Download> {
    let mut downloads = vec![Download { title: "CSV", href: csv }, Download { title: "SVG", href: svg }];
    if image::ENABLED {
        downloads.push(Download { title: "PNG", href: png });
    }
    downloads
}

/// Draws for both widths and takes sentence and table from the first.
pub fn view(
    page: &Page<'_>,
    id: &str,
    downloads: Vec<Download>,
    draw: impl Fn(&str, u32) -> Option<Chart>,
) -> Option<FigureView> {
    let narrow = draw(&format!("{id}-narrow"), Look::NARROW)?;
    let wide = draw(&format!("{id}-wide"), Look::WIDE)?;
    let heads = narrow.table.heads.iter().map(|head| HeadView {
        text: match page.lang {
            Lang::Th => head.text_th,
            Lang::En => head.text_en,
        },
        text_th: head.text_th,
        column: head.column,
        numeric: head.numeric,
    });
    Some(FigureView {
        id: id.to_owned(),
        sentence: match page.lang {
            Lang::Th => narrow.sentence,
            Lang::En => narrow.sentence_en,
        },
        table: ChartTableView {
            caption: narrow.table.caption,
            heads: heads.collect(),
            rows: narrow
                .table
                .rows
                .into_iter()
                .map(|row| {
                    row.into_iter().map(|cell| CellView { text: cell.shown, href: cell.href, of: cell.of }).collect()
                })
                .collect(),
        },
        heading: narrow.title.split(" – ").next().unwrap_or_default().to_owned(),
        title: narrow.title,
        narrow: narrow.svg,
        wide: wide.svg,
        downloads,
    })
}

pub fn svg_file(page: &Page<'_>, agency: &Agency, wanted: &ChartRef) -> Option<Artifact> {
    let chart = charts::draw(page, agency, wanted, &wanted.kind.name(), charts::look(page, Look::WIDE))?;
    let bytes = crate::chart::standalone(&chart).into_bytes();
    Some(Artifact { url: page.url.to_owned(), bytes, media_type: "image/svg+xml; charset=utf-8" })
}

pub fn png_file(page: &Page<'_>, agency: &Agency, wanted: &ChartRef) -> Option<Artifact> {
    let chart = charts::draw(page, agency, wanted, &wanted.kind.name(), charts::look(page, Look::WIDE))?;
    png(page, &chart)
}

/// Two pixels to a unit: sharp in a report and on a slide.
pub fn png(page: &Page<'_>, chart: &Chart) -> Option<Artifact> {
    let bytes = image::png(&crate::chart::standalone_light(chart), 2)?;
    Some(Artifact { url: page.url.to_owned(), bytes, media_type: "image/png" })
}

pub fn csv_file(page: &Page<'_>, agency: &Agency, wanted: &ChartRef) -> Option<Artifact> {
    let chart = charts::draw(page, agency, wanted, &wanted.kind.name(), charts::look(page, Look::WIDE))?;
    Some(Artifact { url: page.url.to_owned(), bytes: csv(&chart).into_bytes(), media_type: "text/csv; charset=utf-8" })
}

/// The picture's data table, as every table of open data is written.
pub fn csv(chart: &Chart) -> String {
    let heads: Vec<&str> = chart.table.heads.iter().map(|head| head.column).collect();
    let value = |head: &Head, cell: &Cell| match head.numeric.then(|| Value::number(&cell.raw)).flatten() {
        Some(number) => number,
        None => Value::text(cell.raw.as_str()),
    };
    let rows = chart.table.rows.iter();
    let rows: Vec<Vec<Value>> =
        rows.map(|row| chart.table.heads.iter().zip(row).map(|(head, cell)| value(head, cell)).collect()).collect();
    open_data::csv::csv(&heads, rows.iter().map(Vec::as_slice))
}
