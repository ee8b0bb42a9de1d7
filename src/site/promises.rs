//! Which addresses the site promises to keep, and where the old addresses of its documents lead.
//! Decides by routes and documents; what was published before stands in `record`.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::{AgencyPage, DataPage, Lang, PortalData, PortalPage, is_page, rooted};
use crate::model::Agency;
use crate::record::redirect_list::{address, below};
use crate::site::ground::{AgencyRoute, PortalRoute, Site, is_published};

/// Whether an address is promised to stay: pages of the Thai tree. Data files, feeds and the English tree follow them.
pub fn is_promised(url: &str, lang: Lang) -> bool {
    lang == Lang::Th && is_page(url)
}

/// The promised addresses of an agency: its pages and its attached files.
pub fn promised_by_agency(agency: &Agency, routes: &[AgencyRoute]) -> Vec<String> {
    let pages = routes.iter().filter(|route| is_promised(&route.url, route.lang));
    let pages = pages.filter(|route| !is_redirect(&route.page)).map(|route| rooted(&route.url));
    pages.chain(agency.attachments.served().map(|(url, _)| rooted(url))).collect()
}

pub fn promised_by_portal(site: &Site, routes: &[PortalRoute]) -> Vec<String> {
    let pages = routes.iter().filter(|route| is_promised(&route.url, route.lang));
    let pages = pages.filter(|route| !matches!(&route.page, PortalPage::Data(PortalData::Redirect { .. })));
    let files = site.portal.files.iter().filter(|entry| crate::model::attachments::is_shown(&entry.path));
    pages.map(|route| rooted(&route.url)).chain(files.map(|entry| rooted(&entry.path))).collect()
}

fn is_redirect(page: &AgencyPage) -> bool {
    matches!(page, AgencyPage::Data(DataPage::Redirect { .. }))
}

/// Old addresses that the agency's own documents name, those of files whose content is served elsewhere, and where they
/// lead. What is still served itself is left out.
pub fn redirects_of_agency(site: &Site, agency: &Agency, routes: &[AgencyRoute]) -> BTreeMap<String, String> {
    let base_url = site.settings.base_url.as_deref();
    let mut redirects = BTreeMap::new();
    let mut current: Option<BTreeSet<String>> = None;
    let addresses = || {
        let pages = routes.iter().filter(|route| !is_redirect(&route.page)).map(|route| route.url.as_str());
        let files = agency.attachments.served().map(|(url, _)| url);
        pages.chain(files).map(rooted).collect::<BTreeSet<_>>()
    };
    for (from, to) in agency.attachments.redirects() {
        let from = rooted(&from);
        if !current.get_or_insert_with(addresses).contains(&from) {
            redirects.insert(from, rooted(&to));
        }
    }
    for (from, to) in site.record.redirects_below(&agency.base()) {
        if !current.get_or_insert_with(addresses).contains(from) {
            redirects.insert(from.clone(), to.clone());
        }
    }
    for (id, document) in agency.documents.iter().enumerate() {
        if document.common.redirect_from.is_empty() || !is_published(document, site) {
            continue;
        }
        let current = current.get_or_insert_with(addresses);
        let to = rooted(&agency.url_of(id));
        for from in &document.common.redirect_from {
            let from = address(&from.value, base_url);
            // An agency that moved takes its pages along, where they are called the same.
            if id == agency.home && from.ends_with('/') {
                for (from, to) in below(&site.record.ledger, &from, &to) {
                    let to = redirects.get(&to).cloned().unwrap_or(to);
                    if current.contains(&to) && !current.contains(&from) {
                        redirects.insert(from, to);
                    }
                }
            }
            if !current.contains(&from) {
                redirects.insert(from, to.clone());
            }
        }
    }
    redirects
}
