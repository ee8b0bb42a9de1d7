//! The pages of an agency that may answer an OIT item: what kind of document each is, of which years, and what is
//! attached to it. Reads the model; which list asks for what is not known here.

use crate::address::{AgencyPage, DataFile, DataForm, DataPage, Scope, round_word};
use crate::model::{Agency, DocumentId};
use crate::source::meta::{AgencyMeta, AttachmentMeta, Meta, PaperKind};
use crate::standards::Field;
use crate::thai::{Date, FiscalYear};

/// A page of the agency that may answer something.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub document: DocumentId,
    /// Root-relative, with an anchor where the answer is a part of the page.
    pub url: String,
    pub kinds: Vec<String>,
    /// Year of the list, where the author names one, and id.
    pub stated: Vec<(Option<u16>, String)>,
    pub years: AnswerYears,
    pub date: Option<Date>,
    pub attachments: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerYears {
    /// The answer belongs to no year: contact, structure.
    Any,
    Known(u16, u16),
    /// It belongs to a year that nobody states.
    Unknown,
}

pub fn data_files(agency: &Agency, candidate: &Candidate) -> Option<String> {
    let scope = match &agency.document(candidate.document).meta {
        Meta::Report(meta) => Scope::Report(meta.fiscal_year.as_ref()?.value, meta.round.as_ref()?.value),
        Meta::Plan(_) => Scope::Year(agency.plans.iter().find(|plan| plan.document == candidate.document)?.home_year),
        Meta::Measures(meta) => Scope::Year(meta.fiscal_year.as_ref()?.value),
        _ => return None,
    };
    let workbook = DataFile { scope, table: "", form: DataForm::Workbook };
    Some(agency.at(&AgencyPage::Data(DataPage::File(workbook))))
}

pub fn candidates(agency: &Agency, published: &dyn Fn(DocumentId) -> bool) -> Vec<Candidate> {
    let mut candidates = of_agency_file(agency, published);
    for id in (0..agency.documents.len()).filter(|id| *id == agency.home || published(*id)) {
        let document = agency.document(id);
        let mut candidate = Candidate {
            document: id,
            url: agency.url_of(id),
            kinds: Vec::new(),
            stated: document.common.oit.iter().filter_map(|stated| read_stated(&stated.value)).collect(),
            years: AnswerYears::Any,
            date: document.common.updated.as_ref().map(|date| date.value),
            attachments: Vec::new(),
        };
        describe(agency, id, &mut candidate);
        if !candidate.kinds.is_empty() || !candidate.stated.is_empty() {
            candidates.push(candidate);
        }
    }
    candidates
}

/// `o24`, `O24` or `2569/o24`; digits may be Thai.
fn read_stated(text: &str) -> Option<(Option<u16>, String)> {
    let text = crate::thai::to_arabic(text.trim()).to_lowercase();
    match text.split_once('/') {
        Some((year, id)) => Some((Some(year.trim().parse().ok()?), id.trim().to_owned())),
        None => Some((None, text)),
    }
}

fn known(year: FiscalYear) -> AnswerYears {
    AnswerYears::Known(year.be(), year.be())
}

/// Words of `document_kind` as authors write them, and the kinds of the lists that they mean.
const SHORT_WORDS: &[(&str, &str)] = &[
    ("manual", "service_manual"),
    ("work_manual", "staff_manual"),
    ("complaints", "complaint_channel"),
    ("statistics", "complaints_statistics"),
    ("ethics", "ethics_code"),
    ("ordinance", "law"),
];

/// What `agency.md` itself answers. It is shown whole on the contact page, where the site makes one; an author's own
/// contact page answers for the contact alone.
fn of_agency_file(agency: &Agency, published: &dyn Fn(DocumentId) -> bool) -> Vec<Candidate> {
    let kinds = kinds_of_agency_file(&agency.meta);
    let answer = |document: DocumentId, url: String, kinds: Vec<&str>| Candidate {
        document,
        url,
        kinds: kinds.into_iter().map(str::to_owned).collect(),
        stated: Vec::new(),
        years: AnswerYears::Any,
        date: agency.document(document).common.updated.as_ref().map(|date| date.value),
        attachments: Vec::new(),
    };
    let mut candidates = match (agency.contact_url(), agency.contact_document().filter(|id| published(*id))) {
        (Some(url), _) => vec![answer(agency.home, url, kinds)],
        (None, Some(own)) => {
            let rest = kinds.into_iter().filter(|kind| *kind != "contact").collect();
            vec![
                answer(own, agency.url_of(own), vec!["contact"]),
                answer(agency.home, agency.url_of(agency.home), rest),
            ]
        }
        (None, None) => vec![answer(agency.home, agency.url_of(agency.home), kinds)],
    };
    candidates.retain(|candidate| !candidate.kinds.is_empty());
    candidates
}

fn kinds_of_agency_file(meta: &AgencyMeta) -> Vec<&'static str> {
    let contact = &meta.contact;
    [
        ("contact", contact.address.is_some() || !contact.phone.is_empty() || contact.email.is_some()),
        ("social", contact.facebook.is_some() || contact.line.is_some()),
        ("executives", !meta.officials.is_empty()),
        ("complaint_channel", !meta.complaints.is_empty()),
    ]
    .into_iter()
    .filter(|(_, stated)| *stated)
    .map(|(kind, _)| kind)
    .collect()
}

fn describe(agency: &Agency, id: DocumentId, candidate: &mut Candidate) {
    let document = agency.document(id);
    let kinds = &mut candidate.kinds;
    match &document.meta {
        Meta::Plan(meta) => {
            kinds.push("plan".to_owned());
            if let Some(years) = &meta.years {
                candidate.years = AnswerYears::Known(years.value.0.be(), years.value.1.be());
            }
            candidate.date = candidate.date.or(meta.approved.as_ref().map(|date| date.value));
        }
        Meta::Report(meta) => {
            if let Some(round) = &meta.round {
                kinds.push(round_word(round.value).to_owned());
            }
            candidate.years = meta.fiscal_year.as_ref().map_or(AnswerYears::Unknown, |year| known(year.value));
            let as_of = meta.as_of.as_ref().and_then(|date| date.value.date.as_ref().ok().copied());
            candidate.date = candidate.date.or(meta.submitted.as_ref().map(|date| date.value)).or(as_of);
        }
        Meta::Measures(meta) => {
            kinds.push("measures".to_owned());
            let book = agency.measures.iter().find(|book| book.document == id);
            if book.is_some_and(|book| {
                book.entries.iter().any(|row| row.text(Field::Result).is_some() || row.text(Field::Outcome).is_some())
            }) {
                kinds.push("measures_report".to_owned());
            }
            candidate.years = meta.fiscal_year.as_ref().map_or(AnswerYears::Unknown, |year| known(year.value));
        }
        Meta::Paper(meta) => {
            if meta.kind == PaperKind::Pledge {
                kinds.push("pledge".to_owned());
            }
            candidate.date = candidate.date.or(meta.date.as_ref().map(|date| date.value));
            let year = meta.date.as_ref().and_then(|date| FiscalYear::of(date.value));
            candidate.years = year.map_or(AnswerYears::Unknown, known);
            candidate.attachments = attachments(agency, document.folder(), &meta.attachments);
        }
        Meta::Document(meta) => {
            if let Some(kind) = &meta.document_kind {
                let word = kind.value.trim().to_lowercase().replace(['-', ' '], "_");
                let more = SHORT_WORDS.iter().filter(|(short, _)| *short == word).map(|(_, kind)| (*kind).to_owned());
                kinds.extend(more);
                kinds.push(word);
            }
            if meta.complaints.is_some() && !kinds.iter().any(|kind| kind == "complaints_statistics") {
                kinds.push("complaints_statistics".to_owned());
            }
            candidate.years = meta.fiscal_year.as_ref().map_or(AnswerYears::Any, |year| known(year.value));
            candidate.attachments = attachments(agency, document.folder(), &meta.attachments);
        }
        _ => {}
    }
}

fn attachments(agency: &Agency, folder: &str, stated: &[AttachmentMeta]) -> Vec<String> {
    let found = stated.iter().filter_map(|stated| agency.attachments.find(agency, folder, &stated.file.value));
    found.filter(|attachment| attachment.is_served).map(|attachment| attachment.url.clone()).collect()
}
