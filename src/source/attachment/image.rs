//! Width and height of pictures, read from their first bytes; pixels are never decoded.

use super::bytes::find;
use super::contents::{Contents, PixelSize};
use super::kind::FileKind;
use super::problem::Problem;

/// Above this in one direction no browser shows a picture; a header that says so lies.
const MAX_SIDE: u32 = 65_535;

pub(super) fn read(kind: FileKind, bytes: &[u8]) -> Contents {
    let found = match kind {
        FileKind::Png => png(bytes),
        FileKind::Gif => gif(bytes),
        FileKind::Webp => webp(bytes),
        _ => jpeg(bytes),
    };
    let mut contents = Contents { dimensions: found.filter(|it| fits(*it)), ..Contents::default() };
    if contents.dimensions.is_none() {
        contents.problems.push(Problem::damaged("อ่านขนาดของภาพไม่ได้", "no readable picture size"));
    } else if !ends_well(kind, bytes) {
        contents.problems.push(Problem::damaged("ข้อมูลภาพขาดตอนท้าย", "the picture's data ends too early"));
    }
    contents
}

fn fits(size: PixelSize) -> bool {
    (1..=MAX_SIDE).contains(&size.width) && (1..=MAX_SIDE).contains(&size.height)
}

fn ends_well(kind: FileKind, bytes: &[u8]) -> bool {
    // Some programs write a few bytes after the end, so the mark is looked for near it.
    let tail = &bytes[bytes.len().saturating_sub(4096)..];
    match kind {
        FileKind::Png => find(tail, b"IEND").is_some(),
        FileKind::Jpeg => find(tail, &[0xFF, 0xD9]).is_some(),
        FileKind::Webp => {
            number_le(bytes, 4, 4).is_some_and(|declared| declared as usize + 8 <= bytes.len().saturating_add(1))
        }
        _ => true,
    }
}

fn number_be(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let slice = bytes.get(at..at.checked_add(length)?)?;
    Some(slice.iter().fold(0, |number, &byte| (number << 8) | u32::from(byte)))
}

fn number_le(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let slice = bytes.get(at..at.checked_add(length)?)?;
    Some(slice.iter().rev().fold(0, |number, &byte| (number << 8) | u32::from(byte)))
}

fn png(bytes: &[u8]) -> Option<PixelSize> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some(PixelSize { width: number_be(bytes, 16, 4)?, height: number_be(bytes, 20, 4)? })
}

fn gif(bytes: &[u8]) -> Option<PixelSize> {
    Some(PixelSize { width: number_le(bytes, 6, 2)?, height: number_le(bytes, 8, 2)? })
}

fn webp(bytes: &[u8]) -> Option<PixelSize> {
    match bytes.get(12..16)? {
        b"VP8X" => Some(PixelSize { width: number_le(bytes, 24, 3)? + 1, height: number_le(bytes, 27, 3)? + 1 }),
        b"VP8L" => {
            let bits = number_le(bytes, 21, 4)?;
            Some(PixelSize { width: (bits & 0x3FFF) + 1, height: ((bits >> 14) & 0x3FFF) + 1 })
        }
        b"VP8 " => {
            (bytes.get(23..26)? == [0x9D, 0x01, 0x2A]).then_some(())?;
            Some(PixelSize { width: number_le(bytes, 26, 2)? & 0x3FFF, height: number_le(bytes, 28, 2)? & 0x3FFF })
        }
        _ => None,
    }
}

fn jpeg(bytes: &[u8]) -> Option<PixelSize> {
    let mut at = 2;
    let mut sideways = false;
    loop {
        // Fill bytes are allowed before a marker; anything else between segments is damage.
        (*bytes.get(at)? == 0xFF).then_some(())?;
        while *bytes.get(at)? == 0xFF {
            at += 1;
        }
        let marker = bytes[at];
        at += 1;
        if matches!(marker, 0x01 | 0xD0..=0xD8) {
            continue;
        }
        let length = number_be(bytes, at, 2)? as usize;
        let segment = bytes.get(at + 2..at.checked_add(length.max(2))?)?;
        match marker {
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                let (height, width) = (number_be(segment, 1, 2)?, number_be(segment, 3, 2)?);
                let size = PixelSize { width, height };
                return Some(if sideways { PixelSize { width: height, height: width } } else { size });
            }
            0xE1 => sideways = sideways || exif_orientation(segment).is_some_and(|turn| (5..=8).contains(&turn)),
            // Start of the picture's data without a frame header, or the end.
            0xDA | 0xD9 => return None,
            _ => {}
        }
        at += length.max(2);
    }
}

/// 1 upright … 5 to 8 lie on their side.
fn exif_orientation(segment: &[u8]) -> Option<u32> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let number = match tiff.get(..4)? {
        b"II*\0" => number_le,
        b"MM\0*" => number_be,
        _ => return None,
    };
    let directory = number(tiff, 4, 4)? as usize;
    let entries = number(tiff, directory, 2)? as usize;
    (0..entries.min(512)).find_map(|entry| {
        let at = directory.checked_add(2 + entry * 12)?;
        (number(tiff, at, 2)? == 0x0112).then(|| number(tiff, at.checked_add(8)?, 2)).flatten()
    })
}
