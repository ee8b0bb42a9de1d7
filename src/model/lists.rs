//! Which list of which document a figure of a promise stands in: the plan, a report's own table, its e-PlanNACC list.
//! Knows names and sets of lists; what stands in them is `item`'s and `year`'s.

use serde::{Deserialize, Serialize};

use crate::thai::Round;

/// A list of rows that speak of promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceList {
    Plan,
    /// The report's own table of items.
    Table(Round),
    /// The list that the report copies from e-PlanNACC.
    Eplan(Round),
}

impl SourceList {
    pub const ALL: [Self; 5] = [
        Self::Plan,
        Self::Table(Round::SixMonths),
        Self::Eplan(Round::SixMonths),
        Self::Table(Round::TwelveMonths),
        Self::Eplan(Round::TwelveMonths),
    ];

    /// Its name in data files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Table(Round::SixMonths) => "report_6m_table",
            Self::Eplan(Round::SixMonths) => "report_6m_eplan",
            Self::Table(Round::TwelveMonths) => "report_12m_table",
            Self::Eplan(Round::TwelveMonths) => "report_12m_eplan",
        }
    }

    fn bit(self) -> u8 {
        let at = Self::ALL.iter().position(|list| *list == self).unwrap_or(0);
        1 << at
    }
}

/// A few lists, in the order of `SourceList::ALL`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lists(u8);

impl Lists {
    pub fn add(&mut self, list: SourceList) {
        self.0 |= list.bit();
    }

    pub fn iter(self) -> impl Iterator<Item = SourceList> {
        SourceList::ALL.into_iter().filter(move |list| self.0 & list.bit() != 0)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Their names in data files, separated by spaces.
    pub fn keys(self) -> String {
        self.iter().map(SourceList::key).collect::<Vec<_>>().join(" ")
    }
}

impl From<Option<SourceList>> for Lists {
    fn from(list: Option<SourceList>) -> Self {
        let mut lists = Self::default();
        list.into_iter().for_each(|list| lists.add(list));
        lists
    }
}

/// Where the figures of one promise stand; `None`: no list states them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StandsIn {
    pub status: Option<SourceList>,
    pub plan: Option<SourceList>,
    pub ordinance: Option<SourceList>,
    pub disbursed: Option<SourceList>,
}

/// Where the figures of a tally stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureLists {
    pub status: Lists,
    pub plan: Lists,
    pub ordinance: Lists,
    pub disbursed: Lists,
}

impl FigureLists {
    pub fn add(&mut self, from: &StandsIn) {
        for (lists, list) in [
            (&mut self.status, from.status),
            (&mut self.plan, from.plan),
            (&mut self.ordinance, from.ordinance),
            (&mut self.disbursed, from.disbursed),
        ] {
            list.into_iter().for_each(|list| lists.add(list));
        }
    }
}
