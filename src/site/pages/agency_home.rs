//! An authority's first screen: the latest round in figures, what was not done, its documents and how to reach it.

use serde::Serialize;

use crate::site::pages::papers::PaperRow;
use crate::site::pages::year::{DimensionGroup, PromiseRow, TallyView, groups, promise_row, tally_view};
use crate::site::shell::{About, LinkView, Page};
use crate::site::{AgencySite, Artifact, prose};
use crate::source::meta::ComplaintChannel;
use crate::standards::Status;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct AgencyHome {
    name: String,
    place: String,
    latest: Option<Latest>,
    years: Vec<LinkView>,
    papers: Vec<PaperRow>,
    committees: Vec<LinkView>,
    pages: Vec<LinkView>,
    contact: Vec<ContactLine>,
    complaints: Vec<ContactLine>,
    officials: Vec<OfficialRow>,
    findings: String,
    findings_href: String,
    words: String,
}

#[derive(Serialize)]
struct Latest {
    year: String,
    round: Option<String>,
    as_of: Option<String>,
    href: String,
    tally: TallyView,
    groups: Vec<DimensionGroup>,
    not_done: Vec<PromiseRow>,
}

#[derive(Serialize)]
pub struct ContactLine {
    pub label: String,
    pub value: String,
    pub href: Option<String>,
}

#[derive(Serialize)]
struct OfficialRow {
    name: String,
    position: Option<String>,
}

pub fn render(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let meta = &agency.meta;
    let place: Vec<String> = [("amphoe", &meta.amphoe), ("province", &meta.province)]
        .into_iter()
        .filter_map(|(key, value)| value.as_ref().map(|value| format!("{}{}", page.word(key), value.value)))
        .collect();
    let view = AgencyHome {
        name: agency.name().to_owned(),
        place: place.join(" "),
        latest: latest(page, site),
        years: agency
            .years
            .iter()
            .rev()
            .map(|year| LinkView {
                title: format!("{} {}", page.word("fiscal_year"), page.show.year(year.year)),
                href: page.to(&format!("{}{}/", agency.base(), year.year.be())),
            })
            .collect(),
        papers: super::papers::rows(page, agency).into_iter().take(5).collect(),
        committees: agency
            .committees
            .iter()
            .map(|committee| LinkView {
                title: committee.title.clone(),
                href: page.to(&agency.url_of(committee.document)),
            })
            .collect(),
        pages: agency
            .pages
            .iter()
            .filter(|id| crate::site::routes::is_published(agency.document(**id), page.site))
            .map(|id| LinkView { title: super::document::title(page, agency, *id), href: page.to(&agency.url_of(*id)) })
            .collect(),
        contact: contact(page, site),
        complaints: complaints(site),
        officials: meta
            .officials
            .iter()
            .map(|official| OfficialRow {
                name: official.name.value.clone(),
                position: official.position.as_ref().map(|position| position.value.clone()),
            })
            .collect(),
        findings: page.show.number(site.findings.len() as i64),
        findings_href: page.to(&format!("{}findings/", agency.base())),
        words: prose::whole(page, agency.document(agency.home), |_| true),
    };
    let mut trail = page.trail(None);
    if page.site.portal.one_agency {
        trail.clear();
    }
    let about = About { title: agency.name(), description: agency.name(), trail, agency: Some(agency) };
    page.render("agency.html", about, &view)
}

fn latest(page: &Page<'_>, site: &AgencySite) -> Option<Latest> {
    let agency = &site.agency;
    let year = agency.years.iter().rev().find(|year| !year.promises.is_empty())?;
    let report = year.latest(agency);
    Some(Latest {
        year: page.show.year(year.year),
        round: report.map(|report| page.show.round(report.round)),
        as_of: report.and_then(|report| super::as_of(agency, report)).map(|date| page.show.date(date)),
        href: page.to(&format!("{}{}/", agency.base(), year.year.be())),
        tally: tally_view(page, &year.tally(agency)),
        groups: groups(page, agency, year),
        not_done: year
            .promises
            .iter()
            .filter(|promise| year.view(agency, promise).status == Some(Status::NotDone))
            .map(|promise| promise_row(page, agency, year, promise))
            .collect(),
    })
}

pub fn complaints(site: &AgencySite) -> Vec<ContactLine> {
    let line = |channel: &ComplaintChannel| ContactLine {
        label: channel.channel.value.clone(),
        value: channel.value.as_ref().or(channel.url.as_ref()).map_or_else(String::new, |v| v.value.clone()),
        href: channel.url.as_ref().map(|url| url.value.clone()),
    };
    site.agency.meta.complaints.iter().map(line).collect()
}

pub fn contact(page: &Page<'_>, site: &AgencySite) -> Vec<ContactLine> {
    let contact = &site.agency.meta.contact;
    let mut lines = Vec::new();
    let mut add = |key, value: &str, href: Option<String>| {
        lines.push(ContactLine { label: page.word(key).to_owned(), value: value.to_owned(), href });
    };
    if let Some(address) = &contact.address {
        add("address", &address.value, None);
    }
    for phone in &contact.phone {
        let digits: String = crate::thai::to_arabic(&phone.value).chars().filter(char::is_ascii_digit).collect();
        add("phone", &phone.value, Some(format!("tel:{digits}")));
    }
    if let Some(fax) = &contact.fax {
        add("fax", &fax.value, None);
    }
    if let Some(email) = &contact.email {
        add("email", &email.value, Some(format!("mailto:{}", email.value)));
    }
    for (key, value) in [("website", &contact.website), ("facebook", &contact.facebook), ("line", &contact.line)] {
        if let Some(value) = value {
            let href = value.value.starts_with("http").then(|| value.value.clone());
            add(key, &value.value, href);
        }
    }
    lines
}
