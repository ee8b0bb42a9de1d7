//! A published address that vanishes is an error until a redirect leads on from it.

use prongsai::address;
use prongsai::check::Located;
use prongsai::engine::permanence;
use prongsai::engine::{Engine, Timings};
use prongsai::record::Presence;
use prongsai::site::{self, AgencySummary};

use crate::memory;

const PORTAL: &str = "---\nkind: portal\nbase_url: https://a.go.th/t/\nlanguages: [th, en]\n---\n";
const AGENCY: &str = "---\nkind: agency\nname: อบต.นากอก\n---\n";
const PLAN: &str =
    "---\nkind: plan\nfiscal_years: 2564\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ |\n|---|---|\n| 1-01 | โครงการหนึ่ง |\n";
const LEDGER: &str = "/\t2021-01-01\t2021-01-01\t\n/na-kok/\t2021-01-01\t2021-01-01\tอบต.นากอก\n/na-kok/2564/\t2021-01-01\t2021-01-01\t\n/na-kok/2564/1-01/\t2021-01-01\t2021-01-01\tโครงการหนึ่ง\n/na-kok/2564/plan/\t2021-01-01\t2021-01-01\tแผน\n";

/// Findings, and every file that the site would write.
fn build(engine: &Engine) -> (Vec<Located>, Vec<(String, String)>) {
    let mut presence = Presence::default();
    let (mut summaries, mut files) = (Vec::new(), Vec::new());
    for sources in &engine.sources.agencies {
        let agency = engine.agency(sources, &Timings::default()).unwrap_or_else(|_| panic!("does not load"));
        let routes = site::agency_routes(&engine.site, &agency.agency);
        presence.add(permanence::addresses_of_agency(&engine.site, &agency, &routes));
        summaries.push(AgencySummary::of(&engine.site, &agency, &routes));
        for route in &routes {
            let artifact = site::render_agency(&engine.site, &agency, route).unwrap();
            files.push((address::file_of(&artifact.url), String::from_utf8_lossy(&artifact.bytes).into_owned()));
        }
    }
    let routes = site::portal_routes(&engine.site, &summaries);
    for route in &routes {
        let artifact = site::render_portal(&engine.site, &summaries, route).unwrap();
        files.push((address::file_of(&artifact.url), String::from_utf8_lossy(&artifact.bytes).into_owned()));
    }
    let mut paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    paths.sort_unstable();
    let before = paths.len();
    paths.dedup();
    assert_eq!(before, paths.len(), "no file is written twice");
    (permanence::vanished(&engine.site, presence, &summaries, &routes), files)
}

fn vanished(files: &[(&str, &str)]) -> Vec<String> {
    let (findings, _) = build(&memory(files));
    findings.iter().map(|finding| format!("{} {}", finding.code, finding.primary.marked())).collect()
}

#[test]
fn nothing_vanishes_from_an_unchanged_site() {
    let files =
        [("portal.md", PORTAL), ("na-kok/agency.md", AGENCY), ("na-kok/2564/plan.md", PLAN), ("_ledger.tsv", LEDGER)];
    assert_eq!(vanished(&files), Vec::<String>::new());
}

#[test]
fn a_renamed_folder_is_an_error_until_it_is_redirected() {
    let moved = |agency: &'static str, list: &'static str| {
        [
            ("portal.md", PORTAL),
            ("na-mai/agency.md", agency),
            ("na-mai/2564/plan.md", PLAN),
            ("_ledger.tsv", LEDGER),
            ("_redirects.txt", list),
        ]
    };
    let gone = ["L020 /na-kok/", "L020 /na-kok/2564/", "L020 /na-kok/2564/1-01/", "L020 /na-kok/2564/plan/"];
    assert_eq!(vanished(&moved(AGENCY, "")), gone);
    assert_eq!(vanished(&moved(AGENCY, "/na-kok/* /na-mai/*\n")), Vec::<String>::new());
    let own = "---\nkind: agency\nname: อบต.นากอก\nredirect_from: [/na-kok/]\n---\n";
    assert_eq!(vanished(&moved(own, "")), Vec::<String>::new());
    // A redirect to nowhere is no redirect.
    assert_eq!(vanished(&moved(AGENCY, "/na-kok/* /elsewhere/*\n")), gone);

    let (_, files) = build(&memory(&moved(own, "")));
    let text = |path: &str| &files.iter().find(|(known, _)| known == path).unwrap_or_else(|| panic!("{path}")).1;
    let page = text("na-kok/2564/1-01/index.html");
    assert!(page.contains("url=../../../na-mai/2564/1-01/"), "{page}");
    assert!(page.contains("rel=\"canonical\" href=\"https://a.go.th/t/na-mai/2564/1-01/\""), "{page}");
    assert!(text("en/na-kok/index.html").contains("url=../../en/na-mai/"));
    assert!(text("_redirects").contains("/t/na-kok/2564/plan/ /t/na-mai/2564/plan/ 301\n"));
    assert!(text("redirects/nginx.conf").contains("location = \"/t/na-kok/\" { return 301 \"/t/na-mai/\"; }"));
    assert!(text("redirects/htaccess.txt").contains("RedirectMatch 301 \"^/t/na-kok/$\" \"/t/na-mai/\""));
}

#[test]
fn a_file_that_moved_answers_at_its_old_address_on_every_host() {
    let own = "---\nkind: agency\nname: อบต.นากอก\nredirect_from: [/na-kok/]\n---\n";
    let ledger = format!("{LEDGER}/na-kok/files/plan.txt\t2021-01-01\t2021-01-01\t\n");
    let moved = |agency: &'static str| {
        let files = [
            ("portal.md", PORTAL),
            ("na-mai/agency.md", agency),
            ("na-mai/2564/plan.md", PLAN),
            ("_ledger.tsv", &ledger),
            ("na-mai/files/plan.txt", "แผนทั้งฉบับ"),
            // The same content under a second name, and a name that no host can store.
            ("na-mai/files/plan-copy.txt", "แผนทั้งฉบับ"),
            ("na-mai/files/ถาม?.txt", "คำถาม"),
            ("na-mai/page.md", "[ก](files/plan.txt) [ข](files/plan-copy.txt) [ค](files/ถาม%3F.txt)\n"),
        ];
        build(&memory(&files))
    };
    let (findings, _) = moved(AGENCY);
    assert!(findings.iter().any(|finding| finding.primary.marked() == "/na-kok/files/plan.txt"), "it is missed");
    let (findings, files) = moved(own);
    assert_eq!(findings.iter().filter(|finding| finding.code == "L020").count(), 0);
    let text = |path: &str| &files.iter().find(|(known, _)| known == path).unwrap_or_else(|| panic!("{path}")).1;
    // Two files with one content have an address each: neither moves because the other came.
    let rule = "/t/na-kok/files/plan.txt /t/na-mai/files/plan.txt 301\n";
    assert!(text("_redirects").contains(rule), "{}", text("_redirects"));
    let odd = "/t/na-mai/files/%E0%B8%96%E0%B8%B2%E0%B8%A1";
    assert!(text("_redirects").contains(&format!("{odd}%3F.txt ")), "{}", text("_redirects"));
    assert!(text("redirects/nginx.conf").contains("location = \"/t/na-mai/files/ถาม?.txt\" {"));
    assert!(text("redirects/htaccess.txt").contains(r#"RedirectMatch 301 "^/t/na-mai/files/ถาม\\?\\.txt$""#));
}

#[test]
fn a_page_of_today_is_never_replaced_by_a_redirect() {
    let plan = "---\nkind: plan\nfiscal_years: 2564\nredirect_from: [/na-kok/, /na-kok/แผน]\n---\n";
    let files = [
        ("portal.md", PORTAL),
        ("na-kok/agency.md", AGENCY),
        ("na-kok/2564/plan.md", plan),
        ("_redirects.txt", "/na-kok/2564/plan/ /\n"),
    ];
    let (_, files) = build(&memory(&files));
    let text = |path: &str| &files.iter().find(|(known, _)| known == path).unwrap().1;
    assert!(!text("na-kok/index.html").contains("http-equiv=\"refresh\""));
    assert!(!text("na-kok/2564/plan/index.html").contains("http-equiv=\"refresh\""));
    assert!(text("na-kok/แผน/index.html").contains("url=../../na-kok/2564/plan/"));
    assert!(!text("_redirects").contains("/t/na-kok/ "));
}

#[test]
fn a_record_that_a_merge_left_broken_is_told() {
    let files = [("portal.md", PORTAL), ("na-kok/agency.md", AGENCY), ("_redirects.txt", "# ดี\n/a/ /b/\n<<<<<<<\n")];
    let engine = memory(&files);
    let told: Vec<(&str, u32)> = engine
        .findings
        .iter()
        .map(|finding| (finding.code.as_str(), finding.primary.line))
        .filter(|(code, _)| *code == "L022")
        .collect();
    assert_eq!(told, [("L022", 3)]);
}
