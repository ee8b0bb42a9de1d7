//! What a build keeps of an agency, and of the portal, once its pages are written: which files they are, what was found,
//! and what the portal's pages need to know. Turned into the sections of a digest and back.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::cards::DrawnFrom;
use crate::check::located::{LabelAt, LocatedEdit, LocatedFix};
use crate::check::{Counts, Located};
use crate::digest::Sealed;
use crate::engine::lists::OfficerLists;
use crate::engine::stamps::Stamp;
use crate::finding::{Answer, Code, FigurePair, Severity};
use crate::output::{FileRecord, Hash};
use crate::search::AgencyIndex;
use crate::site::AgencySummary;
use crate::thai::Date;

/// Where the sections of a digest stand.
const HEAD: usize = 0;
const FINDINGS: usize = 1;
const SHOWN: usize = 2;
const LISTS: usize = 3;

/// What tells whether a result still stands, and what a build needs of it when it does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptHead {
    /// Whose it is: a hash of the key alone names the file.
    pub key: String,
    pub input: Hash,
    /// What the findings were made from, and what the search index was.
    pub judged: Option<Hash>,
    pub indexed: Option<Hash>,
    pub stamps: Vec<Stamp>,
    pub files: Vec<(String, FileRecord)>,
    pub cards: DrawnFrom,
    pub pages: usize,
    /// Errors, warnings, notes, answered.
    counts: [usize; 4],
    /// The next day on which something changes by itself; ISO.
    pub next_change: Option<String>,
}

/// What the portal's own pages need of an agency.
#[derive(Serialize, Deserialize)]
pub struct Shown {
    pub summary: AgencySummary,
    /// The addresses that it is known by.
    pub addresses: Vec<String>,
    pub index: Option<AgencyIndex>,
}

impl KeptHead {
    pub fn new(key: &str, input: Hash, stamps: Vec<Stamp>, files: Vec<(String, FileRecord)>, counts: &Counts) -> Self {
        let Counts { errors, warnings, notes, answered } = *counts;
        let counts = [errors, warnings, notes, answered];
        let (judged, indexed) = (None, None);
        let (key, cards) = (key.to_owned(), Vec::new());
        Self { key, input, judged, indexed, stamps, files, cards, pages: 0, counts, next_change: None }
    }

    pub fn counts(&self) -> Counts {
        let [errors, warnings, notes, answered] = self.counts;
        Counts { errors, warnings, notes, answered }
    }

    pub fn read(sealed: &Sealed, key: &str) -> Option<Self> {
        let head: Self = postcard::from_bytes(&sealed.section(HEAD)?).ok()?;
        (head.key == key).then_some(head)
    }
}

pub fn findings(sealed: &Sealed) -> Option<Vec<Located>> {
    let told: Vec<KeptFinding> = postcard::from_bytes(&sealed.section(FINDINGS)?).ok()?;
    told.into_iter().map(KeptFinding::located).collect()
}

/// `None` inside: the agency cannot be shown.
pub fn shown(sealed: &Sealed) -> Option<Option<Shown>> {
    postcard::from_bytes(&sealed.section(SHOWN)?).ok()
}

/// `None` inside: the agency cannot be shown.
pub fn lists(sealed: &Sealed) -> Option<Option<OfficerLists>> {
    postcard::from_bytes(&sealed.section(LISTS)?).ok()
}

/// The sections of a digest, in their order. `None`: something in it cannot be kept, so it is made again each time.
pub fn sections(
    head: &KeptHead,
    findings: &[Located],
    shown: &Option<Shown>,
    lists: &Option<OfficerLists>,
) -> Option<[Vec<u8>; 4]> {
    let told: Vec<KeptFinding> = findings.iter().map(KeptFinding::of).collect();
    let head = postcard::to_allocvec(head).ok()?;
    let told = postcard::to_allocvec(&told).ok()?;
    Some([head, told, postcard::to_allocvec(shown).ok()?, postcard::to_allocvec(lists).ok()?])
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
