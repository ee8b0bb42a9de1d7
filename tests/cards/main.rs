//! The cards that chat programs show: letters stand where HarfBuzz sets them, words keep inside their frame, every page
//! names a card that is there, a site without an address or with `cards: off` has none, nothing hidden is drawn.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod pages;
mod pixels;

use pixels::Pixels;
use prongsai::chart::text::Weight;
use prongsai::chart::{ChartLook, Digits, Language, Status, StatusCounts};
use prongsai::picture::shape::{UNKNOWN_GLYPH, shape};
use prongsai::picture::{BelowWords, Card, CardMark, CardStep, HEIGHT, WIDTH, card};

fn look() -> ChartLook {
    ChartLook { language: Language::Thai, digits: Digits::Thai, width: ChartLook::WIDE }
}

#[test]
fn letters_and_marks_stand_where_harfbuzz_sets_them() {
    let mut checked = 0;
    for line in include_str!("harfbuzz.txt").lines() {
        let mut parts = line.split('\t');
        let weight = match parts.next().unwrap() {
            "Regular" => Weight::Regular,
            _ => Weight::SemiBold,
        };
        let text = parts.next().unwrap();
        let set = shape(text, weight);
        let own = set.glyphs.iter().map(|glyph| format!("{}@{},{}", glyph.glyph, glyph.x, glyph.y));
        let own: Vec<String> = own.chain([set.width.to_string()]).collect();
        assert_eq!(own, parts.collect::<Vec<_>>(), "{text} {weight:?}");
        checked += 1;
    }
    assert!(checked > 700, "{checked}");
}

fn sample(title: &str) -> Card {
    Card {
        site: "โปร่งใส".to_owned(),
        authority: "องค์การบริหารส่วนตำบลนากอก".to_owned(),
        title: title.to_owned(),
        other_title: "รหัส ๑-๐๑".to_owned(),
        said: "ทำเสร็จ\u{a0}๔๙ จาก\u{a0}๖๓\u{a0}เรื่อง ใช้เงิน\u{a0}๘,๐๐๐\u{a0}บาท".to_owned(),
        names: vec!["นากอก".to_owned()],
        below: BelowWords::Field(StatusCounts { done: 49, in_progress: 4, not_done: 10, awaiting: 0, not_stated: 0 }),
        ..Card::default()
    }
}

fn promise(title: &str) -> Card {
    let step = |name: &str, mark| CardStep { mark, name: name.to_owned() };
    let steps = vec![
        step("แผน", CardMark::Planned),
        step("รอบ ๖ เดือน", CardMark::Status(Status::Awaiting)),
        step("รอบ ๑๒ เดือน", CardMark::Status(Status::NotDone)),
    ];
    let state = Some((Status::NotDone, "ไม่ได้ดำเนินการ".to_owned()));
    Card { state, below: BelowWords::Line(steps), ..sample(title) }
}

/// Titles that nobody should have to write, and some that people do.
fn titles() -> Vec<String> {
    let long = "รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริตเพื่อยกระดับคุณธรรมและความโปร่งใสขององค์กรปกครองส่วนท้องถิ่น ";
    vec![
        "ที่นี่ป้องกันน้ำท่วม".to_owned(),
        long.to_owned(),
        long.repeat(30),
        "ก".repeat(4_000),
        "W".repeat(4_000),
        "ก\u{e49}\u{e35}\u{e48}\u{e4b}".repeat(200),
        "\u{e48}\u{e49}\u{e33}\u{e33}".to_owned(),
        "🎉👩‍👩‍👧 เทศกาล 🇹🇭".to_owned(),
        "反腐败行动计划".to_owned(),
        "خطة العمل".to_owned(),
        "ก\u{0}ข\n\t\u{202e}ค\u{feff}".to_owned(),
        "a\u{300}".repeat(300),
        " \u{a0}\u{2003} ".to_owned(),
        String::new(),
    ]
}

#[test]
fn whatever_the_title_all_ink_keeps_inside_its_frame() {
    for title in titles() {
        for (kind, card_of) in [("field", sample as fn(&str) -> Card), ("line", promise)] {
            let png = card(&card_of(&title), look());
            assert!(card(&card_of(&title), look()) == png, "the same bytes every time");
            if let Some(folder) = std::env::var_os("SHOW_CARDS") {
                let name = format!("{kind}-{}.png", title.chars().take(8).collect::<String>().replace(['/', '\0'], ""));
                std::fs::write(std::path::Path::new(&folder).join(name), &png).unwrap();
            }
            let pixels = Pixels::read(&png);
            assert_eq!((pixels.width, pixels.height), (WIDTH as usize, HEIGHT as usize));
            let (width, height) = (pixels.width, pixels.height);
            // A letter may lean a little out of its own room.
            assert_eq!(pixels.inked(0..52, 20..height), 0, "ink in the left margin: {title:.40}");
            assert_eq!(pixels.inked(width - 44..width, 20..height), 0, "ink in the right margin: {title:.40}");
            assert_eq!(pixels.inked(0..width, height - 12..height), 0, "ink at the lower edge: {title:.40}");
            assert!(pixels.inked(52..width, height - 90..height) > 1_000, "what stands below is drawn: {title:.40}");
        }
    }
}

#[test]
fn what_the_font_cannot_write_is_seen_as_a_box_or_named_by_its_code() {
    let boxed = shape("เทศกาล 🎉", Weight::SemiBold);
    assert_eq!(boxed.glyphs.last().unwrap().glyph, UNKNOWN_GLYPH);
    let drawn = |title: &str| card(&sample(title), look());
    assert!(drawn("เทศกาล 🎉") != drawn("เทศกาล"), "an emoji leaves a box");
    // Most of the title is unknown: the code stands in its place.
    assert!(drawn("反腐败行动计划") == drawn("รหัส ๑-๐๑"));
    assert!(drawn("🎉") == drawn("รหัส ๑-๐๑"));
}

#[test]
fn a_figure_stays_with_what_it_counts() {
    let wrapped = prongsai::chart::wrap::wrap_lines(
        "ทำเสร็จ\u{a0}๔๙ จาก\u{a0}๖๓\u{a0}เรื่อง ใช้เงิน\u{a0}๘,๐๐๐\u{a0}บาท จากนากอกนากอกถึงนากอก",
        (300, 40),
        Weight::Regular,
        20,
        &["นากอก"],
    );
    assert!(wrapped.len() > 3, "{wrapped:?}");
    for whole in ["ทำเสร็จ ๔๙", "จาก ๖๓ เรื่อง", "เงิน ๘,๐๐๐ บาท"]
    {
        assert!(wrapped.iter().any(|line| line.contains(whole)), "{whole}: {wrapped:?}");
    }
    let of_names: usize = wrapped.iter().map(|line| line.matches("นากอก").count()).sum();
    assert_eq!(of_names, 3, "{wrapped:?}");
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
    let png = card(&plain, look());
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/prongsai/assets/card.png");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &png).unwrap();
    }
    // A packer that packs otherwise leaves the picture.
    let drawn = std::fs::read(&path).ok().filter(|known| !known.is_empty()).map(|known| Pixels::read(&known));
    assert!(drawn == Some(Pixels::read(&png)), "{} is out of date", path.display());
}
