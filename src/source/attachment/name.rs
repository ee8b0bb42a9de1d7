//! File names that every host, archive and browser takes alike, and sizes in words. A leaf.
//!
//! Thai letters stay (NFC): they are what readers know the file by, and every host of today takes them.
//! What differs between hosts is replaced: spaces, reserved and control characters, Windows device names, length.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::thai::is_mark;

/// In bytes, extension included: some hosts count 143 after their own encryption, archives 100 and more.
pub const MAX_NAME_BYTES: usize = 120;
const MAX_EXTENSION_BYTES: usize = 12;
const HASH_DIGITS: usize = 8;
const WINDOWS_DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A name that is safe on every host; the same answer for the same name, always.
pub fn safe_name(name: &str) -> String {
    let mut safe = once(name);
    // What is taken away at the end may lay an extension bare: a safe name is one that stays as it is.
    for _ in 0..4 {
        let next = once(&safe);
        if next == safe {
            break;
        }
        safe = next;
    }
    safe
}

fn once(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let composed: String = base.nfc().collect();
    let (stem, extension) = split_extension(&composed);
    let extension: String =
        extension.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    let mut stem = safe_stem(stem);
    if stem.is_empty() {
        // Nothing of the name can stay: tell two such names apart by what they were.
        stem = format!("file-{}", short_hash(&composed));
    }
    if is_windows_device(&stem) {
        let first = stem.find('.').unwrap_or(stem.len());
        stem.insert_str(first, "-file");
    }
    let tail = if extension.is_empty() { String::new() } else { format!(".{extension}") };
    if stem.len() + tail.len() > MAX_NAME_BYTES {
        let suffix = format!("-{}", short_hash(&composed));
        let room = MAX_NAME_BYTES - tail.len() - suffix.len();
        stem.truncate(cluster_start(&stem, room));
        let kept = stem.trim_end_matches(['-', '.', '_']).len();
        stem.truncate(kept);
        stem.push_str(&suffix);
    }
    stem + &tail
}

/// Gives out safe names for the files of one folder, no two alike even where letter case does not count.
#[derive(Debug, Default)]
pub struct SafeNames {
    /// Safe name in lower case → the original it was given to.
    given: BTreeMap<String, String>,
}

impl SafeNames {
    /// `original` is the name as the author wrote it, or a path; the same original always gets the same answer.
    pub fn name(&mut self, original: &str) -> String {
        let safe = safe_name(original);
        if self.take(&safe, original) {
            return safe;
        }
        let (stem, extension) = split_extension(&safe);
        let tail = if extension.is_empty() { String::new() } else { format!(".{extension}") };
        let full = hash(original);
        // More digits of the same hash until the name is free; 64 digits tell any two originals apart.
        for digits in HASH_DIGITS..=full.len() {
            let suffix = format!("-{}", &full[..digits]);
            let room = MAX_NAME_BYTES.saturating_sub(tail.len() + suffix.len());
            let candidate = format!("{}{suffix}{tail}", &stem[..cluster_start(stem, room)]);
            if self.take(&candidate, original) {
                return candidate;
            }
        }
        format!("{full}{tail}")
    }

    fn take(&mut self, name: &str, original: &str) -> bool {
        let holder = self.given.entry(name.to_lowercase()).or_insert_with(|| original.to_owned());
        holder == original
    }
}

/// A size as people say it: the number and its unit, as in `("1.2", "เมกะไบต์")`. Arabic digits; the theme turns them.
pub fn size_words(bytes: u64) -> (String, &'static str) {
    const UNITS: [&str; 4] = ["กิโลไบต์", "เมกะไบต์", "กิกะไบต์", "เทระไบต์"];
    if bytes < 1000 {
        return (bytes.to_string(), "ไบต์");
    }
    // Tenths of the unit, rounded half up; 999.95 kB and more is said as 1 MB.
    let mut unit_bytes: u128 = 1000;
    for (index, unit) in UNITS.iter().enumerate() {
        let tenths = (u128::from(bytes) * 10 + unit_bytes / 2) / unit_bytes;
        if tenths < 10_000 || index + 1 == UNITS.len() {
            // From 10 on, a tenth tells nobody anything.
            let number = if tenths >= 100 || tenths.is_multiple_of(10) {
                ((tenths + 5) / 10).to_string()
            } else {
                format!("{}.{}", tenths / 10, tenths % 10)
            };
            if number != "1000" || index + 1 == UNITS.len() {
                return (number, unit);
            }
        }
        unit_bytes *= 1000;
    }
    (bytes.to_string(), "ไบต์")
}

fn split_extension(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot > 0 => {
            let extension = &name[dot + 1..];
            let plain = extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if plain && (1..=MAX_EXTENSION_BYTES).contains(&extension.len()) {
                (&name[..dot], extension)
            } else {
                (name, "")
            }
        }
        _ => (name, ""),
    }
}

fn safe_stem(stem: &str) -> String {
    let mut safe = String::with_capacity(stem.len());
    for letter in stem.chars() {
        let kept = match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '.' => Some(letter),
            // The assigned Thai block without the currency sign's odd neighbours.
            '\u{0E01}'..='\u{0E3A}' | '\u{0E40}'..='\u{0E59}' => Some(letter),
            // Invisible: not even a dash.
            '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' => continue,
            _ => None,
        };
        match kept {
            // ".." and ".-" read as steps between folders or as an extension.
            Some('.') if safe.is_empty() || safe.ends_with(['.', '-']) => {}
            Some(letter) => safe.push(letter),
            None if safe.is_empty() || safe.ends_with('-') => {}
            None => safe.push('-'),
        }
    }
    let kept = safe.trim_end_matches(['-', '.']).len();
    safe.truncate(kept);
    safe
}

fn is_windows_device(stem: &str) -> bool {
    // Windows looks at the part before the first dot, whatever follows.
    let first = stem.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = first
        .strip_prefix("com")
        .or_else(|| first.strip_prefix("lpt"))
        .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()));
    numbered || WINDOWS_DEVICES.contains(&first.as_str())
}

/// The largest position up to `room` that does not cut a Thai letter from its vowel or tone mark.
fn cluster_start(text: &str, room: usize) -> usize {
    if text.len() <= room {
        return text.len();
    }
    text.char_indices()
        .take_while(|(at, _)| *at <= room)
        .filter(|(_, letter)| !is_mark(*letter))
        .last()
        .map_or(0, |(at, _)| at)
}

fn hash(text: &str) -> String {
    super::bytes::hexadecimal(&Sha256::digest(text.as_bytes()))
}

fn short_hash(text: &str) -> String {
    hash(text)[..HASH_DIGITS].to_owned()
}
