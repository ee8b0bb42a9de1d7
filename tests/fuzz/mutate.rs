//! Changes of an input: bits, pieces and words. The parts of a zip are changed inside it, or nothing would ever get past its sums.

use std::io::{Cursor, Read, Write};

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    pub fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }
}

/// What the formats are made of.
const WORDS: &[&str] = &[
    "---\n",
    "+++\n",
    "...\n",
    "kind: plan\n",
    "kind: report\n",
    "kind: page\n",
    "kind: agency\n",
    "fiscal_year: 2564\n",
    "title: ",
    "accept: [{code: T101, reason: r}]\n",
    "redirect_from: [/a/]\n",
    "&a ",
    "*a ",
    "!!str ",
    "| ",
    "|-",
    "|---|",
    "\n\n",
    "  ",
    "\t",
    "\r\n",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\0",
    "๒๕๖๔",
    "๐",
    "๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙",
    "31 กุมภาพันธ์ 2564",
    "ไตรมาส ๕",
    "รอบ ๑๒ เดือน",
    "บาท",
    "ร้อยละ",
    "-1",
    "0",
    "1e309",
    "99999999999999999999",
    "2564-2560",
    "1.1.1",
    "รวม",
    "มิติที่ ๑",
    "ำ",
    "์",
    "ุู",
    "[",
    "]",
    "](",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "**",
    "*",
    "_",
    "`",
    "```",
    "```chart x\n",
    "~~",
    "<",
    ">",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "javascript:",
    "data:text/html,",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "\\",
    "{#a}",
    "{.b}",
    "# ",
    "- ",
    "1. ",
    "๑. ",
    "> ",
    "- [ ] ",
    "\"",
    "'",
    ",",
    ";",
    "sep=;\n",
    "=1+1",
    "<c r=\"ZZZ9999999\" t=\"s\"><v>4294967295</v></c>",
    "<row r=\"0\">",
    "<mergeCell ref=\"A1:B2\"/>",
    "<si><t>",
    "</t></si>",
    "xml:space=\"preserve\"",
    "<w:p>",
    "<w:tbl>",
    "<w:tr>",
    "<w:tc>",
    "<w:gridSpan w:val=\"65535\"/>",
    "<w:vMerge/>",
    "<table:table-cell table:number-columns-repeated=\"1000000000\"/>",
    "table:number-rows-repeated=\"1000000000\"",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "&b;",
    "<![CDATA[",
    "]]>",
    "obj\n",
    "endobj\n",
    "stream\n",
    "endstream\n",
    "<< /Type /Page >>",
    "/Kids [1 0 R]",
    "/Length 99999999",
    "/Filter /FlateDecode",
    "xref\n",
    "trailer\n",
    "startxref\n0\n",
    "%%EOF",
    "(\\",
    "<FEFF",
    "BT /F1 12 Tf (a) Tj ET",
    "GET / HTTP/1.1\r\n",
    "Host: a\r\n",
    "\r\n\r\n",
    "Content-Length: -1\r\n",
    "Range: bytes=0-\r\n",
    "%00",
    "%2e%2e/",
    "%E0%B8",
    "/../",
    "//",
    "?",
    "#",
    "*",
    "${A}",
    "$1",
    "{{ ",
    " }}",
    "{% for a in b %}",
    "{% endfor %}",
    "{% extends \"base.html\" %}",
    "{% include \"base.html\" %}",
    "{% macro a() %}",
    "{{ self::a() }}",
    " | safe ",
    "| round(precision=99999)",
    "{%- if ",
    "published\t",
    "sealed\t",
    "/.prongsai/",
    "../",
    "[[a]]\n",
    "a = [",
    "\"hash\":\"",
    "\"size\":18446744073709551616",
    "PK\u{3}\u{4}",
    "\u{1b}[31m",
];

pub fn mutated(input: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    if input.starts_with(b"PK")
        && !random.one_in(6)
        && let Some(zip) = inside_zip(input, other, random)
    {
        return zip;
    }
    let mut bytes = input.to_vec();
    for _ in 0..=random.below(6) {
        change(&mut bytes, other, random);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let piece = |bytes: &[u8], random: &mut Random| {
        let from = random.below(bytes.len() + 1);
        let longest = if random.one_in(8) { 2_000 } else { 24 };
        bytes[from..(from + random.below(longest)).min(bytes.len())].to_vec()
    };
    match random.below(10) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        1 if at < bytes.len() => bytes[at] = random.next() as u8,
        2..=4 => drop(bytes.splice(at..at, WORDS[random.below(WORDS.len())].bytes())),
        5 => {
            let longest = if random.one_in(6) { 400 } else { 12 };
            let end = (at + random.below(longest)).min(bytes.len());
            bytes.drain(at..end);
        }
        6 => {
            let piece = piece(bytes, random);
            let times = if random.one_in(10) { 200 } else { 1 };
            bytes.splice(at..at, piece.repeat(times));
        }
        7 => {
            let piece = piece(other, random);
            let end = (at + piece.len()).min(bytes.len());
            bytes.splice(at..if random.one_in(2) { at } else { end }, piece);
        }
        8 => {
            let word = WORDS[random.below(WORDS.len())].as_bytes();
            let end = (at + word.len()).min(bytes.len());
            bytes.splice(at..end, word.iter().copied());
        }
        _ if random.one_in(4) => bytes.truncate(at),
        _ => {
            // A number becomes another.
            if let Some(digit) = bytes.iter().skip(at).position(u8::is_ascii_digit) {
                let numbers = ["0", "1", "65536", "4294967296", "-1", "9999999999999999999999999999999999999999"];
                let digit = at + digit;
                bytes.splice(digit..=digit, numbers[random.below(numbers.len())].bytes());
            }
        }
    }
}

/// Some parts of the zip changed, and all packed again.
fn inside_zip(input: &[u8], other: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(input)).ok()?;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..archive.len().min(40) {
        let mut file = archive.by_index(at).ok()?;
        let mut bytes = Vec::new();
        (&mut file).take(40_000).read_to_end(&mut bytes).ok()?;
        parts.push((file.name().ok()?.into_owned(), bytes));
    }
    let mut others = zip::ZipArchive::new(Cursor::new(other)).ok();
    for _ in 0..=random.below(2) {
        let chosen = random.below(parts.len());
        let (name, bytes) = parts.get_mut(chosen)?;
        let mut same = Vec::new();
        if let Some(mut file) = others.as_mut().and_then(|others| others.by_name(name).ok()) {
            (&mut file).take(40_000).read_to_end(&mut same).ok()?;
        }
        for _ in 0..=random.below(5) {
            change(bytes, &same, random);
        }
    }
    if random.one_in(12) {
        parts.remove(random.below(parts.len()));
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // A name twice is no zip.
        if zip.start_file(name, zip::write::SimpleFileOptions::default()).is_ok() {
            zip.write_all(&bytes).ok()?;
        }
    }
    Some(zip.finish().ok()?.into_inner())
}
