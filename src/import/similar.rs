//! Which item of one list is meant by a name of another: kind words, quotes and the authority's own name aside.
//! Pure; the same input gives the same pairs.

use std::collections::BTreeMap;

use crate::standards::ItemKind;
use crate::standards::heads::fold;

/// Names less alike than this are not the same item.
const LEAST: f32 = 0.55;
/// Below this, or with another nearly as near, somebody has to look.
const SURE: f32 = 0.72;
const CLEAR: f32 = 0.06;

/// A name made ready for comparing.
#[derive(Clone, Debug)]
pub struct Name {
    folded: String,
    pairs: BTreeMap<(char, char), u16>,
    count: usize,
    dimension: Option<u8>,
}

impl Name {
    pub fn new(name: &str, dimension: Option<u8>, own: &[String]) -> Self {
        let mut folded = fold(name);
        for own in own {
            let own = fold(own);
            if own.chars().count() > 4 {
                folded = folded.replace(&own, "");
            }
        }
        let bare = ItemKind::without_word(&folded, 6);
        // A printer's or reader's slip for "มาตรการ".
        let bare = bare.strip_prefix("มาตรา").filter(|rest| rest.chars().count() > 5).unwrap_or(bare);
        folded = bare.to_owned();
        if let Some(rest) = folded.strip_prefix("การ").filter(|rest| rest.chars().count() > 8) {
            folded = rest.to_owned();
        }
        let letters: Vec<char> = folded.chars().collect();
        let mut pairs = BTreeMap::new();
        for pair in letters.windows(2) {
            *pairs.entry((pair[0], pair[1])).or_insert(0) += 1;
        }
        Self { folded, pairs, count: letters.len().saturating_sub(1), dimension }
    }

    /// From 0 to 1.
    pub fn likeness(&self, other: &Self) -> f32 {
        if self.folded == other.folded {
            return 1.0;
        }
        if self.count == 0 || other.count == 0 {
            return 0.0;
        }
        let shared: u32 = self
            .pairs
            .iter()
            .filter_map(|(pair, count)| other.pairs.get(pair).map(|others| u32::from(*(others.min(count)))))
            .sum();
        2.0 * shared as f32 / (self.count + other.count) as f32
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    pub to: usize,
    pub is_sure: bool,
    pub likeness: f32,
}

/// For each of `from` the one of `to` that it means; each of `to` is meant once at most.
pub fn pair(from: &[Name], to: &[Name]) -> Vec<Option<Match>> {
    let mut scores: Vec<(f32, usize, usize)> = Vec::new();
    for (left, name) in from.iter().enumerate() {
        for (right, other) in to.iter().enumerate() {
            let mut likeness = name.likeness(other);
            if name.dimension.is_some() && other.dimension.is_some() && name.dimension != other.dimension {
                likeness -= 0.25;
            }
            if likeness >= LEAST {
                scores.push((likeness, left, right));
            }
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut matches: Vec<Option<Match>> = vec![None; from.len()];
    let mut taken = vec![false; to.len()];
    for (likeness, left, right) in &scores {
        if matches[*left].is_none() && !taken[*right] {
            taken[*right] = true;
            matches[*left] = Some(Match { to: *right, is_sure: *likeness >= SURE, likeness: *likeness });
        }
    }
    // Another free one nearly as near: the choice is not clear.
    for (likeness, left, right) in &scores {
        if let Some(found) = &mut matches[*left]
            && found.to != *right
            && !taken[*right]
            && found.likeness - likeness < CLEAR
            && found.likeness < 0.999
        {
            found.is_sure = false;
        }
    }
    matches
}
