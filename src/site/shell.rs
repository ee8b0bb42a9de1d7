//! What every page has around its content: title, language, breadcrumb, navigation, footer.

use std::borrow::Cow;

use serde::Serialize;
use tera::Context;

use crate::address::{AgencyPage, DataPage, Feed, Grouping, Lang, PortalData, PortalPage, file_of};
use crate::chart::with_used_symbols;
use crate::model::Agency;
use crate::site::feeds;
use crate::site::ground::{Artifact, HTML, MemberState};
use crate::site::headline::{self, TitleParts};
use crate::site::lines;
use crate::site::linker::{absolute, readable};
use crate::site::page::{Crumb, Hidden, LinkView, Page};
use crate::theme::ThemeError;

const CARD: &str = "assets/card.png";

/// The shell that `base.html` sees.
#[derive(Debug, Serialize)]
struct Shell<'a> {
    /// schema.org as JSON-LD, safe inside a script element.
    structured: Option<String>,
    lang: &'a str,
    title: &'a str,
    /// For the browser's tab and for search engines: page, agency and site.
    full_title: String,
    description: String,
    root: &'a str,
    /// Made for a disk, where a browser loads no font ahead of the page.
    portable: bool,
    stamp: &'a str,
    canonical: Option<String>,
    /// The same for people: in its own letters, as somebody types it from a sheet of paper.
    address: Option<String>,
    site_title: &'a str,
    /// Stands for a page that is not there: no search engine shall keep it.
    is_missing: bool,
    home: String,
    crumbs: &'a [Crumb],
    nav: Vec<LinkView>,
    footer: Vec<LinkView>,
    agency: Option<AgencyBrief>,
    other_language: Option<OtherLanguage>,
    /// This page in each language, absolute, for search engines.
    languages: Vec<LanguageLink>,
    /// The marks of the statuses, for `<use href="#mark-done">`; escaped already.
    marks: &'a str,
    /// The agency's own colours.
    own_style: Option<String>,
    /// Absolute address of the picture that chat programs show.
    card: Option<String>,
    /// Whether that picture is of this very page, so that the page's description is its own too.
    own_card: bool,
    operator: Option<&'a str>,
    licence: Option<&'a str>,
    built: String,
    /// Whether lists are numbered ๑ ๒ ๓, as all other figures of the page are.
    thai_numbers: bool,
    /// Whether the theme has scripts of its own.
    script: bool,
    alternates: Vec<Alternate>,
    hidden: Option<String>,
    /// On pages of the portal: some members' figures are old or missing; leads to the page that says which.
    members_alert: Option<LinkView>,
}

/// A feed or calendar of what the page belongs to, or its own record for programs.
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
    emblem: Option<String>,
    /// Whether there is no such authority.
    invented: bool,
}

#[derive(Debug, Serialize)]
struct OtherLanguage {
    code: &'static str,
    href: String,
}

#[derive(Debug, Serialize)]
struct LanguageLink {
    code: &'static str,
    href: String,
}

/// What a kind of page says of itself to the shell.
pub struct PageAbout<'a> {
    pub title: &'a str,
    pub description: &'a str,
    /// From the portal's home down to, but without, the page itself.
    pub trail: Vec<Crumb>,
    pub agency: Option<&'a Agency>,
}

/// What no dictionary knows: the authority's own places.
pub(in crate::site) fn names_of_places(agency: Option<&Agency>) -> Vec<&str> {
    let meta = agency.map(|agency| &agency.meta);
    let places = meta.map(|meta| [&meta.tambon, &meta.amphoe, &meta.province]);
    places.into_iter().flatten().flatten().map(|place| place.value.as_str()).collect()
}

/// The fiscal year under which a page stands. A title is read without its trail.
fn year_of_trail(crumbs: &[Crumb]) -> Option<&str> {
    let (_, above) = crumbs.split_last()?;
    let is_year = |title: &str| title.chars().count() == 4 && title.chars().all(char::is_numeric);
    above.iter().rev().map(|crumb| crumb.title.as_str()).find(|title| is_year(title))
}

/// A rendered page as text: templates write nothing else.
pub(in crate::site) fn page_text(html: &[u8]) -> Cow<'_, str> {
    simdutf8::basic::from_utf8(html).map_or_else(|_| String::from_utf8_lossy(html), Cow::Borrowed)
}

impl<'a> Page<'a> {
    fn link(&self, key: &'a str, url: &str) -> LinkView {
        LinkView { title: self.word(key).to_owned(), href: self.to(url) }
    }

    fn nav(&self, agency: Option<&Agency>) -> Vec<LinkView> {
        let own = |agency: &Agency, key, page: AgencyPage| self.link(key, &agency.at(&page));
        let of = |key, page: PortalPage| self.link(key, &page.address());
        match agency {
            Some(agency) => vec![
                own(agency, "nav_results", AgencyPage::Home),
                own(agency, "nav_announcements", AgencyPage::Papers(Grouping::Year)),
                own(agency, "nav_data", AgencyPage::Data(DataPage::Home)),
                own(agency, "search", AgencyPage::Search),
            ],
            None if self.site.portal.one_agency => vec![
                of("nav_results", PortalPage::Home),
                of("nav_data", PortalPage::Data(PortalData::Home)),
                of("search", PortalPage::Search),
            ],
            None => vec![
                of("agencies", PortalPage::Home),
                of("nav_compare", PortalPage::Compare),
                of("nav_data", PortalPage::Data(PortalData::Home)),
                of("search", PortalPage::Search),
            ],
        }
    }

    fn footer(&self, agency: Option<&Agency>) -> Vec<LinkView> {
        let map = agency.map_or_else(|| PortalPage::SiteMap.address(), |agency| agency.at(&AgencyPage::SiteMap));
        let about = PortalPage::ABOUT.iter().map(|page| self.link(page.title_word(), &page.address()));
        let members = (!self.site.members.is_empty()).then_some(PortalPage::Members);
        let members = members.map(|page| self.link(page.title_word(), &page.address()));
        about.chain(members).chain(std::iter::once(self.link("nav_sitemap", &map))).collect()
    }

    /// The address of this page in both languages; `None` for what exists once.
    fn addresses(&self) -> Option<(&'a str, String)> {
        if !self.site.settings.english || PortalPage::parse(self.url) == Some(PortalPage::NotFound) {
            return None;
        }
        let (_, thai) = Lang::of(self.url);
        Some((thai, format!("{}{thai}", Lang::En.prefix())))
    }

    fn other_language(&self) -> Option<OtherLanguage> {
        let (thai, english) = self.addresses()?;
        let (code, url) = match self.lang {
            Lang::Th => ("en", english.as_str()),
            Lang::En => ("th", thai),
        };
        Some(OtherLanguage { code, href: self.linker.to(url) })
    }

    fn languages(&self) -> Vec<LanguageLink> {
        let (Some(base), Some((thai, english))) = (&self.site.settings.base_url, self.addresses()) else {
            return Vec::new();
        };
        let entry = |code, url: &str| LanguageLink { code, href: absolute(base, url) };
        vec![entry("th", thai), entry("en", &english), entry("x-default", thai)]
    }

    fn alternates(&self, agency: Option<&Agency>) -> Vec<Alternate> {
        let name = match agency {
            Some(agency) => agency.short_name(),
            None if self.site.portal.one_agency => return Vec::new(),
            None => self.site.settings.title.as_str(),
        };
        let at = |feed| match agency {
            Some(agency) => agency.at(&AgencyPage::Feed(feed)),
            None => PortalPage::Feed(feed).address(),
        };
        let has_papers = agency.is_none_or(|agency| feeds::has_entries(self.site, agency, None));
        let records = agency.and_then(|agency| Some((agency, self.route?))).and_then(|(agency, route)| {
            let record = match route {
                AgencyPage::Home => DataPage::ApiAgency,
                AgencyPage::Year(year) => DataPage::ApiYear(*year),
                AgencyPage::Item(year, code) => DataPage::ApiItem(*year, code.clone()),
                _ => return None,
            };
            let href = self.to_file(&agency.at(&AgencyPage::Data(record)));
            Some(Alternate { media_type: "application/json", title: "JSON".to_owned(), href })
        });
        let feeds =
            feeds::ADVERTISED.iter().filter(|(feed, _)| has_papers || *feed == Feed::CALENDAR).map(|(feed, word)| {
                Alternate {
                    media_type: feed.format.media_type_in_links(),
                    title: format!("{} {name}", self.word(word)),
                    href: self.to_file(&at(*feed)),
                }
            });
        feeds.chain(records).collect()
    }

    /// What readers of the portal must know of its members before they read any figure.
    fn members_alert(&self) -> Option<LinkView> {
        let members = &self.site.members;
        let count = |states: &[MemberState]| members.iter().filter(|note| states.contains(&note.state)).count();
        let missing = count(&[MemberState::Broken]);
        let old = count(&[MemberState::Behind, MemberState::Kept]);
        let say = |key, count: usize| {
            let shown = self.show.number(i64::try_from(count).unwrap_or(i64::MAX));
            (count > 0).then(|| self.word(key).replace("{}", &shown))
        };
        let said: Vec<String> =
            [say("members_missing", missing), say("members_old", old)].into_iter().flatten().collect();
        let href = self.to(&PortalPage::Members.address());
        (!said.is_empty()).then(|| LinkView { title: said.join(" · "), href })
    }

    /// Chat programs want a whole address. Without a card of its own, a page is shown with that of the theme.
    fn card_address(&self) -> Option<String> {
        let base = self.site.settings.base_url.as_deref()?;
        let common = || self.site.theme.assets.contains_key(CARD).then(|| CARD.to_owned());
        let own = self.card.as_ref().map(|card| card.url.clone());
        Some(absolute(base, &own.or_else(common)?))
    }

    /// The finished page with what no line may part held together.
    pub fn held(&self, html: &str, agency: Option<&Agency>) -> String {
        lines::held(html, &names_of_places(agency))
    }

    /// Renders `template` with the page's view.
    pub fn render<V: Serialize>(&self, template: &str, about: PageAbout<'_>, view: &V) -> Result<Artifact, ThemeError> {
        let site = self.site;
        let mut crumbs = about.trail;
        crumbs.push(Crumb { title: about.title.to_owned(), href: None });
        let own_year = year_of_trail(&crumbs).filter(|year| !about.title.contains(year));
        let of_year = own_year.map(|year| format!("{} {year}", self.word("fiscal_year")));
        let name = about.agency.map(Agency::short_name);
        let name =
            name.filter(|name| *name != about.title && about.agency.is_none_or(|known| known.name() != about.title));
        let code = match self.route {
            Some(AgencyPage::Item(_, code)) => Some(self.show.text(code.as_str())),
            _ => None,
        };
        let full_title = headline::full_title(&TitleParts {
            title: about.title,
            code: code.as_deref(),
            year: of_year.as_deref(),
            bare_year: own_year,
            agency: name,
            site: &site.settings.title,
        });
        let description = headline::description(about.title, of_year.as_deref(), name, about.description);
        let structured = crate::site::structured::of_page(self, &crumbs, about.agency);
        let shell = Shell {
            structured,
            lang: self.lang.code(),
            title: about.title,
            full_title,
            description,
            root: self.linker.root(),
            portable: site.settings.portable,
            stamp: &site.theme.stamp,
            address: site.settings.base_url.as_deref().map(|base| readable(base, self.url)),
            canonical: site.settings.base_url.as_deref().map(|base| absolute(base, self.url)),
            site_title: &site.settings.title,
            is_missing: PortalPage::parse(self.url) == Some(PortalPage::NotFound),
            home: self.to(&PortalPage::Home.address()),
            crumbs: &crumbs,
            nav: self.nav(about.agency),
            footer: self.footer(about.agency),
            agency: about.agency.map(|agency| AgencyBrief {
                name: agency.name().to_owned(),
                short_name: headline::shortened(agency.short_name()),
                href: self.to(&agency.at(&AgencyPage::Home)),
                emblem: self.picture(agency, agency.meta.emblem.as_ref()),
                invented: agency.meta.invented,
            }),
            other_language: self.other_language(),
            languages: self.languages(),
            marks: &site.theme.marks,
            own_style: about
                .agency
                .filter(|agency| crate::site::agency_style::has_style(agency))
                .map(|agency| self.to_file(&agency.at(&AgencyPage::Style))),
            card: self.card_address(),
            own_card: self.card.as_ref().is_some_and(|card| card.is_own),
            operator: site.settings.operator.as_deref(),
            licence: site.settings.licence.as_deref(),
            built: self.show.date(site.settings.date),
            thai_numbers: self.show.digits == crate::thai::Digits::Thai,
            script: site.theme.assets.contains_key("assets/site.js"),
            alternates: self.alternates(about.agency),
            hidden: self.hidden.map(|hidden| match hidden {
                Hidden::Draft => self.word("hidden_draft").to_owned(),
                Hidden::Until(date) => format!("{} {}", self.word("hidden_until"), self.show.date(date)),
            }),
            members_alert: if about.agency.is_none() { self.members_alert() } else { None },
        };
        let mut context = Context::new();
        context.insert("shell", &shell);
        context.insert_value("w", site.theme.words(self.lang.code()));
        context.insert("page", view);
        let html = site.theme.render(template, &context).map_err(|error| error.on_page(&file_of(self.url)))?;
        let mut html = page_text(&html);
        if let Some(marked) = with_used_symbols(&html, &site.theme.marks) {
            html = Cow::Owned(marked);
        }
        if self.lang == Lang::En {
            html = Cow::Owned(crate::site::language::mark_thai(&html));
        }
        let html = self.with_places(self.held(&html, about.agency), about.agency);
        Ok(Artifact { url: self.url.to_owned(), bytes: html.into_bytes(), media_type: HTML })
    }
}
