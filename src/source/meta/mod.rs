//! Front matter of each kind of document, typed. Reads fields and nothing else; what values mean together is the model's.

mod agency;
mod declared;
mod members;
mod papers;
mod publish;
mod records;

pub use crate::address::PaperKind;
pub use agency::{AgencyMeta, AgencyType, ComplaintChannel, Contact, Official};
pub use declared::{DeclaredFigure, DeclaredScope, DeclaredValue, Quantity, read_declared};
pub use members::MemberPlace;
pub use papers::{
    About, AttachmentMeta, CommitteeMeta, ComplaintCounts, DocumentMeta, Member, PaperMeta, Posted, Signatory,
};
pub use publish::PublishMeta;
pub use records::{CardsWish, MeasuresMeta, PlanMeta, PortalMeta, ReportMeta, Reporter, TargetMeta};

use crate::finding::{Finding, Findings, code};
use crate::source::fields::{Fields, FindingSink};
use crate::source::node::Node;
use crate::span::{Span, Spanned};
use crate::thai::Date;

/// Keys that every document may have.
#[derive(Clone, Debug, Default)]
pub struct Common {
    pub title: Option<Spanned<String>>,
    pub summary: Option<Spanned<String>>,
    pub source: Option<Spanned<String>>,
    pub draft: bool,
    pub publish_from: Option<Spanned<Date>>,
    pub updated: Option<Spanned<Date>>,
    /// Why the content was changed last, for the public change log.
    pub change_reason: Option<Spanned<String>>,
    pub oit: Vec<Spanned<String>>,
    pub redirect_from: Vec<Spanned<String>>,
    pub accept: Vec<Accept>,
    pub order: Option<Spanned<i64>>,
}

/// The author's answer to a finding, as written.
#[derive(Clone, Debug)]
pub struct Accept {
    pub code: Spanned<String>,
    pub at: Option<Spanned<String>>,
    pub reason: Spanned<String>,
    pub by: Option<Spanned<String>>,
    pub until: Option<Spanned<Date>>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Meta {
    Portal(Box<PortalMeta>),
    Agency(Box<AgencyMeta>),
    Plan(PlanMeta),
    Report(Box<ReportMeta>),
    Measures(MeasuresMeta),
    Paper(Box<PaperMeta>),
    Committee(CommitteeMeta),
    Document(DocumentMeta),
    Page,
}

impl Meta {
    pub fn kind(&self) -> &'static str {
        match self {
            Meta::Portal(_) => "portal",
            Meta::Agency(_) => "agency",
            Meta::Plan(_) => "plan",
            Meta::Report(_) => "report",
            Meta::Measures(_) => "measures",
            Meta::Paper(paper) => paper.kind.key(),
            Meta::Committee(_) => "committee",
            Meta::Document(_) => "document",
            Meta::Page => "page",
        }
    }
}

#[derive(Clone, Copy)]
enum MetaKind {
    Portal,
    Agency,
    Plan,
    Report,
    Measures,
    Paper(PaperKind),
    Committee,
    Document,
    Page,
}

const KINDS: &[(&str, MetaKind)] = &[
    ("portal", MetaKind::Portal),
    ("agency", MetaKind::Agency),
    ("plan", MetaKind::Plan),
    ("report", MetaKind::Report),
    ("measures", MetaKind::Measures),
    ("announcement", MetaKind::Paper(PaperKind::Announcement)),
    ("order", MetaKind::Paper(PaperKind::Order)),
    ("pledge", MetaKind::Paper(PaperKind::Pledge)),
    ("committee", MetaKind::Committee),
    ("document", MetaKind::Document),
    ("page", MetaKind::Page),
];

/// What an office writes after `kind:` when it writes Thai.
const KINDS_IN_THAI: &[(&str, &str)] = &[
    ("เว็บ", "portal"),
    ("หน่วยงาน", "agency"),
    ("แผน", "plan"),
    ("รายงาน", "report"),
    ("มาตรการ", "measures"),
    ("ประกาศ", "announcement"),
    ("คำสั่ง", "order"),
    ("เจตจำนง", "pledge"),
    ("เจตนารมณ์", "pledge"),
    ("คณะ", "committee"),
    ("เอกสาร", "document"),
    ("หน้า", "page"),
];

/// `file_stem` decides the kind when the key is absent: `plan.md`, `report-12m.md`, `agency.md`.
pub fn read_meta(node: Node, file_stem: &str, findings: &mut Findings) -> Option<(Common, Meta)> {
    let sink = FindingSink::default();
    let mut fields = Fields::new(node, &sink);
    let kind = if fields.has("kind") {
        fields.choice_with_meanings("kind", KINDS, KINDS_IN_THAI).map(|kind| kind.value)
    } else {
        let stem = file_stem.split(['-', '_']).next().unwrap_or(file_stem);
        Some(KINDS.iter().find(|(name, _)| *name == stem).map_or(MetaKind::Page, |(_, kind)| *kind))
    };
    let read = kind.map(|kind| {
        let common = read_common(&mut fields);
        let meta = match kind {
            MetaKind::Portal => Meta::Portal(Box::new(PortalMeta::read(&mut fields))),
            MetaKind::Agency => Meta::Agency(Box::new(AgencyMeta::read(&mut fields))),
            MetaKind::Plan => Meta::Plan(PlanMeta::read(&mut fields)),
            MetaKind::Report => Meta::Report(Box::new(ReportMeta::read(&mut fields, file_stem))),
            MetaKind::Measures => Meta::Measures(MeasuresMeta::read(&mut fields)),
            MetaKind::Paper(paper) => Meta::Paper(Box::new(PaperMeta::read(&mut fields, paper))),
            MetaKind::Committee => Meta::Committee(CommitteeMeta::read(&mut fields)),
            MetaKind::Document => Meta::Document(DocumentMeta::read(&mut fields)),
            MetaKind::Page => Meta::Page,
        };
        fields.take("kind");
        fields.finish();
        (common, meta)
    });
    findings.extend(sink.into_inner());
    read
}

/// The front matter of a `.en.md`: words only. Everything else is the Thai file's to say.
pub fn read_translation(node: Node, findings: &mut Findings) -> Common {
    let sink = FindingSink::default();
    let mut fields = Fields::new(node, &sink);
    let common = Common { title: fields.text("title"), summary: fields.text("summary"), ..Common::default() };
    fields.take("kind");
    fields.finish_with(|key| {
        Finding::of(code::S053, key.span, format!("ไม่ใช้ `{}` ของไฟล์ภาษาอังกฤษ เพราะข้อมูลมาจากไฟล์ภาษาไทยเสมอ", key.value))
            .english(format!("`{}` is not read from an English file", key.value))
            .help("ไฟล์ .en.md มีได้แค่ `title`, `summary` และข้อความ ให้ลบบรรทัดนี้ออก")
    });
    findings.extend(sink.into_inner());
    common
}

fn read_common(fields: &mut Fields<'_>) -> Common {
    Common {
        title: fields.text("title"),
        summary: fields.text("summary"),
        source: fields.text("source"),
        draft: fields.flag("draft").is_some_and(|draft| draft.value),
        publish_from: fields.date("publish_from"),
        updated: fields.date("updated"),
        change_reason: fields.text("change_reason"),
        oit: fields.texts("oit"),
        redirect_from: fields.old_addresses("redirect_from"),
        order: fields.count("order"),
        accept: fields.maps("accept").into_iter().filter_map(read_accept).collect(),
    }
}

fn read_accept(mut fields: Fields<'_>) -> Option<Accept> {
    let code = fields.required_text("code", "T101");
    let reason = fields.required_text("reason", "ต้นฉบับพิมพ์ผิด แก้ในรายงานรอบถัดไปแล้ว");
    let at = fields.text("at");
    let by = fields.text("by");
    let until = fields.date("until");
    let span = fields.span;
    fields.finish();
    Some(Accept { code: code?, at, reason: reason?, by, until, span })
}
