//! What `check` says of an agency while its files change: what was said of a document stands until the document, or
//! what it is compared with, changes. Says nothing of its own; the rules are `check`'s.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::check::located::FileText;
use crate::check::{self, AgencyHead, AgencyNames, Located, locate};
use crate::engine::known::{context_of, known_entry};
use crate::engine::same::Same;
use crate::finding::{Finding, Findings};
use crate::model::Agency;
use crate::model::link_check::{self, KnownFiles};
use crate::site::Site;
use crate::source::{Disk, Document, FileEntry};
use crate::span::FileId;
use crate::standards::Standards;

/// Everything beside a document itself that a rule of single documents may look at.
#[derive(Clone, PartialEq, Eq)]
struct Surroundings {
    agency: Same<Document>,
    portal: Option<Same<Document>>,
    names: Same<AgencyNames>,
    standards: Same<Standards>,
}

type SaidByDocument = HashMap<FileId, (Arc<Document>, Arc<[Finding]>)>;

/// What was said of the documents of one agency.
#[derive(Default)]
pub struct Judged(Mutex<(Option<Surroundings>, SaidByDocument)>);

impl Judged {
    /// What can be said of each document by itself, in their order. Only what is new or changed is looked at.
    fn of(&self, agency: &Agency, beside: &Surroundings, context: &check::Context<'_>) -> Vec<Arc<[Finding]>> {
        let mut known: Vec<Option<Arc<[Finding]>>> = {
            let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if held.0.as_ref() != Some(beside) {
                *held = (Some(beside.clone()), SaidByDocument::new());
            }
            let said = |document: &Arc<Document>| {
                let (judged, findings) = held.1.get(&document.file)?;
                Arc::ptr_eq(judged, document).then(|| Arc::clone(findings))
            };
            agency.documents.iter().map(said).collect()
        };
        let is_new = |(at, _): &(usize, &Arc<Document>)| known.get(*at).is_some_and(Option::is_none);
        let (places, fresh): (Vec<usize>, Vec<Arc<Document>>) =
            agency.documents.iter().enumerate().filter(is_new).map(|(at, document)| (at, Arc::clone(document))).unzip();
        for (at, findings) in places.into_iter().zip(check::check_documents(&fresh, AgencyHead::of(agency), context)) {
            if let Some(place) = known.get_mut(at) {
                *place = Some(findings.into());
            }
        }
        let known: Vec<Arc<[Finding]>> = known.into_iter().map(Option::unwrap_or_default).collect();
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A page of an older snapshot may have asked: what it learned is no longer wanted.
        if held.0.as_ref() == Some(beside) {
            let pairs = agency.documents.iter().zip(&known);
            held.1 = pairs.map(|(document, said)| (document.file, (Arc::clone(document), Arc::clone(said)))).collect();
        }
        known
    }

    /// How many documents are kept for comparing.
    #[cfg(test)]
    fn kept(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.len()
    }
}

/// A file that makes no document as it is now.
#[derive(Clone, Debug)]
pub struct Broken {
    pub path: Arc<str>,
    pub text: Arc<str>,
    pub findings: Arc<Vec<Finding>>,
}

/// Finds the path and text behind a finding, whatever sort of file it speaks of.
#[derive(Clone)]
pub struct FindingTexts {
    pub root: PathBuf,
    /// Every file of the content folder.
    pub listed: Arc<HashMap<FileId, FileEntry>>,
    pub broken: Arc<HashMap<FileId, Broken>>,
}

impl FindingTexts {
    pub fn locate<'d>(
        &self,
        findings: &[Finding],
        documents: impl Iterator<Item = &'d Arc<Document>> + Clone,
    ) -> Vec<Located> {
        let mut by_file: HashMap<FileId, &Arc<Document>> = HashMap::new();
        if !findings.is_empty() {
            by_file.extend(documents.map(|document| (document.file, document)));
        }
        locate(findings, &|file| self.text_of(file, &by_file))
    }

    /// The bytes as they are now before the last good ones, and those before what made no document at all.
    pub fn text_of(&self, file: FileId, documents: &HashMap<FileId, &Arc<Document>>) -> Option<FileText> {
        if let Some(broken) = self.broken.get(&file) {
            return Some((Arc::clone(&broken.path), Arc::clone(&broken.text)));
        }
        if let Some(document) = documents.get(&file) {
            return Some((Arc::clone(&document.path), Arc::clone(&document.text)));
        }
        Some(known_entry(&Disk::at(self.root.clone()), self.listed.get(&file)?))
    }

    /// Why the files in a folder are broken; in all folders for an empty name.
    pub fn broken_below(&self, folder: &str) -> Vec<Finding> {
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut broken: Vec<&Broken> = self.broken.values().filter(|broken| broken.path.starts_with(&folder)).collect();
        broken.sort_by(|a, b| a.path.cmp(&b.path));
        broken.into_iter().flat_map(|broken| broken.findings.iter().cloned()).collect()
    }

    /// What was said of an older version of a file that is broken now is not said: only why it is broken is.
    fn forget_older(&self, findings: Findings) -> Findings {
        let mut kept = Findings::default();
        kept.extend(findings.into_iter().filter(|finding| !self.broken.contains_key(&finding.primary.span.file)));
        kept
    }
}

/// All that is needed to judge an agency, once somebody asks.
pub struct Case {
    pub site: Arc<Site>,
    pub names: Arc<AgencyNames>,
    pub agency: Arc<Agency>,
    /// What reading its documents and putting them together found.
    pub loaded: Findings,
    /// What its links may lead to.
    pub known: KnownFiles,
    pub texts: FindingTexts,
    pub judged: Arc<Judged>,
}

impl Case {
    pub fn judge(self) -> Vec<Located> {
        let Self { site, names, agency, loaded, known, texts, judged } = self;
        let mut findings = texts.forget_older(judge(&agency, loaded, &known, &site, &names, &judged));
        findings.extend(texts.broken_below(&agency.slug));
        texts.locate(&findings.into_vec(), agency.documents.iter())
    }
}

/// Everything there is to say about an agency: where its links lead, each document by itself, and all of them together.
/// What `judged` knows of documents that did not change is taken from it. `loaded` is what reading the files found.
pub fn judge(
    agency: &Agency,
    mut loaded: Findings,
    known: &KnownFiles,
    site: &Site,
    names: &Arc<AgencyNames>,
    judged: &Judged,
) -> Findings {
    link_check::check_agency(agency, known, &mut loaded);
    let context = context_of(site, names);
    let alone = match agency.documents.get(agency.home) {
        Some(home) => {
            let beside = Surroundings {
                agency: Same(Arc::clone(home)),
                portal: site.portal.home.clone().map(Same),
                names: Same(Arc::clone(names)),
                standards: Same(Arc::clone(&site.standards)),
            };
            judged.of(agency, &beside, &context)
        }
        None => Vec::new(),
    };
    let alone = alone.iter().flat_map(|findings| findings.iter().cloned());
    check::check_linked(agency, loaded, alone, &context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::meta::PortalMeta;
    use crate::thai::Date;

    fn agency(pages: &[(&str, &str)], before: Option<&Agency>) -> Agency {
        let standards = Standards::embedded();
        let mut findings = Findings::default();
        let head = ("agency.md", "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\n");
        let documents = std::iter::once(&head).chain(pages).filter_map(|(path, text)| {
            let old = before.and_then(|before| before.documents.iter().find(|old| &*old.path == *path));
            match old.filter(|old| &*old.text == *text) {
                Some(same) => Some(Arc::clone(same)),
                None => crate::source::document::read(path, text.as_bytes(), standards, &mut findings).map(Arc::new),
            }
        });
        crate::model::assemble::assemble("", documents.collect(), Vec::new(), standards, &mut findings).unwrap()
    }

    #[test]
    fn only_what_changed_is_looked_at_again_and_nothing_old_is_kept() {
        let portal = PortalMeta::default();
        let standards = Arc::new(Standards::embedded().clone());
        let context = check::Context {
            standards: &standards,
            today: Date::new(2026, 11, 21).unwrap(),
            portal: &portal,
            agencies: &AgencyNames::default(),
        };
        let names = Arc::new(AgencyNames::default());
        let beside = |agency: &Agency| Surroundings {
            agency: Same(Arc::clone(&agency.documents[agency.home])),
            portal: None,
            names: Same(Arc::clone(&names)),
            standards: Same(Arc::clone(&standards)),
        };
        let judged = Judged::default();
        let first = agency(&[("a.md", "# ก\nวันที่ 31 เมษายน 2564\n"), ("b.md", "# ข\nโทร 0812345678\n")], None);
        let said = judged.of(&first, &beside(&first), &context);
        assert_eq!(said.iter().map(|said| said.len()).collect::<Vec<_>>(), [0, 1, 1]);
        let second = agency(&[("a.md", "# ก\nวันที่ 30 เมษายน 2564\n"), ("b.md", "# ข\nโทร 0812345678\n")], Some(&first));
        let again = judged.of(&second, &beside(&second), &context);
        assert!(again[1].is_empty(), "what is mended is told no more");
        assert!(Arc::ptr_eq(&again[2], &said[2]), "the other page is not looked at again");
        let third = agency(&[("a.md", "# ก\nวันที่ 30 เมษายน 2564\n")], Some(&second));
        judged.of(&third, &beside(&third), &context);
        assert_eq!(judged.kept(), 2);
    }
}
