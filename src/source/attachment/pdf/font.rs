//! A font of a page: from the bytes of a shown string to letters and to their widths.

use lopdf::{Dictionary, Object};

use super::super::text::thai_8bit_letter;
use super::cmap::CodeMap;
use super::file::File;

const MAX_MAP_BYTES: usize = 4 << 20;
const MAX_WIDTHS: usize = 200_000;
/// Of the fonts in which Thai offices write; as a part of the font's name.
const THAI_FONTS: [&str; 12] = [
    "upc",
    "angsana",
    "browallia",
    "cordia",
    "sarabun",
    "thsarabun",
    "niramit",
    "kodchasal",
    "baijam",
    "chakra",
    "krub",
    "jasmine",
];

#[derive(Debug, Default)]
pub(super) struct Font {
    code_bytes: usize,
    map: CodeMap,
    /// For fonts of one byte: the letters of the 256 codes.
    table: Vec<String>,
    /// First code, last code, width in thousandths of the font's size; sorted.
    widths: Vec<(u32, u32, f32)>,
    default_width: f32,
}

impl Font {
    pub fn read(file: &File<'_>, font: &Dictionary) -> Self {
        let is_composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let map = font
            .get(b"ToUnicode")
            .and_then(Object::as_reference)
            .ok()
            .and_then(|id| file.stream(id.0, MAX_MAP_BYTES))
            .map(|bytes| CodeMap::parse(&bytes))
            .unwrap_or_default();
        let mut read = Self { code_bytes: 1, map, default_width: 500.0, ..Self::default() };
        if is_composite {
            read.code_bytes = read.map.code_bytes.unwrap_or(2);
            read.default_width = 1000.0;
            read.composite_widths(file, font);
        } else {
            read.simple_widths(file, font);
            read.table = simple_table(file, font);
        }
        read.widths.sort_by_key(|range| (range.0, range.1));
        read
    }

    fn simple_widths(&mut self, file: &File<'_>, font: &Dictionary) {
        let first = file.value(font, b"FirstChar").and_then(|it| it.as_i64().ok()).unwrap_or(0);
        if let Some(Object::Array(widths)) = file.value(font, b"Widths") {
            for (step, width) in widths.iter().take(256).enumerate() {
                let code = u32::try_from(first).ok().and_then(|first| first.checked_add(step as u32));
                if let (Some(code), Ok(width)) = (code, file.resolve(width).as_float()) {
                    self.widths.push((code, code, width));
                }
            }
        }
        let is_type3 = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type3");
        if is_type3 {
            // Its widths count in the font's own units, mostly not thousandths.
            self.widths.clear();
        }
    }

    fn composite_widths(&mut self, file: &File<'_>, font: &Dictionary) {
        let Some(Object::Array(descendants)) = file.value(font, b"DescendantFonts") else {
            return;
        };
        let Some(Object::Dictionary(descendant)) = descendants.first().map(|it| file.resolve(it)) else {
            return;
        };
        if let Some(width) = file.value(&descendant, b"DW").and_then(|it| it.as_float().ok()) {
            self.default_width = width;
        }
        let Some(Object::Array(widths)) = file.value(&descendant, b"W") else {
            return;
        };
        let mut at = 0;
        while let Some(first) = widths.get(at).and_then(|it| it.as_i64().ok()).and_then(|it| u32::try_from(it).ok()) {
            if self.widths.len() >= MAX_WIDTHS {
                return;
            }
            match widths.get(at + 1).map(|it| file.resolve(it)) {
                Some(Object::Array(each)) => {
                    for (step, width) in each.iter().take(65_536).enumerate() {
                        if let Ok(width) = width.as_float() {
                            let code = first.saturating_add(step as u32);
                            self.widths.push((code, code, width));
                        }
                    }
                    at += 2;
                }
                Some(last) => {
                    let last = last.as_i64().ok().and_then(|it| u32::try_from(it).ok());
                    if let (Some(last), Some(Ok(width))) = (last, widths.get(at + 2).map(Object::as_float)) {
                        self.widths.push((first, last, width));
                    }
                    at += 3;
                }
                None => return,
            }
        }
    }

    /// The codes of a shown string, and how many bytes each takes.
    pub fn codes<'s>(&self, shown: &'s [u8]) -> impl Iterator<Item = u32> + 's {
        shown
            .chunks(self.code_bytes.max(1))
            .map(|chunk| chunk.iter().fold(0, |code, &byte| code << 8 | u32::from(byte)))
    }

    pub fn is_single_byte(&self) -> bool {
        self.code_bytes <= 1
    }

    pub fn width(&self, code: u32) -> f32 {
        let after = self.widths.partition_point(|range| range.0 <= code);
        match after.checked_sub(1).and_then(|at| self.widths.get(at)) {
            Some(&(_, last, width)) if code <= last => width,
            _ => self.default_width,
        }
    }

    /// Adds the letters of a code.
    pub fn write(&self, code: u32, text: &mut String) {
        if (self.map.is_empty() || !self.map.write(code, text))
            && let Some(letters) = usize::try_from(code).ok().and_then(|code| self.table.get(code))
        {
            text.push_str(letters);
        }
    }
}

/// What the 256 codes of a simple font stand for, as far as its encoding tells.
fn simple_table(file: &File<'_>, font: &Dictionary) -> Vec<String> {
    let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default();
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    let is_thai = THAI_FONTS.iter().any(|thai| name.contains(thai));
    let encoding = file.value(font, b"Encoding");
    let base = match &encoding {
        Some(Object::Dictionary(encoding)) => encoding.get(b"BaseEncoding").cloned().ok(),
        other => other.clone(),
    };
    let mut probe = Dictionary::new();
    probe.set("Type", Object::Name(b"Font".to_vec()));
    probe.set("Encoding", base.unwrap_or_else(|| Object::Name(b"WinAnsiEncoding".to_vec())));
    let document = lopdf::Document::new();
    let known = probe.get_font_encoding(&document).ok();
    let mut table: Vec<String> = (0..=255_u8)
        .map(|code| match thai_8bit_letter(code) {
            // Fonts made for TIS-620 keep its codes, whatever encoding their file claims.
            letter @ '\u{0E01}'..='\u{0E5B}' if is_thai => letter.to_string(),
            _ => known.as_ref().and_then(|known| known.bytes_to_string(&[code]).ok()).unwrap_or_default(),
        })
        .collect();
    if let Some(Object::Dictionary(encoding)) = encoding
        && let Some(Object::Array(differences)) = file.value(&encoding, b"Differences")
    {
        let mut code = 0_usize;
        for object in differences.iter().take(1024) {
            match object {
                Object::Integer(next) => code = usize::try_from(*next).unwrap_or(usize::MAX),
                Object::Name(glyph) => {
                    if let (Some(slot), Some(letters)) = (table.get_mut(code), glyph_letters(glyph)) {
                        *slot = letters;
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }
    table
}

/// The letters of a glyph's name: `uni0E01`, `u0E01`, `three`, and all that lopdf's list of names knows.
fn glyph_letters(name: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(name).ok()?;
    let hexadecimal = text.strip_prefix("uni").or_else(|| text.strip_prefix('u'));
    if let Some(digits) = hexadecimal
        && (4..=6).contains(&digits.len())
        && let Ok(code) = u32::from_str_radix(digits, 16)
    {
        return char::from_u32(code).map(String::from);
    }
    let mut encoding = Dictionary::new();
    encoding.set("Differences", Object::Array(vec![Object::Integer(1), Object::Name(name.to_vec())]));
    let mut probe = Dictionary::new();
    probe.set("Type", Object::Name(b"Font".to_vec()));
    probe.set("Encoding", Object::Dictionary(encoding));
    let document = lopdf::Document::new();
    probe.get_font_encoding(&document).ok()?.bytes_to_string(&[1]).ok().filter(|it| !it.is_empty())
}
