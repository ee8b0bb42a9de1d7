//! Every kind of picture stands on the page where a reader looks for it, with its sentence, its table and its files.

use std::fs;

use crate::{Pages, build, html};

const PLAN: &str = "---\nkind: plan\nfiscal_years: YEAR\ntargets:\n  - indicator: คะแนน ITA\n    unit: คะแนน\n    values: {YEAR: 85 คะแนน, NEXT: 90 คะแนน}\n---\n\n| รหัส | โครงการ | มิติ | แผนฯ | ผู้รับผิดชอบ | ไตรมาส |\n|---|---|---|---:|---|---|\n| 1-01 | โครงการ ก | ๑ | ๑๐,๐๐๐ | สำนักปลัด | ๑ |\n| 2-01 | โครงการ ข | ๒ | - | กองคลัง | ๒ |\n";
const REPORT: &str = "---\nkind: report\nfiscal_year: YEAR\nround: ROUND\nas_of: 1 เมษายน YEAR\n---\n\n| รหัส | โครงการ | มิติ | แผนฯ | เบิกจ่าย | สถานะ | ผู้รับผิดชอบ | ไตรมาส |\n|---|---|---|---:|---:|---|---|---|\n| 1-01 | โครงการ ก | ๑ | ๑๐,๐๐๐ | ๕,๐๐๐ | FIRST | สำนักปลัด | ๑ |\n| 2-01 | โครงการ ข | ๒ | - | - | ไม่ได้ดำเนินการ | กองคลัง | ๒ |\n";

/// Two authorities with two years on either side of the new framework, each with both rounds.
fn portal() -> Pages {
    let room = tempfile::tempdir().unwrap();
    let content = room.path().join("content");
    fs::create_dir_all(&content).unwrap();
    fs::write(content.join("portal.md"), "---\nkind: portal\ntitle: ทดสอบ\nlanguages: [th, en]\n---\n").unwrap();
    for (slug, name) in [("a", "องค์การบริหารส่วนตำบลนากอก"), ("b", "องค์การบริหารส่วนตำบลพิปูน")]
    {
        fs::create_dir_all(content.join(slug)).unwrap();
        fs::write(content.join(slug).join("agency.md"), format!("---\nname: {name}\ntype: sao\n---\nสวัสดี\n")).unwrap();
        for year in [2565, 2566] {
            let folder = content.join(slug).join(year.to_string());
            fs::create_dir_all(&folder).unwrap();
            let of_year = |text: &str| text.replace("YEAR", &year.to_string()).replace("NEXT", &(year + 1).to_string());
            fs::write(folder.join("plan.md"), of_year(PLAN)).unwrap();
            for (round, first) in [("6", "อยู่ระหว่างดำเนินการ"), ("12", "ดำเนินการแล้วเสร็จ")]
            {
                let report = of_year(REPORT).replace("ROUND", round).replace("FIRST", first);
                fs::write(folder.join(format!("report-{round}m.md")), report).unwrap();
            }
        }
    }
    build(&content, None).unwrap()
}

#[test]
fn every_picture_has_a_page() {
    let pages = portal();
    let places = [
        ("a/", &["areas", "promises", "river", "trend"][..]),
        ("a/completeness/", &["completeness"]),
        ("a/2565/", &["promises", "flow", "areas", "budget", "score", "owners", "timeline"]),
        ("a/2565/dimension-1/", &["promises"]),
        ("a/2565/plan/", &["targets"]),
        ("a/2566/report-12m/", &["progress", "areas", "score"]),
        ("compare/", &["heat-map", "multiples"]),
    ];
    for (url, kinds) in places {
        for (url, open) in [(url.to_owned(), "ดาวน์โหลด CSV"), (format!("en/{url}"), "Download CSV")]
        {
            let page = pages.get(&url).unwrap_or_else(|| panic!("{url} is there"));
            for kind in kinds {
                // Once where one drawing fits every width, else for phones and for desks.
                let classes = match *kind {
                    "promises" | "timeline" => vec![format!("class=\"flow flow-{kind}\"")],
                    "budget" => vec!["class=\"flow flow-bars flow-budget\"".to_owned()],
                    "areas" | "flow" | "score" => vec![format!("chart chart-{kind} one")],
                    _ => vec![format!("chart chart-{kind} narrow"), format!("chart chart-{kind} wide")],
                };
                assert!(classes.iter().all(|class| page.matches(class).count() == 1), "{url} has no {kind}");
            }
            let figures: Vec<&str> = page.split("<div class=\"figure\">").skip(1).collect();
            assert!(figures.len() >= kinds.len(), "{url}: {} figures", figures.len());
            for figure in figures {
                let figure = figure.split_once("</details>").expect("each picture has its table").0;
                let text = html::plain(figure);
                assert!(
                    figure.contains("<details class=\"data\">") && !html::tables(figure)[0].rows.is_empty(),
                    "{url}: {text}"
                );
                assert!(text.contains(open) && figure.contains(".svg\" download"), "{url}: files of {text}");
                let sentence = figure.split("<p").nth(1).map(html::plain).unwrap_or_default();
                assert!(sentence.len() > 20, "{url}: {text}");
            }
        }
    }
    assert!(pages["a/"].contains("เริ่มกรอบ ๔ มิติใหม่ ปี ๒๕๖๖"), "the break of frameworks");
}

/// What a legend of a picture explains and the picture does not show.
fn idle_signs(svg: &str) -> Vec<String> {
    let mut parts = svg.split("<g class=\"chart-key\">");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    let mut keys = String::new();
    for part in parts {
        let (key, rest) = part.split_once("</g>").expect("a legend ends");
        keys.push_str(key);
        shown.push_str(rest);
    }
    // What defines a mark does not show it.
    let shown = shown.split_once("</defs>").map_or(shown.as_str(), |(_, rest)| rest);
    let drawn = |sign: &str| match sign.rsplit_once('-') {
        Some((whole, "none")) if whole.starts_with('#') => {
            shown.contains(&format!("\"{sign}\"")) || shown.contains("class=\"line-rule\"")
        }
        Some((whole, stem)) if whole.starts_with('#') => {
            let forms = [format!("\"{sign}\""), format!("-{stem}\""), format!("-{stem} "), format!("-{stem})")];
            forms.iter().any(|form| shown.contains(form.as_str()))
        }
        _ => shown.contains(&format!("\"{sign}\"")),
    };
    let tags = keys.split('<').filter(|tag| !tag.starts_with("text") && !tag.starts_with('/'));
    let signs = tags.filter_map(|tag| {
        let (_, rest) = tag.split_once("href=\"").or_else(|| tag.split_once("class=\""))?;
        Some(rest.split_once('"')?.0)
    });
    signs.filter(|sign| !drawn(sign)).map(str::to_owned).collect()
}

#[test]
fn no_legend_explains_what_its_picture_does_not_show() {
    let own = portal();
    let (mut pictures, mut keys) = (0, 0);
    for (url, page) in crate::sample().iter().chain(&own) {
        for svg in page.split("<svg class=\"chart ").skip(1).map(|rest| rest.split("</svg>").next().unwrap()) {
            pictures += 1;
            keys += svg.matches("<g class=\"chart-key\">").count();
            let idle = idle_signs(svg);
            assert!(idle.is_empty(), "{url}: {idle:?} in {}", &svg[..40]);
        }
    }
    assert!(pictures > 200 && keys > 300, "{pictures} pictures, {keys} legends");
    // The test sees what it looks for.
    let seeded = "<defs></defs><g class=\"chart-key\"><use href=\"#x-done\"/><text>ก</text><use href=\"#x-not\"/></g><rect class=\"fill-done\"/>";
    assert_eq!(idle_signs(seeded), ["#x-not"]);
}
