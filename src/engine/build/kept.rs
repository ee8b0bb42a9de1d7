//! What a build keeps of an agency, and of the portal, once its pages are written: which files they are, what was found,
//! and what the portal's pages need to know. Turned into the sections of a digest and back.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::cards::DrawnFrom;
use super::sink::FileRecords;
use crate::check::located::{LabelAt, LocatedEdit, LocatedFix};
use crate::check::{Counts, Located};
use crate::digest::Sealed;
use crate::engine::lists::OfficerLists;
use crate::engine::stamps::Stamp;
use crate::finding::{Answer, Code, FigurePair, Severity};
use crate::output::Hash;
use crate::search::{IndexLists, IndexOutline, JoinedIndex};
use crate::site::AgencySummary;
use crate::thai::Date;

/// Where the sections of a digest stand.
const HEAD: usize = 0;
const FINDINGS: usize = 1;
const SHOWN: usize = 2;
const OFFICERS: usize = 3;
const FILES: usize = 4;
const INDEX: usize = 5;
/// Only where they are kept in no file of their own.
const LISTS: usize = 6;

/// Stands before each key: what was laid out otherwise is not read. Raised with every change of what the sections hold.
const LAYOUT: &str = "8 ";

/// What tells whether a result still stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptHead {
    /// Whose it is: a hash of the key alone names the file.
    key: String,
    pub input: Hash,
    /// What the findings were made from, and what the search index was.
    pub judged: Option<Hash>,
    pub indexed: Option<Hash>,
    /// Of what the portal's pages are told of it; of the portal, what its pages were made from.
    pub told: Option<Hash>,
    pub stamps: Vec<Stamp>,
    pub pages: usize,
    /// Errors, warnings, notes, answered.
    counts: [usize; 4],
    /// The next day on which something changes by itself; ISO.
    pub next_change: Option<String>,
}

/// Which files it made, sorted by path.
#[derive(Default, Serialize, Deserialize)]
pub struct KeptFiles {
    pub files: FileRecords,
    pub cards: DrawnFrom,
}

/// The same of the portal: its pages, the joined index of search, and what beside them is made of all agencies.
#[derive(Default, Serialize, Deserialize)]
pub struct KeptPortalFiles {
    pub pages: FileRecords,
    pub joined: FileRecords,
    pub others: FileRecords,
}

/// What the portal's own pages need of an agency.
#[derive(Serialize, Deserialize)]
pub struct Shown {
    pub summary: AgencySummary,
    /// The addresses that it is known by.
    pub addresses: Vec<String>,
}

impl Shown {
    /// Equal of what says the same.
    pub fn told(&self) -> Hash {
        Hash::of(&postcard::to_allocvec(self).unwrap_or_default())
    }
}

/// What the portal's search needs of an agency whose lists are joined.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptIndex {
    pub outline: IndexOutline,
    /// Of its lists, which stand elsewhere.
    pub lists: Hash,
}

/// What the portal's search was joined from.
#[derive(Serialize, Deserialize)]
pub struct KeptJoin {
    /// Of the lists of each agency, in their order.
    pub lists: Vec<Hash>,
    /// Of the portal's own pages, the last.
    pub own: KeptIndex,
    pub joined: JoinedIndex,
}

impl KeptHead {
    pub fn new(key: &str, input: Hash, stamps: Vec<Stamp>, counts: &Counts) -> Self {
        let Counts { errors, warnings, notes, answered } = *counts;
        let counts = [errors, warnings, notes, answered];
        let (judged, indexed, told) = (None, None, None);
        let key = format!("{LAYOUT}{key}");
        Self { key, input, judged, indexed, told, stamps, pages: 0, counts, next_change: None }
    }

    pub fn counts(&self) -> Counts {
        let [errors, warnings, notes, answered] = self.counts;
        Counts { errors, warnings, notes, answered }
    }

    pub fn read(sealed: &Sealed, key: &str) -> Option<Self> {
        section::<Self>(sealed, HEAD).filter(|head| head.key.strip_prefix(LAYOUT) == Some(key))
    }
}

fn section<T: DeserializeOwned>(sealed: &Sealed, number: usize) -> Option<T> {
    postcard::from_bytes(&sealed.section(number)?).ok()
}

pub fn findings(sealed: &Sealed) -> Option<Vec<Located>> {
    let told: Vec<KeptFinding> = section(sealed, FINDINGS)?;
    told.into_iter().map(KeptFinding::located).collect()
}

/// `None` inside: the agency cannot be shown.
pub fn shown(sealed: &Sealed) -> Option<Option<Shown>> {
    section(sealed, SHOWN)
}

/// `None` inside: the agency cannot be shown.
pub fn officers(sealed: &Sealed) -> Option<Option<OfficerLists>> {
    section(sealed, OFFICERS)
}

pub fn files(sealed: &Sealed) -> Option<KeptFiles> {
    section(sealed, FILES)
}

/// `None` inside: the agency cannot be shown.
pub fn index(sealed: &Sealed) -> Option<Option<KeptIndex>> {
    section(sealed, INDEX)
}

/// What stands in the digest of the portal where an agency has its files.
pub fn portal_files(sealed: &Sealed) -> Option<KeptPortalFiles> {
    section(sealed, FILES)
}

/// What stands in the digest of the portal where an agency has its index. `None` inside: it has no search of its own.
pub fn join(sealed: &Sealed) -> Option<Option<KeptJoin>> {
    section(sealed, INDEX)
}

/// The lists that stand in the digest itself.
pub fn lists_within(sealed: &Sealed) -> Option<IndexLists> {
    section(sealed, LISTS)
}

/// The lists that stand in a file of their own, if they are these.
pub fn lists_alone(sealed: &Sealed, lists: Hash) -> Option<IndexLists> {
    (sealed.hash_of(0)? == lists.as_bytes()).then(|| section(sealed, 0))?
}

/// The key under which the lists of an agency are kept.
pub fn lists_key(slug: &str) -> String {
    format!("{slug}/lists")
}

pub fn lists_bytes(lists: &IndexLists) -> Option<Vec<u8>> {
    postcard::to_allocvec(lists).ok()
}

/// The sections of a digest, in their order. `None`: something in it cannot be kept, so it is made again each time.
pub fn sections(
    head: &KeptHead,
    findings: &[Located],
    shown: Option<&Shown>,
    officers: Option<&OfficerLists>,
    files: &impl Serialize,
    index: &impl Serialize,
) -> Option<Vec<Vec<u8>>> {
    let told: Vec<KeptFinding> = findings.iter().map(KeptFinding::of).collect();
    let head = postcard::to_allocvec(head).ok()?;
    let told = postcard::to_allocvec(&told).ok()?;
    let (shown, officers) = (postcard::to_allocvec(&shown).ok()?, postcard::to_allocvec(&officers).ok()?);
    Some(vec![head, told, shown, officers, postcard::to_allocvec(files).ok()?, postcard::to_allocvec(index).ok()?])
}

/// A finding with everything that showing it takes; the public forms leave some of it out.
#[derive(Serialize, Deserialize)]
struct KeptFinding {
    code: String,
    severity: u8,
    message: String,
    message_en: String,
    primary: ToldPlace,
    secondary: Vec<ToldPlace>,
    help: String,
    fix: Option<(String, Vec<(ToldPlace, String)>)>,
    item: Option<String>,
    answer: Option<(String, Option<String>, Option<String>)>,
    pair: Option<FigurePair>,
}

#[derive(Serialize, Deserialize)]
struct ToldPlace {
    path: String,
    /// Line, column, end line, end column, start, end.
    at: [u32; 6],
    text: String,
    shown: String,
    mark: (usize, usize),
}

const SEVERITIES: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];

impl KeptFinding {
    fn of(found: &Located) -> Self {
        let fix = found.fix.as_ref().map(|fix| {
            let edits = fix.edits.iter().map(|edit| (ToldPlace::of(&edit.place), edit.replacement.clone()));
            (fix.title.clone(), edits.collect())
        });
        let answer = |answer: &Answer| (answer.reason.clone(), answer.by.clone(), answer.until.map(Date::iso));
        Self {
            code: found.code.to_string(),
            severity: found.severity as u8,
            message: found.message.clone(),
            message_en: found.message_en.clone(),
            primary: ToldPlace::of(&found.primary),
            secondary: found.secondary.iter().map(ToldPlace::of).collect(),
            help: found.help.clone(),
            fix,
            item: found.item.clone(),
            answer: found.answer.as_ref().map(answer),
            pair: found.pair.clone(),
        }
    }

    fn located(self) -> Option<Located> {
        let code = Code::named(&self.code)?;
        let fix = self.fix.map(|(title, edits)| {
            let edit = |(place, replacement): (ToldPlace, String)| LocatedEdit { place: place.place(), replacement };
            LocatedFix { title, edits: edits.into_iter().map(edit).collect() }
        });
        let answer = match self.answer {
            None => None,
            Some((reason, by, until)) => {
                let until = until.map(|until| Date::parse(&until)).transpose().ok()?;
                Some(Answer { reason, by, until })
            }
        };
        Some(Located {
            code,
            severity: *SEVERITIES.get(usize::from(self.severity))?,
            message: self.message,
            message_en: self.message_en,
            primary: self.primary.place(),
            secondary: self.secondary.into_iter().map(ToldPlace::place).collect(),
            help: self.help,
            fix,
            item: self.item,
            answer,
            // Of a page that stands as it was.
            pair: self.pair,
        })
    }
}

impl ToldPlace {
    fn of(place: &LabelAt) -> Self {
        Self {
            path: place.path.to_string(),
            at: [place.line, place.column, place.end_line, place.end_column, place.start, place.end],
            text: place.text.clone(),
            shown: place.shown.to_string(),
            mark: place.mark,
        }
    }

    fn place(self) -> LabelAt {
        let [line, column, end_line, end_column, start, end] = self.at;
        let (path, shown): (Arc<str>, Arc<str>) = (self.path.into(), self.shown.into());
        LabelAt { path, line, column, end_line, end_column, start, end, text: self.text, shown, mark: self.mark }
    }
}
