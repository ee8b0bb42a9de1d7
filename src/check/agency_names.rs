//! The names of the portal's authorities, kept so that a word of a document is looked up in them at one cost, however
//! many there are. Made once for a whole check; knows nothing of documents.

use std::collections::HashMap;

use crate::source::meta::AgencyMeta;
use crate::span::Spanned;
use crate::thai;

/// The names of an agency and where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgencyName {
    pub slug: String,
    pub name: String,
    pub short_name: Option<String>,
    pub tambon: Option<String>,
    pub amphoe: Option<String>,
    pub province: Option<String>,
}

impl AgencyName {
    pub fn of(slug: &str, meta: &AgencyMeta) -> Self {
        let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
        Self {
            slug: slug.to_owned(),
            name: meta.name.value.clone(),
            short_name: text(&meta.short_name),
            tambon: text(&meta.tambon),
            amphoe: text(&meta.amphoe),
            province: text(&meta.province),
        }
    }

    /// "อำเภอสอยดาว จังหวัดจันทบุรี", as far as it is stated.
    pub fn place(&self) -> String {
        let parts = [("อำเภอ", &self.amphoe), ("จังหวัด", &self.province)];
        let parts: Vec<String> =
            parts.iter().filter_map(|(word, part)| part.as_ref().map(|part| format!("{word}{part}"))).collect();
        parts.join(" ")
    }
}

/// Words before an authority's name, the longest first. The misread ones are `T410`'s to tell.
pub const AUTHORITY_WORDS: [&str; 14] = [
    "องค์การบริหารส่วนจังหวัด",
    "องค์กรบริหารส่วนจังหวัด",
    "องค์การบริหารส่วนตำบล",
    "องค์กรบริหารส่วนตำบล",
    "องค์กรบริการส่วนตำบล",
    "องค์การบริการส่วนตำบล",
    "องค์กรส่วนตำบล",
    "เทศบาลตำบล",
    "เทศบาลเมือง",
    "เทศบาลนคร",
    "อบต.",
    "อบจ.",
    "ทต.",
    "ทม.",
];

/// An authority's name without the words before it.
pub fn bare(name: &str) -> &str {
    let name = name.trim();
    let from = AUTHORITY_WORDS.iter().filter_map(|word| name.rfind(word).map(|at| at + word.len())).max().unwrap_or(0);
    name[from..].trim()
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgencyNames {
    names: Vec<AgencyName>,
    /// Bare name → the agencies of that name, in the portal's order. Only looked up, never walked.
    by_bare: HashMap<String, Vec<usize>>,
    longest: usize,
}

impl AgencyNames {
    /// The longest name that `text` begins with and that may `end` where it ends; none of the agency `slug`, and none
    /// that `slug` shares with another.
    pub fn leading(
        &self,
        text: &str,
        slug: &str,
        own: &str,
        ends: impl Fn(usize) -> bool,
    ) -> Option<(&AgencyName, usize)> {
        let stops: Vec<usize> = text
            .char_indices()
            .map(|(at, letter)| at + letter.len_utf8())
            .take_while(|stop| *stop <= self.longest)
            .collect();
        stops.into_iter().rev().filter(|stop| &text[..*stop] != own && ends(*stop)).find_map(|stop| {
            let of_name = self.by_bare.get(&text[..stop])?;
            let other = of_name.iter().filter_map(|at| self.names.get(*at)).find(|name| name.slug != slug)?;
            Some((other, stop))
        })
    }

    pub fn as_slice(&self) -> &[AgencyName] {
        &self.names
    }
}

impl FromIterator<AgencyName> for AgencyNames {
    fn from_iter<I: IntoIterator<Item = AgencyName>>(names: I) -> Self {
        let names: Vec<AgencyName> = names.into_iter().collect();
        let mut by_bare: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            let bare = thai::repair(bare(&name.name)).into_owned();
            if !bare.is_empty() {
                by_bare.entry(bare).or_default().push(at);
            }
        }
        let longest = by_bare.keys().map(String::len).max().unwrap_or(0);
        Self { names, by_bare, longest }
    }
}
