//! Joins the lists of agencies and writes the files that a browser reads. Holds one volume at a time: whole agencies, so
//! that memory and the cost of a query stay bounded however large the portal is.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::SearchFile;
use super::agency::{AgencyIndex, IndexLists, IndexOutline};
use super::frame::{IndexFrame, is_large, shards_of};
use super::gram::{Gram, gram_text, is_longest, shard_of};
use super::postings::{GramMap, Postings};
use super::script::{hash_of, script};

/// The index of an agency alone, or of a portal, whose folder is the site's root.
pub fn merge<'a>(folder: &str, parts: impl Iterator<Item = &'a AgencyIndex>) -> Vec<SearchFile> {
    let mut merger = Merger::new(folder);
    let mut files: Vec<SearchFile> = parts.flat_map(|part| merger.push(part)).collect();
    files.extend(merger.finish().0);
    files
}

impl AgencyIndex {
    /// The agency's own index, under `<agency>/search/`; its texts come from `take_texts`.
    pub fn artifacts(&self) -> Vec<SearchFile> {
        merge(&self.outline.slug, std::iter::once(self))
    }
}

/// What is remembered of joined lists, so that those of one agency can be exchanged in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedIndex {
    /// Whose lists they are, in their order, and how many records each has.
    pub(super) parts: Vec<(String, u32)>,
    pub(super) volumes: Vec<JoinedVolume>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct JoinedVolume {
    /// Of all its lists, by which its shards are counted.
    pub size: u64,
    /// Of each shard.
    pub hashes: Vec<u64>,
}

impl JoinedIndex {
    pub(super) fn note(&mut self, part: &IndexOutline) {
        self.parts.push((part.slug.clone(), part.records));
    }
}

/// A merge that takes agencies one by one and gives each file as soon as it is complete.
pub struct Merger {
    frame: IndexFrame,
    lists: VolumeLists,
    joined: JoinedIndex,
}

impl Merger {
    /// `folder` is an agency's slug, or empty for the portal.
    pub fn new(folder: &str) -> Self {
        Self { frame: IndexFrame::new(folder), lists: VolumeLists::default(), joined: JoinedIndex::default() }
    }

    /// Adds an agency, after all those that came before it, and gives the files of a volume that it completed.
    pub fn push(&mut self, part: &AgencyIndex) -> Vec<SearchFile> {
        let files = if self.frame.is_full_before(&part.outline) { self.close_volume() } else { Vec::new() };
        self.lists.add(&part.lists, self.frame.volume.records);
        self.frame.take(&part.outline);
        self.joined.note(&part.outline);
        files
    }

    /// The last volume, and `root.js`, which a browser reads first.
    pub fn finish(mut self) -> (Vec<SearchFile>, JoinedIndex) {
        let mut files = self.close_volume();
        files.extend(self.frame.finish());
        (files, self.joined)
    }

    fn close_volume(&mut self) -> Vec<SearchFile> {
        let lists = std::mem::take(&mut self.lists);
        let (mut files, volume) = lists.write(&self.frame.volume_base(), self.frame.volume.records);
        files.push(self.frame.close(&volume.hashes));
        self.joined.volumes.push(volume);
        files
    }
}

#[derive(Default)]
struct VolumeLists {
    texts: GramMap<Postings>,
    titles: GramMap<Postings>,
    toneless: GramMap<Postings>,
    codes: BTreeMap<String, Postings>,
}

impl VolumeLists {
    /// Adds an agency's, whose records are numbered from `first`.
    fn add(&mut self, agency: &IndexLists, mut first: u32) {
        for part in &agency.0 {
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
    }

    /// The shards `<base>/0.js` … of so many records.
    fn write(self, base: &str, records: u32) -> (Vec<SearchFile>, JoinedVolume) {
        let grams = self.grams(records);
        let size: usize = grams.par_iter().map(|&gram| self.size(gram)).sum();
        let count = shards_of(size);
        // A portal waits for its last volume alone: shard by shard side by side.
        let keyed = grams.into_par_iter().map(|gram| {
            let key = gram_text(gram);
            (shard_of(&key, count), gram, key)
        });
        let mut of_shards: Vec<Vec<(Gram, String)>> = vec![Vec::new(); count as usize];
        for (shard, gram, key) in keyed.collect::<Vec<_>>() {
            of_shards[shard as usize].push((gram, key));
        }
        let mut of_codes: Vec<Vec<(&String, &Postings)>> = vec![Vec::new(); count as usize];
        for (code, list) in &self.codes {
            of_codes[shard_of(code, count) as usize].push((code, list));
        }
        let written = of_shards.into_par_iter().zip(of_codes).enumerate().map(|(number, (grams, codes))| {
            let mut entries = String::new();
            grams.iter().for_each(|(gram, key)| write_entry(key, self.lists(*gram), records, &mut entries));
            for (code, list) in codes {
                entries.extend(["#", code, "!"]);
                list.write(records, &mut entries);
            }
            let file = script(&shard_path(base, number), &format!("\"{entries}#\""));
            let hash = hash_of(&file.bytes);
            (file, hash)
        });
        let (files, hashes): (Vec<SearchFile>, Vec<u64>) = written.collect::<Vec<_>>().into_iter().unzip();
        (files, JoinedVolume { size: size as u64, hashes })
    }

    fn grams(&self, records: u32) -> Vec<Gram> {
        let mut grams: Vec<Gram> = self.texts.keys().chain(self.toneless.keys()).copied().collect();
        grams.retain(|&gram| is_large(records) || !is_longest(gram));
        grams.sort_unstable();
        grams.dedup();
        grams
    }

    fn lists(&self, gram: Gram) -> [Option<&Postings>; TABLES] {
        [&self.texts, &self.titles, &self.toneless].map(|table| table.get(&gram))
    }

    fn size(&self, gram: Gram) -> usize {
        entry_size(self.lists(gram))
    }
}

/// Texts, titles, and what leaving out tones brings together.
pub(super) const TABLES: usize = 3;

/// Without its ending.
pub(super) fn shard_path(base: &str, number: usize) -> String {
    format!("{base}/{number}")
}

pub(super) fn entry_size(lists: [Option<&Postings>; TABLES]) -> usize {
    8 + lists.into_iter().flatten().map(Postings::size).sum::<usize>()
}

/// A key with what its shard says of it: `#key!texts!titles!toneless`, empty lists at the end left out.
pub(super) fn write_entry(key: &str, lists: [Option<&Postings>; TABLES], records: u32, out: &mut String) {
    out.extend(["#", key]);
    let last = lists.iter().rposition(Option::is_some).unwrap_or(0);
    for list in &lists[..=last] {
        out.push('!');
        if let Some(list) = list {
            list.write(records, out);
        }
    }
}
