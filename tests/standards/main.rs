//! The embedded standards: every file parses, the real forms are recognised by their printed heads, prose is not.
#![allow(clippy::panic, clippy::unwrap_used)]

mod forms;
mod places;
mod words;

use prongsai::standards::{Certainty, Framework, Standards, oit};

#[test]
fn every_embedded_file_parses() {
    assert_eq!(Standards::embedded_problems(), []);
}

#[test]
fn the_frameworks_follow_the_year() {
    assert!(Standards::embedded().framework_for_year(2560).is_none());
    for (year, id) in [(2561, 2561), (2563, 2561), (2565, 2561), (2566, 2566), (2570, 2566), (2571, 2566)] {
        assert_eq!(Standards::embedded().framework_for_year(year).map(|framework| framework.id), Some(id), "{year}");
    }
    let old = Framework::by_id(2561).unwrap();
    let new = Framework::by_id(2566).unwrap();
    assert!(new.covers(2570) && !new.covers(2571));
    assert_eq!(old.dimension(1).unwrap().name, "การสร้างสังคมที่ไม่ทนต่อการทุจริต");
    assert_eq!(new.dimension(4).unwrap().name, "การยกระดับกลไกการตรวจสอบการดำเนินงานขององค์กรปกครองส่วนท้องถิ่น");
    assert_eq!(old.dimension(3).unwrap().name, new.dimension(3).unwrap().name);
    assert!(old.mission("2.2.3").unwrap().name.starts_with("สร้างความโปร่งใสในการให้บริการสาธารณะ"));
    assert_eq!(new.mission("4.2").unwrap().dimension(), Some(4));
    assert_eq!(new.missions_of(2).map(|mission| mission.code.as_str()).collect::<Vec<_>>(), ["2.1", "2.2", "2.3"]);
    assert_eq!(old.dimension_named("การ ส่งเสริมบทบาทเเละการมีส่วนร่วมของภาคประชาชน").unwrap().number, 3);
    assert_eq!(new.dimension_named("การสร้างสังคมที่ไม่ทนต่อการทุจริต").map(|dimension| dimension.number), None);
}

#[test]
fn obligations_of_each_year() {
    for (year, count) in [(2566, 43), (2567, 35), (2568, 28), (2569, 26)] {
        let list = oit::year(year).unwrap();
        assert_eq!(list.items.len(), count, "{year}");
        let ids: Vec<String> = (1..=count).map(|number| format!("o{number}")).collect();
        assert_eq!(list.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ids, "{year}");
        assert!(list.items.iter().all(|item| !item.needs.is_empty() && !item.answers.is_empty()), "{year}");
    }
    assert!(oit::year(2570).is_none());
}

/// Each correction that the sources of November 2569 ask for, and what kind of source says so.
#[test]
fn obligations_carry_their_sources() {
    let item = |year, id: &str| oit::year(year).unwrap().item(id).unwrap();
    assert!(item(2567, "o30").title.contains("สินบน"));
    assert_eq!(item(2567, "o30").found_in, [oit::BodyKind::Lao]);
    assert!(item(2567, "o11").title.ends_with("สำหรับผู้รับบริการหรือผู้มาติดต่อ"));
    for id in ["o14", "o15", "o16", "o17"] {
        assert!(item(2567, id).title.contains("หรือการจัดหาพัสดุ"), "{id}");
    }
    for (year, id, need) in [
        (2566, "o21", "สัญญา"),
        (2567, "o25", "ปรับปรุง"),
        (2568, "o1", "กฎหมายทั้งฉบับ"),
        (2568, "o9", "เอกสารหลักฐาน"),
        (2568, "o12", "e-GP"),
        (2568, "o16", "คณะทำงาน"),
        (2569, "o9", "เอกสารหลักฐาน"),
        (2569, "o13", "หลักเกณฑ์"),
        (2569, "o15", "คณะทำงาน"),
    ] {
        assert!(item(year, id).needs.iter().any(|told| told.contains(need)), "{year} {id}");
    }
    for (year, id) in [(2568, "o19"), (2569, "o18")] {
        let item = item(year, id);
        assert_eq!((item.document_year(year), item.other_document_year(year)), (year - 1, Some(year)));
    }
    for list in &Standards::embedded().oit {
        assert!(list.checked.is_some(), "{}", list.year);
        for item in &list.items {
            assert_eq!(item.sources > 0, item.certainty == Certainty::Found, "{} {}", list.year, item.id);
        }
    }
}

#[test]
fn obligations_follow_the_crosswalk() {
    let crosswalk = [
        ("plan", [Some("o36"), Some("o32"), Some("o25"), Some("o23")], 0),
        ("report_6m", [Some("o37"), None, None, None], 0),
        ("report_12m", [Some("o38"), Some("o33"), Some("o26"), Some("o24")], -1),
        ("measures", [Some("o42"), Some("o34"), Some("o27"), Some("o25")], 0),
        ("pledge", [Some("o31"), Some("o26"), Some("o21"), Some("o20")], 0),
        ("risk", [Some("o34"), Some("o30"), Some("o23"), Some("o21")], 0),
        ("complaints_statistics", [Some("o29"), Some("o24"), Some("o19"), Some("o18")], 0),
    ];
    for (kind, ids, offset) in crosswalk {
        for (year, id) in (2566..).zip(ids) {
            let list = oit::year(year).unwrap();
            let found: Vec<&str> = list.answered_by(kind).map(|item| item.id.as_str()).collect();
            assert_eq!(found, id.into_iter().collect::<Vec<_>>(), "{kind} in {year}");
            let years = |item: &oit::Obligation| [Some(item.year_offset), item.other_year_offset];
            assert!(list.answered_by(kind).all(|item| years(item).contains(&Some(offset))), "{kind} in {year}");
        }
    }
    for (kind, ids) in
        [("measures_report", ["o43", "o35", "o28", "o26"]), ("risk_result", ["o35", "o31", "o24", "o22"])]
    {
        for (year, id) in (2566..).zip(ids) {
            let found: Vec<&str> = oit::year(year).unwrap().answered_by(kind).map(|item| item.id.as_str()).collect();
            assert_eq!(found, [id], "{kind} in {year}");
        }
    }
    let list = oit::year(2569).unwrap();
    assert_eq!(list.item("O24").unwrap().document_year(2569), 2568);
    assert_eq!(list.item("o23").unwrap().document_year(2569), 2569);
    assert_eq!(list.item("o2").unwrap().certainty, Certainty::Memory);
    assert_eq!(list.item("o23").unwrap().certainty, Certainty::Found);
}

#[test]
fn an_authority_may_override_and_is_told_what_is_wrong() {
    let override_of = |path: &str, text: &str| Standards::with_overrides(&[(path.to_owned(), text.to_owned())]);
    let status = "ticks = [\"ครับ\"]\nempty_boxes = []\nnot_stated = []\nstatuses = []\n";
    let standards = override_of("words/statuses.toml", status).unwrap();
    assert_eq!(standards.statuses.read_tick("ครับ"), Some(true));
    assert_eq!(standards.statuses.read_tick("✓"), None);
    assert_eq!(standards.oit.len(), 4);

    let form = r#"
id = "own"
title = "แบบของเราเอง"
title_en = "Our own form"
source = "คู่มือ"
role = "items"
requires = ["name"]
columns = [
  { field = "name", heads = ["ภารกิจหลัก"] },
  { field = "owner", heads = ["เจ้าของเรื่อง"] },
]
"#;
    let standards = override_of("forms/own.toml", form).unwrap();
    assert_eq!(standards.forms.recognise(&["ภารกิจหลัก", "เจ้าของเรื่อง"], None).unwrap().form.id, "own");

    let bad = form.replace("\"owner\"", "\"ownr\"");
    let problems = override_of("forms/own.toml", &bad).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.starts_with("ค่า “ownr” ไม่อยู่ในค่าที่ใช้ได้"), "{}", problems[0].message);
    assert_eq!(&bad[problems[0].bytes.clone()], "\"ownr\"");

    for (path, text, message) in [
        ("words/kinds.toml", "kinds = [", "เขียนรูปแบบ TOML ไม่ถูกต้อง"),
        ("words/kinds.toml", "kind = []", "ไม่รู้จักคำว่า “kind”"),
        ("oit/2570.toml", "year = \"2570\"", "ชนิดของค่าไม่ถูกต้อง"),
        ("oit/2570.toml", "year = 2570", "ขาด “source” ซึ่งต้องมี"),
        ("elsewhere.toml", "", "ไม่รู้จักไฟล์นี้"),
        ("words/other.toml", "", "ไม่รู้จักไฟล์นี้"),
        ("forms/mine.toml", include_str!("../../src/standards/forms/plain.toml"), "“plain” มีอยู่แล้วในอีกไฟล์หนึ่ง"),
    ] {
        let problems = override_of(path, text).unwrap_err();
        assert!(problems[0].message.starts_with(message), "{path}: {}", problems[0].message);
        assert_eq!(problems[0].path, path);
    }
}
