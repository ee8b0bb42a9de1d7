//! What is left of the agencies once their pages are written, brought together one after another in their order.

use super::kept::{KeptIndex, Shown};
use super::sink::Recorder;
use crate::check::{Counts, Located};
use crate::engine::Failure;
use crate::finding::Severity;
use crate::output::{FileRecord, Hash};
use crate::search::{AgencyIndex, IndexLists, Merger};

/// What the portal asks of its agencies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// It stands as it is.
    Nothing,
    /// The joined lists of its search stand but for a few, and perhaps its pages do.
    Changes,
    /// What its pages tell, and the lists of its search.
    All,
}

impl Want {
    /// Of a portal that stands whole, or of which something is known.
    pub fn of(stands: bool, is_known: bool) -> Self {
        match (stands, is_known) {
            (true, _) => Self::Nothing,
            (false, true) => Self::Changes,
            (false, false) => Self::All,
        }
    }
}

/// What is left of an agency once its pages are written.
pub struct Done {
    pub input: Option<Hash>,
    pub counts: Counts,
    pub errors: Vec<Located>,
    pub pages: usize,
    /// `None`: the agency cannot be shown, or nobody asks.
    pub shown: Option<DoneShown>,
    /// The file that is given away of it, where the site gives such away.
    pub digest: Option<FileRecord>,
    pub reused: bool,
}

pub struct DoneShown {
    /// Of what the portal's pages are told.
    pub told: Hash,
    /// `None`: it is read when it is needed.
    pub shown: Option<Shown>,
    /// `None`: no pages are made any more.
    pub index: Option<DoneIndex>,
}

/// What search is given by an agency.
pub struct DoneIndex {
    pub index: KeptIndex,
    /// `None`: as they were, and read when they are needed.
    pub lists: Option<IndexLists>,
    /// What stood in the place of lists that changed.
    pub before: Option<(Hash, IndexLists)>,
}

impl DoneIndex {
    /// As it was.
    pub fn known(index: KeptIndex) -> Self {
        Self { index, lists: None, before: None }
    }
}

/// What of the agencies is brought together, one after another in their order.
pub struct Gathered<'g, 's> {
    joins: &'g Recorder<'s>,
    pub counts: Counts,
    pub errors: Vec<Located>,
    pub pages: usize,
    pub reused: usize,
    pub inputs: Vec<Option<Hash>>,
    /// Those that are shown, by their place among all.
    pub shown: Vec<(usize, Shown)>,
    /// The same where what they show was not read yet.
    pub unread: Vec<usize>,
    pub told: Vec<Hash>,
    /// The digests that are given away, by the place of their agency.
    pub digests: Vec<(usize, FileRecord)>,
    pub search: GatheredSearch,
    taken: usize,
}

/// A single agency's index is the site's already.
pub enum GatheredSearch {
    None,
    /// All lists are joined, each at once and then let go; with their hashes.
    Join(Box<Merger>, Vec<Hash>),
    /// What changed is put in the place of what was there.
    Rejoin(Vec<DoneIndex>),
}

impl<'g, 's> Gathered<'g, 's> {
    pub fn new(joins: &'g Recorder<'s>, search: GatheredSearch) -> Self {
        Self {
            joins,
            counts: Counts::default(),
            errors: Vec::new(),
            pages: 0,
            reused: 0,
            inputs: Vec::new(),
            shown: Vec::new(),
            unread: Vec::new(),
            told: Vec::new(),
            digests: Vec::new(),
            search,
            taken: 0,
        }
    }

    pub fn take(&mut self, done: Vec<Done>) -> Result<(), Failure> {
        for agency in done {
            let place = self.taken;
            self.taken += 1;
            self.counts.add(&agency.counts);
            self.errors.extend(agency.errors);
            self.pages += agency.pages;
            self.reused += usize::from(agency.reused);
            self.inputs.push(agency.input);
            let Some(DoneShown { told, shown, index }) = agency.shown else { continue };
            self.told.push(told);
            self.digests.extend(agency.digest.map(|file| (place, file)));
            match shown {
                Some(shown) => self.shown.push((place, shown)),
                None => self.unread.push(place),
            }
            let Some(index) = index else { continue };
            match &mut self.search {
                GatheredSearch::None => {}
                GatheredSearch::Join(merger, hashes) => {
                    let DoneIndex { index: KeptIndex { outline, lists: hash }, lists, .. } = index;
                    hashes.push(hash);
                    let index = AgencyIndex::whole(outline, lists.unwrap_or_default());
                    let mut files = merger.push(&index).into_iter();
                    files.try_for_each(|file| self.joins.put(&file.path, &file.bytes))?;
                }
                GatheredSearch::Rejoin(indexes) => indexes.push(index),
            }
        }
        Ok(())
    }
}

pub fn errors_of(findings: &[Located]) -> Vec<Located> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect()
}
