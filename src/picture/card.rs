//! The card that chat programs show beside a link: whose it is, what it is, what was found, and its field of marks or
//! its line from plan to result. Owns where everything stands; the words come ready.

use std::cell::RefCell;
use std::fmt::Write as _;

use crate::chart::text::{Weight, width};
use crate::chart::wrap::PartedText;
use crate::chart::{ChartLook, Status, StatusCounts};

use super::canvas::{CardColours, CardInk, CardMark, HEIGHT, WIDTH};
use super::glyphs::TextSize;
use super::png;
use super::shape::{knows, shape};
use super::strip::{PlacedStrip, StripDrawer, StripShape};

#[derive(Clone, Debug, Default)]
pub struct Card {
    /// The site's name, in its corner.
    pub site: String,
    /// Whose, in one line.
    pub authority: String,
    pub title: String,
    /// In the title's place where the font cannot write it.
    pub other_title: String,
    /// The state of what it is about, in a word with its mark.
    pub state: Option<(Status, String)>,
    /// What was found, in a sentence. Firm spaces hold figures to what they count.
    pub said: String,
    /// No line ends inside one of these.
    pub names: Vec<String>,
    pub below: BelowWords,
    pub colours: CardColours,
}

#[derive(Clone, Debug, Default)]
pub enum BelowWords {
    #[default]
    Nothing,
    /// A mark for each promise.
    Field(StatusCounts),
    /// From plan to result.
    Line(Vec<CardStep>),
}

#[derive(Clone, Debug)]
pub struct CardStep {
    pub mark: CardMark,
    pub name: String,
}

const LEFT: i32 = 64;
const ROOM: i32 = WIDTH as i32 - 2 * LEFT;
const STRIPE: i32 = 14;
const AUTHORITY_FOOT: i32 = 82;
const BELOW_AUTHORITY: i32 = 106;
/// The foot of the last line of a card.
const LAST_FOOT: i32 = HEIGHT as i32 - 38;
/// Sizes of a title and how many lines each may take; the largest that fits is used.
const TITLES: [(TextSize, usize); 4] =
    [(TextSize::Px68, 2), (TextSize::Px60, 2), (TextSize::Px52, 3), (TextSize::Px46, 3)];
/// More marks than this are no longer seen as single ones.
const MOST_MARKS: u64 = 600;
const WIDEST_MARK: i32 = 56;
/// What the words leave to the field.
const LEAST_FIELD: i32 = 110;

thread_local! {
    /// Cards of one authority follow one another, and most of their lines are the same.
    static DRAWER: RefCell<StripDrawer> = RefCell::new(StripDrawer::new());
}

impl Card {
    /// All that it is drawn from: where that is the same, so is the picture.
    pub fn words(&self, look: ChartLook) -> String {
        let Self { site, authority, title, other_title, state, said, names, below, colours } = self;
        let mut words = format!("{:?} {:?} {look:?}", colours.accent, state.as_ref().map(|(status, _)| status));
        let texts = [site, authority, title, other_title, said].into_iter().chain(state.as_ref().map(|(_, word)| word));
        texts.chain(names).for_each(|text| add(&mut words, text));
        match below {
            BelowWords::Nothing => {}
            BelowWords::Field(counts) => {
                let _ = write!(words, " {counts:?}");
            }
            BelowWords::Line(steps) => steps.iter().for_each(|CardStep { mark, name }| {
                let _ = write!(words, " {mark:?}");
                add(&mut words, name);
            }),
        }
        words
    }
}

/// One more word, so that no two lists that differ run together.
fn add(words: &mut String, word: &str) {
    // Into a text nothing fails.
    let _ = write!(words, " {} {word}", word.len());
}

/// The card as a PNG file.
pub fn card(card: &Card, look: ChartLook) -> Vec<u8> {
    let names: Vec<&str> = card.names.iter().map(String::as_str).collect();
    let packed = DRAWER.with_borrow_mut(|drawer| {
        let mut drawing = Drawing { drawer, names: &names, strips: Vec::new() };
        drawing.strip("stripe", &[], 0, || (vec![bar((0, 0), (WIDTH as i32, STRIPE), CardInk::Accent)], 0));
        drawing.whose(card);
        let mut foot = drawing.title(card);
        let picture_top = match &card.below {
            BelowWords::Nothing => LAST_FOOT,
            BelowWords::Field(counts) => drawing.key(counts, look),
            BelowWords::Line(steps) => drawing.line(steps),
        };
        foot = drawing.said(card, foot, picture_top);
        if let BelowWords::Field(counts) = &card.below {
            drawing.field(counts, foot + 30, picture_top);
        }
        let Drawing { drawer, strips, .. } = drawing;
        drawer.packed(&strips)
    });
    png::file((WIDTH, HEIGHT), &card.colours.palette(), &packed)
}

/// How letters are set.
type LineStyle = (TextSize, Weight);

fn bar(at: (i32, i32), size: (i32, i32), ink: CardInk) -> StripShape {
    StripShape::Bar { at, size, ink }
}

fn mark(at: (i32, i32), size: i32, mark: CardMark) -> StripShape {
    StripShape::Mark { mark, at, size }
}

fn text(line: &str, at: (i32, i32), (size, weight): LineStyle, ink: CardInk) -> StripShape {
    StripShape::Text { line: shape(line, weight), at, size, weight, ink }
}

/// Lines of text from a foot; the foot of the last.
fn texts(shapes: &mut Vec<StripShape>, lines: &[String], (x, foot): (i32, i32), style: LineStyle, ink: CardInk) -> i32 {
    let mut last = foot;
    for (line, y) in lines.iter().zip((foot..).step_by(step(style.0).unsigned_abs() as usize)) {
        shapes.push(text(line, (x, y), style, ink));
        last = y;
    }
    last
}

struct Drawing<'c> {
    drawer: &'c mut StripDrawer,
    names: &'c [&'c str],
    strips: Vec<PlacedStrip>,
}

impl Drawing<'_> {
    /// Lays a strip onto the card, from `down` on; its edge there. `kind` and `words` tell all that it is made of.
    fn strip(&mut self, kind: &str, words: &[&str], down: i32, shapes: impl FnOnce() -> (Vec<StripShape>, i32)) -> i32 {
        let mut whole = kind.to_owned();
        let names = self.names.iter().filter(|name| words.iter().any(|word| word.contains(**name)));
        words.iter().chain(names).for_each(|word| add(&mut whole, word));
        let strip = self.drawer.strip(whole, down, shapes);
        let edge = strip.edge();
        self.strips.push(strip);
        edge
    }

    fn whose(&mut self, card: &Card) {
        let site = (TextSize::Px30, Weight::Regular);
        let own = (TextSize::Px40, Weight::SemiBold);
        let names = self.names;
        self.strip("whose", &[&card.authority, &card.site], 0, || {
            let mut shapes = Vec::new();
            let authority = PartedText::of(&card.authority, names).lines((ROOM, own.0.px()), own.1, 1);
            let used = authority.first().map_or(0, |line| wide(line, own));
            texts(&mut shapes, &authority, (LEFT, AUTHORITY_FOOT), own, CardInk::Accent);
            let room = ROOM - used - if used > 0 { 40 } else { 0 };
            if wide(&card.site, site) <= room {
                let x = if used > 0 { LEFT + ROOM - wide(&card.site, site) } else { LEFT };
                shapes.push(text(&card.site, (x, AUTHORITY_FOOT), site, CardInk::Soft));
            }
            (shapes, AUTHORITY_FOOT)
        });
    }

    /// The largest size at which the whole title fits, else the smallest with an ellipsis.
    fn title(&mut self, card: &Card) -> i32 {
        let names = self.names;
        self.strip("title", &[&card.title, &card.other_title], BELOW_AUTHORITY, || {
            let title = if mostly_known(&card.title) { &card.title } else { &card.other_title };
            let parted = PartedText::of(title, names);
            let set = |size: TextSize, most| parted.lines((ROOM, size.px()), Weight::SemiBold, most);
            let whole = |lines: &[String]| !lines.last().is_some_and(|end| end.ends_with('…') && !title.ends_with('…'));
            let fits = TITLES.into_iter().map(|(size, most)| (size, set(size, most))).find(|(_, lines)| whole(lines));
            let (smallest, most) = TITLES[TITLES.len() - 1];
            let (size, lines) = fits.unwrap_or_else(|| (smallest, set(smallest, most)));
            let mut shapes = Vec::new();
            let foot = size.px() * 11 / 10;
            let foot = texts(&mut shapes, &lines, (LEFT, foot), (size, Weight::SemiBold), CardInk::Ink);
            (shapes, foot)
        })
    }

    /// The state with its mark and the sentence, between the title and the picture.
    fn said(&mut self, card: &Card, mut foot: i32, until: i32) -> i32 {
        if let Some((status, word)) = &card.state {
            let style = (TextSize::Px46, Weight::SemiBold);
            foot += 88;
            self.strip(status.class(), &[word], foot, || {
                let shown = mark((LEFT - 4, -38), 48, CardMark::Status(*status));
                (vec![shown, text(word, (LEFT + 60, 0), style, ink_of(*status))], 0)
            });
        }
        if card.said.is_empty() {
            return foot;
        }
        let style = (TextSize::Px40, Weight::Regular);
        foot += if card.state.is_some() { 64 } else { 72 };
        let field = if matches!(card.below, BelowWords::Field(_)) { LEAST_FIELD } else { 20 };
        let most = (until - field - foot) / step(TextSize::Px40) + 1;
        let most = usize::try_from(most).unwrap_or(1).clamp(1, 3);
        let names = self.names;
        self.strip(["said in 1", "said in 2", "said in 3"][most - 1], &[&card.said], foot, || {
            let mut shapes = Vec::new();
            let lines = PartedText::of(&card.said, names).lines((ROOM, style.0.px()), style.1, most);
            let foot = texts(&mut shapes, &lines, (LEFT, 0), style, CardInk::Ink);
            (shapes, foot)
        })
    }

    /// How many stand where, from below; where it begins.
    fn key(&mut self, counts: &StatusCounts, look: ChartLook) -> i32 {
        let style = (TextSize::Px30, Weight::Regular);
        let (size, behind) = (32, 34);
        self.strip("key", &[&format!("{counts:?} {look:?}")], LAST_FOOT, || {
            let mut rows: Vec<Vec<(Status, String, i32)>> = vec![Vec::new()];
            let mut used = 0;
            for (status, count) in counts.present() {
                let words = format!("{} {}", status.word(look.language), look.wording().count(count));
                let needs = size + 10 + wide(&words, style);
                if used > 0 && used + needs > ROOM {
                    rows.push(Vec::new());
                    used = 0;
                }
                used += needs + behind;
                if let Some(row) = rows.last_mut() {
                    row.push((status, words, needs));
                }
            }
            let mut shapes = Vec::new();
            let mut foot = 0;
            for row in rows.iter().rev() {
                let mut x = LEFT;
                for (status, words, needs) in row {
                    shapes.push(mark((x - 2, foot - 26), size, CardMark::Status(*status)));
                    shapes.push(text(words, (x + size + 10, foot), style, CardInk::Ink));
                    x += needs + behind;
                }
                foot -= 48;
            }
            (shapes, foot + 48 - 34)
        })
    }

    /// A mark for each promise, as large as the room allows.
    fn field(&mut self, counts: &StatusCounts, top: i32, until: i32) {
        let room = until - 24 - top;
        let unit = std::iter::successors(Some(1u64), |unit| unit.checked_mul(10));
        let Some(unit) = unit.into_iter().find(|unit| counts.all() / unit <= MOST_MARKS) else { return };
        let marks: Vec<Status> = counts
            .present()
            .flat_map(|(status, count)| std::iter::repeat_n(status, usize::try_from(count.div_ceil(unit)).unwrap_or(0)))
            .collect();
        let needs = |pitch: i32| {
            let across = usize::try_from(ROOM / pitch).unwrap_or(1).max(1);
            i32::try_from(marks.len().div_ceil(across)).unwrap_or(i32::MAX / WIDEST_MARK) * pitch
        };
        let Some(pitch) = (10..=WIDEST_MARK).rev().find(|pitch| needs(*pitch) <= room) else { return };
        let top = top + (room - needs(pitch)) / 2;
        // Rows of one length, as far as they can be.
        let rows = (needs(pitch) / pitch).max(1);
        let across = i32::try_from(marks.len().div_ceil(rows.unsigned_abs() as usize)).unwrap_or(1).max(1);
        self.strip("field", &[&format!("{counts:?} {pitch} {across}")], top, || {
            let shapes = (0i32..).zip(marks).map(|(at, status)| {
                let place = (LEFT - 2 + at % across * pitch, at / across * pitch);
                mark(place, pitch - pitch / 10, CardMark::Status(status))
            });
            (shapes.collect(), 0)
        });
    }

    /// Marks on a line, each with its name beside it; where it begins.
    fn line(&mut self, steps: &[CardStep]) -> i32 {
        const MARK: i32 = 56;
        let style = (TextSize::Px40, Weight::Regular);
        let words: Vec<String> = steps.iter().map(|CardStep { mark, name }| format!("{mark:?} {name}")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.strip("line", &words, LAST_FOOT - 38, || {
            let widths: Vec<i32> = steps.iter().map(|step| MARK + 8 + wide(&step.name, style)).collect();
            let gaps = i32::try_from(steps.len()).unwrap_or(1).saturating_sub(1).max(1);
            let gap = (ROOM - widths.iter().sum::<i32>()) / gaps;
            let mut shapes = Vec::new();
            let mut x = LEFT;
            for (at, (step, width)) in steps.iter().zip(&widths).enumerate() {
                shapes.push(mark((x - 4, 0), MARK, step.mark));
                shapes.push(text(&step.name, (x + MARK + 8, 42), style, CardInk::Ink));
                x += width;
                if at + 1 < steps.len() && gap > 60 {
                    shapes.push(bar((x + 20, MARK / 2 - 2), (gap - 40, 4), CardInk::Rule));
                }
                x += gap;
            }
            (shapes, 0)
        })
    }
}

/// Thai needs room above and below its letters.
fn step(size: TextSize) -> i32 {
    size.px() * 34 / 25
}

fn wide(text: &str, (size, weight): (TextSize, Weight)) -> i32 {
    width(text, f64::from(size.px()), weight) as i32 + 1
}

/// Two inks are enough for words: the accent says whose, and what was not done stands out.
fn ink_of(status: Status) -> CardInk {
    if status == Status::NotDone { CardInk::Not } else { CardInk::Ink }
}

/// Whether the font can write at least three of four of its letters.
fn mostly_known(text: &str) -> bool {
    let letters = || text.chars().filter(|letter| !letter.is_whitespace());
    let unknown = letters().filter(|letter| !knows(letter.encode_utf8(&mut [0; 4]), Weight::SemiBold)).count();
    unknown * 4 <= letters().count()
}
