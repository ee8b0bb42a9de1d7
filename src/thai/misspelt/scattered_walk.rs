//! One walk of `scattered`: the words of the lexicon that begin at a place, when marks may stand a letter late, spaces inside
//! words, and า for ำ; each with what has to be mended for it and what that costs. Decides nothing.

use super::lexicon::{Lexicon, NO_WORD, TreeNode};
use super::scattered::{BLANK, SARA_A, SARA_AM, Stretch, is_mark};

const LATE: u32 = 10;
const CIRCLE: u32 = 6;
/// So dear that two words are not made one.
const SPACE: u32 = 45;
/// The space that goes with a mark that came late.
const SPACE_OF_LATE: u32 = 4;

/// What is done to a letter: its place in the stretch tells which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mending {
    /// The mark at this place goes before the letter at the other.
    Mark {
        to: usize,
        from: usize,
    },
    Circle {
        at: usize,
    },
    Space {
        at: usize,
    },
}

/// A place in the stretch, and which of the next two letters were read already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    pub at: usize,
    pub read: u8,
}

impl Stand {
    pub fn index(self) -> usize {
        self.at * 4 + usize::from(self.read)
    }

    /// The place after the letter here, and whether letters that were read already lie between.
    pub fn next(self) -> (Self, bool) {
        let (mut at, mut read) = (self.at + 1, self.read);
        let skipped = read & 1 == 1;
        while read & 1 == 1 {
            at += 1;
            read >>= 1;
        }
        (Self { at, read: read >> 1 }, skipped)
    }
}

pub(super) struct ReadWord {
    pub from: Stand,
    pub to: Stand,
    pub cost: u32,
    pub known: bool,
    pub mendings: Vec<Mending>,
}

/// The words that begin at a place, with what has to be mended for them.
pub(super) struct WordWalk<'a> {
    stretch: &'a Stretch<'a>,
    lexicon: &'static Lexicon,
    from: Stand,
    mendings: Vec<Mending>,
    found: Vec<ReadWord>,
}

impl<'a> WordWalk<'a> {
    /// In the order of their ends along the walk.
    pub fn words(stretch: &'a Stretch<'a>, lexicon: &'static Lexicon, from: Stand) -> Vec<ReadWord> {
        let mut walk = Self { stretch, lexicon, from, mendings: Vec::new(), found: Vec::new() };
        walk.go(0, from, 0, false);
        walk.found
    }

    fn child(&self, node: TreeNode, code: u8) -> TreeNode {
        if node == 0 { self.lexicon.root(code) } else { self.lexicon.child(node, code) }
    }

    fn go(&mut self, node: TreeNode, stand: Stand, cost: u32, after_late: bool) {
        if node != 0 {
            let own = self.lexicon.cost(node);
            if own != NO_WORD && self.stretch.may_begin(stand.at) {
                let mendings = self.mendings.clone();
                let cost = cost + u32::from(own);
                self.found.push(ReadWord { from: self.from, to: stand, cost, known: true, mendings });
            }
        }
        let stretch = self.stretch;
        let here = stretch.code(stand.at);
        if here == 0 {
            return;
        }
        if here == BLANK {
            if self.stretch.scattering.marks
                && node != 0
                && !matches!(self.mendings.last(), Some(Mending::Space { at }) if *at + 1 == stand.at)
            {
                let extra = if after_late { SPACE_OF_LATE } else { SPACE };
                self.with(Mending::Space { at: stand.at }, node, stand.next().0, cost + extra);
            }
            return;
        }
        let (next, skipped) = stand.next();
        let child = self.child(node, here);
        if child != 0 {
            self.go(child, next, cost, skipped);
        }
        if self.stretch.scattering.circles && here == SARA_A && node != 0 {
            let child = self.child(node, SARA_AM);
            if child != 0 {
                self.with(Mending::Circle { at: stand.at }, child, next, cost + CIRCLE);
            }
        }
        if !self.stretch.scattering.marks || node == 0 || stand.read != 0 || is_mark(here) {
            return;
        }
        // A mark of the letter before this one, that stands after it.
        let marks = [stretch.code(stand.at + 1), stretch.code(stand.at + 2)];
        if !is_mark(marks[0]) {
            return;
        }
        let first = self.child(node, marks[0]);
        if first != 0 {
            let moved = Mending::Mark { to: stand.at, from: stand.at + 1 };
            self.with(moved, first, Stand { at: stand.at, read: 1 }, cost + LATE);
            let both = if is_mark(marks[1]) { self.child(first, marks[1]) } else { 0 };
            if both != 0 {
                self.mendings.push(moved);
                let second = Mending::Mark { to: stand.at, from: stand.at + 2 };
                self.with(second, both, Stand { at: stand.at, read: 3 }, cost + LATE);
                self.mendings.pop();
            }
        }
        if is_mark(marks[1]) {
            let second = self.child(node, marks[1]);
            if second != 0 {
                let moved = Mending::Mark { to: stand.at, from: stand.at + 2 };
                self.with(moved, second, Stand { at: stand.at, read: 2 }, cost + LATE);
            }
        }
    }

    fn with(&mut self, mending: Mending, node: TreeNode, stand: Stand, cost: u32) {
        self.mendings.push(mending);
        self.go(node, stand, cost, false);
        self.mendings.pop();
    }
}
