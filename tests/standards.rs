//! The embedded standards: every file parses, the real forms are recognised by their printed heads, prose is not.
#![allow(clippy::panic, clippy::unwrap_used)]

use prongsai::standards::{
    Certainty, Column, Field, Framework, KindName, Reading, Recognised, Role, Standards, StatusName, forms, gazetteer,
    oit,
};

#[track_caller]
fn recognised(heads: &[&str], hint: Option<Role>) -> Recognised<'static> {
    forms::recognise(heads, hint).unwrap_or_else(|| panic!("taken for prose: {heads:?}"))
}

/// `heads` and the field of each, `-` for a column of the author's own, `field@2568` and `field#1` for year and dimension.
#[track_caller]
fn check(heads: &[&str], hint: Option<Role>, form: &str, role: Role, fields: &str) {
    let found = recognised(heads, hint);
    let shown: Vec<String> = found.columns.iter().map(|column| column.map_or("-".to_owned(), show)).collect();
    assert_eq!(shown.join(" "), fields, "heads {heads:?}");
    assert_eq!((found.form.id.as_str(), found.role), (form, role), "heads {heads:?}");
}

fn show(column: Column) -> String {
    let year = column.year.map(|year| format!("@{year}")).unwrap_or_default();
    let dimension = column.dimension.map(|dimension| format!("#{dimension}")).unwrap_or_default();
    format!("{}{year}{dimension}", column.field)
}

#[test]
fn every_embedded_file_parses() {
    assert_eq!(Standards::embedded_problems(), []);
}

// Seed rows: heads of two rows are given as a converter flattens them (the lower cell, or upper and lower together).

#[test]
fn heads_of_the_report_with_tick_columns() {
    let fields = "seq name dimension budget_plan budget_ordinance budget_disbursed status_done status_in_progress \
                  status_not_done owner";
    let lower = [
        "ที่",
        "โครงการ/กิจกรรม/มาตรการ",
        "สอดคล้อง",
        "แผนป้องกันฯ",
        "ข้อบัญญัติ",
        "เบิกจ่ายจริง",
        "ดำเนินการแล้ว",
        "อยู่ระหว่างดำเนินการ",
        "ไม่ได้ดำเนินการ",
        "ผู้รับผิดชอบ",
    ];
    check(&lower, None, "sao_report", Role::Items, fields);
    let mut page_two = lower;
    page_two[8] = "ยังไม่ดำเนินการ";
    check(&page_two, None, "sao_report", Role::Items, fields);
    let both = [
        "ที่",
        "โครงการ/กิจกรรม/มาตรการ",
        "สอดคล้อง",
        "จำนวนงบประมาณ แผนป้องกันฯ",
        "จำนวนงบประมาณ<br>ข้อบัญญัติ",
        "จำนวนงบประมาณ เบิกจ่ายจริง",
        "รอบรายงาน ๖ เดือน / ๑๒ เดือน ดำเนินการแล้ว",
        "รอบรายงาน ๖ เดือน / ๑๒ เดือน อยู่ระหว่างดำเนินการ",
        "รอบรายงาน ๖ เดือน / ๑๒ เดือน ไม่ได้ดำเนินการ",
        "ผู้รับผิดชอบ",
    ];
    check(&both, Some(Role::Items), "sao_report", Role::Items, fields);
}

#[test]
fn heads_of_the_e_plan_list() {
    let fields = "seq name dimension budget_plan budget_disbursed status_awaiting status_in_progress status_done \
                  status_not_done note";
    let lower = [
        "ลำดับ",
        "รายการโครงการ (ตั้งต้น)",
        "มิติ",
        "งบประมาณ (บาท)",
        "เบิกจ่าย (บาท)",
        "รอรายงาน",
        "อยู่ระหว่าง ดำเนินการ",
        "ดำเนินการ แล้วเสร็จ",
        "ไม่สามารถ ดำเนินการได้",
        "หมายเหตุ",
    ];
    check(&lower, None, "eplan_list", Role::Eplan, fields);
    check(&lower, Some(Role::Eplan), "eplan_list", Role::Eplan, fields);
    let both = [
        "ลำดับ",
        "รายการโครงการ (ตั้งต้น)",
        "มิติ",
        "งบประมาณ (บาท)",
        "เบิกจ่าย (บาท)",
        "สถานะ รอรายงาน",
        "สถานะ อยู่ระหว่าง ดำเนินการ",
        "สถานะ ดำเนินการ แล้วเสร็จ",
        "สถานะ ไม่สามารถ ดำเนินการได้",
        "หมายเหตุ",
    ];
    check(&both, None, "eplan_list", Role::Eplan, fields);
    // The same list under plain heads needs the role on its heading.
    let plain = ["รหัส", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ", "เบิกจ่าย", "สถานะ"];
    let fields = "code name dimension budget_plan budget_disbursed status";
    check(&plain, Some(Role::Eplan), "eplan_list", Role::Eplan, fields);
    check(&plain, None, "plain", Role::Items, fields);
}

#[test]
fn heads_of_the_integrated_report() {
    let fields = "name indicator target result budget_integrated budget_agency budget_disbursed strategy_awareness \
                  strategy_mechanism strategy_efficiency note";
    check(
        &[
            "งาน/กิจกรรม/โครงการ",
            "ตัวชี้วัด",
            "เป้าหมาย",
            "ผลการดำเนินงาน ผลลัพธ์/ผลสัมฤทธิ์",
            "งบ บูรณาการ",
            "งบ หน่วยงาน",
            "ผล เบิกจ่าย",
            "สร้างจิตสำนึกและ ปลูกฝังความ ซื่อสัตย์สุจริต",
            "สร้างกลไกการป้องกัน การทุจริต",
            "สร้างประสิทธิภาพใน การป้องกันการทุจริต",
            "หมายเหตุ",
        ],
        None,
        "integrated_report",
        Role::Items,
        fields,
    );
    check(
        &[
            "งาน/กิจกรรม/โครงการ",
            "ตัวชี้วัด",
            "เป้าหมาย",
            "ผลการดำเนินงาน ผลลัพธ์/ผลสัมฤทธิ์",
            "งบประมาณ (ถ้ามี) งบ บูรณาการ",
            "งบประมาณ (ถ้ามี) งบ หน่วยงาน",
            "งบประมาณ (ถ้ามี) ผล เบิกจ่าย",
            "แนวทางตามแผนบูรณาการงบประมาณการป้องกัน และปราบปรามการทุจริต สร้างจิตสำนึกและ ปลูกฝังความ ซื่อสัตย์สุจริต",
            "แนวทางตามแผนบูรณาการงบประมาณการป้องกัน และปราบปรามการทุจริต สร้างกลไกการป้องกัน การทุจริต",
            "แนวทางตามแผนบูรณาการงบประมาณการป้องกัน และปราบปรามการทุจริต สร้างประสิทธิภาพใน การป้องกันการทุจริต",
            "หมายเหตุ",
        ],
        Some(Role::Items),
        "integrated_report",
        Role::Items,
        fields,
    );
}

#[test]
fn heads_of_the_measures_report() {
    let fields = "name methods owner period result outcome";
    for heads in [
        [
            "มาตรการ/กิจกรรม",
            "วิธีการดำเนินการ",
            "ผู้รับผิดชอบ",
            "ระยะเวลาดำเนินการ",
            "สรุปผลการดำเนินการตามมาตรการ/กิจกรรม",
            "ผลลัพธ์/ความสำเร็จของการดำเนินการ",
        ],
        [
            "มาตรการ/กิจกรรม",
            "วิธีการดำเนินการ",
            "ผู้รับผิดชอบ",
            "ระยะเวลา ดำเนินการ",
            "สรุปผลการดำเนินการ ตามมาตรการ/กิจกรรม",
            "ผลลัพธ์/ความสำเร็จ ของการดำเนินการ",
        ],
    ] {
        check(&heads, None, "measures_report", Role::Measures, fields);
        check(&heads, Some(Role::Measures), "measures_report", Role::Measures, fields);
    }
    check(
        &["รหัส", "มาตรการ/กิจกรรม", "วิธีการดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ", "ผลการดำเนินการ", "ผลลัพธ์"],
        Some(Role::Measures),
        "measures_report",
        Role::Measures,
        "code name methods owner period result outcome",
    );
}

#[test]
fn heads_of_the_five_year_plan() {
    for period in ["ระยะเวลา ดำเนินการ", "ระยะเวลาดำเนินการ"]
    {
        check(
            &["โครงการ/กิจกรรม", "เป้าหมาย", "งบประมาณ (บาท)", "ผลผลิต", "ผลลัพธ์", period, "หมายเหตุ"],
            None,
            "five_year_plan",
            Role::Items,
            "name target budget_plan output outcome period note",
        );
        check(
            &[
                "โครงการ/กิจกรรม",
                "งบประมาณ ๒๕๖๘ เป้าหมาย",
                "งบประมาณ ๒๕๖๘ งบประมาณ (บาท)",
                "ผลการดำเนินงาน ผลผลิต",
                "ผลการดำเนินงาน ผลลัพธ์",
                period,
                "หมายเหตุ",
            ],
            None,
            "five_year_plan",
            Role::Items,
            "name target@2568 budget_plan@2568 output outcome period note",
        );
    }
}

#[test]
fn heads_of_the_short_status_list() {
    check(
        &["ลำดับ", "มิติที่", "ชื่อโครงการ/กิจกรรม/มาตรการ", "สถานะ  ", "หมายเหตุ"],
        None,
        "short_status_list",
        Role::Items,
        "seq dimension name status note",
    );
}

#[test]
fn heads_of_yearly_targets() {
    check(
        &["ค่าเป้าหมาย", "ปี 2566", "ปี 2567", "ปี 2568", "ปี 2569", "ปี 2570"],
        None,
        "targets",
        Role::Targets,
        "indicator value@2566 value@2567 value@2568 value@2569 value@2570",
    );
    check(
        &["ตัวชี้วัด", "หน่วยนับ", "ค่าฐาน", "เป้าหมาย พ.ศ. ๒๕๖๖", "2024"],
        Some(Role::Targets),
        "targets",
        Role::Targets,
        "indicator unit baseline value@2566 value@2567",
    );
}

#[test]
fn heads_of_summary_tables() {
    let by_kind = [
        "ประเภทงาน",
        "จำนวน",
        "ดำเนินการแล้ว",
        "อยู่ระหว่างดำเนินการ",
        "ไม่ได้ดำเนินการ",
        "ใช้งบประมาณ",
        "ไม่ใช้งบประมาณ",
        "งบประมาณที่ใช้ (บาท)",
    ];
    let fields =
        "subject items status_done status_in_progress status_not_done with_budget without_budget budget_disbursed";
    check(&by_kind, Some(Role::Declared), "declared", Role::Declared, fields);
    check(&by_kind, None, "declared", Role::Declared, fields);
    check(
        &["ประเภทงาน", "จำนวน", "ผลการดำเนินงาน ดำเนินการแล้ว", "การใช้งบประมาณ ไม่ใช้งบประมาณ"],
        Some(Role::Declared),
        "declared",
        Role::Declared,
        "subject items status_done without_budget",
    );
    check(
        &["มิติ", "ตามแผนป้องกันฯ", "ข้อบัญญัติ/เทศบัญญัติ", "การเบิกจ่าย"],
        None,
        "declared",
        Role::Declared,
        "subject budget_plan budget_ordinance budget_disbursed",
    );
    check(
        &[
            "โครงการทั้งหมด",
            "บรรจุในข้อบัญญัติ/เทศบัญญัติ/แผนดำเนินงาน",
            "อยู่ระหว่างดำเนินการ",
            "ดำเนินการแล้วเสร็จ",
            "ไม่สามารถดำเนินการได้",
            "รวมทั้งสิ้น",
            "ผลการนำแผนฯ ไปปฏิบัติ",
            "ระดับการนำแผนไปปฏิบัติ",
        ],
        None,
        "declared",
        Role::Declared,
        "items in_ordinance status_in_progress status_done status_not_done total score level",
    );
    check(
        &[
            "ชื่อโครงการ",
            "มิติ",
            "โครงการ ตามแผน",
            "โครงการ ดำเนินการแล้ว",
            "งบประมาณ ตามแผน",
            "งบประมาณ ใช้จริง",
            "ร้อยละดำเนินการ โครงการ",
            "ร้อยละดำเนินการ งบประมาณ",
        ],
        Some(Role::Declared),
        "declared",
        Role::Declared,
        "subject dimension items status_done budget_plan budget_disbursed completion spent_percent",
    );
    check(
        &[
            "มิติที่ ๑ โครงการ",
            "มิติที่ ๑ งบประมาณ",
            "มติที่ ๒ โครงการ",
            "มิติที่ ๒ งบประมาณ",
            "รวม ๔ มิติ โครงการ",
            "รวม ๔ มิติ งบประมาณ",
        ],
        Some(Role::Declared),
        "declared",
        Role::Declared,
        "items#1 budget_plan#1 items#2 budget_plan#2 items budget_plan",
    );
    check(
        &["มิติ", "โครงการ", "กิจกรรม", "มาตรการ", "รวม"],
        Some(Role::Declared),
        "declared_by_kind",
        Role::Declared,
        "subject projects activities measures total",
    );
}

#[test]
fn heads_of_a_committee() {
    check(&["ลำดับ", "ชื่อ - สกุล", "ตำแหน่ง", "หน้าที่"], None, "committee", Role::Committee, "seq name position role");
    check(&["ชื่อ", "ตำแหน่ง"], Some(Role::Committee), "committee", Role::Committee, "name position");
}

#[test]
fn canonical_names_and_own_columns() {
    let every: Vec<&str> =
        Field::ALL.iter().take_while(|field| **field != Field::Position).map(|f| f.as_str()).collect();
    let found = recognised(&every, None);
    let fields: Vec<&str> = found.columns.iter().map(|column| column.map_or("-", |c| c.field.as_str())).collect();
    assert_eq!(fields, every);
    assert_eq!(found.role, Role::Items);
    check(
        &["รหัส", "โครงการ/กิจกรรม/มาตรการ", "พื้นที่ดำเนินการ", "สถานะ", "ตัวชี้วัด", "งบบูรณาการ", "งบประมาณ ๒๕๖๘", "งบ 2567"],
        None,
        "plain",
        Role::Items,
        "code name - status indicator budget_integrated budget_plan@2568 budget_plan@2567",
    );
}

#[test]
fn misspelt_heads_are_suggested_but_never_negated() {
    let found = recognised(&["ที่", "โครงการ/กิจกรรม/มาตรกร", "สถานะ", "ผู้รับผิดขอบ", "ได้ดำเนินการ"], None);
    let near: Vec<(usize, Field, &str)> = found.near.iter().map(|near| (near.column, near.field, near.head)).collect();
    assert_eq!(near, [(1, Field::Name, "โครงการ/กิจกรรม/มาตรการ"), (3, Field::Owner, "ผู้รับผิดชอบ")]);
    assert_eq!(found.columns[4], None);
    let found = recognised(&["โครงการ", "สถานะ", "สามารถดำเนินการได้"], None);
    assert_eq!(found.columns[2], None);
}

#[test]
fn the_frameworks_follow_the_year() {
    assert!(Framework::for_year(2560).is_none());
    for (year, id) in [(2561, 2561), (2563, 2561), (2565, 2561), (2566, 2566), (2570, 2566), (2571, 2566)] {
        assert_eq!(Framework::for_year(year).map(|framework| framework.id), Some(id), "{year}");
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

/// Heads of ordinary tables in such documents: calendars, statistics, lists of people, survey results.
const PROSE: [&str; 64] = [
    "เรื่อง",
    "หน้า",
    "วันที่",
    "เวลา",
    "สถานที่",
    "รายการ",
    "รายละเอียด",
    "จำนวนคน",
    "ร้อยละ",
    "คะแนน",
    "ระดับ",
    "เกณฑ์",
    "ผลการประเมิน",
    "ระดับคะแนนที่ได้รับ",
    "ผู้เข้าร่วม",
    "วิทยากร",
    "หัวข้อ",
    "หมู่ที่",
    "ชื่อหมู่บ้าน",
    "ประชากร",
    "ชาย",
    "หญิง",
    "ครัวเรือน",
    "พื้นที่ (ไร่)",
    "ชื่อ-สกุล",
    "ชื่อ",
    "ตำแหน่ง",
    "โทรศัพท์",
    "อีเมล",
    "หมายเหตุ",
    "ลำดับ",
    "ที่",
    "ข้อ",
    "คำถาม",
    "คำตอบ",
    "มาตรา",
    "สาระสำคัญ",
    "ค่าธรรมเนียม",
    "ขั้นตอน",
    "เอกสารที่ใช้",
    "ช่องทาง",
    "แหล่งที่มา",
    "ปี",
    "เดือน",
    "รวม",
    "เฉลี่ย",
    "S.D.",
    "แปลผล",
    "พอใจมาก",
    "พอใจน้อย",
    "เพศ",
    "อายุ",
    "อาชีพ",
    "การศึกษา",
    "ความเสี่ยง",
    "โอกาส",
    "ผลกระทบ",
    "ระดับความเสี่ยง",
    "จุดแข็ง",
    "จุดอ่อน",
    "ภัยคุกคาม",
    "name",
    "description",
    "date",
];

#[test]
fn five_hundred_tables_of_prose_stay_prose() {
    let mut state = 12_345_u64;
    let mut draw = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % most
    };
    for _ in 0..500 {
        let mut heads: Vec<&str> = (0..2 + draw(5)).map(|_| PROSE[draw(PROSE.len())]).collect();
        heads.dedup();
        let found = forms::recognise(&heads, None);
        assert!(found.is_none(), "{heads:?} taken for {}", found.unwrap().form.id);
    }
}

#[test]
fn tables_that_look_like_data_but_are_not() {
    let tables: [&[&str]; 20] = [
        &[],
        &[""],
        &["", "", ""],
        &["เรื่อง", "หน้า"],
        &["ผลการประเมิน", "ระดับคะแนนที่ได้รับ"],
        &["กิจกรรม", "วันที่", "สถานที่"],
        &["โครงการ", "หมายเหตุ"],
        &["ลำดับ", "โครงการ"],
        &["กิจกรรม", "ระยะเวลา"],
        &["ลำดับ", "รายการ", "จำนวน", "งบประมาณ"],
        &["รายการ", "จำนวน", "ร้อยละ"],
        &["ชื่อ", "ตำแหน่ง", "โทรศัพท์"],
        &["หมู่ที่", "ชื่อหมู่บ้าน", "จำนวนประชากร"],
        &["ปี 2563", "ปี 2564", "ปี 2565"],
        &["รายการ", "ปี 2563", "ปี 2564"],
        &["ขั้นตอน", "ระยะเวลา", "ผู้รับผิดชอบ"],
        &["ความเสี่ยง", "ระดับ", "มาตรการจัดการ"],
        &["มิติที่", "ชื่อมิติ"],
        &["คณะกรรมการ", "จำนวน"],
        &["ITA", "คะแนน", "ระดับ"],
    ];
    for heads in tables {
        let found = forms::recognise(heads, None);
        assert!(found.is_none(), "{heads:?} taken for {}", found.unwrap().form.id);
    }
}

#[test]
fn hostile_heads_do_not_panic() {
    let long = "ก".repeat(20_000);
    let many = vec!["โครงการ/กิจกรรม/มาตรกรร"; 2_000];
    forms::recognise(&[&long, "(", ")", "<", "<p", "พ.ศ. 25๖", "มิติที่ ๙", "มิติ๑", "2566256725", "\u{0E4D}า"], None);
    forms::recognise(&many, Some(Role::Items));
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
            assert!(list.answered_by(kind).all(|item| item.year_offset == offset), "{kind} in {year}");
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
fn words_for_statuses_and_ticks() {
    let statuses = &Standards::embedded().statuses;
    for (word, status) in [
        ("ดำเนินการแล้วเสร็จ", StatusName::Done),
        ("ดำเนินการ แล้ว", StatusName::Done),
        ("อยู่ระหว่างดำเนินการ", StatusName::InProgress),
        ("ไม่สามารถดำเนินการได้", StatusName::NotDone),
        ("ยังไม่ดำเนินการ", StatusName::NotDone),
        ("รอรายงาน", StatusName::Awaiting),
    ] {
        assert_eq!(statuses.read(word), Reading::Is(status), "{word}");
    }
    for mark in ["", " ", "-", "–", "ไม่ระบุ"] {
        assert_eq!(statuses.read(mark), Reading::NotStated, "{mark}");
    }
    assert_eq!(statuses.read("อยู่ระหว่างดำเนินกร"), Reading::Near(StatusName::InProgress, "อยู่ระหว่างดำเนินการ"));
    assert_eq!(statuses.read("สามารถดำเนินการได้"), Reading::Unknown);
    for tick in ["√", "✓", "✔", "/", "☑", "<input checked=\"\" type=\"checkbox\"/>"] {
        assert_eq!(statuses.read_tick(tick), Some(true), "{tick}");
    }
    for blank in ["", "-", "–", "☐", "<input type=\"checkbox\"/>"] {
        assert_eq!(statuses.read_tick(blank), Some(false), "{blank}");
    }
    assert_eq!(statuses.read_tick("บางส่วน"), None);
}

#[test]
fn words_for_kinds_offices_and_roles() {
    let standards = Standards::embedded();
    let kind = |name: &str| standards.kinds.read_prefix(name).map(|(kind, _)| kind);
    assert_eq!(kind("โครงการจัดทำเว็บไซต์"), Some(KindName::Project));
    assert_eq!(kind(" กิจกรรม “ประกาศเจตจำนง”"), Some(KindName::Activity));
    assert_eq!(kind("มาตรการ \"แก้ไขเหตุเดือดร้อนรำคาญ"), Some(KindName::Measure));
    assert_eq!(kind("มาตรา\"จัดให้มีช่องทาง"), Some(KindName::Measure));
    assert_eq!(kind("จัดทำข้อตกลงปฏิบัติราชการ"), None);
    let office = |name: &str| match standards.offices.read(name) {
        Reading::Is(office) => office.name.as_str(),
        Reading::Near(office, _) => office.name_en.as_str(),
        _ => "-",
    };
    assert_eq!(office("สำนักงานปลัด"), "สำนักปลัด");
    assert_eq!(office("กองการศึกษา ศาสนา และวัฒนธรรม"), "กองการศึกษา ศาสนาและวัฒนธรรม");
    assert_eq!(office("ทุกสำนัก/กอง"), "ทุกสำนัก/กอง");
    assert_eq!(office("สำนักงาปลัด"), "Office of the Chief Administrator");
    assert_eq!(office("ชมรมผู้สูงอายุ"), "-");
    assert_eq!(standards.acting.read("รักษาราชการแทน"), Reading::Is("acting_during_absence".to_owned()));
    let role = standards.committee_roles.read("คณะทำงาน/เลขานุการ");
    assert_eq!(role, Reading::Is("member_secretary".to_owned()));
}

#[test]
fn leftovers_and_confusions_know_their_context() {
    let standards = Standards::embedded();
    let left = |text: &str| standards.leftovers.iter().map(|it| it.find_in(text).len()).sum::<usize>();
    assert_eq!(left("(กรณีที่ยังไม่ผ่านเกณฑ์ ITA) /ระบุชื่อองค์กรปกครองส่วนท้องถิ่นผ่านเกณฑ์"), 1);
    assert_eq!(left("ลงชื่อ ……………… ผู้รายงาน ประจำปี xxxx"), 2);
    assert_eq!(left("ผู้ร้องเรียนไม่ระบุชื่อ และต่อไป... โทร 08x-xxx-xxxx www.xxx.com"), 0);
    let confused = |text: &str| {
        let all = standards.confusions.iter().flat_map(|it| it.find_in(text).into_iter().map(|_| it.right.as_str()));
        all.collect::<Vec<_>>()
    };
    for text in ["มติที่ ๓", "มติ๒การบริหาร", "ภารกิจตามมติ ๔.๑ การจัดวาง", "ภารกิจตามมติ", "มติ ๔ การยกระดับ"]
    {
        assert_eq!(confused(text), ["มิติ"], "{text}");
    }
    for text in ["มติคณะรัฐมนตรี", "มติที่ประชุม", "มติที่ 3/2564", "มติที่ ๑๒", "องค์กรบริหารงาน", "บุคลากรส่งเสริม"]
    {
        assert_eq!(confused(text), [""; 0], "{text}");
    }
    assert_eq!(confused("กิจกรรมการติตป้ายและกรบริหารราชการ"), ["การบริหาร", "ติดป้าย"]);
}

#[test]
fn places_are_found_and_corrected() {
    let postcode = |province, amphoe, tambon| gazetteer::tambon(province, amphoe, tambon).map(|it| it.postcode());
    assert_eq!(postcode("มุกดาหาร", "นิคมคำสร้อย", "นากอก"), Some(49130));
    assert_eq!(postcode("จังหวัดมุกดาหาร", "อำเภอนิคมค\u{0E4D}\u{0E32}สร้อย", "ต.นากอก"), Some(49130));
    assert_eq!(postcode("มุกดาหาร", "นิคมคำสร้อย", "นาออก"), None);
    assert_eq!(postcode("นครศรีธรรมราช", "พิปูน", "พิปูน"), Some(80270));
    assert_eq!(postcode("นครพนม", "นาแก", "นาเลียง"), Some(48130));
    assert_eq!(postcode("ร้อยเอ็ด", "ธวัชบุรี", "เมืองน้อย"), Some(45170));
    assert_eq!(postcode("นครศรีธรรมราช", "ชะอวด", "ท่าเสม็ด"), Some(80180));
    assert!(gazetteer::amphoe("นครศรีธรรมราช", "ท่าเสม็ด").is_none());
    assert_eq!(gazetteer::tambons_named("ท่าเสม็ด").len(), 1);
    assert!(gazetteer::tambons_named("นาออก").is_empty());
    assert_eq!(gazetteer::amphoe("นครพนม", "เมือง").unwrap().name(), "เมืองนครพนม");
    assert_eq!(gazetteer::amphoes_named("เฉลิมพระเกียรติ").len(), 5);
    let amphoe = gazetteer::amphoe("มุกดาหาร", "นิคมคำสร้อย").unwrap();
    assert_eq!(gazetteer::nearest_tambon(amphoe, "นาออก").unwrap().name(), "นากอก");
    assert_eq!(gazetteer::nearest_province("มุกดาหาน").unwrap().name(), "มุกดาหาร");
    let province = gazetteer::province("ร้อยเอ็ด").unwrap();
    assert_eq!(gazetteer::nearest_amphoe(province, "ธวัดบุรี").unwrap().name(), "ธวัชบุรี");
    let tambon = gazetteer::tambon("กระบี่", "ลำทับ", "ดินแดง").unwrap();
    assert!(tambon.accepts(81190) && tambon.accepts(81120) && !tambon.accepts(81000));
    assert_eq!(tambon.amphoe().unwrap().province().unwrap().name(), "กระบี่");
}

#[test]
fn the_gazetteer_is_whole() {
    let amphoes: Vec<_> = gazetteer::provinces().flat_map(|province| province.amphoes()).collect();
    let tambons: Vec<_> = amphoes.iter().flat_map(|amphoe| amphoe.tambons()).collect();
    assert_eq!((gazetteer::provinces().count(), amphoes.len(), tambons.len()), (77, 928, 7457));
    for tambon in tambons {
        assert!((10_000..97_000).contains(&tambon.postcode()), "{}", tambon.name());
        assert!(gazetteer::tambons_named(tambon.name()).contains(&tambon), "{}", tambon.name());
    }
    assert!(include_str!("../src/standards/gazetteer/places.txt").len() <= 250_000);
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
    ] {
        let problems = override_of(path, text).unwrap_err();
        assert!(problems[0].message.starts_with(message), "{path}: {}", problems[0].message);
        assert_eq!(problems[0].path, path);
    }
}
