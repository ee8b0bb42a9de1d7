//! What an earlier build found of agencies whose files, and all that they are judged by, are what they were: for commands
//! that only tell findings. Writes nothing; whatever is in doubt is not recalled.

use super::kept::{self, KeptHead};
use super::{inputs, stamps};
use crate::check::Located;
use crate::digest::{Sealed, Store};
use crate::engine::lists::OfficerLists;
use crate::engine::{Engine, is_private};
use crate::model::AgencyFiles;
use crate::output::Hash;
use crate::site::AgencySummary;

pub struct Recall<'r> {
    engine: &'r Engine,
    store: Store,
    grounds: Hash,
}

/// An agency as the build left it.
pub struct RecalledAgency {
    pub findings: Vec<Located>,
    /// No more of it than where old addresses lead, as for an agency that is only judged.
    pub summary: AgencySummary,
    pub addresses: Vec<String>,
}

impl<'r> Recall<'r> {
    pub fn of(engine: &'r Engine, content: &std::path::Path) -> Option<Self> {
        Some(Self { engine, store: Store::left_beside(content)?, grounds: inputs::grounds(engine)?.shown })
    }

    /// What an earlier build kept of these files as they are now, with the findings.
    fn standing(&self, files: &AgencyFiles) -> Option<(Sealed, Vec<Located>)> {
        let sealed = self.store.get(&files.slug)?;
        let head = KeptHead::read(&sealed, &files.slug)?;
        let stamps = stamps::stamps(self.engine.files(), &files.entries, &head.stamps, sealed.written)?;
        (inputs::input(self.grounds, &files.slug, &stamps) == head.input).then_some(())?;
        let findings = kept::findings(&sealed)?;
        // Of an agency from which files were left out only the rest was shown.
        (!findings.iter().any(is_private)).then_some((sealed, findings))
    }

    /// What the officers' lists say of it, with the findings.
    pub fn lists(&self, files: &AgencyFiles) -> Option<(OfficerLists, Vec<Located>)> {
        let (sealed, findings) = self.standing(files)?;
        Some((kept::officers(&sealed)??, findings))
    }

    pub fn agency(&self, files: &AgencyFiles) -> Option<RecalledAgency> {
        let (sealed, findings) = self.standing(files)?;
        let shown = kept::shown(&sealed)??;
        let AgencySummary { slug, redirects, .. } = shown.summary;
        let summary = AgencySummary { slug, redirects, ..AgencySummary::default() };
        Some(RecalledAgency { findings, summary, addresses: shown.addresses })
    }
}
