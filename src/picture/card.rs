//! The card that chat programs show beside a link: whose it is, what it is, what was found, and its field of marks or
//! its line from plan to result. Owns where everything stands; the words come ready.

use crate::chart::text::{Weight, width};
use crate::chart::wrap::wrap_lines;
use crate::chart::{ChartLook, Status, StatusCounts};

use super::canvas::{CardColours, CardInk, CardMark, HEIGHT, Pixels, WIDTH};
use super::glyphs::TextSize;
use super::png;
use super::shape::{knows, shape};

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

/// The card as a PNG file.
pub fn card(card: &Card, look: ChartLook) -> Vec<u8> {
    let mut drawing = Drawing { pixels: Pixels::new(), names: card.names.iter().map(String::as_str).collect() };
    drawing.pixels.rect((0, 0), (WIDTH as i32, STRIPE), CardInk::Accent);
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
    png::file((WIDTH, HEIGHT), &card.colours.palette(), drawing.pixels.lines())
}

struct Drawing<'c> {
    pixels: Pixels,
    names: Vec<&'c str>,
}

impl Drawing<'_> {
    /// Lines of text from a foot; the foot of the last.
    fn lines(
        &mut self,
        lines: &[String],
        (x, mut y): (i32, i32),
        (size, weight): (TextSize, Weight),
        ink: CardInk,
    ) -> i32 {
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                y += step(size);
            }
            self.pixels.text(&shape(line, weight), (x, y), size, weight, ink);
        }
        y
    }

    fn wrapped(&self, text: &str, room: i32, (size, weight): (TextSize, Weight), most: usize) -> Vec<String> {
        wrap_lines(text, (room, size.px()), weight, most, &self.names)
    }

    fn whose(&mut self, card: &Card) {
        let site = (TextSize::Px30, Weight::Regular);
        let own = (TextSize::Px40, Weight::SemiBold);
        let authority = self.wrapped(&card.authority, ROOM, own, 1);
        let used = authority.first().map_or(0, |line| wide(line, own));
        self.lines(&authority, (LEFT, AUTHORITY_FOOT), own, CardInk::Accent);
        let room = ROOM - used - if used > 0 { 40 } else { 0 };
        if wide(&card.site, site) <= room {
            let x = if used > 0 { LEFT + ROOM - wide(&card.site, site) } else { LEFT };
            self.lines(std::slice::from_ref(&card.site), (x, AUTHORITY_FOOT), site, CardInk::Soft);
        }
    }

    /// The largest size at which the whole title fits, else the smallest with an ellipsis.
    fn title(&mut self, card: &Card) -> i32 {
        let title = if mostly_known(&card.title) { &card.title } else { &card.other_title };
        let set = |size, most| self.wrapped(title, ROOM, (size, Weight::SemiBold), most);
        let whole = |lines: &[String]| !lines.last().is_some_and(|end| end.ends_with('…') && !title.ends_with('…'));
        let fits = TITLES.into_iter().map(|(size, most)| (size, set(size, most))).find(|(_, lines)| whole(lines));
        let (smallest, most) = TITLES[TITLES.len() - 1];
        let (size, lines) = fits.unwrap_or_else(|| (smallest, set(smallest, most)));
        let foot = BELOW_AUTHORITY + size.px() * 11 / 10;
        self.lines(&lines, (LEFT, foot), (size, Weight::SemiBold), CardInk::Ink)
    }

    /// The state with its mark and the sentence, between the title and the picture.
    fn said(&mut self, card: &Card, mut foot: i32, until: i32) -> i32 {
        if let Some((status, word)) = &card.state {
            let look = (TextSize::Px46, Weight::SemiBold);
            foot += 88;
            self.pixels.mark((LEFT - 4, foot - 38), 48, CardMark::Status(*status));
            self.lines(std::slice::from_ref(word), (LEFT + 60, foot), look, ink_of(*status));
        }
        if !card.said.is_empty() {
            let look = (TextSize::Px40, Weight::Regular);
            foot += if card.state.is_some() { 64 } else { 72 };
            let field = if matches!(card.below, BelowWords::Field(_)) { LEAST_FIELD } else { 20 };
            let most = (until - field - foot) / step(TextSize::Px40) + 1;
            let most = usize::try_from(most).unwrap_or(1).clamp(1, 3);
            let lines = self.wrapped(&card.said, ROOM, look, most);
            foot = self.lines(&lines, (LEFT, foot), look, CardInk::Ink);
        }
        foot
    }

    /// How many stand where, from below; where it begins.
    fn key(&mut self, counts: &StatusCounts, look: ChartLook) -> i32 {
        let style = (TextSize::Px30, Weight::Regular);
        let (mark, behind) = (32, 34);
        let mut rows: Vec<Vec<(Status, String, i32)>> = vec![Vec::new()];
        let mut used = 0;
        for (status, count) in counts.present() {
            let words = format!("{} {}", status.word(look.language), look.wording().count(count));
            let needs = mark + 10 + wide(&words, style);
            if used > 0 && used + needs > ROOM {
                rows.push(Vec::new());
                used = 0;
            }
            used += needs + behind;
            if let Some(row) = rows.last_mut() {
                row.push((status, words, needs));
            }
        }
        let mut foot = LAST_FOOT;
        for row in rows.iter().rev() {
            let mut x = LEFT;
            for (status, words, needs) in row {
                self.pixels.mark((x - 2, foot - 26), mark, CardMark::Status(*status));
                self.lines(std::slice::from_ref(words), (x + mark + 10, foot), style, CardInk::Ink);
                x += needs + behind;
            }
            foot -= 48;
        }
        foot + 48 - 34
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
        for (at, status) in (0i32..).zip(marks) {
            let place = (LEFT - 2 + at % across * pitch, top + at / across * pitch);
            self.pixels.mark(place, pitch - pitch / 10, CardMark::Status(status));
        }
    }

    /// Marks on a line, each with its name beside it; where it begins.
    fn line(&mut self, steps: &[CardStep]) -> i32 {
        const MARK: i32 = 56;
        let style = (TextSize::Px40, Weight::Regular);
        let top = LAST_FOOT - 38;
        let widths: Vec<i32> = steps.iter().map(|step| MARK + 8 + wide(&step.name, style)).collect();
        let gaps = i32::try_from(steps.len()).unwrap_or(1).saturating_sub(1).max(1);
        let gap = (ROOM - widths.iter().sum::<i32>()) / gaps;
        let mut x = LEFT;
        for (at, (step, width)) in steps.iter().zip(&widths).enumerate() {
            self.pixels.mark((x - 4, top), MARK, step.mark);
            self.lines(std::slice::from_ref(&step.name), (x + MARK + 8, LAST_FOOT + 4), style, CardInk::Ink);
            x += width;
            if at + 1 < steps.len() && gap > 60 {
                self.pixels.rect((x + 20, top + MARK / 2 - 2), (gap - 40, 4), CardInk::Rule);
            }
            x += gap;
        }
        top
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
