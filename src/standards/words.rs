//! The vocabulary of the field: words for statuses, kinds, offices, roles, as `words/*.toml` lists them.
//! Answers "which of ours is this word?"; never decides what a document means.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::field::named;
use super::{heads, reading};

named! {
    StatusName {
        Awaiting = "awaiting",
        InProgress = "in_progress",
        Done = "done",
        NotDone = "not_done",
    }
}

named! {
    KindName {
        Project = "project",
        Activity = "activity",
        Measure = "measure",
        Practice = "practice",
    }
}

/// One of our names with the wordings that mean it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording<Name> {
    pub name: Name,
    /// As it is shown.
    pub title: String,
    pub title_en: String,
    #[serde(default)]
    pub also: Vec<String>,
    /// First words of a name that tell its kind; only in `kinds.toml`.
    #[serde(default)]
    pub prefixes: Vec<String>,
}

/// What a word turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading<'a, Name> {
    Is(Name),
    /// A mark such as "-" that says nothing.
    NotStated,
    /// Not in the list; this wording is near: did you mean it?
    Near(Name, &'a str),
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Vocabulary<Name> {
    pub entries: Vec<Wording<Name>>,
}

impl<Name> Default for Vocabulary<Name> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<Name: Clone> Vocabulary<Name> {
    pub fn iter(&self) -> impl Iterator<Item = &Wording<Name>> {
        self.entries.iter()
    }

    /// Spaces, punctuation and the kind of digits do not matter.
    pub fn read(&self, word: &str) -> Reading<'_, Name> {
        let wanted = heads::fold(word);
        if wanted.is_empty() {
            return Reading::NotStated;
        }
        let wordings: Vec<(&Wording<Name>, &str, String)> = self
            .entries
            .iter()
            .flat_map(|entry| {
                let title = std::iter::once(entry.title.as_str());
                title.chain(entry.also.iter().map(String::as_str)).map(move |w| (entry, w, heads::fold(w)))
            })
            .collect();
        if let Some((entry, _, _)) = wordings.iter().find(|(_, _, folded)| *folded == wanted) {
            return Reading::Is(entry.name.clone());
        }
        let nearest = heads::nearest(&wanted, wordings.iter().map(|(_, _, folded)| folded.as_str()));
        match nearest.and_then(|(at, _)| wordings.get(at)) {
            Some((entry, wording, _)) => Reading::Near(entry.name.clone(), wording),
            None => Reading::Unknown,
        }
    }

    /// The entry that a longer text begins with: the longest prefix wins.
    pub fn read_prefix(&self, text: &str) -> Option<(Name, usize)> {
        let skipped = text.len() - text.trim_start().len();
        let prefixes = self.entries.iter().flat_map(|entry| entry.prefixes.iter().map(move |prefix| (entry, prefix)));
        prefixes
            .filter(|(_, prefix)| text[skipped..].starts_with(prefix.as_str()))
            .max_by_key(|(_, prefix)| prefix.len())
            .map(|(entry, prefix)| (entry.name.clone(), skipped + prefix.len()))
    }
}

/// `statuses.toml`: status words, ticks, and marks that say nothing.
#[derive(Clone, Debug, Default)]
pub struct Statuses {
    pub words: Vocabulary<StatusName>,
    ticks: Vec<String>,
    empty_boxes: Vec<String>,
    not_stated: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusFile {
    statuses: Vec<Wording<StatusName>>,
    ticks: Vec<String>,
    empty_boxes: Vec<String>,
    not_stated: Vec<String>,
}

impl Statuses {
    /// A cell of a column of status words.
    pub fn read(&self, cell: &str) -> Reading<'_, StatusName> {
        if self.is_not_stated(cell) { Reading::NotStated } else { self.words.read(cell) }
    }

    /// A cell of a tick column: `None` when it is neither a tick nor empty.
    pub fn read_tick(&self, cell: &str) -> Option<bool> {
        let cell = cell.trim();
        let has = |list: &[String]| list.iter().any(|mark| mark == cell);
        if has(&self.ticks) || (cell.starts_with("<input") && cell.contains("checked")) {
            Some(true)
        } else if self.is_not_stated(cell) || has(&self.empty_boxes) || cell.starts_with("<input") {
            Some(false)
        } else {
            None
        }
    }

    /// "" or a mark such as "-".
    pub fn is_not_stated(&self, cell: &str) -> bool {
        let cell = cell.trim();
        cell.is_empty() || self.not_stated.iter().any(|mark| mark == cell)
    }

    pub(super) fn from_toml(path: &str, text: &str) -> Result<Self, reading::StandardsProblem> {
        let file: StatusFile = reading::read(path, text)?;
        let words = Vocabulary { entries: file.statuses };
        Ok(Self { words, ticks: file.ticks, empty_boxes: file.empty_boxes, not_stated: file.not_stated })
    }
}

/// `offices.toml`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    pub name: String,
    pub name_en: String,
    #[serde(default)]
    pub also: Vec<String>,
    /// "All offices": not an office of its own.
    #[serde(default)]
    pub every: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Offices {
    pub entries: Vec<Office>,
}

impl Offices {
    pub fn read(&self, word: &str) -> Reading<'_, &Office> {
        let wanted = heads::fold(word);
        if wanted.is_empty() {
            return Reading::NotStated;
        }
        let wordings: Vec<(&Office, &str, String)> = self
            .entries
            .iter()
            .flat_map(|office| {
                let names = std::iter::once(office.name.as_str()).chain(office.also.iter().map(String::as_str));
                names.map(move |name| (office, name, heads::fold(name)))
            })
            .collect();
        if let Some((office, _, _)) = wordings.iter().find(|(_, _, folded)| *folded == wanted) {
            return Reading::Is(office);
        }
        match heads::nearest(&wanted, wordings.iter().map(|(_, _, folded)| folded.as_str())) {
            Some((at, _)) => {
                wordings.get(at).map_or(Reading::Unknown, |(office, wording, _)| Reading::Near(office, wording))
            }
            None => Reading::Unknown,
        }
    }
}

/// Everything under one key of a file: `[[kinds]]`, `[[acting]]` …
pub(super) fn list<T: DeserializeOwned>(
    path: &str,
    text: &str,
    key: &str,
) -> Result<Vec<T>, reading::StandardsProblem> {
    // `flatten` and maps would lose the spans that an author needs, so each key has its own shape.
    macro_rules! keyed {
        ($($name:ident),+) => {
            match key {
                $(stringify!($name) => {
                    #[derive(Deserialize)]
                    #[serde(deny_unknown_fields)]
                    struct Keyed<T> { $name: Vec<T> }
                    reading::read::<Keyed<T>>(path, text).map(|file| file.$name)
                })+
                _ => Err(reading::whole_file(path, format!("ไม่รู้จักรายการ “{key}”"))),
            }
        };
    }
    keyed!(kinds, offices, leftovers, confusions, acting, committee_roles)
}
