//! Thai line breaking for labels: few lines, of even length, that part no word and leave no syllable alone.
//! Words come from `thai`, widths from `text`; owns which of the places a label uses, draws nothing.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::thai::segment::{break_opportunities, break_opportunities_around};

use super::text::{UNITS_PER_EM, Weight, units};

/// Words that lean on what follows; a line that ends with one reads badly, so it costs, but is allowed.
const LEANING: &[&str] = &[
    "การ",
    "ความ",
    "และ",
    "หรือ",
    "ที่",
    "ใน",
    "ของ",
    "เพื่อ",
    "โดย",
    "ให้",
    "แก่",
    "ต่อ",
    "จาก",
    "กับ",
    "ไม่",
    "ผู้",
    "ด้วย",
    "ตาม",
    "ซึ่ง",
    "เรื่อง",
    "ณ",
    "ด้าน",
    "ระหว่าง",
    "แห่ง",
    "อย่าง",
    "เป็น",
    "นัก",
    "หลัก",
    "ปี",
    "มี",
    "ต้อง",
    "จะ",
    "เชิง",
    "ทั้ง",
    "แบบ",
    "ส่วน",
    "มิติ",
    "ข้อ",
    "ได้",
    "ถึง",
    "ว่า",
    "คือ",
    "อีก",
];

/// Words that read better together; to part them costs, but less than a ragged line.
const TOGETHER: &[&str] = &[
    "ปฏิบัติราชการ",
    "ปฏิบัติงาน",
    "ปฏิบัติการ",
    "ปกครองส่วนท้องถิ่น",
    "บริหารส่วนตำบล",
    "บริหารส่วนจังหวัด",
    "ผลประโยชน์ทับซ้อน",
    "จัดซื้อจัดจ้าง",
    "เศรษฐกิจพอเพียง",
    "ข้อมูลข่าวสาร",
    "ประพฤติมิชอบ",
    "เจตจำนงสุจริต",
    "ปีงบประมาณ",
    "ระหว่างดำเนินการ",
    "เชิดชูเกียรติ",
    "การมีส่วนร่วม",
];

/// A stretch of text that stays on one line, with what it weighs.
#[derive(Debug)]
struct Piece {
    text: Box<str>,
    /// Width in font units, regular and semibold.
    width: [u64; 2],
    /// Width of the space that follows, which a line end swallows.
    gap: [u64; 2],
    /// What it costs to end a line here, in tenths of an em of raggedness.
    cost: u64,
}

fn is_thai(c: char) -> bool {
    ('\u{0E01}'..='\u{0E5B}').contains(&c)
}

/// Marks above, below and after a consonant: never the first of a line.
fn clings(c: char) -> bool {
    matches!(c, '\u{0E30}'..='\u{0E3A}' | '\u{0E45}'..='\u{0E4E}' | '\u{0300}'..='\u{036F}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
        || "ฯ,.:;!?)]}%”’»…/-–—".contains(c)
}

/// Leading vowels and opening brackets: never the last of a line.
fn reaches(c: char) -> bool {
    matches!(c, '\u{0E40}'..='\u{0E44}') || "([{“‘«".contains(c)
}

fn may_break(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    if first == ' ' || clings(first) || reaches(last) {
        return false;
    }
    if last == ' ' {
        // "มิติที่ ๑", "ร้อยละ ๘๐" and "๑๖ เรื่อง" are read in one breath; a plain "ก ข" is not.
        let word_before = before.trim_end();
        return !(first.is_numeric() && ["ที่", "ละ", "พ.ศ.", "ปี", "รอบ"].iter().any(|w| word_before.ends_with(w)));
    }
    // Inside abbreviations (อบต.นากอก), numbers (๑.๑) and hyphenated names (โควิด-๑๙).
    !matches!(last, '.' | ',' | '-' | '–')
}

/// Longer than this a run of letters is more than a name.
const LONGEST_NAME: usize = 24;

/// Whether a break would part the name of a place from itself: "อบต.นาก|อก". No dictionary knows every tambon.
fn parts_name(text: &str, at: usize) -> bool {
    let from = text[..at].rfind(' ').map_or(0, |space| space + 1);
    let token = text[from..].split(' ').next().unwrap_or_default();
    let Some((office, _)) = token.split_once('.') else { return false };
    from < at && ["อบต", "อบจ", "ทต", "ทม", "ทน"].contains(&office) && token.chars().count() <= LONGEST_NAME
}

fn split(text: &str) -> Vec<Piece> {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{200B}', "");
    pieces_between(&text, break_opportunities(&text))
}

/// The same where no line ends inside a name or at a firm space, which the author of the text has set.
fn split_around(text: &str, names: &[&str]) -> Vec<Piece> {
    let text = text.replace('\u{200B}', "");
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).filter(|word| !word.trim().is_empty()).collect();
    let mut plain = String::with_capacity(text.len());
    let mut firm = Vec::new();
    for word in words {
        plain.push_str(word.trim());
        plain.push(' ');
        if word.ends_with('\u{a0}') {
            firm.push(plain.len());
        }
    }
    plain.truncate(plain.trim_end().len());
    let mut ends = break_opportunities_around(&plain, names);
    ends.retain(|at| !firm.contains(at));
    pieces_between(&plain, ends)
}

fn pieces_between(text: &str, mut ends: Vec<usize>) -> Vec<Piece> {
    ends.retain(|&at| may_break(text, at) && !parts_name(text, at));
    let mut together: Vec<(usize, usize)> = TOGETHER
        .iter()
        .flat_map(|phrase| text.match_indices(phrase).map(|(at, found)| (at, at + found.len())))
        .collect();
    together.sort_unstable();
    let mut next = together.into_iter().peekable();
    let mut parts_phrase = |at: usize| {
        while next.next_if(|(_, to)| *to <= at).is_some() {}
        next.peek().is_some_and(|(from, _)| *from < at)
    };
    ends.push(text.len());

    let mut pieces: Vec<Piece> = Vec::with_capacity(ends.len());
    let mut from = 0;
    for to in ends {
        let whole = &text[from..to];
        let word = whole.trim_end_matches(' ');
        from = to;
        let parts_phrase = parts_phrase(to);
        if word.is_empty() {
            continue;
        }
        // A lone letter is a cut-off part of a name that the dictionary does not know.
        let letters = word.chars().filter(|c| !clings(*c)).count();
        let lone = letters == 1 && word.chars().any(is_thai) && word != "ณ";
        let gap = |weight| if whole.len() > word.len() { units(" ", weight) } else { 0 };
        let piece = Piece {
            text: word.into(),
            width: [units(word, Weight::Regular), units(word, Weight::SemiBold)],
            gap: [gap(Weight::Regular), gap(Weight::SemiBold)],
            cost: if LEANING.contains(&word) || parts_phrase { 60 } else { 0 },
        };
        match pieces.last_mut() {
            Some(last) if lone && last.gap[0] == 0 => {
                last.text = format!("{}{}", last.text, piece.text).into();
                for weight in 0..2 {
                    last.width[weight] += piece.width[weight];
                }
                last.gap = piece.gap;
                last.cost = piece.cost;
            }
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// Breaks of a text are asked for again and again (names of owners, dimensions, agencies): the dictionary is the cost.
fn pieces(text: &str) -> Rc<[Piece]> {
    const KEPT: usize = 4096;
    thread_local! {
        static SEEN: RefCell<HashMap<Box<str>, Rc<[Piece]>>> = RefCell::new(HashMap::new());
    }
    SEEN.with_borrow_mut(|seen| {
        if let Some(found) = seen.get(text) {
            return found.clone();
        }
        if seen.len() >= KEPT {
            seen.clear();
        }
        let fresh: Rc<[Piece]> = split(text).into();
        seen.insert(text.into(), fresh.clone());
        fresh
    })
}

/// Cuts a text into lines no wider than `max_width` pixels at a font size in pixels: as few lines as possible, as even
/// as possible, never inside a word that the reader knows as one.
pub fn wrap(text: &str, max_width: f64, size: f64, weight: Weight) -> Vec<String> {
    wrap_to(text, (max_width * UNITS_PER_EM as f64 / size.max(0.1)) as u64, weight, usize::MAX)
}

/// The same in tenths of a pixel, at most `lines` lines, the last ending with "…" where text is left out.
pub(super) fn wrap_tenths(text: &str, max_width: i32, size: i32, weight: Weight, lines: usize) -> Vec<String> {
    let limit = u64::from(max_width.max(1).unsigned_abs()) * UNITS_PER_EM / u64::from(size.max(1).unsigned_abs());
    wrap_to(text, limit, weight, lines)
}

/// The same in pixels, never inside one of these names or at a firm space.
pub fn wrap_lines(
    text: &str,
    (max_width, size): (i32, i32),
    weight: Weight,
    lines: usize,
    names: &[&str],
) -> Vec<String> {
    PartedText::of(text, names).lines((max_width, size), weight, lines)
}

/// A text whose breaks are known: to be set in several sizes.
pub struct PartedText(Rc<[Piece]>);

impl PartedText {
    /// Never inside one of these names or at a firm space.
    pub fn of(text: &str, names: &[&str]) -> Self {
        if !text.contains('\u{a0}') && !names.iter().any(|name| text.contains(name)) {
            return Self(pieces(text));
        }
        Self(split_around(text, names).into())
    }

    /// At most so many lines, no wider in pixels than this at a size in pixels.
    pub fn lines(&self, (max_width, size): (i32, i32), weight: Weight, lines: usize) -> Vec<String> {
        let limit = u64::from(max_width.max(1).unsigned_abs()) * UNITS_PER_EM / u64::from(size.max(1).unsigned_abs());
        set(&self.0, limit, weight, lines)
    }
}

fn wrap_to(text: &str, limit: u64, weight: Weight, max_lines: usize) -> Vec<String> {
    set(&pieces(text), limit, weight, max_lines)
}

fn set(pieces: &[Piece], limit: u64, weight: Weight, max_lines: usize) -> Vec<String> {
    let column = match weight {
        Weight::Regular => 0,
        Weight::SemiBold => 1,
    };
    if pieces.iter().any(|piece| piece.width[column] > limit) {
        let pieces: Vec<Piece> = pieces.iter().flat_map(|piece| chop(piece, limit, column)).collect();
        return LineBreaker { pieces: &pieces, limit, column, weight }.set(max_lines);
    }
    LineBreaker { pieces, limit, column, weight }.set(max_lines)
}

/// A word wider than the line (an address, a run of letters) is cut between letters, never before a clinging mark.
fn chop(piece: &Piece, limit: u64, column: usize) -> Vec<Piece> {
    let weight = [Weight::Regular, Weight::SemiBold][column];
    let same = |text: &str, gap, cost| Piece {
        text: text.into(),
        width: [units(text, Weight::Regular), units(text, Weight::SemiBold)],
        gap,
        cost,
    };
    if piece.width[column] <= limit {
        return vec![same(&piece.text, piece.gap, piece.cost)];
    }
    let mut out = Vec::new();
    let (mut from, mut last_cut, mut run) = (0, 0, 0u64);
    let mut before: Option<char> = None;
    for (at, c) in piece.text.char_indices() {
        if at > from && !clings(c) && before.is_none_or(|b| !reaches(b)) {
            last_cut = at;
        }
        run += units(c.encode_utf8(&mut [0; 4]), weight);
        if run > limit && last_cut > from {
            out.push(same(&piece.text[from..last_cut], [0; 2], 0));
            run = units(&piece.text[last_cut..at + c.len_utf8()], weight);
            from = last_cut;
        }
        before = Some(c);
    }
    out.push(same(&piece.text[from..], piece.gap, piece.cost));
    out
}

struct LineBreaker<'a> {
    pieces: &'a [Piece],
    limit: u64,
    column: usize,
    weight: Weight,
}

impl LineBreaker<'_> {
    fn set(&self, max_lines: usize) -> Vec<String> {
        if self.pieces.is_empty() {
            return Vec::new();
        }
        let greedy = self.greedy();
        let ends = if greedy.len() > max_lines {
            return self.cut_short(&greedy, max_lines.max(1));
        } else if greedy.len() == 1 || greedy.len() > 12 {
            greedy // one line needs no balance; a page of text is not a label, and balancing it would be quadratic
        } else {
            self.balanced(greedy.len()).unwrap_or(greedy)
        };
        let mut from = 0;
        ends.into_iter().map(|to| self.line(std::mem::replace(&mut from, to), to)).collect()
    }

    fn greedy(&self) -> Vec<usize> {
        let mut ends = Vec::new();
        let (mut run, mut gap) = (0, 0);
        for (at, piece) in self.pieces.iter().enumerate() {
            if at > 0 && run > 0 && run + gap + piece.width[self.column] > self.limit {
                ends.push(at);
                run = 0;
                gap = 0;
            }
            run += gap + piece.width[self.column];
            gap = piece.gap[self.column];
        }
        ends.push(self.pieces.len());
        ends
    }

    /// Minimum raggedness over exactly `count` lines, the last one included, so that no syllable is left alone.
    fn balanced(&self, count: usize) -> Option<Vec<usize>> {
        let n = self.pieces.len();
        const NEVER: u64 = u64::MAX;
        let mut best = vec![vec![NEVER; n + 1]; count + 1];
        let mut came_from = vec![vec![0; n + 1]; count + 1];
        best[0][0] = 0;
        for line in 1..=count {
            for to in line..=n {
                let (mut run, mut from) = (0, to);
                while from > 0 {
                    from -= 1;
                    let piece = &self.pieces[from];
                    run += piece.width[self.column] + if from + 1 < to { piece.gap[self.column] } else { 0 };
                    if run > self.limit && from + 1 < to {
                        break;
                    }
                    if best[line - 1][from] == NEVER {
                        continue;
                    }
                    let slack = self.limit.saturating_sub(run) / 100;
                    let lean = if to < n { self.pieces[to - 1].cost } else { 0 };
                    let total = best[line - 1][from] + slack * slack + lean * lean;
                    if total < best[line][to] {
                        best[line][to] = total;
                        came_from[line][to] = from;
                    }
                }
            }
        }
        if best[count][n] == NEVER {
            return None;
        }
        let mut ends = vec![n];
        let mut at = n;
        for line in (2..=count).rev() {
            at = came_from[line][at];
            ends.push(at);
        }
        ends.reverse();
        Some(ends)
    }

    fn line(&self, from: usize, to: usize) -> String {
        let mut line = String::new();
        for (at, piece) in self.pieces[from..to].iter().enumerate() {
            line.push_str(&piece.text);
            if piece.gap[0] > 0 && from + at + 1 < to {
                line.push(' ');
            }
        }
        line
    }

    fn cut_short(&self, ends: &[usize], max_lines: usize) -> Vec<String> {
        let mut from = 0;
        let mut lines: Vec<String> = Vec::with_capacity(max_lines);
        for &to in &ends[..max_lines - 1] {
            lines.push(self.line(from, to));
            from = to;
        }
        let mut to = ends[max_lines - 1];
        let room = self.limit.saturating_sub(units("…", self.weight));
        while to > from + 1 && units(&self.line(from, to), self.weight) > room {
            to -= 1;
        }
        let mut last = self.line(from, to);
        while units(&last, self.weight) > room && last.pop().is_some() {}
        // A leading vowel or a bracket must not be left hanging before the dots.
        last.truncate(last.trim_end_matches(|c: char| reaches(c) || c == ' ').len());
        lines.push(last + "…");
        lines
    }
}
