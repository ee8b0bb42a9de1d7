//! The OIT pages of an agency: one for each ITA year, ready for the assessment form, and the matrix of all years.

use serde::Serialize;

use crate::address::{AgencyPage, DataPage, Lang};
use crate::model::{Agency, DocumentId};
use crate::open_data::bundle;
use crate::open_data::obligations::{self, AnswerPage, AnswerState, AnswerWords, Answered, KeptAnswers, certainty_key};
use crate::site::data_pages::made::address;
use crate::site::ground::{AgencyRoute, AgencySite, Artifact, Site, is_published};
use crate::site::names;
use crate::site::page::{LinkView, Page};
use crate::site::shell::PageAbout;
use crate::source::meta::Meta;
use crate::standards::ObligationList;
use crate::theme::ThemeError;

pub const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The newest list first.
pub fn lists(site: &Site) -> impl Iterator<Item = &ObligationList> {
    site.standards.oit.iter().rev()
}

pub fn answered<'s>(site: &'s Site, agency: &Agency, list: &'s ObligationList) -> Vec<Answered<'s>> {
    let published = |id: DocumentId| is_published(agency.document(id), site);
    obligations::answer(&site.standards, list, agency, site.settings.date, &published)
}

/// Knows how pages are called and reached.
pub struct SiteWords<'a> {
    pub page: &'a Page<'a>,
    pub agency: &'a Agency,
}

impl AnswerWords for SiteWords<'_> {
    fn address(&self, url: &str) -> Option<String> {
        let site = self.page.site;
        site.settings.base_url.as_ref().map(|_| address(site, url))
    }

    fn click_path(&self, answer: &AnswerPage) -> String {
        let page = self.page;
        let document = self.agency.document(answer.document);
        let mut steps = vec![page.word("home").to_owned()];
        if !page.site.portal.one_agency {
            steps.push(self.agency.short_name().to_owned());
        }
        let in_year = |year: crate::thai::FiscalYear| format!("{} {}", page.word("fiscal_year"), page.show.year(year));
        match &document.meta {
            Meta::Plan(_) => {
                let plan = self.agency.plans.iter().find(|plan| plan.document == answer.document);
                steps.extend(plan.map(|plan| in_year(plan.home_year)));
            }
            Meta::Report(meta) => steps.extend(meta.fiscal_year.as_ref().map(|year| in_year(year.value))),
            Meta::Measures(meta) => steps.extend(meta.fiscal_year.as_ref().map(|year| in_year(year.value))),
            Meta::Paper(_) => steps.push(page.word("nav_announcements").to_owned()),
            _ => {}
        }
        if answer.document != self.agency.home || self.is_contact_page(answer) {
            steps.push(self.title(answer));
        }
        steps.join(" › ")
    }
}

/// The same of answers that were kept, where the agency is not at hand.
pub struct KeptWords<'a> {
    pub site: &'a Site,
    pub kept: &'a KeptAnswers,
}

impl AnswerWords for KeptWords<'_> {
    fn address(&self, url: &str) -> Option<String> {
        self.site.settings.base_url.as_ref().map(|_| address(self.site, url))
    }

    fn click_path(&self, answer: &AnswerPage) -> String {
        self.kept.click_path(answer).to_owned()
    }
}

impl SiteWords<'_> {
    /// The site's own contact page, which shows what `agency.md` says.
    fn is_contact_page(&self, answer: &AnswerPage) -> bool {
        self.agency.contact_url().as_ref() == Some(&answer.url)
    }

    fn title(&self, answer: &AnswerPage) -> String {
        if self.is_contact_page(answer) {
            return self.page.word("contact").to_owned();
        }
        let id = answer.document;
        if id == self.agency.home {
            return self.agency.name().to_owned();
        }
        let route = AgencyRoute { url: self.agency.url_of(id), lang: self.page.lang, page: AgencyPage::Document(id) };
        names::title_of(self.page.site, self.agency, &route).0
    }
}

#[derive(Serialize)]
struct ObligationYearPage {
    title: String,
    words: String,
    /// That the list of the year at hand is not known.
    caution: Option<String>,
    source: String,
    /// The month in which the list was last compared with its sources.
    checked: Option<String>,
    sheet: LinkView,
    csv: LinkView,
    counts: Vec<StateCount>,
    groups: Vec<GroupView>,
    years: Vec<LinkView>,
}

#[derive(Serialize)]
struct StateCount {
    class: &'static str,
    word: &'static str,
    count: String,
}

#[derive(Serialize)]
struct GroupView {
    title: String,
    unconfirmed: bool,
    items: Vec<ItemView>,
}

#[derive(Serialize)]
struct ItemView {
    id: String,
    title: String,
    class: &'static str,
    word: &'static str,
    unconfirmed: bool,
    /// What the wording rests on: how many sources, of which kinds of body.
    provenance: String,
    asks: String,
    needs: Vec<String>,
    needs_unconfirmed: bool,
    note: Option<String>,
    /// What the sources leave open.
    remark: Option<String>,
    answers: Vec<AnswerView>,
    /// What is pasted into the form.
    paste: String,
    paste_rows: usize,
}

#[derive(Serialize)]
struct AnswerView {
    title: String,
    href: String,
    path: String,
    date: Option<String>,
    files: Vec<LinkView>,
    fits_year: bool,
}

fn state_word(page: &Page<'_>, state: AnswerState) -> &'static str {
    match page.lang {
        Lang::Th => state.name_th(),
        Lang::En => state.name_en(),
    }
}

fn counts(page: &Page<'_>, answered: &[Answered<'_>]) -> Vec<StateCount> {
    AnswerState::ALL
        .into_iter()
        .map(|state| {
            let count = answered.iter().filter(|row| row.state == state).count();
            StateCount {
                class: state.key(),
                word: state_word(page, state),
                count: page.told_count(count, &format!("นับข้อที่สถานะ{}", state_word(page, state))),
            }
        })
        .collect()
}

fn asks(page: &Page<'_>, list: &ObligationList, row: &Answered<'_>) -> String {
    let year = page.show.text(&row.document_year.to_string());
    if row.document_year == list.year {
        page.word("oit_asks_this_year").replace("{}", &year)
    } else {
        page.word("oit_asks_before").replace("{}", &year)
    }
}

fn note(page: &Page<'_>, words: &SiteWords<'_>, row: &Answered<'_>) -> Option<String> {
    match row.state {
        AnswerState::WrongYear => {
            let have: Vec<String> = row.answers.iter().take(3).map(|answer| words.title(answer)).collect();
            Some(page.word("oit_have_other_year").replace("{}", &have.join(" · ")))
        }
        AnswerState::Missing | AnswerState::Stale => match row.due {
            Some(due) if due >= page.site.settings.date => {
                Some(page.word("oit_due").replace("{}", &page.show.date(due)))
            }
            _ => None,
        },
        AnswerState::Present => None,
    }
}

/// Said where the list of the year at hand is not known, in the page's language and digits.
fn caution(page: &Page<'_>) -> Option<String> {
    let current = obligations::current_list(&page.site.standards, page.site.settings.date)?;
    match page.lang {
        Lang::Th => current.caution().map(|words| page.show.text(&words)),
        Lang::En => current.caution_en(),
    }
}

/// Nothing to hand in while nobody knows where the site will be read.
fn paste(words: &SiteWords<'_>, row: &Answered<'_>) -> Option<String> {
    let mut lines = vec![format!("{} {}", row.obligation.id, row.obligation.title)];
    for (number, answer) in (1..).zip(row.fitting()) {
        lines.push(format!("{number}. {}", words.address(&answer.url)?));
        lines.push(format!("   ทางเข้า: {}", words.click_path(answer)));
        lines.extend(answer.files.iter().filter_map(|file| Some(format!("   ไฟล์: {}", words.address(file)?))));
    }
    (lines.len() > 1).then(|| lines.join("\n"))
}

fn item_view(page: &Page<'_>, words: &SiteWords<'_>, list: &ObligationList, row: &Answered<'_>) -> ItemView {
    let thai_page = Page::new(page.site, Lang::Th, page.url);
    let thai = SiteWords { page: &thai_page, agency: words.agency };
    let paste = paste(&thai, row).unwrap_or_default();
    ItemView {
        id: row.obligation.id.to_uppercase(),
        title: match page.lang {
            Lang::Th => page.show.words(&row.obligation.title),
            Lang::En => row.obligation.title_en.clone(),
        },
        class: row.state.key(),
        word: state_word(page, row.state),
        unconfirmed: certainty_key(row.obligation.certainty) == "unconfirmed",
        provenance: match page.lang {
            Lang::Th => page.show.text(&obligations::provenance(row.obligation, list.checked.as_deref())),
            Lang::En => obligations::provenance_en(row.obligation, list.checked.as_deref()),
        },
        remark: row.obligation.note.as_deref().map(|note| page.show.words(note)),
        asks: asks(page, list, row),
        needs: row.obligation.needs.iter().map(|need| page.show.words(need)).collect(),
        needs_unconfirmed: certainty_key(row.obligation.needs_certainty) == "unconfirmed",
        note: note(page, words, row),
        answers: row
            .answers
            .iter()
            .map(|answer| AnswerView {
                title: words.title(answer),
                href: page.to(&answer.url),
                path: words.click_path(answer),
                date: answer.date.map(|date| page.show.date(date)),
                files: answer
                    .files
                    .iter()
                    .map(|file| LinkView {
                        title: file.rsplit('/').next().unwrap_or(file).to_owned(),
                        href: page.to_file(file),
                    })
                    .collect(),
                fits_year: answer.fits_year,
            })
            .collect(),
        paste_rows: paste.lines().count(),
        paste,
    }
}

fn year_title(page: &Page<'_>, year: u16) -> String {
    format!("{} {}", page.word("oit_title"), page.show.text(&year.to_string()))
}

pub fn render_year(page: &Page<'_>, site: &AgencySite, year: u16) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let Some(list) = page.site.standards.obligations(year) else {
        // Routes are made from the lists, so nothing asks for another year.
        return Ok(Artifact { url: page.url.to_owned(), bytes: Vec::new(), media_type: crate::site::ground::HTML });
    };
    let answered = answered(page.site, agency, list);
    let words = SiteWords { page, agency };
    let title = year_title(page, year);
    let at = |page: DataPage| agency.at(&AgencyPage::Data(page));
    let groups = list
        .groups
        .iter()
        .map(|group| GroupView {
            title: match page.lang {
                Lang::Th => page.show.text(&format!("{} {}", group.id, group.title)),
                Lang::En => format!("{} {}", group.id, group.title_en),
            },
            unconfirmed: certainty_key(group.certainty) == "unconfirmed",
            items: answered
                .iter()
                .filter(|row| row.obligation.group == group.id)
                .map(|row| item_view(page, &words, list, row))
                .collect(),
        })
        .collect();
    let view = ObligationYearPage {
        title: format!("{title} {}", agency.short_name()),
        words: page.word("oit_words").to_owned(),
        caution: caution(page).filter(|_| lists(page.site).next().is_some_and(|newest| newest.year == list.year)),
        source: page.show.words(&list.source),
        checked: list.checked.as_ref().map(|month| page.show.text(month)),
        sheet: LinkView { title: "Excel (XLSX)".to_owned(), href: page.to_file(&at(DataPage::ObligationSheet(year))) },
        csv: LinkView { title: "CSV".to_owned(), href: page.to_file(&at(DataPage::ObligationCsv(year))) },
        counts: counts(page, &answered),
        groups,
        years: lists(page.site)
            .map(|list| LinkView {
                title: page.show.text(&list.year.to_string()),
                href: page.to(&at(DataPage::ObligationYear(list.year))),
            })
            .collect(),
    };
    let mut trail = page.trail(Some(agency));
    trail.push(page.crumb(page.word("oit_matrix"), &at(DataPage::Obligations)));
    let about = PageAbout { title: &title, description: page.word("oit_words"), trail, agency: Some(agency) };
    page.render("obligations-year.html", about, &view)
}

#[derive(Serialize)]
struct MatrixPage {
    title: String,
    words: String,
    /// That the list of the year at hand is not known.
    caution: Option<String>,
    years: Vec<YearHead>,
    rows: Vec<MatrixRow>,
}

#[derive(Serialize)]
struct YearHead {
    year: String,
    href: String,
    counts: Vec<StateCount>,
}

#[derive(Serialize)]
struct MatrixRow {
    title: String,
    cells: Vec<Option<MatrixCell>>,
}

#[derive(Serialize)]
struct MatrixCell {
    id: String,
    class: &'static str,
    word: &'static str,
    href: String,
}

/// Items of different years stand in one row when the same kind of document answers them first.
pub fn render_matrix(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let years: Vec<(&ObligationList, Vec<Answered<'_>>)> =
        lists(page.site).map(|list| (list, answered(page.site, agency, list))).collect();
    let mut keys: Vec<&str> = Vec::new();
    for (list, _) in &years {
        for item in &list.items {
            let key = item.answers.first().map_or(item.id.as_str(), String::as_str);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    let rows = keys
        .into_iter()
        .map(|key| {
            let of = |answered: &'_ [Answered<'_>]| {
                answered.iter().position(|row| {
                    row.obligation.answers.first().map_or(row.obligation.id.as_str(), String::as_str) == key
                })
            };
            let named = years.iter().find_map(|(_, answered)| Some(answered[of(answered)?].obligation));
            MatrixRow {
                title: named.map_or_else(String::new, |item| match page.lang {
                    Lang::Th => page.show.words(&item.title),
                    Lang::En => item.title_en.clone(),
                }),
                cells: years
                    .iter()
                    .map(|(list, answered)| {
                        let row = &answered[of(answered)?];
                        Some(MatrixCell {
                            id: row.obligation.id.to_uppercase(),
                            class: row.state.key(),
                            word: state_word(page, row.state),
                            href: page.to(&format!(
                                "{}#{}",
                                agency.at(&AgencyPage::Data(DataPage::ObligationYear(list.year))),
                                row.obligation.id.to_uppercase()
                            )),
                        })
                    })
                    .collect(),
            }
        })
        .collect();
    let title = page.word("oit_matrix");
    let view = MatrixPage {
        title: format!("{title} {}", agency.short_name()),
        words: page.word("oit_matrix_words").to_owned(),
        caution: caution(page),
        years: years
            .iter()
            .map(|(list, answered)| YearHead {
                year: page.show.text(&list.year.to_string()),
                href: page.to(&agency.at(&AgencyPage::Data(DataPage::ObligationYear(list.year)))),
                counts: counts(page, answered),
            })
            .collect(),
        rows,
    };
    let about = PageAbout {
        title,
        description: page.word("oit_matrix_words"),
        trail: page.trail(Some(agency)),
        agency: Some(agency),
    };
    page.render("obligations.html", about, &view)
}

fn table(page: &Page<'_>, agency: &Agency, year: u16) -> Option<crate::open_data::table::Table> {
    let list = page.site.standards.obligations(year)?;
    let answered = answered(page.site, agency, list);
    // Of the day's own year nothing may be known: then these rows say so, and never stand for it silently.
    let unknown = obligations::unknown_year(&page.site.standards, list, page.site.settings.date);
    Some(obligations::table(&agency.id(), list, unknown, &answered, &SiteWords { page, agency }))
}

pub fn sheet(page: &Page<'_>, site: &AgencySite, year: u16) -> Vec<u8> {
    let title = format!("{} {}", year_title(page, year), site.agency.short_name());
    table(page, &site.agency, year).map(|table| bundle::workbook(&title, &[table])).unwrap_or_default()
}

pub fn csv(page: &Page<'_>, site: &AgencySite, year: u16) -> Vec<u8> {
    table(page, &site.agency, year).map(|table| table.csv_for_excel()).unwrap_or_default()
}
