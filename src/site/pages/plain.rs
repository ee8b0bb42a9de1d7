//! The portal's plain pages and the files that every site has: site maps, robots, 404, assets.

use serde::Serialize;

use crate::site::linker::absolute;
use crate::site::shell::{About, LinkView, Page};
use crate::site::{AgencySummary, Artifact, TEXT, XML, prose};
use crate::theme::ThemeError;

#[derive(Serialize)]
struct PlainPage {
    title: String,
    body: String,
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    title: String,
    links: Vec<LinkView>,
}

fn plain(page: &Page<'_>, title: &str, body: String, groups: Vec<Group>) -> Result<Artifact, ThemeError> {
    let about = About { title, description: title, trail: page.trail(None), agency: None };
    page.render("plain.html", about, &PlainPage { title: title.to_owned(), body, groups })
}

pub fn render_portal_document(page: &Page<'_>, index: usize) -> Result<Artifact, ThemeError> {
    let Some(document) = page.site.portal.pages.get(index) else { return render_not_found(page) };
    plain(page, document.title(), prose::whole(page, document, |_| true), Vec::new())
}

pub fn render_not_found(page: &Page<'_>) -> Result<Artifact, ThemeError> {
    let body = format!("<p>{}</p>", page.word("not_found_words"));
    plain(page, page.word("not_found"), body, Vec::new())
}

pub fn render_sitemap(page: &Page<'_>, summaries: &[AgencySummary]) -> Result<Artifact, ThemeError> {
    let prefix = page.lang.prefix();
    let groups = summaries
        .iter()
        .map(|summary| Group {
            title: summary.name.clone(),
            links: summary
                .pages
                .iter()
                .filter(|(url, _, _)| url.starts_with("en/") == (prefix == "en/"))
                .map(|(url, title, _)| LinkView { title: title.clone(), href: page.to_file(url) })
                .collect(),
        })
        .collect();
    plain(page, page.word("nav_sitemap"), String::new(), groups)
}

pub fn sitemap_xml(page: &Page<'_>, summaries: &[AgencySummary]) -> Artifact {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    // Without an address of its own the site has no absolute ones to list.
    if let Some(base) = &page.site.settings.base_url {
        let mut add = |url: &str, updated: Option<&str>| {
            out.push_str("<url><loc>");
            out.push_str(&absolute(base, url));
            out.push_str("</loc>");
            if let Some(day) = updated {
                out.push_str(&format!("<lastmod>{day}</lastmod>"));
            }
            out.push_str("</url>\n");
        };
        if !page.site.portal.one_agency {
            add("", None);
        }
        for summary in summaries {
            for (url, _, updated) in &summary.pages {
                add(url, updated.as_deref());
            }
        }
    }
    out.push_str("</urlset>\n");
    Artifact { url: page.url.to_owned(), bytes: out.into_bytes(), media_type: XML }
}

pub fn robots(page: &Page<'_>) -> Artifact {
    let mut out = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = &page.site.settings.base_url {
        out.push_str(&format!("Sitemap: {}\n", absolute(base, "sitemap.xml")));
    }
    Artifact { url: page.url.to_owned(), bytes: out.into_bytes(), media_type: TEXT }
}

pub fn asset(page: &Page<'_>, name: &str) -> Artifact {
    let bytes = page.site.theme.assets.get(name).cloned().unwrap_or_default();
    Artifact { url: page.url.to_owned(), bytes, media_type: media_type(name) }
}

pub fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("png") => "image/png",
        Some("txt") => TEXT,
        _ => "application/octet-stream",
    }
}
