//! A PNG file of sixteen colours read back, by the format's own words.

use std::io::Read;
use std::ops::Range;

#[derive(PartialEq)]
pub struct Pixels {
    pub width: usize,
    pub height: usize,
    /// Places in the palette; 0 is paper.
    colours: Vec<u8>,
}

impl Pixels {
    pub fn read(png: &[u8]) -> Self {
        let (signature, mut rest) = png.split_at(8);
        assert_eq!(signature, b"\x89PNG\r\n\x1a\n");
        let (mut width, mut height, mut packed, mut names) = (0, 0, Vec::new(), Vec::new());
        while !rest.is_empty() {
            let number = |at: usize| u32::from_be_bytes(rest[at..at + 4].try_into().unwrap()) as usize;
            let length = number(0);
            let (name, data) = (&rest[4..8], &rest[8..8 + length]);
            let mut sum = flate2::Crc::new();
            sum.update(&rest[4..8 + length]);
            assert_eq!(sum.sum() as usize, number(8 + length));
            match name {
                b"IHDR" => {
                    (width, height) = (number(8), number(12));
                    assert_eq!(data[8..], [4, 3, 0, 0, 0]);
                }
                b"PLTE" => assert_eq!(length, 48),
                b"IDAT" => packed.extend(data),
                b"IEND" => assert_eq!(length, 0),
                other => panic!("{other:?}"),
            }
            names.push(name);
            rest = &rest[12 + length..];
        }
        assert_eq!(names, [b"IHDR", b"PLTE", b"IDAT", b"IEND"]);
        let mut lines = Vec::new();
        flate2::read::ZlibDecoder::new(packed.as_slice()).read_to_end(&mut lines).unwrap();
        assert_eq!(lines.len(), (width / 2 + 1) * height);
        let colours = lines.chunks(width / 2 + 1).flat_map(|line| {
            assert_eq!(line[0], 0, "no filter");
            line[1..].iter().flat_map(|two| [two >> 4, two & 15])
        });
        Self { width, height, colours: colours.collect() }
    }

    /// How many pixels of a part are not bare paper.
    pub fn inked(&self, across: Range<usize>, down: Range<usize>) -> usize {
        down.map(|y| across.clone().filter(|x| self.colours[y * self.width + x] > 0).count()).sum()
    }
}
