//! An agency's own colour as a small style sheet: taken over as stated where it can be read, mended where it cannot.
//! Contrast is worked out with plain arithmetic, so that every machine writes the same bytes.

use crate::model::Agency;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Rgb([f64; 3]);

/// WCAG asks for 4.5; a little more covers the approximation of the curve.
const ENOUGH: f64 = 4.7;

/// The papers of the default theme's two modes; a theme with darker ones overrides `assets/css`.
const LIGHT: Rgb = Rgb([0.988, 0.984, 0.969]);
const DARK: Rgb = Rgb([0.071, 0.094, 0.118]);

impl Rgb {
    fn parse(text: &str) -> Option<Self> {
        let hex = text.trim().strip_prefix('#')?;
        if !hex.is_ascii() {
            return None;
        }
        let wide: String = match hex.len() {
            3 => hex.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => hex.to_owned(),
            _ => return None,
        };
        let part = |at: usize| Some(f64::from(u8::from_str_radix(wide.get(at..at + 2)?, 16).ok()?) / 255.0);
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// Relative luminance; a cubic stands for the curve of sRGB.
    fn luminance(self) -> f64 {
        let linear = |part: f64| part * (part * (part * 0.305_306_011 + 0.682_171_111) + 0.012_522_878);
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if one > two { one / two } else { two / one }
    }

    fn mixed(self, other: Self, share: f64) -> Self {
        let [a, b, c] = self.0;
        let [x, y, z] = other.0;
        Self([a + (x - a) * share, b + (y - b) * share, c + (z - c) * share])
    }

    /// The nearest colour toward `pole` that can be read on `paper`.
    fn readable_on(self, paper: Self, pole: Self) -> Self {
        (0..=50)
            .map(|step| self.mixed(pole, f64::from(step) / 50.0))
            .find(|colour| colour.contrast(paper) >= ENOUGH)
            .unwrap_or(pole)
    }

    fn bytes(self) -> [u8; 3] {
        self.0.map(|part| (part * 255.0 + 0.5) as u8)
    }

    fn hex(self) -> String {
        let [red, green, blue] = self.bytes();
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

pub fn has_style(agency: &Agency) -> bool {
    agency.meta.colour.as_ref().is_some_and(|colour| Rgb::parse(&colour.value).is_some())
}

/// The agency's accent on light paper.
pub fn light_accent(agency: &Agency) -> Option<[u8; 3]> {
    let colour = Rgb::parse(&agency.meta.colour.as_ref()?.value)?;
    Some(colour.readable_on(LIGHT, Rgb([0.0; 3])).bytes())
}

/// The agency's accent for both modes.
pub fn css(agency: &Agency) -> String {
    let Some(colour) = agency.meta.colour.as_ref().and_then(|colour| Rgb::parse(&colour.value)) else {
        return String::new();
    };
    let light = colour.readable_on(LIGHT, Rgb([0.0; 3])).hex();
    let dark = colour.readable_on(DARK, Rgb([1.0; 3])).hex();
    format!(
        "/* {stated} as stated by the authority, mended where it could not be read. */\n\
         :root {{ --accent: {light}; }}\n\
         @media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ --accent: {dark}; }} }}\n\
         :root[data-theme=dark] {{ --accent: {dark}; }}\n",
        stated = colour.hex(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreadable_colours_are_mended() {
        let yellow = Rgb::parse("#ffe000").unwrap_or(DARK);
        assert!(yellow.contrast(LIGHT) < 2.0);
        assert!(yellow.readable_on(LIGHT, Rgb([0.0; 3])).contrast(LIGHT) >= ENOUGH);
        assert_eq!(yellow.readable_on(DARK, Rgb([1.0; 3])), yellow);
        let navy = Rgb::parse("#003").unwrap_or(LIGHT);
        assert_eq!(navy.readable_on(LIGHT, Rgb([0.0; 3])).hex(), "#000033");
        assert!(navy.readable_on(DARK, Rgb([1.0; 3])).contrast(DARK) >= ENOUGH);
        assert!(Rgb::parse("red; } body { display: none").is_none());
    }

    #[test]
    fn white_on_black_is_twenty_one() {
        let contrast = Rgb([1.0; 3]).contrast(Rgb([0.0; 3]));
        assert!((20.9..21.1).contains(&contrast), "{contrast}");
    }
}
