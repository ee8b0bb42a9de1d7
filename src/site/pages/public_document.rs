//! Other documents that an authority publishes (policies, manuals, complaint statistics, No Gift reports) and its
//! contact page. A stated zero is a fact and is said in words.

use serde::Serialize;

use crate::address::{AgencyPage, Lang};
use crate::model::DocumentId;
use crate::site::attachments::{self, AttachmentView};
use crate::site::ground::{AgencySite, Artifact, is_published};
use crate::site::origin::Origin;
use crate::site::page::{LinkView, Page};
use crate::site::pages::agency_home::{ContactLine, complaints, contact};
use crate::site::shell::PageAbout;
use crate::site::{names, prose};
use crate::source::meta::{ComplaintCounts, Meta};
use crate::theme::ThemeError;

/// The kinds that assessments ask for; any other word is shown as the author writes it.
const KINDS: &[(&str, &str, &str)] = &[
    ("policy", "นโยบาย", "Policy"),
    ("manual", "คู่มือการให้บริการ", "Service manual"),
    ("work_manual", "คู่มือการปฏิบัติงาน", "Work manual"),
    ("complaints", "ช่องทางร้องเรียน", "Complaint channels"),
    ("statistics", "สถิติเรื่องร้องเรียน", "Complaint statistics"),
    ("service_statistics", "สถิติการให้บริการ", "Service statistics"),
    ("no_gift", "รายงานตามนโยบาย No Gift Policy", "No Gift Policy report"),
    ("risk", "การประเมินความเสี่ยงการทุจริต", "Corruption risk assessment"),
    ("ethics", "จริยธรรม", "Ethics"),
    ("participation", "การมีส่วนร่วม", "Participation"),
    ("procurement", "การจัดซื้อจัดจ้าง", "Procurement"),
    ("budget", "งบประมาณ", "Budget"),
    ("personnel", "การบริหารทรัพยากรบุคคล", "Human resources"),
    ("ordinance", "ข้อบัญญัติ", "Ordinance"),
    ("minutes", "รายงานการประชุม", "Minutes"),
    ("other", "เอกสาร", "Document"),
];

#[derive(Serialize)]
struct PublicDocument {
    title: String,
    kind: Option<String>,
    year: Option<LinkOrText>,
    summary: Option<String>,
    /// "ไม่มีเรื่องร้องเรียน ปีงบประมาณ ๒๕๖๔"
    complaints: Option<Complaints>,
    body: String,
    attachments: Vec<AttachmentView>,
    updated: Option<String>,
    source: Option<String>,
}

#[derive(Serialize)]
struct LinkOrText {
    text: String,
    href: Option<String>,
}

#[derive(Serialize)]
struct Complaints {
    sentence: String,
    is_none: bool,
    rows: Vec<CountRow>,
}

#[derive(Serialize)]
struct CountRow {
    label: String,
    value: String,
}

pub fn kind_name(lang: Lang, kind: &str) -> String {
    let known = KINDS.iter().find(|(key, thai, _)| *key == kind || *thai == kind);
    match (known, lang) {
        (Some((_, thai, _)), Lang::Th) => (*thai).to_owned(),
        (Some((_, _, english)), Lang::En) => (*english).to_owned(),
        (None, _) => kind.to_owned(),
    }
}

pub fn render(page: &Page<'_>, site: &AgencySite, id: DocumentId) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let document = agency.document(id);
    let Meta::Document(meta) = &document.meta else { return super::plain::render_not_found(page) };
    let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|text| page.show.words(&text.value));
    let title = names::of_document(page, agency, id);
    let year = meta.fiscal_year.as_ref().map(|year| year.value);
    let view = PublicDocument {
        title: title.clone(),
        kind: meta.document_kind.as_ref().map(|kind| kind_name(page.lang, &kind.value)),
        year: year.map(|year| LinkOrText {
            text: format!("{} {}", page.word("fiscal_year"), page.show.year(year)),
            href: agency.year(year).map(|_| page.to(&agency.at(&AgencyPage::Year(year)))),
        }),
        summary: prose::summary(page, document),
        complaints: meta.complaints.as_ref().and_then(|counts| said(page, counts)),
        body: prose::whole(page, document, |_| true),
        attachments: attachments::views(page, agency, document),
        updated: document.common.updated.as_ref().map(|date| page.show.date(date.value)),
        source: text(&document.common.source),
    };
    let description = view.summary.clone().unwrap_or_else(|| agency.name().to_owned());
    let trail = page.trail(Some(agency));
    let about = PageAbout { title: &title, description: &description, trail, agency: Some(agency) };
    page.render("paper-document.html", about, &view)
}

fn said(page: &Page<'_>, counts: &ComplaintCounts) -> Option<Complaints> {
    let value = |count: &Option<crate::span::Spanned<i64>>| count.as_ref().map(|count| count.value);
    // A total may be left to the reader where both parts are stated.
    let total = value(&counts.total).or_else(|| value(&counts.done)?.checked_add(value(&counts.pending)?))?;
    let all = [&counts.total, &counts.done, &counts.pending];
    let first = || all.into_iter().flatten().next().map(|count| count.span).unwrap_or_default();
    let told_total = || match &counts.total {
        Some(count) => page.told_cell(page.show.number(total), count.span),
        None => page.told(page.show.number(total), || {
            let [_, done, pending] = all.map(value).map(Option::unwrap_or_default);
            Origin::computed(first(), format!("{done} + {pending} = {total}"))
        }),
    };
    let row = |key: &'static str, count: &Option<crate::span::Spanned<i64>>| {
        count.as_ref().map(|count| CountRow {
            label: page.word(key).to_owned(),
            value: page.told_cell(page.show.number(count.value), count.span),
        })
    };
    let is_none = total == 0;
    Some(Complaints {
        sentence: if is_none {
            page.word("complaints_none").to_owned()
        } else {
            format!("{} {} {}", page.word("complaints_total"), told_total(), page.word("complaints_unit"))
        },
        is_none,
        rows: [
            Some(CountRow { label: page.word("complaints_total").to_owned(), value: told_total() }),
            row("complaints_done", &counts.done),
            row("complaints_pending", &counts.pending),
        ]
        .into_iter()
        .flatten()
        .collect(),
    })
}

#[derive(Serialize)]
struct ContactPage {
    name: String,
    place: String,
    contact: Vec<ContactLine>,
    complaints: Vec<ContactLine>,
    officials: Vec<OfficialRow>,
    documents: Vec<LinkView>,
}

#[derive(Serialize)]
struct OfficialRow {
    name: String,
    position: Option<String>,
    office: Option<String>,
    phone: Option<String>,
}

pub fn render_contact(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let today = page.site.settings.date;
    let meta = &agency.meta;
    let place: Vec<String> = [("tambon", &meta.tambon), ("amphoe", &meta.amphoe), ("province", &meta.province)]
        .into_iter()
        .filter_map(|(key, name)| {
            let name = name.as_ref()?;
            Some(match key {
                "amphoe" => names::of_amphoe(page, &name.value, agency.amphoe_is_unknown()),
                _ => format!("{}{}", page.word(key), name.value),
            })
        })
        .chain(meta.postcode.as_ref().map(|code| page.show.text(&code.value)))
        .collect();
    let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|text| page.show.words(&text.value));
    let about_complaints = |id: &DocumentId| match &agency.document(*id).meta {
        Meta::Document(meta) => {
            meta.document_kind.as_ref().is_some_and(|kind| matches!(kind.value.as_str(), "complaints" | "statistics"))
        }
        _ => false,
    };
    let view = ContactPage {
        name: agency.name().to_owned(),
        place: place.join(" "),
        contact: contact(page, site),
        complaints: complaints(site),
        officials: meta
            .officials
            .iter()
            .filter(|official| official.until.as_ref().is_none_or(|until| today <= until.value))
            .filter(|official| official.from.as_ref().is_none_or(|from| from.value <= today))
            .map(|official| OfficialRow {
                name: official.name.value.clone(),
                position: text(&official.position),
                office: text(&official.office),
                phone: official.phone.as_ref().map(|phone| page.show.text(&phone.value)),
            })
            .collect(),
        documents: agency
            .pages
            .iter()
            .filter(|id| is_published(agency.document(**id), page.site))
            .filter(|id| about_complaints(id))
            .map(|id| LinkView { title: names::of_document(page, agency, *id), href: page.to(&agency.url_of(*id)) })
            .collect(),
    };
    let about = PageAbout {
        title: page.word("contact"),
        description: agency.name(),
        trail: page.trail(Some(agency)),
        agency: Some(agency),
    };
    page.render("paper-contact.html", about, &view)
}
