//! Lists of record numbers, in the letters in which the browser reads them: each gap to the number before, less one,
//! five bits a letter. `0`–`O` carries on, `]`–`|` ends a number; a server's gzip brings a letter down to its entropy.

use serde::{Deserialize, Serialize};

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
    /// Adds a number, unless it is the last one added.
    pub fn push(&mut self, number: u32) {
        if let Some(gap) = number.checked_sub(self.next) {
            write_number(&mut self.letters, gap);
            self.next = number + 1;
            self.count += 1;
        }
    }

    pub fn ends_with(&self, number: u32) -> bool {
        self.next == number + 1
    }

    /// Adds all of another list, whose numbers count from `offset`.
    pub fn append(&mut self, other: &Self, offset: u32) {
        let Some(first_end) = other.letters.bytes().position(|letter| letter >= END) else { return };
        let (first, rest) = other.letters.split_at(first_end + 1);
        let first = offset + Numbers(first.bytes()).next().unwrap_or(0);
        write_number(&mut self.letters, first.saturating_sub(self.next));
        self.letters.push_str(rest);
        self.next = offset + other.next;
        self.count += other.count;
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
        for number in read(&self.letters) {
            (next..number).for_each(|other| others.push(other));
            next = number + 1;
        }
        (next..total).for_each(|other| others.push(other));
        out.push_str(&others.letters);
    }
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
        joined.append(&list(&[0, 5, 2_000]), 100);
        joined.append(&Postings::default(), 5_000);
        joined.append(&list(&[7]), 5_000);
        assert_eq!(joined, list(&[3, 70, 100, 105, 2_100, 5_007]));
    }

    #[test]
    fn a_list_of_most_is_written_by_its_gaps() {
        let mut written = String::new();
        list(&[0, 1, 2, 4, 5, 6, 7]).write(9, &mut written);
        assert_eq!(written.strip_prefix('$').map(|rest| read(rest).collect()), Some(vec![3, 8]));
    }
}
