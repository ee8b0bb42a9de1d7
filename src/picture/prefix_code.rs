//! Symbols → the shortest bits for how often each comes, and bits → bytes; the sum by which a reader knows that it has read right.
//! What deflate and zlib say of both, and nothing of what is packed.

/// The most bits of a code.
pub const MOST_BITS: u8 = 15;

/// A symbol's bits, the first lowest, and how many they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct CodeBits {
    pub bits: u16,
    pub count: u8,
}

/// A code: which bits each symbol has.
pub struct PrefixCode {
    pub codes: Vec<CodeBits>,
}

impl PrefixCode {
    /// No symbol has more than `most` bits. One that never occurs has none, but two symbols always have a code.
    pub fn of(counts: &[u32], most: u8) -> Self {
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
        // The first code of each length, by how many are shorter.
        let mut next = [0u16; MOST_BITS as usize + 2];
        for length in lengths.iter().filter(|length| **length > 0) {
            next[usize::from(*length) + 1] += 1;
        }
        for bits in 1..next.len() {
            next[bits] = next[bits].wrapping_add(next[bits - 1]).wrapping_shl(1);
        }
        let code = |length: u8| {
            let next = &mut next[usize::from(length)];
            // The first bit of a code comes first in the stream.
            let bits = if length == 0 { 0 } else { next.reverse_bits() >> (16 - u32::from(length)) };
            *next = next.wrapping_add(1);
            CodeBits { bits, count: length }
        };
        Self { codes: lengths.into_iter().map(code).collect() }
    }
}

/// How deep each symbol lies in the tree that joins the two rarest again and again.
fn depths(counts: &[u32]) -> Vec<u8> {
    // The count above the symbol: sorted by both.
    let mut leaves: Vec<u64> = Vec::with_capacity(counts.len());
    leaves
        .extend((0u64..).zip(counts).filter(|(_, count)| **count > 0).map(|(at, count)| u64::from(*count) << 16 | at));
    leaves.sort_unstable();
    // Leaves in their order, then each join in the order in which it is made: both grow.
    let mut weights: Vec<u32> = Vec::with_capacity(2 * leaves.len());
    weights.extend(leaves.iter().map(|leaf| (leaf >> 16) as u32));
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
    leaves.iter().zip(deep).for_each(|(leaf, deep)| lengths[(leaf & 0xffff) as usize] = deep);
    lengths
}

/// Bits, the lowest first.
#[derive(Debug, Default)]
pub struct BitStream {
    words: Vec<u64>,
    held: u64,
    /// Fewer than 64.
    count: u32,
}

impl BitStream {
    pub fn put(&mut self, bits: u64, count: u32) {
        self.held |= bits << self.count;
        self.count += count;
        if self.count >= 64 {
            self.words.push(self.held);
            self.count -= 64;
            self.held = if self.count == 0 { 0 } else { bits >> (count - self.count) };
        }
    }

    pub fn put_code(&mut self, code: CodeBits) {
        self.put(u64::from(code.bits), u32::from(code.count));
    }

    pub fn append(&mut self, other: &Self) {
        self.words.reserve(other.words.len() + 1);
        other.words.iter().for_each(|word| self.put(*word, 64));
        self.put(other.held, other.count);
    }

    pub fn into_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.words.len() * 8 + 16);
        self.words.iter().for_each(|word| bytes.extend(word.to_le_bytes()));
        bytes.extend(self.held.to_le_bytes().into_iter().take(self.count.div_ceil(8) as usize));
        bytes
    }
}

/// The sum of bytes, and of the sums up to each, as if nothing stood before them; by both a reader knows that it has read right.
#[derive(Clone, Copy, Debug)]
pub struct ByteSums {
    pub bytes: u64,
    pub one: u64,
    pub other: u64,
}

impl ByteSums {
    const BASE: u64 = 65_521;
    pub const BEGUN: Self = Self { bytes: 0, one: 1, other: 0 };

    pub fn of(bytes: &[u8]) -> Self {
        /// Every other byte of eight, in the low half of sixteen bits.
        const HALF: u64 = 0x00ff_00ff_00ff_00ff;
        let (mut one, mut other) = (0u64, 0u64);
        // So many may be added before a remainder must be taken.
        for part in bytes.chunks(4096) {
            let (eights, rest) = part.as_chunks::<8>();
            for eight in eights {
                let eight = u64::from_le_bytes(*eight);
                other += 8 * one;
                if eight != 0 {
                    // What a product has in its highest sixteen bits is a sum of four bytes, each so often as it counts.
                    let (even, odd) = (eight & HALF, eight >> 8 & HALF);
                    let sums = even.wrapping_mul(0x0008_0006_0004_0002) >> 48;
                    other += sums + (odd.wrapping_mul(0x0007_0005_0003_0001) >> 48);
                    one += (even + odd).wrapping_mul(0x0001_0001_0001_0001) >> 48;
                }
            }
            for byte in rest {
                one += u64::from(*byte);
                other += one;
            }
            (one, other) = (one % Self::BASE, other % Self::BASE);
        }
        Self { bytes: bytes.len() as u64, one, other }
    }

    /// Of these bytes and then those.
    pub fn then(&self, next: &Self) -> Self {
        let other = self.other + next.bytes % Self::BASE * self.one + next.other;
        Self { bytes: self.bytes + next.bytes, one: (self.one + next.one) % Self::BASE, other: other % Self::BASE }
    }

    pub fn adler(&self) -> u32 {
        (self.other << 16 | self.one) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deep_code_is_made_shallower() {
        let mut counts = vec![1, 1];
        while counts.len() < 30 {
            counts.push(counts[counts.len() - 1] + counts[counts.len() - 2]);
        }
        assert!(depths(&counts).iter().any(|depth| *depth > MOST_BITS));
        let code = PrefixCode::of(&counts, MOST_BITS);
        let lengths: Vec<u8> = code.codes.iter().map(|code| code.count).collect();
        let room: f64 = lengths.iter().map(|length| 0.5f64.powi(i32::from(*length))).sum();
        assert!(lengths.iter().all(|length| (1..=MOST_BITS).contains(length)) && room == 1.0, "{room}");
    }
}
