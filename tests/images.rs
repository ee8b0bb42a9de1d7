//! Cards and charts as pixels, with the feature `images`: the right size, not blank, words inside their frame, the same bytes
//! every time. The card of the theme, for programs without the feature, is drawn by the same hand.
#![cfg(feature = "images")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use prongsai::chart::card::{Card, HEIGHT, WIDTH, card};
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

fn sample(title: &str) -> Card {
    Card {
        site: "โปร่งใส".to_owned(),
        authority: "องค์การบริหารส่วนตำบลนากอก".to_owned(),
        title: title.to_owned(),
        said: "ทำเสร็จ ๔๙ จาก ๖๓ เรื่อง".to_owned(),
        score: Some(("คะแนนร้อยละ".to_owned(), "๘๐.๙๕".to_owned())),
        counts: StatusCounts { done: 49, in_progress: 4, not_done: 10, awaiting: 0, not_stated: 0 },
    }
}

#[test]
fn a_card_holds_its_title_whatever_its_length() {
    let title = "รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริตเพื่อยกระดับคุณธรรมและความโปร่งใสขององค์กรปกครองส่วนท้องถิ่น ";
    for title in ["ที่นี่ป้องกันน้ำท่วม", title, &title.repeat(3)] {
        let svg = card(&sample(title), look());
        let png = image::png(&svg, 1).unwrap();
        if let Some(folder) = std::env::var_os("SHOW_CARDS") {
            std::fs::write(std::path::Path::new(&folder).join(format!("card-{}.png", title.len())), &png).unwrap();
        }
        assert_eq!(image::png(&svg, 1).unwrap(), png, "the same bytes every time");
        let pixels = Pixels::read(&png);
        assert_eq!((pixels.width, pixels.height), (WIDTH, HEIGHT));
        // Below the stripe at the top, the margins are bare paper.
        assert_eq!(pixels.inked(0..60, 20..HEIGHT), 0, "ink in the left margin");
        assert_eq!(pixels.inked(WIDTH - 60..WIDTH, 20..HEIGHT), 0, "ink in the right margin");
        assert_eq!(pixels.inked(0..WIDTH, HEIGHT - 8..HEIGHT), 0, "ink at the lower edge");
        assert!(pixels.inked(72..1128, 170..400) > 2_000, "the title is drawn");
        assert_eq!(pixels.inked(72..1128, 386..391), 0, "the title keeps clear of the result");
        assert!(pixels.inked(72..1128, 466..518) > 30_000, "the bar is drawn");
    }
}

#[test]
fn a_chart_becomes_pixels_at_twice_its_size() {
    let progress = prongsai::chart::progress::ProgressChart {
        about: "อบต.นากอก".to_owned(),
        rows: vec![prongsai::chart::progress::ProgressRow {
            name: "มิติที่ ๑".to_owned(),
            href: None,
            counts: sample("").counts,
            outside: false,
            of: None,
        }],
    };
    let chart = prongsai::chart::progress::chart("p", &progress, look());
    let svg = prongsai::chart::standalone_light(&chart);
    let pixels = Pixels::read(&image::png(&svg, 2).unwrap());
    assert!(pixels.width > 2 * ChartLook::WIDE && pixels.height > 200, "{} × {}", pixels.width, pixels.height);
    assert!(pixels.inked(0..pixels.width, 0..pixels.height) > 5_000);
    assert!(image::png("no picture", 1).is_none());
}

/// `BLESS=1` draws it anew.
#[test]
fn the_card_of_the_theme_is_drawn_alike() {
    let plain = Card {
        site: "โปร่งใส".to_owned(),
        authority: "แผน ผลงาน และประกาศ".to_owned(),
        title: "ท้องถิ่นสัญญาอะไร ทำถึงไหน ใช้เงินเท่าไร".to_owned(),
        ..Card::default()
    };
    let png = image::png(&card(&plain, look()), 1).unwrap();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/prongsai/assets/card.png");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &png).unwrap();
    }
    assert_eq!(std::fs::read(&path).unwrap_or_default(), png, "{} is out of date", path.display());
}
