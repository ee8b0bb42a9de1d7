//! Glyphs as rows of ink, each drawn once in the life of the process. Knows sizes and glyphs, no text.

use std::ops::Range;
use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, Glyph, GlyphId, PxScale, point};

use crate::chart::text::{SARABUN_REGULAR, SARABUN_SEMIBOLD, Weight};

use super::shape::UNKNOWN_GLYPH;

/// Glyphs of a font, and no size above: what a card's letters can be.
const MOST_GLYPHS: usize = 800;

/// Pixels in a row that are covered alike, from where the pen stands on the line's foot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InkRun {
    pub x: i32,
    pub y: i32,
    pub length: i32,
    /// Whole ink, or the step between it and paper.
    pub is_full: bool,
}

/// The sizes of letters on a card, in pixels to the em.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSize {
    Px30,
    Px40,
    Px46,
    Px52,
    Px60,
    Px68,
}

impl TextSize {
    const COUNT: usize = 6;

    pub fn px(self) -> i32 {
        match self {
            Self::Px30 => 30,
            Self::Px40 => 40,
            Self::Px46 => 46,
            Self::Px52 => 52,
            Self::Px60 => 60,
            Self::Px68 => 68,
        }
    }

    /// The em is a thousand units.
    pub fn pixels(self, units: i32) -> i32 {
        (units * self.px() + 500).div_euclid(1000)
    }
}

/// A glyph's rows of ink, from the uppermost, and the rows that they stand in.
#[derive(Debug, Default)]
pub struct GlyphInk {
    pub runs: Vec<InkRun>,
    pub rows: Range<i32>,
    pub left: i32,
    /// The same where it begins at an even pixel, and at an odd one.
    pub masks: [InkMasks; 2],
}

/// Sixteen pixels to a word, four bits each, the leftmost highest: those of whole ink, and those of the step between.
#[derive(Debug, Default)]
pub struct InkMasks {
    pub words: Vec<(u64, u64)>,
    /// Words of a row.
    pub across: usize,
}

/// Pixels in a word.
const IN_WORD: usize = 16;

impl GlyphInk {
    fn of(runs: Vec<InkRun>) -> Self {
        let rows = || runs.iter().map(|run| run.y);
        let rows = rows().min().unwrap_or(0)..rows().max().map_or(0, |last| last + 1);
        let left = runs.iter().map(|run| run.x).min().unwrap_or(0);
        let width = runs.iter().map(|run| run.x + run.length - left).max().unwrap_or(0).unsigned_abs() as usize;
        let masks = [0, 1].map(|odd| {
            let across = (width + odd).div_ceil(IN_WORD);
            let mut words = vec![(0, 0); across * rows.len()];
            for run in &runs {
                let row = (run.y - rows.start).unsigned_abs() as usize * across;
                let from = (run.x - left).unsigned_abs() as usize + odd;
                for x in from..from + run.length.unsigned_abs() as usize {
                    let pixel = 0xf << (4 * (IN_WORD - 1 - x % IN_WORD));
                    let Some((full, half)) = words.get_mut(row + x / IN_WORD) else { continue };
                    *(if run.is_full { full } else { half }) |= pixel;
                }
            }
            InkMasks { words, across }
        });
        Self { runs, rows, left, masks }
    }
}

/// One size of one weight. A glyph begins at a whole pixel: then a letter that comes again packs to next to nothing.
struct GlyphSheet {
    font: Option<FontRef<'static>>,
    glyphs: Box<[OnceLock<GlyphInk>]>,
}

fn sheet(size: TextSize, weight: Weight) -> &'static GlyphSheet {
    static SHEETS: [OnceLock<GlyphSheet>; 2 * TextSize::COUNT] = [const { OnceLock::new() }; 2 * TextSize::COUNT];
    let (bytes, row) = match weight {
        Weight::Regular => (SARABUN_REGULAR, 0),
        Weight::SemiBold => (SARABUN_SEMIBOLD, TextSize::COUNT),
    };
    SHEETS[row + size as usize].get_or_init(|| GlyphSheet {
        font: FontRef::try_from_slice(bytes).ok(),
        glyphs: (0..MOST_GLYPHS).map(|_| OnceLock::new()).collect(),
    })
}

/// The ink of a glyph with its pen at a pixel's edge.
pub fn ink(size: TextSize, weight: Weight, glyph: u16) -> &'static GlyphInk {
    static NONE: OnceLock<GlyphInk> = OnceLock::new();
    let sheet = sheet(size, weight);
    let slot = sheet.glyphs.get(usize::from(glyph)).unwrap_or(&NONE);
    slot.get_or_init(|| match &sheet.font {
        _ if usize::from(glyph) >= MOST_GLYPHS => GlyphInk::default(),
        _ if glyph == UNKNOWN_GLYPH => GlyphInk::of(hollow_box(size.px())),
        Some(font) => GlyphInk::of(rasterized(font, size.px(), glyph).unwrap_or_default()),
        None => GlyphInk::default(),
    })
}

fn rasterized(font: &FontRef<'static>, size: i32, glyph: u16) -> Option<Vec<InkRun>> {
    // A scale is the height of the font in pixels, not its em.
    let em = font.units_per_em()?;
    let scale = PxScale::from(size as f32 * font.height_unscaled() / em);
    let outlined = font.outline_glyph(Glyph { id: GlyphId(glyph), scale, position: point(0.0, 0.0) })?;
    let bounds = outlined.px_bounds();
    let (left, top) = (bounds.min.x as i32, bounds.min.y as i32);
    let mut runs: Vec<InkRun> = Vec::new();
    // Line by line, from left to right.
    outlined.draw(|x, y, covered| {
        let is_full = match (covered.clamp(0.0, 1.0) * 4.0) as u8 {
            0 => return,
            level => level >= 3,
        };
        let (x, y) = (left + x as i32, top + y as i32);
        match runs.last_mut() {
            Some(run) if run.y == y && run.x + run.length == x && run.is_full == is_full => run.length += 1,
            _ => runs.push(InkRun { x, y, length: 1, is_full }),
        }
    });
    Some(runs)
}

/// What stands for a letter that the font does not have, in the room that is kept for one.
fn hollow_box(size: i32) -> Vec<InkRun> {
    let (line, height, width, left) = (size / 16 + 1, size * 7 / 10, size * 8 / 10, size / 10);
    let run = |x: i32, y: i32, length: i32| InkRun { x: left + x, y: y - height, length, is_full: true };
    let rows = (0..height).flat_map(|y| {
        let is_edge = y < line || y >= height - line;
        if is_edge { vec![run(0, y, width)] } else { vec![run(0, y, line), run(width - line, y, line)] }
    });
    rows.collect()
}
