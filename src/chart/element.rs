//! Elements that plotters does not have: marks, segments with a status, groups and links, wrapped Thai text.
//! Each is a plotters `Drawable` for our canvas; positions may come from any plotters coordinate system.

use plotters::element::{Drawable, PointCollection};
use plotters_backend::BackendCoord;

use super::canvas::{Canvas, Drawn, TextLook, px};
use super::status::Status;

/// Points of an element, by reference, as plotters wants them.
macro_rules! points_of {
    ($element:ident, $field:ident) => {
        impl<'a, C> PointCollection<'a, C> for &'a $element<'_, C> {
            type Point = &'a C;
            type IntoIter = std::slice::Iter<'a, C>;
            fn point_iter(self) -> Self::IntoIter {
                self.$field.iter()
            }
        }
    };
}

/// One promise: its mark, whose upper left corner is `at`.
pub(super) struct DrawnMark<'a, C> {
    pub(super) at: [C; 1],
    pub(super) size: i32,
    pub(super) status: Status,
    /// A change of place in canvas units, for marks that gather around a point of a scale.
    pub(super) shift: &'a (i32, i32),
}
points_of!(DrawnMark, at);

impl<C> Drawable<Canvas<'_>> for DrawnMark<'_, C> {
    fn draw<I: Iterator<Item = BackendCoord>>(&self, mut at: I, canvas: &mut Canvas<'_>, _: (u32, u32)) -> Drawn {
        if let Some((x, y)) = at.next() {
            canvas.use_mark(self.status, (x + self.shift.0, y + self.shift.1), self.size);
        }
        Ok(())
    }
}

/// Part of a bar that stands for a status: filled, hatched, crossed, dotted or a dash, as the mark is.
pub(super) struct Segment<'a, C> {
    pub(super) corners: [C; 2],
    pub(super) status: Status,
    pub(super) title: &'a str,
}
points_of!(Segment, corners);

impl<C> Drawable<Canvas<'_>> for Segment<'_, C> {
    fn draw<I: Iterator<Item = BackendCoord>>(&self, corners: I, canvas: &mut Canvas<'_>, _: (u32, u32)) -> Drawn {
        let Some(((x0, y0), (x1, y1))) = two(corners) else { return Ok(()) };
        // Half the outline's width, so that it stays inside its own share.
        let (inner, outer) = ((x0 + 8, y0 + 8), ((x1 - 8).max(x0 + 10), y1 - 8));
        canvas.raw("<g>");
        title(canvas, self.title);
        match self.status {
            Status::Done => {
                canvas.rect("fill-done", (x0, y0), (x1, y1));
                canvas.raw(" rx=\"2\"/>");
            }
            Status::InProgress => {
                canvas.rect("line-going", inner, outer);
                canvas.hatched();
                canvas.raw(" rx=\"2\" stroke-width=\"1.6\"/>");
            }
            Status::NotDone => {
                canvas.rect("line-not", inner, outer);
                canvas.raw(" rx=\"2\" stroke-width=\"1.6\"/>");
                let arm = px(4).min((x1 - x0) / 2 - px(3)).min((y1 - y0) / 2 - px(3));
                if arm >= px(2) {
                    cross(canvas, ((x0 + x1) / 2, (y0 + y1) / 2), arm);
                }
            }
            Status::Awaiting => {
                canvas.rect("line-wait", inner, outer);
                canvas.raw(" rx=\"2\" stroke-width=\"1.6\" stroke-dasharray=\"0 3.6\" stroke-linecap=\"round\"/>");
            }
            Status::NotStated => {
                canvas.rect("line-rule", inner, outer);
                canvas.raw(" rx=\"2\" stroke-width=\"1.6\"/>");
                let arm = px(4).min((x1 - x0) / 2 - px(3));
                if arm >= px(2) {
                    let (x, y) = ((x0 + x1) / 2, (y0 + y1) / 2);
                    canvas.raw("<path class=\"line-wait\" d=\"M");
                    canvas.number(x - arm);
                    canvas.raw(" ");
                    canvas.number(y);
                    canvas.raw("H");
                    canvas.number(x + arm);
                    canvas.raw("\" stroke-width=\"2\" stroke-linecap=\"round\"/>");
                }
            }
        }
        canvas.raw("</g>");
        Ok(())
    }
}

fn cross(canvas: &mut Canvas<'_>, (x, y): BackendCoord, arm: i32) {
    canvas.raw("<path class=\"line-not\" d=\"");
    for (from, to) in [((x - arm, y - arm), (x + arm, y + arm)), ((x + arm, y - arm), (x - arm, y + arm))] {
        canvas.raw("M");
        canvas.number(from.0);
        canvas.raw(" ");
        canvas.number(from.1);
        canvas.raw("L");
        canvas.number(to.0);
        canvas.raw(" ");
        canvas.number(to.1);
    }
    canvas.raw("\" stroke-width=\"2\" stroke-linecap=\"round\"/>");
}

/// A box of any classes, with what it stands for.
pub(super) struct DrawnBox<'a, C> {
    pub(super) corners: [C; 2],
    pub(super) class: &'a str,
    /// Further attributes, already well-formed: ` rx="2"`.
    pub(super) more: &'a str,
    pub(super) title: &'a str,
}
points_of!(DrawnBox, corners);

impl<C> Drawable<Canvas<'_>> for DrawnBox<'_, C> {
    fn draw<I: Iterator<Item = BackendCoord>>(&self, corners: I, canvas: &mut Canvas<'_>, _: (u32, u32)) -> Drawn {
        let Some((from, to)) = two(corners) else { return Ok(()) };
        canvas.rect(self.class, (from.0.min(to.0), from.1.min(to.1)), (from.0.max(to.0), from.1.max(to.1)));
        canvas.raw(self.more);
        if self.title.is_empty() {
            canvas.raw("/>");
        } else {
            canvas.raw(">");
            title(canvas, self.title);
            canvas.raw("</rect>");
        }
        Ok(())
    }
}

/// A line through points, of any classes.
pub(super) struct DrawnLine<'a, C> {
    pub(super) points: &'a [C],
    pub(super) class: &'a str,
    pub(super) more: &'a str,
}
points_of!(DrawnLine, points);

impl<C> Drawable<Canvas<'_>> for DrawnLine<'_, C> {
    fn draw<I: Iterator<Item = BackendCoord>>(&self, points: I, canvas: &mut Canvas<'_>, _: (u32, u32)) -> Drawn {
        canvas.raw("<path class=\"");
        canvas.raw(self.class);
        canvas.raw("\" d=\"");
        let mut command = "M";
        for (x, y) in points {
            canvas.raw(command);
            canvas.number(x);
            canvas.raw(" ");
            canvas.number(y);
            command = "L";
        }
        canvas.raw("\"");
        canvas.raw(self.more);
        canvas.raw("/>");
        Ok(())
    }
}

/// A ribbon from one upright edge to another: four corners, upper left, lower left, upper right, lower right.
pub(super) struct Ribbon<'a, C> {
    pub(super) corners: [C; 4],
    pub(super) class: &'a str,
    pub(super) title: &'a str,
}
points_of!(Ribbon, corners);

impl<C> Drawable<Canvas<'_>> for Ribbon<'_, C> {
    fn draw<I: Iterator<Item = BackendCoord>>(&self, mut at: I, canvas: &mut Canvas<'_>, _: (u32, u32)) -> Drawn {
        let (Some(a), Some(b), Some(c), Some(d)) = (at.next(), at.next(), at.next(), at.next()) else { return Ok(()) };
        let middle = (a.0 + c.0) / 2;
        canvas.raw("<path class=\"");
        canvas.raw(self.class);
        canvas.raw("\" d=\"M");
        let pairs = [a, (middle, a.1), (middle, c.1), c, d, (middle, d.1), (middle, b.1), b];
        for (at, (x, y)) in pairs.into_iter().enumerate() {
            canvas.raw(["", "C", " ", " ", "L", "C", " ", " "][at]);
            canvas.number(x);
            canvas.raw(" ");
            canvas.number(y);
        }
        canvas.raw("Z\">");
        title(canvas, self.title);
        canvas.raw("</path>");
        Ok(())
    }
}

/// A ribbon that falls from one bar to the next: four corners, upper left, upper right, lower left, lower right.
pub(super) struct Cascade<'a, C> {
    pub(super) corners: [C; 4],
    pub(super) class: &'a str,
}
points_of!(Cascade, corners);

impl<C> Drawable<Canvas<'_>> for Cascade<'_, C> {
    fn draw<I: Iterator<Item = BackendCoord>>(&self, mut at: I, canvas: &mut Canvas<'_>, _: (u32, u32)) -> Drawn {
        let (Some(a), Some(b), Some(c), Some(d)) = (at.next(), at.next(), at.next(), at.next()) else { return Ok(()) };
        let middle = (a.1 + c.1) / 2;
        canvas.raw("<path class=\"");
        canvas.raw(self.class);
        canvas.raw("\" d=\"M");
        let points = [a, (a.0, middle), (c.0, middle), c, d, (d.0, middle), (b.0, middle), b];
        for (at, (x, y)) in points.into_iter().enumerate() {
            canvas.raw(["", "C", " ", " ", "L", "C", " ", " "][at]);
            canvas.number(x);
            canvas.raw(" ");
            canvas.number(y);
        }
        canvas.raw("Z\"/>");
        Ok(())
    }
}

/// Lines of text; the point is the start, middle or end of the first baseline.
pub(super) struct DrawnWords<'a, C> {
    pub(super) at: [C; 1],
    pub(super) lines: &'a [&'a str],
    pub(super) look: TextLook,
    pub(super) shift: (i32, i32),
}
points_of!(DrawnWords, at);

impl<C> Drawable<Canvas<'_>> for DrawnWords<'_, C> {
    fn draw<I: Iterator<Item = BackendCoord>>(&self, mut at: I, canvas: &mut Canvas<'_>, _: (u32, u32)) -> Drawn {
        if let Some((x, y)) = at.next() {
            canvas.lines(self.lines, (x + self.shift.0, y + self.shift.1), &self.look);
        }
        Ok(())
    }
}

/// What a group of shapes is to a reader and to a screen reader.
pub(super) enum GroupRole<'a> {
    List {
        label: &'a str,
    },
    Entry,
    /// Of marks alone: it needs a name.
    Link {
        href: &'a str,
        name: &'a str,
    },
    /// Of words, which are its name; the tip tells what they leave out, and is empty where they tell all.
    Anchor {
        href: &'a str,
        tip: &'a str,
    },
    Named {
        name: &'a str,
    },
    /// What the signs mean.
    Key,
}

/// The start of a group; `Close` ends it.
pub(super) struct GroupStart<'a>(pub(super) GroupRole<'a>);
pub(super) struct Close<'a>(pub(super) &'a GroupRole<'a>);

/// Groups stand nowhere: they have no points.
macro_rules! no_points {
    ($element:ident) => {
        impl<'a> PointCollection<'a, BackendCoord> for &'a $element<'_> {
            type Point = BackendCoord;
            type IntoIter = std::iter::Empty<BackendCoord>;
            fn point_iter(self) -> Self::IntoIter {
                std::iter::empty()
            }
        }
    };
}
no_points!(GroupStart);
no_points!(Close);

impl Drawable<Canvas<'_>> for GroupStart<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(&self, _: I, canvas: &mut Canvas<'_>, _: (u32, u32)) -> Drawn {
        match self.0 {
            GroupRole::List { label } => {
                canvas.raw("<g role=\"list\" aria-label=\"");
                canvas.escaped(label);
                canvas.raw("\">");
            }
            GroupRole::Key => canvas.raw("<g class=\"chart-key\">"),
            GroupRole::Entry => canvas.raw("<g role=\"listitem\">"),
            GroupRole::Link { href, name } => {
                canvas.raw("<a href=\"");
                canvas.escaped(href);
                canvas.raw("\">");
                // Its first child names it, and is the tip under the pointer; what it shows may say more in figures.
                title(canvas, name);
            }
            GroupRole::Anchor { href, tip } => {
                canvas.raw("<a href=\"");
                canvas.escaped(href);
                canvas.raw("\">");
                title(canvas, tip);
            }
            GroupRole::Named { name } => {
                canvas.raw("<g role=\"img\"");
                named(canvas, name);
            }
        }
        Ok(())
    }
}

impl Drawable<Canvas<'_>> for Close<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(&self, _: I, canvas: &mut Canvas<'_>, _: (u32, u32)) -> Drawn {
        canvas.raw(if matches!(self.0, GroupRole::Link { .. } | GroupRole::Anchor { .. }) { "</a>" } else { "</g>" });
        Ok(())
    }
}

/// The name once, as the tip under the pointer and, by reference, as the accessible name.
fn named(canvas: &mut Canvas<'_>, name: &str) {
    let id = canvas.fresh_id();
    for part in [" aria-labelledby=\"", &id, "\"><title id=\"", &id, "\">"] {
        canvas.raw(part);
    }
    canvas.escaped(name);
    canvas.raw("</title>");
}

fn title(canvas: &mut Canvas<'_>, text: &str) {
    if !text.is_empty() {
        canvas.raw("<title>");
        canvas.escaped(text);
        canvas.raw("</title>");
    }
}

fn two(mut points: impl Iterator<Item = BackendCoord>) -> Option<(BackendCoord, BackendCoord)> {
    Some((points.next()?, points.next()?))
}
