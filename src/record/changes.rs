//! The change log, `content/_changes.tsv`: what was published, changed or withdrawn, when and why. Pure: text in, text
//! out. Only ever added to; the last line of an address says how it stood when the log was written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Where the log lies, relative to the content folder.
pub const CHANGES_PATH: &str = "_changes.tsv";

/// Where a site says what is in it.
const SEALED: &str = "/.prongsai/manifest.json";

const HEADER: &str = "# บันทึกการเผยแพร่ เขียนโดย prongsai ledger เพิ่มบรรทัดใหม่ต่อท้ายเท่านั้น\n# วันที่\tเหตุการณ์\tที่อยู่\tลายนิ้วมือของเนื้อหา\tชื่อเรื่อง\tเหตุผล\n";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    Published,
    Changed,
    Withdrawn,
    /// What the manifest of a site that was published before hashes to: how a copy of that day is known.
    Sealed,
}

impl Event {
    pub fn key(self) -> &'static str {
        match self {
            Event::Published => "published",
            Event::Changed => "changed",
            Event::Withdrawn => "withdrawn",
            Event::Sealed => "sealed",
        }
    }

    fn read(word: &str) -> Option<Self> {
        [Event::Published, Event::Changed, Event::Withdrawn, Event::Sealed]
            .into_iter()
            .find(|event| event.key() == word)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// ISO, Common era.
    pub date: String,
    pub event: Event,
    /// As the site has it: `/na-kok/2564/3-04/`.
    pub address: String,
    /// The beginning of the SHA-256 of the content; `-` once withdrawn.
    pub hash: String,
    pub title: String,
    pub reason: String,
}

/// What stands at an address now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSubject {
    pub address: String,
    pub hash: String,
    pub title: String,
    /// What the author says of the last change.
    pub reason: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// In the order of the file.
    pub all: Vec<Change>,
}

impl Changes {
    /// Lines that cannot be read are left out, and their numbers told.
    pub fn read(text: &str) -> (Self, Vec<usize>) {
        let mut changes = Self::default();
        let mut bad = Vec::new();
        for (index, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').collect();
            match (fields.as_slice(), fields.get(1).and_then(|word| Event::read(word))) {
                ([date, _, address, hash, title, rest @ ..], Some(event)) if address.starts_with('/') => {
                    changes.all.push(Change {
                        date: (*date).to_owned(),
                        event,
                        address: (*address).to_owned(),
                        hash: (*hash).to_owned(),
                        title: (*title).to_owned(),
                        reason: rest.first().copied().unwrap_or_default().trim().to_owned(),
                    });
                }
                _ => bad.push(index + 1),
            }
        }
        (changes, bad)
    }

    pub fn to_text(&self) -> String {
        let mut text = HEADER.to_owned();
        for change in &self.all {
            let Change { date, event, address, hash, title, reason } = change;
            let _ =
                writeln!(text, "{date}\t{}\t{address}\t{hash}\t{}\t{}", event.key(), one_line(title), one_line(reason));
        }
        text
    }

    /// The newest change of each address.
    fn latest(&self) -> BTreeMap<&str, &Change> {
        let of_pages = self.all.iter().filter(|change| change.event != Event::Sealed);
        of_pages.map(|change| (change.address.as_str(), change)).collect()
    }

    /// Adds what differs from the last time. `reason` counts where the author gives none. Returns how many were added.
    pub fn note(&mut self, subjects: &[RecordSubject], date: &str, reason: &str) -> usize {
        let latest = self.latest();
        let mut new: Vec<Change> = Vec::new();
        let mut add = |event, subject: &RecordSubject, hash: &str| {
            let own = if subject.reason.is_empty() { reason } else { &subject.reason };
            new.push(Change {
                date: date.to_owned(),
                event,
                address: subject.address.clone(),
                hash: hash.to_owned(),
                title: one_line(&subject.title),
                // A first appearance needs no reason unless the officer gives one.
                reason: one_line(if event == Event::Published { reason } else { own }),
            });
        };
        for subject in subjects {
            match latest.get(subject.address.as_str()) {
                None => add(Event::Published, subject, &subject.hash),
                Some(known) if known.event == Event::Withdrawn => add(Event::Published, subject, &subject.hash),
                Some(known) if known.hash != subject.hash => add(Event::Changed, subject, &subject.hash),
                Some(_) => {}
            }
        }
        let here: std::collections::BTreeSet<&str> = subjects.iter().map(|subject| subject.address.as_str()).collect();
        for (address, known) in &latest {
            if known.event != Event::Withdrawn && !here.contains(address) {
                let gone = RecordSubject {
                    address: (*address).to_owned(),
                    hash: String::new(),
                    title: known.title.clone(),
                    reason: String::new(),
                };
                add(Event::Withdrawn, &gone, "-");
            }
        }
        new.sort_by(|a, b| a.address.cmp(&b.address));
        let added = new.len();
        self.all.extend(new);
        added
    }

    /// Notes, at the home page, that the site was published although `errors` errors had been found. Once a day for a
    /// reason: publishing again adds nothing.
    pub fn note_override(&mut self, errors: usize, date: &str, reason: &str) -> bool {
        let home = |change: &&Change| change.address == "/" && change.event != Event::Withdrawn;
        let Some(hash) = self.all.iter().rev().find(home).map(|change| change.hash.clone()) else { return false };
        let note = Change {
            date: date.to_owned(),
            event: Event::Changed,
            address: "/".to_owned(),
            hash,
            title: format!("เผยแพร่ทั้งที่ตรวจพบข้อผิดพลาด {errors} ข้อ"),
            reason: one_line(reason),
        };
        let known = self.all.contains(&note);
        if !known {
            self.all.push(note);
        }
        !known
    }

    /// Notes which site was published on a day, by the hash of its manifest. `false`: that is noted already.
    pub fn note_seal(&mut self, digest: &str, published: &str, date: &str) -> bool {
        if self.all.iter().any(|change| change.event == Event::Sealed && change.hash == digest) {
            return false;
        }
        self.all.push(Change {
            date: date.to_owned(),
            event: Event::Sealed,
            address: SEALED.to_owned(),
            hash: digest.to_owned(),
            title: one_line(published),
            reason: String::new(),
        });
        true
    }

    /// Everything that happened at one address, oldest first.
    pub fn of<'a>(&'a self, address: &'a str) -> impl Iterator<Item = &'a Change> {
        self.all.iter().filter(move |change| change.address == address)
    }
}

fn one_line(text: &str) -> String {
    text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(address: &str, hash: &str) -> RecordSubject {
        RecordSubject {
            address: address.into(), hash: hash.into(), title: "ชื่อ\tเรื่อง".into(), reason: String::new()
        }
    }

    #[test]
    fn a_page_is_published_changed_withdrawn_and_published_again() {
        let mut changes = Changes::default();
        assert_eq!(changes.note(&[subject("/a/", "1"), subject("/b/", "1")], "2026-01-01", ""), 2);
        assert_eq!(changes.note(&[subject("/a/", "1"), subject("/b/", "1")], "2026-01-02", ""), 0);
        assert_eq!(changes.note(&[subject("/a/", "2")], "2026-01-03", "แก้ยอด\nงบ"), 2);
        assert_eq!(changes.note(&[subject("/a/", "2"), subject("/b/", "1")], "2026-01-04", ""), 1);
        let (read, bad) = Changes::read(&changes.to_text());
        assert_eq!((&read, bad.len()), (&changes, 0));
        let told: Vec<(&str, Event, &str)> =
            read.all.iter().map(|change| (&*change.address, change.event, &*change.reason)).collect();
        assert_eq!(
            told,
            [
                ("/a/", Event::Published, ""),
                ("/b/", Event::Published, ""),
                ("/a/", Event::Changed, "แก้ยอด งบ"),
                ("/b/", Event::Withdrawn, "แก้ยอด งบ"),
                ("/b/", Event::Published, "")
            ]
        );
        assert_eq!(read.of("/b/").count(), 3);
    }

    #[test]
    fn an_override_is_written_once_and_is_no_change_of_the_page() {
        let mut changes = Changes::default();
        changes.note(&[subject("/", "1")], "2026-01-01", "");
        assert!(changes.note_override(3, "2026-01-02", "รอเอกสาร\nจากกองคลัง"));
        assert!(!changes.note_override(3, "2026-01-02", "รอเอกสาร จากกองคลัง"));
        assert_eq!(changes.note(&[subject("/", "1")], "2026-01-03", ""), 0);
        let (read, bad) = Changes::read(&changes.to_text());
        assert_eq!((read.all.len(), bad.len()), (2, 0));
        assert_eq!(read.all[1].reason, "รอเอกสาร จากกองคลัง");
    }

    #[test]
    fn a_seal_is_noted_once_and_is_no_page() {
        let mut changes = Changes::default();
        changes.note(&[subject("/", "1")], "2026-01-01", "");
        assert!(changes.note_seal(&"ab".repeat(32), "2026-01-01", "2026-01-02"));
        assert!(!changes.note_seal(&"ab".repeat(32), "2026-01-01", "2026-01-03"));
        assert_eq!(changes.note(&[subject("/", "1")], "2026-01-03", ""), 0);
        let (read, bad) = Changes::read(&changes.to_text());
        assert_eq!((&read, bad.len()), (&changes, 0));
    }

    #[test]
    fn a_line_that_a_merge_left_is_told() {
        let (read, bad) = Changes::read("<<<<<<< HEAD\n2026-01-01\tpublished\t/a/\t1\tก\t\n");
        assert_eq!((read.all.len(), bad), (1, vec![1]));
    }
}
