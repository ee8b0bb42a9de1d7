//! Text whose marks stand a letter too late, whose words are parted by spaces that nobody typed, whose ำ lost its circle:
//! what is made of Thai when a printed page is read back. Read as words in the cheapest way; where another reading is
//! nearly as cheap the letters stay as they are, and it is told.

use super::lexicon::{code, lexicon};
use super::scattered_walk::{Mending, ReadWord, Stand, WordWalk};

/// What the letters say when every sign stands where it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GatheredText {
    pub text: String,
    /// Marks put back to their letter, circles given back.
    pub marks: usize,
    pub circles: usize,
    /// Spaces taken out of words.
    pub spaces: usize,
    /// What may be two words, or none that is known, as it stands in the text.
    pub doubts: Vec<String>,
}

/// A letter with its marks that belongs to no word.
const UNKNOWN: u32 = 66;
/// A reading that is dearer by less may be what was meant.
const MARGIN: u32 = 36;
/// Letters read at once.
const LONGEST: usize = 240;
const FAR: u32 = u32::MAX / 4;

pub(super) const BLANK: u8 = 0xFE;
pub(super) const SARA_A: u8 = 0x32;
pub(super) const SARA_AM: u8 = 0x33;

/// How many places of the text no writer of Thai leaves so: a mark on a vowel or on nothing, ั ็ ื without what must follow.
pub fn impossible(text: &str) -> usize {
    let letters: Vec<u8> = text.chars().map(code).collect();
    let at = |index: usize| letters.get(index).copied().unwrap_or(0);
    (0..letters.len())
        .filter(|index| {
            let letter = at(*index);
            if !is_mark(letter) {
                return false;
            }
            let before = index.checked_sub(1).map_or(0, at);
            if !(is_consonant(before) || is_mark(before)) {
                return before != 0 || *index == 0;
            }
            // ั ็ ื are never the end of a syllable.
            let mut next = index + 1;
            while is_mark(at(next)) {
                next += 1;
            }
            matches!(letter, 0x31 | 0x37 | 0x47) && !is_consonant(at(next))
        })
        .count()
}

/// Whether a space stands behind a mark and more of a word behind that: "ยทุ ธศาสตร์", and "ที่ดี มีสุข" alike.
pub fn may_be_late(text: &str) -> bool {
    let mut letters = text.chars().map(|letter| if letter == ' ' { BLANK } else { code(letter) }).peekable();
    while let Some(letter) = letters.next() {
        let parted = is_mark(letter) && letters.next_if_eq(&BLANK).is_some();
        if parted && letters.peek().is_some_and(|next| is_consonant(*next)) {
            return true;
        }
    }
    false
}

/// What happened to a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scattering {
    /// Marks came late and spaces into words.
    pub marks: bool,
    /// Every า may have been ำ.
    pub circles: bool,
}

pub fn gather(text: &str, scattering: Scattering) -> GatheredText {
    let mut gathered = GatheredText { text: String::with_capacity(text.len()), ..GatheredText::default() };
    let letters: Vec<char> = match scattering.marks {
        true => without_blanks_before_marks(text, &mut gathered.spaces),
        false => text.chars().collect(),
    };
    let mut at = 0;
    while at < letters.len() {
        if !is_thai(letters[at]) {
            gathered.text.push(letters[at]);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < letters.len() && (is_thai(letters[end]) || is_blank_inside(&letters, end)) {
            // Between words the reading may be cut; within them never.
            if end - at >= LONGEST && letters[end] == ' ' {
                break;
            }
            end += 1;
        }
        Stretch::of(&letters[at..end], scattering).read(&mut gathered);
        at = end;
    }
    gathered
}

/// No word begins with a mark, ะ or า: a space before one was never typed.
fn without_blanks_before_marks(text: &str, dropped: &mut usize) -> Vec<char> {
    let mut letters: Vec<char> = Vec::with_capacity(text.len() / 3);
    for letter in text.chars() {
        let code = code(letter);
        if is_mark(code) || matches!(code, 0x30 | SARA_A | SARA_AM) {
            let blanks = letters.iter().rev().take_while(|letter| **letter == ' ').count();
            if blanks > 0 && letters.iter().rev().nth(blanks).is_some_and(|letter| is_thai(*letter)) {
                letters.truncate(letters.len() - blanks);
                *dropped += blanks;
            }
        }
        letters.push(letter);
    }
    letters
}

fn is_thai(letter: char) -> bool {
    ('ก'..='\u{e3a}').contains(&letter) && letter != 'ฯ' || ('เ'..='\u{e4e}').contains(&letter) && letter != 'ๆ'
}

fn is_blank_inside(letters: &[char], at: usize) -> bool {
    letters[at] == ' ' && letters.get(at + 1).is_some_and(|letter| is_thai(*letter))
}

fn is_consonant(code: u8) -> bool {
    (0x01..=0x2E).contains(&code)
}

pub(super) fn is_mark(code: u8) -> bool {
    matches!(code, 0x31 | 0x34..=0x3A | 0x47..=0x4E)
}

fn leads(code: u8) -> bool {
    (0x40..=0x44).contains(&code)
}

pub(super) struct Stretch<'a> {
    letters: &'a [char],
    codes: Vec<u8>,
    pub(super) scattering: Scattering,
    words: Vec<ReadWord>,
}

impl<'a> Stretch<'a> {
    fn of(letters: &'a [char], scattering: Scattering) -> Self {
        let codes = letters.iter().map(|letter| if *letter == ' ' { BLANK } else { code(*letter) }).collect();
        Self { letters, codes, scattering, words: Vec::new() }
    }

    pub(super) fn code(&self, at: usize) -> u8 {
        self.codes.get(at).copied().unwrap_or(0)
    }

    pub(super) fn may_begin(&self, at: usize) -> bool {
        let code = self.code(at);
        at >= self.codes.len() || is_consonant(code) || leads(code) || code == BLANK
    }

    fn read(mut self, gathered: &mut GatheredText) {
        self.find_words();
        let count = (self.codes.len() + 1) * 4;
        let (mut ahead, mut before) = (vec![FAR; count], vec![None; count]);
        ahead[0] = 0;
        for (number, word) in self.words.iter().enumerate() {
            let cost = ahead[word.from.index()].saturating_add(word.cost);
            if cost < ahead[word.to.index()] {
                ahead[word.to.index()] = cost;
                before[word.to.index()] = Some(number);
            }
        }
        let (mut behind, mut after) = (vec![FAR; count], vec![None; count]);
        let end = self.codes.len() * 4;
        behind[end] = 0;
        for (number, word) in self.words.iter().enumerate().rev() {
            let cost = behind[word.to.index()].saturating_add(word.cost);
            if cost < behind[word.from.index()] {
                behind[word.from.index()] = cost;
                after[word.from.index()] = Some(number);
            }
        }
        let best = behind[0];
        if best >= FAR {
            gathered.text.extend(self.letters);
            return;
        }
        let path = self.path(None, &before, &after);
        let meant = self.mendings(&path);
        // Where another reading is nearly as cheap and says something else, nothing is mended.
        let mut doubted: Vec<Mending> = Vec::new();
        let mut doubts: Vec<(usize, usize)> = Vec::new();
        for (number, word) in self.words.iter().enumerate() {
            let cost = ahead[word.from.index()].saturating_add(word.cost).saturating_add(behind[word.to.index()]);
            if cost > best + MARGIN || path.contains(&number) {
                continue;
            }
            let other = self.mendings(&self.path(Some(number), &before, &after));
            let differs = |one: &[Mending], two: &[Mending]| -> Vec<Mending> {
                let is_said = |mending: &&Mending| !matches!(mending, Mending::Space { .. }) && !two.contains(mending);
                one.iter().filter(is_said).copied().collect()
            };
            let mut differing = differs(&meant, &other);
            doubted.extend(&differing);
            differing.extend(differs(&other, &meant));
            if !differing.is_empty() {
                doubts.push((word.from.at, word.to.at));
            }
        }
        // A word that nobody knows may be damaged as well: a name, say.
        for word in path.iter().filter_map(|number| self.words.get(*number)).filter(|word| !word.known) {
            let around = word.from.at.saturating_sub(1)..(word.to.at + 2).min(self.codes.len());
            let is_movable =
                |code: &u8| self.scattering.marks && is_mark(*code) || self.scattering.circles && *code == SARA_A;
            if self.codes[around].iter().any(is_movable) {
                doubts.push((word.from.at, word.to.at));
            }
        }
        self.write(&meant, &doubted, gathered);
        self.tell(doubts, gathered);
    }

    /// The words of the cheapest reading; of that through a given word.
    fn path(&self, through: Option<usize>, before: &[Option<usize>], after: &[Option<usize>]) -> Vec<usize> {
        let mut path: Vec<usize> = Vec::new();
        let mut stand = Stand { at: 0, read: 0 };
        if let Some(through) = through {
            let mut at = self.words[through].from;
            while let Some(number) = before[at.index()].filter(|_| at.index() > 0) {
                path.push(number);
                at = self.words[number].from;
            }
            path.reverse();
            path.push(through);
            stand = self.words[through].to;
        }
        while let Some(number) = after[stand.index()] {
            path.push(number);
            stand = self.words[number].to;
        }
        path
    }

    fn mendings(&self, path: &[usize]) -> Vec<Mending> {
        path.iter().flat_map(|number| self.words[*number].mendings.iter().copied()).collect()
    }

    fn write(&self, meant: &[Mending], doubted: &[Mending], gathered: &mut GatheredText) {
        let done = |mending: &Mending| meant.contains(mending) && !doubted.contains(mending);
        let sure: Vec<Mending> = meant.iter().filter(|mending| done(mending)).copied().collect();
        for (at, letter) in self.letters.iter().enumerate() {
            let mut letter = *letter;
            let mut goes = false;
            for mending in &sure {
                match *mending {
                    Mending::Mark { to, from } if to == at => {
                        gathered.text.push(self.letters[from]);
                        gathered.marks += 1;
                    }
                    Mending::Mark { from, .. } => goes |= from == at,
                    Mending::Circle { at: place } if place == at => {
                        letter = 'ำ';
                        gathered.circles += 1;
                    }
                    Mending::Space { at: place } if place == at => {
                        goes = true;
                        gathered.spaces += 1;
                    }
                    Mending::Circle { .. } | Mending::Space { .. } => {}
                }
            }
            if !goes {
                gathered.text.push(letter);
            }
        }
    }

    fn tell(&self, mut doubts: Vec<(usize, usize)>, gathered: &mut GatheredText) {
        doubts.sort_unstable();
        let mut joined: Vec<(usize, usize)> = Vec::new();
        for (from, to) in doubts {
            match joined.last_mut().filter(|last| from <= last.1) {
                Some(last) => last.1 = last.1.max(to),
                None => joined.push((from, to)),
            }
        }
        for (from, to) in joined {
            let to = (to..self.codes.len()).find(|at| self.may_begin(*at)).unwrap_or(self.codes.len());
            let word: String = self.letters[from..to].iter().collect();
            if !gathered.doubts.contains(&word) {
                gathered.doubts.push(word);
            }
        }
    }

    /// Every word that may stand anywhere, in the order of their beginnings.
    fn find_words(&mut self) {
        let lexicon = lexicon();
        let mut reached = vec![false; (self.codes.len() + 1) * 4];
        reached[0] = true;
        for at in 0..self.codes.len() {
            for read in 0..4 {
                let from = Stand { at, read };
                if !reached[from.index()] {
                    continue;
                }
                if self.code(at) == BLANK {
                    let to = Stand { at: at + 1, read: 0 };
                    reached[to.index()] = true;
                    self.words.push(ReadWord { from, to, cost: 0, known: true, mendings: Vec::new() });
                    continue;
                }
                let mut found = WordWalk::words(self, lexicon, from);
                let (mut to, _) = from.next();
                while to.at < self.codes.len() && (!self.may_begin(to.at) || leads(self.code(to.at - 1))) {
                    to = to.next().0;
                }
                found.push(ReadWord { from, to, cost: UNKNOWN, known: false, mendings: Vec::new() });
                for word in found {
                    reached[word.to.index()] = true;
                    self.words.push(word);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKS: Scattering = Scattering { marks: true, circles: false };
    const CIRCLES: Scattering = Scattering { marks: false, circles: true };

    #[test]
    fn late_marks_spaces_and_circles() {
        for (damaged, whole) in [
            ("ยทุ ธศาสตร์", "ยุทธศาสตร์"),
            ("ประเดน็", "ประเด็น"),
            ("บา้ น", "บ้าน"),
            ("ดา้ นการป้องกนั การทจุ รติ", "ด้านการป้องกันการทุจริต"),
            ("งบประมา ณ", "งบประมาณ"),
        ] {
            let found = gather(damaged, MARKS);
            assert_eq!(found.text.replace(' ', ""), whole, "{damaged} {found:?}");
            assert!(found.doubts.is_empty(), "{found:?}");
        }
        let found = gather("สานักงานกาหนดจานวนในตาบล", CIRCLES);
        assert_eq!((found.text.as_str(), found.circles), ("สำนักงานกำหนดจำนวนในตำบล", 4), "{found:?}");
        assert_eq!(gather("โครงการส่งเสริมคุณธรรม", MARKS).text, "โครงการส่งเสริมคุณธรรม");
    }

    #[test]
    fn what_nobody_writes() {
        assert_eq!(impossible("โครงการป้องกันการทุจริตขององค์การบริหารส่วนตำบล เพื่อให้เป็นพื้นที่ของบ้านเมืองที่ดี"), 0);
        assert_eq!(impossible("ประเดน็ บา้ น"), 2);
    }
}
