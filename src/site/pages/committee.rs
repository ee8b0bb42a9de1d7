//! A committee or working group: its members, and the order that appoints it.

use serde::Serialize;

use crate::model::Committee;
use crate::site::pages::document::{self, Head};
use crate::site::shell::{About, LinkView, Page};
use crate::site::{AgencySite, Artifact, prose};
use crate::source::meta::CommitteeMeta;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct CommitteePage {
    head: Head,
    date: Option<String>,
    order: Option<LinkView>,
    members: Vec<MemberRow>,
    count: String,
    body: String,
}

#[derive(Serialize)]
struct MemberRow {
    /// `None` where the source prints no name.
    name: Option<String>,
    position: Option<String>,
    role: Option<String>,
}

pub fn render(
    page: &Page<'_>,
    site: &AgencySite,
    committee: &Committee,
    meta: &CommitteeMeta,
) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let head = document::head(page, agency, committee.document);
    let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|text| page.show.text(&text.value));
    let view = CommitteePage {
        date: meta.date.as_ref().map(|date| page.show.date(date.value)),
        order: committee.by_order.and_then(|order| agency.papers.get(order)).map(|paper| LinkView {
            title: paper.title.clone(),
            href: page.to(&agency.url_of(paper.document)),
        }),
        members: committee
            .members
            .iter()
            .map(|member| MemberRow {
                name: Some(member.name.value.clone()).filter(|name| !name.is_empty()),
                position: text(&member.position),
                role: text(&member.role),
            })
            .collect(),
        count: page.show.number(committee.members.len() as i64),
        body: prose::of_agency(page, agency, agency.document(committee.document), |_| true),
        head,
    };
    let title = view.head.title.clone();
    let description = view.head.summary.clone().unwrap_or_else(|| agency.name().to_owned());
    let about =
        About { title: &title, description: &description, trail: page.trail(Some(agency)), agency: Some(agency) };
    page.render("committee.html", about, &view)
}
