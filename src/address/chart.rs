//! The pictures of an agency and of its years, by name. What is in a picture, and whether there is one, `site::charts` knows.

use crate::thai::FiscalYear;

/// A picture of one year, or of the agency over all its years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartRef {
    pub year: Option<FiscalYear>,
    pub kind: ChartKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    Progress,
    Promises,
    Dimension(u8),
    Flow,
    /// What was planned, granted and spent, as areas.
    Money,
    Budget,
    Score,
    Owners,
    Quarters,
    /// The measures of the year by quarter.
    Measures,
    /// A yearly target of the plan, by its place there.
    Target(usize),
    Trend,
    /// Plan, six and twelve months of all years.
    River,
    Completeness,
}

impl ChartKind {
    /// Those without a number.
    const PLAIN: [Self; 12] = [
        Self::Progress,
        Self::Promises,
        Self::Flow,
        Self::Money,
        Self::Budget,
        Self::Score,
        Self::Owners,
        Self::Quarters,
        Self::Measures,
        Self::Trend,
        Self::River,
        Self::Completeness,
    ];

    /// The name in addresses and in ```` ```chart ```` slots.
    pub fn name(self) -> String {
        let name = match self {
            Self::Progress => "progress",
            Self::Promises => "promises",
            Self::Dimension(dimension) => return format!("dimension-{dimension}"),
            Self::Flow => "flow",
            Self::Money => "money",
            Self::Budget => "budget",
            Self::Score => "score",
            Self::Owners => "owners",
            Self::Quarters => "quarters",
            Self::Measures => "measures",
            Self::Target(at) => return format!("target-{}", at + 1),
            Self::Trend => "trend",
            Self::River => "river",
            Self::Completeness => "completeness",
        };
        name.to_owned()
    }

    pub fn parse(name: &str) -> Option<Self> {
        let numbered = || {
            let dimension = name.strip_prefix("dimension-").and_then(|number| number.parse().ok()).map(Self::Dimension);
            let target = name.strip_prefix("target-").and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
            dimension.or(target.map(Self::Target)).filter(|kind| kind.name() == name)
        };
        Self::PLAIN.into_iter().find(|kind| kind.name() == name).or_else(numbered)
    }

    fn is_of_all_years(self) -> bool {
        matches!(self, Self::Trend | Self::River | Self::Completeness)
    }
}

impl ChartRef {
    /// `year` as the folder says it; a picture that stands there and nowhere else.
    pub(super) fn parse(year: Option<FiscalYear>, name: &str) -> Option<Self> {
        let kind = ChartKind::parse(name).filter(|kind| kind.is_of_all_years() == year.is_none())?;
        Some(Self { year, kind })
    }

    /// `2564/charts/progress` below the agency's folder, without the ending.
    pub(super) fn below(&self) -> String {
        self.inside("charts")
    }

    /// `2564/embed/progress/`: the page that other websites show in a frame.
    pub(super) fn frame_below(&self) -> String {
        format!("{}/", self.inside("embed"))
    }

    fn inside(&self, folder: &str) -> String {
        match self.year {
            Some(year) => format!("{}/{folder}/{}", year.be(), self.kind.name()),
            None => format!("{folder}/{}", self.kind.name()),
        }
    }
}
