//! SHA-256 of a file's bytes: the one name by which `output` and `publish` tell whether a file changed.

use std::{fmt, io};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first 16 hexadecimal digits: enough for a file name.
    pub fn short(&self) -> String {
        self.hex().chars().take(16).collect()
    }

    pub fn parse(hex: &str) -> Option<Self> {
        let digits = hex.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        let mut all = 0;
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let (high, low) = (VALUES[usize::from(pair[0])], VALUES[usize::from(pair[1])]);
            all |= high | low;
            *byte = high << 4 | low & 15;
        }
        (all < NO_DIGIT).then_some(Self(bytes))
    }

    fn hex(&self) -> String {
        self.digits().into_iter().map(char::from).collect()
    }

    pub(super) fn digits(&self) -> [u8; 64] {
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        digits
    }
}

/// Hashes what is written to it, so that nothing large has to be held for its hash alone.
#[derive(Default)]
pub struct HashingWriter(Sha256);

impl HashingWriter {
    pub fn hash(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

impl io::Write for HashingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";
const NO_DIGIT: u8 = 16;

/// What each letter counts as a digit: a manifest has a hash for every file of the site.
const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        values[DIGITS[value] as usize] = value as u8;
        value += 1;
    }
    values
};

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({})", self.short())
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // What no person reads holds it as it is.
        if serializer.is_human_readable() {
            serializer.serialize_str(&self.hex())
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return <[u8; 32]>::deserialize(deserializer).map(Self);
        }
        let hex = String::deserialize(deserializer)?;
        Self::parse(&hex).ok_or_else(|| D::Error::custom("expected 64 lower-case hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_round_trips_and_matches_the_standard() {
        let hash = Hash::of(b"abc");
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(hash.short(), "ba7816bf8f01cfea");
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
        assert_eq!(Hash::parse("BA"), None);
        assert_eq!(Hash::parse(&"x".repeat(64)), None);
        assert_eq!(Hash::parse(&format!("{}A", "0".repeat(63))), None);
        assert_eq!(Hash::parse(&format!("{}a", "ก".repeat(21))), None);
        let kept = postcard::to_allocvec(&hash).unwrap();
        assert_eq!((kept.len(), postcard::from_bytes(&kept)), (32, Ok(hash)));
        let told = serde_json::to_string(&hash).unwrap();
        assert_eq!((told.len(), serde_json::from_str(&told).unwrap()), (66, hash));
    }
}
