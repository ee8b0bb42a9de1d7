//! What search is told of the pages beside the agencies: the author's own, those that every site has, and the places.
//! Words of the agencies' own pages are left to those.

use crate::address::{Lang, PortalData, PortalPage};
use crate::model::AgencySummary;
use crate::search::{RecordKind, SearchRecord};
use crate::site::ground::Site;
use crate::site::page::Page;
use crate::site::pages::{codes_title, words_of};
use crate::site::routes::portal_routes;
use crate::site::{places, prose};

pub fn records(site: &Site, summaries: &[AgencySummary]) -> Vec<SearchRecord> {
    let routes = portal_routes(site, summaries);
    let thai = routes.iter().filter(|route| route.lang == Lang::Th);
    thai.filter_map(|route| {
        let page = Page::new(site, route.lang, &route.url);
        let (title, text) = match &route.page {
            PortalPage::Document(at) => {
                let document = site.portal.pages.get(*at)?;
                (prose::title(&page, document), super::body_text(document))
            }
            PortalPage::Place(province) => {
                let parts = places::parts(summaries, province);
                let names: Vec<&str> = match parts.is_empty() {
                    true => places::in_province(summaries, province).map(|summary| summary.name.as_str()).collect(),
                    false => parts.iter().map(|part| part.amphoe).collect(),
                };
                (places::name_of(&page, province).into_owned(), names.join("\n"))
            }
            PortalPage::Amphoe { province, amphoe, part } => {
                let parts = places::parts(summaries, province);
                let here = parts.iter().find(|known| known.amphoe == amphoe && known.part == *part)?;
                let names: Vec<&str> = here.agencies.iter().map(|summary| summary.name.as_str()).collect();
                (format!("{}{amphoe} {}", page.word("amphoe"), places::name_of(&page, province)), names.join("\n"))
            }
            PortalPage::Compare | PortalPage::Codes | PortalPage::SiteMap | PortalPage::Members => {
                (page.word(route.page.title_word()).to_owned(), String::new())
            }
            PortalPage::CodesOf(letter) => (codes_title(&page, *letter), String::new()),
            PortalPage::Data(data) if route.page.is_page() => {
                (page.word(PortalPage::Data(data.clone()).title_word()).to_owned(), String::new())
            }
            about if PortalPage::ABOUT.contains(about) => {
                (page.word(about.title_word()).to_owned(), words_of(&page, about))
            }
            _ => return None,
        };
        let is_place = matches!(route.page, PortalPage::Place(_) | PortalPage::Amphoe { .. });
        Some(SearchRecord {
            url: route.url.clone(),
            title,
            code: None,
            kind: if is_place { RecordKind::Summary } else { RecordKind::Page },
            agency: String::new(),
            agency_name: String::new(),
            year: None,
            dimension: None,
            status: None,
            text,
            heads: asked_for(&route.page).iter().map(|word| (*word).to_owned()).collect(),
            facts: Vec::new(),
        })
    })
    .collect()
}

/// Words by which people ask for a page that calls itself otherwise.
fn asked_for(page: &PortalPage) -> &'static [&'static str] {
    match page {
        PortalPage::Method => &["วิธีคิดคะแนน", "วิธีคำนวณคะแนน", "สูตร"],
        PortalPage::AboutData => &["ที่มาของข้อมูล", "แหล่งข้อมูล", "สัญญาอนุญาต"],
        PortalPage::Accessibility => &["คนพิการ", "โปรแกรมอ่านหน้าจอ"],
        PortalPage::Privacy => &["นโยบายความเป็นส่วนตัว", "คุกกี้", "PDPA", "ข้อมูลส่วนบุคคล"],
        PortalPage::Glossary => &["คำศัพท์", "อภิธานศัพท์", "ความหมายของคำ", "นิยามศัพท์"],
        PortalPage::Compare => &["เปรียบเทียบ", "เทียบ อบต.", "จัดอันดับ"],
        PortalPage::Data(PortalData::Home) => &["ดาวน์โหลด", "CSV", "Excel", "open data"],
        PortalPage::Data(PortalData::Api) => &["JSON", "นักพัฒนา"],
        _ => &[],
    }
}
