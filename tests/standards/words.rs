//! Status words, ticks, kinds, offices, leftovers, confusions.

use prongsai::standards::{ItemKind, Reading, Standards, Status};

#[test]
fn words_for_statuses_and_ticks() {
    let statuses = &Standards::embedded().statuses;
    for (word, status) in [
        ("ดำเนินการแล้วเสร็จ", Status::Done),
        ("ดำเนินการ แล้ว", Status::Done),
        ("อยู่ระหว่างดำเนินการ", Status::InProgress),
        ("ไม่สามารถดำเนินการได้", Status::NotDone),
        ("ยังไม่ดำเนินการ", Status::NotDone),
        ("รอรายงาน", Status::Awaiting),
    ] {
        assert_eq!(statuses.read(word), Reading::Is(status), "{word}");
    }
    for mark in ["", " ", "-", "–", "ไม่ระบุ"] {
        assert_eq!(statuses.read(mark), Reading::NotStated, "{mark}");
    }
    assert_eq!(statuses.read("อยู่ระหว่างดำเนินกร"), Reading::Near(Status::InProgress, "อยู่ระหว่างดำเนินการ"));
    assert_eq!(statuses.read("สามารถดำเนินการได้"), Reading::Unknown);
    for tick in ["√", "✓", "✔", "/", "☑", "<input checked=\"\" type=\"checkbox\"/>"] {
        assert_eq!(statuses.read_tick(tick), Some(true), "{tick}");
    }
    for blank in ["", "-", "–", "☐", "<input type=\"checkbox\"/>"] {
        assert_eq!(statuses.read_tick(blank), Some(false), "{blank}");
    }
    // A bare x may tick or cross out; "ดำเนินการ" does not say whether it is finished.
    for unclear in ["บางส่วน", "x", "8"] {
        assert_eq!(statuses.read_tick(unclear), None, "{unclear}");
    }
    assert_eq!(statuses.read("ดำเนินการ"), Reading::Unknown);
}

#[test]
fn words_for_kinds_offices_and_roles() {
    let standards = Standards::embedded();
    let kind = |name: &str| standards.kinds.read_prefix(name).map(|(kind, _)| kind);
    assert_eq!(kind("โครงการจัดทำเว็บไซต์"), Some(ItemKind::Project));
    assert_eq!(kind(" กิจกรรม “ประกาศเจตจำนง”"), Some(ItemKind::Activity));
    assert_eq!(kind("มาตรการ \"แก้ไขเหตุเดือดร้อนรำคาญ"), Some(ItemKind::Measure));
    assert_eq!(kind("มาตรา\"จัดให้มีช่องทาง"), None);
    assert_eq!(kind("จัดทำข้อตกลงปฏิบัติราชการ"), None);
    let office = |name: &str| match standards.offices.read(name) {
        Reading::Is(office) => office,
        Reading::Near(office, wording) => format!("{office}? {wording}"),
        _ => "-".to_owned(),
    };
    assert_eq!(office("สำนักงานปลัด"), "chief_administrator");
    assert_eq!(office("กองการศึกษา ศาสนา และวัฒนธรรม"), "education");
    assert_eq!(office("ทุกสำนัก/กอง"), "all");
    assert_eq!(office("สำนักงาปลัด"), "chief_administrator? สำนักงานปลัด");
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
    assert_eq!(left("มีประกาศเจตนารมณ์ในการ ระบุชื่อองค์กรปกครองส่วน"), 1);
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
