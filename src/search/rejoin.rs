//! Exchanges the lists of some agencies in an index that is joined: only the shards that say otherwise are written again,
//! from what they said before. Gives the very files that joining all lists gives, or nothing where that is not sure.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::SearchFile;
use super::agency::{IndexLists, IndexOutline, IndexPart};
use super::frame::{IndexFrame, is_large, shards_of};
use super::gram::{Gram, gram_of, gram_text, is_longest, shard_of};
use super::merge::{JoinedIndex, TABLES, entry_size, shard_path, write_entry};
use super::postings::{GramLists, PostingList, Postings, numbers_in};
use super::script::{hash_of, quoted, script};

/// Other lists of one of the agencies.
pub struct ListChange<'c> {
    /// Which of them.
    pub place: usize,
    pub before: &'c IndexLists,
    pub after: &'c IndexLists,
}

/// An index of which some lists were exchanged.
pub struct Rejoined {
    pub files: Vec<SearchFile>,
    /// Paths of those that stay as they are.
    pub stays: Vec<String>,
    pub joined: JoinedIndex,
}

/// The portal's index. `known` is what was remembered when it was joined, with the `before` of each change; `read` gives the
/// bytes of its files as they were written then.
pub fn rejoin<'o>(
    parts: impl Iterator<Item = &'o IndexOutline>,
    known: &JoinedIndex,
    changes: &[ListChange<'_>],
    read: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync),
) -> Option<Rejoined> {
    let mut rejoining = Rejoining { frame: IndexFrame::new(""), known, open: Vec::new(), read, done: Rejoined::new() };
    for (place, part) in parts.enumerate() {
        if rejoining.frame.is_full_before(part) {
            rejoining.close_volume()?;
        }
        let first = rejoining.frame.volume.records;
        rejoining.open.extend(changes.iter().filter(|change| change.place == place).map(|change| (first, change)));
        rejoining.frame.take(part);
        rejoining.done.joined.note(part);
    }
    rejoining.close_volume()?;
    let Rejoining { frame, mut done, .. } = rejoining;
    if done.joined.parts != known.parts || done.joined.volumes.len() != known.volumes.len() {
        return None;
    }
    done.files.extend(frame.finish());
    Some(done)
}

impl Rejoined {
    fn new() -> Self {
        Self { files: Vec::new(), stays: Vec::new(), joined: JoinedIndex::default() }
    }
}

struct Rejoining<'r> {
    frame: IndexFrame,
    known: &'r JoinedIndex,
    /// What changes in the volume that is being filled, and the first record of each.
    open: Vec<(u32, &'r ListChange<'r>)>,
    read: &'r (dyn Fn(&str) -> Option<Vec<u8>> + Sync),
    done: Rejoined,
}

impl Rejoining<'_> {
    fn close_volume(&mut self) -> Option<()> {
        let mut volume = self.known.volumes.get(self.done.joined.volumes.len())?.clone();
        let (base, records) = (self.frame.volume_base(), self.frame.volume.records);
        let count = volume.hashes.len();
        let edits = EntryEdits::of(&std::mem::take(&mut self.open), records)?.by_shard(u32::try_from(count).ok()?);
        let write = |(number, edits): (&u32, &Vec<(Gram, EntryEdit<'_>)>)| {
            let path = shard_path(&base, *number as usize);
            let written = (self.read)(&format!("{path}.js"))?;
            let mut shard = GramShard::read(&path, std::str::from_utf8(&written).ok()?)?;
            let mut grown = 0;
            for (gram, edit) in edits {
                grown += shard.edit(*gram, edit, records)?;
            }
            Some((*number as usize, script(&path, &format!("\"{}#\"", shard.entries.concat())), grown))
        };
        let written: Vec<(usize, SearchFile, i64)> = edits.par_iter().map(write).collect::<Option<_>>()?;
        for (number, file, grown) in written {
            volume.size = volume.size.checked_add_signed(grown)?;
            *volume.hashes.get_mut(number)? = hash_of(&file.bytes);
            self.done.files.push(file);
        }
        // One shard more or less, and each key stands elsewhere.
        if shards_of(usize::try_from(volume.size).ok()?) as usize != count {
            return None;
        }
        let stays = (0..count).filter(|number| u32::try_from(*number).is_ok_and(|number| !edits.contains_key(&number)));
        self.done.stays.extend(stays.map(|number| format!("{}.js", shard_path(&base, number))));
        self.done.files.push(self.frame.close(&volume.hashes));
        self.done.joined.volumes.push(volume);
        Some(())
    }
}

/// What a list says of some records in a row.
struct ListEdit<'e> {
    records: std::ops::Range<u32>,
    after: Option<PostingList<'e>>,
}

type EntryEdit<'e> = [Vec<ListEdit<'e>>; TABLES];

/// By gram.
struct EntryEdits<'e>(BTreeMap<Gram, EntryEdit<'e>>);

impl<'e> EntryEdits<'e> {
    fn of(changes: &[(u32, &'e ListChange<'e>)], records: u32) -> Option<Self> {
        let mut edits = Self(BTreeMap::new());
        for (first, change) in changes {
            let mut first = *first;
            if change.before.0.len() != change.after.0.len() {
                return None;
            }
            for (before, after) in change.before.0.iter().zip(&change.after.0) {
                if before.records != after.records || before.codes != after.codes {
                    return None;
                }
                let next = first.checked_add(after.records).filter(|next| *next <= records)?;
                let tables = |part: &'e IndexPart| [&part.texts, &part.titles, &part.toneless];
                for (table, (before, after)) in tables(before).into_iter().zip(tables(after)).enumerate() {
                    edits.add(table, before, after, first..next, is_large(records));
                }
                first = next;
            }
        }
        Some(edits)
    }

    /// Both are sorted by gram.
    fn add(
        &mut self,
        table: usize,
        before: &'e GramLists,
        after: &'e GramLists,
        records: std::ops::Range<u32>,
        longest: bool,
    ) {
        let (mut before, mut after) = (before.iter().peekable(), after.iter().peekable());
        loop {
            let gram = match (before.peek(), after.peek()) {
                (Some((old, _)), Some((new, _))) => *old.min(new),
                (Some((gram, _)), None) | (None, Some((gram, _))) => *gram,
                (None, None) => break,
            };
            let old = before.next_if(|(known, _)| *known == gram).map(|(_, list)| list);
            let new = after.next_if(|(known, _)| *known == gram).map(|(_, list)| list);
            if old != new && (longest || !is_longest(gram)) {
                let edit = self.0.entry(gram).or_default();
                edit[table].push(ListEdit { records: records.clone(), after: new });
            }
        }
    }

    fn by_shard(self, count: u32) -> BTreeMap<u32, Vec<(Gram, EntryEdit<'e>)>> {
        let mut shards: BTreeMap<u32, Vec<(Gram, EntryEdit<'e>)>> = BTreeMap::new();
        for (gram, edit) in self.0 {
            shards.entry(shard_of(&gram_text(gram), count)).or_default().push((gram, edit));
        }
        shards
    }
}

/// What a shard says: entries of grams in their order, each with its `#`, and those of codes behind them.
struct GramShard {
    entries: Vec<String>,
    /// How many of them are grams'.
    grams: usize,
}

/// A code's key begins with this; no gram has it.
const CODE: char = '=';

impl GramShard {
    fn read(path: &str, text: &str) -> Option<Self> {
        let begins = format!("prongsaiSearch.put({},\"", quoted(path));
        let said = text.strip_prefix(begins.as_str())?.strip_suffix("#\");\n")?;
        let mut parts = said.split('#');
        parts.next().filter(|before| before.is_empty())?;
        let entries: Vec<String> = parts.map(|entry| format!("#{entry}")).collect();
        let grams = entries.iter().position(|entry| key_of(entry).starts_with(CODE)).unwrap_or(entries.len());
        Some(Self { entries, grams })
    }

    /// How much longer the lists are than before.
    fn edit(&mut self, gram: Gram, edit: &EntryEdit<'_>, records: u32) -> Option<i64> {
        let key = gram_text(gram);
        let of_grams = self.entries.get(..self.grams)?;
        let place = of_grams.binary_search_by(|entry| gram_of(key_of(entry)).cmp(&Some(gram)));
        let mut lists = [const { Vec::new() }; TABLES];
        if let Ok(at) = place {
            let written = self.entries.get(at)?.split('!').skip(1);
            for (table, written) in written.enumerate() {
                *lists.get_mut(table)? = numbers_in(written, records)?;
            }
        }
        let before = lists.each_ref().map(|numbers| Postings::of(numbers));
        for (numbers, edits) in lists.iter_mut().zip(edit) {
            for edit in edits {
                let own = edit.records.clone();
                let start = numbers.partition_point(|number| *number < own.start);
                let end = numbers.partition_point(|number| *number < own.end);
                let after = edit.after.map(|list| list.numbers()).into_iter().flatten();
                drop(numbers.splice(start..end, after.map(|number| own.start + number).collect::<Vec<_>>()));
            }
        }
        let after = lists.each_ref().map(|numbers| Postings::of(numbers));
        let shown = after.each_ref().map(Option::as_ref);
        // Titles stand among the texts too.
        let has_entry = shown[0].is_some() || shown[2].is_some();
        if !has_entry && shown[1].is_some() {
            return None;
        }
        let size = |lists| i64::try_from(entry_size(lists)).ok();
        let had = if place.is_ok() { size(before.each_ref().map(Option::as_ref))? } else { 0 };
        let has = if has_entry { size(shown)? } else { 0 };
        let mut entry = String::new();
        write_entry(&key, shown, records, &mut entry);
        match place {
            Ok(at) if has_entry => *self.entries.get_mut(at)? = entry,
            Ok(at) => {
                self.entries.remove(at);
                self.grams -= 1;
            }
            Err(at) if has_entry => {
                self.entries.insert(at, entry);
                self.grams += 1;
            }
            Err(_) => {}
        }
        Some(has - had)
    }
}

fn key_of(entry: &str) -> &str {
    let entry = entry.strip_prefix('#').unwrap_or(entry);
    entry.split_once('!').map_or(entry, |(key, _)| key)
}
