//! Every kind of fault: into which lines it may be sown, how, and under which codes it may be told.

use crate::Dice;

/// One kind of fault: the lines it may be sown into, how, and the codes that may tell of it.
pub struct Fault {
    pub name: &'static str,
    pub codes: &'static [&'static str],
    pub path: &'static str,
    pub fits: fn(&str) -> bool,
    pub sow: fn(&str, &mut Dice) -> String,
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

pub const FAULTS: &[Fault] = &[
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
