//! Exact text widths from the embedded Sarabun: what a browser's `measureText` says, without a browser.
//! Owns the two font files and the advance tables; knows nothing of charts, words or line breaks.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};

/// The fonts themselves, for whoever draws the finished SVG into pixels.
pub const SARABUN_REGULAR: &[u8] = include_bytes!("fonts/Sarabun-Regular.ttf");
pub const SARABUN_SEMIBOLD: &[u8] = include_bytes!("fonts/Sarabun-SemiBold.ttf");

/// Advance of a character that Sarabun does not have: another font will draw it, so leave room for a wide one.
const UNKNOWN_ADVANCE: u32 = 1000;
/// Advances are kept for a font of a thousand units per em, which Sarabun is.
pub(super) const UNITS_PER_EM: u64 = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    Regular,
    SemiBold,
}

/// Per-glyph advances of one font, looked up once: Latin, Thai and general punctuation as tables, the rest on demand.
struct Advances {
    latin: [u16; 0x180],
    thai: [u16; 0x60],
    punctuation: [u16; 0x70],
    font: Option<FontRef<'static>>,
}

impl Advances {
    fn load(bytes: &'static [u8]) -> Self {
        let font = FontRef::try_from_slice(bytes).ok();
        let mut advances = Self { latin: [0; 0x180], thai: [0; 0x60], punctuation: [0; 0x70], font };
        for (first, len) in [(0u32, 0x180usize), (0x0E00, 0x60), (0x2000, 0x70)] {
            for offset in 0..len {
                let units = char::from_u32(first + offset as u32).map_or(0, |c| advances.ask_font(c));
                let table: &mut [u16] = match first {
                    0 => &mut advances.latin,
                    0x0E00 => &mut advances.thai,
                    _ => &mut advances.punctuation,
                };
                table[offset] = units as u16;
            }
        }
        advances
    }

    fn ask_font(&self, c: char) -> u32 {
        if c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{FEFF}') {
            return 0;
        }
        let Some(font) = &self.font else { return UNKNOWN_ADVANCE };
        let glyph = font.glyph_id(c);
        if glyph.0 == 0 {
            return UNKNOWN_ADVANCE;
        }
        // Whole units: Sarabun's advances are integers, so sums are exact and alike on every machine.
        font.h_advance_unscaled(glyph) as u32
    }

    fn of(&self, c: char) -> u32 {
        let code = c as usize;
        match code {
            0..0x180 => u32::from(self.latin[code]),
            0x0E00..0x0E60 => u32::from(self.thai[code - 0x0E00]),
            0x2000..0x2070 => u32::from(self.punctuation[code - 0x2000]),
            _ => self.ask_font(c),
        }
    }
}

fn advances(weight: Weight) -> &'static Advances {
    static REGULAR: OnceLock<Advances> = OnceLock::new();
    static SEMIBOLD: OnceLock<Advances> = OnceLock::new();
    match weight {
        Weight::Regular => REGULAR.get_or_init(|| Advances::load(SARABUN_REGULAR)),
        Weight::SemiBold => SEMIBOLD.get_or_init(|| Advances::load(SARABUN_SEMIBOLD)),
    }
}

/// Width in thousandths of the font size.
pub(super) fn units(text: &str, weight: Weight) -> u64 {
    let table = advances(weight);
    text.chars().map(|c| u64::from(table.of(c))).sum()
}

/// Width in pixels at a font size in pixels.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    units(text, weight) as f64 * size / UNITS_PER_EM as f64
}

/// Width in tenths of a pixel, rounded up, at a font size in tenths of a pixel.
pub(super) fn tenths(text: &str, size: i32, weight: Weight) -> i32 {
    let width = units(text, weight) * size.unsigned_abs() as u64;
    i32::try_from(width.div_ceil(UNITS_PER_EM)).unwrap_or(i32::MAX / 4)
}
