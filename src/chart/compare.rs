//! Agencies side by side: small multiples, and a heat map of agency × dimension.
//! Every cell says its figures; shades only help the eye. Order is the caller's: this is no ranking.

use super::canvas::{Paint, SMALL, TextLook, px};
use super::element::GroupRole;
use super::saying::{self, StatusPhrase};
use super::sheet::{
    ChartKey, ChartSheet, Frame, KeyEntry, KeySign, LABEL, NOTE, STRONG, WrappedText, at_middle, draw, is_wide,
};
use super::status::StatusCounts;
use super::text::tenths;
use super::wording::{ChartLook, ChartWording, Ratio};
use super::{Chart, ChartCell, ChartHead, Subject};

#[derive(Clone, Debug)]
pub struct ComparisonChart {
    pub about: String,
    /// Names of the dimensions, as short as they are known: "มิติที่ ๑".
    pub dimensions: Vec<String>,
    pub agencies: Vec<ComparedAgency>,
}

#[derive(Clone, Debug)]
pub struct ComparedAgency {
    pub name: String,
    pub href: Option<String>,
    /// One per dimension; `None` where nothing is reported.
    pub dimensions: Vec<Option<StatusCounts>>,
    /// Items that belong to no dimension: they count in the whole.
    pub outside: StatusCounts,
    pub subject: Option<Subject>,
    /// Which round its figures are of, in words; those of one round are compared with each other alone.
    pub round: String,
}

impl ComparedAgency {
    fn all(&self) -> StatusCounts {
        let mut all = self.outside;
        self.dimensions.iter().flatten().for_each(|own| all += *own);
        all
    }

    fn of(&self, dimension: usize) -> Option<StatusCounts> {
        self.dimensions.get(dimension).copied().flatten().filter(|counts| counts.all() > 0)
    }
}

/// One small chart per agency, all alike: a bar for each dimension.
pub fn multiples(id: &str, comparison: &ComparisonChart, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let title = saying::title(look, "หน่วยงานเคียงกัน", "Agencies side by side", &comparison.about);
    let said = StatusPhrase::new(look, |wording| sentence(comparison, wording));
    let across: i32 = if is_wide(look) { 4 } else { 2 };
    let gap = px(20);
    let cell = (px(look.width as i32) - gap * (across - 1)) / across;
    let mut counts = StatusCounts::default();
    comparison.agencies.iter().for_each(|agency| counts += agency.all());
    let key = ChartKey::of_counts(&counts, wording, px(look.width as i32));
    let note = wording.pick("เลขหน้าแถบคือมิติที่", "The figure before a bar is the dimension");
    let key_height = key.height() + px(20);

    let names: Vec<WrappedText> = comparison
        .agencies
        .iter()
        .map(|agency| WrappedText::set(&agency.name, cell, TextLook { size: SMALL + 10, ..STRONG }, 3))
        .collect();
    let bars = comparison.dimensions.len() as i32 * px(18) + px(26);
    let mut tops = Vec::new();
    let mut y = key_height + px(10);
    for row in names.chunks(across as usize) {
        let head = row.iter().map(WrappedText::height).max().unwrap_or(0);
        tops.push((y, head));
        y += head + px(4) + bars + px(18);
    }
    let has_links = comparison.agencies.iter().any(|agency| agency.href.is_some());
    let frame = Frame {
        id,
        kind: "multiples",
        title: &title,
        sentence: said.own(look),
        look,
        has_links,
        height: (y - px(12)).max(px(30)),
    };
    let svg = draw(&frame, |sheet| {
        sheet.key((0, 0), &key);
        if names.is_empty() {
            sheet.text((0, px(4)), wording.pick("ยังไม่มีหน่วยงาน", "No agencies yet"), NOTE);
            return;
        }
        sheet.text((0, key.height()), note, NOTE);
        let draw_cells = || {
            for (at, (agency, name)) in comparison.agencies.iter().zip(&names).enumerate() {
                let x = (at as i32 % across) * (cell + gap);
                let (top, head) = tops[at / across as usize];
                let inside = || {
                    sheet.label((x, top), name, &agency.name, agency.href.as_ref(), || ());
                    small_chart(sheet, agency, comparison, (x, top + head + px(4)), cell);
                };
                sheet.entry(has_links, inside);
            }
        };
        if has_links { sheet.group(GroupRole::List { label: &title }, draw_cells) } else { draw_cells() }
    });
    saying::chart(id, title, said, svg, table(comparison, wording))
}

fn small_chart(
    sheet: &ChartSheet<'_>,
    agency: &ComparedAgency,
    comparison: &ComparisonChart,
    (x, top): (i32, i32),
    width: i32,
) {
    let wording = sheet.wording;
    for dimension in 0..comparison.dimensions.len() {
        let y = top + dimension as i32 * px(18);
        sheet.text_on((x, y + px(7)), &wording.count(dimension as u64 + 1), NOTE);
        let at = (x + px(14), y);
        match agency.of(dimension) {
            Some(counts) => sheet.stacked(at, width - px(14), px(14), &counts),
            None => sheet.empty_bar(at, width - px(14), px(14)),
        }
    }
    let y = top + comparison.dimensions.len() as i32 * px(18);
    sheet.text((x, y), &done(&agency.all(), wording), NOTE);
}

fn done(counts: &StatusCounts, wording: ChartWording) -> String {
    match (counts.all(), wording.is_thai()) {
        (0, _) => wording.pick("ยังไม่มีรายงาน", "nothing reported").to_owned(),
        (all, true) => format!("เสร็จ {} จาก {}", wording.count(counts.done), wording.count(all)),
        (all, false) => format!("{} of {} done", wording.count(counts.done), wording.count(all)),
    }
}

const SHADES: [&str; 5] =
    ["fill-accent heat-0", "fill-accent heat-1", "fill-accent heat-2", "fill-accent heat-3", "fill-accent heat-4"];

/// Which of five shades a share has, and whether text on it must be of paper colour.
fn shade(share: Ratio) -> (&'static str, bool) {
    let step = (u128::from(share.part) * 5 / u128::from(share.whole.max(1))).min(4) as usize;
    (SHADES[step], step > 2)
}

/// Done out of all, agency × dimension.
pub fn heat_map(id: &str, comparison: &ComparisonChart, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let title = saying::title(look, "แล้วเสร็จตามหน่วยงานและมิติ", "Done by agency and dimension", &comparison.about);
    let said = StatusPhrase::new(look, |wording| sentence(comparison, wording));
    let width = px(look.width as i32);
    let label = width * if is_wide(look) { 34 } else { 30 } / 100;
    let count = comparison.dimensions.len() as i32 + 1;
    let cell = (width - label - px(6)) / count;
    let steps = [0u64, 20, 40, 60, 80];
    let key = ChartKey::set(
        steps
            .into_iter()
            .zip(SHADES)
            .map(|(from, class)| KeyEntry {
                sign: KeySign::Swatch(class),
                text: match from {
                    80 => format!("{}–{}%", wording.count(80), wording.count(100)),
                    _ => format!("{}–<{}%", wording.count(from), wording.count(from + 20)),
                },
            })
            .collect(),
        width,
    );
    let heads: Vec<WrappedText> = comparison
        .dimensions
        .iter()
        .map(String::as_str)
        .chain([wording.pick("รวม", "All")])
        .map(|name| WrappedText::set(name, cell - px(4), at_middle(NOTE), 3))
        .collect();
    let head = heads.iter().map(WrappedText::height).max().unwrap_or(0);
    let names: Vec<WrappedText> = comparison
        .agencies
        .iter()
        .map(|agency| WrappedText::set(&agency.name, label - px(4), TextLook { size: SMALL + 5, ..LABEL }, 3))
        .collect();
    let heads_top = key.height() + px(8);
    let mut y = heads_top + head + px(4);
    let rows: Vec<(i32, i32)> = names
        .iter()
        .map(|name| {
            let tall = (name.height() + px(8)).max(px(42));
            y += tall;
            (y - tall, tall)
        })
        .collect();

    let has_links = comparison.agencies.iter().any(|agency| agency.href.is_some());
    let frame =
        Frame { id, kind: "heat-map", title: &title, sentence: said.own(look), look, has_links, height: y + px(4) };
    let svg = draw(&frame, |sheet| {
        sheet.key((0, 0), &key);
        for (at, lines) in heads.iter().enumerate() {
            let middle = label + px(6) + at as i32 * cell + cell / 2;
            sheet.lines((middle, heads_top + head - lines.height()), lines);
        }
        let figures = CellFigures::fitting(comparison, cell - px(6), wording);
        let draw_rows = || {
            for ((agency, name), &(top, tall)) in comparison.agencies.iter().zip(&names).zip(&rows) {
                let inside = || {
                    let middle = top + (tall - name.height()) / 2;
                    sheet.label((0, middle), name, &agency.name, agency.href.as_ref(), || ());
                    for dimension in 0..count {
                        let counts = if dimension + 1 == count {
                            Some(agency.all()).filter(|all| all.all() > 0)
                        } else {
                            agency.of(dimension as usize)
                        };
                        let x = label + px(6) + dimension * cell;
                        heat_cell(sheet, counts, &figures, (x + 10, top + 10), (x + cell - 10, top + tall - 10));
                    }
                };
                sheet.entry(has_links, inside);
            }
        };
        if has_links { sheet.group(GroupRole::List { label: &title }, draw_rows) } else { draw_rows() }
    });
    saying::chart(id, title, said, svg, table(comparison, wording))
}

/// What every cell of a heat map says; all cells say the same kind of thing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellFigures {
    FractionAndPercent,
    Fraction,
    Done,
}

const CELL: TextLook = TextLook { size: 130, ..NOTE };

impl CellFigures {
    fn fitting(comparison: &ComparisonChart, room: i32, wording: ChartWording) -> Self {
        let fits = |text: &str| tenths(text, CELL.size, CELL.weight) <= room;
        let cells = || {
            let own = |agency: &ComparedAgency| {
                (0..comparison.dimensions.len())
                    .filter_map(|at| agency.of(at))
                    .chain([agency.all()])
                    .collect::<Vec<_>>()
            };
            comparison.agencies.iter().flat_map(own)
        };
        let fractions = cells().all(|counts| fits(&fraction(&counts, wording)));
        match () {
            () if fractions && cells().all(|counts| fits(&percent(&counts, wording))) => Self::FractionAndPercent,
            () if fractions => Self::Fraction,
            () => Self::Done,
        }
    }
}

fn fraction(counts: &StatusCounts, wording: ChartWording) -> String {
    format!("{}/{}", wording.count(counts.done), wording.count(counts.all()))
}

fn percent(counts: &StatusCounts, wording: ChartWording) -> String {
    counts.completion().map_or_else(|| "–".to_owned(), |share| wording.percent(share))
}

fn heat_cell(
    sheet: &ChartSheet<'_>,
    counts: Option<StatusCounts>,
    figures: &CellFigures,
    from: (i32, i32),
    to: (i32, i32),
) {
    let wording = sheet.wording;
    let middle = ((from.0 + to.0) / 2, (from.1 + to.1) / 2);
    let Some((counts, share)) = counts.and_then(|counts| Some((counts, counts.completion()?))) else {
        sheet.block((from.0 + 5, from.1 + 5), (to.0 - 5, to.1 - 5), "line-wait dotted", "", "");
        let words = if counts.is_some() { wording.pick("ไม่ระบุ", "not stated") } else { "–" };
        sheet.text_on(middle, words, at_middle(NOTE));
        return;
    };
    let (class, dark) = shade(share);
    sheet.block(from, to, class, "", "");
    sheet.block((from.0 + 5, from.1 + 5), (to.0 - 5, to.1 - 5), "line-rule", "", "");
    let look = TextLook { paint: if dark { Paint::Paper } else { Paint::Ink }, ..at_middle(CELL) };
    match figures {
        CellFigures::FractionAndPercent => {
            let strong = TextLook { weight: STRONG.weight, ..look };
            sheet.text_on((middle.0, middle.1 - px(9)), &fraction(&counts, wording), strong);
            sheet.text_on((middle.0, middle.1 + px(9)), &percent(&counts, wording), look);
        }
        CellFigures::Fraction => sheet.text_on(middle, &fraction(&counts, wording), look),
        CellFigures::Done => sheet.text_on(middle, &wording.count(counts.done), look),
    }
}

/// One sentence for each round: six months and twelve are never compared with each other.
fn sentence(comparison: &ComparisonChart, wording: ChartWording) -> String {
    let mut rounds: Vec<(&str, Vec<&ComparedAgency>)> = Vec::new();
    for agency in &comparison.agencies {
        match rounds.iter_mut().find(|(round, _)| *round == agency.round) {
            Some((_, here)) => here.push(agency),
            None => rounds.push((&agency.round, vec![agency])),
        }
    }
    match rounds.as_slice() {
        [] => of_round(&[], wording),
        [(_, here)] => of_round(here, wording),
        many => {
            let said: Vec<String> =
                many.iter().map(|(round, here)| format!("{round}: {}", of_round(here, wording))).collect();
            said.join(wording.pick(" · ", " "))
        }
    }
}

fn of_round(agencies: &[&ComparedAgency], wording: ChartWording) -> String {
    let reporting: Vec<(&ComparedAgency, StatusCounts)> =
        agencies.iter().map(|agency| (*agency, agency.all())).filter(|(_, all)| all.all() > 0).collect();
    let silent = (agencies.len() - reporting.len()) as u64;
    let share = |counts: &StatusCounts| Ratio::new(counts.done, counts.all());
    let order = |a: &StatusCounts, b: &StatusCounts| {
        (u128::from(a.done) * u128::from(b.all())).cmp(&(u128::from(b.done) * u128::from(a.all())))
    };
    let lowest = reporting.iter().min_by(|a, b| order(&a.1, &b.1));
    let highest = reporting.iter().max_by(|a, b| order(&a.1, &b.1));
    let first = match (reporting.as_slice(), lowest.zip(highest), wording.is_thai()) {
        ([], _, true) | (_, None, true) => "ยังไม่มีหน่วยงานที่รายงาน".to_owned(),
        ([], _, false) | (_, None, false) => "No agency has reported yet.".to_owned(),
        ([(agency, counts)], _, true) => format!("{} {}", agency.name, done(counts, wording)),
        ([(agency, counts)], _, false) => format!("{}: {}.", agency.name, done(counts, wording)),
        (many, Some((low, high)), true) if order(&low.1, &high.1).is_eq() => format!(
            "{} หน่วยงานทำแล้วเสร็จ{} ของเรื่องทั้งหมดเท่ากัน",
            wording.count(many.len() as u64),
            wording.spoken_percent(share(&low.1))
        ),
        (many, Some((low, high)), false) if order(&low.1, &high.1).is_eq() => {
            format!("Each of {} agencies has {} of its items done.", many.len(), wording.spoken_percent(share(&low.1)))
        }
        (many, Some((low, high)), true) => format!(
            "{} หน่วยงานทำแล้วเสร็จตั้งแต่{} ถึง{} ของเรื่องทั้งหมด",
            wording.count(many.len() as u64),
            wording.spoken_percent(share(&low.1)),
            wording.spoken_percent(share(&high.1))
        ),
        (many, Some((low, high)), false) => format!(
            "Among {} agencies, {} to {} of all items are done.",
            many.len(),
            wording.spoken_percent(share(&low.1)),
            wording.spoken_percent(share(&high.1))
        ),
    };
    match (silent, wording.is_thai()) {
        (0, _) => first,
        (_, _) if reporting.is_empty() => first,
        (_, true) => format!("{first} อีก {} หน่วยงานยังไม่มีรายงาน", wording.count(silent)),
        (1, false) => format!("{first} One has not reported."),
        (_, false) => format!("{first} {silent} have not reported."),
    }
}

fn table(comparison: &ComparisonChart, wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let mut heads =
        vec![ChartHead::word("หน่วยงาน", "Agency", "agency"), ChartHead::word("มิติ", "Dimension", "dimension")];
    heads.extend(ChartHead::of_counts());
    let mut rows = Vec::new();
    for agency in &comparison.agencies {
        let parts = comparison.dimensions.iter().enumerate().map(|(at, name)| (name.as_str(), agency.of(at)));
        let all = (wording.pick("รวม", "All"), Some(agency.all()));
        // The picture has no place for them; without their row the table would not add up.
        let outside = wording.pick("ไม่ระบุมิติ", "No dimension");
        let outside = (agency.outside.all() > 0).then_some((outside, Some(agency.outside)));
        for (name, counts) in parts.chain(outside).chain([all]) {
            let mut cells =
                vec![ChartCell::link(&agency.name, agency.href.as_ref()).of(agency.subject), ChartCell::word(name)];
            cells.extend(ChartCell::of_counts(&counts.unwrap_or_default(), wording));
            rows.push(cells);
        }
    }
    (heads, rows)
}
