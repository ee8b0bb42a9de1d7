//! Glyphs as small fields of coverage, each drawn once in the life of the process. Knows sizes and glyphs, no text.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, Glyph, GlyphId, PxScale, point};

use crate::chart::text::{SARABUN_REGULAR, SARABUN_SEMIBOLD, Weight};

use super::shape::UNKNOWN_GLYPH;

/// Glyphs of a font, and no size above: what a card's letters can be.
const MOST_GLYPHS: usize = 800;

/// How much of each pixel the ink covers; `left` and `top` from where the pen stands on the line's foot.
#[derive(Debug, Default)]
pub struct Coverage {
    pub left: i32,
    pub top: i32,
    pub width: usize,
    pub of_pixels: Vec<u8>,
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
    glyphs: Box<[OnceLock<Coverage>]>,
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

/// The glyph with its pen at a pixel's edge. `None`: it has no ink.
pub fn coverage(size: TextSize, weight: Weight, glyph: u16) -> Option<&'static Coverage> {
    let sheet = sheet(size, weight);
    let slot = sheet.glyphs.get(usize::from(glyph))?;
    let coverage = slot.get_or_init(|| match &sheet.font {
        _ if glyph == UNKNOWN_GLYPH => hollow_box(size.px()),
        Some(font) => rasterized(font, size.px(), glyph).unwrap_or_default(),
        None => Coverage::default(),
    });
    (coverage.width > 0).then_some(coverage)
}

fn rasterized(font: &FontRef<'static>, size: i32, glyph: u16) -> Option<Coverage> {
    // A scale is the height of the font in pixels, not its em.
    let em = font.units_per_em()?;
    let scale = PxScale::from(size as f32 * font.height_unscaled() / em);
    let outlined = font.outline_glyph(Glyph { id: GlyphId(glyph), scale, position: point(0.0, 0.0) })?;
    let bounds = outlined.px_bounds();
    let (width, height) = (bounds.width() as usize, bounds.height() as usize);
    let mut of_pixels = vec![0; width * height];
    outlined.draw(|x, y, covered| {
        if let Some(pixel) = of_pixels.get_mut(y as usize * width + x as usize) {
            *pixel = (covered.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
        }
    });
    Some(Coverage { left: bounds.min.x as i32, top: bounds.min.y as i32, width, of_pixels })
}

/// What stands for a letter that the font does not have, in the room that is kept for one.
fn hollow_box(size: i32) -> Coverage {
    let (line, height, width) = (size / 16 + 1, size * 7 / 10, size * 8 / 10);
    let edge = |at: i32, end: i32| at < line || at >= end - line;
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    Coverage {
        left: size / 10,
        top: -height,
        width: width.unsigned_abs() as usize,
        of_pixels: pixels.map(|(x, y)| if edge(x, width) || edge(y, height) { 255 } else { 0 }).collect(),
    }
}
