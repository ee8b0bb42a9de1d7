//! What every page has around its content: title, language, breadcrumb, navigation, footer.

use serde::Serialize;
use tera::Context;

use crate::model::{Agency, Attachments, DocumentId};
use crate::site::feeds;
use crate::site::linker::{Linker, absolute, file_of};
use crate::site::show::Show;
use crate::site::{Artifact, HTML, Lang, Site};
use crate::thai::Date;
use crate::theme::ThemeError;

/// The page being made: where it stands and how it speaks.
pub struct Page<'a> {
    pub site: &'a Site,
    pub lang: Lang,
    /// Root-relative, with the language's prefix.
    pub url: &'a str,
    pub linker: Linker,
    pub show: Show,
    /// The files of the agency whose page it is.
    pub files: Option<&'a Attachments>,
    /// Why only the preview shows this page.
    pub hidden: Option<Hidden>,
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

/// The shell that `base.html` sees.
#[derive(Debug, Serialize)]
struct Shell<'a> {
    /// schema.org as JSON-LD, safe inside a script element.
    structured: Option<String>,
    lang: &'a str,
    title: &'a str,
    /// For the browser's tab and for search engines: page, agency and site.
    full_title: String,
    description: &'a str,
    root: &'a str,
    stamp: &'a str,
    canonical: Option<String>,
    site_title: &'a str,
    home: String,
    crumbs: &'a [Crumb],
    nav: Vec<LinkView>,
    footer: Vec<LinkView>,
    agency: Option<AgencyBrief>,
    other_language: Option<OtherLanguage>,
    operator: Option<&'a str>,
    licence: Option<&'a str>,
    built: String,
    /// Whether the theme has scripts of its own.
    script: bool,
    alternates: Vec<Alternate>,
    hidden: Option<String>,
}

/// A feed or calendar of what the page belongs to.
#[derive(Debug, Serialize)]
struct Alternate {
    media_type: &'static str,
    title: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct AgencyBrief {
    name: String,
    short_name: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct OtherLanguage {
    code: &'static str,
    href: String,
}

/// What a kind of page says of itself to the shell.
pub struct About<'a> {
    pub title: &'a str,
    pub description: &'a str,
    /// From the portal's home down to, but without, the page itself.
    pub trail: Vec<Crumb>,
    pub agency: Option<&'a Agency>,
}

impl<'a> Page<'a> {
    pub fn new(site: &'a Site, lang: Lang, url: &'a str) -> Self {
        Self {
            site,
            lang,
            url,
            linker: Linker::new(url, site.settings.portable),
            show: Show::new(lang, site.settings.digits),
            files: None,
            hidden: None,
        }
    }

    /// A page of an agency; `document` is the file that it shows, if it shows one.
    pub fn of(site: &'a Site, agency: &'a Agency, lang: Lang, url: &'a str, document: Option<DocumentId>) -> Self {
        let hidden = document.and_then(|id| {
            let common = &agency.document(id).common;
            let later = common.publish_from.as_ref().map(|from| from.value).filter(|from| *from > site.settings.date);
            if common.draft { Some(Hidden::Draft) } else { later.map(Hidden::Until) }
        });
        Self { files: Some(&agency.attachments), hidden, ..Self::new(site, lang, url) }
    }

    /// The address of a page of the same language.
    pub fn to(&self, url: &str) -> String {
        self.linker.to(&format!("{}{url}", self.lang.prefix()))
    }

    /// The address of something that exists once for all languages: assets, data, attachments.
    pub fn to_file(&self, url: &str) -> String {
        self.linker.to(url)
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
            trail.push(self.crumb(self.word("home"), ""));
        }
        if let Some(agency) = agency {
            trail.push(self.crumb(agency.short_name(), &agency.base()));
        }
        trail
    }

    fn nav(&self, agency: Option<&Agency>) -> Vec<LinkView> {
        let mut nav = Vec::new();
        if let Some(agency) = agency {
            let base = agency.base();
            nav.push(LinkView { title: self.word("nav_results").to_owned(), href: self.to(&base) });
            nav.push(LinkView {
                title: self.word("nav_announcements").to_owned(),
                href: self.to(&format!("{base}announcements/")),
            });
        }
        let data = format!("{}data/", agency.map(Agency::base).unwrap_or_default());
        nav.push(LinkView { title: self.word("nav_data").to_owned(), href: self.to(&data) });
        let search = agency.map_or_else(|| "search/".to_owned(), |agency| format!("{}search/", agency.base()));
        nav.push(LinkView { title: self.word("search").to_owned(), href: self.to(&search) });
        nav.push(LinkView { title: self.word("nav_sitemap").to_owned(), href: self.to("sitemap/") });
        nav
    }

    fn other_language(&self) -> Option<OtherLanguage> {
        if !self.site.settings.english {
            return None;
        }
        let (code, url) = match self.lang {
            Lang::Th => ("en", format!("en/{}", self.url)),
            Lang::En => ("th", self.url.strip_prefix("en/").unwrap_or(self.url).to_owned()),
        };
        Some(OtherLanguage { code, href: self.linker.to(&url) })
    }

    fn alternates(&self, agency: Option<&Agency>) -> Vec<Alternate> {
        let (base, name) = match agency {
            Some(agency) => (agency.base(), agency.short_name()),
            None if self.site.portal.one_agency => return Vec::new(),
            None => (String::new(), self.site.settings.title.as_str()),
        };
        let has_papers = agency.is_none_or(|agency| feeds::has_entries(self.site, agency, None));
        feeds::ADVERTISED
            .iter()
            .filter(|(format, _)| has_papers || *format == feeds::Format::Calendar)
            .map(|(format, word)| Alternate {
                media_type: format.media_type_in_links(),
                title: format!("{} {name}", self.word(word)),
                href: self.to_file(&format!("{base}{}", feeds::url(*format, None))),
            })
            .collect()
    }

    /// Renders `template` with the page's view.
    pub fn render<V: Serialize>(&self, template: &str, about: About<'_>, view: &V) -> Result<Artifact, ThemeError> {
        let site = self.site;
        let mut crumbs = about.trail;
        crumbs.push(Crumb { title: about.title.to_owned(), href: None });
        let full_title = match about.agency {
            Some(agency) if agency.short_name() != about.title && agency.name() != about.title => {
                format!("{} · {} · {}", about.title, agency.short_name(), site.settings.title)
            }
            _ if about.title == site.settings.title => about.title.to_owned(),
            _ => format!("{} · {}", about.title, site.settings.title),
        };
        let structured = crate::site::structured::of_page(self, &crumbs, about.agency);
        let shell = Shell {
            structured,
            lang: self.lang.code(),
            title: about.title,
            full_title,
            description: about.description,
            root: self.linker.root(),
            stamp: &site.theme.stamp,
            canonical: site.settings.base_url.as_deref().map(|base| absolute(base, self.url)),
            site_title: &site.settings.title,
            home: if site.portal.one_agency { self.to("") } else { self.to("") },
            crumbs: &crumbs,
            nav: self.nav(about.agency),
            footer: Vec::new(),
            agency: about.agency.map(|agency| AgencyBrief {
                name: agency.name().to_owned(),
                short_name: agency.short_name().to_owned(),
                href: self.to(&agency.base()),
            }),
            other_language: self.other_language(),
            operator: site.settings.operator.as_deref(),
            licence: site.settings.licence.as_deref(),
            built: self.show.date(site.settings.date),
            script: site.theme.assets.contains_key("assets/site.js"),
            alternates: self.alternates(about.agency),
            hidden: self.hidden.map(|hidden| match hidden {
                Hidden::Draft => self.word("hidden_draft").to_owned(),
                Hidden::Until(date) => format!("{} {}", self.word("hidden_until"), self.show.date(date)),
            }),
        };
        let mut context = Context::new();
        context.insert("shell", &shell);
        context.insert_value("w", site.theme.words(self.lang.code()));
        context.insert("page", view);
        let bytes = site.theme.render(template, &context).map_err(|error| error.on_page(&file_of(self.url)))?;
        Ok(Artifact { url: self.url.to_owned(), bytes, media_type: HTML })
    }
}
