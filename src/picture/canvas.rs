//! Pixels of sixteen colours, two to a byte, laid out as a PNG file wants them: paper, and seven inks with their halves.
//! Owns what a shape becomes on pixels; where shapes stand is the card's.

use std::sync::OnceLock;

use crate::chart::Status;
use crate::chart::text::Weight;

use super::glyphs::{TextSize, coverage};
use super::shape::ShapedLine;

pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// Before the pixels of each line stands how they are filtered: not at all.
const LINE: usize = WIDTH as usize / 2 + 1;

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
            Self::Ink => [0x17, 0x21, 0x2b],
            Self::Soft => [0x55, 0x61, 0x6e],
            Self::Rule => [0xd9, 0xd6, 0xcc],
            Self::Accent => colours.accent,
            Self::Done => [0x17, 0x69, 0x4b],
            Self::Going => [0xa8, 0x63, 0x00],
            Self::Not => [0x9c, 0x2f, 0x24],
        }
    }

    /// Its place in the palette: 0 is paper, and before each ink stands its half.
    fn full(self) -> u8 {
        2 * (self as u8 + 1)
    }

    /// The colour for pixels that are covered so much.
    fn at(self, covered: u8) -> u8 {
        match covered {
            0..64 => 0,
            64..192 => self.full() - 1,
            192.. => self.full(),
        }
    }

    fn table(self) -> [u8; 256] {
        std::array::from_fn(|covered| self.at(covered as u8))
    }
}

/// The accent of whoever the card is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardColours {
    pub accent: [u8; 3],
}

const PAPER: [u8; 3] = [0xfc, 0xfb, 0xf7];

impl Default for CardColours {
    fn default() -> Self {
        Self { accent: [0x0a, 0x5a, 0x66] }
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

/// The picture while it is drawn; nothing outside it is ever touched.
pub struct Pixels {
    bytes: Vec<u8>,
}

impl Pixels {
    pub fn new() -> Self {
        Self { bytes: vec![0; LINE * HEIGHT as usize] }
    }

    /// Every line with its filter before it.
    pub fn lines(&self) -> &[u8] {
        &self.bytes
    }

    fn set(&mut self, x: i32, y: i32, colour: u8) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x >= WIDTH as usize || y >= HEIGHT as usize {
            return;
        }
        let byte = &mut self.bytes[y * LINE + 1 + x / 2];
        *byte = if x.is_multiple_of(2) { *byte & 0x0f | colour << 4 } else { *byte & 0xf0 | colour };
    }

    fn get(&self, x: i32, y: i32) -> u8 {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return 0 };
        if x >= WIDTH as usize {
            return 0;
        }
        let byte = self.bytes.get(y * LINE + 1 + x / 2).copied().unwrap_or(0);
        if x.is_multiple_of(2) { byte >> 4 } else { byte & 0x0f }
    }

    pub fn rect(&mut self, (x, y): (i32, i32), (width, height): (i32, i32), ink: CardInk) {
        let colour = ink.full();
        for y in y..y.saturating_add(height) {
            for x in x..x.saturating_add(width) {
                self.set(x, y, colour);
            }
        }
    }

    /// Writes a line of text, its foot at `y`.
    pub fn text(&mut self, line: &ShapedLine, (x, y): (i32, i32), size: TextSize, weight: Weight, ink: CardInk) {
        let table = ink.table();
        // The em is a thousand units.
        let pixels = |units: i32| (units * size.px() + 500).div_euclid(1000);
        for glyph in &line.glyphs {
            let Some(cover) = coverage(size, weight, glyph.glyph) else { continue };
            let left = x + pixels(glyph.x) + cover.left;
            let top = y - pixels(glyph.y) + cover.top;
            for (down, line) in cover.of_pixels.chunks(cover.width).enumerate() {
                for (right, covered) in line.iter().enumerate() {
                    let colour = table[usize::from(*covered)];
                    let (x, y) = (left + right as i32, top + down as i32);
                    // Where two letters touch, the darker one is seen.
                    if colour > 0 && self.get(x, y) < colour {
                        self.set(x, y, colour);
                    }
                }
            }
        }
    }

    /// The mark of a status in a square: the same shapes as on every page.
    pub fn mark(&mut self, (x, y): (i32, i32), size: i32, mark: CardMark) {
        let Some(colours) = mark.pixels(size) else { return };
        let places = (0..size).flat_map(|down| (0..size).map(move |right| (x + right, y + down)));
        for ((x, y), colour) in places.zip(colours).filter(|(_, colour)| **colour > 0) {
            self.set(x, y, *colour);
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
    /// Its colours line by line, worked out once in the life of the process.
    fn pixels(self, size: i32) -> Option<&'static [u8]> {
        const KINDS: usize = 6;
        static KNOWN: [OnceLock<Box<[u8]>>; KINDS * WIDEST_MARK] = [const { OnceLock::new() }; KINDS * WIDEST_MARK];
        let kind = match self {
            Self::Status(status) => status as usize,
            Self::Planned => KINDS - 1,
        };
        let at = usize::try_from(size).ok().filter(|size| (1..WIDEST_MARK).contains(size))?;
        let places = || (0..size).flat_map(|down| (0..size).map(move |right| (right, down)));
        let colours = || places().map(|(right, down)| self.colour(right, down, size)).collect();
        Some(KNOWN.get(kind * WIDEST_MARK + at)?.get_or_init(colours))
    }

    /// Its shapes in a square of 24 units, on a pixel of so many across.
    fn colour(self, right: i32, down: i32, size: i32) -> u8 {
        // Sixteen places of each pixel; whole numbers draw alike everywhere.
        let mut drawn = 0u16;
        let mut ink = CardInk::Ink;
        for step in 0..16 {
            let at = |pixel: i32, part: i32| (pixel * 8 + part * 2 + 1) * 240 / (size * 8);
            let (is_drawn, of) = self.part(at(right, step % 4), at(down, step / 4));
            ink = of;
            drawn += u16::from(is_drawn);
        }
        ink.at((drawn * 255 / 16) as u8)
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
