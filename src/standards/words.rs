//! The vocabulary of the field: words for statuses, kinds, offices, roles, as `words/*.toml` lists them.
//! Answers "which of ours is this word?"; never decides what a document means.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::heads::{FoundWord, WordIndex};
use super::{Status, heads, reading};

/// One of our names with the wordings that mean it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording<Name> {
    pub name: Name,
    /// As it is shown, where the program's own file says it; a wording like the others in a site's file.
    pub title: String,
    pub title_en: String,
    #[serde(default)]
    pub also: Vec<String>,
    /// First words of a name that tell its kind; only in `kinds.toml`.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// "All offices": not an office of its own; only in `offices.toml`.
    #[serde(default)]
    pub every: bool,
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
    entries: Vec<Wording<Name>>,
    index: WordIndex,
    /// For each indexed wording: its entry, and its place in `also` (`None` is the title).
    places: Vec<(usize, Option<usize>)>,
}

impl<Name> Default for Vocabulary<Name> {
    fn default() -> Self {
        Self { entries: Vec::new(), index: WordIndex::default(), places: Vec::new() }
    }
}

impl<Name: Clone> Vocabulary<Name> {
    pub fn new(entries: Vec<Wording<Name>>) -> Self {
        let places = places_of(entries.iter().map(|entry| entry.also.len()));
        let index = WordIndex::new(places.iter().filter_map(|place| wording(&entries, *place)));
        Self { entries, index, places }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Wording<Name>> {
        self.entries.iter()
    }

    pub fn entry(&self, name: &Name) -> Option<&Wording<Name>>
    where
        Name: PartialEq,
    {
        self.entries.iter().find(|entry| entry.name == *name)
    }

    /// Spaces, punctuation and the kind of digits do not matter.
    pub fn read(&self, word: &str) -> Reading<'_, Name> {
        if heads::fold(word).is_empty() {
            return Reading::NotStated;
        }
        let entry_at = |place: usize| {
            let (entry, wording_at) = self.places.get(place).copied()?;
            Some((self.entries.get(entry)?, wording(&self.entries, (entry, wording_at))?))
        };
        match self.index.find(word) {
            Some(FoundWord::Exact(place)) => {
                entry_at(place).map_or(Reading::Unknown, |(it, _)| Reading::Is(it.name.clone()))
            }
            Some(FoundWord::Near(place)) => {
                entry_at(place).map_or(Reading::Unknown, |(it, wording)| Reading::Near(it.name.clone(), wording))
            }
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
    pub words: Vocabulary<Status>,
    ticks: Vec<String>,
    empty_boxes: Vec<String>,
    not_stated: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusFile {
    statuses: Vec<Wording<Status>>,
    ticks: Vec<String>,
    empty_boxes: Vec<String>,
    not_stated: Vec<String>,
}

impl Statuses {
    pub fn ticks(&self) -> impl Iterator<Item = &str> {
        self.ticks.iter().map(String::as_str)
    }

    pub fn empty_boxes(&self) -> impl Iterator<Item = &str> {
        self.empty_boxes.iter().map(String::as_str)
    }

    /// A cell of a column of status words.
    pub fn read(&self, cell: &str) -> Reading<'_, Status> {
        if self.is_not_stated(cell) {
            return Reading::NotStated;
        }
        if let Some(ticked) = super::boxes::ticked(cell, &self.ticks, &self.empty_boxes) {
            return ticked.map_or(Reading::NotStated, |words| self.words.read(words));
        }
        match (self.words.read(cell), self.read_whole(cell)) {
            (Reading::Is(status), _) | (_, Reading::Is(status)) => Reading::Is(status),
            (found, _) => found,
        }
    }

    /// "ดำเนินการแล้วเสร็จ (๑๐๐%)": done, and all of it. Any other share is another word.
    fn read_whole(&self, cell: &str) -> Reading<'_, Status> {
        let folded = heads::fold(cell);
        let Some(words) = folded.strip_suffix("100") else { return Reading::Unknown };
        match self.words.read(words.strip_suffix("ร้อยละ").unwrap_or(words)) {
            Reading::Is(Status::Done) => Reading::Is(Status::Done),
            _ => Reading::Unknown,
        }
    }

    /// A text that begins with the words of a status and goes on.
    pub fn begins(&self, text: &str) -> bool {
        let folded = heads::fold(text);
        self.wordings().any(|word| folded.starts_with(&word))
    }

    /// A text that holds the words of a status.
    pub fn is_spoken_of(&self, text: &str) -> bool {
        let folded = heads::fold(text);
        self.wordings().any(|word| folded.contains(&word))
    }

    /// Folded; words of a few letters alone say too little inside a text.
    fn wordings(&self) -> impl Iterator<Item = String> + '_ {
        let all = self.words.iter().flat_map(|entry| std::iter::once(&entry.title).chain(&entry.also));
        all.map(|word| heads::fold(word)).filter(|word| word.chars().count() >= 8)
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
        let words = Vocabulary::new(file.statuses);
        Ok(Self { words, ticks: file.ticks, empty_boxes: file.empty_boxes, not_stated: file.not_stated })
    }
}

/// `offices.toml`: the offices of an authority, and the words that the name of any office may begin with.
#[derive(Clone, Debug, Default)]
pub struct Offices {
    pub words: Vocabulary<String>,
    begins: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    #[serde(default)]
    begins: Vec<String>,
    offices: Vec<Wording<String>>,
}

impl Offices {
    pub fn read(&self, name: &str) -> Reading<'_, String> {
        self.words.read(name)
    }

    /// One of ours, whichever way it is written.
    pub fn is_known(&self, name: &str) -> bool {
        matches!(self.read(name), Reading::Is(_))
    }

    /// One of ours, or a name that begins as names of offices do.
    pub fn is_office(&self, name: &str) -> bool {
        self.is_known(name) || self.begins.iter().any(|word| name.trim_start().starts_with(word.as_str()))
    }

    pub(super) fn from_toml(path: &str, text: &str) -> Result<Self, reading::StandardsProblem> {
        let file: OfficeFile = reading::read(path, text)?;
        Ok(Self { words: Vocabulary::new(file.offices), begins: file.begins })
    }
}

fn places_of(also: impl Iterator<Item = usize>) -> Vec<(usize, Option<usize>)> {
    let of_entry = |(entry, also)| std::iter::once((entry, None)).chain((0..also).map(move |at| (entry, Some(at))));
    also.enumerate().flat_map(of_entry).collect()
}

fn wording<Name>(entries: &[Wording<Name>], (entry, at): (usize, Option<usize>)) -> Option<&str> {
    let entry = entries.get(entry)?;
    match at {
        None => Some(&entry.title),
        Some(at) => entry.also.get(at).map(String::as_str),
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
    keyed!(kinds, leftovers, confusions, acting, committee_roles)
}
