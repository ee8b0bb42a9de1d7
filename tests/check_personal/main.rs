//! Personal data: none of the planted numbers is missed in any kind of file, and none of the figures, telephone numbers
//! of offices, document numbers and postcodes that fill official papers is taken for one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod files;
mod other_programs;

#[allow(dead_code)]
#[path = "../attachments/make.rs"]
mod make;

use prongsai::check::rules::personal::{Contacts, HitKind, findings_in_attachment, scan, scan_after};
use prongsai::check::{self, AgencyName, AgencyNames, Context};
use prongsai::finding::{Finding, Findings};
use prongsai::model::{Sources, load_agency, load_portal};
use prongsai::source::{Files, Memory};
use prongsai::standards::Standards;
use prongsai::thai::{Date, digits, to_thai};

/// A small generator of its own, so that every run plants the same numbers.
pub struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap())).collect()
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap()]
    }
}

/// A number that passes its check digit; nobody's, as far as chance allows.
fn national(dice: &mut Dice) -> String {
    let head = format!("{}{}", 1 + dice.below(8), dice.digits(11));
    let sum: u32 =
        head.bytes().enumerate().map(|(at, digit)| (13 - u32::try_from(at).unwrap()) * u32::from(digit - b'0')).sum();
    format!("{head}{}", (11 - sum % 11) % 10)
}

fn parted(number: &str, parts: &[usize], between: &str) -> String {
    let mut rest = number;
    let mut shown = Vec::new();
    for part in parts {
        let (head, tail) = rest.split_at(*part);
        shown.push(head);
        rest = tail;
    }
    shown.join(between)
}

/// One planted number: how it is written, and what it is.
pub fn planted(at: usize, dice: &mut Dice) -> (String, HitKind) {
    let number = national(dice);
    let mobile = format!("0{}{}", dice.of(&["6", "8", "9"]), dice.digits(8));
    let account = format!("{}{}", 1 + dice.below(8), dice.digits(9));
    let (text, kind) = match at % 26 {
        0 => (number, HitKind::NationalId),
        1 => (parted(&number, &[1, 4, 5, 2, 1], "-"), HitKind::NationalId),
        2 => (parted(&number, &[1, 4, 5, 2, 1], " "), HitKind::NationalId),
        3 => (parted(&number, &[1, 4, 5, 2, 1], "."), HitKind::NationalId),
        4 => (parted(&number, &[1; 13], " "), HitKind::NationalId),
        5 => (parted(&number, &[1, 4, 5, 2, 1], " - "), HitKind::NationalId),
        6 => (parted(&number, &[4, 4, 5], "-"), HitKind::NationalId),
        7 => (parted(&number, &[1, 4, 5, 2, 1], "–"), HitKind::NationalId),
        8 => (format!("เลขบัตรประชาชน {}", parted(&number, &[3, 3, 3, 4], " ")), HitKind::NationalId),
        9 => (mobile, HitKind::Mobile),
        10 => (parted(&mobile, &[3, 3, 4], "-"), HitKind::Mobile),
        11 => (parted(&mobile, &[2, 4, 4], "-"), HitKind::Mobile),
        12 => (parted(&mobile, &[3, 7], "-"), HitKind::Mobile),
        13 => (format!("โทร. {}", parted(&mobile, &[3, 3, 4], " ")), HitKind::Mobile),
        14 => (format!("+66 {}", parted(&mobile[1..], &[2, 3, 4], " ")), HitKind::Mobile),
        15 => (format!("บัญชีธนาคารเลขที่ {}", parted(&account, &[3, 1, 5, 1], "-")), HitKind::BankAccount),
        16 => (format!("ธ.ก.ส. เลขที่บัญชี {account}"), HitKind::BankAccount),
        17 => (format!("somchai{}@gmail.com", dice.digits(3)), HitKind::Email),
        18 => (
            format!("นายสมชาย ใจดี อยู่บ้านเลขที่ {}/{} หมู่ที่ 4", 1 + dice.below(300), 1 + dice.below(20)),
            HitKind::HomeAddress,
        ),
        19 => (format!("นางสมศรี ดีงาม เกิดวันที่ {} มีนาคม 25{:02}", 1 + dice.below(28), dice.below(60)), HitKind::BirthDate),
        20 => (format!("ผู้ร้อง นายสมชาย ใจดี โทรศัพท์บ้าน 042-{}", dice.digits(6)), HitKind::Landline),
        21 => (format!("นางสาวสมศรี ดีงาม ไอดีไลน์ somsri{}", dice.digits(3)), HitKind::LineId),
        22 => (
            format!("นายสมชาย ใจดี {}/{} ม.{} ต.นากอก", 1 + dice.below(300), 1 + dice.below(20), 1 + dice.below(15)),
            HitKind::HomeAddress,
        ),
        23 => (
            format!("นางสมศรี ดีงาม ที่อยู่ {} หมู่ {} บ้านโคกสูง", 1 + dice.below(300), 1 + dice.below(15)),
            HitKind::HomeAddress,
        ),
        24 => {
            (format!("นายสมชาย ใจดี เกิด {} ม.ค. 25{:02}", 1 + dice.below(28), 10 + dice.below(50)), HitKind::BirthDate)
        }
        _ => (format!("นายสมชาย ใจดี LINE ID: somchai_{}", dice.digits(2)), HitKind::LineId),
    };
    // E-mail and +66 are written in Arabic digits alone.
    let thai = !matches!(at % 26, 14 | 17 | 21 | 25) && at.is_multiple_of(3);
    (if thai { to_thai(&text).into_owned() } else { text }, kind)
}

pub const AGENCY: &str = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\nshort_name: อบต.นากอก\ntype: sao\ntambon: นากอก\namphoe: นิคมคำสร้อย\nprovince: มุกดาหาร\npostcode: 49130\ncontact:\n  phone: [042-620976, 081-000-0001]\n  email: nakok@gmail.com\n---\n";

pub fn personal_codes(files: &Memory) -> Vec<(String, String)> {
    personal_findings(files).into_iter().map(|found| (found.code.to_string(), found.message)).collect()
}

pub fn personal_findings(files: &Memory) -> Vec<Finding> {
    let standards = Standards::embedded();
    let mut findings = Findings::default();
    let sources = Sources::share_out(files.list(&mut findings).unwrap());
    let portal = load_portal(files, &sources, standards, &mut findings);
    let agency = load_agency(files, &sources.agencies[0], standards, &mut findings).unwrap();
    let names = AgencyNames::from_iter([AgencyName::of(&agency.slug, &agency.meta)]);
    let context =
        Context { standards, today: Date::from_be(2567, 1, 15).unwrap(), portal: &portal.meta, agencies: &names };
    check::check_agency(&agency, Findings::default(), &context)
        .into_vec()
        .into_iter()
        .filter(|found| found.code.as_str().starts_with('D'))
        .collect()
}

/// Every way in which a file of the site may hold the text.
fn dressed(text: &str) -> Vec<(&'static str, Memory)> {
    let site = || Memory::default().with("agency.md", AGENCY);
    let heads = "| รหัส | โครงการ/กิจกรรม/มาตรการ | หมายเหตุ |\n|---|---|---|\n";
    vec![
        ("prose", site().with("about.md", &format!("---\ntitle: หน้า\n---\nข้อความก่อน {text} ข้อความหลัง\n"))),
        ("list", site().with("about.md", &format!("---\ntitle: หน้า\n---\n1. หนึ่ง\n2. {text}\n"))),
        (
            "cell",
            site().with(
                "2564/plan.md",
                &format!("---\nkind: plan\nfiscal_years: 2564\n---\n{heads}| 1-01 | โครงการปลูกป่า | {text} |\n"),
            ),
        ),
        ("front matter", site().with("about.md", &format!("---\ntitle: หน้า\nsummary: \"ดู {text}\"\n---\nเนื้อ\n"))),
        (
            "sheet",
            site()
                .with("2564/plan.md", "---\nkind: plan\nfiscal_years: 2564\n---\n")
                .with("2564/plan.csv", &format!("รหัส,โครงการ/กิจกรรม/มาตรการ,หมายเหตุ\n1-01,โครงการปลูกป่า,\"{text}\"\n")),
        ),
        ("attached sheet", site().with("files/list.csv", &format!("ชื่อ,หมายเหตุ\nก,\"{text}\"\n"))),
        ("attached text", site().with("files/note.txt", &format!("หัวเรื่อง\n{text}\n"))),
    ]
}

#[test]
fn no_planted_number_is_missed() {
    let mut dice = Dice(13);
    let mut missed = Vec::new();
    for at in 0..312 {
        let (text, kind) = planted(at, &mut dice);
        let hits = scan(&format!("ก่อน {text} หลัง"));
        if !hits.iter().any(|hit| hit.kind == kind) {
            missed.push(format!("{kind:?} in plain text: {text}: {hits:?}"));
        }
        // The text of a Word file or of a PDF comes as it was taken out.
        let mut findings = Findings::default();
        findings_in_attachment(
            "files/a.docx",
            &format!("หัวเรื่อง\n\n{text}\n\nท้าย"),
            &Contacts::default(),
            &mut findings,
        );
        if !findings.iter().any(|found| found.code == kind.code()) {
            missed.push(format!("{kind:?} in an attachment: {text}"));
        }
        for (where_it_is, files) in dressed(&text) {
            let found = personal_codes(&files);
            if !found.iter().any(|(code, _)| kind.code() == code.as_str()) {
                missed.push(format!("{kind:?} in {where_it_is}: {text}: {found:?}"));
            }
            let digits = prongsai::thai::to_arabic(&text).chars().filter(char::is_ascii_digit).collect::<String>();
            for (_, message) in &found {
                let told: String = message.chars().filter(char::is_ascii_digit).collect();
                assert!(digits.len() < 9 || !told.contains(&digits), "{message} tells the number");
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn digits_split_over_cells_are_one_number() {
    let mut dice = Dice(14);
    for _ in 0..40 {
        let number = national(&mut dice);
        for cells in [parted(&number, &[1, 4, 5, 2, 1], " | "), parted(&number, &[1; 13], " | ")] {
            let columns = cells.matches('|').count() + 1;
            let table = format!("|{}\n|{}\n| {cells} |\n", " ก |".repeat(columns), "---|".repeat(columns));
            let files =
                Memory::default().with("agency.md", AGENCY).with("about.md", &format!("---\ntitle: หน้า\n---\n{table}"));
            let found = personal_codes(&files);
            assert!(found.iter().any(|(code, _)| code == "D101"), "{cells}: {found:?}");
        }
    }
}

/// A figure of an official paper that is nobody's number.
pub fn harmless(at: usize, dice: &mut Dice) -> String {
    let baht = i64::try_from(dice.below(90_000_000)).unwrap();
    let text = match at % 22 {
        0 => format!("{} บาท", digits::grouped(baht)),
        1 => format!("{}.{:02}", digits::grouped(baht), dice.below(100)),
        2 => format!("งบประมาณ {baht} บาท เบิกจ่าย {} บาท", baht / 2),
        3 => format!("โทร. 0-{}-{}", dice.of(&["4262", "7556", "2590", "5354"]), dice.digits(4)),
        4 => format!("โทรศัพท์ {}-{}", dice.of(&["042", "075", "053", "044"]), dice.digits(6)),
        5 => format!("โทร. 0 {} {} ต่อ {}", dice.of(&["2590", "4262"]), dice.digits(4), dice.below(99)),
        6 => format!("ที่ มท 0808.2/ว {}", dice.digits(4)),
        7 => format!("คำสั่งที่ {}/25{:02}", 1 + dice.below(900), 50 + dice.below(20)),
        8 => format!("รหัสไปรษณีย์ {}", 10_000 + dice.below(86_000)),
        9 => format!("เลขที่โครงการ 6{}", dice.digits(10)),
        10 => format!(
            "{:02}.30 - 16.30 น. วันที่ {} มีนาคม 25{:02}",
            8 + dice.below(2),
            1 + dice.below(28),
            50 + dice.below(20)
        ),
        11 => format!("{:02}/{:02}/25{:02}", 1 + dice.below(28), 1 + dice.below(12), 50 + dice.below(20)),
        12 => format!("ครุภัณฑ์เลขที่ {}-{}-{:04}", 400 + dice.below(99), dice.below(99), dice.below(9999)),
        13 => format!("เลขประจำตัวผู้เสียภาษี 0994000{}", dice.digits(6)),
        14 => format!(
            "| {} | {} | {} | {} | {} |",
            dice.below(70),
            dice.below(70),
            digits::grouped(baht),
            dice.below(100),
            dice.below(100)
        ),
        15 => format!("LINE Official Account @nakok{}", dice.digits(2)),
        16 => format!("ที่ทำการเลขที่ {} หมู่ที่ {} ตำบลนากอก", 1 + dice.below(300), 1 + dice.below(15)),
        17 => format!("สำนักปลัด โทร. 042-{} ต่อ {}", dice.digits(6), 10 + dice.below(90)),
        18 => format!("ก่อสร้างถนน หมู่ที่ {} บ้านโคกสูง ยาว {} เมตร", 1 + dice.below(15), dice.below(900)),
        19 => format!("ลงนามวันที่ {} ม.ค. 25{:02} โดยนายสมชาย ใจดี", 1 + dice.below(28), 50 + dice.below(20)),
        20 => format!("นายสมชาย ใจดี ปลัดองค์การบริหารส่วนตำบล ได้รับคะแนน {}/100", dice.below(100)),
        _ => format!("ร้อยละ {}.{:02} จาก {} ราย ปี 2564 2565 2566", dice.below(100), dice.below(100), dice.below(9_000)),
    };
    if at.is_multiple_of(2) { to_thai(&text).into_owned() } else { text }
}

#[test]
fn no_figure_of_an_office_is_taken_for_a_persons() {
    let mut dice = Dice(15);
    let mut alarms = Vec::new();
    let mut body = String::new();
    for at in 0..6_000 {
        let text = harmless(at, &mut dice);
        for hit in scan(&text) {
            alarms.push(format!("{text}: {:?}", hit.kind));
        }
        body.push_str(&format!("{text}\n\n"));
    }
    assert!(alarms.is_empty(), "{} alarms:\n{}", alarms.len(), alarms.join("\n"));
    let files = Memory::default()
        .with("agency.md", AGENCY)
        .with("about.md", &format!("---\ntitle: หน้า\n---\nติดต่อ 081 0000001 หรือ nakok@gmail.com\n\n{body}"));
    assert_eq!(personal_codes(&files), []);
    assert_eq!(scan_after("จำนวนเงิน", "1234567890").len(), 0);
}

#[test]
fn the_portals_own_pages_and_files_are_looked_through() {
    let (number, kind) = planted(1, &mut Dice(21));
    let mut files = Memory::default()
        .with("portal.md", "---\nkind: portal\ntitle: เว็บรวม\n---\nติดต่อได้ที่หน่วยงาน\n")
        .with("about.md", &format!("---\ntitle: หน้า\n---\nถึง {number}\n"))
        .with("na-kok/agency.md", AGENCY);
    files.0.insert("files/list.docx".to_owned(), make::docx(&number));
    let standards = Standards::embedded();
    let mut findings = Findings::default();
    let sources = Sources::share_out(files.list(&mut findings).unwrap());
    let mut portal = load_portal(&files, &sources, standards, &mut findings);
    let context = Context {
        standards,
        today: Date::from_be(2567, 1, 15).unwrap(),
        portal: &portal.meta,
        agencies: &AgencyNames::default(),
    };
    let found = check::check_portal(&portal, Findings::default(), &context).into_vec();
    assert_eq!(found.iter().filter(|found| found.code == kind.code()).count(), 2, "{found:?}");
    portal.leave_out(&["about.md".to_owned(), "files/list.docx".to_owned()].into());
    assert!(portal.pages.is_empty() && portal.files.is_empty() && portal.home.is_some());
}

#[test]
fn a_document_answers_for_its_file() {
    let (number, _) = planted(15, &mut Dice(22));
    let accept = |at: &str| {
        let agency =
            AGENCY.replacen("---\n", &format!("---\naccept:\n  - {{ code: D103, at: {at}, reason: บัญชีบริจาค }}\n"), 1);
        let files = Memory::default().with("agency.md", &agency).with("files/note.txt", &number);
        personal_findings(&files).into_iter().map(|found| found.answer.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(accept("files/note.txt"), [true]);
    assert_eq!(accept("files/other.txt"), [false]);
}
