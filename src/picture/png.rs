//! Packed lines of pixels → a PNG file of sixteen colours. Knows the format alone.

use flate2::Crc;

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// Bits to a pixel, colours by their place in the palette, and the only ways of packing, filtering and ordering there are.
const KIND: [u8; 5] = [4, 3, 0, 0, 0];

/// `packed`: a zlib stream of lines, each with its filter before it.
pub fn file((width, height): (u32, u32), palette: &[[u8; 3]; 16], packed: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(packed.len() + 128);
    out.extend(SIGNATURE);
    chunk(&mut out, b"IHDR", &[&width.to_be_bytes(), &height.to_be_bytes(), &KIND]);
    chunk(&mut out, b"PLTE", &[palette.as_flattened()]);
    chunk(&mut out, b"IDAT", &[packed]);
    chunk(&mut out, b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], parts: &[&[u8]]) {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    out.extend((length as u32).to_be_bytes());
    let mut sum = Crc::new();
    for part in std::iter::once(&name[..]).chain(parts.iter().copied()) {
        sum.update(part);
        out.extend(part);
    }
    out.extend(sum.sum().to_be_bytes());
}
