//! The objects of a PDF file, found by one pass over its bytes and read only when asked for.
//! Its cross-reference table is not trusted: damaged and hostile files lie there, and one pass costs less than the doubt.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::encryption::decrypt_object;
use lopdf::{DecompressError, Dictionary, Document, EncryptionState, Error, Object, Stream};

use super::super::bytes::find;
use super::syntax::{Syntax, is_space};

const MAX_OBJECTS: usize = 1_000_000;
/// Values made of the file's objects, all in all; each takes some hundred bytes of memory.
const MAX_VALUES: usize = 3_000_000;
/// How often the whole file may be read as objects, and what small files may read besides.
const READINGS: usize = 3;
const FREE_READING: usize = 64 << 20;
const MAX_COPIES: usize = 20_000_000;
/// What one stream, and all streams together, may unpack to.
const MAX_STREAM: usize = 32 << 20;
const MAX_UNPACKED: usize = 128 << 20;
/// An honest stream shrinks to no less than this part of its size.
const HONEST_RATIO: usize = 100;

#[derive(Clone, Copy, Debug)]
enum ObjectPlace {
    /// Byte after `obj`, generation, and the bytes of its stream.
    InFile { at: usize, generation: u16, stream: Option<(usize, usize)> },
    /// In an unpacked object stream.
    Packed { container: usize, at: usize },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Lock {
    #[default]
    Open,
    /// Encrypted with an empty password: readable.
    Restricted,
    Locked,
}

pub(super) struct File<'a> {
    bytes: &'a [u8],
    places: BTreeMap<u32, ObjectPlace>,
    containers: Vec<Vec<u8>>,
    pub trailer: Dictionary,
    pub lock: Lock,
    state: Option<EncryptionState>,
    encrypt_number: Option<u32>,
    cache: RefCell<BTreeMap<u32, Rc<Object>>>,
    values_left: Cell<usize>,
    copies_left: Cell<usize>,
    /// Bytes that may still be read as objects: a string without its end runs to the end of the file.
    bytes_left: Cell<usize>,
    unpack_left: Cell<usize>,
    /// Some stream unpacks to far more than its size.
    pub is_bomb: Cell<bool>,
    /// A limit was reached: what follows is not the whole.
    pub is_cut: Cell<bool>,
}

impl<'a> File<'a> {
    pub fn open(bytes: &'a [u8]) -> Self {
        let mut file = Self {
            bytes,
            places: BTreeMap::new(),
            containers: Vec::new(),
            trailer: Dictionary::new(),
            lock: Lock::Open,
            state: None,
            encrypt_number: None,
            cache: RefCell::new(BTreeMap::new()),
            values_left: Cell::new(MAX_VALUES),
            copies_left: Cell::new(MAX_COPIES),
            bytes_left: Cell::new(bytes.len() * READINGS + FREE_READING),
            unpack_left: Cell::new(MAX_UNPACKED),
            is_bomb: Cell::new(false),
            is_cut: Cell::new(false),
        };
        let found = scan(bytes);
        file.is_cut.set(found.is_cut);
        file.places = found.objects.iter().map(|object| (object.number, object.place)).collect();
        file.trailer = file.read_trailer(&found);
        file.unlock();
        file.unpack_objects(&found);
        file
    }

    /// Number of objects, for one that has no readable list of pages.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.places.keys().copied()
    }

    /// An object by its number; of a stream, its dictionary.
    pub fn get(&self, number: u32) -> Option<Rc<Object>> {
        if let Some(object) = self.cache.borrow().get(&number) {
            return Some(Rc::clone(object));
        }
        let place = *self.places.get(&number)?;
        let mut object = match place {
            ObjectPlace::InFile { at, .. } => self.parse(self.bytes, at)?,
            ObjectPlace::Packed { container, at } => self.parse(self.containers.get(container)?, at)?,
        };
        if let (Some(state), ObjectPlace::InFile { generation, .. }) = (&self.state, place)
            && self.encrypt_number != Some(number)
        {
            // A string that does not decrypt stays as it is.
            let _ = decrypt_object(state, (number, generation), &mut object);
        }
        let object = Rc::new(object);
        self.cache.borrow_mut().insert(number, Rc::clone(&object));
        Some(object)
    }

    /// Follows references to the thing itself.
    pub fn resolve(&self, object: &Object) -> Object {
        let mut current = object.clone();
        for _ in 0..16 {
            match current {
                Object::Reference((number, _)) => match self.get(number).filter(|next| self.may_copy(next)) {
                    Some(next) => current = (*next).clone(),
                    None => return Object::Null,
                },
                other => return other,
            }
        }
        Object::Null
    }

    /// A hostile file may ask for one large list again and again.
    pub fn may_copy(&self, object: &Object) -> bool {
        let cost = match object {
            Object::Array(items) => items.len(),
            Object::Dictionary(entries) => entries.len(),
            _ => 1,
        };
        let left = self.copies_left.get();
        self.copies_left.set(left.saturating_sub(cost));
        if left < cost {
            self.is_cut.set(true);
        }
        left >= cost
    }

    /// A value of a dictionary, references followed.
    pub fn value(&self, dictionary: &Dictionary, key: &[u8]) -> Option<Object> {
        dictionary.get(key).ok().map(|object| self.resolve(object)).filter(|object| !object.is_null())
    }

    pub fn dictionary(&self, dictionary: &Dictionary, key: &[u8]) -> Option<Dictionary> {
        match self.value(dictionary, key)? {
            Object::Dictionary(found) => Some(found),
            _ => None,
        }
    }

    /// The unpacked bytes of the stream of that number; empty when a limit is reached.
    pub fn stream(&self, number: u32, limit: usize) -> Option<Vec<u8>> {
        let ObjectPlace::InFile { generation, stream: Some((start, end)), .. } = *self.places.get(&number)? else {
            return None;
        };
        let Object::Dictionary(mut dictionary) = (*self.get(number)?).clone() else {
            return None;
        };
        for key in [b"Filter".as_slice(), b"DecodeParms"] {
            if let Some(value) = self.value(&dictionary, key) {
                let value = match value {
                    Object::Array(items) => Object::Array(items.iter().map(|item| self.resolve(item)).collect()),
                    value => value,
                };
                dictionary.set(key, value);
            }
        }
        let raw = self.bytes.get(start..end)?;
        if limit == 0 || self.unpack_left.get() < raw.len() {
            self.is_cut.set(true);
            return None;
        }
        let mut stream = Stream::new(dictionary, raw.to_vec());
        if let Some(state) = &self.state {
            let mut object = Object::Stream(stream);
            let _ = decrypt_object(state, (number, generation), &mut object);
            stream = match object {
                Object::Stream(stream) => stream,
                _ => return None,
            };
        }
        self.unpack(&stream, limit)
    }

    fn unpack(&self, stream: &Stream, limit: usize) -> Option<Vec<u8>> {
        let layers = stream.filters().map_or(1, |filters| filters.len().max(1));
        let limit = limit.min(MAX_STREAM).min(self.unpack_left.get() / layers);
        let raw = stream.content.len();
        let outcome = stream.get_plain_content_with_limit(limit);
        // What a stream that fails has cost is unknown: as much as it could have.
        let cost = match &outcome {
            Ok(unpacked) => unpacked.len().max(raw) * layers,
            Err(_) => limit.min(raw.saturating_mul(3000)) * layers,
        };
        self.unpack_left.set(self.unpack_left.get().saturating_sub(cost));
        match outcome {
            Ok(unpacked) => Some(unpacked),
            Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
                let is_dense = raw.saturating_mul(HONEST_RATIO) < limit;
                if is_dense { &self.is_bomb } else { &self.is_cut }.set(true);
                None
            }
            Err(Error::Decompress(DecompressError::TooManyFilters { .. })) => {
                self.is_bomb.set(true);
                None
            }
            Err(_) => None,
        }
    }

    fn parse(&self, bytes: &[u8], at: usize) -> Option<Object> {
        let left = if self.bytes_left.get() == 0 { 0 } else { self.values_left.get() };
        let mut syntax = Syntax::of_file(bytes, at, left);
        let object = syntax.object();
        self.values_left.set(syntax.left);
        self.bytes_left.set(self.bytes_left.get().saturating_sub(syntax.at.saturating_sub(at)));
        if syntax.left == 0 {
            self.is_cut.set(true);
        }
        object
    }

    /// The last trailer that names the document's root.
    fn read_trailer(&self, found: &FoundObjects) -> Dictionary {
        let mut candidates: Vec<usize> = found.trailers.clone();
        candidates.extend(found.objects.iter().filter(|it| it.is_cross_reference).map(|it| it.start()));
        candidates.sort_unstable();
        let read = candidates.iter().rev().take(64).filter_map(|&at| match self.parse(self.bytes, at) {
            Some(Object::Dictionary(trailer)) => Some(trailer),
            _ => None,
        });
        let mut chosen: Option<Dictionary> = None;
        for trailer in read {
            match &mut chosen {
                None if trailer.has(b"Root") => chosen = Some(trailer),
                // An older trailer may be the only one to name these.
                Some(chosen) => {
                    for key in [b"Info".as_slice(), b"Encrypt", b"ID"] {
                        if let (false, Ok(value)) = (chosen.has(key), trailer.get(key)) {
                            chosen.set(key, value.clone());
                        }
                    }
                }
                None => {}
            }
        }
        chosen.unwrap_or_default()
    }

    fn unlock(&mut self) {
        let Ok(encrypt) = self.trailer.get(b"Encrypt").cloned() else {
            return;
        };
        self.lock = Lock::Locked;
        self.encrypt_number = encrypt.as_reference().ok().map(|id| id.0);
        let Object::Dictionary(dictionary) = self.resolve(&encrypt) else {
            return;
        };
        // lopdf reads the keys from a document of its own: give it one that holds nothing else.
        let mut document = Document::new();
        let id = (1, 0);
        document.objects.insert(id, Object::Dictionary(dictionary));
        document.trailer.set("Encrypt", Object::Reference(id));
        if let Some(file_id) = self.value(&self.trailer, b"ID") {
            document.trailer.set("ID", file_id);
        }
        if document.authenticate_password("").is_ok()
            && let Ok(state) = EncryptionState::decode(&document, "")
        {
            self.state = Some(state);
            self.lock = Lock::Restricted;
        }
        // Read before the key was known.
        self.cache.borrow_mut().clear();
    }

    fn unpack_objects(&mut self, found: &FoundObjects) {
        if self.lock == Lock::Locked {
            return;
        }
        for object in found.objects.iter().filter(|it| it.is_container) {
            let is_current = self.places.get(&object.number).is_some_and(|place| match place {
                ObjectPlace::InFile { at, .. } => *at == object.start(),
                ObjectPlace::Packed { .. } => false,
            });
            let header = if is_current { self.get(object.number) } else { None };
            let Some(Object::Dictionary(header)) = header.as_deref() else {
                continue;
            };
            let first = header.get(b"First").and_then(Object::as_i64).ok().and_then(|it| usize::try_from(it).ok());
            let (Some(first), Some(unpacked)) = (first, self.stream(object.number, MAX_STREAM)) else {
                continue;
            };
            let container = self.containers.len();
            let index = String::from_utf8_lossy(&unpacked[..first.min(unpacked.len())]).into_owned();
            let mut numbers = index.split_ascii_whitespace().map_while(|word| word.parse::<u32>().ok());
            while let (Some(number), Some(offset)) = (numbers.next(), numbers.next()) {
                if self.places.len() >= MAX_OBJECTS {
                    self.is_cut.set(true);
                    break;
                }
                let newer = match self.places.get(&number) {
                    Some(ObjectPlace::InFile { at, .. }) => *at < object.start(),
                    _ => true,
                };
                if newer && number != object.number {
                    self.places
                        .insert(number, ObjectPlace::Packed { container, at: first.saturating_add(offset as usize) });
                }
            }
            self.containers.push(unpacked);
        }
        self.cache.borrow_mut().clear();
    }
}

struct FoundObject {
    number: u32,
    place: ObjectPlace,
    /// Holds other objects.
    is_container: bool,
    is_cross_reference: bool,
}

impl FoundObject {
    fn start(&self) -> usize {
        match self.place {
            ObjectPlace::InFile { at, .. } | ObjectPlace::Packed { at, .. } => at,
        }
    }
}

#[derive(Default)]
struct FoundObjects {
    objects: Vec<FoundObject>,
    trailers: Vec<usize>,
    is_cut: bool,
}

/// One pass: where objects, their streams and trailers are. What is inside a stream is stepped over.
fn scan(bytes: &[u8]) -> FoundObjects {
    let mut found = FoundObjects::default();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        match bytes[at] {
            b'o' if rest.starts_with(b"obj") => {
                if let Some((number, generation)) = header_before(bytes, at) {
                    if found.objects.len() >= MAX_OBJECTS {
                        found.is_cut = true;
                        return found;
                    }
                    let place = ObjectPlace::InFile { at: at + 3, generation, stream: None };
                    found.objects.push(FoundObject { number, place, is_container: false, is_cross_reference: false });
                }
                at += 3;
            }
            b's' if rest.starts_with(b"stream") => match stream_at(bytes, at, found.objects.last_mut()) {
                Some(end) => at = end,
                None => at += 6,
            },
            b't' if rest.starts_with(b"trailer") => {
                found.trailers.push(at + 7);
                at += 7;
            }
            _ => at += 1,
        }
    }
    found
}

/// The numbers of `12 0 obj`, read backwards from `obj`.
fn header_before(bytes: &[u8], at: usize) -> Option<(u32, u16)> {
    let from = at.saturating_sub(32);
    let text = std::str::from_utf8(bytes.get(from..at)?.trim_ascii_start_lossy()).ok()?;
    let trimmed = text.trim_end_matches(|letter: char| letter.is_ascii_whitespace() || letter == '\0');
    if trimmed.len() == text.len() {
        return None;
    }
    let (front, generation) = split_number(trimmed)?;
    let front_trimmed = front.trim_end_matches(|letter: char| letter.is_ascii_whitespace() || letter == '\0');
    if front_trimmed.len() == front.len() {
        return None;
    }
    let (_, number) = split_number(front_trimmed)?;
    Some((number.parse().ok()?, generation.parse().ok()?))
}

fn split_number(text: &str) -> Option<(&str, &str)> {
    let start = text.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    (start < text.len()).then(|| text.split_at(start))
}

trait AsciiTail {
    /// The longest tail without bytes above ASCII: binary data may end right before a header.
    fn trim_ascii_start_lossy(&self) -> &[u8];
}

impl AsciiTail for [u8] {
    fn trim_ascii_start_lossy(&self) -> &[u8] {
        let start = self.iter().rposition(|byte| !byte.is_ascii()).map_or(0, |at| at + 1);
        &self[start..]
    }
}

/// The bytes of the stream whose keyword stands here, noted at its object; where the scan goes on.
fn stream_at(bytes: &[u8], at: usize, object: Option<&mut FoundObject>) -> Option<usize> {
    let object = object?;
    let ObjectPlace::InFile { at: start, stream: stream @ None, .. } = &mut object.place else {
        return None;
    };
    let header = bytes.get(*start..at)?;
    let header_end = header.iter().rposition(|&byte| !is_space(byte))? + 1;
    header[..header_end].ends_with(b">>").then_some(())?;
    let data = match bytes.get(at + 6..)? {
        [b'\r', b'\n', ..] => at + 8,
        [b'\n' | b'\r', ..] => at + 7,
        _ => return None,
    };
    let stated = stated_length(header).and_then(|length| data.checked_add(length)).filter(|&end| {
        bytes.get(end..).is_some_and(|rest| {
            let space = rest.iter().take(4).take_while(|byte| is_space(**byte)).count();
            rest[space..].starts_with(b"endstream")
        })
    });
    let end = match stated {
        Some(end) => end,
        None => find(&bytes[data..], b"endstream").map_or(bytes.len(), |length| data + length),
    };
    *stream = Some((data, end));
    object.is_container = find(header, b"/ObjStm").is_some();
    object.is_cross_reference = find(header, b"/XRef").is_some();
    Some(end)
}

/// `/Length 123`, written directly.
fn stated_length(header: &[u8]) -> Option<usize> {
    let mut rest = header;
    while let Some(at) = find(rest, b"/Length") {
        rest = &rest[at + 7..];
        let number: Vec<u8> = rest
            .iter()
            .skip_while(|byte| is_space(**byte))
            .take(12)
            .take_while(|byte| byte.is_ascii_digit())
            .copied()
            .collect();
        if !number.is_empty() && rest.first().is_some_and(|byte| is_space(*byte)) {
            return std::str::from_utf8(&number).ok()?.parse().ok();
        }
    }
    None
}
