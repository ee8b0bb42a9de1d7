//! The page being made: where it stands, how it speaks, how it links. What stands around its content is `shell`'s.

use serde::Serialize;

use crate::address::{AgencyPage, Lang, PortalPage};
use crate::model::{Agency, Attachments, DocumentId};
use crate::site::ground::Site;
use crate::site::headline;
use crate::site::linker::{Linker, is_elsewhere};
use crate::site::origin::noted::Origins;
use crate::site::show::Show;
use crate::thai::Date;

/// The page being made: where it stands and how it speaks.
pub struct Page<'a> {
    pub site: &'a Site,
    pub lang: Lang,
    /// Root-relative, with the language's prefix.
    pub url: &'a str,
    pub linker: Linker,
    pub show: Show,
    pub origins: Origins,
    /// The files of the agency whose page it is.
    pub files: Option<&'a Attachments>,
    /// That agency.
    pub agency: Option<&'a Agency>,
    /// Why only the preview shows this page.
    pub hidden: Option<Hidden>,
    /// Which page of its agency it is, where it is one.
    pub route: Option<&'a AgencyPage>,
    /// The card of what the page is about, where there is one.
    pub card: Option<PageCard>,
}

/// The picture that chat programs show beside a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageCard {
    pub url: String,
    /// It is of this page, and not of the year or the agency around it.
    pub is_own: bool,
}

/// A page that readers do not see on the build's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    Draft,
    Until(Date),
}

#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    pub title: String,
    /// `None` for the page itself.
    pub href: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    pub title: String,
    pub href: String,
}

impl<'a> Page<'a> {
    pub fn new(site: &'a Site, lang: Lang, url: &'a str) -> Self {
        Self {
            site,
            lang,
            url,
            linker: match (&site.settings.base_url, url) {
                // Served in place of pages of any depth, so nothing relative can be right.
                (Some(base), url) if PortalPage::parse(url) == Some(PortalPage::NotFound) => Linker::from_host(base),
                _ => Linker::new(url, site.settings.portable),
            },
            show: Show::new(lang, site.settings.digits),
            origins: Origins::new(site.settings.preview),
            files: None,
            agency: None,
            hidden: None,
            route: None,
            card: None,
        }
    }

    /// A page of an agency; `document` is the file that it shows, if it shows one.
    pub fn of(site: &'a Site, agency: &'a Agency, lang: Lang, url: &'a str, document: Option<DocumentId>) -> Self {
        let hidden = document.and_then(|id| {
            let common = &agency.document(id).common;
            let later = common.publish_from.as_ref().map(|from| from.value).filter(|from| *from > site.settings.date);
            if common.draft { Some(Hidden::Draft) } else { later.map(Hidden::Until) }
        });
        Self { files: Some(&agency.attachments), agency: Some(agency), hidden, ..Self::new(site, lang, url) }
    }

    /// The address of a page of the same language.
    pub fn to(&self, url: &str) -> String {
        // Another site's pages are linked as they are: it may have no other language.
        if is_elsewhere(url) {
            return url.to_owned();
        }
        self.linker.to(&format!("{}{url}", self.lang.prefix()))
    }

    /// The address of something that exists once for all languages: assets, data, attachments.
    pub fn to_file(&self, url: &str) -> String {
        self.linker.to(url)
    }

    /// The address of a picture that the agency names, where the file exists.
    pub fn picture(&self, agency: &Agency, name: Option<&crate::span::Spanned<String>>) -> Option<String> {
        let folder = agency.document(agency.home).folder();
        match crate::model::links::target(folder, &name?.value) {
            crate::model::links::LinkTarget::File { path, .. } => {
                agency.attachments.get(&path).filter(|file| file.is_served).map(|_| self.to_file(&path))
            }
            _ => None,
        }
    }

    pub fn word(&self, key: &'a str) -> &'a str {
        self.site.theme.word(self.lang.code(), key)
    }

    pub fn crumb(&self, title: impl Into<String>, url: &str) -> Crumb {
        Crumb { title: title.into(), href: Some(self.to(url)) }
    }

    /// The trail's beginning: portal, then agency.
    pub fn trail(&self, agency: Option<&Agency>) -> Vec<Crumb> {
        let mut trail = Vec::new();
        if !self.site.portal.one_agency {
            trail.push(self.crumb(self.word("home"), &PortalPage::Home.address()));
        }
        if let Some(agency) = agency {
            trail.push(self.crumb(headline::shortened(agency.short_name()), &agency.at(&AgencyPage::Home)));
        }
        trail
    }
}
