//! "ข้อที่ยังไม่ตรงกัน": what does not add up in an agency's documents, told openly with the author's answers.

use serde::Serialize;

use crate::finding::Severity;
use crate::site::ground::{AgencySite, Artifact};
use crate::site::page::{LinkView, Page};
use crate::site::pages::shared::{
    FindingView, board, counts_said, feedback, finding_view, speaks_to_readers, weight_for_readers,
};
use crate::site::shell::PageAbout;
use crate::site::summary::finding_counts;
use crate::theme::ThemeError;

#[derive(Serialize)]
struct FindingsPage {
    /// Three counts with three names.
    counts: String,
    /// By document, in the order of its files.
    groups: Vec<FindingGroup>,
    /// For the authors: nothing in them contradicts anything.
    notes: Vec<FindingView>,
    feedback: LinkView,
    board: LinkView,
}

#[derive(Serialize)]
struct FindingGroup {
    document: Option<LinkView>,
    rows: Vec<FindingView>,
}

pub fn render(page: &Page<'_>, site: &AgencySite) -> Result<Artifact, ThemeError> {
    let agency = &site.agency;
    let mut told: Vec<_> = site.told(page.site).iter().filter(|finding| speaks_to_readers(finding)).collect();
    told.sort_by_key(|finding| (finding.primary.path.clone(), weight_for_readers(finding)));
    let mut groups: Vec<(&str, FindingGroup)> = Vec::new();
    for finding in &told {
        let row = finding_view(page, agency, finding);
        let path = &*finding.primary.path;
        match groups.last_mut() {
            Some((known, group)) if *known == path => group.rows.push(row),
            _ => {
                let document =
                    row.document.as_ref().map(|link| LinkView { title: link.title.clone(), href: link.href.clone() });
                groups.push((path, FindingGroup { document, rows: vec![row] }));
            }
        }
    }
    let view = FindingsPage {
        counts: counts_said(page, &finding_counts(site.findings.iter())),
        groups: groups.into_iter().map(|(_, group)| group).collect(),
        notes: site
            .told(page.site)
            .iter()
            .filter(|finding| finding.severity == Severity::Note)
            .map(|finding| finding_view(page, agency, finding))
            .collect(),
        feedback: feedback(page, agency),
        board: board(page, agency),
    };
    let about = PageAbout {
        title: page.word("findings_title"),
        description: page.word("findings_words"),
        trail: page.trail(Some(agency)),
        agency: Some(agency),
    };
    page.render("findings.html", about, &view)
}
