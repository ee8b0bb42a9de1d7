//! Two languages, complete: each page in its own words, and what is in the other language says so.

use std::collections::BTreeMap;

use crate::{html, root, sample};

fn words(language: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(root().join("themes/prongsai/i18n")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if name.split('-').next() == Some(language) {
            let table: BTreeMap<String, String> = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
            all.extend(table);
        }
    }
    all
}

fn is_thai(letter: char) -> bool {
    matches!(letter, '\u{0e01}'..='\u{0e5b}')
}

#[test]
fn both_languages_have_the_same_words() {
    let (thai, english) = (words("th"), words("en"));
    assert_eq!(thai.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    for (key, word) in &english {
        // The switch speaks the other language, the official paper stays Thai on every page, and what is searched is Thai.
        if !["other_language", "emblem_place"].contains(&key.as_str()) && !key.starts_with("search_hint_") {
            assert!(!word.contains(is_thai), "{key} = {word}");
        }
    }
    for (key, word) in &thai {
        // Names that Thai has no other word for.
        let name = ["facebook", "line", "data_schema"].contains(&key.as_str()) || key.starts_with("term_");
        let foreign = name || key == "other_language";
        assert!(foreign || word.contains(is_thai), "{key} = {word}");
    }
}

#[test]
fn no_thai_interface_on_english_pages() {
    let interface: Vec<String> = words("th").into_values().filter(|word| word.chars().count() > 20).collect();
    for (url, page) in sample().iter().filter(|(url, _)| url.starts_with("en/")) {
        assert!(page.contains("<html lang=\"en\">"), "{url}");
        for text in html::texts(page) {
            // What cannot be parted is marked by what most of it is.
            let whole = text
                .inside
                .last()
                .is_some_and(|name| matches!(name.as_str(), "title" | "desc" | "option" | "textarea" | "script"));
            let thai = text.text.chars().filter(|letter| is_thai(*letter)).count();
            let is_mixed = whole && thai <= text.text.chars().filter(char::is_ascii_alphabetic).count();
            if thai > 0 && !is_mixed {
                assert_eq!(text.lang, "th", "{url}: {} in {:?}", text.text, text.inside);
            }
            // Long enough that no author happens to write the same as a heading.
            let said = interface.iter().find(|word| text.text == **word);
            assert!(said.is_none() || text.inside.iter().any(|name| name == "article"), "{url}: {said:?}");
        }
    }
}

#[test]
fn no_english_interface_on_thai_pages() {
    let interface: Vec<String> = words("en").into_values().filter(|word| word.chars().count() > 20).collect();
    for (url, page) in sample().iter().filter(|(url, _)| !url.starts_with("en/")) {
        assert!(page.contains("<html lang=\"th\">"), "{url}");
        for text in html::texts(page).iter().filter(|text| text.lang == "th") {
            let said = interface.iter().find(|word| text.text == **word);
            assert!(said.is_none(), "{url}: {said:?}");
        }
    }
}

#[test]
fn every_page_leads_to_its_twin() {
    for (url, page) in sample() {
        let (code, twin) = match url.strip_prefix("en/") {
            Some(thai) => ("th", thai.to_owned()),
            None => ("en", format!("en/{url}")),
        };
        assert!(sample().contains_key(&twin), "{twin} exists");
        assert!(page.contains(&format!("lang=\"{code}\" hreflang=\"{code}\"")), "{url} has the switch");
        assert!(page.contains("hreflang=\"x-default\""), "{url} names its alternates");
    }
}
