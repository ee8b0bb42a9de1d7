//! "ข้อที่ยังไม่ตรงกัน": what does not add up in an agency's documents, told openly with the author's answers.

use serde::Serialize;

use crate::site::shell::{About, Page};
use crate::site::{AgencySite, Artifact, Lang};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct FindingsPage {
    rows: Vec<FindingRow>,
}

#[derive(Serialize)]
struct FindingRow {
    code: &'static str,
    severity: crate::finding::Severity,
    message: String,
    help: String,
    answer: Option<String>,
}

pub fn render(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let rows = site
        .findings
        .iter()
        .map(|finding| FindingRow {
            code: finding.code,
            severity: finding.severity,
            message: match page.lang {
                Lang::En if !finding.message_en.is_empty() => finding.message_en.clone(),
                _ => finding.message.clone(),
            },
            help: finding.help.clone(),
            answer: finding.answer.as_ref().map(|answer| answer.reason.clone()),
        })
        .collect();
    let about = About {
        title: page.word("findings_title"),
        description: agency.name(),
        trail: page.trail(Some(agency)),
        agency: Some(agency),
    };
    page.render("findings.html", about, &FindingsPage { rows })
}
