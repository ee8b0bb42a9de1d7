//! The licence as the author states it, in the words of each catalogue. Nothing is assumed: no licence stays no licence.

use serde_json::{Value as Json, json};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// The author's words; empty when there are none.
    pub words: String,
    known: Option<&'static KnownLicence>,
}

#[derive(Debug, PartialEq, Eq)]
struct KnownLicence {
    /// Spellings, folded: lower case, without spaces and dashes.
    spellings: &'static [&'static str],
    spdx: &'static str,
    address: &'static str,
    /// The choice of the form of data.go.th.
    catalogue: &'static str,
}

const KNOWN: &[KnownLicence] = &[
    KnownLicence {
        spellings: &["ccbysa", "creativecommonsattributionsharealike"],
        spdx: "CC-BY-SA-4.0",
        address: "https://creativecommons.org/licenses/by-sa/4.0/",
        catalogue: "Creative Commons Attribution Share-Alike",
    },
    KnownLicence {
        spellings: &["ccbync", "creativecommonsattributionnoncommercial"],
        spdx: "CC-BY-NC-4.0",
        address: "https://creativecommons.org/licenses/by-nc/4.0/",
        catalogue: "Creative Commons Non-Commercial (Any)",
    },
    KnownLicence {
        spellings: &["cc0", "publicdomain"],
        spdx: "CC0-1.0",
        address: "https://creativecommons.org/publicdomain/zero/1.0/",
        catalogue: "อื่นๆ",
    },
    KnownLicence {
        spellings: &["ccby", "creativecommonsattribution"],
        spdx: "CC-BY-4.0",
        address: "https://creativecommons.org/licenses/by/4.0/",
        catalogue: "Creative Commons Attributions",
    },
    KnownLicence {
        spellings: &["odcby", "opendatacommonsattribution"],
        spdx: "ODC-By-1.0",
        address: "https://opendatacommons.org/licenses/by/1-0/",
        catalogue: "Open Data Common",
    },
    KnownLicence {
        spellings: &["odbl", "opendatabase"],
        spdx: "ODbL-1.0",
        address: "https://opendatacommons.org/licenses/odbl/1-0/",
        catalogue: "Open Data Common",
    },
];

impl Licence {
    pub fn read(words: Option<&str>) -> Self {
        let words = words.unwrap_or("").trim().to_owned();
        let folded: String =
            words.to_lowercase().chars().filter(|letter| !letter.is_whitespace() && !"-_.".contains(*letter)).collect();
        let known = KNOWN.iter().find(|known| known.spellings.iter().any(|spelling| folded.contains(spelling)));
        Self { words, known }
    }

    pub fn is_stated(&self) -> bool {
        !self.words.is_empty()
    }

    /// For people: the author's words, or that there are none.
    pub fn shown(&self) -> &str {
        if self.is_stated() {
            &self.words
        } else {
            "หน่วยงานยังไม่ได้ระบุสัญญาอนุญาต"
        }
    }

    pub fn address(&self) -> Option<&'static str> {
        self.known.map(|known| known.address)
    }

    /// An entry of `licenses` in a data package.
    pub fn frictionless(&self) -> Json {
        match self.known {
            Some(known) => json!({ "name": known.spdx, "path": known.address, "title": self.words }),
            None => json!({ "name": if self.is_stated() { "other" } else { "notspecified" }, "title": self.shown() }),
        }
    }

    /// The choice of the 14th field of data.go.th.
    pub fn catalogue(&self) -> &'static str {
        match self.known {
            Some(known) => known.catalogue,
            None if self.is_stated() => "อื่นๆ",
            None => "License not specified",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_read_but_never_assumed() {
        assert_eq!(Licence::read(None).catalogue(), "License not specified");
        assert_eq!(Licence::read(Some("CC BY 4.0")).address(), Some("https://creativecommons.org/licenses/by/4.0/"));
        assert_eq!(Licence::read(Some("cc-by-sa 4.0")).frictionless()["name"], "CC-BY-SA-4.0");
        let own = Licence::read(Some("ใช้ได้เมื่ออ้างที่มา"));
        assert_eq!((own.catalogue(), own.address(), own.shown()), ("อื่นๆ", None, "ใช้ได้เมื่ออ้างที่มา"));
    }
}
