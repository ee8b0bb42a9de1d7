//! What of an agency's earlier result still stands where the result as a whole does not: cards, and after a change of the
//! theme what was found, and where its words are the same the search index with its files.

use super::cards::KnownCards;
use super::inputs::Grounds;
use super::kept::{self, KeptHead, KeptIndex};
use super::sink::FileRecords;
use crate::address::is_search_file;
use crate::check::Located;
use crate::digest::Sealed;

/// An index that stands, with its files.
pub struct KnownIndex {
    pub index: KeptIndex,
    pub files: FileRecords,
}

#[derive(Default)]
pub struct StillKnown {
    pub findings: Option<Vec<Located>>,
    pub index: Option<KnownIndex>,
    /// The lists that it had before.
    pub lists: Option<crate::output::Hash>,
    pub cards: KnownCards,
}

impl StillKnown {
    pub fn of(sealed: &Sealed, head: &KeptHead, now: Grounds) -> Self {
        let findings = if head.judged == Some(now.judged) { kept::findings(sealed) } else { None };
        let before = kept::index(sealed).flatten();
        let lists = before.as_ref().map(|index| index.lists);
        let Some(files) = kept::files(sealed) else { return Self { findings, lists, ..Self::default() } };
        let cards = KnownCards::of(&files);
        let index = before.filter(|_| head.indexed == Some(now.indexed)).map(|index| {
            let files = files.files.into_iter().filter(|(path, _)| is_search_file(path)).collect();
            KnownIndex { index, files }
        });
        Self { findings, index, lists, cards }
    }
}
