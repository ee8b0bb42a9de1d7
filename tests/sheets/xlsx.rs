//! XLSX as other programs write it.

use super::{heads, read_xlsx, rows};
use prongsai::source::sheet::{SheetProblemKind, number_text, read_ods};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn a_form_with_merged_heads_dates_formulas_and_long_numbers() {
    let table = read_xlsx(&fixture("form.xlsx"));
    assert_eq!(table.sheet.as_deref(), Some("ข้อมูล"));
    assert_eq!(table.preamble[0].cells[0].text, "รายงานผลการดำเนินการ");
    let expected = [
        vec!["", "", "แผนฯ", "ข้อบัญญัติ", "เบิกจ่าย", "", "", ""],
        vec!["1-01", "โครงการอบรม", "370000", "110000.5", "259999.5", "80.95%", "2021-10-01", "✓"],
        vec!["1-02", "กิจกรรม\nสองบรรทัด", "0.1", "0.2", "0.3", "100%", "2021-09-30 13:30", "-"],
        vec!["1-03", "เลขยาว", "1103700000001", "80.95", "80.95", "0%", "๑ ตุลาคม ๒๕๖๔", ""],
    ];
    assert_eq!(rows(&table), expected);
    assert_eq!(table.problems, []);
    assert_eq!((table.rows[2].cells[2].name(), table.rows[2].line), ("C5".to_owned(), 5));
    // openpyxl writes formulas without values: those cells are empty and known as such, the rest is the same.
    let bare = prongsai::source::sheet::read_xlsx(&fixture("openpyxl.xlsx"));
    let data = bare.iter().find(|sheet| sheet.name.as_deref() == Some("ข้อมูล")).unwrap();
    assert!(!data.uncomputed.is_empty());
    assert!(data.merges.iter().any(|merge| merge.is_wide()));
}

#[test]
fn libreoffice_workbooks_hold_the_same() {
    let sheets = read_ods(&fixture("form.ods"));
    let data = sheets.iter().find(|sheet| sheet.name.as_deref() == Some("ข้อมูล")).unwrap();
    let texts: Vec<&str> = data.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str()).collect();
    for text in ["รายงานผลการดำเนินการ", "1-01", "370000", "80.95%", "2021-10-01", "กิจกรรม\nสองบรรทัด"]
    {
        assert!(texts.contains(&text), "{text}: {texts:?}");
    }
    assert!(data.merges.iter().any(|merge| merge.is_wide()));
    for bytes in [b"".as_slice(), b"PK\x03\x04", b"a,b"] {
        assert_eq!(read_ods(bytes)[0].problems[0].kind, SheetProblemKind::Damaged);
    }
}

#[test]
fn numbers_as_people_write_them() {
    for (number, text) in [
        (80.95, "80.95"),
        (80.950000001, "80.95"),
        (80.9 + 0.05, "80.95"),
        (0.1 + 0.2, "0.3"),
        (1103700000001.0, "1103700000001"),
        (123456789012345.0, "123456789012345"),
        (1e20, "100000000000000000000"),
        (370000.0, "370000"),
        (-0.5, "-0.5"),
        (-1e-9, "-0.000000001"),
        (0.0, "0"),
        (-0.0, "0"),
        (1.0 / 3.0, "0.33333333333333"),
        (99999999.99, "99999999.99"),
        (1234567890.12, "1234567890.12"),
        (f64::NAN, ""),
    ] {
        assert_eq!(number_text(number), text, "{number}");
    }
}

#[test]
fn files_that_are_no_workbook() {
    for bytes in [
        b"".to_vec(),
        b"a,b\n".to_vec(),
        b"PK\x03\x04".to_vec(),
        fixture("form.ods"),
        fixture("form.xlsx")[..4000].to_vec(),
    ] {
        let table = read_xlsx(&bytes);
        assert_eq!(table.problems.iter().map(|it| it.kind).collect::<Vec<_>>(), [SheetProblemKind::Damaged]);
        assert!(table.rows.is_empty());
    }
}

/// A workbook of one sheet with this XML inside `<worksheet>`.
fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    for (name, text) in [
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns='{package}'><Relationship Id='r1' Type='{office}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns='{main}' xmlns:r='{office}'><sheets><sheet name='S' sheetId='1' r:id='rId1'/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns='{package}'><Relationship Id='rId1' Type='{office}/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='rId2' Type='{office}/sharedStrings' Target='/xl/sharedStrings.xml'/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns='{main}'>{sheet}</worksheet>")),
        ("xl/sharedStrings.xml", strings.to_owned()),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn hostile_workbooks_end() {
    let start = std::time::Instant::now();
    let endless = workbook("<sheetData/>", "<sst uniqueCount='99999999999999'/>");
    assert_eq!(read_xlsx(&endless).problems[0].kind, SheetProblemKind::Empty);
    // Names of cells that no sheet has: the cells stand where they are written.
    let odd = "<sheetData><row r='99999999999'><c r='A99999999999'><v>1</v></c><c r='ZZZZZZZZZZ1'><v>2</v></c></row></sheetData>";
    assert_eq!(heads(&read_xlsx(&workbook(odd, "<sst/>"))), ["1", "2"]);
    // Two cells at the ends of the largest sheet there is.
    let corners = "<dimension ref='A1:XFD1048576'/><sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>\
                   <row r='1048576'><c r='XFD1048576'><v>3</v></c></row></sheetData>\
                   <mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>";
    let table = read_xlsx(&workbook(corners, "<sst/>"));
    assert_eq!(heads(&table), ["1", "2"]);
    // A cell in column 400 of every row.
    let far: String = (1..=30_000).map(|row| format!("<row r='{row}'><c r='OJ{row}'><v>1</v></c></row>")).collect();
    let table = read_xlsx(&workbook(&format!("<sheetData>{far}</sheetData>"), "<sst/>"));
    assert!(table.problems.iter().any(|it| it.kind == SheetProblemKind::TooLarge));
    // One string of a megabyte, named by 100,000 cells.
    let long = format!("<sst xmlns='x'><si><t>{}</t></si></sst>", "ก".repeat(1 << 20));
    let many: String =
        (1..=100_000).map(|row| format!("<row r='{row}'><c r='A{row}' t='s'><v>0</v></c></row>")).collect();
    let table = read_xlsx(&workbook(&format!("<sheetData>{many}</sheetData>"), &long));
    assert!(table.problems.iter().any(|it| it.kind == SheetProblemKind::TooLarge));
    assert!(start.elapsed() < std::time::Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn a_cell_that_shows_an_error_is_told() {
    let sheet = "<sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1' t='e'><v>#REF!</v></c></row></sheetData>";
    let table = read_xlsx(&workbook(sheet, "<sst/>"));
    let problem = &table.problems[0];
    assert_eq!((problem.kind, problem.cell.as_deref()), (SheetProblemKind::CellError, Some("B1")));
    assert!(problem.message.contains("#REF!"), "{}", problem.message);
}

/// Changed bytes in a zip mostly fail its checksum; here the parts inside are changed and packed anew.
#[test]
fn changed_parts_never_crash_or_hang() {
    use std::io::{Read, Write};
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(fixture("form.xlsx"))).unwrap();
    let parts: Vec<(String, Vec<u8>)> = (0..archive.len())
        .map(|at| {
            let mut member = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).unwrap();
            (member.name().unwrap().into_owned(), bytes)
        })
        .collect();
    let mut state = 0xDEAD_BEEF_u64;
    let mut below = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % most.max(1) as u64) as usize
    };
    let pieces: [&[u8]; 12] = [
        b"<",
        b">",
        b"/>",
        b"\"",
        b"&#x110000;",
        b"&x;",
        b"9999999999",
        b"-1",
        b"XFD1048576",
        b"</c>",
        b"<v>",
        b"r=\"A0\"",
    ];
    let mut read_something = 0;
    for _ in 0..600 {
        let chosen = below(parts.len());
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (at, (name, bytes)) in parts.iter().enumerate() {
            let mut bytes = bytes.clone();
            for _ in 0..if at == chosen { 1 + below(8) } else { 0 } {
                let place = below(bytes.len());
                match below(4) {
                    0 => bytes[place] ^= 1 << below(8),
                    1 => drop(bytes.splice(place..place, pieces[below(pieces.len())].iter().copied())),
                    2 => drop(bytes.drain(place..(place + below(40)).min(bytes.len()))),
                    _ => {
                        let piece: Vec<u8> = bytes[place..].iter().take(below(200)).copied().collect();
                        let to = below(bytes.len());
                        bytes.splice(to..to, piece);
                    }
                }
            }
            zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let start = std::time::Instant::now();
        read_something += usize::from(!read_xlsx(&bytes).rows.is_empty());
        prongsai::source::attachment::inspect("a.xlsx", &bytes);
        assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
    }
    // Else the changes never came as far as the sheet.
    assert!(read_something > 100, "{read_something}");
}
