//! Charts: plain numbers in, a semantic SVG, a sentence and a data table out.
//!
//! Owns everything about pictures of data: the canvas (a plotters backend), exact Thai widths, wrapping, the marks.
//! Knows nothing of the model, the site or the disk; whoever has the data fills the input of a chart.
//! One file per chart, each with its own input and one function `chart(id, input, look)`.
//!
//! A page that serves phones and desks shows a chart twice, `ChartLook::NARROW` and `ChartLook::WIDE` under two ids, inside
//! `class="chart-pair"`; `chart.css` shows the one that fits. Where one drawing fits every width it shows that alone:
//! [`Chart::of_one_size`], and `flowing` of the charts that are made of marks. HTML may show marks itself: [`symbols`] once, then
//! `<svg class="mark"><use href="#mark-done"/></svg>`, or [`Status::mark`]. [`standalone`] makes the file to download.

pub mod areas;
pub mod budget;
mod canvas;
pub mod compare;
pub mod completeness;
mod element;
pub mod field;
pub mod flow;
mod flow_bars;
mod flow_marks;
pub mod owners;
pub mod progress;
pub mod promises;
pub mod river;
mod saying;
pub mod score;
mod sheet;
mod standalone;
mod status;
pub mod targets;
pub mod text;
pub mod tiles;
pub mod timeline;
pub mod trend;
mod wording;
pub mod wrap;
mod years;

use serde::Serialize;

pub use canvas::Paint;
pub use standalone::{Palette, light_rgb, standalone, standalone_in, standalone_light};
pub use status::{Status, StatusCounts, symbols, with_used_symbols};
pub use wording::{ChartLook, ChartWording, Digits, Language, Ratio};

/// A finished chart. The table is always shown with the picture: a picture alone excludes readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    pub id: String,
    /// The drawing; HTML where marks flow.
    pub svg: String,
    pub title: String,
    /// What the chart shows, in one Thai sentence.
    pub sentence: String,
    pub sentence_en: String,
    pub table: ChartTable,
}

impl Chart {
    /// A narrow drawing for a page that shows it on wide screens too.
    pub fn of_one_size(mut self) -> Self {
        self.svg = self.svg.replacen(" narrow\"", " one\"", 1);
        self
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChartTable {
    pub caption: String,
    pub heads: Vec<ChartHead>,
    pub rows: Vec<Vec<ChartCell>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChartHead {
    pub text_th: &'static str,
    pub text_en: &'static str,
    /// Name of the column in CSV and JSON.
    pub column: &'static str,
    pub numeric: bool,
}

/// One figure or word: as the reader sees it, and as a program reads it (empty where nothing is stated).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChartCell {
    pub shown: String,
    pub raw: String,
    pub href: Option<String>,
    /// Of a row's first cell: what the row speaks of.
    #[serde(skip)]
    pub of: Option<Subject>,
}

/// What a row of a table speaks of, by numbers that only whoever made the input understands: a chart carries them from
/// its input to its table, so that nobody has to find a row again by its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Whole,
    Group(usize),
    One(usize),
}
