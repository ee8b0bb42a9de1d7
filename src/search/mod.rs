//! The search room: an index of character n-grams, built per agency, merged for the portal, read in the browser.
//! A near-leaf: it knows its own plain `SearchRecord` and nothing of the model or the site, and touches no disk.
//!
//! ```text
//! Records of an agency ──build_agency──▶ AgencyIndex ──┬─ artifacts ─▶ <agency>/search/  (grams, meta, texts)
//!                                                      └─ Merger ────▶ search/           (grams, meta; texts are shared)
//! ```
//!
//! Words are not segmented: a query is found wherever its letters stand, because the one to four letters long pieces
//! ("grams") of every text are indexed. The grams name candidates; the browser confirms each one it shows
//! against the page's own text, so that nothing false is ever listed. `README.md` in this folder has the formats.

mod agency;
mod file_list;
mod fold;
mod frame;
mod gram;
mod merge;
mod postings;
mod rejoin;
mod script;
mod variants;

use serde::{Deserialize, Serialize};

pub use agency::{AgencyIndex, IndexLists, IndexOutline, build_agency, spaced_into};
pub use fold::{fold, fold_js, without_tones};
pub use gram::{cover, shard_of};
pub use merge::{JoinedIndex, Merger, merge};
pub use rejoin::{ListChange, Rejoined, rejoin};
pub use variants::variants;

/// What a reader can find: one page, or one paper that hangs on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchRecord {
    /// From the site's root, without a leading slash: `na-kok/2564/3-04/`.
    pub url: String,
    pub title: String,
    /// An item's own code, `3-04`; a query that is exactly this comes first.
    pub code: Option<String>,
    pub kind: RecordKind,
    /// The slug of the agency, `na-kok`.
    pub agency: String,
    pub agency_name: String,
    /// Fiscal year, Buddhist era.
    pub year: Option<u16>,
    pub dimension: Option<u8>,
    /// As the reader sees it: `ดำเนินการแล้วเสร็จ`.
    pub status: Option<String>,
    /// The page's own words. What stands on another record's page should be left to that record.
    pub text: String,
    /// What the page is asked for by, beside its title: an agency's other names, "ติดต่อ", a paper's number. Weighs as
    /// much as the title; a question that is just this finds the page first.
    pub heads: Vec<String>,
    /// What else the page says that no excerpt shows: a status, money, a day, a telephone number in one piece.
    pub facts: Vec<String>,
}

impl SearchRecord {
    /// The folded fields that a query is compared with, title first, parted by a line feed that no query contains.
    pub fn folded(&self) -> String {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        let fields = [&self.title, self.code.as_deref().unwrap_or_default(), &self.agency_name, &year, &self.text];
        [fields.map(fold).join("\n"), self.more()].join("\n")
    }

    /// Heads and facts as a browser gets them: folded, a line each, none twice.
    fn more(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for line in self.heads.iter().chain(&self.facts).map(|line| fold(line)) {
            if !line.is_empty() && !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines.join("\n")
    }
}

/// The kinds of document, in the order in which results of equal worth are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecordKind {
    Agency,
    Item,
    Plan,
    Report,
    Measures,
    Announcement,
    Order,
    Pledge,
    Committee,
    Document,
    Attachment,
    Contact,
    Summary,
    Page,
}

impl RecordKind {
    pub const ALL: [Self; 14] = [
        Self::Agency,
        Self::Item,
        Self::Plan,
        Self::Report,
        Self::Measures,
        Self::Announcement,
        Self::Order,
        Self::Pledge,
        Self::Committee,
        Self::Document,
        Self::Attachment,
        Self::Contact,
        Self::Summary,
        Self::Page,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Plan => "แผน",
            Self::Item => "โครงการ/กิจกรรม/มาตรการ",
            Self::Report => "รายงานผล",
            Self::Measures => "มาตรการส่งเสริมคุณธรรม",
            Self::Announcement => "ประกาศ",
            Self::Order => "คำสั่ง",
            Self::Pledge => "เจตจำนง",
            Self::Committee => "คณะทำงาน",
            Self::Document => "เอกสาร",
            Self::Attachment => "ไฟล์แนบ",
            Self::Agency => "หน่วยงาน",
            Self::Contact => "ช่องทางติดต่อ",
            Self::Summary => "หน้าสรุป",
            Self::Page => "หน้าเว็บ",
        }
    }

    /// Results stand together in these groups: item → plan → report → papers → pages.
    pub fn group(self) -> usize {
        match self {
            Self::Item => 0,
            Self::Plan => 1,
            Self::Report => 2,
            Self::Agency | Self::Contact | Self::Summary | Self::Page => 4,
            _ => 3,
        }
    }

    pub const GROUPS: [&'static str; 5] = ["โครงการ กิจกรรม มาตรการ", "แผน", "รายงานผล", "เอกสารและประกาศ", "หน้าอื่น"];
}

/// A file of the site that search needs: where it lies from the site's root, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchFile {
    pub path: String,
    pub bytes: Vec<u8>,
}
