//! The SVG canvas: a plotters backend that writes semantic SVG with classes instead of colours.
//! Owns how a shape becomes bytes; one backend pixel is a tenth of an SVG unit, so all numbers are exact integers.

use std::convert::Infallible;

use plotters::style::RGBColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use crate::escape::xml_into;

use super::status::{Status, symbol};
use super::text::{Weight, tenths};

pub(super) type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Tenths of a unit: what the canvas counts in.
pub(super) const fn px(units: i32) -> i32 {
    units * 10
}

/// Font size of a text element that says none.
pub(super) const BODY: i32 = 150;
pub(super) const SMALL: i32 = 130;

/// Colours by meaning. plotters carries them as sentinel colours; the canvas writes them as classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    Ink,
    Soft,
    Rule,
    Paper,
    Accent,
    Done,
    Going,
    Not,
    Wait,
}

impl Paint {
    pub const ALL: [Self; 9] =
        [Self::Ink, Self::Soft, Self::Rule, Self::Paper, Self::Accent, Self::Done, Self::Going, Self::Not, Self::Wait];
    const SENTINEL: (u8, u8) = (0xA5, 0x5A);

    /// Stem of the classes `fill-…` and `line-…`.
    pub fn class(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::Soft => "soft",
            Self::Rule => "rule",
            Self::Paper => "paper",
            Self::Accent => "accent",
            Self::Done => "done",
            Self::Going => "going",
            Self::Not => "not",
            Self::Wait => "wait",
        }
    }

    pub(super) fn color(self) -> RGBColor {
        RGBColor(Self::SENTINEL.0, Self::SENTINEL.1, self as u8)
    }

    pub(super) fn of_status(status: Status) -> Self {
        match status {
            Status::Done => Self::Done,
            Status::InProgress => Self::Going,
            Status::NotDone => Self::Not,
            Status::Awaiting | Status::NotStated => Self::Wait,
        }
    }

    fn from_backend(color: BackendColor) -> Self {
        let (a, b, index) = color.rgb;
        let known = if (a, b) == Self::SENTINEL { Self::ALL.get(usize::from(index)).copied() } else { None };
        known.unwrap_or(Self::Ink)
    }
}

/// What is written so far, and what it refers to.
pub(super) struct Ink {
    pub(super) id: String,
    pub(super) body: String,
    /// Words of the picture are English: what is Thai says so.
    pub(super) english: bool,
    names: u32,
    marks: [bool; 5],
    hatch: bool,
}

impl Ink {
    pub(super) fn new(id: &str, english: bool) -> Self {
        Self { id: safe_id(id), body: String::with_capacity(8192), english, names: 0, marks: [false; 5], hatch: false }
    }

    /// The definitions that the body refers to.
    pub(super) fn definitions(&self) -> String {
        let mut out = String::new();
        if !self.hatch && !self.marks.contains(&true) {
            return out;
        }
        out.push_str("<defs>");
        for status in Status::ALL {
            if self.marks[status as usize] {
                symbol(&mut out, &self.id, status);
            }
        }
        if self.hatch {
            for part in [
                "<pattern id=\"",
                &self.id,
                "-hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">",
                "<path class=\"line-going\" d=\"M0 2.5H5\" stroke-width=\"2.6\"/></pattern>",
            ] {
                out.push_str(part);
            }
        }
        out.push_str("</defs>");
        out
    }
}

/// An id that needs no escaping anywhere.
pub(super) fn safe_id(id: &str) -> String {
    let safe: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect();
    match safe.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => safe,
        _ => format!("c{safe}"),
    }
}

pub(super) struct Canvas<'a> {
    pub(super) ink: &'a mut Ink,
    size: (u32, u32),
}

impl<'a> Canvas<'a> {
    pub(super) fn new(ink: &'a mut Ink, width: i32, height: i32) -> Self {
        Self { ink, size: (width.unsigned_abs(), height.unsigned_abs()) }
    }

    pub(super) fn raw(&mut self, text: &str) {
        self.ink.body.push_str(text);
    }

    pub(super) fn escaped(&mut self, text: &str) {
        xml_into(&mut self.ink.body, text);
    }

    /// A length: tenths written as a decimal without idle zeros.
    pub(super) fn number(&mut self, tenths: i32) {
        let out = &mut self.ink.body;
        if tenths < 0 {
            out.push('-');
        }
        let size = tenths.unsigned_abs();
        push_integer(out, size / 10);
        if !size.is_multiple_of(10) {
            out.push('.');
            push_integer(out, size % 10);
        }
    }

    pub(super) fn attribute(&mut self, name: &str, tenths: i32) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.number(tenths);
        self.raw("\"");
    }

    fn class(&mut self, element: &str, stem: &str, paint: Paint) {
        for part in ["<", element, " class=\"", stem, "-", paint.class(), "\""] {
            self.raw(part);
        }
    }

    fn stroke_width(&mut self, tenths: u32) {
        if tenths != 10 {
            self.attribute("stroke-width", tenths as i32);
        }
    }

    /// A new id, unique in the page as long as the caller's prefix is.
    pub(super) fn fresh_id(&mut self) -> String {
        self.ink.names += 1;
        format!("{}-{}", self.ink.id, self.ink.names)
    }

    pub(super) fn use_mark(&mut self, status: Status, (x, y): BackendCoord, size: i32) {
        self.ink.marks[status as usize] = true;
        self.raw("<use href=\"#");
        let id = std::mem::take(&mut self.ink.id);
        self.raw(&id);
        self.ink.id = id;
        self.raw("-");
        self.raw(status.class());
        self.raw("\"");
        for (name, value) in [("x", x), ("y", y), ("width", size), ("height", size)] {
            self.attribute(name, value);
        }
        self.raw("/>");
    }

    pub(super) fn rect(&mut self, class: &str, (x0, y0): BackendCoord, (x1, y1): BackendCoord) {
        self.raw("<rect class=\"");
        self.raw(class);
        self.raw("\"");
        for (name, value) in [("x", x0), ("y", y0), ("width", (x1 - x0).max(0)), ("height", (y1 - y0).max(0))] {
            self.attribute(name, value);
        }
    }

    /// `fill="url(#…)"` of the hatching that means "in progress".
    pub(super) fn hatched(&mut self) {
        self.ink.hatch = true;
        self.raw(" fill=\"url(#");
        let id = std::mem::take(&mut self.ink.id);
        self.raw(&id);
        self.ink.id = id;
        self.raw("-hatch)\"");
    }

    /// Lines of text whose first baseline is at `at`.
    pub(super) fn lines(&mut self, lines: &[&str], at: BackendCoord, type_: &TextLook) {
        self.raw("<text");
        if type_.paint != Paint::Ink || type_.halo {
            self.raw(" class=\"fill-");
            self.raw(type_.paint.class());
            self.raw(if type_.halo { " halo\"" } else { "\"" });
        }
        self.attribute("x", at.0);
        self.attribute("y", at.1);
        if self.ink.english && is_thai(lines) {
            self.raw(" lang=\"th\"");
        }
        if type_.size != BODY {
            self.attribute("font-size", type_.size);
        }
        if type_.weight == Weight::SemiBold {
            self.raw(" font-weight=\"600\"");
        }
        match type_.anchor {
            HPos::Left => {}
            HPos::Center => self.raw(" text-anchor=\"middle\""),
            HPos::Right => self.raw(" text-anchor=\"end\""),
        }
        self.raw(">");
        for (row, line) in lines.iter().enumerate() {
            if row == 0 {
                self.escaped(line);
                continue;
            }
            // A space keeps Latin words apart where the text is read or copied as one; Thai needs none.
            let latin = lines[row - 1].ends_with(|c: char| c.is_ascii_alphanumeric());
            // Of no width, so that the underline of a link ends with its word.
            self.raw(if latin { "<tspan font-size=\"0\"> </tspan><tspan" } else { "<tspan" });
            self.attribute("x", at.0);
            self.attribute("dy", type_.line_height());
            self.raw(">");
            self.escaped(line);
            self.raw("</tspan>");
        }
        self.raw("</text>");
    }
}

/// A name that the authors wrote in Thai; figures alone are of no language.
fn is_thai(lines: &[&str]) -> bool {
    let mut letters = lines.iter().flat_map(|line| line.chars()).filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| ('ก'..='๛').contains(&c))
}

/// How a text looks: the four things that the canvas can say.
#[derive(Clone, Copy)]
pub(super) struct TextLook {
    pub(super) size: i32,
    pub(super) weight: Weight,
    pub(super) paint: Paint,
    pub(super) anchor: HPos,
    /// A rim of paper colour, for a text that lines may cross.
    pub(super) halo: bool,
}

impl TextLook {
    /// Thai marks above and below need air.
    pub(super) fn line_height(&self) -> i32 {
        self.size * 3 / 2
    }
}

fn push_integer(out: &mut String, mut value: u32) {
    let mut digits = [0u8; 10];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend(digits[at..].iter().map(|&digit| char::from(digit)));
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 10, point.1 + 10), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        let paint = Paint::from_backend(style.color());
        let class = [if fill { "fill-" } else { "line-" }, paint.class()].concat();
        self.rect(&class, (from.0.min(to.0), from.1.min(to.1)), (from.0.max(to.0), from.1.max(to.1)));
        if !fill {
            self.stroke_width(style.stroke_width());
        }
        self.raw("/>");
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        self.class("path", "line", Paint::from_backend(style.color()));
        self.stroke_width(style.stroke_width());
        self.points(path);
        self.raw("/>");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        self.class("circle", if fill { "fill" } else { "line" }, Paint::from_backend(style.color()));
        for (name, value) in [("cx", center.0), ("cy", center.1), ("r", radius as i32)] {
            self.attribute(name, value);
        }
        if !fill {
            self.stroke_width(style.stroke_width());
        }
        self.raw("/>");
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, vert: I, style: &S) -> Drawn {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        self.class("path", "fill", Paint::from_backend(style.color()));
        self.points(vert);
        self.raw("/>");
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, pos: BackendCoord) -> Drawn {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        let lines: Vec<&str> = text.split('\n').collect();
        let look = text_look(style);
        let block = look.line_height() * (lines.len() as i32 - 1);
        // A baseline from the box that plotters thinks in: digits and Thai consonants are about 0.7 em high.
        let y = match style.anchor().v_pos {
            VPos::Top => pos.1 + look.size,
            VPos::Center => pos.1 - block / 2 + look.size * 35 / 100,
            VPos::Bottom => pos.1 - block - look.size * 3 / 10,
        };
        self.lines(&lines, (pos.0, y), &look);
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let look = text_look(style);
        let width = text.split('\n').map(|line| tenths(line, look.size, look.weight)).max().unwrap_or(0);
        let height = look.line_height() * text.split('\n').count() as i32;
        Ok((width.unsigned_abs(), height.unsigned_abs()))
    }
}

impl Canvas<'_> {
    fn points(&mut self, path: impl IntoIterator<Item = BackendCoord>) {
        self.raw(" d=\"");
        let mut command = "M";
        for (x, y) in path {
            self.raw(command);
            self.number(x);
            self.raw(" ");
            self.number(y);
            command = "L";
        }
        self.raw("\"");
    }
}

fn text_look<T: BackendTextStyle>(style: &T) -> TextLook {
    TextLook {
        size: style.size() as i32,
        weight: if matches!(style.style(), FontStyle::Bold) { Weight::SemiBold } else { Weight::Regular },
        paint: Paint::from_backend(style.color()),
        anchor: match style.anchor().h_pos {
            HPos::Left => HPos::Left,
            HPos::Center => HPos::Center,
            HPos::Right => HPos::Right,
        },
        halo: false,
    }
}
