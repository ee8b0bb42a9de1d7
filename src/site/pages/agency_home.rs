//! An authority's first screen: the latest round in one sentence and one chart, what was not done, what does not add up.

use serde::Serialize;

use crate::address::{AgencyPage, ChartKind, ChartRef, DataPage, Grouping, PortalPage};
use crate::model::links::web_address;
use crate::model::{Agency, Year};
use crate::site::figure::{self, FigureView};
use crate::site::ground::{AgencySite, Artifact, is_published};
use crate::site::origin::{Behind, Origin};
use crate::site::page::{LinkView, Page};
use crate::site::pages::beside;
use crate::site::pages::by_status::{self, OpenRows, StatusGroup};
use crate::site::pages::papers::PaperRow;
use crate::site::pages::shared::{
    FindingView, TallyView, board, counts_said, finding_view, speaks_to_readers, tally_view, weight_for_readers,
    when_in_short,
};
use crate::site::pages::year::documents_of;
use crate::site::shell::PageAbout;
use crate::site::summary::finding_counts;
use crate::site::{charts, names, prose, say};
use crate::source::meta::ComplaintChannel;
use crate::standards::Field;
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
    officials: Vec<OfficialLine>,
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
    /// The row of crosses, the undone with their money, and how many more there are.
    not_done: Option<StatusGroup>,
    money: Option<FigureView>,
    promises: Option<FigureView>,
    flow: Option<FigureView>,
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
struct FindingsBrief {
    title: String,
    /// Three counts with three names.
    counts: String,
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
struct OfficialLine {
    name: String,
    position: Option<String>,
    phone: Option<String>,
}

const MOST_PAPERS: usize = 5;
const MOST_FINDINGS: usize = 3;
/// So many of the undone stand open, the others are a touch away: money comes after them on the first screen.
const OPEN_NOT_DONE: usize = 3;

pub fn render(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let meta = &agency.meta;
    let latest = latest(page, site);
    let description = match agency.newest_year() {
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
        place: place_line(page, agency),
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
            .map(|official| OfficialLine {
                name: official.name.value.clone(),
                position: official.position.as_ref().map(|position| position.value.clone()),
                phone: official.phone.as_ref().map(|phone| phone.value.clone()),
            })
            .collect(),
        findings: findings(page, site),
        figures: charts::of_agency(agency)
            .iter()
            .filter(|picture| picture.kind != ChartKind::Completeness)
            .filter_map(|picture| figure::of(page, agency, picture))
            .collect(),
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
    let about = PageAbout { title: agency.name(), description: &description, trail, agency: Some(agency) };
    page.render("agency.html", about, &view)
}

type Text = Option<crate::span::Spanned<String>>;

fn place_line(page: &Page<'_>, agency: &Agency) -> String {
    let (amphoe, province) = (&agency.meta.amphoe, &agency.meta.province);
    let amphoe = amphoe.as_ref().map(|name| names::of_amphoe(page, &name.value, agency.amphoe_is_unknown()));
    let province = province.as_ref().map(|name| format!("{}{}", page.word("province"), name.value));
    amphoe.into_iter().chain(province).collect::<Vec<_>>().join(" ")
}

fn latest(page: &Page<'_>, site: &AgencySite) -> Option<Latest> {
    let agency = &site.agency;
    let year = agency.newest_year()?;
    let picture = |kind| figure::of(page, agency, &ChartRef { year: Some(year.year), kind });
    let open = OpenRows { not_done: OPEN_NOT_DONE, others: 0, spared: 0 };
    let groups = by_status::of_year(page, agency, year, None, open);
    let not_done = groups.into_iter().find(|group| group.key == "not_done");
    let states_reason =
        not_done.iter().flat_map(|group| group.rows.iter().chain(&group.folded)).any(|row| row.reason.is_some());
    let tally = year.tally(agency);
    let behind = Behind::year(page, agency, year, |_| true);
    Some(Latest {
        when: when_in_short(page, agency, year),
        href: page.to(&agency.at(&AgencyPage::Year(year.year))),
        tally: {
            let mut view = tally_view(page, &tally, &behind, year.latest(agency).is_some());
            beside::add_year(page, agency, year, None, &tally, &mut view);
            view
        },
        money: if has_money(&tally) { picture(ChartKind::Money) } else { None },
        promises: picture(ChartKind::Promises),
        // The river of all years shows the newest too.
        flow: if year.six_months.is_some() && year.twelve_months.is_some() && !has_river(agency) {
            picture(ChartKind::Flow)
        } else {
            None
        },
        not_done,
        reasons: reasons(page, site, year, states_reason),
        method: page.to(&PortalPage::Method.address()),
    })
}

/// Whether there is an area to draw: an amount above nothing.
fn has_money(tally: &crate::model::Tally) -> bool {
    let parts = [tally.plan, tally.ordinance, tally.disbursed];
    parts.iter().any(|part| part.amount().is_some_and(|money| !money.is_zero()))
}

fn has_river(agency: &Agency) -> bool {
    charts::of_agency(agency).iter().any(|picture| picture.kind == ChartKind::River)
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

/// Bytes of HTML beyond which the report's words are only linked.
const MOST_REASON: usize = 4000;

fn reasons(page: &Page<'_>, site: &AgencySite, year: &Year, in_rows: bool) -> Reasons {
    match general_reasons(page, &site.agency, year) {
        Some((link, words)) => {
            Reasons { in_rows, report: Some(link), words: (words.len() <= MOST_REASON).then_some(words) }
        }
        None => Reasons { in_rows, report: None, words: None },
    }
}

/// Where the newest report speaks of obstacles in general, and its words.
pub fn general_reasons(page: &Page<'_>, agency: &Agency, year: &Year) -> Option<(LinkView, String)> {
    let report = year.latest(agency)?;
    let document = names::in_language(page, agency.document(report.document));
    let section = document.body.sections.iter().find(|section| {
        let title = section.title.value.to_lowercase();
        ["ปัญหา", "อุปสรรค", "problem", "obstacle"].iter().any(|word| title.contains(word))
            && crate::model::ItemCode::leading(&section.title.value).is_none()
            && !section.body.is_empty()
    })?;
    let link = LinkView {
        title: page.word("reasons_in_report").to_owned(),
        href: page.to(&format!("{}#{}", agency.url_of(report.document), section.anchor)),
    };
    Some((link, prose::html(page, document, &section.body)))
}

fn findings(page: &Page<'_>, site: &AgencySite) -> FindingsBrief {
    let mut told: Vec<_> = site.told(page.site).iter().filter(|finding| speaks_to_readers(finding)).collect();
    told.sort_by_key(|finding| weight_for_readers(finding));
    FindingsBrief {
        title: page.word("findings_title").to_owned(),
        counts: counts_said(page, &finding_counts(site.findings.iter())),
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
    if let Some(key) = &contact.signing_key {
        add("signing_key", &key.value, None);
    }
    lines
}
