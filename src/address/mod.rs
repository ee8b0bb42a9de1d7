//! Everything that a browser can fetch, and where it stands: the only place that spells an address or reads one back.
//! A leaf: knows `thai` and no other module. What is at an address, and whether a site has it at all, others decide.

mod agency;
mod chart;
mod code;
mod data;
mod form;
mod paper;
mod portal;

pub use agency::{AgencyPage, CardOf};
pub use chart::{ChartKind, ChartRef};
pub use code::ItemCode;
pub use data::{DIGEST_INDEX, DataFile, DataForm, DataPage, PORTAL_TABLES, Scope, TABLES, digest_file, round_word};
pub use form::{PAGE_FILE, file_of, is_page, of_file, rooted, rooted_in};
pub use paper::{Feed, FeedFormat, Grouping, PaperKind};
pub use portal::{HostConfig, PortalChart, PortalData, PortalPage, member_folder};

/// The language of a page. The Thai tree begins at the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    Th,
    En,
}

const ENGLISH: &str = "en/";
/// Files of the theme; they bring their own names.
const ASSETS: &str = "assets/";
/// The program's files of the search, beside its page.
const SEARCH: &str = "search/";
/// Of several, the second ends with `-2.html`.
const SEARCH_LIST: &str = "files";
/// What a whole site is called in data, where it is a single agency without a folder.
const ONLY_AGENCY: &str = "agency";

impl Lang {
    pub fn code(self) -> &'static str {
        match self {
            Lang::Th => "th",
            Lang::En => "en",
        }
    }

    /// Where the tree of this language begins.
    pub fn prefix(self) -> &'static str {
        match self {
            Lang::Th => "",
            Lang::En => ENGLISH,
        }
    }

    /// The tree in which an address stands, and the address inside it.
    pub fn of(url: &str) -> (Self, &str) {
        match url.strip_prefix(ENGLISH) {
            Some(bare) => (Lang::En, bare),
            None => (Lang::Th, url),
        }
    }
}

/// Where everything of an agency stands: `na-kok/`, or the root where the site is a single agency.
pub fn folder_of(slug: &str) -> String {
    if slug.is_empty() { String::new() } else { format!("{slug}/") }
}

/// The name of an agency in addresses of data: its folder, or a fixed word where the whole site is one agency.
pub fn agency_name(slug: &str) -> &str {
    if slug.is_empty() { ONLY_AGENCY } else { slug }
}

/// What an agency is called in data: its folder; where the whole site is one agency, its name and place, so that the data
/// of two such sites can be put together.
pub fn agency_id(slug: &str, name: &str, place: [Option<&str>; 2]) -> String {
    if !slug.is_empty() {
        return slug.to_owned();
    }
    let parts = std::iter::once(Some(name)).chain(place).flatten().map(crate::thai::slug::slug);
    let id = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if id.is_empty() { ONLY_AGENCY.to_owned() } else { id }
}

/// Where a document stands, by the file without its ending: `na-kok/2564/plan` → `na-kok/2564/plan/`. `agency`, `portal`
/// and `index` stand for their folder.
pub fn of_document(folder: &str, stem: &str) -> String {
    let mut url = String::with_capacity(folder.len() + stem.len() + 2);
    for part in [folder, if matches!(stem, "agency" | "portal" | "index") { "" } else { stem }] {
        if !part.is_empty() {
            url.push_str(part);
            url.push('/');
        }
    }
    url
}

/// Where the search keeps its files, the portal's or an agency's; without a slash at the end.
pub fn search_folder(slug: &str) -> String {
    format!("{}{}", folder_of(slug), SEARCH.trim_end_matches('/'))
}

/// Whether a file of the search may stand at this address.
pub fn is_search_file(url: &str) -> bool {
    let below = || url.starts_with(SEARCH) || url.contains("/search/");
    let is_list = |name: &str| {
        let number = name.strip_prefix(SEARCH_LIST).and_then(|rest| rest.strip_suffix(".html"));
        number.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('-').is_some_and(is_number))
    };
    (url.ends_with(".js") && below())
        || url
            .rsplit_once(SEARCH)
            .is_some_and(|(before, name)| (before.is_empty() || before.ends_with('/')) && is_list(name))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The page that names all files of the search, of an agency or, where there is none, of the whole site; the first of
/// several leads to the others.
pub fn search_list(slug: &str) -> String {
    numbered_search_list(slug, 1)
}

pub fn numbered_search_list(slug: &str, number: usize) -> String {
    let rest = if number > 1 { format!("-{number}") } else { String::new() };
    format!("{}/{SEARCH_LIST}{rest}.html", search_folder(slug))
}

/// An address and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    Portal(PortalPage),
    Agency(AgencyPage),
    /// Files that only their maker names one by one: of the theme, of the search, and the English tree.
    Folder(&'static str),
}

/// Why an old address, from its root or whole, cannot lead anywhere on a site of plain files; in Thai.
pub fn unfit_old(address: &str) -> Option<&'static str> {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => address,
    };
    if path.starts_with("//") || path.trim_matches('/').contains("//") {
        return Some("มี / ซ้อนกัน");
    }
    if path.contains(['?', '#']) {
        return Some("มี ? หรือ # ซึ่งเว็บที่เป็นไฟล์ล้วนแยกไม่ออก");
    }
    if path.chars().any(|letter| letter.is_control() || "\\<>:\"|*{}^`$".contains(letter)) {
        return Some("มีอักขระที่ใช้ในที่อยู่ไม่ได้ เช่น : * หรือ {");
    }
    let path = path.trim_matches('/');
    if matches!(path, "" | PAGE_FILE) {
        return Some("เป็นหน้าแรกของเว็บ ซึ่งมีหน้าของตัวเอง");
    }
    let is_bad = |part: &str| {
        let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
        part.starts_with(' ')
            || part.ends_with(['.', ' '])
            || part.len() > 200
            || part.eq_ignore_ascii_case(".prongsai")
            || matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
            || (stem.len() == 4
                && (stem.starts_with("com") || stem.starts_with("lpt"))
                && stem.ends_with(|c: char| c.is_ascii_digit()))
    };
    path.split('/').any(is_bad).then_some("มีส่วนที่เก็บเป็นชื่อโฟลเดอร์ไม่ได้ เช่น .. หรือชื่อสงวนของ Windows")
}

/// What the program itself puts at an address of the portal's, or where it would stand in the way of `url`: a file
/// where `url` wants a folder.
pub fn portals_own(url: &str) -> Option<Address> {
    let folder = [ENGLISH, ASSETS].into_iter().find(|folder| is_inside(url, folder));
    let folder = folder.or_else(|| is_search_file(url).then_some(SEARCH).filter(|search| url.starts_with(search)));
    folder.map(Address::Folder).or_else(|| standing(url, PortalPage::parse).map(Address::Portal))
}

/// The same of an agency's, and of what stands beside it where the site is this agency alone.
pub fn agencys_own(slug: &str, url: &str) -> Option<Address> {
    let below = url.strip_prefix(folder_of(slug).as_str())?;
    if is_search_file(below) && below.starts_with(SEARCH) {
        return Some(Address::Folder(SEARCH));
    }
    let own = standing(below, |at| AgencyPage::parse(&format!("{}{at}", folder_of(slug)), slug)).map(Address::Agency);
    let beside = || portals_own(url).filter(|own| !matches!(own, Address::Portal(page) if !page.is_of_every_site()));
    own.or_else(|| if slug.is_empty() { beside() } else { None })
}

fn is_inside(url: &str, folder: &str) -> bool {
    url.starts_with(folder) || url == folder.trim_end_matches('/')
}

/// What is known at `url`, at the folder that is called like the file `url`, or as a file on the way to it.
fn standing<P>(url: &str, known: impl Fn(&str) -> Option<P>) -> Option<P> {
    let other = match url.strip_suffix('/') {
        Some(file) => file.to_owned(),
        None => format!("{url}/"),
    };
    let ways = url.match_indices('/').map(|(at, _)| &url[..at]);
    known(url).or_else(|| known(&other)).or_else(|| ways.into_iter().find_map(&known))
}

/// Whether a folder of this name would stand where the portal has pages of its own.
pub fn is_portals_folder(name: &str) -> bool {
    // A disk that ignores letter case takes `API` for `api`, and the home page is a file like any other.
    let name = name.to_lowercase();
    name == PAGE_FILE
        || name == ENGLISH.trim_end_matches('/')
        || name == ASSETS.trim_end_matches('/')
        || PortalPage::first_parts().any(|first| first == name && !first.is_empty())
}

/// The first part of every address that the program may give to something of its own: in a portal, or where the site is
/// a single agency.
pub fn first_parts(is_portal: bool) -> Box<dyn Iterator<Item = &'static str>> {
    let folders = [ENGLISH, ASSETS].into_iter().map(|folder| folder.trim_end_matches('/'));
    if is_portal {
        Box::new(PortalPage::first_parts().chain(folders))
    } else {
        Box::new(AgencyPage::first_parts().chain(PortalPage::first_parts_of_every_site()).chain(folders))
    }
}

/// The part of an address before its first slash.
fn first_part(url: &'static str) -> &'static str {
    url.split('/').next().unwrap_or(url)
}

#[cfg(test)]
mod tests;
