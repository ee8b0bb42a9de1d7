//! Announcements, orders and pledges: their kinds, the lists of them, and the feeds that follow them.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    Announcement,
    Order,
    Pledge,
}

impl PaperKind {
    pub fn key(self) -> &'static str {
        match self {
            PaperKind::Announcement => "announcement",
            PaperKind::Order => "order",
            PaperKind::Pledge => "pledge",
        }
    }

    pub fn name_th(self) -> &'static str {
        match self {
            PaperKind::Announcement => "ประกาศ",
            PaperKind::Order => "คำสั่ง",
            PaperKind::Pledge => "ประกาศเจตจำนง",
        }
    }

    pub fn name_en(self) -> &'static str {
        match self {
            PaperKind::Announcement => "Announcement",
            PaperKind::Order => "Order",
            PaperKind::Pledge => "Pledge",
        }
    }
}

impl PaperKind {
    pub const ALL: [Self; 3] = [Self::Announcement, Self::Order, Self::Pledge];
}

/// How a list of papers is parted; each has a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    Year,
    Kind,
    State,
    Subject,
}

impl Grouping {
    pub const ALL: [Self; 4] = [Self::Year, Self::Kind, Self::State, Self::Subject];

    pub(super) fn below(self) -> &'static str {
        match self {
            Self::Year => "announcements/",
            Self::Kind => "announcements/by-kind/",
            Self::State => "announcements/by-state/",
            Self::Subject => "announcements/by-subject/",
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Year => "papers_by_year",
            Self::Kind => "papers_by_kind",
            Self::State => "papers_by_state",
            Self::Subject => "papers_by_subject",
        }
    }

    /// The title of its page.
    pub fn title_word(self) -> &'static str {
        if self == Self::Year { "nav_announcements" } else { self.word() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFormat {
    Atom,
    Json,
    Calendar,
}

/// One feed of an agency or of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    pub format: FeedFormat,
    /// `None`: all kinds.
    pub kind: Option<PaperKind>,
}

impl Feed {
    pub const CALENDAR: Self = Self { format: FeedFormat::Calendar, kind: None };

    pub(super) fn every() -> impl Iterator<Item = Self> {
        let kinds = std::iter::once(None).chain(PaperKind::ALL.map(Some));
        let feeds = kinds.flat_map(|kind| [FeedFormat::Atom, FeedFormat::Json].map(|format| Self { format, kind }));
        feeds.chain([Self::CALENDAR])
    }

    /// Below the agency's or the portal's own address. Suffixes that every host knows the media type of.
    pub(super) fn below(self) -> String {
        let name = self.kind.map_or("all", PaperKind::key);
        match self.format {
            FeedFormat::Atom => format!("feeds/{name}.xml"),
            FeedFormat::Json => format!("feeds/{name}.json"),
            FeedFormat::Calendar => "feeds/dates.ics".to_owned(),
        }
    }
}
