//! What the site says of itself: where its data come from, accessibility, privacy, and its words in plain Thai.

use serde::Serialize;

use crate::address::{AgencyPage, PortalPage};
use crate::model::AgencySummary;
use crate::site::ground::Artifact;
use crate::site::page::{LinkView, Page};
use crate::site::pages::shared::counts_said;
use crate::site::shell::PageAbout;
use crate::theme::ThemeError;

/// A text of the theme: a paragraph per line, a point per line that begins with a dash.
#[derive(Serialize)]
struct TextBlock {
    title: String,
    paragraphs: Vec<String>,
    points: Vec<String>,
}

#[derive(Serialize)]
struct WordsPage {
    lead: String,
    sections: Vec<TextBlock>,
}

const MOST_SECTIONS: usize = 9;

/// `accessibility_1`, `accessibility_1_words`, … as far as the theme has them.
fn sections(page: &Page<'_>, name: &str) -> Vec<TextBlock> {
    let word = |key: &str| page.site.theme.find_word(page.lang.code(), key);
    (1..=MOST_SECTIONS)
        .map_while(|number| {
            let title = word(&format!("{name}_{number}"))?;
            let text = word(&format!("{name}_{number}_words")).unwrap_or_default();
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let (points, paragraphs): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with("- "));
            Some(TextBlock {
                title: page.show.text(title),
                paragraphs: paragraphs.into_iter().map(|line| page.show.text(line)).collect(),
                points: points.into_iter().map(|line| page.show.text(&line[2..])).collect(),
            })
        })
        .collect()
}

pub fn render_words(page: &Page<'_>, name: &'static str) -> Result<Artifact, ThemeError> {
    let lead = format!("{name}_words");
    let lead = page.site.theme.find_word(page.lang.code(), &lead).unwrap_or_default().to_owned();
    let view = WordsPage { sections: sections(page, name), lead };
    let title = page.site.theme.word(page.lang.code(), name);
    let about = PageAbout { title, description: &view.lead, trail: page.trail(None), agency: None };
    page.render("words.html", about, &view)
}

#[derive(Serialize)]
struct DataListPage {
    lead: String,
    agencies: Vec<AgencyData>,
    pages: String,
    licence: Option<String>,
    operator: Option<String>,
    contact: Option<String>,
    sections: Vec<TextBlock>,
}

#[derive(Serialize)]
struct AgencyData {
    agency: LinkView,
    pages: String,
    findings: LinkView,
}

/// More agencies than this would bury the page; each has its own list.
const MOST_AGENCIES: usize = 80;

pub fn render_data(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let pages: usize = summaries.iter().map(|summary| summary.pages).sum();
    let settings = &page.site.settings;
    let view = DataListPage {
        lead: page.word("about_data_words").to_owned(),
        agencies: if summaries.len() > MOST_AGENCIES {
            Vec::new()
        } else {
            summaries
                .iter()
                .map(|summary| AgencyData {
                    agency: LinkView { title: summary.name.clone(), href: page.to(&summary.at(&AgencyPage::Home)) },
                    pages: page.told_count(summary.pages, "นับหน้าและไฟล์ทั้งหมดของหน่วยงาน"),
                    findings: LinkView {
                        title: counts_said(page, &summary.told),
                        href: page.to(&summary.at(&AgencyPage::Findings)),
                    },
                })
                .collect()
        },
        pages: page.told_count(pages, "รวมหน้าและไฟล์ของทุกหน่วยงาน"),
        licence: settings.licence.clone(),
        operator: settings.operator.clone(),
        contact: page.site.portal.meta.contact_email.as_ref().map(|email| email.value.clone()),
        sections: sections(page, "about_data"),
    };
    let about = PageAbout {
        title: page.word("about_data"),
        description: page.word("about_data_words"),
        trail: page.trail(None),
        agency: None,
    };
    page.render("about_data.html", about, &view)
}

#[derive(Serialize)]
struct GlossaryPage {
    lead: String,
    terms: Vec<Term>,
}

#[derive(Serialize)]
struct Term {
    anchor: &'static str,
    term: String,
    words: String,
}

const TERMS: [&str; 20] = [
    "promise",
    "fiscal_year",
    "round",
    "plan",
    "report",
    "dimension",
    "mission",
    "project",
    "activity",
    "measure",
    "indicator",
    "output",
    "outcome",
    "ordinance",
    "disbursed",
    "score",
    "completion",
    "eplan",
    "ita",
    "nacc",
];

/// The words of such a page, for search.
pub fn words_of(page: &Page<'_>, which: &PortalPage) -> String {
    let word = |key: &str| page.site.theme.find_word(page.lang.code(), key).unwrap_or_default().to_owned();
    let name = match which {
        PortalPage::AboutData => "about_data",
        PortalPage::Accessibility => "accessibility",
        PortalPage::Privacy => "privacy",
        PortalPage::Glossary => {
            let terms = TERMS.iter().flat_map(|key| [word(&format!("term_{key}")), word(&format!("term_{key}_words"))]);
            return terms.collect::<Vec<_>>().join("\n");
        }
        _ => return String::new(),
    };
    let mut words = vec![word(&format!("{name}_words"))];
    for section in sections(page, name) {
        words.push(section.title);
        words.extend(section.paragraphs);
        words.extend(section.points);
    }
    words.join("\n")
}

pub fn render_glossary(page: &Page<'_>) -> Result<Artifact, ThemeError> {
    let word = |key: &str| page.site.theme.find_word(page.lang.code(), key).unwrap_or_default();
    let view = GlossaryPage {
        lead: page.word("glossary_words").to_owned(),
        terms: TERMS
            .iter()
            .map(|key| Term {
                anchor: key,
                term: word(&format!("term_{key}")).to_owned(),
                words: page.show.text(word(&format!("term_{key}_words"))),
            })
            .collect(),
    };
    let about = PageAbout {
        title: page.word("glossary"),
        description: page.word("glossary_words"),
        trail: page.trail(None),
        agency: None,
    };
    page.render("glossary.html", about, &view)
}
