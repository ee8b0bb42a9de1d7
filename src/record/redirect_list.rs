//! `content/_redirects.txt`: old addresses and where they lead now, one pair a line. Pure.
//! `/old/ /new/`, or `/old/* /new/*` for everything below a folder.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use crate::address::of_file;

/// Where the list lies, relative to the content folder.
pub const REDIRECTS_PATH: &str = "_redirects.txt";

/// As written, by line; a line that is no pair is told by its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedirectList {
    pub pairs: Vec<(String, String)>,
    /// The line of each pair, counted from 1.
    pub lines: Vec<usize>,
    pub bad: Vec<usize>,
}

impl RedirectList {
    pub fn read(text: &str, base_url: Option<&str>) -> Self {
        let mut list = Self::default();
        for (index, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let words: Vec<&str> = line.split_whitespace().filter(|word| *word != "->" && *word != "→").collect();
            match words.as_slice() {
                // A status after the pair, as in the lists of hosts, says nothing here: all are permanent.
                [from, to] | [from, to, "301" | "308"] if is_old(from) && is_address(to) => {
                    let (from, to) = (address(from, base_url), address(to, base_url));
                    list.pairs.push((from, to));
                    list.lines.push(index + 1);
                }
                _ => list.bad.push(index + 1),
            }
        }
        list
    }

    /// Lines whose addresses lead in a circle, for ever; taken out.
    pub fn take_circles(&mut self) -> Vec<usize> {
        let next: BTreeMap<&str, &str> = self.pairs.iter().map(|(from, to)| (from.as_str(), bare(to))).collect();
        let circles = |from: &str| {
            let mut at = from;
            // No way without a circle is longer than the list.
            for _ in 0..=next.len().min(64) {
                match next.get(at) {
                    Some(to) if *to == from => return true,
                    Some(to) => at = to,
                    None => return false,
                }
            }
            true
        };
        let keep: Vec<bool> = self.pairs.iter().map(|(from, _)| !circles(from)).collect();
        let mut told = Vec::new();
        let mut kept = keep.iter();
        self.pairs.retain(|_| *kept.next().unwrap_or(&true));
        let mut kept = keep.iter();
        self.lines.retain(|line| {
            let keep = *kept.next().unwrap_or(&true);
            if !keep {
                told.push(*line);
            }
            keep
        });
        told
    }

    /// Lines with a `*` below which nothing was ever published: they do nothing.
    pub fn idle(&self, ledger: &Ledger) -> Vec<usize> {
        let with_lines = self.pairs.iter().zip(&self.lines);
        with_lines
            .filter(|((from, _), _)| from.strip_suffix('*').is_some_and(|from| below(ledger, from, "").is_empty()))
            .map(|(_, line)| *line)
            .collect()
    }

    /// Exact pairs: a `*` stands for every published address below it.
    pub fn expanded(&self, ledger: &Ledger) -> BTreeMap<String, String> {
        let mut exact = BTreeMap::new();
        for (from, to) in &self.pairs {
            match (from.strip_suffix('*'), to.strip_suffix('*')) {
                (Some(from), Some(to)) => exact.extend(below(ledger, from, to)),
                // Everything below leads to one page.
                (Some(from), None) => {
                    exact.extend(below(ledger, from, "").into_iter().map(|(from, _)| (from, to.clone())));
                }
                _ => {
                    exact.insert(from.clone(), to.clone());
                }
            }
        }
        exact
    }
}

/// The published addresses that begin with `from`, each with the same rest after `to`.
pub fn below(ledger: &Ledger, from: &str, to: &str) -> Vec<(String, String)> {
    ledger
        .addresses
        .range(from.to_owned()..)
        .map_while(|(address, _)| Some((address.clone(), format!("{to}{}", address.strip_prefix(from)?))))
        .collect()
}

/// Where a visitor is sent: a page of the site, or a whole address. `//host/` looks like the one and is the other.
fn is_address(word: &str) -> bool {
    let is_whole = word.starts_with("https://") || word.starts_with("http://");
    let is_own = word.starts_with('/') && !word.starts_with("//") && !word.starts_with("/\\");
    // No address has these letters as they are, and rules of hosts give some of them a meaning.
    (is_own || is_whole) && !word.chars().any(|letter| letter.is_control() || "\\<>\"{}|^`".contains(letter))
}

fn is_old(word: &str) -> bool {
    is_address(word) && crate::address::unfit_old(word.strip_suffix('*').unwrap_or(word)).is_none()
}

fn bare(address: &str) -> &str {
    address.split(['#', '?']).next().unwrap_or(address)
}

/// The site's own form of an address that a person wrote: from its root, a page with a slash at the end.
pub fn address(written: &str, base_url: Option<&str>) -> String {
    let written = written.trim();
    let own = base_url.map(|base| base.trim_end_matches('/')).and_then(|base| written.strip_prefix(base));
    let path = match own {
        Some(path) if path.is_empty() || path.starts_with('/') => path,
        _ if written.contains("://") => return written.to_owned(),
        _ => written,
    };
    let path = of_file(path);
    let mut address = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    let last = address.rsplit('/').next().unwrap_or("");
    if !last.is_empty() && !last.contains(['.', '#', '?', '*']) {
        address.push('/');
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_and_folders_are_read() {
        let mut ledger = Ledger::default();
        ledger.merge([("/na-ok/", ""), ("/na-ok/2564/", ""), ("/na-okx/", "")], "2026-01-01");
        let text = "# เก่า ใหม่\n/na-ok/* /na-kok/*\nhttps://a.go.th/x /y/index.html 301\nไม่ใช่\n/f.pdf -> /g.pdf\n";
        let list = RedirectList::read(text, Some("https://a.go.th/"));
        assert_eq!(list.bad, [4]);
        let expanded = list.expanded(&ledger);
        let pairs: Vec<(&str, &str)> = expanded.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        assert_eq!(
            pairs,
            [("/f.pdf", "/g.pdf"), ("/na-ok/", "/na-kok/"), ("/na-ok/2564/", "/na-kok/2564/"), ("/x/", "/y/")]
        );
    }

    #[test]
    fn circles_are_taken_out_and_told() {
        let text = "/a/ /a/\n/b/ /c/\n/c/ /b/\n/d/ /e/\n/e/ /f/\n/g/ /b/\n/h/ //evil.example/\n/i/ https://x/${A}/\n";
        let mut list = RedirectList::read(text, None);
        assert_eq!(list.bad, [7, 8]);
        assert_eq!(list.take_circles(), [1, 2, 3, 6]);
        assert_eq!((list.pairs.len(), list.lines.as_slice()), (2, &[4, 5][..]));
        assert_eq!(RedirectList::read("/x/* /y/*\n", None).idle(&Ledger::default()), [1]);
    }

    #[test]
    fn an_address_has_one_form() {
        for written in ["/a/b/", "a/b", "/a/b", "https://x.go.th/t/a/b/", "/a/b/index.html"] {
            assert_eq!(address(written, Some("https://x.go.th/t")), "/a/b/", "{written}");
        }
        assert_eq!(address("https://other.go.th/a", Some("https://x.go.th")), "https://other.go.th/a");
        assert_eq!(address("/a/b.pdf", None), "/a/b.pdf");
    }
}
