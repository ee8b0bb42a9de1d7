//! Which file of the program uses which, read off its paths: `use` trees and paths in the code, through re-exports.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::Source;

/// `crate::a::b` as its parts.
type Parts = Vec<String>;

pub struct Paths {
    /// Every file by the path of its module; the roof `lib.rs` is none.
    modules: BTreeMap<Parts, String>,
    /// What a module hands on: name → where it comes from, as written.
    handed_on: BTreeMap<Parts, BTreeMap<String, Parts>>,
    named: BTreeMap<Parts, BTreeSet<Parts>>,
}

impl Paths {
    pub fn of(sources: &[Source]) -> Self {
        let module = |path: &str| -> Parts {
            path.trim_end_matches(".rs").trim_end_matches("/mod").split('/').map(str::to_owned).collect()
        };
        let sources = || sources.iter().filter(|source| source.path != "lib.rs");
        let modules = sources().map(|source| (module(&source.path), source.path.clone())).collect();
        let mut all = Self { modules, handed_on: BTreeMap::new(), named: BTreeMap::new() };
        for source in sources() {
            let own = module(&source.path);
            let (uses, rest) = uses_of(&source.text);
            for (parts, is_handed_on) in uses {
                if is_handed_on {
                    let name = parts.last().cloned().unwrap_or_default();
                    all.handed_on.entry(own.clone()).or_default().insert(name, parts);
                } else {
                    all.named.entry(own.clone()).or_default().insert(parts);
                }
            }
            all.named.entry(own).or_default().extend(paths_in(&rest));
        }
        all
    }

    /// file → the files that it uses.
    pub fn arrows(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (own, named) in &self.named {
            let used = named.iter().filter_map(|parts| self.home(&self.absolute(own, parts)?, 0));
            let used = used.filter(|module| module != own).filter_map(|module| self.modules.get(&module).cloned());
            arrows.insert(self.modules[own].clone(), used.collect());
        }
        arrows
    }

    /// room → the rooms that it names.
    pub fn rooms(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let handed_on = self.handed_on.iter().flat_map(|(own, names)| names.values().map(move |parts| (own, parts)));
        let named = self.named.iter().flat_map(|(own, all)| all.iter().map(move |parts| (own, parts)));
        for (own, parts) in named.chain(handed_on) {
            let to = self.absolute(own, parts).and_then(|path| path.first().cloned());
            rooms.entry(own[0].clone()).or_default().extend(to);
        }
        rooms
    }

    fn absolute(&self, own: &Parts, parts: &Parts) -> Option<Parts> {
        let mut base = own.clone();
        let rest = match parts.first()?.as_str() {
            "crate" => return Some(parts[1..].to_vec()),
            "self" | "super" => {
                let up = parts.iter().take_while(|part| ["self", "super"].contains(&part.as_str()));
                let up: Vec<&String> = up.collect();
                base.truncate(base.len().saturating_sub(up.iter().filter(|part| **part == "super").count()));
                &parts[up.len()..]
            }
            first => {
                base.push(first.to_owned());
                let is_child = self.modules.contains_key(&base);
                base.pop();
                if !is_child {
                    return None;
                }
                &parts[..]
            }
        };
        base.extend(rest.iter().cloned());
        Some(base)
    }

    /// The file in which the thing of this path stands.
    fn home(&self, path: &Parts, depth: usize) -> Option<Parts> {
        let known = (1..=path.len()).rev().find(|length| self.modules.contains_key(&path[..*length]))?;
        let module = path[..known].to_vec();
        if let Some(from) = path.get(known).and_then(|name| self.handed_on.get(&module)?.get(name))
            && depth < 6
            && let Some(mut there) = self.absolute(&module, from).filter(|there| there != path)
        {
            there.extend(path[known + 1..].iter().cloned());
            return self.home(&there, depth + 1).or(Some(module));
        }
        Some(module)
    }
}

/// The paths of every `use`, whether they are handed on, and the text without them.
fn uses_of(text: &str) -> (Vec<(Parts, bool)>, String) {
    let mut uses = Vec::new();
    let mut rest = String::new();
    let mut tree: Option<(String, bool)> = None;
    for line in text.lines() {
        let line = &without_reach(line);
        let trimmed = line.trim_start();
        if tree.is_none() {
            let words = trimmed.strip_prefix("pub").map(|after| match after.strip_prefix('(') {
                Some(scope) => scope.split_once(')').map_or("", |(_, after)| after),
                None => after,
            });
            let begins = words.unwrap_or(trimmed).trim_start();
            match begins.strip_prefix("use ") {
                Some(path) => tree = Some((path.to_owned(), words.is_some())),
                None => {
                    rest.push_str(line);
                    rest.push('\n');
                    continue;
                }
            }
        } else if let Some((open, _)) = &mut tree {
            open.push_str(trimmed);
        }
        if tree.as_ref().is_some_and(|(open, _)| open.ends_with(';'))
            && let Some((open, handed_on)) = tree.take()
        {
            let mut found = Vec::new();
            branches(open.trim_end_matches(';'), &[], &mut found);
            uses.extend(found.into_iter().map(|parts| (parts, handed_on)));
        }
    }
    (uses, rest)
}

/// `pub(in crate::site)` says who may see a thing, not what it uses.
fn without_reach(line: &str) -> String {
    match line.split_once("pub(in ") {
        Some((before, after)) => format!("{before}pub{}", after.split_once(')').map_or("", |(_, after)| after)),
        None => line.to_owned(),
    }
}

/// `a::{b, c::d}` → `a::b`, `a::c::d`.
fn branches(tree: &str, before: &[String], found: &mut Vec<Parts>) {
    let tree = tree.trim();
    let Some((head, inner)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree);
        found.push(before.iter().cloned().chain(parts_of(path)).filter(|part| part != "*").collect());
        return;
    };
    let before: Parts = before.iter().cloned().chain(parts_of(head)).collect();
    let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
    let (mut depth, mut from) = (0, 0);
    for (at, sign) in inner.char_indices().chain([(inner.len(), ',')]) {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !inner[from..at].trim().is_empty() {
                    branches(&inner[from..at], &before, found);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
}

fn parts_of(path: &str) -> impl Iterator<Item = String> {
    path.split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty())
}

/// `a::b::c` wherever it stands in the code.
fn paths_in(text: &str) -> BTreeSet<Parts> {
    let is_word = |sign: char| sign.is_alphanumeric() || sign == '_';
    let words = text.split(|sign: char| !is_word(sign) && sign != ':');
    words
        .filter(|word| word.contains("::") && !word.starts_with(':'))
        .map(|word| word.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect::<Parts>())
        .filter(|parts| parts.len() > 1 && parts[0].starts_with(|sign: char| sign.is_ascii_lowercase()))
        .collect()
}

/// Files that use each other in a ring, largest ring first.
pub fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reach = |from: &String| {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![from];
        while let Some(file) = waiting.pop() {
            for next in arrows.get(file).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    waiting.push(next);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> = arrows.keys().map(|file| (file, reach(file))).collect();
    let mut circles: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    for (file, far) in &reached {
        if far.contains(*file) {
            let back = |other: &&String| reached.get(other).is_some_and(|theirs| theirs.contains(*file));
            circles.insert(far.iter().filter(back).cloned().collect());
        }
    }
    let mut circles: Vec<_> = circles.into_iter().filter(|circle| circle.len() > 1).collect();
    circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    circles
}
