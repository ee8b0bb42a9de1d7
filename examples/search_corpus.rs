//! Writes a portal's search index over generated records, for the browser test and for measuring:
//! `cargo run --release --example search_corpus -- OUT [RECORDS] [AGENCIES]`.
//! The texts are sentences of `content/`, with generated names and figures, so that their statistics are those of Thai.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::fs;
use std::path::Path;
use std::time::Instant;

use prongsai::search::{Merger, RecordKind, SearchFile, SearchRecord, build_agency, fold_js};

/// A small generator of repeatable numbers; nothing depends on its quality.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn pick<'a, T: ?Sized>(&mut self, all: &'a [&T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// A name that sounds like a place: syllables that occur in such names, in any order.
    fn name(&mut self) -> String {
        const PARTS: &[&str] = &[
            "นา",
            "หนอง",
            "บ้าน",
            "ห้วย",
            "โคก",
            "ท่า",
            "เสม็ด",
            "ใหญ่",
            "น้อย",
            "กลาง",
            "เหนือ",
            "ใต้",
            "ทอง",
            "แก้ว",
            "คำ",
            "สวน",
            "ป่า",
            "บึง",
            "ดอน",
            "วัง",
            "ยาง",
            "สัก",
            "ไผ่",
            "ม่วง",
            "ขาม",
            "โพธิ์",
            "ไทร",
            "ตาล",
            "มะค่า",
            "พระ",
            "ศรี",
            "เจริญ",
            "สุข",
            "งาม",
            "รุ่ง",
            "เรือง",
            "ชัย",
            "มงคล",
            "พัฒนา",
            "สามัคคี",
            "เขื่อน",
            "ลำ",
            "คลอง",
            "เกาะ",
            "แหลม",
            "ปาก",
            "ช่อง",
            "เขา",
            "ภู",
            "ผา",
        ];
        let count = 2 + self.below(3);
        (0..count).map(|_| self.pick(PARTS)).collect()
    }

    fn figure(&mut self) -> String {
        let figure = (self.below(900_000) + 100).to_string();
        let grouped = if figure.len() > 3 {
            format!("{},{}", &figure[..figure.len() - 3], &figure[figure.len() - 3..])
        } else {
            figure
        };
        if self.below(2) == 0 { prongsai::thai::to_thai(&grouped).into_owned() } else { grouped }
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().expect("a folder to write to");
    let count: usize = arguments.next().map_or(10_000, |text| text.parse().expect("a number of records"));
    let agencies: usize = arguments.next().map_or(100, |text| text.parse().expect("a number of agencies"));
    let sentences = sentences(Path::new("content"));
    let (titles, bodies): (Vec<&str>, Vec<&str>) = sentences
        .iter()
        .map(String::as_str)
        .partition(|line| ["โครงการ", "กิจกรรม", "มาตรการ"].iter().any(|word| line.starts_with(word)));
    let mut dice = Dice(2569);
    let portal: Vec<(String, Vec<SearchRecord>)> = (0..agencies)
        .map(|agency| {
            let records = count / agencies + usize::from(agency < count % agencies);
            (format!("a{agency:03}"), agency_records(agency, records, &titles, &bodies, &mut dice))
        })
        .collect();
    let bytes: usize = portal.iter().flat_map(|(_, records)| records).map(|r| r.text.len() + r.title.len()).sum();

    let started = Instant::now();
    let mut merger = Merger::new("");
    let mut files: Vec<SearchFile> = Vec::new();
    for (slug, records) in &portal {
        let mut index = build_agency(records, slug);
        files.extend(index.take_texts());
        files.extend(merger.push(&index));
    }
    files.extend(merger.finish().0);
    let portal_time = started.elapsed();

    let started = Instant::now();
    for (slug, records) in &portal {
        files.extend(build_agency(records, slug).artifacts());
    }
    let agency_time = started.elapsed();

    let shards = |wanted: &dyn Fn(&str) -> bool| {
        let sizes: Vec<usize> = files.iter().filter(|file| wanted(&file.path)).map(|file| file.bytes.len()).collect();
        format!("{} files, {} KB", sizes.len(), sizes.iter().sum::<usize>() / 1000)
    };
    println!("{count} records, {agencies} agencies, {} KB of text ({} bytes each)", bytes / 1000, bytes / count.max(1));
    println!("portal index in {portal_time:?}, the agencies' own in {agency_time:?} more");
    println!("portal: {}", shards(&|path| path.starts_with("search/")));
    println!("texts: {}", shards(&|path| path.contains("/search/t")));
    println!("agencies' own: {}", shards(&|path| path.contains("/search/") && !path.contains("/search/t")));

    if out != "-" {
        let out = Path::new(&out);
        for file in &files {
            write(&out.join(&file.path), &file.bytes);
        }
        write(&out.join("search-fold.js"), fold_js().as_bytes());
        write(&out.join("records.json"), records_json(&portal).as_bytes());
        println!("passed: wrote {} files", files.len() + 2);
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file in a folder")).expect("the folder can be made");
    fs::write(path, bytes).expect("the file can be written");
}

/// What the browser test compares the results with.
fn records_json(portal: &[(String, Vec<SearchRecord>)]) -> String {
    let rows: Vec<serde_json::Value> = portal
        .iter()
        .flat_map(|(_, records)| records)
        .map(|record| {
            serde_json::json!({
                "url": record.url, "title": record.title, "code": record.code, "agency": record.agency,
                "agency_name": record.agency_name, "year": record.year, "dimension": record.dimension,
                "status": record.status, "kind": record.kind.label(), "text": record.text,
            })
        })
        .collect();
    serde_json::Value::from(rows).to_string()
}

/// Sentences and cells of all Markdown files below a folder, in a fixed order.
fn sentences(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md"))
        .map(|entry| fs::read_to_string(entry.path()).expect("the sample content can be read"))
        .collect();
    let mut found: Vec<String> = files
        .drain(..)
        .flat_map(|text| {
            let parts = text
                .split(['\n', '|'])
                .map(|part| part.trim().trim_start_matches(['#', '-', '>', '*']).trim().to_owned());
            parts.filter(|part| part.chars().count() > 15).collect::<Vec<_>>()
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

fn agency_records(agency: usize, count: usize, titles: &[&str], bodies: &[&str], dice: &mut Dice) -> Vec<SearchRecord> {
    const STATUSES: &[&str] = &["ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ไม่สามารถดำเนินการได้", "รอรายงาน"];
    let slug = format!("a{agency:03}");
    let agency_name = format!("องค์การบริหารส่วนตำบล{}", dice.name());
    (0..count)
        .map(|number| {
            let year = 2561 + (number * 8 / count.max(1)) as u16;
            let kind = match number % 25 {
                0 => RecordKind::Plan,
                1 | 2 => RecordKind::Report,
                3 => RecordKind::Announcement,
                4 => RecordKind::Attachment,
                5 => RecordKind::Page,
                _ => RecordKind::Item,
            };
            let dimension = 1 + (number % 4) as u8;
            let item = kind == RecordKind::Item;
            let code = item.then(|| format!("{dimension}-{:02}", number % 97));
            let mut text = String::new();
            while text.len() < 1_800 + (number % 7) * 60 {
                // The writers' own words, cut where they paused, with this authority's names and figures between.
                let words: Vec<&str> = dice.pick(bodies).split(' ').collect();
                let from = dice.below(words.len());
                text.push_str(&words[from..].join(" "));
                text.push_str(&match dice.below(5) {
                    0 => format!(" ที่บ้าน{} หมู่ที่ {} ", dice.name(), dice.below(20) + 1),
                    1 => format!(" งบประมาณ {} บาท ", dice.figure()),
                    2 => format!(" นาย{} {} ", dice.name(), dice.name()),
                    3 => format!(" ผู้เข้าร่วม {} คน ", dice.figure()),
                    _ => " ".to_owned(),
                });
            }
            SearchRecord {
                url: format!("{slug}/{year}/{}/", code.clone().unwrap_or_else(|| format!("p{number}")))
                    .replace("//", "/")
                    + &format!("{number}/"),
                title: format!("{} {}", dice.pick(titles), dice.name()),
                code,
                kind,
                agency: slug.clone(),
                agency_name: agency_name.clone(),
                year: Some(year),
                dimension: item.then_some(dimension),
                status: item.then(|| (*dice.pick(STATUSES)).to_owned()),
                text,
                heads: Vec::new(),
                facts: Vec::new(),
            }
        })
        .collect()
}
