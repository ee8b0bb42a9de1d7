//! A clean authority as files: plans, reports, and everything that a rule might look for and must not find.

use std::collections::BTreeMap;

use prongsai::thai::to_thai;

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

pub const PHOTO: &str =
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
pub type Site = BTreeMap<String, Vec<String>>;

pub fn site(count: usize, years: std::ops::RangeInclusive<i32>) -> Site {
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
