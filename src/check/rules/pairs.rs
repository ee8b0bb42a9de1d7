//! Rows of two lists that speak of one promise: by code, and where a code is missing or wrong by name.
//! A base for the rules between documents; gives no findings itself.

use std::collections::BTreeMap;

use crate::check::rules::same_name::{OwnNames, is_same_or_near};
use crate::model::{Entry, ItemCode};

pub struct Pairs<'a> {
    /// Both lists have it, under one code.
    pub both: Vec<(&'a Entry, &'a Entry)>,
    /// One promise under two codes: the names agree.
    pub moved: Vec<(&'a Entry, &'a Entry)>,
    pub only_first: Vec<&'a Entry>,
    pub only_second: Vec<&'a Entry>,
}

/// Leftovers past this number are not compared by likeness with each other.
const FEW: usize = 40;

pub fn pairs<'a>(first: &'a [Entry], second: &'a [Entry], own: &OwnNames) -> Pairs<'a> {
    let mut pairs = Pairs { both: Vec::new(), moved: Vec::new(), only_first: Vec::new(), only_second: Vec::new() };
    // Codes that the program made count rows and mean nothing between documents.
    let coded = first.iter().chain(second).all(|entry| entry.code_stated);
    let mut taken: Vec<bool> = vec![false; second.len()];
    let mut left: Vec<&Entry> = Vec::new();
    if coded {
        let by_code: BTreeMap<&ItemCode, usize> =
            second.iter().enumerate().map(|(at, entry)| (&entry.code, at)).collect();
        for entry in first {
            match by_code.get(&entry.code) {
                Some(&at) => {
                    taken[at] = true;
                    pairs.both.push((entry, &second[at]));
                }
                None => left.push(entry),
            }
        }
    } else {
        left.extend(first);
    }
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, entry) in second.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        by_name.entry(own.key(&entry.name.value)).or_default().push(at);
    }
    let mut unmatched: Vec<&Entry> = Vec::new();
    for entry in left {
        match by_name.get_mut(&own.key(&entry.name.value)).and_then(Vec::pop) {
            Some(at) => {
                taken[at] = true;
                let same = !coded || entry.code == second[at].code;
                let found = if same { &mut pairs.both } else { &mut pairs.moved };
                found.push((entry, &second[at]));
            }
            None => unmatched.push(entry),
        }
    }
    let rest = taken.iter().filter(|taken| !**taken).count();
    for entry in &unmatched {
        let near = |at: &usize| {
            let (left, right) = (own.key(&entry.name.value), own.key(&second[*at].name.value));
            left != right && is_same_or_near(&left, &right)
        };
        let few = unmatched.len() <= FEW && rest <= FEW;
        match (0..second.len()).filter(|at| few && !taken[*at]).find(near) {
            Some(at) => {
                taken[at] = true;
                let found = if coded { &mut pairs.moved } else { &mut pairs.both };
                found.push((entry, &second[at]));
            }
            None => pairs.only_first.push(entry),
        }
    }
    pairs.only_second = second.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(entry, _)| entry).collect();
    pairs
}
