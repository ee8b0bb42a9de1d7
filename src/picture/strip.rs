//! What stands on a card in lines of its own, as its title or its authority: drawn and packed by itself, and taken as it is by
//! every other card that says the same there. Knows shapes and lines; what they say is the card's.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use crate::chart::text::Weight;

use super::canvas::{CardInk, CardMark, HEIGHT, LINE, Pixels};
use super::deflate::{LinePacker, PackedLines, ZlibStream};
use super::glyphs::{TextSize, ink};
use super::shape::ShapedLine;

/// Downwards from where its strip begins, and across from the picture's left edge.
type StripPlace = (i32, i32);

#[derive(Debug)]
pub enum StripShape {
    Text { line: ShapedLine, at: StripPlace, size: TextSize, weight: Weight, ink: CardInk },
    Mark { mark: CardMark, at: StripPlace, size: i32 },
    Bar { at: StripPlace, size: (i32, i32), ink: CardInk },
}

impl StripShape {
    fn rows(&self) -> Range<i32> {
        match self {
            Self::Text { line, at, size, weight, .. } => {
                let glyphs = line.glyphs.iter().map(|glyph| {
                    let foot = at.1 - size.pixels(glyph.y);
                    let rows = &ink(*size, *weight, glyph.glyph).rows;
                    rows.start + foot..rows.end + foot
                });
                glyphs.filter(|rows| !rows.is_empty()).reduce(around).unwrap_or_default()
            }
            Self::Mark { at, size, .. } => at.1..at.1 + size,
            Self::Bar { at, size, .. } => at.1..at.1 + size.1,
        }
    }

    fn draw(&self, pixels: &mut Pixels, down: i32) {
        match self {
            Self::Text { line, at, size, weight, ink } => {
                pixels.text(line, (at.0, at.1 + down), *size, *weight, *ink);
            }
            Self::Mark { mark, at, size } => pixels.mark((at.0, at.1 + down), *size, *mark),
            Self::Bar { at, size, ink } => pixels.rect((at.0, at.1 + down), *size, *ink),
        }
    }
}

fn around(one: Range<i32>, other: Range<i32>) -> Range<i32> {
    one.start.min(other.start)..one.end.max(other.end)
}

/// Shapes with their lines packed.
pub struct CardStrip {
    shapes: Vec<StripShape>,
    rows: Range<i32>,
    packed: PackedLines,
    /// Where what stands beside it is measured from.
    edge: i32,
}

/// A strip at its place on a card.
pub struct PlacedStrip {
    strip: Rc<CardStrip>,
    down: i32,
}

impl PlacedStrip {
    pub fn edge(&self) -> i32 {
        self.down + self.strip.edge
    }

    fn rows(&self) -> Range<i32> {
        self.strip.rows.start + self.down..self.strip.rows.end + self.down
    }
}

/// So many strips are kept twice: those of an authority come again on all its cards, most titles never.
const KEPT: usize = 96;

/// Draws strips, and keeps those that were asked for last.
pub struct StripDrawer {
    young: HashMap<String, Rc<CardStrip>>,
    old: HashMap<String, Rc<CardStrip>>,
    pixels: Pixels,
    packer: LinePacker,
}

impl StripDrawer {
    pub fn new() -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), pixels: Pixels::default(), packer: LinePacker::new() }
    }

    /// The strip that `words` tell whole; made of shapes and an edge where it is not known.
    pub fn strip(&mut self, words: String, down: i32, shapes: impl FnOnce() -> (Vec<StripShape>, i32)) -> PlacedStrip {
        if let Some(strip) = self.young.get(&words) {
            return PlacedStrip { strip: Rc::clone(strip), down };
        }
        let known = self.old.remove(&words);
        let strip = known.unwrap_or_else(|| {
            let (shapes, edge) = shapes();
            let rows = shapes.iter().map(StripShape::rows).filter(|rows| !rows.is_empty());
            let rows = rows.reduce(around).unwrap_or_default();
            self.pixels.clear(rows.clone());
            shapes.iter().for_each(|shape| shape.draw(&mut self.pixels, 0));
            let packed = self.packer.pack(self.pixels.lines(), LINE);
            Rc::new(CardStrip { shapes, rows, packed, edge })
        });
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(words, Rc::clone(&strip));
        PlacedStrip { strip, down }
    }

    /// The lines of a card as a zlib stream. `strips` in the order in which they were laid over each other.
    pub fn packed(&mut self, strips: &[PlacedStrip]) -> Vec<u8> {
        let mut downwards: Vec<&PlacedStrip> = strips.iter().filter(|strip| !strip.rows().is_empty()).collect();
        downwards.sort_by_key(|strip| strip.rows().start);
        let mut until = 0;
        let are_apart = downwards.iter().all(|strip| {
            let rows = strip.rows();
            rows.start >= std::mem::replace(&mut until, rows.end)
        });
        match downwards.split_first() {
            Some((first, rest)) if are_apart && until <= HEIGHT as i32 && first.rows().start == 0 => {
                let blank = |rows: i32| usize::try_from(rows).unwrap_or(0) * LINE;
                let mut stream = ZlibStream::begun(&first.strip.packed);
                let mut at = first.rows().end;
                for strip in rest {
                    stream.blank(blank(strip.rows().start - at));
                    stream.add(&strip.strip.packed);
                    at = strip.rows().end;
                }
                stream.blank(blank(HEIGHT as i32 - at));
                stream.finish()
            }
            // Marks that are stacked high reach into the line above: then all is drawn on one sheet.
            _ => {
                self.pixels.clear(0..HEIGHT as i32);
                for PlacedStrip { strip, down } in strips {
                    strip.shapes.iter().for_each(|shape| shape.draw(&mut self.pixels, *down));
                }
                ZlibStream::begun(&self.packer.pack(self.pixels.lines(), LINE)).finish()
            }
        }
    }
}
