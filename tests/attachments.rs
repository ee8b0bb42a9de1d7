//! Attached files of every kind, honest, damaged and hostile.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

#[path = "attachments/hostile.rs"]
mod hostile;
#[path = "attachments/make.rs"]
mod make;
#[path = "attachments/names.rs"]
mod names;
#[path = "attachments/office.rs"]
mod office;
#[path = "attachments/pdf.rs"]
mod pdf;
#[path = "attachments/pictures.rs"]
mod pictures;

use prongsai::source::attachment::{FileKind, ProblemKind, inspect, inspect_too_large};

#[test]
fn kinds_are_told_by_content() {
    let samples: Vec<(&str, Vec<u8>, FileKind, &str)> = vec![
        ("a.pdf", make::pdf_with_words("ข้อความ"), FileKind::Pdf, "application/pdf"),
        (
            "a.docx",
            make::docx("คำ"),
            FileKind::Docx,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "a.xlsx",
            make::fixture("form.xlsx"),
            FileKind::Xlsx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "a.pptx",
            make::pptx(&["หนึ่ง", "สอง"]),
            FileKind::Pptx,
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("a.odt", make::odt("คำ"), FileKind::Odt, "application/vnd.oasis.opendocument.text"),
        ("a.ods", make::fixture("form.ods"), FileKind::Ods, "application/vnd.oasis.opendocument.spreadsheet"),
        ("a.doc", make::ole("WordDocument", "คำในไฟล์เก่า"), FileKind::Doc, "application/msword"),
        ("a.xls", make::ole("Workbook", "คำในไฟล์เก่า"), FileKind::Xls, "application/vnd.ms-excel"),
        ("a.ppt", make::ole("PowerPoint Document", "คำ"), FileKind::Ppt, "application/vnd.ms-powerpoint"),
        ("a.png", make::png(640, 480), FileKind::Png, "image/png"),
        ("a.jpg", make::jpeg(640, 480, 1), FileKind::Jpeg, "image/jpeg"),
        ("a.gif", make::gif(640, 480), FileKind::Gif, "image/gif"),
        ("a.webp", make::webp_extended(640, 480), FileKind::Webp, "image/webp"),
        (
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 480'/>".to_vec(),
            FileKind::Svg,
            "image/svg+xml",
        ),
        ("a.zip", make::zip(&[("x.txt", b"x")]), FileKind::Zip, "application/zip"),
        ("a.csv", "รหัส,ชื่อ\n1,ก\n".into(), FileKind::Csv, "text/csv; charset=utf-8"),
        ("a.txt", "ข้อความ".into(), FileKind::Text, "text/plain; charset=utf-8"),
        ("a.bin", vec![0, 1, 2, 3, 250, 251], FileKind::Unknown, "application/octet-stream"),
    ];
    for (name, bytes, kind, media_type) in samples {
        let found = inspect(name, &bytes);
        assert_eq!(found.kind, kind, "{name}");
        assert_eq!(found.media_type, media_type, "{name}");
        assert_eq!(found.size, bytes.len() as u64);
        assert_eq!(found.problems, [], "{name}");
    }
}

#[test]
fn the_hash_is_sha_256() {
    let found = inspect("a.txt", b"abc");
    assert_eq!(found.hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn names_that_promise_another_kind() {
    let html = b"<html><table><tr><td>1</td></tr></table></html>";
    for (name, bytes, words) in [
        ("a.docx", make::pdf_with_words("ก"), "ชื่อไฟล์ลงท้าย .docx แต่เนื้อหาเป็นเอกสาร PDF"),
        ("a.pdf", make::docx("ก"), "ชื่อไฟล์ลงท้าย .pdf แต่เนื้อหาเป็นเอกสาร Word"),
        ("a.jpg", make::png(1, 1), "ชื่อไฟล์ลงท้าย .jpg แต่เนื้อหาเป็นภาพ PNG"),
        ("a.xls", html.to_vec(), "ชื่อไฟล์ลงท้าย .xls แต่เนื้อหาเป็นข้อความ"),
        ("a.pdf", html.to_vec(), "ชื่อไฟล์ลงท้าย .pdf แต่เนื้อหาเป็นข้อความ"),
        ("a", make::pdf_with_words("ก"), "ชื่อไฟล์ไม่มีนามสกุล แต่เนื้อหาเป็นเอกสาร PDF"),
        ("a.pdf", vec![0, 255, 3, 9], "ชื่อไฟล์ลงท้าย .pdf แต่เนื้อหาเป็นไฟล์ที่ไม่รู้จักชนิด"),
    ] {
        let found = inspect(name, &bytes);
        let problem = found.problems.iter().find(|it| it.kind == ProblemKind::WrongName).expect(name);
        assert_eq!(problem.message, words);
    }
    for (name, bytes) in
        [("a.JPEG", make::jpeg(3, 2, 1)), ("ก.PDF", make::pdf_with_words("ก")), ("a.docm", make::docx("ก"))]
    {
        assert!(!inspect(name, &bytes).has(ProblemKind::WrongName), "{name}");
    }
}

#[test]
fn empty_and_huge_files_are_told_without_reading() {
    let empty = inspect("แผน.pdf", b"");
    assert_eq!((empty.kind, empty.size), (FileKind::Pdf, 0));
    assert!(empty.has(ProblemKind::Empty));
    let huge = inspect_too_large("แผน.pdf", 500 << 20);
    assert_eq!((huge.kind, huge.size, huge.hash.as_str()), (FileKind::Pdf, 500 << 20, ""));
    assert!(huge.has(ProblemKind::TooLarge));
    assert!(huge.problems[0].message.contains("524 เมกะไบต์"), "{}", huge.problems[0].message);
}

#[test]
fn a_program_is_no_document() {
    let mut bytes = b"MZ".to_vec();
    bytes.extend([0; 200]);
    assert!(inspect("แผน.pdf", &bytes).has(ProblemKind::Script));
}

#[test]
fn text_in_the_old_thai_encoding_is_read_and_told() {
    // "แผน ๒๕๖๔" in TIS-620.
    let bytes = [0xE1, 0xBC, 0xB9, b' ', 0xF2, 0xF5, 0xF6, 0xF4, b',', b'x', b'\n'];
    let found = inspect("a.csv", &bytes);
    assert_eq!(found.kind, FileKind::Csv);
    assert_eq!(found.text.as_deref(), Some("แผน ๒๕๖๔,x\n"));
    assert!(found.has(ProblemKind::Encoding));
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain("แผน".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let found = inspect("a.txt", &wide);
    assert_eq!(found.text.as_deref(), Some("แผน"));
    assert!(found.has(ProblemKind::Encoding));
}
