//! A committee or working group: its members in their roles, and the order that appoints it. Office contact only.

use serde::Serialize;

use crate::model::{Agency, DocumentId};
use crate::site::ground::{AgencySite, Artifact};
use crate::site::page::{LinkView, Page};
use crate::site::pages::agency_home::{ContactLine, contact};
use crate::site::pages::paper::{self, MemberRow};
use crate::site::pages::paper_state::{self, StateView};
use crate::site::prose;
use crate::site::shell::PageAbout;
use crate::source::meta::Meta;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct CommitteePage {
    title: String,
    summary: Option<String>,
    order: Option<OrderView>,
    date: Option<String>,
    members: Vec<MemberRow>,
    count: String,
    body: String,
    contact: Vec<ContactLine>,
    source: Option<String>,
}

/// The order that appoints it.
#[derive(Serialize)]
struct OrderView {
    link: LinkView,
    state: StateView,
}

pub fn render(page: &Page<'_>, site: &AgencySite, id: DocumentId) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let document = agency.document(id);
    let (Meta::Committee(meta), Some(committee)) =
        (&document.meta, agency.committees.iter().find(|committee| committee.document == id))
    else {
        return super::plain::render_not_found(page);
    };
    let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|text| page.show.words(&text.value));
    let ordered = committee.by_order.and_then(|at| agency.papers.get(at)).and_then(|order| order.date);
    let title = prose::title(page, document);
    let view = CommitteePage {
        title: title.clone(),
        summary: prose::summary(page, document),
        order: order(page, agency, committee.by_order),
        date: meta.date.as_ref().map(|date| date.value).or(ordered).map(|date| page.show.date(date)),
        members: committee.members.iter().map(|member| paper::member(page, member)).collect(),
        count: page.show.number(i64::try_from(committee.members.len()).unwrap_or(i64::MAX)),
        body: prose::whole(page, document, |_| true),
        contact: contact(page, site).into_iter().take(4).collect(),
        source: text(&document.common.source),
    };
    let description = view.summary.clone().unwrap_or_else(|| agency.name().to_owned());
    let trail = page.trail(Some(agency));
    let about = PageAbout { title: &title, description: &description, trail, agency: Some(agency) };
    page.render("paper-committee.html", about, &view)
}

fn order(page: &Page<'_>, agency: &Agency, by: Option<usize>) -> Option<OrderView> {
    let at = by?;
    let link = paper_state::link(page, agency, at)?;
    Some(OrderView { link, state: paper_state::state(page, agency, at) })
}
