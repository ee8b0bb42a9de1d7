//! The promises of all years as a river: each year falls from its plan over six to twelve months, one year below the other
//! on one scale; where the framework changes, a weir parts what must not be compared.
//! Every state that a round reaches is a link to its list.

use super::canvas::{Paint, TextLook, px};
use super::element::{Cascade, Segment};
use super::saying::{self, StatusPhrase};
use super::sheet::{ChartKey, ChartSheet, Frame, LABEL, NOTE, STRONG, at_middle, draw};
use super::status::{Status, StatusCounts};
use super::text::tenths;
use super::wording::{ChartLook, ChartWording};
use super::{Chart, ChartCell, ChartHead, Subject};

#[derive(Clone, Debug)]
pub struct River {
    pub about: String,
    /// The oldest first; a year without promises is none of them.
    pub years: Vec<RiverYear>,
}

#[derive(Clone, Debug)]
pub struct RiverYear {
    pub year: u16,
    /// The year's page.
    pub href: Option<String>,
    /// A year of another framework than the year before it.
    pub breaks: bool,
    /// One entry per promise. Without a report of a round nothing is known of it there.
    pub items: Vec<[Option<Status>; 2]>,
    /// Where the promises of a state are listed, by round and state.
    pub lists: [[Option<String>; 5]; 2],
    pub of: Option<Subject>,
}

impl RiverYear {
    fn all(&self) -> u64 {
        self.items.len() as u64
    }

    fn counts(&self, round: usize) -> Option<StatusCounts> {
        let known: Option<Vec<Status>> = self.items.iter().map(|item| item[round]).collect();
        known.filter(|known| !known.is_empty()).map(StatusCounts::of)
    }

    /// The newest round that is reported.
    fn newest(&self) -> Option<StatusCounts> {
        self.counts(1).or_else(|| self.counts(0))
    }
}

const BAR: i32 = px(18);
const FALL: i32 = px(30);
const HEAD: i32 = px(24);
const BETWEEN: i32 = px(14);
const WEIR: i32 = px(34);
/// Nothing that exists is narrower than a finger.
const LEAST: i32 = px(26);

const ROUNDS: [usize; 2] = [0, 1];

pub fn chart(id: &str, river: &River, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let (thai, english) = (heading(river, look.thai()), heading(river, look.english()));
    let title = saying::title(look, &thai, &english, &river.about);
    let said = StatusPhrase::new(look, |wording| sentence(river, wording));
    let most = river.years.iter().map(RiverYear::all).max().unwrap_or(0);
    let names = [wording.pick("แผน", "Plan").to_owned(), months(6, wording), months(12, wording)];
    let left = names.iter().map(|name| tenths(name, NOTE.size, NOTE.weight)).max().unwrap_or(0) + px(10);
    let width = px(look.width as i32) - left;
    let keys: Vec<Option<ChartKey>> = river
        .years
        .iter()
        .map(|year| year.newest().map(|counts| ChartKey::of_counts(&counts, wording, px(look.width as i32))))
        .collect();
    let tall = |year: &RiverYear, key: &Option<ChartKey>| {
        let falls = ROUNDS.into_iter().filter(|round| year.counts(*round).is_some()).count() as i32;
        let foot = key.as_ref().map_or(px(22), |key| px(6) + key.height());
        HEAD + BAR + falls * (FALL + BAR) + foot + if year.breaks { WEIR } else { 0 }
    };
    let height: i32 = river.years.iter().zip(&keys).map(|(year, key)| tall(year, key) + BETWEEN).sum();
    let frame = Frame {
        id,
        kind: "river",
        title: &title,
        sentence: said.own(look),
        look,
        has_links: true,
        height: height.max(px(30)),
    };
    let svg = draw(&frame, |sheet| {
        if river.years.is_empty() {
            sheet.text((0, px(4)), wording.pick("ยังไม่มีเรื่องในแผน", "No items in a plan yet"), NOTE);
        }
        let mut top = 0;
        for (year, key) in river.years.iter().zip(&keys) {
            let course = Course { sheet, names: &names, left, width, most };
            course.year(year, key.as_ref(), top);
            top += tall(year, key) + BETWEEN;
        }
    });
    saying::chart(id, title, said, svg, table(river, wording))
}

fn months(months: u64, wording: ChartWording) -> String {
    match wording.is_thai() {
        true => format!("{} เดือน", wording.count(months)),
        false => format!("{months} months"),
    }
}

/// Where a year's water runs.
struct Course<'c, 's> {
    sheet: &'c ChartSheet<'s>,
    names: &'c [String; 3],
    left: i32,
    width: i32,
    most: u64,
}

/// Part of a bar: which state, how many, and from where to where.
struct Reach {
    status: Status,
    count: u64,
    from: i32,
    to: i32,
}

impl Course<'_, '_> {
    fn year(&self, year: &RiverYear, key: Option<&ChartKey>, mut top: i32) {
        let (sheet, wording) = (self.sheet, self.sheet.wording);
        if year.breaks {
            let right = self.left + self.width;
            sheet.line(
                &[(0, top + px(6)), (right, top + px(6))],
                "line-ink",
                " stroke-width=\"2\" stroke-dasharray=\"7 5\"",
            );
            let words = wording.pick("เปลี่ยนกรอบแผน เทียบข้ามเส้นนี้ไม่ได้", "New framework: not comparable across this line");
            sheet.text((0, top + px(10)), words, NOTE);
            top += WEIR;
        }
        let words = format!("{} · {}", year_words(year.year, wording), wording.items(year.all()));
        let heading = || sheet.text((0, top), &words, STRONG);
        match &year.href {
            Some(href) => sheet.link(Some(href), &words, heading),
            None => heading(),
        }
        let mut y = top + HEAD;
        let wide = self.wide(year);
        self.name(0, y);
        sheet.block((self.left, y), (self.left + wide, y + BAR), "fill-accent", " rx=\"2\"", "");
        let mut above: Vec<(Option<Status>, i32, i32)> = vec![(None, self.left, self.left + wide)];
        let mut before: Option<usize> = None;
        for round in ROUNDS {
            let Some(counts) = year.counts(round) else { continue };
            let reaches = self.reaches(&counts, wide);
            self.falls(year, (before, round), &above, &reaches, y + BAR);
            y += BAR + FALL;
            self.name(round + 1, y);
            above = reaches.iter().map(|reach| (Some(reach.status), reach.from, reach.to)).collect();
            before = Some(round);
        }
        match key {
            Some(key) => sheet.key((0, y + BAR + px(6)), key),
            None => sheet.text(
                (0, y + BAR + px(4)),
                wording.pick("เว็บนี้ยังไม่มีรายงานของปีนี้", "This site has no report of this year"),
                NOTE,
            ),
        }
    }

    fn name(&self, at: usize, y: i32) {
        self.sheet.text_on((0, y + BAR / 2), &self.names[at], NOTE);
    }

    /// As many promises, as wide; but wide enough for every state that occurs in it.
    fn wide(&self, year: &RiverYear) -> i32 {
        let exact = (i128::from(self.width) * i128::from(year.all()) / i128::from(self.most.max(1))) as i32;
        let kinds = ROUNDS.into_iter().filter_map(|round| year.counts(round)).map(|counts| counts.present().count());
        exact.max(LEAST * kinds.max().unwrap_or(1) as i32).min(self.width)
    }

    fn reaches(&self, counts: &StatusCounts, wide: i32) -> Vec<Reach> {
        let all = counts.all().max(1);
        let mut parts: Vec<(Status, u64, i32)> = counts
            .present()
            .map(|(status, count)| {
                let exact = (i128::from(wide) * i128::from(count) / i128::from(all)) as i32;
                (status, count, exact.max(LEAST))
            })
            .collect();
        let over: i32 = parts.iter().map(|part| part.2).sum::<i32>() - wide;
        if let Some(largest) = parts.iter_mut().max_by_key(|part| part.2) {
            largest.2 = (largest.2 - over).max(LEAST);
        }
        let mut from = self.left;
        parts
            .into_iter()
            .map(|(status, count, wide)| {
                let reach = Reach { status, count, from, to: from + wide };
                from += wide;
                reach
            })
            .collect()
    }

    /// All that falls to a state, and the state itself, is one link to its list.
    fn falls(
        &self,
        year: &RiverYear,
        (before, round): (Option<usize>, usize),
        above: &[(Option<Status>, i32, i32)],
        reaches: &[Reach],
        y: i32,
    ) {
        let (sheet, wording) = (self.sheet, self.sheet.wording);
        let moves = |from: Option<Status>, to: Status| {
            let comes = |item: &&[Option<Status>; 2]| before.is_none_or(|before| item[before] == from);
            year.items.iter().filter(comes).filter(|item| item[round] == Some(to)).count() as u64
        };
        let sizes: Vec<u64> =
            above.iter().map(|(from, _, _)| reaches.iter().map(|reach| moves(*from, reach.status)).sum()).collect();
        let mut left: Vec<i32> = above.iter().map(|(_, from, _)| *from).collect();
        for reach in reaches {
            let name = format!(
                "{} {} {} {}",
                year_words(year.year, wording),
                self.names[round + 1],
                reach.status.word(wording.language),
                wording.items(reach.count)
            );
            let mut arrived = reach.from;
            sheet.link(year.lists[round][reach.status as usize].as_deref(), &name, || {
                let class = format!("fill-{} ribbon", Paint::of_status(reach.status).class());
                for (at, (from, start, end)) in above.iter().enumerate() {
                    let count = moves(*from, reach.status);
                    if count == 0 {
                        continue;
                    }
                    let of =
                        |whole: i32, all: u64| (i128::from(whole) * i128::from(count) / i128::from(all.max(1))) as i32;
                    let (out, into) = (of(end - start, sizes[at]), of(reach.to - reach.from, reach.count));
                    let corners = [(left[at], y), (left[at] + out, y), (arrived, y + FALL), (arrived + into, y + FALL)];
                    sheet.put(&Cascade { corners, class: &class });
                    left[at] += out;
                    arrived += into;
                }
                let top = y + FALL;
                let corners = [(reach.from, top), (reach.to - px(1), top + BAR)];
                sheet.put(&Segment { corners, status: reach.status, title: "" });
            });
            let figure = wording.count(reach.count);
            // What is crossed out or a dash has no room for a figure in it; its words stand below.
            if matches!(reach.status, Status::Done)
                && tenths(&figure, LABEL.size, LABEL.weight) + px(6) < reach.to - reach.from
            {
                let look = TextLook { paint: Paint::Paper, size: px(13), ..at_middle(STRONG) };
                sheet.text_on(((reach.from + reach.to) / 2, y + FALL + BAR / 2), &figure, look);
            }
        }
    }
}

fn year_words(year: u16, wording: ChartWording) -> String {
    match wording.is_thai() {
        true => format!("ปี {}", wording.year(year)),
        false => format!("FY {}", wording.year(year)),
    }
}

/// What no other picture tells: how many were finished in the second half of the newest year that has both rounds.
fn heading(river: &River, wording: ChartWording) -> String {
    let both = |year: &&RiverYear| ROUNDS.into_iter().all(|round| year.counts(round).is_some());
    let Some(year) = river.years.iter().rev().find(both) else {
        return wording.pick("จากแผนสู่ผล ทุกปี", "From plan to result, every year").to_owned();
    };
    let later = |item: &&[Option<Status>; 2]| item[0] != Some(Status::Done) && item[1] == Some(Status::Done);
    let later = year.items.iter().filter(later).count() as u64;
    let name = year_words(year.year, wording);
    match (later, wording.is_thai()) {
        (0, true) => format!("{name} ไม่มีเรื่องที่เสร็จเพิ่มหลังรอบ {}", months(6, wording)),
        (0, false) => format!("{name}: nothing was finished after the first half"),
        (_, true) => format!("{name} เสร็จเพิ่มหลังรอบ {} {}", months(6, wording), wording.items(later)),
        (_, false) => format!("{name}: {} finished after the first half", wording.items(later)),
    }
}

/// Year by year, and no figure of one year against another.
fn sentence(river: &River, wording: ChartWording) -> String {
    if river.years.is_empty() {
        return wording.pick("ยังไม่มีเรื่องที่จะแสดง", "There is no item to show yet.").to_owned();
    }
    let years: Vec<String> = river
        .years
        .iter()
        .map(|year| {
            let name = year_words(year.year, wording);
            match (year.newest(), wording.is_thai()) {
                // How the rest stands is written on the ribbons.
                (Some(counts), true) if counts.done > 0 => {
                    let (done, all) = (wording.count(counts.done), wording.items(counts.all()));
                    format!("{name} แล้วเสร็จ {done} จาก {all}")
                }
                (Some(counts), false) if counts.done > 0 => {
                    format!("{name}: {} of {} done", wording.count(counts.done), wording.items(counts.all()))
                }
                (Some(counts), true) => {
                    format!("{name} จาก {} {}", wording.items(counts.all()), saying::counts(&counts, wording))
                }
                (Some(counts), false) => {
                    format!("{name}, of {}: {}", wording.items(counts.all()), saying::counts(&counts, wording))
                }
                (None, true) => format!("{name} สัญญา {} เว็บนี้ยังไม่มีรายงาน", wording.items(year.all())),
                (None, false) => format!("{name}: {} promised, no report on this site", wording.items(year.all())),
            }
        })
        .collect();
    match wording.is_thai() {
        true => years.join(" · "),
        false => format!("{}.", years.join("; ")),
    }
}

fn table(river: &River, wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        ChartHead::word("ปีงบประมาณ", "Fiscal year", "fiscal_year"),
        ChartHead::word("รอบ ๖ เดือน", "At 6 months", "six_months"),
        ChartHead::word("รอบ ๑๒ เดือน", "At 12 months", "twelve_months"),
        ChartHead::figure("จำนวนเรื่อง", "Items", "items"),
    ];
    let mut rows = Vec::new();
    for year in &river.years {
        let mut ways: Vec<([Option<Status>; 2], u64)> = Vec::new();
        for item in &year.items {
            match ways.iter_mut().find(|(way, _)| way == item) {
                Some((_, count)) => *count += 1,
                None => ways.push((*item, 1)),
            }
        }
        ways.sort_by_key(|(way, _)| way.map(|status| status.map_or(9, |status| status as u8)));
        for (way, count) in ways {
            let state = |status: Option<Status>| match status {
                Some(status) => ChartCell::status(status, wording),
                None => ChartCell {
                    raw: String::new(), ..ChartCell::word(wording.pick("ไม่มีรายงาน", "no report"))
                },
            };
            let own = ChartCell {
                raw: year.year.to_string(),
                ..ChartCell::link(&wording.year(year.year), year.href.as_ref())
            };
            rows.push(vec![own.of(year.of), state(way[0]), state(way[1]), ChartCell::count(count, wording)]);
        }
    }
    (heads, rows)
}
