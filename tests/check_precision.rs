//! Precision and reach of the rules: a clean authority of 200 items and three years gives no finding, and of single
//! faults sown into it nearly all are found, at their line, under the right code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use prongsai::check::{self, AgencyName, Context, Located, locate};
use prongsai::finding::Findings;
use prongsai::model::{Sources, load_agency, load_portal};
use prongsai::source::{Files, Memory};
use prongsai::span::FileId;
use prongsai::standards::Standards;
use prongsai::thai::{Date, Fraction, to_thai};

const AGENCY: &str =
    "---\nkind: agency\nname: องค์การบริหารส่วนตำบลดอนงาม\nshort_name: อบต.ดอนงาม\ntype: sao\ntambon: ดอนงาม\n---\n";
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
const OWNERS: [&str; 4] = ["สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา"];
const KINDS: [&str; 3] = ["โครงการ", "กิจกรรม", "มาตรการ"];
const DONE: usize = 0;
const IN_PROGRESS: usize = 1;
const NOT_DONE: usize = 2;
const AWAITING: usize = 3;
const STATUS: [&str; 4] = ["ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ไม่ได้ดำเนินการ", "รอรายงาน"];

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
enum Fault {
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
    fn codes(self) -> &'static [&'static str] {
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
struct Place {
    fault: Fault,
    path: String,
    line: usize,
    /// The cell of a table row, or `None` for the value of a key.
    cell: Option<usize>,
    code: String,
}

#[derive(Default)]
struct Corpus {
    files: BTreeMap<String, Vec<String>>,
    places: Vec<Place>,
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

    fn memory(&self) -> Memory {
        let mut memory = Memory::default().with("agency.md", AGENCY);
        for (path, lines) in &self.files {
            memory = memory.with(path, &format!("{}\n", lines.join("\n")));
        }
        memory
    }
}

fn corpus(count: usize, last_year: i32) -> Corpus {
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
    let heads = ["รหัส", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "แผนฯ", "ข้อบัญญัติ", "เบิกจ่าย", "สถานะ", "ผู้รับผิดชอบ"];
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

fn check(files: &Memory) -> (Vec<Located>, Duration) {
    let standards = Standards::embedded();
    let mut findings = Findings::default();
    let sources = Sources::share_out(files.list(&mut findings).unwrap());
    let portal = load_portal(files, &sources, standards, &mut findings);
    let mut loaded = Findings::default();
    let agency = load_agency(files, &sources.agencies[0], standards, &mut loaded).unwrap();
    let names = [AgencyName::of(&agency.slug, &agency.meta)];
    let today = Date::from_be(2567, 1, 15).unwrap();
    let context = Context { standards, today, portal: &portal.meta, agencies: &names };
    let begun = Instant::now();
    let checked = check::check_agency(&agency, loaded, &context);
    let took = begun.elapsed();
    let located = locate(checked.iter(), &|file| {
        let document = agency.documents.iter().find(|document| document.file == file);
        document.map(|document| (document.path.clone(), document.text.clone()))
    });
    assert_ne!(FileId::of("agency.md"), FileId::default());
    (located, took)
}

#[test]
fn a_clean_authority_of_three_years_has_no_finding() {
    let (found, took) = check(&corpus(200, 2566).memory());
    let shown: Vec<String> = found
        .iter()
        .take(20)
        .map(|found| format!("{}:{} {} {}", found.primary.path, found.primary.line, found.code, found.message))
        .collect();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), shown.join("\n"));
    println!("3,000 rows in {took:?}");
}

/// A small generator of its own, so that every run sows the same faults.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(most).unwrap()).unwrap()
    }
}

/// Another digit at one place of a number.
fn other_digit(text: &str, dice: &mut Dice) -> String {
    let arabic = prongsai::thai::to_arabic(text).into_owned();
    let thai = arabic != text;
    let places: Vec<usize> =
        arabic.char_indices().filter(|(_, letter)| letter.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = places[dice.below(places.len())];
    let old = arabic.as_bytes()[at] - b'0';
    let first = at == places[0] && places.len() > 1;
    let mut new = u8::try_from(dice.below(10)).unwrap();
    while new == old || (first && new == 0) {
        new = (new + 1) % 10;
    }
    let changed = format!("{}{new}{}", &arabic[..at], &arabic[at + 1..]);
    if thai { to_thai(&changed).into_owned() } else { changed }
}

fn cells_of(line: &str) -> Vec<String> {
    line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// The corpus with one fault; the line that tells of it, where there is one.
fn sown(corpus: &Corpus, place: &Place, dice: &mut Dice) -> (Memory, Option<usize>) {
    use Fault::*;
    let mut files = corpus.files.clone();
    let lines = files.get_mut(&place.path).unwrap();
    let line = lines[place.line].clone();
    // Entries that hold a line break count as several lines of the file.
    let number = 1 + lines[..place.line].iter().map(|line| 1 + line.matches('\n').count()).sum::<usize>();
    let mut told_at = Some(number);
    let change = |value: &str, dice: &mut Dice| -> String {
        match place.fault {
            DeclaredCount | DeclaredMoney | DeclaredPercent | TableCount | TableMoney | TablePercent | PlanMoney
            | RowPlanMoney | RowSpent | ListMoney => other_digit(value, dice),
            RowStatus | ListStatus => {
                let at = STATUS.iter().position(|status| *status == value).unwrap();
                STATUS[(at + 1 + dice.below(3)) % 4].to_owned()
            }
            LetterLost => {
                let letters: Vec<char> = value.chars().collect();
                // Not within the word of the kind, which does not matter.
                let at = 9 + dice.below(letters.len() - 12);
                letters.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, letter)| letter).collect()
            }
            DimensionChanged => (value.parse::<usize>().unwrap() % 4 + 1).to_string(),
            OwnerChanged => {
                let at = OWNERS.iter().position(|owner| *owner == value).unwrap();
                OWNERS[(at + 1 + dice.below(3)) % 4].to_owned()
            }
            CodeChanged => format!("{}-{}", &value[..1], 70 + dice.below(30)),
            DayShifted => value.replacen("31", "30", 1).replacen("30 ก", "31 ก", 1),
            YearShifted => {
                let (rest, year) = value.rsplit_once(' ').unwrap();
                let year: i32 = year.parse().unwrap();
                format!("{rest} {}", if dice.below(2) == 0 { year + 1 } else { year - 1 })
            }
            SentEarly => value.replace("เมษายน", "กุมภาพันธ์").replace("ตุลาคม", "สิงหาคม"),
            TitleYear => {
                let (rest, year) = value.rsplit_once(' ').unwrap();
                format!("{rest} {}", other_digit(year, dice))
            }
            TitleRound => {
                if value.contains("รอบ 6") {
                    value.replace("รอบ 6", "รอบ 12")
                } else {
                    value.replace("รอบ 12", "รอบ 6")
                }
            }
            RowDropped | ListRowDropped | NamesSwapped => value.to_owned(),
        }
    };
    match (place.fault, place.cell) {
        (RowDropped | ListRowDropped, _) => {
            lines.remove(place.line);
            told_at = None;
        }
        (NamesSwapped, Some(cell)) => {
            let other = if cells_of(&lines[place.line + 1]).len() == 8 { place.line + 1 } else { place.line - 1 };
            let (mut first, mut second) = (cells_of(&line), cells_of(&lines[other]));
            std::mem::swap(&mut first[cell], &mut second[cell]);
            lines[place.line] = format!("| {} |", first.join(" | "));
            lines[other] = format!("| {} |", second.join(" | "));
        }
        (_, Some(cell)) => {
            let mut cells = cells_of(&line);
            cells[cell] = change(&cells[cell], dice);
            lines[place.line] = format!("| {} |", cells.join(" | "));
        }
        (_, None) => {
            let (key, value) = line.split_once(": ").unwrap();
            lines[place.line] = format!("{key}: {}", change(value, dice));
        }
    }
    let sown = Corpus { files, places: Vec::new() };
    (sown.memory(), told_at)
}

#[test]
fn single_faults_are_found_at_their_line() {
    const EACH: usize = 14;
    let corpus = corpus(60, 2564);
    let mut by_fault: BTreeMap<Fault, Vec<&Place>> = BTreeMap::new();
    for place in &corpus.places {
        by_fault.entry(place.fault).or_default().push(place);
    }
    let mut dice = Dice(2564);
    let (mut sown_faults, mut missed) = (0, Vec::new());
    for (fault, places) in &by_fault {
        for _ in 0..EACH {
            let place = places[dice.below(places.len())];
            let (files, line) = sown(&corpus, place, &mut dice);
            let (found, _) = check(&files);
            sown_faults += 1;
            let tells = found.iter().any(|finding| {
                let at = |path: &str, number: u32| path == place.path && Some(number as usize) == line;
                fault.codes().contains(&finding.code)
                    && match line {
                        Some(_) => std::iter::once(&finding.primary)
                            .chain(&finding.secondary)
                            .any(|shown| at(&shown.path, shown.line)),
                        None => finding.item.as_deref() == Some(place.code.as_str()),
                    }
            });
            if !tells {
                let shown: Vec<String> = found
                    .iter()
                    .take(4)
                    .map(|found| {
                        format!("{}:{} {} {}", found.primary.path, found.primary.line, found.code, found.message)
                    })
                    .collect();
                missed.push(format!("{fault:?} {}:{line:?}\n    {}", place.path, shown.join("\n    ")));
            }
        }
    }
    println!("{} of {sown_faults} faults found; missed:\n{}", sown_faults - missed.len(), missed.join("\n"));
    assert!(sown_faults >= 300);
    assert!(missed.len() * 100 <= sown_faults * 3, "{} of {sown_faults} missed:\n{}", missed.len(), missed.join("\n"));
}
