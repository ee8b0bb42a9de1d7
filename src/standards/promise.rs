//! The two closed lists that every stage speaks of: how a promise stands, and what kind of promise it is.
//! Their names; the words that show them and the wordings that mean them are data in `statuses.toml` and `kinds.toml`.

use std::sync::LazyLock;

use super::field::named;
use super::words::{self, Wording};
use super::{Statuses, embedded};

named! {
    /// How a promise stands at the end of a round.
    Status {
        Awaiting = "awaiting",
        InProgress = "in_progress",
        Done = "done",
        NotDone = "not_done",
    }
}

named! {
    ItemKind {
        Project = "project",
        Activity = "activity",
        Measure = "measure",
        Practice = "practice",
    }
}

// The program's own files: a site's file changes which wordings are read, never what is shown.
static STATUSES: LazyLock<Statuses> = LazyLock::new(|| {
    let path = "words/statuses.toml";
    Statuses::from_toml(path, embedded::text(path)).unwrap_or_default()
});
static KINDS: LazyLock<Vec<Wording<ItemKind>>> = LazyLock::new(|| {
    let path = "words/kinds.toml";
    words::list(path, embedded::text(path), "kinds").unwrap_or_default()
});

impl Status {
    pub fn name_th(self) -> &'static str {
        STATUSES.words.entry(&self).map_or(self.as_str(), |status| &status.title)
    }

    pub fn name_en(self) -> &'static str {
        STATUSES.words.entry(&self).map_or(self.as_str(), |status| &status.title_en)
    }
}

impl ItemKind {
    /// A name without the word of its kind in front, where at least `least` letters are left. Without spaces and marks,
    /// as names are compared.
    pub fn without_word(name: &str, least: usize) -> &str {
        let rest = Self::ALL.iter().find_map(|kind| name.strip_prefix(kind.name_th()));
        rest.filter(|rest| rest.chars().count() >= least).unwrap_or(name)
    }

    pub fn name_th(self) -> &'static str {
        KINDS.iter().find(|kind| kind.name == self).map_or(self.as_str(), |kind| &kind.title)
    }

    pub fn name_en(self) -> &'static str {
        KINDS.iter().find(|kind| kind.name == self).map_or(self.as_str(), |kind| &kind.title_en)
    }
}

impl super::Standards {
    /// The status that these words mean; `None`: not a status word.
    pub fn status_of(&self, words: &str) -> Option<Status> {
        match self.statuses.read(words) {
            super::Reading::Is(status) => Some(status),
            _ => None,
        }
    }

    /// The kind that a name begins with: "โครงการจัดทำเว็บไซต์" is a project.
    pub fn kind_of_name(&self, name: &str) -> Option<ItemKind> {
        self.kinds.read_prefix(name).map(|(kind, _)| kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_has_its_words() {
        let statuses = Status::ALL.iter().map(|status| (status.as_str(), status.name_th(), status.name_en()));
        let kinds = ItemKind::ALL.iter().map(|kind| (kind.as_str(), kind.name_th(), kind.name_en()));
        for (name, th, en) in statuses.chain(kinds) {
            assert!(th != name && en != name, "{name} has no title in statuses.toml or kinds.toml");
        }
        assert_eq!((Status::Awaiting.name_th(), ItemKind::Practice.name_en()), ("รอรายงาน", "Practice"));
    }
}
