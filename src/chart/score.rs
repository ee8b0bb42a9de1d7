//! Score against the official bands, which differ at 6 and at 12 months; each band has its word beside its colour.
//! Says which band a score is in and never a level word: that is the authority's to state.

use super::canvas::{BODY, Paint, TextLook, px};
use super::element::DrawnBox;
use super::saying::{self, StatusPhrase};
use super::sheet::{ChartSheet, Frame, LABEL, NOTE, STRONG, at_end, at_middle, draw, put_on};
use super::text::tenths;
use super::wording::{ChartLook, ChartWording, Ratio};
use super::{Chart, ChartCell, ChartHead};

#[derive(Clone, Debug)]
pub struct Score {
    pub about: String,
    pub rounds: Vec<RoundScore>,
}

#[derive(Clone, Debug)]
pub struct RoundScore {
    pub round: ScoreRound,
    /// By the official formula; `None` while nothing is reported.
    pub score: Option<Ratio>,
    /// The authority's own word for the level, where it states one.
    pub stated_level: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreRound {
    SixMonths,
    TwelveMonths,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    Red,
    Orange,
    Green,
}

impl ScoreRound {
    /// Percent at which orange and green begin.
    pub fn thresholds(self) -> (u64, u64) {
        match self {
            Self::SixMonths => (20, 50),
            Self::TwelveMonths => (50, 80),
        }
    }

    /// The band of an exact share: thresholds belong to the better band.
    pub fn band(self, score: Ratio) -> Option<Band> {
        let (orange, green) = self.thresholds();
        let reaches = |percent: u64| u128::from(score.part) * 100 >= u128::from(percent) * u128::from(score.whole);
        (score.whole > 0).then(|| match () {
            () if reaches(green) => Band::Green,
            () if reaches(orange) => Band::Orange,
            () => Band::Red,
        })
    }

    fn name(self, wording: ChartWording) -> String {
        let months = wording.count(if self == Self::SixMonths { 6 } else { 12 });
        if wording.is_thai() { format!("รอบ {months} เดือน") } else { format!("{months} months") }
    }
}

impl Band {
    pub const ALL: [Self; 3] = [Self::Red, Self::Orange, Self::Green];

    pub fn key(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Green => "green",
        }
    }

    pub fn word(self, wording: ChartWording) -> &'static str {
        match self {
            Self::Red => wording.pick("สีแดง", "red"),
            Self::Orange => wording.pick("สีส้ม", "orange"),
            Self::Green => wording.pick("สีเขียว", "green"),
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Red => "fill-not zone",
            Self::Orange => "fill-going zone",
            Self::Green => "fill-done zone",
        }
    }

    fn range(self, round: ScoreRound) -> (u64, u64) {
        let (orange, green) = round.thresholds();
        match self {
            Self::Red => (0, orange),
            Self::Orange => (orange, green),
            Self::Green => (green, 100),
        }
    }

    fn range_words(self, round: ScoreRound, wording: ChartWording) -> String {
        let (from, to) = self.range(round);
        let (from, to) = (wording.count(from), wording.count(to));
        match (self, wording.is_thai()) {
            (Self::Red, true) => format!("ต่ำกว่า {to}"),
            (Self::Red, false) => format!("below {to}"),
            (Self::Orange, true) => format!("{from} ถึงก่อน {to}"),
            (Self::Orange, false) => format!("{from} to <{to}"),
            (Self::Green, true) => format!("{from} ขึ้นไป"),
            (Self::Green, false) => format!("{from} and up"),
        }
    }
}

const BLOCK: i32 = px(112);
const ZONE_TOP: i32 = px(40);
const ZONE: i32 = px(18);

pub fn chart(id: &str, score: &Score, look: ChartLook) -> Chart {
    let look = look.clamped();
    let wording = look.wording();
    let found = |wording: ChartWording| {
        let round = score.rounds.iter().rev().find(|round| round.score.is_some())?;
        let (name, band) = (round.round.name(wording), round.round.band(round.score?)?.word(wording));
        Some(match wording.is_thai() {
            true => format!("{name}อยู่ในเกณฑ์{band}"),
            false => format!("In the {band} band at {name}"),
        })
    };
    let topic = ("คะแนนเทียบเกณฑ์", "Score against the official bands");
    let title = saying::found_title(look, found, topic, &score.about);
    let said = StatusPhrase::new(look, |wording| sentence(score, wording));
    let height = (BLOCK * score.rounds.len() as i32 - px(6)).max(px(30));
    let frame = Frame { id, kind: "score", title: &title, sentence: said.own(look), look, has_links: false, height };
    let svg = draw(&frame, |sheet| {
        if score.rounds.is_empty() {
            sheet.text((0, px(4)), wording.pick("ยังไม่มีรอบที่รายงาน", "No round reported yet"), NOTE);
        }
        for (at, round) in score.rounds.iter().enumerate() {
            gauge(sheet, at as i32 * BLOCK, px(look.width as i32), round);
        }
    });
    saying::chart(id, title, said, svg, table(score, wording))
}

fn gauge(sheet: &ChartSheet<'_>, top: i32, width: i32, round: &RoundScore) {
    let wording = sheet.wording;
    sheet.text((0, top), &round.round.name(wording), LABEL);
    let value = round.score.and_then(Ratio::hundredths);
    let (zone_top, zone_bottom) = (top + ZONE_TOP, top + ZONE_TOP + ZONE);
    let scale = sheet.scale((px(1), zone_top), (width - px(1), zone_bottom), 10_000, 1);
    for band in Band::ALL {
        let (from, to) = band.range(round.round);
        let ends = [(from as i64 * 100, 0), (to as i64 * 100, 1)];
        let title = format!("{} {}", band.word(wording), band.range_words(round.round, wording));
        put_on(&scale, &DrawnBox { corners: ends, class: band.class(), more: "", title: &title });
        let [left, right] = ends.map(|end| sheet_x(&scale, end));
        let middle = (left + right) / 2;
        let own = value.is_some() && round.score.and_then(|score| round.round.band(score)) == Some(band);
        let look = TextLook { paint: if own { Paint::Ink } else { Paint::Soft }, ..at_middle(NOTE) };
        let strong = TextLook { weight: if own { STRONG.weight } else { NOTE.weight }, ..look };
        sheet.text((middle, zone_bottom + px(3)), band.word(wording), strong);
        sheet.text((middle, zone_bottom + px(20)), &band.range_words(round.round, wording), look);
        if from > 0 {
            sheet.line(&[(left, zone_top), (left, zone_bottom)], "line-paper", " stroke-width=\"2\"");
        }
    }
    let Some(value) = value else {
        sheet.text((width, top), wording.pick("ยังไม่มีคะแนน", "no score yet"), at_end(NOTE));
        return;
    };
    let x = sheet_x(&scale, (value.min(10_000) as i64, 0)).clamp(px(3), width - px(3));
    sheet.line(&[(x, zone_top - px(5)), (x, zone_bottom + px(2))], "line-ink", " stroke-width=\"3\"");
    let shown = wording.decimal(value as i64);
    let half = tenths(&shown, BODY, STRONG.weight) / 2;
    sheet.text((x.clamp(half, width - half), top + px(15)), &shown, at_middle(STRONG));
    if let Some(level) = &round.stated_level {
        let text = match wording.is_thai() {
            true => format!("หน่วยงานระบุระดับ “{level}”"),
            false => format!("stated level “{level}”"),
        };
        let room = width - tenths(&round.round.name(wording), BODY, LABEL.weight) - px(16);
        let line = super::sheet::WrappedText::set(&text, room, at_end(NOTE), 1);
        sheet.lines((width, top), &line);
    }
}

fn sheet_x(scale: &super::sheet::Scale<'_>, at: (i64, i64)) -> i32 {
    scale.map_coordinate(&at).0
}

fn sentence(score: &Score, wording: ChartWording) -> String {
    let said: Vec<String> = score
        .rounds
        .iter()
        .map(|round| {
            let name = round.round.name(wording);
            match (round.score.and_then(|own| Some((own, round.round.band(own)?))), wording.is_thai()) {
                (None, true) => format!("{name}ยังไม่มีคะแนน"),
                (None, false) => format!("no score yet at {name}"),
                (Some((own, band)), true) => {
                    format!("{name}ได้{} อยู่ในเกณฑ์{}", wording.spoken_score(own), band.word(wording))
                }
                (Some((own, band)), false) => {
                    format!("{} at {name}, in the {} band", wording.spoken_score(own), band.word(wording))
                }
            }
        })
        .collect();
    match (said.is_empty(), wording.is_thai()) {
        (true, true) => "ยังไม่มีรอบที่รายงาน".to_owned(),
        (true, false) => "No round has been reported yet.".to_owned(),
        (false, true) => format!("คะแนนตามสูตร: {}", said.join(" · ")),
        (false, false) => format!("Score by the official formula: {}.", said.join("; ")),
    }
}

fn table(score: &Score, wording: ChartWording) -> (Vec<ChartHead>, Vec<Vec<ChartCell>>) {
    let heads = vec![
        ChartHead::word("รอบ", "Round", "round"),
        ChartHead::figure("คะแนน (ร้อยละ)", "Score (%)", "score"),
        ChartHead::word("เกณฑ์", "Band", "band"),
        ChartHead::word("ระดับที่หน่วยงานระบุ", "Level stated", "stated_level"),
    ];
    let rows = score.rounds.iter().map(|round| {
        let band = round.score.and_then(|own| round.round.band(own));
        let months = if round.round == ScoreRound::SixMonths { "6" } else { "12" };
        vec![
            ChartCell { shown: round.round.name(wording), raw: months.to_owned(), href: None, of: None },
            ChartCell::ratio(round.score, wording),
            ChartCell {
                shown: band.map_or("–", |band| band.word(wording)).to_owned(),
                raw: band.map_or("", Band::key).to_owned(),
                href: None,
                of: None,
            },
            ChartCell {
                shown: round.stated_level.clone().unwrap_or_else(|| "–".to_owned()),
                raw: round.stated_level.clone().unwrap_or_default(),
                href: None,
                of: None,
            },
        ]
    });
    (heads, rows.collect())
}
