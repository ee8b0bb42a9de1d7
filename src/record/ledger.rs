//! The ledger of published addresses, `content/_ledger.tsv`: an address that was in an official letter must not vanish
//! unnoticed. Pure: text in, text out. One line an address, sorted, so that a change shows as a changed line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Where the ledger lies, relative to the content folder.
pub const LEDGER_PATH: &str = "_ledger.tsv";

const HEADER: &str = "# ที่อยู่หน้าเว็บที่เผยแพร่แล้ว เขียนโดย prongsai โปรดเก็บไว้กับเนื้อหา\n# ที่อยู่\tเผยแพร่ครั้งแรก\tครั้งล่าสุด\tชื่อเรื่อง\n";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// By address, as the site has it: `/na-kok/2564/3-04/`.
    pub addresses: BTreeMap<String, LedgerEntry>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerEntry {
    /// ISO dates, in the Common era.
    pub first: String,
    pub last: String,
    pub title: String,
}

/// A published address that the site no longer has and that no redirect leads on from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vanished<'ledger> {
    pub address: &'ledger str,
    pub entry: &'ledger LedgerEntry,
    /// A redirect exists, but ends at this address that is not there either, or runs in a circle.
    pub redirected_to: Option<String>,
}

/// A line of the ledger that cannot be read, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    pub line: usize,
    pub text: String,
}

impl Ledger {
    /// Good lines are kept beside bad ones. Two lines of one address, as a merge leaves them, become one.
    pub fn read(text: &str) -> (Self, Vec<BadLine>) {
        let mut ledger = Self::default();
        let mut bad = Vec::new();
        let lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines();
        for (index, line) in lines.enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let mut fields = line.splitn(4, '\t');
            match (fields.next(), fields.next(), fields.next(), fields.next()) {
                (Some(address), Some(first), Some(last), title)
                    if address.starts_with('/') && is_iso_date(first) && is_iso_date(last) =>
                {
                    let title = title.unwrap_or_default().trim().to_owned();
                    let entry = LedgerEntry { first: first.to_owned(), last: last.to_owned(), title };
                    ledger.add(&one_field(address), entry);
                }
                _ => bad.push(BadLine { line: index + 1, text: line.to_owned() }),
            }
        }
        (ledger, bad)
    }

    pub fn to_text(&self) -> String {
        let mut text = HEADER.to_owned();
        for (address, LedgerEntry { first, last, title }) in &self.addresses {
            let _ = writeln!(text, "{}\t{first}\t{last}\t{}", one_field(address), one_line(title));
        }
        text
    }

    /// Notes what is published now: address and title. `date` is the day of publishing, ISO, given by the caller.
    pub fn merge<'a>(&mut self, current: impl IntoIterator<Item = (&'a str, &'a str)>, date: &str) {
        for (address, title) in current {
            let entry = LedgerEntry { first: date.to_owned(), last: date.to_owned(), title: one_line(title) };
            self.add(&one_field(address), entry);
        }
    }

    fn add(&mut self, address: &str, new: LedgerEntry) {
        match self.addresses.get_mut(address) {
            None => {
                self.addresses.insert(address.to_owned(), new);
            }
            Some(known) => {
                if new.last >= known.last {
                    known.title = new.title;
                    known.last = new.last;
                }
                known.first = new.first.min(std::mem::take(&mut known.first));
            }
        }
    }

    /// Published addresses that are neither in the site nor lead, by redirects, to one that is. Sorted by address.
    pub fn vanished(&self, current: &BTreeSet<&str>, redirects: &BTreeMap<String, String>) -> Vec<Vanished<'_>> {
        let gone = self.addresses.iter().filter(|(address, _)| !current.contains(address.as_str()));
        gone.filter_map(|(address, entry)| {
            let end = final_target(address, redirects);
            match end {
                Some(end) if is_elsewhere(end) || current.contains(without_anchor(end)) => None,
                end => Some(Vanished { address, entry, redirected_to: end.map(str::to_owned) }),
            }
        })
        .collect()
    }
}

/// Where a chain of redirects ends; in a circle, at some address of the circle. `None` without any redirect.
fn final_target<'a>(address: &str, redirects: &'a BTreeMap<String, String>) -> Option<&'a str> {
    let mut end = redirects.get(address)?.as_str();
    let mut seen = BTreeSet::from([end]);
    while let Some(next) = redirects.get(without_anchor(end)) {
        if !seen.insert(next) {
            break;
        }
        end = next;
    }
    Some(end)
}

fn without_anchor(address: &str) -> &str {
    address.split(['#', '?']).next().unwrap_or(address)
}

fn is_elsewhere(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

fn is_iso_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
}

/// An address as it is, but for what would end its field or its line.
fn one_field(address: &str) -> String {
    address.replace(['\t', '\n', '\r'], " ")
}

fn one_line(text: &str) -> String {
    text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
    }

    fn sample() -> Ledger {
        let mut ledger = Ledger::default();
        ledger.merge([("/na-kok/2564/3-04/", "โครงการ\tจัดทำ\nเว็บไซต์"), ("/a/", "ก"), ("/b/", "")], "2021-10-01");
        ledger
    }

    #[test]
    fn text_round_trips_and_is_sorted() {
        let (read, bad) = Ledger::read(&sample().to_text());
        assert_eq!((read, bad), (sample(), vec![]));
        let text = sample().to_text();
        assert!(text.ends_with("/na-kok/2564/3-04/\t2021-10-01\t2021-10-01\tโครงการ จัดทำ เว็บไซต์\n"), "{text}");
    }

    #[test]
    fn later_publishing_moves_the_last_day_only() {
        let mut ledger = sample();
        ledger.merge([("/a/", "ก ใหม่")], "2022-01-31");
        let entry = &ledger.addresses["/a/"];
        assert_eq!((&*entry.first, &*entry.last, &*entry.title), ("2021-10-01", "2022-01-31", "ก ใหม่"));
        assert_eq!(ledger.addresses["/b/"].last, "2021-10-01");
    }

    #[test]
    fn merge_conflicts_lose_no_good_line() {
        let text = "\u{feff}/a/\t2022-01-01\t2022-05-01\tใหม่\r\n<<<<<<< HEAD\n/a/\t2021-01-01\t2021-02-01\tเก่า\n/x\t1 ต.ค.\t-\n";
        let (ledger, bad) = Ledger::read(text);
        let entry = &ledger.addresses["/a/"];
        assert_eq!((&*entry.first, &*entry.last, &*entry.title), ("2021-01-01", "2022-05-01", "ใหม่"));
        assert_eq!(bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn an_address_vanishes_unless_a_redirect_leads_to_a_page() {
        let ledger = sample();
        let current = BTreeSet::from(["/a/"]);
        let vanished = |redirects: &[(&str, &str)]| {
            let redirects = map(redirects);
            ledger
                .vanished(&current, &redirects)
                .into_iter()
                .map(|gone| (gone.address.to_owned(), gone.redirected_to))
                .collect::<Vec<_>>()
        };
        let item = "/na-kok/2564/3-04/";
        assert_eq!(vanished(&[]), [("/b/".to_owned(), None), (item.to_owned(), None)]);
        assert_eq!(vanished(&[("/b/", "/c/"), ("/c/", "/a/#x"), (item, "https://example.go.th/")]), []);
        let to = |address: &str| Some(address.to_owned());
        assert_eq!(
            vanished(&[("/b/", "/gone/"), (item, "/y/"), ("/y/", item)]),
            [("/b/".to_owned(), to("/gone/")), (item.to_owned(), to(item))]
        );
    }
}
