//! The page of an announcement, order or pledge.

use serde::Serialize;

use crate::model::DocumentId;
use crate::site::shell::{About, Page};
use crate::site::{AgencySite, Artifact, prose};
use crate::source::meta::{Member, Meta};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct PaperPage {
    title: String,
    summary: Option<String>,
    source: Option<String>,
    body: String,
    office: String,
    number: Option<String>,
    date: Option<String>,
    signatory: Option<MemberRow>,
    members: Vec<MemberRow>,
}

#[derive(Serialize)]
struct MemberRow {
    name: String,
    position: Option<String>,
    role: Option<String>,
}

pub fn render(page: &Page<'_>, site: &AgencySite, id: DocumentId) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let document = agency.document(id);
    let heading = super::document::title(page, agency, id);
    let Meta::Paper(meta) = &document.meta else { return super::plain::render_not_found(page) };
    let view = PaperPage {
        title: heading.clone(),
        summary: document.common.summary.as_ref().map(|text| text.value.clone()),
        source: document.common.source.as_ref().map(|text| text.value.clone()),
        body: prose::whole(page, document, |_| true),
        office: meta.office.as_ref().map_or(agency.name(), |office| &office.value).to_owned(),
        number: meta.number.as_ref().map(|number| page.show.text(&number.value)),
        date: meta.date.as_ref().map(|date| page.show.text(&date.value.official())),
        signatory: meta.signatory.as_ref().map(|signatory| MemberRow {
            name: signatory.name.value.clone(),
            position: signatory.position.as_ref().map(|position| position.value.clone()),
            role: signatory.acting.as_ref().map(|acting| acting.value.clone()),
        }),
        members: meta.members.iter().map(member).collect(),
    };
    let mut trail = page.trail(Some(agency));
    trail.push(page.crumb(page.word("nav_announcements"), &format!("{}announcements/", agency.base())));
    let about = About { title: &heading, description: agency.name(), trail, agency: Some(agency) };
    page.render("paper.html", about, &view)
}

fn member(member: &Member) -> MemberRow {
    MemberRow {
        name: member.name.value.clone(),
        position: member.position.as_ref().map(|position| position.value.clone()),
        role: member.role.as_ref().map(|role| role.value.clone()),
    }
}
