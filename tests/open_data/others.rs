//! What programs that nobody here wrote make of the site: calendars, feed readers, screen readers, catalogues, search
//! engines and archives. Each of these once found fault with it.

use std::collections::{BTreeMap, BTreeSet};

use prongsai::address;
use prongsai::engine::{Engine, Timings};
use prongsai::site::search_records;
use serde_json::Value as Json;

use crate::machines::{files, of_sample};
use crate::{memory, sample};

const BASE: &str = "https://prongsai.example/";

const PLAN: &str = "---\nkind: plan\nfiscal_years: 2569\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ |\n|---|---|---|\n| 1-01 | โครงการหนึ่ง | ๑ |\n";

/// A site of one agency that does not know where it will be read.
fn nameless(name: &str) -> Engine {
    let agency =
        format!("---\nkind: agency\nname: {name}\npostcode: ๔๙๑๓๐\ncontact:\n  phone: [๐๔๒-๑๒๓-๔๕๖]\n---\nอบต.\n");
    memory(&[("agency.md", &agency), ("2569/plan.md", PLAN)])
}

fn values<'t>(text: &'t str, begin: &str, end: char) -> Vec<&'t str> {
    text.split(begin).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

fn uids(files: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let calendars = files.iter().filter(|(path, _)| path.ends_with(".ics"));
    calendars
        .map(|(path, text)| {
            let text = text.replace("\r\n ", "");
            let found = values(&text, "UID:", '\r').into_iter().map(str::to_owned).collect::<Vec<_>>();
            let unique: BTreeSet<String> = found.iter().cloned().collect();
            assert_eq!(found.len(), unique.len(), "{path}: every event has a UID of its own");
            (path.clone(), unique)
        })
        .collect()
}

#[test]
fn ids_are_unique_in_the_world() {
    let found = uids(of_sample());
    let all: Vec<&String> = found.values().flatten().collect();
    assert!(all.len() > 5 && all.iter().all(|uid| uid.ends_with("@prongsai.example")), "{all:?}");
    for (path, text) in of_sample().iter().filter(|(path, _)| path.contains("feeds/") && path.ends_with(".xml")) {
        let ids = values(text, "<id>", '<');
        assert!(ids.iter().all(|id| id.starts_with(BASE)), "{path}: {ids:?}");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}");
    }
    // Two authorities that have no address yet do not share one id, nor does a site built twice have two.
    let of = |name| uids(&files(&nameless(name))).into_values().flatten().collect::<BTreeSet<String>>();
    let (one, other) = (of("อบต.นากอก"), of("อบต.พิปูน"));
    assert!(!one.is_empty() && one.is_disjoint(&other), "{one:?} {other:?}");
    assert_eq!(one, of("อบต.นากอก"));
}

fn has_thai(text: &str) -> bool {
    text.chars().any(|letter| ('\u{e01}'..='\u{e5b}').contains(&letter))
}

/// Of an English page: text nodes without a Thai letter that are said to be Thai, and Thai ones that are not.
fn wrongly_marked(html: &str) -> (Vec<String>, Vec<String>) {
    const VOID: [&str; 8] = ["meta", "link", "br", "hr", "img", "input", "col", "wbr"];
    let mut open: Vec<(String, String)> = Vec::new();
    let (mut thai, mut bare) = (Vec::new(), Vec::new());
    // A word that is held is a part of the text around it.
    let mut held = html.split("<span class=\"nobr\">");
    let first = held.next().unwrap_or_default().to_owned();
    let html = held.fold(first, |all, part| all + &part.replacen("</span>", "", 1));
    let mut rest = html.as_str();
    while let Some(at) = rest.find('<') {
        let text = rest[..at].trim();
        let (name, lang) = open.last().map_or(("", ""), |(name, lang)| (name, lang));
        let words = text.chars().filter(char::is_ascii_alphabetic).count() > 1;
        if !matches!(name, "script" | "style") {
            if lang == "th" && words && !has_thai(text) {
                thai.push(format!("<{name}> {text}"));
            }
            // A title of both languages can be marked as one only.
            if lang == "en" && has_thai(text) && !matches!(name, "title" | "desc" | "option" | "textarea") {
                bare.push(format!("<{name}> {text}"));
            }
        }
        let end = at + rest[at..].find('>').unwrap_or(0) + 1;
        let tag = &rest[at..end];
        rest = &rest[end..];
        let name = tag.trim_start_matches(['<', '/']).split([' ', '>', '/']).next().unwrap_or("").to_owned();
        if tag.starts_with("</") {
            let from = open.iter().rposition(|(known, _)| *known == name).unwrap_or(open.len());
            open.truncate(from);
        } else if !tag.starts_with("<!") && !tag.ends_with("/>") && !VOID.contains(&name.as_str()) {
            let stated = values(tag, " lang=\"", '"').first().map(|lang| (*lang).to_owned());
            let around = open.last().map(|(_, lang)| lang.clone()).unwrap_or_default();
            open.push((name, stated.unwrap_or(around)));
        }
    }
    (thai, bare)
}

#[test]
fn words_are_marked_as_thai_and_not_what_holds_them() {
    let pages = of_sample().iter().filter(|(path, _)| path.starts_with("en/") && path.ends_with(".html"));
    let mut count = 0;
    for (path, html) in pages {
        let (thai, bare) = wrongly_marked(html);
        assert!(thai.is_empty(), "{path}: {} English words are called Thai: {:?}", thai.len(), &thai[..1]);
        assert!(bare.is_empty(), "{path}: {} Thai words are called English: {:?}", bare.len(), &bare[..1]);
        count += 1;
    }
    assert!(count > 400, "{count} pages");
}

#[test]
fn machines_read_arabic_digits() {
    let files = files(&nameless("อบต.นากอก"));
    let api = files
        .iter()
        .find(|(path, _)| path.starts_with("api/v1/agencies/") && !path["api/v1/agencies/".len()..].contains('/'));
    assert!(api.unwrap().1.contains("\"postcode\":\"49130\""), "{api:?}");
    let with_base = memory(&[
        (
            "agency.md",
            "---\nkind: agency\nname: อบต.นากอก\nbase_url: https://a.go.th/\npostcode: ๔๙๑๓๐\ncontact:\n  phone: [๐๔๒-๑๒๓-๔๕๖]\n---\nอบต.\n",
        ),
        ("2569/plan.md", PLAN),
    ]);
    let home = &crate::machines::files(&with_base)["index.html"];
    assert!(home.contains("\"postalCode\":\"49130\"") && home.contains("\"telephone\":\"042-123-456\""));
}

fn ids(node: &Json, found: &mut Vec<String>) {
    match node {
        Json::Object(fields) => fields.iter().for_each(|(key, value)| match value {
            Json::String(id) if key == "@id" => found.push(id.clone()),
            value => ids(value, found),
        }),
        Json::Array(items) => items.iter().for_each(|item| ids(item, found)),
        _ => {}
    }
}

fn id(node: &Json) -> &str {
    node["@id"].as_str().unwrap_or_default()
}

#[test]
fn every_id_of_a_catalogue_is_its_own_and_answers() {
    let files = of_sample();
    let read = |path: &str| serde_json::from_str::<Json>(&files[path]).unwrap();
    let mut datasets = BTreeSet::new();
    let mut distributions = BTreeSet::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with("catalog.jsonld")) {
        let catalog: Json = serde_json::from_str(text).unwrap();
        assert_eq!(id(&catalog), format!("{BASE}{path}"), "a catalogue is called as it is fetched");
        let mut all = Vec::new();
        ids(&catalog, &mut all);
        for own in all.iter().filter_map(|id| id.strip_prefix(BASE)) {
            let (page, anchor) = own.split_once('#').unwrap_or((own, ""));
            let file = address::file_of(page);
            let answer = files.get(&file).unwrap_or_else(|| panic!("{path}: {own} does not answer"));
            assert!(anchor.is_empty() || answer.contains(&format!("id=\"{anchor}\"")), "{path}: {own}");
        }
        assert!(all.iter().all(|id| id.contains(':')), "{path}: whole addresses alone");
        for dataset in catalog["dcat:dataset"].as_array().unwrap() {
            assert!(datasets.insert(id(dataset).to_owned()), "{path}: {} is there twice", id(dataset));
            for key in ["dct:title", "dct:description", "dct:publisher", "dcat:landingPage", "dct:language"] {
                assert!(!dataset[key].is_null(), "{path}: {key}");
            }
            assert!(id(&dataset["dct:accrualPeriodicity"]).contains("/frequency/"));
            for file in dataset["dcat:distribution"].as_array().unwrap() {
                assert!(distributions.insert(id(file).to_owned()), "{path}: {}", id(file));
                for key in ["dcat:accessURL", "dcat:downloadURL", "dct:format", "dcat:mediaType"] {
                    assert!(id(&file[key]).starts_with("http"), "{path}: {key} of {}", id(file));
                }
                assert!(!file["dct:license"].is_null());
            }
        }
    }
    assert!(datasets.len() > 20 && distributions.len() >= 300, "{} {}", datasets.len(), distributions.len());
    // The portal's catalogue and the agencies' are one graph: each is called alike in both.
    let portal = read("data/catalog.jsonld");
    let joined: BTreeSet<&str> = portal["dcat:catalog"].as_array().unwrap().iter().map(id).collect();
    let own: BTreeSet<String> = files
        .keys()
        .filter(|path| path.ends_with("/data/catalog.jsonld"))
        .map(|path| format!("{BASE}{path}"))
        .collect();
    assert_eq!(joined, own.iter().map(String::as_str).collect());
    let known = memory(&[
        ("portal.md", "---\nkind: portal\ntitle: โปร่งใส\nbase_url: https://a.go.th/\nlicence: CC BY 4.0\n---\n"),
        ("na-kok/agency.md", "---\nkind: agency\nname: อบต.นากอก\n---\n"),
    ]);
    let catalog: Json = serde_json::from_str(&crate::machines::files(&known)["na-kok/data/catalog.jsonld"]).unwrap();
    assert_eq!(id(&catalog["dct:license"]), "https://creativecommons.org/licenses/by/4.0/");
}

fn meta<'t>(html: &'t str, name: &str) -> Option<&'t str> {
    let at = html.find(&format!("\"{name}\" content=\""))?;
    values(&html[at..], "content=\"", '"').first().copied()
}

#[test]
fn pages_have_titles_that_fit_and_descriptions_of_their_own() {
    let pages = of_sample().iter().filter(|(path, html)| {
        path.ends_with(".html") && !path.contains("/embed/") && !html.contains("http-equiv=\"refresh\"")
    });
    let mut described: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut count = 0;
    for (path, html) in pages {
        let title = values(html, "<title", '<')[0].split_once('>').unwrap().1;
        let title = title.replace("&quot;", "\"").replace("&amp;", "&");
        assert!(title.chars().count() <= 70, "{path}: {} {title}", title.chars().count());
        assert!(meta(html, "og:site_name").is_some(), "{path}");
        assert_eq!(meta(html, "robots") == Some("noindex"), path == "404.html", "{path}");
        let description = meta(html, "description").unwrap_or_else(|| panic!("{path}: no description"));
        // A page and the same page in English may say the same words of the author's.
        described.entry(description).or_default().insert(path.strip_prefix("en/").unwrap_or(path));
        count += 1;
    }
    assert!(count > 700, "{count} pages");
    let shared: Vec<_> = described.iter().filter(|(_, paths)| paths.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:?}");
}

/// Follows what the tags of pages name, as a program does that runs no script.
fn crawled(files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut found = BTreeSet::from(["index.html".to_owned(), "robots.txt".to_owned()]);
    let mut left: Vec<String> = found.iter().cloned().collect();
    while let Some(path) = left.pop() {
        let text = &files[&path];
        let links = match path.rsplit_once('.').map(|(_, extension)| extension) {
            // Programs that keep a site take the pictures of its cards where they are named.
            Some("html") => [" href=\"", " src=\"", "\"og:image\" content=\""]
                .into_iter()
                .flat_map(|name| values(text, name, '"'))
                .collect(),
            Some("css") => values(text, "url(\"", '"').into_iter().chain(values(text, "url(", ')')).collect(),
            _ => Vec::new(),
        };
        for link in links {
            let link = link.strip_prefix(BASE).map_or_else(|| link.to_owned(), |rest| format!("/{rest}"));
            if link.contains(':') || link.starts_with('#') {
                continue;
            }
            let plain = link.split(['?', '#']).next().unwrap_or("").replace("%20", " ");
            let mut folders: Vec<&str> = if plain.starts_with('/') { Vec::new() } else { path.split('/').collect() };
            folders.pop();
            for part in plain.split('/') {
                match part {
                    "." => {}
                    ".." => drop(folders.pop()),
                    part => folders.push(part),
                }
            }
            let target = address::file_of(folders.join("/").trim_start_matches('/'));
            if files.contains_key(&target) && found.insert(target.clone()) {
                left.push(target);
            }
        }
    }
    found
}

#[test]
fn an_archive_finds_every_file() {
    let engine = sample();
    let mut files = of_sample().clone();
    let mut put = |url: &str, bytes: &[u8]| {
        files.insert(address::file_of(url), String::from_utf8_lossy(bytes).into_owned());
    };
    let mut indexes = Vec::new();
    let mut summaries = Vec::new();
    for sources in &engine.sources.agencies {
        let agency = engine.agency(sources, &Timings::default()).unwrap_or_else(|_| panic!("does not load"));
        let (index, texts) = search_records::index(&engine.site, &agency.agency);
        texts.iter().for_each(|file| put(&file.url, &file.bytes));
        indexes.push(index);
        let routes = prongsai::site::agency_routes(&engine.site, &agency.agency);
        summaries.push(prongsai::site::AgencySummary::of(&engine.site, &agency, &routes));
    }
    let (own, texts) = search_records::portal_index(&engine.site, &summaries);
    texts.iter().for_each(|file| put(&file.url, &file.bytes));
    let parts = indexes.iter().chain([&own]);
    prongsai::search::merge("", parts).iter().for_each(|file| put(&file.path, &file.bytes));
    let scripts = files.keys().filter(|path| path.contains("search/") && path.ends_with(".js")).count();
    assert!(scripts > 200, "{scripts} files of the search");
    let found = crawled(&files);
    // Charts that no page shows in this language; the page for what is missing.
    let allowed = |path: &str| path == "404.html" || (path.starts_with("en/") && path.ends_with(".svg"));
    let missed: Vec<&String> = files.keys().filter(|path| !found.contains(*path) && !allowed(path)).collect();
    assert!(missed.is_empty(), "{} of {} are found by no link: {missed:?}", missed.len(), files.len());
}

#[test]
fn a_site_without_an_address_pretends_none() {
    let files = files(&nameless("อบต.นากอก"));
    for (path, text) in &files {
        assert!(!path.ends_with("oembed.json") && !text.contains("json+oembed"), "{path}: oEmbed of no address");
        assert!(!text.contains("prongsai.invalid"), "{path}");
        assert!(!text.contains("1. 2569/plan/"), "{path}: nothing to hand in");
        assert!(!path.ends_with("sitemap.xml"), "{path}");
    }
    // What has an id is called by the way there from the catalogue itself.
    let catalog: Json = serde_json::from_str(&files["data/catalog.jsonld"]).unwrap();
    assert_eq!(id(&catalog), "catalog.jsonld");
}

/// Each row is a page with its data, and all of them are held at once.
#[test]
fn a_table_of_more_rows_than_a_build_can_hold_is_told() {
    let rows = |count: usize| {
        let rows: String =
            (1..=count).map(|row| format!("{}-{row:05},โครงการ {row},{}\n", row % 4 + 1, row % 4 + 1)).collect();
        format!("รหัส,โครงการ/กิจกรรม/มาตรการ,มิติ\n{rows}")
    };
    let found = |count: usize| {
        let engine = memory(&[
            ("agency.md", "---\nkind: agency\nname: อบต.นากอก\n---\nอบต.\n"),
            ("2569/plan.md", "---\nkind: plan\nfiscal_years: 2569\n---\nx\n"),
            ("2569/plan.csv", &rows(count)),
        ]);
        let agency =
            engine.agency(&engine.sources.agencies[0], &Timings::default()).unwrap_or_else(|_| panic!("{count}"));
        let large = agency.findings.iter().filter(|finding| finding.code.as_str() == "S005").count();
        (agency.agency.years.first().map_or(0, |year| year.promises.len()), large)
    };
    assert_eq!(found(300), (300, 0));
    let (promises, told) = found(5_001);
    assert!(promises <= 5_000 && told == 1, "{promises} {told}");
}
