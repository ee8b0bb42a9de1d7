//! How much of what was kept of an agency still stands, told from what its files are now.

use super::Run;
use super::inputs::{self, Grounds};
use super::kept::KeptHead;
use crate::check::Counts;
use crate::engine::stamps;
use crate::model::AgencyFiles;
use crate::output::Hash;

/// What was kept, all of which stands.
#[derive(Clone)]
pub struct StandingResult {
    pub input: Hash,
    /// Of the digest that says so.
    pub seal: [u8; 32],
    pub told: Option<Hash>,
    pub counts: Counts,
    pub pages: usize,
}

#[derive(Clone)]
pub enum StandingKept {
    All(StandingResult),
    /// Its search index, but not its pages.
    Index,
    Nothing,
}

impl StandingKept {
    pub fn input(&self) -> Option<Hash> {
        match self {
            Self::All(result) => Some(result.input),
            Self::Index | Self::Nothing => None,
        }
    }
}

impl Run<'_> {
    pub(super) fn standing(&self, files: &AgencyFiles) -> StandingKept {
        self.known_standing(files).unwrap_or(StandingKept::Nothing)
    }

    fn known_standing(&self, files: &AgencyFiles) -> Option<StandingKept> {
        let (store, grounds) = self.store()?;
        let sealed = store.get(&files.slug)?;
        let head = KeptHead::read(&sealed, &files.slug)?;
        let stamps = stamps::stamps(self.engine.files(), &files.entries, &head.stamps, sealed.written)?;
        let of = |grounds: Hash| inputs::input(grounds, &files.slug, &stamps);
        let Grounds { indexed, shown, .. } = grounds;
        if of(shown) == head.input {
            let (seal, counts) = (sealed.seal, head.counts());
            let KeptHead { input, told, pages, .. } = head;
            return Some(StandingKept::All(StandingResult { input, seal, told, counts, pages }));
        }
        Some(if head.indexed == Some(of(indexed)) { StandingKept::Index } else { StandingKept::Nothing })
    }
}
