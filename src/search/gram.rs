//! Grams: the pieces of one to four characters into which texts and queries are cut alike.

/// Up to four UTF-16 units in one number, the first in the highest place used; 0 is no gram.
pub(super) type Gram = u64;

/// Parts the fields of a text; no gram reaches over it.
pub(super) const FIELD_END: u16 = 0x0a;

pub(super) const LONGEST: usize = 4;

/// All grams of a folded text, at each letter the longest first. `found` tells whether a gram is new; where one is not,
/// neither are those that end it, which are left out.
pub(super) fn each_gram(units: &[u16], mut found: impl FnMut(Gram) -> bool) {
    let mut before = [0_u64; LONGEST - 1];
    for &unit in units {
        let unit = u64::from(unit);
        if unit == u64::from(FIELD_END) {
            before = [0; LONGEST - 1];
            continue;
        }
        let [third, second, first] = before;
        before = [second, first, unit];
        let is_new = (third == 0 || found(third << 48 | second << 32 | first << 16 | unit))
            && (second == 0 || found(second << 32 | first << 16 | unit))
            && (first == 0 || found(first << 16 | unit));
        if is_new {
            found(unit);
        }
    }
}

pub(super) fn is_longest(gram: Gram) -> bool {
    gram >> 48 != 0
}

pub(super) fn gram_text(gram: Gram) -> String {
    let units: [u16; LONGEST] = [(gram >> 48) as u16, (gram >> 32) as u16, (gram >> 16) as u16, gram as u16];
    let begins = units.iter().position(|unit| *unit != 0).unwrap_or(0);
    String::from_utf16_lossy(&units[begins..])
}

/// The gram of this text; `None`: it is none.
pub(super) fn gram_of(text: &str) -> Option<Gram> {
    let units = text.encode_utf16();
    let gram = units.clone().fold(0, |gram, unit| gram << 16 | u64::from(unit));
    ((1..=LONGEST).contains(&units.count())).then_some(gram)
}

/// The shard that holds a key: FNV-1a over its UTF-16 units, in the browser as here.
pub fn shard_of(key: &str, shards: u32) -> u32 {
    let hash =
        key.encode_utf16().fold(2_166_136_261_u32, |hash, unit| (hash ^ u32::from(unit)).wrapping_mul(16_777_619));
    hash % shards.max(1)
}

/// The grams to look up for a folded query, at most `longest` characters each: they reach from its first character to
/// its last and are never more than `most` (at least 2). A long query leaves gaps between them; what the gaps hide is
/// settled on the texts.
pub fn cover(folded: &str, longest: usize, most: usize) -> Vec<String> {
    let units: Vec<u16> = folded.encode_utf16().collect();
    if units.len() <= longest {
        return vec![folded.to_owned()];
    }
    let last = units.len() - longest;
    let step = last.div_ceil(most.max(2) - 1);
    let starts = (0..last).step_by(step).chain([last]);
    starts.map(|at| String::from_utf16_lossy(&units[at..at + longest])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grams_stay_within_a_field() {
        let units: Vec<u16> = "กขคต\nงจ".encode_utf16().collect();
        let mut grams = Vec::new();
        each_gram(&units, |gram| {
            grams.push(gram_text(gram));
            true
        });
        assert_eq!(grams, ["ก", "กข", "ข", "กขค", "ขค", "ค", "กขคต", "ขคต", "คต", "ต", "ง", "งจ", "จ"]);
    }

    #[test]
    fn a_gram_is_known_by_its_text() {
        let units: Vec<u16> = "กขคตa1 ๅ".encode_utf16().collect();
        each_gram(&units, |gram| {
            assert_eq!(gram_of(&gram_text(gram)), Some(gram));
            true
        });
        assert_eq!((gram_of(""), gram_of("กขคตก")), (None, None));
    }

    #[test]
    fn what_ends_a_known_gram_is_known() {
        let units: Vec<u16> = "กขคตกขคต\nขคต ตต".encode_utf16().collect();
        let (mut all, mut kept) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        each_gram(&units, |gram| {
            all.insert(gram);
            true
        });
        each_gram(&units, |gram| kept.insert(gram));
        assert_eq!(all, kept);
    }

    #[test]
    fn a_cover_reaches_both_ends_and_keeps_to_its_limit() {
        assert_eq!(cover("กข", 3, 8), ["กข"]);
        assert_eq!(cover("กขคง", 3, 8), ["กขค", "ขคง"]);
        for length in 5..60 {
            let text: String = (0..length).map(|n| char::from(b'a' + n % 26)).collect();
            let grams = cover(&text, 4, 8);
            assert!(grams.len() <= 8, "{text}: {grams:?}");
            assert!(text.starts_with(&grams[0]) && grams.last().is_some_and(|last| text.ends_with(last.as_str())));
        }
    }
}
