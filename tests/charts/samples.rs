//! Inputs for the charts: a year like that of a real authority, and the edges of what may come.
//! Shared by the tests and the benchmark; asserts nothing.
#![allow(dead_code)] // each of the two uses its own part

use prongsai::chart::areas;
use prongsai::chart::budget::{self, Amount, BudgetChart};
use prongsai::chart::compare::{self, ComparisonChart};
use prongsai::chart::completeness::{self, Completeness};
use prongsai::chart::field;
use prongsai::chart::flow::{self, Flow};
use prongsai::chart::owners::{self, Owners};
use prongsai::chart::progress::{self, ProgressChart};
use prongsai::chart::promises::{self, Promises};
use prongsai::chart::river;
use prongsai::chart::score::{self, Score, ScoreRound};
use prongsai::chart::targets::{self, TargetsChart};
use prongsai::chart::tiles;
use prongsai::chart::timeline::{self, Timeline};
use prongsai::chart::trend::{self, Trend};
use prongsai::chart::{Chart, ChartLook, Ratio, Status, StatusCounts};

pub const ABOUT: &str = "อบต.นากอก ปี ๒๕๖๔";

pub const DIMENSIONS: [&str; 4] = [
    "มิติที่ ๑ การสร้างสังคมที่ไม่ทนต่อการทุจริต",
    "มิติที่ ๒ การบริหารราชการเพื่อป้องกันการทุจริต",
    "มิติที่ ๓ การส่งเสริมบทบาทและการมีส่วนร่วมของภาคประชาชน",
    "มิติที่ ๔ การเสริมสร้างและปรับปรุงกลไกในการตรวจสอบการปฏิบัติราชการขององค์กรปกครองส่วนท้องถิ่น",
];

/// Done, in progress, not done, awaiting, not stated.
pub const STANDING: [[u64; 5]; 4] = [[12, 0, 4, 0, 0], [16, 2, 4, 0, 0], [10, 1, 2, 0, 0], [11, 1, 0, 0, 0]];

const NAMES: [&str; 5] = [
    "โครงการอบรมคุณธรรม จริยธรรม แก่ผู้บริหาร สมาชิกสภาท้องถิ่น และพนักงานส่วนตำบล",
    "มาตรการจัดทำคู่มือการปฏิบัติงานเพื่อป้องกันผลประโยชน์ทับซ้อน",
    "กิจกรรมเผยแพร่ข้อมูลข่าวสารด้านการจัดซื้อ-จัดจ้าง",
    "ปลูกป่า/หญ้าแฝก",
    "กิจกรรมการลดขั้นตอนและระยะเวลาการปฏิบัติราชการ & <บริการประชาชน> \"ยิ้ม\"",
];

/// Two hundred characters of Thai, as some plans have.
pub fn long_name() -> String {
    "โครงการส่งเสริมการมีส่วนร่วมของประชาชนในการตรวจสอบการปฏิบัติงานขององค์กรปกครองส่วนท้องถิ่นตามหลักธรรมาภิบาล"
        .chars()
        .cycle()
        .take(200)
        .collect()
}

pub fn counts([done, in_progress, not_done, awaiting, not_stated]: [u64; 5]) -> StatusCounts {
    StatusCounts { done, in_progress, not_done, awaiting, not_stated }
}

fn statuses(standing: [u64; 5]) -> impl Iterator<Item = Status> {
    Status::ALL.into_iter().zip(standing).flat_map(|(status, count)| (0..count).map(move |_| status))
}

fn href(at: usize) -> Option<String> {
    Some(format!("../2564/{at}/"))
}

pub fn promises(standing: &[[u64; 5]]) -> Promises {
    let mut at = 0;
    let mut dimension = |index: usize, standing: [u64; 5]| promises::DimensionPromises {
        outside: false,
        of: None,
        name: DIMENSIONS[index % 4].to_owned(),
        href: Some(format!("#{index}")),
        promises: statuses(standing)
            .map(|status| {
                at += 1;
                promises::ChartPromise { name: NAMES[at % 5].to_owned(), href: href(at), status }
            })
            .collect(),
    };
    Promises {
        about: ABOUT.to_owned(),
        dimensions: standing.iter().enumerate().map(|(index, own)| dimension(index, *own)).collect(),
    }
}

pub fn progress(standing: &[[u64; 5]]) -> ProgressChart {
    let row = |(at, own): (usize, &[u64; 5])| progress::ProgressRow {
        name: DIMENSIONS[at % 4].to_owned(),
        href: href(at),
        outside: false,
        counts: counts(*own),
        of: None,
    };
    ProgressChart { about: ABOUT.to_owned(), rows: standing.iter().enumerate().map(row).collect() }
}

pub fn flow(moves: &[(Status, Status, usize)]) -> Flow {
    let step = |&(six_months, twelve_months, count): &(Status, Status, usize)| {
        std::iter::repeat_n(flow::FlowStep { six_months, twelve_months }, count)
    };
    Flow { about: ABOUT.to_owned(), items: moves.iter().flat_map(step).collect() }
}

pub const MOVES: [(Status, Status, usize); 6] = [
    (Status::Done, Status::Done, 20),
    (Status::InProgress, Status::Done, 24),
    (Status::InProgress, Status::InProgress, 3),
    (Status::Awaiting, Status::Done, 5),
    (Status::Awaiting, Status::NotDone, 10),
    (Status::Awaiting, Status::InProgress, 1),
];

fn baht(baht: i64) -> Amount {
    Amount::Stated(baht * 100)
}

pub fn money(name: &str, plan: Amount, ordinance: Amount, disbursed: Amount) -> budget::BudgetRow {
    budget::BudgetRow {
        name: name.to_owned(),
        href: Some("../2564/3-04/".to_owned()),
        plan,
        ordinance,
        disbursed,
        from: Default::default(),
        of: None,
    }
}

pub fn budget() -> BudgetChart {
    let none = Amount::NotUsed;
    let row = money;
    BudgetChart {
        about: ABOUT.to_owned(),
        total: budget::BudgetRow {
            href: None, ..row("รวมทั้งแผน", baht(410_000), baht(88_000), baht(8_000))
        },
        dimensions: vec![
            row(DIMENSIONS[0], baht(370_000), baht(50_000), baht(0)),
            row(DIMENSIONS[1], baht(30_000), baht(30_000), Amount::NotStated),
            row(DIMENSIONS[2], baht(10_000), baht(8_000), baht(8_000)),
            row(DIMENSIONS[3], none, none, none),
        ],
        items: vec![
            row("พัฒนาเพิ่มประสิทธิภาพและพัฒนาบุคลากร", baht(200_000), Amount::NotStated, Amount::NotStated),
            row("โครงการจัดทำเว็บไซต์", baht(10_000), baht(8_000), baht(8_000)),
            row(NAMES[3], none, none, none),
            row(NAMES[1], Amount::NotStated, Amount::NotStated, Amount::NotStated),
        ],
    }
}

pub fn score() -> Score {
    let round = |round, part, stated: Option<&str>| score::RoundScore {
        round,
        score: Some(Ratio::new(part, 126)),
        stated_level: stated.map(str::to_owned),
    };
    Score {
        about: ABOUT.to_owned(),
        rounds: vec![round(ScoreRound::SixMonths, 46, None), round(ScoreRound::TwelveMonths, 102, Some("มาก"))],
    }
}

pub fn targets(years: &[(u16, Option<i64>, Option<i64>)]) -> TargetsChart {
    let year = |&(year, target, result): &(u16, Option<i64>, Option<i64>)| targets::YearTarget { year, target, result };
    TargetsChart {
        about: "จำนวนครั้งของการอบรม".to_owned(),
        unit: "ครั้ง".to_owned(),
        years: years.iter().map(year).collect(),
    }
}

pub const YEARS: [(u16, Option<i64>, Option<i64>); 4] =
    [(2561, Some(300), Some(300)), (2562, Some(400), Some(250)), (2563, Some(400), None), (2565, Some(500), Some(650))];

pub fn owners(standing: &[(Option<&str>, [u64; 5])]) -> Owners {
    let owner = |(at, (name, standing)): (usize, &(Option<&str>, [u64; 5]))| owners::Owner {
        name: name.map(str::to_owned),
        href: name.and_then(|_| href(at)),
        counts: counts(*standing),
        of: None,
    };
    Owners { about: ABOUT.to_owned(), owners: standing.iter().enumerate().map(owner).collect() }
}

pub const OWNERS: [(Option<&str>, [u64; 5]); 5] = [
    (Some("สำนักปลัด"), [24, 2, 6, 0, 0]),
    (Some("กองคลัง"), [11, 1, 0, 2, 0]),
    (Some("กองการศึกษา ศาสนา และวัฒนธรรม ร่วมกับศูนย์พัฒนาเด็กเล็กองค์การบริหารส่วนตำบลนากอก"), [9, 0, 4, 0, 1]),
    (Some("กองช่าง"), [4, 1, 0, 0, 0]),
    (None, [1, 0, 0, 0, 0]),
];

pub fn timeline(items: usize) -> Timeline {
    let item = |at: usize| timeline::TimelineItem {
        name: NAMES[at % 5].to_owned(),
        href: href(at),
        status: Status::ALL[[0, 0, 0, 1, 2, 0, 3][at % 7]],
        quarters: [[true, false, false][at % 3], at % 5 == 1, at % 2 == 1, at % 7 == 4],
    };
    Timeline { about: ABOUT.to_owned(), of_measures: false, items: (0..items).map(item).collect() }
}

pub fn trend(years: &[(u16, Option<u64>, Option<u64>)]) -> Trend {
    let ratio = |part: Option<u64>| part.map(|part| Ratio::new(part, 126));
    let year = |&(year, six, twelve): &(u16, Option<u64>, Option<u64>)| trend::YearScore {
        year,
        six_months: ratio(six),
        twelve_months: ratio(twelve),
    };
    Trend { about: ABOUT.to_owned(), years: years.iter().map(year).collect(), framework_starts: vec![2566] }
}

pub const SCORES: [(u16, Option<u64>, Option<u64>); 6] = [
    (2561, Some(40), Some(70)),
    (2562, Some(46), Some(82)),
    (2564, None, Some(102)),
    (2565, Some(60), Some(96)),
    (2566, Some(30), Some(66)),
    (2567, Some(70), Some(110)),
];

pub fn comparison(agencies: usize) -> ComparisonChart {
    let names = ["อบต.นากอก", "อบต.นาออก", "เทศบาลตำบลคลองใหญ่", "องค์การบริหารส่วนจังหวัดพระนครศรีอยุธยา", "อบต.สะเตง"];
    let agency = |at: usize| compare::ComparedAgency {
        name: names[at % 5].to_owned(),
        href: href(at),
        dimensions: (0..4)
            .map(|dimension| {
                let own = STANDING[(at + dimension) % 4];
                (at != 4 || dimension != 2)
                    .then(|| counts([own[0] * (5 - at as u64 % 5) / 5, own[1], own[2], at as u64 % 5, 0]))
            })
            .collect(),
        outside: counts([0, u64::from(at == 1), 0, 0, 0]),
        subject: None,
        round: if at < 3 { "รอบ ๑๒ เดือน" } else { "รอบ ๖ เดือน" }.to_owned(),
        place: ["อำเภอนิคมคำสร้อย", "อำเภอเมือง"][at / 2 % 2].to_owned(),
    };
    let mut agencies: Vec<compare::ComparedAgency> = (0..agencies).map(agency).collect();
    if let Some(last) = agencies.last_mut() {
        last.dimensions = vec![None; 4];
    }
    ComparisonChart {
        about: "รอบ ๑๒ เดือน ปี ๒๕๖๔".to_owned(),
        dimensions: ["มิติที่ ๑", "มิติที่ ๒", "มิติที่ ๓", "มิติที่ ๔"].map(str::to_owned).to_vec(),
        agencies,
    }
}

pub fn completeness() -> Completeness {
    let field =
        |(name, filled, expected): (&str, u64, u64)| completeness::Field { name: name.to_owned(), filled, expected };
    let fields = [
        ("สถานะ", 63, 63),
        ("ผู้รับผิดชอบ", 62, 63),
        ("ตัวชี้วัด", 40, 63),
        ("งบประมาณ", 12, 63),
        ("หลักฐาน", 0, 63),
        ("เหตุผลที่ไม่ได้ดำเนินการ", 0, 0),
    ];
    Completeness { about: ABOUT.to_owned(), fields: fields.map(field).to_vec() }
}

/// `printed`: the ordinance as the document prints it.
pub fn areas(plan: Amount, ordinance: Amount, disbursed: Amount, printed: Option<i64>) -> areas::MoneyAreas {
    let part = |amount, printed| areas::MoneyPart { amount, printed };
    areas::MoneyAreas {
        about: ABOUT.to_owned(),
        reported: true,
        plan: part(plan, None),
        ordinance: part(ordinance, printed),
        disbursed: part(disbursed, None),
        from: Default::default(),
    }
}

pub fn field(own: [u64; 5]) -> field::PromiseField {
    field::PromiseField { about: ABOUT.to_owned(), counts: counts(own) }
}

/// A year, whether a framework begins with it, and how many went from which state to which.
type Course<'m> = (u16, bool, &'m [(Option<Status>, Option<Status>, usize)]);

/// The oldest year first.
pub fn river(years: &[Course<'_>]) -> river::River {
    let year = |(at, &(year, breaks, moves)): (usize, &Course<'_>)| river::RiverYear {
        year,
        href: (at != 1).then(|| format!("../{year}/")),
        breaks,
        items: moves.iter().flat_map(|&(six, twelve, count)| std::iter::repeat_n([six, twelve], count)).collect(),
        lists: [0, 1].map(|round| Status::ALL.map(|status| Some(format!("../{year}/{round}#is-{}", status.key())))),
        of: None,
    };
    river::River { about: ABOUT.to_owned(), years: years.iter().enumerate().map(year).collect() }
}

/// Three years: with both rounds, with the later alone, with a plan alone.
pub fn three_years() -> river::River {
    let both: Vec<_> = MOVES.iter().map(|&(six, twelve, count)| (Some(six), Some(twelve), count)).collect();
    river(&[
        (2564, false, &both),
        (2565, false, &[(None, Some(Status::Done), 9), (None, Some(Status::NotDone), 1)]),
        (2566, true, &[(None, None, 20)]),
    ])
}

/// A province of so many amphoe; tambons of every state.
pub fn tiles(amphoes: usize) -> tiles::TileMap {
    let states = [
        tiles::TileState::NoPlan,
        tiles::TileState::NoReport(14),
        tiles::TileState::Untold(66),
        tiles::TileState::Told(counts([49, 4, 10, 0, 0])),
        tiles::TileState::NoPlan,
        tiles::TileState::Told(counts([13, 19, 0, 1, 2])),
    ];
    let block = |at: usize| {
        let tile = |of: usize| {
            let state = states[(at + of) % states.len()];
            let planned = state != tiles::TileState::NoPlan;
            tiles::Tile {
                name: format!("ตำบลที่ {of}"),
                authority: planned.then(|| format!("อบต.ที่ {of}")),
                href: planned.then(|| format!("../a{at}-{of}/")),
                state,
                is_tambon: of > 0 || at > 0,
                of: None,
            }
        };
        tiles::TileBlock { name: format!("อำเภอที่ {at}"), tiles: (0..10).map(tile).collect() }
    };
    tiles::TileMap {
        about: "จังหวัดตัวอย่าง".to_owned(),
        blocks: (0..amphoes).map(block).collect(),
        complete: amphoes.is_multiple_of(2),
    }
}

/// One of each, as a page of a real authority would have them.
pub fn all(prefix: &str, look: ChartLook) -> Vec<Chart> {
    let id = |name: &str| format!("{prefix}-{name}");
    vec![
        promises::chart(&id("promises"), &promises(&STANDING), look),
        progress::chart(&id("progress"), &progress(&STANDING), look),
        field::chart(&id("field"), &field([62, 23, 10, 14, 66]), look),
        flow::chart(&id("flow"), &flow(&MOVES), look),
        river::chart(&id("river"), &three_years(), look),
        tiles::chart(&id("tiles"), &tiles(20), look),
        areas::chart(
            &id("areas"),
            &areas(Amount::Stated(41_000_000), Amount::Stated(8_800_000), Amount::Stated(800_000), Some(12_800_000)),
            look,
        ),
        budget::chart(&id("budget"), &budget(), look),
        score::chart(&id("score"), &score(), look),
        targets::chart(&id("targets"), &targets(&YEARS), look),
        owners::chart(&id("owners"), &owners(&OWNERS), look),
        timeline::chart(&id("timeline"), &timeline(40), look),
        trend::chart(&id("trend"), &trend(&SCORES), look),
        compare::multiples(&id("multiples"), &comparison(5), look),
        compare::heat_map(&id("heat"), &comparison(5), look),
        completeness::chart(&id("completeness"), &completeness(), look),
    ]
}
