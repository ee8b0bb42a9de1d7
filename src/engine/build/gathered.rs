//! What is left of the agencies once their pages are written, brought together one after another in their order.

use crate::check::{Counts, Located};
use crate::engine::Failure;
use crate::engine::build::kept::Shown;
use crate::engine::build::sink::Recorder;
use crate::engine::custody::DigestEntry;
use crate::finding::Severity;
use crate::model::AgencySummary;
use crate::output::{FileRecord, Hash};
use crate::record::Presence;
use crate::search::Merger;

/// What is left of an agency once its pages are written.
pub struct Done {
    pub input: Option<Hash>,
    pub counts: Counts,
    pub errors: Vec<Located>,
    pub pages: usize,
    /// `None`: the agency cannot be shown, or nobody asks.
    pub shown: Option<Shown>,
    /// The file that is given away of it, where the site gives such away.
    pub digest: Option<FileRecord>,
    pub reused: bool,
}

/// What of the agencies is brought together, one after another in their order.
pub struct Gathered<'g, 's> {
    recorder: &'g Recorder<'s>,
    pub counts: Counts,
    pub errors: Vec<Located>,
    pub pages: usize,
    pub reused: usize,
    pub inputs: Vec<Option<Hash>>,
    pub summaries: Vec<AgencySummary>,
    pub presence: Presence,
    pub digests: Vec<DigestEntry>,
    /// A single agency's index is the site's already.
    pub search: Option<Merger>,
}

impl<'g, 's> Gathered<'g, 's> {
    pub fn new(recorder: &'g Recorder<'s>, is_portal: bool) -> Self {
        Self {
            recorder,
            counts: Counts::default(),
            errors: Vec::new(),
            pages: 0,
            reused: 0,
            inputs: Vec::new(),
            summaries: Vec::new(),
            presence: Presence::default(),
            digests: Vec::new(),
            search: is_portal.then(|| Merger::new("")),
        }
    }

    pub fn take(&mut self, done: Vec<Done>) -> Result<(), Failure> {
        for agency in done {
            self.counts.add(&agency.counts);
            self.errors.extend(agency.errors);
            self.pages += agency.pages;
            self.reused += usize::from(agency.reused);
            self.inputs.push(agency.input);
            let Some(shown) = agency.shown else { continue };
            self.digests.extend(agency.digest.map(|file| DigestEntry::of(&shown.summary, file)));
            self.summaries.push(shown.summary);
            self.presence.add(shown.addresses);
            if let (Some(search), Some(index)) = (&mut self.search, &shown.index) {
                let mut files = search.push(index).into_iter();
                files.try_for_each(|file| self.recorder.put(&file.path, &file.bytes))?;
            }
        }
        Ok(())
    }
}

pub fn errors_of(findings: &[Located]) -> Vec<Located> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect()
}
