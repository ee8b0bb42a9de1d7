//! A page at each old address, for hosts without rules, and the rules for hosts that have them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tera::Context;

use crate::address::{HostConfig, Lang, PAGE_FILE, is_page, of_file, rooted, rooted_in};
use crate::model::AgencySummary;
use crate::record::redirects::{self, Redirect};
use crate::site::data_pages::made::address;
use crate::site::ground::{Artifact, HTML, Site};
use crate::site::linker::base_path;
use crate::site::page::Page;
use crate::theme::ThemeError;

/// The names of a site as a disk that ignores letter case sees them: where a page for an old address may still stand.
#[derive(Debug, Default)]
pub struct Claims {
    files: BTreeSet<String>,
    /// As the disk sees it, and as it is spelt: `Old/a/` cannot stand beside `old/b/`.
    folders: BTreeMap<String, String>,
}

impl Claims {
    /// Whether the place was free; then it is taken.
    pub fn claim(&mut self, file: &str) -> bool {
        let seen = file.to_lowercase();
        let ways = || file.match_indices('/').map(|(at, _)| &file[..at]);
        let is_blocked = ways().any(|way| {
            let seen = way.to_lowercase();
            self.files.contains(&seen) || self.folders.get(&seen).is_some_and(|known| known != way)
        });
        if is_blocked || self.files.contains(&seen) || self.folders.contains_key(&seen) {
            return false;
        }
        self.folders.extend(ways().map(|way| (way.to_lowercase(), way.to_owned())).collect::<Vec<_>>());
        self.files.insert(seen)
    }
}

/// The pages that stand for redirects: root-relative address and where it leads. English addresses follow the Thai.
pub fn pages(site: &Site, redirects: &BTreeMap<String, String>, claims: &mut Claims) -> Vec<(String, String)> {
    with_english(site, redirects)
        .into_iter()
        .filter_map(|(from, to)| {
            let pages = redirects::pages(&[Redirect { from, to: to.clone() }]);
            let path = pages.into_iter().next()?.path;
            if !claims.claim(&path) {
                return None;
            }
            // Routes name a page by its folder.
            Some((of_file(&path).to_owned(), to))
        })
        .collect()
}

fn with_english(site: &Site, redirects: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut all = redirects.clone();
    if site.settings.english {
        for (from, to) in redirects {
            let is_thai = Lang::of(from.trim_start_matches('/')).0 == Lang::Th;
            if is_page(from) && to.starts_with('/') && is_thai {
                all.entry(rooted_in(Lang::En, from)).or_insert_with(|| rooted_in(Lang::En, to));
            }
        }
    }
    all
}

#[derive(Serialize)]
struct RedirectView {
    target: String,
    canonical: String,
    shown: String,
}

pub fn render(page: &Page<'_>, to: &str) -> Result<Artifact, ThemeError> {
    let from = rooted(page.url);
    let made = redirects::pages(&[Redirect { from, to: to.to_owned() }]);
    let Some(made) = made.into_iter().next() else {
        return Ok(Artifact { url: page.url.to_owned(), bytes: Vec::new(), media_type: HTML });
    };
    let mut target = made.target;
    if page.site.settings.portable && target.ends_with('/') {
        target.push_str(PAGE_FILE);
    }
    let canonical = match to.strip_prefix('/') {
        Some(url) => address(page.site, url),
        None => made.canonical,
    };
    let mut context = Context::new();
    context.insert("page", &RedirectView { target, canonical, shown: made.shown });
    context.insert_value("w", page.site.theme.words(page.lang.code()));
    let bytes = page.site.theme.render("redirect.html", &context)?;
    Ok(Artifact { url: page.url.to_owned(), bytes, media_type: HTML })
}

/// Every redirect of the site, exact. No authority may lead away from another's folder, nor from a page of the portal.
pub fn all(site: &Site, summaries: &[AgencySummary]) -> BTreeMap<String, String> {
    let here = || summaries.iter().filter(|agency| agency.is_here());
    let mut all = site.record.redirects_beside(here().map(|agency| agency.slug.as_str()));
    let own: BTreeSet<&str> = here().map(|agency| agency.slug.as_str()).collect();
    for (slug, from, to) in here().flat_map(|it| it.redirects.iter().map(|(from, to)| (&*it.slug, from, to))) {
        let url = from.trim_start_matches('/');
        let is_own = slug.is_empty() || owner_of(from, &own) == Some(slug);
        let is_free = || owner_of(from, &own).is_none() && crate::address::portals_own(url).is_none();
        if is_own || is_free() {
            all.entry(from.clone()).or_insert_with(|| to.clone());
        }
    }
    all
}

/// The agency in whose folder an address stands.
pub fn owner_of<'s>(address: &str, slugs: &BTreeSet<&'s str>) -> Option<&'s str> {
    let path = address.trim_start_matches('/');
    path.match_indices('/').find_map(|(at, _)| slugs.get(&path[..at]).copied())
}

/// As rules have them: the English addresses too.
pub fn list(site: &Site, summaries: &[AgencySummary]) -> Vec<Redirect> {
    with_english(site, &all(site, summaries)).into_iter().map(|(from, to)| Redirect { from, to }).collect()
}

pub fn rules(site: &Site, summaries: &[AgencySummary], host: HostConfig) -> Vec<u8> {
    let list = list(site, summaries);
    let base = site.settings.base_url.as_deref().map(base_path).unwrap_or_default();
    let (head, rules) = match host {
        HostConfig::Apache => {
            ("# วางในไฟล์ .htaccess ที่โฟลเดอร์ของเว็บ (ต้องมี AllowOverride FileInfo)\n", redirects::apache(&list, &base))
        }
        HostConfig::Nginx => ("# include ไฟล์นี้ในบล็อก server ของ nginx\n", redirects::nginx(&list, &base)),
        HostConfig::Netlify | HostConfig::NetlifyAtRoot => {
            ("# Netlify และ Cloudflare Pages\n", redirects::netlify(&list, &base))
        }
    };
    format!("{head}{rules}").into_bytes()
}
