//! A chart as a file of its own, for downloads and embeds: namespace, resolved colours, its title above it.
//! Owns the default theme's colours as numbers, because a file cannot ask a page for its tokens.

use crate::escape::xml_into;

use super::Chart;
use super::canvas::{BODY, Paint, px};
use super::text::Weight;
use super::wrap::wrap_tenths;

/// Colours of the paints, light and dark. A theme or an agency with its own colours passes its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    pub light: [String; Paint::ALL.len()],
    pub dark: [String; Paint::ALL.len()],
}

impl Palette {
    pub fn of(&self, paint: Paint, dark: bool) -> &str {
        if dark { &self.dark[paint as usize] } else { &self.light[paint as usize] }
    }
}

/// Of the default theme: red, green and blue of each paint.
const LIGHT: [u32; Paint::ALL.len()] =
    [0x17212b, 0x55616e, 0xd9d6cc, 0xfcfbf7, 0x0a5a66, 0x17694b, 0xa86300, 0x9c2f24, 0x66717d];
const DARK: [u32; Paint::ALL.len()] =
    [0xe9e6dd, 0xa5afb9, 0x36414c, 0x12181e, 0x6cc5d1, 0x5fc397, 0xe6a94a, 0xf08a7d, 0x95a1ad];

/// A light colour of the default theme, for those who make pixels.
pub const fn light_rgb(paint: Paint) -> [u8; 3] {
    let [_, red, green, blue] = LIGHT[paint as usize].to_be_bytes();
    [red, green, blue]
}

impl Default for Palette {
    fn default() -> Self {
        let hex = |colour: u32| format!("#{colour:06x}");
        Self { light: LIGHT.map(hex), dark: DARK.map(hex) }
    }
}

/// Rules that do not depend on a colour; the same stand in `chart.css`.
const SHAPE_RULES: &str = ".chart{fill:none;font-family:Sarabun,\"Noto Sans Thai\",sans-serif}\
.zone{fill-opacity:.55}.tint{fill-opacity:.45}.ribbon{fill-opacity:.3}\
.heat-0{fill-opacity:.08}.heat-1{fill-opacity:.22}.heat-2{fill-opacity:.36}.heat-3{fill-opacity:.5}.heat-4{fill-opacity:.64}\
.halo{paint-order:stroke;stroke-width:4;stroke-linejoin:round}\
.dotted{stroke-dasharray:1.5 3;stroke-width:1.5}";

fn rules(out: &mut String, palette: &Palette, dark: bool) {
    let text = palette.of(Paint::Ink, dark);
    out.push_str(&format!("text{{fill:{text}}}.halo{{stroke:{}}}", palette.of(Paint::Paper, dark)));
    for paint in Paint::ALL {
        let (class, color) = (paint.class(), palette.of(paint, dark));
        out.push_str(&format!(".fill-{class}{{fill:{color}}}.line-{class}{{stroke:{color}}}"));
    }
}

/// The chart as a file, in the colours of the default theme.
pub fn standalone(chart: &Chart) -> String {
    standalone_in(chart, &Palette::default())
}

/// Every rule of a picture in the light colours of the default theme, for those who make pixels of it.
fn light_rules(out: &mut String) {
    out.push_str(SHAPE_RULES);
    rules(out, &Palette::default(), false);
}

/// The chart as a file in these colours. Links are left out: a file that has moved cannot know where they lead.
pub fn standalone_in(chart: &Chart, palette: &Palette) -> String {
    framed(chart, |out| {
        out.push_str(SHAPE_RULES);
        rules(out, palette, false);
        out.push_str("@media (prefers-color-scheme:dark){");
        rules(out, palette, true);
        out.push('}');
    })
}

/// The chart as a file that does not change with the reader's screen: what pixels are made of.
pub fn standalone_light(chart: &Chart) -> String {
    framed(chart, light_rules)
}

fn framed(chart: &Chart, style: impl Fn(&mut String)) -> String {
    const MARGIN: i32 = px(16);
    let (opening, rest) = chart.svg.split_at(chart.svg.find('>').map_or(0, |at| at + 1));
    let (width, height) = view_box(opening);
    let title = wrap_tenths(&chart.title, width, BODY + 20, Weight::SemiBold, 4);
    let line = (BODY + 20) * 3 / 2;
    let head = line * title.len() as i32 + px(10);
    let view_box = |out: &mut String| {
        let tall = height + head + 2 * MARGIN;
        let numbers =
            [-MARGIN, -head - MARGIN, width + 2 * MARGIN, tall].map(|tenths| (tenths.div_euclid(10)).to_string());
        out.push_str(&numbers.join(" "));
    };

    let mut out = String::with_capacity(chart.svg.len() + 4096);
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    let attributes = opening.trim_start_matches("<svg").trim_end_matches('>');
    match attributes.split_once("viewBox=\"").and_then(|(before, after)| Some((before, after.split_once('"')?.1))) {
        Some((before, after)) => {
            out.push_str(before);
            out.push_str("viewBox=\"");
            view_box(&mut out);
            out.push('"');
            out.push_str(after);
        }
        None => out.push_str(attributes),
    }
    out.push_str("><style>");
    style(&mut out);
    out.push_str("</style>");

    // The title and description stay first, so that the file keeps its name for screen readers.
    let (named, drawn) = rest.split_at(rest.find("</desc>").map_or(0, |at| at + "</desc>".len()));
    out.push_str(named);
    let frame =
        [-MARGIN, -head - MARGIN, width + 2 * MARGIN, height + head + 2 * MARGIN].map(|tenths| tenths.div_euclid(10));
    let [x, y, wide, tall] = frame;
    out.push_str(&format!("<rect class=\"fill-paper\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{tall}\"/>"));
    for (at, text) in title.iter().enumerate() {
        let baseline = (line * at as i32 + BODY + 25 - head).div_euclid(10);
        out.push_str(&format!("<text x=\"0\" y=\"{baseline}\" font-size=\"17\" font-weight=\"600\">"));
        xml_into(&mut out, text);
        out.push_str("</text>");
    }
    without_links(&mut out, drawn);
    out
}

/// Width and height, in tenths, of the `viewBox` that `sheet` wrote.
fn view_box(opening: &str) -> (i32, i32) {
    let numbers =
        opening.split_once("viewBox=\"0 0 ").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(n, _)| n);
    let mut numbers = numbers.split(' ').map(|number| number.parse::<i32>().unwrap_or(0));
    (px(numbers.next().unwrap_or(0)), px(numbers.next().unwrap_or(0)))
}

/// `<a href="…" …>` becomes `<g role="img" …>`. Texts are escaped, so `<a ` can only be a link.
fn without_links(out: &mut String, drawn: &str) {
    let mut rest = drawn;
    while let Some((before, link)) = rest.split_once("<a href=\"") {
        out.push_str(&before.replace("</a>", "</g>"));
        out.push_str("<g");
        rest = link.split_once('"').map_or("", |(_, after)| after);
    }
    out.push_str(&rest.replace("</a>", "</g>"));
}
