//! A portal of all authorities of the country: no page grows with their number, and everybody is found by place.
//! Made from summaries alone, as a build has them once the agencies are let go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use prongsai::engine::{Engine, EngineOptions, Timings};
use prongsai::model::{DateSummary, DimensionSummary, PaperSummary, Tally, YearSummary};
use prongsai::site::{self, AgencySummary, Site};
use prongsai::source::Memory;
use prongsai::thai::Date;

/// No page is larger than this before it is packed; data tables are files of their own.
const LARGEST_PAGE: usize = 100 * 1024;

fn portal() -> std::sync::Arc<Site> {
    let head = "---\nkind: portal\ntitle: ทั้งประเทศ\nbase_url: https://top.example.go.th/\n---\n";
    let files = Memory(BTreeMap::from([("portal.md".to_owned(), head.as_bytes().to_vec())]));
    let options = EngineOptions {
        content: PathBuf::from("content"),
        themes: None,
        date: Date::new(2026, 11, 21).unwrap(),
        portable: false,
        preview: false,
    };
    Engine::with_files(Box::new(files), &options, &Timings::default()).unwrap().site
}

fn tally(number: i64) -> Tally {
    let done = number % 7 + 1;
    Tally { items: 40 + done, done, not_done: 10, in_progress: 10, awaiting: 20, ..Tally::default() }
}

fn authority(number: usize, [province, amphoe, tambon]: [&str; 3]) -> AgencySummary {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let slug = format!("a{number:05}");
    let paper = |at: usize| PaperSummary {
        url: format!("{slug}/papers/{at}/"),
        title: format!("ประกาศองค์การบริหารส่วนตำบล{tambon} เรื่อง มาตรการป้องกันการรับสินบน ฉบับที่ {at}"),
        kind: "announcement".to_owned(),
        date: Some("2026-10-01".to_owned()),
        published: Some("2026-10-01".to_owned()),
        updated: Some("2026-10-01".to_owned()),
        ..PaperSummary::default()
    };
    let date = |at: usize| DateSummary {
        date: format!("2027-01-{:02}", at + 1),
        url: format!("{slug}/papers/{at}/"),
        key: "takes_effect".to_owned(),
        title: format!("ประกาศ {at} มีผล"),
        words: "มีผลใช้บังคับ".to_owned(),
        stamp: "2026-10-01".to_owned(),
    };
    let whole = tally(number as i64);
    let dimensions = (1..=4).map(|at| DimensionSummary { number: at, tally: tally(i64::from(at)) }).collect();
    AgencySummary {
        slug: slug.clone(),
        name: format!("องค์การบริหารส่วนตำบล{tambon}"),
        short_name: format!("อบต.{tambon}"),
        agency_type: "sao".to_owned(),
        tambon: text(tambon),
        amphoe: text(amphoe),
        province: text(province),
        years: vec![YearSummary {
            year: 2564,
            has_document: true,
            round_months: 12,
            as_of: Some("2021-09-30".to_owned()),
            tally: whole,
            framework: 2561,
            dimensions,
            ..YearSummary::default()
        }],
        papers: (0..10).map(paper).collect(),
        dates: (0..10).map(date).collect(),
        sitemaps: 1,
        pages: 50,
        ..AgencySummary::default()
    }
}

/// Address → what stands there, of everything that is the portal's own.
fn rendered(site: &Site, summaries: &[AgencySummary], wanted: impl Fn(&str) -> bool) -> BTreeMap<String, Vec<u8>> {
    let routes = site::portal_routes(site, summaries);
    let addresses: BTreeSet<&str> = routes.iter().map(|route| route.url.as_str()).collect();
    assert_eq!(addresses.len(), routes.len(), "an address stands for one thing");
    let shown = routes.iter().filter(|route| route.page.is_page() || wanted(&route.url));
    shown.map(|route| (route.url.clone(), site::render_portal(site, summaries, route).unwrap().bytes)).collect()
}

#[test]
fn no_page_of_a_portal_grows_with_the_number_of_authorities() {
    let site = portal();
    let of = |count: usize| {
        let place = |at: usize| [format!("จังหวัด{}", at % 5), format!("อำเภอ{}", at % 50), format!("ตำบล{at}")];
        let places: Vec<[String; 3]> = (0..count).map(place).collect();
        let all = places.iter().enumerate().map(|(at, place)| authority(at, [&place[0], &place[1], &place[2]]));
        rendered(&site, &all.collect::<Vec<_>>(), |url| {
            url == "llms.txt" || url.ends_with(".xml") || url.ends_with(".ics")
        })
    };
    let (some, more) = (of(1_000), of(2_000));
    let mut grown = Vec::new();
    for (address, bytes) in &more {
        let before = some.get(address).map_or(0, Vec::len);
        // A part of an amphoe that was not full, the index of maps for search engines, of which there may be 50,000, and
        // the field of all promises, of 30 to 300 marks.
        let may_grow = address.split('/').count() > 3 || address == "sitemap.xml" || address.is_empty();
        if bytes.len() > LARGEST_PAGE && !may_grow && !address.ends_with(".ics")
            || !may_grow && bytes.len() > before + 2_500
        {
            grown.push(format!("{address}: {before} → {}", bytes.len()));
        }
    }
    // Links to the pages of amphoes grow by a page for each 60 authorities of one amphoe: here none has so many.
    assert!(grown.is_empty(), "{}", grown.join("\n"));
}

#[test]
fn everybody_in_the_country_is_found_by_place_on_small_pages() {
    let site = portal();
    let text = std::fs::read_to_string(crate::root().join("src/standards/gazetteer/places.txt")).unwrap();
    let mut summaries = Vec::new();
    let mut province = "";
    for line in text.lines() {
        let Some(rest) = line.strip_prefix('\t') else {
            province = line;
            continue;
        };
        let mut words = rest.split(' ');
        let amphoe = words.next().unwrap();
        for tambon in words.skip(1) {
            let tambon = tambon.split(':').next().unwrap();
            summaries.push(authority(summaries.len(), [province, amphoe, tambon]));
        }
    }
    // Some say nothing of where they are, or no amphoe; and one amphoe is said to have as many as a province.
    for at in 0..150 {
        summaries.push(authority(10_000 + at, ["", "", "ไม่บอก"]));
        summaries.push(authority(20_000 + at, ["เลย", "", "ไม่บอกอำเภอ"]));
        summaries.push(authority(30_000 + at, ["เลย", "ด่านซ้าย", "มาก"]));
    }
    assert!(summaries.len() > 7_850, "{}", summaries.len());
    let pages = rendered(&site, &summaries, |url| url.starts_with("llms"));
    let large = pages.iter().filter(|(_, bytes)| bytes.len() > LARGEST_PAGE);
    let large: Vec<String> = large.map(|(address, bytes)| format!("{address}: {}", bytes.len())).collect();
    assert!(large.is_empty(), "{}", large.join("\n"));
    // Each one's home is linked from a page of places.
    let mut linked: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (address, bytes) in pages.iter().filter(|(address, _)| address.starts_with("places/")) {
        let html = std::str::from_utf8(bytes).unwrap();
        for href in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let up = "../".repeat(address.matches('/').count());
            if let Some(slug) = href
                .strip_prefix(&up)
                .and_then(|url| url.strip_suffix('/'))
                .filter(|url| url.starts_with('a') && url.len() == 6)
            {
                linked.entry(slug.to_owned()).or_default().insert(address);
            }
        }
    }
    let missing: Vec<&str> =
        summaries.iter().map(|it| it.slug.as_str()).filter(|slug| !linked.contains_key(*slug)).collect();
    assert!(missing.is_empty(), "{} of {}: {:?}", missing.len(), summaries.len(), &missing[..missing.len().min(5)]);
}
