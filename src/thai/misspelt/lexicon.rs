//! The words and what each costs, as a tree of letters. Made once from `words.bin`, which `generate.py` makes.

use std::sync::OnceLock;

/// Of a tree's node: no word ends here.
pub(super) const NO_WORD: u8 = 0xFF;

/// The tree, level by level, so that the children of a node stand side by side.
pub(super) struct Lexicon {
    letters: &'static [u8],
    costs: &'static [u8],
    /// Of each node its first child; the next node's first child ends them.
    children: Vec<u32>,
    /// The node of each first two letters, so that the widest levels are not walked.
    pairs: Vec<u32>,
    roots: [u32; WIDTH],
}

const WIDTH: usize = 96;

pub(super) type TreeNode = u32;

pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::read(include_bytes!("words.bin")))
}

/// A letter as the lexicon counts them; 0 for what it does not know.
pub(super) fn code(letter: char) -> u8 {
    let code = (letter as u32).wrapping_sub(0xE00);
    u8::try_from(code).ok().filter(|code| usize::from(*code) < WIDTH).unwrap_or(0)
}

pub(super) fn letter(code: u8) -> char {
    char::from_u32(0xE00 + u32::from(code)).unwrap_or('\u{e3f}')
}

impl Lexicon {
    /// A file that is not whole gives a tree without words.
    fn read(bytes: &'static [u8]) -> Self {
        let mut lexicon = Self {
            letters: &[0],
            costs: &[NO_WORD],
            children: vec![1, 1],
            pairs: vec![0; WIDTH * WIDTH],
            roots: [0; WIDTH],
        };
        let Some((head, rest)) = bytes.split_first_chunk::<4>() else { return lexicon };
        let count = u32::from_le_bytes(*head) as usize;
        let (Some(letters), Some(children), Some(costs)) =
            (rest.get(..count), rest.get(count..2 * count), rest.get(2 * count..3 * count))
        else {
            return lexicon;
        };
        lexicon.letters = letters;
        lexicon.costs = costs;
        lexicon.children.clear();
        let mut first = 1;
        for children in children {
            lexicon.children.push(first);
            first += u32::from(*children);
        }
        lexicon.children.push(first);
        for root in lexicon.below(0) {
            let letter = usize::from(letters.get(root as usize).copied().unwrap_or(0)) % WIDTH;
            lexicon.roots[letter] = root;
            for second in lexicon.below(root) {
                let next = usize::from(letters.get(second as usize).copied().unwrap_or(0)) % WIDTH;
                lexicon.pairs[letter * WIDTH + next] = second;
            }
        }
        lexicon
    }

    fn below(&self, node: TreeNode) -> std::ops::Range<u32> {
        let at = node as usize;
        match (self.children.get(at), self.children.get(at + 1)) {
            (Some(first), Some(end)) if *end as usize <= self.letters.len() => *first..*end,
            _ => 0..0,
        }
    }

    /// The node of the first letter; 0 where no word begins so.
    pub fn root(&self, code: u8) -> TreeNode {
        self.roots[usize::from(code) % WIDTH]
    }

    /// The node after the first two letters.
    pub fn pair(&self, first: u8, second: u8) -> TreeNode {
        self.pairs[(usize::from(first) * WIDTH + usize::from(second)) % (WIDTH * WIDTH)]
    }

    pub fn child(&self, node: TreeNode, code: u8) -> TreeNode {
        let below = self.below(node);
        let letters = &self.letters[below.start as usize..below.end as usize];
        letters.iter().position(|letter| *letter == code).map_or(0, |at| below.start + u32::try_from(at).unwrap_or(0))
    }

    /// What the word costs that ends here; `NO_WORD` where none does.
    pub fn cost(&self, node: TreeNode) -> u8 {
        self.costs[node as usize]
    }

    /// What a word costs.
    pub fn cost_of(&self, word: &[u8]) -> Option<u8> {
        let mut node = 0;
        for (at, code) in word.iter().enumerate() {
            node = if at == 0 { self.root(*code) } else { self.child(node, *code) };
            if node == 0 {
                return None;
            }
        }
        Some(self.cost(node)).filter(|cost| *cost != NO_WORD)
    }
}
