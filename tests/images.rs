//! Charts as pixels, with the feature `images`: the right size, not blank, the same bytes every time.
#![cfg(feature = "images")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use prongsai::chart::{ChartLook, Digits, Language, StatusCounts};
use prongsai::image;

const PAPER: [u8; 3] = [0xfc, 0xfb, 0xf7];

struct Pixels {
    width: u32,
    height: u32,
    colours: Vec<u8>,
}

impl Pixels {
    fn read(png: &[u8]) -> Self {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut colours = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut colours).unwrap();
        assert_eq!(info.color_type, png::ColorType::Rgb);
        Self { width: info.width, height: info.height, colours }
    }

    /// How many pixels of a part are not bare paper.
    fn inked(&self, across: std::ops::Range<u32>, down: std::ops::Range<u32>) -> usize {
        let at = |x: u32, y: u32| (y * self.width + x) as usize * 3;
        down.flat_map(|y| across.clone().map(move |x| (x, y)))
            .filter(|(x, y)| self.colours[at(*x, *y)..][..3] != PAPER)
            .count()
    }
}

fn look() -> ChartLook {
    ChartLook { language: Language::Thai, digits: Digits::Thai, width: ChartLook::WIDE }
}

#[test]
fn a_chart_becomes_pixels_at_twice_its_size() {
    let progress = prongsai::chart::progress::ProgressChart {
        about: "อบต.นากอก".to_owned(),
        rows: vec![prongsai::chart::progress::ProgressRow {
            name: "มิติที่ ๑".to_owned(),
            href: None,
            counts: StatusCounts { done: 49, in_progress: 4, not_done: 10, awaiting: 0, not_stated: 0 },
            outside: false,
            of: None,
        }],
    };
    let chart = prongsai::chart::progress::chart("p", &progress, look());
    let svg = prongsai::chart::standalone_light(&chart);
    let png = image::png(&svg, 2).unwrap();
    assert_eq!(image::png(&svg, 2).unwrap(), png, "the same bytes every time");
    let pixels = Pixels::read(&png);
    assert!(pixels.width > 2 * ChartLook::WIDE && pixels.height > 200, "{} × {}", pixels.width, pixels.height);
    assert!(pixels.inked(0..pixels.width, 0..pixels.height) > 5_000);
    assert!(image::png("no picture", 1).is_none());
}
