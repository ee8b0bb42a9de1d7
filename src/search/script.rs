//! Index files as classic scripts, which a page may load from a disk (`file://`) and under `script-src 'self'`.

use super::SearchFile;

/// `prongsaiSearch.put("search/0/17",…)`: hands `data`, an expression in JavaScript, to the search under its path.
pub(super) fn script(path: &str, data: &str) -> SearchFile {
    let mut script = OpenScript::begin(path, data.len());
    script.data.push_str(data);
    script.end()
}

/// The same while its data is written.
pub(super) struct OpenScript {
    path: String,
    pub data: String,
}

impl OpenScript {
    pub fn begin(path: &str, room: usize) -> Self {
        let mut data = String::with_capacity(room + path.len() + 32);
        data.push_str("prongsaiSearch.put(");
        data.push_str(&quoted(path));
        data.push(',');
        Self { path: format!("{path}.js"), data }
    }

    pub fn end(self) -> SearchFile {
        let Self { path, data: mut text } = self;
        text.push_str(");\n");
        SearchFile { path, bytes: text.into_bytes() }
    }
}

/// A string literal; line separators, which older browsers refuse inside one, are escaped too.
pub(super) fn quoted(text: &str) -> String {
    let literal = serde_json::to_string(text).unwrap_or_default();
    // Both begin with this byte, which hardly any text has.
    if literal.as_bytes().contains(&0xe2) && literal.contains(['\u{2028}', '\u{2029}']) {
        return literal.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    }
    literal
}

/// `["a","b"]`.
pub(super) fn quoted_list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let literals: Vec<String> = texts.map(quoted).collect();
    format!("[{}]", literals.join(","))
}

/// FNV-1a, from its first value on.
fn mixed_in(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

const FIRST: u64 = 0xcbf2_9ce4_8422_2325;

/// Names one state of an index, so that a browser never mixes the shards of two.
pub(super) fn stamp<'a>(parts: impl Iterator<Item = &'a [u8]>) -> String {
    let hash = parts.fold(FIRST, mixed_in);
    format!("{:08x}", (hash >> 32) as u32 ^ hash as u32)
}

/// Of one file.
pub(super) fn hash_of(bytes: &[u8]) -> u64 {
    mixed_in(FIRST, bytes)
}

/// Names one state of many files by the hash of each: of those that stay as they are nothing is read again.
pub(super) fn stamp_of(hashes: impl Iterator<Item = u64>) -> String {
    let words: Vec<[u8; 8]> = hashes.map(u64::to_le_bytes).collect();
    stamp(words.iter().map(<[u8; 8]>::as_slice))
}
