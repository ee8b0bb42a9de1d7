//! PDF: pages, words, scans, passwords, damage.

use super::make::{self, coded, deflated, pdf, pdf_with_trailer, scanned_pdf, stream};
use lopdf::{Document, EncryptionState, EncryptionVersion, Permissions};
use prongsai::source::attachment::{ProblemKind, TextLayer, inspect};

fn words_of(bytes: &[u8]) -> String {
    inspect("a.pdf", bytes).text.unwrap_or_default()
}

/// One page with these contents and fonts.
fn page(contents: &str, fonts: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << {fonts} >> >> >>").into_bytes(),
        stream("", contents.as_bytes()),
    ];
    objects.extend_from_slice(more);
    pdf(&objects)
}

#[test]
fn words_come_out_of_real_files() {
    let found = inspect("a.pdf", &make::fixture("chromium.pdf"));
    assert_eq!((found.pages, found.text_layer), (Some(1), Some(TextLayer::HasText)));
    assert_eq!((found.title.as_deref(), found.language.as_deref()), (Some("ประกาศ ทดสอบ"), Some("th")));
    assert_eq!(found.problems, []);
    let text = found.text.unwrap();
    for words in [
        "ประกาศองค์การบริหารส่วนตำบลตัวอย่าง\n",
        "๑-๑๐๓๗-๐๐๐๐๐-๐๐-๑ และ 1103700000001 โทร. ๐๘๑-๒๓๔-๕๖๗๘ เรื่องที่ ๑",
        "ผู้รับผิดชอบ น้ำ กำลัง",
        "โครงการ ๓๗๐,๐๐๐.๐๐",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let text = words_of(&make::fixture("libreoffice.pdf"));
    for words in ["โครงการจัดทำเว็บไซต์ น้ำ กำลัง", "1103700000001", "โทร ๐๘๑-๒๓๔-๕๖๗๘", "๑๐,๐๐๐"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn codes_become_thai_letters() {
    let found = inspect("a.pdf", &make::pdf_with_words("เลข ๑๑๐๓๗๐๐๐๐๐๐๐๑"));
    assert_eq!(found.text.as_deref().map(str::trim), Some("เลข ๑๑๐๓๗๐๐๐๐๐๐๐๑"));
    assert_eq!((found.pages, found.text_layer), (Some(1), Some(TextLayer::HasText)));
}

#[test]
fn spaces_and_lines_come_from_where_words_stand() {
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec();
    for (contents, words) in [
        // Digits placed one by one are one number.
        ("BT /F 10 Tf 1 0 0 1 72 700 Tm (1) Tj 1 0 0 1 77.5 700 Tm (1) Tj 1 0 0 1 83 700 Tm (0) Tj ET", "110"),
        ("BT /F 10 Tf [(110) -20 (37) 30 (00)] TJ ET", "1103700"),
        ("BT /F 10 Tf [(ab) -600 (cd)] TJ ET", "ab cd"),
        ("BT /F 10 Tf 72 700 Td (ab) Tj 40 0 Td (cd) Tj ET", "ab cd"),
        ("BT /F 10 Tf 72 700 Td (ab) Tj 0 -14 Td (cd) Tj ET", "ab\ncd"),
        ("BT /F 10 Tf 14 TL (ab) ' (cd) ' ET", "ab\ncd"),
        ("BT /F 10 Tf 14 TL 0 0 (ab) \" T* (cd) Tj ET", "ab\ncd"),
        // Chromium turns the page upside down and back.
        ("1 0 0 -1 0 842 cm BT /F 10 Tf 1 0 0 -1 0 100 Tm (ab) Tj ET BT 1 0 0 -1 10 100 Tm (cd) Tj ET", "abcd"),
        (
            r"BT /F 10 Tf (a\(b\)\\ \101\
c) Tj ET",
            r"a(b)\ Ac",
        ),
        ("BT /F 10 Tf <6162 6> Tj ET", "ab`"),
        ("BT /F 10 Tf (ab) Tj BI /W 1 /H 1 ID (x) Tj garbage EI (cd) Tj ET", "abcd"),
        ("/Span << /ActualText <FEFF0E01> >> BDC BT /F 10 Tf (zz) Tj (zz) Tj ET EMC", "ก"),
    ] {
        assert_eq!(words_of(&page(contents, "/F 5 0 R", std::slice::from_ref(&font))).trim(), words, "{contents}");
    }
}

#[test]
fn fonts_of_one_byte() {
    let shown = "BT /F 10 Tf <A1A2F1F24131> Tj ET";
    for (font, words) in [
        ("/Subtype /TrueType /BaseFont /ABCDEF+THSarabunPSK /Encoding /WinAnsiEncoding", "กข๑๒A1"),
        ("/Subtype /TrueType /BaseFont /AngsanaNew", "กข๑๒A1"),
        ("/Subtype /Type1 /BaseFont /X /Encoding << /Differences [161 /uni0E01 /u0E02 241 /one /two] >>", "กข12A1"),
    ] {
        let font = format!("<< /Type /Font {font} >>").into_bytes();
        assert_eq!(words_of(&page(shown, "/F 5 0 R", std::slice::from_ref(&font))).trim(), words);
    }
    let map = "1 beginbfrange <41> <43> <0E51> endbfrange 1 beginbfrange <61> <62> [<0E01> <0E020E03>] endbfrange";
    let font = b"<< /Type /Font /Subtype /TrueType /BaseFont /X /ToUnicode 6 0 R >>".to_vec();
    let bytes = page("BT /F 10 Tf (ABCab) Tj ET", "/F 5 0 R", &[font, stream("", map.as_bytes())]);
    assert_eq!(words_of(&bytes).trim(), "๑๒๓กขฃ");
}

#[test]
fn forms_fields_and_comments_hold_words_too() {
    let bytes = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] >>".to_vec(),
        b"<< /Type /Page /Contents [4 0 R] /Annots [<< /V (0812345678) >> 7 0 R] /Resources << /XObject << /X 5 0 R >> >> >>"
            .to_vec(),
        stream("", b"/X Do"),
        stream(
            "/Type /XObject /Subtype /Form /Matrix [1 0 0 1 5 5] /Resources << /Font << /F 6 0 R >> /XObject << /X 5 0 R >> >>",
            b"BT /F 10 Tf (inside) Tj ET /X Do",
        ),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
        b"<< /Contents <FEFF0E010E02> >>".to_vec(),
    ]);
    let text = words_of(&bytes);
    for words in ["inside", "0812345678", "กข"] {
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn scans_are_told_from_written_pages() {
    let found = inspect("a.pdf", &scanned_pdf(3));
    assert_eq!((found.pages, found.scanned_pages, found.text_layer), (Some(3), 3, Some(TextLayer::Scan)));
    let problem = &found.problems[0];
    assert_eq!(problem.kind, ProblemKind::Scan);
    assert!(problem.message.starts_with("ไฟล์นี้เป็นภาพสแกน เครื่องอ่านหน้าจออ่านไม่ได้"), "{}", problem.message);
    assert_eq!(inspect("a.pdf", &make::pdf_with_words("ก")).scanned_pages, 0);
    // A page of lines without a letter is neither.
    let drawn = page("0 0 m 100 100 l S", "", &[]);
    assert_eq!(inspect("a.pdf", &drawn).text_layer, Some(TextLayer::Unknown));
    // Letters whose codes nothing explains.
    let font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H >>".to_vec();
    let unexplained = page("BT /F 10 Tf <00010002000300040005> Tj ET", "/F 5 0 R", &[font]);
    assert_eq!(inspect("a.pdf", &unexplained).text_layer, Some(TextLayer::Unknown));
}

#[test]
fn objects_packed_in_streams_are_found() {
    let (hexadecimal, map) = coded("ซ่อนในกล่อง");
    let packed = [
        (1, "<< /Type /Catalog /Pages 2 0 R >>"),
        (2, "<< /Type /Pages /Kids [3 0 R] >>"),
        (3, "<< /Type /Page /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>"),
        (4, "<< /Type /Font /Subtype /Type0 /ToUnicode 6 0 R >>"),
    ];
    let (mut index, mut body) = (String::new(), String::new());
    for (number, object) in packed {
        index += &format!("{number} {} ", body.len());
        body += object;
        body.push(' ');
    }
    let dictionary = format!("/Type /ObjStm /N 4 /First {} /Filter /FlateDecode", index.len());
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let contents = format!("BT /F 9 Tf <{hexadecimal}> Tj ET");
    for (number, object) in [
        (5, stream("/Filter [/ASCIIHexDecode]", to_hexadecimal(contents.as_bytes()).as_bytes())),
        (6, stream("/Filter /FlateDecode", &deflated(map.as_bytes()))),
        (7, stream(&dictionary, &deflated((index + &body).as_bytes()))),
        (8, stream("/Type /XRef /Root 1 0 R /Size 9 /W [1 2 1] /Filter /FlateDecode", &deflated(&[0; 40]))),
    ] {
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    bytes.extend(b"startxref\n0\n%%EOF");
    let found = inspect("a.pdf", &bytes);
    assert_eq!(found.problems, []);
    assert_eq!((found.pages, found.text.as_deref().map(str::trim)), (Some(1), Some("ซ่อนในกล่อง")));
}

fn to_hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + ">"
}

#[test]
fn passwords() {
    let title = "/Info << /Title <FEFF0E410E1C0E19> >> /ID [<31323334353637383930313233343536> <31323334353637383930313233343536>]";
    let plain = make::pdf_with_words("ลับ ๑๒๓");
    let encrypt = |user: &str| {
        let mut document = Document::load_mem(&plain).unwrap();
        let id = || lopdf::Object::string_literal("1234567890123456");
        document.trailer.set("ID", vec![id(), id()]);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: user,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    };
    let open = inspect("a.pdf", &encrypt(""));
    assert_eq!(open.text.as_deref().map(str::trim), Some("ลับ ๑๒๓"));
    assert_eq!(open.problems.iter().map(|it| it.kind).collect::<Vec<_>>(), [ProblemKind::Encrypted]);
    let locked = inspect("a.pdf", &encrypt("secret"));
    assert!(locked.has(ProblemKind::Encrypted));
    assert_eq!((locked.text, locked.pages, locked.text_layer), (None, Some(1), Some(TextLayer::Unknown)));
    assert_ne!(open.problems[0].message, locked.problems[0].message);
    let titled = pdf_with_trailer(&[b"<< /Pages 2 0 R >>".to_vec(), b"<< /Type /Page >>".to_vec()], title);
    assert_eq!(inspect("a.pdf", &titled).title.as_deref(), Some("แผน"));
}

#[test]
fn scripts_are_told() {
    let bytes = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>".to_vec(),
        b"<< /Type /Pages /Kids [<< /Type /Page >>] >>".to_vec(),
    ]);
    assert!(inspect("a.pdf", &bytes).has(ProblemKind::Script));
}

#[test]
fn damage_is_told_and_what_is_good_is_read() {
    let whole = make::pdf_with_words("ยังอ่านได้");
    let cut = &whole[..whole.len() - 200];
    let found = inspect("a.pdf", cut);
    assert!(found.has(ProblemKind::Damaged));
    assert_eq!(found.text.as_deref().map(str::trim), Some("ยังอ่านได้"));
    let found = inspect("a.pdf", b"%PDF-1.7\n");
    assert!(found.has(ProblemKind::Damaged));
    assert_eq!(found.pages, None);
    // The cross-reference table points anywhere.
    let lies = String::from_utf8_lossy(&whole).contains("0000000015 00000 n");
    assert!(lies);
    let mut wrong = whole.clone();
    let at = wrong.windows(10).position(|it| it == b"0000000015").unwrap();
    wrong[at..at + 10].copy_from_slice(b"9999999999");
    assert_eq!(words_of(&wrong).trim(), "ยังอ่านได้");
    // A page that was changed and saved once more: the later one counts.
    let mut twice = whole.clone();
    twice.extend(
        b"\n2 0 obj\n<< /Type /Pages /Kids [3 0 R 3 0 R 9 0 R] >>\nendobj\n9 0 obj << /Type /Page >> endobj\n%%EOF",
    );
    assert_eq!(inspect("a.pdf", &twice).pages, Some(2));
}
