//! Targets per year against results: the result is a column, the target the line that it should reach.
//! A year without target or result stays in its place and says so; years left out of the input are put back.

use super::canvas::px;
use super::element::{DrawnBox, DrawnLine};
use super::saying::{self, StatusPhrase};
use super::sheet::{ChartKey, ChartSheet, Frame, KeyEntry, KeySign, NOTE, ScaleGrid, at_middle, draw, put_on};
use super::text::tenths;
use super::wording::{ChartLook, ChartWording};
use super::years::{self, YearColumns};
use super::{Chart, ChartCell, ChartHead};

#[derive(Clone, Debug)]
pub struct TargetsChart {
    /// The indicator or the item.
    pub about: String,
    /// "ครั้ง", "ร้อยละ"; may be empty.
    pub unit: String,
    pub years: Vec<YearTarget>,
}

/// Figures in hundredths: 80.95 is 8095.
#[derive(Clone, Copy, Debug)]
pub struct YearTarget {
    pub year: u16,
    pub target: Option<i64>,
    pub result: Option<i64>,
}

const PLOT: i32 = px(150);

pub fn chart(id: &str, targets: &TargetsChart, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let years = years::every(&targets.years, |year| year.year, |year| YearTarget { year, target: None, result: None });
    let topic = ("เป้าหมายรายปีเทียบผล", "Yearly targets and results");
    let title = saying::found_title(look, |wording| found(&years, wording), topic, &targets.about);
    let said = StatusPhrase::new(look, |wording| sentence(&years, &targets.unit, wording));
    let figures = years.iter().flat_map(|year| [year.target, year.result]).flatten();
    let most = figures.max().unwrap_or(0).clamp(100, 1_000_000_000_000_000);
    let most = most + most / 8;

    let width = px(look.width as i32);
    // Only what occurs.
    let has = |of: fn(&YearTarget) -> bool| years.iter().any(of);
    let result = KeyEntry { sign: KeySign::Block("fill-accent"), text: wording.pick("ผล", "Result").to_owned() };
    let target = KeyEntry {
        sign: KeySign::Line("line-ink", " stroke-width=\"3\""),
        text: wording.pick("เป้าหมาย", "Target").to_owned(),
    };
    let entries = [
        has(|year| year.result.is_some()).then_some(result),
        has(|year| year.target.is_some()).then_some(target),
        has(|year| year.result.is_none()).then(|| years::key_of_missing(wording)),
    ];
    let key = ChartKey::set(entries.into_iter().flatten().collect(), width);
    let top = key.height() + px(14);
    let left = tenths(&wording.decimal(most / 100 * 100), NOTE.size, NOTE.weight) + px(14);
    let grid = ScaleGrid { top, bottom: top + PLOT, left, right: width - px(2), most };
    let height = if years.is_empty() { px(30) } else { grid.bottom + px(68) };
    let frame = Frame { id, kind: "targets", title: &title, sentence: said.own(look), look, has_links: false, height };
    let svg = draw(&frame, |sheet| {
        if years.is_empty() {
            sheet.text((0, px(4)), wording.pick("ยังไม่มีเป้าหมายหรือผล", "No targets or results yet"), NOTE);
            return;
        }
        sheet.key((0, 0), &key);
        draw_years(sheet, &grid, &years);
    });
    saying::chart(id, title, said, svg, table(&years, wording))
}

fn draw_years(sheet: &ChartSheet<'_>, grid: &ScaleGrid, years: &[YearTarget]) {
    let wording = sheet.wording;
    let Some(scale) = grid.draw(sheet, years.len() as i64, &|value| wording.decimal(*value)) else { return };
    let columns = YearColumns { grid, count: years.len() };
    let slot = columns.slot();
    let figure =
        |name: &str, value: Option<i64>| format!("{name} {}", value.map_or("–".to_owned(), |v| wording.decimal(v)));
    let names = [wording.pick("ผล", "Result"), wording.pick("เป้า", "Target")];
    let notes = |year: &YearTarget| [figure(names[0], year.result), figure(names[1], year.target)];
    let room = slot - px(3);
    let fits = |text: &String| tenths(text, NOTE.size, NOTE.weight) <= room;
    // Figures under all years or under none: a row of some would read as data that is missing.
    let told = years.iter().flat_map(&notes).all(|note| fits(&note));

    for (at, year) in years.iter().enumerate() {
        let width = grid.column(at, years.len()).1;
        let (middle, half) = (columns.middle(at), columns.half(at));
        let x = at as i64 * ScaleGrid::ACROSS + ScaleGrid::ACROSS / 2;
        let wide = (i64::from(half) * ScaleGrid::ACROSS / i64::from(width.max(1))).max(1);
        match year.result {
            Some(result) => {
                let title = format!("{} {} {}", wording.year(year.year), names[0], wording.decimal(result));
                let corners = [(x - wide, 0), (x + wide, result.clamp(0, grid.most))];
                put_on(&scale, &DrawnBox { corners, class: "fill-accent", more: "", title: &title });
            }
            None if year.target.is_some() => columns.missing(sheet, at, wording.pick("ไม่มีผล", "no result")),
            None => columns.missing(sheet, at, wording.pick("ไม่มีข้อมูล", "no data")),
        }
        if let Some(target) = year.target {
            let y = target.clamp(0, grid.most);
            let points = [(x - wide * 13 / 10, y), (x + wide * 13 / 10, y)];
            put_on(&scale, &DrawnLine { points: &points, class: "line-ink", more: " stroke-width=\"3\"" });
        }
        columns.name(sheet, at, year.year);
        if told {
            for (line, note) in notes(year).iter().enumerate() {
                sheet.text((middle, grid.bottom + px(25) + line as i32 * px(19)), note, at_middle(NOTE));
            }
        }
    }
}

/// The newest year that can be compared; else where the targets go.
fn found(years: &[YearTarget], wording: ChartWording) -> Option<String> {
    let told = |value: i64| wording.decimal(value);
    let both = years.iter().rev().find_map(|year| Some((year.year, year.target?, year.result?)));
    if let Some((year, target, result)) = both {
        let year = wording.year(year);
        return Some(match (wording.is_thai(), result >= target) {
            (true, true) => format!("ปี {year} ถึงเป้า: {} จาก {}", told(result), told(target)),
            (true, false) => format!("ปี {year} ไม่ถึงเป้า: {} จาก {}", told(result), told(target)),
            (false, true) => format!("Target met in {year}: {} of {}", told(result), told(target)),
            (false, false) => format!("Target missed in {year}: {} of {}", told(result), told(target)),
        });
    }
    let mut targets = years.iter().filter_map(|year| year.target);
    let (first, last) = (targets.next()?, targets.next_back()?);
    let (from, to) = (told(first), told(last));
    match (wording.is_thai(), last.cmp(&first)) {
        (_, std::cmp::Ordering::Equal) => None,
        (true, std::cmp::Ordering::Greater) => Some(format!("เป้าหมายเพิ่มจาก {from} เป็น {to}")),
        (true, std::cmp::Ordering::Less) => Some(format!("เป้าหมายลดจาก {from} เป็น {to}")),
        (false, std::cmp::Ordering::Greater) => Some(format!("Targets rise from {from} to {to}")),
        (false, std::cmp::Ordering::Less) => Some(format!("Targets fall from {from} to {to}")),
    }
}

fn sentence(years: &[YearTarget], unit: &str, wording: ChartWording) -> String {
    let both: Vec<&YearTarget> = years.iter().filter(|year| year.target.is_some() && year.result.is_some()).collect();
    let met = both.iter().filter(|year| year.result >= year.target).count() as u64;
    let compared = both.len() as u64;
    let without: Vec<u16> = years.iter().filter(|year| year.result.is_none()).map(|year| year.year).collect();
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let missing = match (without.is_empty(), wording.is_thai()) {
        (true, _) => String::new(),
        (false, true) => format!(" ปีที่ยังไม่มีผล: {}", wording.years(&without)),
        (false, false) => format!(" No result for {}.", wording.years(&without)),
    };
    let first = match (years, both.as_slice()) {
        ([], _) => return wording.pick("ยังไม่มีเป้าหมายหรือผล", "There are no targets or results yet.").to_owned(),
        (_, []) => wording.pick("ยังไม่มีปีที่เทียบเป้าหมายกับผลได้", "No year has both a target and a result.").to_owned(),
        (_, [one]) => {
            let year = wording.year(one.year);
            let result = one.result.map(|value| wording.decimal(value)).unwrap_or_default();
            let target = one.target.map(|value| wording.decimal(value)).unwrap_or_default();
            match (wording.is_thai(), one.result >= one.target) {
                (true, true) => format!("ปี {year} ได้ {result}{unit} ถึงเป้าหมาย {target}{unit}"),
                (true, false) => format!("ปี {year} ได้ {result}{unit} ไม่ถึงเป้าหมาย {target}{unit}"),
                (false, true) => format!("In {year} the result, {result}{unit}, met the target of {target}."),
                (false, false) => format!("In {year} the result, {result}{unit}, missed the target of {target}."),
            }
        }
        (_, _) => match (wording.is_thai(), met) {
            (true, 0) => format!("ไม่ถึงเป้าหมายทั้ง {} ปีที่เทียบได้", wording.count(compared)),
            (true, met) if met == compared => format!("ถึงเป้าหมายทั้ง {} ปีที่เทียบได้", wording.count(compared)),
            (true, met) => format!("ถึงเป้าหมาย {} จาก {} ปีที่เทียบได้", wording.count(met), wording.count(compared)),
            (false, met) => format!("The target was met in {met} of {compared} years that can be compared."),
        },
    };
    first + &missing
}

fn table(years: &[YearTarget], wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        years::head(),
        ChartHead::figure("เป้าหมาย", "Target", "target"),
        ChartHead::figure("ผล", "Result", "result"),
    ];
    let rows = years.iter().map(|year| {
        vec![
            years::cell(year.year, wording),
            ChartCell::decimal(year.target, wording),
            ChartCell::decimal(year.result, wording),
        ]
    });
    (heads, rows.collect())
}
