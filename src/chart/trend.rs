//! Score over fiscal years, at 6 and at 12 months; lines break where a year is missing and where the framework changed.
//! Years under different frameworks are not joined: what was counted is not the same.

use super::canvas::{TextLook, px};
use super::element::DrawnLine;
use super::saying::{self, StatusPhrase};
use super::sheet::{
    ChartKey, ChartSheet, Frame, KeyEntry, KeySign, NOTE, STRONG, Scale, ScaleGrid, at_middle, draw, put_on,
};
use super::text::tenths;
use super::wording::{ChartLook, ChartWording, Ratio};
use super::years::{self, YearColumns};
use super::{Chart, ChartCell, ChartHead};

#[derive(Clone, Debug)]
pub struct Trend {
    pub about: String,
    pub years: Vec<YearScore>,
    /// First fiscal year of each new framework (2566), where the line must break.
    pub framework_starts: Vec<u16>,
}

#[derive(Clone, Copy, Debug)]
pub struct YearScore {
    pub year: u16,
    pub six_months: Option<Ratio>,
    pub twelve_months: Option<Ratio>,
}

const PLOT: i32 = px(170);

pub fn chart(id: &str, trend: &Trend, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let years =
        years::every(&trend.years, |year| year.year, |year| YearScore { year, six_months: None, twelve_months: None });
    let topic = ("คะแนนรายปี", "Score by fiscal year");
    let title = saying::found_title(look, |wording| found(&years, trend, wording), topic, &trend.about);
    let said = StatusPhrase::new(look, |wording| sentence(&years, trend, wording));
    let width = px(look.width as i32);
    let months = |count: u64| match wording.is_thai() {
        true => format!("รอบ {} เดือน", wording.count(count)),
        false => format!("{count} months"),
    };
    let breaks = breaks(&years, trend);
    // Only what occurs: years that no line joins are dots.
    let joined = |score: fn(&YearScore) -> Option<Ratio>| {
        (1..years.len()).any(|at| !breaks.contains(&at) && score(&years[at - 1]).and(score(&years[at])).is_some())
    };
    let sign = |look: &Series, is_joined: bool| match is_joined {
        true => KeySign::Line(look.line, look.more),
        false => KeySign::Block(look.dot),
    };
    let twelve = KeyEntry { sign: sign(&TWELVE, joined(|year| year.twelve_months)), text: months(12) };
    let six = KeyEntry { sign: sign(&SIX, joined(|year| year.six_months)), text: months(6) };
    let has = |score: fn(&YearScore) -> Option<Ratio>| years.iter().any(|year| score(year).is_some());
    let is_missing = |year: &YearScore| year.twelve_months.is_none() && year.six_months.is_none();
    let entries = [
        has(|year| year.twelve_months).then_some(twelve),
        has(|year| year.six_months).then_some(six),
        years.iter().any(is_missing).then(|| years::key_of_missing(wording)),
    ];
    let key = ChartKey::set(entries.into_iter().flatten().collect(), width);
    let top = key.height() + if breaks.is_empty() { px(14) } else { px(32) };
    let left = tenths(&wording.count(100), NOTE.size, NOTE.weight) + px(14);
    let grid = ScaleGrid { top, bottom: top + PLOT, left, right: width - px(2), most: 10_000 };
    let height = if years.is_empty() { px(30) } else { grid.bottom + px(30) };
    let frame = Frame { id, kind: "trend", title: &title, sentence: said.own(look), look, has_links: false, height };
    let svg = draw(&frame, |sheet| {
        if years.is_empty() {
            sheet.text((0, px(4)), wording.pick("ยังไม่มีคะแนน", "No score yet"), NOTE);
            return;
        }
        sheet.key((0, 0), &key);
        draw_years(sheet, &grid, &years, &breaks);
    });
    saying::chart(id, title, said, svg, table(&years, wording))
}

/// Places, in the row of years, where a new framework begins.
fn breaks(years: &[YearScore], trend: &Trend) -> Vec<usize> {
    (1..years.len()).filter(|&at| trend.framework_starts.contains(&years[at].year)).collect()
}

fn draw_years(sheet: &ChartSheet<'_>, grid: &ScaleGrid, years: &[YearScore], breaks: &[usize]) {
    let wording = sheet.wording;
    let Some(scale) = grid.draw(sheet, years.len() as i64, &|value| wording.count((*value / 100) as u64)) else {
        return;
    };
    let columns = YearColumns { grid, count: years.len() };
    let slot = columns.slot();
    for (at, year) in years.iter().enumerate() {
        columns.name(sheet, at, year.year);
        if year.six_months.is_none() && year.twelve_months.is_none() {
            columns.missing(sheet, at, wording.pick("ไม่มีข้อมูล", "no data"));
        }
    }
    for &at in breaks {
        let x = grid.column(at, years.len()).0;
        sheet.line(&[(x, grid.top - px(8)), (x, grid.bottom)], "line-ink", " stroke-dasharray=\"2 3\"");
        let text = match wording.is_thai() {
            true => format!("เริ่มกรอบ ๔ มิติใหม่ ปี {}", wording.short_year(years[at].year)),
            false => format!("new framework from {}", years[at].year),
        };
        let text = wording.digits(&text.replace('๔', "4"));
        let half = tenths(&text, NOTE.size, NOTE.weight) / 2;
        let x = x.clamp(half, (grid.right - half).max(half));
        sheet.text((x, grid.top - px(27)), &text, at_middle(NOTE));
    }
    series(sheet, &scale, years, breaks, slot, &SIX, |year| year.six_months);
    series(sheet, &scale, years, breaks, slot, &TWELVE, |year| year.twelve_months);
}

/// How one round is drawn: the lesser round lighter, hollow, dashed, its figures below.
struct Series {
    line: &'static str,
    more: &'static str,
    dot: &'static str,
    dot_more: &'static str,
    below: bool,
}

const SIX: Series = Series {
    line: "line-soft",
    more: " stroke-width=\"2\" stroke-dasharray=\"4 3\"",
    dot: "fill-paper line-soft",
    dot_more: " stroke-width=\"2\"",
    below: true,
};
const TWELVE: Series = Series {
    line: "line-accent",
    more: " stroke-width=\"3\"",
    dot: "fill-accent",
    dot_more: " rx=\"5\"",
    below: false,
};

fn series(
    sheet: &ChartSheet<'_>,
    scale: &Scale<'_>,
    years: &[YearScore],
    breaks: &[usize],
    slot: i32,
    look: &Series,
    of: impl Fn(&YearScore) -> Option<Ratio>,
) {
    let wording = sheet.wording;
    let value = |at: usize| of(&years[at]).and_then(Ratio::hundredths).map(|value| value.min(10_000) as i64);
    let point = |at: usize, value: i64| (at as i64 * ScaleGrid::ACROSS + ScaleGrid::ACROSS / 2, value);
    let mut run: Vec<(i64, i64)> = Vec::new();
    for at in 0..=years.len() {
        let here = if at < years.len() && !breaks.contains(&at) { value(at) } else { None };
        match here {
            Some(value) => run.push(point(at, value)),
            None => {
                if run.len() > 1 {
                    put_on(scale, &DrawnLine { points: &run, class: look.line, more: look.more });
                }
                run.clear();
                if at < years.len() {
                    run.extend(value(at).map(|value| point(at, value)));
                }
            }
        }
    }
    let last = (0..years.len()).rev().find(|&at| value(at).is_some());
    for (at, year) in years.iter().enumerate() {
        let (Some(own), Some(ratio)) = (value(at), of(year)) else { continue };
        let (x, y) = scale.map_coordinate(&point(at, own));
        let dot = if look.below { px(4) } else { px(5) };
        let shown = wording.decimal(ratio.hundredths().unwrap_or(0) as i64);
        let title = format!("{} {shown}", wording.year(year.year));
        sheet.block((x - dot, y - dot), (x + dot, y + dot), look.dot, look.dot_more, &title);
        // Two figures at one place would cover each other; the lesser round gives way, the table has it.
        let other = year.twelve_months.and_then(Ratio::hundredths);
        let crowded = look.below && other.is_some_and(|other| (other as i64) < own + 400 && own < other as i64 + 2200);
        let fits = tenths(&shown, NOTE.size, NOTE.weight) <= slot - px(2) || last == Some(at);
        if fits && !crowded {
            let figure = TextLook {
                weight: if look.below { NOTE.weight } else { STRONG.weight },
                halo: true,
                ..at_middle(NOTE)
            };
            let half = tenths(&shown, figure.size, figure.weight) / 2;
            let x = x.min(px_width(sheet) - half);
            let y = if look.below { y + px(6) } else { y - px(25) };
            sheet.text((x, y), &shown, figure);
        }
    }
}

fn px_width(sheet: &ChartSheet<'_>) -> i32 {
    sheet.root.dim_in_pixel().0 as i32
}

/// What became of the 12-month score under the newest framework; of one year, its score.
fn found(years: &[YearScore], trend: &Trend, wording: ChartWording) -> Option<String> {
    let framework = |year: u16| trend.framework_starts.iter().filter(|&&start| start <= year).count();
    let scored =
        || years.iter().filter_map(|year| Some((year.year, year.twelve_months.filter(|score| score.whole > 0)?)));
    let (newest, last) = scored().next_back()?;
    let (oldest, first) = scored().find(|(year, _)| framework(*year) == framework(newest))?;
    let (year, from, to) = (wording.year(newest), wording.spoken_score(first), wording.spoken_score(last));
    let before =
        (u128::from(first.part) * u128::from(last.whole)).cmp(&(u128::from(last.part) * u128::from(first.whole)));
    Some(match (oldest == newest, before, wording.is_thai()) {
        (true, _, true) => format!("คะแนนปี {year} {to}"),
        (true, _, false) => format!("Score in {year}: {to}"),
        (_, std::cmp::Ordering::Less, true) => format!("คะแนนเพิ่มจาก{from} เป็น{to}"),
        (_, std::cmp::Ordering::Greater, true) => format!("คะแนนลดจาก{from} เป็น{to}"),
        (_, std::cmp::Ordering::Equal, true) => format!("คะแนนเท่าเดิม {to}"),
        (_, std::cmp::Ordering::Less, false) => format!("Score up from {from} to {to}"),
        (_, std::cmp::Ordering::Greater, false) => format!("Score down from {from} to {to}"),
        (_, std::cmp::Ordering::Equal, false) => format!("Score unchanged at {to}"),
    })
}

fn sentence(years: &[YearScore], trend: &Trend, wording: ChartWording) -> String {
    let scored: Vec<(u16, Ratio)> = years
        .iter()
        .filter_map(|year| Some((year.year, year.twelve_months?)))
        .filter(|(_, score)| score.whole > 0)
        .collect();
    let missing: Vec<u16> = years
        .iter()
        .filter(|year| year.six_months.is_none() && year.twelve_months.is_none())
        .map(|year| year.year)
        .collect();
    let first = match (scored.as_slice(), wording.is_thai()) {
        ([], true) => "ยังไม่มีคะแนนรอบ ๑๒ เดือน".replace("๑๒", &wording.count(12)),
        ([], false) => "There is no 12-month score yet.".to_owned(),
        ([(year, only)], true) => format!(
            "มีคะแนนรอบ {} เดือนปีเดียว คือปี {} ได้{}",
            wording.count(12),
            wording.year(*year),
            wording.spoken_score(*only)
        ),
        ([(year, only)], false) => {
            format!("Only {} has a 12-month score: {}.", wording.year(*year), wording.spoken_score(*only))
        }
        // What stands on the two sides of a break is never set against each other.
        (many, thai) => {
            let framework = |year: u16| trend.framework_starts.iter().filter(|&&start| start <= year).count();
            let parts: Vec<String> =
                many.chunk_by(|a, b| framework(a.0) == framework(b.0)).map(|part| within(part, wording)).collect();
            match (thai, parts.len()) {
                (true, 1) => format!("คะแนนรอบ {} เดือน {}", wording.count(12), parts.concat()),
                (true, _) => format!("คะแนนรอบ {} เดือน {}", wording.count(12), parts.join(" · กรอบใหม่ ")),
                (false, _) => format!("The 12-month score {}.", parts.join("; under the new framework it ")),
            }
        }
    };
    let missing = match (missing.is_empty(), wording.is_thai()) {
        (true, _) => String::new(),
        (false, true) => format!(" ไม่มีคะแนนปี {}", wording.years(&missing)),
        (false, false) => format!(" No score for {}.", wording.years(&missing)),
    };
    first + &missing
}

/// The first and the last score of years under one framework.
fn within(scored: &[(u16, Ratio)], wording: ChartWording) -> String {
    let score = |score: Ratio| wording.spoken_score(score);
    let (Some((from, a)), Some((to, b)), thai) = (scored.first(), scored.last(), wording.is_thai()) else {
        return String::new();
    };
    if from == to {
        return match thai {
            true => format!("ได้{} ในปี {}", score(*a), wording.year(*from)),
            false => format!("was {} in {}", score(*a), wording.year(*from)),
        };
    }
    let change = match (u128::from(b.part) * u128::from(a.whole)).cmp(&(u128::from(a.part) * u128::from(b.whole))) {
        std::cmp::Ordering::Greater => wording.pick("เพิ่มจาก", "rose from"),
        std::cmp::Ordering::Less => wording.pick("ลดจาก", "fell from"),
        std::cmp::Ordering::Equal => wording.pick("เท่าเดิมจาก", "stayed the same, from"),
    };
    let (from, to) = (wording.year(*from), wording.year(*to));
    match thai {
        true => format!("{change}{} ในปี {from} เป็น{} ในปี {to}", score(*a), score(*b)),
        false => format!("{change} {} in {from} to {} in {to}", score(*a), score(*b)),
    }
}

fn table(years: &[YearScore], wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        years::head(),
        ChartHead::figure("คะแนนรอบ ๖ เดือน", "Score at 6 months", "score_six_months"),
        ChartHead::figure("คะแนนรอบ ๑๒ เดือน", "Score at 12 months", "score_twelve_months"),
    ];
    let rows = years.iter().map(|year| {
        vec![
            years::cell(year.year, wording),
            ChartCell::ratio(year.six_months, wording),
            ChartCell::ratio(year.twelve_months, wording),
        ]
    });
    (heads, rows.collect())
}
