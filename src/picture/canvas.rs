//! Pixels of sixteen colours, two to a byte, laid out as a PNG file wants them: paper, and seven inks with their halves.
//! Owns what a shape becomes on pixels of some lines of a card; where shapes stand is the card's.

use std::ops::Range;
use std::sync::OnceLock;

use crate::chart::text::Weight;
use crate::chart::{Paint, Status, light_rgb};

use super::glyphs::{GlyphInk, InkRun, TextSize, ink};
use super::shape::ShapedLine;

pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// Before the pixels of each line stands how they are filtered: not at all.
pub const LINE: usize = WIDTH as usize / 2 + 1;

/// A colour, with the one step between it and paper: more steps cost twice the bytes and are not seen on a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardInk {
    Ink,
    /// What stands beside the words that count.
    Soft,
    Rule,
    Accent,
    Done,
    Going,
    Not,
}

impl CardInk {
    const ALL: [Self; 7] = [Self::Ink, Self::Soft, Self::Rule, Self::Accent, Self::Done, Self::Going, Self::Not];

    /// In the default theme's light colours.
    fn colour(self, colours: CardColours) -> [u8; 3] {
        match self {
            Self::Ink => light_rgb(Paint::Ink),
            Self::Soft => light_rgb(Paint::Soft),
            Self::Rule => light_rgb(Paint::Rule),
            Self::Accent => colours.accent,
            Self::Done => light_rgb(Paint::Done),
            Self::Going => light_rgb(Paint::Going),
            Self::Not => light_rgb(Paint::Not),
        }
    }

    /// Its place in the palette: 0 is paper, and before each ink stands its half.
    fn full(self) -> u8 {
        2 * (self as u8 + 1)
    }

    fn half(self) -> u8 {
        self.full() - 1
    }
}

/// The accent of whoever the card is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardColours {
    pub accent: [u8; 3],
}

const PAPER: [u8; 3] = light_rgb(Paint::Paper);

impl Default for CardColours {
    fn default() -> Self {
        Self { accent: light_rgb(Paint::Accent) }
    }
}

impl CardColours {
    pub fn palette(self) -> [[u8; 3]; 16] {
        let mut palette = [PAPER; 16];
        for ink in CardInk::ALL {
            let (colour, at) = (ink.colour(self), usize::from(ink.full()));
            let half = |part: usize| ((u16::from(PAPER[part]) + u16::from(colour[part])) / 2) as u8;
            (palette[at - 1], palette[at]) = (std::array::from_fn(half), colour);
        }
        palette
    }
}

/// Lines of a picture while they are drawn; nothing outside them is ever touched.
#[derive(Default)]
pub struct Pixels {
    bytes: Vec<u8>,
    /// Where the first line stands.
    top: i32,
}

impl Pixels {
    /// Bare paper of these lines.
    pub fn clear(&mut self, rows: Range<i32>) {
        self.bytes.clear();
        self.bytes.resize(LINE * rows.len(), 0);
        self.top = rows.start;
    }

    /// Every line with its filter before it.
    pub fn lines(&self) -> &[u8] {
        &self.bytes
    }

    /// The part of a row that is on the picture: its pixels, and where they begin and end among them.
    fn row(&mut self, (x, y): (i32, i32), length: i32) -> Option<(&mut [u8], usize, usize)> {
        let y = usize::try_from(y.checked_sub(self.top)?).ok()?;
        let on_picture = |x: i32| usize::try_from(x.clamp(0, WIDTH as i32)).unwrap_or(0);
        let (from, to) = (on_picture(x), on_picture(x.saturating_add(length)));
        let row = self.bytes.get_mut(y * LINE + 1..(y + 1) * LINE)?;
        (from < to).then_some((row, from, to))
    }

    fn fill(&mut self, place: (i32, i32), length: i32, colour: u8) {
        let Some((row, mut from, mut to)) = self.row(place, length) else { return };
        if !from.is_multiple_of(2) {
            row[from / 2] = row[from / 2] & 0xf0 | colour;
            from += 1;
        }
        if !to.is_multiple_of(2) {
            to -= 1;
            row[to / 2] = row[to / 2] & 0x0f | colour << 4;
        }
        if from < to {
            row[from / 2..to / 2].fill(colour << 4 | colour);
        }
    }

    /// The same on bare paper alone: where two letters touch, the darker one is seen.
    fn fill_paper(&mut self, place: (i32, i32), length: i32, colour: u8) {
        let Some((row, from, to)) = self.row(place, length) else { return };
        for x in from..to {
            let (mask, colour) = if x.is_multiple_of(2) { (0xf0, colour << 4) } else { (0x0f, colour) };
            if row[x / 2] & mask == 0 {
                row[x / 2] |= colour;
            }
        }
    }

    pub fn rect(&mut self, (x, y): (i32, i32), (width, height): (i32, i32), ink: CardInk) {
        for y in y..y.saturating_add(height) {
            self.fill((x, y), width, ink.full());
        }
    }

    /// Writes a line of text, its foot at `y`.
    pub fn text(&mut self, line: &ShapedLine, (x, y): (i32, i32), size: TextSize, weight: Weight, of: CardInk) {
        for glyph in &line.glyphs {
            let (x, y) = (x + size.pixels(glyph.x), y - size.pixels(glyph.y));
            let ink = ink(size, weight, glyph.glyph);
            if self.stamp(ink, (x, y), of).is_some() {
                continue;
            }
            for run in &ink.runs {
                let place = (x + run.x, y + run.y);
                match run.is_full {
                    true => self.fill(place, run.length, of.full()),
                    false => self.fill_paper(place, run.length, of.half()),
                }
            }
        }
    }

    /// A glyph whole, sixteen pixels at a time; nothing where a part of it is not on the picture.
    fn stamp(&mut self, ink: &GlyphInk, (x, y): (i32, i32), of: CardInk) -> Option<()> {
        const ALL: u64 = 0x1111_1111_1111_1111;
        let x = usize::try_from(x + ink.left).ok()?;
        let masks = &ink.masks[x % 2];
        let first = usize::try_from(y + ink.rows.start - self.top).ok()?;
        // Behind a row stands the filter of the next.
        let from = first * LINE + 1 + x / 2;
        let is_inside = x / 2 + masks.across * 8 < LINE && (first + ink.rows.len()) * LINE <= self.bytes.len();
        if !is_inside || masks.across == 0 {
            return is_inside.then_some(());
        }
        let (full, half) = (ALL * u64::from(of.full()), ALL * u64::from(of.half()));
        for (row, masks) in masks.words.chunks_exact(masks.across).enumerate() {
            let from = from + row * LINE;
            let row = self.bytes.get_mut(from..from + masks.len() * 8)?;
            for (eight, (of_full, of_half)) in row.as_chunks_mut::<8>().0.iter_mut().zip(masks) {
                let known = u64::from_be_bytes(*eight);
                let drawn = known | known >> 1;
                let drawn = drawn | drawn >> 2;
                // Where two letters touch, the darker one is seen.
                let paper = (!drawn & ALL) * 0xf;
                *eight = (known & !of_full | full & of_full | half & of_half & paper).to_be_bytes();
            }
        }
        Some(())
    }

    /// The mark of a status in a square: the same shapes as on every page.
    pub fn mark(&mut self, (x, y): (i32, i32), size: i32, mark: CardMark) {
        for (run, colour) in mark.runs(size) {
            self.fill((x + run.x, y + run.y), run.length, *colour);
        }
    }
}

/// What a mark on a card can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardMark {
    Status(Status),
    /// It stands in the plan.
    Planned,
}

/// No mark is larger.
const WIDEST_MARK: usize = 64;

impl CardMark {
    /// Its rows of one colour, worked out once in the life of the process.
    fn runs(self, size: i32) -> &'static [(InkRun, u8)] {
        const KINDS: usize = 6;
        type Drawn = OnceLock<Vec<(InkRun, u8)>>;
        static KNOWN: [Drawn; KINDS * WIDEST_MARK] = [const { OnceLock::new() }; KINDS * WIDEST_MARK];
        let kind = match self {
            Self::Status(status) => status as usize,
            Self::Planned => KINDS - 1,
        };
        let at = usize::try_from(size).ok().filter(|size| (1..WIDEST_MARK).contains(size));
        let Some(slot) = at.and_then(|at| KNOWN.get(kind * WIDEST_MARK + at)) else { return &[] };
        slot.get_or_init(|| {
            let mut runs: Vec<(InkRun, u8)> = Vec::new();
            for (x, y) in (0..size).flat_map(|y| (0..size).map(move |x| (x, y))) {
                match (self.colour(x, y, size), runs.last_mut()) {
                    (0, _) => {}
                    (colour, Some((run, same))) if *same == colour && run.y == y && run.x + run.length == x => {
                        run.length += 1
                    }
                    (colour, _) => runs.push((InkRun { x, y, length: 1, is_full: true }, colour)),
                }
            }
            runs
        })
    }

    /// Its shapes in a square of 24 units, on a pixel of so many across.
    fn colour(self, right: i32, down: i32, size: i32) -> u8 {
        // Sixteen places of each pixel; whole numbers draw alike everywhere.
        let mut drawn = 0;
        let mut ink = CardInk::Ink;
        for step in 0..16 {
            let at = |pixel: i32, part: i32| (pixel * 8 + part * 2 + 1) * 240 / (size * 8);
            let (is_drawn, of) = self.part(at(right, step % 4), at(down, step / 4));
            ink = of;
            drawn += u8::from(is_drawn);
        }
        match drawn {
            0..4 => 0,
            4..12 => ink.half(),
            12.. => ink.full(),
        }
    }

    /// Whether ink stands there, in tenths of a unit of a square of 24; and which.
    fn part(self, x: i32, y: i32) -> (bool, CardInk) {
        let inside = |margin: i32, radius: i32| {
            let (low, high) = (margin, 240 - margin);
            let near = |at: i32| (low + radius - at).max(at - (high - radius)).max(0);
            let (dx, dy) = (near(x), near(y));
            x >= low && x <= high && y >= low && y <= high && dx * dx + dy * dy <= radius * radius
        };
        let frame = inside(20, 40) && !inside(40, 20);
        match self {
            Self::Status(Status::Done) => (inside(20, 30), CardInk::Done),
            Self::Status(Status::InProgress) => {
                let hatched = y >= 120 && (x + y).rem_euclid(60) >= 16;
                (frame || (inside(40, 20) && hatched), CardInk::Going)
            }
            Self::Status(Status::NotDone) => {
                let arm = |across: i32| across.abs() <= 18;
                let cross = (arm(x - y) || arm(x + y - 240)) && (76..=164).contains(&x) && (76..=164).contains(&y);
                (frame || cross, CardInk::Not)
            }
            Self::Status(Status::Awaiting) => {
                let along = if (40..=200).contains(&y) { y } else { x };
                (frame && along.rem_euclid(44) < 24, CardInk::Soft)
            }
            Self::Status(Status::NotStated) => {
                (frame || ((108..=132).contains(&y) && (80..=160).contains(&x)), CardInk::Soft)
            }
            Self::Planned => {
                let lines = [80, 120, 160].iter().any(|line| (y - line).abs() <= 9) && (75..=165).contains(&x);
                (frame || lines, CardInk::Ink)
            }
        }
    }
}
