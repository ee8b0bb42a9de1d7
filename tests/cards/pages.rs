//! Cards of a site: which page names which, and that each is there and is a picture.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use prongsai::address::{AgencyPage, Lang};
use prongsai::engine::{Engine, EngineOptions, Timings};
use prongsai::picture::{HEIGHT, WIDTH};
use prongsai::site;
use prongsai::source::meta::Meta;
use prongsai::thai::Date;

use crate::pixels::Pixels;

struct BuiltCards {
    /// Of pages: address, address of the card, whether the page is an authority, a year, a report or an item.
    named: Vec<(String, Option<String>, bool)>,
    cards: BTreeMap<String, Vec<u8>>,
}

fn build(content: &Path) -> BuiltCards {
    let timings = Timings::default();
    let options = EngineOptions {
        content: content.to_owned(),
        themes: None,
        date: Date::new(2026, 11, 21).unwrap(),
        portable: false,
        preview: false,
    };
    let engine = Engine::open(&options, &timings).unwrap_or_else(|failure| panic!("{}", failure.0));
    let mut built = BuiltCards { named: Vec::new(), cards: BTreeMap::new() };
    for files in &engine.sources.agencies {
        let agency = engine.agency(files, &timings).unwrap_or_else(|_| panic!("{} loads", files.slug));
        for route in &site::agency_routes(&engine.site, &agency.agency) {
            let wants_card = match &route.page {
                AgencyPage::Home | AgencyPage::Year(_) | AgencyPage::Item(..) => true,
                AgencyPage::Document(id) => matches!(agency.agency.document(*id).meta, Meta::Report(_)),
                _ => false,
            };
            let is_card = matches!(route.page, AgencyPage::Card(_));
            // One page of every kind is enough of those that share a card.
            if !wants_card && !is_card && !matches!(route.page, AgencyPage::Dimension(..) | AgencyPage::Contact) {
                continue;
            }
            let artifact = site::render_agency(&engine.site, &agency, route).unwrap();
            if is_card {
                assert_eq!(route.lang, Lang::Th);
                built.cards.insert(artifact.url, artifact.bytes);
                continue;
            }
            let html = String::from_utf8(artifact.bytes).unwrap();
            let meta = |name: &str| {
                let (_, rest) = html.split_once(&format!("{name}\" content=\""))?;
                Some(rest.split('"').next().unwrap().to_owned())
            };
            let card = meta("og:image");
            let size = card.as_ref().map(|_| ("1200".to_owned(), "630".to_owned()));
            assert_eq!(meta("og:image:width").zip(meta("og:image:height")), size, "{}", artifact.url);
            let is_own = wants_card && card.as_ref().is_some_and(|card| !card.contains("/assets/"));
            // A page that is shown with the card of its year does not describe that card.
            let is_own =
                is_own && card.as_ref().is_some_and(|card| card.ends_with(&format!("{}card.png", bare(&artifact.url))));
            let alt = if is_own { meta("og:description") } else { None };
            assert_eq!(meta("og:image:alt"), alt, "{}", artifact.url);
            assert_eq!(meta("twitter:card").is_some(), card.is_some());
            built.named.push((artifact.url, card, wants_card));
        }
    }
    built
}

/// The address of a page in the Thai tree.
fn bare(url: &str) -> &str {
    url.strip_prefix("en/").unwrap_or(url)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_authority_year_report_and_item_of_the_sample_has_a_card_of_its_own() {
    let BuiltCards { named, mut cards } = build(&root().join("content"));
    let mut seen = BTreeMap::new();
    for (page, card, is_own) in &named {
        let card = card.as_ref().unwrap_or_else(|| panic!("{page} names no card"));
        let card = card.strip_prefix("https://prongsai.example/").unwrap();
        assert!(cards.contains_key(card), "{page} names {card}, which is not there");
        if *is_own {
            assert_eq!(card, format!("{}card.png", bare(page)), "of its own");
            *seen.entry(card.to_owned()).or_insert(0) += 1;
        }
    }
    assert!(seen.len() > 250 && seen.len() == cards.len(), "{} of {}", seen.len(), cards.len());
    assert!(seen.values().all(|pages| *pages == 2), "in Thai and in English");
    let sizes: Vec<usize> = cards.values().map(Vec::len).collect();
    let average = sizes.iter().sum::<usize>() / sizes.len();
    assert!(average < 17_000, "{} cards of {average} bytes on average", sizes.len());
    for (url, png) in &mut cards {
        let pixels = Pixels::read(png);
        assert_eq!((pixels.width, pixels.height), (WIDTH as usize, HEIGHT as usize), "{url}");
        assert!(pixels.inked(0..pixels.width, 0..pixels.height) > 20_000, "{url}");
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// An authority with a plan and a report of it.
fn small(head: &str, more: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let name = "---\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\n";
    write(folder.path(), "agency.md", &format!("{name}{head}---\n"));
    let table = "| ลำดับ | มิติ | โครงการ | งบประมาณ |\n|---|---|---|---|\n| 1 | 1 | อบรมคุณธรรม | 5,000 |\n| 2 | 1 | รับเรื่องร้องเรียน | 0 |\n";
    write(folder.path(), "2569/plan.md", &format!("---\nkind: plan\nfiscal_year: 2569\n---\n{table}"));
    for (path, text) in more {
        write(folder.path(), path, text);
    }
    folder
}

#[test]
fn a_site_without_an_address_or_with_cards_off_has_none_and_years_leaves_out_items() {
    let base = "base_url: https://one.example/\n";
    let all = build(small(base, &[]).path());
    assert_eq!(
        all.cards.keys().collect::<Vec<_>>(),
        ["2569/1-01/card.png", "2569/1-02/card.png", "2569/card.png", "card.png"]
    );
    for head in [
        "",
        "cards: all\n",
        "base_url: https://one.example/\ncards: off\n",
        "base_url: https://one.example/\ncards: ไม่ทำ\n",
    ] {
        let none = build(small(head, &[]).path());
        assert!(none.cards.is_empty(), "{head}");
        // The theme's own picture, where the site knows its address.
        let common = head.starts_with("base_url").then(|| "https://one.example/assets/card.png".to_owned());
        for (page, card, _) in &none.named {
            assert!(*card == common || common.is_none(), "{page}: {card:?}");
        }
    }
    let years = build(small(&format!("{base}cards: years\n"), &[]).path());
    assert_eq!(years.cards.keys().collect::<Vec<_>>(), ["2569/card.png", "card.png"]);
    let item = years.named.iter().find(|(page, ..)| page == "2569/1-01/").unwrap();
    assert_eq!(item.1.as_deref(), Some("https://one.example/2569/card.png"));
}

#[test]
fn nothing_of_a_draft_or_a_later_report_is_on_any_card() {
    let base = "base_url: https://one.example/\n";
    let without = build(small(base, &[]).path()).cards;
    let report = |head: &str| {
        let table = "| ลำดับ | มิติ | โครงการ | สถานะ | เบิกจ่าย |\n|---|---|---|---|---|\n| 1 | 1 | อบรมคุณธรรม | แล้วเสร็จ | 5,000 |\n| 2 | 1 | รับเรื่องร้องเรียน | ไม่ได้ดำเนินการ | 0 |\n";
        format!("---\nkind: report\nfiscal_year: 2569\nround: 12\n{head}---\n{table}")
    };
    let with = |head: &str| build(small(base, &[("2569/report-12m.md", &report(head))]).path()).cards;
    assert!(with("draft: true\n") == without);
    assert!(with("publish_from: 1 ธันวาคม 2569\n") == without);
    let told = with("");
    assert!(told.contains_key("2569/report-12m/card.png"));
    assert!(told["2569/1-01/card.png"] != without["2569/1-01/card.png"], "what is published changes the card");
}
