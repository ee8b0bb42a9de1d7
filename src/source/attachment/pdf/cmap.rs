//! What the codes of a font stand for (ToUnicode): ranges as written, never spread out. A leaf over `syntax`.

use lopdf::Object;

use super::syntax::{Syntax, Token};

const MAX_RANGES: usize = 200_000;
const MAX_VALUES: usize = 1_000_000;

#[derive(Debug, Default)]
pub(super) struct CodeMap {
    /// First code, last code, what the first stands for; sorted by the first code.
    ranges: Vec<(u32, u32, String)>,
    /// Bytes of one code, when the map says so.
    pub code_bytes: Option<usize>,
}

impl CodeMap {
    pub fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut syntax = Syntax::of_contents(bytes, MAX_VALUES);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(token) = syntax.next() {
            match token {
                Token::Object(object) => {
                    if operands.len() < MAX_RANGES {
                        operands.push(object);
                    }
                }
                Token::Word(b"endbfchar") => {
                    for pair in operands.chunks_exact(2) {
                        if let (Some(code), Some(letters)) = (code(&pair[0]), letters(&pair[1])) {
                            map.add(code, code, letters);
                        }
                    }
                    operands.clear();
                }
                Token::Word(b"endbfrange") => {
                    for triple in operands.chunks_exact(3) {
                        map.add_range(triple);
                    }
                    operands.clear();
                }
                Token::Word(b"endcodespacerange") => {
                    let longest = operands.iter().filter_map(|it| it.as_str().ok()).map(<[u8]>::len).max();
                    map.code_bytes = map.code_bytes.max(longest.filter(|length| (1..=2).contains(length)));
                    operands.clear();
                }
                Token::Word(_) => operands.clear(),
            }
        }
        map.ranges.sort();
        map
    }

    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    fn add(&mut self, first: u32, last: u32, letters: String) {
        if self.ranges.len() < MAX_RANGES && first <= last {
            self.ranges.push((first, last, letters));
        }
    }

    fn add_range(&mut self, triple: &[Object]) {
        let (Some(first), Some(last)) = (code(&triple[0]), code(&triple[1])) else {
            return;
        };
        match &triple[2] {
            Object::Array(each) => {
                for (step, object) in each.iter().enumerate() {
                    let code = first.saturating_add(u32::try_from(step).unwrap_or(u32::MAX));
                    if let (true, Some(letters)) = (code <= last, letters(object)) {
                        self.add(code, code, letters);
                    }
                }
            }
            object => {
                if let Some(letters) = letters(object) {
                    self.add(first, last, letters);
                }
            }
        }
    }

    /// Adds what the code stands for; false when it stands for nothing.
    pub fn write(&self, code: u32, text: &mut String) -> bool {
        let after = self.ranges.partition_point(|range| range.0 <= code);
        // The last range that begins at or before the code; a shorter one may lie inside a longer one.
        let found = self.ranges[..after].iter().rev().take(8).find(|range| code <= range.1);
        let Some((first, _, letters)) = found else {
            return false;
        };
        let step = code - first;
        if step == 0 {
            text.push_str(letters);
            return true;
        }
        let mut all: Vec<char> = letters.chars().collect();
        if let Some(last) = all.last_mut()
            && let Some(moved) = (*last as u32).checked_add(step).and_then(char::from_u32)
        {
            *last = moved;
        }
        text.extend(all);
        true
    }
}

fn code(object: &Object) -> Option<u32> {
    let bytes = object.as_str().ok()?;
    (1..=4).contains(&bytes.len()).then(|| bytes.iter().fold(0, |code, &byte| code << 8 | u32::from(byte)))
}

/// UTF-16, most significant byte first.
fn letters(object: &Object) -> Option<String> {
    let bytes = object.as_str().ok()?;
    if let [byte] = bytes {
        return Some(char::from(*byte).to_string());
    }
    let units = bytes.chunks_exact(2).take(16).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units).filter_map(Result::ok).filter(|letter| *letter != '\0').collect();
    (!text.is_empty()).then_some(text)
}
