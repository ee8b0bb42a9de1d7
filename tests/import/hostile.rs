//! Files made to break a reader: refused or read, never a panic, never for long. Each is a good file mutated from a seed;
//! `MUTATIONS` says how many (2,000 by default).

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use prongsai::import::{self, ImportOptions, Incoming};
use prongsai::standards::Standards;
use zip::write::SimpleFileOptions;

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn word(body: &str) -> Vec<u8> {
    archive(&[("word/document.xml", &format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"))])
}

fn row(cells: &[&str]) -> String {
    let cells: String =
        cells.iter().map(|cell| format!("<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>")).collect();
    format!("<w:tr>{cells}</w:tr>")
}

/// Small good files of several kinds.
fn good() -> Vec<(&'static str, Vec<u8>)> {
    let heads = ["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "แผนฯ", "สถานะ"];
    let first = ["๑", "โครงการปลูกป่า", "๑", "๒๐,๐๐๐", "ดำเนินการแล้วเสร็จ"];
    let second = ["๒", "กิจกรรมรับฟัง", "๒", "-", "อยู่ระหว่างดำเนินการ"];
    let table = format!("<w:tbl>{}{}{}</w:tbl>", row(&heads), row(&first), row(&second));
    let tabs = |sign: &str| [heads, first, second].map(|row| row.join(sign)).join("\n");
    let html = [heads, first, second].map(|row| format!("<tr><td>{}</td></tr>", row.join("</td><td>"))).join("");
    let mut files = vec![
        (
            "a.docx",
            word(&format!("<w:p><w:r><w:t>รายงานผล ประจำปีงบประมาณ พ.ศ. ๒๕๖๔ รอบ ๖ เดือน</w:t></w:r></w:p>{table}")),
        ),
        ("a.txt", tabs("\t").into_bytes()),
        ("a.md", format!("| {} |\n|---|---|---|---|---|\n| {} |\n", heads.join(" | "), first.join(" | ")).into_bytes()),
        ("a.csv", tabs(",").into_bytes()),
        ("a.html", format!("<table>{html}</table>").into_bytes()),
    ];
    if let Some(folder) = std::env::var_os("WRAPPED") {
        for name in ["tha-samet.xlsx", "tha-samet.ods", "tha-samet.libreoffice.pdf"] {
            if let Ok(bytes) = std::fs::read(Path::new(&folder).join(name)) {
                files.push((
                    if name.ends_with("xlsx") {
                        "a.xlsx"
                    } else if name.ends_with("ods") {
                        "a.ods"
                    } else {
                        "a.pdf"
                    },
                    bytes,
                ));
            }
        }
    }
    // What stands inside an archive is damaged as well: a byte of the archive itself is mostly refused at once.
    for at in 0..files.len() {
        let (name, bytes) = files[at].clone();
        if let Some(text) = main_part(&bytes) {
            files.push((
                if name.ends_with("docx") {
                    "inner.docx"
                } else if name.ends_with("xlsx") {
                    "inner.xlsx"
                } else {
                    "inner.ods"
                },
                text,
            ));
        }
    }
    files
}

/// Where the words of an archive stand.
const MAIN_PARTS: [&str; 3] = ["word/document.xml", "xl/worksheets/sheet1.xml", "content.xml"];

fn main_part(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let part = MAIN_PARTS.into_iter().find(|part| zip.index_for_name(part).is_some())?;
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut zip.by_name(part).ok()?, &mut text).ok()?;
    Some(text)
}

/// An archive around a damaged part.
fn around(name: &str, part: &[u8]) -> Vec<u8> {
    let at = if name.ends_with("docx") {
        0
    } else if name.ends_with("xlsx") {
        1
    } else {
        2
    };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    if at == 1 {
        zip.start_file("xl/workbook.xml", stored).unwrap();
        zip.write_all(b"<workbook><sheets><sheet name=\"a\" sheetId=\"1\"/></sheets></workbook>").unwrap();
    }
    zip.start_file(MAIN_PARTS[at], stored).unwrap();
    zip.write_all(part).unwrap();
    zip.finish().unwrap().into_inner()
}

/// What the reading itself took: the processor's time of this thread where the system tells, so that a busy machine
/// is not taken for a slow reader.
fn try_one(name: &str, bytes: &[u8]) -> Duration {
    let (begun, busy) = (Instant::now(), time_of_thread());
    let _ = import::import(Incoming { name, bytes }, &ImportOptions::default(), Standards::embedded());
    match (busy, time_of_thread()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => begun.elapsed(),
    }
}

fn time_of_thread() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// The most memory that this process has held, in MB, where the system tells.
fn most_memory() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|size| size / 1024)
}

/// The same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

#[test]
fn mutated_files_never_break_a_reader() {
    let count = std::env::var("MUTATIONS").ok().and_then(|it| it.parse().ok()).unwrap_or(2_000_usize);
    let files = good();
    let mut dice = Dice(16);
    let mut longest = Duration::ZERO;
    for number in 0..count {
        let (name, good) = &files[number % files.len()];
        let mut bytes = good.clone();
        for _ in 0..=dice.roll(6) {
            let at = dice.roll(bytes.len());
            match dice.roll(6) {
                0 => bytes[at] = dice.roll(256) as u8,
                1 => bytes[at] ^= 1 << dice.roll(8),
                2 => bytes.truncate(at.max(1)),
                3 => {
                    let piece: Vec<u8> = bytes[at..(at + dice.roll(200)).min(bytes.len())].to_vec();
                    let to = dice.roll(bytes.len());
                    bytes.splice(to..to, piece);
                }
                4 => drop(bytes.drain(at..(at + dice.roll(60)).min(bytes.len()))),
                _ => {
                    let signs: [&[u8]; 8] = [b"<", b"\t", b"|", b"\"", b"&#", b"<table", b"(", b"\xE0\xB8"];
                    bytes.splice(at..at, signs[dice.roll(8)].iter().copied());
                }
            }
            if bytes.is_empty() {
                bytes.push(b' ');
            }
        }
        let bytes = if name.starts_with("inner.") { around(name, &bytes) } else { bytes };
        longest = longest.max(try_one(name, &bytes));
    }
    let memory = most_memory();
    println!("{count} mutated files, the longest took {longest:?}, the most memory was {memory:?} MB");
    // Other tests of this process may run beside it; alone, and by the thousand, it says what a file may take.
    assert!(count < 10_000 || memory.is_none_or(|memory| memory < 300), "{memory:?} MB");
    assert!(longest < Duration::from_secs(20), "{longest:?}");
}

#[test]
fn files_made_to_harm_are_bounded() {
    let deep = "<table><tr><td>".repeat(30_000);
    let nested = word(&"<w:tbl><w:tr><w:tc>".repeat(20_000));
    let wide = format!("{}\n{}", "ก\t".repeat(100_000), "1\t".repeat(100_000));
    let spans = format!("<table>{}</table>", "<tr><td rowspan=65535 colspan=65535>ก</td></tr>".repeat(2_000));
    let entities = archive(&[(
        "word/document.xml",
        "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>&b;&x;</w:t></w:r></w:p></w:body></w:document>",
    )]);
    let zeros = "0".repeat(300 << 20);
    let bomb = archive(&[("word/document.xml", &zeros)]);
    let brackets = "[".repeat(400_000);
    let many = "ที่\tโครงการ/กิจกรรม/มาตรการ\tมิติ\n".to_owned() + &"๑\tโครงการปลูกป่า\t๑\n".repeat(60_000);
    let cases: [(&str, Vec<u8>); 12] = [
        ("a.html", deep.into_bytes()),
        ("a.docx", nested),
        ("a.txt", wide.into_bytes()),
        ("a.html", spans.into_bytes()),
        ("a.docx", entities),
        ("a.docx", bomb),
        ("a.txt", brackets.into_bytes()),
        ("a.csv", "\"".repeat(500_000).into_bytes()),
        ("a.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>".to_vec()),
        ("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()),
        ("a.docx", b"PK\x03\x04".to_vec()),
        ("a.txt", many.into_bytes()),
    ];
    for (number, (name, bytes)) in cases.iter().enumerate() {
        let took = try_one(name, bytes);
        println!("case {number} {name}: {took:?}");
        assert!(took < Duration::from_secs(30), "case {number} {name} took {took:?}");
    }
    let refused = |name: &str, bytes: &[u8]| {
        import::read(Incoming { name, bytes }).err().map(|it| it.message).unwrap_or_default()
    };
    assert!(refused("a.docx", &cases[5].1).contains("ขยายตัวผิดปกติ"), "{}", refused("a.docx", &cases[5].1));
    assert!(refused("a.docx", b"PK\x03\x04").contains("เสียหาย"));
    assert!(refused("a.doc", &cases[9].1).contains("LibreOffice"));
    // No entity of a document's own is opened.
    let read = import::read(Incoming { name: "a.docx", bytes: &cases[4].1 }).unwrap();
    assert!(!format!("{read:?}").contains("root:"));
}
