//! Joins the indexes of agencies and writes the files that a browser reads. Holds one volume at a time: whole
//! agencies, up to `VOLUME` records, so that memory and the cost of a query stay bounded however large the portal is.

use crate::address::search_folder;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::agency::{AgencyIndex, COLUMNS, FacetColumn};
use super::file_list::FileList;
use super::gram::{Gram, LONGEST, gram_text, is_longest, shard_of};
use super::postings::{GramMap, Postings, write_number};
use super::script::{quoted, quoted_list, script, stamp};
use super::variants::{fillers, variants};
use super::{RecordKind, SearchFile};

/// A bit for each record of a volume is 2 KB: the most that the list of any gram can cost, packed.
const VOLUME: u32 = 16_384;

/// Names and stamps of so many agencies are the largest part of what a first question reads of a volume, however little
/// each of them has.
const AGENCIES: usize = 512;

/// From here on a volume is large: its lists are long, so it also holds the longest grams, which leave fewer false
/// candidates. A small one should not be many files.
const LARGE: u32 = 2_000;

/// The size aimed at for a shard of grams, unpacked: the thousands of files of a portal fill their blocks of a disk. A
/// query reads about eight, a long title forty.
const SHARD: usize = 3_200;

/// An index of no more than this costs little even when a question reads all of it: it is a few files rather than many,
/// which each take up whole blocks of a disk.
const SMALL: usize = 64_000;
const SHARD_OF_SMALL: usize = 16_000;

/// Of a portal of several volumes: the most homes told under one name. There are 96 tambons of the commonest name.
const MOST_OF_A_NAME: usize = 100;

/// What the script says, in the order in which it knows them.
const WORDING: [&str; 14] = [
    "ทั้งหมด",
    "ค้นต่อในหน่วยงานอื่น",
    "ไม่พบ",
    "ไม่พบคำที่ตรง แสดงคำใกล้เคียง:",
    "พบ",
    "พบประมาณ",
    "อาจพบไม่เกิน",
    "รายการ",
    "แสดงเพิ่ม",
    "คำสะกดอื่น",
    "ใกล้เคียง",
    "ตรงที่สุด",
    "กรองผล",
    "หมายถึง",
];

const FACETS: [&str; COLUMNS + 1] = ["หน่วยงาน", "ชนิดเอกสาร", "ปีงบประมาณ", "มิติ", "สถานะ"];

/// The index of an agency alone, or of a portal, whose folder is the site's root.
pub fn merge<'a>(folder: &str, parts: impl Iterator<Item = &'a AgencyIndex>) -> Vec<SearchFile> {
    let mut merger = Merger::new(folder);
    let mut files: Vec<SearchFile> = parts.flat_map(|part| merger.push(part)).collect();
    files.extend(merger.finish());
    files
}

impl AgencyIndex {
    /// The agency's own index, under `<agency>/search/`; its texts come from `take_texts`.
    pub fn artifacts(&self) -> Vec<SearchFile> {
        merge(&self.slug, std::iter::once(self))
    }
}

/// A merge that takes agencies one by one and gives each file as soon as it is complete.
pub struct Merger {
    slug: String,
    base: String,
    volume: Volume,
    volumes: u32,
    stamps: String,
    list: FileList,
    /// Folded name → volume and record of each home that bears it.
    names: BTreeMap<String, Vec<(u32, u32)>>,
}

impl Merger {
    /// `folder` is an agency's slug, or empty for the portal.
    pub fn new(folder: &str) -> Self {
        Self {
            slug: folder.to_owned(),
            base: search_folder(folder),
            volume: Volume::default(),
            volumes: 0,
            stamps: String::new(),
            list: FileList::default(),
            names: BTreeMap::new(),
        }
    }

    /// Adds an agency, after all those that came before it, and gives the files of a volume that it completed.
    pub fn push(&mut self, part: &AgencyIndex) -> Vec<SearchFile> {
        let full = self.volume.records > 0 && self.volume.records.saturating_add(part.records) > VOLUME
            || self.volume.agencies.len() >= AGENCIES;
        let files = if full { self.close_volume() } else { Vec::new() };
        for (name, record) in &part.names {
            let homes = self.names.entry(name.clone()).or_default();
            if homes.len() < MOST_OF_A_NAME {
                homes.push((self.volumes, self.volume.records + record));
            }
        }
        self.volume.add(part);
        // Texts of other folders stand in the lists of their own.
        if part.slug == self.slug {
            (0..part.text_files.len()).for_each(|at| self.list.add(&format!("t{at}"), &part.stamp));
        }
        files
    }

    /// The last volume, and `root.js`, which a browser reads first.
    pub fn finish(mut self) -> Vec<SearchFile> {
        let mut files = self.close_volume();
        let named = self.name_files();
        let kinds: Vec<String> =
            RecordKind::ALL.iter().map(|kind| format!("{}:{}", quoted(kind.label()), kind.group())).collect();
        let variants: Vec<String> =
            variants().iter().map(|group| quoted_list(group.iter().map(String::as_str))).collect();
        let names_stamp = stamp(named.iter().map(|file| file.bytes.as_slice()));
        let data = format!(
            "{{v:[{}],n:[{},{}],f:{},g:{},k:{{{}}},m:{},w:{},x:[{}]}}",
            self.stamps,
            named.len(),
            quoted(&names_stamp),
            quoted_list(FACETS.into_iter()),
            quoted_list(RecordKind::GROUPS.into_iter()),
            kinds.join(","),
            quoted_list(WORDING.into_iter()),
            quoted(&fillers()),
            variants.join(","),
        );
        files.push(script(&format!("{}/root", self.base), &data));
        self.list.add("root", "");
        (0..named.len()).for_each(|at| self.list.add(&format!("names/{at}"), &names_stamp));
        files.extend(named);
        files.push(self.list.page(&self.slug));
        files
    }

    /// `<base>/names/0.js` …: which volumes hold the homes of a name, so that an authority's name is put to its own
    /// volume first. One volume needs none.
    fn name_files(&self) -> Vec<SearchFile> {
        if self.volumes < 2 {
            return Vec::new();
        }
        let size: usize = self.names.iter().map(|(name, homes)| name.len() + 6 * homes.len()).sum();
        let count = u32::try_from(size.div_ceil(SHARD)).unwrap_or(u32::MAX).max(1);
        let mut shards = vec![String::new(); count as usize];
        for (name, homes) in &self.names {
            let shard = &mut shards[shard_of(name, count) as usize];
            shard.extend(["#", name, "!"]);
            for &(volume, record) in homes {
                write_number(shard, volume);
                write_number(shard, record);
            }
        }
        let numbered = shards.iter().enumerate();
        numbered.map(|(at, names)| script(&format!("{}/names/{at}", self.base), &format!("\"{names}#\""))).collect()
    }

    fn close_volume(&mut self) -> Vec<SearchFile> {
        let volume = std::mem::take(&mut self.volume);
        let (files, stamp) = volume.write(&format!("{}/{}", self.base, self.volumes));
        if self.volumes > 0 {
            self.stamps.push(',');
        }
        self.stamps.push_str(&quoted(&stamp));
        let below = format!("{}/", self.base);
        for file in &files {
            let path = file.path.strip_prefix(&below).unwrap_or(&file.path);
            self.list.add(path.trim_end_matches(".js"), &stamp);
        }
        self.volumes += 1;
        files
    }
}

struct Volume {
    records: u32,
    agencies: Vec<String>,
    columns: [FacetColumn; COLUMNS + 1],
    texts: GramMap<Postings>,
    titles: GramMap<Postings>,
    toneless: GramMap<Postings>,
    codes: BTreeMap<String, Postings>,
}

impl Default for Volume {
    fn default() -> Self {
        Self {
            records: 0,
            agencies: Vec::new(),
            columns: [(); COLUMNS + 1].map(|()| FacetColumn::new()),
            texts: GramMap::default(),
            titles: GramMap::default(),
            toneless: GramMap::default(),
            codes: BTreeMap::new(),
        }
    }
}

impl Volume {
    fn add(&mut self, agency: &AgencyIndex) {
        let mut first = self.records;
        for part in &agency.parts {
            let tables = [
                (&mut self.texts, &part.texts),
                (&mut self.titles, &part.titles),
                (&mut self.toneless, &part.toneless),
            ];
            for (table, lists) in tables {
                for (gram, list) in lists.iter() {
                    table.entry(gram).or_default().append(list, first);
                }
            }
            for (code, list) in &part.codes {
                self.codes.entry(code.clone()).or_default().append(list.as_list(), first);
            }
            first += part.records;
        }
        for _ in 0..agency.records {
            self.columns[0].push(&agency.name);
        }
        for (column, added) in self.columns[1..].iter_mut().zip(&agency.columns) {
            for &value in &added.values {
                column.push(added.labels.get(value as usize).map_or("", String::as_str));
            }
        }
        let mut counts = String::new();
        agency.text_files.iter().for_each(|&count| write_number(&mut counts, count));
        // With its slash, so that a single agency at the root needs no case of its own.
        let folder = if agency.slug.is_empty() { String::new() } else { format!("{}/", agency.slug) };
        self.agencies.push(format!("[{},{},{}]", quoted(&folder), quoted(&agency.stamp), quoted(&counts)));
        self.records += agency.records;
    }

    /// `<base>/meta.js` and the shards `<base>/0.js` …; with the stamp of them all.
    fn write(self, base: &str) -> (Vec<SearchFile>, String) {
        let grams = self.grams();
        let size: usize = grams.par_iter().map(|&gram| self.size(gram)).sum();
        let longest = if self.is_large() { LONGEST } else { LONGEST - 1 };
        let shard = if size <= SMALL { SHARD_OF_SMALL } else { SHARD };
        let count = u32::try_from(size.div_ceil(shard)).unwrap_or(u32::MAX).max(1);
        // A portal waits for its last volume alone: shard by shard side by side.
        let keyed = grams.into_par_iter().map(|gram| {
            let key = gram_text(gram);
            (shard_of(&key, count), gram, key)
        });
        let mut of_shards: Vec<Vec<(Gram, String)>> = vec![Vec::new(); count as usize];
        for (shard, gram, key) in keyed.collect::<Vec<_>>() {
            of_shards[shard as usize].push((gram, key));
        }
        let written = of_shards.into_par_iter().map(|grams| {
            let mut shard = String::new();
            grams.iter().for_each(|(gram, key)| self.write_entry(*gram, key, &mut shard));
            shard
        });
        let mut shards: Vec<String> = written.collect();
        for (code, list) in &self.codes {
            let shard = &mut shards[shard_of(code, count) as usize];
            shard.extend(["#", code, "!"]);
            list.write(self.records, shard);
        }
        let mut files: Vec<SearchFile> = shards
            .iter()
            .enumerate()
            .map(|(number, entries)| script(&format!("{base}/{number}"), &format!("\"{entries}#\"")))
            .collect();
        let columns: Vec<String> = self.columns.iter().map(column).collect();
        let meta = format!(
            "{{n:{},s:{count},l:{longest},a:[{}],f:[{}]}}",
            self.records,
            self.agencies.join(","),
            columns.join(",\n")
        );
        files.push(script(&format!("{base}/meta"), &meta));
        let stamp = stamp(files.iter().map(|file| file.bytes.as_slice()));
        (files, stamp)
    }

    fn is_large(&self) -> bool {
        self.records > LARGE
    }

    fn grams(&self) -> Vec<Gram> {
        let mut grams: Vec<Gram> = self.texts.keys().chain(self.toneless.keys()).copied().collect();
        grams.retain(|&gram| self.is_large() || !is_longest(gram));
        grams.sort_unstable();
        grams.dedup();
        grams
    }

    fn lists(&self, gram: Gram) -> [Option<&Postings>; 3] {
        [&self.texts, &self.titles, &self.toneless].map(|table| table.get(&gram))
    }

    fn size(&self, gram: Gram) -> usize {
        8 + self.lists(gram).into_iter().flatten().map(Postings::size).sum::<usize>()
    }

    /// A key with what its shard says of it: `#key!texts!titles!toneless`, empty lists at the end left out.
    fn write_entry(&self, gram: Gram, key: &str, out: &mut String) {
        out.extend(["#", key]);
        let lists = self.lists(gram);
        let last = lists.iter().rposition(Option::is_some).unwrap_or(0);
        for list in &lists[..=last] {
            out.push('!');
            if let Some(list) = list {
                list.write(self.records, out);
            }
        }
    }
}

/// A facet: its labels, and the value of each record as runs of (value, length).
fn column(column: &FacetColumn) -> String {
    let mut runs = String::new();
    for run in column.values.chunk_by(|one, other| one == other) {
        write_number(&mut runs, run.first().copied().unwrap_or(0));
        write_number(&mut runs, u32::try_from(run.len()).unwrap_or(0));
    }
    format!("[{},{}]", quoted_list(column.labels.iter().map(String::as_str)), quoted(&runs))
}
