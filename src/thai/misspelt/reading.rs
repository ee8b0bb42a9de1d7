//! A run of letters read as words in the cheapest way, and as words with one slip: where the second is cheaper by far,
//! the slip is told. All costs are logarithms of how seldom something is.

use super::lexicon::{Lexicon, NO_WORD, TreeNode, code, letter, lexicon};
use super::{Misspelling, NAMES_FOLLOW, TITLES, slips};

/// A letter with its marks that belongs to no word.
const UNKNOWN: u32 = 66;
/// Letters in the shortest word that is corrected.
const SHORTEST: usize = 5;
/// Where letters belong to no word, a shorter one that is frequent may have been meant.
const SHORTEST_OF_UNKNOWN: usize = 3;
const FREQUENT: u8 = 36;
/// A word that is seldomer than this is seldom what was meant.
const SELDOM: u32 = 62;
/// A word that is seldomer than this, or shorter than three letters, may be debris of another.
const WEAK: u32 = 50;
/// By how much a slip must be the cheaper reading.
const PROBABLE: u32 = 24;
const CERTAIN: u32 = 42;
const CERTAIN_OF_PAIR: u32 = 4;
/// What is known to be written wrong was meant, however seldom the right word is.
const SELDOM_PAIR: u32 = 45;

const FAR: u32 = u32::MAX / 4;

struct Edge {
    from: usize,
    to: usize,
    cost: u32,
    known: bool,
}

struct MeantWord {
    from: usize,
    to: usize,
    right: String,
    gain: u32,
    is_pair: bool,
}

pub(super) fn read(run: &str, offset: usize, found: &mut Vec<Misspelling>) {
    let lexicon = lexicon();
    let letters: Vec<u8> = run.chars().map(code).collect();
    let count = letters.len();
    let may_part: Vec<bool> = (0..=count).map(|at| parts(&letters, at)).collect();
    let edges = edges(lexicon, &letters, &may_part);
    // Edges stand in the order of their beginnings: what is before each place, and what is after it.
    let mut ahead = vec![FAR; count + 1];
    ahead[0] = 0;
    for edge in &edges {
        ahead[edge.to] = ahead[edge.to].min(ahead[edge.from].saturating_add(edge.cost));
    }
    let mut behind = vec![FAR; count + 1];
    let mut next: Vec<Option<usize>> = vec![None; count + 1];
    behind[count] = 0;
    for (at, edge) in edges.iter().enumerate().rev() {
        let cost = behind[edge.to].saturating_add(edge.cost);
        if cost < behind[edge.from] {
            behind[edge.from] = cost;
            next[edge.from] = Some(at);
        }
    }
    let total = behind[0];
    if total >= FAR {
        return;
    }
    let mut path: Vec<&Edge> = Vec::new();
    let mut at = 0;
    while let Some(edge) = next[at].and_then(|edge| edges.get(edge)) {
        path.push(edge);
        at = edge.to;
    }
    let mut candidates: Vec<MeantWord> = Vec::new();
    let weigh = |from: usize, to: usize, cost: u32| {
        let reading = ahead[from].saturating_add(cost).saturating_add(behind[to]);
        total.checked_sub(reading)
    };
    // What is known to be written wrong.
    for from in (0..count.saturating_sub(2)).filter(|from| may_part[*from]) {
        for pair in slips::pairs_at(letters[from], letters[from + 1]) {
            let to = from + pair.wrong.len();
            if letters[from..].starts_with(&pair.wrong) && may_part[to] {
                let right: Vec<u8> = pair.right.chars().map(code).collect();
                let cost = lexicon.cost_of(&right).map_or(SELDOM_PAIR, u32::from).min(SELDOM_PAIR);
                if let Some(gain) = weigh(from, to, cost + slips::KNOWN) {
                    candidates.push(MeantWord { from, to, right: pair.right.clone(), gain, is_pair: true });
                }
            }
        }
    }
    for (place, edge) in path.iter().enumerate() {
        let near = &path[place..(place + 4).min(path.len())];
        let is_weak = |edge: &&Edge| !edge.known || edge.cost >= WEAK || edge.to - edge.from < 3;
        // Where words are unknown their beginnings are no sure ones either.
        if near.iter().any(is_weak) {
            let until = if edge.known { edge.from + 1 } else { edge.to };
            let begin = if edge.known { edge.from } else { edge.from.saturating_sub(3) };
            for from in (begin..until).filter(|from| may_part[*from]) {
                let spent = near.iter().map(|edge| edge.cost).sum::<u32>();
                let unknown = near.iter().take(2).any(|edge| !edge.known);
                SlipWalk { lexicon, letters: &letters, may_part: &may_part, from, spent, unknown }
                    .candidates(&weigh, &mut candidates);
            }
        }
    }
    candidates.retain(|candidate| candidate.gain >= if candidate.is_pair { CERTAIN_OF_PAIR } else { PROBABLE });
    if candidates.is_empty() {
        return;
    }
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain(std::iter::once(run.len())).collect();
    candidates.sort_by(|a, b| (b.is_pair, b.gain, a.from).cmp(&(a.is_pair, a.gain, b.from)));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let begun = found.len();
    for candidate in candidates {
        if taken.iter().any(|(from, to)| candidate.from < *to && *from < candidate.to) {
            continue;
        }
        taken.push((candidate.from, candidate.to));
        // A name of two words may follow its kind of place.
        let words = path.iter().rev().filter(|edge| edge.to <= candidate.from).take(2);
        let mut words = words.map(|edge| &run[starts[edge.from]..starts[edge.to]]);
        if !candidate.is_pair && words.any(|word| NAMES_FOLLOW.contains(&word) || TITLES.contains(&word)) {
            continue;
        }
        found.push(Misspelling {
            range: offset + starts[candidate.from]..offset + starts[candidate.to],
            right: candidate.right,
            certain: candidate.is_pair || candidate.gain >= CERTAIN,
            known: candidate.is_pair,
        });
    }
    found[begun..].sort_by_key(|misspelling| misspelling.range.start);
}

fn is_consonant(code: u8) -> bool {
    (0x01..=0x2E).contains(&code)
}

fn leads(code: u8) -> bool {
    (0x40..=0x44).contains(&code)
}

/// Whether a word may begin or end here.
fn parts(letters: &[u8], at: usize) -> bool {
    if at == 0 || at == letters.len() {
        return true;
    }
    let (before, after) = (letters[at - 1], letters[at]);
    (is_consonant(after) || leads(after)) && !leads(before)
}

fn edges(lexicon: &Lexicon, letters: &[u8], may_part: &[bool]) -> Vec<Edge> {
    let count = letters.len();
    let mut edges = Vec::with_capacity(count * 2);
    for from in (0..count).filter(|from| may_part[*from]) {
        let mut node: TreeNode = lexicon.root(letters[from]);
        let mut to = from + 1;
        while node != 0 {
            let cost = lexicon.cost(node);
            if cost != NO_WORD && may_part[to] {
                edges.push(Edge { from, to, cost: u32::from(cost), known: true });
            }
            if to == count {
                break;
            }
            node = if to == from + 1 {
                lexicon.pair(letters[from], letters[to])
            } else {
                lexicon.child(node, letters[to])
            };
            to += 1;
        }
        let cluster = (from + 1..=count).find(|to| may_part[*to]).unwrap_or(count);
        edges.push(Edge { from, to: cluster, cost: UNKNOWN, known: false });
    }
    edges
}

/// The words that the letters from here on are with one slip.
struct SlipWalk<'a> {
    lexicon: &'a Lexicon,
    letters: &'a [u8],
    may_part: &'a [bool],
    from: usize,
    spent: u32,
    /// Whether what stands there is no word at all.
    unknown: bool,
}

impl SlipWalk<'_> {
    fn candidates(&self, weigh: &dyn Fn(usize, usize, u32) -> Option<u32>, found: &mut Vec<MeantWord>) {
        let mut word: Vec<u8> = Vec::with_capacity(24);
        let mut node: TreeNode = 0;
        let mut at = self.from;
        loop {
            self.slips_at(node, at, &mut word, weigh, found);
            let Some(&code) = self.letters.get(at) else { break };
            node = if word.is_empty() { self.lexicon.root(code) } else { self.lexicon.child(node, code) };
            if node == 0 {
                break;
            }
            word.push(code);
            at += 1;
        }
    }

    fn slips_at(
        &self,
        node: TreeNode,
        at: usize,
        word: &mut Vec<u8>,
        weigh: &dyn Fn(usize, usize, u32) -> Option<u32>,
        found: &mut Vec<MeantWord>,
    ) {
        let before = word.last().copied();
        let written = self.letters.get(at).copied();
        let after = self.letters.get(at + 1).copied();
        // A letter too many.
        if let Some(written) = written
            && node != 0
        {
            self.go_on(node, at + 1, slips::of_insertion(written, before, after), word, weigh, found);
        }
        let below = |code: u8| if before.is_none() { self.lexicon.root(code) } else { self.lexicon.child(node, code) };
        // A letter too few; at the very beginning it would be anything.
        if before.is_some() {
            for (meant, cost) in slips::left_out() {
                let child = if written == Some(*meant) { 0 } else { below(*meant) };
                if child != 0 {
                    word.push(*meant);
                    self.go_on(child, at, *cost, word, weigh, found);
                    word.pop();
                }
            }
        }
        let Some(written) = written else { return };
        for (meant, cost) in slips::instead(written) {
            let child = below(*meant);
            if child != 0 {
                word.push(*meant);
                self.go_on(child, at + 1, *cost, word, weigh, found);
                word.pop();
            }
        }
        // Two letters that changed places.
        if let Some(after) = after.filter(|after| *after != written) {
            let first = below(after);
            let second = if first == 0 { 0 } else { self.lexicon.child(first, written) };
            if second != 0 {
                word.extend([after, written]);
                self.go_on(second, at + 2, slips::TRANSPOSED, word, weigh, found);
                word.truncate(word.len() - 2);
            }
        }
    }

    /// After the slip every letter must be as written.
    fn go_on(
        &self,
        mut node: TreeNode,
        mut at: usize,
        slip: u32,
        word: &mut Vec<u8>,
        weigh: &dyn Fn(usize, usize, u32) -> Option<u32>,
        found: &mut Vec<MeantWord>,
    ) {
        let length = word.len();
        loop {
            let cost = self.lexicon.cost(node);
            if cost != NO_WORD
                && u32::from(cost) <= SELDOM
                && (word.len() >= SHORTEST || (self.unknown && word.len() >= SHORTEST_OF_UNKNOWN && cost <= FREQUENT))
                && at <= self.letters.len()
                && self.may_part[at]
                && u32::from(cost) + slip + PROBABLE <= self.spent + UNKNOWN
                && let Some(gain) = weigh(self.from, at, u32::from(cost) + slip)
                && gain >= if word.len() < SHORTEST { CERTAIN } else { PROBABLE }
            {
                let right: String = word.iter().map(|code| letter(*code)).collect();
                found.push(MeantWord { from: self.from, to: at, right, gain, is_pair: false });
            }
            let Some(&code) = self.letters.get(at) else { break };
            node = self.lexicon.child(node, code);
            if node == 0 {
                break;
            }
            word.push(code);
            at += 1;
        }
        word.truncate(length);
    }
}
