//! Which tables are data, and what their columns hold.

use prongsai::standards::{ColumnMeaning, Field, Recognised, Role, forms};

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

fn show(column: ColumnMeaning) -> String {
    let year = column.year.map(|year| format!("@{year}")).unwrap_or_default();
    let dimension = column.dimension.map(|dimension| format!("#{dimension}")).unwrap_or_default();
    format!("{}{year}{dimension}", column.field)
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
    let found = recognised(&["ที่", "โครงการ/กิจกรรม/มาตรกร", "สถานะ", "ผู้รับผิดขอบ", "ได้ดำเนินกิจกรรม"], None);
    let near: Vec<(usize, Field, &str)> = found.near.iter().map(|near| (near.column, near.field, near.head)).collect();
    assert_eq!(near, [(1, Field::Name, "โครงการ/กิจกรรม/มาตรการ"), (3, Field::Owner, "ผู้รับผิดชอบ")]);
    assert_eq!(found.columns[4], None);
    let found = recognised(&["โครงการ", "สถานะ", "สามารถดำเนินการได้"], None);
    assert_eq!(found.columns[2], None);
}

/// Heads of ordinary tables in such documents: calendars, statistics, lists of people, survey results.
const PROSE: &str = "เรื่อง|หน้า|วันที่|เวลา|สถานที่|รายการ|รายละเอียด|จำนวนคน|ร้อยละ|คะแนน|ระดับ|เกณฑ์|ผลการประเมิน|\
    ระดับคะแนนที่ได้รับ|ผู้เข้าร่วม|วิทยากร|หัวข้อ|หมู่ที่|ชื่อหมู่บ้าน|ประชากร|ชาย|หญิง|ครัวเรือน|\
    พื้นที่ (ไร่)|ชื่อ-สกุล|ชื่อ|ตำแหน่ง|โทรศัพท์|อีเมล|หมายเหตุ|ลำดับ|ที่|ข้อ|คำถาม|คำตอบ|มาตรา|\
    สาระสำคัญ|ค่าธรรมเนียม|ขั้นตอน|เอกสารที่ใช้|ช่องทาง|แหล่งที่มา|ปี|เดือน|รวม|เฉลี่ย|S.D.|แปลผล|\
    พอใจมาก|พอใจน้อย|เพศ|อายุ|อาชีพ|การศึกษา|ความเสี่ยง|โอกาส|ผลกระทบ|ระดับความเสี่ยง|จุดแข็ง|\
    จุดอ่อน|ภัยคุกคาม|name|description|date";

#[test]
fn five_hundred_tables_of_prose_stay_prose() {
    let pool: Vec<&str> = PROSE.split('|').collect();
    assert_eq!(pool.len(), 64);
    let mut state = 12_345_u64;
    let mut draw = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % most
    };
    for _ in 0..500 {
        let mut heads: Vec<&str> = (0..2 + draw(5)).map(|_| pool[draw(pool.len())]).collect();
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
