//! Glyphs as rows of ink, each drawn once in the life of the process. Knows sizes and glyphs, no text.

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
}

/// One size of one weight. A glyph begins at a whole pixel: then a letter that comes again packs to next to nothing.
struct GlyphSheet {
    font: Option<FontRef<'static>>,
    glyphs: Box<[OnceLock<Vec<InkRun>>]>,
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
pub fn ink(size: TextSize, weight: Weight, glyph: u16) -> &'static [InkRun] {
    let sheet = sheet(size, weight);
    let Some(slot) = sheet.glyphs.get(usize::from(glyph)) else { return &[] };
    slot.get_or_init(|| match &sheet.font {
        _ if glyph == UNKNOWN_GLYPH => hollow_box(size.px()),
        Some(font) => rasterized(font, size.px(), glyph).unwrap_or_default(),
        None => Vec::new(),
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
