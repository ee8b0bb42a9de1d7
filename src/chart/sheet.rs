//! A sheet to draw one chart on: places texts, marks, keys and bars, and turns the ink into the finished SVG.
//! Owns layout that several charts share; what is drawn and said belongs to the charts.

use plotters::chart::ChartBuilder;
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::combinators::BindKeyPoints;
use plotters::coord::types::RangedCoordi64;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::style::{Color, IntoFont, TextStyle};
use plotters_backend::text_anchor::HPos;

use crate::escape::xml_into;

use super::canvas::{BODY, Canvas, Ink, Paint, SMALL, TextLook, px};
use super::element::{Close, DrawnBox, DrawnLine, DrawnMark, DrawnWords, GroupRole, GroupStart, Segment};
use super::status::{Status, StatusCounts};
use super::text::{Weight, tenths};
use super::wording::{ChartLook, ChartWording, Language};
use super::wrap::wrap_tenths;

/// Narrower than this, labels stand above what they name; wider, beside it.
const WIDE_FROM: u32 = 560;
/// No share that exists may vanish: the least width of a segment.
fn least(status: Status) -> i32 {
    if status == Status::NotStated { px(10) } else { px(4) }
}

/// What is true of a chart as a whole.
pub(super) struct Frame<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'static str,
    pub(super) title: &'a str,
    pub(super) sentence: &'a str,
    pub(super) look: ChartLook,
    /// A picture is one thing to a screen reader; a chart of links is a group of things.
    pub(super) has_links: bool,
    pub(super) height: i32,
}

pub(super) type Scale<'a> = DrawingArea<Canvas<'a>, Cartesian2d<RangedCoordi64, RangedCoordi64>>;

pub(super) struct ChartSheet<'a> {
    pub(super) root: DrawingArea<Canvas<'a>, Shift>,
    pub(super) wording: ChartWording,
}

/// Draws on a fresh sheet and returns the SVG.
pub(super) fn draw(frame: &Frame<'_>, paint: impl FnOnce(&ChartSheet<'_>)) -> String {
    let mut ink = Ink::new(frame.id, frame.look.language == Language::English);
    let width = px(frame.look.width as i32);
    {
        let root = Canvas::new(&mut ink, width, frame.height).into_drawing_area();
        paint(&ChartSheet { root, wording: frame.look.wording() });
    }
    let definitions = ink.definitions();
    let id = &ink.id;
    let mut svg = String::with_capacity(ink.body.len() + definitions.len() + 1024);
    let role = if frame.has_links { "group" } else { "img" };
    let size = if is_wide(frame.look) { "wide" } else { "narrow" };
    let tall = frame.height.div_euclid(10) + i32::from(frame.height % 10 != 0);
    svg += &format!(
        "<svg class=\"chart chart-{kind} {size}\" id=\"{id}\" viewBox=\"0 0 {wide} {tall}\" role=\"{role}\" lang=\"{lang}\" \
         aria-labelledby=\"{id}-t\" aria-describedby=\"{id}-d\" font-size=\"15\"><title id=\"{id}-t\">",
        kind = frame.kind,
        lang = frame.look.wording().pick("th", "en"),
        wide = frame.look.width,
    );
    xml_into(&mut svg, frame.title);
    svg += &format!("</title><desc id=\"{id}-d\">");
    xml_into(&mut svg, frame.sentence);
    svg += "</desc>";
    svg += &definitions;
    svg += &ink.body;
    svg += "</svg>";
    svg
}

pub(super) fn is_wide(look: ChartLook) -> bool {
    look.width >= WIDE_FROM
}

/// Where the labels of rows stand, and where what they name begins.
#[derive(Clone, Copy)]
pub(super) struct LabelColumns {
    pub(super) beside: bool,
    pub(super) label: i32,
    pub(super) body: i32,
    pub(super) body_width: i32,
}

impl LabelColumns {
    pub(super) fn of(look: ChartLook) -> Self {
        let width = px(look.width as i32);
        if is_wide(look) {
            let label = width * 34 / 100;
            Self { beside: true, label, body: label + px(24), body_width: width - label - px(24) }
        } else {
            Self { beside: false, label: width, body: 0, body_width: width }
        }
    }
}

/// A chart of columns over years or quarters: an upward plotters scale with its grid and the figures beside it.
pub(super) struct ScaleGrid {
    pub(super) top: i32,
    pub(super) bottom: i32,
    pub(super) left: i32,
    pub(super) right: i32,
    /// The highest value of the upright axis.
    pub(super) most: i64,
}

impl ScaleGrid {
    /// Draws the grid by plotters' mesh and returns the scale; across it runs in steps of `ACROSS` per column.
    pub(super) fn draw<'a>(
        &self,
        sheet: &ChartSheet<'a>,
        columns: i64,
        figure: &dyn Fn(&i64) -> String,
    ) -> Option<Scale<'a>> {
        let area = sheet.root.clone().shrink((0, self.top), (self.right, self.bottom - self.top));
        // Our own key points: plotters' search for round ones overflows when it is asked for few or over much.
        let across = (0..(columns * Self::ACROSS).max(1)).with_key_points(Vec::new());
        let upright = (0..self.most.max(1)).with_key_points(self.ticks());
        let mut context =
            ChartBuilder::on(&area).y_label_area_size(self.left).build_cartesian_2d(across, upright).ok()?;
        let soft = Paint::Soft.color();
        let style = TextStyle::from(("Sarabun", SMALL).into_font()).color(&soft);
        let mesh = context
            .configure_mesh()
            .disable_x_mesh()
            .disable_x_axis()
            .set_all_tick_mark_size(px(3)) // only keeps the figures away from the grid; the axis is not drawn
            .bold_line_style(Paint::Rule.color().stroke_width(10))
            .axis_style(plotters::style::TRANSPARENT)
            .y_label_style(style)
            .y_label_formatter(figure)
            .draw();
        debug_assert!(mesh.is_ok());
        Some(sheet.scale((self.left, self.top), (self.right, self.bottom), columns * Self::ACROSS, self.most))
    }

    /// At most five round figures, in steps of 1, 2 or 5 times a power of ten; values are hundredths.
    fn ticks(&self) -> Vec<i64> {
        let mut power: i64 = 100;
        let step = loop {
            match [1, 2, 5].into_iter().map(|times| power.saturating_mul(times)).find(|step| self.most / step <= 5) {
                Some(step) => break step,
                None => power = power.saturating_mul(10),
            }
        };
        (0..).map(|at| at * step).take_while(|tick| *tick <= self.most).collect()
    }

    pub(super) const ACROSS: i64 = 100;

    /// The name under a column; at the edge it moves inward rather than out of the picture.
    pub(super) fn name_column(&self, sheet: &ChartSheet<'_>, middle: i32, name: &str) {
        let half = tenths(name, YEAR.size, YEAR.weight) / 2;
        let x = middle.clamp(half, (self.right - half).max(half));
        sheet.text((x, self.bottom + px(5)), name, at_middle(YEAR));
    }

    /// Where a column of so many begins and how wide it is.
    pub(super) fn column(&self, at: usize, of: usize) -> (i32, i32) {
        let width = (self.right - self.left) / of.max(1) as i32;
        (self.left + width * at as i32, width)
    }
}

/// Text looks of the charts.
pub(super) const LABEL: TextLook =
    TextLook { size: BODY, weight: Weight::Regular, paint: Paint::Ink, anchor: HPos::Left, halo: false };
pub(super) const STRONG: TextLook = TextLook { weight: Weight::SemiBold, ..LABEL };
/// Years under columns: small enough that seven stand side by side on a phone.
pub(super) const YEAR: TextLook = TextLook { size: SMALL + 5, ..STRONG };
pub(super) const NOTE: TextLook = TextLook { size: SMALL, paint: Paint::Soft, ..LABEL };

pub(super) fn at_end(look: TextLook) -> TextLook {
    TextLook { anchor: HPos::Right, ..look }
}

pub(super) fn at_middle(look: TextLook) -> TextLook {
    TextLook { anchor: HPos::Center, ..look }
}

/// A wrapped text and its size.
pub(super) struct WrappedText {
    lines: Vec<String>,
    look: TextLook,
}

impl WrappedText {
    pub(super) fn set(text: &str, width: i32, look: TextLook, most: usize) -> Self {
        Self { lines: wrap_tenths(text, width, look.size, look.weight, most), look }
    }

    pub(super) fn height(&self) -> i32 {
        self.look.line_height() * self.lines.len() as i32
    }

    fn is_cut(&self, text: &str) -> bool {
        !text.ends_with('…') && self.lines.last().is_some_and(|line| line.ends_with('…'))
    }
}

/// What a key explains: a status, or a way of drawing.
#[derive(Clone, Copy)]
pub(super) enum KeySign {
    Status(Status),
    /// A box of these classes.
    Block(&'static str),
    /// A line of this class, solid or dashed.
    Line(&'static str, &'static str),
}

/// One entry of a key: a sign and its words.
pub(super) struct KeyEntry {
    pub(super) sign: KeySign,
    pub(super) text: String,
}

/// Entries in rows, as many to a row as fit.
pub(super) struct ChartKey {
    entries: Vec<(KeyEntry, i32, i32)>,
    height: i32,
}

impl ChartKey {
    const MARK: i32 = px(15);
    const ROW: i32 = px(22);

    pub(super) fn set(entries: Vec<KeyEntry>, width: i32) -> Self {
        let (mut x, mut y) = (0, 0);
        let mut placed = Vec::with_capacity(entries.len());
        for entry in entries {
            let own = Self::MARK + px(6) + tenths(&entry.text, SMALL, Weight::Regular);
            if x > 0 && x + own > width {
                x = 0;
                y += Self::ROW;
            }
            placed.push((entry, x, y));
            x += own + px(14);
        }
        let height = if placed.is_empty() { 0 } else { y + Self::ROW };
        Self { entries: placed, height }
    }

    /// "■ แล้วเสร็จ ๔๙" for every status that occurs.
    pub(super) fn of_counts(counts: &StatusCounts, wording: ChartWording, width: i32) -> Self {
        let text = |status: Status, count| format!("{} {}", status.word(wording.language), wording.count(count));
        let entries = counts
            .present()
            .map(|(status, count)| KeyEntry { sign: KeySign::Status(status), text: text(status, count) })
            .collect();
        Self::set(entries, width)
    }

    /// "▫ ๑๓ เรื่อง" for every status that occurs: shares of what nobody has reported mean nothing.
    pub(super) fn of_items(counts: &StatusCounts, wording: ChartWording, width: i32) -> Self {
        let entries = counts
            .present()
            .map(|(status, count)| KeyEntry { sign: KeySign::Status(status), text: wording.items(count) })
            .collect();
        Self::set(entries, width)
    }

    /// "■ ๔๙ (๗๗.๗๘%)" for every status that occurs.
    pub(super) fn of_shares(counts: &StatusCounts, wording: ChartWording, width: i32) -> Self {
        let all = counts.all();
        let entries = counts
            .present()
            .map(|(status, count)| {
                let share = wording.percent(super::Ratio::new(count, all));
                KeyEntry { sign: KeySign::Status(status), text: format!("{} ({share})", wording.count(count)) }
            })
            .collect();
        Self::set(entries, width)
    }

    pub(super) fn height(&self) -> i32 {
        self.height
    }
}

/// Draws an element in the coordinates of a plotters scale.
pub(super) fn put_on<'a, 'e, E>(scale: &Scale<'a>, element: &'e E)
where
    &'e E: plotters::element::PointCollection<'e, (i64, i64)>,
    E: plotters::element::Drawable<Canvas<'a>>,
{
    let drawn = scale.draw(element);
    debug_assert!(drawn.is_ok());
}

/// Widths for shares of a whole: exact to a tenth, none below what can be seen, together the whole width.
pub(super) fn shares(counts: &StatusCounts, width: i32) -> Vec<(Status, u64, i32)> {
    let all = counts.all();
    let mut parts: Vec<(Status, u64, i32)> = counts
        .present()
        .map(|(status, count)| {
            let exact = (u128::from(count) * width.max(0) as u128 / u128::from(all.max(1))) as i32;
            (status, count, exact.max(least(status)))
        })
        .collect();
    let used: i32 = parts.iter().map(|part| part.2).sum();
    if let Some(largest) = parts.iter_mut().max_by_key(|part| part.2) {
        largest.2 = (largest.2 + width - used).max(least(largest.0));
    }
    parts
}

impl<'a> ChartSheet<'a> {
    /// Draws any plotters element. Our canvas cannot fail, so an error here is a fault of the layout, found by tests.
    pub(super) fn put<'e, E>(&self, element: &'e E)
    where
        &'e E: plotters::element::PointCollection<'e, (i32, i32)>,
        E: plotters::element::Drawable<Canvas<'a>>,
    {
        let drawn = self.root.draw(element);
        debug_assert!(drawn.is_ok());
    }

    /// A plotters scale over a rectangle of the sheet; the second axis grows upward.
    pub(super) fn scale(&self, (x0, y0): (i32, i32), (x1, y1): (i32, i32), x: i64, y: i64) -> Scale<'a> {
        let spec = Cartesian2d::<RangedCoordi64, RangedCoordi64>::new(0..x.max(1), 0..y.max(1), (x0..x1, y1..y0));
        self.root.apply_coord_spec(spec)
    }

    pub(super) fn text(&self, (x, y): (i32, i32), text: &str, look: TextLook) {
        self.put(&DrawnWords { at: [(x, y)], lines: &[text], look, shift: (0, look.size * 11 / 10) });
    }

    /// A text centred on a height.
    pub(super) fn text_on(&self, (x, y): (i32, i32), text: &str, look: TextLook) {
        self.put(&DrawnWords { at: [(x, y)], lines: &[text], look, shift: (0, look.size * 34 / 100) });
    }

    pub(super) fn lines(&self, (x, y): (i32, i32), lines: &WrappedText) {
        if lines.lines.is_empty() {
            return;
        }
        let text: Vec<&str> = lines.lines.iter().map(String::as_str).collect();
        self.put(&DrawnWords { at: [(x, y)], lines: &text, look: lines.look, shift: (0, lines.look.size * 11 / 10) });
    }

    pub(super) fn mark(&self, at: (i32, i32), size: i32, status: Status) {
        self.put(&DrawnMark { at: [at], size, status, shift: &(0, 0) });
    }

    pub(super) fn block(&self, from: (i32, i32), to: (i32, i32), class: &str, more: &str, title: &str) {
        self.put(&DrawnBox { corners: [from, to], class, more, title });
    }

    pub(super) fn line(&self, points: &[(i32, i32)], class: &str, more: &str) {
        self.put(&DrawnLine { points, class, more });
    }

    pub(super) fn group(&self, group: GroupRole<'_>, inside: impl FnOnce()) {
        let open = GroupStart(group);
        self.put(&open);
        inside();
        self.put(&Close(&open.0));
    }

    /// A link where there is an address, a named group where there is none.
    pub(super) fn link(&self, href: Option<&str>, name: &str, inside: impl FnOnce()) {
        match href {
            Some(href) => self.group(GroupRole::Link { href, name }, inside),
            None => self.group(GroupRole::Named { name }, inside),
        }
    }

    /// The label of a row, which leads to its page where it has one; `beside` is drawn inside the link.
    pub(super) fn label(
        &self,
        at: (i32, i32),
        label: &WrappedText,
        name: &str,
        href: Option<&String>,
        beside: impl FnOnce(),
    ) {
        let inside = || {
            self.lines(at, label);
            beside();
        };
        match href {
            Some(href) => {
                self.group(GroupRole::Anchor { href, tip: if label.is_cut(name) { name } else { "" } }, inside)
            }
            None => inside(),
        }
    }

    /// One row of a list, where the chart is a list of links; otherwise only what is inside.
    pub(super) fn entry(&self, is_list: bool, inside: impl FnOnce()) {
        if is_list { self.group(GroupRole::Entry, inside) } else { inside() }
    }

    pub(super) fn key(&self, at: (i32, i32), key: &ChartKey) {
        if !key.entries.is_empty() {
            self.group(GroupRole::Key, || self.key_entries(at, key));
        }
    }

    fn key_entries(&self, (x, y): (i32, i32), key: &ChartKey) {
        for (entry, dx, dy) in &key.entries {
            let top = y + dy;
            let (from, to) = ((x + dx, top + px(3)), (x + dx + ChartKey::MARK, top + px(3) + ChartKey::MARK));
            let middle = (from.1 + to.1) / 2;
            match entry.sign {
                KeySign::Status(status) => self.mark(from, ChartKey::MARK, status),
                KeySign::Block(class) => {
                    self.block((from.0, middle - px(5)), (to.0, middle + px(5)), class, " rx=\"2\"", "")
                }
                KeySign::Line(class, more) => self.line(&[(from.0, middle), (to.0, middle)], class, more),
            }
            let look = TextLook { paint: Paint::Ink, ..NOTE };
            self.text_on((x + dx + ChartKey::MARK + px(6), top + px(3) + ChartKey::MARK / 2), &entry.text, look);
        }
    }

    /// A bar of all statuses, as wide as told.
    pub(super) fn stacked(&self, (x, y): (i32, i32), width: i32, height: i32, counts: &StatusCounts) {
        const BETWEEN: i32 = 12;
        let mut left = x;
        for (status, count, wide) in shares(counts, width) {
            let title = format!("{} {}", status.word(self.wording.language), self.wording.items(count));
            let right = (left + wide - BETWEEN).max(left + px(2));
            self.put(&Segment { corners: [(left, y), (right, y + height)], status, title: &title });
            left += wide;
        }
    }

    /// Where a bar would be if there were anything to show.
    pub(super) fn empty_bar(&self, (x, y): (i32, i32), width: i32, height: i32) {
        self.block(
            (x + 5, y + 5),
            (x + width - 5, y + height - 5),
            "line-rule",
            " rx=\"2\" stroke-dasharray=\"2 3\"",
            "",
        );
    }
}
