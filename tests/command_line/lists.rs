//! Lists of OIT items of years that the program does not know.

use crate::Room;

/// A list of the year 2570 as an office gets it by mail, before any release of the program knows it.
const LIST_OF_2570: &str = r#"year = 2570
source = "หนังสือที่สำนักงานได้รับ"
[[groups]]
id = "9.1"
title = "ข้อมูลพื้นฐาน"
title_en = "Basics"
certainty = "memory"
[[items]]
id = "o1"
title = "โครงสร้างฉบับใหม่"
title_en = "Structure"
group = "9.1"
certainty = "memory"
answers = ["structure"]
freshness_months = 12
"#;

#[test]
fn a_list_that_nobody_knows_yet_is_said_to_be_unknown() {
    let room = Room::with_site();
    let today = ["--date", "2569-11-25"];
    let told = room.run(&[&["obligations"], &today[..]].concat());
    assert!(told.out().contains("ยังไม่ทราบรายการ OIT ของปี 2570"), "{}", told.out());
    assert!(told.out().contains("รายการ OIT ปี 2569"), "{}", told.out());
    let asked = room.run(&["obligations", "--year", "2570"]);
    assert_eq!(asked.code(), 2);
    assert!(asked.err().contains("--pack"), "{}", asked.err());
    let due = room.run(&[&["due"], &today[..]].concat());
    assert!(due.out().contains("ยังไม่ทราบรายการ OIT ของปี 2570"), "{}", due.out());
    let known = room.run(&["obligations", "--date", "2569-06-01"]);
    assert!(!known.out().contains("ยังไม่ทราบ"), "{}", known.out());
}

#[test]
fn a_list_from_a_file_takes_the_place_of_its_year() {
    let room = Room::with_site();
    room.write("oit-2570.toml", LIST_OF_2570);
    let told = room.run(&["obligations", "--pack", "oit-2570.toml", "--date", "2569-11-25"]);
    assert_eq!(told.code(), 0, "{}", told.err());
    assert!(told.out().contains("รายการ OIT ปี 2570") && told.out().contains("โครงสร้างฉบับใหม่"), "{}", told.out());
    room.write("content/_standards/oit/2570.toml", LIST_OF_2570);
    let kept = room.run(&["obligations", "--date", "2569-11-25"]);
    assert!(kept.out().contains("โครงสร้างฉบับใหม่") && !kept.out().contains("ยังไม่ทราบ"), "{}", kept.out());
    room.write("broken.toml", "year = 2570\nsource = \"ก\"\n[[items]]\nid = 5\n");
    let broken = room.run(&["obligations", "--pack", "broken.toml"]);
    assert_eq!(broken.code(), 2);
    assert!(broken.err().contains("broken.toml") && broken.err().contains("บรรทัด"), "{}", broken.err());
}
