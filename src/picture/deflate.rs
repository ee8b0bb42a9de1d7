//! Lines of pixels → blocks of a zlib stream, each packed by itself, which are joined as they stand. Knows what a general packer
//! has to search for: most of a line stands in the line above it, most of the rest is one colour, and letters come again.

use super::prefix_code::{BitStream, ByteSums, CodeBits, MOST_BITS, PrefixCode};

/// The shortest copy that costs fewer bits than its bytes as they stand.
const SHORTEST: usize = 5;
const LONGEST: usize = 258;
/// How far back a copy may reach.
const FARTHEST: usize = 32_768;
/// Of the table of what stood where.
const TABLE_BITS: u32 = 13;
const END: usize = 256;
const LETTERS: usize = 286;
const DISTANCES: usize = 30;
/// The first symbol of a copy, and how many there are.
const COPIES: usize = 257;
/// How many long copies of blank lines a block is made for.
const BLANK_COPIES: u32 = 60;
/// The most bits of a code of the lengths of codes.
const MOST_LENGTH_BITS: u8 = 7;

/// A byte as it stands, or so many of so far before: the distance above nine bits of length; without distance, the byte.
#[derive(Clone, Copy)]
struct PackStep(u32);

impl PackStep {
    fn copy(length: usize, distance: usize) -> Self {
        Self((distance as u32) << 9 | length as u32)
    }

    fn distance(self) -> u32 {
        self.0 >> 9
    }

    fn length(self) -> u32 {
        self.0 & 0x1ff
    }
}

/// Lines that are packed: a block without its end, to which blank lines can be added.
#[derive(Debug)]
pub struct PackedLines {
    bits: BitStream,
    /// A blank byte, copies of the byte before, and the end of the block, in its own code.
    blank: CodeBits,
    copies: [CodeBits; LETTERS - COPIES],
    nearest: CodeBits,
    end: CodeBits,
    sums: ByteSums,
}

/// What packing needs room for, kept from one to the next.
pub struct LinePacker {
    steps: Vec<PackStep>,
    /// Where four bytes were last seen, counted from the first byte that this packer ever saw.
    last_seen: Vec<u32>,
    seen: u32,
}

impl LinePacker {
    pub fn new() -> Self {
        Self { steps: Vec::new(), last_seen: vec![0; 1 << TABLE_BITS], seen: 1 }
    }

    /// `line`: how many bytes a line has.
    pub fn pack(&mut self, bytes: &[u8], line: usize) -> PackedLines {
        self.steps.clear();
        self.read(bytes, line);
        self.block(ByteSums::of(bytes))
    }

    fn read(&mut self, bytes: &[u8], line: usize) {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        if self.seen.checked_add(length).is_none() {
            self.last_seen.fill(0);
            self.seen = 1;
        }
        let first = self.seen;
        let mut at = 0;
        while let Some(here) = eight(bytes, at) {
            let (mut length, mut distance) = (0, 0);
            for back in [line, 1] {
                if let Some(from) = at.checked_sub(back)
                    && back <= FARTHEST
                {
                    let same = alike(bytes, from, at, here);
                    if same > length {
                        (length, distance) = (same, back);
                    }
                }
            }
            let own = slot(here);
            if length < 24
                // What was seen of other lines, packed before, is out of reach.
                && let Some(from) = self.last_seen[own].checked_sub(first)
                && at - from as usize <= FARTHEST
            {
                let again = alike(bytes, from as usize, at, here);
                // A distance that is rare costs more bits.
                if again > length + 1 {
                    (length, distance) = (again, at - from as usize);
                }
            }
            self.last_seen[own] = first + at as u32;
            if length < SHORTEST {
                self.steps.push(PackStep(u32::from(bytes[at])));
                at += 1;
                continue;
            }
            // Where a long copy begins and ends, something new may begin the next time.
            let inside = if length <= 16 { at + 1..at + length } else { at + 1..at + 8 };
            for place in inside {
                if let Some(there) = eight(bytes, place) {
                    self.last_seen[slot(there)] = first + place as u32;
                }
            }
            self.steps.push(PackStep::copy(length, distance));
            at += length;
        }
        self.steps.extend(bytes.iter().skip(at).map(|byte| PackStep(u32::from(*byte))));
        self.seen = first.saturating_add(length);
    }

    /// With codes of its own.
    fn block(&self, sums: ByteSums) -> PackedLines {
        let (mut of_letters, mut of_distances) = ([0u32; LETTERS], [0u32; DISTANCES]);
        for step in &self.steps {
            if step.distance() == 0 {
                of_letters[step.0 as usize & 0xff] += 1;
            } else {
                of_letters[length_code(step.length()).0] += 1;
                of_distances[distance_code(step.distance()).0] += 1;
            }
        }
        of_letters[END] = 1;
        // Blank lines of any number can follow.
        for symbol in std::iter::once(0).chain(COPIES..LETTERS) {
            of_letters[symbol] = of_letters[symbol].max(1);
        }
        of_letters[LETTERS - 1] += BLANK_COPIES;
        of_distances[0] += BLANK_COPIES;
        let (letters, distances) = (PrefixCode::of(&of_letters, MOST_BITS), PrefixCode::of(&of_distances, MOST_BITS));
        let mut bits = BitStream::default();
        // Not the last, with codes of its own.
        bits.put(0b100, 3);
        tables(&mut bits, &letters.codes, &distances.codes);
        for step in &self.steps {
            if step.distance() == 0 {
                bits.put_code(letters.codes[step.0 as usize & 0xff]);
                continue;
            }
            // All four parts at once: they have 48 bits at most.
            let (symbol, extra, more) = length_code(step.length());
            let code = letters.codes[symbol];
            let mut count = u32::from(code.count);
            let mut both = u64::from(code.bits) | u64::from(extra) << count;
            count += more;
            let (symbol, extra, more) = distance_code(step.distance());
            let code = distances.codes[symbol];
            both |= u64::from(code.bits) << count;
            count += u32::from(code.count);
            both |= u64::from(extra) << count;
            bits.put(both, count + more);
        }
        PackedLines {
            bits,
            blank: letters.codes[0],
            copies: std::array::from_fn(|at| letters.codes[COPIES + at]),
            nearest: distances.codes[0],
            end: letters.codes[END],
            sums,
        }
    }
}

/// A zlib stream to which packed lines are added.
pub struct ZlibStream<'l> {
    bits: BitStream,
    sums: ByteSums,
    /// Whose block is not closed yet.
    open: &'l PackedLines,
}

impl<'l> ZlibStream<'l> {
    pub fn begun(first: &'l PackedLines) -> Self {
        let mut bits = BitStream::default();
        // A window of 32 KB, no dictionary.
        bits.put(0x0178, 16);
        bits.append(&first.bits);
        Self { bits, sums: ByteSums::BEGUN.then(&first.sums), open: first }
    }

    /// So many bytes of blank lines.
    pub fn blank(&mut self, bytes: usize) {
        self.sums = self.sums.then(&ByteSums { bytes: bytes as u64, one: 0, other: 0 });
        let Some(mut left) = bytes.checked_sub(1) else { return };
        self.bits.put_code(self.open.blank);
        while left > 0 {
            match left {
                1..3 => {
                    self.bits.put_code(self.open.blank);
                    left -= 1;
                }
                _ => {
                    let length = left.min(LONGEST);
                    let (symbol, extra, count) = length_code(length as u32);
                    self.bits.put_code(self.open.copies[symbol - COPIES]);
                    self.bits.put(u64::from(extra), count);
                    self.bits.put_code(self.open.nearest);
                    left -= length;
                }
            }
        }
    }

    pub fn add(&mut self, lines: &'l PackedLines) {
        self.bits.put_code(self.open.end);
        self.bits.append(&lines.bits);
        self.sums = self.sums.then(&lines.sums);
        self.open = lines;
    }

    pub fn finish(mut self) -> Vec<u8> {
        self.bits.put_code(self.open.end);
        // An empty block in the code that every reader knows, the last.
        self.bits.put(0b011, 10);
        let mut packed = self.bits.into_bytes();
        packed.extend(self.sums.adler().to_be_bytes());
        packed
    }
}

fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()).map(u64::from_le_bytes)
}

/// Where the first four of these bytes are looked up.
fn slot(eight: u64) -> usize {
    ((eight as u32).wrapping_mul(0x9e37_79b1) >> (32 - TABLE_BITS)) as usize
}

/// How many bytes from two places on are the same; `here` are those at the second.
fn alike(bytes: &[u8], from: usize, at: usize, here: u64) -> usize {
    let mut here = here;
    let mut same = 0;
    while let Some(there) = eight(bytes, from + same) {
        let differ = there ^ here;
        if differ != 0 {
            return LONGEST.min(same + differ.trailing_zeros() as usize / 8);
        }
        same += 8;
        match eight(bytes, at + same) {
            Some(next) if same < LONGEST => here = next,
            _ => break,
        }
    }
    let rest = bytes.get(at + same..).unwrap_or_default().iter();
    let known = bytes.get(from + same..).unwrap_or_default();
    LONGEST.min(same + rest.zip(known).take(8).take_while(|(one, other)| one == other).count())
}

/// Symbol, further bits and how many they are.
type SymbolBits = (usize, u32, u32);

fn length_code(length: u32) -> SymbolBits {
    match length {
        258 => (285, 0, 0),
        3..=10 => (254 + length as usize, 0, 0),
        _ => {
            let value = length.wrapping_sub(3) & 0xff;
            let extra = value.max(8).ilog2() - 2;
            let steps = (value >> extra) & 3;
            ((extra * 4 + steps + 261) as usize, value & ((1 << extra) - 1), extra)
        }
    }
}

fn distance_code(distance: u32) -> SymbolBits {
    let value = distance.wrapping_sub(1);
    if value < 4 {
        return (value as usize, 0, 0);
    }
    let extra = value.ilog2() - 1;
    let half = (value >> extra) & 1;
    ((extra * 2 + half + 2) as usize, value & ((1 << extra) - 1), extra)
}

/// The lengths of both codes, runs of zeros in short, in a code of their own.
fn tables(out: &mut BitStream, letters: &[CodeBits], distances: &[CodeBits]) {
    const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    let lengths: Vec<u8> = letters.iter().chain(distances).map(|code| code.count).collect();
    let mut symbols: Vec<SymbolBits> = Vec::new();
    let mut at = 0;
    while at < lengths.len() {
        let zeros = lengths[at..].iter().take(138).take_while(|length| **length == 0).count();
        let (symbol, taken) = match zeros {
            0..3 => ((usize::from(lengths[at]), 0, 0), 1),
            3..11 => ((17, zeros as u32 - 3, 3), zeros),
            _ => ((18, zeros as u32 - 11, 7), zeros),
        };
        symbols.push(symbol);
        at += taken;
    }
    let mut counts = [0u32; 19];
    symbols.iter().for_each(|(symbol, ..)| counts[*symbol] += 1);
    let code = PrefixCode::of(&counts, MOST_LENGTH_BITS);
    out.put(letters.len() as u64 - 257, 5);
    out.put(distances.len() as u64 - 1, 5);
    out.put(ORDER.len() as u64 - 4, 4);
    ORDER.iter().for_each(|symbol| out.put(u64::from(code.codes[*symbol].count), 3));
    for (symbol, extra, bits) in symbols {
        out.put_code(code.codes[symbol]);
        out.put(u64::from(extra), bits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn read_back(bytes: &[u8], line: usize) {
        let mut back = Vec::new();
        let mut packer = LinePacker::new();
        let first = packer.pack(&[3, 1, 0], line);
        let packed = packer.pack(bytes, line);
        let (mut stream, mut wanted) = (ZlibStream::begun(&first), vec![3, 1, 0]);
        for blank in [0, 1, 2, 3, 4, 258, 259, 260, 261, 262, 263, 601, 70_000] {
            stream.blank(blank);
            stream.add(&packed);
            wanted.extend(vec![0; blank]);
            wanted.extend(bytes);
        }
        stream.blank(7);
        wanted.extend([0; 7]);
        let packed = stream.finish();
        flate2::read::ZlibDecoder::new(packed.as_slice()).read_to_end(&mut back).unwrap_or(0);
        assert!(back == wanted, "{} bytes in lines of {line}", bytes.len());
    }

    #[test]
    fn whatever_is_packed_is_read_back() {
        let mut seed = 1u32;
        let mut noise = |count: usize, most: u32| -> Vec<u8> {
            let mut next = || {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 16) % most
            };
            (0..count).map(|_| next() as u8).collect()
        };
        for line in [1, 7, 601, 40_000] {
            for bytes in [vec![], vec![7], vec![0; 70_000], vec![0xff; 259], noise(100_000, 256), noise(50_000, 3)] {
                read_back(&bytes, line);
            }
        }
        // Every length and every distance that a copy can have.
        for length in 5..600 {
            let part = noise(length, 251);
            read_back(&[part.clone(), noise(length * 7, 2), part.clone(), part].concat(), 50);
        }
        // So rare and so common that a code without a limit were too deep.
        let (mut uneven, mut counts) = (Vec::new(), (1usize, 1usize));
        for byte in 0..24u8 {
            uneven.extend(std::iter::repeat_n(byte, counts.0));
            counts = (counts.1, counts.0 + counts.1);
        }
        let mut at = 0;
        let mixed: Vec<u8> = uneven
            .iter()
            .map(|_| {
                at = (at + 40_503) % uneven.len();
                uneven[at]
            })
            .collect();
        read_back(&mixed, 601);
    }
}
