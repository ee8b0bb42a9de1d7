//! What the content folder remembers of earlier publishing: addresses that were promised, what changed and when, and
//! where old addresses lead. Text formats and what follows from them; reads no disk and knows no page.

pub mod changes;
pub mod ledger;
pub mod redirect_list;
pub mod redirects;

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Findings, code};
use crate::span::{FileId, LineStarts, Span};
use changes::{CHANGES_PATH, Changes};
use ledger::{LEDGER_PATH, Ledger};
use redirect_list::{REDIRECTS_PATH, RedirectList};

#[derive(Clone, Debug, Default)]
pub struct Record {
    pub ledger: Ledger,
    pub changes: Changes,
    /// From `_redirects.txt`, exact.
    pub redirects: BTreeMap<String, String>,
    /// Where `_redirects.txt` has the rule of an old address.
    pub places: BTreeMap<String, Span>,
    /// `_redirects.txt` as written, to show a line of it.
    pub redirects_text: String,
}

impl Record {
    /// `text` gives the words of a file beside the content; lines that cannot be read are findings.
    pub fn read(
        mut text: impl FnMut(&str, &mut Findings) -> String,
        base_url: Option<&str>,
        findings: &mut Findings,
    ) -> Self {
        let ledger_text = text(LEDGER_PATH, findings);
        let (ledger, bad) = Ledger::read(&ledger_text);
        let numbers = bad.into_iter().map(|bad| bad.line);
        let example = "/na-kok/2564/⇥2026-11-21⇥2026-11-21⇥ชื่อเรื่อง (⇥ คือแท็บ)";
        findings.extend(unreadable(LEDGER_PATH, &ledger_text, numbers, example));
        let changes_text = text(CHANGES_PATH, findings);
        let (changes, numbers) = Changes::read(&changes_text);
        let example = "2026-11-21⇥published⇥/na-kok/⇥0123abcd⇥ชื่อเรื่อง⇥เหตุผล (⇥ คือแท็บ)";
        findings.extend(unreadable(CHANGES_PATH, &changes_text, numbers, example));
        let list_text = text(REDIRECTS_PATH, findings);
        let mut list = RedirectList::read(&list_text, base_url);
        let numbers = list.bad.iter().copied();
        findings.extend(unreadable(REDIRECTS_PATH, &list_text, numbers, "/ที่อยู่เดิม/ /ที่อยู่ใหม่/"));
        let starts = LineStarts::of(&list_text);
        let place = |number: usize| line(REDIRECTS_PATH, &list_text, &starts, number);
        findings.extend(list.take_circles().into_iter().map(|number| {
            Finding::of(
                code::L024,
                place(number),
                format!("บรรทัดที่ {number} ของ `{REDIRECTS_PATH}` พาวนกลับมาที่เดิม จึงไม่ใช้"),
            )
            .english("a redirect leads in a circle")
            .help("ชี้ไปที่หน้าที่มีอยู่จริง เช่น `/ที่อยู่เดิม/ /na-kok/2564/`")
        }));
        findings.extend(list.idle(&ledger).into_iter().map(|number| {
            let message = format!("บรรทัดที่ {number} ของ `{REDIRECTS_PATH}` ไม่มีผล เพราะไม่มีที่อยู่ที่เคยเผยแพร่ใดขึ้นต้นเช่นนั้น");
            Finding::of(code::L025, place(number), message)
                .english("a redirect with `*` matches nothing in the publishing record")
                .help("สั่ง `prongsai ledger` ก่อนย้ายหน้า หรือเขียนทีละที่อยู่ เช่น `/na-ok/2564/ /na-kok/2564/`")
        }));
        let redirects = list.expanded(&ledger);
        let lines = list.pairs.iter().zip(&list.lines).map(|((from, _), number)| (from.clone(), place(*number)));
        let places = lines.collect();
        Self { ledger, changes, redirects, places, redirects_text: list_text }
    }

    /// The redirects of `_redirects.txt` whose old address stands below an agency: `na-kok/`.
    pub fn redirects_below(&self, base: &str) -> impl Iterator<Item = (&String, &String)> {
        let start = format!("/{base}");
        self.redirects.range(start.clone()..).take_while(move |(from, _)| from.starts_with(&start))
    }

    /// Those that belong to none of these agencies: old folders, and the portal's own pages.
    pub fn redirects_beside<'a>(&self, slugs: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
        let bases: BTreeSet<&str> = slugs.collect();
        let is_below = |from: &str| {
            let folders = from.match_indices('/').map(|(at, _)| &from[1.min(at)..at]);
            bases.contains("") || folders.into_iter().any(|folder| !folder.is_empty() && bases.contains(folder))
        };
        let beside = self.redirects.iter().filter(|(from, _)| !is_below(from));
        beside.map(|(from, to)| (from.clone(), to.clone())).collect()
    }
}

fn unreadable(path: &str, text: &str, numbers: impl IntoIterator<Item = usize>, example: &str) -> Vec<Finding> {
    let starts = LineStarts::of(text);
    let told = |number: usize| {
        Finding::of(code::L022, line(path, text, &starts, number), format!("บรรทัดที่ {number} ของ `{path}` อ่านไม่ได้"))
            .english("a line of the publishing record cannot be read")
            .help(format!("ตัวอย่างที่ถูก: `{example}`"))
    };
    numbers.into_iter().map(told).collect()
}

/// Line `number`, counted from 1, of a file beside the content.
fn line(path: &str, text: &str, starts: &LineStarts, number: usize) -> Span {
    let start = starts.start_of(number.saturating_sub(1)).unwrap_or(text.len());
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    Span::new(FileId::of(path), start, end)
}

/// What the site has now, gathered agency by agency, to be compared with the ledger at the end.
#[derive(Debug, Default)]
pub struct Presence {
    current: BTreeSet<String>,
    redirects: BTreeMap<String, String>,
}

impl Presence {
    pub fn add(&mut self, addresses: impl IntoIterator<Item = String>) {
        self.current.extend(addresses);
    }

    /// Every redirect of the site, exact.
    pub fn lead_on(&mut self, redirects: BTreeMap<String, String>) {
        self.redirects = redirects;
    }

    /// Rules of `_redirects.txt` whose page the site does not have. Addresses of files, and other languages, follow the pages.
    pub fn lead_nowhere(&self, record: &Record) -> Vec<Finding> {
        let is_here = |to: &str| self.current.contains(to) || self.redirects.contains_key(to);
        let rules = record.redirects.iter().filter_map(|(from, to)| {
            let bare = to.split(['#', '?']).next().unwrap_or(to);
            let is_page = bare.starts_with('/') && bare.ends_with('/') && !bare.starts_with("/en/");
            let place = record.places.get(from).copied()?;
            (is_page && !is_here(bare)).then_some((place, to))
        });
        rules
            .map(|(place, to)| {
                Finding::of(code::L026, place, format!("ที่อยู่ใหม่ `{to}` ไม่มีในเว็บ ผู้อ่านจะพบหน้าว่าง"))
                    .english(format!("the redirect's target `{to}` does not exist"))
                    .help("แก้ให้ตรงกับหน้าที่มีอยู่ โดยคัดลอกจากแถบที่อยู่ของเบราว์เซอร์ เช่น `/na-kok/2564/`")
            })
            .collect()
    }

    /// Published addresses that are gone, and redirects that stand in the way of a page; with the text that the findings
    /// speak of: the ledger as it would be written, so that lines are found whatever a merge left in the file.
    pub fn vanished(&self, ledger: &Ledger) -> (Vec<Finding>, String) {
        let current: BTreeSet<&str> = self.current.iter().map(String::as_str).collect();
        let vanished = ledger.vanished(&current, &self.redirects);
        if vanished.is_empty() {
            return Default::default();
        }
        let text = ledger.to_text();
        let file = FileId::of(LEDGER_PATH);
        let mut places: BTreeMap<&str, Span> = BTreeMap::new();
        let mut at = 0;
        for row in text.split_inclusive('\n') {
            if let Some((address, _)) = row.split_once('\t').filter(|(address, _)| address.starts_with('/')) {
                places.insert(address, Span::new(file, at, at + address.len()));
            }
            at += row.len();
        }
        let told = |gone: &ledger::Vanished<'_>| {
            let span = places.get(gone.address).copied().unwrap_or(Span::whole_file(file));
            let title = if gone.entry.title.is_empty() { String::new() } else { format!(" ({})", gone.entry.title) };
            let message = match &gone.redirected_to {
                Some(to) => format!("ที่อยู่ `{}`{title} เปลี่ยนทางไปที่ `{to}` ซึ่งไม่มีในเว็บ", gone.address),
                None => format!("ที่อยู่ `{}`{title} เคยเผยแพร่แล้ว แต่ไม่มีในเว็บอีก", gone.address),
            };
            Finding::of(code::L020, span, message)
                .english(format!("the published address `{}` has vanished", gone.address))
                .help(format!(
                    "ถ้าย้ายไปแล้ว เติม `redirect_from: [{0}]` ในส่วนหัวของเอกสารใหม่ \
                     หรือเพิ่มบรรทัด `{0} /ที่อยู่ใหม่/` ใน content/{REDIRECTS_PATH}",
                    gone.address
                ))
        };
        let findings = vanished.iter().map(told).collect();
        (findings, text)
    }
}
