//! Agencies by province and amphoe, from their summaries: what the portal's pages of places are made of.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::address::PortalPage;
use crate::model::AgencySummary;
use crate::site::page::{LinkView, Page};
use crate::thai::slug::slug;

/// More agencies than this are not listed on one page: lists lead to provinces, and provinces to amphoes.
pub const MOST_LISTED: usize = 60;

/// The provinces of the portal, by name; the last, empty, stands for agencies that state none, where there are too many
/// agencies to list them all elsewhere. Names that make one address are one province, whatever signs stand in them.
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
    if summaries.len() > MOST_LISTED && summaries.iter().any(|summary| slug(province_of(summary)).is_empty()) {
        names.push("");
    }
    names
}

/// As it is shown.
pub fn name_of<'n>(page: &Page<'_>, province: &'n str) -> Cow<'n, str> {
    match province {
        "" => page.word("province_not_stated").to_owned().into(),
        province => format!("{}{province}", page.word("province")).into(),
    }
}

/// A link to the page of each province.
pub fn links(page: &Page<'_>, summaries: &[AgencySummary]) -> Vec<LinkView> {
    let link = |province: &str| LinkView {
        title: name_of(page, province).into_owned(),
        href: page.to(&PortalPage::Place(province.to_owned()).address()),
    };
    provinces(summaries).into_iter().map(link).collect()
}

/// The agencies of an amphoe that stand on one page of their own.
pub struct AmphoePart<'s> {
    /// Empty: not stated.
    pub amphoe: &'s str,
    /// From 1; more than one only where an amphoe has more agencies than fit.
    pub part: usize,
    pub agencies: Vec<&'s AgencySummary>,
}

impl AmphoePart<'_> {
    pub fn page(&self, province: &str) -> PortalPage {
        PortalPage::Amphoe { province: province.to_owned(), amphoe: self.amphoe.to_owned(), part: self.part }
    }
}

/// The pages of a province's amphoes; none where all its agencies fit its own page.
pub fn parts<'s>(summaries: &'s [AgencySummary], province: &str) -> Vec<AmphoePart<'s>> {
    if summaries.iter().filter(|summary| is_in(summary, province)).count() <= MOST_LISTED {
        return Vec::new();
    }
    // Names that make one address are one amphoe.
    let mut groups: Vec<(&str, Vec<&AgencySummary>)> = Vec::new();
    for (amphoe, agencies) in amphoes(summaries, province) {
        match groups.iter_mut().find(|(known, _)| slug(known) == slug(amphoe)) {
            Some((_, here)) => here.extend(agencies),
            None => groups.push((amphoe, agencies)),
        }
    }
    let pages = groups.into_iter().flat_map(|(amphoe, agencies)| {
        let chunks: Vec<Vec<&AgencySummary>> = agencies.chunks(MOST_LISTED).map(<[_]>::to_vec).collect();
        chunks.into_iter().zip(1..).map(move |(agencies, part)| AmphoePart { amphoe, part, agencies })
    });
    pages.collect()
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
