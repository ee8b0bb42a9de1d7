//! The syntax of PDF objects and of page contents: bytes → lopdf's objects. Bounded in depth and number; never fails,
//! only ends. Our own because lopdf reads a whole file at once, without a limit on what a small file can demand.

use lopdf::{Dictionary, Object, StringFormat};

const MAX_DEPTH: usize = 60;
const MAX_STRING: usize = 1 << 20;

pub(super) enum Token<'a> {
    Object(Object),
    /// An operator of a page's contents, or `endobj` and its like.
    Word(&'a [u8]),
}

pub(super) struct Syntax<'a> {
    bytes: &'a [u8],
    pub at: usize,
    /// Objects that may still be made.
    pub left: usize,
    /// In a file `1 0 R` points to an object; in a page's contents it cannot occur.
    has_references: bool,
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

impl<'a> Syntax<'a> {
    pub fn of_file(bytes: &'a [u8], at: usize, left: usize) -> Self {
        Self { bytes, at, left, has_references: true }
    }

    pub fn of_contents(bytes: &'a [u8], left: usize) -> Self {
        Self { bytes, at: 0, left, has_references: false }
    }

    /// The object that begins here; `None` when there is a word or nothing.
    pub fn object(&mut self) -> Option<Object> {
        match self.token(0)? {
            Token::Object(object) => Some(object),
            Token::Word(_) => None,
        }
    }

    pub fn next(&mut self) -> Option<Token<'a>> {
        self.token(0)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Always moves on by at least one byte, or ends.
    fn token(&mut self, depth: usize) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let byte = self.peek()?;
            if self.left == 0 {
                return None;
            }
            self.left -= 1;
            let object = match byte {
                b'/' => Object::Name(self.name()),
                b'(' => Object::String(self.literal(), StringFormat::Literal),
                b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                    self.at += 2;
                    Object::Dictionary(self.dictionary(depth + 1))
                }
                b'<' => Object::String(self.hexadecimal(), StringFormat::Hexadecimal),
                b'[' => {
                    self.at += 1;
                    Object::Array(self.array(depth + 1))
                }
                b'0'..=b'9' | b'+' | b'-' | b'.' => self.number(),
                // A closing bracket without its opening one, and braces.
                _ if is_delimiter(byte) => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    let word = self.regular();
                    match word {
                        b"true" => Object::Boolean(true),
                        b"false" => Object::Boolean(false),
                        b"null" => Object::Null,
                        _ => return Some(Token::Word(word)),
                    }
                }
            };
            return Some(Token::Object(object));
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let raw = self.regular();
        let mut name = Vec::with_capacity(raw.len().min(64));
        let mut at = 0;
        while let Some(&byte) = raw.get(at) {
            let escaped =
                (byte == b'#').then(|| Some(digit(*raw.get(at + 1)?)? << 4 | digit(*raw.get(at + 2)?)?)).flatten();
            match escaped {
                Some(escaped) => {
                    name.push(escaped);
                    at += 3;
                }
                None => {
                    name.push(byte);
                    at += 1;
                }
            }
        }
        name
    }

    fn number(&mut self) -> Object {
        let start = self.at;
        let raw = self.regular();
        let text = std::str::from_utf8(raw).unwrap_or_default();
        if let Ok(number) = text.parse::<i64>() {
            if self.has_references
                && number >= 0
                && let Some(reference) = self.reference(number)
            {
                return reference;
            }
            return Object::Integer(number);
        }
        // "--5", "1.2.3" and "5endobj" occur in damaged files: take what reads as a number.
        let usable = raw.iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.')).count();
        self.at = start + usable.max(1);
        let text = std::str::from_utf8(&raw[..usable]).unwrap_or_default();
        Object::Real(text.parse::<f32>().ok().filter(|number| number.is_finite()).unwrap_or(0.0))
    }

    /// The rest of `12 0 R` after its first number.
    fn reference(&mut self, number: i64) -> Option<Object> {
        let back = self.at;
        let found = (|| {
            self.skip_space();
            let generation = self.regular();
            if generation.is_empty() || generation.len() > 5 || !generation.iter().all(u8::is_ascii_digit) {
                return None;
            }
            let generation: u16 = std::str::from_utf8(generation).ok()?.parse().ok()?;
            self.skip_space();
            (self.regular() == b"R").then_some(())?;
            Some(Object::Reference((u32::try_from(number).ok()?, generation)))
        })();
        if found.is_none() {
            self.at = back;
        }
        found
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut open = 1_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            let add = match byte {
                b'(' => {
                    open += 1;
                    Some(byte)
                }
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                    Some(byte)
                }
                b'\\' => self.escape(),
                _ => Some(byte),
            };
            if let Some(add) = add
                && text.len() < MAX_STRING
            {
                text.push(add);
            }
        }
        text
    }

    fn escape(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(more @ b'0'..=b'7') => {
                            code = code * 8 + u32::from(more - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                Some((code & 0xFF) as u8)
            }
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
                None
            }
            b'\n' => None,
            _ => Some(byte),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut high = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            if let Some(value) = digit(byte) {
                match high.take() {
                    Some(high) if text.len() < MAX_STRING => text.push(high << 4 | value),
                    Some(_) => {}
                    None => high = Some(value),
                }
            }
        }
        text.extend(high.map(|high| high << 4));
        text
    }

    fn array(&mut self, depth: usize) -> Vec<Object> {
        let mut objects = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => return objects,
                Some(b']') => {
                    self.at += 1;
                    return objects;
                }
                // The closing bracket was lost.
                Some(b'>') if self.bytes.get(self.at + 1) == Some(&b'>') => return objects,
                Some(_) if depth >= MAX_DEPTH => self.at += 1,
                Some(_) => match self.token(depth) {
                    Some(Token::Object(object)) => objects.push(object),
                    Some(Token::Word(b"endobj" | b"stream" | b"endstream")) | None => return objects,
                    Some(Token::Word(_)) => {}
                },
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Dictionary {
        let mut dictionary = Dictionary::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => return dictionary,
                Some(b'>') => {
                    self.at += if self.bytes.get(self.at + 1) == Some(&b'>') { 2 } else { 1 };
                    return dictionary;
                }
                Some(b'/') if depth < MAX_DEPTH => {
                    let key = self.name();
                    self.skip_space();
                    if self.peek() == Some(b'>') {
                        continue;
                    }
                    match self.token(depth) {
                        Some(Token::Object(value)) => dictionary.set(key, value),
                        Some(Token::Word(b"endobj" | b"stream" | b"endstream")) | None => return dictionary,
                        Some(Token::Word(_)) => {}
                    }
                }
                Some(b'e') if self.bytes[self.at..].starts_with(b"endobj") => return dictionary,
                Some(_) => self.at += 1,
            }
        }
    }
}

pub(super) fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
