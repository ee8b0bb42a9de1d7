//! Lists of record numbers, in the letters in which the browser reads them: each gap to the number before, less one,
//! five bits a letter. `0`–`O` carries on, `]`–`|` ends a number; a server's gzip brings a letter down to its entropy.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use serde::{Deserialize, Serialize};

use super::gram::Gram;

const MORE: u8 = 48;
const END: u8 = 93;

/// Ascending record numbers, written as they come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Postings {
    /// The number after the last one written.
    next: u32,
    pub count: u32,
    letters: String,
}

impl Postings {
    /// `None` of no numbers.
    pub fn of(numbers: &[u32]) -> Option<Self> {
        let mut list = Self::default();
        numbers.iter().for_each(|&number| list.push(number));
        (!numbers.is_empty()).then_some(list)
    }

    /// Adds a number, unless it is the last one added.
    pub fn push(&mut self, number: u32) {
        if let Some(gap) = number.checked_sub(self.next) {
            write_number(&mut self.letters, gap);
            self.next = number + 1;
            self.count += 1;
        }
    }

    /// Adds all of another list, whose numbers count from `offset`.
    pub fn append(&mut self, other: PostingList<'_>, offset: u32) {
        let Some(first_end) = other.letters.bytes().position(|letter| letter >= END) else { return };
        let (first, rest) = other.letters.split_at(first_end + 1);
        let first = offset + Numbers(first.bytes()).next().unwrap_or(0);
        write_number(&mut self.letters, first.saturating_sub(self.next));
        self.letters.push_str(rest);
        self.next = offset + other.next;
        self.count += other.count;
    }

    pub fn as_list(&self) -> PostingList<'_> {
        PostingList { next: self.next, count: self.count, letters: &self.letters }
    }

    /// About as many letters as `write` will use; never fewer.
    pub fn size(&self) -> usize {
        self.letters.len() + 1
    }

    /// What stands in a shard. Of a list of more than half of all, the others are written, behind a `$`.
    pub fn write(&self, total: u32, out: &mut String) {
        if self.count <= total / 2 {
            out.push_str(&self.letters);
            return;
        }
        out.push('$');
        let mut others = Self::default();
        let mut next = 0;
        let mut letters = self.letters.as_bytes();
        loop {
            // One after the other without a gap, as most are in such a list.
            let in_a_row = letters.iter().position(|&letter| letter != END).unwrap_or(letters.len());
            next += u32::try_from(in_a_row).unwrap_or(u32::MAX);
            letters = &letters[in_a_row..];
            let end = letters.iter().position(|&letter| letter >= END).map_or(letters.len(), |last| last + 1);
            let (number, rest) = letters.split_at(end);
            let Some(gap) = Numbers(number.iter().copied()).next() else { break };
            (next..next.saturating_add(gap)).for_each(|other| others.push(other));
            next = next.saturating_add(gap).saturating_add(1);
            letters = rest;
        }
        (next..total).for_each(|other| others.push(other));
        out.push_str(&others.letters);
    }
}

/// The numbers of a list as it stands in a shard; `None`: it is none of so many in all.
pub(super) fn numbers_in(written: &str, total: u32) -> Option<Vec<u32>> {
    let (letters, others) = written.strip_prefix('$').map_or((written, false), |letters| (letters, true));
    let is_whole =
        letters.bytes().all(|letter| (MORE..MORE + 32).contains(&letter) || (END..END + 32).contains(&letter))
            && letters.bytes().last().is_none_or(|last| last >= END);
    let numbers: Vec<u32> = read(letters).collect();
    if !is_whole || numbers.last().is_some_and(|last| *last >= total) {
        return None;
    }
    if !others {
        return Some(numbers);
    }
    let mut left_out = numbers.into_iter().peekable();
    Some((0..total).filter(|number| left_out.next_if_eq(number).is_none()).collect())
}

fn read(letters: &str) -> impl Iterator<Item = u32> {
    Numbers(letters.bytes()).scan(0_u32, |next, gap| {
        let number = next.checked_add(gap)?;
        *next = number + 1;
        Some(number)
    })
}

pub(super) fn write_number(out: &mut String, mut number: u32) {
    while number >= 32 {
        out.push(char::from(MORE + (number & 31) as u8));
        number >>= 5;
    }
    out.push(char::from(END + number as u8));
}

struct Numbers<I>(I);

impl<I: Iterator<Item = u8>> Iterator for Numbers<I> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        let mut shift = 0;
        loop {
            let letter = self.0.next()?;
            let (base, ends) = if letter >= END { (END, true) } else { (MORE, false) };
            number |= u32::from(letter.saturating_sub(base) & 31).checked_shl(shift).unwrap_or(0);
            if ends {
                return Some(number);
            }
            shift += 5;
        }
    }
}

/// Grams are numbers already; one multiplication spreads them.
pub(super) fn mixed(gram: Gram) -> u64 {
    let mixed = gram.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

#[derive(Default)]
pub(super) struct GramHasher(u64);

impl Hasher for GramHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, gram: u64) {
        self.0 = mixed(self.0 ^ gram);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

pub(super) type GramMap<T> = HashMap<Gram, T, BuildHasherDefault<GramHasher>>;

/// A finished list, borrowed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct PostingList<'a> {
    next: u32,
    count: u32,
    letters: &'a str,
}

impl<'a> PostingList<'a> {
    pub fn numbers(self) -> impl Iterator<Item = u32> + use<'a> {
        read(self.letters)
    }
}

/// The lists of many grams while they grow: one line of (gram's place, number) for all of them, laid out by gram at the
/// end, so that the hundred thousand grams of an agency share a few allocations. It is used again for the next agency's:
/// its room grows to what is needed, and what stays small stays near the processor.
#[derive(Default)]
pub(super) struct Gathering {
    /// By the gram's hash; as many as a power of two, at most half of them taken.
    slots: Vec<GramSlot>,
    /// How many grams there are.
    taken: u32,
    line: Vec<(u32, u32)>,
}

/// A gram, the number after the last one added, and its place among the grams as they came. Gram 0 is a free slot.
#[derive(Clone, Copy, Default)]
struct GramSlot {
    gram: Gram,
    next: u32,
    place: u32,
}

const FIRST_SLOTS: usize = 1 << 10;

/// Room for more grams, or for four times as many numbers, is given back: one large agency would hold it until the end.
const MOST_KEPT: usize = 1 << 18;

impl Gathering {
    /// Adds a number to the list of a gram, unless it is the last one there; tells whether it was not.
    pub fn push(&mut self, gram: Gram, number: u32) -> bool {
        if (self.taken as usize + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let at = slot_of(&self.slots, gram);
        let new = self.taken;
        let Some(slot) = self.slots.get_mut(at) else { return false };
        if slot.gram == 0 {
            *slot = GramSlot { gram, next: 0, place: new };
            self.taken += 1;
        }
        if slot.next > number {
            return false;
        }
        slot.next = number + 1;
        self.line.push((slot.place, number));
        true
    }

    pub fn ends_with(&self, gram: Gram, number: u32) -> bool {
        let known = self.slots.get(slot_of(&self.slots, gram));
        known.is_some_and(|slot| slot.gram == gram && slot.next == number + 1)
    }

    fn grow(&mut self) {
        let count = (self.slots.len() * 2).max(FIRST_SLOTS);
        let before = std::mem::replace(&mut self.slots, vec![GramSlot::default(); count]);
        for slot in before.into_iter().filter(|slot| slot.gram != 0) {
            let at = slot_of(&self.slots, slot.gram);
            if let Some(free) = self.slots.get_mut(at) {
                *free = slot;
            }
        }
    }

    /// The lists, sorted by gram. What is left is empty and can be filled again.
    pub fn finish(&mut self) -> GramLists {
        let mut grams: Vec<GramSlot> = self.slots.iter().filter(|slot| slot.gram != 0).copied().collect();
        grams.sort_unstable_by_key(|slot| slot.gram);
        let mut counts = vec![0_u32; grams.len()];
        for &(place, _) in &self.line {
            counts[place as usize] += 1;
        }
        // Where the numbers of each place start, once all of them stand in the order of the grams.
        let mut starts = vec![0_usize; grams.len()];
        let mut start = 0;
        for slot in &grams {
            starts[slot.place as usize] = start;
            start += counts[slot.place as usize] as usize;
        }
        let mut numbers = vec![0_u32; self.line.len()];
        for &(place, number) in &self.line {
            let at = &mut starts[place as usize];
            numbers[*at] = number;
            *at += 1;
        }
        let mut lists = GramLists::default();
        lists.rows.reserve_exact(grams.len());
        let mut rest = numbers.as_slice();
        for GramSlot { gram, next, place } in grams {
            let count = counts[place as usize];
            let (own, others) = rest.split_at(count as usize);
            rest = others;
            let mut after = 0;
            for &number in own {
                write_number(&mut lists.letters, number - after);
                after = number + 1;
            }
            lists.rows.push((gram, next, count, u32::try_from(lists.letters.len()).unwrap_or(u32::MAX)));
        }
        self.clear();
        lists
    }

    fn clear(&mut self) {
        if self.slots.len() > MOST_KEPT || self.line.capacity() > 4 * MOST_KEPT {
            *self = Self::default();
            return;
        }
        self.slots.fill(GramSlot::default());
        self.taken = 0;
        self.line.clear();
    }
}

/// Where a gram stands, or the free slot in which it would.
fn slot_of(slots: &[GramSlot], gram: Gram) -> usize {
    let most = slots.len().wrapping_sub(1);
    // The highest bits of the product: all four letters reach them.
    let mut at = (mixed(gram) >> slots.len().leading_zeros().saturating_add(1).min(63)) as usize & most;
    while slots.get(at).is_some_and(|slot| slot.gram != gram && slot.gram != 0) {
        at = (at + 1) & most;
    }
    at
}

/// The lists of many grams, sorted by gram, in one string.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct GramLists {
    letters: String,
    /// Gram, the number after its last, how many, and where its letters end.
    rows: Vec<(Gram, u32, u32, u32)>,
}

impl GramLists {
    pub fn iter(&self) -> impl Iterator<Item = (Gram, PostingList<'_>)> {
        let mut start = 0;
        self.rows.iter().map(move |&(gram, next, count, end)| {
            let letters = self.letters.get(start..end as usize).unwrap_or_default();
            start = end as usize;
            (gram, PostingList { next, count, letters })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(numbers: &[u32]) -> Postings {
        let mut list = Postings::default();
        numbers.iter().for_each(|&number| list.push(number));
        list
    }

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 2, 34, 35, 1_100, 99_999, 4_000_000];
        let list = list(&numbers);
        assert_eq!(read(&list.letters).collect::<Vec<_>>(), numbers);
        assert!(!list.letters.contains(['\\', '"', '!', '#', '$']));
    }

    #[test]
    fn appending_equals_pushing_in_a_row() {
        let mut joined = list(&[3, 70]);
        joined.append(list(&[0, 5, 2_000]).as_list(), 100);
        joined.append(Postings::default().as_list(), 5_000);
        joined.append(list(&[7]).as_list(), 5_000);
        assert_eq!(joined, list(&[3, 70, 100, 105, 2_100, 5_007]));
    }

    #[test]
    fn a_list_of_most_is_written_by_its_gaps() {
        let mut written = String::new();
        list(&[0, 1, 2, 4, 5, 6, 7]).write(9, &mut written);
        assert_eq!(written.strip_prefix('$').map(|rest| read(rest).collect()), Some(vec![3, 8]));
        for (first, last, total) in [(0, 90, 90), (40, 90, 91), (0, 50, 90), (1, 99, 100)] {
            let numbers: Vec<u32> = (first..last).filter(|number| !(60..62).contains(number)).collect();
            let mut written = String::new();
            list(&numbers).write(total, &mut written);
            let others: Vec<u32> = (0..total).filter(|number| !numbers.contains(number)).collect();
            assert_eq!(written.strip_prefix('$').map(|rest| read(rest).collect()), Some(others));
        }
    }

    #[test]
    fn gathered_lists_come_sorted_and_whole() {
        let mut gathering = Gathering::default();
        for (gram, number) in [(9, 0), (3, 0), (9, 0), (9, 4), (3, 70), (9, 70)] {
            gathering.push(gram, number);
        }
        assert!(gathering.ends_with(9, 70) && !gathering.ends_with(9, 4) && !gathering.ends_with(1, 0));
        let lists = gathering.finish();
        let read: Vec<(Gram, Vec<u32>)> =
            lists.iter().map(|(gram, list)| (gram, read(list.letters).collect())).collect();
        assert_eq!(read, [(3, vec![0, 70]), (9, vec![0, 4, 70])]);
    }
}
