//! The contract between views and themes: what is missing is named, what is overridden is used, all is documented.

use std::fs;

use prongsai::theme;

use crate::{build, root};

fn room() -> tempfile::TempDir {
    let room = tempfile::tempdir().unwrap();
    let content = room.path().join("content");
    fs::create_dir_all(content.join("2564")).unwrap();
    fs::write(content.join("agency.md"), "---\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\nสวัสดี\n").unwrap();
    fs::write(
        content.join("2564/plan.md"),
        "---\nfiscal_years: 2564\n---\n\n| รหัส | โครงการ | มิติ | แผนฯ |\n|---|---|---|---:|\n| 1-01 | โครงการ ก | ๑ | ๑๐,๐๐๐ |\n",
    )
    .unwrap();
    room
}

#[test]
fn a_missing_field_is_named_with_template_and_line() {
    let room = room();
    let themes = room.path().join("themes");
    fs::create_dir_all(themes.join("prongsai/templates")).unwrap();
    fs::write(
        themes.join("prongsai/templates/item.html"),
        "{% extends \"base.html\" %}\n{% block content %}\n<h1>{{ page.nickname }}</h1>\n{% endblock %}\n",
    )
    .unwrap();
    let error = build(&room.path().join("content"), Some(themes)).unwrap_err();
    for part in ["item.html", "3", "nickname"] {
        assert!(error.contains(part), "{part} in: {error}");
    }
}

#[test]
fn one_file_overrides_one_file() {
    let room = room();
    let themes = room.path().join("themes");
    fs::create_dir_all(themes.join("prongsai/templates")).unwrap();
    fs::write(
        themes.join("prongsai/templates/item.html"),
        "{% extends \"base.html\" %}\n{% block content %}<h1>ของเรา {{ page.name }}</h1>{% endblock %}\n",
    )
    .unwrap();
    let pages = build(&room.path().join("content"), Some(themes)).unwrap();
    assert!(pages["2564/1-01/"].contains("<h1>ของเรา โครงการ ก</h1>"));
    assert!(pages["2564/"].contains("class=\"say\""), "other templates stay");
}

/// An authority's emblem, banner and colour; without files of these names, nothing of them.
#[test]
fn an_agency_has_its_own_look() {
    let room = room();
    let content = room.path().join("content");
    let own = "name: องค์การบริหารส่วนตำบลนากอก\ntype: sao\nemblem: files/emblem.svg\nbanner: files/banner.svg\ncolour: \"#ffe000\"\n";
    fs::write(content.join("agency.md"), format!("---\n{own}---\nสวัสดี\n")).unwrap();
    let before = build(&content, None).unwrap();
    assert!(!before[""].contains("<img"), "there is no such file yet");
    fs::create_dir_all(content.join("files")).unwrap();
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><path d=\"M0 0h10v10z\"/></svg>";
    fs::write(content.join("files/emblem.svg"), picture).unwrap();
    fs::write(content.join("files/banner.svg"), picture).unwrap();
    let pages = build(&content, None).unwrap();
    for (url, root) in [("", "./"), ("2564/1-01/", "../../")] {
        let root = root.trim_start_matches("./");
        assert!(
            pages[url].contains(&format!("<img src=\"{root}files/emblem.svg\" alt=\"\"")),
            "{url:?}: {}",
            pages[url]
        );
        assert!(pages[url].contains(&format!("<link rel=\"stylesheet\" href=\"{root}agency.css\"")), "{url:?}");
    }
    assert!(pages[""].contains("<img class=\"banner\" src=\"files/banner.svg\" alt=\"\""));
    assert!(!pages["2564/1-01/"].contains("class=\"banner\""), "the banner is the home page's");
}

#[test]
fn the_plain_theme_keeps_the_contract() {
    let room = room();
    fs::write(room.path().join("content/portal.md"), "---\nkind: portal\ntitle: ก\ntheme: plain\n---\n").unwrap();
    let plain = theme::load("plain", None).unwrap();
    let style = String::from_utf8(plain.assets["assets/site.css"].clone()).unwrap();
    assert!(style.lines().count() < 200, "a theme in under 200 lines of CSS");
    assert!(!style.contains("#0a5a66"), "nothing of the other theme's colours");
    let pages = build(&room.path().join("content"), None).unwrap();
    assert!(pages.len() > 10);
}

#[test]
fn every_template_is_documented() {
    let contract = fs::read_to_string(root().join("themes/README.md")).unwrap();
    for path in theme::embedded(theme::DEFAULT).keys() {
        if let Some(template) = path.strip_prefix("templates/") {
            assert!(contract.contains(&format!("`{template}`")), "themes/README.md does not speak of {template}");
        }
    }
}

#[test]
fn templates_hold_no_inline_style_or_script() {
    for (path, bytes) in theme::embedded(theme::DEFAULT) {
        if path.starts_with("templates/") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains(" style=") && !text.contains("<style") && !text.contains("<script>"), "{path}");
            assert!(!text.contains(" onclick="), "{path}");
        }
    }
}

/// The documented fields are those of the program: `- `name`: `Type`` below ``### `item.html` — `ItemPage` (`src/…`)``.
#[test]
fn the_contract_is_the_code() {
    let contract = fs::read_to_string(root().join("themes/README.md")).unwrap();
    let mut checked = 0;
    for section in contract.split("\n### ").skip(1) {
        let (title, rest) = section.split_once('\n').unwrap();
        let names: Vec<&str> = title.split('`').skip(1).step_by(2).collect();
        let [.., view, file] = names.as_slice() else { panic!("{title}") };
        let source = fs::read_to_string(root().join(file)).unwrap_or_else(|_| panic!("{file} is there"));
        let start = ["struct ", "enum "]
            .iter()
            .find_map(|kind| {
                let places = [format!("{kind}{view} {{\n"), format!("{kind}{view}<'a> {{\n")];
                places.iter().find_map(|place| source.find(place.as_str()))
            })
            .unwrap_or_else(|| panic!("{view} is in {file}"));
        let body = source[start..].split_once("{\n").unwrap().1.split_once("\n}").unwrap().0;
        // What is not handed over is no part of the contract.
        let skipped =
            |at: usize| at > 0 && body.lines().nth(at - 1).is_some_and(|line| line.trim() == "#[serde(skip)]");
        let fields: Vec<&str> = body
            .lines()
            .enumerate()
            .filter(|(at, _)| !skipped(*at))
            .map(|(_, line)| line.trim().trim_start_matches("pub "))
            .filter(|line| !line.starts_with("//") && !line.starts_with('#'))
            .filter_map(|line| Some(line.split_once(": ")?.0))
            .collect();
        let documented: Vec<&str> =
            rest.lines().filter_map(|line| line.strip_prefix("- `")?.split('`').next()).collect();
        assert_eq!(fields, documented, "{view} in {file}: run through themes/README.md");
        checked += 1;
    }
    assert!(checked > 40, "{checked} views");
}
