//! Links that the author of a theme wrote into templates: they must lead somewhere, from whatever page shows them.
//! Reads the texts of the author's own templates; what a template puts together from views is tested with the theme.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::address;
use crate::check::{Located, locate};
use crate::finding::{Finding, code};
use crate::site::{self, Site};
use crate::span::{FileId, Span};
use crate::thai::nearest;

/// What leads out of the site, into the page itself, or is made of a view.
const LEFT_ALONE: [&str; 7] = ["http:", "https:", "mailto:", "tel:", "data:", "//", "#"];

/// Of every template in the author's own theme folder.
pub fn findings(site: &Site) -> Vec<Located> {
    if site.theme.own.is_empty() {
        return Vec::new();
    }
    let known = first_parts(site);
    let mut all = Vec::new();
    for (path, own) in site.theme.own.iter().filter(|(path, _)| path.starts_with("templates/")) {
        let text = &own.text;
        let path = format!("../themes/{}/{path}", site.theme.name);
        let file = FileId::of(&path);
        let findings: Vec<Finding> =
            links(text).filter_map(|(at, link)| told(link, &known, Span::new(file, at, at + link.len()))).collect();
        let shown: (Arc<str>, Arc<str>) = (path.as_str().into(), text.as_str().into());
        all.extend(locate(findings.iter(), &|_| Some(shown.clone())));
    }
    all
}

/// The first part of every address that the site may have: what an agency's own pages are called below it, no template
/// can know.
fn first_parts(site: &Site) -> BTreeSet<String> {
    let first = |address: &str| address.split('/').next().unwrap_or_default().to_owned();
    let routes = site::portal_routes(site, &[]);
    let mut known: BTreeSet<String> = routes.iter().map(|route| first(&route.url)).collect();
    known.extend(site.addresses.iter().flat_map(|(path, address)| [first(path), first(address)]));
    known.extend(site.portal.files.iter().map(|entry| first(&entry.path)));
    known.extend(address::first_parts(!site.portal.one_agency).map(str::to_owned));
    known.insert(address::PAGE_FILE.to_owned());
    known
}

/// Where each `href` and `src` begins, and what it says.
fn links(text: &str) -> impl Iterator<Item = (usize, &str)> {
    [" href=\"", " src=\""].into_iter().flat_map(move |start| {
        text.match_indices(start).filter_map(move |(at, _)| {
            let from = at + start.len();
            let link = text.get(from..)?.split('"').next()?;
            Some((from, link))
        })
    })
}

fn told(link: &str, known: &BTreeSet<String>, span: Span) -> Option<Finding> {
    let link = link.trim();
    let from_root = match link.strip_prefix("{{") {
        Some(rest) => {
            let (expression, rest) = rest.split_once("}}")?;
            if expression.trim() != "shell.root" {
                return None;
            }
            Some(rest)
        }
        None => link.strip_prefix('/').filter(|_| !link.starts_with("//")),
    };
    let has_view = |text: &str| text.contains("{{") || text.contains("{%");
    let Some(address) = from_root else {
        if link.is_empty() || has_view(link) || LEFT_ALONE.iter().any(|start| link.starts_with(start)) {
            return None;
        }
        return Some(
            Finding::of(code::L021, span, format!("ลิงก์ `{link}` ในเทมเพลตชี้ไปคนละที่ตามหน้าที่แสดง"))
                .english("a relative link in a template leads elsewhere on each page")
                .label("ต้องเริ่มจากหน้าแรกของเว็บ")
                .help(format!("เริ่มด้วยที่อยู่ของหน้าแรก เช่น `{{{{ shell.root }}}}{link}`")),
        );
    };
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    let first = bare.split('/').next().unwrap_or_default();
    if bare.is_empty() || has_view(first) || known.contains(first) {
        return None;
    }
    let near = nearest(first, known.iter().map(String::as_str));
    let example = near.unwrap_or("about-data");
    Some(
        Finding::of(code::L021, span, format!("ลิงก์ไป `{bare}` ในเทมเพลตชี้ไปหน้าที่ไม่มีในเว็บ"))
            .english(format!("a template links to `{bare}`, which the site does not have"))
            .label("ไม่มีหน้านี้")
            .help(format!("แก้เป็นหน้าที่มีอยู่ เช่น `{{{{ shell.root }}}}{example}/`")),
    )
}
