//! The portal's first screen: what this is, and the agencies with place, year and result.

use serde::Serialize;

use crate::site::pages::papers::{NewPaper, newest};
use crate::site::shell::{About, Page};
use crate::site::{AgencySummary, Artifact, prose};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct PortalHome {
    title: String,
    words: String,
    agencies: Vec<AgencyRow>,
    papers: Vec<NewPaper>,
}

#[derive(Serialize)]
struct AgencyRow {
    name: String,
    place: String,
    href: String,
    year: Option<String>,
    items: Option<String>,
    done: Option<String>,
}

pub fn render(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let mut sorted: Vec<&AgencySummary> = summaries.iter().collect();
    crate::thai::collate::sort_by_name(&mut sorted, |summary| summary.name.as_str());
    let view = PortalHome {
        title: page.site.settings.title.clone(),
        words: page.site.portal.home.as_ref().map(|home| prose::whole(page, home, |_| true)).unwrap_or_default(),
        agencies: sorted
            .into_iter()
            .map(|summary| {
                let year = summary.years.first();
                AgencyRow {
                    name: summary.name.clone(),
                    place: [("amphoe", &summary.amphoe), ("province", &summary.province)]
                        .iter()
                        .filter_map(|(key, name)| name.as_ref().map(|name| format!("{}{name}", page.word(key))))
                        .collect::<Vec<_>>()
                        .join(" "),
                    href: page.to(&format!("{}/", summary.slug)),
                    year: year
                        .and_then(|year| crate::thai::FiscalYear::new(year.year))
                        .map(|year| page.show.year(year)),
                    items: year.map(|year| page.show.number(year.items)),
                    done: year.filter(|year| year.items > year.not_stated).map(|year| page.show.number(year.done)),
                }
            })
            .collect(),
        papers: newest(page, summaries, 10),
    };
    let about = About {
        title: &page.site.settings.title,
        description: &page.site.settings.title,
        trail: Vec::new(),
        agency: None,
    };
    page.render("portal.html", about, &view)
}
