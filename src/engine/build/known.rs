//! What of an agency's earlier result still stands where the result as a whole does not: cards, and after a change of the
//! theme what was found, and where its words are the same the search index with its files.

use super::cards::KnownCards;
use super::inputs::Grounds;
use super::kept::{self, KeptHead};
use super::sink::FileRecords;
use crate::address::is_search_file;
use crate::check::Located;
use crate::digest::Sealed;
use crate::search::AgencyIndex;

pub struct KnownIndex {
    pub index: AgencyIndex,
    pub files: FileRecords,
}

#[derive(Default)]
pub struct StillKnown {
    pub findings: Option<Vec<Located>>,
    pub index: Option<KnownIndex>,
    pub cards: KnownCards,
}

impl StillKnown {
    pub fn of(sealed: &Sealed, head: KeptHead, now: Grounds) -> Self {
        let cards = KnownCards::of(&head);
        let findings = if head.judged == Some(now.judged) { kept::findings(sealed) } else { None };
        let index = if head.indexed == Some(now.indexed) { kept::shown(sealed).flatten() } else { None };
        let index = index.and_then(|shown| shown.index).map(|index| {
            let files = head.files.into_iter().filter(|(path, _)| is_search_file(path)).collect();
            KnownIndex { index, files }
        });
        Self { findings, index, cards }
    }
}
