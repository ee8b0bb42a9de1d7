//! Agencies by province and amphoe, from their summaries: what the portal's pages of places are made of.

use std::collections::BTreeSet;

use crate::model::AgencySummary;
use crate::thai::slug::slug;

/// The provinces of the portal, by name; the last, empty, stands for agencies that state none. Names that make one address
/// are one province, whatever signs stand in them.
pub fn provinces(summaries: &[AgencySummary]) -> Vec<&str> {
    let mut names: Vec<&str> = summaries.iter().map(province_of).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    let mut addresses = BTreeSet::new();
    names.retain(|name| {
        let address = slug(name);
        !address.is_empty() && addresses.insert(address)
    });
    crate::thai::collate::sort_by_name(&mut names, |name| name);
    names
}

pub fn province_of(summary: &AgencySummary) -> &str {
    summary.province.as_deref().unwrap_or("")
}

/// Whether an agency belongs on the page of a province.
pub fn is_in(summary: &AgencySummary, province: &str) -> bool {
    let own = province_of(summary);
    // An address differs from a Thai name only by the signs in it.
    let is_plain = |name: &str| name.chars().all(|letter| matches!(letter, '\u{e01}'..='\u{e4e}'));
    own == province || !(is_plain(own) && is_plain(province)) && slug(own) == slug(province)
}

/// The agencies of a province under their amphoe, both by name.
pub fn amphoes<'s>(summaries: &'s [AgencySummary], province: &str) -> Vec<(&'s str, Vec<&'s AgencySummary>)> {
    let mut here: Vec<&AgencySummary> = summaries.iter().filter(|summary| is_in(summary, province)).collect();
    crate::thai::collate::sort_by_name(&mut here, |summary| summary.name.as_str());
    let mut groups: Vec<(&str, Vec<&AgencySummary>)> = Vec::new();
    let mut at: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for summary in here {
        let amphoe = summary.amphoe.as_deref().unwrap_or("");
        let place = *at.entry(amphoe).or_insert_with(|| {
            groups.push((amphoe, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(summary);
    }
    crate::thai::collate::sort_by_name(&mut groups, |(amphoe, _)| amphoe);
    groups
}
