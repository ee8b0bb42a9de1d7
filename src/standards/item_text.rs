//! What is known of each text of an item, once: its heads, what it means, where it is shown, exported, searched, and
//! what it counts for. Readers, pages, open data, search and the rules follow this list; wordings are in `forms/*.toml`.

use super::Field;

/// Where pages show a text among an item's cells, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShownAt {
    /// Beside the code.
    Number,
    /// Before the status.
    Mission,
    /// What was promised: before the money.
    Promise,
    /// By whom and when: after the money.
    Work,
    /// How it went.
    Outcome,
}

/// One text of an item. Cells that hold a number, a status or an amount are typed fields of `model::Entry` instead.
#[derive(Debug)]
pub struct ItemText {
    pub field: Field,
    /// Its head on pages and in XLSX; a theme may say it otherwise under the field's name.
    pub title: &'static str,
    pub title_en: &'static str,
    /// For programmers, in the schemas of open data.
    pub about: &'static str,
    pub place: ShownAt,
    pub exported: bool,
    pub searched: bool,
    /// Shows that something was done (`O104`).
    pub proves: bool,
    /// Says why something was not done (`O105`).
    pub explains: bool,
}

const fn text(
    field: Field,
    place: ShownAt,
    title: &'static str,
    title_en: &'static str,
    about: &'static str,
) -> ItemText {
    ItemText { field, title, title_en, about, place, exported: true, searched: true, proves: false, explains: false }
}

const fn proof(text: ItemText) -> ItemText {
    ItemText { proves: true, ..text }
}

const fn explanation(text: ItemText) -> ItemText {
    ItemText { explains: true, ..text }
}

/// In the order of open data.
pub static ITEM_TEXTS: &[ItemText] = &[
    ItemText { searched: false, ..text(Field::Seq, ShownAt::Number, "ลำดับ", "No.", "Number as printed") },
    ItemText {
        searched: false,
        ..text(Field::Mission, ShownAt::Mission, "ภารกิจ", "Mission", "Mission number inside the dimension")
    },
    text(Field::Owner, ShownAt::Work, "ผู้รับผิดชอบ", "Responsible office", "Office that answers for the item, as printed"),
    text(Field::Indicator, ShownAt::Promise, "ตัวชี้วัด", "Indicator", "Indicator as printed"),
    text(Field::Target, ShownAt::Promise, "เป้าหมาย", "Target", "Target as printed"),
    explanation(proof(text(Field::Result, ShownAt::Outcome, "ผลการดำเนินงาน", "Result", "Result as printed"))),
    proof(text(Field::Output, ShownAt::Outcome, "ผลผลิต", "Output", "Output as printed")),
    proof(text(Field::Outcome, ShownAt::Outcome, "ผลลัพธ์", "Outcome", "Outcome as printed")),
    text(Field::Period, ShownAt::Work, "ระยะเวลา", "Period", "Period as printed"),
    explanation(text(Field::Reason, ShownAt::Outcome, "เหตุผล", "Reason", "Reason as printed")),
    explanation(text(Field::Obstacles, ShownAt::Outcome, "ปัญหา อุปสรรค", "Obstacles", "Obstacles as printed")),
    text(Field::Recommendations, ShownAt::Outcome, "ข้อเสนอแนะ", "Recommendations", "Recommendations as printed"),
    ItemText {
        exported: false,
        ..proof(text(Field::Evidence, ShownAt::Outcome, "หลักฐาน", "Evidence", "Evidence as printed"))
    },
    explanation(text(Field::Note, ShownAt::Outcome, "หมายเหตุ", "Note", "Note as printed")),
];

impl ItemText {
    /// In the order of pages.
    pub fn in_page_order() -> impl Iterator<Item = &'static Self> {
        let mut texts: Vec<&'static Self> = ITEM_TEXTS.iter().collect();
        texts.sort_by_key(|text| text.place);
        texts.into_iter()
    }
}

impl Field {
    /// What is known of this field, where it is a text of an item.
    pub fn item_text(self) -> Option<&'static ItemText> {
        ITEM_TEXTS.iter().find(|text| text.field == self)
    }
}
