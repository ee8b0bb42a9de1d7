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
    if summaries.len() > MOST_LISTED && in_province(summaries, "").next().is_some() {
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
    if in_province(summaries, province).count() <= MOST_LISTED {
        return Vec::new();
    }
    // Names that make one address are one amphoe.
    let mut groups: Vec<(String, &str, Vec<&AgencySummary>)> = Vec::new();
    for (amphoe, agencies) in amphoes(summaries, province) {
        let address = slug(amphoe);
        match groups.iter_mut().find(|(known, ..)| *known == address) {
            Some((.., here)) => here.extend(agencies),
            None => groups.push((address, amphoe, agencies)),
        }
    }
    let pages = groups.into_iter().flat_map(|(_, amphoe, agencies)| {
        let chunks: Vec<Vec<&AgencySummary>> = agencies.chunks(MOST_LISTED).map(<[_]>::to_vec).collect();
        chunks.into_iter().zip(1..).map(move |(agencies, part)| AmphoePart { amphoe, part, agencies })
    });
    pages.collect()
}

pub fn province_of(summary: &AgencySummary) -> &str {
    summary.province.as_deref().unwrap_or("")
}

/// The agencies that belong on the page of a province. It is asked for each page of a place: only a name with signs in it
/// is spelt as an address again, since others are theirs already.
pub fn in_province<'s, 'n>(
    summaries: &'s [AgencySummary],
    province: &'n str,
) -> impl Iterator<Item = &'s AgencySummary> + use<'s, 'n> {
    let address = slug(province);
    summaries.iter().filter(move |summary| {
        let own = province_of(summary);
        own == province || if is_an_address(own) { own == address } else { slug(own) == address }
    })
}

/// Whether a name is spelt as its address is.
fn is_an_address(name: &str) -> bool {
    name.chars().all(|letter| matches!(letter, '\u{e01}'..='\u{e4e}' | '0'..='9' | 'a'..='z'))
}

/// The agencies of a province under their amphoe, both by name.
pub fn amphoes<'s>(summaries: &'s [AgencySummary], province: &str) -> Vec<(&'s str, Vec<&'s AgencySummary>)> {
    let mut here: Vec<&AgencySummary> = in_province(summaries, province).collect();
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
