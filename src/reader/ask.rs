//! What a document asks of its tables. A leaf of this room.

use crate::standards::Role;

/// What the document asks of a table: figures of another round or year are not its figures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask {
    /// Months: 6 or 12.
    pub round: Option<u8>,
    /// Fiscal years, first and last; Buddhist era.
    pub years: Option<(u16, u16)>,
    /// The role that the author named.
    pub role: Option<Role>,
}

impl Ask {
    pub fn has_year(&self, year: u16) -> bool {
        self.years.is_none_or(|(first, last)| first <= year && year <= last)
    }

    pub fn is_of_one_year(&self) -> bool {
        self.years.is_some_and(|(first, last)| first == last)
    }
}
