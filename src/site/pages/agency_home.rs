//! An authority's first screen: the latest round in one sentence and one chart, what was not done, what does not add up.

use serde::Serialize;

use crate::address::{AgencyPage, ChartKind, ChartRef, DataPage, Grouping, PortalPage};
use crate::model::Year;
use crate::model::links::web_address;
use crate::site::figure::{self, FigureView};
use crate::site::ground::{AgencySite, Artifact, is_published};
use crate::site::origin::{Behind, Origin, Part, planned};
use crate::site::page::{LinkView, Page};
use crate::site::pages::papers::PaperRow;
use crate::site::pages::shared::{
    FindingView, TallyView, board, finding_view, speaks_to_readers, tally_view, weight_for_readers, when,
};
use crate::site::pages::year::documents_of;
use crate::site::shell::About;
use crate::site::{charts, names, origin, prose, say};
use crate::source::meta::ComplaintChannel;
use crate::standards::{Field, Status};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct AgencyHome {
    name: String,
    place: String,
    banner: Option<String>,
    latest: Option<Latest>,
    /// Where there is no plan yet, only measures.
    measures: Option<MeasuresBrief>,
    years: Vec<YearDocuments>,
    papers: Vec<PaperRow>,
    papers_href: String,
    committees: Vec<LinkView>,
    pages: Vec<LinkView>,
    contact: Vec<ContactLine>,
    complaints: Vec<ContactLine>,
    officials: Vec<OfficialRow>,
    findings: FindingsBrief,
    figures: Vec<FigureView>,
    /// Obligations, open data, the publishing log.
    data: Vec<LinkView>,
    words: String,
}

#[derive(Serialize)]
struct Latest {
    when: String,
    href: String,
    tally: TallyView,
    progress: Option<FigureView>,
    promises: Option<FigureView>,
    not_done: Vec<NotDoneRow>,
    not_done_folded: Vec<NotDoneRow>,
    /// "ดูอีก ๕ เรื่อง"
    not_done_unfold: String,
    /// How many were not done, where the list does not name them all.
    not_done_more: Option<String>,
    reasons: Reasons,
    method: String,
}

#[derive(Serialize)]
struct MeasuresBrief {
    when: String,
    href: String,
    say: Vec<say::Phrase>,
    figure: Option<FigureView>,
}

/// Why things were not done, where rows do not say: the report's own words on obstacles.
#[derive(Serialize)]
struct Reasons {
    in_rows: bool,
    report: Option<LinkView>,
    /// Escaped already; left out where it would fill the screen.
    words: Option<String>,
}

#[derive(Serialize)]
struct NotDoneRow {
    name: String,
    href: String,
    dimension: Option<String>,
    plan: String,
    reason: Option<String>,
}

#[derive(Serialize)]
struct FindingsBrief {
    title: String,
    href: String,
    none: bool,
    first: Vec<FindingView>,
    board: LinkView,
}

#[derive(Serialize)]
struct YearDocuments {
    title: String,
    href: String,
    documents: Vec<LinkView>,
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
    phone: Option<String>,
}

/// A list of the undone longer than this goes on at the year's page.
const MOST_NOT_DONE: usize = 12;
const MOST_PAPERS: usize = 5;
const MOST_FINDINGS: usize = 3;
/// So many of the undone stand open; the others are a touch away, so that the reasons stay in sight.
const OPEN_NOT_DONE: usize = 5;

pub fn render(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let meta = &agency.meta;
    let latest = latest(page, site);
    let description = match agency.years.iter().rev().find(|year| !year.promises.is_empty()) {
        Some(year) => format!(
            "{}: {}",
            agency.name(),
            say::text(&say::result(&page.show, &year.tally(agency), year.latest(agency).is_some()))
        ),
        None => agency.name().to_owned(),
    };
    let published = |id: &usize| is_published(agency.document(*id), page.site);
    let view = AgencyHome {
        name: agency.name().to_owned(),
        place: place_line(page, meta.amphoe.as_ref(), meta.province.as_ref()),
        banner: page.picture(agency, meta.banner.as_ref()),
        measures: if latest.is_none() { measures(page, site) } else { None },
        latest,
        years: agency
            .years
            .iter()
            .rev()
            .map(|year| YearDocuments {
                title: format!("{} {}", page.word("fiscal_year"), page.show.year(year.year)),
                href: page.to(&agency.at(&AgencyPage::Year(year.year))),
                documents: documents_of(page, agency, year),
            })
            .collect(),
        papers: super::papers::rows(page, agency).into_iter().take(MOST_PAPERS).collect(),
        papers_href: page.to(&agency.at(&AgencyPage::Papers(Grouping::Year))),
        committees: agency
            .committees
            .iter()
            .filter(|committee| published(&committee.document))
            .map(|committee| LinkView {
                title: committee.title.clone(),
                href: page.to(&agency.url_of(committee.document)),
            })
            .collect(),
        pages: agency
            .pages
            .iter()
            .copied()
            .filter(published)
            .map(|id| LinkView { title: names::of_document(page, agency, id), href: page.to(&agency.url_of(id)) })
            .collect(),
        contact: contact(page, site),
        complaints: complaints(site),
        officials: meta
            .officials
            .iter()
            .map(|official| OfficialRow {
                name: official.name.value.clone(),
                position: official.position.as_ref().map(|position| position.value.clone()),
                phone: official.phone.as_ref().map(|phone| phone.value.clone()),
            })
            .collect(),
        findings: findings(page, site),
        figures: charts::of_agency(agency).iter().filter_map(|picture| figure::of(page, agency, picture)).collect(),
        data: [DataPage::Obligations, DataPage::Home, DataPage::Changes]
            .map(|data| LinkView {
                title: page.word(data.title_word()).to_owned(),
                href: page.to(&agency.at(&AgencyPage::Data(data))),
            })
            .to_vec(),
        words: prose::whole(page, agency.document(agency.home), |_| true),
    };
    let mut trail = page.trail(None);
    if page.site.portal.one_agency {
        trail.clear();
    }
    let about = About { title: agency.name(), description: &description, trail, agency: Some(agency) };
    page.render("agency.html", about, &view)
}

type Text = Option<crate::span::Spanned<String>>;

fn place_line(
    page: &Page<'_>,
    amphoe: Option<&crate::span::Spanned<String>>,
    province: Option<&crate::span::Spanned<String>>,
) -> String {
    let parts: Vec<String> = [("amphoe", amphoe), ("province", province)]
        .into_iter()
        .filter_map(|(key, value)| value.map(|value| format!("{}{}", page.word(key), value.value)))
        .collect();
    parts.join(" ")
}

fn latest(page: &Page<'_>, site: &AgencySite) -> Option<Latest> {
    let agency = &site.agency;
    let year = agency.years.iter().rev().find(|year| !year.promises.is_empty())?;
    let picture = |kind| figure::of(page, agency, &ChartRef { year: Some(year.year), kind });
    let mut not_done = not_done(page, site, year);
    let reasons = reasons(page, site, year, not_done.iter().any(|row| row.reason.is_some()));
    let all = not_done.len();
    let tally = year.tally(agency);
    let behind = Behind::year(page, agency, year, |_| true);
    not_done.truncate(MOST_NOT_DONE);
    let folded = if not_done.len() > OPEN_NOT_DONE + 1 { not_done.split_off(OPEN_NOT_DONE) } else { Vec::new() };
    let told = |count: i64| {
        let part = Part::Status(Some(Status::NotDone));
        behind.told(page, &tally, part, page.show.number(count))
    };
    Some(Latest {
        when: when(page, agency, year),
        href: page.to(&agency.at(&AgencyPage::Year(year.year))),
        tally: tally_view(page, &tally, &behind, year.latest(agency).is_some()),
        progress: picture(ChartKind::Progress),
        promises: picture(ChartKind::Promises),
        not_done_more: (all > MOST_NOT_DONE).then(|| told(all as i64)),
        not_done_unfold: page.word("see_more_items").replace("{}", &told(folded.len() as i64)),
        not_done_folded: folded,
        not_done,
        reasons,
        method: page.to(&PortalPage::Method.address()),
    })
}

fn measures(page: &Page<'_>, site: &AgencySite) -> Option<MeasuresBrief> {
    let agency = &site.agency;
    let book = agency.measures.iter().filter(|book| !book.entries.is_empty()).max_by_key(|book| book.year)?;
    let told = book.entries.iter().filter(|entry| entry.text(Field::Result).is_some()).count();
    let shown = |with_result: bool| {
        let count = if with_result { told } else { book.entries.len() };
        page.told(page.show.number(count as i64), || {
            let counted = book.entries.iter().filter(|entry| !with_result || entry.text(Field::Result).is_some());
            let what = if with_result {
                "นับมาตรการที่มีผลการดำเนินการ"
            } else {
                "นับทุกมาตรการ"
            };
            let otherwise = book.entries.first().map(|entry| entry.span).unwrap_or_default();
            Origin::rows(counted.map(|entry| entry.span).collect(), otherwise, format!("{what} = {count}"))
        })
    };
    Some(MeasuresBrief {
        when: format!("{} {}", page.word("fiscal_year"), page.show.year(book.year)),
        href: page.to(&agency.url_of(book.document)),
        say: say::measures(page.lang, (book.entries.len() as i64, told as i64), (shown(false), shown(true))),
        figure: figure::of(page, agency, &ChartRef { year: Some(book.year), kind: ChartKind::Measures }),
    })
}

fn not_done(page: &Page<'_>, site: &AgencySite, year: &Year) -> Vec<NotDoneRow> {
    let agency = &site.agency;
    year.promises
        .iter()
        .map(|promise| (promise, year.view(agency, promise)))
        .filter(|(_, view)| view.status == Some(Status::NotDone))
        .map(|(promise, view)| NotDoneRow {
            name: match view.name() {
                "" => page.word("name_not_stated").to_owned(),
                name => name.to_owned(),
            },
            href: page.to(&agency.at(&AgencyPage::Item(year.year, promise.code.clone()))),
            dimension: promise.dimension.map(|number| page.show.text(&format!("{} {number}", page.word("dimension")))),
            plan: match view.budget.planned().amount().filter(|money| !money.is_zero()) {
                Some(money) => {
                    let at = planned(&view.budget).span;
                    format!("{} {}", page.word("plan_short"), page.told_baht(money, at))
                }
                None => String::new(),
            },
            reason: view
                .first(|entry| entry.text(Field::Reason).or(entry.text(Field::Obstacles)).or(entry.text(Field::Note)))
                .map(|text| page.told_cell(page.show.text(&text.value), text.span)),
        })
        .collect()
}

/// Bytes of HTML beyond which the report's words are only linked.
const MOST_REASON: usize = 4000;

fn reasons(page: &Page<'_>, site: &AgencySite, year: &Year, in_rows: bool) -> Reasons {
    let agency = &site.agency;
    let mut reasons = Reasons { in_rows, report: None, words: None };
    let Some(report) = year.latest(agency) else { return reasons };
    let document = names::in_language(page, agency.document(report.document));
    let sections = &document.body.sections;
    let section = sections.iter().find(|section| {
        let title = &section.title.value;
        let title = title.to_lowercase();
        ["ปัญหา", "อุปสรรค", "problem", "obstacle"].iter().any(|word| title.contains(word))
            && crate::model::ItemCode::leading(&section.title.value).is_none()
            && !section.body.is_empty()
    });
    if let Some(section) = section {
        reasons.report = Some(LinkView {
            title: page.word("reasons_in_report").to_owned(),
            href: page.to(&format!("{}#{}", agency.url_of(report.document), section.anchor)),
        });
        let words = prose::html(page, document, &section.body);
        reasons.words = (words.len() <= MOST_REASON).then_some(words);
    }
    reasons
}

fn findings(page: &Page<'_>, site: &AgencySite) -> FindingsBrief {
    let mut told: Vec<_> = site.told(page.site).iter().filter(|finding| speaks_to_readers(finding)).collect();
    told.sort_by_key(|finding| weight_for_readers(finding));
    let count = page.told(page.show.number(told.len() as i64), || {
        let place = told.first().map(|finding| origin::place_of(&finding.primary)).unwrap_or_default();
        Origin::known(place, format!("นับข้อที่ตรวจพบในเอกสารของหน่วยงาน = {}", told.len()))
    });
    FindingsBrief {
        title: page.word("findings_count").replace("{}", &count),
        href: page.to(&site.agency.at(&AgencyPage::Findings)),
        none: told.is_empty(),
        first: told.iter().take(MOST_FINDINGS).map(|finding| finding_view(page, &site.agency, finding)).collect(),
        board: board(page, &site.agency),
    }
}

pub fn complaints(site: &AgencySite) -> Vec<ContactLine> {
    let line = |channel: &ComplaintChannel| ContactLine {
        label: channel.channel.value.clone(),
        value: channel.value.as_ref().or(channel.url.as_ref()).map_or_else(String::new, |v| v.value.clone()),
        href: channel.url.as_ref().and_then(|url| web_address(&url.value)),
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
    let pages: [(&str, &Text); 3] =
        [("website", &contact.website), ("facebook", &contact.facebook), ("line", &contact.line)];
    for (key, value) in pages {
        if let Some(value) = value {
            let href =
                Some(&value.value).filter(|value| value.starts_with("http")).and_then(|value| web_address(value));
            add(key, &value.value, href);
        }
    }
    if let Some(hours) = &contact.hours {
        add("hours", &hours.value, None);
    }
    lines
}
