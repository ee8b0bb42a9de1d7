//! A chart on a page: picture for phones and for wide screens, sentence, data table and downloads, ready for a template.

use crate::address::{AgencyPage, ChartRef, Lang};
use crate::chart::{Chart, ChartCell, ChartHead, ChartLook};
use crate::image;
use crate::model::Agency;
use crate::open_data::{self, value::Value};
use crate::site::charts::view::{CellView, ChartTableView, HeadView};
use crate::site::ground::Artifact;
use crate::site::page::Page;
use crate::site::typeset::with_firm_spaces;
use crate::site::{charts, origin};

pub use crate::site::charts::view::{Download, FigureView};

/// The picture of `wanted`, with its files to download.
pub fn of(page: &Page<'_>, agency: &Agency, wanted: &ChartRef) -> Option<FigureView> {
    let id = wanted.kind.name();
    let downloads = downloads(
        page.to_file(&agency.at(&AgencyPage::ChartCsv(*wanted))),
        page.to(&agency.at(&AgencyPage::ChartSvg(*wanted))),
        page.to(&agency.at(&AgencyPage::ChartPng(*wanted))),
    );
    let draw = |id: &str, width| charts::draw(page, agency, wanted, id, charts::look(page, width));
    let narrow_id = format!("{id}-narrow");
    let mut view = match charts::flowing(page, agency, wanted, &narrow_id, charts::look(page, ChartLook::NARROW)) {
        Some(marks) => shown(page, &id, downloads, marks, String::new()),
        None if charts::is_of_one_size(wanted.kind) => {
            let chart = draw(&narrow_id, ChartLook::NARROW)?.of_one_size();
            shown(page, &id, downloads, chart, String::new())
        }
        None => view(page, &id, downloads, draw)?,
    };
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
    let narrow = draw(&format!("{id}-narrow"), ChartLook::NARROW)?;
    let wide = draw(&format!("{id}-wide"), ChartLook::WIDE)?;
    Some(shown(page, id, downloads, narrow, wide.svg))
}

fn shown(page: &Page<'_>, id: &str, downloads: Vec<Download>, narrow: Chart, wide: String) -> FigureView {
    let heads = narrow.table.heads.iter().map(|head| HeadView {
        text: match page.lang {
            Lang::Th => head.text_th,
            Lang::En => head.text_en,
        },
        text_th: head.text_th,
        column: head.column,
        numeric: head.numeric,
    });
    FigureView {
        id: id.to_owned(),
        sentence: with_firm_spaces(match page.lang {
            Lang::Th => &narrow.sentence,
            Lang::En => &narrow.sentence_en,
        }),
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
        wide,
        picture: None,
        downloads,
    }
}

pub fn svg_file(page: &Page<'_>, agency: &Agency, wanted: &ChartRef) -> Option<Artifact> {
    let chart = charts::draw(page, agency, wanted, &wanted.kind.name(), charts::look(page, ChartLook::WIDE))?;
    let bytes = crate::chart::standalone(&chart).into_bytes();
    Some(Artifact { url: page.url.to_owned(), bytes, media_type: "image/svg+xml; charset=utf-8" })
}

pub fn png_file(page: &Page<'_>, agency: &Agency, wanted: &ChartRef) -> Option<Artifact> {
    let chart = charts::draw(page, agency, wanted, &wanted.kind.name(), charts::look(page, ChartLook::WIDE))?;
    png(page, &chart)
}

/// Two pixels to a unit: sharp in a report and on a slide.
pub fn png(page: &Page<'_>, chart: &Chart) -> Option<Artifact> {
    let bytes = image::png(&crate::chart::standalone_light(chart), 2)?;
    Some(Artifact { url: page.url.to_owned(), bytes, media_type: "image/png" })
}

pub fn csv_file(page: &Page<'_>, agency: &Agency, wanted: &ChartRef) -> Option<Artifact> {
    let chart = charts::draw(page, agency, wanted, &wanted.kind.name(), charts::look(page, ChartLook::WIDE))?;
    Some(Artifact { url: page.url.to_owned(), bytes: csv(&chart).into_bytes(), media_type: "text/csv; charset=utf-8" })
}

/// The picture's data table, as every table of open data is written.
pub fn csv(chart: &Chart) -> String {
    let heads: Vec<&str> = chart.table.heads.iter().map(|head| head.column).collect();
    let value = |head: &ChartHead, cell: &ChartCell| match head.numeric.then(|| Value::number(&cell.raw)).flatten() {
        Some(number) => number,
        None => Value::text(cell.raw.as_str()),
    };
    let rows = chart.table.rows.iter();
    let rows: Vec<Vec<Value>> =
        rows.map(|row| chart.table.heads.iter().zip(row).map(|(head, cell)| value(head, cell)).collect()).collect();
    open_data::csv::marked(&heads, rows.iter().map(Vec::as_slice))
}
