//! `kind: announcement`, `order`, `pledge`, `committee`, `document`: official papers, the people they name and other documents.

use crate::address::PaperKind;
use crate::source::fields::Fields;
use crate::span::Spanned;
use crate::thai::{Date, FiscalYear};

#[derive(Clone, Debug)]
pub struct PaperMeta {
    pub kind: PaperKind,
    pub number: Option<Spanned<String>>,
    pub office: Option<Spanned<String>>,
    pub date: Option<Spanned<Date>>,
    pub signatory: Option<Signatory>,
    pub effective_from: Option<Spanned<Date>>,
    pub effective_until: Option<Spanned<Date>>,
    pub replaces: Vec<Spanned<String>>,
    pub amends: Vec<Spanned<String>>,
    pub cancels: Vec<Spanned<String>>,
    pub attachments: Vec<AttachmentMeta>,
    pub related: Vec<Spanned<String>>,
    pub posted: Option<Posted>,
    pub about: Option<About>,
    pub subjects: Vec<Spanned<String>>,
    pub members: Vec<Member>,
    /// The body is a summary by whoever made the page: not the authority's words, so not laid out as its paper.
    pub retold: bool,
}

#[derive(Clone, Debug)]
pub struct Signatory {
    pub name: Spanned<String>,
    pub position: Option<Spanned<String>>,
    /// รักษาราชการแทน, ปฏิบัติราชการแทน …
    pub acting: Option<Spanned<String>>,
    pub acting_for: Option<Spanned<String>>,
}

#[derive(Clone, Debug)]
pub struct AttachmentMeta {
    pub file: Spanned<String>,
    pub title: Option<Spanned<String>>,
    pub language: Option<Spanned<String>>,
}

#[derive(Clone, Debug)]
pub struct Posted {
    pub from: Option<Spanned<Date>>,
    pub until: Option<Spanned<Date>>,
    pub place: Option<Spanned<String>>,
}

/// The plain summary above the paper.
#[derive(Clone, Debug)]
pub struct About {
    pub what: Option<Spanned<String>>,
    pub who: Option<Spanned<String>>,
    pub when: Option<Spanned<String>>,
}

#[derive(Clone, Debug)]
pub struct Member {
    pub name: Spanned<String>,
    pub position: Option<Spanned<String>>,
    pub role: Option<Spanned<String>>,
}

#[derive(Clone, Debug)]
pub struct CommitteeMeta {
    pub by_order: Option<Spanned<String>>,
    pub date: Option<Spanned<Date>>,
    pub members: Vec<Member>,
}

#[derive(Clone, Debug)]
pub struct DocumentMeta {
    pub document_kind: Option<Spanned<String>>,
    pub fiscal_year: Option<Spanned<FiscalYear>>,
    pub attachments: Vec<AttachmentMeta>,
    pub complaints: Option<ComplaintCounts>,
}

#[derive(Clone, Debug)]
pub struct ComplaintCounts {
    pub total: Option<Spanned<i64>>,
    pub done: Option<Spanned<i64>>,
    pub pending: Option<Spanned<i64>>,
}

impl PaperMeta {
    pub fn read(fields: &mut Fields<'_>, kind: PaperKind) -> Self {
        Self {
            kind,
            number: fields.text("number"),
            office: fields.text("office"),
            date: fields.date("date"),
            signatory: fields.map("signatory").and_then(Signatory::read),
            effective_from: fields.date("effective_from"),
            effective_until: fields.date("effective_until"),
            replaces: fields.texts("replaces"),
            amends: fields.texts("amends"),
            cancels: fields.texts("cancels"),
            attachments: read_attachments(fields),
            related: fields.texts("related"),
            posted: fields.map("posted").map(Posted::read),
            about: fields.map("about").map(About::read),
            subjects: fields.texts("subjects"),
            members: fields.maps("members").into_iter().filter_map(Member::read).collect(),
            retold: fields.flag("retold").is_some_and(|flag| flag.value),
        }
    }
}

pub fn read_attachments(fields: &mut Fields<'_>) -> Vec<AttachmentMeta> {
    fields.maps("attachments").into_iter().filter_map(AttachmentMeta::read).collect()
}

impl Signatory {
    fn read(mut fields: Fields<'_>) -> Option<Self> {
        let name = fields.required_text("name", "นายสมชาย ใจดี");
        let position = fields.text("position");
        let acting = fields.text("acting");
        let acting_for = fields.text("acting_for");
        fields.finish();
        Some(Self { name: name?, position, acting, acting_for })
    }
}

impl AttachmentMeta {
    fn read(mut fields: Fields<'_>) -> Option<Self> {
        let file = fields.required_text("file", "files/report.pdf");
        let title = fields.text("title");
        let language = fields.text("language");
        fields.finish();
        Some(Self { file: file?, title, language })
    }
}

impl Posted {
    fn read(mut fields: Fields<'_>) -> Self {
        let posted = Self { from: fields.date("from"), until: fields.date("until"), place: fields.text("place") };
        fields.finish();
        posted
    }
}

impl About {
    fn read(mut fields: Fields<'_>) -> Self {
        let about = Self { what: fields.text("what"), who: fields.text("who"), when: fields.text("when") };
        fields.finish();
        about
    }
}

impl Member {
    /// Whether a person is named; else the name is that of the office.
    pub fn is_named(&self) -> bool {
        self.position.as_ref().is_none_or(|position| position.value != self.name.value)
    }

    fn read(mut fields: Fields<'_>) -> Option<Self> {
        // Some orders appoint whoever holds an office, without a name.
        let name = if fields.has("position") {
            fields.text("name")
        } else {
            fields.required_text("name", "นายสมชาย ใจดี")
        };
        let position = fields.text("position");
        let role = fields.text("role");
        fields.finish();
        Some(Self { name: name.or_else(|| position.clone())?, position, role })
    }
}

impl CommitteeMeta {
    pub fn read(fields: &mut Fields<'_>) -> Self {
        Self {
            by_order: fields.text("by_order"),
            date: fields.date("date"),
            members: fields.maps("members").into_iter().filter_map(Member::read).collect(),
        }
    }
}

impl DocumentMeta {
    pub fn read(fields: &mut Fields<'_>) -> Self {
        Self {
            document_kind: fields.text("document_kind"),
            fiscal_year: fields.fiscal_year("fiscal_year"),
            attachments: read_attachments(fields),
            complaints: fields.map("complaints").map(|mut fields| {
                let counts = ComplaintCounts {
                    total: fields.count("total"),
                    done: fields.count("done"),
                    pending: fields.count("pending"),
                };
                fields.finish();
                counts
            }),
        }
    }
}
