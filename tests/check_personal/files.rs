//! The same numbers inside files of every kind, and the same harmless figures.

use prongsai::open_data::value::Value;
use prongsai::open_data::xlsx::Workbook;
use prongsai::source::Memory;
use prongsai::span::FileId;

use crate::{AGENCY, Dice, harmless, make, personal_codes, personal_findings, planted};

const SITE: &str = "files/";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A code of one byte for each letter, in the order in which they come; a font of this kind is what old programs write.
fn pdf_of_small_font(words: &str) -> Vec<u8> {
    let mut letters: Vec<char> = Vec::new();
    let mut codes = String::new();
    for letter in words.chars() {
        let at = letters.iter().position(|known| *known == letter).unwrap_or_else(|| {
            letters.push(letter);
            letters.len() - 1
        });
        codes.push_str(&format!("{:02X}", at + 1));
    }
    let mut map = format!("1 begincodespacerange <00> <FF> endcodespacerange\n{} beginbfchar\n", letters.len());
    for (at, letter) in letters.iter().enumerate() {
        map += &format!("<{:02X}> <{:04X}>\n", at + 1, u32::from(*letter));
    }
    map += "endbfchar";
    make::pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec(),
        make::stream("", format!("BT /F1 16 Tf 72 700 Td <{codes}> Tj ET").as_bytes()),
        b"<< /Type /Font /Subtype /TrueType /BaseFont /X /ToUnicode 6 0 R >>".to_vec(),
        make::stream("/Filter /FlateDecode", &make::deflated(map.as_bytes())),
    ])
}

/// Each letter shown by itself, as typesetting programs do, some with a move between them.
fn pdf_letter_by_letter(words: &str) -> Vec<u8> {
    let (codes, map) = make::coded(words);
    let mut shown = String::from("[");
    for (at, letter) in words.chars().enumerate() {
        let code = &codes[at * 4..at * 4 + 4];
        shown += &format!("<{code}> {} ", if letter.is_ascii_digit() { "-12" } else { "3" });
    }
    make::pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec(),
        make::stream(
            "/Filter /FlateDecode",
            &make::deflated(format!("BT /F1 16 Tf 72 700 Td {shown}] TJ ET").as_bytes()),
        ),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R >>".to_vec(),
        make::stream("", map.as_bytes()),
    ])
}

/// The letters cut into runs of three, as a word processor does where the spelling checker has passed.
fn docx_in_runs(text: &str) -> Vec<u8> {
    let letters: Vec<char> = text.chars().collect();
    let runs: String = letters
        .chunks(3)
        .map(|run| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(&run.iter().collect::<String>())))
        .collect();
    let body = format!("<w:document xmlns:w='w'><w:body><w:p>{runs}</w:p></w:body></w:document>");
    make::zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body.as_bytes())])
}

fn docx_part(part: &str, text: &str) -> Vec<u8> {
    let words = format!("<w:x xmlns:w='w'><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:x>", escaped(text));
    let body = "<w:document xmlns:w='w'><w:body><w:p/></w:body></w:document>";
    make::zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body.as_bytes()), (part, words.as_bytes())])
}

fn xlsx(text: &str) -> Vec<u8> {
    let rows = vec![vec![Value::Text("ก".to_owned()), Value::Text(text.to_owned())]];
    Workbook::new().sheet("หน้าแรก", &["ชื่อ"], Vec::new()).sheet("ข้อมูล", &["ชื่อ", "หมายเหตุ"], rows).bytes().unwrap()
}

fn odt_header(text: &str) -> Vec<u8> {
    let styles =
        format!("<s:d xmlns:s='s' xmlns:t='t'><s:master-styles><t:p>{}</t:p></s:master-styles></s:d>", escaped(text));
    let content = "<o:d xmlns:o='o'><o:body/></o:d>";
    make::zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
    ])
}

/// Every kind of file in which an office hands papers on, with the text in it.
fn packed(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let plain = escaped(text);
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'><text>{plain}</text></svg>");
    let page = format!("<!doctype html><html><body><p>{plain}</p></body></html>");
    vec![
        ("word.docx", make::docx(&plain)),
        ("runs.docx", docx_in_runs(text)),
        ("header.docx", docx_part("word/header1.xml", text)),
        ("comment.docx", docx_part("word/comments.xml", text)),
        ("slides.pptx", make::pptx(&["หน้าแรก", &plain])),
        ("open.odt", make::odt(&plain)),
        ("header.odt", odt_header(text)),
        ("sheet.xlsx", xlsx(text)),
        ("old.doc", make::ole("WordDocument", text)),
        ("old.xls", make::ole("Workbook", text)),
        ("words.pdf", make::pdf_with_words(text)),
        ("small.pdf", pdf_of_small_font(text)),
        ("letters.pdf", pdf_letter_by_letter(text)),
        ("drawing.svg", svg.into_bytes()),
        ("page.html", page.into_bytes()),
        ("list.csv", format!("ชื่อ,หมายเหตุ\nก,\"{text}\"\n").into_bytes()),
        ("note.txt", format!("หัวเรื่อง\n{text}\n").into_bytes()),
        ("packed.zip", make::zip(&[("ใน/word.docx", &make::docx(&plain)), ("อื่น.txt", b"x")])),
        ("pdf.zip", make::zip(&[("a.pdf", &make::pdf_with_words(text))])),
    ]
}

fn site() -> Memory {
    Memory::default().with("agency.md", AGENCY)
}

#[test]
fn no_number_is_missed_in_any_kind_of_file() {
    let mut dice = Dice(16);
    let mut missed = Vec::new();
    for at in 0..312 {
        let (text, kind) = planted(at, &mut dice);
        let mut files = site();
        let packed = packed(&format!("ก่อน {text} หลัง"));
        files.0.extend(packed.iter().map(|(name, bytes)| (format!("{SITE}{name}"), bytes.clone())));
        let found = personal_findings(&files);
        for (name, _) in packed {
            let file = FileId::of(&format!("{SITE}{name}"));
            if !found.iter().any(|found| found.code == kind.code() && found.primary.span.file == file) {
                missed.push(format!("{kind:?} in {name}: {text}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn no_figure_in_any_kind_of_file_is_taken_for_a_persons() {
    let mut dice = Dice(17);
    let mut alarms = Vec::new();
    for round in 0..10 {
        let lines: Vec<String> = (0..500).map(|at| harmless(round * 500 + at, &mut dice)).collect();
        // Rows of a table as well, so that figures stand beside figures.
        let rows =
            lines.iter().map(|line| vec![Value::Text(line.clone()), Value::Integer(1), Value::Text(line.clone())]);
        let book = Workbook::new().sheet("ข้อมูล", &["ก", "ข", "ค"], rows.collect()).bytes().unwrap();
        let all = packed(&lines.join(" / ")).into_iter().chain([("table.xlsx", book)]);
        let mut files = site();
        files.0.extend(all.map(|(name, bytes)| (format!("{SITE}{name}"), bytes)));
        alarms.extend(
            personal_findings(&files).into_iter().map(|found| format!("{:?} {}", found.primary.span, found.message)),
        );
    }
    assert!(alarms.is_empty(), "{} alarms:\n{}", alarms.len(), alarms.join("\n"));
}

#[test]
fn the_second_sheet_of_a_reports_workbook_is_looked_through() {
    let mut dice = Dice(18);
    let (number, kind) = planted(1, &mut dice);
    let item = vec![Value::Text("1-01".to_owned()), Value::Text("โครงการปลูกป่า".to_owned())];
    let book = Workbook::new().sheet("แผน", &["รหัส", "โครงการ/กิจกรรม/มาตรการ"], vec![item]).sheet(
        "ผู้เข้าอบรม",
        &["ชื่อ"],
        vec![vec![Value::Text(number)]],
    );
    let mut files = site().with("2564/plan.md", "---\nkind: plan\nfiscal_years: 2564\n---\n");
    files.0.insert("2564/plan.xlsx".to_owned(), book.bytes().unwrap());
    let found = personal_codes(&files);
    assert!(found.iter().any(|(code, _)| kind.code() == code.as_str()), "{found:?}");
}
