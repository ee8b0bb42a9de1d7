//! Texts → the bytes of a ZIP file, as a workbook is one: packed with one packer for all, and what stands in every workbook packed
//! once. Neither the clock nor the machine shows in the bytes. Knows no workbook.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use flate2::{Compress, Compression, Crc, FlushCompress};

/// What a system of 1993 needs to unpack; made by a later one with the rights of Unix.
const VERSION: u16 = 20;
const MADE_BY: u16 = 3 << 8 | 20;
const DEFLATED: u16 = 8;
/// The first day that the format can name.
const FIRST_DAY: u16 = 0x21;
/// A file that its owner may write and all may read.
const RIGHTS: u32 = 0o100_644 << 16;

/// A text that is packed.
struct PackedText {
    bytes: Vec<u8>,
    sum: u32,
    length: u32,
}

/// More texts than this are not the same in every workbook.
const MOST_KNOWN: usize = 64;

struct TextPacker {
    packer: Compress,
    known: HashMap<String, Rc<PackedText>>,
}

thread_local! {
    static PACKER: RefCell<TextPacker> =
        RefCell::new(TextPacker { packer: Compress::new(Compression::default(), false), known: HashMap::new() });
}

impl TextPacker {
    fn pack(&mut self, text: &str) -> Option<PackedText> {
        self.packer.reset();
        let mut bytes = Vec::with_capacity(text.len() / 4 + 256);
        loop {
            let read = usize::try_from(self.packer.total_in()).ok()?;
            let rest = text.as_bytes().get(read..)?;
            match self.packer.compress_vec(rest, &mut bytes, FlushCompress::Finish).ok()? {
                flate2::Status::StreamEnd => break,
                _ => bytes.reserve(bytes.capacity().max(1024)),
            }
        }
        let mut sum = Crc::new();
        sum.update(text.as_bytes());
        Some(PackedText { bytes, sum: sum.sum(), length: u32::try_from(text.len()).ok()? })
    }
}

/// A ZIP file that is being put together. It is given up where the format has no room for it.
#[derive(Default)]
pub struct PackedArchive {
    bytes: Vec<u8>,
    list: Vec<u8>,
    count: u16,
}

impl PackedArchive {
    pub fn add(&mut self, name: &str, text: &str) -> Option<()> {
        let packed = PACKER.with_borrow_mut(|packer| packer.pack(text))?;
        self.put(name, &packed)
    }

    /// A text that many archives hold: packed once.
    pub fn add_common(&mut self, name: &str, text: &str) -> Option<()> {
        let packed = PACKER.with_borrow_mut(|packer| {
            if let Some(known) = packer.known.get(text) {
                return Some(Rc::clone(known));
            }
            let packed = Rc::new(packer.pack(text)?);
            if packer.known.len() < MOST_KNOWN {
                packer.known.insert(text.to_owned(), Rc::clone(&packed));
            }
            Some(packed)
        })?;
        self.put(name, &packed)
    }

    fn put(&mut self, name: &str, text: &PackedText) -> Option<()> {
        let at = u32::try_from(self.bytes.len()).ok()?;
        let (packed, named) = (u32::try_from(text.bytes.len()).ok()?, u16::try_from(name.len()).ok()?);
        // What the file itself and its line of the list both say.
        let mut about = Vec::with_capacity(26);
        for short in [VERSION, 0, DEFLATED, 0, FIRST_DAY] {
            about.extend(short.to_le_bytes());
        }
        for long in [text.sum, packed, text.length] {
            about.extend(long.to_le_bytes());
        }
        // Nothing more is said behind its name.
        about.extend([named.to_le_bytes(), [0; 2]].as_flattened());
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&about);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(&text.bytes);
        self.list.extend(b"PK\x01\x02");
        self.list.extend(MADE_BY.to_le_bytes());
        self.list.extend(&about);
        // No remark, the first disk, no kind.
        self.list.extend([0; 6]);
        self.list.extend(RIGHTS.to_le_bytes());
        self.list.extend(at.to_le_bytes());
        self.list.extend(name.as_bytes());
        self.count = self.count.checked_add(1)?;
        Some(())
    }

    pub fn finish(mut self) -> Option<Vec<u8>> {
        let (at, length) = (u32::try_from(self.bytes.len()).ok()?, u32::try_from(self.list.len()).ok()?);
        self.bytes.append(&mut self.list);
        self.bytes.extend(b"PK\x05\x06");
        for short in [0, 0, self.count, self.count] {
            self.bytes.extend(short.to_le_bytes());
        }
        for long in [length, at] {
            self.bytes.extend(long.to_le_bytes());
        }
        self.bytes.extend([0; 2]);
        Some(self.bytes)
    }
}
