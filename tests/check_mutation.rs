//! Names, leftovers, wording, completeness, accessibility and personal data: a clean authority of 200 items and three
//! years gives no finding under any rule, and of single faults sown into it nearly all are found, at their line.
//! The faults of figures, lists and dates are `check_precision`'s.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;

use prongsai::check::{self, AgencyName, AgencyNames, Context, Located, locate};
use prongsai::finding::Findings;
use prongsai::model::{Sources, load_agency, load_portal};
use prongsai::source::{Files, Memory};
use prongsai::standards::Standards;
use prongsai::thai::{Date, to_thai};

const AGENCY: &str = "---
kind: agency
name: องค์การบริหารส่วนตำบลนากอก
short_name: อบต.นากอก
type: sao
tambon: นากอก
amphoe: นิคมคำสร้อย
province: มุกดาหาร
postcode: ๔๙๑๓๐
contact:
  phone: [042-620976, 081-234-5678]
  email: nakok@gmail.com
  address: เลขที่ ๙๙ หมู่ที่ ๑ ตำบลนากอก อำเภอนิคมคำสร้อย จังหวัดมุกดาหาร ๔๙๑๓๐
officials:
  - { name: นายสมชาย ใจดี, position: นายกองค์การบริหารส่วนตำบลนากอก }
summary: ข้อมูลของ อบต.นากอก
---
องค์การบริหารส่วนตำบลนากอกดูแลตำบลนากอก อำเภอนิคมคำสร้อย จังหวัดมุกดาหาร ติดต่อ ๐๘๑ ๒๓๔๕๖๗๘

## เรื่องน่ารู้

เมื่อเดือนที่แล้วพนักงานส่วนตำบลไปศึกษาดูงาน ณ จังหวัดเชียงใหม่ และคณะรัฐมนตรีมีมติเห็นชอบแผน

![ประชุมประชาคมหมู่บ้าน](photo.svg)

ดู[แผนปีล่าสุด](2564/plan.md) หรือติดต่อ nakok@gmail.com คะแนน ITA ปีนี้ดีขึ้น
";

const PHOTO: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"><rect width=\"4\" height=\"3\"/></svg>\n";

const MISSIONS: [[&str; 2]; 4] = [
    ["การสร้างจิตสำนึกและความตระหนักแก่ประชาชนทุกภาคส่วนในท้องถิ่น", "การสร้างจิตสำนึกและความตระหนักแก่เด็กและเยาวชน"],
    ["มาตรการสร้างความโปร่งใสในการปฏิบัติราชการ", "มาตรการจัดการในกรณีได้ทราบ หรือรับแจ้ง หรือตรวจสอบพบการทุจริต"],
    [
        "การรับฟังความคิดเห็น การรับและตอบสนองเรื่องร้องเรียน/ร้องทุกข์ของประชาชน",
        "การส่งเสริมให้ประชาชนมีส่วนร่วมบริหารกิจการขององค์กรปกครองส่วนท้องถิ่น",
    ],
    ["การส่งเสริมบทบาทการตรวจสอบของสภาท้องถิ่น", "เสริมพลังการมีส่วนร่วมของชุมชน (Community) และบูรณาการทุกภาคส่วนเพื่อต่อต้านการทุจริต"],
];
const MISSION_CODES: [[&str; 2]; 4] = [["1.2", "1.3"], ["2.2", "2.5"], ["3.2", "3.3"], ["4.3", "4.4"]];
const DIMENSIONS: [&str; 4] = [
    "การสร้างสังคมที่ไม่ทนต่อการทุจริต",
    "การบริหารราชการเพื่อป้องกันการทุจริต",
    "การส่งเสริมบทบาทและการมีส่วนร่วมของภาคประชาชน",
    "การเสริมสร้างและปรับปรุงกลไกในการตรวจสอบการปฏิบัติราชการขององค์กรปกครองส่วนท้องถิ่น",
];
const WORKS: [&str; 10] = [
    "อบรมคุณธรรมแก่",
    "เผยแพร่ข่าวสารให้",
    "รับเรื่องร้องทุกข์จาก",
    "สำรวจความพึงพอใจของ",
    "จัดทำคู่มือสำหรับ",
    "ปลูกฝังความซื่อสัตย์ใน",
    "ตรวจการเบิกจ่ายร่วมกับ",
    "ยกย่องเชิดชู",
    "ลดขั้นตอนบริการแก่",
    "ประเมินความเสี่ยงของ",
];
const PEOPLE: [&str; 20] = [
    "ผู้บริหารท้องถิ่น",
    "พนักงานจ้างทั่วไป",
    "ครูและเด็กเล็ก",
    "กลุ่มสตรีแม่บ้าน",
    "ผู้สูงอายุ",
    "อาสาสมัครสาธารณสุข",
    "คณะกรรมการหมู่บ้าน",
    "เกษตรกรรายย่อย",
    "เยาวชนนอกระบบ",
    "ผู้ประกอบการร้านค้า",
    "สมาชิกสภาท้องถิ่น",
    "หน่วยงานย่อยทุกกอง",
    "ผู้รับเหมาก่อสร้าง",
    "นักเรียนมัธยมศึกษา",
    "คนพิการและผู้ดูแล",
    "กองทุนชุมชนเมือง",
    "เครือข่ายป่าชุมชน",
    "ผู้ใช้น้ำประปา",
    "วัดและศาสนสถาน",
    "ตัวแทนภาคประชาสังคม",
];
const OWNERS: [&str; 4] = ["สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา"];
const KINDS: [&str; 3] = ["โครงการ", "กิจกรรม", "มาตรการ"];
const NOTES: [&str; 3] = ["ทำร่วมกับชุมชน", "เลื่อนเพราะน้ำท่วม", "รายงานผู้บริหารแล้ว"];

fn name(at: usize) -> String {
    format!("{}{}{}ขององค์การบริหารส่วนตำบลนากอก", KINDS[at % 3], WORKS[at % 10], PEOPLE[at / 10 % 20])
}

/// What each file says, line by line.
type Site = BTreeMap<String, Vec<String>>;

fn site(count: usize, years: std::ops::RangeInclusive<i32>) -> Site {
    let mut site = Site::new();
    site.insert("agency.md".to_owned(), AGENCY.lines().map(str::to_owned).collect());
    for year in years {
        site.insert(format!("{year}/plan.md"), plan(year, count));
        for round in [6, 12] {
            site.insert(format!("{year}/report-{round}m.md"), report(year, round, count));
        }
    }
    site
}

fn plan(year: i32, count: usize) -> Vec<String> {
    let mut lines: Vec<String> = format!(
        "---\nkind: plan\ntitle: แผนปฏิบัติการป้องกันการทุจริต ปีงบประมาณ พ.ศ. {year}\nfiscal_years: {year}\nframework: 2561\napproved: 15 กันยายน {}\n---\nแผนนี้บอกว่าองค์การบริหารส่วนตำบลนากอกจะป้องกันการทุจริตอย่างไร โดยให้ประชาชนทุกหมู่บ้านร่วมคิดและร่วมตรวจสอบ\n\nงานทั้งหมดแบ่งตามมิติและภารกิจ",
        year - 1
    )
    .lines()
    .map(str::to_owned)
    .collect();
    let half = count / 8;
    for dimension in 0..4 {
        lines.push(format!("\n## มิติที่ {} {}", to_thai(&(dimension + 1).to_string()), DIMENSIONS[dimension]));
        for mission in 0..2 {
            let code = MISSION_CODES[dimension][mission];
            lines.push(format!("\n### ภารกิจ {} {}\n", to_thai(code), MISSIONS[dimension][mission]));
            lines.push(
                "| รหัส | ลำดับ | โครงการ/กิจกรรม/มาตรการ | ภารกิจ | แผนฯ | ผู้รับผิดชอบ |\n|---|---|---|---|---|---|"
                    .to_owned(),
            );
            for row in 0..half {
                let at = (dimension * 2 + mission) * half + row;
                lines.push(format!(
                    "| {}-{:02} | {} | {} | {code} | {} | {} |",
                    dimension + 1,
                    mission * half + row + 1,
                    to_thai(&(row + 1).to_string()),
                    name(at),
                    money(at),
                    OWNERS[at % 4]
                ));
            }
        }
    }
    split(lines)
}

fn money(at: usize) -> String {
    if at.is_multiple_of(3) {
        prongsai::thai::digits::grouped(10_000 + i64::try_from(at).unwrap() * 500)
    } else {
        "-".to_owned()
    }
}

fn report(year: i32, round: i32, count: usize) -> Vec<String> {
    let last =
        if round == 6 { format!("31 มีนาคม {year}") } else { format!("30 กันยายน {year}") };
    let mut lines = vec![
        format!("---\nkind: report\ntitle: รายงานผล รอบ {round} เดือน ปีงบประมาณ พ.ศ. {year}\nfiscal_year: {year}\nround: {round}"),
        format!("as_of: {last}\n---"),
        "รายงานนี้บอกว่าสิ่งที่สัญญาไว้ทำไปถึงไหนแล้ว\n".to_owned(),
        "| รหัส | ลำดับ | โครงการ/กิจกรรม/มาตรการ | มิติ | แผนฯ | สถานะ | ผู้รับผิดชอบ | ผลการดำเนินการ | หมายเหตุ |\n|---|---|---|---|---|---|---|---|---|"
            .to_owned(),
    ];
    let each = count / 4;
    for at in 0..count {
        let status = match (round, at % 10) {
            (_, 0..=4) => "ดำเนินการแล้วเสร็จ",
            (12, 8 | 9) => "ไม่ได้ดำเนินการ",
            _ => "อยู่ระหว่างดำเนินการ",
        };
        let shown = if status == "ดำเนินการแล้วเสร็จ" {
            format!("แฟ้มงาน{} รอบ {round} เดือน", name(at))
        } else {
            "-".to_owned()
        };
        lines.push(format!(
            "| {}-{:02} | {} | {} | {} | {} | {status} | {} | {shown} | {} |",
            at / each + 1,
            at % each + 1,
            at + 1,
            name(at),
            at / each + 1,
            money(at),
            OWNERS[at % 4],
            NOTES[at % 3]
        ));
    }
    lines.push(
        "\n## ปัญหาและข้อเสนอแนะ\n\n1. บุคลากรยังเข้าใจงานไม่ครบ\n2. งบประมาณมาช้ากว่ากำหนด\n3. ควรประชุมติดตามทุกเดือน".to_owned(),
    );
    split(lines)
}

fn split(lines: Vec<String>) -> Vec<String> {
    lines.join("\n").lines().map(str::to_owned).collect()
}

fn checked(site: &Site) -> Vec<Located> {
    let mut files = Memory::default().with("photo.svg", PHOTO);
    for (path, lines) in site {
        files = files.with(path, &format!("{}\n", lines.join("\n")));
    }
    let standards = Standards::embedded();
    let mut findings = Findings::default();
    let sources = Sources::share_out(files.list(&mut findings).unwrap());
    let portal = load_portal(&files, &sources, standards, &mut findings);
    let mut loaded = Findings::default();
    let agency = load_agency(&files, &sources.agencies[0], standards, &mut loaded).unwrap();
    let neighbour = AgencyName {
        slug: "other".to_owned(),
        name: "องค์การบริหารส่วนตำบลโคกหินแฮ่".to_owned(),
        amphoe: Some("เรณูนคร".to_owned()),
        province: Some("นครพนม".to_owned()),
        ..AgencyName::default()
    };
    let names = AgencyNames::from_iter([AgencyName::of(&agency.slug, &agency.meta), neighbour]);
    let today = Date::from_be(2567, 1, 15).unwrap();
    let context = Context { standards, today, portal: &portal.meta, agencies: &names };
    let found = check::check_agency(&agency, loaded, &context);
    locate(found.iter(), &|file| {
        let document = agency.documents.iter().find(|document| document.file == file);
        document.map(|document| (document.path.clone(), document.text.clone()))
    })
}

fn shown(found: &[Located]) -> Vec<String> {
    found
        .iter()
        .take(12)
        .map(|found| format!("{}:{} {} {}", found.primary.path, found.primary.line, found.code, found.message))
        .collect()
}

#[test]
fn a_clean_authority_of_200_items_and_three_years_has_no_finding() {
    let found = checked(&site(200, 2564..=2566));
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), shown(&found).join("\n"));
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(most).unwrap()).unwrap()
    }
}

/// One kind of fault: the lines it may be sown into, how, and the codes that may tell of it.
struct Fault {
    name: &'static str,
    codes: &'static [&'static str],
    path: &'static str,
    fits: fn(&str) -> bool,
    sow: fn(&str, &mut Dice) -> String,
}

fn is_row(line: &str) -> bool {
    line.starts_with("| ") && line.chars().nth(2).is_some_and(|letter| letter.is_ascii_digit())
}

fn cell(line: &str, at: usize, change: impl FnOnce(&str) -> String) -> String {
    let mut cells: Vec<String> = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    cells[at] = change(&cells[at]);
    format!("| {} |", cells.join(" | "))
}

fn pick(dice: &mut Dice, choices: &[&'static str]) -> &'static str {
    choices[dice.below(choices.len())]
}

const OWN: &str = "องค์การบริหารส่วนตำบลนากอก";
const REPORT: &str = "2564/report-12m.md";
const PLAN: &str = "2564/plan.md";

const FAULTS: &[Fault] = &[
    Fault {
        name: "another authority's name",
        codes: &["T401"],
        path: REPORT,
        fits: is_row,
        sow: |line, dice| {
            let other = pick(
                dice,
                &["องค์การบริหารส่วนตำบลดงพระราม", "เทศบาลตำบลโพนสวรรค์", "องค์การบริหารส่วนตำบลโคกหินแฮ่", "อบต.คลองท่อมใต้"],
            );
            line.replace(OWN, other)
        },
    },
    Fault {
        name: "another place",
        codes: &["T402"],
        path: "agency.md",
        fits: |line| line.contains(OWN) && line.contains("จังหวัด"),
        sow: |line, dice| match dice.below(3) {
            0 => line.replacen("อำเภอนิคมคำสร้อย", "อำเภอธวัชบุรี", 1),
            1 => line.replacen("จังหวัดมุกดาหาร", "จังหวัดร้อยเอ็ด", 1),
            _ => line.replacen("ตำบลนากอก อำเภอ", "ตำบลเขาขาวใต้สุด อำเภอ", 1).replace("เขาขาวใต้สุด", "คลองท่อมเหนือ"),
        },
    },
    Fault {
        name: "the own name misspelt",
        codes: &["T403"],
        path: PLAN,
        fits: is_row,
        sow: |line, dice| line.replace("ตำบลนากอก", pick(dice, &["ตำบลนากอด", "ตำบลนากก", "ตำบลนาอก", "ตำบลนาถอก"])),
    },
    Fault {
        name: "place of elsewhere",
        codes: &["T405", "T406"],
        path: "agency.md",
        fits: |line| ["tambon:", "amphoe:", "postcode:"].iter().any(|key| line.starts_with(key)),
        sow: |line, _| line.replace("นากอก", "นากอด").replace("นิคมคำสร้อย", "นิคมคำสร้อน").replace("๔๙๑๓๐", "๔๙๑๑๐"),
    },
    Fault {
        name: "titles of another kind",
        codes: &["T407"],
        path: REPORT,
        fits: |line| is_row(line),
        sow: |line, dice| cell(line, 8, |note| format!("{note} เสนอ{}", pick_title(dice.below(4)))),
    },
    Fault {
        name: "a template's words",
        codes: &["T408"],
        path: REPORT,
        fits: |line| is_row(line),
        sow: |line, dice| {
            let words = pick(dice, &["ระบุชื่อหน่วยงาน", "(ชื่อหน่วยงาน)", "xxx", "……….", "____", "(ระบุ)"]);
            cell(line, 8, |note| format!("{note} {words}"))
        },
    },
    Fault {
        name: "letters of another script",
        codes: &["T409"],
        path: PLAN,
        fits: |line| is_row(line),
        sow: |line, dice| {
            let letter = pick(dice, &["必", "с", "ກ", "ν", "ア"]);
            line.replacen("บริหาร", &format!("บริ{letter}หาร"), 1)
        },
    },
    Fault {
        name: "a word misread",
        codes: &["T410"],
        path: REPORT,
        fits: |line| is_row(line),
        sow: |line, dice| {
            let words = pick(dice, &["ติตป้าย", "ทัตเทียม", "มติที่ ๓", "งบประมาน", "ทุจริจ", "มาตรกร"]);
            cell(line, 8, |note| format!("{note} {words}"))
        },
    },
    Fault {
        name: "a mark never closed",
        codes: &["T411"],
        path: PLAN,
        fits: |line| is_row(line),
        sow: |line, dice| {
            let mark = pick(dice, &["“", "(", "\""]);
            cell(line, 2, |name| name.replacen("ของ", &format!("{mark}ของ"), 1))
        },
    },
    Fault {
        name: "a word twice",
        codes: &["T412"],
        path: REPORT,
        fits: |line| is_row(line),
        sow: |line, dice| {
            let words = pick(dice, &["คณะกรรมการ คณะกรรมการ", "โปร่งใส โปร่งใส", "อำนวยความสะดวก สะดวก"]);
            cell(line, 8, |note| format!("{note} {words}"))
        },
    },
    Fault {
        name: "another dimension's or mission's words",
        codes: &["T413"],
        path: PLAN,
        fits: |line| line.starts_with("## มิติ") || line.starts_with("### ภารกิจ"),
        sow: |line, _| {
            let numbers = [
                ("ที่ ๑", "ที่ ๒"),
                ("ที่ ๔", "ที่ ๓"),
                ("๑.๒", "๑.๓"),
                ("๒.๕", "๒.๒"),
                ("๔.๓", "๔.๔"),
                ("๓.๒", "๓.๓"),
                ("๒.๒", "๒.๕"),
                ("ที่ ๒", "ที่ ๑"),
                ("ที่ ๓", "ที่ ๔"),
                ("๑.๓", "๑.๒"),
                ("๓.๓", "๓.๒"),
                ("๔.๔", "๔.๓"),
            ];
            let (from, to) = numbers.iter().find(|(from, _)| line.contains(from)).unwrap();
            line.replacen(from, to, 1)
        },
    },
    Fault {
        name: "a number of the sequence",
        codes: &["T414"],
        path: REPORT,
        fits: |line| is_row(line) && !line.contains("| 1 |"),
        sow: |line, dice| cell(line, 1, |number| (number.parse::<usize>().unwrap() + 1 + dice.below(3)).to_string()),
    },
    Fault {
        name: "a paragraph twice",
        codes: &["T415"],
        path: PLAN,
        fits: |line| line.starts_with("งานทั้งหมด"),
        sow: |line, _| {
            format!(
                "{line}\n\nแผนนี้บอกว่าองค์การบริหารส่วนตำบลนากอกจะป้องกันการทุจริตอย่างไร โดยให้ประชาชนทุกหมู่บ้านร่วมคิดและร่วมตรวจสอบ"
            )
        },
    },
    Fault {
        name: "words off the framework",
        codes: &["T502", "T503"],
        path: PLAN,
        fits: |line| line.starts_with("## มิติ") || line.starts_with("### ภารกิจ"),
        sow: |line, _| {
            let words = [
                ("ตรวจสอบ", "ตรวจตรา"),
                ("สังคม", "สังกัด"),
                ("บริหาร", "ปริหาร"),
                ("บทบาท", "บทบาต"),
                ("จิตสำนึก", "จิตนึก"),
                ("โปร่งใส", "โปรงใส"),
                ("การรับฟัง", "การรับทราบ"),
                ("ชุมชน", "ชุมนุม"),
                ("ป้องกัน", "ปกป้อง"),
            ];
            let (from, to) = words.iter().find(|(from, _)| line.contains(from)).unwrap();
            line.replacen(from, to, 1)
        },
    },
    Fault {
        name: "an office misspelt",
        codes: &["T504"],
        path: REPORT,
        fits: |line| is_row(line),
        sow: |line, dice| {
            let office = pick(dice, &["กองการศึกษ", "สำนักปลด", "นางสมศรี ดีงาม", "กองสวัสดิการสังค"]);
            cell(line, 6, |_| office.to_owned())
        },
    },
    Fault {
        name: "an office in another spelling",
        codes: &["T505"],
        path: REPORT,
        fits: |line| is_row(line) && line.contains("สำนักปลัด"),
        sow: |line, _| cell(line, 6, |_| "สำนักงานปลัด".to_owned()),
    },
    Fault {
        name: "an unknown status",
        codes: &["T501"],
        path: REPORT,
        fits: |line| is_row(line),
        sow: |line, dice| {
            let status = pick(dice, &["เสร็จบ้าง", "ทำอยู่", "ดำเนินการแล้วเส"]);
            cell(line, 5, |_| status.to_owned())
        },
    },
    Fault {
        name: "no status",
        codes: &["O101"],
        path: REPORT,
        fits: |line| is_row(line),
        sow: |line, _| cell(line, 5, |_| "-".to_owned()),
    },
    Fault {
        name: "no owner",
        codes: &["O102"],
        path: REPORT,
        fits: |line| is_row(line),
        sow: |line, _| cell(line, 6, |_| "-".to_owned()),
    },
    Fault {
        name: "no evidence",
        codes: &["O104"],
        path: REPORT,
        fits: |line| is_row(line) && line.contains("แล้วเสร็จ"),
        sow: |line, _| cell(line, 7, |_| "-".to_owned()),
    },
    Fault {
        name: "no reason",
        codes: &["O105"],
        path: REPORT,
        fits: |line| is_row(line) && line.contains("ไม่ได้ดำเนินการ"),
        sow: |line, _| cell(line, 8, |_| "-".to_owned()),
    },
    Fault {
        name: "an image or link without words",
        codes: &["A101", "A104"],
        path: "agency.md",
        fits: |line| line.starts_with("![") || line.starts_with("ดู["),
        sow: |line, _| line.replace("ประชุมประชาคมหมู่บ้าน", "").replace("[แผนปีล่าสุด]", "[คลิกที่นี่]"),
    },
    Fault {
        name: "a heading level skipped",
        codes: &["A102"],
        path: PLAN,
        fits: |line| line.starts_with("### "),
        sow: |line, _| format!("#{line}"),
    },
    Fault {
        name: "a national number",
        codes: &["D101"],
        path: REPORT,
        fits: |line| is_row(line),
        sow: |line, dice| {
            let number = pick(dice, &["1-1017-00207-03-0", "๑๑๐๑๗๐๐๒๐๗๐๓๐", "1 1017 00207 03 0"]);
            cell(line, 8, |note| format!("{note} {number}"))
        },
    },
    Fault {
        name: "a mobile, account or address",
        codes: &["D102", "D103", "D104", "D105", "D106"],
        path: REPORT,
        fits: |line| is_row(line),
        sow: |line, dice| {
            let words = pick(
                dice,
                &[
                    "โทร. 089-765-4321",
                    "บัญชีเลขที่ 123-4-56789-0",
                    "นายแดง ดำดี บ้านเลขที่ 12 หมู่ 4",
                    "somsri@hotmail.com",
                    "นางสมศรี ดีงาม เกิดวันที่ 1 มีนาคม 2510",
                ],
            );
            cell(line, 8, |note| format!("{note} {words}"))
        },
    },
];

fn pick_title(at: usize) -> &'static str {
    ["นายกเทศมนตรี", "ปลัดเทศบาล", "สมาชิกสภาเทศบาล", "ปลัดองค์การบริหารส่วนจังหวัด"][at]
}

#[test]
fn single_faults_are_found_at_their_line() {
    const EACH: usize = 13;
    let clean = site(40, 2564..=2564);
    let mut dice = Dice(2569);
    let (mut sown, mut missed) = (0, Vec::new());
    assert!(checked(&clean).is_empty(), "{}", shown(&checked(&clean)).join("\n"));
    for fault in FAULTS {
        let places: Vec<usize> =
            clean[fault.path].iter().enumerate().filter(|(_, line)| (fault.fits)(line)).map(|(at, _)| at).collect();
        assert!(!places.is_empty(), "{}", fault.name);
        for _ in 0..EACH {
            let at = places[dice.below(places.len())];
            let line = &clean[fault.path][at];
            let faulty = (fault.sow)(line, &mut dice);
            assert_ne!(*line, faulty, "{} changes nothing", fault.name);
            let told_at = at + 1..=at + 1 + faulty.matches('\n').count();
            let mut files = clean.clone();
            files.get_mut(fault.path).unwrap()[at] = faulty.clone();
            let found = checked(&files);
            sown += 1;
            let tells = found.iter().any(|finding| {
                fault.codes.contains(&finding.code)
                    && std::iter::once(&finding.primary)
                        .chain(&finding.secondary)
                        .any(|place| &*place.path == fault.path && told_at.contains(&(place.line as usize)))
            });
            if !tells {
                missed.push(format!("{}: {faulty}\n    {}", fault.name, shown(&found).join("\n    ")));
            }
        }
    }
    println!("{} of {sown} faults found", sown - missed.len());
    assert!(sown >= 300, "{sown}");
    assert!(missed.len() * 100 <= sown * 3, "{} of {sown} missed:\n{}", missed.len(), missed.join("\n"));
}
