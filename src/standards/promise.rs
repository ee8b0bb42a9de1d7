//! The two closed lists that every stage speaks of: how a promise stands, and what kind of promise it is.
//! Names and words for showing; which wordings mean them is data in `statuses.toml` and `kinds.toml`.

use super::field::named;

named! {
    /// How a promise stands at the end of a round.
    Status {
        Awaiting = "awaiting",
        InProgress = "in_progress",
        Done = "done",
        NotDone = "not_done",
    }
}

named! {
    ItemKind {
        Project = "project",
        Activity = "activity",
        Measure = "measure",
        Practice = "practice",
    }
}

impl Status {
    pub fn name_th(self) -> &'static str {
        match self {
            Status::Awaiting => "รอรายงาน",
            Status::InProgress => "อยู่ระหว่างดำเนินการ",
            Status::Done => "ดำเนินการแล้วเสร็จ",
            Status::NotDone => "ไม่ได้ดำเนินการ",
        }
    }

    pub fn name_en(self) -> &'static str {
        match self {
            Status::Awaiting => "Awaiting report",
            Status::InProgress => "In progress",
            Status::Done => "Done",
            Status::NotDone => "Not done",
        }
    }
}

impl ItemKind {
    /// A name without the word of its kind in front, where at least `least` letters are left. Without spaces and marks,
    /// as names are compared.
    pub fn without_word(name: &str, least: usize) -> &str {
        let rest = Self::ALL.iter().find_map(|kind| name.strip_prefix(kind.name_th()));
        rest.filter(|rest| rest.chars().count() >= least).unwrap_or(name)
    }

    pub fn name_th(self) -> &'static str {
        match self {
            ItemKind::Project => "โครงการ",
            ItemKind::Activity => "กิจกรรม",
            ItemKind::Measure => "มาตรการ",
            ItemKind::Practice => "แนวปฏิบัติ",
        }
    }

    pub fn name_en(self) -> &'static str {
        match self {
            ItemKind::Project => "Project",
            ItemKind::Activity => "Activity",
            ItemKind::Measure => "Measure",
            ItemKind::Practice => "Practice",
        }
    }
}

impl super::Standards {
    /// The status that these words mean; `None`: not a status word.
    pub fn status_of(&self, words: &str) -> Option<Status> {
        match self.statuses.read(words) {
            super::Reading::Is(status) => Some(status),
            _ => None,
        }
    }

    /// The kind that a name begins with: "โครงการจัดทำเว็บไซต์" is a project.
    pub fn kind_of_name(&self, name: &str) -> Option<ItemKind> {
        self.kinds.read_prefix(name).map(|(kind, _)| kind)
    }
}
