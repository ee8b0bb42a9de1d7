//! What every page stands on: the site as a whole, an agency ready to be shown, a route and what comes of it.
//! Below all pages: knows none of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, OnceLock};

use crate::address::{AgencyPage, Lang, PortalPage};
use crate::check::Located;
use crate::finding::registry;
use crate::model::attachments::Naming;
use crate::model::{Agency, Portal};
use crate::open_data::bundle::Bundle;
use crate::record::Record;
use crate::site::settings::Settings;
use crate::standards::Standards;
use crate::theme::Theme;

pub const HTML: &str = "text/html; charset=utf-8";
pub const XML: &str = "application/xml; charset=utf-8";
pub const TEXT: &str = "text/plain; charset=utf-8";

/// Everything that all pages of a site share; immutable, used by all workers at once.
#[derive(Clone, Debug)]
pub struct Site {
    pub portal: Portal,
    pub settings: Settings,
    pub standards: Arc<Standards>,
    pub theme: Arc<Theme>,
    /// Content file → root-relative address of its page, for every document of the portal.
    pub addresses: Arc<BTreeMap<String, String>>,
    /// What was published before.
    pub record: Arc<Record>,
    /// Sites of others under this portal, once they are joined with it.
    pub members: Arc<[MemberNote]>,
}

/// A site of others under a portal, as its pages tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberNote {
    pub title: String,
    /// Whole.
    pub href: Option<String>,
    /// The day for which it was made, ISO.
    pub date: Option<String>,
    pub agencies: usize,
    pub state: MemberState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberState {
    Fresh,
    /// It was not made anew when it should have changed.
    Behind,
    /// It cannot be had now: what is shown is a copy from before.
    Kept,
    /// Nothing of it is shown.
    Broken,
}

/// One thing that a browser can fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Root-relative: `na-kok/2564/`, `assets/site.css`.
    pub url: String,
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
}

/// An agency ready to be shown: the model, and what `check` found in it.
pub struct AgencySite {
    pub agency: Arc<Agency>,
    /// Located, sorted by file and line. Worked out when a page first asks: in the preview most pages never do.
    pub findings: LazyFindings,
    /// Of them what the site itself tells.
    told: OnceLock<Vec<Located>>,
    /// Its data files, made when the first of them is asked for.
    pub data: Bundle,
}

pub type LazyFindings = LazyLock<Vec<Located>, Box<dyn FnOnce() -> Vec<Located> + Send + Sync>>;

impl AgencySite {
    pub fn new(agency: Arc<Agency>, find: impl FnOnce() -> Vec<Located> + Send + Sync + 'static) -> Self {
        Self { agency, findings: LazyLock::new(Box::new(find)), told: OnceLock::new(), data: Default::default() }
    }

    /// What readers may see of the findings: nothing of a document that is not published, nothing for authors alone.
    pub fn told(&self, site: &Site) -> &[Located] {
        self.told.get_or_init(|| {
            let documents = self.agency.documents.iter().filter(|document| !is_published(document, site));
            let unserved = self.agency.attachments.iter();
            let unserved = unserved.filter(|file| matches!(file.naming, Naming::Hidden | Naming::Nobody));
            let hidden: BTreeSet<&str> = documents
                .flat_map(|document| {
                    std::iter::once(&document.path).chain(document.english.as_deref().map(|english| &english.path))
                })
                .map(|path| &**path)
                .chain(unserved.map(|file| file.entry.path.as_str()))
                .collect();
            let is_hidden = |finding: &Located| {
                registry::get(finding.code).is_some_and(|known| known.authors_only)
                    || hidden.contains(&*finding.primary.path)
                    || finding.secondary.iter().any(|place| hidden.contains(&*place.path))
            };
            self.findings.iter().filter(|finding| !is_hidden(finding)).cloned().collect()
        })
    }

    /// The findings whose place is in this file.
    pub fn findings_in(&self, path: &str) -> &[Located] {
        let first = self.findings.partition_point(|finding| *finding.primary.path < *path);
        let rest = self.findings.get(first..).unwrap_or_default();
        &rest[..rest.partition_point(|finding| *finding.primary.path == *path)]
    }
}

/// `url` is root-relative and includes the language's prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyRoute {
    pub url: String,
    pub lang: Lang,
    pub page: AgencyPage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalRoute {
    pub url: String,
    pub lang: Lang,
    pub page: PortalPage,
}

/// Whether a document is part of the site on its date: drafts and later ones only in the preview.
pub fn is_published(document: &crate::source::Document, site: &Site) -> bool {
    site.settings.preview
        || (!document.common.draft
            && document.common.publish_from.as_ref().is_none_or(|from| from.value <= site.settings.date))
}
