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
    /// Which round of which framework its figures are of, in words; those of one are compared with each other alone.
    pub round: String,
    /// Its amphoe, or whatever else those above and below it share.
    pub place: String,
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
    let title = saying::title(look, "สถานะของแต่ละหน่วยงาน", "Status of each agency", &comparison.about);
    let said = StatusPhrase::new(look, |wording| each_round(comparison, wording, left_over));
    let across: i32 = if is_wide(look) { 4 } else { 2 };
    let gap = px(20);
    let cell = (px(look.width as i32) - gap * (across - 1)) / across;
    let mut counts = StatusCounts::default();
    comparison.agencies.iter().for_each(|agency| counts += agency.all());
    // A sum over agencies would mix their rounds.
    let key = counts
        .present()
        .map(|(status, _)| KeyEntry { sign: KeySign::Status(status), text: status.word(wording.language).to_owned() });
    let key = ChartKey::set(key.collect(), px(look.width as i32));

    let names: Vec<WrappedText> = comparison
        .agencies
        .iter()
        .map(|agency| WrappedText::set(&agency.name, cell, TextLook { size: SMALL + 10, ..STRONG }, 3))
        .collect();
    let bars = comparison.dimensions.len() as i32 * px(18) + px(26);
    let mut tops = Vec::new();
    let mut y = key.height() + px(10);
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
        let number = wording.count(dimension as u64 + 1);
        sheet.text_on((x, y + px(7)), &format!("{} {number}", wording.pick("มิติ", "Dim.")), NOTE);
        let at = (x + px(42), y);
        match agency.of(dimension) {
            Some(counts) => sheet.stacked(at, width - px(42), px(14), &counts),
            None => sheet.empty_bar(at, width - px(42), px(14)),
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

/// Which of five even steps a share has; the text on each of them is ink.
fn shade(share: Ratio) -> &'static str {
    SHADES[(u128::from(share.part) * 5 / u128::from(share.whole.max(1))).min(4) as usize]
}

/// The five steps side by side, with the shares between them: the whole legend.
fn ramp(sheet: &ChartSheet<'_>, wording: ChartWording) {
    for (at, class) in SHADES.into_iter().enumerate() {
        let left = px(12) + at as i32 * RAMP_STEP;
        sheet.block((left, 0), (left + RAMP_STEP, px(14)), class, "", "");
        sheet.block((left + 5, 5), (left + RAMP_STEP - 5, px(14) - 5), "line-rule", "", "");
    }
    for at in 0..=5 {
        let percent = wording.count(at * 20);
        let text = if at == 5 { format!("{percent}%") } else { percent };
        sheet.text((px(12) + at as i32 * RAMP_STEP, px(15)), &text, at_middle(NOTE));
    }
}

const RAMP_STEP: i32 = px(44);
const RAMP_HEIGHT: i32 = px(40);

/// A line of the heat map, with its upper edge and how tall it is.
enum HeatLine<'c> {
    /// A round, or a place in it.
    Head(WrappedText),
    Agency(&'c ComparedAgency, WrappedText),
}

/// The agencies as they stand under each other: a round begins anew, and in it each place.
fn heat_lines(comparison: &ComparisonChart, width: i32, label: i32) -> Vec<(HeatLine<'_>, i32, i32)> {
    let mut lines = Vec::new();
    let mut above: Option<&ComparedAgency> = None;
    for agency in &comparison.agencies {
        let begins = above.is_none_or(|above| above.round != agency.round);
        let mut head = |text: &str, look, room: i32| {
            let words = WrappedText::set(text, width, look, 2);
            let tall = words.height() + room;
            lines.push((HeatLine::Head(words), tall));
        };
        if begins && !agency.round.is_empty() {
            head(&agency.round, STRONG, px(10));
        }
        if !agency.place.is_empty() && (begins || above.is_some_and(|above| above.place != agency.place)) {
            head(&agency.place, NOTE, px(8));
        }
        let name = agency.name.strip_suffix(agency.round.as_str()).unwrap_or(&agency.name).trim_end();
        let name = WrappedText::set(name, label - px(4), TextLook { size: SMALL + 5, ..LABEL }, 3);
        let tall = (name.height() + px(8)).max(px(36));
        lines.push((HeatLine::Agency(agency, name), tall));
        above = Some(agency);
    }
    let mut y = 0;
    let mut placed = Vec::with_capacity(lines.len());
    for (line, tall) in lines {
        placed.push((line, y, tall));
        y += tall;
    }
    placed
}

/// Done out of all, agency × dimension.
pub fn heat_map(id: &str, comparison: &ComparisonChart, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let found = finding(comparison, wording);
    let title = saying::title(look, &found, &found, &comparison.about);
    let said = StatusPhrase::new(look, |wording| each_round(comparison, wording, of_round));
    let width = px(look.width as i32);
    let label = width * if is_wide(look) { 34 } else { 30 } / 100;
    let count = comparison.dimensions.len() as i32 + 1;
    let cell = (width - label - px(6)) / count;
    let heads: Vec<WrappedText> = comparison
        .dimensions
        .iter()
        .map(String::as_str)
        .chain([wording.pick("รวม", "All")])
        .map(|name| WrappedText::set(name, cell - px(4), at_middle(NOTE), 3))
        .collect();
    let head = heads.iter().map(WrappedText::height).max().unwrap_or(0);
    let lines = heat_lines(comparison, width, label);
    let top = RAMP_HEIGHT + px(8) + head + px(4);
    let height = top + lines.last().map_or(0, |(_, y, tall)| y + tall) + px(4);

    let has_links = comparison.agencies.iter().any(|agency| agency.href.is_some());
    let frame = Frame { id, kind: "heat-map", title: &title, sentence: said.own(look), look, has_links, height };
    let svg = draw(&frame, |sheet| {
        ramp(sheet, wording);
        for (at, lines) in heads.iter().enumerate() {
            let middle = label + px(6) + at as i32 * cell + cell / 2;
            sheet.lines((middle, RAMP_HEIGHT + px(8) + head - lines.height()), lines);
        }
        let with_fractions = fractions_fit(comparison, cell - px(6), wording);
        let draw_rows = || {
            for (line, from, tall) in &lines {
                let (from, tall) = (top + from, *tall);
                let (agency, name) = match line {
                    HeatLine::Head(words) => {
                        sheet.entry(has_links, || sheet.lines((0, from + tall - words.height() - px(2)), words));
                        continue;
                    }
                    HeatLine::Agency(agency, name) => (*agency, name),
                };
                let inside = || {
                    let middle = from + (tall - name.height()) / 2;
                    sheet.label((0, middle), name, &agency.name, agency.href.as_ref(), || ());
                    for dimension in 0..count {
                        let counts = if dimension + 1 == count {
                            Some(agency.all()).filter(|all| all.all() > 0)
                        } else {
                            agency.of(dimension as usize)
                        };
                        let x = label + px(6) + dimension * cell;
                        heat_cell(
                            sheet,
                            counts,
                            with_fractions,
                            (x + 10, from + 10),
                            (x + cell - 10, from + tall - 10),
                        );
                    }
                };
                sheet.entry(has_links, inside);
            }
        };
        if has_links { sheet.group(GroupRole::List { label: &title }, draw_rows) } else { draw_rows() }
    });
    saying::chart(id, title, said, svg, table(comparison, wording))
}

const CELL: TextLook = TextLook { size: 130, ..NOTE };

/// Every cell says its share; how many of how many stands below it where that fits every cell.
fn fractions_fit(comparison: &ComparisonChart, room: i32, wording: ChartWording) -> bool {
    let cells = |agency: &ComparedAgency| {
        let own = (0..comparison.dimensions.len()).filter_map(|at| agency.of(at));
        own.chain([agency.all()]).collect::<Vec<_>>()
    };
    let fits = |counts: StatusCounts| tenths(&fraction(&counts, wording), CELL.size, CELL.weight) <= room;
    comparison.agencies.iter().flat_map(cells).all(fits)
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
    with_fractions: bool,
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
    sheet.block(from, to, shade(share), "", "");
    sheet.block((from.0 + 5, from.1 + 5), (to.0 - 5, to.1 - 5), "line-rule", "", "");
    let look = TextLook { paint: Paint::Ink, ..at_middle(CELL) };
    let strong = TextLook { weight: STRONG.weight, ..look };
    if with_fractions {
        sheet.text_on((middle.0, middle.1 - px(8)), &percent(&counts, wording), strong);
        sheet.text_on((middle.0, middle.1 + px(8)), &fraction(&counts, wording), look);
    } else {
        sheet.text_on(middle, &percent(&counts, wording), strong);
    }
}

/// The agencies by their round, in the order of the picture.
fn rounds(comparison: &ComparisonChart) -> Vec<(&str, Vec<&ComparedAgency>)> {
    let mut rounds: Vec<(&str, Vec<&ComparedAgency>)> = Vec::new();
    for agency in &comparison.agencies {
        match rounds.iter_mut().find(|(round, _)| *round == agency.round) {
            Some((_, here)) => here.push(agency),
            None => rounds.push((&agency.round, vec![agency])),
        }
    }
    rounds
}

/// One sentence for each round: six months and twelve are never compared with each other.
fn each_round(
    comparison: &ComparisonChart,
    wording: ChartWording,
    say: impl Fn(&[&ComparedAgency], ChartWording) -> String,
) -> String {
    match rounds(comparison).as_slice() {
        [] => say(&[], wording),
        [(_, here)] => say(here, wording),
        // The newest says its own; of the others each cell does, and none is held against another.
        [(round, here), others @ ..] => {
            // The round is said once: names of single agencies end with it too.
            let said = say(here, wording).replace(&format!(" {round}"), "");
            let others = wording.count(others.len() as u64);
            match wording.is_thai() {
                true => format!("{round}: {said} · อีก {others} รอบอยู่ข้างล่าง เทียบข้ามรอบไม่ได้"),
                false => format!("{round}: {said} Further rounds below: {others}; no round is compared with another."),
            }
        }
    }
}

/// What is left of the promises of some agencies of one round.
fn left_over(agencies: &[&ComparedAgency], wording: ChartWording) -> String {
    let mut all = StatusCounts::default();
    agencies.iter().for_each(|agency| all += agency.all());
    match (all.all(), wording.is_thai()) {
        (0, true) => "ยังไม่มีหน่วยงานที่รายงาน".to_owned(),
        (0, false) => "No agency has reported yet.".to_owned(),
        (whole, true) => format!("จาก {} {}", wording.items(whole), saying::counts(&all, wording)),
        (whole, false) => format!("Of {}, {}.", wording.items(whole), saying::counts(&all, wording)),
    }
}

/// The heading in a few words: what those of the latest round have done.
fn finding(comparison: &ComparisonChart, wording: ChartWording) -> String {
    let known = rounds(comparison).into_iter().find_map(|(round, here)| {
        let counts: Vec<StatusCounts> = here.iter().map(|one| one.all()).filter(|all| all.all() > 0).collect();
        let shares =
            || counts.iter().filter_map(|all| Ratio::new(all.done, all.all()).hundredths().map(|share| (share, *all)));
        let (low, high) = (shares().min_by_key(|(share, _)| *share)?.1, shares().max_by_key(|(share, _)| *share)?.1);
        Some((round, counts.len(), percent(&low, wording), percent(&high, wording)))
    });
    match (known, wording.is_thai()) {
        (Some((round, 1, share, _)), true) => format!("{round} เสร็จ {share}").trim_start().to_owned(),
        (Some((round, 1, share, _)), false) => format!("{round}: {share} done").trim_start_matches(": ").to_owned(),
        (Some((round, many, low, high)), true) => {
            format!("{round} {} หน่วยงานเสร็จ {low} ถึง {high}", wording.count(many as u64)).trim_start().to_owned()
        }
        (Some((round, many, low, high)), false) => {
            format!("{round}: {many} agencies, {low} to {high} done").trim_start_matches(": ").to_owned()
        }
        (None, _) => wording.pick("ยังไม่มีผลให้เทียบ", "No results to compare yet").to_owned(),
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
