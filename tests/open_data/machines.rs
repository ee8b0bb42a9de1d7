//! What machines read beside the data: site maps with dates of the content, frames with their oEmbed answer, structured
//! data, the plain index, the explained API and the history of an item.

use std::collections::BTreeMap;

use prongsai::address;
use prongsai::engine::{Engine, Timings};
use prongsai::site::{self, AgencySummary};

use crate::{memory, sample};

const PORTAL: &str = "---\nkind: portal\ntitle: โปร่งใส\nbase_url: https://a.go.th/t/\n---\n";
const AGENCY: &str = "---\nkind: agency\nname: อบต.นากอก\n---\n";
const PLAN: &str = "---\nkind: plan\nfiscal_years: 2564\nupdated: 5 มีนาคม 2564\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ |\n|---|---|---|\n| 1-01 | โครงการหนึ่ง | ๑ |\n";

/// File → text of everything that the site writes.
pub fn files(engine: &Engine) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut summaries = Vec::new();
    for sources in &engine.sources.agencies {
        let agency = engine.agency(sources, &Timings::default()).unwrap_or_else(|_| panic!("does not load"));
        let routes = site::agency_routes(&engine.site, &agency.agency);
        summaries.push(AgencySummary::of(&engine.site, &agency, &routes));
        for route in &routes {
            let artifact = site::render_agency(&engine.site, &agency, route).unwrap();
            files.insert(address::file_of(&artifact.url), String::from_utf8_lossy(&artifact.bytes).into_owned());
        }
    }
    for route in &site::portal_routes(&engine.site, &summaries) {
        let artifact = site::render_portal(&engine.site, &summaries, route).unwrap();
        files.insert(address::file_of(&artifact.url), String::from_utf8_lossy(&artifact.bytes).into_owned());
    }
    files
}

/// The sample portal, built once.
pub fn of_sample() -> &'static BTreeMap<String, String> {
    static FILES: std::sync::OnceLock<BTreeMap<String, String>> = std::sync::OnceLock::new();
    FILES.get_or_init(|| files(&sample()))
}

fn entry<'t>(map: &'t str, address: &str) -> &'t str {
    let place = format!("<loc>{address}</loc>");
    map.lines().find(|line| line.contains(&place)).unwrap_or_else(|| panic!("{address} is not in the map: {map}"))
}

#[test]
fn site_maps_say_when_the_content_changed() {
    let engine = memory(&[
        ("portal.md", PORTAL),
        ("na-kok/agency.md", AGENCY),
        ("na-kok/2564/plan.md", PLAN),
        ("na-kok/about.md", "---\nkind: page\ntitle: เกี่ยวกับเรา\n---\nเรา\n"),
    ]);
    let files = files(&engine);
    let map = &files["na-kok/sitemap.xml"];
    let day = "<lastmod>2021-03-05</lastmod>";
    for page in ["na-kok/2564/plan/", "na-kok/2564/", "na-kok/2564/1-01/"] {
        assert!(entry(map, &format!("https://a.go.th/t/{page}")).contains(day), "{page}");
    }
    // Nobody says when this page changed, and the day of the build is no answer.
    assert!(!entry(map, "https://a.go.th/t/na-kok/about/").contains("lastmod"));
    let index = &files["sitemap.xml"];
    assert!(index.contains("<sitemapindex") && index.contains("<loc>https://a.go.th/t/na-kok/sitemap.xml</loc>"));
    assert!(files["robots.txt"].contains("Sitemap: https://a.go.th/t/sitemap.xml"));
}

#[test]
fn every_chart_stands_at_a_stable_address_with_its_frame_and_answer() {
    let files = of_sample();
    let answers: Vec<(&String, &String)> = files.iter().filter(|(path, _)| path.ends_with("/oembed.json")).collect();
    assert!(answers.len() > 20, "{} answers", answers.len());
    for (path, text) in answers {
        let answer: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!((answer["version"].as_str(), answer["type"].as_str()), (Some("1.0"), Some("rich")), "{path}");
        assert!(answer["width"].as_u64() > Some(100) && answer["height"].as_u64() > Some(50), "{path}");
        // The frame that the answer shows is a page of this site, which names the answer and draws the chart.
        let html = answer["html"].as_str().unwrap();
        let address = html.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let frame = address::file_of(address.split_once("prongsai.example/").unwrap().1);
        let page = files.get(&frame).unwrap_or_else(|| panic!("{path}: {frame} is missing"));
        assert!(page.contains("application/json+oembed") && page.contains("<svg"), "{frame}");
        let chart = path.replace("/embed/", "/charts/").replace("/oembed.json", ".svg");
        assert!(files.get(&chart).is_some_and(|svg| svg.contains("<svg")), "{chart}");
    }
}

#[test]
fn search_engines_are_told_what_a_page_is() {
    let files = of_sample();
    let told = |file: &str, kind: &str| {
        let page: String = files[file].split_whitespace().collect();
        assert!(page.contains(&format!("\"@type\":\"{kind}\"")), "{file}: {kind}");
    };
    told("na-kok/index.html", "GovernmentOrganization");
    told("na-kok/data/index.html", "Dataset");
    told("na-kok/2564/1-01/index.html", "BreadcrumbList");
    for file in ["na-kok/2564/index.html", "na-kok/2564/1-01/index.html", "na-kok/2564/plan/index.html"] {
        let page = &files[file];
        let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap();
        assert!(title.contains("นากอก") && title.contains("๒๕๖๔"), "{file} is called {title}");
        let address = format!("https://prongsai.example/{}", file.trim_end_matches("index.html"));
        assert!(page.contains(&format!("rel=\"canonical\" href=\"{address}\"")), "{file}: {address}");
    }
    let plain = &files["llms.txt"];
    for slug in ["na-kok", "phipun", "tha-samet", "mueang-noi", "na-liang"] {
        assert!(plain.contains(&format!("(https://prongsai.example/{slug}/)")), "{slug} is not in llms.txt");
    }
}

#[test]
fn the_api_is_explained_by_examples_that_are_there() {
    let files = of_sample();
    let page = &files["api/index.html"];
    let named: std::collections::BTreeSet<&str> = page
        .split(['"', ' ', '<', '>', '\''])
        .filter_map(|word| word.find("api/v1/").map(|at| &word[at..]))
        .filter(|path| path.ends_with(".json") && !path.contains('{'))
        .collect();
    assert!(named.len() >= 5, "the page shows addresses: {named:?}");
    for path in named {
        let text = files.get(path).unwrap_or_else(|| panic!("{path} is explained and not there"));
        serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

#[test]
fn an_item_tells_its_own_history() {
    let report = "---\nkind: report\nfiscal_year: 2564\nround: 12\nas_of: 1 ตุลาคม 2564\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | สถานะ |\n|---|---|---|---|\n| 1-01 | โครงการหนึ่ง | ๑ | แล้วเสร็จ |\n";
    let engine = memory(&[
        ("portal.md", PORTAL),
        ("na-kok/agency.md", AGENCY),
        ("na-kok/2564/plan.md", PLAN),
        ("na-kok/2564/report-12m.md", report),
    ]);
    let files = files(&engine);
    let main = files["na-kok/2564/1-01/index.html"].split("<main").nth(1).unwrap().to_owned();
    assert!(main.contains("plan/") && main.contains("report-12m/"), "plan and report stand in its history: {main}");
}

#[test]
fn what_is_still_to_be_done_stands_on_a_board_and_codes_are_explained() {
    let files = of_sample();
    let board = files["na-kok/completeness/index.html"].replace('\u{a0}', " ");
    assert!(board.contains("กระดานความครบถ้วน") && board.contains("รอบ ๖ เดือน ปีงบประมาณ ๒๕๖๔"), "{board}");
    assert!(board.contains("สำนักงานปลัด") && board.contains("\"../2564/1-01/\""), "by owner, with its item");
    assert!(files["phipun/completeness/index.html"].contains("ยังไม่มีผู้รับผิดชอบ"));
    // Every code of every finding leads to its explanation.
    let mut seen = 0;
    for (path, page) in files
        .iter()
        .filter(|(path, _)| ["findings/index.html", "completeness/index.html"].iter().any(|end| path.ends_with(end)))
    {
        let links = page.split("codes/").skip(1).filter_map(|rest| rest.split('"').next()?.split_once("/#"));
        for (letter, anchor) in links {
            let id = format!("id=\"{anchor}\"");
            assert!(files[&format!("codes/{letter}/index.html")].contains(&id), "{path}: {anchor}");
            assert!(files["codes/index.html"].contains(&id), "{path}: {anchor}");
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen} findings");
}
