//! An address as a QR code. Which of its eight masks is the best is what costs: it is found here on whole rows at a time, by the
//! rules of the standard (ISO/IEC 18004, 7.8.3) and to the same end as by the encoder.

use std::sync::OnceLock;

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct QrView {
    /// Squares across, with the quiet zone.
    pub size: i32,
    /// Of an SVG path.
    pub path: String,
}

/// The dark squares as strokes along the middle of each row: half as long as an outline of each.
pub fn qr(address: &str) -> Option<QrView> {
    const QUIET: i32 = 4;
    let code = ChosenCode::of(address)?;
    let mut path = String::with_capacity(4 * 1024);
    for y in 0..code.size() {
        // Where the pen stands in this row.
        let mut pen = None;
        let mut x = 0;
        while x < code.size() {
            if !code.is_dark(x, y) {
                x += 1;
                continue;
            }
            let start = x;
            while x < code.size() && code.is_dark(x, y) {
                x += 1;
            }
            let length = x - start;
            match pen {
                None => {
                    push(&mut path, 'M', start + QUIET);
                    push(&mut path, ' ', y + QUIET);
                    path.push_str(".5");
                }
                Some(pen) => {
                    push(&mut path, 'm', start - pen);
                    path.push_str(" 0");
                }
            }
            push(&mut path, 'h', length);
            pen = Some(x);
        }
    }
    Some(QrView { size: code.size() + 2 * QUIET, path })
}

/// A letter and a number of squares.
fn push(path: &mut String, letter: char, number: i32) {
    path.push(letter);
    for part in [100, 10, 1] {
        if number >= part || part == 1 {
            path.push(char::from(b'0' + (number / part % 10).unsigned_abs() as u8));
        }
    }
}

/// With the best of its masks.
enum ChosenCode {
    Here(Vec<Squares>),
    /// Of an address so long that the encoder was left to it.
    ByEncoder(QrCode),
}

impl ChosenCode {
    fn of(address: &str) -> Option<Self> {
        let segments = QrSegment::make_segments(address);
        let encode = |mask| {
            QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::MIN, Version::MAX, mask, true).ok()
        };
        let code = encode(Some(Mask::new(0)))?;
        let Some(fixed) = fixed(&code) else { return encode(None).map(Self::ByEncoder) };
        let unmasked = Sides::of(squares(&code)).each(&fixed.masks[0], |line, mask| line ^ mask.flips);
        let masked = fixed
            .masks
            .iter()
            .map(|mask| unmasked.each(mask, |line, mask| (line ^ mask.flips) & !mask.is_fixed | mask.dark));
        // The first of those that are equally good.
        masked.min_by_key(Sides::penalty).map(|sides| Self::Here(sides.rows))
    }

    fn size(&self) -> i32 {
        match self {
            Self::Here(rows) => i32::try_from(rows.len()).unwrap_or(0),
            Self::ByEncoder(code) => code.size(),
        }
    }

    fn is_dark(&self, x: i32, y: i32) -> bool {
        match self {
            Self::Here(rows) => {
                let row = usize::try_from(y).ok().and_then(|y| rows.get(y));
                row.is_some_and(|row| row >> x & 1 == 1)
            }
            Self::ByEncoder(code) => code.get_module(x, y),
        }
    }
}

/// A row or a column: a bit for each dark square.
type Squares = u128;

/// Codes above this version are left to the encoder.
const MOST_VERSION: u8 = 10;
const MASKS: usize = 8;

fn squares(code: &QrCode) -> Vec<Squares> {
    let size = code.size();
    (0..size).map(|y| (0..size).filter(|x| code.get_module(*x, y)).fold(0, |row, x| row | 1 << x)).collect()
}

/// A code by its rows and by its columns.
struct Sides<L> {
    rows: Vec<L>,
    columns: Vec<L>,
}

impl Sides<Squares> {
    fn of(rows: Vec<Squares>) -> Self {
        let column = |x: usize| rows.iter().enumerate().fold(0, |column, (y, row)| column | (row >> x & 1) << y);
        Self { columns: (0..rows.len()).map(column).collect(), rows }
    }

    fn each(&self, mask: &Sides<MaskLine>, with: impl Fn(Squares, &MaskLine) -> Squares) -> Self {
        let both = |lines: &[Squares], masks: &[MaskLine]| {
            lines.iter().zip(masks).map(|(line, mask)| with(*line, mask)).collect()
        };
        Self { rows: both(&self.rows, &mask.rows), columns: both(&self.columns, &mask.columns) }
    }

    fn penalty(&self) -> u32 {
        let size = self.rows.len();
        let inside = (1 << size) - 1;
        let lines: u32 = self.rows.iter().chain(&self.columns).map(|line| runs(*line, inside) + finders(*line)).sum();
        // Blocks of two by two of one colour.
        let blocks = self.rows.windows(2).map(|rows| {
            let (same, beside) = (!(rows[0] ^ rows[1]), !(rows[0] ^ rows[0] >> 1));
            (same & same >> 1 & beside & inside >> 1).count_ones() * 3
        });
        let dark: u32 = self.rows.iter().map(|row| row.count_ones()).sum();
        let all = (size * size) as u32;
        // How many twentieths dark and light are from being equally many.
        let uneven = ((dark * 20).abs_diff(all * 10)).div_ceil(all).saturating_sub(1);
        lines + blocks.sum::<u32>() + uneven * 10
    }
}

/// Five of one colour on end cost three, each further one.
fn runs(line: Squares, inside: Squares) -> u32 {
    [line, !line & inside]
        .into_iter()
        .map(|of| {
            let five = of & of >> 1 & of >> 2 & of >> 3 & of >> 4;
            five.count_ones() + 2 * (five & !(five << 1)).count_ones()
        })
        .sum()
}

/// What looks like the corner of a code: dark, light, three times dark, light, dark, each `n` wide, with four times light on one
/// side and once on the other. Outside the code all is light.
fn finders(line: Squares) -> u32 {
    const BORDER: u32 = 32;
    let (dark, light) = (line << BORDER, !(line << BORDER));
    let mut found = 0;
    for n in 1..8 {
        let run = |of: Squares, length: u32| (1..length).fold(of, |run, at| run & of >> at);
        let middle = run(dark, 3 * n);
        if middle == 0 {
            break;
        }
        let (one, gap) = (run(dark, n), run(light, n));
        // The places of its first dark square.
        let mut core = middle >> (2 * n) & one & gap >> n & gap >> (5 * n) & one >> (6 * n);
        core &= gap << n & gap >> (7 * n);
        if core == 0 {
            continue;
        }
        let four = run(light, 4 * n);
        found += (core & four >> (7 * n)).count_ones() + (core & four << (4 * n)).count_ones();
    }
    found * 40
}

/// What a mask does to a row or a column, and what no mask touches.
struct MaskLine {
    flips: Squares,
    is_fixed: Squares,
    /// Of what is fixed.
    dark: Squares,
}

/// What is alike in all codes of a version and a level of correction.
struct FixedSquares {
    masks: [Sides<MaskLine>; MASKS],
}

fn fixed(code: &QrCode) -> Option<&'static FixedSquares> {
    const LEVELS: usize = 4;
    static KNOWN: [OnceLock<Option<FixedSquares>>; LEVELS * (MOST_VERSION as usize + 1)] =
        [const { OnceLock::new() }; LEVELS * (MOST_VERSION as usize + 1)];
    let (version, level) = (code.version(), code.error_correction_level());
    let slot = KNOWN.get(usize::from(version.value()) * LEVELS + level as usize)?;
    let make = || {
        let mask = |number: usize| {
            let empty = [QrSegment::make_bytes(&[])];
            let mask = Some(Mask::new(number as u8));
            let code = QrCode::encode_segments_advanced(&empty, level, version, version, mask, false).ok()?;
            Some(mask_lines(&squares(&code), version, number))
        };
        let mut masks = Vec::with_capacity(MASKS);
        for number in 0..MASKS {
            masks.push(mask(number)?);
        }
        Some(FixedSquares { masks: masks.try_into().ok()? })
    };
    slot.get_or_init(make).as_ref()
}

fn mask_lines(rows: &[Squares], version: Version, mask: usize) -> Sides<MaskLine> {
    let size = rows.len();
    let line = |place: &dyn Fn(usize) -> (usize, usize)| {
        let mut line = MaskLine { flips: 0, is_fixed: 0, dark: 0 };
        for at in 0..size {
            let (x, y) = place(at);
            if is_fixed(x, y, size, version) {
                line.is_fixed |= 1 << at;
                line.dark |= (rows[y] >> x & 1) << at;
            } else if flips(mask, x, y) {
                line.flips |= 1 << at;
            }
        }
        line
    };
    Sides {
        rows: (0..size).map(|y| line(&|x| (x, y))).collect(),
        columns: (0..size).map(|x| line(&|y| (x, y))).collect(),
    }
}

fn flips(mask: usize, x: usize, y: usize) -> bool {
    match mask {
        0 => (x + y).is_multiple_of(2),
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => (x + y).is_multiple_of(3),
        4 => (x / 3 + y / 2).is_multiple_of(2),
        5 => x * y % 2 + x * y % 3 == 0,
        6 => (x * y % 2 + x * y % 3).is_multiple_of(2),
        _ => ((x + y) % 2 + x * y % 3).is_multiple_of(2),
    }
}

/// Corners with the format beside them, the two lines of timing, the small squares for alignment, and the version.
fn is_fixed(x: usize, y: usize, size: usize, version: Version) -> bool {
    let corner = |x: usize, y: usize| x < 9 && (y < 9 || y >= size - 8);
    let version_block = |x: usize, y: usize| x < 6 && (size - 11..size - 8).contains(&y);
    let number = usize::from(version.value());
    let count = if number == 1 { 0 } else { number / 7 + 2 };
    let is_aligned = || {
        let step = (number * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
        let centre = |at: usize| if at == 0 { 6 } else { size - 7 - (count - 1 - at) * step };
        let near = |place: usize| (0..count).find(|at| centre(*at).abs_diff(place) <= 2);
        let last = count - 1;
        near(x).zip(near(y)).is_some_and(|at| ![(0, 0), (0, last), (last, 0)].contains(&at))
    };
    corner(x, y)
        || corner(y, x)
        || x == 6
        || y == 6
        || (number >= 7 && (version_block(x, y) || version_block(y, x)))
        || (count > 0 && is_aligned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_that_of_the_encoder() {
        let mut seed = 7u32;
        let mut next = |most: usize| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as usize % most
        };
        let letters: Vec<char> = ('a'..='z').chain('0'..='9').chain("/-.%กขไม้ABC".chars()).collect();
        let mut versions = std::collections::BTreeSet::new();
        for round in 0..1_500 {
            let length = if round < 20 { round } else { 1 + next(240) };
            // Of few letters, so that long runs come about.
            let few = 1 + next(letters.len());
            let address: String = (0..length).map(|_| letters[next(few)]).collect();
            let wanted = QrCode::encode_text(&address, QrCodeEcc::Medium).unwrap();
            versions.insert(wanted.version().value());
            let chosen = ChosenCode::of(&address).unwrap();
            let dark = |x, y| chosen.is_dark(x, y) == wanted.get_module(x, y);
            assert_eq!(chosen.size(), wanted.size());
            assert!((0..wanted.size()).all(|y| (0..wanted.size()).all(|x| dark(x, y))), "{address}");
        }
        assert!(versions.len() > 12, "{versions:?}");
    }
}
