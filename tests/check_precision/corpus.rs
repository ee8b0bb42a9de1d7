//! A clean authority as files, with every place in it where a fault can be sown.

use std::collections::BTreeMap;

use prongsai::source::Memory;
use prongsai::thai::{Fraction, to_thai};

const AGENCY: &str = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลดอนงาม\nshort_name: อบต.ดอนงาม\ntype: sao\ntambon: ดอนงาม\ncontact: { phone: 043-123456 }\n---\n";
const WORKS: [&str; 10] = [
    "อบรมคุณธรรมจริยธรรมแก่",
    "เผยแพร่ข้อมูลข่าวสารให้",
    "รับเรื่องร้องเรียนจาก",
    "สำรวจความพึงพอใจของ",
    "จัดทำคู่มือปฏิบัติงานสำหรับ",
    "ปลูกฝังความซื่อสัตย์ใน",
    "ตรวจสอบการเบิกจ่ายร่วมกับ",
    "ยกย่องเชิดชูเกียรติ",
    "ลดขั้นตอนการบริการแก่",
    "ประเมินความเสี่ยงการทุจริตของ",
];
const PEOPLE: [&str; 20] = [
    "ผู้บริหารท้องถิ่น",
    "พนักงานจ้างทั่วไป",
    "ครูและเด็กเล็ก",
    "กลุ่มสตรีแม่บ้าน",
    "ผู้สูงอายุในตำบล",
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
pub const OWNERS: [&str; 4] = ["สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา"];
const KINDS: [&str; 3] = ["โครงการ", "กิจกรรม", "มาตรการ"];
const DONE: usize = 0;
const IN_PROGRESS: usize = 1;
const NOT_DONE: usize = 2;
const AWAITING: usize = 3;
pub const STATUS: [&str; 4] = ["ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ไม่ได้ดำเนินการ", "รอรายงาน"];

#[derive(Clone)]
struct Item {
    code: String,
    dimension: usize,
    kind: usize,
    name: String,
    owner: &'static str,
    plan: i64,
    ordinance: i64,
}

fn items(count: usize) -> Vec<Item> {
    let each = count / 4;
    (0..count)
        .map(|at| {
            let dimension = at / each + 1;
            let kind = at % 3;
            let plan = if kind == 0 { 10_000 + i64::try_from(at).unwrap() * 500 } else { 0 };
            Item {
                code: format!("{dimension}-{:02}", at % each + 1),
                dimension,
                kind,
                name: format!("{}{}{}", KINDS[kind], WORKS[at % 10], PEOPLE[at / 10]),
                owner: OWNERS[at % 4],
                plan,
                ordinance: plan / 5 * 4,
            }
        })
        .collect()
}

fn status(at: usize, round: usize) -> usize {
    match (round, at % 10) {
        (12, 0..=6) | (6, 0..=2) => DONE,
        (12, 7) => IN_PROGRESS,
        (12, _) => NOT_DONE,
        (_, 8 | 9) => AWAITING,
        _ => IN_PROGRESS,
    }
}

fn spent(item: &Item, status: usize) -> i64 {
    match status {
        DONE => item.ordinance,
        IN_PROGRESS => item.ordinance / 4,
        _ => 0,
    }
}

fn money(baht: i64) -> String {
    if baht == 0 {
        return "-".to_owned();
    }
    prongsai::thai::digits::grouped(baht)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    DeclaredCount,
    DeclaredMoney,
    DeclaredPercent,
    TableCount,
    TableMoney,
    TablePercent,
    PlanMoney,
    RowPlanMoney,
    RowSpent,
    RowStatus,
    ListStatus,
    ListMoney,
    RowDropped,
    ListRowDropped,
    NamesSwapped,
    LetterLost,
    DimensionChanged,
    OwnerChanged,
    CodeChanged,
    DayShifted,
    YearShifted,
    SentEarly,
    TitleYear,
    TitleRound,
}

impl Fault {
    /// Codes under which the fault may be told.
    pub fn codes(self) -> &'static [&'static str] {
        use Fault::*;
        match self {
            DeclaredCount => &["T101", "T103"],
            DeclaredMoney => &["T104"],
            DeclaredPercent | TablePercent => &["T108", "T109", "T110", "T111"],
            TableCount => &["T101", "T103", "T106", "T107"],
            TableMoney => &["T104", "T107"],
            PlanMoney | RowPlanMoney => &["T208", "T202"],
            RowSpent => &["T202", "T112", "T213"],
            RowStatus | ListStatus => &["T201"],
            ListMoney => &["T202"],
            RowDropped => &["T206", "T205"],
            ListRowDropped => &["T205"],
            NamesSwapped => &["T222", "T203"],
            LetterLost => &["T204", "T203"],
            DimensionChanged => &["T214"],
            OwnerChanged => &["T209"],
            CodeChanged => &["T224", "M004"],
            DayShifted => &["T301", "T302"],
            YearShifted => &["T303", "T312"],
            SentEarly => &["T307"],
            TitleYear => &["T305"],
            TitleRound => &["T306"],
        }
    }
}

/// A place where a fault can be sown: a line, and the part of it.
#[derive(Clone, Debug)]
pub struct Place {
    pub fault: Fault,
    pub path: String,
    pub line: usize,
    /// The cell of a table row, or `None` for the value of a key.
    pub cell: Option<usize>,
    pub code: String,
}

#[derive(Default)]
pub struct Corpus {
    pub files: BTreeMap<String, Vec<String>>,
    pub places: Vec<Place>,
}

impl Corpus {
    fn line(&mut self, path: &str, text: String) -> usize {
        let lines = self.files.entry(path.to_owned()).or_default();
        lines.push(text);
        lines.len() - 1
    }

    fn sow(&mut self, fault: Fault, path: &str, line: usize, cell: Option<usize>, code: &str) {
        self.places.push(Place { fault, path: path.to_owned(), line, cell, code: code.to_owned() });
    }

    fn key(&mut self, path: &str, fault: Option<Fault>, text: String) {
        let line = self.line(path, text);
        if let Some(fault) = fault {
            self.sow(fault, path, line, None, "");
        }
    }

    fn row(&mut self, path: &str, cells: &[String]) -> usize {
        self.line(path, format!("| {} |", cells.join(" | ")))
    }

    fn heads(&mut self, path: &str, heads: &[&str]) {
        self.line(path, format!("| {} |", heads.join(" | ")));
        self.line(path, format!("|{}", "---|".repeat(heads.len())));
    }

    pub fn memory(&self) -> Memory {
        let mut memory = Memory::default().with("agency.md", AGENCY);
        for (path, lines) in &self.files {
            memory = memory.with(path, &format!("{}\n", lines.join("\n")));
        }
        memory
    }
}

pub fn corpus(count: usize, last_year: i32) -> Corpus {
    let mut corpus = Corpus::default();
    let items = items(count);
    for year in 2564..=last_year {
        plan(&mut corpus, year, &items);
        for round in [6, 12] {
            report(&mut corpus, year, round, &items);
        }
    }
    corpus
}

fn plan(corpus: &mut Corpus, year: i32, items: &[Item]) {
    let path = format!("{year}/plan.md");
    for line in ["---".to_owned(), "kind: plan".to_owned()] {
        corpus.line(&path, line);
    }
    corpus.key(&path, Some(Fault::TitleYear), format!("title: แผนปฏิบัติการป้องกันการทุจริต ปีงบประมาณ พ.ศ. {year}"));
    corpus.line(&path, format!("fiscal_years: {year}"));
    corpus.line(&path, format!("approved: 15 กันยายน {}", year - 1));
    corpus.line(&path, "---".to_owned());
    corpus.heads(&path, &["รหัส", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "แผนฯ", "ผู้รับผิดชอบ"]);
    for item in items {
        let cells =
            [item.code.clone(), item.name.clone(), item.dimension.to_string(), money(item.plan), item.owner.to_owned()];
        let line = corpus.row(&path, &cells);
        corpus.sow(Fault::LetterLost, &path, line, Some(1), &item.code);
        corpus.sow(Fault::DimensionChanged, &path, line, Some(2), &item.code);
        corpus.sow(Fault::OwnerChanged, &path, line, Some(4), &item.code);
        if item.plan > 0 {
            corpus.sow(Fault::PlanMoney, &path, line, Some(3), &item.code);
        }
    }
}

#[derive(Default, Clone)]
struct Sums {
    items: i64,
    kinds: [i64; 3],
    status: [i64; 4],
    uses: i64,
    plan: i64,
    ordinance: i64,
    spent: i64,
}

impl Sums {
    fn of<'i>(items: impl Iterator<Item = (usize, &'i Item)>, round: usize) -> Self {
        let mut sums = Self::default();
        for (at, item) in items {
            let status = status(at, round);
            sums.items += 1;
            sums.kinds[item.kind] += 1;
            sums.status[status] += 1;
            sums.uses += i64::from(item.plan > 0);
            sums.plan += item.plan;
            sums.ordinance += item.ordinance;
            sums.spent += spent(item, status);
        }
        sums
    }

    fn completion(&self) -> String {
        Fraction::new(self.status[DONE], self.items).unwrap().percent_text(2)
    }

    fn score(&self) -> String {
        Fraction::new(self.status[DONE] * 2 + self.status[IN_PROGRESS], self.items * 2).unwrap().percent_text(2)
    }

    fn spent_percent(&self) -> String {
        Fraction::new(self.spent, self.plan).unwrap().percent_text(2)
    }
}

fn report(corpus: &mut Corpus, year: i32, round: usize, items: &[Item]) {
    use Fault::*;
    let path = format!("{year}/report-{round}m.md");
    let (last, sent) = if round == 6 {
        (format!("31 มีนาคม {year}"), format!("20 เมษายน {year}"))
    } else {
        (format!("30 กันยายน {year}"), format!("20 ตุลาคม {year}"))
    };
    corpus.line(&path, "---".to_owned());
    corpus.line(&path, "kind: report".to_owned());
    let title = format!("title: รายงานผล รอบ {round} เดือน ปีงบประมาณ พ.ศ. {year}");
    let line = corpus.line(&path, title);
    corpus.sow(TitleYear, &path, line, None, "");
    corpus.sow(TitleRound, &path, line, None, "");
    corpus.line(&path, format!("fiscal_year: {year}"));
    corpus.line(&path, format!("round: {round}"));
    corpus.key(&path, Some(YearShifted), format!("period_from: 1 ตุลาคม {}", year - 1));
    let line = corpus.line(&path, format!("period_until: {last}"));
    corpus.sow(DayShifted, &path, line, None, "");
    corpus.sow(YearShifted, &path, line, None, "");
    corpus.line(&path, format!("as_of: {last}"));
    corpus.key(&path, Some(SentEarly), format!("submitted: {sent}"));
    let all = Sums::of(items.iter().enumerate(), round);
    corpus.line(&path, "declared:".to_owned());
    for (key, count) in [
        ("items", all.items),
        ("projects", all.kinds[0]),
        ("activities", all.kinds[1]),
        ("measures", all.kinds[2]),
        ("done", all.status[DONE]),
        ("in_progress", all.status[IN_PROGRESS]),
        ("not_done", all.status[NOT_DONE]),
        ("awaiting", all.status[AWAITING]),
        ("in_ordinance", all.uses),
    ] {
        corpus.key(&path, Some(DeclaredCount), format!("  {key}: {count}"));
    }
    corpus.key(&path, Some(DeclaredPercent), format!("  completion: {}", all.completion()));
    corpus.key(&path, Some(DeclaredPercent), format!("  score: {}", all.score()));
    corpus.line(&path, "  budget:".to_owned());
    for (key, baht) in [("plan", all.plan), ("ordinance", all.ordinance), ("disbursed", all.spent)] {
        corpus.key(&path, Some(DeclaredMoney), format!("    {key}: {}", money(baht)));
    }
    corpus.key(&path, Some(DeclaredPercent), format!("    spent_percent: {}", all.spent_percent()));
    corpus.line(&path, "---".to_owned());
    let [projects, activities, measures] = all.kinds;
    corpus.line(&path, format!("ปีนี้มี {projects} โครงการ {activities} กิจกรรม และ {measures} มาตรการ"));
    corpus.line(&path, String::new());
    item_rows(corpus, &path, round, items);
    summaries(corpus, &path, round, items, &all);
    list_rows(corpus, &path, round, items);
}

fn item_rows(corpus: &mut Corpus, path: &str, round: usize, items: &[Item]) {
    use Fault::*;
    let heads =
        ["รหัส", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "แผนฯ", "ข้อบัญญัติ", "เบิกจ่าย", "สถานะ", "ผู้รับผิดชอบ", "ผลการดำเนินการ"];
    corpus.heads(path, &heads);
    for (at, item) in items.iter().enumerate() {
        let status = status(at, round);
        let paid = spent(item, status);
        let line = corpus.row(
            path,
            &[
                item.code.clone(),
                item.name.clone(),
                item.dimension.to_string(),
                money(item.plan),
                money(item.ordinance),
                money(paid),
                STATUS[status].to_owned(),
                item.owner.to_owned(),
                format!("แฟ้มเรื่อง{}", item.name),
            ],
        );
        corpus.sow(CodeChanged, path, line, Some(0), &item.code);
        corpus.sow(LetterLost, path, line, Some(1), &item.code);
        corpus.sow(NamesSwapped, path, line, Some(1), &item.code);
        corpus.sow(DimensionChanged, path, line, Some(2), &item.code);
        corpus.sow(RowStatus, path, line, Some(6), &item.code);
        corpus.sow(OwnerChanged, path, line, Some(7), &item.code);
        corpus.sow(RowDropped, path, line, None, &item.code);
        if item.plan > 0 {
            corpus.sow(RowPlanMoney, path, line, Some(3), &item.code);
        }
        if paid > 0 {
            corpus.sow(RowSpent, path, line, Some(5), &item.code);
        }
    }
}

fn summaries(corpus: &mut Corpus, path: &str, round: usize, items: &[Item], all: &Sums) {
    use Fault::*;
    let of = |dimension: usize, kind: Option<usize>| {
        let chosen =
            |(_, item): &(usize, &Item)| item.dimension == dimension && kind.is_none_or(|kind| item.kind == kind);
        Sums::of(items.iter().enumerate().filter(chosen), round)
    };
    for dimension in 1..=4 {
        corpus.line(path, format!("\n## มิติที่ {dimension} ตามประเภทงาน {{.declared .d{dimension}}}"));
        corpus.line(path, String::new());
        let heads = [
            "ประเภทงาน",
            "จำนวน",
            "ดำเนินการแล้ว",
            "อยู่ระหว่างดำเนินการ",
            "ไม่ได้ดำเนินการ",
            "รอรายงาน",
            "ใช้งบประมาณ",
            "ไม่ใช้งบประมาณ",
        ];
        corpus.heads(path, &heads);
        let rows = KINDS.iter().enumerate().map(|(kind, name)| (*name, of(dimension, Some(kind))));
        for (name, sums) in rows.chain([("รวม", of(dimension, None))]) {
            let counts = [
                sums.items,
                sums.status[DONE],
                sums.status[IN_PROGRESS],
                sums.status[NOT_DONE],
                sums.status[AWAITING],
                sums.uses,
                sums.items - sums.uses,
            ];
            let shown = counts.map(|count| to_thai(&count.to_string()).into_owned());
            let line = corpus.row(path, &[&[name.to_owned()], &shown[..]].concat());
            for cell in 1..=7 {
                corpus.sow(TableCount, path, line, Some(cell), "");
            }
        }
    }
    corpus.line(path, "\n## ผลการนำแผนไปปฏิบัติ {.declared}".to_owned());
    corpus.line(path, String::new());
    let heads = [
        "มิติ",
        "โครงการตามแผน",
        "โครงการดำเนินการแล้ว",
        "งบประมาณตามแผน",
        "ข้อบัญญัติ",
        "งบประมาณใช้จริง",
        "ร้อยละดำเนินการ (โครงการ)",
        "ร้อยละดำเนินการ (งบประมาณ)",
    ];
    corpus.heads(path, &heads);
    let rows = (1..=4).map(|dimension| (format!("มิติที่ {dimension}"), of(dimension, None)));
    for (name, sums) in rows.chain([("รวม".to_owned(), all.clone())]) {
        let cells = [
            name,
            sums.items.to_string(),
            sums.status[DONE].to_string(),
            money(sums.plan),
            money(sums.ordinance),
            money(sums.spent),
            sums.completion(),
            sums.spent_percent(),
        ];
        let line = corpus.row(path, &cells);
        for (cell, fault) in [TableCount, TableCount, TableMoney, TableMoney, TableMoney, TablePercent, TablePercent]
            .into_iter()
            .enumerate()
        {
            corpus.sow(fault, path, line, Some(cell + 1), "");
        }
    }
}

fn list_rows(corpus: &mut Corpus, path: &str, round: usize, items: &[Item]) {
    use Fault::*;
    corpus.line(path, "\n## รายการในระบบ e-PlanNACC {.eplan}".to_owned());
    corpus.line(path, String::new());
    corpus.heads(path, &["รหัส", "รายการโครงการ (ตั้งต้น)", "มิติ", "งบประมาณ (บาท)", "เบิกจ่าย (บาท)", "สถานะ"]);
    for (at, item) in items.iter().enumerate() {
        let status = status(at, round);
        let name = item.name.strip_prefix(KINDS[item.kind]).unwrap().to_owned();
        let line = corpus.row(
            path,
            &[
                item.code.clone(),
                name,
                item.dimension.to_string(),
                money(item.plan),
                money(spent(item, status)),
                STATUS[status].to_owned(),
            ],
        );
        corpus.sow(LetterLost, path, line, Some(1), &item.code);
        corpus.sow(ListStatus, path, line, Some(5), &item.code);
        corpus.sow(ListRowDropped, path, line, None, &item.code);
        if item.plan > 0 {
            corpus.sow(ListMoney, path, line, Some(3), &item.code);
        }
    }
}
