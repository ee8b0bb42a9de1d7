//! The name of a kind of finding: one constant for each entry of `codes/*.toml`, written by `build.rs`, so that no
//! stage can tell what the registry does not explain. Knows nothing of findings.

use std::fmt;

use serde::{Serialize, Serializer};

/// "S001": compares and prints as its four letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

include!(concat!(env!("OUT_DIR"), "/codes.rs"));

impl Code {
    /// The code that a person wrote, in either case; none if there is no such code.
    pub fn named(word: &str) -> Option<Self> {
        let word = word.trim().to_ascii_uppercase();
        ALL.binary_search_by(|known| known.0.cmp(&word)).ok().map(|at| ALL[at])
    }

    /// With which all codes of its kind begin.
    pub fn letter(self) -> char {
        self.0.chars().next().unwrap_or_default()
    }

    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, word: &&str) -> bool {
        self.0 == *word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_by_its_letters() {
        assert!(ALL.is_sorted());
        assert_eq!(Code::named(" s001 "), Some(S001));
        assert_eq!(Code::named("S0011"), None);
        assert_eq!(format!("{S001:>6}"), "  S001");
    }
}
