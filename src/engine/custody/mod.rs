//! Sites of others under one portal: what a site gives away of its agencies, and what a portal takes from such sites.
//! A member keeps its sources and its pages; the portal has only digests, and believes none of them unlooked at: they come
//! from other hands. Fetches nothing itself; whoever calls says how a file of a member is had.

mod digest_checks;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::address::{DIGEST_INDEX, digest_file, member_folder};
use crate::check::{AgencyName, Located, locate};
use crate::digest::{self, Store};
use crate::engine::Engine;
use crate::finding::{Finding, code};
use crate::output::{FileRecord, Hash};
use crate::search::SearchRecord;
use crate::site::{AgencySite, AgencySummary, MemberNote, MemberState, Site, search_records};
use crate::source::meta::MemberPlace;
use crate::span::Spanned;
use crate::thai::Date;

const FORMAT: &str = "prongsai-digest";
/// Enough for all authorities of the country.
const LARGEST_INDEX: u64 = 8 << 20;
/// An authority with thousands of pages has a tenth of this.
const LARGEST_DIGEST: u64 = 64 << 20;
/// All digests of one site together: a hundred thousand bytes for every authority of the country are less.
const LARGEST_SITE: u64 = 1 << 30;
const MOST_AGENCIES: usize = 10_000;

/// What a site says first to a portal above it.
#[derive(Debug, Serialize, Deserialize)]
pub struct DigestIndex {
    format: String,
    version: u32,
    title: String,
    base_url: Option<String>,
    /// The day for which the site was made.
    date: String,
    /// The next day on which it changes by itself.
    next_change: Option<String>,
    agencies: Vec<DigestEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestEntry {
    slug: String,
    name: String,
    sha256: String,
    bytes: u64,
}

impl DigestEntry {
    pub fn of(summary: &AgencySummary, file: FileRecord) -> Self {
        let (slug, name) = (summary.slug.clone(), summary.name.clone());
        Self { slug, name, sha256: file.hash.to_string(), bytes: file.size }
    }
}

impl DigestIndex {
    /// The file that a site with these agencies gives away.
    pub fn file(site: &Site, next_change: Option<Date>, agencies: Vec<DigestEntry>) -> (&'static str, Vec<u8>) {
        let index = Self {
            format: FORMAT.to_owned(),
            version: digest::VERSION,
            title: site.settings.title.clone(),
            base_url: site.settings.base_url.clone(),
            date: site.settings.date.iso(),
            next_change: next_change.map(Date::iso),
            agencies,
        };
        (DIGEST_INDEX, serde_json::to_vec_pretty(&index).unwrap_or_default())
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        let bad = || "ผลย่อของเว็บนี้อ่านไม่ได้".to_owned();
        let known: serde_json::Value = serde_json::from_slice(bytes).map_err(|_| bad())?;
        if known["format"] != FORMAT {
            return Err(bad());
        }
        if known["version"] != digest::VERSION {
            return Err("ผลย่อของเว็บนี้สร้างด้วยโปรแกรมคนละรุ่น ให้ผู้ดูแลสร้างเว็บใหม่ด้วยรุ่นเดียวกัน".to_owned());
        }
        let index: Self = serde_json::from_value(known).map_err(|_| bad())?;
        let slugs: BTreeSet<&str> = index.agencies.iter().map(|agency| agency.slug.as_str()).collect();
        let is_day = |day: &str| Date::parse(day).is_ok_and(|read| read.iso() == day);
        let in_all = index.agencies.iter().fold(0, |sum: u64, agency| sum.saturating_add(agency.bytes));
        let is_whole = index.agencies.len() <= MOST_AGENCIES
            && in_all <= LARGEST_SITE
            && slugs.len() == index.agencies.len()
            && index.agencies.iter().all(|agency| digest_checks::is_folder(&agency.slug))
            && digest_checks::is_line(&index.title)
            && is_day(&index.date)
            && index.next_change.as_deref().is_none_or(is_day);
        if is_whole { Ok(index) } else { Err(bad()) }
    }
}

/// What a site gives away of one agency: all that the pages of a portal need of it.
#[derive(Serialize, Deserialize)]
struct AgencyDigest {
    summary: AgencySummary,
    /// What search is told of it. The portal makes its own index: lists from other hands are not joined with its own.
    records: Vec<SearchRecord>,
}

fn name_of(slug: &str) -> String {
    Hash::of(slug.as_bytes()).short()
}

/// The place of an agency's digest in the site.
pub fn path_of(slug: &str) -> String {
    digest_file(&name_of(slug))
}

/// The bytes that a site gives away of an agency.
pub fn digest_of(site: &Site, agency: &AgencySite, summary: &AgencySummary) -> Vec<u8> {
    let mut records = search_records::records(site, &agency.agency);
    // A site of one agency also answers for pages that every site has.
    records.retain(|record| !record.agency_name.is_empty());
    let given = AgencyDigest { summary: summary.clone(), records };
    digest::sealed(&[&postcard::to_allocvec(&given).unwrap_or_default()], None)
}

/// A site of others, as far as it could be had.
struct MemberSite {
    place: Spanned<MemberPlace>,
    note: MemberNote,
    /// Where its pages stand, without a slash at the end.
    host: String,
    /// Names its folder in this site.
    key: String,
    agencies: Vec<MemberAgency>,
    /// All that it gave, also what is counted elsewhere: kept for the day when it cannot be had.
    given: Vec<String>,
    why: Option<String>,
}

struct MemberAgency {
    slug: String,
    hash: Hash,
}

/// One agency of a member.
#[derive(Clone, Copy)]
pub struct MemberAgencyRef<'m> {
    member: &'m MemberSite,
    agency: &'m MemberAgency,
}

/// How a file of a member is had: its path, and the most bytes that are taken. `None`: there is none.
pub type GetFile<'g> = dyn FnMut(&str, u64) -> Result<Option<Vec<u8>>, String> + 'g;

/// The sites of others under a portal, and where their digests are kept.
pub struct MemberSites {
    store: Store,
    list: Vec<MemberSite>,
    /// Name and place of everybody who is counted already.
    counted: BTreeSet<[String; 3]>,
    /// Agencies that two sites have: the place of the second, its name.
    twice: Vec<(Spanned<MemberPlace>, String)>,
}

impl MemberSites {
    pub fn new<'n>(store: Store, own: impl Iterator<Item = &'n AgencyName>) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let counted = own.map(|agency| [agency.name.clone(), text(&agency.amphoe), text(&agency.province)]).collect();
        Self { store, list: Vec::new(), counted, twice: Vec::new() }
    }

    /// Takes a member over as it is now; where that cannot be had, as it was when it last could.
    pub fn take(&mut self, place: &Spanned<MemberPlace>, today: Date, get: &mut GetFile<'_>) {
        let key = place.value.as_written().to_owned();
        let (index, why) = match self.fetched(get) {
            Ok((index, bytes)) => {
                self.store.put(&key, &[&bytes]);
                (Some(index), None)
            }
            Err(why) => (self.kept(&key), Some(why)),
        };
        let address = match &place.value {
            MemberPlace::Address(address) => Some(address.clone()),
            MemberPlace::Folder(_) => None,
        };
        let known = index.and_then(|index| {
            let host = address.clone().or_else(|| digest_checks::host_of(index.base_url.as_deref()?))?;
            Some((index, host))
        });
        let why = match (&known, why) {
            (None, None) => Some("เว็บนี้ไม่ได้บอก base_url จึงไม่รู้ว่าหน้าอยู่ที่ใด".to_owned()),
            (_, why) => why,
        };
        let Some((index, host)) = known else {
            let title = place.value.as_written().to_owned();
            let note = MemberNote { title, href: address, date: None, agencies: 0, state: MemberState::Broken };
            let (key, agencies, given) = (String::new(), Vec::new(), Vec::new());
            self.list.push(MemberSite { place: place.clone(), note, host: String::new(), key, agencies, given, why });
            return;
        };
        let mut agencies = Vec::new();
        for entry in &index.agencies {
            let Some(hash) = Hash::parse(&entry.sha256) else { continue };
            let Some(given) = self.digest(&hash).and_then(|bytes| digest_checks::read(&bytes)) else { continue };
            let text = |text: Option<String>| text.unwrap_or_default();
            let AgencySummary { name, amphoe, province, .. } = given.summary;
            match self.counted.insert([name.clone(), text(amphoe), text(province)]) {
                true => agencies.push(MemberAgency { slug: entry.slug.clone(), hash }),
                false => self.twice.push((place.clone(), name)),
            }
        }
        let is_behind =
            index.next_change.as_ref().and_then(|day| Date::parse(day).ok()).is_some_and(|day| day <= today);
        let state = match (&why, is_behind) {
            (Some(_), _) => MemberState::Kept,
            (None, true) => MemberState::Behind,
            (None, false) => MemberState::Fresh,
        };
        let (href, date) = (Some(format!("{host}/")), Some(index.date));
        let note = MemberNote { title: index.title, href, date, agencies: agencies.len(), state };
        let key = Hash::of(host.as_bytes()).short();
        let given = index.agencies.into_iter().map(|entry| entry.sha256).collect();
        self.list.push(MemberSite { place: place.clone(), note, host, key, agencies, given, why });
    }

    /// The index of a member and, kept from now on, all its digests; those that are here already are not fetched.
    fn fetched(&self, get: &mut GetFile<'_>) -> Result<(DigestIndex, Vec<u8>), String> {
        let none =
            || "ไม่มีผลย่อ (api/v1/digest/) ให้ผู้ดูแลเติม `digests: true` ใน portal.md หรือ agency.md แล้วสร้างเว็บใหม่".to_owned();
        let bytes = get(DIGEST_INDEX, LARGEST_INDEX)?.ok_or_else(none)?;
        let index = DigestIndex::read(&bytes)?;
        for agency in &index.agencies {
            let broken = || format!("ผลย่อของ `{}` หาย ขาด หรือไม่ตรงกับลายนิ้วมือที่เว็บนั้นบอก", agency.slug);
            let hash = Hash::parse(&agency.sha256).ok_or_else(broken)?;
            let known = self.digest(&hash).filter(|bytes| bytes.len() as u64 == agency.bytes);
            let bytes = match known {
                Some(bytes) => bytes,
                None if agency.bytes > LARGEST_DIGEST => return Err(format!("ผลย่อของ `{}` ใหญ่เกินไป", agency.slug)),
                None => {
                    let bytes = get(&path_of(&agency.slug), agency.bytes)?.ok_or_else(broken)?;
                    if bytes.len() as u64 != agency.bytes || Hash::of(&bytes) != hash {
                        return Err(broken());
                    }
                    bytes
                }
            };
            let given = digest_checks::read(&bytes).filter(|given| given.summary.slug == agency.slug);
            given.ok_or_else(|| format!("ผลย่อของ `{}` มีค่าที่เป็นไปไม่ได้", agency.slug))?;
            self.store.put(&hash.to_string(), &[&bytes]);
        }
        Ok((index, bytes))
    }

    /// The member as it last could be had, whole.
    fn kept(&self, key: &str) -> Option<DigestIndex> {
        let index = DigestIndex::read(&self.store.get(key)?.section(0)?).ok()?;
        let is_here = |agency: &DigestEntry| {
            let bytes = Hash::parse(&agency.sha256).and_then(|hash| self.digest(&hash));
            bytes.is_some_and(|bytes| digest_checks::read(&bytes).is_some_and(|it| it.summary.slug == agency.slug))
        };
        index.agencies.iter().all(is_here).then_some(index)
    }

    fn digest(&self, hash: &Hash) -> Option<Vec<u8>> {
        self.store.get(&hash.to_string())?.section(0).filter(|bytes| Hash::of(bytes) == *hash)
    }

    /// What the portal's pages tell of its members.
    pub fn notes(&self) -> Vec<MemberNote> {
        self.list.iter().map(|member| member.note.clone()).collect()
    }

    pub fn agencies(&self) -> impl Iterator<Item = MemberAgencyRef<'_>> {
        let of = |member| move |agency| MemberAgencyRef { member, agency };
        self.list.iter().flat_map(move |member| member.agencies.iter().map(of(member)))
    }

    /// What the portal needs of an agency: its summary and its records, with all addresses whole, and its folder here.
    pub fn agency(&self, wanted: MemberAgencyRef<'_>) -> Option<(AgencySummary, Vec<SearchRecord>, String)> {
        let MemberAgencyRef { member, agency } = wanted;
        let AgencyDigest { mut summary, mut records } = digest_checks::read(&self.digest(&agency.hash)?)?;
        let whole = |url: &mut String| *url = format!("{}/{url}", member.host);
        summary.host.clone_from(&member.host);
        summary.papers.iter_mut().for_each(|paper| whole(&mut paper.url));
        summary.dates.iter_mut().for_each(|date| whole(&mut date.url));
        records.iter_mut().for_each(|record| whole(&mut record.url));
        // Old addresses and maps for search engines are the member's own affair.
        summary.redirects.clear();
        Some((summary, records, member_folder(&member.key, &name_of(&agency.slug))))
    }

    /// What is to be said of members that could not be had as they are.
    pub fn findings(&self, engine: &Engine) -> Vec<Located> {
        let mut findings: Vec<Finding> = self.list.iter().filter_map(told).collect();
        findings.extend(self.twice.iter().map(|(place, name)| {
            let message = format!("`{name}` มีอยู่แล้วในเว็บรวมนี้ จึงไม่นับซ้ำจาก `{}`", place.value.as_written());
            Finding::of(code::L052, place.span, message)
                .english(format!("`{name}` is counted once although two sites have it"))
                .help("ให้เหลือที่เดียว หรือแก้ชื่อ อำเภอ และจังหวัดใน agency.md ของเว็บใดเว็บหนึ่งให้ถูก")
        }));
        let home = engine.site.portal.home.as_ref();
        locate(&findings, &|file| {
            home.filter(|home| home.file == file).map(|home| (home.path.clone(), home.text.clone()))
        })
    }

    /// Digests of what is no member any more are taken away.
    pub fn sweep(&self) {
        let hashes = self.list.iter().flat_map(|member| member.given.iter().map(String::as_str));
        let places = self.list.iter().map(|member| member.place.value.as_written());
        self.store.sweep(hashes.chain(places));
    }
}

fn told(member: &MemberSite) -> Option<Finding> {
    let (place, why) = (member.place.value.as_written(), member.why.as_deref().unwrap_or(""));
    let date = member.note.date.as_deref().and_then(|day| Date::parse(day).ok()).map(Date::long).unwrap_or_default();
    let finding = match member.note.state {
        MemberState::Fresh => return None,
        MemberState::Behind => Finding::of(
            code::L051,
            member.place.span,
            format!("เว็บสมาชิก `{place}` สร้างไว้เมื่อ {date} และมีเรื่องที่ถึงกำหนดเปลี่ยนหลังจากนั้น"),
        )
        .english(format!("the member `{place}` should have been built anew since"))
        .help("แจ้งผู้ดูแลเว็บนั้นให้ตั้งเวลาสร้างใหม่ ตามวันที่ที่ `prongsai due` บอก"),
        MemberState::Kept => Finding::of(
            code::L051,
            member.place.span,
            format!("เว็บสมาชิก `{place}` ใช้ไม่ได้ตอนนี้ จึงใช้สำเนาของเว็บวันที่ {date}: {why}"),
        )
        .english(format!("the member `{place}` cannot be had now; its last good copy is shown"))
        .help("หน้าเว็บรวมบอกผู้อ่านไว้แล้วว่าเป็นสำเนา ลองสั่งอีกครั้ง หรือแจ้งผู้ดูแลเว็บนั้น"),
        MemberState::Broken => Finding::of(code::L050, member.place.span, format!("เว็บสมาชิก `{place}` ใช้ไม่ได้: {why}"))
            .english(format!("the member `{place}` cannot be had, and no copy of it is kept"))
            .help("ลองสั่งอีกครั้ง หรือสร้างเว็บรวมโดยไม่มีหน่วยงานของเว็บนั้นด้วย --keep-going (หน้าเว็บจะบอกว่าขาด)"),
    };
    Some(finding)
}
