//! Feeds and calendars by their rules: required elements, dates of RFC 3339, ids that outlive a title.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::site::{build, build_for, copy};

const PAPER: &str = "---\nkind: order\nnumber: 7/2568\ntitle: TITLE\ndate: 1 มีนาคม 2568\neffective_from: 1 มกราคม 2569\n\
                     effective_until: 30 มิถุนายน 2569\nposted: { from: 2 มกราคม 2569, until: 9 มกราคม 2569 }\n---\nเนื้อความ <&>\n";

fn folder(title: &str) -> tempfile::TempDir {
    let empty = tempfile::tempdir().unwrap();
    let folder = copy(empty.path());
    let content = folder.path().join("content");
    let put = |path: &str, text: &str| {
        let path = content.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put(
        "portal.md",
        "---\nkind: portal\ntitle: รวมตัวอย่าง\nbase_url: https://example.go.th/open/\nlanguages: [th, en]\n---\n",
    );
    std::fs::rename(content.join("agency.md"), content.join("moved.md")).unwrap();
    let agency = std::fs::read_to_string(content.join("moved.md")).unwrap();
    std::fs::remove_file(content.join("moved.md")).unwrap();
    for slug in ["ตัวอย่าง", "second"] {
        put(&format!("{slug}/agency.md"), &agency);
        put(&format!("{slug}/announcements/คำสั่ง-7.md"), &PAPER.replace("TITLE", title));
        put(
            &format!("{slug}/announcements/pledge.md"),
            "---\nkind: pledge\ntitle: เจตจำนง & \"สุจริต\" <๑>\ndate: 1 ตุลาคม 2567\npublish_from: 2 ตุลาคม 2567\n---\nก\n",
        );
        put(&format!("{slug}/announcements/undated.md"), "---\nkind: announcement\ntitle: ไม่มีวันที่\n---\nก\n");
        put(&format!("{slug}/2569/plan.md"), "---\nkind: plan\nfiscal_years: 2568-2570\n---\n");
    }
    folder
}

/// Every element's text by its path, in order: `feed/entry/id`.
fn elements(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    let mut path: Vec<String> = Vec::new();
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                open.push(found.len());
                found.push((path.join("/"), String::new()));
            }
            Event::Empty(empty) => {
                let name = empty.name().as_ref().to_owned();
                let attributes: Vec<String> =
                    empty.attributes().map(|attribute| attribute.unwrap().value.into_owned()).collect();
                found.push((format!("{}/{name}", path.join("/")), attributes.join(" ")));
            }
            Event::Text(text) => {
                if let Some(at) = open.last() {
                    found[*at].1.push_str(&text);
                }
            }
            Event::End(_) => {
                path.pop();
                open.pop();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn of<'e>(elements: &'e [(String, String)], path: &str) -> Vec<&'e str> {
    elements.iter().filter(|(known, _)| known == path).map(|(_, text)| text.as_str()).collect()
}

/// `2025-03-01T00:00:00+07:00`
fn is_rfc3339(text: &str) -> bool {
    let shape: String = text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    shape == "0000-00-00T00:00:00+00:00"
}

#[test]
fn atom_has_what_the_standard_requires() {
    let content = folder("คำสั่งเดิม");
    let built = build(&content.path().join("content"), "2025-12-01");
    for url in ["feeds/all.xml", "feeds/order.xml", "ตัวอย่าง/feeds/all.xml", "ตัวอย่าง/feeds/pledge.xml"]
    {
        let feed = elements(built.pages.get(url).unwrap_or_else(|| panic!("{url} is missing")));
        for path in ["feed/title", "feed/id", "feed/updated", "feed/author/name"] {
            let values = of(&feed, path);
            assert!(values.len() == 1 && !values[0].is_empty(), "{url} {path}");
        }
        let entries = of(&feed, "feed/entry").len();
        assert!(entries > 0, "{url}");
        for path in ["title", "id", "updated", "published", "summary", "author/name"] {
            let values = of(&feed, &format!("feed/entry/{path}"));
            assert!(values.len() == entries && values.iter().all(|value| !value.is_empty()), "{url} {path}");
        }
        let ids = of(&feed, "feed/entry/id");
        let distinct: std::collections::BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "{url}: an id is used twice");
        for id in &ids {
            assert!(id.starts_with("https://example.go.th/open/") && id.is_ascii(), "{id}");
        }
        for path in ["feed/updated", "feed/entry/updated", "feed/entry/published"] {
            assert!(of(&feed, path).iter().all(|value| is_rfc3339(value)), "{url} {path}");
        }
        let links = of(&feed, "feed/link");
        assert!(
            links.iter().any(|link| link.starts_with("self "))
                && links.iter().any(|link| link.starts_with("alternate "))
        );
        assert_eq!(of(&feed, "feed/entry/link").len(), entries);
    }
    let all = elements(&built.pages["feeds/all.xml"]);
    assert_eq!(of(&all, "feed/entry").len(), 4, "two dated papers of two agencies; the undated ones are in no feed");
    assert!(!built.pages.contains_key("feeds/announcement.xml"), "no feed without entries");
}

#[test]
fn json_feed_has_what_its_version_requires() {
    let content = folder("คำสั่งเดิม");
    let built = build(&content.path().join("content"), "2025-12-01");
    for url in ["feeds/all.json", "second/feeds/order.json"] {
        let feed: serde_json::Value = serde_json::from_str(&built.pages[url]).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["feed_url"], format!("https://example.go.th/open/{url}"));
        assert!(!feed["title"].as_str().unwrap().is_empty());
        for item in feed["items"].as_array().unwrap() {
            assert!(item["id"].is_string() && item["url"].is_string() && item["content_text"].is_string());
            assert!(is_rfc3339(item["date_published"].as_str().unwrap()), "{item}");
            assert!(is_rfc3339(item["date_modified"].as_str().unwrap()), "{item}");
        }
    }
}

fn ids(pages: &BTreeMap<String, String>) -> Vec<String> {
    let atom = elements(&pages["feeds/all.xml"]);
    let uids = pages["feeds/dates.ics"].replace("\r\n ", "");
    let uids = uids.split("\r\n").filter(|line| line.starts_with("UID:")).map(str::to_owned);
    let mut ids: Vec<String> = of(&atom, "feed/entry/id").into_iter().map(str::to_owned).chain(uids).collect();
    ids.sort();
    ids
}

#[test]
fn ids_stay_when_a_title_changes() {
    let before = build(&folder("คำสั่งเดิม").path().join("content"), "2025-12-01");
    let after = build(&folder("คำสั่งชื่อใหม่ที่ยาวกว่าเดิม").path().join("content"), "2026-02-01");
    let known = ids(&before.pages);
    assert!(known.len() > 8 && !known.is_empty());
    assert_eq!(known, ids(&after.pages));
    assert_ne!(before.pages["feeds/all.xml"], after.pages["feeds/all.xml"]);
}

#[test]
fn a_feed_changes_only_when_its_content_does() {
    let content = folder("คำสั่งเดิม");
    let root = content.path().join("content");
    let feeds = |day: &str| {
        let mut pages = build(&root, day).pages;
        pages.retain(|url, _| url.contains("feeds/"));
        pages
    };
    assert_eq!(feeds("2025-11-20"), feeds("2025-12-31"), "no clock in any feed");
    let order = |day: &str| {
        let feed = elements(&feeds(day)["second/feeds/order.xml"]);
        of(&feed, "feed/entry/updated")[0].to_owned()
    };
    assert_eq!(order("2025-12-31"), "2025-03-01T00:00:00+07:00");
    assert_eq!(order("2026-01-01"), "2026-01-01T00:00:00+07:00", "it takes effect on that day");
    assert_eq!(order("2026-06-30"), "2026-01-01T00:00:00+07:00");
    assert_eq!(order("2026-07-01"), "2026-07-01T00:00:00+07:00", "its last day has passed");
}

#[test]
fn calendars_keep_to_the_standard() {
    let content = folder("คำสั่งเดิม, \"ใหม่\"; และยาวมากพอที่จะต้องตัดบรรทัดหลายครั้งในปฏิทิน");
    let built = build(&content.path().join("content"), "2025-12-01");
    let calendar = &built.pages["second/feeds/dates.ics"];
    assert!(calendar.ends_with("END:VCALENDAR\r\n") && !calendar.replace("\r\n", "").contains('\n'));
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75), "no line is longer than 75 octets");
    let unfolded = calendar.replace("\r\n ", "");
    let events: Vec<&str> = unfolded.split("BEGIN:VEVENT").skip(1).collect();
    // Takes effect, last day, two of the board; the rounds of 2568/12 (due in October), 2569 and 2570.
    assert_eq!(events.len(), 4 + 5, "{unfolded}");
    for event in events {
        for name in ["UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "SUMMARY:"] {
            assert_eq!(event.matches(&format!("\r\n{name}")).count(), 1, "{name} in {event}");
        }
    }
    assert!(unfolded.contains("คำสั่งเดิม\\, \"ใหม่\"\\; และ"));
}

#[test]
fn pages_point_to_their_feeds_and_drafts_are_marked_in_the_preview() {
    let content = folder("คำสั่งเดิม");
    let root = content.path().join("content");
    let page = &build(&root, "2025-12-01").pages["second/announcements/คำสั่ง-7/"];
    for (kind, href) in [
        ("application/atom+xml", "../../feeds/all.xml"),
        ("application/feed+json", "../../feeds/all.json"),
        ("text/calendar", "../../feeds/dates.ics"),
    ] {
        assert!(page.contains(&format!("<link rel=\"alternate\" type=\"{kind}\"")), "{kind}");
        assert!(page.contains(&format!("href=\"{href}\"")), "{href}");
    }
    let path = "second/announcements/pledge/";
    assert!(!build(&root, "2024-10-01").pages.contains_key(path));
    let preview = build_for(&root, "2024-10-01", true);
    assert!(preview.pages[path].replace('\u{a0}', " ").contains("ยังไม่เผยแพร่: จะขึ้นเว็บในวันที่ ๒ ตุลาคม ๒๕๖๗"));
    assert!(!build(&root, "2024-10-02").pages[path].contains("ยังไม่เผยแพร่:"));
}
