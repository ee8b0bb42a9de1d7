//! Files made to exhaust or crash a reader: each gives problems, in bounded time.

use std::time::{Duration, Instant};

use super::make::{self, Dice, deflated, pdf, stream};
use prongsai::source::attachment::{Inspection, ProblemKind, inspect};

/// Far above what any of these takes, and far below what an unbounded reader would.
const PATIENCE: Duration = Duration::from_secs(20);

fn in_time(name: &str, bytes: &[u8]) -> Inspection {
    let start = Instant::now();
    let found = inspect(name, bytes);
    assert!(start.elapsed() < PATIENCE, "{name}: {:?}", start.elapsed());
    found
}

fn one_page(contents: Vec<u8>) -> Vec<u8> {
    pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Contents 4 0 R >>".to_vec(),
        contents,
    ])
}

#[test]
fn a_pdf_bomb_is_told() {
    let once = deflated(&vec![b' '; 200 << 20]);
    assert!(once.len() < 300_000);
    let found = in_time("bomb.pdf", &one_page(stream("/Filter /FlateDecode", &once)));
    assert_eq!(found.problems[0].kind, ProblemKind::Bomb);
    let twice = deflated(&once);
    let found = in_time("bomb.pdf", &one_page(stream("/Filter [/FlateDecode /FlateDecode]", &twice)));
    assert_eq!(found.problems[0].kind, ProblemKind::Bomb);
    let many = "/FlateDecode ".repeat(40);
    let found = in_time("bomb.pdf", &one_page(stream(&format!("/Filter [{many}]"), &twice)));
    assert_eq!(found.problems[0].kind, ProblemKind::Bomb);
}

#[test]
fn a_bomb_in_packed_objects_is_told() {
    let packed = deflated(&vec![b'['; 200 << 20]);
    let mut objects =
        vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), b"<< /Type /Pages /Kids [<< /Type /Page >>] >>".to_vec()];
    objects.push(stream("/Type /ObjStm /N 1 /First 10 /Filter /FlateDecode", &packed));
    assert_eq!(in_time("bomb.pdf", &pdf(&objects)).problems[0].kind, ProblemKind::Bomb);
}

#[test]
fn a_stream_that_many_pages_share_is_paid_for_once_and_again_only_so_long() {
    // 20 MB of operators on each of 2,000 pages.
    let contents = deflated(&b"0 0 m ".repeat(3 << 20));
    let kids: String = (4..2005).map(|at| format!("{at} 0 R ")).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] >>").into_bytes(),
        stream("/Filter /FlateDecode", &contents),
    ];
    objects.extend((0..2001).map(|_| b"<< /Type /Page /Contents 3 0 R >>".to_vec()));
    let found = in_time("many.pdf", &pdf(&objects));
    assert_eq!(found.pages, Some(2001));
    assert!(found.has(ProblemKind::PartlyRead) || found.has(ProblemKind::Bomb));
}

#[test]
fn circles_and_depths_end() {
    let circle = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 3 0 R 4 0 R] /Resources 5 0 R >>".to_vec(),
        b"<< /Type /Page /Contents 5 0 R >>".to_vec(),
        b"5 0 R".to_vec(),
    ]);
    assert_eq!(in_time("circle.pdf", &circle).pages, Some(1));
    let deep = [b"<< /Type /Catalog /Pages ".to_vec(), b"[".repeat(500_000), b"<</A".repeat(500_000)].concat();
    in_time("deep.pdf", &pdf(&[deep]));
    in_time("deep.pdf", &one_page(stream("", &b"[<<".repeat(300_000))));
    in_time("deep.pdf", &one_page(stream("", &b"(".repeat(3_000_000))));
    let nest = "q ".repeat(1_000_000) + &"BMC ".repeat(1_000_000);
    in_time("deep.pdf", &one_page(stream("", nest.as_bytes())));
    let xml = [b"<svg>".to_vec(), b"<g>".repeat(1_000_000)].concat();
    in_time("deep.svg", &xml);
    let attributes: String = (0..100_000).map(|at| format!("a{at}='x' ")).collect();
    in_time("wide.svg", format!("<svg {attributes}/>").as_bytes());
}

#[test]
fn forms_that_draw_each_other_end() {
    let names: String = (5..15).map(|at| format!("/X{at} {at} 0 R ")).collect();
    let draw: String = (5..15).map(|at| format!("/X{at} Do ")).collect();
    let resources = format!("/Resources << /XObject << {names} >> >>");
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] >>".to_vec(),
        format!("<< /Type /Page /Contents 4 0 R {resources} >>").into_bytes(),
        stream("", draw.as_bytes()),
    ];
    objects.extend((0..10).map(|_| stream(&format!("/Subtype /Form {resources}"), draw.as_bytes())));
    assert_eq!(in_time("forms.pdf", &pdf(&objects)).pages, Some(1));
}

#[test]
fn strings_without_end_and_lists_that_many_share_are_paid_for() {
    // Every page is a string that runs to the end of the file.
    let kids: String = (3..60_003).map(|at| format!("{at} 0 R ")).collect();
    let mut objects = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), format!("<< /Kids [{kids}] >>").into_bytes()];
    objects.extend((0..60_000).map(|_| b"<< /Type /Page /A (((((((((( >>".to_vec()));
    let found = in_time("strings.pdf", &pdf(&objects));
    assert!(found.has(ProblemKind::PartlyRead), "{:?}", found.problems);
    // 20,000 pages share a list of 100,000 streams, which are one stream.
    let kids: String = (5..20_005).map(|at| format!("{at} 0 R ")).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Kids [{kids}] >>").into_bytes(),
        format!("[{}]", "4 0 R ".repeat(100_000)).into_bytes(),
        stream("", &b"q Q ".repeat(1000)),
    ];
    objects.extend((0..20_000).map(|_| b"<< /Type /Page /Contents 3 0 R >>".to_vec()));
    let found = in_time("lists.pdf", &pdf(&objects));
    assert_eq!(found.pages, Some(20_000));
    assert!(found.has(ProblemKind::PartlyRead), "{:?}", found.problems);
}

#[test]
fn code_maps_and_widths_of_impossible_size_cost_nothing() {
    let map = b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange".to_vec();
    let bytes = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] >>".to_vec(),
        b"<< /Type /Page /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>".to_vec(),
        stream("", b"BT /F 1 Tf <00010002> Tj ET"),
        b"<< /Type /Font /Subtype /Type0 /ToUnicode 6 0 R /DescendantFonts [<< /W [0 4294967295 600 1 2] >>] >>"
            .to_vec(),
        stream("", &map),
    ]);
    assert_eq!(in_time("map.pdf", &bytes).text.as_deref().map(str::trim), Some("BC"));
}

#[test]
fn zip_bombs_are_told() {
    let zeros = vec![0; 300 << 20];
    let honest = make::zip(&[("word/document.xml", &zeros)]);
    assert!(honest.len() < 1 << 20);
    let found = in_time("bomb.docx", &honest);
    assert_eq!(found.problems[0].kind, ProblemKind::Bomb);
    // The same with a size that lies: 1 byte, in the member's header and in the directory.
    let mut lying = honest.clone();
    let size = (300_u32 << 20).to_le_bytes();
    let mut at = 0;
    while let Some(found) = lying[at..].windows(4).position(|window| window == size) {
        lying[at + found..at + found + 4].copy_from_slice(&1_u32.to_le_bytes());
        at += found + 4;
    }
    for name in ["bomb.docx", "bomb.zip"] {
        let found = in_time(name, &lying);
        assert!(found.has(ProblemKind::Bomb) || found.has(ProblemKind::Damaged), "{:?}", found.problems);
        assert!(found.text.unwrap_or_default().len() < 5 << 20);
    }
    let sheet = make::zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert_eq!(in_time("bomb.xlsx", &sheet).problems[0].kind, ProblemKind::Bomb);
}

#[test]
fn a_zip_that_claims_endless_members_is_refused() {
    let mut bytes = make::zip(&[("a.txt", b"a")]);
    let end = bytes.windows(4).position(|it| it == b"PK\x05\x06").unwrap();
    let mut record = b"PK\x06\x06".to_vec();
    record.extend(44_u64.to_le_bytes());
    record.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [100_000_000_u64, 100_000_000, 47, end as u64] {
        record.extend(number.to_le_bytes());
    }
    record.extend(b"PK\x06\x07\0\0\0\0");
    record.extend((end as u64).to_le_bytes());
    record.extend(1_u32.to_le_bytes());
    bytes.splice(end..end, record);
    assert_eq!(in_time("a.zip", &bytes).problems[0].kind, ProblemKind::Bomb);
}

#[test]
fn changed_bytes_never_crash_or_hang() {
    let samples = [
        ("a.pdf", make::fixture("chromium.pdf")),
        ("b.pdf", make::fixture("libreoffice.pdf")),
        ("c.pdf", make::pdf_with_words("แผนปฏิบัติการ ๒๕๖๔")),
        ("d.pdf", make::scanned_pdf(3)),
        ("a.docx", make::docx("แผน")),
        ("a.xlsx", make::fixture("form.xlsx")),
        ("b.xlsx", make::fixture("openpyxl.xlsx")),
        ("a.ods", make::fixture("form.ods")),
        ("a.pptx", make::pptx(&["ก", "ข"])),
        ("a.zip", make::zip(&[("a.csv", b"a,b\n1,2\n"), ("b.txt", b"b")])),
        ("a.jpg", make::jpeg(640, 480, 6)),
        ("a.png", make::png(640, 480)),
        ("a.webp", make::webp_lossless(640, 480)),
        ("a.svg", b"<svg viewBox='0 0 1 1'><title>&amp;</title><a href='#x'>x</a></svg>".to_vec()),
        ("a.doc", make::ole("WordDocument", "แผน")),
    ];
    for (name, bytes) in samples {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        for _ in 0..200 {
            let mut changed = bytes.clone();
            for _ in 0..=dice.below(12) {
                let at = dice.below(changed.len());
                match dice.below(4) {
                    0 => changed[at] ^= 1 << dice.below(8),
                    1 => changed[at] = dice.below(256) as u8,
                    2 => changed.truncate(at.max(1)),
                    _ => {
                        let piece: Vec<u8> = changed[at..].iter().take(dice.below(200)).copied().collect();
                        let to = dice.below(changed.len());
                        changed.splice(to..to, piece);
                    }
                }
            }
            let found = in_time(name, &changed);
            assert_eq!(found.size, changed.len() as u64);
        }
    }
}

#[test]
fn planted_numbers_are_found_in_every_kind_that_holds_words() {
    let mut dice = Dice(7);
    for round in 0..25 {
        let number: String = (0..13).map(|_| char::from(b'0' + dice.below(10) as u8)).collect();
        let shown: String = match round % 2 {
            0 => number.clone(),
            _ => number.bytes().filter_map(|it| char::from_u32(0x0E50 + u32::from(it - b'0'))).collect(),
        };
        let csv = format!("ชื่อ,เลข\nก,{shown}\n").into_bytes();
        for (name, bytes) in [
            ("a.pdf", make::pdf_with_words(&format!("เลขประจำตัว {shown} ครับ"))),
            ("a.docx", make::docx(&shown)),
            ("a.odt", make::odt(&shown)),
            ("a.pptx", make::pptx(&["หนึ่ง", &shown])),
            ("a.csv", csv.clone()),
            ("a.zip", make::zip(&[("a.csv", &csv)])),
            ("a.doc", make::ole("WordDocument", &shown)),
        ] {
            let text = inspect(name, &bytes).text.unwrap_or_default();
            assert!(text.contains(&shown), "{name}: {shown}: {text}");
        }
    }
}
