//! Cards that stand as they were although the other pages of their agency are made again: one is drawn anew only when the
//! words or figures on it change.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::inputs::{HashedWords, PROGRAM};
use super::kept::KeptFiles;
use super::sink::{Recorder, record_of};
use crate::engine::Failure;
use crate::output::{FileRecord, Hash};
use crate::site::WrittenCard;

/// What each card was drawn from, by its path.
pub type DrawnFrom = Vec<(String, Hash)>;

#[derive(Default)]
pub struct KnownCards {
    known: BTreeMap<String, (Hash, FileRecord)>,
    drawn: Mutex<DrawnFrom>,
}

impl KnownCards {
    pub fn of(kept: &KeptFiles) -> Self {
        let cards = kept.cards.iter();
        let known =
            cards.filter_map(|(path, from)| Some((path.clone(), (*from, record_of(&kept.files, path)?)))).collect();
        Self { known, drawn: Mutex::default() }
    }

    /// Whether the card is taken over as it was.
    pub fn stands(&self, url: &str, card: &WrittenCard, recorder: &Recorder<'_>) -> Result<bool, Failure> {
        let mut from = HashedWords::default();
        from.add(PROGRAM).add(card.words());
        let from = from.hash();
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner).push((url.to_owned(), from));
        match self.known.get(url) {
            Some((known, record)) if *known == from => recorder.keep(vec![(url.to_owned(), *record)]),
            _ => Ok(false),
        }
    }

    /// Sorted by path.
    pub fn drawn_from(self) -> DrawnFrom {
        let mut drawn = self.drawn.into_inner().unwrap_or_else(PoisonError::into_inner);
        drawn.sort();
        drawn
    }
}
