//! What of an index stands in no list: which agencies its volumes hold, what their records can be filtered by, and the files
//! that a browser reads first. The same whether lists are joined anew or taken over.

use std::collections::BTreeMap;

use super::agency::{COLUMNS, FacetColumn, IndexOutline};
use super::file_list::FileList;
use super::gram::{LONGEST, shard_of};
use super::postings::write_number;
use super::script::{hash_of, quoted, quoted_list, script, stamp, stamp_of};
use super::variants::{fillers, variants};
use super::{RecordKind, SearchFile};
use crate::address::search_folder;

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

pub(super) fn is_large(records: u32) -> bool {
    records > LARGE
}

/// How many shards lists of this size in all are parted into.
pub(super) fn shards_of(size: usize) -> u32 {
    let shard = if size <= SMALL { SHARD_OF_SMALL } else { SHARD };
    u32::try_from(size.div_ceil(shard)).unwrap_or(u32::MAX).max(1)
}

pub(super) struct IndexFrame {
    slug: String,
    base: String,
    pub volume: VolumeOutline,
    volumes: u32,
    stamps: String,
    list: FileList,
    /// Folded name → volume and record of each home that bears it.
    names: BTreeMap<String, Vec<(u32, u32)>>,
}

/// The agencies of one volume.
pub(super) struct VolumeOutline {
    pub records: u32,
    agencies: Vec<String>,
    columns: [FacetColumn; COLUMNS + 1],
}

impl Default for VolumeOutline {
    fn default() -> Self {
        Self { records: 0, agencies: Vec::new(), columns: [(); COLUMNS + 1].map(|()| FacetColumn::new()) }
    }
}

impl IndexFrame {
    /// `folder` is an agency's slug, or empty for the portal.
    pub fn new(folder: &str) -> Self {
        Self {
            slug: folder.to_owned(),
            base: search_folder(folder),
            volume: VolumeOutline::default(),
            volumes: 0,
            stamps: String::new(),
            list: FileList::default(),
            names: BTreeMap::new(),
        }
    }

    /// The folder of the volume that is being filled.
    pub fn volume_base(&self) -> String {
        format!("{}/{}", self.base, self.volumes)
    }

    /// Whether the volume is complete before this agency.
    pub fn is_full_before(&self, part: &IndexOutline) -> bool {
        self.volume.records > 0 && self.volume.records.saturating_add(part.records) > VOLUME
            || self.volume.agencies.len() >= AGENCIES
    }

    pub fn take(&mut self, part: &IndexOutline) {
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
    }

    /// Ends the volume, whose shards have these hashes; gives `<base>/meta.js`.
    pub fn close(&mut self, shards: &[u64]) -> SearchFile {
        let volume = std::mem::take(&mut self.volume);
        let meta = volume.meta(&self.volume_base(), shards.len());
        let stamp = stamp_of(shards.iter().copied().chain([hash_of(&meta.bytes)]));
        if self.volumes > 0 {
            self.stamps.push(',');
        }
        self.stamps.push_str(&quoted(&stamp));
        (0..shards.len()).for_each(|shard| self.list.add(&format!("{}/{shard}", self.volumes), &stamp));
        self.list.add(&format!("{}/meta", self.volumes), &stamp);
        self.volumes += 1;
        meta
    }

    /// `root.js`, which a browser reads first, and what belongs to no volume.
    pub fn finish(mut self) -> Vec<SearchFile> {
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
        let mut files = vec![script(&format!("{}/root", self.base), &data)];
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
}

impl VolumeOutline {
    fn add(&mut self, agency: &IndexOutline) {
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

    fn meta(&self, base: &str, shards: usize) -> SearchFile {
        let columns: Vec<String> = self.columns.iter().map(column).collect();
        let longest = if is_large(self.records) { LONGEST } else { LONGEST - 1 };
        let meta = format!(
            "{{n:{},s:{shards},l:{longest},a:[{}],f:[{}]}}",
            self.records,
            self.agencies.join(","),
            columns.join(",\n")
        );
        script(&format!("{base}/meta"), &meta)
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
