//! Lines of pixels → a zlib stream. Knows what a general packer has to search for: most of a line stands in the line above it,
//! most of the rest is one colour, and letters come again. A third of the time for the same bytes.

/// The shortest copy that costs fewer bits than its bytes as they stand.
const SHORTEST: usize = 5;
const LONGEST: usize = 258;
/// How far back a copy may reach.
const FARTHEST: usize = 32_768;
/// BitStream of the table of what stood where.
const TABLE_BITS: u32 = 13;
const END: usize = 256;
/// The most bits of a code of letters and distances, and of a code of lengths.
const MOST_BITS: u8 = 15;
const MOST_LENGTH_BITS: u8 = 7;

/// A byte as it stands, or so many of so far before.
#[derive(Clone, Copy)]
enum PackStep {
    Byte(u8),
    Copy { length: u16, distance: u16 },
}

/// `line`: how many bytes a line has.
pub fn packed(bytes: &[u8], line: usize) -> Vec<u8> {
    let tokens = tokens(bytes, line);
    // A window of 32 KB, no dictionary.
    let mut out = BitStream { bytes: Vec::with_capacity(24 * 1024), held: 0, count: 0 };
    out.bytes.extend([0x78, 0x01]);
    block(&mut out, &tokens);
    let mut packed = out.finish();
    packed.extend(adler(bytes).to_be_bytes());
    packed
}

fn tokens(bytes: &[u8], line: usize) -> Vec<PackStep> {
    let mut tokens = Vec::with_capacity(16 * 1024);
    let mut last_seen = vec![0u32; 1 << TABLE_BITS];
    let slot = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        let four = u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
        Some((four.wrapping_mul(0x9e37_79b1) >> (32 - TABLE_BITS)) as usize)
    };
    let mut at = 0;
    while at < bytes.len() {
        let back = |distance: usize| {
            at.checked_sub(distance).filter(|_| distance <= FARTHEST).map_or(0, |from| alike(bytes, from, at))
        };
        let (above, run) = (back(line), back(1));
        let (mut length, mut distance) = if above >= run { (above, line) } else { (run, 1) };
        let own = slot(at);
        if length < 24
            && let Some(own) = own
        {
            // Places are kept from 1; 0 is none.
            let from = (last_seen[own] as usize).checked_sub(1);
            if let Some(from) = from.filter(|from| at - from <= FARTHEST) {
                let again = alike(bytes, from, at);
                // A distance that is rare costs more bits.
                if again > length + 1 {
                    (length, distance) = (again, at - from);
                }
            }
        }
        let step = if length >= SHORTEST { length } else { 1 };
        for place in at..at + step.min(32) {
            if let Some(slot) = slot(place) {
                last_seen[slot] = place as u32 + 1;
            }
        }
        tokens.push(match length >= SHORTEST {
            true => PackStep::Copy { length: length as u16, distance: distance as u16 },
            false => PackStep::Byte(bytes[at]),
        });
        at += step;
    }
    tokens
}

/// How many bytes from two places on are the same.
fn alike(bytes: &[u8], from: usize, at: usize) -> usize {
    let (Some(one), Some(other)) = (bytes.get(from..), bytes.get(at..)) else { return 0 };
    let most = other.len().min(LONGEST);
    let (one, other) = (&one[..most], &other[..most]);
    let (eights, rest) = one.as_chunks::<8>();
    let (others, other_rest) = other.as_chunks::<8>();
    for (count, (one, other)) in eights.iter().zip(others).enumerate() {
        let differ = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        if differ != 0 {
            return count * 8 + differ.trailing_zeros() as usize / 8;
        }
    }
    eights.len() * 8 + rest.iter().zip(other_rest).take_while(|(one, other)| one == other).count()
}

/// Symbol, further bits and how many they are.
type SymbolBits = (usize, u32, u32);

fn length_code(length: u16) -> SymbolBits {
    match length {
        258 => (285, 0, 0),
        3..=10 => (254 + usize::from(length), 0, 0),
        _ => {
            let value = u32::from(length) - 3;
            let extra = value.ilog2() - 2;
            let steps = (value >> extra) & 3;
            ((extra * 4 + steps + 261) as usize, value & ((1 << extra) - 1), extra)
        }
    }
}

fn distance_code(distance: u16) -> SymbolBits {
    let value = u32::from(distance) - 1;
    if value < 4 {
        return (value as usize, 0, 0);
    }
    let extra = value.ilog2() - 1;
    let half = (value >> extra) & 1;
    ((extra * 2 + half + 2) as usize, value & ((1 << extra) - 1), extra)
}

/// The only and last block, with codes of its own.
fn block(out: &mut BitStream, tokens: &[PackStep]) {
    let (mut of_letters, mut of_distances) = ([0u32; 286], [0u32; 30]);
    for token in tokens {
        match token {
            PackStep::Byte(byte) => of_letters[usize::from(*byte)] += 1,
            PackStep::Copy { length, distance } => {
                of_letters[length_code(*length).0] += 1;
                of_distances[distance_code(*distance).0] += 1;
            }
        }
    }
    of_letters[END] = 1;
    let (letters, distances) = (PrefixCode::of(&of_letters, MOST_BITS), PrefixCode::of(&of_distances, MOST_BITS));
    out.put(0b101, 3);
    tables(out, &letters.lengths, &distances.lengths);
    for token in tokens {
        match token {
            PackStep::Byte(byte) => letters.put(out, usize::from(*byte)),
            PackStep::Copy { length, distance } => {
                let (symbol, extra, bits) = length_code(*length);
                letters.put(out, symbol);
                out.put(extra, bits);
                let (symbol, extra, bits) = distance_code(*distance);
                distances.put(out, symbol);
                out.put(extra, bits);
            }
        }
    }
    letters.put(out, END);
}

/// The lengths of both codes, runs of zeros in short, in a code of their own.
fn tables(out: &mut BitStream, letters: &[u8], distances: &[u8]) {
    const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    let lengths: Vec<u8> = letters.iter().chain(distances).copied().collect();
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
    out.put(letters.len() as u32 - 257, 5);
    out.put(distances.len() as u32 - 1, 5);
    out.put(ORDER.len() as u32 - 4, 4);
    ORDER.iter().for_each(|symbol| out.put(u32::from(code.lengths[*symbol]), 3));
    for (symbol, extra, bits) in symbols {
        code.put(out, symbol);
        out.put(extra, bits);
    }
}

/// A code: how many bits each symbol has, and which.
struct PrefixCode {
    lengths: Vec<u8>,
    codes: Vec<u16>,
}

impl PrefixCode {
    /// No symbol has more than `most` bits. One that never occurs has none, but two symbols always have a code.
    fn of(counts: &[u32], most: u8) -> Self {
        let mut counts = counts.to_vec();
        for symbol in 0..2 {
            if counts.iter().filter(|count| **count > 0).count() < 2 {
                counts[symbol] = counts[symbol].max(1);
            }
        }
        let mut lengths = depths(&counts);
        while lengths.iter().any(|length| *length > most) {
            counts.iter_mut().filter(|count| **count > 0).for_each(|count| *count = *count / 2 + 1);
            lengths = depths(&counts);
        }
        let mut next = 0u16;
        let mut codes = vec![0; lengths.len()];
        for bits in 1..=most {
            for symbol in (0..lengths.len()).filter(|symbol| lengths[*symbol] == bits) {
                // The first bit of a code comes first in the stream.
                codes[symbol] = next.reverse_bits() >> (16 - u32::from(bits));
                next = next.wrapping_add(1);
            }
            next = next.wrapping_shl(1);
        }
        Self { lengths, codes }
    }

    fn put(&self, out: &mut BitStream, symbol: usize) {
        out.put(u32::from(self.codes[symbol]), u32::from(self.lengths[symbol]));
    }
}

/// How deep each symbol lies in the tree that joins the two rarest again and again.
fn depths(counts: &[u32]) -> Vec<u8> {
    let mut leaves: Vec<usize> = (0..counts.len()).filter(|symbol| counts[*symbol] > 0).collect();
    leaves.sort_by_key(|symbol| (counts[*symbol], *symbol));
    // Leaves in their order, then each join in the order in which it is made: both grow.
    let mut weights: Vec<u32> = leaves.iter().map(|symbol| counts[*symbol]).collect();
    let mut parents = vec![0usize; leaves.len()];
    let (mut leaf, mut join) = (0, leaves.len());
    while weights.len() + 1 < 2 * leaves.len() {
        let mut weight = 0;
        for _ in 0..2 {
            let is_leaf = leaf < leaves.len() && (join >= weights.len() || weights[leaf] <= weights[join]);
            let rarest = if is_leaf { &mut leaf } else { &mut join };
            weight += weights[*rarest];
            parents[*rarest] = weights.len();
            *rarest += 1;
        }
        weights.push(weight);
        parents.push(0);
    }
    let mut deep = vec![0u8; weights.len()];
    for node in (0..weights.len().saturating_sub(1)).rev() {
        deep[node] = deep[parents[node]].saturating_add(1);
    }
    let mut lengths = vec![0; counts.len()];
    leaves.iter().zip(deep).for_each(|(symbol, deep)| lengths[*symbol] = deep);
    lengths
}

/// BitStream, the lowest first.
struct BitStream {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl BitStream {
    fn put(&mut self, bits: u32, count: u32) {
        self.held |= u64::from(bits) << self.count;
        self.count += count;
        if self.count >= 32 {
            self.bytes.extend((self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        while self.count > 0 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count = self.count.saturating_sub(8);
        }
        self.bytes
    }
}

/// The sum by which a reader knows that it has read right.
fn adler(bytes: &[u8]) -> u32 {
    const BASE: u64 = 65_521;
    let (mut one, mut other) = (1u64, 0u64);
    // So many may be added before a remainder must be taken.
    for part in bytes.chunks(4096) {
        let (eights, rest) = part.as_chunks::<8>();
        for eight in eights {
            if *eight == [0; 8] {
                other += 8 * one;
                continue;
            }
            for byte in eight {
                one += u64::from(*byte);
                other += one;
            }
        }
        for byte in rest {
            one += u64::from(*byte);
            other += one;
        }
        (one, other) = (one % BASE, other % BASE);
    }
    (other << 16 | one) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn read_back(bytes: &[u8], line: usize) {
        let mut back = Vec::new();
        let packed = packed(bytes, line);
        flate2::read::ZlibDecoder::new(packed.as_slice()).read_to_end(&mut back).unwrap_or(0);
        assert!(back == bytes, "{} bytes in lines of {line}", bytes.len());
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

    #[test]
    fn a_deep_code_is_made_shallower() {
        let mut counts = vec![1, 1];
        while counts.len() < 30 {
            counts.push(counts[counts.len() - 1] + counts[counts.len() - 2]);
        }
        assert!(depths(&counts).iter().any(|depth| *depth > MOST_BITS));
        let code = PrefixCode::of(&counts, MOST_BITS);
        let room: f64 = code.lengths.iter().map(|length| 0.5f64.powi(i32::from(*length))).sum();
        assert!(code.lengths.iter().all(|length| (1..=MOST_BITS).contains(length)) && room == 1.0, "{room}");
    }
}
