//! Agencies by province and amphoe, from their summaries: what the portal's pages of places are made of.

use crate::model::AgencySummary;

/// The provinces of the portal, by name; the last, empty, stands for agencies that state none.
pub fn provinces(summaries: &[AgencySummary]) -> Vec<&str> {
    let mut names: Vec<&str> = summaries.iter().map(province_of).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    crate::thai::collate::sort_by_name(&mut names, |name| name);
    names
}

pub fn province_of(summary: &AgencySummary) -> &str {
    summary.province.as_deref().unwrap_or("")
}

/// The agencies of a province under their amphoe, both by name.
pub fn amphoes<'s>(summaries: &'s [AgencySummary], province: &str) -> Vec<(&'s str, Vec<&'s AgencySummary>)> {
    let mut here: Vec<&AgencySummary> = summaries.iter().filter(|summary| province_of(summary) == province).collect();
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
