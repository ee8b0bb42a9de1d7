//! The card that chat programs show beside a link: authority, title, one bar of all promises and the score.
//! An SVG in the colours of the default theme, with nothing in it that needs a browser; `image` makes pixels of it.

use crate::escape::xml_into;

use super::canvas::px;
use super::standalone::light_rules;
use super::status::{Status, StatusCounts};
use super::text::{Weight, tenths};
use super::wording::ChartLook;
use super::wrap::wrap_tenths;

pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

const LEFT: i32 = 72;
const ROOM: i32 = WIDTH as i32 - 2 * LEFT;
/// Sizes of the title and how many lines each may take, the largest that fits is used.
const TITLES: [(i32, usize); 4] = [(64, 2), (54, 3), (46, 3), (38, 4)];
const SMALL: i32 = 28;
/// A status that occurs is seen, however few they are.
const LEAST: i32 = 12;

#[derive(Clone, Debug, Default)]
pub struct Card {
    /// Of the site, above everything.
    pub site: String,
    pub authority: String,
    pub title: String,
    /// One line over the bar: how many were done.
    pub said: String,
    /// Its name and its figure.
    pub score: Option<(String, String)>,
    pub counts: StatusCounts,
}

pub fn card(card: &Card, look: ChartLook) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"Sarabun\"><style>"
    );
    light_rules(&mut out);
    out.push_str("</style><pattern id=\"hatch\" width=\"16\" height=\"16\" patternUnits=\"userSpaceOnUse\">");
    out.push_str("<rect class=\"fill-paper\" width=\"16\" height=\"16\"/>");
    out.push_str(
        "<path class=\"line-going\" d=\"M-4 20L20 -4M-12 12L12 -12M4 28L28 4\" stroke-width=\"5\"/></pattern>",
    );
    out.push_str(&format!("<rect class=\"fill-paper\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>"));
    out.push_str(&format!("<rect class=\"fill-accent\" width=\"{WIDTH}\" height=\"16\"/>"));
    let mut y = 76;
    for line in wrap_tenths(&card.site, px(ROOM), px(SMALL), Weight::Regular, 1) {
        text(&mut out, "fill-soft", (LEFT, y), (SMALL, Weight::Regular), &line);
    }
    y += 26;
    if !card.authority.is_empty() {
        y += 42;
        for line in wrap_tenths(&card.authority, px(ROOM), px(36), Weight::Regular, 1) {
            text(&mut out, "fill-accent", (LEFT, y), (36, Weight::Regular), &line);
        }
        y += 10;
    }
    let (size, lines) = title(&card.title);
    for line in &lines {
        y += size * 27 / 20;
        text(&mut out, "fill-ink", (LEFT, y), (size, Weight::SemiBold), line);
    }
    if card.counts.all() > 0 {
        result(&mut out, card, look);
    }
    out.push_str("</svg>");
    out
}

/// The largest size at which the whole title fits, else the smallest with an ellipsis.
fn title(title: &str) -> (i32, Vec<String>) {
    let set = |size, lines| wrap_tenths(title, px(ROOM), px(size), Weight::SemiBold, lines);
    let fits =
        TITLES.into_iter().find(|(size, lines)| !set(*size, *lines).last().is_some_and(|end| end.ends_with('…')));
    let (size, lines) = fits.unwrap_or(TITLES[TITLES.len() - 1]);
    (size, set(size, lines))
}

fn text(out: &mut String, class: &str, (x, y): (i32, i32), (size, weight): (i32, Weight), text: &str) {
    let weight = match weight {
        Weight::Regular => 400,
        Weight::SemiBold => 600,
    };
    out.push_str(&format!(
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\">"
    ));
    xml_into(out, text);
    out.push_str("</text>");
}

/// The bar, what it says, and its key.
fn result(out: &mut String, card: &Card, look: ChartLook) {
    let wording = look.wording();
    text(out, "fill-ink", (LEFT, 440), (36, Weight::SemiBold), &card.said);
    if let Some((name, figure)) = &card.score {
        let size = 56;
        let x = LEFT + ROOM - wide(figure, size, Weight::SemiBold);
        text(out, "fill-accent", (x, 440), (size, Weight::SemiBold), figure);
        let name_x = x - 16 - wide(name, SMALL, Weight::Regular);
        text(out, "fill-soft", (name_x, 440), (SMALL, Weight::Regular), name);
    }
    let (all, present) = (card.counts.all() as i64, card.counts.present().count() as i32);
    let spare = i64::from(ROOM - LEAST * present);
    let (mut x, mut key_x, mut key_y) = (LEFT, LEFT, 566);
    let mut seen = 0;
    for (status, count) in card.counts.present() {
        // Ends come from running sums, so that the last one is the bar's own.
        let before = spare * seen / all;
        seen += count as i64;
        let width = LEAST + i32::try_from(spare * seen / all - before).unwrap_or(0);
        bar(out, status, x, width);
        x += width;
        let words = format!("{} {}", status.word(look.language), wording.count(count));
        let needs = 44 + wide(&words, SMALL, Weight::Regular);
        if key_x + needs > LEFT + ROOM {
            (key_x, key_y) = (LEFT, key_y + 42);
        }
        out.push_str(&format!(
            "<g transform=\"translate({key_x} {}) scale(1.35)\">{}</g>",
            key_y - 26,
            status.shapes()
        ));
        text(out, "fill-ink", (key_x + 44, key_y), (SMALL, Weight::Regular), &words);
        key_x += needs + 36;
    }
}

fn wide(text: &str, size: i32, weight: Weight) -> i32 {
    tenths(text, px(size), weight).div_euclid(10) + 1
}

/// Filled, hatched, outlined or grey: the same difference as everywhere, without its colour too.
fn bar(out: &mut String, status: Status, x: i32, width: i32) {
    let (x, width) = (x + 2, width - 4);
    let look = match status {
        Status::Done => "class=\"fill-done\"",
        Status::InProgress => "class=\"line-going\" fill=\"url(#hatch)\" stroke-width=\"4\"",
        Status::NotDone => "class=\"fill-paper line-not\" stroke-width=\"4\"",
        Status::Awaiting | Status::NotStated => "class=\"fill-rule\"",
    };
    out.push_str(&format!("<rect {look} x=\"{x}\" y=\"466\" width=\"{width}\" height=\"52\" rx=\"4\"/>"));
}
